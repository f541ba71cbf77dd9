/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-press.h"

#include "amia-hyphens.h"

/* Sizes are those of ordinary print; large print multiplies fonts by LARGE (16 points for running
 * text, what people with low vision ask for) and the rest by less. */

#define FAMILY         "Cantarell, DejaVu Sans, Sans"
#define LARGE          1.6
#define LARGE_SPACE    1.3
#define CONTENTS       (595.276 - 2 * 56.693)
#define UNIT_HIGH_MAX  260.0
#define GROUP_HIGH_MAX 400.0
#define CARD_HIGH_MAX  560.0
#define BAR_GAP        10.0
#define COLUMN_GAP     12.0

struct _AmiaPress
{
  PangoContext *context;
  gboolean      is_large;
  GPtrArray    *strips;   /* (element-type AmiaStrip) */
  GHashTable   *sections; /* strip number → AmiaSection */
  gboolean      gathers;
  gboolean      is_thrifty;
  GArray       *units; /* (element-type guint): where the open ones begin */
  GArray       *bars;  /* (element-type double): where bars are drawn */
  double        left;
  guint         n_elements;
  gboolean      begins_page;
  double        density;
  double        tight; /* space above the next strip, less than 0 for what it asks for */
};

static const struct
{
  double      size;
  PangoWeight weight;
  const char *tag;
} fonts[] = {
  [AMIA_FONT_BODY] = { 10, PANGO_WEIGHT_NORMAL, "P" },
  [AMIA_FONT_LABEL] = { 10, PANGO_WEIGHT_BOLD, "P" },
  [AMIA_FONT_SMALL] = { 8.5, PANGO_WEIGHT_NORMAL, "P" },
  [AMIA_FONT_SUBHEADING] = { 11, PANGO_WEIGHT_BOLD, "H3" },
  [AMIA_FONT_HEADING] = { 13, PANGO_WEIGHT_BOLD, "H2" },
  [AMIA_FONT_TITLE] = { 19, PANGO_WEIGHT_BOLD, "H1" },
};

static void
free_section (gpointer data)
{
  AmiaSection *section = data;

  g_free (section->name);
  g_free (section->note);
  g_free (section->page_words);
  g_free (section->code);
  g_free (section);
}

AmiaPress *
amia_press_new (PangoContext *context,
                gboolean      is_large,
                double        density)
{
  AmiaPress *press = g_new0 (AmiaPress, 1);

  press->context = g_object_ref (context);
  press->is_large = is_large;
  press->density = density;
  press->tight = -1;
  press->strips = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_strip_free);
  press->sections = g_hash_table_new_full (NULL, NULL, NULL, free_section);
  press->units = g_array_new (FALSE, FALSE, sizeof (guint));
  press->bars = g_array_new (FALSE, FALSE, sizeof (double));
  return press;
}

void
amia_press_free (AmiaPress *press)
{
  g_object_unref (press->context);
  g_ptr_array_unref (press->strips);
  g_hash_table_unref (press->sections);
  g_array_unref (press->units);
  g_array_unref (press->bars);
  g_free (press);
}

double
amia_press_get_left (const AmiaPress *press)
{
  return press->left;
}

double
amia_press_get_width (const AmiaPress *press)
{
  return CONTENTS - press->left;
}

double
amia_press_scale (const AmiaPress *press,
                  double           size)
{
  return press->is_large ? size * LARGE_SPACE : size;
}

void
amia_press_set_density (AmiaPress *press,
                        double     density)
{
  press->density = density;
}

double
amia_press_get_density (const AmiaPress *press)
{
  return press->density;
}

gboolean
amia_press_is_large (const AmiaPress *press)
{
  return press->is_large;
}

void
amia_press_set_is_thrifty (AmiaPress *press,
                           gboolean   is_thrifty)
{
  press->is_thrifty = is_thrifty;
}

gboolean
amia_press_is_thrifty (const AmiaPress *press)
{
  return press->is_thrifty;
}

GPtrArray *
amia_press_get_strips (const AmiaPress *press)
{
  return press->strips;
}

const AmiaSection *
amia_press_get_section (const AmiaPress *press,
                        guint            strip)
{
  return g_hash_table_lookup (press->sections, GUINT_TO_POINTER (strip));
}

void
amia_press_begin_page (AmiaPress *press)
{
  press->begins_page = TRUE;
}

void
amia_press_begin_section (AmiaPress         *press,
                          const AmiaSection *section)
{
  AmiaSection *copy = g_new0 (AmiaSection, 1);

  copy->name = g_strdup (section->name);
  copy->note = g_strdup (section->note);
  copy->page_words = g_strdup (section->page_words);
  if (section->code != NULL)
    copy->code = g_memdup2 (section->code, sizeof *section->code);
  g_hash_table_replace (press->sections, GUINT_TO_POINTER (press->strips->len), copy);
  press->begins_page = TRUE;
}

