/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-record.h"
#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_REVIVED_NOTE (amia_revived_note_get_type ())
G_DECLARE_FINAL_TYPE (AmiaRevivedNote, amia_revived_note, AMIA, REVIVED_NOTE, GtkWidget)

/**
 * AmiaRevivedNote:
 *
 * A word about a record that somebody took away and that is back, since somebody else wrote in it:
 * who did what and when, and a button that settles that it stays. Not visible while there is
 * nothing to say. Main thread.
 */

/**
 * amia_revived_note_show:
 * @note: a note
 * @replica: the replica that has the record
 * @record: (nullable): the record as it is now
 * @may_keep: the reader may write in it, and so settle it
 *
 * Says what there is to say of @record; to be called again whenever it has changed.
 */
void amia_revived_note_show (AmiaRevivedNote  *note,
                             AmiaReplica      *replica,
                             const AmiaRecord *record,
                             gboolean          may_keep);

G_END_DECLS
