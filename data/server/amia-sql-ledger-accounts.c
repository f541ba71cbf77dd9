/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger-private.h"

/* Who may sign in, and on which device how far they have come. */

#define ACCOUNT_COLUMNS "name, agency, role, password, office, is_disabled"

static gboolean
ledger_add_account (AmiaLedger        *ledger,
                    const AmiaAccount *account,
                    GError           **error)
{
  static const char sql[] = "INSERT INTO account (" ACCOUNT_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "add an account", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, account->name);
  amia_sql_statement_bind_text (statement, 2, account->agency);
  amia_sql_statement_bind_text (statement, 3, account->role);
  amia_sql_statement_bind_text (statement, 4, account->password);
  amia_sql_statement_bind_text (statement, 5, account->office);
  amia_sql_statement_bind_int (statement, 6, account->is_disabled);
  return _amia_run (statement, error) && _amia_sql_ledger_touch_facts (ledger, error);
}

static gboolean
ledger_set_password (AmiaLedger *ledger,
                     const char *name,
                     const char *password,
                     gboolean   *is_found,
                     GError    **error)
{
  static const char sql[] = "UPDATE account SET password = ? WHERE name = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "change a password", error);
  gboolean is_done;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, password);
  amia_sql_statement_bind_text (statement, 2, name);
  is_done = amia_sql_statement_run (statement, error);
  *is_found = amia_sql_statement_get_changes (statement) > 0;
  return is_done;
}

static AmiaAccount *
read_account (AmiaSqlStatement *statement)
{
  AmiaAccount *account = g_new (AmiaAccount, 1);

  account->name = g_strdup (amia_sql_statement_get_text (statement, 0));
  account->agency = g_strdup (amia_sql_statement_get_text (statement, 1));
  account->role = g_strdup (amia_sql_statement_get_text (statement, 2));
  account->password = g_strdup (amia_sql_statement_get_text (statement, 3));
  account->office = g_strdup (amia_sql_statement_get_text (statement, 4));
  account->is_disabled = amia_sql_statement_get_int (statement, 5) != 0;

  return account;
}

static gboolean
ledger_find_account (AmiaLedger   *ledger,
                     const char   *name,
                     AmiaAccount **account,
                     GError      **error)
{
  static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account WHERE name = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find an account", error);
  AmiaStep step;

  *account = NULL;
  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, name);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ROW)
    *account = read_account (statement);

  return step != AMIA_ERROR;
}

static GPtrArray *
ledger_list_accounts (AmiaLedger *ledger,
                      GError    **error)
{
  static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY name";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list the accounts", error);
  g_autoptr (GPtrArray) accounts = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_account_free);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    g_ptr_array_add (accounts, read_account (statement));

  return step == AMIA_DONE ? g_steal_pointer (&accounts) : NULL;
}

static gboolean
find_device_by (AmiaLedger   *ledger,
                const char   *sql,
                gconstpointer key,
                gsize         key_length,
                AmiaDevice  **device,
                GError      **error)
{
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find a device", error);
  AmiaStep step;

  *device = NULL;
  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_blob (statement, 1, key, key_length);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ROW)
    *device = _amia_read_device (statement);

  return step != AMIA_ERROR;
}

static gboolean
ledger_find_device (AmiaLedger     *ledger,
                    const AmiaUuid *id,
                    AmiaDevice    **device,
                    GError        **error)
{
  static const char sql[] = "SELECT " AMIA_DEVICE_COLUMNS " FROM device WHERE id = ?";

  return find_device_by (ledger, sql, id->bytes, sizeof id->bytes, device, error);
}

static gboolean
ledger_find_token (AmiaLedger   *ledger,
                   const guint8 *token,
                   AmiaDevice  **device,
                   GError      **error)
{
  static const char sql[] = "SELECT " AMIA_DEVICE_COLUMNS " FROM device WHERE token = ?";

  return find_device_by (ledger, sql, token, AMIA_TOKEN_HASH_LENGTH, device, error);
}

static gboolean
ledger_put_device (AmiaLedger       *ledger,
                   const AmiaDevice *device,
                   GError          **error)
{
  static const char sql[] =
      "INSERT INTO device (num, " AMIA_DEVICE_COLUMNS ")"
      " VALUES ((SELECT COALESCE (max (num), 0) + 1 FROM device), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
      " ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET account = excluded.account,"
      " token = excluded.token, expires_ms = excluded.expires_ms,"
      " is_revoked = excluded.is_revoked, last_n = excluded.last_n,"
      " chain = excluded.chain, since = excluded.since,"
      " position = excluded.position, lanes_open = excluded.lanes_open,"
      " seen_ms = excluded.seen_ms, version = excluded.version,"
      " shown_ms = excluded.shown_ms, whole_in = excluded.whole_in";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "keep a device", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, &device->id);
  amia_sql_statement_bind_text (statement, 2, device->user);
  amia_sql_statement_bind_blob (statement, 3, device->token, sizeof device->token);
  amia_sql_statement_bind_int (statement, 4, device->expires_ms);
  amia_sql_statement_bind_int (statement, 5, device->is_revoked);
  amia_sql_statement_bind_int (statement, 6, device->last_n);
  amia_sql_statement_bind_blob (statement, 7, device->chain, sizeof device->chain);
  amia_sql_statement_bind_int (statement, 8, device->since);
  amia_sql_statement_bind_int (statement, 9, device->position);
  amia_sql_statement_bind_int (statement, 10, device->lanes_open);
  amia_sql_statement_bind_int (statement, 11, device->seen_ms);
  amia_sql_statement_bind_text (statement, 12, device->version);
  amia_sql_statement_bind_int (statement, 13, device->shown_ms);
  amia_sql_statement_bind_text (statement, 14, device->whole_in);
  return _amia_run_later (statement, error);
}

static gboolean
ledger_get_position (AmiaLedger *ledger,
                     const char *user,
                     gint64     *position,
                     GError    **error)
{
  static const char sql[] =
      "SELECT COALESCE (max (CASE WHEN lanes_open = 0 THEN position ELSE 0 END), 0)"
      " FROM device WHERE account = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find how far a colleague is", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, user);
  if (amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *position = amia_sql_statement_get_int (statement, 0);
  return TRUE;
}

void
_amia_sql_ledger_class_init_accounts (AmiaLedgerClass *klass)
{
  klass->add_account = ledger_add_account;
  klass->set_password = ledger_set_password;
  klass->find_account = ledger_find_account;
  klass->list_accounts = ledger_list_accounts;
  klass->find_device = ledger_find_device;
  klass->find_token = ledger_find_token;
  klass->put_device = ledger_put_device;
  klass->get_position = ledger_get_position;
}
