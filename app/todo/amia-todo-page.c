/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-todo-page.h"

#include <glib/gi18n.h>

#include "amia-case-page.h"
#include "amia-due-deeds.h"
#include "amia-due-model.h"
#include "amia-due-row.h"
#include "amia-navigator.h"
#include "amia-routines-page.h"
#include "amia-template.h"

/* The model knows what is due; the page says whose of it is shown, and writes what somebody does
 * with it. */

struct _AmiaTodoPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *pair;
  GtkWidget *team;
  GtkWidget *stack;
  GtkWidget *list_view;
  GtkWidget *empty;
  GtkWidget *others;

  AmiaSession  *session;
  AmiaDueModel *model;
  guint         badge;

  /* What Ctrl+Z takes back. */
  AmiaDueEntry *last;
  AmiaUuid      last_record;
};

G_DEFINE_FINAL_TYPE (AmiaTodoPage, amia_todo_page, GTK_TYPE_WIDGET)

enum
{
  PROP_BADGE = 1,
  PROP_BADGE_WORDS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* --- What is shown ---------------------------------------------------------------------------- */

static AmiaDueFilter
get_filter (AmiaTodoPage *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->team)))
    return AMIA_DUE_OF_TEAM;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->pair)))
    return AMIA_DUE_OF_PAIR;
  return AMIA_DUE_OF_ME;
}

static void
update_badge (AmiaTodoPage *self)
{
  guint badge = amia_due_model_count_urgent (self->model);

  if (badge == self->badge)
    return;

  self->badge = badge;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BADGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BADGE_WORDS]);
}

/* Nothing of mine is not nothing at all. */
static void
update_empty (AmiaTodoPage *self)
{
  guint n_team = amia_due_model_count (self->model, AMIA_DUE_OF_TEAM);

  gtk_widget_set_visible (self->others, n_team > 0);
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->empty),
      n_team > 0 ? _ ("Nothing of this waits for you. There is more in your team's cases.")
                 : _ ("Whatever the routines and your agreements ask for comes here by itself, "
                      "with its last day."));
}

static void
update (AmiaTodoPage *self)
{
  guint            n = amia_due_model_count (self->model, get_filter (self));
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u thing", "%u things", n), n);

  if (n > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
  else if (amia_due_model_is_loaded (self->model))
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), n > 0 ? subtitle : "");
  update_empty (self);
  update_badge (self);
}

static void
filter_cb (AmiaTodoPage    *self,
           GParamSpec      *pspec,
           GtkToggleButton *chip)
{
  /* Of the two chips that change, the one that is pressed now. */
  if (self->model != NULL && gtk_toggle_button_get_active (chip))
    amia_due_model_set_filter (self->model, get_filter (self));
}

static void
show_others_cb (AmiaTodoPage *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->team), TRUE);
  gtk_widget_child_focus (self->list_view, GTK_DIR_TAB_FORWARD);
}

/* --- What is done with it --------------------------------------------------------------------- */

/* The view of the case page where it is done. */
static const char *
find_view (AmiaDueRule rule)
{
  switch (rule)
    {
    case AMIA_DUE_MAPPING:
    case AMIA_DUE_HOURS:
    case AMIA_DUE_SURVEY:
      return "forms";
    case AMIA_DUE_CONSENT_ENDS:
    case AMIA_DUE_HANDOVER:
    case AMIA_DUE_REFERRAL:
      return "team";
    case AMIA_DUE_TODO:
      return "plan";
    case AMIA_DUE_LOOK:
    case AMIA_DUE_CONTACT:
    case AMIA_DUE_FIRST_MEETING:
    case AMIA_DUE_CARE_MEETING:
    case AMIA_DUE_FOLLOW_UP:
    case AMIA_DUE_BENEFIT_ENDS:
    case AMIA_DUE_ALI_ENDS:
    case AMIA_DUE_AFTER_ALI:
    case AMIA_DUE_STATUS:
    case AMIA_DUE_MEETING:
    case AMIA_DUE_OFFER:
    default:
      return "overview";
    }
}

static void
activate_cb (AmiaTodoPage *self,
             guint         position)
{
  g_autoptr (AmiaDueEntry) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const AmiaDueLine *line = item != NULL ? amia_due_entry_get_line (item) : NULL;
  GtkWidget         *page = NULL;

  if (line == NULL || amia_uuid_is_nil (&line->of->case_id))
    return;

  page = amia_case_page_new (self->session, &line->of->case_id);
  amia_navigator_open (GTK_WIDGET (self), page);
  gtk_widget_activate_action (page, "page.view", "s", find_view (line->due.rule));
}

static void
undo (AmiaTodoPage *self)
{
  g_autoptr (AmiaDueEntry) last = g_steal_pointer (&self->last);

  if (last != NULL)
    amia_due_restore (GTK_WIDGET (self), amia_session_get_replica (self->session), last,
                      &self->last_record);
}

