/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AMIA_TYPE_SETTINGS (amia_settings_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSettings, amia_settings, AMIA, SETTINGS, GObject)

/**
 * AmiaSettings:
 *
 * What the program remembers of the window and of the last replica; nothing about any case. Kept by
 * GSettings under the schema `se.amia.Amia`; where the schema is not installed it is remembered
 * until the program ends.
 */

/**
 * amia_settings_new:
 *
 * Returns: (transfer full): the settings
 */
AmiaSettings *amia_settings_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_settings_get_int:
 * @settings: the settings
 * @key: a key of the schema
 * @fallback: what it is without a schema
 *
 * Returns: the value
 */
int amia_settings_get_int (AmiaSettings *settings,
                           const char   *key,
                           int           fallback);

/**
 * amia_settings_set_int:
 * @settings: the settings
 * @key: a key of the schema
 * @value: the new value; also used for keys that are true (1) or false (0)
 */
void amia_settings_set_int (AmiaSettings *settings,
                            const char   *key,
                            int           value);

/**
 * amia_settings_dup_string:
 * @settings: the settings
 * @key: a key of the schema
 *
 * Returns: (transfer full) (nullable): the value, %NULL if it is empty
 */
char *amia_settings_dup_string (AmiaSettings *settings,
                                const char   *key) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_settings_set_string:
 * @settings: the settings
 * @key: a key of the schema
 * @value: (nullable): the new value
 */
void amia_settings_set_string (AmiaSettings *settings,
                               const char   *key,
                               const char   *value);

G_END_DECLS
