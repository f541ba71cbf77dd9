/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_server_address_join:
 * @url: a server's address as somebody typed it: `https://server`, with or without a path
 * @path: what to ask it for, beginning with `/`
 * @error: return location
 *
 * Where to send a request. Plain http is only let through to this computer itself: what goes over
 * the wire is secret. Names are not looked up, what they mean is the network's to say. Pure.
 *
 * Returns: (transfer full): the whole address; or %NULL with %AMIA_TRANSPORT_ERROR_UNREACHABLE for
 *   what is no address, %AMIA_TRANSPORT_ERROR_CERTIFICATE for one without encryption
 */
GUri *amia_server_address_join (const char *url,
                                const char *path,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
