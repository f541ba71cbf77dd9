/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "amia-db.h"
#include "amia-store-calendar.h"
#include "amia-store-due.h"
#include "amia-store-handover.h"
#include "amia-store-log.h"
#include "amia-store-selection.h"
#include "store-fixture.h"

/* Whatever writes much at once is done whole or not at all. A child does it with files that may not
 * grow beyond a limit: where one would, the child is killed in the midst of writing, or goes on as
 * on a full disk. The limit goes up until there is room; after each try the replica must open, be
 * sound, and hold all of it or nothing. */

#define TODAY     "2026-11-22"
#define N_PEOPLE  12
#define STEP      9001 /* no multiple of a page: pages are torn, too */
#define STEPS_MAX 400

typedef enum
{
  IS_DONE,
  IS_REFUSED,
  IS_KILLED,
} Outcome;

static const AmiaUuid the_case = { { 0x01, 0x8f, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = 1 } };
static const AmiaUuid handover = { { 0x01, 0x8f, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = 9 } };

/* --- What is done ----------------------------------------------------------------------------- */

static gboolean
import_people (AmiaStore *store)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      const char      *values[AMIA_SELECTION_N_FIELDS] = { NULL };
      g_autofree char *name = g_strdup_printf ("Person %u", i);
      AmiaEdits       *edits = amia_edits_new ();
      AmiaUuid         case_id;

      values[AMIA_SELECTION_NAME] = name;
      values[AMIA_SELECTION_BENEFIT_END] = "2027-03-31";
      amia_selection_add (edits, values, "Nord", TODAY, FIXTURE_START_MS + i, &case_id);
      g_ptr_array_add (actions, edits);
    }

  return amia_store_commit_all (store, actions, NULL, NULL);
}

static gboolean
import_calendar (AmiaStore *store)
{
  g_autoptr (GString) text =
      g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//prov//SV\r\n");
  AmiaCalendarImport outcome;

  for (guint i = 0; i < N_PEOPLE; i++)
    g_string_append_printf (text,
                            "BEGIN:VEVENT\r\nUID:prov-%u\r\nDTSTAMP:20261122T080000Z\r\n"
                            "DTSTART:202612%02uT090000\r\nDTEND:202612%02uT100000\r\n"
                            "SUMMARY:Upptagen\r\nEND:VEVENT\r\n",
                            i, i + 1, i + 1);
  g_string_append (text, "END:VCALENDAR\r\n");
  return amia_store_import_calendar (store, text->str, text->len, TRUE, &outcome, NULL);
}

static gboolean
confirm_handover (AmiaStore *store)
{
  return amia_store_confirm_handover (store, &handover, TODAY, NULL);
}

static gboolean
list_due (AmiaStore *store)
{
  const AmiaDueQuery query = { .today = TODAY };
  g_autoptr (AmiaDueList) list = amia_store_list_due (store, &query, NULL);

  return list != NULL;
}

/* Opening has done it. */
static gboolean
fill_calendar (AmiaStore *store)
{
  return TRUE;
}

typedef struct
{
  const char *name;
  gboolean (*act) (AmiaStore *store);
  gint64      n_changes;   /* how many it adds */
  const char *preparation; /* SQL */
} Deed;

static const Deed deeds[] = {
  { "people-are-imported", import_people, N_PEOPLE, NULL },
  { "a-calendar-is-imported", import_calendar, N_PEOPLE, NULL },
  { "a-handover-is-confirmed", confirm_handover, 1, NULL },
  { "what-is-due-is-kept", list_due, 0, "DELETE FROM due_fact" },
  { "the-calendar-is-filled", fill_calendar, 0,
    "DELETE FROM agenda; REPLACE INTO setting VALUES ('agenda', 'due')" },
};

/* --- Trying ----------------------------------------------------------------------------------- */

static void
open_office (Fixture *fixture)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  fixture_open (fixture, "anna", "FK");
  amia_edits_set_string (edits, "case", &the_case, &the_case, "title", "Hulda Ekvall");
  amia_edits_set_string (edits, "case", &the_case, &the_case, "opened", "2026-11-01");
  amia_edits_set_string (edits, "case", &the_case, &the_case, "subproject", "Nord");
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      AmiaUuid         id = fixture_id (100 + i);
      g_autofree char *start = g_strdup_printf ("2026-12-%02uT13:00", i + 1);

      amia_edits_set_string (edits, "meeting", &id, &the_case, "start", start);
    }
  amia_edits_set_string (edits, "handover", &handover, &the_case, "from", "anna");
  amia_edits_set_string (edits, "handover", &handover, &the_case, "to", "bertil");
  amia_edits_set_string (edits, "handover", &handover, &the_case, "date", TODAY);
  if (!amia_store_commit (fixture->store, edits, NULL, &error))
    g_assert_no_error (error);
}

