/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-input.h"
#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * amia_subproject_help_add:
 * @input: where the name of a sub-project is typed
 * @replica: the replica whose routines count
 *
 * Says below the input, instead of its own help, which sub-projects have a routine while what
 * stands in it is none of them: things become due by a routine, and nobody misses those of a
 * misspelt one.
 */
void amia_subproject_help_add (AmiaInput   *input,
                               AmiaReplica *replica);

G_END_DECLS
