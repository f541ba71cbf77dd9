/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-fhirpath.h"
#include "amia-response-private.h"

G_BEGIN_DECLS

/* Bounds: of an expression's text, its nesting, the work of one evaluation, and the texts
 * that it makes. */
#define AMIA_PATH_BYTES_MAX  16384
#define AMIA_PATH_DEPTH_MAX  100
#define AMIA_PATH_STEPS_MAX  400000
#define AMIA_PATH_NESTED_MAX 24
#define AMIA_PATH_TEXT_MAX   (1 << 20)
#define AMIA_PATH_LEVELS_MAX 4000 /* of terms within terms, through variables, too */

typedef enum
{
  AMIA_TERM_LITERAL,  /* value */
  AMIA_TERM_EMPTY,    /* {} */
  AMIA_TERM_THIS,     /* $this */
  AMIA_TERM_TOTAL,    /* $total */
  AMIA_TERM_INDEX,    /* $index */
  AMIA_TERM_VARIABLE, /* %text */
  AMIA_TERM_MEMBER,   /* [0].text; [0] is NULL at the beginning of a path */
  AMIA_TERM_CALL,     /* [0].text ([1], …) */
  AMIA_TERM_INDEXER,  /* [0][[1]] */
  AMIA_TERM_UNARY,    /* -[0] */
  AMIA_TERM_BINARY    /* [0] text [1] */
} AmiaTermKind;

typedef enum
{
  AMIA_PATH_BOOLEAN,
  AMIA_PATH_NUMBER,
  AMIA_PATH_STRING,
  AMIA_PATH_DATE,     /* also dateTime; text */
  AMIA_PATH_TIME,     /* text */
  AMIA_PATH_QUANTITY, /* number and text, the unit */
  AMIA_PATH_RAW,      /* an object of the questionnaire or of an answer */
  AMIA_PATH_RESOURCE, /* the response */
  AMIA_PATH_ITEM,     /* node: a group's row or a question, with its rows */
  AMIA_PATH_ANSWER    /* node: a question without rows, or one row; index */
} AmiaPathKind;

typedef struct
{
  AmiaPathKind    kind;
  gboolean        is_true;
  gboolean        is_integer;
  double          number;
  const char     *text;
  const AmiaRaw  *raw;
  AmiaNode       *node;
  guint           index;
  const AmiaItem *item; /* whose answer it is, for weight() */
} AmiaPathValue;

typedef struct _AmiaTerm AmiaTerm;

struct _AmiaTerm
{
  AmiaTermKind  kind;
  const char   *text;
  AmiaPathValue value;
  GPtrArray    *parts;
  /* Of a call: an entry of the one table or of the other. */
  gconstpointer function;
  gconstpointer scalar;
};

struct _AmiaPath
{
  GPtrArray    *terms;
  GPtrArray    *names;
  GStringChunk *strings;
  AmiaTerm     *root;
};

/* One evaluation, with all that it makes. Collections are arrays of AmiaPathValue. */
typedef struct
{
  AmiaResponse *response;
  AmiaNode     *node;
  GPtrArray    *collections;
  GStringChunk *strings;
  guint         n_steps;
  guint         n_nested;
  guint         n_levels;

  AmiaPathValue this_value;
  gboolean      has_this;
  GArray       *total;
  guint         index;
} AmiaEvaluation;

/* amia-fhirpath.c */
GArray  *_amia_path_collection (AmiaEvaluation *evaluation);
GArray  *_amia_path_evaluate (AmiaEvaluation *evaluation, const AmiaTerm *term);
gboolean _amia_path_may_go_on (AmiaEvaluation *evaluation);

/* Counts work that is more than a step; FALSE if that was more than there is. All that goes through
 * a collection, copies one or makes a text says so: what doubles with each step, be it texts or
 * collections, is beyond any memory after forty of them. */
gboolean _amia_path_spend (AmiaEvaluation *evaluation, gsize n_steps);

/* Evaluates @term with each value of @focus as $this in turn. */
GArray *_amia_path_evaluate_each (AmiaEvaluation *evaluation,
                                  const AmiaTerm *term,
                                  GArray         *focus,
                                  guint           index);

/* amia-fhirpath-values.c */
void _amia_path_add_boolean (GArray *collection, gboolean value);
void _amia_path_add_number (GArray *collection, double value, gboolean is_integer);
/* One that is longer than AMIA_PATH_TEXT_MAX ends the evaluation. */
void        _amia_path_add_string (AmiaEvaluation *evaluation,
                                   GArray         *collection,
                                   const char     *text);
void        _amia_path_add_member (AmiaEvaluation      *evaluation,
                                   GArray              *out,
                                   const AmiaPathValue *value,
                                   const char          *name);
void        _amia_path_add_descendants (AmiaEvaluation      *evaluation,
                                        GArray              *out,
                                        const AmiaPathValue *value);
const char *_amia_path_to_text (AmiaEvaluation *evaluation, const AmiaPathValue *value);
gboolean    _amia_path_to_number (const AmiaPathValue *value, double *number);
char       *_amia_path_write_number (double number);

/* The one boolean of a collection; FALSE if there is none ("not known"). Other values count as
 * true. */
gboolean _amia_path_get_boolean (GArray *collection, gboolean *value);
/* What a number is of: the code of a quantity's unit, or its words; "" for a bare number. */
const char *_amia_path_get_unit (const AmiaPathValue *value);

/* Makes a number a quantity of @unit; of "" it stays a number. */
void _amia_path_set_unit (AmiaPathValue *number, const char *unit);

/* Numbers of one unit, or both of none; different units are not converted. */
gboolean _amia_path_have_same_unit (const AmiaPathValue *a, const AmiaPathValue *b);

/* Neither equal nor not: other units, or dates of another precision. */
gboolean  _amia_path_is_undecided (const AmiaPathValue *a, const AmiaPathValue *b);
gboolean  _amia_path_is_equal (const AmiaPathValue *a, const AmiaPathValue *b);
AmiaOrder _amia_path_compare (const AmiaPathValue *a, const AmiaPathValue *b);

/* amia-fhirpath-operators.c */
GArray *_amia_path_operate (AmiaEvaluation *evaluation, const char *name, GArray *a, GArray *b);

/* amia-fhirpath-scalars.c */
gconstpointer _amia_path_find_scalar (const char *name, guint n_arguments);
GArray       *_amia_path_call_scalar (AmiaEvaluation *evaluation,
                                      const AmiaTerm *call,
                                      GArray         *focus);

/* amia-fhirpath-functions.c: NULL if there is no function of that name for so many arguments. */
gconstpointer _amia_path_find_function (const char *name, guint n_arguments);
GArray       *_amia_path_call (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus);

static inline AmiaPathValue *
_amia_path_at (GArray *collection, guint index)
{
  return &g_array_index (collection, AmiaPathValue, index);
}

G_END_DECLS
