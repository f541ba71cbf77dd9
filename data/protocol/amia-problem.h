/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-protocol.h"

G_BEGIN_DECLS

/**
 * AmiaProblem:
 * @code: `fork`, `gap`, `mark`, `epoch`, `floor`, `too_large`, `malformed`, `unauthorized`,
 *   `forbidden`, `revoked`, `schema`, `busy`, `full`; `not_found` and `not_allowed` for places and
 *   methods that there are not
 * @expect: for `gap` the n that the server wants next; for `epoch` the highest n it has; for
 *   `too_large` the most bytes it takes; for `fork` the first n that differs from what the server
 *   has or that it did not take, so that everything below it keeps its name, or 0 when that can't
 *   be told
 * @epoch: (nullable): for `epoch`, the server's
 *
 * The body of every answer that is not 200:
 * `{"v":1,"problem":"gap","expect":812,"epoch":null}`. With status 400 malformed, 401 unauthorized
 * and revoked, 403 forbidden (and revoked at login), 404 not_found, 405 not_allowed, 409 gap,
 * fork and mark (the request is to come again, whole), 410 epoch and floor (the laptop was away for
 * so long that it is to ask for a snapshot), 413 too_large, 426 schema, 429 and 503 busy (with
 * Retry-After), 507 full.
 *
 * A laptop that is told `revoked` destroys the keys of its replica.
 */
typedef struct
{
  char  *code;
  gint64 expect;
  char  *epoch;
} AmiaProblem;

/**
 * amia_problem_encode:
 * @problem: a problem
 *
 * Returns: (transfer full): the JSON text
 */
char *amia_problem_encode (const AmiaProblem *problem) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_problem_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Returns: (transfer full): the problem, or %NULL with an #AmiaProtocolError: then something else
 *   than an AMiA server has answered
 */
AmiaProblem *amia_problem_decode (const char *bytes,
                                  gsize       length,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_problem_free:
 * @problem: (transfer full) (nullable): a problem
 */
void amia_problem_free (AmiaProblem *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaProblem, amia_problem_free)

G_END_DECLS
