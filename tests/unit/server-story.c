/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-story.h"

#include <string.h>

static const struct
{
  const char *user;
  const char *agency;
  guint8      number;
} people[] = {
  { "anna", "FK", 0x9f },
  { "bertil", "AF", 0x77 },
  { "cilla", "VARD", 0x33 },
  { "disa", "FK", 0x44 },
};

void
stage_clear (Stage *stage)
{
  g_clear_pointer (&stage->desks, g_ptr_array_unref);
  g_clear_pointer (&stage->office, office_free);
}

void
stage_open (Stage *stage)
{
  stage->office = office_new ();
  office_restart (stage->office);
  stage->desks = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_free);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      office_add_user (stage->office, people[i].user, people[i].agency);
      g_ptr_array_add (stage->desks,
                       desk_new (stage->office,
                                 people[i].user,
                                 people[i].agency,
                                 people[i].number));
    }
}

Desk *
stage_find_desk (const Stage *stage,
                 const char  *user)
{
  for (guint i = 0; i < stage->desks->len; i++)
    {
      Desk *desk = g_ptr_array_index (stage->desks, i);

      if (g_str_equal (desk->laptop->user, user))
        return desk;
    }

  g_error ("There is no %s", user);
}

static guint
number (const char *word)
{
  return (guint) g_ascii_strtoull (word, NULL, 10);
}

/* `YYYY-MM-DD`, so many days from now, in quotation marks. */
static char *
day_from_now (const Stage *stage,
              const char  *days)
{
  gint64 ms = stage->office->now_ms + g_ascii_strtoll (days, NULL, 10) * STAGE_DAY_MS;
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (ms / 1000 + 3600);

  return g_date_time_format (day, "\"%Y-%m-%d\"");
}

/* The word after @key in a line, or NULL. */
static const char *
find_option (char      **words,
             const char *key)
{
  for (gsize i = 0; words[i] != NULL && words[i + 1] != NULL; i++)
    {
      if (g_str_equal (words[i], key))
        return words[i + 1];
    }

  return NULL;
}

static void
write_day (const Stage *stage,
           Desk        *desk,
           char       **words,
           const char  *key,
           const char  *kind,
           const char  *record,
           const char  *case_id,
           const char  *field)
{
  const char      *days = find_option (words, key);
  g_autofree char *day = days != NULL ? day_from_now (stage, days) : NULL;

  if (day != NULL)
    desk_write (desk, kind, record, case_id, field, "basics", day, NULL);
}

static void
found (const Stage *stage,
       Desk        *desk,
       char       **words)
{
  guint            case_number = number (words[2]);
  g_autofree char *id = g_strdup (id_of ("case", case_number));
  g_autofree char *member = g_strdup (id_of ("founder", case_number));
  g_autofree char *user = g_strdup_printf ("\"%s\"", desk->laptop->user);
  const char      *person = find_option (words, "of");

  desk_begin (desk);
  desk_write (desk, "case", id, id, "title", "basics", "\"Title\"", NULL);
  desk_write (desk, "member", member, id, "user", "basics", user, NULL);
  desk_write (desk, "member", member, id, "role", "basics", "\"caseworker\"", NULL);
  if (person != NULL)
    {
      g_autofree char *about = g_strdup_printf ("\"%s\"", id_of ("person", number (person)));

      desk_write (desk, "case", id, id, "participant", "basics", about, NULL);
    }
  desk_end (desk);
}

static void
add (const Stage *stage,
     Desk        *desk,
     char       **words)
{
  guint            case_number = number (words[2]);
  g_autofree char *id = g_strdup (id_of ("case", case_number));
  g_autofree char *what = g_strconcat ("member ", words[3], NULL);
  g_autofree char *member = g_strdup (id_of (what, case_number));
  g_autofree char *user = g_strdup_printf ("\"%s\"", words[3]);
  const char      *role = find_option (words, "role");

  desk_begin (desk);
  desk_write (desk, "member", member, id, "user", "basics", user, NULL);
  if (role != NULL)
    {
      g_autofree char *value = g_strdup_printf ("\"%s\"", role);

      desk_write (desk, "member", member, id, "role", "basics", value, NULL);
    }
  write_day (stage, desk, words, "from", "member", member, id, "from");
  write_day (stage, desk, words, "until", "member", member, id, "to");
  desk_end (desk);
}

