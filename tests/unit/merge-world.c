/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "merge-world.h"

#include <string.h>

#include "amia-case-access.h"

/* What happens in the world of test-merge-model.c, at random.
 *
 * Consents are given, with a last day or without, withdrawn and given again; people leave the team
 * and come back; days go by. The server answers by the facts as they stand. A laptop knows what it
 * was told when it was last in contact and hides by itself what its own facts no longer allow; at
 * the next contact it hands in what it wrote, forgets what it may not keep and gets what is new to
 * it. Whoever has left hands in as well: that is kept in escrow until they are let in again.
 *
 * Rights are worked out by AmiaCaseAccess and AmiaRights and held against a plain reading of the
 * facts in every step. */

#define DAYS_MAX 27

const char *const world_field_names[N_FIELDS] = { "text", "other", "removed" };

static const char *const users[WORLD_REPLICAS_MAX] = { "anna", "bo", "cia", "dan" };
static const char *const agencies[WORLD_REPLICAS_MAX] = { "FK", "AF", "VARD", "KOMMUN" };
static const char *const areas[WORLD_AREAS + 1] = { "plan", "work", "*" };

static int
pick (World *world,
      int    n)
{
  return g_rand_int_range (world->rand, 0, n);
}

/* Rights */

static char *
print_day (int day)
{
  return g_strdup_printf ("2014-03-%02d", day + 1);
}

static void
set_fact (AmiaRecord *record,
          AmiaChange *change,
          const char *field,
          const char *value)
{
  AmiaOp *op = amia_op_new (record->kind, &record->id, NULL, field, NULL, value);

  g_ptr_array_add (change->ops, op);
  amia_record_apply (record, change, op);
}

static void
set_day (AmiaRecord *record,
         AmiaChange *change,
         const char *field,
         int         day)
{
  g_autofree char *text = print_day (day);
  g_autofree char *value = g_strdup_printf ("\"%s\"", text);

  if (day >= 0)
    set_fact (record, change, field, value);
}

static void
add_fact (AmiaCaseAccess *access,
          const Fact     *fact)
{
  AmiaUuid         id = { { 2 } };
  gboolean         is_member = fact->giver < 0;
  g_autofree char *receiver = NULL;
  g_autofree char *area = g_strdup_printf ("[\"%s\"]", areas[fact->area]);
  g_autoptr (AmiaChange) change = amia_change_new (&id, 1, 1, NULL, NULL);
  g_autoptr (AmiaRecord) record = amia_record_new (is_member ? "member" : "consent", &id, NULL);

  if (is_member)
    {
      receiver = g_strdup_printf ("\"%s\"", users[fact->receiver]);
      set_fact (record, change, "user", receiver);
      if (fact->withdrawn >= 0)
        set_fact (record, change, "removed", "true");
    }
  else
    {
      receiver = g_strdup_printf ("[\"%s\"]", agencies[fact->receiver]);
      set_fact (record, change, "parties", receiver);
      set_fact (record, change, "areas", area);
      set_day (record, change, "valid-to", fact->last_day);
      set_day (record, change, "withdrawn", fact->withdrawn);
    }

  amia_case_access_add (access, record, is_member ? agencies[0] : agencies[fact->giver]);
}

static gboolean
counts (const Fact *fact,
        int         day)
{
  return (fact->withdrawn < 0 || day < fact->withdrawn) &&
         (fact->last_day < 0 || day <= fact->last_day);
}

/* The plain reading of the facts, without any of the program's code. */
static Sight
read_facts (const World *world,
            int          reader)
{
  Sight sight = { 0 };

  for (int i = 0; i < world->n_facts; i++)
    {
      const Fact *fact = &world->facts[i];

      if (fact->receiver != reader || !counts (fact, world->day))
        continue;

      sight.is_member |= fact->giver < 0;
      for (int area = 0; fact->giver >= 0 && area < WORLD_AREAS; area++)
        sight.lets[fact->giver][area] |= fact->area == WORLD_AREAS || fact->area == area;
    }

  for (int area = 0; area < WORLD_AREAS; area++)
    sight.lets[reader][area] = TRUE;
  if (!sight.is_member)
    memset (&sight, 0, sizeof sight);

  return sight;
}

