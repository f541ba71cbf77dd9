/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <stdlib.h>
#include <string.h>

#include "amia-decimal.h"

/* What is written on or in: lines as far apart as handwriting needs, squares for the digits of
 * a day, marks for a scale. */

#define LINE_SPACE   24.0 /* 8.5 mm */
#define RULE_SHADE   0.35
#define SQUARE       14.0
#define SQUARE_HIGH  17.0
#define HYPHEN       8.0
#define SHORT_LINE   64.0
#define UNIT_GAP     6.0
#define MARK         21.0
#define MARK_STEP    38.0
#define MARKS_MAX    11
#define SIGNATURE    40.0
#define SIGNED_SHARE 0.7

double
_amia_setter_get_line_space (const AmiaFormSetter *setter)
{
  return amia_press_is_large (setter->press) ? LINE_SPACE * 1.4 : LINE_SPACE;
}

static void
add_rule (AmiaStrip *strip,
          double     x,
          double     y,
          double     width)
{
  amia_strip_add (strip, AMIA_INK_RULE, x, y, width, 0)->shade = RULE_SHADE;
}

void
_amia_setter_set_lines (AmiaFormSetter *setter,
                        guint           n)
{
  for (guint i = 0; i < n; i++)
    {
      const double height = _amia_setter_get_line_space (setter);
      AmiaStrip   *strip = amia_press_add_strip (setter->press, height, 0);

      add_rule (strip,
                amia_press_get_left (setter->press),
                height - 1,
                amia_press_get_width (setter->press));
    }
}

void
_amia_setter_set_signature (AmiaFormSetter       *setter,
                            const AmiaPaperField *field)
{
  const double height = amia_press_scale (setter->press, SIGNATURE);
  const double width = amia_press_get_width (setter->press) * SIGNED_SHARE;
  AmiaStrip   *strip = amia_press_add_strip (setter->press, height, 0);

  add_rule (strip, amia_press_get_left (setter->press), height - 1, width);
  amia_press_add_text (setter->press,
                       AMIA_FONT_SMALL,
                       amia_paper_word (setter->language, AMIA_PAPER_SIGNATURE),
                       2,
                       FALSE);
}

/* --- Short answers ---------------------------------------------------------------------------- */

/* How the squares of a type are grouped; NULL if it has none. */
static const char *
get_squares (const AmiaItem *item)
{
  if (item->type == AMIA_ITEM_TIME)
    return "00:00";
  if (item->control == AMIA_CONTROL_YEAR)
    return "0000";
  if (item->control == AMIA_CONTROL_YEAR_MONTH)
    return "0000-00";
  if (item->type == AMIA_ITEM_DATE)
    return "0000-00-00";
  return item->type == AMIA_ITEM_DATE_TIME ? "0000-00-00 00:00" : NULL;
}

static const char *
get_unit (AmiaFormSetter *setter,
          const AmiaItem *item)
{
  const AmiaItem   *remark = amia_item_find_remark (item, AMIA_CONTROL_UNIT);
  const AmiaOption *unit = item->units->len == 1 ? g_ptr_array_index (item->units, 0) : NULL;

  if (unit != NULL)
    return amia_text_get (unit->label, setter->language);
  return remark != NULL ? amia_text_get (remark->text, setter->language) : NULL;
}

double
_amia_setter_measure_short (AmiaFormSetter *setter,
                            const AmiaItem *item)
{
  const char *squares = get_squares (item);
  const char *unit = get_unit (setter, item);
  double      width = 0;

  for (const char *at = squares; at != NULL && *at != '\0'; at++)
    width += amia_press_scale (setter->press, *at == '0' ? SQUARE : HYPHEN);
  if (squares != NULL)
    return width;
  if (item->type != AMIA_ITEM_INTEGER && item->type != AMIA_ITEM_DECIMAL &&
      item->type != AMIA_ITEM_QUANTITY)
    return 0;

  width = amia_press_scale (setter->press, SHORT_LINE);
  if (unit != NULL)
    width += UNIT_GAP + amia_press_measure (setter->press, AMIA_FONT_BODY, unit);
  return width;
}

static void
add_sign (AmiaFormSetter *setter,
          AmiaStrip      *strip,
          char            sign,
          double          x,
          double          low,
          double          width)
{
  const char text[] = { sign == '-' ? '-' : sign, '\0' };
  g_autoptr (PangoLayout) layout = amia_press_make_layout (setter->press,
                                                           AMIA_FONT_BODY,
                                                           text,
                                                           width);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  amia_strip_add_layout (strip,
                         layout,
                         x,
                         low - amia_press_get_line_height (setter->press, AMIA_FONT_BODY) - 1);
}

static void
add_squares (AmiaFormSetter *setter,
             const char     *squares,
             AmiaStrip      *strip,
             double          x,
             double          low)
{
  const double height = amia_press_scale (setter->press, SQUARE_HIGH);

  for (; *squares != '\0'; squares++)
    {
      const double width = amia_press_scale (setter->press, *squares == '0' ? SQUARE : HYPHEN);

      if (*squares == '0')
        amia_strip_add (strip, AMIA_INK_BOX, x, low - height, width, height)->shade = RULE_SHADE;
      else if (*squares != ' ')
        add_sign (setter, strip, *squares, x, low, width);
      x += width;
    }
}

