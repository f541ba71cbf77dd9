/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-blobs.h"

G_BEGIN_DECLS

/* Attachments in words. */

/**
 * amia_attachment_words_title:
 * @attachment: an attachment
 *
 * Returns: (transfer full): what it is called; one without a title by what it is
 */
char *amia_attachment_words_title (const AmiaAttachment *attachment) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_attachment_words_detail:
 * @row: an attachment and how far it has come
 * @has_server: whether there is a server that it could be on
 *
 * Returns: (transfer full): size, day, area, who, and how far it has come: on one line
 */
char *amia_attachment_words_detail (const AmiaAttachmentRow *row,
                                    gboolean                 has_server) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_attachment_words_error:
 * @error: why a file could not be attached or opened
 *
 * Returns: (transfer none): one translated sentence: the cause and what helps
 */
const char *amia_attachment_words_error (const GError *error);

G_END_DECLS
