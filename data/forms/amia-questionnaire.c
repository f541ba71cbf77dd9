/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-questionnaire.h"

#include <string.h>

#include "amia-questionnaire-private.h"

/* The form as a whole: its identity, its texts and what owns its parts. Items are read in
 * amia-questionnaire-items.c and the files named after it. */

static void
note_free (AmiaNote *note)
{
  g_free (note->link_id);
  g_free (note->part);
  g_free (note->detail);
  g_free (note);
}

gpointer
_amia_questionnaire_alloc (AmiaQuestionnaire *self, gsize size)
{
  gpointer memory = g_malloc0 (size);

  g_ptr_array_add (self->allocations, memory);
  return memory;
}

void
_amia_questionnaire_array_add (AmiaQuestionnaire *self, GPtrArray **array, gconstpointer element)
{
  if (*array == self->nothing)
    {
      *array = g_ptr_array_new ();
      g_ptr_array_add (self->arrays, *array);
    }
  g_ptr_array_add (*array, (gpointer) element);
}

void
_amia_questionnaire_note (AmiaQuestionnaire *self,
                          AmiaNoteKind       kind,
                          const AmiaItem    *item,
                          const char        *part,
                          const char        *detail)
{
  const char *link_id = item != NULL ? item->link_id : NULL;
  AmiaNote   *note;

  /* An extension may stand on a thousand options; the notes of one item are made in a row. */
  for (guint i = self->notes->len; i > 0; i--)
    {
      note = g_ptr_array_index (self->notes, i - 1);
      if (g_strcmp0 (note->link_id, link_id) != 0)
        break;
      if (strcmp (note->part, part) == 0 && g_strcmp0 (note->detail, detail) == 0)
        return;
    }
  note = g_new0 (AmiaNote, 1);
  note->kind = kind;
  note->link_id = g_strdup (link_id);
  note->part = g_strdup (part);
  note->detail = g_strdup (detail);
  g_ptr_array_add (self->notes, note);
}

const AmiaText *
_amia_questionnaire_text_new (AmiaQuestionnaire *self,
                              const char        *base,
                              const AmiaRaw     *extensions,
                              const AmiaRaw     *designations)
{
  AmiaText *text = _amia_questionnaire_alloc (self, sizeof (AmiaText));

  text->base = base;
  text->extensions = extensions;
  text->designations = designations;
  return text;
}

const AmiaText *
_amia_questionnaire_text (AmiaQuestionnaire *self, const AmiaRaw *parent, const char *name)
{
  char           beside[32];
  const char    *base = amia_raw_get_string (parent, name);
  const AmiaRaw *extensions;

  g_snprintf (beside, sizeof beside, "_%s", name);
  extensions = amia_raw_get_array (amia_raw_get (parent, beside), "extension");
  if (base == NULL && extensions == NULL)
    return NULL;
  return _amia_questionnaire_text_new (self, base, extensions, NULL);
}

const AmiaRaw *
_amia_raw_get_choice (const AmiaRaw *object, const char *prefix)
{
  gsize length = strlen (prefix);

  if (!amia_raw_is (object, AMIA_RAW_OBJECT))
    return NULL;
  for (const AmiaRaw *member = object->first; member != NULL; member = member->next)
    if (strncmp (member->key, prefix, length) == 0 && g_ascii_isupper (member->key[length]))
      return member;
  return NULL;
}

guint
_amia_raw_to_guint (const AmiaRaw *value, guint otherwise)
{
  guint64 number;

  if (value == NULL || value->text == NULL ||
      !g_ascii_string_to_unsigned (value->text, 10, 0, G_MAXINT32, &number, NULL))
    return otherwise;
  return (guint) number;
}

/* Some authors put the version into the url. */
static void
read_url (AmiaQuestionnaire *self, const AmiaRaw *root)
{
  const char *url = amia_raw_get_string (root, "url");
  const char *bar = url != NULL ? strchr (url, '|') : NULL;

  self->version = amia_raw_get_string (root, "version");
  self->url = url;
  if (bar == NULL)
    return;
  self->url = g_string_chunk_insert_len (self->strings, url, bar - url);
  if (self->version == NULL)
    self->version = bar + 1;
}

