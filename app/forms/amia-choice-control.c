/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-choice-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-form-table.h"
#include "amia-option-words.h"

struct _AmiaChoiceControl
{
  AmiaControl parent_instance;

  GtkWidget *box;
  GPtrArray *checks; /* GtkCheckButton, one for each option */
  GtkWidget *other;  /* (nullable): "Something else", for open-choice */
  GtkWidget *other_entry;
  GtkWidget *clear;   /* (nullable): takes a single choice back */
  gboolean   is_line; /* of a table whose columns are the options */
};

#define ROW_CHARACTERS_MAX 70

G_DEFINE_FINAL_TYPE (AmiaChoiceControl, amia_choice_control, AMIA_TYPE_CONTROL)

static const AmiaItem *
get_item (AmiaChoiceControl *self)
{
  return amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
}

static gboolean
is_active (GtkWidget *check)
{
  return check != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

/* --- Answering ----------------------------------------------------------------------------- */

/* Answers that are neither options nor words of one's own (from another version of the form, say)
 * have no mark to be seen by; they stay until somebody chooses something else. */
static void
answer (AmiaChoiceControl *self)
{
  const AmiaItem *item = get_item (self);
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *value = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (is_active (g_ptr_array_index (self->checks, i)))
      g_ptr_array_add (answers,
                       g_strdup (((AmiaOption *) g_ptr_array_index (item->options, i))->value));
  if (is_active (self->other))
    {
      char *words = amia_control_quote (gtk_editable_get_text (GTK_EDITABLE (self->other_entry)));

      if (g_str_equal (words, "null"))
        g_free (words);
      else
        g_ptr_array_add (answers, words);
    }

  if (item->is_repeating)
    value = amia_answers_join (answers);
  else
    value = g_strdup (answers->len > 0 ? g_ptr_array_index (answers, 0) : "null");
  amia_control_answer (AMIA_CONTROL (self), value);
}

static gboolean
is_exclusive (AmiaChoiceControl *self,
              GtkWidget         *check)
{
  guint index = 0;

  return g_ptr_array_find (self->checks, check, &index) &&
         ((AmiaOption *) g_ptr_array_index (get_item (self)->options, index))->is_exclusive;
}

/* "None of these" does not go with others (optionExclusive). */
static void
clear_what_does_not_go_with (AmiaChoiceControl *self,
                             GtkWidget         *chosen)
{
  gboolean is_alone = is_exclusive (self, chosen);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      if (check != chosen && (is_alone || is_exclusive (self, check)))
        gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
    }
  if (is_alone && self->other != NULL && self->other != chosen)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->other), FALSE);
}

static void
toggled_cb (AmiaChoiceControl *self,
            GtkCheckButton    *check)
{
  if (amia_control_is_updating (AMIA_CONTROL (self)))
    return;
  if (!gtk_check_button_get_active (check) && !get_item (self)->is_repeating)
    return; /* The other one of the group is about to be chosen. */

  if (gtk_check_button_get_active (check) && get_item (self)->is_repeating)
    clear_what_does_not_go_with (self, GTK_WIDGET (check));
  if (GTK_WIDGET (check) == self->other)
    {
      gtk_widget_set_sensitive (self->other_entry, is_active (self->other));
      if (is_active (self->other))
        gtk_widget_grab_focus (self->other_entry);
    }
  answer (self);
}

static void
clear_clicked_cb (AmiaChoiceControl *self)
{
  amia_control_answer (AMIA_CONTROL (self), "null");
  amia_control_update (AMIA_CONTROL (self));
  if (self->checks->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->checks, 0));
}

/* --- Keys ------------------------------------------------------------------------------------- */

static GtkWidget *
find_numbered (AmiaChoiceControl *self,
               guint              number)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      if (gtk_widget_get_visible (check) && --number == 0)
        return check;
    }
  return number == 1 ? self->other : NULL;
}

static gboolean
choose_numbered (AmiaChoiceControl *self,
                 guint              number)
{
  GtkWidget *check = find_numbered (self, number);

  if (check == NULL)
    return FALSE;
  gtk_widget_grab_focus (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               !get_item (self)->is_repeating || !is_active (check));
  return TRUE;
}

