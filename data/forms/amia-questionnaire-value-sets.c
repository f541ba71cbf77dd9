/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-questionnaire-private.h"

/* Expands value sets that are at hand (in the questionnaire as `contained`, in its Bundle, in a
 * list that came along, or among the few of FHIR's own), offline: an expansion as it is, else the
 * concepts that compose lists, whole code systems and other value sets. A filter, or a set that is
 * elsewhere, needs a terminology server and makes the list incomplete. */

#define VALUE_SET_DEPTH_MAX 8

/* Sets that include one another many times over. */
#define CONCEPTS_MAX 200000
#define SETS_MAX     1000

typedef struct
{
  AmiaQuestionnaire *questionnaire;
  GPtrArray         *options;
  const AmiaRaw     *exclude;
  guint              depth;
  guint              n_sets;
  gboolean           is_whole;
} Expansion;

static gboolean expand_canonical (Expansion *expansion, const char *canonical);

static gboolean
is_same_canonical (const char *a, const char *b)
{
  gsize length_a = strcspn (a, "|");
  gsize length_b = strcspn (b, "|");

  return length_a == length_b && strncmp (a, b, length_a) == 0;
}

/* By `#id`, or by canonical url; some authors leave the # out. */
static gboolean
is_wanted (const AmiaRaw *resource, const char *type, const char *canonical)
{
  const char *wanted = *canonical == '#' ? canonical + 1 : canonical;
  const char *url = amia_raw_get_string (resource, "url");
  const char *id = amia_raw_get_string (resource, "id");

  if (g_strcmp0 (amia_raw_get_string (resource, "resourceType"), type) != 0)
    return FALSE;
  return (id != NULL && strcmp (*id == '#' ? id + 1 : id, wanted) == 0) ||
         (url != NULL && is_same_canonical (url, canonical));
}

static const AmiaRaw *
find_resource (AmiaQuestionnaire *self, const char *type, const char *canonical)
{
  const AmiaRaw *standard = _amia_questionnaire_get_standard_value_sets (self);

  for (guint i = 0; i < self->resources->len; i++)
    if (is_wanted (g_ptr_array_index (self->resources, i), type, canonical))
      return g_ptr_array_index (self->resources, i);
  for (; standard != NULL; standard = standard->next)
    if (is_wanted (standard, type, canonical))
      return standard;
  return NULL;
}

static gboolean
is_excluded (const Expansion *expansion, const char *system, const char *code)
{
  for (const AmiaRaw *set = expansion->exclude; set != NULL; set = set->next)
    {
      const AmiaRaw *concept = amia_raw_get_array (set, "concept");

      if (g_strcmp0 (amia_raw_get_string (set, "system"), system) != 0)
        continue;
      for (; concept != NULL; concept = concept->next)
        if (g_strcmp0 (amia_raw_get_string (concept, "code"), code) == 0)
          return TRUE;
    }
  return FALSE;
}

static void
add_concept (Expansion *expansion, const char *system, const AmiaRaw *concept)
{
  AmiaOption *option;

  if (expansion->options->len >= CONCEPTS_MAX)
    {
      expansion->is_whole = FALSE;
      return;
    }
  if (is_excluded (expansion, system, amia_raw_get_string (concept, "code")))
    return;
  option = _amia_option_new_coding (expansion->questionnaire, system, concept,
                                    amia_raw_get_array (concept, "designation"));
  if (option != NULL)
    g_ptr_array_add (expansion->options, option);
}

/* Recursion is bounded by the depth of the JSON. */
static void
add_contains (Expansion *expansion, const AmiaRaw *contains)
{
  for (; contains != NULL; contains = contains->next)
    {
      if (!amia_raw_get_boolean (contains, "abstract"))
        add_concept (expansion, amia_raw_get_string (contains, "system"), contains);
      add_contains (expansion, amia_raw_get_array (contains, "contains"));
    }
}

static void
add_code_system (Expansion *expansion, const char *system, const AmiaRaw *concept)
{
  for (; concept != NULL; concept = concept->next)
    {
      add_concept (expansion, system, concept);
      add_code_system (expansion, system, amia_raw_get_array (concept, "concept"));
    }
}

static gboolean
add_included_sets (Expansion *expansion, const AmiaRaw *canonical)
{
  gboolean is_whole = TRUE;

  for (; canonical != NULL; canonical = canonical->next)
    is_whole = canonical->kind == AMIA_RAW_STRING &&
               expand_canonical (expansion, canonical->text) && is_whole;
  return is_whole;
}

static gboolean
add_include (Expansion *expansion, const AmiaRaw *include)
{
  const char    *system = amia_raw_get_string (include, "system");
  const AmiaRaw *concept = amia_raw_get_array (include, "concept");
  const AmiaRaw *code_system;

  if (amia_raw_get (include, "filter") != NULL)
    return FALSE;
  if (concept != NULL)
    {
      for (; concept != NULL; concept = concept->next)
        add_concept (expansion, system, concept);
      return TRUE;
    }
  if (amia_raw_get_array (include, "valueSet") != NULL)
    return add_included_sets (expansion, amia_raw_get_array (include, "valueSet"));
  code_system =
      system != NULL ? find_resource (expansion->questionnaire, "CodeSystem", system) : NULL;
  if (code_system == NULL)
    return FALSE;
  add_code_system (expansion, system, amia_raw_get_array (code_system, "concept"));
  return TRUE;
}

static gboolean
expand_value_set (Expansion *expansion, const AmiaRaw *value_set)
{
  const AmiaRaw *contains;
  const AmiaRaw *compose = amia_raw_get (value_set, "compose");
  const AmiaRaw *include = amia_raw_get_array (compose, "include");
  gboolean       is_whole = include != NULL;

  contains = amia_raw_get_array (amia_raw_get (value_set, "expansion"), "contains");
  if (contains != NULL)
    {
      add_contains (expansion, contains);
      return TRUE;
    }
  expansion->exclude = amia_raw_get_array (compose, "exclude");
  for (; include != NULL; include = include->next)
    is_whole = add_include (expansion, include) && is_whole;
  return is_whole;
}

static gboolean
expand_canonical (Expansion *expansion, const char *canonical)
{
  const AmiaRaw *value_set = find_resource (expansion->questionnaire, "ValueSet", canonical);
  const AmiaRaw *exclude = expansion->exclude;
  gboolean       is_whole;

  /* A set may include itself by way of another one. */
  if (value_set == NULL || expansion->depth >= VALUE_SET_DEPTH_MAX ||
      ++expansion->n_sets > SETS_MAX)
    return FALSE;
  expansion->depth++;
  is_whole = expand_value_set (expansion, value_set);
  expansion->depth--;
  expansion->exclude = exclude;
  return is_whole;
}

gboolean
_amia_questionnaire_expand (AmiaQuestionnaire *self,
                            const char        *canonical,
                            GPtrArray        **options)
{
  Expansion *expansion = g_hash_table_lookup (self->expansions, canonical);

  /* One list serves all items that name it. */
  if (expansion == NULL)
    {
      expansion = _amia_questionnaire_alloc (self, sizeof (Expansion));
      expansion->questionnaire = self;
      expansion->options = g_ptr_array_new ();
      expansion->is_whole = TRUE;
      g_ptr_array_add (self->arrays, expansion->options);
      if (!expand_canonical (expansion, canonical))
        expansion->is_whole = FALSE;
      g_hash_table_insert (self->expansions, (gpointer) canonical, expansion);
    }
  if ((*options)->len == 0)
    *options = expansion->options;
  return expansion->is_whole;
}
