/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-occasion-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-case-reader.h"
#include "amia-group-details.h"
#include "amia-pill.h"
#include "amia-record-page.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"

struct _AmiaOccasionPage
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *hint;
  GtkWidget *participants;

  AmiaUuid        id;
  AmiaCaseReader *reader; /* gives an AmiaGroupDetails */
};

G_DEFINE_FINAL_TYPE (AmiaOccasionPage, amia_occasion_page, GTK_TYPE_WIDGET)

static const AmiaRecordField fields[] = {
  { "place", N_ ("Place"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "phase", N_ ("Phase"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "note", N_ ("To know"), N_ ("Everybody can read this: nothing about a participant."), AMIA_RECORD_FIELD_LINES },
};

static const AmiaRecordPageKind kind = {
  .kind = "occasion",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .removed = N_ ("The occasion was taken away."),
};

typedef struct
{
  guint       key;
  const char *code;
  const char *words;
  const char *tint;
} Presence;

static const Presence presences[] = {
  { GDK_KEY_p, "present", N_ ("Was there"), "success" },
  { GDK_KEY_a, "absent", N_ ("Absent"), "warning" },
  { GDK_KEY_i, "ill", N_ ("Ill"), "neutral" },
};

static const Presence *
find_presence (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (presences); i++)
    {
      if (g_strcmp0 (presences[i].code, code) == 0)
        return &presences[i];
    }

  return NULL;
}

static void
note (AmiaOccasionPage *self,
      GtkWidget        *row,
      const Presence   *presence)
{
  const AmiaGroupMember *member = g_object_get_data (G_OBJECT (row), "amia-item");
  AmiaEdits             *edits = amia_edits_new ();
  g_autofree char       *field = NULL;
  char                   id[AMIA_UUID_TEXT_LENGTH + 1];

  field = g_strconcat ("attended/", amia_uuid_print (&self->id, id), NULL);
  if (presence != NULL)
    amia_edits_set_string (edits, "enrolment", &member->id, &member->case_id, field,
                           presence->code);
  else
    amia_edits_set (edits, "enrolment", &member->id, &member->case_id, field, NULL, "null");
  amia_report_commit (GTK_WIDGET (self), amia_case_reader_get_replica (self->reader), edits);
}

/* The same key again takes it back; the focus goes on to the next one. */
static gboolean
key_cb (GtkEventControllerKey *keys,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        gpointer               data)
{
  GtkWidget             *next = NULL;
  GtkWidget             *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  const AmiaGroupMember *member = g_object_get_data (G_OBJECT (row), "amia-item");

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (presences); i++)
    {
      if (gdk_keyval_to_lower (key) != presences[i].key)
        continue;
      note (data, row,
            g_strcmp0 (member->attended, presences[i].code) == 0 ? NULL : &presences[i]);
      next = gtk_widget_get_next_sibling (row);
      if (next != NULL)
        gtk_widget_grab_focus (next);
      return TRUE;
    }

  return FALSE;
}

/* A click, or Enter: from nothing to there, to absent, to ill, to nothing. */
static void
participant_cb (AmiaOccasionPage *self,
                GtkListBoxRow    *row)
{
  const AmiaGroupMember *member = g_object_get_data (G_OBJECT (row), "amia-item");
  const Presence        *presence = find_presence (member->attended);
  gsize                  next = presence != NULL ? (gsize) (presence - presences) + 1 : 0;

  note (self, GTK_WIDGET (row), next < G_N_ELEMENTS (presences) ? &presences[next] : NULL);
}

