/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-target.h"

AmiaCaseTarget *
amia_case_target_new (GtkWidget      *view,
                      const AmiaUuid *case_id,
                      const AmiaUuid *record)
{
  AmiaCaseTarget *target = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (view), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);

  target = g_new0 (AmiaCaseTarget, 1);
  target->view = g_object_ref (view);
  target->case_id = *case_id;
  target->record = *record;
  return target;
}

void
amia_case_target_free (gpointer  data,
                       GClosure *closure)
{
  AmiaCaseTarget *target = data;

  g_object_unref (target->view);
  g_free (target);
}
