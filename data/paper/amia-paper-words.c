/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-paper-words.h"

#include <stdlib.h>
#include <string.h>

/* One table, both languages side by side, so that none is forgotten. */

static const struct
{
  const char *sv;
  const char *en;
} words[] = {
  [AMIA_PAPER_PAGE_OF] = { "Sida {1} av {2}", "Page {1} of {2}" },
  [AMIA_PAPER_YES] = { "Ja", "Yes" },
  [AMIA_PAPER_NO] = { "Nej", "No" },
  [AMIA_PAPER_OTHER] = { "Annat:", "Other:" },
  [AMIA_PAPER_NO_ANSWER] = { "Inget svar", "No answer" },
  [AMIA_PAPER_SEVERAL] = { "Sätt ett eller flera kryss.", "Tick one or more boxes." },
  [AMIA_PAPER_IF] = { "Om {1}:", "If {1}:" },
  [AMIA_PAPER_SECTION_IF] = { "Fyll i den här delen bara om {1}.",
                              "Fill in this part only if {1}." },
  [AMIA_PAPER_SOMETIMES] = { "Svara om det stämmer in på dig:", "Answer if it applies to you:" },
  [AMIA_PAPER_AND] = { " och ", " and " },
  [AMIA_PAPER_OR] = { " eller ", " or " },
  [AMIA_PAPER_OR_QUOTED] = { "” eller ”", "” or “" },
  [AMIA_PAPER_IS_YES] = { "ja på {1}", "yes to {1}" },
  [AMIA_PAPER_IS_NO] = { "nej på {1}", "no to {1}" },
  [AMIA_PAPER_IS] = { "svaret på {1} är ”{2}”", "the answer to {1} is “{2}”" },
  [AMIA_PAPER_IS_NOT] = { "svaret på {1} är något annat än ”{2}”",
                          "the answer to {1} is other than “{2}”" },
  [AMIA_PAPER_IS_MORE] = { "svaret på {1} är mer än {2}", "the answer to {1} is more than {2}" },
  [AMIA_PAPER_IS_LESS] = { "svaret på {1} är mindre än {2}", "the answer to {1} is less than {2}" },
  [AMIA_PAPER_IS_AT_LEAST] = { "svaret på {1} är minst {2}", "the answer to {1} is at least {2}" },
  [AMIA_PAPER_IS_AT_MOST] = { "svaret på {1} är högst {2}", "the answer to {1} is at most {2}" },
  [AMIA_PAPER_IS_ANSWERED] = { "du har svarat på {1}", "you have answered {1}" },
  [AMIA_PAPER_IS_UNANSWERED] = { "du inte har svarat på {1}", "you have not answered {1}" },
  [AMIA_PAPER_JUST_YES] = { "ja", "yes" },
  [AMIA_PAPER_JUST_NO] = { "nej", "no" },
  [AMIA_PAPER_JUST_IS] = { "svaret är ”{1}”", "the answer is “{1}”" },
  [AMIA_PAPER_JUST_ANSWERED] = { "du har svarat", "you have answered" },
  [AMIA_PAPER_QUESTION] = { "fråga {1}", "question {1}" },
  [AMIA_PAPER_QUOTED] = { "”{1}”", "“{1}”" },
  [AMIA_PAPER_SIGNATURE] = { "Underskrift", "Signature" },
  [AMIA_PAPER_DATE_HINT] = { "år-mån-dag", "year-month-day" },
  [AMIA_PAPER_CASE] = { "Ärende", "Case" },
  [AMIA_PAPER_PARTICIPANT] = { "Deltagare", "Participant" },
  [AMIA_PAPER_STATE] = { "Läge", "State" },
  [AMIA_PAPER_COMPLETED] = { "Klart", "Completed" },
  [AMIA_PAPER_IN_PROGRESS] = { "Pågår, kan ändras", "In progress, may change" },
  [AMIA_PAPER_PRINTED_BY_ON] = { "Utskrivet {2} av {1}", "Printed {2} by {1}" },
  [AMIA_PAPER_PRINTED_ON] = { "Utskrivet {1}", "Printed {1}" },
  [AMIA_PAPER_MORE_ROWS] = { "Behöver du mer plats? Fortsätt på ett eget papper.",
                             "Do you need more room? Go on on a paper of your own." },
  [AMIA_PAPER_KEY] = { "Skriv siffran: {1}.", "Write the number: {1}." },
  [AMIA_PAPER_ENCLOSED] = { "Bifogas, vad:", "Enclosed, what:" },
  [AMIA_PAPER_LONG_LIST] = { "Skriv ditt svar. I programmet väljs det ur en lista med {1} svar.",
                             "Write your answer. In the program it is chosen from a list of {1}." },
  [AMIA_PAPER_NO_LIST] = { "Listan med svar finns inte i formuläret. Skriv ditt svar.",
                           "The list of answers is not in the form. Write your answer." },
  [AMIA_PAPER_OWN_COPY] = { "Det här är ditt eget exemplar. Stämmer något inte, säg till din "
                            "handläggare.",
                            "This is your own copy. If something is wrong, tell your caseworker." },
  [AMIA_PAPER_OWN_COPY_LEAVES_OUT] = { "Frågor utan svar är inte med.",
                                       "Questions without an answer are left out." },
  [AMIA_PAPER_PAIR_ONLY] = { "Det här är handläggarnas egna anteckningar. De lämnas inte ut här.",
                             "These are the caseworkers' own notes. They are not given out here." },
  [AMIA_PAPER_WITHHELD] = { "Svar om {1} är inte med. De delas inte med den som skrev ut papperet.",
                            "Answers about {1} are left out. They are not shared with who printed "
                            "this." },
  [AMIA_PAPER_WITHHELD_CASE] = { "Det som en annan myndighet har skrivit om {1} delas inte helt med "
                                 "den som skrev ut papperet. Det som inte delas är inte med.",
                                 "What another agency has written about {1} is not all shared with "
                                 "who printed this. What is not shared is left out." },
  [AMIA_PAPER_VERSION] = { "{1}, version {2}", "{1}, version {2}" },
  [AMIA_PAPER_CONTENTS] = { "Innehåll", "Contents" },
  [AMIA_PAPER_TIME_HINT] = { "timme:minut", "hour:minute" },
  [AMIA_PAPER_UNPLACED] = { "Svar från en tidigare version av formuläret",
                            "Answers from an earlier version of the form" },
  [AMIA_PAPER_NOTHING_TO_SHOW] = { "Här finns inget att visa.", "There is nothing to show here." },
  [AMIA_PAPER_SHEET_OF] = { "blad {1} av {2}", "sheet {1} of {2}" },
  [AMIA_PAPER_WHOLE_CASE] = { "Hela ärendet", "The whole case" },
  [AMIA_PAPER_WHOLE_CASE_IS] = { "Det som finns i ärendet och som får visas för den som skrev ut "
                                 "det.",
                                 "What is in the case and may be shown to who printed it." },
  [AMIA_PAPER_TEAM] = { "Teamet", "The team" },
  [AMIA_PAPER_CONSENTS] = { "Samtycken", "Consents" },
  [AMIA_PAPER_STEPS] = { "Steg i processen", "Steps of the process" },
  [AMIA_PAPER_JOURNAL] = { "Journal", "Journal" },
  [AMIA_PAPER_SELF] = { "Jag", "I" },
  [AMIA_PAPER_PLAN] = { "Mål och aktiviteter", "Goals and activities" },
  [AMIA_PAPER_MEETINGS] = { "Möten", "Meetings" },
  [AMIA_PAPER_ATTACHMENTS] = { "Underlag", "Attachments" },
  [AMIA_PAPER_AGREEMENTS] = { "Godkännanden och underskrifter", "Approvals and signatures" },
  [AMIA_PAPER_GOAL] = { "Mål", "Goal" },
  [AMIA_PAPER_ACTIVITY] = { "Aktivitet", "Activity" },
  [AMIA_PAPER_RESPONSIBLE] = { "Ansvarig: {1}.", "Responsible: {1}." },
  [AMIA_PAPER_PROVIDER] = { "Hos: {1}.", "At: {1}." },
  [AMIA_PAPER_HOURS] = { "Timmar: {1}.", "Hours: {1}." },
  [AMIA_PAPER_TAKES_PART] = { "Med: {1}.", "With: {1}." },
  [AMIA_PAPER_PLACE] = { "Plats: {1}.", "Place: {1}." },
  [AMIA_PAPER_APPROVED] = { "Godkänt: {1}", "Approved: {1}" },
  [AMIA_PAPER_SIGNED] = { "Undertecknat: {1}", "Signed: {1}" },
  [AMIA_PAPER_STANDS] = { "Det är samma innehåll som i formuläret här.",
                          "It is the same contents as in the form here." },
  [AMIA_PAPER_STANDS_NOT] = { "Det är inte samma innehåll som i formuläret "
                              "här. Formuläret kan ha ändrats, eller så "
                              "delas inte allt med den som skrev ut "
                              "papperet.",
                              "It is not the same contents as in the form "
                              "here. The form may have been changed, or not "
                              "all of it is shared with who printed this." },
  [AMIA_PAPER_SIGNED_ON_PAPER] = { "Undertecknat på papper. Den skannade sidan "
                                   "finns bland underlagen.",
                                   "Signed on paper. The scanned page is among "
                                   "the attachments." },
  [AMIA_PAPER_KIND_PICTURE] = { "Bild", "Picture" },
  [AMIA_PAPER_KIND_PDF] = { "PDF-dokument", "PDF document" },
  [AMIA_PAPER_KIND_TEXT] = { "Text", "Text" },
  [AMIA_PAPER_FROM_TO] = { "{1} – {2}", "{1} – {2}" },
  [AMIA_PAPER_FROM] = { "från {1}", "from {1}" },
  [AMIA_PAPER_TO] = { "till {1}", "to {1}" },
  [AMIA_PAPER_SHARES] = { "{1}, om: {2}", "{1}, about: {2}" },
  [AMIA_PAPER_SPOKEN] = { "Muntligt.", "By word of mouth." },
  [AMIA_PAPER_SIGNED_ON] = { "Undertecknat {1}.", "Signed {1}." },
  [AMIA_PAPER_WITHDRAWN_ON] = { "Tillbakataget {1}.", "Withdrawn {1}." },
  [AMIA_PAPER_BEFORE_STEP_1] = { "Före steg 1", "Before step 1" },
  [AMIA_PAPER_OVER_TIME] = { "Över tid", "Over time" },
  [AMIA_PAPER_SPIDER_IS] = { "Mitten är det lägsta talet på varje skala, kanten det högsta. Den "
                             "tjocka linjen är det här formuläret. De andra linjerna är andra "
                             "gånger. Talen står i tabellen.",
                             "The middle is the lowest number of each scale, the rim the highest. "
                             "The thick line is this form. The other lines are other times. The "
                             "table has the numbers." },
  [AMIA_PAPER_THIS_FORM] = { "{1} (det här)", "{1} (this form)" },
  [AMIA_PAPER_LINE_IN_CHART] = { "Linjen i bilden", "The line in the chart" },
  [AMIA_PAPER_UNKNOWN_FORM] = { "Formuläret finns inte på den här datorn, så svaren kan inte "
                                "skrivas ut.",
                                "The form is not on this computer, so its answers can't be "
                                "printed." },
};
G_STATIC_ASSERT (G_N_ELEMENTS (words) == AMIA_N_PAPER_WORDS);

