/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <math.h>

#include "amia-date.h"
#include "amia-rating-source.h"
#include "amia-ratings-drawing.h"

/* Self-ratings beside those of other times, as on the screen: a spider chart, and a table that says
 * the same in numbers. One occasion alone is not drawn: its marks are just above. */

#define SPIDER_SIZE   250.0
#define SERIES_WIDTH  78.0
#define SERIES_HEIGHT 30.0
#define KEY_WIDTH     38.0
#define KEY_HEIGHT    12.0
#define NUMBER_LEAST  40.0
#define QUESTION_MIN  128.0
#define COLUMNS_MAX   (AMIA_RATINGS_STYLES + 2)

static const AmiaRatingsColor black = { 0, 0, 0 };

typedef struct
{
  AmiaFormSetter     *setter;
  GPtrArray          *nodes; /* (element-type AmiaNode), unowned: a scale each */
  AmiaRatingsPicture *picture;
  AmiaCell            cells[COLUMNS_MAX]; /* the question, each occasion, the series */
  guint               n_cells;
  gboolean            has_series;
} Chart;

/* --- What is drawn ---------------------------------------------------------------------------- */

/* Without an answer now, a scale may have had one before: an own copy has it as well. */
static GPtrArray *
list_scales (AmiaFormSetter       *setter,
             const AmiaPaperField *group)
{
  AmiaPaperInfo  info = *setter->info;
  AmiaFormSetter all = *setter;
  GPtrArray     *nodes = g_ptr_array_new ();
  g_autoptr (GArray) fields = NULL;

  info.is_own_copy = FALSE;
  all.info = &info;
  fields = _amia_setter_list_children (&all, group);
  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);

      if (!amia_node_is_list (field->node) && amia_rating_is_scale (field->item))
        g_ptr_array_add (nodes, field->node);
    }

  return nodes;
}

static void
find_day (const AmiaFormSetter *setter,
          const char           *id,
          GDate                *day)
{
  GPtrArray *ratings = setter->info->ratings;

  if (setter->info->printed_on == NULL || !amia_date_parse_iso (setter->info->printed_on, -1, day))
    g_date_set_time_t (day, time (NULL));
  for (guint i = 0; i < ratings->len; i++)
    {
      const AmiaRating *rating = g_ptr_array_index (ratings, i);

      if (g_str_equal (rating->id, id))
        *day = rating->day;
    }
}

static AmiaRatingsPicture *
make_picture (AmiaFormSetter *setter,
              GPtrArray      *nodes)
{
  const AmiaUuid             *form_id = setter->info->form_id;
  g_autofree char            *id = form_id != NULL ? amia_uuid_to_string (form_id) : g_strdup ("");
  g_autofree AmiaRatingScale *scales = g_new0 (AmiaRatingScale, nodes->len);
  g_autofree const char     **paths = g_new0 (const char *, nodes->len);
  g_autoptr (AmiaRating) own = NULL;
  GDate day;

  g_date_clear (&day, 1);
  find_day (setter, id, &day);
  own = amia_rating_new_from_response (setter->response, id, &day);
  for (guint i = 0; i < nodes->len; i++)
    {
      AmiaNode       *node = g_ptr_array_index (nodes, i);
      const AmiaItem *item = amia_node_get_item (node);

      scales[i].min = g_ascii_strtod (item->min_value, NULL);
      scales[i].max = g_ascii_strtod (item->max_value, NULL);
      paths[i] = amia_node_get_value_path (node);
    }

  return amia_ratings_picture_new (scales, paths, nodes->len, own, setter->info->ratings);
}

/* --- Drawings --------------------------------------------------------------------------------- */

static cairo_t *
begin_drawing (cairo_surface_t **surface)
{
  *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  return cairo_create (*surface);
}

static void
end_drawing (cairo_t         *cr,
             cairo_surface_t *surface,
             AmiaStrip       *strip,
             double           x,
             double           y)
{
  cairo_destroy (cr);
  amia_strip_add_picture (strip, surface, x, y);
  cairo_surface_destroy (surface);
}