void
amia_press_indent (AmiaPress *press,
                   double     size)
{
  press->left += size;
}

void
amia_press_push_bar (AmiaPress *press)
{
  double x = press->left + 1;

  g_array_append_val (press->bars, x);
  press->left += BAR_GAP;
}

void
amia_press_pop_bar (AmiaPress *press)
{
  g_return_if_fail (press->bars->len > 0);

  g_array_set_size (press->bars, press->bars->len - 1);
  press->left -= BAR_GAP;
}

/* --- Units ----------------------------------------------------------------------------------- */

void
amia_press_begin_unit (AmiaPress *press)
{
  g_array_append_val (press->units, press->strips->len);
}

static double
measure_strips (AmiaPress *press,
                guint      first)
{
  double height = 0;

  for (guint i = first; i < press->strips->len; i++)
    {
      const AmiaStrip *strip = g_ptr_array_index (press->strips, i);

      height += strip->height + (i > first ? strip->space : 0);
    }

  return height;
}

static void
end_unit (AmiaPress *press,
          double     high_max)
{
  guint    first;
  guint    n;
  gboolean is_low;

  first = g_array_index (press->units, guint, press->units->len - 1);
  g_array_set_size (press->units, press->units->len - 1);
  n = press->strips->len - first;
  if (n < 2)
    return;

  is_low = measure_strips (press, first) <= high_max;
  for (guint i = 0; i < n - 1; i++)
    {
      AmiaStrip *strip = g_ptr_array_index (press->strips, first + i);

      if (i < 2 || i == n - 2 || is_low)
        strip->keeps = TRUE;
    }
}

void
amia_press_end_unit (AmiaPress *press)
{
  g_return_if_fail (press->units->len > 0);

  end_unit (press, UNIT_HIGH_MAX);
}

void
amia_press_end_card (AmiaPress *press)
{
  g_return_if_fail (press->units->len > 0);

  end_unit (press, CARD_HIGH_MAX);
}

void
amia_press_end_group (AmiaPress *press,
                      gboolean   is_section)
{
  g_return_if_fail (press->units->len > 0);

  if (press->gathers)
    end_unit (press, is_section ? UNIT_HIGH_MAX : GROUP_HIGH_MAX);
  else
    g_array_set_size (press->units, press->units->len - 1);
}

void
amia_press_keep_last (AmiaPress *press)
{
  if (press->strips->len > 0)
    ((AmiaStrip *) g_ptr_array_index (press->strips, press->strips->len - 1))->keeps = TRUE;
}

void
amia_press_set_gathers (AmiaPress *press,
                        gboolean   gathers)
{
  press->gathers = gathers;
}

/* --- Text ------------------------------------------------------------------------------------ */

static gsize
count_letters (const char *text,
               const char *at)
{
  const char *start = at;
  const char *end = at;

  while (start > text && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (start))))
    start = g_utf8_prev_char (start);
  while (g_unichar_isalpha (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return (gsize) g_utf8_strlen (start, end - start);
}

/* How long the shortest word is that has no room on a line; G_MAXSIZE if all have. */
static gsize
find_broken (PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);
  gsize       shortest = G_MAXSIZE;

  for (int i = 1; i < pango_layout_get_line_count (layout); i++)
    {
      const char *start =
          text + pango_layout_line_get_start_index (pango_layout_get_line_readonly (layout, i));

      if (g_unichar_isalpha (g_utf8_get_char (start)) &&
          g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (start))))
        shortest = MIN (shortest, count_letters (text, start));
    }

  return shortest;
}

/* A word without room is divided as people would; shorter ones are left alone. */
static void
divide_words (PangoLayout *layout)
{
  const gsize      shortest = find_broken (layout);
  g_autofree char *divided = NULL;

  if (shortest == G_MAXSIZE)
    return;
  divided = amia_hyphens_add (pango_layout_get_text (layout), shortest);
  pango_layout_set_text (layout, divided, -1);
}

PangoLayout *
amia_press_make_layout (AmiaPress  *press,
                        AmiaFont    font,
                        const char *text,
                        double      width)
{
  PangoLayout          *layout = pango_layout_new (press->context);
  PangoFontDescription *description = pango_font_description_from_string (FAMILY);
  const double          size = fonts[font].size * (press->is_large ? LARGE : 1);

  /* A heading need not grow as much as what one has to read. */
  if (press->is_large && font >= AMIA_FONT_HEADING)
    pango_font_description_set_size (description, pango_units_from_double (size * 0.85));
  else
    pango_font_description_set_size (description, pango_units_from_double (size));
  pango_font_description_set_weight (description, fonts[font].weight);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  if (width > 0)
    pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    divide_words (layout);
  return layout;
}

