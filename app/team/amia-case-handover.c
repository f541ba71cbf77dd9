/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-team"

#include "config.h"

#include "amia-case-handover.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-form-page.h"
#include "amia-form-start.h"
#include "amia-input.h"
#include "amia-navigator.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-handover.h"
#include "amia-store-lists.h"
#include "amia-template.h"
#include "amia-words.h"

/* Who is offered a case has the button; who offered it may take it back. */

#define DOCUMENT "https://amia.se/fhir/Questionnaire/overlamning"

struct _AmiaCaseHandover
{
  GtkWidget parent_instance;

  GtkWidget *offers;
  GtkWidget *offer_row;
  GtkWidget *document;
  GtkWidget *receiver;
  GtkWidget *word;

  AmiaReplica  *replica;
  GCancellable *cancellable;
  AmiaUuid      case_id;
  char        **members; /* `user agency` of the team today */
  AmiaUuid      form;
  gboolean      has_form;
};

G_DEFINE_FINAL_TYPE (AmiaCaseHandover, amia_case_handover, GTK_TYPE_WIDGET)

typedef struct
{
  AmiaUuid   case_id;
  GPtrArray *handovers;
  char     **members;
  AmiaUuid   form;
  gboolean   has_form;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->handovers, g_ptr_array_unref);
  g_strfreev (reading->members);
  g_free (reading);
}

static gpointer
read_handovers (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  const AmiaUuid *case_id = &((const Reading *) data)->case_id;
  g_autoptr (GPtrArray) rows = amia_store_load_case_rows (store, case_id, 1, error);
  g_autoptr (GPtrArray) handovers = NULL;
  Reading *reading = NULL;

  if (rows == NULL || g_ptr_array_index (rows, 0) == NULL ||
      (handovers = amia_store_list_handovers (store, case_id, error)) == NULL)
    return NULL;

  reading = g_new0 (Reading, 1);
  reading->handovers = g_steal_pointer (&handovers);
  reading->members = g_strdupv (((const AmiaCaseRow *) g_ptr_array_index (rows, 0))->members);
  reading->has_form = amia_form_start_find (store, case_id, DOCUMENT, &reading->form, NULL);
  return reading;
}

/* --- What is shown -------------------------------------------------------------------------- */

static char *
describe (const AmiaHandover *handover)
{
  g_autofree char *date = handover->date != NULL ? amia_words_date (handover->date) : g_strdup ("–");
  g_autofree char *confirmed =
      handover->confirmed != NULL ? amia_words_date (handover->confirmed) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (confirmed != NULL)
    /* Translators: two days. */
    g_string_append_printf (words, _ ("Offered %s, taken over %s"), date, confirmed);
  else
    /* Translators: a day and the name of a colleague. */
    g_string_append_printf (words, _ ("Offered %s. Stays with %s until it is confirmed."), date,
                            handover->from != NULL ? handover->from : "–");
  if (handover->note != NULL)
    g_string_append_printf (words, "\n%s", handover->note);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static gpointer
confirm (AmiaStore    *store,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  g_autofree char *today = amia_words_today ();

  /* The caller looks at the error alone. */
  (void) !amia_store_confirm_handover (store, data, today, error);
  return NULL;
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GtkWidget) self = data;
  g_autoptr (GError) error = NULL;

  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (error != NULL)
    amia_report_error (self, error);
  else
    amia_report (self, _ ("The case is yours now."));
}

static void
confirm_cb (AmiaCaseHandover *self,
            GtkWidget        *button)
{
  const AmiaUuid *id = g_object_get_data (G_OBJECT (button), "amia-id");

  amia_replica_call_async (self->replica, confirm, g_memdup2 (id, sizeof *id), g_free, NULL, NULL,
                           confirmed_cb, g_object_ref (self));
}

static void
take_back_cb (AmiaCaseHandover *self,
              GtkWidget        *button)
{
  const AmiaUuid *id = g_object_get_data (G_OBJECT (button), "amia-id");
  AmiaEdits      *edits = amia_edits_new ();

  amia_edits_set (edits, "handover", id, &self->case_id, "removed", NULL, "true");
  amia_report_commit_saying (GTK_WIDGET (self), self->replica, edits,
                             _ ("The offer was taken back. The colleague is still in the team."));
}

static void
open_document_cb (AmiaCaseHandover *self,
                  GtkWidget        *button)
{
  const AmiaUuid *id = g_object_get_data (G_OBJECT (button), "amia-id");

  amia_navigator_open (GTK_WIDGET (self), amia_form_page_new (self->replica, &self->case_id, id));
}

