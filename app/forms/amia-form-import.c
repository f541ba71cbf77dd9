/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-import.h"

#include <glib/gi18n.h>

#include "amia-form-words.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-import.h"
#include "amia-words.h"

/* The file is read here, understood on the store's thread, and shown here again. */

#define FILE_BYTES_MAX (16 * 1024 * 1024)
#define ROWS_MAX       100

struct _AmiaFormImport
{
  GtkBox parent_instance;

  GtkWidget *heading;
  GtkWidget *summary;
  GtkWidget *findings;
  GtkWidget *list;

  AmiaReplica  *replica;
  AmiaImport   *import; /* (nullable) */
  AmiaUuid      case_id;
  AmiaUuid      form_id;
  GCancellable *cancellable;
};

enum
{
  READ,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaFormImport, amia_form_import, GTK_TYPE_BOX)

/* --- In words -------------------------------------------------------------------------------- */

static char *
describe_message (const AmiaMessage *message,
                  const AmiaItem    *item,
                  const char        *language)
{
  switch ((int) message->code)
    {
    case AMIA_MESSAGE_OTHER_VERSION:
      return g_strdup (_ ("The answers were given to another version of the form."));
    case AMIA_MESSAGE_UNKNOWN_LINK_ID:
      return g_strdup (_ ("There is no such question in the form."));
    case AMIA_MESSAGE_WRONG_PLACE:
      return g_strdup (_ ("The question stands in another place in the form."));
    case AMIA_MESSAGE_NOT_ENABLED:
      return g_strdup (_ ("It is not asked with the other answers. The answer is kept, and comes "
                          "back if it is."));
    default:
      return amia_form_words_message (message, item, language);
    }
}

static void
add_finding (AmiaFormImport    *self,
             const AmiaMessage *message)
{
  const char      *language = amia_questionnaires_get_language ();
  const AmiaItem  *item = message->link_id != NULL
                              ? amia_questionnaire_find_item (self->import->form, message->link_id)
                              : NULL;
  g_autofree char *reason = describe_message (message, item, language);
  g_autofree char *question = item != NULL ? amia_form_words_item (item, language)
                                           : g_strdup (message->link_id);

  gtk_list_box_append (GTK_LIST_BOX (self->list),
                       amia_row_new (question != NULL ? question : _ ("The form as a whole"),
                                     reason));
}

static void
show_findings (AmiaFormImport *self)
{
  GPtrArray *messages = self->import->messages;
  guint      n_files = self->import->n_attachments;

  amia_list_clear (self->list);
  for (guint i = 0; i < MIN (messages->len, ROWS_MAX); i++)
    add_finding (self, g_ptr_array_index (messages, i));
  if (messages->len > ROWS_MAX)
    gtk_list_box_append (GTK_LIST_BOX (self->list), amia_row_new (_ ("And more of the same."), NULL));
  if (n_files > 0)
    {
      g_autofree char *words =
          g_strdup_printf (ngettext ("%u attached file", "%u attached files", n_files), n_files);

      gtk_list_box_append (GTK_LIST_BOX (self->list),
                           amia_row_new (words, _ ("Add it to the case by itself.")));
    }
  gtk_widget_set_visible (self->findings, messages->len > 0 || n_files > 0);
}

static void
show (AmiaFormImport *self)
{
  const char      *language = amia_questionnaires_get_language ();
  const AmiaText  *text = amia_questionnaire_get_title (self->import->form);
  const char      *title = text != NULL ? amia_text_get (text, language) : NULL;
  guint            n_answers = self->import->n_answers;
  g_autofree char *summary = g_strdup_printf (
      ngettext ("%u question gets an answer. It becomes a form that is begun: go through it before "
                "you finish it.",
                "%u questions get an answer. They become a form that is begun: go through it "
                "before you finish it.",
                n_answers),
      n_answers);

  gtk_label_set_label (GTK_LABEL (self->heading),
                       title != NULL ? title : _ ("A form without a title"));
  gtk_label_set_label (GTK_LABEL (self->summary), summary);
  show_findings (self);
  g_signal_emit (self, signals[READ], 0);
}

