/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-sync-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-protocol.h"
#include "amia-transport.h"
#include "amia-words.h"

/* All that the program ever says about sync. No codes, no "offline", no "conflict". */

static char *
describe_waiting (guint n_waiting)
{
  if (n_waiting == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", n_waiting),
                          n_waiting);
}

static char *
describe_contact (gint64 last_ms,
                  gint64 now_ms)
{
  g_autofree char *moment = NULL;

  if (last_ms == 0)
    return NULL;

  moment = amia_words_moment (last_ms, now_ms);
  /* Translators: when the server was last heard of. */
  return g_strdup_printf (_ ("Last contact %s"), moment);
}

/* The few words of each trouble for the line; the sentences are below. */
static const char *
shorten_trouble (AmiaSyncTrouble trouble)
{
  switch (trouble)
    {
    case AMIA_SYNC_TROUBLE_NO_NETWORK:
      return _ ("No network");
    case AMIA_SYNC_TROUBLE_NOT_OURS:
      return _ ("The network wants a sign-in");
    case AMIA_SYNC_TROUBLE_CERTIFICATE:
      return _ ("Server not trusted");
    case AMIA_SYNC_TROUBLE_SIGN_IN:
      return _ ("Sign in again");
    case AMIA_SYNC_TROUBLE_FORBIDDEN:
      return _ ("Laptop not let in");
    case AMIA_SYNC_TROUBLE_OUTDATED:
      return _ ("AMiA needs an update");
    case AMIA_SYNC_TROUBLE_SERVER:
      return _ ("The server has trouble");
    case AMIA_SYNC_TROUBLE_HERE:
      return _ ("This laptop has trouble");
    case AMIA_SYNC_TROUBLE_REVOKED:
      return _ ("This laptop is shut out");
    case AMIA_SYNC_TROUBLE_NONE:
    default:
      return NULL;
    }
}

static gboolean
can_wait (AmiaSyncTrouble trouble)
{
  return trouble == AMIA_SYNC_TROUBLE_NONE || trouble == AMIA_SYNC_TROUBLE_NO_NETWORK ||
         trouble == AMIA_SYNC_TROUBLE_SERVER;
}

static void
set_words (AmiaSyncWords *words,
           const char    *icon_name,
           char          *text,
           char          *detail)
{
  words->icon_name = icon_name;
  words->words = text;
  words->detail = detail;
}

