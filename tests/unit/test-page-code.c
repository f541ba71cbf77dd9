/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "amia-page-code.h"
#include "amia-page-mark.h"
#include "amia-page-reader.h"

/* Page codes: what is printed is read again, by eye and by scanner, and nothing else is taken for
 * one. */

#define CANONICAL "https://amia.se/fhir/Questionnaire/samtycke|1.0.0"

static AmiaUuid
make_id (guint8 last)
{
  AmiaUuid id = { { 0 } };

  id.bytes[0] = 1;
  id.bytes[15] = last;
  return id;
}

static AmiaPageCode
make_code (guint32 page)
{
  AmiaUuid     case_id = make_id (7);
  AmiaUuid     form_id = make_id (8);
  AmiaPageCode code;

  amia_page_code_init (&code, &case_id, &form_id, CANONICAL);
  code.page = page;
  return code;
}

static void
test_prints_and_parses (void)
{
  const guint32 pages[] = { 1, 2, 31, 32, 100, AMIA_PAGE_CODE_PAGE_MAX };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      AmiaPageCode code = make_code (pages[i]);
      AmiaPageCode read;
      char         text[AMIA_PAGE_CODE_LENGTH + 1];

      g_assert_cmpuint (strlen (amia_page_code_print (&code, text)), ==, AMIA_PAGE_CODE_LENGTH);
      g_assert_true (amia_page_code_parse (text, &read));
      g_assert_cmpmem (&code, sizeof code, &read, sizeof read);
    }
}

static void
test_finds_its_case (void)
{
  AmiaPageCode code = make_code (1);
  AmiaUuid     case_id = make_id (7);
  AmiaUuid     form_id = make_id (8);

  g_assert_true (amia_page_code_is_of_case (&code, &case_id));
  g_assert_false (amia_page_code_is_of_case (&code, &form_id));
  g_assert_true (amia_page_code_is_of_form (&code, &form_id));
  g_assert_false (amia_page_code_is_of_form (&code, &case_id));
  g_assert_true (amia_page_code_is_of_template (&code, CANONICAL));
  g_assert_false (amia_page_code_is_of_template (&code, "https://amia.se/fhir/Questionnaire/samtycke|1.0.1"));
}

static void
test_belongs_to_nobody (void)
{
  AmiaUuid     nil = { { 0 } };
  AmiaPageCode code;

  amia_page_code_init (&code, NULL, &nil, NULL);
  g_assert_cmpuint (code.case_tag, ==, 0);
  g_assert_cmpuint (code.form_tag, ==, 0);
  g_assert_false (amia_page_code_is_of_case (&code, &nil));
  g_assert_false (amia_page_code_is_of_form (&code, &nil));
}

/* As people write it: small letters, no hyphens, O for 0 and I for 1. */
static void
test_reads_handwriting (void)
{
  AmiaPageCode     code = make_code (1);
  AmiaPageCode     read;
  char             text[AMIA_PAGE_CODE_LENGTH + 1];
  g_autofree char *lower = NULL;

  amia_page_code_print (&code, text);
  lower = g_ascii_strdown (text, -1);
  g_strdelimit (lower, "-", ' ');
  g_strdelimit (lower, "0", 'o');
  g_strdelimit (lower, "1", 'l');
  g_assert_true (amia_page_code_parse (lower, &read));
  g_assert_cmpmem (&code, sizeof code, &read, sizeof read);
}

static void
test_refuses (void)
{
  const char *const wrong[] = { "", "7K3MX", "AMIA1-7K3MX-9Q2FA4-W4T-03-H8", "!!!!!-!!!!!!-!!!-!!-!!",
                                "00000-000000-000-00-00", "7K3MX-9Q2FA4-W4T-03-H8-0" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      AmiaPageCode code;

      g_assert_false (amia_page_code_parse (wrong[i], &code));
    }
}

/* One wrong character is noticed: by the check characters, in all but one of a thousand cases. */
static void
test_notices_slips (void)
{
  AmiaPageCode code = make_code (3);
  char         text[AMIA_PAGE_CODE_LENGTH + 1];
  guint        n_missed = 0;

  amia_page_code_print (&code, text);
  for (gsize i = 0; i < AMIA_PAGE_CODE_LENGTH; i++)
    {
      for (const char *c = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *c != '\0'; c++)
        {
          char         slip[AMIA_PAGE_CODE_LENGTH + 1];
          AmiaPageCode read;

          memcpy (slip, text, sizeof slip);
          if (slip[i] == '-' || slip[i] == *c)
            continue;
          slip[i] = *c;
          n_missed += amia_page_code_parse (slip, &read) ? 1 : 0;
        }
    }
  g_assert_cmpuint (n_missed, <=, 3);
}

