/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-sharing-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-kinds.h"
#include "amia-words.h"

static const char *
find_kind_words (const char *kind)
{
  return g_strcmp0 (kind, AMIA_CONSENT_KIND_SPOKEN) == 0 ? _ ("spoken consent")
                                                         : _ ("signed consent");
}

/* One line per consent that gives the member something today. */
static void
append_share (GString                *text,
              const AmiaConsentShare *share)
{
  g_autofree char *areas = amia_words_areas ((const char *const *) share->areas);
  g_autofree char *since = share->from_day != NULL ? amia_words_date (share->from_day) : NULL;

  if (share->areas == NULL || share->areas[0] == NULL)
    return;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Translators: an agency, and areas of information: “From FK: health and work”. */
  g_string_append_printf (text, _ ("From %s: %s"), amia_words_agency_short (share->agency), areas);
  if (since != NULL)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("since %s"), since);
    }
  g_string_append_printf (text, " · %s", find_kind_words (share->kind));
}

char *
amia_sharing_words_member (const AmiaMemberSharing *member,
                           const char              *own_agency)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (member != NULL, NULL);

  if (!amia_rights_is_member (member->rights))
    return g_strdup (_ ("Is no longer in the team and sees nothing"));
  if (member->agency == NULL)
    return g_strdup (_ ("Has not signed in yet and sees nothing so far"));

  for (guint i = 0; i < member->shares->len; i++)
    append_share (text, g_ptr_array_index (member->shares, i));
  if (text->len > 0)
    return g_string_free (g_steal_pointer (&text), FALSE);

  if (g_strcmp0 (member->agency, own_agency) == 0)
    return g_strdup (_ ("Sees what your agency has written"));

  return g_strdup (_ ("Sees that there is a case and who is in the team, nothing else"));
}

