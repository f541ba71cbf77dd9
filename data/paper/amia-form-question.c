/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

/* One question. A short one has its control beside it, in a column of its own, so that a page of
 * them reads as a table; all others have it beneath. */

#define LABEL_SHARE    0.40
#define CONTROL_SHARE  0.43
#define LABEL_LINES    4
#define SPACE          11.0 /* above a question */
#define SPACE_INLINE   9.0
#define DESCENT        1.5 /* a line to write on is a little under the letters */
#define TEXT_LINES     3
#define ROW_TEXT_LINES 2
#define LINE_LETTERS   70 /* of handwriting on one line */
#define STRING_LONG    200

typedef enum
{
  CONTROL_LINES,
  CONTROL_OPTIONS,
  CONTROL_SCALE,
  CONTROL_SHORT,
  CONTROL_SIGNATURE,
  CONTROL_WORDS, /* what was answered */
} Control;

static gboolean
has_options (const AmiaItem *item)
{
  return item->type == AMIA_ITEM_BOOLEAN || item->type == AMIA_ITEM_CHOICE ||
         item->type == AMIA_ITEM_OPEN_CHOICE;
}

/* Nothing to tick where there is no list; and an answer that is not in it (any more) has no box,
 * but is not to be lost. */
static gboolean
has_boxes (const AmiaFormSetter *setter,
           const AmiaPaperField *field)
{
  const AmiaItem  *item = field->item;
  g_autofree char *own_words = NULL;

  if (field->node == NULL || item->type == AMIA_ITEM_BOOLEAN)
    return TRUE;
  if (item->type != AMIA_ITEM_OPEN_CHOICE)
    own_words = _amia_setter_dup_own_words (setter, field);
  return item->options->len > 0 && own_words == NULL;
}

static Control
choose_control (AmiaFormSetter       *setter,
                const AmiaPaperField *field)
{
  const AmiaItem *item = field->item;
  const gboolean  is_answered = field->node != NULL && amia_node_is_answered (field->node);

  if (item == setter->given)
    return CONTROL_WORDS;
  if (item->is_signature_required && !is_answered)
    return CONTROL_SIGNATURE;
  if (field->node != NULL && !is_answered)
    return CONTROL_WORDS;
  if (_amia_setter_is_scale (item))
    return CONTROL_SCALE;
  if (has_options (item) && !item->are_options_missing && has_boxes (setter, field))
    return CONTROL_OPTIONS;
  if (field->node != NULL)
    return CONTROL_WORDS;
  return _amia_setter_measure_short (setter, item) > 0 && !item->is_repeating ? CONTROL_SHORT
                                                                              : CONTROL_LINES;
}

static guint
count_lines (const AmiaItem *item)
{
  if (item->type == AMIA_ITEM_TEXT && item->parent != NULL && amia_item_has_rows (item->parent))
    return ROW_TEXT_LINES;
  if (item->type == AMIA_ITEM_TEXT)
    return item->max_length > 0 ? CLAMP (item->max_length / LINE_LETTERS, 2, 8)
                                : TEXT_LINES;
  if (item->is_repeating)
    return 3;
  return item->type == AMIA_ITEM_STRING && item->max_length > STRING_LONG ? 2 : 1;
}

/* --- Beside its label ------------------------------------------------------------------------- */

static double
get_column (AmiaFormSetter *setter,
            double          share)
{
  return amia_press_get_width (setter->press) * share;
}

/* How wide a control is that stands beside its label; 0 if it can't. */
static double
measure_inline (AmiaFormSetter       *setter,
                const AmiaPaperField *field,
                Control               control,
                const char           *words)
{
  switch (control)
    {
    case CONTROL_OPTIONS:
      return field->item->type != AMIA_ITEM_OPEN_CHOICE && !field->item->is_repeating &&
                     (field->item->type == AMIA_ITEM_BOOLEAN || field->item->options->len > 0)
                 ? _amia_setter_measure_options (setter, field)
                 : 0;
    case CONTROL_SHORT:
      return _amia_setter_measure_short (setter, field->item);
    case CONTROL_LINES:
      return count_lines (field->item) == 1 ? 1 : 0;
    case CONTROL_WORDS:
      return field->item->type != AMIA_ITEM_TEXT || words == NULL
                 ? amia_press_measure (setter->press,
                                       AMIA_FONT_BODY,
                                       words != NULL ? words
                                                     : amia_paper_word (setter->language,
                                                                        AMIA_PAPER_NO_ANSWER))
                 : 0;
    case CONTROL_SCALE:
    case CONTROL_SIGNATURE:
    default:
      return 0;
    }
}

static void
add_words (AmiaFormSetter *setter,
           AmiaStrip      *strip,
           const char     *words,
           double          x)
{
  g_autoptr (PangoLayout) layout = amia_press_make_layout (
      setter->press,
      AMIA_FONT_BODY,
      words != NULL ? words : amia_paper_word (setter->language, AMIA_PAPER_NO_ANSWER),
      0);

  amia_strip_add_layout (strip, layout, x, 0);
  if (words == NULL)
    g_array_index (strip->inks, AmiaInk, strip->inks->len - 1).shade = 0.35;
}

/* The label and its help, in the left column. */
typedef struct
{
  PangoLayout *label;
  PangoLayout *help; /* NULL without */
  int          n_lines;
  double       height;
} Caption;

