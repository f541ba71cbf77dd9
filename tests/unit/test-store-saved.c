/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "amia-store-lists.h"
#include "store-sharing.h"

/* How far what Lars wrote has come: never said to be with Karin unless she may see it, and her
 * laptop has it. */

typedef struct
{
  const char *name;
  const char *areas;    /* what AF's consent lets go to FK; NULL for no consent */
  gboolean    has_row;  /* the server has spoken of Lars' rights */
  gint64      position; /* of Karin's laptop, from the end of the log */
  gint64      opened;   /* where it was when she opened the case, from the end; -1 for never */
  AmiaSaved   saved;
} Case;

static const Case cases[] = {
  { "nobody-has-it", "[\"*\"]", TRUE, -1, -1, AMIA_SAVED_SERVER },
  { "colleague-has-it", "[\"*\"]", TRUE, 0, -1, AMIA_SAVED_COLLEAGUE },
  { "colleague-has-opened-it", "[\"plan\"]", TRUE, 0, 0, AMIA_SAVED_OPENED },
  { "opened-before", "[\"plan\"]", TRUE, 0, 1, AMIA_SAVED_COLLEAGUE },
  { "another-area", "[\"health\"]", TRUE, 0, 0, AMIA_SAVED_SERVER },
  { "no-consent", NULL, TRUE, 0, 0, AMIA_SAVED_SERVER },
  { "membership-alone-decides", NULL, FALSE, 0, -1, AMIA_SAVED_COLLEAGUE },
};

static void
add_facts (Sharing    *sharing,
           const char *areas)
{
  AmiaUuid karin = fixture_id (50);
  AmiaUuid lars = fixture_id (52);
  AmiaUuid consent = fixture_id (51);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "member", &karin, &sharing->case_id, "user", "karin");
  amia_edits_set_string (edits, "member", &lars, &sharing->case_id, "user", "lars");
  if (areas != NULL)
    {
      amia_edits_set (
          edits, "consent", &consent, &sharing->case_id, "parties", NULL, "[\"FK\"]");
      amia_edits_set (edits, "consent", &consent, &sharing->case_id, "areas", NULL, areas);
    }
  if (!amia_store_commit (sharing->lars.store, edits, NULL, &error))
    g_assert_no_error (error);
}

static void
hear_of_karin (Sharing    *sharing,
               const Case *item)
{
  gint64             end = sharing->server.log->len;
  AmiaReaderPosition karin = { (char *) "karin", (char *) "FK", end + item->position };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();

  page->epoch = g_strdup (sharing->server.epoch);
  page->readers = g_array_new (FALSE, FALSE, sizeof karin);
  g_array_append_val (page->readers, karin);
  if (item->opened >= 0)
    amia_incoming_add_opening (page, &sharing->case_id, "karin", end - item->opened);
  sharing_receive (sharing, page);
}

static void
test_saved (gconstpointer data)
{
  const Case *item = data;
  g_auto (Sharing) sharing = { 0 };
  g_auto (GStrv) colleagues = NULL;
  AmiaUuid  goal = fixture_id (2);
  AmiaSaved saved;

  sharing_open (&sharing, NULL);
  if (item->has_row)
    sharing_deliver (&sharing, ALL_RIGHTS);
  else
    {
      server_sync (&sharing.server, &sharing.karin);
      server_sync (&sharing.server, &sharing.lars);
    }
  add_facts (&sharing, item->areas);
  sharing_write (&sharing, &sharing.lars, 2, "plan", "text");
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_HERE);

  server_sync (&sharing.server, &sharing.lars);
  hear_of_karin (&sharing, item);
  saved = amia_store_get_saved (sharing.lars.store, &goal, &colleagues, NULL);
  g_assert_cmpint (saved, ==, item->saved);
  g_assert_cmpstr (colleagues[0], ==, saved == AMIA_SAVED_SERVER ? NULL : "karin");
}

static void
test_sealed (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  AmiaUuid    goal = fixture_id (2);
  AmiaRefusal sealed = { 0, g_strdup ("not_member") };

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sealed.n = page->acked = sharing_write (&sharing, &sharing.lars, 2, "plan", "text");
  page->epoch = g_strdup (sharing.server.epoch);
  g_array_append_val (page->escrowed, sealed);
  sharing_receive (&sharing, page);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_ESCROW);
  fixture_assert_sound (&sharing.lars);

  /* Let in again: the server numbers it. */
  server_sync (&sharing.server, &sharing.lars);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_SERVER);
  fixture_assert_sound (&sharing.lars);
}

