/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-ratings-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "amia-case-ratings.h"
#include "amia-date.h"
#include "amia-form-words.h"
#include "amia-ratings-canvas.h"
#include "amia-words.h"

/* Chart and table are made anew whenever a number changes: they hold nothing that has the focus. */

struct _AmiaRatingsChart
{
  AmiaInstrument parent_instance;

  GPtrArray      *nodes; /* AmiaNode, unowned: a scale each */
  AmiaCaseReader *case_ratings;
};

G_DEFINE_FINAL_TYPE (AmiaRatingsChart, amia_ratings_chart, AMIA_TYPE_INSTRUMENT)

/* --- What is drawn --------------------------------------------------------------------------- */

static gboolean
is_scale (const AmiaItem *item)
{
  return (item->type == AMIA_ITEM_INTEGER || item->type == AMIA_ITEM_DECIMAL) &&
         item->min_value != NULL && item->max_value != NULL && !item->is_hidden &&
         g_ascii_strtod (item->min_value, NULL) < g_ascii_strtod (item->max_value, NULL);
}

static double
get_value (AmiaRatingsChart *self,
           guint             scale)
{
  AmiaNode *node = g_ptr_array_index (self->nodes, scale);

  return amia_node_is_answered (node) ? g_ascii_strtod (amia_node_get_value (node), NULL) : NAN;
}

static gboolean
is_own (AmiaRatingsChart     *self,
        const AmiaCaseRating *rating)
{
  return amia_uuid_equal (&rating->form_id,
                          amia_form_model_get_form_id (
                              amia_instrument_get_model (AMIA_INSTRUMENT (self))));
}

static gboolean
has_value (const AmiaCaseRating *rating)
{
  for (guint i = 0; i < rating->values->len; i++)
    {
      if (!isnan (g_array_index (rating->values, double, i)))
        return TRUE;
    }

  return FALSE;
}

/* This form's, and of the others the latest, as many as there are styles of line. */
static GPtrArray *
pick_ratings (AmiaRatingsChart *self)
{
  GPtrArray *ratings = amia_case_reader_get (self->case_ratings);
  GPtrArray *picked = g_ptr_array_new ();
  guint      n_others = 0;

  for (guint i = ratings != NULL ? ratings->len : 0; i-- > 0;)
    {
      AmiaCaseRating *rating = g_ptr_array_index (ratings, i);

      if (is_own (self, rating))
        g_ptr_array_insert (picked, 0, rating);
      else if (has_value (rating) && n_others++ < AMIA_RATINGS_STYLES - 1)
        g_ptr_array_insert (picked, 0, rating);
    }

  return picked;
}

static AmiaRatingsPicture *
make_picture (AmiaRatingsChart *self,
              GPtrArray        *ratings)
{
  AmiaRatingsPicture *picture = amia_ratings_picture_new (self->nodes->len, ratings->len);
  guint               style = 1;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const AmiaItem *item = amia_node_get_item (g_ptr_array_index (self->nodes, i));

      picture->scales[i].min = g_ascii_strtod (item->min_value, NULL);
      picture->scales[i].max = g_ascii_strtod (item->max_value, NULL);
    }

  /* From the latest back, so that what is nearest keeps its style when older ones fall away. */
  for (guint i = ratings->len; i-- > 0;)
    {
      const AmiaCaseRating *rating = g_ptr_array_index (ratings, i);
      AmiaRatingsLine      *line = &picture->lines[i];
      gboolean              is_this = is_own (self, rating);

      line->style = is_this ? 0 : style++;
      line->day = g_date_get_julian (&rating->day);
      for (guint k = 0; k < self->nodes->len; k++)
        line->values[k] =
            is_this ? get_value (self, k) : g_array_index (rating->values, double, k);
    }

  return picture;
}

/* --- Table ----------------------------------------------------------------------------------- */

static char *
dup_day (const AmiaRatingsLine *line)
{
  GDate day;
  char  text[AMIA_DATE_TEXT_LENGTH + 1];

  g_date_clear (&day, 1);
  g_date_set_julian (&day, line->day);
  return amia_words_date (amia_date_print_iso (&day, text));
}

static GtkWidget *
make_heading (const AmiaRatingsLine *line)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *day = dup_day (line);
  /* Translators: a date, over the column of the form that is open */
  g_autofree char *words = line->style == 0 ? g_strdup_printf (_ ("%s (this form)"), day) : NULL;
  GtkWidget       *label = gtk_label_new (words != NULL ? words : day);
  GtkWidget       *key = amia_ratings_canvas_new_key (line->style);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "grid-head");
  gtk_widget_set_halign (key, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), key);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  return box;
}

/* To a screen reader each number says by itself what it is of and from when. */
static GtkWidget *
make_number (const AmiaRatingsLine *line,
             guint                  scale,
             const char            *question)
{
  double           value = line->values[scale];
  g_autofree char *text = isnan (value) ? g_strdup ("–") : g_strdup_printf ("%g", value);
  g_autofree char *day = dup_day (line);
  g_autofree char *words = g_strdup_printf (
      "%s %s: %s", question, day, isnan (value) ? _ ("not rated") : text);
  GtkWidget *label = gtk_label_new (text);

  if (line->style == 0)
    gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "numeric");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return label;
}

