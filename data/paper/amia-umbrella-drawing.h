/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "amia-umbrella.h"

G_BEGIN_DECLS

/**
 * AmiaUmbrellaColor:
 * @red: from 0 to 1
 * @green: from 0 to 1
 * @blue: from 0 to 1
 *
 * A colour.
 */
typedef struct
{
  double red;
  double green;
  double blue;
} AmiaUmbrellaColor;

/**
 * AmiaUmbrellaLook:
 * @text: the colour of words and lines
 * @accent: the colour that bands are tinted with
 * @phases: (array fixed-size=4): what the phases are called
 * @incomes: (nullable) (array length=n_incomes): what stands in the band of each income of the
 *   facts, by its index
 * @n_incomes: how many
 * @months: (array fixed-size=12): the months, short
 * @today: the word at today's mark
 * @benefit_end: (nullable): the words at the end of the benefit: its day
 *
 * How the picture looks and what it says. All words come from whoever draws; words that have no
 * room are cut off with three dots.
 */
typedef struct
{
  AmiaUmbrellaColor  text;
  AmiaUmbrellaColor  accent;
  const char        *phases[AMIA_UMBRELLA_N_PHASES];
  const char *const *incomes;
  gsize              n_incomes;
  const char        *months[12];
  const char        *today;
  const char        *benefit_end;
} AmiaUmbrellaLook;

/**
 * amia_umbrella_get_height:
 * @umbrella: a picture
 * @context: fonts and resolution, with the font that words are set in
 * @width: how wide it is to be
 *
 * Returns: how high amia_umbrella_draw() makes it
 */
double amia_umbrella_get_height (const AmiaUmbrella *umbrella,
                                 PangoContext       *context,
                                 double              width);

/**
 * amia_umbrella_draw:
 * @cr: where to; its origin is the upper left corner
 * @context: as in amia_umbrella_get_height()
 * @umbrella: a picture
 * @look: colours and words
 * @width: how wide
 *
 * Draws the picture, on screen as on paper: a soft arc over all of it; beneath it the phases with
 * their names, the line of time with months and meetings, activities as bars, incomes as bands with
 * their names. There are two rows of words, whatever there is to be told, and the months. The same
 * in words stands beside it.
 */
void amia_umbrella_draw (cairo_t                *cr,
                         PangoContext           *context,
                         const AmiaUmbrella     *umbrella,
                         const AmiaUmbrellaLook *look,
                         double                  width);

/**
 * AmiaUmbrellaPlace:
 * @AMIA_UMBRELLA_PLACE_NONE: nothing that could be changed
 * @AMIA_UMBRELLA_PLACE_INCOME: the band of an income
 * @AMIA_UMBRELLA_PLACE_INCOME_FROM: where an income begins
 * @AMIA_UMBRELLA_PLACE_INCOME_TO: where it ends, or could end
 * @AMIA_UMBRELLA_PLACE_BENEFIT_END: the end of the benefit
 * @AMIA_UMBRELLA_PLACE_ALI_FROM: where ALI begins
 *
 * What a point of the picture belongs to.
 */
typedef enum
{
  AMIA_UMBRELLA_PLACE_NONE,
  AMIA_UMBRELLA_PLACE_INCOME,
  AMIA_UMBRELLA_PLACE_INCOME_FROM,
  AMIA_UMBRELLA_PLACE_INCOME_TO,
  AMIA_UMBRELLA_PLACE_BENEFIT_END,
  AMIA_UMBRELLA_PLACE_ALI_FROM,
} AmiaUmbrellaPlace;

/**
 * amia_umbrella_find:
 * @umbrella: a picture
 * @context: as in amia_umbrella_get_height()
 * @width: how wide it is drawn
 * @x: a point of the drawing
 * @y: likewise
 * @index: (out): of an income its index; 0 of anything else
 *
 * What amia_umbrella_draw() draws there. An edge is hit from as far off as half a line is high;
 * what reaches beyond the picture has no edge there.
 *
 * Returns: the place
 */
AmiaUmbrellaPlace amia_umbrella_find (const AmiaUmbrella *umbrella,
                                      PangoContext       *context,
                                      double              width,
                                      double              x,
                                      double              y,
                                      guint              *index);

/**
 * amia_umbrella_save_svg:
 * @umbrella: a picture
 * @look: colours and words
 * @path: the file; replaced if it is there
 * @error: return location
 *
 * Writes the picture alone as SVG, 1000 points wide.
 *
 * Returns: %TRUE, or %FALSE with a #GIOError
 */
gboolean amia_umbrella_save_svg (const AmiaUmbrella     *umbrella,
                                 const AmiaUmbrellaLook *look,
                                 const char             *path,
                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_umbrella_record:
 * @umbrella: a picture
 * @look: colours and words
 * @width: how wide, in points
 * @height: (out): how high it has become
 *
 * Returns: (transfer full): a recording surface of it, for amia_sheet_add_picture()
 */
cairo_surface_t *amia_umbrella_record (const AmiaUmbrella     *umbrella,
                                       const AmiaUmbrellaLook *look,
                                       double                  width,
                                       double                 *height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
