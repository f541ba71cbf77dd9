/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-audit-entry.h"
#include "amia-blob-id.h"
#include "amia-ledger.h"

G_BEGIN_DECLS

/*
 * The audit: who did what to whose data, append-only, in the ledger beside what it speaks of and in
 * the same transaction, so that the one is never there without the other.
 *
 * Numbers and hashes hang on the row that also numbers the log (amia_ledger_take_numbers()): a
 * writer holds it until its transaction ends. So the order is that of the commits, and as there is
 * one lock for both there is no order in which to take them.
 */

/**
 * AmiaAuditFact:
 * @kind: what happened
 * @at_ms: when it happened; 0 for now
 * @user: (nullable): whose account, %NULL for nobody's: the command line, or the server itself
 * @agency: (nullable): that account's agency
 * @device: (nullable): on which device
 * @scope: (nullable): the case or participant
 * @detail: (nullable): `name=value` pairs as #AmiaAuditKind says, never contents of a case
 *
 * What to write down; everything is only lent.
 */
typedef struct
{
  AmiaAuditKind   kind;
  gint64          at_ms;
  const char     *user;
  const char     *agency;
  const AmiaUuid *device;
  const AmiaUuid *scope;
  const char     *detail;
} AmiaAuditFact;

/**
 * amia_audit_append:
 * @ledger: a ledger in a transaction
 * @fact: what happened; a time after @now_ms becomes @now_ms
 * @now_ms: the time
 * @error: return location
 *
 * Writes a fact down, as part of the transaction.
 *
 * Returns: %TRUE on success; else an #AmiaDbError, and the transaction must be taken back
 */
gboolean amia_audit_append (AmiaLedger          *ledger,
                            const AmiaAuditFact *fact,
                            gint64               now_ms,
                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_audit_write:
 * @ledger: a ledger outside a transaction
 * @fact: what happened
 * @now_ms: the time
 * @error: return location
 *
 * amia_audit_append() in a transaction of its own, for what changes nothing else in the ledger.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_audit_write (AmiaLedger          *ledger,
                           const AmiaAuditFact *fact,
                           gint64               now_ms,
                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_audit_append_told:
 * @ledger: a ledger in a transaction
 * @fact: what a laptop tells; its device is named
 * @id: the laptop's number for it, ascending
 * @now_ms: the time
 * @error: return location
 *
 * Like amia_audit_append(), once for each number: a fact whose number is not above the highest that
 * the device has told is passed over, so that a repeated round writes nothing twice.
 *
 * Returns: %TRUE on success
 */
gboolean amia_audit_append_told (AmiaLedger          *ledger,
                                 const AmiaAuditFact *fact,
                                 gint64               id,
                                 gint64               now_ms,
                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaDeliveries:
 *
 * Notes which case went to which device. One entry for each device, scope and day (in Sweden) is
 * written: enough to tell a participant who held what when, and no more than that. Belongs to the
 * ledger's thread. What was noted today is remembered in bounded memory, so that a round without
 * something new costs a look into a table and no transaction.
 */
typedef struct _AmiaDeliveries AmiaDeliveries;

AmiaDeliveries *amia_deliveries_new (AmiaLedger *ledger) G_GNUC_WARN_UNUSED_RESULT;
void            amia_deliveries_free (AmiaDeliveries *deliveries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaDeliveries, amia_deliveries_free)

/**
 * amia_deliveries_plan:
 * @deliveries: deliveries
 * @reader: whose laptop: user, agency and device of an #AmiaAuditFact; the rest is not looked at
 * @scopes: (element-type AmiaUuid): the scopes of which contents are in the answer; nil ones, and
 *   those named twice, are passed over
 * @now_ms: the time
 * @is_news: (out): whether there is something to write
 * @error: return location
 *
 * To be called outside a transaction, before the answer leaves: what is not on disk here is not
 * delivered. What is news is kept in mind until amia_deliveries_write(), so that many answers share
 * a transaction, and an answer with news leaves after that only.
 *
 * Returns: %TRUE on success; else an #AmiaDbError, and nothing may be delivered
 */
gboolean amia_deliveries_plan (AmiaDeliveries      *deliveries,
                               const AmiaAuditFact *reader,
                               GArray              *scopes,
                               gint64               now_ms,
                               gboolean            *is_news,
                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_deliveries_write:
 * @deliveries: deliveries
 * @now_ms: the time
 * @error: return location
 *
 * Writes all that is planned, in one transaction of its own. What could not be written stays
 * planned: an entry too many does no harm, and one too few would.
 *
 * Returns: %TRUE when all of it is on disk; else an #AmiaDbError, and nothing may be delivered
 */
gboolean amia_deliveries_write (AmiaDeliveries *deliveries,
                                gint64          now_ms,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_deliveries_note_blob:
 * @deliveries: deliveries
 * @reader: whose laptop, and with scope the case that the attachment is of
 * @blob: the attachment
 * @now_ms: the time
 * @error: return location
 *
 * The same for an attachment: one entry for each device, blob and day, whatever number of parts it
 * goes in.
 *
 * Returns: %TRUE on success; else an #AmiaDbError, and nothing may be delivered
 */
gboolean amia_deliveries_note_blob (AmiaDeliveries      *deliveries,
                                    const AmiaAuditFact *reader,
                                    const AmiaBlobId    *blob,
                                    gint64               now_ms,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
