/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a request comes from. Behind a reverse proxy every connection comes from the proxy, which
 * says in X-Forwarded-For for whom; anybody else could say so too, so that only proxies that were
 * named are believed. */

/**
 * amia_address_parse_proxies:
 * @text: (nullable): addresses and networks, `127.0.0.1;10.0.0.0/8;::1`
 * @error: return location
 *
 * Returns: (transfer full) (element-type GInetAddressMask): them, none for %NULL; or %NULL with a
 *   #GIOError if one is neither
 */
GPtrArray *amia_address_parse_proxies (const char *text,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_address_find_client:
 * @proxies: (element-type GInetAddressMask): the proxies that are believed
 * @peer: the address that the connection comes from
 * @forwarded: (nullable): X-Forwarded-For, all of its lines joined by commas
 *
 * Each proxy adds at the end whom it got the request from. So the list is read from its end for as
 * long as the one who added is a believed proxy; what stands before may be made up.
 *
 * Returns: (transfer full): the address of who asks
 */
char *amia_address_find_client (GPtrArray  *proxies,
                                const char *peer,
                                const char *forwarded) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_address_get_network:
 * @address: an address
 *
 * What counts as one place: an IPv4 address (also as written in IPv6), or the first 64 bits of an
 * IPv6 one, since whoever has one address there has them all.
 *
 * Returns: (transfer full): its name; @address itself if it is none
 */
char *amia_address_get_network (const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
