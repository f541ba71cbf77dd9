/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-change.h"

#include <string.h>

#include "amia-change-private.h"
#include "amia-scan-private.h"

/* Ops and changes, and their canonical form, version 1: the bytes that are logged, hashed into the
 * chain, sent and kept. Compact JSON without white space; read by amia-change-decode.c.
 *
 *     {"h":STAMP,"ops":[OP,…]}
 *
 *     STAMP    16 hexadecimal digits, see AmiaStamp
 *     OP       [KIND,RECORD,CASE,FIELD,AREA,OVER,VALUE], with SOURCES as an eighth part if any
 *     KIND     string
 *     RECORD   id, 36 characters
 *     CASE     id, or null for a record without a case
 *     FIELD    string
 *     AREA     string, or null: the writing agency's own only
 *     OVER     list of REF: what the author saw and replaces; empty for a first value
 *     VALUE    any JSON value, byte for byte as it was given
 *     SOURCES  list of REF, each with its field: whose text was merged in
 *     REF      n                    this device's change n, the same field
 *              [n,FIELD]            this device's change n, another field
 *              [DEVICE,n]           another device's, the same field
 *              [DEVICE,n,FIELD]     another device's, another field
 *     DEVICE   32 hexadecimal digits
 *
 * Most changes are to one record, and what their ops begin with is more than half of the whole. In
 * the short form an op of the same kind, record and case as the op before it leaves these out:
 *
 *     OP       [FIELD,AREA,OVER,VALUE], with SOURCES as a fifth part if any
 *
 * A change is written in one form throughout, and stays in it. The long form is what was there
 * first; a device writes the short one once its server has said that it reads it.
 *
 * The device, n, author and agency of a change are not in its bytes: they are the address it is
 * kept and sent under. Unknown members of the outer object are passed over and survive, since
 * nobody writes the bytes anew; a longer OP is refused, since what it would mean to merge it is not
 * known.
 *
 * Example, read by a test. Change 7 of device 9f000000000000000000000000000001 replaces its own
 * change 5 and another device's change 12 in one field, and sets a second one:
 *
 *     {"h":"018f3a5b7c000001","ops":[
 *      ["form","018f3a5b-7c00-7000-8000-000000000002","018f3a5b-7c00-7000-8000-000000000001",
 *       "answer/a","health",[5,["77000000000000000000000000000002",12]],"Sömnen är bättre"],
 *      ["form","018f3a5b-7c00-7000-8000-000000000002","018f3a5b-7c00-7000-8000-000000000001",
 *       "status","basics",[],"in-progress"]]}
 *
 * The same in the short form, but for the end:
 *
 *      ["status","basics",[],"in-progress"]]}
 *
 * (Broken into lines here only.) */

/* About how long an op is, so that what it is written to need not grow and grow. */
#define OP_BYTES 160

static void
clear_ref (gpointer ref)
{
  g_free (((AmiaRef *) ref)->field);
}

GArray *
_amia_refs_new (void)
{
  GArray *refs = g_array_new (FALSE, FALSE, sizeof (AmiaRef));

  g_array_set_clear_func (refs, clear_ref);
  return refs;
}

GArray *
_amia_refs_none (void)
{
  static GArray *none;

  if (g_once_init_enter (&none))
    g_once_init_leave (&none, _amia_refs_new ());
  return g_array_ref (none);
}

static void
add_ref (GArray         *refs,
         const AmiaUuid *device,
         gint64          n,
         const char     *field)
{
  AmiaRef ref = { *device, n, g_strdup (field) };

  g_array_append_val (refs, ref);
}

AmiaOp *
_amia_op_alloc (gsize  n_bytes,
                char **texts)
{
  AmiaOp *op = g_malloc (sizeof *op + n_bytes);

  *op = (AmiaOp){ 0 };
  *texts = (char *) (op + 1);
  return op;
}

/* Copies @text to @at, and moves on. */
static char *
put_text (char      **at,
          const char *text,
          gsize       length)
{
  char *copy = memcpy (*at, text, length);

  copy[length] = '\0';
  *at += length + 1;
  return copy;
}

