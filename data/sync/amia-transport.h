/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-forgets-message.h"
#include "amia-login-message.h"
#include "amia-sync-message.h"

G_BEGIN_DECLS

/**
 * AmiaTransportError:
 * @AMIA_TRANSPORT_ERROR_UNREACHABLE: no connection, or it broke off
 * @AMIA_TRANSPORT_ERROR_CERTIFICATE: the server's certificate is not trusted
 * @AMIA_TRANSPORT_ERROR_NOT_OURS: an answer that is not of this protocol
 * @AMIA_TRANSPORT_ERROR_UNAUTHORIZED: 401: wrong password, or the token is no longer valid
 * @AMIA_TRANSPORT_ERROR_FORBIDDEN: 403: another account's device, or wrong account for this replica
 * @AMIA_TRANSPORT_ERROR_REVOKED: this device was shut out: the laptop is lost, or somebody has
 *   left. Only when the server has said so itself
 * @AMIA_TRANSPORT_ERROR_OUTDATED: 426: the server wants a newer program
 * @AMIA_TRANSPORT_ERROR_BUSY: 429 or 503: try again later
 * @AMIA_TRANSPORT_ERROR_SERVER: any other 5xx
 *
 * How an exchange can fail. What the server wants changed in the request (gap, fork, epoch, too
 * large) is not an error but part of the exchange, see #AmiaExchange.
 */
typedef enum
{
  AMIA_TRANSPORT_ERROR_UNREACHABLE,
  AMIA_TRANSPORT_ERROR_CERTIFICATE,
  AMIA_TRANSPORT_ERROR_NOT_OURS,
  AMIA_TRANSPORT_ERROR_UNAUTHORIZED,
  AMIA_TRANSPORT_ERROR_FORBIDDEN,
  AMIA_TRANSPORT_ERROR_REVOKED,
  AMIA_TRANSPORT_ERROR_OUTDATED,
  AMIA_TRANSPORT_ERROR_BUSY,
  AMIA_TRANSPORT_ERROR_SERVER,
} AmiaTransportError;

#define AMIA_TRANSPORT_ERROR (amia_transport_error_quark ())
GQuark amia_transport_error_quark (void);

/**
 * amia_transport_error_new_busy:
 * @retry_after_seconds: how long the server asks to be left alone, 0 if it did not say
 * @message: what to tell developers
 *
 * Returns: (transfer full): an %AMIA_TRANSPORT_ERROR_BUSY
 */
GError *amia_transport_error_new_busy (guint       retry_after_seconds,
                                       const char *message) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_transport_error_get_retry_after:
 * @error: an error of this domain
 *
 * Returns: how many seconds the server asks to be left alone, 0 if it did not say
 */
guint amia_transport_error_get_retry_after (const GError *error);

/**
 * AmiaExchange:
 * @response: (nullable): the answer, if the round was taken
 * @problem: (nullable): what the server wants changed, if it was not
 *
 * The outcome of one round that reached the server: exactly one of the two is set.
 */
typedef struct
{
  AmiaSyncResponse *response;
  AmiaProblem      *problem;
} AmiaExchange;

void amia_exchange_free (AmiaExchange *exchange);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaExchange, amia_exchange_free)

#define AMIA_TYPE_TRANSPORT (amia_transport_get_type ())
G_DECLARE_DERIVABLE_TYPE (AmiaTransport, amia_transport, AMIA, TRANSPORT, GObject)

/**
 * AmiaTransportClass:
 * @login_async: starts to sign in
 * @login_finish: ends it
 * @logout_async: starts to end a token
 * @logout_finish: ends that
 * @sync_async: starts one round
 * @sync_finish: ends it
 * @forgets_async: starts to ask who has forgotten
 * @forgets_finish: ends that
 *
 * The way to a server. libsoup stands behind it in the program, a queue in memory in tests.
 */
struct _AmiaTransportClass
{
  GObjectClass parent_class;

