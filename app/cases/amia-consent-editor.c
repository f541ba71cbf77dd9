/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-consent-editor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-access.h"
#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-report.h"
#include "amia-template.h"
#include "amia-words.h"

/* The areas are either all (`*`) or those ticked; the boxes of the areas unfold when not all are
 * meant. Only what is shared between agencies asks for parties and areas: the other papers are
 * about one thing each, and say themselves what that is. */

struct _AmiaConsentEditor
{
  GtkWidget parent_instance;

  GtkWidget *kind;
  GtkWidget *kind_help;
  GtkWidget *parties_group;
  GtkWidget *areas_group;
  GtkWidget *parties;
  GtkWidget *parties_message;
  GtkWidget *all_areas;
  GtkWidget *areas_revealer;
  GtkWidget *areas;
  GtkWidget *areas_message;
  GtkWidget *signed_on;
  GtkWidget *from;
  GtkWidget *to;
  GtkWidget *note;

  AmiaReplica *replica;
  AmiaUuid     case_id;
};

G_DEFINE_FINAL_TYPE (AmiaConsentEditor, amia_consent_editor, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_REGISTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef enum
{
  SHARES_WHAT_IS_CHOSEN,
  SHARES_CLOSING, /* the closing document, with care */
  SHARES_NOTHING,
} Shares;

/* What can be consented to. The texts are marked for translation. */
typedef struct
{
  const char *code;
  const char *name; /* NULL: amia_words_consent_kind () knows it */
  const char *help; /* NULL for none */
  Shares      shares;
} ConsentKind;

static const ConsentKind kinds[] = {
  { "participation", N_ ("Participation, signed"), NULL, SHARES_WHAT_IS_CHOSEN },
  { AMIA_CONSENT_KIND_SPOKEN, N_ ("Participation, spoken until a signed one is here"),
    N_ ("A spoken consent is valid for 30 days from the day it was given. Register the signed one "
        "when you have it."),
    SHARES_WHAT_IS_CHOSEN },
  { AMIA_CONSENT_KIND_SURVEY, NULL,
    N_ ("To answer the survey and have the answers counted. It shares nothing between the "
        "agencies."),
    SHARES_NOTHING },
  { AMIA_CONSENT_KIND_CODING, NULL,
    N_ ("To have a disability registered at Arbetsförmedlingen. It shares nothing between the "
        "agencies."),
    SHARES_NOTHING },
  { AMIA_CONSENT_KIND_CLOSING, NULL,
    N_ ("To send the closing document to care. What your agency has written in it can be read by "
        "those from care who are in the team."),
    SHARES_CLOSING },
};

static const char *const agency_codes[] = { "FK", "AF", "VARD", "KOMMUN" };
static const char *const area_codes[] = {
  "basics",
  "health",
  "work",
  "economy",
  "social",
  "plan",
  "closing",
};

static void
add_checks (GtkWidget         *box,
            const char *const *codes,
            gsize              n_codes,
            const char *(*to_words) (const char *code))
{
  for (gsize i = 0; i < n_codes; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (to_words (codes[i]));

      g_object_set_data (G_OBJECT (check), "amia-code", (gpointer) codes[i]);
      gtk_box_append (GTK_BOX (box), check);
    }
}

/* The ticked codes as a JSON list; the codes need no escaping. */
static char *
list_checked (GtkWidget *box,
              guint     *n_checked)
{
  g_autoptr (GString) list = g_string_new ("[");

  *n_checked = 0;
  for (GtkWidget *check = gtk_widget_get_first_child (box); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    {
      if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        continue;

      g_string_append_printf (list,
                              "%s\"%s\"",
                              (*n_checked)++ > 0 ? "," : "",
                              (const char *) g_object_get_data (G_OBJECT (check), "amia-code"));
    }

  g_string_append_c (list, ']');
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
uncheck_all (GtkWidget *box)
{
  for (GtkWidget *check = gtk_widget_get_first_child (box); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
}

/* A consent lets go of what the reader's own agency has written: it is always a party. */
static void
check_own (AmiaConsentEditor *self)
{
  const char *agency = NULL;

  if (self->replica == NULL)
    return;

  agency = amia_replica_get_identity (self->replica)->agency;
  for (GtkWidget *check = gtk_widget_get_first_child (self->parties); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    {
      if (g_strcmp0 (g_object_get_data (G_OBJECT (check), "amia-code"), agency) == 0)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
    }
}

static void
begin_anew (AmiaConsentEditor *self)
{
  g_autofree char *today = amia_words_today ();

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), 0);
  amia_input_reset (AMIA_INPUT (self->signed_on), today);
  uncheck_all (self->parties);
  check_own (self);
  uncheck_all (self->areas);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->all_areas), TRUE);
  amia_input_reset (AMIA_INPUT (self->from), today);
  amia_input_reset (AMIA_INPUT (self->to), NULL);
  amia_input_reset (AMIA_INPUT (self->note), NULL);
}

static const ConsentKind *
get_kind (AmiaConsentEditor *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));

  return &kinds[selected < G_N_ELEMENTS (kinds) ? selected : 0];
}