static const struct
{
  const char *area;
  const char *sv;
  const char *en;
} areas[] = {
  { "basics", "grunduppgifter", "basic facts" },
  { "health", "hälsa", "health" },
  { "work", "arbete", "work" },
  { "economy", "ekonomi", "economy" },
  { "social", "familj och vardag", "family and everyday life" },
  { "plan", "planering", "the plan" },
  { "closing", "avslutet", "the closing" },
  { "*", "allt", "everything" },
};

static const struct
{
  const char *code;
  const char *sv;
  const char *en;
} terms[] = {
  { "FK", "Försäkringskassan", "Swedish Social Insurance Agency" },
  { "AF", "Arbetsförmedlingen", "Swedish Public Employment Service" },
  { "VARD", "Vården", "Care" },
  { "KOMMUN", "Kommunen", "Municipality" },
  { "caseworker", "handläggare", "caseworker" },
  { "navigator", "rehabnavigator", "rehab navigator" },
  { "coach", "coach", "coach" },
  { "participant", "deltagare", "participant" },
  { "leader", "delprojektledare", "sub-project leader" },
  { "admin", "administratör", "administrator" },
  { "note", "Anteckning", "Note" },
  { "phone", "Telefon", "Telephone" },
  { "meeting", "Möte", "Meeting" },
  { "email", "E-post", "E-mail" },
  { "decision", "Beslut", "Decision" },
  { "care", "Vårdkontakt", "Care contact" },
  { "reflection", "Reflektion", "Reflection" },
};

