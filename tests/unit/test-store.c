/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-db.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "amia-store-search.h"
#include "amia-store.h"
#include "store-fixture.h"

/* One replica on its own: making and opening it, what a change may and may not do, and what is read
 * back. */

static void
count_op_areas (const AmiaChange *change,
                const char       *field,
                const char       *area,
                guint            *n)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (strcmp (op->field, field) == 0 && g_strcmp0 (op->area, area) == 0)
        *n += 1;
    }
}

typedef struct
{
  const char *field;
  const char *area;
  guint       n;
  guint       n_changes;
} AreaQuery;

static gboolean
visit_change_cb (const AmiaChange *change,
                 AmiaChangeState   state,
                 const char       *reason,
                 gpointer          data)
{
  AreaQuery *query = data;

  g_assert_cmpint (state, ==, AMIA_CHANGE_HERE);
  g_assert_null (reason);
  g_assert_cmpstr (change->author, ==, "karin");
  g_assert_cmpstr (change->agency, ==, "FK");
  query->n_changes++;
  if (query->field != NULL)
    count_op_areas (change, query->field, query->area, &query->n);
  return TRUE;
}

static guint
count_changes (Fixture        *fixture,
               const AmiaUuid *case_id,
               const AmiaUuid *record)
{
  AmiaLogQuery query = { case_id, record, -1 };
  AreaQuery    found = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      amia_store_foreach_change (fixture->store, &query, visit_change_cb, &found, &error));
  g_assert_no_error (error);
  return found.n_changes;
}

static void
assert_area (Fixture    *fixture,
             const char *field,
             const char *area)
{
  AmiaLogQuery query = { NULL, NULL, -1 };
  AreaQuery    found = { field, area, 0, 0 };

  g_assert_true (
      amia_store_foreach_change (fixture->store, &query, visit_change_cb, &found, NULL));
  g_assert_cmpuint (found.n, ==, 1);
}

static void
open_case (Fixture    *fixture,
           AmiaUuid    participant,
           AmiaUuid    case_id,
           const char *name,
           const char *personnummer)
{
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *reference = amia_uuid_to_string (&participant);
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "participant", &participant, NULL, "name", name);
  amia_edits_set_string (edits, "participant", &participant, NULL, "personnummer", personnummer);
  amia_edits_set_string (edits, "case", &case_id, &case_id, "participant", reference);
  if (!fixture_commit (fixture, edits, &error))
    g_assert_no_error (error);
}

static void
test_survives_reopening (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         id = fixture_id (1);
  AmiaUuid         device;
  g_autofree char *name = NULL;
  g_autofree char *setting = NULL;

  fixture_open (&fixture, "karin", "FK");
  device = amia_store_get_identity (fixture.store)->device;
  fixture_put (&fixture, "participant", &id, NULL, "name", "Åsa Öberg");
  g_assert_true (amia_store_set_setting (fixture.store, "server", "http://127.0.0.1", NULL));

  fixture_reopen (&fixture);

  name = fixture_get (&fixture, &id, "name");
  setting = amia_store_get_setting (fixture.store, "server");
  g_assert_cmpstr (name, ==, "Åsa Öberg");
  g_assert_cmpstr (setting, ==, "http://127.0.0.1");
  g_assert_cmpstr (amia_store_get_identity (fixture.store)->user, ==, "karin");
  g_assert_true (amia_uuid_equal (&device, &amia_store_get_identity (fixture.store)->device));
  fixture_assert_sound (&fixture);
}

static void
test_numbers_without_gap (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   id = fixture_id (1);
  AmiaEdits *bad = amia_edits_new ();

  fixture_open (&fixture, "karin", "FK");
  g_assert_cmpint (fixture_put (&fixture, "participant", &id, NULL, "name", "A"), ==, 1);
  amia_edits_set (bad, "participant", &id, NULL, "interpreter", NULL, "\"yes\"");
  g_assert_false (fixture_commit (&fixture, bad, NULL));
  g_assert_cmpint (fixture_put (&fixture, "participant", &id, NULL, "name", "B"), ==, 2);
  fixture_reopen (&fixture);
  g_assert_cmpint (fixture_put (&fixture, "participant", &id, NULL, "name", "C"), ==, 3);
  g_assert_cmpuint (count_changes (&fixture, NULL, &id), ==, 3);
  fixture_assert_sound (&fixture);
}

