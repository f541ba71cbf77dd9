/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-asker.h"
#include "amia-audit-words.h"
#include "amia-audit.h"
#include "amia-forgets-message.h"
#include "amia-http-private.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-audit.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-share.h"
#include "amia-log.h"
#include "amia-revocation.h"

/* What people ask about laptops and about who has seen what:
 *
 *   GET /v1/devices              {"v":1,"devices":[{"id":…,"user":…,"revoked":…,"seen":ms,
 *                                "position":n,"version":…,"unforgotten":n,"own":…}]}
 *   DELETE /v1/devices/ID        {"v":1}
 *   GET /v1/audit?case=ID&after=N  {"v":1,"entries":[…],"next":n,"more":…}; entries as
 *                                amia_audit_print_json() has them
 *   GET /v1/forgets?case=ID      amia-forgets-message.h: which laptops had to remove something of
 *                                the case, and which have said that they did
 *
 * Everybody sees and revokes their own devices; an administrator those of their agency. The audit
 * of a case is for its members, and so is what was forgotten of it. What is not there and what is
 * not for the one who asks are the same: not found. All of it happens in the ledger's thread. */

#define AUDIT_PAGE_ENTRIES 200

G_STATIC_ASSERT (AMIA_SEEN_MS <= AMIA_FORGETS_SEEN_MS);

static gboolean
is_admin (const AmiaAsker *asker)
{
  return strcmp (asker->account->role, "admin") == 0;
}

static void
set_code (AmiaHttpExchange *exchange,
          guint             status,
          const char       *code)
{
  const AmiaProblem problem = { (char *) code, 0, NULL };

  _amia_http_set_problem (exchange, status, &problem);
}

static void
set_text (AmiaHttpExchange *exchange,
          GString          *text)
{
  exchange->status = 200;
  exchange->reply = g_string_free_to_bytes (text);
}

/* FALSE when there is a problem to answer with. */
static gboolean
find_asker (AmiaHttpExchange *exchange,
            gint64            now_ms,
            AmiaAsker        *asker)
{
  g_autoptr (GError) local_error = NULL;
  const char *problem;

  if (!amia_asker_find (exchange->http->ledger,
                        exchange->ask.token,
                        now_ms,
                        asker,
                        &problem,
                        &local_error))
    set_code (exchange, 503, "busy");
  else if (problem != NULL)
    set_code (exchange, 401, problem);
  else
    return TRUE;

  return FALSE;
}

static gboolean
append_device (AmiaHttpExchange *exchange,
               const AmiaAsker  *asker,
               const AmiaDevice *device,
               GString          *text,
               GError          **error)
{
  g_autoptr (GPtrArray) unforgotten =
      amia_ledger_list_unforgotten (exchange->http->ledger, &device->id, error);
  g_autofree char *user = amia_log_quote (device->user);
  g_autofree char *version = amia_log_quote (device->version != NULL ? device->version : "");
  char             id[AMIA_UUID_HEX_LENGTH + 1];

  if (unforgotten == NULL)
    return FALSE;

  g_string_append_printf (text,
                          "%s{\"id\":\"%s\",\"user\":%s,\"revoked\":%s,\"seen\":%" G_GINT64_FORMAT
                          ",\"position\":%" G_GINT64_FORMAT
                          ",\"version\":%s,\"unforgotten\":%u,\"own\":%s}",
                          text->str[text->len - 1] == '[' ? "" : ",",
                          amia_uuid_print_hex (&device->id, id),
                          user,
                          device->is_revoked ? "true" : "false",
                          device->seen_ms,
                          device->position,
                          version,
                          unforgotten->len,
                          strcmp (device->user, asker->account->name) == 0 ? "true" : "false");
  return TRUE;
}

static void
list_devices (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  g_auto (AmiaAsker) asker = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GString) text = g_string_new ("{\"v\":1,\"devices\":[");

  if (!find_asker (exchange, g_get_real_time () / 1000, &asker))
    return;

  devices = amia_ledger_list_devices (exchange->http->ledger,
                                      is_admin (&asker) ? NULL : asker.account->name,
                                      asker.account->agency,
                                      &local_error);
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    {
      if (!append_device (exchange,
                          &asker,
                          g_ptr_array_index (devices, i),
                          text,
                          &local_error))
        break;
    }

  if (local_error != NULL)
    {
      set_code (exchange, 503, "busy");
      return;
    }

  g_string_append (text, "]}");
  set_text (exchange, g_steal_pointer (&text));
}

