/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-transfer.h"
#include "amia-plan.h"
#include "amia-rounds.h"
#include "amia-sim-disk.h"
#include "amia-sim-oracle.h"
#include "amia-store.h"

G_BEGIN_DECLS

/*
 * A whole office in one thread: real replicas, the real plan, the real server rules on a real
 * ledger; only the clock, the network, the disks and the people are made up. Everything that
 * happens follows from a seed, so a run that went wrong can be run again.
 *
 * What people do: open cases with members of several agencies, register consents (by area, for a
 * time, spoken), withdraw them, let members go and come back, protect an identity, merge each
 * other's texts, attach scans, go home for a night or for longer than a lease. What the network
 * does wrong: requests and answers get lost, late, or are delivered twice. What machines do wrong:
 * programs and the power end at any write, disks are full, a laptop or the server is set back to a
 * copy, clocks are years wrong. Laptops are shut out, and some have an old program.
 */

#define SIM_CLIENTS_MAX 4
#define SIM_HOUR_MS     (3600ll * 1000)
#define SIM_DAY_MS      (24 * SIM_HOUR_MS)

/**
 * SimFaults:
 *
 * How often things go wrong, in percent of the occasions; and of how many laptops it is true that
 * they are only closed for the night (@lid), that their files are sealed (@vault), that their
 * program reads no columns (@plain). @snapshots: whether new laptops get a snapshot however short
 * the log is.
 *
 * The last six are for corners into which people seldom come by themselves: a @late_answer stays on
 * its way for @later rounds more; what is written is made of others' texts (@merge), again and
 * again; what is decided is when a membership ends (@ends); @small pages hold one change or two;
 * the same is written by two people @at_once, or twice by one; and answers are so @fast that all
 * laptops read the same time. Of what people write, @blobs percent are attachments.
 */
typedef struct
{
  guint lose_request;
  guint lose_answer;
  guint repeat_request;
  guint repeat_answer;
  guint late_answer;
  guint crash_client;
  guint crash_server;
  guint full_disk;
  guint go_away;
  guint back_up;
  guint set_back;
  guint back_up_server;
  guint set_server_back;
  guint revoke;
  guint night;
  guint wrong_clock;
  guint old_program;
  guint crowd;
  guint lid;
  guint vault;
  guint plain;
  guint snapshots;
  guint later;
  guint merge;
  guint ends;
  guint small;
  guint at_once;
  guint fast;
  guint blobs;
} SimFaults;

/**
 * SimRecord:
 * @kind: its kind
 * @id: its id
 * @case_id: its case, nil for none
 *
 * Something that people may write in.
 */
typedef struct
{
  const char *kind;
  AmiaUuid    id;
  AmiaUuid    case_id;
} SimRecord;

/**
 * SimWord:
 * @client: the index of the laptop it was written on
 * @is_lost: whether it has gone with a file that was set back or a laptop that was shut out
 *
 * A word that somebody wrote and that occurs nowhere else: `ord-` and its place in the list.
 */
typedef struct
{
  guint    client;
  gboolean is_lost;
} SimWord;

/**
 * SimBlob:
 * @client: the index of the laptop it was attached on
 * @id: its address
 * @key: what opens it, as it stands in the record
 * @plain: what was attached
 * @is_lost: whether its laptop went before the server had it
 *
 * An attachment that somebody has added.
 */
typedef struct
{
  guint      client;
  AmiaBlobId id;
  char       key[AMIA_BLOB_HEX_LENGTH + 1];
  GBytes    *plain;
  gboolean   is_lost;
} SimBlob;

typedef struct _Sim Sim;

/**
 * SimClient:
 *
 * A laptop: its replica, its plan, and the round that is on its way.
 */
