/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-text.h"

G_BEGIN_DECLS

typedef struct _AmiaItem      AmiaItem;
typedef struct _AmiaOption    AmiaOption;
typedef struct _AmiaCondition AmiaCondition;

/* One parsed JSON value, see amia-raw-json.h; of use inside the engine only. */
struct _AmiaRaw;

/**
 * AmiaItemType:
 * @AMIA_ITEM_UNKNOWN: a type we do not know; shown as text, never answered, listed as unsupported
 *
 * Questionnaire.item.type of FHIR R4. R5's `coding` is read as choice or open-choice by its
 * answerConstraint.
 */
typedef enum
{
  AMIA_ITEM_UNKNOWN,
  AMIA_ITEM_GROUP,
  AMIA_ITEM_DISPLAY,
  AMIA_ITEM_BOOLEAN,
  AMIA_ITEM_DECIMAL,
  AMIA_ITEM_INTEGER,
  AMIA_ITEM_DATE,
  AMIA_ITEM_DATE_TIME,
  AMIA_ITEM_TIME,
  AMIA_ITEM_STRING,
  AMIA_ITEM_TEXT,
  AMIA_ITEM_URL,
  AMIA_ITEM_CHOICE,
  AMIA_ITEM_OPEN_CHOICE,
  AMIA_ITEM_ATTACHMENT,
  AMIA_ITEM_REFERENCE,
  AMIA_ITEM_QUANTITY
} AmiaItemType;

/**
 * AmiaItemControl:
 * @AMIA_CONTROL_NONE: the renderer chooses by type and number of options
 * @AMIA_CONTROL_OTHER: a code we do not know; see control_code. A control is advice: the item works
 *   without it
 *
 * The `questionnaire-itemControl` extension.
 */
typedef enum
{
  AMIA_CONTROL_NONE,
  AMIA_CONTROL_RADIO,
  AMIA_CONTROL_CHECK_BOX,
  AMIA_CONTROL_DROP_DOWN,
  AMIA_CONTROL_AUTOCOMPLETE,
  AMIA_CONTROL_SLIDER,
  AMIA_CONTROL_SPINNER,
  AMIA_CONTROL_TEXT_BOX,
  AMIA_CONTROL_TEXT_AREA,
  AMIA_CONTROL_PAGE,
  AMIA_CONTROL_TAB,
  AMIA_CONTROL_HEADER,
  AMIA_CONTROL_FOOTER,
  AMIA_CONTROL_LIST,
  AMIA_CONTROL_TABLE,  /* table, htable, grid: questions as rows, options or children as columns */
  AMIA_CONTROL_GTABLE, /* a repeating group as a table with one row per instance */
  AMIA_CONTROL_YEAR,
  AMIA_CONTROL_YEAR_MONTH,
  AMIA_CONTROL_INLINE, /* this and the rest sit on display items; the first two in their place */
  AMIA_CONTROL_LEGAL,
  AMIA_CONTROL_HELP, /* this and the rest are about the parent item */
  AMIA_CONTROL_FLYOVER,
  AMIA_CONTROL_PROMPT,
  AMIA_CONTROL_UNIT,
  AMIA_CONTROL_LOWER,
  AMIA_CONTROL_UPPER,
  AMIA_CONTROL_OTHER
} AmiaItemControl;

/** AmiaOperator: Questionnaire.item.enableWhen.operator. */
typedef enum
{
  AMIA_OPERATOR_EXISTS,
  AMIA_OPERATOR_EQUAL,
  AMIA_OPERATOR_NOT_EQUAL,
  AMIA_OPERATOR_GREATER,
  AMIA_OPERATOR_LESS,
  AMIA_OPERATOR_GREATER_OR_EQUAL,
  AMIA_OPERATOR_LESS_OR_EQUAL
} AmiaOperator;

/**
 * AmiaOption:
 * @value: the answer it stands for, as JSON text exactly as it is to be stored: a Coding object
 *   with system, code and display in the base language, a string, a number, a Reference
 * @label: what to show
 * @is_initial: selected from the start (initialSelected)
 * @is_exclusive: choosing it clears the others (`optionExclusive`)
 * @raw: @value parsed
 * @value_name: the FHIR choice name, such as `valueCoding`
 * @extensions: (nullable): the first of the extensions it was written with
 * @ordinal: (nullable): its score (`ordinalValue`, `itemWeight`) as decimal text
 * @prefix: (nullable): `optionPrefix`, shown before the label
 *
 * One permitted answer, from answerOption or from a value set that was expanded here, or one
 * permitted unit of a quantity. Read only.
 */
