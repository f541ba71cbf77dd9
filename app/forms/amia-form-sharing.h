/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-response.h"
#include "amia-store-sharing.h"

G_BEGIN_DECLS

/**
 * amia_form_sharing_describe:
 * @sharing: who sees what of the form's case
 * @response: the form
 * @own_agency: the agency of who reads this
 *
 * Explains what may be missing on the page: for each other agency in the team, the areas of the
 * form's questions that it does not share with the reader today. Whether it has written anything
 * there is not known here, and not said.
 *
 * Returns: (transfer full) (nullable): a line for each agency, %NULL if nothing is held back
 */
char *amia_form_sharing_describe (AmiaCaseSharing *sharing,
                                  AmiaResponse    *response,
                                  const char      *own_agency) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_sharing_list_areas:
 * @sharing: who sees what of a case
 * @own_agency: the agency of who reads
 *
 * Returns: (transfer full) (nullable): the consent areas that some other agency of the team does
 *   not share with the reader today, in the order of amia_areas_get_all(); %NULL if there is none
 *   or nothing is known
 */
char **amia_form_sharing_list_areas (AmiaCaseSharing *sharing,
                                     const char      *own_agency) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
