/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-server-settings.h"

#include <string.h>

/* One table of all keys; file and command line go the same way through it. */

typedef enum
{
  TYPE_TEXT,
  TYPE_NUMBER, /* guint */
  TYPE_SIZE,   /* gsize */
  TYPE_LOG_FORMAT,
} Type;

typedef struct
{
  const char *key;
  Type        type;
  gsize       offset;
} Key;

#define KEY(key, type, member)                              \
  {                                                         \
    key, type, G_STRUCT_OFFSET (AmiaServerSettings, member) \
  }

static const Key keys[] = {
  KEY ("ledger.db", TYPE_TEXT, db),
  KEY ("ledger.safeguard", TYPE_TEXT, safeguard),
  KEY ("server.listen", TYPE_TEXT, listen),
  KEY ("server.tls-cert", TYPE_TEXT, tls_cert),
  KEY ("server.tls-key", TYPE_TEXT, tls_key),
  KEY ("server.trusted-proxies", TYPE_TEXT, trusted_proxies),
  KEY ("server.log-format", TYPE_LOG_FORMAT, log_format),
  KEY ("limits.body-bytes-max", TYPE_SIZE, limits.body_bytes_max),
  KEY ("limits.held-max", TYPE_NUMBER, limits.held_max),
  KEY ("limits.wait-seconds-max", TYPE_NUMBER, limits.wait_seconds_max),
  KEY ("limits.connections-max", TYPE_NUMBER, limits.connections_max),
  KEY ("limits.request-seconds-max", TYPE_NUMBER, limits.request_seconds_max),
  KEY ("limits.quiet-seconds-max", TYPE_NUMBER, limits.quiet_seconds_max),
  KEY ("limits.requests-per-minute", TYPE_NUMBER, limits.requests_per_minute),
  KEY ("limits.bytes-per-minute", TYPE_SIZE, limits.bytes_per_minute),
  KEY ("limits.requests-per-minute", TYPE_NUMBER, limits.requests_per_minute),
  KEY ("limits.bytes-per-minute", TYPE_SIZE, limits.bytes_per_minute),
};

AmiaServerSettings *
amia_server_settings_new (void)
{
  AmiaServerSettings *settings = g_new0 (AmiaServerSettings, 1);

  settings->limits = amia_http_default_limits;
  return settings;
}

void
amia_server_settings_free (AmiaServerSettings *settings)
{
  if (settings == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (keys[i].type == TYPE_TEXT)
        g_free (G_STRUCT_MEMBER (char *, settings, keys[i].offset));
    }
  g_free (settings);
}

static gboolean
set_number (AmiaServerSettings *settings,
            const Key          *key,
            const char         *value)
{
  guint64 max = key->type == TYPE_SIZE ? G_MAXUINT32 : G_MAXINT32;
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 10, 1, max, &number, NULL))
    return FALSE;

  if (key->type == TYPE_SIZE)
    G_STRUCT_MEMBER (gsize, settings, key->offset) = (gsize) number;
  else
    G_STRUCT_MEMBER (guint, settings, key->offset) = (guint) number;
  return TRUE;
}

static gboolean
set_value (AmiaServerSettings *settings,
           const Key          *key,
           const char         *value)
{
  char **text;

  switch (key->type)
    {
    case TYPE_NUMBER:
    case TYPE_SIZE:
      return set_number (settings, key, value);

    case TYPE_LOG_FORMAT:
      return amia_log_format_parse (
          value,
          &G_STRUCT_MEMBER (AmiaLogFormat, settings, key->offset));

    case TYPE_TEXT:
    default:
      text = &G_STRUCT_MEMBER (char *, settings, key->offset);
      g_free (*text);
      *text = *value != '\0' ? g_strdup (value) : NULL;
      return TRUE;
    }
}

gboolean
amia_server_settings_set (AmiaServerSettings *settings,
                          const char         *key,
                          const char         *value,
                          GError            **error)
{
  g_return_val_if_fail (settings != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strcmp (key, keys[i].key) != 0)
        continue;
      if (set_value (settings, &keys[i], value))
        return TRUE;

      g_set_error (error,
                   G_KEY_FILE_ERROR,
                   G_KEY_FILE_ERROR_INVALID_VALUE,
                   "\"%s\" is no value for %s",
                   value,
                   key);
      return FALSE;
    }

  g_set_error (error,
               G_KEY_FILE_ERROR,
               G_KEY_FILE_ERROR_KEY_NOT_FOUND,
               "There is no setting %s",
               key);
  return FALSE;
}

static gboolean
set_group (AmiaServerSettings *settings,
           GKeyFile           *file,
           const char         *group,
           GError            **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, error);

  if (names == NULL)
    return FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *key = g_strconcat (group, ".", names[i], NULL);
      g_autofree char *value = g_key_file_get_string (file, group, names[i], error);

      if (value == NULL || !amia_server_settings_set (settings, key, value, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_server_settings_read (AmiaServerSettings *settings,
                           const char         *path,
                           GError            **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (settings != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (!set_group (settings, file, groups[i], error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }

  return TRUE;
}

const char **
amia_server_settings_list_keys (void)
{
  const char **list = g_new0 (const char *, G_N_ELEMENTS (keys) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    list[i] = keys[i].key;
  return list;
}
