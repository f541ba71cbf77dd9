/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-blob-transfer.h"
#include "amia-http-blob-transport.h"
#include "amia-page-match.h"
#include "amia-page-reader.h"
#include "amia-sign-in.h"
#include "amia-store-blobs.h"
#include "amia-tool-blob.h"
#include "amia-tool.h"

/* Attachments: `attach` adds one, `blob` writes what it holds to a file, and `sync` carries them
 * when the text has been. */

/* A colleague's laptop may bring it later; this program does not wait for that. */
#define TRIES_MAX 3

/* --- attach ---------------------------------------------------------------------------------- */

static AmiaSealedBlob *
seal (AmiaStore  *store,
      const char *path,
      GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) source = g_file_read (file, NULL, error);

  if (source == NULL)
    return NULL;

  return amia_blob_seal (amia_store_get_path (store), G_INPUT_STREAM (source), NULL, error);
}

typedef struct
{
  AmiaPageCode code;
  AmiaUuid     form;
  gboolean     is_found;
} Page;

static gboolean
compare_page (const AmiaRecord *record,
              gpointer          data)
{
  Page *page = data;

  page->is_found = amia_page_match_record (&page->code, record) != AMIA_PAGE_MATCH_NONE;
  if (page->is_found)
    page->form = record->id;
  return !page->is_found;
}

/* A picture without a code is a picture. */
static gboolean
read_page (AmiaStore      *store,
           const AmiaUuid *case_id,
           const char     *path,
           Page           *page)
{
  const AmiaRecordQuery query = { .case_id = case_id };
  g_autofree char      *data = NULL;
  gsize                 length = 0;

  /* Ignored: what can't be read as a page is attached as it is. */
  if (!amia_page_reader_is_available () || !g_file_get_contents (path, &data, &length, NULL) ||
      !amia_page_reader_read ((const guint8 *) data, length, &page->code, NULL))
    return FALSE;
  if (page->code.form_tag == 0 ||
      (page->code.case_tag != 0 && !amia_page_code_is_of_case (&page->code, case_id)))
    return FALSE;
  return amia_store_foreach_record (store, &query, compare_page, page, NULL) && page->is_found;
}

static int
attach (AmiaStore         *store,
        AmiaNewAttachment *what,
        const char        *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSealedBlob) blob = seal (store, path, &error);
  Page     page = { 0 };
  AmiaUuid record;
  char     name[AMIA_UUID_TEXT_LENGTH + 1];

  if (blob != NULL && what->form == NULL && g_str_has_prefix (blob->type, "image/") &&
      read_page (store, &what->case_id, path, &page))
    {
      what->form = &page.form;
      fprintf (stderr, "page %u of form %s\n", page.code.page, amia_uuid_print (&page.form, name));
    }
  if (blob == NULL || !amia_store_attach (store, what, blob, &record, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("%s\n", amia_uuid_print (&record, name));
  return AMIA_EXIT_DONE;
}

int
amia_tool_attach (char **argv)
{
  g_autofree char *case_text = NULL;
  g_autofree char *area = NULL;
  g_autofree char *title = NULL;
  g_autofree char *date = NULL;
  g_autofree char *name = NULL;
  g_autofree char *form_text = NULL;
  AmiaUuid         form;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  AmiaNewAttachment  what = { { { 0 } } };
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "area", 0, 0, G_OPTION_ARG_FILENAME, &area, NULL, NULL },
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &title, NULL, NULL },
    { "date", 0, 0, G_OPTION_ARG_FILENAME, &date, NULL, NULL },
    { "form", 0, 0, G_OPTION_ARG_FILENAME, &form_text, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 2, 2))
    return AMIA_EXIT_USAGE;
  if (!amia_tool_parse_id ("--form", form_text, &form))
    return AMIA_EXIT_USAGE;
  what.form = form_text != NULL ? &form : NULL;
  if (case_text == NULL)
    return amia_tool_misuse ("attach needs --case ID");
  if (!amia_tool_parse_id ("--case", case_text, &what.case_id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  name = g_path_get_basename (arguments.words[1]);
  what.title = title != NULL ? title : name;
  what.area = area;
  what.date = date;
  if (!g_utf8_validate (what.title, -1, NULL))
    return amia_tool_misuse ("a title is UTF-8");
  return attach (store, &what, arguments.words[1]);
}

/* --- blob ------------------------------------------------------------------------------------ */

static int
write_out (AmiaStore      *store,
           const AmiaUuid *record,
           const char     *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GInputStream) source = amia_store_open_attachment (store, record, NULL, &error);
  g_autoptr (GFileOutputStream) target = NULL;

  if (source == NULL)
    return amia_tool_fail ("%s", error->message);

  target = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &error);
  if (target == NULL ||
      g_output_stream_splice (G_OUTPUT_STREAM (target),
                              source,
                              G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                  G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                              NULL,
                              &error) < 0)
    return amia_tool_fail ("%s", error->message);

  return AMIA_EXIT_DONE;
}

