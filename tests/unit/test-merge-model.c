/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "merge-world.h"

/* The merge rule against a model of it, on thousands of random schedules.
 *
 * A few laptops of several agencies write in one record while consents come and go (merge-world.c).
 * Ops reach them in any order, twice, late, or not at all; a withdrawn consent takes them away
 * again, a new one brings them back; clocks are coarse and wrong. After every event AmiaRecord must
 * say what the model says, which works it out from scratch from the set of ops that this laptop
 * holds.
 *
 * The model in turn is held against what caseworkers were promised (find_violation ()), and so are
 * wrong rules, some of which other programs use: each of those must be caught, or the promises
 * check nothing.
 *
 * A schedule is repeated with the seed that the test prints: --seed=…; AMIA_LONG=yes plays many. */

#define N_EVENTS    48
#define N_SCHEDULES 3000
#define N_LONG      100000
#define N_SEARCHED  20000 /* for a wrong rule; most are caught in the first ten */

typedef enum
{
  RULE_DESIGN,
  RULE_LAST_WRITER,  /* the newest stamp wins, as in most sync engines */
  RULE_CURSOR,       /* an op replaces all up to the server number its author had reached */
  RULE_NO_MEMORY,    /* an op that comes after the one that replaces it is a head */
  RULE_LOCAL_TIE,    /* equal stamps are ordered by each laptop's own numbering of devices */
  RULE_DROP_EQUAL,   /* an op that says what a head says already is not kept */
  RULE_REMOVAL_WINS, /* a removal hides what its author never saw */
  RULE_SKIP_FORGET,  /* what came once stays, whatever becomes of the consent */
  RULE_SHOW_STORED,  /* what is in the log is shown until the server takes it away */
  RULE_KEEP_OVER,    /* what a forgotten op replaced stays replaced */
  RULE_KEEP_DERIVED, /* only the ops themselves are forgotten, not what was merged from them */
  N_RULES,
} Rule;

static const char *const rule_names[N_RULES] = {
  "design",
  "last-writer",
  "cursor",
  "no-memory",
  "local-tie",
  "drop-equal",
  "removal-wins",
  "skip-forget",
  "show-stored",
  "keep-over-of-the-forgotten",
  "keep-derived",
};

/* What one replica shows. */
typedef struct
{
  OpSet    heads[N_FIELDS];
  int      shown[N_FIELDS]; /* -1 for none */
  gboolean is_gone;
} Outcome;

static AmiaStamp
stamp_of (const World *world,
          int          i)
{
  return world->ops[i].change->stamp;
}

/* The model: from the set of ops held, and for the wrong rules from more than that, or from the
 * order they came in. */

static OpSet
ops_in_field (const World *world,
              OpSet        set,
              Field        field)
{
  OpSet found = 0;

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((set & bit (i)) != 0 && world->ops[i].field == field)
        found |= bit (i);
    }
  return found;
}

static OpSet
find_replaced (const World *world,
               OpSet        held,
               Rule         rule)
{
  OpSet replaced = 0;

  for (int i = 0; i < world->n_ops; i++)
    {
      const Op *op = &world->ops[i];

      if ((held & bit (i)) == 0)
        continue;

      replaced |= op->over;
      for (int j = 0; rule == RULE_CURSOR && j < world->n_ops; j++)
        {
          const Op *other = &world->ops[j];

          if (other->field == op->field && other->seq >= 0 && other->seq < op->cursor &&
              other->seq != op->seq)
            replaced |= bit (j);
        }
    }

  return replaced;
}

static gboolean
has_equal_head (const World *world,
                OpSet        heads,
                const Op    *op)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      const Op *head = &world->ops[i];

      if ((heads & bit (i)) != 0 && head->field == op->field && head->value == op->value)
        return TRUE;
    }
  return FALSE;
}

