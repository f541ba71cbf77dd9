/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-export.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-response-export.h"
#include "amia-store-agreements.h"
#include "amia-store-lists.h"
#include "amia-store-private.h"
#include "amia-store-sync.h"
#include "amia-store-templates.h"

/* From records to files for others. A record has only what the reader may see today, so that
 * nothing has to be held back here but the protected. */

#define CSV_SEPARATOR     ';'
#define CSV_LEAD_COLUMNS  4
#define BYTE_ORDER_MARK   "\xef\xbb\xbf"
#define BETWEEN_ANSWERS   " | "
#define FORMULA_BEGINNERS "=+-@\t\r"

/* --- One response --------------------------------------------------------------------------- */

static char *
describe_authored (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  AmiaStamp latest = 0;
  g_autoptr (GDateTime) moment = NULL;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL)
        latest = MAX (latest, head->stamp);
    }
  moment = g_date_time_new_from_unix_utc (amia_stamp_get_ms (latest) / 1000);
  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%S+00:00") : NULL;
}

static char *
export_record (AmiaStore        *store,
               const AmiaRecord *record,
               GError          **error)
{
  g_autoptr (AmiaResponse) response = amia_store_read_response (store, record, NULL, error);
  g_autoptr (GError) local_error = NULL;
  g_autofree char  *authored = NULL;
  g_autofree char  *status = NULL;
  char             *text = NULL;
  AmiaExportOptions options = { 0 };

  if (response == NULL)
    return NULL;

  authored = describe_authored (record);
  status = amia_record_dup_string (record, "status");
  options.status = g_strcmp0 (status, "completed") == 0 ? "completed" : "in-progress";
  options.authored = authored;
  text = amia_response_export (response, &options, &local_error);
  if (text == NULL)
    _amia_store_fail (error, AMIA_STORE_ERROR_INVALID, "%s", local_error->message);
  return text;
}

char *
amia_store_export_response (AmiaStore      *store,
                            const AmiaUuid *form_id,
                            GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRecord) record = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (form_id != NULL, NULL);

  record = amia_store_load_record (store, form_id, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (record == NULL || amia_record_is_removed (record))
    _amia_store_fail (error, AMIA_STORE_ERROR_MISSING, "Failed to find the form to export");
  else
    text = export_record (store, record, error);
  if (text == NULL || !amia_store_add_fact (store, "export", &record->case_id, "form", error))
    return NULL;
  return g_steal_pointer (&text);
}

/* --- All of a case's ------------------------------------------------------------------------ */

static gboolean
note_id (const AmiaRecord *record,
         gpointer          data)
{
  if (!amia_record_is_removed (record))
    g_ptr_array_add (data, g_memdup2 (&record->id, sizeof record->id));
  return TRUE;
}

static char *
export_entry (AmiaStore      *store,
              const AmiaUuid *id,
              GError        **error)
{
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, id, error);
  g_autofree char *resource = record != NULL ? export_record (store, record, error) : NULL;
  char             id_text[AMIA_UUID_TEXT_LENGTH + 1];

  if (resource == NULL)
    return NULL;
  return g_strdup_printf ("{\"fullUrl\": \"urn:uuid:%s\", \"resource\":\n%s}",
                          amia_uuid_print (id, id_text), g_strchomp (resource));
}

/* Without its questions an answer says nothing, and one that is finished as far as others see and
 * not as far as we do would be a lie. */
static gboolean
may_leave_out (const GError *error)
{
  return g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING) ||
         g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
}

static char *
print_bundle (GPtrArray *entries)
{
  g_autofree char *list = NULL;

  /* FHIR has no empty arrays. */
  if (entries->len == 0)
    return g_strdup ("{\"resourceType\": \"Bundle\", \"type\": \"collection\"}\n");

  g_ptr_array_add (entries, NULL);
  list = g_strjoinv (",\n", (char **) entries->pdata);
  return g_strdup_printf ("{\"resourceType\": \"Bundle\", \"type\": \"collection\", "
                          "\"entry\": [\n%s\n]}\n",
                          list);
}

