/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-record.h"

/* The merge rule against a model of it, on thousands of random schedules.
 *
 * A few laptops of several agencies write in one record while consents come and go. Ops reach them
 * in any order, twice, late, or not at all; a withdrawn consent takes them away again, a new one
 * brings them back; clocks are coarse and wrong. After every event AmiaRecord must say what the
 * model says, which works it out from scratch from the set of ops that this laptop holds.
 *
 * The model in turn is held against what caseworkers were promised (find_violation ()), and so are
 * wrong rules that other programs use: each of those must be caught, or the promises check nothing.
 *
 * A schedule is repeated with the seed that the test prints: --seed=…. */

#define N_REPLICAS_MAX 4
#define N_AREAS        2
#define N_OPS_MAX      24
#define N_EVENTS       48
#define N_SCHEDULES    3000
#define N_THOROUGH     100000

typedef enum
{
  FIELD_TEXT,
  FIELD_OTHER,
  FIELD_REMOVED,
  N_FIELDS,
} Field;

static const char *const field_names[N_FIELDS] = { "text", "other", "removed" };

typedef enum
{
  RULE_DESIGN,
  RULE_LAST_WRITER,  /* the newest stamp wins, as in most sync engines */
  RULE_CURSOR,       /* an op replaces all up to the server number its author had reached */
  RULE_NO_MEMORY,    /* an op that comes after the one that replaces it is a head */
  RULE_LOCAL_TIE,    /* equal stamps are ordered by each laptop's own numbering of devices */
  RULE_DROP_EQUAL,   /* an op that says what a head says already is not kept */
  RULE_REMOVAL_WINS, /* a removal hides what its author never saw */
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
};

/* A set of ops: bit i is ops[i]. */
typedef guint32 OpSet;

typedef struct
{
  AmiaChange *change; /* with one op */
  int         author; /* the replica */
  Field       field;
  int         area;
  int         value;
  OpSet       over;   /* ops of its own field that it replaces */
  OpSet       covers; /* for a removal: the heads of the other fields that it names */
  OpSet       seen;   /* all that its author held */
  int         cursor; /* how many ops of the server's feed its author had been past */
  int         seq;    /* its own place in the feed; -1 until pushed */
} Op;

typedef struct
{
  AmiaUuid    device;
  gint64      n;
  gint64      skew;
  AmiaRecord *record;
  OpSet       held;
  int         arrivals[N_OPS_MAX];
  int         n_arrivals;
  int         cursor;
  gboolean    may_read[N_REPLICAS_MAX][N_AREAS]; /* by author: each replica is an agency here */
} Replica;

typedef struct
{
  GRand  *rand;
  Replica replicas[N_REPLICAS_MAX];
  int     n_replicas;
  Op      ops[N_OPS_MAX];
  int     n_ops;
  int     n_pushed;
  gint64  time;
} World;

/* What one replica shows. */
typedef struct
{
  OpSet    heads[N_FIELDS];
  int      shown[N_FIELDS]; /* -1 for none */
  gboolean is_gone;
} Outcome;

static int
pick (World *world,
      int    n)
{
  return g_rand_int_range (world->rand, 0, n);
}

static OpSet
bit (int i)
{
  return (OpSet) 1 << i;
}

static AmiaStamp
stamp_of (const World *world,
          int          i)
{
  return world->ops[i].change->stamp;
}

/* The model: from the set of ops held, and for the wrong rules from the order they came in. */

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

static Outcome
judge (const World   *world,
       const Replica *replica,
       Rule           rule)
{
  Outcome outcome;
  OpSet   heads = rule == RULE_NO_MEMORY || rule == RULE_DROP_EQUAL
                      ? find_heads_by_arrival (world, replica, rule)
                      : replica->held & ~find_replaced (world, replica->held, rule);

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
  Outcome outcomes[N_REPLICAS_MAX];

  for (int i = 0; i < world->n_replicas; i++)
    {
      const char *violation;

      outcomes[i] = judge (world, &world->replicas[i], rule);
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

static int
find_op (const World    *world,
         const AmiaUuid *device,
         gint64          n)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      if (world->ops[i].change->n == n && amia_uuid_equal (&world->ops[i].change->device, device))
        return i;
    }
  g_assert_not_reached ();
}

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
  Outcome outcome = judge (world, replica, RULE_DESIGN);

  for (Field field = 0; field < N_FIELDS; field++)
    {
      gsize           n_heads;
      const AmiaHead *heads = amia_record_get_heads (replica->record, field_names[field], &n_heads);
      OpSet           found = 0;

      for (gsize i = 0; i < n_heads; i++)
        found |= bit (find_op (world, &heads[i].device, heads[i].n));

      g_assert_cmphex (found, ==, outcome.heads[field]);
      if (n_heads > 0)
        g_assert_cmpint (find_op (world, &heads[n_heads - 1].device, heads[n_heads - 1].n),
                         ==,
                         outcome.shown[field]);
      g_assert_cmpint (amia_record_has_conflict (replica->record, field_names[field]),
                       ==,
                       differ_in_value (world, outcome.heads[field]));
    }

  g_assert_cmpint (amia_record_is_removed (replica->record), ==, outcome.is_gone);
  g_assert_cmpint (amia_record_is_revived (replica->record),
                   ==,
                   !outcome.is_gone && has_removal (world, outcome.heads[FIELD_REMOVED]));
}

