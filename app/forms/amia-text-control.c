/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-text-control.h"

#include <glib/gi18n.h>

#include "amia-wheel.h"

struct _AmiaTextControl
{
  AmiaControl parent_instance;

  GtkWidget *view;
  GtkWidget *count;
};

#define HEIGHT_MIN_PX 70
#define HEIGHT_MAX_PX 300

G_DEFINE_FINAL_TYPE (AmiaTextControl, amia_text_control, AMIA_TYPE_CONTROL)

static GtkTextBuffer *
get_buffer (AmiaTextControl *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
count_characters (AmiaTextControl *self)
{
  AmiaNode        *node = amia_control_get_node (AMIA_CONTROL (self));
  guint            max = amia_node_get_item (node)->max_length;
  g_autofree char *words = NULL;

  if (max == 0)
    return;
  /* Translators: characters written and the most that there may be. */
  words = g_strdup_printf (_ ("%d of %u characters"), gtk_text_buffer_get_char_count (get_buffer (self)), max);
  gtk_label_set_text (GTK_LABEL (self->count), words);
}

static void
changed_cb (AmiaTextControl *self)
{
  count_characters (self);
  amia_control_typed (AMIA_CONTROL (self));
}

static void
amia_text_control_build (AmiaControl *control)
{
  AmiaTextControl *self = AMIA_TEXT_CONTROL (control);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget       *scrolled = gtk_scrolled_window_new ();

  self->view = g_object_new (GTK_TYPE_TEXT_VIEW,
                             "wrap-mode", GTK_WRAP_WORD_CHAR,
                             "accepts-tab", FALSE,
                             "left-margin", 9,
                             "right-margin", 9,
                             "top-margin", 9,
                             "bottom-margin", 9,
                             NULL);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT_MIN_PX);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT_MAX_PX);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  amia_wheel_pass_on (GTK_SCROLLED_WINDOW (scrolled));
  gtk_widget_add_css_class (scrolled, "text-input");
  gtk_box_append (GTK_BOX (box), scrolled);

  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count), 1);
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_set_visible (self->count,
                          amia_node_get_item (amia_control_get_node (control))->max_length > 0);
  gtk_box_append (GTK_BOX (box), self->count);
  adw_bin_set_child (ADW_BIN (self), box);
}

static char *
dup_buffer_text (AmiaTextControl *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

static void
amia_text_control_update (AmiaControl *control)
{
  AmiaTextControl *self = AMIA_TEXT_CONTROL (control);
  g_autofree char *text = amia_control_dup_text (control);
  g_autofree char *shown = dup_buffer_text (self);

  if (g_strcmp0 (text, shown) != 0)
    gtk_text_buffer_set_text (get_buffer (self), text != NULL ? text : "", -1);
  count_characters (self);
}

static void
amia_text_control_flush (AmiaControl *control)
{
  g_autofree char *text = dup_buffer_text (AMIA_TEXT_CONTROL (control));
  g_autofree char *value = amia_control_quote (text);

  amia_control_answer (control, value);
}

static void
amia_text_control_name (AmiaControl *control,
                        const char  *label,
                        const char  *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (AMIA_TEXT_CONTROL (control)->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE,
                                  -1);
}

static void
amia_text_control_class_init (AmiaTextControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  control_class->build = amia_text_control_build;
  control_class->update = amia_text_control_update;
  control_class->flush = amia_text_control_flush;
  control_class->name = amia_text_control_name;
}

static void
amia_text_control_init (AmiaTextControl *self)
{
}
