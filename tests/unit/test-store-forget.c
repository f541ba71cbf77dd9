/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-db.h"
#include "amia-store-agenda.h"
#include "amia-store-due.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "amia-store-schema.h"
#include "amia-store-search.h"
#include "store-sharing.h"

/* Consent ends, membership ends: what Lars may no longer see leaves every file of his, and what he
 * wrote himself is neither lost nor shown where it may not be. */

static guint
count_hits (Sharing    *sharing,
            const char *word)
{
  g_autoptr (GPtrArray) hits = amia_store_search (sharing->lars.store, word, 10, NULL);

  g_assert_nonnull (hits);
  return hits->len;
}

static guint
count_receipts (Sharing *sharing)
{
  g_auto (AmiaSyncState) state = { 0 };

  g_assert_true (amia_store_get_sync_state (sharing->lars.store, &state, NULL));
  return state.receipts->len;
}

static void
test_withdrawn_consent (gconstpointer data)
{
  const char *passphrase = data;
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *health = NULL;
  g_autofree char *plan = NULL;
  guint            n_receipts;

  sharing_open (&sharing, passphrase);
  for (guint i = 0; i < 40; i++)
    sharing_write (&sharing, &sharing.karin, 10 + i, "health", "qvarnzebra i ryggen");
  sharing_write (&sharing, &sharing.karin, 2, "health", "qvarnzebra igen");
  sharing_write (&sharing, &sharing.karin, 3, "plan", "stannarkvar här");
  sharing_deliver (&sharing, ALL_RIGHTS);
  n_receipts = count_receipts (&sharing);
  g_assert_cmpint (sharing_has_word (&sharing, "qvarnzebra"), ==, passphrase == NULL);
  g_assert_cmpuint (count_hits (&sharing, "qvarnzebra"), ==, 10);

  sharing_tell (&sharing, PLAN_RIGHTS);
  health = sharing_read (&sharing, 2);
  plan = sharing_read (&sharing, 3);
  g_assert_null (health);
  g_assert_cmpstr (plan, ==, "stannarkvar här");
  g_assert_cmpuint (count_hits (&sharing, "qvarnzebra"), ==, 0);
  g_assert_cmpuint (count_hits (&sharing, "stannarkvar"), ==, 1);
  g_assert_false (sharing_has_word (&sharing, "qvarnzebra"));
  g_assert_cmpint (sharing_has_word (&sharing, "stannarkvar"), ==, passphrase == NULL);
  g_assert_cmpuint (count_receipts (&sharing), ==, n_receipts + 1);
  fixture_assert_sound (&sharing.lars);
}

/* Words of FK's that stand in other tables, too: in the calendar, in what is due. Each has a canary
 * of its own, and what makes it be listed. */
static const struct
{
  const char *kind;
  const char *field;
  const char *area;
  const char *canary;
  const char *with[7]; /* pairs of a field and a value */
} lent[] = {
  { "meeting", "title", "plan", "kanarierubrik", { "start", "\"2026-11-23T10:00\"" } },
  { "meeting", "place", "plan", "kanarieplats", { "start", "\"2026-11-24T10:00\"" } },
  { "todo", "text", "plan", "kanarielöfte", { "due", "\"2026-11-25\"" } },
  { "referral",
    "to",
    "plan",
    "kanariemottagning",
    { "sent", "\"2026-11-01\"", "answer-by", "\"2026-11-26\"" } },
  { "referral", "question", "plan", "kanariefråga", { "sent", "\"2026-11-01\"" } },
  { "handover",
    "note",
    "basics",
    "kanarieöverlämning",
    { "from", "\"karin\"", "to", "\"lars\"", "date", "\"2026-11-22\"" } },
  { "duty",
    "reason",
    "plan",
    "kanarieskäl",
    { "rule", "\"contact\"", "day", "\"2026-11-23\"", "moved-to", "\"2026-11-27\"" } },
  { "activity", "title", "plan", "kanarieaktivitet", { "from", "\"2026-11-22\"" } },
  { "income", "note", "economy", "kanarieinkomst", { "from", "\"2026-11-22\"" } },
  { "visit", "note", "plan", "kanariebesök", { "step", "\"1\"" } },
};

