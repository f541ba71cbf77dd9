/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-kinds.h"
#include "amia-record-error.h"
#include "amia-rights-private.h"
#include "amia-rights.h"
#include "amia-scan-private.h"

/* Rights as JSON: on the wire, in the server's grants and in the laptop's table of scopes.
 *
 *     null                                   not in the team: nothing
 *     {"pair":BOOLEAN,"from":{AGENCY:[AREA,…],…}}
 *
 *     AGENCY   the writing agency; never the reader's own, whose contents are theirs anyway
 *     AREA     an area, or `*` alone for all of them
 *
 * Canonical: members as above, agencies and areas sorted by bytes, no white space, no empty lists.
 * Readers pass over members and areas they do not know; a missing `pair` is false, a missing `from`
 * empty; the same agency twice is malformed, since it is not said which counts.
 *
 * Example, read by a test:
 *
 *     {"pair":true,"from":{"AF":["basics","plan"],"VARD":["*"]}} */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_areas (GString    *out,
              AmiaAreaSet set)
{
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; i < n_areas; i++)
    {
      if ((set & ((AmiaAreaSet) 1 << i)) != 0)
        g_ptr_array_add (names, (gpointer) areas[i]);
    }

  if (set == _amia_area_set_all ())
    {
      g_ptr_array_set_size (names, 0);
      g_ptr_array_add (names, (gpointer) "*");
    }
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_string_append_c (out, i == 0 ? '[' : ',');
      amia_scan_append_string (out, g_ptr_array_index (names, i));
    }
  g_string_append_c (out, ']');
}

char *
amia_rights_encode (const AmiaRights *rights)
{
  GString *out;

  g_return_val_if_fail (rights != NULL, NULL);

  if (!rights->is_member)
    return g_strdup ("null");

  out = g_string_new ("{\"pair\":");
  g_string_append (out, rights->is_pair ? "true" : "false");
  g_string_append (out, ",\"from\":{");
  for (guint i = 0; i < rights->from->len; i++)
    {
      const AmiaRelease *release = &g_array_index (rights->from, AmiaRelease, i);

      if (i > 0)
        g_string_append_c (out, ',');
      amia_scan_append_string (out, release->agency);
      g_string_append_c (out, ':');
      append_areas (out, release->areas);
    }
  g_string_append (out, "}}");

  return g_string_free (out, FALSE);
}

static gboolean
read_areas (AmiaSlice    value,
            AmiaAreaSet *set)
{
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  *set = 0;
  if (amia_scan_enter (&scan, value) != AMIA_SCAN_ARRAY)
    return FALSE;

  while ((type = amia_scan_next (&scan, &element)) != AMIA_SCAN_END)
    {
      g_autofree char *area = type == AMIA_SCAN_STRING ? amia_scan_dup_string (element) : NULL;

      if (area == NULL)
        return FALSE;
      *set |= _amia_area_set_parse (area);
    }

  return TRUE;
}

static gboolean
read_from (AmiaSlice   value,
           AmiaRights *rights)
{
  AmiaScan  scan;
  AmiaSlice name;
  AmiaSlice element;
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (amia_scan_enter (&scan, value) != AMIA_SCAN_OBJECT)
    return FALSE;

  while (amia_scan_next_member (&scan, &name, &element) != AMIA_SCAN_END)
    {
      char       *agency = amia_scan_dup_string (name);
      AmiaAreaSet areas;

      if (agency == NULL || !g_hash_table_add (met, agency) || !read_areas (element, &areas))
        return FALSE;
      _amia_rights_add (rights, agency, areas);
    }

  return TRUE;
}

static AmiaRights *
read_rights (AmiaSlice text)
{
  g_autoptr (AmiaRights) rights = _amia_rights_new (TRUE, FALSE);
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    value;
  AmiaScanType type;

  if (amia_scan_enter (&scan, text) != AMIA_SCAN_OBJECT)
    return NULL;

  while ((type = amia_scan_next_member (&scan, &name, &value)) != AMIA_SCAN_END)
    {
      if (amia_scan_is (name, "pair"))
        {
          if (type != AMIA_SCAN_BOOLEAN)
            return NULL;
          rights->is_pair = value.text[0] == 't';
        }
      else if (amia_scan_is (name, "from") && !read_from (value, rights))
        return NULL;
    }

  return g_steal_pointer (&rights);
}

AmiaRights *
amia_rights_decode (const char *text,
                    GError    **error)
{
  AmiaRights  *rights = NULL;
  AmiaSlice    slice;
  AmiaScanType type;

  g_return_val_if_fail (text != NULL, NULL);

  slice = _amia_scan_trim (text);
  if (slice.length > AMIA_RIGHTS_LENGTH_MAX)
    {
      g_set_error_literal (error,
                           AMIA_RECORD_ERROR,
                           AMIA_RECORD_ERROR_TOO_LARGE,
                           "Failed to read rights: the text is too long");
      return NULL;
    }

  if (amia_scan_check (slice.text, slice.length, &type))
    rights = type == AMIA_SCAN_NULL ? amia_rights_new_none () : read_rights (slice);

  if (rights == NULL)
    g_set_error_literal (error,
                         AMIA_RECORD_ERROR,
                         AMIA_RECORD_ERROR_MALFORMED,
                         "Failed to read rights: not an object of `pair` and `from`");
  return rights;
}
