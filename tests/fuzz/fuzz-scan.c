/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-record.h"
#include "amia-scan.h"

/* Whatever the bytes: the walk ends and stays inside; what the check takes is JSON to json-glib as
 * well; strings come back as they went out; a value equals itself. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
walk (AmiaSlice value,
      guint     depth)
{
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    inner;
  AmiaScanType type = amia_scan_enter (&scan, value);
  gboolean     is_array = type == AMIA_SCAN_ARRAY;
  const char  *end = value.text + value.length;

  if (type == AMIA_SCAN_ERROR || depth > AMIA_SCAN_DEPTH_MAX)
    return;

  do
    {
      type = is_array ? amia_scan_next (&scan, &inner)
                      : amia_scan_next_member (&scan, &name, &inner);
      if (type == AMIA_SCAN_END || type == AMIA_SCAN_ERROR)
        break;

      g_assert (inner.text >= value.text && inner.text + inner.length <= end);
      walk (inner, depth + 1);
    }
  while (TRUE);
}

static void
check_string (AmiaSlice string)
{
  g_autofree char *text = amia_scan_dup_string (string);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *again = NULL;

  if (text == NULL)
    return;

  amia_scan_append_string (out, text);
  g_assert (amia_scan_check (out->str, out->len, NULL));
  again = amia_scan_dup_string ((AmiaSlice){ out->str, out->len });
  g_assert_cmpstr (again, ==, text);
}

static void
check_value (const char  *text,
             gsize        length,
             AmiaScanType type)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *spaced = g_strconcat (" ", copy, "\n", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert (amia_value_equal (copy, spaced));

  /* Strings without a C form are JSON, but nothing that json-glib can hold. */
  if (strstr (copy, "\\u") == NULL &&
      !json_parser_load_from_data (parser, text, (gssize) length, &error))
    g_error ("json-glib: %s", error->message);

  copy = g_strstrip (copy);
  if (type == AMIA_SCAN_STRING)
    check_string ((AmiaSlice){ copy, strlen (copy) });
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char  *text = (const char *) data;
  AmiaScanType type;

  walk ((AmiaSlice){ text, size }, 0);
  if (amia_scan_check (text, size, &type))
    check_value (text, size, type);

  return 0;
}
