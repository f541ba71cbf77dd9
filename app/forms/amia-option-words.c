/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-option-words.h"

#include <string.h>

#include "amia-raw-json.h"
#include "amia-scan.h"
#include "amia-value.h"

/* Between answers, which are JSON text, and what the choice controls draw. */

char *
amia_option_dup_label (const AmiaOption *option,
                       const char       *language)
{
  const char *label = amia_text_get (option->label, language);

  if (label == NULL)
    label = option->value;
  return option->prefix != NULL ? g_strdup_printf ("%s %s", option->prefix, label) : g_strdup (label);
}

int
amia_option_find (GPtrArray  *options,
                  const char *value)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  const AmiaOption *option = NULL;
  guint             index = 0;

  if (value == NULL)
    return -1;
  document = amia_raw_document_new (value, strlen (value), NULL);
  if (document == NULL)
    return -1;
  option = amia_value_find_option (options, amia_raw_document_get_root (document));
  return option != NULL && g_ptr_array_find (options, option, &index) ? (int) index : -1;
}

GPtrArray *
amia_answers_split (const char *value)
{
  GPtrArray   *answers = g_ptr_array_new_with_free_func (g_free);
  AmiaSlice    slice = { value, value != NULL ? strlen (value) : 0 };
  AmiaScan     scan;
  AmiaScanType type = AMIA_SCAN_ERROR;

  if (value == NULL || !amia_scan_check (value, slice.length, &type) || type == AMIA_SCAN_NULL)
    return answers;
  if (amia_scan_enter (&scan, slice) != AMIA_SCAN_ARRAY)
    {
      g_ptr_array_add (answers, g_strdup (value));
      return answers;
    }
  while (amia_scan_next (&scan, &slice) != AMIA_SCAN_END)
    g_ptr_array_add (answers, g_strndup (slice.text, slice.length));
  return answers;
}

char *
amia_answers_join (GPtrArray *answers)
{
  g_autoptr (GString) out = g_string_new ("[");

  if (answers->len == 0)
    return g_strdup ("null");
  for (guint i = 0; i < answers->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", (const char *) g_ptr_array_index (answers, i));
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}
