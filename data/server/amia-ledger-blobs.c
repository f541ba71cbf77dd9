/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-blobs.h"

#include "amia-ledger-class.h"

/* The methods of the ledger that are about attachments: checked, and passed on. */

gboolean
amia_ledger_find_blob (AmiaLedger       *ledger,
                       const AmiaBlobId *id,
                       AmiaBlobRow      *row,
                       gboolean         *is_found,
                       GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);
  g_return_val_if_fail (is_found != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_blob (ledger, id, row, is_found, error);
}

gboolean
amia_ledger_put_blob (AmiaLedger        *ledger,
                      const AmiaBlobRow *row,
                      GError           **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_blob (ledger, row, error);
}

gboolean
amia_ledger_drop_blob (AmiaLedger       *ledger,
                       const AmiaBlobId *id,
                       GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->drop_blob (ledger, id, error);
}

gboolean
amia_ledger_append_blob_part (AmiaLedger       *ledger,
                              const AmiaBlobId *id,
                              gint64            offset,
                              GBytes           *bytes,
                              GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (offset >= 0, FALSE);
  g_return_val_if_fail (bytes != NULL && g_bytes_get_size (bytes) > 0, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->append_blob_part (ledger, id, offset, bytes, error);
}

gboolean
amia_ledger_read_blob_part (AmiaLedger       *ledger,
                            const AmiaBlobId *id,
                            gint64            offset,
                            GBytes          **bytes,
                            GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (offset >= 0, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->read_blob_part (ledger, id, offset, bytes, error);
}

gboolean
amia_ledger_count_blobs (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64         *count,
                         gint64         *n_bytes,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);
  g_return_val_if_fail (n_bytes != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->count_blobs (ledger, device, count, n_bytes, error);
}

gboolean
amia_ledger_drop_stale_blobs (AmiaLedger *ledger,
                              gint64      before_ms,
                              GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->drop_stale_blobs (ledger, before_ms, error);
}

gboolean
amia_ledger_put_blob_ref (AmiaLedger        *ledger,
                          const AmiaBlobId  *id,
                          const AmiaBlobRef *ref,
                          GError           **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (ref != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_blob_ref (ledger, id, ref->seq, &ref->record, error);
}

GArray *
amia_ledger_list_blob_refs (AmiaLedger       *ledger,
                            const AmiaBlobId *id,
                            guint             n_max,
                            GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_blob_refs (ledger, id, n_max, error);
}
