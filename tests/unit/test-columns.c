/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "amia-sync-message.h"

/* Batches and pages in column form, held against the same in rows: what comes out is what went in,
 * byte for byte; what does not fit goes in rows; and what a stranger makes up is refused. */

#define DEVICE   "9f000000000000000000000000000001"
#define CHAIN    "000102030405060708090a0b0c0d0e0f"
#define CASE     "018f3a5b-7c00-7000-8000-0000000000aa"
#define CASE_HEX "018f3a5b7c00700080000000000000aa"

#define REQUEST(changes)                                                                \
  "{\"v\":1,\"device\":\"" DEVICE "\",\"schema\":2,\"from\":1,\"chain\":\"" CHAIN "\"," \
  "\"since\":0,\"max\":1,\"wait\":0," changes "}"

/* --- Changes of many kinds ------------------------------------------------------------------ */

/* What can differ between ops: a case or none, an area or none, references of all sorts, values of
 * all types with escapes, sources, several records, the short form. %1$u is the change's number. */
static const char *const bodies[] = {
  "[\"journal\",\"%s\",\"" CASE "\",\"text\",\"work\",[],\"Anteckning %u om s\303\266mn\"],"
  "[\"journal\",\"%s\",\"" CASE "\",\"kind\",\"basics\",[],\"note\"]",
  "[\"journal\",\"%s\",\"" CASE "\",\"text\",\"work\",[%u],\"Kort\"]",
  "[\"participant\",\"%s\",null,\"name\",null,[[\"" DEVICE "\",%u]],\"Bo \\\"Bosse\\\" \\u00c5l\"]",
  "[\"form\",\"%s\",\"" CASE "\",\"answer/a\",\"health\",[[%u,\"x\"]],{\"a\":[1.50,null,-0]}]",
  "[\"form\",\"%s\",\"" CASE "\",\"answer/b\",\"health\",[],%u,[[\"" DEVICE "\",3,\"text\"]]]",
  "[\"journal\",\"%s\",\"" CASE "\",\"text\",\"work\",[],\"Kortare %u\"],"
  "[\"kind\",\"basics\",[],\"note\"],[\"form\",\"%s\",\"" CASE "\",\"status\",null,[],1],"
  "[\"answer/b\",\"health\",[3],2,[[\"" DEVICE "\",3,\"text\"]]]",
  "",
};

static char *
write_change (guint i)
{
  const char      *body = bodies[i % 7 % G_N_ELEMENTS (bodies)];
  AmiaUuid         id = { { 1, 0x8f, 0, (guint8) (i >> 8), (guint8) i } };
  char             stamp[AMIA_STAMP_TEXT_LENGTH + 1];
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *ops = NULL;

  amia_uuid_print (&id, text);
  amia_stamp_print (((AmiaStamp) (1795312345678 + i * 37) << 16) + i % 3, stamp);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  ops = g_strdup_printf (body, text, i, text);
#pragma GCC diagnostic pop
  return g_strdup_printf ("{\"h\":\"%s\",\"ops\":[%s]}", stamp, ops);
}

static AmiaSyncRequest *
make_request (guint n)
{
  AmiaSyncRequest *request = amia_sync_request_new ();

  request->use_columns = TRUE;
  for (guint i = 0; i < n; i++)
    {
      char *change = write_change (i);

      g_ptr_array_add (request->changes, g_bytes_new_take (change, strlen (change)));
    }
  return request;
}

static char *
encode (const AmiaSyncRequest *request)
{
  g_autoptr (GBytes) bytes = amia_sync_request_encode (request);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gsize
pack (GBytes *bytes)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) gzip = NULL;
  g_autoptr (GOutputStream) packed = NULL;

  gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  packed = g_converter_output_stream_new (memory, gzip);
  g_assert_true (g_output_stream_write_all (packed,
                                            g_bytes_get_data (bytes, NULL),
                                            g_bytes_get_size (bytes),
                                            NULL,
                                            NULL,
                                            NULL));
  g_assert_true (g_output_stream_close (packed, NULL, NULL));
  return g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
}

/* --- Requests ------------------------------------------------------------------------------- */

static void
test_batch_comes_back_byte_for_byte (void)
{
  static const guint lengths[] = { 16, 17, 500, AMIA_BATCH_CHANGES_MAX };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (AmiaSyncRequest) request = make_request (lengths[i]);
      g_autoptr (AmiaSyncRequest) back = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = encode (request);

      g_assert_nonnull (strstr (text, "\"columns\":{"));
      back = amia_sync_request_decode (text, strlen (text), &error);
      g_assert_no_error (error);
      g_assert_true (back->use_columns);
      g_assert_cmpuint (back->changes->len, ==, request->changes->len);
      for (guint j = 0; j < back->changes->len; j++)
        g_assert_true (g_bytes_equal (g_ptr_array_index (back->changes, j),
                                      g_ptr_array_index (request->changes, j)));
    }
}

