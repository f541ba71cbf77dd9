/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-case-sheet.h"

#include "amia-case-book-private.h"
#include "amia-form-sheet-private.h"
#include "amia-paper-words.h"
#include "amia-sheet-private.h"
#include "amia-strokes.h"

/* Chapters are lists of entries; forms follow, each with its own pages. At the beginning stands on
 * which sheet each begins. */

#define NAME_WIDTH 150.0
#define PAGE_GAP   8.0

#define SIGNATURE_WIDTH  200.0
#define SIGNATURE_WEIGHT 1.2

static const AmiaPaperWord chapter_words[AMIA_N_BOOK_CHAPTERS] = {
  [AMIA_BOOK_TEAM] = AMIA_PAPER_TEAM,
  [AMIA_BOOK_CONSENTS] = AMIA_PAPER_CONSENTS,
  [AMIA_BOOK_STEPS] = AMIA_PAPER_STEPS,
  [AMIA_BOOK_PLAN] = AMIA_PAPER_PLAN,
  [AMIA_BOOK_MEETINGS] = AMIA_PAPER_MEETINGS,
  [AMIA_BOOK_JOURNAL] = AMIA_PAPER_JOURNAL,
  [AMIA_BOOK_ATTACHMENTS] = AMIA_PAPER_ATTACHMENTS,
  [AMIA_BOOK_AGREEMENTS] = AMIA_PAPER_AGREEMENTS,
};

/* --- Setting ---------------------------------------------------------------------------------- */

/* A chapter until it is set. */
typedef struct
{
  char      *title;
  GPtrArray *entries; /* (element-type AmiaBookEntry) */
} Chapter;

static void
free_chapter (gpointer data)
{
  Chapter *chapter = data;

  g_free (chapter->title);
  g_ptr_array_unref (chapter->entries);
  g_free (chapter);
}

/* A signature on its line, as large as by hand. */
static void
set_strokes (AmiaPress *press,
             GArray    *points)
{
  const double left = amia_press_get_left (press);
  const double scale = SIGNATURE_WIDTH / AMIA_STROKES_WIDTH;
  const double height = AMIA_STROKES_HEIGHT * scale;
  AmiaStrip   *strip = amia_press_add_strip (press, height + 2, 4);

  for (guint i = 0; i < points->len; i++)
    {
      const AmiaStrokePoint *to = &g_array_index (points, AmiaStrokePoint, i);
      const AmiaStrokePoint *from = to->is_start ? to : to - 1;

      amia_strip_add (strip,
                      AMIA_INK_RULE,
                      left + from->x * scale,
                      from->y * scale,
                      (to->x - from->x) * scale,
                      (to->y - from->y) * scale)
          ->weight = SIGNATURE_WEIGHT;
    }
  amia_strip_add (strip, AMIA_INK_RULE, left, height, SIGNATURE_WIDTH, 0)->shade = 0.35;
}

static void
set_entry (AmiaPress           *press,
           const AmiaBookEntry *entry)
{
  amia_press_begin_unit (press);
  if (entry->headline == NULL)
    amia_press_add_pair (press,
                         entry->name,
                         entry->text != NULL ? entry->text : "",
                         amia_press_scale (press, NAME_WIDTH),
                         8);
  else
    {
      amia_press_add_text (press, AMIA_FONT_SMALL, entry->name, 12, TRUE);
      amia_press_add_text (press, AMIA_FONT_LABEL, entry->headline, 1, TRUE);
      if (entry->text != NULL && *entry->text != '\0')
        amia_press_add_text (press, AMIA_FONT_BODY, entry->text, 1, entry->strokes != NULL);
    }
  if (entry->strokes != NULL)
    set_strokes (press, entry->strokes);
  amia_press_end_unit (press);
}

static void
set_chapter (AmiaPress *press,
             gpointer   data)
{
  const Chapter *chapter = data;

  amia_press_add_heading (press, AMIA_FONT_TITLE, chapter->title, 30);
  for (guint i = 0; i < chapter->entries->len; i++)
    set_entry (press, g_ptr_array_index (chapter->entries, i));
}

/* What is at the beginning: facts, and where everything is. */
typedef struct
{
  AmiaPaperInfo info;
  AmiaUuid      case_id;
  char         *note;
  char         *held_back;
  char        **chapters;
} Front;

static void
free_front (gpointer data)
{
  Front *front = data;

  g_free ((char *) front->info.language);
  g_free ((char *) front->info.case_words);
  g_free ((char *) front->info.participant);
  g_free ((char *) front->info.sharing_words);
  g_free (front->note);
  g_free (front->held_back);
  g_strfreev (front->chapters);
  g_free (front);
}

