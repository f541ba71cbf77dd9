/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-outbox.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-kinds.h"
#include "amia-questionnaires.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "amia-value-words.h"
#include "amia-words.h"

/* A form being filled in makes a change per answer; listed one by one they would bury everything
 * else. So what waits is gathered by record. Refused changes stay apart: each has its own reason
 * and is dealt with by itself. */

#define ENTRIES_MAX 200

typedef struct
{
  GPtrArray  *entries;
  GHashTable *by_record; /* AmiaUuid → AmiaOutboxEntry of `entries`. */
} Gather;

static void
free_entry (gpointer data)
{
  AmiaOutboxEntry *entry = data;

  g_free (entry->kind);
  g_free (entry->name);
  g_free (entry->title);
  g_ptr_array_unref (entry->fields);
  g_free (entry->contents);
  g_free (entry->reason);
  g_free (entry);
}

static AmiaOutboxEntry *
new_entry (const AmiaOp *op)
{
  AmiaOutboxEntry *entry = g_new0 (AmiaOutboxEntry, 1);

  entry->kind = g_strdup (op->kind);
  entry->record = op->record;
  entry->case_id = op->case_id;
  entry->fields = g_ptr_array_new_with_free_func (g_free);
  return entry;
}

static void
add_field (AmiaOutboxEntry *entry,
           const char      *field)
{
  if (!g_ptr_array_find_with_equal_func (entry->fields, field, g_str_equal, NULL))
    g_ptr_array_add (entry->fields, g_strdup (field));
}

static gboolean
gather_by_record (const AmiaChange *change,
                  AmiaChangeState   state,
                  const char       *reason,
                  gpointer          data)
{
  Gather *gather = data;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp    *op = g_ptr_array_index (change->ops, i);
      AmiaOutboxEntry *entry = g_hash_table_lookup (gather->by_record, &op->record);

      if (entry == NULL)
        {
          entry = new_entry (op);
          g_ptr_array_add (gather->entries, entry);
          g_hash_table_insert (gather->by_record, &entry->record, entry);
        }

      add_field (entry, op->field);
      if (entry->n != change->n)
        entry->n_changes++;
      entry->n = change->n;
      entry->at_ms = amia_stamp_get_ms (change->stamp);
    }

  return TRUE;
}

static void
append_contents (GString      *contents,
                 const AmiaOp *op)
{
  g_autofree char *words = amia_value_to_words (op->value);

  if (*words == '\0')
    return;

  if (contents->len > 0)
    g_string_append_c (contents, '\n');
  if (!g_str_has_prefix (op->field, "answer/"))
    g_string_append_printf (contents, "%s: ", amia_words_field (op->field));
  g_string_append (contents, words);
}

static gboolean
gather_refused (const AmiaChange *change,
                AmiaChangeState   state,
                const char       *reason,
                gpointer          data)
{
  Gather          *gather = data;
  AmiaOutboxEntry *entry = NULL;
  g_autoptr (GString) contents = g_string_new (NULL);

  if (change->ops->len == 0)
    return TRUE;

  entry = new_entry (g_ptr_array_index (change->ops, 0));
  entry->n = change->n;
  entry->n_changes = 1;
  entry->at_ms = amia_stamp_get_ms (change->stamp);
  entry->reason = g_strdup (reason);
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      add_field (entry, op->field);
      append_contents (contents, op);
    }

  entry->contents = g_string_free (g_steal_pointer (&contents), FALSE);
  g_ptr_array_add (gather->entries, entry);
  return TRUE;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const AmiaOutboxEntry *first = *(AmiaOutboxEntry *const *) a;
  const AmiaOutboxEntry *second = *(AmiaOutboxEntry *const *) b;

  return (first->n < second->n) - (first->n > second->n);
}

static char *
load_string (AmiaStore      *store,
             const AmiaUuid *id,
             const char     *field)
{
  /* Ignored: without the record the list says less, and is still a list. */
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, id, NULL);

  return record != NULL ? amia_record_dup_string (record, field) : NULL;
}

static void
load_names (AmiaStore       *store,
            AmiaOutboxEntry *entry)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *canonical = NULL;

  if (strcmp (entry->kind, "participant") == 0)
    entry->name = load_string (store, &entry->record, "name");
  if (strcmp (entry->kind, "journal") == 0)
    entry->title = load_string (store, &entry->record, "headline");
  if (amia_kind_has_answers (amia_kind_find (entry->kind)))
    {
      canonical = load_string (store, &entry->record, "questionnaire");
      entry->title = canonical != NULL ? amia_questionnaires_dup_title (store, canonical) : NULL;
    }

  if (entry->name == NULL && !amia_uuid_is_nil (&entry->case_id))
    rows = amia_store_load_case_rows (store, &entry->case_id, 1, NULL);
  if (rows != NULL && rows->len == 1 && g_ptr_array_index (rows, 0) != NULL)
    entry->name = g_strdup (((AmiaCaseRow *) g_ptr_array_index (rows, 0))->name);
}

