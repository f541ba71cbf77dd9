/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-network-map.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-form-group.h"
#include "amia-network-canvas.h"
#include "amia-option-words.h"

/* Each contact is a row of the form. Moving one answers its question about closeness or kind; where
 * it then stands follows from the answer and is kept nowhere. */

#define NAME      "kontakt-namn"
#define KIND      "kontakt-slag"
#define CLOSENESS "kontakt-narhet"
#define SUPPORT   "kontakt-stod"

struct _AmiaNetworkMap
{
  AmiaInstrument parent_instance;

  GtkWidget  *canvas;
  GtkWidget  *hint;
  GHashTable *contacts; /* row id → GtkButton on the canvas */
  char      **kinds;    /* the codes of the slices */
};

G_DEFINE_FINAL_TYPE (AmiaNetworkMap, amia_network_map, AMIA_TYPE_INSTRUMENT)

static const char *const closeness_codes[AMIA_NETWORK_RINGS + 1] = { "nara", "mitten", "langt",
                                                                     NULL };

/* --- A row as a contact --------------------------------------------------------------------- */

static AmiaNode *
find_row (AmiaNetworkMap *self,
          GtkWidget      *contact)
{
  AmiaNode   *list = amia_instrument_get_node (AMIA_INSTRUMENT (self));
  const char *id = g_object_get_data (G_OBJECT (contact), "row-id");

  for (guint i = 0; i < amia_node_get_n_children (list); i++)
    {
      AmiaNode *row = amia_node_get_child (list, i);

      if (g_strcmp0 (amia_node_get_row_id (row), id) == 0)
        return row;
    }

  return NULL;
}

static int
find_code (const char *const *codes,
           AmiaNode          *row,
           const char        *link_id)
{
  g_autofree char *code = amia_instrument_dup_code (row, link_id);

  for (int i = 0; code != NULL && codes[i] != NULL; i++)
    {
      if (strcmp (codes[i], code) == 0)
        return i;
    }

  return -1;
}

static AmiaNetworkTie
get_tie (AmiaNode *row)
{
  static const char *const codes[] = { "stod", "bade-och", "belastning", NULL };

  switch (find_code (codes, row, SUPPORT))
    {
    case 0:
      return AMIA_NETWORK_TIE_SUPPORT;
    case 1:
      return AMIA_NETWORK_TIE_BOTH;
    case 2:
      return AMIA_NETWORK_TIE_STRAIN;
    default:
      return AMIA_NETWORK_TIE_UNKNOWN;
    }
}

