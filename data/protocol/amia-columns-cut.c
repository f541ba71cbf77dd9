/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-columns-write-private.h"

#include <string.h>

/* What a change consists of, seen as parts to be dealt out to columns: cut from the bytes that its
 * author wrote, or looked up in a change that has been read.
 *
 * Of bytes nothing is understood but the ids. */

#define SLOTS_MAX 256

enum
{
  PART_KIND,
  PART_RECORD,
  PART_CASE,
  PART_FIELD,
  PART_AREA,
  PART_OVER,
  PART_VALUE,
  PART_SOURCES,
  N_PARTS,
};

/* An op of the short form begins with its field. */
#define SHORT_PARTS (PART_SOURCES - PART_FIELD)

/* An op as it stands in the bytes; what it leaves out is that of the op before it. */
typedef struct
{
  AmiaSlice    parts[N_PARTS];
  AmiaScanType types[N_PARTS];
  gboolean     is_short;
} Cut;

void
_amia_columns_change_init (AmiaColumnsChange *change)
{
  *change = (AmiaColumnsChange){
    .ops = g_array_new (FALSE, FALSE, sizeof (AmiaColumnsOp)),
    .slots = g_array_new (FALSE, FALSE, sizeof (AmiaColumnsSlot)),
    .texts = g_string_chunk_new (1024),
  };
}

void
_amia_columns_change_clear (AmiaColumnsChange *change)
{
  g_array_unref (change->ops);
  g_array_unref (change->slots);
  g_string_chunk_free (change->texts);
}

/* The place of a record among those that the change writes to; FALSE if there are too many. */
static gboolean
find_slot (GArray                *slots,
           const AmiaColumnsSlot *slot,
           gsize                 *place)
{
  for (guint i = slots->len; i > 0; i--)
    {
      const AmiaColumnsSlot *other = &g_array_index (slots, AmiaColumnsSlot, i - 1);

      if (amia_uuid_equal (&slot->record, &other->record) &&
          amia_uuid_equal (&slot->case_id, &other->case_id))
        {
          *place = i - 1;
          return TRUE;
        }
    }

  *place = slots->len;
  g_array_append_vals (slots, slot, 1);
  return slots->len <= SLOTS_MAX;
}

/* --- From bytes ----------------------------------------------------------------------------- */

/* Only an id in the form that we write comes back as it was. */
static gboolean
read_id (AmiaSlice text,
         AmiaUuid *id)
{
  char printed[AMIA_UUID_TEXT_LENGTH + 1];

  if (text.length != AMIA_UUID_TEXT_LENGTH + 2 ||
      !amia_uuid_parse (text.text + 1, AMIA_UUID_TEXT_LENGTH, id))
    return FALSE;

  amia_uuid_print (id, printed);
  return memcmp (printed, text.text + 1, AMIA_UUID_TEXT_LENGTH) == 0;
}

static gboolean
slices_equal (AmiaSlice a,
              AmiaSlice b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

static gboolean
read_slot (AmiaColumnsChange *change,
           const Cut         *cut,
           gsize             *place)
{
  const gboolean  has_case = cut->types[PART_CASE] == AMIA_SCAN_STRING;
  AmiaColumnsSlot slot = { { { 0 } }, { { 0 } } };

  return read_id (cut->parts[PART_RECORD], &slot.record) &&
         (!has_case || (read_id (cut->parts[PART_CASE], &slot.case_id) &&
                        !amia_uuid_is_nil (&slot.case_id))) &&
         find_slot (change->slots, &slot, place);
}

/* Takes what a short op leaves out from the one before it. */
static gboolean
fill_in (Cut       *cut,
         const Cut *before)
{
  if (before == NULL)
    return FALSE;

  for (guint i = N_PARTS; i > PART_FIELD; i--)
    {
      cut->parts[i - 1] = cut->parts[i - 1 - PART_FIELD];
      cut->types[i - 1] = cut->types[i - 1 - PART_FIELD];
    }
  for (guint i = 0; i < PART_FIELD; i++)
    {
      cut->parts[i] = before->parts[i];
      cut->types[i] = before->types[i];
    }
  return TRUE;
}

static gboolean
is_beside (const Cut *cut,
           const Cut *before)
{
  return slices_equal (cut->parts[PART_RECORD], before->parts[PART_RECORD]) &&
         slices_equal (cut->parts[PART_CASE], before->parts[PART_CASE]) &&
         slices_equal (cut->parts[PART_KIND], before->parts[PART_KIND]);
}

static AmiaColumnsOp
make_op (const Cut *cut,
         gsize      slot)
{
  return (AmiaColumnsOp){ cut->parts[PART_KIND], cut->parts[PART_FIELD], cut->parts[PART_AREA],
                          cut->parts[PART_OVER], cut->parts[PART_VALUE], cut->parts[PART_SOURCES],
                          slot };
}

static void
begin_change (AmiaColumnsChange *change)
{
  g_array_set_size (change->ops, 0);
  g_array_set_size (change->slots, 0);
  change->is_short = FALSE;
}

/* Puts the parts of an op where they belong; the last one of the short form may be missing. */
static gboolean
place_parts (const AmiaOpCut *from,
             const Cut       *before,
             Cut             *cut)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      const gboolean is_there = i < from->n_parts;

      cut->parts[i] = is_there ? from->parts[i] : (AmiaSlice){ NULL, 0 };
      cut->types[i] = is_there ? from->types[i] : AMIA_SCAN_END;
    }

  cut->is_short = from->n_parts == SHORT_PARTS || from->n_parts == SHORT_PARTS + 1;
  if (cut->is_short)
    return fill_in (cut, before);

  return from->n_parts >= PART_SOURCES && cut->types[PART_RECORD] == AMIA_SCAN_STRING &&
         (cut->types[PART_CASE] == AMIA_SCAN_STRING || cut->types[PART_CASE] == AMIA_SCAN_NULL);
}

