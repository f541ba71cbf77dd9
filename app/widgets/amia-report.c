/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-report.h"

#include <glib/gi18n.h>

/* Toasts, and the words for what can go wrong in the store. An error is never shown as the store
 * wrote it: that text is for developers and goes to the log. */

static void
add_toast (GtkWidget *from,
           AdwToast  *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    {
      g_warning ("%s", adw_toast_get_title (toast));
      g_object_unref (toast);
      return;
    }

  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

/* The overlay shows one after the other, so that “Undo” might be of something else than what was
 * done last: an offer takes the place of the one before. */
static void
replace_offer (GtkWidget *from,
               AdwToast  *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  AdwToast  *before = NULL;

  if (overlay == NULL)
    return;

  before = g_object_get_data (G_OBJECT (overlay), "amia-offer");
  if (before != NULL)
    adw_toast_dismiss (before);
  g_object_set_data_full (
      G_OBJECT (overlay), "amia-offer", g_object_ref (toast), g_object_unref);
}

/* A toast's title is markup. */
static AdwToast *
new_toast (const char *words)
{
  g_autofree char *markup = g_markup_escape_text (words, -1);

  return adw_toast_new (markup);
}

void
amia_report (GtkWidget  *from,
             const char *words)
{
  AdwToast *toast = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (words != NULL);

  /* An answer to what was pressed just now does not wait for an offer that stands for ten seconds;
   * that one comes back. */
  toast = new_toast (words);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  add_toast (from, toast);
}

void
amia_report_with_button (GtkWidget     *from,
                         const char    *words,
                         const char    *button,
                         GCallback      callback,
                         gpointer       data,
                         GClosureNotify data_free)
{
  AdwToast *toast = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (words != NULL);
  g_return_if_fail (button != NULL);

  toast = new_toast (words);
  adw_toast_set_button_label (toast, button);
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", callback, data, data_free, G_CONNECT_SWAPPED);
  replace_offer (from, toast);
  add_toast (from, toast);
}

const char *
amia_report_describe (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != AMIA_STORE_ERROR)
    return _ ("That didn't work. What you wrote before is still here.");

  switch ((AmiaStoreError) error->code)
    {
    case AMIA_STORE_ERROR_FULL:
      return _ ("The disk is full, so this could not be kept. Make room and try again.");
    case AMIA_STORE_ERROR_INVALID:
      return _ ("This could not be kept: it is not of the right form.");
    case AMIA_STORE_ERROR_PASSPHRASE:
      return _ ("That is not the right passphrase.");
    case AMIA_STORE_ERROR_EXISTS:
      return _ ("There is a file there already.");
    case AMIA_STORE_ERROR_MISSING:
      return _ ("The file with your work is not where it was.");
    case AMIA_STORE_ERROR_TOO_NEW:
      return _ ("A newer AMiA has written this file. Update the program to open it.");
    case AMIA_STORE_ERROR_DAMAGED:
      return _ ("The file with your work is damaged.");
    case AMIA_STORE_ERROR_FAILED:
    default:
      return _ ("This laptop could not keep it. Check the disk and try again.");
    }
}

void
amia_report_error (GtkWidget    *from,
                   const GError *error)
{
  AdwToast *toast = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_warning ("%s", error->message);
  toast = new_toast (amia_report_describe (error));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 0);
  add_toast (from, toast);
}

static void
commit_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    amia_report_error (from, error);
}

void
amia_report_commit (GtkWidget   *from,
                    AmiaReplica *replica,
                    AmiaEdits   *edits)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (edits != NULL);

  amia_replica_commit_async (replica, edits, NULL, commit_cb, g_object_ref (from));
}

/* What is said once something is kept. The page may be gone by then; the window is not. */
typedef struct
{
  GtkWidget     *from;
  char          *words;
  GCallback      undo; /* (nullable) */
  gpointer       data;
  GClosureNotify data_free;
} Outcome;

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Outcome *outcome = data;
  g_autoptr (GError) error = NULL;
  gboolean is_kept = amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error);

  if (!is_kept)
    amia_report_error (outcome->from, error);
  else if (outcome->undo == NULL)
    amia_report (outcome->from, outcome->words);
  else
    amia_report_with_button (outcome->from, outcome->words, _ ("Undo"), outcome->undo,
                             outcome->data, outcome->data_free);
  if (!is_kept && outcome->data_free != NULL)
    outcome->data_free (outcome->data, NULL);
  g_object_unref (outcome->from);
  g_free (outcome->words);
  g_free (outcome);
}

void
amia_report_commit_offering (GtkWidget     *from,
                             AmiaReplica   *replica,
                             AmiaEdits     *edits,
                             const char    *words,
                             GCallback      undo,
                             gpointer       data,
                             GClosureNotify data_free)
{
  GtkWidget *overlay = NULL;
  Outcome   *outcome = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (edits != NULL);
  g_return_if_fail (words != NULL);

  overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  outcome = g_new (Outcome, 1);
  *outcome = (Outcome){ g_object_ref (overlay != NULL ? overlay : from), g_strdup (words), undo,
                        data, data_free };
  amia_replica_commit_async (replica, edits, NULL, kept_cb, outcome);
}

void
amia_report_commit_saying (GtkWidget   *from,
                           AmiaReplica *replica,
                           AmiaEdits   *edits,
                           const char  *words)
{
  amia_report_commit_offering (from, replica, edits, words, NULL, NULL, NULL);
}

/* What takes something back; nothing is left of it once it was pressed. */
typedef struct
{
  GtkWidget   *from;
  AmiaReplica *replica;
  AmiaEdits   *edits;
} Undo;

static void
free_undo (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->from);
  g_object_unref (undo->replica);
  amia_edits_free (undo->edits);
  g_free (undo);
}

static void
undo_cb (gpointer data)
{
  Undo *undo = data;

  if (undo->edits != NULL)
    amia_report_commit (undo->from, undo->replica, g_steal_pointer (&undo->edits));
}

void
amia_report_commit_undoable (GtkWidget   *from,
                             AmiaReplica *replica,
                             AmiaEdits   *edits,
                             const char  *words,
                             AmiaEdits   *undo)
{
  Undo *kept = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (edits != NULL);
  g_return_if_fail (words != NULL);
  g_return_if_fail (undo != NULL);

  kept = g_new (Undo, 1);
  *kept = (Undo){ g_object_ref (from), g_object_ref (replica), undo };
  amia_report_commit_offering (from, replica, edits, words, G_CALLBACK (undo_cb), kept, free_undo);
}
