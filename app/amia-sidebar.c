/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-sidebar.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-pill.h"
#include "amia-sync-line.h"
#include "amia-template.h"
#include "amia-words.h"

/* The rows stand in the template; their names there are the places' names. */

struct _AmiaSidebar
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkWidget *user;
  GtkWidget *agency;
  GtkWidget *list;
  GtkWidget *cases;
  GtkWidget *cases_count;
  GtkWidget *sync;
  GtkWidget *sync_count;
  GtkWidget *line;

  AmiaSession *session;
};

G_DEFINE_FINAL_TYPE (AmiaSidebar, amia_sidebar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A zero says nothing worth reading. */
static void
set_count (GtkWidget *label,
           guint      count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, count > 0);
}

static void
set_row_name (GtkWidget  *row,
              const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (AmiaSidebar *self)
{
  const AmiaStatus *status = amia_session_get_status (self->session);
  guint             n_waiting = amia_session_has_server (self->session) ? status->n_waiting : 0;
  guint             n_sync = status->n_refused > 0 ? status->n_refused : n_waiting;
  g_autofree char  *cases = NULL;
  g_autofree char  *sync = NULL;

  set_count (self->cases_count, status->n_cases);
  set_count (self->sync_count, n_sync);

  cases = g_strdup_printf (ngettext ("Cases, %u case", "Cases, %u cases", status->n_cases),
                           status->n_cases);
  set_row_name (self->cases, cases);
  if (n_sync == 0)
    sync = g_strdup (_ ("Sync"));
  else if (status->n_refused > 0)
    sync = g_strdup_printf (ngettext ("Sync, %u needs you", "Sync, %u need you", n_sync), n_sync);
  else
    sync = g_strdup_printf (
        ngettext ("Sync, %u change waiting", "Sync, %u changes waiting", n_sync),
        n_sync);
  set_row_name (self->sync, sync);
}

static void
row_activated_cb (AmiaSidebar   *self,
                  GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_PLACE], 0, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
line_clicked_cb (AmiaSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_PLACE], 0, "sync");
}

static void
amia_sidebar_dispose (GObject *object)
{
  AmiaSidebar *self = AMIA_SIDEBAR (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SIDEBAR);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_sidebar_parent_class)->dispose (object);
}

static void
amia_sidebar_class_init (AmiaSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_sidebar_dispose;

  signals[SIGNAL_PLACE] = g_signal_new ("place",
                                        AMIA_TYPE_SIDEBAR,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);

  g_type_ensure (AMIA_TYPE_PILL);
  g_type_ensure (AMIA_TYPE_SYNC_LINE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, user);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, agency);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, cases);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, cases_count);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, sync);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, sync_count);
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, line);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_clicked_cb);
}

static void
amia_sidebar_init (AmiaSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_sidebar_set_session (AmiaSidebar *self,
                          AmiaSession *session)
{
  const AmiaIdentity *identity = NULL;

  g_return_if_fail (AMIA_IS_SIDEBAR (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  identity = amia_replica_get_identity (amia_session_get_replica (session));
  gtk_label_set_label (GTK_LABEL (self->user), identity->user);
  amia_pill_set_agency (AMIA_PILL (self->agency), identity->agency);
  amia_sync_line_set_session (AMIA_SYNC_LINE (self->line), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
amia_sidebar_set_place (AmiaSidebar *self,
                        const char  *place)
{
  GtkWidget *row = NULL;

  g_return_if_fail (AMIA_IS_SIDEBAR (self));
  g_return_if_fail (place != NULL);

  row = strcmp (place, "sync") == 0 ? self->sync : self->cases;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row));
}

void
amia_sidebar_set_folded (AmiaSidebar *self,
                         gboolean     is_folded)
{
  g_return_if_fail (AMIA_IS_SIDEBAR (self));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), is_folded);
}
