/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-scale-control.h"

#include <glib/gi18n.h>

/*
 * One stop in the Tab order: the arrow keys choose, Delete takes the answer back. Each mark is a
 * radio button for the mouse and for screen readers.
 */

struct _AmiaScaleControl
{
  AmiaControl parent_instance;

  GtkWidget *marks_box;
  GPtrArray *marks;
  gint64     low;
};

G_DEFINE_FINAL_TYPE (AmiaScaleControl, amia_scale_control, AMIA_TYPE_CONTROL)

static int
get_chosen (AmiaScaleControl *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    if (gtk_toggle_button_get_active (g_ptr_array_index (self->marks, i)))
      return (int) i;
  return -1;
}

static void
choose (AmiaScaleControl *self,
        int               index)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, self->low + index);

  amia_control_answer (AMIA_CONTROL (self), index >= 0 ? value : "null");
}

static void
toggled_cb (AmiaScaleControl *self,
            GtkToggleButton  *mark)
{
  guint index = 0;

  if (amia_control_is_updating (AMIA_CONTROL (self)))
    return;
  if (gtk_toggle_button_get_active (mark) && g_ptr_array_find (self->marks, mark, &index))
    choose (self, (int) index);
  else if (get_chosen (self) < 0)
    choose (self, -1);
}

/* A typed digit is the step of that number; 0 right after 1 makes it 10. */
static int
find_typed (AmiaScaleControl *self,
            guint             key)
{
  gunichar digit = gdk_keyval_to_unicode (key);
  gint64   step = digit >= '0' && digit <= '9' ? (gint64) digit - '0' : -1;
  int      chosen = get_chosen (self);

  if (step == 0 && chosen >= 0 && self->low + chosen == 1 && self->low + self->marks->len > 10)
    step = 10;
  return step >= self->low && step >= 0 && step - self->low < self->marks->len
             ? (int) (step - self->low)
             : -1;
}

static gboolean
key_pressed_cb (AmiaScaleControl      *self,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  int chosen = get_chosen (self);
  int last = (int) self->marks->len - 1;
  int next = -1;

  if (!amia_control_is_plain_key (state))
    return FALSE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    {
      amia_control_go_on (AMIA_CONTROL (self));
      return TRUE;
    }
  if (find_typed (self, key) >= 0)
    next = find_typed (self, key);
  else if (key == GDK_KEY_Right || key == GDK_KEY_Up)
    next = MIN (chosen + 1, last);
  else if (key == GDK_KEY_Left || key == GDK_KEY_Down)
    next = chosen < 0 ? last : MAX (chosen - 1, 0);
  else if (key == GDK_KEY_Home)
    next = 0;
  else if (key == GDK_KEY_End)
    next = last;
  else if (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace)
    {
      choose (self, -1);
      return TRUE;
    }
  else
    return FALSE;

  choose (self, next);
  gtk_widget_grab_focus (g_ptr_array_index (self->marks, (guint) next));
  return TRUE;
}

static void
add_marks (AmiaScaleControl *self,
           const AmiaItem   *item)
{
  gint64 high = g_ascii_strtoll (item->max_value, NULL, 10);

  self->low = item->min_value != NULL ? g_ascii_strtoll (item->min_value, NULL, 10) : 0;
  for (gint64 step = self->low; step <= high; step++)
    {
      g_autofree char *label = g_strdup_printf ("%s%" G_GINT64_FORMAT, step < 0 ? "−" : "", ABS (step));
      GtkWidget       *mark = g_object_new (GTK_TYPE_TOGGLE_BUTTON,
                                            "label", label,
                                            "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO,
                                            NULL);

      if (self->marks->len > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (mark), g_ptr_array_index (self->marks, 0));
      gtk_widget_add_css_class (mark, "scale-mark");
      g_signal_connect_object (mark, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->marks, mark);
      gtk_box_append (GTK_BOX (self->marks_box), mark);
    }
}

static GtkWidget *
make_end (AmiaScaleControl *self,
          AmiaItemControl   end,
          float             xalign)
{
  const char *language =
      amia_form_model_get_language (amia_control_get_model (AMIA_CONTROL (self)));
  const AmiaItem *remark =
      amia_item_find_remark (amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self))), end);
  GtkWidget *label = gtk_label_new (remark != NULL ? amia_text_get (remark->text, language) : NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), xalign > 0 ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  return label;
}

static void
amia_scale_control_build (AmiaControl *control)
{
  AmiaScaleControl   *self = AMIA_SCALE_CONTROL (control);
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget          *ends = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->marks_box = g_object_new (GTK_TYPE_BOX,
                                  "homogeneous", TRUE,
                                  "spacing", 3,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                                  NULL);
  gtk_widget_add_css_class (self->marks_box, "scale");
  add_marks (self, amia_node_get_item (amia_control_get_node (control)));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->marks_box, keys);

  gtk_box_append (GTK_BOX (box), self->marks_box);
  gtk_box_append (GTK_BOX (ends), make_end (self, AMIA_CONTROL_LOWER, 0));
  gtk_box_append (GTK_BOX (ends), make_end (self, AMIA_CONTROL_UPPER, 1));
  gtk_box_append (GTK_BOX (box), ends);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
amia_scale_control_update (AmiaControl *control)
{
  AmiaScaleControl *self = AMIA_SCALE_CONTROL (control);
  const char       *value = amia_node_get_value (amia_control_get_node (control));
  gboolean          is_answered = value != NULL && !g_str_equal (value, "null");
  gint64            step = is_answered ? g_ascii_strtoll (value, NULL, 10) : 0;
  gint64            chosen = is_answered ? step - self->low : -1;

  for (guint i = 0; i < self->marks->len; i++)
    {
      GtkWidget *mark = g_ptr_array_index (self->marks, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (mark), chosen == i);
      gtk_accessible_update_state (GTK_ACCESSIBLE (mark),
                                   GTK_ACCESSIBLE_STATE_CHECKED,
                                   chosen == i ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                               : GTK_ACCESSIBLE_TRISTATE_FALSE,
                                   -1);
      gtk_widget_set_focusable (mark, chosen == i || (i == 0 && chosen < 0));
    }
}

static void
amia_scale_control_name (AmiaControl *control,
                         const char  *label,
                         const char  *description)
{
  AmiaScaleControl *self = AMIA_SCALE_CONTROL (control);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->marks_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  for (guint i = 0; i < self->marks->len; i++)
    {
      GtkWidget       *mark = g_ptr_array_index (self->marks, i);
      g_autofree char *name = g_strdup_printf (_ ("%s %s"), label, gtk_button_get_label (GTK_BUTTON (mark)));

      gtk_accessible_update_property (GTK_ACCESSIBLE (mark),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                      -1);
    }
}

static void
amia_scale_control_finalize (GObject *object)
{
  g_clear_pointer (&AMIA_SCALE_CONTROL (object)->marks, g_ptr_array_unref);
  G_OBJECT_CLASS (amia_scale_control_parent_class)->finalize (object);
}

static void
amia_scale_control_class_init (AmiaScaleControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_scale_control_finalize;
  control_class->build = amia_scale_control_build;
  control_class->update = amia_scale_control_update;
  control_class->name = amia_scale_control_name;
}

static void
amia_scale_control_init (AmiaScaleControl *self)
{
  self->marks = g_ptr_array_new ();
}
