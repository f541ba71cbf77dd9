/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-control.h"

#include <string.h>

#include "amia-attachment-control.h"
#include "amia-boolean-control.h"
#include "amia-choice-control.h"
#include "amia-drop-down-control.h"
#include "amia-entry-control.h"
#include "amia-form-table.h"
#include "amia-lines-control.h"
#include "amia-lookup-control.h"
#include "amia-quantity-control.h"
#include "amia-scale-control.h"
#include "amia-text-control.h"

/*
 * What all controls share: when typing becomes an answer. A pause of TYPING_PAUSE_MS commits, so
 * does leaving the control; in between the question is held, and nothing that a colleague writes is
 * put under the typing hands.
 */

#define TYPING_PAUSE_MS    600
#define RADIO_OPTIONS_MAX  7
#define SCALE_STEPS_MAX    11
#define LOOKUP_OPTIONS_MIN 15 /* from here on, typing is quicker than looking */
#define STOPS_MAX          64 /* in the Tab order of one question */

typedef struct
{
  AmiaFormModel *model;
  AmiaNode      *node;
  guint          pause_id;
  gboolean       is_typing;
  gboolean       is_updating;
} AmiaControlPrivate;

enum
{
  PROP_MODEL = 1,
  PROP_NODE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AmiaControl, amia_control, ADW_TYPE_BIN)

#define GET_PRIVATE(self) ((AmiaControlPrivate *) amia_control_get_instance_private (self))

AmiaFormModel *
amia_control_get_model (AmiaControl *self)
{
  g_return_val_if_fail (AMIA_IS_CONTROL (self), NULL);

  return GET_PRIVATE (self)->model;
}

AmiaNode *
amia_control_get_node (AmiaControl *self)
{
  g_return_val_if_fail (AMIA_IS_CONTROL (self), NULL);

  return GET_PRIVATE (self)->node;
}

gboolean
amia_control_is_updating (AmiaControl *self)
{
  g_return_val_if_fail (AMIA_IS_CONTROL (self), FALSE);

  return GET_PRIVATE (self)->is_updating;
}

void
amia_control_update (AmiaControl *self)
{
  AmiaControlPrivate *priv = GET_PRIVATE (self);

  g_return_if_fail (AMIA_IS_CONTROL (self));

  if (priv->is_typing)
    return;
  priv->is_updating = TRUE;
  AMIA_CONTROL_GET_CLASS (self)->update (self);
  priv->is_updating = FALSE;
}

void
amia_control_flush (AmiaControl *self)
{
  AmiaControlPrivate *priv = GET_PRIVATE (self);

  g_return_if_fail (AMIA_IS_CONTROL (self));

  g_clear_handle_id (&priv->pause_id, g_source_remove);
  if (priv->is_typing && AMIA_CONTROL_GET_CLASS (self)->flush != NULL)
    AMIA_CONTROL_GET_CLASS (self)->flush (self);
}

static gboolean
pause_cb (gpointer user_data)
{
  AmiaControl *self = user_data;

  GET_PRIVATE (self)->pause_id = 0;
  AMIA_CONTROL_GET_CLASS (self)->flush (self);
  return G_SOURCE_REMOVE;
}

void
amia_control_typed (AmiaControl *self)
{
  AmiaControlPrivate *priv = GET_PRIVATE (self);

  g_return_if_fail (AMIA_IS_CONTROL (self));

  if (priv->is_updating)
    return;
  if (!priv->is_typing)
    {
      priv->is_typing = TRUE;
      amia_form_model_hold (priv->model, priv->node);
    }
  g_clear_handle_id (&priv->pause_id, g_source_remove);
  priv->pause_id = g_timeout_add (TYPING_PAUSE_MS, pause_cb, self);
}

void
amia_control_answer (AmiaControl *self,
                     const char  *value)
{
  g_return_if_fail (AMIA_IS_CONTROL (self));

  if (!GET_PRIVATE (self)->is_updating)
    amia_form_model_answer (GET_PRIVATE (self)->model, GET_PRIVATE (self)->node, value);
}

/* What stands beside the control, such as its help, belongs to the question as well. */
static gboolean
is_of_same_question (AmiaControl *self,
                     GtkWidget   *focus)
{
  GtkWidget *control = gtk_widget_get_ancestor (focus, AMIA_TYPE_CONTROL);
  GtkWidget *line = gtk_widget_get_parent (GTK_WIDGET (self));

  return control != NULL ? control == GTK_WIDGET (self) : gtk_widget_is_ancestor (focus, line);
}

void
amia_control_go_on (AmiaControl *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_return_if_fail (AMIA_IS_CONTROL (self));

  amia_control_flush (self);
  for (int i = 0; root != NULL && i < STOPS_MAX; i++)
    if (!gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD) ||
        gtk_root_get_focus (root) == NULL ||
        !is_of_same_question (self, gtk_root_get_focus (root)))
      return;
}

gboolean
amia_control_is_plain_key (GdkModifierType state)
{
  return (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) == 0;
}

static void
left_cb (AmiaControl *self)
{
  AmiaControlPrivate *priv = GET_PRIVATE (self);

  if (!priv->is_typing)
    return;
  amia_control_flush (self);
  priv->is_typing = FALSE;
  amia_form_model_release (priv->model, priv->node);
  amia_control_update (self);
}

void
amia_control_set_name (AmiaControl *self,
                       const char  *label,
                       const char  *description)
{
  g_return_if_fail (AMIA_IS_CONTROL (self));
  g_return_if_fail (label != NULL);

  AMIA_CONTROL_GET_CLASS (self)->name (self, label, description);
}