/* Lars wrote a goal, the server sealed it, and his laptop has another name since. */
static void
seal_and_fork (Sharing *sharing)
{
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  AmiaRefusal sealed = { 0, g_strdup ("not_member") };

  sharing_open (sharing, NULL);
  sharing_deliver (sharing, ALL_RIGHTS);
  sealed.n = page->acked = sharing_write (sharing, &sharing->lars, 2, "plan", "text");
  page->epoch = g_strdup (sharing->server.epoch);
  g_array_append_val (page->escrowed, sealed);
  server_push (&sharing->server, &sharing->lars);
  sharing_receive (sharing, page);
  g_assert_true (amia_store_fork (sharing->lars.store, NULL));
}

/* Then he may not see the case any more: what is not there does not wait. */
static void
test_forgotten_under_an_old_name (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid goal = fixture_id (2);

  seal_and_fork (&sharing);
  sharing_tell (&sharing, NULL);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_HERE);
  fixture_assert_sound (&sharing.lars);
}

/* What was sealed under the old name comes by the feed. */
static void
test_sealed_under_an_old_name (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid goal = fixture_id (2);

  seal_and_fork (&sharing);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_ESCROW);
  fixture_assert_sound (&sharing.lars);

  server_sync (&sharing.server, &sharing.lars);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_SERVER);
  fixture_assert_sound (&sharing.lars);
}

/* What is kept whatever a new life says of it, and is then found to be there under the old name. */
static void
test_kept_under_an_old_name (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  AmiaUuid goal = fixture_id (2);

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  page->acked = sharing_write (&sharing, &sharing.lars, 2, "plan", "text");
  page->epoch = g_strdup (sharing.server.epoch);
  server_sync (&sharing.server, &sharing.lars);
  g_assert_true (amia_store_rewind (sharing.lars.store, sharing.server.epoch, 0, NULL));
  sharing_receive (&sharing, page);
  g_assert_true (amia_store_fork (sharing.lars.store, NULL));
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_HERE);

  server_sync (&sharing.server, &sharing.lars);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_SERVER);
  fixture_assert_sound (&sharing.lars);
}

static void
clear_refill (gpointer data)
{
  g_bytes_unref (((AmiaRefill *) data)->body);
}

/* What the server had taken under a name that the laptop has left, and was then set back to before:
 * it is offered, and not called safe meanwhile. */
static void
test_lost_under_an_old_name (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autoptr (GArray) refill = g_array_new (FALSE, FALSE, sizeof (AmiaRefill));
  AmiaUuid goal = fixture_id (2);

  g_array_set_clear_func (refill, clear_refill);
  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  page->acked = sharing_write (&sharing, &sharing.lars, 2, "plan", "text");
  page->epoch = g_strdup (sharing.server.epoch);
  sharing_receive (&sharing, page);
  g_assert_true (amia_store_fork (sharing.lars.store, NULL));
  g_assert_true (amia_store_rewind (sharing.lars.store, "another life", 0, NULL));

  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_HERE);
  g_assert_true (amia_store_list_refill (sharing.lars.store, refill, 10, 1 << 20, NULL));
  g_assert_cmpuint (refill->len, >=, 1);
  g_assert_cmpint (
      g_array_index (refill, AmiaRefill, refill->len - 1).n, ==, page->acked);
}

/* What a colleague wrote, too: a server that was set back may have it no more, and nobody has said
 * that it does. */
static void
test_set_back (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GError) error = NULL;
  AmiaUuid goal = fixture_id (2);

  sharing_open (&sharing, NULL);
  server_sync (&sharing.server, &sharing.karin);
  server_sync (&sharing.server, &sharing.lars);
  sharing_write (&sharing, &sharing.karin, 2, "plan", "text");
  server_sync (&sharing.server, &sharing.karin);
  server_sync (&sharing.server, &sharing.lars);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), >=, AMIA_SAVED_SERVER);

  g_assert_true (amia_store_rewind (sharing.lars.store, "another life", 0, &error));
  g_assert_no_error (error);
  g_assert_cmpint (
      amia_store_get_saved (sharing.lars.store, &goal, NULL, NULL), ==, AMIA_SAVED_HERE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/saved/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_saved);
    }
  g_test_add_func ("/store/saved/sealed", test_sealed);
  g_test_add_func ("/store/saved/sealed-under-an-old-name", test_sealed_under_an_old_name);
  g_test_add_func ("/store/saved/forgotten-under-an-old-name", test_forgotten_under_an_old_name);
  g_test_add_func ("/store/saved/kept-under-an-old-name", test_kept_under_an_old_name);
  g_test_add_func ("/store/saved/lost-under-an-old-name", test_lost_under_an_old_name);
  g_test_add_func ("/store/saved/set-back", test_set_back);

  return g_test_run ();
}
