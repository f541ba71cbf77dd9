/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-grid-field.h"

#include <glib/gi18n.h>

#include "amia-form-words.h"
#include "amia-typed-value.h"
#include "amia-words.h"

/* Typing, holding and committing are the base class's, as for the ordinary questions. */

#define SHORT_TEXT 8 /* characters that have room even in a narrow box */

struct _AmiaGridField
{
  AmiaControl parent_instance;

  GtkWidget *entry;
  GtkWidget *note_box;
  GtkWidget *note_icon;
  GtkWidget *note;
  char      *name;
  char      *words;
  gboolean   is_warning;

  GPtrArray *fields; /* the sheet's, row by row */
  guint      n_columns;
  guint      index;
};

G_DEFINE_FINAL_TYPE (AmiaGridField, amia_grid_field, AMIA_TYPE_CONTROL)

/* --- Going from box to box ------------------------------------------------------------------- */

static gboolean
go (AmiaGridField *self,
    int            columns,
    int            rows)
{
  int target = (int) self->index + columns + rows * (int) self->n_columns;

  if (self->fields == NULL || target < 0 || target >= (int) self->fields->len)
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_grab_focus (
      AMIA_GRID_FIELD (g_ptr_array_index (self->fields, target))->entry);
}

/* Left and right leave the box only where there is no text to go through. */
static gboolean
is_at_end (AmiaGridField *self,
           int            direction)
{
  GtkEditable *editable = GTK_EDITABLE (self->entry);
  int          length = (int) g_utf8_strlen (gtk_editable_get_text (editable), -1);
  int          start;
  int          end;

  if (gtk_editable_get_selection_bounds (editable, &start, &end) && end - start < length)
    return FALSE;

  return gtk_editable_get_position (editable) == (direction < 0 ? 0 : length) || start < end;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                gpointer               user_data)
{
  AmiaGridField *self = user_data;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Up:
      return go (self, 0, -1);
    case GDK_KEY_Down:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return go (self, 0, 1);
    case GDK_KEY_Left:
      return is_at_end (self, -1) && go (self, -1, 0);
    case GDK_KEY_Right:
      return is_at_end (self, 1) && go (self, 1, 0);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* --- What is said about it ------------------------------------------------------------------- */

static gboolean
has_focus (AmiaGridField *self)
{
  return (gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* Returns what is wrong in itself, %NULL if nothing is or somebody is still writing it. */
static char *
dup_trouble (AmiaGridField *self)
{
  AmiaControl   *control = AMIA_CONTROL (self);
  AmiaFormModel *model = amia_control_get_model (control);
  AmiaNode      *node = amia_control_get_node (control);
  g_autoptr (GPtrArray) messages = NULL;

  if (amia_form_model_has_versions (model, node))
    return g_strdup (_ ("Two versions: see Questions"));

  if (has_focus (self))
    return NULL;
  messages = amia_response_validate_node (amia_form_model_get_response (model), node);
  if (messages->len == 0)
    return NULL;

  return amia_form_words_message (g_ptr_array_index (messages, 0),
                                  amia_node_get_item (node),
                                  amia_form_model_get_language (model));
}

static void
show_note (AmiaGridField *self)
{
  g_autofree char *trouble = dup_trouble (self);
  const char      *words = trouble != NULL ? trouble : self->words;
  gboolean         is_marked = trouble != NULL || self->is_warning;

  gtk_label_set_label (GTK_LABEL (self->note), words != NULL ? words : "");
  gtk_widget_set_visible (self->note_box, words != NULL);
  gtk_widget_set_visible (self->note_icon, is_marked);
  /* Beneath a box for a number there is else no room for a sentence. */
  gtk_label_set_width_chars (GTK_LABEL (self->note), trouble != NULL ? 6 : -1);
  if (trouble != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  amia_control_set_name (AMIA_CONTROL (self), self->name, words);
}

static void
left_cb (AmiaGridField *self)
{
  show_note (self);
}

/* --- Control -------------------------------------------------------------------------------- */

static const AmiaItem *
get_item (AmiaControl *control)
{
  return amia_node_get_item (amia_control_get_node (control));
}

/* What was not typed here is not for this box to undo but for the form. GTK's text takes the key
 * all the same as long as its action is enabled, which it is until something has been typed. */
static void
forget_undo (AmiaGridField *self)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));

  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), TRUE);
  gtk_widget_action_set_enabled (text, "text.undo", FALSE);
  gtk_widget_action_set_enabled (text, "text.redo", FALSE);
}

