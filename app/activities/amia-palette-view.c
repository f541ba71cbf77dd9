/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-palette-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-distance.h"
#include "amia-drop-down.h"
#include "amia-template.h"

#define LINE_CHARS 28

struct _AmiaPaletteView
{
  GtkWidget parent_instance;

  GtkWidget *municipality;
  GtkWidget *board;

  AmiaCatalogue *catalogue;
  GPtrArray     *municipalities; /* those of the drop-down after its first, of utf8 */
  gboolean       is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaPaletteView, amia_palette_view, GTK_TYPE_WIDGET)

static void
offer_cb (AmiaPaletteView *self,
          GtkWidget       *button)
{
  const AmiaOffer *offer = g_object_get_data (G_OBJECT (button), "amia-offer");
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  gtk_widget_activate_action (GTK_WIDGET (self), "page.open-offer", "s",
                              amia_uuid_print (&offer->id, id));
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* A long name makes its card higher, not the others wider. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_offer (AmiaPaletteView *self,
            const AmiaOffer *offer)
{
  GtkWidget  *button = gtk_button_new ();
  GtkWidget  *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *title = offer->title != NULL ? offer->title : _ ("Without a name");
  const char *below = offer->provider != NULL ? offer->provider : offer->contact;

  gtk_box_append (GTK_BOX (box), make_label (title, "heading"));
  if (below != NULL && *below != '\0')
    gtk_box_append (GTK_BOX (box), make_label (below, "caption"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "palette-offer");
  g_object_set_data (G_OBJECT (button), "amia-offer", (gpointer) offer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, below != NULL ? below : "",
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (offer_cb), self, G_CONNECT_SWAPPED);
  return button;
}

/* The first choice is all municipalities. */
static const char *
get_municipality (AmiaPaletteView *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->municipality));

  return selected > 0 && selected <= self->municipalities->len
             ? g_ptr_array_index (self->municipalities, selected - 1)
             : NULL;
}

static gboolean
is_shown (AmiaPaletteView *self,
          const AmiaOffer *offer,
          const char      *colour)
{
  const char *municipality = get_municipality (self);

  return g_strcmp0 (offer->colour, colour) == 0 &&
         (municipality == NULL || g_strcmp0 (offer->municipality, municipality) == 0);
}

/* Where a municipality has nothing of a colour: the nearest that has, if any is known to be. */
static void
add_nearest (AmiaPaletteView *self,
             GtkWidget       *card,
             const char      *colour)
{
  const char      *municipality = get_municipality (self);
  const AmiaOffer *nearest = NULL;
  double           least = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; municipality != NULL && i < self->catalogue->offers->len; i++)
    {
      const AmiaOffer *offer = g_ptr_array_index (self->catalogue->offers, i);
      double           km = amia_distance_get_km (municipality, offer->municipality);

      if (g_strcmp0 (offer->colour, colour) != 0 || km < 0 || (nearest != NULL && km >= least))
        continue;
      nearest = offer;
      least = km;
    }
  if (nearest == NULL)
    return;

  /* Translators: a municipality, and how far it is in kilometres, not by road */
  words = g_strdup_printf (_ ("Nearest in %s, about %.0f km as the crow flies:"),
                           nearest->municipality, least);
  gtk_box_append (GTK_BOX (card), make_label (words, "palette-nothing"));
  gtk_box_append (GTK_BOX (card), make_offer (self, nearest));
}

static GtkWidget *
make_card (AmiaPaletteView        *self,
           const AmiaRecordChoice *colour)
{
  GtkWidget       *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget       *head = make_label (_ (colour->words), "palette-head");
  g_autofree char *style = g_strdup_printf ("palette-%s", colour->code);
  guint            n_offers = 0;

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "palette-card");
  gtk_widget_add_css_class (head, style);
  gtk_box_append (GTK_BOX (card), head);
  for (guint i = 0; i < self->catalogue->offers->len; i++)
    {
      const AmiaOffer *offer = g_ptr_array_index (self->catalogue->offers, i);

      if (!is_shown (self, offer, colour->code))
        continue;
      gtk_box_append (GTK_BOX (card), make_offer (self, offer));
      n_offers++;
    }
  if (n_offers == 0)
    {
      gtk_box_append (GTK_BOX (card), make_label (_ ("Nothing here yet"), "palette-nothing"));
      add_nearest (self, card, colour->code);
    }
  return card;
}

static void
clear_board (AmiaPaletteView *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->board)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->board), child);
}

static void
show_cb (AmiaPaletteView *self)
{
  if (self->catalogue == NULL || self->is_updating)
    return;

  clear_board (self);
  for (gsize i = 0; i < AMIA_N_PALETTE_COLOURS; i++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                    make_card (self, &amia_palette_colours[i]));
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_insert (GTK_FLOW_BOX (self->board), child, -1);
    }
}

static void
amia_palette_view_dispose (GObject *object)
{
  AmiaPaletteView *self = AMIA_PALETTE_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_PALETTE_VIEW);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  g_clear_pointer (&self->municipalities, g_ptr_array_unref);

  G_OBJECT_CLASS (amia_palette_view_parent_class)->dispose (object);
}

static void
amia_palette_view_class_init (AmiaPaletteViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_palette_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-palette-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaPaletteView, municipality);
  gtk_widget_class_bind_template_child (widget_class, AmiaPaletteView, board);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
amia_palette_view_init (AmiaPaletteView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->municipalities = g_ptr_array_new_with_free_func (g_free);
  amia_drop_down_set_name (self->municipality, _ ("Municipality"));
  amia_drop_down_shorten (self->municipality);
}

void
amia_palette_view_set_catalogue (AmiaPaletteView *self,
                                 AmiaCatalogue   *catalogue)
{
  g_return_if_fail (AMIA_IS_PALETTE_VIEW (self));
  g_return_if_fail (catalogue != NULL);

  /* The buttons point into the catalogue. */
  clear_board (self);
  g_clear_pointer (&self->catalogue, amia_catalogue_unref);
  self->catalogue = amia_catalogue_ref (catalogue);
  self->is_updating = TRUE;
  amia_activity_words_fill_municipalities (self->municipality, catalogue, self->municipalities);
  self->is_updating = FALSE;
  show_cb (self);
}
