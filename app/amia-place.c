/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-place.h"

#include "amia-case-page.h"
#include "amia-form-page.h"
#include "amia-laptop-page.h"
#include "amia-main-view.h"
#include "amia-question.h"
#include "amia-register-page.h"

/* Saying where somebody is, and going there again. What they had typed is not here: each page keeps
 * that by itself, in the replica. */

void
amia_place_free (AmiaPlace *place)
{
  g_return_if_fail (place != NULL);

  g_free (place->name);
  g_free (place->view);
  g_free (place->path);
  g_free (place);
}

/* The question that the focus is in, innermost first. */
static char *
find_path (GtkWidget *page)
{
  GtkRoot   *root = gtk_widget_get_root (page);
  GtkWidget *at = root != NULL ? gtk_root_get_focus (root) : NULL;

  while (at != NULL && at != page && !AMIA_IS_QUESTION (at))
    at = gtk_widget_get_parent (at);

  return at != NULL && AMIA_IS_QUESTION (at)
             ? g_strdup (amia_node_get_path (amia_question_get_node (AMIA_QUESTION (at))))
             : NULL;
}

AmiaPlace *
amia_main_view_dup_place (AmiaMainView *view)
{
  GtkWidget      *page = NULL;
  const AmiaUuid *form_id = NULL;
  AmiaPlace      *place = NULL;

  g_return_val_if_fail (AMIA_IS_MAIN_VIEW (view), NULL);

  page = amia_main_view_get_page (view);
  form_id = amia_main_view_get_form (view);
  place = g_new0 (AmiaPlace, 1);
  place->name = g_strdup (amia_main_view_get_place (view));
  if (AMIA_IS_CASE_PAGE (page))
    {
      place->has_case = TRUE;
      place->case_id = *amia_case_page_get_case (AMIA_CASE_PAGE (page));
      place->view = g_strdup (amia_case_page_get_view (AMIA_CASE_PAGE (page)));
    }
  else if (AMIA_IS_FORM_PAGE (page) && form_id != NULL)
    {
      place->has_form = TRUE;
      place->form_id = *form_id;
      place->path = find_path (page);
    }
  place->is_registering = AMIA_IS_REGISTER_PAGE (page);
  place->is_laptop = AMIA_IS_LAPTOP_PAGE (page);
  return place;
}

void
amia_main_view_go_to (AmiaMainView    *view,
                      const AmiaPlace *place)
{
  g_return_if_fail (AMIA_IS_MAIN_VIEW (view));
  g_return_if_fail (place != NULL);

  if (place->has_form)
    amia_main_view_open_form (view, &place->form_id, place->path);
  else if (place->has_case)
    {
      amia_main_view_open_case (view, &place->case_id);
      if (place->view != NULL)
        gtk_widget_activate_action (amia_main_view_get_page (view), "page.view", "s", place->view);
    }
  else if (place->is_registering)
    amia_main_view_new_case (view);
  else if (place->is_laptop)
    amia_main_view_open_laptop (view);
  else
    amia_main_view_show_place (view, place->name);
}
