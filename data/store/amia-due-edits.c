/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-due-edits.h"

#include <string.h>

/* Which field of which record says that something was done. */

#define DUTY_KIND "duty"

typedef struct
{
  AmiaDueRule rule;
  const char *kind;
  const char *field;
  const char *value;  /* NULL: the day */
  const char *before; /* what it is without; NULL for nothing */
} Trace;

static const Trace traces[] = {
  { AMIA_DUE_TODO, "todo", "done", NULL, NULL },
  { AMIA_DUE_MEETING, "meeting", "status", "held", "planned" },
  { AMIA_DUE_REFERRAL, "referral", "answered", NULL, NULL },
  { AMIA_DUE_OFFER, "offer", "checked", NULL, NULL },
};

/* NULL for what is due by a rule, of which a duty tells. */
static const Trace *
find_trace (const AmiaDueLine *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      if (traces[i].rule == line->due.rule)
        return &traces[i];
    }

  return NULL;
}

static const AmiaUuid *
get_case (const AmiaDueLine *line)
{
  return amia_uuid_is_nil (&line->of->case_id) ? NULL : &line->of->case_id;
}

/* The duty of @line: the one that moved it before, or a new one that says which due thing it is
 * about. */
static AmiaUuid
begin_duty (AmiaEdits         *edits,
            const AmiaDueLine *line,
            const AmiaUuid    *fresh)
{
  const AmiaUuid *in_case = get_case (line);
  AmiaUuid        id = line->duty;
  char            number[16];

  if (!amia_uuid_is_nil (&id))
    return id;

  id = *fresh;
  g_snprintf (number, sizeof number, "%u", line->due.number);
  amia_edits_set_string (
      edits, DUTY_KIND, &id, in_case, "rule", amia_due_rule_get_name (line->due.rule));
  amia_edits_set (edits, DUTY_KIND, &id, in_case, "number", NULL, number);
  amia_edits_set_string (edits, DUTY_KIND, &id, in_case, "day", line->due.day);
  if (*line->due.subject != '\0')
    amia_edits_set_string (edits, DUTY_KIND, &id, in_case, "about", line->due.subject);
  return id;
}

void
amia_edits_finish_due (AmiaEdits         *edits,
                       const AmiaDueLine *line,
                       const char        *today,
                       const AmiaUuid    *fresh,
                       AmiaUuid          *record)
{
  const Trace *trace;
  AmiaUuid     id;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (line != NULL && line->due.rule != AMIA_DUE_HANDOVER);
  g_return_if_fail (today != NULL);
  g_return_if_fail (fresh != NULL);

  trace = find_trace (line);
  if (trace == NULL)
    {
      id = begin_duty (edits, line, fresh);
      amia_edits_set_string (edits, DUTY_KIND, &id, get_case (line), "done", today);
    }
  else if (amia_uuid_parse (line->due.subject, -1, &id))
    amia_edits_set_string (edits, trace->kind, &id, get_case (line), trace->field,
                           trace->value != NULL ? trace->value : today);
  else
    g_return_if_reached ();

  if (record != NULL)
    *record = id;
}

void
amia_edits_move_due (AmiaEdits         *edits,
                     const AmiaDueLine *line,
                     const char        *day,
                     const char        *reason,
                     const AmiaUuid    *fresh,
                     AmiaUuid          *record)
{
  AmiaUuid id;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (line != NULL && get_case (line) != NULL);
  g_return_if_fail (day != NULL);
  g_return_if_fail (reason != NULL);
  g_return_if_fail (fresh != NULL);

  id = begin_duty (edits, line, fresh);
  amia_edits_set_string (edits, DUTY_KIND, &id, get_case (line), "moved-to", day);
  amia_edits_set_string (edits, DUTY_KIND, &id, get_case (line), "reason", reason);
  if (record != NULL)
    *record = id;
}

/* What the duty said before. */
static void
restore_duty (AmiaEdits         *edits,
              const AmiaDueLine *line)
{
  const AmiaUuid *in_case = get_case (line);

  amia_edits_set_string (edits, DUTY_KIND, &line->duty, in_case, "done", NULL);
  amia_edits_set_string (edits, DUTY_KIND, &line->duty, in_case, "moved-to", line->due.day);
  amia_edits_set_string (edits, DUTY_KIND, &line->duty, in_case, "reason", line->reason);
}

void
amia_edits_restore_due (AmiaEdits         *edits,
                        const AmiaDueLine *line,
                        const AmiaUuid    *record)
{
  const Trace *trace;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (line != NULL);
  g_return_if_fail (record != NULL);

  trace = find_trace (line);
  if (trace != NULL && g_strcmp0 (line->due.subject, "") != 0)
    {
      AmiaUuid subject;

      if (amia_uuid_parse (line->due.subject, -1, &subject) && amia_uuid_equal (&subject, record))
        {
          amia_edits_set_string (
              edits, trace->kind, record, get_case (line), trace->field, trace->before);
          return;
        }
    }

  if (amia_uuid_equal (&line->duty, record))
    restore_duty (edits, line);
  else
    amia_edits_set (edits, DUTY_KIND, record, get_case (line), "removed", NULL, "true");
}
