/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-plan-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-reader.h"
#include "amia-date.h"
#include "amia-day-input.h"
#include "amia-navigator.h"
#include "amia-plan-compare-page.h"
#include "amia-plan-editor.h"
#include "amia-plan-row.h"
#include "amia-plan-words.h"
#include "amia-proposal-page.h"
#include "amia-record-remove.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

/* Lists made anew from what was read; the line that had the focus gets it back by its record. */

struct _AmiaPlanView
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *load;
  GtkWidget *agreed;
  GtkWidget *agree;
  GtkWidget *compare;
  GtkWidget *add_button;
  GtkWidget *collisions;
  GtkWidget *collisions_box;
  GtkWidget *lines;
  GtkWidget *todos;
  GtkWidget *todos_box;

  AmiaCaseReader *reader;
  char           *focused; /* the kind and id of the line that is to have the focus */
};

G_DEFINE_FINAL_TYPE (AmiaPlanView, amia_plan_view, GTK_TYPE_WIDGET)

static const AmiaCasePlan *
get_plan (AmiaPlanView *self)
{
  return amia_case_reader_get (self->reader);
}

static void
commit (AmiaPlanView *self,
        AmiaEdits    *edits)
{
  amia_report_commit (GTK_WIDGET (self), amia_case_reader_get_replica (self->reader), edits);
}

/* The line with the focus, of either list. */
static GtkWidget *
get_focus_row (AmiaPlanView *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  return row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self)) &&
                 amia_plan_row_get_line (row) != NULL
             ? row
             : NULL;
}

/* --- Showing ---------------------------------------------------------------------------------- */

static void
update_load (AmiaPlanView *self)
{
  const AmiaCasePlan *plan = get_plan (self);
  GDate               today;
  GDate               monday;
  g_autofree char    *hours = NULL;
  g_autofree char    *words = NULL;

  amia_day_input_get_today (&today);
  amia_week_get_monday (&today, &monday);
  hours = amia_plan_words_hours (amia_action_plan_get_load (plan->plan, &monday));
  /* Translators: hours a week */
  words = g_strdup_printf (_ ("Load this week: %s"), hours);
  gtk_label_set_label (GTK_LABEL (self->load), words);
}

static void
update_agreed (AmiaPlanView *self)
{
  const AmiaCasePlan *plan = get_plan (self);
  const gboolean      has_plan = plan->plan->goals->len + plan->plan->activities->len > 0;
  g_autofree char    *words = amia_plan_words_agreed (plan);

  gtk_label_set_label (GTK_LABEL (self->agreed), words);
  gtk_widget_set_sensitive (self->agree, has_plan);
  gtk_widget_set_visible (self->compare, plan->revisions->len > 0);
}

static void
update_collisions (AmiaPlanView *self)
{
  const AmiaCasePlan *plan = get_plan (self);
  g_autoptr (GArray) collisions = NULL;
  GDate today;

  amia_day_input_get_today (&today);
  collisions = amia_action_plan_list_collisions (plan->plan, plan->meetings, plan->busy, &today);
  amia_list_clear (self->collisions);
  for (guint i = 0; i < collisions->len; i++)
    {
      g_autofree char *words =
          amia_plan_words_collision (&g_array_index (collisions, AmiaPlanCollision, i));

      gtk_list_box_append (GTK_LIST_BOX (self->collisions), amia_row_new (words, NULL));
    }
  gtk_widget_set_visible (self->collisions_box, collisions->len > 0);
}

static gboolean
has_conflict (AmiaPlanView *self,
              const char   *id)
{
  return g_hash_table_contains (get_plan (self)->conflicts, id);
}

