/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-node.h"
#include "amia-raw-json.h"

G_BEGIN_DECLS

/*
 * FHIRPath, the subset that questionnaires use: over the answers of the response at hand, never
 * over other resources.
 *
 *  - paths: item, answer, value, valueDecimal and the like, linkId, code, system, display, unit,
 *    indexers, and the questionnaire's own elements below %questionnaire and %qitem
 *  - %resource, %context, %questionnaire, %qitem, declared variables; a declared launch context
 * such as %patient and paths that begin with a resource type (Patient.name) are empty here
 *  - literals: 'text', 1, 1.5, true, @2026-05-04, @T12:00, {}, 3 'kg', 120 years
 *  - + - * / div mod & = != ~ !~ < > <= >= and or xor implies in contains | is as
 *  - functions: those listed in amia-fhirpath-functions.c, of the collections, of text, of numbers,
 *    today(), now(), iif(), aggregate(), and SDC's weight() (also called ordinal())
 *
 * Anything else is refused when the expression is read, by name, and so listed among a
 * questionnaire's unsupported parts rather than found out at the bedside. An empty collection is
 * "not known", as FHIRPath has it. So is a comparison of quantities of different units, which are
 * not converted, or of a quantity with a bare number. Numbers are computed in binary and written
 * with at most eight decimals.
 */

/** AmiaPath: a parsed expression; immutable, any thread may evaluate it. */
typedef struct _AmiaPath AmiaPath;

/**
 * amia_path_new:
 * @text: the expression
 * @error: return location
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX if it is no FHIRPath; _EXPRESSION, naming what is not supported.
 *
 * Returns: (transfer full) (nullable): the expression
 */
AmiaPath *amia_path_new (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void      amia_path_free (AmiaPath *self);

/**
 * amia_path_get_names:
 * @self: an expression
 *
 * Returns: (transfer none) (element-type utf8): the names behind % that it uses, and the types of
 *   resources that its paths begin with, such as `Patient`
 */
GPtrArray *amia_path_get_names (const AmiaPath *self);

/**
 * amia_path_evaluate_boolean:
 * @self: an expression
 * @node: the item it is about, or the root
 * @result: (out): what it says
 *
 * Returns: %FALSE if it does not say: empty, or not a boolean
 */
gboolean amia_path_evaluate_boolean (const AmiaPath *self, AmiaNode *node, gboolean *result);

/**
 * amia_path_evaluate_answer:
 * @self: an expression
 * @node: a question
 *
 * Returns: (transfer full) (nullable): its value as an answer to @node, JSON text; %NULL if it is
 *   empty or cannot be one
 */
char *amia_path_evaluate_answer (const AmiaPath *self, AmiaNode *node);

/**
 * amia_path_evaluate_list:
 * @self: an expression
 * @node: a question
 *
 * Returns: (transfer full): all its values as answers to @node, a JSON list; without those that
 *   cannot be one
 */
char *amia_path_evaluate_list (const AmiaPath *self, AmiaNode *node);

/**
 * amia_path_evaluate_words:
 * @self: an expression
 * @node: the item it is about, or the root
 *
 * Returns: (transfer full) (nullable): its first value as words for people; %NULL if there is none
 */
char *amia_path_evaluate_words (const AmiaPath *self, AmiaNode *node);

/**
 * amia_path_evaluate_text:
 * @self: an expression
 * @node: the item it is about, or the root
 *
 * Returns: (transfer full): its values, separated by a bar; for messages and tests
 */
char *amia_path_evaluate_text (const AmiaPath *self, AmiaNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaPath, amia_path_free)

G_END_DECLS
