/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-calendar-agenda.h"
#include "amia-calendar-file-menu.h"
#include "amia-calendar-month.h"
#include "amia-calendar-week.h"
#include "amia-calendar-words.h"
#include "amia-day-input.h"
#include "amia-meeting-page.h"
#include "amia-month.h"
#include "amia-navigator.h"
#include "amia-reminder.h"
#include "amia-report.h"
#include "amia-slots-notice.h"
#include "amia-slots-page.h"
#include "amia-template.h"
#include "amia-week.h"

/* One selected day and one stretch that was read for it; the views are functions of both. */

#define AGENDA_DAYS 92

typedef enum
{
  VIEW_MONTH,
  VIEW_WEEK,
  VIEW_DAY,
  VIEW_AGENDA,
  N_VIEWS
} View;

static const struct
{
  const char *name;
  int         n_months; /* how far PgDn goes */
  int         n_days;
} views[N_VIEWS] = {
  { "month", 1, 0 },
  { "week", 0, 7 },
  { "day", 0, 1 },
  { "agenda", 1, 0 },
};

struct _AmiaCalendarPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *stack;
  GtkWidget *notice;
  GtkWidget *views[N_VIEWS];

  AmiaSession      *session;
  AmiaReminder     *reminder;
  GCancellable     *cancellable;
  AmiaCalendarData *data;
  GDate             day;
  View              view;
  gboolean          mine;
  gboolean          has_focus_to_give;
};

G_DEFINE_FINAL_TYPE (AmiaCalendarPage, amia_calendar_page, GTK_TYPE_WIDGET)

enum
{
  PROP_VIEW = 1,
  PROP_MINE,
  PROP_REMIND_BEFORE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static AmiaReplica *
get_replica (AmiaCalendarPage *self)
{
  return amia_session_get_replica (self->session);
}

/* --- Showing --------------------------------------------------------------------------------- */

static void
update_title (AmiaCalendarPage *self)
{
  g_autofree char *month = amia_calendar_words_month (&self->day);
  g_autofree char *words = NULL;

  if (self->view == VIEW_WEEK)
    /* Translators: the number of a week and its month. */
    words = g_strdup_printf (
        _ ("Week %u · %s"), g_date_get_iso8601_week_of_year (&self->day), month);
  else if (self->view == VIEW_DAY)
    words = amia_calendar_words_day (&self->day);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), words != NULL ? words : month);
}

static void
give_focus (AmiaCalendarPage *self)
{
  if (self->view == VIEW_MONTH)
    amia_calendar_month_focus (AMIA_CALENDAR_MONTH (self->views[VIEW_MONTH]));
  else if (self->view != VIEW_AGENDA)
    amia_calendar_week_focus (AMIA_CALENDAR_WEEK (self->views[self->view]));
  else
    gtk_widget_child_focus (self->views[VIEW_AGENDA], GTK_DIR_TAB_FORWARD);
}

static void
update (AmiaCalendarPage *self)
{
  GtkWidget *view = self->views[self->view];

  switch (self->view)
    {
    case VIEW_MONTH:
      amia_calendar_month_show (AMIA_CALENDAR_MONTH (view), &self->day, self->data);
      break;
    case VIEW_AGENDA:
      amia_calendar_agenda_show (AMIA_CALENDAR_AGENDA (view), &self->day, self->data);
      break;
    case VIEW_WEEK:
    case VIEW_DAY:
    case N_VIEWS:
    default:
      amia_calendar_week_show (AMIA_CALENDAR_WEEK (view), &self->day, self->data);
      break;
    }

  gtk_stack_set_visible_child (GTK_STACK (self->stack), view);
  update_title (self);
  if (self->has_focus_to_give)
    give_focus (self);
  self->has_focus_to_give = FALSE;
}

/* --- Reading --------------------------------------------------------------------------------- */

