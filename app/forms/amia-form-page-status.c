/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-page.h"

#include <glib/gi18n.h>

#include "amia-export.h"
#include "amia-form-agreements.h"
#include "amia-form-body.h"
#include "amia-form-page-private.h"
#include "amia-form-sections.h"
#include "amia-form-sharing.h"
#include "amia-saved-words.h"
#include "amia-words.h"

/* What the page says around the questions: in the footer how much is answered and how far it is
 * saved, on top what needs somebody and what is not shared with the reader. */

/* --- Where it is saved ---------------------------------------------------------------------- */

static char *
describe_saved (AmiaFormPage *self,
                const char  **icon_name)
{
  char           **colleagues = NULL;
  gint64           here_ms = 0;
  AmiaSaved        saved = amia_form_model_get_saved (self->model, &colleagues, &here_ms);
  g_autofree char *moment = NULL;
  g_autofree char *words = NULL;

  *icon_name = amia_saved_words_get_icon (saved);
  if (amia_form_model_is_saving (self->model))
    return g_strdup (_ ("Saving…"));

  words = amia_saved_words_describe (saved, (const char *const *) colleagues);
  if (here_ms == 0)
    return saved == AMIA_SAVED_HERE ? g_strdup (_ ("Nothing written here yet"))
                                    : g_strdup_printf (_ ("Nothing written here yet · %s"), words);

  moment = amia_words_moment (here_ms, amia_words_now_ms ());
  /* Translators: when, and how far it has come: “on the server”. */
  return g_strdup_printf (_ ("Saved here %s · %s"), moment, words);
}

static void
update_saved (AmiaFormPage *self)
{
  const char      *icon_name = NULL;
  g_autofree char *words = describe_saved (self, &icon_name);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->saved_icon), icon_name);
  gtk_label_set_text (GTK_LABEL (self->saved_label), words);
}

/* --- Banner: what needs somebody ------------------------------------------------------------ */

static void
show_banner (AmiaFormPage *self,
             const char   *words,
             const char   *button)
{
  /* What is only folded in can still be reached by a screen reader. */
  gtk_widget_set_visible (self->banner, words != NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), words != NULL);
  if (words == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->banner_label), words);
  gtk_button_set_label (GTK_BUTTON (self->banner_button), button);
}

static void
update_banner (AmiaFormPage *self)
{
  g_autoptr (GPtrArray) versions = amia_form_model_list_versions (self->model);
  const char *failure = amia_form_model_get_failure (self->model);

  if (failure != NULL)
    show_banner (self, failure, _ ("Try Again"));
  else if (versions->len > 0)
    {
      g_autofree char *words = g_strdup_printf (
          ngettext ("%u question has two versions. Choose when you have time; work goes on.",
                    "%u questions have two versions. Choose when you have time; work goes on.",
                    versions->len),
          versions->len);

      show_banner (self, words, _ ("Show the First"));
    }
  else if (amia_form_model_is_joint (self->model))
    show_banner (self,
                 _ ("FK and AF have approved this form. It can only be read."),
                 amia_form_model_get_newer_version (self->model) != NULL ? _ ("Open the New Version")
                                                                         : _ ("Make a New Version"));
  else if (amia_form_model_get_is_completed (self->model))
    show_banner (self, _ ("This form is finished and can only be read."), _ ("Open Again"));
  else if (amia_form_model_get_newer_version (self->model) != NULL && !self->is_alone)
    show_banner (self, _ ("There is a newer version of this form."), _ ("See What Changes"));
  else
    show_banner (self, NULL, NULL);
}

static void
update_progress (AmiaFormPage *self)
{
  guint            answered = 0;
  guint            total = 0;
  g_autofree char *words = NULL;

  amia_response_get_progress (amia_form_model_get_response (self->model), NULL, &answered, &total);
  words = g_strdup_printf (_ ("%u of %u answered"), answered, total);
  gtk_label_set_text (GTK_LABEL (self->progress_label), words);
  gtk_widget_set_visible (self->progress_label, total > 0);
  gtk_widget_set_visible (self->progress_bar, total > 0);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar),
                                 total > 0 ? (double) answered / total : 0);
  amia_form_sections_update (AMIA_FORM_SECTIONS (self->sections));
  amia_form_body_update (AMIA_FORM_BODY (self->body));
}

/* What others have written and may not show is explained where it would have been. */
static void
update_held_back (AmiaFormPage *self)
{
  AmiaCaseSharing *sharing = amia_form_model_get_sharing (self->model);
  const char      *agency =
      amia_replica_get_identity (amia_form_model_get_replica (self->model))->agency;
  g_autofree char *words = NULL;

  if (sharing != NULL)
    words = amia_form_sharing_describe (
        sharing, amia_form_model_get_response (self->model), agency);
  gtk_widget_set_visible (self->held_back, words != NULL && !self->is_alone);
  gtk_label_set_text (GTK_LABEL (self->held_back_label), words != NULL ? words : "");
}

void
_amia_form_page_update (AmiaFormPage *self)
{
  if (amia_form_model_get_response (self->model) == NULL ||
      amia_form_model_get_is_gone (self->model))
    return;
  update_saved (self);
  update_banner (self);
  update_held_back (self);
  update_progress (self);
}

void
_amia_form_page_show_failure (AmiaFormPage *self)
{
  if (amia_form_model_get_is_gone (self->model))
    {
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->failed), "changes-prevent-symbolic");
      adw_status_page_set_title (ADW_STATUS_PAGE (self->failed), _ ("This Form Is No Longer Here"));
    }
  else
    {
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->failed), "emblem-synchronizing-symbolic");
      adw_status_page_set_title (ADW_STATUS_PAGE (self->failed), _ ("This Form Is on Its Way"));
    }
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failed),
                                   amia_form_model_get_failure (self->model));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
  gtk_widget_set_visible (self->footer, FALSE);
  gtk_widget_set_visible (self->held_back, FALSE);
  show_banner (self, NULL, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "form", NULL);
}

void
_amia_form_page_export_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  AmiaFormPage *self = user_data;

  amia_export_form (GTK_WIDGET (self),
                    amia_form_model_get_replica (self->model),
                    amia_form_model_get_form_id (self->model),
                    adw_window_title_get_title (ADW_WINDOW_TITLE (self->title)));
}
