/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "amia-case-sheet.h"
#include "amia-rating-source.h"
#include "amia-response-export.h"
#include "pdf-words.h"

/* Self-ratings of several occasions on paper: which are there, and that what is drawn stands in
 * numbers, too. */

#define URL "https://example.org/Questionnaire/hur-har-du-det"

#define SCALE(id, text)                                                                 \
  "{\"linkId\":\"" id "\",\"type\":\"integer\",\"text\":\"" text "\",\"extension\":["   \
  "{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":0},"  \
  "{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\",\"valueInteger\":10}," \
  "{\"url\":\"https://amia.se/fhir/StructureDefinition/consent-area\",\"valueCode\":\"" id "\"}]}"

#define FORM                                                                                       \
  "{\"resourceType\":\"Questionnaire\",\"url\":\"" URL "\",\"version\":\"1\","                     \
  "\"status\":\"active\",\"language\":\"sv\",\"title\":\"Hur har du det?\",\"item\":["             \
  "{\"linkId\":\"s\",\"type\":\"group\",\"text\":\"Skalor\",\"extension\":[{\"url\":"              \
  "\"https://amia.se/fhir/StructureDefinition/instrument\",\"valueCode\":\"ratings\"}],"           \
  "\"item\":[" SCALE ("health", "Hur sover du?") "," SCALE ("work", "Vill du arbeta?") "," SCALE ( \
      "social", "Har du folk?") "]}]}"

static AmiaUuid
make_id (guint8 last)
{
  AmiaUuid id = { .bytes = { 1, 2, 3 } };

  id.bytes[15] = last;
  return id;
}

static AmiaQuestionnaire *
parse (void)
{
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form = amia_questionnaire_new_from_data (FORM, -1, &error);

  g_assert_no_error (error);
  return form;
}

static AmiaRating *
make_rating (const char *id,
             const char *day,
             double      sleep,
             double      work)
{
  GDate       date;
  AmiaRating *rating = NULL;

  g_date_clear (&date, 1);
  g_date_set_parse (&date, day);
  rating = amia_rating_new (id, &date);
  amia_rating_set (rating, "answer/s/health", sleep);
  amia_rating_set (rating, "answer/s/work", work);
  return rating;
}

static char *
print (AmiaPaperInfo *info,
       gboolean       has_earlier)
{
  g_autoptr (AmiaQuestionnaire) form = parse ();
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) ratings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_rating_unref);
  g_autoptr (GPtrArray) edits =
      amia_response_fill (response, "{\"health\":7,\"work\":9}", -1, NULL, NULL);
  g_autoptr (AmiaSheet) sheet = NULL;

  g_assert_nonnull (edits);
  if (has_earlier)
    g_ptr_array_add (ratings, make_rating ("before", "1914-01-14", 2, 3.5));
  info->ratings = ratings;
  info->printed_on = "1914-03-02";
  sheet = amia_form_sheet_new (form, response, info);
  return pdf_read_words (sheet);
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *words;
    gboolean    is_large;
    gboolean    is_own_copy;
  } rows[] = {
    { "14 januari 1914 2 mars 1914 (det här)", FALSE, FALSE },
    { "1. Hur sover du? 2 7", FALSE, FALSE },
    { "2. Vill du arbeta? 3.5 9", FALSE, FALSE },
    { "3. Har du folk? – –", FALSE, FALSE },
    { "3. Har du folk? – –", FALSE, TRUE },
    { "1. Hur sover du? 2 7", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaPaperInfo    info = { .is_large = rows[i].is_large, .is_own_copy = rows[i].is_own_copy };
      g_autofree char *text = print (&info, TRUE);

      if (text == NULL)
        g_test_skip ("pdftotext is not installed");
      else if (strstr (text, rows[i].words) == NULL)
        g_error ("“%s” is not in “%s”", rows[i].words, text);
    }
}

/* The marks of the form itself say as much. */
static void
test_once_is_not_drawn (void)
{
  AmiaPaperInfo    info = { 0 };
  g_autofree char *text = print (&info, FALSE);

  if (text == NULL)
    g_test_skip ("pdftotext is not installed");
  else
    g_assert_null (strstr (text, "Över tid"));
}

static void
test_withheld (void)
{
  const char *const areas[] = { "health", NULL };
  AmiaPaperInfo     info = { .withheld_areas = areas };
  g_autofree char  *text = print (&info, TRUE);

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_nonnull (strstr (text, "1. Vill du arbeta? 3.5 9"));
  g_assert_null (strstr (text, "Hur sover du?"));
}

