/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-record.h"
#include "amia-scan.h"

/* The scanner against RFC 8259, against json-glib, and against cut and random bytes. */

static AmiaSlice
slice (const char *text)
{
  return (AmiaSlice){ text, strlen (text) };
}

/* Names the case in the log, which is UTF-8 in lines. */
static void
say (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s", escaped);
}

/* A copy of exactly the size, so that the sanitizer sees a read past its end. */
static gboolean
check_exact (const char   *text,
             gsize         length,
             AmiaScanType *type)
{
  g_autofree char *copy = g_memdup2 (text, length);

  return amia_scan_check (copy, length, type);
}

static void
test_json_is_taken (void)
{
  static const struct
  {
    const char  *text;
    AmiaScanType type;
  } cases[] = {
    { "null", AMIA_SCAN_NULL },
    { " \t\r\ntrue \n", AMIA_SCAN_BOOLEAN },
    { "false", AMIA_SCAN_BOOLEAN },
    { "0", AMIA_SCAN_NUMBER },
    { "-0", AMIA_SCAN_NUMBER },
    { "-12.50e+07", AMIA_SCAN_NUMBER },
    { "1E-9", AMIA_SCAN_NUMBER },
    { "\"\"", AMIA_SCAN_STRING },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e5\\uD83D\\ude00\"", AMIA_SCAN_STRING },
    { "\"å\x7f\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\xed\x9f\xbf\"", AMIA_SCAN_STRING },
    { "\"\\u0000\\ud800\"", AMIA_SCAN_STRING },
    { "[]", AMIA_SCAN_ARRAY },
    { "[ 1 , [ ] , { } ]", AMIA_SCAN_ARRAY },
    { "{}", AMIA_SCAN_OBJECT },
    { "{ \"a\" : 1 , \"a\" : { \"\" : null } }", AMIA_SCAN_OBJECT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaScanType type = AMIA_SCAN_ERROR;

      say (cases[i].text);
      g_assert_true (check_exact (cases[i].text, strlen (cases[i].text), &type));
      g_assert_cmpint (type, ==, cases[i].type);
    }
}

static const char *const refused_texts[] = {
  "",
  " ",
  "nul",
  "nulll",
  "True",
  "NaN",
  "Infinity",
  "undefined",
  "'a'",
  "// c\n1",
  "1 2",
  "\xef\xbb\xbf"
  "1",
  "01",
  "-",
  "+1",
  "1.",
  ".5",
  "1e",
  "1e+",
  "0x10",
  "1_000",
  "--1",
  "1.e5",
  "\"",
  "\"a",
  "\"\\\"",
  "\"\\x\"",
  "\"\\u12\"",
  "\"\\u12g4\"",
  "\"\\",
  "\"a\nb\"",
  "\"\x01\"",
  /* Not UTF-8: a lone continuation, overlong, a surrogate, above U+10FFFF, cut short. */
  "\"\x80\"",
  "\"\xc0\xaf\"",
  "\"\xc1\xbf\"",
  "\"\xe0\x9f\xbf\"",
  "\"\xf0\x8f\xbf\xbf\"",
  "\"\xed\xa0\x80\"",
  "\"\xf4\x90\x80\x80\"",
  "\"\xf5\x80\x80\x80\"",
  "\"\xe2\x82\"",
  "\"\xc3\"",
  "\"\xff\"",
  "\xc3\xa5",
  "[",
  "]",
  "[1",
  "[1,",
  "[1,]",
  "[,1]",
  "[1 2]",
  "[1}",
  "[\"a]",
  "{",
  "}",
  "{1:2}",
  "{\"a\"}",
  "{\"a\":}",
  "{\"a\":1,}",
  "{,\"a\":1}",
  "{\"a\" 1}",
  "{a:1}",
  "{\"a\":1]",
};

static void
test_other_bytes_are_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_texts); i++)
    {
      say (refused_texts[i]);
      g_assert_false (check_exact (refused_texts[i], strlen (refused_texts[i]), NULL));
    }

  g_assert_false (check_exact ("1\0", 2, NULL));
  g_assert_false (check_exact ("\"\0\"", 3, NULL));
  g_assert_false (check_exact ("\"\\\0\"", 4, NULL));
}

