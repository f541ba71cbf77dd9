/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-safeguard.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "amia-ledger-escrow.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-restore.h"
#include "amia-restore.h"

/* The file is text, a line for each thing:
 *
 *     CHECK amia-safeguard 1 ID
 *     CHECK fact SCOPE RECORD DEVICE N FIELD VALUE
 *     CHECK revoked DEVICE
 *     CHECK mark RUN EPOCH HEAD LIMIT      (amia-high-water.h)
 *
 * CHECK is the first 8 hexadecimal digits of SHA-256 over the rest of the line. ID is random and
 * stands in the ledger, too. SCOPE and RECORD are ids of 36 characters, DEVICE has 32 hexadecimal
 * digits, VALUE is JSON without a line break. A line that is not right was cut off while it was
 * written, and what it spoke of was never committed: it is passed over.
 *
 * A fact that is in the ledger's log by its name (DEVICE, N) needs nothing done. Any other counts
 * from now on, as a head beside those that the record has, until its change has come back. */

#define HEADER       "amia-safeguard 1 "
#define CHECK_LENGTH 8

struct _AmiaSafeguard
{
  int            fd;
  GString       *pending;
  AmiaHighWater *water;
};

static void
append_line (GString    *file,
             const char *line)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, line, -1);

  g_string_append_printf (file, "%.*s %s\n", CHECK_LENGTH, sum, line);
}

/* The line behind its check, or NULL if that is wrong. */
static const char *
check_line (const char *line)
{
  g_autofree char *sum = NULL;
  gsize            length = strlen (line);

  if (length <= CHECK_LENGTH || line[CHECK_LENGTH] != ' ')
    return NULL;

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, line + CHECK_LENGTH + 1, -1);
  return strncmp (sum, line, CHECK_LENGTH) == 0 ? line + CHECK_LENGTH + 1 : NULL;
}

static gboolean
parse_fact (char         **words,
            AmiaEndedFact *fact)
{
  gint64 n;

  if (g_strv_length (words) != 7 ||
      !amia_uuid_parse (words[1], -1, &fact->scope) ||
      !amia_uuid_parse (words[2], -1, &fact->record) ||
      !amia_uuid_parse (words[3], -1, &fact->device) ||
      !g_ascii_string_to_signed (words[4], 10, 1, G_MAXINT64, &n, NULL))
    return FALSE;

  fact->n = n;
  fact->field = words[5];
  fact->value = words[6];
  return TRUE;
}

/* Rights in the scope are worked out anew by the next round, whatever day it is. */
static gboolean
have_swept (AmiaLedger     *ledger,
            const AmiaUuid *scope,
            GError        **error)
{
  g_autoptr (GArray) cases = amia_ledger_list_links (ledger, scope, error);

  if (cases == NULL)
    return FALSE;

  if (cases->len == 0)
    g_array_append_val (cases, *scope);
  for (guint i = 0; i < cases->len; i++)
    {
      if (!amia_ledger_set_dated (ledger, &g_array_index (cases, AmiaUuid, i), TRUE, error))
        return FALSE;
    }

  return amia_ledger_set_swept (ledger, "", error);
}

static gboolean
restore_fact (AmiaLedger          *ledger,
              const AmiaEndedFact *fact,
              guint               *n_lost,
              GError             **error)
{
  guint8   chain[AMIA_CHAIN_LENGTH];
  gboolean is_known;

  if (!amia_ledger_get_chain (ledger, &fact->device, fact->n, chain, &is_known, error))
    return FALSE;
  if (is_known)
    return TRUE;

  (*n_lost)++;
  return amia_ledger_put_ended (ledger, fact, error) && have_swept (ledger, &fact->scope, error);
}

static gboolean
restore_line (AmiaLedger *ledger,
              const char *line,
              guint      *n_lost,
              GError    **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 7);
  AmiaEndedFact fact = { 0 };
  AmiaUuid      device;

  if (g_strcmp0 (words[0], "fact") == 0 && parse_fact (words, &fact))
    return restore_fact (ledger, &fact, n_lost, error);
  if (g_strcmp0 (words[0], "revoked") == 0 && words[1] != NULL &&
      amia_uuid_parse (words[1], -1, &device))
    return amia_ledger_shut_out (ledger, &device, error);

  return TRUE;
}

/* Applies the whole file. */
static gboolean
restore_all (AmiaSafeguard *safeguard,
             AmiaLedger    *ledger,
             const char    *text,
             guint         *n_lost,
             GError       **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = check_line (lines[i]);

      if (line == NULL)
        continue;

      amia_high_water_read (safeguard->water, line);
      if (!restore_line (ledger, line, n_lost, error))
        return FALSE;
    }

  return TRUE;
}

