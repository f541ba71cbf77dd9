/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "amia-sync-message.h"
#include "bench-times.h"

/* What 10 000 records weigh on the wire, there and back, in rows and in columns: entries of a diary
 * with thirteen fields and about 410 bytes of words and numbers each, in batches and pages of a
 * thousand, packed by gzip at level 1 as the transport does. And what the columns cost to write and
 * to read, as a ratio to the rows. */

#define N_RECORDS 10000
#define PAGE      1000
#define START_MS  G_GINT64_CONSTANT (1795312345678)

static const char *const fields[] = { "date", "sleep", "energy", "mood", "pain",
                                      "steps", "meals", "contact", "worked", "hours",
                                      "place", "text", "plan" };

static const char *const words[] = {
  "möte",
  "ringde",
  "vården",
  "planering",
  "sömn",
  "arbete",
  "praktik",
  "läkare",
  "yoga",
  "samtycke",
  "ekonomi",
  "bättre",
  "vila",
  "hemma",
  "promenad",
  "trött",
  "lugnt",
  "oro",
  "barnen",
  "handlade",
  "lagade",
  "mat",
  "läste",
  "skrev",
  "träffade",
  "vännen",
  "bussen",
  "regn",
  "sol",
  "morgon",
  "kväll",
  "sov",
  "vaknade",
  "handledare",
  "uppföljning",
  "samtal",
  "mål",
  "steg",
  "nästa",
  "vecka",
  "Umeå",
  "Skellefteå",
  "fika",
  "sjukgymnast",
  "bra",
};

typedef struct
{
  GPtrArray *changes;
  GPtrArray *texts;
  AmiaUuid   device;
} Diary;

static char *
write_value (GRand *random,
             guint  field,
             guint  day)
{
  GString *text;

  if (field == 0)
    return g_strdup_printf ("\"2026-%02u-%02u\"", day / 28 % 12 + 1, day % 28 + 1);
  if (field < 11)
    return g_strdup_printf ("%d", g_rand_int_range (random, 0, field == 5 ? 12000 : 11));

  text = g_string_new ("\"");
  for (guint i = 0; i < (field == 11 ? 14 : 5); i++)
    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? " " : "",
                            words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
  g_string_append_c (text, '"');
  return g_string_free (text, FALSE);
}

static AmiaChange *
write_entry (Diary    *diary,
             GRand    *random,
             guint     i,
             AmiaUuid *cases)
{
  gint64      ms = START_MS + i * 40000 + g_rand_int_range (random, 0, 9999);
  AmiaChange *change = amia_change_new (&diary->device, i + 1, (AmiaStamp) ms << 16, "anna", "FK");
  AmiaUuid    record = amia_uuid_new_v7 (ms);

  for (guint field = 0; field < G_N_ELEMENTS (fields); field++)
    {
      g_autofree char *value = write_value (random, field, i);

      g_ptr_array_add (
          change->ops,
          amia_op_new ("journal", &record, &cases[i % 50], fields[field], "health", value));
    }
  return change;
}

static void
write_diary (Diary *diary)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  AmiaUuid cases[50];

  diary->device = amia_uuid_new_random ();
  diary->changes = g_ptr_array_new ();
  diary->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    cases[i] = amia_uuid_new_v7 (START_MS - i * 1000000);
  for (guint i = 0; i < N_RECORDS; i++)
    {
      AmiaChange *change = write_entry (diary, random, i, cases);
      char       *text = amia_change_encode (change);

      g_ptr_array_add (diary->changes, change);
      g_ptr_array_add (diary->texts, g_bytes_new_take (text, strlen (text)));
    }
}

static gsize
pack (GBytes *bytes)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) gzip = NULL;
  g_autoptr (GOutputStream) packed = NULL;

  gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  packed = g_converter_output_stream_new (memory, gzip);
  if (!g_output_stream_write_all (packed,
                                  g_bytes_get_data (bytes, NULL),
                                  g_bytes_get_size (bytes),
                                  NULL,
                                  NULL,
                                  NULL) ||
      !g_output_stream_close (packed, NULL, NULL))
    g_error ("Failed to pack");
  return g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
}

typedef struct
{
  gsize  bytes;
  gsize  packed;
  gint64 write_us;
  gint64 read_us;
} Leg;

