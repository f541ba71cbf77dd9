/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-segment.h"
#include "amia-sql-ledger-private.h"

/* Where the bodies of changes are: by far the most of what a ledger has to store, and a tenth of it
 * once they are packed together.
 *
 *   pending  of this transaction, in memory, until it reads bodies or ends
 *   fresh    a row each: the latest, too few yet to be worth a segment
 *   segment  packed, some dozens in a row, and never touched again
 *
 * Every change is in one of them; all that are fresh come after all that are in segments. The first
 * server number of a segment is its key, so that the one that has a change is the last that begins
 * at or before it. Whoever packs them does it in the transaction that would have added the last of
 * them, for which a reader sees each change in one place or the other. */

/* Longer ones are hardly packed better (deflate looks back 32 KiB), and whoever reads one case, of
 * which there is a change here and there, has to unpack the whole segment for each. Packed it is
 * about a page of SQLite's, or more: two shorter ones might just not fit into one. */
#define SEGMENT_BYTES (32 * 1024)

/* So much is kept unpacked: changes of one case are read soon after those of another. */
#define UNPACKED_BYTES_MAX (24 * 1024 * 1024)

/* No more is held back in memory. */
#define PENDING_BYTES_MAX (1024 * 1024)

/* Of a ledger from before there were segments, packed in a transaction. */
#define PACKED_AT_ONCE 4096

static gboolean
put_segment (AmiaLedger        *ledger,
             const AmiaSegment *segment,
             GError           **error)
{
  static const char sql[] = "INSERT INTO segment (first, body) VALUES (?, ?)";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "pack changes", error);
  g_autoptr (GBytes) packed = amia_segment_pack (segment);
  gconstpointer bytes;
  gsize         length;
  gint64        first;

  if (statement == NULL)
    return FALSE;

  (void) amia_segment_get (segment, 0, &length, &first);
  bytes = g_bytes_get_data (packed, &length);
  amia_sql_statement_bind_int (statement, 1, first);
  amia_sql_statement_bind_blob (statement, 2, bytes, length);
  return _amia_run_later (statement, error);
}

static gboolean
put_fresh (AmiaLedger        *ledger,
           const AmiaSegment *bodies,
           GError           **error)
{
  static const char sql[] = "INSERT INTO fresh (seq, body) VALUES (?, ?)";

  for (guint i = 0; i < amia_segment_get_n_changes (bodies); i++)
    {
      AmiaSqlStatement *statement =
          amia_sql_prepare (get_sql (ledger), sql, "keep the body of a change", error);
      gsize       length;
      gint64      seq;
      const char *body = amia_segment_get (bodies, i, &length, &seq);

      if (statement == NULL)
        return FALSE;

      amia_sql_statement_bind_int (statement, 1, seq);
      amia_sql_statement_bind_text_length (statement, 2, body, length);
      if (!_amia_run_later (statement, error))
        return FALSE;
    }

  return TRUE;
}

/* Packs as many as fill a segment, again and again, and keeps the rest as it is. */
static gboolean
put_bodies (AmiaLedger        *ledger,
            const AmiaSegment *bodies,
            GError           **error)
{
  g_autoptr (AmiaSegment) part = amia_segment_new ();

  for (guint i = 0; i < amia_segment_get_n_changes (bodies); i++)
    {
      gsize       length;
      gint64      seq;
      const char *body = amia_segment_get (bodies, i, &length, &seq);

      amia_segment_add (part, seq, body, length);
      if (amia_segment_get_n_bytes (part) >= SEGMENT_BYTES)
        {
          if (!put_segment (ledger, part, error))
            return FALSE;
          amia_segment_clear (part);
        }
    }

  return put_fresh (ledger, part, error);
}

