/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-blobs.h"

#include <string.h>

#include "amia-attachment.h"
#include "amia-audit.h"
#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-blobs.h"

/* Who may bring and get attachments. What comes is sealed, and the key never does without the op
 * that names the blob; so getting one that one could not open is prevented all the same, by the one
 * rule that also decides about the op. */

#define STALE_MS (30 * G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* More than one change speaks of a blob only if somebody copied a record by hand. What an agency
 * has attached is not another's to name: who knows the hash and the key from when there was a
 * consent does not get the blob by it afterwards. */
#define REFS_MAX 16

typedef struct
{
  AmiaRounds        *rounds;
  AmiaLedger        *ledger;
  const AmiaBlobAsk *ask;
  AmiaBlobAnswer    *answer;
  AmiaDevice        *device;
  AmiaAccount       *account;
  AmiaBlobRow        row;
  gboolean           is_found;
  AmiaUuid           case_id; /* that it may be seen in */
} Request;

void
amia_blob_answer_clear (AmiaBlobAnswer *answer)
{
  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_clear_pointer (&answer->note, g_free);
}

static void
request_clear (Request *request)
{
  g_clear_pointer (&request->device, amia_device_free);
  g_clear_pointer (&request->account, amia_account_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

/* Ends the request with a problem. Always FALSE. */
static gboolean
stop (Request    *request,
      guint       status,
      const char *problem)
{
  request->answer->status = status;
  request->answer->problem = problem;
  return FALSE;
}

static void
fail (Request *request,
      GError  *error)
{
  if (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FULL))
    (void) stop (request, 507, "full");
  else
    (void) stop (request, 503, "busy");
  if (error != NULL)
    request->answer->note = g_strdup (error->message);
}

static void
tell (Request *request)
{
  request->answer->n_here = request->row.n_here;
  request->answer->length = request->row.length;
}

/* Whose token is it, and is anything of the blob here? */
static gboolean
begin (Request           *request,
       AmiaRounds        *rounds,
       const AmiaBlobAsk *ask,
       AmiaBlobAnswer    *answer,
       GError           **error)
{
  *answer = (AmiaBlobAnswer){ 0 };
  request->rounds = rounds;
  request->ledger = amia_rounds_get_ledger (rounds);
  request->ask = ask;
  request->answer = answer;

  if (!amia_ledger_find_token (request->ledger, ask->token, &request->device, error))
    return FALSE;
  if (request->device == NULL || request->device->expires_ms <= ask->now_ms)
    return stop (request, 401, "unauthorized");
  if (request->device->is_revoked)
    return stop (request, 401, "revoked");
  if (!amia_ledger_find_account (request->ledger, request->device->user, &request->account, error))
    return FALSE;
  if (request->account == NULL || request->account->is_disabled)
    return stop (request, 401, "unauthorized");

  return amia_ledger_find_blob (
      request->ledger, &ask->id, &request->row, &request->is_found, error);
}

/* --- Who may see it -------------------------------------------------------------------------- */

typedef struct
{
  Request           *request;
  const AmiaBlobRef *ref;
  char             **owner; /* the agency that named it first, once that is known */
  gboolean           is_visible;
  gboolean           has_failed;
  GError           **error;
} Look;

static gboolean
names_blob (const AmiaOp     *op,
            const AmiaBlobId *id)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  amia_blob_id_print (id, name);
  return strcmp (op->kind, AMIA_ATTACHMENT_KIND) == 0 && strcmp (op->field, "sha256") == 0 &&
         strlen (op->value) == AMIA_BLOB_HEX_LENGTH + 2 &&
         strncmp (op->value + 1, name, AMIA_BLOB_HEX_LENGTH) == 0;
}

static gboolean
look_at_change (const AmiaLogRow *row,
                gpointer          user_data)
{
  Look    *look = user_data;
  Request *request = look->request;
  g_autoptr (AmiaChange) change = NULL;

  /* Only what lies at that number; the log may have lost it. */
  if (row->seq != look->ref->seq)
    return FALSE;

  change = amia_change_decode (&row->device, row->n, row->body, row->body_length, NULL);
  for (guint i = 0; change != NULL && i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (!amia_uuid_equal (&op->record, &look->ref->record) ||
          !names_blob (op, &request->ask->id))
        continue;

      if (*look->owner == NULL)
        *look->owner = g_strdup (row->agency);
      if (strcmp (*look->owner, row->agency) != 0)
        break;

      g_free (change->author);
      g_free (change->agency);
      change->author = g_strdup (row->author);
      change->agency = g_strdup (row->agency);
      look->has_failed = !amia_rounds_may_see (request->rounds,
                                               request->account,
                                               change,
                                               op,
                                               request->ask->now_ms,
                                               &look->is_visible,
                                               look->error);
      if (look->is_visible)
        request->case_id = op->case_id;
      break;
    }

  return FALSE;
}

