/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-form-choices.h"

#include <string.h>

#include "amia-questionnaires.h"
#include "amia-store-templates.h"
#include "amia-templates.h"

/* Which forms can be begun in a case. Nothing here may touch a widget: it runs on the store's
 * thread. */

void
amia_form_choice_free (AmiaFormChoice *self)
{
  g_free (self->canonical);
  g_free (self->title);
  g_free (self->purpose);
  g_free (self->folded);
  amia_questionnaire_unref (self->questionnaire);
  g_free (self);
}

/* What a form is for is said first; how it is filled in stands on the form. */
static char *
dup_first_sentence (const char *text)
{
  const char *end = strstr (text, ". ");

  return end != NULL ? g_strndup (text, (gsize) (end - text + 1)) : g_strdup (text);
}

static void
add_choice (GPtrArray         *choices,
            AmiaStore         *store,
            AmiaQuestionnaire *questionnaire,
            const char        *canonical,
            const char        *group)
{
  AmiaFormChoice  *choice = g_new0 (AmiaFormChoice, 1);
  const char      *description = amia_text_get (amia_questionnaire_get_description (questionnaire),
                                                amia_questionnaires_get_language ());
  g_autofree char *words = NULL;

  choice->canonical = g_strdup (canonical);
  choice->title = amia_questionnaires_dup_title (store, canonical);
  choice->purpose = description != NULL ? dup_first_sentence (description) : NULL;
  choice->group = group;
  choice->questionnaire = amia_questionnaire_ref (questionnaire);
  words = g_strconcat (choice->title, "\n", description, NULL);
  choice->folded = g_utf8_casefold (words, -1);
  g_ptr_array_add (choices, choice);
}

/* A newer version may have been brought in by the organisation, of its own forms and of ours. */
static gboolean
add_latest (GPtrArray  *choices,
            AmiaStore  *store,
            const char *canonical,
            const char *group,
            const char *subproject,
            GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *newer = amia_store_find_newer_template (store, canonical, &local_error);
  const char      *latest = newer != NULL ? newer : canonical;
  g_autoptr (AmiaQuestionnaire) questionnaire = NULL;

  if (local_error == NULL)
    questionnaire = amia_store_find_questionnaire (store, latest, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (questionnaire != NULL && amia_questionnaire_is_for (questionnaire, subproject))
    add_choice (choices, store, questionnaire, latest, group);
  return TRUE;
}

/* The list has the latest version of a form first. */
static gboolean
has_form (GPtrArray  *choices,
          const char *url)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const AmiaFormChoice *choice = g_ptr_array_index (choices, i);
      const char           *known = amia_questionnaire_get_url (choice->questionnaire);

      if (g_strcmp0 (known != NULL ? known : choice->canonical, url) == 0)
        return TRUE;
    }

  return amia_templates_find (url) != NULL;
}

GPtrArray *
amia_form_choices_load (AmiaStore  *store,
                        const char *subproject,
                        GError    **error)
{
  gsize               n_templates = 0;
  const AmiaTemplate *templates = amia_templates_get_all (&n_templates);
  g_autoptr (GPtrArray) own = amia_store_list_own_templates (store, error);
  g_autoptr (GPtrArray) choices = NULL;

  if (own == NULL)
    return NULL;

  choices = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_form_choice_free);
  for (gsize i = 0; i < n_templates; i++)
    {
      g_autofree char *canonical = amia_template_dup_canonical (&templates[i]);

      if (templates[i].is_current &&
          !add_latest (choices, store, canonical, templates[i].group, subproject, error))
        return NULL;
    }
  for (guint i = 0; i < own->len; i++)
    {
      const AmiaOwnTemplate *template_ = g_ptr_array_index (own, i);

      if (!template_->is_retired && amia_own_template_is_for (template_, subproject) &&
          !has_form (choices, template_->url) &&
          !add_latest (choices, store, template_->canonical, "own", subproject, error))
        return NULL;
    }

  return g_steal_pointer (&choices);
}

gboolean
amia_form_choice_matches (const AmiaFormChoice *self,
                          const char           *words)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strstr (self->folded, parts[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}
