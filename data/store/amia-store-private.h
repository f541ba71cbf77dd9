/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-db.h"
#include "amia-incoming.h"
#include "amia-keys.h"
#include "amia-kinds.h"
#include "amia-questionnaire.h"
#include "amia-rights.h"
#include "amia-store-log.h"
#include "amia-store.h"

G_BEGIN_DECLS

/* What the store's own files share. One struct, one owner thread, and one way to write: begin,
 * change records in the transaction's cache, commit, which stores each of them once. What
 * belongs to one topic stands in a header of its own: -log-, -access-, -project-, -words-. */

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
  int       lease_days;
  gint64    contact_ms; /* when the server last answered, by its clock; 0 for never */
  gint64    offset_ms;  /* how far its clock is ahead of ours */
  gint64    known_ms;   /* the latest time that we know to have been */
  gboolean  is_unclean; /* something was forgotten and the files are not scrubbed yet */
  gboolean  is_dirty;
} AmiaPosition;

/* What we may see of a case or participant. Without a row everything: it was made here and no
 * server has spoken of it yet. */
typedef struct
{
  AmiaUuid    scope;
  gboolean    has_row;
  gint64      generation;
  AmiaRights *rights;    /* as the server said; NULL without a row */
  AmiaRights *effective; /* what is left of that today; NULL without a row */
} AmiaScopeAccess;

/* Yes, no, or not asked yet in this transaction. */
typedef enum
{
  AMIA_UNASKED,
  AMIA_SOME,
  AMIA_NONE,
} AmiaAnyRow;

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
  AmiaChange  origin;       /* what alone has made it, while it is not merged; ops NULL for none */
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
  GHashTable   *names;          /* account → what they are called; NULL until somebody asks */
  GPtrArray    *templates;      /* (element-type AmiaOwnTemplate), NULL until somebody asks */

  /* The transaction. */
  AmiaPosition position;
  GHashTable  *records; /* (element-type AmiaUuid AmiaEntry) */
  GHashTable  *cases;   /* (element-type AmiaUuid AmiaCaseEntry) */
  GHashTable  *scopes;  /* (element-type AmiaUuid AmiaScopeAccess) */
  AmiaAnyRow   has_scopes;
  AmiaAnyRow   has_sources;
  AmiaAnyRow   writes_short;
  gint64       next_key;
  gboolean     is_indexed_later; /* its texts are noted and no more */

  gint64 day_checked_us; /* by the monotonic clock, 0 for never */

  AmiaAnyRow has_unindexed; /* texts that are to be indexed */
  gboolean   is_indexing;   /* and nothing else is to be done */

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
/* By the server's clock, as far as it is known. */
gint64 _amia_store_get_now (AmiaStore *store);
void   _amia_day_print (gint64 ms,
                        char   day[AMIA_DAY_LENGTH + 1]);
/* The day in Europe/Stockholm; it never goes back. */
void _amia_store_get_today (AmiaStore *store,
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
/* @key is NULL for a replica that is not encrypted. Errors are those of the layers below. */
AmiaStore *_amia_store_open_with_key (const char        *path,
                                      const AmiaDataKey *key,
                                      GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   _amia_store_check_file (const char *path,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* What a revocation left to say of the replica. */
void _amia_store_delete_note (const char *path);
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
/* What the column state says of a record that is to be read from the log. */
#define AMIA_STATE_OF_LOG ""
/* From a row of: kind, id, case_id, state, key. Whoever asks outside a transaction drops the access
 * that this may have looked up. */
AmiaRecord *_amia_record_read (AmiaStore     *store,
                               AmiaStatement *statement,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        _amia_entry_free (gpointer entry);
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
/* Makes the record of @entry anew from the log, without refused changes. */
gboolean _amia_records_rebuild (AmiaStore *store,
                                AmiaEntry *entry,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* The record as the log says. Used to rebuild and to verify, @is_whole being FALSE: without what
 * may not be seen today. */
AmiaRecord *_amia_records_merge (AmiaStore      *store,
                                 gint64          key,
                                 const char     *kind,
                                 const AmiaUuid *id,
                                 const AmiaUuid *case_id,
                                 gboolean        is_whole,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores what is dirty in the caches: records, periods, rows of cases, words. */
gboolean       _amia_records_flush (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;
AmiaCaseEntry *_amia_cases_get (AmiaStore      *store,
                                const AmiaUuid *id);

/* The rows of the cases that @change has ops of are made anew. */
void _amia_cases_redo (AmiaStore        *store,
                       const AmiaChange *change);

/* --- amia-store-apply.c -------------------------------------------------------------------- */

/* Merges the ops from @first_op on into their records and notes which records and cases it is. */
gboolean _amia_records_apply (AmiaStore        *store,
                              const AmiaChange *change,
                              guint             first_op,
                              gint64            seq,
                              AmiaChangeState   state,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the record is as one change of the log has made it, so that it needs no registers of its
 * own to be read again; it has those of what is searched, and no others. */
gboolean _amia_entry_is_of_log (const AmiaEntry *entry);
/* Gives it all its registers: there is something to do with it. */
void _amia_entry_settle (AmiaEntry *entry);

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

/* --- amia-store-read.c --------------------------------------------------------------------- */

/* amia_store_foreach_record() for inside a transaction, and with the errors of the layers below. */
gboolean _amia_records_visit (AmiaStore             *store,
                              const AmiaRecordQuery *query,
                              AmiaRecordFunc         func,
                              gpointer               data,
                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-names.c --------------------------------------------------------------------- */

/* Something was written that may say what somebody is called. */
void _amia_names_forget (AmiaStore *store);
/* Fills what migration 14 added with what was here before; does nothing when that was done. */
gboolean _amia_columns_catch_up (AmiaStore *store,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-templates.c ---------------------------------------------------------------- */

/* The form that a response is to, unowned, NULL if it is not here; and the area that whoever
 * brought it in gave the questions without one. */
const AmiaQuestionnaire *_amia_templates_find (AmiaStore   *store,
                                               const char  *canonical,
                                               const char **area);
/* A template has come or changed: what was known of them is read again. */
void _amia_templates_forget (AmiaStore *store);

G_END_DECLS
