/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-record.h"
#include "amia-scan-private.h"

/* When do two values say the same? Nearly always the bytes tell; only where they differ, and the
 * values could still be equal, are they read.
 *
 * Exact by necessity: heads that are held to be equal are not shown as a conflict, so two answers
 * that differ in the twentieth digit, or after a U+0000, must not pass for one. That rules out
 * comparing through doubles and C strings, and so through json-glib. */

/* Far beyond what a number means, far below where adding a number's length would overflow. */
#define EXPONENT_MAX G_GINT64_CONSTANT (1000000000000)

typedef struct
{
  AmiaSlice    slice;
  AmiaScanType type;
} Value;

typedef struct
{
  char *name;
  Value value;
} Member;

static gboolean values_are_equal (const Value *a, const Value *b);

static gboolean
slices_are_equal (AmiaSlice a,
                  AmiaSlice b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

/* Strings that have no C form are equal only if they are written alike. */
static gboolean
strings_are_equal (AmiaSlice a,
                   AmiaSlice b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (memchr (a.text, '\\', a.length) == NULL && memchr (b.text, '\\', b.length) == NULL)
    return FALSE;

  first = amia_scan_dup_string (a);
  second = amia_scan_dup_string (b);
  return first != NULL && second != NULL && strcmp (first, second) == 0;
}

/* Takes a number apart into its digits without zeros at either end, and the power of ten of the
 * last one, so that 1, 1.0 and 10e-1 come out the same. FALSE if the power is beyond bounds. */
static gboolean
normalize_number (AmiaSlice number,
                  GString  *digits,
                  gint64   *power)
{
  const char *end = number.text + number.length;
  const char *at = *number.text == '-' ? number.text + 1 : number.text;
  gboolean    is_fraction = FALSE;

  *power = 0;
  for (; at < end && *at != 'e' && *at != 'E'; at++)
    {
      if (*at == '.')
        is_fraction = TRUE;
      else
        {
          if (digits->len > 0 || *at != '0')
            g_string_append_c (digits, *at);
          *power -= is_fraction ? 1 : 0;
        }
    }

  if (at < end)
    {
      gint64 exponent;

      at += at[1] == '+' ? 2 : 1;
      if (!amia_scan_get_int ((AmiaSlice){ at, (gsize) (end - at) }, &exponent) ||
          exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX)
        return FALSE;
      *power += exponent;
    }

  for (; digits->len > 0 && digits->str[digits->len - 1] == '0'; (*power)++)
    g_string_truncate (digits, digits->len - 1);

  return TRUE;
}

static gboolean
numbers_are_equal (AmiaSlice a,
                   AmiaSlice b)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);
  gint64 first_power;
  gint64 second_power;

  if (!normalize_number (a, first, &first_power) || !normalize_number (b, second, &second_power))
    return FALSE;

  /* Zero has no digits left, nor does its sign or power mean anything. */
  if (first->len == 0 || second->len == 0)
    return first->len == second->len;

  return (*a.text == '-') == (*b.text == '-') &&
         first_power == second_power &&
         g_string_equal (first, second);
}

static gboolean
arrays_are_equal (AmiaSlice a,
                  AmiaSlice b)
{
  AmiaScan first_scan;
  AmiaScan second_scan;
  Value    first;
  Value    second;

  (void) amia_scan_enter (&first_scan, a);
  (void) amia_scan_enter (&second_scan, b);

  do
    {
      first.type = amia_scan_next (&first_scan, &first.slice);
      second.type = amia_scan_next (&second_scan, &second.slice);
      if (first.type == AMIA_SCAN_END || second.type == AMIA_SCAN_END)
        return first.type == second.type;
    }
  while (values_are_equal (&first, &second));

  return FALSE;
}

static void
clear_member (gpointer data)
{
  g_free (((Member *) data)->name);
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const Member *) a)->name, ((const Member *) b)->name);
}

/* The members in the order of their names; NULL if a name has no C form. Which of two members of
 * one name counts differs between programs; here both have to be equal. */
static GArray *
list_members (AmiaSlice object)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  AmiaScan  scan;
  AmiaSlice name;
  Member    member;

  g_array_set_clear_func (members, clear_member);
  (void) amia_scan_enter (&scan, object);

  while ((member.value.type = amia_scan_next_member (&scan, &name, &member.value.slice)) !=
         AMIA_SCAN_END)
    {
      member.name = amia_scan_dup_string (name);
      if (member.name == NULL)
        return NULL;
      g_array_append_val (members, member);
    }

  g_array_sort (members, compare_members);
  return g_steal_pointer (&members);
}

static gboolean
objects_are_equal (AmiaSlice a,
                   AmiaSlice b)
{
  g_autoptr (GArray) first = list_members (a);
  g_autoptr (GArray) second = list_members (b);

  if (first == NULL || second == NULL || first->len != second->len)
    return FALSE;

  for (guint i = 0; i < first->len; i++)
    {
      const Member *first_member = &g_array_index (first, Member, i);
      const Member *second_member = &g_array_index (second, Member, i);

      if (strcmp (first_member->name, second_member->name) != 0 ||
          !values_are_equal (&first_member->value, &second_member->value))
        return FALSE;
    }

  return TRUE;
}

static gboolean
values_are_equal (const Value *a,
                  const Value *b)
{
  if (a->type != b->type)
    return FALSE;

  if (slices_are_equal (a->slice, b->slice))
    return TRUE;

  switch (a->type)
    {
    case AMIA_SCAN_STRING:
      return strings_are_equal (a->slice, b->slice);
    case AMIA_SCAN_NUMBER:
      return numbers_are_equal (a->slice, b->slice);
    case AMIA_SCAN_ARRAY:
      return arrays_are_equal (a->slice, b->slice);
    case AMIA_SCAN_OBJECT:
      return objects_are_equal (a->slice, b->slice);
    case AMIA_SCAN_NULL:
    case AMIA_SCAN_BOOLEAN:
      return FALSE;
    case AMIA_SCAN_END:
    case AMIA_SCAN_ERROR:
    default:
      g_assert_not_reached ();
    }
}

static Value
read_value (const char *text)
{
  Value value = { _amia_scan_trim (text), AMIA_SCAN_ERROR };

  if (!amia_scan_check (value.slice.text, value.slice.length, &value.type))
    value.type = AMIA_SCAN_ERROR;

  return value;
}

gboolean
amia_value_equal (const char *a,
                  const char *b)
{
  Value first;
  Value second;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (strcmp (a, b) == 0)
    return TRUE;

  first = read_value (a);
  second = read_value (b);

  return first.type != AMIA_SCAN_ERROR && values_are_equal (&first, &second);
}
