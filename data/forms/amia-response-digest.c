/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response-digest.h"

/* One content, one hash, whoever works it out. The stored text of each answer is taken as it is:
 * it travels unchanged, so nothing has to be written twice in the same way. */

char *
amia_response_dup_canonical_content (AmiaResponse *self)
{
  g_autoptr (GString) content = NULL;
  AmiaNode *root = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  content =
      g_string_new (amia_questionnaire_get_canonical (amia_response_get_questionnaire (self)));
  g_string_append_c (content, '\n');

  root = amia_response_get_root (self);
  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ENABLED); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ENABLED))
    {
      const char *path = amia_node_get_value_path (node);

      if (path == NULL || !amia_node_is_answered (node) || amia_node_is_calculated (node))
        continue;
      g_string_append_printf (content, "%s\t%s\n", path, amia_node_get_value (node));
    }

  return g_string_free (g_steal_pointer (&content), FALSE);
}

char *
amia_response_dup_digest (AmiaResponse *self)
{
  g_autofree char *content = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  content = amia_response_dup_canonical_content (self);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
}
