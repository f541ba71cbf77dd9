/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "amia-sync-message.h"

/* The round on the wire. The two texts below are worked examples of the header's formats; every
 * test starts from them. */

#define DEVICE "9f000000000000000000000000000001"
#define OTHER  "77000000000000000000000000000002"
#define CASE   "018f3a5b-7c00-7000-8000-000000000001"
#define RECORD "018f3a5b-7c00-7000-8000-000000000002"
#define CHAIN  "000102030405060708090a0b0c0d0e0f"
#define OP     "[\"form\",\"" RECORD "\",\"" CASE "\",\"answer/a\",\"health\",[],\"S\xc3\xb6mn\"]"

static const char request_text[] =
    "{\"v\":1,\"device\":\"" DEVICE "\",\"epoch\":\"a1\",\"schema\":2,\"from\":812,"
    "\"chain\":\"" CHAIN "\",\"since\":40211,\"lanes\":[[\"" CASE "\",40100,123]],"
    "\"readers\":\"0011223344556677\",\"max\":2000,\"wait\":25,"
    "\"changes\":[{\"h\":\"018f3a5b7c000001\",\"ops\":[" OP
    "]},{\"h\":\"018f3a5b7c000002\",\"ops\":[]}]}";

static const char response_text[] =
    "{\"v\":1,\"epoch\":\"a1\",\"now\":1795312345678,\"ack\":861,"
    "\"state\":[[815,\"refused\",\"not_member\"]],\"own\":[[812,861,40212]],\"next\":40290,"
    "\"more\":true,\"sites\":[[\"" OTHER "\",\"bertil\",\"AF\"]],"
    "\"feed\":[[40270,0,17,\"018f3a5b7c000001\",[" OP "]],[40271,0,18,\"018f3a5b7c000002\",[" OP
    "]]],"
    "\"lanes\":[[\"" CASE "\",40100,200]],"
    "\"readers\":[[\"bertil\",\"AF\",40200]],\"readers_hash\":\"0011223344556677\"}";

/* The same two with everything that was added since version 1 was first spoken. */
static const char long_request_text[] =
    "{\"v\":1,\"device\":\"" DEVICE "\",\"epoch\":\"a1\",\"schema\":2,\"from\":812,"
    "\"chain\":\"" CHAIN "\",\"since\":40211,\"lanes\":[],\"readers\":null,"
    "\"max\":2000,\"wait\":25,"
    "\"got\":[[\"" CASE "\",40190],[\"" RECORD "\",40191]],"
    "\"facts\":[[17,\"open\",1795312345678,\"" CASE "\",null,40211],"
    "[18,\"export\",1795312345679,null,\"sjukresa.pdf\",40211]],"
    "\"refill\":[[\"" OTHER "\",17,{\"h\":\"018f3a5b7c000003\",\"ops\":[" OP "]}]],"
    "\"changes\":[{\"hash\":\"" CHAIN CHAIN "\"},{\"h\":\"018f3a5b7c000002\",\"ops\":[]}]}";

static const char long_response_text[] =
    "{\"v\":1,\"epoch\":\"a1\",\"now\":1795312345678,\"ack\":861,"
    "\"state\":[[815,\"refused\",\"not_author\"],[816,\"escrow\",\"not_member\"]],"
    "\"own\":[[812,861,40212]],\"shown\":[[820,1795312345000]],"
    "\"scopes\":[[\"" CASE "\",40250,{\"pair\":true,\"from\":{\"AF\":[\"basics\"]}}],"
    "[\"" RECORD "\",40260,null]],\"next\":40290,"
    "\"more\":false,\"sites\":[[\"" OTHER "\",\"bertil\",\"AF\"]],"
    "\"feed\":[[40270,0,17,\"018f3a5b7c000001\",[" OP "],1795312345001]],"
    "\"lanes\":[],\"opened\":[[\"" CASE "\",\"bertil\",40200]],\"facts\":18,\"lease\":30,"
    "\"returned\":[[815,{\"h\":\"018f3a5b7c000001\",\"ops\":[" OP "]}]],"
    "\"refilled\":[[\"" OTHER "\",17,40291]]}";

