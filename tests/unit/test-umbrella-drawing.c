/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "amia-sheet.h"
#include "amia-umbrella-drawing.h"
#include "test-directory.h"

/* The picture as a file and on paper: it is written whole, stays on one page, and says what it is
 * given, whatever there is of it. */

static const char *const incomes[] = {
  "Sjukpenning, hel",
  "En mycket lång inkomst som inte får plats någonstans alls på hela raden",
  "Tredje",
  "Fjärde",
};

static const AmiaUmbrellaLook look = {
  .accent = { 0.1, 0.4, 0.7 },
  .phases = { "Sjukpenning", "AMiA", "ALI", "Efter" },
  .incomes = incomes,
  .n_incomes = G_N_ELEMENTS (incomes),
  .months = { "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec" },
  .today = "I dag",
  .benefit_end = "Sista dag 31 augusti 2014",
};

static AmiaUmbrella *
make (gsize n_incomes,
      gsize n_activities)
{
  static const AmiaUmbrellaSpan spans[40] = {
    { "2014-01-01", "2014-12-31" },
    { "2014-02-01", "2014-12-31" },
    { "2014-03-01", NULL },
    { "2014-04-01", NULL },
    { "2014-05-01", "2014-05-01" },
  };
  const AmiaUmbrellaFacts facts = {
    .today = "2014-05-15",
    .enrolled = "2014-01-15",
    .benefit_end = "2014-08-31",
    .incomes = spans,
    .n_incomes = n_incomes,
    .activities = spans,
    .n_activities = n_activities,
    .meetings = spans,
    .n_meetings = 5,
  };

  return amia_umbrella_lay_out (&facts);
}

static void
test_file (void)
{
  g_autofree char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "paraply.svg", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (AmiaUmbrella) umbrella = make (4, 5);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_umbrella_save_svg (umbrella, &look, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_nonnull (strstr (contents, "<svg"));
  g_assert_nonnull (strstr (contents, "</svg>"));
}

static void
test_file_in_no_place (void)
{
  g_autofree char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "nowhere", "paraply.svg", NULL);
  g_autoptr (AmiaUmbrella) umbrella = make (0, 0);
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_umbrella_save_svg (umbrella, &look, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_height_follows_the_contents (void)
{
  g_autoptr (AmiaUmbrella) little = make (1, 0);
  g_autoptr (AmiaUmbrella) much = make (4, 5);
  double           little_height = 0;
  double           much_height = 0;
  cairo_surface_t *surface = amia_umbrella_record (little, &look, AMIA_SHEET_INNER_WIDTH,
                                                   &little_height);

  cairo_surface_destroy (surface);
  surface = amia_umbrella_record (much, &look, AMIA_SHEET_INNER_WIDTH, &much_height);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (little_height, >, 50);
  g_assert_cmpfloat (much_height, >, little_height);
  g_assert_cmpfloat (much_height, <, AMIA_SHEET_HEIGHT / 2);
}

static void
test_paper (void)
{
  g_autofree char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "paraply.pdf", NULL);
  g_autoptr (AmiaUmbrella) umbrella = make (4, 5);
  g_autoptr (AmiaSheet) sheet = amia_sheet_new ("Paraplyet", NULL);
  g_autoptr (GError) error = NULL;
  PangoContext    *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  double           height = 0;
  cairo_surface_t *surface = amia_umbrella_record (umbrella, &look, AMIA_SHEET_INNER_WIDTH,
                                                   &height);

  pango_cairo_context_set_resolution (context, 72);
  amia_sheet_add_picture (sheet, surface, height);
  amia_sheet_add_line (sheet, "Sjukpenning, hel", "1 januari 2014 – 31 augusti 2014");
  g_assert_cmpuint (amia_sheet_layout (sheet, context), ==, 1);
  g_assert_true (amia_sheet_save_pdf (sheet, path, &error));
  g_assert_no_error (error);
  g_object_unref (context);
}

typedef struct
{
  AmiaUmbrella *umbrella;
  PangoContext *context;
} Pointing;

static double
get_x (const Pointing *pointing,
       const char     *day,
       double          width)
{
  GDate date;

  g_date_set_parse (&date, day);
  g_assert_true (g_date_valid (&date));
  return amia_umbrella_get_x (pointing->umbrella, &date) * width;
}

/* Goes down the picture at @x and collects what it meets, each once, as `place index`. */
static char *
list_places (const Pointing *pointing,
             double          width,
             double          x)
{
  const double height = amia_umbrella_get_height (pointing->umbrella, pointing->context, width);
  g_autoptr (GString) places = g_string_new (NULL);
  AmiaUmbrellaPlace last = AMIA_UMBRELLA_PLACE_NONE;
  guint             last_index = 0;

  for (double y = 0; y < height; y++)
    {
      guint             index = 0;
      AmiaUmbrellaPlace place = amia_umbrella_find (
          pointing->umbrella, pointing->context, width, x, y, &index);

      if (place != AMIA_UMBRELLA_PLACE_NONE && (place != last || index != last_index))
        g_string_append_printf (places, "%s%d %u", places->len > 0 ? ", " : "", place, index);
      last = place;
      last_index = index;
    }

  return g_string_free (g_steal_pointer (&places), FALSE);
}

/* 1 a band, 2 its beginning, 3 its end, 4 the end of the benefit, 5 the beginning of ALI; the first
 * income is from January to December, the second from February, the third from March on, open. The
 * picture reaches from October to March. */
static void
test_pointing (void)
{
  static const struct
  {
    const char *day;
    double      beside;
    const char *places;
  } rows[] = {
    { "2013-11-15", 0, "" },
    { "2014-01-01", 1, "2 0" },
    { "2014-01-15", 0, "1 0" },
    { "2014-02-01", 1, "1 0, 2 1" },
    { "2014-05-20", 0, "1 0, 1 1, 1 2" },
    { "2014-09-01", -2, "4 0, 1 0, 1 1, 1 2" },
    { "2014-09-01", 2, "5 0, 1 0, 1 1, 1 2" },
    { "2015-01-01", -1, "3 0, 3 1, 1 2" },
    { "2015-01-01", 2, "3 0, 3 1, 1 2" },
    { "2015-02-01", 0, "1 2" },
  };
  g_autoptr (AmiaUmbrella) umbrella = make (3, 0);
  const double width = 1000;
  Pointing     pointing = { umbrella, pango_font_map_create_context (
                                          pango_cairo_font_map_get_default ()) };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *places = list_places (
          &pointing, width, get_x (&pointing, rows[i].day, width) + rows[i].beside);

      g_test_message ("%s %+g", rows[i].day, rows[i].beside);
      g_assert_cmpstr (places, ==, rows[i].places);
    }
  g_object_unref (pointing.context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/umbrella-drawing/file", test_file);
  g_test_add_func ("/umbrella-drawing/file-in-no-place", test_file_in_no_place);
  g_test_add_func ("/umbrella-drawing/height-follows-the-contents", test_height_follows_the_contents);
  g_test_add_func ("/umbrella-drawing/paper", test_paper);
  g_test_add_func ("/umbrella-drawing/pointing", test_pointing);

  return g_test_run ();
}
