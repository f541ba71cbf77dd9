/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim-rights.h"

#include <string.h>

#include "amia-case-access.h"
#include "amia-date.h"
#include "amia-ended-facts.h"
#include "amia-kinds.h"
#include "amia-scope.h"

/* The most restrictive reading of facts that contradict each other, as design.md §4 has it. Values
 * are compared as they stand in the log: people here write them in one way only. */

/* An op that decides about access. */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  guint64  stamp;
  char    *field;
  char    *value;
  GArray  *over;
  gboolean is_ending; /* takes rights from somebody */
  gboolean is_lost;   /* the log has lost it */
} FactOp;

typedef struct
{
  char      *kind;
  AmiaUuid   id;
  AmiaUuid   case_id;
  char      *agency; /* of whoever wrote the first of them; NULL while all are lost */
  GPtrArray *ops;
} Fact;

/* What a case's facts give to one reader on one day. */
typedef struct
{
  gboolean   has_facts;
  gboolean   is_member;
  gboolean   is_pair;
  GPtrArray *consents; /* (element-type Fact): valid ones that name the reader's agency */
} Sight;

struct _SimRights
{
  GHashTable *facts;  /* (element-type AmiaUuid Fact) */
  GHashTable *sights; /* (element-type utf8 Sight): worked out since a fact has come */
  guint       n_lost;
};

static void
fact_op_free (gpointer data)
{
  FactOp *op = data;

  g_free (op->field);
  g_free (op->value);
  g_clear_pointer (&op->over, g_array_unref);
  g_free (op);
}

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  g_ptr_array_unref (fact->ops);
  g_free (fact->kind);
  g_free (fact->agency);
  g_free (fact);
}

static void
sight_free (gpointer data)
{
  Sight *sight = data;

  g_ptr_array_unref (sight->consents);
  g_free (sight);
}

SimRights *
sim_rights_new (void)
{
  SimRights *rights = g_new0 (SimRights, 1);

  rights->facts = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, fact_free);
  rights->sights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sight_free);
  return rights;
}

void
sim_rights_free (SimRights *rights)
{
  g_hash_table_unref (rights->sights);
  g_hash_table_unref (rights->facts);
  g_free (rights);
}

/* --- The facts ------------------------------------------------------------------------------- */

void
sim_rights_start_over (SimRights *rights)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_remove_all (rights->sights);
  rights->n_lost = 0;
  g_hash_table_iter_init (&iter, rights->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Fact *fact = value;

      g_clear_pointer (&fact->agency, g_free);
      for (guint i = fact->ops->len; i > 0; i--)
        {
          FactOp *op = g_ptr_array_index (fact->ops, i - 1);

          op->is_lost = TRUE;
          if (!op->is_ending)
            g_ptr_array_remove_index (fact->ops, i - 1);
        }
      rights->n_lost += fact->ops->len;
    }
}

/* What was lost has come back under its name. */
static void
drop_lost (SimRights        *rights,
           const AmiaChange *change)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, rights->facts);
  while (rights->n_lost > 0 && g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *ops = ((Fact *) value)->ops;

      for (guint i = ops->len; i > 0; i--)
        {
          const FactOp *op = g_ptr_array_index (ops, i - 1);

          if (!op->is_lost || op->n != change->n || !amia_uuid_equal (&op->device, &change->device))
            continue;
          g_ptr_array_remove_index (ops, i - 1);
          rights->n_lost--;
        }
    }
}

static Fact *
obtain_fact (SimRights    *rights,
             const AmiaOp *op)
{
  Fact *fact = g_hash_table_lookup (rights->facts, &op->record);

  if (fact == NULL)
    {
      fact = g_new0 (Fact, 1);
      fact->kind = g_strdup (op->kind);
      fact->id = op->record;
      fact->case_id = op->case_id;
      fact->ops = g_ptr_array_new_with_free_func (fact_op_free);
      g_hash_table_insert (rights->facts, &fact->id, fact);
    }

  return fact;
}