static void
show_presence (GtkWidget             *row,
               const AmiaGroupMember *member)
{
  const Presence *presence = find_presence (member->attended);
  const char     *words = presence != NULL ? _ (presence->words) : _ ("Not noted yet");
  GtkWidget      *old = g_object_get_data (G_OBJECT (row), "amia-pill");
  GtkWidget      *pill = amia_pill_new (presence != NULL ? presence->tint : "neutral", NULL, words);

  amia_row_set (row, member->name, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
  if (old != NULL)
    adw_action_row_remove (ADW_ACTION_ROW (row), old);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  g_object_set_data (G_OBJECT (row), "amia-pill", pill);
  g_object_set_data (G_OBJECT (row), "amia-item", (gpointer) member);
}

static GtkWidget *
make_row (AmiaOccasionPage *self)
{
  GtkWidget          *row = amia_row_new ("", NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (row, keys);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static gboolean
takes_part (const AmiaGroupMember *member)
{
  return member->attended != NULL || (member->to == NULL && member->queue_place == 0);
}

/* Rows stay where they are when one of them is noted, so that the focus does. They point into the
 * details. */
static void
details_cb (AmiaOccasionPage *self)
{
  const AmiaGroupDetails *details = amia_case_reader_get (self->reader);
  GPtrArray              *members = details->members;
  guint                   n_rows = 0;

  for (guint i = 0; i < members->len; i++)
    {
      const AmiaGroupMember *member = g_ptr_array_index (members, i);
      GtkListBoxRow         *row = NULL;

      if (!takes_part (member))
        continue;
      row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->participants), (int) n_rows++);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (make_row (self));
          gtk_list_box_append (GTK_LIST_BOX (self->participants), GTK_WIDGET (row));
        }
      show_presence (GTK_WIDGET (row), member);
    }

  for (;;)
    {
      GtkListBoxRow *row =
          gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->participants), (int) n_rows);

      if (row == NULL)
        break;
      gtk_list_box_remove (GTK_LIST_BOX (self->participants), GTK_WIDGET (row));
    }
  gtk_widget_set_visible (self->participants, n_rows > 0);
  gtk_label_set_label (GTK_LABEL (self->hint),
                       n_rows > 0 ? _ ("P for there, A for absent, I for ill; again to take back.")
                                  : _ ("None of your participants is in the group."));
}

static gpointer
load_details (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  const AmiaUuid *ids = data;

  return amia_group_details_load (store, &ids[0], &ids[1], error);
}

static void
changed_cb (AmiaOccasionPage *self)
{
  AmiaRecordPage   *page = AMIA_RECORD_PAGE (self->page);
  const AmiaRecord *record = amia_record_form_get_record (amia_record_page_get_form (page));
  g_autofree char  *start = record != NULL ? amia_record_dup_string (record, "start") : NULL;
  g_autofree char  *end = record != NULL ? amia_record_dup_string (record, "end") : NULL;
  g_autofree char  *title = amia_activity_words_time (start, end);

  amia_record_page_set_title (page, title);
}

static void
amia_occasion_page_dispose (GObject *object)
{
  AmiaOccasionPage *self = AMIA_OCCASION_PAGE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_OCCASION_PAGE);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (amia_occasion_page_parent_class)->dispose (object);
}

static void
amia_occasion_page_class_init (AmiaOccasionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_occasion_page_dispose;

  g_type_ensure (AMIA_TYPE_RECORD_PAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-occasion-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaOccasionPage, page);
  gtk_widget_class_bind_template_child (widget_class, AmiaOccasionPage, hint);
  gtk_widget_class_bind_template_child (widget_class, AmiaOccasionPage, participants);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, participant_cb);
}

static void
amia_occasion_page_init (AmiaOccasionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_occasion_page_new (AmiaSession    *session,
                        const AmiaUuid *group,
                        const AmiaUuid *id)
{
  AmiaOccasionPage *self = g_object_new (AMIA_TYPE_OCCASION_PAGE, NULL);
  AmiaReplica      *replica = NULL;
  AmiaRecordForm   *form = NULL;
  AmiaUuid          ids[2];

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (group != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  replica = amia_session_get_replica (session);
  self->id = *id;
  form = amia_record_page_show (AMIA_RECORD_PAGE (self->page), replica, &kind, id, NULL);
  amia_record_form_set_table (form, "phase", amia_group_phases, AMIA_N_GROUP_PHASES);
  ids[0] = *group;
  ids[1] = *id;
  self->reader = amia_case_reader_new_with (
      replica, &(AmiaCaseReading){ .read = load_details,
                                   .request = g_memdup2 (ids, sizeof ids),
                                   .free_request = g_free,
                                   .free_read = (GDestroyNotify) amia_group_details_free });
  g_signal_connect_object (self->reader, "changed", G_CALLBACK (details_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "failed", G_CALLBACK (amia_report_error), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
