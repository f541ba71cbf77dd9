/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-case-sheet.h"

#include <string.h>

#include "amia-case-book-private.h"
#include "amia-paper-words.h"
#include "amia-raw-json.h"
#include "amia-response-digest.h"
#include "amia-strokes.h"

/* The records of a case that belong to others: activities to goals, approvals and signatures to
 * forms. Records come in any order, so that what belongs together is found when all are there. */

#define DEPTH_MAX 16 /* goals beneath goals; a circle of them ends here, too */

/* --- Words ------------------------------------------------------------------------------------ */

static void
add_sentence (GString    *out,
              const char *sentence,
              const char *between)
{
  if (sentence != NULL && *sentence != '\0')
    g_string_append_printf (out, "%s%s", out->len > 0 ? between : "", sentence);
}

static void
add_fact (AmiaCaseBook     *book,
          GString          *out,
          const AmiaRecord *record,
          const char       *field,
          AmiaPaperWord     word)
{
  g_autofree char *value = amia_record_dup_string (record, field);
  g_autofree char *words = value != NULL
                               ? amia_paper_say (book->info.language, word, value, NULL)
                               : NULL;

  add_sentence (out, words, " ");
}

static void
add_hours (AmiaCaseBook     *book,
           GString          *out,
           const AmiaRecord *record)
{
  const char      *hours = amia_record_get_value (record, "hours");
  g_autofree char *words = NULL;

  if (hours == NULL || !g_ascii_isdigit (*hours))
    return;
  words = amia_paper_say (book->info.language, AMIA_PAPER_HOURS, hours, NULL);
  add_sentence (out, words, " ");
}

static void
add_people (AmiaCaseBook     *book,
            GString          *out,
            const AmiaRecord *record)
{
  const char *value = amia_record_get_value (record, "participants");
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (AmiaRawDocument) document =
      value != NULL ? amia_raw_document_new (value, strlen (value), NULL) : NULL;
  const AmiaRaw   *root = document != NULL ? amia_raw_document_get_root (document) : NULL;
  g_autofree char *words = NULL;

  if (!amia_raw_is (root, AMIA_RAW_ARRAY))
    return;
  for (const AmiaRaw *at = root->first; at != NULL; at = at->next)
    {
      if (at->kind == AMIA_RAW_STRING)
        add_sentence (names, at->text, ", ");
    }
  if (names->len == 0)
    return;
  words = amia_paper_say (book->info.language, AMIA_PAPER_TAKES_PART, names->str, NULL);
  add_sentence (out, words, " ");
}

static void
add_own_words (GString          *out,
               const AmiaRecord *record,
               const char       *field)
{
  g_autofree char *words = amia_record_dup_string (record, field);

  add_sentence (out, words, "\n");
}

/* --- Goals and activities --------------------------------------------------------------------- */

