/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-access.h"

/* Who may see and write what: tables of readers, ops, members and consents. */

#define CASE   "018f3a5b-7c00-7000-8000-000000000001"
#define RECORD "018f3a5b-7c00-7000-8000-000000000002"
#define TODAY  "2014-03-14"

static AmiaUuid
parse_id (const char *text)
{
  AmiaUuid id;

  g_assert_true (amia_uuid_parse (text, -1, &id));
  return id;
}

/* Facts are written `field=value` with spaces between, values as JSON without spaces. A field that
 * stands twice was written by two people at once. */
static AmiaRecord *
make_record (const char *kind,
             const char *facts)
{
  AmiaUuid    id = parse_id (RECORD);
  AmiaUuid    case_id = parse_id (CASE);
  AmiaRecord *record = amia_record_new (kind, &id, &case_id);
  g_auto (GStrv) parts = g_strsplit (facts, " ", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      AmiaUuid         device = { { (guint8) i } };
      const char      *equals = strchr (parts[i], '=');
      g_autofree char *field = NULL;
      g_autoptr (AmiaChange) change = amia_change_new (&device, 1, 1, NULL, NULL);
      AmiaOp *op;

      g_assert_nonnull (equals);
      field = g_strndup (parts[i], (gsize) (equals - parts[i]));
      op = amia_op_new (kind, &id, &case_id, field, NULL, equals + 1);
      g_ptr_array_add (change->ops, op);
      amia_record_apply (record, change, op);
    }

  return record;
}

static void
add (AmiaCaseAccess *access,
     const char     *kind,
     const char     *agency,
     const char     *facts)
{
  g_autoptr (AmiaRecord) record = make_record (kind, facts);

  amia_case_access_add (access, record, agency);
}

/* FK's anna and AF's bo are the pair, VARD's cia goes along, dan of FK leads. */
static AmiaCaseAccess *
make_team (void)
{
  AmiaCaseAccess *access = amia_case_access_new ();

  add (access, "member", "FK", "user=\"anna\" role=\"caseworker\"");
  add (access, "member", "FK", "user=\"bo\" role=\"caseworker\"");
  add (access, "member", "FK", "user=\"cia\" role=\"navigator\"");
  add (access, "member", "FK", "user=\"dan\" role=\"leader\"");
  return access;
}

