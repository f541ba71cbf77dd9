/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault-place.h"

/* The vault when things go wrong beneath it: the power is cut, the disk is full or broken, the
 * program is killed.
 *
 * This program's own pwrite and fdatasync stand between SQLite and the disk. Until a file is
 * synced, a power cut may keep a write, lose it, or keep some of its sectors only; so each write
 * notes what it replaces, and the cut takes back at random. What a commit has returned for must be
 * there afterwards, and what is there must be some commit's state, whole: that is known from a twin
 * that is not encrypted and ran the same. */

#define SECTOR  512
#define N_STEPS 40

#define ROUNDS_CUT  40
#define LIVES_MAX   4
#define ROUNDS_KILL 8
#define LONG_FACTOR 10

typedef struct
{
  int     fd;
  off64_t offset;
  gsize   length;
  guint8 *old; /* zeros where the file did not reach */
} Written;

typedef enum
{
  FAULT_NONE,
  FAULT_CUT,
  FAULT_FULL,
  FAULT_BROKEN,
} FaultKind;

static struct
{
  FaultKind kind;
  int       n_left; /* writes until it happens */
  int       n_writes;
  GRand    *random;
  GArray   *written; /* (element-type Written) */
} fault;

static void
note_old_bytes (int     fd,
                gsize   length,
                off64_t offset)
{
  Written written = { fd, offset, length, g_malloc0 (length) };

  g_assert_cmpint (syscall (SYS_pread64, fd, written.old, length, offset), >=, 0);
  g_array_append_val (fault.written, written);
}

static void
take_back (const Written *written)
{
  gboolean is_torn = g_rand_boolean (fault.random);

  if (!is_torn && g_rand_boolean (fault.random))
    return;

  for (gsize at = 0; at < written->length; at += SECTOR)
    if (!is_torn || g_rand_boolean (fault.random))
      syscall (SYS_pwrite64,
               written->fd,
               written->old + at,
               MIN (SECTOR, written->length - at),
               written->offset + (off64_t) at);
}

static void
cut_power (void)
{
  for (guint i = fault.written->len; i > 0; i--)
    take_back (&g_array_index (fault.written, Written, i - 1));

  _exit (9);
}

ssize_t
pwrite64 (int         fd,
          const void *data,
          size_t      length,
          off64_t     offset)
{
  ssize_t n;

  fault.n_writes++;
  if (fault.kind == FAULT_CUT)
    note_old_bytes (fd, length, offset);
  else if (fault.kind != FAULT_NONE && --fault.n_left <= 0)
    {
      errno = fault.kind == FAULT_FULL ? ENOSPC : EIO;
      return -1;
    }

  n = syscall (SYS_pwrite64, fd, data, length, offset);
  if (fault.kind == FAULT_CUT && --fault.n_left <= 0)
    cut_power ();

  return n;
}

/* Nothing has to reach a real disk here. */
int
fsync (int fd)
{
  for (guint i = fault.written != NULL ? fault.written->len : 0; i > 0; i--)
    {
      Written *written = &g_array_index (fault.written, Written, i - 1);

      if (written->fd != fd)
        continue;

      g_free (written->old);
      g_array_remove_index (fault.written, i - 1);
    }

  return 0;
}

int
fdatasync (int fd)
{
  return fsync (fd);
}

static void
arm (FaultKind kind,
     int       n_left,
     guint32   seed)
{
  fault.kind = kind;
  fault.n_left = n_left;
  if (fault.random == NULL)
    fault.random = g_rand_new ();
  if (fault.written == NULL)
    fault.written = g_array_new (FALSE, FALSE, sizeof (Written));
  g_rand_set_seed (fault.random, seed);
}

static int
get_factor (void)
{
  return g_strcmp0 (g_getenv ("AMIA_LONG"), "yes") == 0 ? LONG_FACTOR : 1;
}

/* One statement, always the same for the same numbers: short and long rows, overflow pages,
 * deletions that empty pages, work that is taken back. */
static char *
make_statement (GRand *random)
{
  int id = g_rand_int_range (random, 1, 60);
  int length = g_rand_int_range (random, 0, g_rand_int_range (random, 1, 5) == 1 ? 30000 : 300);

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return g_strdup_printf ("DELETE FROM word WHERE id BETWEEN %d AND %d", id, id + length % 20);
    case 1:
      return g_strdup_printf ("UPDATE word SET data = data || text WHERE id %% 7 = %d", id % 7);
    case 2:
      return g_strdup_printf ("SAVEPOINT s; DELETE FROM word WHERE id > %d; "
                              "ROLLBACK TO s; RELEASE s",
                              id);
    default:
      return g_strdup_printf ("INSERT OR REPLACE INTO word (id, text, data) VALUES "
                              "(%d, 'kanarie' || %d, printf ('%%.%dc', char (%d)))",
                              id,
                              length,
                              length + 1,
                              'a' + id % 26);
    }
}

