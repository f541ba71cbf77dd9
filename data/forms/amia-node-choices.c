/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-node.h"

#include <string.h>

#include "amia-response-private.h"

/* What a node shows that its item alone does not know: a list to choose from that comes from other
 * answers, and a text that does. */

typedef struct
{
  AmiaOption option;
  AmiaText   label;
  char      *value;
  char      *words;
} Choice;

static void
choice_free (Choice *choice)
{
  g_free (choice->value);
  g_free (choice->words);
  g_free (choice);
}

static AmiaOption *
choice_new (const AmiaNode *node, const AmiaRaw *raw)
{
  Choice  *choice = g_new0 (Choice, 1);
  GString *value = g_string_new (NULL);

  amia_raw_append (value, raw);
  choice->value = g_string_free (value, FALSE);
  choice->words = amia_value_dup_words (raw);
  choice->label.base = choice->words;
  choice->option.value = choice->value;
  choice->option.raw = raw;
  choice->option.label = &choice->label;
  choice->option.value_name = amia_value_type_to_name (amia_value_get_type (node->item, raw));
  return &choice->option;
}

gboolean
_amia_node_take_choices (AmiaNode *self, char *choices)
{
  const AmiaRaw *one;

  if (g_strcmp0 (choices, self->choices) == 0)
    {
      g_free (choices);
      return FALSE;
    }
  g_free (self->choices);
  self->choices = choices;
  g_clear_pointer (&self->options, g_ptr_array_unref);
  g_clear_pointer (&self->choices_document, amia_raw_document_unref);
  self->options = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  if (choices != NULL)
    self->choices_document = amia_raw_document_new (choices, strlen (choices), NULL);
  if (self->choices_document == NULL)
    return TRUE;
  for (one = amia_raw_document_get_root (self->choices_document)->first; one != NULL;
       one = one->next)
    if (amia_value_find_option (self->options, one) == NULL)
      g_ptr_array_add (self->options, choice_new (self, one));
  return TRUE;
}

GPtrArray *
amia_node_get_options (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL && self->item != NULL, NULL);

  return self->options != NULL ? self->options : self->item->options;
}

const char *
amia_node_get_text (const AmiaNode *self, const char *language)
{
  g_return_val_if_fail (self != NULL && self->item != NULL, NULL);

  return self->words != NULL ? self->words : amia_text_get (self->item->text, language);
}
