/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-values-words.h"

#include <glib/gi18n.h>

/* The value base in sentences: what the drawing shows, for those who read or hear it. */

#define NAMED_MAX 3

const char *
amia_values_words_value (guint value)
{
  static const char *const names[AMIA_VALUES] = {
    N_ ("Empowerment"),
    N_ ("Being met well"),
    N_ ("Made for the individual"),
    N_ ("Meaningfulness"),
    N_ ("Motivation"),
    N_ ("Influence"),
    N_ ("Participation"),
    N_ ("Responsibility"),
    N_ ("Respect"),
    N_ ("Accessibility"),
  };

  g_return_val_if_fail (value < AMIA_VALUES, "");

  return _ (names[value]);
}

const char *
amia_values_words_mark (AmiaValueMark mark)
{
  static const char *const names[AMIA_VALUE_MARKS] = {
    [AMIA_VALUE_UNSAID] = N_ ("not answered"),
    [AMIA_VALUE_MET] = N_ ("met"),
    [AMIA_VALUE_PARTLY] = N_ ("partly met"),
    [AMIA_VALUE_MISSED] = N_ ("missed"),
  };

  g_return_val_if_fail (mark < AMIA_VALUE_MARKS, "");

  return _ (names[mark]);
}

char *
amia_values_words_tally (const AmiaValueTally *tally)
{
  guint total;

  g_return_val_if_fail (tally != NULL, NULL);

  total = amia_value_tally_get_total (tally);
  if (total == 0)
    return g_strdup (amia_values_words_mark (AMIA_VALUE_UNSAID));
  for (int mark = AMIA_VALUE_MET; total == 1 && mark < AMIA_VALUE_MARKS; mark++)
    {
      if (tally->n[mark] == 1)
        return g_strdup (amia_values_words_mark ((AmiaValueMark) mark));
    }

  return g_strdup_printf (
      /* Translators: numbers of meetings: missed, partly met, met, all */
      ngettext ("missed %u, partly met %u, met %u, of %u meeting",
                "missed %u, partly met %u, met %u, of %u meetings", total),
      tally->n[AMIA_VALUE_MISSED], tally->n[AMIA_VALUE_PARTLY], tally->n[AMIA_VALUE_MET], total);
}

/* @words may be empty. */
static void
add_item (GString    *words,
          const char *separator,
          const char *item)
{
  if (words->len > 0)
    g_string_append (words, separator);
  g_string_append (words, item);
}

char *
amia_values_words_most_missed (const AmiaValuesPeriod *period)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint order[AMIA_VALUES];

  g_return_val_if_fail (period != NULL, NULL);

  amia_values_rank (period, order);
  for (guint i = 0; i < NAMED_MAX; i++)
    {
      const AmiaValueTally *tally = &period->tallies[order[i]];
      g_autofree char      *item = g_strdup_printf (
               /* Translators: a value, in how many meetings it was missed, of how many */
          _ ("%s (%u of %u)"), amia_values_words_value (order[i]), tally->n[AMIA_VALUE_MISSED],
          amia_value_tally_get_total (tally));

      if (tally->n[AMIA_VALUE_MISSED] >= 2)
        add_item (words, ", ", item);
    }

  if (words->len == 0)
    return g_strdup (_ ("No value was missed more than once."));
  /* Translators: a list of values */
  return g_strdup_printf (_ ("Missed most often: %s."), words->str);
}

char *
amia_values_words_slipped (const AmiaValuesPeriod *period,
                           guint                   n_min)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_return_val_if_fail (period != NULL, NULL);
  g_return_val_if_fail (n_min > 0, NULL);

  for (guint i = 0; i < AMIA_VALUES; i++)
    {
      guint            n = period->tallies[i].n_slipped;
      g_autofree char *item = g_strdup_printf (
          /* Translators: a value, and in how many meetings */
          ngettext ("%s (%u meeting)", "%s (%u meetings)", n), amia_values_words_value (i), n);

      if (n >= n_min)
        add_item (words, ", ", item);
    }

  if (words->len == 0)
    return NULL;
  /* Translators: a list of values */
  return g_strdup_printf (_ ("Prepared, and missed all the same: %s."), words->str);
}

/* Translators: a list of values, in each of the three. */
static char *
print_marked (AmiaValueMark mark,
              const char   *list)
{
  switch (mark)
    {
    case AMIA_VALUE_MISSED:
      return g_strdup_printf (_ ("Missed: %s."), list);
    case AMIA_VALUE_PARTLY:
      return g_strdup_printf (_ ("Partly met: %s."), list);
    case AMIA_VALUE_MET:
      return g_strdup_printf (_ ("Met: %s."), list);
    case AMIA_VALUE_UNSAID:
    case AMIA_VALUE_MARKS:
    default:
      g_assert_not_reached ();
    }
}

static void
add_marked (GString                *sentences,
            const AmiaValuesPeriod *period,
            AmiaValueMark           mark)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < AMIA_VALUES; i++)
    {
      if (period->tallies[i].n[mark] > 0)
        add_item (list, ", ", amia_values_words_value (i));
    }
  if (list->len == 0)
    return;

  sentence = print_marked (mark, list->str);
  add_item (sentences, " ", sentence);
}

char *
amia_values_words_by_mark (const AmiaValuesPeriod *period)
{
  g_autoptr (GString) sentences = g_string_new (NULL);

  g_return_val_if_fail (period != NULL, NULL);

  add_marked (sentences, period, AMIA_VALUE_MISSED);
  add_marked (sentences, period, AMIA_VALUE_PARTLY);
  add_marked (sentences, period, AMIA_VALUE_MET);
  return g_string_free (g_steal_pointer (&sentences), FALSE);
}
