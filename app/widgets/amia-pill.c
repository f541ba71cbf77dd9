/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-pill.h"

#include "amia-words.h"

/* A box with an icon and a label; its look is in style.css, `.pill-label` and the tints. */

struct _AmiaPill
{
  GtkBox parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  char      *tint;
};

G_DEFINE_FINAL_TYPE (AmiaPill, amia_pill, GTK_TYPE_BOX)

static void
set_tint (AmiaPill   *self,
          const char *tint)
{
  if (self->tint != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->tint);

  g_free (self->tint);
  self->tint = g_strdup (tint);
  gtk_widget_add_css_class (GTK_WIDGET (self), tint);
}

static void
amia_pill_finalize (GObject *object)
{
  AmiaPill *self = AMIA_PILL (object);

  g_free (self->tint);

  G_OBJECT_CLASS (amia_pill_parent_class)->finalize (object);
}

static void
amia_pill_class_init (AmiaPillClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amia_pill_finalize;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_pill_init (AmiaPill *self)
{
  self->icon = gtk_image_new ();
  gtk_widget_set_visible (self->icon, FALSE);
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 12);
  self->label = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (self), self->icon);
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "pill-label");
}

static void
set_label (AmiaPill   *self,
           const char *label)
{
  gtk_label_set_label (GTK_LABEL (self->label), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

GtkWidget *
amia_pill_new (const char *tint,
               const char *icon_name,
               const char *label)
{
  AmiaPill *self = g_object_new (AMIA_TYPE_PILL, NULL);

  g_return_val_if_fail (tint != NULL, NULL);
  g_return_val_if_fail (label != NULL, NULL);

  set_tint (self, tint);
  set_label (self, label);
  if (icon_name != NULL)
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
      gtk_widget_set_visible (self->icon, TRUE);
    }

  return GTK_WIDGET (self);
}

GtkWidget *
amia_pill_new_agency (const char *agency)
{
  AmiaPill *self = g_object_new (AMIA_TYPE_PILL, NULL);

  amia_pill_set_agency (self, agency);
  return GTK_WIDGET (self);
}

void
amia_pill_set_agency (AmiaPill   *self,
                      const char *agency)
{
  g_autofree char *lower = NULL;
  g_autofree char *tint = NULL;

  g_return_if_fail (AMIA_IS_PILL (self));

  lower = g_ascii_strdown (agency != NULL ? agency : "none", -1);
  tint = g_strconcat ("agency-", lower, NULL);
  set_tint (self, tint);
  set_label (self, amia_words_agency_short (agency));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), amia_words_agency (agency));
  gtk_widget_set_visible (GTK_WIDGET (self), agency != NULL && *agency != '\0');
}
