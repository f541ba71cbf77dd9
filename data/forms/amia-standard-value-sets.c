/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-questionnaire-private.h"

/* The value sets of FHIR R4 itself (CC0) that forms name instead of writing them out: small ones,
 * that will not change any more. All others stay with their terminology servers. */

#define HL7   "http://hl7.org/fhir/"
#define TERMS "http://terminology.hl7.org/CodeSystem/"
#define UCUM  "http://unitsofmeasure.org"

/* Code and display, separated by bars. A set with codes of two systems stands in two rows. */
static const struct
{
  const char *value_set;
  const char *system;
  const char *concepts;
} sets[] = {
  { "administrative-gender", HL7 "administrative-gender",
    "male=Male|female=Female|other=Other|unknown=Unknown" },
  { "yesnodontknow", TERMS "v2-0136",
    "Y=Yes|N=No" },
  { "yesnodontknow", TERMS "data-absent-reason",
    "asked-unknown=Don't know" },
  { "marital-status", TERMS "v3-MaritalStatus",
    "A=Annulled|D=Divorced|I=Interlocutory|L=Legally Separated|M=Married"
    "|P=Polygamous|S=Never Married|T=Domestic partner|U=unmarried|W=Widowed" },
  { "marital-status", TERMS "v3-NullFlavor",
    "UNK=unknown" },
  { "patient-contactrelationship", TERMS "v2-0131",
    "BP=Billing contact person|C=Emergency Contact|CP=Contact person|E=Employer"
    "|EP=Emergency contact person|F=Federal Agency|I=Insurance Company"
    "|N=Next-of-Kin|O=Other|PR=Person preparing referral|S=State Agency|U=Unknown" },
  { "contact-point-system", HL7 "contact-point-system",
    "phone=Phone|fax=Fax|email=Email|pager=Pager|url=URL|sms=SMS|other=Other" },
  { "contact-point-use", HL7 "contact-point-use",
    "home=Home|work=Work|temp=Temp|old=Old|mobile=Mobile" },
  { "name-use", HL7 "name-use",
    "usual=Usual|official=Official|temp=Temp|nickname=Nickname|anonymous=Anonymous"
    "|old=Old|maiden=Name changed for Marriage" },
  { "address-use", HL7 "address-use",
    "home=Home|work=Work|temp=Temporary|old=Old / Incorrect|billing=Billing" },
  { "address-type", HL7 "address-type",
    "postal=Postal|physical=Physical|both=Postal & Physical" },
  { "identifier-use", HL7 "identifier-use",
    "usual=Usual|official=Official|temp=Temp|secondary=Secondary|old=Old" },
  { "days-of-week", HL7 "days-of-week",
    "mon=Monday|tue=Tuesday|wed=Wednesday|thu=Thursday|fri=Friday|sat=Saturday"
    "|sun=Sunday" },
  { "request-priority", HL7 "request-priority",
    "routine=Routine|urgent=Urgent|asap=ASAP|stat=STAT" },
  { "event-status", HL7 "event-status",
    "preparation=Preparation|in-progress=In Progress|not-done=Not Done"
    "|on-hold=On Hold|stopped=Stopped|completed=Completed"
    "|entered-in-error=Entered in Error|unknown=Unknown" },
  { "publication-status", HL7 "publication-status",
    "draft=Draft|active=Active|retired=Retired|unknown=Unknown" },
  { "item-type", HL7 "item-type",
    "group=Group|display=Display|question=Question|boolean=Boolean|decimal=Decimal"
    "|integer=Integer|date=Date|dateTime=Date Time|time=Time|string=String"
    "|text=Text|url=Url|choice=Choice|open-choice=Open Choice|attachment=Attachment"
    "|reference=Reference|quantity=Quantity" },
  { "condition-clinical", TERMS "condition-clinical",
    "active=Active|recurrence=Recurrence|relapse=Relapse|inactive=Inactive"
    "|remission=Remission|resolved=Resolved" },
  { "condition-ver-status", TERMS "condition-ver-status",
    "unconfirmed=Unconfirmed|provisional=Provisional|differential=Differential"
    "|confirmed=Confirmed|refuted=Refuted|entered-in-error=Entered in Error" },
  { "allergyintolerance-clinical", TERMS "allergyintolerance-clinical",
    "active=Active|inactive=Inactive|resolved=Resolved" },
  { "allergy-intolerance-category", HL7 "allergy-intolerance-category",
    "food=Food|medication=Medication|environment=Environment|biologic=Biologic" },
  { "allergy-intolerance-criticality", HL7 "allergy-intolerance-criticality",
    "low=Low Risk|high=High Risk|unable-to-assess=Unable to Assess Risk" },
  { "reaction-event-severity", HL7 "reaction-event-severity",
    "mild=Mild|moderate=Moderate|severe=Severe" },
  { "medicationrequest-category", TERMS "medicationrequest-category",
    "inpatient=Inpatient|outpatient=Outpatient|community=Community"
    "|discharge=Discharge" },
  { "medicationrequest-status", HL7 "CodeSystem/medicationrequest-status",
    "active=Active|on-hold=On Hold|cancelled=Cancelled|completed=Completed"
    "|entered-in-error=Entered in Error|stopped=Stopped|draft=Draft|unknown=Unknown" },
  { "age-units", UCUM,
    "min=minutes|h=hours|d=days|wk=weeks|mo=months|a=years" },
  { "units-of-time", UCUM,
    "s=second|min=minute|h=hour|d=day|wk=week|mo=month|a=year" },
  { "ucum-bodyweight", UCUM,
    "kg=kg|[lb_av]=lb|g=g" },
  { "ucum-bodylength", UCUM,
    "cm=cm|[in_i]=in" },
  { "ucum-bodytemp", UCUM,
    "Cel=°C|[degF]=°F" },
};

