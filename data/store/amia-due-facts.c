/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-due-facts-private.h"

#include <string.h>

#include "amia-case-access.h"

/* From records to what has happened. Each kind of record has one function that says which events it
 * tells of; of several the first counts, or the last, as the event wants it. */

#define FORMS     "https://amia.se/fhir/Questionnaire/"
#define PAIR_ROLE "caseworker"

/* The days in the order of the facts. */
typedef enum
{
  DAY_IDENTIFIED,
  DAY_ENROLLED,
  DAY_CONTACTED,
  DAY_MET,
  DAY_FOLLOWED_UP,
  DAY_MAPPED,
  DAY_CARE_MET,
  DAY_BENEFIT_END,
  DAY_ALI_FROM,
  DAY_CONSENT_END,
  DAY_CLOSED,
  N_DAYS
} Day;

typedef struct
{
  AmiaStore  *store;
  const char *today;
  char       *from_day;
  char       *until_day;

  char    *participant; /* the record's id as text */
  char    *subproject;
  gboolean is_not_current;
  char    *days[N_DAYS];
  guint    surveys;
  guint    status;
  guint    unseen;
  GString *users;
  GString *pair;
  GString *hours;
  GString *items;
  GString *duties;
} Load;

/* Nothing and an empty text are the same here. */
static void
put (GString    *to,
     const char *text)
{
  g_string_append_len (to, text != NULL ? text : "", text != NULL ? (gssize) strlen (text) + 1 : 1);
}

static void
put_number (GString *to,
            guint    number)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", number);
  put (to, text);
}

/* --- Days ------------------------------------------------------------------------------------- */

/* Whether @day has come; and until it comes, or before it came, the facts are others. */
static gboolean
has_come (Load       *load,
          const char *day)
{
  gboolean is_past = strcmp (day, load->today) <= 0;
  char   **edge = is_past ? &load->from_day : &load->until_day;

  if (*edge == NULL || (strcmp (day, *edge) > 0) == is_past)
    {
      g_free (*edge);
      *edge = g_strdup (day);
    }
  return is_past;
}

/* Whether @day, the last one of something, is over. */
static gboolean
is_over (Load       *load,
         const char *day)
{
  char  next[AMIA_DATE_TEXT_LENGTH + 1];
  GDate date;

  if (!amia_date_parse_iso (day, -1, &date))
    return TRUE;

  g_date_add_days (&date, 1);
  return has_come (load, amia_date_print_iso (&date, next));
}

static void
keep_first (Load       *load,
            Day         which,
            const char *day)
{
  char **kept = &load->days[which];

  if (day != NULL && (*kept == NULL || strcmp (day, *kept) < 0))
    {
      g_free (*kept);
      *kept = g_strdup (day);
    }
}

static void
keep_last (Load       *load,
           Day         which,
           const char *day)
{
  char **kept = &load->days[which];

  if (day != NULL && (*kept == NULL || strcmp (day, *kept) > 0))
    {
      g_free (*kept);
      *kept = g_strdup (day);
    }
}

static void
add_item (Load             *load,
          AmiaDueRule       rule,
          const AmiaRecord *record,
          const char       *day,
          const char       *text,
          const char       *who)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  put_number (load->items, (guint) rule);
  put (load->items, amia_uuid_print (&record->id, id));
  put (load->items, day);
  put (load->items, text);
  put (load->items, who);
}

/* --- A function for each kind of record ------------------------------------------------------- */

/* When a head was written, by its author's clock; the day is Sweden's, wherever the laptop is. */
static char *
dup_written (const AmiaHead *head)
{
  char day[AMIA_DAY_LENGTH + 1];

  if (head == NULL)
    return NULL;

  _amia_day_print (amia_stamp_get_ms (head->stamp), day);
  return g_strdup (day);
}

/* That a case is closed is the envelope's; the day is not, and may not be seen by all. */
static char *
dup_closed (const AmiaRecord *record,
            const char       *status)
{
  char *closed = amia_record_dup_string (record, "closed");

  return closed == NULL && g_strcmp0 (status, "closed") == 0
             ? dup_written (amia_record_get_shown (record, "status"))
             : closed;
}

