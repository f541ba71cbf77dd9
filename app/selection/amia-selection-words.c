/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-selection"

#include "config.h"

#include "amia-selection-words.h"

#include <glib/gi18n.h>

#include "amia-words.h"

/* Codes into sentences, for the pages of the selection list. */

#define DAYS_PER_MONTH 30

const char *
amia_selection_words_time (AmiaSelectionTime time)
{
  switch (time)
    {
    case AMIA_SELECTION_ENDED:
      return _ ("The benefit has ended");
    case AMIA_SELECTION_LATE:
      return _ ("Late: less than three months left");
    case AMIA_SELECTION_SOON:
      return _ ("Time is short: the day for the first look has passed");
    case AMIA_SELECTION_NOW:
      return _ ("To look at now");
    case AMIA_SELECTION_EARLY:
      return _ ("Later");
    case AMIA_SELECTION_UNKNOWN:
    default:
      return _ ("No last day known");
    }
}

static char *
describe_days (int n_days)
{
  int n_months = n_days / DAYS_PER_MONTH;

  if (n_days < 0)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) -n_days), -n_days);
  if (n_months < 2)
    return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong) n_days), n_days);

  return g_strdup_printf (ngettext ("%d month left", "%d months left", (gulong) n_months), n_months);
}

char *
amia_selection_words_left (const char  *benefit_end,
                           const GDate *today)
{
  g_autofree char *day = NULL;
  g_autofree char *left = NULL;
  GDate            end;

  g_return_val_if_fail (g_date_valid (today), NULL);

  if (benefit_end == NULL)
    return g_strdup (_ ("No last day known"));
  if (!amia_date_parse_iso (benefit_end, -1, &end))
    return g_strdup (benefit_end);

  day = amia_words_date (benefit_end);
  left = describe_days (g_date_days_between (today, &end));
  return g_strdup_printf ("%s · %s", day, left);
}

const char *
amia_selection_words_reason (const char *reason)
{
  const char *name = amia_selection_find_reason (reason);

  if (name != NULL)
    return name;
  return reason != NULL ? reason : _ ("No reason given");
}

const char *
amia_selection_words_name (const char *name,
                           const char *personnummer,
                           gboolean    is_protected)
{
  if (is_protected)
    return _ ("Protected identity");
  if (name != NULL && *name != '\0')
    return name;
  return personnummer != NULL && *personnummer != '\0' ? personnummer : _ ("Case without a name");
}

static const char *
describe_fault (AmiaSelectionFault fault)
{
  switch (fault)
    {
    case AMIA_SELECTION_TABLE:
      return _ ("A quotation mark is out of place, so the row can't be read.");
    case AMIA_SELECTION_NAMELESS:
      return _ ("There is neither a name nor a personal identity number.");
    case AMIA_SELECTION_NUMBER_FORM:
      return _ ("The personal identity number is not ten or twelve digits:");
    case AMIA_SELECTION_NUMBER_DATE:
      return _ ("The personal identity number begins with a day that does not exist:");
    case AMIA_SELECTION_NUMBER_DIGIT:
      return _ ("A digit of the personal identity number is mistyped:");
    case AMIA_SELECTION_DAY:
      return _ ("The last day of the benefit can't be read as a day:");
    case AMIA_SELECTION_REPEATED:
    case AMIA_SELECTION_GOOD:
    default:
      return "";
    }
}

char *
amia_selection_words_fault (const AmiaCandidate *candidate)
{
  g_return_val_if_fail (candidate != NULL, NULL);

  if (candidate->fault == AMIA_SELECTION_REPEATED)
    return g_strdup_printf (_ ("The same personal identity number stands on line %u."),
                            candidate->same_line);
  if (candidate->wrong != NULL)
    /* Translators: what is wrong with a row of a table, and what stands there. */
    return g_strdup_printf (_ ("%s “%s”"), describe_fault (candidate->fault), candidate->wrong);
  return g_strdup (describe_fault (candidate->fault));
}

const char *
amia_selection_words_field (AmiaSelectionField field)
{
  static const char *const names[AMIA_SELECTION_N_FIELDS] = {
    [AMIA_SELECTION_NONE] = N_ ("Pass over"),
    [AMIA_SELECTION_NAME] = N_ ("Name"),
    [AMIA_SELECTION_GIVEN_NAME] = N_ ("First name"),
    [AMIA_SELECTION_FAMILY_NAME] = N_ ("Family name"),
    [AMIA_SELECTION_PERSONNUMMER] = N_ ("Personal identity number"),
    [AMIA_SELECTION_BENEFIT_END] = N_ ("Last day of the benefit"),
    [AMIA_SELECTION_MUNICIPALITY] = N_ ("Home municipality"),
    [AMIA_SELECTION_PHONE] = N_ ("Telephone"),
    [AMIA_SELECTION_EMAIL] = N_ ("E-mail"),
    [AMIA_SELECTION_ADDRESS] = N_ ("Address"),
    [AMIA_SELECTION_SUBPROJECT] = N_ ("Sub-project"),
    [AMIA_SELECTION_NUMBER] = N_ ("Case number"),
    [AMIA_SELECTION_NOTE] = N_ ("Note"),
  };

  g_return_val_if_fail (field < AMIA_SELECTION_N_FIELDS, NULL);

  return _ (names[field]);
}

char *
amia_selection_words_twin (const AmiaTwin *twin)
{
  const char *name = NULL;

  g_return_val_if_fail (twin != NULL, NULL);

  name = amia_selection_words_name (twin->name, twin->personnummer, twin->is_protected);
  switch (twin->sign)
    {
    case AMIA_TWIN_NUMBER:
      /* Translators: a participant's name. */
      return g_strdup_printf (_ ("%s has that personal identity number and is here already."), name);
    case AMIA_TWIN_BIRTH:
      /* Translators: a participant's name. */
      return g_strdup_printf (_ ("%s was born on the same day and is called nearly the same."), name);
    case AMIA_TWIN_NAME:
    default:
      /* Translators: a participant's name. */
      return g_strdup_printf (
          _ ("There is a %s here already. One of the two has no personal identity number."), name);
    }
}
