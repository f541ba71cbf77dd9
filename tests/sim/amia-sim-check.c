/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim.h"

/* What must be true of an office where all is well again. */

static gboolean
append_record (const AmiaRecord *record,
               gpointer          data)
{
  g_autofree char *state = amia_record_encode (record);
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_printf (data,
                          "%s %s %d %s\n",
                          record->kind,
                          amia_uuid_print (&record->id, id),
                          amia_record_is_removed (record),
                          state);
  return TRUE;
}

static gboolean
count_change (const AmiaChange *change,
              AmiaChangeState   state,
              const char       *reason,
              gpointer          data)
{
  guint *n_changes = data;

  g_assert_cmpint (state, !=, AMIA_CHANGE_HERE);
  (*n_changes)++;
  return TRUE;
}

static void
check_client (SimClient  *client,
              guint       n_changes,
              const char *expected)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const AmiaRecordQuery everything = { 0 };
  const AmiaLogQuery    whole_log = { .state = -1 };
  guint                 n_here = 0;

  g_assert_true (
      amia_store_foreach_change (client->store, &whole_log, count_change, &n_here, &error));
  /* What reached the server although the laptop never heard so, and was then renamed after a set
   * back, is there under both names, saying the same; where it can't be said twice (a note) the
   * second is refused. */
  if (client->sim->has_set_back)
    g_assert_cmpuint (n_here, >=, n_changes);
  else
    g_assert_cmpuint (n_here, ==, n_changes);

  g_assert_true (amia_store_verify (client->store, report, &error));
  g_assert_cmpstr (report->str, ==, "");

  g_assert_true (
      amia_store_foreach_record (client->store, &everything, append_record, all, &error));
  g_assert_cmpstr (all->str, ==, expected);
}

void
sim_check (Sim *sim)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const AmiaRecordQuery everything = { 0 };
  guint                 n_changes = 0;

  for (guint i = 0; i < sim->n_clients; i++)
    n_changes += sim->clients[i].n_committed;
  g_assert_true (amia_store_foreach_record (sim->clients[0].store, &everything, append_record,
                                            expected, &error));

  for (guint i = 0; i < sim->n_clients; i++)
    check_client (&sim->clients[i], n_changes, expected->str);
}
