/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMIA_TYPE_APPLICATION (amia_application_get_type ())
G_DECLARE_FINAL_TYPE (AmiaApplication, amia_application, AMIA, APPLICATION, AdwApplication)

/**
 * AmiaApplication:
 *
 * The program: one window on one replica.
 *
 * There is one process per application id. Two laptops side by side on one desk (a demonstration, a
 * test) are two processes that differ in their id: the environment variable `AMIA_APP_ID_SUFFIX=af`
 * makes it `se.amia.Amia.af`, so that both keep their actions on D-Bus. A second start with the
 * same id shows the window that is there.
 *
 * Options: `--replica PATH` opens that file instead of the last one, `--passphrase-file FILE` (or
 * `AMIA_PASSPHRASE_FILE`) takes the passphrase from the first line of a file.
 */

/**
 * amia_application_new:
 *
 * Returns: (transfer full): the program, not running yet
 */
AmiaApplication *amia_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
