/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-private.h"

G_BEGIN_DECLS

/* What the tables of periods and of cases say of the records that they are made of. */

/* --- amia-store-project.c ------------------------------------------------------------------ */

typedef struct
{
  gboolean    exists;
  const char *kind; /* unowned */
  char       *what;
  char       *name;
  char       *from_day;
  char       *to_day;
} AmiaSpan;

void _amia_span_clear (AmiaSpan *span);
/* Pure: what the table span says of the record. */
void _amia_project_span (const AmiaRecord *record,
                         AmiaSpan         *span);
/* A sub-project as its routine is called, whoever typed it how; NULL for none. */
char    *_amia_project_subproject (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_has_span (const char *kind);
gboolean _amia_project_store_span (AmiaStore       *store,
                                   const AmiaEntry *entry,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_flush_cases (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
