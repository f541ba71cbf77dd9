/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-filter.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "amia-words.h"

/* What is wanted of the list of cases, as a value: in words, as a question to the store, and as
 * text that a device keeps. */

AmiaCaseFilter *
amia_case_filter_new (void)
{
  return g_new0 (AmiaCaseFilter, 1);
}

AmiaCaseFilter *
amia_case_filter_copy (const AmiaCaseFilter *filter)
{
  AmiaCaseFilter *copy = NULL;

  g_return_val_if_fail (filter != NULL, NULL);

  copy = g_memdup2 (filter, sizeof *filter);
  copy->name = g_strdup (filter->name);
  copy->with = g_strdup (filter->with);
  copy->with_name = g_strdup (filter->with_name);
  copy->step = g_strdup (filter->step);
  copy->subproject = g_strdup (filter->subproject);
  return copy;
}

void
amia_case_filter_free (AmiaCaseFilter *filter)
{
  if (filter == NULL)
    return;

  g_free (filter->name);
  g_free (filter->with);
  g_free (filter->with_name);
  g_free (filter->step);
  g_free (filter->subproject);
  g_free (filter);
}

gboolean
amia_case_filter_is_set (const AmiaCaseFilter *filter)
{
  g_return_val_if_fail (filter != NULL, FALSE);

  return filter->stage != AMIA_CASES_UNDER_WAY || filter->mine || filter->with != NULL ||
         filter->without_protected || filter->with_conflicts || filter->waiting ||
         filter->step != NULL || filter->subproject != NULL;
}

AmiaCaseQuery
amia_case_filter_get_query (const AmiaCaseFilter *filter,
                            const char           *words)
{
  const AmiaCaseQuery nothing = { 0 };

  g_return_val_if_fail (filter != NULL, nothing);

  return (AmiaCaseQuery){
    .words = words,
    .stage = filter->stage,
    .mine = filter->mine,
    .with = filter->with,
    .without_protected = filter->without_protected,
    .with_conflicts = filter->with_conflicts,
    .waiting = filter->waiting,
    .step = filter->step,
    .subproject = filter->subproject,
    .sort = filter->sort,
  };
}

/* --- Words ------------------------------------------------------------------------------------ */

const char *
amia_case_filter_describe_stage (AmiaCaseStage stage)
{
  switch (stage)
    {
    case AMIA_CASES_SELECTION:
      return _ ("On the selection list");
    case AMIA_CASES_CLOSED:
      return _ ("Closed cases");
    case AMIA_CASES_ALL:
      return _ ("All cases, closed ones too");
    case AMIA_CASES_UNDER_WAY:
    default:
      return _ ("Under way");
    }
}

static void
add (GString    *text,
     const char *words)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
}

char *
amia_case_filter_describe_with (const AmiaCaseFilter *filter)
{
  g_return_val_if_fail (filter != NULL, NULL);

  /* Translators: a colleague who is in the team of the case */
  return g_strdup_printf (_ ("With %s"),
                          filter->with_name != NULL ? filter->with_name : filter->with);
}

char *
amia_case_filter_describe (const AmiaCaseFilter *filter)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (filter != NULL, NULL);

  if (filter->mine)
    add (text, _ ("Mine"));
  if (filter->with != NULL)
    {
      g_autofree char *with = amia_case_filter_describe_with (filter);

      add (text, with);
    }
  if (filter->stage != AMIA_CASES_UNDER_WAY)
    add (text, amia_case_filter_describe_stage (filter->stage));
  if (filter->step != NULL)
    {
      g_autofree char *step = amia_words_step (filter->step);

      add (text, step);
    }
  if (filter->subproject != NULL)
    add (text, filter->subproject);
  if (filter->with_conflicts)
    add (text, _ ("Two versions"));
  if (filter->waiting)
    add (text, _ ("Waiting"));
  if (filter->without_protected)
    add (text, _ ("Without protected identities"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- JSON ------------------------------------------------------------------------------------- */

/* What is kept must not depend on the order of an enumeration. */
static const char *const stages[] = { "under-way", "selection", "closed", "all" };

static void
write_flag (JsonBuilder *builder,
            const char  *name,
            gboolean     value)
{
  if (!value)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static void
write_text (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
write_filter (JsonBuilder          *builder,
              const AmiaCaseFilter *filter)
{
  json_builder_begin_object (builder);
  write_text (builder, "name", filter->name);
  if (filter->stage != AMIA_CASES_UNDER_WAY)
    write_text (builder, "stage", stages[filter->stage]);
  write_flag (builder, "mine", filter->mine);
  write_text (builder, "with", filter->with);
  write_text (builder, "with-name", filter->with_name);
  write_flag (builder, "without-protected", filter->without_protected);
  write_flag (builder, "with-conflicts", filter->with_conflicts);
  write_flag (builder, "waiting", filter->waiting);
  write_text (builder, "step", filter->step);
  write_text (builder, "subproject", filter->subproject);
  write_flag (builder, "last-changed-first", filter->sort == AMIA_CASE_SORT_CHANGED);
  json_builder_end_object (builder);
}

char *
amia_case_filters_encode (GPtrArray *filters)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (filters != NULL, NULL);

  json_builder_begin_array (builder);
  for (guint i = 0; i < filters->len; i++)
    write_filter (builder, g_ptr_array_index (filters, i));
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static char *
read_text (JsonObject *object,
           const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return *text != '\0' ? g_strdup (text) : NULL;
}

static gboolean
read_flag (JsonObject *object,
           const char *name)
{
  return json_object_get_boolean_member_with_default (object, name, FALSE);
}

static AmiaCaseFilter *
read_filter (JsonObject *object)
{
  AmiaCaseFilter  *filter = amia_case_filter_new ();
  g_autofree char *stage = read_text (object, "stage");

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      if (g_strcmp0 (stages[i], stage) == 0)
        filter->stage = (AmiaCaseStage) i;
    }

  filter->name = read_text (object, "name");
  filter->mine = read_flag (object, "mine");
  filter->with = read_text (object, "with");
  filter->with_name = read_text (object, "with-name");
  filter->without_protected = read_flag (object, "without-protected");
  filter->with_conflicts = read_flag (object, "with-conflicts");
  filter->waiting = read_flag (object, "waiting");
  filter->step = read_text (object, "step");
  filter->subproject = read_text (object, "subproject");
  filter->sort = read_flag (object, "last-changed-first") ? AMIA_CASE_SORT_CHANGED
                                                          : AMIA_CASE_SORT_NAME;
  return filter;
}

GPtrArray *
amia_case_filters_decode (const char *json)
{
  GPtrArray *filters = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_case_filter_free);
  /* Ignored: a broken setting is as good as none; nobody's work stands in it. */
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonArray *array =
      root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autoptr (AmiaCaseFilter) filter = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      filter = read_filter (json_node_get_object (node));
      if (filter->name != NULL)
        g_ptr_array_add (filters, g_steal_pointer (&filter));
    }

  return filters;
}
