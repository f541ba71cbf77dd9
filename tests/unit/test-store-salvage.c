/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-store-lists.h"
#include "store-server.h"

/* A damaged file: what is lost, what is not, and that nothing is thrown away. */

#define N_CHANGES   400
#define PAGE_LENGTH 4096

static AmiaUuid
note_id (guint i)
{
  return fixture_id (1000 + i);
}

/* One case with many long notes; the server has the first half. */
static void
fill (Fixture *fixture,
      Server  *server)
{
  AmiaUuid         case_id = fixture_id (1);
  g_autofree char *text = g_strnfill (700, 'x');

  fixture_put (fixture, "case", &case_id, &case_id, "title", "Ärende");
  for (guint i = 1; i < N_CHANGES; i++)
    {
      AmiaUuid id = note_id (i);

      fixture_put (fixture, "goal", &id, &case_id, "text", text);
      if (i == N_CHANGES / 2)
        server_sync (server, fixture);
    }
}

static void
damage (const char *path,
        gsize       page,
        gsize       n_pages)
{
  g_autofree char *data = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true ((page + n_pages) * PAGE_LENGTH < length);
  memset (data + page * PAGE_LENGTH, 0x5a, n_pages * PAGE_LENGTH);
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

static void
cut (const char *path,
     double      part)
{
  g_autofree char *data = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) ((double) length * part), NULL));
}

static void
open_filled (Fixture *fixture,
             Server  *server)
{
  server_start (server);
  fixture_open (fixture, "karin", "FK");
  fill (fixture, server);
  g_assert_true (amia_store_set_setting (fixture->store, "name", "Karin", NULL));
  g_clear_pointer (&fixture->store, amia_store_close);
}

static void
assert_salvaged (Fixture *fixture,
                 Server  *server,
                 guint    n_min,
                 guint    n_max)
{
  guint            n = 0;
  g_autofree char *aside = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize            n_before;
  gsize            n_after;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &before, &n_before, NULL));
  g_assert_true (amia_store_salvage (fixture->path, NULL, &n, &aside, &error));
  g_assert_no_error (error);
  g_test_message ("%u of %u changes", n, N_CHANGES);
  g_assert_cmpuint (n, >=, n_min);
  g_assert_cmpuint (n, <=, n_max);
  g_assert_true (g_file_get_contents (aside, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);

  fixture_reopen (fixture);
  fixture_assert_sound (fixture);
  name = amia_store_get_setting (fixture->store, "name");
  g_assert_cmpstr (name, ==, "Karin");

  /* The server gives back what it had; what only this laptop had is sent under a new name. */
  server_sync (server, fixture);
  for (guint i = 1; i <= N_CHANGES / 2; i++)
    {
      AmiaUuid         id = note_id (i);
      g_autofree char *text = fixture_get (fixture, &id, "text");

      g_assert_nonnull (text);
    }
  fixture_assert_sound (fixture);
}

static void
test_reads_around_a_hole (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_auto (Server) server = { 0 };
  AmiaStatus status;

  open_filled (&fixture, &server);
  for (gsize page = 40; page < 240; page += 24)
    damage (fixture.path, page, 2);
  assert_salvaged (&fixture, &server, N_CHANGES / 2, N_CHANGES - 1);
  g_assert_true (amia_store_get_status (fixture.store, &status, NULL));
  g_assert_cmpuint (status.n_waiting, ==, 0);
  g_assert_cmpuint (server.log->len, >, N_CHANGES / 2 + N_CHANGES / 4);
}

static void
test_reads_what_was_not_cut_off (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_auto (Server) server = { 0 };
  g_autoptr (GError) error = NULL;

  open_filled (&fixture, &server);
  cut (fixture.path, 0.6);
  g_assert_null (amia_store_open (fixture.path, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
  assert_salvaged (&fixture, &server, N_CHANGES / 4, N_CHANGES - 1);
}

static void
test_sound_file_loses_nothing (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_auto (Server) server = { 0 };

  open_filled (&fixture, &server);
  assert_salvaged (&fixture, &server, N_CHANGES, N_CHANGES);
  g_assert_cmpuint (server.log->len, ==, N_CHANGES);
}

static void
test_without_identity_everything_stays (void)
{
  static const char *const files[] = { "", "not a database at all" };
  g_autofree char         *directory = test_directory_new ();
  g_autofree char         *path = g_build_filename (directory, "replica", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *after = NULL;
      g_autofree char *aside = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GDir) names = NULL;
      const char *name;

      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_false (amia_store_salvage (path, NULL, NULL, &aside, &error));
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
      g_assert_null (aside);
      g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, files[i]);

      names = g_dir_open (directory, 0, NULL);
      while ((name = g_dir_read_name (names)) != NULL)
        g_assert_cmpstr (name, ==, "replica");
    }
}

static void
test_first_page_gone_everything_stays (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_auto (Server) server = { 0 };
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;

  open_filled (&fixture, &server);
  damage (fixture.path, 0, 1);
  g_assert_false (amia_store_salvage (fixture.path, NULL, NULL, &aside, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
  g_assert_true (g_file_test (fixture.path, G_FILE_TEST_EXISTS));
}

static void
test_encrypted_stays_encrypted (void)
{
  g_autofree char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "replica", NULL);
  g_autofree char *aside = NULL;
  g_autofree char *data = NULL;
  gsize            length;
  guint            n = 0;
  g_autoptr (GError) error = NULL;
  Fixture  fixture = { .path = path, .now_ms = FIXTURE_START_MS };
  AmiaUuid id = fixture_id (1);

  fixture.store = amia_store_create (path, "karin", "FK", "två granar", &error);
  g_assert_no_error (error);
  fixture_put (&fixture, "participant", &id, NULL, "name", "Kanariefågel");
  g_clear_pointer (&fixture.store, amia_store_close);

  g_assert_false (amia_store_salvage (path, "fel", NULL, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_true (amia_store_salvage (path, "två granar", &n, &aside, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);

  fixture.store = amia_store_open (path, "två granar", &error);
  g_assert_no_error (error);
  {
    g_autofree char *name = fixture_get (&fixture, &id, "name");

    g_assert_cmpstr (name, ==, "Kanariefågel");
  }
  g_clear_pointer (&fixture.store, amia_store_close);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_null (memmem (data, length, "Kanarie", 7));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/salvage/reads-around-a-hole", test_reads_around_a_hole);
  g_test_add_func ("/store/salvage/reads-what-was-not-cut-off", test_reads_what_was_not_cut_off);
  g_test_add_func ("/store/salvage/sound-file-loses-nothing", test_sound_file_loses_nothing);
  g_test_add_func ("/store/salvage/without-identity-everything-stays",
                   test_without_identity_everything_stays);
  g_test_add_func ("/store/salvage/first-page-gone-everything-stays",
                   test_first_page_gone_everything_stays);
  g_test_add_func ("/store/salvage/encrypted-stays-encrypted", test_encrypted_stays_encrypted);
  return g_test_run ();
}