/* Whoever is on a list for selection is nobody's case yet: there is the first look, and the rest
 * begins when they are handed over. */
static void
read_case (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *after_90 = amia_record_dup_string (record, "status-90");
  g_autofree char *after_270 = amia_record_dup_string (record, "status-270");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *selection = amia_record_dup_string (record, "selection");
  gboolean         is_selected = g_strcmp0 (status, "selection") == 0;

  load->participant = amia_record_dup_string (record, "participant");
  load->subproject = amia_record_dup_string (record, "subproject");
  load->is_not_current = is_selected && g_strcmp0 (selection, "not-current") == 0;
  load->days[DAY_IDENTIFIED] = amia_record_dup_string (record, "handed-over");
  if (load->days[DAY_IDENTIFIED] == NULL && !is_selected)
    load->days[DAY_IDENTIFIED] = amia_record_dup_string (record, "opened");
  load->days[DAY_ALI_FROM] = amia_record_dup_string (record, "ali-from");
  load->days[DAY_CLOSED] = dup_closed (record, status);
  load->status = (after_90 != NULL ? 1u : 0) | (after_270 != NULL ? 2u : 0);
}

static void
read_member (Load             *load,
             const AmiaRecord *record)
{
  g_autofree char *user = amia_record_dup_string (record, "user");
  g_autofree char *role = amia_record_dup_string (record, "role");
  g_autofree char *from = amia_record_dup_string (record, "from");
  g_autofree char *to = amia_record_dup_string (record, "to");

  if (user == NULL || *user == '\0' || (from != NULL && !has_come (load, from)) ||
      (to != NULL && is_over (load, to)))
    return;

  put (load->users, user);
  if (g_strcmp0 (role, PAIR_ROLE) == 0)
    put (load->pair, user);
}

/* Enrolled is who has begun the first step of the process map. */
static void
read_visit (Load             *load,
            const AmiaRecord *record)
{
  g_autofree char *step = amia_record_dup_string (record, "step");
  g_autofree char *from = amia_record_dup_string (record, "from");

  if (step == NULL || !g_ascii_isdigit (*step))
    return;

  keep_first (load, DAY_ENROLLED, from);
  if (*step == '2')
    keep_first (load, DAY_MAPPED, from);
}

static void
read_note (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *day = amia_record_dup_string (record, "date");

  if (g_strcmp0 (kind, "meeting") == 0)
    {
      keep_first (load, DAY_MET, day);
      keep_last (load, DAY_FOLLOWED_UP, day);
    }
  if (g_strcmp0 (kind, "meeting") == 0 || g_strcmp0 (kind, "telephone") == 0 ||
      g_strcmp0 (kind, "email") == 0)
    keep_first (load, DAY_CONTACTED, day);
}

/* A meeting whose day has passed took place unless somebody says that it did not; that nobody has
 * said how it went is due by itself. */
static void
read_meeting (Load             *load,
              const AmiaRecord *record)
{
  g_autofree char *start = amia_record_dup_string (record, "start");
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *day = start != NULL ? g_strndup (start, AMIA_DATE_TEXT_LENGTH) : NULL;

  if (day == NULL || g_strcmp0 (status, "cancelled") == 0 || g_strcmp0 (status, "missed") == 0)
    return;

  if (g_strcmp0 (status, "held") != 0)
    add_item (load, AMIA_DUE_MEETING, record, day, kind, NULL);
  if (!has_come (load, day))
    return;

  keep_first (load, DAY_CONTACTED, day);
  keep_first (load, DAY_MET, day);
  keep_last (load, DAY_FOLLOWED_UP, day);
  if (g_strcmp0 (kind, "avstamningsmote") == 0)
    keep_first (load, DAY_CARE_MET, day);
}

static void
read_survey (Load       *load,
             const char *canonical)
{
  static const char *const surveys[] = { FORMS "enkat-1", FORMS "enkat-2", FORMS "enkat-3" };

  for (guint i = 0; canonical != NULL && i < G_N_ELEMENTS (surveys); i++)
    {
      if (g_str_has_prefix (canonical, surveys[i]))
        load->surveys |= 1u << i;
    }
}