/* Is this the file that goes with the ledger? If not, who was shut out is not known for sure. */
static gboolean
settle_id (AmiaLedger *ledger,
           const char *id,
           char      **note,
           GError    **error)
{
  g_auto (AmiaLife) life = { NULL };

  if (!amia_ledger_get_life (ledger, &life, error))
    return FALSE;
  if (g_strcmp0 (life.safeguard, id) == 0)
    return TRUE;

  if (life.safeguard != NULL)
    {
      g_free (*note);
      *note = g_strdup ("The safeguard file is not the one that goes with this ledger: all devices "
                        "have to sign in anew");
      if (!amia_ledger_end_tokens (ledger, error))
        return FALSE;
    }

  return amia_ledger_set_safeguard (ledger, id, error);
}

static gboolean
write_all (int         fd,
           const char *text,
           gsize       length,
           GError    **error)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                       "Failed to write to the safeguard file: %s", g_strerror (errno));
          return FALSE;
        }
      text += n;
      length -= (gsize) n;
    }

  if (fsync (fd) == 0)
    return TRUE;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "Failed to keep the safeguard file: %s", g_strerror (errno));
  return FALSE;
}

/* What the file says, empty if there is none. */
static gboolean
read_file (const char *path,
           char      **text,
           GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_file_get_contents (path, text, NULL, &local_error))
    return TRUE;

  if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *text = g_strdup ("");
  return TRUE;
}

/* A new file must be there after a power cut, too: its name is in the directory. */
static void
sync_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int              fd = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  /* Ignored: not all file systems can; then the file itself is all there is. */
  (void) fsync (fd);
  (void) close (fd);
}

static AmiaSafeguard *
open_file (const char *path,
           GError    **error)
{
  AmiaSafeguard *safeguard;
  int            fd = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "Failed to open the safeguard file %s: %s", path, g_strerror (errno));
      return NULL;
    }

  safeguard = g_new0 (AmiaSafeguard, 1);
  safeguard->fd = fd;
  safeguard->pending = g_string_new (NULL);
  safeguard->water = amia_high_water_new ();
  return safeguard;
}

/* Begins the file, if it is new, and ends a line that was cut off. */
static gboolean
begin_file (AmiaSafeguard *safeguard,
            const char    *path,
            const char    *text,
            char         **id,
            GError       **error)
{
  gsize length = strlen (text);

  if (length > 0 && text[length - 1] != '\n')
    g_string_append_c (safeguard->pending, '\n');

  if (*id == NULL)
    {
      AmiaUuid         random = amia_uuid_new_random ();
      char             hex[AMIA_UUID_HEX_LENGTH + 1];
      g_autofree char *header = g_strconcat (HEADER, amia_uuid_print_hex (&random, hex), NULL);

      append_line (safeguard->pending, header);
      *id = g_strdup (hex);
      sync_directory (path);
    }

  return amia_safeguard_flush (safeguard, error);
}

static gboolean
restore (AmiaSafeguard *safeguard,
         AmiaLedger    *ledger,
         const char    *text,
         const char    *id,
         char         **note,
         GError       **error)
{
  guint n_lost = 0;

  if (!restore_all (safeguard, ledger, text, &n_lost, error))
    return FALSE;

  if (n_lost > 0)
    *note = g_strdup_printf ("The ledger had lost %u facts that end somebody's access: they were put "
                             "back from the safeguard file",
                             n_lost);
  return settle_id (ledger, id, note, error);
}

/* Which file this is: its first line says it; NULL for none. */
static char *
find_id (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  char *id = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = check_line (lines[i]);

      if (line != NULL && g_str_has_prefix (line, HEADER))
        {
          g_free (id);
          id = g_strdup (line + strlen (HEADER));
        }
    }

  return id;
}

char *
amia_safeguard_find_path (const char *path,
                          const char *db)
{
  g_return_val_if_fail (db != NULL, NULL);

  if (path != NULL)
    return g_strdup (path);

  return strstr (db, "://") == NULL ? g_strconcat (db, ".safeguard", NULL) : NULL;
}

AmiaSafeguard *
amia_safeguard_open (const char *path,
                     AmiaLedger *ledger,
                     char      **note,
                     GError    **error)
{
  g_autoptr (AmiaSafeguard) safeguard = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  g_autofree char *told = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  if (!read_file (path, &text, error))
    return NULL;

  id = find_id (text);
  safeguard = open_file (path, error);
  if (safeguard == NULL || !begin_file (safeguard, path, text, &id, error) ||
      !amia_ledger_begin (ledger, error))
    return NULL;

  if (!restore (safeguard, ledger, text, id, &told, error))
    {
      amia_ledger_rollback (ledger);
      return NULL;
    }
  if (!amia_ledger_commit (ledger, error))
    return NULL;

  if (note != NULL)
    *note = g_steal_pointer (&told);
  return g_steal_pointer (&safeguard);
}

