/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-attachment-control.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-attach.h"
#include "amia-attachment-page.h"
#include "amia-attachment-words.h"
#include "amia-choose-files.h"
#include "amia-navigator.h"
#include "amia-option-words.h"
#include "amia-report.h"
#include "amia-row.h"

#define URN "urn:uuid:"

struct _AmiaAttachmentControl
{
  AmiaControl parent_instance;

  GtkWidget    *list;
  GtkWidget    *add;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaAttachmentControl, amia_attachment_control, AMIA_TYPE_CONTROL)

static const AmiaItem *
get_item (AmiaAttachmentControl *self)
{
  return amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
}

/* --- The answer ------------------------------------------------------------------------------ */

static GPtrArray *
split_answer (AmiaAttachmentControl *self)
{
  return amia_answers_split (amia_node_get_value (amia_control_get_node (AMIA_CONTROL (self))));
}

static void
answer (AmiaAttachmentControl *self,
        GPtrArray             *files)
{
  g_autofree char *value = NULL;

  if (files->len == 0)
    value = g_strdup ("null");
  else if (get_item (self)->is_repeating)
    value = amia_answers_join (files);
  else
    value = g_strdup (g_ptr_array_index (files, files->len - 1));

  amia_control_answer (AMIA_CONTROL (self), value);
}

static char *
describe_file (const AmiaAttached *attached)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *url = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  url = g_strconcat (URN, amia_uuid_print (&attached->record, id), NULL);
  json_builder_begin_object (builder);
  if (attached->type != NULL)
    {
      json_builder_set_member_name (builder, "contentType");
      json_builder_add_string_value (builder, attached->type);
    }
  json_builder_set_member_name (builder, "url");
  json_builder_add_string_value (builder, url);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, attached->size);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, attached->title);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* --- Adding ---------------------------------------------------------------------------------- */

static void
attached_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (AmiaAttachmentControl) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaAttached) attached = amia_attach_finish (result, &error);
  g_autoptr (GPtrArray) files = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;
  if (attached == NULL)
    {
      amia_report (GTK_WIDGET (self), amia_attachment_words_error (error));
      return;
    }

  files = split_answer (self);
  g_ptr_array_add (files, describe_file (attached));
  answer (self, files);
}

static void
add_file (AmiaAttachmentControl *self,
          GFile                 *file)
{
  AmiaFormModel *model = amia_control_get_model (AMIA_CONTROL (self));
  const char    *area = get_item (self)->area;

  amia_attach_async (amia_form_model_get_replica (model),
                     file,
                     amia_form_model_get_case_id (model),
                     area != NULL ? area : "basics",
                     self->cancellable,
                     attached_cb,
                     g_object_ref (self));
}

static void
file_chosen (GtkWidget *from,
             GFile     *file)
{
  add_file (AMIA_ATTACHMENT_CONTROL (from), file);
}

static void
add_cb (AmiaAttachmentControl *self)
{
  GPtrArray *permitted = get_item (self)->mime_types;
  g_autoptr (GPtrArray) types = g_ptr_array_new ();
  AmiaFileChoice choice = { .title = _ ("Choose a File"), .accept = _ ("Choose") };

  for (guint i = 0; i < permitted->len; i++)
    g_ptr_array_add (types, g_ptr_array_index (permitted, i));
  g_ptr_array_add (types, NULL);
  choice.mime_types = (const char *const *) types->pdata;
  amia_choose_files (GTK_WIDGET (self), &choice, file_chosen);
}

static gboolean
dropped_cb (AmiaAttachmentControl *self,
            const GValue          *value)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *at = files; at != NULL; at = at->next)
    add_file (self, at->data);
  g_slist_free (files);
  return TRUE;
}

/* --- The files ------------------------------------------------------------------------------- */

static void
remove_cb (AmiaAttachmentControl *self,
           GtkWidget             *button)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
  g_autoptr (GPtrArray) files = split_answer (self);

  if (index >= files->len)
    return;

  g_ptr_array_remove_index (files, index);
  answer (self, files);
  gtk_widget_grab_focus (self->add);
}

