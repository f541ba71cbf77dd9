/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-overview.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-forms.h"
#include "amia-case-meetings.h"
#include "amia-case-next.h"
#include "amia-input.h"
#include "amia-navigator.h"
#include "amia-note-view.h"
#include "amia-plan-summary.h"
#include "amia-process-page.h"
#include "amia-process.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-step-change.h"
#include "amia-template.h"
#include "amia-umbrella-page.h"
#include "amia-words.h"

/* Entering a step ends the visit that lasts and begins another, in one change. Any step may be
 * entered at any time: going back is how the method works, so it is counted and never blocked. */

#define LATEST_MAX 3

struct _AmiaCaseOverview
{
  GtkWidget parent_instance;

  GtkWidget *marks;
  GtkWidget *step_label;
  GtkWidget *since_label;
  GtkWidget *step_button;
  GtkWidget *step_list;
  GtkWidget *step_note;
  GtkWidget *way_expander;
  GtkWidget *way_list;
  GtkWidget *next;
  GtkWidget *meetings;
  GtkWidget *plan_summary;
  GtkWidget *notes;
  GtkWidget *no_notes;
  GtkWidget *forms_list;
  GtkWidget *no_forms;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
};

G_DEFINE_FINAL_TYPE (AmiaCaseOverview, amia_case_overview, GTK_TYPE_WIDGET)

static void
enter_step (AmiaCaseOverview *self,
            const char       *step)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  const AmiaStepChange change = { &self->snapshot->row->id, open, step, self->snapshot->today };

  for (guint i = 0; i < self->snapshot->visits->len; i++)
    {
      const AmiaCaseVisit *visit = g_ptr_array_index (self->snapshot->visits, i);

      if (visit->to == NULL)
        g_array_append_val (open, visit->id);
    }
  amia_step_change (GTK_WIDGET (self), self->replica, &change);
}

static void
step_activated_cb (AmiaCaseOverview *self,
                   GtkListBoxRow    *row)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->step_button));
  enter_step (self, steps[gtk_list_box_row_get_index (row)].code);
}

static void
note_left_cb (AmiaCaseOverview *self)
{
  const AmiaCaseVisit *visit = amia_case_snapshot_get_visit (self->snapshot);
  g_autofree char     *text = amia_input_dup_text (AMIA_INPUT (self->step_note));
  AmiaEdits           *edits = NULL;

  if (visit == NULL || g_strcmp0 (visit->note != NULL ? visit->note : "", text) == 0)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "visit", &visit->id, &self->snapshot->row->id, "note", text);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

/* The keys are heard wherever the focus is in the window, the pages above this one included. */
static void
process_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AmiaCaseOverview *self = AMIA_CASE_OVERVIEW (widget);

  if (self->snapshot != NULL && gtk_widget_get_mapped (widget))
    amia_navigator_open (GTK_WIDGET (self),
                         amia_process_page_new (self->replica, &self->snapshot->row->id));
}

static void
umbrella_action_cb (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AmiaCaseOverview *self = AMIA_CASE_OVERVIEW (widget);

  if (self->snapshot != NULL && gtk_widget_get_mapped (widget))
    amia_navigator_open (widget,
                         amia_umbrella_page_new (self->replica, &self->snapshot->row->id));
}

/* --- Showing -------------------------------------------------------------------------------- */

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static char *
describe_visits (AmiaCaseOverview *self,
                 const char       *step)
{
  guint n_visits = amia_case_snapshot_count_visits (self->snapshot, step);

  if (n_visits == 0)
    return g_strdup (_ ("Not entered yet"));

  return g_strdup_printf (ngettext ("Entered %u time", "Entered %u times", n_visits), n_visits);
}

static void
update_marks (AmiaCaseOverview *self)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);
  const AmiaStep *current = self->snapshot->row->step != NULL
                                ? amia_process_find_step (self->snapshot->row->step)
                                : NULL;

  clear_box (self->marks);
  for (gsize i = 0; i < n_steps; i++)
    {
      GtkWidget       *mark = gtk_label_new (steps[i].code);
      guint            n_visits = amia_case_snapshot_count_visits (self->snapshot, steps[i].code);
      g_autofree char *title = amia_words_step (steps[i].code);
      g_autofree char *visits = describe_visits (self, steps[i].code);
      g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title, visits);

      gtk_widget_add_css_class (mark, "step-mark");
      if (current == &steps[i])
        gtk_widget_add_css_class (mark, "current");
      else if (n_visits > 0)
        gtk_widget_add_css_class (mark, "visited");
      gtk_widget_set_tooltip_text (mark, tooltip);
      gtk_box_append (GTK_BOX (self->marks), mark);
    }
}

static void
update_step (AmiaCaseOverview *self)
{
  const AmiaCaseRow   *row = self->snapshot->row;
  const AmiaCaseVisit *visit = amia_case_snapshot_get_visit (self->snapshot);
  g_autofree char     *step = amia_words_step_visit (row->step, row->step_visits);
  g_autofree char     *date = NULL;
  g_autofree char     *since = NULL;

  gtk_label_set_label (GTK_LABEL (self->step_label), step);
  if (visit != NULL && visit->from != NULL)
    {
      date = amia_words_date (visit->from);
      since = g_strdup_printf (_ ("Since %s"), date);
    }
  gtk_label_set_label (GTK_LABEL (self->since_label), since != NULL ? since : "");
  gtk_widget_set_visible (self->since_label, since != NULL);
  gtk_widget_set_visible (self->step_note, visit != NULL);
  amia_input_set_text (AMIA_INPUT (self->step_note), visit != NULL ? visit->note : NULL);
}

