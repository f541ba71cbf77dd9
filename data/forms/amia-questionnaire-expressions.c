/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-questionnaire-private.h"
#include "amia-value.h"

/* Extensions that hold FHIRPath. An expression we cannot evaluate is left out and named. Variables
 * may be declared after they are used, so names are looked up when everything has been read. */

#define TOGGLE "sdc-questionnaire-answerOptionsToggleExpression"

/* Variables that refer to one another. */
#define NESTED_MAX 24

typedef struct
{
  const AmiaItem  *item;
  const char      *part;
  const AmiaPath  *path;
  const AmiaPath **slot;
} Pending;

static const char *const known_names[] = { "resource", "rootResource", "context",
                                           "questionnaire", "qitem", "sct",
                                           "loinc", "ucum", NULL };

/* What a system with patients' records would give. */
static const char *const record_names[] = { "patient", "subject", "user",
                                            "encounter", "practitioner", "location",
                                            "study", "representative", NULL };

static gboolean
is_name (const char *name, const char *short_name)
{
  return strcmp (name, short_name) == 0 ||
         (g_str_has_prefix (name, "sdc-questionnaire-") &&
          strcmp (name + strlen ("sdc-questionnaire-"), short_name) == 0);
}

/* Without records to take it from, a form that would be filled in beforehand is filled in by hand.
 * A condition or a sum that cannot be worked out is another matter. */
static AmiaNoteKind
get_kind (const char *part)
{
  if (is_name (part, "answerExpression"))
    return AMIA_NOTE_LIST_ELSEWHERE;
  return is_name (part, "initialExpression") || strcmp (part, "sdf-fhirpath") == 0 ||
                 strcmp (part, "text") == 0
             ? AMIA_NOTE_IGNORED
             : AMIA_NOTE_UNSUPPORTED;
}

static const AmiaPath *
parse (AmiaQuestionnaire *self,
       const AmiaItem    *item,
       const char        *part,
       const char        *text,
       const AmiaPath   **slot)
{
  g_autoptr (GError) local_error = NULL;
  AmiaPath *path = amia_path_new (text, &local_error);
  Pending  *pending;

  if (path == NULL)
    {
      gboolean is_mistake =
          g_error_matches (local_error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_SYNTAX);

      _amia_questionnaire_note (self, is_mistake ? AMIA_NOTE_WARNING : AMIA_NOTE_UNSUPPORTED, item,
                                part, local_error->message);
      return NULL;
    }
  g_ptr_array_add (self->paths, path);
  pending = _amia_questionnaire_alloc (self, sizeof (Pending));
  *pending = (Pending){ item, part, path, slot };
  g_ptr_array_add (self->pending, pending);
  if (slot != NULL)
    *slot = path;
  return path;
}

/* valueExpression, or (from before there was that) valueString. */
static const char *
get_expression (AmiaQuestionnaire *self,
                const AmiaItem    *item,
                const char        *part,
                const AmiaRaw     *extension)
{
  const AmiaRaw *value = _amia_raw_get_choice (extension, "value");
  const char    *language = amia_raw_get_string (value, "language");
  const char    *text = amia_raw_is (value, AMIA_RAW_STRING)
                            ? value->text
                            : amia_raw_get_string (value, "expression");

  if (text != NULL && (language == NULL || strcmp (language, "text/fhirpath") == 0))
    return text;
  _amia_questionnaire_note (self, get_kind (part), item, part, language);
  return NULL;
}

static void
declare (AmiaQuestionnaire *self, AmiaItem *item, const char *name, const AmiaPath *path)
{
  GPtrArray   **variables = item != NULL ? &_amia_item_private (item)->variables : &self->variables;
  AmiaVariable *variable = _amia_questionnaire_alloc (self, sizeof (AmiaVariable));

  variable->name = name;
  variable->path = path;
  _amia_questionnaire_array_add (self, variables, variable);
}

