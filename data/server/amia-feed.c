/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-feed.h"

#include "amia-scope.h"

/* One page of what a reader has not got.
 *
 *   scopes  what the reader may see from now on of scopes in which that has changed
 *   feed    every change after `since`, with those ops whose scope the reader's rights cover from a
 *           number at or before it, and which may be seen today
 *   lane    what a scope had before the reader's rights grew: the ops of that scope only
 *
 * So each op comes by exactly one way, and neither way needs to know how far the other one is. A
 * row of the log that touches none of the reader's scopes is passed by without reading its body. */

/* Rows looked at for one page: bounded time even where nothing is for the reader. */
#define ROWS_MAX 20000

/* Changes of rights on one page: half of it for what is new, half for what is said again. */
#define SCOPES_ROOM (AMIA_SCOPES_MAX / 2)

typedef struct
{
  const AmiaFeed   *feed;
  AmiaSyncResponse *response;
  GHashTable       *reaches;
  const AmiaUuid   *lane_scope; /* the scope of the lane being read; NULL for the feed */
  gint64            until;      /* the last row that is read */
  gint64            last;       /* the last row that was looked at */
  gint64            position;
  gsize             bytes;
  guint             rows;
  gboolean          is_full;
  GError           *error;
} Page;

static gboolean
has_room (const Page *page)
{
  return page->response->feed->len < page->feed->changes_max &&
         page->response->own->len < page->feed->changes_max &&
         page->bytes < page->feed->bytes_max &&
         page->rows < ROWS_MAX;
}

/* Does the feed bring this scope's changes to the reader at that number? */
static gboolean
is_fed (const Page     *page,
        const AmiaUuid *scope,
        gint64          seq)
{
  const AmiaReach *reach = g_hash_table_lookup (page->reaches, scope);

  return reach != NULL && amia_rights_is_member (reach->rights) && reach->fed_from <= seq;
}

/* Whether there can be anything for the reader in a row. What nobody is let into yet is its
 * author's on all of their devices. */
static gboolean
concerns_reader (const Page       *page,
                 const AmiaLogRow *row)
{
  if (page->lane_scope != NULL || g_str_equal (row->author, page->feed->visibility->reader.user))
    return TRUE;

  for (gsize i = 0; i < row->n_scopes; i++)
    {
      if (amia_uuid_is_nil (&row->scopes[i]) || is_fed (page, &row->scopes[i], row->seq))
        return TRUE;
    }

  return FALSE;
}

typedef struct
{
  const Page       *page;
  const AmiaLogRow *row;
} Delivery;

static gboolean
comes_this_way (const AmiaOp *op,
                gpointer      data)
{
  const Delivery   *delivery = data;
  const Page       *page = delivery->page;
  const AmiaLogRow *row = delivery->row;
  AmiaUuid          scope;

  amia_op_get_scope (op, &scope);
  if (page->lane_scope != NULL)
    return amia_uuid_equal (&scope, page->lane_scope);

  return amia_uuid_is_nil (&scope) ||
         is_fed (page, &scope, row->seq) ||
         (!g_hash_table_contains (page->reaches, &scope) &&
          g_str_equal (row->author, page->feed->visibility->reader.user));
}

static void
add_own (Page             *page,
         const AmiaLogRow *row)
{
  GArray           *own = page->response->own;
  const AmiaWireOwn run = { row->n, row->n, row->seq };

  page->position = MAX (page->position, row->seq);
  if (own->len > 0)
    {
      AmiaWireOwn *last = &g_array_index (own, AmiaWireOwn, own->len - 1);

      if (last->last + 1 == row->n && last->seq + (row->n - last->first) == row->seq)
        {
          last->last = row->n;
          return;
        }
    }

  g_array_append_val (own, run);
}

