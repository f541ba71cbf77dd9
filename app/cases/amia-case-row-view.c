/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-row-view.h"

#include <glib/gi18n.h>

#include "amia-pill.h"
#include "amia-template.h"
#include "amia-words.h"

/* The accessible name has to be set on the list's own row widget, our parent: GTK 4.8 gives it
 * none. */

struct _AmiaCaseRowView
{
  GtkWidget parent_instance;

  GtkWidget *name;
  GtkWidget *detail;
  GtkWidget *pills;
  GtkWidget *changed;

  AmiaCaseItem *item;
  gboolean      shows_waiting;
};

G_DEFINE_FINAL_TYPE (AmiaCaseRowView, amia_case_row_view, GTK_TYPE_WIDGET)

static void
clear_pills (AmiaCaseRowView *self)
{
  GtkWidget *pill = NULL;

  while ((pill = gtk_widget_get_first_child (self->pills)) != NULL)
    gtk_box_remove (GTK_BOX (self->pills), pill);
}

static void
add_pill (AmiaCaseRowView *self,
          GString         *name,
          const char      *tint,
          const char      *icon_name,
          const char      *label)
{
  gtk_box_append (GTK_BOX (self->pills), amia_pill_new (tint, icon_name, label));
  g_string_append_printf (name, ", %s", label);
}

static void
add_pills (AmiaCaseRowView   *self,
           const AmiaCaseRow *row,
           GString           *name)
{
  if (g_strcmp0 (row->status, "closed") == 0)
    add_pill (self, name, "neutral", "object-select-symbolic", _ ("Closed"));
  if (row->n_refused > 0)
    add_pill (self, name, "error", "dialog-warning-symbolic", _ ("Needs you"));
  if (row->n_conflicts > 0)
    add_pill (self, name, "warning", "view-dual-symbolic", _ ("Two versions"));
  if (!row->has_consent)
    add_pill (self, name, "neutral", "dialog-information-symbolic", _ ("Consent missing"));
  if (row->n_waiting > 0 && self->shows_waiting)
    add_pill (self, name, "neutral", "document-send-symbolic", _ ("Waiting"));
}

static char *
describe_detail (const AmiaCaseRow *row)
{
  g_autofree char *step = amia_words_step_visit (row->step, row->step_visits);

  if (row->is_protected || row->personnummer == NULL || *row->personnummer == '\0')
    return g_steal_pointer (&step);

  return g_strdup_printf ("%s · %s", row->personnummer, step);
}

static void
set_accessible_name (AmiaCaseRowView *self,
                     const char      *name)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name,
                                    -1);
}

static void
update (AmiaCaseRowView *self)
{
  const AmiaCaseRow *row = self->item != NULL ? amia_case_item_get_row (self->item) : NULL;
  g_autofree char   *name = NULL;
  g_autofree char   *detail = NULL;
  g_autofree char   *changed = NULL;
  g_autoptr (GString) accessible = NULL;

  clear_pills (self);
  if (row == NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->name), "…");
      gtk_label_set_label (GTK_LABEL (self->detail), "");
      gtk_label_set_label (GTK_LABEL (self->changed), "");
      set_accessible_name (self, _ ("A case that is being fetched"));
      return;
    }

  name = amia_case_row_dup_name (row);
  detail = describe_detail (row);
  changed = amia_words_day (row->changed_ms, amia_words_now_ms ());
  accessible = g_string_new (name);
  g_string_append_printf (accessible, ", %s", detail);
  add_pills (self, row, accessible);
  gtk_label_set_label (GTK_LABEL (self->name), name);
  gtk_label_set_label (GTK_LABEL (self->detail), detail);
  gtk_label_set_label (GTK_LABEL (self->changed), changed);
  set_accessible_name (self, accessible->str);
}

static void
amia_case_row_view_dispose (GObject *object)
{
  AmiaCaseRowView *self = AMIA_CASE_ROW_VIEW (object);

  amia_case_row_view_set_item (self, NULL, FALSE);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_ROW_VIEW);

  G_OBJECT_CLASS (amia_case_row_view_parent_class)->dispose (object);
}

static void
amia_case_row_view_class_init (AmiaCaseRowViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_row_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-row-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseRowView, name);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseRowView, detail);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseRowView, pills);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseRowView, changed);
}

static void
amia_case_row_view_init (AmiaCaseRowView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_case_row_view_new (void)
{
  return g_object_new (AMIA_TYPE_CASE_ROW_VIEW, NULL);
}

void
amia_case_row_view_set_item (AmiaCaseRowView *self,
                             AmiaCaseItem    *item,
                             gboolean         shows_waiting)
{
  g_return_if_fail (AMIA_IS_CASE_ROW_VIEW (self));

  self->shows_waiting = shows_waiting;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);

  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_object (item, "filled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

char *
amia_case_row_dup_name (const AmiaCaseRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  if (row->is_protected)
    return g_strdup (_ ("Protected identity"));
  if (row->name != NULL && *row->name != '\0')
    return g_strdup (row->name);
  if (row->title != NULL && *row->title != '\0')
    return g_strdup (row->title);

  if (amia_uuid_is_nil (&row->participant))
    return g_strdup (_ ("Case without a name"));

  /* There is a participant, whose name this agency may not see, or not at the moment. */
  switch (row->lock)
    {
    case AMIA_SHARING_LEASE:
      return g_strdup (_ ("Name hidden until you sync"));
    case AMIA_SHARING_DAY:
    case AMIA_SHARING_OVER:
      return g_strdup (_ ("Name no longer shared with you"));
    case AMIA_SHARING_OPEN:
    default:
      return g_strdup (_ ("Name not shared with you"));
    }
}

char *
amia_case_row_load_name (AmiaStore      *store,
                         const AmiaUuid *case_id)
{
  /* Ignored: who asks shows the rest without a name. */
  g_autoptr (GPtrArray) rows = amia_store_load_case_rows (store, case_id, 1, NULL);

  return rows != NULL && rows->len == 1 && rows->pdata[0] != NULL
             ? amia_case_row_dup_name (rows->pdata[0])
             : NULL;
}