/* One transaction; row 0 says how many there were. */
static gboolean
run_step (AmiaDb  *db,
          int      step,
          GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) step);
  g_autofree char *count = g_strdup_printf ("INSERT OR REPLACE INTO word (id, text) "
                                            "VALUES (0, '%d')",
                                            step);
  int              n = g_rand_int_range (random, 1, 7);

  if (!amia_db_begin (db, error))
    return FALSE;

  for (int i = 0; i <= n; i++)
    {
      g_autofree char *sql = i < n ? make_statement (random) : g_steal_pointer (&count);

      if (!amia_db_exec (db, sql, "take a step", error))
        {
          amia_db_rollback (db);
          return FALSE;
        }
    }

  return amia_db_commit (db, error);
}

static int
get_n_steps (AmiaDb *db)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (db, "SELECT text FROM word WHERE id = 0", "count the steps", NULL);

  g_assert_nonnull (statement);
  return amia_statement_step (statement, NULL) == AMIA_ROW
             ? (int) g_ascii_strtoll (amia_statement_get_text (statement, 0), NULL, 10)
             : 0;
}

/* A cache so small that pages are written more than once in a transaction, and a checkpoint every
 * few of them. */
static AmiaDb *
open_strained (const char *path)
{
  AmiaDb *db = vault_open (path, &vault_key);

  vault_run (db, "PRAGMA cache_size = 4; PRAGMA wal_autocheckpoint = 12");
  return db;
}

/* What there is to read after so many steps. */
static GPtrArray *
make_truth (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = amia_db_open (place->file, AMIA_DB_CREATE, NULL);
  GPtrArray *truth = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (db);
  vault_run (db, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL, data BLOB)");
  g_ptr_array_add (truth, vault_dump_db (db, NULL));
  for (int step = 1; step <= N_STEPS; step++)
    {
      g_assert_true (run_step (db, step, NULL));
      g_ptr_array_add (truth, vault_dump_db (db, NULL));
    }

  return truth;
}

static void
test_says_what_its_twin_says (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GPtrArray) truth = make_truth ();
  g_autoptr (AmiaDb) db = NULL;

  for (int step = 1; step <= N_STEPS; step++)
    {
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;

      if (step % 10 == 1)
        {
          g_clear_pointer (&db, amia_db_close);
          db = open_strained (place->file);
        }

      g_assert_true (run_step (db, step, &error));
      g_assert_no_error (error);
      found = vault_dump_db (db, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (found, ==, g_ptr_array_index (truth, step));
    }
}

static void
acknowledge (int    acks,
             gint32 step)
{
  g_assert_cmpint (write (acks, &step, sizeof step), ==, sizeof step);
}

/* In the child: goes on where the file ends, and says how far it got, until it dies. */
static void
live (const char *path,
      int         acks)
{
  AmiaDb *db = open_strained (path);
  int     step = get_n_steps (db);

  acknowledge (acks, step);
  while (step < N_STEPS && run_step (db, step + 1, NULL))
    acknowledge (acks, ++step);

  amia_db_close (db);
  _exit (0);
}

/* Returns the last step that was acknowledged, or 0. */
static int
run_until_cut (const char *path,
               int         n_writes,
               guint32     seed)
{
  int    acks[2];
  int    status;
  gint32 done = 0;
  gint32 last = 0;
  pid_t  child;

  g_assert_cmpint (pipe (acks), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      arm (FAULT_CUT, n_writes, seed);
      live (path, acks[1]);
    }

  close (acks[1]);
  while (read (acks[0], &done, sizeof done) == sizeof done)
    last = done;

  close (acks[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_true (WEXITSTATUS (status) == 0 || WEXITSTATUS (status) == 9);
  return last;
}

static void
assert_one_of (GPtrArray  *truth,
               const char *path,
               int         first,
               guint32     seed)
{
  g_autofree char *found = vault_dump_well (path);

  if (g_str_equal (found, g_ptr_array_index (truth, first)) ||
      (first < N_STEPS && g_str_equal (found, g_ptr_array_index (truth, first + 1))))
    return;

  g_error ("After %d acknowledged steps (seed %u) something else was there: %.60s …",
           first,
           seed,
           found);
}

static void
test_power_cut_loses_nothing_acknowledged (void)
{
  g_autoptr (GPtrArray) truth = make_truth ();

  for (int round = 0; round < ROUNDS_CUT * get_factor (); round++)
    {
      g_autoptr (VaultPlace) place = vault_place_new ();
      guint32 seed = (guint32) g_test_rand_int ();
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      int acknowledged = 0;

      /* Made and closed before the first cut: a file that is not made yet has nothing to lose. */
      amia_db_close (vault_open (place->file, &vault_key));
      for (int life = 0; life < LIVES_MAX; life++)
        {
          int n_writes = g_rand_int_range (random, 1, 200);
          int last = run_until_cut (place->file, n_writes, g_rand_int (random));

          acknowledged = MAX (acknowledged, last);
        }

      assert_one_of (truth, place->file, acknowledged, seed);
    }
}

/* While the file is being made it may also be that there is none yet. */
static void
test_power_cut_while_made_leaves_none_or_one (void)
{
  for (int n_writes = 1; n_writes <= 12; n_writes++)
    {
      g_autoptr (VaultPlace) place = vault_place_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaDb) db = NULL;

      if (run_until_cut (place->file, n_writes, (guint32) g_test_rand_int ()) > 0)
        continue;

      db = amia_db_open_encrypted (place->file, &vault_key, AMIA_DB_NONE, &error);
      if (db == NULL)
        g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_NOT_A_DATABASE);
      else
        g_assert_true (amia_db_check (db, NULL));
    }
}