static void
lend_words (Sharing *sharing)
{
  for (guint i = 0; i < G_N_ELEMENTS (lent); i++)
    {
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autofree char *words = g_strdup_printf ("\"%s\"", lent[i].canary);
      g_autoptr (GError) error = NULL;
      AmiaUuid id = fixture_id (20 + i);

      amia_edits_set (edits, lent[i].kind, &id, &sharing->case_id, lent[i].field, lent[i].area,
                      words);
      for (guint k = 0; lent[i].with[k] != NULL; k += 2)
        amia_edits_set (edits, lent[i].kind, &id, &sharing->case_id, lent[i].with[k], NULL,
                        lent[i].with[k + 1]);
      if (!amia_store_commit (sharing->karin.store, edits, NULL, &error))
        g_assert_no_error (error);
    }
}

/* Lars looks at all there is, so that whatever is kept of it is kept. */
static char *
look_at_lists (Sharing *sharing)
{
  const AmiaDueQuery    due = { .filter = AMIA_DUE_OF_TEAM };
  const AmiaAgendaQuery times = { .from = 0, .to = G_MAXINT, .kinds = AMIA_AGENDA_MEETINGS };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDueList) list = amia_store_list_due (sharing->lars.store, &due, &error);
  g_autoptr (GPtrArray) agenda = amia_store_list_agenda (sharing->lars.store, &times, &error);
  GString *words = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < list->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (list->lines, i);

      g_string_append_printf (words, "%s %s ", line->text, line->reason);
    }
  for (guint i = 0; i < agenda->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (agenda, i);

      g_string_append_printf (words, "%s %s ", item->title, item->place);
    }
  return g_string_free (words, FALSE);
}

/* @data is what Lars may see afterwards. */
static void
test_lent_words_go_from_every_table (gconstpointer data)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  sharing_open (&sharing, NULL);
  lend_words (&sharing);
  sharing_deliver (&sharing, ALL_RIGHTS);
  before = look_at_lists (&sharing);
  g_assert_nonnull (strstr (before, "kanarierubrik"));
  g_assert_nonnull (strstr (before, "kanarieplats"));
  g_assert_nonnull (strstr (before, "kanarielöfte"));
  g_assert_nonnull (strstr (before, "kanariemottagning"));
  for (guint i = 0; i < G_N_ELEMENTS (lent); i++)
    g_assert_true (sharing_has_word (&sharing, lent[i].canary));

  sharing_tell (&sharing, data);
  after = look_at_lists (&sharing);
  g_assert_null (strstr (after, "kanarie"));
  for (guint i = 0; i < G_N_ELEMENTS (lent); i++)
    g_assert_false (sharing_has_word (&sharing, lent[i].canary));
  fixture_assert_sound (&sharing.lars);
}

static void
test_receipt_goes_when_the_server_has_it (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_tell (&sharing, NULL);
  g_assert_true (amia_store_get_sync_state (sharing.lars.store, &state, NULL));
  g_assert_cmpuint (state.receipts->len, ==, 1);
  g_assert_cmpint (g_array_index (state.receipts, AmiaReceipt, 0).generation,
                   ==,
                   sharing.generation);

  /* The answer to an earlier one does not strike off a later one. */
  page->epoch = g_strdup (sharing.server.epoch);
  g_array_append_val (page->receipts_sent, g_array_index (state.receipts, AmiaReceipt, 0));
  sharing_tell (&sharing, ALL_RIGHTS);
  sharing_receive (&sharing, page);
  g_assert_cmpuint (count_receipts (&sharing), ==, 1);
  g_array_index (page->receipts_sent, AmiaReceipt, 0).generation = sharing.generation;
  sharing_receive (&sharing, page);
  g_assert_cmpuint (count_receipts (&sharing), ==, 0);
}

static void
test_own_older_text_is_a_head_again (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  sharing_open (&sharing, NULL);
  server_push (&sharing.server, &sharing.karin);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_write (&sharing, &sharing.lars, 2, "plan", "egen text");
  sharing_deliver (&sharing, ALL_RIGHTS);
  server_sync (&sharing.server, &sharing.karin);
  sharing_write (&sharing, &sharing.karin, 2, "plan", "kollegans text");
  sharing_deliver (&sharing, ALL_RIGHTS);
  before = sharing_read (&sharing, 2);
  g_assert_cmpstr (before, ==, "kollegans text");

  sharing_tell (&sharing, OWN_RIGHTS);
  after = sharing_read (&sharing, 2);
  g_assert_cmpstr (after, ==, "egen text");
  g_assert_false (sharing_has_word (&sharing, "kollegans"));
  g_assert_true (sharing_has_word (&sharing, "egen text"));
  fixture_assert_sound (&sharing.lars);
}

