/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-sharing.h"

#include <glib/gi18n.h>

#include "amia-kinds.h"
#include "amia-node.h"
#include "amia-words.h"

/* An empty question looks the same whether nobody has answered it or the answer is not shared. So
 * the page says once, in a calm line, what does not come. */

static void
add_once (GPtrArray  *names,
          const char *name)
{
  if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer) name);
}

/* The areas of what is asked, in the form's order. */
static GPtrArray *
list_areas (AmiaResponse *response)
{
  GPtrArray *areas = g_ptr_array_new ();
  AmiaNode  *root = amia_response_get_root (response);

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
    {
      const AmiaItem *item = amia_node_get_item (node);

      if (item != NULL && amia_node_get_value_path (node) != NULL)
        add_once (areas, item->area);
    }

  return areas;
}

static GPtrArray *
list_other_agencies (AmiaCaseSharing *sharing,
                     const char      *own_agency)
{
  GPtrArray *agencies = g_ptr_array_new ();

  for (guint i = 0; i < sharing->members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (sharing->members, i);

      if (g_strcmp0 (member->agency, own_agency) != 0)
        add_once (agencies, member->agency);
    }

  return agencies;
}

static char *
describe_agency (const AmiaRights *rights,
                 const char       *agency,
                 GPtrArray        *areas)
{
  g_autoptr (GPtrArray) hidden = g_ptr_array_new ();
  g_autofree char *words = NULL;

  for (guint i = 0; i < areas->len; i++)
    {
      if (!amia_rights_let_come (rights, agency, g_ptr_array_index (areas, i)))
        g_ptr_array_add (hidden, g_ptr_array_index (areas, i));
    }

  if (hidden->len == 0)
    return NULL;
  /* Translators: a short agency name. */
  if (hidden->len == areas->len)
    return g_strdup_printf (_ ("What %s writes in this form is not shared with you."),
                            amia_words_agency_short (agency));

  g_ptr_array_add (hidden, NULL);
  words = amia_words_areas ((const char *const *) hidden->pdata);
  /* Translators: a short agency name, and areas of information: “health and work”. */
  return g_strdup_printf (_ ("What %s writes about %s is not shared with you."),
                          amia_words_agency_short (agency),
                          words);
}

char *
amia_form_sharing_describe (AmiaCaseSharing *sharing,
                            AmiaResponse    *response,
                            const char      *own_agency)
{
  g_autoptr (GPtrArray) agencies = NULL;
  g_autoptr (GPtrArray) areas = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);

  g_return_val_if_fail (sharing != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  /* Before the server has spoken of the case nothing of others can have come. */
  if (sharing->effective == NULL)
    return NULL;

  areas = list_areas (response);
  agencies = list_other_agencies (sharing, own_agency);
  for (guint i = 0; i < agencies->len; i++)
    {
      g_autofree char *line =
          describe_agency (sharing->effective, g_ptr_array_index (agencies, i), areas);

      if (line != NULL)
        g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    }

  return lines->len > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}

static gboolean
is_held_back (AmiaCaseSharing *sharing,
              GPtrArray       *agencies,
              const char      *area)
{
  for (guint i = 0; i < agencies->len; i++)
    {
      if (!amia_rights_let_come (sharing->effective, g_ptr_array_index (agencies, i), area))
        return TRUE;
    }

  return FALSE;
}

char **
amia_form_sharing_list_areas (AmiaCaseSharing *sharing,
                              const char      *own_agency)
{
  g_autoptr (GStrvBuilder) held_back = g_strv_builder_new ();
  g_autoptr (GPtrArray) agencies = NULL;
  g_auto (GStrv) areas = NULL;
  gsize              n_areas = 0;
  const char *const *all = amia_areas_get_all (&n_areas);

  g_return_val_if_fail (sharing != NULL, NULL);

  if (sharing->effective == NULL)
    return NULL;

  agencies = list_other_agencies (sharing, own_agency);
  for (gsize i = 0; i < n_areas; i++)
    {
      if (is_held_back (sharing, agencies, all[i]))
        g_strv_builder_add (held_back, all[i]);
    }

  areas = g_strv_builder_end (held_back);
  return areas[0] != NULL ? g_steal_pointer (&areas) : NULL;
}
