/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "amia-case-sheet.h"
#include "amia-change.h"
#include "amia-page-reader.h"
#include "amia-response-digest.h"
#include "amia-templates.h"
#include "pdf-words.h"

/* A whole case on paper: everything that is in it, once, on the sheet that the contents name. */

static AmiaUuid
make_id (guint8 last)
{
  AmiaUuid id = { { 1, 2, 3 } };

  id.bytes[15] = last;
  return id;
}

static void
put (AmiaRecord *record,
     const char *field,
     const char *value)
{
  static gint64 n = 0;
  AmiaUuid      device = make_id (200);
  g_autoptr (AmiaChange) change = amia_change_new (&device, n + 1, (AmiaStamp) n + 1, NULL, NULL);
  AmiaOp *op = amia_op_new (record->kind, &record->id, NULL, field, "basics", value);

  n++;
  g_assert_true (amia_record_apply (record, change, op));
  amia_op_free (op);
}

static AmiaRecord *
make_record (const char *kind,
             guint8      last)
{
  AmiaUuid id = make_id (last);
  AmiaUuid case_id = make_id (1);

  return amia_record_new (kind, &id, &case_id);
}

static AmiaQuestionnaire *
find_form (const char *canonical,
           gpointer    data)
{
  const AmiaTemplate *template_ = amia_templates_find (canonical);
  g_autoptr (GBytes) bytes = template_ != NULL ? amia_template_dup_data (template_) : NULL;

  return bytes == NULL ? NULL
                       : amia_questionnaire_new_from_data (g_bytes_get_data (bytes, NULL),
                                                           (gssize) g_bytes_get_size (bytes),
                                                           NULL);
}

static char *
find_author (const AmiaUuid *device,
             gpointer        data)
{
  return g_strdup ("anna, FK");
}

static void
add_note (AmiaCaseBook *book,
          guint8        last,
          const char   *date,
          const char   *headline,
          const char   *text)
{
  AmiaRecord *note = make_record ("journal", last);

  put (note, "kind", "\"phone\"");
  put (note, "date", date);
  put (note, "headline", headline);
  put (note, "text", text);
  amia_case_book_add (book, note);
  amia_record_free (note);
}

static void
add_form (AmiaCaseBook *book,
          const char   *kind,
          guint8        last,
          const char   *canonical)
{
  AmiaRecord *form = make_record (kind, last);

  put (form, "questionnaire", canonical);
  put (form, "status", "\"completed\"");
  amia_case_book_add (book, form);
  amia_record_free (form);
}

static void
add_team (AmiaCaseBook *book)
{
  AmiaRecord *member = make_record ("member", 2);
  AmiaRecord *consent = make_record ("consent", 3);
  AmiaRecord *visit = make_record ("visit", 4);

  put (member, "name", "\"Bertil Ek\"");
  put (member, "role", "\"caseworker\"");
  put (consent, "parties", "[\"FK\",\"VARD\"]");
  put (consent, "areas", "[\"health\"]");
  put (consent, "signed-on", "\"1914-03-01\"");
  put (consent, "withdrawn", "\"1914-05-01\"");
  put (visit, "step", "\"2\"");
  put (visit, "from", "\"1914-03-02\"");
  amia_case_book_add (book, member);
  amia_case_book_add (book, consent);
  amia_case_book_add (book, visit);
  amia_record_free (member);
  amia_record_free (consent);
  amia_record_free (visit);
}

/* --- What is planned and agreed --------------------------------------------------------------- */

typedef struct
{
  const char *kind;
  guint8      last;
  const char *field;
  const char *value;
} Said;

/* A goal beneath another, which comes later, as does the activity; ids end with the number. */
#define GOAL "\"01020300-0000-0000-0000-000000000028\""
#define FORM "\"01020300-0000-0000-0000-000000000005\""

static const Said planned[] = {
  { "activity", 42, "title", "\"Trädgårdsgruppen\"" },
  { "activity", 42, "goal", GOAL },
  { "activity", 42, "responsible", "\"Anna\"" },
  { "activity", 42, "hours", "4" },
  { "goal", 41, "text", "\"Arbeta halvtid\"" },
  { "goal", 40, "text", "\"Komma ut\"" },
  { "goal", 43, "status", "\"dolt\"" },
  { "meeting", 44, "title", "\"Avstämning\"" },
  { "meeting", 44, "start", "\"1914-05-02T09:30\"" },
  { "meeting", 44, "end", "\"1914-05-02T10:15\"" },
  { "meeting", 44, "participants", "[\"Anna\",\"Bertil\"]" },
  { "attachment", 45, "title", "\"Läkarintyg\"" },
  { "attachment", 45, "type", "\"application/pdf\"" },
  { "attachment", 45, "date", "\"1914-05-03\"" },
  { "attachment", 45, "key", "\"hemlig\"" },
  { "approval", 46, "form", FORM },
  { "approval", 46, "hash", "\"00\"" },
  { "approval", 46, "date", "\"1914-05-04\"" },
  { "signature", 47, "form", FORM },
  { "signature", 47, "date", "\"1914-05-05\"" },
  { "signature", 47, "name", "\"Ada Ek\"" },
  { "signature", 47, "strokes", "[[[100,100],[900,200]],[[500,20],[500,280]]]" },
  { "signature", 48, "form", GOAL },
  { "signature", 48, "name", "\"Under något annat\"" },
  { "survey", 49, "number", "\"4711\"" },
  { "survey-key", 50, "number", "\"4711\"" },
};

