/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include <string.h>

#include "amia-columns-private.h"
#include "amia-sync-response-private.h"

/* A page of the feed in column form: the changes themselves as in a request
 * (amia-columns-private.h), and with them their server numbers, sites and own numbers, all of which
 * mostly go up by one. */

enum
{
  MEMBER_SEQ,
  MEMBER_SITE,
  MEMBER_N,
  MEMBER_SHOWN,
  MEMBER_CHANGES,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "seq", AMIA_WIRE_ARRAY, FALSE },
  { "site", AMIA_WIRE_ARRAY, FALSE },
  { "n", AMIA_WIRE_ARRAY, FALSE },
  { "shown", AMIA_WIRE_ARRAY, TRUE },
  { "changes", AMIA_WIRE_OBJECT, FALSE },
};

/* --- Writing -------------------------------------------------------------------------------- */

static void
append_numbers (GString     *out,
                GPtrArray   *feed,
                const guint *site,
                guint        n_sites)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sites = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree gint64 *last_n = g_new0 (gint64, n_sites);
  gint64             last_seq = 0;

  for (guint i = 0; i < feed->len; i++)
    {
      const AmiaWireChange *entry = g_ptr_array_index (feed, i);
      gint64                seq = entry->seq - last_seq;
      gint64                n = entry->change->n - last_n[site[i]];
      gint64                index = site[i];

      last_seq = entry->seq;
      last_n[site[i]] = entry->change->n;
      g_array_append_val (seqs, seq);
      g_array_append_val (sites, index);
      g_array_append_val (ns, n);
    }

  g_string_append (out, "{\"seq\":");
  _amia_columns_append_numbers (out, seqs, FALSE);
  g_string_append (out, ",\"site\":");
  _amia_columns_append_numbers (out, sites, TRUE);
  g_string_append (out, ",\"n\":");
  _amia_columns_append_numbers (out, ns, FALSE);
}

static void
append_shown (GString   *out,
              GPtrArray *feed)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < feed->len; i++)
    {
      const AmiaWireChange *entry = g_ptr_array_index (feed, i);

      if (entry->shown_ms == 0)
        continue;
      g_string_append (out, is_first ? ",\"shown\":[[" : ",[");
      _amia_wire_append_int (out, i);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->shown_ms);
      g_string_append_c (out, ']');
      is_first = FALSE;
    }

  if (!is_first)
    g_string_append_c (out, ']');
}

gboolean
_amia_sync_response_append_columns (GString     *out,
                                    GPtrArray   *feed,
                                    const guint *site,
                                    guint        n_sites)
{
  g_autofree const AmiaChange **changes = g_new (const AmiaChange *, feed->len);
  const gsize                   start = out->len;

  for (guint i = 0; i < feed->len; i++)
    changes[i] = ((const AmiaWireChange *) g_ptr_array_index (feed, i))->change;

  g_string_append (out, ",\"columns\":");
  append_numbers (out, feed, site, n_sites);
  append_shown (out, feed);
  g_string_append (out, ",\"changes\":");
  if (!_amia_columns_append_changes (out, changes, feed->len))
    {
      g_string_truncate (out, start);
      return FALSE;
    }
  g_string_append_c (out, '}');
  return TRUE;
}

/* --- Reading -------------------------------------------------------------------------------- */

