/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-budget.h"
#include "amia-day.h"
#include "amia-gzip.h"
#include "amia-password.h"
#include "amia-throttle.h"

/* The server's small parts, each by itself. */

#define MINUTE_MS (60 * 1000)

static void
test_day (void)
{
  static const struct
  {
    const char *utc;
    const char *day;
  } rows[] = {
    { "2026-11-21T22:59:59Z", "2026-11-21" },
    { "2026-11-21T23:00:00Z", "2026-11-22" }, /* winter: one hour ahead */
    { "2026-07-01T21:59:59Z", "2026-07-01" },
    { "2026-07-01T22:00:00Z", "2026-07-02" }, /* summer: two */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (rows[i].utc, NULL);
      g_autofree char *day = amia_day_in_sweden (g_date_time_to_unix (moment) * 1000);

      g_assert_cmpstr (day, ==, rows[i].day);
    }
}

static void
test_password (void)
{
  g_autofree char *hash = amia_password_hash ("lösen");
  g_autofree char *again = amia_password_hash ("lösen");

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (amia_password_verify (hash, "lösen"));
  g_assert_false (amia_password_verify (hash, "losen"));
  g_assert_false (amia_password_verify (hash, ""));
  g_assert_false (amia_password_verify (NULL, "lösen"));
  g_assert_false (amia_password_verify ("not a hash", "lösen"));
}

static void
test_token (void)
{
  g_autofree char *token = amia_token_new ();
  g_autofree char *other = amia_token_new ();
  guint8           hash[AMIA_TOKEN_HASH_LENGTH];
  guint8           same[AMIA_TOKEN_HASH_LENGTH];

  g_assert_cmpuint (strlen (token), ==, AMIA_TOKEN_TEXT_LENGTH);
  g_assert_cmpstr (token, !=, other);
  g_assert_true (amia_token_hash (token, hash));
  g_assert_true (amia_token_hash (token, same));
  g_assert_cmpmem (hash, sizeof hash, same, sizeof same);
  g_assert_true (amia_token_hash (other, same));
  g_assert_true (memcmp (hash, same, sizeof hash) != 0);
  g_assert_false (amia_token_hash ("", hash));
  g_assert_false (amia_token_hash ("0123", hash));

  /* One of those that an older server gave out. */
  g_assert_true (amia_token_hash ("3df1cd4f08cfe0a7b3b0a33cbb4b4ec6"
                                  "0d4a3cd16f5a11f4bd2c4ef01f1a8c0b",
                                  hash));
}

static void
test_gzip_round_trip (void)
{
  static const gsize sizes[] = { 0, 1, 600, 65536, 300000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strnfill (sizes[i], 'x');
      g_autoptr (GBytes) bytes = g_bytes_new (text, sizes[i]);
      g_autoptr (GBytes) packed = amia_gzip_deflate (bytes);
      g_autoptr (GBytes) back = amia_gzip_inflate (packed, sizes[i], &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, back));
    }
}

