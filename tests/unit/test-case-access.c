/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "access-fixture.h"
#include "amia-case-access.h"
#include "amia-case-shares.h"
#include "amia-date.h"
#include "amia-kinds.h"

/* What the records of members and consents make of everybody's rights, day by day. What the rights
 * then allow is in test-rights.c and test-access.c. */

static void
assert_rights (const AmiaCaseAccess *access,
               const char           *user,
               const char           *today,
               const char           *expected)
{
  AmiaReader reader = reader_of (user);
  g_autoptr (AmiaRights) rights = amia_case_access_get_rights (access, &reader, today);
  g_autofree char *text = amia_rights_encode (rights);

  g_assert_cmpstr (text, ==, expected);
}

/* Everybody's rights on one day. */
static char *
describe_everybody (const AmiaCaseAccess *access,
                    const char           *today)
{
  static const char *const users[] = { "anna", "bo", "cia", "dan", "eva" };
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    {
      AmiaReader reader = reader_of (users[i]);
      g_autoptr (AmiaRights) rights = amia_case_access_get_rights (access, &reader, today);
      g_autofree char *text = amia_rights_encode (rights);

      g_string_append_printf (all, "%s %s\n", users[i], text);
    }

  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
test_members_by_day (void)
{
  static const struct
  {
    const char *facts;
    gboolean    is_member;
  } cases[] = {
    { "user=\"bo\"", TRUE },
    { "user=\"bo\" from=null to=null", TRUE },
    { "user=\"bo\" from=\"2014-03-14\"", TRUE },
    { "user=\"bo\" from=\"2014-03-15\"", FALSE },
    { "user=\"bo\" to=\"2014-03-14\"", TRUE },
    { "user=\"bo\" to=\"2014-03-13\"", FALSE },
    { "user=\"bo\" from=\"2014-01-01\" to=\"2014-12-31\"", TRUE },
    { "user=\"eva\"", FALSE },
    { "role=\"caseworker\"", FALSE },
    { "user=null", FALSE },
    { "user=1", FALSE },
    /* What can't be understood gives nothing. */
    { "user=\"bo\" from=\"14/3\"", FALSE },
    { "user=\"bo\" to=true", FALSE },
    { "user=\"bo\" to=\"2014-12-31\" to=\"never\"", FALSE },
    /* In conflict the strictest reading wins. */
    { "user=\"bo\" user=\"bo\"", TRUE },
    { "user=\"bo\" user=\"eva\"", FALSE },
    { "user=\"bo\" from=\"2014-01-01\" from=\"2014-03-15\"", FALSE },
    { "user=\"bo\" from=\"2014-03-15\" from=null", FALSE },
    { "user=\"bo\" to=\"2014-03-13\" to=\"2014-12-31\"", FALSE },
    { "user=\"bo\" to=null to=\"2014-03-13\"", FALSE },
    { "user=\"bo\" removed=true", FALSE },
    { "user=\"bo\" removed=false", TRUE },
    { "user=\"bo\" removed=true removed=false", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();

      g_test_message ("%s", cases[i].facts);
      add (access, "member", "FK", cases[i].facts);
      g_assert_cmpint (amia_case_access_is_member (access, "bo", TODAY), ==, cases[i].is_member);
    }
}

static void
test_members_are_listed (void)
{
  g_autoptr (AmiaCaseAccess) access = make_team ();
  g_autoptr (GPtrArray) users = NULL;

  add (access, "member", "FK", "user=\"anna\"");
  add (access, "member", "FK", "user=\"eva\" to=\"2014-03-13\"");
  users = amia_case_access_list_members (access, TODAY);

  g_assert_cmpuint (users->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (users, 0), ==, "anna");
  g_assert_cmpstr (g_ptr_array_index (users, 1), ==, "bo");
  g_assert_cmpstr (g_ptr_array_index (users, 2), ==, "cia");
  g_assert_cmpstr (g_ptr_array_index (users, 3), ==, "dan");
}

static void
test_whoever_is_named_is_known (void)
{
  static const char *const everybody[] = { "anna", "bo", "cia", "dan", "eva" };
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();
  const GPtrArray *named;

  add (access, "member", "FK", "user=\"anna\"");
  add (access, "member", "FK", "user=\"bo\" to=\"2014-03-13\"");
  add (access, "member", "FK", "user=\"bo\" from=\"2014-03-15\"");
  add (access, "member", "FK", "user=\"cia\" removed=true");
  add (access, "member", "FK", "user=\"dan\" from=\"soon\"");
  add (access, "member", "AF", "user=\"eva\"");
  add (access, "member", "AF", "role=\"caseworker\"");
  amia_case_access_set_protected (access, "FK");
  named = amia_case_access_get_named (access);

  g_assert_cmpuint (named->len, ==, G_N_ELEMENTS (everybody));
  for (guint i = 0; i < named->len; i++)
    g_assert_cmpstr (g_ptr_array_index (named, i), ==, everybody[i]);
}

static void
test_a_spoken_consent_stands_for_a_time (void)
{
  static const struct
  {
    const char *facts;
    const char *today;
    gboolean    is_valid;
  } cases[] = {
    { "valid-from=\"2014-03-01\"", "2014-02-28", FALSE },
    { "valid-from=\"2014-03-01\"", "2014-03-01", TRUE },
    { "valid-from=\"2014-03-01\"", "2014-03-30", TRUE },
    { "valid-from=\"2014-03-01\"", "2014-03-31", FALSE },
    { "valid-from=\"2014-03-01\"", "2015-03-01", FALSE },
    /* Over the end of a February, with and without a leap day. */
    { "valid-from=\"2014-02-15\"", "2014-03-16", TRUE },
    { "valid-from=\"2014-02-15\"", "2014-03-17", FALSE },
    { "valid-from=\"2016-02-15\"", "2016-03-15", TRUE },
    { "valid-from=\"2016-02-15\"", "2016-03-16", FALSE },
    { "valid-from=\"2016-02-29\"", "2016-03-29", TRUE },
    { "valid-from=\"2016-02-29\"", "2016-03-30", FALSE },
    { "valid-from=\"2014-12-31\"", "2015-01-29", TRUE },
    { "valid-from=\"2014-12-31\"", "2015-01-30", FALSE },
    { "valid-from=\"9999-12-31\"", "9999-12-31", FALSE },
    /* A day of its own can end it sooner, never later. */
    { "valid-from=\"2014-03-01\" valid-to=\"2014-03-10\"", "2014-03-11", FALSE },
    { "valid-from=\"2014-03-01\" valid-to=\"2014-12-31\"", "2014-03-30", TRUE },
    { "valid-from=\"2014-03-01\" valid-to=\"2014-12-31\"", "2014-03-31", FALSE },
    { "valid-from=\"2014-03-01\" withdrawn=\"2014-03-05\"", "2014-03-05", FALSE },
    { "valid-from=\"2014-03-01\" signed-on=\"2014-03-05\"", "2014-04-05", FALSE },
    /* Without a day it never counts. */
    { "signed-on=\"2014-03-01\"", "2014-03-01", FALSE },
    { "valid-from=null", "2014-03-01", FALSE },
    /* In conflict the strictest reading wins: the latest start, the earliest end. */
    { "valid-from=\"2014-03-01\" valid-from=\"2014-03-20\"", "2014-03-19", FALSE },
    { "valid-from=\"2014-03-01\" valid-from=\"2014-03-20\"", "2014-03-30", TRUE },
    { "valid-from=\"2014-03-20\" valid-from=\"2014-03-01\"", "2014-03-31", FALSE },
    { "valid-from=\"2014-03-01\" valid-from=null", "2014-03-01", FALSE },
    { "valid-from=\"2014-03-01\" kind=\"participation\"", "2014-03-31", FALSE },
    { "valid-from=\"2014-03-01\" kind=null", "2014-03-31", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = make_team ();
      g_autofree char *facts = g_strconcat ("parties=[\"AF\"] areas=[\"*\"] kind=\"spoken\" ",
                                            cases[i].facts,
                                            NULL);

      g_test_message ("%s on %s", facts, cases[i].today);
      add (access, "consent", "FK", facts);
      assert_rights (access,
                     "bo",
                     cases[i].today,
                     cases[i].is_valid ? "{\"pair\":true,\"from\":{\"FK\":[\"*\"]}}"
                                       : "{\"pair\":true,\"from\":{}}");
    }
}

/* Consents of the case: FK's own, and one that AF wrote down in the hope of FK's contents. */
static void
test_nobody_consents_for_another_agency (void)
{
  g_autoptr (AmiaCaseAccess) access = make_team ();

  add (access, "consent", "AF", "parties=[\"FK\",\"AF\",\"VARD\"] areas=[\"*\"]");
  add (access, "consent", "AF", "parties=[\"AF\"] areas=[\"*\"]");

  assert_rights (access, "bo", TODAY, "{\"pair\":true,\"from\":{}}");
  assert_rights (access, "anna", TODAY, "{\"pair\":true,\"from\":{\"AF\":[\"*\"]}}");
  assert_rights (access, "cia", TODAY, "{\"pair\":false,\"from\":{\"AF\":[\"*\"]}}");
}

static void
test_rights_are_worked_out (void)
{
  static const struct
  {
    const char *user;
    const char *agency;
    const char *rights;
  } cases[] = {
    { "anna", "FK", "{\"pair\":true,\"from\":{\"AF\":[\"plan\"],\"VARD\":[\"health\"]}}" },
    { "bo", "AF", "{\"pair\":true,\"from\":{\"FK\":[\"basics\",\"plan\",\"work\"]}}" },
    { "cia", "VARD", "{\"pair\":false,\"from\":{\"AF\":[\"plan\"],\"FK\":[\"*\"]}}" },
    { "dan", "FK", "{\"pair\":false,\"from\":{\"AF\":[\"plan\"],\"VARD\":[\"health\"]}}" },
    /* The agency is the account's, not what the name is known for. */
    { "anna", "VARD", "{\"pair\":false,\"from\":{\"AF\":[\"plan\"],\"FK\":[\"*\"]}}" },
    { "anna", NULL, "{\"pair\":false,\"from\":{}}" },
    { "anna", "", "{\"pair\":false,\"from\":{}}" },
    { "eva", "FK", "null" },
  };
  g_autoptr (AmiaCaseAccess) access = make_team ();

  add (access, "consent", "FK", "parties=[\"AF\",\"FK\"] areas=[\"work\",\"plan\"]");
  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"plan\",\"basics\",\"of-tomorrow\"]");
  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"health\"] withdrawn=\"2014-01-01\"");
  add (access, "consent", "FK", "parties=[\"VARD\"] areas=[\"work\",\"*\"]");
  add (access, "consent", "AF", "parties=[\"VARD\",\"FK\"] areas=[\"plan\"]");
  add (access, "consent", "VARD", "parties=[\"FK\",\"\"] areas=[\"health\"]");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AmiaReader reader = { cases[i].user, cases[i].agency };
      g_autoptr (AmiaRights) rights = amia_case_access_get_rights (access, &reader, TODAY);
      g_autofree char *text = amia_rights_encode (rights);

      g_assert_cmpstr (text, ==, cases[i].rights);
    }
}