static void
set_contents_line (AmiaPress  *press,
                   const char *title,
                   guint       chapter)
{
  const double left = amia_press_get_left (press);
  const double width = amia_press_get_width (press);
  const double number = amia_press_measure (press, AMIA_FONT_BODY, "0000");
  g_autoptr (PangoLayout) text = amia_press_make_layout (press,
                                                         AMIA_FONT_BODY,
                                                         title,
                                                         width - number - PAGE_GAP);
  g_autoptr (PangoLayout) page = amia_press_make_layout (press, AMIA_FONT_BODY, "0", 0);
  AmiaStrip *strip = amia_press_add_strip (press, 0, 4);
  AmiaInk   *ink = NULL;

  amia_strip_grow (strip, amia_strip_add_layout (strip, text, left, 0));
  ink = amia_strip_add (strip,
                        AMIA_INK_PAGE,
                        left + width,
                        pango_units_to_double (pango_layout_get_baseline (page)),
                        0,
                        0);
  ink->layout = g_object_ref (page);
  ink->line = (int) chapter;
}

static void
set_fact (AmiaPress    *press,
          const Front  *front,
          AmiaPaperWord word,
          const char   *text)
{
  if (text != NULL)
    amia_press_add_pair (press,
                         amia_paper_word (front->info.language, word),
                         text,
                         amia_press_scale (press, 90),
                         4);
}

static void
set_front (AmiaPress *press,
           gpointer   data)
{
  const Front *front = data;
  const char  *language = front->info.language;
  AmiaPageCode code;
  AmiaSection  section = { .note = front->note, .code = &code };

  amia_page_code_init (&code, &front->case_id, NULL, NULL);
  section.name = (char *) amia_paper_word (language, AMIA_PAPER_WHOLE_CASE);
  section.page_words = (char *) amia_paper_word (language, AMIA_PAPER_PAGE_OF);
  amia_press_begin_section (press, &section);
  amia_press_add_heading (press,
                          AMIA_FONT_TITLE,
                          amia_paper_word (language, AMIA_PAPER_WHOLE_CASE),
                          0);
  amia_press_add_text (press,
                       AMIA_FONT_BODY,
                       amia_paper_word (language, AMIA_PAPER_WHOLE_CASE_IS),
                       6,
                       FALSE);
  set_fact (press, front, AMIA_PAPER_CASE, front->info.case_words);
  set_fact (press, front, AMIA_PAPER_PARTICIPANT, front->info.participant);
  if (front->info.is_own_copy)
    amia_press_add_text (press,
                         AMIA_FONT_LABEL,
                         amia_paper_word (language, AMIA_PAPER_OWN_COPY),
                         10,
                         FALSE);
  if (front->held_back != NULL)
    amia_press_add_text (press, AMIA_FONT_BODY, front->held_back, 8, FALSE);
  if (front->info.sharing_words != NULL)
    amia_press_add_text (press, AMIA_FONT_BODY, front->info.sharing_words, 8, FALSE);
  amia_press_add_heading (press,
                          AMIA_FONT_HEADING,
                          amia_paper_word (language, AMIA_PAPER_CONTENTS),
                          24);
  for (guint i = 0; front->chapters[i] != NULL; i++)
    set_contents_line (press, front->chapters[i], i + 1);
}

static void
set_unknown_form (AmiaPress *press,
                  gpointer   data)
{
  char **words = data;

  amia_press_begin_page (press);
  amia_press_add_heading (press, AMIA_FONT_TITLE, words[0], 0);
  amia_press_add_text (press, AMIA_FONT_BODY, words[1], 6, FALSE);
}

/* --- The sheet -------------------------------------------------------------------------------- */

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return g_strcmp0 ((*(AmiaBookEntry *const *) a)->order, (*(AmiaBookEntry *const *) b)->order);
}

static int
compare_forms (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 ((*(AmiaBookForm *const *) a)->order, (*(AmiaBookForm *const *) b)->order);
}

static void
name_authors (GPtrArray         *entries,
              AmiaFindAuthorFunc find_author,
              gpointer           data)
{
  for (guint i = 0; i < entries->len && find_author != NULL; i++)
    {
      AmiaBookEntry   *entry = g_ptr_array_index (entries, i);
      g_autofree char *author = amia_uuid_is_nil (&entry->device)
                                    ? NULL
                                    : find_author (&entry->device, data);
      g_autofree char *name = g_steal_pointer (&entry->name);

      entry->name = author != NULL ? g_strdup_printf ("%s · %s", name, author)
                                   : g_steal_pointer (&name);
    }
}

static void
add_chapter (AmiaSheet    *sheet,
             AmiaCaseBook *book,
             AmiaPaperWord title,
             GPtrArray   **entries)
{
  Chapter *chapter = NULL;

  if ((*entries)->len == 0)
    return;
  chapter = g_new0 (Chapter, 1);
  chapter->title = g_strdup (amia_paper_word (book->info.language, title));
  chapter->entries = g_steal_pointer (entries);
  *entries = g_ptr_array_new_with_free_func (_amia_book_entry_free);
  g_ptr_array_sort (chapter->entries, compare_entries);
  _amia_sheet_add_part (sheet, set_chapter, chapter, free_chapter);
}

