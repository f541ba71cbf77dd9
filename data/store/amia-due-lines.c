/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-due-facts-private.h"

#include <string.h>

/* From facts to what is due: the rules are asked, and what they name gets its words back. Nothing
 * is copied: all text stays in the facts. */

/* The places of the facts' parts. */
enum
{
  FACT_SUBPROJECT,
  FACT_USERS,
  FACT_PAIR,
  FACT_DAYS,
  FACT_SURVEYS,
  FACT_STATUS,
  FACT_HOURS,
  FACT_ITEMS,
  FACT_DUTIES,
};

#define N_DAYS 11

typedef struct
{
  AmiaDueItem item;
  const char *text;
  const char *who;
} Item;

typedef struct
{
  const char *id;
  const char *reason;
} Said;

/* What the rules are given, and beside it what they do not ask for. */
typedef struct
{
  AmiaCaseEvents events;
  GArray        *items;  /* AmiaDueItem */
  GArray        *texts;  /* Item, in the same order */
  GArray        *duties; /* AmiaDuty */
  GArray        *said;   /* Said, in the same order */
} Work;

static const char **
get_strings (GVariant *facts,
             gsize     which,
             gsize    *n)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (facts, which);

  return g_variant_get_strv (child, n);
}

static void
read_days (GVariant       *facts,
           AmiaCaseEvents *events)
{
  const char **const fields[N_DAYS] = {
    &events->identified,
    &events->enrolled,
    &events->contacted,
    &events->met,
    &events->followed_up,
    &events->mapped,
    &events->care_met,
    &events->benefit_end,
    &events->ali_from,
    &events->consent_end,
    &events->closed,
  };
  g_autoptr (GVariant) days = g_variant_get_child_value (facts, FACT_DAYS);
  gsize n_days = MIN (g_variant_n_children (days), N_DAYS);

  for (gsize i = 0; i < n_days; i++)
    g_variant_get_child (days, i, "m&s", fields[i]);
  g_variant_get_child (facts, FACT_SURVEYS, "u", &events->surveys);
  g_variant_get_child (facts, FACT_STATUS, "u", &events->status);
}

static void
read_hours (GVariant       *facts,
            AmiaCaseEvents *events)
{
  gsize                   n_months;
  g_autofree const char **months = get_strings (facts, FACT_HOURS, &n_months);

  events->hours = g_ptr_array_sized_new ((guint) n_months);
  for (gsize i = 0; i < n_months; i++)
    g_ptr_array_add (events->hours, (gpointer) months[i]);
}

static void
read_items (GVariant *facts,
            Work     *work)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (facts, FACT_ITEMS);
  gsize n = g_variant_n_children (list);

  for (gsize i = 0; i < n; i++)
    {
      Item  item = { .item = { 0 } };
      guint rule;

      g_variant_get_child (list, i, "(u&sm&sm&sm&s)",
                           &rule, &item.item.subject, &item.item.day, &item.text, &item.who);
      item.item.rule = (AmiaDueRule) rule;
      g_array_append_val (work->items, item.item);
      g_array_append_val (work->texts, item);
    }

  work->events.items = (const AmiaDueItem *) (gpointer) work->items->data;
  work->events.n_items = work->items->len;
}

static void
read_duties (GVariant *facts,
             Work     *work)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (facts, FACT_DUTIES);
  gsize n = g_variant_n_children (list);

  for (gsize i = 0; i < n; i++)
    {
      AmiaDuty duty = { 0 };
      Said     said = { 0 };

      g_variant_get_child (list, i, "(&sm&sum&sm&sm&sm&sm&s)",
                           &said.id, &duty.rule, &duty.number, &duty.day, &duty.subject,
                           &duty.done, &duty.moved_to, &said.reason);
      g_array_append_val (work->duties, duty);
      g_array_append_val (work->said, said);
    }

  work->events.duties = (const AmiaDuty *) (gpointer) work->duties->data;
  work->events.n_duties = work->duties->len;
}

static void
describe_record (const Work  *work,
                 AmiaDueLine *line)
{
  for (guint i = 0; i < work->texts->len; i++)
    {
      const Item *item = &g_array_index (work->texts, Item, i);

      if (strcmp (item->item.subject, line->due.subject) == 0)
        {
          line->text = item->text;
          line->who = item->who;
          return;
        }
    }
}

static void
describe_move (const Work  *work,
               AmiaDueLine *line)
{
  const char *rule = amia_due_rule_get_name (line->due.rule);

  for (guint i = 0; i < work->duties->len; i++)
    {
      const AmiaDuty *duty = &g_array_index (work->duties, AmiaDuty, i);
      const Said     *said = &g_array_index (work->said, Said, i);

      if (g_strcmp0 (duty->rule, rule) == 0 && duty->number == line->due.number &&
          g_strcmp0 (duty->subject != NULL ? duty->subject : "", line->due.subject) == 0 &&
          g_strcmp0 (duty->day, line->due.was) == 0 &&
          g_strcmp0 (duty->moved_to, line->due.day) == 0)
        {
          line->reason = said->reason;
          if (!amia_uuid_parse (said->id, -1, &line->duty))
            memset (&line->duty, 0, sizeof line->duty);
          return;
        }
    }
}

static void
work_init (Work *work)
{
  memset (work, 0, sizeof *work);
  work->items = g_array_new (FALSE, FALSE, sizeof (AmiaDueItem));
  work->texts = g_array_new (FALSE, FALSE, sizeof (Item));
  work->duties = g_array_new (FALSE, FALSE, sizeof (AmiaDuty));
  work->said = g_array_new (FALSE, FALSE, sizeof (Said));
}

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->events.hours, g_ptr_array_unref);
  g_clear_pointer (&work->items, g_array_unref);
  g_clear_pointer (&work->texts, g_array_unref);
  g_clear_pointer (&work->duties, g_array_unref);
  g_clear_pointer (&work->said, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

void
_amia_due_facts_apply (GVariant          *facts,
                       const AmiaRoutine *routine,
                       const char        *today,
                       AmiaCaseDue       *due)
{
  g_autoptr (GArray) dues = NULL;
  g_auto (Work) work = { 0 };

  work_init (&work);
  read_days (facts, &work.events);
  read_hours (facts, &work.events);
  read_items (facts, &work);
  read_duties (facts, &work);

  dues = amia_due_compute (&work.events, routine, today);
  due->facts = g_variant_ref (facts);
  due->lines = g_array_sized_new (FALSE, FALSE, sizeof (AmiaDueLine), dues->len);
  for (guint i = 0; i < dues->len; i++)
    {
      AmiaDueLine line = { .of = due, .due = g_array_index (dues, AmiaDue, i) };

      if (amia_due_is_record (line.due.rule))
        describe_record (&work, &line);
      if (*line.due.was != '\0')
        describe_move (&work, &line);
      g_array_append_val (due->lines, line);
    }
}

void
_amia_due_facts_get_team (GVariant    *facts,
                          AmiaCaseDue *due)
{
  gsize n;

  g_variant_get_child (facts, FACT_SUBPROJECT, "m&s", &due->subproject);
  due->users = get_strings (facts, FACT_USERS, &n);
  due->pair = get_strings (facts, FACT_PAIR, &n);
}
