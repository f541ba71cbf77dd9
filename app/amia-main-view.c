/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-main-view.h"

#include <string.h>

#include "amia-case-page.h"
#include "amia-form-page.h"
#include "amia-laptop-page.h"
#include "amia-navigator.h"
#include "amia-places.h"
#include "amia-register-page.h"
#include "amia-report.h"
#include "amia-sidebar.h"
#include "amia-sync-words.h"
#include "amia-template.h"
#include "amia-templates-page.h"
#include "amia-values-page.h"

/* A leaflet with the side bar and a stack of places; each place is an AmiaNavigator. */

struct _AmiaMainView
{
  GtkWidget parent_instance;

  GtkWidget *clock;
  GtkWidget *clock_label;
  GtkWidget *leaflet;
  GtkWidget *sidebar;
  GtkWidget *separator;
  GtkWidget *places;

  AmiaSession *session;
  AmiaUuid     form_id;
  gboolean     has_form;
  gboolean     is_clock_seen;
};

G_DEFINE_FINAL_TYPE (AmiaMainView, amia_main_view, GTK_TYPE_WIDGET)

enum
{
  PROP_CAN_GO_BACK = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static AmiaNavigator *
get_navigator (AmiaMainView *self)
{
  return AMIA_NAVIGATOR (gtk_stack_get_visible_child (GTK_STACK (self->places)));
}

static void
notify_can_go_back (AmiaMainView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_BACK]);
}

static void
show_sidebar (AmiaMainView *self,
              gboolean      is_shown)
{
  gtk_widget_set_visible (self->sidebar, is_shown);
  gtk_widget_set_visible (self->separator, is_shown);
}

/* Whatever page comes or goes, the side bar is back: only the one on top may ask it to go. */
static void
depth_cb (AmiaMainView *self)
{
  show_sidebar (self, TRUE);
  notify_can_go_back (self);
}

/* A place whose first page has the properties `badge` and `badge-words` says by them how much there
 * is in it. */
static void
badge_cb (AmiaMainView *self,
          GParamSpec   *pspec,
          GtkWidget    *root)
{
  g_autofree char *words = NULL;
  guint            badge = 0;

  g_object_get (root, "badge", &badge, "badge-words", &words, NULL);
  amia_sidebar_set_count (
      AMIA_SIDEBAR (self->sidebar), g_object_get_data (G_OBJECT (root), "place"), badge, words);
}

static void
watch_badge (AmiaMainView        *self,
             const AmiaPlaceKind *place,
             GtkWidget           *root)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (root), "badge") == NULL)
    return;

  g_object_set_data (G_OBJECT (root), "place", (gpointer) place->name);
  g_signal_connect_object (root, "notify::badge", G_CALLBACK (badge_cb), self, G_CONNECT_SWAPPED);
}