/* A number is the option in that place, Enter goes on: see amia_control_go_on(). */
static gboolean
key_pressed_cb (AmiaChoiceControl     *self,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gunichar   digit = gdk_keyval_to_unicode (key);

  if (!GTK_IS_CHECK_BUTTON (focus) || !amia_control_is_plain_key (state))
    return FALSE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    amia_control_go_on (AMIA_CONTROL (self));
  else if (self->clear != NULL && (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace))
    clear_clicked_cb (self);
  else
    return digit >= '1' && digit <= '9' && choose_numbered (self, digit - '0');
  return TRUE;
}

static void
amia_choice_control_flush (AmiaControl *control)
{
  answer (AMIA_CHOICE_CONTROL (control));
}

/* --- Showing ------------------------------------------------------------------------------- */

static GtkWidget *
add_check (AmiaChoiceControl *self,
           GtkWidget         *box,
           const char        *label)
{
  GtkWidget *check = g_object_new (GTK_TYPE_CHECK_BUTTON,
                                   "accessible-role",
                                   get_item (self)->is_repeating ? GTK_ACCESSIBLE_ROLE_CHECKBOX
                                                                 : GTK_ACCESSIBLE_ROLE_RADIO,
                                   NULL);
  GtkWidget *words = gtk_label_new (label);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  if (self->is_line)
    {
      /* The words stand at the top of the column. */
      gtk_widget_set_visible (words, FALSE);
      gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
    }
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), words);
  if (!get_item (self)->is_repeating && self->checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), g_ptr_array_index (self->checks, 0));
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), check);
  return check;
}

static void
add_other (AmiaChoiceControl *self)
{
  const char *language =
      amia_form_model_get_language (amia_control_get_model (AMIA_CONTROL (self)));
  const char *label = amia_text_get (get_item (self)->open_label, language);
  GtkWidget  *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->other = add_check (self, line, label != NULL ? label : _ ("Something else:"));
  self->other_entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->other_entry), _ ("Write in your own words"));
  gtk_widget_set_hexpand (self->other_entry, TRUE);
  g_signal_connect_object (self->other_entry, "changed", G_CALLBACK (amia_control_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->other_entry, "activate", G_CALLBACK (amia_control_go_on), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), self->other_entry);
  gtk_box_append (GTK_BOX (self->box), line);
}

static void
add_clear (AmiaChoiceControl *self,
           GtkWidget         *box)
{
  self->clear = self->is_line ? gtk_button_new_from_icon_name ("edit-clear-symbolic")
                              : gtk_button_new_with_label (_ ("Clear"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "clear-answer");
  gtk_widget_set_halign (self->clear, GTK_ALIGN_START);
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->clear);
}

/* choiceOrientation, where what it asks for fits on one line. */
static gboolean
fits_in_a_row (const AmiaItem *item,
               const char     *language)
{
  glong n_characters = 0;

  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *label =
          amia_option_dup_label (g_ptr_array_index (item->options, i), language);

      n_characters += g_utf8_strlen (label, -1) + 5; /* The mark is about as wide. */
    }
  return item->is_horizontal && n_characters <= ROW_CHARACTERS_MAX;
}

static void
make_box (AmiaChoiceControl *self,
          gboolean           is_row)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = g_object_new (GTK_TYPE_BOX,
                            "orientation",
                            is_row ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL,
                            "spacing",
                            is_row && !self->is_line ? 18 : 6,
                            "homogeneous",
                            self->is_line,
                            "hexpand",
                            TRUE,
                            "accessible-role",
                            get_item (self)->is_repeating ? GTK_ACCESSIBLE_ROLE_GROUP
                                                          : GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                            NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->box, keys);
}

/* In a table the button that clears stands beside the columns, which stay equally wide. */
static void
add_line_end (AmiaChoiceControl *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (line), self->box);
  if (!get_item (self)->is_repeating)
    add_clear (self, line);
  adw_bin_set_child (ADW_BIN (self), line);
}

static void
amia_choice_control_build (AmiaControl *control)
{
  AmiaChoiceControl *self = AMIA_CHOICE_CONTROL (control);
  const AmiaItem    *item = get_item (self);
  const char        *language = amia_form_model_get_language (amia_control_get_model (control));

  self->is_line = amia_form_table_choose (item->parent) == AMIA_FORM_TABLE_OPTIONS;
  make_box (self, self->is_line || fits_in_a_row (item, language));
  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *label =
          amia_option_dup_label (g_ptr_array_index (item->options, i), language);

      g_ptr_array_add (self->checks, add_check (self, self->box, label));
    }
  if (self->is_line)
    {
      add_line_end (self);
      return;
    }

  if (item->type == AMIA_ITEM_OPEN_CHOICE)
    add_other (self);
  if (!item->is_repeating && !item->is_required)
    add_clear (self, self->box);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/* In a table every option has its column. */
