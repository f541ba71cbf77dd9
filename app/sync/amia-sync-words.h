/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-session.h"

G_BEGIN_DECLS

/**
 * AmiaSyncWords:
 * @icon_name: a symbolic icon
 * @words: how it stands, in a few words
 * @detail: (nullable): when the server was last heard of, or what waits
 * @needs_you: whether somebody has to do something
 *
 * What the sync line says. Never more than is known for certain: "everything on the server" is said
 * only when the server has acknowledged every change of this laptop.
 */
typedef struct
{
  const char *icon_name;
  char       *words;
  char       *detail;
  gboolean    needs_you;
} AmiaSyncWords;

void amia_sync_words_clear (AmiaSyncWords *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaSyncWords, amia_sync_words_clear)

/**
 * amia_sync_words_describe:
 * @session: what is open
 * @now_ms: what time it is
 * @words: (out): how it stands
 */
void amia_sync_words_describe (AmiaSession   *session,
                               gint64         now_ms,
                               AmiaSyncWords *words);

/**
 * amia_sync_words_hidden:
 * @status: how the replica stands
 *
 * Returns: (transfer full) (nullable): why less is shown than there was, and what helps; %NULL if
 *   nothing is held back
 */
char *amia_sync_words_hidden (const AmiaStatus *status) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_words_escrow:
 * @n_changes: how many changes the server keeps sealed
 *
 * Returns: (transfer full): what that means, and what helps
 */
char *amia_sync_words_escrow (guint n_changes) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_words_clock:
 * @offset_ms: the server's clock minus this laptop's
 *
 * Returns: (transfer full) (nullable): a sentence if they differ by more than
 *   %AMIA_CLOCK_OFFSET_MS_MAX
 */
char *amia_sync_words_clock (gint64 offset_ms) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_words_trouble:
 * @trouble: what is wrong
 *
 * Returns: (transfer none) (nullable): a sentence that names the cause, %NULL if nothing is wrong
 */
const char *amia_sync_words_trouble (AmiaSyncTrouble trouble);

/**
 * amia_sync_words_remedy:
 * @trouble: what is wrong
 *
 * Returns: (transfer none) (nullable): a sentence that says what helps
 */
const char *amia_sync_words_remedy (AmiaSyncTrouble trouble);

/**
 * amia_sync_words_login_error:
 * @error: why signing in failed
 *
 * Returns: (transfer none): cause and remedy in a sentence or two
 */
const char *amia_sync_words_login_error (const GError *error);

/**
 * amia_sync_words_refusal:
 * @reason: (nullable): the server's code
 *
 * Returns: (transfer none): why a change was not taken, and what helps
 */
const char *amia_sync_words_refusal (const char *reason);

G_END_DECLS
