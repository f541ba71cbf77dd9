/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AMIA_FORMS_ERROR:
 *
 * The error domain of everything in forms/. A message reads "Failed to <action>: <cause>" and is
 * written for developers and for `amia-tool` users; the app chooses its sentence by the code.
 */
#define AMIA_FORMS_ERROR (amia_forms_error_quark ())

/**
 * AmiaFormsError:
 * @AMIA_FORMS_ERROR_SYNTAX: not JSON, or not UTF-8; the message names line and column
 * @AMIA_FORMS_ERROR_LIMIT: beyond one of the AMIA_FORMS_MAX limits below (size, depth, items, rows)
 * @AMIA_FORMS_ERROR_RESOURCE: JSON, but not the resource that was asked for, or without what such a
 *   resource cannot be without (an item without linkId, two items with the same linkId)
 * @AMIA_FORMS_ERROR_PATH: no item or row of this questionnaire has that answer path
 * @AMIA_FORMS_ERROR_TYPE: a value that the item's type cannot hold
 * @AMIA_FORMS_ERROR_INCOMPLETE: a response with errors was to be exported as completed
 * @AMIA_FORMS_ERROR_MISMATCH: a response that belongs to another questionnaire (url)
 * @AMIA_FORMS_ERROR_EXPRESSION: a FHIRPath expression outside the supported subset
 *
 * What a caller of forms/ may have to tell apart.
 */
typedef enum
{
  AMIA_FORMS_ERROR_SYNTAX,
  AMIA_FORMS_ERROR_LIMIT,
  AMIA_FORMS_ERROR_RESOURCE,
  AMIA_FORMS_ERROR_PATH,
  AMIA_FORMS_ERROR_TYPE,
  AMIA_FORMS_ERROR_INCOMPLETE,
  AMIA_FORMS_ERROR_MISMATCH,
  AMIA_FORMS_ERROR_EXPRESSION
} AmiaFormsError;

GQuark amia_forms_error_quark (void);

/* Bounds on foreign input, far above what a person could fill in. */

/** AMIA_FORMS_MAX_BYTES: the largest questionnaire or response that is read. */
#define AMIA_FORMS_MAX_BYTES (32 * 1024 * 1024)

/** AMIA_FORMS_MAX_JSON_DEPTH: the deepest nesting of JSON arrays and objects. */
#define AMIA_FORMS_MAX_JSON_DEPTH 400

/** AMIA_FORMS_MAX_ITEMS: the most items, on all levels together, that a questionnaire may have. */
#define AMIA_FORMS_MAX_ITEMS 20000

/** AMIA_FORMS_MAX_ITEM_DEPTH: the deepest nesting of items. */
#define AMIA_FORMS_MAX_ITEM_DEPTH 64

/** AMIA_FORMS_MAX_NODES: the most items of a response, rows times their items. */
#define AMIA_FORMS_MAX_NODES 400000

/** AMIA_FORMS_MAX_VALUE_BYTES: the longest single answer, as JSON text. */
#define AMIA_FORMS_MAX_VALUE_BYTES (4 * 1024 * 1024)

G_END_DECLS
