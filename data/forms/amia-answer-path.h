/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-item.h"

G_BEGIN_DECLS

/*
 * Answer paths: the names of a form record's fields
 * =================================================
 *
 * Every answer is one field of the form's record, so that two people who answer different questions
 * never collide. The field's name is the way to the answer from the top of the form:
 *
 *   answer/health/sleep           a question in a group
 *   answer/job/[4f1c…]            a row of a repeating group: its place among the rows, or null
 *   answer/job/[4f1c…]/employer   a question in that row
 *   answer/symptoms               a repeating question: one JSON list
 *   answer/meds/[9a30…]/=         one answer of a repeating question with questions beneath it,
 *   answer/meds/[9a30…]/dose      and such a question
 *   answer/smokes/amount          a question beneath a question that does not repeat
 *
 * Segments are linkIds escaped as in JSON Pointer (RFC 6901: `~` is `~0`, `/` is `~1`); further, a
 * leading `[` is `~2` and a linkId that is just `=` is `~3`, so that no linkId can be taken for a
 * row or a value.
 *
 * A row is there if its marker is not null, or if any answer inside it is not null. Removing
 * a row sets its marker and its answers to null in one change; an answer that a colleague wrote in
 * it meanwhile, not having seen the removal, brings the row back with that answer. Nobody's typing
 * disappears.
 */

/** AMIA_ANSWER_PREFIX: what the name of every answer field begins with. */
#define AMIA_ANSWER_PREFIX "answer/"

/**
 * amia_answer_path_append_link_id:
 * @path: (nullable): the path so far, or %NULL for the top of the form
 * @link_id: a linkId, unescaped
 *
 * Returns: (transfer full): the path of the item @link_id directly under @path
 */
char *amia_answer_path_append_link_id (const char *path, const char *link_id);

/**
 * amia_answer_path_append_row:
 * @path: the path of an item with rows
 * @row_id: a row's id, usually a UUID; no `/` or `]`
 *
 * Returns: (transfer full): the path of that row: its marker field
 */
char *amia_answer_path_append_row (const char *path, const char *row_id);

/**
 * amia_answer_path_append_value:
 * @path: the path of a row of a repeating question
 *
 * Returns: (transfer full): the path of the row's own answer
 */
char *amia_answer_path_append_value (const char *path);

/**
 * AmiaSegmentKind:
 * @AMIA_SEGMENT_LINK_ID: an item
 * @AMIA_SEGMENT_ROW: a row of the item before it
 * @AMIA_SEGMENT_VALUE: the answer of the row before it
 */
typedef enum
{
  AMIA_SEGMENT_LINK_ID,
  AMIA_SEGMENT_ROW,
  AMIA_SEGMENT_VALUE
} AmiaSegmentKind;

/**
 * AmiaSegment:
 * @kind: what it names
 * @name: linkId or row id, unescaped
 *
 * One step of an answer path.
 */
typedef struct
{
  AmiaSegmentKind kind;
  char           *name;
} AmiaSegment;

/**
 * amia_answer_path_parse:
 * @path: a field name
 *
 * Splits and unescapes a path. Whether a questionnaire has such items is not its question.
 *
 * Returns: (transfer full) (nullable) (element-type AmiaSegment): the segments, or %NULL if
 *   @path is no answer path
 */
GPtrArray *amia_answer_path_parse (const char *path);

/**
 * amia_answer_path_dup_link_id:
 * @path: a field name
 *
 * Returns: (transfer full) (nullable): the linkId of the item that the path leads to, or %NULL if
 *   @path is no answer path
 */
char *amia_answer_path_dup_link_id (const char *path);

/**
 * amia_answer_path_is_row_marker:
 * @path: a field name
 *
 * Returns: %TRUE if @path names a row rather than an answer
 */
gboolean amia_answer_path_is_row_marker (const char *path);

/**
 * amia_order_key_between:
 * @before: (nullable): the key to come after, or %NULL for the first place
 * @after: (nullable): the key to come before, or %NULL for the last place
 *
 * Makes a row's order key. Keys compare as strings (strcmp) and there is always room between two,
 * so that moving one row writes one field. Rows with equal keys, added at the same place by
 * two people, are ordered by their ids. If @before is not less than @after (a merge may do that)
 * the key comes directly after @before.
 *
 * Returns: (transfer full): a key of the characters 0-9A-Za-z
 */
char *amia_order_key_between (const char *before, const char *after);

G_END_DECLS
