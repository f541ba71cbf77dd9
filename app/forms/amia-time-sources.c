/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-time-sources.h"

#include <math.h>
#include <string.h>

#include "amia-date.h"
#include "amia-plan-times.h"
#include "amia-proposal.h"
#include "amia-week.h"

/* Reads a case's plan and diary for its time report. Nothing here may touch a widget: it runs on
 * the store's thread. */

/* The diary of version 1 has a sheet for each day with moments from when to when; that of version 2
 * has a sheet for each week with parts of days and their hours. */
#define DIARY      "https://amia.se/fhir/Questionnaire/dagboksblad|"
#define DIARY_DAY  "answer/dag/dag-datum"
#define DIARY_FROM "/stund-fran"
#define DIARY_WEEK "answer/vecka/vecka-forsta"

#define MINUTES_A_DAY (24 * 60)

static const char *const day_ids[AMIA_WEEK_DAYS] = { "mandag", "tisdag", "onsdag", "torsdag",
                                                     "fredag", "lordag", "sondag" };
static const char *const part_ids[AMIA_WEEK_PARTS] = { "morgon", "formiddag", "eftermiddag",
                                                       "kvall" };

static const char *
keep_string (AmiaTimeSources  *self,
             const AmiaRecord *record,
             const char       *field)
{
  g_autofree char *text = amia_record_dup_string (record, field);

  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

static GDate
get_date (const AmiaRecord *record,
          const char       *field)
{
  g_autofree char *text = amia_record_dup_string (record, field);
  GDate            date;

  if (text == NULL || !amia_date_parse_iso (text, -1, &date))
    g_date_clear (&date, 1);
  return date;
}

/* Times that overlap are counted once each: it is for people to say which of them holds. */
static void
read_times (AmiaPlannedActivity *activity,
            const AmiaRecord    *record)
{
  g_autoptr (GArray) times = amia_plan_times_from_json (amia_record_get_value (record, "times"));

  activity->has_times = times->len > 0;
  for (guint i = 0; i < times->len; i++)
    {
      const AmiaPlanTime *time = &g_array_index (times, AmiaPlanTime, i);

      activity->day_minutes[time->day - 1] += time->to - time->from;
    }
}

static void
add_activity (AmiaTimeSources  *self,
              const AmiaRecord *record)
{
  const char         *hours = amia_record_get_value (record, "hours");
  const char         *category = keep_string (self, record, "category");
  AmiaPlannedActivity activity = {
    .title = keep_string (self, record, "title"),
    .hours_a_week = hours != NULL ? g_ascii_strtod (hours, NULL) : 0,
    .from = get_date (record, "from"),
    .to = get_date (record, "to"),
  };

  if (activity.title == NULL)
    return;
  read_times (&activity, record);
  g_array_append_val (self->activities, activity);
  g_ptr_array_add (self->categories, (gpointer) amia_category_get_plan_code (category));
  g_ptr_array_add (self->providers, (gpointer) keep_string (self, record, "provider"));
}

/* -1 if it is no time of day. */
static int
get_minutes (const AmiaRecord *record,
             const char       *field)
{
  g_autofree char *text = amia_record_dup_string (record, field);

  if (text == NULL || strlen (text) < strlen ("08:30") || text[2] != ':')
    return -1;
  return (int) (g_ascii_strtoll (text, NULL, 10) * 60 + g_ascii_strtoll (text + 3, NULL, 10));
}

static void
add_moment (AmiaTimeSources  *self,
            const AmiaRecord *record,
            const GDate      *day,
            const char       *from_field)
{
  g_autofree char *row = g_strndup (from_field, strlen (from_field) - strlen (DIARY_FROM));
  g_autofree char *to_field = g_strconcat (row, "/stund-till", NULL);
  g_autofree char *what_field = g_strconcat (row, "/stund-gjorde", NULL);
  const char      *what = keep_string (self, record, what_field);
  int              from = get_minutes (record, from_field);
  int              to = get_minutes (record, to_field);
  AmiaDiaryMoment  moment = { *day, what, (guint) (to - from) };

  /* The marker of a row that was taken away is empty. */
  if (what != NULL && from >= 0 && to > from && amia_record_get_value (record, row) != NULL &&
      !g_str_equal (amia_record_get_value (record, row), "null"))
    g_array_append_val (self->moments, moment);
}

static void
add_part (AmiaTimeSources  *self,
          const AmiaRecord *record,
          const GDate      *day,
          const char       *block)
{
  g_autofree char *what_field = g_strconcat (block, "-gjorde", NULL);
  g_autofree char *hours_field = g_strconcat (block, "-timmar", NULL);
  const char      *hours = amia_record_get_value (record, hours_field);
  double           minutes = hours != NULL ? g_ascii_strtod (hours, NULL) * 60 : 0;
  AmiaDiaryMoment  moment = { *day, keep_string (self, record, what_field), 0 };

  if (moment.what == NULL || !(minutes >= 1) || minutes > MINUTES_A_DAY)
    return;
  moment.minutes = (guint) lround (minutes);
  g_array_append_val (self->moments, moment);
}

static void
add_week (AmiaTimeSources  *self,
          const AmiaRecord *record,
          const GDate      *first)
{
  GDate day;

  amia_week_get_monday (first, &day);
  for (guint i = 0; i < AMIA_WEEK_DAYS; i++, g_date_add_days (&day, 1))
    for (guint k = 0; k < AMIA_WEEK_PARTS; k++)
      {
        g_autofree char *block = g_strdup_printf (
            "answer/dagar/%1$s/%1$s-%2$s/%1$s-%2$s", day_ids[i], part_ids[k]);

        add_part (self, record, &day, block);
      }
}

static void
add_day (AmiaTimeSources  *self,
         const AmiaRecord *record,
         const GDate      *day)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  for (guint i = 0; i < fields->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (fields, i), DIARY_FROM))
      add_moment (self, record, day, g_ptr_array_index (fields, i));
}

static void
add_diary (AmiaTimeSources  *self,
           const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  GDate            day = get_date (record, DIARY_DAY);
  GDate            first = get_date (record, DIARY_WEEK);

  if (canonical == NULL || !g_str_has_prefix (canonical, DIARY))
    return;
  if (g_date_valid (&first))
    add_week (self, record, &first);
  if (g_date_valid (&day))
    add_day (self, record, &day);
}

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  if (amia_record_is_removed (record))
    return TRUE;
  if (g_str_equal (record->kind, "activity"))
    add_activity (data, record);
  else if (g_str_equal (record->kind, "form"))
    add_diary (data, record);
  return TRUE;
}

AmiaTimeSources *
amia_time_sources_load (AmiaStore      *store,
                        const AmiaUuid *case_id,
                        GError        **error)
{
  const AmiaRecordQuery query = { .case_id = case_id };
  g_autoptr (AmiaTimeSources) self = g_new0 (AmiaTimeSources, 1);

  self->activities = g_array_new (FALSE, TRUE, sizeof (AmiaPlannedActivity));
  self->moments = g_array_new (FALSE, TRUE, sizeof (AmiaDiaryMoment));
  self->categories = g_ptr_array_new ();
  self->providers = g_ptr_array_new ();
  self->strings = g_string_chunk_new (256);
  if (!amia_store_foreach_record (store, &query, add_record, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
amia_time_sources_free (AmiaTimeSources *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->activities, g_array_unref);
  g_clear_pointer (&self->moments, g_array_unref);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_free (self);
}