static void
test_request_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;

  request = amia_sync_request_decode (request_text, strlen (request_text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->epoch, ==, "a1");
  g_assert_cmpint (request->from, ==, 812);
  g_assert_cmpuint (request->chain[15], ==, 15);
  g_assert_cmpint (request->since, ==, 40211);
  g_assert_cmpint (g_array_index (request->lanes, AmiaWireLane, 0).position, ==, 123);
  g_assert_cmpuint (request->page_max, ==, 2000);
  g_assert_cmpuint (request->changes->len, ==, 2);

  bytes = amia_sync_request_encode (request);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   request_text,
                   strlen (request_text));
}

static void
test_request_receipts_and_facts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const AmiaWireFact *fact;

  request = amia_sync_request_decode (long_request_text, strlen (long_request_text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (request->receipts->len, ==, 2);
  g_assert_cmpint (g_array_index (request->receipts, AmiaWireReceipt, 1).generation, ==, 40191);
  g_assert_cmpuint (request->facts->len, ==, 2);

  g_assert_cmpuint (request->refill->len, ==, 1);
  g_assert_cmpint (g_array_index (request->refill, AmiaWireRefill, 0).n, ==, 17);

  fact = &g_array_index (request->facts, AmiaWireFact, 0);
  g_assert_cmpint (fact->id, ==, 17);
  g_assert_cmpstr (fact->what, ==, AMIA_FACT_OPEN);
  g_assert_false (amia_uuid_is_nil (&fact->case_id));
  g_assert_null (fact->detail);
  fact = &g_array_index (request->facts, AmiaWireFact, 1);
  g_assert_true (amia_uuid_is_nil (&fact->case_id));
  g_assert_cmpstr (fact->detail, ==, "sjukresa.pdf");

  bytes = amia_sync_request_encode (request);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   long_request_text,
                   strlen (long_request_text));
}

static void
test_forgotten_change (void)
{
  static const char *const others[] = {
    "{}",
    "{\"h\":\"018f3a5b7c000002\",\"ops\":[]}",
    "{\"hash\":\"" CHAIN "\"}",
    "{\"hash\":\"" CHAIN "000102030405060708090a0b0c0d0e0g\"}",
    "{\"hash\":\"" CHAIN  CHAIN "\",}",
    "{\"hush\":\"" CHAIN  CHAIN "\"}",
    "{ \"hash\":\"" CHAIN CHAIN "\"}",
  };
  guint8 hash[AMIA_CHANGE_HASH_LENGTH];
  guint8 back[AMIA_CHANGE_HASH_LENGTH];
  g_autoptr (GBytes) bytes = NULL;

  amia_change_hash ("abc", 3, hash);
  bytes = amia_forgotten_change_new (hash);
  g_assert_true (amia_forgotten_change_read (bytes, back));
  g_assert_cmpmem (hash, sizeof hash, back, sizeof back);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GBytes) other = g_bytes_new_static (others[i], strlen (others[i]));

      g_assert_false (amia_forgotten_change_read (other, back));
    }
}

/* The changes are the author's bytes, spaces and all: the chain is over them. */
static void
test_request_keeps_bytes (void)
{
  static const char text[] = "{\"v\":1,\"device\":\"" DEVICE "\",\"schema\":2,\"from\":1,"
                             "\"chain\":\"" CHAIN "\",\"since\":0,\"max\":1,\"wait\":0,"
                             "\"changes\":[ { \"h\" : 1 , \"x\":[1.0,{}] } ]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = NULL;
  const char *change;
  gsize       length;

  request = amia_sync_request_decode (text, strlen (text), &error);
  g_assert_no_error (error);
  change = g_bytes_get_data (g_ptr_array_index (request->changes, 0), &length);
  g_assert_cmpmem (change, length, "{ \"h\" : 1 , \"x\":[1.0,{}] }", 26);
  g_assert_null (request->epoch);
}

