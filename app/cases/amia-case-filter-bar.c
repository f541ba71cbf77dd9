/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-filter-bar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-drop-down.h"
#include "amia-filter-choices.h"
#include "amia-process.h"
#include "amia-report.h"
#include "amia-saved-filters.h"
#include "amia-template.h"
#include "amia-words.h"

/* The filter is the state and the controls show it: whatever is pressed changes the filter, and
 * update() sets all controls from it. */

struct _AmiaCaseFilterBar
{
  GtkWidget parent_instance;

  GtkWidget *mine;
  GtkWidget *conflicts;
  GtkWidget *waiting;
  GtkWidget *step;
  GtkWidget *sort;
  GtkWidget *more;
  GtkWidget *with;
  GtkWidget *stage;
  GtkWidget *subproject;
  GtkWidget *protected;
  GtkWidget *saved;
  GtkWidget *chips;

  AmiaSession    *session;
  GCancellable   *cancellable;
  AmiaCaseFilter *filter;
  GPtrArray      *colleagues;  /* AmiaFilterColleague, as the drop-down has them after its first */
  GPtrArray      *subprojects; /* of utf8, likewise */
  gboolean        is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaCaseFilterBar, amia_case_filter_bar, GTK_TYPE_WIDGET)

static guint changed_signal;

static void update (AmiaCaseFilterBar *self);

static void
changed (AmiaCaseFilterBar *self)
{
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
is_active (GtkWidget *toggle)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle));
}

static guint
get_selected (GtkWidget *drop_down)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));
}

/* --- From the controls to the filter ---------------------------------------------------------- */

/* The first choice is all steps. */
static const char *
get_step (AmiaCaseFilterBar *self)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);
  guint           selected = get_selected (self->step);

  return selected == 0 || selected > n_steps ? NULL : steps[selected - 1].code;
}

static const AmiaFilterColleague *
get_with (AmiaCaseFilterBar *self)
{
  guint selected = get_selected (self->with);

  return selected == 0 || selected > self->colleagues->len
             ? NULL
             : g_ptr_array_index (self->colleagues, selected - 1);
}

static const char *
get_subproject (AmiaCaseFilterBar *self)
{
  guint selected = get_selected (self->subproject);

  return selected == 0 || selected > self->subprojects->len
             ? NULL
             : g_ptr_array_index (self->subprojects, selected - 1);
}

static void
take_choices (AmiaCaseFilterBar *self)
{
  AmiaCaseFilter            *filter = self->filter;
  const AmiaFilterColleague *with = get_with (self);

  g_free (filter->step);
  g_free (filter->with);
  g_free (filter->with_name);
  g_free (filter->subproject);
  filter->step = g_strdup (get_step (self));
  filter->with = with != NULL ? g_strdup (with->user) : NULL;
  filter->with_name = with != NULL ? g_strdup (with->name) : NULL;
  filter->subproject = g_strdup (get_subproject (self));
}

static void
control_cb (AmiaCaseFilterBar *self)
{
  AmiaCaseFilter *filter = self->filter;

  if (self->is_updating || self->session == NULL)
    return;

  filter->mine = is_active (self->mine);
  filter->with_conflicts = is_active (self->conflicts);
  filter->waiting = is_active (self->waiting);
  filter->without_protected = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->protected));
  filter->stage = (AmiaCaseStage) MIN (get_selected (self->stage), AMIA_CASES_ALL);
  filter->sort =
      get_selected (self->sort) == 1 ? AMIA_CASE_SORT_CHANGED : AMIA_CASE_SORT_NAME;
  take_choices (self);
  changed (self);
}

static void
chosen_cb (AmiaCaseFilterBar    *self,
           const AmiaCaseFilter *chosen)
{
  amia_case_filter_free (self->filter);
  self->filter = amia_case_filter_copy (chosen);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->more));
  changed (self);
}

/* --- Chips ------------------------------------------------------------------------------------ */

static void
drop_with_cb (AmiaCaseFilterBar *self)
{
  g_clear_pointer (&self->filter->with, g_free);
  g_clear_pointer (&self->filter->with_name, g_free);
  changed (self);
}

static void
drop_subproject_cb (AmiaCaseFilterBar *self)
{
  g_clear_pointer (&self->filter->subproject, g_free);
  changed (self);
}

static void
drop_stage_cb (AmiaCaseFilterBar *self)
{
  self->filter->stage = AMIA_CASES_UNDER_WAY;
  changed (self);
}

static void
drop_protected_cb (AmiaCaseFilterBar *self)
{
  self->filter->without_protected = FALSE;
  changed (self);
}

static void
drop_step_cb (AmiaCaseFilterBar *self)
{
  g_clear_pointer (&self->filter->step, g_free);
  changed (self);
}

