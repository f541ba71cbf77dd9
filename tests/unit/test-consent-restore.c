/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-ledger-audit.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-share.h"
#include "amia-restore.h"
#include "amia-safeguard.h"
#include "server-story.h"

/* A ledger that is put back from yesterday's backup, and the safeguard that knows better. */

/* A safeguard beside the ledger, whose life began when the story does. */
static void
put_safeguard (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  AmiaLedger *ledger = stage->office->ledger;

  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (
      amia_ledger_begin_life (ledger, "the-first", stage->office->now_ms - STAGE_DAY_MS, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
  stage->office->safeguard = g_strconcat (stage->office->path, ".safeguard", NULL);
  office_restart (stage->office);
}

static void
copy_ledger (const Stage *stage,
             gboolean     back)
{
  g_autofree char *copy = g_strconcat (stage->office->path, ".copy", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  /* Closed, it is one file. */
  office_close (stage->office);
  g_assert_true (g_file_get_contents (back ? copy : stage->office->path, &text, &length, &error));
  g_assert_true (g_file_set_contents (back ? stage->office->path : copy, text, (gssize) length,
                                      &error));
  if (back)
    (void) g_unlink (copy);
  office_open (stage->office);
}

static gboolean
is_file (const Stage *stage)
{
  if (strstr (stage->office->path, "://") == NULL)
    return TRUE;

  g_test_skip ("A ledger that is no file is not copied");
  return FALSE;
}

/* Yesterday's ledger: the consent was withdrawn today, and Bertil was told of it after the copy was
 * made. Nothing is given out before all have brought back what was lost, and what the safeguard
 * knows to have ended stays ended whoever comes first. */
static void
test_set_back (void)
{
  g_auto (Stage) stage = { NULL };
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage,
             "anna found 1; anna add 1 bertil; anna note 1 1 plan; anna consent 1 1 AF all;"
             "sync all; sync all; has bertil note 1");
  copy_ledger (&stage, FALSE);
  stage_run (&stage,
             "anna withdraw 1 1; anna note 1 2 plan; anna found 2; anna add 2 disa;"
             "anna note 2 3 plan; sync anna; sync disa; disa note 2 4 plan; disa note 1 9 plan;"
             "bertil note 1 5 plan; sync disa; sync bertil; lacks bertil note 1");
  copy_ledger (&stage, TRUE);
  stage.office->now_ms += 60 * 60 * 1000;

  /* Disa comes first: her case is not known here, and waits. */
  stage_run (&stage, "sync disa; lacks bertil note 1");
  g_assert_true (amia_ledger_get_life (stage.office->ledger, &life, &error));
  g_assert_true (life.is_closed);
  stage_run (&stage, "sync bertil; lacks bertil note 1; lacks bertil note 2; lacks bertil title 1");
  stage_run (&stage, "sync anna; sync cilla; sync all; sync all");
  amia_life_clear (&life);
  g_assert_true (amia_ledger_get_life (stage.office->ledger, &life, &error));
  g_assert_false (life.is_closed);

  stage_run (&stage, "lacks bertil note 1; lacks bertil note 2; has anna note 4; has anna note 2");
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

/* The same, confirmed before Anna has been in contact: her withdrawal counts all the same. */
static void
test_confirmed (void)
{
  g_auto (Stage) stage = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean was_closed = FALSE;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage,
             "anna found 1; anna add 1 bertil; anna note 1 1 plan; anna consent 1 1 AF all;"
             "sync all; sync all");
  copy_ledger (&stage, FALSE);
  stage_run (&stage, "anna withdraw 1 1; sync anna; sync bertil; bertil note 1 5 plan; sync bertil");
  copy_ledger (&stage, TRUE);
  stage.office->now_ms += 60 * 60 * 1000;

  stage_run (&stage, "sync bertil");
  g_assert_true (
      amia_restore_confirm (stage.office->ledger, stage.office->now_ms, &was_closed, &error));
  g_assert_true (was_closed);
  stage_run (&stage, "sync bertil; lacks bertil note 1; lacks bertil title 1; sync anna; sync bertil");
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

/* As after a power cut between the safeguard and the ledger: the next change of the laptop, by
 * which its user leaves the team, stands in the one and not in the other. */
static void
end_in_safeguard (const Stage *stage,
                  const Desk  *desk)
{
  AmiaLedger *ledger = stage->office->ledger;
  g_autoptr (AmiaSafeguard) safeguard = NULL;
  g_autoptr (GPtrArray) grants = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  safeguard = amia_safeguard_open (stage->office->safeguard, ledger, NULL, &error);
  g_assert_no_error (error);
  grants = amia_ledger_list_user_grants (ledger, desk->laptop->user, &error);
  g_assert_cmpuint (grants->len, ==, 1);
  records = amia_ledger_list_facts (ledger, &((AmiaGrant *) g_ptr_array_index (grants, 0))->scope,
                                    &error);
  for (guint i = 0; i < records->len; i++)
    {
      const AmiaRecordRow *row = g_ptr_array_index (records, i);
      const AmiaEndedFact  fact = {
         .device = desk->laptop->device,
         .n = desk->laptop->acked + 1,
         .scope = row->case_id,
         .record = row->id,
         .field = (char *) "to",
         .value = (char *) "\"2020-01-01\"",
      };

      if (strcmp (row->kind, "member") == 0 && strstr (row->state, desk->laptop->user) != NULL)
        amia_safeguard_note_fact (safeguard, &fact);
    }
  g_assert_true (amia_safeguard_flush (safeguard, &error));
}

/* Whether it is known who of the scope's readers has still to confirm. */
static gboolean
is_asked_to_forget (const Stage    *stage,
                    const AmiaUuid *scope,
                    const char     *user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forgets =
      amia_ledger_list_forgets (stage->office->ledger, scope, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < forgets->len; i++)
    {
      if (strcmp (((AmiaForget *) g_ptr_array_index (forgets, i))->user, user) == 0)
        return TRUE;
    }

  return FALSE;
}

static AmiaUuid
find_scope (const Stage *stage,
            const char  *user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) grants =
      amia_ledger_list_user_grants (stage->office->ledger, user, &error);

  g_assert_cmpuint (grants->len, ==, 1);
  return ((AmiaGrant *) g_ptr_array_index (grants, 0))->scope;
}

/* What the safeguard knows must not keep out the very change that said it; and whom it puts out is
 * asked to forget, though both come in one round. */
static void
test_left_by_oneself (void)
{
  g_auto (Stage) stage = { NULL };
  AmiaUuid scope;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "anna found 1; anna add 1 bertil; anna note 1 1 plan; sync all; sync all");
  scope = find_scope (&stage, "bertil");
  end_in_safeguard (&stage, stage_find_desk (&stage, "bertil"));
  stage_run (&stage, "restart; bertil end 1 bertil; sync bertil; escrow bertil 0");
  g_assert_true (is_asked_to_forget (&stage, &scope, "bertil"));
  stage_run (&stage, "sync all; lacks bertil title 1; has anna note 1; bertil note 1 2 plan;"
                     "sync bertil; escrow bertil 1");

  /* Nor does it outlive what was said. */
  stage_run (&stage, "anna back 1 bertil; anna consent 1 1 AF all; sync anna; sync bertil;"
                     "has bertil title 1; escrow bertil 0");
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

/* How far Anna is told that Bertil is. */
static gint64
find_position (const Stage *stage)
{
  Laptop *laptop = stage_find_desk (stage, "anna")->laptop;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  const GArray *readers;

  /* As if she had not heard of anybody. */
  g_clear_pointer (&laptop->readers_hash, g_free);
  answer = laptop_round (laptop, 200);
  readers = answer->response->readers;
  g_assert_nonnull (readers);
  for (guint i = 0; i < readers->len; i++)
    {
      const AmiaWireReader *reader = &g_array_index (readers, AmiaWireReader, i);

      if (strcmp (reader->user, "bertil") == 0)
        return reader->position;
    }

  g_assert_not_reached ();
}

/* Only the safeguard knows that Bertil has left a case. Anna's laptop, which goes by the facts that
 * it has, would call green for him there what he is not given: so long as that is so, she is not
 * told how far he is. */
static void
test_silent_about_position (void)
{
  g_auto (Stage) stage = { NULL };

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "anna found 1; anna add 1 bertil; sync all; sync all");
  end_in_safeguard (&stage, stage_find_desk (&stage, "bertil"));
  stage_run (&stage, "restart; anna found 2; anna add 2 bertil; anna note 1 1 plan;"
                     "sync all; sync all; sync all");
  g_assert_cmpint (find_position (&stage), ==, 0);

  stage_run (&stage, "bertil end 1 bertil; sync bertil; sync all; sync all");
  g_assert_cmpint (find_position (&stage), >, 0);
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

/* Disa was in the team and is no longer, and was not told before the ledger was put back. In the
 * life that begins then nothing ever lets her in; what she has goes all the same. */
static void
test_let_out (void)
{
  g_auto (Stage) stage = { NULL };

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "sync all");
  copy_ledger (&stage, FALSE);
  stage_run (&stage,
             "anna person 1; anna found 1 of 1; anna add 1 disa; anna note 1 1 plan; "
             "sync anna; sync disa; has disa title 1; has disa name 1");
  stage_run (&stage, "anna end 1 disa; sync anna");
  copy_ledger (&stage, TRUE);
  stage.office->now_ms += 60 * 60 * 1000;

  stage_run (&stage, "sync all; sync all; sync all");
  stage_run (&stage, "lacks disa title 1; lacks disa name 1; has anna note 1");
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

/* Disa was let in by a change that was lost with the ledger's last hours, and with the laptop that
 * had made it. Nothing in the life that begins then names her; what she has goes all the same, but
 * not before somebody says that nothing more is to come. What nobody else knows of stays. */
static void
test_let_in_by_nobody (void)
{
  g_auto (Stage) stage = { NULL };
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage,
             "anna person 1; anna found 1 of 1; anna add 1 bertil; anna note 1 1 plan;"
             "sync all; sync all");
  copy_ledger (&stage, FALSE);
  stage_run (&stage,
             "bertil add 1 disa; bertil found 2; bertil add 2 disa; bertil consent 2 2 FK all;"
             "sync bertil; sync disa;"
             "has disa title 1; has disa name 1; has disa note 1; has disa title 2");
  copy_ledger (&stage, TRUE);
  stage.office->now_ms += 60 * 60 * 1000;

  stage_run (&stage, "sync disa; sync anna; has disa title 1; has disa name 1");
  g_assert_true (
      amia_restore_confirm (stage.office->ledger, stage.office->now_ms, NULL, &error));
  stage_run (&stage, "sync disa; sync disa; lacks disa title 1; lacks disa name 1; "
                     "lacks disa note 1; has disa title 2");

  /* Bertil's laptop is found again. */
  stage_run (&stage, "sync bertil; sync disa; has disa title 1; has disa note 1");
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

/* Bertil made a case about a participant whose identity Anna protected later on. Both were lost
 * with the ledger's last hours, and Anna's comes back first: what was taken once is not refused
 * now, but waits, and comes in when nothing is in its way any more. */
static void
test_protected_first (void)
{
  g_auto (Stage) stage = { NULL };

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "anna person 1; anna found 1 of 1; anna add 1 bertil; sync all; sync all");
  copy_ledger (&stage, FALSE);
  stage_run (&stage, "bertil found 2 of 1; bertil note 2 1 plan; sync bertil; escrow bertil 0;"
                     "anna protect 1; sync anna");
  copy_ledger (&stage, TRUE);
  stage.office->now_ms += 60 * 60 * 1000;

  stage_run (&stage, "sync anna; sync bertil; sync all; escrow bertil 2");
  stage_run (&stage, "anna unprotect 1; sync anna; sync bertil; escrow bertil 0");
  stage_finish (&stage);
  (void) g_unlink (stage.office->safeguard);
}

static gboolean
count_false_claim (const AmiaAuditEntry *entry,
                   gpointer              user_data)
{
  guint *count = user_data;

  if (g_strcmp0 (entry->detail, "reason=ahead") == 0)
    (*count)++;
  return TRUE;
}

/* How often the audit says that somebody claims what can't be. */
static guint
count_false_claims (const Stage *stage)
{
  const AmiaAuditQuery query = { .n_max = 1000 };
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_assert_true (amia_ledger_read_audit (
      stage->office->ledger, &query, count_false_claim, &count, &error));
  return count;
}

/* A laptop that claims to have seen more than there is can't close the log for all others. */
static void
test_false_claim (void)
{
  g_auto (Stage) stage = { NULL };
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;
  Laptop *bertil;
  gint64  since;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "anna found 1; anna add 1 bertil; anna note 1 1 plan; sync all; sync all");
  stage.office->now_ms += 60 * 60 * 1000;
  bertil = stage_find_desk (&stage, "bertil")->laptop;
  since = bertil->since;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AmiaRoundAnswer) answer = NULL;

      bertil->since = since + 1 + i;
      answer = laptop_round (bertil, 409);
      g_assert_cmpstr (answer->problem->code, ==, "gap");
    }

  g_assert_true (amia_ledger_get_life (stage.office->ledger, &life, &error));
  g_assert_false (life.is_closed);
  g_assert_cmpuint (count_false_claims (&stage), ==, 1);
  bertil->since = since;
  stage_run (&stage, "anna note 1 2 plan; sync anna; sync bertil; sync anna");
  (void) g_unlink (stage.office->safeguard);
}