static void
add_place (AmiaMainView        *self,
           const AmiaPlaceKind *place)
{
  GtkWidget *root = place->new_root (self->session);
  GtkWidget *navigator = amia_navigator_new (root);

  watch_badge (self, place, root);
  gtk_stack_add_named (GTK_STACK (self->places), navigator, place->name);
  g_signal_connect_object (navigator,
                           "notify::depth",
                           G_CALLBACK (depth_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/* GTK 4.8 tells screen readers of all children of a stack that are not hidden: who looks for
 * something would find it in places that nobody sees. */
static void
show_only (GtkWidget *stack,
           GtkWidget *child)
{
  gtk_widget_set_visible (child, TRUE);
  gtk_stack_set_visible_child (GTK_STACK (stack), child);
  for (GtkWidget *other = gtk_widget_get_first_child (stack); other != NULL;
       other = gtk_widget_get_next_sibling (other))
    gtk_widget_set_visible (other, other == child);
}

/* Shows a place without going to its first page. */
static void
reveal_place (AmiaMainView *self,
              const char   *place)
{
  show_sidebar (self, TRUE);
  show_only (self->places, gtk_stack_get_child_by_name (GTK_STACK (self->places), place));
  amia_sidebar_set_place (AMIA_SIDEBAR (self->sidebar), place);
  adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_FORWARD);
  notify_can_go_back (self);
}

static void
sidebar_place_cb (AmiaMainView *self,
                  const char   *place)
{
  amia_main_view_show_place (self, place);
}

static void
folded_cb (AmiaMainView *self)
{
  gboolean is_folded = adw_leaflet_get_folded (ADW_LEAFLET (self->leaflet));

  amia_sidebar_set_folded (AMIA_SIDEBAR (self->sidebar), is_folded);
  notify_can_go_back (self);
}

static void
update_clock (AmiaMainView *self)
{
  AmiaSync        *sync = amia_session_get_sync (self->session);
  gint64           offset_ms = amia_sync_get_clock_offset_ms (sync);
  g_autofree char *words = amia_sync_words_clock (offset_ms);

  if (words == NULL)
    self->is_clock_seen = FALSE;
  else
    gtk_label_set_label (GTK_LABEL (self->clock_label), words);
  gtk_widget_set_visible (self->clock, words != NULL && !self->is_clock_seen);
}

static void
clock_seen_cb (AmiaMainView *self)
{
  self->is_clock_seen = TRUE;
  update_clock (self);
  gtk_widget_child_focus (amia_main_view_get_page (self), GTK_DIR_TAB_FORWARD);
}

typedef struct
{
  AmiaUuid form_id;
  AmiaUuid case_id;
  char    *path;
} FormPlace;

static void
free_form_place (gpointer data)
{
  FormPlace *place = data;

  g_free (place->path);
  g_free (place);
}

/* Fills in the case of the form at @data, if there is such a form. */

typedef struct
{
  const AmiaUuid *survey;
  AmiaUuid        case_id;
} KeySearch;

static gboolean
note_key (const AmiaRecord *record,
          gpointer          data)
{
  KeySearch       *search = data;
  g_autofree char *survey = amia_record_dup_string (record, "survey");
  AmiaUuid         id;

  if (survey == NULL || !amia_uuid_parse (survey, -1, &id) ||
      !amia_uuid_equal (&id, search->survey))
    return TRUE;

  search->case_id = record->case_id;
  return FALSE;
}

/* A survey has no case: only its key, if this reader has it, says where it is filed. */
static gboolean
find_case (AmiaStore        *store,
           const AmiaRecord *form,
           AmiaUuid         *case_id,
           GError          **error)
{
  const AmiaRecordQuery query = { .kind = "survey-key" };
  KeySearch             search = { .survey = &form->id };

  *case_id = form->case_id;
  if (!amia_uuid_is_nil (case_id))
    return TRUE;
  if (!amia_store_foreach_record (store, &query, note_key, &search, error))
    return FALSE;

  *case_id = search.case_id;
  return !amia_uuid_is_nil (case_id);
}

static gpointer
find_case_of_form (AmiaStore    *store,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  const FormPlace *wanted = data;
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, &wanted->form_id, error);
  FormPlace *place = NULL;
  AmiaUuid   case_id;

  if (record == NULL || !find_case (store, record, &case_id, error))
    return NULL;

  place = g_new0 (FormPlace, 1);
  place->form_id = wanted->form_id;
  place->case_id = case_id;
  place->path = g_strdup (wanted->path);
  return place;
}

/* A form that is filled in together with the participant has the window to itself. */
static void
alone_cb (AmiaMainView *self,
          gboolean      is_alone)
{
  show_sidebar (self, !is_alone);
}

/* Whether a form of the case is to be opened on top of @page. */
static gboolean
is_of_case (GtkWidget      *page,
            const AmiaUuid *case_id)
{
  const AmiaUuid *own = NULL;

  if (AMIA_IS_CASE_PAGE (page))
    own = amia_case_page_get_case (AMIA_CASE_PAGE (page));
  else if (AMIA_IS_VALUES_PAGE (page))
    own = amia_values_page_get_case (AMIA_VALUES_PAGE (page));

  return own != NULL && amia_uuid_equal (own, case_id);
}

static void
push_form (AmiaMainView    *self,
           const FormPlace *place)
{
  GtkWidget *page = amia_main_view_get_page (self);

  if (!is_of_case (page, &place->case_id))
    amia_main_view_open_case (self, &place->case_id);

  self->form_id = place->form_id;
  self->has_form = TRUE;
  page = amia_form_page_new (amia_session_get_replica (self->session),
                             &place->case_id,
                             &place->form_id);
  amia_form_page_go_to (AMIA_FORM_PAGE (page), place->path);
  g_signal_connect_object (page, "alone", G_CALLBACK (alone_cb), self, G_CONNECT_SWAPPED);
  amia_navigator_push (get_navigator (self), page);
}

static void
find_case_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AmiaMainView) self = data;
  g_autoptr (GError) error = NULL;
  FormPlace *place = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (self->session != NULL && place != NULL)
    push_form (self, place);
  else if (self->session != NULL && error != NULL)
    amia_report_error (GTK_WIDGET (self), error);

  g_clear_pointer (&place, free_form_place);
}

