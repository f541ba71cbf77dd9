/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-plan.h"

G_BEGIN_DECLS

/* Short words for phases, troubles and events, so that a history fits on a line. */

#define IDLE      AMIA_SYNC_IDLE
#define OUT       AMIA_SYNC_SIGNED_OUT
#define BUSY      AMIA_SYNC_BUSY
#define LISTENING AMIA_SYNC_LISTENING
#define WAITING   AMIA_SYNC_WAITING
#define OUTDATED  AMIA_SYNC_OUTDATED
#define REVOKED   AMIA_SYNC_REVOKED

#define FINE   AMIA_SYNC_TROUBLE_NONE
#define AWAY   AMIA_SYNC_TROUBLE_NO_NETWORK
#define PORTAL AMIA_SYNC_TROUBLE_NOT_OURS
#define TOKEN  AMIA_SYNC_TROUBLE_SIGN_IN
#define OLD    AMIA_SYNC_TROUBLE_OUTDATED
#define SICK   AMIA_SYNC_TROUBLE_SERVER
#define DISK   AMIA_SYNC_TROUBLE_HERE
#define BANNED AMIA_SYNC_TROUBLE_FORBIDDEN
#define CERT   AMIA_SYNC_TROUBLE_CERTIFICATE
#define LOST   AMIA_SYNC_TROUBLE_REVOKED

#define ANSWERED(...)                                            \
  {                                                              \
    .type = AMIA_SYNC_ANSWERED, .is_progress = TRUE, __VA_ARGS__ \
  }
#define FAILED(what)                          \
  {                                           \
    .type = AMIA_SYNC_FAILED, .trouble = what \
  }
#define PROBLEM(what)                                              \
  {                                                                \
    .type = AMIA_SYNC_PROBLEM, .problem = AMIA_SYNC_PROBLEM_##what \
  }
#define STARTED(token)                               \
  {                                                  \
    .type = AMIA_SYNC_STARTED, .is_signed_in = token \
  }
#define JUST(what)           \
  {                          \
    .type = AMIA_SYNC_##what \
  }

G_END_DECLS
