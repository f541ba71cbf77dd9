/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-selection"

#include "config.h"

#include "amia-candidate-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-form-start.h"
#include "amia-input.h"
#include "amia-navigator.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-selection-words.h"
#include "amia-template.h"
#include "amia-words.h"

/* Judging is written at once and can be judged anew; handing over takes the person off the list. */

#define SUMMARY "https://amia.se/fhir/Questionnaire/sammanstallning-infor-overlamnande"

struct _AmiaCandidatePage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *facts;
  GtkWidget *current;
  GtkWidget *not_current;
  GtkWidget *why;
  GtkWidget *reason;
  GtkWidget *reason_missing;
  GtkWidget *note;
  GtkWidget *summary;
  GtkWidget *receiver;
  GtkWidget *word;
  GtkWidget *hand_over;

  AmiaSession  *session;
  GCancellable *cancellable;
  AmiaUuid      case_id;
  AmiaSelected *person;
  AmiaUuid      form;
  gboolean      has_form;
  gboolean      is_form_done;
  gboolean      is_showing; /* what the buttons say comes from the store, not from a person */
};

G_DEFINE_FINAL_TYPE (AmiaCandidatePage, amia_candidate_page, GTK_TYPE_WIDGET)

typedef struct
{
  AmiaUuid      case_id;
  AmiaSelected *person;
  AmiaUuid      form;
  gboolean      has_form;
  gboolean      is_form_done;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  amia_selected_free (reading->person);
  g_free (reading);
}

static gpointer
read_person (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const Reading *wanted = data;
  Reading       *reading = NULL;
  AmiaSelected  *person = amia_store_load_selected (store, &wanted->case_id, error);

  if (person == NULL)
    return NULL;

  reading = g_new0 (Reading, 1);
  reading->person = person;
  reading->has_form = amia_form_start_find (
      store, &wanted->case_id, SUMMARY, &reading->form, &reading->is_form_done);
  return reading;
}

/* --- What is shown -------------------------------------------------------------------------- */

static void
add_fact (AmiaCandidatePage *self,
          const char        *title,
          const char        *text)
{
  if (text != NULL && *text != '\0')
    gtk_list_box_append (GTK_LIST_BOX (self->facts), amia_row_new (text, title));
}

static void
update_facts (AmiaCandidatePage *self)
{
  const AmiaSelected *person = self->person;
  g_autofree char    *left = NULL;
  g_autofree char    *opened = person->opened != NULL ? amia_words_date (person->opened) : NULL;
  g_autofree char    *contents = NULL;
  GDate               today;

  amia_day_input_get_today (&today);
  left = amia_selection_words_left (person->benefit_end, &today);
  contents = g_strjoin ("\n", left, person->personnummer != NULL ? person->personnummer : "-",
                        person->municipality != NULL ? person->municipality : "-",
                        person->subproject != NULL ? person->subproject : "-",
                        opened != NULL ? opened : "-", NULL);
  if (!amia_list_begin (self->facts, contents))
    return;

  add_fact (self, _ ("Last day of the benefit"), left);
  add_fact (self, _ ("Personal identity number"), person->personnummer);
  add_fact (self, _ ("Home municipality"), person->municipality);
  add_fact (self, _ ("Sub-project"), person->subproject);
  add_fact (self, _ ("On the list since"), opened);
}

static guint
find_reason (const char *code)
{
  gsize                      n_reasons;
  const AmiaSelectionReason *reasons = amia_selection_get_reasons (&n_reasons);

  for (guint i = 0; code != NULL && i < n_reasons; i++)
    {
      if (g_str_equal (reasons[i].code, code))
        return i + 1;
    }

  return 0;
}

static void
update_judgement (AmiaCandidatePage *self)
{
  gboolean is_not = g_strcmp0 (self->person->selection, "not-current") == 0;

  self->is_showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->current),
                                g_strcmp0 (self->person->selection, "current") == 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->not_current), is_not);
  gtk_widget_set_visible (self->why, is_not);
  if (is_not)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->reason), find_reason (self->person->reason));
  amia_input_set_text (AMIA_INPUT (self->note), self->person->note);
  self->is_showing = FALSE;
}

static void
update (AmiaCandidatePage *self)
{
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title),
                              amia_selection_words_name (self->person->name,
                                                         self->person->personnummer,
                                                         self->person->is_protected));
  update_facts (self);
  update_judgement (self);
  amia_row_set (self->summary, _ ("Summary before the handover"),
                self->is_form_done ? _ ("Completed")
                : self->has_form   ? _ ("Begun")
                                   : _ ("Not begun: benefit, last day, employer, medical basis …"));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaCandidatePage) self = data;
  g_autoptr (GError) error = NULL;
  Reading *reading = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (reading == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->person, amia_selected_free);
  self->person = g_steal_pointer (&reading->person);
  self->form = reading->form;
  self->has_form = reading->has_form;
  self->is_form_done = reading->is_form_done;
  reading_free (reading);
  update (self);
}

static void
load (AmiaCandidatePage *self)
{
  Reading *wanted = g_new0 (Reading, 1);

  wanted->case_id = self->case_id;
  amia_replica_call_async (amia_session_get_replica (self->session), read_person, wanted,
                           reading_free, reading_free, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

static void
changed_cb (AmiaCandidatePage *self,
            GArray            *cases)
{
  for (guint i = 0; i < cases->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (cases, AmiaUuid, i), &self->case_id))
        {
          load (self);
          return;
        }
    }
}

/* --- Judging -------------------------------------------------------------------------------- */

