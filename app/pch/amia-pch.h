/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headers that two hundred files of the program begin with, compiled once where the build is
 * told to (-Db_pch=true, as tests/run does; see there). No file may count on this one: each
 * includes what it uses. */

#include <adwaita.h>
#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

/* Each file has its own, which it names before it includes anything. */
#undef G_LOG_DOMAIN
