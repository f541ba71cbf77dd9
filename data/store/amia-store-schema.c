/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-schema.h"

/* The format of a replica: an SQLite file with application_id 0x414d6941 ("AMiA") and the number of
 * the last migration as user_version. Ids are blobs of 16 bytes, days are text YYYY-MM-DD, times
 * are milliseconds since 1970 UTC. A row of `log` is deleted only by a forget, never an own one.
 *
 * The truth:
 *
 *   device   who has written: one row a replica that we have heard of. The log refers to it by idx,
 *            a number that means nothing outside this file
 *   replica  one row: which device this is, whose, its clock and last n, and how far it has come
 *            with the server (epoch, since, acked, the chain at acked). Written in the same
 *            transaction as what it speaks of
 *   log      one row a change, in the order in which they became known here. body is the canonical
 *            form (amia-change.c), packed (amia-body.c). state is an AmiaChangeState; server_seq is
 *            the number that the server gave it in this epoch; reason says why it was refused
 *   setting  what belongs to this device only; never synced
 *   lane     backfills under way
 *   reader   how far colleagues' laptops have come, by the server's number
 *
 *   From step 2 on:
 *
 *   log.hash      SHA-256 of the bytes of an own change of which something was forgotten: the chain
 *                 goes on over it. log.shown_ms: when it is shown as made, where its author's clock
 *                 was ahead
 *   replica       lease_days, contact_ms: when the server last answered, by its clock. offset_ms:
 *                 how far its clock is ahead of ours. known_ms: the latest time that we know to
 *                 have been; the days that are reckoned with never go back before it. is_unclean:
 *                 something was forgotten and the files are not scrubbed yet
 *   scope_access  what we may see of a case or participant: as the server said (rights, from
 *                 generation on), and what is left of it today (effective, where it is less; NULL
 *                 for all of it).
 *                 A scope without a row is unrestricted: made here and not synced yet
 *   receipt       what was forgotten and is to be confirmed; is_due once the files are scrubbed;
 *                 generation 0: what a server that was set back has not spoken of yet
 *   opening       up to which number a colleague had a case when they opened it
 *   fact          what was done with what is kept here, until the server's audit has it
 *   source        which changes of the log have an op that names a change of this device and number
 *                 as its source
 *   locked        own changes that may no longer be seen here and go when the server has them
 *
 *   From step 3 on:
 *
 *   blob          the sealed files of attachments (in the folder beside the replica, named by the
 *                 SHA-256 of what they hold): whose they are, and in which epoch the server had
 *                 them. A file that is here is not said to be: the folder says so
 *
 *   From step 6 on:
 *
 *   log.own_hash  SHA-256 of the bytes that an own change was written with, taken when they were
 *                 at hand, so that an acknowledgement of thousands need not read them all again.
 *                 NULL where nobody took it: then it is that of body
 *
 * What is projected from the log, in the transaction that writes it (amia-store-verify.c makes all
 * of it anew and compares):
 *
 *   touch        which changes have an op of which record: the way back from a record to the log
 *   record       one row a record: its registers as amia_record_encode() writes them. Changes that
 *                the server refused are not in it. is_empty: known by refused changes only. From
 *                step 6 on state may be empty: the registers are what the log says
 *   span         what holds for a period: a member's account, a consent, a visit to a step;
 *                narrowed to the most restrictive reading where there are several
 *                From step 14 on with the name of a member, where it is more than the account
 *   case_row     the list of cases: one row a case that is not removed, with its participant's
 *                name; from step 14 on with the sub-project as its routine is called
 *   pending      own changes that the server does not have (state 0), or refused and nobody has
 *                dealt with (state 2); by the case they are in or, for a record without a case, by
 *                that record
 *   attachment   from step 3 on: which file holds the contents of which attachment that is not
 *                 removed; size is that of what was sealed
 *   search_name, search_text
 *                the words of each record: those of participants and cases, by which the list is
 *                searched at every letter typed, apart from those of texts, which are many more
 *   search_*_starts, search_*_parts
 *                full-text indexes over them: beginnings of words; any three letters
 *   unindexed    from step 5 on: the texts that are not in those indexes yet
 *   search_form  from step 13 on: the words of each form's answers, with a full-text index of the
 *                beginnings of words
 *   stale        from step 13 on: records whose words are older than their registers
 *   due_fact     from step 7 on: what has happened in a case as far as it makes due dates, as
 *                amia-due-facts-private.h writes it, for days from from_day on and before until_day
 *                (NULL: all). A case that was changed since somebody asked has no row
 *   agenda       from step 9 on: one row a record that has a time (meeting, occasion, slot,
 *                absence) or speaks of one that has (booking, slot-choice). Times are minutes of
 *                local time (amia-local-time.h). is_long: lasts longer than a day, or recurs;
 *                until: when all of it is over. device: who wrote the field slot */

