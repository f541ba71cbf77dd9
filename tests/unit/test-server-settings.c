/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-address.h"
#include "amia-log.h"
#include "amia-server-settings.h"

/* What whoever runs the server says to it, and what it says to them. */

static gboolean
read_text (AmiaServerSettings *settings,
           const char         *text,
           GError            **error)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp ("amia-settings-XXXXXX", &path, NULL);
  gboolean         is_read;

  g_assert_cmpint (fd, >=, 0);
  (void) g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  is_read = amia_server_settings_read (settings, path, error);
  (void) g_unlink (path);
  return is_read;
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaServerSettings) settings = amia_server_settings_new ();

  g_assert_cmpuint (settings->limits.held_max, ==, amia_http_default_limits.held_max);
  g_assert_true (read_text (settings,
                            "# A comment.\n"
                            "[ledger]\ndb=/var/lib/amia/amia.db\n"
                            "[server]\nlisten = 127.0.0.1:8080\nlog-format=json\ntls-cert=\n"
                            "trusted-proxies=127.0.0.1;::1\n"
                            "[limits]\nheld-max=7\nbody-bytes-max=1048576\n",
                            &error));
  g_assert_no_error (error);
  g_assert_cmpstr (settings->db, ==, "/var/lib/amia/amia.db");
  g_assert_cmpstr (settings->listen, ==, "127.0.0.1:8080");
  g_assert_cmpstr (settings->trusted_proxies, ==, "127.0.0.1;::1");
  g_assert_null (settings->tls_cert);
  g_assert_cmpint (settings->log_format, ==, AMIA_LOG_JSON);
  g_assert_cmpuint (settings->limits.held_max, ==, 7);
  g_assert_cmpuint (settings->limits.body_bytes_max, ==, 1048576);

  /* What is said later wins. */
  g_assert_true (amia_server_settings_set (settings, "limits.held-max", "8", &error));
  g_assert_true (amia_server_settings_set (settings, "server.listen", "[::1]:1", &error));
  g_assert_cmpuint (settings->limits.held_max, ==, 8);
  g_assert_cmpstr (settings->listen, ==, "[::1]:1");
}

static void
test_mistakes (void)
{
  static const char *const texts[] = {
    "[server]\nlisten-on=127.0.0.1:8080\n",
    "[sever]\nlisten=127.0.0.1:8080\n",
    "[server]\nlog-format=xml\n",
    "[limits]\nheld-max=0\n",
    "[limits]\nheld-max=-1\n",
    "[limits]\nheld-max=many\n",
    "[limits]\nheld-max=\n",
    "[limits]\nheld-max=99999999999\n",
    "listen=127.0.0.1:8080\n",
    "[server]\nlisten\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaServerSettings) settings = amia_server_settings_new ();

      g_test_message ("%s", texts[i]);
      g_assert_false (read_text (settings, texts[i], &error));
      g_assert_nonnull (error);
    }
}

/* The shipped example has every key, and no other, each as a line that only has to be uncommented.
 */
static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaServerSettings) settings = amia_server_settings_new ();
  g_autofree const char **keys = amia_server_settings_list_keys ();
  g_autofree char        *path = g_build_filename (g_getenv ("AMIA_SOURCE_DIR"),
                                                   "data",
                                                   "server",
                                                   "amia-server.conf.example",
                                                   NULL);
  g_autofree char        *text = NULL;
  g_autoptr (GRegex) commented = g_regex_new ("^#([a-z-]+=)", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *all = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (amia_server_settings_read (settings, path, &error));
  g_assert_no_error (error);

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  all = g_regex_replace (commented, text, -1, 0, "\\1", 0, &error);
  g_assert_no_error (error);
  g_assert_true (read_text (settings, all, &error));
  g_assert_no_error (error);

  g_assert_true (g_key_file_load_from_data (file, all, (gsize) -1, G_KEY_FILE_NONE, &error));
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (keys[i], ".", 2);

      g_test_message ("%s", keys[i]);
      g_assert_true (g_key_file_has_key (file, parts[0], parts[1], NULL));
    }
}

