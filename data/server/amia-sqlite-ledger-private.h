/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-db.h"
#include "amia-sqlite-ledger.h"

G_BEGIN_DECLS

/* The SQLite ledger is written down in parts: accounts and devices, the log, and access. */

struct _AmiaSqliteLedger
{
  AmiaLedger parent_instance;

  AmiaDb *db;
};

static inline AmiaDb *
get_db (AmiaLedger *ledger)
{
  return AMIA_SQLITE_LEDGER (ledger)->db;
}

void _amia_sqlite_ledger_class_init_accounts (AmiaLedgerClass *klass);
void _amia_sqlite_ledger_class_init_log (AmiaLedgerClass *klass);
void _amia_sqlite_ledger_class_init_access (AmiaLedgerClass *klass);

/* Binding and reading what all parts have: ids are blobs of 16 bytes. */
void _amia_bind_uuid (AmiaStatement  *statement,
                      int             index,
                      const AmiaUuid *id);
void _amia_get_uuid (AmiaStatement *statement,
                     int            column,
                     AmiaUuid      *id);
void _amia_get_bytes (AmiaStatement *statement,
                      int            column,
                      guint8        *bytes,
                      gsize          length);

/* Runs a statement to its end, gives it back, and says whether it went well. */
gboolean _amia_run (AmiaStatement *statement,
                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
