/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "amia-blob-message.h"
#include "amia-media-type.h"

/* What a hostile client can put into the path and the fields of a request for an attachment, or a
 * hostile server into those of its answer; and what a file may begin with. What is taken lies
 * within the bounds of a blob, and says the same when it is written and read again. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static void
check_bounds (const AmiaBlobRange *range)
{
  g_assert (range->first >= 0 && range->first <= AMIA_BLOB_SEALED_LENGTH_MAX);
  g_assert (range->last == -1 ||
            (range->last >= range->first && range->last <= AMIA_BLOB_SEALED_LENGTH_MAX));
}

static void
check_content (const char *text)
{
  g_autofree char *printed = NULL;
  AmiaBlobRange    range;
  AmiaBlobRange    again;

  if (!amia_blob_range_parse_content (text, &range))
    return;

  check_bounds (&range);
  g_assert (range.last < range.length && range.last - range.first < AMIA_BLOB_PART_MAX);
  printed = amia_blob_range_print_content (&range);
  g_assert (amia_blob_range_parse_content (printed, &again));
  g_assert (again.first == range.first && again.last == range.last &&
            again.length == range.length);
}

static void
check_path (const char *text)
{
  g_autofree char *printed = NULL;
  AmiaBlobId       id;

  if (!amia_blob_path_parse (text, &id))
    return;

  printed = amia_blob_path_print (&id);
  g_assert (strcmp (printed, text) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const char      *type = amia_media_type_sniff (data, size);
  AmiaBlobRange    range;
  gint64           length;

  if (amia_blob_range_parse_wanted (text, &range))
    check_bounds (&range);
  check_content (text);
  check_path (text);
  if (amia_blob_length_parse (text, &length))
    g_assert (length >= 0 && length <= AMIA_BLOB_SEALED_LENGTH_MAX);
  if (type != NULL)
    g_assert (amia_media_type_find (type) == type && amia_media_type_get_ending (type) != NULL);

  return 0;
}