/* An expression that has a name is a variable, too, for all that see where it stands. */
static void
read_slot (AmiaQuestionnaire *self,
           AmiaItem          *item,
           const char        *part,
           const AmiaRaw     *extension,
           const AmiaPath   **slot)
{
  const char     *text = get_expression (self, item, part, extension);
  const char     *name = amia_raw_get_string (_amia_raw_get_choice (extension, "value"), "name");
  const AmiaPath *path = text != NULL ? parse (self, item, part, text, slot) : NULL;

  if (path != NULL && name != NULL)
    declare (self, item, name, path);
}

/* A search in the records of a server. */
static gboolean
is_query (const AmiaRaw *expression)
{
  return g_strcmp0 (amia_raw_get_string (expression, "language"), "application/x-fhir-query") == 0;
}

static void
read_variable (AmiaQuestionnaire *self, AmiaItem *item, const char *part, const AmiaRaw *extension)
{
  const AmiaRaw  *value = _amia_raw_get_choice (extension, "value");
  const char     *name = amia_raw_get_string (value, "name");
  const char     *text;
  const AmiaPath *path;

  if (name != NULL && is_query (value))
    {
      g_hash_table_add (self->launch_names, (gpointer) name);
      return;
    }
  text = get_expression (self, item, part, extension);
  if (text == NULL)
    return;
  if (name == NULL)
    {
      _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, part, "without a name");
      return;
    }
  path = parse (self, item, part, text, NULL);
  if (path != NULL)
    declare (self, item, name, path);
}

static const AmiaRaw *
find_part (const AmiaRaw *extension, const char *name)
{
  const AmiaRaw *part = amia_raw_get_array (extension, "extension");

  for (; part != NULL; part = part->next)
    if (g_strcmp0 (amia_raw_get_string (part, "url"), name) == 0)
      return part;
  return NULL;
}

static const char *
get_part (const AmiaRaw *extension, const char *name)
{
  const AmiaRaw *value = _amia_raw_get_choice (find_part (extension, name), "value");

  return amia_raw_is (value, AMIA_RAW_STRING) ? value->text : NULL;
}

static AmiaConstraint *
add_constraint (AmiaQuestionnaire *self, AmiaItem *item, const char *part, const char *text)
{
  AmiaConstraint *constraint = _amia_questionnaire_alloc (self, sizeof (AmiaConstraint));
  GPtrArray     **constraints =
      item != NULL ? &_amia_item_private (item)->constraints : &self->constraints;

  constraint->code = AMIA_MESSAGE_CONSTRAINT;
  parse (self, item, part, text, &constraint->path);
  _amia_questionnaire_array_add (self, constraints, constraint);
  return constraint;
}

static void
read_constraint (AmiaQuestionnaire *self,
                 AmiaItem          *item,
                 const char        *part,
                 const AmiaRaw     *extension)
{
  const AmiaRaw  *expression = find_part (extension, "expression");
  const char     *text = expression != NULL ? get_expression (self, item, part, expression) : NULL;
  AmiaConstraint *constraint;

  if (text == NULL)
    {
      if (expression == NULL)
        _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, part, "without an expression");
      return;
    }
  constraint = add_constraint (self, item, part, text);
  constraint->key = get_part (extension, "key");
  constraint->human = get_part (extension, "human");
  if (g_strcmp0 (get_part (extension, "severity"), "warning") == 0)
    constraint->severity = AMIA_SEVERITY_WARNING;
}

/* A bound that is worked out, such as "not after today", becomes a rule about every answer: none is
 * beyond it. What cannot be compared with it is not. */
static void
add_bound (
    AmiaQuestionnaire *self, AmiaItem *item, const char *part, const char *text, gboolean is_min)
{
  g_autofree char *rule =
      g_strdup_printf ("answer.value.where($this %s (%s)).empty()", is_min ? "<" : ">", text);
  AmiaConstraint *constraint = add_constraint (self, item, part, rule);

  constraint->code = is_min ? AMIA_MESSAGE_TOO_SMALL : AMIA_MESSAGE_TOO_GREAT;
  if (constraint->path != NULL)
    parse (self, item, part, text, &constraint->limit);
}

