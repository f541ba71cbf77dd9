/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "amia-login-message.h"
#include "amia-sync-message.h"

/* Signing in and problems on the wire: what goes in comes out, and whatever else comes in is
 * refused with the right code. */

static const char request_text[] =
    "{\"v\":1,\"user\":\"anna\",\"password\":\"hemligt \\\"ord\\\" åäö\","
    "\"device\":\"9f000000000000000000000000000001\",\"schema\":2}";

static const char response_text[] =
    "{\"v\":1,\"token\":\"00ff\",\"expires\":1795312345678,\"now\":1792720345678,\"user\":\"anna\","
    "\"agency\":\"FK\",\"role\":\"caseworker\",\"capabilities\":[\"gzip\",\"lanes\"]}";

static void
test_request_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLoginRequest) request = NULL;
  g_autofree char *text = NULL;

  request = amia_login_request_decode (request_text, strlen (request_text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->user, ==, "anna");
  g_assert_cmpstr (request->password, ==, "hemligt \"ord\" åäö");
  g_assert_cmpuint (request->device.bytes[0], ==, 0x9f);

  text = amia_login_request_encode (request);
  g_assert_cmpstr (text, ==, request_text);
}

static void
test_response_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLoginResponse) response = NULL;
  g_autofree char *text = NULL;

  response = amia_login_response_decode (response_text, strlen (response_text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (response->agency, ==, "FK");
  g_assert_cmpint (response->expires_ms, ==, 1795312345678);
  g_assert_true (g_strv_contains ((const char *const *) response->capabilities, "lanes"));

  text = amia_login_response_encode (response);
  g_assert_cmpstr (text, ==, response_text);
}

static void
test_response_without_capabilities (void)
{
  static const char text[] = "{\"v\":1,\"token\":\"t\",\"expires\":1,\"now\":1,\"user\":\"a\","
                             "\"agency\":\"FK\",\"role\":\"coach\",\"new\":{\"member\":[]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLoginResponse) response = NULL;

  response = amia_login_response_decode (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (response->capabilities), ==, 0);
}

static void
test_problem_round_trip (void)
{
  const AmiaProblem problem = { (char *) "epoch", 812, (char *) "a1" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaProblem) back = NULL;
  g_autofree char *text = amia_problem_encode (&problem);

  g_assert_cmpstr (text, ==, "{\"v\":1,\"problem\":\"epoch\",\"expect\":812,\"epoch\":\"a1\"}");
  back = amia_problem_decode (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->code, ==, "epoch");
  g_assert_cmpint (back->expect, ==, 812);
  g_assert_cmpstr (back->epoch, ==, "a1");
}

static void
test_problem_bare (void)
{
  static const char text[] = "{\"v\":1,\"problem\":\"busy\",\"epoch\":null}";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaProblem) problem = amia_problem_decode (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpint (problem->expect, ==, 0);
  g_assert_null (problem->epoch);
}

/* Cut off anywhere, a message is refused; so it is with a byte too many. */
static void
test_truncated (void)
{
  for (gsize length = 0; length < strlen (request_text); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *copy = g_memdup2 (request_text, length + 1);

      g_assert_null (amia_login_request_decode (copy, length, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
    }

  for (gsize length = 0; length < strlen (response_text); length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (amia_login_response_decode (response_text, length, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
    }
}

static const struct
{
  const char       *name;
  const char       *text;
  AmiaProtocolError code;
} bad_requests[] = {
  { "empty", "", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a portal's page", "<html>Log in to the network</html>", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a list", "[]", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "no version", "{\"user\":\"a\"}", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a newer version", "{\"v\":2}", AMIA_PROTOCOL_ERROR_VERSION },
  { "a version in words", "{\"v\":\"1\"}", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "two versions", "{\"v\":1,\"v\":1}", AMIA_PROTOCOL_ERROR_MALFORMED },
  { "no user",
    "{\"v\":1,\"password\":\"p\",\"device\":\"9f000000000000000000000000000001\",\"schema\":1}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "an empty user",
    "{\"v\":1,\"user\":\"\",\"password\":\"p\",\"device\":\"9f000000000000000000000000000001\","
    "\"schema\":1}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "two users",
    "{\"v\":1,\"user\":\"a\",\"user\":\"b\",\"password\":\"p\","
    "\"device\":\"9f000000000000000000000000000001\",\"schema\":1}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a user that is a number",
    "{\"v\":1,\"user\":1,\"password\":\"p\",\"device\":\"9f000000000000000000000000000001\","
    "\"schema\":1}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "U+0000 in the password",
    "{\"v\":1,\"user\":\"a\",\"password\":\"p\\u0000q\","
    "\"device\":\"9f000000000000000000000000000001\",\"schema\":1}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "a short device",
    "{\"v\":1,\"user\":\"a\",\"password\":\"p\",\"device\":\"9f\",\"schema\":1}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
  { "schema 0",
    "{\"v\":1,\"user\":\"a\",\"password\":\"p\",\"device\":\"9f000000000000000000000000000001\","
    "\"schema\":0}",
    AMIA_PROTOCOL_ERROR_MALFORMED },
};

static void
test_bad_requests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_requests); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_requests[i].name);
      g_assert_null (
          amia_login_request_decode (bad_requests[i].text, strlen (bad_requests[i].text), &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, (int) bad_requests[i].code);
    }
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *padding = g_strnfill (AMIA_LOGIN_BYTES_MAX, ' ');
  g_autofree char *text = g_strconcat (request_text, padding, NULL);

  g_assert_null (amia_login_request_decode (text, strlen (text), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_long_password (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char       *password = g_strnfill (AMIA_PASSWORD_BYTES_MAX + 1, 'x');
  const AmiaLoginRequest request = { (char *) "anna", password, { { 1 } } };
  g_autofree char       *text = amia_login_request_encode (&request);

  g_assert_null (amia_login_request_decode (text, strlen (text), &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
}

/* Whatever we write, another JSON reader reads as the same. */
static void
test_read_by_json_glib (void)
{
  const AmiaLoginRequest request = { (char *) "å\n\"\\\x7f\x01",
                                     (char *) "\t\xf0\x9f\x90\xa7",
                                     { { 1 } } };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = amia_login_request_encode (&request);

  node = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "user"),
                   ==,
                   request.user);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "password"),
                   ==,
                   request.password);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/login-message/request/round-trip", test_request_round_trip);
  g_test_add_func ("/login-message/request/cut-off-anywhere-is-refused", test_truncated);
  g_test_add_func ("/login-message/request/bad-ones-are-refused", test_bad_requests);
  g_test_add_func ("/login-message/request/too-large-is-said-so", test_too_large);
  g_test_add_func ("/login-message/request/password-is-bounded", test_long_password);
  g_test_add_func ("/login-message/request/json-glib-reads-the-same", test_read_by_json_glib);
  g_test_add_func ("/login-message/response/round-trip", test_response_round_trip);
  g_test_add_func ("/login-message/response/unknown-members-are-passed-over",
                   test_response_without_capabilities);
  g_test_add_func ("/login-message/problem/round-trip", test_problem_round_trip);
  g_test_add_func ("/login-message/problem/only-the-code-is-needed", test_problem_bare);

  return g_test_run ();
}
