/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-private.h"

G_BEGIN_DECLS

/* The table agenda: one row a record that has a time, or says something of one that has. */

gboolean _amia_agenda_has (const char *kind);
/* The row of a record in the transaction's cache. */
gboolean _amia_agenda_project (AmiaStore       *store,
                               const AmiaEntry *entry,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Every row anew, in the transaction that is open. */
gboolean _amia_agenda_fill (AmiaStore *store,
                            GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* For a replica of before there was the table: once. */
gboolean _amia_agenda_catch_up (AmiaStore *store,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
