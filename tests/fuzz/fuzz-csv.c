/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-selection.h"

/* Whatever the bytes: a table is refused with a reason, or every row of it is taken or blamed. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaCsv) csv = amia_csv_read (data, size, 0, &error);
  g_autoptr (GPtrArray) candidates = NULL;
  AmiaSelectionMapping mapping;
  GDate                today;

  g_assert ((csv == NULL) == (error != NULL));
  if (csv == NULL)
    return 0;

  g_date_set_dmy (&today, 14, G_DATE_MARCH, 2014);
  amia_selection_guess (csv, &today, &mapping);
  candidates = amia_selection_read (csv, &mapping, &today);
  g_assert_cmpuint (candidates->len + (mapping.has_headings && csv->rows->len > 0 ? 1 : 0), ==,
                    csv->rows->len);
  for (guint i = 0; i < candidates->len; i++)
    {
      const AmiaCandidate *candidate = g_ptr_array_index (candidates, i);

      for (guint k = 0; k < AMIA_SELECTION_N_FIELDS; k++)
        g_assert (candidate->values[k] == NULL || g_utf8_validate (candidate->values[k], -1, NULL));
    }

  return 0;
}
