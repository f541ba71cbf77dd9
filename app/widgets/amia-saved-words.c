/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-saved-words.h"

#include <glib/gi18n.h>

#include "amia-words.h"

static char *
join_names (const char *const *names)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (; names != NULL && *names != NULL; names++)
    g_ptr_array_add (words, (gpointer) *names);

  return amia_words_join (words);
}

char *
amia_saved_words_describe (AmiaSaved          saved,
                           const char *const *colleagues)
{
  g_autofree char *names = join_names (colleagues);

  switch (saved)
    {
    case AMIA_SAVED_OPENED:
      /* Translators: names of colleagues who have opened the case since it was written. */
      return g_strdup_printf (_ ("on the server · opened by %s"), names);
    case AMIA_SAVED_COLLEAGUE:
      /* Translators: names of colleagues whose laptops hold it. */
      return g_strdup_printf (_ ("on the server · with %s"), names);
    case AMIA_SAVED_SERVER:
      return g_strdup (_ ("on the server"));
    case AMIA_SAVED_ESCROW:
      return g_strdup (_ ("sealed on the server until you are let into the case again"));
    case AMIA_SAVED_REFUSED:
      return g_strdup (_ ("the server did not accept all of it, see Sync"));
    case AMIA_SAVED_HERE:
    default:
      return g_strdup (_ ("not on the server yet"));
    }
}

const char *
amia_saved_words_get_icon (AmiaSaved saved)
{
  switch (saved)
    {
    case AMIA_SAVED_OPENED:
    case AMIA_SAVED_COLLEAGUE:
      return "system-users-symbolic";
    case AMIA_SAVED_SERVER:
      return "network-server-symbolic";
    case AMIA_SAVED_ESCROW:
      return "changes-prevent-symbolic";
    case AMIA_SAVED_REFUSED:
      return "dialog-warning-symbolic";
    case AMIA_SAVED_HERE:
    default:
      return "drive-harddisk-symbolic";
    }
}
