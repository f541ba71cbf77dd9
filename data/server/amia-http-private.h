/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "amia-budget.h"
#include "amia-connections.h"
#include "amia-executor.h"
#include "amia-http.h"
#include "amia-listener.h"
#include "amia-login-message.h"
#include "amia-rounds.h"
#include "amia-throttle.h"
#include "amia-waiting.h"

G_BEGIN_DECLS

/* The parts of the server's face: amia-http.c takes requests apart and sends answers,
 * amia-http-sync.c, amia-http-login.c and amia-http-status.c know what is between. */

typedef struct
{
  guint64 rounds;
  guint64 changes;
  guint64 refused;
  guint64 escrowed;
  guint64 delivered;
  guint64 logins;
  guint64 logins_refused;
  guint64 logins_slowed;
  guint64 problems;
} AmiaHttpCounters;

struct _AmiaHttp
{
  SoupServer      *soup;
  AmiaLedger      *ledger;
  AmiaRounds      *rounds;
  AmiaExecutor    *owner;  /* the ledger's thread */
  AmiaExecutor    *helper; /* for what takes a while and needs no ledger */
  AmiaExecutor    *porter; /* compares passwords, so that guessing holds up nobody else */
  AmiaConnections *connections;
  AmiaWaiting     *waiting;
  GHashTable      *held;     /* token's hash → AmiaExchange that was held last */
  GPtrArray       *unnoted;  /* AmiaExchange whose delivery is being written down */
  gboolean         is_noted; /* whether that went well */
  AmiaListener    *listener; /* NULL where there are no other servers */
  AmiaThrottle    *throttle;
  AmiaBudget      *budget;
  GPtrArray       *proxies;   /* those that are believed */
  GHashTable      *exchanges; /* GSocket → AmiaExchange under way */
  AmiaHttpLimits   limits;
  AmiaHttpLog      log;
  gpointer         user_data;
  AmiaHttpCounters counters;
  gboolean         is_stopping;
  gsize           *arriving; /* bytes of bodies that are on their way or being read; an rc box */
};

/* A request, from when it has arrived whole until its answer is on its way. */
typedef struct
{
  AmiaHttp          *http;
  SoupServerMessage *message;
  GSocket           *socket;
  gboolean           is_gone; /* nobody waits for the answer any more */
  char              *path;
  GHashTable        *query; /* NULL for none */

  GBytes  *body;
  gboolean is_packed;  /* the body is gzip */
  gboolean takes_gzip; /* so may the answer be */
  gint64   began_us;

  /* The answer. */
  guint    status;
  GBytes  *reply;
  gboolean reply_is_packed;
  gboolean is_short; /* a round's, as the laptop wants it; nobody stores the answer to a POST */
  guint    retry_seconds;
  char    *wake; /* who is to be woken when it is sent; NULL for nobody */

  /* A round. */
  AmiaRoundAsk     ask;
  AmiaRoundAnswer *answer;
  gint64           hold_until_us;
  guint64          n_notices; /* before it was looked whether there is something to say */

  /* A login. */
  AmiaLoginRequest *login;
  AmiaAccount      *account;
  gboolean          is_known_device; /* the account has signed in on it before */
  gboolean          is_right;
  char             *address;
} AmiaHttpExchange;

/* The hash of the token that came with a request; FALSE if none did. */
gboolean _amia_http_read_token (SoupServerMessage *message,
                                guint8            *hash) G_GNUC_WARN_UNUSED_RESULT;

/* Whether there is only one way to read where the request ends. */
gboolean _amia_http_is_framed_well (SoupServerMessage *message) G_GNUC_WARN_UNUSED_RESULT;

/* Each takes the exchange over, and sees to it that it is answered. */
void _amia_http_login (AmiaHttpExchange *exchange);
void _amia_http_login_prepare (AmiaHttp *http);
void _amia_http_logout (AmiaHttpExchange *exchange);
void _amia_http_sync (AmiaHttpExchange *exchange);
void _amia_http_sync_prepare (AmiaHttp *http);
void _amia_http_sync_end (AmiaHttpExchange *exchange);
void _amia_http_sync_resume (AmiaHttpExchange *exchange);
void _amia_http_snapshot (AmiaHttpExchange *exchange);
void _amia_http_digest (AmiaHttpExchange *exchange);
void _amia_http_list_devices (AmiaHttpExchange *exchange);
void _amia_http_revoke_device (AmiaHttpExchange *exchange);
void _amia_http_audit (AmiaHttpExchange *exchange);
void _amia_http_list_forgets (AmiaHttpExchange *exchange);
void _amia_http_health (AmiaHttpExchange *exchange);
void _amia_http_metrics (AmiaHttpExchange *exchange);
void _amia_http_blob_head (AmiaHttpExchange *exchange);
void _amia_http_blob_put (AmiaHttpExchange *exchange);
void _amia_http_blob_get (AmiaHttpExchange *exchange);

void _amia_http_reply (AmiaHttpExchange *exchange);
void _amia_http_set_problem (AmiaHttpExchange  *exchange,
                             guint              status,
                             const AmiaProblem *problem);
void _amia_http_reply_problem (AmiaHttpExchange *exchange,
                               guint             status,
                               const char       *code);
void _amia_http_log (AmiaHttp   *http,
                     const char *format,
                     ...) G_GNUC_PRINTF (2, 3);

/* Unpacks the body if it is packed; sets a problem and returns FALSE if that can't be done. */
gboolean _amia_http_unpack (AmiaHttpExchange *exchange) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
