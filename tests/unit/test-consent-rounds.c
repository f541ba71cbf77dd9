/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-ledger-share.h"
#include "server-story.h"

/* Who may see what, told in stories (see server-story.h): after every round the checker compares
 * what came with what amia_rights_allow () says, worked out anew; at the end of a story everybody
 * holds exactly what they may. */

typedef struct
{
  const char *name;
  const char *text;
} Story;

static const Story stories[] = {
  { "consent/given-late",
    "anna found 1; anna add 1 bertil; anna note 1 1 health; anna note 1 2 work; sync all; sync all;"
    "lacks bertil note 1; lacks bertil note 2; lacks bertil title 1;"
    "anna consent 1 1 AF health,basics; sync anna bertil;"
    "has bertil note 1; lacks bertil note 2; has bertil title 1;"
    "anna note 1 3 health; sync anna bertil; has bertil note 3" },

  { "consent/withdrawn",
    "anna found 1; anna add 1 bertil; anna note 1 1 health; anna consent 1 1 AF all; sync all;"
    "has bertil note 1; anna withdraw 1 1; sync anna; sync bertil; lacks bertil note 1;"
    "anna note 1 2 health; sync anna bertil; lacks bertil note 2; has anna note 1" },

  { "consent/given-and-withdrawn-and-given",
    "anna found 1; anna add 1 bertil; anna note 1 1 plan; anna consent 1 1 AF plan; sync all;"
    "anna withdraw 1 1; sync anna bertil; lacks bertil note 1; anna note 1 2 plan;"
    "anna consent 1 2 AF plan; sync anna bertil; has bertil note 1; has bertil note 2" },

  { "consent/withdrawn-and-given-while-away",
    "anna found 1; anna add 1 bertil; anna note 1 1 plan; anna consent 1 1 AF plan; sync all;"
    "anna withdraw 1 1; sync anna; anna note 1 2 plan; anna consent 1 2 AF plan; sync anna;"
    "sync bertil; has bertil note 1; has bertil note 2" },

  { "consent/ends-at-midnight-while-everybody-is-away",
    "anna found 1; anna add 1 bertil; anna note 1 1 health; anna consent 1 1 AF all until 1;"
    "sync all; has bertil note 1; days 1; sync bertil; has bertil note 1; days 1; sync bertil;"
    "lacks bertil note 1" },

  { "consent/by-area-to-care",
    "anna found 1; anna add 1 cilla role navigator; anna note 1 1 health; anna note 1 2 economy;"
    "anna consent 1 1 VARD health; sync all; sync all; has cilla note 1; lacks cilla note 2;"
    "cilla note 1 3 health; sync all; sync all; lacks anna note 3; cilla consent 1 2 FK health;"
    "sync all; sync all; has anna note 3; lacks bertil note 3" },

  { "consent/one-cannot-write-it-for-another",
    "anna found 1; anna add 1 bertil; anna note 1 1 health; sync all; bertil consent 1 1 AF all;"
    "bertil consent 1 2 FK all; sync bertil; sync anna; sync bertil; lacks bertil note 1" },

  { "consent/cannot-be-prolonged-by-the-other",
    "anna found 1; anna add 1 bertil; anna note 1 1 health; anna consent 1 1 AF all; sync all;"
    "anna withdraw 1 1; sync anna; bertil consent 1 1 AF all; sync bertil; lacks bertil note 1" },

  { "member/withdrawn-while-the-other-writes",
    "anna found 1; anna add 1 bertil; anna consent 1 1 AF all; sync all; sync all;"
    "bertil note 1 1 plan; bertil note 1 2 plan; anna end 1 bertil; sync anna; sync bertil;"
    "escrow bertil 2; lacks anna note 1; anna note 1 3 plan; sync anna bertil; lacks bertil note 3;"
    "anna back 1 bertil; sync anna; sync bertil; escrow bertil 0; has bertil note 3;"
    "has bertil note 1; has bertil note 2;"
    "bertil consent 1 2 FK plan; sync bertil anna; has anna note 1; has anna note 2" },

  { "member/removed-and-added-again",
    "anna found 1; anna add 1 bertil; anna consent 1 1 AF all; anna note 1 1 plan; sync all;"
    "has bertil note 1; anna end 1 bertil; sync anna bertil; lacks bertil note 1;"
    "lacks bertil title 1; anna note 1 2 plan; sync anna; anna back 1 bertil; sync anna bertil;"
    "has bertil note 1; has bertil note 2; restart; sync all" },

  { "member/by-date",
    "anna found 1; anna consent 1 1 AF all; anna note 1 1 plan; anna add 1 bertil from 2 until 3;"
    "sync all; lacks bertil note 1; days 2; sync bertil; has bertil note 1; days 2; sync bertil;"
    "lacks bertil note 1; lacks bertil title 1" },

  { "field/overwritten-unseen",
    "anna found 1; anna add 1 bertil; anna goal 1 1 plan; sync all; bertil goal 1 1 plan;"
    "sync bertil anna; heads anna goal 1 1; heads bertil goal 1 1; anna consent 1 1 AF all;"
    "bertil consent 1 2 FK all; sync all; sync all; heads anna goal 1 2; heads bertil goal 1 2;"
    "anna goal 1 1 plan; sync all; heads bertil goal 1 1; anna withdraw 1 1; sync anna bertil;"
    "heads bertil goal 1 1" },

  { "field/own-text-comes-back",
    "anna found 1; anna add 1 bertil; anna consent 1 1 AF all; bertil goal 1 1 plan; sync all;"
    "sync all; bertil consent 1 2 FK all; sync all; sync all; anna goal 1 1 plan; sync all;"
    "heads bertil goal 1 1; anna withdraw 1 1; sync anna bertil; heads bertil goal 1 1" },

  { "source/withdrawn",
    "anna found 1; anna add 1 bertil; anna add 1 disa; anna goal 1 1 plan; anna consent 1 1 AF plan;"
    "sync all; sync all; bertil consent 1 2 FK plan; bertil goal 1 2 plan by 1; sync bertil;"
    "sync all; has disa goal 2; has anna goal 2; anna withdraw 1 1; sync anna; sync bertil;"
    "lacks bertil goal 1; lacks bertil goal 2; has anna goal 2" },

  { "source/withdrawn-from-who-used-it",
    "anna found 1; anna add 1 bertil; anna add 1 disa; bertil goal 1 9 plan; sync all; sync all;"
    "bertil goal 1 1 plan; bertil consent 1 1 FK plan; sync bertil anna; has anna goal 1;"
    "anna goal 1 2 plan by 1; sync anna disa; has disa goal 2; bertil withdraw 1 1; sync bertil;"
    "sync anna disa; lacks anna goal 2; lacks disa goal 2; has bertil goal 1" },

  { "source/of-a-source",
    "anna found 1; anna add 1 bertil; anna add 1 cilla; anna consent 1 1 AF all; sync all; sync all;"
    "anna goal 1 1 plan; sync anna bertil; bertil goal 1 2 plan by 1; bertil consent 1 2 VARD all;"
    "sync bertil cilla; lacks cilla goal 2; anna consent 1 3 VARD plan; sync anna cilla;"
    "has cilla goal 2; anna withdraw 1 3; sync anna cilla; lacks cilla goal 2" },

  { "source/in-another-case",
    "anna found 1; anna found 2; anna add 1 bertil; anna add 2 bertil; anna goal 1 1 plan;"
    "anna consent 2 2 AF all; sync all; anna goal 2 2 plan by 1; sync anna bertil;"
    "lacks bertil goal 2; anna consent 1 1 AF plan; sync anna bertil; has bertil goal 2" },

  { "person/through-several-cases",
    "anna person 1; anna found 1 of 1; anna found 2 of 1; anna add 1 bertil; anna add 2 bertil;"
    "sync all; lacks bertil name 1; anna consent 2 1 AF basics; sync anna bertil;"
    "has bertil name 1; anna consent 1 2 AF basics; anna withdraw 2 1; sync anna bertil;"
    "has bertil name 1; anna withdraw 1 2; sync anna bertil; lacks bertil name 1" },

  { "person/protected",
    "anna person 1; anna found 1 of 1; anna add 1 bertil; anna add 1 disa; anna consent 1 1 AF all;"
    "sync all; sync all; bertil add 1 cilla; sync bertil; bertil consent 1 2 VARD all; sync bertil;"
    "anna consent 1 3 VARD all; sync anna; sync cilla; has cilla name 1; has cilla title 1;"
    "anna protect 1; sync anna; sync cilla bertil disa; lacks cilla name 1; lacks cilla title 1;"
    "has bertil name 1; has disa name 1; bertil add 1 cilla; sync bertil cilla; lacks cilla title 1" },

  { "opened/told-once",
    "anna found 1; anna add 1 bertil; sync all; sync all; bertil open 1; sync bertil; sync anna;"
    "opened anna 1; bertil open 1; sync bertil; sync anna; opened anna 1; opened disa 0;"
    "anna note 1 1 basics; sync anna; sync bertil; bertil open 1; sync bertil anna; opened anna 2" },
};

