/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-sim.h"
#include "amia-store-log.h"

/* The rule by which texts are merged, written down a second time: of all that was written in a
 * field there is what nobody has replaced who had seen it. What a laptop shows is held against its
 * log. */

#define REMOVED "removed"

typedef struct
{
  AmiaUuid  device;
  gint64    n;
  AmiaStamp stamp;
  AmiaUuid  record;
  char     *field;
  char     *value;
  GArray   *over;
} Written;

typedef struct
{
  GPtrArray  *all;     /* (element-type Written) */
  GHashTable *covered; /* (element-type gint64): keys of what was replaced */
  GHashTable *seen;    /* (element-type utf8): what each removal had seen */
  GHashTable *records; /* (element-type AmiaUuid) */
  GHashTable *unsure;  /* (element-type AmiaUuid): records with something that others do not have */
} Log;

static void
written_free (gpointer data)
{
  Written *written = data;

  g_free (written->field);
  g_free (written->value);
  g_array_unref (written->over);
  g_free (written);
}

static gint64
get_key (const AmiaUuid *device,
         gint64          n,
         const AmiaUuid *record,
         const char     *field)
{
  const AmiaOp op = { .record = *record, .field = (char *) field };

  return sim_op_key (device, n, &op);
}

static void
add_key (GHashTable *keys,
         gint64      key)
{
  g_hash_table_add (keys, g_memdup2 (&key, sizeof key));
}

static void
add_id (GHashTable     *ids,
        const AmiaUuid *id)
{
  g_hash_table_add (ids, g_memdup2 (id, sizeof *id));
}

static void
log_init (Log *log)
{
  log->all = g_ptr_array_new_with_free_func (written_free);
  log->covered = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  log->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  log->records = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  log->unsure = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
}

static void
log_clear (Log *log)
{
  g_ptr_array_unref (log->all);
  g_hash_table_unref (log->covered);
  g_hash_table_unref (log->seen);
  g_hash_table_unref (log->records);
  g_hash_table_unref (log->unsure);
}

static void
add_op (Log              *log,
        const AmiaChange *change,
        const AmiaOp     *op)
{
  Written *written = g_new0 (Written, 1);

  written->device = change->device;
  written->n = change->n;
  written->stamp = change->stamp;
  written->record = op->record;
  written->field = g_strdup (op->field);
  written->value = g_strdup (op->value);
  written->over = g_array_ref (op->over);
  g_ptr_array_add (log->all, written);
  add_id (log->records, &op->record);

  for (guint i = 0; i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      if (ref->field == NULL)
        add_key (log->covered, get_key (&ref->device, ref->n, &op->record, op->field));
    }
}

static gboolean
add_cb (const AmiaChange *change,
        AmiaChangeState   state,
        const char       *reason,
        gpointer          data)
{
  Log *log = data;

  (void) reason;
  for (guint i = 0; state != AMIA_CHANGE_REFUSED && i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      add_op (log, change, op);
      if (state == AMIA_CHANGE_ESCROW || state == AMIA_CHANGE_KEPT)
        add_id (log->unsure, &op->record);
    }

  return TRUE;
}

static gboolean
is_head (const Log     *log,
         const Written *written)
{
  gint64 key = get_key (&written->device, written->n, &written->record, written->field);

  return !g_hash_table_contains (log->covered, &key);
}

/* Names of what those removals had seen that stand. */
static void
note_seen (Log           *log,
           const Written *removal)
{
  for (guint i = 0; i < removal->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (removal->over, AmiaRef, i);

      if (ref->field != NULL)
        add_key (log->seen, get_key (&ref->device, ref->n, &removal->record, ref->field));
    }
}

/* Is it gone? When all say so, and had seen everything that stands. */
static gboolean
is_gone (Log            *log,
         const AmiaUuid *id)
{
  gboolean has_removal = FALSE;
  gboolean is_gone = TRUE;

  g_hash_table_remove_all (log->seen);
  for (guint i = 0; i < log->all->len; i++)
    {
      const Written *written = g_ptr_array_index (log->all, i);

      if (!amia_uuid_equal (&written->record, id) || strcmp (written->field, REMOVED) != 0 ||
          !is_head (log, written))
        continue;
      has_removal = TRUE;
      is_gone &= strcmp (written->value, "true") == 0;
      note_seen (log, written);
    }

  for (guint i = 0; has_removal && is_gone && i < log->all->len; i++)
    {
      const Written *written = g_ptr_array_index (log->all, i);
      gint64         key = get_key (&written->device, written->n, id, written->field);

      if (amia_uuid_equal (&written->record, id) && strcmp (written->field, REMOVED) != 0 &&
          is_head (log, written))
        is_gone = g_hash_table_contains (log->seen, &key);
    }

  return has_removal && is_gone;
}

static gboolean
is_later (const Written *a,
          const Written *b)
{
  int order;

  if (a->stamp != b->stamp)
    return a->stamp > b->stamp;
  order = memcmp (a->device.bytes, b->device.bytes, sizeof a->device.bytes);
  return order != 0 ? order > 0 : a->n > b->n;
}

