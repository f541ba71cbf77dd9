/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sync.h"
#include "server-client.h"

G_BEGIN_DECLS

/* For tests of the engine: laptops with a replica in a folder of its own, and what people do on
 * them, through any transport. */

typedef struct
{
  char          *folder;
  AmiaReplica   *replica;
  AmiaTransport *transport;
  AmiaSync      *sync;
  guint          n_wanted;
} Laptop;

/* A callback for any asynchronous call, with a #GAsyncResult that is %NULL so far; and the main
 * loop until it has come. */
void          store_result_cb (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);
GAsyncResult *wait_for (GAsyncResult **result);

gboolean laptop_give_up_cb (gpointer user_data);

#define PATIENCE_SECONDS 20

/* Lets the main loop run until @condition holds. */
#define WAIT_UNTIL(condition)                                                               \
  G_STMT_START                                                                              \
  {                                                                                         \
    guint give_up_id =                                                                      \
        g_timeout_add_seconds (PATIENCE_SECONDS, laptop_give_up_cb, (gpointer) #condition); \
    while (!(condition))                                                                    \
      g_main_context_iteration (NULL, TRUE);                                                \
    g_source_remove (give_up_id);                                                           \
  }                                                                                         \
  G_STMT_END

void laptop_init (Laptop        *laptop,
                  const char    *user,
                  const char    *agency,
                  AmiaTransport *transport);
void laptop_clear (Laptop *laptop);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Laptop, laptop_clear)

/* A transport of HTTP, signed in and listening. */
AmiaTransport *laptop_new_http (void);
void           laptop_start_signed_in (Laptop     *laptop,
                                       Host       *host,
                                       const char *user,
                                       const char *agency);
gboolean       laptop_login (Laptop     *laptop,
                             const char *url,
                             const char *user,
                             const char *password,
                             GError    **error);

void laptop_commit (Laptop         *laptop,
                    const AmiaUuid *case_id,
                    const char     *field,
                    const char     *text);
void laptop_add_member (Laptop         *laptop,
                        const AmiaUuid *case_id,
                        const char     *user);

/* Lets everything that the laptop's agency writes go to the other, and ends that. */
AmiaUuid laptop_add_consent (Laptop         *laptop,
                             const AmiaUuid *case_id);
void     laptop_withdraw (Laptop         *laptop,
                          const AmiaUuid *case_id,
                          const AmiaUuid *consent);

char    *laptop_dup_title (Laptop         *laptop,
                           const AmiaUuid *case_id);
gboolean laptop_has_title (Laptop         *laptop,
                           const AmiaUuid *case_id,
                           const char     *expected);
char    *laptop_dup_setting (Laptop     *laptop,
                             const char *name);

G_END_DECLS
