/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-visibility.h"

#include <string.h>

#include "amia-ledger-escrow.h"
#include "amia-scope.h"

/* Nothing but amia_rights_allow () with its arguments found, and the same again for sources. */

/* How many source ops are looked at for one op: who cites more has not been writing by hand. And
 * how many changes are kept at hand from one op to the next. */
#define LOOKS_MAX 1000
#define CITED_MAX 256

typedef struct
{
  const AmiaChange *change;
  const AmiaOp     *op;
} Look;

/* One question: an op, its sources, and theirs. */
typedef struct
{
  AmiaVisibility *visibility;
  GArray         *looks;    /* of Look: the op itself, then everything it was made of */
  GHashTable     *seen;     /* names of sources on the list */
  gboolean        is_known; /* whether all of them are here */
  gboolean        is_void;  /* whether one of them is not what it is said to be */
} Question;

static void
free_cited (gpointer data)
{
  if (data != NULL)
    amia_change_free (data);
}

/* The name of a change, or of an op's field in it. */
static char *
dup_name (const AmiaRef *ref,
          const char    *field)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  return g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%s",
                          amia_uuid_print_hex (&ref->device, device),
                          ref->n,
                          field != NULL ? field : "");
}

void
amia_visibility_clear (AmiaVisibility *visibility)
{
  g_return_if_fail (visibility != NULL);

  g_clear_pointer (&visibility->cited, g_hash_table_unref);
}

/* Does a case or participant have facts that decide who is let in? */
static gboolean
find_claim (AmiaVisibility        *visibility,
            const AmiaOp          *op,
            const AmiaCaseAccess **access,
            GError               **error)
{
  *access = NULL;
  if (amia_op_is_of_person (op))
    return amia_teams_find_person_access (visibility->teams,
                                          &op->record,
                                          visibility->reader.user,
                                          access,
                                          error);

  return amia_uuid_is_nil (&op->case_id) ||
         amia_teams_find_access (visibility->teams, &op->case_id, access, error);
}

/* The op by itself, without its sources. */
static gboolean
check_op (AmiaVisibility   *visibility,
          const AmiaChange *change,
          const AmiaOp     *op,
          gboolean         *is_visible,
          GError          **error)
{
  AmiaRights      *rights = NULL;
  const AmiaReach *reach;
  GHashTable      *reaches;
  AmiaUuid         scope;
  g_autoptr (AmiaRights) none = NULL;

  if (!amia_teams_find_reaches (visibility->teams, visibility->reader.user, &reaches, error))
    return FALSE;

  amia_op_get_scope (op, &scope);
  reach = g_hash_table_lookup (reaches, &scope);
  if (reach != NULL)
    rights = reach->rights;
  else
    {
      const AmiaCaseAccess *access;

      /* What somebody else has claimed is not its author's any more; what nobody has, is. */
      if (!find_claim (visibility, op, &access, error))
        return FALSE;
      if (access != NULL)
        rights = none = amia_rights_new_none ();
    }

  *is_visible = amia_rights_allow (rights,
                                   &visibility->reader,
                                   op,
                                   change->author,
                                   change->agency) == AMIA_VERDICT_YES;
  return TRUE;
}

/* A change that is cited; %NULL if it is not here. */
static gboolean
find_cited (AmiaVisibility    *visibility,
            const AmiaRef     *source,
            const AmiaChange **change,
            GError           **error)
{
  g_autofree char *name = dup_name (source, NULL);
  gpointer         known;
  AmiaChange      *found;

  if (!g_hash_table_lookup_extended (visibility->cited, name, NULL, &known))
    {
      if (!amia_ledger_find_change (visibility->ledger, &source->device, source->n, &found, error))
        return FALSE;

      known = found;
      g_hash_table_insert (visibility->cited, g_steal_pointer (&name), found);
    }

  *change = known;
  return TRUE;
}

