/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include <glib/gi18n.h>

#include "amia-calendar-data.h"
#include "amia-calendar-file-menu.h"
#include "amia-calendar-words.h"
#include "amia-print.h"
#include "amia-report.h"
#include "amia-week.h"
#include "amia-words.h"

/* A week on paper: a heading for each day, a line for each time. It says what the screen says, and
 * so nothing of who has a protected identity. */

typedef struct
{
  GtkWidget *from;
  GDate      monday;
} Job;

static void
add_day (AmiaSheet        *sheet,
         AmiaCalendarData *data,
         const GDate      *day)
{
  g_autoptr (GPtrArray) items = amia_calendar_data_list_day (data, day, NULL);
  g_autofree char *words = amia_calendar_words_day (day);

  amia_sheet_add_heading (sheet, words);
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);
      g_autofree char      *times = amia_calendar_words_times (item);
      g_autofree char      *line = amia_calendar_data_dup_line (data, item);
      g_autofree char      *details = amia_calendar_words_details (item);
      g_autofree char      *text =
          *details != '\0' ? g_strdup_printf ("%s · %s", line, details) : g_strdup (line);

      amia_sheet_add_line (sheet, times, text);
    }
  if (items->len == 0)
    amia_sheet_add_text (sheet, "–");
}

static AmiaSheet *
make_sheet (const Job        *job,
            AmiaCalendarData *data)
{
  g_autofree char *month = amia_calendar_words_month (&job->monday);
  g_autofree char *today = amia_words_today ();
  g_autofree char *title = g_strdup_printf (
      _ ("Week %u · %s"), g_date_get_iso8601_week_of_year (&job->monday), month);
  AmiaSheet *sheet = amia_sheet_new (title, today);
  GDate      day = job->monday;

  for (guint i = 0; i < AMIA_WEEK_DAYS; i++)
    {
      add_day (sheet, data, &day);
      g_date_add_days (&day, 1);
    }

  return sheet;
}

static gpointer
load_data (AmiaStore    *store,
           gpointer      query,
           GCancellable *cancellable,
           GError      **error)
{
  return amia_calendar_data_load (store, query, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  AmiaCalendarData *data = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (data == NULL)
    amia_report_error (job->from, error);
  else
    {
      /* Translators: the name of a print job. */
      const AmiaPrintJob print_job = { .name = _ ("Calendar") };

      amia_print_sheet (job->from, make_sheet (job, data), &print_job);
      amia_calendar_data_unref (data);
    }
  g_object_unref (job->from);
  g_free (job);
}

void
amia_calendar_file_menu_print (GtkWidget   *from,
                               AmiaReplica *replica,
                               const GDate *day,
                               gboolean     mine)
{
  Job             *job;
  AmiaAgendaQuery *query;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (day != NULL && g_date_valid (day));

  job = g_new0 (Job, 1);
  query = g_new0 (AmiaAgendaQuery, 1);
  job->from = g_object_ref (from);
  amia_week_get_monday (day, &job->monday);
  query->from = amia_local_time_make (&job->monday, 0);
  query->to = query->from + AMIA_WEEK_DAYS * AMIA_DAY_MINUTES;
  query->kinds = AMIA_AGENDA_ALL;
  query->mine = mine;
  amia_replica_call_async (replica,
                           load_data,
                           query,
                           g_free,
                           (GDestroyNotify) amia_calendar_data_unref,
                           NULL,
                           loaded_cb,
                           job);
}
