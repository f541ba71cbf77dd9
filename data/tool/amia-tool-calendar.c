/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-date.h"
#include "amia-store-calendar.h"
#include "amia-tool-json.h"
#include "amia-tool.h"

/* `calendar`: what stands in it, as lines, as JSON or as a calendar file; free times and who got
 * them; and bringing a calendar file in. */

#define DAYS_DEFAULT 366

typedef struct
{
  char    *from;
  char    *to;
  char    *now;
  char    *in_case;
  char    *file;
  gboolean is_mine;
  gboolean is_json;
  gboolean is_ics;
  gboolean is_slots;
  gboolean only_open;
  gboolean with_titles;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->from);
  g_free (options->to);
  g_free (options->now);
  g_free (options->in_case);
  g_free (options->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* --- The calendar ---------------------------------------------------------------------------- */

static void
append_json (GString              *out,
             const AmiaAgendaItem *item)
{
  g_auto (GStrv) people = amia_agenda_item_dup_participants (item);
  char start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  char end[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  g_string_append_c (out, '{');
  amia_tool_json_text (out, "record", item->kind);
  amia_tool_json_id (out, "id", &item->id);
  amia_tool_json_id (out, "case", &item->case_id);
  amia_tool_json_text (out, "start", amia_local_time_print (item->start, start));
  amia_tool_json_text (out, "end", amia_local_time_print (item->end, end));
  amia_tool_json_text (out, "kind", item->what);
  amia_tool_json_text (out, "title", item->title);
  amia_tool_json_text (out, "name", item->name);
  amia_tool_json_boolean (out, "protected", item->is_protected);
  amia_tool_json_text (out, "place", item->is_protected ? NULL : item->place);
  if (item->km >= 0)
    amia_tool_json_number (out, "km", (gint64) item->km);
  if (!item->is_protected)
    amia_tool_json_texts (out, "participants", (const char *const *) people);
  amia_tool_json_text (out, "status", item->status);
  amia_tool_json_text (out, "user", item->user);
  g_string_append (out, "}\n");
}

static void
append_line (GString              *out,
             const AmiaAgendaItem *item)
{
  const char *name = item->is_protected ? "(protected)" : item->name;
  char        id[AMIA_UUID_TEXT_LENGTH + 1];
  char        start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  char        end[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  g_string_append_printf (out,
                          "%s %s %s %s %s %s\n",
                          amia_local_time_print (item->start, start),
                          amia_local_time_print (item->end, end),
                          item->kind,
                          amia_uuid_print (&item->id, id),
                          item->what != NULL ? item->what : "-",
                          name != NULL          ? name
                          : item->title != NULL ? item->title
                                                : "-");
}

static int
list_items (AmiaStore             *store,
            const AmiaAgendaQuery *query,
            const Options         *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = amia_store_list_agenda (store, query, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (items == NULL)
    return amia_tool_fail ("%s", error->message);

  for (guint i = 0; i < items->len; i++)
    (options->is_json ? append_json : append_line) (out, g_ptr_array_index (items, i));
  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}

static int export(AmiaStore             *store,
                  const AmiaAgendaQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = amia_store_export_calendar (store, query, NULL, &error);

  if (text == NULL)
    return amia_tool_fail ("%s", error->message);

  fputs (text, stdout);
  return AMIA_EXIT_DONE;
}

/* --- Free times ------------------------------------------------------------------------------ */

static const char *
name_state (const AmiaSlotItem *slot)
{
  return slot->state == AMIA_SLOT_DOUBLE   ? "double"
         : slot->state == AMIA_SLOT_BOOKED ? "booked"
         : slot->is_open                   ? "free"
                                           : "closed";
}

static void
append_slot_json (GString            *out,
                  const AmiaSlotItem *slot)
{
  char start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  g_string_append_c (out, '{');
  amia_tool_json_id (out, "id", &slot->time->id);
  amia_tool_json_text (out, "start", amia_local_time_print (slot->time->start, start));
  amia_tool_json_text (out, "state", name_state (slot));
  amia_tool_json_text (out, "booking", slot->winner);
  amia_tool_json_open (out, "bookings", '[');
  for (guint i = 0; i < slot->bookings->len; i++)
    {
      const AmiaBookingItem *booking = g_ptr_array_index (slot->bookings, i);

      g_string_append (out, i > 0 ? ",{" : "{");
      amia_tool_json_text (out, "id", booking->id);
      amia_tool_json_text (out, "user", booking->user);
      amia_tool_json_text (out, "agency", booking->agency);
      amia_tool_json_text (out, "meeting", booking->meeting);
      amia_tool_json_boolean (out, "own", booking->is_own);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}\n");
}

static void
append_slot_line (GString            *out,
                  const AmiaSlotItem *slot)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];
  char start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  g_string_append_printf (out, "%s %s %s", amia_local_time_print (slot->time->start, start),
                          amia_uuid_print (&slot->time->id, id), name_state (slot));
  for (guint i = 0; i < slot->bookings->len; i++)
    {
      const AmiaBookingItem *booking = g_ptr_array_index (slot->bookings, i);

      g_string_append_printf (out,
                              " %s%s",
                              booking->user != NULL ? booking->user : "-",
                              g_strcmp0 (booking->id, slot->winner) == 0 ? "*" : "");
    }
  g_string_append_c (out, '\n');
}

static int
list_slots (AmiaStore             *store,
            const AmiaAgendaQuery *query,
            AmiaLocalTime          now,
            const Options         *options)
{
  const AmiaSlotQuery slots_query = { .from = query->from,
                                      .to = query->to,
                                      .now = now,
                                      .only_open = options->only_open };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slots = amia_store_list_slots (store, &slots_query, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (slots == NULL)
    return amia_tool_fail ("%s", error->message);

  for (guint i = 0; i < slots->len; i++)
    (options->is_json ? append_slot_json : append_slot_line) (out, g_ptr_array_index (slots, i));
  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}

/* --- In -------------------------------------------------------------------------------------- */

static int
import (AmiaStore     *store,
        const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  gsize              length;
  AmiaCalendarImport outcome;

  if (!g_file_get_contents (options->file, &text, &length, &error) ||
      !amia_store_import_calendar (
          store, text, length, options->with_titles, &outcome, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("new %u changed %u same %u skipped %u\n",
          outcome.n_new, outcome.n_changed, outcome.n_same, outcome.n_skipped);
  return outcome.n_skipped > 0 ? AMIA_EXIT_PARTLY : AMIA_EXIT_DONE;
}

/* --- The command ----------------------------------------------------------------------------- */

/* A day, or today with @n_days more. */
static gboolean
read_day (const char    *text,
          int            n_days,
          AmiaLocalTime *time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate day;

  if (text != NULL)
    {
      if (!amia_date_parse_iso (text, -1, &day))
        return FALSE;
    }
  else
    {
      g_date_clear (&day, 1);
      g_date_set_dmy (&day,
                      (GDateDay) g_date_time_get_day_of_month (now),
                      (GDateMonth) g_date_time_get_month (now),
                      (GDateYear) g_date_time_get_year (now));
    }
  *time = amia_local_time_make (&day, 0) + n_days * AMIA_DAY_MINUTES;
  return TRUE;
}

static int
run (const char    *path,
     const Options *options)
{
  g_autoptr (AmiaStore) store = NULL;
  AmiaAgendaQuery query = { .kinds = AMIA_AGENDA_ALL, .mine = options->is_mine };
  AmiaLocalTime   now;
  AmiaUuid        case_id;

  /* --to is the last day, and so counts. */
  if (!read_day (options->from, 0, &query.from) ||
      !read_day (options->to, options->to != NULL ? 1 : DAYS_DEFAULT, &query.to) ||
      !read_day (options->now, 0, &now))
    return amia_tool_misuse ("--from, --to and --on want a day (YYYY-MM-DD)");
  if (options->in_case != NULL && !amia_uuid_parse (options->in_case, -1, &case_id))
    return amia_tool_misuse ("--case: “%s” is not an id", options->in_case);
  if ((store = amia_tool_open (path)) == NULL)
    return AMIA_EXIT_FAILED;

  query.case_id = options->in_case != NULL ? &case_id : NULL;
  if (options->file != NULL)
    return import (store, options);
  if (options->is_slots)
    return list_slots (store, &query, now, options);
  return options->is_ics ? export(store, &query) : list_items (store, &query, options);
}

int
amia_tool_calendar (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &options.to, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.now, NULL, NULL },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &options.in_case, NULL, NULL },
    { "mine", 0, 0, G_OPTION_ARG_NONE, &options.is_mine, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, NULL, NULL },
    { "ics", 0, 0, G_OPTION_ARG_NONE, &options.is_ics, NULL, NULL },
    { "slots", 0, 0, G_OPTION_ARG_NONE, &options.is_slots, NULL, NULL },
    { "open", 0, 0, G_OPTION_ARG_NONE, &options.only_open, NULL, NULL },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &options.file, NULL, NULL },
    { "with-titles", 0, 0, G_OPTION_ARG_NONE, &options.with_titles, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  return run (arguments.words[0], &options);
}
