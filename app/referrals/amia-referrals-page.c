/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-referrals"

#include "config.h"

#include "amia-referrals-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-pill.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-referrals.h"
#include "amia-template.h"
#include "amia-words.h"

/* Each row has one button for its next stage: whoever hears of it first notes the day, sender or
 * receiver, and both see it. */

struct _AmiaReferralsPage
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *empty;
  GtkWidget *send_row;
  GtkWidget *kind;
  GtkWidget *agency;
  GtkWidget *to;
  GtkWidget *question;
  GtkWidget *ground_box;
  GtkWidget *ground;
  GtkWidget *answer_by;
  GtkWidget *sees;

  AmiaReplica   *replica;
  GCancellable  *cancellable;
  AmiaUuid       case_id;
  AmiaReferrals *referrals;
};

G_DEFINE_FINAL_TYPE (AmiaReferralsPage, amia_referrals_page, GTK_TYPE_WIDGET)

static const struct
{
  const char *code;
  const char *name;
} kinds[] = {
  { "referral", N_ ("Referral: they take something over") },
  { "question", N_ ("Question") },
  { "statement", N_ ("Request for a doctor's statement") },
};

static const char *const agencies[] = { "VARD", "KOMMUN", "AF", "FK" };

static const struct
{
  const char *code;
  const char *name;
} grounds[] = {
  { "legal", N_ ("By law: the agency may ask for it") },
  { "paid", N_ ("Paid for") },
};

static const struct
{
  const char *tint;
  const char *done;   /* how far it has come */
  const char *button; /* what leads there */
} stages[] = {
  [AMIA_REFERRAL_SENT] = { "neutral", N_ ("Sent"), N_ ("Sent") },
  [AMIA_REFERRAL_RECEIVED] = { "accent", N_ ("Received"), N_ ("It Was Received") },
  [AMIA_REFERRAL_STARTED] = { "accent", N_ ("Started"), N_ ("It Was Started") },
  [AMIA_REFERRAL_ANSWERED] = { "success", N_ ("Answered"), N_ ("It Was Answered") },
};

static gpointer
read_referrals (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autofree char *today = amia_words_today ();

  return amia_store_list_referrals (store, data, today, error);
}

/* --- What is shown -------------------------------------------------------------------------- */

static const char *
describe_kind (const char *kind)
{
  if (g_strcmp0 (kind, "statement") == 0)
    return _ ("Doctor's statement");
  return g_strcmp0 (kind, "question") == 0 ? _ ("Question") : _ ("Referral");
}

static void
append_day (GString    *words,
            const char *what,
            const char *day)
{
  g_autofree char *date = NULL;

  if (day == NULL)
    return;

  date = amia_words_date (day);
  g_string_append_printf (words, "%s%s %s", words->len > 0 ? " · " : "", what, date);
}

static char *
describe (const AmiaReferral *referral)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    append_day (words, _ (stages[i].done), referral->days[i]);
  append_day (words, _ ("Reminded"), referral->reminded);
  if (referral->stage != AMIA_REFERRAL_ANSWERED)
    append_day (words, _ ("Answer by"), referral->answer_by);
  if (referral->question != NULL)
    g_string_append_printf (words, "\n%s", referral->question);
  if (referral->result != NULL)
    g_string_append_printf (words, "\n%s %s", _ ("Answer:"), referral->result);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
