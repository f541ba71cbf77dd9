/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <math.h>
#include <string.h>

#include "amia-network.h"
#include "amia-raw-json.h"

/* The network map as it stands on the screen, or its rings to draw in. Where somebody is and which
 * line leads there follow from the answers alone.
 *
 * Below it are the same people as cards, so that nothing is said by the drawing only; kinds of line
 * differ in more than shade, and a legend names those that are used. */

#define MAP_WIDTH     430.0
#define MAP_HEIGHT    350.0
#define RIM_SPACE     22.0 /* for the names of the slices */
#define NAME_WIDTH    86.0
#define NAME_PAD      3.0
#define SLICE_WIDTH   110.0
#define TIE_GAP       2.0 /* between the two lines of a tie that is both */
#define LEGEND_SAMPLE 30.0
#define LEGEND_GAP    18.0
#define ROUNDS_MAX    40 /* of moving names apart */

typedef enum
{
  TIE_SUPPORT,
  TIE_BOTH,
  TIE_STRAIN,
  TIE_UNKNOWN,
  N_TIES,
} Tie;

typedef struct
{
  PangoLayout *name;
  Tie          tie;
  double       x; /* of its middle */
  double       y;
  double       width;
  double       height;
} Contact;

typedef struct
{
  AmiaFormSetter   *setter;
  AmiaStrip        *strip;
  GPtrArray        *kinds; /* (element-type AmiaOption) (nullable): the slices */
  GPtrArray        *ties;  /* (element-type AmiaOption) (nullable): the options of support */
  GPtrArray        *rings; /* (element-type AmiaOption) (nullable): the options of closeness */
  AmiaNetworkPlace *places;
  Contact          *contacts;
  guint             n_contacts;
  double            cx;
  double            cy;
  double            rx;
  double            ry;
} Map;

/* --- Answers ---------------------------------------------------------------------------------- */

static AmiaPaperField
find_field (AmiaNode   *row,
            const char *link_id)
{
  for (guint i = 0; i < amia_node_get_n_children (row); i++)
    {
      AmiaNode       *node = amia_node_get_child (row, i);
      const AmiaItem *item = amia_node_get_item (node);

      if (item != NULL && g_str_has_suffix (item->link_id, link_id))
        return (AmiaPaperField){ item, node };
    }

  return (AmiaPaperField){ NULL, NULL };
}

static int
find_chosen (const AmiaPaperField *field)
{
  GPtrArray *options = field->item != NULL ? field->item->options : NULL;

  for (guint i = 0; options != NULL && i < options->len; i++)
    {
      if (_amia_setter_is_chosen (field, g_ptr_array_index (options, i)))
        return (int) i;
    }

  return -1;
}

/* Which of the codes an option has: organisations may put them in an order of their own. */
static int
match_code (const AmiaOption  *option,
            const char *const *codes)
{
  g_autoptr (AmiaRawDocument) document =
      amia_raw_document_new (option->value, strlen (option->value), NULL);
  const AmiaRaw *root = document != NULL ? amia_raw_document_get_root (document) : NULL;
  const char    *code = amia_raw_get_string (root, "code");

  for (int i = 0; code != NULL && codes[i] != NULL; i++)
    {
      if (strcmp (codes[i], code) == 0)
        return i;
    }

  return -1;
}

static int
find_code (const AmiaPaperField *field,
           const char *const    *codes)
{
  const int chosen = find_chosen (field);

  return chosen >= 0 ? match_code (g_ptr_array_index (field->item->options, chosen), codes) : -1;
}

static const char *const tie_codes[] = { "stod", "bade-och", "belastning", NULL };
static const char *const ring_codes[] = { "nara", "mitten", "langt", NULL };

/* What can be answered about somebody, as the form has it. */
static void
read_options (Map            *map,
              const AmiaItem *list)
{
  for (guint i = 0; i < list->children->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (list->children, i);

      if (g_str_has_suffix (item->link_id, "-slag"))
        map->kinds = item->options;
      else if (g_str_has_suffix (item->link_id, "-stod"))
        map->ties = item->options;
      else if (g_str_has_suffix (item->link_id, "-narhet"))
        map->rings = item->options;
    }
}

