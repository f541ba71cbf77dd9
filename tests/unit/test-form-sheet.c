/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "amia-form-sheet.h"
#include "amia-response-export.h"
#include "amia-templates.h"
#include "pdf-words.h"

/* Forms on paper: every form that is shipped is printed, and what pdftotext finds in the PDF is
 * held against its items. */

static AmiaQuestionnaire *
load (const AmiaTemplate *template_)
{
  g_autoptr (GBytes) bytes = amia_template_dup_data (template_);
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form =
      amia_questionnaire_new_from_data (g_bytes_get_data (bytes, NULL),
                                        (gssize) g_bytes_get_size (bytes),
                                        &error);

  g_assert_no_error (error);
  return form;
}

static AmiaQuestionnaire *
load_named (const char *name)
{
  gsize               n;
  const AmiaTemplate *templates = amia_templates_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      if (strcmp (templates[i].name, name) == 0)
        return load (&templates[i]);
    }

  g_assert_not_reached ();
}

static AmiaQuestionnaire *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form = amia_questionnaire_new_from_data (json, -1, &error);

  g_assert_no_error (error);
  return form;
}

static AmiaSheet *
print_blank (AmiaQuestionnaire *form,
             gboolean           is_large)
{
  const AmiaPaperInfo info = { .is_large = is_large, .printed_on = "1914-03-02" };

  return amia_form_sheet_new (form, NULL, &info);
}

/* --- Every form ------------------------------------------------------------------------------- */

static gboolean
is_in_rows (const AmiaItem *item)
{
  for (; item != NULL; item = item->parent)
    {
      if (item->is_repeating && item->type == AMIA_ITEM_GROUP)
        return TRUE;
    }

  return FALSE;
}

/* Of groups that ask the same, as the days of a week do: they are the rows of a table. */
static gboolean
is_in_table (const AmiaItem *item)
{
  const AmiaItem *group = item->parent;
  guint           n_alike = 0;

  if (group == NULL || group->parent == NULL || group->type != AMIA_ITEM_GROUP)
    return FALSE;

  for (guint i = 0; i < group->parent->children->len; i++)
    {
      const AmiaItem *other = g_ptr_array_index (group->parent->children, i);

      n_alike += other->type == AMIA_ITEM_GROUP && other->children->len == group->children->len;
    }

  return n_alike >= 3;
}

/* Tables have their words in an order of their own. */
static gboolean
is_in_order (const AmiaItem *item)
{
  return !is_in_rows (item) && !is_in_table (item) && !amia_item_is_about_parent (item);
}

/* Where @item is on the paper, from @from on if it is in order. */
static const char *
find_item (const char     *text,
           const char     *from,
           const AmiaItem *item)
{
  const char      *words = amia_text_get (item->text, NULL);
  g_autofree char *squeezed = pdf_squeeze (words != NULL ? words : item->link_id);
  const char      *found = strstr (is_in_order (item) ? from : text, squeezed);

  if (found == NULL)
    g_error ("“%s” is not on the paper, or not in its place", squeezed);
  return found;
}

static gboolean
is_printed (const AmiaItem *item)
{
  return !item->is_hidden &&
         (item->text != NULL || item->type != AMIA_ITEM_GROUP);
}

static void
compare_with_items (AmiaQuestionnaire *form,
                    AmiaSheet         *sheet)
{
  GPtrArray       *items = amia_questionnaire_get_all_items (form);
  g_autofree char *text = pdf_read_words (sheet);
  const char      *at = text;

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);
      const char     *found = NULL;

      if (!is_printed (item))
        continue;
      found = find_item (text, at, item);
      if (is_in_order (item))
        at = found + 1;
    }
}

static void
test_every_item (gconstpointer data)
{
  g_autoptr (AmiaQuestionnaire) form = load (data);
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);

  compare_with_items (form, sheet);
}

static void
test_every_item_large (gconstpointer data)
{
  g_autoptr (AmiaQuestionnaire) form = load (data);
  g_autoptr (AmiaSheet) sheet = print_blank (form, TRUE);

  compare_with_items (form, sheet);
}