/* Eight bytes are looked at together: each byte there is, at each place among plain ones. */
static void
test_every_byte_at_every_place (void)
{
  for (guint byte = 0; byte < 256; byte++)
    {
      const gboolean is_plain = byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';

      for (gsize place = 1; place <= 24; place++)
        {
          char text[27] = "\" ~\x7f#][^! ~\x7f#][^! ~\x7f#][^!\"";

          g_assert_true (check_exact (text, 26, NULL));
          text[place] = (char) byte;
          g_assert_cmpint (check_exact (text, 26, NULL), ==, is_plain);
        }
    }
}

static void
test_depth_is_bounded (void)
{
  for (gsize depth = AMIA_SCAN_DEPTH_MAX; depth <= AMIA_SCAN_DEPTH_MAX + 1; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (open, close, NULL);

      g_assert_cmpint (amia_scan_check (text, strlen (text), NULL),
                       ==,
                       depth == AMIA_SCAN_DEPTH_MAX);
    }
}

static void
test_array_is_walked (void)
{
  static const struct
  {
    AmiaScanType type;
    const char  *text;
  } expected[] = {
    { AMIA_SCAN_NUMBER, "-1.5" },
    { AMIA_SCAN_STRING, "\"a\\\"]\\\\\"" },
    { AMIA_SCAN_ARRAY, "[ \"]\", [2] ]" },
    { AMIA_SCAN_OBJECT, "{\"}\":{\"b\":[]}}" },
    { AMIA_SCAN_NULL, "null" },
    { AMIA_SCAN_BOOLEAN, "true" },
    { AMIA_SCAN_BOOLEAN, "false" },
  };
  const char *text = " [-1.5, \"a\\\"]\\\\\" ,[ \"]\", [2] ],{\"}\":{\"b\":[]}} , null,true\n,false ] ";
  AmiaScan    scan;
  AmiaSlice   value;

  g_assert_true (amia_scan_check (text, strlen (text), NULL));
  g_assert_cmpint (amia_scan_enter (&scan, slice (text)), ==, AMIA_SCAN_ARRAY);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpint (amia_scan_next (&scan, &value), ==, expected[i].type);
      g_assert_cmpmem (value.text, value.length, expected[i].text, strlen (expected[i].text));
    }
  g_assert_cmpint (amia_scan_next (&scan, &value), ==, AMIA_SCAN_END);
  g_assert_cmpint (amia_scan_next (&scan, &value), ==, AMIA_SCAN_END);
}

static void
test_object_is_walked (void)
{
  const char *text = "{\"h\" : 1,\"ops\":[{}], \"\\u0068\":\"x\"}";
  AmiaScan    scan;
  AmiaSlice   name;
  AmiaSlice   value;

  g_assert_cmpint (amia_scan_enter (&scan, slice (text)), ==, AMIA_SCAN_OBJECT);

  g_assert_cmpint (amia_scan_next_member (&scan, &name, &value), ==, AMIA_SCAN_NUMBER);
  g_assert_true (amia_scan_is (name, "h"));
  g_assert_false (amia_scan_is (name, "hh"));
  g_assert_cmpmem (value.text, value.length, "1", 1);

  g_assert_cmpint (amia_scan_next_member (&scan, &name, &value), ==, AMIA_SCAN_ARRAY);
  g_assert_true (amia_scan_is (name, "ops"));
  g_assert_cmpmem (value.text, value.length, "[{}]", 4);

  g_assert_cmpint (amia_scan_next_member (&scan, &name, &value), ==, AMIA_SCAN_STRING);
  g_assert_false (amia_scan_is (name, "h"));

  g_assert_cmpint (amia_scan_next_member (&scan, &name, &value), ==, AMIA_SCAN_END);
  g_assert_cmpint (amia_scan_enter (&scan, slice ("1")), ==, AMIA_SCAN_ERROR);
}

