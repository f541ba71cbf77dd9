/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-week.h"

#include <string.h>

#include "amia-date.h"

/* One walk over the records of the case on the store's thread; the main thread gets plain
 * structs. The form that asks is none of the schedules. */

#define SCHEDULE_URL "https://amia.se/fhir/Questionnaire/veckoschema|"

typedef struct
{
  GPtrArray *meetings;
  GPtrArray *activities;
  GPtrArray *schedules;
} Facts;

static const char *const day_ids[AMIA_WEEK_DAYS] = { "mandag", "tisdag", "onsdag", "torsdag",
                                                     "fredag", "lordag", "sondag" };
static const char *const part_ids[AMIA_WEEK_PARTS] = { "morgon", "formiddag", "eftermiddag",
                                                       "kvall" };

static void
meeting_free (gpointer data)
{
  AmiaCaseMeeting *meeting = data;

  g_free (meeting->title);
  g_free (meeting->start);
  g_free (meeting->end);
  g_free (meeting);
}

static void
activity_free (gpointer data)
{
  AmiaCaseActivity *activity = data;

  g_free (activity->title);
  g_free (activity->from);
  g_free (activity->to);
  g_array_unref (activity->times);
  g_free (activity);
}

static void
schedule_free (gpointer data)
{
  AmiaCaseSchedule *schedule = data;

  for (int i = 0; i < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; i++)
    g_free (schedule->texts[i / AMIA_WEEK_PARTS][i % AMIA_WEEK_PARTS]);
  g_free (schedule->first_day);
  g_free (schedule);
}

static Facts *
facts_new (void)
{
  Facts *facts = g_new0 (Facts, 1);

  facts->meetings = g_ptr_array_new_with_free_func (meeting_free);
  facts->activities = g_ptr_array_new_with_free_func (activity_free);
  facts->schedules = g_ptr_array_new_with_free_func (schedule_free);
  return facts;
}

static void
facts_free (gpointer data)
{
  Facts *facts = data;

  g_ptr_array_unref (facts->meetings);
  g_ptr_array_unref (facts->activities);
  g_ptr_array_unref (facts->schedules);
  g_free (facts);
}

/* --- On the store's thread ------------------------------------------------------------------- */

static void
add_meeting (Facts            *facts,
             const AmiaRecord *record)
{
  g_autofree char *status = amia_record_dup_string (record, "status");
  AmiaCaseMeeting *meeting = NULL;

  if (g_strcmp0 (status, "cancelled") == 0)
    return;

  meeting = g_new0 (AmiaCaseMeeting, 1);
  meeting->title = amia_record_dup_string (record, "title");
  meeting->start = amia_record_dup_string (record, "start");
  meeting->end = amia_record_dup_string (record, "end");
  g_ptr_array_add (facts->meetings, meeting);
}

static void
add_activity (Facts            *facts,
              const AmiaRecord *record)
{
  AmiaCaseActivity *activity = g_new0 (AmiaCaseActivity, 1);

  activity->title = amia_record_dup_string (record, "title");
  activity->from = amia_record_dup_string (record, "from");
  activity->to = amia_record_dup_string (record, "to");
  activity->times = amia_plan_times_from_json (amia_record_get_value (record, "times"));
  g_ptr_array_add (facts->activities, activity);
}

static guint64
find_stamp (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  guint64 stamp = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL)
        stamp = MAX (stamp, (guint64) head->stamp);
    }

  return stamp;
}

static void
add_schedule (Facts            *facts,
              const AmiaRecord *record)
{
  const char       *kind = amia_record_get_value (record, "answer/schema/schema-slag");
  g_autofree char  *canonical = amia_record_dup_string (record, "questionnaire");
  AmiaCaseSchedule *schedule = NULL;

  if (canonical == NULL || !g_str_has_prefix (canonical, SCHEDULE_URL))
    return;

  schedule = g_new0 (AmiaCaseSchedule, 1);
  schedule->is_planned = kind != NULL && strstr (kind, "\"planerad\"") != NULL;
  schedule->first_day = amia_record_dup_string (record, "answer/schema/schema-vecka");
  schedule->stamp = find_stamp (record);
  for (int i = 0; i < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; i++)
    {
      const char      *day = day_ids[i / AMIA_WEEK_PARTS];
      const char      *part = part_ids[i % AMIA_WEEK_PARTS];
      g_autofree char *path = g_strdup_printf ("answer/veckan/%s/%s-%s", day, day, part);

      schedule->texts[i / AMIA_WEEK_PARTS][i % AMIA_WEEK_PARTS] =
          amia_record_dup_string (record, path);
    }
  g_ptr_array_add (facts->schedules, schedule);
}

