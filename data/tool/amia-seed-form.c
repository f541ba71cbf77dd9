/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-node.h"
#include "amia-response.h"
#include "amia-seed.h"

/* Answers to a form, through the engine: so they are of the right type, stand at the right path,
 * and only where the question is asked at all. */

#define ANSWERED_PERCENT 30

static char *
quote (const char *text)
{
  GString *out = g_string_new (NULL);

  amia_scan_append_string (out, text);
  return g_string_free (out, FALSE);
}

static char *
make_choice (AmiaSeed       *seed,
             const AmiaItem *item)
{
  const AmiaOption *option;

  if (item->options->len == 0)
    return NULL;

  option = g_ptr_array_index (item->options,
                              (guint) g_rand_int_range (seed->random,
                                                        0,
                                                        (gint32) item->options->len));
  return g_strdup (option->value);
}

/* One answer as JSON, or NULL where the seed has nothing to say. */
static char *
make_answer (AmiaSeed       *seed,
             const AmiaItem *item)
{
  g_autofree char *text = NULL;

  switch (item->type)
    {
    case AMIA_ITEM_BOOLEAN:
      return g_strdup (g_rand_boolean (seed->random) ? "true" : "false");
    case AMIA_ITEM_INTEGER:
    case AMIA_ITEM_DECIMAL:
      return g_strdup_printf ("%d", g_rand_int_range (seed->random, 0, 11));
    case AMIA_ITEM_DATE:
      text = amia_seed_dup_date (seed, g_rand_int_range (seed->random, -400, 0));
      return quote (text);
    case AMIA_ITEM_STRING:
      text = g_strdup (amia_seed_pick (seed, amia_seed_objects));
      return quote (text);
    case AMIA_ITEM_TEXT:
      text = amia_seed_dup_sentences (seed, 3);
      return quote (text);
    case AMIA_ITEM_CHOICE:
    case AMIA_ITEM_OPEN_CHOICE:
      return make_choice (seed, item);
    case AMIA_ITEM_UNKNOWN:
    case AMIA_ITEM_GROUP:
    case AMIA_ITEM_DISPLAY:
    case AMIA_ITEM_DATE_TIME:
    case AMIA_ITEM_TIME:
    case AMIA_ITEM_URL:
    case AMIA_ITEM_ATTACHMENT:
    case AMIA_ITEM_REFERENCE:
    case AMIA_ITEM_QUANTITY:
    default:
      return NULL;
    }
}

static void
add_edits (AmiaEdits      *edits,
           const AmiaUuid *id,
           const AmiaUuid *case_id,
           GHashTable     *answers)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (answers),
                                         (GCompareFunc) g_strcmp0);

  for (GList *path = paths; path != NULL; path = path->next)
    amia_edits_set (edits,
                    "form",
                    id,
                    case_id,
                    path->data,
                    NULL,
                    g_hash_table_lookup (answers, path->data));
}

/* An answer may enable other questions, with initial values of their own: the last word counts. */
static void
answer (AmiaSeed     *seed,
        AmiaResponse *response,
        AmiaNode     *node,
        GHashTable   *answers)
{
  const AmiaItem  *item = amia_node_get_item (node);
  const char      *path = amia_node_get_value_path (node);
  g_autofree char *value = make_answer (seed, item);
  g_autofree char *list = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  if (path == NULL || value == NULL || item->is_read_only)
    return;

  list = item->is_repeating ? g_strdup_printf ("[%s]", value) : g_strdup (value);
  /* Ignored: an answer that does not fit is one the seed does not give. */
  edits = amia_response_set (response, path, list, NULL);
  for (guint i = 0; edits != NULL && i < edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits, i);

      g_hash_table_replace (answers, g_strdup (edit->path), g_strdup (edit->value));
    }
}

void
amia_seed_add_form (AmiaSeed          *seed,
                    AmiaEdits         *edits,
                    const AmiaUuid    *case_id,
                    AmiaQuestionnaire *form)
{
  AmiaUuid id = amia_seed_new_id (seed);
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash,
                                                          g_str_equal,
                                                          g_free,
                                                          g_free);
  AmiaNode *root = amia_response_get_root (response);

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
    {
      if (g_rand_int_range (seed->random, 0, 100) < ANSWERED_PERCENT)
        answer (seed, response, node, answers);
    }

  amia_edits_set_string (edits,
                         "form",
                         &id,
                         case_id,
                         "questionnaire",
                         amia_questionnaire_get_canonical (form));
  amia_edits_set_string (edits, "form", &id, case_id, "status", "in-progress");
  add_edits (edits, &id, case_id, answers);
}