/* The events. */

static AmiaRecord *
make_record (void)
{
  AmiaUuid id = { { 1 } };

  return amia_record_new ("form", &id, NULL);
}

static gboolean
may_read (const World   *world,
          const Replica *replica,
          int            i)
{
  const Op *op = &world->ops[i];

  return &world->replicas[op->author] == replica || replica->may_read[op->author][op->area];
}

static void
hold (World   *world,
      Replica *replica,
      int      i)
{
  if ((replica->held & bit (i)) == 0)
    replica->arrivals[replica->n_arrivals++] = i;
  replica->held |= bit (i);
  amia_record_apply (replica->record,
                     world->ops[i].change,
                     g_ptr_array_index (world->ops[i].change->ops, 0));
}

static void
note_over (World        *world,
           Op           *op,
           const AmiaOp *written)
{
  for (guint i = 0; i < written->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (written->over, AmiaRef, i);

      if (ref->field == NULL)
        op->over |= bit (find_op (world, &ref->device, ref->n));
      else
        op->covers |= bit (find_op (world, &ref->device, ref->n));
    }
}

/* Ordinary typing replaces the shown head and its equals, settling and removing all. */
static void
check_cover (const World   *world,
             const Replica *replica,
             const Op      *op,
             AmiaOverMode   mode)
{
  Outcome outcome = judge (world, replica, RULE_DESIGN);
  OpSet   due = outcome.heads[op->field];

  for (int i = 0; mode == AMIA_OVER_SHOWN && op->field != FIELD_REMOVED && i < world->n_ops; i++)
    {
      if ((due & bit (i)) != 0 && world->ops[i].value != world->ops[outcome.shown[op->field]].value)
        due &= ~bit (i);
    }

  g_assert_cmphex (op->over, ==, due);
  if (op->field == FIELD_REMOVED)
    g_assert_cmphex (op->covers, ==, outcome.heads[FIELD_TEXT] | outcome.heads[FIELD_OTHER]);
}

/* Each number is written in two ways, which must not matter. */
static const char *
write_value (World    *world,
             const Op *op)
{
  static const char *const numbers[][2] = { { "0", "0.0" }, { "1", "1.0" }, { "2", "2e0" } };

  if (op->field == FIELD_REMOVED)
    return op->value != 0 ? "true" : "false";

  return numbers[op->value][pick (world, 2)];
}

static void
write_op (World   *world,
          Replica *replica)
{
  AmiaOverMode mode = pick (world, 3) == 0 ? AMIA_OVER_ALL : AMIA_OVER_SHOWN;
  Op          *op = &world->ops[world->n_ops];
  AmiaOp      *written;
  const char  *value;

  if (world->n_ops == N_OPS_MAX)
    return;

  op->author = (int) (replica - world->replicas);
  op->field = pick (world, 5) == 0 ? FIELD_REMOVED : pick (world, 4) == 0 ? FIELD_OTHER
                                                                          : FIELD_TEXT;
  op->area = pick (world, N_AREAS);
  op->value = op->field == FIELD_REMOVED ? pick (world, 4) != 0 : pick (world, 3);
  op->seen = replica->held;
  op->cursor = replica->cursor;
  op->seq = -1;

  value = write_value (world, op);
  op->change = amia_change_new (&replica->device,
                                ++replica->n,
                                (AmiaStamp) (world->time / 4 + replica->skew),
                                NULL,
                                NULL);
  written = amia_op_new ("form", &replica->record->id, NULL, field_names[op->field], NULL, value);
  amia_record_cover (replica->record, written, mode);
  g_ptr_array_add (op->change->ops, written);

  note_over (world, op, written);
  check_cover (world, replica, op, mode);
  world->n_ops++;
  hold (world, replica, world->n_ops - 1);
}

static void
push (World   *world,
      Replica *replica)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      if (&world->replicas[world->ops[i].author] == replica && world->ops[i].seq < 0)
        world->ops[i].seq = world->n_pushed++;
    }
}

static void
pull (World   *world,
      Replica *replica)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      if (world->ops[i].seq >= 0 && may_read (world, replica, i))
        hold (world, replica, i);
    }
  replica->cursor = world->n_pushed;
}