AmiaOp *
amia_op_new (const char     *kind,
             const AmiaUuid *record,
             const AmiaUuid *case_id,
             const char     *field,
             const char     *area,
             const char     *value)
{
  AmiaSlice trimmed;
  AmiaOp   *op;
  char     *at;
  gsize     n_bytes;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);
  g_return_val_if_fail (amia_scan_check (value, strlen (value), NULL), NULL);

  trimmed = _amia_scan_trim (value);
  n_bytes = strlen (kind) + strlen (field) + trimmed.length + 3;
  op = _amia_op_alloc (n_bytes + (area != NULL ? strlen (area) + 1 : 0), &at);
  op->kind = put_text (&at, kind, strlen (kind));
  op->record = *record;
  if (case_id != NULL)
    op->case_id = *case_id;
  op->field = put_text (&at, field, strlen (field));
  op->area = area != NULL ? put_text (&at, area, strlen (area)) : NULL;
  op->value = put_text (&at, trimmed.text, trimmed.length);
  op->over = _amia_refs_none ();

  return op;
}

void
amia_op_add_over (AmiaOp         *op,
                  const AmiaUuid *device,
                  gint64          n,
                  const char     *field)
{
  g_return_if_fail (op != NULL);
  g_return_if_fail (device != NULL);
  g_return_if_fail (n > 0);

  if (op->over->len == 0)
    {
      g_array_unref (op->over);
      op->over = _amia_refs_new ();
    }
  add_ref (op->over, device, n, g_strcmp0 (field, op->field) == 0 ? NULL : field);
}

void
amia_op_add_source (AmiaOp         *op,
                    const AmiaUuid *device,
                    gint64          n,
                    const char     *field)
{
  g_return_if_fail (op != NULL);
  g_return_if_fail (device != NULL);
  g_return_if_fail (n > 0);
  g_return_if_fail (field != NULL);

  if (op->sources == NULL)
    op->sources = _amia_refs_new ();
  add_ref (op->sources, device, n, field);
}

