/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-attachments"

#include "config.h"

#include "amia-attachment-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-attachment-words.h"
#include "amia-media-type.h"
#include "amia-report.h"
#include "amia-store-sync.h"
#include "amia-template.h"

/* The contents are opened on the store's thread, which is quick, and read on a thread of GTask's
 * pool into memory, which is where they stay. */

struct _AmiaAttachmentPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *save;
  GtkWidget *stack;
  GtkWidget *picture;
  GtkWidget *text;
  GtkWidget *words;

  AmiaReplica          *replica;
  AmiaUuid              record;
  GCancellable         *cancellable;
  AmiaAttachment       *attachment;
  GBytes               *contents;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (AmiaAttachmentPage, amia_attachment_page, GTK_TYPE_WIDGET)

/* --- Showing --------------------------------------------------------------------------------- */

static void
show_words (AmiaAttachmentPage *self,
            const char         *title,
            const char         *description)
{
  adw_status_page_set_title (ADW_STATUS_PAGE (self->words), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->words), description);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "words");
}

/* The largest number of pages that a page tree speaks of. A document whose tree is packed does not
 * tell it without a reader of PDFs: 0. */
static guint
count_pages (GBytes *contents)
{
  gsize             length;
  const char       *bytes = g_bytes_get_data (contents, &length);
  static const char key[] = "/Count ";
  guint             n_pages = 0;

  for (gsize i = 0; i + sizeof key < length; i++)
    {
      guint n = 0;

      if (memcmp (bytes + i, key, sizeof key - 1) != 0)
        continue;
      for (gsize j = i + sizeof key - 1;
           j < length && g_ascii_isdigit (bytes[j]) && n < 100000;
           j++)
        n = 10 * n + (guint) (bytes[j] - '0');
      n_pages = MAX (n_pages, n);
    }

  return n_pages;
}

static void
show_pdf (AmiaAttachmentPage *self)
{
  guint            n_pages = count_pages (self->contents);
  g_autofree char *pages = g_strdup_printf (ngettext ("%u page", "%u pages", n_pages), n_pages);

  show_words (self,
              n_pages > 0 ? pages : _ ("PDF document"),
              _ ("PDF documents are not shown here. To read it, save a copy outside AMiA, and delete "
                 "the copy afterwards: it is not encrypted."));
}

static void
show_text (AmiaAttachmentPage *self)
{
  gsize            length;
  const char      *bytes = g_bytes_get_data (self->contents, &length);
  g_autofree char *text = g_utf8_make_valid (bytes, (gssize) length);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), text, -1);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "text");
}

static void
show_picture (AmiaAttachmentPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (self->contents, &error);

  if (texture == NULL)
    {
      show_words (self,
                  _ ("The picture can't be shown"),
                  _ ("It may be damaged. A copy of it can be saved all the same."));
      return;
    }

  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "picture");
}

static void
show (AmiaAttachmentPage *self)
{
  g_autofree char *title = amia_attachment_words_title (self->attachment);

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), title);
  gtk_widget_set_sensitive (self->save, TRUE);
  if (strcmp (self->attachment->type, "application/pdf") == 0)
    show_pdf (self);
  else if (strcmp (self->attachment->type, "text/plain") == 0)
    show_text (self);
  else
    show_picture (self);
}

/* --- Reading --------------------------------------------------------------------------------- */

typedef struct
{
  AmiaAttachmentPage *page;
  AmiaUuid            record;
  GInputStream       *stream;
  AmiaAttachment     *attachment;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->page);
  g_clear_object (&reading->stream);
  g_clear_pointer (&reading->attachment, amia_attachment_free);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static gpointer
discard (AmiaStore    *store,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  return amia_store_discard_blob (store, data, error) ? data : NULL;
}

static void
fail (AmiaAttachmentPage *self,
      const GError       *error)
{
  if (self->replica == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  show_words (self, _ ("The attachment can't be shown"), amia_attachment_words_error (error));
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  GError *error = NULL;

  if (g_output_stream_splice (memory,
                              reading->stream,
                              G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                              cancellable,
                              &error) < 0)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (
        task,
        g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory)),
        (GDestroyNotify) g_bytes_unref);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (Reading) reading = data;
  AmiaAttachmentPage *self = reading->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->replica == NULL)
    return;
  if (contents != NULL)
    {
      self->contents = g_steal_pointer (&contents);
      self->attachment = g_steal_pointer (&reading->attachment);
      show (self);
      return;
    }

  fail (self, error);
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED))
    amia_replica_call_async (self->replica,
                             discard,
                             g_memdup2 (&reading->attachment->blob, sizeof (AmiaBlobId)),
                             g_free,
                             NULL,
                             NULL,
                             NULL,
                             NULL);
}

