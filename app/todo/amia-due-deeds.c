/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-due-deeds.h"

#include <glib/gi18n.h>

#include "amia-date.h"
#include "amia-due-edits.h"
#include "amia-report.h"
#include "amia-store-handover.h"
#include "amia-words.h"

/* What it takes to take something back. */
typedef struct
{
  GtkWidget    *from;
  AmiaReplica  *replica;
  AmiaDueEntry *entry;
  AmiaUuid      record;
} Deed;

static void
free_deed (gpointer  data,
           GClosure *closure)
{
  Deed *deed = data;

  g_object_unref (deed->from);
  g_object_unref (deed->replica);
  g_object_unref (deed->entry);
  g_free (deed);
}

static void
undo_cb (gpointer data)
{
  Deed *deed = data;

  amia_due_restore (deed->from, deed->replica, deed->entry, &deed->record);
}

static void
commit (GtkWidget      *from,
        AmiaReplica    *replica,
        AmiaDueEntry   *entry,
        AmiaEdits      *edits,
        const AmiaUuid *record,
        const char     *words)
{
  Deed *deed = g_new (Deed, 1);

  *deed = (Deed){ g_object_ref (from), g_object_ref (replica), g_object_ref (entry), *record };
  amia_report_commit_offering (from, replica, edits, words, G_CALLBACK (undo_cb), deed, free_deed);
}

/* --- Taking over a case ----------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid id;
  char     today[AMIA_DATE_TEXT_LENGTH + 1];
} Confirmation;

static gpointer
confirm_handover (AmiaStore    *store,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  const Confirmation *confirmation = data;

  /* An answer that is not %NULL says that it worked. */
  return amia_store_confirm_handover (store, &confirmation->id, confirmation->today, error)
             ? store
             : NULL;
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    amia_report_error (from, error);
  else
    amia_report (from, _ ("The case is yours now."));
}

/* More than a field: the one who left is out of the team by it, so there is no way back. */
static void
confirm (GtkWidget         *from,
         AmiaReplica       *replica,
         const AmiaDueLine *line,
         const char        *today)
{
  Confirmation confirmation = { 0 };

  if (!amia_uuid_parse (line->due.subject, -1, &confirmation.id))
    return;

  g_strlcpy (confirmation.today, today, sizeof confirmation.today);
  amia_replica_call_async (replica, confirm_handover,
                           g_memdup2 (&confirmation, sizeof confirmation), g_free, NULL, NULL,
                           confirmed_cb, g_object_ref (from));
}

AmiaUuid
amia_due_finish (GtkWidget    *from,
                 AmiaReplica  *replica,
                 AmiaDueEntry *entry)
{
  const AmiaDueLine *line = amia_due_entry_get_line (entry);
  const AmiaUuid     fresh = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaEdits         *edits = NULL;
  g_autofree char   *what = amia_due_words_what (line);
  /* Translators: %s is what is to be done. */
  g_autofree char *words = g_strdup_printf (_ ("Done: %s"), what);
  AmiaUuid         record = { { 0 } };

  if (line->due.rule == AMIA_DUE_HANDOVER)
    {
      confirm (from, replica, line, amia_due_entry_get_today (entry));
      return record;
    }

  edits = amia_edits_new ();
  amia_edits_finish_due (edits, line, amia_due_entry_get_today (entry), &fresh, &record);
  commit (from, replica, entry, edits, &record, words);
  return record;
}

AmiaUuid
amia_due_move (GtkWidget    *from,
               AmiaReplica  *replica,
               AmiaDueEntry *entry,
               const char   *day,
               const char   *reason)
{
  const AmiaDueLine *line = amia_due_entry_get_line (entry);
  const AmiaUuid     fresh = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaEdits         *edits = amia_edits_new ();
  g_autofree char   *what = amia_due_words_what (line);
  g_autofree char   *to = amia_words_date (day);
  /* Translators: what is to be done, and the day that it was moved to. */
  g_autofree char *words = g_strdup_printf (_ ("%s: moved to %s"), what, to);
  AmiaUuid         record;

  amia_edits_move_due (edits, line, day, reason, &fresh, &record);
  commit (from, replica, entry, edits, &record, words);
  return record;
}

void
amia_due_restore (GtkWidget      *from,
                  AmiaReplica    *replica,
                  AmiaDueEntry   *entry,
                  const AmiaUuid *record)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_restore_due (edits, amia_due_entry_get_line (entry), record);
  amia_report_commit (from, replica, edits);
}
