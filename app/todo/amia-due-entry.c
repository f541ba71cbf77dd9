/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-due-entry.h"

/* Holds the list that its line is in, so that a row which nobody has to make anew stays what it is
 * when there is a newer list. */

struct _AmiaDueEntry
{
  GObject            parent_instance;
  AmiaDueList       *list;
  const AmiaDueLine *line;
  AmiaDueGroup       group;
};

G_DEFINE_FINAL_TYPE (AmiaDueEntry, amia_due_entry, G_TYPE_OBJECT)

static void
amia_due_entry_finalize (GObject *object)
{
  amia_due_list_unref (AMIA_DUE_ENTRY (object)->list);

  G_OBJECT_CLASS (amia_due_entry_parent_class)->finalize (object);
}

static void
amia_due_entry_class_init (AmiaDueEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amia_due_entry_finalize;
}

static void
amia_due_entry_init (AmiaDueEntry *self)
{
}

AmiaDueEntry *
amia_due_entry_new (AmiaDueList       *list,
                    const AmiaDueLine *line,
                    AmiaDueGroup       group)
{
  AmiaDueEntry *self = NULL;

  g_return_val_if_fail (list != NULL, NULL);

  self = g_object_new (AMIA_TYPE_DUE_ENTRY, NULL);
  self->list = amia_due_list_ref (list);
  self->line = line;
  self->group = group;
  return self;
}

const AmiaDueLine *
amia_due_entry_get_line (AmiaDueEntry *item)
{
  g_return_val_if_fail (AMIA_IS_DUE_ENTRY (item), NULL);

  return item->line;
}

AmiaDueGroup
amia_due_entry_get_group (AmiaDueEntry *item)
{
  g_return_val_if_fail (AMIA_IS_DUE_ENTRY (item), AMIA_DUE_LATER);

  return item->group;
}

const char *
amia_due_entry_get_today (AmiaDueEntry *item)
{
  g_return_val_if_fail (AMIA_IS_DUE_ENTRY (item), NULL);

  return item->list->today;
}
