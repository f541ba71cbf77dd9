/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-http-private.h"

/* How the server is, for those who run it: GET /health and GET /metrics. Neither says anything
 * about anybody. */

static void
answer_text (AmiaHttpExchange *exchange,
             guint             status,
             const char       *type,
             char             *text)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (exchange->message),
                                "Content-Type",
                                type);
  exchange->status = status;
  exchange->reply = g_bytes_new_take (text, strlen (text));
  _amia_http_reply (exchange);
}

static void
check_ledger (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) local_error = NULL;

  /* What exactly is wrong is for the log; the one who asks may be anybody. */
  exchange->is_right = amia_ledger_get_life (exchange->http->ledger, &life, &local_error);
  if (!exchange->is_right)
    g_debug ("The ledger can't be read: %s", local_error->message);
}

static void
ledger_checked (gpointer data)
{
  AmiaHttpExchange *exchange = data;

  answer_text (exchange,
               exchange->is_right ? 200 : 503,
               "application/json",
               g_strdup_printf ("{\"status\":\"%s\"}", exchange->is_right ? "ok" : "failing"));
}

/* Healthy is who can read the ledger, in the thread and after the work that all rounds wait for. */
void
_amia_http_health (AmiaHttpExchange *exchange)
{
  if (!amia_executor_run (exchange->http->owner, check_ledger, ledger_checked, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

/* Prometheus' text format, version 0.0.4. */
void
_amia_http_metrics (AmiaHttpExchange *exchange)
{
  AmiaHttp               *http = exchange->http;
  const AmiaHttpCounters *counters = &http->counters;
  const struct
  {
    const char *name;
    const char *type;
    const char *help;
    guint64     value;
  } metrics[] = {
    { "amia_rounds_total", "counter", "Rounds that were answered or held.", counters->rounds },
    { "amia_changes_total", "counter", "Changes that were taken in.", counters->changes },
    { "amia_changes_refused_total", "counter", "Changes that were refused.", counters->refused },
    { "amia_changes_sealed_total",
      "counter",
      "Changes that wait in escrow until their author is let in again.",
      counters->escrowed },
    { "amia_changes_delivered_total",
      "counter",
      "Changes that were sent to a laptop.",
      counters->delivered },
    { "amia_logins_total", "counter", "Sign-ins with the right password.", counters->logins },
    { "amia_logins_refused_total",
      "counter",
      "Sign-ins with a wrong one.",
      counters->logins_refused },
    { "amia_logins_slowed_total",
      "counter",
      "Sign-ins that were not tried, after too many wrong ones.",
      counters->logins_slowed },
    { "amia_problems_total",
      "counter",
      "Answers with a status of 400 or above.",
      counters->problems },
    { "amia_waiting",
      "gauge",
      "Answers that are held until there is news.",
      amia_waiting_get_n (http->waiting) },
    { "amia_connections",
      "gauge",
      "Open connections.",
      amia_connections_get_n (http->connections) },
    { "amia_ledger_queue",
      "gauge",
      "What waits for the ledger's thread.",
      amia_executor_get_n_pending (http->owner) },
  };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (metrics); i++)
    g_string_append_printf (text,
                            "# HELP %s %s\n# TYPE %s %s\n%s %" G_GUINT64_FORMAT "\n",
                            metrics[i].name,
                            metrics[i].help,
                            metrics[i].name,
                            metrics[i].type,
                            metrics[i].name,
                            metrics[i].value);

  answer_text (exchange, 200, "text/plain; version=0.0.4", g_string_free (text, FALSE));
}