static GBytes *
make_numbers (guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u,", i * i % 1009);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* What is small is packed well, also after what is large, by the same thread. */
static void
test_gzip_answers (void)
{
  static const struct
  {
    guint    n_numbers;
    gboolean is_small;
  } answers[] = { { 2000, TRUE }, { 40000, FALSE }, { 3000, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = make_numbers (answers[i].n_numbers);
      g_autoptr (GBytes) fast = amia_gzip_deflate (bytes);
      g_autoptr (GBytes) answer = amia_gzip_deflate_answer (bytes);
      g_autoptr (GBytes) back = amia_gzip_inflate (answer, g_bytes_get_size (bytes), &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, back));
      if (answers[i].is_small)
        g_assert_cmpuint (g_bytes_get_size (answer), <, g_bytes_get_size (fast));
      else
        g_assert_cmpuint (g_bytes_get_size (answer), ==, g_bytes_get_size (fast));
    }
}

static void
test_gzip_bounded (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (text, 100000);
  g_autoptr (GBytes) packed = amia_gzip_deflate (bytes);

  g_assert_null (amia_gzip_inflate (packed, 99999, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

/* Cut anywhere, or with something after its end, it is not gzip. */
static void
test_gzip_damaged (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hemligheter", 11);
  g_autoptr (GBytes) packed = amia_gzip_deflate (bytes);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) extended = NULL;

  for (gsize length = 0; length < g_bytes_get_size (packed); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (packed, 0, length);

      g_assert_null (amia_gzip_inflate (cut, 1000, &error));
      g_assert_nonnull (error);
    }

  g_byte_array_append (longer, g_bytes_get_data (packed, NULL), (guint) g_bytes_get_size (packed));
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  extended = g_bytes_new (longer->data, longer->len);
  g_assert_null (amia_gzip_inflate (extended, 1000, NULL));
}

static void
note (AmiaThrottle *throttle,
      const char   *user,
      const char   *address,
      gboolean      is_right,
      gint64        now_ms)
{
  const AmiaTry attempt = { user, address, NULL };

  amia_throttle_note (throttle, &attempt, is_right, now_ms);
}

static void
guess (AmiaThrottle *throttle,
       const char   *user,
       const char   *address,
       guint         times,
       gint64        now_ms)
{
  for (guint i = 0; i < times; i++)
    note (throttle, user, address, FALSE, now_ms);
}

static guint
get_wait (AmiaThrottle *throttle,
          const char   *user,
          const char   *address,
          gint64        now_ms)
{
  const AmiaTry attempt = { user, address, NULL };

  return amia_throttle_check (throttle, &attempt, now_ms);
}

/* A device that asks for more than its minute's worth waits for just so long; no other one does. */
static void
test_budget (void)
{
  g_autoptr (AmiaBudget) budget = amia_budget_new (60, 6000);
  const guint8 anna[AMIA_TOKEN_HASH_LENGTH] = { 1 };
  const guint8 bertil[AMIA_TOKEN_HASH_LENGTH] = { 2 };

  for (guint i = 0; i < 60; i++)
    g_assert_cmpuint (amia_budget_spend (budget, anna, 10, 0), ==, 0);
  g_assert_cmpuint (amia_budget_spend (budget, anna, 10, 0), ==, 1);
  g_assert_cmpuint (amia_budget_spend (budget, bertil, 10, 0), ==, 0);
  g_assert_cmpuint (amia_budget_spend (budget, anna, 10, 1000), ==, 0);
  g_assert_cmpuint (amia_budget_spend (budget, anna, 10, 1000), ==, 1);
}

static void
test_budget_of_bytes (void)
{
  g_autoptr (AmiaBudget) budget = amia_budget_new (60, 6000);
  const guint8 anna[AMIA_TOKEN_HASH_LENGTH] = { 1 };

  g_assert_cmpuint (amia_budget_spend (budget, anna, 4000, 0), ==, 0);
  g_assert_cmpuint (amia_budget_spend (budget, anna, 4000, 0), ==, 20);
  g_assert_cmpuint (amia_budget_spend (budget, anna, 4000, 20000), ==, 0);

  /* More than a minute's worth goes through when there is a minute's worth. */
  g_assert_cmpuint (amia_budget_spend (budget, anna, 100000, 20000), ==, 60);
  g_assert_cmpuint (amia_budget_spend (budget, anna, 100000, 80000), ==, 0);
}

static void
test_budget_without_bound (void)
{
  g_autoptr (AmiaBudget) budget = amia_budget_new (0, 0);
  const guint8 anna[AMIA_TOKEN_HASH_LENGTH] = { 1 };

  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (amia_budget_spend (budget, anna, 100000, 0), ==, 0);
}

static void
test_throttle_slows_down (void)
{
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();

  guess (throttle, "anna", "192.0.2.1", AMIA_THROTTLE_FREE, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 0), ==, 0);
  guess (throttle, "anna", "192.0.2.1", 1, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 0), ==, 1);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 1000), ==, 0);
  guess (throttle, "anna", "192.0.2.1", 30, 1000);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 1000),
                    ==,
                    AMIA_THROTTLE_SECONDS_MAX);
}

static void
test_throttle_locks_nobody_else_out (void)
{
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();

  guess (throttle, "anna", "192.0.2.1", 20, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 0), >, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.2", 0), ==, 0);
  g_assert_cmpuint (get_wait (throttle, "bertil", "192.0.2.1", 0), ==, 0);
}

/* One address that tries everybody is slowed down itself. */
static void
test_throttle_of_address (void)
{
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();

  for (guint i = 0; i <= AMIA_THROTTLE_ADDRESS_FREE; i++)
    {
      g_autofree char *user = g_strdup_printf ("user-%u", i);

      guess (throttle, user, "192.0.2.1", 1, 0);
    }
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 0), >, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.2", 0), ==, 0);
}

