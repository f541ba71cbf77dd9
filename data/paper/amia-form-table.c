/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <string.h>

/* A repeating group as a table, its questions as columns. What is chosen from a list is written as
 * a number, since there is no room for boxes; beneath the table it says which. The head of a table
 * is set again on each page. */

#define BLANK_ROWS    6
#define TABLE_ROWS    10 /* of what the form itself calls a table */
#define NESTED_ROWS   4
#define SHORT_ROWS    5
#define BLANK_HIGH    27.0
#define SHORT_HIGH    25.0
#define COLUMNS_MAX   10
#define TOGETHER_HIGH 400.0 /* a lower table is not broken */
#define FILLED_HIGH   200.0 /* a higher row is no row any more */
#define TABLE_SHADE   0.4
#define ROW_WEIGHT    1.4

/* One tier of a row: cells with lines around them, from @y on; returns how high it is. */
static double
add_tier (AmiaFormSetter *setter,
          AmiaStrip      *strip,
          const AmiaCell *cells,
          guint           n_cells,
          guint           tier,
          double          y,
          double          height)
{
  const double left = amia_press_get_left (setter->press);

  for (guint i = 0; i < n_cells; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;
      double text_height;

      if (cells[i].tier != tier || cells[i].text == NULL)
        continue;
      layout = amia_press_make_layout (setter->press,
                                       cells[i].font,
                                       cells[i].text,
                                       cells[i].width - 2 * AMIA_CELL_PAD);
      text_height = amia_strip_add_layout (strip,
                                           layout,
                                           left + cells[i].x + AMIA_CELL_PAD,
                                           y + AMIA_CELL_PAD);
      height = MAX (height, text_height + 2 * AMIA_CELL_PAD);
    }
  for (guint i = 0; i < n_cells; i++)
    {
      if (cells[i].tier == tier)
        amia_strip_add (strip, AMIA_INK_BOX, left + cells[i].x, y, cells[i].width, height)
            ->shade = TABLE_SHADE;
    }
  return height;
}

AmiaStrip *
_amia_setter_add_cells (AmiaFormSetter *setter,
                        const AmiaCell *cells,
                        guint           n_cells,
                        double          height_min,
                        double          space)
{
  const guint  n_tiers = cells[n_cells - 1].tier + 1;
  const double left = amia_press_get_left (setter->press);
  AmiaStrip   *strip = amia_press_add_strip (setter->press, 0, space);
  double       y = 0;

  for (guint i = 0; i < n_tiers; i++)
    y += add_tier (setter, strip, cells, n_cells, i, y, height_min);
  amia_strip_grow (strip, y);

  /* Which tiers are one row. */
  if (n_tiers > 1)
    amia_strip_add (strip, AMIA_INK_RULE, left, 0, amia_press_get_width (setter->press), 0)
        ->weight = ROW_WEIGHT;
  return strip;
}

/* --- A repeating group ------------------------------------------------------------------------ */

static AmiaStrip *
set_head (AmiaFormSetter *setter,
          GArray         *fields,
          AmiaCell       *cells)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  AmiaStrip *strip = NULL;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);
      char                 *name = _amia_setter_dup_column_name (setter, field->item);

      g_ptr_array_add (names, name);
      cells[i].text = name;
    }
  strip = _amia_setter_add_cells (setter, cells, fields->len, 0, 6);
  for (guint i = 0; i < fields->len; i++)
    cells[i].text = NULL;
  strip->keeps = TRUE;
  return strip;
}

static void
append_options (AmiaFormSetter *setter,
                const AmiaItem *item,
                GString        *words)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *key = NULL;

  if (item->options->len == 0)
    return;
  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *option =
          _amia_setter_dup_option (setter, g_ptr_array_index (item->options, i));

      g_string_append_printf (list, "%s%u\302\240%s", i > 0 ? " · " : "", i + 1, option);
    }
  key = amia_paper_say (setter->language, AMIA_PAPER_KEY, list->str, NULL);
  g_string_append_printf (words, " %s", key);
}

static void
append_end (AmiaFormSetter *setter,
            const AmiaItem *item,
            AmiaItemControl end,
            const char     *number,
            GString        *words)
{
  const AmiaItem *remark = amia_item_find_remark (item, end);

  if (remark != NULL && number != NULL)
    g_string_append_printf (words,
                            " %s = %s.",
                            number,
                            amia_text_get (remark->text, setter->language));
}

/* What a column has no room for: help, the ends of a scale, and which number stands for which
 * answer. */
static void
set_key (AmiaFormSetter *setter,
         const AmiaItem *item)
{
  const char      *help = _amia_setter_get_help (setter, item);
  g_autofree char *label = _amia_setter_dup_label (setter, item);
  g_autoptr (GString) words = g_string_new (NULL);

  if (help != NULL)
    g_string_append_printf (words, " %s", help);
  append_end (setter, item, AMIA_CONTROL_LOWER, item->min_value, words);
  append_end (setter, item, AMIA_CONTROL_UPPER, item->max_value, words);
  append_options (setter, item, words);
  if (words->len == 0)
    return;
  g_string_prepend (words, g_str_has_suffix (label, "?") ? "" : ":");
  g_string_prepend (words, label);
  amia_press_add_text (setter->press, AMIA_FONT_SMALL, words->str, setter->is_short ? 0 : 3, FALSE);
}

