/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-message.h"

G_BEGIN_DECLS

/* An array that frees its messages. */
GPtrArray *_amia_messages_new (void);

/* A new error in @messages, to be completed in place by the caller. */
AmiaMessage *_amia_messages_add (GPtrArray *messages, AmiaMessageCode code, const char *link_id);

G_END_DECLS