static GBytes *
get_outgoing (Sharing *sharing,
              gint64   n)
{
  g_autoptr (GPtrArray) list = amia_store_list_outgoing (sharing->lars.store, n, 1, 1, NULL);

  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 1);
  return g_bytes_ref (g_ptr_array_index (list, 0));
}

static gboolean
has_text (GBytes     *bytes,
          const char *text)
{
  gsize       length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_strstr_len (data, (gssize) length, text) != NULL;
}

static void
acknowledge (Sharing *sharing,
             gint64   n,
             gboolean is_sealed)
{
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  AmiaRefusal sealed = { n, g_strdup ("not_member") };

  page->epoch = g_strdup (sharing->server.epoch);
  page->acked = n;
  if (is_sealed)
    g_array_append_val (page->escrowed, sealed);
  else
    g_free (sealed.reason);
  sharing_receive (sharing, page);
}

static gboolean
note_state_cb (const AmiaChange *change,
               AmiaChangeState   state,
               const char       *reason,
               gpointer          data)
{
  *(AmiaChangeState *) data = state;
  g_assert_cmpuint (change->ops->len, ==, 0);
  return TRUE;
}

static void
test_unsent_work_waits_locked (gconstpointer data)
{
  gboolean is_sealed = GPOINTER_TO_INT (data);
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) rest = NULL;
  g_autofree char *hidden = NULL;
  AmiaLogQuery     query = { .state = is_sealed ? AMIA_CHANGE_ESCROW : AMIA_CHANGE_FORGOTTEN };
  AmiaChangeState  state = AMIA_CHANGE_HERE;
  AmiaStatus       status;
  gint64           n;

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  n = sharing_write (&sharing, &sharing.lars, 2, "plan", "osändarkanarie");
  sharing_tell (&sharing, NULL);
  hidden = sharing_read (&sharing, 2);
  whole = get_outgoing (&sharing, n);
  g_assert_null (hidden);
  g_assert_cmpuint (count_hits (&sharing, "osändarkanarie"), ==, 0);
  g_assert_true (has_text (whole, "osändarkanarie"));
  fixture_assert_sound (&sharing.lars);

  acknowledge (&sharing, n, is_sealed);
  rest = get_outgoing (&sharing, n);
  g_assert_false (sharing_has_word (&sharing, "osändarkanarie"));
  g_assert_true (has_text (rest, "{\"hash\":\""));
  g_assert_true (
      amia_store_foreach_change (sharing.lars.store, &query, note_state_cb, &state, NULL));
  g_assert_cmpint (state, ==, query.state);
  g_assert_true (amia_store_get_status (sharing.lars.store, &status, NULL));
  g_assert_cmpuint (status.n_escrow, ==, is_sealed ? 1 : 0);
  g_assert_cmpuint (status.n_waiting, ==, 0);
  fixture_assert_sound (&sharing.lars);
}

/* An open window does not know yet that the case is gone. */
static void
test_work_after_the_end_is_pushed_unseen (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GBytes) whole = NULL;
  g_autofree char *hidden = NULL;
  gint64           n;

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_tell (&sharing, NULL);
  n = sharing_write (&sharing, &sharing.lars, 2, "plan", "senkanarie");
  whole = get_outgoing (&sharing, n);
  hidden = sharing_read (&sharing, 2);
  g_assert_true (has_text (whole, "senkanarie"));
  g_assert_null (hidden);
  fixture_assert_sound (&sharing.lars);

  acknowledge (&sharing, n, TRUE);
  g_assert_false (sharing_has_word (&sharing, "senkanarie"));
  fixture_assert_sound (&sharing.lars);
}