char *
amia_store_export_case (AmiaStore      *store,
                        const AmiaUuid *case_id,
                        guint          *n_left_out,
                        GError        **error)
{
  const AmiaRecordQuery query = { .kind = "form", .case_id = case_id };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  if (!amia_store_foreach_record (store, &query, note_id, ids, error))
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      char *entry = export_entry (store, g_ptr_array_index (ids, i), &local_error);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
      else if (!may_leave_out (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  if (n_left_out != NULL)
    *n_left_out = ids->len - entries->len;
  if (!amia_store_add_fact (store, "export", case_id, "forms", error))
    return NULL;
  return print_bundle (entries);
}

/* --- Many of them --------------------------------------------------------------------------- */

typedef struct
{
  const char *url;
  GPtrArray  *records; /* AmiaUuid */
} Search;

static gboolean
note_record (const AmiaRecord *record,
             gpointer          data)
{
  Search          *search = data;
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  gsize            length = strlen (search->url);

  if (!amia_record_is_removed (record) && canonical != NULL &&
      strncmp (canonical, search->url, length) == 0 &&
      (canonical[length] == '|' || canonical[length] == '\0'))
    g_ptr_array_add (search->records, g_memdup2 (&record->id, sizeof record->id));
  return TRUE;
}

/* A line: its lead, and the words of each answered question. */
typedef struct
{
  char       *lead[CSV_LEAD_COLUMNS];
  GHashTable *cells; /* (element-type utf8 GString) by linkId */
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  for (gsize i = 0; i < CSV_LEAD_COLUMNS; i++)
    g_free (line->lead[i]);
  g_hash_table_unref (line->cells);
  g_free (line);
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

/* The words of an answer: what somebody typed, the display of what they chose, the value with its
 * unit. */
static void
append_words (GString  *cell,
              JsonNode *node)
{
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append (cell, BETWEEN_ANSWERS);
          append_words (cell, json_array_get_element (array, i));
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      static const char *const names[] = { "display", "code", "value", "unit", "title",
                                           "reference" };
      JsonObject              *object = json_node_get_object (node);
      gboolean                 is_begun = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        {
          JsonNode *member = json_object_get_member (object, names[i]);

          if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
              (strcmp (names[i], "code") == 0 && is_begun))
            continue;
          if (is_begun)
            g_string_append_c (cell, ' ');
          append_words (cell, member);
          is_begun = TRUE;
        }
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append (cell, json_node_get_string (node));
  else if (!JSON_NODE_HOLDS_NULL (node))
    {
      text = json_to_string (node, FALSE);
      g_string_append (cell, text);
    }
}

static void
add_answer (Line       *line,
            const char *link_id,
            const char *value)
{
  GString *cell = g_hash_table_lookup (line->cells, link_id);
  g_autoptr (JsonNode) node = NULL;

  if (value == NULL)
    return;
  node = json_from_string (value, NULL);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (cell == NULL)
    {
      cell = g_string_new (NULL);
      g_hash_table_insert (line->cells, g_strdup (link_id), cell);
    }
  else
    g_string_append (cell, BETWEEN_ANSWERS);

  /* Numbers keep the digits that were typed. */
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING)
    g_string_append (cell, value);
  else
    append_words (cell, node);
}

static Line *
make_line (const AmiaRecord *record,
           const AmiaRecord *case_,
           AmiaResponse     *response)
{
  Line              *line = g_new0 (Line, 1);
  AmiaNode          *root = amia_response_get_root (response);
  AmiaQuestionnaire *form = amia_response_get_questionnaire (response);

  line->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  line->lead[0] = case_ != NULL ? amia_record_dup_string (case_, "number") : NULL;
  line->lead[1] = case_ != NULL ? amia_record_dup_string (case_, "subproject") : NULL;
  line->lead[2] = g_strdup (amia_questionnaire_get_version (form));
  line->lead[3] = amia_record_dup_string (record, "status");
  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ALL))
    {
      const char *path = amia_node_get_value_path (node);

      if (path != NULL && amia_node_is_enabled (node))
        add_answer (line, amia_node_get_item (node)->link_id,
                    amia_response_get_value (response, path));
    }
  return line;
}

typedef struct
{
  GPtrArray *lines;
  GPtrArray *columns; /* AmiaItem, borrowed from @forms */
  GPtrArray *forms;
} Table;

static void
add_columns (Table             *table,
             AmiaQuestionnaire *form)
{
  GPtrArray *items = amia_questionnaire_get_all_items (form);

  if (g_ptr_array_find (table->forms, form, NULL))
    return;
  g_ptr_array_add (table->forms, amia_questionnaire_ref (form));
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);
      gboolean        is_known = !amia_item_is_question (item);

      for (guint k = 0; k < table->columns->len && !is_known; k++)
        is_known =
            strcmp (((AmiaItem *) g_ptr_array_index (table->columns, k))->link_id, item->link_id) ==
            0;
      if (!is_known)
        g_ptr_array_add (table->columns, (gpointer) item);
    }
}

