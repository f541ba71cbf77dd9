/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "store-server.h"

/* Two caseworkers' replicas and their histories: who added, edited or removed what, having seen
 * what, and then everything once more from the beginning. Named after the history. Every one of
 * them is also delivered to a third replica backwards, one change at a time, and must end the same.
 *
 * A history is a row of words: Ax, Bx writes the value x; A-, B- removes; A+, B+ takes the removal
 * back; A!x, B!x settles with x; A. B. syncs; A* B* syncs everything anew. */

typedef struct
{
  const char *name;
  const char *steps;
  const char *shown; /* NULL: no value */
  guint       n_heads;
  gboolean    is_removed;
  gboolean    is_revived;
  gboolean    is_conflict;
} History;

static const History histories[] = {
  { "Add", "Ax", "x", 1, FALSE, FALSE, FALSE },
  { "AddEdit", "Ax Ay", "y", 1, FALSE, FALSE, FALSE },
  { "AddEditResync", "Ax A. Ay A*", "y", 1, FALSE, FALSE, FALSE },
  { "AddDelete", "Ax A-", "x", 1, TRUE, FALSE, FALSE },
  { "AddDeleteResync", "Ax A. A- A* B*", "x", 1, TRUE, FALSE, FALSE },
  { "AddDeleteAdd", "Ax A- A+", "x", 1, FALSE, FALSE, FALSE },
  { "AddDeleteEdit", "Ax A- Ay", "y", 1, FALSE, TRUE, FALSE },
  { "AddResync", "Ax A. B. A* B*", "x", 1, FALSE, FALSE, FALSE },
  { "Edit", "Ax A. B. By B. A.", "y", 1, FALSE, FALSE, FALSE },
  { "EditResync", "Ax A. B. By B* A*", "y", 1, FALSE, FALSE, FALSE },
  { "EditBack", "Ax A. B. By B. A. Ax", "x", 1, FALSE, FALSE, FALSE },
  { "EditEdit", "Ax A. B. Ay Bz", "z", 2, FALSE, FALSE, TRUE },
  { "EditEditResync", "Ax A. B. Ay Bz A. B. A* B*", "z", 2, FALSE, FALSE, TRUE },
  { "EditEditAlike", "Ax A. B. Ay By", "y", 2, FALSE, FALSE, FALSE },
  { "EditEditSettle", "Ax A. B. Ay Bz A. B. A. A!w", "w", 1, FALSE, FALSE, FALSE },
  { "EditEditSettleSettle", "Ax A. B. Ay Bz A. B. A. A!w B!v", "v", 2, FALSE, FALSE, TRUE },
  { "EditEditEditOne", "Ax A. B. Ay Bz A. B. A. Aw", "w", 2, FALSE, FALSE, TRUE },
  { "EditDelete", "Ax A. B. Ay B-", "y", 1, FALSE, TRUE, FALSE },
  { "EditDeleteResync", "Ax A. B. Ay B- A. B. A* B*", "y", 1, FALSE, TRUE, FALSE },
  { "DeleteEdit", "Ax A. B. A- By", "y", 1, FALSE, TRUE, FALSE },
  { "DeleteEditDelete", "Ax A. B. A- By A. B. A. A-", "y", 1, TRUE, FALSE, FALSE },
  { "DeleteDelete", "Ax A. B. A- B-", "x", 1, TRUE, FALSE, FALSE },
  { "DeleteAdd", "Ax A. B. A- A. B. B+", "x", 1, FALSE, FALSE, FALSE },
  { "DeleteResync", "Ax A. B. A- A. B* A*", "x", 1, TRUE, FALSE, FALSE },
  { "AddAdd", "Ax By", "y", 2, FALSE, FALSE, TRUE },
  { "AddAddResync", "Ax By A. B. A* B*", "y", 2, FALSE, FALSE, TRUE },
  { "LongApart", "Ax A. B. A1 B1 A2 B2 A3 B3 A. B. A. A4 B5", "5", 2, FALSE, FALSE, TRUE },
};

typedef struct
{
  Server   server;
  Fixture  a;
  Fixture  b;
  AmiaUuid case_id;
  AmiaUuid goal;
} World;

