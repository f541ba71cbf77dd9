/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaTemplate:
 * @name: its file's name without `.json`: `kartlaggning`, of an older version `dagboksblad-1.0.0`
 * @url: its canonical url
 * @version: its version
 * @group: when it is used: the code of a step of the process (`1` to `7`), `0` for before the
 *   first, `meeting` for before and after meetings
 * @is_current: %TRUE for the version that new forms are made from; older ones stay, since a form
 *   keeps the version it was begun with
 *
 * A form that comes with the program: a FHIR R4 Questionnaire.
 */
typedef struct
{
  const char *name;
  const char *url;
  const char *version;
  const char *group;
  gboolean    is_current;
} AmiaTemplate;

/**
 * amia_templates_get_all:
 * @n_templates: (out): how many
 *
 * The shipped forms, in the order in which they are used in a case, those around meetings last. Any
 * thread.
 *
 * Returns: (array length=n_templates) (transfer none): all of them, for ever
 */
const AmiaTemplate *amia_templates_get_all (gsize *n_templates);

/**
 * amia_templates_find:
 * @canonical: `url|version` as a form record names its questionnaire; without a version the current
 *   one is meant
 *
 * Any thread.
 *
 * Returns: (nullable) (transfer none): the template, or %NULL if no such form is shipped
 */
const AmiaTemplate *amia_templates_find (const char *canonical);

/**
 * amia_template_dup_canonical:
 * @template_: a template
 *
 * Returns: (transfer full): `url|version`
 */
char *amia_template_dup_canonical (const AmiaTemplate *template_) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_template_dup_data:
 * @template_: a template
 *
 * Costs nothing: the bytes lie in the program. Any thread.
 *
 * Returns: (transfer full): the Questionnaire in JSON, exactly as shipped
 */
GBytes *amia_template_dup_data (const AmiaTemplate *template_) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
