/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-templates.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-private.h"
#include "amia-templates.h"
#include "amia-version-check.h"

/* Forms by their canonical, the shipped ones and the organisation's own. What is known of the own
 * ones is read from their records when it is first asked for, and thrown away when a record of that
 * kind is stored; their bytes are parsed when a response first wants them. */

#define TEMPLATE_KIND "template"

/* --- The own ones ------------------------------------------------------------------------- */

void
amia_own_template_free (AmiaOwnTemplate *self)
{
  g_free (self->canonical);
  g_free (self->url);
  g_free (self->version);
  g_free (self->title);
  g_free (self->area);
  g_strfreev (self->subprojects);
  g_free (self->author);
  g_free (self->agency);
  g_free (self);
}

gboolean
amia_own_template_is_for (const AmiaOwnTemplate *self,
                          const char            *subproject)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return subproject == NULL || self->subprojects[0] == NULL ||
         g_strv_contains ((const char *const *) self->subprojects, subproject);
}

static char **
dup_strings (const AmiaRecord *record,
             const char       *field)
{
  const char *value = amia_record_get_value (record, field);
  g_autoptr (JsonNode) node = value != NULL ? json_from_string (value, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

typedef struct
{
  GPtrArray *list;
  GArray    *devices; /* AmiaUuid of who brought each in: asked for when no query runs any more */
} Reading;

static gboolean
add_own (const AmiaRecord *record,
         gpointer          data)
{
  Reading         *reading = data;
  AmiaOwnTemplate *own = NULL;
  const AmiaHead  *head = amia_record_get_shown (record, "data");
  g_autofree char *url = amia_record_dup_string (record, "url");
  g_autofree char *status = amia_record_dup_string (record, "status");

  /* What has no contents yet, or none any more, is no form. */
  if (amia_record_is_removed (record) || url == NULL || head == NULL)
    return TRUE;

  own = g_new0 (AmiaOwnTemplate, 1);
  own->id = record->id;
  own->version = amia_record_dup_string (record, "version");
  own->canonical =
      own->version != NULL ? g_strdup_printf ("%s|%s", url, own->version) : g_strdup (url);
  own->url = g_steal_pointer (&url);
  own->title = amia_record_dup_string (record, "title");
  own->area = amia_record_dup_string (record, "area");
  own->subprojects = dup_strings (record, "subprojects");
  own->is_retired = g_strcmp0 (status, "retired") == 0;
  own->added_ms = amia_stamp_get_ms (head->stamp);
  g_array_append_val (reading->devices, head->device);
  g_ptr_array_add (reading->list, own);
  return TRUE;
}

/* Unowned; by id, so that the first is the one that was made first. NULL on error. */
static GPtrArray *
read_own (AmiaStore *store,
          GError   **error)
{
  const AmiaRecordQuery query = { .kind = TEMPLATE_KIND };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GArray) devices = NULL;
  Reading reading;

  if (store->templates != NULL)
    return store->templates;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_own_template_free);
  devices = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  reading = (Reading){ list, devices };
  if (!_amia_records_visit (store, &query, add_own, &reading, error))
    return NULL;

  for (guint i = 0; i < list->len; i++)
    {
      AmiaOwnTemplate *own = g_ptr_array_index (list, i);
      const char      *agency = NULL;

      own->author = g_strdup (
          amia_store_get_author_person (store, &g_array_index (devices, AmiaUuid, i), &agency));
      own->agency = g_strdup (agency);
    }

  store->templates = g_steal_pointer (&list);
  return store->templates;
}

static const AmiaOwnTemplate *
find_own (AmiaStore  *store,
          const char *canonical,
          GError    **error)
{
  GPtrArray *list = read_own (store, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const AmiaOwnTemplate *own = g_ptr_array_index (list, i);

      if (strcmp (own->canonical, canonical) == 0)
        return own;
    }

  return NULL;
}

void
_amia_templates_forget (AmiaStore *store)
{
  g_clear_pointer (&store->templates, g_ptr_array_unref);
  g_hash_table_remove_all (store->questionnaires);
}

/* --- Looking up --------------------------------------------------------------------------- */

static gboolean
take_data (const AmiaRecord *record,
           gpointer          data)
{
  char **text = data;

  *text = amia_record_dup_string (record, "data");
  return FALSE;
}