static Sight
get_sight (const AmiaRights *rights,
           int               reader)
{
  Sight            sight = { 0 };
  const AmiaReader asking = { users[reader], agencies[reader] };
  AmiaUuid         id = { { 1 } };

  sight.is_member = amia_rights_is_member (rights);
  for (int i = 0; i < WORLD_REPLICAS_MAX * WORLD_AREAS; i++)
    {
      int author = i / WORLD_AREAS;
      g_autoptr (AmiaOp) op = amia_op_new ("form", &id, NULL, "note", areas[i % WORLD_AREAS], "1");

      sight.lets[author][i % WORLD_AREAS] =
          amia_rights_allow (rights, &asking, op, users[author], agencies[author]) ==
          AMIA_VERDICT_YES;
    }

  return sight;
}

static AmiaRights *
get_rights (const World *world,
            int          reader,
            guint        version)
{
  const AmiaReader asking = { users[reader], agencies[reader] };
  g_autofree char *today = print_day (world->day);

  return amia_case_access_get_rights (g_ptr_array_index (world->versions, version), &asking, today);
}

/* What the server answers from now on: after a change of the facts, or of the day. */
static void
settle_sights (World *world)
{
  for (int i = 0; i < world->n_replicas; i++)
    {
      g_autoptr (AmiaRights) rights = get_rights (world, i, world->versions->len - 1);
      Sight expected = read_facts (world, i);

      world->sights[i] = get_sight (rights, i);
      g_assert_cmpmem (&world->sights[i], sizeof expected, &expected, sizeof expected);
    }
}

/* A laptop's own reading, from what it was told and what its facts say today. */
static void
settle_own_sight (World   *world,
                  Replica *replica)
{
  g_autoptr (AmiaRights) own = get_rights (world, replica->number, replica->version);
  g_autoptr (AmiaRights) common = amia_rights_meet (replica->told, own);

  replica->sight = get_sight (common, replica->number);
}

gboolean
world_is_allowed_alone (const World   *world,
                        const Sight   *sight,
                        const Replica *replica,
                        int            i)
{
  const Op *op = &world->ops[i];

  return sight->is_member && (op->author == replica->number || sight->lets[op->author][op->area]);
}

gboolean
world_is_allowed (const World   *world,
                  const Sight   *sight,
                  const Replica *replica,
                  int            i)
{
  for (int j = 0; j < world->n_ops; j++)
    {
      if ((j == i || (world->ops[i].sources & bit (j)) != 0) &&
          !world_is_allowed_alone (world, sight, replica, j))
        return FALSE;
    }
  return TRUE;
}

/* Merging */

static AmiaRecord *
make_record (void)
{
  AmiaUuid id = { { 1 } };

  return amia_record_new ("form", &id, NULL);
}

