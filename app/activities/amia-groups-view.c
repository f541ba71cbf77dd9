/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-groups-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-group-page.h"
#include "amia-navigator.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaGroupsView
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *list;

  AmiaSession   *session;
  AmiaCatalogue *catalogue;
};

G_DEFINE_FINAL_TYPE (AmiaGroupsView, amia_groups_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_row (const AmiaGroup *group)
{
  g_autofree char *seating = amia_activity_words_seating (group->max, group->seats->len);
  g_autofree char *from = group->from != NULL ? amia_words_date (group->from) : NULL;
  g_autofree char *subtitle = NULL;

  /* Translators: from which day a group meets. */
  subtitle = from != NULL ? g_strdup_printf (_ ("From %s · %s"), from, seating)
                          : g_strdup (seating);
  return amia_row_new (group->title != NULL ? group->title : _ ("Without a name"), subtitle);
}

static void
row_activated_cb (AmiaGroupsView *self,
                  GtkListBoxRow  *row)
{
  const AmiaGroup *item = g_object_get_data (G_OBJECT (row), "amia-item");

  amia_navigator_open (GTK_WIDGET (self), amia_group_page_new (self->session, &item->id));
}

static void
amia_groups_view_dispose (GObject *object)
{
  AmiaGroupsView *self = AMIA_GROUPS_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_GROUPS_VIEW);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_groups_view_parent_class)->dispose (object);
}

static void
amia_groups_view_class_init (AmiaGroupsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_groups_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-groups-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupsView, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaGroupsView, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
amia_groups_view_init (AmiaGroupsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_groups_view_new (AmiaSession *session)
{
  AmiaGroupsView *self = g_object_new (AMIA_TYPE_GROUPS_VIEW, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

void
amia_groups_view_set_catalogue (AmiaGroupsView *self,
                                AmiaCatalogue  *catalogue)
{
  g_return_if_fail (AMIA_IS_GROUPS_VIEW (self));
  g_return_if_fail (catalogue != NULL);

  /* The rows point into the catalogue. */
  amia_list_clear (self->list);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  self->catalogue = amia_catalogue_ref (catalogue);
  for (guint i = 0; i < catalogue->groups->len; i++)
    {
      const AmiaGroup *item = g_ptr_array_index (catalogue->groups, i);
      GtkWidget       *row = make_row (item);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data (G_OBJECT (row), "amia-item", (gpointer) item);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    catalogue->groups->len > 0 ? "list" : "empty");
}