static void
test_story (gconstpointer data)
{
  const Story *story = data;
  g_auto (Stage) stage = { NULL };

  stage_open (&stage);
  stage_run (&stage, story->text);
  stage_finish (&stage);
}

/* Somebody let into a team by a name that nobody has yet: what they may see depends on the agency
 * that the account turns out to be of. */
static void
test_unknown_account (void)
{
  g_auto (Stage) stage = { NULL };

  stage_open (&stage);
  stage_run (&stage,
             "anna found 1; anna add 1 erik; anna note 1 1 health; anna consent 1 1 AF health;"
             "sync all");
  office_add_user (stage.office, "erik", "AF");
  g_ptr_array_add (stage.desks, desk_new (stage.office, "erik", "AF", 0x66));
  stage_run (&stage, "sync erik; has erik note 1; lacks erik title 1");
  stage_finish (&stage);
}

static guint
count_unconfirmed (const Stage *stage,
                   guint        case_number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forgets = NULL;
  AmiaUuid scope;
  guint    count = 0;

  g_assert_true (amia_uuid_parse (id_of ("case", case_number), -1, &scope));
  forgets = amia_ledger_list_forgets (stage->office->ledger, &scope, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < forgets->len; i++)
    count += ((AmiaForget *) g_ptr_array_index (forgets, i))->done_ms == 0 ? 1 : 0;
  return count;
}

