/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-forgets-message.h"

/* Who has forgotten, on the wire: what goes in comes out, and what is not that is refused. */

static const char text_of_two[] =
    "{\"v\":1,\"now\":1792720345678,\"more\":false,\"forgets\":["
    "{\"user\":\"bertil\",\"asked\":1792720300000,\"confirmed\":0,\"seen\":1792700000000},"
    "{\"user\":\"dagny \\\"d\\\"\",\"asked\":5,\"confirmed\":7,\"seen\":9}]}";

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaForgetsResponse) response =
      amia_forgets_response_decode (text_of_two, strlen (text_of_two), &error);
  const AmiaWireForget *forget = NULL;
  g_autofree char      *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (response->now_ms, ==, 1792720345678);
  g_assert_cmpuint (response->forgets->len, ==, 2);
  forget = &g_array_index (response->forgets, AmiaWireForget, 1);
  g_assert_cmpstr (forget->user, ==, "dagny \"d\"");
  g_assert_cmpint (forget->asked_ms, ==, 5);
  g_assert_cmpint (forget->confirmed_ms, ==, 7);
  g_assert_cmpint (forget->seen_ms, ==, 9);

  text = amia_forgets_response_encode (response);
  g_assert_cmpstr (text, ==, text_of_two);
}

static void
test_too_many_are_counted_out (void)
{
  const AmiaWireForget forget = { (char *) "bertil", 1, 2, 3 };
  g_autoptr (AmiaForgetsResponse) response = amia_forgets_response_new (1);
  g_autoptr (AmiaForgetsResponse) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i <= AMIA_FORGETS_MAX; i++)
    {
      g_assert_false (response->has_more);
      amia_forgets_response_add (response, &forget);
    }

  text = amia_forgets_response_encode (response);
  back = amia_forgets_response_decode (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->forgets->len, ==, AMIA_FORGETS_MAX);
  g_assert_true (back->has_more);
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    int         code;
  } rows[] = {
    { "", AMIA_PROTOCOL_ERROR_MALFORMED },
    { "[]", AMIA_PROTOCOL_ERROR_MALFORMED },
    { "{\"v\":2,\"now\":1,\"forgets\":[]}", AMIA_PROTOCOL_ERROR_VERSION },
    { "{\"v\":1,\"forgets\":[]}", AMIA_PROTOCOL_ERROR_MALFORMED },
    { "{\"v\":1,\"now\":-1,\"forgets\":[]}", AMIA_PROTOCOL_ERROR_MALFORMED },
    { "{\"v\":1,\"now\":1}", AMIA_PROTOCOL_ERROR_MALFORMED },
    { "{\"v\":1,\"now\":1,\"forgets\":[7]}", AMIA_PROTOCOL_ERROR_MALFORMED },
    { "{\"v\":1,\"now\":1,\"forgets\":[{\"user\":\"a\",\"asked\":1,\"seen\":1}]}",
      AMIA_PROTOCOL_ERROR_MALFORMED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].text);
      g_assert_null (
          amia_forgets_response_decode (rows[i].text, strlen (rows[i].text), &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, rows[i].code);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forgets-message/round-trip", test_round_trip);
  g_test_add_func ("/forgets-message/too-many-are-counted-out", test_too_many_are_counted_out);
  g_test_add_func ("/forgets-message/refuses", test_refuses);

  return g_test_run ();
}
