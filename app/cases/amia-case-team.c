/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-team.h"

#include <glib/gi18n.h>

#include "amia-case-consents.h"
#include "amia-case-handover.h"
#include "amia-case-target.h"
#include "amia-closing-page.h"
#include "amia-drop-down.h"
#include "amia-forgets-view.h"
#include "amia-input.h"
#include "amia-navigator.h"
#include "amia-pill.h"
#include "amia-record-remove.h"
#include "amia-referrals-page.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-sharing-view.h"
#include "amia-template.h"
#include "amia-words.h"

/* Taking a colleague out of the team can be undone and so is not asked about. */

struct _AmiaCaseTeam
{
  GtkWidget parent_instance;

  GtkWidget *members;
  GtkWidget *add_row;
  GtkWidget *user;
  GtkWidget *role;
  GtkWidget *handover;
  GtkWidget *referrals_row;
  GtkWidget *closing_row;
  GtkWidget *consents;
  GtkWidget *sharing;
  GtkWidget *forgets;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
  AmiaCaseSnapshot *shown; /* that the rows point into */
};

G_DEFINE_FINAL_TYPE (AmiaCaseTeam, amia_case_team, GTK_TYPE_WIDGET)

static const char *const roles[] = {
  "caseworker",
  "navigator",
  "coach",
  "leader",
};

/* --- The team ------------------------------------------------------------------------------- */

static void
remove_cb (AmiaCaseTeam *self,
           GtkWidget    *button)
{
  const AmiaCaseMember *member = g_object_get_data (G_OBJECT (button), "amia-member");
  g_autofree char      *words = NULL;

  /* A membership that has ended is nobody's to keep, whoever else is in the team. */
  if (member->is_current && !member->may_leave)
    {
      /* Translators: the name of a colleague. */
      words = g_strdup_printf (_ ("%s is the last caseworker. Hand the case over first."),
                               member->name);
      amia_report (GTK_WIDGET (self), words);
      return;
    }

  /* Translators: the name of a colleague. */
  words = g_strdup_printf (_ ("%s is no longer in the team."), member->name);
  amia_record_remove (GTK_WIDGET (self), self->replica, "member", &member->id,
                      &self->snapshot->row->id, words);
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
  GtkWidget          *row = amia_row_new (member->name, subtitle);
  GtkWidget          *button = NULL;

  if (member->agency != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), amia_pill_new_agency (member->agency));

  /* Whoever takes themselves out loses the case: that is for a colleague to do. */
  if (g_strcmp0 (member->user, identity->user) == 0)
    return row;

  /* Translators: the name of a colleague. */
  name = g_strdup_printf (_ ("Take %s out of the team"), member->name);
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
further_cb (AmiaCaseTeam *self,
            GtkWidget    *row)
{
  const AmiaUuid *case_id = &self->snapshot->row->id;

  amia_navigator_open (GTK_WIDGET (self), row == self->closing_row
                                              ? amia_closing_page_new (self->replica, case_id)
                                              : amia_referrals_page_new (self->replica, case_id));
}

static char *
print_members (GPtrArray *members)
{
  g_autoptr (GString) text = g_string_new ("");

  for (guint i = 0; i < members->len; i++)
    {
      const AmiaCaseMember *member = g_ptr_array_index (members, i);
      g_autofree char      *words = describe_member (member);

      g_string_append_printf (text,
                              "%s %s %s\n",
                              member->name,
                              member->agency != NULL ? member->agency : "",
                              words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_members (AmiaCaseTeam *self)
{
  g_autofree char *contents = print_members (self->snapshot->members);

  if (!amia_list_begin (self->members, contents))
    return;

  g_clear_pointer (&self->shown, amia_case_snapshot_unref);
  self->shown = amia_case_snapshot_ref (self->snapshot);
  for (guint i = 0; i < self->snapshot->members->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->members),
                         make_member_row (self, g_ptr_array_index (self->snapshot->members, i)));
}

static void
amia_case_team_dispose (GObject *object)
{
  AmiaCaseTeam *self = AMIA_CASE_TEAM (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_TEAM);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_pointer (&self->shown, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_team_parent_class)->dispose (object);
}

static void
amia_case_team_class_init (AmiaCaseTeamClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_team_dispose;

  g_type_ensure (AMIA_TYPE_CASE_CONSENTS);
  g_type_ensure (AMIA_TYPE_CASE_HANDOVER);
  g_type_ensure (AMIA_TYPE_FORGETS_VIEW);
  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_SHARING_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-team.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, members);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, add_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, user);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, role);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, handover);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, referrals_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, closing_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, consents);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, sharing);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseTeam, forgets);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, further_cb);
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
  amia_row_set (self->referrals_row, _ ("Referrals and requests"),
                _ ("What went to others, and how far it has come"));
  amia_row_set (self->closing_row, _ ("Closing"),
                _ ("What must be there, cause and way on, and the days after ALI"));
}

GtkWidget *
amia_case_team_new (AmiaSession *session)
{
  AmiaCaseTeam *self = g_object_new (AMIA_TYPE_CASE_TEAM, NULL);
  AmiaReplica  *replica = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  replica = amia_session_get_replica (session);
  self->replica = g_object_ref (replica);
  amia_case_consents_set_replica (AMIA_CASE_CONSENTS (self->consents), replica);
  amia_sharing_view_set_replica (AMIA_SHARING_VIEW (self->sharing), replica);
  amia_forgets_view_set_session (AMIA_FORGETS_VIEW (self->forgets), session);
  return GTK_WIDGET (self);
}

void
amia_case_team_set_snapshot (AmiaCaseTeam     *self,
                             AmiaCaseSnapshot *snapshot)
{
  g_return_if_fail (AMIA_IS_CASE_TEAM (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  update_members (self);
  amia_case_handover_set_case (
      AMIA_CASE_HANDOVER (self->handover), self->replica, &snapshot->row->id);
  amia_case_consents_set_snapshot (AMIA_CASE_CONSENTS (self->consents), snapshot);
  amia_sharing_view_set_snapshot (AMIA_SHARING_VIEW (self->sharing), snapshot);
  amia_forgets_view_set_snapshot (AMIA_FORGETS_VIEW (self->forgets), snapshot);
}

void
amia_case_team_add_colleague (AmiaCaseTeam *self)
{
  g_return_if_fail (AMIA_IS_CASE_TEAM (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->add_row), TRUE);
  gtk_widget_grab_focus (self->user);
}
