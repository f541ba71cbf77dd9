/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-plan.h"

#include <math.h>
#include <string.h>

#include "amia-proposal.h"

/* Records to the structures of the method, a function a kind. */

#define SCHEDULE_URL "https://amia.se/fhir/Questionnaire/veckoschema|"

typedef struct
{
  AmiaStore    *store;
  AmiaCasePlan *plan;
  guint64       busy_stamp; /* of the schedule that was changed last so far */
} Load;

static void
ref_clear (gpointer data)
{
  g_free (((AmiaRef *) data)->field);
}

static void
todo_free (gpointer data)
{
  AmiaPlanTodo *todo = data;

  g_free (todo->text);
  g_free (todo->who);
  g_free (todo->due);
  g_free (todo->done);
  g_free (todo);
}

static void
revision_free (gpointer data)
{
  AmiaPlanRevision *revision = data;

  g_free (revision->date);
  g_free (revision->note);
  g_free (revision->author);
  g_free (revision->agency);
  amia_action_plan_free (revision->plan);
  g_free (revision);
}

static void
meeting_free (gpointer data)
{
  AmiaPlanMeeting *meeting = data;

  g_free (meeting->title);
  g_free (meeting->start);
  g_free (meeting->end);
  g_free (meeting);
}

static void
busy_free (AmiaPlanBusy *busy)
{
  for (guint i = 0; i < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; i++)
    g_free (busy->texts[i / AMIA_WEEK_PARTS][i % AMIA_WEEK_PARTS]);
  g_free (busy);
}

void
amia_case_plan_free (AmiaCasePlan *plan)
{
  if (plan == NULL)
    return;

  amia_action_plan_free (plan->plan);
  g_ptr_array_unref (plan->todos);
  g_ptr_array_unref (plan->revisions);
  g_ptr_array_unref (plan->meetings);
  g_hash_table_unref (plan->conflicts);
  g_array_unref (plan->sources);
  g_clear_pointer (&plan->busy, busy_free);
  g_free (plan);
}

/* --- Kinds ------------------------------------------------------------------------------------ */

static double
get_number (const AmiaRecord *record,
            const char       *field)
{
  const char *value = amia_record_get_value (record, field);
  double      number = value != NULL && (g_ascii_isdigit (*value) || *value == '-')
                           ? g_ascii_strtod (value, NULL)
                           : 0;

  /* JSON may say 1e999; no plan that is agreed on could. */
  return isfinite (number) ? number : 0;
}

/* A revision copies what stands in the plan, and with it another agency's words. All of a goal or
 * an activity is in one area, so that one op of an agency stands for what it wrote of that record.
 */
static void
note_sources (Load             *load,
              const AmiaRecord *record)
{
  const char *own = amia_store_get_identity (load->store)->agency;
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  g_autoptr (GHashTable) cited = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < fields->len; i++)
    {
      const char     *field = g_ptr_array_index (fields, i);
      const AmiaHead *head = amia_record_get_shown (record, field);
      const char     *agency = NULL;
      AmiaRef         ref = { 0 };

      if (head == NULL)
        continue;
      amia_store_get_author (load->store, &head->device, &agency);
      if (g_strcmp0 (agency, own) == 0 ||
          !g_hash_table_add (cited, (char *) (agency != NULL ? agency : "")))
        continue;
      ref.device = head->device;
      ref.n = head->n;
      ref.field = g_strdup (field);
      g_array_append_val (load->plan->sources, ref);
    }
}

static void
note_conflict (Load             *load,
               const AmiaRecord *record)
{
  if (amia_record_count_conflicts (record) > 0)
    g_hash_table_add (load->plan->conflicts, amia_uuid_to_string (&record->id));
}

static void
read_goal (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *id = amia_uuid_to_string (&record->id);
  AmiaPlanGoal    *goal = amia_action_plan_add_goal (load->plan->plan, id);

  goal->text = amia_record_dup_string (record, "text");
  goal->parent = amia_record_dup_string (record, "parent");
  goal->status = amia_record_dup_string (record, "status");
  goal->order = get_number (record, "order");
  note_conflict (load, record);
  note_sources (load, record);
}

/* Once they were copied from the catalogue under the names that it has for them. */
static char *
dup_category (const AmiaRecord *record)
{
  g_autofree char *category = amia_record_dup_string (record, "category");
  const char      *known = amia_category_get_plan_code (category);

  return known != NULL ? g_strdup (known) : g_steal_pointer (&category);
}

