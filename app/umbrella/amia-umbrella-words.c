/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-umbrella"

#include "config.h"

#include "amia-umbrella-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-date.h"
#include "amia-words.h"

/* Drawing and list say the same, so that nobody has to see the one to know what is in it. */

static const struct
{
  const char *code;
  const char *words;
} kinds[] = {
  { "sjukpenning", N_ ("Sickness benefit") },
  { "sjukersattning", N_ ("Sickness compensation") },
  { "aktivitetsstod", N_ ("Activity support") },
  { "lon", N_ ("Wages") },
  { "a-kassa", N_ ("Unemployment benefit") },
  { "forsorjningsstod", N_ ("Income support") },
  { "pension", N_ ("Pension") },
  { "annat", N_ ("Other income") },
};

const char *const *
amia_umbrella_words_list_incomes (gsize *n_incomes)
{
  static const char *codes[G_N_ELEMENTS (kinds)];

  g_return_val_if_fail (n_incomes != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    codes[i] = kinds[i].code;
  *n_incomes = G_N_ELEMENTS (kinds);
  return codes;
}

const char *
amia_umbrella_words_income_kind (const char *kind)
{
  for (gsize i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].code, kind) == 0)
        return _ (kinds[i].words);
    }

  return kind != NULL && *kind != '\0' ? kind : _ ("Income");
}

char *
amia_umbrella_words_income (const AmiaUmbrellaItem *item)
{
  g_return_val_if_fail (item != NULL, NULL);

  return item->level != NULL && *item->level != '\0'
             ? g_strdup_printf ("%s, %s", amia_umbrella_words_income_kind (item->kind), item->level)
             : g_strdup (amia_umbrella_words_income_kind (item->kind));
}

char *
amia_umbrella_words_span (const char *from,
                          const char *to)
{
  g_autofree char *first = from != NULL ? amia_words_date (from) : NULL;
  g_autofree char *last = to != NULL ? amia_words_date (to) : NULL;

  if (first != NULL && last != NULL)
    return strcmp (from, to) == 0 ? g_steal_pointer (&first)
                                  : g_strdup_printf ("%s – %s", first, last);
  if (first != NULL)
    /* Translators: a day */
    return g_strdup_printf (_ ("from %s"), first);
  if (last != NULL)
    /* Translators: a day */
    return g_strdup_printf (_ ("until %s"), last);

  return g_strdup (_ ("no days yet"));
}

/* --- The list --------------------------------------------------------------------------------- */

static void
line_free (gpointer data)
{
  AmiaUmbrellaLine *line = data;

  g_free (line->from);
  g_free (line->title);
  g_free (line->words);
  g_free (line);
}

static void
add_line (GPtrArray  *lines,
          const char *from,
          const char *title,
          const char *words)
{
  AmiaUmbrellaLine *line = g_new0 (AmiaUmbrellaLine, 1);

  line->from = g_strdup (from);
  line->title = g_strdup (title);
  line->words = g_strdup (words);
  g_ptr_array_add (lines, line);
}

static void
add_day (GPtrArray  *lines,
         const char *day,
         const char *title)
{
  g_autofree char *words = day != NULL ? amia_words_date (day) : NULL;

  if (words != NULL)
    add_line (lines, day, title, words);
}

/* ALI from its first day to its last, also while its first day is only expected. */
static void
add_ali (GPtrArray              *lines,
         const AmiaCaseUmbrella *umbrella)
{
  const gboolean   is_known = umbrella->ali_from != NULL;
  GDate            day;
  char             from[AMIA_DATE_TEXT_LENGTH + 1];
  char             to[AMIA_DATE_TEXT_LENGTH + 1];
  g_autofree char *words = NULL;

  if (!amia_date_parse_iso (is_known                        ? umbrella->ali_from
                            : umbrella->benefit_end != NULL ? umbrella->benefit_end
                                                            : "",
                            -1, &day))
    return;
  if (!is_known)
    g_date_add_days (&day, 1);
  amia_date_print_iso (&day, from);
  g_date_add_days (&day, AMIA_UMBRELLA_ALI_DAYS - 1);
  amia_date_print_iso (&day, to);
  words = amia_umbrella_words_span (from, to);
  add_line (lines, from, is_known ? _ ("ALI, 90 days") : _ ("ALI, 90 days (expected)"), words);
}

