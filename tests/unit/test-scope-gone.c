/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-scope-gone.h"
#include "amia-scope-log.h"
#include "server-laptop.h"

#include <string.h>

/* What is plainly gone of a scope, told from the bytes, held against the rule that reads every op.
 * Nobody has claimed the case, so that Anna sees what she has written and nothing of Bertil's. */

#define N_CHANGES 14
#define N_RECORDS 3

typedef struct
{
  GRand     *random;
  gint64     last_n[4]; /* of each device: two have numbers in common */
  GPtrArray *changes;   /* of AmiaChange */
  GArray    *rows;      /* of AmiaScopeRow */
  GPtrArray *bodies;
} History;

static const AmiaUuid case_id = { { 0x22 } };
static const AmiaUuid other_case = { { 0x23 } };

static void
history_free (History *history)
{
  g_rand_free (history->random);
  g_ptr_array_unref (history->changes);
  g_array_unref (history->rows);
  g_ptr_array_unref (history->bodies);
  g_free (history);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (History, history_free)

static gboolean
happens (History *history,
         int      percent)
{
  return g_rand_int_range (history->random, 0, 100) < percent;
}

/* Names what was written of the record, @percent of it. */
static void
add_over (History *history,
          AmiaOp  *op,
          int      percent)
{
  gboolean is_removal = strcmp (op->field, "removed") == 0;

  for (guint i = 0; i < history->changes->len; i++)
    {
      const AmiaChange *change = g_ptr_array_index (history->changes, i);

      for (guint k = 0; k < change->ops->len; k++)
        {
          const AmiaOp *other = g_ptr_array_index (change->ops, k);

          if (amia_uuid_equal (&other->record, &op->record) &&
              (is_removal || strcmp (other->field, op->field) == 0) && happens (history, percent))
            amia_op_add_over (op, &change->device, change->n, other->field);
        }
    }
}

static void
add_op (History    *history,
        AmiaChange *change,
        guint8      record,
        const char *field)
{
  static const char *const areas[] = { "plan", "health", NULL };
  AmiaUuid                 id = { { record } };
  gboolean                 is_removal = strcmp (field, "removed") == 0;
  const char              *value = !is_removal ? "\"removed\"" : happens (history, 90) ? "true"
                                                                                       : "false";
  AmiaOp                  *op;

  op = amia_op_new (happens (history, 95) ? "goal" : "reflection",
                    &id,
                    happens (history, 98) ? &case_id : &other_case,
                    field,
                    areas[happens (history, 10) + happens (history, 10)],
                    value);
  add_over (history, op, is_removal ? (happens (history, 80) ? 100 : 70) : 50);
  if (happens (history, 4))
    amia_op_add_source (op, &case_id, 1, "text");
  g_ptr_array_add (change->ops, op);
}

static void
add_change (History *history,
            guint    i)
{
  static const char *const fields[] = { "text", "status", "\303\266ppet" };
  gboolean                 is_anna = happens (history, 90);
  AmiaUuid                 device = { { (guint8) (is_anna ? 1 + happens (history, 30) : 3) } };
  guint8                   record = (guint8) g_rand_int_range (history->random, 1, N_RECORDS + 1);
  AmiaChange              *change = amia_change_new (
                   &device, ++history->last_n[device.bytes[0]], i + 1, is_anna ? "anna" : "bertil",
      happens (history, 80) ? "FK" : "AF");

  change->is_short = happens (history, 50);
  if (i > 4 && happens (history, 40))
    add_op (history, change, record, "removed");
  for (guint k = 0; (change->ops->len == 0 || happens (history, 4)) && k < 3; k++)
    {
      for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
        if (change->ops->len == 0 || happens (history, 70))
          add_op (history, change, record, fields[f]);
      record = (guint8) (record % N_RECORDS + 1);
    }
  if (amia_change_has_doubles (change))
    g_ptr_array_set_size (change->ops, 1);
  g_ptr_array_add (history->changes, change);
}

static History *
write_history (guint32 seed)
{
  History *history = g_new0 (History, 1);

  history->random = g_rand_new_with_seed (seed);
  history->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_change_free);
  history->rows = g_array_new (FALSE, TRUE, sizeof (AmiaScopeRow));
  history->bodies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_CHANGES; i++)
    {
      const AmiaChange *change;
      AmiaScopeRow      row = { .is_gone = FALSE };
      char             *body;

      add_change (history, i);
      change = g_ptr_array_index (history->changes, i);
      body = amia_change_encode (change);
      g_ptr_array_add (history->bodies, body);
      row.row.seq = i + 1;
      row.row.device = change->device;
      row.row.n = change->n;
      row.row.author = change->author;
      row.row.agency = change->agency;
      row.row.body = body;
      row.row.body_length = strlen (body);
      g_array_append_val (history->rows, row);
    }

  return history;
}