static void
test_nothing_known_gives_nothing (void)
{
  const AmiaReader anna = { "anna", "FK" };
  g_autoptr (AmiaRights) rights = amia_case_access_get_rights (NULL, &anna, TODAY);

  g_assert_false (amia_rights_is_member (rights));
}

/* A membership that ended, or was taken away, and one that came after. */
static void
test_a_member_can_come_back (void)
{
  static const struct
  {
    const char *first;
    const char *second;
    gboolean    is_member;
  } cases[] = {
    { "user=\"bo\" to=\"2014-01-31\"", NULL, FALSE },
    { "user=\"bo\" removed=true", NULL, FALSE },
    { "user=\"bo\" to=\"2014-01-31\"", "user=\"bo\" from=\"2014-03-01\"", TRUE },
    { "user=\"bo\" to=\"2014-01-31\"", "user=\"bo\" from=\"2014-04-01\"", FALSE },
    { "user=\"bo\" removed=true", "user=\"bo\"", TRUE },
    { "user=\"bo\" removed=true", "user=\"bo\" removed=true", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();

      g_test_message ("%s, then %s", cases[i].first, cases[i].second);
      add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"plan\"]");
      add (access, "member", "FK", cases[i].first);
      if (cases[i].second != NULL)
        add (access, "member", "FK", cases[i].second);
      assert_rights (access,
                     "bo",
                     TODAY,
                     cases[i].is_member ? "{\"pair\":false,\"from\":{\"FK\":[\"plan\"]}}" : "null");
    }
}