static gboolean
add_change (Page             *page,
            const AmiaLogRow *row)
{
  Delivery delivery = { page, row };
  g_autoptr (AmiaChange) change = NULL;

  change = amia_change_decode (&row->device, row->n, row->body, row->body_length, &page->error);
  if (change == NULL)
    return FALSE;

  change->author = g_strdup (row->author);
  change->agency = g_strdup (row->agency);
  if (!amia_visibility_filter (page->feed->visibility, change, comes_this_way, &delivery,
                               &page->error))
    return FALSE;

  if (change->ops->len > 0)
    {
      page->position = MAX (page->position, row->seq);
      page->bytes += row->body_length;
      amia_sync_response_take_change (page->response,
                                      row->seq,
                                      g_steal_pointer (&change),
                                      row->shown_ms);
    }

  return TRUE;
}

static gboolean
is_own (const Page       *page,
        const AmiaLogRow *row)
{
  return page->lane_scope == NULL && amia_uuid_equal (&row->device, &page->feed->device);
}

/* Whether the change itself goes to the reader, and not only the number that it got. */
static gboolean
wants_body (const AmiaLogRow *row,
            gpointer          user_data)
{
  const Page *page = user_data;

  return row->seq <= page->until &&
         (!is_own (page, row) || row->n < page->feed->own_from) && concerns_reader (page, row);
}

static gboolean
take_row (const AmiaLogRow *row,
          gpointer          user_data)
{
  Page *page = user_data;

  if (row->seq > page->until)
    return FALSE;

  if (!has_room (page))
    {
      page->is_full = TRUE;
      return FALSE;
    }

  page->rows++;
  if (is_own (page, row))
    add_own (page, row);
  if (row->body != NULL && !add_change (page, row))
    return FALSE;

  page->last = row->seq;
  return TRUE;
}

static gboolean
check_page (Page    *page,
            gboolean is_read,
            GError **error)
{
  if (page->error == NULL)
    return is_read;

  /* A body that was readable when it came in and is not any more, or a ledger that failed. */
  g_propagate_error (error, g_steal_pointer (&page->error));
  return FALSE;
}

static gboolean
read_feed (Page    *page,
           gint64   since,
           gint64   until,
           GError **error)
{
  gboolean is_read;

  page->until = until;
  page->last = since;
  is_read = amia_ledger_read_log (page->feed->ledger, since, wants_body, take_row, page, error);
  if (!check_page (page, is_read, error))
    return FALSE;

  page->response->next = page->is_full ? page->last : MAX (since, until);
  return TRUE;
}

/* Reads on in a lane; @is_finished if there is nothing left of it. */
static gboolean
read_lane (Page         *page,
           AmiaWireLane *lane,
           gboolean     *is_finished,
           GError      **error)
{
  gboolean is_read;

  page->lane_scope = &lane->scope;
  page->until = lane->generation - 1;
  page->last = lane->position;
  page->is_full = FALSE;
  is_read = amia_ledger_read_scope (page->feed->ledger,
                                    &lane->scope,
                                    lane->position,
                                    lane->generation,
                                    take_row,
                                    page,
                                    error);
  if (!check_page (page, is_read, error))
    return FALSE;

  lane->position = page->last;
  *is_finished = !page->is_full;
  return TRUE;
}

static int
compare_lanes (gconstpointer a,
               gconstpointer b)
{
  const AmiaWireLane *first = a;
  const AmiaWireLane *second = b;

  if (first->generation != second->generation)
    return first->generation < second->generation ? -1 : 1;

  return amia_uuid_compare (&first->scope, &second->scope);
}

/* The lanes that the feed comes by between two numbers, by the number. */
static GArray *
find_new_lanes (Page    *page,
                gint64   since,
                gint64   until,
                GError **error)
{
  g_autoptr (GArray) lanes = g_array_new (FALSE, FALSE, sizeof (AmiaWireLane));
  GHashTableIter iter;
  gpointer       scope;
  gpointer       value;

  g_hash_table_iter_init (&iter, page->reaches);
  while (until > since && g_hash_table_iter_next (&iter, &scope, &value))
    {
      const AmiaReach   *reach = value;
      const AmiaWireLane lane = { *(const AmiaUuid *) scope, reach->fed_from, 0 };
      gboolean           has_past;

      if (!amia_rights_is_member (reach->rights) ||
          lane.generation <= since || lane.generation > until)
        continue;
      if (!amia_ledger_has_before (page->feed->ledger,
                                   &lane.scope,
                                   lane.generation,
                                   &has_past,
                                   error))
        return NULL;
      if (has_past)
        g_array_append_val (lanes, lane);
    }

  g_array_sort (lanes, compare_lanes);
  return g_steal_pointer (&lanes);
}