int
world_find_op (const World    *world,
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

static void
show (World   *world,
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

/* From nothing, in an order of its own. */
static void
merge_anew (World   *world,
            Replica *replica,
            OpSet    left)
{
  amia_record_free (replica->record);
  replica->record = make_record ();
  replica->held = 0;
  replica->n_arrivals = 0;

  while (left != 0)
    {
      int i = pick (world, world->n_ops);

      if ((left & bit (i)) != 0)
        show (world, replica, i);
      left &= ~bit (i);
    }
}

/* Hides and shows what is stored as the sight now has it. */
static void
settle_shown (World   *world,
              Replica *replica)
{
  OpSet due = 0;

  for (int i = 0; i < world->n_ops; i++)
    {
      if ((replica->stored & bit (i)) != 0 &&
          world_is_allowed (world, &replica->sight, replica, i))
        due |= bit (i);
    }

  if ((replica->held & ~due) != 0)
    merge_anew (world, replica, due);
  for (int i = 0; i < world->n_ops; i++)
    {
      if ((due & ~replica->held & bit (i)) != 0)
        show (world, replica, i);
    }
}

static void
store (World   *world,
       Replica *replica,
       int      i)
{
  replica->stored |= bit (i);
  replica->ever |= bit (i);
  if (world_is_allowed (world, &replica->sight, replica, i))
    show (world, replica, i);
}

/* Writing */

static void
note_over (World        *world,
           Op           *op,
           const AmiaOp *written)
{
  for (guint i = 0; i < written->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (written->over, AmiaRef, i);

      if (ref->field == NULL)
        op->over |= bit (world_find_op (world, &ref->device, ref->n));
      else
        op->covers |= bit (world_find_op (world, &ref->device, ref->n));
    }
}

/* Who settles, or types on, what another wrote may carry their words along. */
static void
note_sources (World  *world,
              Op     *op,
              AmiaOp *written)
{
  if (op->field != FIELD_TEXT || pick (world, 3) != 0)
    return;

  for (int i = 0; i < world->n_ops; i++)
    {
      const Op *other = &world->ops[i];

      if ((op->over & bit (i)) == 0 || other->author == op->author)
        continue;

      op->sources |= bit (i) | other->sources;
      amia_op_add_source (written, &other->change->device, other->change->n, "text");
    }
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
  Op         *op = &world->ops[world->n_ops];
  AmiaOp     *written;
  const char *value;

  if (world->n_ops == WORLD_OPS_MAX || !replica->sight.is_member)
    return;

  op->author = replica->number;
  op->mode = pick (world, 3) == 0 ? AMIA_OVER_ALL : AMIA_OVER_SHOWN;
  op->field = pick (world, 5) == 0 ? FIELD_REMOVED : pick (world, 4) == 0 ? FIELD_OTHER
                                                                          : FIELD_TEXT;
  op->area = pick (world, WORLD_AREAS);
  op->value = op->field == FIELD_REMOVED ? pick (world, 4) != 0 : pick (world, 3);
  op->seen = replica->held;
  op->cursor = replica->cursor;
  op->seq = -1;

  value = write_value (world, op);
  op->change = amia_change_new (&replica->device,
                                ++replica->n,
                                (AmiaStamp) (world->time / 8 + replica->skew),
                                NULL,
                                NULL);
  written = amia_op_new ("form",
                         &replica->record->id,
                         NULL,
                         world_field_names[op->field],
                         areas[op->area],
                         value);
  amia_record_cover (replica->record, written, op->mode);
  g_ptr_array_add (op->change->ops, written);
  note_over (world, op, written);
  note_sources (world, op, written);

  world->n_ops++;
  store (world, replica, world->n_ops - 1);
}

/* Talking */

static void
push (World   *world,
      Replica *replica)
{
  gboolean is_member = world->sights[replica->number].is_member;

  for (int i = 0; i < world->n_ops; i++)
    {
      Op *op = &world->ops[i];

      if (op->author != replica->number || op->seq >= 0)
        continue;

      op->in_escrow = !is_member;
      if (is_member)
        op->seq = world->n_pushed++;
    }
}

/* What was handed in by somebody outside the team is taken in when they are let in again. */
static void
release_escrow (World *world)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      Op *op = &world->ops[i];

      if (op->in_escrow && world->sights[op->author].is_member)
        {
          op->in_escrow = FALSE;
          op->seq = world->n_pushed++;
        }
    }
}

static void
forget (World   *world,
        Replica *replica)
{
  for (int i = 0; i < world->n_ops; i++)
    {
      if (!world_is_allowed (world, &replica->sight, replica, i))
        replica->stored &= ~bit (i);
    }
}

static void
contact (World   *world,
         Replica *replica)
{
  push (world, replica);

  amia_rights_unref (replica->told);
  replica->version = world->versions->len - 1;
  replica->told = get_rights (world, replica->number, replica->version);
  settle_own_sight (world, replica);
  forget (world, replica);
  settle_shown (world, replica);

  for (int i = 0; i < world->n_ops; i++)
    {
      if (world->ops[i].seq >= 0 && world_is_allowed (world, &replica->sight, replica, i))
        store (world, replica, i);
    }
  replica->cursor = world->n_pushed;
}

/* One op out of turn: part of a lane, an answer that was cut off, a repeat. */
static void
deliver_one (World   *world,
             Replica *replica)
{
  int i = world->n_ops > 0 ? pick (world, world->n_ops) : 0;

  if (i < world->n_ops &&
      world->ops[i].seq >= 0 &&
      world_is_allowed (world, &world->sights[replica->number], replica, i) &&
      world_is_allowed (world, &replica->sight, replica, i))
    store (world, replica, i);
}

/* Facts */

static void
publish (World *world)
{
  AmiaCaseAccess *access = amia_case_access_new ();

  for (int i = 0; i < world->n_facts; i++)
    add_fact (access, &world->facts[i]);
  g_ptr_array_add (world->versions, access);
  settle_sights (world);
  release_escrow (world);
}

