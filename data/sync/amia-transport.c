/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-transport.h"

/* The abstract way to a server. The slots are left NULL here and asserted in the wrappers, so that
 * a subclass that forgets one is found at its first use. */

typedef struct
{
  guint retry_after_seconds;
} AmiaTransportErrorPrivate;

static void
amia_transport_error_private_init (AmiaTransportErrorPrivate *private)
{
  private->retry_after_seconds = 0;
}

static void
amia_transport_error_private_copy (const AmiaTransportErrorPrivate *from,
                                   AmiaTransportErrorPrivate       *to)
{
  to->retry_after_seconds = from->retry_after_seconds;
}

static void
amia_transport_error_private_clear (AmiaTransportErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (AmiaTransportError, amia_transport_error)

GError *
amia_transport_error_new_busy (guint       retry_after_seconds,
                               const char *message)
{
  GError *error;

  g_return_val_if_fail (message != NULL, NULL);

  error = g_error_new_literal (AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_BUSY, message);
  amia_transport_error_get_private (error)->retry_after_seconds = retry_after_seconds;
  return error;
}

guint
amia_transport_error_get_retry_after (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);
  g_return_val_if_fail (error->domain == AMIA_TRANSPORT_ERROR, 0);

  return amia_transport_error_get_private (error)->retry_after_seconds;
}

void
amia_exchange_free (AmiaExchange *exchange)
{
  if (exchange == NULL)
    return;

  g_clear_pointer (&exchange->response, amia_sync_response_free);
  g_clear_pointer (&exchange->problem, amia_problem_free);
  g_free (exchange);
}

G_DEFINE_ABSTRACT_TYPE (AmiaTransport, amia_transport, G_TYPE_OBJECT)

static void
amia_transport_class_init (AmiaTransportClass *klass)
{
}

static void
amia_transport_init (AmiaTransport *transport)
{
}

void
amia_transport_login_async (AmiaTransport          *transport,
                            const char             *url,
                            const AmiaLoginRequest *request,
                            GCancellable           *cancellable,
                            GAsyncReadyCallback     callback,
                            gpointer                user_data)
{
  AmiaTransportClass *klass;

  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (url != NULL);
  g_return_if_fail (request != NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->login_async != NULL);
  klass->login_async (transport, url, request, cancellable, callback, user_data);
}

AmiaLoginResponse *
amia_transport_login_finish (AmiaTransport *transport,
                             GAsyncResult  *result,
                             GError       **error)
{
  AmiaTransportClass *klass;

  g_return_val_if_fail (AMIA_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->login_finish != NULL);
  return klass->login_finish (transport, result, error);
}

void
amia_transport_logout_async (AmiaTransport      *transport,
                             const char         *url,
                             const char         *token,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  AmiaTransportClass *klass;

  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (url != NULL);
  g_return_if_fail (token != NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->logout_async != NULL);
  klass->logout_async (transport, url, token, cancellable, callback, user_data);
}

gboolean
amia_transport_logout_finish (AmiaTransport *transport,
                              GAsyncResult  *result,
                              GError       **error)
{
  AmiaTransportClass *klass;

  g_return_val_if_fail (AMIA_IS_TRANSPORT (transport), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->logout_finish != NULL);
  return klass->logout_finish (transport, result, error);
}

void
amia_transport_sync_async (AmiaTransport         *transport,
                           const char            *url,
                           const char            *token,
                           const AmiaSyncRequest *request,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  AmiaTransportClass *klass;

  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (url != NULL);
  g_return_if_fail (token != NULL);
  g_return_if_fail (request != NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->sync_async != NULL);
  klass->sync_async (transport, url, token, request, cancellable, callback, user_data);
}

AmiaExchange *
amia_transport_sync_finish (AmiaTransport *transport,
                            GAsyncResult  *result,
                            GError       **error)
{
  AmiaTransportClass *klass;

  g_return_val_if_fail (AMIA_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->sync_finish != NULL);
  return klass->sync_finish (transport, result, error);
}

void
amia_transport_forgets_async (AmiaTransport      *transport,
                              const char         *url,
                              const char         *token,
                              const AmiaUuid     *case_id,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  AmiaTransportClass *klass;

  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (url != NULL);
  g_return_if_fail (token != NULL);
  g_return_if_fail (case_id != NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->forgets_async != NULL);
  klass->forgets_async (transport, url, token, case_id, cancellable, callback, user_data);
}

AmiaForgetsResponse *
amia_transport_forgets_finish (AmiaTransport *transport,
                               GAsyncResult  *result,
                               GError       **error)
{
  AmiaTransportClass *klass;

  g_return_val_if_fail (AMIA_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  klass = AMIA_TRANSPORT_GET_CLASS (transport);
  g_assert (klass->forgets_finish != NULL);
  return klass->forgets_finish (transport, result, error);
}
