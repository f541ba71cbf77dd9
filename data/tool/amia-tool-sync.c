/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amia-http-transport.h"
#include "amia-round-event.h"
#include "amia-sign-in.h"
#include "amia-sign-out.h"
#include "amia-store-end.h"
#include "amia-tool-blob.h"
#include "amia-tool.h"

/* `login`, `logout` and `sync`. The plan that keeps the window in step decides here too, how much
 * goes at a time and when to try again; only that this program ends where the plan would begin to
 * listen, and does not wait long for a server that is not there. */

#define PAUSES_MAX   3
#define CHECKS_MAX   1000
#define PAUSE_MS_MAX (10 * 1000)

/* Waits for an asynchronous call; this program has nothing else to do. */
static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* --- login ---------------------------------------------------------------------------------- */

static char *
read_password (void)
{
  char   *line = NULL;
  size_t  room = 0;
  ssize_t length = getline (&line, &room, stdin);
  char   *password = NULL;

  if (length > 0)
    {
      line[strcspn (line, "\r\n")] = '\0';
      if (line[0] != '\0' && g_utf8_validate (line, -1, NULL))
        password = g_strdup (line);
    }

  /* getline () allocates with malloc. */
  free (line);
  return password;
}

static int
login (AmiaStore  *store,
       const char *url,
       const char *user,
       const char *ca_file)
{
  g_autoptr (AmiaTransport) transport = NULL;
  g_autoptr (AmiaLoginRequest) request = g_new0 (AmiaLoginRequest, 1);
  g_autoptr (AmiaLoginResponse) response = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  request->user = g_strdup (user);
  request->password = read_password ();
  request->device = amia_store_get_identity (store)->device;
  if (request->password == NULL)
    return amia_tool_fail ("the password is the first line of standard input; there is none");

  transport = amia_http_transport_new (ca_file, &error);
  if (transport == NULL)
    return amia_tool_fail ("%s", error->message);

  amia_transport_login_async (transport, url, request, NULL, store_result_cb, &result);
  response = amia_transport_login_finish (transport, wait_for (&result), &error);
  if (g_error_matches (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_UNAUTHORIZED))
    return amia_tool_fail ("Failed to sign in: wrong name or password");
  if (response == NULL || !amia_sign_in_keep (store, url, ca_file, response, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("signed in as %s (%s)\n", response->user, response->agency);
  return AMIA_EXIT_DONE;
}

int
amia_tool_login (char **argv)
{
  g_autofree char *url = NULL;
  g_autofree char *user = NULL;
  g_autofree char *ca_file = NULL;
  g_autofree char *ca_path = NULL;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_FILENAME, &url, NULL, NULL },
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &user, NULL, NULL },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (url == NULL || user == NULL)
    return amia_tool_misuse ("login needs --server URL and --user NAME");
  if (!g_utf8_validate (url, -1, NULL) || !g_utf8_validate (user, -1, NULL))
    return amia_tool_misuse ("an address and a name are UTF-8");
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  /* Later calls are made from other directories. */
  ca_path = ca_file != NULL ? g_canonicalize_filename (ca_file, NULL) : NULL;
  return login (store, url, user, ca_path);
}

/* --- logout --------------------------------------------------------------------------------- */

static gboolean
has_unsent (AmiaStore *store,
            gboolean  *has_any,
            GError   **error)
{
  guint n_changes = 0;
  guint n_blobs = 0;

  if (!amia_store_count_unsent (store, &n_changes, error) ||
      !amia_store_count_unsent_blobs (store, &n_blobs, error))
    return FALSE;

  *has_any = n_changes + n_blobs > 0;
  return TRUE;
}

int
amia_tool_logout (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (AmiaSignOut) sign_out = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_any;

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  if (!has_unsent (store, &has_any, &error))
    return amia_tool_fail ("%s", error->message);
  if (has_any)
    return amia_tool_fail ("there is unsent work: sync first, or wipe --rescue FILE");

  sign_out = amia_sign_out_take (store, &error);
  if (sign_out == NULL)
    return amia_tool_fail ("%s", error->message);

  amia_sign_out_tell_async (sign_out, NULL, store_result_cb, &result);
  if (amia_sign_out_tell_finish (wait_for (&result), &error))
    printf ("logged out\n");
  else
    printf ("logged out here; the server is told at the next login (%s)\n", error->message);
  return AMIA_EXIT_DONE;
}

/* --- sync ----------------------------------------------------------------------------------- */

typedef struct
{
  AmiaStore     *store;
  AmiaTransport *transport;
  char          *url;
  char          *token;
  AmiaPlan       plan;
  AmiaProblem   *problem;
  GError        *error;
  guint          n_pauses;
  guint          n_checks; /* rounds in which there was nothing to do but to compare */
  guint          n_pushed;
  guint          n_pulled;
  guint          n_refused;
} Sync;