static void
show_offered (AmiaChoiceControl *self,
              guint              index,
              gboolean           is_offered)
{
  GtkWidget *check = g_ptr_array_index (self->checks, index);

  if (self->is_line)
    {
      gtk_widget_set_opacity (check, is_offered ? 1 : 0);
      gtk_widget_set_sensitive (check, is_offered);
    }
  else
    gtk_widget_set_visible (check, is_offered);
}

static void
show_answer (AmiaChoiceControl *self,
             const char        *value)
{
  const AmiaItem *item = get_item (self);
  int             index = amia_option_find (item->options, value);

  if (index >= 0)
    {
      /* Also one that is not offered any more: it is the answer until another is given. */
      show_offered (self, (guint) index, TRUE);
      gtk_check_button_set_active (g_ptr_array_index (self->checks, (guint) index), TRUE);
    }
  else if (self->other != NULL && *value == '"')
    {
      AmiaSlice        slice = { value, strlen (value) };
      g_autofree char *words = amia_scan_dup_string (slice);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->other), TRUE);
      if (g_strcmp0 (words, gtk_editable_get_text (GTK_EDITABLE (self->other_entry))) != 0)
        gtk_editable_set_text (GTK_EDITABLE (self->other_entry), words != NULL ? words : "");
    }
}

/* In a table it keeps its room while there is nothing to clear. */
static void
show_clear (AmiaChoiceControl *self,
            gboolean           is_shown)
{
  if (self->clear == NULL)
    return;
  if (self->is_line)
    {
      gtk_widget_set_opacity (self->clear, is_shown ? 1 : 0);
      gtk_widget_set_sensitive (self->clear, is_shown);
    }
  else
    gtk_widget_set_visible (self->clear, is_shown);
}

static void
amia_choice_control_update (AmiaControl *control)
{
  AmiaChoiceControl *self = AMIA_CHOICE_CONTROL (control);
  const char        *value = amia_node_get_value (amia_control_get_node (control));
  g_autoptr (GPtrArray) answers = amia_answers_split (value);
  gboolean is_writing = is_active (self->other) && answers->len == 0 && self->other_entry != NULL &&
                        gtk_widget_get_focus_child (self->box) != NULL;

  for (guint i = 0; i < self->checks->len; i++)
    {
      gtk_check_button_set_active (g_ptr_array_index (self->checks, i), FALSE);
      show_offered (self, i, amia_node_is_option_offered (amia_control_get_node (control), i));
    }
  if (self->other != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->other), is_writing);
  for (guint i = 0; i < answers->len; i++)
    show_answer (self, g_ptr_array_index (answers, i));
  if (self->other != NULL)
    gtk_widget_set_sensitive (self->other_entry, is_active (self->other));
  show_clear (self, answers->len > 0 && gtk_widget_get_sensitive (GTK_WIDGET (self)));
}

static void
amia_choice_control_name (AmiaControl *control,
                          const char  *label,
                          const char  *description)
{
  AmiaChoiceControl *self = AMIA_CHOICE_CONTROL (control);
  g_autofree char   *clear_name = g_strdup_printf (_ ("Clear the answer: %s"), label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget       *check = g_ptr_array_index (self->checks, i);
      GtkWidget       *words = gtk_check_button_get_child (GTK_CHECK_BUTTON (check));
      g_autofree char *name = g_strdup_printf (_ ("%s %s"), label, gtk_label_get_text (GTK_LABEL (words)));

      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
    }
  if (self->other != NULL)
    {
      g_autofree char *name = g_strdup_printf (_ ("%s Something else"), label);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->other), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->other_entry),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  if (self->clear != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    clear_name, -1);
}

static void
amia_choice_control_finalize (GObject *object)
{
  g_clear_pointer (&AMIA_CHOICE_CONTROL (object)->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (amia_choice_control_parent_class)->finalize (object);
}

static void
amia_choice_control_class_init (AmiaChoiceControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_choice_control_finalize;
  control_class->build = amia_choice_control_build;
  control_class->update = amia_choice_control_update;
  control_class->flush = amia_choice_control_flush;
  control_class->name = amia_choice_control_name;
}

static void
amia_choice_control_init (AmiaChoiceControl *self)
{
  self->checks = g_ptr_array_new ();
}
