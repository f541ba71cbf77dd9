/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-version.h"

/* Gathers from the store who wrote the versions of a field, and what they both started from. */

#define VERSIONS_COMPARED_MAX 31

static void
version_free (gpointer data)
{
  AmiaVersion *version = data;

  g_free (version->value);
  g_free (version->area);
  g_free (version->author);
  g_free (version->agency);
  g_free (version);
}

void
amia_versions_free (AmiaVersions *versions)
{
  if (versions == NULL)
    return;

  g_ptr_array_unref (versions->versions);
  g_free (versions->base);
  g_free (versions);
}

static void
add_version (AmiaVersions   *versions,
             AmiaStore      *store,
             const AmiaHead *head)
{
  AmiaVersion *version = g_new0 (AmiaVersion, 1);
  const char  *agency = NULL;

  version->device = head->device;
  version->n = head->n;
  version->value = g_strdup (head->value);
  version->area = g_strdup (head->area);
  version->author = g_strdup (amia_store_get_author_person (store, &head->device, &agency));
  version->agency = g_strdup (agency);
  version->at_ms = amia_store_get_written_ms (store, &head->device, head->n, head->stamp);
  g_ptr_array_add (versions->versions, version);
}

/* An op of the field, and which of the versions descend from it (a bit for each). */
typedef struct
{
  char   *name;
  char   *value;
  char  **over;
  guint32 descendants;
} Ancestor;

typedef struct
{
  const AmiaRecord *record;
  const char       *field;
  GPtrArray        *ancestors; /* in the log's order */
  GHashTable       *by_name;
} Ancestry;

static void
ancestor_free (gpointer data)
{
  Ancestor *ancestor = data;

  g_free (ancestor->name);
  g_free (ancestor->value);
  g_strfreev (ancestor->over);
  g_free (ancestor);
}

static char *
name_op (const AmiaUuid *device,
         gint64          n)
{
  char text[AMIA_UUID_HEX_LENGTH + 1];

  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, amia_uuid_print_hex (device, text), n);
}

static void
add_ancestor (Ancestry         *ancestry,
              const AmiaChange *change,
              const AmiaOp     *op)
{
  Ancestor *ancestor = g_new0 (Ancestor, 1);

  ancestor->name = name_op (&change->device, change->n);
  ancestor->value = g_strdup (op->value);
  ancestor->over = g_new0 (char *, op->over->len + 1);
  for (guint i = 0; i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      ancestor->over[i] = name_op (&ref->device, ref->n);
    }
  g_ptr_array_add (ancestry->ancestors, ancestor);
  g_hash_table_replace (ancestry->by_name, ancestor->name, ancestor);
}

static gboolean
add_ancestors_cb (const AmiaChange *change,
                  AmiaChangeState   state,
                  const char       *reason,
                  gpointer          data)
{
  Ancestry *ancestry = data;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (amia_uuid_equal (&op->record, &ancestry->record->id) &&
          g_str_equal (op->field, ancestry->field))
        add_ancestor (ancestry, change, op);
    }
  return TRUE;
}

/* The latest op that all versions descend from: what everybody had before they parted. */
static char *
find_base (Ancestry        *ancestry,
           const GPtrArray *versions)
{
  const guint32 all = (guint32) ((1ull << versions->len) - 1);

  for (guint i = 0; i < versions->len; i++)
    {
      const AmiaVersion *version = g_ptr_array_index (versions, i);
      g_autofree char   *name = name_op (&version->device, version->n);
      Ancestor          *ancestor = g_hash_table_lookup (ancestry->by_name, name);

      if (ancestor != NULL)
        ancestor->descendants |= 1u << i;
    }

  for (guint i = ancestry->ancestors->len; i-- > 0;)
    {
      const Ancestor *ancestor = g_ptr_array_index (ancestry->ancestors, i);

      if (ancestor->descendants == all)
        return g_strdup (ancestor->value);
      for (char **name = ancestor->over; *name != NULL; name++)
        {
          Ancestor *replaced = g_hash_table_lookup (ancestry->by_name, *name);

          if (replaced != NULL)
            replaced->descendants |= ancestor->descendants;
        }
    }
  return NULL;
}

AmiaVersions *
amia_versions_load (AmiaStore        *store,
                    const AmiaRecord *record,
                    const char       *field,
                    GError          **error)
{
  g_autoptr (AmiaVersions) versions = g_new0 (AmiaVersions, 1);
  g_autoptr (GPtrArray) ancestors = g_ptr_array_new_with_free_func (ancestor_free);
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  Ancestry        ancestry = { record, field, ancestors, by_name };
  AmiaLogQuery    query = { NULL, &record->id, -1 };
  gsize           n_heads = 0;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  versions->versions = g_ptr_array_new_with_free_func (version_free);
  for (gsize i = 0; i < n_heads; i++)
    add_version (versions, store, &heads[i]);

  if (!amia_store_foreach_change (store, &query, add_ancestors_cb, &ancestry, error))
    return NULL;
  if (n_heads <= VERSIONS_COMPARED_MAX)
    versions->base = find_base (&ancestry, versions->versions);
  return g_steal_pointer (&versions);
}