static void
test_request_wishes_are_cut (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_sync_request_new ();
  g_autoptr (AmiaSyncRequest) back = NULL;
  g_autoptr (GBytes) bytes = NULL;

  request->page_max = 1000000;
  request->wait_seconds = 3600;
  bytes = amia_sync_request_encode (request);
  back =
      amia_sync_request_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->page_max, ==, AMIA_PAGE_CHANGES_MAX);
  g_assert_cmpuint (back->wait_seconds, ==, AMIA_WAIT_SECONDS_MAX);
}

static void
test_response_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const AmiaWireChange *change;

  response = amia_sync_response_decode (response_text, strlen (response_text), &error);
  g_assert_no_error (error);
  g_assert_cmpint (response->ack, ==, 861);
  g_assert_true (response->more);
  g_assert_cmpstr (g_array_index (response->refused, AmiaWireRefusal, 0).reason, ==, "not_member");
  g_assert_cmpint (g_array_index (response->own, AmiaWireOwn, 0).last, ==, 861);

  change = g_ptr_array_index (response->feed, 1);
  g_assert_cmpint (change->seq, ==, 40271);
  g_assert_cmpint (change->change->n, ==, 18);
  g_assert_cmpstr (change->change->author, ==, "bertil");
  g_assert_cmpstr (change->change->agency, ==, "AF");
  g_assert_cmpstr (((AmiaOp *) g_ptr_array_index (change->change->ops, 0))->value, ==, "\"Sömn\"");
  g_assert_cmpint (g_array_index (response->readers, AmiaWireReader, 0).position, ==, 40200);

  bytes = amia_sync_response_encode (response);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   response_text,
                   strlen (response_text));
}

static void
test_response_rights_and_people (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const AmiaWireChange *change;

  response = amia_sync_response_decode (long_response_text, strlen (long_response_text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->refused->len, ==, 1);
  g_assert_cmpint (g_array_index (response->escrowed, AmiaWireRefusal, 0).n, ==, 816);
  g_assert_cmpint (g_array_index (response->shown, AmiaWireShown, 0).shown_ms, ==, 1795312345000);
  g_assert_cmpstr (g_array_index (response->scopes, AmiaWireScope, 0).rights,
                   ==,
                   "{\"pair\":true,\"from\":{\"AF\":[\"basics\"]}}");
  g_assert_null (g_array_index (response->scopes, AmiaWireScope, 1).rights);
  g_assert_cmpint (g_array_index (response->scopes, AmiaWireScope, 1).generation, ==, 40260);
  g_assert_cmpstr (g_array_index (response->opened, AmiaWireOpened, 0).user, ==, "bertil");
  g_assert_cmpint (response->facts_acked, ==, 18);
  g_assert_cmpint (response->lease_days, ==, 30);
  g_assert_cmpint (g_array_index (response->refilled, AmiaWireRefilled, 0).seq, ==, 40291);
  g_assert_cmpint (g_array_index (response->returned, AmiaWireReturned, 0).n, ==, 815);
  g_assert_true (g_str_has_prefix (g_array_index (response->returned, AmiaWireReturned, 0).body,
                                   "{\"h\":"));
  change = g_ptr_array_index (response->feed, 0);
  g_assert_cmpint (change->shown_ms, ==, 1795312345001);

  bytes = amia_sync_response_encode (response);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   long_response_text,
                   strlen (long_response_text));
}