static void
test_few_changes_go_in_rows (void)
{
  g_autoptr (AmiaSyncRequest) request = make_request (15);
  g_autofree char *text = encode (request);

  g_assert_null (strstr (text, "\"columns\":{"));
  g_assert_nonnull (strstr (text, "\"changes\":["));
}

/* Each of these is one byte or more away from what the other end would put together. */
static const char *const odd[] = {
  "{\"hash\":\"" CHAIN CHAIN "\"}",
  "{ \"h\":\"018f3a5b7c000001\",\"ops\":[]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[ ]}",
  "{\"h\":\"018F3a5b7c000001\",\"ops\":[]}",
  "{\"h\":\"018f3a5b7c00\",\"ops\":[]}",
  "{\"ops\":[],\"h\":\"018f3a5b7c000001\"}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[],\"x\":1}",
  "{\"\\u0068\":\"018f3a5b7c000001\",\"ops\":[]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[]]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"f\",null,[],1]]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"form\",\"018f3a5b-7c00-7000-8000-000000000002\",null,"
  "\"f\",null,[],1],[\"g\",null,[],1],[\"form\",\"018f3a5b-7c00-7000-8000-000000000002\",null,"
  "\"h\",null,[],1]]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"form\",\"018F3a5b-7c00-7000-8000-000000000002\",null,"
  "\"f\",null,[],1]]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"form\",\"018f3a5b-7c00-7000-8000-000000000002\",null,"
  "\"f\",null,[], 1]]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"form\",\"018f3a5b-7c00-7000-8000-000000000002\",null,"
  "\"f\",null,[],1,[],2]]}",
  "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"form\",\"018f3a5b-7c00-7000-8000-000000000002\","
  "\"00000000-0000-0000-0000-000000000000\",\"f\",null,[],1]]}",
};

static void
test_odd_changes_go_in_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (AmiaSyncRequest) request = make_request (20);
      g_autoptr (AmiaSyncRequest) back = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_ptr_array_add (request->changes, g_bytes_new_static (odd[i], strlen (odd[i])));
      text = encode (request);
      g_assert_null (strstr (text, "\"columns\":{"));

      back = amia_sync_request_decode (text, strlen (text), &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (g_ptr_array_index (back->changes, 20),
                                    g_ptr_array_index (request->changes, 20)));
    }
}

/* The example of amia-columns-private.h. */
#define RECORDS \
  "018f3a5b7c0070008000000000000001018f3a5b7c0070008000000000000002018f3a5b7c0070008000000000000003"
#define EXAMPLE                                                                             \
  "\"columns\":{\"ms\":[1795312345678,40,0],\"tick\":[0],\"shape\":[0],"                    \
  "\"shapes\":[[[\"form\",\"answer/a\",\"health\",0],[\"form\",\"status\",\"basics\",0]]]," \
  "\"records\":\"" RECORDS "\",\"cases\":\"" CASE_HEX "\",\"case\":[1],"                    \
  "\"cells\":[[[[],[1],[]],[\"S\303\266mn\",\"B\303\244ttre\",\"Bra\"],[[]],[\"in-progress\"]]]}"

