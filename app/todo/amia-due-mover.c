/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-due-mover.h"

#include <glib/gi18n.h>

#include "amia-day-input.h"
#include "amia-words.h"

/* A day that has passed is no day to move something to, and what is moved without a reason is
 * nothing that a colleague could understand. */

struct _AmiaDueMover
{
  GtkPopover parent_instance;

  GtkWidget *what;
  GtkWidget *day;
  GtkWidget *reason;
};

G_DEFINE_FINAL_TYPE (AmiaDueMover, amia_due_mover, GTK_TYPE_POPOVER)

enum
{
  SIGNAL_MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
check_day (AmiaDueMover *self)
{
  g_autofree char *today = amia_words_today ();
  g_autofree char *day = NULL;

  if (!amia_day_input_check (AMIA_INPUT (self->day)))
    return FALSE;

  day = amia_input_dup_text (AMIA_INPUT (self->day));
  if (*day == '\0')
    amia_input_set_message (AMIA_INPUT (self->day), _ ("Say until when it may wait"));
  else if (g_strcmp0 (day, today) < 0)
    amia_input_set_message (AMIA_INPUT (self->day), _ ("That day has passed"));
  else
    return TRUE;

  return FALSE;
}

static void
day_left_cb (AmiaDueMover *self)
{
  amia_day_input_check (AMIA_INPUT (self->day));
}

static void
edited_cb (AmiaInput *input)
{
  amia_input_set_message (input, NULL);
}

static void
move_cb (AmiaDueMover *self)
{
  g_autofree char *day = NULL;
  g_autofree char *reason = amia_input_dup_text (AMIA_INPUT (self->reason));
  gboolean         has_reason = *reason != '\0';

  amia_input_set_message (AMIA_INPUT (self->reason),
                          has_reason ? NULL : _ ("Say why; a few words are enough"));
  if (!check_day (self))
    {
      gtk_widget_child_focus (self->day, GTK_DIR_TAB_FORWARD);
      return;
    }
  if (!has_reason)
    {
      gtk_widget_child_focus (self->reason, GTK_DIR_TAB_FORWARD);
      return;
    }

  day = amia_input_dup_text (AMIA_INPUT (self->day));
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, day, reason);
}

static void
amia_due_mover_dispose (GObject *object)
{
  /* The popover takes its child away itself. */
  gtk_widget_dispose_template (GTK_WIDGET (object), AMIA_TYPE_DUE_MOVER);

  G_OBJECT_CLASS (amia_due_mover_parent_class)->dispose (object);
}

static void
amia_due_mover_class_init (AmiaDueMoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_due_mover_dispose;

  signals[SIGNAL_MOVE] = g_signal_new ("move",
                                       AMIA_TYPE_DUE_MOVER,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       G_TYPE_STRING,
                                       G_TYPE_STRING);

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-due-mover.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaDueMover, what);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueMover, day);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueMover, reason);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
}

static void
amia_due_mover_init (AmiaDueMover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_due_mover_new (const char *what)
{
  AmiaDueMover *self = NULL;

  g_return_val_if_fail (what != NULL, NULL);

  self = g_object_new (AMIA_TYPE_DUE_MOVER, NULL);
  gtk_label_set_label (GTK_LABEL (self->what), what);
  return GTK_WIDGET (self);
}