static void
read_identity (AmiaQuestionnaire *self, const AmiaRaw *root)
{
  read_url (self, root);
  self->language = amia_raw_get_string (root, "language");
  self->title = _amia_questionnaire_text (self, root, "title");
  if (self->title == NULL)
    self->title = _amia_questionnaire_text (self, root, "name");
  self->description = _amia_questionnaire_text (self, root, "description");
  if (self->url == NULL || *self->url == '\0')
    {
      self->url = NULL;
      self->canonical = g_strconcat ("urn:sha256:", self->hash, NULL);
      _amia_questionnaire_note (self, AMIA_NOTE_WARNING, NULL, "url", "missing");
    }
  else if (self->version != NULL)
    self->canonical = g_strconcat (self->url, "|", self->version, NULL);
  else
    self->canonical = g_strdup (self->url);
}

static gboolean
is_resource (const AmiaRaw *raw, const char *type)
{
  return g_strcmp0 (amia_raw_get_string (raw, "resourceType"), type) == 0;
}

/* @root, or what is in it if it is a Bundle, or the value sets it contains. */
static void
add_resources (AmiaQuestionnaire *self, const AmiaRaw *root)
{
  const AmiaRaw *entry = amia_raw_get_array (root, "entry");
  const AmiaRaw *contained = amia_raw_get_array (root, "contained");

  for (; contained != NULL; contained = contained->next)
    g_ptr_array_add (self->resources, (gpointer) contained);
  if (!is_resource (root, "Bundle"))
    g_ptr_array_add (self->resources, (gpointer) root);
  else
    for (; entry != NULL; entry = entry->next)
      if (amia_raw_get (entry, "resource") != NULL)
        g_ptr_array_add (self->resources, (gpointer) amia_raw_get (entry, "resource"));
}

static const AmiaRaw *
find_questionnaire (AmiaQuestionnaire *self, const AmiaRaw *root)
{
  const AmiaRaw *found = NULL;

  if (!is_resource (root, "Bundle"))
    return root;
  for (guint i = 0; i < self->resources->len; i++)
    {
      const AmiaRaw *resource = g_ptr_array_index (self->resources, i);

      if (!is_resource (resource, "Questionnaire"))
        continue;
      if (found != NULL)
        _amia_questionnaire_note (self, AMIA_NOTE_WARNING, NULL, "Bundle",
                                  "more than one Questionnaire; the first was read");
      else
        found = resource;
    }
  return found != NULL ? found : root;
}

static gboolean
check_root (const AmiaRaw *root, GError **error)
{
  const char *type = amia_raw_get_string (root, "resourceType");

  if (is_resource (root, "Questionnaire"))
    return TRUE;
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE,
               "Failed to read the questionnaire: it is %s%s, not a Questionnaire",
               type != NULL ? "a " : "no FHIR resource", type != NULL ? type : "");
  return FALSE;
}

static AmiaQuestionnaire *
new_empty (void)
{
  AmiaQuestionnaire *self = g_new0 (AmiaQuestionnaire, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->items = g_ptr_array_new ();
  self->all_items = g_ptr_array_new ();
  self->by_link_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->text_lists = g_hash_table_new (NULL, NULL);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  self->resources = g_ptr_array_new ();
  self->allocations = g_ptr_array_new_with_free_func (g_free);
  self->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_raw_document_unref);
  self->paths = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_path_free);
  self->pending = g_ptr_array_new ();
  self->launch_names = g_hash_table_new (g_str_hash, g_str_equal);
  self->regexes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_regex_unref);
  self->expansions = g_hash_table_new (g_str_hash, g_str_equal);
  self->ignored_urls = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_string_chunk_new (1024);
  self->nothing = g_ptr_array_new ();
  self->subprojects = self->nothing;
  self->variables = self->nothing;
  self->constraints = self->nothing;
  self->expressive = self->nothing;
  return self;
}

static gboolean
read_lists (AmiaQuestionnaire *self, GPtrArray *lists, GError **error)
{
  for (guint i = 0; lists != NULL && i < lists->len; i++)
    {
      gsize            length;
      const char      *data = g_bytes_get_data (g_ptr_array_index (lists, i), &length);
      AmiaRawDocument *document = amia_raw_document_new (data != NULL ? data : "", length, error);

      if (document == NULL)
        return FALSE;
      g_ptr_array_add (self->documents, document);
      add_resources (self, amia_raw_document_get_root (document));
    }
  return TRUE;
}

AmiaQuestionnaire *
amia_questionnaire_new_from_data (const char *data, gssize length, GError **error)
{
  return amia_questionnaire_new_with_lists (data, length, NULL, error);
}

