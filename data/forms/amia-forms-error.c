/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-forms-error.h"

/* The error domain. */

/* clang-format off: it would put spaces into the name. */
G_DEFINE_QUARK (amia - forms - error - quark, amia_forms_error)
