/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-routine.h"

/* Where the method gives a span (4 to 6 months), its end that still holds the rule is taken. */

static const AmiaRoutine routines[] = {
  { "Öst", 1, .look_months = 4, .contact_days = 5, .mapping_days = 14, .hours_day = 5,
    .n_surveys = 3 },
  { "Väst", 1, .look_months = 7, .first_meeting_days = 14, .mapping_days = 21,
    .meeting_months = 1, .hours_day = AMIA_ROUTINE_LAST_DAY, .n_surveys = 3,
    .after_ali_months = 3 },
  { "Syd", 1, .look_months = 8, .mapping_days = 14, .meeting_months = 1,
    .hours_day = AMIA_ROUTINE_LAST_DAY, .n_surveys = 3, .after_ali_months = 3 },
  { "Nord", 1, .look_months = 6, .contact_days = 5, .mapping_days = 21, .hours_day = 10,
    .n_surveys = 1 },
};

const AmiaRoutine *
amia_routines_get_all (gsize *n_routines)
{
  g_return_val_if_fail (n_routines != NULL, NULL);

  *n_routines = G_N_ELEMENTS (routines);
  return routines;
}

const AmiaRoutine *
amia_routines_find (const char *subproject)
{
  g_autofree char *wanted = subproject != NULL ? g_utf8_casefold (subproject, -1) : NULL;

  for (gsize i = 0; wanted != NULL && i < G_N_ELEMENTS (routines); i++)
    {
      g_autofree char *name = g_utf8_casefold (routines[i].subproject, -1);

      if (g_strcmp0 (name, wanted) == 0)
        return &routines[i];
    }

  return NULL;
}
