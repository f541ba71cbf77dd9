/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-consents.h"

#include <glib/gi18n.h>

#include "amia-case-target.h"
#include "amia-consent-editor.h"
#include "amia-pill.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

/* Withdrawing a consent can't be undone, and so is asked about. A consent releases what the agency
 * that registered it has written; for the same paper to hold in both directions the other agency
 * registers it too, with one click on the row. */

struct _AmiaCaseConsents
{
  GtkWidget parent_instance;

  GtkWidget *consents;
  GtkWidget *no_consents;
  GtkWidget *consent_row;
  GtkWidget *editor;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
  AmiaCaseSnapshot *shown; /* that the rows point into */
};

G_DEFINE_FINAL_TYPE (AmiaCaseConsents, amia_case_consents, GTK_TYPE_WIDGET)

static void
withdraw_response_cb (AmiaCaseTarget *target,
                      const char     *response)
{
  AmiaEdits       *edits = NULL;
  g_autofree char *today = amia_words_today ();

  if (g_strcmp0 (response, "withdraw") != 0)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "consent", &target->record, &target->case_id, "withdrawn", today);
  amia_report_commit (target->view, AMIA_CASE_CONSENTS (target->view)->replica, edits);
}

static void
withdraw_cb (AmiaCaseConsents *self,
             GtkWidget        *button)
{
  const AmiaCaseConsent *consent = g_object_get_data (G_OBJECT (button), "amia-consent");
  GtkRoot               *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget             *dialog = NULL;

  dialog = adw_message_dialog_new (GTK_WINDOW (root),
                                   _ ("Withdraw the consent?"),
                                   _ ("The information stops going to the other agencies at the "
                                      "next sync. This can't be undone; a new consent can be "
                                      "registered at any time."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Cancel"),
                                    "withdraw",
                                    _ ("_Withdraw"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "withdraw",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (
      dialog, "response", G_CALLBACK (withdraw_response_cb),
      amia_case_target_new (GTK_WIDGET (self), &self->snapshot->row->id, &consent->id),
      amia_case_target_free, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static char *
join_words (char **codes,
            const char *(*to_words) (const char *code))
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (char **code = codes; code != NULL && *code != NULL; code++)
    g_ptr_array_add (words, (gpointer) to_words (*code));

  return amia_words_join (words);
}

static char *
describe_period (const AmiaCaseConsent *consent)
{
  g_autofree char *from = amia_words_date (consent->valid_from);
  g_autofree char *to = amia_words_date (consent->valid_to);

  if (consent->valid_from != NULL && consent->valid_to != NULL)
    return g_strdup_printf ("%s – %s", from, to);
  if (consent->valid_from != NULL)
    return g_strdup_printf (_ ("from %s"), from);
  if (consent->valid_to != NULL)
    return g_strdup_printf (_ ("until %s"), to);

  return g_strdup (_ ("until it is withdrawn"));
}

static GtkWidget *
make_consent_pill (AmiaCaseConsents      *self,
                   const AmiaCaseConsent *consent)
{
  if (consent->withdrawn != NULL)
    return amia_pill_new ("neutral", "action-unavailable-symbolic", _ ("Withdrawn"));
  if (consent->is_valid)
    return amia_pill_new ("success", "emblem-ok-symbolic", _ ("Valid"));
  if (consent->valid_from != NULL && g_strcmp0 (consent->valid_from, self->snapshot->today) > 0)
    return amia_pill_new ("neutral", "document-open-recent-symbolic", _ ("Not yet"));

  return amia_pill_new ("warning", "appointment-missed-symbolic", _ ("Has ended"));
}

static char *
describe_consent (const AmiaCaseConsent *consent)
{
  g_autofree char *areas = join_words (consent->areas, amia_words_area);
  g_autofree char *period = describe_period (consent);
  g_autoptr (GString) words = g_string_new (areas);

  if (words->len > 0)
    g_string_append (words, " · ");
  g_string_append (words, period);
  if (g_strcmp0 (consent->kind, "spoken") == 0)
    g_string_append_printf (words, " · %s", _ ("spoken"));
  if (consent->author != NULL)
    {
      g_string_append (words, " · ");
      /* Translators: who registered a consent, for which agency. */
      g_string_append_printf (words,
                              _ ("registered by %s (%s)"),
                              consent->author,
                              amia_words_agency_short (consent->agency));
    }
  if (consent->note != NULL && *consent->note != '\0')
    g_string_append_printf (words, "\n%s", consent->note);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Has the reader's own agency registered this paper already? */
static gboolean
is_registered_here (AmiaCaseConsents      *self,
                    const AmiaCaseConsent *consent)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);

  for (guint i = 0; i < self->snapshot->consents->len; i++)
    {
      const AmiaCaseConsent *other = g_ptr_array_index (self->snapshot->consents, i);

      if (other->withdrawn == NULL &&
          g_strcmp0 (other->agency, identity->agency) == 0 &&
          g_strcmp0 (other->kind, consent->kind) == 0 &&
          g_strcmp0 (other->valid_from, consent->valid_from) == 0 &&
          g_strcmp0 (other->valid_to, consent->valid_to) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
set_codes (AmiaEdits      *edits,
           const AmiaUuid *id,
           const AmiaUuid *case_id,
           const char     *field,
           char          **codes)
{
  /* Agencies and areas are codes that need no escaping. */
  g_autofree char *joined = g_strjoinv ("\",\"", codes);
  g_autofree char *list = g_strdup_printf (*codes != NULL ? "[\"%s\"]" : "[%s]", joined);

  amia_edits_set (edits, "consent", id, case_id, field, NULL, list);
}

static void
register_here_cb (AmiaCaseConsents *self,
                  GtkWidget        *button)
{
  const AmiaCaseConsent *consent = g_object_get_data (G_OBJECT (button), "amia-consent");
  const AmiaUuid        *case_id = &self->snapshot->row->id;
  AmiaUuid               id = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaEdits             *edits = amia_edits_new ();
  const struct
  {
    const char *field;
    const char *value;
  } texts[] = {
    { "kind", consent->kind },
    { "valid-from", consent->valid_from },
    { "valid-to", consent->valid_to },
    { "signed-on", consent->signed_on },
  };

  set_codes (edits, &id, case_id, "parties", consent->parties);
  set_codes (edits, &id, case_id, "areas", consent->areas);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i].value != NULL)
        amia_edits_set_string (edits, "consent", &id, case_id, texts[i].field, texts[i].value);
    }

  gtk_widget_set_sensitive (button, FALSE);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static void
add_withdraw_button (AmiaCaseConsents      *self,
                     GtkWidget             *row,
                     const AmiaCaseConsent *consent,
                     const char            *paper,
                     const char            *parties)
{
  g_autofree char *name = NULL;
  GtkWidget       *button = NULL;

  if (paper != NULL)
    /* Translators: what is consented to: “The survey”. */
    name = g_strdup_printf (_ ("Withdraw the consent: %s"), paper);
  else
    /* Translators: the agencies of a consent. */
    name = g_strdup_printf (_ ("Withdraw the consent between %s"), parties);
  button = amia_row_add_button (row, _ ("Withdraw…"), name);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "amia-consent", (gpointer) consent);
  g_signal_connect_object (button, "clicked", G_CALLBACK (withdraw_cb), self, G_CONNECT_SWAPPED);
}

static void
add_register_button (AmiaCaseConsents      *self,
                     GtkWidget             *row,
                     const AmiaCaseConsent *consent)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  const char         *agency = amia_words_agency_short (identity->agency);
  g_autofree char    *label = NULL;
  g_autofree char    *name = NULL;
  GtkWidget          *button = NULL;

  if (!consent->is_valid || is_registered_here (self, consent) ||
      !g_strv_contains ((const char *const *) consent->parties, identity->agency))
    return;

  /* Translators: a short agency name: "Register for AF Too". */
  label = g_strdup_printf (_ ("Register for %s Too"), agency);
  /* Translators: a short agency name. */
  name = g_strdup_printf (_ ("Register the same consent for %s"), agency);
  button = amia_row_add_button (row, label, name);
  g_object_set_data (G_OBJECT (button), "amia-consent", (gpointer) consent);
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (register_here_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/* What it does rather than whom it names: the same paper has a row for each agency that registered
 * it, and each lets go of that agency's own contents. */
static char *
describe_direction (const AmiaCaseConsent *consent)
{
  const char *paper = amia_words_consent_kind (consent->kind);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autofree char *words = NULL;

  if (paper != NULL)
    return g_strdup (paper);

  for (char **party = consent->parties; party != NULL && *party != NULL; party++)
    {
      if (g_strcmp0 (*party, consent->agency) != 0)
        g_ptr_array_add (others, (gpointer) amia_words_agency_short (*party));
    }

  if (consent->agency == NULL || others->len == 0)
    return join_words (consent->parties, amia_words_agency_short);

  words = amia_words_join (others);
  /* Translators: an agency, and those that get what it has written: “From FK to AF and care”. */
  return g_strdup_printf (_ ("From %s to %s"), amia_words_agency_short (consent->agency), words);
}

static GtkWidget *
make_consent_row (AmiaCaseConsents      *self,
                  const AmiaCaseConsent *consent)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  const char         *paper = amia_words_consent_kind (consent->kind);
  g_autofree char    *parties = join_words (consent->parties, amia_words_agency_short);
  g_autofree char    *title = describe_direction (consent);
  g_autofree char    *subtitle = describe_consent (consent);
  GtkWidget          *row = amia_row_new (title, subtitle);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_consent_pill (self, consent));
  /* It releases the data of the agency that recorded it; only that agency may take it back. */
  if (g_strcmp0 (consent->agency, identity->agency) != 0)
    add_register_button (self, row, consent);
  else if (consent->withdrawn == NULL)
    add_withdraw_button (self, row, consent, paper, parties);

  return row;
}

static char *
print_consents (AmiaCaseSnapshot *snapshot)
{
  g_autoptr (GString) text = g_string_new (snapshot->today);

  for (guint i = 0; i < snapshot->consents->len; i++)
    {
      const AmiaCaseConsent *consent = g_ptr_array_index (snapshot->consents, i);
      g_autofree char       *words = describe_consent (consent);
      char                   id[AMIA_UUID_TEXT_LENGTH + 1];

      g_string_append_printf (text,
                              "\n%s %d %s %s",
                              amia_uuid_print (&consent->id, id),
                              consent->is_valid,
                              consent->withdrawn != NULL ? consent->withdrawn : "",
                              words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_consents (AmiaCaseConsents *self)
{
  GPtrArray       *consents = self->snapshot->consents;
  g_autofree char *contents = print_consents (self->snapshot);

  if (!amia_list_begin (self->consents, contents))
    return;

  g_clear_pointer (&self->shown, amia_case_snapshot_unref);
  self->shown = amia_case_snapshot_ref (self->snapshot);
  for (guint i = 0; i < consents->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->consents),
                         make_consent_row (self, g_ptr_array_index (consents, i)));
}

static void
update_consents (AmiaCaseConsents *self)
{
  show_consents (self);
  gtk_widget_set_visible (self->consents, self->snapshot->consents->len > 0);
  gtk_widget_set_visible (self->no_consents, !self->snapshot->row->has_consent);
}

static void
registered_cb (AmiaCaseConsents *self)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->consent_row), FALSE);
}

static void
amia_case_consents_dispose (GObject *object)
{
  AmiaCaseConsents *self = AMIA_CASE_CONSENTS (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_CONSENTS);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_pointer (&self->shown, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_consents_parent_class)->dispose (object);
}

static void
amia_case_consents_class_init (AmiaCaseConsentsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_consents_dispose;

  g_type_ensure (AMIA_TYPE_CONSENT_EDITOR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-consents.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseConsents, consents);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseConsents, no_consents);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseConsents, consent_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseConsents, editor);
  gtk_widget_class_bind_template_callback (widget_class, registered_cb);
}

static void
amia_case_consents_init (AmiaCaseConsents *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_row_set (self->consent_row, _ ("Register a consent"), NULL);
}

void
amia_case_consents_set_replica (AmiaCaseConsents *self,
                                AmiaReplica      *replica)
{
  g_return_if_fail (AMIA_IS_CASE_CONSENTS (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
  amia_consent_editor_set_replica (AMIA_CONSENT_EDITOR (self->editor), replica);
}

void
amia_case_consents_set_snapshot (AmiaCaseConsents *self,
                                 AmiaCaseSnapshot *snapshot)
{
  g_return_if_fail (AMIA_IS_CASE_CONSENTS (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  update_consents (self);
  amia_consent_editor_set_case (AMIA_CONSENT_EDITOR (self->editor), &snapshot->row->id);
}
