/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-search-keys.h"

/* Hits come a moment after the letters: from another thread, and even where they are in memory GTK
 * tells of the letters only when the keys are done with. A name and Enter typed in one go would
 * open the first of the hits before: somebody else's case. */

typedef struct
{
  GtkWidget   *entry;
  GtkWidget   *page;
  AmiaSearchGo go_to_first;
  AmiaSearchGo open_first;
  char        *words; /* those that were asked for last; NULL: nothing yet */
  gboolean     is_answered;
  AmiaSearchGo awaited; /* what to do when the hits come */
} SearchKeys;

static GQuark search_keys_quark (void);

G_DEFINE_QUARK (amia_search_keys, search_keys)

static void
search_keys_free (gpointer data)
{
  SearchKeys *keys = data;

  g_free (keys->words);
  g_free (keys);
}

static SearchKeys *
get_keys (GtkWidget *entry)
{
  return g_object_get_qdata (G_OBJECT (entry), search_keys_quark ());
}

static gboolean
shows_hits (const SearchKeys *keys)
{
  return keys->is_answered &&
         g_strcmp0 (keys->words, gtk_editable_get_text (GTK_EDITABLE (keys->entry))) == 0;
}

static gboolean
has_focus (const SearchKeys *keys)
{
  return (gtk_widget_get_state_flags (keys->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static gboolean
go (SearchKeys  *keys,
    AmiaSearchGo where)
{
  if (shows_hits (keys))
    return where (keys->page);

  keys->awaited = where;
  return TRUE;
}

static gboolean
key_cb (SearchKeys *keys,
        guint       key)
{
  keys->awaited = NULL;
  return (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && go (keys, keys->go_to_first);
}

static void
activate_cb (SearchKeys *keys)
{
  /* A key that the page forwards was pressed somewhere else. */
  if (has_focus (keys))
    go (keys, keys->open_first);
}

void
amia_search_keys_add (GtkWidget   *entry,
                      GtkWidget   *page,
                      AmiaSearchGo go_to_first,
                      AmiaSearchGo open_first)
{
  GtkEventController *controller = NULL;
  SearchKeys         *keys = NULL;

  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));
  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (go_to_first != NULL && open_first != NULL);
  g_return_if_fail (get_keys (entry) == NULL);

  keys = g_new0 (SearchKeys, 1);
  keys->entry = entry;
  keys->page = page;
  keys->go_to_first = go_to_first;
  keys->open_first = open_first;
  g_object_set_qdata_full (G_OBJECT (entry), search_keys_quark (), keys, search_keys_free);

  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (key_cb), keys);
  gtk_widget_add_controller (entry, controller);

  g_signal_connect_swapped (entry, "activate", G_CALLBACK (activate_cb), keys);
}

void
amia_search_keys_asked (GtkWidget *entry)
{
  SearchKeys *keys = NULL;

  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));

  keys = get_keys (entry);
  g_return_if_fail (keys != NULL);

  g_free (keys->words);
  keys->words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  keys->is_answered = FALSE;
}

void
amia_search_keys_answered (GtkWidget *entry)
{
  SearchKeys  *keys = NULL;
  AmiaSearchGo awaited = NULL;

  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));

  keys = get_keys (entry);
  g_return_if_fail (keys != NULL);

  keys->is_answered = TRUE;
  if (keys->awaited == NULL || !shows_hits (keys))
    return;

  awaited = keys->awaited;
  keys->awaited = NULL;
  if (has_focus (keys))
    awaited (keys->page);
}

/* --- From the page -------------------------------------------------------------------------- */

/* GTK's own key capture leaves the focus where it is: in a row that the next answer may take away,
 * and the rest of the word with it. The first letter is there already, and must not be replaced by
 * the second. A text that is emptied was not typed. */
static void
typed_cb (GtkWidget *entry)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (entry));
  gboolean     has_focus =
      (gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  if (GTK_IS_TEXT (text) && !has_focus && gtk_widget_get_mapped (entry) &&
      *gtk_editable_get_text (text) != '\0')
    gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
}

void
amia_search_keys_capture (GtkWidget *entry,
                          GtkWidget *page)
{
  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));
  g_return_if_fail (GTK_IS_WIDGET (page));

  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (entry), page);
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), NULL);
}