static void
add_planned (AmiaCaseBook *book)
{
  AmiaRecord *record = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (planned); i++)
    {
      const Said *said = &planned[i];

      if (record == NULL)
        record = make_record (said->kind, said->last);
      put (record, said->field, said->value);
      if (i + 1 == G_N_ELEMENTS (planned) || planned[i + 1].last != said->last)
        {
          amia_case_book_add (book, record);
          g_clear_pointer (&record, amia_record_free);
        }
    }
}

#define CONSENT  "\"https://amia.se/fhir/Questionnaire/samtycke|1.0.0\""
#define THOUGHTS "\"https://amia.se/fhir/Questionnaire/reflektion|1.0.0\""

static AmiaSheet *
make_case (gboolean is_own_copy,
           guint    n_notes)
{
  AmiaUuid            case_id = make_id (1);
  const AmiaPaperInfo info = { .case_id = &case_id, .is_own_copy = is_own_copy, .language = "sv" };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, find_form, NULL);

  add_team (book);
  add_note (book, 12, "\"1914-04-02\"", "\"Det senare samtalet\"", "\"Hon sover bättre.\"");
  add_note (book, 11, "\"1914-04-01\"", "\"Det första samtalet\"", "\"Hon sover illa.\"");
  for (guint i = 0; i < n_notes; i++)
    add_note (book,
              (guint8) (20 + i % 100),
              "\"1914-06-01\"",
              "\"Ännu ett samtal\"",
              "\"Ett.\\nTvå.\\nTre.\\nFyra.\\nFem.\\nSex.\\nSju.\\nÅtta.\"");
  add_form (book, "form", 5, CONSENT);
  add_form (book, "pair-form", 6, THOUGHTS);
  return amia_case_book_make_sheet (book, find_author, NULL);
}

static void
check_order (const char        *text,
             const char *const *words)
{
  const char *at = text;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      at = strstr (at, words[i]);
      if (at == NULL)
        g_error ("“%s” is not in its place in “%s”", words[i], text);
    }
}

static void
test_has_everything (void)
{
  const char *const words[] = { "Hela ärendet",
                                "Innehåll",
                                "Teamet 1",
                                "Samtycken 1",
                                "Journal 1",
                                "Samtycke 2",
                                "Reflektion",
                                "Bertil Ek handläggare",
                                "anna, FK",
                                "Försäkringskassan, Vården, om: hälsa",
                                "Undertecknat 1 mars 1914.",
                                "Tillbakataget 1 maj 1914.",
                                "från 2 mars 1914",
                                "1 april 1914 · Telefon · anna, FK",
                                "Det första samtalet",
                                "Hon sover illa.",
                                "Det senare samtalet",
                                "Vill du delta?",
                                NULL };
  g_autoptr (AmiaSheet) sheet = make_case (FALSE, 0);
  g_autofree char *text = pdf_read_words (sheet);

  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else
    check_order (text, words);
}

static void
test_own_copy (void)
{
  g_autoptr (AmiaSheet) sheet = make_case (TRUE, 0);
  g_autofree char *text = pdf_read_words (sheet);

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_nonnull (strstr (text, "ditt eget exemplar"));
  g_assert_null (strstr (text, "Reflektion"));
}

static void
test_planned (void)
{
  const char *const   words[] = { "Innehåll",
                                  "Mål och aktiviteter 1",
                                  "Möten 1",
                                  "Underlag 1",
                                  "Godkännanden och underskrifter 1",
                                  "Komma ut",
                                  "Trädgårdsgruppen",
                                  "Ansvarig: Anna. Timmar: 4.",
                                  "Arbeta halvtid",
                                  "2 maj 1914 09:30–10:15",
                                  "Avstämning",
                                  "Med: Anna, Bertil.",
                                  "3 maj 1914 · PDF-dokument",
                                  "Läkarintyg",
                                  "4 maj 1914 · anna, FK",
                                  "Godkänt: Samtycke",
                                  "inte samma innehåll",
                                  "5 maj 1914",
                                  "Undertecknat: Samtycke",
                                  "Ada Ek",
                                  NULL };
  const char *const   never[] = { "dolt", "hemlig", "4711", "Under något annat", NULL };
  const AmiaPaperInfo info = { .language = "sv" };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, find_form, NULL);
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autofree char *text = NULL;

  add_planned (book);
  add_form (book, "form", 5, CONSENT);
  sheet = amia_case_book_make_sheet (book, find_author, NULL);
  text = pdf_read_words (sheet);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  check_order (text, words);
  for (gsize i = 0; never[i] != NULL; i++)
    g_assert_null (strstr (text, never[i]));
}

