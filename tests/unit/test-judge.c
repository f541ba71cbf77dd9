/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "server-laptop.h"

/* What may come in, as a table: who writes what, and why not. */

#define C1 "018f3a5b-7c00-7000-8000-0000000000c1"
#define C3 "018f3a5b-7c00-7000-8000-0000000000c3"
#define C2 "018f3a5b-7c00-7000-8000-0000000000c2"
#define P1 "018f3a5b-7c00-7000-8000-0000000000b1"
#define P2 "018f3a5b-7c00-7000-8000-0000000000b2"
#define P3 "018f3a5b-7c00-7000-8000-0000000000b3"
#define R1 "018f3a5b-7c00-7000-8000-0000000000a1"
#define R2 "018f3a5b-7c00-7000-8000-0000000000a2"
#define R3 "018f3a5b-7c00-7000-8000-0000000000a3"
#define R4 "018f3a5b-7c00-7000-8000-0000000000a4"
#define M1 "018f3a5b-7c00-7000-8000-0000000000d1"
#define M2 "018f3a5b-7c00-7000-8000-0000000000d2"
#define M3 "018f3a5b-7c00-7000-8000-0000000000d3"

/* Anna, FK, has case C1 about P1, with the journal entry R1, the goal R2 and the consent R3. Then
 * somebody writes this, and is told so. */
typedef struct
{
  const char *name;
  const char *who;
  const char *ops;
  const char *reason;
} Judgement;

