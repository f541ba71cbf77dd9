/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-tool.h"

/* amia-tool, the headless twin: the table of its commands, and what they are for. */

typedef struct
{
  const char *name;
  int (*run) (char **argv);
} Command;

static const Command commands[] = {
  { "init", amia_tool_init },
  { "login", amia_tool_login },
  { "logout", amia_tool_logout },
  { "put", amia_tool_put },
  { "get", amia_tool_get },
  { "sync", amia_tool_sync },
  { "log", amia_tool_log },
  { "search", amia_tool_search },
  { "verify", amia_tool_verify },
  { "salvage", amia_tool_salvage },
  { "seed", amia_tool_seed },
  { "form", amia_tool_form },
  { "passphrase", amia_tool_passphrase },
  { "recover", amia_tool_recover },
  { "recovery-keygen", amia_tool_recovery_keygen },
  { "wipe", amia_tool_wipe },
  { "rescue", amia_tool_rescue },
  { "attach", amia_tool_attach },
  { "blob", amia_tool_blob },
  { "consent", amia_tool_consent },
  { "calendar", amia_tool_calendar },
  { "due", amia_tool_due },
  { "process", amia_tool_process },
  { "proposals", amia_tool_proposals },
  { "status", amia_tool_status },
  { "print", amia_tool_print },
  { "survey", amia_tool_survey },
  { "import-selection", amia_tool_import_selection },
  { "close", amia_tool_close },
};

