/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-change-private.h"
#include "amia-name-set-private.h"
#include "amia-record-error.h"
#include "amia-record-private.h"
#include "amia-record.h"
#include "amia-scan.h"

/* Reads the registers of a record, in the format at the top of amia-record-codec.c. Each function
 * takes the next element of @scan and says whether it was what is due. */

static gboolean
enter_array (AmiaScan *outer,
             AmiaScan *inner)
{
  AmiaSlice slice;

  return amia_scan_next (outer, &slice) == AMIA_SCAN_ARRAY &&
         amia_scan_enter (inner, slice) == AMIA_SCAN_ARRAY;
}

static gboolean
read_number (AmiaScan *scan,
             gint64    min,
             gint64   *n)
{
  AmiaSlice slice;

  return amia_scan_next (scan, &slice) == AMIA_SCAN_NUMBER &&
         amia_scan_get_int (slice, n) &&
         *n >= min;
}

static gboolean
read_text (AmiaScan *scan,
           char    **text)
{
  AmiaSlice slice;

  if (amia_scan_next (scan, &slice) != AMIA_SCAN_STRING)
    return FALSE;

  *text = amia_scan_dup_string (slice);
  return *text != NULL;
}

static gboolean
read_device (AmiaScan     *scan,
             const GArray *devices,
             AmiaUuid     *device)
{
  gint64 place;

  if (!read_number (scan, 0, &place) || place >= devices->len)
    return FALSE;

  *device = g_array_index (devices, AmiaUuid, place);
  return TRUE;
}

static gboolean
is_at_end (AmiaScan *scan)
{
  AmiaSlice slice;

  return amia_scan_next (scan, &slice) == AMIA_SCAN_END;
}

static gboolean
read_devices (AmiaScan *outer,
              GArray   *devices)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (!enter_array (outer, &scan))
    return FALSE;

  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      AmiaUuid device;

      if (type != AMIA_SCAN_STRING ||
          !amia_uuid_parse (slice.text + 1, (gssize) slice.length - 2, &device))
        return FALSE;
      g_array_append_val (devices, device);
    }

  return TRUE;
}

static gboolean
read_seen (AmiaSlice     list,
           const GArray *devices,
           GArray       *seen)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (amia_scan_enter (&scan, list) != AMIA_SCAN_ARRAY)
    return FALSE;

  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      AmiaScan parts;
      AmiaRef  ref = { 0 };
      gboolean is_read = type == AMIA_SCAN_ARRAY &&
                         amia_scan_enter (&parts, slice) == AMIA_SCAN_ARRAY &&
                         read_text (&parts, &ref.field) &&
                         read_device (&parts, devices, &ref.device) &&
                         read_number (&parts, 1, &ref.n) &&
                         is_at_end (&parts);

      /* Owned by the list from here on, also if it is not whole. */
      g_array_append_val (seen, ref);
      if (!is_read)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_stamp_and_area (AmiaScan *scan,
                     AmiaHead *head)
{
  AmiaSlice    slice;
  AmiaScanType type;

  if (amia_scan_next (scan, &slice) != AMIA_SCAN_STRING ||
      !amia_stamp_parse (slice.text + 1, (gssize) slice.length - 2, &head->stamp))
    return FALSE;

  type = amia_scan_next (scan, &slice);
  if (type == AMIA_SCAN_STRING)
    head->area = amia_scan_dup_string (slice);
  return type == AMIA_SCAN_NULL || head->area != NULL;
}

static gboolean
read_value_and_seen (AmiaScan     *scan,
                     const GArray *devices,
                     AmiaHead     *head,
                     GArray      **seen)
{
  AmiaSlice    slice;
  AmiaScanType type = amia_scan_next (scan, &slice);

  if (type == AMIA_SCAN_END || type == AMIA_SCAN_ERROR)
    return FALSE;
  head->value = g_strndup (slice.text, slice.length);

  if (amia_scan_next (scan, &slice) == AMIA_SCAN_END)
    return TRUE;

  *seen = _amia_refs_new ();
  return read_seen (slice, devices, *seen) && is_at_end (scan);
}