static guint
count_blank_rows (AmiaFormSetter *setter,
                  const AmiaItem *item)
{
  if (setter->info->n_rows > 0)
    return setter->info->n_rows;
  if (item->control == AMIA_CONTROL_GTABLE)
    return TABLE_ROWS;
  if (item->depth > 2)
    return NESTED_ROWS;
  if (setter->is_short)
    return SHORT_ROWS;
  return amia_press_is_thrifty (setter->press) ? BLANK_ROWS - 1 : BLANK_ROWS;
}

/* What the numbers stand for is on the page of the last row. */
static void
set_keys (AmiaFormSetter *setter,
          GArray         *fields)
{
  GPtrArray  *strips = amia_press_get_strips (setter->press);
  const guint last_row = strips->len - 1;

  for (guint i = 0; i < fields->len; i++)
    set_key (setter, g_array_index (fields, AmiaPaperField, i).item);
  for (guint i = last_row; i + 1 < strips->len; i++)
    ((AmiaStrip *) g_ptr_array_index (strips, i))->keeps = TRUE;
}

static void
set_blank_rows (AmiaFormSetter *setter,
                const AmiaItem *item,
                GArray         *fields,
                AmiaCell       *cells,
                AmiaStrip      *head)
{
  const guint  n = count_blank_rows (setter, item);
  const double high = amia_press_scale (setter->press, setter->is_short ? SHORT_HIGH : BLANK_HIGH);

  for (guint i = 0; i < n; i++)
    {
      AmiaStrip     *strip = _amia_setter_add_cells (setter, cells, fields->len, high, 0);
      const gboolean is_inside = i > 0 && i + 2 < n;

      strip->head = head;
      strip->keeps = i + 1 < n && (!is_inside || n * strip->height <= TOGETHER_HIGH);
    }
  set_keys (setter, fields);
}

static void
set_filled_row (AmiaFormSetter *setter,
                GArray         *fields,
                AmiaCell       *cells,
                AmiaStrip      *head)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);
      char                 *text = _amia_setter_dup_cell (setter, field);

      g_ptr_array_add (words, text);
      cells[i].text = text;
    }
  _amia_setter_add_cells (setter, cells, fields->len, amia_press_scale (setter->press, 18), 0)
      ->head = head;
}

/* Every row of the list as the fields in it. */
static gboolean
has_room (AmiaFormSetter       *setter,
          const AmiaPaperField *field,
          GArray               *columns,
          const AmiaCell       *cells)
{
  const guint n_rows = field->node != NULL ? amia_node_get_n_children (field->node) : 0;

  for (guint i = 0; i < n_rows; i++)
    {
      const AmiaPaperField row = { field->item, amia_node_get_child (field->node, i) };
      g_autoptr (GArray) fields = _amia_setter_list_children (setter, &row);

      if (fields->len != columns->len)
        return FALSE;
      for (guint j = 0; j < fields->len; j++)
        {
          g_autofree char *words =
              _amia_setter_dup_cell (setter, &g_array_index (fields, AmiaPaperField, j));
          g_autoptr (PangoLayout) layout = NULL;
          int height;

          layout = amia_press_make_layout (setter->press,
                                           AMIA_FONT_SMALL,
                                           words != NULL ? words : "",
                                           cells[j].width - 2 * AMIA_CELL_PAD);
          pango_layout_get_size (layout, NULL, &height);
          if (pango_units_to_double (height) > FILLED_HIGH)
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
can_be_column (const AmiaPaperField *field)
{
  const AmiaItem *item = field->item;

  if (!amia_item_is_question (item) || amia_item_has_rows (item) || item->conditions->len > 0 ||
      item->type == AMIA_ITEM_ATTACHMENT || item->is_signature_required)
    return FALSE;

  for (guint i = 0; i < item->children->len; i++)
    {
      if (!amia_item_is_about_parent (g_ptr_array_index (item->children, i)))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_setter_set_table (AmiaFormSetter       *setter,
                        const AmiaPaperField *field)
{
  const AmiaPaperField row = {
    field->item,
    field->node != NULL && amia_node_get_n_children (field->node) > 0
        ? amia_node_get_child (field->node, 0)
        : NULL,
  };
  g_autoptr (GArray) columns = _amia_setter_list_children (setter, &row);
  const AmiaColumns room = {
    .fields = columns,
    .list = field->node,
    .is_blank = field->node == NULL,
    .width = amia_press_get_width (setter->press),
    .is_one_tier = setter->is_short,
  };
  AmiaCell   cells[COLUMNS_MAX];
  AmiaStrip *head = NULL;

  /* Filled in, only what the form says is a table: words need more room than numbers. */
  if ((field->item->control != AMIA_CONTROL_GTABLE && field->node != NULL) || columns->len < 2 ||
      columns->len > COLUMNS_MAX)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    {
      if (!can_be_column (&g_array_index (columns, AmiaPaperField, i)))
        return FALSE;
    }
  if (_amia_setter_fit_columns (setter, &room, cells) == 0 ||
      !has_room (setter, field, columns, cells))
    return FALSE;

  if (field->item->text != NULL)
    _amia_setter_set_group_heading (setter, field->item);
  head = set_head (setter, columns, cells);
  if (field->node == NULL)
    set_blank_rows (setter, field->item, columns, cells, head);
  for (guint i = 0; field->node != NULL && i < amia_node_get_n_children (field->node); i++)
    {
      const AmiaPaperField at = { field->item, amia_node_get_child (field->node, i) };
      g_autoptr (GArray) fields = _amia_setter_list_children (setter, &at);

      set_filled_row (setter, fields, cells, head);
    }
  return TRUE;
}
