/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-note-view.h"

#include <glib/gi18n.h>

#include "amia-pill.h"
#include "amia-saved-words.h"
#include "amia-words.h"

/* Plain labels: a journal may have hundreds of notes. */

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static char *
describe_origin (const AmiaCaseNote *note)
{
  g_autofree char *date = NULL;

  date = note->date != NULL ? amia_words_date (note->date)
                            : amia_words_moment (note->at_ms, amia_words_now_ms ());
  if (note->author == NULL)
    return g_strdup_printf ("%s · %s", amia_words_journal_kind (note->kind), date);

  return g_strdup_printf ("%s · %s · %s",
                          amia_words_journal_kind (note->kind),
                          date,
                          note->author);
}

static GtkWidget *
new_saved_line (const AmiaCaseNote *note)
{
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *words =
      amia_saved_words_describe (note->saved, (const char *const *) note->colleagues);

  gtk_box_append (GTK_BOX (line),
                  gtk_image_new_from_icon_name (amia_saved_words_get_icon (note->saved)));
  gtk_box_append (GTK_BOX (line), new_label (words, "caption"));
  gtk_widget_add_css_class (line, "saved-line");
  return line;
}

GtkWidget *
amia_note_view_new (const AmiaCaseNote *note)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *origin = NULL;

  g_return_val_if_fail (note != NULL, NULL);

  origin = describe_origin (note);
  gtk_widget_add_css_class (box, "journal-entry");
  if (note->headline != NULL && *note->headline != '\0')
    gtk_box_append (GTK_BOX (box), new_label (note->headline, "heading"));
  gtk_box_append (GTK_BOX (line), new_label (origin, "dim-label"));
  gtk_box_append (GTK_BOX (line), amia_pill_new_agency (note->agency));
  if (note->is_pair)
    gtk_box_append (GTK_BOX (line),
                    amia_pill_new ("neutral", "security-high-symbolic", _ ("Only the two of you")));
  gtk_box_append (GTK_BOX (box), line);
  if (note->text != NULL && *note->text != '\0')
    {
      GtkWidget *text = new_label (note->text, NULL);

      gtk_label_set_selectable (GTK_LABEL (text), TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (text),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      note->text,
                                      -1);
      gtk_box_append (GTK_BOX (box), text);
    }
  if (note->has_saved)
    gtk_box_append (GTK_BOX (box), new_saved_line (note));

  return box;
}

/* “Headline”, 14 March 2014 */
static char *
describe_note (const AmiaCaseNote *note)
{
  g_autofree char *date = note->date != NULL
                              ? amia_words_date (note->date)
                              : amia_words_moment (note->at_ms, amia_words_now_ms ());

  /* Translators: a headline, a date */
  return g_strdup_printf (_ ("“%s”, %s"),
                          note->headline != NULL && *note->headline != '\0'
                              ? note->headline
                              : amia_words_journal_kind (note->kind),
                          date);
}

static const AmiaCaseNote *
find_note (GPtrArray  *notes,
           const char *id)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaCaseNote *note = g_ptr_array_index (notes, i);
      char                text[AMIA_UUID_TEXT_LENGTH + 1];

      if (g_strcmp0 (amia_uuid_print (&note->id, text), id) == 0)
        return note;
    }

  return NULL;
}

GtkWidget *
amia_note_view_new_among (const AmiaCaseNote *note,
                          GPtrArray          *notes)
{
  GtkWidget *box = amia_note_view_new (note);
  char       id[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_val_if_fail (box != NULL && notes != NULL, box);

  amia_uuid_print (&note->id, id);
  if (note->cites != NULL)
    {
      const AmiaCaseNote *cited = find_note (notes, note->cites);
      g_autofree char    *words = cited != NULL ? describe_note (cited)
                                                : g_strdup (_ ("a note that is not here"));

      g_autofree char *line = g_strdup_printf (_ ("Corrects %s"), words);

      gtk_box_append (GTK_BOX (box), new_label (line, "caption-heading"));
    }

  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaCaseNote *other = g_ptr_array_index (notes, i);
      g_autofree char    *words = NULL;
      g_autofree char    *line = NULL;

      if (g_strcmp0 (other->cites, id) != 0)
        continue;
      words = describe_note (other);
      line = g_strdup_printf (_ ("Corrected by %s"), words);
      gtk_box_append (GTK_BOX (box), new_label (line, "caption-heading"));
    }

  return box;
}
