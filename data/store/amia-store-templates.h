/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaOwnTemplate:
 * @id: the record that holds it
 * @canonical: what responses name as their questionnaire
 * @url: its url; the whole canonical for a form without one
 * @version: (nullable): its version
 * @title: (nullable): its title in its own language
 * @area: (nullable): the consent area of questions that name none themselves
 * @subprojects: (array zero-terminated=1): the sub-projects it is for, none for all
 * @is_retired: no new forms are made from it; those begun are gone on with
 * @author: (nullable): who brought it in
 * @agency: (nullable): for which agency; only that agency may change it
 * @added_ms: when, ms since 1970 UTC
 *
 * A form of the organisation's own, as a record of kind `template` describes it.
 */
typedef struct
{
  AmiaUuid id;
  char    *canonical;
  char    *url;
  char    *version;
  char    *title;
  char    *area;
  char   **subprojects;
  gboolean is_retired;
  char    *author;
  char    *agency;
  gint64   added_ms;
} AmiaOwnTemplate;

void amia_own_template_free (AmiaOwnTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaOwnTemplate, amia_own_template_free)

/**
 * amia_own_template_is_for:
 * @self: a form
 * @subproject: (nullable): a case's sub-project, %NULL if nobody has said which
 *
 * Returns: %TRUE if cases of that sub-project use it; a case without one is shown everything
 */
gboolean amia_own_template_is_for (const AmiaOwnTemplate *self,
                                   const char            *subproject);

/**
 * amia_store_find_questionnaire:
 * @store: a store, on its thread
 * @canonical: (nullable): `url|version`, as a form record names its questionnaire
 * @error: return location
 *
 * The one way from a response to its form, whether it is shipped with the program or the
 * organisation's own. Each is read once and kept. Of two own forms that claim the same canonical
 * (two people brought them in without having seen each other's) the one whose record came into
 * being first counts, here and on every other laptop.
 *
 * Returns: (transfer full) (nullable): the form; %NULL without an error if it is not here (yet)
 */
AmiaQuestionnaire *amia_store_find_questionnaire (AmiaStore  *store,
                                                  const char *canonical,
                                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_own_templates:
 * @store: a store, on its thread
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaOwnTemplate): the organisation's own forms, all
 *   versions, retired ones too, by title and then version; or %NULL on error
 */
GPtrArray *amia_store_list_own_templates (AmiaStore *store,
                                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_find_newer_template:
 * @store: a store, on its thread
 * @canonical: (nullable): `url|version` of a draft
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the canonical of the latest version of the same form that
 *   new ones are made from, if that is later; %NULL without an error if there is none
 */
char *amia_store_find_newer_template (AmiaStore  *store,
                                      const char *canonical,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_edits_add_template:
 * @edits: an action
 * @id: the record to make
 * @questionnaire: the form
 * @area: (nullable): the consent area of questions that name none
 * @subprojects: (nullable) (array zero-terminated=1): the sub-projects it is for, none for all
 *
 * Brings a form in: its bytes as they are, and what lists show of it.
 */
void amia_edits_add_template (AmiaEdits         *edits,
                              const AmiaUuid    *id,
                              AmiaQuestionnaire *questionnaire,
                              const char        *area,
                              const char *const *subprojects);

/**
 * amia_edits_set_strings:
 * @edits: an action
 * @kind: the record's kind
 * @id: its id
 * @case_id: (nullable): its case
 * @field: a field
 * @texts: (nullable) (array zero-terminated=1): plain texts; %NULL or none writes an empty list
 *
 * As amia_edits_set_string(), for a list.
 */
void amia_edits_set_strings (AmiaEdits         *edits,
                             const char        *kind,
                             const AmiaUuid    *id,
                             const AmiaUuid    *case_id,
                             const char        *field,
                             const char *const *texts);

G_END_DECLS
