/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The engine's decisions, pure: what to do next is a function of the state and what has just
 * happened. No clock, socket, file or loop in here; the time is in every event. AmiaSync carries
 * the actions out; the simulator does so too, with a clock and a network of its own.
 */

/**
 * AmiaSyncPhase:
 * @AMIA_SYNC_SIGNED_OUT: there is no token: nothing is sent until somebody signs in
 * @AMIA_SYNC_IDLE: nothing to do until told
 * @AMIA_SYNC_WAITING: before the next try
 * @AMIA_SYNC_BUSY: a round with data is under way
 * @AMIA_SYNC_LISTENING: a long poll is under way
 * @AMIA_SYNC_OUTDATED: the server wants a newer program; work goes on here and waits
 *
 * What the engine is at.
 */
typedef enum
{
  AMIA_SYNC_SIGNED_OUT,
  AMIA_SYNC_IDLE,
  AMIA_SYNC_WAITING,
  AMIA_SYNC_BUSY,
  AMIA_SYNC_LISTENING,
  AMIA_SYNC_OUTDATED,
} AmiaSyncPhase;

/**
 * AmiaSyncTrouble:
 * @AMIA_SYNC_TROUBLE_NONE: the last round went well, or there was none
 * @AMIA_SYNC_TROUBLE_NO_NETWORK: the server can't be reached
 * @AMIA_SYNC_TROUBLE_NOT_OURS: something answered that is not an AMiA server (a captive portal, a
 *   proxy's error page)
 * @AMIA_SYNC_TROUBLE_CERTIFICATE: the server's certificate is not trusted
 * @AMIA_SYNC_TROUBLE_SIGN_IN: the token is not valid (any more)
 * @AMIA_SYNC_TROUBLE_FORBIDDEN: the account may not use this device
 * @AMIA_SYNC_TROUBLE_OUTDATED: the server wants a newer program
 * @AMIA_SYNC_TROUBLE_SERVER: the server is broken, full or overloaded
 * @AMIA_SYNC_TROUBLE_HERE: this laptop could not take what came (disk full, …)
 *
 * What is wrong, for the sync line and the sync page to put into words.
 */
typedef enum
{
  AMIA_SYNC_TROUBLE_NONE,
  AMIA_SYNC_TROUBLE_NO_NETWORK,
  AMIA_SYNC_TROUBLE_NOT_OURS,
  AMIA_SYNC_TROUBLE_CERTIFICATE,
  AMIA_SYNC_TROUBLE_SIGN_IN,
  AMIA_SYNC_TROUBLE_FORBIDDEN,
  AMIA_SYNC_TROUBLE_OUTDATED,
  AMIA_SYNC_TROUBLE_SERVER,
  AMIA_SYNC_TROUBLE_HERE,
} AmiaSyncTrouble;

G_END_DECLS
