/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-picker.h"

#include <adwaita.h>

#include "amia-case-list.h"
#include "amia-case-row-view.h"
#include "amia-search-keys.h"
#include "amia-template.h"

struct _AmiaCasePicker
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *search;
  GtkWidget *list_view;
  GtkWidget *empty;

  AmiaCaseList *list;
};

G_DEFINE_FINAL_TYPE (AmiaCasePicker, amia_case_picker, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
query_cb (AmiaCasePicker *self)
{
  const AmiaCaseQuery query = {
    .words = gtk_editable_get_text (GTK_EDITABLE (self->search)),
    .mine = TRUE,
  };

  if (self->list == NULL)
    return;

  amia_search_keys_asked (self->search);
  amia_case_list_set_query (self->list, &query);
}

static void
pick (AmiaCasePicker *self,
      guint           position)
{
  g_autoptr (AmiaCasePicker) guard = g_object_ref (self);
  g_autoptr (AmiaCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (item == NULL)
    return;

  amia_uuid_print (amia_case_item_get_id (item), id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
  g_signal_emit (guard, signals[SIGNAL_PICKED], 0, id);
}

static void
activate_cb (AmiaCasePicker *self,
             guint           position)
{
  pick (self, position);
}

static gboolean
pick_first (GtkWidget *page)
{
  AmiaCasePicker *self = AMIA_CASE_PICKER (page);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return FALSE;

  pick (self, 0);
  return TRUE;
}

static gboolean
go_to_first (GtkWidget *page)
{
  return gtk_widget_child_focus (AMIA_CASE_PICKER (page)->list_view, GTK_DIR_TAB_FORWARD);
}

static void
setup_cb (AmiaCasePicker *self,
          GtkListItem    *list_item)
{
  gtk_list_item_set_child (list_item, amia_case_row_view_new ());
}

static void
bind_cb (AmiaCasePicker *self,
         GtkListItem    *list_item)
{
  amia_case_row_view_set_item (AMIA_CASE_ROW_VIEW (gtk_list_item_get_child (list_item)),
                               gtk_list_item_get_item (list_item),
                               FALSE);
}

static void
unbind_cb (AmiaCasePicker *self,
           GtkListItem    *list_item)
{
  amia_case_row_view_set_item (AMIA_CASE_ROW_VIEW (gtk_list_item_get_child (list_item)),
                               NULL,
                               FALSE);
}

static void
update_cb (AmiaCasePicker *self)
{
  gboolean is_loading = amia_case_list_get_loading (self->list);

  gtk_widget_set_visible (self->empty,
                          !is_loading &&
                              g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0);
  if (!is_loading)
    amia_search_keys_answered (self->search);
}

static void
amia_case_picker_dispose (GObject *object)
{
  AmiaCasePicker *self = AMIA_CASE_PICKER (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_PICKER);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (amia_case_picker_parent_class)->dispose (object);
}

static void
amia_case_picker_class_init (AmiaCasePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_picker_dispose;

  signals[SIGNAL_PICKED] = g_signal_new ("picked", AMIA_TYPE_CASE_PICKER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePicker, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePicker, search);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePicker, list_view);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePicker, empty);
  gtk_widget_class_bind_template_callback (widget_class, query_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
amia_case_picker_init (AmiaCasePicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_search_keys_capture (self->search, GTK_WIDGET (self));
  amia_search_keys_add (self->search, GTK_WIDGET (self), go_to_first, pick_first);
}

GtkWidget *
amia_case_picker_new (AmiaSession *session,
                      const char  *title)
{
  AmiaCasePicker *self = g_object_new (AMIA_TYPE_CASE_PICKER, NULL);
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  self->list = amia_case_list_new (amia_session_get_replica (session));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), selection);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  query_cb (self);
  return GTK_WIDGET (self);
}
