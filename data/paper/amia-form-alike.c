/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include <string.h>

#include "amia-form-setter.h"

/* Neighbours that are rows of one table: questions after each other that have the same answers to
 * tick, and groups after each other that ask the same (the days of a week). */

#define COLUMNS_MAX   7
#define GROUP_HIGH    58.0 /* seven days are on one page */
#define BLOCK_HIGH    34.0 /* of groups with more than words: there are many of them */
#define ALIKE_OPTIONS 6
#define ALIKE_SHARE   0.55 /* of the width may be for boxes */
#define ALIKE_WIDTH   44.0
#define ALIKE_GROUPS  3
#define NAME_LEAST    84.0 /* the longest part of a day, unbroken */

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

/* An answer that is not in the list has no column to be ticked in. */
static gboolean
is_tick_row (AmiaFormSetter       *setter,
             const AmiaPaperField *field)
{
  const AmiaItem  *item = field->item;
  g_autofree char *own_words = NULL;

  if (field->node != NULL && item->type == AMIA_ITEM_CHOICE)
    own_words = _amia_setter_dup_own_words (setter, field);
  return own_words == NULL && item->type == AMIA_ITEM_CHOICE && !item->is_repeating &&
         item->options->len >= 2 &&
         item->options->len <= ALIKE_OPTIONS && item->conditions->len == 0 &&
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
      amia_strip_grow (strip,
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

/* What fits into a cell to write in. */
static gboolean
is_cell (const AmiaItem *item)
{
  const gboolean is_short = item->type == AMIA_ITEM_STRING || item->type == AMIA_ITEM_INTEGER ||
                            item->type == AMIA_ITEM_DECIMAL || item->type == AMIA_ITEM_CHOICE;

  return is_short && item->children->len == 0 && item->conditions->len == 0 && !item->is_hidden &&
         !item->is_repeating;
}

static gboolean
is_cell_group (const AmiaItem *item)
{
  if (item->type != AMIA_ITEM_GROUP || item->is_repeating || item->conditions->len > 0 ||
      item->children->len < 2 || item->children->len >= COLUMNS_MAX)
    return FALSE;

  for (guint i = 0; i < item->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (item->children, i);

      if (!is_cell (child))
        return FALSE;
    }

  return TRUE;
}

static gboolean
are_groups_alike (const AmiaItem *a,
                  const AmiaItem *b)
{
  if (!is_cell_group (a) || !is_cell_group (b) || a->children->len != b->children->len)
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
                AmiaCell       *cells,
                AmiaStrip     **head)
{
  const guint  n = item->children->len;
  const double width = amia_press_get_width (setter->press);
  const double name = amia_press_scale (setter->press, NAME_LEAST);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (AmiaPaperField));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const AmiaColumns columns = {
    .fields = fields,
    .left = name,
    .width = width - name,
    .is_blank = _amia_setter_is_blank (setter),
    .has_words = TRUE,
    .is_one_tier = TRUE,
  };

  for (guint i = 0; i < n; i++)
    {
      const AmiaPaperField field = { g_ptr_array_index (item->children, i), NULL };

      g_array_append_val (fields, field);
    }
  cells[0] = (AmiaCell){ NULL, 0, name, AMIA_FONT_LABEL, 0 };
  (void) _amia_setter_fit_columns (setter, &columns, cells + 1);
  for (guint i = 0; i < n; i++)
    {
      char *label = _amia_setter_dup_label (setter, g_ptr_array_index (item->children, i));

      g_ptr_array_add (names, label);
      cells[i + 1].text = label;
    }
  *head = _amia_setter_add_cells (setter, cells, n + 1, 0, 14);
  (*head)->keeps = TRUE;
  for (guint i = 0; i <= n; i++)
    cells[i].text = NULL;
}

/* What a choice among the columns is a choice of: there is no room for boxes. */
static void
set_group_options (AmiaFormSetter *setter,
                   const AmiaItem *item)
{
  for (guint i = 0; i < item->children->len; i++)
    {
      const AmiaItem  *child = g_ptr_array_index (item->children, i);
      g_autofree char *label = NULL;
      g_autoptr (GString) words = NULL;
      g_autoptr (PangoLayout) layout = NULL;
      AmiaStrip *strip = NULL;

      if (child->type != AMIA_ITEM_CHOICE)
        continue;
      label = _amia_setter_dup_label (setter, child);
      words = g_string_new (label);
      for (guint k = 0; k < child->options->len; k++)
        {
          const AmiaOption *option = g_ptr_array_index (child->options, k);
          const char       *name = amia_text_get (option->label, setter->language);

          g_string_append_printf (words, "%s %s", k > 0 ? " ·" : "", name != NULL ? name : "");
        }
      layout = amia_press_make_layout (
          setter->press, AMIA_FONT_SMALL, words->str, amia_press_get_width (setter->press));
      strip = amia_press_add_strip (setter->press, 0, 4);
      amia_strip_grow (
          strip,
          amia_strip_add_layout (strip, layout, amia_press_get_left (setter->press), 0));
    }
}

static double
get_row_height (const AmiaItem *item)
{
  for (guint i = 0; i < item->children->len; i++)
    {
      if (((AmiaItem *) g_ptr_array_index (item->children, i))->type != AMIA_ITEM_STRING)
        return BLOCK_HIGH;
    }

  return GROUP_HIGH;
}

static void
set_group_row (AmiaFormSetter       *setter,
               const AmiaPaperField *field,
               AmiaCell             *cells,
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
  _amia_setter_add_cells (
      setter,
      cells,
      n + 1,
      amia_press_scale (setter->press, is_blank ? get_row_height (field->item) : 30),
      0)
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
  AmiaCell              cells[COLUMNS_MAX + 1];
  AmiaStrip            *head = NULL;

  if (is_group)
    {
      amia_press_keep_last (setter->press);
      amia_press_begin_unit (setter->press);
      set_group_head (setter, one->item, cells, &head);
    }
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
  if (is_group)
    amia_press_end_unit (setter->press);
  if (is_group && one->node == NULL)
    set_group_options (setter, one->item);
}