static void
test_days_to_come (void)
{
  static const struct
  {
    const char *kind;
    const char *facts;
    const char *day;
  } cases[] = {
    { "member", "user=\"bo\"", NULL },
    { "member", "user=\"bo\" from=\"2014-03-14\"", NULL },
    { "member", "user=\"bo\" from=\"2014-03-15\"", "2014-03-15" },
    { "member", "user=\"bo\" to=\"2014-03-13\"", NULL },
    { "member", "user=\"bo\" to=\"2014-03-14\"", "2014-03-15" },
    { "member", "user=\"bo\" to=\"2015-12-31\"", "2016-01-01" },
    { "member", "user=\"bo\" to=\"2016-02-28\"", "2016-02-29" },
    { "member", "user=\"bo\" to=\"9999-12-31\"", NULL },
    { "member", "user=\"bo\" from=\"2014-05-01\" to=\"2014-05-02\"", "2014-05-01" },
    { "consent", "parties=[\"AF\"] areas=[\"*\"]", NULL },
    { "consent", "valid-from=\"2014-04-01\" valid-to=\"2014-12-31\"", "2014-04-01" },
    { "consent", "valid-from=\"2014-01-01\" valid-to=\"2014-12-31\"", "2015-01-01" },
    { "consent", "valid-to=\"2014-12-31\" withdrawn=\"2014-06-06\"", "2014-06-06" },
    { "consent", "withdrawn=\"2014-03-14\"", NULL },
    { "consent", "kind=\"spoken\" valid-from=\"2014-03-01\"", "2014-03-31" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();
      g_autofree char *day = NULL;

      add (access, cases[i].kind, "FK", cases[i].facts);
      day = amia_case_access_get_next_day (access, TODAY);
      g_test_message ("%s %s", cases[i].kind, cases[i].facts);
      g_assert_cmpstr (day, ==, cases[i].day);
    }
}

/* Rights stay the same from one of the days that were told beforehand to the next. */
static void
test_nothing_changes_between_the_days_told (void)
{
  g_autoptr (AmiaCaseAccess) access = make_team ();
  GDate            date;
  g_autofree char *next = NULL;
  g_autofree char *before = NULL;
  guint            n_days = 0;

  add (access, "member", "FK", "user=\"eva\" from=\"2014-03-20\" to=\"2014-04-02\"");
  add (access, "consent", "FK", "kind=\"spoken\" parties=[\"AF\"] areas=[\"*\"] valid-from=\"2014-03-18\"");
  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"plan\"] valid-from=\"2014-04-10\"");
  add (access, "consent", "AF", "parties=[\"FK\"] areas=[\"plan\"] valid-to=\"2014-05-30\"");
  add (access, "consent", "VARD", "parties=[\"AF\"] areas=[\"work\"] withdrawn=\"2014-06-01\"");

  g_date_set_dmy (&date, 14, G_DATE_MARCH, 2014);
  for (int i = 0; i < 120; i++, g_date_add_days (&date, 1))
    {
      char             today[AMIA_DATE_TEXT_LENGTH + 1];
      g_autofree char *now = NULL;

      amia_date_print_iso (&date, today);
      now = describe_everybody (access, today);
      if (before != NULL && g_strcmp0 (today, next) != 0)
        g_assert_cmpstr (now, ==, before);
      n_days += before != NULL && strcmp (now, before) != 0 ? 1 : 0;

      g_free (next);
      next = amia_case_access_get_next_day (access, today);
      g_free (before);
      before = g_steal_pointer (&now);
    }

  g_assert_cmpuint (n_days, ==, 6);
  g_assert_cmpstr (next, ==, NULL);
}

