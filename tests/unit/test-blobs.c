/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "amia-attachment.h"
#include "amia-media-type.h"
#include "amia-store-blob-queue.h"
#include "amia-store-blobs.h"
#include "store-server.h"

/* Attachments on the laptop: what may be attached, that it comes back as it was, that nothing
 * readable lies on the disk, and that what is carried is carried whole or not at all. */

#define CANARY "Kanariefågeln Östen sjunger bara här"

static GBytes *
new_text (gsize length)
{
  GString *text = g_string_sized_new (length);

  while (text->len + strlen (CANARY) + 1 <= length)
    g_string_append (text, CANARY "\n");
  while (text->len < length)
    g_string_append_c (text, '.');
  return g_string_free_to_bytes (text);
}

static AmiaSealedBlob *
seal (Fixture *fixture,
      GBytes  *bytes,
      GError **error)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_bytes (bytes);

  return amia_blob_seal (fixture->path, source, NULL, error);
}

/* Attaches it to the case, in health. */
static AmiaUuid
attach (Fixture        *fixture,
        const AmiaUuid *case_id,
        GBytes         *bytes,
        AmiaBlobId     *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSealedBlob) blob = seal (fixture, bytes, &error);
  AmiaNewAttachment what = { .case_id = *case_id, .title = "Läkarintyg", .area = "health" };
  AmiaUuid          record = { { 0 } };

  g_assert_no_error (error);
  if (id != NULL)
    *id = blob->id;
  g_assert_true (amia_store_attach (fixture->store, &what, blob, &record, &error));
  g_assert_no_error (error);
  return record;
}

static AmiaUuid
new_case (Fixture *fixture)
{
  AmiaUuid id = fixture_id (1);

  fixture_put (fixture, "case", &id, &id, "title", "Ärende");
  return id;
}

static GBytes *
read_back (Fixture        *fixture,
           const AmiaUuid *record,
           GError        **error)
{
  g_autoptr (GInputStream) stream =
      amia_store_open_attachment (fixture->store, record, NULL, error);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (stream == NULL ||
      g_output_stream_splice (
          memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static char *
file_of (Fixture          *fixture,
         const AmiaBlobId *id,
         const char       *suffix)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  return g_strconcat (fixture->path, ".blobs/", amia_blob_id_print (id, name), suffix, NULL);
}

static AmiaAttachmentRow *
only_row (Fixture        *fixture,
          const AmiaUuid *case_id,
          GPtrArray     **rows)
{
  g_autoptr (GError) error = NULL;

  *rows = amia_store_list_attachments (fixture->store, case_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*rows)->len, ==, 1);
  return g_ptr_array_index (*rows, 0);
}

/* --- What may be attached -------------------------------------------------------------------- */

static void
test_type_is_what_it_holds (void)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    const char *type;
  } cases[] = {
    { "\x89PNG\r\n\x1a\n....", 12, "image/png" },
    { "\xff\xd8\xff\xe0....", 8, "image/jpeg" },
    { "II*\0....", 8, "image/tiff" },
    { "MM\0*....", 8, "image/tiff" },
    { "%PDF-1.7\n", 9, "application/pdf" },
    { "\0\0%PDF-1.4", 10, "application/pdf" },
    { "Hej på dig\n", 12, "text/plain" },
    { "MZ\x90\0\x03", 5, NULL },
    { "PK\x03\x04zip", 7, NULL },
    { "\x7f"
      "ELF\2",
      5,
      NULL },
    { "text med \0 i", 12, NULL },
    { "\xff\xfe\xfd", 3, NULL },
    { "sl\xc3", 3, NULL },
    { "", 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (amia_media_type_sniff ((const guint8 *) cases[i].bytes, cases[i].length),
                       ==,
                       cases[i].type);
    }
}

