/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-lookup-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-option-words.h"

/*
 * The matches unfold beneath the field, in the page: a list that floats takes the focus from the
 * field, and a screen reader out of the form. No more than MATCHES_MAX are ever made into widgets.
 */

#define MATCHES_MAX 8

struct _AmiaLookupControl
{
  AmiaControl parent_instance;

  GtkWidget *entry;
  GtkWidget *matches; /* GtkListBox */
  GtkWidget *more;
  GPtrArray *labels; /* one for each option */
  GPtrArray *listed; /* the options that they are of */
};

G_DEFINE_FINAL_TYPE (AmiaLookupControl, amia_lookup_control, AMIA_TYPE_CONTROL)

static const AmiaItem *
get_item (AmiaLookupControl *self)
{
  return amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
}

static GPtrArray *
get_options (AmiaLookupControl *self)
{
  return amia_node_get_options (amia_control_get_node (AMIA_CONTROL (self)));
}

static const char *
get_typed (AmiaLookupControl *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* --- Finding --------------------------------------------------------------------------------- */

static gboolean
is_match (const char *label,
          const char *typed)
{
  g_autofree char *folded_label = g_utf8_casefold (label, -1);
  g_autofree char *folded_typed = g_utf8_casefold (typed, -1);

  return strstr (folded_label, g_strstrip (folded_typed)) != NULL;
}

/* -1 if what is typed is none of the options word by word. */
static int
find_exactly (AmiaLookupControl *self)
{
  g_autofree char *typed = g_utf8_casefold (get_typed (self), -1);

  g_strstrip (typed);
  for (guint i = 0; i < self->labels->len; i++)
    {
      g_autofree char *label = g_utf8_casefold (g_ptr_array_index (self->labels, i), -1);

      if (g_str_equal (label, typed))
        return (int) i;
    }
  return -1;
}

static void
clear_matches (AmiaLookupControl *self)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (self->matches)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->matches), row);
  gtk_widget_set_visible (self->matches, FALSE);
  gtk_widget_set_visible (self->more, FALSE);
}

static void
add_match (AmiaLookupControl *self,
           guint              index)
{
  const char *words = g_ptr_array_index (self->labels, index);
  GtkWidget  *row = gtk_list_box_row_new ();
  GtkWidget  *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "match");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data (G_OBJECT (row), "option", GUINT_TO_POINTER (index));
  gtk_list_box_append (GTK_LIST_BOX (self->matches), row);
}

/* The list itself may change, if it comes from other answers. */
static void
make_labels (AmiaLookupControl *self)
{
  const char *language =
      amia_form_model_get_language (amia_control_get_model (AMIA_CONTROL (self)));
  GPtrArray *options = get_options (self);

  g_clear_pointer (&self->listed, g_ptr_array_unref);
  self->listed = g_ptr_array_ref (options);
  g_ptr_array_set_size (self->labels, 0);
  for (guint i = 0; i < options->len; i++)
    g_ptr_array_add (self->labels,
                     amia_option_dup_label (g_ptr_array_index (options, i), language));
}

/* Also while somebody types, when no update comes: a row and a label are of the list as it was. */
static void
follow_list (AmiaLookupControl *self)
{
  if (self->listed == get_options (self))
    return;

  clear_matches (self);
  make_labels (self);
}

static void
show_more (AmiaLookupControl *self,
           guint              n_found)
{
  g_autofree char *words = NULL;

  if (n_found == 0)
    words = g_strdup (get_item (self)->type == AMIA_ITEM_OPEN_CHOICE
                          ? _ ("Not in the list: kept in your own words.")
                          : _ ("Nothing in the list matches."));
  else if (n_found > MATCHES_MAX)
    words = g_strdup_printf (ngettext ("%u more. Write more of the word.",
                                       "%u more. Write more of the word.",
                                       n_found - MATCHES_MAX),
                             n_found - MATCHES_MAX);
  gtk_label_set_text (GTK_LABEL (self->more), words != NULL ? words : "");
  gtk_widget_set_visible (self->more, words != NULL);
}

static void
show_matches (AmiaLookupControl *self)
{
  guint     n_found = 0;
  AmiaNode *node = amia_control_get_node (AMIA_CONTROL (self));

  clear_matches (self);
  follow_list (self);
  if (*get_typed (self) == '\0' && !get_item (self)->is_list_worked_out)
    return;
  for (guint i = 0; i < self->labels->len; i++)
    if (amia_node_is_option_offered (node, i) &&
        is_match (g_ptr_array_index (self->labels, i), get_typed (self)) &&
        n_found++ < MATCHES_MAX)
      add_match (self, i);
  gtk_widget_set_visible (self->matches, n_found > 0);
  show_more (self, n_found);
}

/* --- Answering ------------------------------------------------------------------------------- */

