/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMIA_TYPE_START_PAGE (amia_start_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaStartPage, amia_start_page, AMIA, START_PAGE, GtkWidget)

/**
 * AmiaStartWay:
 * @AMIA_START_SERVER: sign in to a server
 * @AMIA_START_ALONE: work on this laptop only, for now
 * @AMIA_START_DEMO: try with made-up cases
 *
 * How somebody begins.
 */
typedef enum
{
  AMIA_START_SERVER,
  AMIA_START_ALONE,
  AMIA_START_DEMO,
} AmiaStartWay;

/**
 * AmiaStart:
 * @way: how to begin
 * @user: the account's name
 * @agency: `FK`, `AF`, `VARD` or `KOMMUN`
 * @url: (nullable): the server's address
 * @password: (nullable): the account's password
 *
 * The answers of the first page.
 */
typedef struct
{
  AmiaStartWay way;
  char        *user;
  char        *agency;
  char        *url;
  char        *password;
} AmiaStart;

/**
 * amia_start_free:
 * @start: (transfer full): answers; the password is overwritten
 */
void amia_start_free (AmiaStart *start);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaStart, amia_start_free)

/**
 * AmiaStartPage:
 *
 * The first page ever seen: what is your name, which agency, and where is the server; or made-up
 * cases, or alone for now. The signal `begin` is emitted when all that is needed has been answered;
 * what is missing is said beside its field.
 */

/**
 * amia_start_page_new:
 *
 * Returns: (transfer floating): the page, empty
 */
GtkWidget *amia_start_page_new (void);

/**
 * amia_start_page_dup_answers:
 * @page: the page
 *
 * Returns: (transfer full): what was answered
 */
AmiaStart *amia_start_page_dup_answers (AmiaStartPage *page) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_start_page_set_trouble:
 * @page: the page
 * @words: (nullable): why it could not begin, in words; %NULL to take that away
 */
void amia_start_page_set_trouble (AmiaStartPage *page,
                                  const char    *words);

G_END_DECLS
