/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-audit-entry.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-audit.h"
#include "amia-ledger-blobs.h"
#include "amia-ledger-escrow.h"
#include "amia-password.h"
#include "amia-sql-ledger.h"
#include "server-client.h"

/* Lost laptops, and who has seen what, over HTTP; and what a login leaves in the audit. */

static AmiaLedger *
open_ledger (Host *host)
{
  g_autoptr (GError) error = NULL;
  AmiaLedger *ledger = amia_sql_ledger_open (host->path, &error);

  g_assert_no_error (error);
  return ledger;
}

static void
add_account (Host       *host,
             const char *name,
             const char *agency,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = open_ledger (host);
  g_autofree char  *hash = amia_password_hash (HOST_PASSWORD);
  const AmiaAccount account = { (char *) name, (char *) agency, (char *) role, hash };

  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_add_account (ledger, &account, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
}

static void
set_disabled (Host       *host,
              const char *name,
              gboolean    is_disabled)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = open_ledger (host);
  gboolean is_found;

  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_set_disabled (ledger, name, is_disabled, &is_found, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
  g_assert_true (is_found);
}

static Reply *
ask (Host       *host,
     const char *token,
     const char *method,
     const char *path)
{
  g_autofree char *authorization = get_authorization (token);

  return host_request (host, method, path, authorization, NULL, 0);
}

static JsonNode *
get_json (Host       *host,
          const char *token,
          const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Reply) reply = ask (host, token, "GET", path);
  g_autofree char *text = NULL;
  JsonNode        *node;

  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  text = g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

/* `user:revoked:own` of each device, in the order they come. */
static char *
list_devices (Host       *host,
              const char *token)
{
  g_autoptr (JsonNode) node = get_json (host, token, "/v1/devices");
  JsonArray *devices = json_object_get_array_member (json_node_get_object (node), "devices");
  GString   *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (devices); i++)
    {
      JsonObject *device = json_array_get_object_element (devices, i);

      g_assert_cmpuint (strlen (json_object_get_string_member (device, "id")), ==, 32);
      g_assert_cmpint (json_object_get_int_member (device, "seen"), >, 0);
      g_string_append_printf (text,
                              "%s:%d:%d ",
                              json_object_get_string_member (device, "user"),
                              json_object_get_boolean_member (device, "revoked"),
                              json_object_get_boolean_member (device, "own"));
    }

  return g_string_free (text, FALSE);
}

static void
assert_devices (Host       *host,
                const char *token,
                const char *expected)
{
  g_autofree char *found = list_devices (host, token);

  g_assert_cmpstr (found, ==, expected);
}

#define DEVICE_1 "/v1/devices/01010101010101010101010101010101"
#define DEVICE_2 "/v1/devices/02020202020202020202020202020202"

static void
test_devices (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autofree char *other = host_login (host, "anna", 3);
  g_autofree char *chief = NULL;

  add_account (host, "chief", "FK", "admin");
  chief = host_login (host, "chief", 4);

  assert_devices (host, anna, "anna:0:1 anna:0:1 ");
  assert_devices (host, bertil, "bertil:0:1 ");
  assert_devices (host, chief, "anna:0:0 anna:0:0 chief:0:1 ");
}

static void
assert_login_refused (Host       *host,
                      const char *user,
                      const char *password,
                      guint8      device,
                      guint       status,
                      const char *code)
{
  AmiaLoginRequest request = { (char *) user, (char *) password, { { 0 } } };
  g_autofree char *text = NULL;
  g_autoptr (Reply) reply = NULL;

  memset (request.device.bytes, device, sizeof request.device.bytes);
  text = amia_login_request_encode (&request);
  reply = host_request (host, "POST", "/v1/login", "", text, strlen (text));
  assert_reply_problem (reply, status, code);
}

static void
assert_round_refused (Host       *host,
                      const char *token,
                      guint8      device,
                      guint       status,
                      const char *code)
{
  g_autofree char *authorization = get_authorization (token);
  g_autoptr (AmiaSyncRequest) request = new_request (device);
  g_autoptr (GBytes) body = amia_sync_request_encode (request);
  g_autoptr (Reply) reply = NULL;
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);

  reply = host_request (host, "POST", "/v1/sync", authorization, text, length);
  assert_reply_problem (reply, status, code);
}