static char *
make_note (AmiaCaseBook *book)
{
  g_autofree char *day = _amia_case_book_say_day (book, book->info.printed_on);

  if (day == NULL)
    return NULL;
  return book->info.printed_by != NULL
             ? amia_paper_say (book->info.language,
                               AMIA_PAPER_PRINTED_BY_ON,
                               book->info.printed_by,
                               day)
             : amia_paper_say (book->info.language, AMIA_PAPER_PRINTED_ON, day, NULL);
}

static char *
say_held_back (AmiaCaseBook *book)
{
  g_autofree char *areas = amia_paper_areas (book->info.language, book->info.withheld_areas);

  return areas != NULL
             ? amia_paper_say (book->info.language, AMIA_PAPER_WITHHELD_CASE, areas, NULL)
             : NULL;
}

static char **
list_chapters (AmiaCaseBook *book)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < AMIA_N_BOOK_CHAPTERS; i++)
    {
      if (book->chapters[i]->len > 0)
        g_strv_builder_add (builder, amia_paper_word (book->info.language, chapter_words[i]));
    }
  for (guint i = 0; i < book->forms->len; i++)
    g_strv_builder_add (builder, ((AmiaBookForm *) g_ptr_array_index (book->forms, i))->title);
  return g_strv_builder_end (builder);
}

static void
add_front (AmiaSheet    *sheet,
           AmiaCaseBook *book)
{
  Front *front = g_new0 (Front, 1);

  front->info = (AmiaPaperInfo){ .is_own_copy = book->info.is_own_copy };
  front->info.language = g_strdup (book->info.language);
  front->info.case_words = g_strdup (book->info.case_words);
  front->info.participant = g_strdup (book->info.participant);
  front->info.sharing_words = g_strdup (book->info.sharing_words);
  front->case_id = book->case_id;
  front->note = make_note (book);
  front->held_back = say_held_back (book);
  front->chapters = list_chapters (book);
  _amia_sheet_add_part (sheet, set_front, front, free_front);
}

static gboolean
is_same_kind (const AmiaBookForm *one,
              const AmiaBookForm *other)
{
  return one->form != NULL && other->form != NULL &&
         g_strcmp0 (amia_questionnaire_get_url (one->form),
                    amia_questionnaire_get_url (other->form)) == 0;
}

/* What has been rated in the forms of the same kind, whichever version. */
static GPtrArray *
list_ratings (AmiaCaseBook       *book,
              const AmiaBookForm *form)
{
  GPtrArray *ratings = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_rating_unref);

  for (guint i = 0; i < book->forms->len; i++)
    {
      const AmiaBookForm *other = g_ptr_array_index (book->forms, i);

      if (is_same_kind (form, other))
        g_ptr_array_add (ratings, amia_rating_ref (other->rating));
    }

  return ratings;
}

static void
add_form_part (AmiaSheet          *sheet,
               AmiaCaseBook       *book,
               const AmiaBookForm *form)
{
  AmiaPaperInfo info = book->info;
  g_auto (GStrv) withheld = NULL;
  g_autoptr (GPtrArray) ratings = NULL;

  if (form->form == NULL)
    {
      const char *words[] = { form->title,
                              amia_paper_word (book->info.language, AMIA_PAPER_UNKNOWN_FORM),
                              NULL };

      _amia_sheet_add_part (sheet,
                            set_unknown_form,
                            g_strdupv ((char **) words),
                            (GDestroyNotify) g_strfreev);
      return;
    }

  info.form_id = &form->id;
  info.is_completed = form->is_completed;
  info.sharing_words = NULL;
  withheld = amia_form_sheet_list_withheld (form->response, book->info.withheld_areas);
  info.withheld_areas = (const char *const *) withheld;
  ratings = list_ratings (book, form);
  info.ratings = ratings;
  _amia_sheet_add_form (sheet, form->form, form->response, &info);
}

AmiaSheet *
amia_case_book_make_sheet (AmiaCaseBook      *book,
                           AmiaFindAuthorFunc find_author,
                           gpointer           data)
{
  AmiaSheet *sheet = NULL;

  g_return_val_if_fail (book != NULL, NULL);

  sheet = _amia_sheet_new_empty (book->info.is_large);
  _amia_sheet_set_title (sheet, amia_paper_word (book->info.language, AMIA_PAPER_WHOLE_CASE));
  _amia_sheet_set_sheet_words (sheet, amia_paper_word (book->info.language, AMIA_PAPER_SHEET_OF));
  g_ptr_array_sort (book->forms, compare_forms);
  _amia_case_book_settle (book);
  for (gsize i = 0; i < AMIA_N_BOOK_CHAPTERS; i++)
    name_authors (book->chapters[i], find_author, data);
  add_front (sheet, book);
  for (gsize i = 0; i < AMIA_N_BOOK_CHAPTERS; i++)
    add_chapter (sheet, book, chapter_words[i], &book->chapters[i]);
  for (guint i = 0; i < book->forms->len; i++)
    add_form_part (sheet, book, g_ptr_array_index (book->forms, i));
  g_ptr_array_set_size (book->forms, 0);
  return sheet;
}
