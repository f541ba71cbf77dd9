/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-snapshot.h"

#include <string.h>

#include "amia-ledger-floor.h"
#include "amia-scope-log.h"

/* Everything that a reader may see, scope by scope instead of change by change. The scopes are
 * those of the reader's grants, what is everybody's, and what the reader has written where nobody
 * is let in yet: the same three as in the feed. */

/* Rows looked at and scopes passed for one page, so that it takes bounded time. */
#define ROWS_MAX   20000
#define SCOPES_MAX (AMIA_SCOPES_MAX / 4)

typedef struct
{
  const AmiaFeed   *feed;
  AmiaSyncResponse *response;
  GHashTable       *reaches;
  GArray           *scopes; /* of AmiaUuid, the highest first */
  gint64            since;
  gint64            at;
  gsize             bytes;
  guint             n_rows;
  guint             n_scopes;
} Page;

static int
compare_scopes (gconstpointer a,
                gconstpointer b)
{
  return -amia_uuid_compare (a, b);
}

/* Sorts, and takes out what is there twice. */
static void
tidy (GArray *scopes)
{
  guint kept = 0;

  g_array_sort (scopes, compare_scopes);
  for (guint i = 0; i < scopes->len; i++)
    {
      const AmiaUuid scope = g_array_index (scopes, AmiaUuid, i);

      if (kept > 0 && amia_uuid_equal (&scope, &g_array_index (scopes, AmiaUuid, kept - 1)))
        continue;
      g_array_index (scopes, AmiaUuid, kept++) = scope;
    }

  g_array_set_size (scopes, kept);
}

static gboolean
list_scopes (Page    *page,
             GError **error)
{
  static const AmiaUuid everybody = { { 0 } };
  const char           *user = page->feed->visibility->reader.user;
  GHashTableIter        iter;
  gpointer              scope;

  if (!amia_teams_find_reaches (page->feed->visibility->teams, user, &page->reaches, error))
    return FALSE;

  page->scopes = amia_ledger_list_written_scopes (page->feed->ledger, user, error);
  if (page->scopes == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, page->reaches);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    g_array_append_val (page->scopes, *(const AmiaUuid *) scope);
  g_array_append_val (page->scopes, everybody);
  tidy (page->scopes);
  return TRUE;
}

static guint
find_place (const Page     *page,
            const AmiaUuid *from,
            gboolean        is_inclusive)
{
  guint place = 0;

  while (place < page->scopes->len)
    {
      int order = amia_uuid_compare (&g_array_index (page->scopes, AmiaUuid, place), from);

      if (order < 0 || (order == 0 && is_inclusive))
        break;
      place++;
    }

  return place;
}

/* --- The snapshot --------------------------------------------------------------------------- */

static gboolean
has_room (const Page *page)
{
  return page->response->feed->len < page->feed->changes_max &&
         page->bytes < page->feed->bytes_max && page->n_rows < ROWS_MAX &&
         page->n_scopes < SCOPES_MAX;
}

/* What the reader may see of the scope, where that is news. Of what a new laptop may not see it
 * need not hear. */
static void
add_rights (Page            *page,
            const AmiaUuid  *scope,
            const AmiaReach *reach)
{
  AmiaWireScope row = { *scope, reach->generation, NULL };
  gboolean      is_member = amia_rights_is_member (reach->rights);

  if (page->since == 0 ? !is_member : reach->generation <= page->since)
    return;

  if (is_member)
    row.rights = amia_rights_encode (reach->rights);
  g_array_append_val (page->response->scopes, row);
}

/* Puts changes on the page until it is full; FALSE if some are left. */
static gboolean
add_changes (Page      *page,
             GPtrArray *changes,
             gint64     after)
{
  AmiaSyncResponse *response = page->response;

  for (guint i = 0; i < changes->len; i++)
    {
      AmiaScopeChange *item = g_ptr_array_index (changes, i);

      if (item->seq <= after)
        continue;
      if (response->feed->len > 0 && (response->feed->len >= page->feed->changes_max ||
                                      page->bytes >= page->feed->bytes_max))
        return FALSE;

      page->bytes += item->length;
      response->snapshot.after = item->seq;
      amia_sync_response_take_change (response,
                                      item->seq,
                                      g_steal_pointer (&item->change),
                                      item->shown_ms);
    }

  response->snapshot.after = page->at;
  return TRUE;
}

