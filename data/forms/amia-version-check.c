/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-version-check.h"

#include <string.h>

#include "amia-raw-json.h"
#include "amia-value.h"

/* What an author should know of a new version: linkIds are for ever, and answers hang on them. */

static const char *const change_names[] = {
  [AMIA_VERSION_SAME_VERSION] = "same-version",
  [AMIA_VERSION_TYPE] = "type",
  [AMIA_VERSION_REPEATS_NO_MORE] = "repeats-no-more",
  [AMIA_VERSION_OPTION_GONE] = "option-gone",
  [AMIA_VERSION_NARROWER] = "narrower",
  [AMIA_VERSION_REQUIRED] = "required",
  [AMIA_VERSION_GONE] = "gone",
  [AMIA_VERSION_MOVED] = "moved",
  [AMIA_VERSION_WIDER] = "wider",
  [AMIA_VERSION_REWORDED] = "reworded",
  [AMIA_VERSION_NEW] = "new",
};

void
amia_version_note_free (AmiaVersionNote *self)
{
  if (self == NULL)
    return;
  g_free (self->link_id);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

static void
add (GPtrArray        *notes,
     AmiaVersionChange change,
     const AmiaItem   *item,
     const char       *before,
     const char       *after)
{
  AmiaVersionNote *note = g_new0 (AmiaVersionNote, 1);

  note->change = change;
  note->link_id = item != NULL ? g_strdup (item->link_id) : NULL;
  note->before = g_strdup (before);
  note->after = g_strdup (after);
  g_ptr_array_add (notes, note);
}

/* Every answer to the one is an answer to the other. */
static gboolean
is_wider (AmiaItemType before, AmiaItemType after)
{
  static const AmiaItemType pairs[][2] = {
    { AMIA_ITEM_STRING, AMIA_ITEM_TEXT },
    { AMIA_ITEM_INTEGER, AMIA_ITEM_DECIMAL },
    { AMIA_ITEM_CHOICE, AMIA_ITEM_OPEN_CHOICE },
    { AMIA_ITEM_DATE, AMIA_ITEM_DATE_TIME },
    { AMIA_ITEM_URL, AMIA_ITEM_STRING },
    { AMIA_ITEM_URL, AMIA_ITEM_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i][0] == before && pairs[i][1] == after)
      return TRUE;
  return FALSE;
}

static void
compare_types (GPtrArray *notes, const AmiaItem *before, const AmiaItem *after)
{
  if (before->type != after->type)
    add (notes, is_wider (before->type, after->type) ? AMIA_VERSION_WIDER : AMIA_VERSION_TYPE,
         after, amia_item_type_to_string (before->type), amia_item_type_to_string (after->type));
  if (before->is_repeating && !after->is_repeating)
    add (notes, AMIA_VERSION_REPEATS_NO_MORE, after, NULL, NULL);
}

static void
compare_options (GPtrArray *notes, const AmiaItem *before, const AmiaItem *after)
{
  guint n_same = 0;

  if (after->options->len == 0 || after->are_options_missing)
    return;
  for (guint i = 0; i < before->options->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (before->options, i);

      if (amia_value_find_option (after->options, option->raw) != NULL)
        n_same++;
      else
        add (notes, AMIA_VERSION_OPTION_GONE, after, amia_text_get (option->label, NULL), NULL);
    }
  if (before->options->len > 0 && n_same == before->options->len && after->options->len > n_same)
    add (notes, AMIA_VERSION_WIDER, after, NULL, "options");
}

/* 0 is no limit. */
static void
compare_limit (GPtrArray      *notes,
               const AmiaItem *after,
               const char     *name,
               guint           limit_before,
               guint           limit_after)
{
  g_autofree char *before = NULL;
  g_autofree char *words = NULL;

  if (limit_after == 0 || (limit_before != 0 && limit_before <= limit_after))
    return;
  if (limit_before != 0)
    before = g_strdup_printf ("%s %u", name, limit_before);
  words = g_strdup_printf ("%s %u", name, limit_after);
  add (notes, AMIA_VERSION_NARROWER, after, before, words);
}

static gboolean
is_moved (const AmiaItem *before, const AmiaItem *after)
{
  return g_strcmp0 (before->parent != NULL ? before->parent->link_id : NULL,
                    after->parent != NULL ? after->parent->link_id : NULL) != 0;
}

static void
compare_items (GPtrArray *notes, const AmiaItem *before, const AmiaItem *after)
{
  const char *text_before = amia_text_get (before->text, NULL);
  const char *text_after = amia_text_get (after->text, NULL);

  compare_types (notes, before, after);
  compare_options (notes, before, after);
  compare_limit (notes, after, "maxLength", before->max_length, after->max_length);
  if (before->is_repeating && after->is_repeating)
    compare_limit (notes, after, "maxOccurs", before->max_occurs, after->max_occurs);
  if (after->is_required && !before->is_required)
    add (notes, AMIA_VERSION_REQUIRED, after, NULL, NULL);
  if (is_moved (before, after))
    add (notes, AMIA_VERSION_MOVED, after, before->parent != NULL ? before->parent->link_id : NULL,
         after->parent != NULL ? after->parent->link_id : NULL);
  if (g_strcmp0 (text_before, text_after) != 0)
    add (notes, AMIA_VERSION_REWORDED, after, text_before, text_after);
}

static void
compare_forms (GPtrArray *notes, AmiaQuestionnaire *before, AmiaQuestionnaire *after)
{
  const char *version = amia_questionnaire_get_version (after);

  if (g_strcmp0 (amia_questionnaire_get_version (before), version) == 0 &&
      strcmp (amia_questionnaire_get_hash (before), amia_questionnaire_get_hash (after)) != 0)
    add (notes, AMIA_VERSION_SAME_VERSION, NULL, version, version);
}

GPtrArray *
amia_version_check (AmiaQuestionnaire *before, AmiaQuestionnaire *after)
{
  GPtrArray *notes;
  GPtrArray *items;

  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  notes = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_version_note_free);
  compare_forms (notes, before, after);
  items = amia_questionnaire_get_all_items (after);
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);
      const AmiaItem *was = amia_questionnaire_find_item (before, item->link_id);

      if (was != NULL)
        compare_items (notes, was, item);
      else if (amia_item_is_question (item))
        add (notes, AMIA_VERSION_NEW, item, NULL, amia_text_get (item->text, NULL));
    }
  items = amia_questionnaire_get_all_items (before);
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);

      if (amia_item_is_question (item) &&
          amia_questionnaire_find_item (after, item->link_id) == NULL)
        add (notes, AMIA_VERSION_GONE, item, amia_text_get (item->text, NULL), NULL);
    }
  return notes;
}

