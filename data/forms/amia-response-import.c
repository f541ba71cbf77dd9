/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response-export.h"
#include "amia-response-reader.h"

/* Import: reading a response somebody else wrote, to go on with it here. */

static gboolean
check_questionnaire (AmiaResponse *self, const AmiaRaw *root, AmiaReader *reader, GError **error)
{
  const char  *canonical = amia_raw_get_string (root, "questionnaire");
  gboolean     is_same_version;
  AmiaMessage *message;

  if (canonical == NULL)
    return TRUE;
  if (!amia_questionnaire_matches (self->questionnaire, canonical, &is_same_version))
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_MISMATCH,
                   "Failed to import the response: it answers %s, not %s", canonical,
                   self->questionnaire->canonical);
      return FALSE;
    }
  if (is_same_version)
    return TRUE;
  message = _amia_reader_add (reader, AMIA_MESSAGE_OTHER_VERSION, NULL, "QuestionnaireResponse");
  message->severity = AMIA_SEVERITY_WARNING;
  message->limit = g_strdup (self->questionnaire->canonical);
  message->value = g_strdup (canonical);
  return TRUE;
}

/* Kept, and back if the item becomes enabled; whoever imports should know. */
static void
warn_of_disabled (AmiaReader *reader)
{
  for (guint i = 0; i < reader->found->len; i++)
    {
      const AmiaFound *found = g_ptr_array_index (reader->found, i);

      if (found->node->is_enabled || found->n_answers == 0)
        continue;
      _amia_reader_add (reader, AMIA_MESSAGE_NOT_ENABLED, found->node->item->link_id,
                        found->location)
          ->severity = AMIA_SEVERITY_WARNING;
    }
}

GPtrArray *
amia_response_import (AmiaResponse *self,
                      const char   *data,
                      gssize        length,
                      GPtrArray   **messages,
                      GError      **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  g_autoptr (AmiaReader) reader = NULL;
  const AmiaRaw *root;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  document = _amia_response_document_new (data, length, error);
  if (document == NULL)
    return NULL;
  root = amia_raw_document_get_root (document);
  reader = _amia_reader_new (self);
  if (!check_questionnaire (self, root, reader, error))
    return NULL;
  _amia_reader_read (reader, root);
  warn_of_disabled (reader);
  if (messages != NULL)
    *messages = g_steal_pointer (&reader->messages);
  return g_steal_pointer (&reader->edits);
}