static void
assert_no_canary (const char *path)
{
  g_autoptr (GByteArray) bytes = vault_load (path);

  /* Killed early, nothing is there yet. */
  if (bytes->len > 0)
    g_assert_null (memmem (bytes->data, bytes->len, "kanarie", strlen ("kanarie")));
}

static void
test_killed_loses_nothing_acknowledged (void)
{
  g_autoptr (GPtrArray) truth = make_truth ();

  for (int round = 0; round < ROUNDS_KILL * get_factor (); round++)
    {
      g_autoptr (VaultPlace) place = vault_place_new ();
      int    n_acks = g_test_rand_int_range (1, N_STEPS);
      int    acks[2];
      gint32 done = 0;
      gint32 last = 0;
      pid_t  child;

      g_assert_cmpint (pipe (acks), ==, 0);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        live (place->file, acks[1]);

      close (acks[1]);
      while (last < n_acks && read (acks[0], &done, sizeof done) == sizeof done)
        last = done;

      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      while (read (acks[0], &done, sizeof done) == sizeof done)
        last = done;

      close (acks[0]);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      assert_no_canary (place->file);
      assert_no_canary (place->log);
      assert_one_of (truth, place->file, last, 0);
    }
}

/* The step fails, is as if it had not been, and goes well when there is room again. */
static void
fail_every_write (FaultKind   kind,
                  AmiaDbError expected)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GPtrArray) truth = make_truth ();
  AmiaDb *db = open_strained (place->file);

  for (int step = 1; step <= N_STEPS; step++)
    {
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;
      gboolean is_done;

      arm (kind, 1 + step % 5, 0);
      is_done = run_step (db, step, &error);
      arm (FAULT_NONE, 0, 0);
      if (!is_done)
        {
          g_autofree char *before = vault_dump_db (db, NULL);

          g_assert_error (error, AMIA_DB_ERROR, (int) expected);
          g_assert_cmpstr (before, ==, g_ptr_array_index (truth, step - 1));
          g_clear_error (&error);
          g_assert_true (run_step (db, step, &error));
          g_assert_no_error (error);
        }

      found = vault_dump_db (db, NULL);
      g_assert_cmpstr (found, ==, g_ptr_array_index (truth, step));
    }

  amia_db_close (db);
}

static void
test_full_disk_is_reported (void)
{
  fail_every_write (FAULT_FULL, AMIA_DB_ERROR_FULL);
}

static void
test_broken_disk_is_reported (void)
{
  fail_every_write (FAULT_BROKEN, AMIA_DB_ERROR_FAILED);
}

/* Without this the tests above would pass if nothing ever came by here. */
static void
test_writes_come_by_here (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  int n = fault.n_writes;

  amia_db_close (vault_open (place->file, &vault_key));
  g_assert_cmpint (fault.n_writes, >, n);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/crash/writes-come-by-here", test_writes_come_by_here);
  g_test_add_func ("/vault/crash/says-what-its-twin-says", test_says_what_its_twin_says);
  g_test_add_func ("/vault/crash/power-cut-loses-nothing-acknowledged",
                   test_power_cut_loses_nothing_acknowledged);
  g_test_add_func ("/vault/crash/power-cut-while-made-leaves-none-or-one",
                   test_power_cut_while_made_leaves_none_or_one);
  g_test_add_func ("/vault/crash/killed-loses-nothing-acknowledged",
                   test_killed_loses_nothing_acknowledged);
  g_test_add_func ("/vault/crash/full-disk-is-reported", test_full_disk_is_reported);
  g_test_add_func ("/vault/crash/broken-disk-is-reported", test_broken_disk_is_reported);

  return g_test_run ();
}