static gboolean
is_fact (const AmiaOp *op)
{
  return strcmp (op->kind, "member") == 0 || strcmp (op->kind, "consent") == 0 ||
         strcmp (op->kind, "case") == 0 || strcmp (op->kind, "participant") == 0;
}

void
sim_rights_take (SimRights        *rights,
                 const AmiaChange *change)
{
  g_autoptr (GHashTable) made = g_hash_table_new (NULL, NULL);

  drop_lost (rights, change);
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      FactOp       *copy;
      Fact         *fact;

      if (!is_fact (op))
        continue;

      fact = obtain_fact (rights, op);
      if (fact->agency == NULL)
        {
          fact->agency = g_strdup (change->agency);
          g_hash_table_add (made, fact);
        }
      copy = g_new0 (FactOp, 1);
      copy->device = change->device;
      copy->n = change->n;
      copy->stamp = change->stamp;
      copy->field = g_strdup (op->field);
      copy->value = g_strdup (op->value);
      copy->over = g_array_ref (op->over);
      copy->is_ending = amia_op_is_safeguarded (op, g_hash_table_contains (made, fact));
      g_ptr_array_add (fact->ops, copy);
      g_hash_table_remove_all (rights->sights);
    }
}

/* --- Reading a fact -------------------------------------------------------------------------- */

static gboolean
replaces (const FactOp *op,
          const FactOp *other)
{
  for (guint i = 0; !op->is_lost && i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      if (ref->field == NULL && ref->n == other->n &&
          amia_uuid_equal (&ref->device, &other->device))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_head (const Fact   *fact,
         const FactOp *op)
{
  for (guint i = 0; i < fact->ops->len; i++)
    {
      const FactOp *other = g_ptr_array_index (fact->ops, i);

      if (strcmp (other->field, op->field) == 0 && replaces (other, op))
        return FALSE;
    }

  return TRUE;
}

/* The values of a field that nobody has replaced, borrowed. */
static GPtrArray *
list_values (const Fact *fact,
             const char *field)
{
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < fact->ops->len; i++)
    {
      const FactOp *op = g_ptr_array_index (fact->ops, i);

      if (strcmp (op->field, field) == 0 && is_head (fact, op))
        g_ptr_array_add (values, op->value);
    }

  return values;
}

static gboolean
has_value (const Fact *fact,
           const char *field,
           const char *value)
{
  g_autoptr (GPtrArray) values = list_values (fact, field);

  return g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL);
}

/* Does everybody say that it is @text, and nothing else? */
static gboolean
is_agreed (const Fact *fact,
           const char *field,
           const char *text)
{
  g_autoptr (GPtrArray) values = list_values (fact, field);
  g_autofree char *wanted = g_strdup_printf ("\"%s\"", text);

  for (guint i = 0; i < values->len; i++)
    {
      if (strcmp (g_ptr_array_index (values, i), wanted) != 0)
        return FALSE;
    }

  return values->len > 0;
}

/* Is @word in everybody's list, or what stands for every word? */
static gboolean
is_in_all (const Fact *fact,
           const char *field,
           const char *word)
{
  g_autoptr (GPtrArray) values = list_values (fact, field);
  g_autofree char *wanted = g_strdup_printf ("\"%s\"", word);

  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);

      if (strstr (value, wanted) == NULL && strstr (value, "\"*\"") == NULL)
        return FALSE;
    }

  return values->len > 0;
}

/* Does one of the days that were written lie before @today? */
static gboolean
is_any_before (const Fact *fact,
               const char *field,
               const char *today)
{
  g_autoptr (GPtrArray) values = list_values (fact, field);

  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);

      if (value[0] == '"' && strncmp (value + 1, today, strlen (today)) < 0)
        return TRUE;
    }

  return FALSE;
}