static gpointer
open_contents (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  Reading *reading = data;

  reading->stream =
      amia_store_open_attachment (store, &reading->record, &reading->attachment, error);
  return reading->stream != NULL ? reading : NULL;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (Reading) reading = data;
  AmiaAttachmentPage *self = reading->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    {
      fail (self, error);
      return;
    }

  task = g_task_new (NULL, self->cancellable, read_cb, reading);
  g_task_set_task_data (task, g_steal_pointer (&reading), NULL);
  g_task_run_in_thread (task, read_thread);
}

static void
load (AmiaAttachmentPage *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->page = g_object_ref (self);
  reading->record = self->record;
  amia_replica_call_async (
      self->replica, open_contents, reading, NULL, NULL, NULL, opened_cb, reading);
}

/* --- A copy ---------------------------------------------------------------------------------- */

static gpointer
note_export (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return amia_store_add_fact (store, "export", data, "attachment", error) ? store : NULL;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaAttachmentPage) self = data;
  g_autoptr (GError) error = NULL;

  if (self->replica == NULL)
    return;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      amia_report (GTK_WIDGET (self), amia_attachment_words_error (error));
      return;
    }

  /* Audited even where nobody waits for the answer. */
  amia_replica_call_async (self->replica,
                           note_export,
                           g_memdup2 (&self->attachment->case_id, sizeof (AmiaUuid)),
                           g_free,
                           NULL,
                           NULL,
                           NULL,
                           NULL);
  amia_report (GTK_WIDGET (self), _ ("A copy was saved. It is not encrypted."));
}

static void
chosen_cb (AmiaAttachmentPage *self,
           int                 response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    g_file_replace_contents_bytes_async (file,
                                         self->contents,
                                         NULL,
                                         FALSE,
                                         G_FILE_CREATE_PRIVATE,
                                         NULL,
                                         saved_cb,
                                         g_object_ref (self));
  g_clear_object (&self->chooser);
}

static char *
suggest_name (AmiaAttachmentPage *self)
{
  g_autofree char *title = amia_attachment_words_title (self->attachment);
  const char      *ending = amia_media_type_get_ending (self->attachment->type);
  g_autofree char *suffix = g_strconcat (".", ending, NULL);

  g_strdelimit (title, "/\\", '-');
  return g_str_has_suffix (title, suffix) ? g_steal_pointer (&title)
                                          : g_strconcat (title, suffix, NULL);
}

static void
choose_place (AmiaAttachmentPage *self)
{
  GtkRoot         *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = suggest_name (self);

  if (self->chooser != NULL || !GTK_IS_WINDOW (root))
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Save a Copy"),
                                               GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _ ("Save Copy"),
                                               _ ("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (
      self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
warned_cb (AmiaAttachmentPage *self,
           const char         *response)
{
  if (strcmp (response, "save") == 0)
    choose_place (self);
}

static void
save_cb (AmiaAttachmentPage *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = NULL;

  if (self->contents == NULL || !GTK_IS_WINDOW (root))
    return;

  dialog = adw_message_dialog_new (
      GTK_WINDOW (root),
      _ ("Save a copy outside AMiA?"),
      _ ("The copy is not encrypted. Anybody who gets at this computer or its backups can read it, "
         "and it stays when consents end. That a copy was saved is noted."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("Cancel"),
                                    "save",
                                    _ ("Save Copy…"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (warned_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- The widget ------------------------------------------------------------------------------ */

static void
amia_attachment_page_dispose (GObject *object)
{
  AmiaAttachmentPage *self = AMIA_ATTACHMENT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_ATTACHMENT_PAGE);
  g_clear_object (&self->replica);
  g_clear_pointer (&self->attachment, amia_attachment_free);
  g_clear_pointer (&self->contents, g_bytes_unref);

  G_OBJECT_CLASS (amia_attachment_page_parent_class)->dispose (object);
}

static void
amia_attachment_page_class_init (AmiaAttachmentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_attachment_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-attachment-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaAttachmentPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaAttachmentPage, save);
  gtk_widget_class_bind_template_child (widget_class, AmiaAttachmentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaAttachmentPage, picture);
  gtk_widget_class_bind_template_child (widget_class, AmiaAttachmentPage, text);
  gtk_widget_class_bind_template_child (widget_class, AmiaAttachmentPage, words);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
amia_attachment_page_init (AmiaAttachmentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
amia_attachment_page_new (AmiaReplica    *replica,
                          const AmiaUuid *record)
{
  AmiaAttachmentPage *self = g_object_new (AMIA_TYPE_ATTACHMENT_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (record != NULL, NULL);

  self->replica = g_object_ref (replica);
  self->record = *record;
  load (self);
  return GTK_WIDGET (self);
}
