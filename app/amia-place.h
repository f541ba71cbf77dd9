/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * AmiaPlace:
 * @name: the place in the side bar
 * @has_case: whether a case is open
 * @case_id: which
 * @view: (nullable): the case's view
 * @has_form: whether a form is open
 * @form_id: which
 * @path: (nullable): the question that had the focus, as a field of an answer
 * @is_registering: whether a participant was being registered
 * @is_laptop: whether the page of this laptop was open
 *
 * Where in the program somebody is, without a word of what stands there: for coming back to it
 * after a lock.
 */
typedef struct
{
  char    *name;
  gboolean has_case;
  AmiaUuid case_id;
  char    *view;
  gboolean has_form;
  AmiaUuid form_id;
  char    *path;
  gboolean is_registering;
  gboolean is_laptop;
} AmiaPlace;

/**
 * amia_place_free:
 * @place: (transfer full): a place
 */
void amia_place_free (AmiaPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaPlace, amia_place_free)

G_END_DECLS
