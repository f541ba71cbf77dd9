/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-demo.h"

#include "amia-templates.h"

/* The stories are Swedish, as the users' own cases are, and so not translated. A date is a number
 * of days before today, so that the demonstration never looks old. */

typedef struct
{
  const char *step;
  int         from_days;
  int         to_days; /* -1: still there. */
  const char *note;
} Visit;

typedef struct
{
  const char *kind;
  int         days;
  const char *headline;
  const char *text;
} Note;

typedef struct
{
  const char *name;
  const char *personnummer;
  const char *municipality;
  const char *phone;
  const char *subproject;
  int         benefit_end_days; /* Before today; negative is still to come. */
  gboolean    has_consent;
  const char *form;
  Visit       visits[8];
  Note        notes[4];
} Story;

static const Story stories[] = {
  { .name = "Hulda Ekvall",
    .personnummer = "18840312-2388",
    .municipality = "Östersund",
    .phone = "070-000 00 01",
    .subproject = "Nord",
    .form = "kartlaggning",
    .benefit_end_days = -40,
    .has_consent = TRUE,
    .visits = { { "1", 150, 143, NULL },
                { "2", 143, 96, NULL },
                { "3", 96, 70, "Målet blev en bättre vardag." },
                { "2", 70, -1, "Nya uppgifter från vården: vi kartlägger en gång till." } },
    .notes = { { "meeting", 143, "Första trepartsmötet",
                 "Hulda berättar om sina förväntningar. Hon vill orka med hemmet och barnbarnen." },
               { "care", 72, "Samtal med hälsocentralen",
                 "Läkaren ser ingen väg tillbaka till arbete nu. Underlag för sjukersättning "
                 "skrivs." },
               { "phone", 9, "Hulda ringde",
                 "Har provat MediYoga två gånger. Sover lite bättre." } } },
  { .name = "Frans Oskar Lindelöf",
    .personnummer = "18910923-9153",
    .municipality = "Malmö",
    .phone = "070-000 00 02",
    .subproject = "Syd",
    .form = "dagboksblad",
    .benefit_end_days = 30,
    .has_consent = TRUE,
    .visits = { { "1", 210, 202, NULL },
                { "2", 202, 180, NULL },
                { "3", 180, 160, NULL },
                { "4", 160, 140, NULL },
                { "5", 140, -1, "Hälsoskola, jobbsökargrupp och två rekryteringsträffar." } },
    .notes = { { "meeting", 160, "Planering",
                 "Frans vill arbeta med händerna. Vi söker en plats i en snickeriverkstad." },
               { "email", 14, "Svar från arbetsgivaren",
                 "Frans får prova tre dagar i veckan från nästa månad." } } },
  { .name = "Elin Sandkvist",
    .personnummer = "18870604-2267",
    .municipality = "Sundsvall",
    .phone = "070-000 00 03",
    .subproject = "Öst",
    .form = "kartlaggning",
    .benefit_end_days = 75,
    .has_consent = TRUE,
    .visits = { { "1", 330, 321, NULL },
                { "2", 321, 290, NULL },
                { "3", 290, 262, NULL },
                { "4", 262, 200, NULL },
                { "2", 200, 150, "Återfall under hösten." },
                { "3", 150, 121, NULL },
                { "4", 121, -1, "Tredje planen, i mindre steg." } },
    .notes = { { "reflection", 199, "Efter återfallet",
                 "Vi gick för fort fram. Nästa plan börjar med sömnen." },
               { "meeting", 20, "Uppföljning",
                 "Elin kommer till gruppen en gång i veckan. Projekttiden tar slut i vår." } } },
  { .name = "Axel Viktor Grenholm",
    .personnummer = "18960118-7439",
    .municipality = "Borås",
    .phone = "070-000 00 04",
    .subproject = "Väst",
    .benefit_end_days = -12,
    .has_consent = FALSE,
    .visits = { { "1", 35, -1, "Tredje handläggaren på två år. Börja om från början." } },
    .notes = { { "decision", 30, "Överlämning",
                 "Den tidigare bilden av Axels hälsa stämmer inte. Vi ber om nya underlag." } } },
};

static char *
days_ago (GDateTime *now,
          int        days)
{
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -days);

  return g_date_time_format (then, "%Y-%m-%d");
}

static AmiaUuid
new_id (GDateTime *now)
{
  return amia_uuid_new_v7 (g_date_time_to_unix (now) * 1000);
}

