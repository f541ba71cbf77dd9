/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-audit-words.h"
#include "amia-command.h"
#include "amia-ledger-audit.h"

/* The audit, from the command line: is it whole, what is in it, what is a participant handed. */

#define PAGE_ENTRIES 1000

typedef struct
{
  char           *case_id;
  char           *from;
  char           *to;
  char           *anchor;
  gboolean        is_json;
  AmiaCommandLine line;
  AmiaLedger     *ledger;
} Audit;

static void
clear_audit (Audit *audit)
{
  g_free (audit->case_id);
  g_free (audit->from);
  g_free (audit->to);
  g_free (audit->anchor);
  amia_command_line_clear (&audit->line);
  g_clear_object (&audit->ledger);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Audit, clear_audit)

static int
begin_audit (char **arguments,
             Audit *audit)
{
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_STRING, &audit->case_id, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &audit->from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &audit->to, NULL, NULL },
    { "anchor", 0, 0, G_OPTION_ARG_STRING, &audit->anchor, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &audit->is_json, NULL, NULL },
    { NULL },
  };
  int status = amia_command_read (arguments, entries, &audit->line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (audit->line.words[0] != NULL)
    return amia_command_misuse ("There is an argument too many");

  return amia_command_open (&audit->line, &audit->ledger);
}

/* --- verify --------------------------------------------------------------------------------- */

/* An entry whose hash is known from elsewhere. */
typedef struct
{
  gint64 id;
  guint8 hash[AMIA_AUDIT_HASH_LENGTH];
} Anchor;

typedef struct
{
  AmiaAuditCheck check;
  const Anchor  *anchors;
  gsize          n_anchors;
  gint64         wrong; /* 0 for none */
} Verifying;

static gboolean
parse_anchor (const char *text,
              Anchor     *anchor)
{
  const char      *colon = strchr (text, ':');
  g_autofree char *number = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : NULL;
  guint64          id;

  if (number == NULL || strlen (colon + 1) != 2 * AMIA_AUDIT_HASH_LENGTH ||
      !g_ascii_string_to_unsigned (number, 10, 1, G_MAXINT64, &id, NULL))
    return FALSE;

  for (gsize i = 0; i < AMIA_AUDIT_HASH_LENGTH; i++)
    {
      int high = g_ascii_xdigit_value (colon[1 + 2 * i]);
      int low = g_ascii_xdigit_value (colon[2 + 2 * i]);

      if (high < 0 || low < 0)
        return FALSE;
      anchor->hash[i] = (guint8) (high * 16 + low);
    }

  anchor->id = (gint64) id;
  return TRUE;
}

static gboolean
verify_cb (const AmiaAuditEntry *entry,
           gpointer              user_data)
{
  Verifying *verifying = user_data;

  if (!amia_audit_check_next (&verifying->check, entry))
    {
      verifying->wrong = verifying->check.last_id + 1;
      return FALSE;
    }

  for (gsize i = 0; i < verifying->n_anchors; i++)
    {
      if (verifying->anchors[i].id == entry->id &&
          memcmp (verifying->anchors[i].hash, entry->hash, AMIA_AUDIT_HASH_LENGTH) != 0)
        verifying->wrong = entry->id;
    }

  return verifying->wrong == 0;
}

static gboolean
verify_all (AmiaLedger *ledger,
            Verifying  *verifying,
            GError    **error)
{
  gint64 before;

  do
    {
      const AmiaAuditQuery query = { .after = verifying->check.last_id, .n_max = PAGE_ENTRIES };

      before = verifying->check.last_id;
      if (!amia_ledger_read_audit (ledger, &query, verify_cb, verifying, error))
        return FALSE;
    }
  while (verifying->wrong == 0 && verifying->check.last_id > before);

  for (gsize i = 0; verifying->wrong == 0 && i < verifying->n_anchors; i++)
    {
      if (verifying->anchors[i].id > verifying->check.last_id)
        verifying->wrong = verifying->check.last_id + 1;
    }

  return TRUE;
}

static int
verify_audit (char **arguments)
{
  g_auto (Audit) audit = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;
  Anchor           anchors[2] = { { 0 } };
  Verifying        verifying = { { 0 }, anchors, 1, 0 };
  int              status = begin_audit (arguments, &audit);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (audit.anchor != NULL && !parse_anchor (audit.anchor, &anchors[verifying.n_anchors++]))
    return amia_command_misuse ("--anchor wants NUMBER:HASH, as an earlier verify printed it");

  if (!amia_ledger_get_audit_head (audit.ledger, &anchors[0].id, anchors[0].hash, &error) ||
      !verify_all (audit.ledger, &verifying, &error))
    return amia_command_fail ("%s", error->message);
  if (verifying.wrong != 0)
    return amia_command_refuse ("Entry %" G_GINT64_FORMAT
                                " of the audit is missing or not what was written",
                                verifying.wrong);

  hash = amia_audit_print_hash (verifying.check.hash);
  printf ("ok %" G_GINT64_FORMAT ":%s\n", verifying.check.last_id, hash);
  return AMIA_EXIT_DONE;
}

