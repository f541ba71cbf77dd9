/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-fhirpath.h"
#include "amia-forms-error.h"
#include "amia-message.h"
#include "amia-questionnaire.h"
#include "amia-raw-json.h"

G_BEGIN_DECLS

/*
 * What the files that read a questionnaire share. While it is read the items are written to; once
 * amia_questionnaire_new_from_data() has returned, nothing in here changes any more.
 */

/* A text: base words and where translations stand, either in `extension` of `_text` or in
 * `designation` of a value set's concept. */
struct _AmiaText
{
  const char    *base;
  const AmiaRaw *extensions;
  const AmiaRaw *designations;
};

/* A named expression, `variable`. */
typedef struct
{
  const char     *name;
  const AmiaPath *path;
  /* The record from outside that it asks for, NULL if none, once that was looked up. */
  const char *record;
  gboolean    is_looked_up;
} AmiaVariable;

/* A rule beside the usual ones: its message if @path says false. */
typedef struct
{
  const AmiaPath *path;
  AmiaMessageCode code;
  AmiaSeverity    severity;
  const char     *key;
  const char     *human;
  /* What to name as the limit, if it is worked out, too. */
  const AmiaPath *limit;
} AmiaConstraint;

/* Options that are offered only while @path says true; an option may stand in several. */
typedef struct
{
  const AmiaPath *path;
  GPtrArray      *options;
} AmiaToggle;

/* An item with what only the engine needs. */
typedef struct
{
  AmiaItem       item;
  const AmiaRaw *raw;
  const AmiaRaw *min_value;
  const AmiaRaw *max_value;
  GRegex        *regex;
  /* Codes that are in no list are answers, too (answerConstraint optionsOrType). */
  gboolean are_options_open;
  /* Items whose conditions look at this one. */
  GPtrArray *dependents;
  /* Sources have a lower rank than what depends on them, parents than their children. */
  guint rank;
  /* Any question among its descendants. */
  gboolean has_questions_below;
  /* FHIRPath; NULL where there is none. */
  const AmiaPath *calculated;
  const AmiaPath *enable;
  const AmiaPath *initial;
  /* What to choose from, and what to show as its text, worked out from other answers. */
  const AmiaPath *choices;
  const AmiaPath *words;
  gboolean        asks_for_choices;
  GPtrArray      *variables;
  GPtrArray      *constraints;
  GPtrArray      *toggles;
  /* How many items it is with all below it. */
  guint n_items;
} AmiaItemPrivate;

struct _AmiaQuestionnaire
{
  gatomicrefcount  ref_count;
  GBytes          *data;
  AmiaRawDocument *document;
  /* The Questionnaire in it. */
  const AmiaRaw *root;
  /* Where value sets may stand: what is contained in the Questionnaire, the other resources of its
   * Bundle, the lists that came with it. AmiaRaw, resources. */
  GPtrArray      *resources;
  char           *hash;
  char           *canonical;
  const char     *url;
  const char     *version;
  const char     *language;
  const char     *area;
  GPtrArray      *subprojects;
  AmiaFormScope   scope;
  gboolean        needs_approval;
  const AmiaText *title;
  const AmiaText *description;
  gboolean        has_prefixes;
  gboolean        is_signature_required;

  GPtrArray  *items;
  GPtrArray  *all_items;
  GHashTable *by_link_id;
  /* A list of options to the same one for a string. */
  GHashTable *text_lists;
  GPtrArray  *variables;
  GPtrArray  *constraints;
  /* Items with an expression that has to be evaluated again after each change. */
  GPtrArray *expressive;
  GPtrArray *notes;

  /* Owners of everything the items point to. */
  GPtrArray       *allocations;
  GPtrArray       *arrays;
  GPtrArray       *documents;
  GPtrArray       *regexes;
  GPtrArray       *paths;
  GPtrArray       *pending;
  GHashTable      *launch_names;
  GHashTable      *ignored_urls;
  GHashTable      *expansions;
  AmiaRawDocument *standard;
  GStringChunk    *strings;
  GPtrArray       *nothing;
};

