/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-audit-entry.h"
#include "amia-change.h"

G_BEGIN_DECLS

/* What a ledger takes and gives: plain rows. */

/**
 * AmiaLife:
 * @epoch: the random name of this life of the log
 * @began_ms: when it began, ms since 1970 UTC
 * @head: the highest server number given out, 0 at first
 * @swept_on: (nullable): the day, `YYYY-MM-DD`, to which rights were last brought up to date
 * @is_set_back: whether laptops may know of more than this ledger, which was put back from a backup
 * @is_closed: whether nothing is given out until they have brought it back
 * @safeguard: (nullable): the name of the safeguard file that goes with the ledger
 * @facts: goes up with every transaction that changes who may see what; whoever keeps something of
 *   that at hand, and finds another number than it had then, forgets it
 * @floor: laptops that have anything, but not everything up to here, are brought up to date by a
 *   snapshot instead of the feed
 *
 * Where the log stands. A restored server begins a new life, since its numbers will come to mean
 * something else than what laptops remember.
 */
typedef struct
{
  char    *epoch;
  gint64   began_ms;
  gint64   head;
  char    *swept_on;
  gboolean is_set_back;
  gboolean is_closed;
  char    *safeguard;
  gint64   facts;
  gint64   floor;
} AmiaLife;

/**
 * AmiaAccount:
 * @name: what one signs in with
 * @agency: the domain of secrecy: `FK`, `AF`, `VARD`, `KOMMUN`
 * @role: `caseworker`, `navigator`, `coach`, `leader`, `admin`
 * @password: the Argon2id string that libsodium makes
 * @office: (nullable): the id of the office they work at
 * @is_disabled: whether it may not be used for now
 *
 * Somebody who may sign in.
 */
typedef struct
{
  char    *name;
  char    *agency;
  char    *role;
  char    *password;
  char    *office;
  gboolean is_disabled;
} AmiaAccount;

/**
 * AmiaOffice:
 * @id: a short name that never changes, `ostersund`
 * @name: what people call it
 * @agency: whose it is
 * @subproject: (nullable): the sub-project it takes part in, `Öst`
 * @is_closed: whether nobody new is to be placed there
 *
 * Where people work. Says nothing about who may see what.
 */
typedef struct
{
  char    *id;
  char    *name;
  char    *agency;
  char    *subproject;
  gboolean is_closed;
} AmiaOffice;

#define AMIA_TOKEN_HASH_LENGTH 32

/**
 * AmiaDevice:
 * @id: the device's id
 * @user: the account it belongs to, for ever
 * @token: SHA-256 of its token
 * @expires_ms: when the token ends
 * @is_revoked: whether it was shut out
 * @last_n: the highest of its changes that is here or refused
 * @chain: the chain at @last_n
 * @since: the server number up to which it has said that everything is on its disk
 * @position: the highest server number not above @since of something that it may see
 * @lanes_open: how many backfills it still had under way
 * @seen_ms: when it was last in contact, give or take %AMIA_SEEN_MS; 0 for never
 * @version: (nullable): the program it runs, as that calls itself
 * @shown_ms: the latest time with which one of its changes is shown instead of its own, 0 for none
 * @whole_in: (nullable): the life of the log in which it last had nothing more to bring
 *
 * A replica and how far it has come.
 */
typedef struct
{
  AmiaUuid id;
  char    *user;
  guint8   token[AMIA_TOKEN_HASH_LENGTH];
  gint64   expires_ms;
  gboolean is_revoked;
  gint64   last_n;
  guint8   chain[AMIA_CHAIN_LENGTH];
  gint64   since;
  gint64   position;
  guint    lanes_open;
  gint64   seen_ms;
  char    *version;
  gint64   shown_ms;
  char    *whole_in;
} AmiaDevice;

/* Not every round is worth a transaction only to say that there was one. */
#define AMIA_SEEN_MS (10 * 60 * 1000)

/**
 * AmiaLogRow:
 * @seq: the server's number
 * @device: who wrote it
 * @n: its number there
 * @author: the device's account
 * @agency: the account's agency when it came
 * @chain: the device's chain after it
 * @scopes: (array length=n_scopes): the scopes that its ops are of
 * @n_scopes: how many
 * @body: the canonical form
 * @body_length: how many bytes
 * @shown_ms: when it is shown to have been written, where its device's clock was ahead; else 0
 *
 * A change in the log. Handed out by reading functions it is only lent.
 */
typedef struct
{
  gint64          seq;
  AmiaUuid        device;
  gint64          n;
  const char     *author;
  const char     *agency;
  const guint8   *chain;
  const AmiaUuid *scopes;
  gsize           n_scopes;
  const char     *body;
  gsize           body_length;
  gint64          shown_ms;
} AmiaLogRow;

/**
 * AmiaLogFunc:
 * @row: a change
 * @user_data: what the caller gave
 *
 * Returns: %TRUE to get the next one
 */
typedef gboolean (*AmiaLogFunc) (const AmiaLogRow *row,
                                 gpointer          user_data);

