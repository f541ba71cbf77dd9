/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger.h"

#include "amia-ledger-accounts.h"
#include "amia-ledger-class.h"
#include "amia-ledger-grants.h"

/* The interface itself: nothing but rows that can be freed, and methods that call their slot. */

G_DEFINE_ABSTRACT_TYPE (AmiaLedger, amia_ledger, G_TYPE_OBJECT)

static void
amia_ledger_class_init (AmiaLedgerClass *klass)
{
}

static void
amia_ledger_init (AmiaLedger *ledger)
{
}

void
amia_life_clear (AmiaLife *life)
{
  g_clear_pointer (&life->epoch, g_free);
  g_clear_pointer (&life->swept_on, g_free);
  g_clear_pointer (&life->safeguard, g_free);
}

void
amia_account_free (AmiaAccount *account)
{
  if (account == NULL)
    return;

  g_free (account->name);
  g_free (account->agency);
  g_free (account->role);
  g_free (account->password);
  g_free (account->office);
  g_free (account);
}

void
amia_office_free (AmiaOffice *office)
{
  if (office == NULL)
    return;

  g_free (office->id);
  g_free (office->name);
  g_free (office->agency);
  g_free (office->subproject);
  g_free (office);
}

void
amia_device_free (AmiaDevice *device)
{
  if (device == NULL)
    return;

  g_free (device->user);
  g_free (device->version);
  g_free (device->whole_in);
  g_free (device);
}

void
amia_record_row_free (AmiaRecordRow *row)
{
  if (row == NULL)
    return;

  g_free (row->kind);
  g_free (row->author);
  g_free (row->agency);
  g_free (row->state);
  g_free (row);
}

void
amia_grant_free (AmiaGrant *grant)
{
  if (grant == NULL)
    return;

  g_free (grant->user);
  g_free (grant->rights);
  g_free (grant->agency);
  g_free (grant);
}

void
amia_forget_free (AmiaForget *forget)
{
  if (forget == NULL)
    return;

  g_free (forget->user);
  g_free (forget);
}

void
amia_escrow_row_free (AmiaEscrowRow *row)
{
  if (row == NULL)
    return;

  g_free (row->user);
  g_free (row->agency);
  g_free (row->reason);
  g_clear_pointer (&row->body, g_bytes_unref);
  g_clear_pointer (&row->scopes, g_array_unref);
  g_free (row);
}

void
amia_ended_fact_free (AmiaEndedFact *fact)
{
  if (fact == NULL)
    return;

  g_free (fact->field);
  g_free (fact->value);
  g_free (fact);
}

void
amia_colleague_free (AmiaColleague *colleague)
{
  if (colleague == NULL)
    return;

  g_free (colleague->user);
  g_free (colleague->agency);
  g_free (colleague);
}

gboolean
amia_ledger_begin (AmiaLedger *ledger, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->begin (ledger, error);
}

gboolean
amia_ledger_commit (AmiaLedger *ledger, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->commit (ledger, error);
}

void
amia_ledger_rollback (AmiaLedger *ledger)
{
  g_return_if_fail (AMIA_IS_LEDGER (ledger));

  AMIA_LEDGER_GET_CLASS (ledger)->rollback (ledger);
}

gboolean
amia_ledger_get_life (AmiaLedger *ledger, AmiaLife *life, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->get_life (ledger, life, error);
}

gboolean
amia_ledger_begin_life (AmiaLedger *ledger, const char *epoch, gint64 now_ms, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->begin_life (ledger, epoch, now_ms, error);
}

gboolean
amia_ledger_take_numbers (AmiaLedger *ledger, guint count, gint64 *first, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->take_numbers (ledger, count, first, error);
}

gboolean
amia_ledger_set_swept (AmiaLedger *ledger, const char *day, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_swept (ledger, day, error);
}

gboolean
amia_ledger_add_account (AmiaLedger *ledger, const AmiaAccount *account, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->add_account (ledger, account, error);
}

gboolean
amia_ledger_set_password (
    AmiaLedger *ledger, const char *name, const char *password, gboolean *is_found, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_password (ledger, name, password, is_found, error);
}

gboolean
amia_ledger_find_account (AmiaLedger   *ledger,
                          const char   *name,
                          AmiaAccount **account,
                          GError      **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_account (ledger, name, account, error);
}

GPtrArray *
amia_ledger_list_accounts (AmiaLedger *ledger, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_accounts (ledger, error);
}