static void
end (const Stage *stage,
     Desk        *desk,
     char       **words)
{
  guint            case_number = number (words[2]);
  g_autofree char *id = g_strdup (id_of ("case", case_number));
  g_autofree char *what = g_strconcat ("member ", words[3], NULL);
  g_autofree char *member = g_strdup (id_of (what, case_number));
  gboolean         is_end = g_str_equal (words[1], "end");
  g_autofree char *yesterday = day_from_now (stage, "-1");

  desk_begin (desk);
  desk_write (desk, "member", member, id, "to", "basics", is_end ? yesterday : "null", NULL);
  desk_end (desk);
}

static void
person (const Stage *stage,
        Desk        *desk,
        char       **words)
{
  g_autofree char *id = g_strdup (id_of ("person", number (words[2])));

  desk_begin (desk);
  if (g_str_equal (words[1], "person"))
    desk_write (desk, "participant", id, NULL, "name", "basics", "\"Berta Ek\"", NULL);
  else if (g_str_equal (words[1], "protect"))
    desk_write (desk, "participant", id, NULL, "protected", "basics", "true", NULL);
  else
    desk_write (desk, "participant", id, NULL, "protected", "basics", "false", NULL);
  desk_end (desk);
}

static void
note (const Stage *stage,
      Desk        *desk,
      char       **words)
{
  g_autofree char *id = g_strdup (id_of ("case", number (words[2])));
  g_autofree char *record = g_strdup (id_of ("note", number (words[3])));

  desk_begin (desk);
  desk_write (desk, "journal", record, id, "text", words[4], "\"Words\"", NULL);
  desk_end (desk);
}

static void
goal (const Stage *stage,
      Desk        *desk,
      char       **words)
{
  g_autofree char *id = g_strdup (id_of ("case", number (words[2])));
  g_autofree char *record = g_strdup (id_of ("goal", number (words[3])));
  g_autofree char *value = g_strdup_printf ("\"By %s\"", desk->laptop->user);
  const char      *by = find_option (words, "by");
  const Held      *source = by != NULL ? desk_find (desk, id_of ("goal", number (by)), "text") : NULL;

  g_assert_true ((by != NULL) == (source != NULL));
  desk_begin (desk);
  desk_write (desk, "goal", record, id, "text", words[4], value, source);
  desk_end (desk);
}

static void
consent (const Stage *stage,
         Desk        *desk,
         char       **words)
{
  g_autofree char *id = g_strdup (id_of ("case", number (words[2])));
  g_autofree char *record = g_strdup (id_of ("consent", number (words[3])));
  g_autofree char *parties = g_strdup_printf ("[\"%s\"]", words[4]);
  g_auto (GStrv) areas = g_strsplit (words[5], ",", -1);
  g_autofree char *joined = g_strjoinv ("\",\"", areas);
  g_autofree char *list = g_str_equal (joined, "all") ? g_strdup ("[\"*\"]")
                                                      : g_strdup_printf ("[\"%s\"]", joined);

  desk_begin (desk);
  desk_write (desk, "consent", record, id, "kind", "basics", "\"signed\"", NULL);
  desk_write (desk, "consent", record, id, "parties", "basics", parties, NULL);
  desk_write (desk, "consent", record, id, "areas", "basics", list, NULL);
  write_day (stage, desk, words, "until", "consent", record, id, "valid-to");
  desk_end (desk);
}

static void
withdraw (const Stage *stage,
          Desk        *desk,
          char       **words)
{
  g_autofree char *id = g_strdup (id_of ("case", number (words[2])));
  g_autofree char *record = g_strdup (id_of ("consent", number (words[3])));
  g_autofree char *today = day_from_now (stage, "0");

  desk_begin (desk);
  desk_write (desk, "consent", record, id, "withdrawn", "basics", today, NULL);
  desk_end (desk);
}