typedef struct
{
  AmiaUuid case_id;
  AmiaUuid form_id;
} Request;

typedef struct
{
  const Request *request;
  Facts         *facts;
} Walk;

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  const Walk *walk = data;

  if (amia_record_is_removed (record) || amia_uuid_equal (&record->id, &walk->request->form_id))
    return TRUE;

  if (strcmp (record->kind, "meeting") == 0)
    add_meeting (walk->facts, record);
  else if (strcmp (record->kind, "activity") == 0)
    add_activity (walk->facts, record);
  else if (strcmp (record->kind, "form") == 0)
    add_schedule (walk->facts, record);

  return TRUE;
}

static int
compare_meetings (gconstpointer a,
                  gconstpointer b)
{
  return g_strcmp0 ((*(AmiaCaseMeeting *const *) a)->start,
                    (*(AmiaCaseMeeting *const *) b)->start);
}

static gpointer
read_case (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Request        *request = data;
  const AmiaRecordQuery query = { NULL, NULL, &request->case_id };
  Walk                  walk = { request, facts_new () };

  if (!amia_store_foreach_record (store, &query, add_record, &walk, error))
    {
      facts_free (walk.facts);
      return NULL;
    }

  g_ptr_array_sort (walk.facts->meetings, compare_meetings);
  return walk.facts;
}

/* --- On the main thread ---------------------------------------------------------------------- */

AmiaCaseReader *
amia_case_week_new (AmiaFormModel *model)
{
  Request        *request = NULL;
  AmiaCaseReading reading = { 0 };

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  request = g_new0 (Request, 1);
  request->case_id = *amia_form_model_get_case_id (model);
  request->form_id = *amia_form_model_get_form_id (model);
  reading = (AmiaCaseReading){
    .case_id = &request->case_id,
    .own_record = &request->form_id,
    .read = read_case,
    .request = request,
    .free_request = g_free,
    .free_read = facts_free,
  };

  return amia_case_reader_new_with (amia_form_model_get_replica (model), &reading);
}

GPtrArray *
amia_case_week_get_meetings (AmiaCaseReader *reader)
{
  const Facts *facts = amia_case_reader_get (reader);

  return facts != NULL ? facts->meetings : NULL;
}

GPtrArray *
amia_case_week_get_activities (AmiaCaseReader *reader)
{
  const Facts *facts = amia_case_reader_get (reader);

  return facts != NULL ? facts->activities : NULL;
}

static gboolean
is_for_week (const AmiaCaseSchedule *schedule,
             const GDate            *monday)
{
  GDate day;
  GDate own;

  if (schedule->first_day == NULL || !amia_date_parse_iso (schedule->first_day, -1, &day))
    return FALSE;

  amia_week_get_monday (&day, &own);
  return g_date_compare (&own, monday) == 0;
}

const AmiaCaseSchedule *
amia_case_week_find_schedule (AmiaCaseReader *reader,
                              gboolean        is_planned,
                              const GDate    *monday)
{
  const Facts            *facts = amia_case_reader_get (reader);
  const AmiaCaseSchedule *found = NULL;

  for (guint i = 0; facts != NULL && i < facts->schedules->len; i++)
    {
      const AmiaCaseSchedule *schedule = g_ptr_array_index (facts->schedules, i);

      if (schedule->is_planned == is_planned &&
          (monday == NULL || is_for_week (schedule, monday)) &&
          (found == NULL || schedule->stamp > found->stamp))
        found = schedule;
    }

  return found;
}