gboolean
amia_version_change_is_breaking (AmiaVersionChange change)
{
  return change < AMIA_VERSION_GONE;
}

const char *
amia_version_change_to_string (AmiaVersionChange change)
{
  g_return_val_if_fail (change < G_N_ELEMENTS (change_names), NULL);

  return change_names[change];
}

/* Moves both past a run of digits; their values may be greater than any integer. */
static int
compare_digits (const char **first,
                const char **second)
{
  gsize first_length = 0;
  gsize second_length = 0;
  int   order = 0;

  while (**first == '0')
    (*first)++;
  while (**second == '0')
    (*second)++;
  first_length = strspn (*first, "0123456789");
  second_length = strspn (*second, "0123456789");
  if (first_length != second_length)
    order = first_length > second_length ? 1 : -1;
  else
    order = strncmp (*first, *second, first_length);
  *first += first_length;
  *second += second_length;
  return order;
}

int
amia_version_compare (const char *first,
                      const char *second)
{
  if (first == NULL || second == NULL)
    return (first != NULL) - (second != NULL);

  while (*first != '\0' && *second != '\0')
    {
      if (g_ascii_isdigit (*first) && g_ascii_isdigit (*second))
        {
          int order = compare_digits (&first, &second);

          if (order != 0)
            return order;
        }
      else if (*first != *second)
        return (guchar) *first > (guchar) *second ? 1 : -1;
      else
        {
          first++;
          second++;
        }
    }

  return (*first != '\0') - (*second != '\0');
}
