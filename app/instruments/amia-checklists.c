/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-checklists.h"

#include <string.h>

#include "amia-case-values.h"
#include "amia-date.h"
#include "amia-form-begin.h"
#include "amia-navigator.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-values-page.h"
#include "amia-words.h"

/* Which day and which form is found out where the store is; the form is made and opened here. */

static const struct
{
  const char *canonical;
  const char *day_field;
} templates[AMIA_VALUES_SIDES] = {
  [AMIA_VALUES_BEFORE] = { "https://amia.se/fhir/Questionnaire/vardegrund-handlaggare-fore",
                           "answer/mote/mote-datum" },
  [AMIA_VALUES_AFTER] = { "https://amia.se/fhir/Questionnaire/vardegrund-handlaggare-efter",
                          "answer/mote/mote-datum" },
  [AMIA_VALUES_PARTICIPANT] = { "https://amia.se/fhir/Questionnaire/vardegrund-deltagare",
                                "answer/tillfalle/tillfalle-datum" },
};

/* @is_there tells whether @form_id is one. */
typedef struct
{
  GtkWidget     *from;
  AmiaUuid       case_id;
  AmiaValuesSide side;
  GDate          today;
  GDate          day;
  gboolean       is_there;
  AmiaUuid       form_id;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_object_unref (beginning->from);
  g_free (beginning);
}

/* --- On the store's thread -------------------------------------------------------------------- */

static gboolean
add_meeting_day (const AmiaRecord *record,
                 gpointer          data)
{
  GArray          *days = data;
  g_autofree char *start = amia_record_dup_string (record, "start");
  g_autofree char *status = amia_record_dup_string (record, "status");
  GDate            day;

  if (!amia_record_is_removed (record) && g_strcmp0 (status, "cancelled") != 0 && start != NULL &&
      strlen (start) >= AMIA_DATE_TEXT_LENGTH &&
      amia_date_parse_iso (start, AMIA_DATE_TEXT_LENGTH, &day))
    g_array_append_val (days, day);

  return TRUE;
}

static gboolean
pick_day (AmiaStore *store,
          Beginning *beginning,
          GError   **error)
{
  const AmiaRecordQuery query = { "meeting", NULL, &beginning->case_id };
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (GDate));

  if (!amia_store_foreach_record (store, &query, add_meeting_day, days, error))
    return FALSE;

  amia_values_pick_day ((const GDate *) (void *) days->data, days->len, &beginning->today,
                        beginning->side, &beginning->day);
  return TRUE;
}

/* The answer is what was asked with: it belongs to the callback. */
static gpointer
find_checklist (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Beginning               *beginning = data;
  const AmiaCaseChecklist *place = NULL;
  g_autoptr (AmiaCaseValues) values = NULL;

  if (!pick_day (store, beginning, error))
    return NULL;
  values = amia_case_values_read (store, &beginning->case_id, error);
  if (values == NULL)
    return NULL;

  place = amia_case_values_find (values, 0, beginning->side, &beginning->day);
  if (place != NULL && place->is_own)
    {
      beginning->is_there = TRUE;
      beginning->form_id = place->form_id;
    }

  return beginning;
}

/* --- On the main thread ----------------------------------------------------------------------- */

static void
begin_new (AmiaReplica     *replica,
           const Beginning *beginning)
{
  g_autoptr (AmiaQuestionnaire) form =
      amia_questionnaires_read_shipped (templates[beginning->side].canonical);
  char             text[AMIA_DATE_TEXT_LENGTH + 1];
  g_autofree char *value =
      g_strdup_printf ("\"%s\"", amia_date_print_iso (&beginning->day, text));
  const AmiaFirstAnswer first = { templates[beginning->side].day_field, value };

  g_return_if_fail (form != NULL);

  amia_form_begin (beginning->from, replica, &beginning->case_id, form, &first);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Beginning *beginning = user_data;
  g_autoptr (GError) error = NULL;
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    amia_report_error (beginning->from, error);
  else if (beginning->is_there)
    gtk_widget_activate_action (
        beginning->from, "win.open-form", "s", amia_uuid_print (&beginning->form_id, id));
  else
    begin_new (AMIA_REPLICA (source), beginning);

  beginning_free (beginning);
}

/* --- Actions ---------------------------------------------------------------------------------- */

typedef struct
{
  GtkWidget   *page; /* not owned: it owns the group */
  AmiaReplica *replica;
  AmiaUuid     case_id;
} Owner;

static void
owner_free (gpointer data)
{
  Owner *owner = data;

  g_object_unref (owner->replica);
  g_free (owner);
}

/* Two minutes before a meeting, two after: opens the checklist of the value base for the day that
 * amia_values_pick_day () finds, the one that was begun on this laptop or else a new one. */
static void
begin (gpointer       data,
       AmiaValuesSide side)
{
  const Owner     *owner = data;
  Beginning       *beginning = g_new0 (Beginning, 1);
  g_autofree char *today = amia_words_today ();

  beginning->from = g_object_ref (owner->page);
  beginning->case_id = owner->case_id;
  beginning->side = side;
  if (!amia_date_parse_iso (today, -1, &beginning->today))
    g_assert_not_reached ();
  amia_replica_call_async (
      owner->replica, find_checklist, beginning, NULL, NULL, NULL, found_cb, beginning);
}

static void
before_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  begin (data, AMIA_VALUES_BEFORE);
}

static void
after_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  begin (data, AMIA_VALUES_AFTER);
}

static void
participant_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  begin (data, AMIA_VALUES_PARTICIPANT);
}

static void
over_time_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  const Owner *owner = data;

  amia_navigator_open (owner->page, amia_values_page_new (owner->replica, &owner->case_id));
}

GActionGroup *
amia_checklists_new_actions (GtkWidget      *page,
                             AmiaReplica    *replica,
                             const AmiaUuid *case_id)
{
  const GActionEntry entries[] = {
    { .name = "before", .activate = before_cb },
    { .name = "after", .activate = after_cb },
    { .name = "participant", .activate = participant_cb },
    { .name = "over-time", .activate = over_time_cb },
  };
  GSimpleActionGroup *group = NULL;
  Owner              *owner = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (page), NULL);
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  group = g_simple_action_group_new ();
  owner = g_new0 (Owner, 1);
  owner->page = page;
  owner->replica = g_object_ref (replica);
  owner->case_id = *case_id;
  g_object_set_data_full (G_OBJECT (group), "amia-owner", owner, owner_free);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), owner);
  return G_ACTION_GROUP (group);
}
