/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-boolean-control.h"

#include <glib/gi18n.h>

struct _AmiaBooleanControl
{
  AmiaControl parent_instance;

  GtkWidget *box;
  GtkWidget *yes;
  GtkWidget *no;
};

G_DEFINE_FINAL_TYPE (AmiaBooleanControl, amia_boolean_control, AMIA_TYPE_CONTROL)

static void
toggled_cb (AmiaBooleanControl *self,
            GtkToggleButton    *button)
{
  GtkWidget *other = GTK_WIDGET (button) == self->yes ? self->no : self->yes;

  if (amia_control_is_updating (AMIA_CONTROL (self)))
    return;
  if (!gtk_toggle_button_get_active (button))
    {
      if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (other)))
        amia_control_answer (AMIA_CONTROL (self), "null");
      return;
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other), FALSE);
  amia_control_answer (AMIA_CONTROL (self), GTK_WIDGET (button) == self->yes ? "true" : "false");
}

/* Letters answer and Enter goes on, so that a pile of paper is taken down without looking up. */
static gboolean
key_pressed_cb (AmiaBooleanControl    *self,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  guint      letter = gdk_keyval_to_lower (key);
  GtkWidget *button = NULL;

  if (!amia_control_is_plain_key (state))
    return FALSE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    amia_control_go_on (AMIA_CONTROL (self));
  else if (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace)
    {
      amia_control_answer (AMIA_CONTROL (self), "null");
      amia_control_update (AMIA_CONTROL (self));
    }
  else if (letter == GDK_KEY_j || letter == GDK_KEY_y)
    button = self->yes;
  else if (letter == GDK_KEY_n)
    button = self->no;
  else
    return FALSE;

  if (button != NULL)
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      gtk_widget_grab_focus (button);
    }
  return TRUE;
}

static GtkWidget *
add_button (AmiaBooleanControl *self,
            const char         *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_widget_add_css_class (button, "answer");
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
amia_boolean_control_build (AmiaControl *control)
{
  AmiaBooleanControl *self = AMIA_BOOLEAN_CONTROL (control);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = g_object_new (GTK_TYPE_BOX,
                            "homogeneous", TRUE,
                            "halign", GTK_ALIGN_START,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                            NULL);
  gtk_widget_add_css_class (self->box, "linked");
  self->yes = add_button (self, _ ("Yes"));
  self->no = add_button (self, _ ("No"));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->box, keys);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

static void
amia_boolean_control_update (AmiaControl *control)
{
  AmiaBooleanControl *self = AMIA_BOOLEAN_CONTROL (control);
  const char         *value = amia_node_get_value (amia_control_get_node (control));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->yes), g_strcmp0 (value, "true") == 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->no), g_strcmp0 (value, "false") == 0);
}

static void
name_button (GtkWidget  *button,
             const char *label,
             const char *answer,
             const char *description)
{
  /* Translators: accessible name of an answer button: the question, then the answer. */
  g_autofree char *name = g_strdup_printf (_ ("%s %s"), label, answer);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
}

static void
amia_boolean_control_name (AmiaControl *control,
                           const char  *label,
                           const char  *description)
{
  AmiaBooleanControl *self = AMIA_BOOLEAN_CONTROL (control);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  name_button (self->yes, label, _ ("Yes"), description);
  name_button (self->no, label, _ ("No"), description);
}

static void
amia_boolean_control_class_init (AmiaBooleanControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  control_class->build = amia_boolean_control_build;
  control_class->update = amia_boolean_control_update;
  control_class->name = amia_boolean_control_name;
}

static void
amia_boolean_control_init (AmiaBooleanControl *self)
{
}
