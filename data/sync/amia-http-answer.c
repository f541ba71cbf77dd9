/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-http-answer.h"

#include <string.h>

/* What an HTTP answer means. A server of ours is told from a captive portal or a proxy's error page
 * by what it says, not by its status alone: whatever is not clearly ours is somebody else's, and
 * then nothing is believed, least of all that we are signed out. */

void
amia_http_answer_set_error (GError           **error,
                            AmiaTransportError code,
                            const char        *address,
                            const char        *cause)
{
  g_set_error (error, AMIA_TRANSPORT_ERROR, code, "Failed to talk to %s: %s", address, cause);
}

static gboolean
is_page (const AmiaHttpAnswer *answer)
{
  return answer->type != NULL && g_ascii_strcasecmp (answer->type, "text/html") == 0;
}

static guint
get_retry_after (const AmiaHttpAnswer *answer)
{
  guint64 seconds = 0;

  /* The other form, a date, is no use when clocks differ. */
  if (answer->retry_after == NULL ||
      !g_ascii_string_to_unsigned (answer->retry_after, 10, 0, 24 * 3600, &seconds, NULL))
    return 0;
  return (guint) seconds;
}

static void
fail_not_ours (GError              **error,
               const AmiaHttpAnswer *answer,
               const char           *detail)
{
  g_autofree char *cause = g_strdup_printf ("what answered is not an AMiA server (%u%s%s)",
                                            answer->status,
                                            detail != NULL ? ", " : "",
                                            detail != NULL ? detail : "");

  amia_http_answer_set_error (error, AMIA_TRANSPORT_ERROR_NOT_OURS, answer->address, cause);
}

static void
fail_busy (GError              **error,
           const AmiaHttpAnswer *answer)
{
  g_autofree char *message = g_strdup_printf ("Failed to talk to %s: the server is busy and asks "
                                              "to come back later",
                                              answer->address);

  g_propagate_error (error, amia_transport_error_new_busy (get_retry_after (answer), message));
}

static void
fail_server (GError              **error,
             const AmiaHttpAnswer *answer)
{
  g_autofree char *cause = g_strdup_printf ("the server is in trouble (%u)", answer->status);

  amia_http_answer_set_error (error, AMIA_TRANSPORT_ERROR_SERVER, answer->address, cause);
}

/* A device that was shut out destroys its keys, so this has to be the server's own word. */
static gboolean
is_revoked (const AmiaHttpAnswer *answer)
{
  g_autoptr (AmiaProblem) problem = NULL;

  if (answer->status != 401 && answer->status != 403)
    return FALSE;

  /* Ignored: what is wrong with a body that is not ours. */
  problem = amia_problem_decode (answer->body, answer->length, NULL);
  return problem != NULL && strcmp (problem->code, "revoked") == 0;
}

/* Turns every status that is neither an answer nor a problem to put right into an error. */
static gboolean
check_status (const AmiaHttpAnswer *answer,
              GError              **error)
{
  static const struct
  {
    guint              status;
    AmiaTransportError code;
    const char        *cause;
  } refusals[] = {
    { 401, AMIA_TRANSPORT_ERROR_UNAUTHORIZED, "not signed in (401)" },
    { 403, AMIA_TRANSPORT_ERROR_FORBIDDEN, "not allowed (403)" },
    { 426, AMIA_TRANSPORT_ERROR_OUTDATED, "a newer program is wanted (426)" },
  };

  if (is_revoked (answer))
    {
      amia_http_answer_set_error (error,
                                  AMIA_TRANSPORT_ERROR_REVOKED,
                                  answer->address,
                                  "this device was shut out");
      return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (answer->status != refusals[i].status)
        continue;
      /* A portal wants its own password, or forbids its own page. */
      if (is_page (answer))
        fail_not_ours (error, answer, "a web page");
      else
        amia_http_answer_set_error (error, refusals[i].code, answer->address, refusals[i].cause);
      return FALSE;
    }

  if (answer->status == 429 || answer->status == 503)
    fail_busy (error, answer);
  else if (answer->status >= 500)
    fail_server (error, answer);
  else
    return TRUE;

  return FALSE;
}

AmiaLoginResponse *
amia_http_answer_read_login (const AmiaHttpAnswer *answer,
                             GError              **error)
{
  AmiaLoginResponse *response = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (answer != NULL, NULL);

  if (!check_status (answer, error))
    return NULL;

  if (answer->status == 200)
    response = amia_login_response_decode (answer->body, answer->length, &cause);
  if (response == NULL)
    fail_not_ours (error, answer, cause != NULL ? cause->message : NULL);
  return response;
}

static AmiaProblem *
read_problem (const AmiaHttpAnswer *answer,
              GError              **error)
{
  /* Ignored: what is wrong with a body that is not ours. */
  AmiaProblem *problem = amia_problem_decode (answer->body, answer->length, NULL);

  if (problem == NULL && answer->status == 413)
    {
      problem = g_new0 (AmiaProblem, 1);
      problem->code = g_strdup ("too_large");
    }
  if (problem == NULL)
    fail_not_ours (error, answer, NULL);

  return problem;
}

AmiaExchange *
amia_http_answer_read_sync (const AmiaHttpAnswer *answer,
                            GError              **error)
{
  g_autoptr (AmiaExchange) exchange = g_new0 (AmiaExchange, 1);
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (answer != NULL, NULL);

  if (answer->status == 200)
    {
      exchange->response = amia_sync_response_decode (answer->body, answer->length, &cause);
      if (exchange->response == NULL)
        fail_not_ours (error, answer, cause->message);
    }
  else if (check_status (answer, error))
    exchange->problem = read_problem (answer, error);

  if (exchange->response == NULL && exchange->problem == NULL)
    return NULL;
  return g_steal_pointer (&exchange);
}

AmiaForgetsResponse *
amia_http_answer_read_forgets (const AmiaHttpAnswer *answer,
                               GError              **error)
{
  AmiaForgetsResponse *response = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (answer != NULL, NULL);

  if (!check_status (answer, error))
    return NULL;

  if (answer->status == 200)
    response = amia_forgets_response_decode (answer->body, answer->length, &cause);
  if (response == NULL)
    fail_not_ours (error, answer, cause != NULL ? cause->message : NULL);
  return response;
}

gboolean
amia_http_answer_read_logout (const AmiaHttpAnswer *answer,
                              GError              **error)
{
  g_autoptr (AmiaProblem) problem = NULL;

  g_return_val_if_fail (answer != NULL, FALSE);

  if (answer->status == 200 && !is_page (answer))
    return TRUE;
  /* The token had ended before; but it has to be the server that says so. */
  problem = amia_problem_decode (answer->body, answer->length, NULL);
  if (answer->status == 401 && problem != NULL && strcmp (problem->code, "unauthorized") == 0)
    return TRUE;
  if (check_status (answer, error))
    fail_not_ours (error, answer, NULL);
  return FALSE;
}

AmiaProblem *
amia_http_answer_read_problem (const AmiaHttpAnswer *answer,
                               GError              **error)
{
  g_return_val_if_fail (answer != NULL, NULL);

  return check_status (answer, error) ? read_problem (answer, error) : NULL;
}
