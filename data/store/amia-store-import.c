/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-import.h"

#include <string.h>

#include "amia-forms-error.h"
#include "amia-raw-json.h"
#include "amia-response-export.h"
#include "amia-store-private.h"
#include "amia-store-templates.h"

/* From a file of somebody else's to a form of a case, in two steps with a person between them. */

void
amia_import_free (AmiaImport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->form, amia_questionnaire_unref);
  g_clear_pointer (&self->response, amia_response_unref);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  g_free (self);
}

static AmiaQuestionnaire *
find_form (AmiaStore  *store,
           const char *data,
           gsize       length,
           GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (data, length, &local_error);
  g_autoptr (AmiaQuestionnaire) form = NULL;
  const char *canonical = NULL;

  if (document == NULL)
    {
      _amia_store_fail (error, AMIA_STORE_ERROR_INVALID, "%s", local_error->message);
      return NULL;
    }
  canonical = amia_raw_get_string (amia_raw_document_get_root (document), "questionnaire");
  form = amia_store_find_questionnaire (store, canonical, &local_error);
  if (local_error != NULL)
    _amia_store_report (error, local_error);
  else if (canonical == NULL)
    _amia_store_fail (error, AMIA_STORE_ERROR_INVALID,
                      "Failed to import: it does not say which form it answers");
  else if (form == NULL)
    _amia_store_fail (error, AMIA_STORE_ERROR_MISSING, "Failed to find the form %s", canonical);
  else if (amia_questionnaire_get_scope (form) == AMIA_FORM_SCOPE_SURVEY)
    _amia_store_fail (error, AMIA_STORE_ERROR_INVALID,
                      "Failed to import: a survey is answered under a number");
  else
    return g_steal_pointer (&form);
  return NULL;
}

/* Their bytes would stand in an op, unsealed by the case's own keys for files. */
static void
leave_out_attachments (AmiaImport *self)
{
  for (guint i = self->edits->len; i > 0; i--)
    {
      const AmiaEdit *edit = g_ptr_array_index (self->edits, i - 1);
      AmiaNode       *node = amia_response_find (self->response, edit->path);

      if (node == NULL || amia_node_get_item (node)->type != AMIA_ITEM_ATTACHMENT ||
          amia_node_get_value (node) == NULL)
        continue;
      g_ptr_array_remove_index (self->edits, i - 1);
      self->n_attachments++;
    }
}

AmiaImport *
amia_store_read_import (AmiaStore  *store,
                        const char *data,
                        gssize      length,
                        GError    **error)
{
  g_autoptr (AmiaImport) self = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size = 0;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  size = length < 0 ? strlen (data) : (gsize) length;
  self = g_new0 (AmiaImport, 1);
  self->form = find_form (store, data, size, error);
  if (self->form == NULL)
    return NULL;

  self->response = amia_response_new (self->form, NULL);
  self->edits = amia_response_import (self->response, data, (gssize) size, &self->messages,
                                      &local_error);
  if (self->edits == NULL)
    {
      _amia_store_fail (error, AMIA_STORE_ERROR_INVALID, "%s", local_error->message);
      return NULL;
    }
  amia_response_get_progress (self->response, NULL, &self->n_answers, NULL);
  leave_out_attachments (self);
  self->n_answers -= MIN (self->n_answers, self->n_attachments);
  return g_steal_pointer (&self);
}

void
amia_edits_add_import (AmiaEdits        *edits,
                       const AmiaImport *import,
                       const AmiaUuid   *case_id,
                       const AmiaUuid   *form_id)
{
  const char *kind = NULL;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (import != NULL);
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (form_id != NULL);

  kind = amia_questionnaire_get_scope (import->form) == AMIA_FORM_SCOPE_PAIR ? "pair-form" : "form";
  amia_edits_set_string (edits, kind, form_id, case_id, "questionnaire",
                         amia_questionnaire_get_canonical (import->form));
  amia_edits_set_string (edits, kind, form_id, case_id, "status", "in-progress");
  for (guint i = 0; i < import->edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (import->edits, i);

      amia_edits_set (edits, kind, form_id, case_id, edit->path, NULL, edit->value);
    }
}
