/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-kinds.h"
#include "amia-tool-json.h"
#include "amia-tool-sharing.h"
#include "amia-tool.h"

/* `consent`: who may see what of a case, on which consent, on a day; and what else was consented to
 * before. The store answers by the functions that the server decides by; the words are all that is
 * made here. */

static const char *const agencies[] = { "FK", "AF", "VARD", "KOMMUN" };

static const char *
name_state (AmiaShareState state)
{
  switch (state)
    {
    case AMIA_SHARE_VALID:
      return "valid";
    case AMIA_SHARE_COMING:
      return "coming";
    case AMIA_SHARE_EXPIRED:
      return "expired";
    case AMIA_SHARE_WITHDRAWN:
      return "withdrawn";
    case AMIA_SHARE_UNDATED:
    default:
      return "undated";
    }
}

static gboolean
is_spoken (const char *kind)
{
  return g_strcmp0 (kind, AMIA_CONSENT_KIND_SPOKEN) == 0;
}

/* --- In words -------------------------------------------------------------------------------- */

static void
append_dates (GString    *out,
              const char *from,
              const char *to)
{
  if (from != NULL)
    g_string_append_printf (out, " from %s", from);
  if (to != NULL)
    g_string_append_printf (out, " to %s", to);
}

static char *
join_areas (char **areas)
{
  gsize n_areas;

  amia_areas_get_all (&n_areas);
  return g_strv_length (areas) == n_areas ? g_strdup ("everything") : g_strjoinv (", ", areas);
}

/* The consents that let something come today; the others are in the history below. */
static void
append_shares (GString                 *out,
               const AmiaMemberSharing *member)
{
  for (guint i = 0; i < member->shares->len; i++)
    {
      const AmiaConsentShare *share = g_ptr_array_index (member->shares, i);
      g_autofree char        *areas = join_areas (share->areas);
      char                    id[AMIA_UUID_TEXT_LENGTH + 1];

      if (areas[0] == '\0')
        continue;

      g_string_append_printf (out,
                              "  from %s: %s; %s consent %s",
                              share->agency,
                              areas,
                              is_spoken (share->kind) ? "spoken" : "signed",
                              amia_uuid_print (&share->consent, id));
      append_dates (out, share->from_day, share->to_day);
      g_string_append_c (out, '\n');
    }
}

static gboolean
lets_any_come (const AmiaRights *rights,
               const char       *agency)
{
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);

  for (gsize i = 0; i < n_areas; i++)
    {
      if (amia_rights_let_come (rights, agency, areas[i]))
        return TRUE;
    }

  return FALSE;
}

static void
append_closed (GString                 *out,
               const AmiaMemberSharing *member)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      if (strcmp (agencies[i], member->agency) != 0 &&
          !lets_any_come (member->rights, agencies[i]))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", agencies[i]);
    }

  if (names->len > 0)
    g_string_append_printf (out, "  from %s: nothing\n", names->str);
}

static void
append_member (GString                 *out,
               const AmiaMemberSharing *member)
{
  g_string_append_printf (out,
                          "%s (%s, %s%s)",
                          member->user,
                          member->agency != NULL ? member->agency : "agency not known",
                          member->role != NULL ? member->role : "no role",
                          member->is_self ? ", this laptop" : "");
  append_dates (out, member->from_day, member->to_day);

  if (!amia_rights_is_member (member->rights))
    g_string_append (out, ": not in the team, sees nothing\n");
  else if (member->agency == NULL)
    g_string_append (out, ": sees that there is a case, and who is in the team\n");
  else
    {
      g_string_append_printf (out, ": sees what %s has written\n", member->agency);
      append_shares (out, member);
      append_closed (out, member);
    }
}

const char *
amia_tool_name_lock (AmiaSharingLock lock)
{
  switch (lock)
    {
    case AMIA_SHARING_DAY:
      return "day";
    case AMIA_SHARING_LEASE:
      return "lease";
    case AMIA_SHARING_OVER:
      return "over";
    case AMIA_SHARING_OPEN:
    default:
      return "open";
    }
}

const char *
amia_tool_explain_lock (AmiaSharingLock lock)
{
  switch (lock)
    {
    case AMIA_SHARING_DAY:
      return "Less is shown here than the server gave: something has ended by date since.";
    case AMIA_SHARING_LEASE:
      return "This laptop was out of contact for longer than its lease: what other agencies wrote "
             "is hidden.";
    case AMIA_SHARING_OVER:
      return "The server has ended this laptop's access: nothing is shown.";
    case AMIA_SHARING_OPEN:
    default:
      return NULL;
    }
}