static char *
count_fetched (AmiaSession *session)
{
  guint n_fetched = amia_session_get_fetched (session);
  guint n_scopes = 0;
  guint n_done = amia_session_get_scopes (session, &n_scopes);

  if (n_scopes > 0)
    /* Translators: cases and people that have come, and all of them. */
    return g_strdup_printf (_ ("%u of %u cases and people"), n_done, n_scopes);
  if (n_fetched == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u change so far", "%u changes so far", n_fetched), n_fetched);
}

static char *
count_escrow (guint n_escrow)
{
  return g_strdup_printf (ngettext ("%u change sealed on the server",
                                    "%u changes sealed on the server",
                                    n_escrow),
                          n_escrow);
}

static char *
count_blobs (guint n_blobs)
{
  return g_strdup_printf (ngettext ("%u attachment waiting", "%u attachments waiting", n_blobs),
                          n_blobs);
}

/* The very first round may take a while: what comes is counted, and can be used at once. */
static void
describe_first (AmiaSession   *session,
                AmiaSyncWords *words)
{
  const char *icon_name = "emblem-synchronizing-symbolic";

  if (amia_sync_get_phase (amia_session_get_sync (session)) == AMIA_SYNC_BUSY)
    set_words (words,
               icon_name,
               g_strdup (_ ("Fetching your cases…")),
               count_fetched (session));
  else
    set_words (words, icon_name, g_strdup (_ ("Looking for the server…")), NULL);
}

static void
describe_healthy (AmiaSession   *session,
                  gint64         last_ms,
                  gint64         now_ms,
                  AmiaSyncWords *words)
{
  const AmiaStatus *status = amia_session_get_status (session);
  AmiaSyncPhase     phase = amia_sync_get_phase (amia_session_get_sync (session));
  guint             n_blobs = amia_session_get_unsent_blobs (session);
  char             *waiting = describe_waiting (status->n_waiting);

  if (phase == AMIA_SYNC_BUSY && waiting != NULL)
    set_words (words, "emblem-synchronizing-symbolic", g_strdup (_ ("Sending…")), waiting);
  else if (waiting != NULL)
    set_words (words, "document-send-symbolic", waiting, describe_contact (last_ms, now_ms));
  else if (last_ms == 0 || amia_session_get_is_first (session))
    describe_first (session, words);
  else if (status->n_escrow > 0)
    set_words (words,
               "changes-prevent-symbolic",
               count_escrow (status->n_escrow),
               describe_contact (last_ms, now_ms));
  else if (n_blobs > 0)
    set_words (words,
               "mail-attachment-symbolic",
               count_blobs (n_blobs),
               g_strdup (_ ("All text is on the server")));
  else
    set_words (words,
               "emblem-ok-symbolic",
               g_strdup (_ ("Everything on the server")),
               amia_words_moment (last_ms, now_ms));
}

void
amia_sync_words_clear (AmiaSyncWords *words)
{
  g_return_if_fail (words != NULL);

  g_clear_pointer (&words->words, g_free);
  g_clear_pointer (&words->detail, g_free);
}

void
amia_sync_words_describe (AmiaSession   *session,
                          gint64         now_ms,
                          AmiaSyncWords *words)
{
  AmiaSync         *sync = NULL;
  const AmiaStatus *status = NULL;
  AmiaSyncTrouble   trouble = AMIA_SYNC_TROUBLE_NONE;
  g_autofree char  *url = NULL;
  gint64            last_ms = 0;

  g_return_if_fail (AMIA_IS_SESSION (session));
  g_return_if_fail (words != NULL);

  memset (words, 0, sizeof *words);
  sync = amia_session_get_sync (session);
  status = amia_session_get_status (session);
  trouble = amia_sync_get_trouble (sync);
  url = amia_sync_dup_url (sync);
  last_ms = MAX (status->last_sync_ms, amia_sync_get_last_success_ms (sync));

  if (status->n_refused > 0)
    {
      set_words (words,
                 "dialog-warning-symbolic",
                 g_strdup_printf (ngettext ("%u needs you", "%u need you", status->n_refused), status->n_refused),
                 describe_waiting (status->n_waiting));
      words->needs_you = TRUE;
    }
  else if (url == NULL)
    set_words (words, "computer-symbolic", g_strdup (_ ("On this laptop only")), NULL);
  else if (status->is_lapsed && status->n_narrowed > 0)
    {
      set_words (words,
                 "changes-prevent-symbolic",
                 g_strdup (_ ("Too long without contact")),
                 describe_waiting (status->n_waiting));
      words->needs_you = TRUE;
    }
  else if (trouble != AMIA_SYNC_TROUBLE_NONE)
    {
      char *detail = describe_waiting (status->n_waiting);

      set_words (words,
                 can_wait (trouble) ? "network-wired-disconnected-symbolic" : "dialog-warning-symbolic",
                 g_strdup (shorten_trouble (trouble)),
                 detail != NULL ? detail : g_strdup (_ ("Nothing waiting")));
      words->needs_you = !can_wait (trouble);
    }
  else if (amia_sync_get_phase (sync) == AMIA_SYNC_SIGNED_OUT)
    {
      set_words (words, "dialog-password-symbolic", g_strdup (_ ("Sign in again")),
                 describe_waiting (status->n_waiting));
      words->needs_you = TRUE;
    }
  else
    describe_healthy (session, last_ms, now_ms, words);
}

char *
amia_sync_words_hidden (const AmiaStatus *status)
{
  g_return_val_if_fail (status != NULL, NULL);

  if (status->n_narrowed == 0)
    return NULL;
  if (status->is_lapsed)
    return g_strdup_printf (ngettext ("This laptop has not been in contact with the server for more "
                                      "than %d day. What other agencies wrote is hidden, and comes "
                                      "back when you sync.",
                                      "This laptop has not been in contact with the server for more "
                                      "than %d days. What other agencies wrote is hidden, and comes "
                                      "back when you sync.",
                                      (gulong) status->lease_days),
                            status->lease_days);

  return g_strdup (_ ("Something that let you see others' work has ended. What it was about is "
                      "hidden, and goes from this laptop at the next sync."));
}

char *
amia_sync_words_escrow (guint n_changes)
{
  return g_strdup_printf (
      ngettext ("%u change came to the server when you were no longer in the case's team. It is "
                "sealed there: nobody reads it, nothing is lost. Ask a colleague in the team to let "
                "you in again; then it goes on by itself.",
                "%u changes came to the server when you were no longer in the case's team. They are "
                "sealed there: nobody reads them, nothing is lost. Ask a colleague in the team to "
                "let you in again; then they go on by themselves.",
                n_changes),
      n_changes);
}

char *
amia_sync_words_clock (gint64 offset_ms)
{
  gint64 minutes = ABS (offset_ms) / 60000;

  if (ABS (offset_ms) <= AMIA_CLOCK_OFFSET_MS_MAX)
    return NULL;
  /* The server's clock minus ours. */
  if (offset_ms > 0)
    return g_strdup_printf (_ ("This laptop's clock is %d minutes slow. What you write gets the "
                               "right time all the same, but please set it."),
                            (int) MIN (minutes, G_MAXINT));

  return g_strdup_printf (_ ("This laptop's clock is %d minutes fast. What you write gets the right "
                             "time all the same, but please set it."),
                          (int) MIN (minutes, G_MAXINT));
}

const char *
amia_sync_words_trouble (AmiaSyncTrouble trouble)
{
  switch (trouble)
    {
    case AMIA_SYNC_TROUBLE_NO_NETWORK:
      return _ ("The server can't be reached from here.");
    case AMIA_SYNC_TROUBLE_NOT_OURS:
      return _ ("Something else answered in the server's place.");
    case AMIA_SYNC_TROUBLE_CERTIFICATE:
      return _ ("The server can't prove that it is yours.");
    case AMIA_SYNC_TROUBLE_SIGN_IN:
      return _ ("The server no longer knows this sign-in.");
    case AMIA_SYNC_TROUBLE_FORBIDDEN:
      return _ ("The server does not let this laptop in.");
    case AMIA_SYNC_TROUBLE_OUTDATED:
      return _ ("The server wants a newer AMiA.");
    case AMIA_SYNC_TROUBLE_SERVER:
      return _ ("The server has trouble of its own.");
    case AMIA_SYNC_TROUBLE_HERE:
      return _ ("This laptop could not take what came.");
    case AMIA_SYNC_TROUBLE_REVOKED:
      return _ ("Your organisation has shut this laptop out.");
    case AMIA_SYNC_TROUBLE_NONE:
    default:
      return NULL;
    }
}

const char *
amia_sync_words_remedy (AmiaSyncTrouble trouble)
{
  switch (trouble)
    {
    case AMIA_SYNC_TROUBLE_NO_NETWORK:
      return _ ("Go on working. AMiA tries again by itself when there is a network.");
    case AMIA_SYNC_TROUBLE_NOT_OURS:
      return _ ("Networks of hotels and hospitals often want you to sign in first: open a web page "
                "in your browser. If that isn't it, check the server's address below.");
    case AMIA_SYNC_TROUBLE_CERTIFICATE:
      return _ ("Nothing has been sent. Check the address below, and this laptop's date. If both "
                "are right, ask your administrator.");
    case AMIA_SYNC_TROUBLE_SIGN_IN:
      return _ ("Write your password below. Nothing is lost.");
    case AMIA_SYNC_TROUBLE_FORBIDDEN:
      return _ ("The account or the laptop may have been closed. Your work is still here. Ask your "
                "administrator.");
    case AMIA_SYNC_TROUBLE_OUTDATED:
      return _ ("Go on working; changes wait here. Ask your administrator for the newest AMiA.");
    case AMIA_SYNC_TROUBLE_SERVER:
      return _ ("Go on working. AMiA tries again by itself.");
    case AMIA_SYNC_TROUBLE_HERE:
      return _ ("Most often the disk is full. Make room, then sync again.");
    case AMIA_SYNC_TROUBLE_REVOKED:
      return _ ("What is kept here can no longer be opened once AMiA is closed. Ask your "
                "administrator.");
    case AMIA_SYNC_TROUBLE_NONE:
    default:
      return NULL;
    }
}

const char *
amia_sync_words_login_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != AMIA_TRANSPORT_ERROR)
    return _ ("Signing in didn't work. Check the address and try again.");

  switch ((AmiaTransportError) error->code)
    {
    case AMIA_TRANSPORT_ERROR_UNAUTHORIZED:
      return _ ("The server does not know that name with that password. Check both.");
    case AMIA_TRANSPORT_ERROR_FORBIDDEN:
      return _ ("That account has another name or agency than this laptop's work. Check name and "
                "agency, or ask your administrator.");
    case AMIA_TRANSPORT_ERROR_REVOKED:
      return _ ("Your organisation has shut this laptop out. Ask your administrator.");
    case AMIA_TRANSPORT_ERROR_CERTIFICATE:
      return _ ("The server can't prove that it is yours, so nothing was sent. Check the address "
                "and this laptop's date.");
    case AMIA_TRANSPORT_ERROR_NOT_OURS:
      return _ ("There is no AMiA server at that address. Check it; if you are a guest on this "
                "network, open a web page in your browser first.");
    case AMIA_TRANSPORT_ERROR_OUTDATED:
      return _ ("The server wants a newer AMiA. Ask your administrator.");
    case AMIA_TRANSPORT_ERROR_BUSY:
      return _ ("The server is busy or has had too many tries. Wait a minute and try again.");
    case AMIA_TRANSPORT_ERROR_SERVER:
      return _ ("The server has trouble of its own. Try again later.");
    case AMIA_TRANSPORT_ERROR_UNREACHABLE:
    default:
      return _ ("The server can't be reached. Check the address and the network.");
    }
}

const char *
amia_sync_words_refusal (const char *reason)
{
  const struct
  {
    const char *reason;
    const char *words;
  } refusals[] = {
    { AMIA_REASON_NOT_MEMBER, N_ ("You were not in the case's team when it reached the server. Ask "
                                  "a colleague to add you, then try again.") },
    { AMIA_REASON_NOT_AUTHOR, N_ ("Only the one who wrote it, or that agency, may change it.") },
    { AMIA_REASON_APPEND_ONLY,
      N_ ("What is in the journal is never changed. Write a new note instead.") },
    { AMIA_REASON_INVALID, N_ ("The server could not read it. Show it to your administrator.") },
    { AMIA_REASON_TOO_LARGE, N_ ("It is larger than the server takes.") },
    { AMIA_REASON_PROTECTED,
      N_ ("The participant has a protected identity; only named caseworkers may write here.") },
    { AMIA_REASON_NOT_LEADER,
      N_ ("Only sub-project leaders and administrators may change routines and forms.") },
  };

  for (gsize i = 0; reason != NULL && i < G_N_ELEMENTS (refusals); i++)
    {
      if (strcmp (refusals[i].reason, reason) == 0)
        return _ (refusals[i].words);
    }

  return _ ("The server did not take it.");
}