set_day (AmiaReferralsPage *self,
         GtkWidget         *button)
{
  const AmiaUuid  *id = g_object_get_data (G_OBJECT (button), "amia-id");
  const char      *field = g_object_get_data (G_OBJECT (button), "amia-field");
  GtkWidget       *answer = g_object_get_data (G_OBJECT (button), "amia-answer");
  g_autofree char *today = amia_words_today ();
  AmiaEdits       *edits = amia_edits_new ();

  amia_edits_set_string (edits, "referral", id, &self->case_id, field, today);
  if (answer != NULL)
    {
      g_autofree char *text = amia_input_dup_text (AMIA_INPUT (answer));

      if (*text != '\0')
        amia_edits_set_string (edits, "referral", id, &self->case_id, "result", text);
    }
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static GtkWidget *
add_button (AmiaReferralsPage  *self,
            GtkWidget          *box,
            const AmiaReferral *referral,
            const char         *label,
            const char         *field)
{
  GtkWidget       *button = gtk_button_new_with_label (label);
  g_autofree char *name =
      g_strdup_printf ("%s: %s", label, referral->to != NULL ? referral->to : "–");

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "amia-id",
                          g_memdup2 (&referral->id, sizeof referral->id), g_free);
  g_object_set_data (G_OBJECT (button), "amia-field", (gpointer) field);
  g_signal_connect_object (button, "clicked", G_CALLBACK (set_day), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

/* The answer is written where the question stands. */
static GtkWidget *
make_deeds (AmiaReferralsPage  *self,
            const AmiaReferral *referral)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *answer = g_object_new (AMIA_TYPE_INPUT, "label", _ ("The answer"), "lines", 2, NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), answer);
  gtk_box_append (GTK_BOX (box), buttons);
  for (gsize i = referral->stage + 1; i < G_N_ELEMENTS (stages); i++)
    {
      const char *field = amia_referral_stage_get_field ((AmiaReferralStage) i);
      GtkWidget  *button = add_button (self, buttons, referral, _ (stages[i].button), field);

      if (i == AMIA_REFERRAL_ANSWERED)
        g_object_set_data (G_OBJECT (button), "amia-answer", answer);
    }
  add_button (self, buttons, referral, _ ("Reminded Today"), "reminded");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static GtkWidget *
make_row (AmiaReferralsPage  *self,
          const AmiaReferral *referral)
{
  GtkWidget       *row = adw_expander_row_new ();
  g_autofree char *subtitle = describe (referral);
  g_autofree char *title =
      g_strdup_printf ("%s → %s", describe_kind (referral->kind),
                       referral->to != NULL ? referral->to : amia_words_agency (referral->agency));

  amia_row_set (row, title, subtitle);
  if (referral->is_late)
    adw_expander_row_add_action (
        ADW_EXPANDER_ROW (row), amia_pill_new ("error", "dialog-warning-symbolic", _ ("Late")));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row),
                               amia_pill_new (stages[referral->stage].tint, NULL,
                                              _ (stages[referral->stage].done)));
  if (referral->stage != AMIA_REFERRAL_ANSWERED)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_deeds (self, referral));
  else
    adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), FALSE);
  return row;
}

static const char *
get_agency (AmiaReferralsPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->agency));

  return agencies[MIN (selected, G_N_ELEMENTS (agencies) - 1)];
}

/* In words, before anything is sent. */
static void
update_sees (AmiaReferralsPage *self)
{
  const char *own = amia_replica_get_identity (self->replica)->agency;
  const char *to = get_agency (self);
  g_auto (GStrv) areas = NULL;
  g_autofree char *list = NULL;
  g_autofree char *words = NULL;

  if (self->referrals == NULL)
    return;

  if (strcmp (own, to) == 0)
    words = g_strdup (_ ("Your own agency: who is in the team sees what you see."));
  else
    {
      areas = amia_referrals_list_areas (self->referrals, own, to);
      list = amia_words_areas ((const char *const *) areas);
      words = areas[0] == NULL
                  ? g_strdup_printf (_ ("No consent lets %s see anything of the case. They get "
                                        "only what you tell them yourself, and that it was sent."),
                                     amia_words_agency (to))
                  : g_strdup_printf (_ ("With the consent of today %s may see: %s."),
                                     amia_words_agency (to), list);
    }
  gtk_label_set_label (GTK_LABEL (self->sees), words);
}

static void
update (AmiaReferralsPage *self)
{
  g_autoptr (GString) contents = g_string_new (NULL);
  GPtrArray *referrals = self->referrals->referrals;

  for (guint i = 0; i < referrals->len; i++)
    {
      const AmiaReferral *referral = g_ptr_array_index (referrals, i);
      g_autofree char    *words = describe (referral);

      g_string_append_printf (contents, "%s %s %d\n", referral->to, words, referral->is_late);
    }
  gtk_widget_set_visible (self->list, referrals->len > 0);
  gtk_widget_set_visible (self->empty, referrals->len == 0);
  update_sees (self);
  if (!amia_list_begin (self->list, contents->str))
    return;

  for (guint i = 0; i < referrals->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_index (referrals, i)));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaReferralsPage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaReferrals *referrals = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (referrals == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->referrals, amia_referrals_free);
  self->referrals = referrals;
  update (self);
}