static void
note_fact (World *world,
           Fact   fact)
{
  for (int i = 0; i < world->n_facts; i++)
    {
      if (!counts (&world->facts[i], world->day))
        {
          world->facts[i] = fact;
          return;
        }
    }

  if (world->n_facts < WORLD_FACTS_MAX)
    world->facts[world->n_facts++] = fact;
}

static void
grant (World *world)
{
  Fact fact = { pick (world, world->n_replicas), pick (world, world->n_replicas), 0, -1, -1 };

  fact.area = pick (world, WORLD_AREAS + 1);
  if (pick (world, 3) == 0)
    fact.last_day = world->day + pick (world, 3);
  if (fact.giver != fact.receiver)
    note_fact (world, fact);
}

static void
withdraw (World *world)
{
  Fact *fact = &world->facts[pick (world, world->n_facts)];

  if (fact->withdrawn < 0 && (fact->giver >= 0 || pick (world, 3) == 0))
    fact->withdrawn = world->day;
}

static void
let_in (World *world)
{
  int reader = pick (world, world->n_replicas);

  if (!world->sights[reader].is_member)
    note_fact (world, (Fact){ -1, reader, 0, -1, -1 });
}

static void
change_facts (World *world)
{
  int change = pick (world, 6);

  if (change < 2)
    grant (world);
  else if (change < 4)
    withdraw (world);
  else
    let_in (world);
  publish (world);
}

static void
turn_day (World *world)
{
  if (world->day == DAYS_MAX)
    return;

  world->day++;
  settle_sights (world);
  for (int i = 0; i < world->n_replicas; i++)
    {
      settle_own_sight (world, &world->replicas[i]);
      settle_shown (world, &world->replicas[i]);
    }
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

Replica *
world_do_event (World *world)
{
  Replica *replica = &world->replicas[pick (world, world->n_replicas)];
  int      event = pick (world, 20);

  world->time++;
  if (event < 8)
    write_op (world, replica);
  else if (event < 10)
    push (world, replica);
  else if (event < 13)
    contact (world, replica);
  else if (event < 16)
    deliver_one (world, replica);
  else if (event < 18)
    change_facts (world);
  else if (event < 19)
    turn_day (world);
  else
    restart (replica);

  return replica;
}

static void
open_all_doors (World *world)
{
  world->n_facts = 0;
  for (int i = 0; i < world->n_replicas; i++)
    {
      note_fact (world, (Fact){ -1, i, 0, -1, -1 });
      for (int j = 0; j < world->n_replicas; j++)
        {
          if (i != j)
            note_fact (world, (Fact){ i, j, WORLD_AREAS, -1, -1 });
        }
    }
  publish (world);
}

void
world_quiesce (World *world)
{
  if (pick (world, 2) == 0)
    open_all_doors (world);

  for (int i = 0; i < world->n_replicas; i++)
    push (world, &world->replicas[i]);
  for (int i = 0; i < world->n_replicas; i++)
    {
      contact (world, &world->replicas[i]);
      merge_anew (world, &world->replicas[i], world->replicas[i].held);
    }
}

World *
world_new (guint32 seed)
{
  World *world = g_new0 (World, 1);

  world->rand = g_rand_new_with_seed (seed);
  world->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_case_access_free);
  world->n_replicas = 2 + pick (world, WORLD_REPLICAS_MAX - 1);
  world->time = 1000;

  for (int i = 0; i < world->n_replicas; i++)
    note_fact (world, (Fact){ -1, i, 0, -1, -1 });
  for (int i = 0; i < 2 * world->n_replicas; i++)
    grant (world);
  publish (world);

  for (int i = 0; i < world->n_replicas; i++)
    {
      Replica *replica = &world->replicas[i];

      replica->number = i;
      replica->device.bytes[0] = (guint8) pick (world, 256);
      replica->device.bytes[15] = (guint8) i;
      replica->record = make_record ();
      replica->skew = pick (world, 3) == 0 ? pick (world, 200) - 100 : 0;
      replica->told = get_rights (world, i, 0);
      settle_own_sight (world, replica);
    }

  return world;
}

void
world_free (World *world)
{
  for (int i = 0; i < world->n_replicas; i++)
    {
      amia_record_free (world->replicas[i].record);
      amia_rights_unref (world->replicas[i].told);
    }
  for (int i = 0; i < world->n_ops; i++)
    amia_change_free (world->ops[i].change);
  g_ptr_array_unref (world->versions);
  g_rand_free (world->rand);
  g_free (world);
}