static void
attach_row (AmiaRatingsChart   *self,
            GtkGrid            *grid,
            AmiaRatingsPicture *picture,
            guint               scale)
{
  const char *language =
      amia_form_model_get_language (amia_instrument_get_model (AMIA_INSTRUMENT (self)));
  const AmiaItem  *item = amia_node_get_item (g_ptr_array_index (self->nodes, scale));
  g_autofree char *question = amia_form_words_item (item, language);
  g_autofree char *numbered = g_strdup_printf ("%u. %s", scale + 1, question);
  GtkWidget       *label = gtk_label_new (numbered);
  int              row = (int) scale + 1;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 20);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  for (guint i = 0; i < picture->n_lines; i++)
    gtk_grid_attach (
        grid, make_number (&picture->lines[i], scale, question), (int) i + 1, row, 1, 1);

  if (picture->n_lines > 1)
    {
      GtkWidget *series = amia_ratings_canvas_new_series (picture, scale);
      /* Translators: a question of the form, as the name of a small drawing */
      g_autofree char *words = g_strdup_printf (_ ("%s Over time"), question);

      gtk_accessible_update_property (
          GTK_ACCESSIBLE (series), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
      gtk_widget_set_valign (series, GTK_ALIGN_CENTER);
      gtk_grid_attach (grid, series, (int) picture->n_lines + 1, row, 1, 1);
    }
}

static GtkWidget *
make_table (AmiaRatingsChart   *self,
            AmiaRatingsPicture *picture)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < picture->n_lines; i++)
    gtk_grid_attach (GTK_GRID (grid), make_heading (&picture->lines[i]), (int) i + 1, 0, 1, 1);
  for (guint i = 0; i < picture->n_scales; i++)
    attach_row (self, GTK_GRID (grid), picture, i);
  return grid;
}

/* --- Chart ----------------------------------------------------------------------------------- */

static void
append_spider (GtkBox             *box,
               AmiaRatingsPicture *picture)
{
  GtkWidget *spider = amia_ratings_canvas_new_spider (picture);
  GtkWidget *hint = gtk_label_new (
      _ ("The middle is the lowest number of each scale, the rim the highest. The thick line is "
         "this form; lines of other styles are other times, named in the table."));

  gtk_accessible_update_property (GTK_ACCESSIBLE (spider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Spider chart. The table has the same numbers."), -1);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_add_css_class (hint, "field-help");
  gtk_box_append (box, spider);
  gtk_box_append (box, hint);
}

static gboolean
has_number (const AmiaRatingsPicture *picture)
{
  for (guint i = 0; i < picture->n_lines * picture->n_scales; i++)
    {
      if (!isnan (picture->lines[i / picture->n_scales].values[i % picture->n_scales]))
        return TRUE;
    }

  return FALSE;
}

static void
update (AmiaInstrument *instrument)
{
  AmiaRatingsChart *self = AMIA_RATINGS_CHART (instrument);
  g_autoptr (GPtrArray) ratings = pick_ratings (self);
  g_autoptr (AmiaRatingsPicture) picture = make_picture (self, ratings);
  GtkWidget *box = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), has_number (picture));
  if (!has_number (picture))
    {
      adw_bin_set_child (ADW_BIN (self), NULL);
      return;
    }

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  if (picture->n_scales >= 3)
    append_spider (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), make_table (self, picture));
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
build (AmiaInstrument *instrument)
{
  AmiaRatingsChart *self = AMIA_RATINGS_CHART (instrument);
  AmiaNode         *group = amia_instrument_get_node (instrument);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < amia_node_get_n_children (group); i++)
    {
      AmiaNode *node = amia_node_get_child (group, i);

      if (amia_node_is_list (node) || !is_scale (amia_node_get_item (node)))
        continue;
      g_ptr_array_add (self->nodes, node);
      g_strv_builder_add (builder, amia_node_get_value_path (node));
    }

  paths = g_strv_builder_end (builder);
  self->case_ratings = amia_case_ratings_new (amia_instrument_get_model (instrument),
                                              (const char *const *) paths);
  g_signal_connect_object (
      self->case_ratings, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
amia_ratings_chart_finalize (GObject *object)
{
  AmiaRatingsChart *self = AMIA_RATINGS_CHART (object);

  g_clear_object (&self->case_ratings);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);

  G_OBJECT_CLASS (amia_ratings_chart_parent_class)->finalize (object);
}

static void
amia_ratings_chart_class_init (AmiaRatingsChartClass *klass)
{
  AmiaInstrumentClass *instrument_class = AMIA_INSTRUMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_ratings_chart_finalize;
  instrument_class->build = build;
  instrument_class->update = update;
  instrument_class->is_beside_questions = TRUE;
}

static void
amia_ratings_chart_init (AmiaRatingsChart *self)
{
  self->nodes = g_ptr_array_new ();
}