static void
read_contact (Map      *map,
              AmiaNode *row)
{
  const AmiaPaperField name = find_field (row, "-namn");
  const AmiaPaperField kind = find_field (row, "-slag");
  const AmiaPaperField closeness = find_field (row, "-narhet");
  const AmiaPaperField support = find_field (row, "-stod");
  g_autofree char     *words = name.item != NULL ? _amia_setter_dup_answer (map->setter, &name)
                                                 : NULL;
  Contact             *contact = &map->contacts[map->n_contacts];
  AmiaNetworkPlace    *place = &map->places[map->n_contacts++];
  const int            tie = find_code (&support, tie_codes);

  place->ring = find_code (&closeness, ring_codes);
  place->sector = find_chosen (&kind);
  contact->tie = tie >= 0 ? (Tie) tie : TIE_UNKNOWN;
  contact->name = amia_press_make_layout (map->setter->press,
                                          AMIA_FONT_SMALL,
                                          words != NULL ? words : "?",
                                          NAME_WIDTH);
  pango_layout_set_alignment (contact->name, PANGO_ALIGN_CENTER);
}

/* --- Places ----------------------------------------------------------------------------------- */

static void
get_point (const Map *map,
           double     angle,
           double     radius,
           double    *x,
           double    *y)
{
  *x = map->cx + map->rx * radius * sin (2 * G_PI * angle);
  *y = map->cy - map->ry * radius * cos (2 * G_PI * angle);
}

/* Moves two names apart that would stand upon each other, up and down, where names are short. */
static gboolean
part (Contact *upper,
      Contact *lower)
{
  const double across = (upper->width + lower->width) / 2 - fabs (upper->x - lower->x);
  double       down;

  if (upper->y > lower->y)
    {
      Contact *other = upper;

      upper = lower;
      lower = other;
    }
  down = (upper->height + lower->height) / 2 + 1 - (lower->y - upper->y);
  if (across <= 0 || down <= 0)
    return FALSE;
  upper->y -= down / 2;
  lower->y += down / 2;
  return TRUE;
}

static void
place_contacts (Map               *map,
                AmiaNetworkSector *sectors,
                guint              n_sectors)
{
  const Contact middle = { .x = map->cx, .y = map->cy, .width = 24, .height = 16 };
  gboolean      moved = TRUE;

  amia_network_lay_out (map->places, map->n_contacts, sectors, n_sectors);
  for (guint i = 0; i < map->n_contacts; i++)
    {
      Contact *contact = &map->contacts[i];
      int      width;
      int      height;

      get_point (map, map->places[i].angle, map->places[i].radius, &contact->x, &contact->y);
      pango_layout_get_size (contact->name, NULL, &height);
      width = 0;
      for (int line = 0; line < pango_layout_get_line_count (contact->name); line++)
        {
          PangoRectangle extents;

          pango_layout_line_get_extents (pango_layout_get_line_readonly (contact->name, line),
                                         NULL,
                                         &extents);
          width = MAX (width, extents.width);
        }
      contact->width = pango_units_to_double (width) + 2 * NAME_PAD;
      contact->height = pango_units_to_double (height) + 2 * NAME_PAD;
    }
  for (guint round = 0; moved && round < ROUNDS_MAX; round++)
    {
      moved = FALSE;
      for (guint i = 0; i < map->n_contacts; i++)
        {
          Contact fixed = middle;

          moved |= part (&map->contacts[i], &fixed);
          for (guint j = i + 1; j < map->n_contacts; j++)
            moved |= part (&map->contacts[i], &map->contacts[j]);
          map->contacts[i].y = CLAMP (map->contacts[i].y,
                                      map->contacts[i].height / 2,
                                      MAP_HEIGHT - map->contacts[i].height / 2);
        }
    }
}

/* --- Drawing ---------------------------------------------------------------------------------- */

static void
add_stroke (AmiaStrip *strip,
            double     from_x,
            double     from_y,
            double     to_x,
            double     to_y,
            double     weight,
            double     dash)
{
  AmiaInk *ink = amia_strip_add (strip,
                                 AMIA_INK_RULE,
                                 from_x,
                                 from_y,
                                 to_x - from_x,
                                 to_y - from_y);

  ink->weight = weight;
  ink->dash = dash;
}

/* Support is one thick line, strain a dashed one, both are both, and what nobody has said is thin.
 */
