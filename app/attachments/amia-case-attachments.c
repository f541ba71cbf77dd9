/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-attachments"

#include "config.h"

#include "amia-case-attachments.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-attach.h"
#include "amia-attachment-page.h"
#include "amia-attachment-words.h"
#include "amia-choose-files.h"
#include "amia-drop-down.h"
#include "amia-kinds.h"
#include "amia-navigator.h"
#include "amia-page-chooser.h"
#include "amia-record-remove.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

/* Each file takes the area that was chosen when it was. */

struct _AmiaCaseAttachments
{
  GtkWidget parent_instance;

  GtkWidget *area;
  GtkWidget *list;
  GtkWidget *none;

  AmiaSession  *session;
  AmiaUuid      case_id;
  GCancellable *cancellable;
  gboolean      is_loading;
  gboolean      is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaCaseAttachments, amia_case_attachments, GTK_TYPE_WIDGET)

static void load (AmiaCaseAttachments *self);

/* --- The list -------------------------------------------------------------------------------- */

static const AmiaUuid *
get_record (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "record");
}

static void
remove_cb (AmiaCaseAttachments *self,
           GtkWidget           *button)
{
  amia_record_remove (GTK_WIDGET (self), amia_session_get_replica (self->session),
                      AMIA_ATTACHMENT_KIND, get_record (button), &self->case_id,
                      _ ("The attachment was taken away."));
}

static void
open_cb (AmiaCaseAttachments *self,
         GtkWidget           *button)
{
  GtkWidget *navigator = gtk_widget_get_ancestor (GTK_WIDGET (self), AMIA_TYPE_NAVIGATOR);

  if (navigator != NULL)
    amia_navigator_push (AMIA_NAVIGATOR (navigator),
                         amia_attachment_page_new (amia_session_get_replica (self->session),
                                                   get_record (button)));
}

static void
add_button (AmiaCaseAttachments  *self,
            GtkWidget            *row,
            const char           *label,
            const char           *name_format,
            const AmiaAttachment *attachment,
            GCallback             callback)
{
  g_autofree char *title = amia_attachment_words_title (attachment);
  g_autoptr (GString) name = g_string_new (name_format);
  GtkWidget *button = NULL;

  g_string_replace (name, "%s", title, 1);
  button = amia_row_add_button (row, label, name->str);
  g_object_set_data_full (G_OBJECT (button),
                          "record",
                          g_memdup2 (&attachment->record, sizeof attachment->record),
                          g_free);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_row (AmiaCaseAttachments     *self,
          const AmiaAttachmentRow *item)
{
  g_autofree char *title = amia_attachment_words_title (item->attachment);
  g_autofree char *detail =
      amia_attachment_words_detail (item, amia_session_has_server (self->session));
  GtkWidget *row = amia_row_new (title, detail);

  if (item->state == AMIA_BLOB_HERE || item->state == AMIA_BLOB_SENT)
    /* Translators: %s is the title of an attachment. */
    add_button (
        self, row, _ ("Open"), _ ("Open %s"), item->attachment, G_CALLBACK (open_cb));
  if (strcmp (item->attachment->type, "text/plain") != 0)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               amia_page_chooser_new (amia_session_get_replica (self->session),
                                                      item->attachment));
  /* Translators: %s is the title of an attachment. */
  add_button (
      self, row, _ ("Remove"), _ ("Remove %s"), item->attachment, G_CALLBACK (remove_cb));
  return row;
}

/* All that the rows show. */
static char *
describe_rows (AmiaCaseAttachments *self,
               GPtrArray           *rows)
{
  g_autoptr (GString) contents = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaAttachmentRow *row = g_ptr_array_index (rows, i);
      g_autofree char         *title = amia_attachment_words_title (row->attachment);
      g_autofree char         *detail =
          amia_attachment_words_detail (row, amia_session_has_server (self->session));
      char record[AMIA_UUID_TEXT_LENGTH + 1];
      char form[AMIA_UUID_TEXT_LENGTH + 1];

      g_string_append_printf (contents,
                              "%s %s %s\n%s\n",
                              amia_uuid_print (&row->attachment->record, record),
                              amia_uuid_print (&row->attachment->form, form),
                              title,
                              detail);
    }

  return g_string_free (g_steal_pointer (&contents), FALSE);
}

