/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "amia-http-answer.h"

G_BEGIN_DECLS

/**
 * AmiaHttpCall:
 * @session: what carries it
 * @message: the question
 * @request: (nullable): a round that is to be written and packed before it goes, where @body is not
 *   there yet
 * @body: (nullable): the question's bytes; neither they nor a request: it has none
 * @is_packed: @body is packed
 * @stream: (nullable): what the answer is read from
 * @answer: the answer's bytes so far
 * @answer_max: how many there may be
 * @read_answer: called on a thread, with the call as data, when all are there; returns the task
 *
 * One question on its way to the server and back: the data of a task of the transport.
 */
typedef struct
{
  SoupSession     *session;
  SoupMessage     *message;
  AmiaSyncRequest *request;
  GBytes          *body;
  gboolean         is_packed;
  GInputStream    *stream;
  GByteArray      *answer;
  gsize            answer_max;
  GTaskThreadFunc  read_answer;
} AmiaHttpCall;

/**
 * amia_http_call_new:
 * @session: what carries it
 * @message: (transfer full): the question
 * @body: (transfer full) (nullable): its bytes, if they are there
 * @answer_max: how many bytes the answer may have
 * @read_answer: what turns them into the result of the task
 *
 * Returns: (transfer full): a call, to be set as the data of a task
 */
AmiaHttpCall *amia_http_call_new (SoupSession    *session,
                                  SoupMessage    *message,
                                  GBytes         *body,
                                  gsize           answer_max,
                                  GTaskThreadFunc read_answer) G_GNUC_WARN_UNUSED_RESULT;

void amia_http_call_free (AmiaHttpCall *call);

/**
 * amia_http_call_send:
 * @task: (transfer full): a task whose data is a call
 *
 * Packs what is large, sends it, and reads the answer; then @read_answer returns the task, or an
 * #AmiaTransportError does. Main thread.
 */
void amia_http_call_send (GTask *task);

/**
 * amia_http_call_dup_address:
 * @call: a call
 *
 * Returns: (transfer full): who is asked, for messages
 */
char *amia_http_call_dup_address (const AmiaHttpCall *call) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_call_describe:
 * @call: a call that has its answer
 * @address: who was asked
 *
 * Returns: the answer; borrows from both
 */
AmiaHttpAnswer amia_http_call_describe (const AmiaHttpCall *call,
                                        const char         *address);

G_END_DECLS
