/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "amia-db.h"
#include "amia-kinds.h"
#include "amia-store-agenda.h"
#include "amia-store-due.h"
#include "amia-store-search.h"
#include "store-sharing.h"

/* Karin of FK writes a word of its own into every field of every kind of record that is in a case,
 * and lends them to Lars; then they are looked for where they may not be any longer. All kinds of
 * the table are gone through, and all tables of the file: what is added to either is looked at
 * without anybody having to think of it. */

#define DAY_MS     G_GINT64_CONSTANT (86400000)
#define FIRST_YEAR 1700
#define READER     "kanarieläsare" /* a colleague who opened the case */

static const AmiaUuid participant = { { 0x01, 0x8f, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = 0xaa } };

typedef struct
{
  const AmiaKind  *kind;
  const AmiaField *field;
  char            *word;
  char            *value; /* as JSON, with the word in it */
} Canary;

static void
canary_free (gpointer data)
{
  Canary *canary = data;

  g_free (canary->word);
  g_free (canary->value);
  g_free (canary);
}

static gboolean
is_time (const AmiaField *field)
{
  return strcmp (field->name, "start") == 0 || strcmp (field->name, "end") == 0;
}

/* NULL for a field that has no room for a word; days and ids have one, too. */
static Canary *
canary_new (const AmiaKind  *kind,
            const AmiaField *field,
            guint            number)
{
  AmiaUuid         id = fixture_id (1000 + number);
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  gboolean         is_list = field->type == AMIA_FIELD_STRINGS;
  g_autofree char *word = NULL;
  Canary          *canary;

  if (field->type == AMIA_FIELD_BOOLEAN || field->type == AMIA_FIELD_NUMBER)
    return NULL;
  if (field->type == AMIA_FIELD_REFERENCE)
    word = g_strdup (strcmp (field->name, "participant") == 0
                         ? amia_uuid_print (&participant, text)
                         : amia_uuid_print (&id, text));
  else if (field->type == AMIA_FIELD_DATE || is_time (field))
    word = g_strdup_printf ("%04u-03-05%s", FIRST_YEAR + number, is_time (field) ? "T10:11" : "");
  else
    word = g_strdup_printf ("kanarie%03uq", number);

  canary = g_new0 (Canary, 1);
  canary->kind = kind;
  canary->field = field;
  canary->word = g_steal_pointer (&word);
  canary->value = g_strconcat (is_list ? "[\"" : "\"", canary->word, is_list ? "\"]" : "\"", NULL);
  return canary;
}

/* Of what is everybody's nothing is lent. */
static GPtrArray *
list_canaries (void)
{
  GPtrArray      *canaries = g_ptr_array_new_with_free_func (canary_free);
  gsize           n_kinds;
  const AmiaKind *kinds = amia_kinds_get_all (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    {
      for (gsize k = 0; kinds[i].scope != AMIA_SCOPE_ORGANISATION && k < kinds[i].n_fields; k++)
        {
          Canary *canary = canary_new (&kinds[i], &kinds[i].fields[k], canaries->len);

          if (canary != NULL)
            g_ptr_array_add (canaries, canary);
        }
    }
  return canaries;
}

/* --- What is lent ----------------------------------------------------------------------------- */

/* With one of these a thing is no longer to be done, and so in no list. */
static gboolean
is_end (const AmiaField *field)
{
  static const char *const ends[] = { "done", "confirmed", "answered", "withdrawn", NULL };

  return g_strv_contains (ends, field->name);
}

static void
write_record (Sharing        *sharing,
              GPtrArray      *canaries,
              const AmiaKind *kind,
              const AmiaUuid *id,
              gboolean        is_open)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  const AmiaUuid *case_id = kind->scope == AMIA_SCOPE_PERSON ? NULL : &sharing->case_id;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < canaries->len; i++)
    {
      const Canary    *canary = g_ptr_array_index (canaries, i);
      gboolean         is_prefix = (canary->field->flags & AMIA_FIELD_PREFIX) != 0;
      g_autofree char *field =
          g_strconcat (canary->field->name, is_prefix ? "namn" : NULL, NULL);

      if (canary->kind == kind && !(is_open && is_end (canary->field)))
        amia_edits_set (
            edits, kind->name, id, case_id, field, canary->field->area, canary->value);
    }

  if (!amia_store_commit (sharing->karin.store, edits, NULL, &error))
    g_assert_no_error (error);
}

