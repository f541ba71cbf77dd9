/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger-private.h"

/* What those who look after the server do to it. */

/* Runs a statement that changes one row, if it is there. */
static gboolean
run_and_find (AmiaSqlStatement *statement,
              gboolean         *is_found,
              GError          **error)
{
  g_autoptr (AmiaSqlStatement) owned = statement;

  if (!amia_sql_statement_run (owned, error))
    return FALSE;

  *is_found = amia_sql_statement_get_changes (owned) > 0;
  return TRUE;
}

static gboolean
ledger_set_disabled (AmiaLedger *ledger,
                     const char *name,
                     gboolean    is_disabled,
                     gboolean   *is_found,
                     GError    **error)
{
  static const char sql[] = "UPDATE account SET is_disabled = ? WHERE name = ?";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "disable an account", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, is_disabled);
  amia_sql_statement_bind_text (statement, 2, name);
  return run_and_find (statement, is_found, error);
}

static gboolean
ledger_set_office (AmiaLedger *ledger,
                   const char *name,
                   const char *office,
                   gboolean   *is_found,
                   GError    **error)
{
  static const char sql[] = "UPDATE account SET office = ? WHERE name = ?";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "move an account", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, office);
  amia_sql_statement_bind_text (statement, 2, name);
  return run_and_find (statement, is_found, error);
}

static gboolean
ledger_put_office (AmiaLedger       *ledger,
                   const AmiaOffice *office,
                   GError          **error)
{
  static const char sql[] =
      "INSERT INTO office (id, name, agency, subproject, is_closed) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, agency = excluded.agency,"
      " subproject = excluded.subproject, is_closed = excluded.is_closed";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "keep an office", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, office->id);
  amia_sql_statement_bind_text (statement, 2, office->name);
  amia_sql_statement_bind_text (statement, 3, office->agency);
  amia_sql_statement_bind_text (statement, 4, office->subproject);
  amia_sql_statement_bind_int (statement, 5, office->is_closed);
  return _amia_run (statement, error);
}

static GPtrArray *
ledger_list_offices (AmiaLedger *ledger,
                     GError    **error)
{
  static const char sql[] = "SELECT id, name, agency, subproject, is_closed FROM office ORDER BY id";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list the offices", error);
  g_autoptr (GPtrArray) offices = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  offices = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_office_free);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaOffice *office = g_new0 (AmiaOffice, 1);

      office->id = g_strdup (amia_sql_statement_get_text (statement, 0));
      office->name = g_strdup (amia_sql_statement_get_text (statement, 1));
      office->agency = g_strdup (amia_sql_statement_get_text (statement, 2));
      office->subproject = g_strdup (amia_sql_statement_get_text (statement, 3));
      office->is_closed = amia_sql_statement_get_int (statement, 4) != 0;
      g_ptr_array_add (offices, office);
    }

  return step == AMIA_DONE ? g_steal_pointer (&offices) : NULL;
}

static GPtrArray *
ledger_list_devices (AmiaLedger *ledger,
                     const char *user,
                     const char *agency,
                     GError    **error)
{
  /* An empty text stands for all of them: no account and no agency is called so. */
  static const char sql[] =
      "SELECT " AMIA_DEVICE_COLUMNS " FROM device WHERE (account = ?1 OR ?1 = '')"
      " AND (?2 = '' OR account IN (SELECT name FROM account WHERE agency = ?2))"
      " ORDER BY account, id";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list the devices", error);
  g_autoptr (GPtrArray) devices = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  amia_sql_statement_bind_text (statement, 1, user != NULL ? user : "");
  amia_sql_statement_bind_text (statement, 2, agency != NULL ? agency : "");
  devices = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_device_free);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    g_ptr_array_add (devices, _amia_read_device (statement));

  return step == AMIA_DONE ? g_steal_pointer (&devices) : NULL;
}

AmiaDevice *
_amia_read_device (AmiaSqlStatement *statement)
{
  AmiaDevice *device = g_new0 (AmiaDevice, 1);

  _amia_get_uuid (statement, 0, &device->id);
  device->user = g_strdup (amia_sql_statement_get_text (statement, 1));
  _amia_get_bytes (statement, 2, device->token, sizeof device->token);
  device->expires_ms = amia_sql_statement_get_int (statement, 3);
  device->is_revoked = amia_sql_statement_get_int (statement, 4) != 0;
  device->last_n = amia_sql_statement_get_int (statement, 5);
  _amia_get_bytes (statement, 6, device->chain, sizeof device->chain);
  device->since = amia_sql_statement_get_int (statement, 7);
  device->position = amia_sql_statement_get_int (statement, 8);
  device->lanes_open = (guint) amia_sql_statement_get_int (statement, 9);
  device->seen_ms = amia_sql_statement_get_int (statement, 10);
  device->version = g_strdup (amia_sql_statement_get_text (statement, 11));
  device->shown_ms = amia_sql_statement_get_int (statement, 12);
  device->whole_in = g_strdup (amia_sql_statement_get_text (statement, 13));

  return device;
}

void
_amia_sql_ledger_class_init_admin (AmiaLedgerClass *klass)
{
  klass->set_disabled = ledger_set_disabled;
  klass->set_office = ledger_set_office;
  klass->put_office = ledger_put_office;
  klass->list_offices = ledger_list_offices;
  klass->list_devices = ledger_list_devices;
}