static void
sync_clear (Sync *sync)
{
  g_clear_object (&sync->transport);
  g_clear_pointer (&sync->url, g_free);
  g_clear_pointer (&sync->token, g_free);
  g_clear_pointer (&sync->problem, amia_problem_free);
  g_clear_error (&sync->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sync, sync_clear)

static AmiaSyncEvent
report_error (Sync   *sync,
              GError *error)
{
  g_clear_error (&sync->error);
  sync->error = error;
  return amia_sync_event_from_error (error);
}

static AmiaSyncEvent
take_answer (Sync             *sync,
             AmiaSyncRequest  *request,
             AmiaSyncResponse *response)
{
  AmiaRoundOutcome outcome;
  GError          *error = NULL;

  if (!amia_round_take (sync->store, request, response, &outcome, &error))
    return report_error (sync, error);

  sync->n_pushed += outcome.n_pushed;
  sync->n_pulled += outcome.n_pulled;
  sync->n_refused += outcome.n_refused;
  if (outcome.is_progress)
    sync->n_pauses = 0;
  return amia_sync_event_from_outcome (&outcome);
}

static AmiaSyncEvent
make_round (Sync                  *sync,
            const AmiaSyncActions *actions)
{
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaExchange) exchange = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError               *error = NULL;
  const AmiaRoundLimits limits = {
    .changes_max = actions->changes_max,
    .bytes_max = actions->bytes_max,
    .page_max = actions->page_max,
  };

  request = amia_round_prepare (sync->store, &limits, &error);
  if (request == NULL)
    return report_error (sync, error);

  amia_transport_sync_async (sync->transport,
                             sync->url,
                             sync->token,
                             request,
                             NULL,
                             store_result_cb,
                             &result);
  exchange = amia_transport_sync_finish (sync->transport, wait_for (&result), &error);
  if (exchange == NULL)
    return report_error (sync, error);
  g_clear_pointer (&sync->problem, amia_problem_free);
  if (exchange->response != NULL)
    return take_answer (sync, request, exchange->response);

  sync->problem = g_steal_pointer (&exchange->problem);
  return amia_sync_event_from_problem (sync->problem);
}

static AmiaSyncEvent
mend (Sync        *sync,
      AmiaSyncMend what)
{
  GError *error = NULL;

  if (!amia_round_mend (sync->store, what, sync->problem, &error))
    return report_error (sync, error);
  return (AmiaSyncEvent){ .type = AMIA_SYNC_MENDED };
}

/* A pause without trouble is the pace that the server is spared at, and counts for nothing. */
static gboolean
is_worth_waiting (Sync  *sync,
                  gint64 pause_ms)
{
  AmiaSyncTrouble trouble = sync->plan.trouble;

  if (sync->plan.phase != AMIA_SYNC_WAITING || pause_ms > PAUSE_MS_MAX)
    return FALSE;
  if (trouble == AMIA_SYNC_TROUBLE_NONE)
    return TRUE;
  return (trouble == AMIA_SYNC_TROUBLE_NO_NETWORK || trouble == AMIA_SYNC_TROUBLE_SERVER) &&
         ++sync->n_pauses <= PAUSES_MAX;
}

static int
give_up (const Sync *sync)
{
  if (sync->plan.trouble == AMIA_SYNC_TROUBLE_SIGN_IN && sync->error == NULL)
    return amia_tool_fail ("this replica was copied or set back; it has a new name now and nothing "
                           "written here is lost. Sign in again (amia-tool login), then sync");
  if (sync->plan.trouble == AMIA_SYNC_TROUBLE_SIGN_IN)
    return amia_tool_fail ("the server does not know this sign-in (any more); sign in again "
                           "(amia-tool login). What waits here is kept");
  if (sync->plan.phase == AMIA_SYNC_REVOKED)
    return AMIA_EXIT_REVOKED;
  if (sync->error != NULL)
    return amia_tool_fail ("%s", sync->error->message);
  return amia_tool_fail ("Failed to sync: the server does not take what is sent (%s)",
                         sync->problem != NULL ? sync->problem->code : "no progress");
}

