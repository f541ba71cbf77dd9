/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-start-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-input.h"
#include "amia-template.h"

/* Three questions on one page. The fields of the server unfold when that way is chosen. */

#define ACCOUNT_NAME_BYTES_MAX 64

struct _AmiaStartPage
{
  GtkWidget parent_instance;

  GtkWidget *name;
  GtkWidget *fk;
  GtkWidget *af;
  GtkWidget *vard;
  GtkWidget *kommun;
  GtkWidget *agency_message;
  GtkWidget *way_alone;
  GtkWidget *way_demo;
  GtkWidget *server_fields;
  GtkWidget *url;
  GtkWidget *password;
  GtkWidget *trouble;
  GtkWidget *trouble_label;
  GtkWidget *begin;
};

G_DEFINE_FINAL_TYPE (AmiaStartPage, amia_start_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_BEGIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_active (GtkWidget *check)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

static AmiaStartWay
get_way (AmiaStartPage *self)
{
  if (is_active (self->way_alone))
    return AMIA_START_ALONE;

  return is_active (self->way_demo) ? AMIA_START_DEMO : AMIA_START_SERVER;
}

static const char *
get_agency (AmiaStartPage *self)
{
  const struct
  {
    GtkWidget  *button;
    const char *agency;
  } agencies[] = {
    { self->fk, "FK" },
    { self->af, "AF" },
    { self->vard, "VARD" },
    { self->kommun, "KOMMUN" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (agencies[i].button)))
        return agencies[i].agency;
    }

  return NULL;
}

static void
way_cb (AmiaStartPage *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->server_fields),
                                 get_way (self) == AMIA_START_SERVER);
}

static void
agency_cb (AmiaStartPage *self)
{
  gtk_widget_set_visible (self->agency_message, FALSE);
}

static gboolean
is_empty (GtkWidget *input)
{
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (input));

  return *text == '\0';
}

static gboolean
check_filled (GtkWidget  *input,
              const char *message,
              GtkWidget **first)
{
  gboolean is_missing = is_empty (input);

  amia_input_set_message (AMIA_INPUT (input), is_missing ? message : NULL);
  if (is_missing && *first == NULL)
    *first = input;

  return !is_missing;
}

/* What the server takes as the name of an account; a name that is not could never sign in. */
static gboolean
is_account_name (const char *name)
{
  if (strlen (name) > ACCOUNT_NAME_BYTES_MAX)
    return FALSE;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (!g_unichar_isalnum (g_utf8_get_char (at)) && strchr ("._-@", *at) == NULL)
        return FALSE;
    }

  return *name != '\0';
}

static void
check_name (AmiaStartPage *self,
            GtkWidget    **first)
{
  g_autofree char *name = amia_input_dup_text (AMIA_INPUT (self->name));
  const char      *message = NULL;

  if (*name == '\0')
    message = _ ("Write your name.");
  else if (!is_account_name (name))
    message = _ ("Use letters, digits, dots and hyphens only, such as anna.ek.");

  amia_input_set_message (AMIA_INPUT (self->name), message);
  if (message != NULL)
    *first = self->name;
}

/* Http is let through by the transport to this machine only; it says so when it isn't. */
static gboolean
check_url (AmiaStartPage *self,
           GtkWidget    **first)
{
  g_autofree char *url = amia_input_dup_text (AMIA_INPUT (self->url));
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0')
    {
      amia_input_set_message (AMIA_INPUT (self->url), NULL);
      return TRUE;
    }

  amia_input_set_message (AMIA_INPUT (self->url),
                          _ ("Write the whole address, such as https://amia.example.se."));
  if (*first == NULL)
    *first = self->url;
  return FALSE;
}

static gboolean
check (AmiaStartPage *self)
{
  GtkWidget *first = NULL;

  check_name (self, &first);
  gtk_widget_set_visible (self->agency_message, get_agency (self) == NULL);
  if (first == NULL && get_agency (self) == NULL)
    first = self->fk;

  if (get_way (self) == AMIA_START_SERVER)
    {
      check_url (self, &first);
      check_filled (self->password, _ ("Write the password of your account."), &first);
    }

  if (first != NULL)
    gtk_widget_grab_focus (first);

  return first == NULL;
}

static void
begin_cb (AmiaStartPage *self)
{
  amia_start_page_set_trouble (self, NULL);
  if (check (self))
    g_signal_emit (self, signals[SIGNAL_BEGIN], 0);
}

static void
amia_start_page_dispose (GObject *object)
{
  amia_template_dispose (GTK_WIDGET (object), AMIA_TYPE_START_PAGE);

  G_OBJECT_CLASS (amia_start_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, name);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, fk);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, af);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, vard);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, kommun);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, agency_message);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, way_alone);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, way_demo);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, server_fields);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, url);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, password);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaStartPage, begin);
}

static void
amia_start_page_class_init (AmiaStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_start_page_dispose;

  signals[SIGNAL_BEGIN] = g_signal_new ("begin",
                                        AMIA_TYPE_START_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-start-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, way_cb);
  gtk_widget_class_bind_template_callback (widget_class, agency_cb);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
}

static void
amia_start_page_init (AmiaStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_start_page_new (void)
{
  return g_object_new (AMIA_TYPE_START_PAGE, NULL);
}

void
amia_start_free (AmiaStart *start)
{
  g_return_if_fail (start != NULL);

  if (start->password != NULL)
    explicit_bzero (start->password, strlen (start->password));

  g_free (start->user);
  g_free (start->agency);
  g_free (start->url);
  g_free (start->password);
  g_free (start);
}

AmiaStart *
amia_start_page_dup_answers (AmiaStartPage *self)
{
  AmiaStart *start = NULL;

  g_return_val_if_fail (AMIA_IS_START_PAGE (self), NULL);

  start = g_new0 (AmiaStart, 1);
  start->way = get_way (self);
  start->user = amia_input_dup_text (AMIA_INPUT (self->name));
  start->agency = g_strdup (get_agency (self));
  if (start->way == AMIA_START_SERVER)
    {
      start->url = amia_input_dup_text (AMIA_INPUT (self->url));
      start->password = amia_input_dup_text (AMIA_INPUT (self->password));
    }

  return start;
}

void
amia_start_page_set_trouble (AmiaStartPage *self,
                             const char    *words)
{
  g_return_if_fail (AMIA_IS_START_PAGE (self));

  gtk_label_set_label (GTK_LABEL (self->trouble_label), words != NULL ? words : "");
  gtk_widget_set_visible (self->trouble, words != NULL);
  if (words != NULL)
    gtk_widget_grab_focus (self->begin);
}
