/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-seed.h"

#include <string.h>

#include "amia-templates.h"

/* The life of a made-up case: it is opened, mapped, talked about and planned. Time is made up too:
 * it starts on a fixed morning and goes on by seconds, so that stamps do not depend on when the
 * seed was sown. */

#define START_MS       G_GINT64_CONSTANT (1767772800000) /* 2026-01-07T08:00:00Z */
#define STEP_MS        4000
#define BED_CASES      50
#define BIRTH_YEAR_MIN 1880
#define BIRTH_YEAR_MAX 1899
#define VISITS_MAX     6
#define NOTES_MAX      5
#define ACTIVITIES_MAX 3

/* Somebody works at an even pace. */
static gint64
read_clock (gpointer data)
{
  return ((AmiaSeed *) data)->now_ms += STEP_MS;
}

AmiaUuid
amia_seed_new_id (AmiaSeed *seed)
{
  AmiaUuid id;

  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8) (seed->now_ms >> (40 - 8 * i));
  for (int i = 6; i < 16; i++)
    id.bytes[i] = (guint8) g_rand_int_range (seed->random, 0, 256);
  id.bytes[6] = (guint8) (0x70 | (id.bytes[6] & 0x0f));
  id.bytes[8] = (guint8) (0x80 | (id.bytes[8] & 0x3f));
  return id;
}

const char *
amia_seed_pick (AmiaSeed          *seed,
                const char *const *words)
{
  gint32 n_words = (gint32) g_strv_length ((char **) words);

  return words[g_rand_int_range (seed->random, 0, n_words)];
}

char *
amia_seed_dup_date (AmiaSeed *seed,
                    int       days)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (seed->now_ms / 1000);
  g_autoptr (GDateTime) then = g_date_time_add_days (today, days);

  return g_date_time_format (then, "%Y-%m-%d");
}

char *
amia_seed_dup_sentences (AmiaSeed *seed,
                         guint     n_max)
{
  GString *text = g_string_new (NULL);
  guint    n = (guint) g_rand_int_range (seed->random, 1, (gint32) n_max + 1);

  for (guint i = 0; i < n; i++)
    {
      const char *subject = amia_seed_pick (seed, amia_seed_subjects);
      const char *verb = amia_seed_pick (seed, amia_seed_verbs);
      const char *object = amia_seed_pick (seed, amia_seed_objects);
      const char *end = amia_seed_pick (seed, amia_seed_ends);

      g_string_append_printf (text,
                              "%s%s %s %s %s.",
                              i > 0 ? " " : "",
                              subject,
                              verb,
                              object,
                              end);
    }

  return g_string_free (text, FALSE);
}

/* --- People --------------------------------------------------------------------------------- */

/* The Luhn digit over the ten digits without century (Skatteverket SKV 704). */
static int
get_check_digit (const char *digits)
{
  int sum = 0;

  for (int i = 0; i < 9; i++)
    {
      int product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);

      sum += product / 10 + product % 10;
    }

  return (10 - sum % 10) % 10;
}

static char *
make_personnummer (AmiaSeed *seed)
{
  gint32 year = g_rand_int_range (seed->random, BIRTH_YEAR_MIN, BIRTH_YEAR_MAX + 1);
  gint32 month = g_rand_int_range (seed->random, 1, 13);
  gint32 day = g_rand_int_range (seed->random, 1, 29);
  gint32 number = g_rand_int_range (seed->random, 100, 1000);
  char   digits[10];

  g_snprintf (digits, sizeof digits, "%02d%02d%02d%03d", year % 100, month, day, number);
  return g_strdup_printf ("%04d%02d%02d-%03d%d",
                          year,
                          month,
                          day,
                          number,
                          get_check_digit (digits));
}

static char *
make_name (AmiaSeed *seed)
{
  const char *first = amia_seed_pick (seed, amia_seed_first_names);
  const char *head = amia_seed_pick (seed, amia_seed_name_heads);
  const char *tail = amia_seed_pick (seed, amia_seed_name_tails);

  return g_strdup_printf ("%s %s%s", first, head, tail);
}

static void
add_person (AmiaSeed       *seed,
            AmiaEdits      *edits,
            const AmiaUuid *person,
            const char     *name)
{
  g_autofree char *personnummer = make_personnummer (seed);
  g_autofree char *benefit_end = amia_seed_dup_date (seed,
                                                     g_rand_int_range (seed->random, 30, 300));

  amia_edits_set_string (edits, "participant", person, NULL, "name", name);
  amia_edits_set_string (edits, "participant", person, NULL, "personnummer", personnummer);
  amia_edits_set_string (edits,
                         "participant",
                         person,
                         NULL,
                         "municipality",
                         amia_seed_pick (seed, amia_seed_places));
  amia_edits_set_string (edits, "participant", person, NULL, "benefit-end", benefit_end);
}

/* --- Cases ---------------------------------------------------------------------------------- */

