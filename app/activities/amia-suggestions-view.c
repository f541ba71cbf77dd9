/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-suggestions-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-navigator.h"
#include "amia-row.h"
#include "amia-suggestion-page.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaSuggestionsView
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *list;

  AmiaSession   *session;
  AmiaCatalogue *catalogue;
};

G_DEFINE_FINAL_TYPE (AmiaSuggestionsView, amia_suggestions_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_row (const AmiaSuggestion *suggestion)
{
  g_autofree char *day = suggestion->date != NULL ? amia_words_date (suggestion->date) : NULL;
  const char      *status = amia_activity_words_suggestion (suggestion->status);
  g_autofree char *subtitle = day != NULL ? g_strdup_printf ("%s · %s", day, status)
                                          : g_strdup (status);

  return amia_row_new (suggestion->text != NULL ? suggestion->text : _ ("Without a name"),
                       subtitle);
}

static void
row_activated_cb (AmiaSuggestionsView *self,
                  GtkListBoxRow       *row)
{
  const AmiaSuggestion *item = g_object_get_data (G_OBJECT (row), "amia-item");

  amia_navigator_open (GTK_WIDGET (self), amia_suggestion_page_new (self->session, &item->id));
}

static void
amia_suggestions_view_dispose (GObject *object)
{
  AmiaSuggestionsView *self = AMIA_SUGGESTIONS_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SUGGESTIONS_VIEW);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_suggestions_view_parent_class)->dispose (object);
}

static void
amia_suggestions_view_class_init (AmiaSuggestionsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_suggestions_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-suggestions-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSuggestionsView, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaSuggestionsView, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
amia_suggestions_view_init (AmiaSuggestionsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_suggestions_view_new (AmiaSession *session)
{
  AmiaSuggestionsView *self = g_object_new (AMIA_TYPE_SUGGESTIONS_VIEW, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

void
amia_suggestions_view_set_catalogue (AmiaSuggestionsView *self,
                                     AmiaCatalogue       *catalogue)
{
  g_return_if_fail (AMIA_IS_SUGGESTIONS_VIEW (self));
  g_return_if_fail (catalogue != NULL);

  /* The rows point into the catalogue. */
  amia_list_clear (self->list);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  self->catalogue = amia_catalogue_ref (catalogue);
  for (guint i = 0; i < catalogue->suggestions->len; i++)
    {
      const AmiaSuggestion *item = g_ptr_array_index (catalogue->suggestions, i);
      GtkWidget            *row = make_row (item);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data (G_OBJECT (row), "amia-item", (gpointer) item);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    catalogue->suggestions->len > 0 ? "list" : "empty");
}
