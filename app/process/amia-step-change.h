/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaStepChange:
 * @case_id: the case
 * @open: (element-type AmiaUuid): its visits that last
 * @step: (nullable): the step that is entered; %NULL to be in none
 * @day: the day, ISO
 *
 * What somebody wants of a case's way.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const GArray   *open;
  const char     *step;
  const char     *day;
} AmiaStepChange;

/**
 * amia_step_change:
 * @from: the widget where the person did it
 * @replica: where to write
 * @change: what is wanted; only read during the call
 *
 * Ends the visits that last, begins another, and says so with *Undo*: then what was begun goes and
 * what was ended lasts again.
 *
 * Returns: %FALSE if there is nothing to do: no step to enter, and none to leave
 */
gboolean amia_step_change (GtkWidget            *from,
                           AmiaReplica          *replica,
                           const AmiaStepChange *change);

G_END_DECLS
