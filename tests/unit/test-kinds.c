/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-kinds.h"
#include "amia-record-error.h"

/* The table of kinds: what scripts rely on, what holds for every row, and what a field takes. */

static const AmiaField *
find (const char *kind,
      const char *field)
{
  const AmiaKind *found = amia_kind_find (kind);

  g_assert_nonnull (found);
  return amia_kind_find_field (found, field);
}

static void
test_scripts_find_their_fields (void)
{
  static const char *const names[][2] = {
    { "participant", "name" },
    { "participant", "personnummer" },
    { "case", "title" },
    { "case", "participant" },
    { "member", "user" },
    { "member", "role" },
    { "member", "from" },
    { "member", "to" },
    { "journal", "kind" },
    { "journal", "headline" },
    { "journal", "text" },
    { "form", "questionnaire" },
    { "form", "status" },
    { "form", "note" },
    { "form", "answer/a/b" },
    { "pair-form", "answer/a/b" },
    { "survey", "answer/a/b" },
    { "survey-key", "number" },
    { "approval", "hash" },
    { "signature", "strokes" },
    { "template", "data" },
    { "consent", "parties" },
    { "consent", "areas" },
    { "consent", "valid-from" },
    { "consent", "valid-to" },
    { "consent", "withdrawn" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s %s", names[i][0], names[i][1]);
      g_assert_nonnull (find (names[i][0], names[i][1]));
    }
}

/* Who knows the number and nothing else must not come from the answers to the person. */
static void
test_a_survey_names_no_case (void)
{
  const AmiaKind *survey = amia_kind_find ("survey");

  g_assert_cmpint (survey->scope, ==, AMIA_SCOPE_ORGANISATION);
  for (gsize i = 0; i < survey->n_fields; i++)
    g_assert_cmpint (survey->fields[i].type, !=, AMIA_FIELD_REFERENCE);
  g_assert_cmpint (amia_kind_find ("survey-key")->scope, ==, AMIA_SCOPE_PAIR);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *kind;
    gboolean    has_answers;
  } rows[] = {
    { "form", TRUE },
    { "pair-form", TRUE },
    { "survey", TRUE },
    { "journal", FALSE },
    { "survey-key", FALSE },
    { "of-a-newer-program", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].kind);
      g_assert_cmpint (amia_kind_has_answers (amia_kind_find (rows[i].kind)),
                       ==,
                       rows[i].has_answers);
    }
}

static void
test_every_row_is_sound (void)
{
  gsize           n_kinds;
  const AmiaKind *kinds = amia_kinds_get_all (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    {
      g_assert_true (amia_kind_find (kinds[i].name) == &kinds[i]);
      /* What is never changed is never removed, and all else can be. */
      g_assert_cmpint (amia_kind_find_field (&kinds[i], "removed") == NULL,
                       ==,
                       kinds[i].is_append_only);

      for (gsize j = 0; j < kinds[i].n_fields; j++)
        {
          const AmiaField *field = &kinds[i].fields[j];
          gboolean         is_prefix = (field->flags & AMIA_FIELD_PREFIX) != 0;

          g_assert_true (amia_area_is_known (field->area));
          g_assert_cmpint (g_str_has_suffix (field->name, "/"), ==, is_prefix);
          g_assert_true (is_prefix || amia_kind_find_field (&kinds[i], field->name) == field);
        }
    }
}

static void
test_envelope_is_what_the_design_says (void)
{
  g_assert_cmpint (find ("participant", "name")->flags & AMIA_FIELD_ENVELOPE, ==, 0);
  g_assert_cmpint (find ("case", "title")->flags & AMIA_FIELD_ENVELOPE, ==, 0);
  g_assert_cmpint (find ("form", "answer/a")->flags & AMIA_FIELD_ENVELOPE, ==, 0);
  g_assert_cmpint (find ("case", "participant")->flags & AMIA_FIELD_ENVELOPE, !=, 0);
  g_assert_cmpint (find ("form", "questionnaire")->flags & AMIA_FIELD_ENVELOPE, !=, 0);
  g_assert_cmpint (find ("member", "user")->flags & AMIA_FIELD_ENVELOPE, !=, 0);
  g_assert_cmpint (find ("consent", "areas")->flags & AMIA_FIELD_ENVELOPE, !=, 0);
}

static void
test_unknown_is_unknown (void)
{
  g_assert_null (amia_kind_find ("of-tomorrow"));
  g_assert_null (amia_kind_find_field (NULL, "name"));
  g_assert_null (find ("participant", "nam"));
  g_assert_null (find ("form", "answer/"));
  g_assert_null (find ("form", "answers"));
  g_assert_false (amia_area_is_known ("*"));
  g_assert_false (amia_area_is_known ("Basics"));
}

static void
test_values_fit_their_field (void)
{
  static const struct
  {
    const char *kind;
    const char *field;
    const char *value;
    gboolean    fits;
  } cases[] = {
    { "participant", "name", "\"Elsa\"", TRUE },
    { "participant", "name", " \"Elsa\" ", TRUE },
    { "participant", "name", "\"\"", TRUE },
    { "participant", "name", "null", TRUE },
    { "participant", "name", "1", FALSE },
    { "participant", "name", "\"a\\u0000\"", FALSE },
    { "participant", "name", "\"a", FALSE },
    { "participant", "name", "", FALSE },
    { "participant", "interpreter", "false", TRUE },
    { "participant", "interpreter", "\"true\"", FALSE },
    { "participant", "benefit-end", "\"2014-02-28\"", TRUE },
    { "participant", "benefit-end", "\"2012-02-29\"", TRUE },
    { "participant", "benefit-end", "\"2014-02-29\"", FALSE },
    { "participant", "benefit-end", "\"2014-13-01\"", FALSE },
    { "participant", "benefit-end", "\"2014-00-01\"", FALSE },
    { "participant", "benefit-end", "\"2014-1-01\"", FALSE },
    { "participant", "benefit-end", "\"2014-01-01T\"", FALSE },
    { "participant", "benefit-end", "\"0000-01-01\"", FALSE },
    { "participant", "benefit-end", "20140101", FALSE },
    { "case", "participant", "\"018f3a5b-7c00-7abc-8def-0123456789ab\"", TRUE },
    { "case", "participant", "\"Elsa\"", FALSE },
    { "activity", "hours", "7.5", TRUE },
    { "activity", "hours", "\"7.5\"", FALSE },
    { "consent", "parties", "[]", TRUE },
    { "consent", "parties", "[\"FK\", \"AF\"]", TRUE },
    { "consent", "parties", "[\"FK\", 1]", FALSE },
    { "consent", "parties", "[\"FK\", null]", FALSE },
    { "consent", "parties", "\"FK\"", FALSE },
    { "form", "answer/a", "{\"code\":\"x\"}", TRUE },
    { "form", "answer/a", "{\"code\":}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AmiaField *field = find (cases[i].kind, cases[i].field);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %s", cases[i].field, cases[i].value);
      g_assert_cmpint (amia_field_check (field, cases[i].value, &error), ==, cases[i].fits);
      if (!cases[i].fits)
        g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_VALUE);
    }
}

