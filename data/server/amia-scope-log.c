/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-scope-log.h"

#include <string.h>

#include "amia-digest.h"
#include "amia-kinds.h"

/* What is in force of a scope, for a reader who is to have that and not the history.
 *
 * Heads are per reader, and rights may become narrower at any time, also while the reader is
 * offline: then what an op that is no longer seen had replaced is a head again. So it is not enough
 * to send today's heads. An op can be left out when something replaces it that is seen by this
 * reader as long as the op itself is:
 *
 *   it is of the reader's own agency, or of the op's own agency and area
 *   and copied nothing from another op, with which it would have to go
 *   and the record is not between two people only, of whom the reader may cease to be one
 *
 * What is kept although something replaces it must not look like a head, so everything that
 * replaces it is kept as well, and so on. Then, whatever is taken from the reader, the heads among
 * what is left here are the heads among what is left of the whole.
 *
 * A record that is removed is left out whole when its removal is seen as long as anything of it is,
 * and names everything that is kept of it. */

typedef struct
{
  const AmiaChange *change;
  const AmiaOp     *op;
  GArray           *replacers; /* of guint; NULL for none */
  gboolean          is_kept;
} Node;

typedef struct
{
  const char *agency;
  GArray     *nodes;
  GHashTable *names; /* the same, by name; NULL as long as none was looked for */
  gboolean    has_removals;
} Graph;

/* --- What replaces what --------------------------------------------------------------------- */

static void
clear_node (gpointer data)
{
  g_clear_pointer (&((Node *) data)->replacers, g_array_unref);
}

/* The name of an op: two ops of a name are the same. */
static guint
hash_node (gconstpointer data)
{
  const Node *node = data;

  return amia_uuid_hash (&node->op->record) ^ amia_uuid_hash (&node->change->device) ^
         (guint) node->change->n * 31 ^ g_str_hash (node->op->field);
}

static gboolean
nodes_equal (gconstpointer a,
             gconstpointer b)
{
  const Node *one = a;
  const Node *other = b;

  return one->change->n == other->change->n &&
         amia_uuid_equal (&one->change->device, &other->change->device) &&
         amia_uuid_equal (&one->op->record, &other->op->record) &&
         strcmp (one->op->field, other->op->field) == 0;
}

static void
add_nodes (Graph     *graph,
           GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = ((AmiaScopeChange *) g_ptr_array_index (changes, i))->change;

      for (guint k = 0; k < change->ops->len; k++)
        {
          const AmiaOp *op = g_ptr_array_index (change->ops, k);
          const Node    node = { change, op, NULL, FALSE };

          g_array_append_val (graph->nodes, node);
          graph->has_removals = graph->has_removals || strcmp (op->field, "removed") == 0;
        }
    }
}

/* Most of what a laptop gets has been written once: then nothing is looked for. The nodes stay
 * where they are by now. */
static void
name_nodes (Graph *graph)
{
  graph->names = g_hash_table_new (hash_node, nodes_equal);
  for (guint i = 0; i < graph->nodes->len; i++)
    g_hash_table_add (graph->names, &g_array_index (graph->nodes, Node, i));
}

/* What an op replaces; NULL if it is not here. */
static Node *
find_replaced (Graph         *graph,
               const AmiaOp  *op,
               const AmiaRef *ref)
{
  const AmiaChange change = { .device = ref->device, .n = ref->n };
  const Node       wanted = { &change, op, NULL, FALSE };

  if (graph->names == NULL)
    name_nodes (graph);
  return g_hash_table_lookup (graph->names, &wanted);
}

/* What a removal says of other fields replaces nothing in them. */
static gboolean
is_of_own_field (const AmiaOp  *op,
                 const AmiaRef *ref)
{
  return ref->field == NULL || strcmp (ref->field, op->field) == 0;
}

static void
link_nodes (Graph *graph)
{
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const AmiaOp *op = g_array_index (graph->nodes, Node, i).op;

      for (guint k = 0; k < op->over->len; k++)
        {
          const AmiaRef *ref = &g_array_index (op->over, AmiaRef, k);
          Node          *replaced;

          if (!is_of_own_field (op, ref) || (replaced = find_replaced (graph, op, ref)) == NULL)
            continue;

          if (replaced->replacers == NULL)
            replaced->replacers = g_array_new (FALSE, FALSE, sizeof (guint));
          g_array_append_val (replaced->replacers, i);
        }
    }
}

static gboolean
is_between_two (const AmiaOp *op)
{
  const AmiaKind *kind = amia_kind_find (op->kind);

  return kind == NULL || kind->scope == AMIA_SCOPE_PAIR;
}

/* Whether @node is seen as long as @other is, whatever is taken from the reader. */
static gboolean
outlasts (const Graph *graph,
          const Node  *node,
          const Node  *other)
{
  if ((node->op->sources != NULL && node->op->sources->len > 0) || is_between_two (node->op))
    return FALSE;

  return strcmp (node->change->agency, graph->agency) == 0 ||
         (strcmp (node->change->agency, other->change->agency) == 0 &&
          g_strcmp0 (node->op->area, other->op->area) == 0);
}

static gboolean
is_needed (const Graph *graph,
           const Node  *node)
{
  for (guint i = 0; node->replacers != NULL && i < node->replacers->len; i++)
    {
      guint replacer = g_array_index (node->replacers, guint, i);

      if (outlasts (graph, &g_array_index (graph->nodes, Node, replacer), node))
        return FALSE;
    }

  return TRUE;
}

