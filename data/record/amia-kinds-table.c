/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-kinds-private.h"

/* The one table of what AMiA knows about a case. Names stand as they do in JSON, on the wire and in
 * scripts. Add rows and fields freely; never rename one and never change a type, since programs of
 * all ages share a log: a changed type is a new field.
 *
 * The envelope is what two agencies need to write into one and the same document: ids, members,
 * consents, which template, and that a person's identity is protected. All else has an area and
 * follows the consents. */

#define REMOVED                                                  \
  {                                                              \
    "removed", AMIA_FIELD_BOOLEAN, "basics", AMIA_FIELD_ENVELOPE \
  }

/* The name is not in the envelope: a participant is named to those who may see `basics`.
 * `not-same-as` are participants who look like this one and are somebody else. */
static const AmiaField participant_fields[] = {
  { "name", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "personnummer", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "phone", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "email", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "address", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "municipality", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "language", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "interpreter", AMIA_FIELD_BOOLEAN, "basics", AMIA_FIELD_NONE },
  { "protected", AMIA_FIELD_BOOLEAN, "basics", AMIA_FIELD_ENVELOPE },
  { "benefit-end", AMIA_FIELD_DATE, "economy", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "not-same-as", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_ENVELOPE },
  REMOVED,
};

/* Where the process stands is not a field here: it is read from the visits. `ali-from` is the first
 * day of ALI, and `status-90` and `status-270` say what came of it so many days after its end.
 * `status` is `selection` for somebody on a list of those whose benefit ends (whether they are
 * `current` or `not-current`, and why, are `selection` and its reason), later `open` or `closed`;
 * `outcome` is why a case was closed and `way-on` the end state of the process. */