static void
test_example_is_read (void)
{
  static const char text[] = REQUEST (EXAMPLE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_sync_request_decode (text, strlen (text), &error);
  g_autofree char *text_back = NULL;
  const char      *change;
  gsize            length;

  g_assert_no_error (error);
  g_assert_cmpuint (request->changes->len, ==, 3);
  change = g_bytes_get_data (g_ptr_array_index (request->changes, 1), &length);
  text_back = g_strndup (change, length);
  g_assert_cmpstr (text_back,
                   ==,
                   "{\"h\":\"01a200f462760000\",\"ops\":[[\"form\","
                   "\"018f3a5b-7c00-7000-8000-000000000002\",\"" CASE "\",\"answer/a\","
                   "\"health\",[1],\"B\303\244ttre\"],"
                   "[\"form\",\"018f3a5b-7c00-7000-8000-000000000002\",\"" CASE "\",\"status\","
                   "\"basics\",[],\"in-progress\"]]}");
}

/* Each row puts one thing for another into the example. */
static const struct
{
  const char *name;
  const char *part;
  const char *instead;
} wrong_parts[] = {
  { "a change too many", "\"ms\":[", "\"ms\":[1," },
  { "a change too few", "\"ms\":[1795312345678,40,0]", "\"ms\":[1795312345678,40]" },
  { "a time before time began", ",40,0]", ",-1795312345679,0]" },
  { "a time beyond its bits", ",40,0]", ",281474976710655,0]" },
  { "counters for two of three", "\"tick\":[0]", "\"tick\":[0,0]" },
  { "a counter beyond its bits", "\"tick\":[0]", "\"tick\":[65536]" },
  { "no counters", "\"tick\":[0]", "\"tick\":[]" },
  { "a shape that is not there", "\"shape\":[0]", "\"shape\":[1]" },
  { "a shape below 0", "\"shape\":[0]", "\"shape\":[-1]" },
  { "a shape that is a number", "\"shapes\":[", "\"shapes\":[7," },
  { "a shape without its record", "\"health\",0]", "\"health\"]" },
  { "a record that comes before it is due", "\"health\",0]", "\"health\",1]" },
  { "a short shape that is not there", "\"records\":", "\"short\":[1],\"records\":" },
  { "a short shape that is a word", "\"records\":", "\"short\":[\"a\"],\"records\":" },
  { "half an id", "\"records\":\"018f3a5b", "\"records\":\"" },
  { "an id in capitals", "\"records\":\"018f", "\"records\":\"018F" },
  { "an id with an escape", "\"records\":\"018f3a5b", "\"records\":\"\\u0030 8f" },
  { "a record too many", "\"records\":\"", "\"records\":\"" CASE_HEX },
  { "a case that is not there", "\"case\":[1]", "\"case\":[2]" },
  { "a case below none", "\"case\":[1]", "\"case\":[-1]" },
  { "cases for two of three", "\"case\":[1]", "\"case\":[1,1]" },
  { "a column too short", "\"B\303\244ttre\",\"Bra\"", "\"Bra\"" },
  { "a column too long", "\"Bra\"", "\"Bra\",\"Bra\"" },
  { "a column of nothing", "[\"in-progress\"]", "[]" },
  { "a column that is a word", "[\"in-progress\"]", "\"in-progress\"" },
  { "a column too few", ",[\"in-progress\"]", "" },
  { "a column too many", ",[\"in-progress\"]", ",[\"in-progress\"],[1]" },
  { "cells for no shape", "\"cells\":[", "\"cells\":[[]," },
  { "cells for nothing", "\"cells\":[", "\"cells\":[],\"sells\":[" },
  { "no cells", "\"cells\"", "\"sells\"" },
  { "rows as well", "\"columns\":", "\"changes\":[],\"columns\":" },
  { "columns that are a list", "\"columns\":{\"ms\"", "\"columns\":[],\"x\":{\"ms\"" },
};

static void
test_wrong_parts_are_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_parts); i++)
    {
      g_autoptr (GString) text = g_string_new (REQUEST (EXAMPLE));
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", wrong_parts[i].name);
      g_assert_cmpuint (g_string_replace (text, wrong_parts[i].part, wrong_parts[i].instead, 1),
                        ==,
                        1);
      g_assert_null (amia_sync_request_decode (text->str, text->len, &error));
      g_assert_true (error->domain == AMIA_PROTOCOL_ERROR);
    }
}