typedef struct
{
  Sim        *sim;
  guint       index;
  char       *path;
  AmiaReader  reader;
  SimDisk    *disk;
  AmiaStore  *store; /* NULL while it is closed */
  AmiaPlan    plan;
  gint64      timer_at_ms;
  gint64      skew_ms;
  gint64      away_until_ms;
  gint64      sign_in_at_ms; /* somebody types the password then, 0 for no need to */
  gint64      contact_ms;    /* when the last answer was taken */
  guint       n_names;       /* how many device names it has had */
  guint       n_commits;     /* how many changes were made there */
  gint64      last_safe;     /* own changes that are known to be on its disk */
  gint64      n_backed_up;   /* own changes in the copy of its file, -1 for no copy */
  guint       n_words_backed_up;
  gboolean    is_estranged; /* it was set back, and the server does not know yet */
  gboolean    is_old;       /* its program is of a version that can't forget */
  gboolean    is_plain;     /* its program is of a version that reads no columns */
  gboolean    is_sealed;    /* its files can't be read without its passphrase */
  gboolean    is_revoked;
  gboolean    knows_epoch; /* it has heard from the server since that was set back */
  AmiaUuid    signed_in;   /* the name under which the server knows it */
  gboolean    is_awaited;  /* by the server, for what that has lost */
  guint       n_noted;     /* how often its disk had changed when @held was filled */
  GHashTable *held;        /* (element-type gint64): every op that ever was in its log */
  GHashTable *opened;      /* the same, of cases that were opened then */

  /* The round on its way, if any. */
  guint64          round;
  AmiaSyncRequest *request;
  gint64           arrives_at_ms; /* at the server, 0 for no more */
  gint64           held_until_ms; /* a poll, 0 for none */
  GBytes          *answer;
  guint            answer_status;
  gint64           answer_at_ms; /* back here, 0 for none */
  gint64           answer_seq;   /* the server's head then, if the answer brings everything */

  /* The round before, whose answer may come once more. */
  AmiaSyncRequest *old_request;
  GBytes          *old_answer;

  /* One that is still on its way, though its laptop has given up waiting. */
  AmiaSyncRequest *late_request;
  GBytes          *late_answer;

  /* The attachment that is being carried, and those that can't be now. */
  AmiaBlobTransfer carried;
  gboolean         is_carrying;
  gint64           carry_at_ms; /* 0 for not before the next answer */
  GHashTable      *put_off;     /* (element-type utf8): addresses */
} SimClient;

struct _Sim
{
  guint       seed;
  GRand      *random;
  SimFaults   faults;
  gint64      now_ms;
  char       *folder;
  SimDisk    *server_disk;
  char       *place; /* of the ledger */
  const char *cut;   /* where its connection ends, NULL for nowhere */
  AmiaRounds *rounds;
  SimOracle  *oracle;
  gint64      head_backed_up; /* the server's head in the copy of its file, -1 for no copy */
  SimClient   clients[SIM_CLIENTS_MAX];
  guint       n_clients;
  GArray     *cases;        /* (element-type AmiaUuid) */
  GArray     *participants; /* (element-type AmiaUuid) */
  GArray     *consents;     /* (element-type SimRecord) */
  GArray     *members;      /* (element-type SimRecord) */
  GArray     *records;      /* (element-type SimRecord) */
  GArray     *words;        /* (element-type SimWord) */
  GArray     *blobs;        /* (element-type SimBlob) */
  GChecksum  *trace;
  gboolean    is_talking;
  gboolean    has_set_back;
  gboolean    has_set_server_back;
  guint       n_rounds;
};

/* --- amia-sim.c: the office's time ----------------------------------------------------------- */

/**
 * sim_new:
 * @seed: decides everything
 * @faults: what goes wrong
 * @is_talking: whether everything that happens is printed
 *
 * Returns: (transfer full): an office in the morning
 */
Sim *sim_new (guint            seed,
              const SimFaults *faults,
              gboolean         is_talking);

/**
 * sim_run:
 * @sim: an office
 * @n_actions: so many things people do, one after the other
 *
 * Lets people act and come and go, while the machines sync.
 */
void sim_run (Sim  *sim,
              guint n_actions);

/**
 * sim_heal:
 * @sim: an office
 *
 * Nothing goes wrong from now on. Asserts that every queue is empty within 40 minutes of the
 * office's time.
 */
void sim_heal (Sim *sim);

/**
 * sim_happens:
 * @sim: an office
 * @percent: how likely
 *
 * Returns: whether it does, this time
 */
gboolean sim_happens (Sim  *sim,
                      guint percent);

/**
 * sim_pick:
 * @sim: an office
 * @n: how many there are, not 0
 *
 * Returns: one of them, from 0
 */
guint sim_pick (Sim  *sim,
                guint n);

