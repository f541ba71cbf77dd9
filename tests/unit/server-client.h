/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-login-message.h"
#include "amia-server.h"
#include "amia-sync-message.h"

G_BEGIN_DECLS

/* For tests of the server over HTTP: one in this process, on loopback, with two accounts; a client
 * that says what it likes, byte for byte; and laptops that sync through it. */

typedef struct
{
  char               *directory;
  char               *path;
  AmiaHttpLimits      limits;
  AmiaServer         *server;
  GInetSocketAddress *address;
} Host;

/* What came back. */
typedef struct
{
  guint   status;
  char   *headers;
  GBytes *body;        /* unpacked */
  gsize   body_length; /* as it came */
} Reply;

void reply_free (Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

Host *host_new (const AmiaHttpLimits *limits);
void  host_free (Host *host);
void  host_start (Host *host);
void  host_stop (Host *host);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Host, host_free)

#define HOST_PASSWORD "hemligt"

GSocketConnection *host_connect (Host *host);
void               connection_send (GSocketConnection *connection,
                                    const char        *bytes,
                                    gssize             length);
/* Reads one answer; %NULL when the connection ends instead. */
Reply *connection_receive (GSocketConnection *connection);

/* One request on a connection of its own. */
Reply *host_request (Host       *host,
                     const char *method,
                     const char *path,
                     const char *headers,
                     const char *body,
                     gsize       body_length);
void   send_request (GSocketConnection *connection,
                     const char        *method,
                     const char        *path,
                     const char        *headers,
                     const char        *body,
                     gsize              body_length);

/* A number of /metrics. */
guint64 host_get_metric (Host       *host,
                         const char *name);
/* Asks until it is @value, or the test fails. */
void host_await_metric (Host       *host,
                        const char *name,
                        guint64     value);

/* Signs in; returns the token. */
char *host_login (Host       *host,
                  const char *user,
                  guint8      device);
char *get_authorization (const char *token);

/* A first round's request. */
AmiaSyncRequest  *new_request (guint8 device);
AmiaSyncResponse *host_sync (Host            *host,
                             const char      *token,
                             AmiaSyncRequest *request);

#define HOST_CASE "018f3a5b-7c00-7000-8000-0000000000c1"
#define HOST_CASE_OPS                                                             \
  "[\"case\",\"" HOST_CASE "\",\"" HOST_CASE "\",\"title\",\"basics\",[],\"x\"]," \
  "[\"member\",\"018f3a5b-7c00-7000-8000-0000000000d1\",\"" HOST_CASE "\","       \
  "\"user\",\"basics\",[],\"anna\"],"                                             \
  "[\"member\",\"018f3a5b-7c00-7000-8000-0000000000d2\",\"" HOST_CASE "\","       \
  "\"user\",\"basics\",[],\"bertil\"]"

void request_add_change (AmiaSyncRequest *request,
                         const char      *ops);
/* Anna, on device 1, founds a case with Bertil in it. */
void host_found_case (Host       *host,
                      const char *token);
/* What Bertil, on device 2, asks when he has got all there is: to wait. */
AmiaSyncRequest *new_poll (Host       *host,
                           const char *token);
void             send_poll (GSocketConnection     *connection,
                            const char            *token,
                            const AmiaSyncRequest *request);

void assert_reply_problem (const Reply *reply,
                           guint        status,
                           const char  *code);

G_END_DECLS
