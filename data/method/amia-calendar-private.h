/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libical/ical.h>

#include "amia-local-time.h"

G_BEGIN_DECLS

/* Between libical's times and ours; shared by what recurs and by calendar files. */

/* AMIA_LOCAL_TIME_NONE for what is no time of the years 1800 to 9999. */
AmiaLocalTime       _amia_local_time_from_ical (struct icaltimetype ical);
struct icaltimetype _amia_local_time_to_ical (AmiaLocalTime time);
/* The rules of Europe/Stockholm as they have been since 1996, a whole VCALENDAR. */
icalcomponent *_amia_calendar_new_with_zone (void);
/* The zone of @calendar, which lives as long as that. */
icaltimezone *_amia_calendar_get_zone (icalcomponent *calendar);

G_END_DECLS
