/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include <string.h>

#include "amia-name-set-private.h"
#include "amia-record-private.h"

/* The multi-value register of one field. The rule it follows is at the top of amia-record.c. */

static void
clear_head (gpointer data)
{
  AmiaHead *head = data;

  g_free (head->area);
  g_free (head->value);
}

static void
unref_refs (gpointer refs)
{
  if (refs != NULL)
    g_array_unref (refs);
}

AmiaRegister *
_amia_register_new (void)
{
  AmiaRegister *self = g_new (AmiaRegister, 1);

  self->heads = g_array_new (FALSE, FALSE, sizeof (AmiaHead));
  g_array_set_clear_func (self->heads, clear_head);
  self->seen = NULL;
  self->replaced = NULL;

  return self;
}

void
_amia_register_free (AmiaRegister *self)
{
  g_array_unref (self->heads);
  g_clear_pointer (&self->seen, g_ptr_array_unref);
  g_clear_pointer (&self->replaced, g_array_unref);
  g_free (self);
}

const AmiaHead *
_amia_register_get_head (const AmiaRegister *self,
                         guint               i)
{
  return &g_array_index (self->heads, AmiaHead, i);
}

const GArray *
_amia_register_get_seen (const AmiaRegister *self,
                         guint               i)
{
  return self->seen != NULL ? g_ptr_array_index (self->seen, i) : NULL;
}

GArray *
_amia_register_obtain_replaced (AmiaRegister *self)
{
  if (self->replaced == NULL)
    self->replaced = _amia_name_set_new ();
  return self->replaced;
}

int
_amia_head_compare (const AmiaHead *a,
                    const AmiaHead *b)
{
  int order;

  if (a->stamp != b->stamp)
    return a->stamp < b->stamp ? -1 : 1;

  order = amia_uuid_compare (&a->device, &b->device);
  if (order != 0)
    return order;

  /* A device never issues a stamp twice; a broken one may, and still everybody agrees. */
  return (a->n > b->n) - (a->n < b->n);
}

int
_amia_ref_compare (gconstpointer a,
                   gconstpointer b)
{
  const AmiaRef *first = a;
  const AmiaRef *second = b;
  int            order = strcmp (first->field, second->field);

  if (order == 0)
    order = amia_uuid_compare (&first->device, &second->device);
  if (order == 0)
    order = (first->n > second->n) - (first->n < second->n);

  return order;
}

void
_amia_register_insert (AmiaRegister *self,
                       AmiaHead      head,
                       GArray       *seen)
{
  guint place = self->heads->len;

  /* From the end: what arrives is mostly newer than what is there. */
  while (place > 0 && _amia_head_compare (_amia_register_get_head (self, place - 1), &head) > 0)
    place--;

  if (seen != NULL && self->seen == NULL)
    {
      self->seen = g_ptr_array_new_with_free_func (unref_refs);
      g_ptr_array_set_size (self->seen, (int) self->heads->len);
    }

  g_array_insert_val (self->heads, place, head);
  if (self->seen != NULL)
    g_ptr_array_insert (self->seen, (int) place, seen);
}

gboolean
_amia_register_find_head (const AmiaRegister *self,
                          const AmiaUuid     *device,
                          gint64              n,
                          guint              *place)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      const AmiaHead *head = _amia_register_get_head (self, i);

      if (head->n == n && amia_uuid_equal (&head->device, device))
        {
          *place = i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
_amia_register_replace (AmiaRegister  *self,
                        const AmiaRef *ref)
{
  guint place;

  _amia_name_set_add (_amia_register_obtain_replaced (self), &ref->device, ref->n);
  if (!_amia_register_find_head (self, &ref->device, ref->n, &place))
    return FALSE;

  g_array_remove_index (self->heads, place);
  if (self->seen != NULL)
    g_ptr_array_remove_index (self->seen, place);
  return TRUE;
}

gboolean
_amia_register_has_conflict (const AmiaRegister *self)
{
  /* Each against the last, the shown one: equality is transitive. */
  for (guint i = 0; i + 1 < self->heads->len; i++)
    {
      if (!amia_value_equal (_amia_register_get_head (self, i)->value,
                             _amia_register_get_head (self, self->heads->len - 1)->value))
        return TRUE;
    }

  return FALSE;
}
