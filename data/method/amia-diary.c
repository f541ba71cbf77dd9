/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-diary.h"

#include <string.h>

/* The sums of a diary's week. What nobody has said is never counted as nothing. */

static void
share_free (gpointer data)
{
  AmiaDiaryShare *share = data;

  g_free (share->name);
  g_free (share);
}

static gboolean
has_words (const char *text)
{
  return text != NULL && text[strspn (text, " \t\n")] != '\0';
}

/* For comparing what people write: the same but for case and spaces around. */
static char *
fold (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return g_utf8_casefold (stripped, -1);
}

static gboolean
is_same (const char *a,
         const char *b)
{
  g_autofree char *one = fold (a);
  g_autofree char *other = fold (b);

  return strcmp (one, other) == 0;
}

static void
count_in (AmiaDiaryMean *mean,
          double         value)
{
  if (value < 0)
    return;

  mean->low = mean->n == 0 ? value : MIN (mean->low, value);
  mean->high = mean->n == 0 ? value : MAX (mean->high, value);
  mean->mean += (value - mean->mean) / ++mean->n;
}

static gboolean
is_block_used (const AmiaDiaryBlock *block)
{
  return has_words (block->what) || block->hours >= 0 ||
         block->strength != AMIA_DIARY_NO_STRENGTH;
}

static gboolean
is_day_used (const AmiaDiaryDay *day)
{
  gboolean is_used = day->sleep >= 0 || day->pain >= 0 || day->energy >= 0;

  for (int part = 0; part < AMIA_WEEK_PARTS; part++)
    is_used = is_used || is_block_used (&day->blocks[part]);

  return is_used;
}

static const char *
find_name (const AmiaDiaryDay   *days,
           const AmiaDiaryBlock *block)
{
  if (has_words (block->kind))
    return block->kind;

  for (int i = 0; i < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; i++)
    {
      const AmiaDiaryBlock *other = &days[i / AMIA_WEEK_PARTS].blocks[i % AMIA_WEEK_PARTS];

      if (has_words (other->kind) && has_words (other->what) && is_same (other->what, block->what))
        return other->kind;
    }

  return block->what;
}

static AmiaDiaryShare *
get_share (GPtrArray  *shares,
           const char *name)
{
  AmiaDiaryShare *share = NULL;

  for (guint i = 0; i < shares->len; i++)
    {
      share = g_ptr_array_index (shares, i);
      if (is_same (share->name, name))
        return share;
    }

  share = g_new0 (AmiaDiaryShare, 1);
  share->name = g_strstrip (g_strdup (name));
  g_ptr_array_add (shares, share);
  return share;
}

static void
add_block (AmiaDiarySummary     *self,
           const AmiaDiaryDay   *days,
           int                   day,
           const AmiaDiaryBlock *block)
{
  gboolean has_strength = block->strength != AMIA_DIARY_NO_STRENGTH;
  int      given = has_strength ? MAX (block->strength, 0) : 0;
  int      taken = has_strength ? MAX (-block->strength, 0) : 0;

  self->given[day] += given;
  self->taken[day] += taken;
  if (has_words (block->what) || has_words (block->kind))
    {
      AmiaDiaryShare *share = get_share (self->shares, find_name (days, block));

      share->hours += MAX (block->hours, 0);
      share->given += given;
      share->taken += taken;
    }

  if (!has_words (block->planned))
    return;
  self->n_planned++;
  self->n_done += has_words (block->what);
  self->n_as_planned += has_words (block->what) && is_same (block->what, block->planned);
}

static int
compare_shares (gconstpointer a,
                gconstpointer b)
{
  const AmiaDiaryShare *first = *(AmiaDiaryShare *const *) a;
  const AmiaDiaryShare *second = *(AmiaDiaryShare *const *) b;

  if (first->hours != second->hours)
    return first->hours < second->hours ? 1 : -1;

  return g_utf8_collate (first->name, second->name);
}

AmiaDiarySummary *
amia_diary_sum_up (const AmiaDiaryDay days[AMIA_WEEK_DAYS])
{
  g_autoptr (AmiaDiarySummary) self = g_new0 (AmiaDiarySummary, 1);

  g_return_val_if_fail (days != NULL, NULL);

  self->shares = g_ptr_array_new_with_free_func (share_free);
  for (int day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      self->n_days += is_day_used (&days[day]);
      count_in (&self->sleep, days[day].sleep);
      count_in (&self->pain, days[day].pain);
      count_in (&self->energy, days[day].energy);
      for (int part = 0; part < AMIA_WEEK_PARTS; part++)
        add_block (self, days, day, &days[day].blocks[part]);
    }

  g_ptr_array_sort (self->shares, compare_shares);
  return g_steal_pointer (&self);
}

void
amia_diary_summary_free (AmiaDiarySummary *self)
{
  g_clear_pointer (&self->shares, g_ptr_array_unref);
  g_free (self);
}
