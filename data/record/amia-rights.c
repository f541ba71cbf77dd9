/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-rights.h"

#include <string.h>

#include "amia-kinds.h"
#include "amia-rights-private.h"

/* What a reader may see, as a value that can be compared, kept and sent.
 *
 * A reader is asked four things, in this order; the first no is the answer:
 *
 *   scope     in the team? for a reflection: one of the pair?             NOT_MEMBER, NOT_PAIR
 *   envelope  is the field one that every member sees?                    yes
 *   own       did the reader's own agency write it?                       yes
 *   consent   is the area known, and does the writing agency let it come
 *             to the reader?                                              OWN_AGENCY, NO_CONSENT
 *
 * Only the areas in the one table (amia_areas_get_all ()) count, so a few bits per agency hold
 * them, and wider, narrower, joined and common rights are what they are for sets. */

#define EVERY_AREA "*"

AmiaAreaSet
_amia_area_set_all (void)
{
  gsize n_areas;

  amia_areas_get_all (&n_areas);
  return ((AmiaAreaSet) 1 << n_areas) - 1;
}

AmiaAreaSet
_amia_area_set_parse (const char *area)
{
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);

  if (strcmp (area, EVERY_AREA) == 0)
    return _amia_area_set_all ();

  for (gsize i = 0; i < n_areas; i++)
    {
      if (strcmp (areas[i], area) == 0)
        return (AmiaAreaSet) 1 << i;
    }

  return 0;
}

static void
clear_release (gpointer data)
{
  AmiaRelease *release = data;

  g_free (release->agency);
}

AmiaRights *
_amia_rights_new (gboolean is_member,
                  gboolean is_pair)
{
  AmiaRights *rights = g_new (AmiaRights, 1);

  g_atomic_ref_count_init (&rights->ref_count);
  rights->is_member = is_member;
  rights->is_pair = is_pair;
  rights->from = g_array_new (FALSE, FALSE, sizeof (AmiaRelease));
  g_array_set_clear_func (rights->from, clear_release);

  return rights;
}

static const AmiaRelease *
get_release (const AmiaRights *rights,
             guint             place)
{
  return &g_array_index (rights->from, AmiaRelease, place);
}

static AmiaAreaSet
get_areas (const AmiaRights *rights,
           const char       *agency)
{
  for (guint i = 0; i < rights->from->len; i++)
    {
      if (strcmp (get_release (rights, i)->agency, agency) == 0)
        return get_release (rights, i)->areas;
    }

  return 0;
}

void
_amia_rights_add (AmiaRights *rights,
                  const char *agency,
                  AmiaAreaSet areas)
{
  AmiaRelease release = { NULL, areas };
  guint       place = 0;

  if (!rights->is_member || areas == 0)
    return;

  while (place < rights->from->len && strcmp (get_release (rights, place)->agency, agency) < 0)
    place++;

  if (place < rights->from->len && strcmp (get_release (rights, place)->agency, agency) == 0)
    {
      g_array_index (rights->from, AmiaRelease, place).areas |= areas;
      return;
    }

  release.agency = g_strdup (agency);
  g_array_insert_val (rights->from, place, release);
}

AmiaRights *
amia_rights_new_none (void)
{
  return _amia_rights_new (FALSE, FALSE);
}

AmiaRights *
amia_rights_ref (AmiaRights *rights)
{
  g_return_val_if_fail (rights != NULL, NULL);

  g_atomic_ref_count_inc (&rights->ref_count);
  return rights;
}

void
amia_rights_unref (AmiaRights *rights)
{
  g_return_if_fail (rights != NULL);

  if (!g_atomic_ref_count_dec (&rights->ref_count))
    return;

  g_array_unref (rights->from);
  g_free (rights);
}

gboolean
amia_rights_is_member (const AmiaRights *rights)
{
  g_return_val_if_fail (rights != NULL, FALSE);

  return rights->is_member;
}

gboolean
amia_rights_is_pair (const AmiaRights *rights)
{
  g_return_val_if_fail (rights != NULL, FALSE);

  return rights->is_pair;
}

gboolean
amia_rights_let_come (const AmiaRights *rights,
                      const char       *agency,
                      const char       *area)
{
  g_return_val_if_fail (rights != NULL, FALSE);
  g_return_val_if_fail (agency != NULL, FALSE);
  g_return_val_if_fail (area != NULL, FALSE);

  return amia_area_is_known (area) &&
         (get_areas (rights, agency) & _amia_area_set_parse (area)) != 0;
}