static gpointer
load_data (AmiaStore    *store,
           gpointer      query,
           GCancellable *cancellable,
           GError      **error)
{
  return amia_calendar_data_load (store, query, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaCalendarPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AmiaCalendarData *data = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (data == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->data, amia_calendar_data_unref);
  self->data = data;
  if (self->session != NULL)
    update (self);
}

/* The whole sheet of the month, which the week and the day are in; or what is to come. */
static void
find_range (AmiaCalendarPage *self,
            AmiaLocalTime    *from,
            AmiaLocalTime    *to)
{
  AmiaMonth month;

  amia_month_init (&month, &self->day);
  *from = amia_local_time_make (&month.first, 0);
  *to = *from + (gint64) month.n_weeks * AMIA_WEEK_DAYS * AMIA_DAY_MINUTES;
  if (self->view == VIEW_AGENDA)
    {
      *from = amia_local_time_make (&self->day, 0);
      *to = *from + AGENDA_DAYS * AMIA_DAY_MINUTES;
    }
}

static void
load (AmiaCalendarPage *self)
{
  AmiaAgendaQuery *query = g_new0 (AmiaAgendaQuery, 1);

  find_range (self, &query->from, &query->to);
  query->kinds = AMIA_AGENDA_ALL;
  query->mine = self->mine;
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  amia_replica_call_async (get_replica (self),
                           load_data,
                           query,
                           g_free,
                           (GDestroyNotify) amia_calendar_data_unref,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

/* What is at hand is shown at once; what is not comes by itself. */
static void
show_day (AmiaCalendarPage *self,
          const GDate      *day,
          gboolean          wants_focus)
{
  AmiaLocalTime from;
  AmiaLocalTime to;

  self->day = *day;
  self->has_focus_to_give = wants_focus;
  find_range (self, &from, &to);
  if (self->data == NULL || self->data->from != from || self->data->to != to)
    load (self);
  update (self);
}

static void
set_view (AmiaCalendarPage *self,
          View              view,
          gboolean          wants_focus)
{
  GDate day = self->day;

  self->view = view;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEW]);
  show_day (self, &day, wants_focus);
}

/* --- What the views say ---------------------------------------------------------------------- */

static void
day_selected_cb (AmiaCalendarPage *self,
                 guint             julian)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_julian (&day, julian);
  if (g_date_compare (&day, &self->day) != 0)
    show_day (self, &day, FALSE);
}

static void
day_opened_cb (AmiaCalendarPage *self,
               guint             julian)
{
  g_date_set_julian (&self->day, julian);
  set_view (self, VIEW_DAY, TRUE);
}

static void
item_opened_cb (AmiaCalendarPage *self,
                gpointer          data)
{
  const AmiaAgendaItem *item = data;

  if (strcmp (item->kind, "slot") == 0)
    amia_navigator_open (GTK_WIDGET (self), amia_slots_page_new (get_replica (self)));
  else if (strcmp (item->kind, "absence") != 0)
    amia_navigator_open (GTK_WIDGET (self),
                         amia_meeting_page_new_for (get_replica (self), &item->id));
}

/* --- Actions --------------------------------------------------------------------------------- */

static void
new_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (widget);

  amia_navigator_open (widget, amia_meeting_page_new (get_replica (self), NULL, &self->day));
}

static void
slots_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (widget);

  amia_navigator_open (widget, amia_slots_page_new (get_replica (self)));
}

static void
today_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  GDate today;

  amia_day_input_get_today (&today);
  show_day (AMIA_CALENDAR_PAGE (widget), &today, TRUE);
}

static void
step_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (widget);
  int               direction = strcmp (name, "page.previous") == 0 ? -1 : 1;
  GDate             day = self->day;

  if (views[self->view].n_months > 0)
    amia_month_move (&day, direction);
  else
    g_date_set_julian (
        &day, g_date_get_julian (&day) + (guint32) (direction * views[self->view].n_days));
  show_day (self, &day, TRUE);
}

static void
other_view_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (widget);
  guint             step = strcmp (name, "page.next-view") == 0 ? 1 : N_VIEWS - 1;

  set_view (self, (View) ((self->view + step) % N_VIEWS), TRUE);
}

static void
file_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (widget);
  AmiaReplica      *replica = get_replica (self);

  if (strcmp (name, "page.import") == 0)
    amia_calendar_file_menu_import (widget, replica);
  else if (strcmp (name, "page.export") == 0)
    amia_calendar_file_menu_export (widget, replica);
  else
    amia_calendar_file_menu_print (widget, replica, &self->day, self->mine);
}

static void
minutes_cb (AmiaCalendarPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REMIND_BEFORE]);
}

/* --- The widget ------------------------------------------------------------------------------ */

static void
amia_calendar_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (object);

  if (prop_id == PROP_VIEW)
    g_value_set_string (value, views[self->view].name);
  else if (prop_id == PROP_MINE)
    g_value_set_boolean (value, self->mine);
  else if (prop_id == PROP_REMIND_BEFORE && self->reminder != NULL)
    g_object_get_property (G_OBJECT (self->reminder), "minutes", value);
  else if (prop_id != PROP_REMIND_BEFORE)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