static const Judgement judgements[] = {
  { "a member writes",
    "anna",
    "[\"goal\",\"" R2 "\",\"" C1 "\",\"text\",\"plan\",[],\"x\"]",
    NULL },
  { "a stranger writes",
    "bertil",
    "[\"goal\",\"" R2 "\",\"" C1 "\",\"text\",\"plan\",[],\"x\"]",
    "not_member" },
  { "a stranger makes himself a member",
    "bertil",
    "[\"member\",\"" M2 "\",\"" C1 "\",\"user\",\"basics\",[],\"bertil\"]",
    "not_member" },
  { "a stranger founds the case again",
    "bertil",
    "[\"case\",\"" C1 "\",\"" C1 "\",\"title\",\"basics\",[],\"x\"],"
    "[\"member\",\"" M2 "\",\"" C1 "\",\"user\",\"basics\",[],\"bertil\"]",
    "not_member" },
  { "a stranger writes about a known participant",
    "bertil",
    "[\"participant\",\"" P1 "\",null,\"name\",\"basics\",[],\"x\"]",
    "not_member" },
  { "a stranger makes a case about a known participant",
    "bertil",
    "[\"case\",\"" C2 "\",\"" C2 "\",\"participant\",\"basics\",[],\"" P1 "\"],"
    "[\"member\",\"" M2 "\",\"" C2 "\",\"user\",\"basics\",[],\"bertil\"]",
    "not_member" },
  { "a stranger writes about somebody just registered",
    "bertil",
    "[\"participant\",\"" P2 "\",null,\"name\",\"basics\",[],\"x\"]",
    "not_member" },
  { "a colleague writes about somebody whom another has just registered",
    "lena",
    "[\"participant\",\"" P2 "\",null,\"name\",\"basics\",[],\"x\"]",
    "not_member" },
  { "a stranger makes a case about somebody just registered",
    "bertil",
    "[\"case\",\"" C2 "\",\"" C2 "\",\"participant\",\"basics\",[],\"" P2 "\"],"
    "[\"member\",\"" M2 "\",\"" C2 "\",\"user\",\"basics\",[],\"bertil\"]",
    "not_member" },
  { "a second case about the same participant",
    "anna",
    "[\"case\",\"" C2 "\",\"" C2 "\",\"participant\",\"basics\",[],\"" P1 "\"],"
    "[\"member\",\"" M2 "\",\"" C2 "\",\"user\",\"basics\",[],\"anna\"]",
    NULL },
  { "a case without a member",
    "bertil",
    "[\"case\",\"" C2 "\",\"" C2 "\",\"title\",\"basics\",[],\"x\"]",
    "not_member" },
  { "a case of somebody else's",
    "bertil",
    "[\"case\",\"" C2 "\",\"" C2 "\",\"title\",\"basics\",[],\"x\"],"
    "[\"member\",\"" M2 "\",\"" C2 "\",\"user\",\"basics\",[],\"anna\"]",
    "not_member" },
  { "members without a case",
    "bertil",
    "[\"member\",\"" M2 "\",\"" C2 "\",\"user\",\"basics\",[],\"bertil\"]",
    "not_member" },
  { "a case in another case",
    "anna",
    "[\"case\",\"" C2 "\",\"" C1 "\",\"title\",\"basics\",[],\"x\"]",
    "invalid" },
  { "a participant in a case",
    "anna",
    "[\"participant\",\"" P1 "\",\"" C1 "\",\"name\",\"basics\",[],\"x\"]",
    "invalid" },
  { "a journal entry without a case",
    "anna",
    "[\"journal\",\"" R3 "\",null,\"text\",\"basics\",[],\"x\"]",
    "invalid" },
  { "a record that changes its kind",
    "anna",
    "[\"visit\",\"" R2 "\",\"" C1 "\",\"note\",\"plan\",[],\"x\"]",
    "invalid" },
  { "a case with the id of a participant",
    "anna",
    "[\"case\",\"" P1 "\",\"" P1 "\",\"title\",\"basics\",[],\"x\"],"
    "[\"member\",\"" M2 "\",\"" P1 "\",\"user\",\"basics\",[],\"anna\"]",
    "invalid" },
  { "a case about a journal entry",
    "anna",
    "[\"case\",\"" C1 "\",\"" C1 "\",\"participant\",\"basics\",[],\"" R1 "\"]",
    "invalid" },
  { "a case about somebody else than before",
    "anna",
    "[\"case\",\"" C1 "\",\"" C1 "\",\"participant\",\"basics\",[],\"" P2 "\"]",
    "not_author" },
  { "a case about nobody any more",
    "anna",
    "[\"case\",\"" C1 "\",\"" C1 "\",\"participant\",\"basics\",[],null]",
    "not_author" },
  { "a case about the same person as before",
    "anna",
    "[\"case\",\"" C1 "\",\"" C1 "\",\"participant\",\"basics\",[],\"" P1 "\"]",
    NULL },
  { "a membership that one's own agency wrote down",
    "anna",
    "[\"member\",\"" M1 "\",\"" C1 "\",\"to\",\"basics\",[],\"2030-01-01\"]",
    NULL },
  { "a nil record",
    "anna",
    "[\"goal\",\"00000000-0000-0000-0000-000000000000\",\"" C1 "\",\"text\",\"plan\",[],\"x\"]",
    "invalid" },
  { "a value of the wrong type",
    "anna",
    "[\"goal\",\"" R2 "\",\"" C1 "\",\"text\",\"plan\",[],7]",
    "invalid" },
  { "a journal entry written twice",
    "anna",
    "[\"journal\",\"" R1 "\",\"" C1 "\",\"text\",\"basics\",[],\"x\"]",
    "append_only" },
  { "a journal entry removed",
    "anna",
    "[\"journal\",\"" R1 "\",\"" C1 "\",\"removed\",\"basics\",[],true]",
    "append_only" },
  { "a consent withdrawn",
    "anna",
    "[\"consent\",\"" R3 "\",\"" C1 "\",\"withdrawn\",\"basics\",[],\"2026-11-22\"]",
    NULL },
  { "a consent widened",
    "anna",
    "[\"consent\",\"" R3 "\",\"" C1 "\",\"areas\",\"basics\",[],[\"*\"]]",
    "append_only" },
  { "all or nothing",
    "anna",
    "[\"goal\",\"" R2 "\",\"" C1 "\",\"text\",\"plan\",[],\"x\"],"
    "[\"journal\",\"" R1 "\",\"" C1 "\",\"text\",\"basics\",[],\"x\"]",
    "append_only" },
  { "an unknown field",
    "anna",
    "[\"goal\",\"" R2 "\",\"" C1 "\",\"colour\",\"plan\",[],{}]",
    NULL },
  { "an unknown kind in a case",
    "anna",
    "[\"drawing\",\"" C2 "\",\"" C1 "\",\"x\",\"plan\",[],{}]",
    NULL },
  { "an unknown kind in a stranger's case",
    "bertil",
    "[\"drawing\",\"" C2 "\",\"" C1 "\",\"x\",\"plan\",[],{}]",
    "not_member" },
  { "an unknown kind under a participant's id",
    "bertil",
    "[\"drawing\",\"" P1 "\",null,\"x\",\"plan\",[],{}]",
    "invalid" },
  { "an entry of the catalogue",
    "anna",
    "[\"offer\",\"" R4 "\",null,\"title\",\"basics\",[],\"x\"]",
    NULL },
  { "a routine by who does not lead",
    "anna",
    "[\"routine\",\"" R4 "\",null,\"contact-days\",\"basics\",[],7]",
    "not_leader" },
  { "a form by who does not lead",
    "bertil",
    "[\"template\",\"" R4 "\",null,\"area\",\"basics\",[],\"plan\"]",
    "not_leader" },
  { "a routine by who leads",
    "lena",
    "[\"routine\",\"" R4 "\",null,\"contact-days\",\"basics\",[],7],"
    "[\"routine\",\"" R4 "\",null,\"hours-day\",\"basics\",[],5]",
    NULL },
  { "a form by who leads",
    "lena",
    "[\"template\",\"" R4 "\",null,\"area\",\"basics\",[],\"plan\"]",
    NULL },
  { "nothing at all", "anna", "", NULL },
};

