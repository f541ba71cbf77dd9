/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-due-facts-private.h"

#include <string.h>

/* From facts to what is due: the rules are asked, and what they name gets its words back. Nothing
 * is copied: all text stays in the facts. */

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

/* --- The run of texts ------------------------------------------------------------------------- */

typedef struct
{
  const char *at;
  const char *end;
} Reader;

static Reader
reader_begin (GBytes *facts)
{
  gsize       length;
  const char *data = g_bytes_get_data (facts, &length);

  return (Reader){ data, data + length };
}

/* NULL for an empty text, and for all after the end of what was not written so. */
static const char *
read_text (Reader *reader)
{
  const char *text = reader->at;
  const char *end = text < reader->end
                        ? memchr (text, '\0', (gsize) (reader->end - text))
                        : NULL;

  reader->at = end != NULL ? end + 1 : reader->end;
  return end != NULL && end > text ? text : NULL;
}

static guint
read_number (Reader *reader)
{
  const char *text = read_text (reader);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

static GPtrArray *
read_list (Reader *reader)
{
  GPtrArray  *list = g_ptr_array_new ();
  const char *text;

  while ((text = read_text (reader)) != NULL)
    g_ptr_array_add (list, (gpointer) text);
  return list;
}

static const char **
read_strings (Reader *reader)
{
  GPtrArray *list = read_list (reader);

  g_ptr_array_add (list, NULL);
  return (const char **) g_ptr_array_free (list, FALSE);
}

static void
skip_list (Reader *reader)
{
  while (read_text (reader) != NULL)
    ;
}

static void
read_days (Reader         *reader,
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

  for (gsize i = 0; i < N_DAYS; i++)
    *fields[i] = read_text (reader);
  events->surveys = read_number (reader);
  events->status = read_number (reader);
  events->unseen = (AmiaDueUnseen) read_number (reader);
}

static void
read_items (Reader *reader,
            Work   *work)
{
  const char *rule;

  while ((rule = read_text (reader)) != NULL)
    {
      Item item = { .item = { .rule = (AmiaDueRule) g_ascii_strtoull (rule, NULL, 10) } };

      item.item.subject = read_text (reader);
      item.item.day = read_text (reader);
      item.text = read_text (reader);
      item.who = read_text (reader);
      if (item.item.subject == NULL || !amia_due_is_record (item.item.rule))
        continue;

      g_array_append_val (work->items, item.item);
      g_array_append_val (work->texts, item);
    }

  work->events.items = (const AmiaDueItem *) (gpointer) work->items->data;
  work->events.n_items = work->items->len;
}

static void
read_duties (Reader *reader,
             Work   *work)
{
  const char *id;

  while ((id = read_text (reader)) != NULL)
    {
      AmiaDuty duty = { .rule = read_text (reader) };
      Said     said = { .id = id };

      duty.number = read_number (reader);
      duty.day = read_text (reader);
      duty.subject = read_text (reader);
      duty.done = read_text (reader);
      duty.moved_to = read_text (reader);
      said.reason = read_text (reader);
      g_array_append_val (work->duties, duty);
      g_array_append_val (work->said, said);
    }

  work->events.duties = (const AmiaDuty *) (gpointer) work->duties->data;
  work->events.n_duties = work->duties->len;
}

/* --- Lines ------------------------------------------------------------------------------------ */

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
_amia_due_facts_apply (GBytes      *facts,
                       const char  *today,
                       AmiaCaseDue *due)
{
  g_autoptr (GArray) dues = NULL;
  g_auto (Work) work = { 0 };
  Reader reader = reader_begin (facts);

  work_init (&work);
  read_text (&reader);
  skip_list (&reader);
  skip_list (&reader);
  read_days (&reader, &work.events);
  work.events.hours = read_list (&reader);
  read_items (&reader, &work);
  read_duties (&reader, &work);

  dues = amia_due_compute (&work.events, due->routine, today);
  due->lines = g_array_sized_new (FALSE, TRUE, sizeof (AmiaDueLine), dues->len);
  g_array_set_size (due->lines, dues->len);
  for (guint i = 0; i < dues->len; i++)
    {
      AmiaDueLine *line = &g_array_index (due->lines, AmiaDueLine, i);

      line->of = due;
      line->due = g_array_index (dues, AmiaDue, i);
      if (amia_due_is_record (line->due.rule))
        describe_record (&work, line);
      if (*line->due.was != '\0')
        describe_move (&work, line);
    }
}

void
_amia_due_facts_get_team (GBytes      *facts,
                          AmiaCaseDue *due)
{
  Reader reader = reader_begin (facts);

  due->facts = g_bytes_ref (facts);
  due->subproject = read_text (&reader);
  due->users = read_strings (&reader);
  due->pair = read_strings (&reader);
}

gboolean
_amia_due_facts_name (GBytes     *facts,
                      const char *user)
{
  gsize         length;
  gconstpointer data = g_bytes_get_data (facts, &length);

  return memmem (data, length, user, strlen (user) + 1) != NULL;
}
