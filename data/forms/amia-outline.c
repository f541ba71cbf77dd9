/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-outline.h"

#include <string.h>

/* The division follows from the definition alone; it is kept as nodes, since those are what is
 * drawn and counted. */

struct _AmiaOutline
{
  AmiaResponse *response;
  GArray       *parts; /* AmiaOutlinePart */
  guint         n_pages;
};

static void
add_part (AmiaOutline *self, AmiaNode *node, AmiaOutlineRole role, guint page)
{
  AmiaOutlinePart part = { .node = node, .role = role, .page = page };

  g_array_append_val (self->parts, part);
}

static AmiaOutlineRole
get_role (const AmiaNode *node)
{
  AmiaItemControl control = amia_node_get_item (node)->control;

  if (control == AMIA_CONTROL_HEADER)
    return AMIA_OUTLINE_HEADER;
  return control == AMIA_CONTROL_FOOTER ? AMIA_OUTLINE_FOOTER : AMIA_OUTLINE_PART;
}

static gboolean
is_plain_group (AmiaNode *node)
{
  return amia_node_get_item (node)->type == AMIA_ITEM_GROUP && !amia_node_is_list (node);
}

static gboolean
is_tab_container (const AmiaItem *item)
{
  return g_strcmp0 (item->control_code, "tab-container") == 0;
}

/* A drawing or a table needs its group around it. */
static gboolean
may_dissolve (AmiaNode *node)
{
  const AmiaItem *item = amia_node_get_item (node);
  guint           n_groups = 0;

  if (!is_plain_group (node) || item->instrument != NULL)
    return FALSE;
  if (is_tab_container (item))
    return TRUE;
  if (item->control != AMIA_CONTROL_NONE)
    return FALSE;
  for (guint i = 0; i < amia_node_get_n_children (node); i++)
    n_groups += amia_node_get_item (amia_node_get_child (node, i))->type == AMIA_ITEM_GROUP;
  return n_groups > 1;
}

/* The group that holds all there is in @parent, header and footer aside. */
static AmiaNode *
find_wrapper (AmiaNode *parent)
{
  AmiaNode *wrapper = NULL;

  for (guint i = 0; i < amia_node_get_n_children (parent); i++)
    {
      AmiaNode *child = amia_node_get_child (parent, i);

      if (amia_node_get_item (child)->is_hidden || get_role (child) != AMIA_OUTLINE_PART)
        continue;
      if (wrapper != NULL)
        return NULL;
      wrapper = child;
    }
  return wrapper != NULL && may_dissolve (wrapper) ? wrapper : NULL;
}

static gboolean
begins_page (AmiaNode *node, gboolean is_in_tabs)
{
  const AmiaItem *item = amia_node_get_item (node);

  if (item->is_hidden || is_tab_container (item))
    return FALSE;
  return item->control == AMIA_CONTROL_PAGE || item->control == AMIA_CONTROL_TAB ||
         (is_in_tabs && item->type == AMIA_ITEM_GROUP && get_role (node) == AMIA_OUTLINE_PART);
}

/* Recursion is bounded by AMIA_FORMS_MAX_ITEM_DEPTH. */
static void
add_parts (AmiaOutline *self, AmiaNode *parent, gboolean is_in_tabs)
{
  AmiaNode *wrapper = find_wrapper (parent);

  for (guint i = 0; i < amia_node_get_n_children (parent); i++)
    {
      AmiaNode       *node = amia_node_get_child (parent, i);
      AmiaOutlineRole role = get_role (node);

      if (node == wrapper)
        {
          add_part (self, node, AMIA_OUTLINE_HEADING, AMIA_OUTLINE_EVERY_PAGE);
          add_parts (self, node, is_tab_container (amia_node_get_item (node)));
          continue;
        }
      if (begins_page (node, is_in_tabs))
        self->n_pages++;
      add_part (self, node, role,
                role != AMIA_OUTLINE_PART ? AMIA_OUTLINE_EVERY_PAGE : MAX (self->n_pages, 1) - 1);
    }
}

AmiaOutline *
amia_outline_new (AmiaResponse *response)
{
  AmiaOutline *self;

  g_return_val_if_fail (response != NULL, NULL);

  self = g_new0 (AmiaOutline, 1);
  self->response = amia_response_ref (response);
  self->parts = g_array_new (FALSE, FALSE, sizeof (AmiaOutlinePart));
  add_parts (self, amia_response_get_root (response), FALSE);
  self->n_pages = MAX (self->n_pages, 1);
  return self;
}

void
amia_outline_free (AmiaOutline *self)
{
  g_return_if_fail (self != NULL);

  amia_response_unref (self->response);
  g_array_unref (self->parts);
  g_free (self);
}

guint
amia_outline_get_n_parts (AmiaOutline *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts->len;
}

const AmiaOutlinePart *
amia_outline_get_part (AmiaOutline *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->parts->len, NULL);

  return &g_array_index (self->parts, AmiaOutlinePart, index);
}

const AmiaOutlinePart *
amia_outline_find_part (AmiaOutline *self, AmiaNode *node)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node != NULL, NULL);

  for (; node != NULL; node = amia_node_get_parent (node))
    for (guint i = 0; i < self->parts->len; i++)
      if (g_array_index (self->parts, AmiaOutlinePart, i).node == node)
        return &g_array_index (self->parts, AmiaOutlinePart, i);
  return NULL;
}

guint
amia_outline_get_n_pages (AmiaOutline *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return self->n_pages;
}

gboolean
amia_outline_is_page_visible (AmiaOutline *self, guint page)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const AmiaOutlinePart *part = &g_array_index (self->parts, AmiaOutlinePart, i);

      if (part->page == page && amia_node_is_visible (part->node))
        return TRUE;
    }
  return FALSE;
}

gboolean
amia_outline_find_page (AmiaOutline *self, guint page, int offset, guint *found)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (offset == 1 || offset == -1, FALSE);
  g_return_val_if_fail (found != NULL, FALSE);

  while ((offset > 0 && page + 1 < self->n_pages) || (offset < 0 && page > 0))
    {
      page = offset > 0 ? page + 1 : page - 1;
      if (amia_outline_is_page_visible (self, page))
        {
          *found = page;
          return TRUE;
        }
    }
  return FALSE;
}

void
amia_outline_get_progress (AmiaOutline *self, guint page, guint *answered, guint *total)
{
  guint n_answered = 0;
  guint n_total = 0;

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const AmiaOutlinePart *part = &g_array_index (self->parts, AmiaOutlinePart, i);
      guint                  part_answered = 0;
      guint                  part_total = 0;

      if (part->page != page)
        continue;
      amia_response_get_progress (self->response, part->node, &part_answered, &part_total);
      n_answered += part_answered;
      n_total += part_total;
    }
  if (answered != NULL)
    *answered = n_answered;
  if (total != NULL)
    *total = n_total;
}
