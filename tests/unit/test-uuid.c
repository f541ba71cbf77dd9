/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-uuid.h"

/* Ids: the two written forms, the order that ties are broken with, and the layout of UUIDv7. */

#define TEXT "018f3a5b-7c00-7abc-8def-0123456789ab"
#define HEX  "018f3a5b7c007abc8def0123456789ab"

static void
test_both_forms_are_read_and_written (void)
{
  AmiaUuid         from_text;
  AmiaUuid         from_hex;
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  char             hex[AMIA_UUID_HEX_LENGTH + 1];
  g_autofree char *string = NULL;

  g_assert_true (amia_uuid_parse (TEXT, -1, &from_text));
  g_assert_true (amia_uuid_parse ("018F3A5B7C007ABC8DEF0123456789AB, and more", 32, &from_hex));
  g_assert_true (amia_uuid_equal (&from_text, &from_hex));

  g_assert_cmpstr (amia_uuid_print (&from_text, text), ==, TEXT);
  g_assert_cmpstr (amia_uuid_print_hex (&from_text, hex), ==, HEX);
  string = amia_uuid_to_string (&from_hex);
  g_assert_cmpstr (string, ==, TEXT);
}

static void
test_other_text_is_refused (void)
{
  static const char *const texts[] = {
    "",
    "018f3a5b-7c00-7abc-8def-0123456789a",
    "018f3a5b-7c00-7abc-8def-0123456789abc",
    "018f3a5b-7c00-7abc-8def-0123456789ag",
    "018f3a5b7c00-7abc-8def-0123456789ab-",
    "018f3a5b-7c00-7abc-8def_0123456789ab",
    "018f3a5b7c007abc8def0123456789a",
    "018f3a5b7c007abc8def0123456789abc",
    " 018f3a5b7c007abc8def0123456789a",
    "{18f3a5b-7c00-7abc-8def-0123456789ab",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AmiaUuid uuid = { { 42 } };

      g_assert_false (amia_uuid_parse (texts[i], -1, &uuid));
      g_assert_cmpuint (uuid.bytes[0], ==, 42);
    }
}

static void
test_v7_is_laid_out_by_rfc_9562 (void)
{
  /* The time of the example in RFC 9562, appendix A.6. */
  AmiaUuid a = amia_uuid_new_v7 (G_GINT64_CONSTANT (0x017f22e279b0));
  AmiaUuid b = amia_uuid_new_v7 (G_GINT64_CONSTANT (0x017f22e279b0));
  AmiaUuid later = amia_uuid_new_v7 (G_GINT64_CONSTANT (0x017f22e279b1));
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  amia_uuid_print (&a, text);
  g_assert_true (g_str_has_prefix (text, "017f22e2-79b0-7"));
  g_assert_cmpuint (a.bytes[8] & 0xc0, ==, 0x80);

  g_assert_false (amia_uuid_equal (&a, &b));
  g_assert_cmpint (amia_uuid_compare (&a, &later), <, 0);
}

static void
test_random_ids_differ (void)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      AmiaUuid uuid = amia_uuid_new_random ();

      g_assert_true (g_hash_table_add (seen, g_memdup2 (&uuid, sizeof uuid)));
    }
}

static void
test_order_is_by_bytes (void)
{
  AmiaUuid nil = { { 0 } };
  AmiaUuid low = { { 0x7f } };
  AmiaUuid high = { { 0x80 } };

  g_assert_true (amia_uuid_is_nil (&nil));
  g_assert_false (amia_uuid_is_nil (&low));
  g_assert_cmpint (amia_uuid_compare (&low, &high), <, 0);
  g_assert_cmpint (amia_uuid_compare (&high, &low), >, 0);
  g_assert_cmpint (amia_uuid_compare (&high, &high), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uuid/both-forms-are-read-and-written", test_both_forms_are_read_and_written);
  g_test_add_func ("/uuid/other-text-is-refused", test_other_text_is_refused);
  g_test_add_func ("/uuid/v7-is-laid-out-by-rfc-9562", test_v7_is_laid_out_by_rfc_9562);
  g_test_add_func ("/uuid/random-ids-differ", test_random_ids_differ);
  g_test_add_func ("/uuid/order-is-by-bytes", test_order_is_by_bytes);

  return g_test_run ();
}