/* An approval of what the form says is said to be that. */
static void
test_stands (void)
{
  const AmiaPaperInfo info = { .language = "sv" };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, find_form, NULL);
  g_autoptr (AmiaQuestionnaire) form =
      find_form ("https://amia.se/fhir/Questionnaire/samtycke|1.0.0", NULL);
  g_autoptr (AmiaResponse) response = amia_response_new (form, "sv");
  g_autofree char *digest = amia_response_dup_digest (response);
  g_autofree char *value = g_strdup_printf ("\"%s\"", digest);
  AmiaRecord      *approval = make_record ("approval", 60);
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autofree char *text = NULL;

  put (approval, "form", FORM);
  put (approval, "hash", value);
  amia_case_book_add (book, approval);
  amia_record_free (approval);
  add_form (book, "form", 5, CONSENT);
  sheet = amia_case_book_make_sheet (book, NULL, NULL);
  text = pdf_read_words (sheet);
  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else
    g_assert_nonnull (strstr (text, "Det är samma innehåll"));
}

static void
test_removed (void)
{
  const AmiaPaperInfo info = { 0 };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, find_form, NULL);
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autofree char *text = NULL;

  add_form (book, "form", 5, "\"https://example.org/unknown|7\"");
  sheet = amia_case_book_make_sheet (book, NULL, NULL);
  text = pdf_read_words (sheet);
  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else
    g_assert_nonnull (strstr (text, "https://example.org/unknown|7 Formuläret finns inte"));
}

/* A hundred pages: the contents still name the right ones, and each page has its number. */
static void
test_hundred_pages (void)
{
  g_autoptr (AmiaSheet) sheet = make_case (FALSE, 650);
  const char *const command[] = { "pdftotext", "-raw", "FILE", "-", NULL };
  g_autofree char  *text = pdf_ask (sheet, command);
  g_auto (GStrv) pages = NULL;
  guint n_pages;
  guint form_page = 0;

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  pages = g_strsplit (text, "\f", -1);
  n_pages = g_strv_length (pages) - 1;
  g_assert_cmpuint (n_pages, >=, 100);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *number = g_strdup_printf ("blad %u av %u", i + 1, n_pages);

      g_assert_nonnull (strstr (pages[i], number));
      if (form_page == 0 && strstr (pages[i], "Vill du delta?") != NULL)
        form_page = i + 1;
    }
  {
    g_autofree char *line = g_strdup_printf ("Samtycke %u\n", form_page);

    g_assert_nonnull (strstr (pages[0], line));
  }
}

/* --- And back ----------------------------------------------------------------------------------
 */

/* A page of a form is printed, scanned, and read: it leads to its case, form and template. */
static void
test_leads_back (void)
{
  AmiaUuid            case_id = make_id (1);
  AmiaUuid            form_id = make_id (5);
  const char         *canonical = "https://amia.se/fhir/Questionnaire/samtycke|1.0.0";
  const AmiaPaperInfo info = { .case_id = &case_id, .form_id = &form_id };
  const char *const   command[] = { "pdftoppm", "-r", "150", "-gray", "-png", "-f", "2", "-l", "2",
                                    "-singlefile", "FILE", NULL };
  g_autoptr (AmiaQuestionnaire) form = find_form (canonical, NULL);
  g_autoptr (AmiaSheet) sheet = amia_form_sheet_new (form, NULL, &info);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = pdf_ask_bytes (sheet, command);
  AmiaPageCode code = { 0 };

  if (!amia_page_reader_is_available () || png == NULL)
    {
      g_test_skip ("libdmtx or pdftoppm is not installed");
      return;
    }
  g_assert_true (amia_page_reader_read (g_bytes_get_data (png, NULL),
                                        g_bytes_get_size (png),
                                        &code,
                                        &error));
  g_assert_no_error (error);
  g_assert_cmpuint (code.page, ==, 2);
  g_assert_true (amia_page_code_is_of_case (&code, &case_id));
  g_assert_true (amia_page_code_is_of_form (&code, &form_id));
  g_assert_true (amia_page_code_is_of_template (&code, canonical));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/case-sheet/has-everything", test_has_everything);
  g_test_add_func ("/paper/case-sheet/keeps-the-pairs-notes-from-an-own-copy", test_own_copy);
  g_test_add_func ("/paper/case-sheet/puts-together-what-is-planned-and-agreed", test_planned);
  g_test_add_func ("/paper/case-sheet/says-what-an-approval-is-worth", test_stands);
  g_test_add_func ("/paper/case-sheet/says-that-a-form-is-unknown", test_removed);
  g_test_add_func ("/paper/case-sheet/counts-a-hundred-pages", test_hundred_pages);
  g_test_add_func ("/paper/case-sheet/leads-a-scan-back", test_leads_back);
  return g_test_run ();
}
