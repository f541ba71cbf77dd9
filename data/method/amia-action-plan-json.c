/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-action-plan.h"

#include <json-glib/json-glib.h>

/* A plan as a revision keeps it. Names are those of the records' fields, so that a program which
 * knows more of them can say what it knows. */

static const struct
{
  const char *name;
  gsize       offset;
} goal_texts[] = {
  { "text", G_STRUCT_OFFSET (AmiaPlanGoal, text) },
  { "parent", G_STRUCT_OFFSET (AmiaPlanGoal, parent) },
  { "status", G_STRUCT_OFFSET (AmiaPlanGoal, status) },
};

static const struct
{
  const char *name;
  gsize       offset;
} activity_texts[] = {
  { "title", G_STRUCT_OFFSET (AmiaPlanActivity, title) },
  { "purpose", G_STRUCT_OFFSET (AmiaPlanActivity, purpose) },
  { "goal", G_STRUCT_OFFSET (AmiaPlanActivity, goal) },
  { "responsible", G_STRUCT_OFFSET (AmiaPlanActivity, responsible) },
  { "provider", G_STRUCT_OFFSET (AmiaPlanActivity, provider) },
  { "category", G_STRUCT_OFFSET (AmiaPlanActivity, category) },
  { "from", G_STRUCT_OFFSET (AmiaPlanActivity, from) },
  { "to", G_STRUCT_OFFSET (AmiaPlanActivity, to) },
  { "status", G_STRUCT_OFFSET (AmiaPlanActivity, status) },
  { "place", G_STRUCT_OFFSET (AmiaPlanActivity, place) },
  { "result", G_STRUCT_OFFSET (AmiaPlanActivity, result) },
};

/* --- Writing ---------------------------------------------------------------------------------- */

static void
write_text (JsonObject *object,
            const char *name,
            const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, name, text);
}

static JsonObject *
write_goal (const AmiaPlanGoal *goal)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", goal->id);
  for (gsize i = 0; i < G_N_ELEMENTS (goal_texts); i++)
    write_text (object, goal_texts[i].name, G_STRUCT_MEMBER (char *, goal, goal_texts[i].offset));
  json_object_set_double_member (object, "order", goal->order);
  return object;
}

static JsonObject *
write_activity (const AmiaPlanActivity *activity)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", activity->id);
  for (gsize i = 0; i < G_N_ELEMENTS (activity_texts); i++)
    write_text (object, activity_texts[i].name,
                G_STRUCT_MEMBER (char *, activity, activity_texts[i].offset));
  if (activity->hours > 0)
    json_object_set_double_member (object, "hours", activity->hours);
  json_object_set_double_member (object, "order", activity->order);
  if (activity->times->len > 0)
    {
      g_autofree char *times = amia_plan_times_to_json (activity->times);

      json_object_set_member (object, "times", json_from_string (times, NULL));
    }
  return object;
}

char *
amia_action_plan_to_json (const AmiaActionPlan *plan)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray  *goals = json_array_new ();
  JsonArray  *activities = json_array_new ();

  g_return_val_if_fail (plan != NULL, NULL);

  for (guint i = 0; i < plan->goals->len; i++)
    json_array_add_object_element (goals, write_goal (g_ptr_array_index (plan->goals, i)));
  for (guint i = 0; i < plan->activities->len; i++)
    json_array_add_object_element (activities,
                                   write_activity (g_ptr_array_index (plan->activities, i)));

  json_object_set_array_member (object, "goals", goals);
  json_object_set_array_member (object, "activities", activities);
  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static char *
dup_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_dup_string (node)
             : NULL;
}

static double
get_number (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) != G_TYPE_STRING
             ? json_node_get_double (node)
             : 0;
}

static void
read_goal (JsonArray *array,
           guint      index,
           JsonNode  *node,
           gpointer   data)
{
  JsonObject      *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char *id = object != NULL ? dup_text (object, "id") : NULL;
  AmiaPlanGoal    *goal = id != NULL ? amia_action_plan_add_goal (data, id) : NULL;

  if (goal == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (goal_texts); i++)
    G_STRUCT_MEMBER (char *, goal, goal_texts[i].offset) = dup_text (object, goal_texts[i].name);
  goal->order = get_number (object, "order");
}

static void
read_activity (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   data)
{
  JsonObject       *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char  *id = object != NULL ? dup_text (object, "id") : NULL;
  AmiaPlanActivity *activity = id != NULL ? amia_action_plan_add_activity (data, id) : NULL;
  JsonNode         *times = NULL;

  if (activity == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (activity_texts); i++)
    G_STRUCT_MEMBER (char *, activity, activity_texts[i].offset) =
        dup_text (object, activity_texts[i].name);
  activity->hours = get_number (object, "hours");
  activity->order = get_number (object, "order");
  times = json_object_get_member (object, "times");
  if (times != NULL)
    {
      g_autofree char *json = json_to_string (times, FALSE);

      g_array_unref (activity->times);
      activity->times = amia_plan_times_from_json (json);
    }
}

static void
read_list (AmiaActionPlan  *plan,
           JsonObject      *object,
           const char      *name,
           JsonArrayForeach read)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), read, plan);
}

AmiaActionPlan *
amia_action_plan_from_json (const char *json)
{
  AmiaActionPlan *plan = amia_action_plan_new ();
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      read_list (plan, json_node_get_object (node), "goals", read_goal);
      read_list (plan, json_node_get_object (node), "activities", read_activity);
    }

  return plan;
}
