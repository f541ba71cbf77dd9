/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-offers-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-drop-down.h"
#include "amia-line-view.h"
#include "amia-palette.h"
#include "amia-search-keys.h"
#include "amia-template.h"

/* What is shown is chosen here, from the catalogue that is in memory anyway. */

struct _AmiaOffersView
{
  GtkWidget parent_instance;

  GtkWidget *search;
  GtkWidget *category;
  GtkWidget *municipality;
  GtkWidget *late;
  GtkWidget *sort;
  GtkWidget *stack;
  GtkWidget *list;

  AmiaCatalogue *catalogue;
  GPtrArray     *municipalities; /* those of the drop-down after its first, of utf8 */
  gboolean       is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaOffersView, amia_offers_view, GTK_TYPE_WIDGET)

static gboolean
has_words (const AmiaOffer *offer,
           const char      *words)
{
  const char *texts[] = { offer->title, offer->text, offer->provider, offer->municipality,
                          offer->contact };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i] != NULL && g_str_match_string (words, texts[i], TRUE))
        return TRUE;
    }

  return *words == '\0';
}

static const char *
get_category (AmiaOffersView *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->category));

  /* The first choice is all of them. */
  return selected > 0 && selected <= AMIA_N_ACTIVITY_CATEGORIES
             ? amia_activity_categories[selected - 1].code
             : NULL;
}

static const char *
get_municipality (AmiaOffersView *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->municipality));

  return selected > 0 && selected <= self->municipalities->len
             ? g_ptr_array_index (self->municipalities, selected - 1)
             : NULL;
}

static gboolean
is_wanted (AmiaOffersView  *self,
           const AmiaOffer *offer)
{
  const char *category = get_category (self);
  const char *municipality = get_municipality (self);

  return has_words (offer, gtk_editable_get_text (GTK_EDITABLE (self->search))) &&
         (category == NULL || g_strcmp0 (category, offer->category) == 0) &&
         (municipality == NULL || g_strcmp0 (municipality, offer->municipality) == 0) &&
         (offer->is_late || !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->late)));
}

static int
compare_distance (gconstpointer a,
                  gconstpointer b)
{
  const AmiaOffer *const *first = a;
  const AmiaOffer *const *second = b;
  const AmiaOfferRank     ranks[] = { { (*first)->category, (*first)->km },
                                      { (*second)->category, (*second)->km } };

  return amia_offer_compare (&ranks[0], &ranks[1], NULL);
}

static char *
describe (const AmiaOffer *offer)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *distance = amia_activity_words_distance (offer->km);
  const char      *parts[] = { amia_activity_words_category (offer->category), offer->provider,
                               offer->municipality, distance };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL && *parts[i] != '\0')
        g_ptr_array_add (words, (gpointer) parts[i]);
    }

  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

static AmiaLine *
make_line (const AmiaOffer *offer)
{
  g_autofree char *subtitle = describe (offer);
  AmiaLine        *line =
      amia_line_new (offer->title != NULL ? offer->title : _ ("Without a name"), subtitle);

  amia_line_set_id (line, &offer->id);
  if (offer->is_late)
    amia_line_add_pill (line, "warning", "dialog-warning-symbolic", _ ("To confirm"));
  return line;
}

static void
fill (AmiaOffersView *self,
      GPtrArray      *offers)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < offers->len; i++)
    g_ptr_array_add (lines, make_line (g_ptr_array_index (offers, i)));

  amia_line_view_set_lines (AMIA_LINE_VIEW (self->list), lines);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->catalogue->offers->len == 0 ? "empty"
                                    : offers->len == 0                ? "no-hits"
                                                                      : "list");
}

static void
filter_cb (AmiaOffersView *self)
{
  g_autoptr (GPtrArray) wanted = NULL;

  if (self->catalogue == NULL || self->is_updating)
    return;

  amia_search_keys_asked (self->search);
  wanted = g_ptr_array_new ();
  for (guint i = 0; i < self->catalogue->offers->len; i++)
    {
      AmiaOffer *offer = g_ptr_array_index (self->catalogue->offers, i);

      if (is_wanted (self, offer))
        g_ptr_array_add (wanted, offer);
    }
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort)) == 1)
    g_ptr_array_sort (wanted, compare_distance);
  fill (self, wanted);
  amia_search_keys_answered (self->search);
}

static void
stop_search_cb (AmiaOffersView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  amia_line_view_focus_first (AMIA_LINE_VIEW (self->list));
}

static void
open_cb (AmiaOffersView *self,
         AmiaLine       *line)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  gtk_widget_activate_action (GTK_WIDGET (self), "page.open-offer", "s",
                              amia_uuid_print (amia_line_get_id (line), id));
}

static gboolean
open_first (GtkWidget *view)
{
  AmiaOffersView *self = AMIA_OFFERS_VIEW (view);
  AmiaLine       *first = amia_line_view_get_first (AMIA_LINE_VIEW (self->list));

  if (first == NULL)
    return FALSE;

  open_cb (self, first);
  return TRUE;
}

static gboolean
go_to_first (GtkWidget *view)
{
  return amia_line_view_focus_first (AMIA_LINE_VIEW (AMIA_OFFERS_VIEW (view)->list));
}

static void
amia_offers_view_dispose (GObject *object)
{
  AmiaOffersView *self = AMIA_OFFERS_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_OFFERS_VIEW);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  g_clear_pointer (&self->municipalities, g_ptr_array_unref);

  G_OBJECT_CLASS (amia_offers_view_parent_class)->dispose (object);
}

static void
amia_offers_view_class_init (AmiaOffersViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_offers_view_dispose;

  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-offers-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, search);
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, category);
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, municipality);
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, late);
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, sort);
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaOffersView, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
amia_offers_view_init (AmiaOffersView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->municipalities = g_ptr_array_new_with_free_func (g_free);
  amia_activity_words_fill_categories (self->category);
  amia_drop_down_set_name (self->category, _ ("Category"));
  amia_drop_down_set_name (self->municipality, _ ("Municipality"));
  amia_drop_down_shorten (self->municipality);
  amia_drop_down_set_name (self->sort, _ ("Order"));
  amia_search_keys_capture (self->search, GTK_WIDGET (self));
  amia_search_keys_add (self->search, GTK_WIDGET (self), go_to_first, open_first);
}

void
amia_offers_view_set_catalogue (AmiaOffersView *self,
                                AmiaCatalogue  *catalogue)
{
  g_return_if_fail (AMIA_IS_OFFERS_VIEW (self));
  g_return_if_fail (catalogue != NULL);

  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  self->catalogue = amia_catalogue_ref (catalogue);
  self->is_updating = TRUE;
  amia_activity_words_fill_municipalities (self->municipality, catalogue, self->municipalities);
  self->is_updating = FALSE;
  filter_cb (self);
}

void
amia_offers_view_search (AmiaOffersView *self)
{
  g_return_if_fail (AMIA_IS_OFFERS_VIEW (self));

  if (!gtk_widget_get_mapped (self->search) || !gtk_widget_grab_focus (self->search))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