static OpSet
find_heads_by_arrival (const World   *world,
                       const Replica *replica,
                       Rule           rule)
{
  OpSet heads = 0;
  OpSet replaced = 0;

  for (int i = 0; i < replica->n_arrivals; i++)
    {
      int       index = replica->arrivals[i];
      const Op *op = &world->ops[index];

      if (rule == RULE_DROP_EQUAL && has_equal_head (world, heads, op))
        continue;

      replaced |= op->over;
      heads = (heads & ~op->over) | bit (index);
      if (rule != RULE_NO_MEMORY)
        heads &= ~replaced;
    }

  return heads;
}

static int
local_number (const World   *world,
              const Replica *replica,
              int            author)
{
  for (int i = 0; i < replica->n_arrivals; i++)
    {
      if (world->ops[replica->arrivals[i]].author == author)
        return i;
    }
  return -1;
}

static gboolean
is_newer (const World   *world,
          const Replica *replica,
          int            a,
          int            b,
          Rule           rule)
{
  const Op *first = &world->ops[a];
  const Op *second = &world->ops[b];

  if (stamp_of (world, a) != stamp_of (world, b))
    return stamp_of (world, a) > stamp_of (world, b);

  if (first->author == second->author)
    return first->change->n > second->change->n;

  if (rule == RULE_LOCAL_TIE)
    return local_number (world, replica, first->author) >
           local_number (world, replica, second->author);

  return amia_uuid_compare (&first->change->device, &second->change->device) > 0;
}

static int
find_newest (const World   *world,
             const Replica *replica,
             OpSet          heads,
             Rule           rule)
{
  int newest = -1;

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((heads & bit (i)) != 0 && (newest < 0 || is_newer (world, replica, i, newest, rule)))
        newest = i;
    }
  return newest;
}

static gboolean
find_gone (const World *world,
           const OpSet *heads,
           Rule         rule)
{
  OpSet others = heads[FIELD_TEXT] | heads[FIELD_OTHER];
  OpSet covered = 0;

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((heads[FIELD_REMOVED] & bit (i)) == 0)
        continue;
      if (world->ops[i].value == 0)
        return FALSE;
      covered |= world->ops[i].covers;
    }

  return heads[FIELD_REMOVED] != 0 && (rule == RULE_REMOVAL_WINS || (others & ~covered) == 0);
}

/* What is merged in the derived ops' stead when forgetting stops at the ops themselves. */
static OpSet
find_derived (const World   *world,
              const Replica *replica)
{
  OpSet kept = replica->held;

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((replica->ever & bit (i)) != 0 &&
          world_is_allowed_alone (world, &replica->sight, replica, i))
        kept |= bit (i);
    }
  return kept;
}

static OpSet
find_visible (const World   *world,
              const Replica *replica,
              Rule           rule)
{
  if (rule == RULE_SKIP_FORGET)
    return replica->ever;
  if (rule == RULE_SHOW_STORED)
    return replica->stored;
  if (rule == RULE_KEEP_DERIVED)
    return find_derived (world, replica);

  return replica->held;
}

static OpSet
find_heads (const World   *world,
            const Replica *replica,
            OpSet          visible,
            Rule           rule)
{
  if (rule == RULE_NO_MEMORY || rule == RULE_DROP_EQUAL)
    return find_heads_by_arrival (world, replica, rule);

  return visible &
         ~find_replaced (world, rule == RULE_KEEP_OVER ? replica->ever : visible, rule);
}

static Outcome
judge (const World   *world,
       const Replica *replica,
       OpSet          visible,
       Rule           rule)
{
  Outcome outcome;
  OpSet   heads = find_heads (world, replica, visible, rule);

  for (Field field = 0; field < N_FIELDS; field++)
    {
      outcome.heads[field] = ops_in_field (world, heads, field);
      outcome.shown[field] = find_newest (world, replica, outcome.heads[field], rule);
      if (rule == RULE_LAST_WRITER && outcome.shown[field] >= 0)
        outcome.heads[field] = bit (outcome.shown[field]);
    }
  outcome.is_gone = find_gone (world, outcome.heads, rule);

  return outcome;
}

/* The promises, independent of how a rule works. */