/* The server knows who has confirmed, and says it again until they have. */
static void
test_receipts (void)
{
  g_auto (Stage) stage = { NULL };
  Desk *bertil;

  stage_open (&stage);
  bertil = stage_find_desk (&stage, "bertil");
  stage_run (&stage,
             "anna found 1; anna add 1 bertil; anna note 1 1 plan; anna consent 1 1 AF all;"
             "sync all; anna withdraw 1 1; sync anna");
  g_assert_cmpuint (count_unconfirmed (&stage, 1), ==, 1);

  bertil->gives_receipts = FALSE;
  stage_run (&stage, "sync bertil; lacks bertil note 1");
  g_assert_cmpuint (count_unconfirmed (&stage, 1), ==, 1);

  bertil->gives_receipts = TRUE;
  stage_run (&stage, "sync bertil; sync bertil");
  g_assert_cmpuint (count_unconfirmed (&stage, 1), ==, 0);
  stage_finish (&stage);
}

/* An answer that would only say again what was said is held back, or a laptop that can't confirm
 * would ask without end. */
static void
test_said_once_to_who_waits (void)
{
  g_auto (Stage) stage = { NULL };
  Laptop      *laptop;
  AmiaRoundAsk ask = { .may_hold = TRUE };
  g_autoptr (AmiaRoundAnswer) held = NULL;
  g_autoptr (AmiaRoundAnswer) pushed = NULL;

  stage_open (&stage);
  laptop = stage_find_desk (&stage, "bertil")->laptop;
  stage_find_desk (&stage, "bertil")->gives_receipts = FALSE;
  stage_run (&stage,
             "anna found 1; anna add 1 bertil; anna consent 1 1 AF all; sync all; anna withdraw 1 1");
  pushed = laptop_round (stage_find_desk (&stage, "anna")->laptop, 200);
  g_assert_true (g_ptr_array_find_with_equal_func (pushed->wake, "bertil", g_str_equal, NULL));

  stage_run (&stage, "sync bertil");
  ask.now_ms = stage.office->now_ms;
  memcpy (ask.token, laptop->token, sizeof ask.token);
  ask.request = laptop_ask (laptop);
  held = amia_rounds_run (stage.office->rounds, &ask);
  amia_sync_request_free (ask.request);
  g_assert_cmpuint (held->status, ==, 0);
}

/* Who is put out has something to hear, too. */
static void
test_wakes_who_is_put_out (void)
{
  g_auto (Stage) stage = { NULL };
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  stage_open (&stage);
  stage_run (&stage, "anna found 1; anna add 1 bertil; sync all; anna end 1 bertil");
  answer = laptop_round (stage_find_desk (&stage, "anna")->laptop, 200);
  g_assert_true (g_ptr_array_find_with_equal_func (answer->wake, "bertil", g_str_equal, NULL));
}

