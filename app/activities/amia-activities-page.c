/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-activities-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-group-page.h"
#include "amia-groups-view.h"
#include "amia-navigator.h"
#include "amia-offer-page.h"
#include "amia-offers-view.h"
#include "amia-palette-view.h"
#include "amia-report.h"
#include "amia-suggestion-page.h"
#include "amia-suggestions-view.h"
#include "amia-template.h"
#include "amia-view-steps.h"
#include "amia-words.h"

/* One reading of the catalogue for all views, anew when a record of its kinds may have changed. */

struct _AmiaActivitiesPage
{
  GtkWidget parent_instance;

  GtkWidget *switcher;
  GtkWidget *views;
  GtkWidget *offers;
  GtkWidget *palette;
  GtkWidget *groups;
  GtkWidget *suggestions;

  AmiaSession  *session;
  GCancellable *cancellable;
  gboolean      is_loading;
  gboolean      is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaActivitiesPage, amia_activities_page, GTK_TYPE_WIDGET)

static void load (AmiaActivitiesPage *self);

static gpointer
load_catalogue (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autofree char *today = amia_words_today ();

  return amia_catalogue_load (store, today, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaActivitiesPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaCatalogue) catalogue =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_loading = FALSE;
  if (catalogue == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  amia_offers_view_set_catalogue (AMIA_OFFERS_VIEW (self->offers), catalogue);
  amia_palette_view_set_catalogue (AMIA_PALETTE_VIEW (self->palette), catalogue);
  amia_groups_view_set_catalogue (AMIA_GROUPS_VIEW (self->groups), catalogue);
  amia_suggestions_view_set_catalogue (AMIA_SUGGESTIONS_VIEW (self->suggestions), catalogue);
  if (self->is_stale)
    load (self);
}

/* A page that is not shown is read when it is. */
static void
load (AmiaActivitiesPage *self)
{
  self->is_stale = self->is_loading || !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;

  self->is_loading = TRUE;
  amia_replica_call_async (amia_session_get_replica (self->session),
                           load_catalogue,
                           NULL,
                           NULL,
                           (GDestroyNotify) amia_catalogue_unref,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

static void
map_cb (AmiaActivitiesPage *self)
{
  if (self->is_stale)
    load (self);
}

static void
new_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  AmiaActivitiesPage *self = AMIA_ACTIVITIES_PAGE (widget);
  AmiaUuid            id = amia_uuid_new_v7 (amia_words_now_ms ());
  const char         *view = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->views));
  GtkWidget          *page = NULL;

  if (strcmp (view, "groups") == 0)
    page = amia_group_page_new (self->session, &id);
  else if (strcmp (view, "suggestions") == 0)
    page = amia_suggestion_page_new (self->session, &id);
  else
    page = amia_offer_page_new (self->session, &id);
  amia_navigator_open (widget, page);
}

static void
next_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  amia_view_stack_step (ADW_VIEW_STACK (AMIA_ACTIVITIES_PAGE (widget)->views), 1);
}

static void
previous_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  amia_view_stack_step (ADW_VIEW_STACK (AMIA_ACTIVITIES_PAGE (widget)->views), -1);
}

static void
view_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (AMIA_ACTIVITIES_PAGE (widget)->views),
                                         g_variant_get_string (parameter, NULL));
}

static void
search_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  AmiaActivitiesPage *self = AMIA_ACTIVITIES_PAGE (widget);

  adw_view_stack_set_visible_child (ADW_VIEW_STACK (self->views), self->offers);
  gtk_widget_child_focus (self->offers, GTK_DIR_TAB_FORWARD);
}

static void
amia_activities_page_dispose (GObject *object)
{
  AmiaActivitiesPage *self = AMIA_ACTIVITIES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_ACTIVITIES_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_activities_page_parent_class)->dispose (object);
}

static void
amia_activities_page_finalize (GObject *object)
{
  g_object_unref (AMIA_ACTIVITIES_PAGE (object)->cancellable);

  G_OBJECT_CLASS (amia_activities_page_parent_class)->finalize (object);
}

static void
amia_activities_page_class_init (AmiaActivitiesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_activities_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_activities_page_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-activities-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, views);
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "page.view", "s", view_cb);
  gtk_widget_class_install_action (widget_class, "page.next-view", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "page.previous-view", NULL, previous_cb);
}

static void
amia_activities_page_init (AmiaActivitiesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->is_stale = TRUE;
}

static void
add_view (AmiaActivitiesPage *self,
          GtkWidget          *view,
          const char         *name,
          const char         *title,
          const char         *icon_name)
{
  AdwViewStackPage *page =
      adw_view_stack_add_titled (ADW_VIEW_STACK (self->views), view, name, title);

  adw_view_stack_page_set_icon_name (page, icon_name);
}

GtkWidget *
amia_activities_page_new (AmiaSession *session)
{
  AmiaActivitiesPage *self = g_object_new (AMIA_TYPE_ACTIVITIES_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  self->offers = amia_offers_view_new (session);
  self->palette = amia_palette_view_new (session);
  self->groups = amia_groups_view_new (session);
  self->suggestions = amia_suggestions_view_new (session);
  add_view (self, self->offers, "catalogue", _ ("Catalogue"), "view-list-bullet-symbolic");
  add_view (self, self->palette, "palette", _ ("Palette"), "view-grid-symbolic");
  add_view (self, self->groups, "groups", _ ("Groups"), "system-users-symbolic");
  add_view (self, self->suggestions, "suggestions", _ ("Suggestions"), "document-edit-symbolic");
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