static void
amia_grid_field_build (AmiaControl *control)
{
  AmiaGridField      *self = AMIA_GRID_FIELD (control);
  const AmiaItem     *item = get_item (control);
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  forget_undo (self);
  gtk_widget_add_css_class (self->entry, "grid-field");
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 4);
  if (item->type == AMIA_ITEM_INTEGER || item->type == AMIA_ITEM_DECIMAL)
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
  g_signal_connect_object (
      self->entry, "changed", G_CALLBACK (amia_control_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, focus);
  gtk_box_append (GTK_BOX (box), self->entry);

  self->note_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  self->note_icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_valign (self->note_icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->note_box), self->note_icon);
  self->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->note), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->note), 10);
  gtk_widget_set_hexpand (self->note, TRUE);
  gtk_widget_add_css_class (self->note, "grid-note");
  gtk_box_append (GTK_BOX (self->note_box), self->note);
  gtk_widget_set_visible (self->note_box, FALSE);
  gtk_box_append (GTK_BOX (box), self->note_box);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
amia_grid_field_update (AmiaControl *control)
{
  AmiaGridField   *self = AMIA_GRID_FIELD (control);
  g_autofree char *text = amia_typed_value_print (
      get_item (control), amia_node_get_value (amia_control_get_node (control)));

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
      forget_undo (self);
    }
  /* A box is narrower than many a sentence. */
  gtk_widget_set_tooltip_text (self->entry, g_utf8_strlen (text, -1) > SHORT_TEXT ? text : NULL);
  gtk_widget_set_sensitive (
      self->entry, !amia_form_model_get_is_completed (amia_control_get_model (control)));
}

static void
amia_grid_field_flush (AmiaControl *control)
{
  AmiaGridField   *self = AMIA_GRID_FIELD (control);
  g_autofree char *today = amia_words_today ();
  g_autofree char *value = amia_typed_value_parse (
      get_item (control), gtk_editable_get_text (GTK_EDITABLE (self->entry)), today);

  amia_control_answer (control, value);
}

static void
amia_grid_field_name (AmiaControl *control,
                      const char  *label,
                      const char  *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (AMIA_GRID_FIELD (control)->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "",
                                  -1);
}

static void
amia_grid_field_finalize (GObject *object)
{
  AmiaGridField *self = AMIA_GRID_FIELD (object);

  g_free (self->name);
  g_free (self->words);

  G_OBJECT_CLASS (amia_grid_field_parent_class)->finalize (object);
}

static void
amia_grid_field_class_init (AmiaGridFieldClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_grid_field_finalize;
  control_class->build = amia_grid_field_build;
  control_class->update = amia_grid_field_update;
  control_class->flush = amia_grid_field_flush;
  control_class->name = amia_grid_field_name;
}

static void
amia_grid_field_init (AmiaGridField *self)
{
}

GtkWidget *
amia_grid_field_new (AmiaFormModel *model,
                     AmiaNode      *node,
                     const char    *name,
                     int            width_chars)
{
  AmiaGridField *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (AMIA_TYPE_GRID_FIELD, "model", model, "node", node, NULL);
  self->name = g_strdup (name);
  if (width_chars > 0)
    gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), width_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), width_chars);
  gtk_widget_set_hexpand (self->entry, width_chars < 0);
  gtk_widget_set_halign (self->entry, width_chars < 0 ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  amia_control_update (AMIA_CONTROL (self));
  show_note (self);
  return GTK_WIDGET (self);
}

void
amia_grid_field_link (GPtrArray *fields,
                      guint      n_columns)
{
  g_return_if_fail (fields != NULL);
  g_return_if_fail (n_columns > 0);

  for (guint i = 0; i < fields->len; i++)
    {
      AmiaGridField *self = g_ptr_array_index (fields, i);

      self->fields = fields;
      self->n_columns = n_columns;
      self->index = i;
    }
}

void
amia_grid_field_set_placeholder (AmiaGridField *self,
                                 const char    *words)
{
  g_return_if_fail (AMIA_IS_GRID_FIELD (self));

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), words);
}

void
amia_grid_field_set_note (AmiaGridField *self,
                          const char    *words,
                          gboolean       is_warning)
{
  g_return_if_fail (AMIA_IS_GRID_FIELD (self));

  if (self->words != words)
    {
      g_free (self->words);
      self->words = g_strdup (words);
    }
  self->is_warning = is_warning;
  show_note (self);
}
