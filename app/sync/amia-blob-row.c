/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-blob-row.h"

#include <glib/gi18n.h>

#include "amia-row.h"

/* One `update ()` derives all of it from the run's state. */

struct _AmiaBlobRow
{
  AdwActionRow parent_instance;

  GtkWidget *progress;
  GtkWidget *pause;

  AmiaBlobRun *run;
};

G_DEFINE_FINAL_TYPE (AmiaBlobRow, amia_blob_row, ADW_TYPE_ACTION_ROW)

static double
get_fraction (AmiaBlobRun *run)
{
  gint64 done = 0;
  gint64 total = 0;

  g_object_get (run, "done", &done, "total", &total, NULL);
  return total > 0 ? CLAMP ((double) done / (double) total, 0, 1) : 0;
}

static char *
describe (AmiaBlobRun *run)
{
  guint            n_left = amia_blob_run_get_n_left (run);
  g_autofree char *left = NULL;

  if (n_left == 0)
    return amia_blob_run_get_paused (run) ? g_strdup (_ ("Paused. New ones wait until you go on."))
                                          : g_strdup (_ ("All are where they should be."));

  left = g_strdup_printf (ngettext ("%u left to carry", "%u left to carry", n_left), n_left);
  switch (amia_blob_run_get_state (run))
    {
    case AMIA_BLOB_RUN_BUSY:
      /* Translators: how many attachments are left, and how far the first has come, in percent. */
      return g_strdup_printf (_ ("%s · this one %d %%"), left, (int) (get_fraction (run) * 100));
    case AMIA_BLOB_RUN_METERED:
      return g_strdup_printf (_ ("%s · waiting, since this network costs money. “Sync Now” takes "
                                 "them all the same."),
                              left);
    case AMIA_BLOB_RUN_PAUSED:
      return g_strdup_printf (_ ("%s · paused"), left);
    case AMIA_BLOB_RUN_WAITING:
      return g_strdup_printf (_ ("%s · trying again in a while"), left);
    case AMIA_BLOB_RUN_IDLE:
    default:
      return g_strdup_printf (_ ("%s · waiting for the server"), left);
    }
}

static void
update (AmiaBlobRow *self)
{
  gboolean         is_busy = amia_blob_run_get_state (self->run) == AMIA_BLOB_RUN_BUSY;
  gboolean         is_paused = amia_blob_run_get_paused (self->run);
  g_autofree char *words = describe (self->run);

  amia_row_set (GTK_WIDGET (self), _ ("Attachments"), words);
  gtk_widget_set_visible (self->progress, is_busy);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), get_fraction (self->run));
  gtk_button_set_label (GTK_BUTTON (self->pause), is_paused ? _ ("Go On") : _ ("Pause"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_paused ? _ ("Go on with the attachments")
                                            : _ ("Pause the attachments"),
                                  -1);
}

static void
pause_cb (AmiaBlobRow *self)
{
  amia_blob_run_set_paused (self->run, !amia_blob_run_get_paused (self->run));
  update (self);
}

static void
amia_blob_row_dispose (GObject *object)
{
  g_clear_object (&AMIA_BLOB_ROW (object)->run);

  G_OBJECT_CLASS (amia_blob_row_parent_class)->dispose (object);
}

static void
amia_blob_row_class_init (AmiaBlobRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_blob_row_dispose;
}

static void
amia_blob_row_init (AmiaBlobRow *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->progress, 90, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How far this attachment has come"),
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->progress);
  self->pause = amia_row_add_button (GTK_WIDGET (self), _ ("Pause"), _ ("Pause the attachments"));
  gtk_widget_add_css_class (self->pause, "flat");
  g_signal_connect_object (
      self->pause, "clicked", G_CALLBACK (pause_cb), self, G_CONNECT_SWAPPED);
}

void
amia_blob_row_set_session (AmiaBlobRow *self,
                           AmiaSession *session)
{
  g_return_if_fail (AMIA_IS_BLOB_ROW (self));
  g_return_if_fail (AMIA_IS_SESSION (session));
  g_return_if_fail (self->run == NULL);

  self->run = g_object_ref (amia_session_get_blobs (session));
  g_signal_connect_object (self->run, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
