/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-record-error.h"
#include "amia-record.h"

/* The merge rule, history by history. Each row of the table below is played on up to three
 * replicas; then what they wrote is merged anew in every possible order, each op once and twice,
 * through the stored form and not, and with one op forgotten. All must agree. */

#define RECORD "018f3a5b-7c00-7000-8000-000000000002"

typedef enum
{
  CLOCKS_RIGHT, /* stamps as the script goes */
  CLOCKS_BACK,  /* each stamp earlier than the one before */
  CLOCKS_STILL, /* all stamps alike */
} Clocks;

/* A script is steps between spaces. The first letter is who does it, A to C:
 *
 *   A=x  types x in the field `text`      A-   removes the record
 *   A!x  settles `text` to x              A+   undoes a removal
 *   A.x  types x in the field `other`     A<B  receives all that B holds
 *
 * `heads` are those of `text`, the shown one last. `flags` are words of: conflict, gone, back.
 * `forgotten` names an op, A2 is A's second; what is left then is `rest`. */
typedef struct
{
  const char *name;
  const char *script;
  const char *heads;
  const char *flags;
  Clocks      clocks;
  const char *forgotten;
  const char *rest;
  const char *rest_flags;
} History;

static const History histories[] = {
  { "Add", "A=x", "x", "" },
  { "AddAdd", "A=x B=y", "x y", "conflict" },
  { "AddAddEqual", "A=x B=x", "x x", "" },
  { "AddDelete", "A=x A-", "x", "gone" },
  { "AddDeleteAdd", "A=x A- A=y", "y", "back" },
  { "AddDeleteUndo", "A=x A- A+", "x", "" },
  { "AddDeleteUndoDelete", "A=x A- A+ A-", "x", "gone" },
  { "AddEdit", "A=x A=y", "y", "" },
  { "AddEditByOther", "A=x B<A B=y", "y", "", CLOCKS_RIGHT, "B1", "x", "" },
  { "AddEditUnseen", "A=x B=y B=z", "x z", "conflict" },
  { "Delete", "A-", "", "gone" },
  { "DeleteAddUnseen", "A- B=x", "x", "back" },
  { "DeleteDelete", "A=x B<A A- B-", "x", "gone", CLOCKS_RIGHT, "B1", "x", "gone" },
  { "DeleteDeleteEdit", "A=x B<A C<A A- B- C=y", "y", "back" },
  { "DeleteEdit", "A=x B<A A- B=y", "y", "back", CLOCKS_RIGHT, "B1", "x", "gone" },
  { "DeleteEditOtherField", "A=x B<A A- B.y", "x", "back", CLOCKS_RIGHT, "A2", "x", "" },
  { "DeleteEditDelete", "A=x B<A A- B=y A<B A-", "y", "gone" },
  { "DeleteEditKeep", "A=x B<A A- B=y A<B A+", "y", "" },
  { "DeleteUndoDelete", "A=x A- B<A A+ B-", "x", "back" },
  { "DeleteSeenEdit", "A=x A- B<A B=y", "y", "back" },
  { "EditDelete", "A=x B<A A=y B-", "y", "back", CLOCKS_RIGHT, "B1", "y", "" },
  { "EditDeleteTwoFields", "A=x A.y A-", "x", "gone" },
  { "EditEdit", "A=x B<A A=y B=z", "y z", "conflict", CLOCKS_RIGHT, "A2", "z", "" },
  { "EditEditForgetFirst", "A=x B<A A=y B=z", "y z", "conflict", CLOCKS_RIGHT, "A1", "y z", "conflict" },
  { "EditEditEdit", "A=x B<A A=y B=z A<B A=w", "y w", "conflict" },
  { "EditEditOnce", "A=x B<A C<A A=y B=z C=w", "y z w", "conflict" },
  { "EditEqual", "A=x B<A A=y B=y", "y y", "", CLOCKS_RIGHT, "A2", "y", "" },
  { "EditEqualEdit", "A=x B<A A=y B=y A<B A=w", "w", "" },
  { "EditEqualEditUnseen", "A=x B<A A=y B=y A=w", "y w", "conflict" },
  { "EditOtherField", "A=x B<A A=y B.z", "y", "" },
  { "EditSettle", "A=x B<A A=y B=z A<B A!w", "w", "", CLOCKS_RIGHT, "A3", "y z", "conflict" },
  { "EditSettleDelete", "A=x B<A A=y B=z A<B A!w A-", "w", "gone" },
  { "SettleEdit", "A=x B<A A=y B=z A<B A!w B=v", "w v", "conflict" },
  { "SettleDeleteUnseen", "A=x B<A A=y B=z A<B A!w B-", "w", "back" },
  { "SettleSettle", "A=x B<A A=y B=z A<B B<A A!w B!v", "w v", "conflict" },
  { "SettleSettleEqual", "A=x B<A A=y B=z A<B B<A A!w B!w", "w w", "" },
  { "SettleSettleSettle", "A=x B<A A=y B=z A<B B<A A!w B!v A<B A!u", "u", "" },
  { "Relay", "A=x B<A B=y C<B C=z", "z", "", CLOCKS_RIGHT, "C1", "y", "" },
  { "RelayForgetMiddle", "A=x B<A B=y C<B C=z", "z", "", CLOCKS_RIGHT, "B1", "x z", "conflict" },
  { "RelayStale", "A=x B<A C<A B=y B=w C=z", "w z", "conflict" },

  { "ClockBackEdit", "A=x B<A B=y", "y", "", CLOCKS_BACK },
  { "ClockBackEditEdit", "A=x B<A A=y B=z", "z y", "conflict", CLOCKS_BACK },
  { "ClockBackSettle", "A=x B<A A=y B=z A<B A!w", "w", "", CLOCKS_BACK },
  { "ClockBackDelete", "A=x B<A B-", "x", "gone", CLOCKS_BACK },
  { "ClockBackDeleteEdit", "A=x B<A A- B=y", "y", "back", CLOCKS_BACK },
  { "ClockStillEditEdit", "A=x B<A A=y B=z", "y z", "conflict", CLOCKS_STILL },
  { "ClockStillEditEditTurned", "A=x B<A B=z A=y", "y z", "conflict", CLOCKS_STILL },
  { "ClockStillThree", "C=c A=a B=b", "a b c", "conflict", CLOCKS_STILL },
};