/* Does one of them lie after @today? */
static gboolean
is_any_after (const Fact *fact,
              const char *field,
              const char *today)
{
  g_autoptr (GPtrArray) values = list_values (fact, field);

  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);

      if (value[0] == '"' && strncmp (value + 1, today, strlen (today)) > 0)
        return TRUE;
    }

  return FALSE;
}

static char *
add_days (const char *day,
          int         n_days)
{
  GDate date;
  char  text[AMIA_DATE_TEXT_LENGTH + 1];

  g_assert_true (amia_date_parse_iso (day, -1, &date));
  if (n_days < 0)
    g_date_subtract_days (&date, (guint) -n_days);
  else
    g_date_add_days (&date, (guint) n_days);
  return g_strdup (amia_date_print_iso (&date, text));
}

static gboolean
is_removed (const Fact *fact)
{
  return has_value (fact, "removed", "true");
}

/* --- A case ---------------------------------------------------------------------------------- */

/* Does the membership stand on that day? */
static gboolean
is_valid_member (const Fact *member,
                 const char *today,
                 const char *owner)
{
  return !is_removed (member) &&
         !is_any_after (member, "from", today) && !is_any_before (member, "to", today) &&
         (owner == NULL || strcmp (owner, member->agency) == 0);
}

/* One that was spoken stands for thirty days from the first day that anybody wrote. */
static gboolean
is_spoken_in_time (const Fact *consent,
                   const char *today)
{
  g_autoptr (GPtrArray) days = list_values (consent, "valid-from");
  g_autofree char *too_early = add_days (today, 1 - AMIA_SPOKEN_CONSENT_DAYS);

  return days->len > 0 && !is_any_before (consent, "valid-from", too_early);
}

static gboolean
is_valid_consent (const Fact *consent,
                  const char *today)
{
  g_autofree char *tomorrow = add_days (today, 1);

  if (is_removed (consent) ||
      is_any_after (consent, "valid-from", today) || is_any_before (consent, "valid-to", today) ||
      is_any_before (consent, "withdrawn", tomorrow))
    return FALSE;

  return !has_value (consent, "kind", "\"spoken\"") || is_spoken_in_time (consent, today);
}

/* Whom a case is about; NULL for nobody who is known. */
static Fact *
find_person (SimRights  *rights,
             const Fact *of)
{
  const FactOp *shown = NULL;
  AmiaUuid      id;

  for (guint i = 0; i < of->ops->len; i++)
    {
      const FactOp *op = g_ptr_array_index (of->ops, i);

      if (strcmp (op->field, "participant") == 0 && is_head (of, op) &&
          (shown == NULL || op->stamp > shown->stamp))
        shown = op;
    }

  return shown != NULL && amia_uuid_parse (shown->value + 1, AMIA_UUID_TEXT_LENGTH, &id)
             ? g_hash_table_lookup (rights->facts, &id)
             : NULL;
}

/* The agency that has registered a participant of protected identity; NULL where it is not. */
static const char *
find_owner (SimRights      *rights,
            const AmiaUuid *case_id)
{
  const Fact *of = g_hash_table_lookup (rights->facts, case_id);
  const Fact *person = of != NULL && of->agency != NULL ? find_person (rights, of) : NULL;

  return person != NULL && has_value (person, "protected", "true") ? person->agency : NULL;
}

static void
look_at (Sight            *sight,
         Fact             *fact,
         const AmiaReader *reader,
         const char       *owner,
         const char       *today)
{
  gboolean is_side = strcmp (reader->agency, "FK") == 0 || strcmp (reader->agency, "AF") == 0;

  sight->has_facts = TRUE;
  if (strcmp (fact->kind, "consent") == 0)
    {
      if (is_in_all (fact, "parties", reader->agency) && is_valid_consent (fact, today))
        g_ptr_array_add (sight->consents, fact);
    }
  else if (is_agreed (fact, "user", reader->user) && is_valid_member (fact, today, owner))
    {
      sight->is_member = TRUE;
      sight->is_pair |= is_side && is_agreed (fact, "role", "caseworker");
    }
}

