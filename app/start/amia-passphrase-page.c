/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-passphrase-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-input.h"
#include "amia-template.h"

/* The bar below the field is about length only: no rules of digits and capitals, which make
 * passphrases that are hard to remember and easy to guess. */

#define GOOD_LENGTH   16
#define STRONG_LENGTH 24

struct _AmiaPassphrasePage
{
  GtkWidget parent_instance;

  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *strength;
  GtkWidget *strength_label;
};

G_DEFINE_FINAL_TYPE (AmiaPassphrasePage, amia_passphrase_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
describe_strength (glong length)
{
  if (length == 0)
    return "";
  if (length < AMIA_PASSPHRASE_LENGTH_MIN)
    return _ ("Too short");
  if (length < GOOD_LENGTH)
    return _ ("Enough");
  if (length < STRONG_LENGTH)
    return _ ("Good");

  return _ ("Strong");
}

static void
edited_cb (AmiaPassphrasePage *self)
{
  g_autofree char *first = amia_input_dup_text (AMIA_INPUT (self->first));
  glong            length = g_utf8_strlen (first, -1);

  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->strength),
                           MIN ((double) length / STRONG_LENGTH, 1.0));
  gtk_label_set_label (GTK_LABEL (self->strength_label), describe_strength (length));
  amia_input_set_message (AMIA_INPUT (self->first), NULL);
  amia_input_set_message (AMIA_INPUT (self->second), NULL);
}

static void
next_cb (AmiaPassphrasePage *self)
{
  g_autofree char *first = amia_input_dup_text (AMIA_INPUT (self->first));
  g_autofree char *second = amia_input_dup_text (AMIA_INPUT (self->second));

  if (g_utf8_strlen (first, -1) < AMIA_PASSPHRASE_LENGTH_MIN)
    {
      amia_input_set_message (AMIA_INPUT (self->first),
                              _ ("Make it at least ten letters. Three or four words do well."));
      gtk_widget_grab_focus (self->first);
    }
  else if (strcmp (first, second) != 0)
    {
      amia_input_set_message (AMIA_INPUT (self->second),
                              _ ("This is not the same as above. Write it once more."));
      gtk_widget_grab_focus (self->second);
    }
  else
    {
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, first);
    }

  explicit_bzero (first, strlen (first));
  explicit_bzero (second, strlen (second));
}

static void
back_cb (AmiaPassphrasePage *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
amia_passphrase_page_dispose (GObject *object)
{
  amia_template_dispose (GTK_WIDGET (object), AMIA_TYPE_PASSPHRASE_PAGE);

  G_OBJECT_CLASS (amia_passphrase_page_parent_class)->dispose (object);
}

static guint
new_signal (const char *name,
            guint       n_params)
{
  return g_signal_new (name,
                       AMIA_TYPE_PASSPHRASE_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_params,
                       G_TYPE_STRING);
}

static void
amia_passphrase_page_class_init (AmiaPassphrasePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_passphrase_page_dispose;
  signals[SIGNAL_CHOSEN] = new_signal ("chosen", 1);
  signals[SIGNAL_BACK] = new_signal ("back", 0);

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-passphrase-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaPassphrasePage, first);
  gtk_widget_class_bind_template_child (widget_class, AmiaPassphrasePage, second);
  gtk_widget_class_bind_template_child (widget_class, AmiaPassphrasePage, strength);
  gtk_widget_class_bind_template_child (widget_class, AmiaPassphrasePage, strength_label);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
}

static void
amia_passphrase_page_init (AmiaPassphrasePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_passphrase_page_new (void)
{
  return g_object_new (AMIA_TYPE_PASSPHRASE_PAGE, NULL);
}
