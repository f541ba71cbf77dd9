/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-sheet.h"

#include <string.h>

#include "amia-page-mark.h"
#include "amia-paper-words.h"
#include "amia-sheet-private.h"

/* A sheet is a list of parts. Laying out lets each part set itself into strips, breaks these into
 * pages, and numbers the pages of each section. Everything is in points, so that what a printer
 * and a PDF get is the same page. */

#define NAME_WIDTH      160.0
#define FOOT_EDGE       34.0 /* from the lower edge of the paper: printers can't reach it */
#define FOOT_FONT_LARGE "Cantarell, DejaVu Sans, Sans 12"
#define FOOT_FONT       "Cantarell, DejaVu Sans, Sans 8"
#define FOOT_GAP        8.0
#define LAST_SHARE      0.32
#define THRIFTY_SHARE   0.45 /* of what is worth a row less */
#define DENSITY_MIN     0.55
#define DENSITY_MAX     1.65

#define GATHERED_PARTS_MAX 4 /* a diary for four weeks */
#define FOOT_LINE          11.0

typedef struct
{
  AmiaPartFunc   set;
  gpointer       data;
  GDestroyNotify free_data;
} Part;

struct _AmiaSheet
{
  char      *title;
  char      *sheet_words; /* NULL unless sheets are counted through all sections */
  gboolean   is_large;
  GPtrArray *parts; /* (element-type Part) */

  AmiaPress   *press;
  GArray      *places;   /* (element-type AmiaPlace) */
  GArray      *feet;     /* (element-type AmiaFoot) */
  GArray      *chapters; /* (element-type guint): which page each begins on */
  PangoLayout *foot;
  guint        n_pages;
};

static void
free_part (gpointer data)
{
  Part *part = data;

  if (part->free_data != NULL)
    part->free_data (part->data);
  g_free (part);
}

AmiaSheet *
_amia_sheet_new_empty (gboolean is_large)
{
  AmiaSheet *self = g_new0 (AmiaSheet, 1);

  self->is_large = is_large;
  self->parts = g_ptr_array_new_with_free_func (free_part);
  self->places = g_array_new (FALSE, FALSE, sizeof (AmiaPlace));
  self->feet = g_array_new (FALSE, FALSE, sizeof (AmiaFoot));
  self->chapters = g_array_new (FALSE, TRUE, sizeof (guint));
  return self;
}

void
_amia_sheet_set_title (AmiaSheet  *self,
                       const char *title)
{
  g_free (self->title);
  self->title = g_strdup (title);
}

void
_amia_sheet_set_sheet_words (AmiaSheet  *self,
                             const char *words)
{
  g_free (self->sheet_words);
  self->sheet_words = g_strdup (words);
}

const char *
_amia_sheet_get_title (AmiaSheet *self)
{
  return self->title;
}

GArray *
_amia_sheet_get_places (AmiaSheet *self)
{
  return self->places;
}

void
_amia_sheet_add_part (AmiaSheet     *self,
                      AmiaPartFunc   set,
                      gpointer       data,
                      GDestroyNotify free_data)
{
  Part *part = g_new (Part, 1);

  part->set = set;
  part->data = data;
  part->free_data = free_data;
  g_ptr_array_add (self->parts, part);
}

/* --- Texts ------------------------------------------------------------------------------------ */

static void
set_section (AmiaPress *press,
             gpointer   data)
{
  const AmiaSection section = { .name = data, .page_words = (char *) "{1} ({2})" };

  amia_press_begin_section (press, &section);
}

static void
set_title (AmiaPress *press,
           gpointer   data)
{
  amia_press_add_heading (press, AMIA_FONT_TITLE, data, 0);
}

static void
set_heading (AmiaPress *press,
             gpointer   data)
{
  amia_press_add_heading (press, AMIA_FONT_HEADING, data, 18);
}

static void
set_text (AmiaPress *press,
          gpointer   data)
{
  amia_press_add_text (press, AMIA_FONT_BODY, data, 8, FALSE);
}

