/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-sheet.h"
#include "amia-paper-words.h"
#include "amia-press.h"

G_BEGIN_DECLS

/*
 * How a form is set, for the folder's own use. amia-form-walk.c walks through it; the other files
 * set one sort of thing each.
 */

/**
 * AmiaPaperField:
 * @item: a question, group or text
 * @node: (nullable): its answer; %NULL on a blank form
 *
 * One thing to set.
 */
typedef struct
{
  const AmiaItem *item;
  AmiaNode       *node;
} AmiaPaperField;

/**
 * AmiaFormSetter:
 * @press: where to
 * @questionnaire: the form
 * @response: (nullable): its answers, %NULL for a blank form
 * @info: what else is on the paper
 * @language: the language of the words
 * @last: (nullable): the question that a condition may point at without naming it: the last that
 *   was set, or the one that the questions since then depend on
 * @is_cell: an answer is being set in a table
 * @is_short: as little paper as will do: one of many sheets
 * @given: (nullable): a question of a blank form that is answered all the same
 * @given_words: (nullable): its answer
 *
 * A form being set.
 */
typedef struct
{
  AmiaPress           *press;
  AmiaQuestionnaire   *questionnaire;
  AmiaResponse        *response;
  const AmiaPaperInfo *info;
  const char          *language;
  const AmiaItem      *last;
  gboolean             is_cell;
  gboolean             is_short;
  const AmiaItem      *given;
  const char          *given_words;
} AmiaFormSetter;

/* --- amia-form-walk.c --------- --------------------------------------------------------------- */

/** _amia_setter_is_blank: Returns: %TRUE if there is room to write instead of answers */
gboolean _amia_setter_is_blank (const AmiaFormSetter *setter);

/** _amia_setter_shows: Returns: %TRUE if @field is on the paper at all */
gboolean _amia_setter_shows (const AmiaFormSetter *setter,
                             const AmiaPaperField *field);

/** _amia_setter_list_children: Returns: (transfer full) (element-type AmiaPaperField): what is
 *  beneath @parent (for a %NULL item, at the top) and on the paper */
GArray *_amia_setter_list_children (const AmiaFormSetter *setter,
                                    const AmiaPaperField *parent) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_setter_set_children: Sets them. */
void _amia_setter_set_children (AmiaFormSetter       *setter,
                                const AmiaPaperField *parent);

/** _amia_setter_set_group_heading: Sets the heading of a group with its condition and help. */
void _amia_setter_set_group_heading (AmiaFormSetter *setter,
                                     const AmiaItem *item);

/** _amia_setter_dup_label: Returns: (transfer full): prefix and text of an item */
char *_amia_setter_dup_label (const AmiaFormSetter *setter,
                              const AmiaItem       *item) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_setter_dup_question: Returns: (transfer full): the same with the words that the answers
 *  there are give it */
char *_amia_setter_dup_question (const AmiaFormSetter *setter,
                                 const AmiaPaperField *field) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_setter_get_help: Returns: (nullable): the help of an item */
const char *_amia_setter_get_help (const AmiaFormSetter *setter,
                                   const AmiaItem       *item);

/* --- amia-form-question.c --------------------------------------------------------------------- */

/** _amia_setter_set_question: Sets a question with its control or answer, not what is beneath. */
void _amia_setter_set_question (AmiaFormSetter       *setter,
                                const AmiaPaperField *field);

/* --- amia-form-choice.c ----------------------------------------------------------------------- */

/** _amia_setter_dup_option: Returns: (transfer full): an option's label */
char *_amia_setter_dup_option (const AmiaFormSetter *setter,
                               const AmiaOption     *option) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_setter_measure_options: Returns: how wide all options are in one row */
double _amia_setter_measure_options (AmiaFormSetter       *setter,
                                     const AmiaPaperField *field);

/**
 * _amia_setter_add_option_row:
 * @setter: a setter
 * @field: a choice or boolean whose options fit in one row
 * @strip: where to
 * @x: where to begin
 * @y: their upper edge
 *
 * Adds tick boxes side by side.
 */
void _amia_setter_add_option_row (AmiaFormSetter       *setter,
                                  const AmiaPaperField *field,
                                  AmiaStrip            *strip,
                                  double                x,
                                  double                y);

/** _amia_setter_set_options: Sets the options of a choice over the whole width. */
void _amia_setter_set_options (AmiaFormSetter       *setter,
                               const AmiaPaperField *field);

/** _amia_setter_add_box: Adds a tick box of _amia_setter_get_box_size(). */
void _amia_setter_add_box (AmiaFormSetter *setter,
                           AmiaStrip      *strip,
                           double          x,
                           double          y,
                           gboolean        is_ticked);

double _amia_setter_get_box_size (const AmiaFormSetter *setter);

/** _amia_setter_is_chosen: Returns: %TRUE if @option is among the answers of @field */
gboolean _amia_setter_is_chosen (const AmiaPaperField *field,
                                 const AmiaOption     *option);

/* --- amia-form-control.c: scales, lines, squares ---------------------------------------------- */

/** _amia_setter_is_scale: Returns: %TRUE if it is a question with marks in a row */
gboolean _amia_setter_is_scale (const AmiaItem *item);

void _amia_setter_set_scale (AmiaFormSetter       *setter,
                             const AmiaPaperField *field);

/** _amia_setter_set_lines: Sets @n lines to write on. */
void _amia_setter_set_lines (AmiaFormSetter *setter,
                             guint           n);

