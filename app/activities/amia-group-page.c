/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-group-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-case-picker.h"
#include "amia-case-reader.h"
#include "amia-enrolment-page.h"
#include "amia-group-details.h"
#include "amia-navigator.h"
#include "amia-occasion-page.h"
#include "amia-pill.h"
#include "amia-record-page.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-series-page.h"
#include "amia-template.h"
#include "amia-words.h"

/* A seat is everybody's and says nothing of who sits on it; the enrolment that does is in the case.
 * Both are written by one user action. */

struct _AmiaGroupPage
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *seating;
  GtkWidget *participants;
  GtkWidget *no_occasions;
  GtkWidget *occasions;
  GtkWidget *add_occasions;
  GtkWidget *add_participant;

  AmiaSession    *session;
  AmiaUuid        id;
  AmiaCaseReader *reader; /* gives an AmiaGroupDetails */
};

G_DEFINE_FINAL_TYPE (AmiaGroupPage, amia_group_page, GTK_TYPE_WIDGET)

static const AmiaRecordChoice kinds[] = {
  { "redo", N_ ("ReDO, revising everyday life") },
  { "komigang", N_ ("Kom igång, getting started") },
  { "deltagartraff", N_ ("Participants' meeting") },
  { "halsa", N_ ("Health, training or yoga") },
  { "annan", N_ ("Another group") },
};

