/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record.h"

G_BEGIN_DECLS

/* The field whose ops also name heads of the other fields. */
#define REMOVED_FIELD "removed"

/* The version of the format in amia-record-codec.c. */
#define AMIA_RECORD_FORMAT 1

/* The register of one field.
 *
 * @heads: AmiaHead, in the order that amia_record_get_heads() promises
 * @seen: for each head in the same place the heads of other fields that its author saw: AmiaRef in
 *   order, or %NULL for none. Only an op of `removed` names such; %NULL if none does
 * @replaced: a set of names: of all that any op applied so far replaces, met or not; %NULL for an
 *   empty one
 *
 * A page of changes makes a hundred thousand of these, and most are a first value: so what is not
 * needed is not made. */
typedef struct
{
  GArray    *heads;
  GPtrArray *seen;
  GArray    *replaced;
} AmiaRegister;

AmiaRegister *_amia_register_new (void);
void          _amia_register_free (AmiaRegister *self);

/* Which of two heads is the older. */
int _amia_head_compare (const AmiaHead *a,
                        const AmiaHead *b);

const AmiaHead *_amia_register_get_head (const AmiaRegister *self,
                                         guint               place);

const GArray *_amia_register_get_seen (const AmiaRegister *self,
                                       guint               place);
GArray       *_amia_register_obtain_replaced (AmiaRegister *self);

/* Where the head of that name is; FALSE if there is none. */
gboolean _amia_register_find_head (const AmiaRegister *self,
                                   const AmiaUuid     *device,
                                   gint64              n,
                                   guint              *place);

/* Puts a head in its place. Takes its strings and @seen. */
void _amia_register_insert (AmiaRegister *self,
                            AmiaHead      head,
                            GArray       *seen);

/* Takes note that @ref is replaced; TRUE if it was a head. */
gboolean _amia_register_replace (AmiaRegister  *self,
                                 const AmiaRef *ref);

/* Whether the heads say different things. */
gboolean _amia_register_has_conflict (const AmiaRegister *self);

/* The register of a field, made if it is not there. */
AmiaRegister *_amia_record_obtain_register (AmiaRecord *record,
                                            const char *field);

/* The names of the fields that have a register, sorted. Strings are the record's. */
GPtrArray *_amia_record_list_registers (const AmiaRecord *record);

/* By field, device, n. */
int _amia_ref_compare (gconstpointer a,
                       gconstpointer b);

G_END_DECLS