static void
update_lines (AmiaPlanView *self)
{
  const AmiaCasePlan *plan = get_plan (self);
  g_autoptr (GArray) rows = amia_action_plan_list_rows (plan->plan);

  amia_list_clear (self->lines);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaPlanRow *row = &g_array_index (rows, AmiaPlanRow, i);

      gtk_list_box_append (
          GTK_LIST_BOX (self->lines),
          row->goal != NULL
              ? amia_plan_row_new_goal (row->goal, row->depth, has_conflict (self, row->goal->id))
              : amia_plan_row_new_activity (row->activity, row->depth,
                                            has_conflict (self, row->activity->id)));
    }
  gtk_widget_set_visible (self->lines, rows->len > 0);
}

static void set_done (AmiaPlanView   *self,
                      const AmiaUuid *id,
                      gboolean        is_done);

static void
checked_cb (GtkCheckButton *check, GParamSpec *pspec, AmiaPlanView *self)
{
  AmiaPlanLine *line =
      amia_plan_row_get_line (gtk_widget_get_ancestor (GTK_WIDGET (check), GTK_TYPE_LIST_BOX_ROW));

  if (line != NULL)
    set_done (self, &line->id, gtk_check_button_get_active (check));
}

static GtkWidget *
make_todo (AmiaPlanView       *self,
           const AmiaPlanTodo *todo)
{
  GtkWidget *check = NULL;
  GtkWidget *row = NULL;
  char       id[AMIA_UUID_TEXT_LENGTH + 1];

  row = amia_plan_row_new_todo (
      todo, has_conflict (self, amia_uuid_print (&todo->id, id)), &check);
  g_signal_connect (check, "notify::active", G_CALLBACK (checked_cb), self);
  return row;
}

static void
update_todos (AmiaPlanView *self)
{
  const AmiaCasePlan *plan = get_plan (self);

  amia_list_clear (self->todos);
  for (guint i = 0; i < plan->todos->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->todos),
                         make_todo (self, g_ptr_array_index (plan->todos, i)));
  gtk_widget_set_visible (self->todos_box, plan->todos->len > 0);
}

static char *
dup_name (const AmiaPlanLine *line)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  return g_strdup_printf ("%s %s", line->kind, amia_uuid_print (&line->id, id));
}

static void
focus_line (AmiaPlanView *self,
            GtkWidget    *list)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const AmiaPlanLine *line = amia_plan_row_get_line (row);
      g_autofree char    *name = line != NULL ? dup_name (line) : NULL;

      if (name != NULL && g_strcmp0 (name, self->focused) == 0)
        gtk_widget_grab_focus (row);
    }
}

static void
changed_cb (AmiaPlanView *self)
{
  const AmiaCasePlan *plan = get_plan (self);
  GtkWidget          *row = get_focus_row (self);
  const gboolean      is_empty =
      plan->plan->goals->len + plan->plan->activities->len + plan->todos->len == 0;

  if (row != NULL)
    {
      g_free (self->focused);
      self->focused = dup_name (amia_plan_row_get_line (row));
    }
  update_load (self);
  update_agreed (self);
  update_collisions (self);
  update_lines (self);
  update_todos (self);
  if (self->focused != NULL && row != NULL)
    {
      focus_line (self, self->lines);
      focus_line (self, self->todos);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_empty ? "empty" : "plan");
}