/* Lars merges Karin's text into a goal and notes both in the journal. */
static gint64
merge_texts (Sharing *sharing,
             gint64   n_source)
{
  const AmiaUuid *device = &amia_store_get_identity (sharing->karin.store)->device;
  AmiaUuid        goal = fixture_id (2);
  AmiaUuid        note = fixture_id (3);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  gint64 n;

  amia_edits_set (
      edits, "goal", &goal, &sharing->case_id, "text", "plan", "\"sammanfogad käll-kanarie\"");
  amia_edits_add_source (edits, device, n_source, "text");
  amia_edits_set (
      edits, "journal", &note, &sharing->case_id, "text", "plan", "\"båda: käll-kanarie\"");
  amia_edits_add_source (edits, device, n_source, "text");
  amia_edits_set (edits, "journal", &note, &sharing->case_id, "kind", "plan", "\"note\"");
  if (!amia_store_commit (sharing->lars.store, edits, &n, &error))
    g_assert_no_error (error);
  return n;
}

static void
test_merged_text_goes_with_its_source (gconstpointer data)
{
  gboolean is_sent = GPOINTER_TO_INT (data);
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *merged = NULL;
  g_autofree char *left = NULL;
  gint64           n_source;
  gint64           n;

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_write (&sharing, &sharing.lars, 2, "plan", "eget ord");
  n_source = sharing_write (&sharing, &sharing.karin, 4, "health", "käll-kanarie");
  sharing_deliver (&sharing, ALL_RIGHTS);
  n = merge_texts (&sharing, n_source);
  merged = sharing_read (&sharing, 2);
  g_assert_cmpstr (merged, ==, "sammanfogad käll-kanarie");
  fixture_assert_sound (&sharing.lars);
  if (is_sent)
    acknowledge (&sharing, n, FALSE);

  sharing_tell (&sharing, PLAN_RIGHTS);
  left = sharing_read (&sharing, 2);
  g_assert_cmpstr (left, ==, "eget ord");
  g_assert_cmpuint (count_hits (&sharing, "käll-kanarie"), ==, 0);
  fixture_assert_sound (&sharing.lars);
  g_assert_cmpint (sharing_has_word (&sharing, "käll-kanarie"), ==, !is_sent);

  acknowledge (&sharing, n, FALSE);
  g_assert_false (sharing_has_word (&sharing, "käll-kanarie"));
  g_assert_true (sharing_has_word (&sharing, "eget ord"));
  fixture_assert_sound (&sharing.lars);
}

/* Two people write one text in turn, each into what the other wrote. */
static void
test_text_that_went_to_and_fro (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid goal = fixture_id (4);
  gint64   n_source;

  sharing_open (&sharing, NULL);
  n_source = sharing_write (&sharing, &sharing.karin, 4, "plan", "vända 0");
  sharing_deliver (&sharing, ALL_RIGHTS);
  for (guint i = 1; i <= 24; i++)
    {
      Fixture         *writer = i % 2 == 1 ? &sharing.lars : &sharing.karin;
      Fixture         *other = i % 2 == 1 ? &sharing.karin : &sharing.lars;
      const AmiaUuid  *device = &amia_store_get_identity (other->store)->device;
      g_autofree char *text = g_strdup_printf ("vända %u", i);
      g_autofree char *shown = NULL;
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autoptr (AmiaRecord) record = NULL;

      amia_edits_set_string (edits, "goal", &goal, &sharing.case_id, "text", text);
      amia_edits_add_source (edits, device, n_source, "text");
      g_assert_true (amia_store_commit (writer->store, edits, &n_source, NULL));
      server_sync (&sharing.server, writer);
      server_sync (&sharing.server, other);

      record = amia_store_load_record (other->store, &goal, NULL);
      shown = amia_record_dup_string (record, "text");
      g_assert_cmpstr (shown, ==, text);
    }
}

/* The source comes back before the merged text has been sent: it is to be seen again. */
static void
test_merged_text_comes_back_with_its_source (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *hidden = NULL;
  g_autofree char *back = NULL;
  gint64           n_source;

  sharing_open (&sharing, NULL);
  n_source = sharing_write (&sharing, &sharing.karin, 4, "health", "källa");
  sharing_deliver (&sharing, ALL_RIGHTS);
  merge_texts (&sharing, n_source);
  sharing_tell (&sharing, PLAN_RIGHTS);
  hidden = sharing_read (&sharing, 2);
  g_assert_null (hidden);

  sharing_tell (&sharing, ALL_RIGHTS);
  fixture_assert_sound (&sharing.lars);
  sharing_deliver (&sharing, ALL_RIGHTS);
  back = sharing_read (&sharing, 2);
  g_assert_cmpstr (back, ==, "sammanfogad käll-kanarie");
  fixture_assert_sound (&sharing.lars);
}