static void
test_log (void)
{
  static const struct
  {
    const char *line;
    const char *json;
  } rows[] = {
    { "event=login status=401", "\"event\":\"login\",\"status\":401" },
    { "note=\"two words, a \\\" and \\\\\" ms=7",
      "\"note\":\"two words, a \\\" and \\\\\",\"ms\":7" },
    { "note=\"cut off", "\"note\":\"cut off\"" },
    { "n=007", "\"n\":\"007\"" },
    { "flag", "\"flag\":\"\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *text = amia_log_print (rows[i].line, 1795312345678, AMIA_LOG_TEXT);
      g_autofree char *json = amia_log_print (rows[i].line, 1795312345678, AMIA_LOG_JSON);
      g_autofree char *expected_text =
          g_strconcat ("time=2026-11-22T01:52:25Z ", rows[i].line, NULL);
      g_autofree char *expected =
          g_strdup_printf ("{\"time\":\"2026-11-22T01:52:25Z\",%s}", rows[i].json);

      g_assert_cmpstr (text, ==, expected_text);
      g_assert_true (json_parser_load_from_data (parser, json, -1, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (json, ==, expected);
    }
}

static void
test_quote (void)
{
  g_autofree char *quoted = amia_log_quote ("a \"b\"\n\\c\t\xff");

  g_assert_cmpstr (quoted, ==, "\"a \\\"b\\\"\\n\\\\c \xef\xbf\xbd\"");
}

static void
test_client (void)
{
  static const struct
  {
    const char *proxies;
    const char *peer;
    const char *forwarded;
    const char *client;
  } rows[] = {
    /* Nobody is believed. */
    { NULL, "192.0.2.1", NULL, "192.0.2.1" },
    { NULL, "192.0.2.1", "198.51.100.7", "192.0.2.1" },
    { "127.0.0.1", "192.0.2.1", "198.51.100.7", "192.0.2.1" },
    /* One proxy. */
    { "127.0.0.1", "127.0.0.1", "198.51.100.7", "198.51.100.7" },
    { "127.0.0.1", "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7" },
    { "127.0.0.1;::1", "::1", "2001:db8::7", "2001:db8::7" },
    { "127.0.0.1", "127.0.0.1", NULL, "127.0.0.1" },
    { "127.0.0.1", "127.0.0.1", "", "127.0.0.1" },
    { "127.0.0.1", "127.0.0.1", "unknown", "127.0.0.1" },
    /* What the client itself wrote stands before what the proxy wrote. */
    { "127.0.0.1", "127.0.0.1", "10.9.9.9, 198.51.100.7", "198.51.100.7" },
    { "127.0.0.1", "127.0.0.1", "127.0.0.1, 198.51.100.7", "198.51.100.7" },
    /* Two. */
    { "127.0.0.1, 10.0.0.0/8", "127.0.0.1", "198.51.100.7, 10.1.2.3", "198.51.100.7" },
    { "127.0.0.1 10.0.0.0/8", "127.0.0.1", "192.0.2.9,198.51.100.7,10.1.2.3", "198.51.100.7" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) proxies = amia_address_parse_proxies (rows[i].proxies, &error);
      g_autofree char *client = NULL;

      g_assert_no_error (error);
      client = amia_address_find_client (proxies, rows[i].peer, rows[i].forwarded);
      g_assert_cmpstr (client, ==, rows[i].client);
    }
}

static void
test_bad_proxies (void)
{
  static const char *const texts[] = { "localhost", "127.0.0.1/99", "127.0.0.1;x" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (amia_address_parse_proxies (texts[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_network (void)
{
  static const char *const rows[][2] = {
    { "192.0.2.1", "192.0.2.1" },
    { "::ffff:192.0.2.1", "192.0.2.1" },
    { "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::/64" },
    { "2001:db8:1:2::1", "2001:0db8:0001:0002::/64" },
    { "nothing", "nothing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *network = amia_address_get_network (rows[i][0]);

      g_assert_cmpstr (network, ==, rows[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-settings/file", test_file);
  g_test_add_func ("/server-settings/mistakes", test_mistakes);
  g_test_add_func ("/server-settings/example", test_example);
  g_test_add_func ("/server-settings/log", test_log);
  g_test_add_func ("/server-settings/quote", test_quote);
  g_test_add_func ("/server-settings/client", test_client);
  g_test_add_func ("/server-settings/bad-proxies", test_bad_proxies);
  g_test_add_func ("/server-settings/network", test_network);

  return g_test_run ();
}
