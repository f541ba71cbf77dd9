/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sync-response.h"
#include "amia-wire-private.h"

G_BEGIN_DECLS

/* The members of both messages that have to do with snapshots and digests, each only when there is
 * something to say. */

/* "snapshot" and "digest" of a request, each with a comma after it. */
void     _amia_sync_request_append_wants (GString               *out,
                                          const AmiaSyncRequest *request);
gboolean _amia_sync_request_read_wants (const AmiaWire      *wire,
                                        const AmiaWireValue *snapshot,
                                        const AmiaWireValue *digest,
                                        AmiaSyncRequest     *request);

/* "snapshot", "left_out", "digests" and "digests_left" of an answer, with a comma before each. */
void _amia_sync_response_append_snapshot (GString                *out,
                                          const AmiaSyncResponse *response);

/* All four; any of them may be missing. */
typedef struct
{
  AmiaWireValue snapshot;
  AmiaWireValue left_out;
  AmiaWireValue digests;
  AmiaWireValue digests_left;
} AmiaWireSnapshotMembers;

gboolean _amia_sync_response_read_snapshot (const AmiaWire                *wire,
                                            const AmiaWireSnapshotMembers *members,
                                            AmiaSyncResponse              *response);

G_END_DECLS