static void
test_id_is_one_form_only (void)
{
  static const char        good[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  static const char *const bad[] = {
    "",
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeef",
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff0",
    "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff",
    "../../../../../../../../../../../../../../../../../../etc/passwd",
    "00112233445566778899aabbccddeeff/0112233445566778899aabbccddeeff",
  };
  AmiaBlobId id;
  char       text[AMIA_BLOB_HEX_LENGTH + 1];

  g_assert_true (amia_blob_id_parse (good, &id));
  g_assert_cmpstr (amia_blob_id_print (&id, text), ==, good);
  g_assert_false (amia_blob_id_parse (NULL, &id));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (amia_blob_id_parse (bad[i], &id));
}

static void
test_program_is_not_attached (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) program = g_bytes_new_static ("MZ\x90\0\x03", 5);
  g_autoptr (AmiaSealedBlob) blob = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "asta.lind", "FK");
  blob = seal (&fixture, program, &error);
  g_assert_null (blob);
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
}

static void
test_too_large_is_not_attached (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) most = new_text (AMIA_BLOB_BYTES_MAX);
  g_autoptr (GBytes) more = new_text (AMIA_BLOB_BYTES_MAX + 1);
  g_autoptr (AmiaSealedBlob) large = NULL;
  g_autoptr (AmiaSealedBlob) too_large = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  fixture_open (&fixture, "asta.lind", "FK");
  large = seal (&fixture, most, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (large->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, AMIA_BLOB_SEALED_LENGTH_MAX);

  too_large = seal (&fixture, more, &error);
  g_assert_null (too_large);
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
}

/* --- On the disk ----------------------------------------------------------------------------- */

static void
test_comes_back_as_it_was (void)
{
  static const gsize lengths[] = { 1,
                                   AMIA_BLOB_PIECE_LENGTH - 1,
                                   AMIA_BLOB_PIECE_LENGTH,
                                   AMIA_BLOB_PIECE_LENGTH + 1,
                                   3 * AMIA_BLOB_PIECE_LENGTH };
  g_auto (Fixture) fixture = { NULL };
  AmiaUuid case_id;

  fixture_open (&fixture, "asta.lind", "FK");
  case_id = new_case (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GBytes) bytes = new_text (lengths[i]);
      g_autoptr (GBytes) read = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *file = NULL;
      AmiaBlobId       id;
      AmiaUuid         record = attach (&fixture, &case_id, bytes, &id);
      GStatBuf         status;

      read = read_back (&fixture, &record, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (read, bytes));

      file = file_of (&fixture, &id, "");
      g_assert_cmpint (g_stat (file, &status), ==, 0);
      g_assert_cmpint (status.st_size, ==, amia_blob_get_sealed_length ((gint64) lengths[i]));
      g_assert_cmpint (status.st_mode & 0077, ==, 0);
    }
  fixture_assert_sound (&fixture);
}

static void
test_file_holds_nothing_readable (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) bytes = new_text (100000);
  g_autofree char *file = NULL;
  g_autofree char *contents = NULL;
  gsize            length;
  AmiaBlobId       id;
  AmiaUuid         case_id;

  fixture_open (&fixture, "asta.lind", "FK");
  case_id = new_case (&fixture);
  attach (&fixture, &case_id, bytes, &id);
  file = file_of (&fixture, &id, "");
  g_assert_true (g_file_get_contents (file, &contents, &length, NULL));
  for (gsize i = 0; i + 8 <= length; i++)
    g_assert_false (memcmp (contents + i, CANARY, 8) == 0);
}

