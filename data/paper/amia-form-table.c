/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <string.h>

/* Three things are tables on paper: a repeating group that the form says is one (gtable), questions
 * after each other that have the same answers to tick, and groups after each other that ask the
 * same (the days of a week). The head of a table is set again on each page. */

#define CELL_PAD      4.0
#define BLANK_ROWS    9
#define BLANK_HIGH    28.0
#define GROUP_HIGH    64.0
#define COLUMNS_MAX   7
#define COLUMNS_LARGE 4
#define FILLED_HIGH   200.0 /* a higher row is no row any more */
#define ALIKE_OPTIONS 6
#define ALIKE_SHARE   0.55 /* of the width may be for boxes */
#define ALIKE_WIDTH   44.0
#define ALIKE_GROUPS  3
#define NAME_WEIGHT   0.9
#define TABLE_SHADE   0.4

/* What a cell says, where it begins, how wide it is. */
typedef struct
{
  const char *text;
  double      x;
  double      width;
  AmiaFont    font;
} Cell;

/* One row of cells with lines around them; at least @height_min high. */
static AmiaStrip *
add_row (AmiaFormSetter *setter,
         const Cell     *cells,
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
      strip->height = MAX (strip->height,
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
      return 0.85;
    case AMIA_ITEM_TIME:
    case AMIA_ITEM_INTEGER:
    case AMIA_ITEM_BOOLEAN:
      return 0.6;
    case AMIA_ITEM_DECIMAL:
    case AMIA_ITEM_QUANTITY:
      return 0.8;
    case AMIA_ITEM_CHOICE:
    case AMIA_ITEM_OPEN_CHOICE:
      return 0.8;
    default:
      return 1.3;
    }
}

/* Cells as wide as their questions need; their texts are those of @fields. */
static void
make_cells (AmiaFormSetter *setter,
            GArray         *fields,
            Cell           *cells)
{
  double total = 0;
  double x = 0;

  for (guint i = 0; i < fields->len; i++)
    total += weigh (g_array_index (fields, AmiaPaperField, i).item);
  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);

      cells[i].x = x;
      cells[i].width = weigh (field->item) / total * amia_press_get_width (setter->press);
      cells[i].font = AMIA_FONT_SMALL;
      cells[i].text = NULL;
      x += cells[i].width;
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

static AmiaStrip *
set_head (AmiaFormSetter *setter,
          GArray         *fields,
          Cell           *cells)
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
  strip = add_row (setter, cells, fields->len, 0, 6);
  for (guint i = 0; i < fields->len; i++)
    cells[i].text = NULL;
  strip->keeps = TRUE;
  return strip;
}

/* Which number stands for which answer, for the columns that have answers to choose from. */
static void
set_key (AmiaFormSetter *setter,
         const AmiaItem *item)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *label = NULL;
  g_autofree char *words = NULL;

  if (item->options->len == 0)
    return;
  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *option =
          _amia_setter_dup_option (setter, g_ptr_array_index (item->options, i));

      g_string_append_printf (list, "%s%u %s", i > 0 ? " · " : "", i + 1, option);
    }
  label = _amia_setter_dup_label (setter, item);
  words = amia_paper_say (setter->language, AMIA_PAPER_KEY, label, list->str);
  amia_press_add_text (setter->press, AMIA_FONT_SMALL, words, 4, FALSE);
}

static void
set_blank_rows (AmiaFormSetter *setter,
                GArray         *fields,
                Cell           *cells,
                AmiaStrip      *head)
{
  const guint n = setter->info->n_rows > 0 ? setter->info->n_rows : BLANK_ROWS;

  for (guint i = 0; i < n; i++)
    {
      AmiaStrip *strip = add_row (setter,
                                  cells,
                                  fields->len,
                                  amia_press_scale (setter->press, BLANK_HIGH),
                                  0);

      strip->head = head;
      strip->keeps = i == 0;
    }
  for (guint i = 0; i < fields->len; i++)
    set_key (setter, g_array_index (fields, AmiaPaperField, i).item);
}

static void
set_filled_row (AmiaFormSetter *setter,
                GArray         *fields,
                Cell           *cells,
                AmiaStrip      *head)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);
      char                 *text = _amia_setter_dup_answer (setter, field);

      g_ptr_array_add (words, text);
      cells[i].text = text;
    }
  add_row (setter, cells, fields->len, amia_press_scale (setter->press, 18), 0)->head = head;
}

