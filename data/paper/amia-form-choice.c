/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

/* Tick boxes. A box is a square for one answer and for several, as on Swedish paper forms; that
 * several may be ticked is said in words. A ticked box has a cross and its label is bold. */

#define BOX         9.0
#define BOX_GAP     6.0
#define OPTION_GAP  18.0
#define ROW_SPACE   4.0
#define COLUMNS_MAX 6
#define ONE_COLUMN  4  /* so few options stand under each other */
#define LISTED_MAX  30 /* more are not printed on a blank form */
#define FILLED_MAX  7  /* with more only those that were chosen are printed on a filled one */

char *
_amia_setter_dup_option (const AmiaFormSetter *setter,
                         const AmiaOption     *option)
{
  const char *label = amia_text_get (option->label, setter->language);

  if (label == NULL)
    label = option->value;
  return option->prefix != NULL ? g_strdup_printf ("%s %s", option->prefix, label)
                                : g_strdup (label);
}

double
_amia_setter_get_box_size (const AmiaFormSetter *setter)
{
  return amia_press_is_large (setter->press) ? BOX * 1.5 : BOX;
}

void
_amia_setter_add_box (AmiaFormSetter *setter,
                      AmiaStrip      *strip,
                      double          x,
                      double          y,
                      gboolean        is_ticked)
{
  const double size = _amia_setter_get_box_size (setter);

  amia_strip_add (strip, AMIA_INK_BOX, x, y, size, size)->weight = 0.8;
  if (is_ticked)
    amia_strip_add (strip, AMIA_INK_CROSS, x + 1.5, y + 1.5, size - 3, size - 3)->weight = 1.6;
}

/* One option as it will be set. */
typedef struct
{
  char    *label;
  gboolean is_chosen;
} Box;

static void
clear_box (gpointer data)
{
  g_free (((Box *) data)->label);
}

static GArray *
new_boxes (void)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (Box));

  g_array_set_clear_func (boxes, clear_box);
  return boxes;
}

static void
list_yes_and_no (AmiaFormSetter       *setter,
                 const AmiaPaperField *field,
                 GArray               *boxes)
{
  const char *value = field->node != NULL ? amia_node_get_value (field->node) : NULL;
  const Box   both[] = {
      { g_strdup (amia_paper_word (setter->language, AMIA_PAPER_YES)),
        g_strcmp0 (value, "true") == 0 },
      { g_strdup (amia_paper_word (setter->language, AMIA_PAPER_NO)),
        g_strcmp0 (value, "false") == 0 },
  };

  g_array_append_vals (boxes, both, G_N_ELEMENTS (both));
}

/* (element-type Box) */
static GArray *
list_boxes (AmiaFormSetter       *setter,
            const AmiaPaperField *field)
{
  GPtrArray *options = field->item->options;
  GArray    *boxes = new_boxes ();

  if (field->item->type == AMIA_ITEM_BOOLEAN)
    list_yes_and_no (setter, field, boxes);
  for (guint i = 0; i < options->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (options, i);
      Box               box = { NULL, _amia_setter_is_chosen (field, option) };

      if (field->node != NULL && options->len > FILLED_MAX && !box.is_chosen)
        continue;
      box.label = _amia_setter_dup_option (setter, option);
      g_array_append_val (boxes, box);
    }

  return boxes;
}

static AmiaFont
get_font (const Box *box)
{
  return box->is_chosen ? AMIA_FONT_LABEL : AMIA_FONT_BODY;
}

/* Boxes and text stand on one line: the box is centred on the capitals. */
static double
get_box_drop (AmiaFormSetter *setter)
{
  return (amia_press_get_line_height (setter->press, AMIA_FONT_BODY) -
          _amia_setter_get_box_size (setter)) /
         2;
}

static double
measure_row (AmiaFormSetter *setter,
             GArray         *boxes)
{
  double width = 0;

  for (guint i = 0; i < boxes->len; i++)
    {
      const Box *box = &g_array_index (boxes, Box, i);

      width += _amia_setter_get_box_size (setter) + BOX_GAP + (i > 0 ? OPTION_GAP : 0) +
               amia_press_measure (setter->press, get_font (box), box->label);
    }

  return width;
}

static double
add_option (AmiaFormSetter *setter,
            AmiaStrip      *strip,
            const Box      *box,
            double          x,
            double          y,
            double          width)
{
  const double indent = _amia_setter_get_box_size (setter) + BOX_GAP;
  g_autoptr (PangoLayout) layout = amia_press_make_layout (setter->press,
                                                           get_font (box),
                                                           box->label,
                                                           width > 0 ? width - indent : 0);

  _amia_setter_add_box (setter, strip, x, y + get_box_drop (setter), box->is_chosen);
  return amia_strip_add_layout (strip, layout, x + indent, y);
}

static void
add_row (AmiaFormSetter *setter,
         GArray         *boxes,
         AmiaStrip      *strip,
         double          x,
         double          y)
{
  for (guint i = 0; i < boxes->len; i++)
    {
      const Box *box = &g_array_index (boxes, Box, i);

      add_option (setter, strip, box, x, y, 0);
      x += _amia_setter_get_box_size (setter) + BOX_GAP + OPTION_GAP +
           amia_press_measure (setter->press, get_font (box), box->label);
    }
}

