/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-decimal.h"
#include "amia-questionnaire-private.h"

/* Extensions, known by the last segment of their url: the same ones are published under several
 * bases (hl7.org/fhir, its 5.0 back-ports, SDC's). One table says what is done with each; one that
 * is in no table is ignored with a note, which FHIR permits unless it stands in modifierExtension.
 */

#define OWN_BASE "https://amia.se/fhir/StructureDefinition/"

typedef void (*Reader) (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value);

static const char *
last_segment (const char *url)
{
  const char *slash = strrchr (url, '/');

  return slash != NULL ? slash + 1 : url;
}

static const char *
get_code (const AmiaRaw *value)
{
  const AmiaRaw *coding = value;

  if (amia_raw_is (value, AMIA_RAW_STRING))
    return value->text;
  if (amia_raw_get (value, "coding") != NULL)
    coding = amia_raw_get_array (value, "coding");
  return amia_raw_get_string (coding, "code");
}

static void
read_hidden (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->is_hidden = value->kind == AMIA_RAW_TRUE;
}

static void
read_control (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  static const struct
  {
    const char     *code;
    AmiaItemControl control;
  } controls[] = {
    { "radio-button", AMIA_CONTROL_RADIO },
    { "check-box", AMIA_CONTROL_CHECK_BOX },
    { "drop-down", AMIA_CONTROL_DROP_DOWN },
    { "autocomplete", AMIA_CONTROL_AUTOCOMPLETE },
    { "lookup", AMIA_CONTROL_AUTOCOMPLETE },
    { "slider", AMIA_CONTROL_SLIDER },
    { "spinner", AMIA_CONTROL_SPINNER },
    { "text-box", AMIA_CONTROL_TEXT_BOX },
    { "text-area", AMIA_CONTROL_TEXT_AREA },
    { "page", AMIA_CONTROL_PAGE },
    { "step", AMIA_CONTROL_PAGE },
    { "tab", AMIA_CONTROL_TAB },
    { "tab-container", AMIA_CONTROL_TAB },
    { "header", AMIA_CONTROL_HEADER },
    { "footer", AMIA_CONTROL_FOOTER },
    { "list", AMIA_CONTROL_LIST },
    { "table", AMIA_CONTROL_TABLE },
    { "htable", AMIA_CONTROL_TABLE },
    { "atable", AMIA_CONTROL_TABLE },
    { "grid", AMIA_CONTROL_TABLE },
    { "gtable", AMIA_CONTROL_GTABLE },
    { "year", AMIA_CONTROL_YEAR },
    { "yearMonth", AMIA_CONTROL_YEAR_MONTH },
    { "help", AMIA_CONTROL_HELP },
    { "flyover", AMIA_CONTROL_FLYOVER },
    { "prompt", AMIA_CONTROL_PROMPT },
    { "unit", AMIA_CONTROL_UNIT },
    { "legal", AMIA_CONTROL_LEGAL },
    { "lower", AMIA_CONTROL_LOWER },
    { "upper", AMIA_CONTROL_UPPER },
    { "inline", AMIA_CONTROL_INLINE },
  };

  item->control_code = get_code (value);
  item->control = AMIA_CONTROL_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    if (g_strcmp0 (item->control_code, controls[i].code) == 0)
      item->control = controls[i].control;
}

static void
read_orientation (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->is_horizontal = g_strcmp0 (value->text, "horizontal") == 0;
}

static void
read_min_length (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->min_length = _amia_raw_to_guint (value, 0);
}

static void
read_min_occurs (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->min_occurs = _amia_raw_to_guint (value, 0);
}

static void
read_max_occurs (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->max_occurs = _amia_raw_to_guint (value, 0);
}

static void
read_max_decimals (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->max_decimals = (int) MIN (_amia_raw_to_guint (value, 100), 100);
}

/* In megabytes in the HL7 definition, which its validator reads as bytes. */
static void
read_max_size (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  if (amia_raw_is (value, AMIA_RAW_NUMBER))
    item->max_bytes = (guint64) MAX (g_ascii_strtod (value->text, NULL), 0);
}

static const char *
keep (AmiaQuestionnaire *self, const AmiaRaw *value)
{
  g_autofree char *source = amia_raw_document_dup_source (self->document, value);

  return g_string_chunk_insert (self->strings, source);
}

static void
read_min_value (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  _amia_item_private (item)->min_value = value;
  item->min_value = keep (self, value);
}

static void
read_max_value (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  _amia_item_private (item)->max_value = value;
  item->max_value = keep (self, value);
}

