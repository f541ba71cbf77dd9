/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sync-response.h"
#include "amia-wire-private.h"

G_BEGIN_DECLS

/* What the files of the answer share: amia-sync-response-access.c writes and reads the members that
 * speak of rights and of people, each with a comma before it and only when there is something to
 * say. */

/* "shown" and "scopes". */
void _amia_sync_response_append_access (GString                *out,
                                        const AmiaSyncResponse *response);

/* "opened", "facts", "lease" and "returned". */
void _amia_sync_response_append_contact (GString                *out,
                                         const AmiaSyncResponse *response);

/* All six; any of them may be missing. */
typedef struct
{
  AmiaWireValue shown;
  AmiaWireValue scopes;
  AmiaWireValue opened;
  AmiaWireValue facts;
  AmiaWireValue lease;
  AmiaWireValue returned;
} AmiaWireAccess;

gboolean _amia_sync_response_read_access (const AmiaWire       *wire,
                                          const AmiaWireAccess *access,
                                          AmiaSyncResponse     *response);

/* Where one change of the feed stands. */
typedef struct
{
  gint64    seq;
  guint     site;
  gint64    n;
  AmiaStamp stamp;
  gint64    shown_ms;
} AmiaFeedRow;

/* Makes the change, without ops yet, and puts it into the answer that is being read. */
typedef AmiaChange *(*AmiaFeedRead) (const AmiaFeedRow *row,
                                     gpointer           into);

/* amia-sync-response-columns.c: `,"columns":{…}`, or nothing and %FALSE if the feed does not go
 * into columns; and back. */
gboolean _amia_sync_response_append_columns (GString     *out,
                                             GPtrArray   *feed,
                                             const guint *site,
                                             guint        n_sites);
gboolean _amia_sync_response_read_columns (const AmiaWire      *wire,
                                           const AmiaWireValue *columns,
                                           guint                n_sites,
                                           AmiaFeedRead         read,
                                           gpointer             into);

G_END_DECLS
