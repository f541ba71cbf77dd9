/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-quantity-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-raw-json.h"
#include "amia-typed-value.h"
#include "amia-value.h"

/*
 * The number is kept with the digits that were typed. With a list of units one is chosen; without
 * one it is written.
 */

struct _AmiaQuantityControl
{
  AmiaControl parent_instance;

  GtkWidget *number;
  GtkWidget *unit;      /* (nullable): GtkDropDown over the item's units */
  GtkWidget *free_unit; /* (nullable): GtkEntry, where the form has no list */
};

G_DEFINE_FINAL_TYPE (AmiaQuantityControl, amia_quantity_control, AMIA_TYPE_CONTROL)

static const AmiaItem *
get_item (AmiaQuantityControl *self)
{
  return amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
}

static void
append_member (GString    *out,
               const char *name,
               const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append_printf (out, ",\"%s\":", name);
  amia_raw_append_string (out, text);
}

static void
append_unit (AmiaQuantityControl *self,
             GString             *out)
{
  GPtrArray        *units = get_item (self)->units;
  GtkDropDown      *drop_down = GTK_DROP_DOWN (self->unit);
  guint             selected = drop_down != NULL ? gtk_drop_down_get_selected (drop_down) : 0;
  const AmiaOption *unit = selected < units->len ? g_ptr_array_index (units, selected) : NULL;
  g_autoptr (AmiaRawDocument) coding = NULL;
  const AmiaRaw *root = NULL;

  if (self->free_unit != NULL)
    {
      append_member (out, "unit", gtk_editable_get_text (GTK_EDITABLE (self->free_unit)));
      return;
    }
  coding = unit != NULL ? amia_raw_document_new (unit->value, strlen (unit->value), NULL) : NULL;
  root = coding != NULL ? amia_raw_document_get_root (coding) : NULL;
  append_member (out, "unit", amia_raw_get_string (root, "display"));
  append_member (out, "system", amia_raw_get_string (root, "system"));
  append_member (out, "code", amia_raw_get_string (root, "code"));
}

static void
amia_quantity_control_flush (AmiaControl *control)
{
  AmiaQuantityControl *self = AMIA_QUANTITY_CONTROL (control);
  const char          *text = gtk_editable_get_text (GTK_EDITABLE (self->number));
  AmiaItem             number_item = { .type = AMIA_ITEM_DECIMAL };
  g_autofree char     *number = amia_typed_value_parse (&number_item, text, "");
  g_autoptr (GString) out = g_string_new (NULL);

  if (*number == '"' || g_str_equal (number, "null")) /* Not a number (yet): kept as it is, marked. */
    {
      amia_control_answer (control, number);
      return;
    }
  g_string_printf (out, "{\"value\":%s", number);
  append_unit (self, out);
  g_string_append_c (out, '}');
  amia_control_answer (control, out->str);
}

static void
show_unit (AmiaQuantityControl *self,
           const AmiaRaw       *quantity)
{
  GPtrArray  *units = get_item (self)->units;
  const char *code = amia_raw_get_string (quantity, "code");
  const char *words = amia_raw_get_string (quantity, "unit");

  if (self->free_unit != NULL)
    {
      if (g_strcmp0 (words != NULL ? words : "", gtk_editable_get_text (GTK_EDITABLE (self->free_unit))) != 0)
        gtk_editable_set_text (GTK_EDITABLE (self->free_unit), words != NULL ? words : "");
      return;
    }
  for (guint i = 0; i < units->len && quantity != NULL; i++)
    {
      const AmiaOption *unit = g_ptr_array_index (units, i);
      g_autoptr (AmiaRawDocument) coding =
          amia_raw_document_new (unit->value, strlen (unit->value), NULL);
      const AmiaRaw *root = coding != NULL ? amia_raw_document_get_root (coding) : NULL;

      if ((code != NULL && g_strcmp0 (code, amia_raw_get_string (root, "code")) == 0) ||
          (code == NULL && g_strcmp0 (words, amia_raw_get_string (root, "display")) == 0))
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->unit), i);
    }
}

