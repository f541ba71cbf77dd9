/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-audit-entry.h"
#include "amia-audit-words.h"

/* The chain of the audit, without a ledger: that nothing in it can be changed unseen. */

#define N_ENTRIES 6

static void
make_entry (AmiaAuditEntry *entry,
            gint64          id,
            const guint8   *previous)
{
  static const AmiaAuditKind kinds[] = { AMIA_AUDIT_LOGIN, AMIA_AUDIT_DELIVERY, AMIA_AUDIT_OPEN };

  entry->id = id;
  entry->entered_ms = 1795312345678 + id;
  entry->at_ms = entry->entered_ms - 10;
  entry->kind = g_strdup (amia_audit_kind_get_name (kinds[id % 3]));
  entry->user = g_strdup ("anna");
  entry->agency = g_strdup ("FK");
  entry->detail = g_strdup_printf ("n=%d", (int) id);
  memset (entry->device.bytes, 0x11, sizeof entry->device.bytes);
  if (id % 2 == 0)
    memset (entry->scope.bytes, 0x22, sizeof entry->scope.bytes);
  amia_audit_hash (previous, entry, entry->hash);
}

static void
make_chain (AmiaAuditEntry *entries)
{
  guint8 previous[AMIA_AUDIT_HASH_LENGTH] = { 0 };

  for (gsize i = 0; i < N_ENTRIES; i++)
    {
      make_entry (&entries[i], (gint64) i + 1, previous);
      memcpy (previous, entries[i].hash, sizeof previous);
    }
}

static void
clear_chain (AmiaAuditEntry *entries)
{
  for (gsize i = 0; i < N_ENTRIES; i++)
    amia_audit_entry_clear (&entries[i]);
}

/* The number of the first entry that is wrong, 0 for none. */
static gint64
find_wrong (const AmiaAuditEntry *entries,
            gsize                 n_entries)
{
  AmiaAuditCheck check = { 0 };

  for (gsize i = 0; i < n_entries; i++)
    {
      if (!amia_audit_check_next (&check, &entries[i]))
        return check.last_id + 1;
    }

  return 0;
}

static void
test_whole (void)
{
  AmiaAuditEntry entries[N_ENTRIES] = { 0 };

  make_chain (entries);
  g_assert_cmpint (find_wrong (entries, N_ENTRIES), ==, 0);
  g_assert_cmpint (find_wrong (entries, 0), ==, 0);
  clear_chain (entries);
}

/* What the header says, computed by hand: sha256sum of 32 zero bytes and the nine lines. */
static void
test_known_hash (void)
{
  static const char lines[] = "amia-audit 1\n1\n1000\nlogin\n900\nanna\nFK\n"
                              "11111111111111111111111111111111\n"
                              "22222222-2222-2222-2222-222222222222\naddress=192.0.2.1\n";
  const guint8      zeros[AMIA_AUDIT_HASH_LENGTH] = { 0 };
  g_auto (AmiaAuditEntry) entry = { 0 };
  g_autofree guint8 *bytes = g_malloc0 (sizeof zeros + strlen (lines));
  g_autofree char   *expected = NULL;
  g_autofree char   *found = NULL;

  memcpy (bytes + sizeof zeros, lines, strlen (lines));
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, sizeof zeros + strlen (lines));

  entry.id = 1;
  entry.entered_ms = 1000;
  entry.at_ms = 900;
  entry.kind = g_strdup ("login");
  entry.user = g_strdup ("anna");
  entry.agency = g_strdup ("FK");
  entry.detail = g_strdup ("address=192.0.2.1");
  memset (entry.device.bytes, 0x11, sizeof entry.device.bytes);
  memset (entry.scope.bytes, 0x22, sizeof entry.scope.bytes);
  amia_audit_hash (zeros, &entry, entry.hash);
  found = amia_audit_print_hash (entry.hash);
  g_assert_cmpstr (found, ==, expected);
}