#define N_REPLICAS 3
#define N_OPS_MAX  7

typedef struct
{
  AmiaUuid    device;
  gint64      n;
  AmiaRecord *view;
  GPtrArray  *log; /* AmiaChange, borrowed */
} Replica;

typedef struct
{
  Replica    replicas[N_REPLICAS];
  GPtrArray *changes;
  Clocks     clocks;
} Play;

static AmiaRecord *
make_record (void)
{
  AmiaUuid id;

  g_assert_true (amia_uuid_parse (RECORD, -1, &id));
  return amia_record_new ("form", &id, NULL);
}

static gboolean
apply (AmiaRecord       *record,
       const AmiaChange *change)
{
  return amia_record_apply (record, change, g_ptr_array_index (change->ops, 0));
}

static AmiaStamp
next_stamp (const Play *play)
{
  guint n = play->changes->len;

  return play->clocks == CLOCKS_RIGHT ? 1000 + n : play->clocks == CLOCKS_BACK ? 1000 - n
                                                                               : 1000;
}

static void
write_op (Play        *play,
          Replica     *replica,
          const char  *field,
          const char  *value,
          AmiaOverMode mode)
{
  AmiaStamp   stamp = next_stamp (play);
  AmiaChange *change = amia_change_new (&replica->device, ++replica->n, stamp, NULL, NULL);
  AmiaOp     *op = amia_op_new ("form", &replica->view->id, NULL, field, "basics", value);

  amia_record_cover (replica->view, op, mode);
  g_ptr_array_add (change->ops, op);
  g_ptr_array_add (play->changes, change);
  g_ptr_array_add (replica->log, change);
  g_assert_true (apply (replica->view, change));
}

static void
receive (Replica       *to,
         const Replica *from)
{
  for (guint i = 0; i < from->log->len; i++)
    {
      AmiaChange *change = g_ptr_array_index (from->log, i);

      if (!g_ptr_array_find (to->log, change, NULL))
        {
          g_ptr_array_add (to->log, change);
          apply (to->view, change);
        }
    }
}

