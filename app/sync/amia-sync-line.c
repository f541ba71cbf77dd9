/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-sync-line.h"

#include "amia-sync-words.h"
#include "amia-words.h"

/* Updated when the session says so, and once a minute since "14:02" becomes "yesterday 14:02". */

#define UPDATE_SECONDS 60

struct _AmiaSyncLine
{
  GtkButton parent_instance;

  GtkWidget *icon;
  GtkWidget *words;
  GtkWidget *detail;

  AmiaSession *session;
  guint        timeout_id;
};

G_DEFINE_FINAL_TYPE (AmiaSyncLine, amia_sync_line, GTK_TYPE_BUTTON)

static void
update (AmiaSyncLine *self)
{
  g_auto (AmiaSyncWords) words = { 0 };
  g_autofree char *name = NULL;

  amia_sync_words_describe (self->session, amia_words_now_ms (), &words);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), words.icon_name);
  gtk_label_set_label (GTK_LABEL (self->words), words.words);
  gtk_label_set_label (GTK_LABEL (self->detail), words.detail != NULL ? words.detail : "");
  gtk_widget_set_visible (self->detail, words.detail != NULL);

  name = words.detail != NULL ? g_strconcat (words.words, " · ", words.detail, NULL)
                              : g_strdup (words.words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
timeout_cb (gpointer data)
{
  update (data);
  return G_SOURCE_CONTINUE;
}

static void
amia_sync_line_dispose (GObject *object)
{
  AmiaSyncLine *self = AMIA_SYNC_LINE (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), AMIA_TYPE_SYNC_LINE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_sync_line_parent_class)->dispose (object);
}

static void
amia_sync_line_class_init (AmiaSyncLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_sync_line_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-sync-line.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncLine, icon);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncLine, words);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncLine, detail);
}

static void
amia_sync_line_init (AmiaSyncLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_sync_line_set_session (AmiaSyncLine *self,
                            AmiaSession  *session)
{
  g_return_if_fail (AMIA_IS_SYNC_LINE (self));
  g_return_if_fail (AMIA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->timeout_id = g_timeout_add_seconds (UPDATE_SECONDS, timeout_cb, self);
  update (self);
}
