/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-sign-in.h"
#include "amia-store-blob-queue.h"
#include "amia-store-blobs.h"
#include "amia-store-end.h"
#include "amia-store-lists.h"
#include "amia-tool-json.h"
#include "amia-tool-sharing.h"
#include "amia-tool.h"

/* `status`: how a replica stands with its server, and how far each record of a case has come. What
 * is not known for certain is not said. Words and JSON are told by the same calls, a line or a
 * member each, so that both always say the same. */

/* One thing that is told: a line in words, a member in JSON. */
typedef struct
{
  GString *out;
  gboolean is_json;
} Report;

static void
tell_text (const Report *report,
           const char   *name,
           const char   *text)
{
  if (report->is_json)
    amia_tool_json_text (report->out, name, text);
  else
    g_string_append_printf (report->out, "%s\t%s\n", name, text != NULL ? text : "-");
}

static void
tell_number (const Report *report,
             const char   *name,
             gint64        number)
{
  if (report->is_json)
    amia_tool_json_number (report->out, name, number);
  else
    g_string_append_printf (report->out, "%s\t%" G_GINT64_FORMAT "\n", name, number);
}

static void
tell_boolean (const Report *report,
              const char   *name,
              gboolean      is_true)
{
  if (report->is_json)
    amia_tool_json_boolean (report->out, name, is_true);
  else
    tell_text (report, name, is_true ? "yes" : "no");
}

static void
tell_time (const Report *report,
           const char   *name,
           gint64        ms)
{
  g_autoptr (GDateTime) utc = ms != 0 ? g_date_time_new_from_unix_utc (ms / 1000) : NULL;
  g_autofree char *text = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;

  tell_text (report, name, text);
}

/* --- The replica ----------------------------------------------------------------------------- */

static void
tell_identity (const Report *report,
               AmiaStore    *store)
{
  const AmiaIdentity *identity = amia_store_get_identity (store);
  g_autofree char    *url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  g_autofree char    *token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  char                device[AMIA_UUID_HEX_LENGTH + 1];

  tell_text (report, "device", amia_uuid_print_hex (&identity->device, device));
  tell_text (report, "user", identity->user);
  tell_text (report, "agency", identity->agency);
  tell_text (report, "role", identity->role);
  tell_text (report, "server", url);
  tell_boolean (report, "signed-in", url != NULL && token != NULL);
}

static gboolean
tell_counts (const Report *report,
             AmiaStore    *store,
             GError      **error)
{
  AmiaStatus status = { 0 };
  guint      n_unsent_blobs = 0;
  guint      n_wanted = 0;
  g_autoptr (GArray) tasks = amia_store_list_blob_tasks (store, error);

  if (tasks == NULL || !amia_store_get_status (store, &status, error) ||
      !amia_store_count_unsent_blobs (store, &n_unsent_blobs, error))
    return FALSE;

  for (guint i = 0; i < tasks->len; i++)
    n_wanted += !g_array_index (tasks, AmiaBlobTask, i).is_upload;

  tell_time (report, "last-contact", status.last_sync_ms);
  tell_number (report, "lease-days", status.lease_days);
  tell_boolean (report, "lapsed", status.is_lapsed);
  tell_number (report, "narrowed", status.n_narrowed);
  tell_number (report, "waiting", status.n_waiting);
  tell_number (report, "refused", status.n_refused);
  tell_number (report, "escrow", status.n_escrow);
  tell_number (report, "conflicts", status.n_conflicts);
  tell_number (report, "cases", status.n_cases);
  tell_number (report, "attachments-to-send", n_unsent_blobs);
  tell_number (report, "attachments-to-fetch", n_wanted);
  return TRUE;
}

/* --- A case ---------------------------------------------------------------------------------- */

static const char *
name_saved (AmiaSaved saved)
{
  switch (saved)
    {
    case AMIA_SAVED_REFUSED:
      return "refused";
    case AMIA_SAVED_ESCROW:
      return "escrow";
    case AMIA_SAVED_SERVER:
      return "server";
    case AMIA_SAVED_COLLEAGUE:
      return "colleague";
    case AMIA_SAVED_OPENED:
      return "opened";
    case AMIA_SAVED_HERE:
    default:
      return "here";
    }
}

static const char *
name_blob (AmiaBlobState state)
{
  switch (state)
    {
    case AMIA_BLOB_PARTLY:
      return "partly";
    case AMIA_BLOB_HERE:
      return "here";
    case AMIA_BLOB_SENT:
      return "server";
    case AMIA_BLOB_WANTED:
    default:
      return "wanted";
    }
}