static void
play_step (Play       *play,
           const char *step)
{
  Replica         *replica = &play->replicas[step[0] - 'A'];
  g_autofree char *value = g_strdup_printf ("\"%s\"", step + 2);

  switch (step[1])
    {
    case '=':
      write_op (play, replica, "text", value, AMIA_OVER_SHOWN);
      break;
    case '!':
      write_op (play, replica, "text", value, AMIA_OVER_ALL);
      break;
    case '.':
      write_op (play, replica, "other", value, AMIA_OVER_SHOWN);
      break;
    case '-':
      write_op (play, replica, "removed", "true", AMIA_OVER_SHOWN);
      break;
    case '+':
      write_op (play, replica, "removed", "false", AMIA_OVER_SHOWN);
      break;
    case '<':
      receive (replica, &play->replicas[step[2] - 'A']);
      break;
    default:
      g_assert_not_reached ();
    }
}

static Play *
play_new (const History *history)
{
  Play *play = g_new0 (Play, 1);
  g_auto (GStrv) steps = g_strsplit (history->script, " ", -1);

  play->clocks = history->clocks;
  play->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_change_free);
  for (int i = 0; i < N_REPLICAS; i++)
    {
      play->replicas[i].device.bytes[0] = (guint8) (0x0a + i);
      play->replicas[i].view = make_record ();
      play->replicas[i].log = g_ptr_array_new ();
    }

  for (int i = 0; steps[i] != NULL; i++)
    play_step (play, steps[i]);
  g_assert_cmpuint (play->changes->len, <=, N_OPS_MAX);

  return play;
}

static void
play_free (Play *play)
{
  for (int i = 0; i < N_REPLICAS; i++)
    {
      amia_record_free (play->replicas[i].view);
      g_ptr_array_unref (play->replicas[i].log);
    }
  g_ptr_array_unref (play->changes);
  g_free (play);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Play, play_free)

static char *
describe_heads (const AmiaRecord *record)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, "text", &n_heads);
  GString        *text = g_string_new (NULL);

  for (gsize i = 0; i < n_heads; i++)
    g_string_append_printf (text, "%s%c", i > 0 ? " " : "", heads[i].value[1]);
  return g_string_free (text, FALSE);
}

static char *
describe_flags (const AmiaRecord *record)
{
  GString        *text = g_string_new (NULL);
  const AmiaHead *removal = NULL;
  const AmiaHead *edit = NULL;

  if (amia_record_has_conflict (record, "text"))
    g_string_append (text, "conflict");
  if (amia_record_is_removed (record))
    g_string_append (text, "gone");
  if (amia_record_get_revival (record, &removal, &edit))
    g_string_append_printf (text, "back%s", strcmp (removal->value, "true") != 0 || edit == removal ? "?" : "");
  return g_string_free (text, FALSE);
}

static void
assert_is (const AmiaRecord *record,
           const char       *heads,
           const char       *flags)
{
  g_autofree char *found_heads = describe_heads (record);
  g_autofree char *found_flags = describe_flags (record);
  const AmiaHead  *shown = amia_record_get_shown (record, "text");

  g_assert_cmpstr (found_heads, ==, heads);
  g_assert_cmpstr (found_flags, ==, flags);
  g_assert_cmpint (shown != NULL, ==, heads[0] != '\0');
  g_assert_true (shown == NULL || shown->value[1] == heads[strlen (heads) - 1]);
}

static void
assert_same_state (const AmiaRecord *record,
                   char            **state)
{
  g_autofree char *found = amia_record_encode (record);

  if (*state == NULL)
    *state = g_steal_pointer (&found);
  else
    g_assert_cmpstr (found, ==, *state);
}

/* What a restart does between two ops. */
static void
store_and_load (AmiaRecord **record)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *state = amia_record_encode (*record);
  AmiaRecord      *loaded = make_record ();

  g_assert_true (amia_record_decode (loaded, state, &error));
  g_assert_no_error (error);
  amia_record_free (*record);
  *record = loaded;
}