static void
add_chip (AmiaCaseFilterBar *self,
          const char        *words,
          GCallback          callback)
{
  /* Translators: what a filter says: “With bertil” */
  g_autofree char *name = g_strdup_printf (_ ("Take away the filter “%s”"), words);
  GtkWidget       *button = gtk_button_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *label = gtk_label_new (words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "filter-chip");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->chips), button);
}

static void
update_chips (AmiaCaseFilterBar *self)
{
  const AmiaCaseFilter *filter = self->filter;
  GtkWidget            *child = NULL;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);

  if (filter->with != NULL)
    {
      g_autofree char *with = amia_case_filter_describe_with (filter);

      add_chip (self, with, G_CALLBACK (drop_with_cb));
    }
  if (filter->stage != AMIA_CASES_UNDER_WAY)
    add_chip (self, amia_case_filter_describe_stage (filter->stage), G_CALLBACK (drop_stage_cb));
  if (filter->step != NULL)
    {
      g_autofree char *step = amia_words_step (filter->step);

      add_chip (self, step, G_CALLBACK (drop_step_cb));
    }
  if (filter->subproject != NULL)
    add_chip (self, filter->subproject, G_CALLBACK (drop_subproject_cb));
  if (filter->without_protected)
    add_chip (self, _ ("Without protected identities"), G_CALLBACK (drop_protected_cb));
  gtk_widget_set_visible (self->chips, gtk_widget_get_first_child (self->chips) != NULL);
}

/* --- From the filter to the controls ---------------------------------------------------------- */

static guint
find_step (const char *code)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  for (guint i = 0; i < n_steps; i++)
    {
      if (g_strcmp0 (steps[i].code, code) == 0)
        return i + 1;
    }

  return 0;
}

static gboolean
is_of_user (gconstpointer colleague,
            gconstpointer user)
{
  return strcmp (((const AmiaFilterColleague *) colleague)->user, user) == 0;
}

static void
append_name (GtkWidget  *drop_down,
             const char *name)
{
  gtk_string_list_append (
      GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down))), name);
}

/* Somebody whom no team has any more can still be meant by a filter that was kept. */
static guint
find_colleague (AmiaCaseFilterBar    *self,
                const AmiaCaseFilter *filter)
{
  guint position;

  if (filter->with == NULL)
    return 0;
  if (!g_ptr_array_find_with_equal_func (self->colleagues, filter->with, is_of_user, &position))
    {
      const char *name = filter->with_name != NULL ? filter->with_name : filter->with;

      position = self->colleagues->len;
      g_ptr_array_add (self->colleagues, amia_filter_colleague_new (filter->with, name));
      append_name (self->with, name);
    }

  return position + 1;
}

/* And so can a sub-project of which no case is here now. */
static guint
find_subproject (AmiaCaseFilterBar *self,
                 const char        *subproject)
{
  guint position;

  if (subproject == NULL)
    return 0;
  if (!g_ptr_array_find_with_equal_func (self->subprojects, subproject, g_str_equal, &position))
    {
      position = self->subprojects->len;
      g_ptr_array_add (self->subprojects, g_strdup (subproject));
      append_name (self->subproject, subproject);
    }

  return position + 1;
}

static void
select_choice (GtkWidget *drop_down,
               guint      position)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), position);
}

static void
update (AmiaCaseFilterBar *self)
{
  const AmiaCaseFilter *filter = self->filter;

  self->is_updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mine), filter->mine);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->conflicts), filter->with_conflicts);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->waiting), filter->waiting);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->protected), filter->without_protected);
  select_choice (self->stage, filter->stage);
  select_choice (self->sort, filter->sort == AMIA_CASE_SORT_CHANGED);
  select_choice (self->step, find_step (filter->step));
  select_choice (self->with, find_colleague (self, filter));
  select_choice (self->subproject, find_subproject (self, filter->subproject));
  self->is_updating = FALSE;

  update_chips (self);
  amia_saved_filters_set_current (AMIA_SAVED_FILTERS (self->saved), filter);
}

/* --- Colleagues and sub-projects ------------------------------------------------------------- */

static void
fill_choices_of_store (AmiaCaseFilterBar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) subprojects = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Whoever it is"));
  for (guint i = 0; i < self->colleagues->len; i++)
    gtk_string_list_append (
        names, ((AmiaFilterColleague *) g_ptr_array_index (self->colleagues, i))->name);
  gtk_string_list_append (subprojects, _ ("All sub-projects"));
  for (guint i = 0; i < self->subprojects->len; i++)
    gtk_string_list_append (subprojects, g_ptr_array_index (self->subprojects, i));

  self->is_updating = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->with), G_LIST_MODEL (names));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->subproject), G_LIST_MODEL (subprojects));
  self->is_updating = FALSE;
}