double
_amia_setter_measure_options (AmiaFormSetter       *setter,
                              const AmiaPaperField *field)
{
  g_autoptr (GArray) boxes = list_boxes (setter, field);

  return measure_row (setter, boxes);
}

void
_amia_setter_add_option_row (AmiaFormSetter       *setter,
                             const AmiaPaperField *field,
                             AmiaStrip            *strip,
                             double                x,
                             double                y)
{
  g_autoptr (GArray) boxes = list_boxes (setter, field);

  add_row (setter, boxes, strip, x, y);
}

static guint
count_columns (AmiaFormSetter *setter,
               GArray         *boxes)
{
  const double width = amia_press_get_width (setter->press);
  double       widest = 1;
  guint        n;
  guint        n_rows;

  if (boxes->len <= ONE_COLUMN)
    return 1;
  for (guint i = 0; i < boxes->len; i++)
    widest = MAX (widest,
                  amia_press_measure (setter->press,
                                      AMIA_FONT_LABEL,
                                      g_array_index (boxes, Box, i).label));
  widest += _amia_setter_get_box_size (setter) + BOX_GAP + OPTION_GAP;
  n = CLAMP ((guint) (width / widest), 1, COLUMNS_MAX);
  n_rows = (boxes->len + n - 1) / n;
  return (boxes->len + n_rows - 1) / n_rows;
}

static void
set_columns (AmiaFormSetter *setter,
             GArray         *boxes)
{
  const guint  n = count_columns (setter, boxes);
  const double step = amia_press_get_width (setter->press) / n;
  const double left = amia_press_get_left (setter->press);

  for (guint first = 0; first < boxes->len; first += n)
    {
      AmiaStrip *strip = amia_press_add_strip (setter->press, 0, ROW_SPACE);

      for (guint i = first; i < MIN (first + n, boxes->len); i++)
        amia_strip_grow (strip,
                         add_option (setter,
                                     strip,
                                     &g_array_index (boxes, Box, i),
                                     left + (i - first) * step,
                                     0,
                                     step - (n > 1 ? OPTION_GAP / 2 : 0)));
    }
}

/* “Annat:” and a line to write on, or what was written. */
static void
set_own_words (AmiaFormSetter       *setter,
               const AmiaPaperField *field)
{
  const char      *open = amia_text_get (field->item->open_label, setter->language);
  g_autofree char *words = _amia_setter_dup_own_words (setter, field);
  const char      *name = open != NULL ? open
                                       : amia_paper_word (setter->language, AMIA_PAPER_OTHER);
  g_autofree char *label = words != NULL ? g_strdup_printf ("%s %s", name, words) : g_strdup (name);
  const Box        box = { label, words != NULL };
  const double     left = amia_press_get_left (setter->press);
  const double     width = amia_press_get_width (setter->press);
  const double     indent = _amia_setter_get_box_size (setter) + 2 * BOX_GAP;
  const double     row = amia_press_get_line_height (setter->press, AMIA_FONT_BODY);
  const double     named = indent + amia_press_measure (setter->press, AMIA_FONT_BODY, name);
  AmiaStrip       *strip = NULL;

  if (field->node != NULL && words == NULL)
    return;
  strip = amia_press_add_strip (setter->press, row + ROW_SPACE, ROW_SPACE);
  if (words != NULL)
    strip->height = add_option (setter, strip, &box, left, 0, width);
  else
    {
      add_option (setter, strip, &box, left, ROW_SPACE, width);
      amia_strip_add (strip, AMIA_INK_RULE, left + named, strip->height, width - named, 0);
    }
}

static void
set_unlisted (AmiaFormSetter       *setter,
              const AmiaPaperField *field)
{
  g_autofree char *n = g_strdup_printf ("%u", field->item->options->len);
  g_autofree char *words = amia_paper_say (setter->language,
                                           field->item->options->len == 0 ? AMIA_PAPER_NO_LIST
                                                                          : AMIA_PAPER_LONG_LIST,
                                           n,
                                           NULL);

  amia_press_add_text (setter->press, AMIA_FONT_SMALL, words, 2, TRUE);
  _amia_setter_set_lines (setter, field->item->is_repeating ? 3 : 1);
}

void
_amia_setter_set_options (AmiaFormSetter       *setter,
                          const AmiaPaperField *field)
{
  const AmiaItem *item = field->item;
  g_autoptr (GArray) boxes = NULL;

  if (item->type != AMIA_ITEM_BOOLEAN && field->node == NULL &&
      (item->options->len == 0 || item->options->len > LISTED_MAX))
    {
      set_unlisted (setter, field);
      return;
    }

  boxes = list_boxes (setter, field);
  if (item->is_repeating && field->node == NULL)
    amia_press_add_text (setter->press,
                         AMIA_FONT_SMALL,
                         amia_paper_word (setter->language, AMIA_PAPER_SEVERAL),
                         2,
                         TRUE);
  if (boxes->len > 0 && measure_row (setter, boxes) <= amia_press_get_width (setter->press))
    {
      AmiaStrip *strip =
          amia_press_add_strip (setter->press,
                                amia_press_get_line_height (setter->press, AMIA_FONT_BODY),
                                ROW_SPACE + 1);

      add_row (setter, boxes, strip, amia_press_get_left (setter->press), 0);
    }
  else
    set_columns (setter, boxes);
  if (item->type == AMIA_ITEM_OPEN_CHOICE)
    set_own_words (setter, field);
}
