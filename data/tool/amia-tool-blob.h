/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * amia_tool_carry_blobs:
 * @store: a replica that has just been in step with its server
 *
 * Brings the attachments that the server does not have, and gets those that are missing here. One
 * that nobody has brought yet is left for another time.
 *
 * Returns: an #AmiaExit
 */
int amia_tool_carry_blobs (AmiaStore *store);

G_END_DECLS