/* A lost laptop: shut out by its owner from another one, and told so wherever it asks. */
static void
test_revoked (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *lost = host_login (host, "anna", 1);
  g_autofree char *other = host_login (host, "anna", 3);
  g_autoptr (Reply) revoked = ask (host, other, "DELETE", DEVICE_1);
  g_autoptr (Reply) again = NULL;
  g_autoptr (Reply) devices = NULL;

  g_assert_cmpuint (revoked->status, ==, 200);
  assert_devices (host, other, "anna:1:1 anna:0:1 ");

  assert_round_refused (host, lost, 1, 401, "revoked");
  devices = ask (host, lost, "GET", "/v1/devices");
  assert_reply_problem (devices, 401, "revoked");
  assert_login_refused (host, "anna", HOST_PASSWORD, 1, 403, "revoked");
  /* Without the password it is told nothing. */
  assert_login_refused (host, "anna", "wrong", 1, 401, "unauthorized");
  assert_login_refused (host, "bertil", HOST_PASSWORD, 1, 403, "revoked");

  again = ask (host, other, "DELETE", DEVICE_1);
  g_assert_cmpuint (again->status, ==, 200);
}

/* Whoever has the token of a laptop that was logged out has nothing; the laptop itself signs in. */
static void
test_logout (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *other = host_login (host, "anna", 3);
  g_autofree char *again = NULL;
  g_autofree char *authorization = g_strdup_printf ("Authorization: Bearer %s\r\n", anna);
  g_autoptr (Reply) done = host_request (host, "POST", "/v1/logout", authorization, "{}", 2);
  g_autoptr (Reply) twice = host_request (host, "POST", "/v1/logout", authorization, "{}", 2);
  g_autoptr (Reply) nobody = host_request (host, "POST", "/v1/logout", "", "{}", 2);

  g_assert_cmpuint (done->status, ==, 200);
  assert_reply_problem (twice, 401, "unauthorized");
  assert_reply_problem (nobody, 401, "unauthorized");
  assert_round_refused (host, anna, 1, 401, "unauthorized");
  assert_devices (host, other, "anna:0:1 anna:0:1 ");

  again = host_login (host, "anna", 1);
  assert_devices (host, again, "anna:0:1 anna:0:1 ");
  assert_round_refused (host, anna, 1, 401, "unauthorized");
}

/* Somebody else's laptop, one that there is not, and none at all are the same. */
static void
test_not_yours (void)
{
  static const char *const paths[] = {
    DEVICE_2,
    "/v1/devices/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
    "/v1/devices/x",
    "/v1/devices/../sync",
    DEVICE_1 "/",
    "/v1/devices/%2e%2e",
  };
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autofree char *chief = NULL;
  g_autoptr (Reply) by_chief = NULL;
  g_autoptr (Reply) without = host_request (host, "DELETE", DEVICE_1, "", NULL, 0);
  g_autoptr (Reply) posted = ask (host, anna, "POST", "/v1/devices");

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (Reply) reply = ask (host, anna, "DELETE", paths[i]);

      g_test_message ("%s", paths[i]);
      g_assert_cmpuint (reply->status, >=, 404);
      g_assert_cmpuint (reply->status, <=, 405);
    }
  assert_devices (host, bertil, "bertil:0:1 ");
  assert_reply_problem (without, 401, "unauthorized");
  assert_reply_problem (posted, 405, "not_allowed");

  /* An administrator of FK has no say over a laptop of AF. */
  add_account (host, "chief", "FK", "admin");
  chief = host_login (host, "chief", 4);
  by_chief = ask (host, chief, "DELETE", DEVICE_2);
  assert_reply_problem (by_chief, 404, "not_found");
  g_clear_pointer (&by_chief, reply_free);
  by_chief = ask (host, chief, "DELETE", DEVICE_1);
  g_assert_cmpuint (by_chief->status, ==, 200);
  assert_round_refused (host, anna, 1, 401, "revoked");
}

static void
test_disabled (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *again = NULL;
  g_autoptr (Reply) devices = NULL;

  set_disabled (host, "anna", TRUE);
  assert_login_refused (host, "anna", HOST_PASSWORD, 1, 403, "forbidden");
  assert_login_refused (host, "anna", "wrong", 1, 401, "unauthorized");
  assert_round_refused (host, anna, 1, 401, "unauthorized");
  devices = ask (host, anna, "GET", "/v1/devices");
  assert_reply_problem (devices, 401, "unauthorized");

  set_disabled (host, "anna", FALSE);
  assert_devices (host, anna, "anna:0:1 ");
  again = host_login (host, "anna", 1);
}