static void
test_clock_never_goes_back (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid id = fixture_id (1);
  g_autoptr (AmiaRecord) first = NULL;
  g_autoptr (AmiaRecord) second = NULL;

  fixture_open (&fixture, "karin", "FK");
  fixture_put (&fixture, "participant", &id, NULL, "name", "A");
  first = amia_store_load_record (fixture.store, &id, NULL);
  fixture_reopen (&fixture);
  fixture.now_ms -= G_GINT64_CONSTANT (400) * 24 * 3600 * 1000;
  fixture_put (&fixture, "participant", &id, NULL, "name", "B");
  second = amia_store_load_record (fixture.store, &id, NULL);

  g_assert_cmpuint (amia_record_get_shown (second, "name")->stamp,
                    >,
                    amia_record_get_shown (first, "name")->stamp);
}

static void
test_author_becomes_first_member (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid      case_id = fixture_id (2);
  AmiaCaseQuery mine = { .mine = TRUE };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  AmiaCaseRow *row;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "Åsa Öberg", "18900101-1234");

  ids = amia_store_list_case_ids (fixture.store, &mine, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  rows = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->name, ==, "Åsa Öberg");
  g_assert_cmpstr (row->members[0], ==, "karin FK");
  g_assert_null (row->members[1]);
  g_assert_cmpuint (row->n_waiting, ==, 1);
  g_assert_cmpint (row->changed_ms, >, FIXTURE_START_MS);

  /* A later change of the case adds nobody. */
  fixture_put (&fixture, "case", &case_id, &case_id, "title", "Ärende 1");
  g_assert_cmpuint (count_changes (&fixture, &case_id, NULL), ==, 2);
  fixture_assert_sound (&fixture);
}

static gboolean
has_first_day_cb (const AmiaRecord *record,
                  gpointer          data)
{
  *(gboolean *) data |= amia_record_get_value (record, "from") != NULL;
  return TRUE;
}

/* A laptop that is a year ahead opens a case: its founder is in the team today, by any clock. */
static void
test_first_member_has_no_first_day (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaRecordQuery query = { .kind = "member" };
  gboolean        has_first_day = FALSE;

  fixture_open (&fixture, "karin", "FK");
  fixture.now_ms += G_GINT64_CONSTANT (365) * 24 * 3600 * 1000;
  open_case (&fixture, fixture_id (1), fixture_id (2), "Åsa Öberg", "18900101-1234");

  g_assert_true (amia_store_foreach_record (fixture.store, &query, has_first_day_cb,
                                            &has_first_day, NULL));
  g_assert_false (has_first_day);
}

static void
test_author_who_adds_themselves_is_not_doubled (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   member = fixture_id (3);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  AmiaCaseRow *row;

  fixture_open (&fixture, "karin", "FK");
  amia_edits_set_string (edits, "case", &case_id, &case_id, "title", "A");
  amia_edits_set_string (edits, "member", &member, &case_id, "user", "karin");
  amia_edits_set_string (edits, "member", &member, &case_id, "to", "2026-11-30");
  if (!fixture_commit (&fixture, edits, &error))
    g_assert_no_error (error);

  rows = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (g_strv_length (row->members), ==, 1);
}

typedef struct
{
  const char *name;
  const char *kind;
  guint       id;
  guint       case_id; /* 0: none */
  const char *field;
  const char *value;
} InvalidEdit;