/* The press's own context says nothing of which font a number is in. */
static PangoContext *
make_context (AmiaPress *press)
{
  g_autoptr (PangoLayout) sample = amia_press_make_layout (press, AMIA_FONT_BODY, "0", 0);
  PangoContext *from = pango_layout_get_context (sample);
  PangoContext *context = pango_font_map_create_context (pango_context_get_font_map (from));

  pango_cairo_context_set_resolution (context, pango_cairo_context_get_resolution (from));
  pango_context_set_font_description (context, pango_layout_get_font_description (sample));
  return context;
}

static void
set_spider (const Chart *chart)
{
  AmiaPress       *press = chart->setter->press;
  const char      *language = chart->setter->language;
  const double     size = amia_press_scale (press, SPIDER_SIZE);
  AmiaStrip       *strip = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t         *cr = begin_drawing (&surface);
  PangoContext    *context = make_context (press);

  amia_press_begin_unit (press);
  amia_press_add_heading (press,
                          AMIA_FONT_SUBHEADING,
                          amia_paper_word (language, AMIA_PAPER_OVER_TIME),
                          18);
  strip = amia_press_add_strip (press, size, 4);
  strip->keeps = TRUE;
  amia_ratings_draw_spider (cr, context, chart->picture, &black, size, size);
  g_object_unref (context);
  end_drawing (cr,
               surface,
               strip,
               amia_press_get_left (press) + (amia_press_get_width (press) - size) / 2,
               0);
  amia_press_add_text (press,
                       AMIA_FONT_SMALL,
                       amia_paper_word (language, AMIA_PAPER_SPIDER_IS),
                       2,
                       FALSE);
  amia_press_end_card (press);
}

/* --- Table ------------------------------------------------------------------------------------ */

static char *
dup_day (const Chart *chart,
         guint        line)
{
  const AmiaRatingsLine *at = &chart->picture->lines[line];
  const char            *language = chart->setter->language;
  g_autofree char       *words = NULL;
  GDate                  day;
  char                   text[AMIA_DATE_TEXT_LENGTH + 1];

  g_date_clear (&day, 1);
  g_date_set_julian (&day, at->day);
  words = amia_paper_date (language, amia_date_print_iso (&day, text));
  return at->style == 0 ? amia_paper_say (language, AMIA_PAPER_THIS_FORM, words, NULL)
                        : g_steal_pointer (&words);
}

/* As wide as the widest of its words, so that none is broken. */
static double
get_day_width (const Chart *chart,
               guint        line)
{
  g_autofree char *day = dup_day (chart, line);
  g_auto (GStrv) words = g_strsplit (day, " ", -1);
  double width = NUMBER_LEAST;

  for (gsize i = 0; words[i] != NULL; i++)
    width = MAX (width,
                 amia_press_measure (chart->setter->press, AMIA_FONT_SMALL, words[i]) +
                     2 * AMIA_CELL_PAD + 1);
  return width;
}

/* The drawing of each question goes where there is no room for it: the chart has it, too. */
static void
lay_out_columns (Chart *chart)
{
  const guint  n_lines = chart->picture->n_lines;
  const double width = amia_press_get_width (chart->setter->press);
  double       days[AMIA_RATINGS_STYLES];
  double       x = width;

  for (guint i = 0; i < n_lines; i++)
    {
      days[i] = get_day_width (chart, i);
      x -= days[i];
    }
  chart->has_series = x - SERIES_WIDTH >= amia_press_scale (chart->setter->press, QUESTION_MIN);
  if (chart->has_series)
    x -= SERIES_WIDTH;

  chart->cells[0].width = x;
  for (guint i = 0; i < n_lines; i++)
    {
      chart->cells[i + 1].x = x;
      chart->cells[i + 1].width = days[i];
      x += days[i];
    }
  chart->n_cells = n_lines + 1;
  if (chart->has_series)
    {
      chart->cells[chart->n_cells].x = x;
      chart->cells[chart->n_cells++].width = SERIES_WIDTH;
    }
  for (guint i = 0; i < chart->n_cells; i++)
    chart->cells[i].font = AMIA_FONT_SMALL;
}

static AmiaStrip *
set_days (Chart *chart)
{
  g_autoptr (GPtrArray) days = g_ptr_array_new_with_free_func (g_free);
  AmiaStrip *strip = NULL;

  chart->cells[0].text = NULL;
  for (guint i = 0; i < chart->picture->n_lines; i++)
    {
      char *day = dup_day (chart, i);

      g_ptr_array_add (days, day);
      chart->cells[i + 1].text = day;
    }
  strip = _amia_setter_add_cells (chart->setter, chart->cells, chart->n_cells, 0, 10);
  strip->keeps = TRUE;
  return strip;
}