static void
test_granted_again (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *own = NULL;
  g_autofree char *theirs = NULL;
  g_autoptr (AmiaIncoming) page = NULL;
  gint64 n;

  sharing_open (&sharing, NULL);
  sharing_write (&sharing, &sharing.karin, 3, "plan", "deras");
  sharing_deliver (&sharing, ALL_RIGHTS);
  n = sharing_write (&sharing, &sharing.lars, 2, "plan", "mitt");
  before = get_outgoing (&sharing, n);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_tell (&sharing, NULL);
  g_assert_false (sharing_has_word (&sharing, "mitt"));

  /* A backfill has own changes with what they say. */
  page = amia_incoming_new ();
  page->epoch = g_strdup (sharing.server.epoch);
  amia_incoming_add_scope (page, &sharing.case_id, ++sharing.generation, ALL_RIGHTS);
  for (gint64 seq = 1; seq <= (gint64) sharing.server.log->len; seq++)
    amia_incoming_add_change (page, seq, server_read (&sharing.server, seq));
  sharing_receive (&sharing, page);

  own = sharing_read (&sharing, 2);
  theirs = sharing_read (&sharing, 3);
  after = get_outgoing (&sharing, n);
  g_assert_cmpstr (own, ==, "mitt");
  g_assert_cmpstr (theirs, ==, "deras");
  g_assert_true (g_bytes_equal (before, after));
  fixture_assert_sound (&sharing.lars);
}

/* A folder by the name of a set-aside file can't be deleted like one. */
static void
test_scrub_that_was_cut_off_is_done_at_open (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *obstacle = NULL;
  guint            n_receipts;

  sharing_open (&sharing, NULL);
  sharing_write (&sharing, &sharing.karin, 2, "health", "qvarnzebra");
  sharing_deliver (&sharing, ALL_RIGHTS);
  n_receipts = count_receipts (&sharing);
  obstacle = g_strconcat (sharing.lars.path, ".damaged-x", NULL);
  g_assert_cmpint (g_mkdir (obstacle, 0700), ==, 0);
  sharing_tell (&sharing, OWN_RIGHTS);
  g_assert_cmpuint (count_receipts (&sharing), ==, n_receipts);

  g_assert_cmpint (g_rmdir (obstacle), ==, 0);
  g_assert_true (g_file_set_contents (obstacle, "qvarnzebra", -1, NULL));
  fixture_reopen (&sharing.lars);
  g_assert_cmpuint (count_receipts (&sharing), ==, n_receipts + 1);
  g_assert_false (sharing_has_word (&sharing, "qvarnzebra"));
  fixture_assert_sound (&sharing.lars);
}

static void
test_old_page_after_a_new_one (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) late = NULL;
  g_autofree char *value = NULL;

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_write (&sharing, &sharing.karin, 2, "health", "qvarnzebra");
  server_push (&sharing.server, &sharing.karin);
  late = server_answer (&sharing.server, &sharing.lars, 0);
  amia_incoming_add_scope (late, &sharing.case_id, sharing.generation, ALL_RIGHTS);
  sharing_tell (&sharing, OWN_RIGHTS);

  sharing_receive (&sharing, late);
  value = sharing_read (&sharing, 2);
  g_assert_null (value);
  g_assert_false (sharing_has_word (&sharing, "qvarnzebra"));
  fixture_assert_sound (&sharing.lars);
}

static void
extend_chain (GBytes *outgoing,
              guint8  chain[AMIA_CHAIN_LENGTH])
{
  gsize       length;
  const char *text = g_bytes_get_data (outgoing, &length);
  guint8      hash[AMIA_CHANGE_HASH_LENGTH];

  if (!has_text (outgoing, "{\"hash\":\""))
    {
      amia_chain_next (chain, text, length, chain);
      return;
    }

  for (gsize i = 0; i < sizeof hash; i++)
    hash[i] = (guint8) (g_ascii_xdigit_value (text[9 + 2 * i]) << 4 |
                        g_ascii_xdigit_value (text[10 + 2 * i]));
  amia_chain_next_hash (chain, hash, chain);
}

