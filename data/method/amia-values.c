/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-values.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-date.h"

/* The value base over time. The templates name their lines after the value: `egenmakt-syn-…` for
 * the attitude, `egenmakt-gor-…` for the guidance. */

#define FORM_URL "https://amia.se/fhir/Questionnaire/vardegrund-"

static const char *const value_ids[AMIA_VALUES] = {
  "egenmakt",
  "bemotande",
  "individuell",
  "meningsfullhet",
  "motivation",
  "paverkan",
  "delaktighet",
  "ansvar",
  "respekt",
  "tillganglighet",
};

static const char *const side_names[AMIA_VALUES_SIDES] = {
  [AMIA_VALUES_BEFORE] = "handlaggare-fore|",
  [AMIA_VALUES_AFTER] = "handlaggare-efter|",
  [AMIA_VALUES_PARTICIPANT] = "deltagare|",
};

/* --- One checklist ---------------------------------------------------------------------------- */

AmiaValueMark
amia_value_count_get_mark (const AmiaValueCount *count)
{
  g_return_val_if_fail (count != NULL, AMIA_VALUE_UNSAID);

  if (count->yes + count->partly + count->no == 0)
    return AMIA_VALUE_UNSAID;
  if (count->partly + count->no == 0)
    return AMIA_VALUE_MET;

  return count->no > count->yes ? AMIA_VALUE_MISSED : AMIA_VALUE_PARTLY;
}

gboolean
amia_values_find_side (const char     *canonical,
                       AmiaValuesSide *side)
{
  g_return_val_if_fail (side != NULL, FALSE);

  if (canonical == NULL || !g_str_has_prefix (canonical, FORM_URL))
    return FALSE;

  for (int i = 0; i < AMIA_VALUES_SIDES; i++)
    {
      if (!g_str_has_prefix (canonical + strlen (FORM_URL), side_names[i]))
        continue;
      *side = (AmiaValuesSide) i;
      return TRUE;
    }

  return FALSE;
}

/* Returns the number of the value that a line is about, %AMIA_VALUES if it is none. */
static guint
find_value (const char *link_id)
{
  guint value = 0;

  for (; value < AMIA_VALUES; value++)
    {
      gsize length = strlen (value_ids[value]);

      if (strncmp (link_id, value_ids[value], length) == 0 &&
          (g_str_has_prefix (link_id + length, "-syn-") ||
           g_str_has_prefix (link_id + length, "-gor-")))
        break;
    }

  return value;
}

static void
set_day (AmiaValuesChecklist *self,
         const JsonNode      *node)
{
  const char *text = json_node_get_value_type ((JsonNode *) node) == G_TYPE_STRING
                         ? json_node_get_string ((JsonNode *) node)
                         : NULL;
  GDate       day;

  if (text != NULL && amia_date_parse_iso (text, -1, &day))
    self->day = day;
}

static void
count_answer (AmiaValueCount *count,
              JsonNode       *node)
{
  const char *code = JSON_NODE_HOLDS_OBJECT (node)
                         ? json_object_get_string_member_with_default (
                               json_node_get_object (node), "code", NULL)
                         : NULL;

  count->yes += g_strcmp0 (code, "ja") == 0;
  count->partly += g_strcmp0 (code, "delvis") == 0;
  count->no += g_strcmp0 (code, "nej") == 0;
}

void
amia_values_checklist_add (AmiaValuesChecklist *self,
                           const char          *field,
                           const char          *value)
{
  const char *link_id = NULL;
  guint       index;
  g_autoptr (JsonNode) node = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (field != NULL);

  if (!g_str_has_prefix (field, "answer/") || value == NULL)
    return;
  node = json_from_string (value, NULL);
  if (node == NULL)
    return;

  link_id = strrchr (field, '/') + 1;
  index = find_value (link_id);
  if (index < AMIA_VALUES)
    count_answer (&self->counts[index], node);
  else if (strcmp (link_id, "mote-datum") == 0 || strcmp (link_id, "tillfalle-datum") == 0)
    set_day (self, node);
}

static void
add_count (AmiaValueCount       *count,
           const AmiaValueCount *more)
{
  count->yes += more->yes;
  count->partly += more->partly;
  count->no += more->no;
}