static const char step_1[] =
    "CREATE TABLE device ("
    "  idx INTEGER PRIMARY KEY,"
    "  id BLOB NOT NULL UNIQUE,"
    "  author TEXT,"
    "  agency TEXT);"

    "CREATE TABLE replica ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  device INTEGER NOT NULL REFERENCES device,"
    "  user TEXT NOT NULL,"
    "  agency TEXT NOT NULL,"
    "  role TEXT NOT NULL,"
    "  last_n INTEGER NOT NULL DEFAULT 0,"
    "  clock INTEGER NOT NULL DEFAULT 0,"
    "  epoch TEXT,"
    "  since INTEGER NOT NULL DEFAULT 0,"
    "  acked INTEGER NOT NULL DEFAULT 0,"
    "  chain BLOB NOT NULL,"
    "  readers_hash TEXT,"
    "  synced_ms INTEGER NOT NULL DEFAULT 0);"

    "CREATE TABLE log ("
    "  seq INTEGER PRIMARY KEY,"
    "  device INTEGER NOT NULL REFERENCES device,"
    "  n INTEGER NOT NULL,"
    "  stamp INTEGER NOT NULL,"
    "  state INTEGER NOT NULL,"
    "  is_dismissed INTEGER NOT NULL DEFAULT 0,"
    "  server_seq INTEGER,"
    "  reason TEXT,"
    "  body BLOB NOT NULL,"
    "  UNIQUE (device, n));"

    "CREATE TABLE setting ("
    "  name TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL) WITHOUT ROWID;"

    "CREATE TABLE lane ("
    "  scope BLOB PRIMARY KEY,"
    "  generation INTEGER NOT NULL,"
    "  position INTEGER NOT NULL) WITHOUT ROWID;"

    "CREATE TABLE reader ("
    "  user TEXT PRIMARY KEY,"
    "  agency TEXT NOT NULL,"
    "  position INTEGER NOT NULL) WITHOUT ROWID;"

    "CREATE TABLE touch ("
    "  record INTEGER NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  PRIMARY KEY (record, seq)) WITHOUT ROWID;"

    /* The registers last: they may be long, and what stands before them is read without them. */
    "CREATE TABLE record ("
    "  key INTEGER PRIMARY KEY,"
    "  id BLOB NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL,"
    "  case_id BLOB,"
    "  is_removed INTEGER NOT NULL,"
    "  is_empty INTEGER NOT NULL,"
    "  n_conflicts INTEGER NOT NULL,"
    "  state TEXT NOT NULL);"
    "CREATE INDEX record_by_case ON record (case_id, kind) WHERE case_id IS NOT NULL;"
    "CREATE INDEX record_by_kind ON record (kind, id);"
    "CREATE INDEX record_by_conflict ON record (case_id, n_conflicts) WHERE n_conflicts > 0;"

    "CREATE TABLE span ("
    "  record INTEGER PRIMARY KEY,"
    "  case_id BLOB NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  what TEXT,"
    "  from_day TEXT,"
    "  to_day TEXT);"
    "CREATE INDEX span_by_case ON span (case_id, kind);"
    "CREATE INDEX span_by_member ON span (what) WHERE kind = 'member';"

    "CREATE TABLE case_row ("
    "  key INTEGER PRIMARY KEY,"
    "  id BLOB NOT NULL UNIQUE,"
    "  sort TEXT NOT NULL,"
    "  changed_ms INTEGER NOT NULL,"
    "  participant BLOB,"
    "  participant_key INTEGER,"
    "  title TEXT,"
    "  number TEXT,"
    "  name TEXT,"
    "  personnummer TEXT,"
    "  is_protected INTEGER NOT NULL,"
    "  step TEXT,"
    "  step_visits INTEGER NOT NULL,"
    "  status TEXT);"
    "CREATE INDEX case_row_by_sort ON case_row (sort, id, participant_key);"
    "CREATE INDEX case_row_by_participant ON case_row (participant);"

    "CREATE TABLE pending ("
    "  scope BLOB NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  state INTEGER NOT NULL,"
    "  PRIMARY KEY (scope, seq)) WITHOUT ROWID;"
    "CREATE INDEX pending_by_seq ON pending (seq);"

    "CREATE TABLE search_name (key INTEGER PRIMARY KEY, words TEXT NOT NULL);"
    "CREATE TABLE search_text (key INTEGER PRIMARY KEY, words TEXT NOT NULL);"
    "CREATE VIRTUAL TABLE search_name_starts USING fts5 ("
    "  words, content = 'search_name', content_rowid = 'key',"
    "  tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2', detail = none);"
    "CREATE VIRTUAL TABLE search_text_starts USING fts5 ("
    "  words, content = 'search_text', content_rowid = 'key',"
    "  tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2', detail = none);"
    "CREATE VIRTUAL TABLE search_name_parts USING fts5 ("
    "  words, content = 'search_name', content_rowid = 'key', tokenize = 'trigram');"
    "CREATE VIRTUAL TABLE search_text_parts USING fts5 ("
    "  words, content = 'search_text', content_rowid = 'key', tokenize = 'trigram');";

