/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-item.h"
#include "amia-ratings-picture.h"
#include "amia-record.h"
#include "amia-response.h"

G_BEGIN_DECLS

/**
 * amia_rating_is_scale:
 * @item: an item
 *
 * Returns: %TRUE if it is a question with a number between two ends, which can be drawn over time
 */
gboolean amia_rating_is_scale (const AmiaItem *item);

/**
 * amia_rating_new_from_record:
 * @record: a form, as its reader may see it
 *
 * What has been rated in a form whose template need not be here: every answer that is a number. It
 * is from the last day of a talk that it names, else from the day when it was begun. Any thread.
 *
 * Returns: (transfer full): the occasion; its id is the record's
 */
AmiaRating *amia_rating_new_from_record (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rating_new_from_response:
 * @response: a form
 * @id: what to call the occasion
 * @otherwise: the day it is from if it names no day of a talk
 *
 * Returns: (transfer full): the occasion, with the scales that a person sees
 */
AmiaRating *amia_rating_new_from_response (AmiaResponse *response,
                                           const char   *id,
                                           const GDate  *otherwise) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
