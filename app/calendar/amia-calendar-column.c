/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-column.h"

#include <glib/gi18n.h>

#include "amia-calendar-words.h"
#include "amia-month.h"

/* Lays out its buttons by the clock; the lines behind them are drawn. */

#define LINES_AN_HOUR 3
#define MINUTES_MIN   20 /* what is shorter is drawn as high as this, so that it can be read */
#define GAP           2

typedef struct
{
  GtkWidget  *button;
  AmiaStretch stretch; /* within the day */
  AmiaLane    lane;
} Block;

struct _AmiaCalendarColumn
{
  GtkWidget parent_instance;

  GArray           *blocks;
  AmiaCalendarData *data;
  GDate             day;
  int               first_hour;
  int               last_hour;
};

G_DEFINE_FINAL_TYPE (AmiaCalendarColumn, amia_calendar_column, GTK_TYPE_WIDGET)

static guint item_opened_signal;

int
amia_calendar_column_get_hour_height (GtkWidget *widget)
{
  PangoContext     *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int               height = (pango_font_metrics_get_ascent (metrics) +
                pango_font_metrics_get_descent (metrics)) /
               PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  return MAX (height, 10) * LINES_AN_HOUR;
}

/* --- Layout ---------------------------------------------------------------------------------- */

static void
amia_calendar_column_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  AmiaCalendarColumn *self = AMIA_CALENDAR_COLUMN (widget);

  *minimum = orientation == GTK_ORIENTATION_VERTICAL
                 ? (self->last_hour - self->first_hour) *
                       amia_calendar_column_get_hour_height (widget)
                 : 40;
  *natural = *minimum;
  *minimum_baseline = *natural_baseline = -1;
}

static int
get_y (AmiaCalendarColumn *self,
       AmiaLocalTime       time,
       int                 height)
{
  AmiaLocalTime first = amia_local_time_make (&self->day, self->first_hour * 60);
  int           n_minutes = (self->last_hour - self->first_hour) * 60;

  return (int) (CLAMP (time - first, 0, n_minutes) * height / n_minutes);
}

static void
amia_calendar_column_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  AmiaCalendarColumn *self = AMIA_CALENDAR_COLUMN (widget);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block  *block = &g_array_index (self->blocks, Block, i);
      int           lane_width = width / (int) block->lane.n_lanes;
      int           top = get_y (self, block->stretch.start, height);
      int           bottom = get_y (self, block->stretch.end, height);
      int           least_width;
      int           least_height;
      GtkAllocation place;

      gtk_widget_measure (
          block->button, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
      place.x = (int) block->lane.lane * lane_width;
      place.width = MAX (lane_width - GAP, least_width);
      gtk_widget_measure (
          block->button, GTK_ORIENTATION_VERTICAL, place.width, &least_height, NULL, NULL, NULL);
      place.y = top;
      place.height = MAX (bottom - top - GAP, least_height);
      gtk_widget_size_allocate (block->button, &place, -1);
    }
}

/* The line of now is drawn where it is, or not at all: never at the edge of the hours shown. */
static gboolean
shows_now (AmiaCalendarColumn *self,
           AmiaLocalTime       now)
{
  return now >= amia_local_time_make (&self->day, self->first_hour * 60) &&
         now <= amia_local_time_make (&self->day, self->last_hour * 60);
}

static void
amia_calendar_column_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  AmiaCalendarColumn *self = AMIA_CALENDAR_COLUMN (widget);
  int                 width = gtk_widget_get_width (widget);
  int                 height = gtk_widget_get_height (widget);
  AmiaLocalTime       now = amia_calendar_now ();
  GdkRGBA             colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= 0.12f;
  for (int hour = self->first_hour; hour <= self->last_hour; hour++)
    {
      int y = (hour - self->first_hour) * height / (self->last_hour - self->first_hour);

      gtk_snapshot_append_color (
          snapshot, &colour, &GRAPHENE_RECT_INIT (0, (float) y, (float) width, 1));
    }
  gtk_snapshot_append_color (
      snapshot, &colour, &GRAPHENE_RECT_INIT (-3, 0, 1, (float) height));

  GTK_WIDGET_CLASS (amia_calendar_column_parent_class)->snapshot (widget, snapshot);
  if (shows_now (self, now))
    {
      gdk_rgba_parse (&colour, "#c01c28");
      gtk_snapshot_append_color (
          snapshot,
          &colour,
          &GRAPHENE_RECT_INIT (0, (float) get_y (self, now, height), (float) width, 2));
    }
}

/* --- Filling --------------------------------------------------------------------------------- */

