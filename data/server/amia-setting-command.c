/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-command.h"
#include "amia-ledger-share.h"

/* What is decided for an agency and not for a machine, and so stands in the ledger: for how many
 * days a laptop may show others' work without being in contact. */

#define LEASE_DAYS_MAX 365

typedef struct
{
  const char *agency;
  int         days;
} Lease;

static gboolean
lease_cb (AmiaLedger *ledger,
          gpointer    data,
          GError    **error)
{
  const Lease *lease = data;

  return amia_ledger_set_lease (ledger, lease->agency, lease->days, error);
}

static int
set_lease (AmiaLedger *ledger,
           const char *agency,
           const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = g_strdup_printf ("name=lease agency=%s value=%s", agency, text);
  guint64          days;
  Lease            lease;

  if (!g_ascii_string_to_unsigned (text, 10, 1, LEASE_DAYS_MAX, &days, NULL))
    return amia_command_misuse ("A lease is 1 to %d days", LEASE_DAYS_MAX);

  lease = (Lease){ agency, (int) days };
  if (!amia_command_change (ledger, lease_cb, &lease, AMIA_AUDIT_SETTING, detail, &error))
    return amia_command_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

static int
show_lease (AmiaLedger *ledger,
            const char *agency)
{
  g_autoptr (GError) error = NULL;
  int days;

  if (!amia_ledger_get_lease (ledger, agency, &days, &error))
    return amia_command_fail ("%s", error->message);

  printf ("%d\n", days);
  return AMIA_EXIT_DONE;
}

static int
run_lease (char **arguments)
{
  g_auto (AmiaCommandLine) line = { NULL };
  g_autoptr (AmiaLedger) ledger = NULL;
  int   status = amia_command_read (arguments, NULL, &line);
  guint n_words;

  if (status != AMIA_EXIT_DONE)
    return status;

  n_words = g_strv_length (line.words);
  if (n_words < 1 || n_words > 2 || !amia_command_is_agency (line.words[0]))
    return amia_command_misuse ("lease wants an agency (FK, AF, VARD, KOMMUN) and perhaps days");

  status = amia_command_open (&line, &ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  return n_words == 2 ? set_lease (ledger, line.words[0], line.words[1])
                      : show_lease (ledger, line.words[0]);
}

int
amia_setting_command (char **arguments)
{
  static const AmiaSubcommand commands[] = {
    { "lease", run_lease },
    { NULL },
  };

  return amia_command_choose (commands, arguments);
}
