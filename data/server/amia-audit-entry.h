/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-uuid.h"

G_BEGIN_DECLS

/*
 * One line of the audit and how lines hang together. Pure: no ledger, no clock.
 *
 * The hash of an entry is SHA-256 of the hash of the one before it (32 zero bytes before the first)
 * followed by these bytes, each line ended by a line feed, an absent value an empty line:
 *
 *     amia-audit 1
 *     id              1, 2, 3 … without a gap
 *     entered         ms since 1970 UTC when the server wrote it down
 *     kind            `login`, `delivery` …
 *     at              ms since 1970 UTC when it happened
 *     user            whose account
 *     agency          its agency then
 *     device          32 hexadecimal digits
 *     scope           the case or participant, as 36 characters
 *     detail
 *
 * No value has a control character in it, so that no two entries have the same bytes. Whoever
 * changes, takes out, puts in or swaps an entry has to make all later hashes anew; whoever has kept
 * one of those elsewhere (a backup's manifest has one, `audit verify` prints one) sees it.
 */

/**
 * AmiaAuditKind:
 * @AMIA_AUDIT_LOGIN: signed in on @device; detail `address=…`
 * @AMIA_AUDIT_LOGIN_REFUSED: tried to; detail `address=… reason=password|revoked|disabled|owner`.
 *   @user is empty for an account that does not exist: what is typed there may be a password
 * @AMIA_AUDIT_DELIVERY: contents of @scope went to @device, for the first time that day; with
 *   detail `blob=…`, one of its attachments
 * @AMIA_AUDIT_OPEN: @user opened the case on the laptop
 * @AMIA_AUDIT_EXPORT: wrote it to a file
 * @AMIA_AUDIT_PRINT: printed it
 * @AMIA_AUDIT_VIEW_LOG: read who has seen what
 * @AMIA_AUDIT_CONSENT: a consent was recorded, changed or withdrawn; detail `record=ID field=…`
 * @AMIA_AUDIT_MEMBER: a membership was; detail `record=ID field=…`
 * @AMIA_AUDIT_REFUSAL: a change was refused; detail `n=… reason=…`. With `reason=ahead`, a request:
 *   @device claims to have seen numbers that were never given out
 * @AMIA_AUDIT_ESCROW: a change was sealed for the authority that owns it; detail `n=…`
 * @AMIA_AUDIT_RELEASE: it was let out of there; detail `n=…`
 * @AMIA_AUDIT_ACCESS: what @user may see of @scope is another from now on; detail
 *   `generation=… rights=none|some`
 * @AMIA_AUDIT_RECEIPT: @device has removed what it had to; detail `generation=…`
 * @AMIA_AUDIT_REVOKE: @device was shut out by @user
 * @AMIA_AUDIT_ACCOUNT: an account was made or changed; detail `action=… name=…`
 * @AMIA_AUDIT_OFFICE: an office was; detail `action=… id=…`
 * @AMIA_AUDIT_SETTING: a setting was; detail `name=… value=…`
 * @AMIA_AUDIT_BACKUP: a backup was made; detail `sha256=…`
 * @AMIA_AUDIT_RESTORE: the ledger was put back from one, or that was confirmed; detail
 *   `action=restore|confirm …`
 * @AMIA_AUDIT_LIFE: a new life of the log began; detail `epoch=… reason=…`
 * @AMIA_AUDIT_LOGOUT: logged out on @device
 *
 * What may have happened. Kinds are only ever added, and their names never change.
 */