static const InvalidEdit invalid_edits[] = {
  { "wrong-type", "participant", 10, 0, "name", "12" },
  { "not-json", "participant", 10, 0, "name", "Anna" },
  { "half-json", "participant", 10, 0, "name", "\"Anna" },
  { "no-such-day", "visit", 10, 2, "from", "\"2026-02-30\"" },
  { "participant-in-case", "participant", 10, 2, "name", "\"A\"" },
  { "journal-without-case", "journal", 10, 0, "text", "\"A\"" },
  { "case-in-other-case", "case", 10, 2, "title", "\"A\"" },
  { "case-without-case", "case", 10, 0, "title", "\"A\"" },
  { "nil-id", "participant", 0, 0, "name", "\"A\"" },
  { "no-field", "participant", 10, 0, "", "\"A\"" },
  { "no-kind", "", 10, 0, "name", "\"A\"" },
  { "append-only-again", "journal", 3, 2, "text", "\"B\"" },
  { "append-only-more", "journal", 3, 2, "kind", "\"B\"" },
  { "append-only-removed", "journal", 3, 2, "removed", "true" },
  { "new-append-only-removed", "journal", 11, 2, "removed", "true" },
  { "consent-widened", "consent", 4, 2, "areas", "[\"*\"]" },
  { "withdrawal-taken-back", "consent", 4, 2, "withdrawn", "null" },
  { "withdrawal-put-off", "consent", 4, 2, "withdrawn", "\"1921-03-02\"" },
  { "kind-changes", "goal", 3, 2, "text", "\"A\"" },
  { "case-changes", "goal", 5, 12, "text", "\"A\"" },
};

static void
test_invalid_edit_leaves_nothing (gconstpointer data)
{
  const InvalidEdit *invalid = data;
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   participant = fixture_id (1);
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   journal = fixture_id (3);
  AmiaUuid   consent = fixture_id (4);
  AmiaUuid   goal = fixture_id (5);
  AmiaUuid   nil = { { 0 } };
  AmiaUuid   id = invalid->id != 0 ? fixture_id (invalid->id) : nil;
  AmiaUuid   in_case = fixture_id (invalid->case_id);
  AmiaUuid   bystander = fixture_id (99);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, participant, case_id, "A", "18900101-1234");
  fixture_put (&fixture, "journal", &journal, &case_id, "text", "A");
  fixture_put (&fixture, "consent", &consent, &case_id, "kind", "A");
  fixture_put (&fixture, "consent", &consent, &case_id, "withdrawn", "1921-03-01");
  fixture_put (&fixture, "goal", &goal, &case_id, "text", "A");

  amia_edits_set_string (edits, "participant", &bystander, NULL, "name", "Bystander");
  amia_edits_set (edits,
                  invalid->kind,
                  &id,
                  invalid->case_id != 0 ? &in_case : NULL,
                  invalid->field,
                  NULL,
                  invalid->value);
  g_assert_false (fixture_commit (&fixture, edits, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);

  g_assert_null (amia_store_load_record (fixture.store, &bystander, NULL));
  g_assert_cmpuint (count_changes (&fixture, NULL, NULL), ==, 5);
  fixture_assert_sound (&fixture);
}

static void
test_doubled_field (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   id = fixture_id (1);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  amia_edits_set_string (edits, "participant", &id, NULL, "name", "A");
  amia_edits_set_string (edits, "participant", &id, NULL, "name", "B");
  g_assert_false (fixture_commit (&fixture, edits, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
}

static void
test_consent_can_be_withdrawn_later (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   consent = fixture_id (4);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "A", "18900101-1234");
  amia_edits_set (edits, "consent", &consent, &case_id, "parties", NULL, "[\"FK\",\"AF\"]");
  amia_edits_set (edits, "consent", &consent, &case_id, "valid-from", NULL, "\"2026-01-01\"");
  if (!fixture_commit (&fixture, edits, &error))
    g_assert_no_error (error);

  before = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  fixture_put (&fixture, "consent", &consent, &case_id, "withdrawn", "2026-11-22");
  after = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  g_assert_true (((AmiaCaseRow *) g_ptr_array_index (before, 0))->has_consent);
  g_assert_false (((AmiaCaseRow *) g_ptr_array_index (after, 0))->has_consent);
  fixture_assert_sound (&fixture);
}

/* The paper for a survey is no consent to share anything. */
static void
test_consent_between_nobody_is_none (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   consent = fixture_id (4);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "A", "18900101-1234");
  amia_edits_set_string (edits, "consent", &consent, &case_id, "kind", "survey");
  amia_edits_set (edits, "consent", &consent, &case_id, "parties", NULL, "[]");
  if (!fixture_commit (&fixture, edits, &error))
    g_assert_no_error (error);

  rows = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  g_assert_false (((AmiaCaseRow *) g_ptr_array_index (rows, 0))->has_consent);
  fixture_assert_sound (&fixture);
}