static void
test_chain_stays_whole (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_auto (AmiaSyncState) before = { 0 };
  g_auto (AmiaSyncState) after = { 0 };
  guint8 chain[AMIA_CHAIN_LENGTH] = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autoptr (GPtrArray) outgoing = NULL;
  AmiaUuid other = fixture_id (90);

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  for (guint i = 0; i < 5; i++)
    sharing_write (&sharing, &sharing.lars, 2 + i, "plan", "borta");
  fixture_put (&sharing.lars, "case", &other, &other, "title", "Kvar");
  sharing_deliver (&sharing, ALL_RIGHTS);
  g_assert_true (amia_store_get_sync_state (sharing.lars.store, &before, NULL));
  g_assert_cmpint (before.acked, ==, 6);

  sharing_tell (&sharing, NULL);
  g_assert_true (amia_store_rewind (sharing.lars.store, "epoch-2", 0, NULL));
  outgoing = amia_store_list_outgoing (sharing.lars.store, 1, 100, G_MAXINT, NULL);
  g_assert_cmpuint (outgoing->len, ==, 6);
  for (guint i = 0; i < outgoing->len; i++)
    {
      extend_chain (g_ptr_array_index (outgoing, i), chain);
      g_assert_cmpint (has_text (g_ptr_array_index (outgoing, i), "hash"), ==, i < 5);
    }
  g_assert_cmpmem (chain, sizeof chain, before.chain, sizeof before.chain);

  page->epoch = g_strdup ("epoch-2");
  page->acked = 6;
  sharing_receive (&sharing, page);
  g_assert_true (amia_store_get_sync_state (sharing.lars.store, &after, NULL));
  g_assert_cmpmem (after.chain, sizeof after.chain, before.chain, sizeof before.chain);
  fixture_assert_sound (&sharing.lars);
}

/* What was begun, and what the server said of other laptops. */
static void
test_settings_go_with_the_case (void)
{
  static const char *const kinds[] = { "draft/journal/", "forgets/" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (Sharing) sharing = { 0 };
      char             id[AMIA_UUID_TEXT_LENGTH + 1];
      g_autofree char *name = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *gone = NULL;

      sharing_open (&sharing, NULL);
      name = g_strconcat (kinds[i], amia_uuid_print (&sharing.case_id, id), NULL);
      sharing_deliver (&sharing, ALL_RIGHTS);
      g_assert_true (amia_store_set_setting (sharing.lars.store, name, "utkastkanarie", NULL));
      sharing_tell (&sharing, OWN_RIGHTS);
      kept = amia_store_get_setting (sharing.lars.store, name);
      g_assert_cmpstr (kept, ==, "utkastkanarie");

      sharing_tell (&sharing, NULL);
      gone = amia_store_get_setting (sharing.lars.store, name);
      g_assert_null (gone);
      g_assert_false (sharing_has_word (&sharing, "utkastkanarie"));
    }
}

/* --- Histories with other things that befall a replica --------------------------------------- */

/* As a program made it that knew nothing of rights. */
static void
test_replica_of_the_first_schema_opens (void)
{
  static const char insert[] =
      "INSERT INTO device (idx, id, author, agency) "
      "VALUES (1, x'9f000000000000000000000000000001', 'lars', 'AF');"
      "INSERT INTO replica (one, device, user, agency, role, chain, last_n) "
      "VALUES (1, 1, 'lars', 'AF', 'caseworker', zeroblob (16), 1);"
      "INSERT INTO log (device, n, stamp, state, body) VALUES (1, 1, 0, 0, "
      "CAST ('{\"h\":\"0000000000000000\",\"ops\":[]}' AS BLOB))";
  g_autofree char *directory = test_directory_new ();
  g_auto (Fixture) fixture = { 0 };
  gsize                n_migrations;
  const AmiaMigration *migrations = amia_store_schema_get (&n_migrations);
  g_autoptr (AmiaDb) db = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid case_id = fixture_id (1);

  fixture.path = g_build_filename (directory, "replica", NULL);
  db = amia_db_open (fixture.path, AMIA_DB_CREATE, &error);
  g_assert_no_error (error);
  g_assert_true (amia_db_migrate (db, AMIA_STORE_APPLICATION_ID, migrations, 1, NULL));
  g_assert_true (amia_db_exec (db, insert, "make an old replica", NULL));
  g_clear_pointer (&db, amia_db_close);

  fixture_reopen (&fixture);
  fixture_put (&fixture, "case", &case_id, &case_id, "title", "Ärende");
  g_assert_cmpstr (amia_store_get_identity (fixture.store)->user, ==, "lars");
}

