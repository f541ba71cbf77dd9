/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-instrument.h"

G_BEGIN_DECLS

#define AMIA_TYPE_RATINGS_CHART (amia_ratings_chart_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaRatingsChart, amia_ratings_chart, AMIA, RATINGS_CHART, AmiaInstrument)

/**
 * AmiaRatingsChart:
 *
 * What the participant has rated in this form beside the latest other forms of its kind in the
 * case: a spider chart (from three scales on), and a table with the same numbers and each scale
 * over time. It only shows; the scales themselves stand above it. Hidden as long as nothing is
 * rated.
 *
 * For a group whose questions are numbers with a lowest and a highest value.
 */

G_END_DECLS
