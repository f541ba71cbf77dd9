/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-series-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-group.h"
#include "amia-input.h"
#include "amia-local-time.h"
#include "amia-report.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaSeriesPage
{
  GtkWidget parent_instance;

  GtkWidget *first;
  GtkWidget *start;
  GtkWidget *end;
  GtkWidget *place;
  GtkWidget *count;
  GtkWidget *weeks;
  GtkWidget *phase;
  GtkWidget *days;

  AmiaSession *session;
  AmiaUuid     group;
};

G_DEFINE_FINAL_TYPE (AmiaSeriesPage, amia_series_page, GTK_TYPE_WIDGET)

/* Reads `9`, `9.30`, `09:30` and writes `09:30`; %FALSE with a word beside it if it is no time. */
static gboolean
check_time (GtkWidget *input)
{
  g_autofree char *typed = amia_input_dup_text (AMIA_INPUT (input));
  g_autofree char *time = NULL;
  int              minute;

  if (!amia_clock_parse_typed (typed, &minute))
    {
      amia_input_set_message (AMIA_INPUT (input), _ ("Write a time, such as 13 or 13.30."));
      return FALSE;
    }

  time = g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);
  amia_input_reset (AMIA_INPUT (input), time);
  amia_input_set_message (AMIA_INPUT (input), NULL);
  return TRUE;
}

static guint
get_count (AmiaSeriesPage *self)
{
  g_autofree char *typed = amia_input_dup_text (AMIA_INPUT (self->count));
  guint64          count;

  return g_ascii_string_to_unsigned (typed, 10, 1, 104, &count, NULL) ? (guint) count : 0;
}

static GPtrArray *
list_days (AmiaSeriesPage *self)
{
  g_autofree char *first = amia_input_dup_text (AMIA_INPUT (self->first));
  guint            weeks = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->weeks)) == 1 ? 2 : 1;

  return amia_group_list_days (first, weeks, get_count (self));
}

/* What will be made, before it is. */
static void
show_days (AmiaSeriesPage *self)
{
  g_autoptr (GPtrArray) days = list_days (self);
  g_autofree char *last = days->len > 0
                              ? amia_words_date (g_ptr_array_index (days, days->len - 1))
                              : NULL;
  g_autofree char *words = NULL;

  if (days->len > 1)
    words = g_strdup_printf (ngettext ("%u occasion, the last one on %s. Free days are left out.",
                                       "%u occasions, the last one on %s. Free days are left out.",
                                       days->len),
                             days->len, last);
  gtk_label_set_label (GTK_LABEL (self->days), words != NULL ? words : "");
}

static void
left_cb (AmiaSeriesPage *self,
         GtkWidget      *input)
{
  if (input == self->first)
    (void) amia_day_input_check (AMIA_INPUT (input));
  else if (input == self->count)
    amia_input_set_message (AMIA_INPUT (input), get_count (self) == 0
                                                    ? _ ("Write a number between 1 and 104.")
                                                    : NULL);
  show_days (self);
}

static void
time_left_cb (AmiaSeriesPage *self,
              GtkWidget      *input)
{
  (void) check_time (input);
}

static gboolean
check (AmiaSeriesPage *self)
{
  g_autofree char *first = amia_input_dup_text (AMIA_INPUT (self->first));
  gboolean         is_start = check_time (self->start);
  gboolean         is_end = check_time (self->end);
  gboolean         is_day = amia_day_input_check (AMIA_INPUT (self->first)) && *first != '\0';

  if (*first == '\0')
    amia_input_set_message (AMIA_INPUT (self->first), _ ("Write the day of the first occasion."));
  if (get_count (self) == 0)
    amia_input_set_message (AMIA_INPUT (self->count), _ ("Write a number between 1 and 104."));
  return is_day && is_start && is_end && get_count (self) > 0;
}

static void
add_occasion (AmiaSeriesPage *self,
              AmiaEdits      *edits,
              const char     *day)
{
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());
  g_autofree char *start_time = amia_input_dup_text (AMIA_INPUT (self->start));
  g_autofree char *end_time = amia_input_dup_text (AMIA_INPUT (self->end));
  g_autofree char *place = amia_input_dup_text (AMIA_INPUT (self->place));
  g_autofree char *start = g_strdup_printf ("%sT%s", day, start_time);
  g_autofree char *end = g_strdup_printf ("%sT%s", day, end_time);
  guint            phase = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->phase));
  char             group[AMIA_UUID_TEXT_LENGTH + 1];

  amia_edits_set_string (edits, "occasion", &id, NULL, "group",
                         amia_uuid_print (&self->group, group));
  amia_edits_set_string (edits, "occasion", &id, NULL, "kind", "grupptraff");
  amia_edits_set_string (edits, "occasion", &id, NULL, "start", start);
  amia_edits_set_string (edits, "occasion", &id, NULL, "end", end);
  if (*place != '\0')
    amia_edits_set_string (edits, "occasion", &id, NULL, "place", place);
  if (phase > 0 && phase <= AMIA_N_GROUP_PHASES)
    amia_edits_set_string (edits, "occasion", &id, NULL, "phase",
                           amia_group_phases[phase - 1].code);
}

static void
make_cb (AmiaSeriesPage *self)
{
  g_autoptr (GPtrArray) days = NULL;
  AmiaEdits *edits = NULL;

  if (!check (self))
    return;

  days = list_days (self);
  edits = amia_edits_new ();
  for (guint i = 0; i < days->len; i++)
    add_occasion (self, edits, g_ptr_array_index (days, i));
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
amia_series_page_dispose (GObject *object)
{
  AmiaSeriesPage *self = AMIA_SERIES_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SERIES_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_series_page_parent_class)->dispose (object);
}

static void
amia_series_page_class_init (AmiaSeriesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_series_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-series-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, first);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, start);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, end);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, place);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, count);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, weeks);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, phase);
  gtk_widget_class_bind_template_child (widget_class, AmiaSeriesPage, days);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_days);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
}

static void
amia_series_page_init (AmiaSeriesPage *self)
{
  g_autoptr (GtkStringList) phases = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (phases, "–");
  for (gsize i = 0; i < AMIA_N_GROUP_PHASES; i++)
    gtk_string_list_append (phases, _ (amia_group_phases[i].words));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->phase), G_LIST_MODEL (phases));
  amia_drop_down_set_name (self->phase, _ ("Phase"));
  amia_drop_down_set_name (self->weeks, _ ("How often?"));
  amia_input_reset (AMIA_INPUT (self->count), "1");
}

GtkWidget *
amia_series_page_new (AmiaSession    *session,
                      const AmiaUuid *group)
{
  AmiaSeriesPage *self = g_object_new (AMIA_TYPE_SERIES_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  self->session = g_object_ref (session);
  self->group = *group;
  return GTK_WIDGET (self);
}