  void (*login_async) (AmiaTransport          *transport,
                       const char             *url,
                       const AmiaLoginRequest *request,
                       GCancellable           *cancellable,
                       GAsyncReadyCallback     callback,
                       gpointer                user_data);
  AmiaLoginResponse *(*login_finish) (AmiaTransport *transport,
                                      GAsyncResult  *result,
                                      GError       **error);
  void (*logout_async) (AmiaTransport      *transport,
                        const char         *url,
                        const char         *token,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data);
  gboolean (*logout_finish) (AmiaTransport *transport,
                             GAsyncResult  *result,
                             GError       **error);
  void (*sync_async) (AmiaTransport         *transport,
                      const char            *url,
                      const char            *token,
                      const AmiaSyncRequest *request,
                      GCancellable          *cancellable,
                      GAsyncReadyCallback    callback,
                      gpointer               user_data);
  AmiaExchange *(*sync_finish) (AmiaTransport *transport,
                                GAsyncResult  *result,
                                GError       **error);
  void (*forgets_async) (AmiaTransport      *transport,
                         const char         *url,
                         const char         *token,
                         const AmiaUuid     *case_id,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);
  AmiaForgetsResponse *(*forgets_finish) (AmiaTransport *transport,
                                          GAsyncResult  *result,
                                          GError       **error);
};

/**
 * amia_transport_login_async:
 * @transport: a way to a server
 * @url: the server's address, `https://…`, without a path
 * @request: who signs in; may be freed once this call has returned
 * @cancellable: (nullable): to give up
 * @callback: called when done, on the main context of the caller
 * @user_data: for @callback
 *
 * Signs in.
 */
void amia_transport_login_async (AmiaTransport          *transport,
                                 const char             *url,
                                 const AmiaLoginRequest *request,
                                 GCancellable           *cancellable,
                                 GAsyncReadyCallback     callback,
                                 gpointer                user_data);

/**
 * amia_transport_login_finish:
 * @transport: a way to a server
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the answer, or %NULL with an #AmiaTransportError or
 *   %G_IO_ERROR_CANCELLED
 */
AmiaLoginResponse *amia_transport_login_finish (AmiaTransport *transport,
                                                GAsyncResult  *result,
                                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_transport_logout_async:
 * @transport: a way to a server
 * @url: the server's address, `https://…`, without a path
 * @token: what the login gave
 * @cancellable: (nullable): to give up
 * @callback: called when done, on the main context of the caller
 * @user_data: for @callback
 *
 * Has the server end the token, so that nobody else can use it either. A laptop that can't reach
 * the server forgets the token on its own: the next login on the same device ends it.
 */
void amia_transport_logout_async (AmiaTransport      *transport,
                                  const char         *url,
                                  const char         *token,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * amia_transport_logout_finish:
 * @transport: a way to a server
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when the token is of no use any more, also when it was not before; else %FALSE
 *   with an #AmiaTransportError or %G_IO_ERROR_CANCELLED
 */
gboolean amia_transport_logout_finish (AmiaTransport *transport,
                                       GAsyncResult  *result,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_transport_sync_async:
 * @transport: a way to a server
 * @url: the server's address, `https://…`, without a path
 * @token: what the login gave
 * @request: the round; may be freed once this call has returned
 * @cancellable: (nullable): to give up. The server may have taken the round all the same
 * @callback: called when done, on the main context of the caller
 * @user_data: for @callback
 *
 * Makes one round. Nothing is tried twice here; the plan does that.
 */
void amia_transport_sync_async (AmiaTransport         *transport,
                                const char            *url,
                                const char            *token,
                                const AmiaSyncRequest *request,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data);

/**
 * amia_transport_sync_finish:
 * @transport: a way to a server
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the outcome, or %NULL with an #AmiaTransportError or
 *   %G_IO_ERROR_CANCELLED
 */
AmiaExchange *amia_transport_sync_finish (AmiaTransport *transport,
                                          GAsyncResult  *result,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_transport_forgets_async:
 * @transport: a way to a server
 * @url: the server's address, `https://…`, without a path
 * @token: what the login gave
 * @case_id: a case
 * @cancellable: (nullable): to give up
 * @callback: called when done, on the main context of the caller
 * @user_data: for @callback
 *
 * Asks which laptops have confirmed that they forgot what they may no longer see of the case.
 */
void amia_transport_forgets_async (AmiaTransport      *transport,
                                   const char         *url,
                                   const char         *token,
                                   const AmiaUuid     *case_id,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * amia_transport_forgets_finish:
 * @transport: a way to a server
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the answer, or %NULL with an #AmiaTransportError or
 *   %G_IO_ERROR_CANCELLED
 */
AmiaForgetsResponse *amia_transport_forgets_finish (AmiaTransport *transport,
                                                    GAsyncResult  *result,
                                                    GError       **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