/* No word is outside the margins, or where the foot of the page is. */
static void
check_margins (AmiaSheet *sheet)
{
  const char *const command[] = { "pdftotext", "-bbox", "FILE", "-", NULL };
  g_autofree char  *boxes = pdf_ask (sheet, command);
  g_auto (GStrv) lines = NULL;
  guint n_words = 0;

  if (boxes == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  lines = g_strsplit (boxes, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      double left, top, right, low;

      if (sscanf (g_strchug (lines[i]),
                  "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                  &left,
                  &top,
                  &right,
                  &low) != 4)
        continue;
      n_words++;
      if (left < AMIA_SHEET_MARGIN - 1 || right > AMIA_SHEET_WIDTH - AMIA_SHEET_MARGIN + 1 ||
          top < AMIA_SHEET_MARGIN - 4 || low > AMIA_SHEET_HEIGHT - 28 ||
          (low > AMIA_SHEET_HEIGHT - AMIA_SHEET_FOOT + 4 &&
           top < AMIA_SHEET_HEIGHT - AMIA_SHEET_FOOT))
        g_error ("outside the margins: %s", lines[i]);
    }
  g_assert_cmpuint (n_words, >, 20);
}

static void
test_margins (gconstpointer data)
{
  g_autoptr (AmiaQuestionnaire) form = load (data);
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
  g_autoptr (AmiaSheet) large = print_blank (form, TRUE);

  check_margins (sheet);
  check_margins (large);
}

/* --- What is said ------------------------------------------------------------------------------
 */

#define FORM(items)                                                                             \
  "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"url\":\"https://amia.se/test\"," \
  "\"version\":\"1\",\"title\":\"Prov\",\"language\":\"sv\",\"item\":[" items "]}"
#define SMOKES "{\"linkId\":\"smokes\",\"type\":\"boolean\",\"text\":\"Röker du?\"}"

typedef struct
{
  const char *path;
  const char *form;
  const char *words;
} Said;

static const Said said[] = {
  { "/paper/form-sheet/says-if-yes",
    FORM (SMOKES ",{\"linkId\":\"a\",\"type\":\"string\",\"text\":\"Hur mycket?\",\"enableWhen\":"
                 "[{\"question\":\"smokes\",\"operator\":\"=\",\"answerBoolean\":true}]}"),
    "Nej Om ja: Hur mycket?" },
  { "/paper/form-sheet/says-if-no-to-an-earlier-question",
    FORM (SMOKES ",{\"linkId\":\"b\",\"type\":\"string\",\"text\":\"Namn\"},"
                 "{\"linkId\":\"a\",\"type\":\"string\",\"text\":\"Varför?\",\"enableWhen\":"
                 "[{\"question\":\"smokes\",\"operator\":\"=\",\"answerBoolean\":false}]}"),
    "Om nej på ”Röker du?”: Varför?" },
  { "/paper/form-sheet/says-the-number-of-a-question",
    FORM (
        "{\"linkId\":\"n\",\"prefix\":\"3\",\"type\":\"integer\",\"text\":\"Hur många?\"},"
        "{\"linkId\":\"b\",\"prefix\":\"4\",\"type\":\"string\",\"text\":\"Namn\"},"
        "{\"linkId\":\"a\",\"prefix\":\"5\",\"type\":\"string\",\"text\":\"Vilka?\",\"enableWhen\":"
        "[{\"question\":\"n\",\"operator\":\">\",\"answerInteger\":2}]}"),
    "Om svaret på fråga 3 är mer än 2: 5 Vilka?" },
  { "/paper/form-sheet/says-a-condition-of-a-part",
    FORM (SMOKES ",{\"linkId\":\"g\",\"type\":\"group\",\"text\":\"Rökning\",\"enableWhen\":"
                 "[{\"question\":\"smokes\",\"operator\":\"exists\",\"answerBoolean\":true}],"
                 "\"item\":[{\"linkId\":\"b\",\"type\":\"string\",\"text\":\"Sedan när?\"}]}"),
    "Rökning Fyll i den här delen bara om du har svarat på ”Röker du?”. Sedan när?" },
  { "/paper/form-sheet/says-either-answer",
    FORM ("{\"linkId\":\"c\",\"type\":\"choice\",\"text\":\"Färg\",\"answerOption\":["
          "{\"valueString\":\"Röd\"},{\"valueString\":\"Blå\"},{\"valueString\":\"Gul\"}]},"
          "{\"linkId\":\"b\",\"type\":\"string\",\"text\":\"Namn\"},"
          "{\"linkId\":\"a\",\"type\":\"string\",\"text\":\"Varför?\",\"enableBehavior\":\"any\","
          "\"enableWhen\":[{\"question\":\"c\",\"operator\":\"=\",\"answerString\":\"Röd\"},"
          "{\"question\":\"c\",\"operator\":\"=\",\"answerString\":\"Gul\"}]}"),
    "Om svaret på ”Färg” är ”Röd” eller ”Gul”: Varför?" },
  { "/paper/form-sheet/has-a-place-for-words-of-ones-own",
    FORM ("{\"linkId\":\"c\",\"type\":\"open-choice\",\"text\":\"Färg\",\"answerOption\":["
          "{\"valueString\":\"Röd\"},{\"valueString\":\"Blå\"}]}"),
    "Färg Röd Blå Annat:" },
  { "/paper/form-sheet/says-that-several-may-be-ticked",
    FORM ("{\"linkId\":\"c\",\"type\":\"choice\",\"repeats\":true,\"text\":\"Färg\","
          "\"answerOption\":[{\"valueString\":\"Röd\"},{\"valueString\":\"Blå\"}]}"),
    "Färg Sätt ett eller flera kryss. Röd Blå" },
  { "/paper/form-sheet/has-a-line-to-sign-on",
    FORM (
        "{\"linkId\":\"s\",\"type\":\"boolean\",\"text\":\"Undertecknat\",\"extension\":[{\"url\":"
        "\"http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired\","
        "\"valueCodeableConcept\":{\"text\":\"x\"}}]}"),
    "Undertecknat Underskrift" },
};

static void
test_says (gconstpointer data)
{
  const Said *one = data;
  g_autoptr (AmiaQuestionnaire) form = parse (one->form);
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
  g_autofree char *text = pdf_read_words (sheet);

  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else if (strstr (text, one->words) == NULL)
    g_error ("“%s” is not in “%s”", one->words, text);
}

/* --- Filled ------------------------------------------------------------------------------------
 */

#define FILLED_FORM                                                                              \
  FORM ("{\"linkId\":\"health\",\"type\":\"group\",\"text\":\"Hälsa\",\"extension\":[{\"url\":" \
        "\"https://amia.se/fhir/StructureDefinition/consent-area\",\"valueCode\":\"health\"}],"  \
        "\"item\":[{\"linkId\":\"pain\",\"type\":\"text\",\"text\":\"Var gör det ont?\"}]},"    \
        "{\"linkId\":\"weight\",\"type\":\"decimal\",\"text\":\"Vikt\"},"                        \
        "{\"linkId\":\"day\",\"type\":\"date\",\"text\":\"Dag\"},"                               \
        "{\"linkId\":\"empty\",\"type\":\"string\",\"text\":\"Tomt\"}," SMOKES)
#define ANSWERS \
  "{\"pain\":\"I ryggen\",\"weight\":71.50,\"day\":\"1914-03-02\",\"smokes\":false}"

static char *
print_filled (const AmiaPaperInfo *info)
{
  g_autoptr (AmiaQuestionnaire) form = parse (FILLED_FORM);
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;

  edits = amia_response_fill (response, ANSWERS, -1, NULL, &error);
  g_assert_no_error (error);
  sheet = amia_form_sheet_new (form, response, info);
  return pdf_read_words (sheet);
}

static void
check_has (const char *text,
           const char *words,
           gboolean    is_there)
{
  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else if ((strstr (text, words) != NULL) != is_there)
    g_error ("“%s” %s in “%s”", words, is_there ? "is not" : "is", text);
}

static void
test_filled (void)
{
  const AmiaPaperInfo info = { .participant = "Ada Ek", .case_words = "17/1914" };
  g_autofree char    *text = print_filled (&info);

  check_has (text, "Var gör det ont? I ryggen", TRUE);
  check_has (text, "Vikt 71,50", TRUE);
  check_has (text, "Dag 2 mars 1914", TRUE);
  check_has (text, "Tomt Inget svar", TRUE);
  check_has (text, "Deltagare Ada Ek", TRUE);
}

static void
test_own_copy (void)
{
  const AmiaPaperInfo info = { .is_own_copy = TRUE };
  g_autofree char    *text = print_filled (&info);

  check_has (text, "ditt eget exemplar", TRUE);
  check_has (text, "I ryggen", TRUE);
  check_has (text, "Tomt", FALSE);
}

static void
test_withheld (void)
{
  const char *const   areas[] = { "health", NULL };
  const AmiaPaperInfo info = { .withheld_areas = areas };
  g_autofree char    *text = print_filled (&info);

  check_has (text, "I ryggen", FALSE);
  check_has (text, "Var gör det ont?", FALSE);
  check_has (text, "Svar om hälsa är inte med.", TRUE);
}

/* What is not shared is left out unless the reader has an answer there. */
static void
test_list_withheld (void)
{
  const char *const areas[] = { "health", "work", NULL };
  g_autoptr (AmiaQuestionnaire) form = parse (FILLED_FORM);
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) edits = NULL;
  g_auto (GStrv) before = amia_form_sheet_list_withheld (response, areas);
  g_auto (GStrv) after = NULL;

  g_assert_cmpstrv (before, areas);
  edits = amia_response_fill (response, ANSWERS, -1, NULL, NULL);
  after = amia_form_sheet_list_withheld (response, areas);
  g_assert_cmpstrv (after, ((const char *const[]){ "work", NULL }));
  g_assert_null (amia_form_sheet_list_withheld (response, NULL));
}

