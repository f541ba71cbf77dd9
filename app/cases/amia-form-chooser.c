/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-form-chooser.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-process.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-search-keys.h"
#include "amia-template.h"

/* The forms are read each time, for one may have come meanwhile; the rows are made anew only if
 * they are other ones. */

struct _AmiaFormChooser
{
  GtkWidget parent_instance;

  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *nothing;

  GPtrArray    *choices; /* AmiaFormChoice, which the rows point to; NULL until read */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaFormChooser, amia_form_chooser, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const AmiaFormChoice *
get_choice (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "amia-form-choice");
}

/* --- Groups --------------------------------------------------------------------------------- */

static char *
describe_group (const char *group)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  for (gsize i = 0; i < n_steps; i++)
    {
      if (strcmp (steps[i].code, group) == 0)
        return g_strdup_printf ("%s · %s", steps[i].code, steps[i].name);
    }

  if (strcmp (group, "0") == 0)
    return g_strdup (_ ("Before the first step"));
  if (strcmp (group, "meeting") == 0)
    return g_strdup (_ ("Around meetings"));
  return g_strdup (_ ("Your organisation's own"));
}

static void
update_header_cb (GtkListBoxRow *row,
                  GtkListBoxRow *before,
                  gpointer       data)
{
  const char      *group = get_choice (row)->group;
  g_autofree char *words = NULL;
  GtkWidget       *label = NULL;

  if (before != NULL && strcmp (get_choice (before)->group, group) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  words = describe_group (group);
  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "group-header");
  gtk_list_box_row_set_header (row, label);
}

/* --- Finding -------------------------------------------------------------------------------- */

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  AmiaFormChooser *self = data;

  return amia_form_choice_matches (get_choice (row),
                                   gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static GtkListBoxRow *
find_first (AmiaFormChooser *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i);

      if (row == NULL || gtk_widget_get_child_visible (GTK_WIDGET (row)))
        return row;
    }
}

static void
search_changed_cb (AmiaFormChooser *self)
{
  if (self->choices == NULL)
    return;

  amia_search_keys_asked (self->search);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->list));
  gtk_widget_set_visible (self->nothing, find_first (self) == NULL);
  amia_search_keys_answered (self->search);
}

static void
row_activated_cb (AmiaFormChooser *self,
                  GtkListBoxRow   *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, get_choice (row));
}

static gboolean
begin_first (GtkWidget *chooser)
{
  AmiaFormChooser *self = AMIA_FORM_CHOOSER (chooser);
  GtkListBoxRow   *row = find_first (self);

  /* Enter in an empty field would begin a form that nobody has looked for. */
  if (row == NULL || *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    return FALSE;

  row_activated_cb (self, row);
  return TRUE;
}

static gboolean
go_to_first (GtkWidget *chooser)
{
  GtkListBoxRow *row = find_first (AMIA_FORM_CHOOSER (chooser));

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* --- Reading -------------------------------------------------------------------------------- */

/* Takes @choices, unless the rows show the same already. */
static void
fill (AmiaFormChooser *self,
      GPtrArray       *choices)
{
  g_autoptr (GString) contents = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      const AmiaFormChoice *choice = g_ptr_array_index (choices, i);

      g_string_append_printf (contents, "%s\n%s\n", choice->canonical, choice->title);
    }
  if (!amia_list_begin (self->list, contents->str))
    {
      g_ptr_array_unref (choices);
      return;
    }

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = choices;
  for (guint i = 0; i < choices->len; i++)
    {
      AmiaFormChoice *choice = g_ptr_array_index (choices, i);
      GtkWidget      *row = amia_row_new (choice->title, choice->purpose);

      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
      g_object_set_data (G_OBJECT (row), "amia-form-choice", choice);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
}

static gpointer
load_choices (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_form_choices_load (store, data, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaFormChooser) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *choices = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (choices == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  fill (self, choices);
  search_changed_cb (self);
}

static void
amia_form_chooser_dispose (GObject *object)
{
  AmiaFormChooser *self = AMIA_FORM_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_FORM_CHOOSER);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_form_chooser_parent_class)->dispose (object);
}

static void
amia_form_chooser_class_init (AmiaFormChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_form_chooser_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", AMIA_TYPE_FORM_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-form-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaFormChooser, search);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormChooser, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormChooser, nothing);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
amia_form_chooser_init (AmiaFormChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  amia_search_keys_add (self->search, GTK_WIDGET (self), go_to_first, begin_first);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), update_header_cb, NULL, NULL);
}

void
amia_form_chooser_begin (AmiaFormChooser *self,
                         AmiaReplica     *replica,
                         const char      *subproject)
{
  g_return_if_fail (AMIA_IS_FORM_CHOOSER (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  amia_search_keys_asked (self->search);
  gtk_widget_grab_focus (self->search);
  amia_replica_call_async (replica,
                           load_choices,
                           g_strdup (subproject),
                           g_free,
                           (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}