/* What an older program says is read as before, and leaves things as they are. */
static void
test_old_messages (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;

  request = amia_sync_request_decode (request_text, strlen (request_text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (request->receipts->len, ==, 0);
  g_assert_cmpuint (request->facts->len, ==, 0);

  response = amia_sync_response_decode (response_text, strlen (response_text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->scopes->len + response->opened->len + response->shown->len, ==, 0);
  g_assert_cmpuint (response->escrowed->len, ==, 0);
  g_assert_cmpint (response->facts_acked, ==, -1);
  g_assert_cmpint (response->lease_days, ==, -1);
  g_assert_cmpint (((AmiaWireChange *) g_ptr_array_index (response->feed, 0))->shown_ms, ==, 0);
}

/* What a newer program says besides is passed over. */
static void
test_unknown_members (void)
{
  for (int is_request = 0; is_request <= 1; is_request++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (is_request ? long_request_text
                                                          : long_response_text);
      g_autoptr (AmiaSyncRequest) request = NULL;
      g_autoptr (AmiaSyncResponse) response = NULL;

      g_string_insert (text, 1, "\"weather\":{\"facts\":[1,2,{}]},");
      if (is_request)
        request = amia_sync_request_decode (text->str, text->len, &error);
      else
        response = amia_sync_response_decode (text->str, text->len, &error);
      g_assert_no_error (error);
      g_assert_true (request == NULL || request->facts->len == 2);
      g_assert_true (response == NULL || response->facts_acked == 18);
    }
}

static void
test_response_without_readers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  g_autoptr (AmiaSyncResponse) back = NULL;
  g_autoptr (GBytes) bytes = NULL;

  response->epoch = g_strdup ("a1");
  bytes = amia_sync_response_encode (response);
  back =
      amia_sync_response_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_assert_null (back->readers);
  g_assert_null (back->readers_hash);
  g_assert_cmpuint (back->feed->len, ==, 0);
}

/* One laptop, two accounts' worth of author and agency: neither is shown as the other's. */
static void
test_response_sites_are_apart (void)
{
  static const char *const agencies[] = { "FK", "AF", "FK" };
  const AmiaUuid           device = { { 1 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  g_autoptr (AmiaSyncResponse) back = NULL;
  g_autoptr (GBytes) bytes = NULL;

  response->epoch = g_strdup ("a1");
  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    amia_sync_response_take_change (
        response,
        (gint64) i + 1,
        amia_change_new (&device, (gint64) i + 1, 1, "anna", agencies[i]), 0);

  bytes = amia_sync_response_encode (response);
  back =
      amia_sync_response_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      const AmiaWireChange *entry = g_ptr_array_index (back->feed, i);

      g_assert_cmpstr (entry->change->agency, ==, agencies[i]);
    }
}

static void
test_readers_hash (void)
{
  g_autoptr (GArray) readers = amia_wire_readers_new ();
  AmiaWireReader   reader = { g_strdup ("bertil"), g_strdup ("AF"), 40200 };
  g_autofree char *hash = NULL;
  g_autofree char *expected = NULL;

  g_array_append_val (readers, reader);
  hash = amia_wire_readers_hash (readers);
  expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "[[\"bertil\",\"AF\",40200]]", -1);
  expected[16] = '\0';
  g_assert_cmpstr (hash, ==, expected);
}

static gboolean
is_read (const char *text,
         gsize       length,
         gboolean    is_request,
         GError    **error)
{
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;

  if (is_request)
    request = amia_sync_request_decode (text, length, error);
  else
    response = amia_sync_response_decode (text, length, error);

  return request != NULL || response != NULL;
}

static const struct
{
  const char *text;
  gboolean    is_request;
} examples[] = {
  { request_text, TRUE },
  { response_text, FALSE },
  { long_request_text, TRUE },
  { long_response_text, FALSE },
};

static void
test_truncated (void)
{
  for (gsize e = 0; e < G_N_ELEMENTS (examples); e++)
    {
      const char    *text = examples[e].text;
      const gboolean is_request = examples[e].is_request;

      for (gsize length = 0; length < strlen (text); length++)
        {
          g_autoptr (GError) error = NULL;
          g_autofree char *copy = g_memdup2 (text, length + 1);

          g_assert_false (is_read (copy, length, is_request, &error));
          g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
        }
    }
}

/* Every byte replaced by ones that matter to a reader: never a crash, and never something taken
 * that another JSON reader would not take. */
static void
test_one_byte_wrong (void)
{
  static const char replacements[] = "\"\\[]{},:0-9ae \n\x01\xff";

  for (gsize e = 0; e < G_N_ELEMENTS (examples); e++)
    {
      const char      *original = examples[e].text;
      const gboolean   is_request = examples[e].is_request;
      g_autofree char *text = g_strdup (original);

      for (gsize i = 0; i < strlen (original); i++)
        {
          for (gsize j = 0; j < strlen (replacements); j++)
            {
              g_autoptr (GError) error = NULL;

              text[i] = replacements[j];
              if (is_read (text, strlen (text), is_request, &error))
                {
                  g_autoptr (JsonNode) node = json_from_string (text, NULL);

                  g_assert_nonnull (node);
                }
              else
                {
                  g_assert_true (error->domain == AMIA_PROTOCOL_ERROR);
                }
            }
          text[i] = original[i];
        }
    }
}

/* Each row puts one thing for another into a worked example. */
static const struct
{
  const char       *name;
  gboolean          is_request;
  const char       *part;
  const char       *instead;
  AmiaProtocolError code;
} wrong_parts[] = {
  { "no version", TRUE, "\"v\":1,", "", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "version 2", TRUE, "\"v\":1,", "\"v\":2,", AMIA_PROTOCOL_ERROR_VERSION },
  { "two devices",
    TRUE,
    "\"v\":1,",
    "\"v\":1,\"device\":\"" DEVICE "\",",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "no device", TRUE, "\"device\"", "\"divice\"", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a device with hyphens",
    TRUE,
    "\"" DEVICE "\"",
    "\"" CASE "\"",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "an epoch that is a number", TRUE, "\"a1\"", "1", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "an empty epoch", TRUE, "\"a1\"", "\"\"", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "from 0", TRUE, "812", "0", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "from a fraction", TRUE, "812", "812.0", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "from an exponent", TRUE, "812", "8e2", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "from beyond 64 bits", TRUE, "812", "9223372036854775808", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "numbers that run over", TRUE, "812", "9223372036854775807", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "since below 0", TRUE, "40211", "-1", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a short chain", TRUE, CHAIN, "00", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a chain that is not hex",
    TRUE,
    CHAIN,
    "g00102030405060708090a0b0c0d0e0f",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a lane with two parts", TRUE, ",123]", "]", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a lane with four parts", TRUE, ",123]", ",123,1]", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a lane that is not a list",
    TRUE,
    "[[\"" CASE "\",40100,123]]",
    "[7]",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "lanes that are not a list",
    TRUE,
    "[[\"" CASE "\",40100,123]]",
    "{}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a change that is not an object",
    TRUE,
    "\"changes\":[",
    "\"changes\":[1,",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "max 0", TRUE, "2000", "0", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "rubbish after the end",
    TRUE,
    "\"ops\":[]}]}",
    "\"ops\":[]}]}}",
    AMIA_PROTOCOL_ERROR_MALFORMED },

  { "no ack", FALSE, "\"ack\":861,", "", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "version 3", FALSE, "\"v\":1,", "\"v\":3,", AMIA_PROTOCOL_ERROR_VERSION },
  { "more in words", FALSE, "\"more\":true", "\"more\":\"true\"", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "ack below 0", FALSE, "\"ack\":861", "\"ack\":-1", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "an unknown state", FALSE, "refused", "parked", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a run that ends before it begins",
    FALSE,
    "[812,861,",
    "[862,861,",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a run that runs over",
    FALSE,
    "[812,861,40212]",
    "[1,9223372036854775807,2]",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a site that is not there", FALSE, "[40270,0,", "[40270,1,", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a site below 0", FALSE, "[40270,0,", "[40270,-1,", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "no sites", FALSE, "\"sites\"", "\"cites\"", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a change without a stamp", FALSE, "\"018f3a5b7c000001\",", "", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a stamp that is an object",
    FALSE,
    "\"018f3a5b7c000001\"",
    "{}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "an op that is not one", FALSE, "\"answer/a\"", "7", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "the same op twice", FALSE, "[" OP "]]", "[" OP "," OP "]]", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a reader without a name",
    FALSE,
    "[\"bertil\",\"AF\",40200]",
    "[\"\",\"AF\",40200]",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "readers without their hash",
    FALSE,
    "readers_hash",
    "readers_hush",
    AMIA_PROTOCOL_ERROR_MALFORMED },
};

/* The same for what was added since. */
static const struct
{
  const char *name;
  gboolean    is_request;
  const char *part;
  const char *instead;
} wrong_additions[] = {
  { "a receipt below generation 0", TRUE, ",40190]", ",-1]" },
  { "a receipt with three parts", TRUE, ",40190]", ",40190,1]" },
  { "a receipt of no scope", TRUE, "\"got\":[[\"" CASE "\"", "\"got\":[[null" },
  { "receipts that are a number", TRUE, "\"got\":[", "\"got\":7,\"gat\":[" },
  {
      "facts out of order",
      TRUE,
      "[18,",
      "[16,",
  },
  {
      "a fact twice",
      TRUE,
      "[18,",
      "[17,",
  },
  {
      "fact 0",
      TRUE,
      "[17,",
      "[0,",
  },
  { "a fact of nothing", TRUE, "\"open\"", "\"\"" },
  { "a fact before time began", TRUE, "1795312345678", "-1" },
  { "a fact with a number for its detail", TRUE, "\"sjukresa.pdf\"", "7" },
  { "a fact of a case with a name", TRUE, "null,\"sjukresa.pdf\"", "\"x\",\"sjukresa.pdf\"" },
  { "a shown time of change 0", FALSE, "[820,", "[0," },
  { "a shown time before time began", FALSE, "1795312345000", "-5" },
  { "a change's shown time in words", FALSE, "1795312345001", "\"now\"" },
  { "a change with seven parts", FALSE, "1795312345001", "1795312345001,1" },
  { "rights that are a list", FALSE, "null]],\"next\"", "[]]],\"next\"" },
  { "rights of generation 0", FALSE, "40260", "0" },
  { "a scope without rights", FALSE, ",40260,null]", ",40260]" },
  { "an opening by nobody", FALSE, "\"bertil\",40200", "\"\",40200" },
  { "an opening below 0", FALSE, "\"bertil\",40200", "\"bertil\",-1" },
  { "facts below 0", FALSE, "\"facts\":18", "\"facts\":-1" },
  { "a lease in words", FALSE, "\"lease\":30", "\"lease\":\"30\"" },
  { "a lease for ever", FALSE, "\"lease\":30", "\"lease\":4000" },
};

static void
test_wrong_additions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_additions); i++)
    {
      const gboolean is_request = wrong_additions[i].is_request;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (is_request ? long_request_text
                                                          : long_response_text);

      g_test_message ("%s", wrong_additions[i].name);
      g_assert_cmpuint (
          g_string_replace (text, wrong_additions[i].part, wrong_additions[i].instead, 1),
          ==,
          1);
      g_assert_false (is_read (text->str, text->len, is_request, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
    }
}

/* Lists and texts that are longer than anybody needs are refused before they are kept. */
static const struct
{
  gboolean    is_request;
  const char *member;
  const char *element;
  guint       n;
} long_lists[] = {
  { TRUE, "got", "[\"" CASE "\",1]", AMIA_RECEIPTS_MAX + 1 },
  { FALSE, "scopes", "[\"" CASE "\",1,null]", AMIA_SCOPES_MAX + 1 },
  { FALSE, "opened", "[\"" CASE "\",\"a\",1]", AMIA_OPENED_MAX + 1 },
  { FALSE, "shown", "[1,1]", AMIA_BATCH_CHANGES_MAX + 1 },
};

static void
test_long_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (long_lists); i++)
    {
      const gboolean is_request = long_lists[i].is_request;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (is_request ? request_text : response_text);

      g_string_truncate (text, text->len - 1);
      g_string_append_printf (text, ",\"%s\":[", long_lists[i].member);
      for (guint j = 0; j < long_lists[i].n; j++)
        {
          if (j > 0)
            g_string_append_c (text, ',');
          g_string_append (text, long_lists[i].element);
        }
      g_string_append (text, "]}");

      g_test_message ("%s", long_lists[i].member);
      g_assert_false (is_read (text->str, text->len, is_request, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
    }
}

static void
test_too_many_facts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_sync_request_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (gint64 i = 0; i < AMIA_FACTS_MAX + 1; i++)
    {
      AmiaWireFact fact = { .id = i + 1, .what = g_strdup (AMIA_FACT_OPEN), .at_ms = 1 };

      g_array_append_val (request->facts, fact);
    }

  bytes = amia_sync_request_encode (request);
  g_assert_null (
      amia_sync_request_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_large_rights (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  g_autofree char *name = g_strnfill (AMIA_RIGHTS_BYTES_MAX, 'x');
  AmiaWireScope    scope = { { { 1 } }, 7, g_strdup_printf ("{\"%s\":1}", name) };
  g_autoptr (GBytes) bytes = NULL;

  response->epoch = g_strdup ("a1");
  g_array_append_val (response->scopes, scope);
  bytes = amia_sync_response_encode (response);
  g_assert_null (
      amia_sync_response_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_wrong_parts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_parts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text =
          g_string_new (wrong_parts[i].is_request ? request_text : response_text);

      g_test_message ("%s", wrong_parts[i].name);
      g_assert_cmpuint (g_string_replace (text, wrong_parts[i].part, wrong_parts[i].instead, 1),
                        ==,
                        1);
      g_assert_false (is_read (text->str, text->len, wrong_parts[i].is_request, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, (int) wrong_parts[i].code);
    }
}

static void
test_too_many_changes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_sync_request_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < AMIA_BATCH_CHANGES_MAX + 1; i++)
    g_ptr_array_add (request->changes, g_bytes_new_static ("{}", 2));

  bytes = amia_sync_request_encode (request);
  g_assert_null (
      amia_sync_request_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_too_many_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (AMIA_BODY_BYTES_MAX + 1, ' ');

  g_assert_null (amia_sync_request_decode (text, strlen (text), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_deep (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '[');

  g_assert_false (is_read (deep, strlen (deep), TRUE, &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync-message/request/round-trip", test_request_round_trip);
  g_test_add_func ("/sync-message/request/receipts-and-facts", test_request_receipts_and_facts);
  g_test_add_func ("/sync-message/request/a-forgotten-change-is-its-hash", test_forgotten_change);
  g_test_add_func ("/sync-message/request/too-many-facts", test_too_many_facts);
  g_test_add_func ("/sync-message/request/keeps-the-bytes-of-changes", test_request_keeps_bytes);
  g_test_add_func ("/sync-message/request/wishes-are-cut-to-the-bounds",
                   test_request_wishes_are_cut);
  g_test_add_func ("/sync-message/request/too-many-changes", test_too_many_changes);
  g_test_add_func ("/sync-message/request/too-many-bytes", test_too_many_bytes);
  g_test_add_func ("/sync-message/request/too-deep", test_deep);
  g_test_add_func ("/sync-message/response/round-trip", test_response_round_trip);
  g_test_add_func ("/sync-message/response/rights-and-people", test_response_rights_and_people);
  g_test_add_func ("/sync-message/response/large-rights", test_large_rights);
  g_test_add_func ("/sync-message/old-messages-leave-things-as-they-are", test_old_messages);
  g_test_add_func ("/sync-message/unknown-members-are-passed-over", test_unknown_members);
  g_test_add_func ("/sync-message/long-lists-are-refused", test_long_lists);
  g_test_add_func ("/sync-message/wrong-additions-are-refused", test_wrong_additions);
  g_test_add_func ("/sync-message/response/without-readers", test_response_without_readers);
  g_test_add_func ("/sync-message/response/sites-keep-author-and-agency",
                   test_response_sites_are_apart);
  g_test_add_func ("/sync-message/response/readers-hash", test_readers_hash);
  g_test_add_func ("/sync-message/cut-off-anywhere-is-refused", test_truncated);
  g_test_add_func ("/sync-message/one-byte-wrong-is-refused-or-json", test_one_byte_wrong);
  g_test_add_func ("/sync-message/wrong-parts-are-refused", test_wrong_parts);

  return g_test_run ();
}
