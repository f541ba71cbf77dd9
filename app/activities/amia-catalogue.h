/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaOffer:
 * @id: the record
 * @title: (nullable): what it is called
 * @text: (nullable): what it is
 * @category: (nullable): `1` to `4`
 * @colour: (nullable): its colour on the palette
 * @provider: (nullable): who offers it
 * @municipality: (nullable): where
 * @km: how far; negative where that is not known
 * @contact: (nullable): whom to ask
 * @is_late: nobody has confirmed it for long
 *
 * An entry of the catalogue.
 */
typedef struct
{
  AmiaUuid id;
  char    *title;
  char    *text;
  char    *category;
  char    *colour;
  char    *provider;
  char    *municipality;
  double   km;
  char    *contact;
  gboolean is_late;
} AmiaOffer;

/**
 * AmiaGroup:
 * @id: the record
 * @title: (nullable): what it is called
 * @leader: (nullable): who leads it
 * @place: (nullable): where
 * @from: (nullable): first day
 * @to: (nullable): last day
 * @max: how many it takes, 0 for as many as come
 * @seats: (element-type utf8): the places that are asked for, as ids
 *
 * A group.
 */
typedef struct
{
  AmiaUuid   id;
  char      *title;
  char      *leader;
  char      *place;
  char      *from;
  char      *to;
  guint      max;
  GPtrArray *seats;
} AmiaGroup;

/**
 * AmiaSuggestion:
 * @id: the record
 * @text: (nullable): what somebody suggested
 * @date: (nullable): when
 * @status: (nullable): `new`, `doing`, `done`, `declined`
 * @result: (nullable): what became of it
 *
 * A participants' suggestion.
 */
typedef struct
{
  AmiaUuid id;
  char    *text;
  char    *date;
  char    *status;
  char    *result;
} AmiaSuggestion;

/**
 * AmiaCatalogue:
 * @offers: (element-type AmiaOffer): by title
 * @groups: (element-type AmiaGroup): the latest first
 * @suggestions: (element-type AmiaSuggestion): the latest first
 *
 * What there is to do, at one moment; never changed after it was read.
 */
typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray      *offers;
  GPtrArray      *groups;
  GPtrArray      *suggestions;
} AmiaCatalogue;

/**
 * amia_catalogue_load:
 * @store: a store; on its thread
 * @today: the day to look from, ISO
 * @error: return location
 *
 * Returns: (transfer full): what there is, or %NULL with an #AmiaStoreError
 */
AmiaCatalogue *amia_catalogue_load (AmiaStore  *store,
                                    const char *today,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

AmiaCatalogue *amia_catalogue_ref (AmiaCatalogue *catalogue);
void           amia_catalogue_unref (AmiaCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCatalogue, amia_catalogue_unref)

G_END_DECLS
