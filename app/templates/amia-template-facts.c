/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-templates"

#include "config.h"

#include "amia-template-facts.h"

#include <string.h>

#include "amia-change.h"
#include "amia-scan.h"
#include "amia-templates.h"
#include "amia-version-check.h"

/* What the store knows around one form. Nothing here may touch a widget: it runs on the store's
 * thread. */

/* For what stands in the change beside the form's own text. */
#define CHANGE_ROOM (16 * 1024)

void
amia_template_facts_free (AmiaTemplateFacts *self)
{
  g_clear_pointer (&self->form, amia_questionnaire_unref);
  g_clear_pointer (&self->own, amia_own_template_free);
  g_clear_pointer (&self->before, amia_questionnaire_unref);
  g_free (self);
}

/* The latest of the other versions, shipped or own, or NULL. */
static char *
find_before (GPtrArray         *own,
             AmiaQuestionnaire *form)
{
  const char         *url = amia_questionnaire_get_url (form);
  const char         *version = amia_questionnaire_get_version (form);
  const AmiaTemplate *shipped = url != NULL ? amia_templates_find (url) : NULL;
  const char         *latest = NULL;

  if (shipped != NULL && g_strcmp0 (shipped->version, version) != 0)
    latest = shipped->version;
  for (guint i = 0; url != NULL && i < own->len; i++)
    {
      const AmiaOwnTemplate *other = g_ptr_array_index (own, i);

      if (strcmp (other->url, url) == 0 && g_strcmp0 (other->version, version) != 0 &&
          amia_version_compare (other->version, latest) > 0)
        latest = other->version;
    }

  return latest != NULL ? g_strdup_printf ("%s|%s", url, latest) : NULL;
}

static AmiaTemplateFacts *
gather (AmiaStore         *store,
        AmiaQuestionnaire *form,
        GError           **error)
{
  const char *canonical = amia_questionnaire_get_canonical (form);
  g_autoptr (GPtrArray) own = amia_store_list_own_templates (store, error);
  g_autoptr (AmiaTemplateFacts) facts = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) local_error = NULL;

  if (own == NULL)
    return NULL;

  facts = g_new0 (AmiaTemplateFacts, 1);
  facts->form = amia_questionnaire_ref (form);
  facts->is_shipped = amia_templates_find (canonical) != NULL;
  for (guint i = 0; i < own->len && facts->own == NULL; i++)
    {
      const AmiaOwnTemplate *other = g_ptr_array_index (own, i);

      if (strcmp (other->canonical, canonical) == 0)
        facts->own = g_ptr_array_steal_index (own, i);
    }

  before = find_before (own, form);
  facts->before = amia_store_find_questionnaire (store, before, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&facts);
}

AmiaTemplateFacts *
amia_template_facts_load (AmiaStore  *store,
                          const char *canonical,
                          GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaQuestionnaire) form =
      amia_store_find_questionnaire (store, canonical, &local_error);

  if (form != NULL)
    return gather (store, form, error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING,
                 "Failed to find the form %s", canonical);
  return NULL;
}

static gboolean
is_too_large (AmiaQuestionnaire *form)
{
  gsize            length = 0;
  const char      *data = g_bytes_get_data (amia_questionnaire_get_data (form), &length);
  g_autofree char *text = g_strndup (data, length);
  g_autoptr (GString) value = g_string_sized_new (length);

  amia_scan_append_string (value, text);
  return value->len + CHANGE_ROOM > AMIA_CHANGE_BYTES_MAX;
}

AmiaTemplateFacts *
amia_template_facts_check (AmiaStore         *store,
                           AmiaQuestionnaire *form,
                           GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  AmiaTemplateFacts *facts = NULL;
  g_autoptr (AmiaQuestionnaire) same =
      amia_store_find_questionnaire (store, amia_questionnaire_get_canonical (form), &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  facts = gather (store, form, error);
  if (facts == NULL)
    return NULL;
  if (same != NULL)
    facts->standing = g_str_equal (amia_questionnaire_get_hash (same),
                                   amia_questionnaire_get_hash (form))
                          ? AMIA_TEMPLATE_SAME
                          : AMIA_TEMPLATE_TAKEN;
  else if (is_too_large (form))
    facts->standing = AMIA_TEMPLATE_TOO_LARGE;
  return facts;
}