double
amia_press_measure (AmiaPress  *press,
                    AmiaFont    font,
                    const char *text)
{
  g_autoptr (PangoLayout) layout = amia_press_make_layout (press, font, text, 0);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return pango_units_to_double (width);
}

double
amia_press_get_line_height (AmiaPress *press,
                            AmiaFont   font)
{
  g_autoptr (PangoLayout) layout = amia_press_make_layout (press, font, "Åg", 0);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return pango_units_to_double (height);
}

void
amia_press_tighten (AmiaPress *press,
                    double     space)
{
  press->tight = space;
}

AmiaStrip *
amia_press_add_strip (AmiaPress *press,
                      double     height,
                      double     space)
{
  const double above = press->tight >= 0 ? press->tight : space;
  AmiaStrip   *strip = amia_strip_new (height, amia_press_scale (press, above * press->density));

  press->tight = -1;
  strip->tag = "P";
  strip->element = ++press->n_elements;
  strip->begins_page = press->begins_page;
  press->begins_page = FALSE;
  for (guint i = 0; i < press->bars->len; i++)
    {
      AmiaInk *bar = amia_strip_add (strip,
                                     AMIA_INK_BAR,
                                     g_array_index (press->bars, double, i),
                                     0,
                                     0,
                                     0);

      bar->weight = 1.2;
      bar->shade = 0.55;
    }
  g_ptr_array_add (press->strips, strip);
  return strip;
}

static double
get_line_height (PangoLayout *layout,
                 int          line)
{
  PangoRectangle extents;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, line), NULL, &extents);
  return pango_units_to_double (extents.height);
}

static AmiaStrip *
add_line (AmiaPress   *press,
          PangoLayout *layout,
          int          line,
          double       space)
{
  AmiaStrip *strip = amia_press_add_strip (press,
                                           get_line_height (layout, line),
                                           line == 0 ? space : 0);

  amia_strip_add_line (strip, layout, line, press->left, 0);
  return strip;
}

static AmiaStrip *
add_text (AmiaPress  *press,
          AmiaFont    font,
          const char *text,
          double      space,
          gboolean    keeps)
{
  g_autoptr (PangoLayout) layout = amia_press_make_layout (press,
                                                           font,
                                                           text,
                                                           amia_press_get_width (press));
  const int  n = pango_layout_get_line_count (layout);
  AmiaStrip *first = NULL;

  for (int i = 0; i < n; i++)
    {
      AmiaStrip *strip = add_line (press, layout, i, space);

      if (first == NULL)
        first = strip;
      strip->tag = fonts[font].tag;
      strip->element = first->element;
      strip->keeps = i == n - 1 ? keeps : i == 0 || i == n - 2;
    }

  return first;
}

void
amia_press_add_text (AmiaPress  *press,
                     AmiaFont    font,
                     const char *text,
                     double      space,
                     gboolean    keeps)
{
  (void) add_text (press, font, text, space, keeps);
}

void
amia_press_add_heading (AmiaPress  *press,
                        AmiaFont    font,
                        const char *text,
                        double      space)
{
  AmiaStrip *strip = add_text (press, font, text, space, TRUE);

  strip->bookmark = g_strdup (text);
  strip->level = font == AMIA_FONT_TITLE ? 0 : font == AMIA_FONT_HEADING ? 1
                                                                         : 2;
}

void
amia_press_add_pair (AmiaPress  *press,
                     const char *name,
                     const char *text,
                     double      name_width,
                     double      space)
{
  const double right = press->left + name_width + COLUMN_GAP;
  g_autoptr (PangoLayout) names = amia_press_make_layout (press,
                                                          AMIA_FONT_BODY,
                                                          name,
                                                          name_width);
  g_autoptr (PangoLayout) texts = amia_press_make_layout (press,
                                                          AMIA_FONT_BODY,
                                                          text,
                                                          CONTENTS - right);
  const int n_names = pango_layout_get_line_count (names);
  const int n_texts = pango_layout_get_line_count (texts);
  const int n = MAX (n_names, n_texts);

  for (int i = 0; i < n; i++)
    {
      double height = MAX (i < n_names ? get_line_height (names, i) : 0,
                           i < n_texts ? get_line_height (texts, i) : 0);
      AmiaStrip *strip = amia_press_add_strip (press, height, i == 0 ? space : 0);

      if (i < n_names)
        amia_strip_add_line (strip, names, i, press->left, 0);
      if (i < n_texts)
        amia_strip_add_line (strip, texts, i, right, 0);
      strip->keeps = i < n - 1 && (i == 0 || i == n - 2);
    }
}
