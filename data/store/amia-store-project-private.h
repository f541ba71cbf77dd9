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

typedef struct
{
  gboolean exists;
  char    *sort;
  AmiaUuid participant;
  gint64   participant_key;
  char    *title;
  char    *number;
  char    *name;
  char    *personnummer;
  gboolean is_protected;
  char    *step;
  gint64   step_visits;
  char    *status;
  char    *subproject;
} AmiaProjectedCase;

void _amia_span_clear (AmiaSpan *span);
void _amia_projected_case_clear (AmiaProjectedCase *row);
/* Pure: what the tables span and case_row say of these records. */
void _amia_project_span (const AmiaRecord *record,
                         AmiaSpan         *span);
/* A sub-project as its routine is called, whoever typed it how; NULL for none. */
char    *_amia_project_subproject (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;
void     _amia_project_case (const AmiaRecord  *record,
                             const AmiaRecord  *participant,
                             gint64             participant_key,
                             AmiaProjectedCase *row);
gboolean _amia_project_has_span (const char *kind);
gboolean _amia_project_find_step (AmiaStore         *store,
                                  const AmiaUuid    *case_id,
                                  AmiaProjectedCase *row,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_find_changed (AmiaStore      *store,
                                     const AmiaUuid *case_id,
                                     gint64         *changed_ms,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_store_span (AmiaStore       *store,
                                   const AmiaEntry *entry,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_project_flush_cases (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
