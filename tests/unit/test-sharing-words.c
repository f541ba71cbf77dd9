/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include <glib.h>
#include <locale.h>
#include <unistd.h>

#include "amia-case-row-view.h"
#include "amia-forgets-words.h"
#include "amia-saved-words.h"
#include "amia-sharing-words.h"
#include "test-directory.h"

/* What the program says about who sees what, and about what is held back. In English: the source of
 * the translations. */

#define FROM_NOBODY  "{\"pair\":true,\"from\":{}}"
#define FROM_FK_SOME "{\"pair\":true,\"from\":{\"FK\":[\"health\",\"work\"]}}"
#define FROM_FK_ALL  "{\"pair\":true,\"from\":{\"FK\":[\"*\"]}}"
#define SINCE        " · since 3 March 1914 · spoken consent"

static AmiaRights *
decode (const char *text)
{
  g_autoptr (GError) error = NULL;
  AmiaRights *rights = amia_rights_decode (text, &error);

  g_assert_no_error (error);
  return rights;
}

static void
test_member_in_words (void)
{
  static const struct
  {
    const char *agency;
    const char *rights;
    const char *areas[4];
    const char *words;
  } cases[] = {
    { "AF", "null", { NULL }, "Is no longer in the team and sees nothing" },
    { NULL, FROM_NOBODY, { NULL }, "Has not signed in yet and sees nothing so far" },
    { "AF", FROM_NOBODY, { NULL }, "Sees that there is a case and who is in the team, nothing else" },
    { "FK", FROM_NOBODY, { NULL }, "Sees what your agency has written" },
    { "AF", FROM_FK_SOME, { "health", "work", NULL }, "From FK: health and work" SINCE },
    { "AF", FROM_FK_ALL, { "*", NULL }, "From FK: everything" SINCE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaRights) rights = decode (cases[i].rights);
      g_autoptr (GPtrArray) shares = g_ptr_array_new ();
      AmiaConsentShare  share = { .agency = (char *) "FK",
                                  .kind = (char *) "spoken",
                                  .from_day = (char *) "1914-03-03",
                                  .areas = (char **) cases[i].areas };
      AmiaMemberSharing member = { .user = (char *) "bertil",
                                   .agency = (char *) cases[i].agency,
                                   .rights = rights,
                                   .shares = shares };
      g_autofree char  *words = NULL;

      g_ptr_array_add (shares, &share);
      words = amia_sharing_words_member (&member, "FK");
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_share_in_words (void)
{
  static const struct
  {
    const char    *since;
    const char    *until;
    const char    *kind;
    AmiaShareState state;
    const char    *words;
  } cases[] = {
    { "1914-03-03", NULL, "participation", AMIA_SHARE_VALID, "since 3 March 1914, signed consent" },
    { NULL, NULL, NULL, AMIA_SHARE_VALID, "since the beginning, signed consent" },
    { "1914-03-03", "1914-04-01", "spoken", AMIA_SHARE_EXPIRED,
      "from 3 March 1914 to 1 April 1914, spoken consent" },
    { "1914-03-03", "1914-03-20", "participation", AMIA_SHARE_WITHDRAWN,
      "from 3 March 1914 to 20 March 1914, signed consent, withdrawn" },
    { "1915-03-03", NULL, "participation", AMIA_SHARE_COMING,
      "since 3 March 1915, signed consent, not yet" },
    { NULL, NULL, "spoken", AMIA_SHARE_UNDATED,
      "since the beginning, spoken consent, not valid, since it has no day" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AmiaShare  share = { .from_agency = (char *) "FK",
                                 .to_agency = (char *) "AF",
                                 .area = (char *) "work",
                                 .kind = (char *) cases[i].kind,
                                 .since = (char *) cases[i].since,
                                 .until = (char *) cases[i].until,
                                 .state = cases[i].state };
      g_autofree char *words = amia_sharing_words_share (&share);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* A colleague at AF; what the reader at FK may see of it differs. */
static char *
describe_held_back (AmiaSharingLock lock,
                    const char     *effective,
                    guint           n_escrow)
{
  g_autoptr (AmiaRights) theirs = decode ("{\"pair\":true,\"from\":{}}");
  g_autoptr (AmiaRights) mine = effective != NULL ? decode (effective) : NULL;
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  AmiaMemberSharing member = { .user = (char *) "bertil",
                               .agency = (char *) "AF",
                               .rights = theirs };
  AmiaCaseSharing   sharing = { .effective = mine,
                                .lock = lock,
                                .lease_days = 30,
                                .n_escrow = n_escrow,
                                .members = members };

  g_ptr_array_add (members, &member);
  return amia_sharing_words_held_back (&sharing, "FK");
}

static void
test_held_back_in_words (void)
{
  static const char none[] = "{\"pair\":true,\"from\":{}}";
  static const char some[] = "{\"pair\":true,\"from\":{\"AF\":[\"plan\"]}}";
  static const struct
  {
    AmiaSharingLock lock;
    const char     *effective;
    guint           n_escrow;
    const char     *has; /* NULL: nothing is said */
  } cases[] = {
    { AMIA_SHARING_OPEN, NULL, 0, NULL },
    { AMIA_SHARING_OPEN, some, 0, NULL },
    { AMIA_SHARING_OPEN, none, 0, "What AF writes is not shared with you" },
    { AMIA_SHARING_OPEN, some, 2, "2 changes of yours are sealed on the server" },
    { AMIA_SHARING_LEASE, none, 0, "not been in contact with the server for more than 30 days" },
    { AMIA_SHARING_DAY, none, 0, "A consent has ended" },
    { AMIA_SHARING_OVER, none, 0, "You are no longer in the team" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words =
          describe_held_back (cases[i].lock, cases[i].effective, cases[i].n_escrow);

      if (cases[i].has == NULL)
        g_assert_null (words);
      else
        g_assert_nonnull (g_strstr_len (words, -1, cases[i].has));
    }
}

/* Nothing but what has come so far is ever said. */
static void
test_saved_in_words (void)
{
  static const char *const colleagues[] = { "bertil", "karin", NULL };
  static const struct
  {
    AmiaSaved   saved;
    const char *words;
  } cases[] = {
    { AMIA_SAVED_HERE, "not on the server yet" },
    { AMIA_SAVED_REFUSED, "the server did not accept all of it, see Sync" },
    { AMIA_SAVED_ESCROW, "sealed on the server until you are let into the case again" },
    { AMIA_SAVED_SERVER, "on the server" },
    { AMIA_SAVED_COLLEAGUE, "on the server · with bertil and karin" },
    { AMIA_SAVED_OPENED, "on the server · opened by bertil and karin" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = amia_saved_words_describe (cases[i].saved, colleagues);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_nonnull (amia_saved_words_get_icon (cases[i].saved));
    }
}

/* --- Who has forgotten ----------------------------------------------------------------------- */

#define BASE_MS   G_GINT64_CONSTANT (1394798400000) /* 14 March 2014 12:00 UTC */
#define NEVER     1
#define MINUTE_MS (60 * 1000)

/* The server's clock is an hour ahead of this laptop's. */
static void
test_forget_in_words (void)
{
  static const struct
  {
    gint64      asked_ms;
    gint64      confirmed_ms;
    gint64      seen_ms;
    const char *words;
  } cases[] = {
    { 0, MINUTE_MS, 0, "Confirmed 11:01 that it is removed." },
    { 0, 0, 5 * MINUTE_MS, "To be removed since 11:00. Not confirmed yet; last contact about 11:05." },
    /* The server writes contacts down every ten minutes only. */
    { 0, 0, -9 * MINUTE_MS, "To be removed since 11:00. Not confirmed yet; last contact about 10:51." },
    { 0, 0, -11 * MINUTE_MS, "To be removed since 11:00. Not in contact since 10:49." },
    { 0, 0, NEVER, "To be removed since 11:00. Has not been in contact since." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AmiaWireForget forget = {
        (char *) "bertil",
        BASE_MS + cases[i].asked_ms,
        cases[i].confirmed_ms != 0 ? BASE_MS + cases[i].confirmed_ms : 0,
        cases[i].seen_ms == NEVER ? 0 : BASE_MS + cases[i].seen_ms,
      };
      g_autofree char *words = amia_forgets_words_laptop (&forget, 60 * MINUTE_MS, BASE_MS);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_forgets_known_in_words (void)
{
  static const struct
  {
    gboolean         is_told;
    AmiaForgetsKnown known;
    const char      *words;
  } cases[] = {
    { FALSE, AMIA_FORGETS_ASKING, "The server is being asked." },
    { FALSE, AMIA_FORGETS_OLD,
      "The server could not be asked yet. It knows who has removed what." },
    { TRUE, AMIA_FORGETS_FRESH, "As the server says 12:00." },
    { TRUE, AMIA_FORGETS_ASKING, "As the server said 12:00. It is being asked again." },
    { TRUE, AMIA_FORGETS_OLD, "As the server said 12:00. It can't be asked at the moment." },
  };
  const AmiaWireForget forget = { (char *) "bertil", 1, 0, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmiaForgetsResponse) response = amia_forgets_response_new (BASE_MS);
      g_autofree char *words = NULL;

      amia_forgets_response_add (response, &forget);
      words = amia_forgets_words_known (cases[i].is_told ? response : NULL,
                                        cases[i].known,
                                        0,
                                        BASE_MS);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_several_laptops_are_numbered (void)
{
  const AmiaWireForget forgets[] = {
    { (char *) "bertil", 1, 0, 1 },
    { (char *) "dagny", 1, 0, 1 },
    { (char *) "bertil", 1, 0, 1 },
  };
  static const char *const names[] = { "Bertil, laptop 1", "Dagny", "Bertil, laptop 2" };
  g_autoptr (AmiaForgetsResponse) response = amia_forgets_response_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (forgets); i++)
    amia_forgets_response_add (response, &forgets[i]);
  for (guint i = 0; i < G_N_ELEMENTS (forgets); i++)
    {
      g_autofree char *name = amia_forgets_words_name (response, i, i == 1 ? "Dagny" : "Bertil");

      g_assert_cmpstr (name, ==, names[i]);
    }
}

/* Why there is no name in the list. */
static void
test_hidden_name_in_words (void)
{
  static const struct
  {
    AmiaSharingLock lock;
    const char     *words;
  } cases[] = {
    { AMIA_SHARING_OPEN, "Name not shared with you" },
    { AMIA_SHARING_DAY, "Name no longer shared with you" },
    { AMIA_SHARING_LEASE, "Name hidden until you sync" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaCaseRow      row = { .participant = { { 1 } }, .lock = cases[i].lock };
      g_autofree char *words = amia_case_row_dup_name (&row);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* A page without a consent says so, and is still a page. */
static void
test_sheet_without_consent (void)
{
  g_autoptr (AmiaCaseSnapshot) snapshot = amia_case_snapshot_new_empty ();
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = test_directory_new ();
  g_autofree char *path = g_build_filename (folder, "sharing.pdf", NULL);

  snapshot->today = g_strdup ("1914-03-14");
  snapshot->shares = g_ptr_array_new ();
  snapshot->sharing = g_new0 (AmiaCaseSharing, 1);
  snapshot->sharing->members = g_ptr_array_new ();

  sheet = amia_sharing_sheet_new (snapshot, "anna");
  g_assert_true (amia_sheet_save_pdf (sheet, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (unlink (path), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/sharing/member-in-words", test_member_in_words);
  g_test_add_func ("/app/sharing/share-in-words", test_share_in_words);
  g_test_add_func ("/app/sharing/held-back-in-words", test_held_back_in_words);
  g_test_add_func ("/app/sharing/saved-in-words", test_saved_in_words);
  g_test_add_func ("/app/forgets/laptop-in-words", test_forget_in_words);
  g_test_add_func ("/app/forgets/known-in-words", test_forgets_known_in_words);
  g_test_add_func ("/app/forgets/several-laptops-are-numbered", test_several_laptops_are_numbered);
  g_test_add_func ("/app/sharing/hidden-name-in-words", test_hidden_name_in_words);
  g_test_add_func ("/app/sharing/sheet-without-consent", test_sheet_without_consent);
  return g_test_run ();
}