static void
tell_record (const Report   *report,
             const char     *kind,
             const AmiaUuid *id,
             const char     *where,
             char          **colleagues)
{
  g_autofree char *names = g_strjoinv (", ", colleagues);
  char             text[AMIA_UUID_TEXT_LENGTH + 1];

  if (!report->is_json)
    {
      g_string_append_printf (report->out,
                              "%s\t%s\t%s%s%s\n",
                              kind,
                              amia_uuid_print (id, text),
                              where,
                              names[0] != '\0' ? "\t" : "",
                              names);
      return;
    }

  amia_tool_json_open (report->out, NULL, '{');
  amia_tool_json_text (report->out, "kind", kind);
  amia_tool_json_id (report->out, "id", id);
  amia_tool_json_text (report->out, "where", where);
  amia_tool_json_texts (report->out, "colleagues", (const char *const *) colleagues);
  g_string_append_c (report->out, '}');
}

/* What is needed of a record once the walk over all of them has ended. */
typedef struct
{
  AmiaUuid id;
  char    *kind;
} Listed;

static void
listed_free (gpointer data)
{
  Listed *listed = data;

  g_free (listed->kind);
  g_free (listed);
}

static gboolean
collect_cb (const AmiaRecord *record,
            gpointer          data)
{
  Listed *listed = g_new0 (Listed, 1);

  listed->id = record->id;
  listed->kind = g_strdup (record->kind);
  g_ptr_array_add (data, listed);
  return TRUE;
}

/* The case's records, its participant's first; none when nothing of the case is shown here. */
static GPtrArray *
list_records (AmiaStore      *store,
              const AmiaUuid *case_id,
              GError        **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (listed_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, case_id, &local_error);
  g_autofree char      *participant = NULL;
  AmiaUuid              id;
  const AmiaRecordQuery of_case = { .case_id = case_id };
  const AmiaRecordQuery of_person = { .id = &id };

  if (record != NULL)
    participant = amia_record_dup_string (record, "participant");
  if (local_error == NULL && participant != NULL && amia_uuid_parse (participant, -1, &id))
    (void) !amia_store_foreach_record (store, &of_person, collect_cb, records, &local_error);
  if (local_error == NULL)
    (void) !amia_store_foreach_record (store, &of_case, collect_cb, records, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&records);
}

static gboolean
tell_records (const Report   *report,
              AmiaStore      *store,
              const AmiaUuid *case_id,
              GError        **error)
{
  g_autoptr (GPtrArray) records = list_records (store, case_id, error);
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const Listed *listed = g_ptr_array_index (records, i);
      g_auto (GStrv) colleagues = NULL;
      AmiaSaved saved = amia_store_get_saved (store, &listed->id, &colleagues, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      tell_record (report, listed->kind, &listed->id, name_saved (saved), colleagues);
    }

  return records != NULL;
}

static gboolean
tell_attachments (const Report   *report,
                  AmiaStore      *store,
                  const AmiaUuid *case_id,
                  GError        **error)
{
  char *nobody[] = { NULL };
  g_autoptr (GPtrArray) rows = amia_store_list_attachments (store, case_id, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaAttachmentRow *row = g_ptr_array_index (rows, i);

      tell_record (report, "contents", &row->attachment->record, name_blob (row->state), nobody);
    }

  return TRUE;
}

static void
tell_sharing (const Report          *report,
              const AmiaCaseSharing *sharing)
{
  const char *why = amia_tool_explain_lock (sharing->lock);

  tell_text (report, "lock", amia_tool_name_lock (sharing->lock));
  if (why != NULL)
    tell_text (report, "why", why);
  tell_number (report, "waiting", sharing->n_waiting);
  tell_number (report, "locked", sharing->n_locked);
  tell_number (report, "refused", sharing->n_refused);
  tell_number (report, "escrow", sharing->n_escrow);
}

static gboolean
tell_case (const Report   *report,
           AmiaStore      *store,
           const AmiaUuid *case_id,
           GError        **error)
{
  g_autoptr (AmiaCaseSharing) sharing = amia_store_load_sharing (store, case_id, NULL, error);
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (sharing == NULL)
    return FALSE;
  if (sharing->members->len == 0 && sharing->rights == NULL)
    {
      g_set_error (error,
                   AMIA_STORE_ERROR,
                   AMIA_STORE_ERROR_INVALID,
                   "there is no case %s here",
                   amia_uuid_print (case_id, id));
      return FALSE;
    }

  tell_sharing (report, sharing);
  if (report->is_json)
    amia_tool_json_open (report->out, "records", '[');
  if (!tell_records (report, store, case_id, error) ||
      !tell_attachments (report, store, case_id, error))
    return FALSE;
  if (report->is_json)
    g_string_append_c (report->out, ']');
  return TRUE;
}

int
amia_tool_status (char **argv)
{
  g_autofree char *case_text = NULL;
  gboolean         is_json = FALSE;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  AmiaUuid           case_id;
  Report             report;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !amia_tool_parse_id ("--case", case_text, &case_id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  report = (Report){ out, is_json };
  if (is_json)
    amia_tool_json_open (out, NULL, '{');
  if (case_text == NULL)
    tell_identity (&report, store);
  if (case_text != NULL ? !tell_case (&report, store, &case_id, &error)
                        : !tell_counts (&report, store, &error))
    return amia_tool_fail ("%s", error->message);
  if (is_json)
    g_string_append (out, "}\n");
  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}