static void
update_step_list (AmiaCaseOverview *self)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  amia_list_clear (self->step_list);
  for (gsize i = 0; i < n_steps; i++)
    {
      g_autofree char *title = amia_words_step (steps[i].code);
      g_autofree char *visits = describe_visits (self, steps[i].code);
      GtkWidget       *row = amia_row_new (title, visits);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (self->step_list), row);
    }
}

static void
update_way (AmiaCaseOverview *self)
{
  amia_list_clear (self->way_list);
  for (guint i = 0; i < self->snapshot->visits->len; i++)
    {
      const AmiaCaseVisit *visit = g_ptr_array_index (self->snapshot->visits, i);
      g_autofree char     *title = amia_words_step (visit->step);
      g_autofree char     *from = amia_words_date (visit->from);
      g_autofree char     *to = visit->to != NULL ? amia_words_date (visit->to) : NULL;
      g_autofree char     *period = NULL;
      g_autofree char     *subtitle = NULL;

      period = to != NULL ? g_strdup_printf ("%s – %s", from, to)
                          : g_strdup_printf (_ ("Since %s"), from);
      subtitle = visit->note != NULL && *visit->note != '\0'
                     ? g_strdup_printf ("%s · %s", period, visit->note)
                     : g_strdup (period);
      gtk_list_box_append (GTK_LIST_BOX (self->way_list), amia_row_new (title, subtitle));
    }

  gtk_widget_set_visible (self->way_expander, self->snapshot->visits->len > 1);
}

static void
update_notes (AmiaCaseOverview *self)
{
  guint n_shown = 0;

  clear_box (self->notes);
  /* Not what the pair says to each other: the participant may be looking at this page. */
  for (guint i = 0; i < self->snapshot->notes->len && n_shown < LATEST_MAX; i++)
    {
      const AmiaCaseNote *note = g_ptr_array_index (self->snapshot->notes, i);

      if (note->is_pair)
        continue;
      gtk_box_append (GTK_BOX (self->notes), amia_note_view_new (note));
      n_shown++;
    }

  gtk_widget_set_visible (self->notes, n_shown > 0);
  gtk_widget_set_visible (self->no_notes, n_shown == 0);
}

static void
update_forms (AmiaCaseOverview *self)
{
  amia_list_clear (self->forms_list);
  for (guint i = 0; i < MIN (self->snapshot->forms->len, LATEST_MAX); i++)
    gtk_list_box_append (GTK_LIST_BOX (self->forms_list),
                         amia_case_form_row_new (
                             g_ptr_array_index (self->snapshot->forms, i)));

  gtk_widget_set_visible (self->forms_list, self->snapshot->forms->len > 0);
  gtk_widget_set_visible (self->no_forms, self->snapshot->forms->len == 0);
}

static void
amia_case_overview_dispose (GObject *object)
{
  AmiaCaseOverview *self = AMIA_CASE_OVERVIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_OVERVIEW);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_overview_parent_class)->dispose (object);
}

static void
amia_case_overview_class_init (AmiaCaseOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_overview_dispose;

  g_type_ensure (AMIA_TYPE_CASE_MEETINGS);
  g_type_ensure (AMIA_TYPE_CASE_NEXT);
  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_PLAN_SUMMARY);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, marks);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, step_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, since_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, step_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, step_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, step_note);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, way_expander);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, way_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, next);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, meetings);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, plan_summary);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, notes);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, no_notes);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, forms_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseOverview, no_forms);
  gtk_widget_class_bind_template_callback (widget_class, step_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_left_cb);

  gtk_widget_class_install_action (widget_class, "overview.process", NULL, process_action_cb);
  gtk_widget_class_install_action (widget_class, "overview.umbrella", NULL, umbrella_action_cb);
}

static void
amia_case_overview_init (AmiaCaseOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_case_overview_new (AmiaReplica *replica)
{
  AmiaCaseOverview *self = g_object_new (AMIA_TYPE_CASE_OVERVIEW, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  return GTK_WIDGET (self);
}

void
amia_case_overview_set_snapshot (AmiaCaseOverview *self,
                                 AmiaCaseSnapshot *snapshot)
{
  g_return_if_fail (AMIA_IS_CASE_OVERVIEW (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  amia_plan_summary_set_case (
      AMIA_PLAN_SUMMARY (self->plan_summary), self->replica, &snapshot->row->id);
  update_marks (self);
  update_step (self);
  update_step_list (self);
  update_way (self);
  amia_case_next_load (AMIA_CASE_NEXT (self->next), self->replica, &snapshot->row->id);
  amia_case_meetings_load (
      AMIA_CASE_MEETINGS (self->meetings), self->replica, &snapshot->row->id);
  update_notes (self);
  update_forms (self);
}
