/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-model.h"
#include "amia-form-page.h"

/* What amia-form-page.c (the questions and the ways between them) and amia-form-page-status.c (what
 * is said around them) share. */

struct _AmiaFormPage
{
  AdwBin parent_instance;

  AmiaFormModel *model;
  GActionGroup  *actions; /* `form.…`, there while there is a form to act on */

  GtkWidget *title;
  GtkWidget *banner;
  GtkWidget *banner_label;
  GtkWidget *banner_button;
  GtkWidget *held_back;
  GtkWidget *held_back_label;
  GtkWidget *stack;
  GtkWidget *failed;
  GtkWidget *newer;
  GtkWidget *sections;
  GtkWidget *separator;
  GtkWidget *body;
  GtkWidget *footer;
  GtkWidget *progress_label;
  GtkWidget *progress_bar;
  GtkWidget *saved_icon;
  GtkWidget *saved_label;

  gboolean is_large; /* what is printed */
  gboolean is_alone; /* nothing but the form is shown */

  char *wanted; /* The question to go to when the form has been read. */
  guint wanted_id;
};

/* Says anew how far it is saved, what needs somebody, what is not shared, how much is answered. */
void _amia_form_page_update (AmiaFormPage *self);

/* The action `form.export`. */
void _amia_form_page_export_cb (GSimpleAction *action,
                                GVariant      *parameter,
                                gpointer       user_data);

/* Says why there is no form to show. */
void _amia_form_page_show_failure (AmiaFormPage *self);
