/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-edits-private.h"

/* A user action while it is put together. Whether it makes sense is looked at when it is committed.
 */

static void
edit_free (gpointer data)
{
  AmiaEdit *edit = data;

  g_free (edit->kind);
  g_free (edit->field);
  g_free (edit->area);
  g_free (edit->value);
  g_clear_pointer (&edit->sources, g_array_unref);
  g_free (edit);
}

AmiaEdits *
amia_edits_new (void)
{
  AmiaEdits *edits = g_new0 (AmiaEdits, 1);

  edits->list = g_ptr_array_new_with_free_func (edit_free);
  edits->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_record_free);
  edits->mode = AMIA_OVER_SHOWN;
  return edits;
}

void
amia_edits_set (AmiaEdits      *edits,
                const char     *kind,
                const AmiaUuid *id,
                const AmiaUuid *case_id,
                const char     *field,
                const char     *area,
                const char     *value)
{
  AmiaEdit *edit;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (field != NULL);
  g_return_if_fail (value != NULL);

  edit = g_new0 (AmiaEdit, 1);
  edit->kind = g_strdup (kind);
  edit->id = *id;
  if (case_id != NULL)
    edit->case_id = *case_id;
  edit->field = g_strdup (field);
  edit->area = g_strdup (area);
  edit->value = g_strdup (value);
  g_ptr_array_add (edits->list, edit);
}

void
amia_edits_set_string (AmiaEdits      *edits,
                       const char     *kind,
                       const AmiaUuid *id,
                       const AmiaUuid *case_id,
                       const char     *field,
                       const char     *text)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (text != NULL)
    amia_scan_append_string (value, text);
  else
    g_string_append (value, "null");
  amia_edits_set (edits, kind, id, case_id, field, NULL, value->str);
}

static void
clear_ref (gpointer ref)
{
  g_free (((AmiaRef *) ref)->field);
}

void
amia_edits_add_source (AmiaEdits      *edits,
                       const AmiaUuid *device,
                       gint64          n,
                       const char     *field)
{
  AmiaRef   ref = { 0 };
  AmiaEdit *edit;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (edits->list->len > 0);
  g_return_if_fail (device != NULL);
  g_return_if_fail (n > 0);
  g_return_if_fail (field != NULL);

  edit = g_ptr_array_index (edits->list, edits->list->len - 1);
  if (edit->sources == NULL)
    {
      edit->sources = g_array_new (FALSE, FALSE, sizeof (AmiaRef));
      g_array_set_clear_func (edit->sources, clear_ref);
    }

  ref.device = *device;
  ref.n = n;
  ref.field = g_strdup (field);
  g_array_append_val (edit->sources, ref);
}

void
amia_edits_set_mode (AmiaEdits   *edits,
                     AmiaOverMode mode)
{
  g_return_if_fail (edits != NULL);

  edits->mode = mode;
}

void
amia_edits_set_seen (AmiaEdits        *edits,
                     const AmiaRecord *seen)
{
  g_autoptr (AmiaRecord) copy = NULL;
  g_autofree char *state = NULL;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (seen != NULL);

  copy = amia_record_new (seen->kind, &seen->id, &seen->case_id);
  state = amia_record_encode (seen);
  if (amia_record_decode (copy, state, NULL))
    g_ptr_array_add (edits->seen, g_steal_pointer (&copy));
  else
    g_assert_not_reached ();
}

void
amia_edits_free (AmiaEdits *edits)
{
  if (edits == NULL)
    return;

  g_ptr_array_unref (edits->list);
  g_ptr_array_unref (edits->seen);
  g_free (edits);
}