static gboolean
is_replaced_knowingly (const World   *world,
                       const Replica *replica,
                       int            i)
{
  for (int j = 0; j < world->n_ops; j++)
    {
      const Op *other = &world->ops[j];

      if ((replica->held & bit (j)) != 0 && (other->over & other->seen & bit (i)) != 0)
        return TRUE;
    }
  return FALSE;
}

static const char *
find_violation_alone (const World   *world,
                      const Replica *replica,
                      const Outcome *outcome)
{
  OpSet others = outcome->heads[FIELD_TEXT] | outcome->heads[FIELD_OTHER];
  OpSet heads = others | outcome->heads[FIELD_REMOVED];

  for (int i = 0; i < world->n_ops; i++)
    {
      gboolean is_held = (replica->held & bit (i)) != 0;
      gboolean is_head = (heads & bit (i)) != 0;

      if (is_held && !is_head && !is_replaced_knowingly (world, replica, i))
        return "words are gone that nobody who replaced them had seen";
      if (is_head && is_replaced_knowingly (world, replica, i))
        return "words are back that were replaced knowingly";
      if (is_head && !is_held)
        return "words are shown that are not this reader's";
    }

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((outcome->heads[FIELD_REMOVED] & bit (i)) != 0)
        others &= ~world->ops[i].seen;
    }
  if (outcome->is_gone && others != 0)
    return "a removal hides words that nobody who removed them had seen";

  return NULL;
}

static gboolean
outcomes_are_equal (const Outcome *a,
                    const Outcome *b)
{
  return memcmp (a->heads, b->heads, sizeof a->heads) == 0 &&
         memcmp (a->shown, b->shown, sizeof a->shown) == 0 &&
         a->is_gone == b->is_gone;
}

static const char *
find_violation (const World *world,
                Rule         rule)
{
  Outcome outcomes[WORLD_REPLICAS_MAX];

  for (int i = 0; i < world->n_replicas; i++)
    {
      const char *violation;

      outcomes[i] = judge (world,
                           &world->replicas[i],
                           find_visible (world, &world->replicas[i], rule),
                           rule);
      violation = find_violation_alone (world, &world->replicas[i], &outcomes[i]);
      if (violation != NULL)
        return violation;

      for (int j = 0; j < i; j++)
        {
          if (world->replicas[i].held == world->replicas[j].held &&
              !outcomes_are_equal (&outcomes[i], &outcomes[j]))
            return "two readers of the same words see different things";
        }
    }

  return NULL;
}

/* AmiaRecord against the model. */

static gboolean
differ_in_value (const World *world,
                 OpSet        heads)
{
  int value = -1;

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((heads & bit (i)) == 0)
        continue;
      if (value >= 0 && world->ops[i].value != value)
        return TRUE;
      value = world->ops[i].value;
    }
  return FALSE;
}

static gboolean
has_removal (const World *world,
             OpSet        heads)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      if ((heads & bit (i)) != 0 && world->ops[i].value != 0)
        return TRUE;
    }
  return FALSE;
}

static void
compare (const World   *world,
         const Replica *replica)
{
  Outcome outcome = judge (world, replica, replica->held, RULE_DESIGN);

  for (Field field = 0; field < N_FIELDS; field++)
    {
      const char     *name = world_field_names[field];
      gsize           n_heads;
      const AmiaHead *heads = amia_record_get_heads (replica->record, name, &n_heads);
      OpSet           found = 0;

      for (gsize i = 0; i < n_heads; i++)
        found |= bit (world_find_op (world, &heads[i].device, heads[i].n));

      g_assert_cmphex (found, ==, outcome.heads[field]);
      if (n_heads > 0)
        g_assert_cmpint (world_find_op (world, &heads[n_heads - 1].device, heads[n_heads - 1].n),
                         ==,
                         outcome.shown[field]);
      g_assert_cmpint (amia_record_has_conflict (replica->record, name),
                       ==,
                       differ_in_value (world, outcome.heads[field]));
    }

  g_assert_cmpint (amia_record_is_removed (replica->record), ==, outcome.is_gone);
  g_assert_cmpint (amia_record_get_revival (replica->record, NULL, NULL),
                   ==,
                   !outcome.is_gone && has_removal (world, outcome.heads[FIELD_REMOVED]));
}