static void
read_form (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *month = amia_record_dup_string (record, "answer/manad/manad-fran");
  /* The day on which it was begun. */
  g_autofree char *begun = dup_written (amia_record_get_shown (record, "questionnaire"));

  if (canonical == NULL)
    return;

  read_survey (load, canonical);
  if (g_str_has_prefix (canonical, FORMS "kartlaggning"))
    keep_first (load, DAY_MAPPED, begun);
  if (g_str_has_prefix (canonical, FORMS "avstamningsmote"))
    keep_first (load, DAY_CARE_MET, begun);
  if (g_str_has_prefix (canonical, FORMS "aktivitetsrapport") && month != NULL &&
      *month != '\0' && g_strcmp0 (status, "completed") == 0)
    {
      month[MIN (strlen (month), strlen ("YYYY-MM"))] = '\0';
      put (load->hours, month);
    }
}

static void
read_survey_key (Load             *load,
                 const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");

  read_survey (load, canonical);
}

static void
read_consent (Load             *load,
              const AmiaRecord *record)
{
  g_autofree char *withdrawn = amia_record_dup_string (record, "withdrawn");
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *to = amia_record_dup_string (record, "valid-to");

  if (withdrawn == NULL && g_strcmp0 (kind, AMIA_CONSENT_KIND_SURVEY) != 0 &&
      g_strcmp0 (kind, AMIA_CONSENT_KIND_CODING) != 0)
    keep_last (load, DAY_CONSENT_END, to);
}

static void
read_todo (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *done = amia_record_dup_string (record, "done");
  g_autofree char *day = amia_record_dup_string (record, "due");
  g_autofree char *text = amia_record_dup_string (record, "text");
  g_autofree char *who = amia_record_dup_string (record, "who");

  if (done == NULL && day != NULL)
    add_item (load, AMIA_DUE_TODO, record, day, text, who);
}

static void
read_handover (Load             *load,
               const AmiaRecord *record)
{
  g_autofree char *confirmed = amia_record_dup_string (record, "confirmed");
  g_autofree char *day = amia_record_dup_string (record, "date");
  g_autofree char *from = amia_record_dup_string (record, "from");
  g_autofree char *to = amia_record_dup_string (record, "to");

  if (confirmed == NULL && day != NULL)
    add_item (load, AMIA_DUE_HANDOVER, record, day, from, to);
}

static void
read_referral (Load             *load,
               const AmiaRecord *record)
{
  g_autofree char *answered = amia_record_dup_string (record, "answered");
  g_autofree char *sent = amia_record_dup_string (record, "sent");
  g_autofree char *day = amia_record_dup_string (record, "answer-by");
  g_autofree char *to = amia_record_dup_string (record, "to");

  if (answered == NULL && sent != NULL && day != NULL)
    add_item (load, AMIA_DUE_REFERRAL, record, day, to, NULL);
}

static guint
read_number (const AmiaRecord *record,
             const char       *field)
{
  const char *value = amia_record_get_value (record, field);

  return value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : 0;
}

static void
read_duty (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *rule = amia_record_dup_string (record, "rule");
  g_autofree char *day = amia_record_dup_string (record, "day");
  g_autofree char *about = amia_record_dup_string (record, "about");
  g_autofree char *done = amia_record_dup_string (record, "done");
  g_autofree char *moved_to = amia_record_dup_string (record, "moved-to");
  g_autofree char *reason = amia_record_dup_string (record, "reason");
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  put (load->duties, amia_uuid_print (&record->id, id));
  put (load->duties, rule);
  put_number (load->duties, read_number (record, "number"));
  put (load->duties, day);
  put (load->duties, about);
  put (load->duties, done);
  put (load->duties, moved_to);
  put (load->duties, reason);
}

