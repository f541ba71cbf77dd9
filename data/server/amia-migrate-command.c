/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>

#include "amia-command.h"
#include "amia-db.h"
#include "amia-ledger-copy.h"

/* Moves a ledger from a file to PostgreSQL, or back, and prints the proof that nothing was changed
 * on the way. The server is stopped before, and started on the new place after. */

static void
print_proof (const AmiaTableProof *proof)
{
  gboolean is_equal =
      proof->n_from == proof->n_to && g_str_equal (proof->hash_from, proof->hash_to);

  printf ("%s\t%" G_GINT64_FORMAT "\t%s\n", proof->name, proof->n_from, proof->hash_from);
  if (!is_equal)
    printf ("%s\t%" G_GINT64_FORMAT "\t%s\tDIFFERS\n", proof->name, proof->n_to, proof->hash_to);
}

static int
migrate (const char *from,
         const char *to)
{
  g_autoptr (GError) error = NULL;
  gboolean is_equal;
  g_autoptr (GPtrArray) proofs = amia_ledger_copy (from, to, &is_equal, &error);

  if (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT))
    return amia_command_refuse ("%s", error->message);
  if (proofs == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < proofs->len; i++)
    print_proof (g_ptr_array_index (proofs, i));
  if (!is_equal)
    return amia_command_refuse ("What was written is not what was read: nothing was kept of it");

  printf ("equal\t%u tables\n", proofs->len);
  return AMIA_EXIT_DONE;
}

int
amia_migrate_command (char **arguments)
{
  g_autofree char   *from = NULL;
  g_autofree char   *to = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (AmiaCommandLine) line = { NULL };
  int status = amia_command_read (arguments, entries, &line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (from == NULL || to == NULL || line.words[0] != NULL)
    return amia_command_misuse ("migrate-ledger --from PLACE --to PLACE");

  return migrate (from, to);
}
