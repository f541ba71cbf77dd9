/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-intake.h"

G_BEGIN_DECLS

/* One change on its way in: judged by amia-judge.c, put into the ledger by amia-intake.c. */

/* A record that the change touches. */
typedef struct
{
  AmiaRecordRow *row;
  gboolean       is_new; /* the change is the first that speaks of it */
} AmiaTouchedRecord;

typedef struct
{
  AmiaIntake *intake;
  AmiaChange *change;
  GHashTable *records; /* id → AmiaTouchedRecord */
} AmiaIncomingChange;

AmiaTouchedRecord *_amia_incoming_get_record (AmiaIncomingChange *incoming,
                                              const AmiaOp       *op);

/* Judges the change: @reason stays %NULL if it may be taken, else it is an AMIA_REASON. */
gboolean _amia_judge (AmiaIncomingChange *incoming,
                      const char        **reason,
                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Has the ledger gather what the next changes will ask for, when @index, counted from @first, has
 * come to the end of what was gathered before. */
gboolean _amia_intake_look_ahead (AmiaIntake *intake,
                                  GPtrArray  *changes,
                                  guint       first,
                                  guint       index,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