typedef enum
{
  AMIA_AUDIT_LOGIN,
  AMIA_AUDIT_LOGIN_REFUSED,
  AMIA_AUDIT_DELIVERY,
  AMIA_AUDIT_OPEN,
  AMIA_AUDIT_EXPORT,
  AMIA_AUDIT_PRINT,
  AMIA_AUDIT_VIEW_LOG,
  AMIA_AUDIT_CONSENT,
  AMIA_AUDIT_MEMBER,
  AMIA_AUDIT_REFUSAL,
  AMIA_AUDIT_ESCROW,
  AMIA_AUDIT_RELEASE,
  AMIA_AUDIT_ACCESS,
  AMIA_AUDIT_RECEIPT,
  AMIA_AUDIT_REVOKE,
  AMIA_AUDIT_ACCOUNT,
  AMIA_AUDIT_OFFICE,
  AMIA_AUDIT_SETTING,
  AMIA_AUDIT_BACKUP,
  AMIA_AUDIT_RESTORE,
  AMIA_AUDIT_LIFE,
  AMIA_AUDIT_LOGOUT,
} AmiaAuditKind;

#define AMIA_AUDIT_HASH_LENGTH  32
#define AMIA_AUDIT_DETAIL_BYTES 240

/**
 * AmiaAuditEntry:
 * @id: its number
 * @entered_ms: when it was written down, by the server's clock
 * @kind: the name of an #AmiaAuditKind, or of one that a newer server knows
 * @at_ms: when it happened; earlier than @entered_ms for what a laptop tells
 * @user: whose account, empty for nobody's: the command line, or the server itself
 * @agency: that account's agency then, empty for none
 * @device: on which device, nil for none
 * @scope: the case or participant, nil for none
 * @detail: a few words `name=value`, never contents of a case
 * @hash: see above
 *
 * A line of the audit.
 */
typedef struct
{
  gint64   id;
  gint64   entered_ms;
  char    *kind;
  gint64   at_ms;
  char    *user;
  char    *agency;
  AmiaUuid device;
  AmiaUuid scope;
  char    *detail;
  guint8   hash[AMIA_AUDIT_HASH_LENGTH];
} AmiaAuditEntry;

void amia_audit_entry_clear (AmiaAuditEntry *entry);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaAuditEntry, amia_audit_entry_clear)

/**
 * amia_audit_kind_get_name:
 * @kind: a kind
 *
 * Returns: how it is written, `login-refused`
 */
const char *amia_audit_kind_get_name (AmiaAuditKind kind);

/**
 * amia_audit_kind_parse:
 * @name: how it is written
 * @kind: (out): the kind
 *
 * Returns: %TRUE if there is one of that name
 */
gboolean amia_audit_kind_parse (const char    *name,
                                AmiaAuditKind *kind) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_audit_clean:
 * @text: (nullable): a text from anywhere
 *
 * Makes a text fit for an entry: valid UTF-8, no control characters, at most
 * %AMIA_AUDIT_DETAIL_BYTES. Writing down what happened must not fail by how it was spelled.
 *
 * Returns: (transfer full): the text, empty for %NULL
 */
char *amia_audit_clean (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_audit_hash:
 * @previous: (array fixed-size=32): the hash of the entry before, zeros before the first
 * @entry: an entry; its own hash is not looked at
 * @hash: (out caller-allocates) (array fixed-size=32): its hash; may be @previous
 */
void amia_audit_hash (const guint8         *previous,
                      const AmiaAuditEntry *entry,
                      guint8               *hash);

/**
 * amia_audit_print_hash:
 * @hash: (array fixed-size=32): a hash
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *amia_audit_print_hash (const guint8 *hash) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaAuditCheck:
 * @last_id: the number of the last entry that was right
 * @hash: its hash, zeros for none
 *
 * How far a check of the chain has come; starts as zeros.
 */
typedef struct
{
  gint64 last_id;
  guint8 hash[AMIA_AUDIT_HASH_LENGTH];
} AmiaAuditCheck;

/**
 * amia_audit_check_next:
 * @check: how far it has come
 * @entry: the next entry in the order of the numbers
 *
 * Returns: %TRUE if it follows on the one before and is what was written; %FALSE if not, and
 *   @check stays at the one before
 */
gboolean amia_audit_check_next (AmiaAuditCheck       *check,
                                const AmiaAuditEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
