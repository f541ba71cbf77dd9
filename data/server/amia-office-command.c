/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-command.h"
#include "amia-db.h"
#include "amia-ledger-admin.h"

/* Offices, from the command line, and the sub-projects that they take part in. */

#define TEXT_BYTES_MAX 120

typedef struct
{
  char           *name;
  char           *agency;
  char           *subproject;
  AmiaCommandLine line;
  AmiaLedger     *ledger;
  const char     *id;        /* lent by the line */
  int             is_closed; /* -1: as it is */
} Office;

static void
clear_office (Office *office)
{
  g_free (office->name);
  g_free (office->agency);
  g_free (office->subproject);
  amia_command_line_clear (&office->line);
  g_clear_object (&office->ledger);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Office, clear_office)

/* What people read: any words, but not pages of them, and nothing that breaks a line or column. */
static gboolean
is_text (const char *text)
{
  if (text == NULL)
    return TRUE;
  if (*text == '\0' || strlen (text) > TEXT_BYTES_MAX || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

static int
read_line (char   **arguments,
           gboolean has_id,
           Office  *office)
{
  /* As bytes: UTF-8 whatever the locale says. */
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &office->name, NULL, NULL },
    { "agency", 0, 0, G_OPTION_ARG_STRING, &office->agency, NULL, NULL },
    { "subproject", 0, 0, G_OPTION_ARG_FILENAME, &office->subproject, NULL, NULL },
    { NULL },
  };
  int status = amia_command_read (arguments, entries, &office->line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (g_strv_length (office->line.words) != (has_id ? 1 : 0))
    return amia_command_misuse (has_id ? "One office has to be named"
                                       : "There is an argument too many");

  office->id = office->line.words[0];
  if (has_id && !amia_command_is_name (office->id))
    return amia_command_misuse ("\"%s\" can't be the id of an office: letters, digits and . _ - @ "
                                "can, up to 64 bytes",
                                office->id);
  if (office->agency != NULL && !amia_command_is_agency (office->agency))
    return amia_command_misuse ("--agency has to be FK, AF, VARD or KOMMUN");
  if (!is_text (office->name) || !is_text (office->subproject))
    return amia_command_misuse ("--name and --subproject are a few words each");

  return AMIA_EXIT_DONE;
}

static gboolean
find_office (AmiaLedger  *ledger,
             const char  *id,
             AmiaOffice **office,
             GError     **error)
{
  g_autoptr (GPtrArray) offices = amia_ledger_list_offices (ledger, error);

  *office = NULL;
  for (guint i = 0; offices != NULL && *office == NULL && i < offices->len; i++)
    {
      if (strcmp (((AmiaOffice *) g_ptr_array_index (offices, i))->id, id) == 0)
        *office = g_ptr_array_steal_index (offices, i);
    }

  return offices != NULL;
}

static gboolean
fail_with (GError    **error,
           const char *what,
           const char *id)
{
  g_set_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT, "%s \"%s\"", what, id);
  return FALSE;
}

static gboolean
add_cb (AmiaLedger *ledger,
        gpointer    data,
        GError    **error)
{
  const Office    *office = data;
  const AmiaOffice row = {
    (char *) office->id,
    office->name,
    office->agency,
    office->subproject,
    FALSE,
  };
  g_autoptr (AmiaOffice) known = NULL;

  if (!find_office (ledger, office->id, &known, error))
    return FALSE;
  if (known != NULL)
    return fail_with (error, "There is already an office", office->id);

  return amia_ledger_put_office (ledger, &row, error);
}

static int
add_office (char **arguments)
{
  g_auto (Office) office = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  int              status = read_line (arguments, TRUE, &office);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (office.name == NULL || office.agency == NULL)
    return amia_command_misuse ("A new office wants --name and --agency");

  status = amia_command_open_or_make (&office.line, &office.ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  detail = g_strdup_printf ("action=add id=%s agency=%s", office.id, office.agency);
  if (!amia_command_change (office.ledger, add_cb, &office, AMIA_AUDIT_OFFICE, detail, &error))
    return amia_command_fail ("%s", error->message);

  return AMIA_EXIT_DONE;
}

static void
replace (char      **field,
         const char *value)
{
  if (value == NULL)
    return;

  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
change_cb (AmiaLedger *ledger,
           gpointer    data,
           GError    **error)
{
  const Office *office = data;
  g_autoptr (AmiaOffice) row = NULL;

  if (!find_office (ledger, office->id, &row, error))
    return FALSE;
  if (row == NULL)
    return fail_with (error, "There is no office", office->id);

  replace (&row->name, office->name);
  replace (&row->subproject, office->subproject);
  if (office->is_closed >= 0)
    row->is_closed = office->is_closed;
  return amia_ledger_put_office (ledger, row, error);
}

static int
change_office (char      **arguments,
               const char *action,
               int         is_closed)
{
  g_auto (Office) office = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  int              status = read_line (arguments, TRUE, &office);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (office.agency != NULL)
    return amia_command_misuse ("An office stays with its agency; close it and add another");

  status = amia_command_open (&office.line, &office.ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  office.is_closed = is_closed;
  detail = g_strdup_printf ("action=%s id=%s", action, office.id);
  if (!amia_command_change (office.ledger, change_cb, &office, AMIA_AUDIT_OFFICE, detail, &error))
    return amia_command_fail ("%s", error->message);

  return AMIA_EXIT_DONE;
}

static int
edit_office (char **arguments)
{
  return change_office (arguments, "change", -1);
}

static int
close_office (char **arguments)
{
  return change_office (arguments, "close", TRUE);
}

static int
open_office (char **arguments)
{
  return change_office (arguments, "open", FALSE);
}

static int
list_offices (char **arguments)
{
  g_auto (Office) office = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) offices = NULL;
  int status = read_line (arguments, FALSE, &office);

  if (status == AMIA_EXIT_DONE)
    status = amia_command_open (&office.line, &office.ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  offices = amia_ledger_list_offices (office.ledger, &error);
  if (offices == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < offices->len; i++)
    {
      const AmiaOffice *row = g_ptr_array_index (offices, i);

      printf ("%s\t%s\t%s\t%s\t%s\n",
              row->id,
              row->agency,
              row->subproject != NULL ? row->subproject : "-",
              row->is_closed ? "closed" : "open",
              row->name);
    }

  return AMIA_EXIT_DONE;
}

int
amia_office_command (char **arguments)
{
  static const AmiaSubcommand commands[] = {
    { "add", add_office },
    { "list", list_offices },
    { "change", edit_office },
    { "close", close_office },
    { "open", open_office },
    { NULL },
  };

  return amia_command_choose (commands, arguments);
}
