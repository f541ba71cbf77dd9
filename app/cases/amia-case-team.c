/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-team.h"

#include <glib/gi18n.h>

#include "amia-consent-editor.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-pill.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

/* Taking a colleague out of the team can be undone and so is not asked about; withdrawing a consent
 * can't, and is. */

struct _AmiaCaseTeam
{
  GtkWidget parent_instance;

  GtkWidget *members;
  GtkWidget *add_row;
  GtkWidget *user;
  GtkWidget *role;
  GtkWidget *consents;
  GtkWidget *no_consents;
  GtkWidget *consent_row;
  GtkWidget *editor;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
};

G_DEFINE_FINAL_TYPE (AmiaCaseTeam, amia_case_team, GTK_TYPE_WIDGET)

static const char *const roles[] = {
  "caseworker",
  "navigator",
  "coach",
  "leader",
};

typedef struct
{
  AmiaCaseTeam *self;
  AmiaUuid      case_id;
  AmiaUuid      record;
} Target;

static Target *
new_target (AmiaCaseTeam   *self,
            const AmiaUuid *record)
{
  Target *target = g_new0 (Target, 1);

  target->self = g_object_ref (self);
  target->case_id = self->snapshot->row->id;
  target->record = *record;
  return target;
}

static void
free_target (gpointer  data,
             GClosure *closure)
{
  Target *target = data;

  g_object_unref (target->self);
  g_free (target);
}

/* --- The team ------------------------------------------------------------------------------- */

static void
set_removed (Target     *target,
             const char *value)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set (edits, "member", &target->record, &target->case_id, "removed", NULL, value);
  amia_report_commit (GTK_WIDGET (target->self), target->self->replica, edits);
}

static void
undo_remove_cb (gpointer data)
{
  set_removed (data, "false");
}

static void
remove_cb (AmiaCaseTeam *self,
           GtkWidget    *button)
{
  const AmiaCaseMember *member = g_object_get_data (G_OBJECT (button), "amia-member");
  Target               *target = new_target (self, &member->id);
  g_autofree char      *words = NULL;

  /* Translators: the name of a colleague. */
  words = g_strdup_printf (_ ("%s is no longer in the team."), member->user);
  set_removed (target, "true");
  amia_report_with_button (GTK_WIDGET (self), words, _ ("Undo"), G_CALLBACK (undo_remove_cb), target, free_target);
}

static char *
describe_member (const AmiaCaseMember *member)
{
  g_autofree char *from = member->from != NULL ? amia_words_date (member->from) : NULL;
  g_autofree char *to = member->to != NULL ? amia_words_date (member->to) : NULL;
  const char      *role = member->role != NULL ? amia_words_role (member->role) : _ ("Colleague");

  if (from != NULL && to != NULL)
    return g_strdup_printf ("%s · %s – %s", role, from, to);
  if (from != NULL)
    return g_strdup_printf (_ ("%s · since %s"), role, from);

  return g_strdup (role);
}

static GtkWidget *
make_member_row (AmiaCaseTeam         *self,
                 const AmiaCaseMember *member)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  g_autofree char    *subtitle = describe_member (member);
  g_autofree char    *name = NULL;
  GtkWidget          *row = amia_row_new (member->user, subtitle);
  GtkWidget          *button = NULL;

  if (member->agency != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), amia_pill_new_agency (member->agency));

  /* Whoever takes themselves out loses the case: that is for a colleague to do. */
  if (g_strcmp0 (member->user, identity->user) == 0)
    return row;

  /* Translators: the name of a colleague. */
  name = g_strdup_printf (_ ("Take %s out of the team"), member->user);
  button = amia_row_add_button (row, _ ("Take Out"), name);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "amia-member", (gpointer) member);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static gboolean
is_in_team (AmiaCaseTeam *self,
            const char   *user)
{
  for (guint i = 0; i < self->snapshot->members->len; i++)
    {
      const AmiaCaseMember *member = g_ptr_array_index (self->snapshot->members, i);

      if (member->is_current && g_strcmp0 (member->user, user) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_cb (AmiaCaseTeam *self)
{
  g_autofree char *user = amia_input_dup_text (AMIA_INPUT (self->user));
  guint            role = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->role));
  const AmiaUuid  *case_id = &self->snapshot->row->id;
  AmiaEdits       *edits = NULL;
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());

  if (*user == '\0' || is_in_team (self, user))
    {
      amia_input_set_message (AMIA_INPUT (self->user),
                              *user == '\0' ? _ ("Write the name of your colleague's account.")
                                            : _ ("This colleague is in the team already."));
      gtk_widget_grab_focus (self->user);
      return;
    }

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "member", &id, case_id, "user", user);
  amia_edits_set_string (edits, "member", &id, case_id, "role", roles[MIN (role, G_N_ELEMENTS (roles) - 1)]);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
  amia_input_reset (AMIA_INPUT (self->user), NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->add_row), FALSE);
}

static void
update_members (AmiaCaseTeam *self)
{
  amia_list_clear (self->members);
  for (guint i = 0; i < self->snapshot->members->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->members),
                         make_member_row (self, g_ptr_array_index (self->snapshot->members, i)));
}

/* --- Consents ------------------------------------------------------------------------------- */