static AmiaReader
reader_of (const char *user)
{
  static const struct
  {
    const char *user;
    const char *agency;
  } accounts[] = {
    { "anna", "FK" },
    { "bo", "AF" },
    { "cia", "VARD" },
    { "dan", "FK" },
    { "eva", "FK" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      if (strcmp (accounts[i].user, user) == 0)
        return (AmiaReader){ accounts[i].user, accounts[i].agency };
    }

  g_assert_not_reached ();
}

static AmiaVerdict
read_op (const AmiaCaseAccess *access,
         AmiaConsentPolicy     policy,
         const char           *user,
         const char           *kind,
         const char           *field,
         const char           *area)
{
  AmiaReader reader = reader_of (user);
  AmiaUuid   id = parse_id (RECORD);
  g_autoptr (AmiaOp) op = amia_op_new (kind, &id, NULL, field, area, "1");

  return amia_may_read (access, policy, &reader, op, "anna", "FK", TODAY);
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
test_reading (void)
{
  static const struct
  {
    const char *user;
    const char *kind;
    const char *field;
    const char *area;
    AmiaVerdict recorded;
    AmiaVerdict enforced;
  } cases[] = {
    { "anna", "form", "answer/a", "health", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "dan", "form", "answer/a", "health", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "dan", "form", "answer/a", NULL, AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "eva", "form", "answer/a", "health", AMIA_VERDICT_NOT_MEMBER, AMIA_VERDICT_NOT_MEMBER },
    { "eva", "form", "questionnaire", "basics", AMIA_VERDICT_NOT_MEMBER, AMIA_VERDICT_NOT_MEMBER },
    { "bo", "form", "answer/a", "health", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "bo", "form", "answer/a", "work", AMIA_VERDICT_YES, AMIA_VERDICT_NO_CONSENT },
    { "bo", "form", "answer/a", NULL, AMIA_VERDICT_YES, AMIA_VERDICT_OWN_AGENCY },
    { "bo", "form", "answer/a", "of-tomorrow", AMIA_VERDICT_YES, AMIA_VERDICT_OWN_AGENCY },
    { "bo", "form", "questionnaire", "basics", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "bo", "form", "of-tomorrow", "health", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "bo", "form", "of-tomorrow", "basics", AMIA_VERDICT_YES, AMIA_VERDICT_NO_CONSENT },
    { "bo", "of-tomorrow", "removed", "basics", AMIA_VERDICT_YES, AMIA_VERDICT_NO_CONSENT },
    { "bo", "consent", "parties", "basics", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "bo", "participant", "name", "basics", AMIA_VERDICT_YES, AMIA_VERDICT_NO_CONSENT },
    { "bo", "participant", "protected", "basics", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "cia", "form", "answer/a", "health", AMIA_VERDICT_YES, AMIA_VERDICT_NO_CONSENT },
    { "anna", "reflection", "text", "health", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "bo", "reflection", "text", "health", AMIA_VERDICT_YES, AMIA_VERDICT_YES },
    { "bo", "reflection", "text", "work", AMIA_VERDICT_YES, AMIA_VERDICT_NO_CONSENT },
    { "cia", "reflection", "text", "health", AMIA_VERDICT_NOT_PAIR, AMIA_VERDICT_NOT_PAIR },
    { "dan", "reflection", "text", "health", AMIA_VERDICT_NOT_PAIR, AMIA_VERDICT_NOT_PAIR },
    { "dan", "reflection", "removed", "basics", AMIA_VERDICT_NOT_PAIR, AMIA_VERDICT_NOT_PAIR },
  };
  g_autoptr (AmiaCaseAccess) access = make_team ();

  add (access, "consent", "FK", "parties=[\"FK\",\"AF\"] areas=[\"health\",\"of-tomorrow\"]");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s %s", cases[i].user, cases[i].kind, cases[i].field);
      g_assert_cmpint (read_op (access, AMIA_CONSENT_RECORDED, cases[i].user, cases[i].kind,
                                cases[i].field, cases[i].area),
                       ==,
                       cases[i].recorded);
      g_assert_cmpint (read_op (access, AMIA_CONSENT_ENFORCED, cases[i].user, cases[i].kind,
                                cases[i].field, cases[i].area),
                       ==,
                       cases[i].enforced);
    }
}

static void
test_caseworkers_of_other_agencies_are_no_pair (void)
{
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();

  add (access, "member", "FK", "user=\"cia\" role=\"caseworker\"");
  add (access, "member", "FK", "user=\"bo\" role=\"caseworker\" role=\"coach\"");
  add (access, "member", "FK", "user=\"anna\" role=\"caseworker\" to=\"2014-03-13\"");
  add (access, "member", "FK", "user=\"anna\"");

  g_assert_cmpint (read_op (access, AMIA_CONSENT_RECORDED, "cia", "reflection", "text", "basics"),
                   ==,
                   AMIA_VERDICT_NOT_PAIR);
  g_assert_cmpint (read_op (access, AMIA_CONSENT_RECORDED, "bo", "reflection", "text", "basics"),
                   ==,
                   AMIA_VERDICT_NOT_PAIR);
  g_assert_cmpint (read_op (access, AMIA_CONSENT_RECORDED, "anna", "reflection", "text", "basics"),
                   ==,
                   AMIA_VERDICT_NOT_PAIR);
}

static void
test_consents (void)
{
  static const struct
  {
    const char *agency;
    const char *facts;
    gboolean    lets_bo_read_health;
  } cases[] = {
    { "FK", "parties=[\"AF\"] areas=[\"health\"]", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"]", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"work\",\"health\"]", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"work\"]", FALSE },
    { "FK", "parties=[\"AF\"] areas=[]", FALSE },
    { "FK", "parties=[\"AF\"]", FALSE },
    { "FK", "parties=[\"VARD\"] areas=[\"*\"]", FALSE },
    { "FK", "parties=[\"*\"] areas=[\"*\"]", FALSE },
    { "FK", "areas=[\"*\"]", FALSE },
    /* Only the agency that recorded it lets its own data go. */
    { "AF", "parties=[\"FK\",\"AF\"] areas=[\"*\"]", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] valid-from=\"2014-03-14\"", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] valid-from=\"2014-03-15\"", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] valid-to=\"2014-03-14\"", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] valid-to=\"2014-03-13\"", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=null", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=\"2014-03-15\"", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=\"2014-03-14\"", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=\"2014-03-13\"", FALSE },
    /* What can't be understood gives nothing. */
    { "FK", "parties=\"AF\" areas=[\"*\"]", FALSE },
    { "FK", "parties=[\"AF\",1] areas=[\"*\"]", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=true", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] valid-to=\"soon\"", FALSE },
    /* In conflict the strictest reading wins. */
    { "FK", "parties=[\"AF\"] parties=[\"AF\",\"VARD\"] areas=[\"*\"]", TRUE },
    { "FK", "parties=[\"AF\"] parties=[\"VARD\"] areas=[\"*\"]", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] areas=[\"health\"]", TRUE },
    { "FK", "parties=[\"AF\"] areas=[\"work\"] areas=[\"*\"]", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] areas=null", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=\"2015-01-01\" withdrawn=\"2014-01-01\"", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] withdrawn=null withdrawn=\"2014-01-01\"", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] valid-to=\"2015-01-01\" valid-to=\"2014-01-01\"", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] removed=true", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = make_team ();

      g_test_message ("%s", cases[i].facts);
      add (access, "consent", cases[i].agency, cases[i].facts);
      g_assert_cmpint (read_op (access, AMIA_CONSENT_ENFORCED, "bo", "form", "answer/a", "health"),
                       ==,
                       cases[i].lets_bo_read_health ? AMIA_VERDICT_YES : AMIA_VERDICT_NO_CONSENT);
    }
}

