/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaTwinSign:
 * @AMIA_TWIN_NUMBER: the same personal identity number
 * @AMIA_TWIN_BIRTH: the same day of birth and a similar name
 * @AMIA_TWIN_NAME: the same name, and one of the two has no number
 *
 * What speaks for two entries being one person, the strongest first.
 */
typedef enum
{
  AMIA_TWIN_NUMBER,
  AMIA_TWIN_BIRTH,
  AMIA_TWIN_NAME,
} AmiaTwinSign;

/**
 * AmiaTwin:
 * @case_id: a case
 * @participant: its participant
 * @name: (nullable): the participant's name; %NULL for a protected identity, too
 * @personnummer: (nullable): the same
 * @is_protected: a protected identity
 * @status: (nullable): the case's status
 * @sign: why it may be the same person
 *
 * Somebody who is here already.
 */
typedef struct
{
  AmiaUuid     case_id;
  AmiaUuid     participant;
  char        *name;
  char        *personnummer;
  gboolean     is_protected;
  char        *status;
  AmiaTwinSign sign;
} AmiaTwin;

/**
 * amia_twin_free:
 * @twin: (nullable): an entry
 */
void amia_twin_free (AmiaTwin *twin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaTwin, amia_twin_free)

/**
 * AmiaTwinPair:
 * @a: the case that was made first
 * @b: the other one
 *
 * Two entries that may be one person.
 */
typedef struct
{
  AmiaTwin *a;
  AmiaTwin *b;
} AmiaTwinPair;

/**
 * AmiaTwins:
 *
 * Everybody who is here, read once, so that a whole list of people can be held against them.
 */
typedef struct _AmiaTwins AmiaTwins;

/**
 * amia_twins_new:
 * @store: a store
 * @error: return location
 *
 * Reads the projection of all cases: for 10 000 some tens of milliseconds.
 *
 * Returns: (transfer full): everybody, or %NULL on error
 */
AmiaTwins *amia_twins_new (AmiaStore *store,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_twins_find:
 * @twins: everybody
 * @name: (nullable): somebody's name
 * @personnummer: (nullable): their number, `ÅÅÅÅMMDD-NNNN`
 *
 * Whether that person is here already. A protected identity is found by its number alone, and
 * nothing of it is told.
 *
 * Returns: (transfer full) (nullable): the one with the strongest sign
 */
AmiaTwin *amia_twins_find (const AmiaTwins *twins,
                           const char      *name,
                           const char      *personnummer) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_twins_free:
 * @twins: (nullable): everybody
 */
void amia_twins_free (AmiaTwins *twins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaTwins, amia_twins_free)

/**
 * amia_store_list_twins:
 * @store: a store
 * @error: return location
 *
 * All pairs of entries that may be one person: what two laptops without a network brought about.
 * Cases of one and the same participant are no pair, nor are two people who were said to be two
 * (`not-same-as`).
 *
 * Returns: (transfer full) (element-type AmiaTwinPair): the pairs, or %NULL on error
 */
GPtrArray *amia_store_list_twins (AmiaStore *store,
                                  GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_twins_set_different:
 * @edits: a user action
 * @record: the participant as it is
 * @other: another participant
 *
 * Says that the two are two people, once and for all laptops.
 */
void amia_twins_set_different (AmiaEdits        *edits,
                               const AmiaRecord *record,
                               const AmiaUuid   *other);

G_END_DECLS
