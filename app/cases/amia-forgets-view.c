/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-forgets-view.h"

#include <glib/gi18n.h>

#include "amia-forgets-words.h"
#include "amia-pill.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

/* The server tells nobody when a laptop has confirmed; so it is asked: when the view is shown,
 * after each round, and for a minute after something ended every few seconds, for then somebody
 * waits for it and most laptops answer at once. */

#define SOON_MS           (60 * 1000)
#define ASK_AGAIN_SECONDS 4

struct _AmiaForgetsView
{
  GtkWidget parent_instance;

  GtkWidget *laptops;
  GtkWidget *known_label;
  GtkWidget *waiting_label;

  AmiaSession         *session;
  AmiaCaseSnapshot    *snapshot;
  AmiaForgetsResponse *answer; /* newer than the snapshot's, if it is not NULL */
  AmiaForgetsKnown     known;
  GCancellable        *cancellable;
  guint                again_id;
  gboolean             is_asking;
};

G_DEFINE_FINAL_TYPE (AmiaForgetsView, amia_forgets_view, GTK_TYPE_WIDGET)

static const AmiaForgetsResponse *
get_response (AmiaForgetsView *self)
{
  return self->answer != NULL ? self->answer : self->snapshot->forgets;
}

/* Is there anything that somebody might have to forget? */
static gboolean
has_ended (const AmiaCaseSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->shares->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (snapshot->shares, i);

      if (share->state == AMIA_SHARE_WITHDRAWN || share->state == AMIA_SHARE_EXPIRED)
        return TRUE;
    }

  for (guint i = 0; i < snapshot->sharing->members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (snapshot->sharing->members, i);

      if (!amia_rights_is_member (member->rights))
        return TRUE;
    }

  return FALSE;
}

static const AmiaMemberSharing *
find_member (AmiaForgetsView *self,
             const char      *user)
{
  GPtrArray *members = self->snapshot->sharing->members;

  for (guint i = 0; i < members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (members, i);

      if (g_strcmp0 (member->user, user) == 0)
        return member;
    }

  return NULL;
}

static GtkWidget *
make_pill (AmiaForgetState state)
{
  switch (state)
    {
    case AMIA_FORGET_CONFIRMED:
      return amia_pill_new ("success", "emblem-ok-symbolic", _ ("Removed"));
    case AMIA_FORGET_NO_CONTACT:
      return amia_pill_new ("warning", "network-offline-symbolic", _ ("No contact"));
    case AMIA_FORGET_WAITING:
    default:
      return amia_pill_new ("neutral", "document-open-recent-symbolic", _ ("Not confirmed"));
    }
}

static GtkWidget *
make_row (AmiaForgetsView           *self,
          const AmiaForgetsResponse *response,
          guint                      index,
          const char                *words)
{
  const AmiaWireForget    *forget = &g_array_index (response->forgets, AmiaWireForget, index);
  const AmiaMemberSharing *member = find_member (self, forget->user);
  const char              *known = member != NULL && member->name != NULL ? member->name
                                                                          : forget->user;
  g_autofree char         *owner = NULL;
  g_autofree char         *title = NULL;
  GtkWidget               *row = NULL;

  owner = member != NULL && member->is_self ? g_strdup_printf (_ ("%s (you)"), known)
                                            : g_strdup (known);
  title = amia_forgets_words_name (response, index, owner);
  row = amia_row_new (title, words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (member != NULL && member->agency != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), amia_pill_new_agency (member->agency));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             make_pill (amia_forgets_words_find_state (forget)));
  return row;
}

static void
update_laptops (AmiaForgetsView           *self,
                const AmiaForgetsResponse *response,
                gint64                     offset_ms)
{
  const guint n_laptops = response != NULL ? response->forgets->len : 0;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) contents = g_string_new ("");

  for (guint i = 0; i < n_laptops; i++)
    {
      const AmiaWireForget *forget = &g_array_index (response->forgets, AmiaWireForget, i);

      g_ptr_array_add (words,
                       amia_forgets_words_laptop (forget, offset_ms, amia_words_now_ms ()));
      g_string_append_printf (contents,
                              "%s %s\n",
                              forget->user,
                              (const char *) g_ptr_array_index (words, i));
    }

  gtk_widget_set_visible (self->laptops, n_laptops > 0);
  if (!amia_list_begin (self->laptops, contents->str))
    return;
  for (guint i = 0; i < n_laptops; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->laptops),
                         make_row (self, response, i, g_ptr_array_index (words, i)));
}