/* Every way to damage a file is noticed, and what was read before it is what was written. */
static void
test_damage_is_noticed (void)
{
  static const struct
  {
    const char *how;
    gsize       change_at; /* a byte to turn over, or 0 */
    gsize       length;    /* to cut to, or 0 */
  } cases[] = {
    { "header", 3, 0 },
    { "first piece", 1000, 0 },
    { "last byte", 100000 + 24 + 34 - 1, 0 },
    { "cut at a piece's end", 0, 24 + 65536 + 17 },
    { "cut inside a piece", 0, 70000 },
    { "cut in the header", 0, 10 },
  };
  g_autoptr (GBytes) bytes = new_text (100000);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = { NULL };
      g_autofree char *file = NULL;
      g_autofree char *contents = NULL;
      g_autoptr (GBytes) read = NULL;
      g_autoptr (GError) error = NULL;
      gsize      length;
      AmiaBlobId id;
      AmiaUuid   case_id;
      AmiaUuid   record;

      fixture_open (&fixture, "asta.lind", "FK");
      case_id = new_case (&fixture);
      record = attach (&fixture, &case_id, bytes, &id);
      file = file_of (&fixture, &id, "");
      g_assert_true (g_file_get_contents (file, &contents, &length, NULL));
      if (cases[i].length != 0)
        length = cases[i].length;
      else
        contents[cases[i].change_at] ^= 1;
      g_assert_true (g_file_set_contents (file, contents, (gssize) length, NULL));

      g_test_message ("%s", cases[i].how);
      read = read_back (&fixture, &record, &error);
      g_assert_null (read);
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
    }
}

static void
test_lost_file_is_wanted_again (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) bytes = new_text (500);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) rows_after = NULL;
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  AmiaBlobId       id;
  AmiaUuid         case_id;
  AmiaUuid         record;

  fixture_open (&fixture, "asta.lind", "FK");
  case_id = new_case (&fixture);
  record = attach (&fixture, &case_id, bytes, &id);
  g_assert_cmpint (only_row (&fixture, &case_id, &rows)->state, ==, AMIA_BLOB_HERE);

  file = file_of (&fixture, &id, "");
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (only_row (&fixture, &case_id, &rows_after)->state, ==, AMIA_BLOB_WANTED);
  read = read_back (&fixture, &record, &error);
  g_assert_null (read);
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
}

static void
test_sweep_keeps_what_is_known (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) bytes = new_text (500);
  g_autoptr (GBytes) read = NULL;
  g_autofree char *known = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *fresh = NULL;
  AmiaBlobId       id;
  AmiaBlobId       other = { { 7 } };
  AmiaUuid         case_id;
  AmiaUuid         record;

  fixture_open (&fixture, "asta.lind", "FK");
  case_id = new_case (&fixture);
  record = attach (&fixture, &case_id, bytes, &id);
  known = file_of (&fixture, &id, "");
  unknown = file_of (&fixture, &other, "");
  fresh = g_strconcat (fixture.path, ".blobs/new-abcdef", NULL);
  g_assert_true (g_file_set_contents (unknown, "x", 1, NULL));
  g_assert_true (g_file_set_contents (fresh, "x", 1, NULL));

  fixture_reopen (&fixture);
  g_assert_true (g_file_test (known, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (unknown, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh, G_FILE_TEST_EXISTS));
  read = read_back (&fixture, &record, NULL);
  g_assert_true (g_bytes_equal (read, bytes));
}

/* --- Records --------------------------------------------------------------------------------- */

static void
test_all_of_it_is_in_one_area (void)
{
  static const char *const fields[] = { "title", "sha256", "key", "size", "type" };
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) bytes = new_text (500);
  g_autoptr (AmiaRecord) record = NULL;
  AmiaUuid case_id;
  AmiaUuid id;

  fixture_open (&fixture, "asta.lind", "FK");
  case_id = new_case (&fixture);
  id = attach (&fixture, &case_id, bytes, NULL);
  record = amia_store_load_record (fixture.store, &id, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpstr (amia_record_get_shown (record, fields[i])->area, ==, "health");
}

