/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-distance.h"

#include <math.h>
#include <string.h>

/* Where Nord's participants live, and how far it is to what there is to do. The table has the main
 * town of each municipality in degrees and minutes (WGS 84), as encyclopaedias and gazetteers give
 * them: a minute is two kilometres at the most. Roads are not in it: they would have to be measured
 * and kept up, and an order by the straight line is the same but for close calls. */

typedef struct
{
  const char *municipality;
  double      north; /* degrees */
  double      east;
} Town;

#define DEGREES(degrees, minutes) ((degrees) + (minutes) / 60.0)

static const Town towns[] = {
  { "berg", DEGREES (62, 46), DEGREES (14, 26) },      /* Svenstavik */
  { "bräcke", DEGREES (62, 45), DEGREES (15, 25) },    /* Bräcke */
  { "härjedalen", DEGREES (62, 2), DEGREES (14, 22) }, /* Sveg */
  { "krokom", DEGREES (63, 20), DEGREES (14, 27) },    /* Krokom */
  { "ragunda", DEGREES (63, 6), DEGREES (16, 21) },    /* Hammarstrand */
  { "strömsund", DEGREES (63, 51), DEGREES (15, 33) }, /* Strömsund */
  { "åre", DEGREES (63, 21), DEGREES (13, 28) },       /* Järpen */
  { "östersund", DEGREES (63, 11), DEGREES (14, 38) }, /* Östersund */
};

#define EARTH_RADIUS_KM 6371.0

/* “Bergs kommun ” is `berg`: the genitive goes with the word that asks for it. */
static char *
dup_plain (const char *municipality)
{
  static const char word[] = " kommun";
  g_autofree char  *lower = NULL;

  if (municipality == NULL)
    return NULL;

  lower = g_utf8_strdown (municipality, -1);
  g_strstrip (lower);
  if (g_str_has_suffix (lower, word))
    {
      lower[strlen (lower) - strlen (word)] = '\0';
      g_strchomp (lower);
      if (g_str_has_suffix (lower, "s"))
        lower[strlen (lower) - 1] = '\0';
    }

  return *lower != '\0' ? g_utf8_normalize (lower, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
}

static const Town *
find_town (const char *plain)
{
  for (gsize i = 0; plain != NULL && i < G_N_ELEMENTS (towns); i++)
    {
      if (strcmp (towns[i].municipality, plain) == 0)
        return &towns[i];
    }

  return NULL;
}

static double
to_radians (double degrees)
{
  return degrees * G_PI / 180;
}

/* The haversine formula: steady for short distances, where that of cosines is not. */
static double
measure (const Town *from,
         const Town *to)
{
  double north = sin (to_radians (to->north - from->north) / 2);
  double east = sin (to_radians (to->east - from->east) / 2);
  double chord = north * north +
                 cos (to_radians (from->north)) * cos (to_radians (to->north)) * east * east;

  return 2 * EARTH_RADIUS_KM * asin (sqrt (chord));
}

gboolean
amia_distance_is_known (const char *municipality)
{
  g_autofree char *plain = dup_plain (municipality);

  return find_town (plain) != NULL;
}

double
amia_distance_get_km (const char *from,
                      const char *to)
{
  g_autofree char *plain_from = dup_plain (from);
  g_autofree char *plain_to = dup_plain (to);
  const Town      *town_from = find_town (plain_from);
  const Town      *town_to = find_town (plain_to);

  if (plain_from == NULL || plain_to == NULL)
    return -1;
  if (strcmp (plain_from, plain_to) == 0)
    return 0;

  return town_from != NULL && town_to != NULL ? measure (town_from, town_to) : -1;
}