static const char step_2[] =
    "ALTER TABLE log ADD COLUMN hash BLOB;"
    "ALTER TABLE log ADD COLUMN shown_ms INTEGER;"

    "ALTER TABLE replica ADD COLUMN lease_days INTEGER NOT NULL DEFAULT 30;"
    "ALTER TABLE replica ADD COLUMN contact_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE replica ADD COLUMN offset_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE replica ADD COLUMN known_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE replica ADD COLUMN is_unclean INTEGER NOT NULL DEFAULT 0;"

    "CREATE TABLE scope_access ("
    "  scope BLOB PRIMARY KEY,"
    "  generation INTEGER NOT NULL,"
    "  rights TEXT,"
    "  effective TEXT) WITHOUT ROWID;"

    "CREATE TABLE receipt ("
    "  scope BLOB PRIMARY KEY,"
    "  generation INTEGER NOT NULL,"
    "  is_due INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"

    "CREATE TABLE opening ("
    "  case_id BLOB NOT NULL,"
    "  user TEXT NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  PRIMARY KEY (case_id, user)) WITHOUT ROWID;"

    /* AUTOINCREMENT: a number that the server has seen never comes again. */
    "CREATE TABLE fact ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  what TEXT NOT NULL,"
    "  ms INTEGER NOT NULL,"
    "  case_id BLOB,"
    "  detail TEXT,"
    "  since INTEGER NOT NULL);"

    "CREATE TABLE source ("
    "  device INTEGER NOT NULL,"
    "  n INTEGER NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  PRIMARY KEY (device, n, seq)) WITHOUT ROWID;"

    "CREATE TABLE locked (seq INTEGER PRIMARY KEY);";

static const char step_3[] =
    "CREATE TABLE blob ("
    "  id BLOB PRIMARY KEY,"
    "  case_id BLOB,"
    "  record BLOB NOT NULL,"
    "  sent_epoch TEXT);"

    "CREATE TABLE attachment ("
    "  record INTEGER PRIMARY KEY,"
    "  case_id BLOB,"
    "  blob BLOB NOT NULL,"
    "  size INTEGER NOT NULL);"
    "CREATE INDEX attachment_by_blob ON attachment (blob);";

/* How far a snapshot has come, while there is one. And scopes that are not here whole, though the
 * feed has passed them: 0 for one of which removed records were left out, else up to where it is
 * being fetched anew, like a lane. */
static const char step_4[] =
    "CREATE TABLE snapshot ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  at INTEGER NOT NULL,"
    "  scope BLOB NOT NULL,"
    "  after INTEGER NOT NULL,"
    "  n_done INTEGER NOT NULL,"
    "  n_scopes INTEGER NOT NULL);"

    "CREATE TABLE catch_up ("
    "  scope BLOB PRIMARY KEY,"
    "  generation INTEGER NOT NULL,"
    "  position INTEGER NOT NULL) WITHOUT ROWID;";

