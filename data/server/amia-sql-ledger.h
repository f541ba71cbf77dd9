/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger-class.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SQL_LEDGER (amia_sql_ledger_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSqlLedger, amia_sql_ledger, AMIA, SQL_LEDGER, AmiaLedger)

/**
 * amia_sql_ledger_open:
 * @place: a file, made if it is not there, or an address that begins with `postgres://`
 * @error: return location
 *
 * A ledger in an SQLite file, with nothing to set up: one server writes to it, and other programs
 * (`user add`) may add accounts meanwhile. Or one in a PostgreSQL database, which any number of
 * servers may share (see amia_sql_open_postgres()). What a commit has returned for is on disk.
 *
 * Returns: (transfer full): a ledger for the calling thread, or %NULL with an #AmiaDbError
 */
AmiaLedger *amia_sql_ledger_open (const char *place,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
