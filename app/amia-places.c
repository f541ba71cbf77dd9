/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-places.h"

#include <glib/gi18n.h>

#include "amia-activities-page.h"
#include "amia-calendar-page.h"
#include "amia-case-list-page.h"
#include "amia-sync-page.h"
#include "amia-todo-page.h"

/* The one table of places: side bar, stack and keys are made from it. A new place is a row here and
 * a folder of its own. */

static const AmiaPlaceKind places[] = {
  { "todo", N_ ("To do"), "emblem-ok-symbolic", amia_todo_page_new },
  { "cases", N_ ("Cases"), "system-users-symbolic", amia_case_list_page_new },
  { "activities", N_ ("Activities"), "view-grid-symbolic", amia_activities_page_new },
  { "calendar", N_ ("Calendar"), "x-office-calendar-symbolic", amia_calendar_page_new },
  { "sync", N_ ("Sync"), "emblem-synchronizing-symbolic", amia_sync_page_new },
};

const AmiaPlaceKind *
amia_places_get_all (gsize *n_places)
{
  g_return_val_if_fail (n_places != NULL, NULL);

  *n_places = G_N_ELEMENTS (places);
  return places;
}