gboolean
amia_ledger_find_device (AmiaLedger     *ledger,
                         const AmiaUuid *id,
                         AmiaDevice    **device,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_device (ledger, id, device, error);
}

gboolean
amia_ledger_find_token (AmiaLedger   *ledger,
                        const guint8 *token,
                        AmiaDevice  **device,
                        GError      **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_token (ledger, token, device, error);
}

gboolean
amia_ledger_put_device (AmiaLedger *ledger, const AmiaDevice *device, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_device (ledger, device, error);
}

gboolean
amia_ledger_get_position (AmiaLedger *ledger, const char *user, gint64 *position, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->get_position (ledger, user, position, error);
}

gboolean
amia_ledger_append_change (AmiaLedger *ledger, const AmiaLogRow *row, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->append_change (ledger, row, error);
}

gboolean
amia_ledger_append_refusal (AmiaLedger     *ledger,
                            const AmiaUuid *device,
                            gint64          n,
                            const char     *reason,
                            const guint8   *chain,
                            GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->append_refusal (ledger, device, n, reason, chain, error);
}

gboolean
amia_ledger_get_chain (AmiaLedger     *ledger,
                       const AmiaUuid *device,
                       gint64          n,
                       guint8         *chain,
                       gboolean       *is_found,
                       GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->get_chain (ledger, device, n, chain, is_found, error);
}

gboolean
amia_ledger_list_refusals (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          from,
                           gint64          to,
                           GArray         *refusals,
                           GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_refusals (ledger, device, from, to, refusals, error);
}

gboolean
amia_ledger_read_log (AmiaLedger *ledger,
                      gint64      after,
                      AmiaLogFunc wants_body,
                      AmiaLogFunc func,
                      gpointer    user_data,
                      GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)
      ->read_log (ledger, after, wants_body, func, user_data, error);
}

gboolean
amia_ledger_read_scope (AmiaLedger     *ledger,
                        const AmiaUuid *scope,
                        gint64          after,
                        gint64          before,
                        AmiaLogFunc     func,
                        gpointer        user_data,
                        GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)
      ->read_scope (ledger, scope, after, before, func, user_data, error);
}

gboolean
amia_ledger_has_before (
    AmiaLedger *ledger, const AmiaUuid *scope, gint64 before, gboolean *has, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->has_before (ledger, scope, before, has, error);
}

gboolean
amia_ledger_find_record (AmiaLedger     *ledger,
                         const AmiaUuid *id,
                         AmiaRecordRow **row,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_record (ledger, id, row, error);
}

gboolean
amia_ledger_put_record (AmiaLedger *ledger, const AmiaRecordRow *row, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_record (ledger, row, error);
}

GPtrArray *
amia_ledger_list_facts (AmiaLedger *ledger, const AmiaUuid *case_id, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_facts (ledger, case_id, error);
}

gboolean
amia_ledger_put_link (AmiaLedger     *ledger,
                      const AmiaUuid *case_id,
                      const AmiaUuid *participant,
                      GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_link (ledger, case_id, participant, error);
}

gboolean
amia_ledger_find_link (AmiaLedger     *ledger,
                       const AmiaUuid *case_id,
                       AmiaUuid       *participant,
                       GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_link (ledger, case_id, participant, error);
}

GArray *
amia_ledger_list_links (AmiaLedger *ledger, const AmiaUuid *participant, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_links (ledger, participant, error);
}

gboolean
amia_ledger_put_grant (AmiaLedger *ledger, const AmiaGrant *grant, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_grant (ledger, grant, error);
}

GPtrArray *
amia_ledger_list_user_grants (AmiaLedger *ledger, const char *user, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_user_grants (ledger, user, error);
}

GPtrArray *
amia_ledger_list_scope_grants (AmiaLedger *ledger, const AmiaUuid *scope, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_scope_grants (ledger, scope, error);
}

GPtrArray *
amia_ledger_list_colleagues (AmiaLedger *ledger, const char *user, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_colleagues (ledger, user, error);
}

gboolean
amia_ledger_set_dated (AmiaLedger     *ledger,
                       const AmiaUuid *case_id,
                       gboolean        is_dated,
                       GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_dated (ledger, case_id, is_dated, error);
}

GArray *
amia_ledger_list_dated (AmiaLedger *ledger, GError **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_dated (ledger, error);
}