static void
test_areas (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   form = fixture_id (3);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "A", "18900101-1234");
  amia_edits_set_string (edits, "form", &form, &case_id, "questionnaire", "urn:none|1");
  amia_edits_set (edits, "form", &form, &case_id, "answer/a", "work", "1");
  amia_edits_set (edits, "form", &form, &case_id, "answer/b", NULL, "1");
  amia_edits_set (edits, "form", &form, &case_id, "not-known", NULL, "1");
  if (!fixture_commit (&fixture, edits, &error))
    g_assert_no_error (error);
  fixture_put (&fixture, "goal", &(AmiaUuid){ { 9 } }, &case_id, "text", "Bättre vardag");

  assert_area (&fixture, "answer/a", "work");
  assert_area (&fixture, "answer/b", "own");
  assert_area (&fixture, "not-known", "basics");
  assert_area (&fixture, "text", "plan");
}

/* The template that comes with the program says that a question is about health. */
static void
test_answer_has_its_templates_area (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   form = fixture_id (3);
  AmiaEdits *edits = amia_edits_new ();

  fixture_open (&fixture, "karin", "FK");
  amia_edits_set_string (edits, "case", &case_id, &case_id, "title", "A");
  amia_edits_set_string (edits,
                         "form",
                         &form,
                         &case_id,
                         "questionnaire",
                         "https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0");
  amia_edits_set (edits, "form", &form, &case_id, "answer/halsan/halsa-nu", NULL, "\"Bättre\"");
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  fixture_put (&fixture, "form", &form, &case_id, "answer/ekonomin/[1]/ekonomi-ersattning", "A");
  fixture_put (&fixture, "form", &form, &case_id, "answer/no-such-question", "A");

  assert_area (&fixture, "answer/halsan/halsa-nu", "health");
  assert_area (&fixture, "answer/ekonomin/[1]/ekonomi-ersattning", "economy");
  assert_area (&fixture, "answer/no-such-question", "own");
}

static void
test_unknown_kinds_are_kept (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         id = fixture_id (7);
  g_autofree char *value = NULL;

  fixture_open (&fixture, "karin", "FK");
  fixture_put (&fixture, "kind-of-the-future", &id, NULL, "field", "value");
  value = fixture_get (&fixture, &id, "field");
  g_assert_cmpstr (value, ==, "value");
  fixture_assert_sound (&fixture);
}

static void
test_seen_record_limits_what_is_replaced (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   id = fixture_id (1);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (AmiaRecord) seen = NULL;
  g_autoptr (AmiaRecord) after = NULL;
  gsize n_heads;

  /* Own typing of a moment ago is replaced although the screen had not caught up with it. */
  fixture_open (&fixture, "karin", "FK");
  fixture_put (&fixture, "participant", &id, NULL, "name", "A");
  seen = amia_store_load_record (fixture.store, &id, NULL);
  fixture_put (&fixture, "participant", &id, NULL, "name", "An");
  amia_edits_set_string (edits, "participant", &id, NULL, "name", "Ann");
  amia_edits_set_seen (edits, seen);
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  after = amia_store_load_record (fixture.store, &id, NULL);
  amia_record_get_heads (after, "name", &n_heads);
  g_assert_cmpuint (n_heads, ==, 1);
}

