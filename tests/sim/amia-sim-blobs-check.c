/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-day.h"
#include "amia-ledger-blobs.h"
#include "amia-ledger-escrow.h"
#include "amia-sim.h"
#include "amia-store-blobs.h"
#include "amia-store-log.h"

/* What must be true of attachments. */

static const char *const endings[] = { "", ".part" };

gboolean
sim_blob_is_on_server (Sim           *sim,
                       const SimBlob *blob)
{
  g_autoptr (GError) error = NULL;
  AmiaBlobRow row;
  gboolean    is_found;

  g_assert_true (amia_ledger_find_blob (
      amia_rounds_get_ledger (sim->rounds), &blob->id, &row, &is_found, &error));
  return is_found && row.is_whole;
}

gboolean
sim_blob_is_on_laptop (SimClient     *client,
                       const SimBlob *blob)
{
  char     name[AMIA_BLOB_HEX_LENGTH + 1];
  gboolean is_there = FALSE;

  amia_blob_id_print (&blob->id, name);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (client->path, ".blobs/", name, endings[i], NULL);

      is_there |= g_access (file, F_OK) == 0;
    }
  return is_there;
}

/* --- What is given out ----------------------------------------------------------------------- */

static gboolean
names (const AmiaOp     *op,
       const AmiaBlobId *id)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  return strcmp (op->kind, AMIA_ATTACHMENT_KIND) == 0 && strcmp (op->field, "sha256") == 0 &&
         strstr (op->value, amia_blob_id_print (id, name)) != NULL;
}

/* Whether an op in the log names it; one that @reader may see, if that is not %NULL. */
static gboolean
is_named (Sim              *sim,
          const AmiaReader *reader,
          const AmiaBlobId *id)
{
  GPtrArray       *changes = sim_oracle_get_changes (sim->oracle);
  g_autofree char *today = amia_day_in_sweden (sim->now_ms);

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = g_ptr_array_index (changes, i);

      for (guint j = 0; j < change->ops->len; j++)
        {
          const AmiaOp *op = g_ptr_array_index (change->ops, j);

          if (names (op, id) &&
              (reader == NULL || sim_oracle_may_see (sim->oracle, reader, change, op, today)))
            return TRUE;
        }
    }

  return FALSE;
}

void
sim_check_blob_given (SimClient        *client,
                      const AmiaBlobId *id)
{
  Sim *sim = client->sim;

  (void) sim_oracle_read (sim->oracle, amia_rounds_get_ledger (sim->rounds));
  g_assert_false (client->is_revoked || sim_is_closed (sim));
  g_assert_true (is_named (sim, &client->reader, id));
}

/* --- What is left of it ---------------------------------------------------------------------- */

static gboolean
add_names (const AmiaChange *change,
           AmiaChangeState   state,
           const char       *reason,
           gpointer          data)
{
  (void) state;
  (void) reason;
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (strcmp (op->kind, AMIA_ATTACHMENT_KIND) == 0 && strcmp (op->field, "sha256") == 0)
        g_hash_table_add (data, g_strndup (op->value + 1, AMIA_BLOB_HEX_LENGTH));
    }
  return TRUE;
}

/* The addresses of which the laptop's log speaks. */
static GHashTable *
list_known (SimClient *client)
{
  const AmiaLogQuery whole_log = { .state = -1 };
  GHashTable        *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      amia_store_foreach_change (client->store, &whole_log, add_names, known, &error));
  return known;
}

static gboolean
has_bytes (SimClient  *client,
           const char *ending,
           const char *text)
{
  g_autofree char *path = g_strconcat (client->path, ending, NULL);
  SimFile         *file = sim_file_find (path);

  return file != NULL &&
         memmem (file->bytes->data, file->bytes->len, text, strlen (text)) != NULL;
}

/* Neither the file nor what opens it. */
static void
check_gone (SimClient     *client,
            const SimBlob *blob)
{
  if (sim_blob_is_on_laptop (client, blob))
    g_error ("laptop %u has the file of what laptop %u attached, and may not", client->index,
             blob->client);
  if (has_bytes (client, "", blob->key) || has_bytes (client, "-wal", blob->key))
    g_error ("laptop %u has the key of what laptop %u attached, and may not", client->index,
             blob->client);
}

/* --- What can be opened ---------------------------------------------------------------------- */

static const SimBlob *
find_blob (Sim              *sim,
           const AmiaBlobId *id)
{
  for (guint i = 0; i < sim->blobs->len; i++)
    {
      const SimBlob *blob = &g_array_index (sim->blobs, SimBlob, i);

      if (memcmp (&blob->id, id, sizeof *id) == 0)
        return blob;
    }

  return NULL;
}

