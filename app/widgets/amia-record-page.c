/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-record-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-record-remove.h"
#include "amia-revived-note.h"
#include "amia-template.h"

/* What a template puts into the page comes between the word about the owner and the fields. */

struct _AmiaRecordPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *box;
  GtkWidget *not_own;
  GtkWidget *revived;
  GtkWidget *remove;

  const AmiaRecordPageKind *kind;
  AmiaReplica              *replica;
  AmiaUuid                  id;
  AmiaUuid                  case_id;
  AmiaRecordForm           *form; /* in the box */
};

static GtkBuildableIface *parent_buildable;

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmiaRecordPage,
                               amia_record_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_title (AmiaRecordPage   *self,
            const AmiaRecord *record)
{
  g_autofree char *title =
      record != NULL ? amia_record_dup_string (record, self->kind->title_field) : NULL;

  amia_record_page_set_title (self, title != NULL && *title != '\0' ? title
                                                                    : _ (self->kind->untitled));
}

static void
changed_cb (AmiaRecordPage *self)
{
  const AmiaRecord *record = amia_record_form_get_record (self->form);
  gboolean          is_own = amia_record_form_is_own (self->form);

  if (self->kind->title_field != NULL)
    show_title (self, record);
  gtk_widget_set_visible (self->not_own, !is_own);
  gtk_widget_set_visible (self->remove, self->kind->removed != NULL && is_own && record != NULL);
  amia_revived_note_show (AMIA_REVIVED_NOTE (self->revived), self->replica, record, is_own);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* There is nothing left to show. */
static void
gone_cb (AmiaRecordPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
remove_cb (AmiaRecordPage *self)
{
  amia_record_remove (GTK_WIDGET (self), self->replica, self->kind->kind, &self->id,
                      amia_uuid_is_nil (&self->case_id) ? NULL : &self->case_id,
                      _ (self->kind->removed));
}

/* The page's own template is built by this, too; there is no box before that is done. */
static void
amia_record_page_add_child (GtkBuildable *buildable,
                            GtkBuilder   *builder,
                            GObject      *child,
                            const char   *type)
{
  AmiaRecordPage *self = AMIA_RECORD_PAGE (buildable);

  if (self->box != NULL && GTK_IS_WIDGET (child))
    gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = amia_record_page_add_child;
}

static void
amia_record_page_dispose (GObject *object)
{
  AmiaRecordPage *self = AMIA_RECORD_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_RECORD_PAGE);
  self->form = NULL;
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_record_page_parent_class)->dispose (object);
}

static void
amia_record_page_class_init (AmiaRecordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_record_page_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", AMIA_TYPE_RECORD_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (AMIA_TYPE_REVIVED_NOTE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-record-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaRecordPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaRecordPage, box);
  gtk_widget_class_bind_template_child (widget_class, AmiaRecordPage, not_own);
  gtk_widget_class_bind_template_child (widget_class, AmiaRecordPage, revived);
  gtk_widget_class_bind_template_child (widget_class, AmiaRecordPage, remove);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
amia_record_page_init (AmiaRecordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmiaRecordForm *
amia_record_page_show (AmiaRecordPage           *self,
                       AmiaReplica              *replica,
                       const AmiaRecordPageKind *kind,
                       const AmiaUuid           *id,
                       const AmiaUuid           *case_id)
{
  GtkWidget *form = NULL;

  g_return_val_if_fail (AMIA_IS_RECORD_PAGE (self), NULL);
  g_return_val_if_fail (self->form == NULL, NULL);
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self->kind = kind;
  self->replica = g_object_ref (replica);
  self->id = *id;
  if (case_id != NULL)
    self->case_id = *case_id;
  form = amia_record_form_new (replica, kind->kind, id, case_id, kind->fields, kind->n_fields);
  self->form = AMIA_RECORD_FORM (form);
  g_signal_connect_object (form, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), form);
  return self->form;
}

void
amia_record_page_set_title (AmiaRecordPage *self,
                            const char     *title)
{
  g_return_if_fail (AMIA_IS_RECORD_PAGE (self));
  g_return_if_fail (title != NULL);

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
}

AmiaRecordForm *
amia_record_page_get_form (AmiaRecordPage *self)
{
  g_return_val_if_fail (AMIA_IS_RECORD_PAGE (self), NULL);

  return self->form;
}
