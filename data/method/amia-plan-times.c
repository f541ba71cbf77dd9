/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-plan-times.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

/* Times of the week: as they are kept, and as they are typed. */

#define MINUTES_MAX (24 * 60)

static const char *const days[] = { "måndag", "tisdag", "onsdag", "torsdag",
                                    "fredag", "lördag", "söndag" };

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const AmiaPlanTime *first = a;
  const AmiaPlanTime *second = b;

  if (first->day != second->day)
    return (int) first->day - (int) second->day;

  return (int) first->from - (int) second->from;
}

static gboolean
is_time (const AmiaPlanTime *time)
{
  return time->day >= 1 && time->day <= 7 && time->from < time->to && time->to <= MINUTES_MAX;
}

/* --- As they are kept ------------------------------------------------------------------------- */

static gboolean
read_clock (JsonObject *object,
            const char *name,
            guint      *minutes)
{
  JsonNode   *node = json_object_get_member (object, name);
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                             json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;
  guint       hour = 0;
  guint       minute = 0;
  char        after = 0;

  if (text == NULL || strlen (text) != 5 ||
      sscanf (text, "%2u:%2u%c", &hour, &minute, &after) != 2 || minute > 59)
    return FALSE;

  *minutes = hour * 60 + minute;
  return TRUE;
}

static void
read_time (JsonArray *array,
           guint      index,
           JsonNode  *node,
           gpointer   data)
{
  AmiaPlanTime time = { 0 };
  JsonObject  *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode    *day = object != NULL ? json_object_get_member (object, "day") : NULL;

  if (day == NULL || !JSON_NODE_HOLDS_VALUE (day) ||
      json_node_get_value_type (day) != G_TYPE_INT64 ||
      !read_clock (object, "from", &time.from) || !read_clock (object, "to", &time.to))
    return;

  time.day = (guint) CLAMP (json_node_get_int (day), 0, 8);
  if (is_time (&time))
    g_array_append_val ((GArray *) data, time);
}

GArray *
amia_plan_times_from_json (const char *json)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (AmiaPlanTime));
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), read_time, times);

  g_array_sort (times, compare);
  return times;
}

char *
amia_plan_times_to_json (GArray *times)
{
  g_autoptr (GString) json = g_string_new ("[");

  g_return_val_if_fail (times != NULL, NULL);

  for (guint i = 0; i < times->len; i++)
    {
      const AmiaPlanTime *time = &g_array_index (times, AmiaPlanTime, i);

      g_string_append_printf (json, "%s{\"day\":%u,\"from\":\"%02u:%02u\",\"to\":\"%02u:%02u\"}",
                              i > 0 ? "," : "", time->day, time->from / 60, time->from % 60,
                              time->to / 60, time->to % 60);
    }

  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* --- As they are typed ------------------------------------------------------------------------ */

/* A day by its name or its beginning, of three letters at least: `mån`, `månd`, `måndag`, also
 * `måndagar`. */
static gboolean
read_day (const char *word,
          guint      *day)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  const gsize      length = strlen (lower);

  if (g_utf8_strlen (lower, -1) < 3)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      if (strncmp (days[i], lower, length) == 0 ||
          (g_str_has_prefix (lower, days[i]) && strcmp (lower + strlen (days[i]), "ar") == 0))
        {
          *day = i + 1;
          return TRUE;
        }
    }

  return FALSE;
}

/* `9`, `09`, `9:30`, `9.30`, `0930`. */
static gboolean
read_hour (const char *text,
           guint      *minutes)
{
  guint hour = 0;
  guint minute = 0;
  char  after = 0;
  gsize length = strlen (text);

  if (length == 4 && strspn (text, "0123456789") == 4)
    {
      if (sscanf (text, "%2u%2u%c", &hour, &minute, &after) != 2)
        return FALSE;
    }
  else if (length <= 2 && strspn (text, "0123456789") == length)
    {
      if (sscanf (text, "%2u%c", &hour, &after) != 1)
        return FALSE;
    }
  else if (sscanf (text, "%2u:%2u%c", &hour, &minute, &after) != 2 &&
           sscanf (text, "%2u.%2u%c", &hour, &minute, &after) != 2)
    return FALSE;

  *minutes = hour * 60 + minute;
  return hour <= 24 && minute <= 59;
}

static gboolean
read_typed (const char   *text,
            AmiaPlanTime *time)
{
  g_auto (GStrv) words = g_regex_split_simple ("[\\s–—-]+", text, 0, 0);

  if (g_strv_length (words) == 4 && g_str_equal (words[1], "kl"))
    return read_day (words[0], &time->day) && read_hour (words[2], &time->from) &&
           read_hour (words[3], &time->to) && is_time (time);

  return g_strv_length (words) == 3 && read_day (words[0], &time->day) &&
         read_hour (words[1], &time->from) && read_hour (words[2], &time->to) && is_time (time);
}

gboolean
amia_plan_times_from_typed (const char *text,
                            GArray    **times)
{
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (AmiaPlanTime));
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (times != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  parts = g_regex_split_simple ("[,;]|\\boch\\b", text, 0, 0);
  for (char **part = parts; *part != NULL; part++)
    {
      AmiaPlanTime time = { 0 };

      g_strstrip (*part);
      if (**part == '\0')
        continue;
      if (!read_typed (*part, &time))
        return FALSE;
      g_array_append_val (read, time);
    }

  g_array_sort (read, compare);
  *times = g_steal_pointer (&read);
  return TRUE;
}

char *
amia_plan_times_to_typed (GArray *times)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (times != NULL, NULL);

  for (guint i = 0; i < times->len; i++)
    {
      const AmiaPlanTime *time = &g_array_index (times, AmiaPlanTime, i);
      const char         *day = days[time->day - 1];
      const gsize         length = (gsize) (g_utf8_offset_to_pointer (day, 3) - day);

      g_string_append_printf (text, "%s%.*s %02u:%02u–%02u:%02u", i > 0 ? ", " : "",
                              (int) length, day, time->from / 60, time->from % 60, time->to / 60,
                              time->to % 60);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
