/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-subproject-help.h"

#include <glib/gi18n.h>

#include "amia-store-routines.h"

/* The routines are read each time that the input is shown: others may have written some. */

static GQuark names_quark (void);
static GQuark help_quark (void);

G_DEFINE_QUARK (amia_subproject_names, names)
G_DEFINE_QUARK (amia_subproject_help, help)

static char *
join (const GPtrArray *names)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", (char *) g_ptr_array_index (names, i));
  return g_string_free (joined, FALSE);
}

static gboolean
has_name (const GPtrArray *names,
          const char      *wanted)
{
  g_autofree char *folded = g_utf8_casefold (wanted, -1);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = g_utf8_casefold (g_ptr_array_index (names, i), -1);

      if (g_str_equal (name, folded))
        return TRUE;
    }

  return FALSE;
}

static void
update (AmiaInput *input)
{
  const GPtrArray *names = g_object_get_qdata (G_OBJECT (input), names_quark ());
  g_autofree char *text = amia_input_dup_text (input);
  g_autofree char *joined = NULL;
  g_autofree char *help = NULL;

  if (names == NULL)
    return;

  if (*text != '\0' && !has_name (names, text))
    {
      joined = join (names);
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
read_names (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GArray) routines = amia_store_list_routines (store, error);
  GPtrArray *names = NULL;

  if (routines == NULL)
    return NULL;

  names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < routines->len; i++)
    g_ptr_array_add (names,
                     g_strdup (g_array_index (routines, AmiaKeptRoutine, i).routine.subproject));
  return names;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaInput) input = data;
  GPtrArray *names = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  /* Ignored: without the routines there is nothing to help with; other calls tell why. */
  if (names == NULL)
    return;

  g_object_set_qdata_full (G_OBJECT (input), names_quark (), names,
                           (GDestroyNotify) g_ptr_array_unref);
  update (input);
}

static void
map_cb (AmiaReplica *replica,
        AmiaInput   *input)
{
  amia_replica_call_async (replica, read_names, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                           NULL, read_cb, g_object_ref (input));
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