amia_calendar_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (object);

  if (prop_id == PROP_VIEW)
    {
      for (guint i = 0; i < N_VIEWS; i++)
        {
          if (g_strcmp0 (g_value_get_string (value), views[i].name) == 0)
            set_view (self, (View) i, FALSE);
        }
    }
  else if (prop_id == PROP_MINE)
    {
      self->mine = g_value_get_boolean (value);
      load (self);
    }
  else if (prop_id == PROP_REMIND_BEFORE)
    g_object_set_property (G_OBJECT (self->reminder), "minutes", value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
amia_calendar_page_dispose (GObject *object)
{
  AmiaCalendarPage *self = AMIA_CALENDAR_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CALENDAR_PAGE);
  g_clear_pointer (&self->data, amia_calendar_data_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->reminder);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_calendar_page_parent_class)->dispose (object);
}

static void
add_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                 *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "page.new", new_cb },
    { "page.slots", slots_cb },
    { "page.today", today_cb },
    { "page.previous", step_cb },
    { "page.next", step_cb },
    { "page.next-view", other_view_cb },
    { "page.previous-view", other_view_cb },
    { "page.print", file_cb },
    { "page.import", file_cb },
    { "page.export", file_cb },
  };
  static const struct
  {
    guint       key;
    const char *action;
  } keys[] = {
    { GDK_KEY_t, "page.today" },
    { GDK_KEY_n, "page.new" },
    { GDK_KEY_Page_Up, "page.previous" },
    { GDK_KEY_Page_Down, "page.next" },
    { GDK_KEY_KP_Page_Up, "page.previous" },
    { GDK_KEY_KP_Page_Down, "page.next" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_property_action (widget_class, "page.view", "view");
  gtk_widget_class_install_property_action (widget_class, "page.mine", "mine");
  gtk_widget_class_install_property_action (widget_class, "page.remind-before", "remind-before");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (
        widget_class, keys[i].key, (GdkModifierType) 0, keys[i].action, NULL);
}

static void
amia_calendar_page_class_init (AmiaCalendarPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amia_calendar_page_dispose;
  object_class->get_property = amia_calendar_page_get_property;
  object_class->set_property = amia_calendar_page_set_property;
  props[PROP_VIEW] =
      g_param_spec_string ("view", NULL, NULL, "month", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_MINE] =
      g_param_spec_boolean ("mine", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_REMIND_BEFORE] = g_param_spec_int (
      "remind-before", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AMIA_TYPE_SLOTS_NOTICE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-calendar-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCalendarPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaCalendarPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaCalendarPage, notice);
  add_actions (widget_class);
}

static void
amia_calendar_page_init (AmiaCalendarPage *self)
{
  static const char *const signal_names[] = { "day-selected", "day-opened", "item-opened" };
  const GCallback          callbacks[] = { G_CALLBACK (day_selected_cb), G_CALLBACK (day_opened_cb),
                                           G_CALLBACK (item_opened_cb) };

  gtk_widget_init_template (GTK_WIDGET (self));
  amia_day_input_get_today (&self->day);
  self->views[VIEW_MONTH] = amia_calendar_month_new ();
  self->views[VIEW_WEEK] = amia_calendar_week_new (AMIA_WEEK_DAYS);
  self->views[VIEW_DAY] = amia_calendar_week_new (1);
  self->views[VIEW_AGENDA] = amia_calendar_agenda_new ();
  for (guint i = 0; i < N_VIEWS; i++)
    {
      gtk_stack_add_named (GTK_STACK (self->stack), self->views[i], views[i].name);
      for (guint j = 0; j < G_N_ELEMENTS (signal_names); j++)
        {
          if (g_signal_lookup (signal_names[j], G_OBJECT_TYPE (self->views[i])) != 0)
            g_signal_connect_object (
                self->views[i], signal_names[j], callbacks[j], self, G_CONNECT_SWAPPED);
        }
    }
}

GtkWidget *
amia_calendar_page_new (AmiaSession *session)
{
  AmiaCalendarPage *self = g_object_new (AMIA_TYPE_CALENDAR_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  self->reminder = amia_reminder_new (amia_session_get_replica (session), GTK_WIDGET (self));
  g_signal_connect_object (
      self->reminder, "notify::minutes", G_CALLBACK (minutes_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      amia_session_get_replica (session), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  amia_slots_notice_load (AMIA_SLOTS_NOTICE (self->notice), amia_session_get_replica (session));
  load (self);
  update (self);
  return GTK_WIDGET (self);
}
