/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-record.h"

/* Whatever the bytes: a change is refused with a reason or read; what was read is written so that
 * it reads and writes the same again; and any ops can be merged, stored and loaded. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const AmiaUuid device = { { 0x9f, 1 } };

static AmiaChange *
decode (const char *text,
        gsize       length)
{
  g_autoptr (GError) error = NULL;
  AmiaChange *change = amia_change_decode (&device, 1000, text, length, &error);

  g_assert ((change == NULL) == (error != NULL));
  return change;
}

static void
check_is_stable (const AmiaChange *change)
{
  g_autofree char *first = amia_change_encode (change);
  g_autofree char *second = NULL;
  g_autoptr (AmiaChange) again = decode (first, strlen (first));

  /* Unknown members are not written anew, and short references may be longer: what is written can
   * only be refused for its size. */
  if (again == NULL)
    {
      g_assert (strlen (first) > AMIA_CHANGE_BYTES_MAX);
      return;
    }

  second = amia_change_encode (again);
  g_assert_cmpstr (first, ==, second);
}

static void
check_merges (const AmiaChange *change)
{
  const AmiaOp *op = g_ptr_array_index (change->ops, 0);
  g_autoptr (AmiaRecord) record = amia_record_new (op->kind, &op->record, &op->case_id);
  g_autoptr (AmiaRecord) loaded = amia_record_new (op->kind, &op->record, &op->case_id);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  g_autofree char *again = NULL;

  for (guint i = 0; i < change->ops->len; i++)
    {
      op = g_ptr_array_index (change->ops, i);
      if (amia_uuid_equal (&op->record, &record->id))
        amia_record_apply (record, change, op);
    }

  amia_record_is_removed (record);
  amia_record_count_conflicts (record);
  state = amia_record_encode (record);
  if (!amia_record_decode (loaded, state, &error))
    g_error ("%s", error->message);
  again = amia_record_encode (loaded);
  g_assert_cmpstr (state, ==, again);
}

/* References that are written can be cut, and say the same then. */
static void
check_refs (const AmiaChange *change)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (AmiaRefCut));

      amia_refs_append_json (op->over, &device, text);
      /* A number may have one digit more than any that is cut. */
      if (!amia_refs_cut ((AmiaSlice){ text->str, text->len }, cuts))
        continue;

      g_assert_cmpuint (cuts->len, ==, op->over->len);
      for (guint k = 0; k < cuts->len; k++)
        {
          const AmiaRefCut *cut = &g_array_index (cuts, AmiaRefCut, k);
          const AmiaRef    *ref = &g_array_index (op->over, AmiaRef, k);

          g_assert_cmpint (cut->n, ==, ref->n);
          g_assert ((cut->field.text != NULL) == (ref->field != NULL));
          g_assert ((cut->device.text != NULL) == !amia_uuid_equal (&ref->device, &device));
        }
    }
}

static gboolean
cut_refs (const AmiaOpCut *cut,
          gpointer         data)
{
  for (guint i = 0; i < cut->n_parts; i++)
    {
      g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (AmiaRefCut));

      /* Ignored: whatever it is, nothing is read that is not there. */
      (void) amia_refs_cut (cut->parts[i], cuts);
    }

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  AmiaStamp stamp = 0;
  g_autoptr (AmiaChange) change = decode ((const char *) data, size);
  g_autoptr (AmiaRecord) record = NULL;
  g_autofree char *state = g_strndup ((const char *) data, size);

  /* Ignored: not every change is canonical. */
  (void) amia_change_cut ((AmiaSlice){ (const char *) data, size }, &stamp, cut_refs, NULL);
  if (change != NULL)
    {
      check_refs (change);
      check_is_stable (change);
      if (change->ops->len > 0)
        check_merges (change);
    }

  /* The same bytes as a stored state. */
  record = amia_record_new ("form", &device, NULL);
  if (amia_record_decode (record, state, NULL))
    {
      g_autofree char *again = amia_record_encode (record);

      g_assert_nonnull (again);
    }

  return 0;
}
