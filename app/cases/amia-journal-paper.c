/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-journal-paper.h"

#include <glib/gi18n.h>

#include "amia-case-row-view.h"
#include "amia-words.h"

/* On paper a journal is read from its beginning. */

static void
add_note (AmiaSheet          *sheet,
          const AmiaCaseNote *note)
{
  g_autofree char *date = note->date != NULL
                              ? amia_words_date (note->date)
                              : amia_words_moment (note->at_ms, amia_words_now_ms ());
  g_autoptr (GString) origin = g_string_new (amia_words_journal_kind (note->kind));

  g_string_append_printf (origin, " · %s", date);
  if (note->author != NULL)
    g_string_append_printf (origin, " · %s", note->author);
  if (note->agency != NULL)
    g_string_append_printf (origin, " (%s)", amia_words_agency_short (note->agency));
  amia_sheet_add_heading (sheet, note->headline != NULL && *note->headline != '\0'
                                     ? note->headline
                                     : amia_words_journal_kind (note->kind));
  amia_sheet_add_text (sheet, origin->str);
  if (note->text != NULL && *note->text != '\0')
    amia_sheet_add_text (sheet, note->text);
}

void
amia_journal_paper_print (GtkWidget        *from,
                          AmiaReplica      *replica,
                          AmiaCaseSnapshot *snapshot,
                          GPtrArray        *notes)
{
  AmiaPrintJob     job = { .replica = replica, .about = "journal" };
  g_autofree char *name = NULL;
  g_autofree char *today = NULL;
  g_autofree char *day = NULL;
  g_autofree char *footer = NULL;
  AmiaSheet       *sheet = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (snapshot != NULL && notes != NULL);

  name = amia_case_row_dup_name (snapshot->row);
  today = amia_words_today ();
  day = amia_words_date (today);
  footer = g_strdup_printf ("%s, %s", amia_replica_get_identity (replica)->user, day);
  sheet = amia_sheet_new (_ ("Journal"), footer);
  amia_sheet_add_text (sheet, name);
  for (guint i = notes->len; i > 0; i--)
    {
      const AmiaCaseNote *note = g_ptr_array_index (notes, i - 1);

      if (!note->is_pair)
        add_note (sheet, note);
    }

  job.name = _ ("Journal");
  job.case_id = &snapshot->row->id;
  amia_print_sheet (from, sheet, &job);
}
