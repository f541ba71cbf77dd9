/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-filter.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_FILTER_BAR (amia_case_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseFilterBar, amia_case_filter_bar, AMIA, CASE_FILTER_BAR, GtkWidget)

/**
 * AmiaCaseFilterBar:
 *
 * What is wanted of the list of cases, to be seen at a glance: the usual filters as chips to press,
 * the others behind a button, each as a chip that can be taken away once it is chosen. A
 * combination can be kept under a name, on this device. The signal `changed` is emitted when
 * somebody wants something else.
 */

/**
 * amia_case_filter_bar_set_session:
 * @bar: a bar
 * @session: what is open: whose colleagues, and where filters are kept
 */
void amia_case_filter_bar_set_session (AmiaCaseFilterBar *bar,
                                       AmiaSession       *session);

/**
 * amia_case_filter_bar_get_filter:
 * @bar: a bar
 *
 * Returns: (transfer none): what is wanted, until the next `changed`
 */
const AmiaCaseFilter *amia_case_filter_bar_get_filter (AmiaCaseFilterBar *bar);

/**
 * amia_case_filter_bar_clear:
 * @bar: a bar
 *
 * Takes all filters away; the order stays.
 */
void amia_case_filter_bar_clear (AmiaCaseFilterBar *bar);

G_END_DECLS
