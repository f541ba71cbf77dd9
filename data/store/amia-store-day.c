/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-private.h"
#include "amia-store-search.h"
#include "amia-store-sharing-private.h"

/* Rights end by date, and the laptop must not wait for the server to say so. What the server gave
 * holds on the day it last answered; from the next day on, what the facts that are here (members,
 * consents) let end in between ends here, too. And whoever has been out of contact for longer than
 * the lease sees nothing from other agencies: a withdrawal may be on its way.
 *
 * Nothing is deleted for a date. It is taken out of the projections, stays in the log, and comes
 * back by itself when the server answers and still gives it.
 *
 * The time is the laptop's, corrected by how far it was off when the server last answered. It never
 * goes back below the latest time that is known to have been, but for the server's own word. */

#define DAY_MS  G_GINT64_CONSTANT (86400000)
#define HOUR_MS G_GINT64_CONSTANT (3600000)

/* From the first to the last day of a consent that is only spoken, as SQLite's date () takes it. */
static const char spoken_period[] = "+29 days";
G_STATIC_ASSERT (AMIA_SPOKEN_CONSENT_DAYS == 30);

/* How late the end of a day may be noticed. */
#define CHECK_US (60 * G_USEC_PER_SEC)
#define QUIET_US G_USEC_PER_SEC

gint64
_amia_store_get_now (AmiaStore *store)
{
  return store->clock (store->clock_data) + store->position.offset_ms;
}

/* Read once: the file is parsed anew whenever nobody holds it. */
static GTimeZone *
get_zone (void)
{
  static GTimeZone *zone = NULL;

  if (g_once_init_enter (&zone))
    {
      GTimeZone *found = g_time_zone_new_identifier ("Europe/Stockholm");

      /* A machine without the time zone database: the rule itself, which all of the EU shares. */
      if (found == NULL)
        found = g_time_zone_new_identifier ("CET-1CEST,M3.5.0,M10.5.0/3");
      g_once_init_leave (&zone, found != NULL ? found : g_time_zone_new_utc ());
    }

  return zone;
}

static GDateTime *
get_local (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);

  return utc != NULL ? g_date_time_to_timezone (utc, get_zone ()) : NULL;
}

void
_amia_day_print (gint64 ms,
                 char   day[AMIA_DAY_LENGTH + 1])
{
  g_autoptr (GDateTime) local = get_local (ms);
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;

  g_strlcpy (day, text != NULL ? text : "1970-01-01", AMIA_DAY_LENGTH + 1);
}

static gint64
get_known_now (AmiaStore *store)
{
  return MAX (_amia_store_get_now (store), store->position.known_ms);
}

void
_amia_store_get_today (AmiaStore *store,
                       char       day[AMIA_DAY_LENGTH + 1])
{
  _amia_day_print (get_known_now (store), day);
}

gboolean
_amia_day_is_lapsed (AmiaStore *store)
{
  const AmiaPosition *position = &store->position;

  return position->contact_ms > 0 &&
         get_known_now (store) - position->contact_ms > position->lease_days * DAY_MS;
}

/* --- One scope ------------------------------------------------------------------------------- */

/* What the facts give on both days; joined over the cases through which a participant is
 * reached. */
static gboolean
get_local_rights (AmiaStore      *store,
                  const AmiaUuid *scope,
                  const char     *then,
                  const char     *today,
                  AmiaRights    **rights_then,
                  AmiaRights    **rights_today,
                  GError        **error)
{
  const AmiaReader reader = { store->identity.user, store->identity.agency };
  g_autoptr (GArray) cases = _amia_sharing_list_cases (store, scope, error);
  g_autoptr (AmiaRights) before = amia_rights_new_none ();
  g_autoptr (AmiaRights) now = amia_rights_new_none ();

  if (cases == NULL)
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      g_autoptr (AmiaCaseAccess) access =
          _amia_sharing_load_access (store, &g_array_index (cases, AmiaUuid, i), error);
      g_autoptr (AmiaRights) case_then = NULL;
      g_autoptr (AmiaRights) case_now = NULL;
      AmiaRights *joined;

      if (access == NULL)
        return FALSE;

      case_then = amia_case_access_get_rights (access, &reader, then);
      case_now = amia_case_access_get_rights (access, &reader, today);
      joined = amia_rights_join (before, case_then);
      amia_rights_unref (before);
      before = joined;
      joined = amia_rights_join (now, case_now);
      amia_rights_unref (now);
      now = joined;
    }

  *rights_then = g_steal_pointer (&before);
  *rights_today = g_steal_pointer (&now);
  return TRUE;
}

