/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-due-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-words.h"

/* One table for what a rule asks for, and one function for what a routine says of it. */

static const char *const names[] = {
  [AMIA_DUE_LOOK] = N_ ("Look at the case for the first time"),
  [AMIA_DUE_CONTACT] = N_ ("Contact the participant"),
  [AMIA_DUE_FIRST_MEETING] = N_ ("First meeting of all three"),
  [AMIA_DUE_MAPPING] = N_ ("Mapping talk"),
  [AMIA_DUE_CARE_MEETING] = N_ ("Meeting with care"),
  [AMIA_DUE_FOLLOW_UP] = N_ ("Follow-up meeting"),
  [AMIA_DUE_HOURS] = N_ ("Report the month's hours"),
  [AMIA_DUE_SURVEY] = N_ ("Hand out the survey"),
  [AMIA_DUE_BENEFIT_ENDS] = N_ ("Last day of the sickness benefit"),
  [AMIA_DUE_ALI_ENDS] = N_ ("Last day of ALI"),
  [AMIA_DUE_AFTER_ALI] = N_ ("Close the case"),
  [AMIA_DUE_STATUS] = N_ ("Ask how it went after ALI"),
  [AMIA_DUE_CONSENT_ENDS] = N_ ("Last day of the consent"),
  [AMIA_DUE_TODO] = N_ ("Agreed task"),
  [AMIA_DUE_MEETING] = N_ ("Note how the meeting went"),
  [AMIA_DUE_HANDOVER] = N_ ("Confirm that you have taken over the case"),
  [AMIA_DUE_REFERRAL] = N_ ("An answer should have come"),
  [AMIA_DUE_OFFER] = N_ ("Check an entry of the catalogue"),
};

const char *
amia_due_words_group (AmiaDueGroup group)
{
  switch (group)
    {
    case AMIA_DUE_OVERDUE:
      return _ ("Overdue");
    case AMIA_DUE_TODAY:
      return _ ("Today");
    case AMIA_DUE_THIS_WEEK:
      return _ ("This week");
    case AMIA_DUE_LATER:
    default:
      return _ ("Later");
    }
}

/* How many days @day is after @today; 0 for what is no day. */
static int
count_days (const char *day,
            const char *today)
{
  GDate to;
  GDate from;

  return amia_date_parse_iso (day, -1, &to) && amia_date_parse_iso (today, -1, &from)
             ? g_date_days_between (&from, &to)
             : 0;
}

static int
count_days_left_of_week (const char *today)
{
  GDate date;

  return amia_date_parse_iso (today, -1, &date) ? G_DATE_SUNDAY - (int) g_date_get_weekday (&date)
                                                : 0;
}

AmiaDueGroup
amia_due_words_find_group (const char *day,
                           const char *today)
{
  int n_days = 0;

  g_return_val_if_fail (day != NULL, AMIA_DUE_LATER);
  g_return_val_if_fail (today != NULL, AMIA_DUE_LATER);

  n_days = count_days (day, today);
  if (n_days < 0)
    return AMIA_DUE_OVERDUE;
  if (n_days == 0)
    return AMIA_DUE_TODAY;
  return n_days <= count_days_left_of_week (today) ? AMIA_DUE_THIS_WEEK : AMIA_DUE_LATER;
}

/* --- What ------------------------------------------------------------------------------------- */

static char *
describe_hours (guint month)
{
  g_autofree char *words = NULL;

  if (month % 100 < 1 || month % 100 > 12)
    return g_strdup (_ (names[AMIA_DUE_HOURS]));

  words = amia_words_month (month / 100, month % 100);

  /* Translators: %s is a month and its year. */
  return g_strdup_printf (_ ("Report the hours of %s"), words);
}

