/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-value.h"

#include <string.h>

#include "amia-decimal.h"

/* Types and well-formedness of single answers. Comparing them is amia-value-compare.c. */

static const struct
{
  const char   *suffix;
  AmiaValueType type;
} value_names[] = {
  { "Boolean", AMIA_VALUE_BOOLEAN },
  { "Integer", AMIA_VALUE_INTEGER },
  { "Decimal", AMIA_VALUE_DECIMAL },
  { "String", AMIA_VALUE_STRING },
  { "Uri", AMIA_VALUE_URI },
  { "Date", AMIA_VALUE_DATE },
  { "DateTime", AMIA_VALUE_DATE_TIME },
  { "Time", AMIA_VALUE_TIME },
  { "Coding", AMIA_VALUE_CODING },
  { "Quantity", AMIA_VALUE_QUANTITY },
  { "Attachment", AMIA_VALUE_ATTACHMENT },
  { "Reference", AMIA_VALUE_REFERENCE },
};

AmiaValueType
amia_value_type_from_name (const char *name)
{
  static const char *const prefixes[] = { "value", "answer", "initial" };

  g_return_val_if_fail (name != NULL, AMIA_VALUE_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (value_names); j++)
      if (g_str_has_prefix (name, prefixes[i]) &&
          strcmp (name + strlen (prefixes[i]), value_names[j].suffix) == 0)
        return value_names[j].type;
  return AMIA_VALUE_NONE;
}

const char *
amia_value_type_to_name (AmiaValueType type)
{
  static const char *const names[] = {
    [AMIA_VALUE_NONE] = NULL,
    [AMIA_VALUE_BOOLEAN] = "valueBoolean",
    [AMIA_VALUE_INTEGER] = "valueInteger",
    [AMIA_VALUE_DECIMAL] = "valueDecimal",
    [AMIA_VALUE_STRING] = "valueString",
    [AMIA_VALUE_URI] = "valueUri",
    [AMIA_VALUE_DATE] = "valueDate",
    [AMIA_VALUE_DATE_TIME] = "valueDateTime",
    [AMIA_VALUE_TIME] = "valueTime",
    [AMIA_VALUE_CODING] = "valueCoding",
    [AMIA_VALUE_QUANTITY] = "valueQuantity",
    [AMIA_VALUE_ATTACHMENT] = "valueAttachment",
    [AMIA_VALUE_REFERENCE] = "valueReference",
  };

  g_return_val_if_fail (type < G_N_ELEMENTS (names), NULL);

  return names[type];
}

static AmiaValueType
type_of_choice (const AmiaItem *item, const AmiaRaw *value)
{
  const AmiaOption *option = amia_value_find_option (item->options, value);

  if (option != NULL)
    return amia_value_type_from_name (option->value_name);
  if (value->kind == AMIA_RAW_OBJECT)
    return amia_raw_get (value, "reference") != NULL ? AMIA_VALUE_REFERENCE : AMIA_VALUE_CODING;
  if (item->type == AMIA_ITEM_OPEN_CHOICE && value->kind == AMIA_RAW_STRING)
    return AMIA_VALUE_STRING;
  /* Other answers may be of any type; these are what a choice can hold. */
  if (item->is_list_worked_out && value->kind == AMIA_RAW_STRING)
    return AMIA_VALUE_STRING;
  if (item->is_list_worked_out && value->kind == AMIA_RAW_NUMBER)
    return AMIA_VALUE_INTEGER;
  /* Not in the list, yet of the list's kind: the type is right and the option is not. */
  if (item->options->len > 0)
    {
      const AmiaOption *first = g_ptr_array_index (item->options, 0);

      if (first->raw->kind == value->kind)
        return amia_value_type_from_name (first->value_name);
    }
  return AMIA_VALUE_NONE;
}