static void
open_case (const Stage *stage,
           Desk        *desk,
           char       **words)
{
  static gint64 last_id;
  AmiaWireFact  fact = { 0 };

  fact.id = ++last_id;
  fact.what = (char *) AMIA_FACT_OPEN;
  fact.at_ms = stage->office->now_ms;
  fact.since = desk->laptop->since;
  g_assert_true (amia_uuid_parse (id_of ("case", number (words[2])), -1, &fact.case_id));
  g_array_append_val (desk->facts, fact);
}

static gboolean
act (const Stage *stage,
     char       **words)
{
  static const struct
  {
    const char *verb;
    void (*run) (const Stage *stage, Desk *desk, char **words);
  } acts[] = {
    { "found", found },
    { "add", add },
    { "end", end },
    { "back", end },
    { "person", person },
    { "protect", person },
    { "unprotect", person },
    { "note", note },
    { "goal", goal },
    { "consent", consent },
    { "withdraw", withdraw },
    { "open", open_case },
  };

  for (gsize i = 0; words[1] != NULL && i < G_N_ELEMENTS (acts); i++)
    {
      if (g_str_equal (words[1], acts[i].verb))
        {
          acts[i].run (stage, stage_find_desk (stage, words[0]), words);
          return TRUE;
        }
    }

  return FALSE;
}

/* In the order in which they stand. */
static void
sync_desks (const Stage *stage,
            char       **words)
{
  if (g_str_equal (words[1], "all"))
    {
      for (guint i = 0; i < stage->desks->len; i++)
        desk_sync (g_ptr_array_index (stage->desks, i));
      return;
    }

  for (gsize i = 1; words[i] != NULL; i++)
    desk_sync (stage_find_desk (stage, words[i]));
}

static gboolean
look (const Stage *stage,
      char       **words)
{
  Desk       *desk = stage_find_desk (stage, words[1]);
  const char *field = g_str_equal (words[2], "title")  ? "title"
                      : g_str_equal (words[2], "name") ? "name"
                                                       : "text";
  const char *what = g_str_equal (words[2], "title")  ? "case"
                     : g_str_equal (words[2], "name") ? "person"
                                                      : words[2];

  if (g_str_equal (words[0], "heads"))
    return desk_count_heads (desk, id_of (what, number (words[3])), field) == number (words[4]);

  return (desk_find (desk, id_of (what, number (words[3])), field) != NULL) ==
         g_str_equal (words[0], "has");
}

static gboolean
run_line (Stage *stage,
          char **words)
{
  if (g_str_equal (words[0], "sync"))
    sync_desks (stage, words);
  else if (g_str_equal (words[0], "days"))
    stage->office->now_ms += number (words[1]) * STAGE_DAY_MS;
  else if (g_str_equal (words[0], "restart"))
    office_restart (stage->office);
  else if (g_str_equal (words[0], "escrow"))
    return stage_find_desk (stage, words[1])->n_escrowed == number (words[2]);
  else if (g_str_equal (words[0], "opened"))
    return stage_find_desk (stage, words[1])->n_opened == number (words[2]);
  else if (g_str_equal (words[0], "has") || g_str_equal (words[0], "lacks") ||
           g_str_equal (words[0], "heads"))
    return look (stage, words);
  else
    return act (stage, words);

  return TRUE;
}

void
stage_run (Stage      *stage,
           const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, ";", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), " ", -1);

      if (words[0] == NULL || *words[0] == '\0')
        continue;
      if (!run_line (stage, words))
        g_error ("Not so: %s", lines[i]);
    }
}

void
stage_finish (Stage *stage)
{
  stage_run (stage, "sync all; sync all");
  for (guint i = 0; i < stage->desks->len; i++)
    desk_check (g_ptr_array_index (stage->desks, i));
}
