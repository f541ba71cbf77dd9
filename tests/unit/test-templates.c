/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <json-glib/json-glib.h>

#include "amia-templates.h"

/* The table of shipped forms against the forms themselves. */

static void
test_table_says_what_the_files_say (void)
{
  gsize               n_templates = 0;
  const AmiaTemplate *templates = amia_templates_get_all (&n_templates);

  g_assert_cmpuint (n_templates, >=, 22);

  for (gsize i = 0; i < n_templates; i++)
    {
      g_autoptr (GBytes) data = amia_template_dup_data (&templates[i]);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      JsonObject *form;
      gsize       length;
      const char *bytes = g_bytes_get_data (data, &length);

      json_parser_load_from_data (parser, bytes, (gssize) length, &error);
      g_assert_no_error (error);
      form = json_node_get_object (json_parser_get_root (parser));

      g_assert_cmpstr (json_object_get_string_member (form, "resourceType"), ==, "Questionnaire");
      g_assert_cmpstr (json_object_get_string_member (form, "url"), ==, templates[i].url);
      g_assert_cmpstr (json_object_get_string_member (form, "version"), ==, templates[i].version);
    }
}

static void
test_found_by_canonical (void)
{
  gsize               n_templates = 0;
  const AmiaTemplate *templates = amia_templates_get_all (&n_templates);

  for (gsize i = 0; i < n_templates; i++)
    {
      g_autofree char *canonical = amia_template_dup_canonical (&templates[i]);

      g_assert_true (amia_templates_find (canonical) == &templates[i]);
      if (templates[i].is_current)
        g_assert_true (amia_templates_find (templates[i].url) == &templates[i]);
    }
}

static void
test_unknown_is_not_found (void)
{
  static const char *const unknown[] = {
    "",
    "|",
    "|1.0.0",
    "https://amia.se/fhir/Questionnaire/kartlaggnin",
    "https://amia.se/fhir/Questionnaire/kartlaggning2",
    "https://amia.se/fhir/Questionnaire/kartlaggning|",
    "https://amia.se/fhir/Questionnaire/kartlaggning|0.0.1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_null (amia_templates_find (unknown[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/templates/table-says-what-the-files-say", test_table_says_what_the_files_say);
  g_test_add_func ("/templates/found-by-canonical", test_found_by_canonical);
  g_test_add_func ("/templates/unknown-is-not-found", test_unknown_is_not_found);

  return g_test_run ();
}