static void
failed_cb (AmiaPlanView *self,
           GError       *error)
{
  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

/* --- Doing ------------------------------------------------------------------------------------ */

static void
set_done (AmiaPlanView   *self,
          const AmiaUuid *id,
          gboolean        is_done)
{
  g_autofree char *today = amia_words_today ();
  AmiaEdits       *edits = amia_edits_new ();
  const AmiaUuid  *case_id = amia_case_reader_get_case (self->reader);

  amia_edits_set_string (edits, "todo", id, case_id, "done", is_done ? today : NULL);
  commit (self, edits);
}

static void
open_line (AmiaPlanView       *self,
           const AmiaPlanLine *line)
{
  const AmiaPlanNew what = { line->kind, line->id, NULL, 0 };

  amia_navigator_open (GTK_WIDGET (self),
                       amia_plan_editor_new (amia_case_reader_get_replica (self->reader),
                                             get_plan (self), &what));
}

static void
activated_cb (AmiaPlanView  *self,
              GtkListBoxRow *row)
{
  const AmiaPlanLine *line = amia_plan_row_get_line (GTK_WIDGET (row));

  if (line != NULL)
    open_line (self, line);
}

/* After everything of the same parent. */
static double
find_last_order (AmiaPlanView *self)
{
  const AmiaActionPlan *plan = get_plan (self)->plan;
  double                last = 0;

  for (guint i = 0; i < plan->goals->len; i++)
    last = MAX (last, ((AmiaPlanGoal *) g_ptr_array_index (plan->goals, i))->order);
  for (guint i = 0; i < plan->activities->len; i++)
    last = MAX (last, ((AmiaPlanActivity *) g_ptr_array_index (plan->activities, i))->order);

  return last + 1;
}

/* Which goal something new belongs to: that of the line with the focus, else the first one. */
static char *
find_goal (AmiaPlanView *self)
{
  GtkWidget          *row = get_focus_row (self);
  GtkWidget          *at = row != NULL ? row : gtk_widget_get_first_child (self->lines);
  const AmiaPlanLine *line = amia_plan_row_get_line (at);
  char                id[AMIA_UUID_TEXT_LENGTH + 1];

  if (line == NULL || strcmp (line->kind, "todo") == 0)
    return NULL;
  if (strcmp (line->kind, "goal") == 0)
    return g_strdup (amia_uuid_print (&line->id, id));

  return g_strdup (line->parent);
}

static void
add_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaPlanView    *self = AMIA_PLAN_VIEW (widget);
  const char      *kind = g_variant_get_string (parameter, NULL);
  g_autofree char *goal = NULL;
  AmiaPlanNew      what = { .kind = strcmp (kind, "sub-goal") == 0 ? "goal" : kind };

  if (get_plan (self) == NULL)
    return;

  goal = strcmp (kind, "sub-goal") == 0 || strcmp (kind, "activity") == 0 ? find_goal (self) : NULL;
  what.id = amia_uuid_new_v7 (amia_words_now_ms ());
  what.goal = goal;
  what.order = find_last_order (self);
  amia_navigator_open (widget,
                       amia_plan_editor_new (amia_case_reader_get_replica (self->reader),
                                             get_plan (self), &what));
}

static void
propose_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AmiaPlanView    *self = AMIA_PLAN_VIEW (widget);
  g_autofree char *goal = NULL;

  if (get_plan (self) == NULL)
    return;

  goal = find_goal (self);
  amia_navigator_open (widget,
                       amia_proposal_page_new (amia_case_reader_get_replica (self->reader),
                                               amia_case_reader_get_case (self->reader), goal,
                                               find_last_order (self)));
}

static void
new_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (AMIA_PLAN_VIEW (widget)->add_button));
}

/* --- Taking away ------------------------------------------------------------------------------ */

static void
remove_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AmiaPlanView       *self = AMIA_PLAN_VIEW (widget);
  GtkWidget          *row = get_focus_row (self);
  const AmiaPlanLine *line = amia_plan_row_get_line (row);
  GtkWidget          *next = NULL;
  g_autofree char    *words = NULL;

  if (line == NULL)
    return;

  /* Translators: a goal or an activity */
  words = g_strdup_printf (_ ("Taken away: %s"), line->words);
  amia_record_remove (widget, amia_case_reader_get_replica (self->reader), line->kind, &line->id,
                      amia_case_reader_get_case (self->reader), words);

  next = gtk_widget_get_next_sibling (row);
  if (next == NULL)
    next = gtk_widget_get_prev_sibling (row);
  if (next != NULL)
    gtk_widget_grab_focus (next);
}

/* --- Moving ----------------------------------------------------------------------------------- */