typedef struct
{
  GArray      *seqs;
  GArray      *sites;
  GArray      *ns;
  gint64      *shown_ms;
  gint64      *last_n;
  gint64       last_seq;
  guint        n_changes;
  guint        n_read;
  AmiaFeedRead read;
  gpointer     into;
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->seqs, g_array_unref);
  g_clear_pointer (&reader->sites, g_array_unref);
  g_clear_pointer (&reader->ns, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* Differences may be anything; what they come to may not. */
static gboolean
add (const AmiaWire *wire,
     gint64         *number,
     gint64          difference)
{
  *number = (gint64) ((guint64) *number + (guint64) difference);
  return *number >= 1 || _amia_wire_fail (wire, "a number in the columns runs over");
}

static AmiaChange *
read_change (const AmiaWire *wire,
             guint           index,
             AmiaStamp       stamp,
             gpointer        into)
{
  Reader *reader = into;
  guint   site_index = reader->sites->len == 1 ? 0 : index;
  gint64  site;

  if (index >= reader->n_changes)
    {
      (void) _amia_wire_fail (wire, "the columns are not equally long");
      return NULL;
    }

  site = g_array_index (reader->sites, gint64, site_index);
  if (!add (wire, &reader->last_seq, g_array_index (reader->seqs, gint64, index)) ||
      !add (wire, &reader->last_n[site], g_array_index (reader->ns, gint64, index)))
    return NULL;

  reader->n_read++;
  return reader->read (&(AmiaFeedRow){ .seq = reader->last_seq,
                                       .site = (guint) site,
                                       .n = reader->last_n[site],
                                       .stamp = stamp,
                                       .shown_ms = reader->shown_ms[index] },
                       reader->into);
}

static gboolean
read_shown (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  Reader       *reader = into;
  AmiaWireValue row[2];
  gint64        index;

  return _amia_wire_read_row (wire, "a shown time", element, row, G_N_ELEMENTS (row)) &&
         _amia_wire_read_int (wire,
                              "a shown time's place",
                              &row[0],
                              0,
                              (gint64) reader->n_changes - 1,
                              &index) &&
         _amia_wire_read_int (wire,
                              "a shown time",
                              &row[1],
                              1,
                              G_MAXINT64,
                              &reader->shown_ms[index]);
}

/* How many changes there are is said by the first list, and held against all the others. */
static guint
count (const AmiaWireValue *list)
{
  AmiaScan  scan;
  AmiaSlice element;
  guint     n = 0;

  (void) amia_scan_enter (&scan, list->slice);
  while (n <= AMIA_PAGE_CHANGES_MAX && amia_scan_next (&scan, &element) != AMIA_SCAN_END)
    n++;
  return n;
}

static gboolean
read_numbers (const AmiaWire      *wire,
              const AmiaWireValue *values,
              guint                n_sites,
              Reader              *reader)
{
  const guint n = reader->n_changes;

  reader->seqs = _amia_columns_read_numbers (wire,
                                             "a server number",
                                             &values[MEMBER_SEQ],
                                             n,
                                             FALSE,
                                             -G_MAXINT64,
                                             G_MAXINT64);
  if (reader->seqs == NULL)
    return FALSE;

  reader->sites = _amia_columns_read_numbers (wire,
                                              "a site",
                                              &values[MEMBER_SITE],
                                              n,
                                              TRUE,
                                              0,
                                              (gint64) n_sites - 1);
  if (reader->sites == NULL)
    return FALSE;

  reader->ns = _amia_columns_read_numbers (wire,
                                           "a change's number",
                                           &values[MEMBER_N],
                                           n,
                                           FALSE,
                                           -G_MAXINT64,
                                           G_MAXINT64);
  return reader->ns != NULL;
}

gboolean
_amia_sync_response_read_columns (const AmiaWire      *wire,
                                  const AmiaWireValue *columns,
                                  guint                n_sites,
                                  AmiaFeedRead         read,
                                  gpointer             into)
{
  AmiaWireValue      values[N_MEMBERS];
  g_autofree gint64 *shown_ms = NULL;
  g_autofree gint64 *last_n = g_new0 (gint64, MAX (n_sites, 1));
  g_auto (Reader) reader = { .last_n = last_n, .read = read, .into = into };
  guint n;

  if (!_amia_wire_open_object (wire, columns, members, N_MEMBERS, values))
    return FALSE;

  n = count (&values[MEMBER_SEQ]);
  if (n > AMIA_PAGE_CHANGES_MAX)
    return _amia_wire_fail_size (wire, "the columns");

  shown_ms = g_new0 (gint64, MAX (n, 1));
  reader.shown_ms = shown_ms;
  reader.n_changes = n;
  if (!read_numbers (wire, values, n_sites, &reader) ||
      !_amia_wire_read_list (wire,
                             "the shown times",
                             &values[MEMBER_SHOWN],
                             AMIA_PAGE_CHANGES_MAX,
                             read_shown,
                             &reader) ||
      !_amia_columns_read_changes (wire,
                                   &values[MEMBER_CHANGES],
                                   AMIA_PAGE_CHANGES_MAX,
                                   AMIA_ANSWER_BYTES_MAX,
                                   read_change,
                                   &reader))
    return FALSE;

  return reader.n_read == n || _amia_wire_fail (wire, "the columns are not equally long");
}