static void
test_a_protected_persons_team_is_named_by_the_owner (void)
{
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();
  g_autoptr (GPtrArray) users = NULL;

  add (access, "member", "FK", "user=\"anna\" role=\"caseworker\"");
  amia_case_access_set_protected (access, "FK");
  add (access, "member", "FK", "user=\"bo\"");
  add (access, "member", "AF", "user=\"bo\" role=\"caseworker\"");
  add (access, "member", "AF", "user=\"eva\"");
  users = amia_case_access_list_members (access, TODAY);

  g_assert_cmpuint (users->len, ==, 2);
  g_assert_cmpstr (amia_case_access_get_owner (access), ==, "FK");
  assert_rights (access, "anna", TODAY, "{\"pair\":true,\"from\":{}}");
  assert_rights (access, "bo", TODAY, "{\"pair\":false,\"from\":{}}");
  assert_rights (access, "eva", TODAY, "null");
}

static void
test_whether_a_person_is_protected (void)
{
  static const struct
  {
    const char *facts;
    gboolean    is_protected;
  } cases[] = {
    { "name=\"Elsa\"", FALSE },
    { "protected=null", FALSE },
    { "protected=false", FALSE },
    { "protected=true", TRUE },
    { "protected=true protected=false", TRUE },
    { "protected=false protected=true", TRUE },
    { "protected=\"yes\"", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaRecord) record = make_record ("participant", cases[i].facts);

      g_test_message ("%s", cases[i].facts);
      g_assert_cmpint (amia_participant_is_protected (record), ==, cases[i].is_protected);
    }
}

