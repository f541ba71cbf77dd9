/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-access.h"
#include "amia-ledger.h"

G_BEGIN_DECLS

/**
 * SimOracle:
 *
 * Who may see what, worked out anew from the whole log: no grants, no generations, no lanes, no
 * sweeps, nothing that is kept up to date. What the server gives out is measured by it.
 */
typedef struct _SimOracle SimOracle;

SimOracle *sim_oracle_new (void);
void       sim_oracle_free (SimOracle *oracle);

/**
 * sim_oracle_read:
 * @oracle: an oracle
 * @ledger: the server's ledger
 *
 * Takes what is new in the log.
 *
 * Returns: the last number in it
 */
gint64 sim_oracle_read (SimOracle  *oracle,
                        AmiaLedger *ledger);

/**
 * sim_oracle_start_over:
 * @oracle: an oracle
 *
 * The ledger was set back. What took rights from somebody stays in mind.
 */
void sim_oracle_start_over (SimOracle *oracle);

/**
 * sim_oracle_get_changes:
 * @oracle: an oracle
 *
 * Returns: (transfer none) (element-type AmiaChange): the log
 */
GPtrArray *sim_oracle_get_changes (SimOracle *oracle);

/**
 * sim_oracle_find:
 * @oracle: an oracle
 * @device: a device
 * @n: one of its changes
 *
 * Returns: (nullable) (transfer none): the change, if it is in the log
 */
const AmiaChange *sim_oracle_find (SimOracle      *oracle,
                                   const AmiaUuid *device,
                                   gint64          n);

/**
 * sim_oracle_may_see:
 * @oracle: an oracle
 * @reader: who reads
 * @change: a change
 * @op: one of its ops
 * @today: the day
 *
 * Returns: whether they may see it on that day
 */
gboolean sim_oracle_may_see (SimOracle        *oracle,
                             const AmiaReader *reader,
                             const AmiaChange *change,
                             const AmiaOp     *op,
                             const char       *today);

/**
 * sim_op_key:
 * @device: a device
 * @n: one of its changes
 * @op: one of that change's ops
 *
 * Returns: a number that stands for the op's name
 */
gint64 sim_op_key (const AmiaUuid *device,
                   gint64          n,
                   const AmiaOp   *op);

/**
 * sim_oracle_is_replaced:
 * @oracle: rights
 * @reader: who asks
 * @change: a change
 * @op: an op of it
 * @today: the day
 *
 * Returns: whether the reader may see what stands in the place of @op, or removes its record; a
 *   snapshot leaves out what does not count any more
 */
gboolean sim_oracle_is_replaced (SimOracle        *oracle,
                                 const AmiaReader *reader,
                                 const AmiaChange *change,
                                 const AmiaOp     *op,
                                 const char       *today);

G_END_DECLS
