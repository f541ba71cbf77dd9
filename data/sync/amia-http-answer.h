/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-transport.h"

G_BEGIN_DECLS

/**
 * AmiaHttpAnswer:
 * @address: who was asked, for messages
 * @status: the HTTP status
 * @type: (nullable): the media type
 * @retry_after: (nullable): what stood in Retry-After
 * @body: what came, unpacked; need not be NUL-terminated
 * @length: how many bytes
 *
 * What came back, whoever it came from.
 */
typedef struct
{
  const char *address;
  guint       status;
  const char *type;
  const char *retry_after;
  const char *body;
  gsize       length;
} AmiaHttpAnswer;

/**
 * amia_http_answer_read_logout:
 * @answer: what came back from `/v1/logout`
 * @error: return location
 *
 * Pure; any thread.
 *
 * Returns: %TRUE when the token has ended, now or before; else %FALSE with an #AmiaTransportError
 */
gboolean amia_http_answer_read_logout (const AmiaHttpAnswer *answer,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_answer_read_login:
 * @answer: what came back from `/v1/login`
 * @error: return location
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): the response, or %NULL with an #AmiaTransportError
 */
AmiaLoginResponse *amia_http_answer_read_login (const AmiaHttpAnswer *answer,
                                                GError              **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_answer_read_sync:
 * @answer: what came back from `/v1/sync`
 * @error: return location
 *
 * Pure; any thread. A 413 of a proxy is as good as the server's own: the remedy is the same.
 *
 * Returns: (transfer full): the outcome, or %NULL with an #AmiaTransportError
 */
AmiaExchange *amia_http_answer_read_sync (const AmiaHttpAnswer *answer,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_answer_read_forgets:
 * @answer: what came back from `/v1/forgets`
 * @error: return location
 *
 * Pure; any thread. A server that does not tell (the case is none of the asker's) is not an AMiA
 * server as far as this goes.
 *
 * Returns: (transfer full): the response, or %NULL with an #AmiaTransportError
 */
AmiaForgetsResponse *amia_http_answer_read_forgets (const AmiaHttpAnswer *answer,
                                                    GError              **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_answer_read_problem:
 * @answer: what came back that is not what was asked for
 * @error: return location
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): what the server wants changed, or %NULL with an #AmiaTransportError
 */
AmiaProblem *amia_http_answer_read_problem (const AmiaHttpAnswer *answer,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_answer_set_error:
 * @error: return location
 * @code: what is wrong
 * @address: who was asked
 * @cause: why, for developers
 *
 * Words every error of this transport alike.
 */
void amia_http_answer_set_error (GError           **error,
                                 AmiaTransportError code,
                                 const char        *address,
                                 const char        *cause);

G_END_DECLS
