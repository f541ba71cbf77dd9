/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-page-code.h"
#include "amia-strip.h"

G_BEGIN_DECLS

/**
 * AmiaPress:
 *
 * Sets text and controls into strips, from top to bottom, in the fonts of one Pango context. It
 * knows where the left and right edges are, what must stay together, and how large everything is;
 * how strips fall onto pages is the sheet's matter. For the folder's own use.
 */
typedef struct _AmiaPress AmiaPress;

/**
 * AmiaFont:
 * @AMIA_FONT_BODY: answers and running text
 * @AMIA_FONT_LABEL: questions
 * @AMIA_FONT_SMALL: help, ends of scales, units
 * @AMIA_FONT_SUBHEADING: a group in a section
 * @AMIA_FONT_HEADING: a section
 * @AMIA_FONT_TITLE: a form
 */
typedef enum
{
  AMIA_FONT_BODY,
  AMIA_FONT_LABEL,
  AMIA_FONT_SMALL,
  AMIA_FONT_SUBHEADING,
  AMIA_FONT_HEADING,
  AMIA_FONT_TITLE,
} AmiaFont;

/**
 * AmiaSection:
 * @name: (nullable): at the foot of each page
 * @note: (nullable): beneath it: who printed it and when
 * @page_words: (nullable): “Page {1} of {2}”
 * @code: (nullable): the page code; its page number is that of the page
 *
 * A stretch of pages with a count of its own.
 */
typedef struct
{
  char         *name;
  char         *note;
  char         *page_words;
  AmiaPageCode *code;
} AmiaSection;

/**
 * amia_press_new:
 * @context: fonts and resolution
 * @is_large: large print
 * @density: 1, or less for less space between things
 *
 * Returns: (transfer full): a press
 */
AmiaPress *amia_press_new (PangoContext *context,
                           gboolean      is_large,
                           double        density);
void       amia_press_free (AmiaPress *press);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaPress, amia_press_free)

/** amia_press_get_left: Returns: where contents begin now, from the left margin */
double amia_press_get_left (const AmiaPress *press);

/** amia_press_get_width: Returns: how wide contents may be now */
double amia_press_get_width (const AmiaPress *press);

/** amia_press_scale: Returns: the size of something that grows with the text in large print */
double amia_press_scale (const AmiaPress *press,
                         double           size);

/** amia_press_set_density: Changes the space between what follows. */
void amia_press_set_density (AmiaPress *press,
                             double     density);

/** amia_press_get_density: Returns: the share of the usual space between things */
double amia_press_get_density (const AmiaPress *press);

/** amia_press_is_large: Returns: whether it is large print */
gboolean amia_press_is_large (const AmiaPress *press);

/**
 * amia_press_get_strips:
 * @press: a press
 *
 * Returns: (transfer none) (element-type AmiaStrip): all strips so far
 */
GPtrArray *amia_press_get_strips (const AmiaPress *press);

/**
 * amia_press_get_section:
 * @press: a press
 * @strip: the number of a strip
 *
 * Returns: (transfer none) (nullable): the section that begins at that strip
 */
const AmiaSection *amia_press_get_section (const AmiaPress *press,
                                           guint            strip);

/**
 * amia_press_begin_section:
 * @press: a press
 * @section: copied
 *
 * Goes to a new page, from which on pages are numbered anew.
 */
void amia_press_begin_section (AmiaPress         *press,
                               const AmiaSection *section);

/** amia_press_begin_page: Goes to a new page. */
void amia_press_begin_page (AmiaPress *press);

/** amia_press_indent: Moves the left edge by @size, to the right if it is positive. */
void amia_press_indent (AmiaPress *press,
                        double     size);

/**
 * amia_press_push_bar:
 * @press: a press
 *
 * From here to amia_press_pop_bar() contents stand to the right of a vertical line: what is asked
 * on a condition only.
 */
void amia_press_push_bar (AmiaPress *press);
void amia_press_pop_bar (AmiaPress *press);

