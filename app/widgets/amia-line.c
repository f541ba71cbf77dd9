/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-line.h"

#include "amia-pill.h"
#include "amia-words.h"

/* One row of a list. Its widgets are made when it comes on screen, and gone when it leaves. */

typedef struct
{
  char *tint;
  char *icon_name;
  char *label;
} Pill;

struct _AmiaLine
{
  GObject    parent_instance;
  char      *title;
  char      *subtitle;
  char      *detail;
  char      *name;
  AmiaUuid   id;
  GPtrArray *pills;
  gboolean   is_heading;
  gboolean   is_marked;
};

G_DEFINE_FINAL_TYPE (AmiaLine, amia_line, G_TYPE_OBJECT)

static guint changed_signal;

static void
pill_free (gpointer data)
{
  Pill *pill = data;

  g_free (pill->tint);
  g_free (pill->icon_name);
  g_free (pill->label);
  g_free (pill);
}

static void
amia_line_finalize (GObject *object)
{
  AmiaLine *self = AMIA_LINE (object);

  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->detail);
  g_free (self->name);
  g_ptr_array_unref (self->pills);
  G_OBJECT_CLASS (amia_line_parent_class)->finalize (object);
}

static void
amia_line_class_init (AmiaLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amia_line_finalize;
  changed_signal = g_signal_new ("changed", AMIA_TYPE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
amia_line_init (AmiaLine *self)
{
  self->pills = g_ptr_array_new_with_free_func (pill_free);
}

AmiaLine *
amia_line_new (const char *title,
               const char *subtitle)
{
  AmiaLine *self = g_object_new (AMIA_TYPE_LINE, NULL);

  g_return_val_if_fail (title != NULL, self);

  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  return self;
}

AmiaLine *
amia_line_new_heading (const char *title)
{
  AmiaLine *self = amia_line_new (title, NULL);

  self->is_heading = TRUE;
  return self;
}

void
amia_line_set_id (AmiaLine       *self,
                  const AmiaUuid *id)
{
  g_return_if_fail (AMIA_IS_LINE (self));
  g_return_if_fail (id != NULL);

  self->id = *id;
}

const AmiaUuid *
amia_line_get_id (AmiaLine *self)
{
  g_return_val_if_fail (AMIA_IS_LINE (self), NULL);

  return &self->id;
}

void
amia_line_set_name (AmiaLine   *self,
                    const char *name)
{
  g_return_if_fail (AMIA_IS_LINE (self));

  g_free (self->name);
  self->name = g_strdup (name);
}

const char *
amia_line_get_name (AmiaLine *self)
{
  g_return_val_if_fail (AMIA_IS_LINE (self), NULL);

  return self->name;
}

void
amia_line_set_detail (AmiaLine   *self,
                      const char *detail)
{
  g_return_if_fail (AMIA_IS_LINE (self));

  g_free (self->detail);
  self->detail = g_strdup (detail);
}

void
amia_line_set_marked (AmiaLine *self)
{
  g_return_if_fail (AMIA_IS_LINE (self));

  self->is_marked = TRUE;
}

void
amia_line_add_pill (AmiaLine   *self,
                    const char *tint,
                    const char *icon_name,
                    const char *label)
{
  Pill *pill = NULL;

  g_return_if_fail (AMIA_IS_LINE (self));
  g_return_if_fail (tint != NULL && label != NULL);

  pill = g_new (Pill, 1);
  pill->tint = g_strdup (tint);
  pill->icon_name = g_strdup (icon_name);
  pill->label = g_strdup (label);
  g_ptr_array_add (self->pills, pill);
}

void
amia_line_add_agency (AmiaLine   *self,
                      const char *agency)
{
  g_autofree char *lower = NULL;
  g_autofree char *tint = NULL;

  g_return_if_fail (AMIA_IS_LINE (self));
  g_return_if_fail (agency != NULL);

  lower = g_ascii_strdown (agency, -1);
  tint = g_strconcat ("agency-", lower, NULL);
  amia_line_add_pill (self, tint, NULL, amia_words_agency_short (agency));
}

gboolean
amia_line_is_heading (AmiaLine *self)
{
  g_return_val_if_fail (AMIA_IS_LINE (self), FALSE);

  return self->is_heading;
}

static gboolean
are_pills_equal (GPtrArray *a,
                 GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const Pill *first = g_ptr_array_index (a, i);
      const Pill *second = g_ptr_array_index (b, i);

      if (g_strcmp0 (first->label, second->label) != 0 ||
          g_strcmp0 (first->tint, second->tint) != 0)
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_line_equal (AmiaLine *a,
                 AmiaLine *b)
{
  g_return_val_if_fail (AMIA_IS_LINE (a) && AMIA_IS_LINE (b), FALSE);

  return amia_uuid_equal (&a->id, &b->id) && a->is_heading == b->is_heading &&
         g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->subtitle, b->subtitle) == 0 &&
         g_strcmp0 (a->detail, b->detail) == 0 && g_strcmp0 (a->name, b->name) == 0 &&
         are_pills_equal (a->pills, b->pills);
}

static gboolean
are_about_the_same (const AmiaLine *a,
                    const AmiaLine *b)
{
  return (a->name != NULL || !amia_uuid_is_nil (&a->id)) && amia_uuid_equal (&a->id, &b->id) &&
         g_strcmp0 (a->name, b->name) == 0 && a->is_heading == b->is_heading;
}

static void
take_text (char **text,
           char **newer)
{
  g_free (*text);
  *text = g_steal_pointer (newer);
}

gboolean
amia_line_update (AmiaLine *self,
                  AmiaLine *newer)
{
  g_return_val_if_fail (AMIA_IS_LINE (self) && AMIA_IS_LINE (newer), FALSE);

  if (!are_about_the_same (self, newer))
    return FALSE;
  if (amia_line_equal (self, newer))
    return TRUE;

  take_text (&self->title, &newer->title);
  take_text (&self->subtitle, &newer->subtitle);
  take_text (&self->detail, &newer->detail);
  g_ptr_array_unref (self->pills);
  self->pills = g_ptr_array_ref (newer->pills);
  self->is_marked = newer->is_marked;
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

/* --- Widgets -------------------------------------------------------------------------------- */

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* `‹x›` becomes bold; what people wrote stays what it is. */
static char *
make_markup (const char *marked)
{
  g_autofree char *escaped = g_markup_escape_text (marked, -1);
  GString         *markup = g_string_new (escaped);

  g_string_replace (markup, "‹", "<b>", 0);
  g_string_replace (markup, "›", "</b>", 0);
  return g_string_free (markup, FALSE);
}

static void
add_subtitle (AmiaLine  *self,
              GtkWidget *texts)
{
  GtkWidget       *label = add_label (texts, self->subtitle, "dim-label");
  g_autofree char *markup = NULL;

  gtk_widget_add_css_class (label, "numeric");
  if (!self->is_marked)
    return;

  markup = make_markup (self->subtitle);
  if (pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, NULL))
    gtk_label_set_markup (GTK_LABEL (label), markup);
}

static void
append_words (GString    *words,
              const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (words, ", %s", text);
}

char *
amia_line_fill (AmiaLine  *self,
                GtkWidget *box)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GString   *words = NULL;

  g_return_val_if_fail (AMIA_IS_LINE (self), NULL);
  g_return_val_if_fail (GTK_IS_BOX (box), NULL);

  words = g_string_new (self->title);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), texts);
  add_label (texts, self->title, self->is_heading ? "line-heading" : "heading");
  if (self->subtitle != NULL && *self->subtitle != '\0')
    add_subtitle (self, texts);
  append_words (words, self->subtitle);

  for (guint i = 0; i < self->pills->len; i++)
    {
      const Pill *pill = g_ptr_array_index (self->pills, i);

      gtk_box_append (GTK_BOX (box), amia_pill_new (pill->tint, pill->icon_name, pill->label));
      append_words (words, pill->label);
    }

  if (self->detail != NULL)
    gtk_widget_add_css_class (add_label (box, self->detail, "dim-label"), "numeric");
  append_words (words, self->detail);
  return g_string_free (words, FALSE);
}