static void
merge_in_order (GPtrArray     *changes,
                const guint   *order,
                const History *history,
                gboolean       is_rest,
                char         **state)
{
  for (int variant = 0; variant < 3; variant++)
    {
      AmiaRecord *record = make_record ();

      for (guint i = 0; i < changes->len; i++)
        {
          apply (record, g_ptr_array_index (changes, order[i]));
          if (variant == 1)
            store_and_load (&record);
          /* Delivered again, at once and much later. */
          if (variant == 2)
            g_assert_false (apply (record, g_ptr_array_index (changes, order[i / 2])));
        }

      assert_is (record,
                 is_rest ? history->rest : history->heads,
                 is_rest ? history->rest_flags : history->flags);
      assert_same_state (record, state);
      amia_record_free (record);
    }
}

static void
swap (guint *a,
      guint *b)
{
  guint other = *a;

  *a = *b;
  *b = other;
}

static void
merge_in_every_order (GPtrArray     *changes,
                      guint         *order,
                      guint          n_placed,
                      const History *history,
                      gboolean       is_rest,
                      char         **state)
{
  if (n_placed == changes->len)
    {
      merge_in_order (changes, order, history, is_rest, state);
      return;
    }

  for (guint i = n_placed; i < changes->len; i++)
    {
      swap (&order[n_placed], &order[i]);
      merge_in_every_order (changes, order, n_placed + 1, history, is_rest, state);
      swap (&order[n_placed], &order[i]);
    }
}

static void
test_history (gconstpointer data)
{
  const History *history = data;
  g_autoptr (Play) play = play_new (history);
  guint            order[N_OPS_MAX] = { 0, 1, 2, 3, 4, 5, 6 };
  g_autofree char *state = NULL;

  merge_in_every_order (play->changes, order, 0, history, FALSE, &state);

  /* Resync: everybody receives from everybody, whatever they had, any number of times. */
  for (int round = 0; round < 2; round++)
    {
      for (int i = 0; i < N_REPLICAS * N_REPLICAS; i++)
        receive (&play->replicas[i % N_REPLICAS], &play->replicas[i / N_REPLICAS]);
    }
  for (int i = 0; i < N_REPLICAS; i++)
    {
      receive (&play->replicas[i], &play->replicas[N_REPLICAS - 1]);
      assert_same_state (play->replicas[i].view, &state);
    }
}

static void
test_forgotten (gconstpointer data)
{
  const History *history = data;
  g_autoptr (Play) play = play_new (history);
  guint            order[N_OPS_MAX] = { 0, 1, 2, 3, 4, 5, 6 };
  guint8           device = (guint8) (0x0a + history->forgotten[0] - 'A');
  gint64           n = history->forgotten[1] - '0';
  guint            n_before = play->changes->len;
  g_autofree char *state = NULL;

  for (guint i = play->changes->len; i > 0; i--)
    {
      AmiaChange *change = g_ptr_array_index (play->changes, i - 1);

      if (change->device.bytes[0] == device && change->n == n)
        g_ptr_array_remove_index (play->changes, i - 1);
    }
  g_assert_cmpuint (play->changes->len, ==, n_before - 1);

  merge_in_every_order (play->changes, order, 0, history, TRUE, &state);
}

static AmiaChange *
make_change (guint8      device,
             gint64      n,
             const char *field,
             const char *area,
             const char *value)
{
  g_autoptr (AmiaRecord) record = make_record ();
  AmiaUuid    id = { { device } };
  AmiaChange *change = amia_change_new (&id, n, (AmiaStamp) n, NULL, NULL);

  g_ptr_array_add (change->ops, amia_op_new ("form", &record->id, NULL, field, area, value));
  return change;
}

static void
set (AmiaRecord *record,
     guint8      device,
     gint64      n,
     const char *field,
     const char *value)
{
  g_autoptr (AmiaChange) change = make_change (device, n, field, "basics", value);

  amia_record_cover (record, g_ptr_array_index (change->ops, 0), AMIA_OVER_SHOWN);
  apply (record, change);
}