/**
 * amia_press_begin_unit:
 * @press: a press
 *
 * Begins something that belongs together, such as a question with its control. At its end, a unit
 * that is not too high stays on one page; of a higher one the first and last strips are not
 * separated from what is next to them. Units may stand in units.
 */
void amia_press_begin_unit (AmiaPress *press);
void amia_press_end_unit (AmiaPress *press);

/** amia_press_end_card: Ends a unit that is one of several alike, and may be most of a page high.
 */
void amia_press_end_card (AmiaPress *press);

/**
 * amia_press_end_group:
 * @press: a press
 * @is_section: whether it is a section of a form
 *
 * Ends a unit that is a group of questions. It stays on one page only where the press gathers
 * groups, and then it may be nearly half a page high if it is no section: a day of a diary.
 */
void amia_press_end_group (AmiaPress *press,
                           gboolean   is_section);

/** amia_press_keep_last: Keeps what was set last on the page of what follows. */
void amia_press_keep_last (AmiaPress *press);

/** amia_press_set_gathers: Makes groups stay on one page, which may cost paper. */
void amia_press_set_gathers (AmiaPress *press,
                             gboolean   gathers);

/** amia_press_set_is_thrifty: Makes blank tables shorter by a row, which may save paper. */
void amia_press_set_is_thrifty (AmiaPress *press,
                                gboolean   is_thrifty);

/** amia_press_is_thrifty: Returns: whether a blank table does with a row less */
gboolean amia_press_is_thrifty (const AmiaPress *press);

/**
 * amia_press_make_layout:
 * @press: a press
 * @font: in which font
 * @text: what
 * @width: where to break lines; 0 to break none
 *
 * Returns: (transfer full): the text, set
 */
PangoLayout *amia_press_make_layout (AmiaPress  *press,
                                     AmiaFont    font,
                                     const char *text,
                                     double      width) G_GNUC_WARN_UNUSED_RESULT;

/** amia_press_measure: Returns: how wide @text is in one line */
double amia_press_measure (AmiaPress  *press,
                           AmiaFont    font,
                           const char *text);

/** amia_press_get_line_height: Returns: how high a line in @font is */
double amia_press_get_line_height (AmiaPress *press,
                                   AmiaFont   font);

/**
 * amia_press_add_strip:
 * @press: a press
 * @height: of what will be on it
 * @space: above it, in points of ordinary print
 *
 * Returns: (transfer none): a new strip at the end
 */
AmiaStrip *amia_press_add_strip (AmiaPress *press,
                                 double     height,
                                 double     space);

/** amia_press_tighten: Gives the next strip this much space above it, whatever it asks for. */
void amia_press_tighten (AmiaPress *press,
                         double     space);

/**
 * amia_press_add_text:
 * @press: a press
 * @font: in which font
 * @text: what; several paragraphs are separated by line feeds
 * @space: above it
 * @keeps: whether its last line stays with what follows
 *
 * Sets a text over the whole width, a strip for each line. No page begins with its last line or
 * ends with its first.
 */
void amia_press_add_text (AmiaPress  *press,
                          AmiaFont    font,
                          const char *text,
                          double      space,
                          gboolean    keeps);

/**
 * amia_press_add_heading:
 * @press: a press
 * @font: heading, subheading or title
 * @text: what
 * @space: above it
 *
 * Sets a heading, which stays with what follows and gets a bookmark; that of a title is of level 0,
 * a chapter.
 */
void amia_press_add_heading (AmiaPress  *press,
                             AmiaFont    font,
                             const char *text,
                             double      space);

/**
 * amia_press_add_pair:
 * @press: a press
 * @name: to the left
 * @text: to the right
 * @name_width: how wide the left column is
 * @space: above it
 *
 * Sets two texts side by side, line by line.
 */
void amia_press_add_pair (AmiaPress  *press,
                          const char *name,
                          const char *text,
                          double      name_width,
                          double      space);

G_END_DECLS
