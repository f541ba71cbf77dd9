/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-round.h"

G_BEGIN_DECLS

/* What the files of a round share: amia-round-mend.c puts right what the server has complained of,
 * and remembers which change could not be sent; amia-round-catch-up.c knows what is not here whole.
 */

/* Sets %AMIA_PROTOCOL_ERROR_MALFORMED and returns %FALSE. */
gboolean _amia_round_contradict (GError    **error,
                                 const char *cause);

/* --- amia-round-can.c ----------------------------------------------------------------------- */

/* Whether the server can read what one of the AMIA_SETTING_SERVER_* settings is about. */
gboolean _amia_round_can (AmiaStore  *store,
                          const char *setting);

/* Keeps what an answer says that its server can read. */
gboolean _amia_round_keep_can (AmiaStore              *store,
                               const AmiaSyncResponse *response,
                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/* What it says that it can read and could not is not tried again until somebody signs in. */
gboolean _amia_round_doubt (AmiaStore  *store,
                            const char *problem,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* There is a reason why it did not know our mark. */
gboolean _amia_round_trust_mark (AmiaStore *store,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-round-mend.c ---------------------------------------------------------------------- */

/* Puts its hash in the place of a change that was set aside. */
void _amia_round_hide_set_aside (AmiaStore       *store,
                                 AmiaSyncRequest *request);

/* Calls it refused once the server goes on after it. */
void _amia_round_refuse_set_aside (AmiaStore    *store,
                                   gint64        acked_before,
                                   AmiaIncoming *incoming);

/* --- amia-round-catch-up.c ------------------------------------------------------------------ */

/* Asks for a page of a snapshot, and for what is fetched anew. */
void _amia_round_ask_more (AmiaSyncRequest     *request,
                           const AmiaSyncState *state);

/* Asks for digests when it is time to compare. */
gboolean _amia_round_ask_digest (AmiaStore           *store,
                                 AmiaSyncRequest     *request,
                                 const AmiaSyncState *state,
                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a lane is one that this laptop has opened. */
gboolean _amia_round_is_catching_up (const AmiaSyncState *state,
                                     const AmiaWireLane  *lane);

/* What an answer says about all of that. */
gboolean _amia_round_catch_up (AmiaStore              *store,
                               const AmiaSyncRequest  *request,
                               const AmiaSyncResponse *response,
                               const AmiaSyncState    *before,
                               AmiaIncoming           *incoming,
                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-round-refill.c -------------------------------------------------------------------- */

/* Offers what a server that was set back may have lost of the account's other laptops. */
gboolean _amia_round_ask_refill (AmiaStore       *store,
                                 AmiaSyncRequest *request,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* And what an answer says about that. */
void _amia_round_copy_refilled (AmiaIncoming           *incoming,
                                const AmiaSyncResponse *response);

/* --- amia-round-catch-up.c, after an answer ------------------------------------------------- */

/* Once an answer is on disk: whether it is time to compare with the server. */
gboolean _amia_round_plan_check (AmiaStore              *store,
                                 const AmiaSyncRequest  *request,
                                 const AmiaSyncResponse *response,
                                 const AmiaSyncState    *after,
                                 AmiaRoundOutcome       *outcome,
                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
