/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-templates.h"

G_BEGIN_DECLS

/**
 * AmiaTemplateStanding:
 * @AMIA_TEMPLATE_NEW: a form that is not here: it can be brought in
 * @AMIA_TEMPLATE_SAME: just this one is here already
 * @AMIA_TEMPLATE_TAKEN: another form is here under the same name and version; it can't be brought
 *   in, since answers to the one could not be told from answers to the other
 * @AMIA_TEMPLATE_TOO_LARGE: it does not fit in what is sent at once
 *
 * How a form from a file stands to those that are here.
 */
typedef enum
{
  AMIA_TEMPLATE_NEW,
  AMIA_TEMPLATE_SAME,
  AMIA_TEMPLATE_TAKEN,
  AMIA_TEMPLATE_TOO_LARGE,
} AmiaTemplateStanding;

/**
 * AmiaTemplateFacts:
 * @form: the form
 * @own: (nullable): the record that holds it; %NULL for one that is shipped or not brought in
 * @is_shipped: it comes with the program
 * @standing: of a form from a file
 * @before: (nullable): the latest other version of it that is here
 *
 * What the page of one form shows. Made on the store's thread, then immutable.
 */
typedef struct
{
  AmiaQuestionnaire   *form;
  AmiaOwnTemplate     *own;
  gboolean             is_shipped;
  AmiaTemplateStanding standing;
  AmiaQuestionnaire   *before;
} AmiaTemplateFacts;

/**
 * amia_template_facts_load:
 * @store: a store, on its thread
 * @canonical: a form that is here
 * @error: return location
 *
 * Returns: (transfer full): what is known of it; %NULL with an #AmiaStoreError, which is
 *   %AMIA_STORE_ERROR_MISSING if it is not here
 */
AmiaTemplateFacts *amia_template_facts_load (AmiaStore  *store,
                                             const char *canonical,
                                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_template_facts_check:
 * @store: a store, on its thread
 * @form: a form from a file
 * @error: return location
 *
 * Returns: (transfer full): how it stands to those that are here, or %NULL with an #AmiaStoreError
 */
AmiaTemplateFacts *amia_template_facts_check (AmiaStore         *store,
                                              AmiaQuestionnaire *form,
                                              GError           **error) G_GNUC_WARN_UNUSED_RESULT;

void amia_template_facts_free (AmiaTemplateFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaTemplateFacts, amia_template_facts_free)

G_END_DECLS