gboolean
amia_safeguard_check (AmiaSafeguard *safeguard,
                      AmiaLedger    *ledger,
                      gint64         now_ms,
                      gboolean      *is_set_back,
                      GError       **error)
{
  g_auto (AmiaLife) life = { NULL };

  g_return_val_if_fail (safeguard != NULL, FALSE);
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (is_set_back != NULL, FALSE);

  if (!amia_ledger_get_life (ledger, &life, error))
    return FALSE;

  *is_set_back = amia_high_water_is_set_back (safeguard->water, life.epoch, life.head);
  if (!*is_set_back)
    return TRUE;
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_restore_begin_life (ledger, "set-back", now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }
  return amia_ledger_commit (ledger, error);
}

AmiaClaim
amia_safeguard_judge (const AmiaSafeguard *safeguard,
                      const AmiaLife      *life,
                      gint64               claim)
{
  g_return_val_if_fail (safeguard != NULL, AMIA_CLAIM_UNKNOWN);
  g_return_val_if_fail (life != NULL, AMIA_CLAIM_UNKNOWN);

  return amia_high_water_judge (safeguard->water, life->epoch, life->head, claim);
}

/* A run that stops in order leaves no doubt about what it gave out. */
static void
write_end (AmiaSafeguard *safeguard)
{
  g_autoptr (GError) ignored = NULL;
  g_autofree char *line = amia_high_water_end (safeguard->water);

  g_string_truncate (safeguard->pending, 0);
  if (line != NULL)
    append_line (safeguard->pending, line);
  /* Ignored: without it, a laptop is believed that claims a little more than there is. */
  if (!amia_safeguard_flush (safeguard, &ignored))
    g_debug ("%s", ignored->message);
}

void
amia_safeguard_free (AmiaSafeguard *safeguard)
{
  if (safeguard == NULL)
    return;

  write_end (safeguard);
  amia_high_water_free (safeguard->water);
  (void) close (safeguard->fd);
  g_string_free (safeguard->pending, TRUE);
  g_free (safeguard);
}

void
amia_safeguard_note_fact (AmiaSafeguard       *safeguard,
                          const AmiaEndedFact *fact)
{
  g_autofree char *line = NULL;
  char             scope[AMIA_UUID_TEXT_LENGTH + 1];
  char             record[AMIA_UUID_TEXT_LENGTH + 1];
  char             device[AMIA_UUID_HEX_LENGTH + 1];

  g_return_if_fail (safeguard != NULL);
  g_return_if_fail (fact != NULL);

  line = g_strdup_printf ("fact %s %s %s %" G_GINT64_FORMAT " %s %s",
                          amia_uuid_print (&fact->scope, scope),
                          amia_uuid_print (&fact->record, record),
                          amia_uuid_print_hex (&fact->device, device),
                          fact->n,
                          fact->field,
                          fact->value);
  append_line (safeguard->pending, line);
}

void
amia_safeguard_note_revoked (AmiaSafeguard  *safeguard,
                             const AmiaUuid *device)
{
  g_autofree char *line = NULL;
  char             hex[AMIA_UUID_HEX_LENGTH + 1];

  g_return_if_fail (safeguard != NULL);
  g_return_if_fail (device != NULL);

  line = g_strdup_printf ("revoked %s", amia_uuid_print_hex (device, hex));
  append_line (safeguard->pending, line);
}

void
amia_safeguard_note_head (AmiaSafeguard *safeguard,
                          const char    *epoch,
                          gint64         before,
                          gint64         after)
{
  g_autofree char *line = NULL;

  g_return_if_fail (safeguard != NULL);
  g_return_if_fail (epoch != NULL);

  line = amia_high_water_write (safeguard->water, epoch, before, after);
  if (line != NULL)
    append_line (safeguard->pending, line);
}

gboolean
amia_safeguard_flush (AmiaSafeguard *safeguard,
                      GError       **error)
{
  g_return_val_if_fail (safeguard != NULL, FALSE);

  if (safeguard->pending->len == 0)
    return TRUE;

  if (!write_all (safeguard->fd, safeguard->pending->str, safeguard->pending->len, error))
    return FALSE;

  g_string_truncate (safeguard->pending, 0);
  return TRUE;
}

void
amia_safeguard_settle (AmiaSafeguard *safeguard)
{
  g_return_if_fail (safeguard != NULL);

  amia_high_water_settle (safeguard->water, TRUE);
}

void
amia_safeguard_discard (AmiaSafeguard *safeguard)
{
  g_return_if_fail (safeguard != NULL);

  amia_high_water_settle (safeguard->water, FALSE);
  g_string_truncate (safeguard->pending, 0);
}
