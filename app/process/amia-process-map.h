/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-store-process.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PROCESS_MAP (amia_process_map_get_type ())
G_DECLARE_FINAL_TYPE (AmiaProcessMap, amia_process_map, AMIA, PROCESS_MAP, GtkWidget)

/**
 * AmiaProcessMap:
 *
 * The process map as a picture: a column for each step with its parts, and above them the ways that
 * the case went, those back apart from those forward. Each column is a toggle button of a group:
 * the arrow keys move between them, and the one that is pressed is selected. The ways are
 * decoration: the visits say the same in words.
 *
 * The signal `selected` is emitted when another step is selected, `opened` for Enter on one.
 */

/**
 * amia_process_map_set_process:
 * @map: a map
 * @process: a case; borrowed for the time of the call
 */
void amia_process_map_set_process (AmiaProcessMap        *map,
                                   const AmiaCaseProcess *process);

/**
 * amia_process_map_get_selected:
 * @map: a map
 *
 * Returns: (transfer none): the code of the selected step
 */
const char *amia_process_map_get_selected (AmiaProcessMap *map);

/**
 * amia_process_map_select:
 * @map: a map
 * @step: a step; one that is not known leaves it as it is
 */
void amia_process_map_select (AmiaProcessMap *map,
                              const char     *step);

G_END_DECLS
