/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-instrument.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-diary-sheet.h"
#include "amia-network-map.h"
#include "amia-option-words.h"
#include "amia-ratings-chart.h"
#include "amia-value-words.h"
#include "amia-week-sheet.h"

/* What all drawings share: they are drawn again when something below their group has changed, and
 * they speak of questions by link id, as the template does. */

typedef struct
{
  AmiaFormModel *model;
  AmiaNode      *node;
  guint          update_id;
} AmiaInstrumentPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AmiaInstrument, amia_instrument, ADW_TYPE_BIN)

static AmiaInstrumentPrivate *
get_private (AmiaInstrument *self)
{
  return amia_instrument_get_instance_private (self);
}

static gboolean
update_cb (gpointer user_data)
{
  AmiaInstrument *self = user_data;

  get_private (self)->update_id = 0;
  AMIA_INSTRUMENT_GET_CLASS (self)->update (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_below (AmiaNode       *node,
          const AmiaNode *top)
{
  while (node != NULL && node != top)
    node = amia_node_get_parent (node);

  return node != NULL;
}

static void
node_changed_cb (AmiaInstrument *self,
                 AmiaNode       *node,
                 AmiaFormModel  *model)
{
  AmiaInstrumentPrivate *private = get_private (self);

  if ((node == NULL || is_below (node, private->node)) && private->update_id == 0)
  private->update_id = g_idle_add (update_cb, self);
}

static void
amia_instrument_dispose (GObject *object)
{
  AmiaInstrumentPrivate *private = get_private (AMIA_INSTRUMENT (object));

  /* What was typed last is taken when a control goes, which is after this. */
  if (private->model != NULL)
    g_signal_handlers_disconnect_by_data (private->model, object);
  g_clear_handle_id (&private->update_id, g_source_remove);
  g_clear_object (&private->model);

  G_OBJECT_CLASS (amia_instrument_parent_class)->dispose (object);
}

static void
amia_instrument_class_init (AmiaInstrumentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_instrument_dispose;
}

static void
amia_instrument_init (AmiaInstrument *self)
{
}

GtkWidget *
amia_instrument_new (AmiaFormModel *model,
                     AmiaNode      *node)
{
  static const struct
  {
    const char *name;
    GType (*get_type) (void);
  } instruments[] = {
    { "network", amia_network_map_get_type },
    { "week", amia_week_sheet_get_type },
    { "diary", amia_diary_sheet_get_type },
    { "ratings", amia_ratings_chart_get_type },
  };
  const char *name = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  name = amia_node_get_item (node)->instrument;
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (instruments); i++)
    {
      AmiaInstrument *self = NULL;

      if (g_strcmp0 (instruments[i].name, name) != 0)
        continue;

      self = g_object_new (instruments[i].get_type (), NULL);
      get_private (self)->model = g_object_ref (model);
      get_private (self)->node = node;
      AMIA_INSTRUMENT_GET_CLASS (self)->build (self);
      AMIA_INSTRUMENT_GET_CLASS (self)->update (self);
      g_signal_connect_object (
          model, "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
      return GTK_WIDGET (self);
    }

  return NULL;
}

AmiaFormModel *
amia_instrument_get_model (AmiaInstrument *self)
{
  g_return_val_if_fail (AMIA_IS_INSTRUMENT (self), NULL);

  return get_private (self)->model;
}

AmiaNode *
amia_instrument_get_node (AmiaInstrument *self)
{
  g_return_val_if_fail (AMIA_IS_INSTRUMENT (self), NULL);

  return get_private (self)->node;
}

AmiaNode *
amia_instrument_find (AmiaNode   *within,
                      const char *link_id)
{
  g_return_val_if_fail (within != NULL, NULL);
  g_return_val_if_fail (link_id != NULL, NULL);

  for (AmiaNode *node = amia_node_next (within, within, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, within, AMIA_WALK_ALL))
    {
      if (strcmp (amia_node_get_item (node)->link_id, link_id) == 0)
        return node;
    }

  return NULL;
}

static const char *
find_value (AmiaNode   *within,
            const char *link_id)
{
  AmiaNode *node = amia_instrument_find (within, link_id);

  return node != NULL && amia_node_is_answered (node) ? amia_node_get_value (node) : NULL;
}

char *
amia_instrument_dup_text (AmiaInstrument *self,
                          AmiaNode       *within,
                          const char     *link_id)
{
  AmiaNode   *node = NULL;
  const char *value = NULL;
  const char *language = NULL;
  int         index;

  g_return_val_if_fail (AMIA_IS_INSTRUMENT (self), NULL);

  node = amia_instrument_find (within, link_id);
  value = find_value (within, link_id);
  if (value == NULL)
    return NULL;

  language = amia_form_model_get_language (get_private (self)->model);
  index = amia_option_find (amia_node_get_item (node)->options, value);
  if (index >= 0)
    return amia_option_dup_label (
        g_ptr_array_index (amia_node_get_item (node)->options, index), language);

  return amia_value_to_words (value);
}

/* Of a Coding. */
static char *
dup_code (const char *value)
{
  g_autoptr (JsonNode) node = value != NULL ? json_from_string (value, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  return g_strdup (
      json_object_get_string_member_with_default (json_node_get_object (node), "code", NULL));
}

char *
amia_instrument_dup_code (AmiaNode   *within,
                          const char *link_id)
{
  return dup_code (find_value (within, link_id));
}

char *
amia_instrument_dup_option_code (const AmiaOption *option)
{
  g_return_val_if_fail (option != NULL, NULL);

  return dup_code (option->value);
}

gboolean
amia_instrument_get_number (AmiaNode   *within,
                            const char *link_id,
                            double     *number)
{
  const char *value = find_value (within, link_id);
  char       *end = NULL;

  g_return_val_if_fail (number != NULL, FALSE);

  if (value == NULL)
    return FALSE;

  *number = g_ascii_strtod (value, &end);
  return end != value && *end == '\0';
}

void
amia_instrument_answer_code (AmiaInstrument *self,
                             AmiaNode       *within,
                             const char     *link_id,
                             const char     *code)
{
  AmiaNode  *node = NULL;
  GPtrArray *options = NULL;

  g_return_if_fail (AMIA_IS_INSTRUMENT (self));
  g_return_if_fail (code != NULL);

  node = amia_instrument_find (within, link_id);
  g_return_if_fail (node != NULL);

  options = amia_node_get_item (node)->options;
  for (guint i = 0; i < options->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (options, i);
      g_autofree char  *own = dup_code (option->value);

      if (g_strcmp0 (own, code) != 0)
        continue;

      amia_form_model_answer (get_private (self)->model, node, option->value);
      return;
    }
}
