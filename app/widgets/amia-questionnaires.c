/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-questionnaires.h"

#include <glib/gi18n.h>

#include "amia-templates.h"

/* What the program's places say of forms, in its language. */

const char *
amia_questionnaires_get_language (void)
{
  const char *const *names = g_get_language_names ();

  /* The program's own texts are English where there is no translation. */
  if (names[0] == NULL || names[0][0] == 'C')
    return "en";

  return names[0];
}

AmiaQuestionnaire *
amia_questionnaires_read_shipped (const char *canonical)
{
  const AmiaTemplate *shipped = canonical != NULL ? amia_templates_find (canonical) : NULL;
  g_autoptr (GBytes) data = shipped != NULL ? amia_template_dup_data (shipped) : NULL;

  if (data == NULL)
    return NULL;
  /* Ignored: a shipped form that does not load fails its own tests. */
  return amia_questionnaire_new_from_data (g_bytes_get_data (data, NULL),
                                           (gssize) g_bytes_get_size (data), NULL);
}

char *
amia_questionnaires_dup_title (AmiaStore  *store,
                               const char *canonical)
{
  /* Ignored: without its form a row says less, and is still a row. */
  g_autoptr (AmiaQuestionnaire) questionnaire =
      amia_store_find_questionnaire (store, canonical, NULL);
  const char *title = NULL;

  if (questionnaire == NULL)
    return g_strdup (_ ("A form that has not come yet"));

  title = amia_text_get (amia_questionnaire_get_title (questionnaire),
                         amia_questionnaires_get_language ());
  return g_strdup (title != NULL ? title : _ ("A form without a title"));
}