static const char step_5[] = "CREATE TABLE unindexed (key INTEGER PRIMARY KEY);";

/* And a program of before does not know of records whose registers are in the log. */
static const char step_6[] = "ALTER TABLE log ADD COLUMN own_hash BLOB;";

static const char step_7[] =
    "CREATE TABLE due_fact ("
    "  case_id BLOB PRIMARY KEY,"
    "  from_day TEXT,"
    "  until_day TEXT,"
    "  facts BLOB NOT NULL) WITHOUT ROWID;";

/* The list of cases leaves out who is only selected, and finds nobody protected by what is typed:
 * still from the index alone. */
static const char step_8[] =
    "DROP INDEX case_row_by_sort;"
    "CREATE INDEX case_row_by_sort ON case_row (sort, id, participant_key, status, is_protected);";

/* What was here before is put into the table when the replica is opened. */
static const char step_9[] =
    "CREATE TABLE agenda ("
    "  key INTEGER PRIMARY KEY,"
    "  id BLOB NOT NULL,"
    "  case_id BLOB,"
    "  record_kind TEXT NOT NULL,"
    "  start INTEGER,"
    "  end INTEGER,"
    "  until INTEGER,"
    "  is_long INTEGER NOT NULL,"
    "  is_all_day INTEGER NOT NULL,"
    "  made INTEGER NOT NULL,"
    "  device BLOB,"
    "  kind TEXT, title TEXT, place TEXT, km TEXT, status TEXT, participants TEXT, recurs TEXT,"
    "  except_days TEXT, user TEXT, team TEXT, days_ahead INTEGER, slot TEXT, form TEXT, uid TEXT,"
    "  meeting TEXT, booking TEXT);"
    "CREATE INDEX agenda_by_start ON agenda (start) WHERE is_long = 0;"
    "CREATE INDEX agenda_by_long_start ON agenda (start) WHERE is_long = 1;"
    "CREATE INDEX agenda_by_case ON agenda (case_id, start) WHERE case_id IS NOT NULL;"
    "CREATE INDEX agenda_by_slot ON agenda (slot) WHERE start IS NULL;"
    "CREATE INDEX agenda_by_uid ON agenda (uid) WHERE uid IS NOT NULL;"
    "INSERT INTO setting (name, value) VALUES ('agenda', 'due');";

/* Bodies may be in the short form from here on, which a program of before can't read. */
static const char step_10[] = "UPDATE replica SET last_n = last_n;";

/* Written otherwise from here on. */
static const char step_11[] = "DELETE FROM due_fact;";

/* And once more. */
static const char step_12[] = "DELETE FROM due_fact;";

/* What was here before is read when the thread has nothing else to do. */
static const char step_13[] =
    "CREATE TABLE search_form (key INTEGER PRIMARY KEY, words TEXT NOT NULL);"
    "CREATE VIRTUAL TABLE search_form_starts USING fts5 ("
    "  words, content = 'search_form', content_rowid = 'key',"
    "  tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2', detail = none);"
    "CREATE TABLE stale (key INTEGER PRIMARY KEY);"
    "INSERT INTO stale (key) SELECT key FROM record WHERE kind IN ('form', 'meeting');";

/* What was here before is put into the columns when the replica is opened. */
static const char step_14[] =
    "ALTER TABLE case_row ADD COLUMN subproject TEXT;"
    "ALTER TABLE span ADD COLUMN name TEXT;"
    "INSERT INTO setting (name, value) VALUES ('columns', 'due');";

static const AmiaMigration migrations[] = {
  { 1, step_1 },
  { 2, step_2 },
  { 3, step_3 },
  { 4, step_4 },
  { 5, step_5 },
  { 6, step_6 },
  { 7, step_7 },
  { 8, step_8 },
  { 9, step_9 },
  { 10, step_10 },
  { 11, step_11 },
  { 12, step_12 },
  { 13, step_13 },
  { 14, step_14 },
};

const AmiaMigration *
amia_store_schema_get (gsize *n_migrations)
{
  g_return_val_if_fail (n_migrations != NULL, NULL);

  *n_migrations = G_N_ELEMENTS (migrations);
  return migrations;
}