/* The store would add the first member by itself, with an id by chance. */
static void
add_member (AmiaSeed       *seed,
            AmiaEdits      *edits,
            const AmiaUuid *case_id)
{
  AmiaUuid            id = amia_seed_new_id (seed);
  const AmiaIdentity *identity = amia_store_get_identity (seed->store);
  g_autofree char    *from = amia_seed_dup_date (seed, -200);

  amia_edits_set_string (edits, "member", &id, case_id, "user", identity->user);
  amia_edits_set_string (edits, "member", &id, case_id, "role", identity->role);
  amia_edits_set_string (edits, "member", &id, case_id, "from", from);
}

static void
add_consent (AmiaSeed       *seed,
             AmiaEdits      *edits,
             const AmiaUuid *case_id)
{
  AmiaUuid         id = amia_seed_new_id (seed);
  int              signed_days = g_rand_int_range (seed->random, -190, -1);
  g_autofree char *from = amia_seed_dup_date (seed, signed_days);
  g_autofree char *to = amia_seed_dup_date (seed, signed_days + 730);

  amia_edits_set_string (edits, "consent", &id, case_id, "kind", "participation");
  amia_edits_set (edits, "consent", &id, case_id, "parties", NULL, "[\"FK\",\"AF\",\"VARD\"]");
  amia_edits_set (edits, "consent", &id, case_id, "areas", NULL, "[\"*\"]");
  amia_edits_set_string (edits, "consent", &id, case_id, "valid-from", from);
  amia_edits_set_string (edits, "consent", &id, case_id, "valid-to", to);
  amia_edits_set_string (edits, "consent", &id, case_id, "signed-on", from);
}

static void
add_case (AmiaSeed       *seed,
          AmiaEdits      *edits,
          const AmiaUuid *case_id,
          guint           number)
{
  AmiaUuid         person = amia_seed_new_id (seed);
  g_autofree char *name = make_name (seed);
  g_autofree char *opened = amia_seed_dup_date (seed, -200);
  g_autofree char *label = g_strdup_printf ("A-%05u", number);
  char             text[AMIA_UUID_TEXT_LENGTH + 1];

  add_person (seed, edits, &person, name);
  amia_edits_set_string (edits, "case", case_id, case_id, "title", name);
  amia_edits_set_string (edits, "case", case_id, case_id, "number", label);
  amia_edits_set_string (edits,
                         "case",
                         case_id,
                         case_id,
                         "participant",
                         amia_uuid_print (&person, text));
  amia_edits_set_string (edits,
                         "case",
                         case_id,
                         case_id,
                         "subproject",
                         amia_seed_pick (seed, amia_seed_subprojects));
  amia_edits_set_string (edits, "case", case_id, case_id, "opened", opened);
  add_member (seed, edits, case_id);
  add_consent (seed, edits, case_id);
}

/* Steps are entered again and again; that is the method, not a mistake. */
static void
add_visits (AmiaSeed       *seed,
            AmiaEdits      *edits,
            const AmiaUuid *case_id)
{
  int n_visits = g_rand_int_range (seed->random, 1, VISITS_MAX + 1);
  int step = 1;
  int days = -190;

  for (int i = 0; i < n_visits; i++)
    {
      AmiaUuid         id = amia_seed_new_id (seed);
      g_autofree char *name = g_strdup_printf ("%d", step);
      g_autofree char *from = amia_seed_dup_date (seed, days);
      g_autofree char *to = NULL;

      days += g_rand_int_range (seed->random, 5, 30);
      to = amia_seed_dup_date (seed, days);
      amia_edits_set_string (edits, "visit", &id, case_id, "step", name);
      amia_edits_set_string (edits, "visit", &id, case_id, "from", from);
      if (i + 1 < n_visits)
        amia_edits_set_string (edits, "visit", &id, case_id, "to", to);
      step = CLAMP (step + g_rand_int_range (seed->random, -1, 3), 1, 7);
    }
}

static void
add_notes (AmiaSeed       *seed,
           AmiaEdits      *edits,
           const AmiaUuid *case_id,
           guint           n_notes)
{
  for (guint i = 0; i < n_notes; i++)
    {
      AmiaUuid         id = amia_seed_new_id (seed);
      g_autofree char *date = amia_seed_dup_date (seed, g_rand_int_range (seed->random, -180, 0));
      g_autofree char *text = amia_seed_dup_sentences (seed, 5);
      const char      *kind = amia_seed_pick (seed, amia_seed_journal_kinds);
      const char      *headline = amia_seed_pick (seed, amia_seed_headlines);

      amia_edits_set_string (edits, "journal", &id, case_id, "kind", kind);
      amia_edits_set_string (edits, "journal", &id, case_id, "date", date);
      amia_edits_set_string (edits, "journal", &id, case_id, "headline", headline);
      amia_edits_set_string (edits, "journal", &id, case_id, "text", text);
    }
}

