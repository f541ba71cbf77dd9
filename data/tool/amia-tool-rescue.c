/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-rescue.h"
#include "amia-store-end.h"
#include "amia-tool-print.h"
#include "amia-tool.h"

/* `wipe` and `rescue`: how a replica ends, and what of it can go on elsewhere. */

#define RESCUE_PASSPHRASE "AMIA_RESCUE_PASSPHRASE_FILE"

/* A rescue file has a passphrase of its own, or the replica's. */
static char *
read_rescue_passphrase (void)
{
  char *passphrase = NULL;
  g_autoptr (GError) error = NULL;

  if (!amia_tool_read_passphrase_of (RESCUE_PASSPHRASE, &passphrase, &error) ||
      (passphrase == NULL && !amia_tool_read_passphrase (&passphrase, &error)))
    amia_tool_fail ("%s", error->message);
  else if (passphrase == NULL)
    amia_tool_fail ("a rescue file needs a passphrase: name the file that holds it in " RESCUE_PASSPHRASE);

  return passphrase;
}

static void
clear_passphrase (char *passphrase)
{
  explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

/* --- wipe ------------------------------------------------------------------------------------ */

static gboolean
write_rescue (AmiaStore  *store,
              const char *file)
{
  char    *passphrase = read_rescue_passphrase ();
  guint    n_changes = 0;
  guint    n_blobs = 0;
  gboolean is_written;
  g_autoptr (GError) error = NULL;

  if (passphrase == NULL)
    return FALSE;

  is_written = amia_rescue_write (store, file, passphrase, &n_changes, &error) &&
               amia_rescue_write_blobs (store, file, &n_blobs, &error);
  clear_passphrase (passphrase);
  if (!is_written)
    {
      amia_tool_fail ("%s", error->message);
      return FALSE;
    }

  printf ("rescued %u\n", n_changes);
  if (n_blobs > 0)
    printf ("attachments %u, in %s.blobs: keep it with the file\n", n_blobs, file);
  return TRUE;
}

/* Whether the replica may go; what would be lost with it is in @file by then. */
static gboolean
prepare_wipe (AmiaStore  *store,
              const char *file)
{
  guint n_unsent = 0;
  guint n_blobs = 0;
  g_autoptr (GError) error = NULL;

  if (!amia_store_count_unsent_blobs (store, &n_blobs, &error) ||
      !amia_store_count_unsent (store, &n_unsent, &error))
    {
      amia_tool_fail ("%s", error->message);
      return FALSE;
    }
  if (file != NULL)
    return write_rescue (store, file);
  if (n_unsent + n_blobs > 0)
    amia_tool_fail ("%u changes and %u attachments are nowhere but here: sync, or give "
                    "--rescue FILE",
                    n_unsent,
                    n_blobs);

  return n_unsent + n_blobs == 0;
}

int
amia_tool_wipe (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *file = NULL;
  AmiaStore       *store = NULL;
  gboolean         may_go;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "rescue", 0, 0, G_OPTION_ARG_FILENAME, &file, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  may_go = prepare_wipe (store, file);
  amia_store_close (store);
  if (!may_go)
    return AMIA_EXIT_FAILED;
  if (!amia_store_wipe (arguments.words[0], &error))
    return amia_tool_fail ("%s", error->message);

  puts ("wiped");
  return AMIA_EXIT_DONE;
}

/* --- rescue ---------------------------------------------------------------------------------- */

static int
list_rescue (const AmiaRescue *rescue)
{
  g_autoptr (GString) line = g_string_new (NULL);
  GHashTableIter iter;
  gpointer       name;
  gpointer       text;

  for (guint i = 0; i < rescue->changes->len; i++)
    {
      const AmiaRescued *rescued = g_ptr_array_index (rescue->changes, i);

      amia_tool_print_change (line, rescued->change);
    }

  g_hash_table_iter_init (&iter, rescue->drafts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    amia_tool_print_draft (line, name, text);

  fwrite (line->str, 1, line->len, stdout);
  return AMIA_EXIT_DONE;
}

static int
apply_rescue (const AmiaRescue *rescue,
              const char       *file,
              const char       *path)
{
  g_autoptr (AmiaStore) store = amia_tool_open (path);
  guint n_applied = 0;
  guint n_skipped = 0;
  guint n_blobs = 0;
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return AMIA_EXIT_FAILED;
  if (!amia_rescue_apply (rescue, store, &n_applied, &n_skipped, &error) ||
      !amia_rescue_apply_blobs (file, store, &n_blobs, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("applied %u skipped %u\n", n_applied, n_skipped);
  if (n_blobs > 0)
    printf ("attachments %u\n", n_blobs);
  return AMIA_EXIT_DONE;
}

int
amia_tool_rescue (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *path = NULL;
  char            *passphrase;
  g_autoptr (AmiaRescue) rescue = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &path, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((passphrase = read_rescue_passphrase ()) == NULL)
    return AMIA_EXIT_FAILED;

  rescue = amia_rescue_load (arguments.words[0], passphrase, &error);
  clear_passphrase (passphrase);
  if (rescue == NULL)
    return amia_tool_fail ("%s", error->message);

  return path != NULL ? apply_rescue (rescue, arguments.words[0], path) : list_rescue (rescue);
}