static void
choices_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AmiaCaseFilterBar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaFilterChoices) choices =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (self->session == NULL)
    return;
  if (choices == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_ptr_array_unref (self->colleagues);
  self->colleagues = g_ptr_array_ref (choices->colleagues);
  g_ptr_array_unref (self->subprojects);
  self->subprojects = g_ptr_array_ref (choices->subprojects);
  fill_choices_of_store (self);
  update (self);
}

/* Teams change seldom: they are asked for when somebody wants to choose. */
static void
opened_cb (AmiaCaseFilterBar *self)
{
  AmiaReplica *replica = NULL;

  if (self->session == NULL)
    return;

  replica = amia_session_get_replica (self->session);
  amia_replica_call_async (replica, amia_filter_choices_load,
                           g_strdup (amia_replica_get_identity (replica)->user), g_free,
                           (GDestroyNotify) amia_filter_choices_free, self->cancellable, choices_cb,
                           g_object_ref (self));
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
session_changed_cb (AmiaCaseFilterBar *self)
{
  gtk_widget_set_visible (self->waiting, amia_session_has_server (self->session));
}

static void
amia_case_filter_bar_dispose (GObject *object)
{
  AmiaCaseFilterBar *self = AMIA_CASE_FILTER_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_FILTER_BAR);

  G_OBJECT_CLASS (amia_case_filter_bar_parent_class)->dispose (object);
}

static void
amia_case_filter_bar_finalize (GObject *object)
{
  AmiaCaseFilterBar *self = AMIA_CASE_FILTER_BAR (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->colleagues);
  g_ptr_array_unref (self->subprojects);
  amia_case_filter_free (self->filter);

  G_OBJECT_CLASS (amia_case_filter_bar_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, mine);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, conflicts);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, waiting);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, step);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, sort);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, more);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, with);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, stage);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, subproject);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, protected);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, saved);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseFilterBar, chips);
}

static void
amia_case_filter_bar_class_init (AmiaCaseFilterBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amia_case_filter_bar_dispose;
  object_class->finalize = amia_case_filter_bar_finalize;
  changed_signal = g_signal_new ("changed", AMIA_TYPE_CASE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (AMIA_TYPE_SAVED_FILTERS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-filter-bar.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, control_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
}

static void
fill_choices (AmiaCaseFilterBar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) stages = gtk_string_list_new (NULL);
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  gtk_string_list_append (names, _ ("All steps"));
  for (gsize i = 0; i < n_steps; i++)
    gtk_string_list_take (names, amia_words_step (steps[i].code));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->step), G_LIST_MODEL (names));

  for (guint i = 0; i <= AMIA_CASES_ALL; i++)
    gtk_string_list_append (stages, amia_case_filter_describe_stage ((AmiaCaseStage) i));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->stage), G_LIST_MODEL (stages));
}

static void
amia_case_filter_bar_init (AmiaCaseFilterBar *self)
{
  self->cancellable = g_cancellable_new ();
  self->colleagues = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_filter_colleague_free);
  self->subprojects = g_ptr_array_new_with_free_func (g_free);
  self->filter = amia_case_filter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  fill_choices_of_store (self);
  amia_drop_down_set_name (self->step, _ ("Step of the process"));
  amia_drop_down_set_name (self->sort, _ ("Order"));
  amia_drop_down_set_name (self->with, _ ("Colleague in the team"));
  amia_drop_down_set_name (self->stage, _ ("Part of the way"));
  amia_drop_down_set_name (self->subproject, _ ("Sub-project"));
  amia_drop_down_shorten (self->with);
  amia_drop_down_shorten (self->subproject);
  update (self);
}

void
amia_case_filter_bar_set_session (AmiaCaseFilterBar *self,
                                  AmiaSession       *session)
{
  g_return_if_fail (AMIA_IS_CASE_FILTER_BAR (self));
  g_return_if_fail (AMIA_IS_SESSION (session));

  g_set_object (&self->session, session);
  amia_saved_filters_set_replica (AMIA_SAVED_FILTERS (self->saved),
                                  amia_session_get_replica (session));
  g_signal_connect_object (
      session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  session_changed_cb (self);
}

const AmiaCaseFilter *
amia_case_filter_bar_get_filter (AmiaCaseFilterBar *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_FILTER_BAR (self), NULL);

  return self->filter;
}

void
amia_case_filter_bar_clear (AmiaCaseFilterBar *self)
{
  AmiaCaseSort sort;

  g_return_if_fail (AMIA_IS_CASE_FILTER_BAR (self));

  sort = self->filter->sort;
  amia_case_filter_free (self->filter);
  self->filter = amia_case_filter_new ();
  self->filter->sort = sort;
  changed (self);
}