static void
test_new_life_begins_with_what_was_known (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  sharing_open (&sharing, NULL);
  sharing_write (&sharing, &sharing.karin, 2, "health", "deras");
  sharing_deliver (&sharing, OWN_RIGHTS);
  g_assert_true (amia_store_rewind (sharing.lars.store, "epoch-2", 0, NULL));
  g_free (sharing.server.epoch);
  sharing.server.epoch = g_strdup ("epoch-2");

  /* What comes before the new life has spoken of it is judged by the old one's word. */
  server_sync (&sharing.server, &sharing.lars);
  before = sharing_read (&sharing, 2);
  g_assert_null (before);
  sharing.generation = 0;
  sharing_deliver (&sharing, ALL_RIGHTS);
  after = sharing_read (&sharing, 2);
  g_assert_cmpstr (after, ==, "deras");
  fixture_assert_sound (&sharing.lars);
}

static void
test_fork_keeps_what_is_locked (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *hidden = NULL;
  g_autoptr (GBytes) whole = NULL;
  gint64 n_source;

  sharing_open (&sharing, NULL);
  n_source = sharing_write (&sharing, &sharing.karin, 4, "health", "källa");
  sharing_deliver (&sharing, ALL_RIGHTS);
  merge_texts (&sharing, n_source);
  sharing_tell (&sharing, PLAN_RIGHTS);
  g_assert_true (amia_store_fork (sharing.lars.store, NULL));
  hidden = sharing_read (&sharing, 2);
  whole = get_outgoing (&sharing, 1);
  g_assert_null (hidden);
  g_assert_true (has_text (whole, "sammanfogad"));
  fixture_assert_sound (&sharing.lars);
}

/* What was forgotten of what the server has is another's from then on. */
static void
test_fork_leaves_what_was_forgotten (void)
{
  g_auto (Sharing) sharing = { 0 };

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_write (&sharing, &sharing.lars, 2, "plan", "sänt");
  server_sync (&sharing.server, &sharing.lars);
  sharing_tell (&sharing, NULL);
  g_assert_true (amia_store_fork (sharing.lars.store, NULL));
  fixture_assert_sound (&sharing.lars);
}

static void
copy_file (const char *from,
           const char *to,
           const char *ending)
{
  g_autofree char *source = g_strconcat (from, ending, NULL);
  g_autofree char *target = g_strconcat (to, ending, NULL);
  g_autofree char *bytes = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (target, bytes, (gssize) length, NULL));
}

/* What came when the power went, and was never taken, is behind the end of the log: nobody will ask
 * to forget it. */
static void
test_crash_leaves_no_log (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *log = NULL;
  g_autoptr (GError) error = NULL;
  AmiaStore *store;
  GStatBuf   status = { 0 };
  AmiaUuid   case_id = fixture_id (1);

  fixture_open (&fixture, "lars", "AF");
  fixture_put (&fixture, "case", &case_id, &case_id, "title", "Ärende");
  path = g_strconcat (fixture.path, "-copy", NULL);
  log = g_strconcat (path, "-wal", NULL);
  copy_file (fixture.path, path, "");
  copy_file (fixture.path, path, "-wal");
  g_assert_cmpint (g_stat (log, &status), ==, 0);
  g_assert_cmpint (status.st_size, >, 0);

  store = amia_store_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (log, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 0);
  amia_store_close (store);
}