static void
test_search (void)
{
  static const struct
  {
    const char *words;
    guint       n;
    const char *snippet;
  } searches[] = {
    { "åsa", 1, "‹Åsa› Öberg 18900101-1234" },
    { "asa", 0, NULL },
    { "å", 1, NULL },
    { "ö", 1, NULL },
    { "o", 1, "Anders Sandberg-‹O›lsson 18910202-5678" },
    { "berg", 2, NULL },
    { "öberg åsa", 1, NULL },
    { "åsa sandberg", 0, NULL },
    { "900101", 1, NULL },
    { "189001011234", 1, "‹189001011234›" },
    { "18900101-1234", 1, NULL },
    { "1234", 1, "… Öberg 18900101-‹1234›" },
    { "a sand", 2, "‹A›nders Sandberg-Olsson 18910202-5…" },
    { "skellefte", 1, NULL },
    { "LLEFT", 1, "…g reste till Ske‹lleft›eå med tåg." },
    { "med tåg skell", 1, NULL },
    /* Written with a combining mark, and found whichever way it is typed. */
    { "länsman", 1, NULL },
    { "la\xcc\x88nsman", 1, NULL },
    { "\"", 0, NULL },
    { "\"åsa\" OR berg", 0, NULL },
    { "names:åsa", 0, NULL },
    { "*", 0, NULL },
    { "", 0, NULL },
    { "  \t ", 0, NULL },
    { "(", 0, NULL },
  };
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid case_id = fixture_id (2);

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "Åsa Öberg", "18900101-1234");
  open_case (&fixture, fixture_id (3), fixture_id (4), "Anders Sandberg-Olsson", "18910202-5678");
  fixture_put (&fixture,
               "journal",
               &(AmiaUuid){ { 9 } },
               &case_id,
               "text",
               "Anders Sandbring reste till Skellefteå med tåg.");
  fixture_put (&fixture,
               "journal",
               &(AmiaUuid){ { 10 } },
               &case_id,
               "text",
               "La\xcc\x88nsmannen ringde.");

  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) hits = amia_store_search (fixture.store, searches[i].words, 50, &error);

      g_assert_no_error (error);
      if (hits->len != searches[i].n)
        g_test_message ("'%s' has %u hits", searches[i].words, hits->len);
      g_assert_cmpuint (hits->len, ==, searches[i].n);
      if (searches[i].snippet != NULL)
        g_assert_cmpstr (((AmiaHit *) g_ptr_array_index (hits, 0))->snippet,
                         ==,
                         searches[i].snippet);
    }
  fixture_assert_sound (&fixture);
}

static void
test_protected_identity_is_not_found (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid     participant = fixture_id (1);
  AmiaUuid     case_id = fixture_id (2);
  AmiaEdits   *edits = amia_edits_new ();
  AmiaCaseRow *row;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, participant, case_id, "Åsa Öberg", "18900101-1234");
  amia_edits_set (edits, "participant", &participant, NULL, "protected", NULL, "true");
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  hits = amia_store_search (fixture.store, "öberg", 10, NULL);
  rows = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (hits->len, ==, 0);
  g_assert_true (row->is_protected);
  fixture_assert_sound (&fixture);
}

static void
test_removed_record_leaves_lists (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid      case_id = fixture_id (2);
  AmiaEdits    *edits = amia_edits_new ();
  AmiaCaseQuery all = { 0 };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (AmiaRecord) record = NULL;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "Åsa Öberg", "18900101-1234");
  amia_edits_set (edits, "case", &case_id, &case_id, "removed", NULL, "true");
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  ids = amia_store_list_case_ids (fixture.store, &all, NULL);
  record = amia_store_load_record (fixture.store, &case_id, NULL);
  g_assert_cmpuint (ids->len, ==, 0);
  g_assert_true (amia_record_is_removed (record));
  fixture_assert_sound (&fixture);
}

