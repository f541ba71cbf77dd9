/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-field-text.h"

#include <glib/gi18n.h>

#include "amia-plan-times.h"

/* A number as JSON; %NULL for what is none. */
static char *
dup_number (const char *text)
{
  g_autofree char *point = g_strdelimit (g_strdup (text), ",", '.');
  char            *end = NULL;
  double           number = g_ascii_strtod (point, &end);
  char             buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (end == point || *end != '\0' || !(number >= 0 && number <= 1e6))
    return NULL;

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", number));
}

static char *
dup_times (const char *text)
{
  g_autoptr (GArray) times = NULL;

  return amia_plan_times_from_typed (text, &times) ? amia_plan_times_to_json (times) : NULL;
}

char *
amia_field_to_typed (AmiaRecordFieldKind kind,
                     const char         *value)
{
  g_autoptr (GArray) times = NULL;

  g_return_val_if_fail (value != NULL, NULL);

  if (kind == AMIA_RECORD_FIELD_NUMBER)
    return g_strdelimit (g_strdup (value), ".", ',');

  times = amia_plan_times_from_json (value);
  return amia_plan_times_to_typed (times);
}

char *
amia_field_from_typed (AmiaRecordFieldKind kind,
                       const char         *text,
                       const char        **message)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  *message = NULL;
  if (*text == '\0')
    return g_strdup ("null");

  if (kind == AMIA_RECORD_FIELD_NUMBER)
    {
      *message = _ ("Write a number, such as 1,5.");
      return dup_number (text);
    }
  if (kind == AMIA_RECORD_FIELD_TIMES)
    {
      *message = _ ("Write day and time, such as mån 9–11, ons 13:30–15.");
      return dup_times (text);
    }

  return NULL;
}