/* An older ledger is closed before anybody has been in contact. */
static void
test_noticed_at_start (void)
{
  g_auto (Stage) stage = { NULL };
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "anna found 1; sync anna");
  copy_ledger (&stage, FALSE);
  g_assert_true (amia_ledger_get_life (stage.office->ledger, &life, &error));
  g_assert_false (life.is_closed);
  stage_run (&stage, "anna note 1 1 plan; sync anna");
  copy_ledger (&stage, TRUE);

  amia_life_clear (&life);
  g_assert_true (amia_ledger_get_life (stage.office->ledger, &life, &error));
  g_assert_true (life.is_closed);
  (void) g_unlink (stage.office->safeguard);
}

/* Without the safeguard nobody knows which laptops were shut out. */
static void
test_safeguard_lost (void)
{
  g_auto (Stage) stage = { NULL };
  Laptop *anna;
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  stage_open (&stage);
  anna = stage_find_desk (&stage, "anna")->laptop;
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  stage_run (&stage, "anna found 1; sync anna");
  office_restart (stage.office);
  stage_run (&stage, "sync anna");
  g_assert_cmpint (g_unlink (stage.office->safeguard), ==, 0);
  office_restart (stage.office);
  answer = laptop_round (anna, 401);
  g_assert_cmpstr (answer->problem->code, ==, "unauthorized");
  (void) g_unlink (stage.office->safeguard);
}