static void
update (AmiaForgetsView *self)
{
  const AmiaForgetsResponse *response = get_response (self);
  const gint64               offset_ms =
      amia_sync_get_clock_offset_ms (amia_session_get_sync (self->session));
  const gboolean   has_laptops = response != NULL && response->forgets->len > 0;
  const gboolean   has_server = amia_session_has_server (self->session);
  g_autofree char *known = NULL;

  known = amia_forgets_words_known (response, self->known, offset_ms, amia_words_now_ms ());
  gtk_widget_set_visible (GTK_WIDGET (self),
                          has_laptops || (has_server && has_ended (self->snapshot)));
  gtk_label_set_label (GTK_LABEL (self->known_label), known);
  gtk_widget_set_visible (self->waiting_label,
                          has_server && self->snapshot->sharing->n_waiting > 0);
  update_laptops (self, response, offset_ms);
}

/* --- Asking ---------------------------------------------------------------------------------- */

static void ask (AmiaForgetsView *self);

static gboolean
again_cb (gpointer data)
{
  AmiaForgetsView *self = data;

  self->again_id = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* Has somebody just been asked, and not answered? */
static gboolean
is_soon (const AmiaForgetsResponse *response)
{
  for (guint i = 0; i < response->forgets->len; i++)
    {
      const AmiaWireForget *forget = &g_array_index (response->forgets, AmiaWireForget, i);

      if (forget->confirmed_ms == 0 && response->now_ms - forget->asked_ms < SOON_MS)
        return TRUE;
    }

  return FALSE;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaForgetsView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaForgetsResponse) response =
      amia_sync_ask_forgets_finish (AMIA_SYNC (source), result, &error);

  self->is_asking = FALSE;
  if (self->session == NULL)
    return;

  self->known = response != NULL ? AMIA_FORGETS_FRESH : AMIA_FORGETS_OLD;
  if (response != NULL)
    {
      if (is_soon (response) && self->again_id == 0)
        self->again_id = g_timeout_add_seconds (ASK_AGAIN_SECONDS, again_cb, self);
      g_clear_pointer (&self->answer, amia_forgets_response_free);
      self->answer = g_steal_pointer (&response);
    }
  update (self);
}

static void
ask (AmiaForgetsView *self)
{
  if (self->is_asking || self->snapshot == NULL || !amia_session_has_server (self->session) ||
      !gtk_widget_get_mapped (gtk_widget_get_parent (GTK_WIDGET (self))))
    return;

  self->is_asking = TRUE;
  amia_sync_ask_forgets_async (amia_session_get_sync (self->session),
                               &self->snapshot->row->id,
                               self->cancellable,
                               asked_cb,
                               g_object_ref (self));
}

/* --- The object ------------------------------------------------------------------------------ */

static void
parent_cb (AmiaForgetsView *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  /* The view itself is hidden as long as it has nothing to tell. */
  if (parent != NULL)
    g_signal_connect_object (parent, "map", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
}

static void
amia_forgets_view_dispose (GObject *object)
{
  AmiaForgetsView *self = AMIA_FORGETS_VIEW (object);

  g_clear_handle_id (&self->again_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_FORGETS_VIEW);
  g_clear_pointer (&self->answer, amia_forgets_response_free);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_forgets_view_parent_class)->dispose (object);
}

static void
amia_forgets_view_class_init (AmiaForgetsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_forgets_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-forgets-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaForgetsView, laptops);
  gtk_widget_class_bind_template_child (widget_class, AmiaForgetsView, known_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaForgetsView, waiting_label);
}

static void
amia_forgets_view_init (AmiaForgetsView *self)
{
  self->known = AMIA_FORGETS_ASKING;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (parent_cb), NULL);
}

void
amia_forgets_view_set_session (AmiaForgetsView *self,
                               AmiaSession     *session)
{
  g_return_if_fail (AMIA_IS_FORGETS_VIEW (self));
  g_return_if_fail (AMIA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (amia_session_get_sync (session),
                           "notify::last-success-ms",
                           G_CALLBACK (ask),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (amia_session_get_sync (session),
                           "notify::online",
                           G_CALLBACK (ask),
                           self,
                           G_CONNECT_SWAPPED);
}

void
amia_forgets_view_set_snapshot (AmiaForgetsView  *self,
                                AmiaCaseSnapshot *snapshot)
{
  gboolean is_first = FALSE;

  g_return_if_fail (AMIA_IS_FORGETS_VIEW (self));
  g_return_if_fail (snapshot != NULL);

  is_first = self->snapshot == NULL;
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  update (self);
  if (is_first)
    ask (self);
}
