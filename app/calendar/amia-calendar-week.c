/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-week.h"

#include <glib/gi18n.h>

#include "amia-calendar-column.h"
#include "amia-calendar-words.h"
#include "amia-day-input.h"
#include "amia-week.h"
#include "amia-workday.h"

/* Heads stay on top, hours scroll. The hours of an ordinary working day, and more where something
 * begins earlier or ends later. */

#define FIRST_HOUR 8
#define LAST_HOUR  17
#define DAYS_MAX   AMIA_WEEK_DAYS

typedef struct
{
  GtkWidget *head;
  GtkWidget *head_label;
  GtkWidget *whole_day;
  GtkWidget *column;
  guint32    julian;
} Day;

struct _AmiaCalendarWeek
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkWidget        *hours;
  GtkSizeGroup     *hour_width;
  Day               days[DAYS_MAX];
  guint             n_days;
  GDate             selected;
  AmiaCalendarData *data;
  gboolean          is_filling;
};

G_DEFINE_FINAL_TYPE (AmiaCalendarWeek, amia_calendar_week, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_DAY_SELECTED,
  SIGNAL_DAY_OPENED,
  SIGNAL_ITEM_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Going about ----------------------------------------------------------------------------- */

static void
select_day (AmiaCalendarWeek *self,
            guint32           julian)
{
  if (julian == g_date_get_julian (&self->selected))
    return;

  g_date_set_julian (&self->selected, julian);
  g_signal_emit (self, signals[SIGNAL_DAY_SELECTED], 0, julian);
}

static gboolean
key_cb (AmiaCalendarWeek *self,
        guint             key,
        guint             code,
        GdkModifierType   modifiers)
{
  int step = key == GDK_KEY_Left || key == GDK_KEY_KP_Left     ? -1
             : key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1
                                                               : 0;

  if (step == 0 || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  select_day (self, g_date_get_julian (&self->selected) + (guint32) step);
  amia_calendar_week_focus (self);
  return TRUE;
}

static void
focus_cb (GtkEventControllerFocus *controller,
          AmiaCalendarWeek        *self)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  for (guint i = 0; i < self->n_days && !self->is_filling; i++)
    {
      if (self->days[i].head == widget || self->days[i].column == widget)
        {
          select_day (self, self->days[i].julian);
          return;
        }
    }
}

static void
head_clicked_cb (GtkWidget        *button,
                 AmiaCalendarWeek *self)
{
  for (guint i = 0; i < self->n_days; i++)
    {
      if (self->days[i].head == button)
        g_signal_emit (self, signals[SIGNAL_DAY_OPENED], 0, self->days[i].julian);
    }
}

static void
item_opened_cb (AmiaCalendarWeek *self,
                gpointer          item)
{
  g_signal_emit (self, signals[SIGNAL_ITEM_OPENED], 0, item);
}

static void
whole_day_clicked_cb (GtkWidget        *button,
                      AmiaCalendarWeek *self)
{
  item_opened_cb (self, g_object_get_data (G_OBJECT (button), "amia-item"));
}

/* --- Filling --------------------------------------------------------------------------------- */

static void
find_hours (AmiaCalendarWeek *self,
            const GDate      *first,
            int              *first_hour,
            int              *last_hour)
{
  AmiaLocalTime from = amia_local_time_make (first, 0);
  AmiaLocalTime to = from + self->n_days * AMIA_DAY_MINUTES;

  *first_hour = FIRST_HOUR;
  *last_hour = LAST_HOUR;
  for (guint i = 0; self->data != NULL && i < self->data->items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (self->data->items, i);
      int                   start = amia_local_time_get_minute (item->start);
      gint64                length = item->end - item->start;

      if (item->is_all_day || item->end <= from || item->start >= to)
        continue;
      *first_hour = MIN (*first_hour, item->start < from ? 0 : start / 60);
      *last_hour = MAX (*last_hour, (int) MIN ((start + length + 59) / 60, 24));
    }
}

static void
fill_hours (AmiaCalendarWeek *self,
            int               first_hour,
            int               last_hour)
{
  GtkWidget *child;
  int        height = amia_calendar_column_get_hour_height (GTK_WIDGET (self));

  while ((child = gtk_widget_get_first_child (self->hours)) != NULL)
    gtk_box_remove (GTK_BOX (self->hours), child);
  for (int hour = first_hour; hour < last_hour; hour++)
    {
      g_autofree char *words = g_strdup_printf ("%02d", hour);
      GtkWidget       *label = gtk_label_new (words);

      gtk_widget_set_size_request (label, -1, height);
      gtk_label_set_yalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "calendar-week");
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (self->hours), label);
    }
}

