/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-print.h"

#include <glib/gi18n.h>

#include "amia-case-row-view.h"
#include "amia-case-sheet.h"
#include "amia-form-sharing.h"
#include "amia-print.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-store-lookup.h"

/* The records are read on the store's thread and become a sheet there; it is laid out and drawn
 * where the print dialog wants it. */

typedef struct
{
  GtkWidget    *from;
  AmiaReplica  *replica;
  AmiaUuid      case_id;
  AmiaCasePrint how;
} Job;

static void
free_job (Job *job)
{
  g_object_unref (job->from);
  g_object_unref (job->replica);
  g_free (job);
}

/* --- On the store's thread -------------------------------------------------------------------- */

/* No widget is touched there. */
typedef struct
{
  AmiaUuid      case_id;
  AmiaCasePrint how;
  char         *language;
  char         *today;
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->language);
  g_free (wanted->today);
  g_free (wanted);
}

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  amia_case_book_add (data, record);
  return TRUE;
}

static char **
list_withheld (AmiaStore      *store,
               const AmiaUuid *case_id)
{
  g_autoptr (AmiaCaseSharing) sharing = amia_store_load_sharing (store, case_id, NULL, NULL);

  return sharing != NULL
             ? amia_form_sharing_list_areas (sharing, amia_store_get_identity (store)->agency)
             : NULL;
}

static gpointer
make_sheet (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wanted         *wanted = data;
  const AmiaRecordQuery query = { NULL, NULL, &wanted->case_id };
  g_autofree char      *participant = amia_case_row_load_name (store, &wanted->case_id);
  g_auto (GStrv) withheld = list_withheld (store, &wanted->case_id);
  const AmiaPaperInfo info = {
    .language = wanted->language,
    .case_id = &wanted->case_id,
    .participant = participant,
    .printed_by = amia_store_get_identity (store)->user,
    .printed_on = wanted->today,
    .is_large = wanted->how.is_large,
    .is_own_copy = wanted->how.is_own_copy,
    .withheld_areas = (const char *const *) withheld,
  };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, amia_store_lookup_form, store);

  if (!amia_store_foreach_record (store, &query, add_record, book, error))
    return NULL;
  return amia_case_book_make_sheet (book, amia_store_lookup_author, store);
}

/* --- In the window ---------------------------------------------------------------------------- */

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
    {
      const AmiaPrintJob description = {
        .name = _ ("The whole case"),
        .is_pdf = job->how.is_pdf,
        .replica = job->replica,
        .case_id = &job->case_id,
        .about = "case",
      };

      amia_print_sheet (job->from, sheet, &description);
    }
  free_job (job);
}

static char *
make_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

void
amia_case_print (GtkWidget           *from,
                 AmiaReplica         *replica,
                 const AmiaUuid      *case_id,
                 const AmiaCasePrint *how)
{
  Job    *job = NULL;
  Wanted *wanted = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (how != NULL);

  job = g_new0 (Job, 1);
  job->from = g_object_ref (from);
  job->replica = g_object_ref (replica);
  job->case_id = *case_id;
  job->how = *how;
  wanted = g_new0 (Wanted, 1);
  wanted->case_id = *case_id;
  wanted->how = *how;
  wanted->language = g_strdup (amia_questionnaires_get_language ());
  wanted->today = make_today ();
  amia_replica_call_async (replica,
                           make_sheet,
                           wanted,
                           free_wanted,
                           (GDestroyNotify) amia_sheet_free,
                           NULL,
                           sheet_cb,
                           job);
}