static gboolean
read_heads (AmiaScan     *outer,
            const GArray *devices,
            AmiaRegister *self)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (!enter_array (outer, &scan))
    return FALSE;

  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      AmiaScan parts;
      AmiaHead head = { 0 };
      GArray  *seen = NULL;
      gboolean is_read = type == AMIA_SCAN_ARRAY &&
                         amia_scan_enter (&parts, slice) == AMIA_SCAN_ARRAY &&
                         read_device (&parts, devices, &head.device) &&
                         read_number (&parts, 1, &head.n) &&
                         read_stamp_and_area (&parts, &head) &&
                         read_value_and_seen (&parts, devices, &head, &seen);

      /* Owned by the register from here on, also if it is not whole. */
      _amia_register_insert (self, head, seen);
      if (!is_read)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_run (AmiaSlice     slice,
          const GArray *devices,
          AmiaNameRun  *run)
{
  AmiaScan     scan;
  AmiaScanType type;

  if (amia_scan_enter (&scan, slice) != AMIA_SCAN_ARRAY ||
      !read_device (&scan, devices, &run->device) ||
      !read_number (&scan, 1, &run->first))
    return FALSE;

  run->last = run->first;
  type = amia_scan_next (&scan, &slice);
  if (type == AMIA_SCAN_END)
    return TRUE;

  return type == AMIA_SCAN_NUMBER &&
         amia_scan_get_int (slice, &run->last) &&
         run->last > run->first &&
         is_at_end (&scan);
}

static gboolean
read_runs (AmiaScan     *outer,
           const GArray *devices,
           AmiaRegister *self)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (!enter_array (outer, &scan))
    return FALSE;

  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      AmiaNameRun run;

      if (type != AMIA_SCAN_ARRAY || !read_run (slice, devices, &run))
        return FALSE;
      g_array_append_val (_amia_register_obtain_replaced (self), run);
    }

  return TRUE;
}

static gboolean
read_registers (AmiaScan     *outer,
                const GArray *devices,
                AmiaRecord   *record)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (!enter_array (outer, &scan))
    return FALSE;

  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      g_autofree char *field = NULL;
      AmiaScan         parts;
      AmiaRegister    *self;

      if (type != AMIA_SCAN_ARRAY ||
          amia_scan_enter (&parts, slice) != AMIA_SCAN_ARRAY ||
          !read_text (&parts, &field) ||
          g_hash_table_contains (record->registers, field))
        return FALSE;

      self = _amia_record_obtain_register (record, field);
      if (!read_heads (&parts, devices, self) ||
          !read_runs (&parts, devices, self) ||
          !is_at_end (&parts))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_record (AmiaSlice   text,
             AmiaRecord *record)
{
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaScan scan;
  gint64   version;

  return amia_scan_check (text.text, text.length, NULL) &&
         amia_scan_enter (&scan, text) == AMIA_SCAN_ARRAY &&
         read_number (&scan, AMIA_RECORD_FORMAT, &version) &&
         version == AMIA_RECORD_FORMAT &&
         read_devices (&scan, devices) &&
         read_registers (&scan, devices, record) &&
         is_at_end (&scan);
}

gboolean
amia_record_decode (AmiaRecord *record,
                    const char *text,
                    GError    **error)
{
  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (g_hash_table_size (record->registers) == 0, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (read_record ((AmiaSlice){ text, strlen (text) }, record))
    return TRUE;

  g_hash_table_remove_all (record->registers);
  g_set_error (error,
               AMIA_RECORD_ERROR,
               AMIA_RECORD_ERROR_MALFORMED,
               "Failed to read a record's registers: not the format of version %d",
               AMIA_RECORD_FORMAT);
  return FALSE;
}
