/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-rating-source.h"

#include <string.h>

#include "amia-answer-path.h"
#include "amia-date.h"
#include "amia-form-day.h"

/* Ratings out of forms, for whoever draws them beside each other. */

#define DAY_OF_TALK "samtal-datum"

gboolean
amia_rating_is_scale (const AmiaItem *item)
{
  g_return_val_if_fail (item != NULL, FALSE);

  return (item->type == AMIA_ITEM_INTEGER || item->type == AMIA_ITEM_DECIMAL) &&
         item->min_value != NULL && item->max_value != NULL && !item->is_hidden &&
         g_ascii_strtod (item->min_value, NULL) < g_ascii_strtod (item->max_value, NULL);
}

/* Takes @text for @day if it is a later one. */
static void
note_day (GDate      *day,
          const char *text)
{
  GDate found;

  if (text != NULL && amia_date_parse_iso (text, -1, &found) &&
      (!g_date_valid (day) || g_date_compare (&found, day) > 0))
    *day = found;
}

static void
note_number (AmiaRating *rating,
             const char *path,
             const char *json)
{
  char  *end = NULL;
  double number = json != NULL ? g_ascii_strtod (json, &end) : 0;

  if (json != NULL && end != json && *end == '\0')
    amia_rating_set (rating, path, number);
}

static void
find_talk (const AmiaRecord *record,
           GPtrArray        *fields,
           GDate            *day)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const char      *field = g_ptr_array_index (fields, i);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (field, "/" DAY_OF_TALK))
        continue;
      text = amia_record_dup_string (record, field);
      note_day (day, text);
    }
}

AmiaRating *
amia_rating_new_from_record (const AmiaRecord *record)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  AmiaRating *rating = NULL;
  GDate       day;

  g_return_val_if_fail (record != NULL, NULL);

  id = amia_uuid_to_string (&record->id);
  fields = amia_record_get_fields (record);
  g_date_clear (&day, 1);
  find_talk (record, fields, &day);
  if (!g_date_valid (&day))
    amia_form_day_find_begun (record, &day);

  rating = amia_rating_new (id, &day);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (g_str_has_prefix (field, AMIA_ANSWER_PREFIX))
        note_number (rating, field, amia_record_get_value (record, field));
    }
  return rating;
}

static char *
dup_text (const AmiaNode *node)
{
  const char *json = amia_node_get_value (node);
  gsize       length = json != NULL ? strlen (json) : 0;

  return length > 2 && json[0] == '"' ? g_strndup (json + 1, length - 2) : NULL;
}

AmiaRating *
amia_rating_new_from_response (AmiaResponse *response,
                               const char   *id,
                               const GDate  *otherwise)
{
  AmiaNode   *root = NULL;
  AmiaRating *rating = NULL;
  GDate       talk;

  g_return_val_if_fail (response != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (otherwise != NULL && g_date_valid (otherwise), NULL);

  g_date_clear (&talk, 1);
  root = amia_response_get_root (response);
  rating = amia_rating_new (id, otherwise);
  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
    {
      const AmiaItem *item = amia_node_get_item (node);

      if (item == NULL || amia_node_is_list (node) || !amia_node_is_answered (node))
        continue;
      if (g_strcmp0 (item->link_id, DAY_OF_TALK) == 0)
        {
          g_autofree char *text = dup_text (node);

          note_day (&talk, text);
        }
      else if (amia_rating_is_scale (item))
        note_number (rating, amia_node_get_value_path (node), amia_node_get_value (node));
    }

  if (g_date_valid (&talk))
    rating->day = talk;
  return rating;
}
