/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-record-form.h"

#include <glib/gi18n.h>

#include "amia-scan.h"

/* What a form of records is told in a shorter way. */

void
amia_record_form_set_table (AmiaRecordForm         *self,
                            const char             *field,
                            const AmiaRecordChoice *choices,
                            gsize                   n_choices)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_return_if_fail (choices != NULL);

  g_ptr_array_add (codes, (gpointer) "");
  g_ptr_array_add (words, (gpointer) "–");
  for (gsize i = 0; i < n_choices; i++)
    {
      g_ptr_array_add (codes, (gpointer) choices[i].code);
      g_ptr_array_add (words, (gpointer) _ (choices[i].words));
    }
  g_ptr_array_add (codes, NULL);
  g_ptr_array_add (words, NULL);
  amia_record_form_set_choices (self, field, (const char *const *) codes->pdata,
                                (const char *const *) words->pdata);
}

void
amia_record_form_set_initial_text (AmiaRecordForm *self,
                                   const char     *field,
                                   const char     *text)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_return_if_fail (text != NULL);

  amia_scan_append_string (json, text);
  amia_record_form_set_initial (self, field, json->str);
}
