/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <string.h>

/* A repeating group as a table, its questions as columns. What is chosen from a list is written as
 * a number, since there is no room for boxes; beneath the table it says which. The head of a table
 * is set again on each page. */

#define CELL_PAD      4.0
#define BLANK_ROWS    6
#define TABLE_ROWS    10 /* of what the form itself calls a table */
#define NESTED_ROWS   4
#define SHORT_ROWS    5
#define BLANK_HIGH    27.0
#define SHORT_HIGH    25.0
#define COLUMNS_MAX   10
#define COLUMNS_LARGE 4
#define FILLED_HIGH   200.0 /* a higher row is no row any more */
#define TABLE_SHADE   0.4

/* One row of cells with lines around them; at least @height_min high. */
AmiaStrip *
_amia_setter_add_cells (AmiaFormSetter *setter,
                        const AmiaCell *cells,
                        guint           n_cells,
                        double          height_min,
                        double          space)
{
  AmiaStrip   *strip = amia_press_add_strip (setter->press, height_min, space);
  const double left = amia_press_get_left (setter->press);

  for (guint i = 0; i < n_cells; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;

      if (cells[i].text == NULL)
        continue;
      layout = amia_press_make_layout (setter->press,
                                       cells[i].font,
                                       cells[i].text,
                                       cells[i].width - 2 * CELL_PAD);
      amia_strip_grow (strip,
                       2 * CELL_PAD + amia_strip_add_layout (strip,
                                                             layout,
                                                             left + cells[i].x + CELL_PAD,
                                                             CELL_PAD));
    }
  for (guint i = 0; i < n_cells; i++)
    amia_strip_add (strip,
                    AMIA_INK_BOX,
                    left + cells[i].x,
                    0,
                    cells[i].width,
                    strip->height)
        ->shade = TABLE_SHADE;
  return strip;
}

/* --- A repeating group ------------------------------------------------------------------------ */

static double
weigh (const AmiaItem *item)
{
  switch ((int) item->type)
    {
    case AMIA_ITEM_DATE:
      return 0.7;
    case AMIA_ITEM_TIME:
    case AMIA_ITEM_INTEGER:
    case AMIA_ITEM_BOOLEAN:
    case AMIA_ITEM_DECIMAL:
    case AMIA_ITEM_QUANTITY:
      return 0.4;
    case AMIA_ITEM_CHOICE:
    case AMIA_ITEM_OPEN_CHOICE:
      return 0.5;
    case AMIA_ITEM_TEXT:
      return 3;
    default:
      return 1.6;
    }
}

static char *
make_column_name (AmiaFormSetter *setter,
                  const AmiaItem *item)
{
  const AmiaOption *unit = item->units->len == 1 ? g_ptr_array_index (item->units, 0) : NULL;
  const char       *unit_words = unit != NULL ? amia_text_get (unit->label, setter->language)
                                              : NULL;
  g_autofree char  *label = _amia_setter_dup_label (setter, item);

  return unit_words != NULL ? g_strdup_printf ("%s (%s)", label, unit_words)
                            : g_steal_pointer (&label);
}

static double
measure_widest_word (AmiaFormSetter *setter,
                     const char     *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  double widest = 0;

  for (guint i = 0; words[i] != NULL; i++)
    widest = MAX (widest, amia_press_measure (setter->press, AMIA_FONT_SMALL, words[i]));
  return widest + 2 * CELL_PAD + 1;
}

/* Each column is as wide as the longest word at its head; what is left goes to those in which most
 * is written. */
static void
make_cells (AmiaFormSetter *setter,
            GArray         *fields,
            AmiaCell       *cells)
{
  double left = amia_press_get_width (setter->press);
  double total = 0;
  double x = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);
      g_autofree char      *name = make_column_name (setter, field->item);

      cells[i] = (AmiaCell){ NULL, 0, measure_widest_word (setter, name), AMIA_FONT_SMALL };
      left -= cells[i].width;
      total += weigh (field->item);
    }
  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);

      cells[i].x = x;
      cells[i].width += left * weigh (field->item) / total;
      x += cells[i].width;
    }
}

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
      char                 *name = make_column_name (setter, field->item);

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
  return setter->is_short ? SHORT_ROWS : BLANK_ROWS;
}

static void
set_blank_rows (AmiaFormSetter *setter,
                const AmiaItem *item,
                GArray         *fields,
                AmiaCell       *cells,
                AmiaStrip      *head)
{
  const guint n = count_blank_rows (setter, item);

  for (guint i = 0; i < n; i++)
    {
      AmiaStrip *strip = _amia_setter_add_cells (
          setter, cells, fields->len,
          amia_press_scale (setter->press, setter->is_short ? SHORT_HIGH : BLANK_HIGH), 0);

      strip->head = head;
      strip->keeps = i + 1 < n;
    }
  for (guint i = 0; i < fields->len; i++)
    set_key (setter, g_array_index (fields, AmiaPaperField, i).item);
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
                                           cells[j].width - 2 * CELL_PAD);
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
  const guint n_max = amia_press_is_large (setter->press) ? COLUMNS_LARGE : COLUMNS_MAX;
  AmiaCell    cells[COLUMNS_MAX];
  AmiaStrip  *head = NULL;

  /* Filled in, only what the form says is a table: words need more room than numbers. */
  if ((field->item->control != AMIA_CONTROL_GTABLE && field->node != NULL) || columns->len < 2 ||
      columns->len > n_max)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    {
      if (!can_be_column (&g_array_index (columns, AmiaPaperField, i)))
        return FALSE;
    }
  make_cells (setter, columns, cells);
  if (!has_room (setter, field, columns, cells))
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