static void
read_activity (Load             *load,
               const AmiaRecord *record)
{
  g_autofree char  *id = amia_uuid_to_string (&record->id);
  AmiaPlanActivity *activity = amia_action_plan_add_activity (load->plan->plan, id);

  activity->title = amia_record_dup_string (record, "title");
  activity->purpose = amia_record_dup_string (record, "purpose");
  activity->goal = amia_record_dup_string (record, "goal");
  activity->responsible = amia_record_dup_string (record, "responsible");
  activity->provider = amia_record_dup_string (record, "provider");
  activity->category = dup_category (record);
  activity->from = amia_record_dup_string (record, "from");
  activity->to = amia_record_dup_string (record, "to");
  activity->status = amia_record_dup_string (record, "status");
  activity->place = amia_record_dup_string (record, "place");
  activity->result = amia_record_dup_string (record, "result");
  activity->hours = get_number (record, "hours");
  activity->order = get_number (record, "order");
  g_array_unref (activity->times);
  activity->times = amia_plan_times_from_json (amia_record_get_value (record, "times"));
  note_conflict (load, record);
  note_sources (load, record);
}

static void
read_todo (Load             *load,
           const AmiaRecord *record)
{
  AmiaPlanTodo *todo = g_new0 (AmiaPlanTodo, 1);

  todo->id = record->id;
  todo->text = amia_record_dup_string (record, "text");
  todo->who = amia_record_dup_string (record, "who");
  todo->due = amia_record_dup_string (record, "due");
  todo->done = amia_record_dup_string (record, "done");
  g_ptr_array_add (load->plan->todos, todo);
  note_conflict (load, record);
}

static void
read_revision (Load             *load,
               const AmiaRecord *record)
{
  AmiaPlanRevision *revision = g_new0 (AmiaPlanRevision, 1);
  const AmiaHead   *head = amia_record_get_shown (record, "plan");
  const char       *agency = NULL;

  revision->id = record->id;
  revision->date = amia_record_dup_string (record, "date");
  revision->note = amia_record_dup_string (record, "note");
  revision->plan = amia_action_plan_from_json (amia_record_get_value (record, "plan"));
  if (head != NULL)
    revision->author =
        g_strdup (amia_store_get_author_person (load->store, &head->device, &agency));
  revision->agency = g_strdup (agency);
  g_ptr_array_add (load->plan->revisions, revision);
}

