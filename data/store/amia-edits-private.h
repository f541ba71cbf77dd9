/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/* What a user action is made of, for amia-store-commit.c. */

typedef struct
{
  char    *kind;
  AmiaUuid id;
  AmiaUuid case_id;
  char    *field;
  char    *area;
  char    *value;
  GArray  *sources; /* (element-type AmiaRef), NULL for none */
} AmiaEdit;

struct _AmiaEdits
{
  GPtrArray   *list; /* (element-type AmiaEdit) */
  GPtrArray   *seen; /* (element-type AmiaRecord) */
  AmiaOverMode mode;
};

G_END_DECLS
