/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-seen.h"

#include <string.h>

#include "amia-scan.h"
#include "amia-uuid.h"

/* An approval keeps which values were seen, so that it can be said later what has changed since. */

static gboolean
is_value (const AmiaHead *head)
{
  return head != NULL && head->value != NULL && strcmp (head->value, "null") != 0;
}

static char *
dup_name (const AmiaHead *head)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  return g_strdup_printf (
      "%s:%" G_GINT64_FORMAT, amia_uuid_print_hex (&head->device, device), head->n);
}

char *
amia_seen_dup (const AmiaRecord *record,
               const char       *prefix)
{
  GString *seen = g_string_new ("{");
  g_autoptr (GPtrArray) fields = NULL;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (prefix != NULL, NULL);

  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      const char      *field = g_ptr_array_index (fields, i);
      const AmiaHead  *head = amia_record_get_shown (record, field);
      g_autofree char *name = NULL;

      if (!g_str_has_prefix (field, prefix) || !is_value (head))
        continue;

      name = dup_name (head);
      if (seen->len > 1)
        g_string_append_c (seen, ',');
      amia_scan_append_string (seen, field);
      g_string_append_c (seen, ':');
      amia_scan_append_string (seen, name);
    }

  g_string_append_c (seen, '}');
  return g_string_free (seen, FALSE);
}

static GHashTable *
read_seen (const char *seen)
{
  GHashTable  *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  AmiaSlice    whole = { seen, strlen (seen) };
  AmiaSlice    field;
  AmiaSlice    value;
  AmiaScan     scan;
  AmiaScanType type;

  if (!amia_scan_check (seen, whole.length, &type) || type != AMIA_SCAN_OBJECT ||
      amia_scan_enter (&scan, whole) != AMIA_SCAN_OBJECT)
    return names;

  while ((type = amia_scan_next_member (&scan, &field, &value)) != AMIA_SCAN_END)
    {
      char *key = amia_scan_dup_string (field);
      char *name = type == AMIA_SCAN_STRING ? amia_scan_dup_string (value) : NULL;

      if (key != NULL)
        g_hash_table_replace (names, key, name);
      else
        g_free (name);
    }

  return names;
}

static int
compare_fields (gconstpointer a,
                gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What was seen and is not shown any more. */
static void
add_vanished (GPtrArray        *changed,
              const AmiaRecord *record,
              const char       *prefix,
              GHashTable       *names)
{
  GHashTableIter iter;
  gpointer       field = NULL;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    {
      if (g_str_has_prefix (field, prefix) && !is_value (amia_record_get_shown (record, field)))
        g_ptr_array_add (changed, g_strdup (field));
    }
}

GPtrArray *
amia_seen_list_changed (const AmiaRecord *record,
                        const char       *prefix,
                        const char       *seen)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GHashTable) names = NULL;

  g_return_val_if_fail (record != NULL, changed);
  g_return_val_if_fail (prefix != NULL, changed);

  if (seen == NULL || *seen != '{')
    return changed;

  names = read_seen (seen);
  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      const char      *field = g_ptr_array_index (fields, i);
      const AmiaHead  *head = amia_record_get_shown (record, field);
      g_autofree char *name = NULL;

      if (!g_str_has_prefix (field, prefix) || !is_value (head))
        continue;

      name = dup_name (head);
      if (g_strcmp0 (name, g_hash_table_lookup (names, field)) != 0 ||
          amia_record_has_conflict (record, field))
        g_ptr_array_add (changed, g_strdup (field));
    }

  add_vanished (changed, record, prefix, names);
  g_ptr_array_sort (changed, compare_fields);
  return changed;
}
