/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"
#include "amia-store-agenda.h"

G_BEGIN_DECLS

#define AMIA_TYPE_REMINDER (amia_reminder_get_type ())
G_DECLARE_FINAL_TYPE (AmiaReminder, amia_reminder, AMIA, REMINDER, GObject)

/** AMIA_REMINDER_DEFAULT_MINUTES: how long before, for who has not said */
#define AMIA_REMINDER_DEFAULT_MINUTES 15

/**
 * AmiaReminder:
 *
 * Says on the desktop that a meeting is near, once for each. A notification may be read by anybody
 * who passes, also on a locked screen: it has the time and the way there and nothing else, no name,
 * no kind of meeting and no place. It stops when the replica is locked.
 *
 * The property `minutes` (int) is how long before; 0 for never. It is kept on this device.
 */

/**
 * amia_reminder_new:
 * @replica: an open replica
 * @widget: (transfer none): a widget, whose window's application notifies; not kept alive
 *
 * Returns: (transfer full): a reminder, at work
 */
AmiaReminder *amia_reminder_new (AmiaReplica *replica,
                                 GtkWidget   *widget) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_reminder_is_due:
 * @item: an item of the calendar
 * @now: the time it is
 * @minutes: how long before somebody wants to be reminded
 *
 * Pure.
 *
 * Returns: %TRUE for what is to take place, begins later than @now and no later than @minutes from
 *   then
 */
gboolean amia_reminder_is_due (const AmiaAgendaItem *item,
                               AmiaLocalTime         now,
                               int                   minutes);

/**
 * amia_reminder_dup_body:
 * @item: an item of the calendar
 *
 * Returns: (transfer full): what the notification says below its title
 */
char *amia_reminder_dup_body (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