static char *
describe_record (const AmiaDueLine *line)
{
  if (line->text == NULL || *line->text == '\0')
    return g_strdup (_ (names[line->due.rule]));

  if (line->due.rule == AMIA_DUE_HANDOVER)
    /* Translators: %s is a caseworker. */
    return g_strdup_printf (_ ("Confirm that you have taken over from %s"), line->text);
  if (line->due.rule == AMIA_DUE_REFERRAL)
    /* Translators: %s is who was asked. */
    return g_strdup_printf (_ ("An answer from %s"), line->text);
  if (line->due.rule == AMIA_DUE_OFFER)
    /* Translators: %s is an entry of the catalogue. */
    return g_strdup_printf (_ ("Check that “%s” still holds"), line->text);
  if (line->due.rule == AMIA_DUE_MEETING)
    return g_strdup (_ (names[line->due.rule]));

  return g_strdup (line->text);
}

char *
amia_due_words_what (const AmiaDueLine *line)
{
  const AmiaDue *due = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  due = &line->due;
  if (due->rule == AMIA_DUE_HOURS)
    return describe_hours (due->number);
  if (due->rule == AMIA_DUE_SURVEY)
    return g_strdup_printf (_ ("Hand out survey %u"), due->number);
  if (due->rule == AMIA_DUE_STATUS)
    return g_strdup_printf (ngettext ("Ask how it went %u day after ALI",
                                      "Ask how it went %u days after ALI",
                                      due->number),
                            due->number);
  return describe_record (line);
}

char *
amia_due_words_who (const AmiaDueLine *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  if (amia_uuid_is_nil (&line->of->case_id))
    return g_strdup (_ ("The catalogue"));
  if (line->of->is_protected)
    return g_strdup (_ ("Protected identity"));
  return g_strdup (line->of->title != NULL ? line->of->title : _ ("Name not shared with you"));
}

/* --- When ------------------------------------------------------------------------------------- */

static char *
describe_weekday (const char *day)
{
  GDate date;

  if (!amia_date_parse_iso (day, -1, &date))
    return g_strdup (day);

  return g_strdup (amia_words_weekday (g_date_get_weekday (&date)));
}

