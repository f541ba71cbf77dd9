/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-rights.h"

G_BEGIN_DECLS

/* A set of areas: bit i is the area at place i of amia_areas_get_all (). */
typedef guint32 AmiaAreaSet;

/* Every area there is. In text: `*`. */
AmiaAreaSet _amia_area_set_all (void);

/* The set of that one area, or of all for `*`; empty for an area that is not known. */
AmiaAreaSet _amia_area_set_parse (const char *area);

/* What one agency lets come. */
typedef struct
{
  char       *agency;
  AmiaAreaSet areas;
} AmiaRelease;

/* @from: AmiaRelease, sorted by agency, none of them empty */
struct _AmiaRights
{
  gatomicrefcount ref_count;
  gboolean        is_member;
  gboolean        is_pair;
  GArray         *from;
};

AmiaRights *_amia_rights_new (gboolean is_member,
                              gboolean is_pair);

/* Adds to rights that nobody else holds yet. */
void _amia_rights_add (AmiaRights *rights,
                       const char *agency,
                       AmiaAreaSet areas);

G_END_DECLS
