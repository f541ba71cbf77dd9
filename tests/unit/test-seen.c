/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-seen.h"
#include "store-fixture.h"

/* What has changed in a record since somebody gave their word for it. */

static AmiaRecord *
load (Fixture *fixture)
{
  const AmiaUuid id = fixture_id (1);
  g_autoptr (GError) error = NULL;
  AmiaRecord *record = amia_store_load_record (fixture->store, &id, &error);

  g_assert_no_error (error);
  return record;
}

static void
put (Fixture    *fixture,
     const char *field,
     const char *text)
{
  const AmiaUuid id = fixture_id (1);
  const AmiaUuid case_id = fixture_id (2);

  fixture_put (fixture, "form", &id, &case_id, field, text);
}

static char *
list_changed (Fixture    *fixture,
              const char *seen)
{
  g_autoptr (AmiaRecord) record = load (fixture);
  g_autoptr (GPtrArray) changed = amia_seen_list_changed (record, "answer/", seen);

  g_ptr_array_add (changed, NULL);
  return g_strjoinv (" ", (char **) changed->pdata);
}

static void
test_changes_are_named (void)
{
  static const struct
  {
    const char *field;
    const char *text;
    const char *changed;
  } rows[] = {
    { "note", "beside the answers", "" },
    { "answer/empty", NULL, "" }, /* No answer is no answer. */
    { "answer/new", "ny", "answer/new" },
    { "answer/kept", "annat", "answer/kept answer/new" },
    { "answer/gone", NULL, "answer/gone answer/kept answer/new" },
    { "answer/new", NULL, "answer/gone answer/kept" },
  };
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *seen = NULL;

  fixture_open (&fixture, "anna", "FK");
  put (&fixture, "answer/kept", "som det var");
  put (&fixture, "answer/gone", "snart borta");
  {
    g_autoptr (AmiaRecord) record = load (&fixture);

    seen = amia_seen_dup (record, "answer/");
  }
  g_assert_null (strstr (seen, "borta"));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *changed = NULL;

      put (&fixture, rows[i].field, rows[i].text);
      changed = list_changed (&fixture, seen);
      g_assert_cmpstr (changed, ==, rows[i].changed);
    }
}

/* It came from another laptop: nothing in it is to be relied on. */
static void
test_what_is_no_list_tells_nothing (void)
{
  static const struct
  {
    const char *seen;
    const char *changed;
  } rows[] = {
    { NULL, "" },
    { "", "" },
    { "null", "" },
    { "[]", "" },
    { "{", "answer/a" },
    { "{}", "answer/a" },
    { "{\"answer/a\":7}", "answer/a" },
    { "{\"answer/a\":null,\"answer/a\":\"x\"}", "answer/a" },
    { "{\"title\":\"x:1\"}", "answer/a" },
  };
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  put (&fixture, "answer/a", "ett");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *changed = list_changed (&fixture, rows[i].seen);

      g_assert_cmpstr (changed, ==, rows[i].changed);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/seen/changes-are-named", test_changes_are_named);
  g_test_add_func ("/record/seen/what-is-no-list-tells-nothing", test_what_is_no_list_tells_nothing);
  return g_test_run ();
}
