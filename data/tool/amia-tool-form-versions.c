/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-migration.h"
#include "amia-raw-json.h"
#include "amia-response-export.h"
#include "amia-tool-form.h"
#include "amia-tool.h"
#include "amia-version-check.h"

/* `form migrate`, `form compare`: what lies between two versions of a form. */

static const AmiaItem *
get_item (const AmiaMigrationChange *change)
{
  return change->item != NULL ? change->item : change->old_item;
}

/* One line, on standard error: the draft itself goes to standard output. */
static void
print_change (const AmiaMigrationChange *change)
{
  const AmiaItem *item = get_item (change);

  fprintf (stderr,
           "%s: %s",
           amia_migration_kind_to_string (change->kind),
           item != NULL ? item->link_id : change->old_path);
  if (change->message != NULL)
    fprintf (stderr, ": %s", amia_message_code_to_string (change->message->code));
  if (change->is_reworded)
    fputs (" (reworded)", stderr);
  if (change->value != NULL || change->old_value != NULL)
    fprintf (stderr, " %s", change->value != NULL ? change->value : change->old_value);
  fputc ('\n', stderr);
}

static void
print_summary (AmiaMigration *migration)
{
  GPtrArray *changes = amia_migration_get_changes (migration);

  for (guint i = 0; i < changes->len; i++)
    print_change (g_ptr_array_index (changes, i));
  for (AmiaMigrationKind kind = 0; kind <= AMIA_MIGRATION_UNPLACED; kind++)
    {
      fprintf (stderr,
               "%s%u %s",
               kind > 0 ? ", " : "",
               amia_migration_count (migration, kind),
               amia_migration_kind_to_string (kind));
    }
  fputc ('\n', stderr);
}

static gboolean
is_completed (const char *response,
              gsize       length)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (response, length, NULL);
  const char *status = NULL;

  if (document != NULL)
    status = amia_raw_get_string (amia_raw_document_get_root (document), "status");
  return status != NULL && strcmp (status, "in-progress") != 0;
}

/* Ends with 2 if a person has to look: something is flagged, or has no place. */
static int
migrate (AmiaQuestionnaire *before,
         AmiaQuestionnaire *after,
         const char        *draft,
         gsize              length)
{
  g_autoptr (AmiaResponse) response = amia_response_new (before, NULL);
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (AmiaMigration) migration = NULL;
  g_autoptr (GError) error = NULL;
  const AmiaExportOptions options = { .status = "in-progress" };
  g_autofree char        *text = NULL;

  edits = amia_response_import (response, draft, (gssize) length, &unread, &error);
  if (edits != NULL)
    migration = amia_migration_new (response, after, &error);
  if (migration != NULL)
    text = amia_response_export (amia_migration_get_response (migration), &options, &error);
  if (text == NULL)
    return amia_tool_fail ("%s", error->message);

  if (is_completed (draft, length))
    fputs ("The response is completed and stays as it is; this is a new draft.\n", stderr);
  amia_tool_print_messages (unread);
  print_summary (migration);
  fputs (text, stdout);
  return amia_migration_count (migration, AMIA_MIGRATION_FLAGGED) > 0 ||
                 amia_migration_count (migration, AMIA_MIGRATION_UNPLACED) > 0
             ? AMIA_EXIT_PARTLY
             : AMIA_EXIT_DONE;
}

int
amia_tool_form_migrate (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaQuestionnaire) before = NULL;
  g_autoptr (AmiaQuestionnaire) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = NULL;
  gsize            length;

  if (!amia_tool_parse (&arguments, argv, NULL, 3, 3))
    return AMIA_EXIT_USAGE;
  before = amia_tool_load_form (arguments.words[0], NULL, &error);
  if (before != NULL)
    after = amia_tool_load_form (arguments.words[1], NULL, &error);
  if (after == NULL || !g_file_get_contents (arguments.words[2], &draft, &length, &error))
    return amia_tool_fail ("%s", error->message);

  return migrate (before, after, draft, length);
}

static void
print_note (const AmiaVersionNote *note)
{
  printf ("%s%s: %s",
          amia_version_change_is_breaking (note->change) ? "! " : "",
          amia_version_change_to_string (note->change),
          note->link_id != NULL ? note->link_id : "-");
  if (note->before != NULL)
    printf (" “%s”", note->before);
  if (note->after != NULL)
    printf (" → “%s”", note->after);
  putchar ('\n');
}

int
amia_tool_form_compare (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaQuestionnaire) before = NULL;
  g_autoptr (AmiaQuestionnaire) after = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_breaking = FALSE;

  if (!amia_tool_parse (&arguments, argv, NULL, 2, 2))
    return AMIA_EXIT_USAGE;
  before = amia_tool_load_form (arguments.words[0], NULL, &error);
  if (before != NULL)
    after = amia_tool_load_form (arguments.words[1], NULL, &error);
  if (after == NULL)
    return amia_tool_fail ("%s", error->message);

  notes = amia_version_check (before, after);
  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaVersionNote *note = g_ptr_array_index (notes, i);

      print_note (note);
      is_breaking = is_breaking || amia_version_change_is_breaking (note->change);
    }
  return is_breaking ? AMIA_EXIT_PARTLY : AMIA_EXIT_DONE;
}
