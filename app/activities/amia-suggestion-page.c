/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-suggestion-page.h"

#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-record-page.h"
#include "amia-words.h"

static const AmiaRecordField fields[] = {
  { "text", N_ ("What was suggested?"), N_ ("Never who said it."), AMIA_RECORD_FIELD_LINES },
  { "date", N_ ("When?"), NULL, AMIA_RECORD_FIELD_DAY },
  { "status", N_ ("What becomes of it?"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "result", N_ ("What came of it, or why not?"), NULL, AMIA_RECORD_FIELD_LINES },
};

static const AmiaRecordPageKind kind = {
  .kind = "suggestion",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title_field = "text",
  .untitled = N_ ("A suggestion"),
  .removed = N_ ("The suggestion was taken away."),
};

GtkWidget *
amia_suggestion_page_new (AmiaSession    *session,
                          const AmiaUuid *id)
{
  AmiaRecordPage  *page = NULL;
  AmiaRecordForm  *form = NULL;
  g_autofree char *today = amia_words_today ();

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  page = g_object_new (AMIA_TYPE_RECORD_PAGE, NULL);
  form = amia_record_page_show (page, amia_session_get_replica (session), &kind, id, NULL);
  amia_record_form_set_table (form, "status", amia_suggestion_states, AMIA_N_SUGGESTION_STATES);
  amia_record_form_set_initial_text (form, "date", today);
  amia_record_form_set_initial_text (form, "status", "new");
  return GTK_WIDGET (page);
}
