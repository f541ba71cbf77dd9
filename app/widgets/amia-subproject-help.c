/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-subproject-help.h"

#include <glib/gi18n.h>

#include "amia-store-routines.h"

/* The routines are read each time that the input is shown: others may have written some. */

static GQuark routines_quark (void);
static GQuark help_quark (void);

G_DEFINE_QUARK (amia_subproject_routines, routines)
G_DEFINE_QUARK (amia_subproject_help, help)

static char *
join_names (const GArray *routines)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < routines->len; i++)
    g_string_append_printf (joined,
                            "%s%s",
                            i > 0 ? ", " : "",
                            g_array_index (routines, AmiaKeptRoutine, i).routine.subproject);
  return g_string_free (joined, FALSE);
}

static void
update (AmiaInput *input)
{
  const GArray    *routines = g_object_get_qdata (G_OBJECT (input), routines_quark ());
  g_autofree char *text = amia_input_dup_text (input);
  g_autofree char *joined = NULL;
  g_autofree char *help = NULL;

  if (routines == NULL)
    return;

  if (*text != '\0' && amia_kept_routines_find (routines, text) == NULL)
    {
      joined = join_names (routines);
      /* Translators: %s: the names of sub-projects, “Öst, Väst” */
      help = g_strdup_printf (
          _ ("No routine has this name, so nothing is due by one. There are routines for %s."), joined);
    }

  g_object_set (input, "help",
                help != NULL ? help : g_object_get_qdata (G_OBJECT (input), help_quark ()), NULL);
}

static void
text_cb (AmiaInput *input)
{
  /* Half a name is none, and is no mistake yet. */
  if ((gtk_widget_get_state_flags (GTK_WIDGET (input)) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    update (input);
}

static gpointer
list_routines (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return amia_store_list_routines (store, error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaInput) input = data;
  GArray *routines = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  /* Ignored: without the routines there is nothing to help with; other calls tell why. */
  if (routines == NULL)
    return;

  g_object_set_qdata_full (G_OBJECT (input), routines_quark (), routines,
                           (GDestroyNotify) g_array_unref);
  update (input);
}

static void
map_cb (AmiaReplica *replica,
        AmiaInput   *input)
{
  amia_replica_call_async (replica, list_routines, NULL, NULL, (GDestroyNotify) g_array_unref,
                           NULL, listed_cb, g_object_ref (input));
}

void
amia_subproject_help_add (AmiaInput   *input,
                          AmiaReplica *replica)
{
  char *help = NULL;

  g_return_if_fail (AMIA_IS_INPUT (input));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_object_get (input, "help", &help, NULL);
  g_object_set_qdata_full (G_OBJECT (input), help_quark (), help, g_free);
  g_signal_connect_object (input, "map", G_CALLBACK (map_cb), replica, G_CONNECT_SWAPPED);
  g_signal_connect (input, "paused", G_CALLBACK (update), NULL);
  g_signal_connect (input, "left", G_CALLBACK (update), NULL);
  g_signal_connect (input, "notify::text", G_CALLBACK (text_cb), NULL);
}
