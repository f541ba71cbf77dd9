/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_INSTRUMENT (amia_instrument_get_type ())
G_DECLARE_DERIVABLE_TYPE (AmiaInstrument, amia_instrument, AMIA, INSTRUMENT, AdwBin)

/**
 * AmiaInstrumentClass:
 * @build: makes the widgets, when model and node are known
 * @update: draws what is answered now; called once after @build, then after changes, at most once
 *   for many that come together
 * @is_beside_questions: %TRUE if nothing is entered in the drawing: it then stands below the
 *   ordinary questions, not in their place
 *
 * A drawing of one group of a form: network map, diary, week … It keeps nothing of its own: what is
 * done in it are answers through the model, and what it shows is read from the response. The
 * ordinary questions stand beside it (#AmiaInstrumentView) and are its text alternative, so that
 * nothing can be done in the drawing alone.
 */
struct _AmiaInstrumentClass
{
  AdwBinClass parent_class;

  void (*build) (AmiaInstrument *self);
  void (*update) (AmiaInstrument *self);

  gboolean is_beside_questions;
};

/**
 * amia_instrument_new:
 * @model: an open form
 * @node: a group of it, or a list
 *
 * Returns: (transfer floating) (nullable): the drawing that the group's template asks for, %NULL if
 *   it asks for none or for one that this program does not know
 */
GtkWidget *amia_instrument_new (AmiaFormModel *model,
                                AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

AmiaFormModel *amia_instrument_get_model (AmiaInstrument *self);
AmiaNode      *amia_instrument_get_node (AmiaInstrument *self);

/* For subclasses. */

/**
 * amia_instrument_find:
 * @within: a group or a row
 * @link_id: a link id
 *
 * Returns: (transfer none) (nullable): the first node below @within that stands for that item
 */
AmiaNode *amia_instrument_find (AmiaNode   *within,
                                const char *link_id);

/**
 * amia_instrument_dup_text:
 * @self: an instrument
 * @within: a group or a row
 * @link_id: the link id of a question below it
 *
 * Returns: (transfer full) (nullable): the answer as a person reads it in the program's language,
 *   %NULL without one
 */
char *amia_instrument_dup_text (AmiaInstrument *self,
                                AmiaNode       *within,
                                const char     *link_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_instrument_dup_code:
 * @within: a group or a row
 * @link_id: the link id of a choice below it
 *
 * Returns: (transfer full) (nullable): the code that was chosen, %NULL without one or for a text of
 *   one's own
 */
char *amia_instrument_dup_code (AmiaNode   *within,
                                const char *link_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_instrument_dup_option_code:
 * @option: an option of a choice
 *
 * Returns: (transfer full) (nullable): its code, %NULL for an option that is not a Coding
 */
char *amia_instrument_dup_option_code (const AmiaOption *option) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_instrument_get_number:
 * @within: a group or a row
 * @link_id: the link id of a number below it
 * @number: (out): the answer
 *
 * Returns: %TRUE if there is one
 */
gboolean amia_instrument_get_number (AmiaNode   *within,
                                     const char *link_id,
                                     double     *number);

/**
 * amia_instrument_answer_code:
 * @self: an instrument
 * @within: a group or a row
 * @link_id: the link id of a choice below it
 * @code: one of its codes
 *
 * Chooses that option, as a click on it in the list would.
 */
void amia_instrument_answer_code (AmiaInstrument *self,
                                  AmiaNode       *within,
                                  const char     *link_id,
                                  const char     *code);

G_END_DECLS