/* Puts the ops that a source names on the list of those to look at. */
static gboolean
ask_for_source (Question      *question,
                const AmiaRef *source,
                GError       **error)
{
  const AmiaChange *change;
  guint             n_found = 0;

  if (!g_hash_table_add (question->seen, dup_name (source, source->field)))
    return TRUE;
  if (!find_cited (question->visibility, source, &change, error))
    return FALSE;

  for (guint i = 0; change != NULL && i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      const Look    look = { change, op };

      if (strcmp (op->field, source->field) != 0)
        continue;

      g_array_append_val (question->looks, look);
      n_found++;
    }

  /* A change that has no such field: or whoever cites would learn by what comes back to them which
   * fields there are in changes that they may not see. */
  question->is_void |= change != NULL && n_found == 0;
  question->is_known &= n_found > 0;
  return TRUE;
}

/* Looks at each op on the list in turn; their sources come to its end. */
static gboolean
look_through (Question *question,
              gboolean *is_visible,
              GError  **error)
{
  for (guint i = 0; *is_visible && question->is_known && i < question->looks->len; i++)
    {
      const Look look = g_array_index (question->looks, Look, i);

      if (i == LOOKS_MAX)
        {
          question->is_known = FALSE;
          break;
        }

      /* The first is the op itself, which has been looked at. */
      if (i > 0 && !check_op (question->visibility, look.change, look.op, is_visible, error))
        return FALSE;

      for (guint j = 0; look.op->sources != NULL && j < look.op->sources->len; j++)
        {
          if (!ask_for_source (question,
                               &g_array_index (look.op->sources, AmiaRef, j),
                               error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_sources (AmiaVisibility   *visibility,
               const AmiaChange *change,
               const AmiaOp     *op,
               gboolean         *is_visible,
               GError          **error)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (Look));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Question   question = { visibility, looks, seen, TRUE, FALSE };
  const Look first = { change, op };

  if (visibility->cited != NULL && g_hash_table_size (visibility->cited) > CITED_MAX)
    g_clear_pointer (&visibility->cited, g_hash_table_unref);
  if (visibility->cited == NULL)
    visibility->cited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_cited);

  g_array_append_val (looks, first);
  if (!look_through (&question, is_visible, error))
    return FALSE;

  if (question.is_void)
    *is_visible = FALSE;
  else if (!question.is_known)
    *is_visible = *is_visible && strcmp (change->author, visibility->reader.user) == 0;
  return TRUE;
}

gboolean
amia_visibility_check (AmiaVisibility   *visibility,
                       const AmiaChange *change,
                       const AmiaOp     *op,
                       gboolean         *is_visible,
                       GError          **error)
{
  g_return_val_if_fail (visibility != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (op != NULL, FALSE);
  g_return_val_if_fail (is_visible != NULL, FALSE);

  *is_visible = FALSE;
  return check_op (visibility, change, op, is_visible, error) &&
         (!*is_visible || op->sources == NULL ||
          check_sources (visibility, change, op, is_visible, error));
}

gboolean
amia_visibility_filter (AmiaVisibility *visibility,
                        AmiaChange     *change,
                        AmiaOpComes     comes,
                        gpointer        data,
                        GError        **error)
{
  const AmiaOp *before = NULL;
  guint         kept = 0;

  g_return_val_if_fail (visibility != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (comes != NULL, FALSE);

  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp  *op = g_ptr_array_index (change->ops, i);
      gboolean is_visible =
          before != NULL && op->sources == NULL && amia_rights_allow_alike (before, op);

      if (!is_visible && comes (op, data) &&
          !amia_visibility_check (visibility, change, op, &is_visible, error))
        return FALSE;

      if (is_visible)
        {
          /* Kept ones move to the front; the pointers change places, so that each is freed once. */
          change->ops->pdata[i] = change->ops->pdata[kept];
          change->ops->pdata[kept++] = op;
          before = op;
        }
    }

  g_ptr_array_set_size (change->ops, (int) kept);
  return TRUE;
}
