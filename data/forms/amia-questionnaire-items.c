/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-questionnaire-private.h"

/* Reads the tree of items. Recursion is bounded by AMIA_FORMS_MAX_ITEM_DEPTH. Errors are for what
 * makes a response impossible (no linkId, one linkId twice, an item that is no object); everything
 * else gets the reading that loses least, and a note. */

static const struct
{
  const char  *code;
  AmiaItemType type;
} type_codes[] = {
  { "group", AMIA_ITEM_GROUP },
  { "display", AMIA_ITEM_DISPLAY },
  { "boolean", AMIA_ITEM_BOOLEAN },
  { "decimal", AMIA_ITEM_DECIMAL },
  { "integer", AMIA_ITEM_INTEGER },
  { "date", AMIA_ITEM_DATE },
  { "dateTime", AMIA_ITEM_DATE_TIME },
  { "time", AMIA_ITEM_TIME },
  { "string", AMIA_ITEM_STRING },
  { "text", AMIA_ITEM_TEXT },
  { "url", AMIA_ITEM_URL },
  { "choice", AMIA_ITEM_CHOICE },
  { "open-choice", AMIA_ITEM_OPEN_CHOICE },
  { "attachment", AMIA_ITEM_ATTACHMENT },
  { "reference", AMIA_ITEM_REFERENCE },
  { "quantity", AMIA_ITEM_QUANTITY },
  { "coding", AMIA_ITEM_CHOICE },
};

static gboolean read_items (AmiaQuestionnaire *self,
                            AmiaItem          *parent,
                            const AmiaRaw     *raw,
                            GPtrArray        **into,
                            GError           **error);

static void
set_error (GError **error, const AmiaItem *parent, const char *cause, const char *what)
{
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE,
               "Failed to read the questionnaire: %s%s%s%s%s%s", cause, what != NULL ? " \"" : "",
               what != NULL ? what : "", what != NULL ? "\"" : "",
               parent != NULL ? " in item " : " at the top",
               parent != NULL ? parent->link_id : "");
}

/* What an item without a type can only be. */
static AmiaItemType
guess_type (const AmiaRaw *raw)
{
  static const char *const lists[] = { "answerOption", "answerValueSet", "option", "options" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (amia_raw_get (raw, lists[i]) != NULL)
      return AMIA_ITEM_CHOICE;
  return amia_raw_get (raw, "item") != NULL ? AMIA_ITEM_GROUP : AMIA_ITEM_STRING;
}

static gboolean
read_type (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw, GError **error)
{
  const AmiaRaw *type = amia_raw_get (raw, "type");

  if (type == NULL)
    {
      item->type = guess_type (raw);
      _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "type", "missing");
      return TRUE;
    }
  if (type->kind != AMIA_RAW_STRING)
    {
      set_error (error, item, "a type that is no string", NULL);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (type_codes); i++)
    if (strcmp (type->text, type_codes[i].code) == 0)
      item->type = type_codes[i].type;
  if (strcmp (type->text, "coding") == 0 &&
      g_str_has_prefix (amia_raw_get_string (raw, "answerConstraint") ?: "", "optionsOr"))
    item->type = AMIA_ITEM_OPEN_CHOICE;
  if (item->type == AMIA_ITEM_UNKNOWN)
    _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, "type", type->text);
  return TRUE;
}

/* The first two also go for the questionnaire itself, whose `text` is no string. */
static const struct
{
  const char *name;
  gboolean    is_array;
} shapes[] = {
  { "item", TRUE },
  { "extension", TRUE },
  { "enableWhen", TRUE },
  { "answerOption", TRUE },
  { "text", FALSE },
  { "prefix", FALSE },
};

/* Wrong JSON types in what makes an item would otherwise be read as "not there". */
static gboolean
check_shapes (const AmiaItem *parent, const AmiaRaw *raw, guint n_shapes, GError **error)
{
  for (guint i = 0; i < n_shapes; i++)
    {
      const AmiaRaw *member = amia_raw_get (raw, shapes[i].name);
      AmiaRawKind    kind = shapes[i].is_array ? AMIA_RAW_ARRAY : AMIA_RAW_STRING;

      if (member != NULL && member->kind != kind && member->kind != AMIA_RAW_NULL)
        {
          set_error (error, parent, shapes[i].is_array ? "not an array:" : "not a string:",
                     shapes[i].name);
          return FALSE;
        }
    }
  return TRUE;
}

/* A text is never answered, so that nobody will see this name. */
static const char *
name_text (AmiaQuestionnaire *self)
{
  g_autofree char *name = g_strdup_printf ("#text-%u", self->all_items->len);

  return g_string_chunk_insert (self->strings, name);
}

