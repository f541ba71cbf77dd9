/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-meeting.h"

#include <string.h>

/* The meetings of the method. The names are terms and so the same in every language. */

static const AmiaMeetingKind kinds[] = {
  { "informationsmote", "Informationsmöte", 60, TRUE },
  { "inskrivningsmote", "Inskrivningsmöte", 60, TRUE },
  { "trepartsmote", "Trepartsmöte", 60, TRUE },
  { "kartlaggningssamtal", "Kartläggningssamtal", 90, TRUE },
  { "avstamningsmote", "Avstämningsmöte", 60, TRUE },
  { "uppfoljningsmote", "Uppföljningsmöte", 60, TRUE },
  { "flerpartssamtal", "Flerpartssamtal", 60, TRUE },
  { "studiebesok", "Studiebesök", 120, TRUE },
  { "overlamningsmote", "Överlämningsmöte", 60, TRUE },
  { "avslutningsmote", "Avslutningsmöte", 60, TRUE },
  { "resursteammote", "Resursteammöte", 90, FALSE },
  { "deltagartraff", "Deltagarträff", 120, FALSE },
  { "grupptraff", "Gruppträff", 120, FALSE },
};

const AmiaMeetingKind *
amia_meeting_get_kinds (gsize *n_kinds)
{
  g_return_val_if_fail (n_kinds != NULL, NULL);

  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

const AmiaMeetingKind *
amia_meeting_find_kind (const char *code)
{
  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].code, code) == 0)
        return &kinds[i];
    }

  return NULL;
}