/* What nobody is let into, and what is everybody's, can be asked for like the rest: the reader's
 * own part of it is picked op by op. */
static gboolean
comes_by_lane (const Page     *page,
               const AmiaUuid *scope,
               gint64          generation)
{
  return is_fed (page, scope, generation) || !g_hash_table_contains (page->reaches, scope);
}

/* Keeps the lanes whose reader has no more rights than then, and still some; others are over. A
 * laptop may open one itself, for what it has lost of what the feed has brought (see
 * amia-snapshot.h). */
static void
keep_lanes (const Page *page,
            GArray     *lanes,
            GArray     *kept)
{
  for (guint i = 0; i < lanes->len; i++)
    {
      const AmiaWireLane *lane = &g_array_index (lanes, AmiaWireLane, i);

      if (comes_by_lane (page, &lane->scope, lane->generation) &&
          lane->position < lane->generation)
        g_array_append_val (kept, *lane);
    }
}

static gboolean
read_lanes (Page    *page,
            GArray  *lanes,
            GError **error)
{
  for (guint i = 0; i < lanes->len; i++)
    {
      AmiaWireLane lane = g_array_index (lanes, AmiaWireLane, i);
      gboolean     is_finished = FALSE;

      if (has_room (page) && !read_lane (page, &lane, &is_finished, error))
        return FALSE;
      if (!is_finished)
        g_array_append_val (page->response->lanes, lane);
    }

  return TRUE;
}

/* How far the feed may go: not past a number at which more lanes would open than a laptop can have
 * under way. Those of the first such number are let in whole when there are no others, or there
 * would be no end to the waiting. */
static gint64
bound_by_lanes (GArray *new_lanes,
                guint   n_kept,
                gint64  until)
{
  guint  room = n_kept < AMIA_FEED_LANES_MAX ? AMIA_FEED_LANES_MAX - n_kept : 0;
  gint64 first;
  gint64 bound;

  if (new_lanes->len <= room)
    return until;

  first = g_array_index (new_lanes, AmiaWireLane, 0).generation;
  bound = g_array_index (new_lanes, AmiaWireLane, room).generation - 1;
  return n_kept == 0 ? MAX (bound, first) : bound;
}

static int
compare_generations (gconstpointer a,
                     gconstpointer b)
{
  const gint64 first = *(const gint64 *) a;
  const gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static gboolean
is_told_of (const Page      *page,
            const AmiaReach *reach,
            gint64           since,
            gint64           until)
{
  return reach->generation > since && reach->generation <= until;
}

/* How far the feed may go: not past more changes of rights than fit on a page. Those of the first
 * number are let through whole, as above. */
static gint64
bound_by_scopes (const Page *page,
                 gint64      since,
                 gint64      until)
{
  g_autoptr (GArray) generations = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, page->reaches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const AmiaReach *reach = value;

      if (is_told_of (page, reach, since, until))
        g_array_append_val (generations, reach->generation);
    }

  if (generations->len <= SCOPES_ROOM)
    return until;

  g_array_sort (generations, compare_generations);
  return MAX (g_array_index (generations, gint64, SCOPES_ROOM) - 1,
              g_array_index (generations, gint64, 0));
}

static void
add_scope (AmiaSyncResponse *response,
           const AmiaUuid   *scope,
           gint64            generation,
           const AmiaReach  *reach)
{
  AmiaWireScope row = { *scope, generation, NULL };

  if (reach != NULL && amia_rights_is_member (reach->rights))
    row.rights = amia_rights_encode (reach->rights);
  g_array_append_val (response->scopes, row);
}

