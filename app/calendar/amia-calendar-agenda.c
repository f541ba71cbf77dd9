/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-agenda.h"

#include <glib/gi18n.h>

#include "amia-calendar-words.h"
#include "amia-row.h"

/* A list box whose headings are the days. */

#define ROWS_MAX 500

struct _AmiaCalendarAgenda
{
  GtkWidget parent_instance;

  GtkWidget        *scroller;
  GtkWidget        *list;
  GtkWidget        *empty;
  AmiaCalendarData *data;
};

G_DEFINE_FINAL_TYPE (AmiaCalendarAgenda, amia_calendar_agenda, GTK_TYPE_WIDGET)

static guint item_opened_signal;

static const AmiaAgendaItem *
get_item (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "amia-item");
}

static void
row_activated_cb (AmiaCalendarAgenda *self,
                  GtkListBoxRow      *row)
{
  g_signal_emit (self, item_opened_signal, 0, get_item (row));
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  const AmiaAgendaItem *item = get_item (row);
  const AmiaAgendaItem *other = before != NULL ? get_item (before) : NULL;
  g_autofree char      *words = NULL;
  GtkWidget            *label;
  GDate                 day;

  if (other != NULL && other->start / AMIA_DAY_MINUTES == item->start / AMIA_DAY_MINUTES)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  amia_local_time_get_day (item->start, &day);
  words = amia_calendar_words_day (&day);
  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "calendar-list-head");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
make_row (AmiaCalendarData     *data,
          const AmiaAgendaItem *item)
{
  g_autofree char *title = amia_calendar_data_dup_line (data, item);
  g_autofree char *times = amia_calendar_words_times (item);
  g_autofree char *details = amia_calendar_words_details (item);
  g_autofree char *subtitle =
      *details != '\0' ? g_strdup_printf ("%s · %s", times, details) : g_strdup (times);
  GtkWidget *row = amia_row_new (title, subtitle);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (row, amia_calendar_data_get_class (data, item));
  g_object_set_data (G_OBJECT (row), "amia-item", (gpointer) item);
  return row;
}

void
amia_calendar_agenda_show (AmiaCalendarAgenda *self,
                           const GDate        *day,
                           AmiaCalendarData   *data)
{
  AmiaLocalTime from;
  guint         n_rows = 0;

  g_return_if_fail (AMIA_IS_CALENDAR_AGENDA (self));
  g_return_if_fail (day != NULL && g_date_valid (day));

  from = amia_local_time_make (day, 0);
  amia_list_clear (self->list);
  g_clear_pointer (&self->data, amia_calendar_data_unref);
  self->data = data != NULL ? amia_calendar_data_ref (data) : NULL;
  for (guint i = 0; data != NULL && i < data->items->len && n_rows < ROWS_MAX; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (data->items, i);

      if (item->end <= from)
        continue;
      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (data, item));
      n_rows++;
    }

  gtk_widget_set_visible (self->scroller, n_rows > 0);
  gtk_widget_set_visible (self->empty, n_rows == 0 && data != NULL);
}

static void
amia_calendar_agenda_dispose (GObject *object)
{
  AmiaCalendarAgenda *self = AMIA_CALENDAR_AGENDA (object);
  GtkWidget          *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->data, amia_calendar_data_unref);

  G_OBJECT_CLASS (amia_calendar_agenda_parent_class)->dispose (object);
}

static void
amia_calendar_agenda_class_init (AmiaCalendarAgendaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_calendar_agenda_dispose;

  item_opened_signal = g_signal_new ("item-opened", AMIA_TYPE_CALENDAR_AGENDA, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_calendar_agenda_init (AmiaCalendarAgenda *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->list = gtk_list_box_new ();
  self->scroller = gtk_scrolled_window_new ();
  self->empty = adw_status_page_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Agenda"), -1);
  gtk_widget_add_css_class (self->list, "calendar-list");
  g_signal_connect_object (
      self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "x-office-calendar-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _ ("Nothing is Planned"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->empty),
      _ ("No meetings in the next three months. Ctrl+N makes one."));
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
}

GtkWidget *
amia_calendar_agenda_new (void)
{
  return g_object_new (AMIA_TYPE_CALENDAR_AGENDA, NULL);
}
