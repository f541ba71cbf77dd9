/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-sections.h"

#include <glib/gi18n.h>

#include "amia-form-words.h"

#define TITLE_LINES_MAX 3

struct _AmiaFormSections
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  GtkWidget     *list;
  GPtrArray     *rows; /* GtkListBoxRow */
  AmiaNode      *current;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaFormSections, amia_form_sections, GTK_TYPE_BOX)

static AmiaNode *
get_section (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "node");
}

static void
row_activated_cb (AmiaFormSections *self,
                  GtkListBoxRow    *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, get_section (GTK_WIDGET (row)));
}

static void
update_row (AmiaFormSections *self,
            GtkWidget        *row)
{
  AmiaNode        *section = get_section (row);
  GtkLabel        *count = g_object_get_data (G_OBJECT (row), "count");
  guint            answered = 0;
  guint            total = 0;
  g_autofree char *title = amia_form_words_item (amia_node_get_item (section),
                                                 amia_form_model_get_language (self->model));
  g_autofree char *words = NULL;
  g_autofree char *name = NULL;

  amia_response_get_progress (amia_form_model_get_response (self->model), section, &answered,
                              &total);
  words = g_strdup_printf ("%u/%u", answered, total);
  gtk_label_set_text (count, words);
  gtk_widget_set_visible (GTK_WIDGET (count), total > 0);
  if (answered == total && total > 0)
    gtk_widget_add_css_class (row, "section-done");
  else
    gtk_widget_remove_css_class (row, "section-done");
  gtk_widget_set_visible (row, amia_node_is_visible (section));
  /* Translators: accessible name of a section: its title, answered and all questions. */
  name = g_strdup_printf (_ ("%s, %u of %u answered"), title, answered, total);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
amia_form_sections_update (AmiaFormSections *self)
{
  g_return_if_fail (AMIA_IS_FORM_SECTIONS (self));

  for (guint i = 0; i < self->rows->len; i++)
    update_row (self, g_ptr_array_index (self->rows, i));
}

static void
add_row (AmiaFormSections *self,
         AmiaNode         *section)
{
  g_autofree char *title = amia_form_words_item (amia_node_get_item (section),
                                                 amia_form_model_get_language (self->model));
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *label = gtk_label_new (title);
  GtkWidget       *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), TITLE_LINES_MAX);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (row, title);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "caption");
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data (G_OBJECT (row), "node", section);
  g_object_set_data (G_OBJECT (row), "count", count);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  g_ptr_array_add (self->rows, row);
}

/* What one goes to: what has a name, and is a group or begins a page. */
static gboolean
is_section (AmiaOutline *outline,
            guint        index)
{
  const AmiaOutlinePart *part = amia_outline_get_part (outline, index);
  const AmiaItem        *item = amia_node_get_item (part->node);

  if (part->role != AMIA_OUTLINE_PART || item->is_hidden)
    return FALSE;
  return item->text != NULL &&
         (item->type == AMIA_ITEM_GROUP || item->control == AMIA_CONTROL_PAGE);
}

void
amia_form_sections_set_model (AmiaFormSections *self,
                              AmiaFormModel    *model,
                              AmiaOutline      *outline)
{
  g_return_if_fail (AMIA_IS_FORM_SECTIONS (self));
  g_return_if_fail (outline != NULL);

  g_set_object (&self->model, model);
  self->current = NULL;
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < amia_outline_get_n_parts (outline); i++)
    if (is_section (outline, i))
      add_row (self, amia_outline_get_part (outline, i)->node);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 1);
  amia_form_sections_update (self);
}

void
amia_form_sections_set_current (AmiaFormSections *self,
                                AmiaNode         *section)
{
  g_return_if_fail (AMIA_IS_FORM_SECTIONS (self));

  if (self->current == section)
    return;
  self->current = section;
  for (guint i = 0; i < self->rows->len; i++)
    if (get_section (g_ptr_array_index (self->rows, i)) == section)
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), g_ptr_array_index (self->rows, i));
}

AmiaNode *
amia_form_sections_get_neighbour (AmiaFormSections *self,
                                  int               offset)
{
  int index = -1;

  g_return_val_if_fail (AMIA_IS_FORM_SECTIONS (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    if (get_section (g_ptr_array_index (self->rows, i)) == self->current)
      index = (int) i;
  for (index += offset; index >= 0 && index < (int) self->rows->len; index += offset)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, (guint) index);

      if (gtk_widget_get_visible (row))
        return get_section (row);
    }
  return NULL;
}

static void
amia_form_sections_dispose (GObject *object)
{
  AmiaFormSections *self = AMIA_FORM_SECTIONS (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (amia_form_sections_parent_class)->dispose (object);
}

static void
amia_form_sections_class_init (AmiaFormSectionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_sections_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", AMIA_TYPE_FORM_SECTIONS, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
amia_form_sections_init (AmiaFormSections *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = g_ptr_array_new ();
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_widget_add_css_class (self->list, "form-sections");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sections"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self),
                          FALSE); /* The labels inside want to grow; the list has its width. */
}
