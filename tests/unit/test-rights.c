/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-access.h"
#include "amia-kinds.h"
#include "amia-record-error.h"

/* Rights as a value: how they are written and read, what they allow, and that wider, joined and
 * common rights are what the words say. How they follow from members and consents is in
 * test-access.c. */

#define AGENCY_OF_READER "AF"

static const AmiaReader bo = { "bo", AGENCY_OF_READER };

static AmiaRights *
read_rights (const char *text)
{
  g_autoptr (GError) error = NULL;
  AmiaRights *rights = amia_rights_decode (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (rights);
  return rights;
}

static AmiaVerdict
ask (const AmiaRights *rights,
     const char       *kind,
     const char       *field,
     const char       *area,
     const char       *agency)
{
  AmiaUuid id = { { 1 } };
  g_autoptr (AmiaOp) op = amia_op_new (kind, &id, NULL, field, area, "1");

  return amia_rights_allow (rights, &bo, op, "anna", agency);
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    const char *canonical;
  } cases[] = {
    { "null", "null" },
    { " null\n", "null" },
    { "{}", "{\"pair\":false,\"from\":{}}" },
    { "{\"from\":{}}", "{\"pair\":false,\"from\":{}}" },
    /* The example in amia-rights-codec.c. */
    { "{\"pair\":true,\"from\":{\"AF\":[\"basics\",\"plan\"],\"VARD\":[\"*\"]}}",
      "{\"pair\":true,\"from\":{\"AF\":[\"basics\",\"plan\"],\"VARD\":[\"*\"]}}" },
    { "{\"from\":{\"VARD\":[\"work\"],\"FK\":[\"plan\",\"basics\",\"plan\"]},\"pair\":true}",
      "{\"pair\":true,\"from\":{\"FK\":[\"basics\",\"plan\"],\"VARD\":[\"work\"]}}" },
    { "{\"from\":{\"FK\":[\"plan\",\"*\"]}}", "{\"pair\":false,\"from\":{\"FK\":[\"*\"]}}" },
    { "{\"from\":{\"FK\":[\"basics\",\"health\",\"work\",\"economy\",\"social\",\"plan\","
      "\"closing\"]}}",
      "{\"pair\":false,\"from\":{\"FK\":[\"*\"]}}" },
    { "{\"from\":{\"FK\":[]}}", "{\"pair\":false,\"from\":{}}" },
    { "{\"from\":{\"A\\\"b\":[\"plan\"]}}", "{\"pair\":false,\"from\":{\"A\\\"b\":[\"plan\"]}}" },
    /* Of another version of the program. */
    { "{\"pair\":false,\"lease\":[1],\"from\":{\"FK\":[\"of-tomorrow\",\"plan\"]}}",
      "{\"pair\":false,\"from\":{\"FK\":[\"plan\"]}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaRights) rights = read_rights (cases[i].text);
      g_autofree char *text = amia_rights_encode (rights);

      g_assert_cmpstr (text, ==, cases[i].canonical);
    }
}

static void
test_text_that_is_refused (void)
{
  static const char *const texts[] = {
    "",
    "nul",
    "true",
    "[]",
    "\"null\"",
    "{",
    "{\"pair\":1}",
    "{\"pair\":null}",
    "{\"from\":[]}",
    "{\"from\":null}",
    "{\"from\":{\"FK\":\"*\"}}",
    "{\"from\":{\"FK\":[1]}}",
    "{\"from\":{\"FK\":[\"plan\",null]}}",
    "{\"from\":{\"FK\":[\"plan\"],\"FK\":[\"*\"]}}",
    "{\"from\":{\"FK\":[],\"FK\":[\"*\"]}}",
    "{\"from\":{\"F\\u0000K\":[\"*\"]}}",
    "{} {}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaRights) rights = NULL;

      g_test_message ("%s", texts[i]);
      rights = amia_rights_decode (texts[i], &error);
      g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_MALFORMED);
      g_assert_null (rights);
    }
}

static void
test_text_that_is_too_long (void)
{
  g_autofree char *spaces = g_strnfill (AMIA_RIGHTS_LENGTH_MAX, ' ');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"%s\"}", spaces);
  g_autoptr (GError) error = NULL;

  g_assert_null (amia_rights_decode (text, &error));
  g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_TOO_LARGE);
}