static void
lend_all (Sharing   *sharing,
          GPtrArray *canaries)
{
  const AmiaKind *last = NULL;

  for (guint i = 0; i < canaries->len; i++)
    {
      const AmiaKind *kind = ((Canary *) g_ptr_array_index (canaries, i))->kind;
      AmiaUuid        closed = fixture_id (100 + 2 * i);
      AmiaUuid        open = fixture_id (101 + 2 * i);
      gboolean        is_one = TRUE;

      if (kind == last)
        continue;

      last = kind;
      if (strcmp (kind->name, "case") == 0)
        closed = sharing->case_id;
      else if (kind->scope == AMIA_SCOPE_PERSON)
        closed = participant;
      else
        is_one = FALSE;
      write_record (sharing, canaries, kind, &closed, FALSE);
      if (!is_one)
        write_record (sharing, canaries, kind, &open, TRUE);
    }
}

static void
tell (Sharing      *sharing,
      AmiaIncoming *page,
      const char   *rights)
{
  amia_incoming_add_scope (page, &participant, ++sharing->generation, rights);
  amia_incoming_add_scope (page, &sharing->case_id, sharing->generation, rights);
  sharing_receive (sharing, page);
}

/* What is read for later searches when nobody waits: the answers of forms among it. */
static void
index_all (Sharing *sharing)
{
  gboolean has_more = TRUE;
  g_autoptr (GError) error = NULL;

  while (has_more)
    {
      if (!amia_store_index_some (sharing->lars.store, &has_more, &error))
        g_assert_no_error (error);
    }
}

/* Lars looks at all there is, so that whatever is kept of it is kept; what he saw is returned. */
static char *
look (Sharing *sharing)
{
  const AmiaDueQuery    due = { .filter = AMIA_DUE_OF_TEAM };
  const AmiaAgendaQuery times = {
    .from = G_MININT, .to = G_MAXINT, .kinds = AMIA_AGENDA_MEETINGS
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDueList) list = amia_store_list_due (sharing->lars.store, &due, &error);
  g_autoptr (GPtrArray) agenda = amia_store_list_agenda (sharing->lars.store, &times, &error);
  g_autoptr (GPtrArray) hits = amia_store_search (sharing->lars.store, "kanarie", 1000, &error);
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
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (words, "%s ", ((AmiaHit *) g_ptr_array_index (hits, i))->snippet);
  g_string_replace (words, "‹", "", 0);
  g_string_replace (words, "›", "", 0);
  return g_string_free (words, FALSE);
}

/* --- Where they are looked for ---------------------------------------------------------------- */

/* Every column of every table but the log's; what the full-text indexes keep for themselves is not
 * text. */
static GPtrArray *
list_columns (AmiaDb *db)
{
  static const char sql[] =
      "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info (m.name) AS c "
      "WHERE m.type = 'table' AND m.name <> 'log' AND m.name NOT GLOB 'search_*_*'";
  GPtrArray *queries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AmiaStatement) statement = amia_db_prepare (db, sql, "list columns", NULL);

  while (amia_statement_step (statement, NULL) == AMIA_ROW)
    {
      const char *table = amia_statement_get_text (statement, 0);
      const char *column = amia_statement_get_text (statement, 1);

      g_ptr_array_add (queries,
                       g_strdup_printf ("SELECT '%s.%s' FROM \"%s\" WHERE instr "
                                        "(CAST (\"%s\" AS BLOB), CAST (? AS BLOB)) > 0",
                                        table, column, table, column));
    }
  return queries;
}

static gboolean
is_envelope (const Canary *canary)
{
  return (canary->field->flags & AMIA_FIELD_ENVELOPE) != 0;
}

/* An answer in a form, whose words are read later than those of all else. */
static const Canary *
find_answer (GPtrArray *canaries)
{
  for (guint i = 0; i < canaries->len; i++)
    {
      const Canary *canary = g_ptr_array_index (canaries, i);

      if (strcmp (canary->kind->name, "form") == 0 &&
          (canary->field->flags & AMIA_FIELD_PREFIX) != 0)
        return canary;
    }

  g_assert_not_reached ();
}