static void
add_coded (GString    *json,
           const char *question,
           const char *system,
           const char *code)
{
  g_string_append_printf (json,
                          ",{\"linkId\":\"kontakt-%s\",\"answer\":[{\"valueCoding\":{\"system\":"
                          "\"https://amia.se/fhir/CodeSystem/%s\",\"code\":\"%s\"}}]}",
                          question,
                          system,
                          code);
}

static char *
make_network (void)
{
  static const struct
  {
    const char *name;
    const char *kind;
    const char *closeness;
    const char *support;
  } contacts[] = {
    { "Elin", "familj", "nara", "stod" },
    { "Karl", "van", "langt", "belastning" },
  };
  g_autoptr (GString) json =
      g_string_new ("{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\","
                    "\"item\":[{\"linkId\":\"omgivning\",\"item\":[");

  for (gsize i = 0; i < G_N_ELEMENTS (contacts); i++)
    {
      g_string_append_printf (json,
                              "%s{\"linkId\":\"kontakt\",\"item\":[{\"linkId\":\"kontakt-namn\","
                              "\"answer\":[{\"valueString\":\"%s\"}]}",
                              i > 0 ? "," : "",
                              contacts[i].name);
      add_coded (json, "slag", "natverk-slag", contacts[i].kind);
      add_coded (json, "narhet", "narhet", contacts[i].closeness);
      add_coded (json, "stod", "stod-belastning", contacts[i].support);
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}]}");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* Each is on the map and has a card; the legend has the lines that are drawn and no other. */
static void
test_network (void)
{
  const AmiaPaperInfo info = { .language = "sv" };
  g_autoptr (AmiaQuestionnaire) form = load_named ("natverkskarta");
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autofree char *json = make_network ();
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) named = NULL;

  edits = amia_response_import (response, json, -1, NULL, &error);
  g_assert_no_error (error);
  sheet = amia_form_sheet_new (form, response, &info);
  text = pdf_read_words (sheet);
  check_has (text, "Jag", TRUE);
  check_has (text, "Ger mig stöd Tar kraft", TRUE);
  if (text == NULL)
    return;
  named = g_strsplit (text, "Elin", -1);
  g_assert_cmpuint (g_strv_length (named), ==, 3);
}

