/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sheet.h"
#include "amia-values-grid.h"

G_BEGIN_DECLS

/**
 * AmiaValuesPaper:
 * @about: which checklists these are
 * @footer: who prints it and when
 * @sentences: (array zero-terminated=1): what is missed, in words
 * @columns: (array length=n_columns): meetings or periods
 * @n_columns: how many, at least 1
 * @all: all of them together
 *
 * What of the value base is put on paper.
 */
typedef struct
{
  const char             *about;
  const char             *footer;
  const char *const      *sentences;
  const AmiaValuesColumn *columns;
  guint                   n_columns;
  const AmiaValuesPeriod *all;
} AmiaValuesPaper;

/**
 * amia_values_paper_new:
 * @paper: what; read at once
 *
 * The value base over time on one A4: which values are missed, as a drawing and in numbers. It is
 * about the pair's way of working, and so it names no participant.
 *
 * Returns: (transfer full): the sheet
 */
AmiaSheet *amia_values_paper_new (const AmiaValuesPaper *paper) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
