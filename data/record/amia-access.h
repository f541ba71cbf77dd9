/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-case-access.h"
#include "amia-change.h"
#include "amia-rights.h"

G_BEGIN_DECLS

/**
 * amia_may_write:
 * @access: (nullable): the access of the op's case before the change, %NULL if the case is new (or
 *   the record has none)
 * @writer: who wants to write
 * @op: an op
 * @owner_agency: (nullable): the agency that first wrote the record, %NULL if it is new
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Whether @writer may make this change. Members write; members add members, but for a protected
 * person only those of the agency that registered them; whoever creates a case becomes its first
 * member in the same change; a record of an append-only kind is never written
 * again, but for a consent's withdrawal by the agency that recorded it; whether an identity is
 * protected is said by the agency that registered the person. What exists outside any case is
 * written by its own agency.
 *
 * That a record keeps its kind and case is not decided here: the caller must refuse an op whose
 * kind or case is another than the record's, or somebody could write into a case by way of their
 * own.
 *
 * Returns: %AMIA_VERDICT_YES or the reason why not
 */
AmiaVerdict amia_may_write (const AmiaCaseAccess *access,
                            const AmiaReader     *writer,
                            const AmiaOp         *op,
                            const char           *owner_agency,
                            const char           *today);

G_END_DECLS
