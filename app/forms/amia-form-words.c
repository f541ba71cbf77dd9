/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-words.h"

#include <glib/gi18n.h>

/* The forms engine finds out what is wrong, in codes; here it becomes sentences. */

static char *
describe_type (const AmiaItem *item)
{
  switch ((int) (item != NULL ? item->type : AMIA_ITEM_UNKNOWN))
    {
    case AMIA_ITEM_INTEGER:
      return g_strdup (_ ("Write a whole number, for example 40."));
    case AMIA_ITEM_DECIMAL:
    case AMIA_ITEM_QUANTITY:
      return g_strdup (_ ("Write a number, for example 7,5."));
    case AMIA_ITEM_DATE:
      return g_strdup (_ ("Write a date such as 2014-03-14, 14/3 or today."));
    case AMIA_ITEM_DATE_TIME:
      return g_strdup (_ ("Write a day and a time, for example 2014-03-14 8:30."));
    case AMIA_ITEM_TIME:
      return g_strdup (_ ("Write a time, for example 8:30."));
    default:
      return g_strdup (_ ("This answer does not fit the question."));
    }
}

static char *
describe_range (const AmiaMessage *message,
                gboolean           is_too_small)
{
  const char *low = is_too_small ? message->limit : message->limit2;
  const char *high = is_too_small ? message->limit2 : message->limit;

  if (low != NULL && high != NULL)
    return g_strdup_printf (_ ("Write something between %s and %s."), low, high);
  if (low != NULL)
    return g_strdup_printf (_ ("It must be at least %s."), low);
  return g_strdup_printf (_ ("It must be at most %s."), high);
}

static char *
describe_count (const AmiaMessage *message)
{
  const gulong n = message->limit != NULL ? strtoul (message->limit, NULL, 10) : 0;

  switch ((int) message->code)
    {
    case AMIA_MESSAGE_TOO_SHORT:
      return g_strdup_printf (ngettext ("Write at least %lu character.", "Write at least %lu characters.", n), n);
    case AMIA_MESSAGE_TOO_LONG:
      return g_strdup_printf (ngettext ("Write at most %lu character.", "Write at most %lu characters.", n), n);
    case AMIA_MESSAGE_TOO_MANY_DECIMALS:
      return g_strdup_printf (ngettext ("Use at most %lu decimal.", "Use at most %lu decimals.", n), n);
    case AMIA_MESSAGE_TOO_FEW:
      return g_strdup_printf (ngettext ("At least %lu answer is needed.", "At least %lu answers are needed.", n), n);
    case AMIA_MESSAGE_TOO_MANY:
      return g_strdup_printf (ngettext ("At most %lu answer is possible.", "At most %lu answers are possible.", n), n);
    default:
      return NULL;
    }
}

char *
amia_form_words_message (const AmiaMessage *message,
                         const AmiaItem    *item,
                         const char        *language)
{
  char *words = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  if (message->own_text != NULL)
    return g_strdup (message->own_text);
  words = describe_count (message);
  if (words != NULL)
    return words;

  switch ((int) message->code)
    {
    case AMIA_MESSAGE_REQUIRED:
      return g_strdup (_ ("This question needs an answer."));
    case AMIA_MESSAGE_WRONG_TYPE:
      return describe_type (item);
    case AMIA_MESSAGE_INVALID_DATE:
      return g_strdup_printf (_ ("There is no such day or time: %s."), message->value);
    case AMIA_MESSAGE_INVALID_URI:
      return g_strdup (_ ("Write a web address, for example https://example.se."));
    case AMIA_MESSAGE_LINE_BREAK:
      return g_strdup (_ ("Write everything on one line."));
    case AMIA_MESSAGE_PATTERN:
      return g_strdup_printf (_ ("Write it like this: %s"), message->limit);
    case AMIA_MESSAGE_TOO_SMALL:
      return describe_range (message, TRUE);
    case AMIA_MESSAGE_TOO_GREAT:
      return describe_range (message, FALSE);
    case AMIA_MESSAGE_NOT_AN_OPTION:
      return g_strdup_printf (_ ("“%s” is no longer one of the answers. Choose another."), message->value);
    case AMIA_MESSAGE_EXCLUSIVE_OPTION:
      return g_strdup_printf (_ ("“%s” does not go together with other answers."), message->value);
    case AMIA_MESSAGE_OPTIONS_UNAVAILABLE:
      return g_strdup (_ ("The list of answers is not in the form. Write the answer instead."));
    case AMIA_MESSAGE_UNIT_NOT_ALLOWED:
      return g_strdup (_ ("Choose one of the units."));
    default:
      return g_strdup (_ ("This answer does not fit the question."));
    }
}

static char *
join_words (const AmiaItem *item,
            const char     *text,
            const char     *language)
{
  const char *prefix = amia_text_get (item->prefix, language);

  if (text == NULL)
    text = item->link_id;
  return prefix != NULL ? g_strdup_printf ("%s %s", prefix, text) : g_strdup (text);
}

char *
amia_form_words_item (const AmiaItem *item,
                      const char     *language)
{
  g_return_val_if_fail (item != NULL, NULL);

  return join_words (item, amia_text_get (item->text, language), language);
}

char *
amia_form_words_node (const AmiaNode *node,
                      const char     *language)
{
  g_return_val_if_fail (node != NULL, NULL);

  return join_words (amia_node_get_item (node), amia_node_get_text (node, language), language);
}

const char *
amia_form_words_help (const AmiaItem *item,
                      const char     *language)
{
  const AmiaItem *help = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  help = amia_item_find_help (item);
  return help != NULL ? amia_text_get (help->text, language) : NULL;
}