/* Every row of the list as the fields in it. */
static gboolean
has_room (AmiaFormSetter       *setter,
          const AmiaPaperField *field,
          GArray               *columns,
          const Cell           *cells)
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
              _amia_setter_dup_answer (setter, &g_array_index (fields, AmiaPaperField, j));
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
  return amia_item_is_question (field->item) && !amia_item_has_rows (field->item) &&
         field->item->type != AMIA_ITEM_TEXT && field->item->type != AMIA_ITEM_ATTACHMENT;
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
  Cell        cells[COLUMNS_MAX];
  AmiaStrip  *head = NULL;

  if (field->item->control != AMIA_CONTROL_GTABLE || columns->len < 2 || columns->len > n_max)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    {
      if (!can_be_column (&g_array_index (columns, AmiaPaperField, i)))
        return FALSE;
    }
  make_cells (setter, columns, cells);
  if (!has_room (setter, field, columns, cells))
    return FALSE;

  head = set_head (setter, columns, cells);
  if (field->node == NULL)
    set_blank_rows (setter, columns, cells, head);
  for (guint i = 0; field->node != NULL && i < amia_node_get_n_children (field->node); i++)
    {
      const AmiaPaperField at = { field->item, amia_node_get_child (field->node, i) };
      g_autoptr (GArray) fields = _amia_setter_list_children (setter, &at);

      set_filled_row (setter, fields, cells, head);
    }
  return TRUE;
}

/* --- Questions with the same answers ---------------------------------------------------------- */

static gboolean
are_same_options (GPtrArray *a,
                  GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const AmiaOption *option_a = g_ptr_array_index (a, i);
      const AmiaOption *option_b = g_ptr_array_index (b, i);

      if (strcmp (option_a->value, option_b->value) != 0)
        return FALSE;
    }

  return TRUE;
}

static double
get_option_width (AmiaFormSetter *setter,
                  const AmiaItem *item)
{
  double widest = amia_press_scale (setter->press, ALIKE_WIDTH);

  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *label =
          _amia_setter_dup_option (setter, g_ptr_array_index (item->options, i));
      g_auto (GStrv) words = g_strsplit (label, " ", -1);

      /* Labels may be broken between their words. */
      for (guint j = 0; words[j] != NULL; j++)
        widest = MAX (widest, amia_press_measure (setter->press, AMIA_FONT_SMALL, words[j]) + 6);
    }

  return widest;
}

static gboolean
is_tick_row (AmiaFormSetter       *setter,
             const AmiaPaperField *field)
{
  const AmiaItem *item = field->item;

  return item->type == AMIA_ITEM_CHOICE && !item->is_repeating && item->options->len >= 2 &&
         item->options->len <= ALIKE_OPTIONS && item->conditions->len == 0 &&
         (field->node == NULL || amia_node_is_answered (field->node)) &&
         get_option_width (setter, item) * item->options->len <=
             amia_press_get_width (setter->press) * ALIKE_SHARE;
}

static void
set_tick_head (AmiaFormSetter *setter,
               const AmiaItem *item,
               AmiaStrip     **head)
{
  const double step = get_option_width (setter, item);
  const double left = amia_press_get_left (setter->press) + amia_press_get_width (setter->press) -
                      step * item->options->len;
  AmiaStrip *strip = amia_press_add_strip (setter->press, 0, 10);

  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *label =
          _amia_setter_dup_option (setter, g_ptr_array_index (item->options, i));
      g_autoptr (PangoLayout) layout = amia_press_make_layout (setter->press,
                                                               AMIA_FONT_SMALL,
                                                               label,
                                                               step);

      pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
      strip->height = MAX (strip->height,
                           amia_strip_add_layout (strip, layout, left + i * step, 0));
    }
  strip->keeps = TRUE;
  *head = strip;
}

static void
set_tick_row (AmiaFormSetter       *setter,
              const AmiaPaperField *field,
              AmiaStrip            *head)
{
  const AmiaItem  *item = field->item;
  const double     step = get_option_width (setter, item);
  const double     size = _amia_setter_get_box_size (setter);
  const double     left = amia_press_get_left (setter->press);
  const double     label_width = amia_press_get_width (setter->press) - step * item->options->len;
  const double     line = amia_press_get_line_height (setter->press, AMIA_FONT_BODY);
  const char      *help = _amia_setter_get_help (setter, item);
  g_autofree char *label = _amia_setter_dup_label (setter, item);
  g_autoptr (PangoLayout) layout = amia_press_make_layout (setter->press,
                                                           AMIA_FONT_LABEL,
                                                           label,
                                                           label_width - 12);
  AmiaStrip *strip = amia_press_add_strip (setter->press, 0, 0);
  double     y = 4;

  y += amia_strip_add_layout (strip, layout, left, y);
  if (help != NULL)
    {
      g_autoptr (PangoLayout) small = amia_press_make_layout (setter->press,
                                                              AMIA_FONT_SMALL,
                                                              help,
                                                              label_width - 12);

      y += amia_strip_add_layout (strip, small, left, y);
    }
  strip->height = y + 5;
  for (guint i = 0; i < item->options->len; i++)
    _amia_setter_add_box (setter,
                          strip,
                          left + label_width + i * step + (step - size) / 2,
                          4 + (line - size) / 2,
                          _amia_setter_is_chosen (field, g_ptr_array_index (item->options, i)));
  amia_strip_add (strip,
                  AMIA_INK_RULE,
                  left,
                  strip->height,
                  amia_press_get_width (setter->press),
                  0)
      ->shade = 0.75;
  strip->head = head;
}