static void
show_list (AmiaCaseAttachments *self,
           GPtrArray           *rows)
{
  g_autofree char *contents = describe_rows (self, rows);

  if (!amia_list_begin (self->list, contents))
    return;
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_index (rows, i)));

  gtk_widget_set_visible (self->list, rows->len > 0);
  gtk_widget_set_visible (self->none, rows->len == 0);
}

static gpointer
load_rows (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return amia_store_list_attachments (store, data, error);
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaCaseAttachments) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;

  if (rows != NULL)
    show_list (self, rows);
  else
    amia_report_error (GTK_WIDGET (self), error);
  if (self->is_stale)
    load (self);
}

static void
load (AmiaCaseAttachments *self)
{
  self->is_stale = self->is_loading;
  if (self->is_loading)
    return;

  self->is_loading = TRUE;
  amia_replica_call_async (amia_session_get_replica (self->session),
                           load_rows,
                           g_memdup2 (&self->case_id, sizeof self->case_id),
                           g_free,
                           (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable,
                           load_cb,
                           g_object_ref (self));
}

/* The list is short, and what has come of a file is no record's change. */
static void
changed_cb (AmiaCaseAttachments *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

/* --- Adding ---------------------------------------------------------------------------------- */

static void
attached_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (AmiaCaseAttachments) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaAttached) attached = amia_attach_finish (result, &error);

  if (attached == NULL && self->session != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amia_report (GTK_WIDGET (self), amia_attachment_words_error (error));
  if (attached == NULL || self->session == NULL)
    return;
  if (amia_page_place_describe (attached->place) != NULL)
    amia_report (GTK_WIDGET (self), amia_page_place_describe (attached->place));
  else if (g_str_has_prefix (attached->type, "image/"))
    amia_report (GTK_WIDGET (self),
                 _ ("No page code could be read. If it is a page of a form, choose which by “Form…”."));
}

static const char *
get_area (AmiaCaseAttachments *self)
{
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);
  guint              selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->area));

  return selected < n_areas ? areas[selected] : areas[0];
}

static void
add_file (AmiaCaseAttachments *self,
          GFile               *file)
{
  amia_attach_async (amia_session_get_replica (self->session),
                     file,
                     &self->case_id,
                     get_area (self),
                     self->cancellable,
                     attached_cb,
                     g_object_ref (self));
}

static void
file_chosen (GtkWidget *from,
             GFile     *file)
{
  add_file (AMIA_CASE_ATTACHMENTS (from), file);
}

static void
add_cb (AmiaCaseAttachments *self)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/tiff", "application/pdf",
                                       "text/plain", NULL };
  const AmiaFileChoice     choice = { .title = _ ("Add Files"),
                                      .accept = _ ("Add"),
                                      .filter = _ ("Pictures, PDF documents and text"),
                                      .mime_types = types,
                                      .is_several = TRUE };

  amia_choose_files (GTK_WIDGET (self), &choice, file_chosen);
}

static gboolean
dropped_cb (AmiaCaseAttachments *self,
            const GValue        *value)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *at = files; at != NULL; at = at->next)
    add_file (self, at->data);
  g_slist_free (files);
  return TRUE;
}

/* --- The widget ------------------------------------------------------------------------------ */

static void
amia_case_attachments_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (amia_case_attachments_parent_class)->map (widget);
  load (AMIA_CASE_ATTACHMENTS (widget));
}

static void
amia_case_attachments_dispose (GObject *object)
{
  AmiaCaseAttachments *self = AMIA_CASE_ATTACHMENTS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_ATTACHMENTS);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_case_attachments_parent_class)->dispose (object);
}

static void
amia_case_attachments_class_init (AmiaCaseAttachmentsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_attachments_dispose;
  widget_class->map = amia_case_attachments_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-attachments.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseAttachments, area);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseAttachments, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseAttachments, none);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
amia_case_attachments_init (AmiaCaseAttachments *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkDropTarget     *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  for (gsize i = 0; i < n_areas; i++)
    gtk_string_list_append (labels, amia_words_area (areas[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->area), G_LIST_MODEL (labels));
  amia_drop_down_set_name (self->area, _ ("What the next file is about"));
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
amia_case_attachments_new (AmiaSession    *session,
                           const AmiaUuid *case_id)
{
  AmiaCaseAttachments *self = g_object_new (AMIA_TYPE_CASE_ATTACHMENTS, NULL);
  AmiaReplica         *replica;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self->session = g_object_ref (session);
  self->case_id = *case_id;
  replica = amia_session_get_replica (session);
  g_signal_connect_object (replica, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