static void
world_open (World *world)
{
  AmiaUuid case_id = fixture_id (1);

  server_start (&world->server);
  fixture_open (&world->a, "karin", "FK");
  fixture_open (&world->b, "lars", "AF");
  world->case_id = case_id;
  world->goal = fixture_id (2);
  fixture_put (&world->a, "case", &case_id, &case_id, "title", "Ärende");
  server_sync (&world->server, &world->a);
  server_sync (&world->server, &world->b);
}

static void
world_clear (World *world)
{
  fixture_clear (&world->a);
  fixture_clear (&world->b);
  server_clear (&world->server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
write_value (World       *world,
             Fixture     *fixture,
             const char  *text,
             AmiaOverMode mode)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "goal", &world->goal, &world->case_id, "text", text);
  amia_edits_set_mode (edits, mode);
  if (!amia_store_commit (fixture->store, edits, NULL, &error))
    g_assert_no_error (error);
}

static void
write_removed (World      *world,
               Fixture    *fixture,
               const char *value)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set (edits, "goal", &world->goal, &world->case_id, "removed", NULL, value);
  amia_edits_set_mode (edits, AMIA_OVER_ALL);
  if (!amia_store_commit (fixture->store, edits, NULL, &error))
    g_assert_no_error (error);
}

static void
play (World      *world,
      const char *step)
{
  Fixture *fixture = step[0] == 'A' ? &world->a : &world->b;

  /* Whoever comes later in the history comes later by the clock. */
  world->a.now_ms = world->b.now_ms = MAX (world->a.now_ms, world->b.now_ms) + 1000;
  switch (step[1])
    {
    case '-':
      write_removed (world, fixture, "true");
      break;
    case '+':
      write_removed (world, fixture, "false");
      break;
    case '!':
      write_value (world, fixture, step + 2, AMIA_OVER_ALL);
      break;
    case '.':
      server_sync (&world->server, fixture);
      break;
    case '*':
      server_resync (&world->server, fixture);
      break;
    default:
      write_value (world, fixture, step + 1, AMIA_OVER_SHOWN);
      break;
    }
}

static void
assert_outcome (World         *world,
                Fixture       *fixture,
                const History *history)
{
  g_autoptr (AmiaRecord) record = amia_store_load_record (fixture->store, &world->goal, NULL);
  g_autofree char *shown = amia_record_dup_string (record, "text");
  gsize            n_heads;
  AmiaStatus       status;

  amia_record_get_heads (record, "text", &n_heads);
  g_assert_cmpstr (shown, ==, history->shown);
  g_assert_cmpuint (n_heads, ==, history->n_heads);
  g_assert_cmpint (amia_record_is_removed (record), ==, history->is_removed);
  g_assert_cmpint (amia_record_get_revival (record, NULL, NULL), ==, history->is_revived);
  g_assert_cmpint (amia_record_has_conflict (record, "text"), ==, history->is_conflict);

  g_assert_true (amia_store_get_status (fixture->store, &status, NULL));
  g_assert_cmpuint (status.n_waiting, ==, 0);
  g_assert_cmpuint (status.n_conflicts, ==, history->is_conflict ? 1 : 0);
  fixture_assert_sound (fixture);
}

/* A third replica gets everything backwards, each change in a page of its own and twice. */
static void
assert_order_does_not_matter (World      *world,
                              const char *expected)
{
  g_auto (Fixture) late = { 0 };
  g_autofree char *state = NULL;

  fixture_open (&late, "maj", "VARD");
  for (gint64 seq = world->server.log->len; seq > 0; seq--)
    {
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (AmiaIncoming) page = amia_incoming_new ();
          g_autoptr (GError) error = NULL;
          guint n_new = 0;

          amia_incoming_add_change (page, seq, server_read (&world->server, seq));
          if (!amia_store_receive (late.store, page, &n_new, &error))
            g_assert_no_error (error);
          g_assert_cmpuint (n_new, ==, i == 0 ? 1 : 0);
        }
    }

  state = fixture_encode (&late, &world->goal);
  g_assert_cmpstr (state, ==, expected);
  fixture_assert_sound (&late);
}

