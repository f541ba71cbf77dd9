/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-diary-view.h"

#include <glib/gi18n.h>
#include <string.h>

/* Made anew whenever the week changes: it is some thirty labels. */

#define MARKS_MAX 12

struct _AmiaDiaryView
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (AmiaDiaryView, amia_diary_view, ADW_TYPE_BIN)

char *
amia_diary_view_dup_marks (int given,
                           int taken)
{
  g_autoptr (GString) marks = g_string_new (NULL);

  for (int i = 0; i < MIN (given, MARKS_MAX); i++)
    g_string_append (marks, "▲");
  if (given > 0 && taken > 0)
    g_string_append_c (marks, ' ');
  for (int i = 0; i < MIN (taken, MARKS_MAX); i++)
    g_string_append (marks, "▼");

  return g_string_free (g_steal_pointer (&marks), FALSE);
}

/* With a decimal comma, as it is typed; no decimal where it says nothing. */
static char *
print_number (double number)
{
  char  buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *point = NULL;

  g_ascii_formatd (buffer, sizeof buffer, "%.1f", number);
  point = strchr (buffer, '.');
  if (point != NULL && point[1] == '0')
    *point = '\0';
  else if (point != NULL)
    *point = ',';

  return g_strdup (buffer);
}

static GtkWidget *
make_label (const char *words,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_row (GtkWidget  *grid,
         int        *row,
         const char *name,
         const char *words)
{
  GtkWidget *label = make_label (words, NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (GTK_GRID (grid), make_label (name, "grid-head"), 0, *row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), label, 1, *row, 2, 1);
  (*row)++;
}

static void
add_mean (GtkWidget           *grid,
          int                 *row,
          const char          *name,
          const AmiaDiaryMean *mean)
{
  g_autofree char *middle = print_number (mean->mean);
  g_autofree char *low = print_number (mean->low);
  g_autofree char *high = print_number (mean->high);
  g_autofree char *words = NULL;

  if (mean->n == 0)
    return;
  words = mean->n == 1
              ? g_strdup_printf (_ ("%s, said of one day"), middle)
              : g_strdup_printf (
                    /* Translators: the mean, the least, the most, and of how many days */
                    _ ("%s on average, from %s to %s, of %u days"), middle, low, high, mean->n);
  add_row (grid, row, name, words);
}

static void
add_strength (GtkWidget              *grid,
              int                    *row,
              const AmiaDiarySummary *summary)
{
  g_autofree char *words = NULL;
  int              given = 0;
  int              taken = 0;

  for (int day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      given += summary->given[day];
      taken += summary->taken[day];
    }

  if (given == 0 && taken == 0)
    return;
  words = g_strdup_printf (_ ("▲ %d given, ▼ %d taken"), given, taken);
  add_row (grid, row, _ ("Strength"), words);
}

static void
add_plan (GtkWidget              *grid,
          int                    *row,
          const AmiaDiarySummary *summary)
{
  g_autofree char *words = NULL;

  if (summary->n_planned == 0)
    return;
  words = g_strdup_printf (
      ngettext ("Of %u planned part of a day, %u has something written; in %u it is what was planned.",
                "Of %u planned parts of days, %u have something written; in %u it is what was planned.",
                summary->n_planned),
      summary->n_planned,
      summary->n_done,
      summary->n_as_planned);
  add_row (grid, row, _ ("The plan"), words);
}

static void
add_share (GtkWidget            *grid,
           int                  *row,
           const AmiaDiaryShare *share,
           double                most)
{
  g_autofree char *hours = print_number (share->hours);
  g_autofree char *marks = amia_diary_view_dup_marks (share->given, share->taken);
  g_autofree char *words = g_strdup_printf (_ ("%s h  %s"), hours, marks);
  GtkWidget       *bar = gtk_level_bar_new_for_interval (0, most);
  GtkWidget       *label = make_label (words, NULL);

  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), share->hours);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (bar, "diary-bar");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, share->name, -1);
  gtk_label_set_width_chars (GTK_LABEL (label), 14);
  gtk_grid_attach (GTK_GRID (grid), make_label (share->name, NULL), 0, *row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), bar, 1, *row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), label, 2, *row, 1, 1);
  (*row)++;
}

static void
add_shares (GtkWidget              *grid,
            int                    *row,
            const AmiaDiarySummary *summary)
{
  const AmiaDiaryShare *first =
      summary->shares->len > 0 ? g_ptr_array_index (summary->shares, 0) : NULL;

  if (first == NULL || first->hours <= 0)
    return;

  gtk_grid_attach (
      GTK_GRID (grid), make_label (_ ("Where the hours went"), "grid-status"), 0, *row, 3, 1);
  (*row)++;
  for (guint i = 0; i < summary->shares->len; i++)
    {
      const AmiaDiaryShare *share = g_ptr_array_index (summary->shares, i);

      if (share->hours > 0)
        add_share (grid, row, share, first->hours);
    }
}

void
amia_diary_view_show (AmiaDiaryView          *self,
                      const AmiaDiarySummary *summary)
{
  GtkWidget *grid = NULL;
  int        row = 0;

  g_return_if_fail (AMIA_IS_DIARY_VIEW (self));
  g_return_if_fail (summary != NULL);

  grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_attach (GTK_GRID (grid), make_label (_ ("The week in brief"), "group-heading"), 0, row++, 3, 1);
  if (summary->n_days == 0)
    gtk_grid_attach (GTK_GRID (grid),
                     make_label (_ ("Nothing is written yet. What you write above is summed up here."),
                                 "field-help"),
                     0, row++, 3, 1);
  add_mean (grid, &row, _ ("Hours of sleep"), &summary->sleep);
  add_mean (grid, &row, _ ("Pain, 0–10"), &summary->pain);
  add_mean (grid, &row, _ ("Energy, 0–10"), &summary->energy);
  add_strength (grid, &row, summary);
  add_plan (grid, &row, summary);
  add_shares (grid, &row, summary);
  adw_bin_set_child (ADW_BIN (self), grid);
}

static void
amia_diary_view_class_init (AmiaDiaryViewClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_diary_view_init (AmiaDiaryView *self)
{
}

GtkWidget *
amia_diary_view_new (void)
{
  return g_object_new (AMIA_TYPE_DIARY_VIEW, NULL);
}
