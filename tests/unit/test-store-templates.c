/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-questionnaire.h"
#include "amia-response-digest.h"
#include "amia-store-agreements.h"
#include "amia-store-log.h"
#include "amia-store-templates.h"
#include "amia-templates.h"
#include "store-fixture.h"

/* The organisation's own forms: found as the shipped ones are, by whoever asks, as soon as they are
 * here and never before. */

#define URL "https://jamtland.example/fhir/Questionnaire/vilotid"

static AmiaQuestionnaire *
make_form (const char *version,
           const char *extra)
{
  g_autofree char *data = g_strdup_printf (
      "{\"resourceType\": \"Questionnaire\", \"status\": \"active\", \"url\": \"" URL "\", "
      "\"version\": \"%s\", \"title\": \"Vilotid\", \"language\": \"sv\", \"item\": ["
      "{\"linkId\": \"vila\", \"type\": \"text\", \"text\": \"Hur vilar du?\"},"
      "{\"linkId\": \"kropp\", \"type\": \"text\", \"text\": \"Hur mår kroppen?\", \"extension\": "
      "[{\"url\": \"https://amia.se/fhir/StructureDefinition/consent-area\", "
      "\"valueCode\": \"health\"}]}%s]}",
      version,
      extra);
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form = amia_questionnaire_new_from_data (data, -1, &error);

  g_assert_no_error (error);
  return form;
}

static void
add_form (Fixture    *fixture,
          guint       id_number,
          const char *version,
          const char *area,
          const char *subproject)
{
  g_autoptr (AmiaQuestionnaire) form = make_form (version, "");
  const char *subprojects[] = { subproject, NULL };
  AmiaEdits  *edits = amia_edits_new ();
  AmiaUuid    id = fixture_id (id_number);
  g_autoptr (GError) error = NULL;

  amia_edits_add_template (edits, &id, form, area, subprojects);
  g_assert_true (fixture_commit (fixture, edits, &error));
  g_assert_no_error (error);
}

static gboolean
is_here (Fixture    *fixture,
         const char *canonical)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) found =
      amia_store_find_questionnaire (fixture->store, canonical, &error);

  g_assert_no_error (error);
  return found != NULL;
}

static void
test_found_when_it_comes (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  g_assert_false (is_here (&fixture, URL "|1.0"));
  add_form (&fixture, 1, "1.0", NULL, NULL);
  g_assert_true (is_here (&fixture, URL "|1.0"));
  g_assert_false (is_here (&fixture, URL "|2.0"));
  g_assert_false (is_here (&fixture, NULL));
  fixture_reopen (&fixture);
  g_assert_true (is_here (&fixture, URL "|1.0"));
  fixture_assert_sound (&fixture);
}

static void
test_shipped (void)
{
  g_auto (Fixture) fixture = { 0 };
  gsize            n_templates;
  g_autofree char *canonical =
      amia_template_dup_canonical (amia_templates_get_all (&n_templates));

  fixture_open (&fixture, "anna", "FK");
  g_assert_true (is_here (&fixture, canonical));
}

/* Its bytes are what was brought in: parts that nobody here knows survive. */
static void
test_keeps_bytes (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaQuestionnaire) form = make_form ("1.0", ", {\"linkId\": \"å\\u00e4\", "
                                                         "\"type\": \"display\", \"x\": 1.10}");
  g_autoptr (AmiaQuestionnaire) found = NULL;
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = fixture_id (1);
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  amia_edits_add_template (edits, &id, form, NULL, NULL);
  g_assert_true (fixture_commit (&fixture, edits, &error));
  found = amia_store_find_questionnaire (fixture.store, URL "|1.0", &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (amia_questionnaire_get_data (form),
                                amia_questionnaire_get_data (found)));
}

static void
test_first_counts (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaQuestionnaire) other = make_form ("1.0", ", {\"linkId\": \"ny\", "
                                                          "\"type\": \"text\", \"text\": \"Ny?\"}");
  g_autoptr (AmiaQuestionnaire) found = NULL;
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = fixture_id (2);
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  amia_edits_add_template (edits, &id, other, NULL, NULL);
  g_assert_true (fixture_commit (&fixture, edits, &error));
  add_form (&fixture, 1, "1.0", NULL, NULL);
  found = amia_store_find_questionnaire (fixture.store, URL "|1.0", &error);
  g_assert_no_error (error);
  g_assert_null (amia_questionnaire_find_item (found, "ny"));
}

/* A question of one sub-project is part of what is agreed on there. */
static void
test_subproject_is_asked (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaQuestionnaire) form = make_form (
      "1.0",
      ", {\"linkId\": \"vast\", \"type\": \"text\", \"text\": \"I Väst?\", \"extension\": "
      "[{\"url\": \"https://amia.se/fhir/StructureDefinition/subproject\", "
      "\"valueCode\": \"Väst\"}]}");
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   template_id = fixture_id (1);
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   form_id = fixture_id (3);
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (AmiaResponse) response = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  amia_edits_add_template (edits, &template_id, form, NULL, NULL);
  g_assert_true (fixture_commit (&fixture, edits, &error));
  fixture_put (&fixture, "case", &case_id, &case_id, "subproject", "Väst");
  fixture_put (&fixture, "form", &form_id, &case_id, "questionnaire", URL "|1.0");
  fixture_put (&fixture, "form", &form_id, &case_id, "answer/vast", "Ja");
  record = amia_store_load_record (fixture.store, &form_id, &error);
  response = amia_store_read_response (fixture.store, record, "2014-03-14", &error);
  g_assert_no_error (error);
  content = amia_response_dup_canonical_content (response);
  g_assert_nonnull (strstr (content, "answer/vast\t\"Ja\""));
}