static void
append_history (GString   *out,
                GPtrArray *history)
{
  g_string_append (out, history->len > 0 ? "\nConsented to:\n" : "\nNothing was consented to.\n");
  for (guint i = 0; i < history->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (history, i);
      char             id[AMIA_UUID_TEXT_LENGTH + 1];

      g_string_append_printf (out,
                              "  %s to %s: %s; %s consent %s",
                              share->from_agency,
                              share->to_agency,
                              strcmp (share->area, "*") == 0 ? "everything" : share->area,
                              is_spoken (share->kind) ? "spoken" : "signed",
                              amia_uuid_print (&share->consent, id));
      append_dates (out, share->since, share->until);
      g_string_append_printf (out, ", %s\n", name_state (share->state));
    }
}

static void
append_words (GString               *out,
              const AmiaCaseSharing *sharing)
{
  const char *lock = amia_tool_explain_lock (sharing->lock);
  char        id[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_printf (
      out, "Case %s on %s\n\n", amia_uuid_print (&sharing->case_id, id), sharing->day);
  if (lock != NULL)
    g_string_append_printf (out, "%s\n\n", lock);
  for (guint i = 0; i < sharing->members->len; i++)
    append_member (out, g_ptr_array_index (sharing->members, i));
  append_history (out, sharing->history);
}

/* --- As JSON --------------------------------------------------------------------------------- */

static void
append_share_json (GString                *out,
                   const AmiaConsentShare *share)
{
  amia_tool_json_open (out, NULL, '{');
  amia_tool_json_id (out, "id", &share->consent);
  amia_tool_json_text (out, "agency", share->agency);
  amia_tool_json_text (out, "kind", share->kind);
  amia_tool_json_text (out, "from", share->from_day);
  amia_tool_json_text (out, "to", share->to_day);
  amia_tool_json_texts (out, "areas", (const char *const *) share->areas);
  g_string_append_c (out, '}');
}

static void
append_member_json (GString                 *out,
                    const AmiaMemberSharing *member)
{
  g_autofree char *rights = amia_rights_encode (member->rights);

  amia_tool_json_open (out, NULL, '{');
  amia_tool_json_text (out, "user", member->user);
  amia_tool_json_text (out, "name", member->name);
  amia_tool_json_text (out, "agency", member->agency);
  amia_tool_json_text (out, "role", member->role);
  amia_tool_json_text (out, "from", member->from_day);
  amia_tool_json_text (out, "to", member->to_day);
  amia_tool_json_boolean (out, "self", member->is_self);
  amia_tool_json_key (out, "sees");
  g_string_append (out, rights);
  amia_tool_json_open (out, "consents", '[');
  for (guint i = 0; i < member->shares->len; i++)
    append_share_json (out, g_ptr_array_index (member->shares, i));
  g_string_append (out, "]}");
}

static void
append_history_json (GString         *out,
                     const AmiaShare *share)
{
  amia_tool_json_open (out, NULL, '{');
  amia_tool_json_text (out, "from", share->from_agency);
  amia_tool_json_text (out, "to", share->to_agency);
  amia_tool_json_text (out, "area", share->area);
  amia_tool_json_id (out, "consent", &share->consent);
  amia_tool_json_text (out, "kind", share->kind);
  amia_tool_json_text (out, "since", share->since);
  amia_tool_json_text (out, "until", share->until);
  amia_tool_json_text (out, "withdrawn", share->withdrawn);
  amia_tool_json_text (out, "state", name_state (share->state));
  g_string_append_c (out, '}');
}

static void
append_json (GString               *out,
             const AmiaCaseSharing *sharing)
{
  amia_tool_json_open (out, NULL, '{');
  amia_tool_json_id (out, "case", &sharing->case_id);
  amia_tool_json_text (out, "on", sharing->day);
  amia_tool_json_text (out, "lock", amia_tool_name_lock (sharing->lock));
  amia_tool_json_open (out, "members", '[');
  for (guint i = 0; i < sharing->members->len; i++)
    append_member_json (out, g_ptr_array_index (sharing->members, i));
  g_string_append_c (out, ']');
  amia_tool_json_open (out, "history", '[');
  for (guint i = 0; i < sharing->history->len; i++)
    append_history_json (out, g_ptr_array_index (sharing->history, i));
  g_string_append (out, "]}\n");
}

int
amia_tool_consent (char **argv)
{
  g_autofree char *case_text = NULL;
  g_autofree char *day = NULL;
  gboolean         is_json = FALSE;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (AmiaCaseSharing) sharing = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  AmiaUuid           case_id;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &day, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !amia_tool_parse_id ("--case", case_text, &case_id))
    return AMIA_EXIT_USAGE;
  if (case_text == NULL)
    return amia_tool_misuse ("consent needs --case ID");
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  sharing = amia_store_load_sharing (store, &case_id, day, &error);
  if (sharing == NULL && g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    return amia_tool_misuse ("--on: “%s” is not a day (YYYY-MM-DD)", day);
  if (sharing == NULL)
    return amia_tool_fail ("%s", error->message);
  if (sharing->members->len == 0 && sharing->rights == NULL)
    return amia_tool_fail ("there is no case %s here", case_text);

  if (is_json)
    append_json (out, sharing);
  else
    append_words (out, sharing);
  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}
