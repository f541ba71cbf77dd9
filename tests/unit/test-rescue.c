/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "amia-rescue.h"
#include "amia-sealed-file.h"
#include "amia-store-end.h"
#include "store-server.h"

/* Work that the server never got: into a file, and into another replica, once and whole. */

static const char passphrase[] = "fyra lönnar";

static char *
make_file_name (void)
{
  g_autofree char *directory = test_directory_new ();

  return g_build_filename (directory, "arbete.rescue", NULL);
}

static AmiaRescue *
rescue_from (Fixture *fixture,
             guint    n_expected)
{
  g_autofree char *file = make_file_name ();
  guint            n = 0;
  AmiaRescue      *rescue;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_rescue_write (fixture->store, file, passphrase, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_expected);
  rescue = amia_rescue_load (file, passphrase, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rescue->changes->len, ==, n_expected);
  return rescue;
}

static void
assert_applies (AmiaRescue *rescue,
                Fixture    *fixture,
                guint       n_expected)
{
  guint n_applied = 0;
  guint n_skipped = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_rescue_apply (rescue, fixture->store, &n_applied, &n_skipped, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_applied, ==, n_expected);
  g_assert_cmpuint (n_skipped, ==, rescue->changes->len - n_expected);
  fixture_assert_sound (fixture);
}

static void
assert_text (Fixture        *fixture,
             const AmiaUuid *id,
             const char     *field,
             const char     *expected)
{
  g_autofree char *text = fixture_get (fixture, id, field);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
has_versions (Fixture        *fixture,
              const AmiaUuid *id,
              const char     *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaRecord) record = amia_store_load_record (fixture->store, id, &error);

  g_assert_no_error (error);
  return amia_record_has_conflict (record, field);
}

/* A case and a goal, written in two changes. */
static void
write_case (Fixture *fixture)
{
  AmiaUuid case_id = fixture_id (1);
  AmiaUuid goal = fixture_id (2);

  fixture_put (fixture, "case", &case_id, &case_id, "title", "Ärende");
  fixture_put (fixture, "goal", &goal, &case_id, "text", "Orka mer");
}

static void
test_goes_on_in_a_new_replica (void)
{
  g_auto (Fixture) old = { 0 };
  g_auto (Fixture) new = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;
  AmiaUuid goal = fixture_id (2);
  guint    n_unsent = 0;

  fixture_open (&old, "karin", "FK");
  fixture_open (&new, "karin", "FK");
  write_case (&old);
  g_assert_true (amia_store_set_setting (old.store, "draft/journal/x", "Halv", NULL));
  g_assert_true (amia_store_set_setting (old.store, "server-token", "hemlig", NULL));
  g_assert_true (amia_store_count_unsent (old.store, &n_unsent, NULL));
  g_assert_cmpuint (n_unsent, ==, 2);

  rescue = rescue_from (&old, 2);
  g_assert_cmpstr (rescue->user, ==, "karin");
  g_assert_cmpuint (g_hash_table_size (rescue->drafts), ==, 1);
  assert_applies (rescue, &new, 2);
  assert_text (&new, &goal, "text", "Orka mer");
  {
    g_autofree char *draft = amia_store_get_setting (new.store, "draft/journal/x");

    g_assert_cmpstr (draft, ==, "Halv");
  }

  /* Once more, and once more after a restart: nothing. */
  assert_applies (rescue, &new, 0);
  fixture_reopen (&new);
  assert_applies (rescue, &new, 0);
}

static void
test_leaves_out_what_was_sent (void)
{
  g_auto (Server) server = { 0 };
  g_auto (Fixture) old = { 0 };
  g_auto (Fixture) new = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;
  AmiaUuid case_id = fixture_id (1);
  AmiaUuid goal = fixture_id (2);

  server_start (&server);
  fixture_open (&old, "karin", "FK");
  fixture_open (&new, "karin", "FK");
  write_case (&old);
  server_sync (&server, &old);
  server_sync (&server, &new);
  fixture_put (&old, "goal", &goal, &case_id, "text", "Orka mycket mer");

  rescue = rescue_from (&old, 1);
  assert_applies (rescue, &new, 1);
  assert_text (&new, &goal, "text", "Orka mycket mer");
  /* Its author had seen what it replaces. */
  g_assert_false (has_versions (&new, &goal, "text"));
}