static gboolean
is_shown_head (const AmiaHead *heads,
               gsize           n_heads,
               const Written  *written)
{
  for (gsize i = 0; i < n_heads; i++)
    {
      if (heads[i].n == written->n && amia_uuid_equal (&heads[i].device, &written->device))
        return TRUE;
    }

  return FALSE;
}

static void
check_field (SimClient        *client,
             const Log        *log,
             const AmiaRecord *record,
             const char       *field)
{
  const AmiaHead *shown = amia_record_get_shown (record, field);
  const Written  *latest = NULL;
  gsize           n_heads;
  gsize           n_wanted = 0;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  for (guint i = 0; i < log->all->len; i++)
    {
      const Written *written = g_ptr_array_index (log->all, i);

      if (!amia_uuid_equal (&written->record, &record->id) || strcmp (written->field, field) != 0 ||
          !is_head (log, written))
        continue;

      n_wanted++;
      latest = latest == NULL || is_later (written, latest) ? written : latest;
      if (!is_shown_head (heads, n_heads, written))
        g_error ("laptop %u does not show %s %s = %s, which nobody has replaced", client->index,
                 record->kind, field, written->value);
    }

  if (n_heads != n_wanted)
    g_error ("laptop %u shows %s %s that was replaced", client->index, record->kind, field);
  if (latest != NULL &&
      (shown->n != latest->n || !amia_uuid_equal (&shown->device, &latest->device)))
    g_error ("laptop %u shows %s %s = %s first, and not %s", client->index, record->kind, field,
             shown->value, latest->value);
}

static void
check_fields (SimClient        *client,
              const Log        *log,
              const AmiaRecord *record)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < log->all->len; i++)
    {
      const Written *written = g_ptr_array_index (log->all, i);

      if (amia_uuid_equal (&written->record, &record->id) &&
          g_hash_table_add (done, written->field))
        check_field (client, log, record, written->field);
    }
}

void
sim_check_merge (SimClient *client)
{
  const AmiaLogQuery whole_log = { .state = -1 };
  g_autoptr (GError) error = NULL;
  Log            log;
  GHashTableIter iter;
  gpointer       id;

  log_init (&log);
  g_assert_true (amia_store_foreach_change (client->store, &whole_log, add_cb, &log, &error));
  g_hash_table_iter_init (&iter, log.records);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (AmiaRecord) record = NULL;

      if (g_hash_table_contains (log.unsure, id))
        continue;

      record = amia_store_load_record (client->store, id, &error);
      g_assert_no_error (error);
      g_assert_nonnull (record);
      check_fields (client, &log, record);
      if (amia_record_is_removed (record) != is_gone (&log, id))
        g_error ("laptop %u is wrong about whether a %s is there", client->index, record->kind);
    }
  log_clear (&log);
}

/* --- What a new name changes ----------------------------------------------------------------- */

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_field (GString          *texts,
              const AmiaRecord *record,
              const char       *field)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    g_ptr_array_add (values, heads[i].value);
  g_ptr_array_sort (values, compare_texts);
  g_string_append_printf (texts, "%s:", field);
  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (texts, " %s", (char *) g_ptr_array_index (values, i));
  g_string_append_c (texts, '\n');
}

char *
sim_dup_texts (SimClient *client)
{
  Sim     *sim = client->sim;
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < sim->records->len; i++)
    {
      const AmiaUuid *id = &g_array_index (sim->records, SimRecord, i).id;
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaRecord) record = amia_store_load_record (client->store, id, &error);
      g_autoptr (GPtrArray) fields = record != NULL ? amia_record_get_fields (record) : NULL;

      g_assert_no_error (error);
      for (guint j = 0; fields != NULL && j < fields->len; j++)
        append_field (texts, record, g_ptr_array_index (fields, j));
    }

  return g_string_free (texts, FALSE);
}

/* --- What an edit replaces ------------------------------------------------------------------- */

GArray *
sim_list_kept (SimClient       *client,
               const SimRecord *edited,
               const char      *field)
{
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  const AmiaHead *heads;
  gsize           n_heads = 0;
  GArray         *kept = g_array_new (FALSE, FALSE, sizeof (AmiaRef));

  record = amia_store_load_record (client->store, &edited->id, &error);
  g_assert_no_error (error);
  heads = amia_record_get_heads (record, field, &n_heads);
  for (gsize i = 0; i < n_heads; i++)
    {
      const AmiaRef ref = { heads[i].device, heads[i].n, NULL };

      if (strcmp (heads[i].value, heads[n_heads - 1].value) != 0)
        g_array_append_val (kept, ref);
    }

  return kept;
}

void
sim_check_kept (SimClient       *client,
                const SimRecord *edited,
                const char      *field,
                const GArray    *kept)
{
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  gsize           n_heads;
  const AmiaHead *heads;

  record = amia_store_load_record (client->store, &edited->id, &error);
  g_assert_no_error (error);
  heads = amia_record_get_heads (record, field, &n_heads);
  if (n_heads != kept->len + 1)
    g_error ("laptop %u replaced a %s that its user did not have in view", client->index, field);

  for (guint i = 0; i < kept->len; i++)
    {
      const AmiaRef *ref = &g_array_index (kept, AmiaRef, i);
      const Written  written = { .device = ref->device, .n = ref->n };

      g_assert_true (is_shown_head (heads, n_heads, &written));
    }
}