static void
finish_list (AmiaStore *store,
             GPtrArray *entries)
{
  g_ptr_array_sort (entries, compare_entries);
  if (entries->len > ENTRIES_MAX)
    g_ptr_array_set_size (entries, ENTRIES_MAX);

  for (guint i = 0; i < entries->len; i++)
    load_names (store, g_ptr_array_index (entries, i));
}

static GPtrArray *
gather (AmiaStore      *store,
        AmiaChangeState state,
        AmiaChangeFunc  gather_change,
        GError        **error)
{
  const AmiaLogQuery query = { NULL, NULL, state };
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  g_autoptr (GHashTable) by_record = g_hash_table_new (amia_uuid_hash, amia_uuid_equal);
  Gather work = { entries, by_record };

  if (!amia_store_foreach_change (store, &query, gather_change, &work, error))
    return NULL;

  finish_list (store, entries);
  return g_steal_pointer (&entries);
}

gpointer
amia_outbox_load (AmiaStore    *store,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autoptr (AmiaOutbox) outbox = g_new0 (AmiaOutbox, 1);
  char device[AMIA_UUID_HEX_LENGTH + 1];

  g_return_val_if_fail (store != NULL, NULL);

  outbox->device =
      g_strdup (amia_uuid_print_hex (&amia_store_get_identity (store)->device, device));
  outbox->waiting = gather (store, AMIA_CHANGE_HERE, gather_by_record, error);
  if (outbox->waiting == NULL)
    return NULL;
  outbox->refused = gather (store, AMIA_CHANGE_REFUSED, gather_refused, error);
  if (outbox->refused == NULL)
    return NULL;
  outbox->escrowed = gather (store, AMIA_CHANGE_ESCROW, gather_by_record, error);
  if (outbox->escrowed == NULL)
    return NULL;
  outbox->colleagues = amia_colleagues_load (store, error);
  if (outbox->colleagues == NULL)
    return NULL;

  return g_steal_pointer (&outbox);
}

static guint
count_answers (const AmiaOutboxEntry *entry)
{
  guint n_answers = 0;

  for (guint i = 0; i < entry->fields->len; i++)
    n_answers += g_str_has_prefix (g_ptr_array_index (entry->fields, i), "answer/");

  return n_answers;
}

/* Which fields, where that tells something: a note or a visit is written whole. */
static char *
describe_fields (const AmiaOutboxEntry *entry)
{
  g_autoptr (GPtrArray) words = NULL;
  guint n_answers = count_answers (entry);

  if (n_answers > 0)
    return g_strdup_printf (ngettext ("%u answer", "%u answers", n_answers), n_answers);

  if (strcmp (entry->kind, "participant") != 0 && strcmp (entry->kind, "case") != 0)
    return NULL;

  if (entry->fields->len > 3)
    return g_strdup_printf (ngettext ("%u field", "%u fields", entry->fields->len),
                            entry->fields->len);

  words = g_ptr_array_new ();
  for (guint i = 0; i < entry->fields->len; i++)
    g_ptr_array_add (words, (gpointer) amia_words_field (g_ptr_array_index (entry->fields, i)));

  return amia_words_join (words);
}

static char *
describe_record (const AmiaOutboxEntry *entry)
{
  if (entry->title == NULL || *entry->title == '\0')
    return g_strdup (amia_words_kind (entry->kind));

  if (amia_kind_has_answers (amia_kind_find (entry->kind)))
    return g_strdup (entry->title);

  /* Translators: what kind of record, and its headline. */
  return g_strdup_printf (_ ("%s “%s”"), amia_words_kind (entry->kind), entry->title);
}

char *
amia_outbox_entry_describe (const AmiaOutboxEntry *entry)
{
  g_autofree char *what = NULL;
  g_autofree char *fields = NULL;
  g_autoptr (GString) words = NULL;

  g_return_val_if_fail (entry != NULL, NULL);

  what = describe_record (entry);
  fields = describe_fields (entry);
  words = g_string_new (what);
  if (entry->name != NULL)
    g_string_append_printf (words, " – %s", entry->name);
  if (fields != NULL)
    g_string_append_printf (words, ": %s", fields);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
amia_outbox_free (AmiaOutbox *outbox)
{
  g_return_if_fail (outbox != NULL);

  g_clear_pointer (&outbox->waiting, g_ptr_array_unref);
  g_clear_pointer (&outbox->refused, g_ptr_array_unref);
  g_clear_pointer (&outbox->escrowed, g_ptr_array_unref);
  g_clear_pointer (&outbox->colleagues, g_ptr_array_unref);
  g_free (outbox->device);
  g_free (outbox);
}
