/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-forgets.h"
#include "sync-laptop.h"

/* Who has forgotten: two laptops and a real server, and what one of them knows of the other. */

static AmiaForgetsResponse *
ask_forgets (Laptop         *laptop,
             const AmiaUuid *case_id,
             GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  amia_sync_ask_forgets_async (laptop->sync, case_id, NULL, store_result_cb, &result);
  return amia_sync_ask_forgets_finish (laptop->sync, wait_for (&result), error);
}

static gpointer
load_forgets (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_forgets_load (store, data);
}

static AmiaForgetsResponse *
recall_forgets (Laptop         *laptop,
                const AmiaUuid *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;

  amia_replica_call_async (laptop->replica,
                           load_forgets,
                           (gpointer) case_id,
                           NULL,
                           (GDestroyNotify) amia_forgets_response_free,
                           NULL,
                           store_result_cb,
                           &result);
  return amia_replica_call_finish (laptop->replica, wait_for (&result), NULL);
}

/* Whether the server tells of one laptop, Bertil's, which has confirmed or not. */
static gboolean
is_told (Laptop         *laptop,
         const AmiaUuid *case_id,
         gboolean        has_confirmed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaForgetsResponse) response = ask_forgets (laptop, case_id, &error);
  const AmiaWireForget *forget = NULL;

  g_assert_no_error (error);
  if (response->forgets->len == 0)
    return FALSE;

  g_assert_cmpuint (response->forgets->len, ==, 1);
  forget = &g_array_index (response->forgets, AmiaWireForget, 0);
  g_assert_cmpstr (forget->user, ==, "bertil");
  g_assert_cmpint (forget->asked_ms, >, 0);
  return (forget->confirmed_ms > 0) == has_confirmed;
}

/* Bertil's laptop is away when the consent is withdrawn; what the server said last can be read when
 * there is no server any more. */
static void
test_who_has_forgotten_is_told_and_kept (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_auto (Laptop) anna = { 0 };
  g_auto (Laptop) bertil = { 0 };
  g_autoptr (AmiaForgetsResponse) kept = NULL;
  g_autoptr (AmiaForgetsResponse) asked = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid case_id = amia_uuid_new_random ();
  AmiaUuid consent;

  laptop_start_signed_in (&anna, host, "anna", "FK");
  laptop_start_signed_in (&bertil, host, "bertil", "AF");
  laptop_commit (&anna, &case_id, "title", "x");
  laptop_add_member (&anna, &case_id, "bertil");
  consent = laptop_add_consent (&anna, &case_id);
  WAIT_UNTIL (laptop_has_title (&bertil, &case_id, "x"));
  g_assert_null (recall_forgets (&anna, &case_id));

  amia_sync_stop (bertil.sync);
  laptop_withdraw (&anna, &case_id, &consent);
  WAIT_UNTIL (is_told (&anna, &case_id, FALSE));
  amia_sync_start (bertil.sync);
  WAIT_UNTIL (is_told (&anna, &case_id, TRUE));

  host_stop (host);
  asked = ask_forgets (&anna, &case_id, &error);
  g_assert_error (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_UNREACHABLE);
  kept = recall_forgets (&anna, &case_id);
  g_assert_cmpuint (kept->forgets->len, ==, 1);
  g_assert_cmpint (kept->now_ms, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forgets/who-has-forgotten-is-told-and-kept",
                   test_who_has_forgotten_is_told_and_kept);

  return g_test_run ();
}
