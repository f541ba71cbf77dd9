/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-reminder.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "amia-calendar-data.h"

/* Looks twice a minute at what begins soon, and remembers what it has told. */

#define TICK_SECONDS 30
#define MINUTES_MAX  (7 * AMIA_DAY_MINUTES)
#define MINUTES_NAME "reminder-minutes"

struct _AmiaReminder
{
  GObject parent_instance;

  AmiaReplica  *replica;
  GtkWidget    *widget; /* weak */
  GCancellable *cancellable;
  GHashTable   *told; /* (element-type utf8): record and beginning */
  int           minutes;
  guint         tick_id;
};

G_DEFINE_FINAL_TYPE (AmiaReminder, amia_reminder, G_TYPE_OBJECT)

enum
{
  PROP_MINUTES = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

gboolean
amia_reminder_is_due (const AmiaAgendaItem *item,
                      AmiaLocalTime         now,
                      int                   minutes)
{
  g_return_val_if_fail (item != NULL, FALSE);

  if (strcmp (item->kind, "meeting") != 0 && strcmp (item->kind, "occasion") != 0)
    return FALSE;

  return !item->is_all_day && item->start > now && item->start - now <= minutes &&
         (item->status == NULL || strcmp (item->status, "planned") == 0 ||
          strcmp (item->status, "booked") == 0);
}

char *
amia_reminder_dup_body (const AmiaAgendaItem *item)
{
  int minute;

  g_return_val_if_fail (item != NULL, NULL);

  minute = amia_local_time_get_minute (item->start);
  if (item->km > 0)
    /* Translators: when a meeting begins, and how far it is. */
    return g_strdup_printf (_ ("It begins at %02d:%02d. It is %g km away."),
                            minute / 60, minute % 60, item->km);
  /* Translators: when a meeting begins. */
  return g_strdup_printf (_ ("It begins at %02d:%02d."), minute / 60, minute % 60);
}

/* What the desktop shows of it. */
static GNotification *
make_notification (const AmiaAgendaItem *item)
{
  GNotification   *notification = g_notification_new (_ ("You Have a Meeting"));
  g_autofree char *body = amia_reminder_dup_body (item);

  g_notification_set_body (notification, body);
  return notification;
}

/* Whether it is told now and was not before. */
static gboolean
tell_once (AmiaReminder         *self,
           const AmiaAgendaItem *item,
           char                **name)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  *name = g_strdup_printf (
      "%s-%" G_GINT64_FORMAT, amia_uuid_print (&item->id, id), item->start);
  return g_hash_table_add (self->told, g_strdup (*name));
}

static void
send (AmiaReminder         *self,
      const AmiaAgendaItem *item)
{
  GtkRoot        *root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;
  GtkApplication *application =
      GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  g_autofree char *name = NULL;
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL || !tell_once (self, item, &name))
    return;

  notification = make_notification (item);
  g_application_send_notification (G_APPLICATION (application), name, notification);
}

static gpointer
load_items (AmiaStore    *store,
            gpointer      query,
            GCancellable *cancellable,
            GError      **error)
{
  return amia_store_list_agenda (store, query, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaReminder) self = user_data;
  /* Ignored: the next look may succeed, and nobody has asked. */
  g_autoptr (GPtrArray) items = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  for (guint i = 0; items != NULL && self->replica != NULL && i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);

      if (amia_reminder_is_due (item, amia_calendar_now (), self->minutes))
        send (self, item);
    }
}

static gboolean
tick_cb (gpointer data)
{
  AmiaReminder    *self = data;
  AmiaAgendaQuery *query;

  if (self->minutes == 0)
    return G_SOURCE_CONTINUE;

  query = g_new0 (AmiaAgendaQuery, 1);
  query->from = amia_calendar_now ();
  query->to = query->from + self->minutes + 1;
  query->kinds = AMIA_AGENDA_MEETINGS | AMIA_AGENDA_OCCASIONS;
  query->mine = TRUE;
  amia_replica_call_async (self->replica, load_items, query, g_free,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, loaded_cb,
                           g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

/* --- The setting ----------------------------------------------------------------------------- */

static gpointer
load_minutes (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_store_get_setting (store, MINUTES_NAME);
}

static void
minutes_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AmiaReminder) self = user_data;
  g_autofree char *text = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  if (self->replica == NULL)
    return;
  if (text != NULL)
    {
      self->minutes = CLAMP (atoi (text), 0, MINUTES_MAX);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MINUTES]);
    }
  tick_cb (self);
}

static gpointer
keep_minutes (AmiaStore    *store,
              gpointer      text,
              GCancellable *cancellable,
              GError      **error)
{
  /* Ignored: what is not kept is asked for again. */
  (void) !amia_store_set_setting (store, MINUTES_NAME, text, NULL);
  return NULL;
}

static void
amia_reminder_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  AmiaReminder *self = AMIA_REMINDER (object);

  if (prop_id != PROP_MINUTES)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  self->minutes = g_value_get_int (value);
  if (self->replica == NULL)
    return;
  amia_replica_call_async (self->replica, keep_minutes, g_strdup_printf ("%d", self->minutes),
                           g_free, NULL, NULL, NULL, NULL);
  tick_cb (self);
}

static void
amia_reminder_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_MINUTES)
    g_value_set_int (value, AMIA_REMINDER (object)->minutes);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
amia_reminder_dispose (GObject *object)
{
  AmiaReminder *self = AMIA_REMINDER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->replica);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_reminder_parent_class)->dispose (object);
}

static void
amia_reminder_finalize (GObject *object)
{
  g_hash_table_unref (AMIA_REMINDER (object)->told);

  G_OBJECT_CLASS (amia_reminder_parent_class)->finalize (object);
}

static void
amia_reminder_class_init (AmiaReminderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_reminder_dispose;
  object_class->finalize = amia_reminder_finalize;
  object_class->get_property = amia_reminder_get_property;
  object_class->set_property = amia_reminder_set_property;
  props[PROP_MINUTES] = g_param_spec_int ("minutes", NULL, NULL, 0, MINUTES_MAX,
                                          AMIA_REMINDER_DEFAULT_MINUTES,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
amia_reminder_init (AmiaReminder *self)
{
  self->cancellable = g_cancellable_new ();
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->minutes = AMIA_REMINDER_DEFAULT_MINUTES;
}

AmiaReminder *
amia_reminder_new (AmiaReplica *replica,
                   GtkWidget   *widget)
{
  AmiaReminder *self = g_object_new (AMIA_TYPE_REMINDER, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self->replica = g_object_ref (replica);
  g_set_weak_pointer (&self->widget, widget);
  self->tick_id = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
  amia_replica_call_async (replica, load_minutes, NULL, NULL, g_free, self->cancellable,
                           minutes_cb, g_object_ref (self));
  return self;
}
