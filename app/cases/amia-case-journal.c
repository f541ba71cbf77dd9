/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-journal.h"

#include <glib/gi18n.h>

#include "amia-journal-composer.h"
#include "amia-note-view.h"
#include "amia-template.h"

/* The newest notes first, and no more of them than somebody reads at once; the rest on demand. */

#define NOTES_AT_ONCE 50

struct _AmiaCaseJournal
{
  GtkWidget parent_instance;

  GtkWidget *composer;
  GtkWidget *notes;
  GtkWidget *none;
  GtkWidget *older;

  AmiaCaseSnapshot *snapshot;
  guint             n_shown;
};

G_DEFINE_FINAL_TYPE (AmiaCaseJournal, amia_case_journal, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_MORE_SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (AmiaCaseJournal *self)
{
  GPtrArray *notes = self->snapshot->notes;
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->notes)) != NULL)
    gtk_box_remove (GTK_BOX (self->notes), child);

  for (guint i = 0; i < MIN (notes->len, self->n_shown); i++)
    {
      if (i > 0)
        gtk_box_append (GTK_BOX (self->notes), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      gtk_box_append (GTK_BOX (self->notes), amia_note_view_new (g_ptr_array_index (notes, i)));
    }

  gtk_widget_set_visible (self->none, notes->len == 0);
  gtk_widget_set_visible (self->older, notes->len > self->n_shown);
}

static void
older_cb (AmiaCaseJournal *self)
{
  self->n_shown += NOTES_AT_ONCE;
  update (self);
  g_signal_emit (self, signals[SIGNAL_MORE_SHOWN], 0);
}

static void
amia_case_journal_dispose (GObject *object)
{
  AmiaCaseJournal *self = AMIA_CASE_JOURNAL (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_JOURNAL);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);

  G_OBJECT_CLASS (amia_case_journal_parent_class)->dispose (object);
}

static void
amia_case_journal_class_init (AmiaCaseJournalClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_journal_dispose;

  signals[SIGNAL_MORE_SHOWN] = g_signal_new ("more-shown",
                                             AMIA_TYPE_CASE_JOURNAL,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             0);

  g_type_ensure (AMIA_TYPE_JOURNAL_COMPOSER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-journal.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, composer);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, notes);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, none);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, older);
  gtk_widget_class_bind_template_callback (widget_class, older_cb);
}

static void
amia_case_journal_init (AmiaCaseJournal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->n_shown = NOTES_AT_ONCE;
}

GtkWidget *
amia_case_journal_new (AmiaReplica *replica)
{
  AmiaCaseJournal *self = g_object_new (AMIA_TYPE_CASE_JOURNAL, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  amia_journal_composer_set_replica (AMIA_JOURNAL_COMPOSER (self->composer), replica);
  return GTK_WIDGET (self);
}

void
amia_case_journal_set_snapshot (AmiaCaseJournal  *self,
                                AmiaCaseSnapshot *snapshot)
{
  g_return_if_fail (AMIA_IS_CASE_JOURNAL (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  amia_journal_composer_set_snapshot (AMIA_JOURNAL_COMPOSER (self->composer), snapshot);
  update (self);
}

guint
amia_case_journal_get_shown (AmiaCaseJournal *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_JOURNAL (self), 0);

  return self->n_shown;
}

void
amia_case_journal_write (AmiaCaseJournal *self)
{
  g_return_if_fail (AMIA_IS_CASE_JOURNAL (self));

  gtk_widget_child_focus (self->composer, GTK_DIR_TAB_FORWARD);
}