static void
free_item (gpointer data)
{
  amia_change_free (((AmiaScopeChange *) data)->change);
  g_free (data);
}

/* The names of what the rule leaves in force, of all rows or of those that are not gone. */
static char *
list_in_force (const AmiaFeed *feed,
               const History  *history,
               gboolean        skips_gone,
               gboolean       *leaves_out)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < history->rows->len; i++)
    {
      const AmiaScopeRow *row = &g_array_index (history->rows, AmiaScopeRow, i);
      AmiaScopeChange    *item = g_new0 (AmiaScopeChange, 1);
      g_autoptr (GError) error = NULL;

      item->seq = row->row.seq;
      item->change = amia_change_decode (
          &row->row.device, row->row.n, row->row.body, row->row.body_length, &error);
      g_assert_no_error (error);
      item->change->author = g_strdup (row->row.author);
      item->change->agency = g_strdup (row->row.agency);
      for (guint k = item->change->ops->len; k > 0; k--)
        {
          const AmiaOp *op = g_ptr_array_index (item->change->ops, k - 1);
          gboolean      is_visible;

          g_assert_true (
              amia_visibility_check (feed->visibility, item->change, op, &is_visible, &error));
          if (!is_visible || !amia_uuid_equal (&op->case_id, &case_id) ||
              (skips_gone && row->is_gone))
            g_ptr_array_remove_index (item->change->ops, k - 1);
        }
      g_ptr_array_add (items, item);
    }

  *leaves_out = amia_scope_log_keep_in_force (items, feed->visibility->reader.agency);
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaScopeChange *item = g_ptr_array_index (items, i);

      for (guint k = 0; k < item->change->ops->len; k++)
        {
          const AmiaOp *op = g_ptr_array_index (item->change->ops, k);

          g_string_append_printf (names,
                                  "%" G_GINT64_FORMAT "/%u/%s ",
                                  item->seq,
                                  op->record.bytes[0],
                                  op->field);
        }
    }

  return g_string_free (names, FALSE);
}

static void
test_as_the_rule (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (AmiaTeams) teams = amia_teams_new (office->ledger);
  g_auto (AmiaVisibility) visibility = {
    .ledger = office->ledger,
    .teams = teams,
    .reader = { "anna", "FK" },
  };
  const AmiaFeed feed = { .ledger = office->ledger, .visibility = &visibility };
  guint          n_gone = 0;

  amia_teams_set_today (teams, "2026-11-22");
  for (guint seed = 1; seed <= 3000; seed++)
    {
      g_autoptr (History) history = write_history (seed);
      g_autoptr (GError) error = NULL;
      g_autofree char *all = NULL;
      g_autofree char *left = NULL;
      gboolean         is_any;
      gboolean         all_leaves_out;
      gboolean         left_leaves_out;

      g_assert_true (amia_scope_gone_find (&feed, &case_id, history->rows, &is_any, &error));
      all = list_in_force (&feed, history, FALSE, &all_leaves_out);
      left = list_in_force (&feed, history, TRUE, &left_leaves_out);
      g_assert_cmpstr (all, ==, left);
      g_assert_cmpint (all_leaves_out, ==, is_any || left_leaves_out);
      for (guint i = 0; i < history->rows->len; i++)
        n_gone += g_array_index (history->rows, AmiaScopeRow, i).is_gone;
    }

  g_assert_cmpuint (n_gone, >, 2000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope-gone/what-is-gone-is-gone-by-the-rule", test_as_the_rule);
  return g_test_run ();
}