/* What every member sees, consents or not, has no room for what somebody wrote about a person. */
static void
test_envelope_has_no_words_of_anybodys (void)
{
  gsize           n_kinds;
  const AmiaKind *kinds = amia_kinds_get_all (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    {
      for (gsize j = 0; j < kinds[i].n_fields; j++)
        {
          const AmiaField *field = &kinds[i].fields[j];

          if ((field->flags & AMIA_FIELD_ENVELOPE) == 0)
            continue;

          g_test_message ("%s %s", kinds[i].name, field->name);
          g_assert_cmpint (field->type, !=, AMIA_FIELD_TEXT);
          g_assert_cmpint (field->type, !=, AMIA_FIELD_JSON);
          g_assert_cmpint (field->flags & (AMIA_FIELD_SEARCHED | AMIA_FIELD_PREFIX), ==, 0);
        }
    }
}

static void
test_append_only_is_written_once (void)
{
  static const struct
  {
    const char *kind;
    const char *field;
    gboolean    exists;
    gboolean    may;
  } cases[] = {
    { "journal", "text", FALSE, TRUE },
    { "journal", "text", TRUE, FALSE },
    { "journal", "of-tomorrow", FALSE, TRUE },
    { "journal", "of-tomorrow", TRUE, FALSE },
    { "journal", "removed", TRUE, FALSE },
    { "consent", "note", TRUE, FALSE },
    { "consent", "withdrawn", TRUE, TRUE },
    { "form", "note", TRUE, TRUE },
    { "of-tomorrow", "anything", TRUE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean may = amia_kind_check_write (amia_kind_find (cases[i].kind),
                                            cases[i].field,
                                            "null",
                                            cases[i].exists,
                                            &error);

      g_test_message ("%s %s", cases[i].kind, cases[i].field);
      g_assert_cmpint (may, ==, cases[i].may);
      if (!may)
        g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_APPEND_ONLY);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kinds/scripts-find-their-fields", test_scripts_find_their_fields);
  g_test_add_func ("/kinds/answers", test_answers);
  g_test_add_func ("/kinds/survey-names-no-case", test_a_survey_names_no_case);
  g_test_add_func ("/kinds/every-row-is-sound", test_every_row_is_sound);
  g_test_add_func ("/kinds/envelope-is-what-the-design-says",
                   test_envelope_is_what_the_design_says);
  g_test_add_func ("/kinds/unknown-is-unknown", test_unknown_is_unknown);
  g_test_add_func ("/kinds/values-fit-their-field", test_values_fit_their_field);
  g_test_add_func ("/kinds/envelope-has-no-words-of-anybodys",
                   test_envelope_has_no_words_of_anybodys);
  g_test_add_func ("/kinds/append-only-is-written-once", test_append_only_is_written_once);

  return g_test_run ();
}