static GtkWidget *
make_whole_day (AmiaCalendarWeek     *self,
                const AmiaAgendaItem *item)
{
  g_autofree char *title = amia_calendar_data_dup_line (self->data, item);
  g_autofree char *name = amia_calendar_words_all (item);
  GtkWidget       *button = gtk_button_new ();
  GtkWidget       *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "calendar-block");
  gtk_widget_add_css_class (button, amia_calendar_data_get_class (self->data, item));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "amia-item", (gpointer) item);
  g_signal_connect_object (button, "clicked", G_CALLBACK (whole_day_clicked_cb), self, 0);
  return button;
}

static void
fill_whole_day (AmiaCalendarWeek *self,
                Day              *day,
                GPtrArray        *items)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (day->whole_day)) != NULL)
    gtk_box_remove (GTK_BOX (day->whole_day), child);
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);

      if (item->is_all_day)
        gtk_box_append (GTK_BOX (day->whole_day), make_whole_day (self, item));
    }
}

static void
fill_day (AmiaCalendarWeek *self,
          Day              *day,
          const GDate      *date,
          int               first_hour,
          int               last_hour)
{
  guint n_meetings = 0;
  g_autoptr (GPtrArray) items =
      self->data != NULL ? amia_calendar_data_list_day (self->data, date, &n_meetings)
                         : g_ptr_array_new ();
  g_autofree char *name = amia_calendar_words_day_count (date, n_meetings);
  g_autofree char *label = NULL;
  g_autofree char *weekday = NULL;
  GDate            today;

  amia_day_input_get_today (&today);
  weekday = g_utf8_substring (
      amia_calendar_words_weekday (g_date_get_weekday (date) - G_DATE_MONDAY), 0, 3);
  label = self->n_days == 1 ? amia_calendar_words_day (date)
                            : g_strdup_printf ("%s %d/%d",
                                               weekday,
                                               g_date_get_day (date),
                                               (int) g_date_get_month (date));
  day->julian = g_date_get_julian (date);
  gtk_label_set_label (GTK_LABEL (day->head_label), label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (day->head), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (g_date_compare (date, &today) == 0)
    gtk_widget_add_css_class (day->head, "today");
  else
    gtk_widget_remove_css_class (day->head, "today");
  if (amia_workday_is_free (date))
    gtk_widget_add_css_class (day->head_label, "free-day");
  else
    gtk_widget_remove_css_class (day->head_label, "free-day");
  fill_whole_day (self, day, items);
  amia_calendar_column_show (
      AMIA_CALENDAR_COLUMN (day->column), date, first_hour, last_hour, self->data);
}

void
amia_calendar_week_show (AmiaCalendarWeek *self,
                         const GDate      *day,
                         AmiaCalendarData *data)
{
  GDate date;
  int   first_hour;
  int   last_hour;

  g_return_if_fail (AMIA_IS_CALENDAR_WEEK (self));
  g_return_if_fail (day != NULL && g_date_valid (day));

  self->is_filling = TRUE;
  g_clear_pointer (&self->data, amia_calendar_data_unref);
  self->data = data != NULL ? amia_calendar_data_ref (data) : NULL;
  self->selected = *day;
  date = *day;
  if (self->n_days == AMIA_WEEK_DAYS)
    amia_week_get_monday (day, &date);
  find_hours (self, &date, &first_hour, &last_hour);
  fill_hours (self, first_hour, last_hour);
  for (guint i = 0; i < self->n_days; i++)
    {
      fill_day (self, &self->days[i], &date, first_hour, last_hour);
      g_date_add_days (&date, 1);
    }
  self->is_filling = FALSE;
}

void
amia_calendar_week_focus (AmiaCalendarWeek *self)
{
  g_return_if_fail (AMIA_IS_CALENDAR_WEEK (self));

  for (guint i = 0; i < self->n_days; i++)
    {
      if (self->days[i].julian == g_date_get_julian (&self->selected))
        gtk_widget_grab_focus (self->days[i].head);
    }
}

/* --- Building -------------------------------------------------------------------------------- */

static void
watch_focus (AmiaCalendarWeek *self,
             GtkWidget        *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), self, 0);
  gtk_widget_add_controller (widget, focus);
}

