/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "amia-store.h"
#include "test-directory.h"

/* What the tests of the store share: a replica in a folder of its own, a clock that ticks by
 * itself, and short ways to write and to read one field. */

#define FIXTURE_START_MS G_GINT64_CONSTANT (1795302000000) /* 2026-11-22 in the forenoon */

typedef struct
{
  AmiaStore *store;
  char      *path;
  gint64     now_ms;
} Fixture;

static inline gint64
fixture_tick (gpointer data)
{
  return ++((Fixture *) data)->now_ms;
}

static inline void
fixture_open (Fixture    *fixture,
              const char *user,
              const char *agency)
{
  g_autofree char *directory = test_directory_new ();
  g_autoptr (GError) error = NULL;

  fixture->path = g_build_filename (directory, "replica", NULL);
  fixture->now_ms = FIXTURE_START_MS;
  fixture->store = amia_store_create (fixture->path, user, agency, NULL, &error);
  g_assert_no_error (error);
  amia_store_set_clock (fixture->store, fixture_tick, fixture);
}

static inline void
fixture_reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, amia_store_close);
  fixture->store = amia_store_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
  amia_store_set_clock (fixture->store, fixture_tick, fixture);
}

static inline void
fixture_clear (Fixture *fixture)
{
  g_clear_pointer (&fixture->store, amia_store_close);
  g_clear_pointer (&fixture->path, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* An id that reads well in a failing test: the number in its last bytes. */
static inline AmiaUuid
fixture_id (guint number)
{
  AmiaUuid id = { { 0x01, 0x8f, 0, 0, 0, 0, 0x70, 0, 0x80 } };

  id.bytes[14] = (guint8) (number >> 8);
  id.bytes[15] = (guint8) number;
  return id;
}

static inline gboolean
fixture_commit (Fixture   *fixture,
                AmiaEdits *edits,
                GError   **error)
{
  g_autoptr (AmiaEdits) taken = edits;

  return amia_store_commit (fixture->store, taken, NULL, error);
}

/* One field of one record, as one change. */
static inline gint64
fixture_put (Fixture        *fixture,
             const char     *kind,
             const AmiaUuid *id,
             const AmiaUuid *case_id,
             const char     *field,
             const char     *text)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  amia_edits_set_string (edits, kind, id, case_id, field, text);
  if (!amia_store_commit (fixture->store, edits, &n, &error))
    g_assert_no_error (error);
  return n;
}

static inline char *
fixture_get (Fixture        *fixture,
             const AmiaUuid *id,
             const char     *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaRecord) record = amia_store_load_record (fixture->store, id, &error);

  g_assert_no_error (error);
  return record != NULL ? amia_record_dup_string (record, field) : NULL;
}

static inline void
fixture_assert_sound (Fixture *fixture)
{
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_verify (fixture->store, report, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (report->str, ==, "");
}