static gboolean
add_scope (Page           *page,
           const AmiaUuid *scope,
           gint64          after,
           gboolean       *is_whole,
           GError        **error)
{
  const AmiaReach *reach = g_hash_table_lookup (page->reaches, scope);
  gint64           from = page->since;
  gboolean         leaves_out = FALSE;
  g_autoptr (GPtrArray) changes = NULL;

  page->n_scopes++;
  page->response->snapshot.scope = *scope;
  page->response->snapshot.after = page->at;
  *is_whole = TRUE;
  if (reach != NULL && after == 0)
    add_rights (page, scope, reach);
  if (reach != NULL && (!amia_rights_is_member (reach->rights) || reach->fed_from > page->at))
    return TRUE;

  if (reach != NULL && reach->fed_from > page->since)
    from = 0;
  changes =
      page->since == 0
          ? amia_scope_log_read_in_force (
                page->feed, scope, page->at + 1, &page->n_rows, &leaves_out, error)
          : amia_scope_log_read (page->feed, scope, from, page->at + 1, &page->n_rows, error);
  if (changes == NULL)
    return FALSE;

  if (leaves_out)
    g_array_append_val (page->response->left_out, *scope);
  *is_whole = add_changes (page, changes, after);
  return TRUE;
}

static gboolean
add_scopes (Page                   *page,
            const AmiaWireSnapshot *from,
            GError                **error)
{
  AmiaSyncResponse *response = page->response;
  guint             place = find_place (page, &from->scope, from->after < page->at);

  while (place < page->scopes->len && has_room (page))
    {
      const AmiaUuid *scope = &g_array_index (page->scopes, AmiaUuid, place);
      gboolean        is_begun = amia_uuid_equal (scope, &from->scope);
      gboolean        is_whole;

      if (!add_scope (page, scope, is_begun ? from->after : 0, &is_whole, error))
        return FALSE;
      if (!is_whole)
        break;
      place++;
    }

  response->n_scopes_done = place;
  response->n_scopes = page->scopes->len;
  return TRUE;
}

gboolean
amia_snapshot_fill (const AmiaFeed        *feed,
                    const AmiaSyncRequest *request,
                    gint64                 at,
                    AmiaSyncResponse      *response,
                    GError               **error)
{
  Page     page = { .feed = feed, .response = response, .since = request->since, .at = at };
  gboolean is_whole;
  gboolean is_done;

  g_return_val_if_fail (feed != NULL, FALSE);
  g_return_val_if_fail (request->wants_snapshot, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  response->has_snapshot = TRUE;
  response->snapshot = request->snapshot;
  response->snapshot.at = at;
  is_done = list_scopes (&page, error) && add_scopes (&page, &request->snapshot, error) &&
            amia_feed_add_forgets (feed, response, error);
  g_clear_pointer (&page.scopes, g_array_unref);
  if (!is_done)
    return FALSE;

  is_whole = response->n_scopes_done == response->n_scopes;
  response->next = is_whole ? MAX (at, request->since) : request->since;
  response->more = TRUE;
  return TRUE;
}

/* --- Digests -------------------------------------------------------------------------------- */

static gboolean
add_digest (Page           *page,
            const AmiaUuid *scope,
            GError        **error)
{
  const AmiaReach *reach = g_hash_table_lookup (page->reaches, scope);
  AmiaWireDigest   digest = { *scope, { 0 } };
  g_autoptr (GPtrArray) changes = NULL;

  if (reach != NULL &&
      (!amia_rights_is_member (reach->rights) || reach->generation > page->since))
    return TRUE;

  changes = amia_scope_log_read (page->feed, scope, 0, page->since + 1, &page->n_rows, error);
  if (changes == NULL)
    return FALSE;

  amia_scope_log_digest (changes, digest.digest);
  g_array_append_val (page->response->digests, digest);
  return TRUE;
}

gboolean
amia_snapshot_fill_digests (const AmiaFeed        *feed,
                            const AmiaSyncRequest *request,
                            AmiaSyncResponse      *response,
                            GError               **error)
{
  Page     page = { .feed = feed, .response = response, .since = request->since };
  gboolean is_done = FALSE;
  guint    place = 0;

  g_return_val_if_fail (feed != NULL, FALSE);
  g_return_val_if_fail (request->wants_digest, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  response->has_digests = TRUE;
  response->next = request->since;
  response->more = TRUE;
  if (list_scopes (&page, error))
    {
      is_done = TRUE;
      place = find_place (&page, &request->digest_scope, FALSE);
      /* A page without a digest would have no end to begin the next one at. */
      while (is_done && place < page.scopes->len &&
             (page.n_rows < ROWS_MAX || response->digests->len == 0) &&
             response->digests->len < SCOPES_MAX)
        is_done = add_digest (&page, &g_array_index (page.scopes, AmiaUuid, place++), error);
      response->n_digests_left = page.scopes->len - place;
    }

  g_clear_pointer (&page.scopes, g_array_unref);
  return is_done && amia_feed_add_forgets (feed, response, error);
}
