/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-sharing.h"

G_BEGIN_DECLS

/**
 * amia_tool_name_lock:
 * @lock: why less is shown than there was
 *
 * Returns: (transfer none): `open`, `day`, `lease` or `over`
 */
const char *amia_tool_name_lock (AmiaSharingLock lock);

/**
 * amia_tool_explain_lock:
 * @lock: why less is shown than there was
 *
 * Returns: (transfer none) (nullable): a sentence, or %NULL if all is shown
 */
const char *amia_tool_explain_lock (AmiaSharingLock lock);

G_END_DECLS