static const char *const months[][2] = {
  { "januari", "January" },
  { "februari", "February" },
  { "mars", "March" },
  { "april", "April" },
  { "maj", "May" },
  { "juni", "June" },
  { "juli", "July" },
  { "augusti", "August" },
  { "september", "September" },
  { "oktober", "October" },
  { "november", "November" },
  { "december", "December" },
};

static gboolean
is_swedish (const char *language)
{
  return language == NULL || g_ascii_strncasecmp (language, "sv", 2) == 0;
}

const char *
amia_paper_word (const char   *language,
                 AmiaPaperWord word)
{
  g_return_val_if_fail (word < AMIA_N_PAPER_WORDS, NULL);

  return is_swedish (language) ? words[word].sv : words[word].en;
}

char *
amia_paper_fill (const char *text,
                 const char *first,
                 const char *second)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = text != NULL ? text : ""; *at != '\0';)
    {
      gboolean is_first = strncmp (at, "{1}", 3) == 0;

      if (is_first || strncmp (at, "{2}", 3) == 0)
        {
          const char *value = is_first ? first : second;

          g_string_append (out, value != NULL ? value : "");
          at += 3;
        }
      else
        g_string_append_c (out, *at++);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
amia_paper_say (const char   *language,
                AmiaPaperWord word,
                const char   *first,
                const char   *second)
{
  return amia_paper_fill (amia_paper_word (language, word), first, second);
}

const char *
amia_paper_area (const char *language,
                 const char *area)
{
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (g_strcmp0 (areas[i].area, area) == 0)
        return is_swedish (language) ? areas[i].sv : areas[i].en;
    }

  return area;
}

char *
amia_paper_areas (const char        *language,
                  const char *const *list)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (list == NULL || list[0] == NULL)
    return NULL;

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (out,
                         list[i + 1] != NULL ? ", " : amia_paper_word (language, AMIA_PAPER_AND));
      g_string_append (out, amia_paper_area (language, list[i]));
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

const char *
amia_paper_term (const char *language,
                 const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      if (g_strcmp0 (terms[i].code, code) == 0)
        return is_swedish (language) ? terms[i].sv : terms[i].en;
    }

  return code;
}

char *
amia_paper_date (const char *language,
                 const char *date)
{
  const gsize length = strspn (date, "0123456789-");
  int         month;
  const char *name = NULL;

  if ((length != 7 && length != 10) || date[4] != '-')
    return g_strdup (date);
  month = atoi (date + 5);
  if (month < 1 || month > 12)
    return g_strdup (date);

  name = months[month - 1][is_swedish (language) ? 0 : 1];
  return length == 7 ? g_strdup_printf ("%s %.4s", name, date)
                     : g_strdup_printf ("%d %s %.4s", atoi (date + 8), name, date);
}
