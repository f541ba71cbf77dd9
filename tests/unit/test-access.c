/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "access-fixture.h"
#include "amia-access.h"

/* Who may see and write what: tables of readers, ops, members and consents. */

static AmiaVerdict
read_op (const AmiaCaseAccess *access,
         const char           *user,
         const char           *kind,
         const char           *field,
         const char           *area)
{
  AmiaReader reader = reader_of (user);
  AmiaUuid   id = parse_id (RECORD);
  g_autoptr (AmiaOp) op = amia_op_new (kind, &id, NULL, field, area, "1");
  g_autoptr (AmiaRights) rights = NULL;

  if (access != NULL)
    rights = amia_case_access_get_rights (access, &reader, TODAY);
  return amia_rights_allow (rights, &reader, op, "anna", "FK");
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
    AmiaVerdict verdict;
  } cases[] = {
    { "anna", "form", "answer/a", "health", AMIA_VERDICT_YES },
    { "dan", "form", "answer/a", "health", AMIA_VERDICT_YES },
    { "dan", "form", "answer/a", NULL, AMIA_VERDICT_YES },
    { "eva", "form", "answer/a", "health", AMIA_VERDICT_NOT_MEMBER },
    { "eva", "form", "questionnaire", "basics", AMIA_VERDICT_NOT_MEMBER },
    { "bo", "form", "answer/a", "health", AMIA_VERDICT_YES },
    { "bo", "form", "answer/a", "work", AMIA_VERDICT_NO_CONSENT },
    { "bo", "form", "answer/a", NULL, AMIA_VERDICT_OWN_AGENCY },
    { "bo", "form", "answer/a", "of-tomorrow", AMIA_VERDICT_OWN_AGENCY },
    { "bo", "form", "questionnaire", "basics", AMIA_VERDICT_YES },
    { "bo", "form", "of-tomorrow", "health", AMIA_VERDICT_YES },
    { "bo", "form", "of-tomorrow", "basics", AMIA_VERDICT_NO_CONSENT },
    { "bo", "of-tomorrow", "removed", "basics", AMIA_VERDICT_NO_CONSENT },
    { "bo", "consent", "parties", "basics", AMIA_VERDICT_YES },
    { "bo", "participant", "name", "basics", AMIA_VERDICT_NO_CONSENT },
    { "bo", "participant", "protected", "basics", AMIA_VERDICT_YES },
    { "cia", "form", "answer/a", "health", AMIA_VERDICT_NO_CONSENT },
    { "anna", "reflection", "text", "health", AMIA_VERDICT_YES },
    { "bo", "reflection", "text", "health", AMIA_VERDICT_YES },
    { "bo", "reflection", "text", "work", AMIA_VERDICT_NO_CONSENT },
    { "cia", "reflection", "text", "health", AMIA_VERDICT_NOT_PAIR },
    { "dan", "reflection", "text", "health", AMIA_VERDICT_NOT_PAIR },
    { "dan", "reflection", "removed", "basics", AMIA_VERDICT_NOT_PAIR },
  };
  g_autoptr (AmiaCaseAccess) access = make_team ();

  add (access, "consent", "FK", "parties=[\"FK\",\"AF\"] areas=[\"health\",\"of-tomorrow\"]");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s %s", cases[i].user, cases[i].kind, cases[i].field);
      g_assert_cmpint (
          read_op (access, cases[i].user, cases[i].kind, cases[i].field, cases[i].area),
          ==,
          cases[i].verdict);
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

  g_assert_cmpint (read_op (access, "cia", "reflection", "text", "basics"),
                   ==,
                   AMIA_VERDICT_NOT_PAIR);
  g_assert_cmpint (read_op (access, "bo", "reflection", "text", "basics"),
                   ==,
                   AMIA_VERDICT_NOT_PAIR);
  g_assert_cmpint (read_op (access, "anna", "reflection", "text", "basics"),
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
    { "FK", "parties=[\"AF\"] areas=[\"*\"] kind=true", FALSE },
    { "FK", "parties=[\"AF\"] areas=[\"*\"] kind=\"of-tomorrow\"", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaCaseAccess) access = make_team ();

      g_test_message ("%s", cases[i].facts);
      add (access, "consent", cases[i].agency, cases[i].facts);
      g_assert_cmpint (read_op (access, "bo", "form", "answer/a", "health"),
                       ==,
                       cases[i].lets_bo_read_health ? AMIA_VERDICT_YES : AMIA_VERDICT_NO_CONSENT);
    }
}

static void
test_a_protected_persons_team_is_written_by_the_owner (void)
{
  static const struct
  {
    const char *user;
    const char *kind;
    const char *field;
    const char *owner;
    AmiaVerdict verdict;
  } cases[] = {
    { "anna", "member", "user", NULL, AMIA_VERDICT_YES },
    { "anna", "member", "to", "AF", AMIA_VERDICT_YES },
    { "bo", "member", "user", NULL, AMIA_VERDICT_PROTECTED },
    { "bo", "member", "to", "AF", AMIA_VERDICT_PROTECTED },
    { "bo", "member", "removed", "FK", AMIA_VERDICT_PROTECTED },
    { "eva", "member", "user", NULL, AMIA_VERDICT_NOT_MEMBER },
    { "bo", "goal", "text", NULL, AMIA_VERDICT_YES },
    { "bo", "consent", "parties", NULL, AMIA_VERDICT_YES },
  };
  g_autoptr (AmiaCaseAccess) access = make_team ();
  AmiaUuid id = parse_id (RECORD);

  amia_case_access_set_protected (access, "FK");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaReader writer = reader_of (cases[i].user);
      g_autoptr (AmiaOp) op = amia_op_new (cases[i].kind, &id, NULL, cases[i].field, NULL, "null");

      g_test_message ("%s %s %s", cases[i].user, cases[i].kind, cases[i].field);
      g_assert_cmpint (amia_may_write (access, &writer, op, cases[i].owner, TODAY),
                       ==,
                       cases[i].verdict);
    }
}

static void
test_one_of_several_consents_is_enough (void)
{
  g_autoptr (AmiaCaseAccess) access = make_team ();

  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"health\"] valid-to=\"2013-12-31\"");
  add (access, "consent", "FK", "parties=[\"AF\"] areas=[\"health\"]");

  g_assert_cmpint (read_op (access, "bo", "form", "answer/a", "health"),
                   ==,
                   AMIA_VERDICT_YES);
}

static void
test_outside_a_case_it_is_the_authors (void)
{
  g_assert_cmpint (read_op (NULL, "anna", "participant", "name", "basics"),
                   ==,
                   AMIA_VERDICT_YES);
  g_assert_cmpint (read_op (NULL, "dan", "participant", "name", "basics"),
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

  g_test_add_func ("/access/reading", test_reading);
  g_test_add_func ("/access/caseworkers-of-other-agencies-are-no-pair",
                   test_caseworkers_of_other_agencies_are_no_pair);
  g_test_add_func ("/access/consents", test_consents);
  g_test_add_func ("/access/a-protected-persons-team-is-written-by-the-owner",
                   test_a_protected_persons_team_is_written_by_the_owner);
  g_test_add_func ("/access/one-of-several-consents-is-enough",
                   test_one_of_several_consents_is_enough);
  g_test_add_func ("/access/outside-a-case-it-is-the-authors",
                   test_outside_a_case_it_is_the_authors);
  g_test_add_func ("/access/writing", test_writing);

  return g_test_run ();
}
