/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Where a ledger of a test can be: in a file, or in a database of a PostgreSQL of the test's own,
 * which tests/postgres starts when the first is asked for, and which ends with the program.
 */

/**
 * ledger_test_add:
 * @folder: as in `/ledger`
 * @name: the test's name
 * @fixture_size: the size of the fixture
 * @set_up: gets the kind of ledger as its data, for ledger_place_new()
 * @test: the test
 * @tear_down: the reverse of @set_up
 *
 * Adds a test for every kind of ledger, as `/ledger/KIND/name`. Where PostgreSQL is not installed
 * its tests are skipped with a word.
 */
void ledger_test_add (const char      *folder,
                      const char      *name,
                      gsize            fixture_size,
                      GTestFixtureFunc set_up,
                      GTestFixtureFunc test,
                      GTestFixtureFunc tear_down);

/**
 * ledger_place_new:
 * @kind: (nullable): the data of a test that was added by ledger_test_add(), or %NULL for what the
 *   environment says in AMIA_TEST_LEDGER
 *
 * Returns: (transfer full): what amia_sql_ledger_open() takes, for a new, empty ledger
 */
char *ledger_place_new (const char *kind);

/**
 * ledger_place_exec:
 * @place: a place
 * @sql: a statement
 *
 * Runs it behind the back of whom is tested.
 *
 * Returns: (transfer full): the first column of the first row as text, empty for none
 */
char *ledger_place_exec (const char *place,
                         const char *sql);

/**
 * ledger_place_free:
 * @place: (transfer full): a place, which is removed with all that is in it
 */
void ledger_place_free (char *place);

/**
 * ledger_places_restart:
 *
 * Restarts PostgreSQL, which ends all connections.
 */
void ledger_places_restart (void);

G_END_DECLS