/* A few thousand bytes that would grow to gigabytes, by columns of one element each. */
static void
test_growth_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new (REQUEST (""));
  g_autofree char *value = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;

  g_string_truncate (text, text->len - 1);
  g_string_append (text, "\"columns\":{\"ms\":[1");
  for (guint i = 1; i < AMIA_BATCH_CHANGES_MAX; i++)
    g_string_append (text, ",0");
  g_string_append (text, "],\"tick\":[0],\"shape\":[0],\"shapes\":[[");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%s[\"form\",\"f%u\",null,0]", i > 0 ? "," : "", i);
  g_string_append (text, "]],\"records\":\"");
  for (guint i = 0; i < AMIA_BATCH_CHANGES_MAX; i++)
    g_string_append (text, CASE_HEX);
  g_string_append (text, "\",\"cases\":\"\",\"case\":[0],\"cells\":[[");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%s[[]],[\"%s\"]", i > 0 ? "," : "", i == 0 ? value : "x");
  g_string_append (text, "]]}}");

  g_assert_cmpuint (text->len, <, AMIA_BODY_BYTES_MAX);
  g_assert_null (amia_sync_request_decode (text->str, text->len, &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_too_many_changes (void)
{
  g_autoptr (AmiaSyncRequest) request = make_request (AMIA_BATCH_CHANGES_MAX + 1);
  g_autofree char *text = encode (request);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (strstr (text, "\"columns\":{"));
  g_assert_null (amia_sync_request_decode (text, strlen (text), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

/* --- Answers -------------------------------------------------------------------------------- */

static AmiaSyncResponse *
make_response (guint n)
{
  AmiaSyncResponse *response = amia_sync_response_new ();

  response->epoch = g_strdup ("e1");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = write_change (i);
      AmiaUuid         device = { { (guint8) (i % 3) } };
      g_autoptr (GError) error = NULL;
      AmiaChange *change;

      change = amia_change_decode (&device, 2000 + i / 3, text, strlen (text), &error);
      g_assert_no_error (error);
      change->author = g_strdup (i % 3 == 0 ? "anna" : "bertil");
      change->agency = g_strdup (i % 3 == 0 ? "FK" : "AF");
      /* A lane goes back to older numbers. */
      amia_sync_response_take_change (response,
                                      i % 50 == 49 ? 7 : 4000 + i,
                                      change,
                                      i % 40 == 5 ? 1795312345678 + i : 0);
    }
  return response;
}

static GBytes *
encode_response (AmiaSyncResponse *response,
                 gboolean          use_columns)
{
  response->use_columns = use_columns;
  return amia_sync_response_encode (response);
}

static void
test_page_is_the_same_in_rows_and_columns (void)
{
  g_autoptr (AmiaSyncResponse) response = make_response (1000);
  g_autoptr (GBytes) rows = encode_response (response, FALSE);
  g_autoptr (GBytes) columns = encode_response (response, TRUE);
  g_autoptr (AmiaSyncResponse) back = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;

  back = amia_sync_response_decode (g_bytes_get_data (columns, NULL),
                                    g_bytes_get_size (columns),
                                    &error);
  g_assert_no_error (error);
  g_assert_true (back->use_columns);
  g_assert_cmpuint (back->feed->len, ==, 1000);

  again = encode_response (back, FALSE);
  g_assert_true (g_bytes_equal (rows, again));
  g_assert_cmpuint (pack (columns) * 10, <, pack (rows) * 9);
}

static void
test_short_page_goes_in_rows (void)
{
  g_autoptr (AmiaSyncResponse) response = make_response (15);
  g_autoptr (GBytes) rows = encode_response (response, FALSE);
  g_autoptr (GBytes) columns = encode_response (response, TRUE);

  g_assert_true (g_bytes_equal (rows, columns));
}

/* One byte wrong anywhere: refused, or read as something that can be written again. */
static void
test_one_byte_wrong (void)
{
  static const char replacements[] = "\"\\[]{},:0-9a \xff";
  g_autoptr (AmiaSyncResponse) response = make_response (16);
  g_autoptr (GBytes) bytes = encode_response (response, TRUE);
  gsize            length = g_bytes_get_size (bytes);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), length);

  for (gsize i = 0; i < length; i++)
    {
      const char original = text[i];

      for (gsize j = 0; j < strlen (replacements); j++)
        {
          g_autoptr (AmiaSyncResponse) back = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) again = NULL;

          text[i] = replacements[j];
          back = amia_sync_response_decode (text, length, &error);
          if (back != NULL)
            again = amia_sync_response_encode (back);
          else
            g_assert_true (error->domain == AMIA_PROTOCOL_ERROR);
        }
      text[i] = original;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/columns/batch-comes-back-byte-for-byte", test_batch_comes_back_byte_for_byte);
  g_test_add_func ("/columns/few-changes-go-in-rows", test_few_changes_go_in_rows);
  g_test_add_func ("/columns/odd-changes-go-in-rows", test_odd_changes_go_in_rows);
  g_test_add_func ("/columns/example-is-read", test_example_is_read);
  g_test_add_func ("/columns/wrong-parts-are-refused", test_wrong_parts_are_refused);
  g_test_add_func ("/columns/growth-is-bounded", test_growth_is_bounded);
  g_test_add_func ("/columns/too-many-changes", test_too_many_changes);
  g_test_add_func ("/columns/page-is-the-same-in-rows-and-columns",
                   test_page_is_the_same_in_rows_and_columns);
  g_test_add_func ("/columns/short-page-goes-in-rows", test_short_page_goes_in_rows);
  g_test_add_func ("/columns/one-byte-wrong-is-refused-or-read", test_one_byte_wrong);

  return g_test_run ();
}
