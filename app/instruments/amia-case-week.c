/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-week.h"

#include <string.h>

#include "amia-date.h"

/* One walk over the records of the case on the store's thread; the main thread gets plain
 * structs. */

#define SCHEDULE_URL "https://amia.se/fhir/Questionnaire/veckoschema|"

typedef struct
{
  GPtrArray *meetings;
  GPtrArray *activities;
  GPtrArray *schedules;
} Facts;

struct _AmiaCaseWeek
{
  GObject parent_instance;

  AmiaReplica  *replica;
  AmiaUuid      case_id;
  AmiaUuid      form_id;
  GCancellable *cancellable;
  Facts        *facts;
};

G_DEFINE_FINAL_TYPE (AmiaCaseWeek, amia_case_week, G_TYPE_OBJECT)

static guint changed_signal;

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
facts_free (Facts *facts)
{
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
  Facts   *facts;
} Request;

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  Request *request = data;

  if (amia_record_is_removed (record) || amia_uuid_equal (&record->id, &request->form_id))
    return TRUE;

  if (strcmp (record->kind, "meeting") == 0)
    add_meeting (request->facts, record);
  else if (strcmp (record->kind, "activity") == 0)
    add_activity (request->facts, record);
  else if (strcmp (record->kind, "form") == 0)
    add_schedule (request->facts, record);

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
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  Request              *request = data;
  const AmiaRecordQuery query = { NULL, NULL, &request->case_id };

  request->facts = facts_new ();
  if (!amia_store_foreach_record (store, &query, add_record, request, error))
    {
      g_clear_pointer (&request->facts, facts_free);
      return NULL;
    }

  g_ptr_array_sort (request->facts->meetings, compare_meetings);
  return request->facts;
}

/* --- On the main thread ---------------------------------------------------------------------- */

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaCaseWeek) self = user_data;
  g_autoptr (GError) local_error = NULL;
  Facts *facts = amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);

  if (facts == NULL)
    {
      /* The sheet can be filled in without; what is wrong with the replica the page itself says. */
      g_debug ("Failed to read what the week is looked at beside: %s",
               local_error != NULL ? local_error->message : "nothing there");
      return;
    }

  facts_free (self->facts);
  self->facts = facts;
  g_signal_emit (self, changed_signal, 0);
}

static void
load (AmiaCaseWeek *self)
{
  Request *request = g_new0 (Request, 1);

  request->case_id = self->case_id;
  request->form_id = self->form_id;
  amia_replica_call_async (self->replica,
                           load_on_store_thread,
                           request,
                           g_free,
                           (GDestroyNotify) facts_free,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

static gboolean
has_uuid (GArray         *uuids,
          const AmiaUuid *uuid)
{
  for (guint i = 0; i < uuids->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (uuids, AmiaUuid, i), uuid))
        return TRUE;
    }

  return FALSE;
}

/* Each pause in typing is a change of the form itself, which is no reason to read. */
static void
replica_changed_cb (AmiaCaseWeek *self,
                    GArray       *cases,
                    GArray       *records,
                    AmiaReplica  *replica)
{
  gboolean is_only_own = records->len == 1 && has_uuid (records, &self->form_id);

  if (has_uuid (cases, &self->case_id) && !is_only_own)
    load (self);
}

static void
amia_case_week_dispose (GObject *object)
{
  AmiaCaseWeek *self = AMIA_CASE_WEEK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_week_parent_class)->dispose (object);
}

static void
amia_case_week_finalize (GObject *object)
{
  AmiaCaseWeek *self = AMIA_CASE_WEEK (object);

  g_clear_object (&self->cancellable);
  facts_free (self->facts);

  G_OBJECT_CLASS (amia_case_week_parent_class)->finalize (object);
}

static void
amia_case_week_class_init (AmiaCaseWeekClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_case_week_dispose;
  object_class->finalize = amia_case_week_finalize;
  changed_signal = g_signal_new ("changed", AMIA_TYPE_CASE_WEEK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
amia_case_week_init (AmiaCaseWeek *self)
{
  self->cancellable = g_cancellable_new ();
  self->facts = facts_new ();
}

AmiaCaseWeek *
amia_case_week_new (AmiaFormModel *model)
{
  AmiaCaseWeek *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  self = g_object_new (AMIA_TYPE_CASE_WEEK, NULL);
  self->replica = g_object_ref (amia_form_model_get_replica (model));
  self->case_id = *amia_form_model_get_case_id (model);
  self->form_id = *amia_form_model_get_form_id (model);
  g_signal_connect_object (
      self->replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

GPtrArray *
amia_case_week_get_meetings (AmiaCaseWeek *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_WEEK (self), NULL);

  return self->facts->meetings;
}

GPtrArray *
amia_case_week_get_activities (AmiaCaseWeek *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_WEEK (self), NULL);

  return self->facts->activities;
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
amia_case_week_find_schedule (AmiaCaseWeek *self,
                              gboolean      is_planned,
                              const GDate  *monday)
{
  const AmiaCaseSchedule *found = NULL;

  g_return_val_if_fail (AMIA_IS_CASE_WEEK (self), NULL);

  for (guint i = 0; i < self->facts->schedules->len; i++)
    {
      const AmiaCaseSchedule *schedule = g_ptr_array_index (self->facts->schedules, i);

      if (schedule->is_planned == is_planned &&
          (monday == NULL || is_for_week (schedule, monday)) &&
          (found == NULL || schedule->stamp > found->stamp))
        found = schedule;
    }

  return found;
}