/* The device that is meant, if it is the asker's to revoke. */
static gboolean
find_named (AmiaHttpExchange *exchange,
            const AmiaAsker  *asker,
            AmiaDevice      **device,
            GError          **error)
{
  AmiaLedger *ledger = exchange->http->ledger;
  const char *name = strrchr (exchange->path, '/') + 1;
  g_autoptr (AmiaDevice) named = NULL;
  g_autoptr (AmiaAccount) owner = NULL;
  AmiaUuid id;

  *device = NULL;
  if (!amia_uuid_parse (name, -1, &id))
    return TRUE;
  if (!amia_ledger_find_device (ledger, &id, &named, error))
    return FALSE;
  if (named == NULL)
    return TRUE;
  if (!amia_ledger_find_account (ledger, named->user, &owner, error))
    return FALSE;

  if (strcmp (named->user, asker->account->name) == 0 ||
      (is_admin (asker) && owner != NULL && strcmp (owner->agency, asker->account->agency) == 0))
    *device = g_steal_pointer (&named);
  return TRUE;
}

static void
revoke_device (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  gint64            now_ms = g_get_real_time () / 1000;
  g_auto (AmiaAsker) asker = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  g_autofree char *detail = NULL;
  AmiaAuditFact    fact = { .kind = AMIA_AUDIT_REVOKE };

  if (!find_asker (exchange, now_ms, &asker))
    return;
  if (!find_named (exchange, &asker, &device, &local_error))
    {
      set_code (exchange, 503, "busy");
      return;
    }
  if (device == NULL)
    {
      set_code (exchange, 404, "not_found");
      return;
    }

  detail = g_strdup_printf ("owner=%s", device->user);
  fact.user = asker.account->name;
  fact.agency = asker.account->agency;
  fact.device = &device->id;
  fact.detail = detail;
  if (!amia_revocation_write (exchange->http->ledger,
                              amia_rounds_get_safeguard (exchange->http->rounds),
                              &fact,
                              now_ms,
                              &local_error))
    {
      set_code (exchange, 503, "busy");
      return;
    }

  exchange->wake = g_strdup (device->user);
  set_text (exchange, g_string_new ("{\"v\":1}"));
}

typedef struct
{
  const AmiaUuid *participant;
  GPtrArray      *grants; /* of AmiaGrant: who is or was in the case */
  GString        *text;
  gint64          next;
  guint           n_entries;
} Page;

/* Who has to do with the participant in another case is not for this one's members to know; the
 * participant is told by an administrator, who sees all of it. */
