/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaMessageCode:
 *
 * What is wrong with an answer or a response. The comment says which parameters the message
 * carries; the app and the tool make sentences of them, each in its language, naming the rule and
 * its limit.
 */
typedef enum
{
  /* About an answer; these come from [func@amia_response_validate] and from reading a response. */
  AMIA_MESSAGE_REQUIRED,             /* no answer to a required question, or nothing in a group */
  AMIA_MESSAGE_WRONG_TYPE,           /* limit: the type's FHIR name; value: what was there */
  AMIA_MESSAGE_INVALID_DATE,         /* value: e.g. 2024-02-31; also times */
  AMIA_MESSAGE_INVALID_URI,          /* value */
  AMIA_MESSAGE_LINE_BREAK,           /* a line break in a `string` */
  AMIA_MESSAGE_TOO_SHORT,            /* limit: characters */
  AMIA_MESSAGE_TOO_LONG,             /* limit: characters */
  AMIA_MESSAGE_PATTERN,              /* limit: entryFormat, else the regex */
  AMIA_MESSAGE_TOO_SMALL,            /* limit: minValue; limit2: maxValue if there is one */
  AMIA_MESSAGE_TOO_GREAT,            /* limit: maxValue; limit2: minValue if there is one */
  AMIA_MESSAGE_TOO_MANY_DECIMALS,    /* limit: how many may be used */
  AMIA_MESSAGE_TOO_FEW,              /* limit: minOccurs; value: how many there are */
  AMIA_MESSAGE_TOO_MANY,             /* limit: maxOccurs (1 if not repeating); value: how many */
  AMIA_MESSAGE_NOT_AN_OPTION,        /* value: the answer's words */
  AMIA_MESSAGE_EXCLUSIVE_OPTION,     /* value: the option that does not go with others */
  AMIA_MESSAGE_OPTIONS_UNAVAILABLE,  /* limit: the value set; a warning */
  AMIA_MESSAGE_UNIT_NOT_ALLOWED,     /* value: the unit */
  AMIA_MESSAGE_UNITS_NOT_COMPARABLE, /* limit: the bound; value: the quantity */
  AMIA_MESSAGE_ATTACHMENT_TOO_LARGE, /* limit: bytes; value: bytes */
  AMIA_MESSAGE_ATTACHMENT_TYPE,      /* limit: permitted types; value: the type */
  AMIA_MESSAGE_CONSTRAINT,           /* own_text: the author's words; limit: the constraint's key */

  /* About a response read from outside, or answers filled in from a file. */
  AMIA_MESSAGE_MALFORMED,           /* value: the property; limit: what it should be */
  AMIA_MESSAGE_EMPTY,               /* value: an empty array, object, string or null */
  AMIA_MESSAGE_UNKNOWN_PROPERTY,    /* value: its name */
  AMIA_MESSAGE_UNKNOWN_LINK_ID,     /* value: the linkId */
  AMIA_MESSAGE_WRONG_PLACE,         /* an item under another parent than in the questionnaire */
  AMIA_MESSAGE_WRONG_ORDER,         /* an item after one that it should come before */
  AMIA_MESSAGE_DUPLICATE_ITEM,      /* twice the same linkId, and not a repeating group */
  AMIA_MESSAGE_NOT_A_QUESTION,      /* an answer to a group or a text */
  AMIA_MESSAGE_ITEM_AND_ANSWER,     /* children beside answers instead of inside them (qrs-1) */
  AMIA_MESSAGE_TEXT_DIFFERS,        /* limit: the questionnaire's words; value: the response's */
  AMIA_MESSAGE_NOT_ENABLED,         /* an answer to an item that is not enabled; it was left out */
  AMIA_MESSAGE_OTHER_QUESTIONNAIRE, /* limit: ours; value: the response's */
  AMIA_MESSAGE_OTHER_VERSION,       /* limit: ours; value: the response's; a warning */
  AMIA_MESSAGE_OUTSIDE_PERIOD       /* authored outside effectivePeriod; limit, value; a warning */
} AmiaMessageCode;

/**
 * AmiaSeverity:
 * @AMIA_SEVERITY_ERROR: keeps a response from being completed
 * @AMIA_SEVERITY_WARNING: shown, never in the way
 */
typedef enum
{
  AMIA_SEVERITY_ERROR,
  AMIA_SEVERITY_WARNING
} AmiaSeverity;

/**
 * AmiaMessage:
 * @link_id: (nullable): the item it is about
 * @path: (nullable): its answer path, where there is one
 * @index: which answer of a repeating question, from 0; -1 for the item as a whole
 * @location: (nullable): FHIRPath to the place in the response that was read, such as
 *   `QuestionnaireResponse.item[0].answer[1]`
 * @value: (nullable): see [enum@AmiaMessageCode], as are the limits
 * @own_text: (nullable): the form author's own words for this rule, in the base language; show them
 *   instead of ours
 *
 * One finding about an answer.
 */
typedef struct
{
  AmiaMessageCode code;
  AmiaSeverity    severity;
  char           *link_id;
  char           *path;
  int             index;
  char           *location;
  char           *limit;
  char           *limit2;
  char           *value;
  char           *own_text;
} AmiaMessage;

/**
 * amia_message_free:
 * @self: (nullable): a message
 *
 * Frees it. Arrays of messages in this folder free their elements themselves.
 */
void amia_message_free (AmiaMessage *self);

/**
 * amia_message_code_to_string:
 * @code: a code
 *
 * Returns: a stable name in kebab case for logs, tests and `amia-tool`, such as `too-long`
 */
const char *amia_message_code_to_string (AmiaMessageCode code);

/**
 * amia_messages_have_errors:
 * @messages: (element-type AmiaMessage): findings
 *
 * Returns: %TRUE if one of them is an error
 */
gboolean amia_messages_have_errors (GPtrArray *messages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaMessage, amia_message_free)

G_END_DECLS
