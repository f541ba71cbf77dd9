/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-case-access-private.h"
#include "amia-date.h"
#include "amia-kinds.h"
#include "amia-scan-private.h"

/* What the records of members and consents say about access.
 *
 * These are registers like all others and can be in conflict. Then the most restrictive reading
 * wins: a mistake that hides something for a day is mended by settling the conflict, one that shows
 * it is not mended at all. For the same reason a fact that can't be understood gives nothing.
 *
 * Days are compared as text: `YYYY-MM-DD` sorts like the dates it stands for. */

#define EVERY_AREA "*"
#define YEAR_MAX   9999

static void
clear_period (AmiaPeriod *period)
{
  g_free (period->from);
  g_free (period->to);
}

void
_amia_member_fact_clear (gpointer data)
{
  AmiaMemberFact *member = data;

  g_free (member->user);
  g_free (member->role);
  g_free (member->agency);
  clear_period (&member->period);
}

void
_amia_consent_fact_clear (gpointer data)
{
  AmiaConsentFact *consent = data;

  g_free (consent->agency);
  g_free (consent->kind);
  g_clear_pointer (&consent->parties, g_ptr_array_unref);
  g_clear_pointer (&consent->areas, g_ptr_array_unref);
  clear_period (&consent->period);
  g_free (consent->withdrawn);
}

char *
_amia_day_add (const char *day,
               int         n_days)
{
  char  text[AMIA_DATE_TEXT_LENGTH + 1];
  GDate date;

  if (!amia_date_parse_iso (day, -1, &date))
    return NULL;

  if (n_days < 0)
    g_date_subtract_days (&date, (guint) -n_days);
  else
    g_date_add_days (&date, (guint) n_days);
  if (g_date_get_year (&date) > YEAR_MAX)
    return NULL;

  return g_strdup (amia_date_print_iso (&date, text));
}

static gboolean
is_null (const AmiaHead *head)
{
  return strcmp (head->value, "null") == 0;
}

static char *
dup_string (const AmiaHead *head)
{
  return head->value[0] == '"' ? amia_scan_dup_string (_amia_scan_trim (head->value)) : NULL;
}

/* The text that all heads agree on, or %NULL. */
static char *
dup_agreed_text (const AmiaRecord *record,
                 const char       *field)
{
  return amia_record_has_conflict (record, field) ? NULL : amia_record_dup_string (record, field);
}

/* The earliest or latest day among the heads, or %NULL when none names one. FALSE if one of them is
 * not a day. */
static gboolean
read_day (const AmiaRecord *record,
          const char       *name,
          gboolean          earliest,
          char            **day)
{
  const AmiaField *field = amia_kind_find_field (amia_kind_find (record->kind), name);
  gsize            n_heads;
  const AmiaHead  *heads = amia_record_get_heads (record, name, &n_heads);

  *day = NULL;
  for (gsize i = 0; i < n_heads; i++)
    {
      g_autofree char *candidate = NULL;

      if (is_null (&heads[i]))
        continue;
      if (!amia_field_check (field, heads[i].value, NULL))
        return FALSE;

      candidate = dup_string (&heads[i]);
      if (*day == NULL || (strcmp (candidate, *day) < 0) == earliest)
        {
          g_free (*day);
          *day = g_steal_pointer (&candidate);
        }
    }

  return TRUE;
}

static gboolean
read_period (const AmiaRecord *record,
             const char       *from,
             const char       *to,
             AmiaPeriod       *period)
{
  return read_day (record, from, FALSE, &period->from) && read_day (record, to, TRUE, &period->to);
}

static gboolean
contains (const GPtrArray *list,
          const char      *text)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *) list, text, g_str_equal, NULL);
}

/* The strings of one head; empty when it is no list of strings. */
static GPtrArray *
read_list (const AmiaHead *head)
{
  GPtrArray   *list = g_ptr_array_new_with_free_func (g_free);
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (amia_scan_enter (&scan, _amia_scan_trim (head->value)) != AMIA_SCAN_ARRAY)
    return list;

  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      char *text = type == AMIA_SCAN_STRING ? amia_scan_dup_string (slice) : NULL;

      if (text == NULL)
        {
          g_ptr_array_set_size (list, 0);
          break;
        }
      g_ptr_array_add (list, text);
    }

  return list;
}

/* Keeps in @list what is in @other as well; `*` is every area there is. */
static void
intersect (GPtrArray **list,
           GPtrArray  *other)
{
  if (contains (other, EVERY_AREA))
    return;

  if (contains (*list, EVERY_AREA))
    {
      g_ptr_array_unref (*list);
      *list = g_ptr_array_ref (other);
      return;
    }

  for (guint i = (*list)->len; i > 0; i--)
    {
      if (!contains (other, g_ptr_array_index (*list, i - 1)))
        g_ptr_array_remove_index (*list, i - 1);
    }
}

/* What all heads name; empty when there is none. */
static GPtrArray *
dup_agreed_list (const AmiaRecord *record,
                 const char       *field)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);
  GPtrArray      *list;

  if (n_heads == 0)
    return g_ptr_array_new_with_free_func (g_free);

  list = read_list (&heads[0]);
  for (gsize i = 1; i < n_heads; i++)
    {
      g_autoptr (GPtrArray) other = read_list (&heads[i]);

      intersect (&list, other);
    }

  return list;
}

