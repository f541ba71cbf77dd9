/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-plan.h"
#include "amia-round.h"

G_BEGIN_DECLS

/*
 * What came of a round, in the plan's words. Shared by the engine, the tool and the simulator.
 */

/**
 * amia_sync_event_from_error:
 * @error: what a round failed with
 *
 * Returns: the event, without time and round
 */
AmiaSyncEvent amia_sync_event_from_error (const GError *error);

/**
 * amia_sync_event_from_problem:
 * @problem: what the server wants changed
 *
 * Returns: the event, without time and round
 */
AmiaSyncEvent amia_sync_event_from_problem (const AmiaProblem *problem);

/**
 * amia_sync_event_from_outcome:
 * @outcome: what came of a round that was taken
 *
 * Returns: the event, without time and round
 */
AmiaSyncEvent amia_sync_event_from_outcome (const AmiaRoundOutcome *outcome);

G_END_DECLS