/* What is left today of what the server gave on the day @then. Facts that are not here yet give
 * nothing on either day, and so take nothing. What a day has taken is not given back by a later
 * one: the facts may be hidden themselves by then. */
static gboolean
narrow_by_day (AmiaStore             *store,
               const AmiaScopeAccess *access,
               const char            *then,
               const char            *today,
               AmiaRights           **effective,
               GError               **error)
{
  g_autoptr (AmiaRights) before = NULL;
  g_autoptr (AmiaRights) now = NULL;

  if (!get_local_rights (store, &access->scope, then, today, &before, &now, error))
    return FALSE;

  *effective = amia_rights_contain (now, before) ? amia_rights_ref (access->effective)
                                                 : amia_rights_meet (access->effective, now);
  return TRUE;
}

static gboolean
set_effective (AmiaStore       *store,
               AmiaScopeAccess *access,
               AmiaRights      *effective,
               GError         **error)
{
  gboolean is_any_gone = FALSE;

  if (!amia_rights_equal (access->effective, effective))
    return _amia_forget_change_rights (store, access, NULL, effective, &is_any_gone, error);

  amia_rights_unref (effective);
  return TRUE;
}

/* --- All scopes ------------------------------------------------------------------------------ */

typedef gboolean (*ScopeFunc) (AmiaStore       *store,
                               AmiaScopeAccess *access,
                               GError         **error);