static gboolean
count_fresh (AmiaLedger *ledger,
             gint64     *n_bytes,
             GError    **error)
{
  static const char sql[] = "SELECT coalesce (sum (length (body)), 0) FROM fresh";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "measure what is not packed", error);

  if (statement == NULL || amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *n_bytes = amia_sql_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
drop_fresh (AmiaLedger *ledger,
            gint64      until,
            GError    **error)
{
  static const char sql[] = "DELETE FROM fresh WHERE seq <= ?";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "take out what is packed", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, until);
  return _amia_run_later (statement, error);
}

/* Moves the oldest of them, so many at most, from the table into @bodies. */
static gboolean
take_fresh (AmiaLedger  *ledger,
            gint64       n_max,
            AmiaSegment *bodies,
            GError     **error)
{
  static const char sql[] = "SELECT seq, body FROM fresh ORDER BY seq LIMIT ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "read what is not packed", error);
  gint64   seq = 0;
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, n_max);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      gsize       length;
      const char *body = amia_sql_statement_get_blob (statement, 1, &length);

      seq = amia_sql_statement_get_int (statement, 0);
      amia_segment_add (bodies, seq, body, length);
    }

  return step == AMIA_DONE && (seq == 0 || drop_fresh (ledger, seq, error));
}

/* All together are worth a segment: those that are fresh come first and are packed with them. */
static gboolean
pack_pending (AmiaLedger *ledger,
              GError    **error)
{
  AmiaSegment *pending = AMIA_SQL_LEDGER (ledger)->pending;
  g_autoptr (AmiaSegment) bodies = amia_segment_new ();

  if (!take_fresh (ledger, G_MAXINT32, bodies, error))
    return FALSE;

  for (guint i = 0; i < amia_segment_get_n_changes (pending); i++)
    {
      gsize       length;
      gint64      seq;
      const char *body = amia_segment_get (pending, i, &length, &seq);

      amia_segment_add (bodies, seq, body, length);
    }

  return put_bodies (ledger, bodies, error);
}

gboolean
_amia_sql_ledger_settle_bodies (AmiaLedger *ledger,
                                GError    **error)
{
  AmiaSegment *pending = AMIA_SQL_LEDGER (ledger)->pending;
  gint64       n_bytes;
  gboolean     is_settled;

  if (amia_segment_get_n_changes (pending) == 0)
    return TRUE;
  if (!count_fresh (ledger, &n_bytes, error))
    return FALSE;

  is_settled = n_bytes + (gint64) amia_segment_get_n_bytes (pending) < SEGMENT_BYTES
                   ? put_fresh (ledger, pending, error)
                   : pack_pending (ledger, error);
  amia_segment_clear (pending);
  return is_settled;
}

gboolean
_amia_sql_ledger_put_body (AmiaLedger *ledger,
                           gint64      seq,
                           const char *body,
                           gsize       length,
                           GError    **error)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);

  /* A segment that began too late would hide it. */
  if (seq <= self->last_body)
    {
      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_FAILED,
                   "Failed to keep change %" G_GINT64_FORMAT ": a later one was kept before",
                   seq);
      return FALSE;
    }

  self->last_body = seq;
  amia_segment_add (self->pending, seq, body, length);
  return amia_segment_get_n_bytes (self->pending) < PENDING_BYTES_MAX ||
         _amia_sql_ledger_settle_bodies (ledger, error);
}

/* --- Finding -------------------------------------------------------------------------------- */

static int
compare_numbers (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
free_segment (gpointer segment)
{
  amia_segment_unref (segment);
}

GTree *
_amia_sql_ledger_new_segments (void)
{
  return g_tree_new_full (compare_numbers, NULL, g_free, free_segment);
}

/* The last that begins at or before the number; NULL if it does not have it. */
static AmiaSegment *
find_unpacked (AmiaSqlLedger *self,
               gint64         seq)
{
  GTreeNode *after = g_tree_upper_bound (self->unpacked, &seq);
  GTreeNode *node =
      after != NULL ? g_tree_node_previous (after) : g_tree_node_last (self->unpacked);
  AmiaSegment *segment = node != NULL ? g_tree_node_value (node) : NULL;
  gsize        length;

  if (segment == NULL || amia_segment_find (segment, seq, &length) == NULL)
    return NULL;

  return amia_segment_ref (segment);
}

void
_amia_sql_ledger_forget_segments (AmiaLedger *ledger)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);

  g_tree_remove_all (self->unpacked);
  self->n_unpacked_bytes = 0;
}

