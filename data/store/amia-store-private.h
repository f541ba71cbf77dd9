/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-db.h"
#include "amia-keys.h"
#include "amia-kinds.h"
#include "amia-store.h"

G_BEGIN_DECLS

/* What the store's own files share. One struct, one owner thread, and one way to write: begin,
 * change records in the transaction's cache, commit, which stores each of them once. */

#define AMIA_DAY_LENGTH 10

/* A device that we have heard of. Strings are interned in the store. */
typedef struct
{
  gint64      idx;
  AmiaUuid    id;
  const char *author;
  const char *agency;
} AmiaDevice;

/* The row of the table replica, read anew in each transaction: another process may have written. */
typedef struct
{
  gint64    last_n;
  AmiaClock clock;
  char     *epoch;
  gint64    since;
  gint64    acked;
  guint8    chain[AMIA_CHAIN_LENGTH];
  char     *readers_hash;
  gint64    synced_ms;
  gboolean  is_dirty;
} AmiaPosition;

/* A record in the transaction's cache. */
typedef struct
{
  AmiaRecord *record;
  gint64      key;
  gboolean    is_new;       /* it has no row yet */
  gboolean    is_empty;     /* it has no op that counts */
  gboolean    is_removed;   /* as its row says */
  gboolean    is_dirty;     /* its row is older than its registers */
  gboolean    is_changed;   /* the transaction has stored it */
  gboolean    is_rebuilt;   /* the registers may have lost something, too */
  gboolean    needs_search; /* its words may have changed */
} AmiaEntry;

/* A case that the transaction has to do with. */
typedef struct
{
  AmiaUuid id;
  gint64   changed_ms;
  gboolean needs_row; /* its row is to be made anew */
} AmiaCaseEntry;

struct _AmiaStore
{
  AmiaDb       *db;
  char         *path;
  AmiaIdentity  identity;
  gint64        device_idx;
  AmiaWallClock clock;
  gpointer      clock_data;
  GStringChunk *strings;
  GHashTable   *devices;        /* (element-type AmiaUuid AmiaDevice) */
  GHashTable   *questionnaires; /* (element-type utf8 AmiaQuestionnaire), NULL for an unknown one */

  /* The transaction. */
  AmiaPosition position;
  GHashTable  *records; /* (element-type AmiaUuid AmiaEntry) */
  GHashTable  *cases;   /* (element-type AmiaUuid AmiaCaseEntry) */
  gint64       next_key;

  /* What changed since somebody last asked, for the signal. */
  GHashTable *changed_cases;   /* (element-type AmiaUuid) */
  GHashTable *changed_records; /* (element-type AmiaUuid) */
  gboolean    is_changed;      /* whatever it was */
};

/* --- amia-store.c: errors, time ------------------------------------------------------------ */

/* Turns an error of a lower layer into one of AMIA_STORE_ERROR and passes it on. Always FALSE. */
gboolean _amia_store_report (GError **error,
                             GError  *cause);
gboolean _amia_store_fail (GError       **error,
                           AmiaStoreError code,
                           const char    *format,
                           ...) G_GNUC_PRINTF (3, 4);
gint64   _amia_store_get_now (AmiaStore *store);
void     _amia_store_get_today (AmiaStore *store,
                                char       day[AMIA_DAY_LENGTH + 1]);
/* What changed since the last call, as arrays of AmiaUuid; FALSE if nothing did. */
gboolean   _amia_store_steal_changed (AmiaStore *store,
                                      GArray   **cases,
                                      GArray   **records);
AmiaStore *_amia_store_new (AmiaDb     *db,
                            const char *path);
