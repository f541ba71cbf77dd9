/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include <string.h>

#include "amia-answer-path.h"

/* Field names of answers, and the order of rows. */

static void
test_builds (void)
{
  static const struct
  {
    const char *link_id;
    const char *path;
  } table[] = {
    { "sleep", "answer/sleep" },
    { "a/b~c", "answer/a~1b~0c" },
    { "[x]", "answer/~2x]" },
    { "=", "answer/~3" },
    { "==", "answer/==" },
    { "~1", "answer/~01" },
    { "å ä", "answer/å ä" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = amia_answer_path_append_link_id (NULL, table[i].link_id);
      g_autofree char *back = amia_answer_path_dup_link_id (path);

      g_assert_cmpstr (path, ==, table[i].path);
      g_assert_cmpstr (back, ==, table[i].link_id);
    }
}

static void
test_builds_rows (void)
{
  g_autofree char *group = amia_answer_path_append_link_id (NULL, "job");
  g_autofree char *row = amia_answer_path_append_row (group, "4f1c");
  g_autofree char *value = amia_answer_path_append_value (row);
  g_autofree char *child = amia_answer_path_append_link_id (row, "employer");

  g_assert_cmpstr (row, ==, "answer/job/[4f1c]");
  g_assert_cmpstr (value, ==, "answer/job/[4f1c]/=");
  g_assert_cmpstr (child, ==, "answer/job/[4f1c]/employer");
  g_assert_true (amia_answer_path_is_row_marker (row));
  g_assert_false (amia_answer_path_is_row_marker (value));
  g_assert_false (amia_answer_path_is_row_marker (child));
}

static void
test_refuses (void)
{
  static const char *const table[] = { "",
                                       "answer",
                                       "answer/",
                                       "name",
                                       "answer//a",
                                       "answer/a/",
                                       "answer/[r]",
                                       "answer/a/=",
                                       "answer/a/[r]/[s]",
                                       "answer/a/[r]/=/b",
                                       "answer/a/[]",
                                       "answer/a/[r]x",
                                       "answer/~",
                                       "answer/~4",
                                       "answer/a~2",
                                       "answer/a/[r" };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GPtrArray) segments = amia_answer_path_parse (table[i]);

      g_test_message ("%s", table[i]);
      g_assert_null (segments);
    }
}

static void
test_order_keys (void)
{
  static const char *const table[][2] = {
    { NULL, NULL },
    { NULL, "V" },
    { "V", NULL },
    { "V", "W" },
    { "A", "B" },
    { "z", NULL },
    { NULL, "1" },
    { NULL, "01" },
    { "A", "AV" },
    { "Az", "B" },
    { "AzzV", "B" },
    { "Ay", "Az" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *key = amia_order_key_between (table[i][0], table[i][1]);

      g_test_message ("%s < %s < %s", table[i][0], key, table[i][1]);
      if (table[i][0] != NULL)
        g_assert_cmpstr (table[i][0], <, key);
      if (table[i][1] != NULL)
        g_assert_cmpstr (key, <, table[i][1]);
    }
}

/* After any history there is still room, on both sides of every key. */
static void
test_order_keys_always_fit (void)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 2000; i++)
    {
      guint       at = (guint) g_test_rand_int_range (0, (gint32) keys->len + 1);
      const char *before = at > 0 ? g_ptr_array_index (keys, at - 1) : NULL;
      const char *after = at < keys->len ? g_ptr_array_index (keys, at) : NULL;
      char       *key = amia_order_key_between (before, after);

      g_assert_true (before == NULL || strcmp (before, key) < 0);
      g_assert_true (after == NULL || strcmp (key, after) < 0);
      g_assert_false (g_str_has_suffix (key, "0"));
      g_ptr_array_insert (keys, (int) at, key);
    }
}

static void
test_order_keys_append_short (void)
{
  g_autofree char *key = amia_order_key_between (NULL, NULL);

  for (guint i = 0; i < 300; i++)
    {
      char *next = amia_order_key_between (key, NULL);

      g_free (key);
      key = next;
    }
  g_assert_cmpuint (strlen (key), <, 12);
}

static void
test_order_keys_survive_merges (void)
{
  g_autofree char *equal = amia_order_key_between ("V", "V");
  g_autofree char *reversed = amia_order_key_between ("W", "V");
  g_autofree char *foreign = amia_order_key_between ("A", "A0");

  g_assert_cmpstr (equal, >, "V");
  g_assert_cmpstr (reversed, >, "W");
  g_assert_nonnull (foreign);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer-path/escapes-link-ids", test_builds);
  g_test_add_func ("/answer-path/names-rows-and-values", test_builds_rows);
  g_test_add_func ("/answer-path/refuses-what-is-none", test_refuses);
  g_test_add_func ("/order-key/lies-between", test_order_keys);
  g_test_add_func ("/order-key/always-fits", test_order_keys_always_fit);
  g_test_add_func ("/order-key/stays-short-when-appending", test_order_keys_append_short);
  g_test_add_func ("/order-key/survives-merges", test_order_keys_survive_merges);
  return g_test_run ();
}