static void
amia_quantity_control_update (AmiaControl *control)
{
  AmiaQuantityControl *self = AMIA_QUANTITY_CONTROL (control);
  const char          *value = amia_node_get_value (amia_control_get_node (control));
  g_autoptr (AmiaRawDocument) document =
      value != NULL ? amia_raw_document_new (value, strlen (value), NULL) : NULL;
  const AmiaRaw   *quantity = document != NULL ? amia_raw_document_get_root (document) : NULL;
  const AmiaRaw   *number = amia_raw_get (quantity, "value");
  g_autofree char *text = NULL;

  if (amia_raw_is (number, AMIA_RAW_NUMBER))
    text = g_strdelimit (g_strdup (number->text), ".", ',');
  else
    text = amia_raw_is (quantity, AMIA_RAW_STRING) ? g_strdup (quantity->text) : g_strdup ("");
  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->number))))
    gtk_editable_set_text (GTK_EDITABLE (self->number), text);
  show_unit (self, quantity);
}

static void
unit_selected_cb (AmiaQuantityControl *self)
{
  if (!amia_control_is_updating (AMIA_CONTROL (self)))
    amia_quantity_control_flush (AMIA_CONTROL (self));
}

static void
add_units (AmiaQuantityControl *self,
           GtkWidget           *line)
{
  const AmiaItem *item = get_item (self);
  const char     *language =
      amia_form_model_get_language (amia_control_get_model (AMIA_CONTROL (self)));
  GtkStringList *labels = NULL;

  if (item->units->len == 0)
    {
      self->free_unit = gtk_entry_new ();
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->free_unit), _ ("Unit"));
      gtk_editable_set_width_chars (GTK_EDITABLE (self->free_unit), 10);
      g_signal_connect_object (self->free_unit, "changed", G_CALLBACK (amia_control_typed), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (line), self->free_unit);
      return;
    }

  labels = gtk_string_list_new (NULL);
  for (guint i = 0; i < item->units->len; i++)
    gtk_string_list_append (
        labels,
        amia_text_get (((AmiaOption *) g_ptr_array_index (item->units, i))->label, language));
  self->unit = gtk_drop_down_new (G_LIST_MODEL (labels), NULL);
  gtk_widget_set_sensitive (self->unit, item->units->len > 1);
  g_signal_connect_object (self->unit, "notify::selected", G_CALLBACK (unit_selected_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), self->unit);
}

static void
amia_quantity_control_build (AmiaControl *control)
{
  AmiaQuantityControl *self = AMIA_QUANTITY_CONTROL (control);
  GtkWidget           *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->number = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->number), GTK_INPUT_PURPOSE_NUMBER);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->number), 8);
  g_signal_connect_object (self->number, "changed", G_CALLBACK (amia_control_typed), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), self->number);
  add_units (self, line);
  adw_bin_set_child (ADW_BIN (self), line);
}

static void
amia_quantity_control_name (AmiaControl *control,
                            const char  *label,
                            const char  *description)
{
  AmiaQuantityControl *self = AMIA_QUANTITY_CONTROL (control);
  g_autofree char     *unit_name = g_strdup_printf (_ ("%s Unit"), label);
  GtkWidget           *unit = self->free_unit;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->number),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
  if (self->unit != NULL) /* The button inside takes the focus. */
    unit = gtk_widget_get_first_child (self->unit);
  gtk_accessible_update_property (GTK_ACCESSIBLE (unit), GTK_ACCESSIBLE_PROPERTY_LABEL, unit_name,
                                  -1);
}

static void
amia_quantity_control_class_init (AmiaQuantityControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  control_class->build = amia_quantity_control_build;
  control_class->update = amia_quantity_control_update;
  control_class->flush = amia_quantity_control_flush;
  control_class->name = amia_quantity_control_name;
}

static void
amia_quantity_control_init (AmiaQuantityControl *self)
{
}