/* A laptop that was shut out after the backup stays out, known or not. */
static void
test_shut_out (void)
{
  g_auto (Stage) stage = { NULL };
  Laptop        *bertil;
  AmiaSafeguard *safeguard;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  bertil = stage_find_desk (&stage, "bertil")->laptop;
  put_safeguard (&stage);
  stage_run (&stage, "sync all");
  safeguard = amia_rounds_get_safeguard (stage.office->rounds);
  amia_safeguard_note_revoked (safeguard, &bertil->device);
  g_assert_true (amia_safeguard_flush (safeguard, &error));

  office_restart (stage.office);
  answer = laptop_round (bertil, 401);
  g_assert_cmpstr (answer->problem->code, ==, "revoked");
  (void) g_unlink (stage.office->safeguard);
}

/* A line that was cut off spoke of nothing that counted; what comes after it is read. */
static void
test_cut_off_line (void)
{
  g_auto (Stage) stage = { NULL };
  Laptop          *bertil;
  AmiaSafeguard   *safeguard;
  g_autofree char *text = NULL;
  g_autofree char *torn = NULL;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  if (!is_file (&stage))
    return;

  put_safeguard (&stage);
  bertil = stage_find_desk (&stage, "bertil")->laptop;
  office_close (stage.office);
  g_assert_true (g_file_get_contents (stage.office->safeguard, &text, NULL, &error));
  torn = g_strconcat (text, "0123abcd fact 018f", NULL);
  g_assert_true (g_file_set_contents (stage.office->safeguard, torn, -1, &error));
  office_open (stage.office);

  safeguard = amia_rounds_get_safeguard (stage.office->rounds);
  amia_safeguard_note_revoked (safeguard, &bertil->device);
  g_assert_true (amia_safeguard_flush (safeguard, &error));
  office_restart (stage.office);
  answer = laptop_round (bertil, 401);
  g_assert_cmpstr (answer->problem->code, ==, "revoked");
  stage_run (&stage, "anna found 1; sync anna");
  (void) g_unlink (stage.office->safeguard);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/consent-restore/left-by-oneself", test_left_by_oneself);
  g_test_add_func ("/consent-restore/silent-about-position", test_silent_about_position);
  g_test_add_func ("/consent-restore/set-back/after-a-withdrawal", test_set_back);
  g_test_add_func ("/consent-restore/set-back/confirmed-too-early", test_confirmed);
  g_test_add_func ("/consent-restore/set-back/let-out", test_let_out);
  g_test_add_func ("/consent-restore/set-back/let-in-by-nobody", test_let_in_by_nobody);
  g_test_add_func ("/consent-restore/set-back/protected-before-it-came-back", test_protected_first);
  g_test_add_func ("/consent-restore/set-back/noticed-at-start", test_noticed_at_start);
  g_test_add_func ("/consent-restore/set-back/claimed-by-a-liar", test_false_claim);
  g_test_add_func ("/consent-restore/safeguard/lost", test_safeguard_lost);
  g_test_add_func ("/consent-restore/safeguard/shut-out-stays-out", test_shut_out);
  g_test_add_func ("/consent-restore/safeguard/cut-off-line", test_cut_off_line);

  return g_test_run ();
}
