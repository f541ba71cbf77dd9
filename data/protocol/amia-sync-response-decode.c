/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-refill-private.h"
#include "amia-sync-response-private.h"
#include "amia-sync-snapshot-private.h"

/* Reads what the server says in a round. The stamp and the ops of a change lie side by side in the
 * feed, so that they are read by amia_change_decode (), the one reader of changes. A server that
 * answers rubbish is met like any other stranger: nothing of such an answer is taken. */

enum
{
  MEMBER_V,
  MEMBER_EPOCH,
  MEMBER_NOW,
  MEMBER_ACK,
  MEMBER_STATE,
  MEMBER_OWN,
  MEMBER_SHOWN,
  MEMBER_SCOPES,
  MEMBER_NEXT,
  MEMBER_MORE,
  MEMBER_SITES,
  MEMBER_FEED,
  MEMBER_LANES,
  MEMBER_READERS,
  MEMBER_READERS_HASH,
  MEMBER_OPENED,
  MEMBER_FACTS,
  MEMBER_LEASE,
  MEMBER_RETURNED,
  MEMBER_REFILLED,
  MEMBER_SNAPSHOT,
  MEMBER_LEFT_OUT,
  MEMBER_DIGESTS,
  MEMBER_DIGESTS_LEFT,
  MEMBER_COLUMNS,
  MEMBER_CAN,
  MEMBER_SHORT,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "epoch", AMIA_WIRE_STRING, TRUE },
  { "now", AMIA_WIRE_NUMBER, FALSE },
  { "ack", AMIA_WIRE_NUMBER, TRUE },
  { "state", AMIA_WIRE_ARRAY, TRUE },
  { "own", AMIA_WIRE_ARRAY, TRUE },
  { "shown", AMIA_WIRE_ARRAY, TRUE },
  { "scopes", AMIA_WIRE_ARRAY, TRUE },
  { "next", AMIA_WIRE_NUMBER, TRUE },
  { "more", AMIA_WIRE_BOOLEAN, TRUE },
  { "sites", AMIA_WIRE_ARRAY, TRUE },
  { "feed", AMIA_WIRE_ARRAY, TRUE },
  { "lanes", AMIA_WIRE_ARRAY, TRUE },
  { "readers", AMIA_WIRE_ARRAY | AMIA_WIRE_NULL, TRUE },
  { "readers_hash", AMIA_WIRE_STRING | AMIA_WIRE_NULL, TRUE },
  { "opened", AMIA_WIRE_ARRAY, TRUE },
  { "facts", AMIA_WIRE_NUMBER, TRUE },
  { "lease", AMIA_WIRE_NUMBER, TRUE },
  { "returned", AMIA_WIRE_ARRAY, TRUE },
  { "refilled", AMIA_WIRE_ARRAY, TRUE },
  { "snapshot", AMIA_WIRE_ARRAY, TRUE },
  { "left_out", AMIA_WIRE_ARRAY, TRUE },
  { "digests", AMIA_WIRE_ARRAY, TRUE },
  { "digests_left", AMIA_WIRE_NUMBER, TRUE },
  { "columns", AMIA_WIRE_OBJECT, TRUE },
  { "can", AMIA_WIRE_ARRAY, TRUE },
  { "short", AMIA_WIRE_ARRAY, TRUE },
};

/* A device, and the account that writes on it. */
typedef struct
{
  AmiaUuid device;
  char    *author;
  char    *agency;
} SiteRow;

typedef struct
{
  GArray           *sites;
  AmiaSyncResponse *response;
  GString          *text;
} FeedReader;

static void
clear_site_row (gpointer data)
{
  SiteRow *row = data;

  g_free (row->author);
  g_free (row->agency);
}