static void
load (AmiaReferralsPage *self)
{
  amia_replica_call_async (self->replica, read_referrals,
                           g_memdup2 (&self->case_id, sizeof self->case_id), g_free,
                           (GDestroyNotify) amia_referrals_free, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

/* --- Sending -------------------------------------------------------------------------------- */

static void
kind_cb (AmiaReferralsPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));

  gtk_widget_set_visible (self->ground_box, selected == G_N_ELEMENTS (kinds) - 1);
}

static void
agency_cb (AmiaReferralsPage *self)
{
  if (self->replica != NULL)
    update_sees (self);
}

static void
day_left_cb (AmiaReferralsPage *self)
{
  amia_day_input_check (AMIA_INPUT (self->answer_by));
}

static void
set_from (AmiaEdits         *edits,
          AmiaReferralsPage *self,
          const AmiaUuid    *id,
          const char        *field,
          GtkWidget         *input)
{
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (input));

  if (*text != '\0')
    amia_edits_set_string (edits, "referral", id, &self->case_id, field, text);
  amia_input_reset (AMIA_INPUT (input), NULL);
}

static gboolean
check (AmiaReferralsPage *self)
{
  g_autofree char *to = amia_input_dup_text (AMIA_INPUT (self->to));
  g_autofree char *question = amia_input_dup_text (AMIA_INPUT (self->question));

  amia_input_set_message (AMIA_INPUT (self->to), *to == '\0' ? _ ("Write who is asked.") : NULL);
  amia_input_set_message (AMIA_INPUT (self->question),
                          *question == '\0' ? _ ("Write what is asked.") : NULL);
  return amia_day_input_check (AMIA_INPUT (self->answer_by)) && *to != '\0' && *question != '\0';
}

static void
send_cb (AmiaReferralsPage *self)
{
  guint            kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  guint            ground = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->ground));
  g_autofree char *today = amia_words_today ();
  AmiaEdits       *edits = NULL;
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());

  if (!check (self))
    return;

  edits = amia_edits_new ();
  kind = MIN (kind, G_N_ELEMENTS (kinds) - 1);
  amia_edits_set_string (edits, "referral", &id, &self->case_id, "kind", kinds[kind].code);
  amia_edits_set_string (edits, "referral", &id, &self->case_id, "agency", get_agency (self));
  amia_edits_set_string (edits, "referral", &id, &self->case_id, "sent", today);
  if (gtk_widget_get_visible (self->ground_box))
    amia_edits_set_string (edits, "referral", &id, &self->case_id, "ground",
                           grounds[MIN (ground, G_N_ELEMENTS (grounds) - 1)].code);
  set_from (edits, self, &id, "to", self->to);
  set_from (edits, self, &id, "question", self->question);
  set_from (edits, self, &id, "answer-by", self->answer_by);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->send_row), FALSE);
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_referrals_page_dispose (GObject *object)
{
  AmiaReferralsPage *self = AMIA_REFERRALS_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_REFERRALS_PAGE);
  g_clear_pointer (&self->referrals, amia_referrals_free);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_referrals_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, send_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, kind);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, agency);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, to);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, question);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, ground_box);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, ground);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, answer_by);
  gtk_widget_class_bind_template_child (widget_class, AmiaReferralsPage, sees);
}

static void
amia_referrals_page_class_init (AmiaReferralsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_referrals_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-referrals-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, agency_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
amia_referrals_page_init (AmiaReferralsPage *self)
{
  g_autoptr (GtkStringList) kind_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) agency_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) ground_names = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (kind_names, _ (kinds[i].name));
  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    gtk_string_list_append (agency_names, amia_words_agency (agencies[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (grounds); i++)
    gtk_string_list_append (ground_names, _ (grounds[i].name));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (kind_names));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->agency), G_LIST_MODEL (agency_names));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->ground), G_LIST_MODEL (ground_names));
  amia_drop_down_set_name (self->kind, _ ("What is it?"));
  amia_drop_down_set_name (self->agency, _ ("Which agency?"));
  amia_drop_down_set_name (self->ground, _ ("On what ground?"));
  amia_row_set (self->send_row, _ ("Ask somebody else"),
                _ ("A referral, a question, a doctor's statement"));
}

GtkWidget *
amia_referrals_page_new (AmiaReplica    *replica,
                         const AmiaUuid *case_id)
{
  AmiaReferralsPage *self = g_object_new (AMIA_TYPE_REFERRALS_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self->replica = g_object_ref (replica);
  self->case_id = *case_id;
  g_signal_connect_object (replica, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