char *
amia_sharing_words_share (const AmiaShare *share)
{
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (share != NULL, NULL);

  since = share->since != NULL ? amia_words_date (share->since) : g_strdup (_ ("the beginning"));
  until = share->until != NULL ? amia_words_date (share->until) : NULL;
  if (until != NULL)
    /* Translators: two dates. */
    g_string_append_printf (text, _ ("from %s to %s"), since, until);
  else
    g_string_append_printf (text, _ ("since %s"), since);

  g_string_append_printf (text, ", %s", find_kind_words (share->kind));
  if (share->state == AMIA_SHARE_WITHDRAWN)
    g_string_append_printf (text, ", %s", _ ("withdrawn"));
  else if (share->state == AMIA_SHARE_COMING)
    g_string_append_printf (text, ", %s", _ ("not yet"));
  else if (share->state == AMIA_SHARE_UNDATED)
    g_string_append_printf (text, ", %s", _ ("not valid, since it has no day"));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Why less is shown here than there was, and what helps; NULL if nothing is held back. */
static char *
dup_lock (const AmiaCaseSharing *sharing)
{
  g_return_val_if_fail (sharing != NULL, NULL);

  switch (sharing->lock)
    {
    case AMIA_SHARING_DAY:
      return g_strdup (_ ("A consent has ended. What it let you see is hidden, and goes from this "
                          "laptop at the next sync."));
    case AMIA_SHARING_LEASE:
      return g_strdup_printf (ngettext ("This laptop has not been in contact with the server for more "
                                        "than %d day. What other agencies wrote is hidden, and comes "
                                        "back when you sync.",
                                        "This laptop has not been in contact with the server for more "
                                        "than %d days. What other agencies wrote is hidden, and comes "
                                        "back when you sync.",
                                        (gulong) sharing->lease_days),
                              sharing->lease_days);
    case AMIA_SHARING_OVER:
      return g_strdup (_ ("You are no longer in the team. Only what waits to be sent is left here, "
                          "and it goes when the server has it."));
    case AMIA_SHARING_OPEN:
    default:
      return NULL;
    }
}

static void
append_line (GString    *text,
             const char *line)
{
  if (line == NULL)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static gboolean
shares_anything (const AmiaRights *rights,
                 const char       *agency)
{
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);

  for (gsize i = 0; i < n_areas; i++)
    {
      if (amia_rights_let_come (rights, agency, areas[i]))
        return TRUE;
    }

  return FALSE;
}

/* The agencies in the team that share nothing at all with the reader. */
static char *
describe_silent (const AmiaCaseSharing *sharing,
                 const char            *own_agency)
{
  g_autoptr (GPtrArray) silent = g_ptr_array_new ();
  g_autofree char *words = NULL;

  for (guint i = 0; i < sharing->members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (sharing->members, i);
      const char              *name = amia_words_agency_short (member->agency);

      if (member->agency != NULL && amia_rights_is_member (member->rights) &&
          g_strcmp0 (member->agency, own_agency) != 0 &&
          !shares_anything (sharing->effective, member->agency) &&
          !g_ptr_array_find_with_equal_func (silent, name, g_str_equal, NULL))
        g_ptr_array_add (silent, (gpointer) name);
    }

  if (silent->len == 0)
    return NULL;

  words = amia_words_join (silent);
  /* Translators: short agency names. */
  return g_strdup_printf (_ ("What %s writes is not shared with you: no consent that they have "
                             "registered is valid today."),
                          words);
}

char *
amia_sharing_words_held_back (const AmiaCaseSharing *sharing,
                              const char            *own_agency)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *lock = NULL;
  g_autofree char *silent = NULL;
  g_autofree char *sealed = NULL;

  g_return_val_if_fail (sharing != NULL, NULL);

  lock = dup_lock (sharing);
  if (sharing->effective != NULL && sharing->lock == AMIA_SHARING_OPEN)
    silent = describe_silent (sharing, own_agency);
  if (sharing->n_escrow > 0)
    sealed = g_strdup_printf (
        ngettext ("%u change of yours is sealed on the server until you are let in again.",
                  "%u changes of yours are sealed on the server until you are let in again.",
                  sharing->n_escrow),
        sharing->n_escrow);
  append_line (text, lock);
  append_line (text, silent);
  append_line (text, sealed);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* --- On paper -------------------------------------------------------------------------------- */

static void
add_shares (AmiaSheet *sheet,
            GPtrArray *shares)
{
  const char *from = NULL;
  const char *to = NULL;

  if (shares->len == 0)
    amia_sheet_add_text (sheet,
                         _ ("There is no consent. Nothing has been shared between the agencies."));

  for (guint i = 0; i < shares->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (shares, i);
      g_autofree char *words = amia_sharing_words_share (share);

      if (g_strcmp0 (from, share->from_agency) != 0 || g_strcmp0 (to, share->to_agency) != 0)
        {
          g_autofree char *heading =
              /* Translators: two agencies. */
              g_strdup_printf (_ ("From %s to %s"),
                               amia_words_agency (share->from_agency),
                               amia_words_agency (share->to_agency));

          amia_sheet_add_heading (sheet, heading);
          from = share->from_agency;
          to = share->to_agency;
        }
      amia_sheet_add_line (sheet, amia_words_area (share->area), words);
    }
}

static void
add_team (AmiaSheet       *sheet,
          AmiaCaseSharing *sharing)
{
  amia_sheet_add_heading (sheet, _ ("Who works with you"));
  for (guint i = 0; i < sharing->members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (sharing->members, i);
      g_autofree char         *from = NULL;
      g_autoptr (GString) text = g_string_new (amia_words_agency (member->agency));

      if (!amia_rights_is_member (member->rights))
        g_string_append_printf (text, ", %s", _ ("no longer in the team"));
      else if (member->from_day != NULL)
        {
          from = amia_words_date (member->from_day);
          g_string_append (text, ", ");
          g_string_append_printf (text, _ ("since %s"), from);
        }
      amia_sheet_add_line (sheet, member->name != NULL ? member->name : member->user, text->str);
    }
}

AmiaSheet *
amia_sharing_sheet_new (AmiaCaseSnapshot *snapshot,
                        const char       *printed_by)
{
  g_autofree char *today = NULL;
  g_autofree char *footer = NULL;
  g_autofree char *name = NULL;
  AmiaSheet       *sheet = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (printed_by != NULL, NULL);

  today = amia_words_date (snapshot->today);
  /* Translators: a name and a date. */
  footer = g_strdup_printf (_ ("Printed by %s, %s"), printed_by, today);
  sheet = amia_sheet_new (_ ("What is shared about you"), footer);
  name = amia_case_snapshot_dup_string (snapshot, "name");
  if (name != NULL)
    amia_sheet_add_line (sheet, _ ("Participant"), name);
  amia_sheet_add_line (sheet, _ ("As of"), today);
  amia_sheet_add_text (sheet,
                       _ ("Each agency may show what it has written about you to the others only "
                          "if you have consented to it. This page says what you have consented to "
                          "and who is in the team."));
  add_shares (sheet, snapshot->shares);
  add_team (sheet, snapshot->sharing);
  amia_sheet_add_heading (sheet, _ ("You can change your mind"));
  amia_sheet_add_text (sheet,
                       _ ("You may withdraw a consent at any time; tell one of your caseworkers. "
                          "What it let the others see is then taken away from their computers the "
                          "next time they are in contact with the server. What an agency has "
                          "written itself, it keeps."));
  return sheet;
}
