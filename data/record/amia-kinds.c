/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-kinds.h"

#include <string.h>

#include "amia-date.h"
#include "amia-kinds-private.h"
#include "amia-record-error.h"
#include "amia-scan-private.h"
#include "amia-uuid.h"

/* Looking up in the table and checking against it. */

static const char *const areas[] = {
  "basics",
  "health",
  "work",
  "economy",
  "social",
  "plan",
  "closing",
};

static gboolean
is_text (AmiaScanType type,
         AmiaSlice    value)
{
  g_autofree char *text = NULL;

  if (type != AMIA_SCAN_STRING)
    return FALSE;

  text = amia_scan_dup_string (value);
  return text != NULL;
}

static gboolean
is_strings (AmiaSlice value)
{
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  if (amia_scan_enter (&scan, value) != AMIA_SCAN_ARRAY)
    return FALSE;

  while ((type = amia_scan_next (&scan, &element)) != AMIA_SCAN_END)
    {
      if (!is_text (type, element))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_date (AmiaScanType type,
         AmiaSlice    value)
{
  GDate date;

  return type == AMIA_SCAN_STRING &&
         amia_date_parse_iso (value.text + 1, (gssize) value.length - 2, &date);
}

static gboolean
is_reference (AmiaScanType type,
              AmiaSlice    value)
{
  AmiaUuid uuid;

  return type == AMIA_SCAN_STRING &&
         amia_uuid_parse (value.text + 1, (gssize) value.length - 2, &uuid);
}

static gboolean
is_of_type (AmiaFieldType expected,
            AmiaScanType  type,
            AmiaSlice     value)
{
  switch (expected)
    {
    case AMIA_FIELD_STRING:
    case AMIA_FIELD_TEXT:
      return is_text (type, value);
    case AMIA_FIELD_BOOLEAN:
      return type == AMIA_SCAN_BOOLEAN;
    case AMIA_FIELD_NUMBER:
      return type == AMIA_SCAN_NUMBER;
    case AMIA_FIELD_DATE:
      return is_date (type, value);
    case AMIA_FIELD_REFERENCE:
      return is_reference (type, value);
    case AMIA_FIELD_STRINGS:
      return is_strings (value);
    case AMIA_FIELD_JSON:
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static const char *
describe_type (AmiaFieldType type)
{
  switch (type)
    {
    case AMIA_FIELD_STRING:
    case AMIA_FIELD_TEXT:
      return "a string";
    case AMIA_FIELD_BOOLEAN:
      return "true or false";
    case AMIA_FIELD_NUMBER:
      return "a number";
    case AMIA_FIELD_DATE:
      return "a date YYYY-MM-DD";
    case AMIA_FIELD_REFERENCE:
      return "the id of a record";
    case AMIA_FIELD_STRINGS:
      return "a list of strings";
    case AMIA_FIELD_JSON:
      return "a JSON value";
    default:
      g_assert_not_reached ();
    }
}

const AmiaKind *
amia_kinds_get_all (gsize *n_kinds)
{
  g_return_val_if_fail (n_kinds != NULL, NULL);

  *n_kinds = _amia_n_kinds;
  return _amia_kinds;
}

const AmiaKind *
amia_kind_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < _amia_n_kinds; i++)
    {
      /* Every op is asked about several times, and mostly it is another kind. */
      if (_amia_kinds[i].name[0] == name[0] && strcmp (_amia_kinds[i].name, name) == 0)
        return &_amia_kinds[i];
    }

  return NULL;
}

const AmiaField *
amia_kind_find_field (const AmiaKind *kind,
                      const char     *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (kind == NULL)
    return NULL;

  for (gsize i = 0; i < kind->n_fields; i++)
    {
      const AmiaField *field = &kind->fields[i];

      if (field->name[0] != name[0])
        continue;

      /* A bare prefix names no field. */
      if ((field->flags & AMIA_FIELD_PREFIX) != 0
              ? g_str_has_prefix (name, field->name) && strlen (name) > strlen (field->name)
              : strcmp (field->name, name) == 0)
        return field;
    }

  return NULL;
}

gboolean
amia_kind_has_answers (const AmiaKind *kind)
{
  return kind != NULL && amia_kind_find_field (kind, "answer/x") != NULL;
}

gboolean
amia_field_check (const AmiaField *field,
                  const char      *value,
                  GError         **error)
{
  AmiaSlice    slice;
  AmiaScanType type;

  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  slice = _amia_scan_trim (value);
  if (amia_scan_check (slice.text, slice.length, &type) &&
      (type == AMIA_SCAN_NULL || is_of_type (field->type, type, slice)))
    return TRUE;

  g_set_error (error,
               AMIA_RECORD_ERROR,
               AMIA_RECORD_ERROR_VALUE,
               "Failed to set %s: the value must be %s",
               field->name,
               describe_type (field->type));
  return FALSE;
}

gboolean
amia_kind_check_write (const AmiaKind *kind,
                       const char     *name,
                       const char     *value,
                       gboolean        exists,
                       GError        **error)
{
  const AmiaField *field = amia_kind_find_field (kind, name);

  g_return_val_if_fail (value != NULL, FALSE);

  if (kind != NULL && kind->is_append_only && exists &&
      (field == NULL || (field->flags & AMIA_FIELD_LATER) == 0))
    {
      g_set_error (error,
                   AMIA_RECORD_ERROR,
                   AMIA_RECORD_ERROR_APPEND_ONLY,
                   "Failed to set %s: a %s is never changed; add a new one that cites it",
                   name,
                   kind->name);
      return FALSE;
    }

  return field == NULL || amia_field_check (field, value, error);
}

const char *const *
amia_areas_get_all (gsize *n_areas)
{
  g_return_val_if_fail (n_areas != NULL, NULL);

  *n_areas = G_N_ELEMENTS (areas);
  return areas;
}

gboolean
amia_area_is_known (const char *area)
{
  g_return_val_if_fail (area != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (strcmp (areas[i], area) == 0)
        return TRUE;
    }

  return FALSE;
}