typedef struct
{
  Office *office;
  Laptop *anna;
  Laptop *bertil;
  Laptop *lena;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->office = office_new ();
  office_add_user (f->office, "anna", "FK");
  office_add_user (f->office, "bertil", "AF");
  f->anna = laptop_new (f->office, "anna", 0x9f);
  f->bertil = laptop_new (f->office, "bertil", 0x77);
  office_add_user_with_role (f->office, "lena", "FK", "leader");
  f->lena = laptop_new (f->office, "lena", 0x55);

  laptop_write (f->anna, "[\"participant\",\"" P1 "\",null,\"name\",\"basics\",[],\"Berta Ek\"]");
  laptop_write (f->anna, "[\"participant\",\"" P2 "\",null,\"name\",\"basics\",[],\"Carl Alm\"]");
  laptop_write (f->anna,
                "[\"case\",\"" C1 "\",\"" C1 "\",\"participant\",\"basics\",[],\"" P1 "\"],"
                "[\"member\",\"" M1 "\",\"" C1 "\",\"user\",\"basics\",[],\"anna\"]");
  laptop_write (f->anna,
                "[\"journal\",\"" R1 "\",\"" C1 "\",\"text\",\"basics\",[],\"x\"],"
                "[\"goal\",\"" R2 "\",\"" C1 "\",\"text\",\"plan\",[],\"x\"],"
                "[\"consent\",\"" R3 "\",\"" C1 "\",\"parties\",\"basics\",[],[\"AF\"]]");
  laptop_sync (f->anna);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  laptop_free (f->anna);
  laptop_free (f->bertil);
  laptop_free (f->lena);
  office_free (f->office);
}

static const char *
get_reason (const AmiaRoundAnswer *answer)
{
  const GArray *refused = answer->response->refused;

  g_assert_cmpuint (refused->len, <=, 1);
  return refused->len == 0 ? NULL : g_array_index (refused, AmiaWireRefusal, 0).reason;
}