/* --- Groups that ask the same ----------------------------------------------------------------- */

static gboolean
is_same_text (const AmiaItem *a,
              const AmiaItem *b)
{
  return a->type == b->type &&
         g_strcmp0 (amia_text_get (a->text, NULL), amia_text_get (b->text, NULL)) == 0;
}

static gboolean
is_string_group (const AmiaItem *item)
{
  if (item->type != AMIA_ITEM_GROUP || item->is_repeating || item->conditions->len > 0 ||
      item->children->len < 2 || item->children->len >= COLUMNS_MAX)
    return FALSE;

  for (guint i = 0; i < item->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (item->children, i);

      if (child->type != AMIA_ITEM_STRING || child->children->len > 0 ||
          child->conditions->len > 0 || child->is_hidden || child->is_repeating)
        return FALSE;
    }

  return TRUE;
}

static gboolean
are_groups_alike (const AmiaItem *a,
                  const AmiaItem *b)
{
  if (!is_string_group (a) || !is_string_group (b) || a->children->len != b->children->len)
    return FALSE;

  for (guint i = 0; i < a->children->len; i++)
    {
      if (!is_same_text (g_ptr_array_index (a->children, i), g_ptr_array_index (b->children, i)))
        return FALSE;
    }

  return TRUE;
}

static void
set_group_head (AmiaFormSetter *setter,
                const AmiaItem *item,
                Cell           *cells,
                AmiaStrip     **head)
{
  const guint  n = item->children->len;
  const double width = amia_press_get_width (setter->press);
  const double name = width * NAME_WEIGHT / (n + NAME_WEIGHT);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  cells[0] = (Cell){ NULL, 0, name, AMIA_FONT_LABEL };
  for (guint i = 0; i < n; i++)
    {
      char *label = _amia_setter_dup_label (setter, g_ptr_array_index (item->children, i));

      g_ptr_array_add (names, label);
      cells[i + 1] = (Cell){ label, name + i * (width - name) / n, (width - name) / n,
                             AMIA_FONT_SMALL };
    }
  *head = add_row (setter, cells, n + 1, 0, 14);
  (*head)->keeps = TRUE;
  for (guint i = 0; i <= n; i++)
    cells[i].text = NULL;
}

static void
set_group_row (AmiaFormSetter       *setter,
               const AmiaPaperField *field,
               Cell                 *cells,
               AmiaStrip            *head)
{
  const gboolean   is_blank = field->node == NULL;
  const guint      n = field->item->children->len;
  g_autofree char *label = _amia_setter_dup_label (setter, field->item);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  cells[0].text = label;
  for (guint i = 0; i < n && !is_blank; i++)
    {
      const AmiaPaperField child = { g_ptr_array_index (field->item->children, i),
                                     amia_node_get_child (field->node, i) };
      char                *text = _amia_setter_dup_answer (setter, &child);

      g_ptr_array_add (words, text);
      cells[i + 1].text = text;
    }
  add_row (setter, cells, n + 1, amia_press_scale (setter->press, is_blank ? GROUP_HIGH : 30), 0)
      ->head = head;
  for (guint i = 0; i <= n; i++)
    cells[i].text = NULL;
}

/* --- Runs ------------------------------------------------------------------------------------- */

guint
_amia_setter_count_alike (AmiaFormSetter *setter,
                          GArray         *fields,
                          guint           first)
{
  const AmiaPaperField *one = &g_array_index (fields, AmiaPaperField, first);
  const gboolean        is_tick = is_tick_row (setter, one);
  guint                 end = first + 1;

  for (; end < fields->len; end++)
    {
      const AmiaPaperField *next = &g_array_index (fields, AmiaPaperField, end);

      if (is_tick ? !is_tick_row (setter, next) ||
                        !are_same_options (one->item->options, next->item->options)
                  : !are_groups_alike (one->item, next->item))
        break;
    }

  return !is_tick && end - first < ALIKE_GROUPS ? 1 : end - first;
}

void
_amia_setter_set_alike (AmiaFormSetter *setter,
                        GArray         *fields,
                        guint           first,
                        guint           n)
{
  const AmiaPaperField *one = &g_array_index (fields, AmiaPaperField, first);
  const gboolean        is_group = one->item->type == AMIA_ITEM_GROUP;
  Cell                  cells[COLUMNS_MAX + 1];
  AmiaStrip            *head = NULL;

  if (is_group)
    set_group_head (setter, one->item, cells, &head);
  else
    set_tick_head (setter, one->item, &head);

  for (guint i = first; i < first + n; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);

      if (is_group)
        set_group_row (setter, field, cells, head);
      else
        set_tick_row (setter, field, head);
      setter->last = is_group ? NULL : field->item;
    }
}
