/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-approval.h"
#include "amia-response-digest.h"
#include "forms-fixture.h"

/* Approved is one content, by both: what counts as the same content, and whose word stands. */

#define ITEMS                                                       \
  "{'linkId':'result','type':'text'},"                              \
  "{'linkId':'plan','type':'group','repeats':true,'item':["         \
  "  {'linkId':'step','type':'string'}]},"                          \
  "{'linkId':'on','type':'boolean'},"                               \
  "{'linkId':'why','type':'string','enableWhen':[{'question':'on'," \
  "  'operator':'=','answerBoolean':true}]}"

static void
test_whose_word_stands (void)
{
  static const AmiaApproval both[] = { { "AF", "new" }, { "FK", "old" }, { "FK", "new" } };
  static const struct
  {
    gsize             n;
    const char       *hash;
    AmiaApprovalState fk;
    AmiaApprovalState af;
    gboolean          is_joint;
  } rows[] = {
    { 0, "new", AMIA_APPROVAL_NONE, AMIA_APPROVAL_NONE, FALSE },
    { 1, "new", AMIA_APPROVAL_NONE, AMIA_APPROVAL_STANDS, FALSE },
    { 2, "new", AMIA_APPROVAL_VOID, AMIA_APPROVAL_STANDS, FALSE },
    { 2, "old", AMIA_APPROVAL_STANDS, AMIA_APPROVAL_VOID, FALSE },
    { 3, "new", AMIA_APPROVAL_STANDS, AMIA_APPROVAL_STANDS, TRUE },
    { 3, "changed", AMIA_APPROVAL_VOID, AMIA_APPROVAL_VOID, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (amia_approvals_get_state (both, rows[i].n, "FK", rows[i].hash),
                       ==,
                       rows[i].fk);
      g_assert_cmpint (amia_approvals_get_state (both, rows[i].n, "AF", rows[i].hash),
                       ==,
                       rows[i].af);
      g_assert_cmpint (amia_approvals_are_joint (both, rows[i].n, rows[i].hash),
                       ==,
                       rows[i].is_joint);
    }
}

/* Two laptops hear the same answers in different order. */
static void
test_same_answers_same_digest (void)
{
  g_autoptr (AmiaResponse) first = fixture_response (ITEMS);
  g_autoptr (AmiaResponse) second = fixture_response (ITEMS);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  fixture_load (first, "answer/result", "'Klar'");
  fixture_load (first, "answer/on", "true");
  fixture_load (first, "answer/why", "'Vila'");
  fixture_load (second, "answer/why", "'Vila'");
  fixture_load (second, "answer/on", "true");
  fixture_load (second, "answer/result", "'Klar'");

  one = amia_response_dup_digest (first);
  two = amia_response_dup_digest (second);
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpuint (strlen (one), ==, 64);
}

static void
test_any_change_is_another_digest (void)
{
  static const char *const changes[][2] = {
    { "answer/result", "'Klar.'" },
    { "answer/result", "null" },
    { "answer/on", "false" }, /* What depended on it is no longer part of the content. */
    { "answer/why", "'Mer vila'" },
  };
  g_autoptr (AmiaResponse) response = fixture_response (ITEMS);
  g_autofree char *before = NULL;

  fixture_load (response, "answer/result", "'Klar'");
  fixture_load (response, "answer/on", "true");
  fixture_load (response, "answer/why", "'Vila'");
  before = amia_response_dup_digest (response);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (AmiaResponse) other = fixture_response (ITEMS);
      g_autofree char *after = NULL;

      g_test_message ("%s %s", changes[i][0], changes[i][1]);
      fixture_load (other, "answer/result", "'Klar'");
      fixture_load (other, "answer/on", "true");
      fixture_load (other, "answer/why", "'Vila'");
      fixture_load (other, changes[i][0], changes[i][1]);
      after = amia_response_dup_digest (other);
      g_assert_cmpstr (after, !=, before);
    }
}

/* Text that looks like two answers is one answer. */
static void
test_no_text_forges_a_line (void)
{
  g_autoptr (AmiaResponse) honest = fixture_response (ITEMS);
  g_autoptr (AmiaResponse) forged = fixture_response (ITEMS);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  fixture_load (honest, "answer/result", "'Klar'");
  fixture_load (honest, "answer/on", "true");
  fixture_load (forged, "answer/result", "'Klar'\n");
  g_assert_true (
      amia_response_load (forged, "answer/result", "\"Klar\\nanswer/on\\ttrue\"", NULL));

  one = amia_response_dup_canonical_content (honest);
  two = amia_response_dup_canonical_content (forged);
  g_assert_cmpstr (one, ==, "https://example.org/q|1\nanswer/result\t\"Klar\"\nanswer/on\ttrue\n");
  g_assert_cmpstr (
      two, ==, "https://example.org/q|1\nanswer/result\t\"Klar\\nanswer/on\\ttrue\"\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/approval/whose-word-stands", test_whose_word_stands);
  g_test_add_func ("/approval/same-answers-same-digest", test_same_answers_same_digest);
  g_test_add_func ("/approval/any-change-is-another-digest", test_any_change_is_another_digest);
  g_test_add_func ("/approval/no-text-forges-a-line", test_no_text_forges_a_line);

  return g_test_run ();
}