static void
test_history (gconstpointer data)
{
  const History *history = data;
  g_auto (World) world = { 0 };
  g_auto (GStrv) steps = g_strsplit (history->steps, " ", -1);
  g_autofree char *of_a = NULL;
  g_autofree char *of_b = NULL;

  world_open (&world);
  for (gsize i = 0; steps[i] != NULL; i++)
    play (&world, steps[i]);

  for (guint i = 0; i < 2; i++)
    {
      server_sync (&world.server, &world.a);
      server_sync (&world.server, &world.b);
    }

  assert_outcome (&world, &world.a, history);
  assert_outcome (&world, &world.b, history);
  of_a = fixture_encode (&world.a, &world.goal);
  of_b = fixture_encode (&world.b, &world.goal);
  g_assert_cmpstr (of_a, ==, of_b);
  assert_order_does_not_matter (&world, of_a);
}

/* The server only gives ops that this reader may see; more of them may come later. */
static void
test_change_comes_in_parts (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autofree char *whole = NULL;
  g_autofree char *joined = NULL;
  gint64           seq;

  world_open (&world);
  amia_edits_set_string (edits, "goal", &world.goal, &world.case_id, "text", "x");
  amia_edits_set_string (edits, "goal", &world.goal, &world.case_id, "status", "open");
  g_assert_true (amia_store_commit (world.a.store, edits, NULL, NULL));
  server_push (&world.server, &world.a);
  seq = world.server.log->len;

  for (guint part = 0; part < 3; part++)
    {
      g_autoptr (AmiaIncoming) page = amia_incoming_new ();
      AmiaChange *change = server_read (&world.server, seq);
      guint       n_new = 0;

      if (part < 2)
        g_ptr_array_remove_index (change->ops, part);
      amia_incoming_add_change (page, seq, change);
      g_assert_true (amia_store_receive (world.b.store, page, &n_new, NULL));
      g_assert_cmpuint (n_new, ==, part < 2 ? 1 : 0);
    }

  whole = fixture_encode (&world.a, &world.goal);
  joined = fixture_encode (&world.b, &world.goal);
  g_assert_cmpstr (joined, ==, whole);
  fixture_assert_sound (&world.b);
}

static AmiaIncoming *
refuse (World *world,
        gint64 n)
{
  AmiaIncoming *page = amia_incoming_new ();
  AmiaRefusal   refusal = { n, g_strdup ("not_member") };

  page->epoch = g_strdup (world->server.epoch);
  page->acked = n;
  g_array_append_val (page->refused, refusal);
  return page;
}

static gboolean
note_reason_cb (const AmiaChange *change,
                AmiaChangeState   state,
                const char       *reason,
                gpointer          data)
{
  g_assert_cmpint (state, ==, AMIA_CHANGE_REFUSED);
  g_string_append (data, reason);
  return TRUE;
}

static void
assert_refused (World      *world,
                guint       n_refused,
                const char *reasons)
{
  AmiaLogQuery query = { .state = AMIA_CHANGE_REFUSED };
  AmiaStatus   status;
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_true (amia_store_get_status (world->a.store, &status, NULL));
  g_assert_cmpuint (status.n_refused, ==, n_refused);
  g_assert_true (
      amia_store_foreach_change (world->a.store, &query, note_reason_cb, found, NULL));
  g_assert_cmpstr (found->str, ==, reasons);
}

static void
test_refused_change_leaves_the_registers (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *value = NULL;
  gint64           n;

  world_open (&world);
  play (&world, "Ax");
  play (&world, "A.");
  n = fixture_put (&world.a, "goal", &world.goal, &world.case_id, "text", "y");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AmiaIncoming) page = refuse (&world, n);

      g_assert_true (amia_store_receive (world.a.store, page, NULL, NULL));
    }

  value = fixture_get (&world.a, &world.goal, "text");
  g_assert_cmpstr (value, ==, "x");
  assert_refused (&world, 1, "not_member");
  g_assert_cmpint (amia_store_get_saved (world.a.store, &world.goal, NULL, NULL),
                   ==,
                   AMIA_SAVED_REFUSED);
  fixture_assert_sound (&world.a);
}