gboolean
amia_values_checklist_is_empty (const AmiaValuesChecklist *self)
{
  AmiaValueCount all = { 0 };

  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < AMIA_VALUES; i++)
    add_count (&all, &self->counts[i]);

  return amia_value_count_get_mark (&all) == AMIA_VALUE_UNSAID;
}

/* --- Meetings --------------------------------------------------------------------------------- */

static AmiaValuesMeeting *
get_meeting (GPtrArray   *meetings,
             guint        group,
             const GDate *day)
{
  AmiaValuesMeeting *meeting = NULL;

  for (guint i = 0; i < meetings->len; i++)
    {
      meeting = g_ptr_array_index (meetings, i);
      if (meeting->group == group && g_date_compare (&meeting->day, day) == 0)
        return meeting;
    }

  meeting = g_new0 (AmiaValuesMeeting, 1);
  meeting->group = group;
  meeting->day = *day;
  g_ptr_array_add (meetings, meeting);
  return meeting;
}

void
amia_values_add_to_meetings (GPtrArray                 *meetings,
                             guint                      group,
                             const AmiaValuesChecklist *checklist)
{
  AmiaValuesMeeting *meeting = NULL;

  g_return_if_fail (meetings != NULL);
  g_return_if_fail (checklist != NULL);
  g_return_if_fail (g_date_valid (&checklist->day));

  if (amia_values_checklist_is_empty (checklist))
    return;

  meeting = get_meeting (meetings, group, &checklist->day);
  meeting->n_checklists[checklist->side]++;
  for (guint i = 0; i < AMIA_VALUES; i++)
    add_count (&meeting->counts[checklist->side][i], &checklist->counts[i]);
}

static int
compare_meetings (gconstpointer a,
                  gconstpointer b)
{
  const AmiaValuesMeeting *one = *(AmiaValuesMeeting *const *) a;
  const AmiaValuesMeeting *other = *(AmiaValuesMeeting *const *) b;
  int                      order = g_date_compare (&one->day, &other->day);

  return order != 0 ? order : (one->group > other->group) - (one->group < other->group);
}

void
amia_values_sort_meetings (GPtrArray *meetings)
{
  g_return_if_fail (meetings != NULL);

  g_ptr_array_sort (meetings, compare_meetings);
}

/* --- Sums ------------------------------------------------------------------------------------- */

guint
amia_value_tally_get_total (const AmiaValueTally *tally)
{
  g_return_val_if_fail (tally != NULL, 0);

  return tally->n[AMIA_VALUE_MET] + tally->n[AMIA_VALUE_PARTLY] + tally->n[AMIA_VALUE_MISSED];
}

static void
count_meeting (AmiaValuesPeriod        *period,
               const AmiaValuesMeeting *meeting,
               AmiaValuesSide           side)
{
  if (meeting->n_checklists[side] == 0)
    return;

  if (period->n_meetings++ == 0)
    period->from = period->to = meeting->day;
  if (g_date_compare (&meeting->day, &period->from) < 0)
    period->from = meeting->day;
  if (g_date_compare (&meeting->day, &period->to) > 0)
    period->to = meeting->day;

  for (guint i = 0; i < AMIA_VALUES; i++)
    {
      AmiaValueMark before = amia_value_count_get_mark (&meeting->counts[AMIA_VALUES_BEFORE][i]);
      AmiaValueMark after = amia_value_count_get_mark (&meeting->counts[AMIA_VALUES_AFTER][i]);

      period->tallies[i].n[amia_value_count_get_mark (&meeting->counts[side][i])]++;
      period->tallies[i].n_slipped +=
          before == AMIA_VALUE_MET && after == AMIA_VALUE_MISSED;
    }
}

void
amia_values_sum_up (GPtrArray        *meetings,
                    AmiaValuesSide    side,
                    AmiaValuesPeriod *period)
{
  g_return_if_fail (meetings != NULL);
  g_return_if_fail (side < AMIA_VALUES_SIDES);
  g_return_if_fail (period != NULL);

  memset (period, 0, sizeof *period);
  for (guint i = 0; i < meetings->len; i++)
    count_meeting (period, g_ptr_array_index (meetings, i), side);
}

