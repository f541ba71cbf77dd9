/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-sheet.h"
#include "test-directory.h"

/* Paper: what is on a sheet is on its pages, once, and every page is a page. */

static AmiaSheet *
make_sheet (guint n_lines)
{
  AmiaSheet *sheet = amia_sheet_new ("Vem har fått veta vad", "Utskrivet av Anna");

  amia_sheet_add_heading (sheet, "Försäkringskassan till Arbetsförmedlingen");
  for (guint i = 0; i < n_lines; i++)
    amia_sheet_add_line (sheet, "Hälsa", "sedan den 3 mars 1914, undertecknat samtycke");
  return sheet;
}

static guint
lay_out (AmiaSheet *sheet)
{
  PangoFontMap *fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  guint         n_pages;

  pango_cairo_context_set_resolution (context, 72);
  n_pages = amia_sheet_layout (sheet, context);
  g_object_unref (context);
  g_object_unref (fonts);
  return n_pages;
}

static guint
count_pages (guint n_lines)
{
  g_autoptr (AmiaSheet) sheet = make_sheet (n_lines);

  return lay_out (sheet);
}

static void
test_flows (void)
{
  guint one = count_pages (0);
  guint few = count_pages (5);
  guint many = count_pages (200);

  g_assert_cmpuint (one, ==, 1);
  g_assert_cmpuint (few, ==, 1);
  g_assert_cmpuint (many, >, 3);
  g_assert_cmpuint (many, <, 12);
}

/* A text longer than a page is cut between its lines. */
static void
test_cuts_a_long_text (void)
{
  g_autoptr (AmiaSheet) sheet = amia_sheet_new ("Långt", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "ett ord till ");
  amia_sheet_add_text (sheet, text->str);
  g_assert_cmpuint (lay_out (sheet), >, 3);
}

static void
test_saves (void)
{
  g_autofree char *folder = test_directory_new ();
  g_autoptr (AmiaSheet) sheet = make_sheet (100);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char *bytes = NULL;
  gsize            length;

  g_assert_true (amia_sheet_save_pdf (sheet, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 1000);
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
}

static void
test_cannot_save (void)
{
  g_autofree char *folder = test_directory_new ();
  g_autoptr (AmiaSheet) sheet = make_sheet (1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "nowhere", "sheet.pdf", NULL);

  g_assert_false (amia_sheet_save_pdf (sheet, path, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/sheet/flows", test_flows);
  g_test_add_func ("/paper/sheet/cuts-a-long-text", test_cuts_a_long_text);
  g_test_add_func ("/paper/sheet/saves", test_saves);
  g_test_add_func ("/paper/sheet/cannot-save", test_cannot_save);
  return g_test_run ();
}