static gboolean
is_spoken (AmiaConsentEditor *self)
{
  return strcmp (get_kind (self)->code, AMIA_CONSENT_KIND_SPOKEN) == 0;
}

/* A spoken consent has no day of signing, and ends by itself. */
static void
kind_cb (AmiaConsentEditor *self)
{
  const ConsentKind *kind = get_kind (self);

  gtk_widget_set_visible (self->kind_help, kind->help != NULL);
  gtk_label_set_label (GTK_LABEL (self->kind_help), kind->help != NULL ? _ (kind->help) : "");
  gtk_widget_set_visible (self->parties_group, kind->shares == SHARES_WHAT_IS_CHOSEN);
  gtk_widget_set_visible (self->areas_group, kind->shares == SHARES_WHAT_IS_CHOSEN);
  gtk_widget_set_visible (self->signed_on, !is_spoken (self));
}

static void
all_areas_cb (AmiaConsentEditor *self)
{
  gtk_revealer_set_reveal_child (
      GTK_REVEALER (self->areas_revealer),
      !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->all_areas)));
}

static void
day_left_cb (AmiaConsentEditor *self,
             GtkWidget         *input)
{
  amia_day_input_check (AMIA_INPUT (input));
}

static void
commit_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaConsentEditor) self = data;
  g_autoptr (GError) error = NULL;

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  if (self->replica == NULL)
    return;

  begin_anew (self);
  g_signal_emit (self, signals[SIGNAL_REGISTERED], 0);
  amia_report (GTK_WIDGET (self), _ ("Consent registered."));
}

static void
commit (AmiaConsentEditor *self,
        const char        *parties,
        const char        *areas)
{
  AmiaEdits       *edits = amia_edits_new ();
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());
  g_autofree char *from = amia_input_dup_text (AMIA_INPUT (self->from));
  g_autofree char *to = amia_input_dup_text (AMIA_INPUT (self->to));
  g_autofree char *note = amia_input_dup_text (AMIA_INPUT (self->note));
  g_autofree char *signed_on = amia_input_dup_text (AMIA_INPUT (self->signed_on));

  amia_edits_set_string (edits,
                         "consent",
                         &id,
                         &self->case_id,
                         "kind",
                         get_kind (self)->code);
  amia_edits_set (edits, "consent", &id, &self->case_id, "parties", NULL, parties);
  amia_edits_set (edits, "consent", &id, &self->case_id, "areas", NULL, areas);
  if (*from != '\0')
    amia_edits_set_string (edits, "consent", &id, &self->case_id, "valid-from", from);
  if (*to != '\0')
    amia_edits_set_string (edits, "consent", &id, &self->case_id, "valid-to", to);
  if (!is_spoken (self) && *signed_on != '\0')
    amia_edits_set_string (edits, "consent", &id, &self->case_id, "signed-on", signed_on);
  if (*note != '\0')
    amia_edits_set_string (edits, "consent", &id, &self->case_id, "note", note);

  amia_replica_commit_async (self->replica, edits, NULL, commit_cb, g_object_ref (self));
}

