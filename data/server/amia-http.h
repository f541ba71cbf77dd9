/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-ledger.h"
#include "amia-safeguard.h"

G_BEGIN_DECLS

/**
 * AmiaHttp:
 *
 * The server's face: `POST /v1/login`, `POST /v1/sync`, `/v1/devices`, `GET /v1/audit`,
 * `GET /health`, `GET /metrics`, and a problem for everything else. Lives in the thread whose main
 * context was the default when it was made, and never keeps that waiting: the ledger has a thread
 * of its own, and packing, unpacking and passwords have two.
 */
typedef struct _AmiaHttp AmiaHttp;

/**
 * AmiaHttpLog:
 * @line: what happened, `key=value` pairs without personal data
 * @user_data: what was given
 */
typedef void (*AmiaHttpLog) (const char *line,
                             gpointer    user_data);

/**
 * AmiaHttpLimits:
 * @body_bytes_max: how large a request may be, packed and unpacked
 * @held_max: how many answers may be held back at once
 * @wait_seconds_max: how long an answer may be held back
 * @connections_max: how many connections there may be
 * @request_seconds_max: how long a request may take to arrive
 * @quiet_seconds_max: how long a connection may be without a request
 * @requests_per_minute: how many rounds a device may ask for in a minute
 * @bytes_per_minute: how many bytes it may send in a minute
 *
 * Bounds; amia_http_default_limits has the usual ones.
 */
typedef struct
{
  gsize body_bytes_max;
  guint held_max;
  guint wait_seconds_max;
  guint connections_max;
  guint request_seconds_max;
  guint quiet_seconds_max;
  guint requests_per_minute;
  gsize bytes_per_minute;
} AmiaHttpLimits;

extern const AmiaHttpLimits amia_http_default_limits;

/**
 * amia_http_new:
 * @ledger: (transfer full): the ledger, which from here on belongs to a thread of its own
 * @socket: a listening socket
 * @certificate: (nullable): for TLS; without it it is plain HTTP
 * @limits: bounds
 * @log: (nullable): called for what is worth a line, in this thread
 * @user_data: for @log
 * @error: return location
 *
 * Returns: (transfer full): a server at work, or %NULL if it can't listen
 */
AmiaHttp *amia_http_new (AmiaLedger           *ledger,
                         GSocket              *socket,
                         GTlsCertificate      *certificate,
                         const AmiaHttpLimits *limits,
                         AmiaHttpLog           log,
                         gpointer              user_data,
                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_take_safeguard:
 * @http: a server that has not run yet
 * @safeguard: (transfer full): the ledger's safeguard
 *
 * See amia_rounds_take_safeguard().
 */
void amia_http_take_safeguard (AmiaHttp      *http,
                               AmiaSafeguard *safeguard);

/**
 * amia_http_trust_proxies:
 * @http: a server that has not run yet
 * @proxies: (element-type GInetAddressMask): see amia_address_find_client()
 *
 * Sets which reverse proxies are believed when they say for whom they ask; none at first.
 */
void amia_http_trust_proxies (AmiaHttp  *http,
                              GPtrArray *proxies);

/**
 * amia_http_stop:
 * @http: a server
 *
 * Takes no more requests and answers those whose answer was held back.
 */
void amia_http_stop (AmiaHttp *http);

/**
 * amia_http_is_idle:
 * @http: a server that was stopped
 *
 * Returns: %TRUE when nothing is under way any more and it may be freed; until then its main
 * context has to run
 */
gboolean amia_http_is_idle (const AmiaHttp *http);

/**
 * amia_http_free:
 * @http: (transfer full) (nullable): a server that is idle
 */
void amia_http_free (AmiaHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaHttp, amia_http_free)

G_END_DECLS
