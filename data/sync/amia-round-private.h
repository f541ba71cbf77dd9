/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-round.h"

G_BEGIN_DECLS

/* What the two files of a round share: amia-round-mend.c puts right what the server has complained
 * of, and remembers which change could not be sent. */

/* Sets %AMIA_PROTOCOL_ERROR_MALFORMED and returns %FALSE. */
gboolean _amia_round_contradict (GError    **error,
                                 const char *cause);

/* Puts its hash in the place of a change that was set aside. */
void _amia_round_hide_set_aside (AmiaStore       *store,
                                 AmiaSyncRequest *request);

/* Calls it refused once the server goes on after it. */
void _amia_round_refuse_set_aside (AmiaStore    *store,
                                   gint64        acked_before,
                                   AmiaIncoming *incoming);

G_END_DECLS
