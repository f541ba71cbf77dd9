/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-activities-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-activity-words.h"
#include "amia-group-page.h"
#include "amia-line-view.h"
#include "amia-navigator.h"
#include "amia-offer-page.h"
#include "amia-offers-view.h"
#include "amia-palette-view.h"
#include "amia-report.h"
#include "amia-suggestion-page.h"
#include "amia-template.h"
#include "amia-view-steps.h"
#include "amia-words.h"

/* One reading of the catalogue for all views, anew when a record of its kinds may have changed. */

struct _AmiaActivitiesPage
{
  GtkWidget parent_instance;

  GtkWidget *views;
  GtkWidget *offers;
  GtkWidget *palette;
  GtkWidget *groups_stack;
  GtkWidget *groups;
  GtkWidget *suggestions_stack;
  GtkWidget *suggestions;

  AmiaSession  *session;
  GCancellable *cancellable;
  gboolean      is_loading;
  gboolean      is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaActivitiesPage, amia_activities_page, GTK_TYPE_WIDGET)

static void load (AmiaActivitiesPage *self);

static AmiaLine *
make_group_line (const AmiaGroup *group)
{
  g_autofree char *seating = amia_activity_words_seating (group->max, group->seats->len);
  g_autofree char *from = group->from != NULL ? amia_words_date (group->from) : NULL;
  g_autofree char *subtitle = NULL;
  AmiaLine        *line = NULL;

  /* Translators: from which day a group meets. */
  subtitle = from != NULL ? g_strdup_printf (_ ("From %s · %s"), from, seating)
                          : g_strdup (seating);
  line = amia_line_new (group->title != NULL ? group->title : _ ("Without a name"), subtitle);
  amia_line_set_id (line, &group->id);
  return line;
}

static AmiaLine *
make_suggestion_line (const AmiaSuggestion *suggestion)
{
  g_autofree char *day = suggestion->date != NULL ? amia_words_date (suggestion->date) : NULL;
  const char      *status = amia_activity_words_suggestion (suggestion->status);
  g_autofree char *subtitle = day != NULL ? g_strdup_printf ("%s · %s", day, status)
                                          : g_strdup (status);
  AmiaLine        *line = amia_line_new (
             suggestion->text != NULL ? suggestion->text : _ ("Without a name"), subtitle);

  amia_line_set_id (line, &suggestion->id);
  return line;
}

static void
show_lines (GtkWidget *stack,
            GtkWidget *view,
            GPtrArray *lines)
{
  amia_line_view_set_lines (AMIA_LINE_VIEW (view), lines);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), lines->len > 0 ? "list" : "empty");
}

static void
show_catalogue (AmiaActivitiesPage *self,
                AmiaCatalogue      *catalogue)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) suggestions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < catalogue->groups->len; i++)
    g_ptr_array_add (groups, make_group_line (g_ptr_array_index (catalogue->groups, i)));
  for (guint i = 0; i < catalogue->suggestions->len; i++)
    g_ptr_array_add (suggestions,
                     make_suggestion_line (g_ptr_array_index (catalogue->suggestions, i)));

  amia_offers_view_set_catalogue (AMIA_OFFERS_VIEW (self->offers), catalogue);
  amia_palette_view_set_catalogue (AMIA_PALETTE_VIEW (self->palette), catalogue);
  show_lines (self->groups_stack, self->groups, groups);
  show_lines (self->suggestions_stack, self->suggestions, suggestions);
}

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

  show_catalogue (self, catalogue);
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

/* What a view shows is all of one kind. */
static void
open_record (AmiaActivitiesPage *self,
             const AmiaUuid     *id)
{
  const char *view = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->views));
  GtkWidget  *page = NULL;

  if (strcmp (view, "groups") == 0)
    page = amia_group_page_new (self->session, id);
  else if (strcmp (view, "suggestions") == 0)
    page = amia_suggestion_page_new (self->session, id);
  else
    page = amia_offer_page_new (self->session, id);
  amia_navigator_open (GTK_WIDGET (self), page);
}

static void
open_cb (AmiaActivitiesPage *self,
         AmiaLine           *line)
{
  open_record (self, amia_line_get_id (line));
}

static void
open_offer_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaUuid id;

  if (amia_uuid_parse (g_variant_get_string (parameter, NULL), -1, &id))
    open_record (AMIA_ACTIVITIES_PAGE (widget), &id);
}

static void
new_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  AmiaUuid id = amia_uuid_new_v7 (amia_words_now_ms ());

  open_record (AMIA_ACTIVITIES_PAGE (widget), &id);
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
  amia_offers_view_search (AMIA_OFFERS_VIEW (self->offers));
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

  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  g_type_ensure (AMIA_TYPE_OFFERS_VIEW);
  g_type_ensure (AMIA_TYPE_PALETTE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-activities-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, views);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, offers);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, palette);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, groups_stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, groups);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, suggestions_stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaActivitiesPage, suggestions);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "page.open-offer", "s", open_offer_cb);
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

GtkWidget *
amia_activities_page_new (AmiaSession *session)
{
  AmiaActivitiesPage *self = g_object_new (AMIA_TYPE_ACTIVITIES_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