static void
test_pair_only (void)
{
  const AmiaPaperInfo info = { .is_own_copy = TRUE };
  g_autoptr (AmiaQuestionnaire) form = load_named ("reflektion");
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (AmiaSheet) sheet = amia_form_sheet_new (form, response, &info);
  g_autofree char *text = pdf_read_words (sheet);

  g_assert_cmpint (amia_questionnaire_get_scope (form), ==, AMIA_FORM_SCOPE_PAIR);
  check_has (text, "handläggarnas egna anteckningar", TRUE);
}

/* A survey is filed under a number: neither its page nor its code leads to a person. */
static void
test_survey (void)
{
  AmiaUuid            case_id = { { 1 } };
  const AmiaPaperInfo info = { .case_id = &case_id,
                               .participant = "Ada Ek",
                               .case_words = "17/1914" };
  g_autoptr (AmiaQuestionnaire) form = load_named ("enkat-1");
  g_autoptr (AmiaSheet) sheet = amia_form_sheet_new (form, NULL, &info);
  g_autofree char *text = pdf_read_words (sheet);

  check_has (text, "Ada Ek", FALSE);
  check_has (text, "17/1914", FALSE);
  check_has (text, "00000-000000-", TRUE);
}

static void
test_english (void)
{
  const AmiaPaperInfo info = { .language = "en" };
  g_autoptr (AmiaQuestionnaire) form = load_named ("samtycke");
  g_autoptr (AmiaSheet) sheet = amia_form_sheet_new (form, NULL, &info);
  g_autofree char *text = pdf_read_words (sheet);

  check_has (text, "Page 1 of", TRUE);
  check_has (text, "Sida", FALSE);
}