/**
 * AmiaRecordRow:
 * @id: the record's id
 * @kind: its kind
 * @case_id: its case, nil for none
 * @author: who wrote it first
 * @agency: for which agency
 * @state: (nullable): the registers, as amia_record_encode() writes them, of records that decide
 *   about access; %NULL for all others
 *
 * That a record exists, and whose it is.
 */
typedef struct
{
  AmiaUuid id;
  char    *kind;
  AmiaUuid case_id;
  char    *author;
  char    *agency;
  char    *state;
} AmiaRecordRow;

/**
 * AmiaGrant:
 * @user: who
 * @scope: the case or participant
 * @generation: the server number at which their rights were last changed, wider or narrower
 * @fed_from: from which server number on the feed brings it; what is older comes by a lane
 * @is_active: whether they have any rights: @rights is not %NULL
 * @rights: (nullable): what they may see, as amia_rights_encode() writes it; %NULL for nothing
 * @agency: (nullable): the account's agency for which that was worked out, %NULL when there was no
 *   such account yet
 *
 * What somebody may see of something.
 */
typedef struct
{
  char    *user;
  AmiaUuid scope;
  gint64   generation;
  gint64   fed_from;
  gboolean is_active;
  char    *rights;
  char    *agency;
} AmiaGrant;

/**
 * AmiaForget:
 * @device: a device
 * @user: its account
 * @seen_ms: when it was last in contact
 * @scope: the case or participant
 * @generation: the server number at which rights to it became narrower
 * @asked_ms: since when it is to forget what they no longer cover
 * @done_ms: when it said that it has, 0 for not yet
 *
 * Something that a laptop has to forget.
 */
typedef struct
{
  AmiaUuid device;
  char    *user;
  gint64   seen_ms;
  AmiaUuid scope;
  gint64   generation;
  gint64   asked_ms;
  gint64   done_ms;
} AmiaForget;

/**
 * AmiaEscrowRow:
 * @device: who wrote it
 * @n: its number there
 * @user: the device's account
 * @agency: the account's agency when it came: whose it is
 * @reason: why it is not in the log, an AMIA_REASON code
 * @chain: the device's chain after it
 * @body: the canonical form
 * @at_ms: when it came
 * @scopes: (nullable) (element-type AmiaUuid): the scopes that its ops are of; not filled in by
 *   reading functions
 * @is_refused: it has been judged anew, and refused: it waits no more, and is kept since it may be
 *   nowhere else
 *
 * A change that nobody gets to see until its author is let in again.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  char    *user;
  char    *agency;
  char    *reason;
  guint8   chain[AMIA_CHAIN_LENGTH];
  GBytes  *body;
  gint64   at_ms;
  GArray  *scopes;
  gboolean is_refused;
} AmiaEscrowRow;

/**
 * AmiaEndedFact:
 * @device: the device of the change that said it
 * @n: the change's number
 * @scope: the case or participant whose rights it decides about
 * @record: the record
 * @field: the field
 * @value: the JSON value
 *
 * An op that took rights from somebody, kept outside the ledger.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  AmiaUuid scope;
  AmiaUuid record;
  char    *field;
  char    *value;
} AmiaEndedFact;

/**
 * AmiaColleague:
 * @user: somebody who shares a scope
 * @agency: that account's agency
 * @is_narrowed: whether, in a scope that both were in, something was taken from them, or may have
 *   been, by what only the safeguard knows (#AmiaEndedFact)
 */
typedef struct
{
  char    *user;
  char    *agency;
  gboolean is_narrowed;
} AmiaColleague;

/**
 * AmiaAuditQuery:
 * @after: only entries with a higher number
 * @scope: (nullable): only those of this case
 * @participant: (nullable): or of this participant; looked at with @scope only
 * @from_ms: only what happened then or later
 * @to_ms: only what happened before; 0 for no end
 * @n_max: at most so many
 *
 * Which entries of the audit to read.
 */
typedef struct
{
  gint64          after;
  const AmiaUuid *scope;
  const AmiaUuid *participant;
  gint64          from_ms;
  gint64          to_ms;
  guint           n_max;
} AmiaAuditQuery;

/**
 * AmiaAuditFunc:
 * @entry: an entry of the audit, only lent
 * @user_data: what the caller gave
 *
 * Returns: %TRUE to get the next one
 */
typedef gboolean (*AmiaAuditFunc) (const AmiaAuditEntry *entry,
                                   gpointer              user_data);

void amia_life_clear (AmiaLife *life);
void amia_account_free (AmiaAccount *account);
void amia_office_free (AmiaOffice *office);
void amia_device_free (AmiaDevice *device);
void amia_record_row_free (AmiaRecordRow *row);
void amia_grant_free (AmiaGrant *grant);
void amia_forget_free (AmiaForget *forget);
void amia_escrow_row_free (AmiaEscrowRow *row);
void amia_ended_fact_free (AmiaEndedFact *fact);
void amia_colleague_free (AmiaColleague *colleague);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaLife, amia_life_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaAccount, amia_account_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaOffice, amia_office_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaDevice, amia_device_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRecordRow, amia_record_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaGrant, amia_grant_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaForget, amia_forget_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaEscrowRow, amia_escrow_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaEndedFact, amia_ended_fact_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaColleague, amia_colleague_free)

G_END_DECLS
