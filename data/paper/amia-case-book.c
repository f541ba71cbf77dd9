/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-case-sheet.h"

#include <string.h>

#include "amia-case-book-private.h"
#include "amia-paper-words.h"
#include "amia-process.h"
#include "amia-raw-json.h"

/* Records become entries, which are lines ready to be printed. What a record says is read while it
 * is there; who wrote it is asked when all have been read, since the store answers one question at
 * a time. */

void
_amia_book_entry_free (gpointer data)
{
  AmiaBookEntry *entry = data;

  g_free (entry->order);
  g_free (entry->name);
  g_free (entry->headline);
  g_free (entry->text);
  g_free (entry->id);
  g_free (entry->about);
  g_free (entry->hash);
  g_clear_pointer (&entry->strokes, g_array_unref);
  g_free (entry);
}

static void
free_form (gpointer data)
{
  AmiaBookForm *form = data;

  g_clear_pointer (&form->form, amia_questionnaire_unref);
  g_clear_pointer (&form->response, amia_response_unref);
  g_clear_pointer (&form->rating, amia_rating_unref);
  g_free (form->order);
  g_free (form->title);
  g_free (form);
}

AmiaCaseBook *
amia_case_book_new (const AmiaPaperInfo *info,
                    AmiaFindFormFunc     find_form,
                    gpointer             data)
{
  AmiaCaseBook *book = NULL;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (find_form != NULL, NULL);

  book = g_new0 (AmiaCaseBook, 1);
  book->info = *info;
  book->info.language = g_strdup (info->language);
  book->info.case_words = g_strdup (info->case_words);
  book->info.participant = g_strdup (info->participant);
  book->info.printed_by = g_strdup (info->printed_by);
  book->info.printed_on = g_strdup (info->printed_on);
  book->info.sharing_words = g_strdup (info->sharing_words);
  book->info.subproject = g_strdup (info->subproject);
  book->info.withheld_areas = (const char *const *) g_strdupv ((char **) info->withheld_areas);
  if (info->case_id != NULL)
    {
      book->case_id = *info->case_id;
      book->info.case_id = &book->case_id;
    }
  book->find_form = find_form;
  book->find_form_data = data;
  for (gsize i = 0; i < AMIA_N_BOOK_CHAPTERS; i++)
    book->chapters[i] = g_ptr_array_new_with_free_func (_amia_book_entry_free);
  book->forms = g_ptr_array_new_with_free_func (free_form);
  return book;
}

void
amia_case_book_free (AmiaCaseBook *book)
{
  if (book == NULL)
    return;

  g_free ((char *) book->info.language);
  g_free ((char *) book->info.case_words);
  g_free ((char *) book->info.participant);
  g_free ((char *) book->info.printed_by);
  g_free ((char *) book->info.subproject);
  g_free ((char *) book->info.printed_on);
  g_free ((char *) book->info.sharing_words);
  g_strfreev ((char **) book->info.withheld_areas);
  for (gsize i = 0; i < AMIA_N_BOOK_CHAPTERS; i++)
    g_ptr_array_unref (book->chapters[i]);
  g_ptr_array_unref (book->forms);
  g_free (book);
}

/* --- Reading records -------------------------------------------------------------------------- */

char *
_amia_case_book_say_day (AmiaCaseBook *book,
                         const char   *day)
{
  return day != NULL ? amia_paper_date (book->info.language, day) : NULL;
}

char *
_amia_case_book_say_span (AmiaCaseBook     *book,
                          const AmiaRecord *record,
                          const char       *from_field,
                          const char       *to_field)
{
  g_autofree char *from = amia_record_dup_string (record, from_field);
  g_autofree char *to = amia_record_dup_string (record, to_field);
  g_autofree char *from_words = _amia_case_book_say_day (book, from);
  g_autofree char *to_words = _amia_case_book_say_day (book, to);
  const char      *language = book->info.language;

  if (from_words != NULL && to_words != NULL)
    return amia_paper_say (language, AMIA_PAPER_FROM_TO, from_words, to_words);
  if (from_words != NULL)
    return amia_paper_say (language, AMIA_PAPER_FROM, from_words, NULL);
  return to_words != NULL ? amia_paper_say (language, AMIA_PAPER_TO, to_words, NULL)
                          : g_strdup ("");
}