/* --- list and extract ----------------------------------------------------------------------- */

typedef struct
{
  char *(*print) (const AmiaAuditEntry *entry);
  gint64 last_id;
} Listing;

static gboolean
list_cb (const AmiaAuditEntry *entry,
         gpointer              user_data)
{
  Listing         *listing = user_data;
  g_autofree char *line = listing->print (entry);

  listing->last_id = entry->id;
  if (line != NULL)
    printf ("%s\n", line);
  return TRUE;
}

static gboolean
list_all (AmiaLedger     *ledger,
          AmiaAuditQuery *query,
          Listing        *listing,
          GError        **error)
{
  do
    {
      query->after = listing->last_id;
      query->n_max = PAGE_ENTRIES;
      if (!amia_ledger_read_audit (ledger, query, list_cb, listing, error))
        return FALSE;
    }
  while (listing->last_id > query->after);

  return TRUE;
}

/* A day or a moment, as ISO 8601 writes them; a day begins at midnight UTC. */
static gboolean
parse_time (const char *text,
            gint64     *time_ms)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *day = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    time = g_date_time_new_from_iso8601 (day, utc);
  if (time == NULL)
    return FALSE;

  *time_ms = g_date_time_to_unix (time) * 1000;
  return TRUE;
}

static int
read_query (const Audit    *audit,
            AmiaUuid       *case_id,
            AmiaUuid       *participant,
            AmiaAuditQuery *query)
{
  g_autoptr (GError) error = NULL;

  if (audit->from != NULL && !parse_time (audit->from, &query->from_ms))
    return amia_command_misuse ("--from wants a day, YYYY-MM-DD, or a time");
  if (audit->to != NULL && !parse_time (audit->to, &query->to_ms))
    return amia_command_misuse ("--to wants a day, YYYY-MM-DD, or a time");
  if (audit->case_id == NULL)
    return AMIA_EXIT_DONE;
  if (!amia_uuid_parse (audit->case_id, -1, case_id))
    return amia_command_misuse ("\"%s\" is not the id of a case", audit->case_id);
  if (!amia_ledger_find_link (audit->ledger, case_id, participant, &error))
    return amia_command_fail ("%s", error->message);

  query->scope = case_id;
  query->participant = participant;
  return AMIA_EXIT_DONE;
}

static int
list_audit (char **arguments)
{
  g_auto (Audit) audit = { NULL };
  g_autoptr (GError) error = NULL;
  AmiaAuditQuery query = { 0 };
  AmiaUuid       case_id;
  AmiaUuid       participant;
  Listing        listing = { amia_audit_print_text, 0 };
  int            status = begin_audit (arguments, &audit);

  if (status == AMIA_EXIT_DONE)
    status = read_query (&audit, &case_id, &participant, &query);
  if (status != AMIA_EXIT_DONE)
    return status;

  if (audit.is_json)
    listing.print = amia_audit_print_json;
  if (!list_all (audit.ledger, &query, &listing, &error))
    return amia_command_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

/* That somebody reads it is itself a fact. */
static gboolean
note_extract (AmiaLedger     *ledger,
              const AmiaUuid *case_id,
              GError        **error)
{
  g_autofree char    *detail = g_strdup_printf ("by=%s", g_get_user_name ());
  const AmiaAuditFact fact = { .kind = AMIA_AUDIT_VIEW_LOG, .scope = case_id, .detail = detail };

  return amia_audit_write (ledger, &fact, g_get_real_time () / 1000, error);
}

static int
extract_audit (char **arguments)
{
  g_auto (Audit) audit = { NULL };
  g_autoptr (GError) error = NULL;
  AmiaAuditQuery query = { 0 };
  AmiaUuid       case_id;
  AmiaUuid       participant;
  Listing        listing = { amia_audit_print_swedish, 0 };
  int            status = begin_audit (arguments, &audit);

  if (status == AMIA_EXIT_DONE && audit.case_id == NULL)
    return amia_command_misuse ("An extract is of one case: --case ID");
  if (status == AMIA_EXIT_DONE)
    status = read_query (&audit, &case_id, &participant, &query);
  if (status != AMIA_EXIT_DONE)
    return status;

  printf ("Utdrag: vilka som har tagit del av eller ändrat uppgifter i ärendet %s\n\n",
          audit.case_id);
  if (!list_all (audit.ledger, &query, &listing, &error) ||
      !note_extract (audit.ledger, &case_id, &error))
    return amia_command_fail ("%s", error->message);
  if (listing.last_id == 0)
    printf ("Ingen har tagit del av ärendet under den tiden.\n");
  return AMIA_EXIT_DONE;
}

int
amia_audit_command (char **arguments)
{
  static const AmiaSubcommand commands[] = {
    { "verify", verify_audit },
    { "list", list_audit },
    { "extract", extract_audit },
    { NULL },
  };

  return amia_command_choose (commands, arguments);
}