static gboolean
check_visible (Request  *request,
               gboolean *is_visible,
               GError  **error)
{
  g_autoptr (GArray) refs =
      amia_ledger_list_blob_refs (request->ledger, &request->ask->id, REFS_MAX, error);
  g_autofree char *owner = NULL;

  *is_visible = FALSE;
  for (guint i = 0; refs != NULL && i < refs->len && !*is_visible; i++)
    {
      const AmiaBlobRef *ref = &g_array_index (refs, AmiaBlobRef, i);
      Look               look = { request, ref, &owner, FALSE, FALSE, error };

      if (!amia_ledger_read_log (
              request->ledger, ref->seq - 1, NULL, look_at_change, &look, error) ||
          look.has_failed)
        return FALSE;
      *is_visible = look.is_visible;
    }

  return refs != NULL;
}

/* --- Looking and giving ---------------------------------------------------------------------- */

/* All has come, but the server was stopped before it had looked at it. */
static gboolean
is_unchecked (const Request *request)
{
  return request->is_found && !request->row.is_whole &&
         request->row.n_here == request->row.length;
}

static gboolean
look (Request *request,
      GError **error)
{
  gboolean is_visible = FALSE;

  if (!request->is_found)
    return stop (request, 404, "not_found");
  if (!amia_uuid_equal (&request->row.device, &request->device->id) &&
      !check_visible (request, &is_visible, error))
    return FALSE;
  if (!is_visible && !amia_uuid_equal (&request->row.device, &request->device->id))
    return stop (request, 404, "not_found");

  tell (request);
  request->answer->status = is_unchecked (request) ? 0 : 200;
  return TRUE;
}

void
amia_blobs_look (AmiaRounds        *rounds,
                 const AmiaBlobAsk *ask,
                 AmiaBlobAnswer    *answer)
{
  g_auto (Request) request = { 0 };
  g_autoptr (GError) error = NULL;

  if ((!begin (&request, rounds, ask, answer, &error) || !look (&request, &error)) &&
      answer->problem == NULL)
    fail (&request, error);
}

/* What is not noted is not delivered. */
static gboolean
note_delivery (Request *request,
               GError **error)
{
  const AmiaAuditFact reader = {
    .user = request->account->name,
    .agency = request->account->agency,
    .device = &request->device->id,
    .scope = &request->case_id,
  };

  return amia_deliveries_note_blob (amia_rounds_get_deliveries (request->rounds),
                                    &reader,
                                    &request->ask->id,
                                    request->ask->now_ms,
                                    error);
}

static gboolean
give (Request *request,
      GError **error)
{
  const AmiaBlobRange *range = &request->ask->range;
  gboolean             is_visible;
  g_autoptr (GBytes) bytes = NULL;
  gsize length_max = AMIA_BLOB_PART_MAX;

  if (!check_visible (request, &is_visible, error))
    return FALSE;
  if (!is_visible || !request->is_found || !request->row.is_whole)
    return stop (request, 404, "not_found");

  tell (request);
  if (range->first >= request->row.length)
    return stop (request, 416, "range");

  if (!amia_ledger_read_blob_part (
          request->ledger, &request->ask->id, range->first, &bytes, error))
    return FALSE;
  if (bytes == NULL)
    return stop (request, 404, "not_found");
  if (!note_delivery (request, error))
    return FALSE;

  if (range->last >= 0)
    length_max = (gsize) MIN (range->last - range->first + 1, AMIA_BLOB_PART_MAX);
  request->answer->bytes =
      g_bytes_new_from_bytes (bytes, 0, MIN (length_max, g_bytes_get_size (bytes)));
  request->answer->status = 206;
  return TRUE;
}

void
amia_blobs_give (AmiaRounds        *rounds,
                 const AmiaBlobAsk *ask,
                 AmiaBlobAnswer    *answer)
{
  g_auto (Request) request = { 0 };
  g_autoptr (GError) error = NULL;

  if ((!begin (&request, rounds, ask, answer, &error) || !give (&request, &error)) &&
      answer->problem == NULL)
    fail (&request, error);
}

/* --- Taking ---------------------------------------------------------------------------------- */

/* A new one, or one that begins anew: is there room for it? */
static gboolean
make_room (Request *request,
           GError **error)
{
  gint64 count;
  gint64 n_bytes;

  if (!amia_ledger_drop_stale_blobs (request->ledger, request->ask->now_ms - STALE_MS, error) ||
      !amia_ledger_drop_blob (request->ledger, &request->ask->id, error) ||
      !amia_ledger_count_blobs (request->ledger, &request->device->id, &count, &n_bytes, error))
    return FALSE;

  if (count >= AMIA_BLOBS_LOOSE_MAX ||
      n_bytes + request->ask->range.length > AMIA_BLOBS_LOOSE_BYTES_MAX)
    return stop (request, 429, "busy");

  request->is_found = TRUE;
  request->row = (AmiaBlobRow){ .id = request->ask->id, .length = request->ask->range.length };
  return TRUE;
}