static const Sight *
get_sight (SimRights        *rights,
           const AmiaReader *reader,
           const AmiaUuid   *case_id,
           const char       *today)
{
  char           text[AMIA_UUID_TEXT_LENGTH + 1];
  char          *key = g_strjoin ("|", reader->user, today, amia_uuid_print (case_id, text), NULL);
  Sight         *sight = g_hash_table_lookup (rights->sights, key);
  const char    *owner;
  GHashTableIter iter;
  gpointer       value;

  if (sight != NULL)
    {
      g_free (key);
      return sight;
    }

  sight = g_new0 (Sight, 1);
  sight->consents = g_ptr_array_new ();
  owner = find_owner (rights, case_id);
  g_hash_table_iter_init (&iter, rights->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Fact *fact = value;

      if (fact->agency != NULL && amia_uuid_equal (&fact->case_id, case_id) &&
          (strcmp (fact->kind, "member") == 0 || strcmp (fact->kind, "consent") == 0))
        look_at (sight, fact, reader, owner, today);
    }

  g_hash_table_insert (rights->sights, key, sight);
  return sight;
}

/* --- An op ----------------------------------------------------------------------------------- */

static gboolean
is_let_go (const Sight      *sight,
           const AmiaChange *change,
           const AmiaOp     *op)
{
  if (op->area == NULL || !amia_area_is_known (op->area))
    return FALSE;

  for (guint i = 0; i < sight->consents->len; i++)
    {
      const Fact *consent = g_ptr_array_index (sight->consents, i);

      if (strcmp (consent->agency, change->agency) == 0 && is_in_all (consent, "areas", op->area))
        return TRUE;
    }

  return FALSE;
}

static gboolean
allows (const Sight      *sight,
        const AmiaReader *reader,
        const AmiaChange *change,
        const AmiaOp     *op)
{
  const AmiaKind  *kind = amia_kind_find (op->kind);
  const AmiaField *field = amia_kind_find_field (kind, op->field);

  if (!sight->is_member || (kind->scope == AMIA_SCOPE_PAIR && !sight->is_pair))
    return FALSE;

  return (field != NULL && (field->flags & AMIA_FIELD_ENVELOPE) != 0) ||
         strcmp (change->agency, reader->agency) == 0 || is_let_go (sight, change, op);
}

/* Through any case that is about them. */
static gboolean
allows_person (SimRights        *rights,
               const AmiaReader *reader,
               const AmiaChange *change,
               const AmiaOp     *op,
               const char       *today)
{
  gboolean       is_claimed = FALSE;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, rights->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Fact  *fact = value;
      const Fact  *person;
      const Sight *sight;

      if (fact->agency == NULL || strcmp (fact->kind, "case") != 0 ||
          (person = find_person (rights, fact)) == NULL ||
          !amia_uuid_equal (&person->id, &op->record))
        continue;

      sight = get_sight (rights, reader, &fact->id, today);
      if (allows (sight, reader, change, op))
        return TRUE;
      is_claimed |= sight->has_facts;
    }

  return !is_claimed && strcmp (change->author, reader->user) == 0;
}

gboolean
sim_rights_allow (SimRights        *rights,
                  const AmiaReader *reader,
                  const AmiaChange *change,
                  const AmiaOp     *op,
                  const char       *today)
{
  const Sight *sight;

  if (amia_op_is_of_person (op))
    return allows_person (rights, reader, change, op, today);
  if (amia_uuid_is_nil (&op->case_id))
    return TRUE;

  sight = get_sight (rights, reader, &op->case_id, today);
  return sight->has_facts ? allows (sight, reader, change, op)
                          : strcmp (change->author, reader->user) == 0;
}