static void
test_throttle_ends (void)
{
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();
  const gint64 later_ms = AMIA_THROTTLE_SECONDS_MAX * 1000 + MINUTE_MS;

  guess (throttle, "anna", "192.0.2.1", 8, 0);
  note (throttle, "anna", "192.0.2.1", TRUE, MINUTE_MS);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", MINUTE_MS), ==, 0);

  guess (throttle, "bertil", "192.0.2.1", 30, 0);
  g_assert_cmpuint (get_wait (throttle, "bertil", "192.0.2.1", later_ms), ==, 0);
  guess (throttle, "bertil", "192.0.2.1", 1, later_ms);
  g_assert_cmpuint (get_wait (throttle, "bertil", "192.0.2.1", later_ms), ==, 0);
}

/* Somebody in the same office, behind the same address, guesses at everybody's password: who has
 * signed in on their laptop before signs in again. */
static void
test_throttle_spares_known_devices (void)
{
  const AmiaUuid device = { { 1 } };
  const AmiaUuid other = { { 2 } };
  const AmiaTry  own = { "anna", "192.0.2.1", &device };
  const AmiaTry  second = { "anna", "192.0.2.1", &other };
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();

  guess (throttle, "anna", "192.0.2.1", 500, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 0), ==, AMIA_THROTTLE_SECONDS_MAX);
  g_assert_cmpuint (amia_throttle_check (throttle, &own, 0), ==, 0);

  /* A laptop that was stolen is no place to guess at leisure. */
  for (guint i = 0; i < 30; i++)
    amia_throttle_note (throttle, &own, FALSE, 0);
  g_assert_cmpuint (amia_throttle_check (throttle, &own, 0), ==, AMIA_THROTTLE_SECONDS_MAX);
  g_assert_cmpuint (amia_throttle_check (throttle, &second, 0), ==, 0);
}

/* Whoever has one IPv6 address has 2^64 of them. */
static void
test_throttle_of_network (void)
{
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *address = g_strdup_printf ("2001:db8:0:1::%x", i);

      guess (throttle, "anna", address, 1, 0);
    }
  g_assert_cmpuint (get_wait (throttle, "anna", "2001:db8:0:1::ffff", 0), >, 0);
  g_assert_cmpuint (get_wait (throttle, "anna", "2001:db8:0:2::1", 0), ==, 0);
}

/* Filling the memory with guesses from everywhere frees nobody who is slowed down. */
static void
test_throttle_is_bounded (void)
{
  g_autoptr (AmiaThrottle) throttle = amia_throttle_new ();

  guess (throttle, "anna", "192.0.2.1", 30, 0);
  for (guint i = 0; i < 30000; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.%u.%u.1", i / 256, i % 256);

      guess (throttle, "bertil", address, 1, 1000);
    }
  g_assert_cmpuint (get_wait (throttle, "anna", "192.0.2.1", 1000), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-parts/day/ends-at-midnight-in-sweden", test_day);
  g_test_add_func ("/server-parts/password/only-the-right-one", test_password);
  g_test_add_func ("/server-parts/token/random-and-hashed", test_token);
  g_test_add_func ("/server-parts/gzip/round-trip", test_gzip_round_trip);
  g_test_add_func ("/server-parts/gzip/packs-small-answers-well", test_gzip_answers);
  g_test_add_func ("/server-parts/gzip/never-more-than-allowed", test_gzip_bounded);
  g_test_add_func ("/server-parts/gzip/damaged", test_gzip_damaged);
  g_test_add_func ("/server-parts/budget/of-requests", test_budget);
  g_test_add_func ("/server-parts/budget/of-bytes", test_budget_of_bytes);
  g_test_add_func ("/server-parts/budget/without-bound", test_budget_without_bound);
  g_test_add_func ("/server-parts/throttle/slows-down", test_throttle_slows_down);
  g_test_add_func ("/server-parts/throttle/locks-nobody-else-out",
                   test_throttle_locks_nobody_else_out);
  g_test_add_func ("/server-parts/throttle/of-an-address", test_throttle_of_address);
  g_test_add_func ("/server-parts/throttle/ends", test_throttle_ends);
  g_test_add_func ("/server-parts/throttle/spares-known-devices",
                   test_throttle_spares_known_devices);
  g_test_add_func ("/server-parts/throttle/of-a-network", test_throttle_of_network);
  g_test_add_func ("/server-parts/throttle/is-bounded", test_throttle_is_bounded);

  return g_test_run ();
}