static gboolean
append (Request *request,
        GError **error)
{
  AmiaBlobRow *row = &request->row;
  GBytes      *bytes = request->ask->bytes;

  if (!amia_ledger_append_blob_part (request->ledger, &row->id, row->n_here, bytes, error))
    return FALSE;

  row->n_here += (gint64) g_bytes_get_size (bytes);
  row->device = request->device->id;
  row->touched_ms = request->ask->now_ms;
  return amia_ledger_put_blob (request->ledger, row, error);
}

static gboolean
write_part (Request *request,
            GError **error)
{
  if (!amia_ledger_begin (request->ledger, error))
    return FALSE;

  if ((request->ask->range.first == 0 && !make_room (request, error)) ||
      !append (request, error))
    {
      amia_ledger_rollback (request->ledger);
      return FALSE;
    }

  return amia_ledger_commit (request->ledger, error);
}

static gboolean
take (Request *request,
      GError **error)
{
  const AmiaBlobRange *range = &request->ask->range;
  gint64               wanted = request->is_found ? request->row.n_here : 0;
  gboolean             is_whole = request->is_found && request->row.is_whole;

  if (!is_whole && !is_unchecked (request))
    {
      if (range->first != 0 && (range->first != wanted || range->length != request->row.length))
        {
          request->answer->n_here = wanted;
          return stop (request, 409, "gap");
        }
      if (!write_part (request, error))
        return FALSE;
    }

  tell (request);
  request->answer->status = is_unchecked (request) ? 0 : 200;
  return TRUE;
}

void
amia_blobs_take (AmiaRounds        *rounds,
                 const AmiaBlobAsk *ask,
                 AmiaBlobAnswer    *answer)
{
  g_auto (Request) request = { 0 };
  g_autoptr (GError) error = NULL;

  if ((!begin (&request, rounds, ask, answer, &error) || !take (&request, &error)) &&
      answer->problem == NULL)
    fail (&request, error);
}

/* --- Checking -------------------------------------------------------------------------------- */

static gboolean
is_right (const AmiaBlobId *id,
          GChecksum        *checksum)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  return strcmp (g_checksum_get_string (checksum), amia_blob_id_print (id, name)) == 0;
}

static gboolean
settle (Request   *request,
        GChecksum *checksum,
        GError   **error)
{
  gboolean is_so = is_right (&request->ask->id, checksum);
  gboolean is_done;

  if (!amia_ledger_begin (request->ledger, error))
    return FALSE;

  request->row.is_whole = is_so;
  is_done = is_so ? amia_ledger_put_blob (request->ledger, &request->row, error)
                  : amia_ledger_drop_blob (request->ledger, &request->ask->id, error);
  if (!is_done)
    {
      amia_ledger_rollback (request->ledger);
      return FALSE;
    }
  if (!amia_ledger_commit (request->ledger, error))
    return FALSE;

  if (!is_so)
    return stop (request, 422, "hash");
  tell (request);
  request->answer->status = 200;
  return TRUE;
}

static gboolean
check (Request   *request,
       GChecksum *checksum,
       gint64    *n_checked,
       GError   **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize         length;
  gconstpointer data;

  /* Somebody else began it anew meanwhile, or checked it, too. */
  if (!is_unchecked (request))
    return look (request, error);

  if (!amia_ledger_read_blob_part (
          request->ledger, &request->ask->id, *n_checked, &bytes, error))
    return FALSE;

  if (bytes != NULL)
    {
      data = g_bytes_get_data (bytes, &length);
      g_checksum_update (checksum, data, (gssize) length);
      *n_checked += (gint64) length;
      if (*n_checked < request->row.length)
        return TRUE;
    }

  return settle (request, checksum, error);
}

void
amia_blobs_check (AmiaRounds        *rounds,
                  const AmiaBlobAsk *ask,
                  GChecksum         *checksum,
                  gint64            *n_checked,
                  AmiaBlobAnswer    *answer)
{
  g_auto (Request) request = { 0 };
  g_autoptr (GError) error = NULL;

  amia_blob_answer_clear (answer);
  if ((!begin (&request, rounds, ask, answer, &error) ||
       !check (&request, checksum, n_checked, &error)) &&
      answer->problem == NULL)
    fail (&request, error);
}

/* --- What changes speak of ------------------------------------------------------------------- */

gboolean
amia_blobs_note (AmiaLedger       *ledger,
                 const AmiaChange *change,
                 gint64            seq,
                 GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp    *op = g_ptr_array_index (change->ops, i);
      AmiaBlobRef      ref = { seq, op->record };
      g_autofree char *text = NULL;
      AmiaBlobId       id;

      if (strcmp (op->kind, AMIA_ATTACHMENT_KIND) != 0 || strcmp (op->field, "sha256") != 0 ||
          strlen (op->value) != AMIA_BLOB_HEX_LENGTH + 2)
        continue;

      /* An escaped spelling is none: ours never write one. */
      text = g_strndup (op->value + 1, AMIA_BLOB_HEX_LENGTH);
      if (amia_blob_id_parse (text, &id) &&
          !amia_ledger_put_blob_ref (ledger, &id, &ref, error))
        return FALSE;
    }

  return TRUE;
}
