/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-end.h"

#include <glib/gi18n.h>

#include "amia-form-agreements.h"
#include "amia-form-words.h"

#define FINDINGS_SHOWN_MAX 20

struct _AmiaFormEnd
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  GtkWidget     *words;
  GtkWidget     *findings;
  GtkWidget     *button;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaFormEnd, amia_form_end, GTK_TYPE_BOX)

static void
finding_clicked_cb (AmiaFormEnd *self,
                    GtkButton   *button)
{
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (button), "node"));
}

static void
add_finding (AmiaFormEnd       *self,
             const AmiaMessage *message)
{
  AmiaNode *node =
      message->path != NULL
          ? amia_response_find (amia_form_model_get_response (self->model), message->path)
          : NULL;
  const AmiaItem  *item = node != NULL ? amia_node_get_item (node) : NULL;
  const char      *language = amia_form_model_get_language (self->model);
  g_autofree char *sentence = amia_form_words_message (message, item, language);
  g_autofree char *question = item != NULL ? amia_form_words_item (item, language) : g_strdup ("");
  g_autofree char *words = g_strdup_printf ("%s\n%s", question, sentence);
  GtkWidget       *label = gtk_label_new (words);
  GtkWidget       *button = gtk_button_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data (G_OBJECT (button), "node", node);
  gtk_widget_set_sensitive (button, node != NULL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (finding_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->findings), button);
}

static void
clear_findings (AmiaFormEnd *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->findings)) != NULL)
    gtk_box_remove (GTK_BOX (self->findings), child);
}

static guint
show_findings (AmiaFormEnd *self)
{
  g_autoptr (GPtrArray) messages =
      amia_response_validate (amia_form_model_get_response (self->model), NULL);
  guint n_errors = 0;

  clear_findings (self);
  for (guint i = 0; i < messages->len; i++)
    {
      const AmiaMessage *message = g_ptr_array_index (messages, i);

      if (message->severity != AMIA_SEVERITY_ERROR)
        continue;
      if (n_errors++ < FINDINGS_SHOWN_MAX)
        add_finding (self, message);
    }
  return n_errors;
}

static void
update (AmiaFormEnd *self)
{
  gboolean is_completed = amia_form_model_get_is_completed (self->model);

  gtk_widget_set_visible (self->button, !is_completed);
  if (is_completed)
    {
      clear_findings (self);
      gtk_label_set_text (GTK_LABEL (self->words), _ ("This form is finished."));
    }
  else if (amia_form_model_needs_approval (self->model))
    {
      gtk_button_set_label (GTK_BUTTON (self->button), _ ("See What Is Missing"));
      gtk_widget_remove_css_class (self->button, "suggested-action");
    }
}

void
amia_form_end_check (AmiaFormEnd *self)
{
  guint n_errors = 0;

  g_return_if_fail (AMIA_IS_FORM_END (self));

  n_errors = show_findings (self);
  if (n_errors == 0)
    {
      /* What both agencies approve is finished by that. */
      if (amia_form_model_needs_approval (self->model))
        {
          gtk_label_set_text (GTK_LABEL (self->words), _ ("Nothing is missing."));
          return;
        }

      gtk_label_set_text (GTK_LABEL (self->words), "");
      amia_form_model_set_completed (self->model, TRUE);
      return;
    }

  {
    g_autofree char *words = g_strdup_printf (ngettext ("%u answer needs a look before the form can be finished:",
                                                        "%u answers need a look before the form can be finished:",
                                                        n_errors),
                                              n_errors);

    gtk_label_set_text (GTK_LABEL (self->words), words);
  }
}

static void
amia_form_end_dispose (GObject *object)
{
  g_clear_object (&AMIA_FORM_END (object)->model);
  G_OBJECT_CLASS (amia_form_end_parent_class)->dispose (object);
}

static void
amia_form_end_class_init (AmiaFormEndClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_end_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", AMIA_TYPE_FORM_END, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
amia_form_end_init (AmiaFormEnd *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);

  self->words = g_object_new (GTK_TYPE_LABEL,
                              "label",
                              _ ("Everything you write is saved as you go. Finish the form when "
                                 "you have gone through it together."),
                              "xalign", 0.0,
                              "wrap", TRUE,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                              NULL);
  gtk_box_append (GTK_BOX (self), self->words);
  self->findings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self), self->findings);
  self->button = gtk_button_new_with_label (_ ("Finish the Form"));
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (amia_form_end_check), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->button);
}

GtkWidget *
amia_form_end_new (AmiaFormModel *model)
{
  AmiaFormEnd *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  self = g_object_new (AMIA_TYPE_FORM_END, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "saved-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