static void
amia_main_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, amia_main_view_get_can_go_back (AMIA_MAIN_VIEW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
amia_main_view_dispose (GObject *object)
{
  AmiaMainView *self = AMIA_MAIN_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_MAIN_VIEW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_main_view_parent_class)->dispose (object);
}

static void
amia_main_view_class_init (AmiaMainViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = amia_main_view_get_property;
  object_class->dispose = amia_main_view_dispose;

  props[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AMIA_TYPE_SIDEBAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-main-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaMainView, clock);
  gtk_widget_class_bind_template_child (widget_class, AmiaMainView, clock_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaMainView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, AmiaMainView, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AmiaMainView, separator);
  gtk_widget_class_bind_template_child (widget_class, AmiaMainView, places);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_place_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, clock_seen_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_can_go_back);
}

static void
amia_main_view_init (AmiaMainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_main_view_new (AmiaSession *session)
{
  AmiaMainView        *self = g_object_new (AMIA_TYPE_MAIN_VIEW, NULL);
  gsize                n_places;
  const AmiaPlaceKind *places = amia_places_get_all (&n_places);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  amia_sidebar_set_session (AMIA_SIDEBAR (self->sidebar), session);
  for (gsize i = 0; i < n_places; i++)
    add_place (self, &places[i]);
  g_signal_connect_object (session, "changed", G_CALLBACK (update_clock), self, G_CONNECT_SWAPPED);
  reveal_place (self, "cases");
  update_clock (self);
  return GTK_WIDGET (self);
}

AmiaSession *
amia_main_view_get_session (AmiaMainView *self)
{
  g_return_val_if_fail (AMIA_IS_MAIN_VIEW (self), NULL);

  return self->session;
}

void
amia_main_view_show_place (AmiaMainView *self,
                           const char   *place)
{
  const char *visible = NULL;

  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));
  g_return_if_fail (place != NULL);

  if (gtk_stack_get_child_by_name (GTK_STACK (self->places), place) == NULL)
    return;

  visible = gtk_stack_get_visible_child_name (GTK_STACK (self->places));
  if (g_strcmp0 (visible, place) == 0)
    amia_navigator_pop_to_root (get_navigator (self));

  reveal_place (self, place);
  amia_navigator_focus (get_navigator (self));
}

void
amia_main_view_open_case (AmiaMainView   *self,
                          const AmiaUuid *case_id)
{
  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));
  g_return_if_fail (case_id != NULL);

  reveal_place (self, "cases");
  amia_navigator_pop_to_root (get_navigator (self));
  amia_navigator_push (get_navigator (self), amia_case_page_new (self->session, case_id));
}