/* A kind that this program does not know is a case's like most: its team's, by area and consent. */
static AmiaScope
get_scope (const AmiaKind *kind)
{
  return kind != NULL ? kind->scope : AMIA_SCOPE_CASE;
}

static gboolean
is_envelope (const AmiaKind *kind,
             const char     *name)
{
  const AmiaField *field = amia_kind_find_field (kind, name);

  return field != NULL && (field->flags & AMIA_FIELD_ENVELOPE) != 0;
}

AmiaVerdict
amia_rights_allow (const AmiaRights *rights,
                   const AmiaReader *reader,
                   const AmiaOp     *op,
                   const char       *author,
                   const char       *agency)
{
  const AmiaKind *kind;
  gboolean        has_area;

  g_return_val_if_fail (reader != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (op != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (agency != NULL, AMIA_VERDICT_NOT_MEMBER);

  kind = amia_kind_find (op->kind);
  if (get_scope (kind) == AMIA_SCOPE_ORGANISATION)
    return AMIA_VERDICT_YES;
  if (rights == NULL)
    return g_strcmp0 (reader->user, author) == 0 ? AMIA_VERDICT_YES : AMIA_VERDICT_NOT_MEMBER;
  if (!rights->is_member)
    return AMIA_VERDICT_NOT_MEMBER;
  if (get_scope (kind) == AMIA_SCOPE_PAIR && !rights->is_pair)
    return AMIA_VERDICT_NOT_PAIR;

  if (g_strcmp0 (reader->agency, agency) == 0)
    return AMIA_VERDICT_YES;

  /* Asked before the envelope, for it lets through nearly all that is asked about. */
  has_area = op->area != NULL && amia_area_is_known (op->area);
  if ((has_area && amia_rights_let_come (rights, agency, op->area)) ||
      is_envelope (kind, op->field))
    return AMIA_VERDICT_YES;

  return has_area ? AMIA_VERDICT_NO_CONSENT : AMIA_VERDICT_OWN_AGENCY;
}

gboolean
amia_rights_allow_alike (const AmiaOp *before,
                         const AmiaOp *op)
{
  g_return_val_if_fail (before != NULL, FALSE);
  g_return_val_if_fail (op != NULL, FALSE);

  return amia_op_is_beside (op, before) && g_strcmp0 (op->area, before->area) == 0 &&
         !is_envelope (amia_kind_find (before->kind), before->field);
}

gboolean
amia_rights_contain (const AmiaRights *wide,
                     const AmiaRights *narrow)
{
  g_return_val_if_fail (wide != NULL, FALSE);
  g_return_val_if_fail (narrow != NULL, FALSE);

  if ((narrow->is_member && !wide->is_member) || (narrow->is_pair && !wide->is_pair))
    return FALSE;

  for (guint i = 0; i < narrow->from->len; i++)
    {
      const AmiaRelease *release = get_release (narrow, i);

      if ((release->areas & ~get_areas (wide, release->agency)) != 0)
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_rights_equal (const AmiaRights *a,
                   const AmiaRights *b)
{
  return amia_rights_contain (a, b) && amia_rights_contain (b, a);
}

static void
add_all (AmiaRights       *rights,
         const AmiaRights *other)
{
  for (guint i = 0; i < other->from->len; i++)
    _amia_rights_add (rights, get_release (other, i)->agency, get_release (other, i)->areas);
}

AmiaRights *
amia_rights_join (const AmiaRights *a,
                  const AmiaRights *b)
{
  AmiaRights *joined;

  g_return_val_if_fail (a != NULL, NULL);
  g_return_val_if_fail (b != NULL, NULL);

  joined = _amia_rights_new (a->is_member || b->is_member, a->is_pair || b->is_pair);
  add_all (joined, a);
  add_all (joined, b);
  return joined;
}

AmiaRights *
amia_rights_meet (const AmiaRights *a,
                  const AmiaRights *b)
{
  AmiaRights *common;

  g_return_val_if_fail (a != NULL, NULL);
  g_return_val_if_fail (b != NULL, NULL);

  common = _amia_rights_new (a->is_member && b->is_member, a->is_pair && b->is_pair);
  for (guint i = 0; i < a->from->len; i++)
    {
      const AmiaRelease *release = get_release (a, i);

      _amia_rights_add (common, release->agency, release->areas & get_areas (b, release->agency));
    }
  return common;
}

AmiaRights *
amia_rights_keep_own (const AmiaRights *rights)
{
  g_return_val_if_fail (rights != NULL, NULL);

  return _amia_rights_new (rights->is_member, rights->is_pair);
}