gboolean
amia_op_replaces (const AmiaOp   *op,
                  const AmiaUuid *device,
                  gint64          n,
                  const char     *field)
{
  g_return_val_if_fail (op != NULL, FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  for (guint i = 0; i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      if (ref->n == n &&
          amia_uuid_equal (&ref->device, device) &&
          strcmp (ref->field != NULL ? ref->field : op->field, field) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
append_id (GString        *out,
           const AmiaUuid *id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_c (out, '"');
  g_string_append (out, amia_uuid_print (id, text));
  g_string_append_c (out, '"');
}

static void
append_ref (GString        *out,
            const AmiaRef  *ref,
            const AmiaUuid *own_device)
{
  gboolean is_own = amia_uuid_equal (&ref->device, own_device);
  char     device[AMIA_UUID_HEX_LENGTH + 1];

  if (is_own && ref->field == NULL)
    {
      amia_scan_append_int (out, ref->n);
      return;
    }

  g_string_append_c (out, '[');
  if (!is_own)
    {
      g_string_append_c (out, '"');
      g_string_append (out, amia_uuid_print_hex (&ref->device, device));
      g_string_append (out, "\",");
    }
  amia_scan_append_int (out, ref->n);
  if (ref->field != NULL)
    {
      g_string_append_c (out, ',');
      amia_scan_append_string (out, ref->field);
    }
  g_string_append_c (out, ']');
}

void
amia_refs_append_json (const GArray   *refs,
                       const AmiaUuid *own_device,
                       GString        *out)
{
  if (refs->len == 0)
    {
      g_string_append_len (out, "[]", 2);
      return;
    }

  g_string_append_c (out, '[');
  for (guint i = 0; i < refs->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_ref (out, &g_array_index (refs, AmiaRef, i), own_device);
    }
  g_string_append_c (out, ']');
}

/* Up to where the field begins, without the bracket. */
static void
append_address (GString      *out,
                const AmiaOp *op)
{
  amia_scan_append_string (out, op->kind);
  g_string_append_c (out, ',');
  append_id (out, &op->record);
  g_string_append_c (out, ',');
  if (amia_uuid_is_nil (&op->case_id))
    g_string_append (out, "null");
  else
    append_id (out, &op->case_id);
  g_string_append_c (out, ',');
}

static void
append_contents (GString        *out,
                 const AmiaOp   *op,
                 const AmiaUuid *device)
{
  amia_scan_append_string (out, op->field);
  g_string_append_c (out, ',');
  if (op->area != NULL)
    amia_scan_append_string (out, op->area);
  else
    g_string_append (out, "null");
  g_string_append_c (out, ',');
  amia_refs_append_json (op->over, device, out);
  g_string_append_c (out, ',');
  g_string_append (out, op->value);
  if (op->sources != NULL && op->sources->len > 0)
    {
      g_string_append_c (out, ',');
      amia_refs_append_json (op->sources, device, out);
    }
  g_string_append_c (out, ']');
}

void
amia_op_append_json (const AmiaOp   *op,
                     const AmiaUuid *device,
                     GString        *out)
{
  g_return_if_fail (op != NULL);
  g_return_if_fail (device != NULL);
  g_return_if_fail (out != NULL);

  g_string_append_c (out, '[');
  append_address (out, op);
  append_contents (out, op, device);
}

gboolean
amia_op_is_beside (const AmiaOp *a,
                   const AmiaOp *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return amia_uuid_equal (&a->record, &b->record) && amia_uuid_equal (&a->case_id, &b->case_id) &&
         strcmp (a->kind, b->kind) == 0;
}

/* In the long form what an op begins with is mostly there already, too. */
static void
append_ops (GString          *out,
            const AmiaChange *change)
{
  const AmiaOp *previous = NULL;
  gsize         start = 0;
  gsize         length = 0;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      if (previous != NULL && amia_op_is_beside (op, previous))
        {
          if (!change->is_short)
            g_string_append_len (out, out->str + start, (gssize) length);
        }
      else
        {
          start = out->len;
          append_address (out, op);
          length = out->len - start;
        }
      append_contents (out, op, &change->device);
      previous = op;
    }
}

void
amia_op_free (AmiaOp *op)
{
  if (op == NULL)
    return;

  g_clear_pointer (&op->over, g_array_unref);
  g_clear_pointer (&op->sources, g_array_unref);
  g_free (op);
}

AmiaChange *
amia_change_new (const AmiaUuid *device,
                 gint64          n,
                 AmiaStamp       stamp,
                 const char     *author,
                 const char     *agency)
{
  AmiaChange *change;

  g_return_val_if_fail (device != NULL, NULL);
  g_return_val_if_fail (n > 0, NULL);

  change = g_new0 (AmiaChange, 1);
  change->device = *device;
  change->n = n;
  change->stamp = stamp;
  change->author = g_strdup (author);
  change->agency = g_strdup (agency);
  change->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_op_free);

  return change;
}

char *
amia_change_encode (const AmiaChange *change)
{
  g_autoptr (GString) out = NULL;
  char stamp[AMIA_STAMP_TEXT_LENGTH + 1];

  g_return_val_if_fail (change != NULL, NULL);

  out = g_string_sized_new (OP_BYTES * (change->ops->len + 1));
  g_string_append (out, "{\"h\":\"");
  g_string_append (out, amia_stamp_print (change->stamp, stamp));
  g_string_append (out, "\",\"ops\":[");
  append_ops (out, change);
  g_string_append (out, "]}");

  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
amia_change_free (AmiaChange *change)
{
  if (change == NULL)
    return;

  g_free (change->author);
  g_free (change->agency);
  g_clear_pointer (&change->ops, g_ptr_array_unref);
  g_free (change);
}

void
amia_change_hash (const char *bytes,
                  gsize       length,
                  guint8     *hash)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize hash_length = AMIA_CHANGE_HASH_LENGTH;

  g_return_if_fail (bytes != NULL);
  g_return_if_fail (hash != NULL);

  g_checksum_update (checksum, (const guchar *) bytes, (gssize) length);
  g_checksum_get_digest (checksum, hash, &hash_length);
}

void
amia_chain_next_hash (const guint8 *chain,
                      const guint8 *hash,
                      guint8       *next)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[AMIA_CHANGE_HASH_LENGTH];
  gsize  digest_length = sizeof digest;

  g_return_if_fail (chain != NULL);
  g_return_if_fail (hash != NULL);
  g_return_if_fail (next != NULL);

  g_checksum_update (checksum, chain, AMIA_CHAIN_LENGTH);
  g_checksum_update (checksum, hash, AMIA_CHANGE_HASH_LENGTH);
  g_checksum_get_digest (checksum, digest, &digest_length);

  memcpy (next, digest, AMIA_CHAIN_LENGTH);
}

void
amia_chain_next (const guint8 *chain,
                 const char   *bytes,
                 gsize         length,
                 guint8       *next)
{
  guint8 hash[AMIA_CHANGE_HASH_LENGTH];

  g_return_if_fail (chain != NULL);
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (next != NULL);

  amia_change_hash (bytes, length, hash);
  amia_chain_next_hash (chain, hash, next);
}