static gboolean
are_equals (const AmiaPlanLine *a,
            const AmiaPlanLine *b)
{
  return a != NULL && b != NULL && strcmp (a->kind, b->kind) == 0 &&
         g_strcmp0 (a->parent, b->parent) == 0;
}

/* All equals get new numbers: those of old may be the same, or none. */
static void
move (AmiaPlanView *self,
      gboolean      is_up)
{
  GtkWidget          *row = get_focus_row (self);
  const AmiaPlanLine *line = amia_plan_row_get_line (row);
  g_autoptr (GPtrArray) equals = g_ptr_array_new ();
  AmiaEdits *edits = NULL;
  guint      at = 0;
  guint      to = 0;

  if (line == NULL || strcmp (line->kind, "todo") == 0)
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (self->lines); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (child == row)
        at = equals->len;
      if (are_equals (line, amia_plan_row_get_line (child)))
        g_ptr_array_add (equals, amia_plan_row_get_line (child));
    }
  if ((is_up && at == 0) || (!is_up && at + 1 >= equals->len))
    return;

  to = is_up ? at - 1 : at + 1;
  g_ptr_array_insert (equals, (int) to, g_ptr_array_steal_index (equals, at));
  edits = amia_edits_new ();
  for (guint i = 0; i < equals->len; i++)
    {
      const AmiaPlanLine *equal = g_ptr_array_index (equals, i);
      g_autofree char    *order = g_strdup_printf ("%u", i + 1);

      amia_edits_set (edits, equal->kind, &equal->id, amia_case_reader_get_case (self->reader),
                      "order", NULL, order);
    }
  commit (self, edits);
}

static void
up_action_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  move (AMIA_PLAN_VIEW (widget), TRUE);
}

static void
down_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  move (AMIA_PLAN_VIEW (widget), FALSE);
}

/* --- Agreeing --------------------------------------------------------------------------------- */

static void
agree_cb (AmiaPlanView *self)
{
  g_autofree char *today = amia_words_today ();
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaEdits       *edits = amia_edits_new ();

  amia_edits_agree_plan (edits, get_plan (self), &id, today, NULL);
  amia_report_commit_saying (GTK_WIDGET (self), amia_case_reader_get_replica (self->reader), edits,
                             _ ("The plan is kept as you have agreed on it today."));
}

static void
compare_cb (AmiaPlanView *self)
{
  amia_navigator_open (GTK_WIDGET (self),
                       amia_plan_compare_page_new (amia_case_reader_get_replica (self->reader),
                                                   amia_case_reader_get_case (self->reader)));
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
amia_plan_view_dispose (GObject *object)
{
  AmiaPlanView *self = AMIA_PLAN_VIEW (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_PLAN_VIEW);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->focused, g_free);

  G_OBJECT_CLASS (amia_plan_view_parent_class)->dispose (object);
}

static void
amia_plan_view_class_init (AmiaPlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_plan_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, load);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, agreed);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, agree);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, compare);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, add_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, collisions);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, collisions_box);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, lines);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, todos);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanView, todos_box);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_install_action (widget_class, "plan.new", NULL, new_action_cb);
  gtk_widget_class_install_action (widget_class, "plan.add", "s", add_action_cb);
  gtk_widget_class_install_action (widget_class, "plan.propose", NULL, propose_action_cb);
  gtk_widget_class_install_action (widget_class, "plan.remove", NULL, remove_action_cb);
  gtk_widget_class_install_action (widget_class, "plan.up", NULL, up_action_cb);
  gtk_widget_class_install_action (widget_class, "plan.down", NULL, down_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "plan.new", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "plan.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "plan.up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "plan.down", NULL);
}

static void
amia_plan_view_init (AmiaPlanView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_plan_view_new (AmiaReplica    *replica,
                    const AmiaUuid *case_id)
{
  AmiaPlanView *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_PLAN_VIEW, NULL);
  self->reader = amia_case_reader_new (replica, case_id, amia_plan_compare_page_read_plan,
                                       (GDestroyNotify) amia_case_plan_free);
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
