/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-ratings-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "amia-case-ratings.h"
#include "amia-date.h"
#include "amia-form-words.h"
#include "amia-rating-source.h"
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

static AmiaRating *
find_own (AmiaRatingsChart *self)
{
  GPtrArray       *ratings = amia_case_reader_get (self->case_ratings);
  AmiaFormModel   *model = amia_instrument_get_model (AMIA_INSTRUMENT (self));
  g_autofree char *id = amia_uuid_to_string (amia_form_model_get_form_id (model));

  for (guint i = 0; ratings != NULL && i < ratings->len; i++)
    {
      AmiaRating *rating = g_ptr_array_index (ratings, i);

      if (g_str_equal (rating->id, id))
        return rating;
    }

  return NULL;
}

/* What is rated now stands in the form before it stands in the store. */
static void
read_own (AmiaRatingsChart *self,
          AmiaRating       *own)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      AmiaNode *node = g_ptr_array_index (self->nodes, i);
      double    value =
          amia_node_is_answered (node) ? g_ascii_strtod (amia_node_get_value (node), NULL) : NAN;

      amia_rating_set (own, amia_node_get_value_path (node), value);
    }
}

static AmiaRatingsPicture *
make_picture (AmiaRatingsChart *self,
              AmiaRating       *own)
{
  g_autofree AmiaRatingScale *scales = g_new0 (AmiaRatingScale, self->nodes->len);
  g_autofree const char     **paths = g_new0 (const char *, self->nodes->len);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      AmiaNode       *node = g_ptr_array_index (self->nodes, i);
      const AmiaItem *item = amia_node_get_item (node);

      scales[i].min = g_ascii_strtod (item->min_value, NULL);
      scales[i].max = g_ascii_strtod (item->max_value, NULL);
      paths[i] = amia_node_get_value_path (node);
    }

  return amia_ratings_picture_new (
      scales, paths, self->nodes->len, own, amia_case_reader_get (self->case_ratings));
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

static GtkWidget *
make_chart (AmiaRatingsChart   *self,
            AmiaRatingsPicture *picture)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  if (picture->n_scales >= 3)
    append_spider (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), make_table (self, picture));
  return box;
}

static void
update (AmiaInstrument *instrument)
{
  AmiaRatingsChart *self = AMIA_RATINGS_CHART (instrument);
  AmiaRating       *own = find_own (self);
  g_autoptr (AmiaRatingsPicture) picture = NULL;
  gboolean has_number;

  if (own != NULL)
    {
      read_own (self, own);
      picture = make_picture (self, own);
    }
  has_number = picture != NULL && amia_ratings_picture_has_number (picture);
  gtk_widget_set_visible (GTK_WIDGET (self), has_number);
  adw_bin_set_child (ADW_BIN (self), has_number ? make_chart (self, picture) : NULL);
}

static void
build (AmiaInstrument *instrument)
{
  AmiaRatingsChart *self = AMIA_RATINGS_CHART (instrument);
  AmiaNode         *group = amia_instrument_get_node (instrument);

  for (guint i = 0; i < amia_node_get_n_children (group); i++)
    {
      AmiaNode *node = amia_node_get_child (group, i);

      if (!amia_node_is_list (node) && amia_rating_is_scale (amia_node_get_item (node)))
        g_ptr_array_add (self->nodes, node);
    }

  self->case_ratings = amia_case_ratings_new (amia_instrument_get_model (instrument));
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
