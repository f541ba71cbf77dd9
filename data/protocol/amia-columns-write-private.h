/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"
#include "amia-columns-private.h"

G_BEGIN_DECLS

/* What the files that write columns share: a change in parts. */

/* An op. Its names are JSON, or plain where the change has been read; an area that is not there and
 * sources that are not there have no text. Borrowed from the change. */
typedef struct
{
  AmiaSlice kind;
  AmiaSlice field;
  AmiaSlice area;
  AmiaSlice over;
  AmiaSlice value;
  AmiaSlice sources;
  gsize     slot;
} AmiaColumnsOp;

/* A record that a change writes to, and its case. */
typedef struct
{
  AmiaUuid record;
  AmiaUuid case_id;
} AmiaColumnsSlot;

/* One change after the other. */
typedef struct
{
  AmiaStamp     stamp;
  gboolean      is_short;
  GArray       *ops;
  GArray       *slots;
  GStringChunk *texts;
} AmiaColumnsChange;

void _amia_columns_change_init (AmiaColumnsChange *change);
void _amia_columns_change_clear (AmiaColumnsChange *change);

/* %FALSE if @bytes are not a change in canonical form to the last byte. */
gboolean _amia_columns_cut (AmiaColumnsChange *change,
                            AmiaSlice          bytes);

/* %FALSE if it writes to more records than go into columns. */
gboolean _amia_columns_take (AmiaColumnsChange *change,
                             const AmiaChange  *from);

G_END_DECLS