/* Helsenorge's rule for each answer of an item, "this.value <= today()". */
static void
read_answer_rule (AmiaQuestionnaire *self,
                  AmiaItem          *item,
                  const char        *part,
                  const AmiaRaw     *extension)
{
  const char      *text = get_expression (self, item, part, extension);
  g_autofree char *rule = text != NULL ? g_strdup_printf ("answer.all(%s)", text) : NULL;

  if (rule != NULL)
    add_constraint (self, item, part, rule);
}

/* minValue with _valueDate: {extension: [{url: …/cqf-calculatedValue, valueExpression}]}. */
static gboolean
read_calculated_bound (AmiaQuestionnaire *self,
                       AmiaItem          *item,
                       const char        *part,
                       const AmiaRaw     *extension)
{
  const AmiaRaw *member = extension->first;

  for (; member != NULL; member = member->next)
    {
      const AmiaRaw *inner = g_str_has_prefix (member->key, "_value")
                                 ? amia_raw_get_array (member, "extension")
                                 : NULL;
      const char    *url = amia_raw_get_string (inner, "url");
      const char    *text;

      if (url == NULL || (!g_str_has_suffix (url, "/cqf-calculatedValue") &&
                          !g_str_has_suffix (url, "/cqf-expression")))
        continue;
      text = get_expression (self, item, part, inner);
      if (text != NULL)
        add_bound (self, item, part, text, strcmp (part, "minValue") == 0);
      return TRUE;
    }
  return FALSE;
}

static void
read_launch_context (AmiaQuestionnaire *self, const AmiaRaw *extension)
{
  const AmiaRaw *value = _amia_raw_get_choice (find_part (extension, "name"), "value");
  const char    *name =
      amia_raw_is (value, AMIA_RAW_STRING) ? value->text : amia_raw_get_string (value, "code");

  if (name != NULL)
    g_hash_table_add (self->launch_names, (gpointer) name);
}

/* Declares a name for what was found in the records; there are none. */
static void
read_population_context (AmiaQuestionnaire *self, const AmiaRaw *extension)
{
  const char *name = amia_raw_get_string (_amia_raw_get_choice (extension, "value"), "name");

  if (name != NULL)
    g_hash_table_add (self->launch_names, (gpointer) name);
}

static void
read_toggle (AmiaQuestionnaire *self, AmiaItem *item, const char *part, const AmiaRaw *extension)
{
  const AmiaRaw *expression = find_part (extension, "expression");
  const AmiaRaw *one = amia_raw_get_array (extension, "extension");
  const char    *text = expression != NULL ? get_expression (self, item, part, expression) : NULL;
  AmiaToggle    *toggle;

  if (text == NULL)
    return;
  toggle = _amia_questionnaire_alloc (self, sizeof (AmiaToggle));
  toggle->options = self->nothing;
  for (; one != NULL; one = one->next)
    {
      const AmiaRaw    *value = _amia_raw_get_choice (one, "value");
      const AmiaOption *option = NULL;

      if (value != NULL && g_strcmp0 (amia_raw_get_string (one, "url"), "option") == 0)
        option = amia_value_find_option (item->options, value);
      if (option != NULL)
        _amia_questionnaire_array_add (self, &toggle->options, option);
    }
  parse (self, item, part, text, &toggle->path);
  _amia_questionnaire_array_add (self, &_amia_item_private (item)->toggles, toggle);
}

void
_amia_item_read_toggles (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *extension = amia_raw_get_array (raw, "extension");

  for (; extension != NULL; extension = extension->next)
    {
      const char *url = amia_raw_get_string (extension, "url");

      if (url != NULL && g_str_has_suffix (url, "/" TOGGLE))
        read_toggle (self, item, TOGGLE, extension);
    }
}

gboolean
_amia_questionnaire_is_expression (const char *name)
{
  static const char *const short_names[] = { "variable", "calculatedExpression",
                                             "enableWhenExpression", "initialExpression",
                                             "answerOptionsToggleExpression", "answerExpression" };

  for (guint i = 0; i < G_N_ELEMENTS (short_names); i++)
    if (is_name (name, short_names[i]))
      return TRUE;
  return strcmp (name, "targetConstraint") == 0 || strcmp (name, "questionnaire-constraint") == 0;
}