static gboolean
add_to_table (Table          *table,
              AmiaStore      *store,
              const AmiaUuid *id,
              GError        **error)
{
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, id, error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (AmiaRecord) case_ = NULL;
  g_autoptr (AmiaResponse) response = NULL;
  const AmiaCaseRow *row = NULL;

  if (record == NULL)
    return FALSE;
  rows = amia_store_load_case_rows (store, &record->case_id, 1, error);
  if (rows == NULL)
    return FALSE;
  row = rows->len == 1 ? g_ptr_array_index (rows, 0) : NULL;
  /* A case of which we know so little that it has no row may be a protected person's. */
  if (row == NULL || row->is_protected)
    return TRUE;

  /* Ignored: a form that has not come yet has no columns to put its answers in. */
  response = amia_store_read_response (store, record, NULL, NULL);
  if (response == NULL)
    return TRUE;
  case_ = amia_store_load_record (store, &record->case_id, NULL);
  add_columns (table, amia_response_get_questionnaire (response));
  g_ptr_array_add (table->lines, make_line (record, case_, response));
  return amia_store_add_fact (store, "export", &record->case_id, "table", error);
}

/* --- As text -------------------------------------------------------------------------------- */

/* By hand: there are as many cells as all cases have answers. */
static gboolean
is_number (const char *words)
{
  static const char digits[] = "0123456789";
  const char       *whole = *words == '-' ? words + 1 : words;
  const char       *rest = whole + strspn (whole, digits);

  if (rest == whole || *rest == '\0')
    return rest != whole;

  return (*rest == '.' || *rest == ',') && rest[1] != '\0' &&
         rest[1 + strspn (rest + 1, digits)] == '\0';
}

static void
append_cell (GString    *text,
             const char *words,
             gboolean    is_first)
{
  if (!is_first)
    g_string_append_c (text, CSV_SEPARATOR);
  if (words == NULL)
    return;

  g_string_append_c (text, '"');
  /* A number may begin with a minus; what somebody wrote must never be run. */
  if (*words != '\0' && strchr (FORMULA_BEGINNERS, *words) != NULL && !is_number (words))
    g_string_append_c (text, '\'');
  for (const char *at = words; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
}

static void
append_heads (GString *text,
              Table   *table)
{
  static const char *const names[CSV_LEAD_COLUMNS] = { "case", "subproject", "version", "status" };

  for (gsize i = 0; i < CSV_LEAD_COLUMNS; i++)
    append_cell (text, names[i], i == 0);
  for (guint i = 0; i < table->columns->len; i++)
    append_cell (text, ((AmiaItem *) g_ptr_array_index (table->columns, i))->link_id, FALSE);
  g_string_append (text, "\r\n");

  for (gsize i = 0; i < CSV_LEAD_COLUMNS; i++)
    append_cell (text, NULL, i == 0);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (table->columns, i);

      append_cell (text, amia_text_get (item->text, NULL), FALSE);
    }
  g_string_append (text, "\r\n");
}

static char *
print_table (Table *table)
{
  GString *text = g_string_new (BYTE_ORDER_MARK);

  append_heads (text, table);
  for (guint i = 0; i < table->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (table->lines, i);

      for (gsize k = 0; k < CSV_LEAD_COLUMNS; k++)
        append_cell (text, line->lead[k], k == 0);
      for (guint k = 0; k < table->columns->len; k++)
        {
          const AmiaItem *item = g_ptr_array_index (table->columns, k);
          const GString  *cell = g_hash_table_lookup (line->cells, item->link_id);

          append_cell (text, cell != NULL ? cell->str : NULL, FALSE);
        }
      g_string_append (text, "\r\n");
    }

  return g_string_free (text, FALSE);
}

char *
amia_store_export_csv (AmiaStore  *store,
                       const char *url,
                       GError    **error)
{
  const AmiaRecordQuery queries[] = { { .kind = "form" }, { .kind = "pair-form" } };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line);
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (GPtrArray) forms =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_questionnaire_unref);
  Table  table = { lines, columns, forms };
  Search search = { url, ids };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      if (!amia_store_foreach_record (store, &queries[i], note_record, &search, error))
        return NULL;
    }
  for (guint i = 0; i < ids->len; i++)
    {
      if (!add_to_table (&table, store, g_ptr_array_index (ids, i), error))
        return NULL;
    }

  return print_table (&table);
}
