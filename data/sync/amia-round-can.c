/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include <string.h>

#include "amia-round-private.h"
#include "amia-sign-in.h"

/* What the last answer said that its server can read: changes in columns, requests in short, and
 * changes in the short form. The last is said at sign-in, too, since what is written before the
 * first answer stays as it is.
 *
 * An older program may be put back in a server's place. It takes nothing of a request in columns,
 * says so with its answer, and gets rows; of a request in short it can't make anything and calls it
 * malformed. A server that says that it can read something and then can't gets it no more until
 * somebody signs in again. One that does not know our mark has asked for the whole request: when
 * that tells why (a new life, a gap, another name) the next one is short again. */

gboolean
_amia_round_can (AmiaStore  *store,
                 const char *setting)
{
  g_autofree char *value = amia_store_get_setting (store, setting);

  return g_strcmp0 (value, AMIA_SERVER_CAN) == 0;
}

static gboolean
keep (AmiaStore  *store,
      const char *setting,
      gboolean    can,
      GError    **error)
{
  g_autofree char *value = amia_store_get_setting (store, setting);

  if (g_strcmp0 (value, AMIA_SERVER_DOUBTED) == 0 || (value != NULL) == can)
    return TRUE;

  return amia_store_set_setting (store, setting, can ? AMIA_SERVER_CAN : NULL, error);
}

gboolean
_amia_round_keep_can (AmiaStore              *store,
                      const AmiaSyncResponse *response,
                      GError                **error)
{
  return keep (store, AMIA_SETTING_SERVER_COLUMNS, response->can_columns, error) &&
         keep (store, AMIA_SETTING_SERVER_MARK, response->can_mark, error) &&
         (!response->says_can ||
          keep (store, AMIA_SETTING_SERVER_SHORT, response->can_short, error));
}

gboolean
_amia_round_doubt (AmiaStore  *store,
                   const char *problem,
                   GError    **error)
{
  const char *setting = AMIA_SETTING_SERVER_MARK;

  /* What is malformed may be either; the short form is looked at first. */
  if (strcmp (problem, "malformed") == 0 && !_amia_round_can (store, setting))
    setting = AMIA_SETTING_SERVER_COLUMNS;
  if (!_amia_round_can (store, setting))
    return _amia_round_contradict (error, "it can't read what is sent");

  return amia_store_set_setting (store, setting, AMIA_SERVER_DOUBTED, error);
}

gboolean
_amia_round_trust_mark (AmiaStore *store,
                        GError   **error)
{
  g_autofree char *value = amia_store_get_setting (store, AMIA_SETTING_SERVER_MARK);

  return g_strcmp0 (value, AMIA_SERVER_DOUBTED) != 0 ||
         amia_store_set_setting (store, AMIA_SETTING_SERVER_MARK, NULL, error);
}
