/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-agenda.h"

G_BEGIN_DECLS

/*
 * How a calendar says what it shows. All results are translated. Nothing here says who a person
 * with protected identity is.
 */

/**
 * amia_calendar_words_what:
 * @item: an item
 *
 * Returns: (transfer full): what it is: `Trepartsmöte`, `Free time`, `Anna is away`
 */
char *amia_calendar_words_what (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_title:
 * @item: an item
 *
 * Returns: (transfer full): what and whom, `Trepartsmöte · Brita Ek`
 */
char *amia_calendar_words_title (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_times:
 * @item: an item
 *
 * Returns: (transfer full): `09:00–10:00`, or that it takes the whole day
 */
char *amia_calendar_words_times (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_details:
 * @item: an item
 *
 * Returns: (transfer full): place, distance, who takes part and how it stands; empty if nothing of
 *   that is known
 */
char *amia_calendar_words_details (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_all:
 * @item: an item
 *
 * Returns: (transfer full): all of it in one line, as a screen reader says it
 */
char *amia_calendar_words_all (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_status:
 * @status: (nullable): a status of a meeting
 *
 * Returns: (transfer none): the status in words
 */
const char *amia_calendar_words_status (const char *status);

/**
 * amia_calendar_words_weekday:
 * @weekday: 0 for Monday
 *
 * Returns: (transfer none): its name
 */
const char *amia_calendar_words_weekday (guint weekday);

/**
 * amia_calendar_words_day:
 * @day: a day
 *
 * Returns: (transfer full): `Tuesday 14 March 2014`
 */
char *amia_calendar_words_day (const GDate *day) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_day_count:
 * @day: a day
 * @n: how many meetings there are
 *
 * Returns: (transfer full): `Tuesday 14 March, 2 meetings`
 */
char *amia_calendar_words_day_count (const GDate *day,
                                     guint        n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_month:
 * @day: a day of the month
 *
 * Returns: (transfer full): `March 2014`
 */
char *amia_calendar_words_month (const GDate *day) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_words_time:
 * @time: a time
 *
 * Returns: (transfer full): `Monday 24 March 10:00`
 */
char *amia_calendar_words_time (AmiaLocalTime time) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
