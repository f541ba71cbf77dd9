/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-scope-log.h"

/* What a snapshot may leave out of a scope, held against every way in which rights can become
 * narrower. */

#define N_OPS 14

/* Ops of three agencies in two areas that replace each other at random; what is kept must have the
 * same heads as the whole for everybody who may see less. */
typedef struct
{
  guint    agency[N_OPS];
  guint    area[N_OPS];
  guint    over[N_OPS]; /* bits */
  gboolean has_source[N_OPS];
} Tangle;

static GPtrArray *
make_changes (Tangle *tangle,
              GRand  *random)
{
  static const char *const agencies[] = { "FK", "AF", "VARD" };
  static const char *const areas[] = { "plan", "health" };
  GPtrArray               *changes = g_ptr_array_new ();
  AmiaUuid                 record = { { 0x11 } };
  AmiaUuid                 case_id = { { 0x22 } };

  for (guint i = 0; i < N_OPS; i++)
    {
      AmiaUuid         device = { { (guint8) (i + 1) } };
      AmiaChange      *change = NULL;
      AmiaScopeChange *item = g_new0 (AmiaScopeChange, 1);
      AmiaOp          *op;

      tangle->agency[i] = (guint) g_rand_int_range (random, 0, 3);
      change = amia_change_new (&device, 1, 1, "x", agencies[tangle->agency[i]]);
      tangle->area[i] = (guint) g_rand_int_range (random, 0, 2);
      tangle->has_source[i] = g_rand_int_range (random, 0, 6) == 0;
      tangle->over[i] = 0;
      op = amia_op_new ("goal", &record, &case_id, "text", areas[tangle->area[i]], "\"x\"");
      for (guint k = 0; k < i; k++)
        {
          AmiaUuid other = { { (guint8) (k + 1) } };

          if (g_rand_int_range (random, 0, 3) > 0)
            continue;
          tangle->over[i] |= 1u << k;
          amia_op_add_over (op, &other, 1, NULL);
        }
      if (tangle->has_source[i])
        amia_op_add_source (op, &device, 9, "text");
      g_ptr_array_add (change->ops, op);
      item->seq = i + 1;
      item->change = change;
      g_ptr_array_add (changes, item);
    }

  return changes;
}

static guint
find_heads (const Tangle *tangle,
            guint         set)
{
  guint heads = set;

  for (guint i = 0; i < N_OPS; i++)
    {
      if (set & 1u << i)
        heads &= ~tangle->over[i];
    }

  return heads;
}

/* What is left when only these pairs of agency and area are seen, and of what has sources a part.
 */
static guint
narrow (const Tangle *tangle,
        guint         set,
        guint         seen,
        guint         sources)
{
  guint left = 0;

  for (guint i = 0; i < N_OPS; i++)
    {
      gboolean is_own = tangle->agency[i] == 0;
      gboolean is_let = is_own || (seen & 1u << (tangle->agency[i] * 2 + tangle->area[i]));

      if (is_let && (!tangle->has_source[i] || (sources & 1u << i)))
        left |= set & 1u << i;
    }

  return left;
}

static void
test_exact (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint n_left_out = 0;

  for (guint run = 0; run < 300; run++)
    {
      Tangle tangle;
      g_autoptr (GPtrArray) changes = make_changes (&tangle, random);
      g_autoptr (GPtrArray) all = g_ptr_array_new ();
      guint kept = 0;

      for (guint i = 0; i < changes->len; i++)
        g_ptr_array_add (all, g_ptr_array_index (changes, i));
      g_assert_false (amia_scope_log_keep_in_force (changes, "FK"));
      for (guint i = 0; i < changes->len; i++)
        kept |= 1u << (((AmiaScopeChange *) g_ptr_array_index (changes, i))->seq - 1);
      n_left_out += all->len - changes->len;

      for (guint seen = 0; seen < 64; seen++)
        {
          guint sources = g_rand_int (random);
          guint whole = narrow (&tangle, (1u << N_OPS) - 1, seen, sources);

          g_assert_cmpuint (find_heads (&tangle, whole & kept), ==, find_heads (&tangle, whole));
        }

      for (guint i = 0; i < all->len; i++)
        {
          AmiaScopeChange *item = g_ptr_array_index (all, i);

          amia_change_free (item->change);
          g_free (item);
        }
    }

  g_assert_cmpuint (n_left_out, >, 500);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope-log/what-is-left-out-never-comes-back", test_exact);
  return g_test_run ();
}
