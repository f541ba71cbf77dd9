/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "amia-app-resources.h"
#include "amia-application.h"

/* The program `amia`: finds its translations and hands over to the application. */

int
main (int    argc,
      char **argv)
{
  const char *locale_dir = g_getenv ("AMIA_LOCALE_DIR");
  g_autoptr (AmiaApplication) app = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (AMIA_GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : AMIA_LOCALE_DIR);
  bind_textdomain_codeset (AMIA_GETTEXT_PACKAGE, "UTF-8");
  textdomain (AMIA_GETTEXT_PACKAGE);
  g_set_application_name ("AMiA");

  amia_app_register_resource ();
  app = amia_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