static void
weigh (Leg    *leg,
       GBytes *bytes,
       gint64  began_us,
       gint64  written_us)
{
  leg->bytes += g_bytes_get_size (bytes);
  leg->packed += pack (bytes);
  leg->write_us += written_us - began_us;
}

static Leg
push (const Diary *diary,
      gboolean     use_columns)
{
  Leg leg = { 0 };

  for (guint from = 0; from < N_RECORDS; from += PAGE)
    {
      g_autoptr (AmiaSyncRequest) request = amia_sync_request_new ();
      g_autoptr (AmiaSyncRequest) back = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gint64 began_us;
      gint64 now_us;

      request->use_columns = use_columns;
      for (guint i = 0; i < PAGE; i++)
        g_ptr_array_add (request->changes,
                         g_bytes_ref (g_ptr_array_index (diary->texts, from + i)));
      began_us = g_get_monotonic_time ();
      bytes = amia_sync_request_encode (request);
      weigh (&leg, bytes, began_us, g_get_monotonic_time ());
      now_us = g_get_monotonic_time ();
      back = amia_sync_request_decode (g_bytes_get_data (bytes, NULL),
                                       g_bytes_get_size (bytes),
                                       NULL);
      leg.read_us += g_get_monotonic_time () - now_us;
      if (back == NULL || back->changes->len != PAGE)
        g_error ("A batch was not read");
    }
  return leg;
}

static AmiaChange *
copy_change (const Diary *diary,
             guint        i)
{
  gsize       length;
  const char *text = g_bytes_get_data (g_ptr_array_index (diary->texts, i), &length);
  AmiaChange *change = amia_change_decode (&diary->device, i + 1, text, length, NULL);

  change->author = g_strdup ("anna");
  change->agency = g_strdup ("FK");
  return change;
}

static Leg
pull (const Diary *diary,
      gboolean     use_columns)
{
  Leg leg = { 0 };

  for (guint from = 0; from < N_RECORDS; from += PAGE)
    {
      g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
      g_autoptr (AmiaSyncResponse) back = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gint64 began_us;
      gint64 now_us;

      response->epoch = g_strdup ("a1");
      response->use_columns = use_columns;
      for (guint i = from; i < from + PAGE; i++)
        amia_sync_response_take_change (response, i + 1, copy_change (diary, i), 0);
      began_us = g_get_monotonic_time ();
      bytes = amia_sync_response_encode (response);
      weigh (&leg, bytes, began_us, g_get_monotonic_time ());
      now_us = g_get_monotonic_time ();
      back = amia_sync_response_decode (g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes),
                                        NULL);
      leg.read_us += g_get_monotonic_time () - now_us;
      if (back == NULL || back->feed->len != PAGE)
        g_error ("A page was not read");
    }
  return leg;
}

static void
print_legs (const char *name,
            Leg         rows,
            Leg         columns)
{
  const struct
  {
    const char *what;
    double      value;
    const char *unit;
  } lines[] = {
    { "rows", (double) rows.bytes / 1e6, "MB" },
    { "rows-packed", (double) rows.packed / 1e6, "MB" },
    { "columns", (double) columns.bytes / 1e6, "MB" },
    { "columns-packed", (double) columns.packed / 1e6, "MB" },
    { "packed-to-rows", (double) columns.packed / (double) rows.packed, "ratio" },
    { "columns-write", (double) columns.write_us / 1000, "ms" },
    { "columns-read", (double) columns.read_us / 1000, "ms" },
    { "write-to-rows", (double) columns.write_us / (double) rows.write_us, "ratio" },
    { "read-to-rows", (double) columns.read_us / (double) rows.read_us, "ratio" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *label = g_strdup_printf ("wire-%s-%s", name, lines[i].what);

      bench_print (label, lines[i].value, lines[i].unit);
    }
}

int
main (void)
{
  Diary diary;

  write_diary (&diary);
  print_legs ("push", push (&diary, FALSE), push (&diary, TRUE));
  print_legs ("pull", pull (&diary, FALSE), pull (&diary, TRUE));

  g_ptr_array_set_free_func (diary.changes, (GDestroyNotify) amia_change_free);
  g_ptr_array_unref (diary.changes);
  g_ptr_array_unref (diary.texts);
  return 0;
}