static void
set_text (char      **field,
          const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Every field of an entry, each changed by itself. */
static void
test_changed (void)
{
  for (int field = 0; field < 9; field++)
    {
      AmiaAuditEntry  entries[N_ENTRIES] = { 0 };
      AmiaAuditEntry *entry = &entries[2];

      make_chain (entries);
      switch (field)
        {
        case 0:
          entry->id++;
          break;
        case 1:
          entry->entered_ms--;
          break;
        case 2:
          set_text (&entry->kind, "print");
          break;
        case 3:
          entry->at_ms++;
          break;
        case 4:
          set_text (&entry->user, "bertil");
          break;
        case 5:
          set_text (&entry->agency, "AF");
          break;
        case 6:
          entry->device.bytes[15] ^= 1;
          break;
        case 7:
          entry->scope.bytes[0] ^= 0x80;
          break;
        default:
          set_text (&entry->detail, "");
          break;
        }
      g_assert_cmpint (find_wrong (entries, N_ENTRIES), ==, 3);
      clear_chain (entries);
    }
}

/* A value that reaches over into the next line has the bytes of another entry, and is none. */
static void
test_moved_between_fields (void)
{
  const guint8 zeros[AMIA_AUDIT_HASH_LENGTH] = { 0 };
  guint8       hash[AMIA_AUDIT_HASH_LENGTH];
  g_auto (AmiaAuditEntry) entry = { 0 };

  make_entry (&entry, 1, zeros);
  set_text (&entry.user, "anna\nFK");
  set_text (&entry.agency, "");
  amia_audit_hash (zeros, &entry, hash);
  memcpy (entry.hash, hash, sizeof hash);
  g_assert_cmpint (find_wrong (&entry, 1), ==, 1);
}

static void
test_taken_out_and_swapped (void)
{
  AmiaAuditEntry entries[N_ENTRIES] = { 0 };
  AmiaAuditEntry other;

  make_chain (entries);
  other = entries[3];

  /* Without the fourth. */
  memmove (&entries[3], &entries[4], 2 * sizeof entries[0]);
  g_assert_cmpint (find_wrong (entries, N_ENTRIES - 1), ==, 4);

  /* And with it in the fifth's place. */
  entries[5] = entries[4];
  entries[4] = other;
  g_assert_cmpint (find_wrong (entries, N_ENTRIES), ==, 4);
  clear_chain (entries);
}

/* Numbered and hashed anew, what follows is still wrong: only all of it can be forged. */
static void
test_rewritten (void)
{
  AmiaAuditEntry entries[N_ENTRIES] = { 0 };

  make_chain (entries);
  set_text (&entries[1].user, "cecilia");
  amia_audit_hash (entries[0].hash, &entries[1], entries[1].hash);
  g_assert_cmpint (find_wrong (entries, N_ENTRIES), ==, 3);
  clear_chain (entries);
}

static void
test_kinds (void)
{
  for (int kind = AMIA_AUDIT_LOGIN; kind <= AMIA_AUDIT_LIFE; kind++)
    {
      AmiaAuditKind back;
      const char   *name = amia_audit_kind_get_name ((AmiaAuditKind) kind);

      g_assert_nonnull (name);
      g_assert_true (amia_audit_kind_parse (name, &back));
      g_assert_cmpint (back, ==, kind);
    }
}

static void
test_clean (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } rows[] = {
    { NULL, "" },
    { "", "" },
    { "reason=password", "reason=password" },
    { "two\nlines\tand\x7f", "two lines and " },
    { "åäö", "åäö" },
    { "bad\xff", "bad\xef\xbf\xbd" },
  };
  g_autofree char *long_text = g_strnfill (10000, 'x');
  g_autofree char *cut = amia_audit_clean (long_text);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = amia_audit_clean (rows[i].text);

      g_assert_cmpstr (clean, ==, rows[i].clean);
    }
  g_assert_cmpuint (strlen (cut), ==, AMIA_AUDIT_DETAIL_BYTES);
}

