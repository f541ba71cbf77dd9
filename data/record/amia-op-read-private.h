/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"

G_BEGIN_DECLS

/* What those who read a change and those who read its ops share. */

typedef struct
{
  const AmiaUuid *device;
  gint64          n; /* of the change being read; 0 when not known */
  GError        **error;
} AmiaOpReader;

typedef struct
{
  AmiaSlice    slice;
  AmiaScanType type;
} AmiaOpPart;

/* Always %FALSE, with %AMIA_RECORD_ERROR_MALFORMED or %AMIA_RECORD_ERROR_TOO_LARGE. */
gboolean _amia_op_fail (const AmiaOpReader *reader,
                        const char         *format,
                        ...) G_GNUC_PRINTF (2, 3);
gboolean _amia_op_fail_size (const AmiaOpReader *reader,
                             const char         *what,
                             gsize               max);

/* Whether these may be the bytes of a change at all. */
gboolean _amia_op_check_json (const AmiaOpReader *reader,
                              const char         *bytes,
                              gsize               length);

/* Cuts an op into its parts; those that are not there have no text. */
gboolean _amia_op_cut (const AmiaOpReader *reader,
                       AmiaSlice           slice,
                       AmiaOpPart         *parts,
                       guint              *n_parts);

/* An op that has been cut. @parts_before and @before are of the op before it; @before is %NULL for
 * the first. */
AmiaOp *_amia_op_read (const AmiaOpReader *reader,
                       const AmiaOpPart   *parts,
                       const AmiaOpPart   *parts_before,
                       const AmiaOp       *before);

G_END_DECLS