void
amia_main_view_open_form (AmiaMainView   *self,
                          const AmiaUuid *form_id,
                          const char     *path)
{
  FormPlace *place = NULL;

  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));
  g_return_if_fail (form_id != NULL);

  place = g_new0 (FormPlace, 1);
  place->form_id = *form_id;
  place->path = g_strdup (path);
  amia_replica_call_async (amia_session_get_replica (self->session),
                           find_case_of_form,
                           place,
                           free_form_place,
                           free_form_place,
                           NULL,
                           find_case_cb,
                           g_object_ref (self));
}

void
amia_main_view_new_case (AmiaMainView *self)
{
  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));

  reveal_place (self, "cases");
  if (AMIA_IS_REGISTER_PAGE (amia_main_view_get_page (self)))
    return;

  amia_navigator_pop_to_root (get_navigator (self));
  amia_navigator_push (get_navigator (self), amia_register_page_new (self->session));
}

void
amia_main_view_go_back (AmiaMainView *self)
{
  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));

  if (!amia_navigator_pop (get_navigator (self)))
    adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_BACK);

  notify_can_go_back (self);
}

gboolean
amia_main_view_get_can_go_back (AmiaMainView *self)
{
  g_return_val_if_fail (AMIA_IS_MAIN_VIEW (self), FALSE);

  return amia_navigator_get_depth (get_navigator (self)) > 1 ||
         (adw_leaflet_get_folded (ADW_LEAFLET (self->leaflet)) &&
          adw_leaflet_get_visible_child (ADW_LEAFLET (self->leaflet)) == self->places);
}

GtkWidget *
amia_main_view_get_page (AmiaMainView *self)
{
  g_return_val_if_fail (AMIA_IS_MAIN_VIEW (self), NULL);

  return amia_navigator_get_page (get_navigator (self));
}

void
amia_main_view_focus_other_pane (AmiaMainView *self)
{
  GtkRoot   *root = NULL;
  GtkWidget *focus = NULL;
  GtkWidget *target = NULL;

  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  target = focus != NULL && gtk_widget_is_ancestor (focus, self->places) ? self->sidebar
                                                                         : self->places;
  gtk_widget_child_focus (target, GTK_DIR_TAB_FORWARD);
}

void
amia_main_view_open_laptop (AmiaMainView *self)
{
  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));

  reveal_place (self, "sync");
  if (AMIA_IS_LAPTOP_PAGE (amia_main_view_get_page (self)))
    return;

  amia_navigator_pop_to_root (get_navigator (self));
  amia_navigator_push (get_navigator (self), amia_laptop_page_new (self->session));
}

static void
open_page_cb (AmiaMainView *self,
              GtkWidget    *page)
{
  amia_navigator_push (get_navigator (self), page);
}

void
amia_main_view_open_templates (AmiaMainView *self,
                               const char   *path)
{
  GtkWidget *page = NULL;
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  g_return_if_fail (AMIA_IS_MAIN_VIEW (self));

  page = amia_main_view_get_page (self);
  if (!AMIA_IS_TEMPLATES_PAGE (page))
    {
      page = amia_templates_page_new (self->session);
      g_signal_connect_object (page, "open", G_CALLBACK (open_page_cb), self, G_CONNECT_SWAPPED);
      amia_navigator_push (get_navigator (self), page);
    }
  if (file != NULL)
    amia_templates_page_import (AMIA_TEMPLATES_PAGE (page), file);
}

const char *
amia_main_view_get_place (AmiaMainView *self)
{
  g_return_val_if_fail (AMIA_IS_MAIN_VIEW (self), NULL);

  return gtk_stack_get_visible_child_name (GTK_STACK (self->places));
}

const AmiaUuid *
amia_main_view_get_form (AmiaMainView *self)
{
  g_return_val_if_fail (AMIA_IS_MAIN_VIEW (self), NULL);

  return self->has_form ? &self->form_id : NULL;
}