static void
withdraw_response_cb (Target     *target,
                      const char *response)
{
  AmiaEdits       *edits = NULL;
  g_autofree char *today = amia_words_today ();

  if (g_strcmp0 (response, "withdraw") != 0)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "consent", &target->record, &target->case_id, "withdrawn", today);
  amia_report_commit (GTK_WIDGET (target->self), target->self->replica, edits);
}

static void
withdraw_cb (AmiaCaseTeam *self,
             GtkWidget    *button)
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
  g_signal_connect_data (dialog,
                         "response",
                         G_CALLBACK (withdraw_response_cb),
                         new_target (self, &consent->id),
                         free_target,
                         G_CONNECT_SWAPPED);
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
make_consent_pill (AmiaCaseTeam          *self,
                   const AmiaCaseConsent *consent)
{
  if (consent->withdrawn != NULL)
    return amia_pill_new ("neutral", "action-unavailable-symbolic", _ ("Withdrawn"));
  if (consent->is_valid)
    return amia_pill_new ("success", "emblem-ok-symbolic", _ ("Valid"));
  if (consent->valid_from != NULL && g_strcmp0 (consent->valid_from, self->snapshot->today) > 0)
    return amia_pill_new ("neutral", "appointment-soon-symbolic", _ ("Not yet"));

  return amia_pill_new ("warning", "appointment-missed-symbolic", _ ("Has ended"));
}

static char *
describe_consent (const AmiaCaseConsent *consent)
{
  g_autofree char *areas = join_words (consent->areas, amia_words_area);
  g_autofree char *period = describe_period (consent);
  g_autoptr (GString) words = g_string_new (areas);

  g_string_append_printf (words, " · %s", period);
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

static GtkWidget *
make_consent_row (AmiaCaseTeam          *self,
                  const AmiaCaseConsent *consent)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  g_autofree char    *title = join_words (consent->parties, amia_words_agency_short);
  g_autofree char    *subtitle = describe_consent (consent);
  g_autofree char    *name = NULL;
  GtkWidget          *row = amia_row_new (title, subtitle);
  GtkWidget          *button = NULL;

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_consent_pill (self, consent));
  /* It releases the data of the agency that recorded it; only that agency may take it back. */
  if (consent->withdrawn != NULL || g_strcmp0 (consent->agency, identity->agency) != 0)
    return row;

  /* Translators: the agencies of a consent. */
  name = g_strdup_printf (_ ("Withdraw the consent between %s"), title);
  button = amia_row_add_button (row, _ ("Withdraw…"), name);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "amia-consent", (gpointer) consent);
  g_signal_connect_object (button, "clicked", G_CALLBACK (withdraw_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
update_consents (AmiaCaseTeam *self)
{
  amia_list_clear (self->consents);
  for (guint i = 0; i < self->snapshot->consents->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->consents),
                         make_consent_row (self, g_ptr_array_index (self->snapshot->consents, i)));

  gtk_widget_set_visible (self->consents, self->snapshot->consents->len > 0);
  gtk_widget_set_visible (self->no_consents, !self->snapshot->row->has_consent);
}

static void
registered_cb (AmiaCaseTeam *self)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->consent_row), FALSE);
}

static void
amia_case_team_dispose (GObject *object)
{
  AmiaCaseTeam *self = AMIA_CASE_TEAM (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_TEAM);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_team_parent_class)->dispose (object);
}

static void
amia_case_team_class_init (AmiaCaseTeamClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_team_dispose;

  g_type_ensure (AMIA_TYPE_CONSENT_EDITOR);
  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-team.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, members);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, add_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, user);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, role);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, consents);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, no_consents);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, consent_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, editor);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, registered_cb);
}

static void
amia_case_team_init (AmiaCaseTeam *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (names, amia_words_role (roles[i]));

  gtk_drop_down_set_model (GTK_DROP_DOWN (self->role), G_LIST_MODEL (names));
  amia_drop_down_set_name (self->role, _ ("Role in this case"));
  amia_row_set (self->add_row, _ ("Add a colleague"), NULL);
  amia_row_set (self->consent_row, _ ("Register a consent"), NULL);
}

GtkWidget *
amia_case_team_new (AmiaReplica *replica)
{
  AmiaCaseTeam *self = g_object_new (AMIA_TYPE_CASE_TEAM, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  amia_consent_editor_set_replica (AMIA_CONSENT_EDITOR (self->editor), replica);
  return GTK_WIDGET (self);
}

void
amia_case_team_set_snapshot (AmiaCaseTeam     *self,
                             AmiaCaseSnapshot *snapshot)
{
  AmiaCaseSnapshot *old = NULL;

  g_return_if_fail (AMIA_IS_CASE_TEAM (self));
  g_return_if_fail (snapshot != NULL);

  /* The rows point into the old one until they are made anew. */
  old = self->snapshot;
  self->snapshot = amia_case_snapshot_ref (snapshot);
  update_members (self);
  update_consents (self);
  amia_consent_editor_set_case (AMIA_CONSENT_EDITOR (self->editor), &snapshot->row->id);
  g_clear_pointer (&old, amia_case_snapshot_unref);
}

void
amia_case_team_add_colleague (AmiaCaseTeam *self)
{
  g_return_if_fail (AMIA_IS_CASE_TEAM (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->add_row), TRUE);
  gtk_widget_grab_focus (self->user);
}