static void
test_salvaged_replica_shows_no_more (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *hidden = NULL;
  g_autoptr (GError) error = NULL;

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  sharing_write (&sharing, &sharing.lars, 2, "plan", "osänt");
  sharing_tell (&sharing, NULL);
  g_clear_pointer (&sharing.lars.store, amia_store_close);
  g_assert_true (amia_store_salvage (sharing.lars.path, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  fixture_reopen (&sharing.lars);
  hidden = sharing_read (&sharing, 2);
  g_assert_null (hidden);
  fixture_assert_sound (&sharing.lars);
}

/* Sealed and still here, since the server has said nothing of rights: offered to the next life. */
static void
test_sealed_work_is_offered_to_a_new_life (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaStatus status;
  gint64     n;

  sharing_open (&sharing, NULL);
  sharing_deliver (&sharing, ALL_RIGHTS);
  n = sharing_write (&sharing, &sharing.lars, 2, "plan", "text");
  acknowledge (&sharing, n, TRUE);
  g_assert_true (amia_store_rewind (sharing.lars.store, "epoch-2", 0, NULL));
  g_assert_true (amia_store_get_status (sharing.lars.store, &status, NULL));
  g_assert_cmpuint (status.n_escrow, ==, 0);
  g_assert_cmpuint (status.n_waiting, ==, 1);
  fixture_assert_sound (&sharing.lars);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/store/forget/withdrawn-consent", NULL, test_withdrawn_consent);
  g_test_add_data_func (
      "/store/forget/withdrawn-consent-encrypted", "lösenfras", test_withdrawn_consent);
  g_test_add_data_func ("/store/forget/lent-words-go-from-every-table/consent-ends",
                        OWN_RIGHTS,
                        test_lent_words_go_from_every_table);
  g_test_add_data_func ("/store/forget/lent-words-go-from-every-table/membership-ends",
                        NULL,
                        test_lent_words_go_from_every_table);
  g_test_add_func ("/store/forget/receipt-goes-when-the-server-has-it",
                   test_receipt_goes_when_the_server_has_it);
  g_test_add_func ("/store/forget/own-older-text-is-a-head-again",
                   test_own_older_text_is_a_head_again);
  g_test_add_data_func ("/store/forget/unsent-work-waits-locked",
                        GINT_TO_POINTER (FALSE),
                        test_unsent_work_waits_locked);
  g_test_add_data_func ("/store/forget/unsent-work-waits-locked-for-escrow",
                        GINT_TO_POINTER (TRUE),
                        test_unsent_work_waits_locked);
  g_test_add_func ("/store/forget/work-after-the-end-is-pushed-unseen",
                   test_work_after_the_end_is_pushed_unseen);
  g_test_add_func ("/store/forget/text-that-went-to-and-fro", test_text_that_went_to_and_fro);
  g_test_add_data_func ("/store/forget/merged-text-goes-with-its-source",
                        GINT_TO_POINTER (TRUE),
                        test_merged_text_goes_with_its_source);
  g_test_add_data_func ("/store/forget/unsent-merged-text-goes-once-it-is-sent",
                        GINT_TO_POINTER (FALSE),
                        test_merged_text_goes_with_its_source);
  g_test_add_func ("/store/forget/merged-text-comes-back-with-its-source",
                   test_merged_text_comes_back_with_its_source);
  g_test_add_func ("/store/forget/granted-again", test_granted_again);
  g_test_add_func ("/store/forget/scrub-that-was-cut-off-is-done-at-open",
                   test_scrub_that_was_cut_off_is_done_at_open);
  g_test_add_func ("/store/forget/old-page-after-a-new-one", test_old_page_after_a_new_one);
  g_test_add_func ("/store/forget/chain-stays-whole", test_chain_stays_whole);
  g_test_add_func ("/store/forget/settings-go-with-the-case", test_settings_go_with_the_case);

  g_test_add_func ("/store/forget/replica-of-the-first-schema-opens",
                   test_replica_of_the_first_schema_opens);
  g_test_add_func ("/store/forget/new-life-begins-with-what-was-known",
                   test_new_life_begins_with_what_was_known);
  g_test_add_func ("/store/forget/fork-keeps-what-is-locked", test_fork_keeps_what_is_locked);
  g_test_add_func ("/store/forget/crash-leaves-no-log", test_crash_leaves_no_log);
  g_test_add_func ("/store/forget/fork-leaves-what-was-forgotten",
                   test_fork_leaves_what_was_forgotten);
  g_test_add_func ("/store/forget/salvaged-replica-shows-no-more",
                   test_salvaged_replica_shows_no_more);
  g_test_add_func ("/store/forget/sealed-work-is-offered-to-a-new-life",
                   test_sealed_work_is_offered_to_a_new_life);

  return g_test_run ();
}
