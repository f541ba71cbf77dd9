/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-access.h"
#include "amia-case-access-private.h"
#include "amia-kinds.h"
#include "amia-scan-private.h"

/* The facts that decide about access to a case, out of its members' and consents' records.
 *
 * These are registers like all others and can be in conflict. Then the most restrictive reading
 * wins: a mistake that hides something for a day is mended by settling the conflict, one that shows
 * it is not mended at all. For the same reason a fact that can't be understood gives nothing.
 *
 * Days are compared as text: `YYYY-MM-DD` sorts like the dates it stands for. */

#define EVERY_AREA "*"

/* The first and last day of something; %NULL is since, or for, ever. */
typedef struct
{
  char *from;
  char *to;
} Period;

typedef struct
{
  char  *user;
  char  *role; /* %NULL when not known or in conflict: then no role's rights */
  Period period;
} Member;

typedef struct
{
  char      *agency;
  GPtrArray *parties;
  GPtrArray *areas;
  Period     period;
  char      *withdrawn; /* the day it ended, itself not included; %NULL for never */
} Consent;

struct _AmiaCaseAccess
{
  GArray *members;
  GArray *consents;
};

static void
clear_period (Period *period)
{
  g_free (period->from);
  g_free (period->to);
}

static void
clear_member (gpointer data)
{
  Member *member = data;

  g_free (member->user);
  g_free (member->role);
  clear_period (&member->period);
}

static void
clear_consent (gpointer data)
{
  Consent *consent = data;

  g_free (consent->agency);
  g_clear_pointer (&consent->parties, g_ptr_array_unref);
  g_clear_pointer (&consent->areas, g_ptr_array_unref);
  clear_period (&consent->period);
  g_free (consent->withdrawn);
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
             Period           *period)
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

static void
add_member (AmiaCaseAccess   *access,
            const AmiaRecord *record)
{
  Member member = { 0 };

  member.user = dup_agreed_text (record, "user");
  member.role = dup_agreed_text (record, "role");

  if (member.user != NULL && read_period (record, "from", "to", &member.period))
    g_array_append_val (access->members, member);
  else
    clear_member (&member);
}

static void
add_consent (AmiaCaseAccess   *access,
             const AmiaRecord *record,
             const char       *agency)
{
  Consent consent = { 0 };

  consent.agency = g_strdup (agency);
  consent.parties = dup_agreed_list (record, "parties");
  consent.areas = dup_agreed_list (record, "areas");

  if (read_period (record, "valid-from", "valid-to", &consent.period) &&
      read_day (record, "withdrawn", TRUE, &consent.withdrawn))
    g_array_append_val (access->consents, consent);
  else
    clear_consent (&consent);
}

AmiaCaseAccess *
amia_case_access_new (void)
{
  AmiaCaseAccess *access = g_new (AmiaCaseAccess, 1);

  access->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (access->members, clear_member);
  access->consents = g_array_new (FALSE, FALSE, sizeof (Consent));
  g_array_set_clear_func (access->consents, clear_consent);

  return access;
}

void
amia_case_access_add (AmiaCaseAccess   *access,
                      const AmiaRecord *record,
                      const char       *agency)
{
  g_return_if_fail (access != NULL);
  g_return_if_fail (record != NULL);
  g_return_if_fail (agency != NULL);

  if (is_called_removed (record))
    return;

  if (strcmp (record->kind, "member") == 0)
    add_member (access, record);
  else if (strcmp (record->kind, "consent") == 0)
    add_consent (access, record, agency);
}

static gboolean
includes (const Period *period,
          const char   *today)
{
  return (period->from == NULL || strcmp (period->from, today) <= 0) &&
         (period->to == NULL || strcmp (today, period->to) <= 0);
}

gboolean
amia_case_access_is_member (const AmiaCaseAccess *access,
                            const char           *user,
                            const char           *today)
{
  g_return_val_if_fail (access != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (today != NULL, FALSE);

  for (guint i = 0; i < access->members->len; i++)
    {
      const Member *member = &g_array_index (access->members, Member, i);

      if (strcmp (member->user, user) == 0 && includes (&member->period, today))
        return TRUE;
    }

  return FALSE;
}

static int
compare_users (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
amia_case_access_list_members (const AmiaCaseAccess *access,
                               const char           *today)
{
  GPtrArray *users;

  g_return_val_if_fail (access != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  users = g_ptr_array_new ();
  for (guint i = 0; i < access->members->len; i++)
    {
      const Member *member = &g_array_index (access->members, Member, i);

      if (includes (&member->period, today) && !contains (users, member->user))
        g_ptr_array_add (users, member->user);
    }

  g_ptr_array_sort (users, compare_users);
  return users;
}

void
amia_case_access_free (AmiaCaseAccess *access)
{
  if (access == NULL)
    return;

  g_array_unref (access->members);
  g_array_unref (access->consents);
  g_free (access);
}

gboolean
_amia_case_access_has_role (const AmiaCaseAccess *access,
                            const char           *user,
                            const char           *role,
                            const char           *today)
{
  for (guint i = 0; i < access->members->len; i++)
    {
      const Member *member = &g_array_index (access->members, Member, i);

      if (strcmp (member->user, user) == 0 &&
          g_strcmp0 (member->role, role) == 0 &&
          includes (&member->period, today))
        return TRUE;
    }

  return FALSE;
}

gboolean
_amia_case_access_lets_go (const AmiaCaseAccess *access,
                           const char           *from_agency,
                           const char           *to_agency,
                           const char           *area,
                           const char           *today)
{
  for (guint i = 0; i < access->consents->len; i++)
    {
      const Consent *consent = &g_array_index (access->consents, Consent, i);

      if (strcmp (consent->agency, from_agency) == 0 &&
          contains (consent->parties, to_agency) &&
          (contains (consent->areas, EVERY_AREA) || contains (consent->areas, area)) &&
          includes (&consent->period, today) &&
          (consent->withdrawn == NULL || strcmp (today, consent->withdrawn) < 0))
        return TRUE;
    }

  return FALSE;
}