static void
read_regex (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *anchored = NULL;
  GRegex          *regex;

  if (value->kind != AMIA_RAW_STRING)
    return;
  /* The whole value, and no longer than a moment: some patterns try exponentially many ways. */
  anchored = g_strconcat ("(*LIMIT_MATCH=200000)\\A(?:", value->text, ")\\z", NULL);
  regex = g_regex_new (anchored, 0, 0, &local_error);
  if (regex == NULL)
    {
      _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, "regex", local_error->message);
      return;
    }
  item->regex = value->text;
  _amia_item_private (item)->regex = regex;
  g_ptr_array_add (self->regexes, regex);
}

static const AmiaText *
text_of (AmiaQuestionnaire *self, const AmiaRaw *value)
{
  return value->kind == AMIA_RAW_STRING
             ? _amia_questionnaire_text_new (self, value->text, NULL, NULL)
             : NULL;
}

static void
read_entry_format (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->entry_format = text_of (self, value);
}

static void
read_validation_text (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->validation_text = text_of (self, value);
}

static void
read_open_label (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->open_label = text_of (self, value);
}

static void
read_slider_step (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  if (value->kind == AMIA_RAW_NUMBER)
    item->slider_step = value->text;
}

static void
read_unit_option (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  _amia_item_add_unit (self, item, value);
  item->are_units_closed = TRUE;
}

static void
read_unit_value_set (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  if (value->kind != AMIA_RAW_STRING)
    return;
  if (_amia_questionnaire_expand (self, value->text, &item->units))
    item->are_units_closed = TRUE;
  else
    _amia_questionnaire_note (self, AMIA_NOTE_LIST_ELSEWHERE, item, "value set", value->text);
}

static void
read_display_category (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->display_category = get_code (value);
}

static void
read_mime_type (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  if (value->kind == AMIA_RAW_STRING)
    _amia_questionnaire_array_add (self, &item->mime_types, value->text);
}

static void
read_resource_type (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  if (value->kind == AMIA_RAW_STRING)
    _amia_questionnaire_array_add (self, &item->resource_types, value->text);
}

static void
read_signature (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  item->is_signature_required = TRUE;
}

static void
read_area (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  if (value->kind == AMIA_RAW_STRING)
    item->area = value->text;
}

/* R5's way to say how open a list is, as R4 may carry it. */
static void
read_answer_constraint (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  const char *code = amia_raw_is (value, AMIA_RAW_STRING) ? value->text : "";

  if (item->type == AMIA_ITEM_CHOICE && strcmp (code, "optionsOrString") == 0)
    item->type = AMIA_ITEM_OPEN_CHOICE;
  else if (item->type == AMIA_ITEM_OPEN_CHOICE && strcmp (code, "optionsOnly") == 0)
    item->type = AMIA_ITEM_CHOICE;
  _amia_item_private (item)->are_options_open = strcmp (code, "optionsOrType") == 0;
}

/* Known, and read where all of the item's extensions have been. */
static void
read_nothing (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
}

static const struct
{
  const char *name;
  Reader      reader;
} item_extensions[] = {
  { "questionnaire-hidden", read_hidden },
  { "questionnaire-itemControl", read_control },
  { "itemControl", read_control },
  { "questionnaire-choiceOrientation", read_orientation },
  { "minLength", read_min_length },
  { "questionnaire-minOccurs", read_min_occurs },
  { "questionnaire-maxOccurs", read_max_occurs },
  { "maxDecimalPlaces", read_max_decimals },
  { "maxSize", read_max_size },
  { "minValue", read_min_value },
  { "maxValue", read_max_value },
  { "sdc-questionnaire-minQuantity", read_min_value },
  { "sdc-questionnaire-maxQuantity", read_max_value },
  { "regex", read_regex },
  { "entryFormat", read_entry_format },
  { "sdc-questionnaire-entryFormat", read_entry_format },
  { "validationtext", read_validation_text },
  { "sdc-questionnaire-openLabel", read_open_label },
  { "questionnaire-sliderStepValue", read_slider_step },
  { "questionnaire-unit", _amia_item_add_unit },
  { "questionnaire-unitOption", read_unit_option },
  { "questionnaire-unitValueSet", read_unit_value_set },
  { "questionnaire-displayCategory", read_display_category },
  { "mimeType", read_mime_type },
  { "questionnaire-referenceResource", read_resource_type },
  { "questionnaire-signatureRequired", read_signature },
  { "sdc-questionnaire-unitOpen", read_nothing },
  { "extension-Questionnaire.item.answerConstraint", read_answer_constraint },
};

/* Extensions that change how a form is filled in and that are not done here. */
static const char *const unsupported[] = {
  "sdc-questionnaire-itemMedia",
  "sdc-questionnaire-itemAnswerMedia",
  "sdc-questionnaire-lookupQuestionnaire",
  "sdc-questionnaire-subQuestionnaire",
  "sdc-questionnaire-questionnaireAdaptive",
  "cqf-calculatedValue",
  "sdf-optionReference",
};

