/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-segment.h"

#include <string.h>

#include "amia-gzip.h"

/* Changes packed together, see the header. */

/* A segment ends with the change that fills it, and a change is bounded by what a request may be;
 * more than this is no segment. */
#define UNPACKED_MAX (64 * 1024 * 1024)

/* Base-128 digits of a number of 63 bits. */
#define DIGITS_MAX 9

typedef struct
{
  gint64 seq;
  gsize  start;
  gsize  length;
} Place;

struct _AmiaSegment
{
  GArray     *places; /* Place, by number */
  GByteArray *bodies;
};

static void
free_contents (gpointer data)
{
  AmiaSegment *segment = data;

  g_array_unref (segment->places);
  g_byte_array_unref (segment->bodies);
}

AmiaSegment *
amia_segment_new (void)
{
  AmiaSegment *segment = g_rc_box_new (AmiaSegment);

  segment->places = g_array_new (FALSE, FALSE, sizeof (Place));
  segment->bodies = g_byte_array_new ();
  return segment;
}

AmiaSegment *
amia_segment_ref (AmiaSegment *segment)
{
  return g_rc_box_acquire (segment);
}

void
amia_segment_unref (AmiaSegment *segment)
{
  g_rc_box_release_full (segment, free_contents);
}

/* --- Numbers -------------------------------------------------------------------------------- */

static void
write_number (GByteArray *out,
              guint64     number)
{
  guint8 digit;

  do
    {
      digit = (guint8) ((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
      g_byte_array_append (out, &digit, 1);
      number >>= 7;
    }
  while (digit & 0x80);
}

typedef struct
{
  const guint8 *at;
  gsize         left;
  gboolean      is_broken;
} Reader;

static guint64
read_number (Reader *reader)
{
  guint64 number = 0;

  for (guint i = 0; i < DIGITS_MAX && reader->left > 0; i++)
    {
      guint8 digit = *reader->at++;

      reader->left--;
      number |= (guint64) (digit & 0x7f) << (7 * i);
      if ((digit & 0x80) == 0)
        return number;
    }

  reader->is_broken = TRUE;
  return 0;
}

/* --- To the disk and back ------------------------------------------------------------------- */

GBytes *
amia_segment_pack (const AmiaSegment *segment)
{
  GByteArray *out = g_byte_array_sized_new (segment->bodies->len + segment->places->len * 8);
  g_autoptr (GBytes) plain = NULL;
  gint64 last = 0;

  g_return_val_if_fail (segment->places->len > 0, NULL);

  write_number (out, segment->places->len);
  for (guint i = 0; i < segment->places->len; i++)
    {
      const Place *place = &g_array_index (segment->places, Place, i);

      write_number (out, (guint64) (place->seq - last));
      write_number (out, place->length);
      last = place->seq;
    }

  g_byte_array_append (out, segment->bodies->data, segment->bodies->len);
  plain = g_byte_array_free_to_bytes (out);
  return amia_gzip_deflate (plain);
}

static gboolean
read_places (AmiaSegment *segment,
             Reader      *reader)
{
  guint64 n_changes = read_number (reader);
  gint64  last = 0;
  gsize   start = 0;

  /* Each takes two bytes at least. */
  if (n_changes == 0 || n_changes > reader->left / 2)
    return FALSE;

  for (guint64 i = 0; i < n_changes; i++)
    {
      guint64 step = read_number (reader);
      guint64 length = read_number (reader);
      Place   place = { last + (gint64) step, start, length };

      if (reader->is_broken || step == 0 || step > (guint64) (G_MAXINT64 - last) ||
          length > UNPACKED_MAX - start)
        return FALSE;

      g_array_append_val (segment->places, place);
      last = place.seq;
      start += length;
    }

  return start == reader->left;
}

AmiaSegment *
amia_segment_unpack (GBytes  *packed,
                     GError **error)
{
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (AmiaSegment) segment = amia_segment_new ();
  Reader reader = { NULL, 0, FALSE };

  g_return_val_if_fail (packed != NULL, NULL);

  plain = amia_gzip_inflate (packed, UNPACKED_MAX, error);
  if (plain == NULL)
    return NULL;

  reader.at = g_bytes_get_data (plain, &reader.left);
  if (!read_places (segment, &reader))
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_INVALID_DATA,
                           "Failed to unpack: not a segment of changes");
      return NULL;
    }

  g_byte_array_append (segment->bodies, reader.at, (guint) reader.left);
  return g_steal_pointer (&segment);
}

/* --- What is in it -------------------------------------------------------------------------- */

guint
amia_segment_get_n_changes (const AmiaSegment *segment)
{
  return segment->places->len;
}

gsize
amia_segment_get_n_bytes (const AmiaSegment *segment)
{
  return segment->bodies->len;
}

const char *
amia_segment_get (const AmiaSegment *segment,
                  guint              index,
                  gsize             *length,
                  gint64            *seq)
{
  const Place *place;

  g_return_val_if_fail (index < segment->places->len, NULL);

  place = &g_array_index (segment->places, Place, index);
  *length = place->length;
  *seq = place->seq;
  return (const char *) segment->bodies->data + place->start;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  gint64 first = ((const Place *) a)->seq;
  gint64 second = ((const Place *) b)->seq;

  return first < second ? -1 : first > second;
}

const char *
amia_segment_find (const AmiaSegment *segment,
                   gint64             seq,
                   gsize             *length)
{
  const Place wanted = { seq, 0, 0 };
  guint       index;

  if (!g_array_binary_search (segment->places, &wanted, compare_places, &index))
    return NULL;

  return amia_segment_get (segment, index, length, &seq);
}

void
amia_segment_add (AmiaSegment *segment,
                  gint64       seq,
                  const char  *body,
                  gsize        length)
{
  const Place place = { seq, segment->bodies->len, length };

  g_return_if_fail (seq > 0);
  g_return_if_fail (segment->places->len == 0 ||
                    g_array_index (segment->places, Place, segment->places->len - 1).seq < seq);

  g_array_append_val (segment->places, place);
  g_byte_array_append (segment->bodies, (const guint8 *) body, (guint) length);
}

void
amia_segment_clear (AmiaSegment *segment)
{
  g_array_set_size (segment->places, 0);
  g_byte_array_set_size (segment->bodies, 0);
}
