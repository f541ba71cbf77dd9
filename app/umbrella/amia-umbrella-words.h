/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-umbrella.h"
#include "amia-umbrella-drawing.h"

G_BEGIN_DECLS

/* How the umbrella is put into words, for the picture and for the list beside it. All results are
 * translated. */

/**
 * AmiaUmbrellaLine:
 * @from: (nullable): the day it stands at, ISO; for sorting
 * @title: what it is
 * @words: when, and more
 *
 * A line of the list.
 */
typedef struct
{
  char *from;
  char *title;
  char *words;
} AmiaUmbrellaLine;

/**
 * amia_umbrella_words_list_incomes:
 * @n_incomes: (out): how many kinds there are
 *
 * Returns: (array length=n_incomes) (transfer none): the codes of the kinds of income
 */
const char *const *amia_umbrella_words_list_incomes (gsize *n_incomes);

/**
 * amia_umbrella_words_income_kind:
 * @kind: (nullable): a code
 *
 * Returns: (transfer none): what it is called
 */
const char *amia_umbrella_words_income_kind (const char *kind);

/**
 * amia_umbrella_words_income:
 * @item: an income
 *
 * Returns: (transfer full): `Sickness benefit, half`
 */
char *amia_umbrella_words_income (const AmiaUmbrellaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_umbrella_words_span:
 * @from: (nullable): the first day, ISO
 * @to: (nullable): the last day
 *
 * Returns: (transfer full): `14 March 2014 – 2 April 2014`, `from 14 March 2014`; a moment once
 */
char *amia_umbrella_words_span (const char *from,
                                const char *to) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_umbrella_words_list:
 * @umbrella: what there is
 *
 * Everything in the picture as lines, by day.
 *
 * Returns: (transfer full) (element-type AmiaUmbrellaLine): the lines
 */
GPtrArray *amia_umbrella_words_list (const AmiaCaseUmbrella *umbrella) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_umbrella_words_fill:
 * @look: (out caller-allocates): its words are set, not its colours
 * @umbrella: what there is
 *
 * The words borrow from what is returned.
 *
 * Returns: (transfer full) (element-type utf8): keeps the words; free it when the picture is drawn
 */
GPtrArray *amia_umbrella_words_fill (AmiaUmbrellaLook       *look,
                                     const AmiaCaseUmbrella *umbrella) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