AmiaValueType
amia_value_get_type (const AmiaItem *item, const AmiaRaw *value)
{
  g_return_val_if_fail (item != NULL, AMIA_VALUE_NONE);
  g_return_val_if_fail (value != NULL, AMIA_VALUE_NONE);

  switch (item->type)
    {
    case AMIA_ITEM_BOOLEAN:
      return AMIA_VALUE_BOOLEAN;
    case AMIA_ITEM_DECIMAL:
      return AMIA_VALUE_DECIMAL;
    case AMIA_ITEM_INTEGER:
      return AMIA_VALUE_INTEGER;
    case AMIA_ITEM_DATE:
      return AMIA_VALUE_DATE;
    case AMIA_ITEM_DATE_TIME:
      return AMIA_VALUE_DATE_TIME;
    case AMIA_ITEM_TIME:
      return AMIA_VALUE_TIME;
    case AMIA_ITEM_STRING:
    case AMIA_ITEM_TEXT:
      return AMIA_VALUE_STRING;
    case AMIA_ITEM_URL:
      return AMIA_VALUE_URI;
    case AMIA_ITEM_CHOICE:
    case AMIA_ITEM_OPEN_CHOICE:
      return type_of_choice (item, value);
    case AMIA_ITEM_ATTACHMENT:
      return AMIA_VALUE_ATTACHMENT;
    case AMIA_ITEM_REFERENCE:
      return AMIA_VALUE_REFERENCE;
    case AMIA_ITEM_QUANTITY:
      return AMIA_VALUE_QUANTITY;
    case AMIA_ITEM_UNKNOWN:
    case AMIA_ITEM_GROUP:
    case AMIA_ITEM_DISPLAY:
    default:
      return AMIA_VALUE_NONE;
    }
}

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

gboolean
amia_value_is_empty (const AmiaRaw *value)
{
  if (value == NULL || value->kind == AMIA_RAW_NULL)
    return TRUE;
  if (value->kind == AMIA_RAW_STRING)
    return is_blank (value->text);
  if (value->kind == AMIA_RAW_ARRAY)
    {
      for (const AmiaRaw *child = value->first; child != NULL; child = child->next)
        if (!amia_value_is_empty (child))
          return FALSE;
      return TRUE;
    }
  if (value->kind != AMIA_RAW_OBJECT)
    return FALSE;
  /* {"unit": "kg"} waits for its number. */
  for (const AmiaRaw *child = value->first; child != NULL; child = child->next)
    if (strcmp (child->key, "unit") != 0 && !amia_value_is_empty (child))
      {
        gboolean is_unit_code =
            strcmp (child->key, "system") == 0 || strcmp (child->key, "code") == 0;

        if (!is_unit_code || amia_raw_get (value, "unit") == NULL)
          return FALSE;
      }
  return TRUE;
}

/* Numbers without leading zeros between dots, the first one 0, 1 or 2. */
static gboolean
is_oid (const char *text)
{
  g_auto (GStrv) arcs = g_strsplit (text, ".", -1);

  for (guint i = 0; arcs[i] != NULL; i++)
    if (*arcs[i] == '\0' || strspn (arcs[i], "0123456789") != strlen (arcs[i]) ||
        (arcs[i][0] == '0' && arcs[i][1] != '\0'))
      return FALSE;
  return g_strv_length (arcs) > 1 && arcs[0][0] <= '2' && arcs[0][1] == '\0';
}

static gboolean
is_uri (const char *text)
{
  static const char oid_prefix[] = "urn:oid:";
  static const char uuid_prefix[] = "urn:uuid:";

  if (*text == '\0' || is_blank (text))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isspace (*p))
      return FALSE;
  if (g_str_has_prefix (text, oid_prefix))
    return is_oid (text + strlen (oid_prefix));
  if (!g_str_has_prefix (text, uuid_prefix))
    return TRUE;
  /* FHIR: in lower case. */
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isupper (*p))
      return FALSE;
  return g_uuid_string_is_valid (text + strlen (uuid_prefix));
}

static gboolean
is_moment (AmiaValueType type, const char *text)
{
  AmiaMomentKind kind = AMIA_MOMENT_DATE;

  if (type == AMIA_VALUE_DATE_TIME)
    kind = AMIA_MOMENT_DATE_TIME;
  else if (type == AMIA_VALUE_TIME)
    kind = AMIA_MOMENT_TIME;
  return amia_moment_parse (text, kind, NULL);
}

static gboolean
is_string_type_well_formed (AmiaValueType type, const AmiaRaw *value, AmiaMessageCode *code)
{
  if (value->kind != AMIA_RAW_STRING)
    return FALSE;
  if (type == AMIA_VALUE_STRING)
    return TRUE;
  *code = type == AMIA_VALUE_URI ? AMIA_MESSAGE_INVALID_URI : AMIA_MESSAGE_INVALID_DATE;
  return type == AMIA_VALUE_URI ? is_uri (value->text) : is_moment (type, value->text);
}