static const char usage[] =
    "Usage: amia-tool COMMAND …\n"
    "\n"
    "  init REPLICA --user NAME --agency FK|AF|VARD|KOMMUN [--unencrypted]\n"
    "      Makes a new replica. Wants a passphrase, or --unencrypted, which is stronger than a\n"
    "      passphrase in the environment.\n"
    "  login REPLICA --server URL --user NAME [--ca FILE]\n"
    "      Signs in at a server; the password is the first line of standard input. FILE holds\n"
    "      the certificates to trust instead of the system's.\n"
    "  logout REPLICA\n"
    "      Forgets the sign-in here and ends it at the server; offline, the next login ends it.\n"
    "      Refused while something has not been sent: sync first, or wipe with --rescue.\n"
    "  put REPLICA < changes.jsonl\n"
    "      A line is one change, all or none:\n"
    "      {\"set\":[{\"kind\":K,\"id\":UUID,\"case\":UUID|null,\"field\":F,\"value\":V,\"area\"?:A,\n"
    "         \"sources\"?:[S,…]},…],\"over\"?:\"shown\"|\"all\"}\n"
    "      S is device:n or device:n:field, a colleague's text that V was made of: who may not see\n"
    "      that does not see V.\n"
    "      Prints device:n for each as soon as it is on disk, and stops at the first bad line.\n"
    "      Blank lines are passed over.\n"
    "  get REPLICA [--case ID] [--kind K] [--id ID]\n"
    "      Records, a line each, by kind and id: kind, id, case, removed, fields {name: value},\n"
    "      conflicts {name: [{value, author, agency, at}]}.\n"
    "  sync REPLICA [--check]\n"
    "      Syncs until nothing waits on either side; prints: pushed N pulled N refused N\n"
    "      Ends with 3 if the server has shut this device out: the keys of the replica are\n"
    "      destroyed then, and what had not been sent is lost but for the organisation's key.\n"
    "      With --check first holds the replica against its log, and at last against the server;\n"
    "      what is damaged or missing is named and fetched. Ends with 2 if something still differs.\n"
    "      Then carries attachments, if there are any to carry: attachments: sent N fetched N\n"
    "  attach REPLICA --case ID FILE [--area A] [--title T] [--date YYYY-MM-DD] [--form ID]\n"
    "      Adds a picture (PNG, JPEG, TIFF), a PDF or plain text of up to 50 MB to a case, sealed;\n"
    "      prints the id of its record. A is basics unless told. A scan with the page code of one of\n"
    "      the case's forms goes to that form, one without to the form of --form.\n"
    "  blob REPLICA ID --output FILE\n"
    "      Writes what an attachment holds to FILE, which is not encrypted.\n"
    "  log REPLICA [--case ID]\n"
    "      Changes, a line each, in the order they came here: device, n, at, author, agency,\n"
    "      ops [{kind, id, case, field, value, area, over}]. An element of over names an op that is\n"
    "      replaced: device:n, or device:n:field where it is another field than the op's own. An\n"
    "      op that was made of others' texts has sources, too.\n"
    "  search REPLICA WORDS\n"
    "      What holds all of the words, best first: kind, id, case, snippet.\n"
    "  consent REPLICA --case ID [--on DATE] [--json]\n"
    "      Who may see what of a case, on which consent, today or on DATE, by the facts that are\n"
    "      here; and all that was consented to before. With --json: case, on, lock, members\n"
    "      [{user, agency, role, self, sees, consents, …}], history [{from, to, area, state, …}];\n"
    "      sees is null for who is not in the team, else {pair, from: {agency: [area, …]}}, the\n"
    "      own agency not listed.\n"
    "  due REPLICA [--on DATE] [--user U] [--only mine|pair|team] [--case ID] [--json]\n"
    "      What is to be done, the earliest day first, today or seen from DATE: day, rule, case and\n"
    "      name. With --user only the cases of whose team U is; with --only those of whose pair, or\n"
    "      what is not for somebody else. The rules are the method's and those of the case's\n"
    "      sub-project; a free day moves to the next working day. With --json: day, rule, number,\n"
    "      about, case, title, text, who, was, reason, may-be-done, late.\n"
    "  due REPLICA --case ID --rule RULE (--done | --move-to DATE --reason TEXT) [--on DATE]\n"
    "      Says of one of them that it was done, or is to wait. RULE as it is listed: contact,\n"
    "      hours/201403, todo/ID.\n"
    "  calendar REPLICA [--from DATE] [--to DATE] [--mine] [--case ID] [--json | --ics]\n"
    "      What stands in the calendar from today or DATE on, for a year or to DATE: start, end,\n"
    "      record, id, kind and name. With --json: record, id, case, start, end, kind, title, name,\n"
    "      protected, place, km, participants, status, user. With --ics an iCalendar file that\n"
    "      names nobody.\n"
    "  calendar REPLICA --slots [--open] [--on DATE] [--from DATE] [--to DATE] [--json]\n"
    "      Published free times: start, id, free, booked, double (booked twice) or closed (too late\n"
    "      to book), and who booked them, with a * for who has it. With --json: id, start, state,\n"
    "      booking, bookings [{id, user, agency, meeting, own}].\n"
    "  calendar REPLICA --import FILE [--with-titles]\n"
    "      Brings an iCalendar file in by its UIDs: what is here is moved, what is not becomes an\n"
    "      occasion. All agencies see those: titles and places only --with-titles. Ends with 2 if\n"
    "      something was left out.\n"
    "  process REPLICA --case ID [--enter STEP [--note TEXT] | --leave] [--on DATE] [--json]\n"
    "      Where a case is on the process map: step, the visits (step, first and last day, author)\n"
    "      in order, what is missing in each step, whether it may be closed. --enter ends the visit\n"
    "      that lasts and begins another, in any step, today or on DATE; --leave only ends it.\n"
    "  proposals REPLICA --case ID [--category 1…4] [--json]\n"
    "      What the catalogue has for the participant of a case: the categories that the plan has\n"
    "      nothing of, where the participant lives, and a line for each entry, the nearest first: how\n"
    "      far it is between the main towns as the crow flies (- where that is not known), category,\n"
    "      title, municipality.\n"
    "  import-selection REPLICA FILE [--map COLUMN=FIELD]… [--subproject S] [--dry-run]\n"
    "                   [--take-similar] [--json]\n"
    "      Puts the people of a table (CSV, with ; , or tabs; UTF-8, UTF-16 or Windows-1252) on the\n"
    "      selection list. COLUMN is a heading or a number from 1; FIELD name, given-name,\n"
    "      family-name, personnummer, benefit-end, municipality, phone, email, address, subproject,\n"
    "      number, note or none; what is not said is guessed. A line for each row: its number and\n"
    "      taken, here (the same personnummer), similar (a similar name and the same day of birth;\n"
    "      --take-similar takes them), or wrong and why. Ends with 2 if not all were taken.\n"
    "  close REPLICA --case ID --cause C --way-on W [--on DATE]\n"
    "      Closes a case. C is an avslutsorsak, W a vägval, by the codes of the closing document.\n"
    "      Refused (1) unless FK and AF have approved the slutdokumentation as it stands.\n"
    "  close REPLICA --case ID --reopen\n"
    "      Takes a closed case up again.\n"
    "  status REPLICA [--case ID] [--json]\n"
    "      How the replica stands: device, user, agency, role, server, signed-in, last-contact,\n"
    "      lease-days, lapsed, narrowed (cases and people of whom less is shown than the server\n"
    "      gave), waiting, refused, escrow, conflicts, cases, attachments-to-send, -to-fetch.\n"
    "      With --case: lock (open; day or lease: hidden until the next contact; over), waiting,\n"
    "      locked, refused, escrow; then kind, id, where and colleagues of each record. Where is\n"
    "      here, refused, escrow, server, colleague (on their laptop) or opened (there); for the\n"
    "      contents of an attachment wanted, partly, here or server.\n"
    "  print REPLICA --case ID --pdf FILE [--large] [--own-copy] [--language sv] [--words TEXT]\n"
    "      Puts a whole case on A4: contents, team, consents, steps, journal and forms, as the reader\n"
    "      may see them; TEXT says which case it is. Noted for the audit.\n"
    "  verify REPLICA\n"
    "      Rebuilds everything from the log and compares: ok, or a line for each difference.\n"
    "  salvage REPLICA\n"
    "      Sets a damaged replica aside and makes a new one from what can still be read.\n"
    "  seed REPLICA --cases N --seed S [--more-forms F] [--more-notes N]\n"
    "      Writes N fictional cases; the same ones for the same S. Each gets F forms and N notes\n"
    "      besides the few that it has anyway: for measuring what years bring.\n"
    "  form check FILE [--with LIST]…\n"
    "      Reads a FHIR Questionnaire (or a Bundle with one): its number of items, then a line for\n"
    "      each part that is not supported. Ends with 2 if there are such parts. Standard error has\n"
    "      what else is to know: lists of answers that are not in the file, doubtful places, what\n"
    "      is passed over. LIST is a file with value sets that the form names.\n"
    "  form check FILE --response RESPONSE.json\n"
    "      Checks a QuestionnaireResponse against its form: what is wrong is on standard error.\n"
    "  form fill FILE ANSWERS.json [--draft] [--with LIST]…\n"
    "      Answers a Questionnaire from {linkId: answer, …}, or from a QuestionnaireResponse, and\n"
    "      prints a QuestionnaireResponse.\n"
    "  form migrate FILE NEWER-FILE RESPONSE.json\n"
    "      Goes on with a draft in another version of its form: prints it; on standard error what\n"
    "      becomes of each answer: carried, converted, moved, flagged, new, unplaced. Ends with 2\n"
    "      if something is flagged or has no place.\n"
    "  form compare FILE NEWER-FILE\n"
    "      What is different in another version; ! before what old answers may not fit. Ends with 2\n"
    "      if there is such.\n"
    "  form print FILE --blank|--response FILE [--earlier FILE]... --pdf FILE [--large] [--own-copy]\n"
    "             [--language sv] [--days N [--from DAY]] [--on DAY] [--by NAME] [--case ID]\n"
    "             [--form ID] [--subproject NAME]\n"
    "      Puts a Questionnaire on A4: blank to write on, or filled with a QuestionnaireResponse.\n"
    "      --earlier are responses of other times, whose self-ratings are drawn beside this one's.\n"
    "      --own-copy is the participant's; --days N is one blank form a day, as for a diary.\n"
    "  form page SCAN\n"
    "      Finds the page code on a scanned page (PNG, JPEG); prints it and the page's number.\n"
    "  form export REPLICA --id ID | --case ID | --form URL --csv\n"
    "      Answers for others, with what the reader may see: a form of a case as a\n"
    "      QuestionnaireResponse, all of a case's as a Bundle, all cases' answers to one form as CSV.\n"
    "  form import REPLICA --case ID --response FILE [--dry-run]\n"
    "      Takes a QuestionnaireResponse in as a draft, whole or not at all, and prints its id. What\n"
    "      has no place in the form is named on standard error; --dry-run does no more than that,\n"
    "      and ends with 2 if there is such.\n"
    "  form approve REPLICA --id ID\n"
    "      Approves what a form says now for the own agency; refused (1) while an answer is missing\n"
    "      or wrong, or a question has two versions. Prints the hash of the content.\n"
    "  form approvals REPLICA --id ID\n"
    "      Who has approved a form: hash (null while there are two versions), joint (FK and AF have\n"
    "      both approved what stands there now), approvals [{agency, author, date, state, changed}];\n"
    "      state is stands or void, changed names the answers that are others than those approved.\n"
    "  survey export [--no-text] REPLICA\n"
    "      The answers to surveys as CSV, a line for each answer: response, questionnaire, month,\n"
    "      subproject, question, answer. Without numbers, authors and times, in no order; without\n"
    "      month and subproject where fewer than five answered the same survey in both.\n"
    "      --no-text leaves out what participants wrote in their own words.\n"
    "  passphrase REPLICA [--add-recovery-key FILE.pub]\n"
    "      Changes the passphrase to the first line of the file that AMIA_NEW_PASSPHRASE_FILE\n"
    "      names; or lets the organisation in with its recovery key, in a former one's place.\n"
    "  recover REPLICA --recovery-key FILE.key\n"
    "      Gives it the passphrase of AMIA_NEW_PASSPHRASE_FILE without the old one.\n"
    "  recovery-keygen NAME\n"
    "      Makes the organisation's key pair: NAME.pub for every laptop, NAME.key for none.\n"
    "  wipe REPLICA [--rescue FILE]\n"
    "      Destroys its keys and deletes it. Refuses (1) while there are changes that are nowhere\n"
    "      else, but for --rescue, which puts them into FILE first and prints: rescued N\n"
    "  rescue FILE [--into REPLICA]\n"
    "      Prints what is in a rescue file, as log does; drafts as {draft, text}. With --into\n"
    "      makes it anew in another replica of the same account, all or none, what is there\n"
    "      already left out; prints: applied N skipped N\n"
    "\n"
    "A replica that was made with a passphrase is opened with the first line of the file that the\n"
    "environment variable AMIA_PASSPHRASE_FILE names. A rescue file has the passphrase of\n"
    "AMIA_RESCUE_PASSPHRASE_FILE, or, where that is not set, of AMIA_PASSPHRASE_FILE. After several\n"
    "wrong passphrases in a row the next try has to wait.\n"
    "\n"
    "Ends with 0 when done, 1 when it failed (the reason is on standard error), 64 when called\n"
    "wrongly.\n";

int
main (int   argc,
      char *argv[])
{
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0))
    {
      fputs (usage, stdout);
      return AMIA_EXIT_DONE;
    }
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      puts ("amia-tool " AMIA_VERSION);
      return AMIA_EXIT_DONE;
    }
  if (argc < 2)
    {
      fputs (usage, stderr);
      return AMIA_EXIT_USAGE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[1], commands[i].name) == 0)
        return commands[i].run (&argv[1]);
    }

  return amia_tool_misuse ("“%s” is not a command", argv[1]);
}