/* Is what is from @first to before @end enough to be shown? */
static gboolean
is_enough (GPtrArray *meetings,
           guint      first,
           guint      end)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);

  for (guint i = first; i < end; i++)
    g_hash_table_add (
        groups, GUINT_TO_POINTER (((AmiaValuesMeeting *) g_ptr_array_index (meetings, i))->group));

  return end - first >= AMIA_VALUES_MEETINGS_MIN &&
         g_hash_table_size (groups) >= AMIA_VALUES_CASES_MIN;
}

static gboolean
is_end_of_month (GPtrArray *meetings,
                 guint      index)
{
  const AmiaValuesMeeting *meeting = g_ptr_array_index (meetings, index);
  const AmiaValuesMeeting *next = NULL;

  if (index + 1 == meetings->len)
    return TRUE;

  next = g_ptr_array_index (meetings, index + 1);
  return g_date_get_month (&meeting->day) != g_date_get_month (&next->day) ||
         g_date_get_year (&meeting->day) != g_date_get_year (&next->day);
}

static void
add_period (GPtrArray     *periods,
            GPtrArray     *meetings,
            guint          first,
            guint          end,
            AmiaValuesSide side)
{
  AmiaValuesPeriod *period = g_new0 (AmiaValuesPeriod, 1);

  for (guint i = first; i < end; i++)
    count_meeting (period, g_ptr_array_index (meetings, i), side);
  g_ptr_array_add (periods, period);
}

GPtrArray *
amia_values_list_periods (GPtrArray     *meetings,
                          AmiaValuesSide side)
{
  GPtrArray *periods = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  guint first = 0;
  guint previous = 0;

  g_return_val_if_fail (meetings != NULL, periods);
  g_return_val_if_fail (side < AMIA_VALUES_SIDES, periods);

  for (guint i = 0; i < meetings->len; i++)
    {
      AmiaValuesMeeting *meeting = g_ptr_array_index (meetings, i);

      if (meeting->n_checklists[side] > 0)
        g_ptr_array_add (own, meeting);
    }
  amia_values_sort_meetings (own);

  for (guint i = 0; i < own->len; i++)
    {
      if (!is_end_of_month (own, i) || !is_enough (own, first, i + 1))
        continue;
      add_period (periods, own, first, i + 1, side);
      previous = first;
      first = i + 1;
    }

  if (periods->len > 0 && first < own->len)
    {
      g_ptr_array_remove_index (periods, periods->len - 1);
      add_period (periods, own, previous, own->len, side);
    }

  return periods;
}

void
amia_values_rank (const AmiaValuesPeriod *period,
                  guint                   order[AMIA_VALUES])
{
  g_return_if_fail (period != NULL);
  g_return_if_fail (order != NULL);

  for (guint i = 0; i < AMIA_VALUES; i++)
    {
      const guint *n = period->tallies[i].n;
      guint        place = i;

      for (; place > 0; place--)
        {
          const guint *above = period->tallies[order[place - 1]].n;

          if (above[AMIA_VALUE_MISSED] > n[AMIA_VALUE_MISSED] ||
              (above[AMIA_VALUE_MISSED] == n[AMIA_VALUE_MISSED] &&
               above[AMIA_VALUE_PARTLY] >= n[AMIA_VALUE_PARTLY]))
            break;
          order[place] = order[place - 1];
        }
      order[place] = i;
    }
}

void
amia_values_pick_day (const GDate   *days,
                      gsize          n_days,
                      const GDate   *today,
                      AmiaValuesSide side,
                      GDate         *day)
{
  int nearest = G_MAXINT;

  g_return_if_fail (days != NULL || n_days == 0);
  g_return_if_fail (today != NULL && g_date_valid (today));
  g_return_if_fail (day != NULL);

  *day = *today;
  for (gsize i = 0; i < n_days && side != AMIA_VALUES_PARTICIPANT; i++)
    {
      int ahead = g_date_days_between (today, &days[i]);
      int away = side == AMIA_VALUES_BEFORE ? ahead : -ahead;
      int most = side == AMIA_VALUES_BEFORE ? AMIA_VALUES_DAYS_AHEAD : AMIA_VALUES_DAYS_BACK;

      if (away < 0 || away > most || away >= nearest)
        continue;
      nearest = away;
      *day = days[i];
    }
}