/* Name, kind, closeness and support in words: all that the drawing says. */
static char *
describe (AmiaNetworkMap *self,
          AmiaNode       *row)
{
  static const char *const link_ids[] = { KIND, CLOSENESS, SUPPORT };
  g_autofree char         *name =
      amia_instrument_dup_text (AMIA_INSTRUMENT (self), row, NAME);
  g_autoptr (GString) words =
      g_string_new (name != NULL && *name != '\0' ? name : _ ("Somebody without a name"));

  for (gsize i = 0; i < G_N_ELEMENTS (link_ids); i++)
    {
      g_autofree char *text =
          amia_instrument_dup_text (AMIA_INSTRUMENT (self), row, link_ids[i]);

      if (text != NULL)
        g_string_append_printf (words, ". %s", text);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
closed_idle_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  g_object_unref (popover);
}

/* Not at once: the popover still has to give the focus back. */
static void
closed_cb (GtkPopover *popover)
{
  g_idle_add_once (closed_idle_cb, g_object_ref (popover));
}

static void
open_contact (AmiaNetworkMap *self,
              GtkWidget      *contact)
{
  AmiaNode  *row = find_row (self, contact);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  if (row != NULL)
    gtk_scrolled_window_set_child (
        GTK_SCROLLED_WINDOW (scrolled),
        amia_form_group_new (amia_instrument_get_model (AMIA_INSTRUMENT (self)), row));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 420);
  gtk_widget_set_size_request (scrolled, 380, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_widget_set_parent (popover, contact);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
contact_clicked_cb (GtkWidget *contact,
                    gpointer   user_data)
{
  open_contact (user_data, contact);
}

/* --- Moving --------------------------------------------------------------------------------- */

static gboolean
is_editable (AmiaNetworkMap *self)
{
  return !amia_form_model_get_is_completed (amia_instrument_get_model (AMIA_INSTRUMENT (self)));
}

static void
move_closer (AmiaNetworkMap *self,
             AmiaNode       *row,
             int             step)
{
  int ring = find_code (closeness_codes, row, CLOSENESS);
  int next = ring < 0 ? AMIA_NETWORK_RINGS - 1 : ring + step;

  if (next >= 0 && next < AMIA_NETWORK_RINGS)
    amia_instrument_answer_code (
        AMIA_INSTRUMENT (self), row, CLOSENESS, closeness_codes[next]);
}

static void
move_to_kind (AmiaNetworkMap *self,
              AmiaNode       *row,
              int             step)
{
  int n_kinds = (int) g_strv_length (self->kinds);
  int kind = find_code ((const char *const *) self->kinds, row, KIND);
  int next = kind < 0 ? (step > 0 ? 0 : n_kinds - 1) : (kind + step + n_kinds) % n_kinds;

  if (n_kinds > 0)
    amia_instrument_answer_code (AMIA_INSTRUMENT (self), row, KIND, self->kinds[next]);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                gpointer               user_data)
{
  AmiaNetworkMap *self = user_data;
  GtkWidget      *contact =
      gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  AmiaNode *row = find_row (self, contact);
  gboolean  has_control = (state & gtk_accelerator_get_default_mod_mask ()) == GDK_CONTROL_MASK;

  if (row == NULL || !is_editable (self))
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Delete)
    amia_form_model_remove_row (amia_instrument_get_model (AMIA_INSTRUMENT (self)), row);
  else if (has_control && keyval == GDK_KEY_Up)
    move_closer (self, row, -1);
  else if (has_control && keyval == GDK_KEY_Down)
    move_closer (self, row, 1);
  else if (has_control && keyval == GDK_KEY_Left)
    move_to_kind (self, row, -1);
  else if (has_control && keyval == GDK_KEY_Right)
    move_to_kind (self, row, 1);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                AmiaNetworkMap *self)
{
  GtkWidget *contact = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  double     x;
  double     y;

  if (!is_editable (self) || !gtk_drag_check_threshold (contact, 0, 0, (int) dx, (int) dy))
    return;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  gtk_widget_translate_coordinates (contact, self->canvas, x + dx, y + dy, &x, &y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_object_set_data (G_OBJECT (contact), "is-dragged", self);
  amia_network_canvas_set_dragged (AMIA_NETWORK_CANVAS (self->canvas), contact, x, y);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             AmiaNetworkMap *self)
{
  GtkWidget *contact = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  AmiaNode  *row = find_row (self, contact);
  double     x;
  double     y;
  int        ring;
  int        sector;

  if (g_object_steal_data (G_OBJECT (contact), "is-dragged") == NULL)
    return;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  gtk_widget_translate_coordinates (contact, self->canvas, x + dx, y + dy, &x, &y);
  amia_network_canvas_set_dragged (AMIA_NETWORK_CANVAS (self->canvas), NULL, 0, 0);
  if (row == NULL)
    return;

  amia_network_canvas_find (AMIA_NETWORK_CANVAS (self->canvas), x, y, &ring, &sector);
  amia_instrument_answer_code (AMIA_INSTRUMENT (self), row, CLOSENESS, closeness_codes[ring]);
  if (sector >= 0)
    amia_instrument_answer_code (AMIA_INSTRUMENT (self), row, KIND, self->kinds[sector]);
}

/* --- Building ------------------------------------------------------------------------------- */

static GtkWidget *
make_contact (AmiaNetworkMap *self,
              const char     *row_id)
{
  GtkWidget          *button = gtk_button_new ();
  GtkWidget          *label = gtk_label_new (NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *drag = gtk_gesture_drag_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "network-contact");
  g_object_set_data_full (G_OBJECT (button), "row-id", g_strdup (row_id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (contact_clicked_cb), self);

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (button, keys);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (drag));
  return button;
}

static void
add_clicked_cb (AmiaNetworkMap *self)
{
  AmiaInstrument *instrument = AMIA_INSTRUMENT (self);
  AmiaNode       *row = amia_form_model_add_row (amia_instrument_get_model (instrument),
                                                 amia_instrument_get_node (instrument));
  GtkWidget      *contact = NULL;

  if (row == NULL)
    return;

  AMIA_INSTRUMENT_GET_CLASS (self)->update (instrument);
  contact = g_hash_table_lookup (self->contacts, amia_node_get_row_id (row));
  if (contact != NULL)
    open_contact (self, contact);
}

static void
set_sectors (AmiaNetworkMap *self,
             AmiaNode       *list)
{
  const AmiaItem *item = amia_node_get_item (list);
  const char     *language =
      amia_form_model_get_language (amia_instrument_get_model (AMIA_INSTRUMENT (self)));
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < item->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (item->children, i);

      for (guint k = 0; strcmp (child->link_id, KIND) == 0 && k < child->options->len; k++)
        {
          const AmiaOption *option = g_ptr_array_index (child->options, k);
          g_autofree char  *label = amia_option_dup_label (option, language);
          g_autofree char  *code = amia_instrument_dup_option_code (option);

          g_strv_builder_add (labels, label);
          g_strv_builder_add (codes, code != NULL ? code : "");
        }
    }

  names = g_strv_builder_end (labels);
  self->kinds = g_strv_builder_end (codes);
  amia_network_canvas_set_sectors (AMIA_NETWORK_CANVAS (self->canvas),
                                   (const char *const *) names);
}

static void
build (AmiaInstrument *instrument)
{
  AmiaNetworkMap *self = AMIA_NETWORK_MAP (instrument);
  GtkWidget      *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget      *add = gtk_button_new_with_label (_ ("Add Somebody"));

  self->canvas = amia_network_canvas_new ();
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Network map"), -1);
  set_sectors (self, amia_instrument_get_node (instrument));
  gtk_box_append (GTK_BOX (box), self->canvas);

  self->hint = gtk_label_new (
      _ ("Thick line: gives strength. Dashed line: takes strength. Both lines: both. Drag to move, "
         "or use Ctrl and the arrow keys; Enter opens."));
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_widget_add_css_class (self->hint, "field-help");
  gtk_box_append (GTK_BOX (box), self->hint);

  gtk_widget_set_halign (add, GTK_ALIGN_START);
  g_signal_connect_object (
      add, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_sensitive (add, is_editable (self));
  gtk_box_append (GTK_BOX (box), add);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
update_contact (AmiaNetworkMap *self,
                AmiaNode       *row)
{
  const char      *id = amia_node_get_row_id (row);
  GtkWidget       *contact = g_hash_table_lookup (self->contacts, id);
  g_autofree char *name = amia_instrument_dup_text (AMIA_INSTRUMENT (self), row, NAME);
  g_autofree char *words = describe (self, row);
  GtkWidget       *label = NULL;

  if (contact == NULL)
    {
      contact = make_contact (self, id);
      g_hash_table_insert (self->contacts, g_strdup (id), contact);
    }

  label = gtk_button_get_child (GTK_BUTTON (contact));
  gtk_label_set_label (GTK_LABEL (label), name != NULL && *name != '\0' ? name : "?");
  gtk_widget_set_tooltip_text (contact, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (contact), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  amia_network_canvas_put (AMIA_NETWORK_CANVAS (self->canvas),
                           contact,
                           find_code (closeness_codes, row, CLOSENESS),
                           find_code ((const char *const *) self->kinds, row, KIND),
                           get_tie (row));
}

static void
update (AmiaInstrument *instrument)
{
  AmiaNetworkMap *self = AMIA_NETWORK_MAP (instrument);
  AmiaNode       *list = amia_instrument_get_node (instrument);
  GHashTableIter  iter;
  gpointer        contact;

  g_hash_table_iter_init (&iter, self->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &contact))
    {
      if (find_row (self, contact) != NULL)
        continue;
      amia_network_canvas_remove (AMIA_NETWORK_CANVAS (self->canvas), contact);
      g_hash_table_iter_remove (&iter);
    }

  for (guint i = 0; i < amia_node_get_n_children (list); i++)
    update_contact (self, amia_node_get_child (list, i));
}

static void
amia_network_map_finalize (GObject *object)
{
  AmiaNetworkMap *self = AMIA_NETWORK_MAP (object);

  g_clear_pointer (&self->contacts, g_hash_table_unref);
  g_clear_pointer (&self->kinds, g_strfreev);

  G_OBJECT_CLASS (amia_network_map_parent_class)->finalize (object);
}

static void
amia_network_map_class_init (AmiaNetworkMapClass *klass)
{
  AmiaInstrumentClass *instrument_class = AMIA_INSTRUMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_network_map_finalize;
  instrument_class->build = build;
  instrument_class->update = update;
}

static void
amia_network_map_init (AmiaNetworkMap *self)
{
  self->contacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}
