/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-message.h"
#include "amia-rounds.h"

G_BEGIN_DECLS

/* A laptop's blobs that are under way, or that no change speaks of. */
#define AMIA_BLOBS_LOOSE_MAX       64
#define AMIA_BLOBS_LOOSE_BYTES_MAX (256 * 1024 * 1024)

/**
 * AmiaBlobAsk:
 * @token: SHA-256 of the token that came with the request
 * @id: which blob
 * @range: which part; for bringing and getting
 * @bytes: (nullable): the part that is brought
 * @now_ms: the time
 *
 * A request for or with a part of an attachment.
 */
typedef struct
{
  guint8        token[AMIA_TOKEN_HASH_LENGTH];
  AmiaBlobId    id;
  AmiaBlobRange range;
  GBytes       *bytes;
  gint64        now_ms;
} AmiaBlobAsk;

/**
 * AmiaBlobAnswer:
 * @status: the HTTP status; 0 if all of it has come and is to be checked by amia_blobs_check()
 * @problem: (nullable): the code of a problem
 * @n_here: how many bytes are here
 * @length: how many there are to be
 * @bytes: (nullable): the part that was asked for, from the first byte of the range on
 * @note: (nullable): what whoever runs the server should know, without personal data
 *
 * What came of it.
 */
typedef struct
{
  guint       status;
  const char *problem;
  gint64      n_here;
  gint64      length;
  GBytes     *bytes;
  char       *note;
} AmiaBlobAnswer;

void amia_blob_answer_clear (AmiaBlobAnswer *answer);

/**
 * amia_blobs_look:
 * @rounds: the rounds, which know who may see what
 * @ask: which blob
 * @answer: (out): how much is here, for who brings it or may get it; for anybody else 404
 *
 * Like the other functions here: in the ledger's thread, and never fails; a ledger that did is a
 * problem of status 503 or 507, and nothing was taken then.
 */
void amia_blobs_look (AmiaRounds        *rounds,
                      const AmiaBlobAsk *ask,
                      AmiaBlobAnswer    *answer);

/**
 * amia_blobs_take:
 * @rounds: the rounds
 * @ask: a part of a blob
 * @answer: (out): how much is here now
 *
 * Takes in a part that follows on what is here; one from the first byte on begins anew. Anybody
 * with a valid token may bring a blob, since it is good for nothing unless a change speaks of it;
 * so how much each laptop may have lying here that none does, or that is not complete, is bounded.
 */
void amia_blobs_take (AmiaRounds        *rounds,
                      const AmiaBlobAsk *ask,
                      AmiaBlobAnswer    *answer);

/**
 * amia_blobs_give:
 * @rounds: the rounds
 * @ask: which part
 * @answer: (out): it
 *
 * Gives out a part of a blob to who may see an op that names it as an attachment's; nobody else is
 * told that it exists.
 */
void amia_blobs_give (AmiaRounds        *rounds,
                      const AmiaBlobAsk *ask,
                      AmiaBlobAnswer    *answer);

/**
 * amia_blobs_check:
 * @rounds: the rounds
 * @ask: the request that brought the last part
 * @checksum: a SHA-256 of the first @n_checked bytes
 * @n_checked: (inout): how many bytes are in it
 * @answer: (inout): gets a status when the last byte is
 *
 * Checks a blob that has come, one part with each call, so that others have their turn in between.
 * One that is not what its address says is dropped.
 */
void amia_blobs_check (AmiaRounds        *rounds,
                       const AmiaBlobAsk *ask,
                       GChecksum         *checksum,
                       gint64            *n_checked,
                       AmiaBlobAnswer    *answer);

/**
 * amia_blobs_note:
 * @ledger: a ledger in a transaction
 * @change: a change that is taken into the log, or sealed
 * @seq: its number there, or %AMIA_BLOB_SEALED
 * @error: return location
 *
 * Notes which blobs a change speaks of, so that they are kept.
 *
 * Returns: %TRUE on success
 */
gboolean amia_blobs_note (AmiaLedger       *ledger,
                          const AmiaChange *change,
                          gint64            seq,
                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