static void
set_line (AmiaPress *press,
          gpointer   data)
{
  char **texts = data;

  amia_press_add_pair (press, texts[0], texts[1], NAME_WIDTH, 6);
}

AmiaSheet *
amia_sheet_new (const char *title,
                const char *footer)
{
  AmiaSheet *self = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = _amia_sheet_new_empty (FALSE);
  _amia_sheet_set_title (self, title);
  _amia_sheet_add_part (self, set_section, g_strdup (footer != NULL ? footer : ""), g_free);
  _amia_sheet_add_part (self, set_title, g_strdup (title), g_free);
  return self;
}

void
amia_sheet_add_heading (AmiaSheet  *self,
                        const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  _amia_sheet_add_part (self, set_heading, g_strdup (text), g_free);
}

typedef struct
{
  cairo_surface_t *surface;
  double           height;
} Picture;

static void
free_picture (gpointer data)
{
  cairo_surface_destroy (((Picture *) data)->surface);
  g_free (data);
}

static void
set_picture (AmiaPress *press,
             gpointer   data)
{
  const Picture *picture = data;
  AmiaStrip     *strip = amia_press_add_strip (press, picture->height, 8);

  amia_strip_add_picture (strip, picture->surface, amia_press_get_left (press), 0);
}

void
amia_sheet_add_picture (AmiaSheet       *self,
                        cairo_surface_t *picture,
                        double           height)
{
  Picture *data = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (picture != NULL);

  data = g_new0 (Picture, 1);
  data->surface = picture;
  data->height = height;
  _amia_sheet_add_part (self, set_picture, data, free_picture);
}

void
amia_sheet_add_text (AmiaSheet  *self,
                     const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  _amia_sheet_add_part (self, set_text, g_strdup (text), g_free);
}

void
amia_sheet_add_line (AmiaSheet  *self,
                     const char *name,
                     const char *text)
{
  const char *texts[] = { name, text, NULL };

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (text != NULL);

  _amia_sheet_add_part (self, set_line, g_strdupv ((char **) texts), (GDestroyNotify) g_strfreev);
}

/* --- Pages ------------------------------------------------------------------------------------ */

static void
index_chapters (AmiaSheet *self)
{
  g_array_set_size (self->chapters, 0);
  for (guint i = 0; i < self->places->len; i++)
    {
      const AmiaPlace *at = &g_array_index (self->places, AmiaPlace, i);

      if (at->strip->bookmark != NULL && at->strip->level == 0)
        g_array_append_val (self->chapters, at->page);
    }
}

typedef struct
{
  double   density;
  gboolean gathers;
  gboolean is_thrifty;
} Setting;

static void
set_parts (AmiaSheet    *self,
           PangoContext *context,
           Setting       setting)
{
  g_array_set_size (self->places, 0);
  g_clear_pointer (&self->press, amia_press_free);
  self->press = amia_press_new (context, self->is_large, setting.density);
  amia_press_set_gathers (self->press, setting.gathers);
  amia_press_set_is_thrifty (self->press, setting.is_thrifty);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      part->set (self->press, part->data);
    }
  self->n_pages = _amia_pages_break (self->press, self->places);
}

/* How much of the last page is used, from 0 to 1. */
static double
get_last_share (AmiaSheet *self)
{
  const double     high = AMIA_SHEET_HEIGHT - AMIA_SHEET_FOOT - AMIA_SHEET_MARGIN;
  const AmiaPlace *last = NULL;

  if (self->places->len == 0)
    return 1;
  last = &g_array_index (self->places, AmiaPlace, self->places->len - 1);
  return (last->y + last->strip->height - AMIA_SHEET_MARGIN) / high;
}

/* Whether less space between things saves a page. */
static gboolean
pull_in (AmiaSheet    *self,
         PangoContext *context,
         guint         n_pages,
         Setting       setting)
{
  for (; setting.density > DENSITY_MIN; setting.density -= 0.1)
    {
      set_parts (self, context, setting);
      if (self->n_pages < n_pages)
        return TRUE;
    }

  return FALSE;
}