/**
 * sim_trace:
 * @sim: an office
 * @format: what happened, as for printf
 *
 * Adds to the history that the same seed must repeat.
 */
void sim_trace (Sim        *sim,
                const char *format,
                ...) G_GNUC_PRINTF (2, 3);

/**
 * sim_dup_trace:
 * @sim: an office
 *
 * Returns: (transfer full): a hash of everything that happened, in order
 */
char *sim_dup_trace (Sim *sim);

/**
 * sim_free:
 * @sim: (transfer full): an office
 *
 * Closes it and removes its files.
 */
void sim_free (Sim *sim);

/* Removes a folder and all that is in it. */
void sim_remove_folder (const char *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sim, sim_free)

/* --- amia-sim-server.c: the server ----------------------------------------------------------- */

/* Starts the server's program, and stops it in good order. */
void sim_start_server (Sim *sim);
void sim_stop_server (Sim *sim);

/* Copies the server's file, and puts the copy in its place, as `amia-server restore` does. */
void sim_back_up_server (Sim *sim);
void sim_set_server_back (Sim *sim);

/**
 * sim_add_account:
 * @client: a laptop
 *
 * Makes the account of its owner.
 */
void sim_add_account (SimClient *client);

/**
 * sim_sign_in:
 * @client: a laptop
 *
 * Has its owner type the password: the server knows the laptop by the name that it has now. Who is
 * shut out is told so.
 *
 * Returns: %TRUE if they are let in
 */
gboolean sim_sign_in (SimClient *client);

/**
 * sim_revoke:
 * @client: a laptop
 *
 * Has somebody shut it out.
 */
void sim_revoke (SimClient *client);

/**
 * sim_ask_server:
 * @client: a laptop with a request
 * @may_hold: whether the answer may be held
 *
 * One round at the server, which may end in the middle of it. Asserts that nothing is given out
 * that its reader may not have at this moment.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL if none comes
 */
AmiaRoundAnswer *sim_ask_server (SimClient *client,
                                 gboolean   may_hold);

/**
 * sim_begin_trouble:
 * @sim: an office
 *
 * Decides what the server is in for, before it is asked something: a full disk, or its end at one
 * of the next writes.
 *
 * Returns: whether that is its end
 */
gboolean sim_begin_trouble (Sim *sim);

/* After it was asked: there is room again; or, if it has come to its end, it is started again. */
void sim_end_trouble (Sim     *sim,
                      gboolean is_ending);

/* The token by which the server knows the laptop. */
void sim_make_token (const SimClient *client,
                     guint8          *token);

/* Whether the server has been set back and waits for what it has lost. */
gboolean sim_is_closed (Sim *sim);

/* --- amia-sim-postgres.c: a server on PostgreSQL ---------------------------------------------- */

/**
 * sim_postgres_start:
 *
 * Has all offices of this process and its children keep their ledger in a PostgreSQL, which is
 * started for them. A server on it is not set back, and its disk is never full.
 *
 * Returns: %FALSE where there is none
 */
gboolean sim_postgres_start (void);
gboolean sim_postgres_is_used (void);

/* A new, empty ledger, and its end. */
char *sim_postgres_make (void) G_GNUC_WARN_UNUSED_RESULT;
void  sim_postgres_drop (Sim *sim);

/* Has the server's connection end at the next write to some table; and no more. */
void sim_postgres_cut (Sim *sim);
void sim_postgres_mend (Sim *sim);

/* --- amia-sim-laptop.c: the laptops ---------------------------------------------------------- */

/**
 * sim_add_client:
 * @sim: an office
 *
 * Brings one more laptop, with its owner.
 */
void sim_add_client (Sim *sim);

/**
 * sim_replace_laptop:
 * @client: a laptop that was shut out
 *
 * It has destroyed its keys. Its owner gets a new one.
 */
void sim_replace_laptop (SimClient *client);

/**
 * sim_tell:
 * @client: a laptop that is open
 * @event: what happened there
 *
 * Tells its plan, and does what that wants.
 */
void sim_tell (SimClient    *client,
               AmiaSyncEvent event);

/* Ends the laptop's program in good order, and starts it. */
void sim_stop_client (SimClient *client);
void sim_start_client (SimClient *client);

/* Opens its lid after a night in which its program went on. */
void sim_wake_client (SimClient *client);

