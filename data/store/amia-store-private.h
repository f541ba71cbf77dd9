/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-db.h"
#include "amia-incoming.h"
#include "amia-keys.h"
#include "amia-kinds.h"
#include "amia-questionnaire.h"
#include "amia-rights.h"
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

/* A change as it stands in the log. */
typedef struct
{
  AmiaChange     *change;
  gint64          seq;
  gint64          device_idx;
  AmiaChangeState state;
  gboolean        is_dismissed;
  gboolean        has_hash;
} AmiaLogged;

void _amia_logged_clear (AmiaLogged *logged);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaLogged, _amia_logged_clear)

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
/* Whether anything in the log is not written here. */
gboolean _amia_log_has_others (AmiaStore *store,
                               gboolean  *answer,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;
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
/* The change in row @seq, or of @device with number @n where @seq is 0; logged->change is NULL if
 * there is none. */
gboolean _amia_log_load (AmiaStore      *store,
                         gint64          seq,
                         const AmiaUuid *device,
                         gint64          n,
                         AmiaLogged     *logged,
                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Which changes name which as sources: to find what must go with one. */
gboolean _amia_log_note_sources (AmiaStore        *store,
                                 const AmiaChange *change,
                                 guint             first_op,
                                 gint64            seq,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;
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
/* The same of all in the range, of which the first has the number @server_seq there and the others
 * follow; those that the server once refused are taken back into the registers. */
gboolean _amia_log_accept (AmiaStore *store,
                           gint64     first,
                           gint64     last,
                           gint64     server_seq,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_refuse (AmiaStore  *store,
                           gint64      n,
                           const char *reason,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* After a new life of the server's log has begun; and what it says of what was offered to it. */
gboolean _amia_refill_begin (AmiaStore *store,
                             GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_refill_take (AmiaStore          *store,
                            const AmiaIncoming *incoming,
                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* What stood in a change that was sealed, forgotten here and then refused. */
gboolean _amia_log_give_back (AmiaStore  *store,
                              gint64      n,
                              const char *body,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* The server keeps it sealed. */
gboolean _amia_log_seal (AmiaStore  *store,
                         gint64      n,
                         const char *reason,
                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was sealed, refused or lost under a name that this file had once came by the feed. */
gboolean _amia_log_take_up (AmiaStore  *store,
                            AmiaLogged *logged,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_set_state (AmiaStore      *store,
                              gint64          seq,
                              AmiaChangeState state,
                              const char     *reason,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Carries @chain on over own changes. */
gboolean _amia_log_chain (AmiaStore *store,
                          gint64     first,
                          gint64     last,
                          guint8    *chain,
                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-access.c ------------------------------------------------------------------- */

/* The case or participant that rights to @op are asked of. */
const AmiaUuid *_amia_op_get_scope (const AmiaOp *op);
void            _amia_scope_access_free (gpointer access);
/* The entry in the transaction's cache, loaded or without a row. */
AmiaScopeAccess *_amia_access_get (AmiaStore      *store,
                                   const AmiaUuid *scope,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* For whoever asks outside a transaction: what was looked up is true for as long as that took. */
void     _amia_access_drop (AmiaStore *store);
gboolean _amia_access_store (AmiaStore             *store,
                             const AmiaScopeAccess *access,
                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* As much as can be read of what another replica may see; generations begin anew. */
void _amia_access_copy (AmiaStore *store,
                        AmiaDb    *from);
/* Whether nothing in a scope can be affected by its first rights: all of it was written here, and
 * whoever is in the team and the pair is allowed all of their own agency's. Reads no change. */
gboolean _amia_access_is_all_own (AmiaStore             *store,
                                  const AmiaScopeAccess *access,
                                  gboolean              *is_own,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @rights (NULL: unrestricted) allow @op of @change. */
gboolean _amia_access_allows (AmiaStore        *store,
                              const AmiaRights *rights,
                              const AmiaChange *change,
                              const AmiaOp     *op);
/* Whether @op counts today: its scope's effective rights allow it, and so they do each source. A
 * source that is not here is the server's to judge, unless the change is an own one that it does
 * not have: then it was here once. */
gboolean _amia_access_check (AmiaStore        *store,
                             const AmiaChange *change,
                             const AmiaOp     *op,
                             AmiaChangeState   state,
                             gboolean         *counts,
                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ops of @change that the server's rights allow, borrowed; NULL if that is all of them. */
gboolean _amia_access_filter (AmiaStore        *store,
                              const AmiaChange *change,
                              GPtrArray       **ops,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether any op has sources at all. */
gboolean _amia_access_has_sources (AmiaStore *store,
                                   gboolean  *has_sources,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-forget.c ------------------------------------------------------------------- */

/* Gives @access new rights: removes from the log what @rights no longer allow (NULL: they stay as
 * they are), and takes in and out of the projections what @effective says. Both are taken. */
gboolean _amia_forget_change_rights (AmiaStore       *store,
                                     AmiaScopeAccess *access,
                                     AmiaRights      *rights,
                                     AmiaRights      *effective,
                                     gboolean        *is_any_gone,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Own changes that waited though they may no longer be seen go when the server has them. */
gboolean _amia_forget_acknowledged (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* A change that is a source of others has come (back): they may count again. */
gboolean _amia_forget_take_back (AmiaStore        *store,
                                 const AmiaChange *change,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-cut.c ---------------------------------------------------------------------- */

/* @logged has lost the ops in @gone: writes what is left of it. */
gboolean _amia_log_cut (AmiaStore        *store,
                        const AmiaLogged *logged,
                        const GPtrArray  *gone,
                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* An own change that may not be seen here, but for now only is here. */
gboolean _amia_log_lock (AmiaStore *store,
                         gint64     seq,
                         GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_unlock (AmiaStore *store,
                           gint64     seq,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-scrub.c -------------------------------------------------------------------- */

/* Outside a transaction: leaves no byte of what was forgotten in any file of ours, and makes the
 * receipts due. Does nothing if there is nothing to do. */
gboolean _amia_store_scrub (AmiaStore *store,
                            GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-day.c ---------------------------------------------------------------------- */

/* The next task of the thread that owns the store; NULL once a minute, and first of all, when it
 * has looked at the day. */
GTask *_amia_day_pop (AmiaStore   *store,
                      GAsyncQueue *queue);
/* Whether the laptop has been out of contact for longer than its lease. */
gboolean _amia_day_is_lapsed (AmiaStore *store);
/* The server answered at @server_ms by its clock (0: it did not say). What a day's end or the
 * lease's had hidden comes back: the server has spoken. */
gboolean _amia_day_note_contact (AmiaStore *store,
                                 gint64     server_ms,
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

/* --- amia-store-read.c --------------------------------------------------------------------- */

/* amia_store_foreach_record() for inside a transaction, and with the errors of the layers below. */
gboolean _amia_records_visit (AmiaStore             *store,
                              const AmiaRecordQuery *query,
                              AmiaRecordFunc         func,
                              gpointer               data,
                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-templates.c ---------------------------------------------------------------- */

/* The form that a response is to, unowned, NULL if it is not here; and the area that whoever
 * brought it in gave the questions without one. */
const AmiaQuestionnaire *_amia_templates_find (AmiaStore   *store,
                                               const char  *canonical,
                                               const char **area);
/* A template has come or changed: what was known of them is read again. */
void _amia_templates_forget (AmiaStore *store);

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

/* Puts the words of a text that has its row into the full-text indexes. */
gboolean _amia_index_add_text (AmiaStore  *store,
                               gint64      key,
                               const char *words,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-unindexed.c: texts that are in no full-text index yet -------------------- */

gboolean _amia_unindexed_add (AmiaStore *store,
                              gint64     key,
                              GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_unindexed_remove (AmiaStore *store,
                                 gint64     key,
                                 gboolean  *was_there,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* In the transaction that is open. */
gboolean _amia_unindexed_work_off_all (AmiaStore *store,
                                       GError   **error) G_GNUC_WARN_UNUSED_RESULT;

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
