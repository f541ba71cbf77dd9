/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaRecordError:
 * @AMIA_RECORD_ERROR_MALFORMED: bytes that are not what their format says; nothing was taken
 * @AMIA_RECORD_ERROR_TOO_LARGE: a bound of this header's limits was passed
 * @AMIA_RECORD_ERROR_VALUE: a value that its field can't hold
 * @AMIA_RECORD_ERROR_APPEND_ONLY: a change to a record of a kind that is only ever added
 *
 * What can be wrong with an op or a change that came from outside.
 */
typedef enum
{
  AMIA_RECORD_ERROR_MALFORMED,
  AMIA_RECORD_ERROR_TOO_LARGE,
  AMIA_RECORD_ERROR_VALUE,
  AMIA_RECORD_ERROR_APPEND_ONLY,
} AmiaRecordError;

#define AMIA_RECORD_ERROR (amia_record_error_quark ())
GQuark amia_record_error_quark (void);

G_END_DECLS
