/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-umbrella"

#include "config.h"

#include "amia-umbrella-paper.h"

#include <glib/gi18n.h>

#include "amia-report.h"
#include "amia-umbrella-words.h"
#include "amia-words.h"

/* Paper is white and printers are seldom in colour: dark words, and tints that hold in grey. */

#define ABOUT "umbrella" /* for the audit */

static const AmiaUmbrellaLook paper_look = {
  .text = { 0.1, 0.1, 0.1 },
  .accent = { 0.10, 0.37, 0.71 },
};

static AmiaSheet *
make_sheet (AmiaReplica            *replica,
            const AmiaCaseUmbrella *umbrella,
            const char             *name)
{
  AmiaUmbrellaLook look = paper_look;
  g_autoptr (GPtrArray) words = amia_umbrella_words_fill (&look, umbrella);
  g_autoptr (GPtrArray) lines = amia_umbrella_words_list (umbrella);
  g_autofree char *today = amia_words_today ();
  g_autofree char *day = amia_words_date (today);
  g_autofree char *footer =
      g_strdup_printf ("%s, %s", amia_replica_get_identity (replica)->user, day);
  g_autoptr (AmiaUmbrella) picture = amia_case_umbrella_lay_out (umbrella, today);
  AmiaSheet       *sheet = amia_sheet_new (_ ("The Umbrella"), footer);
  cairo_surface_t *surface = NULL;
  double           height = 0;

  if (name != NULL)
    amia_sheet_add_text (sheet, name);
  surface = amia_umbrella_record (picture, &look, AMIA_SHEET_INNER_WIDTH, &height);
  amia_sheet_add_picture (sheet, surface, height);
  for (guint i = 0; i < lines->len; i++)
    {
      const AmiaUmbrellaLine *line = g_ptr_array_index (lines, i);

      amia_sheet_add_line (sheet, line->title, line->words);
    }

  return sheet;
}

void
amia_umbrella_paper_print (GtkWidget              *from,
                           AmiaReplica            *replica,
                           const AmiaCaseUmbrella *umbrella,
                           const char             *name,
                           gboolean                is_pdf)
{
  AmiaPrintJob job = { .is_pdf = is_pdf, .replica = replica, .about = ABOUT };

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (umbrella != NULL);

  job.name = _ ("The Umbrella");
  job.case_id = &umbrella->case_id;
  amia_print_sheet (from, make_sheet (replica, umbrella, name), &job);
}

/* --- The picture alone ------------------------------------------------------------------------ */

typedef struct
{
  GtkWidget            *from;
  GtkFileChooserNative *chooser;
  AmiaUmbrella         *picture;
  AmiaUmbrellaLook      look;
  GPtrArray            *words;
  AmiaReplica          *replica;
  AmiaUuid              case_id;
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->from);
  g_object_unref (saving->chooser);
  amia_umbrella_free (saving->picture);
  g_ptr_array_unref (saving->words);
  g_object_unref (saving->replica);
  g_free (saving);
}

static void
chosen_cb (Saving *saving,
           int     response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (saving->chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;

  /* Ignored: why it failed; the person can do no more about it than choose another place. */
  if (path != NULL && amia_umbrella_save_svg (saving->picture, &saving->look, path, NULL))
    {
      amia_report (saving->from, _ ("A copy was saved. It is not encrypted."));
      amia_print_note (saving->replica, &saving->case_id, ABOUT);
    }
  else if (file != NULL)
    amia_report (saving->from, _ ("The file could not be written there. Choose another place."));
  free_saving (saving);
}

void
amia_umbrella_paper_save_svg (GtkWidget              *from,
                              AmiaReplica            *replica,
                              const AmiaCaseUmbrella *umbrella)
{
  Saving          *saving = NULL;
  GtkRoot         *root = NULL;
  g_autofree char *today = amia_words_today ();
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (umbrella != NULL);

  saving = g_new0 (Saving, 1);
  root = gtk_widget_get_root (from);
  name = g_strconcat (_ ("The Umbrella"), ".svg", NULL);
  saving->from = g_object_ref (from);
  saving->look = paper_look;
  saving->words = amia_umbrella_words_fill (&saving->look, umbrella);
  saving->picture = amia_case_umbrella_lay_out (umbrella, today);
  saving->replica = g_object_ref (replica);
  saving->case_id = umbrella->case_id;
  saving->chooser = gtk_file_chooser_native_new (
      _ ("Save a Copy"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Save Copy"), _ ("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->chooser), name);
  g_signal_connect_swapped (saving->chooser, "response", G_CALLBACK (chosen_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}