static gboolean
is_of_case (const Page           *page,
            const AmiaAuditEntry *entry)
{
  if (!amia_uuid_equal (&entry->scope, page->participant) || amia_uuid_is_nil (&entry->scope))
    return TRUE;

  for (guint i = 0; i < page->grants->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (page->grants, i);

      if (g_strcmp0 (grant->user, entry->user) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
page_cb (const AmiaAuditEntry *entry,
         gpointer              user_data)
{
  Page            *page = user_data;
  g_autofree char *line = NULL;

  page->next = entry->id;
  page->n_entries++;
  if (!is_of_case (page, entry))
    return TRUE;

  line = amia_audit_print_json (entry);
  g_string_append_printf (page->text,
                          "%s%s",
                          page->text->str[page->text->len - 1] == '[' ? "" : ",",
                          line);
  return TRUE;
}

static gboolean
is_member (AmiaHttpExchange *exchange,
           const AmiaAsker  *asker,
           const AmiaUuid   *case_id,
           gboolean         *is_so,
           GError          **error)
{
  g_autoptr (GPtrArray) grants =
      amia_ledger_list_scope_grants (exchange->http->ledger, case_id, error);
  g_autoptr (GArray) cases =
      amia_ledger_list_links (exchange->http->ledger, case_id, error);

  *is_so = FALSE;
  if (grants == NULL || cases == NULL)
    return FALSE;

  /* A participant is no case. */
  for (guint i = 0; cases->len == 0 && i < grants->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (grants, i);

      if (grant->is_active && strcmp (grant->user, asker->account->name) == 0)
        *is_so = TRUE;
    }

  return TRUE;
}

/* The case and the number that the query names; FALSE if it names none. */
static gboolean
read_query (const AmiaHttpExchange *exchange,
            AmiaUuid               *case_id,
            gint64                 *after)
{
  const char *text = exchange->query != NULL ? g_hash_table_lookup (exchange->query, "case") : NULL;
  const char *number =
      exchange->query != NULL ? g_hash_table_lookup (exchange->query, "after") : NULL;
  guint64 value = 0;

  if (text == NULL || !amia_uuid_parse (text, -1, case_id) ||
      (number != NULL && !g_ascii_string_to_unsigned (number, 10, 0, G_MAXINT64, &value, NULL)))
    return FALSE;

  *after = (gint64) value;
  return TRUE;
}

/* Reading it is a fact too, once for each time that somebody begins. */
static gboolean
note_view (AmiaHttpExchange *exchange,
           const AmiaAsker  *asker,
           const AmiaUuid   *case_id,
           gint64            now_ms,
           GError          **error)
{
  const AmiaAuditFact fact = {
    .kind = AMIA_AUDIT_VIEW_LOG,
    .user = asker->account->name,
    .agency = asker->account->agency,
    .device = &asker->device->id,
    .scope = case_id,
  };

  return amia_audit_write (exchange->http->ledger, &fact, now_ms, error);
}

static gboolean
write_page (AmiaHttpExchange *exchange,
            const AmiaUuid   *case_id,
            gint64            after,
            GString          *text,
            GError          **error)
{
  AmiaUuid       participant;
  AmiaAuditQuery query = {
    .after = after,
    .scope = case_id,
    .participant = &participant,
    .n_max = AUDIT_PAGE_ENTRIES,
  };
  g_autoptr (GPtrArray) grants =
      amia_ledger_list_scope_grants (exchange->http->ledger, case_id, error);
  Page page = { &participant, grants, text, after, 0 };

  if (grants == NULL ||
      !amia_ledger_find_link (exchange->http->ledger, case_id, &participant, error) ||
      !amia_ledger_read_audit (exchange->http->ledger, &query, page_cb, &page, error))
    return FALSE;

  g_string_append_printf (text,
                          "],\"next\":%" G_GINT64_FORMAT ",\"more\":%s}",
                          page.next,
                          page.n_entries == AUDIT_PAGE_ENTRIES ? "true" : "false");
  return TRUE;
}

static void
read_audit (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  gint64            now_ms = g_get_real_time () / 1000;
  g_auto (AmiaAsker) asker = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GString) text = g_string_new ("{\"v\":1,\"entries\":[");
  AmiaUuid case_id;
  gint64   after;
  gboolean is_allowed;

  if (!find_asker (exchange, now_ms, &asker))
    return;
  if (!read_query (exchange, &case_id, &after))
    {
      set_code (exchange, 400, "malformed");
      return;
    }

  if (!is_member (exchange, &asker, &case_id, &is_allowed, &local_error))
    set_code (exchange, 503, "busy");
  else if (!is_allowed)
    set_code (exchange, 404, "not_found");
  else if ((after == 0 && !note_view (exchange, &asker, &case_id, now_ms, &local_error)) ||
           !write_page (exchange, &case_id, after, text, &local_error))
    set_code (exchange, 503, "busy");
  else
    set_text (exchange, g_steal_pointer (&text));
}

static AmiaForgetsResponse *
load_forgets (AmiaHttpExchange *exchange,
              const AmiaUuid   *case_id,
              gint64            now_ms,
              GError          **error)
{
  g_autoptr (GPtrArray) forgets =
      amia_ledger_list_forgets (exchange->http->ledger, case_id, error);
  AmiaForgetsResponse *response = NULL;

  if (forgets == NULL)
    return NULL;

  response = amia_forgets_response_new (now_ms);
  for (guint i = 0; i < forgets->len; i++)
    {
      const AmiaForget    *forget = g_ptr_array_index (forgets, i);
      const AmiaWireForget wire = {
        forget->user,
        forget->asked_ms,
        forget->done_ms,
        forget->seen_ms,
      };

      amia_forgets_response_add (response, &wire);
    }

  return response;
}

static void
list_forgets (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  g_auto (AmiaAsker) asker = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaForgetsResponse) response = NULL;
  const gint64 now_ms = g_get_real_time () / 1000;
  AmiaUuid     case_id;
  gint64       after;
  gboolean     is_allowed;

  if (!find_asker (exchange, now_ms, &asker))
    return;
  if (!read_query (exchange, &case_id, &after))
    {
      set_code (exchange, 400, "malformed");
      return;
    }

  if (!is_member (exchange, &asker, &case_id, &is_allowed, &local_error))
    set_code (exchange, 503, "busy");
  else if (!is_allowed)
    set_code (exchange, 404, "not_found");
  else if ((response = load_forgets (exchange, &case_id, now_ms, &local_error)) == NULL)
    set_code (exchange, 503, "busy");
  else
    {
      char *text = amia_forgets_response_encode (response);

      exchange->status = 200;
      exchange->reply = g_bytes_new_take (text, strlen (text));
    }
}

static void
done (gpointer data)
{
  AmiaHttpExchange *exchange = data;

  if (exchange->wake != NULL)
    amia_waiting_wake (exchange->http->waiting, exchange->wake);
  _amia_http_reply (exchange);
}

static void
run (AmiaHttpExchange *exchange,
     AmiaWorkFunc      work)
{
  if (!_amia_http_read_token (exchange->message, exchange->ask.token))
    _amia_http_reply_problem (exchange, 401, "unauthorized");
  else if (!amia_executor_run (exchange->http->owner, work, done, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

void
_amia_http_list_devices (AmiaHttpExchange *exchange)
{
  run (exchange, list_devices);
}

void
_amia_http_revoke_device (AmiaHttpExchange *exchange)
{
  run (exchange, revoke_device);
}

void
_amia_http_audit (AmiaHttpExchange *exchange)
{
  run (exchange, read_audit);
}

void
_amia_http_list_forgets (AmiaHttpExchange *exchange)
{
  run (exchange, list_forgets);
}