/* Stricter than amia_record_is_removed (): one removal is enough, whatever else was written. */
static gboolean
is_called_removed (const AmiaRecord *record)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, "removed", &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    {
      if (strcmp (heads[i].value, "true") == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether anybody called the consent a spoken one. FALSE if a kind is not even a word. */
static gboolean
read_is_spoken (const AmiaRecord *record,
                gboolean         *is_spoken)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, "kind", &n_heads);

  *is_spoken = FALSE;
  for (gsize i = 0; i < n_heads; i++)
    {
      g_autofree char *kind = dup_string (&heads[i]);

      if (kind == NULL && !is_null (&heads[i]))
        return FALSE;
      *is_spoken |= g_strcmp0 (kind, AMIA_CONSENT_KIND_SPOKEN) == 0;
    }

  return TRUE;
}

static gboolean
names_a_day_everywhere (const AmiaRecord *record,
                        const char       *field)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    {
      if (is_null (&heads[i]))
        return FALSE;
    }

  return n_heads > 0;
}

/* A spoken consent stands for a time and no longer, counted from the earliest day that anybody
 * named: whoever is in two minds about the day does not win time by it. */
static gboolean
read_bound (AmiaConsentFact  *consent,
            const AmiaRecord *record)
{
  g_autofree char *earliest = NULL;
  g_autofree char *last = NULL;
  gboolean         is_spoken;

  if (!read_is_spoken (record, &is_spoken) || !read_day (record, "valid-from", TRUE, &earliest))
    return FALSE;
  if (!is_spoken)
    return TRUE;

  if (names_a_day_everywhere (record, "valid-from"))
    last = _amia_day_add (earliest, AMIA_SPOKEN_CONSENT_DAYS - 1);

  consent->is_undated = last == NULL;
  if (last != NULL && (consent->period.to == NULL || strcmp (last, consent->period.to) < 0))
    {
      g_free (consent->period.to);
      consent->period.to = g_steal_pointer (&last);
    }

  return TRUE;
}

gboolean
_amia_member_fact_read (AmiaMemberFact   *member,
                        const AmiaRecord *record,
                        const char       *agency)
{
  memset (member, 0, sizeof *member);
  member->user = dup_agreed_text (record, "user");
  member->role = dup_agreed_text (record, "role");
  member->agency = g_strdup (agency);

  if (!is_called_removed (record) &&
      member->user != NULL &&
      read_period (record, "from", "to", &member->period))
    return TRUE;

  _amia_member_fact_clear (member);
  return FALSE;
}

void
_amia_member_fact_add_named (GPtrArray        *named,
                             const AmiaRecord *record)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, "user", &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    {
      char *user = dup_string (&heads[i]);

      if (user != NULL && !contains (named, user))
        g_ptr_array_add (named, user);
      else
        g_free (user);
    }
}

gboolean
_amia_consent_fact_read (AmiaConsentFact  *consent,
                         const AmiaRecord *record,
                         const char       *agency)
{
  memset (consent, 0, sizeof *consent);
  consent->id = record->id;
  consent->agency = g_strdup (agency);
  consent->kind = dup_agreed_text (record, "kind");
  consent->parties = dup_agreed_list (record, "parties");
  consent->areas = dup_agreed_list (record, "areas");

  if (!is_called_removed (record) &&
      read_period (record, "valid-from", "valid-to", &consent->period) &&
      read_bound (consent, record) &&
      read_day (record, "withdrawn", TRUE, &consent->withdrawn))
    return TRUE;

  _amia_consent_fact_clear (consent);
  return FALSE;
}

gboolean
_amia_period_includes (const AmiaPeriod *period,
                       const char       *today)
{
  return (period->from == NULL || strcmp (period->from, today) <= 0) &&
         (period->to == NULL || strcmp (today, period->to) <= 0);
}

gboolean
_amia_consent_fact_is_valid (const AmiaConsentFact *consent,
                             const char            *today)
{
  return !consent->is_undated &&
         _amia_period_includes (&consent->period, today) &&
         (consent->withdrawn == NULL || strcmp (today, consent->withdrawn) < 0);
}

AmiaAreaSet
_amia_consent_fact_get_areas (const AmiaConsentFact *consent)
{
  AmiaAreaSet areas = 0;

  for (guint i = 0; i < consent->areas->len; i++)
    areas |= _amia_area_set_parse (g_ptr_array_index (consent->areas, i));

  return areas;
}

gboolean
amia_participant_is_protected (const AmiaRecord *participant)
{
  gsize           n_heads;
  const AmiaHead *heads;

  g_return_val_if_fail (participant != NULL, TRUE);

  heads = amia_record_get_heads (participant, "protected", &n_heads);
  for (gsize i = 0; i < n_heads; i++)
    {
      if (!is_null (&heads[i]) && strcmp (heads[i].value, "false") != 0)
        return TRUE;
    }

  return FALSE;
}