/* --- Areas ---------------------------------------------------------------------------------- */

typedef struct
{
  const char *field;
  char       *area;
} AreaQuery;

static gboolean
note_area (const AmiaChange *change,
           AmiaChangeState   state,
           const char       *reason,
           gpointer          data)
{
  AreaQuery *query = data;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (strcmp (op->field, query->field) != 0)
        continue;
      g_free (query->area);
      query->area = g_strdup (op->area);
    }
  return TRUE;
}

static char *
get_area (Fixture    *fixture,
          const char *field)
{
  const AmiaLogQuery log = { .state = -1 };
  AreaQuery          query = { field, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      amia_store_foreach_change (fixture->store, &log, note_area, &query, &error));
  g_assert_no_error (error);
  return query.area;
}

typedef struct
{
  const char *name;
  gboolean    has_form;
  const char *form_area;
  const char *field;
  const char *expected;
} AreaCase;

static const AreaCase area_cases[] = {
  { "not-here", FALSE, NULL, "answer/vila", "own" },
  { "nobody-said", TRUE, NULL, "answer/vila", "own" },
  { "said-at-import", TRUE, "social", "answer/vila", "social" },
  { "said-by-the-question", TRUE, "social", "answer/kropp", "health" },
  { "unknown-question", TRUE, "social", "answer/borta", "social" },
};

static void
test_area (gconstpointer data)
{
  const AreaCase *wanted = data;
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         case_id = fixture_id (10);
  AmiaUuid         form_id = fixture_id (11);
  g_autofree char *area = NULL;

  fixture_open (&fixture, "anna", "FK");
  fixture_put (&fixture, "case", &case_id, &case_id, "title", "Tyra");
  if (wanted->has_form)
    add_form (&fixture, 1, "1.0", wanted->form_area, NULL);
  fixture_put (&fixture, "form", &form_id, &case_id, "questionnaire", URL "|1.0");
  fixture_put (&fixture, "form", &form_id, &case_id, wanted->field, "På soffan.");
  area = get_area (&fixture, wanted->field);
  g_assert_cmpstr (area, ==, wanted->expected);
}

/* --- Versions ------------------------------------------------------------------------------- */

static void
assert_newer (Fixture    *fixture,
              const char *canonical,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *newer = amia_store_find_newer_template (fixture->store, canonical, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (newer, ==, expected);
}

static void
test_newer (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid id = fixture_id (3);

  fixture_open (&fixture, "anna", "FK");
  add_form (&fixture, 1, "1.9", NULL, NULL);
  assert_newer (&fixture, URL "|1.9", NULL);
  add_form (&fixture, 2, "1.10", NULL, NULL);
  add_form (&fixture, 3, "2.0", NULL, NULL);
  assert_newer (&fixture, URL "|1.9", URL "|2.0");
  fixture_put (&fixture, "template", &id, NULL, "status", "retired");
  assert_newer (&fixture, URL "|1.9", URL "|1.10");
  assert_newer (&fixture, URL "|2.0", NULL);
  assert_newer (&fixture, "https://amia.se/fhir/Questionnaire/kartlaggning|0.9",
                "https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0");
  assert_newer (&fixture, URL, NULL);
}

static void
test_list (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const AmiaOwnTemplate *latest = NULL;

  fixture_open (&fixture, "anna", "FK");
  add_form (&fixture, 1, "1.0", NULL, NULL);
  add_form (&fixture, 2, "2.0", "work", "Nord");
  list = amia_store_list_own_templates (fixture.store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  latest = g_ptr_array_index (list, 0);
  g_assert_cmpstr (latest->canonical, ==, URL "|2.0");
  g_assert_cmpstr (latest->title, ==, "Vilotid");
  g_assert_cmpstr (latest->author, ==, "anna");
  g_assert_cmpstr (latest->agency, ==, "FK");
  g_assert_cmpstr (latest->area, ==, "work");
  g_assert_true (amia_own_template_is_for (latest, "Nord"));
  g_assert_true (amia_own_template_is_for (latest, NULL));
  g_assert_false (amia_own_template_is_for (latest, "Syd"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-templates/is-found-when-it-comes", test_found_when_it_comes);
  g_test_add_func ("/store-templates/finds-shipped", test_shipped);
  g_test_add_func ("/store-templates/keeps-every-byte", test_keeps_bytes);
  g_test_add_func ("/store-templates/first-of-two-alike-counts", test_first_counts);
  g_test_add_func ("/store-templates/asks-as-the-sub-project-does", test_subproject_is_asked);
  g_test_add_func ("/store-templates/finds-newer", test_newer);
  g_test_add_func ("/store-templates/lists", test_list);
  for (gsize i = 0; i < G_N_ELEMENTS (area_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store-templates/area/%s", area_cases[i].name);

      g_test_add_data_func (path, &area_cases[i], test_area);
    }
  return g_test_run ();
}