static void
check_contents (SimClient               *client,
                const AmiaAttachmentRow *row,
                const SimBlob           *blob)
{
  gsize              length;
  const guint8      *plain = g_bytes_get_data (blob->plain, &length);
  g_autofree guint8 *read = g_malloc (length + 1);
  gsize              n_read;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
      amia_store_open_attachment (client->store, &row->attachment->record, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (stream, read, length + 1, &n_read, NULL, &error));
  g_assert_cmpmem (plain, length, read, n_read);
}

typedef void (*CheckRow) (SimClient               *client,
                          const AmiaAttachmentRow *row,
                          const SimBlob           *blob);

static void
foreach_row (SimClient *client,
             CheckRow   check)
{
  Sim *sim = client->sim;

  for (guint i = 0; i < sim->cases->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows = amia_store_list_attachments (
          client->store, &g_array_index (sim->cases, AmiaUuid, i), &error);

      g_assert_no_error (error);
      for (guint j = 0; j < rows->len; j++)
        {
          const AmiaAttachmentRow *row = g_ptr_array_index (rows, j);
          const SimBlob           *blob = find_blob (sim, &row->attachment->blob);

          g_assert_nonnull (blob);
          check (client, row, blob);
        }
    }
}

static void
check_row (SimClient               *client,
           const AmiaAttachmentRow *row,
           const SimBlob           *blob)
{
  /* A restored server gives nothing of what its log does not speak of any more. */
  if (!sim_blob_is_on_server (client->sim, blob) ||
      !is_named (client->sim, &client->reader, &blob->id))
    return;

  if (row->state != AMIA_BLOB_SENT)
    g_error ("laptop %u: what laptop %u attached has come no further than %d", client->index,
             blob->client, row->state);
  check_contents (client, row, blob);
}

static void
check_laptop (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (GHashTable) known = list_known (client);

  for (guint i = 0; i < sim->blobs->len; i++)
    {
      const SimBlob *blob = &g_array_index (sim->blobs, SimBlob, i);
      char           name[AMIA_BLOB_HEX_LENGTH + 1];

      if (!g_hash_table_contains (known, amia_blob_id_print (&blob->id, name)))
        check_gone (client, blob);
    }
  foreach_row (client, check_row);
}

/* --- What the server has --------------------------------------------------------------------- */

static gboolean
is_sealed (Sim           *sim,
           const SimBlob *blob)
{
  char     name[AMIA_BLOB_HEX_LENGTH + 1];
  gboolean is_there = FALSE;

  amia_blob_id_print (&blob->id, name);
  for (guint i = 0; i < sim->cases->len && !is_there; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows =
          amia_ledger_list_escrow (amia_rounds_get_ledger (sim->rounds),
                                   &g_array_index (sim->cases, AmiaUuid, i),
                                   &error);

      g_assert_no_error (error);
      for (guint j = 0; j < rows->len; j++)
        {
          gsize       length;
          const char *body =
              g_bytes_get_data (((AmiaEscrowRow *) g_ptr_array_index (rows, j))->body, &length);

          is_there |= memmem (body, length, name, strlen (name)) != NULL;
        }
    }

  return is_there;
}

static gboolean
is_on_any_laptop (Sim           *sim,
                  const SimBlob *blob)
{
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (sim_blob_is_on_laptop (&sim->clients[i], blob))
        return TRUE;
    }

  return FALSE;
}

/* All that is spoken of, in the log or in what is sealed, is there; after a restore, as much of it
 * as the laptops could bring back. */
static void
check_server (Sim           *sim,
              const SimBlob *blob)
{
  if (blob->is_lost || sim_blob_is_on_server (sim, blob) ||
      (sim->has_set_server_back && !is_on_any_laptop (sim, blob)))
    return;

  if (is_named (sim, NULL, &blob->id) || is_sealed (sim, blob))
    g_error ("the server has lost what laptop %u attached", blob->client);
}

void
sim_check_blobs (Sim *sim)
{
  for (guint i = 0; i < sim->blobs->len; i++)
    check_server (sim, &g_array_index (sim->blobs, SimBlob, i));
  for (guint i = 0; sim->blobs->len > 0 && i < sim->n_clients; i++)
    check_laptop (&sim->clients[i]);
}

/* --- Green ----------------------------------------------------------------------------------- */

static void
check_sent (SimClient               *client,
            const AmiaAttachmentRow *row,
            const SimBlob           *blob)
{
  if (row->state == AMIA_BLOB_SENT && !sim_blob_is_on_server (client->sim, blob))
    g_error ("laptop %u says that the server has what it has not", client->index);
}

void
sim_check_blobs_green (SimClient *client)
{
  if (client->sim->blobs->len > 0)
    foreach_row (client, check_sent);
}