/* The answer was lost: the server has it after all, and the new replica from there. */
static void
test_skips_what_came_through_after_all (void)
{
  g_auto (Server) server = { 0 };
  g_auto (Fixture) old = { 0 };
  g_auto (Fixture) new = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;
  AmiaUuid goal = fixture_id (2);

  server_start (&server);
  fixture_open (&old, "karin", "FK");
  fixture_open (&new, "karin", "FK");
  write_case (&old);
  rescue = rescue_from (&old, 2);
  server_sync (&server, &old);
  server_sync (&server, &new);

  assert_applies (rescue, &new, 0);
  assert_text (&new, &goal, "text", "Orka mer");
}

static void
test_keeps_what_others_wrote_since (void)
{
  g_auto (Server) server = { 0 };
  g_auto (Fixture) old = { 0 };
  g_auto (Fixture) new = { 0 };
  g_auto (Fixture) colleague = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;
  AmiaUuid case_id = fixture_id (1);
  AmiaUuid goal = fixture_id (2);

  server_start (&server);
  fixture_open (&old, "karin", "FK");
  fixture_open (&colleague, "anna", "FK");
  fixture_open (&new, "karin", "FK");
  write_case (&old);
  server_sync (&server, &old);
  server_sync (&server, &colleague);
  fixture_put (&old, "goal", &goal, &case_id, "text", "Karins ord");
  fixture_put (&old, "goal", &goal, &case_id, "text", "Karins sista ord");
  fixture_put (&colleague, "goal", &goal, &case_id, "text", "Annas ord");
  server_sync (&server, &colleague);
  server_sync (&server, &new);

  rescue = rescue_from (&old, 2);
  assert_applies (rescue, &new, 2);
  g_assert_true (has_versions (&new, &goal, "text"));
  {
    g_autoptr (AmiaRecord) record = amia_store_load_record (new.store, &goal, NULL);
    gsize n_heads;

    /* Two, not three: the first of Karin's was replaced by her second. */
    (void) !amia_record_get_heads (record, "text", &n_heads);
    g_assert_cmpuint (n_heads, ==, 2);
  }
}

/* What a colleague's words went into stays tied to them. */
static void
test_keeps_sources (void)
{
  g_auto (Fixture) old = { 0 };
  g_auto (Fixture) new = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;
  g_autoptr (AmiaRescue) again = NULL;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid           case_id = fixture_id (1);
  AmiaUuid           goal = fixture_id (2);
  AmiaUuid           device = fixture_id (9);
  const AmiaRescued *rescued;
  const AmiaOp      *op;
  g_autoptr (GError) error = NULL;

  fixture_open (&old, "karin", "FK");
  fixture_open (&new, "karin", "FK");
  write_case (&old);
  amia_edits_set_string (edits, "goal", &goal, &case_id, "text", "Orka mer, säger AF");
  amia_edits_add_source (edits, &device, 4, "text");
  g_assert_true (amia_store_commit (old.store, edits, NULL, &error));
  g_assert_no_error (error);

  rescue = rescue_from (&old, 3);
  assert_applies (rescue, &new, 3);
  again = rescue_from (&new, 3);
  rescued = g_ptr_array_index (again->changes, 2);
  op = g_ptr_array_index (rescued->change->ops, 0);
  g_assert_nonnull (op->sources);
  g_assert_cmpint (g_array_index (op->sources, AmiaRef, 0).n, ==, 4);
  g_assert_true (amia_uuid_equal (&g_array_index (op->sources, AmiaRef, 0).device, &device));
}

static void
test_is_one_accounts_own (void)
{
  static const struct
  {
    const char *user;
    const char *agency;
  } others[] = { { "anna", "FK" }, { "karin", "AF" } };
  g_auto (Fixture) old = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;

  fixture_open (&old, "karin", "FK");
  write_case (&old);
  rescue = rescue_from (&old, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_auto (Fixture) other = { 0 };
      g_autoptr (GError) error = NULL;

      fixture_open (&other, others[i].user, others[i].agency);
      g_assert_false (amia_rescue_apply (rescue, other.store, NULL, NULL, &error));
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
    }
}