static void
test_what_is_allowed (void)
{
  static const struct
  {
    const char *rights; /* NULL: in no case */
    const char *kind;
    const char *field;
    const char *area;
    const char *agency;
    AmiaVerdict verdict;
  } cases[] = {
    { NULL, "participant", "name", "basics", "AF", AMIA_VERDICT_NOT_MEMBER },
    { "null", "form", "answer/a", "plan", "AF", AMIA_VERDICT_NOT_MEMBER },
    { "null", "member", "user", "basics", "AF", AMIA_VERDICT_NOT_MEMBER },
    { "{}", "form", "answer/a", "plan", "AF", AMIA_VERDICT_YES },
    { "{}", "form", "answer/a", NULL, "AF", AMIA_VERDICT_YES },
    { "{}", "member", "user", "basics", "FK", AMIA_VERDICT_YES },
    { "{}", "form", "answer/a", "plan", "FK", AMIA_VERDICT_NO_CONSENT },
    { "{}", "reflection", "text", "plan", "AF", AMIA_VERDICT_NOT_PAIR },
    { "{}", "reflection", "removed", "plan", "FK", AMIA_VERDICT_NOT_PAIR },
    { "{\"pair\":true}", "reflection", "text", "plan", "AF", AMIA_VERDICT_YES },
    { "{\"pair\":true}", "reflection", "text", "plan", "FK", AMIA_VERDICT_NO_CONSENT },
    { "{\"from\":{\"FK\":[\"plan\"]}}", "goal", "text", "plan", "FK", AMIA_VERDICT_YES },
    { "{\"from\":{\"FK\":[\"plan\"]}}", "goal", "text", "work", "FK", AMIA_VERDICT_NO_CONSENT },
    { "{\"from\":{\"FK\":[\"plan\"]}}", "goal", "text", "plan", "VARD", AMIA_VERDICT_NO_CONSENT },
    { "{\"from\":{\"FK\":[\"*\"]}}", "goal", "text", "health", "FK", AMIA_VERDICT_YES },
    { "{\"from\":{\"FK\":[\"*\"]}}", "goal", "text", NULL, "FK", AMIA_VERDICT_OWN_AGENCY },
    { "{\"from\":{\"FK\":[\"*\"]}}", "goal", "text", "*", "FK", AMIA_VERDICT_OWN_AGENCY },
    { "{\"from\":{\"FK\":[\"*\",\"new\"]}}", "goal", "text", "new", "FK", AMIA_VERDICT_OWN_AGENCY },
    { "{\"from\":{\"FK\":[\"work\"]}}", "of-tomorrow", "a", "work", "FK", AMIA_VERDICT_YES },
    { "{\"from\":{\"FK\":[\"work\"]}}", "of-tomorrow", "a", "plan", "FK", AMIA_VERDICT_NO_CONSENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaRights) rights =
          cases[i].rights != NULL ? read_rights (cases[i].rights) : NULL;

      g_test_message ("%s %s %s", cases[i].rights, cases[i].kind, cases[i].field);
      g_assert_cmpint (ask (rights, cases[i].kind, cases[i].field, cases[i].area, cases[i].agency),
                       ==,
                       cases[i].verdict);
    }
}

static void
test_outside_a_case_it_is_the_authors (void)
{
  AmiaUuid id = { { 1 } };
  g_autoptr (AmiaOp) op = amia_op_new ("participant", &id, NULL, "name", "basics", "1");

  g_assert_cmpint (amia_rights_allow (NULL, &bo, op, "bo", "AF"), ==, AMIA_VERDICT_YES);
  g_assert_cmpint (amia_rights_allow (NULL, &bo, op, "bea", "AF"), ==, AMIA_VERDICT_NOT_MEMBER);
  g_assert_cmpint (amia_rights_allow (NULL, &bo, op, NULL, "AF"), ==, AMIA_VERDICT_NOT_MEMBER);
}

/* From narrow to wide wherever the second contains the first. */
static void
test_containing (void)
{
  static const struct
  {
    const char *wide;
    const char *narrow;
    gboolean    contains;
  } cases[] = {
    { "null", "null", TRUE },
    { "{}", "null", TRUE },
    { "null", "{}", FALSE },
    { "{\"pair\":true}", "{}", TRUE },
    { "{}", "{\"pair\":true}", FALSE },
    { "{\"from\":{\"FK\":[\"plan\"]}}", "{}", TRUE },
    { "{}", "{\"from\":{\"FK\":[\"plan\"]}}", FALSE },
    { "{\"from\":{\"FK\":[\"*\"]}}", "{\"from\":{\"FK\":[\"plan\",\"work\"]}}", TRUE },
    { "{\"from\":{\"FK\":[\"plan\",\"work\"]}}", "{\"from\":{\"FK\":[\"*\"]}}", FALSE },
    { "{\"from\":{\"FK\":[\"plan\"]}}", "{\"from\":{\"FK\":[\"work\"]}}", FALSE },
    { "{\"from\":{\"FK\":[\"*\"]}}", "{\"from\":{\"VARD\":[\"work\"]}}", FALSE },
    { "{\"from\":{\"FK\":[\"*\"],\"VARD\":[\"work\"]}}", "{\"from\":{\"VARD\":[\"work\"]}}", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaRights) wide = read_rights (cases[i].wide);
      g_autoptr (AmiaRights) narrow = read_rights (cases[i].narrow);

      g_test_message ("%s in %s", cases[i].narrow, cases[i].wide);
      g_assert_cmpint (amia_rights_contain (wide, narrow), ==, cases[i].contains);
      g_assert_cmpint (amia_rights_equal (wide, narrow),
                       ==,
                       cases[i].contains && amia_rights_contain (narrow, wide));
    }
}

