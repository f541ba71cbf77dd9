/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-uuid.h"

G_BEGIN_DECLS

/* Some changes of one device, @first to @last. */
typedef struct
{
  AmiaUuid device;
  gint64   first;
  gint64   last;
} AmiaNameRun;

/* A set of change names (device, n), kept as the longest possible runs in order. Who types in one
 * field makes changes that follow each other, so a run is what a sitting at a field costs, and the
 * same set is always the same runs. */
GArray  *_amia_name_set_new (void);
gboolean _amia_name_set_contains (const GArray   *set,
                                  const AmiaUuid *device,
                                  gint64          n);
void     _amia_name_set_add (GArray         *set,
                             const AmiaUuid *device,
                             gint64          n);

G_END_DECLS
