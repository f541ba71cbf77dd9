/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-enrolment-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-reading.h"
#include "amia-record-page.h"
#include "amia-report.h"
#include "amia-template.h"

/* Who has left gives the seat back: the next in the queue has it from then on. */

struct _AmiaEnrolmentPage
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *where;

  AmiaSession *session;
  gboolean     is_left;
};

G_DEFINE_FINAL_TYPE (AmiaEnrolmentPage, amia_enrolment_page, GTK_TYPE_WIDGET)

static const AmiaRecordChoice reasons[] = {
  { "genomford", N_ ("Completed") },
  { "arbete", N_ ("Work") },
  { "studier", N_ ("Studies") },
  { "sjukdom", N_ ("Illness") },
  { "annan-aktivitet", N_ ("Another activity instead") },
  { "passar-inte", N_ ("Did not suit") },
  { "avstand", N_ ("Too far, or no way to get there") },
  { "annat", N_ ("Another reason") },
};

static const AmiaRecordField fields[] = {
  { "from", N_ ("First day"), NULL, AMIA_RECORD_FIELD_DAY },
  { "to", N_ ("Last day"), N_ ("With a last day the place is free for the next in the queue."), AMIA_RECORD_FIELD_DAY },
  { "reason", N_ ("Why did it end?"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "note", N_ ("To know"), NULL, AMIA_RECORD_FIELD_LINES },
};

static const AmiaRecordPageKind kind = {
  .kind = "enrolment",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};

static gpointer
load_seat (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return amia_reading_load (store, data, error);
}

/* Said whenever the two differ: the power may have gone between them. A seat that another agency
 * gave is theirs to take back. */
static void
seat_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaEnrolmentPage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaReplica     *replica = AMIA_REPLICA (source);
  AmiaReading     *seat = amia_replica_call_finish (replica, result, &error);
  const char      *wanted = self->is_left ? "left" : "taken";
  g_autofree char *state = NULL;
  AmiaEdits       *edits = NULL;

  if (seat == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  if (seat->record != NULL)
    state = amia_record_dup_string (seat->record, "state");
  if (g_strcmp0 (state, wanted) != 0 &&
      g_strcmp0 (seat->agency, amia_replica_get_identity (replica)->agency) == 0)
    {
      edits = amia_edits_new ();
      amia_edits_set_string (edits, "seat", &seat->record->id, NULL, "state", wanted);
      amia_report_commit (GTK_WIDGET (self), replica, edits);
    }
  amia_reading_free (seat);
}

static void
changed_cb (AmiaEnrolmentPage *self)
{
  AmiaRecordForm   *form = amia_record_page_get_form (AMIA_RECORD_PAGE (self->page));
  const AmiaRecord *record = amia_record_form_get_record (form);
  g_autofree char  *to = record != NULL ? amia_record_dup_string (record, "to") : NULL;
  g_autofree char  *seat = record != NULL ? amia_record_dup_string (record, "seat") : NULL;
  AmiaUuid          id;

  self->is_left = to != NULL;
  gtk_label_set_label (GTK_LABEL (self->where),
                       self->is_left ? _ ("Has left the group.") : _ ("Takes part, or waits."));
  if (seat != NULL && amia_uuid_parse (seat, -1, &id))
    amia_replica_call_async (amia_session_get_replica (self->session), load_seat,
                             g_memdup2 (&id, sizeof id), g_free,
                             (GDestroyNotify) amia_reading_free, NULL, seat_cb,
                             g_object_ref (self));
}

static void
amia_enrolment_page_dispose (GObject *object)
{
  AmiaEnrolmentPage *self = AMIA_ENROLMENT_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_ENROLMENT_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_enrolment_page_parent_class)->dispose (object);
}

static void
amia_enrolment_page_class_init (AmiaEnrolmentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_enrolment_page_dispose;

  g_type_ensure (AMIA_TYPE_RECORD_PAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-enrolment-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaEnrolmentPage, page);
  gtk_widget_class_bind_template_child (widget_class, AmiaEnrolmentPage, where);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
amia_enrolment_page_init (AmiaEnrolmentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_enrolment_page_new (AmiaSession    *session,
                         const char     *name,
                         const AmiaUuid *case_id,
                         const AmiaUuid *id)
{
  AmiaEnrolmentPage *self = g_object_new (AMIA_TYPE_ENROLMENT_PAGE, NULL);
  AmiaRecordForm    *form = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self->session = g_object_ref (session);
  amia_record_page_set_title (AMIA_RECORD_PAGE (self->page), name);
  form = amia_record_page_show (AMIA_RECORD_PAGE (self->page), amia_session_get_replica (session),
                                &kind, id, case_id);
  amia_record_form_set_table (form, "reason", reasons, G_N_ELEMENTS (reasons));
  return GTK_WIDGET (self);
}