/* Answers that no box stands for are on the paper all the same. */
static void
test_unlisted_answers (void)
{
  g_autoptr (AmiaQuestionnaire) form = parse (
      "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":["
      "{\"linkId\":\"a\",\"type\":\"choice\",\"text\":\"Var\",\"answerOption\":["
      "{\"valueCoding\":{\"code\":\"x\",\"display\":\"Hemma\"}},"
      "{\"valueCoding\":{\"code\":\"y\",\"display\":\"Borta\"}}]},"
      "{\"linkId\":\"b\",\"type\":\"choice\",\"text\":\"Vem\"},"
      "{\"linkId\":\"c\",\"type\":\"choice\",\"repeats\":true,\"text\":\"Vilka\","
      "\"answerOption\":[{\"valueCoding\":{\"code\":\"x\",\"display\":\"Ane\"}}]}]}");
  g_autoptr (AmiaResponse) response = amia_response_new (form, "sv");
  const AmiaPaperInfo info = { .printed_on = "1914-03-02" };
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autofree char *text = NULL;

  g_assert_true (amia_response_load (
      response, "answer/a", "{\"code\":\"z\",\"display\":\"Skogsbrynet\"}", NULL));
  g_assert_true (amia_response_load (
      response, "answer/b", "{\"code\":\"z\",\"display\":\"Grannfrun\"}", NULL));
  g_assert_true (amia_response_load (
      response, "answer/c",
      "[{\"code\":\"x\",\"display\":\"Ane\"},{\"code\":\"z\",\"display\":\"Berta\"}]", NULL));
  sheet = amia_form_sheet_new (form, response, &info);
  text = pdf_read_words (sheet);
  check_has (text, "Skogsbrynet", TRUE);
  check_has (text, "Grannfrun", TRUE);
  check_has (text, "Ane, Berta", TRUE);
}

static void
test_days (void)
{
  const AmiaPaperInfo info = { 0 };
  g_autoptr (AmiaQuestionnaire) form = load_named ("dagboksblad-1.0.0");
  g_autoptr (AmiaSheet) sheet = amia_form_sheet_new_days (form, &info, 3, "1914-02-27");
  g_autofree char *text = pdf_read_words (sheet);

  check_has (text, "27 februari 1914", TRUE);
  check_has (text, "28 februari 1914", TRUE);
  check_has (text, "1 mars 1914", TRUE);
  check_has (text, "Sida 2 av 2", TRUE);
}

/* A diary for a week at a time: seven days are one, the eighth begins another. */
static void
test_weeks (void)
{
  const AmiaPaperInfo info = { 0 };
  g_autoptr (AmiaQuestionnaire) form = load_named ("dagboksblad");
  g_autoptr (AmiaSheet) sheet = amia_form_sheet_new_days (form, &info, 8, "1914-02-23");
  g_autofree char *text = pdf_read_words (sheet);

  check_has (text, "23 februari 1914", TRUE);
  check_has (text, "24 februari 1914", FALSE);
  check_has (text, "2 mars 1914", TRUE);
  check_has (text, "9 mars 1914", FALSE);
}

static guint
count (const char *text,
       const char *words)
{
  g_auto (GStrv) parts = g_strsplit (text, words, -1);

  return g_strv_length (parts) - 1;
}

/* A day of the diary is on one page, from its first question to its last. */
static void
test_gathers (void)
{
  const char *const command[] = { "pdftotext", "-raw", "FILE", "-", NULL };
  g_autoptr (AmiaQuestionnaire) form = load_named ("dagboksblad");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
  g_autofree char *text = pdf_ask (sheet, command);
  g_auto (GStrv) pages = NULL;

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_cmpuint (count (text, "En rad om dagen"), ==, 7);
  pages = g_strsplit (text, "\f", -1);
  for (gsize i = 0; pages[i] != NULL; i++)
    g_assert_cmpuint (count (pages[i], "sov du i natt"), ==, count (pages[i], "En rad om dagen"));
}

/* Of each page, whatever comes in one also comes in the other. */
static void
check_together (AmiaSheet  *sheet,
                const char *one,
                const char *other)
{
  const char *const command[] = { "pdftotext", "-raw", "FILE", "-", NULL };
  g_autofree char  *text = pdf_ask (sheet, command);
  g_auto (GStrv) pages = NULL;

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_cmpuint (count (text, one), >, 0);
  pages = g_strsplit (text, "\f", -1);
  for (gsize i = 0; pages[i] != NULL; i++)
    g_assert_cmpuint (count (pages[i], one), ==, count (pages[i], other));
}

/* A sub-goal and the activities under it are one thing to write on. */
static void
test_card (void)
{
  g_autoptr (AmiaQuestionnaire) form = load_named ("handlingsplan");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);

  check_together (sheet, "Nås till", "Anordnare och plats");
}