gboolean   _amia_store_load_identity (AmiaStore *store,
                                      GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   _amia_store_init (AmiaStore      *store,
                             const AmiaUuid *device,
                             const char     *user,
                             const char     *agency,
                             const char     *role,
                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* @key is NULL for a replica that is not encrypted. */
AmiaDb *_amia_store_open_db (const char        *path,
                             const AmiaDataKey *key,
                             AmiaDbFlags        flags,
                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char   *_amia_store_get_keys_path (const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* The key of the replica at @path; untouched for one that was made without a passphrase. */
gboolean _amia_store_unlock (const char  *path,
                             const char  *passphrase,
                             AmiaDataKey *key,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The endings of all files of a replica but its key file, the file's own first; ends with NULL. */
const char *const *_amia_store_list_endings (void);
void               _amia_store_delete_files (const char *path);

/* --- amia-store-transaction.c -------------------------------------------------------------- */

gboolean _amia_store_begin (AmiaStore *store,
                            GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores what is in the caches and commits. Rolls back when that fails. */
gboolean _amia_store_commit (AmiaStore *store,
                             GError   **error) G_GNUC_WARN_UNUSED_RESULT;
void     _amia_store_rollback (AmiaStore *store);
gboolean _amia_position_load (AmiaStore    *store,
                              AmiaPosition *position,
                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void     _amia_position_clear (AmiaPosition *position);

/* --- amia-store-records.c ------------------------------------------------------------------ */

void     _amia_statement_bind_uuid (AmiaStatement  *statement,
                                    int             index,
                                    const AmiaUuid *uuid);
AmiaUuid _amia_statement_get_uuid (AmiaStatement *statement,
                                   int            column);
void     _amia_entry_free (gpointer entry);
/* The record in the cache, loaded or begun; the entry lives as long as the transaction. */
AmiaEntry *_amia_records_get (AmiaStore      *store,
                              const char     *kind,
                              const AmiaUuid *id,
                              const AmiaUuid *case_id,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, but NULL with is_missing set if there is none. */
AmiaEntry *_amia_records_find (AmiaStore      *store,
                               const AmiaUuid *id,
                               gboolean       *is_missing,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Merges the ops from @first_op on into their records and notes which records and cases it is. */
gboolean _amia_records_apply (AmiaStore        *store,
                              const AmiaChange *change,
                              guint             first_op,
                              gint64            seq,
                              gboolean          is_pending,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the record of @entry anew from the log, without refused changes. */
gboolean _amia_records_rebuild (AmiaStore *store,
                                AmiaEntry *entry,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* The record as the log says, with its newest time. Used to rebuild and to verify. */
AmiaRecord    *_amia_records_merge (AmiaStore      *store,
                                    gint64          key,
                                    const char     *kind,
                                    const AmiaUuid *id,
                                    const AmiaUuid *case_id,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       _amia_records_flush (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;
AmiaCaseEntry *_amia_cases_get (AmiaStore      *store,
                                const AmiaUuid *id);

/* --- amia-store-log.c ---------------------------------------------------------------------- */

AmiaDevice *_amia_log_get_device (AmiaStore      *store,
                                  const AmiaUuid *id,
                                  const char     *author,
                                  const char     *agency,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    _amia_log_append (AmiaStore        *store,
                              const AmiaChange *change,
                              const char       *bytes,
                              AmiaChangeState   state,
                              gint64            server_seq,
                              gint64           *seq,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* From a row of: device id, n, body, author, agency, from @column on. */
AmiaChange *_amia_log_read (AmiaStatement *statement,
                            int            column,
                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The own change n; *change is NULL if there is none. */
gboolean _amia_log_find_own (AmiaStore       *store,
                             gint64           n,
                             AmiaChange     **change,
                             gint64          *seq,
                             AmiaChangeState *state,
                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_set_pending (AmiaStore        *store,
                                const AmiaChange *change,
                                gint64            seq,
                                AmiaChangeState   state,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-own.c ---------------------------------------------------------------------- */

/* Makes anew the records that @change has ops of. */
gboolean _amia_records_rebuild_of (AmiaStore        *store,
                                   const AmiaChange *change,
                                   GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Own changes in this range that waited are on the server. */
gboolean _amia_log_accept_waiting (AmiaStore *store,
                                   gint64     first,
                                   gint64     last,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, and those that it once refused are taken back into the registers. */
gboolean _amia_log_accept (AmiaStore *store,
                           gint64     first,
                           gint64     last,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_refuse (AmiaStore  *store,
                           gint64      n,
                           const char *reason,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* Carries @chain on over own changes. */
gboolean _amia_log_chain (AmiaStore *store,
                          gint64     first,
                          gint64     last,
                          guint8    *chain,
                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-fork.c --------------------------------------------------------------------- */

/* Gives the device and its unacknowledged changes new names, inside the transaction. */
gboolean _amia_store_rename (AmiaStore *store,
                             GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-commit.c ------------------------------------------------------------------- */

/* Makes @edits an own change inside the transaction. */
gboolean _amia_store_write (AmiaStore       *store,
                            const AmiaEdits *edits,
                            gint64          *n,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-areas.c -------------------------------------------------------------------- */

/* The consent area of an op that names none. */
char *_amia_store_find_area (AmiaStore        *store,
                             const AmiaKind   *kind,
                             const AmiaRecord *record,
                             const char       *questionnaire,
                             const char       *field) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-project.c ------------------------------------------------------------------ */

typedef struct
{
  gboolean    exists;
  const char *kind; /* unowned */
  char       *what;
  char       *from_day;
  char       *to_day;
} AmiaSpan;

typedef struct
{
  gboolean exists;
  char    *sort;
  AmiaUuid participant;
  gint64   participant_key;
  char    *title;
  char    *number;
  char    *name;
  char    *personnummer;
  gboolean is_protected;
  char    *step;
  gint64   step_visits;
  char    *status;
} AmiaProjectedCase;

void _amia_span_clear (AmiaSpan *span);
void _amia_projected_case_clear (AmiaProjectedCase *row);
/* Pure: what the tables span and case_row say of these records. */
void     _amia_project_span (const AmiaRecord *record,
                             AmiaSpan         *span);
void     _amia_project_case (const AmiaRecord  *record,
                             const AmiaRecord  *participant,
                             gint64             participant_key,
                             AmiaProjectedCase *row);
gboolean _amia_project_has_span (const char *kind);
gboolean _amia_project_find_step (AmiaStore         *store,
                                  const AmiaUuid    *case_id,
                                  AmiaProjectedCase *row,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_find_changed (AmiaStore      *store,
                                     const AmiaUuid *case_id,
                                     gint64         *changed_ms,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_store_span (AmiaStore       *store,
                                   const AmiaEntry *entry,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_flush_cases (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-index.c -------------------------------------------------------------------- */

/* Stands before what was added so that a number is found however it is written. */
#define AMIA_INDEX_SEPARATOR '\x1f'

/* Whether the words of this kind are names, and not texts. */
gboolean _amia_index_is_name (const char *kind);
/* Pure: the words of a record; NULL if it has none. */
char    *_amia_index_collect (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_index_is_searched (const AmiaKind *kind,
                                  const char     *field);
gboolean _amia_index_store (AmiaStore       *store,
                            const AmiaEntry *entry,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-search.c ------------------------------------------------------------------- */

/* The words of what was typed, in NFC; those without a letter or digit are left out. */
char **_amia_search_split (const char *words) G_GNUC_WARN_UNUSED_RESULT;
/* A set of records by their keys, which are small numbers: a bit for each. */
gboolean _amia_keys_contain (const GByteArray *keys,
                             gint64            key);
/* For one word: the participants and cases that have it. */
GByteArray *_amia_search_find_names (AmiaStore  *store,
                                     const char *word,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