/* Filling a form from records, and records from a form. There are none here, and it is filled in by
 * hand. */
static const char *const for_records[] = {
  "sdc-questionnaire-candidateExpression",
  "sdc-questionnaire-contextExpression",
  "sdc-questionnaire-sourceQueries",
  "sdc-questionnaire-itemContext",
  "sdc-questionnaire-itemExtractionContext",
  "sdc-questionnaire-observationExtract",
  "sdc-questionnaire-observation-extract-category",
  "sdc-questionnaire-observationLinkPeriod",
  "sdc-questionnaire-targetStructureMap",
  "sdc-questionnaire-sourceStructureMap",
  "sdc-questionnaire-templateExtract",
  "sdc-questionnaire-templateExtractBundle",
  "sdc-questionnaire-templateExtractContext",
  "sdc-questionnaire-templateExtractValue",
  "sdc-questionnaire-definitionExtract",
  "sdc-questionnaire-definitionExtractValue",
  "sdc-questionnaire-extractAllocateId",
};

/* Known, and rightly without effect here: drawing advice, where the form came from. Translations
 * and formatting are read where the text is. */
static const char *const harmless[] = {
  "translation",
  "rendering-style",
  "rendering-styleSensitive",
  "rendering-xhtml",
  "rendering-markdown",
  "designNote",
  "preferredTerminologyServer",
  "questionnaire-preferredTerminologyServer",
  "preferredLanguage",
  "questionnaire-supportLink",
  "questionnaire-optionPrefix",
  "questionnaire-optionExclusive",
  "questionnaire-referenceFilter",
  "questionnaire-referenceProfile",
  "questionnaire-usageMode",
  "questionnaire-fhirType",
  "questionnaire-baseType",
  "ordinalValue",
  "itemWeight",
  "sdc-questionnaire-shortText",
  "sdc-questionnaire-collapsible",
  "sdc-questionnaire-columnCount",
  "sdc-questionnaire-width",
  "sdc-questionnaire-optionalDisplay",
  "sdc-questionnaire-choiceColumn",
  "sdc-questionnaire-entryMode",
  "sdc-questionnaire-keyboard",
  "sdc-questionnaire-isSubject",
  "sdc-questionnaire-assemble-expectation",
  "sdc-questionnaire-assembledFrom",
  "sdc-questionnaire-performerType",
  "sdc-questionnaire-endpoint",
  "extension-Questionnaire.versionAlgorithm[x]",
  "extension-Questionnaire.item.disabledDisplay",
  "artifact-versionAlgorithm",
  "questionnaire-derivationType",
  "cqf-library",
};

static gboolean
is_listed (const char *const *names, guint n_names, const char *name)
{
  for (guint i = 0; i < n_names; i++)
    if (strcmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
note_extension (AmiaQuestionnaire *self, const AmiaItem *item, const char *url)
{
  const char *name = last_segment (url);

  if (is_listed (unsupported, G_N_ELEMENTS (unsupported), name))
    _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, name, NULL);
  else if (is_listed (for_records, G_N_ELEMENTS (for_records), name))
    {
      if (g_hash_table_add (self->ignored_urls, (gpointer) url))
        _amia_questionnaire_note (self, AMIA_NOTE_IGNORED, item, name, "for exchange with records");
    }
  else if (!is_listed (harmless, G_N_ELEMENTS (harmless), name) &&
           g_hash_table_add (self->ignored_urls, (gpointer) url))
    _amia_questionnaire_note (self, AMIA_NOTE_IGNORED, item, name, url);
}

static gboolean
read_extension (AmiaQuestionnaire *self, AmiaItem *item, const char *url, const AmiaRaw *value)
{
  const char *name = last_segment (url);

  if (strcmp (url, OWN_BASE "consent-area") == 0)
    {
      read_area (self, item, value);
      return TRUE;
    }
  if (strcmp (url, OWN_BASE "instrument") == 0)
    {
      item->instrument = get_code (value);
      return TRUE;
    }
  if (strcmp (url, OWN_BASE "subproject") == 0 && get_code (value) != NULL)
    {
      _amia_questionnaire_array_add (self, &item->subprojects, get_code (value));
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (item_extensions); i++)
    if (strcmp (name, item_extensions[i].name) == 0)
      {
        item_extensions[i].reader (self, item, value);
        return TRUE;
      }
  return FALSE;
}

/* "This form must not be used by who does not know the extension …" */
static gboolean
is_critical_and_known (const char *url, const AmiaRaw *value)
{
  const char *name;

  if (url == NULL || strcmp (last_segment (url), "sdc-rendering-criticalExtension") != 0 ||
      !amia_raw_is (value, AMIA_RAW_STRING))
    return FALSE;
  name = last_segment (value->text);
  for (guint i = 0; i < G_N_ELEMENTS (item_extensions); i++)
    if (strcmp (name, item_extensions[i].name) == 0)
      return TRUE;
  return _amia_questionnaire_is_expression (name);
}

static void
note_modifiers (AmiaQuestionnaire *self, const AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *extension = amia_raw_get_array (raw, "modifierExtension");

  for (; extension != NULL; extension = extension->next)
    {
      const char    *url = amia_raw_get_string (extension, "url");
      const AmiaRaw *value = _amia_raw_get_choice (extension, "value");

      if (!is_critical_and_known (url, value))
        _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, "modifierExtension",
                                  value != NULL && value->text != NULL ? value->text : url);
    }
}

