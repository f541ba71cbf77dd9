/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/*
 * Telling what happened, and writing with a word if it did not work. A toast goes to the nearest
 * toast overlay above the widget that has something to say.
 */

/**
 * amia_report:
 * @from: the widget that has something to say
 * @words: a translated sentence; plain text, not markup
 */
void amia_report (GtkWidget  *from,
                  const char *words);

/**
 * amia_report_with_button:
 * @from: the widget that has something to say
 * @words: a translated sentence
 * @button: what the button says, `Undo`
 * @callback: (scope notified): called with @data if it is pressed
 * @data: for @callback
 * @data_free: (nullable): frees @data when the toast is gone
 */
void amia_report_with_button (GtkWidget     *from,
                              const char    *words,
                              const char    *button,
                              GCallback      callback,
                              gpointer       data,
                              GClosureNotify data_free);

/**
 * amia_report_describe:
 * @error: what went wrong in the store
 *
 * Returns: (transfer none): one translated sentence: the cause and what helps
 */
const char *amia_report_describe (const GError *error);

/**
 * amia_report_error:
 * @from: the widget whose work failed
 * @error: what went wrong; nothing is said about a cancelled call
 */
void amia_report_error (GtkWidget    *from,
                        const GError *error);

/**
 * amia_report_commit:
 * @from: the widget where the person did something
 * @replica: where to write
 * @edits: (transfer full): what was done
 *
 * Commits and says so only if it failed. @from may be gone by then.
 */
void amia_report_commit (GtkWidget   *from,
                         AmiaReplica *replica,
                         AmiaEdits   *edits);

/**
 * amia_report_commit_saying:
 * @from: the widget where the person did something
 * @replica: where to write
 * @edits: (transfer full): what was done
 * @words: a translated sentence that says so
 *
 * Commits, and says @words once it is on the disk; an error takes their place. @from may be gone by
 * then, its window not.
 */
void amia_report_commit_saying (GtkWidget   *from,
                                AmiaReplica *replica,
                                AmiaEdits   *edits,
                                const char  *words);

/**
 * amia_report_commit_offering:
 * @from: the widget where the person did something
 * @replica: where to write
 * @edits: (transfer full): what was done
 * @words: a translated sentence that says so
 * @undo: (nullable): takes it back, as `callback` of amia_report_with_button(); without it nothing
 *   is offered
 * @data: its data
 * @data_free: (nullable): frees @data, also where nothing was kept
 *
 * amia_report_commit_saying() with *Undo* beside the words, for whom amia_report_commit_undoable()
 * can't serve because what takes it back is not known beforehand.
 */
void amia_report_commit_offering (GtkWidget     *from,
                                  AmiaReplica   *replica,
                                  AmiaEdits     *edits,
                                  const char    *words,
                                  GCallback      undo,
                                  gpointer       data,
                                  GClosureNotify data_free);

/**
 * amia_report_commit_undoable:
 * @from: the widget where the person did something; kept until the toast is gone
 * @replica: where to write
 * @edits: (transfer full): what was done
 * @words: a translated sentence that says so
 * @undo: (transfer full): what takes it back
 *
 * Commits @edits, says so once they are on the disk, and commits @undo if somebody presses *Undo*.
 * What takes it back is said beforehand, so that it is that and nothing else, whatever the page
 * shows by then.
 */
void amia_report_commit_undoable (GtkWidget   *from,
                                  AmiaReplica *replica,
                                  AmiaEdits   *edits,
                                  const char  *words,
                                  AmiaEdits   *undo);

G_END_DECLS