/* Says what the reader may see from now on where that has changed. */
static void
add_scopes (const Page *page,
            gint64      since,
            gint64      until)
{
  GHashTableIter iter;
  gpointer       scope;
  gpointer       value;

  g_hash_table_iter_init (&iter, page->reaches);
  while (g_hash_table_iter_next (&iter, &scope, &value))
    {
      const AmiaReach *reach = value;

      if (is_told_of (page, reach, since, until))
        add_scope (page->response, scope, reach->generation, reach);
    }
}

/* Says again what has to be forgotten, until the device has confirmed it: the rights as they are
 * now, wherever the page is. */
static void
add_forgets (const Page *page,
             gint64      since,
             gint64      until)
{
  const GPtrArray *forgets = page->feed->forgets;

  if (forgets == NULL)
    return;

  for (guint i = 0; i < MIN (forgets->len, SCOPES_ROOM); i++)
    {
      const AmiaForget *forget = g_ptr_array_index (forgets, i);
      const AmiaReach  *reach = g_hash_table_lookup (page->reaches, &forget->scope);

      if (reach == NULL || !is_told_of (page, reach, since, until))
        add_scope (page->response,
                   &forget->scope,
                   reach != NULL ? reach->generation : forget->generation,
                   reach);
    }
}

/* Reads the feed as far as there is room for it and for the lanes that it opens. */
static gboolean
read_feed_and_lanes (Page    *page,
                     gint64   since,
                     GArray  *kept,
                     gint64   head,
                     GError **error)
{
  g_autoptr (GArray) new_lanes = NULL;
  gint64 bound;

  if (!read_feed (page, since, MAX (since, bound_by_scopes (page, since, head)), error))
    return FALSE;

  new_lanes = find_new_lanes (page, since, page->response->next, error);
  if (new_lanes == NULL)
    return FALSE;

  bound = bound_by_lanes (new_lanes, kept->len, page->response->next);
  if (bound < page->response->next)
    {
      /* Too far: the same page anew, shorter. */
      g_ptr_array_set_size (page->response->feed, 0);
      g_array_set_size (page->response->own, 0);
      page->bytes = 0;
      page->rows = 0;
      page->is_full = FALSE;
      if (!read_feed (page, since, MAX (since, bound), error))
        return FALSE;
    }

  for (guint i = 0; i < new_lanes->len; i++)
    {
      const AmiaWireLane *lane = &g_array_index (new_lanes, AmiaWireLane, i);

      if (lane->generation <= page->response->next)
        g_array_append_val (kept, *lane);
    }

  return TRUE;
}

gboolean
amia_feed_fill (const AmiaFeed   *feed,
                gint64            since,
                GArray           *lanes,
                gint64            head,
                AmiaSyncResponse *response,
                gint64           *position,
                GError          **error)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (AmiaWireLane));
  Page page = { 0 };

  g_return_val_if_fail (feed != NULL, FALSE);
  g_return_val_if_fail (lanes != NULL, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  page.feed = feed;
  page.response = response;
  page.position = *position;
  if (!amia_teams_find_reaches (feed->visibility->teams,
                                feed->visibility->reader.user,
                                &page.reaches,
                                error))
    return FALSE;

  keep_lanes (&page, lanes, kept);
  if (!read_feed_and_lanes (&page, since, kept, head, error) || !read_lanes (&page, kept, error))
    return FALSE;

  add_scopes (&page, since, response->next);
  add_forgets (&page, since, response->next);
  response->more = response->next < head || response->lanes->len > 0;
  *position = page.position;
  return TRUE;
}

gboolean
amia_feed_add_forgets (const AmiaFeed   *feed,
                       AmiaSyncResponse *response,
                       GError          **error)
{
  Page page = { 0 };

  g_return_val_if_fail (feed != NULL, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  page.feed = feed;
  page.response = response;
  if (!amia_teams_find_reaches (feed->visibility->teams,
                                feed->visibility->reader.user,
                                &page.reaches,
                                error))
    return FALSE;

  add_forgets (&page, 0, 0);
  return TRUE;
}