static AmiaQuestionnaire *
read_own_questionnaire (AmiaStore             *store,
                        const AmiaOwnTemplate *own,
                        GError               **error)
{
  const AmiaRecordQuery query = { .id = &own->id };
  g_autofree char      *data = NULL;

  if (!_amia_records_visit (store, &query, take_data, &data, error))
    return NULL;

  /* Ignored: it was checked when it was brought in; what a newer program can read and we can't is
   * a form that is not here. */
  return data != NULL ? amia_questionnaire_new_from_data (data, -1, NULL) : NULL;
}

static AmiaQuestionnaire *
read_shipped (const AmiaTemplate *shipped)
{
  g_autoptr (GBytes) data = amia_template_dup_data (shipped);
  gsize       length;
  const char *text = g_bytes_get_data (data, &length);

  /* Ignored: a shipped form that does not load fails its own tests. */
  return amia_questionnaire_new_from_data (text, (gssize) length, NULL);
}

/* Unowned. One that is not here is remembered, too, until a template comes. */
static AmiaQuestionnaire *
find_questionnaire (AmiaStore  *store,
                    const char *canonical,
                    GError    **error)
{
  const AmiaTemplate    *shipped = NULL;
  const AmiaOwnTemplate *own = NULL;
  AmiaQuestionnaire     *questionnaire = NULL;
  g_autoptr (GError) local_error = NULL;
  gpointer known = NULL;

  if (g_hash_table_lookup_extended (store->questionnaires, canonical, NULL, &known))
    return known;

  shipped = amia_templates_find (canonical);
  if (shipped != NULL)
    questionnaire = read_shipped (shipped);
  else
    {
      own = find_own (store, canonical, &local_error);
      if (own != NULL)
        questionnaire = read_own_questionnaire (store, own, &local_error);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_hash_table_insert (store->questionnaires, g_strdup (canonical), questionnaire);
  return questionnaire;
}

const AmiaQuestionnaire *
_amia_templates_find (AmiaStore   *store,
                      const char  *canonical,
                      const char **area)
{
  /* Ignored: without its form an answer has no area, and stays with its own agency. */
  const AmiaQuestionnaire *questionnaire = find_questionnaire (store, canonical, NULL);
  const AmiaOwnTemplate   *own = NULL;

  *area = NULL;
  if (questionnaire != NULL && amia_templates_find (canonical) == NULL)
    own = find_own (store, canonical, NULL);
  if (own != NULL)
    *area = own->area;
  return questionnaire;
}

AmiaQuestionnaire *
amia_store_find_questionnaire (AmiaStore  *store,
                               const char *canonical,
                               GError    **error)
{
  AmiaQuestionnaire *questionnaire = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  if (canonical != NULL)
    questionnaire = find_questionnaire (store, canonical, &local_error);
  _amia_access_drop (store);
  if (local_error != NULL)
    _amia_store_report (error, local_error);
  return questionnaire != NULL ? amia_questionnaire_ref (questionnaire) : NULL;
}

/* read_own() for whoever asks outside a transaction. */
static GPtrArray *
read_own_outside (AmiaStore *store,
                  GError   **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *list = read_own (store, &local_error);

  _amia_access_drop (store);
  if (local_error != NULL)
    _amia_store_report (error, local_error);
  return list;
}

/* --- Lists -------------------------------------------------------------------------------- */

static AmiaOwnTemplate *
copy_own (const AmiaOwnTemplate *own)
{
  AmiaOwnTemplate *copy = g_new0 (AmiaOwnTemplate, 1);

  copy->id = own->id;
  copy->canonical = g_strdup (own->canonical);
  copy->url = g_strdup (own->url);
  copy->version = g_strdup (own->version);
  copy->title = g_strdup (own->title);
  copy->area = g_strdup (own->area);
  copy->subprojects = g_strdupv (own->subprojects);
  copy->is_retired = own->is_retired;
  copy->author = g_strdup (own->author);
  copy->agency = g_strdup (own->agency);
  copy->added_ms = own->added_ms;
  return copy;
}

static int
compare_own (gconstpointer a,
             gconstpointer b)
{
  const AmiaOwnTemplate *first = *(AmiaOwnTemplate *const *) a;
  const AmiaOwnTemplate *second = *(AmiaOwnTemplate *const *) b;
  int                    order = g_utf8_collate (first->title != NULL ? first->title : first->url,
                              second->title != NULL ? second->title : second->url);

  if (order == 0)
    order = strcmp (first->url, second->url);
  return order != 0 ? order : -amia_version_compare (first->version, second->version);
}

GPtrArray *
amia_store_list_own_templates (AmiaStore *store,
                               GError   **error)
{
  GPtrArray *known = NULL;
  GPtrArray *list = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  known = read_own_outside (store, error);
  if (known == NULL)
    return NULL;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_own_template_free);
  for (guint i = 0; i < known->len; i++)
    g_ptr_array_add (list, copy_own (g_ptr_array_index (known, i)));
  g_ptr_array_sort (list, compare_own);
  return list;
}

