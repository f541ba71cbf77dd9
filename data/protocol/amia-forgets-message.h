/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-protocol.h"

G_BEGIN_DECLS

/*
 * Who has confirmed that they have forgotten what they may no longer see of a case, as the server
 * tells its members:
 *
 *     GET /v1/forgets?case=ID
 *     {"v":1,"now":1792720345678,"more":false,"forgets":[
 *       {"user":"bertil","asked":1792720300000,"confirmed":0,"seen":1792700000000}]}
 *
 * One for each laptop that was ever asked, by account. `confirmed` is 0 for not yet. `seen` is not
 * written down at every contact: there may have been one up to AMIA_FORGETS_SEEN_MS later.
 */

#define AMIA_FORGETS_PATH      "/v1/forgets"
#define AMIA_FORGETS_MAX       200
#define AMIA_FORGETS_BYTES_MAX (256 * 1024)
#define AMIA_FORGETS_SEEN_MS   (10 * 60 * 1000)

/**
 * AmiaWireForget:
 * @user: the account whose laptop it is
 * @asked_ms: since when it is to forget something
 * @confirmed_ms: when it said that it has, 0 for not yet
 * @seen_ms: when it was last in contact
 *
 * The last time that a laptop was asked to forget something of the case; by the server's clock.
 */
typedef struct
{
  char  *user;
  gint64 asked_ms;
  gint64 confirmed_ms;
  gint64 seen_ms;
} AmiaWireForget;

/**
 * AmiaForgetsResponse:
 * @now_ms: when the server said so
 * @forgets: (element-type AmiaWireForget): a laptop each
 * @has_more: there are more than %AMIA_FORGETS_MAX
 *
 * The answer.
 */
typedef struct
{
  gint64   now_ms;
  GArray  *forgets;
  gboolean has_more;
} AmiaForgetsResponse;

/**
 * amia_forgets_response_new:
 * @now_ms: what time it is
 *
 * Returns: (transfer full): an answer without laptops
 */
AmiaForgetsResponse *amia_forgets_response_new (gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

void amia_forgets_response_free (AmiaForgetsResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaForgetsResponse, amia_forgets_response_free)

/**
 * amia_forgets_response_add:
 * @response: an answer
 * @forget: a laptop; copied
 *
 * Adds a laptop, or notes that there are more than fit.
 */
void amia_forgets_response_add (AmiaForgetsResponse  *response,
                                const AmiaWireForget *forget);

/**
 * amia_forgets_response_encode:
 * @response: an answer
 *
 * Returns: (transfer full): the JSON text
 */
char *amia_forgets_response_encode (const AmiaForgetsResponse *response) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_forgets_response_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Returns: (transfer full): the answer, or %NULL with an #AmiaProtocolError
 */
AmiaForgetsResponse *amia_forgets_response_decode (const char *bytes,
                                                   gsize       length,
                                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