/* “If yes” is below its question also where the page ends there. */
static void
test_condition_stays (void)
{
  g_autoptr (AmiaQuestionnaire) form = load_named ("avstamningsmote");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);

  check_together (sheet, "n arbetsgivare eller praktikplats", "Vad kräver arbetet?");
}

static void
test_week_on_a_page (void)
{
  g_autoptr (AmiaQuestionnaire) form = load_named ("veckoschema");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);

  check_together (sheet, "Måndag", "Söndag");
}

/* A row less in each table is better than a sheet of paper with little on it. */
static void
test_saves_a_page (void)
{
  static const struct
  {
    const char *name;
    const char *last_page;
  } rows[] = {
    { "avstamningsmote", "Sida 3 av 3" },
    { "handlingsplan", "Sida 4 av 4" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaQuestionnaire) form = load_named (rows[i].name);
      g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
      g_autofree char *text = pdf_read_words (sheet);

      check_has (text, rows[i].last_page, TRUE);
    }
}

/* The rings have names, and kinds of line too, so that people draw alike. */
static void
test_rings_to_draw_in (void)
{
  g_autoptr (AmiaQuestionnaire) form = load_named ("natverkskarta");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
  g_autofree char *text = pdf_read_words (sheet);

  check_has (text, "Långt bort", TRUE);
  check_has (text, "Ger mig stöd Både och Tar kraft", TRUE);
}