char *
amia_store_find_newer_template (AmiaStore  *store,
                                const char *canonical,
                                GError    **error)
{
  const char         *bar = canonical != NULL ? strchr (canonical, '|') : NULL;
  g_autofree char    *url = NULL;
  const char         *latest = NULL;
  const AmiaTemplate *shipped = NULL;
  GPtrArray          *list = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  if (bar == NULL)
    return NULL;
  list = read_own_outside (store, error);
  if (list == NULL)
    return NULL;

  url = g_strndup (canonical, (gsize) (bar - canonical));
  latest = bar + 1;
  shipped = amia_templates_find (url);
  if (shipped != NULL && amia_version_compare (shipped->version, latest) > 0)
    latest = shipped->version;
  for (guint i = 0; i < list->len; i++)
    {
      const AmiaOwnTemplate *own = g_ptr_array_index (list, i);

      if (!own->is_retired && strcmp (own->url, url) == 0 &&
          amia_version_compare (own->version, latest) > 0)
        latest = own->version;
    }

  return latest != bar + 1 ? g_strdup_printf ("%s|%s", url, latest) : NULL;
}

/* --- Writing ------------------------------------------------------------------------------ */

void
amia_edits_set_strings (AmiaEdits         *edits,
                        const char        *kind,
                        const AmiaUuid    *id,
                        const AmiaUuid    *case_id,
                        const char        *field,
                        const char *const *texts)
{
  g_autoptr (GString) value = g_string_new ("[");

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (value, ',');
      amia_scan_append_string (value, texts[i]);
    }
  g_string_append_c (value, ']');
  amia_edits_set (edits, kind, id, case_id, field, NULL, value->str);
}

void
amia_edits_add_template (AmiaEdits         *edits,
                         const AmiaUuid    *id,
                         AmiaQuestionnaire *questionnaire,
                         const char        *area,
                         const char *const *subprojects)
{
  GBytes          *bytes = amia_questionnaire_get_data (questionnaire);
  const AmiaText  *title = amia_questionnaire_get_title (questionnaire);
  const char      *url = amia_questionnaire_get_url (questionnaire);
  const char      *version = amia_questionnaire_get_version (questionnaire);
  gsize            length = 0;
  const char      *text = g_bytes_get_data (bytes, &length);
  g_autofree char *data = g_strndup (text, length);

  g_return_if_fail (edits != NULL);
  g_return_if_fail (id != NULL);

  amia_edits_set_string (edits, TEMPLATE_KIND, id, NULL, "url",
                         url != NULL ? url : amia_questionnaire_get_canonical (questionnaire));
  if (url != NULL && version != NULL)
    amia_edits_set_string (edits, TEMPLATE_KIND, id, NULL, "version", version);
  if (title != NULL)
    amia_edits_set_string (edits, TEMPLATE_KIND, id, NULL, "title", amia_text_get (title, NULL));
  amia_edits_set_string (edits, TEMPLATE_KIND, id, NULL, "data", data);
  amia_edits_set_string (edits, TEMPLATE_KIND, id, NULL, "status", "active");
  if (area != NULL)
    amia_edits_set_string (edits, TEMPLATE_KIND, id, NULL, "area", area);
  amia_edits_set_strings (edits, TEMPLATE_KIND, id, NULL, "subprojects", subprojects);
}
