/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-cell.h"

#include <glib/gi18n.h>

#include "amia-form-group.h"
#include "amia-form-rows.h"
#include "amia-form-words.h"
#include "amia-instrument-view.h"
#include "amia-question.h"

/* Which widget a node gets. Texts are so simple that they are made here. */

static void
text_changed_cb (GtkWidget     *label,
                 AmiaNode      *node,
                 AmiaFormModel *model)
{
  AmiaNode        *own = g_object_get_data (G_OBJECT (label), "node");
  g_autofree char *words = NULL;

  if (node != NULL && node != own)
    return;
  words = amia_form_words_node (own, amia_form_model_get_language (model));
  gtk_label_set_text (GTK_LABEL (label), words);
  gtk_widget_set_visible (label, amia_node_is_visible (own));
}

static GtkWidget *
make_text (AmiaFormModel *model,
           AmiaNode      *node)
{
  g_autofree char *words = amia_form_words_node (node, amia_form_model_get_language (model));
  GtkWidget       *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "form-display");
  gtk_widget_set_visible (label, amia_node_is_visible (node));
  g_object_set_data (G_OBJECT (label), "node", node);
  g_signal_connect_object (model, "node-changed", G_CALLBACK (text_changed_cb), label, G_CONNECT_SWAPPED);
  return label;
}

static GtkWidget *
make_unanswerable (AmiaFormModel *model,
                   AmiaNode      *node)
{
  g_autofree char *question =
      amia_form_words_item (amia_node_get_item (node), amia_form_model_get_language (model));
  g_autofree char *words = g_strdup_printf (
      "%s\n%s", question, _ ("Questions of this kind cannot be answered here. Answer on paper."));
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "form-display");
  return label;
}

GtkWidget *
amia_form_cell_new (AmiaFormModel *model,
                    AmiaNode      *node)
{
  const AmiaItem *item = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  item = amia_node_get_item (node);
  if (item->is_hidden || amia_item_is_about_parent (item))
    return NULL;
  if (amia_node_is_list (node))
    return amia_instrument_view_new (model, node, amia_form_rows_new (model, node));
  if (item->type == AMIA_ITEM_GROUP)
    return amia_instrument_view_new (model, node, amia_form_group_new (model, node));
  if (item->type == AMIA_ITEM_DISPLAY)
    return make_text (model, node);
  if (item->type == AMIA_ITEM_UNKNOWN)
    return make_unanswerable (model, node);
  return amia_question_new (model, node);
}