#define REPORT                                                                         \
  "{\"timmar\":{\"rad\":[{\"rad-datum\":\"1914-03-28\","                               \
  "\"rad-aktivitet\":\"Arbetsförmedlingens rehabiliteringsvägledning\","             \
  "\"rad-anordnare\":\"Östersund\",\"rad-kommentar\":\"Rehabiliteringsplaneringen\"}" \
  "]}}"

/* Neither a day nor a word is broken in a cell. */
static void
test_whole_words (gconstpointer data)
{
  const AmiaPaperInfo info = { .is_large = GPOINTER_TO_INT (data) };
  g_autoptr (AmiaQuestionnaire) form = load_named ("aktivitetsrapport");
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  edits = amia_response_fill (response, REPORT, -1, NULL, &error);
  g_assert_no_error (error);
  sheet = amia_form_sheet_new (form, response, &info);
  text = pdf_read_words (sheet);
  check_has (text, "1914-03-28", TRUE);
  check_has (text, "Rehabiliteringsplaneringen", TRUE);
}

static void
test_pdf (void)
{
  const char *const command[] = { "pdfinfo", "FILE", NULL };
  g_autoptr (AmiaQuestionnaire) form = load_named ("samtycke");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
  g_autofree char *text = pdf_ask (sheet, command);

  check_has (text, "Samtycke", TRUE);
  check_has (text, "Tagged:          yes", TRUE);
}

/* What nobody would write: it is printed all the same. */
static void
test_hostile (void)
{
  g_autoptr (GString) json =
      g_string_new ("{\"resourceType\":\"Questionnaire\",\"status\":\"active\","
                    "\"item\":[{\"linkId\":\"a\",\"type\":\"choice\",\"text\":\"");
  g_autoptr (AmiaQuestionnaire) form = NULL;
  g_autoptr (AmiaSheet) sheet = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append (json, "ordutanmellanslag");
  g_string_append (json, "\",\"answerOption\":[");
  for (guint i = 0; i < 29; i++)
    g_string_append_printf (json, "%s{\"valueString\":\"%u %0*u\"}", i > 0 ? "," : "", i, 400, i);
  g_string_append (json, "]}]}");
  form = parse (json->str);
  sheet = print_blank (form, TRUE);
  check_margins (sheet);
}

