/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-help-page.h"
#include "amia-navigator.h"
#include "amia-search-page.h"
#include "amia-window.h"

/* The actions `win.…`. Those about what is on screen are passed on to the page there, as its widget
 * action `page.…`: a page that has nothing to search simply has no such action. */

static AmiaMainView *
get_view (gpointer data)
{
  return amia_window_get_view (AMIA_WINDOW (data));
}

/* The view with the focus knows best what is meant, then the page that it is part of. */
static gboolean
activate_on_page (gpointer    data,
                  const char *name)
{
  AmiaMainView *view = get_view (data);
  GtkWidget    *focus = gtk_window_get_focus (GTK_WINDOW (data));

  if (focus != NULL && view != NULL &&
      gtk_widget_is_ancestor (focus, amia_main_view_get_page (view)) &&
      gtk_widget_activate_action (focus, name, NULL))
    return TRUE;

  return view != NULL && gtk_widget_activate_action (amia_main_view_get_page (view), name, NULL);
}

static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_go_back (get_view (data));
}

static void
place_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_show_place (get_view (data), g_variant_get_string (parameter, NULL));
}

static void
open_case_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  AmiaUuid id;

  if (get_view (data) != NULL && amia_uuid_parse (g_variant_get_string (parameter, NULL), -1, &id))
    amia_main_view_open_case (get_view (data), &id);
}

static void
open_form_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  /* `ID` or `ID#FIELD`. */
  g_auto (GStrv) parts = g_strsplit (g_variant_get_string (parameter, NULL), "#", 2);
  AmiaUuid id;

  if (get_view (data) != NULL && parts[0] != NULL && amia_uuid_parse (parts[0], -1, &id))
    amia_main_view_open_form (get_view (data), &id, parts[1]);
}

static void
new_case_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_new_case (get_view (data));
}

static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  if (!activate_on_page (data, "page.new") && get_view (data) != NULL)
    amia_main_view_new_case (get_view (data));
}

static void
note_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  activate_on_page (data, "page.note");
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  activate_on_page (data, "page.print");
}

static void
search_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  if (activate_on_page (data, "page.search") || get_view (data) == NULL)
    return;

  /* Nothing to search here: the cases are what there is. */
  amia_main_view_show_place (get_view (data), "cases");
  activate_on_page (data, "page.search");
}

static void
find_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  GtkWidget *page = get_view (data) != NULL ? amia_main_view_get_page (get_view (data)) : NULL;

  /* One search is enough: the second Ctrl+K goes back to its field. */
  if (page != NULL && AMIA_IS_SEARCH_PAGE (page))
    gtk_widget_activate_action (page, "page.search", NULL);
  else if (page != NULL)
    amia_navigator_open (page,
                         amia_search_page_new (amia_main_view_get_session (get_view (data))));
}

static void
sync_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  if (get_view (data) != NULL)
    amia_session_sync_now (amia_main_view_get_session (get_view (data)));
}

static void
next_view_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  activate_on_page (data, "page.next-view");
}

static void
previous_view_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  activate_on_page (data, "page.previous-view");
}

static void
other_pane_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_focus_other_pane (get_view (data));
}

static void
help_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  amia_help_page_present (GTK_WINDOW (data));
}

static void
lock_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  amia_window_lock (AMIA_WINDOW (data));
}

static void
lock_after_cb (GSimpleAction *action,
               GVariant      *state,
               gpointer       data)
{
  amia_window_set_lock_after (AMIA_WINDOW (data), g_variant_get_int32 (state));
  g_simple_action_set_state (action, state);
}

static void
log_out_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  amia_window_log_out (AMIA_WINDOW (data));
}

static void
remove_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  amia_window_remove_replica (AMIA_WINDOW (data));
}

static void
laptop_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_open_laptop (get_view (data));
}

static void
templates_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_open_templates (get_view (data), NULL);
}

static void
import_template_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  if (get_view (data) != NULL)
    amia_main_view_open_templates (get_view (data), g_variant_get_string (parameter, NULL));
}

/* The path of a file, for the page that takes one. */
static void
import_file_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  if (get_view (data) != NULL)
    gtk_widget_activate_action (amia_main_view_get_page (get_view (data)), "page.import", "s",
                                g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { .name = "back", .activate = back_cb },
  { .name = "place", .activate = place_cb, .parameter_type = "s" },
  { .name = "open-case", .activate = open_case_cb, .parameter_type = "s" },
  { .name = "open-form", .activate = open_form_cb, .parameter_type = "s" },
  { .name = "new-case", .activate = new_case_cb },
  { .name = "new", .activate = new_cb },
  { .name = "note", .activate = note_cb },
  { .name = "print", .activate = print_cb },
  { .name = "search", .activate = search_cb },
  { .name = "find", .activate = find_cb },
  { .name = "sync", .activate = sync_cb },
  { .name = "next-view", .activate = next_view_cb },
  { .name = "previous-view", .activate = previous_view_cb },
  { .name = "other-pane", .activate = other_pane_cb },
  { .name = "help", .activate = help_cb },
  { .name = "laptop", .activate = laptop_cb },
  { .name = "templates", .activate = templates_cb },
  { .name = "import-template", .activate = import_template_cb, .parameter_type = "s" },
  { .name = "import-file", .activate = import_file_cb, .parameter_type = "s" },
  { .name = "lock", .activate = lock_cb },
  { .name = "lock-after",
    .parameter_type = "i",
    .state = "600",
    .change_state = lock_after_cb },
  { .name = "log-out", .activate = log_out_cb },
  { .name = "remove", .activate = remove_cb },
};

void
amia_window_add_actions (AmiaWindow *self)
{
  g_return_if_fail (AMIA_IS_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

void
amia_window_update_actions (AmiaWindow *self)
{
  AmiaMainView *view = NULL;

  g_return_if_fail (AMIA_IS_WINDOW (self));

  view = amia_window_get_view (self);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), actions[i].name);
      gboolean is_enabled = view != NULL || actions[i].activate == help_cb;

      if (actions[i].activate == back_cb)
        is_enabled = view != NULL && amia_main_view_get_can_go_back (view);

      if (actions[i].change_state == lock_after_cb && view != NULL)
        g_simple_action_set_state (G_SIMPLE_ACTION (action),
                                   g_variant_new_int32 (amia_window_get_lock_after (self)));
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
    }
}
