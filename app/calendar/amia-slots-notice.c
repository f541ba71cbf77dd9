/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-slots-notice.h"

#include <glib/gi18n.h>

#include "amia-case-reader.h"
#include "amia-slots-data.h"
#include "amia-template.h"

/* Whoever lost a time hears of it here, too: the other one settled it, perhaps weeks ahead of the
 * days that are looked at. */

struct _AmiaSlotsNotice
{
  GtkWidget parent_instance;

  GtkWidget *doubles;
  GtkWidget *lost;

  AmiaCaseReader *reader;
};

G_DEFINE_FINAL_TYPE (AmiaSlotsNotice, amia_slots_notice, GTK_TYPE_WIDGET)

static void
show_line (GtkWidget  *label,
           const char *words,
           gboolean    is_shown)
{
  gtk_label_set_label (GTK_LABEL (label), words);
  gtk_widget_set_visible (label, is_shown);
}

static void
changed_cb (AmiaSlotsNotice *self)
{
  const AmiaSlotsData *data = amia_case_reader_get (self->reader);
  guint                n_lost = data->lost->len;
  guint                n_doubles = 0;
  g_autofree char     *doubles = NULL;
  g_autofree char     *lost = NULL;

  for (guint i = 0; i < data->slots->len; i++)
    n_doubles += ((AmiaSlotItem *) g_ptr_array_index (data->slots, i))->state == AMIA_SLOT_DOUBLE;

  doubles = g_strdup_printf (ngettext ("A free time has been booked twice.",
                                       "%u free times have been booked twice.", n_doubles),
                             n_doubles);
  lost = g_strdup_printf (ngettext ("One of your meetings needs another time.",
                                    "%u of your meetings need another time.", n_lost),
                          n_lost);
  show_line (self->doubles, doubles, n_doubles > 0);
  show_line (self->lost, lost, n_lost > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n_doubles + n_lost > 0);
}

static void
amia_slots_notice_dispose (GObject *object)
{
  AmiaSlotsNotice *self = AMIA_SLOTS_NOTICE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SLOTS_NOTICE);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (amia_slots_notice_parent_class)->dispose (object);
}

static void
amia_slots_notice_class_init (AmiaSlotsNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_slots_notice_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-slots-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSlotsNotice, doubles);
  gtk_widget_class_bind_template_child (widget_class, AmiaSlotsNotice, lost);
}

static void
amia_slots_notice_init (AmiaSlotsNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_slots_notice_load (AmiaSlotsNotice *self,
                        AmiaReplica     *replica)
{
  g_return_if_fail (AMIA_IS_SLOTS_NOTICE (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (self->reader == NULL);

  self->reader = amia_case_reader_new_with (
      replica, &(AmiaCaseReading){ .read = amia_slots_data_load,
                                   .free_read = (GDestroyNotify) amia_slots_data_free });
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}