static void
add_person (AmiaEdits      *edits,
            const Story    *story,
            const AmiaUuid *case_id,
            GDateTime      *now)
{
  AmiaUuid         person = new_id (now);
  g_autofree char *text = amia_uuid_to_string (&person);
  g_autofree char *benefit_end = days_ago (now, story->benefit_end_days);
  g_autofree char *opened = days_ago (now, story->visits[0].from_days);

  amia_edits_set_string (edits, "participant", &person, NULL, "name", story->name);
  amia_edits_set_string (edits, "participant", &person, NULL, "personnummer", story->personnummer);
  amia_edits_set_string (edits, "participant", &person, NULL, "municipality", story->municipality);
  amia_edits_set_string (edits, "participant", &person, NULL, "phone", story->phone);
  amia_edits_set_string (edits, "participant", &person, NULL, "benefit-end", benefit_end);
  amia_edits_set_string (edits, "case", case_id, case_id, "title", story->name);
  amia_edits_set_string (edits, "case", case_id, case_id, "participant", text);
  amia_edits_set_string (edits, "case", case_id, case_id, "subproject", story->subproject);
  amia_edits_set_string (edits, "case", case_id, case_id, "opened", opened);
}

static void
add_visit (AmiaEdits      *edits,
           const Visit    *visit,
           const AmiaUuid *case_id,
           GDateTime      *now)
{
  AmiaUuid         id = new_id (now);
  g_autofree char *from = days_ago (now, visit->from_days);
  g_autofree char *to = visit->to_days >= 0 ? days_ago (now, visit->to_days) : NULL;

  amia_edits_set_string (edits, "visit", &id, case_id, "step", visit->step);
  amia_edits_set_string (edits, "visit", &id, case_id, "from", from);
  if (to != NULL)
    amia_edits_set_string (edits, "visit", &id, case_id, "to", to);
  if (visit->note != NULL)
    amia_edits_set_string (edits, "visit", &id, case_id, "note", visit->note);
}

static void
add_note (AmiaEdits      *edits,
          const Note     *note,
          const AmiaUuid *case_id,
          GDateTime      *now)
{
  AmiaUuid         id = new_id (now);
  g_autofree char *date = days_ago (now, note->days);

  amia_edits_set_string (edits, "journal", &id, case_id, "kind", note->kind);
  amia_edits_set_string (edits, "journal", &id, case_id, "date", date);
  amia_edits_set_string (edits, "journal", &id, case_id, "headline", note->headline);
  amia_edits_set_string (edits, "journal", &id, case_id, "text", note->text);
}

static void
add_consent (AmiaEdits      *edits,
             const Story    *story,
             const AmiaUuid *case_id,
             GDateTime      *now)
{
  AmiaUuid         id = new_id (now);
  g_autofree char *from = days_ago (now, story->visits[0].from_days);
  g_autofree char *to = days_ago (now, -365);

  amia_edits_set (edits, "consent", &id, case_id, "parties", NULL, "[\"FK\",\"AF\",\"VARD\"]");
  amia_edits_set (edits, "consent", &id, case_id, "areas", NULL, "[\"*\"]");
  amia_edits_set_string (edits, "consent", &id, case_id, "valid-from", from);
  amia_edits_set_string (edits, "consent", &id, case_id, "valid-to", to);
  amia_edits_set_string (edits, "consent", &id, case_id, "signed-on", from);
}

/* A form that has been begun, by its template's name. */
static void
add_form (AmiaEdits      *edits,
          const char     *name,
          const AmiaUuid *case_id,
          GDateTime      *now)
{
  gsize               n_templates = 0;
  const AmiaTemplate *templates = amia_templates_get_all (&n_templates);
  AmiaUuid            id = new_id (now);

  for (gsize i = 0; i < n_templates; i++)
    {
      g_autofree char *canonical = NULL;

      if (!templates[i].is_current || g_strcmp0 (templates[i].name, name) != 0)
        continue;

      canonical = amia_template_dup_canonical (&templates[i]);
      amia_edits_set_string (edits, "form", &id, case_id, "questionnaire", canonical);
      amia_edits_set_string (edits, "form", &id, case_id, "status", "in-progress");
    }
}

static gboolean
add_story (AmiaStore   *store,
           const Story *story,
           GDateTime   *now,
           GError     **error)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid case_id = new_id (now);

  add_person (edits, story, &case_id, now);
  for (gsize i = 0; i < G_N_ELEMENTS (story->visits) && story->visits[i].step != NULL; i++)
    add_visit (edits, &story->visits[i], &case_id, now);
  for (gsize i = 0; i < G_N_ELEMENTS (story->notes) && story->notes[i].kind != NULL; i++)
    add_note (edits, &story->notes[i], &case_id, now);
  if (story->form != NULL)
    add_form (edits, story->form, &case_id, now);
  if (story->has_consent)
    add_consent (edits, story, &case_id, now);

  return amia_store_commit (store, edits, NULL, error);
}

gpointer
amia_demo_fill (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_return_val_if_fail (store != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      if (!add_story (store, &stories[i], now, error))
        return NULL;
    }

  return NULL;
}
