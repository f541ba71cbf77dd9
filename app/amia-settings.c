/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-settings.h"

/* g_settings_new() ends the program when the schema is missing, which it is when somebody starts
 * the program from a build folder. So we look first, and keep values in a table if it is. */

struct _AmiaSettings
{
  GObject parent_instance;

  GSettings  *settings; /* NULL without a schema. */
  GHashTable *memory;   /* key → GVariant, used without a schema. */
};

G_DEFINE_FINAL_TYPE (AmiaSettings, amia_settings, G_TYPE_OBJECT)

static GVariant *
lookup (AmiaSettings *self,
        const char   *key)
{
  GVariant *value = NULL;

  if (self->settings != NULL)
    return g_settings_get_value (self->settings, key);

  value = g_hash_table_lookup (self->memory, key);
  return value != NULL ? g_variant_ref (value) : NULL;
}

static void
store (AmiaSettings *self,
       const char   *key,
       GVariant     *value)
{
  if (self->settings != NULL)
    g_settings_set_value (self->settings, key, value);
  else
    g_hash_table_insert (self->memory, g_strdup (key), g_variant_ref_sink (value));
}

static void
amia_settings_dispose (GObject *object)
{
  AmiaSettings *self = AMIA_SETTINGS (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->memory, g_hash_table_unref);

  G_OBJECT_CLASS (amia_settings_parent_class)->dispose (object);
}

static void
amia_settings_class_init (AmiaSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_settings_dispose;
}

static void
amia_settings_init (AmiaSettings *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, AMIA_APP_ID, TRUE);

  if (schema != NULL)
    self->settings = g_settings_new_full (schema, NULL, NULL);
  else
    self->memory = g_hash_table_new_full (g_str_hash,
                                          g_str_equal,
                                          g_free,
                                          (GDestroyNotify) g_variant_unref);
}

AmiaSettings *
amia_settings_new (void)
{
  return g_object_new (AMIA_TYPE_SETTINGS, NULL);
}

int
amia_settings_get_int (AmiaSettings *self,
                       const char   *key,
                       int           fallback)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (AMIA_IS_SETTINGS (self), fallback);
  g_return_val_if_fail (key != NULL, fallback);

  value = lookup (self, key);
  if (value == NULL)
    return fallback;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value) ? 1 : 0;

  return g_variant_get_int32 (value);
}

void
amia_settings_set_int (AmiaSettings *self,
                       const char   *key,
                       int           value)
{
  g_autoptr (GVariant) old = NULL;

  g_return_if_fail (AMIA_IS_SETTINGS (self));
  g_return_if_fail (key != NULL);

  old = lookup (self, key);
  if (old != NULL && g_variant_is_of_type (old, G_VARIANT_TYPE_BOOLEAN))
    store (self, key, g_variant_new_boolean (value != 0));
  else
    store (self, key, g_variant_new_int32 (value));
}

char *
amia_settings_dup_string (AmiaSettings *self,
                          const char   *key)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (AMIA_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  value = lookup (self, key);
  if (value == NULL || *g_variant_get_string (value, NULL) == '\0')
    return NULL;

  return g_variant_dup_string (value, NULL);
}

void
amia_settings_set_string (AmiaSettings *self,
                          const char   *key,
                          const char   *value)
{
  g_return_if_fail (AMIA_IS_SETTINGS (self));
  g_return_if_fail (key != NULL);

  store (self, key, g_variant_new_string (value != NULL ? value : ""));
}
