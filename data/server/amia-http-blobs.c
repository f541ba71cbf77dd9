/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-blobs.h"
#include "amia-http-private.h"

/* HEAD, PUT and GET /v1/blobs/SHA-256: the request is taken apart here, answered in the ledger's
 * thread, and, when the last part has come, checked there part by part. */

typedef void (*Work) (AmiaRounds *, const AmiaBlobAsk *, AmiaBlobAnswer *);

typedef struct
{
  AmiaHttpExchange *exchange;
  Work              work;
  AmiaBlobAsk       ask;
  AmiaBlobAnswer    answer;
  GChecksum        *checksum;
  gint64            n_checked;
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->ask.bytes, g_bytes_unref);
  g_clear_pointer (&job->checksum, g_checksum_free);
  amia_blob_answer_clear (&job->answer);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
set_number (SoupMessageHeaders *headers,
            const char         *name,
            gint64              number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  soup_message_headers_replace (headers, name, text);
}

static void
write_fields (Job *job)
{
  SoupMessageHeaders *headers =
      soup_server_message_get_response_headers (job->exchange->message);

  if (job->answer.bytes != NULL)
    {
      gint64           length = (gint64) g_bytes_get_size (job->answer.bytes);
      AmiaBlobRange    range = { job->ask.range.first,
                                 job->ask.range.first + length - 1,
                                 job->answer.length };
      g_autofree char *text = amia_blob_range_print_content (&range);

      soup_message_headers_replace (headers, "Content-Range", text);
      soup_message_headers_replace (headers, "Content-Type", "application/octet-stream");
    }
  else
    {
      set_number (headers, AMIA_BLOB_FIELD_OFFSET, job->answer.n_here);
      set_number (headers, AMIA_BLOB_FIELD_LENGTH, job->answer.length);
    }
}

/* Takes @job. */
static void
answer (Job *job)
{
  g_autoptr (Job) owned = job;
  AmiaHttpExchange *exchange = job->exchange;

  if (job->answer.note != NULL)
    _amia_http_log (exchange->http, "event=trouble note=\"%s\"", job->answer.note);

  if (job->answer.problem != NULL)
    {
      const AmiaProblem problem = { (char *) job->answer.problem, job->answer.n_here, NULL };

      _amia_http_set_problem (exchange, job->answer.status, &problem);
    }
  else
    {
      write_fields (job);
      exchange->status = job->answer.status;
      exchange->reply = job->answer.bytes != NULL ? g_bytes_ref (job->answer.bytes)
                                                  : g_bytes_new_static ("{}", 2);
    }
  _amia_http_reply (exchange);
}

static void check_next (Job *job);

static void
run_check (gpointer data)
{
  Job *job = data;

  amia_blobs_check (
      job->exchange->http->rounds, &job->ask, job->checksum, &job->n_checked, &job->answer);
}

static void
checked (gpointer data)
{
  Job *job = data;

  if (job->answer.status == 0)
    check_next (job);
  else
    answer (job);
}

static void
give_up (Job *job)
{
  g_autoptr (Job) owned = job;

  _amia_http_reply_problem (job->exchange, 503, "busy");
}

/* Takes @job. */
static void
check_next (Job *job)
{
  if (!amia_executor_run (job->exchange->http->owner, run_check, checked, job))
    give_up (job);
}

static void
run_job (gpointer data)
{
  Job *job = data;

  job->ask.now_ms = g_get_real_time () / 1000;
  job->work (job->exchange->http->rounds, &job->ask, &job->answer);
}

static void
job_run (gpointer data)
{
  Job *job = data;

  if (job->answer.status == 0)
    job->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  checked (job);
}

/* Takes @job. */
static void
start (Job *job,
       Work work)
{
  job->work = work;
  if (!amia_executor_run (job->exchange->http->owner, run_job, job_run, job))
    give_up (job);
}

/* Whose token and which blob; answers itself if that can't be told. */
static Job *
new_job (AmiaHttpExchange *exchange)
{
  g_autoptr (Job) job = g_new0 (Job, 1);

  job->exchange = exchange;
  if (!_amia_http_read_token (exchange->message, job->ask.token))
    _amia_http_reply_problem (exchange, 401, "unauthorized");
  else if (!amia_blob_path_parse (exchange->path, &job->ask.id))
    _amia_http_reply_problem (exchange, 404, "not_found");
  else
    return g_steal_pointer (&job);

  return NULL;
}

static const char *
get_field (AmiaHttpExchange *exchange,
           const char       *name)
{
  return soup_message_headers_get_one (
      soup_server_message_get_request_headers (exchange->message), name);
}

void
_amia_http_blob_head (AmiaHttpExchange *exchange)
{
  Job *job = new_job (exchange);

  if (job != NULL)
    start (job, amia_blobs_look);
}

void
_amia_http_blob_put (AmiaHttpExchange *exchange)
{
  g_autoptr (Job) job = new_job (exchange);
  const AmiaBlobRange *range;

  if (job == NULL)
    return;

  range = &job->ask.range;
  if (exchange->is_packed ||
      !amia_blob_range_parse_content (get_field (exchange, "Content-Range"), &job->ask.range) ||
      (gint64) g_bytes_get_size (exchange->body) != range->last - range->first + 1)
    {
      _amia_http_reply_problem (exchange, 400, "malformed");
      return;
    }

  job->ask.bytes = g_steal_pointer (&exchange->body);
  start (g_steal_pointer (&job), amia_blobs_take);
}

void
_amia_http_blob_get (AmiaHttpExchange *exchange)
{
  g_autoptr (Job) job = new_job (exchange);

  if (job == NULL)
    return;

  /* All of it at once would have to be held in memory, for each who asks. */
  if (!amia_blob_range_parse_wanted (get_field (exchange, "Range"), &job->ask.range))
    _amia_http_reply_problem (exchange, 400, "range");
  else
    start (g_steal_pointer (&job), amia_blobs_give);
}
