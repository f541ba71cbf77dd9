/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_TIME_REPORT_BAR (amia_time_report_bar_get_type ())

/**
 * AmiaTimeReportBar:
 *
 * Above the hours of a time report (a group whose instrument is `hours`): the button that fills
 * them in from the case's plan and diary, for the days that the form says or else this month. Only
 * what is not answered is filled in, as one change that undo takes back.
 */
G_DECLARE_FINAL_TYPE (AmiaTimeReportBar, amia_time_report_bar, AMIA, TIME_REPORT_BAR, GtkBox)

/**
 * amia_time_report_bar_new:
 * @model: an open form
 *
 * Returns: (transfer floating): the bar
 */
GtkWidget *amia_time_report_bar_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

/** amia_time_report_bar_is_for: Returns: whether @item is the group of a time report's hours */
gboolean amia_time_report_bar_is_for (const AmiaItem *item);

G_END_DECLS
