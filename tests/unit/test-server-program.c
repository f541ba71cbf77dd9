/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The program amia-server as one meets it on the command line. */

typedef struct
{
  char *directory;
  char *db;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->directory = g_dir_make_tmp ("amia-program-XXXXXX", &error);
  g_assert_no_error (error);
  f->db = g_build_filename (f->directory, "ledger.db", NULL);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (GDir) directory = g_dir_open (f->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->directory, name, NULL);

      (void) g_unlink (path);
    }
  (void) g_rmdir (f->directory);
  g_free (f->directory);
  g_free (f->db);
}

/* Starts the program with these words; `DB` among them stands for the ledger. */
static GSubprocess *
start (Fixture    *f,
       const char *words)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) split = g_strsplit (words, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *program =
      g_build_filename (g_getenv ("AMIA_BUILD_DIR"), "data", "server", "amia-server", NULL);
  GSubprocess *process;

  g_ptr_array_add (arguments, program);
  for (guint i = 0; split[i] != NULL && *split[0] != '\0'; i++)
    g_ptr_array_add (arguments, g_str_equal (split[i], "DB") ? f->db : split[i]);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  return process;
}

static int
run (Fixture    *f,
     const char *words,
     const char *input,
     char      **out,
     char      **complaint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = start (f, words);

  (void) g_subprocess_communicate_utf8 (process, input, NULL, out, complaint, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

#define ADD_ANNA "user add anna --agency FK --role caseworker --db DB"

static const struct
{
  const char *name;
  const char *words;
  const char *input;
  int         status;
  const char *complaint; /* a part of it */
} calls[] = {
  { "help", "--help", NULL, 0, NULL },
  { "version", "--version", NULL, 0, NULL },
  { "nothing", "", NULL, 64, "--db" },
  { "no address", "--db DB", NULL, 64, "--listen" },
  { "an unknown option", "--db DB --port 80", NULL, 64, "port" },
  { "an unknown command", "serve --db DB --listen 127.0.0.1:0", NULL, 64, "serve" },
  { "a certificate without its key",
    "--db DB --listen 127.0.0.1:0 --tls-cert x",
    NULL,
    64,
    "--tls-key" },
  { "a certificate that is not there",
    "--db DB --listen 127.0.0.1:0 --tls-cert /no --tls-key /no",
    NULL,
    1,
    "/no" },
  { "an address that is none", "--db DB --listen here", NULL, 1, "here" },
  { "somebody else's file", "--db /etc/passwd --listen 127.0.0.1:0", NULL, 1, "/etc/passwd" },
  { "no such folder", "--db /nowhere/at/all --listen 127.0.0.1:0", NULL, 1, "/nowhere/at/all" },
  { "nothing is there", "status --db DB", NULL, 1, "no ledger" },
  { "nothing to verify", "audit verify --db DB", NULL, 1, "no ledger" },
  { "nothing to back up", "backup --to /nowhere --db DB", NULL, 1, "open" },
  { "nobody to list", "user list --db DB", NULL, 1, "no ledger" },
  { "a new password where nothing is", "user passwd nobody --db DB", "långt nog\n", 1, "no ledger" },
  { "user what", "user", NULL, 64, "add" },
  { "user without a name", "user add --agency FK --role coach --db DB", NULL, 64, "named" },
  { "user of no agency", "user add anna --role coach --db DB", NULL, 64, "--agency" },
  { "user of an unknown agency",
    "user add anna --agency KGB --role coach --db DB",
    NULL,
    64,
    "--agency" },
  { "user of an unknown role",
    "user add anna --agency FK --role king --db DB",
    NULL,
    64,
    "--role" },
  { "user with a bad name", "user add an/na --agency FK --role coach --db DB", NULL, 64, "an/na" },
  { "user without a password", ADD_ANNA, "", 1, "password" },
  { "user with an empty password", ADD_ANNA, "\n", 1, "password" },
  { "user with a short password", ADD_ANNA, "sju tkn\n", 1, "8 characters" },
};

static void
test_calls (Fixture      *f,
            gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *complaint = NULL;

      g_test_message ("%s", calls[i].name);
      g_assert_cmpint (run (f, calls[i].words, calls[i].input, NULL, &complaint),
                       ==,
                       calls[i].status);
      if (calls[i].complaint != NULL)
        g_assert_nonnull (strstr (complaint, calls[i].complaint));
      else
        g_assert_cmpstr (complaint, ==, "");
    }
}

static void
test_users (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *list = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run (f, ADD_ANNA, "hemlighet\n", NULL, NULL), ==, 0);
  g_assert_cmpint (run (f, ADD_ANNA, "ett annat\n", NULL, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, "\"anna\" already"));
  g_assert_cmpint (run (f, "user add ANNA --agency AF --role coach --db DB", "ett annat\n", NULL, NULL),
                   ==,
                   1);
  g_assert_cmpint (run (f, "user add åsa --agency AF --role leader --db DB", "ett långt", NULL, NULL),
                   ==,
                   0);
  g_assert_cmpint (run (f, "user passwd anna --db DB", "ett nytt\n", NULL, NULL), ==, 0);
  g_clear_pointer (&complaint, g_free);
  g_assert_cmpint (run (f, "user passwd nobody --db DB", "ett nytt\n", NULL, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, "nobody"));
  g_assert_cmpint (run (f, "user list --db DB", NULL, &list, NULL), ==, 0);
  g_assert_cmpstr (list, ==, "anna\tFK\tcaseworker\t-\tenabled\nåsa\tAF\tleader\t-\tenabled\n");
}

/* Reads the line that says where it listens. */
static char *
read_url (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening http://127.0.0.1:"));
  return g_strdup (line + strlen ("listening "));
}

static void
test_serves_until_told (Fixture      *f,
                        gconstpointer data)
{
  static const int signals[] = { SIGTERM, SIGINT };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) server = start (f, "--db DB --listen 127.0.0.1:0");
      g_autofree char *url = read_url (server);
      g_autofree char *name =
          g_strdup_printf ("user add user-%u --agency FK --role coach --db DB", (guint) i);

      /* Accounts are added while it runs. */
      g_assert_cmpint (run (f, name, "ett långt\n", NULL, NULL), ==, 0);

      g_subprocess_send_signal (server, signals[i]);
      (void) g_subprocess_wait (server, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_if_exited (server));
      g_assert_cmpint (g_subprocess_get_exit_status (server), ==, 0);
    }
}

static void
test_port_taken (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr (GSubprocess) server = start (f, "--db DB --listen 127.0.0.1:0");
  g_autofree char *url = read_url (server);
  g_autofree char *words = g_strdup_printf ("--db DB --listen %s", url + strlen ("http://"));
  g_autofree char *complaint = NULL;

  g_assert_cmpint (run (f, words, NULL, NULL, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, "Failed to listen"));
  g_subprocess_send_signal (server, SIGTERM);
  (void) g_subprocess_wait (server, NULL, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/server-program/calls", Fixture, NULL, set_up, test_calls, tear_down);
  g_test_add ("/server-program/users", Fixture, NULL, set_up, test_users, tear_down);
  g_test_add ("/server-program/serves-until-told",
              Fixture,
              NULL,
              set_up,
              test_serves_until_told,
              tear_down);
  g_test_add ("/server-program/port-taken", Fixture, NULL, set_up, test_port_taken, tear_down);

  return g_test_run ();
}
