/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-intake.h"

G_BEGIN_DECLS

/* One change on its way in: judged by amia-judge.c, put into the ledger by amia-keep.c, or sealed
 * and let out again by amia-escrow.c; amia-intake.c leads it from one to the other. */

/* A record that the change touches. */
typedef struct
{
  AmiaRecordRow *row;
  gboolean       is_new; /* the change is the first that speaks of it */
} AmiaTouchedRecord;

typedef struct
{
  AmiaIntake   *intake;
  AmiaChange   *change;
  GBytes       *bytes;
  const guint8 *chain;
  GArray       *scopes;
  GHashTable   *records; /* id → AmiaTouchedRecord */
  const AmiaOp *allowed; /* the last op that its writer was found to have the right to write */
  const char   *reason;  /* an AMIA_REASON, once it is not to be taken */
  const AmiaOp *refused; /* the op that it is not taken for */
} AmiaIncomingChange;

/* Reads a change; if it can't be taken by the look of it, there is a reason already. */
void _amia_incoming_read (AmiaIncomingChange *incoming,
                          AmiaIntake         *intake,
                          const AmiaUuid     *device,
                          gint64              n,
                          GBytes             *bytes,
                          const guint8       *chain);
void _amia_incoming_clear (AmiaIncomingChange *incoming);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaIncomingChange, _amia_incoming_clear)

AmiaTouchedRecord *_amia_incoming_get_record (AmiaIncomingChange *incoming,
                                              const AmiaOp       *op);

/* Judges the change: its reason stays %NULL if it may be taken. */
gboolean _amia_judge (AmiaIncomingChange *incoming,
                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Has the ledger gather what the next changes will ask for, when @index, counted from @first, has
 * come to the end of what was gathered before. */
gboolean _amia_intake_look_ahead (AmiaIntake *intake,
                                  GPtrArray  *changes,
                                  guint       first,
                                  guint       index,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts a change that passed into the log, with all that follows from it. */
gboolean _amia_keep (AmiaIncomingChange *incoming,
                     gint64              seq,
                     gint64              shown_ms,
                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads and judges, with what only the safeguard knows of the change itself put aside. */
gboolean _amia_intake_judge (AmiaIncomingChange *incoming,
                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whom an op makes its case be about; %FALSE if it does no such thing. */
gboolean _amia_op_get_linked (const AmiaOp *op,
                              AmiaUuid     *participant);

/* Does the op say something about who may see what? */
gboolean _amia_op_is_fact (const AmiaOp *op);

/* Is this a change to keep for later, and not to refuse? */
gboolean _amia_escrow_is_due (AmiaIncomingChange *incoming,
                              gboolean           *is_due,
                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seals a change. */
gboolean _amia_escrow_keep (AmiaIncomingChange *incoming,
                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* What happened to a change that has not passed; @n is 0 when its number says nothing. */
gboolean _amia_intake_note (AmiaIntake     *intake,
                            const AmiaUuid *device,
                            int             kind,
                            const AmiaUuid *scope,
                            const char     *detail,
                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
