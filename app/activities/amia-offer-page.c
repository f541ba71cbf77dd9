/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-offer-page.h"

#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-case-picker.h"
#include "amia-navigator.h"
#include "amia-palette.h"
#include "amia-record-page.h"
#include "amia-report.h"
#include "amia-store-proposals.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaOfferPage
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *actions;
  GtkWidget *confirm;
  GtkWidget *checked;

  AmiaSession *session;
  AmiaUuid     id;
};

G_DEFINE_FINAL_TYPE (AmiaOfferPage, amia_offer_page, GTK_TYPE_WIDGET)

static const AmiaRecordField fields[] = {
  { "title", N_ ("What is it called?"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "category", N_ ("Category"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "colour", N_ ("On the palette"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "text", N_ ("What is it?"), NULL, AMIA_RECORD_FIELD_LINES },
  { "provider", N_ ("Who offers it?"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "municipality", N_ ("Municipality"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "place", N_ ("Place"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "km", N_ ("Distance from the office, km"), NULL, AMIA_RECORD_FIELD_NUMBER },
  { "way-in", N_ ("How does one get in?"), NULL, AMIA_RECORD_FIELD_LINES },
  { "cost", N_ ("What does it cost?"), N_ ("Nothing, or how much and who pays."), AMIA_RECORD_FIELD_TEXT },
  { "contact", N_ ("Whom to ask"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "phone", N_ ("Telephone"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "email", N_ ("E-mail"), NULL, AMIA_RECORD_FIELD_TEXT },
  { "web", N_ ("Web address"), NULL, AMIA_RECORD_FIELD_TEXT },
};

static const AmiaRecordPageKind kind = {
  .kind = "offer",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title_field = "title",
  .untitled = N_ ("A new activity"),
  .removed = N_ ("The activity was taken out of the catalogue."),
};

/* When it was last looked at, and by whom. */
static void
changed_cb (AmiaOfferPage *self)
{
  AmiaRecordForm   *form = amia_record_page_get_form (AMIA_RECORD_PAGE (self->page));
  const AmiaRecord *record = amia_record_form_get_record (form);
  g_autofree char  *checked = record != NULL ? amia_record_dup_string (record, "checked") : NULL;
  g_autofree char  *owner = record != NULL ? amia_record_dup_string (record, "owner") : NULL;
  g_autofree char  *today = amia_words_today ();
  g_autofree char  *day = checked != NULL ? amia_words_date (checked) : NULL;
  g_autofree char  *words = NULL;

  if (day == NULL)
    words = g_strdup (_ ("Nobody has confirmed it yet."));
  else if (amia_offer_is_late (checked, today))
    /* Translators: a day, and who it was. */
    words = g_strdup_printf (_ ("Last confirmed %s by %s. That is more than half a year ago."),
                             day, owner != NULL ? owner : "–");
  else
    words = g_strdup_printf (_ ("Confirmed %s by %s."), day, owner != NULL ? owner : "–");
  gtk_label_set_label (GTK_LABEL (self->checked), words);
  gtk_widget_set_visible (self->checked, record != NULL);
  gtk_widget_set_visible (self->actions, record != NULL);
  gtk_widget_set_visible (self->confirm,
                          record != NULL && amia_record_form_is_own (form));
}

static void
confirm_cb (AmiaOfferPage *self)
{
  AmiaReplica     *replica = amia_session_get_replica (self->session);
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *today = amia_words_today ();

  amia_edits_set_string (edits, "offer", &self->id, NULL, "checked", today);
  amia_edits_set_string (edits, "offer", &self->id, NULL, "owner",
                         amia_replica_get_identity (replica)->user);
  amia_report_commit (GTK_WIDGET (self), replica, edits);
}

static void
picked_cb (AmiaOfferPage *self,
           const char    *case_text)
{
  AmiaRecordForm   *form = amia_record_page_get_form (AMIA_RECORD_PAGE (self->page));
  const AmiaRecord *record = amia_record_form_get_record (form);
  AmiaEdits        *edits = NULL;
  AmiaUuid          activity = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaUuid          case_id;
  g_autoptr (AmiaProposal) proposal = NULL;

  if (record == NULL || !amia_uuid_parse (case_text, -1, &case_id))
    return;

  proposal = amia_proposal_new (record);
  edits = amia_edits_new ();
  amia_edits_plan_proposal (edits, &case_id, &activity, proposal);
  amia_report_commit_saying (GTK_WIDGET (self), amia_session_get_replica (self->session), edits,
                             _ ("It is in the participant's plan now."));
}

static void
plan_cb (AmiaOfferPage *self)
{
  GtkWidget *picker = amia_case_picker_new (self->session, _ ("Whose plan?"));

  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  amia_navigator_open (GTK_WIDGET (self), picker);
}

static void
amia_offer_page_dispose (GObject *object)
{
  AmiaOfferPage *self = AMIA_OFFER_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_OFFER_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_offer_page_parent_class)->dispose (object);
}

static void
amia_offer_page_class_init (AmiaOfferPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_offer_page_dispose;

  g_type_ensure (AMIA_TYPE_RECORD_PAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-offer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaOfferPage, page);
  gtk_widget_class_bind_template_child (widget_class, AmiaOfferPage, actions);
  gtk_widget_class_bind_template_child (widget_class, AmiaOfferPage, confirm);
  gtk_widget_class_bind_template_child (widget_class, AmiaOfferPage, checked);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, plan_cb);
}

static void
amia_offer_page_init (AmiaOfferPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_offer_page_new (AmiaSession    *session,
                     const AmiaUuid *id)
{
  AmiaOfferPage   *self = g_object_new (AMIA_TYPE_OFFER_PAGE, NULL);
  AmiaReplica     *replica = NULL;
  AmiaRecordForm  *form = NULL;
  g_autofree char *today = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  replica = amia_session_get_replica (session);
  self->session = g_object_ref (session);
  self->id = *id;
  form = amia_record_page_show (AMIA_RECORD_PAGE (self->page), replica, &kind, id, NULL);
  amia_record_form_set_table (form, "category", amia_activity_categories,
                              AMIA_N_ACTIVITY_CATEGORIES);
  amia_record_form_set_table (form, "colour", amia_palette_colours, AMIA_N_PALETTE_COLOURS);
  today = amia_words_today ();
  amia_record_form_set_initial_text (form, "checked", today);
  amia_record_form_set_initial_text (form, "owner", amia_replica_get_identity (replica)->user);
  return GTK_WIDGET (self);
}
