/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-case-item-private.h"

/* A place in the list of cases: an id from the start, and what to show as soon as it is fetched. */

struct _AmiaCaseItem
{
  GObject      parent_instance;
  AmiaUuid     id;
  AmiaCaseRow *row;
};

enum
{
  SIGNAL_FILLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaCaseItem, amia_case_item, G_TYPE_OBJECT)

static void
amia_case_item_finalize (GObject *object)
{
  AmiaCaseItem *self = AMIA_CASE_ITEM (object);

  g_clear_pointer (&self->row, amia_case_row_free);
  G_OBJECT_CLASS (amia_case_item_parent_class)->finalize (object);
}

static void
amia_case_item_class_init (AmiaCaseItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amia_case_item_finalize;

  signals[SIGNAL_FILLED] = g_signal_new ("filled",
                                         AMIA_TYPE_CASE_ITEM,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
}

static void
amia_case_item_init (AmiaCaseItem *self)
{
}

AmiaCaseItem *
_amia_case_item_new (const AmiaUuid *id)
{
  AmiaCaseItem *self = g_object_new (AMIA_TYPE_CASE_ITEM, NULL);

  self->id = *id;
  return self;
}

void
_amia_case_item_take_row (AmiaCaseItem *self,
                          AmiaCaseRow  *row)
{
  g_clear_pointer (&self->row, amia_case_row_free);
  self->row = row;
  g_signal_emit (self, signals[SIGNAL_FILLED], 0);
}

const AmiaUuid *
amia_case_item_get_id (AmiaCaseItem *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_ITEM (self), NULL);

  return &self->id;
}

const AmiaCaseRow *
amia_case_item_get_row (AmiaCaseItem *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_ITEM (self), NULL);

  return self->row;
}
