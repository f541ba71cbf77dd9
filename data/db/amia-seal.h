/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-keys.h"

G_BEGIN_DECLS

#define AMIA_SEAL_NONCE_LENGTH   24
#define AMIA_SEAL_TAG_LENGTH     16
#define AMIA_SEAL_LENGTH         (AMIA_SEAL_NONCE_LENGTH + AMIA_SEAL_TAG_LENGTH)
#define AMIA_SEAL_FILE_ID_LENGTH 16

#define AMIA_SEAL_PAGE_LENGTH   4096
#define AMIA_SEAL_HEADER_LENGTH 24
#define AMIA_SEAL_FRAME_LENGTH  (AMIA_SEAL_HEADER_LENGTH + AMIA_SEAL_PAGE_LENGTH)

/**
 * AmiaSeal:
 *
 * What closes and opens the pages of one file: its key and its id, in locked memory. It knows the
 * format of a page and of a log's frame (see amia-vault.c) and nothing of files. Any thread, one at
 * a time.
 */
typedef struct _AmiaSeal AmiaSeal;

/**
 * amia_seal_new:
 * @key: the data key; copied
 *
 * Returns: (transfer full) (nullable): a seal for a new file, with a random id; or %NULL if there
 *   is no memory that can be guarded, or no source of randomness
 */
AmiaSeal *amia_seal_new (const AmiaDataKey *key) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_seal_free:
 * @seal: (transfer full): a seal
 *
 * Wipes the key and frees it.
 */
void amia_seal_free (AmiaSeal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSeal, amia_seal_free)

/**
 * amia_seal_take_file_id:
 * @seal: a seal
 * @first_page: the first %AMIA_SEAL_FILE_ID_LENGTH bytes, or more, of a file that is there
 *
 * Makes it the seal of that file.
 */
void amia_seal_take_file_id (AmiaSeal     *seal,
                             const guint8 *first_page);

/**
 * amia_seal_close_page:
 * @seal: a seal
 * @number: the page's number, from 1
 * @page: %AMIA_SEAL_PAGE_LENGTH bytes as SQLite knows them
 * @sealed: (out caller-allocates): as many bytes for the file; not @page itself
 *
 * Never gives the same bytes twice for the same page.
 *
 * Returns: %FALSE if the page would not come back as it is: what SQLite leaves free at its end is
 *   not zero, or the first page does not begin as SQLite's do
 */
gboolean amia_seal_close_page (const AmiaSeal *seal,
                               guint64         number,
                               const guint8   *page,
                               guint8         *sealed) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_seal_open_page:
 * @seal: a seal
 * @number: the page's number, from 1
 * @sealed: %AMIA_SEAL_PAGE_LENGTH bytes of a file, trusted in nothing
 * @page: (out caller-allocates): as many bytes for SQLite; not @sealed itself
 *
 * Returns: %TRUE if these are the bytes that amia_seal_close_page() made of that page of this file
 *   with this key; else %FALSE, and @page is not to be used
 */
gboolean amia_seal_open_page (const AmiaSeal *seal,
                              guint64         number,
                              const guint8   *sealed,
                              guint8         *page) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_seal_close_frame:
 * @seal: a seal
 * @number: the frame's place in the log, from 1
 * @frame: %AMIA_SEAL_FRAME_LENGTH bytes: SQLite's header of the frame and the page
 * @sealed: (out caller-allocates): as many bytes for the file; not @frame itself
 *
 * As amia_seal_close_page(), for the write-ahead log.
 *
 * Returns: %FALSE if the frame would not come back as it is
 */
gboolean amia_seal_close_frame (const AmiaSeal *seal,
                                guint64         number,
                                const guint8   *frame,
                                guint8         *sealed) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_seal_open_frame:
 * @seal: a seal
 * @number: the frame's place in the log, from 1
 * @sealed: %AMIA_SEAL_FRAME_LENGTH bytes of a log, trusted in nothing
 * @frame: (out caller-allocates): as many bytes for SQLite; not @sealed itself
 *
 * Returns: %TRUE if these are the bytes that amia_seal_close_frame() made; else %FALSE, and @frame
 *   is not to be used
 */
gboolean amia_seal_open_frame (const AmiaSeal *seal,
                               guint64         number,
                               const guint8   *sealed,
                               guint8         *frame) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