static void
make_day (AmiaCalendarWeek *self,
          Day              *day,
          GtkWidget        *heads,
          GtkWidget        *columns)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  day->head = gtk_button_new ();
  day->head_label = gtk_label_new (NULL);
  day->whole_day = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  day->column = amia_calendar_column_new ();
  gtk_label_set_ellipsize (GTK_LABEL (day->head_label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (day->head), day->head_label);
  gtk_widget_add_css_class (day->head, "flat");
  gtk_widget_add_css_class (day->head, "calendar-head");
  gtk_box_append (GTK_BOX (top), day->head);
  gtk_box_append (GTK_BOX (top), day->whole_day);
  gtk_box_append (GTK_BOX (heads), top);
  gtk_box_append (GTK_BOX (columns), day->column);
  gtk_widget_set_hexpand (top, TRUE);
  gtk_widget_set_hexpand (day->column, TRUE);
  watch_focus (self, day->head);
  watch_focus (self, day->column);
  g_signal_connect_object (day->head, "clicked", G_CALLBACK (head_clicked_cb), self, 0);
  g_signal_connect_object (
      day->column, "item-opened", G_CALLBACK (item_opened_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_row (AmiaCalendarWeek *self,
          GtkWidget        *first,
          GtkWidget        *rest)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_size_group_add_widget (self->hour_width, first);
  gtk_box_set_homogeneous (GTK_BOX (rest), TRUE);
  gtk_box_set_spacing (GTK_BOX (rest), 6);
  gtk_widget_set_hexpand (rest, TRUE);
  gtk_widget_set_valign (first, GTK_ALIGN_START);
  /* An hour is as high on the left as in the columns, however high the window is. */
  gtk_widget_set_valign (rest, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), first);
  gtk_box_append (GTK_BOX (row), rest);
  gtk_widget_add_css_class (row, "calendar-grid");
  return row;
}

static void
build (AmiaCalendarWeek *self)
{
  GtkWidget *heads = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (self->box), make_row (self, gtk_label_new (NULL), heads));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 make_row (self, self->hours, columns));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
  for (guint i = 0; i < self->n_days; i++)
    make_day (self, &self->days[i], heads, columns);
}

static void
amia_calendar_week_dispose (GObject *object)
{
  AmiaCalendarWeek *self = AMIA_CALENDAR_WEEK (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->data, amia_calendar_data_unref);
  g_clear_object (&self->hour_width);

  G_OBJECT_CLASS (amia_calendar_week_parent_class)->dispose (object);
}

static guint
new_signal (const char *name,
            GType       type)
{
  return g_signal_new (name, AMIA_TYPE_CALENDAR_WEEK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, type);
}

static void
amia_calendar_week_class_init (AmiaCalendarWeekClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_calendar_week_dispose;

  signals[SIGNAL_DAY_SELECTED] = new_signal ("day-selected", G_TYPE_UINT);
  signals[SIGNAL_DAY_OPENED] = new_signal ("day-opened", G_TYPE_UINT);
  signals[SIGNAL_ITEM_OPENED] = new_signal ("item-opened", G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_calendar_week_init (AmiaCalendarWeek *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_date_clear (&self->selected, 1);
  self->hour_width = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->hours = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (
      keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
amia_calendar_week_new (guint n_days)
{
  AmiaCalendarWeek *self = g_object_new (AMIA_TYPE_CALENDAR_WEEK, NULL);

  g_return_val_if_fail (n_days == 1 || n_days == DAYS_MAX, NULL);

  self->n_days = n_days;
  build (self);
  return GTK_WIDGET (self);
}
