/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-migration-private.h"

/* One answer, from a question's type to the type it has in another version. Only what keeps the
 * meaning: a wider type, words for a coding, the coding that words name. Everything else stays as
 * it is, and whoever reads it finds that it does not fit. */

static gboolean
is_words (const AmiaItem *item)
{
  return item->type == AMIA_ITEM_STRING || item->type == AMIA_ITEM_TEXT;
}

static gboolean
is_choice (const AmiaItem *item)
{
  return item->type == AMIA_ITEM_CHOICE || item->type == AMIA_ITEM_OPEN_CHOICE;
}

static char *
write_raw (const AmiaRaw *value)
{
  GString *out = g_string_new (NULL);

  amia_raw_append (out, value);
  return g_string_free (out, FALSE);
}

/* What a person would have read on the screen. */
static char *
write_words (const AmiaItem *old_item, const AmiaRaw *value)
{
  const AmiaOption *option = amia_value_find_option (old_item->options, value);
  g_autofree char  *words = option != NULL ? g_strdup (amia_text_get (option->label, NULL))
                                           : amia_value_dup_words (value);

  return amia_raw_quote (words);
}

/* 71.5 is 71.5 kg where kilograms are the only unit there is. */
static char *
write_quantity (const AmiaItem *item, const AmiaRaw *value)
{
  char *quantity = _amia_complete_quantity (item, value);

  return quantity != NULL ? quantity : g_strdup_printf ("{\"value\":%s}", value->text);
}

/* The list's own wording of the option, be it known by its code or, where the code is new, by its
 * words. */
static char *
write_option (const AmiaItem *item, const AmiaRaw *value)
{
  const AmiaOption *option = amia_value_find_option (item->options, value);
  const char       *display = amia_raw_get_string (value, "display");
  AmiaRaw           words = { .kind = AMIA_RAW_STRING, .text = display };

  if (option == NULL && value->kind != AMIA_RAW_OBJECT && value->text != NULL)
    option = _amia_find_option_by_words (item->options, value);
  if (option == NULL && display != NULL && amia_raw_get_string (value, "code") == NULL)
    option = _amia_find_option_by_words (item->options, &words);
  return option != NULL ? g_strdup (option->value) : NULL;
}

/* NULL if it is to stay as it is. */
static char *
write_converted (const AmiaItem *old_item, const AmiaItem *item, const AmiaRaw *value)
{
  if (is_choice (item))
    return write_option (item, value);
  if (is_words (item) && value->kind == AMIA_RAW_OBJECT)
    return write_words (old_item, value);
  if (is_words (item) && value->kind == AMIA_RAW_NUMBER)
    return amia_raw_quote (value->text);
  if (item->type == AMIA_ITEM_QUANTITY && value->kind == AMIA_RAW_NUMBER)
    return write_quantity (item, value);
  return NULL;
}

char *
_amia_migration_convert (const AmiaItem *old_item, const AmiaItem *item, const AmiaRaw *value)
{
  g_autofree char *before = write_converted (old_item, old_item, value);
  g_autofree char *converted = write_converted (old_item, item, value);

  /* What the old version would have made of it, too, is nothing that the new one changes. */
  if (converted == NULL || g_strcmp0 (before, converted) == 0)
    return write_raw (value);
  return g_steal_pointer (&converted);
}
