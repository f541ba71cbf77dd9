/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"
#include "amia-store-plan.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PLAN_EDITOR (amia_plan_editor_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPlanEditor, amia_plan_editor, AMIA, PLAN_EDITOR, GtkWidget)

/**
 * AmiaPlanEditor:
 *
 * A page on which one goal, one activity or one thing to do is filled in. Written as it is typed;
 * back is done (Ctrl+Enter, Alt+Left). Something new comes into being with its first word.
 */

/**
 * AmiaPlanNew:
 * @kind: `goal`, `activity` or `todo`
 * @id: its record; one that does not exist is new
 * @goal: (nullable): for a new one: the goal that it belongs to, as text
 * @order: for a new one: where it stands
 *
 * What is to be edited.
 */
typedef struct
{
  const char *kind;
  AmiaUuid    id;
  const char *goal;
  double      order;
} AmiaPlanNew;

/**
 * amia_plan_editor_new:
 * @replica: the replica
 * @plan: the plan that it is part of; borrowed for the time of the call
 * @what: what to edit; copied
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_plan_editor_new (AmiaReplica        *replica,
                                 const AmiaCasePlan *plan,
                                 const AmiaPlanNew  *what);

G_END_DECLS
