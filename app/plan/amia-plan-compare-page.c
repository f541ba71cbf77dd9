/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-plan-compare-page.h"

#include <glib/gi18n.h>

#include "amia-case-reader.h"
#include "amia-drop-down.h"
#include "amia-pill.h"
#include "amia-plan-words.h"
#include "amia-report.h"
#include "amia-template.h"

/* A grid with a row for each line of the plans. Each cell says all of it in words, and what differs
 * is named between them: nobody has to look for a difference letter by letter. */

#define CELL_CHARS 20

struct _AmiaPlanComparePage
{
  GtkWidget parent_instance;

  GtkWidget *before;
  GtkWidget *after;
  GtkWidget *same;
  GtkWidget *grid;
  GtkWidget *nothing;

  AmiaCaseReader *reader;
  guint           n_revisions;
  gboolean        is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaPlanComparePage, amia_plan_compare_page, GTK_TYPE_WIDGET)

/* The first choice is the plan as it stands; then the revisions, the last first. */
static const AmiaActionPlan *
get_chosen (AmiaPlanComparePage *self,
            GtkWidget           *drop_down)
{
  const AmiaCasePlan *plan = amia_case_reader_get (self->reader);
  guint               index = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));

  if (index == 0 || index > plan->revisions->len)
    return plan->plan;

  return ((AmiaPlanRevision *) g_ptr_array_index (plan->revisions, index - 1))->plan;
}

static gboolean
is_none (const AmiaPlanRow *row)
{
  return row->goal == NULL && row->activity == NULL;
}

static GtkWidget *
make_cell (const AmiaPlanRow *row)
{
  g_autofree char *words = amia_plan_words_row (row);
  GtkWidget       *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Both columns want as much, so that they share the page evenly. */
  gtk_label_set_width_chars (GTK_LABEL (label), CELL_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), CELL_CHARS);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "compare-cell");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return label;
}

static GtkWidget *
make_verdict (const AmiaPlanChange *change)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = NULL;
  g_autoptr (GString) fields = g_string_new (NULL);

  if (is_none (&change->before))
    gtk_box_append (GTK_BOX (box), amia_pill_new ("success", "list-add-symbolic", _ ("New")));
  else if (is_none (&change->after))
    gtk_box_append (GTK_BOX (box), amia_pill_new ("neutral", "list-remove-symbolic", _ ("Gone")));
  else if (amia_plan_change_is_same (change))
    gtk_box_append (GTK_BOX (box), amia_pill_new ("neutral", NULL, _ ("The same")));
  else
    gtk_box_append (
        GTK_BOX (box), amia_pill_new ("accent", "document-edit-symbolic", _ ("Changed")));

  for (char **field = change->fields; *field != NULL; field++)
    g_string_append_printf (fields, "%s%s", fields->len > 0 ? "\n" : "",
                            amia_plan_words_field (*field));
  label = gtk_label_new (fields->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_visible (label, fields->len > 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_size_request (box, 130, -1);
  gtk_widget_set_halign (gtk_widget_get_first_child (box), GTK_ALIGN_START);
  return box;
}

static void
update (AmiaPlanComparePage *self)
{
  gboolean   shows_same = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->same));
  GtkWidget *child = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  int n_rows = 0;

  if (self->is_updating || amia_case_reader_get (self->reader) == NULL)
    return;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);

  changes = amia_action_plan_compare (get_chosen (self, self->before),
                                      get_chosen (self, self->after));
  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaPlanChange *change = g_ptr_array_index (changes, i);

      if (!shows_same && amia_plan_change_is_same (change))
        continue;
      gtk_grid_attach (GTK_GRID (self->grid), make_cell (&change->before), 0, n_rows, 1, 1);
      gtk_grid_attach (GTK_GRID (self->grid), make_verdict (change), 1, n_rows, 1, 1);
      gtk_grid_attach (GTK_GRID (self->grid), make_cell (&change->after), 2, n_rows, 1, 1);
      n_rows++;
    }

  gtk_widget_set_visible (self->grid, n_rows > 0);
  gtk_widget_set_visible (self->nothing, n_rows == 0);
}

static void
set_choices (AmiaPlanComparePage *self)
{
  const AmiaCasePlan *plan = amia_case_reader_get (self->reader);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("The plan as it stands"));
  for (guint i = 0; i < plan->revisions->len; i++)
    {
      g_autofree char *words = amia_plan_words_revision (g_ptr_array_index (plan->revisions, i));

      gtk_string_list_append (list, words);
    }

  self->is_updating = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->before), G_LIST_MODEL (list));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->after), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->before), plan->revisions->len > 0 ? 1 : 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->after), 0);
  self->is_updating = FALSE;
  self->n_revisions = plan->revisions->len;
}

static void
changed_cb (AmiaPlanComparePage *self)
{
  const AmiaCasePlan *plan = amia_case_reader_get (self->reader);

  if (self->n_revisions != plan->revisions->len)
    set_choices (self);
  update (self);
}

static void
failed_cb (AmiaPlanComparePage *self,
           GError              *error)
{
  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
amia_plan_compare_page_dispose (GObject *object)
{
  AmiaPlanComparePage *self = AMIA_PLAN_COMPARE_PAGE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_PLAN_COMPARE_PAGE);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (amia_plan_compare_page_parent_class)->dispose (object);
}

static void
amia_plan_compare_page_class_init (AmiaPlanComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_plan_compare_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/se/amia/Amia/amia-plan-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanComparePage, before);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanComparePage, after);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanComparePage, same);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanComparePage, grid);
  gtk_widget_class_bind_template_child (widget_class, AmiaPlanComparePage, nothing);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
amia_plan_compare_page_init (AmiaPlanComparePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_drop_down_set_name (self->before, _ ("Earlier"));
  amia_drop_down_set_name (self->after, _ ("Later"));
  amia_drop_down_shorten (self->before);
  amia_drop_down_shorten (self->after);
}

gpointer
amia_plan_compare_page_read_plan (AmiaStore    *store,
                                  gpointer      data,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  return amia_store_load_plan (store, data, error);
}

GtkWidget *
amia_plan_compare_page_new (AmiaReplica    *replica,
                            const AmiaUuid *case_id)
{
  AmiaPlanComparePage *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_PLAN_COMPARE_PAGE, NULL);
  self->reader = amia_case_reader_new (replica, case_id, amia_plan_compare_page_read_plan,
                                       (GDestroyNotify) amia_case_plan_free);
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
