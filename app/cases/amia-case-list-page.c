/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-list-page.h"

#include <glib/gi18n.h>

#include "amia-case-list.h"
#include "amia-case-row-view.h"
#include "amia-drop-down.h"
#include "amia-navigator.h"
#include "amia-process.h"
#include "amia-search-keys.h"
#include "amia-selection-page.h"
#include "amia-sync-words.h"
#include "amia-template.h"
#include "amia-words.h"
#include "amia-workload-page.h"

/* The controls make a query, the list answers it; nothing is filtered here. */

struct _AmiaCaseListPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *search;
  GtkWidget *mine;
  GtkWidget *conflicts;
  GtkWidget *waiting;
  GtkWidget *step;
  GtkWidget *sort;
  GtkWidget *held_back;
  GtkWidget *held_back_label;
  GtkWidget *stack;
  GtkWidget *list_view;

  AmiaSession  *session;
  AmiaCaseList *list;
};

G_DEFINE_FINAL_TYPE (AmiaCaseListPage, amia_case_list_page, GTK_TYPE_WIDGET)

static gboolean
is_active (GtkWidget *toggle)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle));
}

static const char *
get_step (AmiaCaseListPage *self)
{
  guint           selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->step));
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  /* The first choice is all steps. */
  if (selected == 0 || selected > n_steps)
    return NULL;

  return steps[selected - 1].code;
}

static gboolean
is_filtered (AmiaCaseListPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0' || is_active (self->mine) ||
         is_active (self->conflicts) || is_active (self->waiting) || get_step (self) != NULL;
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
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                      is_filtered (self) ? "no-hits" : "empty");

  subtitle = is_filtered (self)
                 ? g_strdup_printf (ngettext ("%u hit", "%u hits", n_cases), n_cases)
                 : g_strdup_printf (ngettext ("%u case", "%u cases", n_cases), n_cases);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle);
}

static void
query_cb (AmiaCaseListPage *self)
{
  AmiaCaseQuery query = { 0 };

  if (self->list == NULL)
    return;

  query.words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  query.mine = is_active (self->mine);
  query.with_conflicts = is_active (self->conflicts);
  query.waiting = is_active (self->waiting);
  query.step = get_step (self);
  query.sort = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort)) == 1
                   ? AMIA_CASE_SORT_CHANGED
                   : AMIA_CASE_SORT_NAME;
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

/* Enter in the search field opens the first hit. */
static void
search_activate_cb (AmiaCaseListPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    open_case (self, 0);
}

static gboolean
search_key_cb (AmiaCaseListPage *self,
               guint             key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return FALSE;

  return gtk_widget_child_focus (self->list_view, GTK_DIR_TAB_FORWARD);
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
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mine), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->conflicts), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->waiting), FALSE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->step), 0);
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
  gtk_widget_set_visible (self->waiting, amia_session_has_server (self->session));
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
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, mine);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, conflicts);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, step);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, sort);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, held_back);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, held_back_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseListPage, list_view);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, query_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
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
fill_steps (AmiaCaseListPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  gtk_string_list_append (names, _ ("All steps"));
  for (gsize i = 0; i < n_steps; i++)
    gtk_string_list_take (names, amia_words_step (steps[i].code));

  gtk_drop_down_set_model (GTK_DROP_DOWN (self->step), G_LIST_MODEL (names));
}

static void
amia_case_list_page_init (AmiaCaseListPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_steps (self);
  amia_drop_down_set_name (self->step, _ ("Step of the process"));
  amia_drop_down_set_name (self->sort, _ ("Order"));
  amia_search_keys_add (self->search, GTK_WIDGET (self));
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
  gtk_widget_set_visible (self->waiting, amia_session_has_server (session));
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