/* Whether a word that was only lent stands in what was seen. */
static gboolean
has_lent (const char *seen,
          GPtrArray  *canaries)
{
  for (guint i = 0; i < canaries->len; i++)
    {
      const Canary *canary = g_ptr_array_index (canaries, i);

      if (!is_envelope (canary) && strstr (seen, canary->word) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* The table and column that has a word that it may not have; NULL for none. */
static char *
find_in_tables (Sharing   *sharing,
                GPtrArray *canaries)
{
  g_autoptr (AmiaDb) db = amia_db_open (sharing->lars.path, AMIA_DB_NONE, NULL);
  g_autoptr (GPtrArray) queries = list_columns (db);

  g_assert_cmpuint (queries->len, >, 50);
  for (guint i = 0; i < queries->len; i++)
    {
      for (guint k = 0; k < canaries->len; k++)
        {
          const Canary *canary = g_ptr_array_index (canaries, k);
          g_autoptr (AmiaStatement) statement =
              amia_db_prepare (db, g_ptr_array_index (queries, i), "look for a word", NULL);

          if (is_envelope (canary))
            continue;
          amia_statement_bind_text (statement, 1, canary->word);
          if (amia_statement_step (statement, NULL) == AMIA_ROW)
            return g_strdup_printf ("%s of %s in %s", canary->field->name, canary->kind->name,
                                    amia_statement_get_text (statement, 0));
        }
    }

  return NULL;
}

/* --- The tests -------------------------------------------------------------------------------- */

static void
open_lent (Sharing   *sharing,
           GPtrArray *canaries)
{
  g_autoptr (AmiaIncoming) page = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *place = NULL;

  sharing_open (sharing, NULL);
  lend_all (sharing, canaries);
  sharing->server_now_ms = FIXTURE_START_MS;
  sharing->lars.now_ms = FIXTURE_START_MS;
  server_push (&sharing->server, &sharing->karin);
  page = server_answer (&sharing->server, &sharing->lars, 0);
  amia_incoming_add_opening (page, &sharing->case_id, READER, 1);
  tell (sharing, page, ALL_RIGHTS);
  g_assert_true (sharing_has_word (sharing, READER));
  index_all (sharing);
  seen = look (sharing);
  g_assert_true (has_lent (seen, canaries));
  g_assert_nonnull (strstr (seen, find_answer (canaries)->word));
  place = find_in_tables (sharing, canaries);
  g_assert_nonnull (place);
}

/* @data is what Lars may see afterwards, NULL for nothing. */
static void
test_forgotten (gconstpointer data)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GPtrArray) canaries = list_canaries ();
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autofree char *seen = NULL;

  open_lent (&sharing, canaries);
  for (guint i = 0; i < canaries->len; i++)
    g_assert_true (sharing_has_word (&sharing, ((Canary *) canaries->pdata[i])->word));

  page->epoch = g_strdup (sharing.server.epoch);
  tell (&sharing, page, data);
  index_all (&sharing);
  seen = look (&sharing);
  g_assert_false (has_lent (seen, canaries));
  for (guint i = 0; i < canaries->len; i++)
    {
      const Canary *canary = g_ptr_array_index (canaries, i);
      gboolean      stays = data != NULL && is_envelope (canary);

      g_test_message ("%s of %s", canary->field->name, canary->kind->name);
      g_assert_cmpint (sharing_has_word (&sharing, canary->word), ==, stays);
    }
  g_assert_cmpint (sharing_has_word (&sharing, READER), ==, data != NULL);
  fixture_assert_sound (&sharing.lars);
}

/* The log keeps what the next word of the server may give back; nothing else does. */
static void
test_hidden_when_the_lease_is_over (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GPtrArray) canaries = list_canaries ();
  g_autofree char *seen = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GError) error = NULL;

  open_lent (&sharing, canaries);
  sharing.lars.now_ms += 31 * DAY_MS;
  if (!amia_store_keep_day (sharing.lars.store, &error))
    g_assert_no_error (error);
  seen = look (&sharing);
  g_assert_false (has_lent (seen, canaries));
  place = find_in_tables (&sharing, canaries);
  g_assert_cmpstr (place, ==, NULL);
  fixture_assert_sound (&sharing.lars);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/store/canary/gone-when-the-consent-ends", OWN_RIGHTS, test_forgotten);
  g_test_add_data_func ("/store/canary/gone-when-the-membership-ends", NULL, test_forgotten);
  g_test_add_func ("/store/canary/hidden-when-the-lease-is-over",
                   test_hidden_when_the_lease_is_over);

  return g_test_run ();
}
