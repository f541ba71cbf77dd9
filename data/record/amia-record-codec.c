/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-name-set-private.h"
#include "amia-record-private.h"
#include "amia-record.h"
#include "amia-scan.h"

/* The registers of a record as one row of the projection, version 1. Compact JSON:
 *
 *     [1,[DEVICE,…],[[FIELD,[HEAD,…],[RUN,…]],…]]
 *
 *     DEVICE   32 hexadecimal digits; below a device is its place d in this list, from 0
 *     FIELD    string
 *     HEAD     [d,n,STAMP,AREA,VALUE]; for a removal with a sixth part, what was seen:
 *              [[FIELD,d,n],…]
 *     STAMP    16 hexadecimal digits
 *     AREA     string or null
 *     VALUE    any JSON value, byte for byte
 *     RUN      [d,n] or [d,first,last]: names that are replaced
 *
 * Read by amia-record-decode.c. Devices, fields, heads, runs and seen names are in order, so that
 * equal contents are equal bytes. Nothing here is worth keeping when the format changes: it is
 * rebuilt from the log.
 *
 * Example, read by a test. Two people have each written the name; earlier ones are replaced:
 *
 *     [1,["77000000000000000000000000000002","9f000000000000000000000000000001"],
 *      [["name",
 *        [[0,12,"018f3a5b7c000000","basics","Elsa"],[1,7,"018f3a5b7c000001","basics","Else"]],
 *        [[0,9,11],[1,5]]]]]
 *
 * (Broken into lines here only.) */

/* About how long a field is, so that what it is written to need not grow and grow. */
#define FIELD_BYTES 96

static int
compare_devices (gconstpointer a,
                 gconstpointer b)
{
  return amia_uuid_compare (a, b);
}

static void
collect_devices (const AmiaRegister *self,
                 GArray             *devices)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      const GArray *seen = _amia_register_get_seen (self, i);

      g_array_append_val (devices, g_array_index (self->heads, AmiaHead, i).device);
      for (guint j = 0; seen != NULL && j < seen->len; j++)
        g_array_append_val (devices, g_array_index (seen, AmiaRef, j).device);
    }

  for (guint i = 0; self->replaced != NULL && i < self->replaced->len; i++)
    g_array_append_val (devices, g_array_index (self->replaced, AmiaNameRun, i).device);
}

/* Sorts and keeps one of each. */
static void
sort_devices (GArray *devices)
{
  guint n_kept = 0;

  g_array_sort (devices, compare_devices);
  for (guint i = 0; i < devices->len; i++)
    {
      AmiaUuid *kept = &g_array_index (devices, AmiaUuid, n_kept);

      if (n_kept == 0 || !amia_uuid_equal (kept - 1, &g_array_index (devices, AmiaUuid, i)))
        {
          *kept = g_array_index (devices, AmiaUuid, i);
          n_kept++;
        }
    }
  g_array_set_size (devices, n_kept);
}

static void
append_device (GString        *out,
               const GArray   *devices,
               const AmiaUuid *device)
{
  const AmiaUuid *found =
      bsearch (device, devices->data, devices->len, sizeof *device, compare_devices);

  amia_scan_append_int (out, found - &g_array_index (devices, AmiaUuid, 0));
}

static void
append_number (GString *out,
               gint64   n)
{
  g_string_append_c (out, ',');
  amia_scan_append_int (out, n);
}

static void
separate (GString *out,
          guint    i)
{
  if (i > 0)
    g_string_append_c (out, ',');
}

static void
append_seen (GString      *out,
             const GArray *devices,
             const GArray *seen)
{
  g_string_append (out, ",[");
  for (guint i = 0; i < seen->len; i++)
    {
      const AmiaRef *ref = &g_array_index (seen, AmiaRef, i);

      separate (out, i);
      g_string_append_c (out, '[');
      amia_scan_append_string (out, ref->field);
      g_string_append_c (out, ',');
      append_device (out, devices, &ref->device);
      append_number (out, ref->n);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
append_head (GString        *out,
             const GArray   *devices,
             const AmiaHead *head,
             const GArray   *seen)
{
  char stamp[AMIA_STAMP_TEXT_LENGTH + 1];

  g_string_append_c (out, '[');
  append_device (out, devices, &head->device);
  append_number (out, head->n);
  g_string_append (out, ",\"");
  g_string_append (out, amia_stamp_print (head->stamp, stamp));
  g_string_append (out, "\",");
  if (head->area != NULL)
    amia_scan_append_string (out, head->area);
  else
    g_string_append (out, "null");
  g_string_append_c (out, ',');
  g_string_append (out, head->value);
  if (seen != NULL)
    append_seen (out, devices, seen);
  g_string_append_c (out, ']');
}

static void
append_run (GString           *out,
            const GArray      *devices,
            const AmiaNameRun *run)
{
  g_string_append_c (out, '[');
  append_device (out, devices, &run->device);
  append_number (out, run->first);
  if (run->last > run->first)
    append_number (out, run->last);
  g_string_append_c (out, ']');
}

static void
append_register (GString            *out,
                 const GArray       *devices,
                 const char         *field,
                 const AmiaRegister *self)
{
  g_string_append_c (out, '[');
  amia_scan_append_string (out, field);

  g_string_append (out, ",[");
  for (guint i = 0; i < self->heads->len; i++)
    {
      separate (out, i);
      append_head (out,
                   devices,
                   &g_array_index (self->heads, AmiaHead, i),
                   _amia_register_get_seen (self, i));
    }

  g_string_append (out, "],[");
  for (guint i = 0; self->replaced != NULL && i < self->replaced->len; i++)
    {
      separate (out, i);
      append_run (out, devices, &g_array_index (self->replaced, AmiaNameRun, i));
    }
  g_string_append (out, "]]");
}

static void
append_devices (GString      *out,
                const GArray *devices)
{
  char text[AMIA_UUID_HEX_LENGTH + 1];

  g_string_append_c (out, '[');
  for (guint i = 0; i < devices->len; i++)
    {
      separate (out, i);
      g_string_append_c (out, '"');
      g_string_append (out, amia_uuid_print_hex (&g_array_index (devices, AmiaUuid, i), text));
      g_string_append_c (out, '"');
    }
  g_string_append_c (out, ']');
}

char *
amia_record_encode (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GArray) devices = NULL;
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  fields = _amia_record_list_registers (record);
  devices = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  for (guint i = 0; i < fields->len; i++)
    collect_devices (g_hash_table_lookup (record->registers, g_ptr_array_index (fields, i)),
                     devices);
  sort_devices (devices);

  out = g_string_sized_new (FIELD_BYTES * (fields->len + 1));
  g_string_append_printf (out, "[%d,", AMIA_RECORD_FORMAT);
  append_devices (out, devices);
  g_string_append (out, ",[");
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      separate (out, i);
      append_register (out, devices, field, g_hash_table_lookup (record->registers, field));
    }
  g_string_append (out, "]]");

  return g_string_free (g_steal_pointer (&out), FALSE);
}
