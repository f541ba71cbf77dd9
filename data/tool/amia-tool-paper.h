/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_tool_form_print:
 * @argv: `print` and what follows it
 *
 * `form print FILE --blank|--response FILE --pdf FILE`: a form on A4 pages. `--large` is large
 * print, `--own-copy` the participant's own, `--language sv` another language than the form's,
 * `--days 7 --from 2026-05-04` one blank form a day, `--on` and `--by` when and by whom it is
 * printed, `--case` and `--form` the ids that its page codes are made of.
 *
 * Returns: an #AmiaExit
 */
int amia_tool_form_print (char **argv);

/**
 * amia_tool_form_page:
 * @argv: `page` and what follows it
 *
 * `form page SCAN`: prints the page code that is on a PNG or JPEG, and the number of the page.
 *
 * Returns: an #AmiaExit; %AMIA_EXIT_FAILED if there is none
 */
int amia_tool_form_page (char **argv);

G_END_DECLS