typedef struct
{
  AmiaColumnsChange *change;
  Cut                cuts[2]; /* of the last op and of the one before, by turns */
  gsize              slot;
  gboolean           is_long;
} Cutting;

static gboolean
take_op (const AmiaOpCut *from,
         gpointer         data)
{
  Cutting      *cutting = data;
  const guint   n_ops = cutting->change->ops->len;
  const Cut    *before = n_ops > 0 ? &cutting->cuts[(n_ops + 1) % 2] : NULL;
  Cut          *cut = &cutting->cuts[n_ops % 2];
  gboolean      is_same;
  AmiaColumnsOp op;

  if (!place_parts (from, before, cut))
    return FALSE;

  is_same = before != NULL && (cut->is_short || is_beside (cut, before));
  if (!is_same && !read_slot (cutting->change, cut, &cutting->slot))
    return FALSE;

  cutting->change->is_short |= cut->is_short;
  cutting->is_long |= is_same && !cut->is_short;
  op = make_op (cut, cutting->slot);
  g_array_append_val (cutting->change->ops, op);
  return TRUE;
}

/* All of a change is in the one form or in the other: what was left out in places would come back
 * in others. */
gboolean
_amia_columns_cut (AmiaColumnsChange *change,
                   AmiaSlice          bytes)
{
  Cutting cutting = { .change = change };

  begin_change (change);
  return amia_change_cut (bytes, &change->stamp, take_op, &cutting) &&
         !(change->is_short && cutting.is_long);
}

/* --- From a change -------------------------------------------------------------------------- */

static AmiaSlice
get_text (const char *text)
{
  return (AmiaSlice){ text, text != NULL ? strlen (text) : 0 };
}

/* References as they are written; NULL has no text. */
static AmiaSlice
print_refs (AmiaColumnsChange *change,
            const GArray      *refs,
            const AmiaUuid    *device)
{
  g_autoptr (GString) text = NULL;

  if (refs == NULL)
    return (AmiaSlice){ NULL, 0 };
  if (refs->len == 0)
    return (AmiaSlice){ "[]", 2 };

  text = g_string_new (NULL);
  amia_refs_append_json (refs, device, text);
  return (AmiaSlice){ g_string_chunk_insert_len (change->texts, text->str, (gssize) text->len),
                      text->len };
}

gboolean
_amia_columns_take (AmiaColumnsChange *change,
                    const AmiaChange  *from)
{
  const AmiaOp *before = NULL;
  gsize         slot = 0;

  begin_change (change);
  change->stamp = from->stamp;
  for (guint i = 0; i < from->ops->len; i++)
    {
      const AmiaOp   *op = g_ptr_array_index (from->ops, i);
      const gboolean  has_sources = op->sources != NULL && op->sources->len > 0;
      AmiaColumnsSlot place = { op->record, op->case_id };
      AmiaColumnsOp   own;

      if (before != NULL && amia_op_is_beside (op, before))
        change->is_short = from->is_short;
      else if (!find_slot (change->slots, &place, &slot))
        return FALSE;

      own = (AmiaColumnsOp){ get_text (op->kind),
                             get_text (op->field),
                             get_text (op->area),
                             print_refs (change, op->over, &from->device),
                             get_text (op->value),
                             print_refs (change, has_sources ? op->sources : NULL, &from->device),
                             slot };
      g_array_append_val (change->ops, own);
      before = op;
    }

  return TRUE;
}