/* Runs the plan until it would listen, or there is no point in going on. */
static int
drain (Sync *sync)
{
  AmiaSyncEvent   event = { .type = AMIA_SYNC_STARTED, .is_signed_in = TRUE };
  AmiaSyncActions actions;

  for (;;)
    {
      event.now_ms = g_get_monotonic_time () / 1000;
      event.round = sync->plan.round;
      amia_plan_step (&sync->plan, &event, &actions);

      if (actions.send && actions.wait_seconds > 0 &&
          (!amia_round_is_checking (sync->store) || ++sync->n_checks > CHECKS_MAX))
        return AMIA_EXIT_DONE;
      if (actions.send)
        event = make_round (sync, &actions);
      else if (actions.mend != AMIA_SYNC_MEND_NONE)
        event = mend (sync, actions.mend);
      else
        {
          gint64 pause_ms = actions.timer_at_ms - event.now_ms;

          if (!is_worth_waiting (sync, pause_ms))
            return give_up (sync);
          g_usleep ((gulong) MAX (pause_ms, 0) * 1000);
          event = (AmiaSyncEvent){ .type = AMIA_SYNC_TIMER };
        }
    }
}

/* The server has shut this device out: nothing of the replica may stay readable. */
static int
end_replica (AmiaStore  *store,
             const char *path)
{
  guint      n_unsent = 0;
  AmiaEnding ending;
  g_autoptr (GError) error = NULL;

  /* Ignored: then it is said that nothing was lost, and the keys go all the same. */
  (void) !amia_store_count_unsent (store, &n_unsent, NULL);
  amia_store_close (store);
  if (!amia_store_revoke (path, n_unsent, &error))
    return amia_tool_fail ("%s", error->message);

  amia_store_load_ending (path, &ending);
  amia_tool_fail ("the server has shut this device out; the keys of the replica are destroyed. "
                  "%u changes had not been sent%s",
                  n_unsent,
                  ending.is_recoverable ? "; the organisation's recovery key opens them" : "");
  return AMIA_EXIT_REVOKED;
}

/* Holds the replica against its log. What can't be read is taken out where the server has it. */
static gboolean
mend_log (AmiaStore *store,
          GError   **error)
{
  g_autoptr (GString) report = g_string_new (NULL);

  if (!amia_store_mend (store, report, error) || !amia_round_begin_check (store, error))
    return FALSE;

  fputs (report->str, stdout);
  return TRUE;
}

/* How many scopes the comparison has found to differ. */
static guint
count_found (AmiaStore *store)
{
  g_autofree char *found = amia_store_get_setting (store, AMIA_SETTING_CHECK_FOUND);

  return found != NULL ? (guint) g_ascii_strtoull (found, NULL, 10) : 0;
}

/* Compares with the server until all is fetched that differs, and then once more. */
static int
check (Sync *sync)
{
  guint n_found = count_found (sync->store);
  int   result = AMIA_EXIT_DONE;

  if (amia_round_is_checking (sync->store))
    {
      /* Something waits that the server does not take, or it is an older one. */
      return amia_tool_fail ("Failed to compare with the server: something waits on either side");
    }
  if (n_found > 0)
    {
      if (!amia_round_begin_check (sync->store, &sync->error))
        return amia_tool_fail ("%s", sync->error->message);
      amia_plan_init (&sync->plan, g_random_int ());
      result = drain (sync);
    }

  if (result != AMIA_EXIT_DONE)
    return result;
  printf ("checked: %u fetched anew, %u differ\n",
          n_found,
          n_found > 0 ? count_found (sync->store) : 0);
  return n_found > 0 && count_found (sync->store) > 0 ? AMIA_EXIT_PARTLY : AMIA_EXIT_DONE;
}

int
amia_tool_sync (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autofree char *ca_file = NULL;
  g_auto (Sync) sync = { 0 };
  gboolean           is_check = FALSE;
  const GOptionEntry entries[] = {
    { "check", 0, 0, G_OPTION_ARG_NONE, &is_check, NULL, NULL },
    { NULL },
  };
  int result;

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  sync.store = store;
  sync.url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  sync.token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  ca_file = amia_store_get_setting (store, AMIA_SETTING_SERVER_CA);
  if (sync.url == NULL || sync.token == NULL)
    return amia_tool_fail ("nobody has signed in; sign in first (amia-tool login)");
  sync.transport = amia_http_transport_new (ca_file, &sync.error);
  if (sync.transport == NULL)
    return amia_tool_fail ("%s", sync.error->message);

  if (is_check && !mend_log (store, &sync.error))
    return amia_tool_fail ("%s", sync.error->message);

  amia_plan_init (&sync.plan, g_random_int ());
  result = drain (&sync);
  if (is_check && result == AMIA_EXIT_DONE)
    result = check (&sync);
  if (sync.plan.phase == AMIA_SYNC_REVOKED)
    return end_replica (g_steal_pointer (&store), arguments.words[0]);
  if (result != AMIA_EXIT_DONE)
    return result;

  printf ("pushed %u pulled %u refused %u\n", sync.n_pushed, sync.n_pulled, sync.n_refused);
  return amia_tool_carry_blobs (store);
}
