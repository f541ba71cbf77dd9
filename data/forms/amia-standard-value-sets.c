/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-questionnaire-private.h"

/* The few value sets of FHIR R4 itself (CC0) that forms name instead of writing them out. They are
 * small and will not change any more; all others stay with their terminology servers. */

#define HL7   "http://hl7.org/fhir/"
#define TERMS "http://terminology.hl7.org/CodeSystem/"

static const struct
{
  const char *value_set;
  const char *system;
  const char *code;
  const char *display;
} concepts[] = {
  { "administrative-gender", HL7 "administrative-gender", "male", "Male" },
  { "administrative-gender", HL7 "administrative-gender", "female", "Female" },
  { "administrative-gender", HL7 "administrative-gender", "other", "Other" },
  { "administrative-gender", HL7 "administrative-gender", "unknown", "Unknown" },
  { "yesnodontknow", TERMS "v2-0136", "Y", "Yes" },
  { "yesnodontknow", TERMS "v2-0136", "N", "No" },
  { "yesnodontknow", TERMS "data-absent-reason", "asked-unknown", "Don't know" },
  { "contact-point-system", HL7 "contact-point-system", "phone", "Phone" },
  { "contact-point-system", HL7 "contact-point-system", "fax", "Fax" },
  { "contact-point-system", HL7 "contact-point-system", "email", "Email" },
  { "contact-point-system", HL7 "contact-point-system", "pager", "Pager" },
  { "contact-point-system", HL7 "contact-point-system", "url", "URL" },
  { "contact-point-system", HL7 "contact-point-system", "sms", "SMS" },
  { "contact-point-system", HL7 "contact-point-system", "other", "Other" },
  { "contact-point-use", HL7 "contact-point-use", "home", "Home" },
  { "contact-point-use", HL7 "contact-point-use", "work", "Work" },
  { "contact-point-use", HL7 "contact-point-use", "temp", "Temp" },
  { "contact-point-use", HL7 "contact-point-use", "old", "Old" },
  { "contact-point-use", HL7 "contact-point-use", "mobile", "Mobile" },
  { "request-priority", HL7 "request-priority", "routine", "Routine" },
  { "request-priority", HL7 "request-priority", "urgent", "Urgent" },
  { "request-priority", HL7 "request-priority", "asap", "ASAP" },
  { "request-priority", HL7 "request-priority", "stat", "STAT" },
  { "days-of-week", HL7 "days-of-week", "mon", "Monday" },
  { "days-of-week", HL7 "days-of-week", "tue", "Tuesday" },
  { "days-of-week", HL7 "days-of-week", "wed", "Wednesday" },
  { "days-of-week", HL7 "days-of-week", "thu", "Thursday" },
  { "days-of-week", HL7 "days-of-week", "fri", "Friday" },
  { "days-of-week", HL7 "days-of-week", "sat", "Saturday" },
  { "days-of-week", HL7 "days-of-week", "sun", "Sunday" },
};

/* As the resources they are, so that they are expanded like any other. */
static void
append_concept (GString *out, guint index)
{
  gboolean is_same_set =
      index > 0 && strcmp (concepts[index].value_set, concepts[index - 1].value_set) == 0;

  if (!is_same_set)
    g_string_append_printf (out,
                            "%s{\"resourceType\":\"ValueSet\",\"url\":\"" HL7
                            "ValueSet/%s\",\"compose\":{\"include\":[",
                            index > 0 ? "]}}," : "", concepts[index].value_set);
  g_string_append_printf (out,
                          "%s{\"system\":\"%s\",\"concept\":[{\"code\":\"%s\","
                          "\"display\":\"%s\"}]}",
                          is_same_set ? "," : "", concepts[index].system, concepts[index].code,
                          concepts[index].display);
}

const AmiaRaw *
_amia_questionnaire_get_standard_value_sets (AmiaQuestionnaire *self)
{
  g_autoptr (GString) out = NULL;

  if (self->standard != NULL)
    return amia_raw_document_get_root (self->standard)->first;
  out = g_string_new ("[");
  for (guint i = 0; i < G_N_ELEMENTS (concepts); i++)
    append_concept (out, i);
  g_string_append (out, "]}}]");
  self->standard = amia_raw_document_new (out->str, out->len, NULL);
  g_assert (self->standard != NULL);
  g_ptr_array_add (self->documents, self->standard);
  return amia_raw_document_get_root (self->standard)->first;
}
