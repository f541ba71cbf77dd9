/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-event.h"

#include <string.h>

#include "amia-transport.h"

/* From what the layers below say to what the plan understands. */

static AmiaSyncTrouble
find_trouble (const GError *error)
{
  g_return_val_if_fail (error != NULL, AMIA_SYNC_TROUBLE_NONE);

  if (error->domain == AMIA_STORE_ERROR)
    return AMIA_SYNC_TROUBLE_HERE;
  if (error->domain != AMIA_TRANSPORT_ERROR)
    return AMIA_SYNC_TROUBLE_SERVER;

  switch ((AmiaTransportError) error->code)
    {
    case AMIA_TRANSPORT_ERROR_UNREACHABLE:
      return AMIA_SYNC_TROUBLE_NO_NETWORK;
    case AMIA_TRANSPORT_ERROR_CERTIFICATE:
      return AMIA_SYNC_TROUBLE_CERTIFICATE;
    case AMIA_TRANSPORT_ERROR_NOT_OURS:
      return AMIA_SYNC_TROUBLE_NOT_OURS;
    case AMIA_TRANSPORT_ERROR_UNAUTHORIZED:
      return AMIA_SYNC_TROUBLE_SIGN_IN;
    case AMIA_TRANSPORT_ERROR_FORBIDDEN:
      return AMIA_SYNC_TROUBLE_FORBIDDEN;
    case AMIA_TRANSPORT_ERROR_REVOKED:
      return AMIA_SYNC_TROUBLE_REVOKED;
    case AMIA_TRANSPORT_ERROR_OUTDATED:
      return AMIA_SYNC_TROUBLE_OUTDATED;
    case AMIA_TRANSPORT_ERROR_BUSY:
    case AMIA_TRANSPORT_ERROR_SERVER:
    default:
      return AMIA_SYNC_TROUBLE_SERVER;
    }
}

static AmiaSyncProblem
find_problem (const char *code)
{
  g_return_val_if_fail (code != NULL, AMIA_SYNC_PROBLEM_OTHER);

  if (strcmp (code, "gap") == 0 || strcmp (code, "epoch") == 0 || strcmp (code, "floor") == 0 ||
      strcmp (code, "malformed") == 0 || strcmp (code, "mark") == 0)
    return AMIA_SYNC_PROBLEM_REWIND;
  if (strcmp (code, "fork") == 0)
    return AMIA_SYNC_PROBLEM_FORK;
  if (strcmp (code, "too_large") == 0)
    return AMIA_SYNC_PROBLEM_TOO_LARGE;
  return AMIA_SYNC_PROBLEM_OTHER;
}

AmiaSyncEvent
amia_sync_event_from_error (const GError *error)
{
  AmiaSyncEvent event = {
    .type = AMIA_SYNC_FAILED,
    .trouble = find_trouble (error),
  };

  if (g_error_matches (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_BUSY))
    event.retry_after_ms = (gint64) amia_transport_error_get_retry_after (error) * 1000;
  return event;
}

AmiaSyncEvent
amia_sync_event_from_problem (const AmiaProblem *problem)
{
  AmiaSyncEvent event = { .type = AMIA_SYNC_PROBLEM };

  g_return_val_if_fail (problem != NULL, event);

  event.problem = find_problem (problem->code);
  event.bytes_max = (gsize) MAX (problem->expect, 0);
  return event;
}

AmiaSyncEvent
amia_sync_event_from_outcome (const AmiaRoundOutcome *outcome)
{
  AmiaSyncEvent event = { .type = AMIA_SYNC_PROBLEM, .problem = AMIA_SYNC_PROBLEM_FORK };

  g_return_val_if_fail (outcome != NULL, event);

  if (outcome->needs_fork)
    return event;

  return (AmiaSyncEvent){
    .type = AMIA_SYNC_ANSWERED,
    .n_pushed = outcome->n_pushed + outcome->n_refused + outcome->n_escrowed,
    .n_pulled = outcome->n_pulled,
    .n_left = outcome->n_left,
    .has_more = outcome->has_more || outcome->has_lanes,
    .is_progress = outcome->is_progress,
  };
}
