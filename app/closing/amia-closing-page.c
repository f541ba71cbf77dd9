/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-closing"

#include "config.h"

#include "amia-closing-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-form-start.h"
#include "amia-input.h"
#include "amia-process-words.h"
#include "amia-process.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-closing.h"
#include "amia-template.h"
#include "amia-words.h"

/* One update() shows the case as it is. The button asks the store, which reads everything anew:
 * what is on the page may be a second old. */

#define DOCUMENT "https://amia.se/fhir/Questionnaire/slutdokumentation"
#define HANDOVER "https://amia.se/fhir/Questionnaire/overlamning"

struct _AmiaClosingPage
{
  GtkWidget parent_instance;

  GtkWidget *hard;
  GtkWidget *document;
  GtkWidget *needs;
  GtkWidget *open_part;
  GtkWidget *cause;
  GtkWidget *way_on;
  GtkWidget *day;
  GtkWidget *why_not;
  GtkWidget *close_button;
  GtkWidget *closed_part;
  GtkWidget *said;
  GtkWidget *ali_from;
  GtkWidget *after_90;
  GtkWidget *after_270;

  AmiaReplica     *replica;
  GCancellable    *cancellable;
  AmiaUuid         case_id;
  AmiaCaseClosing *closing;
  gboolean         is_showing; /* what the controls say comes from the store */
};

G_DEFINE_FINAL_TYPE (AmiaClosingPage, amia_closing_page, GTK_TYPE_WIDGET)

static gpointer
read_closing (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  g_autofree char *today = amia_words_today ();

  return amia_store_load_closing (store, data, today, error);
}

/* --- What is shown -------------------------------------------------------------------------- */

static gboolean
is_closed (AmiaClosingPage *self)
{
  return g_strcmp0 (self->closing->status, "closed") == 0;
}

/* What is worth a look at the end: the last step's own, and what the method asks of every case. */
static void
update_needs (AmiaClosingPage *self)
{
  static const AmiaProcessNeed needs[] = {
    AMIA_NEED_SURVEY_3,
    AMIA_NEED_CLOSING_MEETING,
    AMIA_NEED_CARE_MEETING,
    AMIA_NEED_FOLLOW_UP,
    AMIA_NEED_AGREED_PLAN,
    AMIA_NEED_MAPPING,
  };
  const AmiaProcessFacts *facts = &self->closing->process->facts;

  amia_list_clear (self->needs);
  for (gsize i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      gboolean   is_missing = !amia_process_need_is_met (needs[i], facts);
      GtkWidget *row = NULL;

      if (!amia_process_need_is_used (needs[i], facts))
        continue;

      row = amia_row_new (amia_process_words_need (needs[i]),
                          is_missing ? _ ("Missing. That stops nothing.") : _ ("Done"));
      adw_action_row_add_prefix (
          ADW_ACTION_ROW (row),
          gtk_image_new_from_icon_name (is_missing ? "dialog-information-symbolic"
                                                   : "object-select-symbolic"));
      gtk_list_box_append (GTK_LIST_BOX (self->needs), row);
    }
}

static void
fill_said (AmiaClosingPage *self)
{
  const AmiaCaseClosing *closing = self->closing;
  const char            *cause = amia_closing_find_cause (closing->cause);
  const char            *way_on =
      closing->way_on != NULL ? amia_process_find_name (closing->way_on) : NULL;
  g_autofree char *day = closing->closed != NULL ? amia_words_date (closing->closed) : NULL;

  amia_list_clear (self->said);
  gtk_list_box_append (GTK_LIST_BOX (self->said),
                       amia_row_new (day != NULL ? day : "–", _ ("Closed on")));
  gtk_list_box_append (GTK_LIST_BOX (self->said),
                       amia_row_new (cause != NULL            ? cause
                                     : closing->cause != NULL ? closing->cause
                                                              : "–",
                                     _ ("Cause")));
  gtk_list_box_append (GTK_LIST_BOX (self->said),
                       amia_row_new (way_on != NULL            ? way_on
                                     : closing->way_on != NULL ? closing->way_on
                                                               : "–",
                                     _ ("Way on")));
}

static guint
find_class (const char *code)
{
  gsize                   n_classes;
  const AmiaClosingCause *classes = amia_closing_get_classes (&n_classes);

  for (guint i = 0; code != NULL && i < n_classes; i++)
    {
      if (strcmp (classes[i].code, code) == 0)
        return i + 1;
    }

  return 0;
}

