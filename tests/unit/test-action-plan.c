/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-date.h"
#include "amia-plan-changes.h"
#include "amia-plan-collisions.h"

/* The plan: order, weekly times, load, revisions beside each other, collisions. */

static GDate
day (const char *text)
{
  GDate date;

  g_assert_true (amia_date_parse_iso (text, -1, &date));
  return date;
}

static void
add_goal (AmiaActionPlan *plan,
          const char     *id,
          const char     *parent,
          double          order)
{
  AmiaPlanGoal *goal = amia_action_plan_add_goal (plan, id);

  goal->text = g_strdup (id);
  goal->parent = g_strdup (parent);
  goal->order = order;
}

static AmiaPlanActivity *
add_activity (AmiaActionPlan *plan,
              const char     *id,
              const char     *goal)
{
  AmiaPlanActivity *activity = amia_action_plan_add_activity (plan, id);

  activity->title = g_strdup (id);
  activity->goal = g_strdup (goal);
  activity->status = g_strdup ("ongoing");
  return activity;
}

static void
set_times (AmiaPlanActivity *activity,
           const char       *typed)
{
  GArray *times = NULL;

  g_assert_true (amia_plan_times_from_typed (typed, &times));
  g_array_unref (activity->times);
  activity->times = times;
}

/* --- Times ------------------------------------------------------------------------------------ */

static void
test_typed_times (void)
{
  static const struct
  {
    const char *typed;
    const char *read; /* NULL for what is none */
  } rows[] = {
    { "", "" },
    { " , ", "" },
    { "mån 9-11", "mån 09:00–11:00" },
    { "Måndag 9–11.30", "mån 09:00–11:30" },
    { "ons 13:15 – 15, tis 0800-0930", "tis 08:00–09:30, ons 13:15–15:00" },
    { "måndagar 9-10; fredag kl 9-10", "mån 09:00–10:00, fre 09:00–10:00" },
    { "lör 10-12 och sön 10-12", "lör 10:00–12:00, sön 10:00–12:00" },
    { "sön 22-24", "sön 22:00–24:00" },
    { "må 9-11", NULL },
    { "mån 11-9", NULL },
    { "mån 9-9", NULL },
    { "mån 9", NULL },
    { "mån 9-25", NULL },
    { "mån 9:60-11", NULL },
    { "sen 9-11", NULL },
    { "9-11", NULL },
    { "mån 9-11, kanske", NULL },
    { "m\xe5n 9-11", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) times = NULL;
      g_autofree char *again = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (amia_plan_times_from_typed (rows[i].typed, &times), ==,
                       rows[i].read != NULL);
      again = times != NULL ? amia_plan_times_to_typed (times) : NULL;
      g_assert_cmpstr (again, ==, rows[i].read);
    }
}

