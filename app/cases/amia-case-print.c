/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-print.h"

#include <glib/gi18n.h>

#include "amia-case-sheet.h"
#include "amia-print.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-store-sync.h"

/* The records are read on the store's thread and become a sheet there; it is laid out and drawn
 * where the print dialog wants it. */

typedef struct
{
  GtkWidget   *from;
  AmiaReplica *replica;
  AmiaUuid     case_id;
  char        *participant;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->from);
  g_object_unref (job->replica);
  g_free (job->participant);
  g_free (job);
}

static Job *
copy_job (const Job *job)
{
  Job *copy = g_new (Job, 1);

  copy->from = g_object_ref (job->from);
  copy->replica = g_object_ref (job->replica);
  copy->case_id = job->case_id;
  copy->participant = g_strdup (job->participant);
  return copy;
}

/* --- On the store's thread -------------------------------------------------------------------- */

/* No widget is touched there. */
typedef struct
{
  AmiaUuid case_id;
  char    *participant;
  char    *language;
  char    *today;
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->participant);
  g_free (wanted->language);
  g_free (wanted->today);
  g_free (wanted);
}

static AmiaQuestionnaire *
find_form (const char *canonical,
           gpointer    data)
{
  /* Ignored: what is not here is printed by the names of its fields. */
  return amia_store_find_questionnaire (data, canonical, NULL);
}

static char *
find_author (const AmiaUuid *device,
             gpointer        data)
{
  const char *agency = NULL;
  const char *author = amia_store_get_author (data, device, &agency);

  if (author == NULL)
    return NULL;
  return agency != NULL ? g_strdup_printf ("%s, %s", author, agency) : g_strdup (author);
}

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  amia_case_book_add (data, record);
  return TRUE;
}

static gpointer
make_sheet (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wanted         *wanted = data;
  const AmiaRecordQuery query = { NULL, NULL, &wanted->case_id };
  const AmiaPaperInfo   info = {
      .language = wanted->language,
      .case_id = &wanted->case_id,
      .participant = wanted->participant,
      .printed_by = amia_store_get_identity (store)->user,
      .printed_on = wanted->today,
  };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, find_form, store);

  if (!amia_store_foreach_record (store, &query, add_record, book, error))
    return NULL;
  return amia_case_book_make_sheet (book, find_author, store);
}

static gpointer
note_print (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  /* Ignored: what was printed is printed; the next fact comes all the same. */
  (void) !amia_store_add_fact (store, "print", data, "case", NULL);
  return NULL;
}

/* --- In the window ---------------------------------------------------------------------------- */

static void
printed_cb (gpointer data)
{
  const Job *job = data;

  amia_replica_call_async (job->replica,
                           note_print,
                           g_memdup2 (&job->case_id, sizeof (AmiaUuid)),
                           g_free,
                           NULL,
                           NULL,
                           NULL,
                           NULL);
}

static void
sheet_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  AmiaSheet *sheet = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (sheet == NULL)
    amia_report (job->from, _ ("The case could not be read, so it was not printed."));
  else
    amia_print_sheet (job->from, sheet, _ ("The whole case"), printed_cb, copy_job (job), free_job);
  free_job (job);
}

static char *
make_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

void
amia_case_print (GtkWidget      *from,
                 AmiaReplica    *replica,
                 const AmiaUuid *case_id,
                 const char     *participant)
{
  Job     job = { from, replica, { { 0 } }, (char *) participant };
  Wanted *wanted = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);

  job.case_id = *case_id;
  wanted = g_new0 (Wanted, 1);
  wanted->case_id = *case_id;
  wanted->participant = g_strdup (participant);
  wanted->language = g_strdup (amia_questionnaires_get_language ());
  wanted->today = make_today ();
  amia_replica_call_async (replica,
                           make_sheet,
                           wanted,
                           free_wanted,
                           (GDestroyNotify) amia_sheet_free,
                           NULL,
                           sheet_cb,
                           copy_job (&job));
}