/* From the least number to the greatest is no scale to put a ring on: it is a line to write on. */
static void
test_endless_scale (void)
{
  g_autoptr (AmiaQuestionnaire) form = parse (
      "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":[{\"linkId\":\"a\","
      "\"type\":\"integer\",\"text\":\"Hur ofta?\",\"extension\":["
      "{\"url\":\"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl\","
      "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"slider\"}]}},"
      "{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":-2147483648},"
      "{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\",\"valueInteger\":2147483647},"
      "{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-sliderStepValue\","
      "\"valueInteger\":1}"
      "],\"item\":["
      "{\"linkId\":\"low\",\"type\":\"display\",\"text\":\"aldrig\",\"extension\":["
      "{\"url\":\"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl\","
      "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"lower\"}]}}]},"
      "{\"linkId\":\"high\",\"type\":\"display\",\"text\":\"alltid\",\"extension\":["
      "{\"url\":\"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl\","
      "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"upper\"}]}}]}]}]}");
  g_autoptr (AmiaSheet) sheet = print_blank (form, FALSE);
  g_autofree char *text = pdf_read_words (sheet);

  check_has (text, "Hur ofta?", TRUE);
  check_has (text, "alltid", FALSE);
}

/* Lists in lists in lists, each with many rows at least: a few sheets to write on, all the same. */
static void
test_rows_within_rows (void)
{
  g_autoptr (GString) json = g_string_new ("{\"linkId\":\"z\",\"type\":\"text\",\"text\":\"Z\"}");
  g_autoptr (AmiaQuestionnaire) form = NULL;
  PangoContext *context;
  g_autoptr (AmiaSheet) sheet = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *within = g_strdup (json->str);

      g_string_printf (json,
                       "{\"linkId\":\"g%u\",\"type\":\"group\",\"repeats\":true,\"text\":\"G\","
                       "\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
                       "questionnaire-minOccurs\",\"valueInteger\":1000000}],"
                       "\"item\":[%s,{\"linkId\":\"h%u\",\"type\":\"text\",\"text\":\"H\"}]}",
                       i, within, i);
    }
  g_string_prepend (json, "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":[");
  g_string_append (json, "]}");
  form = parse (json->str);
  sheet = print_blank (form, FALSE);
  context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_assert_cmpuint (amia_sheet_layout (sheet, context), <, 1000);
  g_object_unref (context);
}

int
main (int   argc,
      char *argv[])
{
  gsize               n;
  const AmiaTemplate *templates = amia_templates_get_all (&n);

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *items = g_strdup_printf ("/paper/form-sheet/%s/has-every-item",
                                                templates[i].name);
      g_autofree char *large =
          g_strdup_printf ("/paper/form-sheet/%s/has-every-item-in-large-print", templates[i].name);
      g_autofree char *margins = g_strdup_printf ("/paper/form-sheet/%s/keeps-to-the-margins",
                                                  templates[i].name);

      g_test_add_data_func (items, &templates[i], test_every_item);
      g_test_add_data_func (large, &templates[i], test_every_item_large);
      g_test_add_data_func (margins, &templates[i], test_margins);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    g_test_add_data_func (said[i].path, &said[i], test_says);
  g_test_add_func ("/paper/form-sheet/prints-answers", test_filled);
  g_test_add_func ("/paper/form-sheet/prints-an-own-copy", test_own_copy);
  g_test_add_func ("/paper/form-sheet/leaves-out-what-is-not-shared", test_withheld);
  g_test_add_func ("/paper/form-sheet/keeps-an-area-with-an-answer", test_list_withheld);
  g_test_add_func ("/paper/form-sheet/draws-the-network", test_network);
  g_test_add_func ("/paper/form-sheet/gives-out-nothing-of-the-pair", test_pair_only);
  g_test_add_func ("/paper/form-sheet/names-nobody-on-a-survey", test_survey);
  g_test_add_func ("/paper/form-sheet/speaks-english", test_english);
  g_test_add_func ("/paper/form-sheet/has-answers-that-are-not-listed", test_unlisted_answers);
  g_test_add_func ("/paper/form-sheet/has-a-sheet-for-each-day", test_days);
  g_test_add_func ("/paper/form-sheet/has-a-sheet-for-each-week", test_weeks);
  g_test_add_func ("/paper/form-sheet/keeps-a-day-on-one-page", test_gathers);
  g_test_add_func ("/paper/form-sheet/keeps-a-card-on-one-page", test_card);
  g_test_add_func ("/paper/form-sheet/keeps-a-condition-with-its-question", test_condition_stays);
  g_test_add_func ("/paper/form-sheet/has-a-week-on-one-page", test_week_on_a_page);
  g_test_add_func ("/paper/form-sheet/saves-a-page-by-a-row-less", test_saves_a_page);
  g_test_add_func ("/paper/form-sheet/has-rings-to-draw-in", test_rings_to_draw_in);
  g_test_add_data_func ("/paper/form-sheet/breaks-no-word-of-a-table",
                        GINT_TO_POINTER (FALSE),
                        test_whole_words);
  g_test_add_data_func ("/paper/form-sheet/breaks-no-word-of-a-table-in-large-print",
                        GINT_TO_POINTER (TRUE),
                        test_whole_words);
  g_test_add_func ("/paper/form-sheet/has-title-and-tags", test_pdf);
  g_test_add_func ("/paper/form-sheet/bears-what-nobody-would-write", test_hostile);
  g_test_add_func ("/paper/form-sheet/has-no-endless-scale", test_endless_scale);
  g_test_add_func ("/paper/form-sheet/bounds-rows-within-rows", test_rows_within_rows);
  return g_test_run ();
}