/* One change of the file can't be made here: none is. */
static void
test_is_never_half_applied (void)
{
  g_auto (Fixture) old = { 0 };
  g_auto (Fixture) new = { 0 };
  g_autoptr (AmiaRescue) rescue = NULL;
  AmiaUuid case_id = fixture_id (1);
  AmiaUuid goal = fixture_id (2);
  AmiaUuid meeting = fixture_id (3);
  g_autoptr (GError) error = NULL;

  fixture_open (&old, "karin", "FK");
  fixture_open (&new, "karin", "FK");
  write_case (&old);
  fixture_put (&old, "goal", &meeting, &case_id, "text", "Ett mål till");
  /* The same id is something else there. */
  fixture_put (&new, "activity", &meeting, &case_id, "title", "Promenad");
  rescue = rescue_from (&old, 3);

  g_assert_false (amia_rescue_apply (rescue, new.store, NULL, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
  assert_text (&new, &goal, "text", NULL);
  fixture_assert_sound (&new);
}

static void
test_files_of_all_sorts (void)
{
#define HEAD "{\"rescue\":1,\"user\":\"karin\",\"agency\":\"FK\"," \
             "\"device\":\"9f000000000000000000000000000001\",\"at\":1,\"lines\":"
  static const struct
  {
    const char *text;
    int         code;
  } files[] = {
    { HEAD "0}\n", -1 },
    { HEAD "1}\n{\"draft\":\"draft/x\",\"text\":\"y\",\"later\":[]}\n", -1 },
    { "", AMIA_STORE_ERROR_DAMAGED },
    { "{}\n", AMIA_STORE_ERROR_DAMAGED },
    { "[]\n", AMIA_STORE_ERROR_DAMAGED },
    { "{\"rescue\":2}\n", AMIA_STORE_ERROR_TOO_NEW },
    { "{\"rescue\":1,\"user\":7}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "0}", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "-1}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "1}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "0}\n{\"draft\":\"draft/x\",\"text\":\"y\"}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "1}\n{\"draft\":\"server-token\",\"text\":\"y\"}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "1}\n{\"n\":0,\"change\":{}}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "1}\n{\"n\":1,\"change\":{}}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "1}\n{\"n\":1,\"change\":[]}\n", AMIA_STORE_ERROR_DAMAGED },
    { HEAD "1}\n{\"n\":1,\n", AMIA_STORE_ERROR_DAMAGED },
  };
#undef HEAD

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = make_file_name ();
      g_autoptr (AmiaRescue) rescue = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (amia_sealed_file_write (file,
                                             files[i].text,
                                             strlen (files[i].text),
                                             passphrase,
                                             &error));
      rescue = amia_rescue_load (file, passphrase, &error);
      if (files[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, AMIA_STORE_ERROR, files[i].code);
    }
}

static void
test_wants_its_passphrase (void)
{
  g_auto (Fixture) old = { 0 };
  g_autofree char *file = make_file_name ();
  g_autoptr (GError) error = NULL;

  fixture_open (&old, "karin", "FK");
  g_assert_false (amia_rescue_write (old.store, file, "", NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_true (amia_rescue_write (old.store, file, passphrase, NULL, &error));
  g_assert_null (amia_rescue_load (file, "fel", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rescue/goes-on-in-a-new-replica", test_goes_on_in_a_new_replica);
  g_test_add_func ("/rescue/leaves-out-what-was-sent", test_leaves_out_what_was_sent);
  g_test_add_func ("/rescue/skips-what-came-through-after-all",
                   test_skips_what_came_through_after_all);
  g_test_add_func ("/rescue/keeps-what-others-wrote-since", test_keeps_what_others_wrote_since);
  g_test_add_func ("/rescue/keeps-sources", test_keeps_sources);
  g_test_add_func ("/rescue/is-one-accounts-own", test_is_one_accounts_own);
  g_test_add_func ("/rescue/is-never-half-applied", test_is_never_half_applied);
  g_test_add_func ("/rescue/files-of-all-sorts", test_files_of_all_sorts);
  g_test_add_func ("/rescue/wants-its-passphrase", test_wants_its_passphrase);
  return g_test_run ();
}
