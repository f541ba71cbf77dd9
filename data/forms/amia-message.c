/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-message.h"

#include "amia-message-private.h"

/* Findings: a code, where, and the parameters of its sentence. */

static const char *const code_names[] = {
  [AMIA_MESSAGE_REQUIRED] = "required",
  [AMIA_MESSAGE_WRONG_TYPE] = "wrong-type",
  [AMIA_MESSAGE_INVALID_DATE] = "invalid-date",
  [AMIA_MESSAGE_INVALID_URI] = "invalid-uri",
  [AMIA_MESSAGE_LINE_BREAK] = "line-break",
  [AMIA_MESSAGE_TOO_SHORT] = "too-short",
  [AMIA_MESSAGE_TOO_LONG] = "too-long",
  [AMIA_MESSAGE_PATTERN] = "pattern",
  [AMIA_MESSAGE_TOO_SMALL] = "too-small",
  [AMIA_MESSAGE_TOO_GREAT] = "too-great",
  [AMIA_MESSAGE_TOO_MANY_DECIMALS] = "too-many-decimals",
  [AMIA_MESSAGE_TOO_FEW] = "too-few",
  [AMIA_MESSAGE_TOO_MANY] = "too-many",
  [AMIA_MESSAGE_NOT_AN_OPTION] = "not-an-option",
  [AMIA_MESSAGE_EXCLUSIVE_OPTION] = "exclusive-option",
  [AMIA_MESSAGE_OPTIONS_UNAVAILABLE] = "options-unavailable",
  [AMIA_MESSAGE_UNIT_NOT_ALLOWED] = "unit-not-allowed",
  [AMIA_MESSAGE_UNITS_NOT_COMPARABLE] = "units-not-comparable",
  [AMIA_MESSAGE_ATTACHMENT_TOO_LARGE] = "attachment-too-large",
  [AMIA_MESSAGE_ATTACHMENT_TYPE] = "attachment-type",
  [AMIA_MESSAGE_CONSTRAINT] = "constraint",
  [AMIA_MESSAGE_MALFORMED] = "malformed",
  [AMIA_MESSAGE_EMPTY] = "empty",
  [AMIA_MESSAGE_UNKNOWN_PROPERTY] = "unknown-property",
  [AMIA_MESSAGE_UNKNOWN_LINK_ID] = "unknown-link-id",
  [AMIA_MESSAGE_WRONG_PLACE] = "wrong-place",
  [AMIA_MESSAGE_WRONG_ORDER] = "wrong-order",
  [AMIA_MESSAGE_DUPLICATE_ITEM] = "duplicate-item",
  [AMIA_MESSAGE_NOT_A_QUESTION] = "not-a-question",
  [AMIA_MESSAGE_ITEM_AND_ANSWER] = "item-and-answer",
  [AMIA_MESSAGE_TEXT_DIFFERS] = "text-differs",
  [AMIA_MESSAGE_NOT_ENABLED] = "not-enabled",
  [AMIA_MESSAGE_OTHER_QUESTIONNAIRE] = "other-questionnaire",
  [AMIA_MESSAGE_OTHER_VERSION] = "other-version",
  [AMIA_MESSAGE_OUTSIDE_PERIOD] = "outside-period",
};

void
amia_message_free (AmiaMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->link_id);
  g_free (self->path);
  g_free (self->location);
  g_free (self->limit);
  g_free (self->limit2);
  g_free (self->value);
  g_free (self->own_text);
  g_free (self);
}

const char *
amia_message_code_to_string (AmiaMessageCode code)
{
  g_return_val_if_fail (code < G_N_ELEMENTS (code_names), NULL);

  return code_names[code];
}

gboolean
amia_messages_have_errors (GPtrArray *messages)
{
  g_return_val_if_fail (messages != NULL, FALSE);

  for (guint i = 0; i < messages->len; i++)
    {
      const AmiaMessage *message = g_ptr_array_index (messages, i);

      if (message->severity == AMIA_SEVERITY_ERROR)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
_amia_messages_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) amia_message_free);
}

AmiaMessage *
_amia_messages_add (GPtrArray *messages, AmiaMessageCode code, const char *link_id)
{
  AmiaMessage *message = g_new0 (AmiaMessage, 1);

  message->code = code;
  message->link_id = g_strdup (link_id);
  message->index = -1;
  g_ptr_array_add (messages, message);
  return message;
}