static gboolean
list_cb (const AmiaAuditEntry *entry,
         gpointer              user_data)
{
  const char *reason = strstr (entry->detail, "reason=");

  if (g_str_has_prefix (entry->kind, "login"))
    {
      g_assert_true (g_str_has_prefix (entry->detail, "address=127.0.0.1"));
      g_string_append_printf (user_data,
                              "%s:%s:%s ",
                              entry->user,
                              entry->agency,
                              reason != NULL ? reason + strlen ("reason=") : "in");
    }
  return TRUE;
}

static void
test_logins_are_audited (void)
{
  const AmiaAuditQuery query = { .n_max = 1000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (Host) host = host_new (NULL);
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autoptr (GString) text = g_string_new (NULL);

  assert_login_refused (host, "anna", "wrong", 1, 401, "unauthorized");
  assert_login_refused (host, "my-password-by-mistake", "x", 1, 401, "unauthorized");
  assert_login_refused (host, "bertil", HOST_PASSWORD, 1, 403, "forbidden");
  set_disabled (host, "bertil", TRUE);
  assert_login_refused (host, "bertil", HOST_PASSWORD, 2, 403, "forbidden");

  ledger = open_ledger (host);
  g_assert_true (amia_ledger_read_audit (ledger, &query, list_cb, text, &error));
  g_assert_cmpstr (text->str,
                   ==,
                   "anna:FK:in anna:FK:password ::password bertil:AF:owner bertil:AF:disabled ");
}

static guint
count_entries (Host       *host,
               const char *token,
               const char *path,
               const char *kind)
{
  g_autoptr (JsonNode) node = get_json (host, token, path);
  JsonArray *entries = json_object_get_array_member (json_node_get_object (node), "entries");
  guint      count = 0;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      g_assert_cmpuint (strlen (json_object_get_string_member (entry, "hash")), ==, 64);
      if (strcmp (json_object_get_string_member (entry, "kind"), kind) == 0)
        count++;
    }

  return count;
}

#define AUDIT "/v1/audit?case=" HOST_CASE

static void
test_audit (void)
{
  static const struct
  {
    const char *path;
    guint       status;
  } rows[] = {
    { "/v1/audit", 400 },
    { "/v1/audit?case=x", 400 },
    { "/v1/audit?case=", 400 },
    { AUDIT "&after=-1", 400 },
    { AUDIT "&after=x", 400 },
    { "/v1/audit?case=018f3a5b-7c00-7000-8000-0000000000ff", 404 },
  };
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autofree char *stranger = NULL;
  g_autoptr (Reply) refused = NULL;

  host_found_case (host, anna);
  add_account (host, "cecilia", "VARD", "caseworker");
  stranger = host_login (host, "cecilia", 3);

  g_assert_cmpuint (count_entries (host, anna, AUDIT, "view-log"), ==, 1);
  g_assert_cmpuint (count_entries (host, bertil, AUDIT, "view-log"), ==, 2);
  g_assert_cmpuint (count_entries (host, bertil, AUDIT "&after=100000", "view-log"), ==, 0);
  g_assert_cmpuint (count_entries (host, anna, AUDIT "&after=1", "login"), ==, 0);

  /* Not for who is no member, and not even that there is such a case. */
  refused = ask (host, stranger, "GET", AUDIT);
  assert_reply_problem (refused, 404, "not_found");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = ask (host, anna, "GET", rows[i].path);

      g_test_message ("%s", rows[i].path);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }
}

static void
test_metrics (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autoptr (Reply) reply = host_request (host, "GET", "/metrics", "", NULL, 0);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines);

  /* Three lines a metric, and the last ends, too. */
  g_assert_cmpuint (n_lines % 3, ==, 1);
  for (guint i = 0; i + 2 < n_lines; i += 3)
    {
      g_auto (GStrv) help = g_strsplit (lines[i], " ", 4);
      g_auto (GStrv) type = g_strsplit (lines[i + 1], " ", 4);
      g_autofree char *start = g_strconcat (help[2], " ", NULL);

      g_assert_cmpstr (help[1], ==, "HELP");
      g_assert_cmpstr (type[1], ==, "TYPE");
      g_assert_cmpstr (type[2], ==, help[2]);
      g_assert_true (strcmp (type[3], "counter") == 0 || strcmp (type[3], "gauge") == 0);
      g_assert_true (g_str_has_suffix (help[2], "_total") == (strcmp (type[3], "counter") == 0));
      g_assert_true (g_str_has_prefix (lines[i + 2], start));
    }
}

