/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "amia-store-log.h"
#include "amia-store.h"
#include "store-fixture.h"

/* kill -9 at any moment. A child commits as fast as it can and says each number as soon as the
 * store has; it is killed after a random number of them; everything that it said must be there, in
 * order, and the file must be sound. */

#define KILLS        20
#define COMMITS_MAX  40
#define EXIT_TROUBLE 3

/* The child's whole life. It must not return into the test program. */
static void
commit_until_killed (const char *path,
                     int         fd)
{
  g_autoptr (AmiaStore) store = amia_store_open (path, NULL, NULL);
  AmiaUuid case_id = fixture_id (1);

  if (store == NULL)
    _exit (EXIT_TROUBLE);

  for (guint i = 0; i < 100000; i++)
    {
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autofree char *text = g_strdup_printf ("Value %u", i);
      AmiaUuid         id = fixture_id (2 + i % 20);
      gint64           n;

      amia_edits_set_string (edits, "case", &case_id, &case_id, "title", text);
      amia_edits_set_string (edits, "goal", &id, &case_id, "text", text);
      if (!amia_store_commit (store, edits, &n, NULL) || write (fd, &n, sizeof n) != sizeof n)
        _exit (EXIT_TROUBLE);
    }

  _exit (EXIT_TROUBLE);
}

/* Reads what the child says until it has said enough, kills it, and reads what was still on its
 * way. Returns the last number. */
static gint64
run_and_kill (const char *path,
              guint       n_commits)
{
  int    pipe_fds[2];
  pid_t  child;
  int    status;
  gint64 n;
  gint64 last = 0;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (pipe_fds[0]);
      commit_until_killed (path, pipe_fds[1]);
    }

  close (pipe_fds[1]);
  for (guint i = 0; read (pipe_fds[0], &n, sizeof n) == sizeof n; i++)
    {
      g_assert_true (last == 0 || n == last + 1);
      last = n;
      if (i == n_commits)
        kill (child, SIGKILL);
    }
  close (pipe_fds[0]);

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  return last;
}

static gboolean
count_cb (const AmiaChange *change,
          AmiaChangeState   state,
          const char       *reason,
          gpointer          data)
{
  gint64 *n = data;

  /* In order and without a gap. */
  g_assert_cmpint (change->n, ==, *n + 1);
  *n = change->n;
  return TRUE;
}

static void
test_kill_loses_nothing (void)
{
  g_auto (Fixture) fixture = { 0 };
  gint64 last = 0;

  fixture_open (&fixture, "karin", "FK");
  for (guint i = 0; i < KILLS; i++)
    {
      AmiaLogQuery query = { .state = -1 };
      gint64       kept = 0;
      gint64       said;

      g_clear_pointer (&fixture.store, amia_store_close);
      said = run_and_kill (fixture.path, (guint) g_test_rand_int_range (0, COMMITS_MAX));
      fixture_reopen (&fixture);
      g_assert_true (amia_store_foreach_change (fixture.store, &query, count_cb, &kept, NULL));

      /* One more may have been on disk when there was no time left to say so. */
      g_assert_cmpint (kept, >=, said);
      g_assert_cmpint (kept, <=, said + 1);
      g_assert_cmpint (kept, >, last);
      last = kept;
    }

  fixture_assert_sound (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/crash/kill-loses-nothing", test_kill_loses_nothing);
  return g_test_run ();
}
