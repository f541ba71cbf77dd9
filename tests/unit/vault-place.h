/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-vault.h"

/* What the tests of the vault have in common: a folder with an encrypted database of one table,
 * `word (id, text, data)`, and ways to look at it and at its bytes. Whatever fails here that the
 * caller does not ask about fails the test. */

#define VAULT_APPLICATION_ID 0x414d5456

extern const AmiaDataKey vault_key;
extern const AmiaDataKey vault_other_key;

typedef struct
{
  char *directory;
  char *file;
  char *log;
} VaultPlace;

/* An empty folder; it goes with all that lies in it. */
VaultPlace *vault_place_new (void);
void        vault_place_free (VaultPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPlace, vault_place_free)

/* Opens or makes the database. */
AmiaDb *vault_open (const char        *path,
                    const AmiaDataKey *data_key);
void    vault_run (AmiaDb     *db,
                   const char *sql);

/* Reads every row to its end: how many, or -1 and what went wrong. */
gint64 vault_count_rows (AmiaDb  *db,
                         GError **error);

/* One text of all that is in the database, after an integrity check, or NULL and what was wrong. */
char *vault_dump_db (AmiaDb  *db,
                     GError **error);
char *vault_dump (const char        *path,
                  const AmiaDataKey *data_key,
                  GError           **error);

/* The same of one that is sound. */
char *vault_dump_well (const char *path);

/* Leaves the files as a program does that is killed: two rows, not closed, the work in the log.
 * Returns what must be there to read. */
char *vault_make_crashed (VaultPlace *place);

/* The bytes of a file, empty if there is none. Not while this process has it open: SQLite's locks
 * would go. */
GByteArray *vault_load (const char *path);
void        vault_save (const char       *path,
                        const GByteArray *bytes,
                        gsize             length);
gsize       vault_get_length (const char *path);
