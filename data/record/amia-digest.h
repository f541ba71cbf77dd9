/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record.h"

G_BEGIN_DECLS

#define AMIA_DIGEST_LENGTH 16

/**
 * amia_digest_add_record:
 * @digest: (inout): %AMIA_DIGEST_LENGTH bytes, all 0 for nothing
 * @record: a record
 *
 * Adds what is in force of a record to a digest of a scope: the names (device, number, record,
 * field) of its heads. Of a record that is removed it adds nothing. Two laptops, or a laptop and
 * the server, that hold the same of a scope for the same reader come to the same bytes, in whatever
 * order they add its records and however they came by them.
 *
 * The first %AMIA_DIGEST_LENGTH bytes of SHA-256 over each name, joined by exclusive or: it finds
 * accidents, and is no proof against somebody who looks for two scopes with the same digest.
 */
void amia_digest_add_record (guint8           *digest,
                             const AmiaRecord *record);

G_END_DECLS
