/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-scan.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

/* What the readers of all messages share: a message is one JSON object of which the members named
 * in a table are picked, each at most once and of the right type. Members that are not in the table
 * are passed over: a newer program may have put them there. */

#define AMIA_WIRE_NULL    (1u << AMIA_SCAN_NULL)
#define AMIA_WIRE_BOOLEAN (1u << AMIA_SCAN_BOOLEAN)
#define AMIA_WIRE_NUMBER  (1u << AMIA_SCAN_NUMBER)
#define AMIA_WIRE_STRING  (1u << AMIA_SCAN_STRING)
#define AMIA_WIRE_ARRAY   (1u << AMIA_SCAN_ARRAY)
#define AMIA_WIRE_OBJECT  (1u << AMIA_SCAN_OBJECT)

/* A member: its name, the types it may have, and whether it may be missing. The first one in every
 * table is the version. */
typedef struct
{
  const char *name;
  guint       types;
  gboolean    is_optional;
} AmiaWireMember;

/* What was found: %AMIA_SCAN_END for a member that is not there. */
typedef struct
{
  AmiaScanType type;
  AmiaSlice    slice;
} AmiaWireValue;

/* Who reads what, for the messages of errors. */
typedef struct
{
  const char *message;
  GError    **error;
} AmiaWire;

gboolean _amia_wire_fail (const AmiaWire *wire,
                          const char     *what);
gboolean _amia_wire_fail_size (const AmiaWire *wire,
                               const char     *what);

gboolean _amia_wire_open (const AmiaWire       *wire,
                          AmiaSlice             bytes,
                          gsize                 bytes_max,
                          const AmiaWireMember *members,
                          gsize                 n_members,
                          AmiaWireValue        *values);

/* The same for an object inside a message, which has no version of its own. */
gboolean _amia_wire_open_object (const AmiaWire       *wire,
                                 const AmiaWireValue  *object,
                                 const AmiaWireMember *members,
                                 gsize                 n_members,
                                 AmiaWireValue        *values);

/* Each sets the error itself, naming @what, and returns %FALSE when the value is not such a one. */
gboolean _amia_wire_read_int (const AmiaWire      *wire,
                              const char          *what,
                              const AmiaWireValue *value,
                              gint64               min,
                              gint64               max,
                              gint64              *number);
gboolean _amia_wire_read_text (const AmiaWire      *wire,
                               const char          *what,
                               const AmiaWireValue *value,
                               gsize                length_max,
                               char               **text);
gboolean _amia_wire_read_device (const AmiaWire      *wire,
                                 const AmiaWireValue *value,
                                 AmiaUuid            *device);
gboolean _amia_wire_read_scope (const AmiaWire      *wire,
                                const AmiaWireValue *value,
                                AmiaUuid            *scope);

/* The same for a text that may be left out or `null`: then @text stays %NULL. */
gboolean _amia_wire_read_optional_text (const AmiaWire      *wire,
                                        const char          *what,
                                        const AmiaWireValue *value,
                                        gsize                length_max,
                                        char               **text);

/* Whether a list of words, which may be missing, has this one. */
gboolean _amia_wire_has_word (const AmiaWireValue *list,
                              const char          *word);

/* Reads a row: an array of exactly @n_values elements. */
gboolean _amia_wire_read_row (const AmiaWire      *wire,
                              const char          *what,
                              const AmiaWireValue *row,
                              AmiaWireValue       *values,
                              gsize                n_values);

/* Reads a row whose elements from @n_required on may be missing: they are %AMIA_SCAN_END then. */
gboolean _amia_wire_read_open_row (const AmiaWire      *wire,
                                   const char          *what,
                                   const AmiaWireValue *row,
                                   AmiaWireValue       *values,
                                   gsize                n_required,
                                   gsize                n_values);

/* Calls @read for every element of a list, which may be missing; stops at the first %FALSE. */
typedef gboolean (*AmiaWireRead) (const AmiaWire      *wire,
                                  const AmiaWireValue *element,
                                  gpointer             into);
gboolean _amia_wire_read_list (const AmiaWire      *wire,
                               const char          *what,
                               const AmiaWireValue *list,
                               gsize                length_max,
                               AmiaWireRead         read,
                               gpointer             into);

/* A lane, in both directions of the sync message; @into is its GArray. */
gboolean _amia_wire_read_lane (const AmiaWire      *wire,
                               const AmiaWireValue *element,
                               gpointer             into);
void     _amia_wire_append_lanes (GString *out,
                                  GArray  *lanes);

/* Writing: a member's value, with `null` for %NULL. */
void     _amia_wire_append_text (GString    *out,
                                 const char *text);
void     _amia_wire_append_int (GString *out,
                                gint64   number);
void     _amia_wire_append_scope (GString        *out,
                                  const AmiaUuid *scope);
void     _amia_wire_append_hex (GString      *out,
                                const guint8 *bytes,
                                gsize         length);
gboolean _amia_wire_parse_hex (const AmiaWire      *wire,
                               const char          *what,
                               const AmiaWireValue *value,
                               guint8              *bytes,
                               gsize                length);

G_END_DECLS
