/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-file-menu.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-calendar-data.h"
#include "amia-calendar-file.h"
#include "amia-report.h"
#include "amia-store-calendar.h"

/* A job lives from the question to the answer. */

#define DAYS_BACK  92
#define DAYS_AHEAD 366

typedef struct
{
  GtkWidget            *from;
  AmiaReplica          *replica;
  GtkFileChooserNative *chooser;
  GFile                *file;
  GBytes               *contents;
  gboolean              is_import;
} Job;

/* What the store's thread gets. */
typedef struct
{
  GBytes  *contents;
  gboolean with_titles;
} Wanted;

static void
free_job (Job *job)
{
  g_clear_object (&job->from);
  g_clear_object (&job->replica);
  g_clear_object (&job->chooser);
  g_clear_object (&job->file);
  g_clear_pointer (&job->contents, g_bytes_unref);
  g_free (job);
}

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_bytes_unref (wanted->contents);
  g_free (wanted);
}

/* --- Out ------------------------------------------------------------------------------------- */

static gpointer
export_calendar (AmiaStore    *store,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  AmiaLocalTime         now = amia_calendar_now ();
  const AmiaAgendaQuery query = { .from = now - DAYS_BACK * AMIA_DAY_MINUTES,
                                  .to = now + DAYS_AHEAD * AMIA_DAY_MINUTES,
                                  .mine = TRUE };

  return amia_store_export_calendar (store, &query, NULL, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Job *job = data;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, NULL))
    amia_report (job->from,
                 _ ("The calendar was saved. It is not encrypted, and it names nobody."));
  else
    amia_report (job->from, _ ("The file could not be written there. Choose another place."));
  free_job (job);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  char *text = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (text == NULL)
    {
      amia_report_error (job->from, error);
      free_job (job);
      return;
    }

  job->contents = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (job->file, job->contents, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE, NULL, written_cb, job);
}

/* --- In -------------------------------------------------------------------------------------- */

static gpointer
import_calendar (AmiaStore    *store,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  const Wanted       *wanted = data;
  AmiaCalendarImport *outcome = g_new0 (AmiaCalendarImport, 1);
  gsize               length;
  const char         *text = g_bytes_get_data (wanted->contents, &length);

  if (amia_store_import_calendar (store, text, length, wanted->with_titles, outcome, error))
    return outcome;

  g_free (outcome);
  return NULL;
}

static void
say_outcome (Job                      *job,
             const AmiaCalendarImport *outcome)
{
  /* Translators: events of a calendar file: how many were new, were changed, and were left out. */
  g_autofree char *words = g_strdup_printf (_ ("%u new, %u changed, %u left out"),
                                            outcome->n_new,
                                            outcome->n_changed,
                                            outcome->n_skipped);

  amia_report (job->from, words);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autofree AmiaCalendarImport *outcome =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (outcome != NULL)
    say_outcome (job, outcome);
  else if (g_error_matches (
               error, AMIA_CALENDAR_FILE_ERROR, AMIA_CALENDAR_FILE_ERROR_TOO_LARGE))
    amia_report (job->from, _ ("The calendar is larger than AMiA takes. Nothing was brought in."));
  else if (error->domain == AMIA_CALENDAR_FILE_ERROR)
    amia_report (job->from, _ ("The file is not a calendar: it has to be iCalendar (.ics)."));
  else
    amia_report_error (job->from, error);
  free_job (job);
}

static void
answered_cb (Job        *job,
             const char *response)
{
  Wanted *wanted;

  if (strcmp (response, "cancel") == 0)
    {
      free_job (job);
      return;
    }

  wanted = g_new0 (Wanted, 1);
  wanted->contents = g_bytes_ref (job->contents);
  wanted->with_titles = strcmp (response, "titles") == 0;
  amia_replica_call_async (
      job->replica, import_calendar, wanted, free_wanted, g_free, NULL, imported_cb, job);
}

/* Whoever reads it: what is brought in is seen by everybody who works here. */
static void
ask_how_much (Job *job)
{
  GtkRoot   *root = gtk_widget_get_root (job->from);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                              _ ("What May Others See?"),
                              _ ("All agencies see what is brought in. With titles they also see "
                                 "what each event is called and where it is: no names of "
                                 "participants may stand there."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "titles", _ ("With _Titles"),
                                    "taken", _ ("Only That I Am _Busy"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "taken");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (answered_cb), job);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Job *job = data;

  job->contents = g_file_load_bytes_finish (G_FILE (source), result, NULL, NULL);
  if (job->contents != NULL)
    {
      ask_how_much (job);
      return;
    }

  amia_report (job->from,
               _ ("The file can't be opened. Check that it is still there, and that you may "
                  "read it."));
  free_job (job);
}

/* --- The file -------------------------------------------------------------------------------- */

static void
chosen_cb (Job *job,
           int  response)
{
  if (response == GTK_RESPONSE_ACCEPT)
    job->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (job->chooser));
  if (job->file == NULL)
    free_job (job);
  else if (job->is_import)
    g_file_load_bytes_async (job->file, NULL, read_cb, job);
  else
    amia_replica_call_async (
        job->replica, export_calendar, NULL, NULL, g_free, NULL, exported_cb, job);
}

static void
choose (GtkWidget   *from,
        AmiaReplica *replica,
        gboolean     is_import)
{
  GtkRoot *root = gtk_widget_get_root (from);
  Job     *job = g_new0 (Job, 1);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  job->from = g_object_ref (from);
  job->replica = g_object_ref (replica);
  job->is_import = is_import;
  job->chooser = gtk_file_chooser_native_new (
      is_import ? _ ("Bring In a Calendar") : _ ("Save the Calendar"),
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      is_import ? GTK_FILE_CHOOSER_ACTION_OPEN : GTK_FILE_CHOOSER_ACTION_SAVE,
      is_import ? _ ("Bring In") : _ ("Save Copy"),
      _ ("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (job->chooser), TRUE);
  gtk_file_filter_set_name (filter, _ ("Calendars (iCalendar)"));
  gtk_file_filter_add_suffix (filter, "ics");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (job->chooser), filter);
  if (!is_import)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (job->chooser), "kalender.ics");
  g_signal_connect_swapped (job->chooser, "response", G_CALLBACK (chosen_cb), job);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (job->chooser));
}

void
amia_calendar_file_menu_import (GtkWidget   *from,
                                AmiaReplica *replica)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  choose (from, replica, TRUE);
}

void
amia_calendar_file_menu_export (GtkWidget   *from,
                                AmiaReplica *replica)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  choose (from, replica, FALSE);
}