static void
test_fields_are_listed (void)
{
  g_autoptr (AmiaRecord) record = make_record ();
  g_autoptr (GPtrArray) fields = NULL;
  g_autofree char *string = NULL;

  set (record, 1, 1, "status", "1");
  set (record, 1, 2, "answer/b", "\"\\u00e5\"");
  set (record, 1, 3, "removed", "false");
  set (record, 1, 4, "answer/a", "null");

  fields = amia_record_get_fields (record);
  g_assert_cmpuint (fields->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (fields, 0), ==, "answer/a");
  g_assert_cmpstr (g_ptr_array_index (fields, 1), ==, "answer/b");
  g_assert_cmpstr (g_ptr_array_index (fields, 2), ==, "removed");
  g_assert_cmpstr (g_ptr_array_index (fields, 3), ==, "status");

  string = amia_record_dup_string (record, "answer/b");
  g_assert_cmpstr (string, ==, "å");
  g_assert_null (amia_record_dup_string (record, "status"));
  g_assert_null (amia_record_dup_string (record, "nothing"));
  g_assert_null (amia_record_get_value (record, "nothing"));
  g_assert_cmpstr (amia_record_get_value (record, "answer/a"), ==, "null");
  g_assert_cmpuint (amia_record_count_conflicts (record), ==, 0);
}

static void
test_area_stays_with_its_text (void)
{
  g_autoptr (AmiaRecord) record = make_record ();
  g_autoptr (AmiaChange) health = make_change (1, 1, "text", "health", "\"a\"");
  g_autoptr (AmiaChange) none = make_change (2, 2, "text", NULL, "\"b\"");
  const AmiaHead *heads;
  gsize           n_heads;

  apply (record, none);
  apply (record, health);

  heads = amia_record_get_heads (record, "text", &n_heads);
  g_assert_cmpuint (n_heads, ==, 2);
  g_assert_cmpstr (heads[0].area, ==, "health");
  g_assert_null (heads[1].area);
  g_assert_cmpuint (amia_record_count_conflicts (record), ==, 1);
}

static void
test_removal_names_every_head (void)
{
  g_autoptr (AmiaRecord) record = make_record ();
  g_autoptr (AmiaChange) removal = make_change (1, 9, "removed", "basics", "true");
  AmiaOp        *op = g_ptr_array_index (removal->ops, 0);
  const AmiaUuid device = { { 1 } };

  set (record, 1, 1, "text", "\"a\"");
  set (record, 1, 2, "other", "\"b\"");
  set (record, 1, 3, "removed", "false");
  amia_record_cover (record, op, AMIA_OVER_SHOWN);

  g_assert_cmpuint (op->over->len, ==, 3);
  g_assert_true (amia_op_replaces (op, &device, 1, "text"));
  g_assert_true (amia_op_replaces (op, &device, 2, "other"));
  g_assert_true (amia_op_replaces (op, &device, 3, "removed"));
}

/* Naming another field's op replaces nothing there: only `removed` has a use for it. */
static void
test_other_fields_heads_are_not_taken (void)
{
  g_autoptr (AmiaRecord) record = make_record ();
  g_autoptr (AmiaChange) change = make_change (2, 1, "other", "basics", "\"b\"");
  const AmiaUuid device = { { 1 } };

  set (record, 1, 1, "text", "\"a\"");
  amia_op_add_over (g_ptr_array_index (change->ops, 0), &device, 1, "text");
  apply (record, change);

  g_assert_cmpstr (amia_record_get_value (record, "text"), ==, "\"a\"");
}

/* A sitting of a thousand pauses in one field must not grow the stored state. */
static void
test_state_stays_small (void)
{
  g_autoptr (AmiaRecord) record = make_record ();
  g_autofree char *state = NULL;

  for (gint64 n = 1; n <= 1000; n++)
    set (record, 1, n, "text", "\"a\"");

  state = amia_record_encode (record);
  g_assert_cmpstr (state,
                   ==,
                   "[1,[\"01000000000000000000000000000000\"],"
                   "[[\"text\",[[0,1000,\"00000000000003e8\",\"basics\",\"a\"]],[[0,1,999]]]]]");
}

#define FIRST  "\"77000000000000000000000000000002\""
#define SECOND "\"9f000000000000000000000000000001\""

