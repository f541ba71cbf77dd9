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
  g_autofree char   *case_text = NULL;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_STRING, &case_text, NULL, NULL },
    { NULL },
  };
  g_auto (AmiaCommandLine) line = { NULL };
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GPtrArray) counts = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid scope;
  int      status = amia_command_read (arguments, entries, &line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (line.words[0] != NULL)
    return amia_command_misuse ("There is an argument too many");
  if (case_text != NULL && !amia_uuid_parse (case_text, -1, &scope))
    return amia_command_misuse ("\"%s\" is not the id of a case", case_text);

  status = amia_command_open (&line, &ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  counts = amia_ledger_count_escrow (ledger, case_text != NULL ? &scope : NULL, &error);
  if (counts == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < counts->len; i++)
    print_count (g_ptr_array_index (counts, i));
  return AMIA_EXIT_DONE;
}
