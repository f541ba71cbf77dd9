/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-item.h"

#include "amia-questionnaire-private.h"

/* Questions about a single item that are worked out from its fields. */

gboolean
amia_item_is_question (const AmiaItem *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->type > AMIA_ITEM_DISPLAY;
}

gboolean
amia_item_has_rows (const AmiaItem *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->is_repeating)
    return FALSE;
  return self->type == AMIA_ITEM_GROUP ||
         (amia_item_is_question (self) && _amia_item_private (self)->has_questions_below);
}

static gboolean
is_remark (const AmiaItem *item)
{
  return item->type == AMIA_ITEM_DISPLAY && item->control >= AMIA_CONTROL_HELP &&
         item->control < AMIA_CONTROL_OTHER;
}

static gboolean
is_help (const AmiaItem *item)
{
  return item->control == AMIA_CONTROL_HELP || item->control == AMIA_CONTROL_FLYOVER ||
         item->control == AMIA_CONTROL_PROMPT;
}

gboolean
amia_item_is_about_parent (const AmiaItem *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->parent == NULL || !is_remark (self))
    return FALSE;
  return self == (is_help (self) ? amia_item_find_help (self->parent)
                                 : amia_item_find_remark (self->parent, self->control));
}

const AmiaItem *
amia_item_find_remark (const AmiaItem *self, AmiaItemControl control)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (self->children, i);

      if (is_remark (child) && child->control == control)
        return child;
    }
  return NULL;
}

const AmiaItem *
amia_item_find_help (const AmiaItem *self)
{
  const AmiaItemControl controls[] = { AMIA_CONTROL_HELP, AMIA_CONTROL_FLYOVER,
                                       AMIA_CONTROL_PROMPT };

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      const AmiaItem *remark = amia_item_find_remark (self, controls[i]);

      if (remark != NULL)
        return remark;
    }
  return NULL;
}

gboolean
amia_item_is_for (const AmiaItem *self, const char *subproject)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return subproject == NULL || self->subprojects->len == 0 ||
         g_ptr_array_find_with_equal_func (self->subprojects, subproject, g_str_equal, NULL);
}

const char *
amia_item_type_to_string (AmiaItemType type)
{
  static const char *const names[] = {
    [AMIA_ITEM_UNKNOWN] = "unknown",
    [AMIA_ITEM_GROUP] = "group",
    [AMIA_ITEM_DISPLAY] = "display",
    [AMIA_ITEM_BOOLEAN] = "boolean",
    [AMIA_ITEM_DECIMAL] = "decimal",
    [AMIA_ITEM_INTEGER] = "integer",
    [AMIA_ITEM_DATE] = "date",
    [AMIA_ITEM_DATE_TIME] = "dateTime",
    [AMIA_ITEM_TIME] = "time",
    [AMIA_ITEM_STRING] = "string",
    [AMIA_ITEM_TEXT] = "text",
    [AMIA_ITEM_URL] = "url",
    [AMIA_ITEM_CHOICE] = "choice",
    [AMIA_ITEM_OPEN_CHOICE] = "open-choice",
    [AMIA_ITEM_ATTACHMENT] = "attachment",
    [AMIA_ITEM_REFERENCE] = "reference",
    [AMIA_ITEM_QUANTITY] = "quantity",
  };

  g_return_val_if_fail (type < G_N_ELEMENTS (names), NULL);

  return names[type];
}