static void
test_refused_record_is_as_if_never_there (void)
{
  g_auto (World) world = { 0 };
  AmiaUuid      new_case = fixture_id (30);
  AmiaCaseQuery all = { 0 };
  g_autoptr (AmiaIncoming) page = NULL;
  g_autoptr (GArray) ids = NULL;
  gint64 n;

  world_open (&world);
  n = fixture_put (&world.a, "case", &new_case, &new_case, "title", "Nytt");
  page = refuse (&world, n);
  g_assert_true (amia_store_receive (world.a.store, page, NULL, NULL));

  ids = amia_store_list_case_ids (world.a.store, &all, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_null (amia_store_load_record (world.a.store, &new_case, NULL));
  fixture_assert_sound (&world.a);
}

static void
test_refusal_is_retried (void)
{
  g_auto (World) world = { 0 };
  AmiaUuid journal = fixture_id (40);
  g_autoptr (AmiaIncoming) page = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  gint64           n;

  /* An append-only record, too: the one that was refused does not count as written. */
  world_open (&world);
  n = fixture_put (&world.a, "journal", &journal, &world.case_id, "text", "Ringde vården.");
  page = refuse (&world, n);
  g_assert_true (amia_store_receive (world.a.store, page, NULL, NULL));
  g_assert_true (amia_store_retry_refusal (world.a.store, n, NULL));
  assert_refused (&world, 0, "");
  mine = fixture_get (&world.a, &journal, "text");
  g_assert_cmpstr (mine, ==, "Ringde vården.");

  /* The server keeps the number of what it refused; here it simply takes both. */
  server_sync (&world.server, &world.a);
  server_sync (&world.server, &world.b);
  theirs = fixture_get (&world.b, &journal, "text");
  g_assert_cmpstr (theirs, ==, "Ringde vården.");
  fixture_assert_sound (&world.a);
}

static void
test_refusal_is_dismissed (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (AmiaIncoming) page = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n;

  world_open (&world);
  n = fixture_put (&world.a, "goal", &world.goal, &world.case_id, "text", "y");
  g_assert_false (amia_store_dismiss_refusal (world.a.store, n, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);

  page = refuse (&world, n);
  g_assert_true (amia_store_receive (world.a.store, page, NULL, NULL));
  g_assert_true (amia_store_dismiss_refusal (world.a.store, n, NULL));
  assert_refused (&world, 0, "");
  fixture_assert_sound (&world.a);
}

static void
test_restored_server_is_refilled (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *value = NULL;
  gint64           acked;

  world_open (&world);
  play (&world, "Ax");
  play (&world, "A.");
  play (&world, "Ay");
  play (&world, "A.");

  /* The server is set back to before x and y, and knows it. */
  g_ptr_array_set_size (world.server.log, 1);
  g_free (world.server.epoch);
  world.server.epoch = g_strdup ("epoch-2");
  acked = server_count (&world.server, &amia_store_get_identity (world.a.store)->device);
  g_assert_cmpint (acked, ==, 1);
  g_assert_true (amia_store_rewind (world.a.store, "epoch-2", acked, NULL));
  fixture_assert_sound (&world.a);
  g_assert_true (amia_store_rewind (world.b.store, "epoch-2", 0, NULL));

  server_sync (&world.server, &world.a);
  server_sync (&world.server, &world.b);
  value = fixture_get (&world.b, &world.goal, "text");
  g_assert_cmpstr (value, ==, "y");
  g_assert_cmpuint (world.server.log->len, ==, 3);
  fixture_assert_sound (&world.b);
}

static gboolean
count_cb (const AmiaChange *change,
          AmiaChangeState   state,
          const char       *reason,
          gpointer          data)
{
  (*(guint *) data)++;
  return TRUE;
}

/* A colleague's text was never offered: the server does not make it one that is only here by saying
 * that it has it not. */
static void
test_answer_about_what_was_not_offered (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *value = NULL;
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autoptr (GError) error = NULL;
  AmiaRefilled refilled = { 0 };
  AmiaLogQuery kept = { .state = AMIA_CHANGE_KEPT };
  guint        n_kept = 0;

  world_open (&world);
  play (&world, "Ax");
  play (&world, "A.");
  play (&world, "B.");
  refilled.device = amia_store_get_identity (world.a.store)->device;
  refilled.n = server_count (&world.server, &refilled.device);
  page->epoch = g_strdup (world.server.epoch);
  g_array_append_val (page->refilled, refilled);
  if (!amia_store_receive (world.b.store, page, NULL, &error))
    g_assert_no_error (error);

  value = fixture_get (&world.b, &world.goal, "text");
  g_assert_cmpstr (value, ==, "x");
  g_assert_true (amia_store_foreach_change (world.b.store, &kept, count_cb, &n_kept, NULL));
  g_assert_cmpuint (n_kept, ==, 0);
  fixture_assert_sound (&world.b);
}

/* The server can't but refuse what it had taken, as long as it does not know the team again. */
static void
test_refused_after_a_restore_is_kept (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (AmiaIncoming) page = NULL;
  g_autofree char *value = NULL;
  g_auto (AmiaSyncState) state = { 0 };

  world_open (&world);
  play (&world, "Ax");
  play (&world, "A.");
  g_assert_true (amia_store_get_sync_state (world.a.store, &state, NULL));
  g_free (world.server.epoch);
  world.server.epoch = g_strdup ("epoch-2");
  g_assert_true (amia_store_rewind (world.a.store, "epoch-2", state.acked - 1, NULL));

  page = refuse (&world, state.acked);
  g_assert_true (amia_store_receive (world.a.store, page, NULL, NULL));
  value = fixture_get (&world.a, &world.goal, "text");
  g_assert_cmpstr (value, ==, "x");
  assert_refused (&world, 0, "");
  fixture_assert_sound (&world.a);
}

static void
test_page_of_another_epoch_is_not_taken (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autoptr (GError) error = NULL;

  world_open (&world);
  page->epoch = g_strdup ("epoch-9");
  page->next = 99;
  g_assert_false (amia_store_receive (world.a.store, page, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_FAILED);
}

static void
assert_chain (World   *world,
              Fixture *fixture)
{
  const AmiaUuid *device = &amia_store_get_identity (fixture->store)->device;
  guint8          chain[AMIA_CHAIN_LENGTH] = { 0 };
  g_auto (AmiaSyncState) state = { 0 };

  for (guint i = 0; i < world->server.log->len; i++)
    {
      ServerChange *change = g_ptr_array_index (world->server.log, i);
      gsize         length;
      const char   *text = g_bytes_get_data (change->bytes, &length);

      if (amia_uuid_equal (&change->device, device))
        amia_chain_next (chain, text, length, chain);
    }

  g_assert_true (amia_store_get_sync_state (fixture->store, &state, NULL));
  g_assert_cmpmem (state.chain, sizeof state.chain, chain, sizeof chain);
  g_assert_cmpint (state.acked, ==, server_count (&world->server, device));
}

static void
test_chain_is_the_servers (void)
{
  g_auto (World) world = { 0 };

  world_open (&world);
  assert_chain (&world, &world.a);
  play (&world, "Ax");
  play (&world, "Ay");
  play (&world, "A.");
  assert_chain (&world, &world.a);
  play (&world, "A*");
  assert_chain (&world, &world.a);
}

static void
test_fork_gives_unsent_work_new_names (void)
{
  g_auto (World) world = { 0 };
  AmiaUuid         before;
  g_autofree char *value = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *mine = NULL;

  world_open (&world);
  play (&world, "Ax");
  play (&world, "A.");
  play (&world, "Ay");
  play (&world, "Az");
  before = amia_store_get_identity (world.a.store)->device;

  g_assert_true (amia_store_fork (world.a.store, NULL));
  g_assert_false (
      amia_uuid_equal (&before, &amia_store_get_identity (world.a.store)->device));
  value = fixture_get (&world.a, &world.goal, "text");
  g_assert_cmpstr (value, ==, "z");
  fixture_assert_sound (&world.a);

  server_sync (&world.server, &world.a);
  assert_chain (&world, &world.a);
  server_sync (&world.server, &world.b);
  mine = fixture_encode (&world.a, &world.goal);
  theirs = fixture_encode (&world.b, &world.goal);
  g_assert_cmpstr (theirs, ==, mine);
  fixture_reopen (&world.a);
  fixture_assert_sound (&world.a);
}

static void
test_copied_replica_is_noticed (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (AmiaIncoming) page = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) other = NULL;
  g_autofree char    *bytes = NULL;
  const AmiaIdentity *identity;

  world_open (&world);
  identity = amia_store_get_identity (world.a.store);
  play (&world, "Ax");
  page = amia_incoming_new ();
  other = amia_change_new (&identity->device, 2, 77, "karin", "FK");
  g_ptr_array_add (other->ops,
                   amia_op_new ("goal", &world.goal, &world.case_id, "text", NULL, "1"));
  amia_incoming_add_change (page, 9, g_steal_pointer (&other));

  g_assert_false (amia_store_receive (world.a.store, page, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_FAILED);
  fixture_assert_sound (&world.a);
}

static void
test_saved_says_how_far (void)
{
  g_auto (World) world = { 0 };
  AmiaUuid           member = fixture_id (50);
  AmiaReaderPosition reader = { (char *) "lars", (char *) "AF", 0 };
  g_autoptr (AmiaIncoming) page = NULL;
  g_auto (GStrv) colleagues = NULL;

  world_open (&world);
  fixture_put (&world.a, "member", &member, &world.case_id, "user", "lars");
  play (&world, "Ax");
  g_assert_cmpint (
      amia_store_get_saved (world.a.store, &world.goal, NULL, NULL), ==, AMIA_SAVED_HERE);
  play (&world, "A.");
  g_assert_cmpint (
      amia_store_get_saved (world.a.store, &world.goal, NULL, NULL), ==, AMIA_SAVED_SERVER);

  for (gint64 position = world.server.log->len - 1; position <= world.server.log->len; position++)
    {
      g_autoptr (AmiaIncoming) answer = amia_incoming_new ();

      reader.position = position;
      answer->readers = g_array_new (FALSE, FALSE, sizeof reader);
      g_array_append_val (answer->readers, reader);
      g_assert_true (amia_store_receive (world.a.store, answer, NULL, NULL));
      g_assert_cmpint (amia_store_get_saved (world.a.store, &world.goal, NULL, NULL),
                       ==,
                       position < world.server.log->len ? AMIA_SAVED_SERVER
                                                        : AMIA_SAVED_COLLEAGUE);
    }

  amia_store_get_saved (world.a.store, &world.goal, &colleagues, NULL);
  g_assert_cmpstr (colleagues[0], ==, "lars");
  g_assert_null (colleagues[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (histories); i++)
    {
      g_autofree char *path = g_strconcat ("/store/history/", histories[i].name, NULL);

      g_test_add_data_func (path, &histories[i], test_history);
    }
  g_test_add_func ("/store/receive/change-comes-in-parts", test_change_comes_in_parts);
  g_test_add_func ("/store/receive/page-of-another-epoch-is-not-taken",
                   test_page_of_another_epoch_is_not_taken);
  g_test_add_func ("/store/receive/copied-replica-is-noticed", test_copied_replica_is_noticed);
  g_test_add_func ("/store/refusal/leaves-the-registers",
                   test_refused_change_leaves_the_registers);
  g_test_add_func ("/store/refusal/record-is-as-if-never-there",
                   test_refused_record_is_as_if_never_there);
  g_test_add_func ("/store/refusal/is-retried", test_refusal_is_retried);
  g_test_add_func ("/store/refusal/is-dismissed", test_refusal_is_dismissed);
  g_test_add_func ("/store/rewind/restored-server-is-refilled", test_restored_server_is_refilled);
  g_test_add_func ("/store/rewind/answer-about-what-was-not-offered",
                   test_answer_about_what_was_not_offered);
  g_test_add_func ("/store/rewind/refused-after-a-restore-is-kept",
                   test_refused_after_a_restore_is_kept);
  g_test_add_func ("/store/chain-is-the-servers", test_chain_is_the_servers);
  g_test_add_func ("/store/fork/gives-unsent-work-new-names",
                   test_fork_gives_unsent_work_new_names);
  g_test_add_func ("/store/saved-says-how-far", test_saved_says_how_far);
  return g_test_run ();
}
