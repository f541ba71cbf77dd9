/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-form-begin.h"

#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-response.h"
#include "amia-words.h"

/* A new form is one change: its template and its first values. */

typedef struct
{
  GtkWidget *from;
  AmiaUuid   form_id;
} Creation;

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autofree Creation *creation = data;
  g_autoptr (GtkWidget) from = creation->from;
  g_autoptr (GError) error = NULL;
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    amia_report_error (from, error);
  else
    gtk_widget_activate_action (
        from, "win.open-form", "s", amia_uuid_print (&creation->form_id, id));
}

typedef struct
{
  AmiaEdits      *edits;
  const char     *kind;
  const AmiaUuid *form_id;
  const AmiaUuid *case_id;
} Writing;

static void
write_value (const Writing *writing,
             const char    *field,
             const char    *value)
{
  amia_edits_set (
      writing->edits, writing->kind, writing->form_id, writing->case_id, field, NULL, value);
}

static void
write_values (const Writing         *writing,
              AmiaQuestionnaire     *questionnaire,
              const AmiaFirstAnswer *first)
{
  g_autoptr (AmiaResponse) response =
      amia_response_new (questionnaire, amia_questionnaires_get_language ());
  g_autoptr (GPtrArray) initial = amia_response_start (response);

  for (guint i = 0; i < initial->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (initial, i);

      if (first == NULL || g_strcmp0 (first->field, edit->path) != 0)
        write_value (writing, edit->path, edit->value);
    }
  if (first != NULL)
    write_value (writing, first->field, first->value);
}

void
amia_form_begin (GtkWidget             *from,
                 AmiaReplica           *replica,
                 const AmiaUuid        *case_id,
                 AmiaQuestionnaire     *questionnaire,
                 const AmiaFirstAnswer *first)
{
  Writing   writing = { NULL };
  Creation *creation = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (questionnaire != NULL);

  creation = g_new0 (Creation, 1);
  creation->from = g_object_ref (from);
  creation->form_id = amia_uuid_new_v7 (amia_words_now_ms ());
  writing.edits = amia_edits_new ();
  writing.form_id = &creation->form_id;
  writing.case_id = case_id;
  writing.kind = amia_questionnaire_get_scope (questionnaire) == AMIA_FORM_SCOPE_PAIR
                     ? "pair-form"
                     : "form";
  amia_edits_set_string (writing.edits, writing.kind, writing.form_id, case_id, "questionnaire",
                         amia_questionnaire_get_canonical (questionnaire));
  write_value (&writing, "status", "\"in-progress\"");
  write_values (&writing, questionnaire, first);
  amia_replica_commit_async (replica, writing.edits, NULL, created_cb, creation);
}