static void
update (AmiaClosingPage *self)
{
  gboolean is_approved = self->closing->process->facts.is_closing_approved;

  self->is_showing = TRUE;
  amia_row_set (self->document, _ ("Closing document"),
                is_approved ? _ ("Approved by FK and AF as it stands")
                            : _ ("Not approved by both yet: FK and AF approve the same version"));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->hard),
                                is_approved ? "object-select-symbolic" : "dialog-warning-symbolic");
  update_needs (self);
  gtk_widget_set_visible (self->open_part, !is_closed (self));
  gtk_widget_set_visible (self->closed_part, is_closed (self));
  gtk_widget_set_sensitive (self->close_button, is_approved);
  gtk_label_set_label (
      GTK_LABEL (self->why_not),
      is_approved ? ""
                  : _ ("No case is closed before FK and AF have approved the closing document."));
  gtk_widget_set_visible (self->why_not, !is_approved);
  if (is_closed (self))
    fill_said (self);
  amia_input_set_text (AMIA_INPUT (self->ali_from), self->closing->ali_from);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->after_90),
                              find_class (self->closing->status_90));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->after_270),
                              find_class (self->closing->status_270));
  self->is_showing = FALSE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaClosingPage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaCaseClosing *closing = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (closing == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->closing, amia_case_closing_free);
  self->closing = closing;
  update (self);
}

static void
load (AmiaClosingPage *self)
{
  amia_replica_call_async (self->replica, read_closing,
                           g_memdup2 (&self->case_id, sizeof self->case_id), g_free,
                           (GDestroyNotify) amia_case_closing_free, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

static void
changed_cb (AmiaClosingPage *self,
            GArray          *cases)
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

/* --- Closing -------------------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid         case_id;
  const char      *cause; /* of the tables */
  const char      *way_on;
  char            *day;
  AmiaClosingFault fault;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->day);
  g_free (data);
}

static gpointer
close_case (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wanted     *wanted = data;
  AmiaClosing       closing = { .cause = wanted->cause,
                                .way_on = wanted->way_on,
                                .day = wanted->day };
  g_autofree char  *today = amia_words_today ();
  AmiaClosingFault *fault = g_new0 (AmiaClosingFault, 1);

  if (amia_store_close_case (store, &wanted->case_id, &closing, today, fault, error) ||
      *fault != AMIA_CLOSING_POSSIBLE)
    return fault;

  g_free (fault);
  return NULL;
}

static const char *
describe_fault (AmiaClosingFault fault)
{
  switch (fault)
    {
    case AMIA_CLOSING_CLOSED:
      return _ ("The case is closed already.");
    case AMIA_CLOSING_DOCUMENT:
      return _ ("No case is closed before FK and AF have approved the closing document.");
    case AMIA_CLOSING_CAUSE:
      return _ ("Choose why the case is closed.");
    case AMIA_CLOSING_WAY_ON:
      return _ ("Choose where the participant goes from here.");
    case AMIA_CLOSING_DAY:
      return _ ("Write the last day: today or one that has been.");
    case AMIA_CLOSING_POSSIBLE:
    default:
      return _ ("The case is closed. What is due after ALI stays on your list.");
    }
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaClosingPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree AmiaClosingFault *fault =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (fault == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  /* What is missing stands beside the button until it is there. */
  if (*fault != AMIA_CLOSING_POSSIBLE)
    {
      gtk_label_set_label (GTK_LABEL (self->why_not), describe_fault (*fault));
      gtk_widget_set_visible (self->why_not, TRUE);
      return;
    }

  amia_report (GTK_WIDGET (self), describe_fault (*fault));
  load (self);
}

static const char *
get_cause (AmiaClosingPage *self)
{
  gsize                   n_causes;
  const AmiaClosingCause *causes = amia_closing_get_causes (&n_causes);
  guint                   selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->cause));

  return selected > 0 && selected <= n_causes ? causes[selected - 1].code : NULL;
}

static const char *
get_way_on (AmiaClosingPage *self)
{
  gsize              n_outcomes;
  const AmiaOutcome *outcomes = amia_process_get_outcomes (&n_outcomes);
  guint              selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->way_on));

  return selected > 0 && selected <= n_outcomes ? outcomes[selected - 1].code : NULL;
}

static void
close_cb (AmiaClosingPage *self)
{
  Wanted *wanted = NULL;

  if (!amia_day_input_check (AMIA_INPUT (self->day)))
    return;

  wanted = g_new0 (Wanted, 1);
  wanted->case_id = self->case_id;
  wanted->cause = get_cause (self);
  wanted->way_on = get_way_on (self);
  wanted->day = amia_input_dup_text (AMIA_INPUT (self->day));
  amia_replica_call_async (self->replica, close_case, wanted, wanted_free, g_free, NULL, closed_cb,
                           g_object_ref (self));
}

static void
reopen_cb (AmiaClosingPage *self)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_closing_reopen (edits, &self->case_id);
  amia_report_commit_saying (GTK_WIDGET (self), self->replica, edits,
                             _ ("The case is under way again."));
}