static gboolean
read_item_expression (AmiaQuestionnaire *self,
                      AmiaItem          *item,
                      const char        *name,
                      const AmiaRaw     *extension)
{
  AmiaItemPrivate *private = _amia_item_private (item);
  const char *bound;

  if (is_name (name, "calculatedExpression") || strcmp (name, "sdf-calculatedExpression") == 0 ||
      strcmp (name, "sdf-copyExpression") == 0 || strcmp (name, "cqf-expression") == 0)
    read_slot (self, item, name, extension, &private->calculated);
  else if (is_name (name, "enableWhenExpression"))
    read_slot (self, item, name, extension, &private->enable);
  else if (is_name (name, "initialExpression") || strcmp (name, "sdf-fhirpath") == 0)
    read_slot (self, item, name, extension, &private->initial);
  else if (is_name (name, "answerExpression"))
    {
      private->asks_for_choices = TRUE;
      read_slot (self, item, name, extension, &private->choices);
    }
  else if (strcmp (name, "sdf-fhirpathvalidation") == 0)
    read_answer_rule (self, item, name, extension);
  else if (strcmp (name, "sdf-maxvalue") == 0 || strcmp (name, "sdf-minvalue") == 0)
    {
      bound = get_expression (self, item, name, extension);
      if (bound != NULL)
        add_bound (self, item, name, bound, strcmp (name, "sdf-minvalue") == 0);
    }
  else if (strcmp (name, TOGGLE) == 0)
    return TRUE; /* Read when the options have been. */
  else if (strcmp (name, "minValue") == 0 || strcmp (name, "maxValue") == 0)
    return read_calculated_bound (self, item, name, extension);
  else
    return FALSE;
  return TRUE;
}

gboolean
_amia_questionnaire_read_expression (AmiaQuestionnaire *self,
                                     AmiaItem          *item,
                                     const char        *name,
                                     const AmiaRaw     *extension)
{
  if (is_name (name, "variable"))
    read_variable (self, item, name, extension);
  else if (strcmp (name, "questionnaire-constraint") == 0 || strcmp (name, "targetConstraint") == 0)
    read_constraint (self, item, name, extension);
  else if (is_name (name, "launchContext"))
    read_launch_context (self, extension);
  else if (is_name (name, "itemPopulationContext"))
    read_population_context (self, extension);
  else if (item == NULL && is_name (name, "calculatedExpression"))
    read_slot (self, NULL, name, extension, NULL); /* LHC-Forms': of use by its name alone. */
  else
    return item != NULL && read_item_expression (self, item, name, extension);
  return TRUE;
}

/* The words that stand there are for those who cannot work them out. */
void
_amia_item_read_text_expression (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *extension = amia_raw_get_array (amia_raw_get (raw, "_text"), "extension");

  for (; extension != NULL; extension = extension->next)
    {
      const char *url = amia_raw_get_string (extension, "url");

      if (url != NULL && (g_str_has_suffix (url, "/cqf-expression") ||
                          g_str_has_suffix (url, "/cqf-calculatedValue")))
        read_slot (self, item, "text", extension, &_amia_item_private (item)->words);
    }
}

static AmiaVariable *
find_declared (GPtrArray *variables, const char *name)
{
  for (guint i = 0; i < variables->len; i++)
    {
      AmiaVariable *variable = g_ptr_array_index (variables, i);

      if (strcmp (variable->name, name) == 0)
        return variable;
    }
  return NULL;
}

/* The variable of that name that @item sees. */
static AmiaVariable *
find_variable (AmiaQuestionnaire *self, const AmiaItem *item, const char *name)
{
  AmiaVariable *variable = NULL;

  for (; item != NULL && variable == NULL; item = item->parent)
    variable = find_declared (_amia_item_private (item)->variables, name);
  return variable != NULL ? variable : find_declared (self->variables, name);
}

