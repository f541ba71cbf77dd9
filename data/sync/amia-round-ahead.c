/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-ahead.h"

#include <string.h>

/* Two requests under way at once, see the header. A question outlives whoever asked it, until the
 * transport has called back. */

typedef struct
{
  AmiaTransport   *transport;
  char            *url;
  char            *token;
  AmiaSyncRequest *request;
  GCancellable    *cancellable;
  gint64           sent_ms;

  gboolean      is_answered;
  gint64        received_ms;
  AmiaExchange *exchange;
  GError       *error;

  GTask *waiting;      /* whoever waits for the answer */
  gulong cancelled_id; /* on the cancellable of that */
} Question;

struct _AmiaRoundAhead
{
  Question *question; /* NULL: nothing is asked for */
};

static void
clear_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->transport);
  g_free (question->url);
  g_free (question->token);
  amia_sync_request_free (question->request);
  g_object_unref (question->cancellable);
  g_clear_pointer (&question->exchange, amia_exchange_free);
  g_clear_error (&question->error);
}

static void
question_unref (Question *question)
{
  g_rc_box_release_full (question, clear_question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_unref)

AmiaRoundAhead *
amia_round_ahead_new (void)
{
  return g_new0 (AmiaRoundAhead, 1);
}

void
amia_round_ahead_free (AmiaRoundAhead *ahead)
{
  if (ahead == NULL)
    return;

  amia_round_ahead_drop (ahead);
  g_free (ahead);
}

void
amia_round_ahead_drop (AmiaRoundAhead *ahead)
{
  g_return_if_fail (ahead != NULL);

  if (ahead->question == NULL)
    return;

  g_cancellable_cancel (ahead->question->cancellable);
  g_clear_pointer (&ahead->question, question_unref);
}

/* --- Asking ---------------------------------------------------------------------------------- */

/* A page of a snapshot that is not its last, to a request that had nothing to say but where it is:
 * whatever it had told would be told again, or not, by what becomes of this answer. What an answer
 * in short leaves out is as it was. */
static gboolean
is_known_what_follows (const AmiaSyncRequest  *request,
                       const AmiaSyncResponse *response)
{
  return request->wants_snapshot && response->has_snapshot && response->more &&
         response->n_scopes_done < response->n_scopes && request->changes->len == 0 &&
         request->wait_seconds == 0 &&
         (response->next == request->since || response->next < 0) &&
         (response->ack == request->from - 1 || response->ack < 0);
}

/* What the replica will ask once it has taken the answer, if nothing else happens. */
static AmiaSyncRequest *
make_next (const AmiaSyncRequest  *request,
           const AmiaSyncResponse *response)
{
  AmiaSyncRequest *next = amia_sync_request_new ();

  next->device = request->device;
  next->epoch = g_strdup (response->epoch != NULL ? response->epoch : request->epoch);
  next->from = request->from;
  memcpy (next->chain, request->chain, sizeof next->chain);
  next->since = request->since;
  next->readers_hash = g_strdup (request->readers_hash);
  next->page_max = MIN (2 * request->page_max, AMIA_PAGE_CHANGES_MAX);
  next->wait_seconds = 0;
  next->can_columns = request->can_columns;
  next->use_columns = request->use_columns;
  next->use_mark = request->use_mark;
  next->wants_snapshot = TRUE;
  next->snapshot = response->snapshot;
  g_array_append_vals (next->lanes, request->lanes->data, request->lanes->len);
  return next;
}

static void
answer (Question *question)
{
  g_autoptr (GTask) task = g_steal_pointer (&question->waiting);

  /* Not g_cancellable_disconnect(): it waits for the signal, and this may be inside it. */
  if (question->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), question->cancelled_id);
  if (question->error != NULL)
    g_task_return_error (task, g_error_copy (question->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Question) question = user_data;

  question->exchange =
      amia_transport_sync_finish (question->transport, result, &question->error);
  question->received_ms = g_get_real_time () / 1000;
  question->is_answered = TRUE;
  if (question->waiting != NULL)
    answer (question);
}

void
amia_round_ahead_ask (AmiaRoundAhead         *ahead,
                      AmiaTransport          *transport,
                      const char             *url,
                      const char             *token,
                      const AmiaSyncRequest  *request,
                      const AmiaSyncResponse *response)
{
  Question *question;

  g_return_if_fail (ahead != NULL);
  g_return_if_fail (AMIA_IS_TRANSPORT (transport));

  amia_round_ahead_drop (ahead);
  if (!is_known_what_follows (request, response))
    return;

  question = g_rc_box_new0 (Question);
  question->transport = g_object_ref (transport);
  question->url = g_strdup (url);
  question->token = g_strdup (token);
  question->request = make_next (request, response);
  question->cancellable = g_cancellable_new ();
  question->sent_ms = g_get_real_time () / 1000;
  ahead->question = question;
  amia_transport_sync_async (transport,
                             url,
                             token,
                             question->request,
                             question->cancellable,
                             answered_cb,
                             g_rc_box_acquire (question));
}

/* --- Waiting --------------------------------------------------------------------------------- */

/* The whole of it, but for the form in which it goes over the wire and for what is a wish. */
static GBytes *
describe (const AmiaSyncRequest *request)
{
  g_autoptr (AmiaSyncRequest) plain = amia_sync_request_copy (request);

  plain->page_max = 1;
  plain->use_mark = FALSE;
  plain->use_columns = FALSE;
  return amia_sync_request_encode (plain);
}

/* What was asked in short may be answered in short, and who asks at length does not expect it. */
static gboolean
is_same (const Question        *question,
         const char            *url,
         const char            *token,
         const AmiaSyncRequest *request)
{
  g_autoptr (GBytes) asked = describe (question->request);
  g_autoptr (GBytes) wanted = describe (request);

  return g_bytes_equal (asked, wanted) && (request->use_mark || !question->request->use_mark) &&
         strcmp (question->url, url) == 0 && strcmp (question->token, token) == 0;
}

gboolean
amia_round_ahead_has (AmiaRoundAhead        *ahead,
                      const char            *url,
                      const char            *token,
                      const AmiaSyncRequest *request)
{
  g_return_val_if_fail (ahead != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  if (ahead->question == NULL)
    return FALSE;
  if (is_same (ahead->question, url, token, request))
    return TRUE;

  amia_round_ahead_drop (ahead);
  return FALSE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

void
amia_round_ahead_wait_async (AmiaRoundAhead     *ahead,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Question *question;
  GTask    *task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (ahead != NULL);
  g_return_if_fail (ahead->question != NULL);

  question = g_steal_pointer (&ahead->question);
  g_task_set_source_tag (task, amia_round_ahead_wait_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, question, (GDestroyNotify) question_unref);
  question->waiting = task;
  if (question->is_answered)
    answer (question);
  else if (cancellable != NULL)
    question->cancelled_id = g_signal_connect_object (cancellable,
                                                      "cancelled",
                                                      G_CALLBACK (cancelled_cb),
                                                      question->cancellable,
                                                      (GConnectFlags) 0);
}

AmiaExchange *
amia_round_ahead_wait_finish (GAsyncResult *result,
                              gint64       *sent_ms,
                              gint64       *received_ms,
                              GError      **error)
{
  Question *question;

  g_return_val_if_fail (g_async_result_is_tagged (result, amia_round_ahead_wait_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  question = g_task_get_task_data (G_TASK (result));
  *sent_ms = question->sent_ms;
  *received_ms = question->received_ms;
  return g_steal_pointer (&question->exchange);
}
