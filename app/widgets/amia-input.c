/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-input.h"

#include "amia-template.h"

/* One field of a form, with its words around it. The control is made in C, since what it is depends
 * on `lines` and `secret`; everything around it stands in the template. */

#define LINE_HEIGHT_PX 22
#define TEXT_MARGIN_PX 18
#define PAUSE_MS       800

struct _AmiaInput
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *slot;
  GtkWidget *help;
  GtkWidget *message_box;
  GtkWidget *message;

  GtkWidget      *control; /* What has the focus: a GtkEditable or a GtkTextView. */
  guint           lines;
  gboolean        is_secret;
  gboolean        is_changed; /* By hand, since `left` was emitted. */
  gboolean        is_loading;
  guint           pause_id;
  char           *placeholder;
  GtkInputPurpose purpose;
};

G_DEFINE_FINAL_TYPE (AmiaInput, amia_input, GTK_TYPE_WIDGET)

enum
{
  PROP_LABEL = 1,
  PROP_TEXT,
  PROP_HELP,
  PROP_MESSAGE,
  PROP_PLACEHOLDER,
  PROP_PURPOSE,
  PROP_LINES,
  PROP_SECRET,
  N_PROPS
};

enum
{
  SIGNAL_LEFT,
  SIGNAL_PAUSED,
  SIGNAL_EDITED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

static char *
get_raw_text (AmiaInput *self)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter    start;
  GtkTextIter    end;

  if (self->control == NULL)
    return g_strdup ("");