/**
 * sim_mend_client:
 * @client: a laptop
 *
 * If its machine has ended in the middle of a write, starts it again. Asserts that all that it had
 * called safe is there.
 *
 * Returns: %TRUE if it had
 */
gboolean sim_mend_client (SimClient *client);

/**
 * sim_take_answer:
 * @client: a laptop that an answer has come to
 */
void sim_take_answer (SimClient *client);

/**
 * sim_get_last:
 * @client: a laptop that is open
 *
 * Returns: how many changes it has made under its name
 */
gint64 sim_get_last (SimClient *client);

/* --- amia-sim-templates.c: new databases ------------------------------------------------------ */

/**
 * sim_make_templates:
 *
 * Makes what sim_put_replica() and sim_put_ledger() put. Once for each process.
 */
void sim_make_templates (void);

/* Puts an empty database where one of these is about to be made. */
void sim_put_replica (const char *path);
void sim_put_ledger (const char *path);

/* --- amia-sim-copies.c: files that are set back ---------------------------------------------- */

void sim_copy_file (const char *from,
                    const char *to);

/**
 * sim_lose_words:
 * @client: a laptop
 * @from: the first word
 *
 * What was written there since that did not reach the server is lost, and no longer asked for.
 */
void sim_lose_words (SimClient *client,
                     guint      from);

/* Copies a laptop's file, and puts the copy in its place, if there is one. */
void sim_back_up (SimClient *client);
void sim_set_back (SimClient *client);

/* --- amia-sim-people.c, amia-sim-consents.c: what people do ----------------------------------- */

/**
 * sim_act:
 * @client: a laptop
 *
 * The person there does something.
 */
void sim_act (SimClient *client);

/**
 * sim_act_on_access:
 * @client: a laptop that is open
 *
 * The person does something that decides who may see what.
 */
void sim_act_on_access (SimClient *client);

/**
 * sim_commit:
 * @client: a laptop that is open
 * @edits: what was written
 *
 * Returns: whether it was taken
 */
gboolean sim_commit (SimClient *client,
                     AmiaEdits *edits);

/**
 * sim_begin_commit:
 * @client: a laptop that is open
 *
 * Decides what its disk is in for while something is written, which ends with sim_end_commit().
 */
void sim_begin_commit (SimClient *client);

/**
 * sim_end_commit:
 * @client: the laptop
 * @is_done: whether it called the change safe
 * @error: (nullable): why it did not
 *
 * Starts the laptop again, if it ended in the middle of a write.
 *
 * Returns: whether the change is there
 */
gboolean sim_end_commit (SimClient    *client,
                         gboolean      is_done,
                         const GError *error);

/* A word that is nowhere yet, and an id. */
char    *sim_new_word (SimClient *client);
AmiaUuid sim_new_id (Sim *sim);

/**
 * sim_pick_known:
 * @client: a laptop that is open
 * @ids: (element-type AmiaUuid): ids of cases or participants
 * @id: (out): one that it has heard of
 *
 * Returns: %TRUE if there is one
 */
gboolean sim_pick_known (SimClient *client,
                         GArray    *ids,
                         AmiaUuid  *id);

/* Whether a laptop that is open has heard of a record. */
gboolean sim_is_known (SimClient      *client,
                       const AmiaUuid *id);

/* Writes down a consent to everything for everybody. */
void sim_add_consent_to_all (AmiaEdits      *edits,
                             Sim            *sim,
                             const AmiaUuid *case_id);

/**
 * sim_pick_record:
 * @sim: an office
 * @list: some of its records, at least one
 *
 * Returns: one of them; in a crowd mostly one of the last few
 */
SimRecord sim_pick_record (Sim    *sim,
                           GArray *list);

/**
 * sim_remember:
 * @list: (element-type SimRecord): a list
 * @kind: the record's kind
 * @id: its id
 * @case_id: its case
 */
void sim_remember (GArray         *list,
                   const char     *kind,
                   const AmiaUuid *id,
                   const AmiaUuid *case_id);

/**
 * sim_get_day:
 * @sim: an office
 * @n_days: how many days from today
 *
 * Returns: (transfer full): the day
 */
char *sim_get_day (Sim *sim,
                   int  n_days);

/* --- amia-sim-blobs.c: attachments ------------------------------------------------------------ */

