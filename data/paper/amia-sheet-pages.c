/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-sheet-private.h"

/* Strips that keep to the next form chains. A chain that does not fit under what is there begins a
 * page; one that would not fit on a page at all is cut where the page ends. */

#define TOP  AMIA_SHEET_MARGIN
#define FOOT (AMIA_SHEET_HEIGHT - AMIA_SHEET_FOOT)

typedef struct
{
  GPtrArray *strips;
  GArray    *places;
  guint      page;
  double     y;
  gboolean   is_empty; /* nothing is on the page */
} Cursor;

static void
turn_page (Cursor *cursor)
{
  cursor->page++;
  cursor->y = TOP;
  cursor->is_empty = TRUE;
}

static void
place (Cursor    *cursor,
       AmiaStrip *strip)
{
  AmiaPlace at = { strip, cursor->page, 0, cursor->is_empty ? 0 : strip->space };

  cursor->y += at.space;
  at.y = cursor->y;
  g_array_append_val (cursor->places, at);
  cursor->y += strip->height;
  cursor->is_empty = FALSE;
}

static void
place_with_head (Cursor    *cursor,
                 AmiaStrip *strip)
{
  if (cursor->is_empty && strip->head != NULL)
    place (cursor, strip->head);
  place (cursor, strip);
}

/* How high the chain that begins at @first is, and where it ends. */
static double
measure_chain (GPtrArray *strips,
               guint      first,
               guint     *end)
{
  double height = 0;
  guint  i = first;

  for (;; i++)
    {
      const AmiaStrip *strip = g_ptr_array_index (strips, i);

      if (i > first && strip->begins_page)
        break;
      height += strip->height + (i > first ? strip->space : 0);
      if (!strip->keeps || i + 1 == strips->len)
        {
          i++;
          break;
        }
    }

  *end = i;
  return height;
}

static void
place_chain (Cursor *cursor,
             guint   first,
             guint   end,
             double  height)
{
  const AmiaStrip *strip = g_ptr_array_index (cursor->strips, first);
  const double     space = cursor->is_empty ? 0 : strip->space;

  if (!cursor->is_empty && (strip->begins_page || cursor->y + space + height > FOOT))
    turn_page (cursor);

  for (guint i = first; i < end; i++)
    {
      AmiaStrip *next = g_ptr_array_index (cursor->strips, i);

      if (!cursor->is_empty && cursor->y + next->space + next->height > FOOT)
        turn_page (cursor);
      place_with_head (cursor, next);
    }
}

guint
_amia_pages_break (AmiaPress *press,
                   GArray    *places)
{
  Cursor cursor = { amia_press_get_strips (press), places, 0, TOP, TRUE };
  guint  end = 0;

  for (guint first = 0; first < cursor.strips->len; first = end)
    {
      double height = measure_chain (cursor.strips, first, &end);

      place_chain (&cursor, first, end, height);
    }

  return cursor.page + 1;
}

/* Which section each strip begins, looked up by the strip. */
static GHashTable *
index_sections (AmiaPress *press)
{
  GPtrArray  *strips = amia_press_get_strips (press);
  GHashTable *sections = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < strips->len; i++)
    {
      const AmiaSection *section = amia_press_get_section (press, i);

      if (section != NULL)
        g_hash_table_insert (sections, g_ptr_array_index (strips, i), (gpointer) section);
    }

  return sections;
}

void
_amia_pages_count (AmiaPress *press,
                   GArray    *places,
                   guint      n_pages,
                   GArray    *feet)
{
  g_autoptr (GHashTable) sections = index_sections (press);
  AmiaFoot *all = NULL;

  g_array_set_size (feet, n_pages);
  all = (AmiaFoot *) (gpointer) feet->data;
  for (guint page = 0; page < n_pages; page++)
    all[page] = (AmiaFoot){ 0 };

  for (guint i = 0; i < places->len; i++)
    {
      const AmiaPlace   *at = &g_array_index (places, AmiaPlace, i);
      const AmiaSection *section = g_hash_table_lookup (sections, at->strip);

      if (section != NULL)
        all[at->page].section = section;
    }

  for (guint page = 1; page < n_pages; page++)
    {
      if (all[page].section != NULL)
        continue;
      all[page].section = all[page - 1].section;
      all[page].page = all[page - 1].page + 1;
    }
  for (guint page = n_pages; page-- > 0;)
    all[page].n_pages = page + 1 < n_pages && all[page + 1].page > 0 ? all[page + 1].n_pages
                                                                     : all[page].page + 1;
}
