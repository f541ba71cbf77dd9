/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-activity-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "amia-group.h"
#include "amia-local-time.h"
#include "amia-words.h"

const AmiaRecordChoice amia_activity_categories[] = {
  { "1", N_ ("Health, lifestyle and getting going") },
  { "2", N_ ("Economy and support") },
  { "3", N_ ("Guidance, work trial and practice") },
  { "4", N_ ("Looking for work") },
};

const AmiaRecordChoice amia_palette_colours[] = {
  { "arbetstraning", N_ ("Work training") },
  { "studiebesok", N_ ("Study visits") },
  { "forsorjning", N_ ("Income support") },
  { "budget", N_ ("Budget advice") },
  { "friskvard", N_ ("Wellness") },
  { "motivation", N_ ("Motivation") },
  { "jobbsokning", N_ ("Job seeking") },
  { "studievagledning", N_ ("Study guidance") },
  { "bemanning", N_ ("Staffing agencies") },
  { "akassa", N_ ("Unemployment fund") },
};

const AmiaRecordChoice amia_group_phases[] = {
  { "1", N_ ("Phase 1, looking at everyday life") },
  { "2", N_ ("Phase 2, changing it") },
  { "3", N_ ("Phase 3, in practice") },
};

const AmiaRecordChoice amia_suggestion_states[] = {
  { "new", N_ ("New") },
  { "doing", N_ ("Being done") },
  { "done", N_ ("Done") },
  { "declined", N_ ("Not done") },
};

const char *
amia_activity_words_category (const char *category)
{
  for (gsize i = 0; i < AMIA_N_ACTIVITY_CATEGORIES; i++)
    {
      if (g_strcmp0 (amia_activity_categories[i].code, category) == 0)
        return _ (amia_activity_categories[i].words);
    }

  return category != NULL ? category : _ ("Without a category");
}

char *
amia_activity_words_distance (double km)
{
  if (km < 0)
    return NULL;

  /* Translators: a distance in kilometres. */
  return g_strdup_printf (_ ("%.0f km"), round (km));
}

char *
amia_activity_words_seating (guint max,
                             guint n_seats)
{
  AmiaSeating      seating = amia_group_seat (max, n_seats);
  g_autofree char *taken = NULL;

  if (max == 0)
    return g_strdup_printf (ngettext ("%u participant", "%u participants", n_seats), n_seats);

  /* Translators: places taken, places there are. */
  taken = g_strdup_printf (_ ("%u of %u places taken"), seating.n_seated, max);
  return seating.n_queued == 0
             ? g_steal_pointer (&taken)
             : g_strdup_printf (ngettext ("%s, %u in the queue", "%s, %u in the queue",
                                          seating.n_queued),
                                taken, seating.n_queued);
}

const char *
amia_activity_words_suggestion (const char *state)
{
  for (gsize i = 0; i < AMIA_N_SUGGESTION_STATES; i++)
    {
      if (g_strcmp0 (amia_suggestion_states[i].code, state) == 0)
        return _ (amia_suggestion_states[i].words);
    }

  return _ (amia_suggestion_states[0].words);
}

void
amia_activity_words_fill_categories (GtkWidget *drop_down)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  gtk_string_list_append (names, _ ("All categories"));
  for (gsize i = 0; i < AMIA_N_ACTIVITY_CATEGORIES; i++)
    gtk_string_list_append (names, _ (amia_activity_categories[i].words));
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (names));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

static void
collect_municipalities (AmiaCatalogue *catalogue,
                        GPtrArray     *names)
{
  for (guint i = 0; i < catalogue->offers->len; i++)
    {
      const char *name = ((AmiaOffer *) g_ptr_array_index (catalogue->offers, i))->municipality;

      if (name != NULL && *name != '\0' &&
          !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
}

void
amia_activity_words_fill_municipalities (GtkWidget     *drop_down,
                                         AmiaCatalogue *catalogue,
                                         GPtrArray     *names)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  g_autofree char *chosen = NULL;
  guint            selected;
  guint            position;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (catalogue != NULL);
  g_return_if_fail (names != NULL);

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));
  if (selected > 0 && selected <= names->len)
    chosen = g_strdup (g_ptr_array_index (names, selected - 1));

  g_ptr_array_set_size (names, 0);
  collect_municipalities (catalogue, names);
  gtk_string_list_append (model, _ ("All municipalities"));
  for (guint i = 0; i < names->len; i++)
    gtk_string_list_append (model, g_ptr_array_index (names, i));
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (model));
  if (chosen != NULL &&
      g_ptr_array_find_with_equal_func (names, chosen, g_str_equal, &position))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), position + 1);
}

const char *
amia_activity_words_phase (const char *phase)
{
  for (gsize i = 0; i < G_N_ELEMENTS (amia_group_phases); i++)
    {
      if (g_strcmp0 (amia_group_phases[i].code, phase) == 0)
        return _ (amia_group_phases[i].words);
    }

  return phase;
}

char *
amia_activity_words_time (const char *start,
                          const char *end)
{
  AmiaLocalTime    from;
  AmiaLocalTime    to;
  g_autofree char *iso = NULL;
  g_autofree char *day = NULL;

  if (!amia_local_time_parse (start, &from))
    return g_strdup (_ ("Without a time"));

  iso = g_strndup (start, strlen ("YYYY-MM-DD"));
  day = amia_words_date (iso);
  if (!amia_local_time_parse (end, &to))
    return g_strdup_printf ("%s %.5s", day, start + strlen ("YYYY-MM-DDT"));

  return g_strdup_printf ("%s %.5s–%.5s", day, start + strlen ("YYYY-MM-DDT"),
                          end + strlen ("YYYY-MM-DDT"));
}