static void
add_member (AmiaCaseBook     *book,
            const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *name = amia_record_dup_string (record, "name");
  g_autofree char *user = amia_record_dup_string (record, "user");
  g_autofree char *role = amia_record_dup_string (record, "role");
  g_autofree char *span = _amia_case_book_say_span (book, record, "from", "to");
  const char      *role_words = amia_paper_term (book->info.language, role);

  entry->order = amia_record_dup_string (record, "from");
  entry->name = g_strdup (name != NULL ? name : user != NULL ? user
                                                             : "");
  entry->text = g_strdup_printf ("%s%s%s",
                                 role_words != NULL ? role_words : "",
                                 role_words != NULL && *span != '\0' ? ", " : "",
                                 span);
  g_ptr_array_add (book->chapters[AMIA_BOOK_TEAM], entry);
}

/* A JSON list of codes as words. */
static char *
say_list (AmiaCaseBook     *book,
          const AmiaRecord *record,
          const char       *field,
          gboolean          is_areas)
{
  const char *value = amia_record_get_value (record, field);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (AmiaRawDocument) document =
      value != NULL ? amia_raw_document_new (value, strlen (value), NULL) : NULL;
  const AmiaRaw *root = document != NULL ? amia_raw_document_get_root (document) : NULL;

  if (!amia_raw_is (root, AMIA_RAW_ARRAY))
    return g_strdup ("");

  for (const AmiaRaw *at = root->first; at != NULL; at = at->next)
    {
      const char *words = NULL;

      if (at->kind != AMIA_RAW_STRING)
        continue;
      words = is_areas ? amia_paper_area (book->info.language, at->text)
                       : amia_paper_term (book->info.language, at->text);
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", words);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
say_consent_state (AmiaCaseBook     *book,
                   const AmiaRecord *record)
{
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *signed_on = amia_record_dup_string (record, "signed-on");
  g_autofree char *withdrawn = amia_record_dup_string (record, "withdrawn");
  g_autofree char *signed_day = _amia_case_book_say_day (book, signed_on);
  g_autofree char *withdrawn_day = _amia_case_book_say_day (book, withdrawn);
  g_autoptr (GString) out = g_string_new (NULL);

  if (g_strcmp0 (kind, "spoken") == 0)
    g_string_append (out, amia_paper_word (book->info.language, AMIA_PAPER_SPOKEN));
  else if (signed_day != NULL)
    {
      g_autofree char *words = amia_paper_say (book->info.language,
                                               AMIA_PAPER_SIGNED_ON,
                                               signed_day,
                                               NULL);

      g_string_append (out, words);
    }
  if (withdrawn_day != NULL)
    {
      g_autofree char *words = amia_paper_say (book->info.language,
                                               AMIA_PAPER_WITHDRAWN_ON,
                                               withdrawn_day,
                                               NULL);

      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
_amia_case_book_remember_device (AmiaBookEntry    *entry,
                                 const AmiaRecord *record,
                                 const char       *field)
{
  const AmiaHead *head = amia_record_get_shown (record, field);

  if (head != NULL)
    entry->device = head->device;
}

static void
add_consent (AmiaCaseBook     *book,
             const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *parties = say_list (book, record, "parties", FALSE);
  g_autofree char *areas = say_list (book, record, "areas", TRUE);
  g_autofree char *state = say_consent_state (book, record);
  g_autofree char *note = amia_record_dup_string (record, "note");
  g_autofree char *shares = amia_paper_say (book->info.language, AMIA_PAPER_SHARES, parties, areas);

  entry->order = amia_record_dup_string (record, "valid-from");
  entry->name = _amia_case_book_say_span (book, record, "valid-from", "valid-to");
  entry->headline = g_steal_pointer (&shares);
  entry->text =
      g_strdup_printf ("%s%s%s", state, note != NULL ? "\n" : "", note != NULL ? note : "");
  _amia_case_book_remember_device (entry, record, "parties");
  g_ptr_array_add (book->chapters[AMIA_BOOK_CONSENTS], entry);
}

static void
add_visit (AmiaCaseBook     *book,
           const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *step = amia_record_dup_string (record, "step");
  g_autofree char *note = amia_record_dup_string (record, "note");
  const gboolean   is_before = step == NULL || strcmp (step, "0") == 0;
  const char      *before = amia_paper_word (book->info.language, AMIA_PAPER_BEFORE_STEP_1);
  const char      *name = is_before ? before
                                    : amia_process_find_name (step);

  entry->order = amia_record_dup_string (record, "from");
  entry->name = _amia_case_book_say_span (book, record, "from", "to");
  entry->text = g_strdup_printf ("%s%s%s%s%s",
                                 is_before ? "" : step,
                                 is_before ? "" : " ",
                                 name != NULL ? name : "",
                                 note != NULL ? "\n" : "",
                                 note != NULL ? note : "");
  g_ptr_array_add (book->chapters[AMIA_BOOK_STEPS], entry);
}

static void
add_note (AmiaCaseBook     *book,
          const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *date = amia_record_dup_string (record, "date");
  g_autofree char *day = _amia_case_book_say_day (book, date);
  g_autofree char *id = amia_uuid_to_string (&record->id);
  const char      *kind_words = amia_paper_term (book->info.language, kind);

  /* Of one day, in the order in which they were written: ids grow with time. */
  entry->order = g_strdup_printf ("%s%s", date != NULL ? date : "", id);
  entry->name = g_strdup_printf ("%s%s%s",
                                 day != NULL ? day : "",
                                 day != NULL && kind_words != NULL ? " · " : "",
                                 kind_words != NULL ? kind_words : "");
  entry->headline = amia_record_dup_string (record, "headline");
  entry->text = amia_record_dup_string (record, "text");
  _amia_case_book_remember_device (entry, record, entry->text != NULL ? "text" : "headline");
  g_ptr_array_add (book->chapters[AMIA_BOOK_JOURNAL], entry);
}

static AmiaResponse *
read_answers (AmiaCaseBook      *book,
              AmiaQuestionnaire *form,
              const AmiaRecord  *record)
{
  AmiaResponse *response = amia_response_new (form, book->info.language);
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      /* Ignored: what is no answer of this form is none on paper either. */
      if (g_str_has_prefix (field, AMIA_ANSWER_PREFIX))
        (void) !amia_response_load (response, field, amia_record_get_value (record, field), NULL);
    }

  return response;
}

static void
add_form (AmiaCaseBook     *book,
          const AmiaRecord *record)
{
  AmiaBookForm    *form = g_new0 (AmiaBookForm, 1);
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autofree char *status = amia_record_dup_string (record, "status");

  form->id = record->id;
  form->order = amia_uuid_to_string (&record->id);
  form->is_completed = g_strcmp0 (status, "completed") == 0;
  form->form = canonical != NULL ? book->find_form (canonical, book->find_form_data) : NULL;
  if (form->form != NULL)
    {
      const AmiaText *title = amia_questionnaire_get_title (form->form);

      form->response = read_answers (book, form->form, record);
      form->rating = amia_rating_new_from_record (record);
      form->title = g_strdup (amia_text_get (title, book->info.language));
    }
  if (form->title == NULL)
    form->title = g_strdup (canonical != NULL ? canonical : "?");
  g_ptr_array_add (book->forms, form);
}

static const struct
{
  const char *kind;
  gboolean    is_pair_only;
  void (*add) (AmiaCaseBook     *book,
               const AmiaRecord *record);
} kinds[] = {
  { "member", FALSE, add_member },
  { "consent", FALSE, add_consent },
  { "visit", FALSE, add_visit },
  { "journal", FALSE, add_note },
  { "form", FALSE, add_form },
  { "pair-form", TRUE, add_form },
};

void
amia_case_book_add (AmiaCaseBook     *book,
                    const AmiaRecord *record)
{
  g_return_if_fail (book != NULL);
  g_return_if_fail (record != NULL);

  if (amia_record_is_removed (record))
    return;
  if (strcmp (record->kind, "case") == 0 && book->info.subproject == NULL)
    book->info.subproject = amia_record_dup_string (record, "subproject");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].kind, record->kind) == 0 &&
          !(kinds[i].is_pair_only && book->info.is_own_copy))
        kinds[i].add (book, record);
    }
  _amia_case_book_add_planned (book, record);
}
