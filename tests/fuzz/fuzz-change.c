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

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (AmiaChange) change = decode ((const char *) data, size);
  g_autoptr (AmiaRecord) record = NULL;
  g_autofree char *state = g_strndup ((const char *) data, size);

  if (change != NULL)
    {
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
