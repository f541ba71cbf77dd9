/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-sidebar.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-pill.h"
#include "amia-places.h"
#include "amia-sync-line.h"
#include "amia-template.h"
#include "amia-words.h"

/* A row for each place of the table; a row's widget name is its place's name. */

typedef struct
{
  const AmiaPlaceKind *place;
  GtkWidget           *row;
  GtkWidget           *count;
} PlaceRow;

struct _AmiaSidebar
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkWidget *user;
  GtkWidget *agency;
  GtkWidget *list;
  GtkWidget *line;

  AmiaSession *session;
  GArray      *rows; /* of PlaceRow */
};

G_DEFINE_FINAL_TYPE (AmiaSidebar, amia_sidebar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const PlaceRow *
find_row (AmiaSidebar *self,
          const char  *place)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const PlaceRow *row = &g_array_index (self->rows, PlaceRow, i);

      if (strcmp (row->place->name, place) == 0)
        return row;
    }

  return NULL;
}

static void
update_cases (AmiaSidebar *self)
{
  const AmiaStatus *status = amia_session_get_status (self->session);
  g_autofree char  *words = NULL;

  words = g_strdup_printf (ngettext ("Cases, %u case", "Cases, %u cases", status->n_cases),
                           status->n_cases);
  amia_sidebar_set_count (self, "cases", status->n_cases, words);
}

static void
update_sync (AmiaSidebar *self)
{
  const AmiaStatus *status = amia_session_get_status (self->session);
  guint             n_waiting = amia_session_has_server (self->session) ? status->n_waiting : 0;
  guint             n_sync = status->n_refused > 0 ? status->n_refused : n_waiting;
  g_autofree char  *words = NULL;

  if (n_sync == 0)
    words = g_strdup (_ ("Sync"));
  else if (status->n_refused > 0)
    words = g_strdup_printf (ngettext ("Sync, %u needs you", "Sync, %u need you", n_sync), n_sync);
  else
    words = g_strdup_printf (
        ngettext ("Sync, %u change waiting", "Sync, %u changes waiting", n_sync),
        n_sync);
  amia_sidebar_set_count (self, "sync", n_sync, words);
}

/* The account is what one signs in with, and is a hint away where there is a name. */
static void
update_person (AmiaSidebar *self)
{
  AmiaReplica *replica = amia_session_get_replica (self->session);
  const char  *person = amia_session_get_person (self->session);
  const char  *user = amia_replica_get_identity (replica)->user;

  gtk_label_set_label (GTK_LABEL (self->user), person);
  gtk_widget_set_tooltip_text (self->user, strcmp (person, user) != 0 ? user : NULL);
}

static void
update (AmiaSidebar *self)
{
  update_person (self);
  update_cases (self);
  update_sync (self);
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
  g_clear_pointer (&self->rows, g_array_unref);

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
  gtk_widget_class_bind_template_child (widget_class, AmiaSidebar, line);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_clicked_cb);
}

static void
add_row (AmiaSidebar         *self,
         const AmiaPlaceKind *place)
{
  const char *title = _ (place->title);
  GtkWidget  *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget  *icon = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name", place->icon_name,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);
  GtkWidget  *label = gtk_label_new (title);
  PlaceRow    row = { place, gtk_list_box_row_new (), gtk_label_new (NULL) };

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (row.count, "count");
  gtk_widget_add_css_class (row.count, "numeric");
  gtk_widget_set_visible (row.count, FALSE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), row.count);
  gtk_widget_set_name (row.row, place->name);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row.row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row.row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row.row);
  g_array_append_val (self->rows, row);
}

static void
amia_sidebar_init (AmiaSidebar *self)
{
  gsize                n_places;
  const AmiaPlaceKind *places = amia_places_get_all (&n_places);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PlaceRow));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < n_places; i++)
    add_row (self, &places[i]);
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
  amia_pill_set_agency (AMIA_PILL (self->agency), identity->agency);
  amia_sync_line_set_session (AMIA_SYNC_LINE (self->line), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
amia_sidebar_set_place (AmiaSidebar *self,
                        const char  *place)
{
  const PlaceRow *row = NULL;

  g_return_if_fail (AMIA_IS_SIDEBAR (self));
  g_return_if_fail (place != NULL);

  row = find_row (self, place);
  g_return_if_fail (row != NULL);

  gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row->row));
}

void
amia_sidebar_set_count (AmiaSidebar *self,
                        const char  *place,
                        guint        count,
                        const char  *words)
{
  const PlaceRow  *row = NULL;
  g_autofree char *text = g_strdup_printf ("%u", count);

  g_return_if_fail (AMIA_IS_SIDEBAR (self));
  g_return_if_fail (place != NULL);
  g_return_if_fail (words != NULL);

  row = find_row (self, place);
  g_return_if_fail (row != NULL);

  gtk_label_set_label (GTK_LABEL (row->count), text);
  gtk_widget_set_visible (row->count, count > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

void
amia_sidebar_set_folded (AmiaSidebar *self,
                         gboolean     is_folded)
{
  g_return_if_fail (AMIA_IS_SIDEBAR (self));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), is_folded);
}
