/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-change.h"

G_BEGIN_DECLS

/*
 * What every message has in common. The messages themselves, each with its JSON form, are in
 * amia-login-message.h and amia-sync-message.h. Both ends use the same code.
 */

#define AMIA_PROTOCOL_VERSION 1
#define AMIA_SCHEMA_VERSION   2

/* The oldest schema that is let in. A program of schema 1 knows nothing of rights: it would keep
 * what it has been asked to forget, so that nothing may be given to it. It goes on working and
 * waits for a newer one. */
#define AMIA_SCHEMA_VERSION_MIN 2

/* Bounds. A server may have narrower ones and says so by 413. */
#define AMIA_BODY_BYTES_MAX      (4 * 1024 * 1024)
#define AMIA_BATCH_CHANGES_START 200
#define AMIA_BATCH_CHANGES_MAX   5000
#define AMIA_BATCH_BYTES_START   (128 * 1024)
#define AMIA_BATCH_BYTES_MAX     (3 * 1024 * 1024)
#define AMIA_PAGE_CHANGES_START  500
#define AMIA_PAGE_CHANGES_MAX    5000
#define AMIA_LANES_MAX           100000
#define AMIA_WAIT_SECONDS_MAX    25
#define AMIA_GZIP_BYTES_MIN      600
#define AMIA_LOGIN_BYTES_MAX     (16 * 1024)
#define AMIA_PROBLEM_BYTES_MAX   (4 * 1024)
#define AMIA_USER_BYTES_MAX      128
#define AMIA_PASSWORD_BYTES_MAX  1024
#define AMIA_EPOCH_BYTES_MAX     64
#define AMIA_MARK_LENGTH         8
#define AMIA_READERS_MAX         10000
#define AMIA_READERS_HASH_LENGTH 16
#define AMIA_RECEIPTS_MAX        10000
#define AMIA_FACTS_MAX           500
#define AMIA_KEPT_MAX            500
#define AMIA_FACT_DETAIL_MAX     1024
#define AMIA_SCOPES_MAX          20000
#define AMIA_RIGHTS_BYTES_MAX    (8 * 1024)
#define AMIA_OPENED_MAX          10000
#define AMIA_LEASE_DAYS_MAX      3660
/* A page of changes, the one that went over the page's end, and the lanes. */
#define AMIA_ANSWER_BYTES_MAX (16 * 1024 * 1024)

/**
 * AmiaProtocolError:
 * @AMIA_PROTOCOL_ERROR_MALFORMED: not JSON, not this message, or against its rules
 * @AMIA_PROTOCOL_ERROR_TOO_LARGE: beyond a bound above
 * @AMIA_PROTOCOL_ERROR_VERSION: a version that this program does not speak
 */
typedef enum
{
  AMIA_PROTOCOL_ERROR_MALFORMED,
  AMIA_PROTOCOL_ERROR_TOO_LARGE,
  AMIA_PROTOCOL_ERROR_VERSION,
} AmiaProtocolError;

#define AMIA_PROTOCOL_ERROR (amia_protocol_error_quark ())
GQuark amia_protocol_error_quark (void);

/**
 * AmiaReason:
 *
 * Why a change was refused: a short code that goes over the wire and is put into words by the
 * program. An unknown code is shown as "refused by the server".
 */
#define AMIA_REASON_NOT_MEMBER  "not_member"
#define AMIA_REASON_NOT_AUTHOR  "not_author"
#define AMIA_REASON_APPEND_ONLY "append_only"
#define AMIA_REASON_INVALID     "invalid"
#define AMIA_REASON_TOO_LARGE   "too_large"
#define AMIA_REASON_PROTECTED   "protected"
#define AMIA_REASON_NOT_LEADER  "not_leader"

G_END_DECLS