static void
test_example_is_read (void)
{
  const char state[] =
      "[1,[" FIRST "," SECOND "],"
      "[[\"name\",[[0,12,\"018f3a5b7c000000\",\"basics\",\"Elsa\"],"
      "[1,7,\"018f3a5b7c000001\",\"basics\",\"Else\"]],[[0,9,11],[1,5]]]]]";
  g_autoptr (AmiaRecord) record = make_record ();
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  g_assert_true (amia_record_decode (record, state, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (amia_record_get_value (record, "name"), ==, "\"Else\"");
  g_assert_true (amia_record_has_conflict (record, "name"));
  again = amia_record_encode (record);
  g_assert_cmpstr (again, ==, state);
}

#define STATE(registers) "[1,[" FIRST "],[" registers "]]"
#define HEAD             "[0,1,\"0000000000000001\",null,1]"

static void
test_malformed_state_is_refused (void)
{
  static const char *const states[] = {
    "",
    "null",
    "[]",
    "[1]",
    "[1,[],[]",
    "[2,[],[]]",
    "[1,[],[],1]",
    "[1,[\"77\"],[]]",
    "[1,[1],[]]",
    "[1,{},[]]",
    "[1,[],{}]",
    STATE ("1"),
    STATE ("[]"),
    STATE ("[\"a\"]"),
    STATE ("[\"a\",[]]"),
    STATE ("[1,[],[]]"),
    STATE ("[\"a\",[],[],1]"),
    STATE ("[\"a\",[],[]],[\"a\",[],[]]"),
    STATE ("[\"a\",[1],[]]"),
    STATE ("[\"a\",[[]],[]]"),
    STATE ("[\"a\",[[1,1,\"0000000000000001\",null,1]],[]]"),
    STATE ("[\"a\",[[-1,1,\"0000000000000001\",null,1]],[]]"),
    STATE ("[\"a\",[[0,0,\"0000000000000001\",null,1]],[]]"),
    STATE ("[\"a\",[[0,1,\"1\",null,1]],[]]"),
    STATE ("[\"a\",[[0,1,\"0000000000000001\",2,1]],[]]"),
    STATE ("[\"a\",[[0,1,\"0000000000000001\",null]],[]]"),
    STATE ("[\"a\",[[0,1,\"0000000000000001\",null,1,1]],[]]"),
    STATE ("[\"a\",[[0,1,\"0000000000000001\",null,1,[[\"b\",0]]]],[]]"),
    STATE ("[\"a\",[[0,1,\"0000000000000001\",null,1,[],1]],[]]"),
    STATE ("[\"a\",[" HEAD "],[1]]"),
    STATE ("[\"a\",[" HEAD "],[[0]]]"),
    STATE ("[\"a\",[" HEAD "],[[0,5,5]]]"),
    STATE ("[\"a\",[" HEAD "],[[0,5,6,7]]]"),
    STATE ("[\"a\",[" HEAD "],[[1,5]]]"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (AmiaRecord) record = make_record ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) fields = NULL;

      g_test_message ("%s", states[i]);
      g_assert_false (amia_record_decode (record, states[i], &error));
      g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_MALFORMED);
      fields = amia_record_get_fields (record);
      g_assert_cmpuint (fields->len, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (histories); i++)
    {
      g_autofree char *path = g_strconcat ("/record/history/", histories[i].name, NULL);
      g_autofree char *forgotten = g_strconcat ("/record/forgotten/", histories[i].name, NULL);

      g_test_add_data_func (path, &histories[i], test_history);
      if (histories[i].forgotten != NULL)
        g_test_add_data_func (forgotten, &histories[i], test_forgotten);
    }

  g_test_add_func ("/record/fields-are-listed", test_fields_are_listed);
  g_test_add_func ("/record/area-stays-with-its-text", test_area_stays_with_its_text);
  g_test_add_func ("/record/removal-names-every-head", test_removal_names_every_head);
  g_test_add_func ("/record/other-fields-heads-are-not-taken",
                   test_other_fields_heads_are_not_taken);
  g_test_add_func ("/record/state-stays-small", test_state_stays_small);
  g_test_add_func ("/record/example-is-read", test_example_is_read);
  g_test_add_func ("/record/malformed-state-is-refused", test_malformed_state_is_refused);

  return g_test_run ();
}
