/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <glib-unix.h>
#include <stdio.h>
#include <sys/resource.h>

#include "amia-command.h"
#include "amia-log.h"
#include "amia-safeguard.h"
#include "amia-server.h"

/* The server itself, as a program: options in, one line when it is ready, lines about what happens
 * on standard error, and a clean end at SIGTERM. */

static void
log_cb (const char *line,
        gpointer    user_data)
{
  const AmiaServerSettings *settings = user_data;
  g_autofree char          *text =
      amia_log_print (line, g_get_real_time () / 1000, settings->log_format);

  g_printerr ("%s\n", text);
}

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* A descriptor for each laptop that waits: as many as the system lets us have. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  /* Ignored: then it is as many as it was. */
  (void) setrlimit (RLIMIT_NOFILE, &limit);
}

/* TLS 1.2 is the oldest that is spoken. GIO has no call for it; what it reads is this, once. */
static void
forbid_old_tls (void)
{
  (void) g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", FALSE);
}

static int
check_settings (const AmiaCommandLine *line)
{
  const AmiaServerSettings *settings = line->settings;

  if (line->words[0] != NULL)
    return amia_command_misuse ("\"%s\" is not a command, or does not come first", line->words[0]);
  if (settings->db == NULL)
    return amia_command_misuse ("--db PATH is missing");
  if (settings->listen == NULL)
    return amia_command_misuse ("--listen ADDR:PORT is missing");
  if ((settings->tls_cert == NULL) != (settings->tls_key == NULL))
    return amia_command_misuse ("--tls-cert and --tls-key belong together");

  return AMIA_EXIT_DONE;
}

/* Passwords and case notes in the open: fine behind a proxy that does TLS, and nowhere else. */
static void
warn_of_plain_http (const char *url)
{
  if (g_str_has_prefix (url, "http://") &&
      !g_str_has_prefix (url, "http://127.") &&
      !g_str_has_prefix (url, "http://[::1]:"))
    g_printerr ("amia-server: listening without TLS on %s: let only a reverse proxy reach it\n",
                url);
}

static AmiaServer *
start_server (AmiaServerSettings *settings,
              GError            **error)
{
  AmiaServerOptions options = { NULL };
  g_autofree char  *safeguard = amia_safeguard_find_path (settings->safeguard, settings->db);

  options.db = settings->db;
  options.safeguard = safeguard;
  options.listen = settings->listen;
  options.tls_cert = settings->tls_cert;
  options.tls_key = settings->tls_key;
  options.trusted_proxies = settings->trusted_proxies;
  options.limits = &settings->limits;
  options.log = log_cb;
  options.user_data = settings;
  return amia_server_start (&options, error);
}

int
amia_serve_command (char **arguments)
{
  g_auto (AmiaCommandLine) line = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  AmiaServer *server;
  int         status = amia_command_read (arguments, NULL, &line);

  if (status == AMIA_EXIT_DONE)
    status = check_settings (&line);
  if (status != AMIA_EXIT_DONE)
    return status;

  forbid_old_tls ();
  raise_file_limit ();
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);

  server = start_server (line.settings, &error);
  if (server == NULL)
    return amia_command_fail ("%s", error->message);

  warn_of_plain_http (amia_server_get_url (server));
  printf ("listening %s\n", amia_server_get_url (server));
  fflush (stdout);

  g_main_loop_run (loop);
  amia_server_stop (server);
  return AMIA_EXIT_DONE;
}
