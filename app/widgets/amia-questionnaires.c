/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-questionnaires.h"

#include <string.h>

#include "amia-templates.h"

/* A cache of what is immutable: template name and version → questionnaire, behind a lock. It never
 * shrinks; there are a few dozen shipped forms. */

static GMutex      lock;
static GHashTable *cache; /* AmiaTemplate* → AmiaQuestionnaire*. */

static AmiaQuestionnaire *
read_template (const AmiaTemplate *template_)
{
  g_autoptr (GBytes) bytes = amia_template_dup_data (template_);
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *questionnaire = NULL;
  gsize              length = 0;
  const char        *data = g_bytes_get_data (bytes, &length);

  questionnaire = amia_questionnaire_new_from_data (data, (gssize) length, &error);
  if (questionnaire == NULL)
    g_warning ("%s: %s", template_->name, error->message);

  return questionnaire;
}

AmiaQuestionnaire *
amia_questionnaires_find (const char *canonical)
{
  const AmiaTemplate *template_ = canonical != NULL ? amia_templates_find (canonical) : NULL;
  AmiaQuestionnaire  *questionnaire = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (template_ == NULL)
    return NULL;

  locker = g_mutex_locker_new (&lock);
  if (cache == NULL)
    cache = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) amia_questionnaire_unref);

  questionnaire = g_hash_table_lookup (cache, template_);
  if (questionnaire == NULL)
    {
      questionnaire = read_template (template_);
      if (questionnaire == NULL)
        return NULL;
      g_hash_table_insert (cache, (gpointer) template_, questionnaire);
    }

  return amia_questionnaire_ref (questionnaire);
}

const char *
amia_questionnaires_get_language (void)
{
  const char *const *names = g_get_language_names ();

  /* The program's own texts are English where there is no translation. */
  if (names[0] == NULL || names[0][0] == 'C')
    return "en";

  return names[0];
}

char *
amia_questionnaires_dup_title (const char *canonical)
{
  g_autoptr (AmiaQuestionnaire) questionnaire = amia_questionnaires_find (canonical);
  const char *title = NULL;

  if (questionnaire != NULL)
    title = amia_text_get (amia_questionnaire_get_title (questionnaire),
                           amia_questionnaires_get_language ());

  if (title != NULL)
    return g_strdup (title);

  return g_strdup (canonical != NULL ? canonical : "");
}
