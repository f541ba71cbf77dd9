/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record-form.h"

G_BEGIN_DECLS

#define AMIA_TYPE_RECORD_PAGE (amia_record_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaRecordPage, amia_record_page, AMIA, RECORD_PAGE, GtkWidget)

/**
 * AmiaRecordPage:
 *
 * A page about one record: its name at the top, a button that takes it away, a word if another
 * agency keeps it or if it is back after a removal, what the template that uses the page puts into
 * it, and the record's fields. Goes back by itself when the record is taken away, here or by a
 * colleague. Main thread.
 *
 * The signal `changed` is emitted when the record was read.
 */

/**
 * AmiaRecordPageKind:
 * @kind: the record's kind
 * @fields: (array length=n_fields): as for amia_record_form_new()
 * @n_fields: how many
 * @title_field: (nullable): the field that names the record; %NULL if amia_record_page_set_title()
 *   does
 * @untitled: (nullable): the title as long as that field is empty, to be translated
 * @removed: (nullable): what to say when the record was taken away, to be translated; %NULL for
 *   what can't be
 *
 * What pages about records of one kind have in common. A table that lasts for ever.
 */
typedef struct
{
  const char            *kind;
  const AmiaRecordField *fields;
  gsize                  n_fields;
  const char            *title_field;
  const char            *untitled;
  const char            *removed;
} AmiaRecordPageKind;

/**
 * amia_record_page_show:
 * @page: a page that shows nothing yet
 * @replica: the replica
 * @kind: what the record is
 * @id: the record, which need not exist yet
 * @case_id: (nullable): its case
 *
 * Returns: (transfer none): the form with the record's fields, for what there is to choose from and
 *   what a new record begins with
 */
AmiaRecordForm *amia_record_page_show (AmiaRecordPage           *page,
                                       AmiaReplica              *replica,
                                       const AmiaRecordPageKind *kind,
                                       const AmiaUuid           *id,
                                       const AmiaUuid           *case_id);

/**
 * amia_record_page_set_title:
 * @page: a page
 * @title: what stands at its top
 */
void amia_record_page_set_title (AmiaRecordPage *page,
                                 const char     *title);

/**
 * amia_record_page_get_form:
 * @page: a page
 *
 * Returns: (transfer none) (nullable): what amia_record_page_show() returned
 */
AmiaRecordForm *amia_record_page_get_form (AmiaRecordPage *page);

G_END_DECLS