/* The answer may change the list, and with it the option. */
static void
answer_option (AmiaLookupControl *self,
               guint              index)
{
  const AmiaOption *option = g_ptr_array_index (self->listed, index);
  g_autofree char  *value = g_strdup (option->value);

  amia_control_answer (AMIA_CONTROL (self), value);
}

static void
choose (AmiaLookupControl *self,
        guint              index)
{
  g_autofree char *label = g_strdup (g_ptr_array_index (self->labels, index));

  answer_option (self, index);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), label);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  clear_matches (self);
}

/* Half a word is no answer: what was answered before stays until an option is chosen. */
static void
amia_lookup_control_flush (AmiaControl *control)
{
  AmiaLookupControl *self = AMIA_LOOKUP_CONTROL (control);
  g_autofree char   *words = amia_control_quote (get_typed (self));
  int                index;

  follow_list (self);
  index = find_exactly (self);
  if (index >= 0)
    answer_option (self, (guint) index);
  else if (g_str_equal (words, "null") || get_item (self)->type == AMIA_ITEM_OPEN_CHOICE)
    amia_control_answer (control, words);
}

static void
row_activated_cb (AmiaLookupControl *self,
                  GtkListBoxRow     *row)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "option"));

  gtk_widget_grab_focus (self->entry);
  choose (self, index);
}

static void
changed_cb (AmiaLookupControl *self)
{
  if (amia_control_is_updating (AMIA_CONTROL (self)) ||
      !gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))),
                               GTK_WIDGET (self)))
    return;
  amia_control_typed (AMIA_CONTROL (self));
  show_matches (self);
}

static void
activate_cb (AmiaLookupControl *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->matches), 0);

  if (gtk_widget_get_visible (self->matches) && first != NULL && find_exactly (self) < 0)
    row_activated_cb (self, first);
  else
    amia_control_go_on (AMIA_CONTROL (self));
}

static gboolean
key_pressed_cb (AmiaLookupControl     *self,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->matches), 0);

  if (key == GDK_KEY_Down && get_item (self)->is_list_worked_out &&
      !gtk_widget_get_visible (self->matches))
    show_matches (self);
  else if (key == GDK_KEY_Down && gtk_widget_get_visible (self->matches) && first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
  else if (key == GDK_KEY_Escape && gtk_widget_get_visible (self->matches))
    clear_matches (self);
  else
    return FALSE;
  return TRUE;
}

static void
left_cb (AmiaLookupControl *self)
{
  clear_matches (self);
}

/* --- Building -------------------------------------------------------------------------------- */

static void
add_controllers (AmiaLookupControl *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
amia_lookup_control_build (AmiaControl *control)
{
  AmiaLookupControl *self = AMIA_LOOKUP_CONTROL (control);
  GtkWidget         *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  make_labels (self);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Write some of the word"));
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY,
                                     "system-search-symbolic");
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  self->matches = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->matches), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->matches, "boxed-list");
  g_signal_connect_object (self->matches, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  self->more = g_object_new (GTK_TYPE_LABEL,
                             "xalign", 0.0,
                             "wrap", TRUE,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                             NULL);
  gtk_widget_add_css_class (self->more, "caption");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->matches);
  gtk_box_append (GTK_BOX (box), self->more);
  clear_matches (self);
  add_controllers (self);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
amia_lookup_control_update (AmiaControl *control)
{
  AmiaLookupControl *self = AMIA_LOOKUP_CONTROL (control);
  const char        *value = amia_node_get_value (amia_control_get_node (control));
  int                index = amia_option_find (get_options (self), value);
  g_autofree char   *own = index < 0 ? amia_control_dup_text (control) : NULL;
  const char        *words = own;

  follow_list (self);
  if (index >= 0)
    words = g_ptr_array_index (self->labels, (guint) index);
  if (g_strcmp0 (words, get_typed (self)) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
}

static void
amia_lookup_control_name (AmiaControl *control,
                          const char  *label,
                          const char  *description)
{
  AmiaLookupControl *self = AMIA_LOOKUP_CONTROL (control);
  g_autofree char   *list_name = g_strdup_printf (_ ("Matches: %s"), label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->matches), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  list_name, -1);
}

static void
amia_lookup_control_finalize (GObject *object)
{
  g_clear_pointer (&AMIA_LOOKUP_CONTROL (object)->labels, g_ptr_array_unref);
  g_clear_pointer (&AMIA_LOOKUP_CONTROL (object)->listed, g_ptr_array_unref);
  G_OBJECT_CLASS (amia_lookup_control_parent_class)->finalize (object);
}

static void
amia_lookup_control_class_init (AmiaLookupControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_lookup_control_finalize;
  control_class->build = amia_lookup_control_build;
  control_class->update = amia_lookup_control_update;
  control_class->flush = amia_lookup_control_flush;
  control_class->name = amia_lookup_control_name;
}

static void
amia_lookup_control_init (AmiaLookupControl *self)
{
  self->labels = g_ptr_array_new_with_free_func (g_free);
}