static void
caption_init (Caption        *caption,
              AmiaFormSetter *setter,
              const char     *label,
              const char     *help)
{
  const double width = get_column (setter, LABEL_SHARE);
  int          height;

  caption->label = amia_press_make_layout (setter->press, AMIA_FONT_LABEL, label, width);
  caption->help = NULL;
  caption->n_lines = pango_layout_get_line_count (caption->label);
  pango_layout_get_size (caption->label, NULL, &height);
  caption->height = pango_units_to_double (height);
  if (help == NULL)
    return;

  caption->help = amia_press_make_layout (setter->press, AMIA_FONT_SMALL, help, width);
  caption->n_lines += pango_layout_get_line_count (caption->help);
  pango_layout_get_size (caption->help, NULL, &height);
  caption->height += pango_units_to_double (height);
}

static void
caption_add (Caption   *caption,
             AmiaStrip *strip,
             double     x,
             double     y)
{
  y += amia_strip_add_layout (strip, caption->label, x, y);
  if (caption->help != NULL)
    amia_strip_add_layout (strip, caption->help, x, y);
}

static void
caption_clear (Caption *caption)
{
  g_clear_object (&caption->label);
  g_clear_object (&caption->help);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Caption, caption_clear)

static void
add_control (AmiaFormSetter       *setter,
             const AmiaPaperField *field,
             Control               control,
             const char           *words,
             AmiaStrip            *strip,
             double                x,
             double                low)
{
  const double right = amia_press_get_left (setter->press) + amia_press_get_width (setter->press);

  if (control == CONTROL_OPTIONS)
    _amia_setter_add_option_row (setter, field, strip, x, 0);
  else if (control == CONTROL_SHORT)
    _amia_setter_add_short (setter, field->item, strip, x, low);
  else if (control == CONTROL_WORDS)
    add_words (setter, strip, words, x);
  else
    amia_strip_add (strip, AMIA_INK_RULE, x, low, right - x, 0)->shade = 0.35;
}

static gboolean
set_inline (AmiaFormSetter       *setter,
            const AmiaPaperField *field,
            Control               control,
            const char           *label,
            const char           *words)
{
  const double left = amia_press_get_left (setter->press);
  const double start = get_column (setter, CONTROL_SHARE);
  const double room = amia_press_get_width (setter->press) - start;
  const double width = measure_inline (setter, field, control, words);
  const double line = amia_press_get_line_height (setter->press, AMIA_FONT_BODY);
  g_auto (Caption) caption = { 0 };
  double     top = 0;
  AmiaStrip *strip = NULL;

  if (width == 0 || width > room)
    return FALSE;
  caption_init (&caption, setter, label, _amia_setter_get_help (setter, field->item));
  if (caption.n_lines > LABEL_LINES)
    return FALSE;

  /* Above what is written on there is room to write; the label stands on the same line. */
  if (control == CONTROL_LINES || control == CONTROL_SHORT)
    top = MAX (0, _amia_setter_get_line_space (setter) * 0.75 - line);
  strip = amia_press_add_strip (setter->press, top + MAX (caption.height, line), SPACE_INLINE);
  caption_add (&caption, strip, left, top);
  add_control (setter, field, control, words, strip, left + start, top + line - DESCENT);
  return TRUE;
}

/* --- Beneath it ------------------------------------------------------------------------------- */

static void
set_answer (AmiaFormSetter *setter,
            const char     *words)
{
  if (words != NULL)
    {
      amia_press_add_text (setter->press, AMIA_FONT_BODY, words, 3, FALSE);
      return;
    }

  {
    AmiaStrip *strip =
        amia_press_add_strip (setter->press,
                              amia_press_get_line_height (setter->press, AMIA_FONT_BODY),
                              3);

    add_words (setter, strip, NULL, amia_press_get_left (setter->press));
  }
}

static void
set_short (AmiaFormSetter *setter,
           const AmiaItem *item)
{
  const double height = _amia_setter_get_line_space (setter);
  AmiaStrip   *strip = amia_press_add_strip (setter->press, height, 0);

  _amia_setter_add_short (setter, item, strip, amia_press_get_left (setter->press), height - 1);
}

static void
set_control (AmiaFormSetter       *setter,
             const AmiaPaperField *field,
             Control               control,
             const char           *words)
{
  switch (control)
    {
    case CONTROL_OPTIONS:
      _amia_setter_set_options (setter, field);
      break;
    case CONTROL_SCALE:
      _amia_setter_set_scale (setter, field);
      break;
    case CONTROL_SHORT:
      set_short (setter, field->item);
      break;
    case CONTROL_SIGNATURE:
      _amia_setter_set_signature (setter, field);
      break;
    case CONTROL_WORDS:
      set_answer (setter, words);
      break;
    case CONTROL_LINES:
    default:
      _amia_setter_set_lines (setter, count_lines (field->item));
      break;
    }
}

void
_amia_setter_set_question (AmiaFormSetter       *setter,
                           const AmiaPaperField *field)
{
  const Control    control = choose_control (setter, field);
  const char      *help = _amia_setter_get_help (setter, field->item);
  g_autofree char *label = _amia_setter_dup_question (setter, field);
  g_autofree char *words = control == CONTROL_WORDS ? _amia_setter_dup_answer (setter, field)
                                                    : NULL;

  if (field->item->type == AMIA_ITEM_ATTACHMENT && field->node == NULL)
    {
      g_autofree char *enclosed =
          g_strdup_printf ("%s %s",
                           label,
                           amia_paper_word (setter->language, AMIA_PAPER_ENCLOSED));

      g_free (g_steal_pointer (&label));
      label = g_steal_pointer (&enclosed);
    }

  amia_press_begin_unit (setter->press);
  if (!set_inline (setter, field, control, label, words))
    {
      amia_press_add_text (setter->press, AMIA_FONT_LABEL, label, SPACE, TRUE);
      if (help != NULL)
        amia_press_add_text (setter->press, AMIA_FONT_SMALL, help, 1, TRUE);
      set_control (setter, field, control, words);
    }
  amia_press_end_unit (setter->press);
}