static void
test_judgement (Fixture      *f,
                gconstpointer data)
{
  const Judgement *judgement = data;
  Laptop          *who = g_str_equal (judgement->who, "anna")   ? f->anna
                         : g_str_equal (judgement->who, "lena") ? f->lena
                                                                : f->bertil;
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_write (who, judgement->ops);
  answer = laptop_round (who, 200);
  g_assert_cmpstr (get_reason (answer), ==, judgement->reason);
}

/* Bertil has been let into Anna's case and writes of its team. */
static const Judgement team_judgements[] = {
  { "the one who invited is removed",
    "bertil",
    "[\"member\",\"" M1 "\",\"" C1 "\",\"removed\",\"basics\",[],true]",
    "not_author" },
  { "the one who invited becomes another",
    "bertil",
    "[\"member\",\"" M1 "\",\"" C1 "\",\"user\",\"basics\",[],\"bertil\"]",
    "not_author" },
  { "the one who invited is over",
    "bertil",
    "[\"member\",\"" M1 "\",\"" C1 "\",\"to\",\"basics\",[],\"2020-01-01\"]",
    "not_author" },
  { "one's own place is given away",
    "bertil",
    "[\"member\",\"" M2 "\",\"" C1 "\",\"user\",\"basics\",[],\"anna\"]",
    "not_author" },
  { "one leaves",
    "bertil",
    "[\"member\",\"" M2 "\",\"" C1 "\",\"removed\",\"basics\",[],true]",
    NULL },
};

static void
test_team (Fixture      *f,
           gconstpointer data)
{
  const Judgement *judgement = data;
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_write (f->anna, "[\"member\",\"" M2 "\",\"" C1 "\",\"user\",\"basics\",[],\"bertil\"]");
  laptop_sync (f->anna);
  laptop_write (f->bertil, judgement->ops);
  answer = laptop_round (f->bertil, 200);
  g_assert_cmpstr (get_reason (answer), ==, judgement->reason);
}

/* A case that nobody is named in yet, in which somebody else's consent stands. */
static void
test_consent_of_nobody (Fixture      *f,
                        gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_write (f->anna,
                "[\"case\",\"" C2 "\",\"" C2 "\",\"title\",\"basics\",[],\"x\"],"
                "[\"member\",\"" M2 "\",\"" C2 "\",\"user\",\"basics\",[],\"anna\"],"
                "[\"member\",\"" M3 "\",\"" C2 "\",\"user\",\"basics\",[],\"bertil\"],"
                "[\"consent\",\"" R4 "\",\"" C2 "\",\"parties\",\"basics\",[],[\"AF\"]]");
  laptop_sync (f->anna);
  laptop_write (f->bertil, "[\"participant\",\"" P3 "\",null,\"name\",\"basics\",[],\"Dan By\"]");
  laptop_sync (f->bertil);
  laptop_write (f->bertil,
                "[\"case\",\"" C2 "\",\"" C2 "\",\"participant\",\"basics\",[],\"" P3 "\"]");
  answer = laptop_round (f->bertil, 200);
  g_assert_cmpstr (get_reason (answer), ==, "not_author");
}

/* A consent may be withdrawn by the agency that recorded it, and no other. */
static void
test_consent_of_others (Fixture      *f,
                        gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_write (f->anna, "[\"member\",\"" M2 "\",\"" C1 "\",\"user\",\"basics\",[],\"bertil\"]");
  laptop_sync (f->anna);
  laptop_write (f->bertil,
                "[\"consent\",\"" R3 "\",\"" C1 "\",\"withdrawn\",\"basics\",[],\"2026-11-22\"]");
  answer = laptop_round (f->bertil, 200);
  g_assert_cmpstr (get_reason (answer), ==, "not_author");
}

/* Once withdrawn is withdrawn, whoever recorded it: only an earlier day is heard, and one that was
 * said without knowing of the other. @over is what it replaces. */