/* Which line in the chart is from when. */
static void
set_keys (Chart *chart)
{
  const double left = amia_press_get_left (chart->setter->press);
  AmiaStrip   *strip = NULL;

  for (guint i = 0; i < chart->n_cells; i++)
    chart->cells[i].text = NULL;
  chart->cells[0].text = amia_paper_word (chart->setter->language, AMIA_PAPER_LINE_IN_CHART);
  strip = _amia_setter_add_cells (chart->setter, chart->cells, chart->n_cells, 0, 0);
  strip->keeps = TRUE;
  for (guint i = 0; i < chart->picture->n_lines; i++)
    {
      const AmiaCell  *cell = &chart->cells[i + 1];
      const double     width = MIN (KEY_WIDTH, cell->width - 2 * AMIA_CELL_PAD);
      cairo_surface_t *surface = NULL;
      cairo_t         *cr = begin_drawing (&surface);

      amia_ratings_draw_key (cr, chart->picture->lines[i].style, &black, width, KEY_HEIGHT);
      end_drawing (cr,
                   surface,
                   strip,
                   left + cell->x + (cell->width - width) / 2,
                   (strip->height - KEY_HEIGHT) / 2);
    }
}

static void
add_series (const Chart *chart,
            AmiaStrip   *strip,
            guint        scale)
{
  const AmiaCell  *cell = &chart->cells[chart->n_cells - 1];
  cairo_surface_t *surface = NULL;
  cairo_t         *cr = begin_drawing (&surface);

  amia_ratings_draw_series (cr, chart->picture, scale, &black, SERIES_WIDTH, SERIES_HEIGHT);
  end_drawing (cr,
               surface,
               strip,
               amia_press_get_left (chart->setter->press) + cell->x,
               (strip->height - SERIES_HEIGHT) / 2);
}

static void
set_scale (Chart     *chart,
           guint      scale,
           AmiaStrip *head)
{
  const AmiaItem  *item = amia_node_get_item (g_ptr_array_index (chart->nodes, scale));
  g_autofree char *label = _amia_setter_dup_label (chart->setter, item);
  g_autofree char *numbered = g_strdup_printf ("%u. %s", scale + 1, label);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  AmiaStrip *strip = NULL;

  chart->cells[0].text = numbered;
  for (guint i = 0; i < chart->picture->n_lines; i++)
    {
      const double value = chart->picture->lines[i].values[scale];
      char        *text = isnan (value) ? g_strdup ("–") : g_strdup_printf ("%g", value);

      g_ptr_array_add (numbers, text);
      chart->cells[i + 1].text = text;
      chart->cells[i + 1].font =
          chart->picture->lines[i].style == 0 ? AMIA_FONT_LABEL : AMIA_FONT_BODY;
    }
  strip = _amia_setter_add_cells (chart->setter,
                                  chart->cells,
                                  chart->n_cells,
                                  chart->has_series ? SERIES_HEIGHT : 0,
                                  0);
  strip->head = head;
  if (chart->has_series)
    add_series (chart, strip, scale);
}

static void
set_table (Chart *chart)
{
  AmiaStrip *head = NULL;

  lay_out_columns (chart);
  amia_press_begin_unit (chart->setter->press);
  head = set_days (chart);
  if (chart->picture->n_scales >= 3)
    set_keys (chart);
  for (guint i = 0; i < chart->picture->n_scales; i++)
    set_scale (chart, i, head);
  amia_press_end_card (chart->setter->press);
}

void
_amia_setter_set_ratings (AmiaFormSetter       *setter,
                          const AmiaPaperField *field)
{
  Chart chart = { .setter = setter };
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (AmiaRatingsPicture) picture = NULL;

  if (field->node == NULL || setter->info->ratings == NULL)
    return;

  nodes = list_scales (setter, field);
  picture = make_picture (setter, nodes);
  if (nodes->len == 0 || picture->n_lines < 2)
    return;

  chart.nodes = nodes;
  chart.picture = picture;
  if (nodes->len >= 3)
    set_spider (&chart);
  set_table (&chart);
}
