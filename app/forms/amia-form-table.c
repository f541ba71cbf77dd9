/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-table.h"

#include "amia-form-words.h"
#include "amia-option-words.h"
#include "amia-question.h"
#include "amia-wheel.h"

/*
 * A table is a column of horizontal boxes rather than a grid: lines come, go and move without the
 * others losing the focus, and Tab goes along a line before it goes to the next. Size groups keep
 * the columns in line.
 */

#define COLUMNS_MAX        12
#define OPTION_COLUMNS_MAX 8

/* --- Which layout ---------------------------------------------------------------------------- */

static gboolean
is_column (const AmiaItem *item)
{
  if (!amia_item_is_question (item))
    return FALSE;
  for (guint i = 0; i < item->children->len; i++)
    if (!amia_item_is_about_parent (g_ptr_array_index (item->children, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_passed_over (const AmiaItem *item)
{
  return item->is_hidden || amia_item_is_about_parent (item);
}

/* -1 if something among the children can't be a column. */
static int
count_columns (const AmiaItem *group)
{
  int n_columns = 0;

  for (guint i = 0; i < group->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (group->children, i);

      if (is_passed_over (child))
        continue;
      if (!is_column (child))
        return -1;
      n_columns++;
    }
  return n_columns > 0 && n_columns <= COLUMNS_MAX ? n_columns : -1;
}

static const AmiaItem *
get_first_line (const AmiaItem *table)
{
  for (guint i = 0; i < table->children->len; i++)
    if (!is_passed_over (g_ptr_array_index (table->children, i)))
      return g_ptr_array_index (table->children, i);
  return NULL;
}

static gboolean
have_same_options (const AmiaItem *a,
                   const AmiaItem *b)
{
  if (a->options->len != b->options->len)
    return FALSE;
  for (guint i = 0; i < a->options->len; i++)
    {
      const AmiaOption *one = g_ptr_array_index (a->options, i);
      const AmiaOption *other = g_ptr_array_index (b->options, i);

      if (!g_str_equal (one->value, other->value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_option_line (const AmiaItem *item,
                const AmiaItem *first)
{
  return item->type != AMIA_ITEM_OPEN_CHOICE && is_column (item) && item->options->len >= 2 &&
         item->options->len <= OPTION_COLUMNS_MAX && have_same_options (item, first);
}

static gboolean
is_grid_line (const AmiaItem *item,
              const AmiaItem *first)
{
  return item->type == AMIA_ITEM_GROUP && !item->is_repeating && count_columns (item) > 0 &&
         count_columns (item) == count_columns (first);
}

static gboolean
are_all_lines (const AmiaItem *table,
               gboolean (*is_line) (const AmiaItem *item, const AmiaItem *first))
{
  const AmiaItem *first = get_first_line (table);

  for (guint i = 0; i < table->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (table->children, i);

      if (!is_passed_over (child) && !is_line (child, first))
        return FALSE;
    }
  return first != NULL;
}

AmiaFormTable
amia_form_table_choose (const AmiaItem *item)
{
  if (item == NULL || item->type != AMIA_ITEM_GROUP ||
      (item->control != AMIA_CONTROL_GTABLE && item->control != AMIA_CONTROL_TABLE))
    return AMIA_FORM_TABLE_NONE;
  if (item->is_repeating)
    return count_columns (item) > 0 ? AMIA_FORM_TABLE_ROWS : AMIA_FORM_TABLE_NONE;
  if (are_all_lines (item, is_option_line))
    return AMIA_FORM_TABLE_OPTIONS;
  return are_all_lines (item, is_grid_line) ? AMIA_FORM_TABLE_GRID : AMIA_FORM_TABLE_NONE;
}

/* --- Making it ------------------------------------------------------------------------------- */

GPtrArray *
amia_form_table_columns_new (void)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < COLUMNS_MAX + 2; i++)
    g_ptr_array_add (columns, gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL));
  return columns;
}

static void
append (GtkWidget *line,
        GtkWidget *cell,
        GPtrArray *columns,
        guint      column)
{
  gtk_size_group_add_widget (g_ptr_array_index (columns, column), cell);
  gtk_box_append (GTK_BOX (line), cell);
}

static GtkWidget *
make_line_box (void)
{
  GtkWidget *line = g_object_new (GTK_TYPE_BOX,
                                  "spacing", 12,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                  NULL);

  gtk_widget_add_css_class (line, "table-line");
  return line;
}

static GtkWidget *
make_words (const char *words,
            float       xalign)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), xalign > 0 ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  return label;
}

/* The names of the options stand over their marks: as many equal parts, and the room of the button
 * that clears. */
static void
append_option_names (GtkWidget      *header,
                     const AmiaItem *question,
                     const char     *language,
                     GPtrArray      *columns)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *room = gtk_button_new_from_icon_name ("edit-clear-symbolic");

  gtk_box_set_homogeneous (GTK_BOX (names), TRUE);
  gtk_widget_set_hexpand (names, TRUE);
  for (guint i = 0; i < question->options->len; i++)
    {
      g_autofree char *words =
          amia_option_dup_label (g_ptr_array_index (question->options, i), language);

      gtk_box_append (GTK_BOX (names), make_words (words, 0.5f));
    }
  gtk_widget_add_css_class (room, "flat");
  gtk_widget_set_opacity (room, 0);
  gtk_widget_set_sensitive (room, FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (room), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (cell), names);
  gtk_box_append (GTK_BOX (cell), room);
  append (header, cell, columns, 1);
}

static void
append_question_names (GtkWidget      *header,
                       const AmiaItem *group,
                       const char     *language,
                       GPtrArray      *columns)
{
  guint column = 1;

  for (guint i = 0; i < group->children->len; i++)
    {
      const AmiaItem  *child = g_ptr_array_index (group->children, i);
      g_autofree char *words = NULL;
      GtkWidget       *label = NULL;

      if (is_passed_over (child))
        continue;
      words = amia_form_words_item (child, language);
      label = make_words (words, 0);
      gtk_label_set_yalign (GTK_LABEL (label), 1);
      gtk_widget_set_hexpand (label, TRUE);
      append (header, label, columns, column++);
    }
}

GtkWidget *
amia_form_table_make_header (AmiaFormModel  *model,
                             const AmiaItem *item,
                             GPtrArray      *columns)
{
  GtkWidget      *header = make_line_box ();
  const char     *language = amia_form_model_get_language (model);
  const AmiaItem *line = item->is_repeating ? item : get_first_line (item);

  g_return_val_if_fail (line != NULL, NULL);

  gtk_widget_add_css_class (header, "table-header");
  append (header, make_words (NULL, 0), columns, 0);
  if (amia_form_table_choose (item) == AMIA_FORM_TABLE_OPTIONS)
    append_option_names (header, line, language, columns);
  else
    append_question_names (header, line, language, columns);
  if (item->is_repeating)
    append (header, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), columns, columns->len - 1);
  return header;
}

static void
node_changed_cb (GtkWidget     *line,
                 AmiaNode      *node,
                 AmiaFormModel *model)
{
  AmiaNode *own = g_object_get_data (G_OBJECT (line), "line-node");

  if (node == NULL || node == own)
    gtk_widget_set_visible (line, amia_node_is_visible (own));
}

static void
append_cells (GtkWidget     *line,
              AmiaFormModel *model,
              AmiaNode      *node,
              const char    *name,
              GPtrArray     *columns)
{
  guint column = 1;

  for (guint i = 0; i < amia_node_get_n_children (node); i++)
    {
      AmiaNode  *child = amia_node_get_child (node, i);
      GtkWidget *slot = NULL;

      if (is_passed_over (amia_node_get_item (child)))
        continue;
      /* A question that is hidden for now leaves its place in the line empty. */
      slot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_widget_set_hexpand (slot, TRUE);
      gtk_box_append (GTK_BOX (slot), amia_question_new_in_cell (model, child, name));
      append (line, slot, columns, column++);
    }
}

GtkWidget *
amia_form_table_make_line (AmiaFormModel *model,
                           AmiaNode      *node,
                           GPtrArray     *columns)
{
  GtkWidget       *line = make_line_box ();
  const AmiaItem  *item = amia_node_get_item (node);
  g_autofree char *name = amia_form_words_item (item, amia_form_model_get_language (model));
  GtkWidget       *head = make_words (amia_node_is_row (node) ? NULL : name, 0);

  gtk_label_set_yalign (GTK_LABEL (head), 0);
  append (line, head, columns, 0);
  if (item->type == AMIA_ITEM_GROUP)
    append_cells (line, model, node, name, columns);
  else
    {
      GtkWidget *cell = amia_question_new_in_cell (model, node, NULL);

      gtk_label_set_width_chars (GTK_LABEL (head), 24);
      gtk_label_set_max_width_chars (GTK_LABEL (head), 36);
      gtk_widget_set_hexpand (cell, TRUE);
      append (line, cell, columns, 1);
    }
  g_object_set_data (G_OBJECT (line), "line-node", node);
  gtk_widget_set_visible (line, amia_node_is_visible (node));
  g_signal_connect_object (model, "node-changed", G_CALLBACK (node_changed_cb), line, G_CONNECT_SWAPPED);
  return line;
}

GtkWidget *
amia_form_table_make_scroller (GtkWidget *table)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  amia_wheel_pass_on (GTK_SCROLLED_WINDOW (scrolled));
  gtk_widget_add_css_class (table, "form-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), table);
  return scrolled;
}
