/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"

G_BEGIN_DECLS

/* So many are looked through one by one, which for a dozen is faster than a table. */
#define AMIA_OP_NAMES_FEW 32

/* The names (record, field) of the ops of a change, of which each may be there once. Begins as
 * zeroes. */
typedef struct
{
  guint       hashes[AMIA_OP_NAMES_FEW];
  GHashTable *table; /* once there are more */
} AmiaOpNames;

/* Adds the name of @op, which is going to be the next of @ops; FALSE if one of them has it. */
gboolean _amia_op_names_add (AmiaOpNames *names, GPtrArray *ops, AmiaOp *op);
void     _amia_op_names_clear (AmiaOpNames *names);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaOpNames, _amia_op_names_clear)

G_END_DECLS