static void
test_one_of_several_consents_is_enough (void)
{
  g_autoptr (AmiaCaseAccess) access = make_team ();

  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"health\"] valid-to=\"2013-12-31\"");
  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"health\"]");

  g_assert_cmpint (read_op (access, AMIA_CONSENT_ENFORCED, "bo", "form", "answer/a", "health"),
                   ==,
                   AMIA_VERDICT_YES);
}

static void
test_outside_a_case_it_is_the_authors (void)
{
  g_assert_cmpint (read_op (NULL, AMIA_CONSENT_RECORDED, "anna", "participant", "name", "basics"),
                   ==,
                   AMIA_VERDICT_YES);
  g_assert_cmpint (read_op (NULL, AMIA_CONSENT_RECORDED, "dan", "participant", "name", "basics"),
                   ==,
                   AMIA_VERDICT_NOT_MEMBER);
}

static void
test_writing (void)
{
  static const struct
  {
    gboolean    has_access;
    const char *user;
    const char *kind;
    const char *field;
    const char *owner;
    AmiaVerdict verdict;
  } cases[] = {
    { FALSE, "eva", "case", "title", NULL, AMIA_VERDICT_YES },
    { FALSE, "eva", "participant", "name", NULL, AMIA_VERDICT_YES },
    { FALSE, "eva", "participant", "name", "FK", AMIA_VERDICT_YES },
    { FALSE, "bo", "participant", "name", "FK", AMIA_VERDICT_NOT_MEMBER },
    { TRUE, "eva", "case", "title", "FK", AMIA_VERDICT_NOT_MEMBER },
    { TRUE, "eva", "member", "user", NULL, AMIA_VERDICT_NOT_MEMBER },
    { TRUE, "bo", "case", "title", "FK", AMIA_VERDICT_YES },
    { TRUE, "bo", "member", "user", NULL, AMIA_VERDICT_YES },
    { TRUE, "bo", "member", "to", "FK", AMIA_VERDICT_YES },
    { TRUE, "bo", "form", "answer/a", "FK", AMIA_VERDICT_YES },
    { TRUE, "cia", "reflection", "text", NULL, AMIA_VERDICT_NOT_PAIR },
    { TRUE, "bo", "reflection", "text", "FK", AMIA_VERDICT_YES },
    { TRUE, "bo", "journal", "text", NULL, AMIA_VERDICT_YES },
    { TRUE, "anna", "journal", "text", "FK", AMIA_VERDICT_NOT_AUTHOR },
    { TRUE, "anna", "journal", "removed", "FK", AMIA_VERDICT_NOT_AUTHOR },
    { TRUE, "bo", "consent", "parties", NULL, AMIA_VERDICT_YES },
    { TRUE, "anna", "consent", "parties", "FK", AMIA_VERDICT_NOT_AUTHOR },
    { TRUE, "dan", "consent", "withdrawn", "FK", AMIA_VERDICT_YES },
    { TRUE, "bo", "consent", "withdrawn", "FK", AMIA_VERDICT_NOT_AUTHOR },
    { TRUE, "anna", "participant", "protected", "FK", AMIA_VERDICT_YES },
    { TRUE, "bo", "participant", "protected", "FK", AMIA_VERDICT_NOT_AUTHOR },
    { TRUE, "bo", "participant", "phone", "FK", AMIA_VERDICT_YES },
    { TRUE, "bo", "of-tomorrow", "anything", "FK", AMIA_VERDICT_YES },
    { TRUE, "eva", "of-tomorrow", "anything", NULL, AMIA_VERDICT_NOT_MEMBER },
  };
  g_autoptr (AmiaCaseAccess) access = make_team ();
  AmiaUuid id = parse_id (RECORD);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaReader writer = reader_of (cases[i].user);
      g_autoptr (AmiaOp) op = amia_op_new (cases[i].kind, &id, NULL, cases[i].field, NULL, "null");

      g_test_message ("%s %s %s", cases[i].user, cases[i].kind, cases[i].field);
      g_assert_cmpint (amia_may_write (cases[i].has_access ? access : NULL,
                                       &writer,
                                       op,
                                       cases[i].owner,
                                       TODAY),
                       ==,
                       cases[i].verdict);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/access/members-by-day", test_members_by_day);
  g_test_add_func ("/access/members-are-listed", test_members_are_listed);
  g_test_add_func ("/access/reading", test_reading);
  g_test_add_func ("/access/caseworkers-of-other-agencies-are-no-pair",
                   test_caseworkers_of_other_agencies_are_no_pair);
  g_test_add_func ("/access/consents", test_consents);
  g_test_add_func ("/access/one-of-several-consents-is-enough",
                   test_one_of_several_consents_is_enough);
  g_test_add_func ("/access/outside-a-case-it-is-the-authors",
                   test_outside_a_case_it_is_the_authors);
  g_test_add_func ("/access/writing", test_writing);

  return g_test_run ();
}
