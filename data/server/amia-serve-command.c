/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-command.h"

#include <glib-unix.h>
#include <stdio.h>
#include <sys/resource.h>

#include "amia-server.h"

/* The server itself, as a program: options in, one line when it is ready, lines about what happens
 * on standard error, and a clean end at SIGTERM. */

typedef struct
{
  char *db;
  char *listen;
  char *tls_cert;
  char *tls_key;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->db);
  g_free (options->listen);
  g_free (options->tls_cert);
  g_free (options->tls_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static void
log_cb (const char *line,
        gpointer    user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  g_printerr ("time=%s %s\n", time, line);
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
read_options (char   **arguments,
              Options *options)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db, NULL, NULL },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen, NULL, NULL },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_cert, NULL, NULL },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_key, NULL, NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) left = g_strdupv (arguments);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &left, &error))
    return amia_command_misuse ("%s", error->message);

  if (left[0] != NULL && left[1] != NULL)
    return amia_command_misuse ("\"%s\" is not a command", left[1]);
  if (options->db == NULL)
    return amia_command_misuse ("--db PATH is missing");
  if (options->listen == NULL)
    return amia_command_misuse ("--listen ADDR:PORT is missing");
  if ((options->tls_cert == NULL) != (options->tls_key == NULL))
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

int
amia_serve_command (char **arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  AmiaServerOptions server_options = { NULL };
  AmiaServer       *server;
  int               status = read_options (arguments, &options);

  if (status != AMIA_EXIT_DONE)
    return status;

  forbid_old_tls ();
  raise_file_limit ();
  server_options.db = options.db;
  server_options.listen = options.listen;
  server_options.tls_cert = options.tls_cert;
  server_options.tls_key = options.tls_key;
  server_options.log = log_cb;

  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);

  server = amia_server_start (&server_options, &error);
  if (server == NULL)
    return amia_command_fail ("%s", error->message);

  warn_of_plain_http (amia_server_get_url (server));
  printf ("listening %s\n", amia_server_get_url (server));
  fflush (stdout);

  g_main_loop_run (loop);
  amia_server_stop (server);
  return AMIA_EXIT_DONE;
}
