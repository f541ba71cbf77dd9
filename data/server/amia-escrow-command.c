/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>

#include "amia-command.h"
#include "amia-ledger-escrow.h"

/* What stands in escrow, and whose it is: how many changes of each case and agency, and since when.
 * Never a word of what they say: that is for those who are let in. */

static void
print_count (const AmiaEscrowCount *count)
{
  g_autofree char *oldest = amia_command_print_time (count->oldest_ms);
  char             scope[AMIA_UUID_TEXT_LENGTH + 1];

  printf ("%s\t%s\twaiting %" G_GINT64_FORMAT "\trefused %" G_GINT64_FORMAT "\tsince %s\n",
          amia_uuid_print (&count->scope, scope),
          count->agency,
          count->n_waiting,
          count->n_refused,
          oldest);
}

int
amia_escrow_command (char **arguments)
{
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GPtrArray) counts = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_scope = FALSE;
  AmiaUuid scope;
  int      status = amia_command_open_case (arguments, &ledger, &scope, &has_scope);

  if (status != AMIA_EXIT_DONE)
    return status;

  counts = amia_ledger_count_escrow (ledger, has_scope ? &scope : NULL, &error);
  if (counts == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < counts->len; i++)
    print_count (g_ptr_array_index (counts, i));
  return AMIA_EXIT_DONE;
}
