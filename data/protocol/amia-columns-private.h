/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"
#include "amia-wire-private.h"

G_BEGIN_DECLS

/*
 * Changes in column form. Many changes in a row look alike: the same fields of records of the same
 * kind, written in the same order. Standing together, what is equal costs next to nothing once it
 * is packed, and what is told once need not be told again:
 *
 *     {"ms":[1795312345678,40,0],    the stamps' milliseconds, each but the first as a difference
 *      "tick":[0],                   their counters
 *      "shape":[0],                  which shape each change has
 *      "shapes":[[["form","answer/a","health",0],["form","status","basics",0]]],
 *                                    each the ops of a change: kind, field, area, which record
 *      "short":[],                   the shapes of changes in the short form (amia-change.c); may be
 *                                    missing
 *      "records":"018f…018f…018f…",  the ids of the records, 32 digits each, change by change
 *      "cases":"018f…",              the ids of the cases that occur
 *      "case":[1],                   for each record its case, counted from 1; 0 for none
 *      "cells":[[[[],[1],[]],["Sömn","Bättre","Bra"],[[]],["in-progress"]]]}
 *                                    per shape and op: what it replaces, the value and, for an op
 *                                    with a fifth part in its shape, its sources
 *
 * A column of one element (of `tick`, `shape`, `case` and the cells) stands for as many of it as
 * are needed. Above: three changes to one record each, all of one case.
 *
 * This is a rearrangement of bytes: names, values and references stay as they were written, and
 * what comes out at the other end is what went in, byte for byte, or the chain would break. The
 * writer makes sure of that, and says no to whatever is not a change in canonical form; then rows
 * are sent.
 */

#define AMIA_COLUMNS_CHANGES_MIN 16

/* Writes the object, or writes nothing and returns %FALSE. */
gboolean _amia_columns_append (GString         *out,
                               const AmiaSlice *changes,
                               gsize            n_changes);

/* The same of changes that have been read. */
gboolean _amia_columns_append_changes (GString                 *out,
                                       const AmiaChange *const *changes,
                                       gsize                    n_changes);

/* Called for each change in turn, in canonical form. */
typedef gboolean (*AmiaColumnsRead) (const AmiaWire *wire,
                                     guint           index,
                                     AmiaSlice       change,
                                     gpointer        into);

/* Reads what _amia_columns_append() writes: at most @changes_max changes, and at most @bytes_max
 * bytes of them, for a small column can stand for much. */
gboolean _amia_columns_read (const AmiaWire      *wire,
                             const AmiaWireValue *columns,
                             guint                changes_max,
                             gsize                bytes_max,
                             AmiaColumnsRead      read,
                             gpointer             into);

/* Called for each change in turn: gives a new one without ops, unowned, to be filled; %NULL to
 * stop, with the error set. */
typedef AmiaChange *(*AmiaColumnsReadChange) (const AmiaWire *wire,
                                              guint           index,
                                              AmiaStamp       stamp,
                                              gpointer        into);

/* The same for whoever does not want the bytes. */
gboolean _amia_columns_read_changes (const AmiaWire       *wire,
                                     const AmiaWireValue  *columns,
                                     guint                 changes_max,
                                     gsize                 bytes_max,
                                     AmiaColumnsReadChange read,
                                     gpointer              into);

/* A column of whole numbers in the brackets of @out, and back. A written one that is the same
 * throughout is cut to one element if it @may_repeat; what is read has @length elements, or one if
 * it @may_repeat. */
void    _amia_columns_append_numbers (GString *out,
                                      GArray  *numbers,
                                      gboolean may_repeat);
GArray *_amia_columns_read_numbers (const AmiaWire      *wire,
                                    const char          *what,
                                    const AmiaWireValue *list,
                                    guint                length,
                                    gboolean             may_repeat,
                                    gint64               min,
                                    gint64               max);

G_END_DECLS
