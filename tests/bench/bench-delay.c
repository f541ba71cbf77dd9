/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-delay.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define CHUNK_BYTES (64 * 1024)

/* One direction of one connection: whoever reads puts what came into the queue, with the time at
 * which it is to go out, and whoever writes waits for that. */
typedef struct
{
  GSocketConnection *from;
  GSocketConnection *to;
  GAsyncQueue       *queue; /* of Chunk; one of no bytes is the end */
  gint64             delay_us;
} Way;

typedef struct
{
  gint64  due_us;
  gsize   length;
  guint8 *bytes;
} Chunk;

static gpointer
read_way (gpointer data)
{
  Way          *way = data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (way->from));
  gssize        length;

  do
    {
      Chunk *chunk = g_new0 (Chunk, 1);

      chunk->bytes = g_malloc (CHUNK_BYTES);
      length = g_input_stream_read (input, chunk->bytes, CHUNK_BYTES, NULL, NULL);
      chunk->length = (gsize) MAX (length, 0);
      chunk->due_us = g_get_monotonic_time () + way->delay_us;
      g_async_queue_push (way->queue, chunk);
    }
  while (length > 0);

  return NULL;
}

static gpointer
write_way (gpointer data)
{
  Way           *way = data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (way->to));
  gboolean       is_over = FALSE;

  while (!is_over)
    {
      Chunk *chunk = g_async_queue_pop (way->queue);
      gint64 left_us = chunk->due_us - g_get_monotonic_time ();

      if (left_us > 0)
        g_usleep ((gulong) left_us);
      is_over = chunk->length == 0 || !g_output_stream_write_all (output, chunk->bytes,
                                                                  chunk->length, NULL, NULL, NULL);
      g_free (chunk->bytes);
      g_free (chunk);
    }

  /* Ignored: the other end may be gone. */
  (void) g_socket_shutdown (g_socket_connection_get_socket (way->to), FALSE, TRUE, NULL);
  return NULL;
}

/* All of it lives as long as the process. */
static void
start_way (GSocketConnection *from,
           GSocketConnection *to,
           guint              delay_ms)
{
  Way *way = g_new (Way, 1);

  *way = (Way){ from, to, g_async_queue_new (), (gint64) delay_ms * 1000 };
  (void) g_socket_set_option (g_socket_connection_get_socket (to), IPPROTO_TCP, TCP_NODELAY, 1,
                              NULL);
  g_thread_unref (g_thread_new ("read", read_way, way));
  g_thread_unref (g_thread_new ("write", write_way, way));
}

void
bench_delay_run (guint16 port,
                 guint   delay_ms)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  guint16 own = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  if (own == 0)
    g_error ("%s", error->message);
  g_print ("listening %u\n", own);

  for (;;)
    {
      GSocketConnection *near = g_socket_listener_accept (listener, NULL, NULL, &error);
      GSocketConnection *far =
          g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);

      if (near == NULL || far == NULL)
        g_error ("%s", error->message);
      start_way (near, far, delay_ms);
      start_way (far, near, delay_ms);
    }
}

guint16
bench_delay_start (const char   *program,
                   guint16       port,
                   guint         delay_ms,
                   GSubprocess **process)
{
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  g_autofree char *delay_text = g_strdup_printf ("%u", delay_ms);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--delay",
                               port_text, delay_text, NULL);
  if (*process == NULL)
    g_error ("%s", error->message);

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (*process));
  line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  if (line == NULL || !g_str_has_prefix (line, "listening "))
    g_error ("The delay said: %s", line);
  return (guint16) g_ascii_strtoull (line + strlen ("listening "), NULL, 10);
}