/* Whether more of it fills the last page. */
static gboolean
spread_out (AmiaSheet    *self,
            PangoContext *context,
            guint         n_pages)
{
  for (double density = 1.15; density < DENSITY_MAX; density += 0.15)
    {
      set_parts (self, context, (Setting){ .density = density });
      if (self->n_pages == n_pages && get_last_share (self) > LAST_SHARE)
        return TRUE;
    }

  return FALSE;
}

/* A few lines alone on a last page are a sheet of paper for nothing: they are pulled in, if less
 * space between things is enough for it, or a row less in each table that is to be written in. If
 * it is not, the paper is used up, and what stands close together is given more air. */
static void
fill_last_page (AmiaSheet    *self,
                PangoContext *context)
{
  const guint    n_pages = self->n_pages;
  const gboolean is_little = get_last_share (self) <= LAST_SHARE;

  if (n_pages == 1 || self->parts->len > 2 || get_last_share (self) > THRIFTY_SHARE)
    return;
  if ((is_little && pull_in (self, context, n_pages, (Setting){ .density = 0.9 })) ||
      pull_in (self, context, n_pages, (Setting){ .density = 1, .is_thrifty = TRUE }) ||
      (is_little && spread_out (self, context, n_pages)))
    return;

  set_parts (self, context, (Setting){ .density = 1 });
}

/* What belongs together stays together, where that costs no paper. */
static void
gather (AmiaSheet    *self,
        PangoContext *context)
{
  const guint   n_pages = self->n_pages;
  const Setting before = {
    .density = amia_press_get_density (self->press),
    .is_thrifty = amia_press_is_thrifty (self->press),
  };
  Setting setting = { .density = 1, .gathers = TRUE, .is_thrifty = before.is_thrifty };

  if (n_pages == 1 || self->parts->len > GATHERED_PARTS_MAX)
    return;
  for (; setting.density > DENSITY_MIN; setting.density -= 0.1)
    {
      set_parts (self, context, setting);
      if (self->n_pages <= n_pages && get_last_share (self) > LAST_SHARE)
        return;
    }

  set_parts (self, context, before);
}

static void
make_foot (AmiaSheet    *self,
           PangoContext *context)
{
  PangoFontDescription *font =
      pango_font_description_from_string (self->is_large ? FOOT_FONT_LARGE : FOOT_FONT);

  g_clear_object (&self->foot);
  self->foot = pango_layout_new (context);
  pango_layout_set_font_description (self->foot, font);
  pango_font_description_free (font);
}

/* Letters stand where the font wants them, not on whole points as for a screen of 72 dpi. */
static void
place_letters_freely (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
}

guint
amia_sheet_layout (AmiaSheet    *self,
                   PangoContext *context)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), 0);

  place_letters_freely (context);
  set_parts (self, context, (Setting){ .density = 1 });
  fill_last_page (self, context);
  gather (self, context);
  _amia_pages_count (self->press, self->places, self->n_pages, self->feet);
  index_chapters (self);
  make_foot (self, context);
  return self->n_pages;
}

static void
draw_foot_text (AmiaSheet     *self,
                cairo_t       *cr,
                const char    *text,
                double         x,
                double         y,
                PangoAlignment alignment)
{
  int width;

  if (text == NULL)
    return;
  pango_layout_set_text (self->foot, text, -1);
  pango_layout_get_size (self->foot, &width, NULL);
  if (alignment == PANGO_ALIGN_RIGHT)
    x -= pango_units_to_double (width);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, self->foot);
}

static char *
make_page_words (AmiaSheet *self,
                 guint      index)
{
  const AmiaFoot  *foot = &g_array_index (self->feet, AmiaFoot, index);
  g_autofree char *page = g_strdup_printf ("%u", foot->page + 1);
  g_autofree char *n_pages = g_strdup_printf ("%u", foot->n_pages);

  g_autofree char *all = g_strdup_printf ("%u", self->n_pages);
  g_autofree char *sheet = g_strdup_printf ("%u", index + 1);
  g_autofree char *words = amia_paper_fill (foot->section->page_words, page, n_pages);
  g_autofree char *sheet_words = NULL;

  if (self->sheet_words == NULL)
    return g_steal_pointer (&words);
  sheet_words = amia_paper_fill (self->sheet_words, sheet, all);
  return g_strdup_printf ("%s · %s", words, sheet_words);
}

