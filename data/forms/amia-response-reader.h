/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-response-private.h"

G_BEGIN_DECLS

/*
 * Reads a foreign QuestionnaireResponse into a response. Import keeps the edits; validation keeps
 * where everything stood.
 */

/* An item of the resource and the node it was read into: a list's row, or the node itself. */
typedef struct
{
  AmiaNode *node;
  char     *location;
  /* The answers, in order, as they were read; also those that were not taken over. */
  guint          n_answers;
  const AmiaRaw *answers;
} AmiaFound;

typedef struct
{
  AmiaResponse *response;
  GPtrArray    *edits;
  GPtrArray    *messages;
  /* AmiaFound, in the resource's order. */
  GPtrArray *found;
} AmiaReader;

AmiaReader *_amia_reader_new (AmiaResponse *response);
void        _amia_reader_free (AmiaReader *self);

/* Reads `item` of @root, which is a QuestionnaireResponse. */
void _amia_reader_read (AmiaReader *self, const AmiaRaw *root);

/* A message at a place in the resource. */
AmiaMessage *_amia_reader_add (AmiaReader     *self,
                               AmiaMessageCode code,
                               const char     *link_id,
                               const char     *location);

/* amia-response-structure.c: what can be said of @root without a questionnaire: unknown properties,
 * status, empty values, and the invariants of the resource. */
void _amia_check_structure (const AmiaRaw *root, GPtrArray *messages);

/* Parses, and checks that it is a QuestionnaireResponse. */
AmiaRawDocument *_amia_response_document_new (const char *data, gssize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaReader, _amia_reader_free)

G_END_DECLS
