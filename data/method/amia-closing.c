/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-closing.h"

#include <string.h>

#include "amia-date.h"
#include "amia-process.h"

/* How a case ends: the causes of the method, the classes of the follow-up after ALI, and what must
 * be there. Codes are those of the closing document; they are stored and never change. */

static const AmiaClosingCause causes[] = {
  { "arbete", "Arbete" },
  { "studier", "Studier" },
  { "program-af", "Fortsätter i program hos AF" },
  { "eget-foretag", "Eget företag" },
  { "socialt-foretagande", "Socialt företagande" },
  { "sjukersattning", "Beviljad sjukersättning" },
  { "sjukpenning-fortsattning", "Fler dagar med sjukpenning, fortsättningsnivå" },
  { "sjukpenning-normal", "Fler dagar med sjukpenning, normalnivå" },
  { "arbetsmarknaden", "Står till arbetsmarknadens förfogande" },
  { "fullfoljt", "Projektet fullföljt" },
  { "sjukskriven-igen", "Sjukskriven på nytt" },
  { "flytt", "Flytt till annat område" },
  { "medgivande-ater", "Deltagaren tar tillbaka sitt medgivande" },
};

static const AmiaClosingCause classes[] = {
  { "arbete", "Arbete eller studier" },
  { "program", "I program hos AF eller arbetssökande" },
  { "hinder", "Avaktualiserad: hinder" },
  { "annat", "Avaktualiserad: annat skäl" },
};

const AmiaClosingCause *
amia_closing_get_causes (gsize *n_causes)
{
  g_return_val_if_fail (n_causes != NULL, NULL);

  *n_causes = G_N_ELEMENTS (causes);
  return causes;
}

const AmiaClosingCause *
amia_closing_get_classes (gsize *n_classes)
{
  g_return_val_if_fail (n_classes != NULL, NULL);

  *n_classes = G_N_ELEMENTS (classes);
  return classes;
}

const char *
amia_closing_find_cause (const char *code)
{
  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (causes); i++)
    {
      if (strcmp (causes[i].code, code) == 0)
        return causes[i].name;
    }

  return NULL;
}

static gboolean
is_way_on (const char *code)
{
  gsize              n_outcomes;
  const AmiaOutcome *outcomes = amia_process_get_outcomes (&n_outcomes);

  for (gsize i = 0; code != NULL && i < n_outcomes; i++)
    {
      if (strcmp (outcomes[i].code, code) == 0)
        return TRUE;
    }

  return FALSE;
}

AmiaClosingFault
amia_closing_check (const AmiaClosing *closing,
                    const char        *today)
{
  GDate day;

  g_return_val_if_fail (closing != NULL, AMIA_CLOSING_DOCUMENT);
  g_return_val_if_fail (today != NULL, AMIA_CLOSING_DAY);

  if (g_strcmp0 (closing->status, "closed") == 0)
    return AMIA_CLOSING_CLOSED;
  if (!closing->is_approved)
    return AMIA_CLOSING_DOCUMENT;
  if (amia_closing_find_cause (closing->cause) == NULL)
    return AMIA_CLOSING_CAUSE;
  if (!is_way_on (closing->way_on))
    return AMIA_CLOSING_WAY_ON;
  if (closing->day == NULL || !amia_date_parse_iso (closing->day, -1, &day) ||
      strcmp (closing->day, today) > 0)
    return AMIA_CLOSING_DAY;

  return AMIA_CLOSING_POSSIBLE;
}

const char *
amia_closing_fault_get_name (AmiaClosingFault fault)
{
  static const char *const names[] = {
    [AMIA_CLOSING_POSSIBLE] = "possible",
    [AMIA_CLOSING_CLOSED] = "closed",
    [AMIA_CLOSING_DOCUMENT] = "document",
    [AMIA_CLOSING_CAUSE] = "cause",
    [AMIA_CLOSING_WAY_ON] = "way-on",
    [AMIA_CLOSING_DAY] = "day",
  };

  g_return_val_if_fail (fault < G_N_ELEMENTS (names), NULL);

  return names[fault];
}