static void
test_list_is_sorted_and_filtered (void)
{
  static const char *const names[] = { "Örjan Ek", "Åke Dal", "Adam Berg", "Zara Alm" };
  static const guint       by_name[] = { 2, 3, 1, 0 };
  g_auto (Fixture) fixture = { 0 };
  AmiaCaseQuery query = { 0 };
  AmiaUuid      visit = fixture_id (50);
  AmiaUuid      visited = fixture_id (21);

  fixture_open (&fixture, "karin", "FK");
  for (guint i = 0; i < 4; i++)
    open_case (&fixture, fixture_id (10 + i), fixture_id (20 + i), names[i], "18900101-1234");
  fixture_put (&fixture, "visit", &visit, &visited, "step", "mapping");

  {
    g_autoptr (GArray) ids = amia_store_list_case_ids (fixture.store, &query, NULL);

    g_assert_cmpuint (ids->len, ==, 4);
    for (guint i = 0; i < 4; i++)
      {
        AmiaUuid expected = fixture_id (20 + by_name[i]);

        g_assert_true (amia_uuid_equal (&g_array_index (ids, AmiaUuid, i), &expected));
      }
  }

  query.sort = AMIA_CASE_SORT_CHANGED;
  {
    g_autoptr (GArray) ids = amia_store_list_case_ids (fixture.store, &query, NULL);

    g_assert_true (amia_uuid_equal (&g_array_index (ids, AmiaUuid, 0), &visited));
  }

  query.step = "mapping";
  query.words = "da";
  {
    g_autoptr (GArray) ids = amia_store_list_case_ids (fixture.store, &query, NULL);

    g_assert_cmpuint (ids->len, ==, 1);
  }
  fixture_assert_sound (&fixture);
}

static void
test_step_is_the_open_visit (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id = fixture_id (2);
  AmiaUuid   visits[] = { fixture_id (5), fixture_id (6), fixture_id (7) };
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GPtrArray) rows = NULL;
  AmiaCaseRow *row;

  fixture_open (&fixture, "karin", "FK");
  open_case (&fixture, fixture_id (1), case_id, "A", "18900101-1234");
  amia_edits_set_string (edits, "visit", &visits[0], &case_id, "step", "mapping");
  amia_edits_set_string (edits, "visit", &visits[0], &case_id, "from", "2026-01-01");
  amia_edits_set_string (edits, "visit", &visits[0], &case_id, "to", "2026-02-01");
  amia_edits_set_string (edits, "visit", &visits[1], &case_id, "step", "goals");
  amia_edits_set_string (edits, "visit", &visits[1], &case_id, "from", "2026-02-01");
  amia_edits_set_string (edits, "visit", &visits[1], &case_id, "to", "2026-03-01");
  amia_edits_set_string (edits, "visit", &visits[2], &case_id, "step", "mapping");
  amia_edits_set_string (edits, "visit", &visits[2], &case_id, "from", "2026-03-01");
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  rows = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->step, ==, "mapping");
  g_assert_cmpuint (row->step_visits, ==, 2);
}