static const char *
get_reason (AmiaCandidatePage *self)
{
  gsize                      n_reasons;
  const AmiaSelectionReason *reasons = amia_selection_get_reasons (&n_reasons);
  guint                      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reason));

  return selected > 0 && selected <= n_reasons ? reasons[selected - 1].code : NULL;
}

/* Not current without a reason is not written: the reason is asked for first. */
static void
judge (AmiaCandidatePage *self)
{
  gboolean         is_current = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->current));
  gboolean         is_not = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->not_current));
  g_autofree char *note = amia_input_dup_text (AMIA_INPUT (self->note));
  AmiaEdits       *edits = NULL;

  gtk_widget_set_visible (self->why, is_not);
  gtk_widget_set_visible (self->reason_missing, is_not && get_reason (self) == NULL);
  if ((!is_current && !is_not) || (is_not && get_reason (self) == NULL))
    return;

  edits = amia_edits_new ();
  amia_selection_judge (
      edits, &self->case_id, is_not ? get_reason (self) : NULL, *note != '\0' ? note : NULL);
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
}

static void
judged_cb (AmiaCandidatePage *self,
           GtkToggleButton   *button)
{
  if (self->is_showing)
    return;

  /* Pressing the pressed one would leave nothing judged: that is not an answer. */
  self->is_showing = TRUE;
  gtk_toggle_button_set_active (button, TRUE);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (GTK_WIDGET (button) == self->current ? self->not_current : self->current),
      FALSE);
  self->is_showing = FALSE;
  judge (self);
}

static void
reason_cb (AmiaCandidatePage *self)
{
  if (!self->is_showing && self->person != NULL)
    judge (self);
}

static void
note_left_cb (AmiaCandidatePage *self)
{
  g_autofree char *note = amia_input_dup_text (AMIA_INPUT (self->note));
  AmiaEdits       *edits = NULL;

  if (self->person == NULL ||
      g_strcmp0 (note, self->person->note != NULL ? self->person->note : "") == 0)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "case", &self->case_id, &self->case_id, "selection-note",
                         *note != '\0' ? note : NULL);
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
}

/* --- Summary and handover ------------------------------------------------------------------- */

static void
summary_cb (AmiaCandidatePage *self)
{
  amia_form_start (GTK_WIDGET (self), amia_session_get_replica (self->session), &self->case_id,
                   SUMMARY);
}

static void
handed_over_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (AmiaCandidatePage) self = data;
  g_autoptr (GError) error = NULL;
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    gtk_widget_activate_action (
        GTK_WIDGET (self), "win.open-case", "s", amia_uuid_print (&self->case_id, id));
  else
    {
      gtk_widget_set_sensitive (self->hand_over, TRUE);
      amia_report_error (GTK_WIDGET (self), error);
    }
}

static void
hand_over_cb (AmiaCandidatePage *self)
{
  AmiaReplica     *replica = amia_session_get_replica (self->session);
  g_autofree char *to = amia_input_dup_text (AMIA_INPUT (self->receiver));
  g_autofree char *word = amia_input_dup_text (AMIA_INPUT (self->word));
  g_autofree char *today = amia_words_today ();
  AmiaEdits       *edits = NULL;

  amia_input_set_message (AMIA_INPUT (self->receiver),
                          *to == '\0' ? _ ("Write who gets the case: the name of the account.")
                                      : NULL);
  if (*to == '\0')
    {
      gtk_widget_grab_focus (self->receiver);
      return;
    }

  gtk_widget_set_sensitive (self->hand_over, FALSE);
  edits = amia_edits_new ();
  amia_selection_hand_over (
      edits, &(AmiaSelectionHandOver){ .case_id = &self->case_id,
                                       .from = amia_replica_get_identity (replica)->user,
                                       .to = to,
                                       .form = self->has_form ? &self->form : NULL,
                                       .note = *word != '\0' ? word : NULL,
                                       .today = today,
                                       .now_ms = amia_words_now_ms () });
  amia_replica_commit_async (replica, edits, NULL, handed_over_cb, g_object_ref (self));
}

static void
open_case_cb (AmiaCandidatePage *self)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  gtk_widget_activate_action (
      GTK_WIDGET (self), "win.open-case", "s", amia_uuid_print (&self->case_id, id));
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_candidate_page_dispose (GObject *object)
{
  AmiaCandidatePage *self = AMIA_CANDIDATE_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CANDIDATE_PAGE);
  g_clear_pointer (&self->person, amia_selected_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_candidate_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, facts);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, current);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, not_current);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, why);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, reason);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, reason_missing);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, note);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, summary);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, receiver);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, word);
  gtk_widget_class_bind_template_child (widget_class, AmiaCandidatePage, hand_over);
}

static void
amia_candidate_page_class_init (AmiaCandidatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_candidate_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-candidate-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, judged_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, summary_cb);
  gtk_widget_class_bind_template_callback (widget_class, hand_over_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_case_cb);
}

static void
amia_candidate_page_init (AmiaCandidatePage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gsize                      n_reasons;
  const AmiaSelectionReason *reasons = amia_selection_get_reasons (&n_reasons);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (names, _ ("Choose a reason"));
  for (gsize i = 0; i < n_reasons; i++)
    gtk_string_list_append (names, reasons[i].name);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->reason), G_LIST_MODEL (names));
  amia_drop_down_set_name (self->reason, _ ("Reason"));
  amia_row_set (self->summary, _ ("Summary before the handover"), NULL);
}

GtkWidget *
amia_candidate_page_new (AmiaSession    *session,
                         const AmiaUuid *case_id)
{
  AmiaCandidatePage *self = g_object_new (AMIA_TYPE_CANDIDATE_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self->session = g_object_ref (session);
  self->case_id = *case_id;
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
