/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-drop-down.h"

/* The inner button's name is "what it is about, what is chosen", kept up to date. */

#define BUTTON_CHARS 40
#define ROW_CHARS    60

static GtkWidget *
find_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_TOGGLE_BUTTON (child))
        return child;
    }

  return NULL;
}

static void
update_name (GtkWidget *drop_down)
{
  const char      *name = g_object_get_data (G_OBJECT (drop_down), "amia-name");
  gpointer         item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop_down));
  GtkWidget       *button = find_button (drop_down);
  g_autofree char *full = NULL;

  if (GTK_IS_STRING_OBJECT (item))
    full = g_strdup_printf ("%s: %s", name, gtk_string_object_get_string (item));
  else
    full = g_strdup (name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  if (button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    full,
                                    -1);
}

void
amia_drop_down_set_name (GtkWidget  *drop_down,
                         const char *name)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (name != NULL);

  g_object_set_data_full (G_OBJECT (drop_down), "amia-name", g_strdup (name), g_free);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (update_name), NULL);
  update_name (drop_down);
}

/* --- Long rows ------------------------------------------------------------------------------- */

static GtkWidget *
make_label (void)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
}

static void
setup_button_cb (GtkListItemFactory *factory,
                 GtkListItem        *item)
{
  GtkWidget *label = make_label ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), BUTTON_CHARS);
  gtk_list_item_set_child (item, label);
}

static void
bind_button_cb (GtkListItemFactory *factory,
                GtkListItem        *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* The mark keeps its room where it is not shown, or the words would jump. */
static void
update_mark (GtkListItem *item,
             GParamSpec  *pspec,
             GtkWidget   *drop_down)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  gpointer   chosen = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop_down));

  if (box != NULL && gtk_list_item_get_item (item) != NULL)
    gtk_widget_set_opacity (gtk_widget_get_last_child (box),
                            gtk_list_item_get_item (item) == chosen ? 1.0 : 0.0);
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              GtkWidget          *drop_down)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = make_label ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), ROW_CHARS);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_IMAGE,
                                "icon-name", "object-select-symbolic",
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                NULL));
  gtk_list_item_set_child (item, box);
  g_signal_connect_object (
      drop_down, "notify::selected-item", G_CALLBACK (update_mark), item, G_CONNECT_SWAPPED);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             GtkWidget          *drop_down)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (label),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
  update_mark (item, NULL, drop_down);
}

static GtkListItemFactory *
make_factory (GtkWidget *drop_down,
              GCallback  setup,
              GCallback  bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, drop_down);
  g_signal_connect (factory, "bind", bind, drop_down);
  return factory;
}

void
amia_drop_down_shorten (GtkWidget *drop_down)
{
  g_autoptr (GtkListItemFactory) button = NULL;
  g_autoptr (GtkListItemFactory) row = NULL;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  button = make_factory (drop_down, G_CALLBACK (setup_button_cb), G_CALLBACK (bind_button_cb));
  row = make_factory (drop_down, G_CALLBACK (setup_row_cb), G_CALLBACK (bind_row_cb));
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop_down), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (drop_down), row);
}

/* --- Codes and words ------------------------------------------------------------------------- */

static const char *const *
get_codes (GtkWidget *drop_down)
{
  return g_object_get_data (G_OBJECT (drop_down), "amia-codes");
}

static guint
find_code (GtkWidget  *drop_down,
           const char *code)
{
  const char *const *codes = get_codes (drop_down);

  for (guint i = 0; codes != NULL && codes[i] != NULL; i++)
    {
      if (strcmp (codes[i], code != NULL ? code : "") == 0)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

void
amia_drop_down_set_choices (GtkWidget         *drop_down,
                            const char *const *codes,
                            const char *const *words)
{
  g_autoptr (GtkStringList) list = NULL;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (codes != NULL && words != NULL);

  g_object_set_data_full (
      G_OBJECT (drop_down), "amia-codes", g_strdupv ((char **) codes), (GDestroyNotify) g_strfreev);
  list = gtk_string_list_new (words);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (list));
}

void
amia_drop_down_choose (GtkWidget  *drop_down,
                       const char *code)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), find_code (drop_down, code));
}

const char *
amia_drop_down_get_code (GtkWidget *drop_down)
{
  const char *const *codes = NULL;
  guint              index = 0;

  g_return_val_if_fail (GTK_IS_DROP_DOWN (drop_down), NULL);

  codes = get_codes (drop_down);
  index = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));
  return codes != NULL && index != GTK_INVALID_LIST_POSITION ? codes[index] : NULL;
}

const char *
amia_drop_down_get_words (GtkWidget  *drop_down,
                          const char *code)
{
  GListModel *model = NULL;
  guint       index = 0;

  g_return_val_if_fail (GTK_IS_DROP_DOWN (drop_down), NULL);

  index = find_code (drop_down, code);
  model = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));
  return index != GTK_INVALID_LIST_POSITION
             ? gtk_string_list_get_string (GTK_STRING_LIST (model), index)
             : NULL;
}