static void
add_tie (AmiaStrip *strip,
         Tie        tie,
         double     from_x,
         double     from_y,
         double     to_x,
         double     to_y)
{
  const double length = hypot (to_x - from_x, to_y - from_y);
  const double gap = tie == TIE_BOTH && length > 0 ? TIE_GAP / length : 0;
  const double dx = (to_y - from_y) * gap;
  const double dy = -(to_x - from_x) * gap;

  if (tie != TIE_STRAIN)
    add_stroke (strip,
                from_x + dx,
                from_y + dy,
                to_x + dx,
                to_y + dy,
                tie == TIE_UNKNOWN ? 0.6 : 2.2,
                0);
  if (tie == TIE_STRAIN || tie == TIE_BOTH)
    add_stroke (strip, from_x - dx, from_y - dy, to_x - dx, to_y - dy, 1.3, 4);
}

static void
add_centred (Map         *map,
             PangoLayout *layout,
             double       x,
             double       y,
             double       width)
{
  int height;

  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_size (layout, NULL, &height);
  amia_strip_add_layout (map->strip,
                         layout,
                         x - width / 2,
                         y - pango_units_to_double (height) / 2);
}

static void
add_plate (Map   *map,
           double x,
           double y,
           double width,
           double height)
{
  amia_strip_add (map->strip, AMIA_INK_FILL, x - width / 2, y - height / 2, width, height)
      ->shade = 1;
  amia_strip_add (map->strip, AMIA_INK_BOX, x - width / 2, y - height / 2, width, height)
      ->shade = 0.45;
}

static void
add_rings (Map *map)
{
  for (int ring = 0; ring < AMIA_NETWORK_RINGS; ring++)
    {
      const double radius = amia_network_get_ring_radius (ring);

      amia_strip_add (map->strip,
                      AMIA_INK_RING,
                      map->cx - map->rx * radius,
                      map->cy - map->ry * radius,
                      2 * map->rx * radius,
                      2 * map->ry * radius)
          ->shade = 0.7;
    }
}

static void
add_slices (Map                     *map,
            const AmiaNetworkSector *sectors,
            guint                    n_sectors)
{
  for (guint i = 0; i < n_sectors; i++)
    {
      g_autofree char *label =
          _amia_setter_dup_option (map->setter, g_ptr_array_index (map->kinds, i));
      g_autoptr (PangoLayout) layout = NULL;
      double x;
      double y;

      if (sectors[i].n_contacts == 0)
        continue;
      get_point (map, sectors[i].from, 1, &x, &y);
      amia_strip_add (map->strip, AMIA_INK_RULE, map->cx, map->cy, x - map->cx, y - map->cy)
          ->shade = 0.7;
      get_point (map, (sectors[i].from + sectors[i].to) / 2, 1.08, &x, &y);
      layout = amia_press_make_layout (map->setter->press, AMIA_FONT_SMALL, label, SLICE_WIDTH);
      add_centred (map, layout, x, y, SLICE_WIDTH);
    }
}

/* How close each ring is, in words at its top. */
static void
add_ring_names (Map *map)
{
  for (guint i = 0; map->rings != NULL && i < map->rings->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (map->rings, i);
      const int         ring = match_code (option, ring_codes);
      g_autofree char  *label = _amia_setter_dup_option (map->setter, option);
      g_autoptr (PangoLayout) layout =
          amia_press_make_layout (map->setter->press, AMIA_FONT_SMALL, label, 0);
      const double width = amia_press_measure (map->setter->press, AMIA_FONT_SMALL, label);
      const double line = amia_press_get_line_height (map->setter->press, AMIA_FONT_SMALL);
      double       x;
      double       y;

      if (ring < 0 || ring >= AMIA_NETWORK_RINGS)
        continue;
      get_point (map, 0, amia_network_get_ring_radius (ring), &x, &y);
      y += line * 0.6;
      amia_strip_add (map->strip, AMIA_INK_FILL, x - width / 2, y - line / 2, width, line)->shade =
          1;
      add_centred (map, layout, x, y, width + 2);
    }
}

