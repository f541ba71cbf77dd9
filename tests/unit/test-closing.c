/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-closing.h"

/* What stops a case from being closed. */

static void
test_check (void)
{
  static const struct
  {
    AmiaClosing      closing;
    AmiaClosingFault fault;
  } rows[] = {
    { { NULL, TRUE, "arbete", "egen-forsorjning", "2014-03-14" }, AMIA_CLOSING_POSSIBLE },
    { { "open", TRUE, "arbete", "egen-forsorjning", "2014-03-01" }, AMIA_CLOSING_POSSIBLE },
    { { "closed", TRUE, "arbete", "egen-forsorjning", "2014-03-14" }, AMIA_CLOSING_CLOSED },
    { { "open", FALSE, "arbete", "egen-forsorjning", "2014-03-14" }, AMIA_CLOSING_DOCUMENT },
    { { "open", TRUE, NULL, "egen-forsorjning", "2014-03-14" }, AMIA_CLOSING_CAUSE },
    { { "open", TRUE, "trött", "egen-forsorjning", "2014-03-14" }, AMIA_CLOSING_CAUSE },
    { { "open", TRUE, "arbete", NULL, "2014-03-14" }, AMIA_CLOSING_WAY_ON },
    { { "open", TRUE, "arbete", "arbete", "2014-03-14" }, AMIA_CLOSING_WAY_ON },
    { { "open", TRUE, "arbete", "egen-forsorjning", NULL }, AMIA_CLOSING_DAY },
    { { "open", TRUE, "arbete", "egen-forsorjning", "2014-02-30" }, AMIA_CLOSING_DAY },
    { { "open", TRUE, "arbete", "egen-forsorjning", "2014-03-15" }, AMIA_CLOSING_DAY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaClosingFault fault = amia_closing_check (&rows[i].closing, "2014-03-14");

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (amia_closing_fault_get_name (fault), ==,
                       amia_closing_fault_get_name (rows[i].fault));
    }
}

static void
test_codes (void)
{
  gsize                   n;
  const AmiaClosingCause *causes = amia_closing_get_causes (&n);

  g_assert_cmpuint (n, ==, 13);
  for (gsize i = 0; i < n; i++)
    {
      for (const char *p = causes[i].code; *p != '\0'; p++)
        g_assert_true (g_ascii_islower (*p) || *p == '-');
      g_assert_cmpstr (amia_closing_find_cause (causes[i].code), ==, causes[i].name);
    }
  amia_closing_get_classes (&n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_null (amia_closing_find_cause (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/closing/check", test_check);
  g_test_add_func ("/closing/codes", test_codes);

  return g_test_run ();
}
