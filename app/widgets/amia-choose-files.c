/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-choose-files.h"

#include <glib/gi18n.h>

/* The chooser hangs on the widget that asks, and goes with it. */

#define CHOOSER_KEY "amia-file-chooser"

typedef struct
{
  AmiaFileChosen chosen;
} Question;

static void
answered_cb (GtkWidget            *from,
             int                   response,
             GtkFileChooserNative *chooser)
{
  Question *question = g_object_get_data (G_OBJECT (chooser), "question");
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GtkFileChooserNative) kept = g_object_ref (chooser);

  g_object_set_data (G_OBJECT (from), CHOOSER_KEY, NULL);
  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (kept));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      question->chosen (from, file);
    }
}

static void
add_filter (GtkFileChooser       *chooser,
            const AmiaFileChoice *choice)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if ((choice->mime_types == NULL || choice->mime_types[0] == NULL) && choice->suffix == NULL)
    return;
  if (choice->filter != NULL)
    gtk_file_filter_set_name (filter, choice->filter);
  for (gsize i = 0; choice->mime_types != NULL && choice->mime_types[i] != NULL; i++)
    gtk_file_filter_add_mime_type (filter, choice->mime_types[i]);
  if (choice->suffix != NULL)
    gtk_file_filter_add_suffix (filter, choice->suffix);
  gtk_file_chooser_add_filter (chooser, filter);
  gtk_file_chooser_set_filter (chooser, filter);
}

void
amia_choose_files (GtkWidget            *from,
                   const AmiaFileChoice *choice,
                   AmiaFileChosen        chosen)
{
  GtkFileChooserNative *chooser = NULL;
  GtkRoot              *root = NULL;
  Question             *question = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (choice != NULL);
  g_return_if_fail (chosen != NULL);

  if (g_object_get_data (G_OBJECT (from), CHOOSER_KEY) != NULL)
    return;
  root = gtk_widget_get_root (from);
  chooser = gtk_file_chooser_native_new (choice->title,
                                         GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_OPEN,
                                         choice->accept,
                                         _ ("Cancel"));
  question = g_new0 (Question, 1);
  question->chosen = chosen;
  g_object_set_data_full (G_OBJECT (chooser), "question", question, g_free);
  g_object_set_data_full (G_OBJECT (from), CHOOSER_KEY, chooser, g_object_unref);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), choice->is_several);
  add_filter (GTK_FILE_CHOOSER (chooser), choice);
  g_signal_connect_object (chooser, "response", G_CALLBACK (answered_cb), from, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