static gboolean
read_link_id (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw, GError **error)
{
  item->link_id = amia_raw_get_string (raw, "linkId");
  if (item->link_id == NULL && g_strcmp0 (amia_raw_get_string (raw, "type"), "display") == 0)
    {
      item->link_id = name_text (self);
      _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "linkId", "missing");
    }
  if (item->link_id == NULL || *item->link_id == '\0')
    {
      set_error (error, item->parent, "an item without linkId", amia_raw_get_string (raw, "text"));
      return FALSE;
    }
  if (g_hash_table_contains (self->by_link_id, item->link_id))
    {
      set_error (error, item->parent, "two items with the linkId", item->link_id);
      return FALSE;
    }
  g_hash_table_insert (self->by_link_id, (gpointer) item->link_id, item);
  return TRUE;
}

static void
read_properties (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  item->text = _amia_questionnaire_text (self, raw, "text");
  item->prefix = _amia_questionnaire_text (self, raw, "prefix");
  item->is_required = amia_raw_get_boolean (raw, "required") && item->type != AMIA_ITEM_DISPLAY;
  item->is_repeating = amia_raw_get_boolean (raw, "repeats") && item->type > AMIA_ITEM_UNKNOWN &&
                       item->type != AMIA_ITEM_DISPLAY;
  item->is_read_only = amia_raw_get_boolean (raw, "readOnly");
  item->max_length = _amia_raw_to_guint (amia_raw_get (raw, "maxLength"), 0);
  self->has_prefixes = self->has_prefixes || item->prefix != NULL;
}

static void
read_details (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  item->area = item->parent != NULL ? item->parent->area : self->area;
  read_properties (self, item, raw);
  _amia_item_read_extensions (self, item, raw);
  _amia_item_read_options (self, item, raw);
  _amia_item_read_toggles (self, item, raw);
  _amia_item_read_initials (self, item, raw);
  _amia_item_read_conditions (self, item, raw);
}

static AmiaItem *
new_item (AmiaQuestionnaire *self, AmiaItem *parent)
{
  AmiaItemPrivate *private = _amia_questionnaire_alloc (self, sizeof (AmiaItemPrivate));
  AmiaItem *item = &private->item;

  private->dependents = self->nothing;
  private->variables = self->nothing;
  private->constraints = self->nothing;
  private->toggles = self->nothing;
  item->parent = parent;
  item->depth = parent != NULL ? parent->depth + 1 : 1;
  item->children = self->nothing;
  item->units = self->nothing;
  item->options = self->nothing;
  item->initials = self->nothing;
  item->conditions = self->nothing;
  item->mime_types = self->nothing;
  item->subprojects = self->nothing;
  item->resource_types = self->nothing;
  item->max_decimals = -1;
  return item;
}

static gboolean
check_limits (AmiaQuestionnaire *self, const AmiaItem *item, GError **error)
{
  if (self->all_items->len >= AMIA_FORMS_MAX_ITEMS)
    g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT,
                 "Failed to read the questionnaire: more than %d items", AMIA_FORMS_MAX_ITEMS);
  else if (item->depth > AMIA_FORMS_MAX_ITEM_DEPTH)
    g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT,
                 "Failed to read the questionnaire: items nested deeper than %d",
                 AMIA_FORMS_MAX_ITEM_DEPTH);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_item (AmiaQuestionnaire *self,
           AmiaItem          *parent,
           const AmiaRaw     *raw,
           GPtrArray        **into,
           GError           **error)
{
  AmiaItem *item = new_item (self, parent);

  if (raw->kind != AMIA_RAW_OBJECT)
    {
      set_error (error, parent, "an item that is no object", NULL);
      return FALSE;
    }
  if (!check_limits (self, item, error) ||
      !check_shapes (parent, raw, G_N_ELEMENTS (shapes), error) ||
      !read_link_id (self, item, raw, error) || !read_type (self, item, raw, error))
    return FALSE;
  _amia_item_private (item)->raw = raw;
  item->index = (*into)->len;
  item->position = self->all_items->len;
  _amia_questionnaire_array_add (self, into, item);
  g_ptr_array_add (self->all_items, item);
  read_details (self, item, raw);
  if (!read_items (self, item, raw, &item->children, error))
    return FALSE;
  _amia_item_private (item)->n_items = self->all_items->len - item->position;
  if (parent != NULL &&
      (amia_item_is_question (item) || _amia_item_private (item)->has_questions_below))
    _amia_item_private (parent)->has_questions_below = TRUE;
  return TRUE;
}

static gboolean
read_items (AmiaQuestionnaire *self,
            AmiaItem          *parent,
            const AmiaRaw     *raw,
            GPtrArray        **into,
            GError           **error)
{
  const AmiaRaw *child = amia_raw_get_array (raw, "item");

  for (; child != NULL; child = child->next)
    if (!read_item (self, parent, child, into, error))
      return FALSE;
  return TRUE;
}

gboolean
_amia_questionnaire_read_items (AmiaQuestionnaire *self, GError **error)
{
  const AmiaRaw *root = self->root;

  if (!check_shapes (NULL, root, 2, error))
    return FALSE;
  if (!read_items (self, NULL, root, &self->items, error))
    return FALSE;
  if (self->items->len == 0)
    _amia_questionnaire_note (self, AMIA_NOTE_WARNING, NULL, "item", "the form is empty");
  return TRUE;
}