static char *
make_name (AmiaCaseBook     *book,
           AmiaPaperWord     word,
           const AmiaRecord *record)
{
  g_autofree char *span = _amia_case_book_say_span (book, record, "from", "to");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autoptr (GString) name = g_string_new (amia_paper_word (book->info.language, word));

  add_sentence (name, span, " · ");
  add_sentence (name, amia_paper_term (book->info.language, status), " · ");
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
add_goal (AmiaCaseBook     *book,
          const AmiaRecord *record)
{
  AmiaBookEntry *entry = g_new0 (AmiaBookEntry, 1);

  entry->id = amia_uuid_to_string (&record->id);
  entry->about = amia_record_dup_string (record, "parent");
  entry->name = make_name (book, AMIA_PAPER_GOAL, record);
  entry->headline = amia_record_dup_string (record, "text");
  g_ptr_array_add (book->chapters[AMIA_BOOK_PLAN], entry);
}

static void
add_activity (AmiaCaseBook     *book,
              const AmiaRecord *record)
{
  AmiaBookEntry *entry = g_new0 (AmiaBookEntry, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  add_fact (book, text, record, "responsible", AMIA_PAPER_RESPONSIBLE);
  add_fact (book, text, record, "provider", AMIA_PAPER_PROVIDER);
  add_hours (book, text, record);
  add_own_words (text, record, "purpose");
  entry->id = amia_uuid_to_string (&record->id);
  entry->about = amia_record_dup_string (record, "goal");
  entry->name = make_name (book, AMIA_PAPER_ACTIVITY, record);
  entry->headline = amia_record_dup_string (record, "title");
  entry->text = g_string_free (g_steal_pointer (&text), FALSE);
  g_ptr_array_add (book->chapters[AMIA_BOOK_PLAN], entry);
}

/* The ids from the topmost goal down: what stands beneath a goal follows it. */
static char *
make_path (GHashTable          *entries,
           const AmiaBookEntry *entry)
{
  g_autofree char *path = g_strdup (entry->id);

  for (guint depth = 0; depth < DEPTH_MAX && entry->about != NULL; depth++)
    {
      g_autofree char *below = g_steal_pointer (&path);

      path = g_strdup_printf ("%s/%s", entry->about, below);
      entry = g_hash_table_lookup (entries, entry->about);
      if (entry == NULL)
        break;
    }

  return g_steal_pointer (&path);
}

static void
order_plan (GPtrArray *plan)
{
  g_autoptr (GHashTable) entries = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < plan->len; i++)
    {
      AmiaBookEntry *entry = g_ptr_array_index (plan, i);

      g_hash_table_insert (entries, entry->id, entry);
    }
  for (guint i = 0; i < plan->len; i++)
    {
      AmiaBookEntry *entry = g_ptr_array_index (plan, i);

      entry->order = make_path (entries, entry);
    }
}

/* --- Meetings and attachments ----------------------------------------------------------------- */

/* “14 mars 1914 09:30–10:15”; the end's day is seldom another and then said. */
static char *
say_times (AmiaCaseBook *book,
           const char   *start,
           const char   *end)
{
  g_autofree char *day = _amia_case_book_say_day (book, start);
  const char      *from = start != NULL ? strchr (start, 'T') : NULL;
  const char      *to = end != NULL ? strchr (end, 'T') : NULL;

  if (day == NULL)
    return NULL;
  if (from == NULL)
    return g_steal_pointer (&day);
  return to != NULL ? g_strdup_printf ("%s %.5s–%.5s", day, from + 1, to + 1)
                    : g_strdup_printf ("%s %.5s", day, from + 1);
}

static void
add_meeting (AmiaCaseBook     *book,
             const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *start = amia_record_dup_string (record, "start");
  g_autofree char *end = amia_record_dup_string (record, "end");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *times = say_times (book, start, end);
  g_autoptr (GString) name = g_string_new (times);
  g_autoptr (GString) text = g_string_new (NULL);

  add_sentence (name, amia_paper_term (book->info.language, status), " · ");
  add_fact (book, text, record, "place", AMIA_PAPER_PLACE);
  add_people (book, text, record);
  add_own_words (text, record, "note");
  entry->order = g_strdup (start);
  entry->name = g_string_free (g_steal_pointer (&name), FALSE);
  entry->headline = amia_record_dup_string (record, "title");
  entry->text = g_string_free (g_steal_pointer (&text), FALSE);
  g_ptr_array_add (book->chapters[AMIA_BOOK_MEETINGS], entry);
}

static const char *
say_type (AmiaCaseBook *book,
          const char   *type)
{
  if (type == NULL)
    return NULL;
  if (g_str_has_prefix (type, "image/"))
    return amia_paper_word (book->info.language, AMIA_PAPER_KIND_PICTURE);
  if (strcmp (type, "application/pdf") == 0)
    return amia_paper_word (book->info.language, AMIA_PAPER_KIND_PDF);
  return g_str_has_prefix (type, "text/")
             ? amia_paper_word (book->info.language, AMIA_PAPER_KIND_TEXT)
             : type;
}

static void
add_attachment (AmiaCaseBook     *book,
                const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *date = amia_record_dup_string (record, "date");
  g_autofree char *type = amia_record_dup_string (record, "type");
  g_autofree char *id = amia_uuid_to_string (&record->id);
  g_autofree char *day = _amia_case_book_say_day (book, date);
  g_autoptr (GString) name = g_string_new (day);
  g_autoptr (GString) text = g_string_new (NULL);

  add_sentence (name, say_type (book, type), " · ");
  add_own_words (text, record, "note");
  entry->order = g_strdup_printf ("%s%s", date != NULL ? date : "", id);
  entry->name = g_string_free (g_steal_pointer (&name), FALSE);
  entry->headline = amia_record_dup_string (record, "title");
  entry->text = g_string_free (g_steal_pointer (&text), FALSE);
  _amia_case_book_remember_device (entry, record, "title");
  g_ptr_array_add (book->chapters[AMIA_BOOK_ATTACHMENTS], entry);
}

/* --- Names under a content -------------------------------------------------------------------- */

static AmiaBookEntry *
add_agreement (AmiaCaseBook     *book,
               const AmiaRecord *record)
{
  AmiaBookEntry   *entry = g_new0 (AmiaBookEntry, 1);
  g_autofree char *date = amia_record_dup_string (record, "date");
  g_autofree char *day = _amia_case_book_say_day (book, date);
  g_autofree char *id = amia_uuid_to_string (&record->id);

  entry->order = g_strdup_printf ("%s%s", date != NULL ? date : "", id);
  entry->name = g_strdup (day != NULL ? day : "");
  entry->about = amia_record_dup_string (record, "form");
  entry->hash = amia_record_dup_string (record, "hash");
  entry->text = amia_record_dup_string (record, "name");
  g_ptr_array_add (book->chapters[AMIA_BOOK_AGREEMENTS], entry);
  return entry;
}

static void
add_approval (AmiaCaseBook     *book,
              const AmiaRecord *record)
{
  AmiaBookEntry *entry = add_agreement (book, record);

  entry->headline = g_strdup (amia_paper_word (book->info.language, AMIA_PAPER_APPROVED));
  _amia_case_book_remember_device (entry, record, "hash");
}

static void
add_signature (AmiaCaseBook     *book,
               const AmiaRecord *record)
{
  AmiaBookEntry   *entry = add_agreement (book, record);
  g_autofree char *role = amia_record_dup_string (record, "role");
  g_autofree char *scan = amia_record_dup_string (record, "attachment");
  g_autoptr (GString) text = g_string_new (entry->text);

  entry->headline = g_strdup (amia_paper_word (book->info.language, AMIA_PAPER_SIGNED));
  entry->strokes = amia_strokes_from_json (amia_record_get_value (record, "strokes"));
  if (entry->strokes->len == 0)
    g_clear_pointer (&entry->strokes, g_array_unref);
  add_sentence (text, amia_paper_term (book->info.language, role), ", ");
  if (scan != NULL)
    add_sentence (text,
                  amia_paper_word (book->info.language, AMIA_PAPER_SIGNED_ON_PAPER),
                  "\n");
  g_free (entry->text);
  entry->text = g_string_free (g_steal_pointer (&text), FALSE);
}

static const AmiaBookForm *
find_form (AmiaCaseBook *book,
           const char   *id)
{
  for (guint i = 0; id != NULL && i < book->forms->len; i++)
    {
      const AmiaBookForm *form = g_ptr_array_index (book->forms, i);
      char                text[AMIA_UUID_TEXT_LENGTH + 1];

      if (strcmp (amia_uuid_print (&form->id, text), id) == 0)
        return form;
    }

  return NULL;
}

/* Says which form it is, and whether it still is what the name was put under. */
static void
name_form (AmiaCaseBook       *book,
           AmiaBookEntry      *entry,
           const AmiaBookForm *form)
{
  g_autofree char *headline = g_steal_pointer (&entry->headline);
  g_autofree char *text = g_steal_pointer (&entry->text);
  g_autofree char *digest = form->response != NULL ? amia_response_dup_digest (form->response)
                                                   : NULL;
  const gboolean   stands = g_strcmp0 (digest, entry->hash) == 0;

  entry->headline = amia_paper_fill (headline, form->title, NULL);
  entry->text = g_strdup_printf ("%s%s%s",
                                 text != NULL ? text : "",
                                 text != NULL && *text != '\0' ? "\n" : "",
                                 amia_paper_word (book->info.language,
                                                  stands ? AMIA_PAPER_STANDS
                                                         : AMIA_PAPER_STANDS_NOT));
}

/* --- What the book asks for ------------------------------------------------------------------- */

static const struct
{
  const char *kind;
  void (*add) (AmiaCaseBook     *book,
               const AmiaRecord *record);
} kinds[] = {
  { "goal", add_goal },
  { "activity", add_activity },
  { "meeting", add_meeting },
  { "attachment", add_attachment },
  { "approval", add_approval },
  { "signature", add_signature },
};

void
_amia_case_book_add_planned (AmiaCaseBook     *book,
                             const AmiaRecord *record)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].kind, record->kind) == 0)
        kinds[i].add (book, record);
    }
}