static void
add_contacts (Map *map)
{
  g_autoptr (PangoLayout) self =
      amia_press_make_layout (map->setter->press,
                              AMIA_FONT_SMALL,
                              amia_paper_word (map->setter->language, AMIA_PAPER_SELF),
                              0);

  for (guint i = 0; i < map->n_contacts; i++)
    add_tie (map->strip,
             map->contacts[i].tie,
             map->cx,
             map->cy,
             map->contacts[i].x,
             map->contacts[i].y);
  for (guint i = 0; i < map->n_contacts; i++)
    {
      const Contact *contact = &map->contacts[i];

      add_plate (map, contact->x, contact->y, contact->width, contact->height);
      add_centred (map, contact->name, contact->x, contact->y, NAME_WIDTH);
    }
  add_plate (map, map->cx, map->cy, 24, 16);
  add_centred (map, self, map->cx, map->cy, 24);
}

static char *
dup_tie_label (const Map *map,
               Tie        tie)
{
  for (guint i = 0; map->ties != NULL && i < map->ties->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (map->ties, i);

      if (match_code (option, tie_codes) == (int) tie)
        return _amia_setter_dup_option (map->setter, option);
    }

  return g_strdup (amia_paper_word (map->setter->language, AMIA_PAPER_NO_ANSWER));
}

static void
set_legend (Map *map)
{
  AmiaPress   *press = map->setter->press;
  AmiaStrip   *strip = amia_press_add_strip (press,
                                             amia_press_get_line_height (press, AMIA_FONT_SMALL),
                                             6);
  const double middle = strip->height / 2;
  double       x = amia_press_get_left (press);

  for (Tie tie = 0; tie < N_TIES; tie++)
    {
      g_autofree char *label = dup_tie_label (map, tie);
      g_autoptr (PangoLayout) layout = amia_press_make_layout (press, AMIA_FONT_SMALL, label, 0);
      gboolean is_used = map->n_contacts == 0 && tie != TIE_UNKNOWN;

      for (guint i = 0; i < map->n_contacts; i++)
        is_used = is_used || map->contacts[i].tie == tie;
      if (!is_used)
        continue;
      add_tie (strip, tie, x, middle, x + LEGEND_SAMPLE, middle);
      amia_strip_add_layout (strip, layout, x + LEGEND_SAMPLE + 6, 0);
      x += LEGEND_SAMPLE + 6 + amia_press_measure (press, AMIA_FONT_SMALL, label) + LEGEND_GAP;
    }
}

static void
set_map (Map *map)
{
  AmiaPress                    *press = map->setter->press;
  const double                  width = MIN (amia_press_get_width (press), MAP_WIDTH);
  const guint                   n_sectors = map->kinds != NULL ? map->kinds->len : 0;
  g_autofree AmiaNetworkSector *sectors = g_new0 (AmiaNetworkSector, n_sectors + 1);

  amia_press_begin_unit (press);
  map->strip = amia_press_add_strip (press, MAP_HEIGHT, 10);
  map->cx = amia_press_get_left (press) + amia_press_get_width (press) / 2;
  map->cy = MAP_HEIGHT / 2;
  map->rx = width / 2 - RIM_SPACE;
  map->ry = MAP_HEIGHT / 2 - RIM_SPACE;
  place_contacts (map, sectors, n_sectors);
  add_rings (map);
  add_slices (map, sectors, n_sectors);
  add_ring_names (map);
  add_contacts (map);
  set_legend (map);
  amia_press_end_unit (press);
}

void
_amia_setter_set_network (AmiaFormSetter       *setter,
                          const AmiaPaperField *field)
{
  const gboolean               is_blank = field->node == NULL;
  const guint                  n_rows = is_blank ? 0 : amia_node_get_n_children (field->node);
  g_autofree AmiaNetworkPlace *places = g_new0 (AmiaNetworkPlace, n_rows + 1);
  g_autofree Contact          *contacts = g_new0 (Contact, n_rows + 1);
  Map                          map = { .setter = setter, .places = places, .contacts = contacts };

  read_options (&map, field->item);
  for (guint i = 0; i < n_rows; i++)
    {
      const AmiaPaperField row = { field->item, amia_node_get_child (field->node, i) };

      if (_amia_setter_shows (setter, &row))
        read_contact (&map, row.node);
    }
  if (is_blank || map.n_contacts > 0)
    set_map (&map);
  for (guint i = 0; i < map.n_contacts; i++)
    g_object_unref (contacts[i].name);
}
