/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-unplaced.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-answer-path.h"
#include "amia-value-words.h"

/* The words of the questions went with their version; each answer stands under its linkId. */

static void
add_answer (GtkWidget      *box,
            const AmiaEdit *answer)
{
  g_autofree char *link_id = amia_answer_path_dup_link_id (answer->path);
  g_autofree char *words = amia_value_to_words (answer->value);
  g_autofree char *line = NULL;
  GtkWidget       *label = NULL;

  if (*words == '\0')
    return;
  line = g_strdup_printf ("%s\n%s", link_id != NULL ? link_id : answer->path, words);
  label = gtk_label_new (line);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
amia_form_unplaced_new (AmiaResponse *response)
{
  g_autoptr (GPtrArray) answers = amia_response_get_unplaced (response);
  GtkWidget *box = NULL;
  GtkWidget *heading = NULL;

  if (answers->len == 0)
    return NULL;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  heading = gtk_label_new (_ ("Answers from an earlier version"));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "section-heading");
  gtk_box_append (GTK_BOX (box), heading);
  for (guint i = 0; i < answers->len; i++)
    add_answer (box, g_ptr_array_index (answers, i));
  return box;
}
