/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>

#include "amia-audit.h"
#include "amia-command.h"
#include "amia-ledger-floor.h"

/* compact. Raises the floor to where all laptops are that have been in contact lately. One that
 * comes back later is brought up to date scope by scope instead of reading through everything that
 * was written for everybody meanwhile. The log itself stays whole: what has been replaced for one
 * reader may be in force for another, and what a participant asks for is all of it. */

/* A laptop that was not in contact for longer is not waited for. */
#define AWAY_MS (90ll * 24 * 60 * 60 * 1000)

static gboolean
raise_floor_cb (AmiaLedger *ledger,
                gpointer    data,
                GError    **error)
{
  return amia_ledger_set_floor (ledger, *(const gint64 *) data, error);
}

int
amia_compact_command (char **arguments)
{
  g_auto (AmiaCommandLine) line = { NULL };
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  const gint64     now_ms = g_get_real_time () / 1000;
  gint64           floor = 0;
  int              status = amia_command_read (arguments, NULL, &line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (line.words[0] != NULL)
    return amia_command_misuse ("There is an argument too many");
  if (line.settings->db == NULL)
    return amia_command_misuse ("--db PATH is missing");
  if ((status = amia_command_open (&line, &ledger)) != AMIA_EXIT_DONE)
    return status;

  if (!amia_ledger_find_lowest_since (ledger, now_ms - AWAY_MS, &floor, &error) ||
      !amia_ledger_get_life (ledger, &life, &error))
    return amia_command_fail ("%s", error->message);

  floor = MAX (floor, life.floor);
  detail = g_strdup_printf ("name=floor value=%" G_GINT64_FORMAT, floor);
  if (floor > life.floor &&
      !amia_command_change (ledger, raise_floor_cb, &floor, AMIA_AUDIT_SETTING, detail, &error))
    return amia_command_fail ("%s", error->message);

  printf ("floor\t%" G_GINT64_FORMAT "\nhead\t%" G_GINT64_FORMAT "\n", floor, life.head);
  return AMIA_EXIT_DONE;
}
