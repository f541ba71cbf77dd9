/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-process.h"

#include <string.h>

/* The process map as a table. Codes are stored in visits and never change; names may. */

static const AmiaSubstep step_1[] = {
  { "1.1", "Syftet är känt" },
  { "1.2", "Deltagaren kan överblicka ekonomin" },
  { "1.3", "Förväntningar och nuläge är berättade" },
  { "1.4", "Deltagaren bestämmer sig" },
  { "1.5", "Samtycke är inhämtat" },
};

static const AmiaSubstep step_2[] = {
  { "2.1", "Nuläge" },
  { "2.2", "Resurser" },
  { "2.3", "Andra aktörer och nätverk" },
};

static const AmiaSubstep step_3[] = {
  { "3.1", "Delmål" },
};

static const AmiaSubstep step_4[] = {
  { "4.1", "Aktiviteter som kan leda till målen" },
  { "4.2", "Syftet med varje aktivitet" },
};

static const AmiaSubstep step_7[] = {
  { "7.1", "Gemensam sammanfattning" },
};

#define SUBSTEPS(substeps) substeps, G_N_ELEMENTS (substeps)

static const AmiaStep steps[] = {
  { "1", "Informera och skriv in", SUBSTEPS (step_1) },
  { "2", "Kartlägg situationen", SUBSTEPS (step_2) },
  { "3", "Identifiera mål och motivation", SUBSTEPS (step_3) },
  { "4", "Gör en planering", SUBSTEPS (step_4) },
  { "5", "Aktivitet genomförs enligt plan", NULL, 0 },
  { "6", "Följ upp planen", NULL, 0 },
  { "7", "Avslut och vägval", SUBSTEPS (step_7) },
};

static const AmiaOutcome outcomes[] = {
  { "egen-forsorjning", "Egen försörjning" },
  { "program-af", "Kvar i program hos AF" },
  { "ordinarie-af", "Ordinarie verksamhet hos AF" },
  { "sjukpenning", "Sjukpenning" },
  { "sjukersattning", "Sjukersättning" },
};

const AmiaStep *
amia_process_get_steps (gsize *n_steps)
{
  g_return_val_if_fail (n_steps != NULL, NULL);

  *n_steps = G_N_ELEMENTS (steps);
  return steps;
}

static const AmiaSubstep *
find_substep (const AmiaStep *step,
              const char     *code)
{
  for (gsize i = 0; i < step->n_substeps; i++)
    {
      if (strcmp (step->substeps[i].code, code) == 0)
        return &step->substeps[i];
    }

  return NULL;
}

const AmiaStep *
amia_process_find_step (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (strcmp (steps[i].code, code) == 0 || find_substep (&steps[i], code) != NULL)
        return &steps[i];
    }

  return NULL;
}

const char *
amia_process_find_name (const char *code)
{
  const AmiaStep    *step = amia_process_find_step (code);
  const AmiaSubstep *substep = step != NULL ? find_substep (step, code) : NULL;

  if (step != NULL)
    return substep != NULL ? substep->name : step->name;

  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (outcomes); i++)
    {
      if (strcmp (outcomes[i].code, code) == 0)
        return outcomes[i].name;
    }

  return NULL;
}

const AmiaOutcome *
amia_process_get_outcomes (gsize *n_outcomes)
{
  g_return_val_if_fail (n_outcomes != NULL, NULL);

  *n_outcomes = G_N_ELEMENTS (outcomes);
  return outcomes;
}
