/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-ended-page.h"

#include <glib/gi18n.h>

#include "amia-template.h"
#include "amia-words.h"

/* Plain words for a bad day: nobody has to guess whether they did something wrong. */

struct _AmiaEndedPage
{
  GtkWidget parent_instance;

  GtkWidget *happened;
  GtkWidget *lost;
};

G_DEFINE_FINAL_TYPE (AmiaEndedPage, amia_ended_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
elsewhere_cb (AmiaEndedPage *self)
{
  g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0);
}

static char *
describe_lost (const AmiaEnding *ending)
{
  if (ending->n_unsent == 0)
    return g_strdup (_ ("All of your work had reached the server. Nothing is lost."));
  if (ending->is_recoverable)
    return g_strdup_printf (ngettext ("%u change had not reached the server. Your organisation "
                                      "can read it with its recovery key: leave the laptop as it "
                                      "is and tell them.",
                                      "%u changes had not reached the server. Your organisation "
                                      "can read them with its recovery key: leave the laptop as "
                                      "it is and tell them.",
                                      ending->n_unsent),
                            ending->n_unsent);

  return g_strdup_printf (ngettext ("%u change had not reached the server and is lost with the "
                                    "keys.",
                                    "%u changes had not reached the server and are lost with the "
                                    "keys.",
                                    ending->n_unsent),
                          ending->n_unsent);
}

static void
amia_ended_page_dispose (GObject *object)
{
  amia_template_dispose (GTK_WIDGET (object), AMIA_TYPE_ENDED_PAGE);

  G_OBJECT_CLASS (amia_ended_page_parent_class)->dispose (object);
}

static void
amia_ended_page_class_init (AmiaEndedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_ended_page_dispose;
  signals[SIGNAL_ELSEWHERE] = g_signal_new ("elsewhere",
                                            AMIA_TYPE_ENDED_PAGE,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-ended-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaEndedPage, happened);
  gtk_widget_class_bind_template_child (widget_class, AmiaEndedPage, lost);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_cb);
}

static void
amia_ended_page_init (AmiaEndedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_ended_page_new (const AmiaEnding *ending)
{
  AmiaEndedPage   *self = g_object_new (AMIA_TYPE_ENDED_PAGE, NULL);
  g_autofree char *when = NULL;
  g_autofree char *happened = NULL;
  g_autofree char *lost = NULL;

  g_return_val_if_fail (ending != NULL, GTK_WIDGET (self));

  when = amia_words_moment (ending->at_ms, amia_words_now_ms ());
  /* Translators: a day and a time, as in "14 March 14:02". */
  happened = g_strdup_printf (_ ("The server said (%s) that this laptop is shut out, as is done when "
                                 "a laptop is lost or somebody leaves. So its keys were destroyed, "
                                 "and nobody can read what was on it."),
                              when);
  lost = describe_lost (ending);
  gtk_label_set_label (GTK_LABEL (self->happened), happened);
  gtk_label_set_label (GTK_LABEL (self->lost), lost);
  return GTK_WIDGET (self);
}