static void
document_cb (AmiaClosingPage *self)
{
  amia_form_start (GTK_WIDGET (self), self->replica, &self->case_id, DOCUMENT);
}

static void
handover_cb (AmiaClosingPage *self)
{
  amia_form_start (GTK_WIDGET (self), self->replica, &self->case_id, HANDOVER);
}

/* --- After it ------------------------------------------------------------------------------- */

static void
set_field (AmiaClosingPage *self,
           const char      *field,
           const char      *value)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set_string (edits, "case", &self->case_id, &self->case_id, field, value);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static void
ali_left_cb (AmiaClosingPage *self)
{
  g_autofree char *text = NULL;

  if (!amia_day_input_check (AMIA_INPUT (self->ali_from)) || self->closing == NULL)
    return;

  text = amia_input_dup_text (AMIA_INPUT (self->ali_from));
  if (g_strcmp0 (text, self->closing->ali_from != NULL ? self->closing->ali_from : "") != 0)
    set_field (self, "ali-from", *text != '\0' ? text : NULL);
}

static void
class_cb (AmiaClosingPage *self,
          GParamSpec      *pspec,
          GtkWidget       *drop_down)
{
  gsize                   n_classes;
  const AmiaClosingCause *classes = amia_closing_get_classes (&n_classes);
  guint                   selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));

  if (self->is_showing || self->closing == NULL)
    return;

  set_field (self, drop_down == self->after_90 ? "status-90" : "status-270",
             selected > 0 && selected <= n_classes ? classes[selected - 1].code : NULL);
}

static void
day_left_cb (AmiaClosingPage *self)
{
  amia_day_input_check (AMIA_INPUT (self->day));
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_closing_page_dispose (GObject *object)
{
  AmiaClosingPage *self = AMIA_CLOSING_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CLOSING_PAGE);
  g_clear_pointer (&self->closing, amia_case_closing_free);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_closing_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, hard);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, document);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, needs);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, open_part);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, cause);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, way_on);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, day);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, why_not);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, close_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, closed_part);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, said);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, ali_from);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, after_90);
  gtk_widget_class_bind_template_child (widget_class, AmiaClosingPage, after_270);
}

static void
amia_closing_page_class_init (AmiaClosingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_closing_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-closing-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, reopen_cb);
  gtk_widget_class_bind_template_callback (widget_class, document_cb);
  gtk_widget_class_bind_template_callback (widget_class, handover_cb);
  gtk_widget_class_bind_template_callback (widget_class, ali_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, class_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
}

static void
fill_drop_down (GtkWidget              *drop_down,
                const char             *nothing,
                const AmiaClosingCause *choices,
                gsize                   n_choices)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, nothing);
  for (gsize i = 0; i < n_choices; i++)
    gtk_string_list_append (names, choices[i].name);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (names));
}

static void
amia_closing_page_init (AmiaClosingPage *self)
{
  g_autoptr (GtkStringList) ways = gtk_string_list_new (NULL);
  gsize                   n_causes;
  const AmiaClosingCause *causes = amia_closing_get_causes (&n_causes);
  gsize                   n_classes;
  const AmiaClosingCause *classes = amia_closing_get_classes (&n_classes);
  gsize                   n_outcomes;
  const AmiaOutcome      *outcomes = amia_process_get_outcomes (&n_outcomes);

  self->cancellable = g_cancellable_new ();
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_drop_down (self->cause, _ ("Choose a cause"), causes, n_causes);
  fill_drop_down (self->after_90, _ ("Not known yet"), classes, n_classes);
  fill_drop_down (self->after_270, _ ("Not known yet"), classes, n_classes);
  gtk_string_list_append (ways, _ ("Choose a way on"));
  for (gsize i = 0; i < n_outcomes; i++)
    gtk_string_list_append (ways, outcomes[i].name);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->way_on), G_LIST_MODEL (ways));
  amia_drop_down_set_name (self->cause, _ ("Cause"));
  amia_drop_down_set_name (self->way_on, _ ("Way on"));
  amia_drop_down_set_name (self->after_90, _ ("90 days after ALI"));
  amia_drop_down_set_name (self->after_270, _ ("270 days after ALI"));
  amia_row_set (self->document, _ ("Closing document"), NULL);
  self->is_showing = FALSE;
}

GtkWidget *
amia_closing_page_new (AmiaReplica    *replica,
                       const AmiaUuid *case_id)
{
  AmiaClosingPage *self = g_object_new (AMIA_TYPE_CLOSING_PAGE, NULL);
  g_autofree char *today = amia_words_today ();

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self->replica = g_object_ref (replica);
  self->case_id = *case_id;
  amia_input_set_text (AMIA_INPUT (self->day), today);
  g_signal_connect_object (
      replica, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
