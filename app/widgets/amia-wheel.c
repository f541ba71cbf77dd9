/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-wheel.h"

#include <math.h>

/* GTK 4.8 lets some scrolled windows keep the wheel to themselves when all of their content is in
 * view. So it is taken before they see it. */

static gboolean
has_more (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment) >
         gtk_adjustment_get_page_size (adjustment);
}

/* One click of a wheel goes as far as it does in a GtkScrolledWindow. */
static double
get_step (GtkEventController *controller,
          GtkAdjustment      *adjustment)
{
  if (gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller)) ==
      GDK_SCROLL_UNIT_SURFACE)
    return 1;
  return pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0);
}

/* The next one outside, past a table that only goes sideways. */
static GtkAdjustment *
find_page (GtkScrolledWindow *scrolled)
{
  GtkWidget     *page = GTK_WIDGET (scrolled);
  GtkAdjustment *adjustment = NULL;

  do
    {
      page = gtk_widget_get_ancestor (gtk_widget_get_parent (page), GTK_TYPE_SCROLLED_WINDOW);
      adjustment =
          page != NULL ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page)) : NULL;
    }
  while (adjustment != NULL && !has_more (adjustment));
  return adjustment;
}

static gboolean
scroll_cb (GtkScrolledWindow  *scrolled,
           double              dx,
           double              dy,
           GtkEventController *controller)
{
  GtkAdjustment *page = NULL;

  if (fabs (dx) > fabs (dy) || has_more (gtk_scrolled_window_get_vadjustment (scrolled)))
    return GDK_EVENT_PROPAGATE;

  page = find_page (scrolled);
  if (page == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_adjustment_set_value (page, gtk_adjustment_get_value (page) +
                                      dy * get_step (controller, page));
  return GDK_EVENT_STOP;
}

void
amia_wheel_pass_on (GtkScrolledWindow *scrolled)
{
  GtkEventController *controller = NULL;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scrolled));

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "scroll", G_CALLBACK (scroll_cb), scrolled, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (scrolled), controller);
}