/* Keeps what is needed, and everything that replaces it. */
static void
keep_needed (Graph *graph)
{
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < graph->nodes->len; i++)
    {
      Node *node = &g_array_index (graph->nodes, Node, i);

      node->is_kept = is_needed (graph, node);
      if (node->is_kept)
        g_array_append_val (todo, i);
    }

  while (todo->len > 0)
    {
      const Node *node = &g_array_index (graph->nodes,
                                         Node,
                                         g_array_index (todo, guint, todo->len - 1));

      g_array_set_size (todo, todo->len - 1);
      for (guint i = 0; node->replacers != NULL && i < node->replacers->len; i++)
        {
          guint replacer = g_array_index (node->replacers, guint, i);
          Node *other = &g_array_index (graph->nodes, Node, replacer);

          if (!other->is_kept)
            g_array_append_val (todo, replacer);
          other->is_kept = TRUE;
        }
    }
}

/* --- Removed records ------------------------------------------------------------------------ */

/* Whether @removal says that the record is gone, and has seen all that is kept of it. */
static gboolean
covers (const Graph *graph,
        const Node  *removal,
        GPtrArray   *record)
{
  if (removal->replacers != NULL || strcmp (removal->op->field, "removed") != 0)
    return FALSE;

  for (guint i = 0; i < record->len; i++)
    {
      const Node *node = g_ptr_array_index (record, i);

      if (node == removal || !node->is_kept)
        continue;
      if (strcmp (node->op->field, "removed") == 0
              ? strcmp (node->op->value, "true") != 0
              : !outlasts (graph, removal, node) || !amia_op_replaces (removal->op,
                                                                       &node->change->device,
                                                                       node->change->n,
                                                                       node->op->field))
        return FALSE;
    }

  return strcmp (removal->op->value, "true") == 0;
}

static GHashTable *
group_by_record (const Graph *graph)
{
  GHashTable *records = g_hash_table_new_full (amia_uuid_hash,
                                               amia_uuid_equal,
                                               NULL,
                                               (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < graph->nodes->len; i++)
    {
      Node      *node = &g_array_index (graph->nodes, Node, i);
      GPtrArray *record = g_hash_table_lookup (records, &node->op->record);

      if (record == NULL)
        {
          record = g_ptr_array_new ();
          g_hash_table_insert (records, (gpointer) &node->op->record, record);
        }
      g_ptr_array_add (record, node);
    }

  return records;
}

/* TRUE if there were any. */
static gboolean
leave_out_removed (Graph *graph)
{
  g_autoptr (GHashTable) records = group_by_record (graph);
  gboolean       is_any = FALSE;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *record = value;
      gboolean   is_gone = FALSE;

      for (guint i = 0; !is_gone && i < record->len; i++)
        is_gone = covers (graph, g_ptr_array_index (record, i), record);
      for (guint i = 0; is_gone && i < record->len; i++)
        ((Node *) g_ptr_array_index (record, i))->is_kept = FALSE;
      is_any = is_any || is_gone;
    }

  return is_any;
}

/* --- The outcome ---------------------------------------------------------------------------- */

/* The nodes are in the order of the changes and their ops. */
static void
drop_unkept (const Graph *graph,
             GPtrArray   *changes)
{
  guint place = 0;
  guint n_changes = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      AmiaScopeChange *item = g_ptr_array_index (changes, i);
      GPtrArray       *ops = item->change->ops;
      guint            n_ops = 0;

      for (guint k = 0; k < ops->len; k++)
        {
          gpointer op = ops->pdata[k];

          if (!g_array_index (graph->nodes, Node, place++).is_kept)
            continue;
          ops->pdata[k] = ops->pdata[n_ops];
          ops->pdata[n_ops++] = op;
        }

      g_ptr_array_set_size (ops, (int) n_ops);
      if (n_ops == 0)
        continue;
      changes->pdata[i] = changes->pdata[n_changes];
      changes->pdata[n_changes++] = item;
    }

  g_ptr_array_set_size (changes, (int) n_changes);
}

gboolean
amia_scope_log_keep_in_force (GPtrArray  *changes,
                              const char *agency)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  Graph    graph = { agency, nodes, NULL, FALSE };
  gboolean is_any;

  g_return_val_if_fail (changes != NULL, FALSE);
  g_return_val_if_fail (agency != NULL, FALSE);

  g_array_set_clear_func (nodes, clear_node);
  add_nodes (&graph, changes);
  link_nodes (&graph);
  keep_needed (&graph);
  is_any = graph.has_removals && leave_out_removed (&graph);
  drop_unkept (&graph, changes);
  g_clear_pointer (&graph.names, g_hash_table_unref);
  return is_any;
}

void
amia_scope_log_digest (GPtrArray *changes,
                       guint8    *digest)
{
  g_autoptr (GHashTable) records = g_hash_table_new_full (amia_uuid_hash,
                                                          amia_uuid_equal,
                                                          NULL,
                                                          (GDestroyNotify) amia_record_free);
  GHashTableIter iter;
  gpointer       record;

  g_return_if_fail (changes != NULL);
  g_return_if_fail (digest != NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = ((AmiaScopeChange *) g_ptr_array_index (changes, i))->change;

      for (guint k = 0; k < change->ops->len; k++)
        {
          const AmiaOp *op = g_ptr_array_index (change->ops, k);
          AmiaRecord   *known = g_hash_table_lookup (records, &op->record);

          if (known == NULL)
            {
              known = amia_record_new (op->kind, &op->record, &op->case_id);
              g_hash_table_insert (records, &known->id, known);
            }
          amia_record_apply (known, change, op);
        }
    }

  memset (digest, 0, AMIA_DIGEST_LENGTH);
  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    amia_digest_add_record (digest, record);
}
