/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-agenda.h"

G_BEGIN_DECLS

/**
 * amia_store_export_calendar:
 * @store: a store
 * @query: which stretch, and whose; @kinds is not looked at
 * @n_events: (out) (optional): how many events there are in it
 * @error: return location
 *
 * The meetings and occasions of a stretch as an iCalendar file (RFC 5545). The file is not
 * encrypted and goes to programs that anybody may look into: so a meeting is called by its kind,
 * and nothing says whom it is about or who takes part. Of a protected identity not even the place
 * is said.
 *
 * Returns: (transfer full): the file, or %NULL on error
 */
char *amia_store_export_calendar (AmiaStore             *store,
                                  const AmiaAgendaQuery *query,
                                  guint                 *n_events,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaCalendarImport:
 * @n_new: events that were not here
 * @n_changed: events that were here, and were moved, called off or renamed
 * @n_same: events that were here as they are
 * @n_skipped: events that can't be read, were called off before they came, or are another agency's
 *
 * What came of bringing a file in.
 */
typedef struct
{
  guint n_new;
  guint n_changed;
  guint n_same;
  guint n_skipped;
} AmiaCalendarImport;

/**
 * amia_store_import_calendar:
 * @store: a store
 * @text: an iCalendar file
 * @length: how many bytes
 * @with_titles: whether events that are new keep their titles and places
 * @outcome: (out caller-allocates): what came of it
 * @error: return location
 *
 * Brings events in by their UID: what is here already is moved, what is not becomes an `occasion`.
 * Occasions are seen by all agencies, and what people write in their calendars is not for them: so
 * without @with_titles all that is said is that the time is taken. Descriptions and who takes part
 * are never taken over. All in one transaction; the same file twice changes nothing.
 *
 * Returns: %TRUE on success, else %FALSE with an #AmiaCalendarFileError or an #AmiaStoreError
 */
gboolean amia_store_import_calendar (AmiaStore          *store,
                                     const char         *text,
                                     gsize               length,
                                     gboolean            with_titles,
                                     AmiaCalendarImport *outcome,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/** AMIA_OCCASION_KIND_TAKEN: the kind of an occasion of which is said no more than that it is */
#define AMIA_OCCASION_KIND_TAKEN "upptaget"

G_END_DECLS
