/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaMeetingKind:
 * @code: what a record's `kind` holds
 * @name: in Swedish, as the method calls it
 * @minutes: how long such a meeting usually is
 * @is_of_case: whether it is about one participant
 *
 * A kind of meeting.
 */
typedef struct
{
  const char *code;
  const char *name;
  int         minutes;
  gboolean    is_of_case;
} AmiaMeetingKind;

/**
 * amia_meeting_get_kinds:
 * @n_kinds: (out): how many
 *
 * Returns: (array length=n_kinds) (transfer none): the kinds, those of a participant first
 */
const AmiaMeetingKind *amia_meeting_get_kinds (gsize *n_kinds);

/**
 * amia_meeting_find_kind:
 * @code: (nullable): a code
 *
 * Returns: (nullable) (transfer none): the kind, or %NULL for a code that we don't know
 */
const AmiaMeetingKind *amia_meeting_find_kind (const char *code);

G_END_DECLS