static void
add_plan (AmiaSeed       *seed,
          AmiaEdits      *edits,
          const AmiaUuid *case_id)
{
  AmiaUuid goal = amia_seed_new_id (seed);
  int      n_activities = g_rand_int_range (seed->random, 0, ACTIVITIES_MAX + 1);
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  amia_uuid_print (&goal, text);
  amia_edits_set_string (edits,
                         "goal",
                         &goal,
                         case_id,
                         "text",
                         amia_seed_pick (seed, amia_seed_goals));
  for (int i = 0; i < n_activities; i++)
    {
      AmiaUuid         id = amia_seed_new_id (seed);
      const char      *title = amia_seed_pick (seed, amia_seed_activities);
      g_autofree char *hours = g_strdup_printf ("%d", g_rand_int_range (seed->random, 1, 20));

      amia_edits_set_string (edits, "activity", &id, case_id, "title", title);
      amia_edits_set_string (edits, "activity", &id, case_id, "goal", text);
      amia_edits_set (edits, "activity", &id, case_id, "hours", NULL, hours);
    }
}

/* Adds the three actions that a case is made of. */
static void
sow_case (AmiaSeed  *seed,
          guint      number,
          GPtrArray *actions)
{
  AmiaUuid   case_id = amia_seed_new_id (seed);
  AmiaEdits *opening = amia_edits_new ();
  AmiaEdits *mapping = amia_edits_new ();
  AmiaEdits *following = amia_edits_new ();

  seed->last_case = case_id;
  add_case (seed, opening, &case_id, number);
  add_visits (seed, opening, &case_id);
  for (guint i = 0; i < seed->forms->len; i++)
    amia_seed_add_form (seed, mapping, &case_id, g_ptr_array_index (seed->forms, i));
  add_notes (
      seed, following, &case_id, (guint) g_rand_int_range (seed->random, 1, NOTES_MAX + 1));
  add_plan (seed, following, &case_id);

  g_ptr_array_add (actions, opening);
  g_ptr_array_add (actions, mapping);
  g_ptr_array_add (actions, following);
}

/* What years bring: further forms, each an action of its own, and a journal, some notes a day. */
static void
sow_years (AmiaSeed  *seed,
           GPtrArray *actions)
{
  const AmiaUuid case_id = seed->last_case;

  for (guint i = 0; i < seed->n_more_forms; i++)
    {
      AmiaEdits *form = amia_edits_new ();

      amia_seed_add_form (
          seed, form, &case_id, g_ptr_array_index (seed->forms, i % seed->forms->len));
      g_ptr_array_add (actions, form);
    }

  for (guint i = 0; i < seed->n_more_notes; i += NOTES_MAX)
    {
      AmiaEdits *notes = amia_edits_new ();

      add_notes (seed, notes, &case_id, MIN (NOTES_MAX, seed->n_more_notes - i));
      g_ptr_array_add (actions, notes);
    }
}

/* Sows cases @first to @last, 1 being the first, in one transaction. */
static gboolean
sow_bed (AmiaSeed *seed,
         guint     first,
         guint     last,
         GError  **error)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint number = first; number <= last; number++)
    {
      sow_case (seed, number, actions);
      sow_years (seed, actions);
    }
  return amia_store_commit_all (seed->store, actions, NULL, error);
}

static gboolean
load_forms (AmiaSeed *seed,
            GError  **error)
{
  static const char *const names[] = { "kartlaggning", "dagboksblad" };
  gsize                    n_templates;
  const AmiaTemplate      *templates = amia_templates_get_all (&n_templates);

  for (gsize i = 0; i < n_templates; i++)
    {
      g_autoptr (GBytes) data = NULL;
      AmiaQuestionnaire *form;
      gsize              length;
      const char        *bytes;

      if (!templates[i].is_current || (strcmp (templates[i].name, names[0]) != 0 &&
                                       strcmp (templates[i].name, names[1]) != 0))
        continue;

      data = amia_template_dup_data (&templates[i]);
      bytes = g_bytes_get_data (data, &length);
      form = amia_questionnaire_new_from_data (bytes, (gssize) length, error);
      if (form == NULL)
        return FALSE;
      g_ptr_array_add (seed->forms, form);
    }

  return TRUE;
}

gboolean
amia_seed_run (AmiaStore *store,
               guint      n_cases,
               guint      n_more_forms,
               guint      n_more_notes,
               guint32    seed,
               GError   **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (
      (GDestroyNotify) amia_questionnaire_unref);
  AmiaSeed self = { .store = store,
                    .random = random,
                    .now_ms = START_MS,
                    .forms = forms,
                    .n_more_forms = n_more_forms,
                    .n_more_notes = n_more_notes };
  gboolean is_sown = load_forms (&self, error);

  amia_store_set_clock (store, read_clock, &self);
  for (guint first = 1; is_sown && first <= n_cases; first += BED_CASES)
    is_sown = sow_bed (&self, first, MIN (first + BED_CASES - 1, n_cases), error);

  return is_sown;
}
