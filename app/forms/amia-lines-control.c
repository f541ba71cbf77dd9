/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-lines-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-option-words.h"
#include "amia-typed-value.h"
#include "amia-words.h"

/* There is always an empty line at the end to write on, as on paper; an emptied line goes away. */

struct _AmiaLinesControl
{
  AmiaControl parent_instance;

  GtkWidget *box;
  GPtrArray *entries;
  char      *label;
  char      *description;
};

G_DEFINE_FINAL_TYPE (AmiaLinesControl, amia_lines_control, AMIA_TYPE_CONTROL)

static void add_line (AmiaLinesControl *self,
                      const char       *text);

static const AmiaItem *
get_item (AmiaLinesControl *self)
{
  return amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
}

static void
name_line (AmiaLinesControl *self,
           guint             index)
{
  /* Translators: accessible name of one line of several: the question, then the line's number. */
  g_autofree char *name = g_strdup_printf (_ ("%s Line %u"), self->label != NULL ? self->label : "", index + 1);

  gtk_accessible_update_property (GTK_ACCESSIBLE (g_ptr_array_index (self->entries, index)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->description != NULL ? self->description : "", -1);
}

static void
changed_cb (AmiaLinesControl *self,
            GtkEntry         *entry)
{
  gboolean is_last = entry == g_ptr_array_index (self->entries, self->entries->len - 1);

  amia_control_typed (AMIA_CONTROL (self));
  if (is_last && *gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0' &&
      !amia_control_is_updating (AMIA_CONTROL (self)))
    add_line (self, "");
}

static void
activate_cb (AmiaLinesControl *self)
{
  amia_control_flush (AMIA_CONTROL (self));
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                          GTK_DIR_TAB_FORWARD);
}

static void
add_line (AmiaLinesControl *self,
          const char       *text)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->entries, entry);
  name_line (self, self->entries->len - 1);
  gtk_box_append (GTK_BOX (self->box), entry);
}

static void
amia_lines_control_build (AmiaControl *control)
{
  AmiaLinesControl *self = AMIA_LINES_CONTROL (control);

  self->box = g_object_new (GTK_TYPE_BOX,
                            "orientation", GTK_ORIENTATION_VERTICAL,
                            "spacing", 6,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                            NULL);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

static void
amia_lines_control_flush (AmiaControl *control)
{
  AmiaLinesControl *self = AMIA_LINES_CONTROL (control);
  g_autofree char  *today = amia_words_today ();
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *value = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkEditable *entry = g_ptr_array_index (self->entries, i);
      const char  *text = gtk_editable_get_text (entry);
      char        *answer = amia_typed_value_parse (get_item (self), text, today);

      if (g_str_equal (answer, "null"))
        g_free (answer);
      else
        g_ptr_array_add (answers, answer);
    }
  value = amia_answers_join (answers);
  amia_control_answer (control, value);
}

static void
amia_lines_control_update (AmiaControl *control)
{
  AmiaLinesControl *self = AMIA_LINES_CONTROL (control);
  g_autoptr (GPtrArray) answers =
      amia_answers_split (amia_node_get_value (amia_control_get_node (control)));

  while (self->entries->len > answers->len + 1)
    {
      gtk_box_remove (GTK_BOX (self->box),
                      g_ptr_array_index (self->entries, self->entries->len - 1));
      g_ptr_array_set_size (self->entries, (int) self->entries->len - 1);
    }
  while (self->entries->len < answers->len + 1)
    add_line (self, "");
  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkEditable     *entry = g_ptr_array_index (self->entries, i);
      const char      *value = i < answers->len ? g_ptr_array_index (answers, i) : NULL;
      g_autofree char *text = amia_typed_value_print (get_item (self), value);

      if (!g_str_equal (gtk_editable_get_text (entry), text))
        gtk_editable_set_text (entry, text);
    }
}

static void
amia_lines_control_name (AmiaControl *control,
                         const char  *label,
                         const char  *description)
{
  AmiaLinesControl *self = AMIA_LINES_CONTROL (control);

  g_free (self->label);
  self->label = g_strdup (label);
  g_free (self->description);
  self->description = g_strdup (description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  for (guint i = 0; i < self->entries->len; i++)
    name_line (self, i);
}

static void
amia_lines_control_finalize (GObject *object)
{
  AmiaLinesControl *self = AMIA_LINES_CONTROL (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->label);
  g_free (self->description);
  G_OBJECT_CLASS (amia_lines_control_parent_class)->finalize (object);
}

static void
amia_lines_control_class_init (AmiaLinesControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_lines_control_finalize;
  control_class->build = amia_lines_control_build;
  control_class->update = amia_lines_control_update;
  control_class->flush = amia_lines_control_flush;
  control_class->name = amia_lines_control_name;
}

static void
amia_lines_control_init (AmiaLinesControl *self)
{
  self->entries = g_ptr_array_new ();
}