/* --- What servers of before have left -------------------------------------------------------- */

/* As they sealed a change: without a word of the attachment that it speaks of. */
static void
seal (AmiaLedger       *ledger,
      gint64            n,
      const AmiaBlobId *blob)
{
  static const AmiaUuid device = { { 0xd1 } };
  static const AmiaUuid case_id = { { 0xc1 } };
  static const AmiaUuid record = { { 0xa1 } };
  const AmiaBlobRow     row = { *blob, 3, 3, TRUE, device, 1 };
  char                  name[AMIA_BLOB_HEX_LENGTH + 1];
  g_autofree char      *value = g_strdup_printf ("\"%s\"", amia_blob_id_print (blob, name));
  g_autofree char      *body = NULL;
  g_autoptr (AmiaChange) change = amia_change_new (&device, n, 1, NULL, NULL);
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autoptr (GBytes) bytes = NULL;
  AmiaEscrowRow sealed = { .device = device, .n = n, .at_ms = 1, .scopes = scopes };

  g_ptr_array_add (change->ops,
                   amia_op_new ("attachment", &record, &case_id, "sha256", "basics", value));
  body = amia_change_encode (change);
  bytes = g_bytes_new (body, strlen (body));
  g_array_append_val (scopes, case_id);
  sealed.user = (char *) "anna";
  sealed.agency = (char *) "FK";
  sealed.reason = (char *) "not_member";
  sealed.body = bytes;

  g_assert_true (amia_ledger_begin (ledger, NULL));
  g_assert_true (amia_ledger_put_blob (ledger, &row, NULL));
  g_assert_true (amia_ledger_append_escrow (ledger, &sealed, NULL));
  g_assert_true (amia_ledger_refuse_escrow (ledger, &device, n == 1 ? n : 0, NULL));
  g_assert_true (amia_ledger_commit (ledger, NULL));
}

static gboolean
outlives_a_sweep (AmiaLedger       *ledger,
                  const AmiaBlobId *blob)
{
  AmiaBlobRow row;
  gboolean    is_found;

  g_assert_true (amia_ledger_begin (ledger, NULL));
  g_assert_true (amia_ledger_drop_stale_blobs (ledger, G_MAXINT64, NULL));
  g_assert_true (amia_ledger_find_blob (ledger, blob, &row, &is_found, NULL));
  g_assert_true (amia_ledger_commit (ledger, NULL));
  return is_found;
}

/* Its change waits or was refused; either way nobody else may have the scan. */
static void
test_scan_of_what_was_sealed_before (void)
{
  static const AmiaBlobId first = { { 0xb1 } };
  static const AmiaBlobId second = { { 0xb2 } };
  g_autoptr (Host) host = host_new (NULL);
  g_autoptr (AmiaLedger) ledger = open_ledger (host);
  g_autoptr (GArray) refs = NULL;

  host_stop (host);
  seal (ledger, 1, &first);
  seal (ledger, 2, &second);
  for (guint start = 0; start < 2; start++)
    {
      host_start (host);
      host_stop (host);
    }

  g_assert_true (outlives_a_sweep (ledger, &first));
  g_assert_true (outlives_a_sweep (ledger, &second));
  refs = amia_ledger_list_blob_refs (ledger, &first, 100, NULL);
  g_assert_cmpuint (refs->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-admin/devices", test_devices);
  g_test_add_func ("/server-admin/revoked", test_revoked);
  g_test_add_func ("/server-admin/logged-out", test_logout);
  g_test_add_func ("/server-admin/not-yours", test_not_yours);
  g_test_add_func ("/server-admin/disabled", test_disabled);
  g_test_add_func ("/server-admin/logins-are-audited", test_logins_are_audited);
  g_test_add_func ("/server-admin/audit", test_audit);
  g_test_add_func ("/server-admin/metrics", test_metrics);

  g_test_add_func ("/server-admin/scan-of-what-was-sealed-before",
                   test_scan_of_what_was_sealed_before);
  return g_test_run ();
}
