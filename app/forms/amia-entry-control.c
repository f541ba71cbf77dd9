/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-entry-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-typed-value.h"
#include "amia-words.h"

struct _AmiaEntryControl
{
  AmiaControl parent_instance;

  GtkWidget *entry;
  GtkWidget *calendar_button; /* (nullable) */
  GtkWidget *popover;
};

G_DEFINE_FINAL_TYPE (AmiaEntryControl, amia_entry_control, AMIA_TYPE_CONTROL)

static const AmiaItem *
get_item (AmiaEntryControl *self)
{
  return amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
}

static void
amia_entry_control_flush (AmiaControl *control)
{
  AmiaEntryControl *self = AMIA_ENTRY_CONTROL (control);
  g_autofree char  *today = amia_words_today ();
  g_autofree char  *value = amia_typed_value_parse (
       get_item (self), gtk_editable_get_text (GTK_EDITABLE (self->entry)), today);

  amia_control_answer (control, value);
}

static void
amia_entry_control_update (AmiaControl *control)
{
  AmiaEntryControl *self = AMIA_ENTRY_CONTROL (control);
  g_autofree char  *text = amia_typed_value_print (
       get_item (self), amia_node_get_value (amia_control_get_node (control)));

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/* --- Calendar ------------------------------------------------------------------------------ */

static void
day_selected_cb (AmiaEntryControl *self,
                 GtkCalendar      *calendar)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *value = g_date_time_format (day, "\"%Y-%m-%d\"");

  amia_control_answer (AMIA_CONTROL (self), value);
  amia_control_update (AMIA_CONTROL (self));
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* A calendar costs as much as a whole section of questions; it is made when it is asked for. */
static void
make_popover_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  AmiaEntryControl *self = user_data;
  GtkWidget        *calendar = gtk_calendar_new ();
  const char       *shown = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *moment = g_strdup_printf ("%sT12:00:00", shown);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (moment, zone);

  if (day != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_selected_cb), self, G_CONNECT_SWAPPED);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), calendar);
  gtk_menu_button_set_popover (button, self->popover);
}

static void
add_calendar (AmiaEntryControl *self,
              GtkWidget        *line)
{
  self->calendar_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->calendar_button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (self->calendar_button, _ ("Choose a day"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->calendar_button), make_popover_cb,
                                         self, NULL);
  gtk_box_append (GTK_BOX (line), self->calendar_button);
}

/* --- Building ------------------------------------------------------------------------------ */

static const char *
get_placeholder (const AmiaItem *item,
                 const char     *language)
{
  const char *format = amia_text_get (item->entry_format, language);

  if (format != NULL)
    return format;
  if (item->type == AMIA_ITEM_DATE)
    return _ ("YYYY-MM-DD");
  if (item->type == AMIA_ITEM_TIME)
    return _ ("HH:MM");
  return item->type == AMIA_ITEM_DATE_TIME ? _ ("YYYY-MM-DD HH:MM") : NULL;
}

static int
get_width_chars (const AmiaItem *item)
{
  switch ((int) item->type)
    {
    case AMIA_ITEM_INTEGER:
    case AMIA_ITEM_DECIMAL:
    case AMIA_ITEM_TIME:
      return 8;
    case AMIA_ITEM_DATE:
      return 14;
    case AMIA_ITEM_DATE_TIME:
      return 18;
    default:
      return -1;
    }
}

static GtkInputPurpose
get_purpose (const AmiaItem *item)
{
  if (item->type == AMIA_ITEM_INTEGER || item->type == AMIA_ITEM_DECIMAL)
    return GTK_INPUT_PURPOSE_NUMBER;
  return item->type == AMIA_ITEM_URL ? GTK_INPUT_PURPOSE_URL : GTK_INPUT_PURPOSE_FREE_FORM;
}

static const char *
get_unit (const AmiaItem *item,
          const char     *language)
{
  const AmiaItem   *remark = amia_item_find_remark (item, AMIA_CONTROL_UNIT);
  const AmiaOption *unit = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

  if (unit != NULL)
    return amia_text_get (unit->label, language);
  return remark != NULL ? amia_text_get (remark->text, language) : NULL;
}

static void
amia_entry_control_build (AmiaControl *control)
{
  AmiaEntryControl *self = AMIA_ENTRY_CONTROL (control);
  const AmiaItem   *item = get_item (self);
  const char       *language = amia_form_model_get_language (amia_control_get_model (control));
  GtkWidget        *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  int               width_chars = get_width_chars (item);
  const char       *unit = get_unit (item, language);

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), get_placeholder (item, language));
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), get_purpose (item));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), width_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), width_chars);
  gtk_widget_set_hexpand (self->entry, width_chars < 0);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (amia_control_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (amia_control_go_on), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), self->entry);

  if (item->type == AMIA_ITEM_DATE)
    add_calendar (self, line);
  if (unit != NULL)
    gtk_box_append (GTK_BOX (line), gtk_label_new (unit));
  adw_bin_set_child (ADW_BIN (self), line);
}

static void
amia_entry_control_name (AmiaControl *control,
                         const char  *label,
                         const char  *description)
{
  AmiaEntryControl *self = AMIA_ENTRY_CONTROL (control);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
  if (self->calendar_button != NULL)
    {
      g_autofree char *name = g_strdup_printf (_ ("%s Choose a day"), label);
      GtkWidget       *inner = gtk_widget_get_first_child (self->calendar_button);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar_button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      if (inner != NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                        -1);
    }
}

static void
amia_entry_control_class_init (AmiaEntryControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  control_class->build = amia_entry_control_build;
  control_class->update = amia_entry_control_update;
  control_class->flush = amia_entry_control_flush;
  control_class->name = amia_entry_control_name;
}

static void
amia_entry_control_init (AmiaEntryControl *self)
{
}