static void
test_a_lapsed_lease_leaves_ones_own (void)
{
  g_autoptr (AmiaRights) rights = read_rights ("{\"pair\":true,\"from\":{\"FK\":[\"*\"]}}");
  g_autoptr (AmiaRights) none = amia_rights_new_none ();
  g_autoptr (AmiaRights) own = amia_rights_keep_own (rights);
  g_autoptr (AmiaRights) own_of_none = amia_rights_keep_own (none);

  g_assert_cmpint (ask (own, "goal", "text", "plan", "FK"), ==, AMIA_VERDICT_NO_CONSENT);
  g_assert_cmpint (ask (own, "goal", "text", "plan", "AF"), ==, AMIA_VERDICT_YES);
  g_assert_cmpint (ask (own, "reflection", "text", "plan", "AF"), ==, AMIA_VERDICT_YES);
  g_assert_cmpint (ask (own, "member", "user", "basics", "FK"), ==, AMIA_VERDICT_YES);
  g_assert_true (amia_rights_equal (none, own_of_none));
}

/* Any rights there are, often close to each other. */
static AmiaRights *
invent_rights (void)
{
  static const char *const agencies[] = { "FK", "VARD", "KOMMUN" };
  g_autoptr (GString) text = g_string_new (NULL);
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);
  gboolean           is_first = TRUE;

  if (g_test_rand_int_range (0, 6) == 0)
    return amia_rights_new_none ();

  g_string_printf (text, "{\"pair\":%s,\"from\":{", g_test_rand_bit () ? "true" : "false");
  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      int chance = g_test_rand_int_range (0, 4);

      if (chance == 0)
        continue;

      g_string_append_printf (text, "%s\"%s\":[\"none\"", is_first ? "" : ",", agencies[i]);
      for (gsize j = 0; j < n_areas; j++)
        {
          if (chance == 3 || g_test_rand_bit ())
            g_string_append_printf (text, ",\"%s\"", areas[j]);
        }
      g_string_append_c (text, ']');
      is_first = FALSE;
    }
  g_string_append (text, "}}");

  return read_rights (text->str);
}

/* What rights say to an op, for every kind of op that is told apart: bit i is op i. */
static guint64
ask_everything (const AmiaRights *rights,
                const char       *kind)
{
  static const char *const agencies[] = { "FK", "VARD", "KOMMUN", "AF" };
  gsize                    n_areas;
  const char *const       *areas = amia_areas_get_all (&n_areas);
  guint64                  answers = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      for (gsize j = 0; j <= n_areas; j++)
        {
          const char *area = j < n_areas ? areas[j] : NULL;

          answers <<= 1;
          answers |= ask (rights, kind, "text", area, agencies[i]) == AMIA_VERDICT_YES;
        }
    }

  return answers;
}

static void
test_joined_and_common_rights_mean_what_they_say (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (AmiaRights) a = invent_rights ();
      g_autoptr (AmiaRights) b = invent_rights ();
      g_autoptr (AmiaRights) joined = amia_rights_join (a, b);
      g_autoptr (AmiaRights) common = amia_rights_meet (a, b);
      g_autofree char *text = amia_rights_encode (joined);
      g_autoptr (AmiaRights) read = read_rights (text);

      g_assert_cmphex (ask_everything (joined, "goal"),
                       ==,
                       ask_everything (a, "goal") | ask_everything (b, "goal"));
      g_assert_cmphex (ask_everything (common, "goal"),
                       ==,
                       ask_everything (a, "goal") & ask_everything (b, "goal"));
      g_assert_cmphex (ask_everything (common, "reflection"),
                       ==,
                       ask_everything (a, "reflection") & ask_everything (b, "reflection"));

      g_assert_true (amia_rights_contain (joined, a) && amia_rights_contain (joined, b));
      g_assert_true (amia_rights_contain (a, common) && amia_rights_contain (b, common));
      g_assert_true (amia_rights_equal (joined, read));
      if (amia_rights_contain (a, b))
        {
          g_assert_cmphex (ask_everything (b, "goal") & ~ask_everything (a, "goal"), ==, 0);
          g_assert_true (amia_rights_equal (joined, a) && amia_rights_equal (common, b));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rights/text", test_text);
  g_test_add_func ("/rights/text-that-is-refused", test_text_that_is_refused);
  g_test_add_func ("/rights/text-that-is-too-long", test_text_that_is_too_long);
  g_test_add_func ("/rights/what-is-allowed", test_what_is_allowed);
  g_test_add_func ("/rights/outside-a-case-it-is-the-authors",
                   test_outside_a_case_it_is_the_authors);
  g_test_add_func ("/rights/containing", test_containing);
  g_test_add_func ("/rights/a-lapsed-lease-leaves-ones-own", test_a_lapsed_lease_leaves_ones_own);
  g_test_add_func ("/rights/joined-and-common-rights-mean-what-they-say",
                   test_joined_and_common_rights_mean_what_they_say);

  return g_test_run ();
}
