/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-sync.h"
#include "store-fixture.h"

/* The smallest server that a store can be tested against: one log in memory, everybody sees
 * everything, and every page can be looked at, turned round or held back by the test. */

typedef struct
{
  AmiaUuid device;
  gint64   n;
  GBytes  *bytes;
  char    *author;
  char    *agency;
} ServerChange;

typedef struct
{
  GPtrArray *log; /* (element-type ServerChange); its number is its place, from 1 */
  char      *epoch;
} Server;

static inline void
server_change_free (gpointer data)
{
  ServerChange *change = data;

  g_bytes_unref (change->bytes);
  g_free (change->author);
  g_free (change->agency);
  g_free (change);
}

static inline void
server_start (Server *server)
{
  server->log = g_ptr_array_new_with_free_func (server_change_free);
  server->epoch = g_strdup ("epoch-1");
}

static inline void
server_clear (Server *server)
{
  g_clear_pointer (&server->log, g_ptr_array_unref);
  g_clear_pointer (&server->epoch, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Server, server_clear)

/* The change with this number, read anew from its bytes as from the wire. */
static inline AmiaChange *
server_read (Server *server,
             gint64  seq)
{
  ServerChange *kept = g_ptr_array_index (server->log, seq - 1);
  gsize         length;
  const char   *text = g_bytes_get_data (kept->bytes, &length);
  g_autoptr (GError) error = NULL;
  AmiaChange *change = amia_change_decode (&kept->device, kept->n, text, length, &error);

  g_assert_no_error (error);
  change->author = g_strdup (kept->author);
  change->agency = g_strdup (kept->agency);
  return change;
}

static inline gint64
server_count (Server         *server,
              const AmiaUuid *device)
{
  gint64 n = 0;

  for (guint i = 0; i < server->log->len; i++)
    {
      ServerChange *change = g_ptr_array_index (server->log, i);

      n += amia_uuid_equal (&change->device, device) ? 1 : 0;
    }
  return n;
}

/* Takes everything that waits in @fixture. */
static inline void
server_push (Server  *server,
             Fixture *fixture)
{
  const AmiaIdentity *identity = amia_store_get_identity (fixture->store);
  gint64              from = server_count (server, &identity->device) + 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outgoing =
      amia_store_list_outgoing (fixture->store, from, 10000, G_MAXINT, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < outgoing->len; i++)
    {
      ServerChange *change = g_new0 (ServerChange, 1);

      change->device = identity->device;
      change->n = from + i;
      change->bytes = g_bytes_ref (g_ptr_array_index (outgoing, i));
      change->author = g_strdup (identity->user);
      change->agency = g_strdup (identity->agency);
      g_ptr_array_add (server->log, change);
    }
}

/* A page with everything from @since on: own changes as stubs, others whole. */
static inline AmiaIncoming *
server_answer (Server  *server,
               Fixture *fixture,
               gint64   since)
{
  const AmiaIdentity *identity = amia_store_get_identity (fixture->store);
  AmiaIncoming       *page = amia_incoming_new ();

  page->epoch = g_strdup (server->epoch);
  page->next = server->log->len;
  page->acked = server_count (server, &identity->device);
  for (gint64 seq = since + 1; seq <= (gint64) server->log->len; seq++)
    {
      ServerChange *change = g_ptr_array_index (server->log, seq - 1);

      if (amia_uuid_equal (&change->device, &identity->device))
        {
          g_array_append_val (page->own, change->n);
          g_array_append_val (page->own, change->n);
          g_array_append_val (page->own, seq);
        }
      else
        amia_incoming_add_change (page, seq, server_read (server, seq));
    }
  return page;
}

/* One round: push, pull, acknowledge. Returns how many changes were news. */
static inline guint
server_sync (Server  *server,
             Fixture *fixture)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (AmiaIncoming) page = NULL;
  g_autoptr (GError) error = NULL;
  guint n_new = 0;

  if (!amia_store_get_sync_state (fixture->store, &state, &error))
    g_assert_no_error (error);
  server_push (server, fixture);
  page = server_answer (server, fixture, state.since);
  if (!amia_store_receive (fixture->store, page, &n_new, &error))
    g_assert_no_error (error);
  return n_new;
}

/* Everything once more from the beginning, as after a server's restore. */
static inline void
server_resync (Server  *server,
               Fixture *fixture)
{
  gint64 acked = server_count (server, &amia_store_get_identity (fixture->store)->device);
  g_autoptr (GError) error = NULL;

  if (!amia_store_rewind (fixture->store, server->epoch, acked, &error))
    g_assert_no_error (error);
  server_sync (server, fixture);
}

static inline char *
fixture_encode (Fixture        *fixture,
                const AmiaUuid *id)
{
  g_autoptr (AmiaRecord) record = amia_store_load_record (fixture->store, id, NULL);

  return record != NULL ? amia_record_encode (record) : g_strdup ("none");
}
