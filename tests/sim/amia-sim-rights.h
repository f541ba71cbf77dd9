/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-access.h"
#include "amia-change.h"

G_BEGIN_DECLS

/**
 * SimRights:
 *
 * The rules of who may see what, written down a second time: by what is in the log and nothing
 * else, one question at a time, with nothing of data/record but the table of kinds. What the
 * program reads out of members and consents is measured by it.
 */
typedef struct _SimRights SimRights;

SimRights *sim_rights_new (void);
void       sim_rights_free (SimRights *rights);

/**
 * sim_rights_start_over:
 * @rights: the facts
 *
 * The log was set back: nothing of it is known but what took rights from somebody.
 */
void sim_rights_start_over (SimRights *rights);

/**
 * sim_rights_take:
 * @rights: the facts
 * @change: a change that has come into the log; has to outlive the log's life
 *
 * Takes those of its ops that decide about access.
 */
void sim_rights_take (SimRights        *rights,
                      const AmiaChange *change);

/**
 * sim_rights_allow:
 * @rights: the facts
 * @reader: who reads
 * @change: a change
 * @op: one of its ops
 * @today: the day
 *
 * Returns: whether they may see it on that day, what it was made of apart
 */
gboolean sim_rights_allow (SimRights        *rights,
                           const AmiaReader *reader,
                           const AmiaChange *change,
                           const AmiaOp     *op,
                           const char       *today);

G_END_DECLS
