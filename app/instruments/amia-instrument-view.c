/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-instrument-view.h"

#include <glib/gi18n.h>

#include "amia-form-words.h"
#include "amia-instrument.h"

/* Which of the two is shown is no answer and is not kept: a form opens with the drawing. */

static GtkWidget *
make_switch (GtkWidget *picture,
             GtkWidget *questions)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *to_picture = gtk_toggle_button_new_with_label (_ ("Picture"));
  GtkWidget *to_questions = gtk_toggle_button_new_with_label (_ ("Questions"));

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (to_questions), GTK_TOGGLE_BUTTON (to_picture));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (to_picture), TRUE);
  g_object_bind_property (to_picture, "active", picture, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (to_questions, "active", questions, "visible", G_BINDING_SYNC_CREATE);
  g_object_set_data (G_OBJECT (questions), "amia-questions-button", to_questions);
  gtk_box_append (GTK_BOX (box), to_picture);
  gtk_box_append (GTK_BOX (box), to_questions);
  return box;
}

/* The questions bring their own heading. */
static GtkWidget *
make_picture (AmiaFormModel *model,
              AmiaNode      *node,
              GtkWidget     *instrument)
{
  g_autofree char *words =
      amia_form_words_item (amia_node_get_item (node), amia_form_model_get_language (model));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL,
                                     "label", words,
                                     "xalign", 0.0,
                                     "wrap", TRUE,
                                     "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                     NULL);

  gtk_widget_add_css_class (heading, "group-heading");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), instrument);
  return box;
}

static GtkWidget *
make_below (GtkWidget *questions,
            GtkWidget *instrument)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_box_append (GTK_BOX (box), questions);
  gtk_box_append (GTK_BOX (box), instrument);
  g_object_bind_property (questions, "visible", box, "visible", G_BINDING_SYNC_CREATE);
  return box;
}

void
amia_instrument_view_reveal (GtkWidget *question)
{
  g_return_if_fail (GTK_IS_WIDGET (question));

  for (GtkWidget *widget = question; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *button = g_object_get_data (G_OBJECT (widget), "amia-questions-button");

      if (button != NULL)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
    }
}

GtkWidget *
amia_instrument_view_new (AmiaFormModel *model,
                          AmiaNode      *node,
                          GtkWidget     *questions)
{
  GtkWidget *instrument = NULL;
  GtkWidget *box = NULL;
  GtkWidget *picture = NULL;
  GtkWidget *holder = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (questions), NULL);

  instrument = amia_instrument_new (model, node);
  if (instrument == NULL)
    return questions;

  if (AMIA_INSTRUMENT_GET_CLASS (instrument)->is_beside_questions)
    return make_below (questions, instrument);

  /* Hidden, not in a stack: assistive technologies find what a stack does not show. */
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  picture = make_picture (model, node, instrument);
  holder = adw_bin_new ();
  adw_bin_set_child (ADW_BIN (holder), questions);
  gtk_box_append (GTK_BOX (box), make_switch (picture, holder));
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), holder);
  /* A group that is not asked for takes its drawing along. */
  g_object_bind_property (questions, "visible", box, "visible", G_BINDING_SYNC_CREATE);
  return box;
}