/* It goes out as it was given, so that what is no Quantity of FHIR R4 may not come in. */
static gboolean
is_quantity (const AmiaRaw *value)
{
  static const char *const names[] = { "id", "extension", "value", "comparator",
                                       "unit", "system", "code", NULL };
  static const char *const comparators[] = { "<", "<=", ">=", ">", NULL };
  const char              *comparator = amia_raw_get_string (value, "comparator");

  for (const AmiaRaw *member = value->first; member != NULL; member = member->next)
    if (!g_strv_contains (names, member->key) && member->key[0] != '_')
      return FALSE;
  return (comparator == NULL || g_strv_contains (comparators, comparator)) &&
         amia_raw_is (amia_raw_get (value, "value"), AMIA_RAW_NUMBER);
}

/* The members of the three objects, and one of which at least must be there. */
static gboolean
is_object_well_formed (AmiaValueType type, const AmiaRaw *value)
{
  static const char *const texts[] = { "system", "code", "display", "unit", "version", "comparator",
                                       "reference", "contentType", "url", "title", "data" };
  static const char *const needed[][5] = {
    { "code", "display", NULL },
    { "value", NULL },
    { "url", "data", "title", "hash", NULL },
    { "reference", "identifier", "display", "type", NULL },
  };
  gboolean is_there = FALSE;

  if (value->kind != AMIA_RAW_OBJECT)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const AmiaRaw *member = amia_raw_get (value, texts[i]);

      if (member != NULL && member->kind != AMIA_RAW_STRING)
        return FALSE;
    }
  for (const char *const *name = needed[type - AMIA_VALUE_CODING]; *name != NULL; name++)
    is_there = is_there || amia_raw_get (value, *name) != NULL;
  return is_there && (type != AMIA_VALUE_QUANTITY || is_quantity (value));
}

gboolean
amia_value_is_well_formed (AmiaValueType type, const AmiaRaw *value, AmiaMessageCode *code)
{
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  *code = AMIA_MESSAGE_WRONG_TYPE;
  switch (type)
    {
    case AMIA_VALUE_BOOLEAN:
      return value->kind == AMIA_RAW_TRUE || value->kind == AMIA_RAW_FALSE;
    case AMIA_VALUE_INTEGER:
      return value->kind == AMIA_RAW_NUMBER && amia_decimal_is_integer (value->text);
    case AMIA_VALUE_DECIMAL:
      return value->kind == AMIA_RAW_NUMBER;
    case AMIA_VALUE_STRING:
    case AMIA_VALUE_URI:
    case AMIA_VALUE_DATE:
    case AMIA_VALUE_DATE_TIME:
    case AMIA_VALUE_TIME:
      return is_string_type_well_formed (type, value, code);
    case AMIA_VALUE_CODING:
    case AMIA_VALUE_QUANTITY:
    case AMIA_VALUE_ATTACHMENT:
    case AMIA_VALUE_REFERENCE:
      return is_object_well_formed (type, value);
    case AMIA_VALUE_NONE:
    default:
      return FALSE;
    }
}

char *
amia_value_dup_words (const AmiaRaw *value)
{
  static const char *const names[] = { "display", "title", "code", "reference", "url" };
  GString                 *out;

  g_return_val_if_fail (value != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (amia_raw_get_string (value, names[i]) != NULL && amia_raw_get (value, "value") == NULL)
      return g_strdup (amia_raw_get_string (value, names[i]));
  if (value->kind == AMIA_RAW_STRING)
    return g_strdup (value->text);
  if (amia_raw_is (amia_raw_get (value, "value"), AMIA_RAW_NUMBER))
    {
      const char *unit = amia_raw_get_string (value, "unit");

      if (unit == NULL)
        unit = amia_raw_get_string (value, "code");
      return g_strjoin (unit != NULL ? " " : "", amia_raw_get (value, "value")->text,
                        unit != NULL ? unit : "", NULL);
    }
  out = g_string_new (NULL);
  amia_raw_append (out, value);
  return g_string_free (out, FALSE);
}
