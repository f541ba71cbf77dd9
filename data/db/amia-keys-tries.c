/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "amia-file.h"
#include "amia-keys-private.h"

/* How often a wrong passphrase was tried in a row, in the key file's name + `-tries`:
 *
 *     amia-tries 1 N MS
 *
 * where N is the number and MS the wall clock of the last one. A file that can't be read counts as
 * none, and one that can't be written is passed over: on a full disk the right passphrase must
 * still open the replica, or nobody could make room. Whoever may delete files here may copy them,
 * too, and try elsewhere; against them stands Argon2id, not this. */

#define TRIES_MAX     1000
#define TRIES_FORMAT  "amia-tries 1 %u %" G_GINT64_FORMAT "\n"
#define MS_PER_SECOND 1000

typedef struct
{
  guint  n;
  gint64 last_ms;
} Tries;

static char *
get_tries_path (const char *path)
{
  return g_strconcat (path, "-tries", NULL);
}

static Tries
load_tries (const char *path)
{
  g_autofree char *file = get_tries_path (path);
  g_autofree char *text = NULL;
  Tries            tries = { 0 };

  if (!g_file_get_contents (file, &text, NULL, NULL) ||
      sscanf (text, TRIES_FORMAT, &tries.n, &tries.last_ms) != 2 || tries.last_ms < 0)
    return (Tries){ 0 };

  tries.n = MIN (tries.n, TRIES_MAX);
  return tries;
}

gint64
_amia_key_tries_get_wait_ms (const char *path,
                             gint64      now_ms)
{
  Tries  tries = load_tries (path);
  guint  n_doublings = tries.n > AMIA_KEYS_FREE_TRIES ? tries.n - AMIA_KEYS_FREE_TRIES - 1 : 0;
  gint64 wait_ms;
  gint64 passed_ms;

  if (tries.n <= AMIA_KEYS_FREE_TRIES)
    return 0;

  wait_ms = AMIA_KEYS_WAIT_S_MAX * (gint64) MS_PER_SECOND;
  if (n_doublings < 16)
    wait_ms = MIN (wait_ms, ((gint64) 1 << n_doublings) * MS_PER_SECOND);

  /* The last try lies in the future when the clock was set back since. Nobody is made to wait until
   * that day: it counts as now, and stays so. */
  passed_ms = now_ms - tries.last_ms;
  if (passed_ms < 0)
    {
      g_autofree char *file = get_tries_path (path);
      g_autofree char *text = g_strdup_printf (TRIES_FORMAT, tries.n, now_ms);

      /* Ignored: see above. */
      (void) !amia_file_write (file, text, strlen (text), NULL);
      return wait_ms;
    }

  return passed_ms < wait_ms ? wait_ms - passed_ms : 0;
}

void
_amia_key_tries_add (const char *path,
                     gint64      now_ms)
{
  g_autofree char *file = get_tries_path (path);
  Tries            tries = load_tries (path);
  g_autofree char *text = g_strdup_printf (TRIES_FORMAT, MIN (tries.n + 1, TRIES_MAX), now_ms);

  /* Ignored: see above. */
  (void) !amia_file_write (file, text, strlen (text), NULL);
}

void
_amia_key_tries_forget (const char *path)
{
  g_autofree char *file = get_tries_path (path);

  /* Ignored: a count that comes back after a power cut costs its owner nothing. */
  g_unlink (file);
}