/** _amia_setter_get_line_space: Returns: how high a line to write on is */
double _amia_setter_get_line_space (const AmiaFormSetter *setter);

void _amia_setter_set_signature (AmiaFormSetter       *setter,
                                 const AmiaPaperField *field);

/** _amia_setter_measure_squares: Returns: how wide squares and units of a short answer are, 0 if
 *  @item is not answered in squares or on a short line */
double _amia_setter_measure_short (AmiaFormSetter *setter,
                                   const AmiaItem *item);

/** _amia_setter_add_short: Adds squares for a date or time, or a short line with a unit. */
void _amia_setter_add_short (AmiaFormSetter *setter,
                             const AmiaItem *item,
                             AmiaStrip      *strip,
                             double          x,
                             double          low);

/* --- amia-form-columns.c ---------------------------------------------------------------------- */

/** AMIA_CELL_PAD: between the line around a cell and its text. */
#define AMIA_CELL_PAD 4.0

/**
 * AmiaColumns:
 * @fields: (element-type AmiaPaperField): what is asked in each column
 * @list: (nullable): the filled rows, none of whose words should be broken
 * @left: where the first one begins
 * @width: of all of them together
 * @is_blank: whether there will be handwriting
 * @has_words: a choice is answered in words, not by its number
 * @is_one_tier: rows are not broken, however narrow columns become
 *
 * Columns that are to be fitted into a width.
 */
typedef struct
{
  GArray   *fields;
  AmiaNode *list;
  double    left;
  double    width;
  gboolean  is_blank;
  gboolean  has_words;
  gboolean  is_one_tier;
} AmiaColumns;

/** _amia_setter_dup_column_name: Returns: (transfer full): a label with its unit */
char *_amia_setter_dup_column_name (AmiaFormSetter *setter,
                                    const AmiaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-form-table.c ------------------------------------------------------------------------ */

/**
 * AmiaCell:
 * @text: (nullable): what it says
 * @x: where it begins
 * @width: how wide it is
 * @font: of the text
 * @tier: which line of its row it is on, the first being 0
 *
 * A cell of a table.
 */
typedef struct
{
  const char *text;
  double      x;
  double      width;
  AmiaFont    font;
  guint       tier;
} AmiaCell;

/** _amia_setter_add_cells: Returns: (transfer none): a row of cells with lines around them, each
 *  tier at least @height_min high; cells are in the order of their tiers */
AmiaStrip *_amia_setter_add_cells (AmiaFormSetter *setter,
                                   const AmiaCell *cells,
                                   guint           n_cells,
                                   double          height_min,
                                   double          space);

/** _amia_setter_fit_columns: Fills in place, width and tier of as many @cells as there are columns;
 *  returns in how many tiers they have room, 0 if they have none that can be read. */
guint _amia_setter_fit_columns (AmiaFormSetter    *setter,
                                const AmiaColumns *columns,
                                AmiaCell          *cells);

/** _amia_setter_set_table: Sets a repeating group as a table; returns %FALSE if it has no room. */
gboolean _amia_setter_set_table (AmiaFormSetter       *setter,
                                 const AmiaPaperField *field);

/* --- amia-form-alike.c ------------------------------------------------------------------------ */

/** _amia_setter_count_alike: Returns: how many of @fields from @first on have the same options, or
 *  are groups of the same questions, and so are rows of one table; less than 2 if there is none */
guint _amia_setter_count_alike (AmiaFormSetter *setter,
                                GArray         *fields,
                                guint           first);

/** _amia_setter_set_alike: Sets @n of @fields from @first on as the rows of one table. */
void _amia_setter_set_alike (AmiaFormSetter *setter,
                             GArray         *fields,
                             guint           first,
                             guint           n);

/* --- amia-form-network.c ---------------------------------------------------------------------- */

/** _amia_setter_set_network: Draws the rows of a list of contacts as a map; of a blank one the
 *  rings, to draw in. */
void _amia_setter_set_network (AmiaFormSetter       *setter,
                               const AmiaPaperField *field);

/* --- amia-form-ratings.c ---------------------------------------------------------------------- */

/** _amia_setter_set_ratings: Draws the scales in a group beside those of other occasions, if there
 *  are any. */
void _amia_setter_set_ratings (AmiaFormSetter       *setter,
                               const AmiaPaperField *field);

/* --- amia-form-answer.c ----------------------------------------------------------------------- */

/** _amia_setter_dup_answer: Returns: (transfer full) (nullable): the answer in words */
char *_amia_setter_dup_answer (const AmiaFormSetter *setter,
                               const AmiaPaperField *field) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_setter_dup_cell: Returns: (transfer full) (nullable): the answer as short as a table wants
 *  it: days in numbers, no unit, since that stands at the head */
char *_amia_setter_dup_cell (const AmiaFormSetter *setter,
                             const AmiaPaperField *field) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_setter_dup_own_words: Returns: (transfer full) (nullable): what was answered to an
 *  open-choice beside its options */
char *_amia_setter_dup_own_words (const AmiaFormSetter *setter,
                                  const AmiaPaperField *field) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-form-condition.c -------------------------------------------------------------------- */

/** _amia_setter_dup_condition: Returns: (transfer full) (nullable): when @item is to be answered,
 *  to be put into AMIA_PAPER_IF or AMIA_PAPER_SECTION_IF; %NULL if always */
char *_amia_setter_dup_condition (const AmiaFormSetter *setter,
                                  const AmiaItem       *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