char *
amia_due_words_when (const AmiaDueLine *line,
                     const char        *today)
{
  int n_days = 0;

  g_return_val_if_fail (line != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  n_days = count_days (line->due.day, today);
  if (n_days < 0)
    return g_strdup_printf (
        ngettext ("%d day late", "%d days late", (gulong) -n_days), -n_days);
  if (n_days == 0)
    return g_strdup (_ ("today"));
  if (n_days == 1)
    return g_strdup (_ ("tomorrow"));
  if (n_days <= count_days_left_of_week (today))
    return describe_weekday (line->due.day);
  return amia_words_date (line->due.day);
}

/* --- Why -------------------------------------------------------------------------------------- */

static char *
describe_within (guint n_days)
{
  if (n_days % 7 == 0)
    return g_strdup_printf (ngettext ("within %u week", "within %u weeks", n_days / 7),
                            n_days / 7);
  return g_strdup_printf (ngettext ("within %u day", "within %u days", n_days), n_days);
}

static char *
describe_hours_day (guint day)
{
  if (day == AMIA_ROUTINE_LAST_DAY)
    return g_strdup (_ ("by the last day of the next month"));
  /* Translators: %u is a day of the month. */
  return g_strdup_printf (_ ("by day %u of the next month"), day);
}

static char *
describe_mapping (guint n_days)
{
  g_autofree char *within = describe_within (n_days);

  /* Translators: %s is `within 2 weeks`. */
  return g_strdup_printf (_ ("%s of enrolment"), within);
}

static char *
describe_surveys (guint n_surveys)
{
  if (n_surveys <= 1)
    return g_strdup (_ ("one at the start"));
  return g_strdup_printf (ngettext ("%u survey: at the start, half-way and at the end",
                                    "%u surveys: at the start, half-way and at the end",
                                    n_surveys),
                          n_surveys);
}

char *
amia_due_words_routine (AmiaDueRule        rule,
                        const AmiaRoutine *routine)
{
  g_return_val_if_fail (routine != NULL, NULL);

  if (rule == AMIA_DUE_LOOK)
    return g_strdup_printf (ngettext ("at the latest %u month before the benefit ends",
                                      "at the latest %u months before the benefit ends",
                                      routine->look_months),
                            routine->look_months);
  if (rule == AMIA_DUE_CONTACT)
    return describe_within (routine->contact_days);
  if (rule == AMIA_DUE_FIRST_MEETING)
    return describe_within (routine->first_meeting_days);
  if (rule == AMIA_DUE_MAPPING)
    return describe_mapping (routine->mapping_days);
  if (rule == AMIA_DUE_FOLLOW_UP)
    return g_strdup_printf (ngettext ("at least every month",
                                      "at least every %u months",
                                      routine->meeting_months),
                            routine->meeting_months);
  if (rule == AMIA_DUE_HOURS)
    return describe_hours_day (routine->hours_day);
  if (rule == AMIA_DUE_SURVEY)
    return describe_surveys (routine->n_surveys);
  if (rule == AMIA_DUE_AFTER_ALI)
    return g_strdup_printf (ngettext ("at most %u month after ALI",
                                      "at most %u months after ALI",
                                      routine->after_ali_months),
                            routine->after_ali_months);
  return NULL;
}

/* What holds for everybody. */
static const char *
describe_method (AmiaDueRule rule)
{
  static const char *const words[] = {
    [AMIA_DUE_CARE_MEETING] = N_ ("Every case has one, or the doctor is informed"),
    [AMIA_DUE_BENEFIT_ENDS] = N_ ("ALI begins when the benefit ends"),
    [AMIA_DUE_ALI_ENDS] = N_ ("ALI lasts 90 days"),
    [AMIA_DUE_STATUS] = N_ ("Every case, also one that is closed"),
    [AMIA_DUE_CONSENT_ENDS] = N_ ("Without a consent nothing is shared any more"),
    [AMIA_DUE_TODO] = N_ ("Agreed with the participant"),
    [AMIA_DUE_MEETING] = N_ ("Its day has passed and nobody has said how it went"),
    [AMIA_DUE_HANDOVER] = N_ ("No case is handed over to nobody"),
    [AMIA_DUE_REFERRAL] = N_ ("It was asked for by that day"),
    [AMIA_DUE_OFFER] = N_ ("Entries are checked twice a year"),
  };

  return (gsize) rule < G_N_ELEMENTS (words) && words[rule] != NULL ? _ (words[rule]) : "";
}

static char *
describe_rule (const AmiaDueLine *line)
{
  const AmiaRoutine *routine = line->of->routine;
  g_autofree char   *words =
      routine != NULL ? amia_due_words_routine (line->due.rule, routine) : NULL;

  if (words == NULL)
    return g_strdup (describe_method (line->due.rule));

  /* Translators: the name of a sub-project, then what its routine says of the thing due. */
  return g_strdup_printf (_ ("Routine of %s: %s"), routine->subproject, words);
}

static char *
describe_move (const AmiaDueLine *line)
{
  g_autofree char *was = amia_words_date (line->due.was);

  if (line->reason == NULL || *line->reason == '\0')
    /* Translators: %s is a date. */
    return g_strdup_printf (_ ("Moved from %s"), was);

  /* Translators: a date, and why somebody moved the thing due. */
  return g_strdup_printf (_ ("Moved from %s: %s"), was, line->reason);
}

/* Somebody may have done it where no consent lets us look. */
static char *
describe_doubt (const AmiaDueLine *line)
{
  g_autofree char *rule = describe_rule (line);

  if (!line->due.may_be_done)
    return g_steal_pointer (&rule);

  return g_strdup_printf (
      "%s · %s", _ ("Perhaps done by the other agency (no consent)"), rule);
}

char *
amia_due_words_why (const AmiaDueLine *line)
{
  g_autofree char *rule = NULL;
  g_autofree char *move = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  rule = describe_doubt (line);
  if (*line->due.was == '\0')
    return g_steal_pointer (&rule);

  move = describe_move (line);
  return g_strdup_printf ("%s · %s", move, rule);
}
