/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-forms-error.h"
#include "amia-message-private.h"
#include "amia-questionnaire-private.h"
#include "amia-raw-json.h"
#include "amia-response.h"
#include "amia-value.h"

G_BEGIN_DECLS

/* What the files that make up a response share. */

struct _AmiaNode
{
  AmiaResponse   *response;
  const AmiaItem *item;
  AmiaNode       *parent;
  /* Of a list the rows that are there, in order; else one node per child item. */
  GPtrArray *children;
  guint      index;
  char      *path;
  char      *value_path;

  /* Lists: all rows ever seen, by id; owns them. */
  GHashTable *rows;
  /* Rows. */
  char *row_id;
  char *marker;
  char *order;

  /* What is stored: JSON text, NULL if never written; its parse; the answers in it. */
  char            *value;
  AmiaRawDocument *document;
  const AmiaRaw  **answers;
  guint            n_answers;
  gboolean         is_malformed;
  /* The same, worked out by an expression. */
  char            *calculated;
  AmiaRawDocument *calculated_document;
  const AmiaRaw  **calculated_answers;
  guint            n_calculated;

  /* How many fields at and below this node hold something: what keeps a row. */
  guint n_values;

  gboolean is_there;
  /* A character for each option, '-' for those that are not offered; NULL if all are. */
  char *offers;
  /* What answerExpression gives: a JSON list, its parse, the options; NULL before. */
  char            *choices;
  AmiaRawDocument *choices_document;
  GPtrArray       *options;
  /* Its text if that is worked out. */
  char *words;
  /* What enableWhenExpression says. */
  gboolean is_enabled_by_expression;
  gboolean is_enabled;
  gboolean is_queued;
  gboolean is_changed;
};

struct _AmiaResponse
{
  gatomicrefcount    ref_count;
  AmiaQuestionnaire *questionnaire;
  char              *language;
  char              *today;
  char              *variant;
  AmiaNode          *root;
  guint              n_nodes;
  GHashTable        *unplaced;

  /* Nodes whose enablement is to be looked at, as a heap by rank. */
  GPtrArray *queue;
  GPtrArray *changed;
  /* Nodes that were enabled while a person was at work, and may want an initial value. */
  GPtrArray *enabled;
  gboolean   is_collecting;
  /* Something changed that an expression may look at. */
  gboolean needs_calculation;
  /* How often it is held. */
  guint n_holds;
  /* What expressions have cost since the last change. */
  guint n_steps;
};

AmiaNode *_amia_node_new (AmiaResponse *response, const AmiaItem *item, AmiaNode *parent);
void      _amia_node_free (AmiaNode *self);

/* The row of a list; created, absent until something is written in it, if @create. */
AmiaNode *_amia_node_get_row (AmiaNode *list, const char *row_id, gboolean create);

/* Takes over the (parsed) value of a question; NULL for a field never written. */
void _amia_node_store (AmiaNode *self, const char *value, AmiaRawDocument *document);

/* Sets a row's order key, NULL to remove its marker. */
void _amia_node_store_order (AmiaNode *self, const char *order);

/* The answers that count: none if it is disabled, malformed or empty; calculated ones included. */
guint          _amia_node_get_n_answers (const AmiaNode *self);
const AmiaRaw *_amia_node_get_answer (const AmiaNode *self, guint index);

/* Takes over what an expression gives, NULL for nothing; FALSE if it is what was there. */
gboolean _amia_node_take_calculated (AmiaNode *self, char *value);

/* amia-node-choices.c: takes over the (worked out) list to choose from; FALSE if it is the same. */
gboolean _amia_node_take_choices (AmiaNode *self, char *choices);

/* Whether @value could be stored at this node; the reason why not in @code. */
gboolean _amia_node_accepts (const AmiaNode *self, const AmiaRaw *value, AmiaMessageCode *code);

/* Calls @func for the nodes of @item at or below @scope, whose item is @item or around it; a list
 * stands for its rows. */
typedef void (*AmiaNodeFunc) (AmiaNode *node, gpointer user_data);
void
_amia_node_visit (AmiaNode *scope, const AmiaItem *item, AmiaNodeFunc func, gpointer user_data);

/* The nearest node, from @self upwards, that is of @item or around where @item is. */
AmiaNode *_amia_node_find_scope (AmiaNode *self, const AmiaItem *item);

void _amia_node_mark_changed (AmiaNode *self);

/* amia-response-enable.c: puts a node into the queue; tells those who look at its answer; works it
 * off. */
void _amia_response_enqueue (AmiaResponse *self, AmiaNode *node);
void _amia_response_enqueue_dependents (AmiaResponse *self, AmiaNode *node);
void _amia_response_settle (AmiaResponse *self);

/* amia-response-calculate.c: evaluates the form's expressions; TRUE if anything changed. */
gboolean _amia_response_calculate (AmiaResponse *self);
void     _amia_check_constraints (AmiaNode *node, GPtrArray *constraints, GPtrArray *messages);

/* amia-response-edit.c */
AmiaEdit  *_amia_edit_new (const char *path, const char *value);
GPtrArray *_amia_edits_new (void);

/* The node at @path, of any kind. */
AmiaNode *_amia_response_find_any (AmiaResponse *self, const char *path);

/* The node whose field @path is: a question, or a row if @is_marker. Rows are created if
 * @create. */
AmiaNode *_amia_response_resolve (AmiaResponse *self,
                                  const char   *path,
                                  gboolean      create,
                                  gboolean     *is_marker);

/* A new last row without initial values; NULL if the form has too many nodes. */
AmiaNode *_amia_response_append_row (AmiaNode *list, GPtrArray *edits);

/* The row of that id, made if it is not there; @order is its place, NULL for the last one. NULL if
 * the form has too many nodes. */
AmiaNode *_amia_response_put_row (AmiaNode   *list,
                                  const char *row_id,
                                  const char *order,
                                  GPtrArray  *edits);

/* Stores @value, which fits, and appends the edit. Nothing follows from it before the response is
 * settled or finished. */
void _amia_response_store (AmiaNode *node, const char *value, GPtrArray *edits);

/* Settles, and gives newly enabled items their initial values. */
void _amia_response_finish (AmiaResponse *self, GPtrArray *edits);

/* amia-response-fill.c: the option that a coding without all its parts, or a word, stands for: by
 * code first, then by display. */
const AmiaOption *_amia_find_option_by_words (GPtrArray *options, const AmiaRaw *value);

/* A number, or a quantity with a unit in words, as a Quantity with the unit's code and system; NULL
 * if the form does not know the unit. */
char *_amia_complete_quantity (const AmiaItem *item, const AmiaRaw *value);

/* amia-answer-check.c: all that can be said of the answers of one question without knowing where
 * it stands. Messages have link_id and index. */
void _amia_check_answers (const AmiaItem       *item,
                          const AmiaRaw *const *answers,
                          guint                 n_answers,
                          GPtrArray            *messages);

/* How many answers, or rows with answers, there are. */
void _amia_check_count (const AmiaItem *item, guint n_answers, GPtrArray *messages);

G_END_DECLS