char *
amia_control_dup_text (AmiaControl *self)
{
  const char *value = NULL;
  AmiaSlice   slice = { NULL, 0 };

  g_return_val_if_fail (AMIA_IS_CONTROL (self), NULL);

  value = amia_node_get_value (GET_PRIVATE (self)->node);
  if (value == NULL || g_str_equal (value, "null"))
    return g_strdup ("");
  slice.text = value;
  slice.length = strlen (value);
  return *value == '"' ? amia_scan_dup_string (slice) : g_strdup (value);
}

char *
amia_control_quote (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (*stripped == '\0')
    return g_strdup ("null");
  amia_scan_append_string (out, text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- Which control ------------------------------------------------------------------------- */

static gboolean
is_short_scale (const AmiaItem *item)
{
  gint64 low = item->min_value != NULL ? g_ascii_strtoll (item->min_value, NULL, 10) : 0;
  gint64 high = item->max_value != NULL ? g_ascii_strtoll (item->max_value, NULL, 10) : G_MAXINT32;

  return item->control == AMIA_CONTROL_SLIDER && item->type == AMIA_ITEM_INTEGER &&
         low >= G_MININT32 && high <= G_MAXINT32 && high > low && high - low < SCALE_STEPS_MAX;
}

/* A cell of a table has room for one line. */
static gboolean
is_in_narrow_cell (const AmiaItem *item)
{
  const AmiaItem *group = item->parent;

  return amia_form_table_choose (group) == AMIA_FORM_TABLE_ROWS ||
         (group != NULL && amia_form_table_choose (group->parent) == AMIA_FORM_TABLE_GRID);
}

static GType
choose_choice_type (const AmiaItem *item)
{
  const guint n_options = item->options->len;

  if (item->are_options_missing)
    return AMIA_TYPE_ENTRY_CONTROL;
  if (item->is_list_worked_out)
    return AMIA_TYPE_LOOKUP_CONTROL;
  if (amia_form_table_choose (item->parent) == AMIA_FORM_TABLE_OPTIONS || item->is_repeating)
    return AMIA_TYPE_CHOICE_CONTROL;
  if (n_options >= LOOKUP_OPTIONS_MIN || item->control == AMIA_CONTROL_AUTOCOMPLETE)
    return AMIA_TYPE_LOOKUP_CONTROL;
  if (item->type == AMIA_ITEM_OPEN_CHOICE || item->control == AMIA_CONTROL_RADIO)
    return AMIA_TYPE_CHOICE_CONTROL;
  if (item->control == AMIA_CONTROL_DROP_DOWN || n_options > RADIO_OPTIONS_MAX ||
      is_in_narrow_cell (item))
    return AMIA_TYPE_DROP_DOWN_CONTROL;
  return AMIA_TYPE_CHOICE_CONTROL;
}

static GType
choose_type (const AmiaItem *item,
             AmiaNode       *node)
{
  if (item->type == AMIA_ITEM_CHOICE || item->type == AMIA_ITEM_OPEN_CHOICE ||
      item->options->len > 0)
    return choose_choice_type (item);
  if (item->type == AMIA_ITEM_ATTACHMENT)
    return AMIA_TYPE_ATTACHMENT_CONTROL;
  if (item->is_repeating && !amia_node_is_row (node))
    return AMIA_TYPE_LINES_CONTROL;
  if (item->type == AMIA_ITEM_BOOLEAN)
    return AMIA_TYPE_BOOLEAN_CONTROL;
  if (item->type == AMIA_ITEM_TEXT)
    return AMIA_TYPE_TEXT_CONTROL;
  if (item->type == AMIA_ITEM_QUANTITY)
    return AMIA_TYPE_QUANTITY_CONTROL;
  return is_short_scale (item) ? AMIA_TYPE_SCALE_CONTROL : AMIA_TYPE_ENTRY_CONTROL;
}

GtkWidget *
amia_control_new (AmiaFormModel *model,
                  AmiaNode      *node)
{
  const AmiaItem *item = amia_node_get_item (node);

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (item != NULL, NULL);

  return g_object_new (choose_type (item, node), "model", model, "node", node, NULL);
}

/* --- Object -------------------------------------------------------------------------------- */

static void
amia_control_constructed (GObject *object)
{
  AmiaControl        *self = AMIA_CONTROL (object);
  AmiaControlPrivate *priv = GET_PRIVATE (self);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  G_OBJECT_CLASS (amia_control_parent_class)->constructed (object);

  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  AMIA_CONTROL_GET_CLASS (self)->build (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self), !amia_node_get_item (priv->node)->is_read_only);
  amia_control_update (self);
}

static void
amia_control_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  AmiaControlPrivate *priv = GET_PRIVATE (AMIA_CONTROL (object));

  if (id == PROP_MODEL)
    priv->model = g_value_dup_object (value);
  else if (id == PROP_NODE)
    priv->node = g_value_get_pointer (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
amia_control_dispose (GObject *object)
{
  AmiaControl        *self = AMIA_CONTROL (object);
  AmiaControlPrivate *priv = GET_PRIVATE (self);

  /* A page that is closed a moment after the last key must not lose what that key typed. */
  if (priv->model != NULL)
    {
      amia_control_flush (self);
      if (priv->is_typing)
        amia_form_model_release (priv->model, priv->node);
      priv->is_typing = FALSE;
    }
  g_clear_object (&priv->model);
  G_OBJECT_CLASS (amia_control_parent_class)->dispose (object);
}

static void
amia_control_class_init (AmiaControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = amia_control_constructed;
  object_class->set_property = amia_control_set_property;
  object_class->dispose = amia_control_dispose;

  properties[PROP_MODEL] =
      g_param_spec_object ("model", NULL, NULL, AMIA_TYPE_FORM_MODEL,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NODE] = g_param_spec_pointer (
      "node", NULL, NULL, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
amia_control_init (AmiaControl *self)
{
}