/* The scopes that @sql chooses, between two days if it asks for them. */
static gboolean
visit_scopes (AmiaStore  *store,
              const char *sql,
              const char *then,
              const char *today,
              ScopeFunc   func,
              GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look through what may be seen", error);
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  if (then != NULL)
    {
      amia_statement_bind_text (statement, 1, then);
      amia_statement_bind_text (statement, 2, today);
      amia_statement_bind_text (statement, 3, spoken_period);
    }
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid scope = _amia_statement_get_uuid (statement, 0);

      g_array_append_val (scopes, scope);
    }
  if (step == AMIA_ERROR)
    return FALSE;

  for (guint i = 0; i < scopes->len; i++)
    {
      AmiaScopeAccess *access =
          _amia_access_get (store, &g_array_index (scopes, AmiaUuid, i), error);

      if (access == NULL || !func (store, access, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
keep_own (AmiaStore       *store,
          AmiaScopeAccess *access,
          GError         **error)
{
  return set_effective (store, access, amia_rights_keep_own (access->rights), error);
}

static gboolean
narrow (AmiaStore       *store,
        AmiaScopeAccess *access,
        GError         **error)
{
  AmiaRights *effective;
  char        then[AMIA_DAY_LENGTH + 1];
  char        today[AMIA_DAY_LENGTH + 1];

  _amia_day_print (store->position.contact_ms, then);
  _amia_store_get_today (store, today);
  return narrow_by_day (store, access, then, today, &effective, error) &&
         set_effective (store, access, effective, error);
}

static gboolean
restore (AmiaStore       *store,
         AmiaScopeAccess *access,
         GError         **error)
{
  return set_effective (store, access, amia_rights_ref (access->rights), error);
}

static gboolean
restore_all (AmiaStore *store,
             GError   **error)
{
  return visit_scopes (store,
                       "SELECT scope FROM scope_access WHERE effective IS NOT NULL",
                       NULL,
                       NULL,
                       restore,
                       error);
}

/* Only the cases in which a membership or consent has ended since the server answered, by its own
 * day or because it was only spoken, and their participants. */
static gboolean
keep_day (AmiaStore *store,
          GError   **error)
{
  static const char ended[] =
      "WITH ended (id) AS (SELECT case_id FROM span WHERE kind IN ('member', 'consent') "
      "AND ((to_day >= ?1 AND to_day < ?2) OR (kind = 'consent' AND from_day IS NOT NULL "
      "AND date (from_day, ?3) >= ?1 AND date (from_day, ?3) < ?2))) "
      "SELECT scope FROM scope_access WHERE rights <> 'null' AND scope IN (SELECT id FROM ended "
      "UNION SELECT participant FROM case_row WHERE id IN (SELECT id FROM ended))";
  static const char all[] = "SELECT scope FROM scope_access WHERE rights <> 'null'";
  char              then[AMIA_DAY_LENGTH + 1];
  char              today[AMIA_DAY_LENGTH + 1];

  store->position.known_ms = get_known_now (store);
  store->position.is_dirty = TRUE;
  if (store->position.contact_ms == 0)
    return TRUE;

  if (_amia_day_is_lapsed (store))
    return visit_scopes (store, all, NULL, NULL, keep_own, error);

  _amia_day_print (store->position.contact_ms, then);
  _amia_store_get_today (store, today);
  if (strcmp (then, today) >= 0)
    return restore_all (store, error);

  return visit_scopes (store, ended, then, today, narrow, error);
}

gboolean
amia_store_keep_day (AmiaStore *store,
                     GError   **error)
{
  gboolean was_changed;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  was_changed = store->is_changed;
  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  if (!keep_day (store, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }
  if (!_amia_store_commit (store, &local_error))
    return _amia_store_report (error, local_error);

  /* That a day has passed is nothing to draw anything anew for. */
  store->is_changed = was_changed || g_hash_table_size (store->changed_records) > 0;
  return TRUE;
}

gboolean
amia_store_is_day_over (AmiaStore *store)
{
  char   known[AMIA_DAY_LENGTH + 1];
  char   today[AMIA_DAY_LENGTH + 1];
  gint64 lease_end;

  g_return_val_if_fail (store != NULL, FALSE);

  lease_end = store->position.contact_ms + store->position.lease_days * DAY_MS;
  _amia_day_print (store->position.known_ms, known);
  _amia_store_get_today (store, today);
  return store->position.contact_ms > 0 &&
         (strcmp (known, today) != 0 ||
          (_amia_day_is_lapsed (store) && store->position.known_ms <= lease_end) ||
          get_known_now (store) - store->position.known_ms > HOUR_MS);
}

/* Pages come one after the other, with a pause in which the next is asked for: that is not yet
 * having nothing to do. */
static GTask *
pop_or_index (AmiaStore   *store,
              GAsyncQueue *queue)
{
  GTask   *task;
  gboolean has_more = FALSE;

  if (store->has_unindexed == AMIA_NONE)
    return g_async_queue_timeout_pop (queue, CHECK_US);

  task = store->is_indexing ? g_async_queue_try_pop (queue)
                            : g_async_queue_timeout_pop (queue, QUIET_US);
  store->is_indexing = task == NULL;

  /* Ignored: what can't be indexed now is, after the next page or start, and found all the same. */
  if (task == NULL && !amia_store_index_some (store, &has_more, NULL))
    store->has_unindexed = AMIA_NONE;
  return task;
}

GTask *
_amia_day_pop (AmiaStore   *store,
               GAsyncQueue *queue)
{
  gint64 now_us = g_get_monotonic_time ();

  if (store->day_checked_us == 0 || now_us - store->day_checked_us >= CHECK_US)
    {
      store->day_checked_us = now_us;

      /* Ignored: what could not be hidden now is tried again in a minute. */
      if (amia_store_is_day_over (store) && !amia_store_keep_day (store, NULL))
        store->is_changed = TRUE;
      return NULL;
    }

  return pop_or_index (store, queue);
}

/* --- The server answers ---------------------------------------------------------------------- */

gboolean
_amia_day_note_contact (AmiaStore *store,
                        gint64     server_ms,
                        GError   **error)
{
  AmiaPosition *position = &store->position;
  char          before[AMIA_DAY_LENGTH + 1];
  char          today[AMIA_DAY_LENGTH + 1];
  gboolean      was_lapsed = _amia_day_is_lapsed (store);

  _amia_day_print (position->contact_ms, before);
  if (server_ms > 0)
    position->offset_ms = server_ms - store->clock (store->clock_data);
  else
    server_ms = get_known_now (store);

  position->contact_ms = server_ms;
  position->known_ms = server_ms;
  _amia_day_print (server_ms, today);
  return (strcmp (before, today) == 0 && !was_lapsed) || restore_all (store, error);
}
