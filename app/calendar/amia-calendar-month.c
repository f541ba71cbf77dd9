/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-month.h"

#include <glib/gi18n.h>

#include "amia-calendar-words.h"
#include "amia-day-input.h"
#include "amia-month.h"
#include "amia-template.h"
#include "amia-workday.h"

/* Forty-two boxes that are made once and filled as months go by. */

#define N_WEEKS     6
#define N_DAYS      7
#define LINES_SHOWN 3

typedef struct
{
  GtkWidget *button;
  GtkWidget *number;
  GtkWidget *lines;
  guint32    julian;
} Box;

struct _AmiaCalendarMonth
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkWidget *week_numbers[N_WEEKS];
  Box        boxes[N_WEEKS * N_DAYS];
  GDate      selected;
  gboolean   is_filling;
};

G_DEFINE_FINAL_TYPE (AmiaCalendarMonth, amia_calendar_month, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_DAY_SELECTED,
  SIGNAL_DAY_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Going from day to day ------------------------------------------------------------------- */

static Box *
find_box (AmiaCalendarMonth *self,
          guint32            julian)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->boxes); i++)
    {
      if (self->boxes[i].julian == julian && gtk_widget_get_visible (self->boxes[i].button))
        return &self->boxes[i];
    }

  return NULL;
}

static void
select_day (AmiaCalendarMonth *self,
            guint32            julian)
{
  if (julian == g_date_get_julian (&self->selected))
    return;

  g_date_set_julian (&self->selected, julian);
  g_signal_emit (self, signals[SIGNAL_DAY_SELECTED], 0, julian);
}

static gboolean
key_cb (AmiaCalendarMonth *self,
        guint              key,
        guint              code,
        GdkModifierType    modifiers)
{
  static const struct
  {
    guint key;
    int   n_days;
  } moves[] = {
    { GDK_KEY_Left, -1 },
    { GDK_KEY_Right, 1 },
    { GDK_KEY_Up, -7 },
    { GDK_KEY_Down, 7 },
    { GDK_KEY_KP_Left, -1 },
    { GDK_KEY_KP_Right, 1 },
    { GDK_KEY_KP_Up, -7 },
    { GDK_KEY_KP_Down, 7 },
  };

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      if (moves[i].key != key)
        continue;
      select_day (self, g_date_get_julian (&self->selected) + (guint32) moves[i].n_days);
      amia_calendar_month_focus (self);
      return TRUE;
    }

  return FALSE;
}

static void
focus_cb (GtkEventControllerFocus *controller,
          AmiaCalendarMonth       *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  for (guint i = 0; i < G_N_ELEMENTS (self->boxes) && !self->is_filling; i++)
    {
      if (self->boxes[i].button == button)
        {
          select_day (self, self->boxes[i].julian);
          return;
        }
    }
}

static void
clicked_cb (GtkWidget         *button,
            AmiaCalendarMonth *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->boxes); i++)
    {
      if (self->boxes[i].button == button)
        {
          g_signal_emit (self, signals[SIGNAL_DAY_OPENED], 0, self->boxes[i].julian);
          return;
        }
    }
}

/* --- Filling --------------------------------------------------------------------------------- */

static GtkWidget *
make_line (const char *words,
           const char *css_class)
{
  GtkWidget *line = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  /* The columns are as wide as there is room, whatever stands in them. */
  gtk_label_set_max_width_chars (GTK_LABEL (line), 1);
  gtk_widget_add_css_class (line, "calendar-line");
  gtk_widget_add_css_class (line, css_class);
  return line;
}