static void
test_unknown_area_is_refused (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) bytes = new_text (500);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSealedBlob) blob = NULL;
  AmiaNewAttachment what = { .title = "Intyg", .area = "hälsa" };

  fixture_open (&fixture, "asta.lind", "FK");
  what.case_id = new_case (&fixture);
  blob = seal (&fixture, bytes, &error);
  g_assert_false (amia_store_attach (fixture.store, &what, blob, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
}

/* What another program may have written under these names is no attachment, and no crash. */
static void
test_strange_records_are_none (void)
{
  static const char *const values[][2] = {
    { "size", "-1" },
    { "size", "1e99" },
    { "size", "1.5" },
    { "size", "52428801" },
    { "type", "\"text/html\"" },
    { "type", "null" },
    { "sha256", "\"../../etc/passwd\"" },
    { "key", "\"00\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_auto (Fixture) fixture = { NULL };
      g_autoptr (GBytes) bytes = new_text (500);
      g_autoptr (GPtrArray) rows = NULL;
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autoptr (GError) error = NULL;
      AmiaUuid case_id;
      AmiaUuid id;

      fixture_open (&fixture, "asta.lind", "FK");
      case_id = new_case (&fixture);
      id = attach (&fixture, &case_id, bytes, NULL);
      amia_edits_set (
          edits, "attachment", &id, &case_id, values[i][0], "health", values[i][1]);
      g_assert_true (amia_store_commit (fixture.store, edits, NULL, &error));
      rows = amia_store_list_attachments (fixture.store, &case_id, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (rows->len, ==, 0);
      fixture_assert_sound (&fixture);
    }
}

static void
test_removed_is_not_listed_and_comes_back (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GBytes) bytes = new_text (500);
  g_autoptr (GPtrArray) rows = NULL;
  AmiaUuid case_id;
  AmiaUuid id;

  fixture_open (&fixture, "asta.lind", "FK");
  case_id = new_case (&fixture);
  id = attach (&fixture, &case_id, bytes, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autoptr (GPtrArray) list = NULL;

      amia_edits_set (
          edits, "attachment", &id, &case_id, "removed", NULL, i == 0 ? "true" : "null");
      g_assert_true (amia_store_commit (fixture.store, edits, NULL, NULL));
      list = amia_store_list_attachments (fixture.store, &case_id, NULL);
      g_assert_cmpuint (list->len, ==, i);
      fixture_reopen (&fixture);
    }

  /* Its file was kept all the while. */
  g_assert_cmpint (only_row (&fixture, &case_id, &rows)->state, ==, AMIA_BLOB_HERE);
}

/* --- Carried --------------------------------------------------------------------------------- */

/* Two laptops that have the same case, of which the first has attached something. */
typedef struct
{
  Server     server;
  Fixture    from;
  Fixture    to;
  GBytes    *bytes;
  AmiaBlobId id;
  AmiaUuid   case_id;
  AmiaUuid   record;
} Pair;

static void
pair_start (Pair *pair)
{
  server_start (&pair->server);
  fixture_open (&pair->from, "asta.lind", "FK");
  fixture_open (&pair->to, "bror.ek", "FK");
  pair->bytes = new_text (200000);
  pair->case_id = new_case (&pair->from);
  pair->record = attach (&pair->from, &pair->case_id, pair->bytes, &pair->id);
  server_sync (&pair->server, &pair->from);
  server_sync (&pair->server, &pair->to);
}

static void
pair_clear (Pair *pair)
{
  fixture_clear (&pair->from);
  fixture_clear (&pair->to);
  server_clear (&pair->server);
  g_bytes_unref (pair->bytes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static AmiaBlobTask
only_task (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tasks = amia_store_list_blob_tasks (fixture->store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 1);
  return g_array_index (tasks, AmiaBlobTask, 0);
}

static void
assert_no_task (Fixture *fixture)
{
  g_autoptr (GArray) tasks = amia_store_list_blob_tasks (fixture->store, NULL);

  g_assert_cmpuint (tasks->len, ==, 0);
}

/* One part from laptop to laptop, as if the server were only a wire. */
static gboolean
carry (Pair  *pair,
       gint64 offset,
       gsize  length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) part =
      amia_store_read_blob (pair->from.store, &pair->id, offset, length, &error);
  gboolean is_whole;

  g_assert_no_error (error);
  g_assert_true (
      amia_store_write_blob (pair->to.store, &pair->id, offset, part, &is_whole, &error));
  g_assert_no_error (error);
  return is_whole;
}

static void
test_parts_go_on_after_a_restart (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) rows_after = NULL;
  g_autoptr (GBytes) read = NULL;
  AmiaBlobTask task;

  pair_start (&pair);
  task = only_task (&pair.to);
  g_assert_false (task.is_upload);
  g_assert_cmpint (task.length, ==, amia_blob_get_sealed_length (200000));
  g_assert_cmpint (task.n_here, ==, 0);

  g_assert_false (carry (&pair, 0, 70000));
  fixture_reopen (&pair.to);
  task = only_task (&pair.to);
  g_assert_cmpint (task.n_here, ==, 70000);
  g_assert_cmpint (only_row (&pair.to, &pair.case_id, &rows)->state, ==, AMIA_BLOB_PARTLY);

  g_assert_true (carry (&pair, 70000, 200000));
  assert_no_task (&pair.to);
  g_assert_cmpint (only_row (&pair.to, &pair.case_id, &rows_after)->state, ==, AMIA_BLOB_SENT);
  read = read_back (&pair.to, &pair.record, NULL);
  g_assert_true (g_bytes_equal (read, pair.bytes));
  fixture_assert_sound (&pair.to);
}

static void
test_part_without_a_place_is_refused (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GBytes) part = g_bytes_new_static ("abc", 3);
  static const gint64 offsets[] = { 1, 100000, AMIA_BLOB_BYTES_MAX };
  AmiaBlobId          other = { { 7 } };
  gboolean            is_whole;

  pair_start (&pair);
  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (amia_store_write_blob (
          pair.to.store, &pair.id, offsets[i], part, &is_whole, &error));
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
    }

  {
    g_autoptr (GError) error = NULL;

    g_assert_false (
        amia_store_write_blob (pair.to.store, &other, 0, part, &is_whole, &error));
    g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
  }
}