/* What the participant reads, and what they are spared. */
static void
test_swedish (void)
{
  static const struct
  {
    const char *kind;
    const char *user;
    const char *agency;
    const char *detail;
    const char *words;
  } rows[] = {
    { "open", "anna", "FK", "", "anna (Försäkringskassan) öppnade ärendet." },
    { "delivery",
      "bo",
      "AF",
      "",
      "bo (Arbetsförmedlingen) fick uppgifter ur ärendet till sin dator." },
    { "print", "cia", "VARD", "", "cia (vården) skrev ut uppgifter ur ärendet." },
    { "consent",
      "anna",
      "FK",
      "record=1 field=parties",
      "anna (Försäkringskassan) registrerade ett samtycke." },
    { "consent",
      "anna",
      "FK",
      "record=1 field=withdrawn",
      "anna (Försäkringskassan) registrerade att ett samtycke togs tillbaka." },
    { "access",
      "bo",
      "",
      "generation=7 rights=none",
      "bo får inte längre se uppgifter i ärendet." },
    { "view-log", "", "", "by=root", "Systemet: läste vilka som har tagit del av ärendet." },
    { "export", "dan", "SOC", "", "dan (SOC) sparade uppgifter ur ärendet i en fil." },
    { "login", "anna", "FK", "", NULL },
    { "backup", "", "", "", NULL },
    { "of-tomorrow", "anna", "FK", "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AmiaAuditEntry entry = {
        .at_ms = 1782864000000, /* 2026-07-01 00:00 UTC, two in the morning in Sweden */
        .kind = (char *) rows[i].kind,
        .user = (char *) rows[i].user,
        .agency = (char *) rows[i].agency,
        .detail = (char *) rows[i].detail,
      };
      g_autofree char *found = amia_audit_print_swedish (&entry);
      g_autofree char *expected =
          rows[i].words != NULL ? g_strconcat ("2026-07-01 kl. 02.00  ", rows[i].words, NULL)
                                : NULL;

      g_assert_cmpstr (found, ==, expected);
    }
}

static void
test_json (void)
{
  const guint8 zeros[AMIA_AUDIT_HASH_LENGTH] = { 0 };
  g_auto (AmiaAuditEntry) entry = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *line = NULL;
  g_autofree char *hash = NULL;
  JsonObject      *object;

  make_entry (&entry, 2, zeros);
  set_text (&entry.detail, "a \"quoted\" \\ word");
  line = amia_audit_print_json (&entry);
  node = json_from_string (line, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  hash = amia_audit_print_hash (entry.hash);
  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object, "at"), ==, entry.at_ms);
  g_assert_cmpint (json_object_get_int_member (object, "entered"), ==, entry.entered_ms);
  g_assert_cmpstr (json_object_get_string_member (object, "kind"), ==, entry.kind);
  g_assert_cmpstr (json_object_get_string_member (object, "detail"), ==, entry.detail);
  g_assert_cmpstr (json_object_get_string_member (object, "hash"), ==, hash);
  g_assert_cmpstr (json_object_get_string_member (object, "device"),
                   ==,
                   "11111111111111111111111111111111");
  g_assert_cmpstr (json_object_get_string_member (object, "scope"),
                   ==,
                   "22222222-2222-2222-2222-222222222222");
}

static void
test_text (void)
{
  const guint8 zeros[AMIA_AUDIT_HASH_LENGTH] = { 0 };
  g_auto (AmiaAuditEntry) entry = { 0 };
  g_autofree char *line = NULL;

  make_entry (&entry, 1, zeros);
  set_text (&entry.agency, "");
  line = amia_audit_print_text (&entry);
  g_assert_cmpstr (line,
                   ==,
                   "1\t2026-11-22T01:52:25Z\tdelivery\tanna\t-\t"
                   "11111111111111111111111111111111\t-\tn=1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit/chain/whole", test_whole);
  g_test_add_func ("/audit/chain/known-hash", test_known_hash);
  g_test_add_func ("/audit/chain/changed", test_changed);
  g_test_add_func ("/audit/chain/moved-between-fields", test_moved_between_fields);
  g_test_add_func ("/audit/chain/taken-out-and-swapped", test_taken_out_and_swapped);
  g_test_add_func ("/audit/chain/rewritten", test_rewritten);
  g_test_add_func ("/audit/kinds", test_kinds);
  g_test_add_func ("/audit/clean", test_clean);
  g_test_add_func ("/audit/words/swedish", test_swedish);
  g_test_add_func ("/audit/words/json", test_json);
  g_test_add_func ("/audit/words/text", test_text);

  return g_test_run ();
}