/* A clock that is two years ahead: the change is taken, and shown with the server's time. */
static void
test_shown_time (void)
{
  g_auto (Stage) stage = { NULL };
  gint64  now_ms;
  Laptop *bertil;
  g_autoptr (AmiaRoundAnswer) own = NULL;
  g_autoptr (AmiaRoundAnswer) others = NULL;
  gint64 shown_ms = 0;

  stage_open (&stage);
  now_ms = stage.office->now_ms;
  bertil = stage_find_desk (&stage, "bertil")->laptop;
  stage_run (&stage, "anna found 1; anna add 1 bertil; anna consent 1 1 AF all; sync all; sync all");
  stage.office->now_ms += 730 * STAGE_DAY_MS;
  stage_run (&stage, "anna note 1 1 plan; anna note 1 2 plan");
  stage.office->now_ms = now_ms;

  own = laptop_round (stage_find_desk (&stage, "anna")->laptop, 200);
  g_assert_cmpuint (own->response->shown->len, ==, 2);
  g_assert_cmpint (g_array_index (own->response->shown, AmiaWireShown, 0).shown_ms, ==, now_ms);
  g_assert_cmpint (g_array_index (own->response->shown, AmiaWireShown, 1).shown_ms, ==, now_ms + 1);

  others = laptop_round (bertil, 200);
  for (guint i = 0; i < others->response->feed->len; i++)
    shown_ms = MAX (shown_ms,
                    ((AmiaWireChange *) g_ptr_array_index (others->response->feed, i))->shown_ms);
  g_assert_cmpint (shown_ms, ==, now_ms + 1);
}

/* Anything by anybody at any moment: the checker sees to it that nothing comes to the wrong one. */
static void
test_anything (void)
{
  static const char *const users[] = { "anna", "bertil", "cilla", "disa" };
  static const char *const agencies[] = { "FK", "AF", "VARD" };
  static const char *const areas[] = { "health", "plan", "work", "all" };
  g_auto (Stage) stage = { NULL };
  guint n_notes = 0;
  guint n_consents = 0;

  stage_open (&stage);
  stage_run (&stage, "anna found 1; disa found 2; anna add 1 bertil; disa add 2 cilla; sync all");
  for (guint i = 0; i < 300; i++)
    {
      const char      *user = users[g_test_rand_int_range (0, 4)];
      const char      *other = users[g_test_rand_int_range (0, 4)];
      const char      *agency = agencies[g_test_rand_int_range (0, 3)];
      const char      *area = areas[g_test_rand_int_range (0, 4)];
      int              in_case = g_test_rand_int_range (1, 3);
      const char      *of_case = g_str_equal (area, "all") ? "plan" : area;
      guint            of = (guint) g_test_rand_int_range (0, (int) n_consents + 1);
      g_autofree char *line = NULL;

      switch (g_test_rand_int_range (0, 12))
        {
        case 0:
        case 1:
          line = g_strdup_printf ("%s note %d %u %s", user, in_case, n_notes++, of_case);
          break;
        case 2:
          line = g_strdup_printf ("%s goal %d %d %s", user, in_case, in_case, of_case);
          break;
        case 3:
          line = g_strdup_printf ("%s consent %d %u %s %s until 2", user, in_case,
                                  2 * n_consents++ + (guint) in_case, agency, area);
          break;
        case 4:
          line = g_strdup_printf ("%s withdraw %d %u", user, in_case, 2 * of + (guint) in_case);
          break;
        case 5:
          line = g_strdup_printf ("%s add %d %s", user, in_case, other);
          break;
        case 6:
          line = g_strdup_printf ("%s %s %d %s", users[in_case == 1 ? 0 : 3],
                                  g_test_rand_bit () ? "end" : "back", in_case, other);
          break;
        case 7:
          line = g_strdup (g_test_rand_int_range (0, 4) == 0 ? "restart" : "days 1");
          break;
        default:
          line = g_strdup_printf ("sync %s", user);
          break;
        }
      stage_run (&stage, line);
    }
  stage_finish (&stage);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strconcat ("/consent-rounds/", stories[i].name, NULL);

      g_test_add_data_func (path, &stories[i], test_story);
    }

  g_test_add_func ("/consent-rounds/account/let-in-before-it-exists", test_unknown_account);
  g_test_add_func ("/consent-rounds/forget/until-it-is-confirmed", test_receipts);
  g_test_add_func ("/consent-rounds/forget/said-once-to-who-waits", test_said_once_to_who_waits);
  g_test_add_func ("/consent-rounds/forget/wakes-who-is-put-out", test_wakes_who_is_put_out);
  g_test_add_func ("/consent-rounds/clock/shown-with-the-servers", test_shown_time);
  g_test_add_func ("/consent-rounds/anything/by-anybody", test_anything);

  return g_test_run ();
}