AmiaQuestionnaire *
amia_questionnaire_new_with_lists (const char *data,
                                   gssize      length,
                                   GPtrArray  *lists,
                                   GError    **error)
{
  g_autoptr (AmiaQuestionnaire) self = NULL;
  gsize          n_bytes;
  const AmiaRaw *root;

  g_return_val_if_fail (data != NULL, NULL);

  n_bytes = length < 0 ? strlen (data) : (gsize) length;
  self = new_empty ();
  self->document = amia_raw_document_new (data, n_bytes, error);
  if (self->document == NULL)
    return NULL;
  root = amia_raw_document_get_root (self->document);
  add_resources (self, root);
  self->root = find_questionnaire (self, root);
  if (self->root != root)
    add_resources (self, self->root);
  if (!check_root (self->root, error) || !read_lists (self, lists, error))
    return NULL;

  self->data = g_bytes_new (data, n_bytes);
  self->hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, n_bytes);
  read_identity (self, self->root);
  _amia_questionnaire_read_extensions (self, self->root);
  if (!_amia_questionnaire_read_items (self, error))
    return NULL;
  _amia_questionnaire_resolve_rules (self);
  _amia_questionnaire_resolve_expressions (self);
  return g_steal_pointer (&self);
}

AmiaQuestionnaire *
amia_questionnaire_ref (AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
amia_questionnaire_unref (AmiaQuestionnaire *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->all_items);
  g_hash_table_unref (self->by_link_id);
  g_hash_table_unref (self->text_lists);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->arrays);
  g_ptr_array_unref (self->allocations);
  g_ptr_array_unref (self->documents);
  g_ptr_array_unref (self->regexes);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->pending);
  g_hash_table_unref (self->launch_names);
  g_hash_table_unref (self->ignored_urls);
  g_hash_table_unref (self->expansions);
  g_ptr_array_unref (self->nothing);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->resources);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->hash);
  g_free (self->canonical);
  g_clear_pointer (&self->document, amia_raw_document_unref);
  g_free (self);
}

const char *
amia_questionnaire_get_url (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

const char *
amia_questionnaire_get_version (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->version;
}

const char *
amia_questionnaire_get_canonical (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->canonical;
}

gboolean
amia_questionnaire_matches (const AmiaQuestionnaire *self,
                            const char              *canonical,
                            gboolean                *is_same_version)
{
  const char *bar;
  gsize       length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (canonical != NULL, FALSE);

  bar = strchr (canonical, '|');
  length = bar != NULL ? (gsize) (bar - canonical) : strlen (canonical);
  if (is_same_version != NULL)
    *is_same_version = bar == NULL || g_strcmp0 (bar + 1, self->version) == 0;
  if (self->url == NULL)
    return strcmp (canonical, self->canonical) == 0;
  return strlen (self->url) == length && strncmp (self->url, canonical, length) == 0;
}

const AmiaText *
amia_questionnaire_get_title (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

const AmiaText *
amia_questionnaire_get_description (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->description;
}

const char *
amia_questionnaire_get_language (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->language;
}

const char *
amia_questionnaire_get_hash (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->hash;
}

GBytes *
amia_questionnaire_get_data (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

AmiaFormScope
amia_questionnaire_get_scope (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, AMIA_FORM_SCOPE_CASE);

  return self->scope;
}

gboolean
amia_questionnaire_get_needs_approval (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->needs_approval;
}

const char *
amia_questionnaire_get_area (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->area;
}

gboolean
amia_questionnaire_is_signature_required (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_signature_required;
}

gboolean
amia_questionnaire_is_for (const AmiaQuestionnaire *self, const char *subproject)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return subproject == NULL || self->subprojects->len == 0 ||
         g_ptr_array_find_with_equal_func (self->subprojects, subproject, g_str_equal, NULL);
}

GPtrArray *
amia_questionnaire_get_items (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->items;
}

GPtrArray *
amia_questionnaire_get_all_items (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->all_items;
}

const AmiaItem *
amia_questionnaire_find_item (const AmiaQuestionnaire *self, const char *link_id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (link_id != NULL, NULL);

  return g_hash_table_lookup (self->by_link_id, link_id);
}

GPtrArray *
amia_questionnaire_get_notes (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->notes;
}

gboolean
amia_questionnaire_is_fully_supported (const AmiaQuestionnaire *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->notes->len; i++)
    {
      const AmiaNote *note = g_ptr_array_index (self->notes, i);

      if (note->kind == AMIA_NOTE_UNSUPPORTED)
        return FALSE;
    }
  return TRUE;
}
