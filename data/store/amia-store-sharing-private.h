/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-access.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* The cases that rights to a scope come from: itself, or those that name the participant. */
GArray *_amia_sharing_list_cases (AmiaStore      *store,
                                  const AmiaUuid *scope,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The facts of a case as the log has them, whatever may be seen of them today. */
AmiaCaseAccess *_amia_sharing_load_access (AmiaStore      *store,
                                           const AmiaUuid *case_id,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, but for what began on a later day than the one on which it was written: since when that
 * gave rights can't be told by the server's numbers. */
AmiaCaseAccess *_amia_sharing_load_access_at_once (AmiaStore      *store,
                                                   const AmiaUuid *case_id,
                                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The record whole, and the agency that wrote it first; *record is NULL if there is none. */
gboolean _amia_sharing_load_whole (AmiaStore      *store,
                                   const AmiaUuid *id,
                                   AmiaRecord    **record,
                                   char          **agency,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The records of one kind in a case. */
GArray *_amia_sharing_list_records (AmiaStore      *store,
                                    const AmiaUuid *case_id,
                                    const char     *kind,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
