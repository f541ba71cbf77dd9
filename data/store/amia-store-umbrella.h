/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"
#include "amia-umbrella.h"

G_BEGIN_DECLS

/**
 * AmiaUmbrellaItem:
 * @id: the record
 * @kind: (nullable): of an income its kind, of a meeting its kind
 * @title: (nullable): of an activity or a meeting what it is called
 * @level: (nullable): of an income how much, as it is said
 * @from: (nullable): the first day, ISO; of a meeting its day
 * @to: (nullable): the last day; of a meeting its day
 * @time: (nullable): of a meeting when it begins, `hh:mm`
 * @place: (nullable): of a meeting or an activity where
 * @note: (nullable): of an income a word about it
 *
 * Something under the umbrella.
 */
typedef struct
{
  AmiaUuid id;
  char    *kind;
  char    *title;
  char    *level;
  char    *from;
  char    *to;
  char    *time;
  char    *place;
  char    *note;
} AmiaUmbrellaItem;

/**
 * AmiaCaseUmbrella:
 * @case_id: the case
 * @participant: the participant, nil if none is named
 * @enrolled: (nullable): the first day of the first visit to a step
 * @benefit_end: (nullable): the last day of the benefit
 * @ali_from: (nullable): the first day of ALI
 * @incomes: (element-type AmiaUmbrellaItem): by first day
 * @activities: (element-type AmiaUmbrellaItem): by first day
 * @meetings: (element-type AmiaUmbrellaItem): by day; none that is called off
 *
 * What is drawn for and with the participant.
 */
typedef struct
{
  AmiaUuid   case_id;
  AmiaUuid   participant;
  char      *enrolled;
  char      *benefit_end;
  char      *ali_from;
  GPtrArray *incomes;
  GPtrArray *activities;
  GPtrArray *meetings;
} AmiaCaseUmbrella;

void amia_case_umbrella_free (AmiaCaseUmbrella *umbrella);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseUmbrella, amia_case_umbrella_free)

/**
 * amia_store_load_umbrella:
 * @store: a store, on its thread
 * @case_id: a case
 * @error: return location
 *
 * Reads what may be seen here.
 *
 * Returns: (transfer full): the facts; %NULL with %AMIA_STORE_ERROR_MISSING if the case is not
 *   here, or with %AMIA_STORE_ERROR_FAILED
 */
AmiaCaseUmbrella *amia_store_load_umbrella (AmiaStore      *store,
                                            const AmiaUuid *case_id,
                                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_umbrella_lay_out:
 * @umbrella: the facts
 * @today: today, ISO
 *
 * amia_umbrella_lay_out() of them. The indices of marks are those of the lists.
 *
 * Returns: (transfer full): the picture
 */
AmiaUmbrella *amia_case_umbrella_lay_out (const AmiaCaseUmbrella *umbrella,
                                          const char             *today) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