/* The unit need not be one of the options, if the author says so, wherever that stands. */
static void
read_unit_open (AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *extension = amia_raw_get_array (raw, "extension");

  for (; extension != NULL; extension = extension->next)
    {
      const char *url = amia_raw_get_string (extension, "url");

      if (url != NULL && g_str_has_suffix (url, "/sdc-questionnaire-unitOpen") &&
          g_strcmp0 (get_code (_amia_raw_get_choice (extension, "value")), "optionsOnly") != 0)
        item->are_units_closed = FALSE;
    }
}

/* Some authors write what is only to be read as a text of its own, which would ask for an answer to
 * it: Helsenorge's forms have all of their help so. None of these codes is for questions. */
static gboolean
is_only_read (const AmiaItem *item)
{
  static const char *const codes[] = { "help", "flyover", "prompt", "legal", "inline", "highlight",
                                       "sidebar", NULL };

  return (item->type == AMIA_ITEM_TEXT || item->type == AMIA_ITEM_STRING) &&
         item->control_code != NULL && g_strv_contains (codes, item->control_code);
}

void
_amia_item_read_extensions (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *extension = amia_raw_get_array (raw, "extension");

  for (; extension != NULL; extension = extension->next)
    {
      const char    *url = amia_raw_get_string (extension, "url");
      const AmiaRaw *value = _amia_raw_get_choice (extension, "value");

      if (url == NULL ||
          _amia_questionnaire_read_expression (self, item, last_segment (url), extension))
        continue;
      if (value == NULL || !read_extension (self, item, url, value))
        note_extension (self, item, url);
    }
  note_modifiers (self, item, raw);
  _amia_item_read_text_expression (self, item, raw);
  read_unit_open (item, raw);
  if (is_only_read (item))
    {
      item->type = AMIA_ITEM_DISPLAY;
      item->is_required = FALSE;
      item->is_repeating = FALSE;
    }
  if (item->type == AMIA_ITEM_DISPLAY && item->control == AMIA_CONTROL_NONE &&
      g_strcmp0 (item->display_category, "help") == 0)
    item->control = AMIA_CONTROL_HELP;
}

static gboolean
read_own (AmiaQuestionnaire *self, const char *url, const AmiaRaw *value)
{
  static const char *const scopes[] = { "case", "pair", "survey" };

  if (strcmp (url, OWN_BASE "consent-area") == 0 && amia_raw_is (value, AMIA_RAW_STRING))
    self->area = value->text;
  else if (strcmp (url, OWN_BASE "subproject") == 0 && value != NULL && get_code (value) != NULL)
    _amia_questionnaire_array_add (self, &self->subprojects, get_code (value));
  else if (strcmp (url, OWN_BASE "joint-approval") == 0 && value != NULL)
    self->needs_approval = value->kind == AMIA_RAW_TRUE;
  else if (strcmp (url, OWN_BASE "scope") == 0 && value != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
        if (g_strcmp0 (get_code (value), scopes[i]) == 0)
          self->scope = (AmiaFormScope) i;
    }
  else
    return FALSE;

  return TRUE;
}

void
_amia_questionnaire_read_extensions (AmiaQuestionnaire *self, const AmiaRaw *root)
{
  const AmiaRaw *extension = amia_raw_get_array (root, "extension");

  for (; extension != NULL; extension = extension->next)
    {
      const char    *url = amia_raw_get_string (extension, "url");
      const AmiaRaw *value = _amia_raw_get_choice (extension, "value");

      if (url == NULL ||
          _amia_questionnaire_read_expression (self, NULL, last_segment (url), extension))
        continue;
      if (strcmp (last_segment (url), "questionnaire-signatureRequired") == 0)
        self->is_signature_required = TRUE;
      else if (!read_own (self, url, value))
        note_extension (self, NULL, url);
    }
  note_modifiers (self, NULL, root);
}
