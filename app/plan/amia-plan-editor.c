/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-plan-editor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-plan-words.h"
#include "amia-record-form.h"
#include "amia-template.h"
#include "amia-words.h"

/* Three tables of fields; the rest is the record form's. */

struct _AmiaPlanEditor
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (AmiaPlanEditor, amia_plan_editor, GTK_TYPE_WIDGET)

static const AmiaRecordField goal_fields[] = {
  { "text", N_ ("The goal"), N_ ("In the participant's own words."), AMIA_RECORD_FIELD_LINES },
  { "parent", N_ ("Part of the goal"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "status", N_ ("Status"), NULL, AMIA_RECORD_FIELD_CHOICE },
};

static const AmiaRecordField activity_fields[] = {
  { "title", N_ ("Activity"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "purpose", N_ ("Purpose"), N_ ("What is to become better by it?"), AMIA_RECORD_FIELD_LINES },
  { "goal", N_ ("Leads to the goal"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "status", N_ ("Status"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "responsible", N_ ("Who sees to it"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "provider", N_ ("Who offers it"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "place", N_ ("Where"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "category", N_ ("Category"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "hours", N_ ("Hours a week"), NULL, AMIA_RECORD_FIELD_NUMBER },
  { "from", N_ ("From"), N_ ("For example 2014-03-14, 14/3 or +2v."), AMIA_RECORD_FIELD_DAY },
  { "to", N_ ("To and including"), N_ ("Leave it empty if it goes on."), AMIA_RECORD_FIELD_DAY },
  { "times", N_ ("Times each week"), N_ ("For example mån 9–11, ons 13:30–15."),
    AMIA_RECORD_FIELD_TIMES },
  { "result", N_ ("What came of it"), NULL, AMIA_RECORD_FIELD_LINES },
};

static const AmiaRecordField todo_fields[] = {
  { "text", N_ ("What is to be done"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "who", N_ ("Who does it"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "due", N_ ("At the latest"), N_ ("For example 2014-03-14, 14/3 or +2v."),
    AMIA_RECORD_FIELD_DAY },
  { "done", N_ ("Done on"), N_ ("Leave it empty until it is done."), AMIA_RECORD_FIELD_DAY },
};

static const struct
{
  const char            *kind;
  const char            *title;
  const AmiaRecordField *fields;
  gsize                  n_fields;
} pages[] = {
  { "goal", N_ ("Goal"), goal_fields, G_N_ELEMENTS (goal_fields) },
  { "activity", N_ ("Activity"), activity_fields, G_N_ELEMENTS (activity_fields) },
  { "todo", N_ ("Agreed until Next Time"), todo_fields, G_N_ELEMENTS (todo_fields) },
};

/* --- Choices ---------------------------------------------------------------------------------- */

static void
set_codes (AmiaRecordForm     *form,
           const char         *field,
           const AmiaPlanCode *table,
           const char         *nothing)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) code_list = NULL;
  g_auto (GStrv) word_list = NULL;

  g_strv_builder_add (codes, "");
  g_strv_builder_add (words, nothing);
  for (; table->code != NULL; table++)
    {
      g_strv_builder_add (codes, table->code);
      g_strv_builder_add (words, _ (table->words));
    }

  code_list = g_strv_builder_end (codes);
  word_list = g_strv_builder_end (words);
  amia_record_form_set_choices (
      form, field, (const char *const *) code_list, (const char *const *) word_list);
}

/* All goals but one; a goal is no part of itself. */
static void
set_goals (AmiaRecordForm     *form,
           const char         *field,
           const AmiaCasePlan *plan,
           const char         *own_id,
           const char         *nothing)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr (GArray) rows = amia_action_plan_list_rows (plan->plan);
  g_auto (GStrv) code_list = NULL;
  g_auto (GStrv) word_list = NULL;

  g_strv_builder_add (codes, "");
  g_strv_builder_add (words, nothing);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaPlanGoal *goal = g_array_index (rows, AmiaPlanRow, i).goal;

      if (goal == NULL || strcmp (goal->id, own_id) == 0)
        continue;
      g_strv_builder_add (codes, goal->id);
      g_strv_builder_add (words, goal->text != NULL ? goal->text : "–");
    }

  code_list = g_strv_builder_end (codes);
  word_list = g_strv_builder_end (words);
  amia_record_form_set_choices (
      form, field, (const char *const *) code_list, (const char *const *) word_list);
}

static void
fill_choices (AmiaRecordForm     *form,
              const AmiaCasePlan *plan,
              const AmiaPlanNew  *what)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  amia_uuid_print (&what->id, id);
  if (strcmp (what->kind, "goal") == 0)
    {
      set_goals (form, "parent", plan, id, _ ("None: it is a long-term goal"));
      set_codes (form, "status", amia_plan_goal_statuses, _ ("Not said"));
    }
  else if (strcmp (what->kind, "activity") == 0)
    {
      set_goals (form, "goal", plan, id, _ ("No goal"));
      set_codes (form, "status", amia_plan_activity_statuses, _ ("Not said"));
      set_codes (form, "category", amia_plan_categories, _ ("Not said"));
    }
}

static void
set_initial (AmiaRecordForm    *form,
             const AmiaPlanNew *what)
{
  char             buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *goal = what->goal != NULL ? g_strdup_printf ("\"%s\"", what->goal) : NULL;

  if (strcmp (what->kind, "todo") == 0)
    return;

  amia_record_form_set_initial (form, "order", g_ascii_dtostr (buffer, sizeof buffer, what->order));
  if (strcmp (what->kind, "goal") == 0)
    {
      amia_record_form_set_initial (form, "parent", goal);
      amia_record_form_set_initial (form, "status", "\"open\"");
    }
  else
    {
      amia_record_form_set_initial (form, "goal", goal);
      amia_record_form_set_initial (form, "status", "\"planned\"");
    }
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
done_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.back", NULL);
}

static void
amia_plan_editor_dispose (GObject *object)
{
  amia_template_dispose (GTK_WIDGET (object), AMIA_TYPE_PLAN_EDITOR);

  G_OBJECT_CLASS (amia_plan_editor_parent_class)->dispose (object);
}

static void
amia_plan_editor_class_init (AmiaPlanEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_plan_editor_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-plan-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanEditor, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanEditor, box);
  gtk_widget_class_install_action (widget_class, "editor.done", NULL, done_cb);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "editor.done", NULL);
}

static void
amia_plan_editor_init (AmiaPlanEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_plan_editor_new (AmiaReplica        *replica,
                      const AmiaCasePlan *plan,
                      const AmiaPlanNew  *what)
{
  AmiaPlanEditor *self = NULL;
  GtkWidget      *form = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (what != NULL, NULL);

  self = g_object_new (AMIA_TYPE_PLAN_EDITOR, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (strcmp (pages[i].kind, what->kind) != 0)
        continue;

      adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), _ (pages[i].title));
      form = amia_record_form_new (replica, what->kind, &what->id, &plan->case_id, pages[i].fields,
                                   pages[i].n_fields);
      set_initial (AMIA_RECORD_FORM (form), what);
      fill_choices (AMIA_RECORD_FORM (form), plan, what);
      gtk_box_append (GTK_BOX (self->box), form);
    }

  return GTK_WIDGET (self);
}