/* --- Reading --------------------------------------------------------------------------------- */

static gpointer
understand (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  gsize       length = 0;
  const char *text = g_bytes_get_data (data, &length);

  return amia_store_read_import (store, text != NULL ? text : "", (gssize) length, error);
}

static void
report (AmiaFormImport *self,
        const GError   *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    amia_report (GTK_WIDGET (self), _ ("The form that was answered is not here. Bring in the form first."));
  else if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    amia_report (GTK_WIDGET (self), _ ("There are no answers in the file that can be taken in."));
  else
    amia_report_error (GTK_WIDGET (self), error);
}

static void
understood_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (AmiaFormImport) self = data;
  g_autoptr (GError) error = NULL;
  AmiaImport *import = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (import == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        report (self, error);
      return;
    }
  g_clear_pointer (&self->import, amia_import_free);
  self->import = import;
  show (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaFormImport) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL || g_bytes_get_size (bytes) > FILE_BYTES_MAX)
    {
      amia_report (GTK_WIDGET (self), _ ("The file could not be read."));
      return;
    }
  amia_replica_call_async (self->replica, understand, g_bytes_ref (bytes),
                           (GDestroyNotify) g_bytes_unref, (GDestroyNotify) amia_import_free,
                           self->cancellable, understood_cb, g_object_ref (self));
}

void
amia_form_import_set_replica (AmiaFormImport *self,
                              AmiaReplica    *replica)
{
  g_return_if_fail (AMIA_IS_FORM_IMPORT (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
}

void
amia_form_import_read (AmiaFormImport *self,
                       GFile          *file,
                       const AmiaUuid *case_id)
{
  g_return_if_fail (AMIA_IS_FORM_IMPORT (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (case_id != NULL);

  self->case_id = *case_id;
  g_file_load_bytes_async (file, self->cancellable, loaded_cb, g_object_ref (self));
}

/* --- Deciding -------------------------------------------------------------------------------- */

static void
committed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AmiaFormImport) self = data;
  g_autoptr (GError) error = NULL;
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    amia_report_error (GTK_WIDGET (self), error);
  else
    g_signal_emit (self, signals[DONE], 0, amia_uuid_print (&self->form_id, id));
}

static void
accept_cb (AmiaFormImport *self)
{
  AmiaEdits *edits = NULL;

  if (self->import == NULL)
    return;
  edits = amia_edits_new ();
  self->form_id = amia_uuid_new_v7 (amia_words_now_ms ());
  amia_edits_add_import (edits, self->import, &self->case_id, &self->form_id);
  g_clear_pointer (&self->import, amia_import_free);
  amia_replica_commit_async (self->replica, edits, NULL, committed_cb, g_object_ref (self));
}

static void
cancel_cb (AmiaFormImport *self)
{
  g_clear_pointer (&self->import, amia_import_free);
  g_signal_emit (self, signals[DONE], 0, NULL);
}

static void
amia_form_import_dispose (GObject *object)
{
  AmiaFormImport *self = AMIA_FORM_IMPORT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->import, amia_import_free);
  g_clear_object (&self->replica);
  G_OBJECT_CLASS (amia_form_import_parent_class)->dispose (object);
}

static void
amia_form_import_finalize (GObject *object)
{
  g_clear_object (&AMIA_FORM_IMPORT (object)->cancellable);
  G_OBJECT_CLASS (amia_form_import_parent_class)->finalize (object);
}

static void
amia_form_import_class_init (AmiaFormImportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_form_import_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_form_import_finalize;
  signals[READ] = g_signal_new ("read", AMIA_TYPE_FORM_IMPORT, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", AMIA_TYPE_FORM_IMPORT, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-form-import.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaFormImport, heading);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormImport, summary);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormImport, findings);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormImport, list);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
amia_form_import_init (AmiaFormImport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}
