/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store-server.h"

/* What the tests of forgetting and hiding share: Karin of FK and Lars of AF in one case, a server
 * that gives Lars what it is told to, and a way to look for a word in every byte of his files. */

#define ALL_RIGHTS  "{\"pair\":true,\"from\":{\"FK\":[\"*\"]}}"
#define OWN_RIGHTS  "{\"pair\":true,\"from\":{}}"
#define PLAN_RIGHTS "{\"pair\":true,\"from\":{\"FK\":[\"plan\"]}}"

typedef struct
{
  Server   server;
  Fixture  karin;
  Fixture  lars;
  AmiaUuid case_id;
  gint64   generation;
  gint64   server_now_ms; /* 0: the server does not say */
} Sharing;

static inline void
sharing_open (Sharing    *sharing,
              const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  server_start (&sharing->server);
  fixture_open (&sharing->karin, "karin", "FK");
  fixture_open (&sharing->lars, "lars", "AF");
  if (passphrase != NULL)
    {
      g_autofree char *path = g_strconcat (sharing->lars.path, "-sealed", NULL);

      fixture_clear (&sharing->lars);
      sharing->lars.path = g_steal_pointer (&path);
      sharing->lars.store =
          amia_store_create (sharing->lars.path, "lars", "AF", passphrase, &error);
      g_assert_no_error (error);
      sharing->lars.now_ms = FIXTURE_START_MS;
      amia_store_set_clock (sharing->lars.store, fixture_tick, &sharing->lars);
    }

  sharing->case_id = fixture_id (1);
  sharing->generation = 100;
  fixture_put (
      &sharing->karin, "case", &sharing->case_id, &sharing->case_id, "title", "Ärende");
}

static inline void
sharing_clear (Sharing *sharing)
{
  fixture_clear (&sharing->karin);
  fixture_clear (&sharing->lars);
  server_clear (&sharing->server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sharing, sharing_clear)

/* A goal in the case; its words are of @area. */
static inline gint64
sharing_write (Sharing    *sharing,
               Fixture    *fixture,
               guint       goal,
               const char *area,
               const char *text)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autofree char *value = g_strdup_printf ("\"%s\"", text);
  AmiaUuid         id = fixture_id (goal);
  g_autoptr (GError) error = NULL;
  gint64 n;

  sharing->karin.now_ms = sharing->lars.now_ms =
      MAX (sharing->karin.now_ms, sharing->lars.now_ms) + 1000;
  amia_edits_set (edits, "goal", &id, &sharing->case_id, "text", area, value);
  if (!amia_store_commit (fixture->store, edits, &n, &error))
    g_assert_no_error (error);
  return n;
}

static inline void
sharing_receive (Sharing      *sharing,
                 AmiaIncoming *page)
{
  g_autoptr (GError) error = NULL;

  page->server_now_ms = sharing->server_now_ms;
  if (!amia_store_receive (sharing->lars.store, page, NULL, &error))
    g_assert_no_error (error);
}

/* Lars hears what he may see from now on, and nothing else. */
static inline void
sharing_tell (Sharing    *sharing,
              const char *rights)
{
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();

  page->epoch = g_strdup (sharing->server.epoch);
  amia_incoming_add_scope (page, &sharing->case_id, ++sharing->generation, rights);
  sharing_receive (sharing, page);
}

/* Both push, and Lars gets all that the server has, first to last, with his rights before it. */
static inline void
sharing_deliver (Sharing    *sharing,
                 const char *rights)
{
  g_autoptr (AmiaIncoming) page = NULL;

  server_push (&sharing->server, &sharing->karin);
  server_push (&sharing->server, &sharing->lars);
  page = server_answer (&sharing->server, &sharing->lars, 0);
  amia_incoming_add_scope (page, &sharing->case_id, ++sharing->generation, rights);
  sharing_receive (sharing, page);
}

static inline char *
sharing_read (Sharing *sharing,
              guint    goal)
{
  AmiaUuid id = fixture_id (goal);

  return fixture_get (&sharing->lars, &id, "text");
}

/* Whether any file whose name begins as the replica's has @word in it. Looked for by another
 * process: this one has the files open, and would lose its locks on closing them. */
static inline gboolean
sharing_has_word (Sharing    *sharing,
                  const char *word)
{
  g_autofree char *pattern = g_strconcat (sharing->lars.path, "*", NULL);
  g_autofree char *command =
      g_strdup_printf ("grep -a -q -F -e '%s' %s", word, pattern);
  const char *const arguments[] = { "sh", "-c", command, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), <=, 1);
  return g_subprocess_get_exit_status (process) == 0;
}