static const AmiaField case_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "number", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "participant", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_ENVELOPE },
  { "subproject", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "opened", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "selection", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "selection-reason", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "selection-note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "handed-over", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "ali-from", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "closed", AMIA_FIELD_DATE, "closing", AMIA_FIELD_NONE },
  { "outcome", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "way-on", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "status-90", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "status-270", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  REMOVED,
};

/* No field for the agency: it is the account's, and nobody can write themselves another. */
static const AmiaField member_fields[] = {
  { "user", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "name", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "role", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  REMOVED,
};

/* `kind` is `spoken` until there is a signed one, else what it was signed for, `participation`
 * first of all. `note` is somebody's own words and so no part of the envelope. */
static const AmiaField consent_fields[] = {
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "parties", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_ENVELOPE },
  { "areas", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_ENVELOPE },
  { "valid-from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "valid-to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "signed-on", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "withdrawn", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE | AMIA_FIELD_LATER },
};

/* `basics` is the area of an ordinary note; who writes about health says so on the op. */
static const AmiaField journal_fields[] = {
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "headline", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_SEARCHED },
  { "date", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "cites", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
};

/* `corrects` is the approved form that this one is a new version of. */
static const AmiaField form_fields[] = {
  { "questionnaire", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "corrects", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_ENVELOPE },
  { "answer/", AMIA_FIELD_JSON, "basics", AMIA_FIELD_PREFIX | AMIA_FIELD_TEMPLATE_AREA },
  REMOVED,
};

/* Answers under a number. Nothing here names a case or a person, and the record belongs to no case:
 * who holds no `survey-key` has no way back. `month` is all that is said of when, `YYYY-MM`. */
static const AmiaField survey_fields[] = {
  { "questionnaire", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "number", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "month", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "subproject", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "answer/", AMIA_FIELD_JSON, "basics", AMIA_FIELD_PREFIX | AMIA_FIELD_TEMPLATE_AREA },
  REMOVED,
};

/* The only thing that says whose a survey is: the case it is filed in. */
static const AmiaField survey_key_fields[] = {
  { "number", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "survey", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "questionnaire", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* One agency's word for one content: `hash` is that of the form's canonical content, `seen` names
 * the values that were on screen. Its area is that of the form, so that who may not read the one
 * does not hear of the other. */
static const AmiaField approval_fields[] = {
  { "form", AMIA_FIELD_REFERENCE, "closing", AMIA_FIELD_NONE },
  { "hash", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "closing", AMIA_FIELD_NONE },
  { "name", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "seen", AMIA_FIELD_JSON, "closing", AMIA_FIELD_NONE },
};

/* A name under one content: drawn (`strokes`, lists of points in a box 1000 wide) or on a paper
 * that was scanned (`attachment`). */
static const AmiaField signature_fields[] = {
  { "form", AMIA_FIELD_REFERENCE, "closing", AMIA_FIELD_NONE },
  { "hash", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "version", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "closing", AMIA_FIELD_NONE },
  { "name", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "role", AMIA_FIELD_STRING, "closing", AMIA_FIELD_NONE },
  { "seen", AMIA_FIELD_JSON, "closing", AMIA_FIELD_NONE },
  { "strokes", AMIA_FIELD_JSON, "closing", AMIA_FIELD_NONE },
  { "attachment", AMIA_FIELD_REFERENCE, "closing", AMIA_FIELD_NONE },
};

/* A form of the organisation's own. `data` is the Questionnaire as text, byte for byte as it was
 * imported; `subprojects` are those it is for, none for all; `area` is the consent area of
 * questions that name none. */
static const AmiaField template_fields[] = {
  { "url", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "version", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "data", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "subprojects", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_NONE },
  { "area", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A visit to a step of the process; coming back to an earlier step is one more visit. */
static const AmiaField visit_fields[] = {
  { "step", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

static const AmiaField goal_fields[] = {
  { "text", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  { "parent", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "order", AMIA_FIELD_NUMBER, "plan", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

/* `times` are the weekly hours it takes place, `{"day":1,"from":"09:00","to":"11:30"}`, Monday is
 * 1; `offer` and `group` are where it was chosen from. */
static const AmiaField activity_fields[] = {
  { "title", AMIA_FIELD_STRING, "plan", AMIA_FIELD_SEARCHED },
  { "purpose", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  { "goal", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "responsible", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "provider", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "category", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "hours", AMIA_FIELD_NUMBER, "plan", AMIA_FIELD_NONE },
  { "order", AMIA_FIELD_NUMBER, "plan", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "times", AMIA_FIELD_JSON, "plan", AMIA_FIELD_NONE },
  { "place", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "offer", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "group", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "result", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  REMOVED,
};

/* What was agreed to be done until next time, and by whom. */
static const AmiaField todo_fields[] = {
  { "text", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  { "who", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "due", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "done", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "meeting", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

/* The plan as it was agreed on a day: `plan` holds the goals and activities of then, so that two
 * revisions can be laid beside each other. */
static const AmiaField revision_fields[] = {
  { "date", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  { "plan", AMIA_FIELD_JSON, "plan", AMIA_FIELD_NONE },
};

/* What the participant lives on, for a time; `level` as it is said: a quarter, half, 80 %. */
static const AmiaField income_fields[] = {
  { "kind", AMIA_FIELD_STRING, "economy", AMIA_FIELD_NONE },
  { "level", AMIA_FIELD_STRING, "economy", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "economy", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "economy", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "economy", AMIA_FIELD_NONE },
  REMOVED,
};

/* `start` and `end` are local times, `YYYY-MM-DDThh:mm`. `slot` is the published time that it was
 * booked in, `form` its minutes, `uid` what a calendar that it came from calls it. */
static const AmiaField meeting_fields[] = {
  { "kind", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "plan", AMIA_FIELD_SEARCHED },
  { "start", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "end", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "place", AMIA_FIELD_STRING, "plan", AMIA_FIELD_SEARCHED },
  { "participants", AMIA_FIELD_STRINGS, "plan", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  { "status", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "km", AMIA_FIELD_NUMBER, "plan", AMIA_FIELD_NONE },
  { "slot", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "form", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "uid", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

/* What the two caseworkers say to each other after a meeting; never shown to others. */
static const AmiaField reflection_fields[] = {
  { "meeting", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "next", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A scan, photo or PDF. The contents are a blob that `key` opens; both stand in the area that its
 * author chose for all of it, so that who may not see the one can't read the other.
 * `form` is the one that it is a scanned page of. */
static const AmiaField attachment_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "sha256", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "key", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "size", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "type", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "form", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* Something due that was done without a trace of its own, or moved: which (`rule`, `number`, the
 * record it is `about` if it is one, and the day it was due), and the new day with the reason, or
 * the day it was done. The envelope, so that the pair has one list whatever the consents say; why
 * is somebody's own words. */
static const AmiaField duty_fields[] = {
  { "rule", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "number", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_ENVELOPE },
  { "about", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_ENVELOPE },
  { "day", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "done", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "moved-to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "reason", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  REMOVED,
};

/* From one caseworker to another; nobody has let go before `confirmed`. `form` is the handover
 * document. */
static const AmiaField handover_fields[] = {
  { "from", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "to", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "date", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "confirmed", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "form", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_ENVELOPE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A case or a question that went to somebody else, or a doctor who was asked for a statement. How
 * far it has come is the envelope: the one who asked needs no consent to hear that it arrived. */
static const AmiaField referral_fields[] = {
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "agency", AMIA_FIELD_STRING, "basics", AMIA_FIELD_ENVELOPE },
  { "to", AMIA_FIELD_STRING, "plan", AMIA_FIELD_SEARCHED },
  { "question", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  { "ground", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "answer-by", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "sent", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "reminded", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "received", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "started", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "answered", AMIA_FIELD_DATE, "basics", AMIA_FIELD_ENVELOPE },
  { "result", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_SEARCHED },
  REMOVED,
};

/* A participant in a group. `attended/` and the id of an occasion: `present`, `absent`, `ill` …;
 * `seat` is the nameless place that it takes. */
static const AmiaField enrolment_fields[] = {
  { "group", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "seat", AMIA_FIELD_REFERENCE, "plan", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "plan", AMIA_FIELD_NONE },
  { "reason", AMIA_FIELD_STRING, "plan", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "plan", AMIA_FIELD_NONE },
  { "attended/", AMIA_FIELD_STRING, "plan", AMIA_FIELD_PREFIX },
  REMOVED,
};

/* What follows is everybody's: no word in it may say who a participant is. Each record belongs to
 * the agency that made it. */

/* One entry of the catalogue of what there is to do: `colour` is its place on the palette of a
 * municipality, `way-in` how to get there. */
static const AmiaField offer_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_SEARCHED },
  { "category", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "colour", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "provider", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "place", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "municipality", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "km", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "way-in", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  { "cost", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "contact", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "phone", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "email", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "web", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "owner", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "checked", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

static const AmiaField group_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "offer", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "leader", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "place", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "max", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A place in a group or in its queue, taken by nobody that it names. */
static const AmiaField seat_fields[] = {
  { "group", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "state", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* What takes place without being one participant's: a group's meeting, a resource team, an
 * information evening. `recurs` is an RRULE (RFC 5545, 3.3.10), `except` the days on which it does
 * not hold. */
static const AmiaField occasion_fields[] = {
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "group", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "phase", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "start", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "end", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "place", AMIA_FIELD_STRING, "basics", AMIA_FIELD_SEARCHED },
  { "km", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "participants", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_NONE },
  { "recurs", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "except", AMIA_FIELD_STRINGS, "basics", AMIA_FIELD_NONE },
  { "note", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_SEARCHED },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "uid", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A participants' suggestion at a meeting, and what became of it. */
static const AmiaField suggestion_fields[] = {
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_SEARCHED },
  { "occasion", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "date", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "status", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "result", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_SEARCHED },
  REMOVED,
};

/* A free time that a team publishes for others to book: `days-ahead` is how late that may be done.
 * The times of a series are records of their own, with the same `series`. */
static const AmiaField slot_fields[] = {
  { "team", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "user", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "start", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "end", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "place", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "days-ahead", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "series", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* Somebody takes a free time. Two of one slot are a double booking: a `slot-choice`, which anybody
 * may make, says whose it is. `meeting` is the one that it was booked for: whose that is, only
 * those in its case see. */
static const AmiaField booking_fields[] = {
  { "slot", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "user", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "meeting", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

static const AmiaField slot_choice_fields[] = {
  { "slot", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  { "booking", AMIA_FIELD_REFERENCE, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* A caseworker who is away for a time, and who does their work meanwhile. Never why. */
static const AmiaField absence_fields[] = {
  { "user", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "from", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "to", AMIA_FIELD_DATE, "basics", AMIA_FIELD_NONE },
  { "deputy", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* What an account's owner is called, for colleagues to read. Whose name it is says the author, so
 * that nobody can name somebody else. */
static const AmiaField colleague_fields[] = {
  { "name", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* How a sub-project works, where that differs from what the program comes with: the names are those
 * of AmiaRoutine. */
static const AmiaField routine_fields[] = {
  { "subproject", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "version", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "look-months", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "contact-days", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "first-meeting-days", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "mapping-days", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "meeting-months", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "hours-day", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "n-surveys", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  { "after-ali-months", AMIA_FIELD_NUMBER, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

/* Words that come back: a beginning for a note in the journal. */
static const AmiaField note_template_fields[] = {
  { "title", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "kind", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "headline", AMIA_FIELD_STRING, "basics", AMIA_FIELD_NONE },
  { "text", AMIA_FIELD_TEXT, "basics", AMIA_FIELD_NONE },
  REMOVED,
};

#define FIELDS(fields) fields, G_N_ELEMENTS (fields)

const AmiaKind _amia_kinds[] = {
  { "participant", AMIA_SCOPE_PERSON, FALSE, FIELDS (participant_fields) },
  { "case", AMIA_SCOPE_CASE, FALSE, FIELDS (case_fields) },
  { "member", AMIA_SCOPE_CASE, FALSE, FIELDS (member_fields) },
  { "consent", AMIA_SCOPE_CASE, TRUE, FIELDS (consent_fields) },
  { "journal", AMIA_SCOPE_CASE, TRUE, FIELDS (journal_fields) },
  { "form", AMIA_SCOPE_CASE, FALSE, FIELDS (form_fields) },
  { "visit", AMIA_SCOPE_CASE, FALSE, FIELDS (visit_fields) },
  { "goal", AMIA_SCOPE_CASE, FALSE, FIELDS (goal_fields) },
  { "activity", AMIA_SCOPE_CASE, FALSE, FIELDS (activity_fields) },
  { "meeting", AMIA_SCOPE_CASE, FALSE, FIELDS (meeting_fields) },
  { "reflection", AMIA_SCOPE_PAIR, FALSE, FIELDS (reflection_fields) },
  { "attachment", AMIA_SCOPE_CASE, FALSE, FIELDS (attachment_fields) },
  { "pair-form", AMIA_SCOPE_PAIR, FALSE, FIELDS (form_fields) },
  { "survey", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (survey_fields) },
  { "survey-key", AMIA_SCOPE_PAIR, FALSE, FIELDS (survey_key_fields) },
  { "approval", AMIA_SCOPE_CASE, TRUE, FIELDS (approval_fields) },
  { "signature", AMIA_SCOPE_CASE, TRUE, FIELDS (signature_fields) },
  { "template", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (template_fields) },
  { "todo", AMIA_SCOPE_CASE, FALSE, FIELDS (todo_fields) },
  { "revision", AMIA_SCOPE_CASE, TRUE, FIELDS (revision_fields) },
  { "income", AMIA_SCOPE_CASE, FALSE, FIELDS (income_fields) },
  { "duty", AMIA_SCOPE_CASE, FALSE, FIELDS (duty_fields) },
  { "handover", AMIA_SCOPE_CASE, FALSE, FIELDS (handover_fields) },
  { "referral", AMIA_SCOPE_CASE, FALSE, FIELDS (referral_fields) },
  { "enrolment", AMIA_SCOPE_CASE, FALSE, FIELDS (enrolment_fields) },
  { "offer", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (offer_fields) },
  { "group", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (group_fields) },
  { "seat", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (seat_fields) },
  { "occasion", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (occasion_fields) },
  { "suggestion", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (suggestion_fields) },
  { "slot", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (slot_fields) },
  { "booking", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (booking_fields) },
  { "slot-choice", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (slot_choice_fields) },
  { "absence", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (absence_fields) },
  { "colleague", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (colleague_fields) },
  { "routine", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (routine_fields) },
  { "note-template", AMIA_SCOPE_ORGANISATION, FALSE, FIELDS (note_template_fields) },
};

const gsize _amia_n_kinds = G_N_ELEMENTS (_amia_kinds);
