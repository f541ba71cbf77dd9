/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-due-row.h"

#include <glib/gi18n.h>

#include "amia-due-mover.h"
#include "amia-template.h"

/* The accessible name has to be set on the list's own row widget, our parent: GTK 4.8 gives it
 * none. */

struct _AmiaDueRow
{
  GtkWidget parent_instance;

  GtkWidget *heading;
  GtkWidget *box;
  GtkWidget *what;
  GtkWidget *who;
  GtkWidget *why;
  GtkWidget *when;
  GtkWidget *late;
  GtkWidget *finish;
  GtkWidget *move;

  AmiaDueEntry *item;
};

G_DEFINE_FINAL_TYPE (AmiaDueRow, amia_due_row, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_FINISH,
  SIGNAL_MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  if (widget != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_heading (AmiaDueRow *self)
{
  const char *words = amia_due_words_group (amia_due_entry_get_group (self->item));

  gtk_label_set_label (GTK_LABEL (self->heading), words);
  set_name (gtk_widget_get_parent (GTK_WIDGET (self)), words);
}

static void
name_buttons (AmiaDueRow *self,
              const char *what,
              const char *who)
{
  /* Translators: what is to be done, and whose case it is in. */
  g_autofree char *finish = g_strdup_printf (_ ("Done: %s, %s"), what, who);
  /* Translators: what is to be done, and whose case it is in. */
  g_autofree char *move = g_strdup_printf (_ ("Move: %s, %s"), what, who);

  set_name (self->finish, finish);
  /* The button of a menu button is its child. */
  set_name (gtk_widget_get_first_child (self->move), move);
}

/* Nobody says for another that they have taken over a case. */
static gboolean
may_finish (const AmiaDueLine *line,
            const char        *user)
{
  return line->due.rule != AMIA_DUE_HANDOVER || g_strcmp0 (line->who, user) == 0;
}

static void
show_line (AmiaDueRow        *self,
           const AmiaDueLine *line,
           const char        *user)
{
  const char      *today = amia_due_entry_get_today (self->item);
  g_autofree char *what = amia_due_words_what (line);
  g_autofree char *who = amia_due_words_who (line);
  g_autofree char *why = amia_due_words_why (line);
  g_autofree char *when = amia_due_words_when (line, today);
  g_autofree char *name = g_strdup_printf ("%s, %s, %s, %s", what, who, when, why);

  gtk_label_set_label (GTK_LABEL (self->what), what);
  gtk_label_set_label (GTK_LABEL (self->who), who);
  gtk_label_set_label (GTK_LABEL (self->why), why);
  gtk_widget_set_tooltip_text (self->why, why);
  gtk_label_set_label (GTK_LABEL (self->when), when);
  gtk_widget_set_visible (self->late,
                          amia_due_entry_get_group (self->item) == AMIA_DUE_OVERDUE);
  gtk_widget_set_visible (self->finish, may_finish (line, user));
  gtk_widget_set_visible (self->move, line->due.rule != AMIA_DUE_OFFER);
  name_buttons (self, what, who);
  set_name (gtk_widget_get_parent (GTK_WIDGET (self)), name);
}

static void
finish_cb (AmiaDueRow *self)
{
  g_signal_emit (self, signals[SIGNAL_FINISH], 0);
}

static void
moved_cb (AmiaDueRow *self,
          const char *day,
          const char *reason)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, day, reason);
}

/* Made when it is asked for: most rows are never moved. */
static void
make_mover_cb (GtkMenuButton *button,
               gpointer       data)
{
  AmiaDueRow      *self = data;
  g_autofree char *what = amia_due_words_what (amia_due_entry_get_line (self->item));
  GtkWidget       *mover = amia_due_mover_new (what);

  g_signal_connect_object (mover, "move", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, mover);
}

static void
amia_due_row_dispose (GObject *object)
{
  AmiaDueRow *self = AMIA_DUE_ROW (object);

  g_clear_object (&self->item);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_DUE_ROW);

  G_OBJECT_CLASS (amia_due_row_parent_class)->dispose (object);
}

static void
add_signals (void)
{
  signals[SIGNAL_FINISH] = g_signal_new ("finish",
                                         AMIA_TYPE_DUE_ROW,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  signals[SIGNAL_MOVE] = g_signal_new ("move",
                                       AMIA_TYPE_DUE_ROW,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       G_TYPE_STRING,
                                       G_TYPE_STRING);
}

static void
amia_due_row_class_init (AmiaDueRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_due_row_dispose;
  add_signals ();

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-due-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, heading);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, box);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, what);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, who);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, why);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, when);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, late);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, finish);
  gtk_widget_class_bind_template_child (widget_class, AmiaDueRow, move);
  gtk_widget_class_bind_template_callback (widget_class, finish_cb);
}

static void
amia_due_row_init (AmiaDueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->move), make_mover_cb, self, NULL);
}

GtkWidget *
amia_due_row_new (void)
{
  return g_object_new (AMIA_TYPE_DUE_ROW, NULL);
}

void
amia_due_row_set_item (AmiaDueRow   *row,
                       AmiaDueEntry *item,
                       const char   *user)
{
  const AmiaDueLine *line = NULL;

  g_return_if_fail (AMIA_IS_DUE_ROW (row));
  g_return_if_fail (item == NULL || AMIA_IS_DUE_ENTRY (item));

  g_set_object (&row->item, item);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (row->move), NULL);
  if (item == NULL)
    return;

  line = amia_due_entry_get_line (item);
  gtk_widget_set_visible (row->heading, line == NULL);
  gtk_widget_set_visible (row->box, line != NULL);
  if (line != NULL)
    show_line (row, line, user);
  else
    show_heading (row);
}

AmiaDueEntry *
amia_due_row_get_item (AmiaDueRow *row)
{
  g_return_val_if_fail (AMIA_IS_DUE_ROW (row), NULL);

  return row->item;
}

void
amia_due_row_finish (AmiaDueRow *row)
{
  g_return_if_fail (AMIA_IS_DUE_ROW (row));

  if (gtk_widget_get_visible (row->box) && gtk_widget_get_visible (row->finish))
    finish_cb (row);
}

void
amia_due_row_ask_move (AmiaDueRow *row)
{
  g_return_if_fail (AMIA_IS_DUE_ROW (row));

  if (gtk_widget_get_visible (row->box) && gtk_widget_get_visible (row->move))
    gtk_menu_button_popup (GTK_MENU_BUTTON (row->move));
}