/* A record of which the reader may see no word is none on paper. */
static void
drop_unseen (GPtrArray *entries)
{
  for (guint i = entries->len; i > 0; i--)
    {
      const AmiaBookEntry *entry = g_ptr_array_index (entries, i - 1);

      if (entry->headline == NULL && (entry->text == NULL || *entry->text == '\0'))
        g_ptr_array_remove_index (entries, i - 1);
    }
}

void
_amia_case_book_settle (AmiaCaseBook *book)
{
  GPtrArray *agreements = book->chapters[AMIA_BOOK_AGREEMENTS];

  for (guint i = agreements->len; i > 0; i--)
    {
      AmiaBookEntry      *entry = g_ptr_array_index (agreements, i - 1);
      const AmiaBookForm *form = find_form (book, entry->about);

      /* A name under what is not on this paper says nothing. */
      if (form != NULL)
        name_form (book, entry, form);
      else
        g_ptr_array_remove_index (agreements, i - 1);
    }
  order_plan (book->chapters[AMIA_BOOK_PLAN]);
  drop_unseen (book->chapters[AMIA_BOOK_PLAN]);
  drop_unseen (book->chapters[AMIA_BOOK_MEETINGS]);
  drop_unseen (book->chapters[AMIA_BOOK_ATTACHMENTS]);
}