static void
keep_unpacked (AmiaLedger  *ledger,
               AmiaSegment *segment)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);
  gsize          n_bytes = amia_segment_get_n_bytes (segment);
  gsize          length;
  gint64         first;

  if (self->n_unpacked_bytes + n_bytes > UNPACKED_BYTES_MAX)
    _amia_sql_ledger_forget_segments (ledger);

  (void) amia_segment_get (segment, 0, &length, &first);
  g_tree_replace (self->unpacked, g_memdup2 (&first, sizeof first), amia_segment_ref (segment));
  self->n_unpacked_bytes += n_bytes;
}

/* Reads the one in which it must be. */
static AmiaSegment *
read_segment (AmiaLedger *ledger,
              gint64      seq,
              GError    **error)
{
  static const char sql[] =
      "SELECT body FROM segment WHERE first <= ? ORDER BY first DESC LIMIT 1";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "read packed changes", error);
  g_autoptr (AmiaSegment) segment = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GError) local_error = NULL;
  gconstpointer bytes;
  gsize         length = 0;
  AmiaStep      step;

  if (statement == NULL)
    return NULL;

  amia_sql_statement_bind_int (statement, 1, seq);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ERROR)
    return NULL;

  bytes = step == AMIA_ROW ? amia_sql_statement_get_blob (statement, 0, &length) : NULL;
  packed = g_bytes_new (bytes, length);
  segment = amia_segment_unpack (packed, &local_error);
  if (segment == NULL || amia_segment_find (segment, seq, &length) == NULL)
    {
      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_CORRUPT,
                   "Failed to read change %" G_GINT64_FORMAT ": %s",
                   seq,
                   local_error != NULL ? local_error->message : "it is not where it should be");
      return NULL;
    }

  return g_steal_pointer (&segment);
}

const char *
_amia_sql_ledger_find_body (AmiaLedger   *ledger,
                            gint64        seq,
                            AmiaSegment **segment,
                            gsize        *length,
                            GError      **error)
{
  const char *body = *segment != NULL ? amia_segment_find (*segment, seq, length) : NULL;

  if (body != NULL)
    return body;

  g_clear_pointer (segment, amia_segment_unref);
  *segment = find_unpacked (AMIA_SQL_LEDGER (ledger), seq);
  if (*segment == NULL)
    {
      *segment = read_segment (ledger, seq, error);
      if (*segment == NULL)
        return NULL;
      keep_unpacked (ledger, *segment);
    }

  return amia_segment_find (*segment, seq, length);
}

/* --- Ledgers from before -------------------------------------------------------------------- */

static gboolean
pack_some (AmiaLedger *ledger,
           gboolean   *has_more,
           GError    **error)
{
  g_autoptr (AmiaSegment) bodies = amia_segment_new ();

  if (!take_fresh (ledger, PACKED_AT_ONCE, bodies, error) ||
      !put_bodies (ledger, bodies, error))
    return FALSE;

  *has_more = amia_segment_get_n_changes (bodies) == PACKED_AT_ONCE;
  return TRUE;
}

gboolean
_amia_sql_ledger_pack_all (AmiaLedger *ledger,
                           GError    **error)
{
  gint64   n_bytes;
  gboolean has_more = TRUE;

  if (!count_fresh (ledger, &n_bytes, error))
    return FALSE;
  if (n_bytes < SEGMENT_BYTES)
    return TRUE;

  while (has_more)
    {
      if (!amia_ledger_begin (ledger, error))
        return FALSE;

      if (!pack_some (ledger, &has_more, error))
        {
          amia_ledger_rollback (ledger);
          return FALSE;
        }

      if (!amia_ledger_commit (ledger, error))
        return FALSE;
    }

  return TRUE;
}
