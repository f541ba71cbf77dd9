/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-kinds.h"

#include <string.h>

#include "amia-date.h"
#include "amia-record-error.h"
#include "amia-scan-private.h"
#include "amia-uuid.h"

/* The one table of what AMiA knows about a case. Names stand as they do in JSON, on the wire and in
 * scripts. Add rows and fields freely; never rename one and never change a type, since programs of
 * all ages share a log: a changed type is a new field.
 *
 * The envelope is what two agencies need to write into one and the same document: ids, members,
 * consents, which template, and that a person's identity is protected. All else has an area and
 * follows the consents. */

#define REMOVED                                                  \
  {                                                              \
    "removed", AMIA_FIELD_BOOLEAN, "basics", AMIA_FIELD_ENVELOPE \
  }

/* The name is not in the envelope: a participant is named to those who may see `basics`. */
static const AmiaField participant_fields[] = {
  { "name", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "personnummer", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "phone", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "email", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "address", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "municipality", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "language", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "interpreter", AMIA_FIELD_BOOLEAN, "basics", AMIA_FIELD_NONE },
  { "protected", AMIA_FIELD_BOOLEAN, "basics", AMIA_FIELD_ENVELOPE },
  { "benefit-end", AMIA_FIELD_DATE, "economy", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* Where the process stands is not a field here: it is read from the visits. `ali-from` is the first
 * day of ALI, and `status-90` and `status-270` say what came of it so many days after its end. */
static const AmiaField case_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "number", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "participant", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_ENVELOPE },
  { "subproject", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "opened", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "ali-from", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "closed", AMIA_FIELD_DATE, "closing", AMIA_FIELD_NONE },
  { "outcome", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "status-90", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "status-270", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  REMOVED,
};

/* No field for the agency: it is the account's, and nobody can write themselves another. */
static const AmiaField member_fields[] = {
  { "user", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "name", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "role", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  REMOVED,
};

/* `kind` is `spoken` until there is a signed one, else what it was signed for, `participation`
 * first of all. `note` is somebody's own words and so no part of the envelope. */
static const AmiaField consent_fields[] = {
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "parties", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_ENVELOPE },
  { "areas", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_ENVELOPE },
  { "valid-from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "valid-to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "signed-on", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "withdrawn", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE | AMIA_FIELD_LATER },
};

/* `basics` is the area of an ordinary note; who writes about health says so on the op. */
static const AmiaField journal_fields[] = {
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "headline", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_SEARCHED },
  { "date", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "cites", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
};

/* `corrects` is the approved form that this one is a new version of. */
static const AmiaField form_fields[] = {
  { "questionnaire", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "corrects", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_ENVELOPE },
  { "answer/", AMIA_FIELD_JSON, "basics", AMIA_FIELD_PREFIX | AMIA_FIELD_TEMPLATE_AREA },
  REMOVED,
};

/* Answers under a number. Nothing here names a case or a person, and the record belongs to no case:
 * who holds no `survey-key` has no way back. `month` is all that is said of when, `YYYY-MM`. */
static const AmiaField survey_fields[] = {
  { "questionnaire", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "number", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "month", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "subproject", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "answer/", AMIA_FIELD_JSON, "basics", AMIA_FIELD_PREFIX | AMIA_FIELD_TEMPLATE_AREA },
  REMOVED,
};

/* The only thing that says whose a survey is: the case it is filed in. */
static const AmiaField survey_key_fields[] = {
  { "number", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "survey", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "questionnaire", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* One agency's word for one content: `hash` is that of the form's canonical content, `seen` names
 * the values that were on screen. Its area is that of the form, so that who may not read the one
 * does not hear of the other. */
static const AmiaField approval_fields[] = {
  { "form", AMIA_FIELD_REFERENCE, "closing", AMIA_FIELD_NONE },
  { "hash", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "closing", AMIA_FIELD_NONE },
  { "name", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "seen", AMIA_FIELD_JSON, "closing", AMIA_FIELD_NONE },
};

/* A name under one content: drawn (`strokes`, lists of points in a box 1000 wide) or on a paper
 * that was scanned (`attachment`). */
static const AmiaField signature_fields[] = {
  { "form", AMIA_FIELD_REFERENCE, "closing", AMIA_FIELD_NONE },
  { "hash", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "version", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "closing", AMIA_FIELD_NONE },
  { "name", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "role", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "seen", AMIA_FIELD_JSON, "closing", AMIA_FIELD_NONE },
  { "strokes", AMIA_FIELD_JSON, "closing", AMIA_FIELD_NONE },
  { "attachment", AMIA_FIELD_REFERENCE, "closing", AMIA_FIELD_NONE },
};

/* A form of the organisation's own. `data` is the Questionnaire as text, byte for byte as it was
 * imported; `subprojects` are those it is for, none for all; `area` is the consent area of
 * questions that name none. */
static const AmiaField template_fields[] = {
  { "url", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "version", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "data", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "subprojects", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_NONE },
  { "area", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A visit to a step of the process; coming back to an earlier step is one more visit. */
static const AmiaField visit_fields[] = {
  { "step", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

static const AmiaField goal_fields[] = {
  { "text", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  { "parent", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

static const AmiaField activity_fields[] = {
  { "title", AMIA_FIELD_STRING, "plan", AMIA_FIELD_SEARCHED },
  { "purpose", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  { "goal", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "responsible", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "provider", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "category", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "hours", AMIA_FIELD_NUMBER, "plan", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

/* `start` and `end` are local times, `YYYY-MM-DDThh:mm`. */
static const AmiaField meeting_fields[] = {
  { "kind", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "start", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "end", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "place", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "participants", AMIA_FIELD_STRINGS, "plan", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

/* What the two caseworkers say to each other after a meeting; never shown to others. */
static const AmiaField reflection_fields[] = {
  { "meeting", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "next", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A scan, photo or PDF. The contents are a blob that `key` opens; both stand in the area that its
 * author chose for all of it, so that who may not see the one can't read the other.
 * `form` is the one that it is a scanned page of. */
static const AmiaField attachment_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "sha256", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "key", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "size", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "type", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "form", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

#define FIELDS(fields) fields, G_N_ELEMENTS (fields)

static const AmiaKind kinds[] = {
  { "participant", AMIA_SCOPE_PERSON, FALSE, FIELDS (participant_fields) },
  { "case", AMIA_SCOPE_CASE, FALSE, FIELDS (case_fields) },
  { "member", AMIA_SCOPE_CASE, FALSE, FIELDS (member_fields) },
  { "consent", AMIA_SCOPE_CASE, TRUE, FIELDS (consent_fields) },
  { "journal", AMIA_SCOPE_CASE, TRUE, FIELDS (journal_fields) },
  { "form", AMIA_SCOPE_CASE, FALSE, FIELDS (form_fields) },
  { "visit", AMIA_SCOPE_CASE, FALSE, FIELDS (visit_fields) },
  { "goal", AMIA_SCOPE_CASE, FALSE, FIELDS (goal_fields) },
  { "activity", AMIA_SCOPE_CASE, FALSE, FIELDS (activity_fields) },
  { "meeting", AMIA_SCOPE_CASE, FALSE, FIELDS (meeting_fields) },
  { "reflection", AMIA_SCOPE_PAIR, FALSE, FIELDS (reflection_fields) },
  { "attachment", AMIA_SCOPE_CASE, FALSE, FIELDS (attachment_fields) },
  { "pair-form", AMIA_SCOPE_PAIR, FALSE, FIELDS (form_fields) },
  { "survey", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (survey_fields) },
  { "survey-key", AMIA_SCOPE_PAIR, FALSE, FIELDS (survey_key_fields) },
  { "approval", AMIA_SCOPE_CASE, TRUE, FIELDS (approval_fields) },
  { "signature", AMIA_SCOPE_CASE, TRUE, FIELDS (signature_fields) },
  { "template", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (template_fields) },
};

static const char *const areas[] = {
  "basics",
  "health",
  "work",
  "economy",
  "social",
  "plan",
  "closing",
};

static gboolean
is_text (AmiaScanType type,
         AmiaSlice    value)
{
  g_autofree char *text = NULL;

  if (type != AMIA_SCAN_STRING)
    return FALSE;

  text = amia_scan_dup_string (value);
  return text != NULL;
}

static gboolean
is_strings (AmiaSlice value)
{
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  if (amia_scan_enter (&scan, value) != AMIA_SCAN_ARRAY)
    return FALSE;

  while ((type = amia_scan_next (&scan, &element)) != AMIA_SCAN_END)
    {
      if (!is_text (type, element))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_date (AmiaScanType type,
         AmiaSlice    value)
{
  GDate date;

  return type == AMIA_SCAN_STRING &&
         amia_date_parse_iso (value.text + 1, (gssize) value.length - 2, &date);
}

static gboolean
is_reference (AmiaScanType type,
              AmiaSlice    value)
{
  AmiaUuid uuid;

  return type == AMIA_SCAN_STRING &&
         amia_uuid_parse (value.text + 1, (gssize) value.length - 2, &uuid);
}

static gboolean
is_of_type (AmiaFieldType expected,
            AmiaScanType  type,
            AmiaSlice     value)
{
  switch (expected)
    {
    case AMIA_FIELD_STRING:
    case AMIA_FIELD_TEXT:
      return is_text (type, value);
    case AMIA_FIELD_BOOLEAN:
      return type == AMIA_SCAN_BOOLEAN;
    case AMIA_FIELD_NUMBER:
      return type == AMIA_SCAN_NUMBER;
    case AMIA_FIELD_DATE:
      return is_date (type, value);
    case AMIA_FIELD_REFERENCE:
      return is_reference (type, value);
    case AMIA_FIELD_STRINGS:
      return is_strings (value);
    case AMIA_FIELD_JSON:
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static const char *
describe_type (AmiaFieldType type)
{
  switch (type)
    {
    case AMIA_FIELD_STRING:
    case AMIA_FIELD_TEXT:
      return "a string";
    case AMIA_FIELD_BOOLEAN:
      return "true or false";
    case AMIA_FIELD_NUMBER:
      return "a number";
    case AMIA_FIELD_DATE:
      return "a date YYYY-MM-DD";
    case AMIA_FIELD_REFERENCE:
      return "the id of a record";
    case AMIA_FIELD_STRINGS:
      return "a list of strings";
    case AMIA_FIELD_JSON:
      return "a JSON value";
    default:
      g_assert_not_reached ();
    }
}

const AmiaKind *
amia_kinds_get_all (gsize *n_kinds)
{
  g_return_val_if_fail (n_kinds != NULL, NULL);

  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

const AmiaKind *
amia_kind_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      /* Every op is asked about several times, and mostly it is another kind. */
      if (kinds[i].name[0] == name[0] && strcmp (kinds[i].name, name) == 0)
        return &kinds[i];
    }

  return NULL;
}

const AmiaField *
amia_kind_find_field (const AmiaKind *kind,
                      const char     *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (kind == NULL)
    return NULL;

  for (gsize i = 0; i < kind->n_fields; i++)
    {
      const AmiaField *field = &kind->fields[i];

      /* A bare prefix names no field. */
      if ((field->flags & AMIA_FIELD_PREFIX) != 0
              ? g_str_has_prefix (name, field->name) && strlen (name) > strlen (field->name)
              : strcmp (field->name, name) == 0)
        return field;
    }

  return NULL;
}

gboolean
amia_kind_has_answers (const AmiaKind *kind)
{
  return kind != NULL && amia_kind_find_field (kind, "answer/x") != NULL;
}

gboolean
amia_field_check (const AmiaField *field,
                  const char      *value,
                  GError         **error)
{
  AmiaSlice    slice;
  AmiaScanType type;

  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  slice = _amia_scan_trim (value);
  if (amia_scan_check (slice.text, slice.length, &type) &&
      (type == AMIA_SCAN_NULL || is_of_type (field->type, type, slice)))
    return TRUE;

  g_set_error (error,
               AMIA_RECORD_ERROR,
               AMIA_RECORD_ERROR_VALUE,
               "Failed to set %s: the value must be %s",
               field->name,
               describe_type (field->type));
  return FALSE;
}

gboolean
amia_kind_check_write (const AmiaKind *kind,
                       const char     *name,
                       const char     *value,
                       gboolean        exists,
                       GError        **error)
{
  const AmiaField *field = amia_kind_find_field (kind, name);

  g_return_val_if_fail (value != NULL, FALSE);

  if (kind != NULL && kind->is_append_only && exists &&
      (field == NULL || (field->flags & AMIA_FIELD_LATER) == 0))
    {
      g_set_error (error,
                   AMIA_RECORD_ERROR,
                   AMIA_RECORD_ERROR_APPEND_ONLY,
                   "Failed to set %s: a %s is never changed; add a new one that cites it",
                   name,
                   kind->name);
      return FALSE;
    }

  return field == NULL || amia_field_check (field, value, error);
}

const char *const *
amia_areas_get_all (gsize *n_areas)
{
  g_return_val_if_fail (n_areas != NULL, NULL);

  *n_areas = G_N_ELEMENTS (areas);
  return areas;
}

gboolean
amia_area_is_known (const char *area)
{
  g_return_val_if_fail (area != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (strcmp (areas[i], area) == 0)
        return TRUE;
    }

  return FALSE;
}