static void
clicked_cb (GtkWidget          *button,
            AmiaCalendarColumn *self)
{
  g_signal_emit (
      self, item_opened_signal, 0, g_object_get_data (G_OBJECT (button), "amia-item"));
}

static GtkWidget *
make_label (const char *words,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_button (AmiaCalendarColumn   *self,
             const AmiaAgendaItem *item)
{
  GtkWidget       *button = gtk_button_new ();
  GtkWidget       *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = amia_calendar_data_dup_line (self->data, item);
  g_autofree char *times = amia_calendar_words_times (item);
  g_autofree char *details = amia_calendar_words_details (item);
  g_autofree char *name = g_strdup_printf (
      "%s %s%s%s", times, title, *details != '\0' ? " · " : "", details);
  g_autofree char *below = g_strdup_printf (
      "%s%s%s", times, *details != '\0' ? " · " : "", details);

  gtk_box_append (GTK_BOX (lines), make_label (title, "calendar-title"));
  if (item->end - item->start >= 2 * MINUTES_MIN)
    gtk_box_append (GTK_BOX (lines), make_label (below, "calendar-details"));
  gtk_button_set_child (GTK_BUTTON (button), lines);
  gtk_widget_set_overflow (button, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "calendar-block");
  gtk_widget_add_css_class (button, amia_calendar_data_get_class (self->data, item));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "amia-item", (gpointer) item);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, 0);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static void
clear (AmiaCalendarColumn *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    gtk_widget_unparent (g_array_index (self->blocks, Block, i).button);
  g_array_set_size (self->blocks, 0);
  g_clear_pointer (&self->data, amia_calendar_data_unref);
}

static void
place_blocks (AmiaCalendarColumn *self)
{
  g_autofree AmiaStretch *stretches = g_new0 (AmiaStretch, self->blocks->len + 1);
  g_autofree AmiaLane    *lanes = g_new0 (AmiaLane, self->blocks->len + 1);

  for (guint i = 0; i < self->blocks->len; i++)
    stretches[i] = g_array_index (self->blocks, Block, i).stretch;
  amia_lanes_place (stretches, self->blocks->len, lanes);
  for (guint i = 0; i < self->blocks->len; i++)
    g_array_index (self->blocks, Block, i).lane = lanes[i];
}

void
amia_calendar_column_show (AmiaCalendarColumn *self,
                           const GDate        *day,
                           int                 first_hour,
                           int                 last_hour,
                           AmiaCalendarData   *data)
{
  AmiaLocalTime midnight;
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (AMIA_IS_CALENDAR_COLUMN (self));
  g_return_if_fail (day != NULL && g_date_valid (day));
  g_return_if_fail (first_hour < last_hour);

  clear (self);
  self->day = *day;
  self->first_hour = first_hour;
  self->last_hour = last_hour;
  self->data = data != NULL ? amia_calendar_data_ref (data) : NULL;
  midnight = amia_local_time_make (day, 0);
  items = data != NULL ? amia_calendar_data_list_day (data, day, NULL) : g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);
      Block                 block = { 0 };

      if (item->is_all_day)
        continue;
      block.button = make_button (self, item);
      block.stretch.start = MAX (item->start, midnight);
      block.stretch.end = MAX (MIN (item->end, midnight + AMIA_DAY_MINUTES),
                               block.stretch.start + MINUTES_MIN);
      g_array_append_val (self->blocks, block);
    }

  place_blocks (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
amia_calendar_column_dispose (GObject *object)
{
  clear (AMIA_CALENDAR_COLUMN (object));

  G_OBJECT_CLASS (amia_calendar_column_parent_class)->dispose (object);
}

static void
amia_calendar_column_finalize (GObject *object)
{
  g_array_unref (AMIA_CALENDAR_COLUMN (object)->blocks);

  G_OBJECT_CLASS (amia_calendar_column_parent_class)->finalize (object);
}

static void
amia_calendar_column_class_init (AmiaCalendarColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_calendar_column_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_calendar_column_finalize;
  widget_class->measure = amia_calendar_column_measure;
  widget_class->size_allocate = amia_calendar_column_size_allocate;
  widget_class->snapshot = amia_calendar_column_snapshot;

  item_opened_signal = g_signal_new ("item-opened", AMIA_TYPE_CALENDAR_COLUMN, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
amia_calendar_column_init (AmiaCalendarColumn *self)
{
  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  self->first_hour = 8;
  self->last_hour = 17;
  g_date_clear (&self->day, 1);
  g_date_set_julian (&self->day, 1);
}

GtkWidget *
amia_calendar_column_new (void)
{
  return g_object_new (AMIA_TYPE_CALENDAR_COLUMN, NULL);
}
