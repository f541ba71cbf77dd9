/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-incoming.h"

/* A page on its way from the wire to the store. */

static void
incoming_change_free (gpointer data)
{
  AmiaIncomingChange *item = data;

  amia_change_free (item->change);
  g_free (item);
}

static void
clear_refusal (gpointer data)
{
  g_free (((AmiaRefusal *) data)->reason);
}

static void
clear_returned (gpointer data)
{
  g_free (((AmiaReturned *) data)->body);
}

static void
clear_opening (gpointer data)
{
  g_free (((AmiaOpening *) data)->user);
}

static void
scope_rights_free (gpointer data)
{
  AmiaScopeRights *item = data;

  g_free (item->rights);
  g_free (item);
}

AmiaIncoming *
amia_incoming_new (void)
{
  AmiaIncoming *incoming = g_new0 (AmiaIncoming, 1);

  incoming->next = -1;
  incoming->acked = -1;
  incoming->changes = g_ptr_array_new_with_free_func (incoming_change_free);
  incoming->own = g_array_new (FALSE, FALSE, sizeof (gint64));
  incoming->refused = g_array_new (FALSE, FALSE, sizeof (AmiaRefusal));
  g_array_set_clear_func (incoming->refused, clear_refusal);
  incoming->returned = g_array_new (FALSE, FALSE, sizeof (AmiaReturned));
  g_array_set_clear_func (incoming->returned, clear_returned);
  incoming->refilled = g_array_new (FALSE, FALSE, sizeof (AmiaRefilled));
  incoming->scopes = g_ptr_array_new_with_free_func (scope_rights_free);
  incoming->escrowed = g_array_new (FALSE, FALSE, sizeof (AmiaRefusal));
  g_array_set_clear_func (incoming->escrowed, clear_refusal);
  incoming->opened = g_array_new (FALSE, FALSE, sizeof (AmiaOpening));
  g_array_set_clear_func (incoming->opened, clear_opening);
  incoming->shown = g_array_new (FALSE, FALSE, sizeof (AmiaShownTime));
  incoming->receipts_sent = g_array_new (FALSE, FALSE, sizeof (AmiaReceipt));
  incoming->left_out = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  incoming->catch_up = g_array_new (FALSE, FALSE, sizeof (AmiaLane));
  incoming->facts_acked = -1;
  incoming->lease_days = -1;
  return incoming;
}

void
amia_incoming_add_change (AmiaIncoming *incoming,
                          gint64        seq,
                          AmiaChange   *change)
{
  AmiaIncomingChange *item;

  g_return_if_fail (incoming != NULL);
  g_return_if_fail (change != NULL);

  item = g_new0 (AmiaIncomingChange, 1);
  item->seq = seq;
  item->change = change;
  g_ptr_array_add (incoming->changes, item);
}

void
amia_incoming_add_scope (AmiaIncoming   *incoming,
                         const AmiaUuid *scope,
                         gint64          generation,
                         const char     *rights)
{
  AmiaScopeRights *item;

  g_return_if_fail (incoming != NULL);
  g_return_if_fail (scope != NULL);

  item = g_new (AmiaScopeRights, 1);
  item->scope = *scope;
  item->generation = generation;
  item->rights = g_strdup (rights);
  g_ptr_array_add (incoming->scopes, item);
}

void
amia_incoming_add_opening (AmiaIncoming   *incoming,
                           const AmiaUuid *case_id,
                           const char     *user,
                           gint64          position)
{
  AmiaOpening opening = { 0 };

  g_return_if_fail (incoming != NULL);
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (user != NULL);

  opening.case_id = *case_id;
  opening.user = g_strdup (user);
  opening.position = position;
  g_array_append_val (incoming->opened, opening);
}

void
amia_incoming_free (AmiaIncoming *incoming)
{
  if (incoming == NULL)
    return;

  g_free (incoming->epoch);
  g_free (incoming->readers_hash);
  g_ptr_array_unref (incoming->changes);
  g_array_unref (incoming->own);
  g_array_unref (incoming->refused);
  g_array_unref (incoming->returned);
  g_array_unref (incoming->refilled);
  g_ptr_array_unref (incoming->scopes);
  g_array_unref (incoming->escrowed);
  g_array_unref (incoming->opened);
  g_array_unref (incoming->shown);
  g_array_unref (incoming->receipts_sent);
  g_array_unref (incoming->left_out);
  g_array_unref (incoming->catch_up);
  g_free (incoming->snapshot);
  g_clear_pointer (&incoming->lanes, g_array_unref);
  g_clear_pointer (&incoming->readers, g_array_unref);
  g_free (incoming);
}
