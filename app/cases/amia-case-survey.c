/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-survey.h"

#include <string.h>

#include "amia-response.h"
#include "amia-words.h"

/*
 * A survey's id is random and not made of the time, its month is all it says of when, and it has no
 * case. The key is written first: a survey that nobody can find again would be an answer lost.
 */

#define NUMBER_LENGTH 6

/* Where a survey asks for its number, it has it already. */
#define NUMBER_QUESTION "answer/enkaten/enkaten-nummer"

typedef struct
{
  AmiaUuid           survey;
  AmiaUuid           key;
  AmiaUuid           case_id;
  char              *number;
  char              *subproject;
  AmiaQuestionnaire *questionnaire;
} Work;

static void
work_free (Work *work)
{
  g_free (work->number);
  g_free (work->subproject);
  amia_questionnaire_unref (work->questionnaire);
  g_free (work);
}

/* Without what is read wrongly from paper: 0 and O, 1 and I and L. */
static char *
make_number (void)
{
  static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const AmiaUuid    chance = amia_uuid_new_random ();
  char              number[NUMBER_LENGTH + 1] = "";

  for (gsize i = 0; i < NUMBER_LENGTH; i++)
    number[i] = letters[chance.bytes[i] % (sizeof letters - 1)];
  return g_strdup (number);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
set_string (AmiaEdits  *edits,
            const Work *work,
            const char *field,
            const char *text)
{
  if (text != NULL)
    amia_edits_set_string (edits, "survey", &work->survey, NULL, field, text);
}

static void
add_answers (AmiaEdits  *edits,
             const Work *work)
{
  g_autoptr (AmiaResponse) response = amia_response_new (work->questionnaire, NULL);
  g_autoptr (GPtrArray) initial = amia_response_start (response);

  for (guint i = 0; i < initial->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (initial, i);

      if (g_strcmp0 (edit->path, NUMBER_QUESTION) != 0)
        amia_edits_set (edits, "survey", &work->survey, NULL, edit->path, NULL, edit->value);
    }
  if (amia_response_find (response, NUMBER_QUESTION) != NULL)
    set_string (edits, work, NUMBER_QUESTION, work->number);
}

static void
key_written_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const Work      *work = g_task_get_task_data (task);
  g_autofree char *month = amia_words_today ();
  AmiaEdits       *edits = NULL;
  GError          *error = NULL;

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  month[strlen ("2026-11")] = '\0';
  edits = amia_edits_new ();
  set_string (edits, work, "questionnaire",
              amia_questionnaire_get_canonical (work->questionnaire));
  set_string (edits, work, "status", "in-progress");
  set_string (edits, work, "number", work->number);
  set_string (edits, work, "month", month);
  set_string (edits, work, "subproject", work->subproject);
  add_answers (edits, work);
  amia_replica_commit_async (
      AMIA_REPLICA (source), edits, NULL, written_cb, g_steal_pointer (&task));
}

void
amia_case_survey_create_async (AmiaReplica            *replica,
                               const AmiaCaseSnapshot *snapshot,
                               AmiaQuestionnaire      *questionnaire,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data)
{
  AmiaEdits *edits = NULL;
  GTask     *task = NULL;
  Work      *work = NULL;
  char       survey[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (snapshot != NULL);
  g_return_if_fail (questionnaire != NULL);

  work = g_new0 (Work, 1);
  work->survey = amia_uuid_new_random ();
  work->key = amia_uuid_new_v7 (amia_words_now_ms ());
  work->case_id = snapshot->row->id;
  work->number = make_number ();
  work->subproject = snapshot->record != NULL
                         ? amia_record_dup_string (snapshot->record, "subproject")
                         : NULL;
  work->questionnaire = amia_questionnaire_ref (questionnaire);
  task = g_task_new (replica, NULL, callback, user_data);
  g_task_set_source_tag (task, amia_case_survey_create_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "survey-key", &work->key, &work->case_id, "number", work->number);
  amia_edits_set_string (edits, "survey-key", &work->key, &work->case_id, "survey",
                         amia_uuid_print (&work->survey, survey));
  amia_edits_set_string (edits, "survey-key", &work->key, &work->case_id, "questionnaire",
                         amia_questionnaire_get_canonical (questionnaire));
  amia_replica_commit_async (replica, edits, NULL, key_written_cb, task);
}

gboolean
amia_case_survey_create_finish (AmiaReplica  *replica,
                                GAsyncResult *result,
                                AmiaUuid     *id,
                                GError      **error)
{
  const Work *work = NULL;

  g_return_val_if_fail (g_task_is_valid (result, replica), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  work = g_task_get_task_data (G_TASK (result));
  *id = work->survey;
  return g_task_propagate_boolean (G_TASK (result), error);
}