static gboolean
is_record (AmiaQuestionnaire *self, const char *name)
{
  return g_ascii_isupper (*name) || g_strv_contains (record_names, name) ||
         g_hash_table_contains (self->launch_names, name);
}

static const char *find_record (AmiaQuestionnaire *self,
                                const AmiaItem    *item,
                                const AmiaPath    *path,
                                guint              depth);

static const char *
look_up_record (AmiaQuestionnaire *self, const AmiaItem *item, AmiaVariable *variable, guint depth)
{
  if (!variable->is_looked_up && depth < NESTED_MAX)
    {
      variable->is_looked_up = TRUE;
      variable->record = find_record (self, item, variable->path, depth + 1);
    }
  return variable->record;
}

/* The first thing from outside that @path asks for, be it by way of variables, or NULL. */
static const char *
find_record (AmiaQuestionnaire *self, const AmiaItem *item, const AmiaPath *path, guint depth)
{
  GPtrArray  *names = amia_path_get_names (path);
  const char *found = NULL;

  for (guint i = 0; i < names->len && found == NULL; i++)
    {
      const char   *name = g_ptr_array_index (names, i);
      AmiaVariable *variable = find_variable (self, item, name);

      if (variable != NULL)
        found = look_up_record (self, item, variable, depth);
      else if (is_record (self, name))
        found = name;
    }
  return found;
}

static void
drop (AmiaQuestionnaire *self,
      const Pending     *pending,
      AmiaNoteKind       kind,
      const char        *cause,
      const char        *name)
{
  g_autofree char *detail = g_strconcat (cause, name, NULL);

  _amia_questionnaire_note (self, kind, pending->item, pending->part, detail);
  if (pending->slot != NULL)
    *pending->slot = NULL;
}

/* A condition that nobody can decide must not hide its item for ever; so it is left out. */
static void
resolve (AmiaQuestionnaire *self, const Pending *pending)
{
  GPtrArray  *names = amia_path_get_names (pending->path);
  const char *record = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!g_strv_contains (known_names, name) && !is_record (self, name) &&
          find_variable (self, pending->item, name) == NULL)
        drop (self, pending, AMIA_NOTE_WARNING, "nobody declares %", name);
    }
  if (!is_name (pending->part, "variable"))
    record = find_record (self, pending->item, pending->path, 0);
  if (record != NULL)
    drop (self, pending, get_kind (pending->part), "asks for records that are not here: ", record);
}

/* A list that nobody here can work out is answered in words, like one that is not in the file. One
 * box to choose in takes one answer. */
static void
resolve_choices (AmiaQuestionnaire *self, AmiaItem *item)
{
  AmiaItemPrivate *private = _amia_item_private (item);
  gboolean is_choice = item->type == AMIA_ITEM_CHOICE || item->type == AMIA_ITEM_OPEN_CHOICE;

  if (!private->asks_for_choices)
    return;
  if (item->options->len > 0 || item->are_options_missing)
    {
      _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "answerExpression",
                                "beside a list of its own, which is used");
      return;
    }
  item->is_list_worked_out = private->choices != NULL && is_choice && !item->is_repeating;
  item->are_options_missing = is_choice && !item->is_list_worked_out;
  if (private->choices != NULL && !item->is_list_worked_out)
    _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, "answerExpression",
                              "only for one answer of a choice");
}

void
_amia_questionnaire_resolve_expressions (AmiaQuestionnaire *self)
{
  for (guint i = 0; i < self->pending->len; i++)
    resolve (self, g_ptr_array_index (self->pending, i));
  for (guint i = 0; i < self->all_items->len; i++)
    {
      AmiaItem *item = g_ptr_array_index (self->all_items, i);
      AmiaItemPrivate *private = _amia_item_private (item);

      item->is_calculated = private->calculated != NULL && amia_item_is_question (item);
      resolve_choices (self, item);
      if (item->is_calculated || item->is_list_worked_out || private->enable != NULL ||
          private->words != NULL || private->toggles->len > 0)
        _amia_questionnaire_array_add (self, &self->expressive, item);
    }
}