/**
 * sim_attach:
 * @client: a laptop that is open
 *
 * The person there attaches a scan to a case.
 */
void sim_attach (SimClient *client);

/* Carries one part of an attachment, if nothing else is to be sent or got. */
void sim_carry (SimClient *client);

/* Carries all that can be carried, between all laptops and the server. */
void sim_carry_all (Sim *sim);

/* The program ends: what was under way is begun anew. */
void sim_stop_carrying (SimClient *client);

/* What only this laptop had goes with it. */
void sim_lose_blobs (SimClient *client);

/* The server was set back: what no laptop has any more is lost. */
void sim_lose_blobs_of_server (Sim *sim);

void sim_blob_clear (SimBlob *blob);

/* --- amia-sim-blobs-check.c: what must be true of attachments --------------------------------- */

/* Whether the server has all of it. */
gboolean sim_blob_is_on_server (Sim           *sim,
                                const SimBlob *blob);

/* Whether the laptop has a file of it, whole, or a part of it. */
gboolean sim_blob_is_on_laptop (SimClient     *client,
                                const SimBlob *blob);

/**
 * sim_check_blob_given:
 * @client: a laptop
 * @id: what the server has given it a part of
 *
 * Asserts that its reader may see an op that names it, now.
 */
void sim_check_blob_given (SimClient        *client,
                           const AmiaBlobId *id);

/**
 * sim_check_blobs:
 * @sim: an office that was healed and has carried everything
 *
 * Asserts that what may be seen can be opened and is what was attached; that of what has been
 * forgotten neither file nor key is left; and that the server has what is in its log or its escrow.
 */
void sim_check_blobs (Sim *sim);

/* Asserts that what a laptop calls sent is on the server. */
void sim_check_blobs_green (SimClient *client);

/* --- amia-sim-merge.c: the rule by which texts are merged ------------------------------------ */

/**
 * sim_dup_texts:
 * @client: a laptop that is open
 *
 * Returns: (transfer full): what stands in every field of every record, whatever its author is
 *   called, as a text to compare
 */
char *sim_dup_texts (SimClient *client);

/* --- amia-sim-check.c, amia-sim-green.c: what must be true ------------------------------------ */

/**
 * sim_check:
 * @sim: an office that was healed
 *
 * Asserts that laptops whose readers may see the same say the same, that each has what its reader
 * may see and nothing else, in its log and in the bytes of its files, that nothing anybody wrote is
 * missing, and that every projection agrees with its log.
 */
void sim_check (Sim *sim);

/**
 * sim_check_forgotten:
 * @client: a laptop that has just taken all that the server had
 *
 * Asserts that nothing is there that its reader may not see.
 */
void sim_check_forgotten (SimClient *client);

/**
 * sim_check_merge:
 * @client: a laptop that is open
 *
 * Asserts that what each of its records shows follows from its log.
 */
void sim_check_merge (SimClient *client);

/**
 * sim_list_kept:
 * @client: a laptop that is open
 * @edited: a record
 * @field: a field of it, about to be written over
 *
 * Returns: (transfer full) (element-type AmiaRef): what stands there besides the text in view
 */
GArray *sim_list_kept (SimClient       *client,
                       const SimRecord *edited,
                       const char      *field);

/**
 * sim_check_kept:
 * @client: a laptop that is open
 * @edited: the record
 * @field: the field, just written over
 * @kept: what stood there besides the text in view
 *
 * Asserts that this still stands, and the new text.
 */
void sim_check_kept (SimClient       *client,
                     const SimRecord *edited,
                     const char      *field,
                     const GArray    *kept);

/**
 * sim_check_lease:
 * @client: a laptop that is open
 *
 * Asserts that one which was away for longer than the lease shows nothing of other agencies.
 */
void sim_check_lease (SimClient *client);

/**
 * sim_note_held:
 * @client: a laptop that is open
 * @case_id: (nullable): a case that was just opened there
 *
 * Keeps in mind what is there, for sim_check_green().
 */
void sim_note_held (SimClient      *client,
                    const AmiaUuid *case_id);

/**
 * sim_check_green:
 * @client: a laptop that is open
 * @percent: of how many of its records
 *
 * Asserts that what it says of how far they have come is true.
 */
void sim_check_green (SimClient *client,
                      guint      percent);

G_END_DECLS
