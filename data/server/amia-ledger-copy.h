/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaTableProof:
 * @name: a table of the ledger
 * @n_from: how many rows it has there
 * @n_to: how many rows it has here
 * @hash_from: SHA-256 of its rows there, in hex
 * @hash_to: SHA-256 of its rows here, in hex
 *
 * That a table is the same on both sides. The rows are hashed in the order of their keys, column
 * by column: a letter for the kind of value (`n` NULL, `i` a number, `t` text, `b` bytes), and for
 * all but NULL the number itself, or the length and the bytes, numbers as 8 bytes, highest first.
 */
typedef struct
{
  char  *name;
  gint64 n_from;
  gint64 n_to;
  char  *hash_from;
  char  *hash_to;
} AmiaTableProof;

void amia_table_proof_free (AmiaTableProof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaTableProof, amia_table_proof_free)

/**
 * amia_ledger_copy:
 * @from: where a ledger is, see amia_sql_ledger_open(); nobody can write there meanwhile
 * @to: where it is to be; one of the two is a file
 * @is_equal: (out): whether both are the same now
 * @error: return location
 *
 * Copies all of a ledger, in one transaction, and then reads both sides' rows to prove it. Only
 * what was found equal is committed. It is the same life of the log: laptops go on as if nothing
 * had happened, but only at one of the two.
 *
 * Takes memory for a few rows only, whatever the size of the ledger.
 *
 * Returns: (transfer full) (element-type AmiaTableProof): the proof, table by table, or %NULL with
 *   %AMIA_DB_ERROR_CONSTRAINT when there is something at @to already, %AMIA_DB_ERROR_CANT_OPEN when
 *   there is nothing at @from, or another #AmiaDbError
 */
GPtrArray *amia_ledger_copy (const char *from,
                             const char *to,
                             gboolean   *is_equal,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
