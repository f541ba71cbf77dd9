/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-versions"

#include "config.h"

#include "amia-revived-note.h"

#include <glib/gi18n.h>

#include "amia-report.h"
#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-template.h"
#include "amia-words.h"

/* Who wrote an op, and when, stands in the store; the record knows only its device and number. */

struct _AmiaRevivedNote
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *keep;

  AmiaReplica *replica;
  char        *kind;
  AmiaUuid     id;
  AmiaUuid     case_id;
  guint        n_asked; /* of several answers the latest is shown */
};

G_DEFINE_FINAL_TYPE (AmiaRevivedNote, amia_revived_note, GTK_TYPE_WIDGET)

/* One who wrote, and when. */
typedef struct
{
  AmiaUuid  device;
  gint64    n;
  AmiaStamp stamp;
} Deed;

typedef struct
{
  Deed removal;
  Deed edit;
} Question;

typedef struct
{
  AmiaRevivedNote *self;
  guint            n_asked;
} Asking;

static Deed
get_deed (const AmiaHead *head)
{
  return (Deed){ head->device, head->n, head->stamp };
}

static char *
describe (AmiaStore  *store,
          const Deed *deed)
{
  const char      *person = amia_store_get_author_person (store, &deed->device, NULL);
  gint64           at_ms = amia_store_get_written_ms (store, &deed->device, deed->n, deed->stamp);
  g_autofree char *moment = amia_words_moment (at_ms, amia_words_now_ms ());

  /* Translators: a person and when they did something: “Bertil Ek (yesterday 14:02)” */
  return g_strdup_printf (_ ("%s (%s)"), person != NULL ? person : _ ("Somebody"), moment);
}

static gpointer
find_words (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Question  *question = data;
  g_autofree char *remover = describe (store, &question->removal);
  g_autofree char *keeper = describe (store, &question->edit);

  /* Translators: two people, each with the time: “Bertil Ek (14:02)” */
  return g_strdup_printf (_ ("%s took this away. %s changed it, so it is still here."),
                          remover,
                          keeper);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autofree Asking *asking = data;
  g_autoptr (AmiaRevivedNote) self = asking->self;
  g_autofree char *words = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  /* Ignored: what can't be read now is told by those who read the record. */
  if (words == NULL || asking->n_asked != self->n_asked || self->label == NULL)
    return;

  gtk_label_set_label (GTK_LABEL (self->label), words);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
keep_cb (AmiaRevivedNote *self)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set (edits, self->kind, &self->id,
                  amia_uuid_is_nil (&self->case_id) ? NULL : &self->case_id, "removed", NULL,
                  "false");
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static void
amia_revived_note_dispose (GObject *object)
{
  AmiaRevivedNote *self = AMIA_REVIVED_NOTE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_REVIVED_NOTE);
  self->label = NULL;
  g_clear_object (&self->replica);
  g_clear_pointer (&self->kind, g_free);

  G_OBJECT_CLASS (amia_revived_note_parent_class)->dispose (object);
}

static void
amia_revived_note_class_init (AmiaRevivedNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_revived_note_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-revived-note.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaRevivedNote, label);
  gtk_widget_class_bind_template_child (widget_class, AmiaRevivedNote, keep);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
amia_revived_note_init (AmiaRevivedNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_revived_note_show (AmiaRevivedNote  *self,
                        AmiaReplica      *replica,
                        const AmiaRecord *record,
                        gboolean          may_keep)
{
  const AmiaHead *removal = NULL;
  const AmiaHead *edit = NULL;
  Question        question;
  Asking          asking;

  g_return_if_fail (AMIA_IS_REVIVED_NOTE (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  self->n_asked++;
  if (record == NULL || !amia_record_get_revival (record, &removal, &edit))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  g_set_object (&self->replica, replica);
  g_free (self->kind);
  self->kind = g_strdup (record->kind);
  self->id = record->id;
  self->case_id = record->case_id;
  gtk_widget_set_visible (self->keep, may_keep);

  question = (Question){ get_deed (removal), get_deed (edit) };
  asking = (Asking){ g_object_ref (self), self->n_asked };
  amia_replica_call_async (replica, find_words, g_memdup2 (&question, sizeof question), g_free,
                           g_free, NULL, found_cb, g_memdup2 (&asking, sizeof asking));
}