/* One op out of turn: a backfill, a repeat, or a colleague's laptop set beside this one. */
static void
deliver_one (World   *world,
             Replica *replica)
{
  int i = world->n_ops > 0 ? pick (world, world->n_ops) : 0;

  if (i < world->n_ops && may_read (world, replica, i))
    hold (world, replica, i);
}

static void
merge_anew (World   *world,
            Replica *replica)
{
  OpSet left = replica->held;

  amia_record_free (replica->record);
  replica->record = make_record ();
  replica->held = 0;
  replica->n_arrivals = 0;

  while (left != 0)
    {
      int i = pick (world, world->n_ops);

      if ((left & bit (i)) != 0)
        hold (world, replica, i);
      left &= ~bit (i);
    }
}

static void
change_consent (World   *world,
                Replica *replica)
{
  int author = pick (world, world->n_replicas);
  int area = pick (world, N_AREAS);

  replica->may_read[author][area] = !replica->may_read[author][area];
  for (int i = 0; i < world->n_ops; i++)
    {
      if (!may_read (world, replica, i))
        replica->held &= ~bit (i);
    }
  merge_anew (world, replica);
}

static void
restart (Replica *replica)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *state = amia_record_encode (replica->record);

  amia_record_free (replica->record);
  replica->record = make_record ();
  g_assert_true (amia_record_decode (replica->record, state, &error));
  g_assert_no_error (error);
}

static void
do_event (World *world)
{
  Replica *replica = &world->replicas[pick (world, world->n_replicas)];
  int      event = pick (world, 20);

  world->time++;
  if (event < 8)
    write_op (world, replica);
  else if (event < 11)
    push (world, replica);
  else if (event < 14)
    pull (world, replica);
  else if (event < 17)
    deliver_one (world, replica);
  else if (event < 19)
    change_consent (world, replica);
  else
    restart (replica);

  compare (world, replica);
}

static World *
world_new (guint32 seed)
{
  World *world = g_new0 (World, 1);

  world->rand = g_rand_new_with_seed (seed);
  world->n_replicas = 2 + pick (world, N_REPLICAS_MAX - 1);
  world->time = 1000;
  for (int i = 0; i < world->n_replicas; i++)
    {
      Replica *replica = &world->replicas[i];

      replica->device.bytes[0] = (guint8) pick (world, 256);
      replica->device.bytes[15] = (guint8) i;
      replica->record = make_record ();
      replica->skew = pick (world, 3) == 0 ? pick (world, 200) - 100 : 0;
      for (int j = 0; j < world->n_replicas * N_AREAS; j++)
        replica->may_read[j / N_AREAS][j % N_AREAS] = pick (world, 3) != 0;
    }

  return world;
}

static void
world_free (World *world)
{
  for (int i = 0; i < world->n_replicas; i++)
    amia_record_free (world->replicas[i].record);
  for (int i = 0; i < world->n_ops; i++)
    amia_change_free (world->ops[i].change);
  g_rand_free (world->rand);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* Everybody online, all delivered, to half of the schedules' readers everything: then rights are
 * equal and so must the screens be. */
static void
quiesce (World *world)
{
  gboolean all_may_read = pick (world, 2) == 0;

  for (int i = 0; i < world->n_replicas; i++)
    push (world, &world->replicas[i]);

  for (int i = 0; i < world->n_replicas; i++)
    {
      Replica *replica = &world->replicas[i];

      if (all_may_read)
        memset (replica->may_read, TRUE, sizeof replica->may_read);
      pull (world, replica);
      merge_anew (world, replica);
      compare (world, replica);
    }
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

static void
test_schedules (void)
{
  guint n_caught[N_RULES] = { 0 };
  guint n_schedules = g_test_thorough () ? N_THOROUGH : N_SCHEDULES;

  for (guint i = 0; i < n_schedules; i++)
    {
      g_autoptr (World) world = world_new ((guint32) g_test_rand_int ());

      for (int j = 0; j < N_EVENTS; j++)
        do_event (world);
      quiesce (world);
      assert_same_bytes_for_same_ops (world);

      for (Rule rule = 0; rule < N_RULES; rule++)
        {
          const char *violation = find_violation (world, rule);

          if (rule == RULE_DESIGN)
            g_assert_cmpstr (violation, ==, NULL);
          n_caught[rule] += violation != NULL ? 1 : 0;
        }
    }

  for (Rule rule = RULE_DESIGN + 1; rule < N_RULES; rule++)
    {
      g_test_message ("%s: caught in %u of %u schedules",
                      rule_names[rule],
                      n_caught[rule],
                      n_schedules);
      g_assert_cmpuint (n_caught[rule], >, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge-model/schedules", test_schedules);

  return g_test_run ();
}