/* A title that was taken away again is an empty one. */
static gboolean
has_title (const AmiaUmbrellaItem *item)
{
  return item->title != NULL && *item->title != '\0';
}

static void
add_item (GPtrArray              *lines,
          const AmiaUmbrellaItem *item,
          const char             *title)
{
  g_autofree char *span = amia_umbrella_words_span (item->from, item->to);
  g_autoptr (GString) words = g_string_new (span);

  if (item->time != NULL)
    g_string_append_printf (words, " %s", item->time);
  if (item->place != NULL && *item->place != '\0')
    g_string_append_printf (words, " · %s", item->place);
  add_line (lines, item->from, title, words->str);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 ((*(AmiaUmbrellaLine *const *) a)->from,
                    (*(AmiaUmbrellaLine *const *) b)->from);
}

GPtrArray *
amia_umbrella_words_list (const AmiaCaseUmbrella *umbrella)
{
  GPtrArray       *lines = g_ptr_array_new_with_free_func (line_free);
  g_autofree char *today = amia_words_today ();

  g_return_val_if_fail (umbrella != NULL, lines);

  add_day (lines, today, _ ("Today"));
  add_day (lines, umbrella->enrolled, _ ("Enrolled in AMiA"));
  add_day (lines, umbrella->benefit_end, _ ("Last day of the benefit"));
  add_ali (lines, umbrella);
  for (guint i = 0; i < umbrella->incomes->len; i++)
    {
      const AmiaUmbrellaItem *item = g_ptr_array_index (umbrella->incomes, i);
      g_autofree char        *title = amia_umbrella_words_income (item);

      add_item (lines, item, title);
    }
  for (guint i = 0; i < umbrella->activities->len; i++)
    {
      const AmiaUmbrellaItem *item = g_ptr_array_index (umbrella->activities, i);

      add_item (lines, item, has_title (item) ? item->title : _ ("Activity"));
    }
  for (guint i = 0; i < umbrella->meetings->len; i++)
    {
      const AmiaUmbrellaItem *item = g_ptr_array_index (umbrella->meetings, i);

      add_item (lines, item, has_title (item) ? item->title : _ ("Meeting"));
    }

  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

/* --- The picture ------------------------------------------------------------------------------ */

GPtrArray *
amia_umbrella_words_fill (AmiaUmbrellaLook       *look,
                          const AmiaCaseUmbrella *umbrella)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (look != NULL, words);
  g_return_val_if_fail (umbrella != NULL, words);

  for (guint i = 0; i < umbrella->incomes->len; i++)
    g_ptr_array_add (words, amia_umbrella_words_income (
                                g_ptr_array_index (umbrella->incomes, i)));

  look->n_incomes = words->len;
  if (umbrella->benefit_end != NULL)
    {
      g_autofree char *day = amia_words_date (umbrella->benefit_end);

      /* Translators: the last day of the benefit */
      g_ptr_array_add (words, g_strdup_printf (_ ("Last day %s"), day));
      look->benefit_end = words->pdata[words->len - 1];
    }
  look->incomes = (const char *const *) words->pdata;
  look->phases[AMIA_UMBRELLA_BENEFIT] = _ ("Sickness benefit");
  look->phases[AMIA_UMBRELLA_AMIA] = "AMiA";
  look->phases[AMIA_UMBRELLA_ALI] = "ALI";
  look->phases[AMIA_UMBRELLA_AFTER] = _ ("After");
  look->today = _ ("Today");
  look->months[0] = C_ ("short month", "Jan");
  look->months[1] = C_ ("short month", "Feb");
  look->months[2] = C_ ("short month", "Mar");
  look->months[3] = C_ ("short month", "Apr");
  look->months[4] = C_ ("short month", "May");
  look->months[5] = C_ ("short month", "Jun");
  look->months[6] = C_ ("short month", "Jul");
  look->months[7] = C_ ("short month", "Aug");
  look->months[8] = C_ ("short month", "Sep");
  look->months[9] = C_ ("short month", "Oct");
  look->months[10] = C_ ("short month", "Nov");
  look->months[11] = C_ ("short month", "Dec");
  return words;
}