/* The mark to the left, beside it what it says; to the right which page it is. */
static void
draw_foot (AmiaSheet *self,
           cairo_t   *cr,
           guint      page)
{
  const AmiaFoot    *foot = &g_array_index (self->feet, AmiaFoot, page);
  const AmiaSection *section = foot->section;
  const double       right = AMIA_SHEET_WIDTH - AMIA_SHEET_MARGIN;
  const double       low = AMIA_SHEET_HEIGHT - FOOT_EDGE;
  double             left = AMIA_SHEET_MARGIN;
  g_autofree char   *words = NULL;

  if (section == NULL)
    return;
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (section->code != NULL)
    {
      AmiaPageCode code = *section->code;
      char         text[AMIA_PAGE_CODE_LENGTH + 1];

      code.page = foot->page + 1;
      if (amia_page_mark_draw (&code, cr, left, low - AMIA_PAGE_MARK_SIZE))
        left += AMIA_PAGE_MARK_SIZE + FOOT_GAP;
      draw_foot_text (self,
                      cr,
                      amia_page_code_print (&code, text),
                      left,
                      low - FOOT_LINE,
                      PANGO_ALIGN_LEFT);
    }

  words = make_page_words (self, page);
  draw_foot_text (self,
                  cr,
                  section->name,
                  left,
                  low - (section->code != NULL ? 2 * FOOT_LINE + 3 : FOOT_LINE),
                  PANGO_ALIGN_LEFT);
  draw_foot_text (self, cr, section->note, right, low - 2 * FOOT_LINE - 3, PANGO_ALIGN_RIGHT);
  draw_foot_text (self, cr, words, right, low - FOOT_LINE, PANGO_ALIGN_RIGHT);
}

static guint
page_of (guint    chapter,
         gpointer data)
{
  AmiaSheet *self = data;

  return chapter < self->chapters->len ? g_array_index (self->chapters, guint, chapter) : 0;
}

/* Strips of one element on one page are one tag, since a text that is read aloud line by line is
 * hard to follow. */
static void
change_tag (cairo_t         *cr,
            const AmiaStrip *from,
            const AmiaStrip *to)
{
  if (from != NULL && to != NULL && from->element == to->element)
    return;
  if (from != NULL)
    cairo_tag_end (cr, from->tag);
  if (to != NULL)
    cairo_tag_begin (cr, to->tag, NULL);
}

void
_amia_sheet_draw (AmiaSheet *self,
                  cairo_t   *cr,
                  guint      page,
                  gboolean   is_tagged)
{
  const AmiaStrip *tagged = NULL;

  for (guint i = 0; i < self->places->len; i++)
    {
      const AmiaPlace *at = &g_array_index (self->places, AmiaPlace, i);

      if (at->page != page)
        continue;
      if (is_tagged)
        change_tag (cr, tagged, at->strip);
      tagged = at->strip;
      amia_strip_draw (at->strip, cr, AMIA_SHEET_MARGIN, at->y, at->space, page_of, self);
    }
  if (is_tagged)
    change_tag (cr, tagged, NULL);
  draw_foot (self, cr, page);
}

void
amia_sheet_draw (AmiaSheet *self,
                 cairo_t   *cr,
                 guint      page)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (page < self->n_pages);

  _amia_sheet_draw (self, cr, page, FALSE);
}

void
amia_sheet_free (AmiaSheet *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->parts);
  g_array_unref (self->places);
  g_array_unref (self->feet);
  g_array_unref (self->chapters);
  g_clear_pointer (&self->press, amia_press_free);
  g_clear_object (&self->foot);
  g_free (self->title);
  g_free (self->sheet_words);
  g_free (self);
}
