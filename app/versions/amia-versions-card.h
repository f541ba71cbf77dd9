/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-record.h"
#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_VERSIONS_CARD (amia_versions_card_get_type ())
G_DECLARE_FINAL_TYPE (AmiaVersionsCard, amia_versions_card, AMIA, VERSIONS_CARD, GtkBox)

/**
 * amia_versions_card_new:
 * @replica: the replica that has the record
 * @record: a record; its heads are copied
 * @field: a field of it with several values
 * @label: what the field is called on the page
 *
 * "Två versioner": what two people wrote without having seen each other, side by side with who and
 * when, and the ways to settle it: keep one, merge texts by an editable suggestion, or move both to
 * the journal. Settling is one change that replaces all that is shown here; a version that arrives
 * meanwhile stays open. The page that made the card takes it away when the record has changed.
 *
 * Returns: (transfer floating): the card
 */
GtkWidget *amia_versions_card_new (AmiaReplica      *replica,
                                   const AmiaRecord *record,
                                   const char       *field,
                                   const char       *label) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