static void
prepare (Fixture    *fixture,
         const char *sql)
{
  g_autoptr (AmiaDb) db = NULL;

  if (sql == NULL)
    return;

  db = amia_db_open (fixture->path, AMIA_DB_NONE, NULL);
  g_assert_true (amia_db_exec (db, sql, "prepare", NULL));
}

/* The child's whole life: it must not return into the test program. */
static void
act_within (Fixture    *fixture,
            const Deed *deed,
            rlim_t      limit,
            gboolean    is_kill)
{
  const struct rlimit no_core = { 0, 0 };
  const struct rlimit size = { limit, limit };
  AmiaStore          *store;

  signal (SIGXFSZ, is_kill ? SIG_DFL : SIG_IGN);
  if (setrlimit (RLIMIT_CORE, &no_core) != 0 || setrlimit (RLIMIT_FSIZE, &size) != 0)
    _exit (IS_KILLED);
  store = amia_store_open (fixture->path, NULL, NULL);
  if (store == NULL)
    _exit (IS_REFUSED);

  amia_store_set_clock (store, fixture_tick, fixture);
  _exit (deed->act (store) ? IS_DONE : IS_REFUSED);
}

static Outcome
try_within (Fixture    *fixture,
            const Deed *deed,
            rlim_t      limit,
            gboolean    is_kill)
{
  pid_t child = fork ();
  int   status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    act_within (fixture, deed, limit, is_kill);

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGXFSZ);
      g_assert_true (is_kill);
      return IS_KILLED;
    }
  g_assert_cmpint (WEXITSTATUS (status), <=, IS_REFUSED);
  return WEXITSTATUS (status);
}

static gboolean
count_cb (const AmiaChange *change,
          AmiaChangeState   state,
          const char       *reason,
          gpointer          data)
{
  ++*(gint64 *) data;
  return TRUE;
}

static gint64
count_changes (Fixture *fixture)
{
  const AmiaLogQuery query = { .state = -1 };
  gint64             n = 0;

  g_assert_true (amia_store_foreach_change (fixture->store, &query, count_cb, &n, NULL));
  return n;
}

static void
assert_calendar (Fixture *fixture)
{
  const AmiaAgendaQuery query = { .from = 0, .to = G_MAXINT, .kinds = AMIA_AGENDA_MEETINGS };
  g_autoptr (GPtrArray) items = amia_store_list_agenda (fixture->store, &query, NULL);

  g_assert_cmpuint (items->len, ==, N_PEOPLE);
}

/* @data is the deed, and whether the child is killed. */
static void
test_deed (const Deed *deed,
           gboolean    is_kill)
{
  g_auto (Fixture) fixture = { 0 };
  guint    n_failed = 0;
  gboolean is_there = FALSE;
  gint64   before;

  open_office (&fixture);
  before = count_changes (&fixture);
  for (guint i = 0; i < STEPS_MAX && !is_there; i++)
    {
      Outcome outcome;
      gint64  now;

      g_clear_pointer (&fixture.store, amia_store_close);
      prepare (&fixture, deed->preparation);
      outcome = try_within (&fixture, deed, (rlim_t) i * STEP, is_kill);
      n_failed += outcome != IS_DONE ? 1 : 0;

      /* It may be there though there was no room left to say so. */
      fixture_reopen (&fixture);
      now = count_changes (&fixture);
      is_there = outcome == IS_DONE || now > before;
      g_assert_cmpint (now, ==, is_there ? before + deed->n_changes : before);
      assert_calendar (&fixture);
      fixture_assert_sound (&fixture);
    }

  g_assert_true (is_there);
  g_assert_cmpuint (n_failed, >, 2);
}

static void
test_killed (gconstpointer data)
{
  test_deed (data, TRUE);
}

static void
test_disk_full (gconstpointer data)
{
  test_deed (data, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autofree char *killed = g_strconcat ("/store/whole/killed-while-", deeds[i].name, NULL);
      g_autofree char *full = g_strconcat ("/store/whole/disk-full-while-", deeds[i].name, NULL);

      g_test_add_data_func (killed, &deeds[i], test_killed);
      g_test_add_data_func (full, &deeds[i], test_disk_full);
    }

  return g_test_run ();
}