  if (GTK_IS_EDITABLE (self->control))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
emit_left (AmiaInput *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (!self->is_changed)
    return;

  self->is_changed = FALSE;
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static gboolean
pause_cb (gpointer data)
{
  AmiaInput *self = data;

  self->pause_id = 0;
  if ((gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    g_signal_emit (self, signals[SIGNAL_PAUSED], 0);
  else
    emit_left (self);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (AmiaInput *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
  if (self->is_loading)
    return;

  self->is_changed = TRUE;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, pause_cb, self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
set_label (AmiaInput  *self,
           const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "",
                                  -1);
}

/* What is wrong comes before the help in what a screen reader says after the label. */
static void
update_description (AmiaInput *self)
{
  const char *help = gtk_label_get_label (GTK_LABEL (self->help));
  const char *message = gtk_label_get_label (GTK_LABEL (self->message));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  *message != '\0' ? message : help,
                                  -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->control),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               *message != '\0' ? GTK_ACCESSIBLE_INVALID_TRUE
                                                : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
set_help (AmiaInput  *self,
          const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->help), text != NULL ? text : "");
  gtk_widget_set_visible (self->help, text != NULL && *text != '\0');
  update_description (self);
}

/* A text view takes Enter for a new line, Ctrl or not. With Ctrl it is the page's, if one of those
 * around it wants it. */
static gboolean
key_cb (AmiaInput             *self,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        GtkEventControllerKey *controller)
{
  GtkWidget *around = GTK_WIDGET (self);

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || (modifiers & GDK_CONTROL_MASK) == 0)
    return FALSE;

  while ((around = gtk_widget_get_parent (around)) != NULL && !GTK_IS_ROOT (around))
    {
      if (gtk_event_controller_key_forward (controller, around))
        return TRUE;
    }

  return FALSE;
}

static GtkWidget *
make_text_view (AmiaInput *self)
{
  GtkWidget          *view = gtk_text_view_new ();
  GtkWidget          *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  /* Tab leaves the field: a text view that keeps it is a trap for those without a mouse. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 9);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              (int) self->lines * LINE_HEIGHT_PX + TEXT_MARGIN_PX);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              14 * LINE_HEIGHT_PX + TEXT_MARGIN_PX);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_add_css_class (scrolled, "text-input");
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->slot), scrolled);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (view, keys);
  return view;
}

static GtkWidget *
make_entry (AmiaInput *self)
{
  GtkWidget *entry = self->is_secret ? gtk_password_entry_new () : gtk_entry_new ();

  if (self->is_secret)
    gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  else
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), self->purpose);

  g_object_set (entry, "placeholder-text", self->placeholder, NULL);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_box_append (GTK_BOX (self->slot), entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (emit_left), self, G_CONNECT_SWAPPED);
  return entry;
}

static void
amia_input_constructed (GObject *object)
{
  AmiaInput          *self = AMIA_INPUT (object);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  G_OBJECT_CLASS (amia_input_parent_class)->constructed (object);

  self->control = self->lines > 1 ? make_text_view (self) : make_entry (self);
  set_label (self, gtk_label_get_label (GTK_LABEL (self->label)));
  update_description (self);
  g_signal_connect_object (focus, "leave", G_CALLBACK (emit_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
amia_input_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AmiaInput *self = AMIA_INPUT (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->label)));
      break;
    case PROP_TEXT:
      g_value_take_string (value, amia_input_dup_text (self));
      break;
    case PROP_HELP:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->help)));
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->message)));
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder);
      break;
    case PROP_PURPOSE:
      g_value_set_enum (value, self->purpose);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
amia_input_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  AmiaInput *self = AMIA_INPUT (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      if (self->control != NULL)
        set_label (self, g_value_get_string (value));
      else
        gtk_label_set_label (GTK_LABEL (self->label), g_value_get_string (value));
      break;
    case PROP_TEXT:
      if (self->control != NULL)
        amia_input_set_text (self, g_value_get_string (value));
      break;
    case PROP_HELP:
      if (self->control != NULL)
        set_help (self, g_value_get_string (value));
      break;
    case PROP_MESSAGE:
      if (self->control != NULL)
        amia_input_set_message (self, g_value_get_string (value));
      break;
    case PROP_PLACEHOLDER:
      g_free (self->placeholder);
      self->placeholder = g_value_dup_string (value);
      break;
    case PROP_PURPOSE:
      self->purpose = g_value_get_enum (value);
      break;
    case PROP_LINES:
      self->lines = g_value_get_uint (value);
      break;
    case PROP_SECRET:
      self->is_secret = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
amia_input_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (AMIA_INPUT (widget)->control);
}

/* Into the control, through it and out again. What GTK does by itself ends by grabbing the focus
 * for the field that is about to be left, which gives it to the control: Shift+Tab would never
 * leave. */
static gboolean
amia_input_focus (GtkWidget       *widget,
                  GtkDirectionType direction)
{
  return gtk_widget_child_focus (AMIA_INPUT (widget)->slot, direction);
}

static void
amia_input_dispose (GObject *object)
{
  AmiaInput *self = AMIA_INPUT (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_INPUT);
  self->control = NULL;

  G_OBJECT_CLASS (amia_input_parent_class)->dispose (object);
}

static void
amia_input_finalize (GObject *object)
{
  AmiaInput *self = AMIA_INPUT (object);

  g_free (self->placeholder);

  G_OBJECT_CLASS (amia_input_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  const GParamFlags once = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder",
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 flags | G_PARAM_CONSTRUCT);
  props[PROP_PURPOSE] = g_param_spec_enum ("purpose",
                                           NULL,
                                           NULL,
                                           GTK_TYPE_INPUT_PURPOSE,
                                           GTK_INPUT_PURPOSE_FREE_FORM,
                                           flags | G_PARAM_CONSTRUCT);
  props[PROP_LINES] = g_param_spec_uint ("lines", NULL, NULL, 1, 40, 1, once);
  props[PROP_SECRET] = g_param_spec_boolean ("secret", NULL, NULL, FALSE, once);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name,
                       AMIA_TYPE_INPUT,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
amia_input_class_init (AmiaInputClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = amia_input_constructed;
  object_class->get_property = amia_input_get_property;
  object_class->set_property = amia_input_set_property;
  object_class->dispose = amia_input_dispose;
  object_class->finalize = amia_input_finalize;
  widget_class->grab_focus = amia_input_grab_focus;
  widget_class->focus = amia_input_focus;

  install_properties (object_class);
  signals[SIGNAL_LEFT] = new_signal ("left");
  signals[SIGNAL_PAUSED] = new_signal ("paused");
  signals[SIGNAL_EDITED] = new_signal ("edited");

  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-input.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaInput, label);
  gtk_widget_class_bind_template_child (widget_class, AmiaInput, slot);
  gtk_widget_class_bind_template_child (widget_class, AmiaInput, help);
  gtk_widget_class_bind_template_child (widget_class, AmiaInput, message_box);
  gtk_widget_class_bind_template_child (widget_class, AmiaInput, message);
}

static void
amia_input_init (AmiaInput *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
amia_input_dup_text (AmiaInput *self)
{
  g_return_val_if_fail (AMIA_IS_INPUT (self), NULL);

  return g_strstrip (get_raw_text (self));
}

void
amia_input_set_text (AmiaInput  *self,
                     const char *text)
{
  g_autofree char *now = NULL;

  g_return_if_fail (AMIA_IS_INPUT (self));

  now = get_raw_text (self);
  if (text == NULL)
    text = "";
  /* What is being typed wins: the store has not got it yet. */
  if (self->is_changed || g_strcmp0 (now, text) == 0)
    return;

  self->is_loading = TRUE;
  if (GTK_IS_EDITABLE (self->control))
    gtk_editable_set_text (GTK_EDITABLE (self->control), text);
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), text, -1);
  self->is_loading = FALSE;
}

void
amia_input_reset (AmiaInput  *self,
                  const char *text)
{
  g_return_if_fail (AMIA_IS_INPUT (self));

  self->is_changed = FALSE;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  amia_input_set_text (self, text);
  amia_input_set_message (self, NULL);
}

void
amia_input_set_message (AmiaInput  *self,
                        const char *message)
{
  g_return_if_fail (AMIA_IS_INPUT (self));

  gtk_label_set_label (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message_box, message != NULL && *message != '\0');
  if (message != NULL && *message != '\0')
    gtk_widget_add_css_class (self->control, "error");
  else
    gtk_widget_remove_css_class (self->control, "error");
  update_description (self);
}