static void
test_other_contents_are_thrown_away (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree guint8 *wrong = NULL;
  g_autoptr (GBytes) part = NULL;
  g_autoptr (GError) error = NULL;
  gint64   length;
  gboolean is_whole;

  pair_start (&pair);
  length = amia_blob_get_sealed_length (200000);
  wrong = g_malloc0 ((gsize) length);
  part = g_bytes_new_take (g_steal_pointer (&wrong), (gsize) length);
  g_assert_false (
      amia_store_write_blob (pair.to.store, &pair.id, 0, part, &is_whole, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
  g_assert_cmpint (only_task (&pair.to).n_here, ==, 0);
}

static void
test_sent_is_offered_anew_to_a_server_that_was_set_back (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_start (&pair);
  g_assert_true (only_task (&pair.from).is_upload);
  g_assert_true (amia_store_set_blob_sent (pair.from.store, &pair.id, &error));
  g_assert_no_error (error);
  assert_no_task (&pair.from);

  g_free (pair.server.epoch);
  pair.server.epoch = g_strdup ("epoch-2");
  server_resync (&pair.server, &pair.from);
  g_assert_true (only_task (&pair.from).is_upload);
}

static void
test_damaged_one_is_fetched_anew_if_the_server_has_it (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_start (&pair);
  g_assert_false (amia_store_discard_blob (pair.from.store, &pair.id, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (amia_store_set_blob_sent (pair.from.store, &pair.id, &error));
  g_assert_true (amia_store_discard_blob (pair.from.store, &pair.id, &error));
  g_assert_no_error (error);
  g_assert_false (only_task (&pair.from).is_upload);
}

/* --- Forgotten ------------------------------------------------------------------------------- */

static void
forget_case (Pair *pair)
{
  g_autoptr (AmiaIncoming) page = server_answer (&pair->server, &pair->to, pair->server.log->len);
  AmiaScopeRights *rights = g_new0 (AmiaScopeRights, 1);
  g_autoptr (GError) error = NULL;

  /* NULL rights: nothing of it any more. */
  rights->scope = pair->case_id;
  rights->generation = (gint64) pair->server.log->len + 1;
  g_ptr_array_add (page->scopes, rights);
  g_assert_true (amia_store_receive (pair->to.store, page, NULL, &error));
  g_assert_no_error (error);
}

/* In any file of the replica. */
static void
assert_nowhere (Fixture    *fixture,
                const void *bytes,
                gsize       length)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize            size;

      if (g_file_get_contents (file, &contents, &size, NULL))
        g_assert_null (memmem (contents, size, bytes, length));
    }
}

static void
test_forget_leaves_neither_file_nor_key (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *key = NULL;
  g_autofree char *whole = NULL;
  char             name[AMIA_BLOB_HEX_LENGTH + 1];

  pair_start (&pair);
  g_assert_true (carry (&pair, 0, 300000));
  key = fixture_get (&pair.to, &pair.record, "key");
  whole = file_of (&pair.to, &pair.id, "");
  g_assert_true (g_file_test (whole, G_FILE_TEST_EXISTS));

  forget_case (&pair);
  g_assert_false (g_file_test (whole, G_FILE_TEST_EXISTS));
  assert_nowhere (&pair.to, key, strlen (key));
  assert_nowhere (&pair.to, pair.id.bytes, sizeof pair.id.bytes);
  assert_nowhere (
      &pair.to, amia_blob_id_print (&pair.id, name), AMIA_BLOB_HEX_LENGTH);
  assert_no_task (&pair.to);
}

static void
test_forget_takes_what_was_on_its_way (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *part = NULL;

  pair_start (&pair);
  g_assert_false (carry (&pair, 0, 70000));
  part = file_of (&pair.to, &pair.id, ".part");
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  forget_case (&pair);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blobs/type/is-what-the-file-holds", test_type_is_what_it_holds);
  g_test_add_func ("/blobs/id/has-one-form-only", test_id_is_one_form_only);
  g_test_add_func ("/blobs/seal/refuses-a-program", test_program_is_not_attached);
  g_test_add_func ("/blobs/seal/refuses-more-than-50-mb", test_too_large_is_not_attached);
  g_test_add_func ("/blobs/file/comes-back-as-it-was", test_comes_back_as_it_was);
  g_test_add_func ("/blobs/file/holds-nothing-readable", test_file_holds_nothing_readable);
  g_test_add_func ("/blobs/file/damage-is-noticed", test_damage_is_noticed);
  g_test_add_func ("/blobs/file/lost-one-is-wanted-again", test_lost_file_is_wanted_again);
  g_test_add_func ("/blobs/file/sweep-keeps-what-is-known", test_sweep_keeps_what_is_known);
  g_test_add_func ("/blobs/record/all-of-it-is-in-one-area", test_all_of_it_is_in_one_area);
  g_test_add_func ("/blobs/record/unknown-area-is-refused", test_unknown_area_is_refused);
  g_test_add_func ("/blobs/record/strange-ones-are-none", test_strange_records_are_none);
  g_test_add_func ("/blobs/record/removed-one-comes-back", test_removed_is_not_listed_and_comes_back);
  g_test_add_func ("/blobs/carry/goes-on-after-a-restart", test_parts_go_on_after_a_restart);
  g_test_add_func ("/blobs/carry/part-without-a-place-is-refused",
                   test_part_without_a_place_is_refused);
  g_test_add_func ("/blobs/carry/other-contents-are-thrown-away",
                   test_other_contents_are_thrown_away);
  g_test_add_func ("/blobs/carry/is-offered-anew-to-a-server-that-was-set-back",
                   test_sent_is_offered_anew_to_a_server_that_was_set_back);
  g_test_add_func ("/blobs/carry/damaged-one-is-fetched-anew",
                   test_damaged_one_is_fetched_anew_if_the_server_has_it);
  g_test_add_func ("/blobs/forget/leaves-neither-file-nor-key",
                   test_forget_leaves_neither_file_nor_key);
  g_test_add_func ("/blobs/forget/takes-what-was-on-its-way",
                   test_forget_takes_what_was_on_its_way);

  return g_test_run ();
}
