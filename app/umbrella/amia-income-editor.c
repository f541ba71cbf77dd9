/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-umbrella"

#include "config.h"

#include "amia-income-editor.h"

#include <glib/gi18n.h>

#include "amia-record-form.h"
#include "amia-umbrella-words.h"

/* A table of fields; the rest is the record form's. */

static const AmiaRecordField fields[] = {
  { "kind", N_ ("Income"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "level", N_ ("How much"), N_ ("As one says it: a quarter, half, 80 %."),
    AMIA_RECORD_FIELD_TEXT },
  { "from", N_ ("From"), N_ ("For example 2014-03-14, 14/3 or +2v."), AMIA_RECORD_FIELD_DAY },
  { "to", N_ ("To and including"), N_ ("Leave it empty if it goes on."), AMIA_RECORD_FIELD_DAY },
  { "note", N_ ("Remark"), NULL, AMIA_RECORD_FIELD_TEXT },
};

GtkWidget *
amia_income_editor_new (AmiaReplica    *replica,
                        const AmiaUuid *case_id,
                        const AmiaUuid *id)
{
  GtkWidget         *form = NULL;
  gsize              n_codes = 0;
  const char *const *codes = amia_umbrella_words_list_incomes (&n_codes);
  g_autoptr (GStrvBuilder) code_builder = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) word_builder = g_strv_builder_new ();
  g_auto (GStrv) code_list = NULL;
  g_auto (GStrv) word_list = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL && id != NULL, NULL);

  g_strv_builder_add (code_builder, "");
  g_strv_builder_add (word_builder, _ ("Not said"));
  for (gsize i = 0; i < n_codes; i++)
    {
      g_strv_builder_add (code_builder, codes[i]);
      g_strv_builder_add (word_builder, amia_umbrella_words_income_kind (codes[i]));
    }

  code_list = g_strv_builder_end (code_builder);
  word_list = g_strv_builder_end (word_builder);
  form = amia_record_form_new (replica, "income", id, case_id, fields, G_N_ELEMENTS (fields));
  amia_record_form_set_choices (AMIA_RECORD_FORM (form), "kind", (const char *const *) code_list,
                                (const char *const *) word_list);
  return form;
}