void
_amia_setter_add_short (AmiaFormSetter *setter,
                        const AmiaItem *item,
                        AmiaStrip      *strip,
                        double          x,
                        double          low)
{
  const char  *squares = get_squares (item);
  const char  *unit = get_unit (setter, item);
  const double line = amia_press_scale (setter->press, SHORT_LINE);

  if (squares != NULL)
    {
      add_squares (setter, squares, strip, x, low);
      return;
    }
  add_rule (strip, x, low, line);
  if (unit != NULL)
    {
      g_autoptr (PangoLayout) layout = amia_press_make_layout (setter->press,
                                                               AMIA_FONT_BODY,
                                                               unit,
                                                               0);

      amia_strip_add_layout (strip,
                             layout,
                             x + line + UNIT_GAP,
                             low - amia_press_get_line_height (setter->press, AMIA_FONT_BODY));
    }
}

/* --- Scales ----------------------------------------------------------------------------------- */

/* The marks of a scale, from @low in steps of @step. */
typedef struct
{
  int   low;
  int   step;
  guint n;
} Marks;

static gboolean
read_marks (const AmiaItem *item,
            Marks          *marks)
{
  gint64 low;
  gint64 high;
  gint64 step;

  if (item->control != AMIA_CONTROL_SLIDER || item->type != AMIA_ITEM_INTEGER ||
      item->min_value == NULL || item->max_value == NULL ||
      !amia_decimal_is_integer (item->min_value) || !amia_decimal_is_integer (item->max_value))
    return FALSE;

  low = g_ascii_strtoll (item->min_value, NULL, 10);
  high = g_ascii_strtoll (item->max_value, NULL, 10);
  step = item->slider_step != NULL ? g_ascii_strtoll (item->slider_step, NULL, 10) : 1;
  /* Beyond 32 bits no answer can be. */
  if (step < 1 || low < G_MININT32 || high > G_MAXINT32 || high <= low ||
      (high - low) / step >= MARKS_MAX)
    return FALSE;

  marks->low = (int) low;
  marks->step = (int) step;
  marks->n = (guint) ((high - low) / step) + 1;
  return TRUE;
}

gboolean
_amia_setter_is_scale (const AmiaItem *item)
{
  Marks marks;

  return read_marks (item, &marks);
}

static void
add_mark (AmiaFormSetter *setter,
          AmiaStrip      *strip,
          int             number,
          double          x,
          double          size,
          gboolean        is_chosen)
{
  g_autofree char *text = g_strdup_printf ("%d", number);
  g_autoptr (PangoLayout) layout = amia_press_make_layout (setter->press,
                                                           is_chosen ? AMIA_FONT_LABEL
                                                                     : AMIA_FONT_BODY,
                                                           text,
                                                           size);
  const double height = amia_press_get_line_height (setter->press, AMIA_FONT_BODY);
  const guint  before = strip->inks->len;

  amia_strip_add (strip, is_chosen ? AMIA_INK_DISC : AMIA_INK_RING, x, 1, size, size)->weight = 0.8;
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  amia_strip_add_layout (strip, layout, x, 1 + (size - height) / 2);
  if (is_chosen)
    {
      /* White on black, and a ring around it: it is seen on a bad copy, too. */
      g_array_index (strip->inks, AmiaInk, before + 1).shade = 1;
      amia_strip_add (strip, AMIA_INK_RING, x - 3, -2, size + 6, size + 6)->weight = 1.2;
    }
}

static void
set_ends (AmiaFormSetter *setter,
          const AmiaItem *item,
          double          width)
{
  const AmiaItem *ends[] = { amia_item_find_remark (item, AMIA_CONTROL_LOWER),
                             amia_item_find_remark (item, AMIA_CONTROL_UPPER) };
  AmiaStrip      *strip = NULL;

  if (ends[0] == NULL && ends[1] == NULL)
    return;
  strip = amia_press_add_strip (setter->press, 0, 3);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *words = ends[i] != NULL ? amia_text_get (ends[i]->text, setter->language) : NULL;
      g_autoptr (PangoLayout) layout = NULL;

      if (words == NULL)
        continue;
      layout = amia_press_make_layout (setter->press, AMIA_FONT_SMALL, words, width * 0.48);
      pango_layout_set_alignment (layout, i == 0 ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
      amia_strip_grow (strip,
                       amia_strip_add_layout (strip,
                                              layout,
                                              amia_press_get_left (setter->press) +
                                                  (i == 0 ? 0 : width * 0.52),
                                              0));
    }
}

void
_amia_setter_set_scale (AmiaFormSetter       *setter,
                        const AmiaPaperField *field)
{
  const char  *value = field->node != NULL ? amia_node_get_value (field->node) : NULL;
  const double size = amia_press_scale (setter->press, MARK);
  Marks        marks;
  double       step;
  AmiaStrip   *strip = NULL;

  g_return_if_fail (read_marks (field->item, &marks));

  step = MIN (amia_press_scale (setter->press, MARK_STEP),
              (amia_press_get_width (setter->press) - size) / (marks.n - 1));
  strip = amia_press_add_strip (setter->press, size + 3, 6);
  for (guint i = 0; i < marks.n; i++)
    {
      const int number = marks.low + (int) i * marks.step;

      add_mark (setter,
                strip,
                number,
                amia_press_get_left (setter->press) + i * step,
                size,
                value != NULL && atoi (value) == number);
    }
  set_ends (setter, field->item, (marks.n - 1) * step + size);
}