int
amia_tool_blob (char **argv)
{
  g_autofree char *output = NULL;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  AmiaUuid           record;
  const GOptionEntry entries[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 2, 2))
    return AMIA_EXIT_USAGE;
  if (output == NULL)
    return amia_tool_misuse ("blob needs --output FILE; what is written there is not encrypted");
  if (!amia_tool_parse_id ("ID", arguments.words[1], &record))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  return write_out (store, &record, output);
}

/* --- sync ------------------------------------------------------------------------------------ */

typedef struct
{
  AmiaStore         *store;
  AmiaBlobTransport *transport;
  char              *url;
  char              *token;
  guint              n_sent;
  guint              n_fetched;
} Carrying;

static void
carrying_clear (Carrying *carrying)
{
  g_clear_object (&carrying->transport);
  g_clear_pointer (&carrying->url, g_free);
  g_clear_pointer (&carrying->token, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Carrying, carrying_clear)

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static AmiaBlobReply *
exchange (Carrying              *carrying,
          const AmiaBlobRequest *request,
          GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  amia_blob_transport_exchange_async (carrying->transport,
                                      carrying->url,
                                      carrying->token,
                                      request,
                                      NULL,
                                      store_result_cb,
                                      &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return amia_blob_transport_exchange_finish (carrying->transport, result, error);
}

static gboolean
take_step (Carrying         *carrying,
           AmiaBlobTransfer *transfer,
           AmiaBlobProgress *progress,
           GError          **error)
{
  g_autoptr (AmiaBlobRequest) request =
      amia_blob_transfer_prepare (transfer, carrying->store, error);
  g_autoptr (AmiaBlobReply) reply = NULL;

  if (request == NULL)
    return FALSE;

  reply = exchange (carrying, request, error);
  return reply != NULL &&
         amia_blob_transfer_take (transfer, carrying->store, reply, progress, error);
}

/* What is left of a request that was cut in two is answered by nothing of ours. */
static gboolean
is_worth_another_try (const GError *error)
{
  return g_error_matches (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_UNREACHABLE) ||
         g_error_matches (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_NOT_OURS);
}

/* One blob; a step that the network cut off is tried again, in smaller parts. */
static gboolean
carry (Carrying           *carrying,
       const AmiaBlobTask *task,
       GError            **error)
{
  AmiaBlobTransfer transfer;
  AmiaBlobProgress progress = AMIA_BLOB_GOES_ON;
  guint            n_tries = 0;

  amia_blob_transfer_init (&transfer, task);
  while (progress == AMIA_BLOB_GOES_ON)
    {
      g_autoptr (GError) cause = NULL;

      if (take_step (carrying, &transfer, &progress, &cause))
        {
          n_tries = 0;
          continue;
        }
      if (!is_worth_another_try (cause) || ++n_tries == TRIES_MAX)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      amia_blob_transfer_falter (&transfer);
    }

  if (progress == AMIA_BLOB_CARRIED)
    (*(task->is_upload ? &carrying->n_sent : &carrying->n_fetched))++;
  return TRUE;
}

int
amia_tool_carry_blobs (AmiaStore *store)
{
  g_auto (Carrying) carrying = { .store = store };
  g_autofree char *ca_file = amia_store_get_setting (store, AMIA_SETTING_SERVER_CA);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tasks = amia_store_list_blob_tasks (store, &error);

  if (tasks == NULL)
    return amia_tool_fail ("%s", error->message);
  if (tasks->len == 0)
    return AMIA_EXIT_DONE;

  carrying.url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  carrying.token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  carrying.transport = amia_http_blob_transport_new (ca_file, &error);
  if (carrying.transport == NULL)
    return amia_tool_fail ("%s", error->message);

  for (guint i = 0; i < tasks->len; i++)
    {
      if (!carry (&carrying, &g_array_index (tasks, AmiaBlobTask, i), &error))
        return amia_tool_fail ("Failed to carry an attachment: %s", error->message);
    }

  printf ("attachments: sent %u fetched %u\n", carrying.n_sent, carrying.n_fetched);
  return AMIA_EXIT_DONE;
}