/* One line per share: to, area, since, until, withdrawn, state. */
static char *
describe_shares (const AmiaCaseAccess *access,
                 const char           *today)
{
  static const char *const states[] = { "valid", "coming", "expired", "withdrawn", "undated" };
  g_autoptr (GPtrArray) shares = amia_case_access_list_shares (access, today);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < shares->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (shares, i);

      g_string_append_printf (lines,
                              "%s %s %s %s %s %s\n",
                              share->to_agency,
                              share->area,
                              share->since != NULL ? share->since : "-",
                              share->until != NULL ? share->until : "-",
                              share->withdrawn != NULL ? share->withdrawn : "-",
                              states[share->state]);
    }

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static gboolean
is_shared (GPtrArray  *shares,
           const char *from,
           const char *to,
           const char *area)
{
  for (guint i = 0; i < shares->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (shares, i);

      if (share->state == AMIA_SHARE_VALID &&
          g_strcmp0 (share->from_agency, from) == 0 &&
          g_strcmp0 (share->to_agency, to) == 0 &&
          (g_strcmp0 (share->area, "*") == 0 || g_strcmp0 (share->area, area) == 0))
        return TRUE;
    }

  return FALSE;
}

static void
test_shares_are_explained (void)
{
  static const struct
  {
    const char *facts;
    const char *lines;
  } cases[] = {
    { "parties=[\"FK\",\"AF\"] areas=[\"*\"]", "AF * - - - valid\n" },
    { "parties=[\"AF\",\"AF\"] areas=[\"*\",\"plan\"]", "AF * - - - valid\n" },
    { "parties=[\"VARD\",\"AF\"] areas=[\"work\",\"plan\"]",
      "AF plan - - - valid\nAF work - - - valid\n"
      "VARD plan - - - valid\nVARD work - - - valid\n" },
    { "parties=[\"FK\"] areas=[\"*\"]", "" },
    { "parties=[\"AF\"] areas=[\"of-tomorrow\"]", "" },
    { "parties=[\"AF\"]", "" },
    { "parties=[\"AF\"] areas=[\"*\"] valid-to=true", "" },
    { "parties=[\"AF\"] areas=[\"plan\"] valid-from=\"2014-03-14\" valid-to=\"2014-03-14\"",
      "AF plan 2014-03-14 2014-03-14 - valid\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] valid-from=\"2014-03-15\"",
      "AF plan 2014-03-15 - - coming\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] valid-to=\"2014-03-13\"",
      "AF plan - 2014-03-13 - expired\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] withdrawn=\"2014-03-14\"",
      "AF plan - 2014-03-13 2014-03-14 withdrawn\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] withdrawn=\"2014-03-15\"",
      "AF plan - 2014-03-14 2014-03-15 valid\n" },
    /* Withdrawn when it was over already: its own day is what ended it. */
    { "parties=[\"AF\"] areas=[\"plan\"] valid-to=\"2014-01-31\" withdrawn=\"2014-02-01\"",
      "AF plan - 2014-01-31 2014-02-01 expired\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] kind=\"spoken\" valid-from=\"2014-03-01\"",
      "AF plan 2014-03-01 2014-03-30 - valid\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] kind=\"spoken\" valid-from=\"2014-01-01\"",
      "AF plan 2014-01-01 2014-01-30 - expired\n" },
    { "parties=[\"AF\"] areas=[\"plan\"] kind=\"spoken\"", "AF plan - - - undated\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = make_team ();
      g_autofree char *lines = NULL;

      g_test_message ("%s", cases[i].facts);
      add (access, "consent", "FK", cases[i].facts);
      lines = describe_shares (access, TODAY);
      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

/* The explanation and the decision are one: what is valid in the lines is what rights let come. */
static void
test_shares_are_what_rights_are_made_of (void)
{
  static const char *const today[] = { "2014-01-01", "2014-03-14", "2014-03-31", "2014-07-01" };
  g_autoptr (AmiaCaseAccess) access = make_team ();
  const AmiaReader bo = reader_of ("bo");

  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"plan\"] valid-from=\"2014-03-14\"");
  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"work\"] withdrawn=\"2014-03-31\"");
  add (access, "consent", "VARD", "parties=[\"AF\"] areas=[\"*\"] valid-to=\"2014-06-30\"");
  add (access, "consent", "VARD", "parties=[\"FK\"] areas=[\"social\"]");

  for (gsize i = 0; i < G_N_ELEMENTS (today); i++)
    {
      g_autoptr (AmiaRights) rights = amia_case_access_get_rights (access, &bo, today[i]);
      g_autoptr (GPtrArray) shares = amia_case_access_list_shares (access, today[i]);
      gsize              n_areas;
      const char *const *areas = amia_areas_get_all (&n_areas);

      for (gsize j = 0; j < n_areas; j++)
        {
          g_assert_cmpint (amia_rights_let_come (rights, "FK", areas[j]),
                           ==,
                           is_shared (shares, "FK", "AF", areas[j]));
          g_assert_cmpint (amia_rights_let_come (rights, "VARD", areas[j]),
                           ==,
                           is_shared (shares, "VARD", "AF", areas[j]));
        }
    }
}

static void
test_shares_name_their_consent (void)
{
  g_autoptr (AmiaCaseAccess) access = make_team ();
  g_autoptr (GPtrArray) shares = NULL;
  const AmiaShare *share;
  AmiaUuid         id = parse_id (RECORD);

  add (access, "consent", "FK", "kind=\"participation\" parties=[\"AF\"] areas=[\"plan\"]");
  shares = amia_case_access_list_shares (access, TODAY);

  g_assert_cmpuint (shares->len, ==, 1);
  share = g_ptr_array_index (shares, 0);
  g_assert_true (amia_uuid_equal (&share->consent, &id));
  g_assert_cmpstr (share->kind, ==, "participation");
  g_assert_cmpstr (share->from_agency, ==, "FK");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/case-access/members-by-day", test_members_by_day);
  g_test_add_func ("/case-access/members-are-listed", test_members_are_listed);
  g_test_add_func ("/case-access/whoever-is-named-is-known", test_whoever_is_named_is_known);
  g_test_add_func ("/case-access/a-spoken-consent-stands-for-a-time",
                   test_a_spoken_consent_stands_for_a_time);
  g_test_add_func ("/case-access/nobody-consents-for-another-agency",
                   test_nobody_consents_for_another_agency);
  g_test_add_func ("/case-access/rights-are-worked-out", test_rights_are_worked_out);
  g_test_add_func ("/case-access/nothing-known-gives-nothing", test_nothing_known_gives_nothing);
  g_test_add_func ("/case-access/a-member-can-come-back", test_a_member_can_come_back);
  g_test_add_func ("/case-access/days-to-come", test_days_to_come);
  g_test_add_func ("/case-access/nothing-changes-between-the-days-told",
                   test_nothing_changes_between_the_days_told);
  g_test_add_func ("/case-access/a-protected-persons-team-is-named-by-the-owner",
                   test_a_protected_persons_team_is_named_by_the_owner);
  g_test_add_func ("/case-access/whether-a-person-is-protected",
                   test_whether_a_person_is_protected);
  g_test_add_func ("/case-access/shares-are-explained", test_shares_are_explained);
  g_test_add_func ("/case-access/shares-are-what-rights-are-made-of",
                   test_shares_are_what_rights_are_made_of);
  g_test_add_func ("/case-access/shares-name-their-consent", test_shares_name_their_consent);

  return g_test_run ();
}