static void
test_strings_are_resolved (void)
{
  static const struct
  {
    const char *raw;
    const char *text; /* NULL: has no C form */
  } cases[] = {
    { "\"\"", "" },
    { "\"Åsa\"", "Åsa" },
    { "\"\\u00c5sa \\\"x\\\" \\\\ \\/ \\b\\f\\n\\r\\t\"", "Åsa \"x\" \\ / \b\f\n\r\t" },
    { "\"\\uD83D\\uDE00!\"", "\xf0\x9f\x98\x80!" },
    { "\"a\\u0000b\"", NULL },
    { "\"\\ud83d\"", NULL },
    { "\"\\ud83dx\"", NULL },
    { "\"\\ud83d\\n\"", NULL },
    { "\"\\ud83d\\u0041\"", NULL },
    { "\"\\ude00\"", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (amia_scan_check (cases[i].raw, strlen (cases[i].raw), NULL));
      text = amia_scan_dup_string (slice (cases[i].raw));
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_strings_survive_the_way_out_and_back (void)
{
  const char *text = "Åsa \"sa\": \\o/\n\r\t\x01\x1f\x7f €";
  g_autoptr (GString) out = g_string_new ("x");
  g_autofree char *back = NULL;

  amia_scan_append_string (out, text);
  g_assert_cmpstr (out->str, ==, "x\"Åsa \\\"sa\\\": \\\\o/\\n\\r\\t\\u0001\\u001f\x7f €\"");
  g_assert_true (amia_scan_check (out->str + 1, out->len - 1, NULL));
  back = amia_scan_dup_string (slice (out->str + 1));
  g_assert_cmpstr (back, ==, text);
}

static void
test_integers_are_read (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_int;
    gint64      value;
  } cases[] = {
    { "0", TRUE, 0 },
    { "-0", TRUE, 0 },
    { "42", TRUE, 42 },
    { "-42", TRUE, -42 },
    { "9223372036854775807", TRUE, G_MAXINT64 },
    { "-9223372036854775808", TRUE, G_MININT64 },
    { "9223372036854775808", FALSE, 0 },
    { "-9223372036854775809", FALSE, 0 },
    { "99999999999999999999999", FALSE, 0 },
    { "1.0", FALSE, 0 },
    { "1e3", FALSE, 0 },
    { "-", FALSE, 0 },
    { "", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = 0;

      g_assert_cmpint (amia_scan_get_int (slice (cases[i].text), &value), ==, cases[i].is_int);
      g_assert_cmpint (value, ==, cases[i].value);
    }
}

static void
walk (AmiaSlice value,
      guint     depth)
{
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    inner;
  AmiaScanType type = amia_scan_enter (&scan, value);
  gboolean     is_array = type == AMIA_SCAN_ARRAY;

  if (type == AMIA_SCAN_ERROR || depth > AMIA_SCAN_DEPTH_MAX)
    return;

  do
    {
      type = is_array ? amia_scan_next (&scan, &inner)
                      : amia_scan_next_member (&scan, &name, &inner);
      if (type == AMIA_SCAN_ARRAY || type == AMIA_SCAN_OBJECT)
        walk (inner, depth + 1);
    }
  while (type != AMIA_SCAN_END && type != AMIA_SCAN_ERROR);
}

static char *
make_random_text (gsize *length)
{
  static const char alphabet[] = "{}[]\",:\\u0d8eE-+.1 ntfrueals\xc3\xa5\x80\n";
  char             *text;

  *length = (gsize) g_test_rand_int_range (1, 24);
  text = g_malloc (*length);
  for (gsize i = 0; i < *length; i++)
    text[i] = alphabet[g_test_rand_int_range (0, sizeof alphabet)];

  return text;
}

/* json-glib takes a superset: comments, single quotes, trailing commas, bad escapes. What the
 * scanner takes must be JSON to it too, but for strings without a C form, which it can't hold. */
static void
test_json_glib_agrees (void)
{
  guint n_taken = 0;

  for (int i = 0; i < 200000; i++)
    {
      gsize            length;
      g_autofree char *text = make_random_text (&length);

      walk ((AmiaSlice){ text, length }, 0);
      if (amia_scan_check (text, length, NULL))
        {
          g_autoptr (JsonParser) parser = json_parser_new ();
          g_autoptr (GError) error = NULL;

          n_taken++;
          json_parser_load_from_data (parser, text, (gssize) length, &error);
          if (memmem (text, length, "\\u", 2) == NULL)
            g_assert_no_error (error);
        }
    }

  g_assert_cmpuint (n_taken, >, 100);
}

static void
test_values_that_say_the_same (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean    is_equal;
  } cases[] = {
    { "1", "1", TRUE },
    { "1", "1.0", TRUE },
    { "1", " 1\n", TRUE },
    { "null", "null ", TRUE },
    { "10", "1e1", TRUE },
    { "0.50", "5E-1", TRUE },
    { "0", "-0.0e7", TRUE },
    { "100", "1e2", TRUE },
    { "1", "-1", FALSE },
    { "1", "10", FALSE },
    { "1", "\"1\"", FALSE },
    { "0", "false", FALSE },
    { "null", "\"\"", FALSE },
    { "true", "false", FALSE },
    /* Equal as doubles, not as numbers. */
    { "9007199254740993", "9007199254740992.0", FALSE },
    { "99999999999999999999", "99999999999999999998", FALSE },
    { "1e400", "1e401", FALSE },
    { "1e99999999999999999999", "1e99999999999999999999", TRUE },
    { "1e99999999999999999999", "10e99999999999999999998", FALSE },
    { "\"å\"", "\"\\u00e5\"", TRUE },
    { "\"a\"", "\"b\"", FALSE },
    { "\"\\u0000\"", "\"\\u0000a\"", FALSE },
    { "\"\\ud800\"", "\"\\ud801\"", FALSE },
    { "[1,2]", "[1.0, 2]", TRUE },
    { "[1,2]", "[2,1]", FALSE },
    { "[1]", "[1,1]", FALSE },
    { "[]", "[ ]", TRUE },
    { "[]", "{}", FALSE },
    { "{\"a\":1,\"b\":[true]}", "{\"b\":[ true ],\"a\":1}", TRUE },
    { "{\"a\":1}", "{\"\\u0061\":1}", TRUE },
    { "{\"a\":1}", "{\"a\":2}", FALSE },
    { "{\"a\":1}", "{\"b\":1}", FALSE },
    { "{\"a\":1}", "{\"a\":1,\"b\":1}", FALSE },
    { "{\"a\":1,\"a\":2}", "{\"a\":2}", FALSE },
    { "{\"\\u0000\":1}", "{\"\\u0000\": 1}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      say (cases[i].a);
      say (cases[i].b);
      g_assert_cmpint (amia_value_equal (cases[i].a, cases[i].b), ==, cases[i].is_equal);
      g_assert_cmpint (amia_value_equal (cases[i].b, cases[i].a), ==, cases[i].is_equal);
    }
}

static void
test_numbers (void)
{
  static const gint64 numbers[] = { 0, 7, -1, 10, 1234567890, G_MAXINT64, G_MININT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) out = g_string_new ("[");
      g_autofree char *expected = g_strdup_printf ("[%" G_GINT64_FORMAT, numbers[i]);

      amia_scan_append_int (out, numbers[i]);
      g_assert_cmpstr (out->str, ==, expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan/json-is-taken", test_json_is_taken);
  g_test_add_func ("/scan/other-bytes-are-refused", test_other_bytes_are_refused);
  g_test_add_func ("/scan/every-byte-at-every-place", test_every_byte_at_every_place);
  g_test_add_func ("/scan/depth-is-bounded", test_depth_is_bounded);
  g_test_add_func ("/scan/array-is-walked", test_array_is_walked);
  g_test_add_func ("/scan/object-is-walked", test_object_is_walked);
  g_test_add_func ("/scan/strings-are-resolved", test_strings_are_resolved);
  g_test_add_func ("/scan/strings-survive-the-way-out-and-back",
                   test_strings_survive_the_way_out_and_back);
  g_test_add_func ("/scan/integers-are-read", test_integers_are_read);
  g_test_add_func ("/scan/json-glib-agrees", test_json_glib_agrees);
  g_test_add_func ("/value/those-that-say-the-same", test_values_that_say_the_same);
  g_test_add_func ("/scan/numbers-are-written-as-by-printf", test_numbers);

  return g_test_run ();
}