typedef struct
{
  const char *name;
  const char *over;
  const char *value;
  const char *reason;
} Withdrawal;

#define FIRST "[[\"9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f\",5]]"

static const Withdrawal withdrawals[] = {
  { "taken-back", FIRST, "null", "append_only" },
  { "put-off", FIRST, "\"2026-11-23\"", "append_only" },
  { "said-again", FIRST, "\"2026-11-22\"", NULL },
  { "brought-forward", FIRST, "\"2026-11-21\"", NULL },
  { "unknowingly-later", "[]", "\"2026-11-23\"", NULL },
};

static void
test_withdrawal (Fixture      *f,
                 gconstpointer data)
{
  const Withdrawal *withdrawal = data;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autofree char *ops =
      g_strdup_printf ("[\"consent\",\"" R3 "\",\"" C1 "\",\"withdrawn\",\"basics\",%s,%s]",
                       withdrawal->over,
                       withdrawal->value);

  laptop_write (f->anna,
                "[\"consent\",\"" R3 "\",\"" C1 "\",\"withdrawn\",\"basics\",[],\"2026-11-22\"]");
  laptop_sync (f->anna);
  g_assert_cmpint (f->anna->acked, ==, 5);
  laptop_write (f->anna, ops);
  answer = laptop_round (f->anna, 200);
  g_assert_cmpstr (get_reason (answer), ==, withdrawal->reason);
}

/* Somebody whom the agency of a protected person has let in does not let others in by another case.
 */
static void
test_case_about_protected (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autoptr (AmiaRoundAnswer) owners = NULL;

  laptop_write (f->anna,
                "[\"participant\",\"" P1 "\",null,\"protected\",\"basics\",[],true],"
                "[\"member\",\"" M2 "\",\"" C1 "\",\"user\",\"basics\",[],\"bertil\"]");
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_write (f->bertil,
                "[\"case\",\"" C2 "\",\"" C2 "\",\"participant\",\"basics\",[],\"" P1 "\"],"
                "[\"member\",\"" M3 "\",\"" C2 "\",\"user\",\"basics\",[],\"bertil\"]");
  answer = laptop_round (f->bertil, 200);
  g_assert_cmpstr (get_reason (answer), ==, "protected");

  laptop_write (f->anna,
                "[\"case\",\"" C3 "\",\"" C3 "\",\"participant\",\"basics\",[],\"" P1 "\"],"
                "[\"member\",\"" M3 "\",\"" C3 "\",\"user\",\"basics\",[],\"anna\"]");
  owners = laptop_round (f->anna, 200);
  g_assert_cmpstr (get_reason (owners), ==, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (judgements); i++)
    {
      g_autofree char *path = g_strconcat ("/judge/", judgements[i].name, NULL);

      g_strdelimit (path + strlen ("/judge/"), " '", '-');
      g_test_add (path, Fixture, &judgements[i], set_up, test_judgement, tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (withdrawals); i++)
    {
      g_autofree char *path = g_strconcat ("/judge/withdrawal/", withdrawals[i].name, NULL);

      g_test_add (path, Fixture, &withdrawals[i], set_up, test_withdrawal, tear_down);
    }
  g_test_add ("/judge/a-case-about-somebody-protected",
              Fixture,
              NULL,
              set_up,
              test_case_about_protected,
              tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (team_judgements); i++)
    {
      g_autofree char *path = g_strconcat ("/judge/team/", team_judgements[i].name, NULL);

      g_strdelimit (path + strlen ("/judge/team/"), " '", '-');
      g_test_add (path, Fixture, &team_judgements[i], set_up, test_team, tear_down);
    }
  g_test_add ("/judge/a-consent-of-nobody",
              Fixture,
              NULL,
              set_up,
              test_consent_of_nobody,
              tear_down);
  g_test_add ("/judge/a-consent-of-others-withdrawn",
              Fixture,
              NULL,
              set_up,
              test_consent_of_others,
              tear_down);

  return g_test_run ();
}
