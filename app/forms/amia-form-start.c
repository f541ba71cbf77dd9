/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-form-start.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-form-page.h"
#include "amia-navigator.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-response.h"
#include "amia-store-templates.h"
#include "amia-templates.h"
#include "amia-words.h"

/* Finding and making are one piece of work on the store's thread, so that pressing the button twice
 * makes one form. */

typedef struct
{
  AmiaUuid case_id;
  AmiaUuid form_id;
  char    *url;
} Start;

typedef struct
{
  const char *url;
  AmiaUuid    id;
  gboolean    is_found;
  gboolean    is_completed;
} Search;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_free (start->url);
  g_free (start);
}

/* Ids are made of the time, and records come sorted by them: the last one counts. */
static gboolean
note_form (const AmiaRecord *record,
           gpointer          data)
{
  Search          *search = data;
  gsize            length = strlen (search->url);
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autofree char *status = amia_record_dup_string (record, "status");

  if (canonical == NULL || amia_record_is_removed (record) ||
      strncmp (canonical, search->url, length) != 0 ||
      (canonical[length] != '\0' && canonical[length] != '|'))
    return TRUE;

  search->id = record->id;
  search->is_found = TRUE;
  search->is_completed = g_strcmp0 (status, "completed") == 0;
  return TRUE;
}

gboolean
amia_form_start_find (AmiaStore      *store,
                      const AmiaUuid *case_id,
                      const char     *url,
                      AmiaUuid       *id,
                      gboolean       *is_completed)
{
  const AmiaRecordQuery query = { .kind = "form", .case_id = case_id };
  Search                search = { .url = url };

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  /* Ignored: a form that can't be read is not there; the page of the case tells why. */
  if (!amia_store_foreach_record (store, &query, note_form, &search, NULL) || !search.is_found)
    return FALSE;

  *id = search.id;
  if (is_completed != NULL)
    *is_completed = search.is_completed;
  return TRUE;
}

static void
add_initial_values (AmiaEdits         *edits,
                    const Start       *start,
                    AmiaQuestionnaire *questionnaire)
{
  g_autoptr (AmiaResponse) response =
      amia_response_new (questionnaire, amia_questionnaires_get_language ());
  g_autoptr (GPtrArray) initial = amia_response_start (response);

  for (guint i = 0; i < initial->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (initial, i);

      amia_edits_set (
          edits, "form", &start->form_id, &start->case_id, edit->path, NULL, edit->value);
    }
}

static gboolean
make (AmiaStore *store,
      Start     *start,
      GError   **error)
{
  const AmiaTemplate *template_ = amia_templates_find (start->url);
  g_autofree char    *canonical =
      template_ != NULL ? amia_template_dup_canonical (template_) : g_strdup (start->url);
  g_autoptr (AmiaQuestionnaire) questionnaire =
      amia_store_find_questionnaire (store, canonical, error);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();

  if (questionnaire == NULL)
    return FALSE;

  start->form_id = amia_uuid_new_v7 (amia_words_now_ms ());
  amia_edits_set_string (
      edits, "form", &start->form_id, &start->case_id, "questionnaire", canonical);
  amia_edits_set_string (
      edits, "form", &start->form_id, &start->case_id, "status", "in-progress");
  add_initial_values (edits, start, questionnaire);
  return amia_store_commit (store, edits, NULL, error);
}

static gpointer
find_or_make (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  Start *start = data;

  if (amia_form_start_find (store, &start->case_id, start->url, &start->form_id, NULL) ||
      make (store, start, error))
    return g_memdup2 (start, sizeof *start);

  return NULL;
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;
  g_autofree Start *start = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (gtk_widget_get_root (from) == NULL)
    return;

  if (start != NULL)
    amia_navigator_open (
        from, amia_form_page_new (AMIA_REPLICA (source), &start->case_id, &start->form_id));
  else if (error != NULL)
    amia_report_error (from, error);
  else
    amia_report (from, _ ("That form is not on this laptop."));
}

void
amia_form_start (GtkWidget      *from,
                 AmiaReplica    *replica,
                 const AmiaUuid *case_id,
                 const char     *url)
{
  Start *start = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (url != NULL);

  start = g_new0 (Start, 1);
  start->case_id = *case_id;
  start->url = g_strdup (url);
  amia_replica_call_async (
      replica, find_or_make, start, start_free, g_free, NULL, started_cb, g_object_ref (from));
}