static void
read_meeting (Load             *load,
              const AmiaRecord *record)
{
  g_autofree char *status = amia_record_dup_string (record, "status");
  AmiaPlanMeeting *meeting = NULL;

  if (g_strcmp0 (status, "cancelled") == 0)
    return;

  meeting = g_new0 (AmiaPlanMeeting, 1);
  meeting->title = amia_record_dup_string (record, "title");
  meeting->start = amia_record_dup_string (record, "start");
  meeting->end = amia_record_dup_string (record, "end");
  g_ptr_array_add (load->plan->meetings, meeting);
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

/* The ordinary week, not one that was planned for some days. */
static void
read_form (Load             *load,
           const AmiaRecord *record)
{
  static const char *const days[AMIA_WEEK_DAYS] = { "mandag", "tisdag", "onsdag", "torsdag",
                                                    "fredag", "lordag", "sondag" };
  static const char *const parts[AMIA_WEEK_PARTS] = { "morgon", "formiddag", "eftermiddag",
                                                      "kvall" };
  const char              *kind = amia_record_get_value (record, "answer/schema/schema-slag");
  g_autofree char         *canonical = amia_record_dup_string (record, "questionnaire");
  guint64                  stamp = 0;

  if (canonical == NULL || !g_str_has_prefix (canonical, SCHEDULE_URL) ||
      (kind != NULL && strstr (kind, "\"planerad\"") != NULL))
    return;

  stamp = find_stamp (record);
  if (load->plan->busy != NULL && stamp <= load->busy_stamp)
    return;

  g_clear_pointer (&load->plan->busy, busy_free);
  load->plan->busy = g_new0 (AmiaPlanBusy, 1);
  load->busy_stamp = stamp;
  for (guint i = 0; i < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; i++)
    {
      const char      *day = days[i / AMIA_WEEK_PARTS];
      g_autofree char *path =
          g_strdup_printf ("answer/veckan/%s/%s-%s", day, day, parts[i % AMIA_WEEK_PARTS]);

      load->plan->busy->texts[i / AMIA_WEEK_PARTS][i % AMIA_WEEK_PARTS] =
          amia_record_dup_string (record, path);
    }
}

/* --- Order ------------------------------------------------------------------------------------ */

static int
compare_todos (gconstpointer a,
               gconstpointer b)
{
  const AmiaPlanTodo *first = *(AmiaPlanTodo *const *) a;
  const AmiaPlanTodo *second = *(AmiaPlanTodo *const *) b;
  int                 order = (first->done != NULL) - (second->done != NULL);

  if (order == 0)
    order = (first->due == NULL) - (second->due == NULL);
  if (order == 0)
    order = g_strcmp0 (first->due, second->due);

  return order != 0 ? order : amia_uuid_compare (&first->id, &second->id);
}

static int
compare_revisions (gconstpointer a,
                   gconstpointer b)
{
  const AmiaPlanRevision *first = *(AmiaPlanRevision *const *) a;
  const AmiaPlanRevision *second = *(AmiaPlanRevision *const *) b;
  int                     order = g_strcmp0 (second->date, first->date);

  return order != 0 ? order : amia_uuid_compare (&second->id, &first->id);
}

static int
compare_meetings (gconstpointer a,
                  gconstpointer b)
{
  return g_strcmp0 ((*(AmiaPlanMeeting *const *) a)->start,
                    (*(AmiaPlanMeeting *const *) b)->start);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static const struct
{
  const char *kind;
  void (*read) (Load             *load,
                const AmiaRecord *record);
} readers[] = {
  { "goal", read_goal },
  { "activity", read_activity },
  { "todo", read_todo },
  { "revision", read_revision },
  { "meeting", read_meeting },
  { "form", read_form },
};

typedef struct
{
  Load *load;
  void (*read) (Load             *load,
                const AmiaRecord *record);
} Reading;

static gboolean
read_record (const AmiaRecord *record,
             gpointer          data)
{
  const Reading *reading = data;

  if (!amia_record_is_removed (record))
    reading->read (reading->load, record);
  return TRUE;
}

static AmiaCasePlan *
make_plan (const AmiaUuid *case_id)
{
  AmiaCasePlan *plan = g_new0 (AmiaCasePlan, 1);

  plan->case_id = *case_id;
  plan->plan = amia_action_plan_new ();
  plan->todos = g_ptr_array_new_with_free_func (todo_free);
  plan->revisions = g_ptr_array_new_with_free_func (revision_free);
  plan->meetings = g_ptr_array_new_with_free_func (meeting_free);
  plan->sources = g_array_new (FALSE, FALSE, sizeof (AmiaRef));
  g_array_set_clear_func (plan->sources, ref_clear);
  plan->conflicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return plan;
}

AmiaCasePlan *
amia_store_load_plan (AmiaStore      *store,
                      const AmiaUuid *case_id,
                      GError        **error)
{
  g_autoptr (AmiaCasePlan) plan = NULL;
  Load load = { .store = store };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  plan = make_plan (case_id);
  load.plan = plan;
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      const AmiaRecordQuery query = { readers[i].kind, NULL, case_id };
      Reading               reading = { &load, readers[i].read };

      if (!amia_store_foreach_record (store, &query, read_record, &reading, error))
        return NULL;
    }

  g_ptr_array_sort (plan->todos, compare_todos);
  g_ptr_array_sort (plan->revisions, compare_revisions);
  g_ptr_array_sort (plan->meetings, compare_meetings);
  return g_steal_pointer (&plan);
}

void
amia_edits_agree_plan (AmiaEdits          *edits,
                       const AmiaCasePlan *plan,
                       const AmiaUuid     *id,
                       const char         *on,
                       const char         *note)
{
  g_autofree char *json = NULL;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (plan != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (on != NULL);

  json = amia_action_plan_to_json (plan->plan);
  amia_edits_set_string (edits, "revision", id, &plan->case_id, "date", on);
  amia_edits_set (edits, "revision", id, &plan->case_id, "plan", NULL, json);
  for (guint i = 0; i < plan->sources->len; i++)
    {
      const AmiaRef *source = &g_array_index (plan->sources, AmiaRef, i);

      amia_edits_add_source (edits, &source->device, source->n, source->field);
    }
  if (note != NULL && *note != '\0')
    amia_edits_set_string (edits, "revision", id, &plan->case_id, "note", note);
}
