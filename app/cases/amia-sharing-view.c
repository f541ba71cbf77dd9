/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-sharing-view.h"

#include <glib/gi18n.h>

#include "amia-pill.h"
#include "amia-print.h"
#include "amia-row.h"
#include "amia-sharing-words.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaSharingView
{
  GtkWidget parent_instance;

  GtkWidget *members;
  GtkWidget *history;
  GtkWidget *history_row;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
  GPtrArray        *shown; /* (element-type GtkWidget): rows of the history */
};

G_DEFINE_FINAL_TYPE (AmiaSharingView, amia_sharing_view, GTK_TYPE_WIDGET)

/* How far the case has come to a colleague, and never more than is known. */
static GtkWidget *
make_reach (const AmiaMemberSharing *member)
{
  if (member->is_self || !amia_rights_is_member (member->rights))
    return NULL;
  if (member->has_opened_all)
    return amia_pill_new ("success", "emblem-ok-symbolic", _ ("Has opened it"));
  if (member->has_all)
    return amia_pill_new ("neutral", "computer-symbolic", _ ("Has got it"));

  return amia_pill_new ("neutral", "document-open-recent-symbolic", _ ("Not there yet"));
}

static GtkWidget *
make_member_row (AmiaSharingView         *self,
                 const AmiaMemberSharing *member)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  const char         *name = member->name != NULL ? member->name : member->user;
  g_autofree char    *words = amia_sharing_words_member (member, identity->agency);
  g_autofree char    *you = g_strdup_printf (_ ("%s (you)"), name);
  GtkWidget          *row = amia_row_new (member->is_self ? you : name, words);
  GtkWidget          *reach = make_reach (member);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (member->agency != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), amia_pill_new_agency (member->agency));
  if (reach != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), reach);
  return row;
}

static GtkWidget *
make_history_row (const AmiaShare *share)
{
  g_autofree char *words = amia_sharing_words_share (share);
  g_autofree char *title = NULL;

  /* Translators: two agencies and an area of information: “FK to AF: health”. */
  title = g_strdup_printf (_ ("%s to %s: %s"),
                           amia_words_agency_short (share->from_agency),
                           amia_words_agency_short (share->to_agency),
                           amia_words_area (share->area));
  return amia_row_new (title, words);
}

static void
update_history (AmiaSharingView *self)
{
  GPtrArray *shares = self->snapshot->shares;

  for (guint i = 0; i < self->shown->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->history_row),
                             g_ptr_array_index (self->shown, i));
  g_ptr_array_set_size (self->shown, 0);

  for (guint i = 0; i < shares->len; i++)
    {
      GtkWidget *row = make_history_row (g_ptr_array_index (shares, i));

      adw_expander_row_add_row (ADW_EXPANDER_ROW (self->history_row), row);
      g_ptr_array_add (self->shown, row);
    }
  gtk_widget_set_visible (self->history, shares->len > 0);
}

static char *
print_members (AmiaSharingView *self)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  GPtrArray          *members = self->snapshot->sharing->members;
  g_autoptr (GString) text = g_string_new ("");

  for (guint i = 0; i < members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (members, i);
      g_autofree char         *words = amia_sharing_words_member (member, identity->agency);

      g_string_append_printf (text,
                              "%s %d %d %s\n",
                              member->user,
                              member->has_all,
                              member->has_opened_all,
                              words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update (AmiaSharingView *self)
{
  GPtrArray       *members = self->snapshot->sharing->members;
  g_autofree char *contents = print_members (self);

  if (amia_list_begin (self->members, contents))
    {
      for (guint i = 0; i < members->len; i++)
        gtk_list_box_append (GTK_LIST_BOX (self->members),
                             make_member_row (self, g_ptr_array_index (members, i)));
    }
  update_history (self);
}

/* --- Printing -------------------------------------------------------------------------------- */

static void
print_cb (AmiaSharingView *self)
{
  const AmiaIdentity *identity = amia_replica_get_identity (self->replica);
  const AmiaPrintJob  job = {
     .name = _ ("What is shared"),
     .replica = self->replica,
     .case_id = &self->snapshot->row->id,
     .about = "sharing",
  };

  amia_print_sheet (GTK_WIDGET (self),
                    amia_sharing_sheet_new (self->snapshot, identity->user),
                    &job);
}

static void
amia_sharing_view_dispose (GObject *object)
{
  AmiaSharingView *self = AMIA_SHARING_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SHARING_VIEW);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_sharing_view_parent_class)->dispose (object);
}

static void
amia_sharing_view_class_init (AmiaSharingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_sharing_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-sharing-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSharingView, members);
  gtk_widget_class_bind_template_child (widget_class, AmiaSharingView, history);
  gtk_widget_class_bind_template_child (widget_class, AmiaSharingView, history_row);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
}

static void
amia_sharing_view_init (AmiaSharingView *self)
{
  self->shown = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_row_set (self->history_row, _ ("Everything that was shared, and on what"), NULL);
}

void
amia_sharing_view_set_replica (AmiaSharingView *self,
                               AmiaReplica     *replica)
{
  g_return_if_fail (AMIA_IS_SHARING_VIEW (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
}

void
amia_sharing_view_set_snapshot (AmiaSharingView  *self,
                                AmiaCaseSnapshot *snapshot)
{
  AmiaCaseSnapshot *old = NULL;

  g_return_if_fail (AMIA_IS_SHARING_VIEW (self));
  g_return_if_fail (snapshot != NULL);

  /* The rows point into the old one until they are made anew. */
  old = self->snapshot;
  self->snapshot = amia_case_snapshot_ref (snapshot);
  update (self);
  g_clear_pointer (&old, amia_case_snapshot_unref);
}
