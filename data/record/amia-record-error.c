/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-record-error.h"

G_DEFINE_QUARK (amia - record - error - quark, amia_record_error)