struct _AmiaOption
{
  const char            *value;
  const struct _AmiaRaw *raw;
  const AmiaText        *label;
  gboolean               is_initial;
  gboolean               is_exclusive;
  const char            *value_name;
  const struct _AmiaRaw *extensions;
  const char            *ordinal;
  const char            *prefix;
};

/**
 * AmiaCondition:
 * @question: the linkId it looks at
 * @source: (nullable): that item, or %NULL if there is none (then the condition is ignored, and the
 *   questionnaire has a warning)
 * @op: the operator
 * @raw: what to compare with; a boolean for exists
 * @value_name: the FHIR choice name, such as `answerCoding`
 *
 * One enableWhen. Read only; [func@amia_node_is_enabled] evaluates it.
 */
struct _AmiaCondition
{
  const char            *question;
  const AmiaItem        *source;
  AmiaOperator           op;
  const struct _AmiaRaw *raw;
  const char            *value_name;
};

/**
 * AmiaItem:
 * @link_id: unique in the questionnaire
 * @text: (nullable): the question
 * @prefix: (nullable): a number or letter shown before the text and part of the accessible name;
 *   if any item has one, generate none
 * @parent: (nullable): the item around it, %NULL at the top
 * @children: (element-type AmiaItem): in order, also those of a question; never %NULL
 * @index: its place among its siblings
 * @position: its place in the questionnaire, depth first, from 0
 * @is_hidden: `questionnaire-hidden`: never shown, with all below, yet enabled and exported
 * @min_length: 0 if unbounded, like @max_length; both in Unicode characters
 * @min_occurs: 0 if unbounded, like @max_occurs; answers of a question, rows of a group
 * @max_decimals: -1 if unbounded
 * @max_bytes: 0 if unbounded; size of an attachment (`maxSize`)
 * @min_value: (nullable): inclusive, JSON text: a number, a date, or a Quantity object
 * @max_value: (nullable): as @min_value
 * @regex: (nullable): matches the whole value
 * @validation_text: (nullable): the author's own words for when the answer breaks a rule
 * @entry_format: (nullable): a hint on how to write, such as "ÅÅMMDD-NNNN"
 * @control_code: (nullable): the code behind @control
 * @is_horizontal: `choiceOrientation`
 * @slider_step: (nullable): decimal text
 * @units: (element-type AmiaOption): the units of a quantity or number; never %NULL. One means a
 *   fixed unit
 * @are_units_closed: whether a quantity must use one of @units
 * @options: (element-type AmiaOption): in order; never %NULL
 * @value_set: (nullable): the answerValueSet's canonical or `#id`
 * @are_options_missing: the list stands in a value set that is not in the file: say "list not
 *   available", never show an empty list; a text field takes the answer
 * @is_list_worked_out: what may be chosen comes from other answers (`answerExpression`): see
 *   [func@amia_node_get_options]
 * @open_label: (nullable): what to call the free answer of an open-choice
 * @initials: (element-type utf8): values as JSON text; never %NULL
 * @conditions: (element-type AmiaCondition): never %NULL
 * @is_any: one condition is enough (enableBehavior any)
 * @is_in_cycle: its conditions lead back to itself; it is left enabled
 * @is_calculated: its answer is worked out (calculatedExpression) unless one is given
 * @area: (nullable): consent area, its own or inherited
 *   (`https://amia.se/fhir/StructureDefinition/consent-area`); %NULL if nobody said
 * @instrument: (nullable): the drawing that shows this group beside its rows: `network`, `diary`,
 *   `week`, `ratings` … (`https://amia.se/fhir/StructureDefinition/instrument`). A renderer that does
 *   not know it shows an ordinary group
 * @display_category: (nullable): code of `displayCategory`: instructions, security, help
 * @mime_types: (element-type utf8): permitted types of an attachment; never %NULL
 * @resource_types: (element-type utf8): what a reference may be to, such as `Patient`
 *   (`referenceResource`); never %NULL, empty for anything
 * @is_signature_required: `signatureRequired` on the item
 * @subprojects: (element-type utf8): the sub-projects in whose variant of the form it is, never
 *   %NULL, empty for all (`https://amia.se/fhir/StructureDefinition/subproject`)
 *
 * The definition of one item: a group, a question or a text. Immutable; owned by its
 * [struct@AmiaQuestionnaire]; any thread may read it. Fields not described carry the meaning and
 * name they have in FHIR R4.
 */
