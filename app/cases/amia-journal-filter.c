/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-journal-filter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-drop-down.h"
#include "amia-words.h"

/* The first choice of each list is everything; agencies stand before authors, told apart by their
 * place in the list, since an account may be called anything. */

struct _AmiaJournalFilter
{
  GtkWidget parent_instance;

  GtkWidget *search;
  GtkWidget *kind;
  GtkWidget *who;

  GPtrArray *agencies; /* codes */
  GPtrArray *authors;
  char      *words; /* casefolded */
  gboolean   is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaJournalFilter, amia_journal_filter, GTK_TYPE_WIDGET)

static guint changed_signal;

static const char *const kinds[] = {
  "note",
  "phone",
  "meeting",
  "email",
  "decision",
  "care",
  "reflection",
};

static void
add_once (GPtrArray  *texts,
          const char *text)
{
  if (text != NULL && !g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(char *const *) a, *(char *const *) b);
}

static void
chosen_cb (AmiaJournalFilter *self)
{
  if (!self->is_updating)
    g_signal_emit (self, changed_signal, 0);
}

static void
searched_cb (AmiaJournalFilter *self)
{
  g_free (self->words);
  self->words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_strstrip (self->words);
  chosen_cb (self);
}

static GtkWidget *
make_drop_down (AmiaJournalFilter *self,
                const char        *name)
{
  GtkWidget *drop_down = gtk_drop_down_new_from_strings (NULL);

  amia_drop_down_set_name (drop_down, name);
  g_signal_connect_object (
      drop_down, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (drop_down, GTK_WIDGET (self));
  return drop_down;
}

static void
amia_journal_filter_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (amia_journal_filter_parent_class)->dispose (object);
}

static void
amia_journal_filter_finalize (GObject *object)
{
  AmiaJournalFilter *self = AMIA_JOURNAL_FILTER (object);

  g_ptr_array_unref (self->agencies);
  g_ptr_array_unref (self->authors);
  g_free (self->words);

  G_OBJECT_CLASS (amia_journal_filter_parent_class)->finalize (object);
}

static void
amia_journal_filter_class_init (AmiaJournalFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_journal_filter_dispose;
  object_class->finalize = amia_journal_filter_finalize;
  changed_signal = g_signal_new ("changed", AMIA_TYPE_JOURNAL_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
amia_journal_filter_init (AmiaJournalFilter *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 6);
  self->agencies = g_ptr_array_new_with_free_func (g_free);
  self->authors = g_ptr_array_new_with_free_func (g_free);
  self->words = g_strdup ("");
  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  g_object_set (self->search, "placeholder-text", _ ("Search in the journal"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search in the journal"), -1);
  g_signal_connect_object (
      self->search, "search-changed", G_CALLBACK (searched_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->search, GTK_WIDGET (self));
  self->kind = make_drop_down (self, _ ("Which kind of notes"));
  self->who = make_drop_down (self, _ ("Whose notes"));

  gtk_string_list_append (list, _ ("All kinds"));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (list, amia_words_journal_kind (kinds[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (list));
}

void
amia_journal_filter_set_notes (AmiaJournalFilter *self,
                               GPtrArray         *notes)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) authors = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (AMIA_IS_JOURNAL_FILTER (self));
  g_return_if_fail (notes != NULL);

  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaCaseNote *note = g_ptr_array_index (notes, i);

      add_once (agencies, note->agency);
      add_once (authors, note->author);
    }
  /* The list stays while it says the same: somebody may have it open. */
  if (agencies->len == self->agencies->len && authors->len == self->authors->len &&
      gtk_drop_down_get_model (GTK_DROP_DOWN (self->who)) != NULL && authors->len > 0)
    return;

  g_ptr_array_sort (agencies, compare_texts);
  g_ptr_array_sort (authors, compare_texts);
  gtk_string_list_append (list, _ ("Everybody's"));
  for (guint i = 0; i < agencies->len; i++)
    gtk_string_list_append (list, amia_words_agency_short (g_ptr_array_index (agencies, i)));
  for (guint i = 0; i < authors->len; i++)
    gtk_string_list_append (list, g_ptr_array_index (authors, i));

  self->is_updating = TRUE;
  g_ptr_array_unref (self->agencies);
  g_ptr_array_unref (self->authors);
  self->agencies = g_steal_pointer (&agencies);
  self->authors = g_steal_pointer (&authors);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->who), G_LIST_MODEL (list));
  self->is_updating = FALSE;
}

static gboolean
has_words (AmiaJournalFilter  *self,
           const AmiaCaseNote *note)
{
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  if (*self->words == '\0')
    return TRUE;

  all = g_strconcat (note->headline != NULL ? note->headline : "", "\n",
                     note->text != NULL ? note->text : "", "\n",
                     note->author != NULL ? note->author : "", NULL);
  folded = g_utf8_casefold (all, -1);
  words = g_strsplit (self->words, " ", -1);
  for (char **word = words; *word != NULL; word++)
    {
      if (strstr (folded, *word) == NULL)
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_journal_filter_matches (AmiaJournalFilter  *self,
                             const AmiaCaseNote *note)
{
  guint kind;
  guint who;

  g_return_val_if_fail (AMIA_IS_JOURNAL_FILTER (self), FALSE);
  g_return_val_if_fail (note != NULL, FALSE);

  kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  who = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->who));
  /* What the pair says to each other is asked for: somebody may be looking over the shoulder. */
  if (note->is_pair && (kind == 0 || kind > G_N_ELEMENTS (kinds) ||
                        g_strcmp0 (kinds[kind - 1], "reflection") != 0))
    return FALSE;
  if (kind > 0 && kind <= G_N_ELEMENTS (kinds) && g_strcmp0 (note->kind, kinds[kind - 1]) != 0)
    return FALSE;
  if (who > 0 && who <= self->agencies->len &&
      g_strcmp0 (note->agency, g_ptr_array_index (self->agencies, who - 1)) != 0)
    return FALSE;
  if (who > self->agencies->len && who <= self->agencies->len + self->authors->len &&
      g_strcmp0 (note->author,
                 g_ptr_array_index (self->authors, who - self->agencies->len - 1)) != 0)
    return FALSE;

  return has_words (self, note);
}

gboolean
amia_journal_filter_is_set (AmiaJournalFilter *self)
{
  guint who;

  g_return_val_if_fail (AMIA_IS_JOURNAL_FILTER (self), FALSE);

  who = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->who));
  return *self->words != '\0' || gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)) > 0 ||
         (who > 0 && who != GTK_INVALID_LIST_POSITION);
}

void
amia_journal_filter_find (AmiaJournalFilter *self,
                          const char        *words)
{
  g_return_if_fail (AMIA_IS_JOURNAL_FILTER (self));
  g_return_if_fail (words != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search), words);
}

void
amia_journal_filter_search (AmiaJournalFilter *self)
{
  g_return_if_fail (AMIA_IS_JOURNAL_FILTER (self));

  gtk_widget_grab_focus (self->search);
}