/* What was only said must have a day from which its time is counted. */
static gboolean
check_from (AmiaConsentEditor *self)
{
  g_autofree char *from = amia_input_dup_text (AMIA_INPUT (self->from));

  if (is_spoken (self) && *from == '\0')
    {
      amia_input_set_message (AMIA_INPUT (self->from), _ ("Write the day it was given."));
      return FALSE;
    }

  return amia_day_input_check (AMIA_INPUT (self->from));
}

static char *
list_parties (AmiaConsentEditor *self,
              guint             *n_parties)
{
  *n_parties = 2;
  switch (get_kind (self)->shares)
    {
    case SHARES_CLOSING:
      return g_strdup_printf ("[\"%s\",\"VARD\"]",
                              amia_replica_get_identity (self->replica)->agency);
    case SHARES_NOTHING:
      return g_strdup ("[]");
    case SHARES_WHAT_IS_CHOSEN:
    default:
      return list_checked (self->parties, n_parties);
    }
}

static char *
list_areas (AmiaConsentEditor *self,
            guint             *n_areas)
{
  *n_areas = 1;
  switch (get_kind (self)->shares)
    {
    case SHARES_CLOSING:
      return g_strdup ("[\"closing\"]");
    case SHARES_NOTHING:
      return g_strdup ("[]");
    case SHARES_WHAT_IS_CHOSEN:
    default:
      return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->all_areas))
                 ? g_strdup ("[\"*\"]")
                 : list_checked (self->areas, n_areas);
    }
}

static void
register_cb (AmiaConsentEditor *self)
{
  guint            n_parties;
  guint            n_areas;
  g_autofree char *parties = list_parties (self, &n_parties);
  g_autofree char *areas = list_areas (self, &n_areas);

  gtk_widget_set_visible (self->parties_message, n_parties < 2);
  gtk_widget_set_visible (self->areas_message, n_areas == 0);
  if (n_parties < 2)
    gtk_widget_child_focus (self->parties, GTK_DIR_TAB_FORWARD);
  else if (n_areas == 0)
    gtk_widget_child_focus (self->areas, GTK_DIR_TAB_FORWARD);
  else if (!is_spoken (self) && !amia_day_input_check (AMIA_INPUT (self->signed_on)))
    gtk_widget_grab_focus (self->signed_on);
  else if (!check_from (self))
    gtk_widget_grab_focus (self->from);
  else if (!amia_day_input_check (AMIA_INPUT (self->to)))
    gtk_widget_grab_focus (self->to);
  else
    commit (self, parties, areas);
}

static void
amia_consent_editor_dispose (GObject *object)
{
  AmiaConsentEditor *self = AMIA_CONSENT_EDITOR (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CONSENT_EDITOR);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_consent_editor_parent_class)->dispose (object);
}

static void
amia_consent_editor_class_init (AmiaConsentEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_consent_editor_dispose;

  signals[SIGNAL_REGISTERED] = g_signal_new ("registered",
                                             AMIA_TYPE_CONSENT_EDITOR,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             0);

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-consent-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, kind);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, kind_help);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, parties_group);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, areas_group);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, signed_on);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, parties);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, parties_message);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, all_areas);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, areas_revealer);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, areas);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, areas_message);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, from);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, to);
  gtk_widget_class_bind_template_child (widget_class, AmiaConsentEditor, note);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_areas_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, register_cb);
}

static void
amia_consent_editor_init (AmiaConsentEditor *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (names,
                            kinds[i].name != NULL ? _ (kinds[i].name)
                                                  : amia_words_consent_kind (kinds[i].code));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (names));
  amia_drop_down_set_name (self->kind, _ ("What is consented to"));
  add_checks (self->parties, agency_codes, G_N_ELEMENTS (agency_codes), amia_words_agency);
  add_checks (self->areas, area_codes, G_N_ELEMENTS (area_codes), amia_words_area);
  begin_anew (self);
}

void
amia_consent_editor_set_replica (AmiaConsentEditor *self,
                                 AmiaReplica       *replica)
{
  g_return_if_fail (AMIA_IS_CONSENT_EDITOR (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
  check_own (self);
}

void
amia_consent_editor_set_case (AmiaConsentEditor *self,
                              const AmiaUuid    *case_id)
{
  g_return_if_fail (AMIA_IS_CONSENT_EDITOR (self));
  g_return_if_fail (case_id != NULL);

  self->case_id = *case_id;
}
