/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>

#include "amia-command.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-share.h"

/* Who has confirmed that something is forgotten, and who has not been in contact since: of one
 * case, or what is still outstanding anywhere. */

static void
print_forget (const AmiaForget *forget)
{
  g_autofree char *asked = amia_command_print_time (forget->asked_ms);
  g_autofree char *done = amia_command_print_time (forget->done_ms);
  g_autofree char *seen = amia_command_print_time (forget->seen_ms);
  const char      *state = "confirmed";
  char             device[AMIA_UUID_HEX_LENGTH + 1];
  char             scope[AMIA_UUID_TEXT_LENGTH + 1];

  if (forget->done_ms == 0)
    state = forget->seen_ms + AMIA_SEEN_MS < forget->asked_ms ? "no-contact" : "waiting";

  printf ("%s\t%s\t%s\t%s\tasked %s\tconfirmed %s\tlast contact %s\n",
          state,
          amia_uuid_print (&forget->scope, scope),
          forget->user,
          amia_uuid_print_hex (&forget->device, device),
          asked,
          done,
          seen);
}

static gboolean
print_scope (AmiaLedger     *ledger,
             const AmiaUuid *scope,
             GError        **error)
{
  g_autoptr (GPtrArray) forgets = amia_ledger_list_forgets (ledger, scope, error);

  for (guint i = 0; forgets != NULL && i < forgets->len; i++)
    print_forget (g_ptr_array_index (forgets, i));
  return forgets != NULL;
}

/* What no device has confirmed yet; those that were shut out destroy their keys instead. */
static gboolean
print_outstanding (AmiaLedger *ledger,
                   GError    **error)
{
  g_autoptr (GPtrArray) devices = amia_ledger_list_devices (ledger, NULL, NULL, error);

  if (devices == NULL)
    return FALSE;

  for (guint i = 0; i < devices->len; i++)
    {
      const AmiaDevice *device = g_ptr_array_index (devices, i);
      g_autoptr (GPtrArray) forgets = NULL;

      if (device->is_revoked)
        continue;

      forgets = amia_ledger_list_unforgotten (ledger, &device->id, error);
      if (forgets == NULL)
        return FALSE;
      for (guint j = 0; j < forgets->len; j++)
        print_forget (g_ptr_array_index (forgets, j));
    }

  return TRUE;
}

int
amia_forgets_command (char **arguments)
{
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_scope = FALSE;
  AmiaUuid scope;
  int      status = amia_command_open_case (arguments, &ledger, &scope, &has_scope);

  if (status != AMIA_EXIT_DONE)
    return status;

  if (has_scope ? !print_scope (ledger, &scope, &error)
                : !print_outstanding (ledger, &error))
    return amia_command_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}