static void
test_kept_times (void)
{
  static const struct
  {
    const char *json;
    const char *read;
  } rows[] = {
    { NULL, "" },
    { "7", "" },
    { "[]", "" },
    { "[{\"day\":1,\"from\":\"09:00\",\"to\":\"11:30\"}]", "mån 09:00–11:30" },
    { "[{\"day\":8,\"from\":\"09:00\",\"to\":\"11:30\"}]", "" },
    { "[{\"day\":-1,\"from\":\"09:00\",\"to\":\"11:30\"}]", "" },
    { "[{\"day\":1,\"from\":\"9:00\",\"to\":\"11:30\"},3,{}]", "" },
    { "[{\"day\":1,\"from\":9,\"to\":\"11:30\"}]", "" },
    { "[{\"day\":3,\"from\":\"09:00\",\"to\":\"10:00\"},{\"day\":2,\"from\":\"09:00\",\"to\":\"10:00\"}]",
      "tis 09:00–10:00, ons 09:00–10:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) times = amia_plan_times_from_json (rows[i].json);
      g_autofree char *typed = amia_plan_times_to_typed (times);
      g_autofree char *json = amia_plan_times_to_json (times);
      g_autoptr (GArray) again = amia_plan_times_from_json (json);

      g_assert_cmpstr (typed, ==, rows[i].read);
      g_assert_cmpuint (again->len, ==, times->len);
    }
}

/* --- The plan --------------------------------------------------------------------------------- */

static char *
list (const AmiaActionPlan *plan)
{
  g_autoptr (GArray) rows = amia_action_plan_list_rows (plan);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaPlanRow *row = &g_array_index (rows, AmiaPlanRow, i);

      g_string_append_printf (text, "%s%u%s", i > 0 ? " " : "", row->depth,
                              row->goal != NULL ? row->goal->id : row->activity->id);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_rows (void)
{
  g_autoptr (AmiaActionPlan) plan = amia_action_plan_new ();
  g_autofree char *text = NULL;

  add_activity (plan, "x", NULL);
  add_activity (plan, "y", "g2");
  add_activity (plan, "z", "nowhere");
  add_activity (plan, "w", "c1");
  add_goal (plan, "g2", "g1", 2);
  add_goal (plan, "g3", "g1", 1);
  add_goal (plan, "g1", NULL, 0);
  add_goal (plan, "c1", "c2", 0); /* a circle */
  add_goal (plan, "c2", "c1", 0);
  text = list (plan);
  g_assert_cmpstr (text, ==, "0g1 1g3 1g2 2y 0c1 1w 1c2 0x 0z");
}

static void
test_load (void)
{
  static const struct
  {
    const char *status;
    const char *from;
    const char *to;
    double      load;
  } rows[] = {
    { "ongoing", "2014-03-10", NULL, 4 },
    { "planned", "2014-03-16", "2014-03-20", 4 }, /* begins on the Sunday */
    { "planned", "2014-03-17", NULL, 0 },
    { NULL, "2014-03-01", "2014-03-10", 4 }, /* ends on the Monday */
    { NULL, "2014-03-01", "2014-03-09", 0 },
    { "done", "2014-03-10", NULL, 0 },
    { "stopped", "2014-03-10", NULL, 0 },
    { "ongoing", NULL, NULL, 4 },
    { "planned", NULL, NULL, 0 },
    { "ongoing", "not a day", NULL, 4 },
  };
  const GDate monday = day ("2014-03-10");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaActionPlan) plan = amia_action_plan_new ();
      AmiaPlanActivity *activity = amia_action_plan_add_activity (plan, "a");

      activity->status = g_strdup (rows[i].status);
      activity->from = g_strdup (rows[i].from);
      activity->to = g_strdup (rows[i].to);
      activity->hours = 4;
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpfloat (amia_action_plan_get_load (plan, &monday), ==, rows[i].load);
    }
}

static void
test_json_there_and_back (void)
{
  g_autoptr (AmiaActionPlan) plan = amia_action_plan_new ();
  g_autoptr (AmiaActionPlan) again = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char  *json = NULL;
  AmiaPlanActivity *activity = add_activity (plan, "a1", "g1");

  add_goal (plan, "g1", NULL, 0);
  activity->purpose = g_strdup ("Sova bättre, \"utan\" tablett.");
  activity->hours = 1.5;
  set_times (activity, "mån 9-11");
  json = amia_action_plan_to_json (plan);
  again = amia_action_plan_from_json (json);
  changes = amia_action_plan_compare (plan, again);
  g_assert_cmpuint (changes->len, ==, 2);
  for (guint i = 0; i < changes->len; i++)
    g_assert_true (amia_plan_change_is_same (g_ptr_array_index (changes, i)));
}

static void
test_json_that_is_none (void)
{
  static const char *const rows[] = {
    NULL,
    "",
    "[]",
    "{\"goals\":7,\"activities\":[3,{},{\"id\":4}]}",
    "{\"goals\":[{\"id\":\"g\",\"text\":7,\"order\":\"x\"}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaActionPlan) plan = amia_action_plan_from_json (rows[i]);

      g_assert_cmpuint (plan->goals->len, ==, 0);
      g_assert_cmpuint (plan->activities->len, ==, 0);
    }
}

static void
test_revisions_beside_each_other (void)
{
  g_autoptr (AmiaActionPlan) before = amia_action_plan_new ();
  g_autoptr (AmiaActionPlan) after = amia_action_plan_new ();
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  add_goal (before, "g1", NULL, 0);
  add_goal (before, "gone", NULL, 1);
  add_activity (before, "a1", "g1")->hours = 8;
  add_goal (after, "g1", NULL, 5);
  add_activity (after, "a1", "g1")->hours = 4;
  add_activity (after, "new", "g1");
  set_times (g_ptr_array_index (after->activities, 0), "mån 9-11");

  changes = amia_action_plan_compare (before, after);
  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaPlanChange *change = g_ptr_array_index (changes, i);
      const AmiaPlanRow    *row =
          change->after.goal != NULL || change->after.activity != NULL ? &change->after
                                                                          : &change->before;
      g_autofree char *fields = g_strjoinv ("+", change->fields);

      g_string_append_printf (text, "%s:%s:%s ", row->goal != NULL ? row->goal->id : row->activity->id,
                              fields,
                              amia_plan_change_is_same (change)                                ? "same"
                              : change->before.goal == NULL && change->before.activity == NULL ? "new"
                              : row == &change->before                                         ? "gone"
                                                                                               : "other");
    }
  g_assert_cmpstr (text->str, ==, "g1::same a1:hours+times:other new::new gone::gone ");
}