static void
assert_same_bytes_for_same_ops (const World *world)
{
  for (int i = 1; i < world->n_replicas; i++)
    {
      g_autofree char *first = amia_record_encode (world->replicas[0].record);
      g_autofree char *other = amia_record_encode (world->replicas[i].record);

      if (world->replicas[0].held == world->replicas[i].held)
        g_assert_cmpstr (first, ==, other);
    }
}

/* Ordinary typing replaces the shown head and its equals, settling and removing all. */
static void
check_cover (const World *world,
             int          i)
{
  const Op      *op = &world->ops[i];
  const Replica *author = &world->replicas[op->author];
  Outcome        outcome = judge (world, author, op->seen, RULE_DESIGN);
  OpSet          due = outcome.heads[op->field];

  for (int j = 0; op->mode == AMIA_OVER_SHOWN && op->field != FIELD_REMOVED && j < i; j++)
    {
      if ((due & bit (j)) != 0 && world->ops[j].value != world->ops[outcome.shown[op->field]].value)
        due &= ~bit (j);
    }

  g_assert_cmphex (op->over, ==, due);
  if (op->field == FIELD_REMOVED)
    g_assert_cmphex (op->covers, ==, outcome.heads[FIELD_TEXT] | outcome.heads[FIELD_OTHER]);
}

/* Whoever has been in contact holds what the server has for them, all of it and nothing else: what
 * their rights took away is gone from the log as well. */
static void
assert_held_is_due (const World   *world,
                    const Replica *replica)
{
  OpSet due = 0;

  for (int i = 0; i < world->n_ops; i++)
    {
      if (world->ops[i].seq >= 0 &&
          world_is_allowed (world, &world->sights[replica->number], replica, i))
        due |= bit (i);
    }

  g_assert_cmphex (replica->held, ==, due);
  g_assert_cmphex (replica->stored, ==, due);
}

static void
play_event (World *world)
{
  int      n_before = world->n_ops;
  Replica *replica = world_do_event (world);

  compare (world, replica);
  if (world->n_ops > n_before)
    check_cover (world, n_before);
}

static void
play (World *world)
{
  for (int i = 0; i < N_EVENTS; i++)
    play_event (world);
  world_quiesce (world);
}

static gboolean
is_long (void)
{
  return g_strcmp0 (g_getenv ("AMIA_LONG"), "yes") == 0;
}

static void
test_schedules (void)
{
  guint n_schedules = is_long () ? N_LONG : N_SCHEDULES;

  for (guint i = 0; i < n_schedules; i++)
    {
      g_autoptr (World) world = world_new ((guint32) g_test_rand_int ());

      play (world);
      for (int j = 0; j < world->n_replicas; j++)
        {
          compare (world, &world->replicas[j]);
          assert_held_is_due (world, &world->replicas[j]);
        }
      assert_same_bytes_for_same_ops (world);
      g_assert_cmpstr (find_violation (world, RULE_DESIGN), ==, NULL);
    }
}

/* One wrong rule: a schedule is found in which it breaks a promise. */
static void
test_catches (gconstpointer data)
{
  Rule rule = GPOINTER_TO_INT (data);

  for (guint i = 0; i < N_SEARCHED; i++)
    {
      g_autoptr (World) world = world_new ((guint32) g_test_rand_int ());

      for (int j = 0; j <= N_EVENTS; j++)
        {
          const char *violation = find_violation (world, rule);

          if (violation != NULL)
            {
              g_test_message ("in schedule %u after %d events: %s", i, j, violation);
              return;
            }
          if (j < N_EVENTS)
            play_event (world);
          else
            world_quiesce (world);
        }
    }

  g_test_fail_printf ("%s was not caught", rule_names[rule]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge-model/schedules", test_schedules);
  for (Rule rule = RULE_DESIGN + 1; rule < N_RULES; rule++)
    {
      g_autofree char *path = g_strconcat ("/merge-model/catches/", rule_names[rule], NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (rule), test_catches);
    }

  return g_test_run ();
}