static gboolean
read_state (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  AmiaSyncResponse *response = into;
  AmiaWireRefusal   refusal = { 0, NULL };
  AmiaWireValue     row[3];
  g_autofree char  *state = NULL;
  g_autofree char  *reason = NULL;

  if (!_amia_wire_read_row (wire, "a change's state", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_int (wire, "a change's number", &row[0], 1, G_MAXINT64, &refusal.n) ||
      !_amia_wire_read_text (wire, "a change's state", &row[1], AMIA_USER_BYTES_MAX, &state) ||
      !_amia_wire_read_text (wire, "a state's reason", &row[2], AMIA_USER_BYTES_MAX, &reason))
    return FALSE;

  if (!g_str_equal (state, "refused") && !g_str_equal (state, "escrow"))
    return _amia_wire_fail (wire, "a change's state is not known");

  refusal.reason = g_steal_pointer (&reason);
  if (g_str_equal (state, "refused"))
    g_array_append_val (response->refused, refusal);
  else
    g_array_append_val (response->escrowed, refusal);
  return TRUE;
}

static gboolean
read_own (const AmiaWire      *wire,
          const AmiaWireValue *element,
          gpointer             into)
{
  AmiaWireOwn   run;
  AmiaWireValue row[3];

  if (!_amia_wire_read_row (wire, "an own run", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_int (wire, "an own run's first", &row[0], 1, G_MAXINT64, &run.first) ||
      !_amia_wire_read_int (wire, "an own run's last", &row[1], run.first, G_MAXINT64, &run.last) ||
      !_amia_wire_read_int (wire, "an own run's number", &row[2], 1, G_MAXINT64, &run.seq))
    return FALSE;

  if (run.last - run.first > G_MAXINT64 - run.seq)
    return _amia_wire_fail (wire, "an own run's numbers run over");

  g_array_append_val ((GArray *) into, run);
  return TRUE;
}

static gboolean
read_site (const AmiaWire      *wire,
           const AmiaWireValue *element,
           gpointer             into)
{
  SiteRow          site = { { { 0 } }, NULL, NULL };
  AmiaWireValue    row[3];
  g_autofree char *author = NULL;
  g_autofree char *agency = NULL;

  if (!_amia_wire_read_row (wire, "a site", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_device (wire, &row[0], &site.device) ||
      !_amia_wire_read_text (wire, "a site's author", &row[1], AMIA_USER_BYTES_MAX, &author) ||
      !_amia_wire_read_text (wire, "a site's agency", &row[2], AMIA_USER_BYTES_MAX, &agency))
    return FALSE;

  site.author = g_steal_pointer (&author);
  site.agency = g_steal_pointer (&agency);
  g_array_append_val ((GArray *) into, site);
  return TRUE;
}

static void
take_change (FeedReader        *reader,
             const AmiaFeedRow *row,
             AmiaChange        *change)
{
  const SiteRow *site = &g_array_index (reader->sites, SiteRow, row->site);

  change->author = g_strdup (site->author);
  change->agency = g_strdup (site->agency);
  amia_sync_response_take_change (reader->response, row->seq, change, row->shown_ms);
}

static AmiaChange *
make_change (const AmiaFeedRow *row,
             gpointer           into)
{
  FeedReader    *reader = into;
  const SiteRow *site = &g_array_index (reader->sites, SiteRow, row->site);
  AmiaChange    *change = amia_change_new (&site->device, row->n, row->stamp, NULL, NULL);

  take_change (reader, row, change);
  return change;
}

/* A change in canonical form. */
static gboolean
read_change (const AmiaWire    *wire,
             FeedReader        *reader,
             const AmiaFeedRow *row)
{
  const SiteRow *site = &g_array_index (reader->sites, SiteRow, row->site);
  g_autoptr (GError) local_error = NULL;
  AmiaChange *change;

  change = amia_change_decode (&site->device,
                               row->n,
                               reader->text->str,
                               reader->text->len,
                               &local_error);
  if (change == NULL)
    return _amia_wire_fail (wire, local_error->message);

  take_change (reader, row, change);
  return TRUE;
}

static gboolean
read_feed (const AmiaWire      *wire,
           const AmiaWireValue *element,
           gpointer             into)
{
  FeedReader   *reader = into;
  AmiaFeedRow   row = { 0 };
  AmiaWireValue values[6];
  gint64        site;

  if (!_amia_wire_read_open_row (wire, "a change", element, values, 5, G_N_ELEMENTS (values)) ||
      !_amia_wire_read_int (wire,
                            "a change's server number",
                            &values[0],
                            1,
                            G_MAXINT64,
                            &row.seq) ||
      !_amia_wire_read_int (wire,
                            "a change's site",
                            &values[1],
                            0,
                            (gint64) reader->sites->len - 1,
                            &site) ||
      !_amia_wire_read_int (wire, "a change's number", &values[2], 1, G_MAXINT64, &row.n) ||
      (values[5].type != AMIA_SCAN_END && !_amia_wire_read_int (wire,
                                                                "a change's shown time",
                                                                &values[5],
                                                                1,
                                                                G_MAXINT64,
                                                                &row.shown_ms)))
    return FALSE;

  g_string_assign (reader->text, "{\"h\":");
  g_string_append_len (reader->text, values[3].slice.text, (gssize) values[3].slice.length);
  g_string_append (reader->text, ",\"ops\":");
  g_string_append_len (reader->text, values[4].slice.text, (gssize) values[4].slice.length);
  g_string_append_c (reader->text, '}');

  row.site = (guint) site;
  return read_change (wire, reader, &row);
}

/* The place of a change in the feed that was written in the short form. */
static gboolean
read_short (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  GPtrArray *feed = into;
  gint64     place;

  if (!_amia_wire_read_int (
          wire, "a short change", element, 0, (gint64) feed->len - 1, &place))
    return FALSE;

  ((AmiaWireChange *) g_ptr_array_index (feed, (guint) place))->change->is_short = TRUE;
  return TRUE;
}

static gboolean
read_reader (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  AmiaWireReader   reader = { NULL, NULL, 0 };
  AmiaWireValue    row[3];
  g_autofree char *user = NULL;
  g_autofree char *agency = NULL;

  if (!_amia_wire_read_row (wire, "a reader", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_text (wire, "a reader's name", &row[0], AMIA_USER_BYTES_MAX, &user) ||
      !_amia_wire_read_text (wire, "a reader's agency", &row[1], AMIA_USER_BYTES_MAX, &agency) ||
      !_amia_wire_read_int (wire, "a reader's position", &row[2], 0, G_MAXINT64, &reader.position))
    return FALSE;

  reader.user = g_steal_pointer (&user);
  reader.agency = g_steal_pointer (&agency);
  g_array_append_val ((GArray *) into, reader);
  return TRUE;
}

static gboolean
read_changes (const AmiaWire      *wire,
              const AmiaWireValue *values,
              AmiaSyncResponse    *response)
{
  g_autoptr (GArray) sites = g_array_new (FALSE, FALSE, sizeof (SiteRow));
  g_autoptr (GString) text = g_string_new (NULL);
  FeedReader reader = { sites, response, text };

  g_array_set_clear_func (sites, clear_site_row);
  if (!_amia_wire_read_list (wire,
                             "the sites",
                             &values[MEMBER_SITES],
                             AMIA_PAGE_CHANGES_MAX,
                             read_site,
                             sites))
    return FALSE;

  response->use_columns = values[MEMBER_COLUMNS].type != AMIA_SCAN_END;
  if (response->use_columns && values[MEMBER_FEED].type != AMIA_SCAN_END)
    return _amia_wire_fail (wire, "the feed is there in rows and in columns");
  if (response->use_columns)
    return _amia_sync_response_read_columns (wire,
                                             &values[MEMBER_COLUMNS],
                                             sites->len,
                                             make_change,
                                             &reader);

  return _amia_wire_read_list (wire,
                               "the feed",
                               &values[MEMBER_FEED],
                               AMIA_PAGE_CHANGES_MAX,
                               read_feed,
                               &reader) &&
         _amia_wire_read_list (wire,
                               "the short changes",
                               &values[MEMBER_SHORT],
                               AMIA_PAGE_CHANGES_MAX,
                               read_short,
                               response->feed);
}

/* The list and its hash come together or not at all. */
static gboolean
read_readers (const AmiaWire      *wire,
              const AmiaWireValue *values,
              AmiaSyncResponse    *response)
{
  if (values[MEMBER_READERS].type != AMIA_SCAN_ARRAY)
    return TRUE;

  response->readers = amia_wire_readers_new ();
  return _amia_wire_read_list (wire,
                               "the readers",
                               &values[MEMBER_READERS],
                               AMIA_READERS_MAX,
                               read_reader,
                               response->readers) &&
         _amia_wire_read_text (wire,
                               "the readers' hash",
                               &values[MEMBER_READERS_HASH],
                               AMIA_EPOCH_BYTES_MAX,
                               &response->readers_hash);
}

static gboolean
read_lists (const AmiaWire      *wire,
            const AmiaWireValue *values,
            AmiaSyncResponse    *response)
{
  const AmiaWireAccess access = {
    .shown = values[MEMBER_SHOWN],
    .scopes = values[MEMBER_SCOPES],
    .opened = values[MEMBER_OPENED],
    .facts = values[MEMBER_FACTS],
    .lease = values[MEMBER_LEASE],
    .returned = values[MEMBER_RETURNED],
  };
  const AmiaWireSnapshotMembers snapshot = {
    .snapshot = values[MEMBER_SNAPSHOT],
    .left_out = values[MEMBER_LEFT_OUT],
    .digests = values[MEMBER_DIGESTS],
    .digests_left = values[MEMBER_DIGESTS_LEFT],
  };

  return _amia_wire_read_list (wire,
                               "the states",
                               &values[MEMBER_STATE],
                               AMIA_BATCH_CHANGES_MAX,
                               read_state,
                               response) &&
         _amia_wire_read_list (wire,
                               "the own runs",
                               &values[MEMBER_OWN],
                               AMIA_PAGE_CHANGES_MAX,
                               read_own,
                               response->own) &&
         _amia_wire_read_list (wire,
                               "the lanes",
                               &values[MEMBER_LANES],
                               AMIA_LANES_MAX,
                               _amia_wire_read_lane,
                               response->lanes) &&
         _amia_sync_response_read_access (wire, &access, response) &&
         _amia_sync_response_read_snapshot (wire, &snapshot, response) &&
         _amia_wire_read_list (wire,
                               "what was refilled",
                               &values[MEMBER_REFILLED],
                               AMIA_KEPT_MAX,
                               _amia_sync_response_read_refilled,
                               response->refilled) &&
         read_readers (wire, values, response) && read_changes (wire, values, response);
}

/* In the short form any of it may be missing, in the other none. */
static gboolean
read_place (const AmiaWire      *wire,
            const AmiaWireValue *values,
            AmiaSyncResponse    *response)
{
  const gboolean is_short = values[MEMBER_EPOCH].type == AMIA_SCAN_END;
  const gboolean has_ack = values[MEMBER_ACK].type != AMIA_SCAN_END;
  const gboolean has_next = values[MEMBER_NEXT].type != AMIA_SCAN_END;
  const gboolean has_more = values[MEMBER_MORE].type != AMIA_SCAN_END;

  if (!is_short && !(has_ack && has_next && has_more))
    return _amia_wire_fail (wire, "it does not say where it goes on");

  response->more = has_more && values[MEMBER_MORE].slice.text[0] == 't';
  response->ack = -1;
  response->next = -1;
  return (is_short || _amia_wire_read_text (wire,
                                            "the epoch",
                                            &values[MEMBER_EPOCH],
                                            AMIA_EPOCH_BYTES_MAX,
                                            &response->epoch)) &&
         (!has_ack || _amia_wire_read_int (wire,
                                           "ack",
                                           &values[MEMBER_ACK],
                                           0,
                                           G_MAXINT64,
                                           &response->ack)) &&
         (!has_next || _amia_wire_read_int (wire,
                                            "next",
                                            &values[MEMBER_NEXT],
                                            0,
                                            G_MAXINT64,
                                            &response->next));
}

AmiaSyncResponse *
amia_sync_response_decode (const char *bytes,
                           gsize       length,
                           GError    **error)
{
  const AmiaWire wire = { "sync response", error };
  g_autoptr (AmiaSyncResponse) response = NULL;
  AmiaWireValue values[N_MEMBERS];

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!_amia_wire_open (&wire,
                        (AmiaSlice){ bytes, length },
                        AMIA_ANSWER_BYTES_MAX,
                        members,
                        N_MEMBERS,
                        values))
    return NULL;

  response = amia_sync_response_new ();
  response->can_columns = _amia_wire_has_word (&values[MEMBER_CAN], "columns");
  response->can_mark = _amia_wire_has_word (&values[MEMBER_CAN], "mark");
  response->can_short = _amia_wire_has_word (&values[MEMBER_CAN], "short");
  response->says_can = values[MEMBER_EPOCH].type != AMIA_SCAN_END;
  if (!_amia_wire_read_int (&wire,
                            "the time",
                            &values[MEMBER_NOW],
                            0,
                            G_MAXINT64,
                            &response->now_ms) ||
      !read_place (&wire, values, response) ||
      !read_lists (&wire, values, response))
    return NULL;

  return g_steal_pointer (&response);
}