static gboolean
read_record (const AmiaRecord *record,
             gpointer          data)
{
  Load *load = data;
  static const struct
  {
    const char *kind;
    void (*read) (Load             *load,
                  const AmiaRecord *record);
  } readers[] = {
    { "case", read_case },
    { "member", read_member },
    { "visit", read_visit },
    { "journal", read_note },
    { "meeting", read_meeting },
    { "form", read_form },
    { "consent", read_consent },
    { "survey-key", read_survey_key },
    { "todo", read_todo },
    { "handover", read_handover },
    { "referral", read_referral },
    { "duty", read_duty },
  };

  load->unseen |= _amia_due_find_unseen (load->store, record);
  for (gsize i = 0; !amia_record_is_removed (record) && i < G_N_ELEMENTS (readers); i++)
    {
      if (strcmp (readers[i].kind, record->kind) == 0)
        readers[i].read (data, record);
    }

  return TRUE;
}

static gboolean
read_participant (const AmiaRecord *record,
                  gpointer          data)
{
  Load *load = data;

  load->days[DAY_BENEFIT_END] = amia_record_dup_string (record, "benefit-end");
  return TRUE;
}

/* --- Putting together ------------------------------------------------------------------------- */

static void
load_init (Load       *load,
           AmiaStore  *store,
           const char *today)
{
  memset (load, 0, sizeof *load);
  load->store = store;
  load->today = today;
  load->users = g_string_new (NULL);
  load->pair = g_string_new (NULL);
  load->hours = g_string_new (NULL);
  load->items = g_string_new (NULL);
  load->duties = g_string_new (NULL);
}

static void
load_clear (Load *load)
{
  GString *lists[] = { load->users, load->pair, load->hours, load->items, load->duties };

  g_free (load->from_day);
  g_free (load->until_day);
  g_free (load->participant);
  g_free (load->subproject);
  for (gsize i = 0; i < N_DAYS; i++)
    g_free (load->days[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (lists[i] != NULL)
        g_string_free (lists[i], TRUE);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

/* A list ends with an empty text, which none of its rows begins with. */
static void
put_list (GString       *to,
          const GString *list)
{
  g_string_append_len (to, list->str, (gssize) list->len);
  put (to, NULL);
}

static GBytes *
build (const Load *load)
{
  GString *facts = g_string_new (NULL);

  put (facts, load->subproject);
  put_list (facts, load->users);
  put_list (facts, load->pair);
  for (gsize i = 0; i < N_DAYS; i++)
    put (facts, load->is_not_current ? NULL : load->days[i]);
  put_number (facts, load->surveys);
  put_number (facts, load->status);
  put_number (facts, load->unseen);
  put_list (facts, load->hours);
  put_list (facts, load->items);
  put_list (facts, load->duties);
  return g_string_free_to_bytes (facts);
}

void
_amia_due_facts_clear (AmiaDueFacts *facts)
{
  g_clear_pointer (&facts->from_day, g_free);
  g_clear_pointer (&facts->until_day, g_free);
  g_clear_pointer (&facts->facts, g_bytes_unref);
}

gboolean
_amia_due_facts_read (AmiaStore      *store,
                      const AmiaUuid *case_id,
                      const char     *today,
                      AmiaDueFacts   *facts,
                      GError        **error)
{
  AmiaRecordQuery query = { .case_id = case_id };
  AmiaUuid        participant;
  g_auto (Load) load = { 0 };

  load_init (&load, store, today);
  if (!_amia_records_visit (store, &query, read_record, &load, error))
    return FALSE;

  query = (AmiaRecordQuery){ .id = &participant };
  if (load.participant != NULL && amia_uuid_parse (load.participant, -1, &participant) &&
      !_amia_records_visit (store, &query, read_participant, &load, error))
    return FALSE;

  facts->facts = build (&load);
  facts->from_day = g_steal_pointer (&load.from_day);
  facts->until_day = g_steal_pointer (&load.until_day);
  return TRUE;
}

void
_amia_due_facts_build_one (AmiaDueRule       rule,
                           const AmiaRecord *record,
                           const char       *day,
                           const char       *text,
                           const char       *who,
                           AmiaDueFacts     *facts)
{
  g_auto (Load) load = { 0 };

  load_init (&load, NULL, day);
  add_item (&load, rule, record, day, text, who);
  facts->facts = build (&load);
}

gboolean
_amia_due_facts_hold (const char *from_day,
                      const char *until_day,
                      const char *today)
{
  return (from_day == NULL || strcmp (from_day, today) <= 0) &&
         (until_day == NULL || strcmp (today, until_day) < 0);
}