static void
append_concepts (GString *out, const char *concepts)
{
  g_auto (GStrv) pairs = g_strsplit (concepts, "|", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *display = strchr (pairs[i], '=');

      *display++ = '\0';
      g_string_append (out, i > 0 ? ",{\"code\":" : "{\"code\":");
      amia_raw_append_string (out, pairs[i]);
      g_string_append (out, ",\"display\":");
      amia_raw_append_string (out, display);
      g_string_append_c (out, '}');
    }
}

/* As the resources they are, so that they are expanded like any other. */
static void
append_set (GString *out, guint index)
{
  gboolean is_same_set =
      index > 0 && strcmp (sets[index].value_set, sets[index - 1].value_set) == 0;

  if (!is_same_set)
    g_string_append_printf (out,
                            "%s{\"resourceType\":\"ValueSet\",\"url\":\"" HL7
                            "ValueSet/%s\",\"compose\":{\"include\":[",
                            index > 0 ? "]}}," : "", sets[index].value_set);
  g_string_append_printf (out, "%s{\"system\":\"%s\",\"concept\":[", is_same_set ? "," : "",
                          sets[index].system);
  append_concepts (out, sets[index].concepts);
  g_string_append (out, "]}");
}

const AmiaRaw *
_amia_questionnaire_get_standard_value_sets (AmiaQuestionnaire *self)
{
  g_autoptr (GString) out = NULL;

  if (self->standard != NULL)
    return amia_raw_document_get_root (self->standard)->first;
  out = g_string_new ("[");
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    append_set (out, i);
  g_string_append (out, "]}}]");
  self->standard = amia_raw_document_new (out->str, out->len, NULL);
  g_assert (self->standard != NULL);
  g_ptr_array_add (self->documents, self->standard);
  return amia_raw_document_get_root (self->standard)->first;
}

gboolean
_amia_questionnaire_is_standard (const char *canonical)
{
  const gsize length = strcspn (canonical, "|");

  if (!g_str_has_prefix (canonical, HL7 "ValueSet/"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      const char *name = canonical + strlen (HL7 "ValueSet/");

      if (strlen (sets[i].value_set) == length - strlen (HL7 "ValueSet/") &&
          g_str_has_prefix (name, sets[i].value_set))
        return g_str_has_prefix (sets[i].system, HL7);
    }
  return FALSE;
}
