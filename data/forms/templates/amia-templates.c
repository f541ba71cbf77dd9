/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-templates.h"

#include <gio/gio.h>
#include <string.h>

#include "amia-template-resources.h"

/* Which forms the program brings along. A new version of a form takes over the file's name;
 * the old one moves to a file and a row of its own, with the version in the name, and stays for the
 * forms that were begun with it. That the rows say what the files say is held by
 * tests/unit/test-templates. */

#define FORM(name, version, group, is_current)                                   \
  {                                                                              \
    name, "https://amia.se/fhir/Questionnaire/" name, version, group, is_current \
  }
#define OLD_FORM(name, version, group)                                                  \
  {                                                                                     \
    name "-" version, "https://amia.se/fhir/Questionnaire/" name, version, group, FALSE \
  }

static const AmiaTemplate templates[] = {
  FORM ("sammanstallning-infor-overlamnande", "1.0.0", "0", TRUE),
  FORM ("samtycke", "1.0.0", "1", TRUE),
  FORM ("enkat-1", "1.0.0", "1", TRUE),
  FORM ("kartlaggning", "1.0.0", "2", TRUE),
  FORM ("natverkskarta", "1.0.0", "2", TRUE),
  FORM ("veckoschema", "1.0.0", "2", TRUE),
  FORM ("dagboksblad", "2.0.0", "2", TRUE),
  OLD_FORM ("dagboksblad", "1.0.0", "2"),
  FORM ("jamstalldhet", "1.0.0", "2", TRUE),
  FORM ("handlingsplan", "1.0.0", "4", TRUE),
  FORM ("aktivitetsrapport", "1.0.0", "5", TRUE),
  FORM ("enkat-2", "1.0.0", "5", TRUE),
  FORM ("sjalvvardering", "1.0.0", "7", TRUE),
  FORM ("enkat-3", "1.0.0", "7", TRUE),
  FORM ("slutdokumentation", "1.0.0", "7", TRUE),
  FORM ("overlamning", "1.0.0", "7", TRUE),
  FORM ("tillganglighet", "1.0.0", "meeting", TRUE),
  FORM ("avstamningsmote", "1.0.0", "meeting", TRUE),
  FORM ("reflektion", "1.0.0", "meeting", TRUE),
  FORM ("vardegrund-handlaggare-fore", "1.0.0", "meeting", TRUE),
  FORM ("vardegrund-handlaggare-efter", "1.0.0", "meeting", TRUE),
  FORM ("vardegrund-deltagare", "1.0.0", "meeting", TRUE),
  FORM ("observation", "1.0.0", "meeting", TRUE),
};

const AmiaTemplate *
amia_templates_get_all (gsize *n_templates)
{
  g_return_val_if_fail (n_templates != NULL, NULL);

  *n_templates = G_N_ELEMENTS (templates);
  return templates;
}

const AmiaTemplate *
amia_templates_find (const char *canonical)
{
  const char *bar;
  gsize       url_length;

  g_return_val_if_fail (canonical != NULL, NULL);

  bar = strchr (canonical, '|');
  url_length = bar != NULL ? (gsize) (bar - canonical) : strlen (canonical);

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      const AmiaTemplate *candidate = &templates[i];

      if (strlen (candidate->url) != url_length ||
          strncmp (candidate->url, canonical, url_length) != 0)
        continue;
      if (bar != NULL ? strcmp (candidate->version, bar + 1) == 0 : candidate->is_current)
        return candidate;
    }

  return NULL;
}

char *
amia_template_dup_canonical (const AmiaTemplate *template_)
{
  g_return_val_if_fail (template_ != NULL, NULL);

  return g_strdup_printf ("%s|%s", template_->url, template_->version);
}

GBytes *
amia_template_dup_data (const AmiaTemplate *template_)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) data = NULL;

  g_return_val_if_fail (template_ != NULL, NULL);

  path = g_strdup_printf ("/se/amia/templates/%s.json", template_->name);
  data = g_resource_lookup_data (amia_templates_get_resource (),
                                 path,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE,
                                 NULL);
  /* A row without a file is our own mistake, and the build would have shown it. */
  g_assert (data != NULL);
  return g_steal_pointer (&data);
}