static void
finish_cb (AmiaTodoPage *self,
           AmiaDueRow   *row)
{
  g_set_object (&self->last, amia_due_row_get_item (row));
  self->last_record = amia_due_finish (
      GTK_WIDGET (self), amia_session_get_replica (self->session), self->last);
  if (amia_uuid_is_nil (&self->last_record))
    g_clear_object (&self->last);
}

static void
move_cb (AmiaTodoPage *self,
         const char   *day,
         const char   *reason,
         AmiaDueRow   *row)
{
  g_set_object (&self->last, amia_due_row_get_item (row));
  self->last_record = amia_due_move (
      GTK_WIDGET (self), amia_session_get_replica (self->session), self->last, day, reason);
}

/* The row that the keyboard is in. */
static AmiaDueRow *
find_focused_row (AmiaTodoPage *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->list_view))
    return NULL;

  child = gtk_widget_get_first_child (focus);
  if (child != NULL && AMIA_IS_DUE_ROW (child))
    return AMIA_DUE_ROW (child);
  return AMIA_DUE_ROW (gtk_widget_get_ancestor (focus, AMIA_TYPE_DUE_ROW));
}

static void
finish_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AmiaDueRow *row = find_focused_row (AMIA_TODO_PAGE (widget));

  if (row != NULL)
    amia_due_row_finish (row);
}

static void
move_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AmiaDueRow *row = find_focused_row (AMIA_TODO_PAGE (widget));

  if (row != NULL)
    amia_due_row_ask_move (row);
}

static void
undo_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  undo (AMIA_TODO_PAGE (widget));
}

static void
routines_action_cb (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  amia_navigator_open (widget, amia_routines_page_new (AMIA_TODO_PAGE (widget)->session));
}

/* --- Rows ------------------------------------------------------------------------------------- */

static void
setup_cb (AmiaTodoPage *self,
          GtkListItem  *list_item)
{
  GtkWidget *row = amia_due_row_new ();

  g_signal_connect_object (row, "finish", G_CALLBACK (finish_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (AmiaTodoPage *self,
         GtkListItem  *list_item)
{
  AmiaDueEntry *item = gtk_list_item_get_item (list_item);
  AmiaReplica  *replica = amia_session_get_replica (self->session);

  gtk_list_item_set_activatable (list_item, amia_due_entry_get_line (item) != NULL);
  amia_due_row_set_item (AMIA_DUE_ROW (gtk_list_item_get_child (list_item)),
                         item,
                         amia_replica_get_identity (replica)->user);
}

static void
unbind_cb (AmiaTodoPage *self,
           GtkListItem  *list_item)
{
  amia_due_row_set_item (AMIA_DUE_ROW (gtk_list_item_get_child (list_item)), NULL, NULL);
}

/* --- The object ------------------------------------------------------------------------------- */

static void
amia_todo_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AmiaTodoPage *self = AMIA_TODO_PAGE (object);

  switch (prop_id)
    {
    case PROP_BADGE:
      g_value_set_uint (value, self->badge);
      break;
    case PROP_BADGE_WORDS:
      g_value_take_string (value,
                           g_strdup_printf (ngettext ("To do, %u thing overdue or for today",
                                                      "To do, %u things overdue or for today",
                                                      self->badge),
                                            self->badge));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
amia_todo_page_dispose (GObject *object)
{
  AmiaTodoPage *self = AMIA_TODO_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_TODO_PAGE);
  g_clear_object (&self->last);
  g_clear_object (&self->model);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_todo_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-todo-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, pair);
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, team);
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, empty);
  gtk_widget_class_bind_template_child (widget_class, AmiaTodoPage, others);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_others_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
amia_todo_page_class_init (AmiaTodoPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = amia_todo_page_get_property;
  object_class->dispose = amia_todo_page_dispose;

  props[PROP_BADGE] =
      g_param_spec_uint ("badge", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_BADGE_WORDS] =
      g_param_spec_string ("badge-words", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "todo.finish", NULL, finish_action_cb);
  gtk_widget_class_install_action (widget_class, "todo.move", NULL, move_action_cb);
  gtk_widget_class_install_action (widget_class, "todo.undo", NULL, undo_action_cb);
  gtk_widget_class_install_action (widget_class, "todo.routines", NULL, routines_action_cb);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "todo.finish", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "todo.finish", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "todo.move", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "todo.undo", NULL);
}

static void
amia_todo_page_init (AmiaTodoPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_todo_page_new (AmiaSession *session)
{
  AmiaTodoPage *self = g_object_new (AMIA_TYPE_TODO_PAGE, NULL);
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  self->model = amia_due_model_new (amia_session_get_replica (session));
  selection = GTK_SELECTION_MODEL (
      gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->model))));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), selection);
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
