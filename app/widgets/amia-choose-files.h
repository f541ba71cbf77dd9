/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AmiaFileChosen:
 * @from: the widget that asked
 * @file: a file that was chosen
 *
 * Called once for each file.
 */
typedef void (*AmiaFileChosen) (GtkWidget *from,
                                GFile     *file);

/**
 * AmiaFileChoice:
 * @title: what the window is for
 * @accept: what its button does
 * @filter: (nullable): what kinds of file @mime_types are, in words
 * @mime_types: (nullable) (array zero-terminated=1): the kinds shown; all without any
 * @suffix: (nullable): an ending of names, without the dot, that is shown as well
 * @is_several: whether more than one may be chosen
 *
 * What is asked for.
 */
typedef struct
{
  const char        *title;
  const char        *accept;
  const char        *filter;
  const char *const *mime_types;
  const char        *suffix;
  gboolean           is_several;
} AmiaFileChoice;

/**
 * amia_choose_files:
 * @from: the widget that asks
 * @choice: what it asks for; copied as far as needed
 * @chosen: called for each file, not at all if nothing is chosen or @from is gone by then
 *
 * Asks for files to read, by the desktop's own chooser. A second call while the first is open does
 * nothing.
 */
void amia_choose_files (GtkWidget            *from,
                        const AmiaFileChoice *choice,
                        AmiaFileChosen        chosen);

G_END_DECLS
