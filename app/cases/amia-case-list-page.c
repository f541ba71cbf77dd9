/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-list-page.h"

#include <glib/gi18n.h>

#include "amia-case-filter-bar.h"
#include "amia-case-list.h"
#include "amia-case-row-view.h"
#include "amia-navigator.h"
#include "amia-search-keys.h"
#include "amia-selection-page.h"
#include "amia-sync-words.h"
#include "amia-template.h"
#include "amia-workload-page.h"

/* The controls make a query, the list answers it; nothing is filtered here. */

struct _AmiaCaseListPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *search;
  GtkWidget *filter_bar;
  GtkWidget *held_back;
  GtkWidget *held_back_label;
  GtkWidget *stack;
  GtkWidget *list_view;
  GtkWidget *no_hits;

  AmiaSession  *session;
  AmiaCaseList *list;
};

G_DEFINE_FINAL_TYPE (AmiaCaseListPage, amia_case_list_page, GTK_TYPE_WIDGET)

static const AmiaCaseFilter *
get_filter (AmiaCaseListPage *self)
{
  return amia_case_filter_bar_get_filter (AMIA_CASE_FILTER_BAR (self->filter_bar));
}

static gboolean
has_words (AmiaCaseListPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static gboolean
is_filtered (AmiaCaseListPage *self)
{
  return has_words (self) || amia_case_filter_is_set (get_filter (self));
}

/* Which filters leave nothing over: what was typed stands in its field. */
static void
explain (AmiaCaseListPage *self)
{
  g_autofree char *filters = amia_case_filter_describe (get_filter (self));
  g_autofree char *words = NULL;

  if (*filters == '\0')
    words = g_strdup (_ ("Try fewer letters. Only cases whose team you are in are on this laptop."));
  else if (has_words (self))
    /* Translators: filters in words, “Mine · Closed cases” */
    words = g_markup_printf_escaped (_ ("What you typed is not found among: %s."), filters);
  else
    words = g_markup_printf_escaped (_ ("These filters leave nothing over: %s."), filters);

  adw_status_page_set_description (ADW_STATUS_PAGE (self->no_hits), words);
}

static void
update (AmiaCaseListPage *self)
{
  guint            n_cases = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *subtitle = NULL;

  if (n_cases > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
  else if (amia_session_get_is_first (self->session))
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "fetching");
  else if (!amia_case_list_get_loading (self->list))
    {
      explain (self);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                        is_filtered (self) ? "no-hits" : "empty");
    }

  subtitle = is_filtered (self)
                 ? g_strdup_printf (ngettext ("%u hit", "%u hits", n_cases), n_cases)
                 : g_strdup_printf (ngettext ("%u case", "%u cases", n_cases), n_cases);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle);

  if (!amia_case_list_get_loading (self->list))
    amia_search_keys_answered (self->search);
}

static void
query_cb (AmiaCaseListPage *self)
{
  AmiaCaseQuery query;

  if (self->list == NULL)
    return;

  query = amia_case_filter_get_query (get_filter (self),
                                      gtk_editable_get_text (GTK_EDITABLE (self->search)));
  amia_search_keys_asked (self->search);
  amia_case_list_set_query (self->list, &query);
}

static void
open_case (AmiaCaseListPage *self,
           guint             position)
{
  g_autoptr (AmiaCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self),
                                "win.open-case",
                                "s",
                                amia_uuid_print (amia_case_item_get_id (item), id));
}

static void
activate_cb (AmiaCaseListPage *self,
             guint             position)
{
  open_case (self, position);
}

static gboolean
open_first (GtkWidget *page)
{
  AmiaCaseListPage *self = AMIA_CASE_LIST_PAGE (page);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return FALSE;

  open_case (self, 0);
  return TRUE;
}

static gboolean
go_to_first (GtkWidget *page)
{
  return gtk_widget_child_focus (AMIA_CASE_LIST_PAGE (page)->list_view, GTK_DIR_TAB_FORWARD);
}

static void
stop_search_cb (AmiaCaseListPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_child_focus (self->list_view, GTK_DIR_TAB_FORWARD);
}

static void
clear_filters_cb (AmiaCaseListPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  amia_case_filter_bar_clear (AMIA_CASE_FILTER_BAR (self->filter_bar));
  gtk_widget_grab_focus (self->search);
}

static void
setup_cb (AmiaCaseListPage *self,
          GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, amia_case_row_view_new ());
}

static void
bind_cb (AmiaCaseListPage *self,
         GtkListItem      *list_item)
{
  amia_case_row_view_set_item (AMIA_CASE_ROW_VIEW (gtk_list_item_get_child (list_item)),
                               gtk_list_item_get_item (list_item),
                               amia_session_has_server (self->session));
}

static void
unbind_cb (AmiaCaseListPage *self,
           GtkListItem      *list_item)
{
  AmiaCaseRowView *view = AMIA_CASE_ROW_VIEW (gtk_list_item_get_child (list_item));

  amia_case_row_view_set_item (view, NULL, FALSE);
}

static void
session_changed_cb (AmiaCaseListPage *self)
{
  g_autofree char *hidden = amia_sync_words_hidden (amia_session_get_status (self->session));

  gtk_widget_set_visible (self->held_back, hidden != NULL);
  gtk_label_set_label (GTK_LABEL (self->held_back_label), hidden != NULL ? hidden : "");
  if (self->list != NULL)
    update (self);
}

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  gtk_widget_grab_focus (AMIA_CASE_LIST_PAGE (widget)->search);
}

static void
selection_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  amia_navigator_open (widget, amia_selection_page_new (AMIA_CASE_LIST_PAGE (widget)->session));
}

static void
workload_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  amia_navigator_open (widget, amia_workload_page_new (AMIA_CASE_LIST_PAGE (widget)->session));
}

static void
amia_case_list_page_dispose (GObject *object)
{
  AmiaCaseListPage *self = AMIA_CASE_LIST_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_LIST_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_case_list_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, search);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, held_back);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, held_back_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, no_hits);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, query_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
amia_case_list_page_class_init (AmiaCaseListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_list_page_dispose;

  g_type_ensure (AMIA_TYPE_CASE_FILTER_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-list-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "page.selection", NULL, selection_cb);
  gtk_widget_class_install_action (widget_class, "page.workload", NULL, workload_cb);
}

static void
amia_case_list_page_init (AmiaCaseListPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_search_keys_capture (self->search, GTK_WIDGET (self));
  amia_search_keys_add (self->search, GTK_WIDGET (self), go_to_first, open_first);
}

GtkWidget *
amia_case_list_page_new (AmiaSession *session)
{
  AmiaCaseListPage *self = g_object_new (AMIA_TYPE_CASE_LIST_PAGE, NULL);
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  self->list = amia_case_list_new (amia_session_get_replica (session));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), selection);
  amia_case_filter_bar_set_session (AMIA_CASE_FILTER_BAR (self->filter_bar), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