/* --- Collisions ------------------------------------------------------------------------------- */

static void
test_collisions (void)
{
  static const struct
  {
    const char *what;
    const char *times;
    const char *from;
    const char *to;
    const char *meeting; /* its start, an hour long */
    const char *found;
  } rows[] = {
    { "none", "tis 9-11", "2014-03-01", NULL, NULL, "" },
    { "the other activity", "mån 10-12", "2014-03-01", NULL, NULL, "other1 " },
    { "as the other ends", "mån 11-12", "2014-03-01", NULL, NULL, "" },
    { "on another day", "tis 10-12", "2014-03-01", NULL, NULL, "" },
    { "over when the other begins", "mån 10-12", "2014-03-01", "2014-03-31", NULL, "" },
    { "a meeting", "ons 9-11", "2014-03-01", NULL, "2014-03-12T10:30", "meeting3 " },
    { "a meeting of yesterday", "ons 9-11", "2014-03-01", NULL, "2014-03-05T10:30", "" },
    { "a meeting before it begins", "ons 9-11", "2014-03-13", NULL, "2014-03-12T10:30", "" },
    { "a meeting as it ends", "ons 9-11", "2014-03-01", NULL, "2014-03-12T11:00", "" },
    { "no moment", "ons 9-11", "2014-03-01", NULL, "2014-03-12", "" },
    { "a full box", "tor 8-10", "2014-03-01", NULL, NULL, "words4 " },
    { "a box that names it", "fre 8-10", "2014-03-01", NULL, NULL, "" },
  };
  AmiaPlanBusy busy = { 0 };
  const GDate  today = day ("2014-03-10");

  busy.texts[3][1] = (char *) "Städa trappan";
  busy.texts[4][1] = (char *) "Promenad och ARBETSTRÄNING";
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaActionPlan) plan = amia_action_plan_new ();
      g_autoptr (GPtrArray) meetings = g_ptr_array_new ();
      g_autoptr (GArray) found = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      AmiaPlanMeeting   meeting = { (char *) "m", (char *) rows[i].meeting, NULL };
      AmiaPlanActivity *activity = add_activity (plan, "Arbetsträning", NULL);
      AmiaPlanActivity *other = add_activity (plan, "ReDO", NULL);

      activity->from = g_strdup (rows[i].from);
      activity->to = g_strdup (rows[i].to);
      set_times (activity, rows[i].times);
      other->from = g_strdup ("2014-04-01");
      set_times (other, "mån 9-11");
      if (rows[i].meeting != NULL)
        g_ptr_array_add (meetings, &meeting);

      found = amia_action_plan_list_collisions (plan, meetings, &busy, &today);
      for (guint k = 0; k < found->len; k++)
        {
          const AmiaPlanCollision *one = &g_array_index (found, AmiaPlanCollision, k);

          g_string_append_printf (text, "%s%u ",
                                  one->other != NULL ? "other" : one->meeting != NULL ? "meeting"
                                                                                      : "words",
                                  one->day);
        }
      g_test_message ("%s", rows[i].what);
      g_assert_cmpstr (text->str, ==, rows[i].found);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/action-plan/times/as-they-are-typed", test_typed_times);
  g_test_add_func ("/action-plan/times/as-they-are-kept", test_kept_times);
  g_test_add_func ("/action-plan/rows-from-the-top-down", test_rows);
  g_test_add_func ("/action-plan/load-of-a-week", test_load);
  g_test_add_func ("/action-plan/json/there-and-back", test_json_there_and_back);
  g_test_add_func ("/action-plan/json/that-is-none", test_json_that_is_none);
  g_test_add_func ("/action-plan/revisions-beside-each-other", test_revisions_beside_each_other);
  g_test_add_func ("/action-plan/collisions", test_collisions);

  return g_test_run ();
}