struct _AmiaItem
{
  const char     *link_id;
  AmiaItemType    type;
  const AmiaText *text;
  const AmiaText *prefix;

  const AmiaItem *parent;
  GPtrArray      *children;
  guint           index;
  guint           position;
  guint           depth;

  gboolean is_required;
  gboolean is_repeating;
  gboolean is_read_only;
  gboolean is_hidden;

  guint           min_length;
  guint           max_length;
  guint           min_occurs;
  guint           max_occurs;
  int             max_decimals;
  guint64         max_bytes;
  const char     *min_value;
  const char     *max_value;
  const char     *regex;
  const AmiaText *validation_text;
  const AmiaText *entry_format;

  AmiaItemControl control;
  const char     *control_code;
  gboolean        is_horizontal;
  const char     *slider_step;

  GPtrArray      *units;
  gboolean        are_units_closed;
  GPtrArray      *options;
  const char     *value_set;
  gboolean        are_options_missing;
  gboolean        is_list_worked_out;
  const AmiaText *open_label;
  GPtrArray      *initials;

  GPtrArray *conditions;
  gboolean   is_any;
  gboolean   is_in_cycle;
  gboolean   is_calculated;

  const char *area;
  const char *instrument;
  const char *display_category;
  GPtrArray  *mime_types;
  GPtrArray  *resource_types;
  gboolean    is_signature_required;
  GPtrArray  *subprojects;
};

/**
 * amia_item_is_question:
 * @self: an item
 *
 * Returns: %TRUE if it can hold an answer: neither group, display nor unknown
 */
gboolean amia_item_is_question (const AmiaItem *self);

/**
 * amia_item_has_rows:
 * @self: an item
 *
 * Tells how a repeating item keeps its answers. A repeating group, and a repeating question with
 * questions beneath it, has *rows*: instances of its own, added and removed one by one, that merge
 * when two people add one each. Any other repeating question is one field holding a JSON list.
 *
 * Returns: %TRUE if the item has rows
 */
gboolean amia_item_has_rows (const AmiaItem *self);

/**
 * amia_item_is_about_parent:
 * @self: an item
 *
 * Tells whether a display item is a remark about its parent (help, unit, the words at the ends of a
 * slider) and is drawn with it rather than as a line of its own. Of several with the same role only
 * the first is: the others are lines like any other, so that nothing is lost.
 *
 * Returns: %TRUE for such a display item
 */
gboolean amia_item_is_about_parent (const AmiaItem *self);

/**
 * amia_item_find_remark:
 * @self: an item
 * @control: AMIA_CONTROL_HELP and the controls after it
 *
 * Finds the first display child with that control, such as the unit of a number.
 *
 * Returns: (nullable): the child item
 */
const AmiaItem *amia_item_find_remark (const AmiaItem *self, AmiaItemControl control);

/**
 * amia_item_find_help:
 * @self: an item
 *
 * Returns: (nullable): the display child whose words explain it: the first `help`, or else the
 *   first `flyover`, or else the first `prompt`
 */
const AmiaItem *amia_item_find_help (const AmiaItem *self);

/**
 * amia_item_is_for:
 * @self: an item
 * @subproject: (nullable): a case's sub-project; %NULL if nobody has said which
 *
 * Returns: %TRUE if it is in that sub-project's variant of the form; with %NULL it always is
 */
gboolean amia_item_is_for (const AmiaItem *self, const char *subproject);

/**
 * amia_item_type_to_string:
 * @type: a type
 *
 * Returns: the FHIR code, such as `open-choice`; `unknown` for AMIA_ITEM_UNKNOWN
 */
const char *amia_item_type_to_string (AmiaItemType type);

G_END_DECLS
