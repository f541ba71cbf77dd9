/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-plan.h"
#include "amia-protocol.h"

G_BEGIN_DECLS

/* What the plan's two files share: amia-plan-pace.c knows how much at a time and how often. */

#define AMIA_PLAN_BYTES_FLOOR (16 * 1024)

/* The longest pause after such a trouble. */
guint _amia_plan_get_back_off_cap (AmiaSyncTrouble trouble);

/* A number from 0 to below @below, from the plan's own source of chance. */
guint64 _amia_plan_draw (AmiaPlan *plan,
                         guint64   below);

/* After a round: larger batches if it was quick and full, smaller if it was slow. */
void _amia_plan_resize (AmiaPlan            *plan,
                        const AmiaSyncEvent *event);
void _amia_plan_shrink (AmiaPlan *plan);

/* After a round that went well: shorter pauses after overload, none after anything else. */
void _amia_plan_recover (AmiaPlan *plan);

/* Counts the polls in a row that brought nothing and were not held either. */
void _amia_plan_count_polls (AmiaPlan            *plan,
                             const AmiaSyncEvent *event);

G_END_DECLS