/* --- Which occasions -------------------------------------------------------------------------- */

static void
test_pick (void)
{
  static const AmiaRatingScale scales[] = { { 0, 10 }, { 0, 10 } };
  static const char *const     paths[] = { "answer/s/health", "answer/s/work" };
  g_autoptr (AmiaRating) own = make_rating ("own", "1914-04-01", 5, 5);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_rating_unref);
  g_autoptr (AmiaRatingsPicture) picture = NULL;
  const double expected[] = { 2, 3, 5, 4 };
  const guint  styles[] = { 3, 2, 0, 1 };

  g_ptr_array_add (all, make_rating ("later", "1914-05-01", 4, 4));
  g_ptr_array_add (all, make_rating ("own", "1914-04-01", 9, 9));
  g_ptr_array_add (all, make_rating ("oldest", "1914-01-01", 1, 1));
  g_ptr_array_add (all, make_rating ("third", "1914-03-01", 3, NAN));
  g_ptr_array_add (all, make_rating ("empty", "1914-03-15", NAN, NAN));
  g_ptr_array_add (all, make_rating ("second", "1914-02-01", 2, 2));

  picture = amia_ratings_picture_new (scales, paths, G_N_ELEMENTS (scales), own, all);
  g_assert_cmpuint (picture->n_lines, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < picture->n_lines; i++)
    {
      g_assert_cmpfloat (picture->lines[i].values[0], ==, expected[i]);
      g_assert_cmpuint (picture->lines[i].style, ==, styles[i]);
    }
  g_assert_true (isnan (picture->lines[1].values[1]));
  g_assert_true (amia_ratings_picture_has_number (picture));
}

static void
test_nothing_rated (void)
{
  static const AmiaRatingScale scale = { 0, 10 };
  static const char *const     path = "answer/s/health";
  g_autoptr (AmiaRating) own = make_rating ("own", "1914-04-01", NAN, 1);
  g_autoptr (AmiaRatingsPicture) picture = amia_ratings_picture_new (&scale, &path, 1, own, NULL);

  g_assert_cmpuint (picture->n_lines, ==, 1);
  g_assert_false (amia_ratings_picture_has_number (picture));
}

/* --- A whole case ----------------------------------------------------------------------------- */

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

static void
add_form (AmiaCaseBook *book,
          guint8        last,
          const char   *version,
          const char   *day,
          const char   *sleep)
{
  AmiaUuid         id = make_id (last);
  AmiaUuid         case_id = make_id (1);
  AmiaRecord      *record = amia_record_new ("form", &id, &case_id);
  g_autofree char *canonical = g_strdup_printf ("\"" URL "|%s\"", version);

  put (record, "questionnaire", canonical);
  put (record, "answer/talks/talk/[01020300-0000-0000-0000-0000000000ff]/samtal-datum", day);
  put (record, "answer/s/health", sleep);
  amia_case_book_add (book, record);
  amia_record_free (record);
}

static AmiaQuestionnaire *
find_form (const char *canonical,
           gpointer    data)
{
  return parse ();
}

static void
test_case (void)
{
  const AmiaPaperInfo info = { .language = "sv" };
  g_autoptr (AmiaCaseBook) book = amia_case_book_new (&info, find_form, NULL);
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autofree char *text = NULL;

  add_form (book, 6, "2", "\"1914-03-01\"", "8");
  add_form (book, 5, "1", "\"1914-02-01\"", "4");
  sheet = amia_case_book_make_sheet (book, NULL, NULL);
  text = pdf_read_words (sheet);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_nonnull (strstr (text, "1 februari 1914 (det här) 1 mars 1914"));
  g_assert_nonnull (strstr (text, "1 februari 1914 1 mars 1914 (det här)"));
  g_assert_nonnull (strstr (text, "1. Hur sover du? 4 8"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/ratings/stand-in-numbers", test_numbers);
  g_test_add_func ("/paper/ratings/once-is-not-drawn", test_once_is_not_drawn);
  g_test_add_func ("/paper/ratings/leave-out-what-is-not-shared", test_withheld);
  g_test_add_func ("/paper/ratings/of-a-whole-case", test_case);
  g_test_add_func ("/ratings/picture/picks-the-latest", test_pick);
  g_test_add_func ("/ratings/picture/says-that-nothing-is-rated", test_nothing_rated);
  return g_test_run ();
}