static void
add_button (AmiaCaseHandover *self,
            GtkWidget        *row,
            const char       *label,
            const char       *name,
            const AmiaUuid   *id,
            GCallback         callback)
{
  GtkWidget *button = amia_row_add_button (row, label, name);

  g_object_set_data_full (G_OBJECT (button), "amia-id", g_memdup2 (id, sizeof *id), g_free);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_row (AmiaCaseHandover   *self,
          const AmiaHandover *handover)
{
  const char      *user = amia_replica_get_identity (self->replica)->user;
  g_autofree char *title = g_strdup_printf ("%s → %s",
                                            handover->from != NULL ? handover->from_person : "–",
                                            handover->to != NULL ? handover->to_person : "–");
  g_autofree char *subtitle = describe (handover);
  GtkWidget       *row = amia_row_new (title, subtitle);

  if (!amia_uuid_is_nil (&handover->form))
    add_button (self, row, _ ("Document"), _ ("Open the handover document"), &handover->form,
                G_CALLBACK (open_document_cb));
  if (handover->confirmed == NULL && g_strcmp0 (handover->to, user) == 0)
    add_button (self, row, _ ("Take Over"), _ ("Confirm that you take the case over"),
                &handover->id, G_CALLBACK (confirm_cb));
  else if (handover->confirmed == NULL && g_strcmp0 (handover->from, user) == 0)
    add_button (self, row, _ ("Take Back"), _ ("Take the offer back"), &handover->id,
                G_CALLBACK (take_back_cb));
  return row;
}

static void
show (AmiaCaseHandover *self,
      GPtrArray        *handovers)
{
  g_autoptr (GString) contents = g_string_new (NULL);

  for (guint i = 0; i < handovers->len; i++)
    {
      const AmiaHandover *handover = g_ptr_array_index (handovers, i);
      g_autofree char    *words = describe (handover);

      g_string_append_printf (contents, "%s %s %s\n", handover->from, handover->to, words);
    }
  gtk_widget_set_visible (self->offers, handovers->len > 0);
  if (!amia_list_begin (self->offers, contents->str))
    return;

  for (guint i = 0; i < handovers->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->offers),
                         make_row (self, g_ptr_array_index (handovers, i)));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaCaseHandover) self = data;
  g_autoptr (GError) error = NULL;
  Reading *reading = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  /* Ignored: a case that can't be read is told of by its page. */
  if (reading == NULL)
    return;

  g_strfreev (self->members);
  self->members = g_steal_pointer (&reading->members);
  self->form = reading->form;
  self->has_form = reading->has_form;
  show (self, reading->handovers);
  amia_row_set (self->document, _ ("Handover document"),
                self->has_form ? _ ("Begun")
                               : _ ("Status, agreements, next dates, what not to forget"));
  reading_free (reading);
}

/* --- Offering ------------------------------------------------------------------------------- */

static void
document_cb (AmiaCaseHandover *self)
{
  amia_form_start (GTK_WIDGET (self), self->replica, &self->case_id, DOCUMENT);
}

static gboolean
is_member (AmiaCaseHandover *self,
           const char       *user)
{
  g_autofree char *begin = g_strconcat (user, " ", NULL);

  for (gsize i = 0; self->members != NULL && self->members[i] != NULL; i++)
    {
      if (g_str_has_prefix (self->members[i], begin) || strcmp (self->members[i], user) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
offer_cb (AmiaCaseHandover *self)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  g_autofree char    *to = amia_input_dup_text (AMIA_INPUT (self->receiver));
  g_autofree char    *word = amia_input_dup_text (AMIA_INPUT (self->word));
  g_autofree char    *today = amia_words_today ();
  gboolean            is_bad = *to == '\0' || strcmp (to, identity->user) == 0;
  AmiaEdits          *edits = NULL;

  amia_input_set_message (AMIA_INPUT (self->receiver),
                          is_bad ? _ ("Write which colleague gets the case: the name of the account.")
                                 : NULL);
  if (is_bad)
    {
      gtk_widget_grab_focus (self->receiver);
      return;
    }

  edits = amia_edits_new ();
  amia_handover_offer (edits, &(AmiaHandoverOffer){ .case_id = &self->case_id,
                                                    .from = identity->user,
                                                    .to = to,
                                                    .form = self->has_form ? &self->form : NULL,
                                                    .note = *word != '\0' ? word : NULL,
                                                    .is_member = is_member (self, to),
                                                    .today = today,
                                                    .now_ms = amia_words_now_ms () });
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
  amia_input_reset (AMIA_INPUT (self->receiver), NULL);
  amia_input_reset (AMIA_INPUT (self->word), NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->offer_row), FALSE);
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_case_handover_dispose (GObject *object)
{
  AmiaCaseHandover *self = AMIA_CASE_HANDOVER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_HANDOVER);
  g_clear_pointer (&self->members, g_strfreev);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_handover_parent_class)->dispose (object);
}

static void
amia_case_handover_class_init (AmiaCaseHandoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_handover_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-handover.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseHandover, offers);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseHandover, offer_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseHandover, document);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseHandover, receiver);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseHandover, word);
  gtk_widget_class_bind_template_callback (widget_class, document_cb);
  gtk_widget_class_bind_template_callback (widget_class, offer_cb);
}

static void
amia_case_handover_init (AmiaCaseHandover *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_row_set (self->offer_row, _ ("Hand the case over to a colleague"), NULL);
  amia_row_set (self->document, _ ("Handover document"), NULL);
}

void
amia_case_handover_set_case (AmiaCaseHandover *self,
                             AmiaReplica      *replica,
                             const AmiaUuid   *case_id)
{
  Reading *reading = NULL;

  g_return_if_fail (AMIA_IS_CASE_HANDOVER (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);

  g_set_object (&self->replica, replica);
  self->case_id = *case_id;
  reading = g_new0 (Reading, 1);
  reading->case_id = *case_id;
  amia_replica_call_async (replica, read_handovers, reading, reading_free, reading_free,
                           self->cancellable, read_cb, g_object_ref (self));
}