static void
test_passphrase (void)
{
  g_autofree char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "replica", NULL);
  g_autofree char *keys = g_strconcat (path, ".keys", NULL);
  g_autofree char *bytes = NULL;
  gsize            length;
  g_autoptr (GError) error = NULL;
  AmiaStore *store = amia_store_create (path, "karin", "FK", "två granar", &error);

  g_assert_no_error (error);
  amia_store_close (store);
  g_assert_true (amia_store_needs_passphrase (path));
  g_assert_true (g_file_get_contents (path, &bytes, &length, &error));
  g_assert_null (memmem (bytes, length, "karin", strlen ("karin")));

  g_assert_null (amia_store_open (path, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (amia_store_open (path, "tre granar", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);

  store = amia_store_open (path, "två granar", &error);
  g_assert_no_error (error);
  amia_store_close (store);

  /* Without its key the file is noise. */
  g_assert_cmpint (g_unlink (keys), ==, 0);
  g_assert_null (amia_store_open (path, "två granar", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (amia_store_open (path, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
}

static void
test_opens_nothing_else (void)
{
  g_autofree char *directory = test_directory_new ();
  g_autofree char *missing = g_build_filename (directory, "missing", NULL);
  g_autofree char *garbage = g_build_filename (directory, "garbage", NULL);
  g_autofree char *empty = g_build_filename (directory, "empty", NULL);
  g_autofree char *kept = NULL;
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_null (amia_store_open (missing, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (garbage, text, -1, NULL));
  g_assert_null (amia_store_open (garbage, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (amia_store_create (garbage, "karin", "FK", NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (garbage, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, text);

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_null (amia_store_open (empty, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
}

static void
test_newer_replica_is_left_alone (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  g_clear_pointer (&fixture.store, amia_store_close);
  {
    g_autoptr (AmiaDb) db = amia_db_open (fixture.path, AMIA_DB_NONE, NULL);

    g_assert_true (amia_db_exec (db, "PRAGMA user_version = 99", "age", NULL));
  }

  g_assert_null (amia_store_open (fixture.path, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_TOO_NEW);
}

/* Two programs on one replica, the window and amia-tool: each reads where the other left off. */
static void
test_two_programs_share_a_replica (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_auto (Fixture) other = { 0 };
  AmiaUuid id = fixture_id (1);

  fixture_open (&fixture, "karin", "FK");
  other.path = g_strdup (fixture.path);
  other.now_ms = FIXTURE_START_MS;
  fixture_reopen (&other);

  g_assert_cmpint (fixture_put (&fixture, "participant", &id, NULL, "name", "A"), ==, 1);
  g_assert_cmpint (fixture_put (&other, "participant", &id, NULL, "name", "B"), ==, 2);
  g_assert_cmpint (fixture_put (&fixture, "participant", &id, NULL, "name", "C"), ==, 3);
  {
    g_autofree char *name = fixture_get (&other, &id, "name");

    g_assert_cmpstr (name, ==, "C");
  }
  fixture_assert_sound (&other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/survives-reopening", test_survives_reopening);
  g_test_add_func ("/store/numbers-without-gap", test_numbers_without_gap);
  g_test_add_func ("/store/clock-never-goes-back", test_clock_never_goes_back);
  g_test_add_func ("/store/author-becomes-first-member", test_author_becomes_first_member);
  g_test_add_func ("/store/first-member-has-no-first-day", test_first_member_has_no_first_day);
  g_test_add_func ("/store/author-who-adds-themselves-is-not-doubled",
                   test_author_who_adds_themselves_is_not_doubled);
  for (gsize i = 0; i < G_N_ELEMENTS (invalid_edits); i++)
    {
      g_autofree char *path = g_strconcat ("/store/invalid/", invalid_edits[i].name, NULL);

      g_test_add_data_func (path, &invalid_edits[i], test_invalid_edit_leaves_nothing);
    }
  g_test_add_func ("/store/invalid/doubled-field", test_doubled_field);
  g_test_add_func ("/store/consent-can-be-withdrawn-later", test_consent_can_be_withdrawn_later);
  g_test_add_func ("/store/consent-between-nobody-is-none", test_consent_between_nobody_is_none);
  g_test_add_func ("/store/areas", test_areas);
  g_test_add_func ("/store/answer-has-its-templates-area", test_answer_has_its_templates_area);
  g_test_add_func ("/store/unknown-kinds-are-kept", test_unknown_kinds_are_kept);
  g_test_add_func ("/store/seen-record-limits-what-is-replaced",
                   test_seen_record_limits_what_is_replaced);
  g_test_add_func ("/store/search", test_search);
  g_test_add_func ("/store/protected-identity-is-not-found", test_protected_identity_is_not_found);
  g_test_add_func ("/store/removed-record-leaves-lists", test_removed_record_leaves_lists);
  g_test_add_func ("/store/list-is-sorted-and-filtered", test_list_is_sorted_and_filtered);
  g_test_add_func ("/store/step-is-the-open-visit", test_step_is_the_open_visit);
  g_test_add_func ("/store/passphrase", test_passphrase);
  g_test_add_func ("/store/opens-nothing-else", test_opens_nothing_else);
  g_test_add_func ("/store/newer-replica-is-left-alone", test_newer_replica_is_left_alone);
  g_test_add_func ("/store/two-programs-share-a-replica", test_two_programs_share_a_replica);
  return g_test_run ();
}