static const AmiaRecordField fields[] = {
  { "title", N_ ("What is it called?"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "kind", N_ ("What kind of group?"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "leader", N_ ("Who leads it?"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "place", N_ ("Place"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "max", N_ ("How many does it take?"),
    N_ ("Whoever comes after that waits in a queue. Empty for as many as come."),
    AMIA_RECORD_FIELD_NUMBER },
  { "from", N_ ("First day"), NULL, AMIA_RECORD_FIELD_DAY },
  { "to", N_ ("Last day"), NULL, AMIA_RECORD_FIELD_DAY },
  { "note", N_ ("To know"), N_ ("Everybody can read this: nothing about a participant."),
    AMIA_RECORD_FIELD_LINES },
};

static const AmiaRecordPageKind kind = {
  .kind = "group",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title_field = "title",
  .untitled = N_ ("A new group"),
  .removed = N_ ("The group was taken away."),
};

/* --- Showing -------------------------------------------------------------------------------- */

static char *
describe_member (const AmiaGroupMember *member)
{
  g_autofree char *day = member->to != NULL ? amia_words_date (member->to) : NULL;

  if (day != NULL)
    /* Translators: the day on which a participant left a group. */
    return g_strdup_printf (_ ("Until %s"), day);
  if (member->queue_place > 0)
    return g_strdup_printf (_ ("In the queue, place %u"), member->queue_place);

  return g_strdup_printf (ngettext ("Was there %u time", "Was there %u times", member->n_present),
                          member->n_present);
}

static GtkWidget *
make_member_row (const AmiaGroupMember *member)
{
  g_autofree char *subtitle = describe_member (member);
  GtkWidget       *row = amia_row_new (member->name, subtitle);

  if (member->queue_place > 0)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               amia_pill_new ("neutral", NULL, _ ("Waiting")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data (G_OBJECT (row), "amia-item", (gpointer) member);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static GtkWidget *
make_occasion_row (const AmiaGroupOccasion *occasion)
{
  g_autofree char *title = amia_activity_words_time (occasion->start, occasion->end);
  g_autofree char *noted = NULL;
  GtkWidget       *row = NULL;

  noted = occasion->n_noted > 0
              /* Translators: how many of how many were there. */
              ? g_strdup_printf (_ ("%u of %u were there"), occasion->n_present, occasion->n_noted)
              : g_strdup (occasion->place != NULL ? occasion->place : "");
  row = amia_row_new (title, noted);
  if (occasion->phase != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               amia_pill_new ("neutral", NULL,
                                              amia_activity_words_phase (occasion->phase)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data (G_OBJECT (row), "amia-item", (gpointer) occasion);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

/* The rows point into the details. */
static void
details_cb (AmiaGroupPage *self)
{
  const AmiaGroupDetails *details = amia_case_reader_get (self->reader);
  g_autofree char        *seating = NULL;

  amia_list_clear (self->participants);
  amia_list_clear (self->occasions);
  for (guint i = 0; i < details->members->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->participants),
                         make_member_row (g_ptr_array_index (details->members, i)));
  for (guint i = 0; i < details->occasions->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->occasions),
                         make_occasion_row (g_ptr_array_index (details->occasions, i)));

  seating = amia_activity_words_seating (details->max, details->n_seats);
  gtk_label_set_label (GTK_LABEL (self->seating), seating);
  gtk_label_set_label (GTK_LABEL (self->no_occasions), _ ("None yet."));
  gtk_widget_set_visible (self->no_occasions, details->occasions->len == 0);
  gtk_widget_set_visible (self->participants, details->members->len > 0);
  gtk_widget_set_visible (self->occasions, details->occasions->len > 0);
}

static gpointer
load_details (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_group_details_load (store, data, NULL, error);
}

static void
changed_cb (AmiaGroupPage *self)
{
  AmiaRecordForm *form = amia_record_page_get_form (AMIA_RECORD_PAGE (self->page));
  gboolean        is_there = amia_record_form_get_record (form) != NULL;

  gtk_widget_set_visible (self->add_occasions, amia_record_form_is_own (form));
  gtk_widget_set_sensitive (self->add_occasions, is_there);
  gtk_widget_set_sensitive (self->add_participant, is_there);
}

/* --- Doing ---------------------------------------------------------------------------------- */

static gboolean
is_in_group (AmiaGroupPage  *self,
             const AmiaUuid *case_id)
{
  const AmiaGroupDetails *details = amia_case_reader_get (self->reader);

  for (guint i = 0; details != NULL && i < details->members->len; i++)
    {
      const AmiaGroupMember *member = g_ptr_array_index (details->members, i);

      if (member->to == NULL && amia_uuid_equal (&member->case_id, case_id))
        return TRUE;
    }

  return FALSE;
}

static void
picked_cb (AmiaGroupPage *self,
           const char    *case_text)
{
  AmiaEdits       *edits = NULL;
  AmiaUuid         seat = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaUuid         enrolment = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaUuid         case_id;
  g_autofree char *today = amia_words_today ();
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  if (!amia_uuid_parse (case_text, -1, &case_id))
    return;
  if (is_in_group (self, &case_id))
    {
      amia_report (GTK_WIDGET (self), _ ("That participant is in the group already."));
      return;
    }

  edits = amia_edits_new ();
  amia_uuid_print (&self->id, id);
  amia_edits_set_string (edits, "seat", &seat, NULL, "group", id);
  amia_edits_set_string (edits, "seat", &seat, NULL, "state", "taken");
  amia_edits_set_string (edits, "enrolment", &enrolment, &case_id, "group", id);
  amia_edits_set_string (edits, "enrolment", &enrolment, &case_id, "from", today);
  amia_edits_set_string (edits, "enrolment", &enrolment, &case_id, "seat",
                         amia_uuid_print (&seat, id));
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
}

static void
add_participant_cb (AmiaGroupPage *self)
{
  GtkWidget *picker = amia_case_picker_new (self->session, _ ("Who takes part?"));

  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  amia_navigator_open (GTK_WIDGET (self), picker);
}

static void
participant_cb (AmiaGroupPage *self,
                GtkListBoxRow *row)
{
  const AmiaGroupMember *member = g_object_get_data (G_OBJECT (row), "amia-item");

  amia_navigator_open (GTK_WIDGET (self),
                       amia_enrolment_page_new (self->session, member->name, &member->case_id,
                                                &member->id));
}

static void
occasion_cb (AmiaGroupPage *self,
             GtkListBoxRow *row)
{
  const AmiaGroupOccasion *occasion = g_object_get_data (G_OBJECT (row), "amia-item");

  amia_navigator_open (GTK_WIDGET (self),
                       amia_occasion_page_new (self->session, &self->id, &occasion->id));
}

static void
add_occasions_cb (AmiaGroupPage *self)
{
  amia_navigator_open (GTK_WIDGET (self), amia_series_page_new (self->session, &self->id));
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_group_page_dispose (GObject *object)
{
  AmiaGroupPage *self = AMIA_GROUP_PAGE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_GROUP_PAGE);
  g_clear_object (&self->reader);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_group_page_parent_class)->dispose (object);
}

static void
amia_group_page_class_init (AmiaGroupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_group_page_dispose;

  g_type_ensure (AMIA_TYPE_RECORD_PAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-group-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, page);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, seating);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, participants);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, no_occasions);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, occasions);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, add_occasions);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupPage, add_participant);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, participant_cb);
  gtk_widget_class_bind_template_callback (widget_class, occasion_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_participant_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_occasions_cb);
}

static void
amia_group_page_init (AmiaGroupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_group_page_new (AmiaSession    *session,
                     const AmiaUuid *id)
{
  AmiaGroupPage  *self = g_object_new (AMIA_TYPE_GROUP_PAGE, NULL);
  AmiaReplica    *replica = NULL;
  AmiaRecordForm *form = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  replica = amia_session_get_replica (session);
  self->session = g_object_ref (session);
  self->id = *id;
  form = amia_record_page_show (AMIA_RECORD_PAGE (self->page), replica, &kind, id, NULL);
  amia_record_form_set_table (form, "kind", kinds, G_N_ELEMENTS (kinds));
  self->reader = amia_case_reader_new_with (
      replica, &(AmiaCaseReading){ .read = load_details,
                                   .request = g_memdup2 (id, sizeof *id),
                                   .free_request = g_free,
                                   .free_read = (GDestroyNotify) amia_group_details_free });
  g_signal_connect_object (self->reader, "changed", G_CALLBACK (details_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "failed", G_CALLBACK (amia_report_error), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