static inline AmiaItemPrivate *
_amia_item_private (const AmiaItem *item)
{
  return (AmiaItemPrivate *) item;
}

/* Zeroed memory that lives as long as the questionnaire. */
gpointer _amia_questionnaire_alloc (AmiaQuestionnaire *self, gsize size);

/* An array that lives as long as the questionnaire; @array is set if it was the shared empty
 * one. */
void
_amia_questionnaire_array_add (AmiaQuestionnaire *self, GPtrArray **array, gconstpointer element);

/* Notes a remark once per part, item and detail. */
void _amia_questionnaire_note (AmiaQuestionnaire *self,
                               AmiaNoteKind       kind,
                               const AmiaItem    *item,
                               const char        *part,
                               const char        *detail);

/* The text of @parent's member @name, with `_name` beside it; NULL if there is neither. */
const AmiaText *_amia_questionnaire_text (AmiaQuestionnaire *self,
                                          const AmiaRaw     *parent,
                                          const char        *name);

const AmiaText *_amia_questionnaire_text_new (AmiaQuestionnaire *self,
                                              const char        *base,
                                              const AmiaRaw     *extensions,
                                              const AmiaRaw     *designations);

/* The member value[x] (or answer[x], initial[x]) of an object; NULL if there is none. */
const AmiaRaw *_amia_raw_get_choice (const AmiaRaw *object, const char *prefix);

/* A number of at least 0, also where an author wrote it as a string; @otherwise if it is none. */
guint _amia_raw_to_guint (const AmiaRaw *value, guint otherwise);

/* amia-questionnaire-items.c: reads `item` of the questionnaire and all below. */
gboolean _amia_questionnaire_read_items (AmiaQuestionnaire *self, GError **error);

/* amia-questionnaire-extensions.c */
void _amia_questionnaire_read_extensions (AmiaQuestionnaire *self, const AmiaRaw *root);
void _amia_item_read_extensions (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw);

/* amia-questionnaire-expressions.c: extensions that hold FHIRPath. @item is NULL for the
 * questionnaire's own. Returns FALSE if @extension is none of them. */
gboolean _amia_questionnaire_read_expression (AmiaQuestionnaire *self,
                                              AmiaItem          *item,
                                              const char        *name,
                                              const AmiaRaw     *extension);
/* After the options have been read. */
void
     _amia_item_read_text_expression (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw);
void _amia_item_read_toggles (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw);

/* Whether an extension of that name is an expression that is read. */
gboolean _amia_questionnaire_is_expression (const char *name);
void     _amia_questionnaire_resolve_expressions (AmiaQuestionnaire *self);

/* amia-questionnaire-options.c: answerOption, answerValueSet, units and initial values. */
void _amia_item_read_options (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw);
void _amia_item_read_initials (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw);
void _amia_item_add_unit (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *coding);

/* An option for a Coding or a value set's concept; NULL if it has neither code nor display. */
AmiaOption *_amia_option_new_coding (AmiaQuestionnaire *self,
                                     const char        *system,
                                     const AmiaRaw     *coding,
                                     const AmiaRaw     *designations);

/* amia-questionnaire-value-sets.c: puts the codings of a value set into @options, if that is empty.
 * Returns FALSE if the set is not all in the file. */
gboolean _amia_questionnaire_expand (AmiaQuestionnaire *self,
                                     const char        *canonical,
                                     GPtrArray        **options);

/* amia-standard-value-sets.c: the first of the ValueSets that need not be in the file. */
const AmiaRaw *_amia_questionnaire_get_standard_value_sets (AmiaQuestionnaire *self);

/* Whether @canonical is one of them, of codes that FHIR itself has named. */
gboolean _amia_questionnaire_is_standard (const char *canonical);

/* amia-questionnaire-rules.c: enableWhen; which item depends on which, in what order. */
void _amia_item_read_conditions (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw);
void _amia_questionnaire_resolve_rules (AmiaQuestionnaire *self);

G_END_DECLS
