/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "amia-seal.h"

/* Below SQLite: each byte of a page and of a frame counts, and each thing that they are tied to. */

#define PAGE  AMIA_SEAL_PAGE_LENGTH
#define FRAME AMIA_SEAL_FRAME_LENGTH

static const AmiaDataKey key = { "The first key has 32 bytes, too" };

static void
test_notices_everything (void)
{
  g_autoptr (AmiaSeal) seal = amia_seal_new (&key);
  g_autoptr (AmiaSeal) stranger = amia_seal_new (&key);
  guint8 frame[FRAME] = { 1, 2, 3 };
  guint8 sealed[FRAME];
  guint8 opened[FRAME];

  g_assert_true (amia_seal_close_frame (seal, 7, frame, sealed));
  g_assert_true (amia_seal_open_frame (seal, 7, sealed, opened));
  g_assert_cmpmem (frame, FRAME, opened, FRAME);
  g_assert_false (amia_seal_open_frame (seal, 8, sealed, opened));
  g_assert_false (amia_seal_open_frame (stranger, 7, sealed, opened));
  for (gsize at = 0; at < FRAME; at++)
    {
      sealed[at] ^= 1;
      g_assert_false (amia_seal_open_frame (seal, 7, sealed, opened));
      sealed[at] ^= 1;
    }

  g_assert_true (amia_seal_close_page (seal, 7, frame, sealed));
  g_assert_true (amia_seal_open_page (seal, 7, sealed, opened));
  g_assert_cmpmem (frame, PAGE, opened, PAGE);
  g_assert_false (amia_seal_open_page (seal, 1, sealed, opened));
  g_assert_false (amia_seal_open_page (stranger, 7, sealed, opened));
}

static void
test_refuses_what_would_not_come_back (void)
{
  g_autoptr (AmiaSeal) seal = amia_seal_new (&key);
  guint8 page[PAGE] = { 0 };
  guint8 frame[FRAME] = { 0 };
  guint8 sealed[FRAME];

  g_assert_false (amia_seal_close_page (seal, 1, page, sealed));
  memcpy (page, "SQLite format 3", 16);
  g_assert_true (amia_seal_close_page (seal, 1, page, sealed));

  page[PAGE - 1] = 1;
  frame[FRAME - AMIA_SEAL_LENGTH] = 1;
  g_assert_false (amia_seal_close_page (seal, 1, page, sealed));
  g_assert_false (amia_seal_close_page (seal, 2, page, sealed));
  g_assert_false (amia_seal_close_frame (seal, 2, frame, sealed));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seal/notices-everything", test_notices_everything);
  g_test_add_func ("/seal/refuses-what-would-not-come-back",
                   test_refuses_what_would_not_come_back);

  return g_test_run ();
}