/* --- Scans ------------------------------------------------------------------------------------ */

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* How a page lies on the scanner, and how good that is. */
typedef struct
{
  const char *path;
  double      dpi;
  double      turn; /* degrees */
  double      ink;  /* how black black is */
} Scan;

static const Scan scans[] = {
  { "/paper/page-reader/reads-150-dpi", 150, 0, 1 },
  { "/paper/page-reader/reads-300-dpi", 300, 0, 1 },
  { "/paper/page-reader/reads-a-skew-page", 200, 2.5, 1 },
  { "/paper/page-reader/reads-upside-down", 200, 181, 1 },
  { "/paper/page-reader/reads-a-page-on-its-side", 200, 89, 1 },
  { "/paper/page-reader/reads-faint-ink", 200, -1.5, 0.55 },
};

static void
draw_page (cairo_t            *cr,
           const AmiaPageCode *code,
           double              ink)
{
  /* What is on a page besides: boxes and lines, which a scanner could take for edges. */
  cairo_set_source_rgb (cr, 1 - ink, 1 - ink, 1 - ink);
  cairo_set_line_width (cr, 0.7);
  for (double y = 60; y < 760; y += 24)
    {
      cairo_rectangle (cr, 57, y, 9, 9);
      cairo_move_to (cr, 80, y + 9);
      cairo_line_to (cr, 538, y + 9);
    }
  cairo_stroke (cr);
  g_assert_true (amia_page_mark_draw (code, cr, 57, 782));
  cairo_set_source_rgba (cr, 1, 1, 1, 1 - ink);
  cairo_paint (cr);
}

static GByteArray *
make_scan (const Scan         *scan,
           const AmiaPageCode *code)
{
  const double     scale = scan->dpi / 72;
  const gboolean   is_on_side = (int) (scan->turn / 80) == 1;
  const int        width = (int) ((is_on_side ? 842 : 595) * scale);
  const int        height = (int) ((is_on_side ? 595 : 842) * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t         *cr = cairo_create (surface);
  GByteArray      *bytes = g_byte_array_new ();

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_rotate (cr, scan->turn * G_PI / 180);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -595 / 2.0, -842 / 2.0);
  draw_page (cr, code, scan->ink);
  cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return bytes;
}

static void
test_reads_scan (gconstpointer data)
{
  AmiaPageCode code = make_code (12);
  AmiaPageCode read = { 0 };
  g_autoptr (GByteArray) png = NULL;
  g_autoptr (GError) error = NULL;

  if (!amia_page_reader_is_available ())
    {
      g_test_skip ("built without libdmtx");
      return;
    }
  png = make_scan (data, &code);
  g_assert_true (amia_page_reader_read (png->data, png->len, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (&code, sizeof code, &read, sizeof read);
}

/* A thumbnail has no code that could be read, and is no picture to stumble over. */
static void
test_finds_nothing (void)
{
  const double dpis[] = { 0.2, 1, 5, 24, 25, 50 };

  if (!amia_page_reader_is_available ())
    {
      g_test_skip ("built without libdmtx");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (dpis); i++)
    {
      const Scan   blank = { NULL, dpis[i], 0, 0 };
      AmiaPageCode code = make_code (1);
      AmiaPageCode read;
      g_autoptr (GByteArray) png = make_scan (&blank, &code);
      g_autoptr (GError) error = NULL;

      g_assert_false (amia_page_reader_read (png->data, png->len, &read, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    }
}

static void
test_is_no_picture (void)
{
  const char *const files[] = { "", "GIF89a", "%PDF-1.5 and so on", "\x89PNG\r\n\x1a\n" };

  if (!amia_page_reader_is_available ())
    {
      g_test_skip ("built without libdmtx");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      AmiaPageCode code;
      g_autoptr (GError) error = NULL;

      g_assert_false (amia_page_reader_read ((const guint8 *) files[i],
                                             strlen (files[i]),
                                             &code,
                                             &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/page-code/prints-and-parses", test_prints_and_parses);
  g_test_add_func ("/paper/page-code/finds-its-case", test_finds_its_case);
  g_test_add_func ("/paper/page-code/belongs-to-nobody", test_belongs_to_nobody);
  g_test_add_func ("/paper/page-code/reads-handwriting", test_reads_handwriting);
  g_test_add_func ("/paper/page-code/refuses", test_refuses);
  g_test_add_func ("/paper/page-code/notices-slips", test_notices_slips);
  for (gsize i = 0; i < G_N_ELEMENTS (scans); i++)
    g_test_add_data_func (scans[i].path, &scans[i], test_reads_scan);
  g_test_add_func ("/paper/page-reader/finds-nothing", test_finds_nothing);
  g_test_add_func ("/paper/page-reader/is-no-picture", test_is_no_picture);
  return g_test_run ();
}
