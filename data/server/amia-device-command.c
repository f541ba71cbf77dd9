/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>

#include "amia-command.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-share.h"
#include "amia-revocation.h"

/* Devices, from the command line: which there are, how far they are, and shutting one out. */

typedef struct
{
  char           *user;
  char           *agency;
  AmiaCommandLine line;
  AmiaLedger     *ledger;
} Devices;

static void
clear_devices (Devices *devices)
{
  g_free (devices->user);
  g_free (devices->agency);
  amia_command_line_clear (&devices->line);
  g_clear_object (&devices->ledger);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Devices, clear_devices)

static int
begin_devices (char    **arguments,
               gboolean  has_id,
               AmiaUuid *id,
               Devices  *devices)
{
  const GOptionEntry entries[] = {
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &devices->user, NULL, NULL },
    { "agency", 0, 0, G_OPTION_ARG_STRING, &devices->agency, NULL, NULL },
    { NULL },
  };
  int status = amia_command_read (arguments, entries, &devices->line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (g_strv_length (devices->line.words) != (has_id ? 1 : 0))
    return amia_command_misuse (has_id ? "One device has to be named"
                                       : "There is an argument too many");
  if (has_id && !amia_uuid_parse (devices->line.words[0], -1, id))
    return amia_command_misuse ("\"%s\" is not the id of a device", devices->line.words[0]);
  if (devices->agency != NULL && !amia_command_is_agency (devices->agency))
    return amia_command_misuse ("--agency has to be FK, AF, VARD or KOMMUN");

  return amia_command_open (&devices->line, &devices->ledger);
}

static int
list_devices (char **arguments)
{
  g_auto (Devices) devices = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  int status = begin_devices (arguments, FALSE, NULL, &devices);

  if (status != AMIA_EXIT_DONE)
    return status;

  rows = amia_ledger_list_devices (devices.ledger, devices.user, devices.agency, &error);
  if (rows == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaDevice *device = g_ptr_array_index (rows, i);
      g_autofree char  *seen = amia_command_print_time (device->seen_ms);
      char              id[AMIA_UUID_HEX_LENGTH + 1];

      printf ("%s\t%s\t%s\t%s\n",
              amia_uuid_print_hex (&device->id, id),
              device->user,
              seen,
              device->is_revoked ? "revoked" : "in-use");
    }

  return AMIA_EXIT_DONE;
}

static int
find_device (AmiaLedger     *ledger,
             const AmiaUuid *id,
             AmiaDevice    **device)
{
  g_autoptr (GError) error = NULL;
  char text[AMIA_UUID_HEX_LENGTH + 1];

  if (!amia_ledger_find_device (ledger, id, device, &error))
    return amia_command_fail ("%s", error->message);
  if (*device == NULL)
    return amia_command_fail ("There is no device %s", amia_uuid_print_hex (id, text));

  return AMIA_EXIT_DONE;
}

static void
print_device (const AmiaDevice *device,
              GPtrArray        *unforgotten)
{
  g_autofree char *seen = amia_command_print_time (device->seen_ms);
  g_autofree char *expires = amia_command_print_time (device->expires_ms);
  char             id[AMIA_UUID_HEX_LENGTH + 1];

  printf ("device\t%s\nuser\t%s\nstate\t%s\nlast contact\t%s\nversion\t%s\ntoken until\t%s\n",
          amia_uuid_print_hex (&device->id, id),
          device->user,
          device->is_revoked ? "revoked" : "in-use",
          seen,
          device->version != NULL ? device->version : "-",
          expires);
  printf ("changes from it\t%" G_GINT64_FORMAT "\nposition\t%" G_GINT64_FORMAT
          "\nbackfills under way\t%u\nreceipts outstanding\t%u\n",
          device->last_n,
          device->position,
          device->lanes_open,
          unforgotten->len);
  for (guint i = 0; i < unforgotten->len; i++)
    {
      const AmiaForget *forget = g_ptr_array_index (unforgotten, i);
      g_autofree char  *asked = amia_command_print_time (forget->asked_ms);
      char              scope[AMIA_UUID_TEXT_LENGTH + 1];

      printf ("to forget\t%s\tasked %s\n", amia_uuid_print (&forget->scope, scope), asked);
    }
}

static int
show_device (char **arguments)
{
  g_auto (Devices) devices = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (GPtrArray) unforgotten = NULL;
  AmiaUuid id;
  int      status = begin_devices (arguments, TRUE, &id, &devices);

  if (status == AMIA_EXIT_DONE)
    status = find_device (devices.ledger, &id, &device);
  if (status != AMIA_EXIT_DONE)
    return status;

  unforgotten = amia_ledger_list_unforgotten (devices.ledger, &id, &error);
  if (unforgotten == NULL)
    return amia_command_fail ("%s", error->message);

  print_device (device, unforgotten);
  return AMIA_EXIT_DONE;
}

/* The same file that the server writes to, which may be running. */
static gboolean
open_safeguard (const Devices  *devices,
                AmiaSafeguard **safeguard,
                GError        **error)
{
  const AmiaServerSettings *settings = devices->line.settings;
  g_autofree char          *path = amia_safeguard_find_path (settings->safeguard, settings->db);

  *safeguard = NULL;
  if (path == NULL)
    return TRUE;

  *safeguard = amia_safeguard_open (path, devices->ledger, NULL, error);
  return *safeguard != NULL;
}

static int
revoke_device (char **arguments)
{
  g_auto (Devices) devices = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (AmiaSafeguard) safeguard = NULL;
  g_autofree char *detail = NULL;
  AmiaAuditFact    fact = { .kind = AMIA_AUDIT_REVOKE };
  AmiaUuid         id;
  int              status = begin_devices (arguments, TRUE, &id, &devices);

  if (status == AMIA_EXIT_DONE)
    status = find_device (devices.ledger, &id, &device);
  if (status != AMIA_EXIT_DONE)
    return status;

  detail = g_strdup_printf ("owner=%s by=%s", device->user, g_get_user_name ());
  fact.device = &id;
  fact.detail = detail;
  if (!open_safeguard (&devices, &safeguard, &error) ||
      !amia_revocation_write (devices.ledger,
                              safeguard,
                              &fact,
                              g_get_real_time () / 1000,
                              &error))
    return amia_command_fail ("%s", error->message);

  return AMIA_EXIT_DONE;
}

int
amia_device_command (char **arguments)
{
  static const AmiaSubcommand commands[] = {
    { "list", list_devices },
    { "show", show_device },
    { "revoke", revoke_device },
    { NULL },
  };

  return amia_command_choose (commands, arguments);
}