static void
open_cb (AmiaAttachmentControl *self,
         GtkWidget             *button)
{
  GtkWidget   *navigator = gtk_widget_get_ancestor (GTK_WIDGET (self), AMIA_TYPE_NAVIGATOR);
  const char  *id = g_object_get_data (G_OBJECT (button), "record");
  AmiaReplica *replica = NULL;
  AmiaUuid     record;

  if (navigator == NULL || id == NULL || !amia_uuid_parse (id, -1, &record))
    return;

  replica = amia_form_model_get_replica (amia_control_get_model (AMIA_CONTROL (self)));
  amia_navigator_push (AMIA_NAVIGATOR (navigator), amia_attachment_page_new (replica, &record));
}

static GtkWidget *
add_button (AmiaAttachmentControl *self,
            GtkWidget             *row,
            const char            *label,
            const char            *name_format,
            const char            *title,
            GCallback              callback)
{
  g_autoptr (GString) name = g_string_new (name_format);
  GtkWidget *button = NULL;

  g_string_replace (name, "%s", title, 1);
  button = amia_row_add_button (row, label, name->str);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_row (AmiaAttachmentControl *self,
         const char            *value,
         guint                  index)
{
  g_autoptr (JsonNode) node = json_from_string (value, NULL);
  JsonObject *file = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                   : NULL;
  const char *title = NULL;
  const char *url = NULL;
  GtkWidget  *row = NULL;
  GtkWidget  *button = NULL;

  if (file == NULL)
    return;

  title = json_object_get_string_member_with_default (file, "title", NULL);
  url = json_object_get_string_member_with_default (file, "url", "");
  if (title == NULL)
    title = _ ("File without a name");
  row = amia_row_new (title, NULL);
  if (g_str_has_prefix (url, URN))
    {
      /* Translators: %s is the title of an attachment. */
      button =
          add_button (self, row, _ ("Open"), _ ("Open %s"), title, G_CALLBACK (open_cb));
      g_object_set_data_full (
          G_OBJECT (button), "record", g_strdup (url + strlen (URN)), g_free);
    }
  /* Translators: %s is the title of an attachment. */
  button = add_button (self, row, _ ("Remove"), _ ("Remove %s"), title, G_CALLBACK (remove_cb));
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
amia_attachment_control_update (AmiaControl *control)
{
  AmiaAttachmentControl *self = AMIA_ATTACHMENT_CONTROL (control);
  g_autoptr (GPtrArray) files = split_answer (self);

  amia_list_clear (self->list);
  for (guint i = 0; i < files->len; i++)
    add_row (self, g_ptr_array_index (files, i), i);
  gtk_widget_set_visible (self->list, files->len > 0);
  gtk_widget_set_visible (self->add, files->len == 0 || get_item (self)->is_repeating);
}

static void
amia_attachment_control_build (AmiaControl *control)
{
  AmiaAttachmentControl *self = AMIA_ATTACHMENT_CONTROL (control);
  GtkWidget             *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkDropTarget         *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_box_append (GTK_BOX (box), self->list);

  self->add = gtk_button_new_with_label (_ ("Choose a File…"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->add);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (target));
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
amia_attachment_control_name (AmiaControl *control,
                              const char  *label,
                              const char  *description)
{
  AmiaAttachmentControl *self = AMIA_ATTACHMENT_CONTROL (control);
  g_autofree char       *name = g_strdup_printf ("%s: %s", label, _ ("Choose a File…"));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
amia_attachment_control_dispose (GObject *object)
{
  AmiaAttachmentControl *self = AMIA_ATTACHMENT_CONTROL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_attachment_control_parent_class)->dispose (object);
}

static void
amia_attachment_control_class_init (AmiaAttachmentControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_attachment_control_dispose;
  control_class->build = amia_attachment_control_build;
  control_class->update = amia_attachment_control_update;
  control_class->name = amia_attachment_control_name;
}

static void
amia_attachment_control_init (AmiaAttachmentControl *self)
{
}
