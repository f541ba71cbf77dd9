/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-journal.h"

#include <glib/gi18n.h>

#include "amia-journal-composer.h"
#include "amia-journal-filter.h"
#include "amia-journal-paper.h"
#include "amia-note-view.h"
#include "amia-template.h"
#include "amia-view-steps.h"

/* The newest notes first, and no more of them than somebody reads at once; the rest on demand. */

#define NOTES_AT_ONCE 50

struct _AmiaCaseJournal
{
  GtkWidget parent_instance;

  GtkWidget *composer;
  GtkWidget *bar;
  GtkWidget *filter;
  GtkWidget *count;
  GtkWidget *notes;
  GtkWidget *none;
  GtkWidget *older;

  AmiaReplica      *replica;
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

static AmiaCaseNote *
find_note (AmiaCaseJournal *self,
           const char      *id)
{
  for (guint i = 0; i < self->snapshot->notes->len; i++)
    {
      AmiaCaseNote *note = g_ptr_array_index (self->snapshot->notes, i);
      char          text[AMIA_UUID_TEXT_LENGTH + 1];

      if (g_strcmp0 (amia_uuid_print (&note->id, text), id) == 0)
        return note;
    }

  return NULL;
}

/* The snapshot may be another by the time somebody presses: the button knows the note by its id. */
static void
correct_cb (GtkButton       *button,
            AmiaCaseJournal *self)
{
  const AmiaCaseNote *note =
      find_note (self, g_object_get_data (G_OBJECT (button), "amia-note"));

  if (note != NULL)
    amia_journal_composer_correct (AMIA_JOURNAL_COMPOSER (self->composer), note);
}

static GtkWidget *
make_note (AmiaCaseJournal    *self,
           const AmiaCaseNote *note)
{
  GtkWidget       *box = amia_note_view_new_among (note, self->snapshot->notes);
  GtkWidget       *button = NULL;
  g_autofree char *name = NULL;

  if (note->is_pair)
    return box;

  button = gtk_button_new_with_label (_ ("Correct"));
  /* Translators: a headline */
  name = g_strdup_printf (_ ("Correct “%s”"), note->headline != NULL ? note->headline : "");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (
      G_OBJECT (button), "amia-note", amia_uuid_to_string (&note->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (correct_cb), self);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static GPtrArray *
list_wanted (AmiaCaseJournal *self)
{
  GPtrArray *wanted = g_ptr_array_new ();

  for (guint i = 0; i < self->snapshot->notes->len; i++)
    {
      AmiaCaseNote *note = g_ptr_array_index (self->snapshot->notes, i);

      if (amia_journal_filter_matches (AMIA_JOURNAL_FILTER (self->filter), note))
        g_ptr_array_add (wanted, note);
    }

  return wanted;
}

static void
update_count (AmiaCaseJournal *self,
              guint            n_wanted)
{
  const gboolean   is_set = amia_journal_filter_is_set (AMIA_JOURNAL_FILTER (self->filter));
  g_autofree char *words =
      g_strdup_printf (ngettext ("%u note", "%u notes", n_wanted), n_wanted);

  gtk_label_set_label (GTK_LABEL (self->count), words);
  gtk_widget_set_visible (self->count, is_set);
}

static void
update (AmiaCaseJournal *self)
{
  g_autoptr (GPtrArray) wanted = NULL;
  GtkWidget *child = NULL;

  if (self->snapshot == NULL)
    return;

  wanted = list_wanted (self);
  while ((child = gtk_widget_get_first_child (self->notes)) != NULL)
    gtk_box_remove (GTK_BOX (self->notes), child);

  for (guint i = 0; i < MIN (wanted->len, self->n_shown); i++)
    {
      if (i > 0)
        gtk_box_append (GTK_BOX (self->notes), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      gtk_box_append (GTK_BOX (self->notes), make_note (self, g_ptr_array_index (wanted, i)));
    }

  update_count (self, wanted->len);
  gtk_widget_set_visible (self->bar, self->snapshot->notes->len > 0);
  gtk_widget_set_visible (self->none, self->snapshot->notes->len == 0);
  gtk_widget_set_visible (self->older, wanted->len > self->n_shown);
}

static void
print_cb (AmiaCaseJournal *self)
{
  g_autoptr (GPtrArray) wanted = NULL;

  if (self->snapshot == NULL)
    return;

  wanted = list_wanted (self);
  amia_journal_paper_print (GTK_WIDGET (self), self->replica, self->snapshot, wanted);
}

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  amia_journal_filter_search (AMIA_JOURNAL_FILTER (AMIA_CASE_JOURNAL (widget)->filter));
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
  g_clear_object (&self->replica);

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
  g_type_ensure (AMIA_TYPE_JOURNAL_FILTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-journal.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, composer);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, bar);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, filter);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, count);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, notes);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, none);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseJournal, older);
  gtk_widget_class_bind_template_callback (widget_class, older_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action_cb);
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

  self->replica = g_object_ref (replica);
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
  amia_journal_filter_set_notes (AMIA_JOURNAL_FILTER (self->filter), snapshot->notes);
  update (self);
}

guint
amia_case_journal_get_shown (AmiaCaseJournal *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_JOURNAL (self), 0);

  return self->n_shown;
}

void
amia_case_journal_find (AmiaCaseJournal *self,
                        const char      *words)
{
  g_return_if_fail (AMIA_IS_CASE_JOURNAL (self));
  g_return_if_fail (words != NULL);

  amia_journal_filter_find (AMIA_JOURNAL_FILTER (self->filter), words);
}

void
amia_case_journal_write (AmiaCaseJournal *self)
{
  g_return_if_fail (AMIA_IS_CASE_JOURNAL (self));

  amia_view_enter (self->composer);
}