static void
fill_lines (Box              *box,
            AmiaCalendarData *data,
            GPtrArray        *items)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box->lines)) != NULL)
    gtk_box_remove (GTK_BOX (box->lines), child);

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);
      g_autofree char      *title = NULL;
      g_autofree char      *words = NULL;
      int                   minute = amia_local_time_get_minute (item->start);

      if (i + 1 >= LINES_SHOWN && items->len > LINES_SHOWN)
        {
          guint n_more = items->len - i;

          /* Translators: so many more stand on that day than there is room for. */
          words = g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more);
          gtk_box_append (GTK_BOX (box->lines), make_line (words, "more"));
          return;
        }
      title = amia_calendar_data_dup_line (data, item);
      words = item->is_all_day ? g_steal_pointer (&title)
                               : g_strdup_printf ("%02d:%02d %s", minute / 60, minute % 60, title);
      gtk_box_append (GTK_BOX (box->lines),
                      make_line (words, amia_calendar_data_get_class (data, item)));
    }
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
fill_box (Box              *box,
          const GDate      *day,
          gboolean          is_inside,
          const GDate      *today,
          AmiaCalendarData *data)
{
  guint n_meetings = 0;
  g_autoptr (GPtrArray) items = data != NULL ? amia_calendar_data_list_day (data, day, &n_meetings)
                                             : g_ptr_array_new ();
  g_autofree char *number = g_strdup_printf ("%d", g_date_get_day (day));
  g_autofree char *name = amia_calendar_words_day_count (day, n_meetings);
  gboolean         is_today = g_date_compare (day, today) == 0;

  box->julian = g_date_get_julian (day);
  gtk_label_set_label (GTK_LABEL (box->number), number);
  set_class (box->button, "outside", !is_inside);
  set_class (box->button, "today", is_today);
  set_class (box->number, "free-day", amia_workday_is_free (day));
  gtk_accessible_update_property (GTK_ACCESSIBLE (box->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  fill_lines (box, data, items);
}

void
amia_calendar_month_show (AmiaCalendarMonth *self,
                          const GDate       *day,
                          AmiaCalendarData  *data)
{
  AmiaMonth month;
  GDate     today;

  g_return_if_fail (AMIA_IS_CALENDAR_MONTH (self));
  g_return_if_fail (day != NULL && g_date_valid (day));

  self->is_filling = TRUE;
  self->selected = *day;
  amia_month_init (&month, day);
  amia_day_input_get_today (&today);
  for (guint week = 0; week < N_WEEKS; week++)
    {
      gboolean         is_shown = week < month.n_weeks;
      GDate            monday;
      g_autofree char *number = NULL;

      (void) !amia_month_get_day (&month, week, 0, &monday);
      /* Translators: the number of a week. */
      number = g_strdup_printf (_ ("w. %u"), g_date_get_iso8601_week_of_year (&monday));
      gtk_label_set_label (GTK_LABEL (self->week_numbers[week]), number);
      gtk_widget_set_visible (self->week_numbers[week], is_shown);
      for (guint weekday = 0; weekday < N_DAYS; weekday++)
        {
          Box     *box = &self->boxes[week * N_DAYS + weekday];
          GDate    box_day;
          gboolean is_inside = amia_month_get_day (&month, week, weekday, &box_day);

          gtk_widget_set_visible (box->button, is_shown);
          /* The sheet is one stop of the Tab key; inside it the arrows lead on. */
          gtk_widget_set_focusable (box->button, g_date_compare (&box_day, day) == 0);
          fill_box (box, &box_day, is_inside, &today, data);
        }
    }
  self->is_filling = FALSE;
}

void
amia_calendar_month_focus (AmiaCalendarMonth *self)
{
  Box *box;

  g_return_if_fail (AMIA_IS_CALENDAR_MONTH (self));

  box = find_box (self, g_date_get_julian (&self->selected));
  if (box != NULL)
    gtk_widget_grab_focus (box->button);
}

/* --- Building -------------------------------------------------------------------------------- */

static void
make_box (AmiaCalendarMonth *self,
          guint              i)
{
  Box                *box = &self->boxes[i];
  GtkWidget          *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  box->button = gtk_button_new ();
  box->number = gtk_label_new (NULL);
  box->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_halign (box->number, GTK_ALIGN_START);
  gtk_widget_add_css_class (box->number, "numeric");
  gtk_box_append (GTK_BOX (content), box->number);
  gtk_box_append (GTK_BOX (content), box->lines);
  gtk_button_set_child (GTK_BUTTON (box->button), content);
  gtk_widget_add_css_class (box->button, "flat");
  gtk_widget_add_css_class (box->button, "calendar-day");
  gtk_widget_set_hexpand (box->button, TRUE);
  gtk_widget_set_vexpand (box->button, TRUE);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), self, 0);
  gtk_widget_add_controller (box->button, focus);
  g_signal_connect_object (box->button, "clicked", G_CALLBACK (clicked_cb), self, 0);
  gtk_grid_attach (GTK_GRID (self->grid),
                   box->button,
                   (int) (i % N_DAYS) + 1,
                   (int) (i / N_DAYS) + 1,
                   1,
                   1);
}

static void
make_heads (AmiaCalendarMonth *self)
{
  for (guint weekday = 0; weekday < N_DAYS; weekday++)
    {
      GtkWidget *head = gtk_label_new (amia_calendar_words_weekday (weekday));

      gtk_widget_add_css_class (head, "calendar-head");
      gtk_label_set_ellipsize (GTK_LABEL (head), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (head), 1);
      gtk_grid_attach (GTK_GRID (self->grid), head, (int) weekday + 1, 0, 1, 1);
    }
  for (guint week = 0; week < N_WEEKS; week++)
    {
      self->week_numbers[week] = gtk_label_new (NULL);
      gtk_widget_set_valign (self->week_numbers[week], GTK_ALIGN_START);
      gtk_widget_add_css_class (self->week_numbers[week], "calendar-week");
      gtk_grid_attach (GTK_GRID (self->grid), self->week_numbers[week], 0, (int) week + 1, 1, 1);
    }
}

static void
amia_calendar_month_dispose (GObject *object)
{
  AmiaCalendarMonth *self = AMIA_CALENDAR_MONTH (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (amia_calendar_month_parent_class)->dispose (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name,
                       AMIA_TYPE_CALENDAR_MONTH,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       G_TYPE_UINT);
}

static void
amia_calendar_month_class_init (AmiaCalendarMonthClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_calendar_month_dispose;

  signals[SIGNAL_DAY_SELECTED] = new_signal ("day-selected");
  signals[SIGNAL_DAY_OPENED] = new_signal ("day-opened");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_calendar_month_init (AmiaCalendarMonth *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_date_clear (&self->selected, 1);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_add_css_class (self->grid, "calendar-grid");
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  make_heads (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->boxes); i++)
    make_box (self, i);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (
      keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
amia_calendar_month_new (void)
{
  return g_object_new (AMIA_TYPE_CALENDAR_MONTH, NULL);
}
