/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-twins.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-likeness.h"
#include "amia-store-private.h"

/* People who are here twice. Everybody is read from the list of cases, put in buckets by number, by
 * day of birth and by name, and compared within those only. */

#define BIRTH_LENGTH 8
#define DIGITS_MAX   12

typedef struct
{
  AmiaTwin twin;
  char    *normal; /* the name as it is compared */
  char     digits[DIGITS_MAX + 1];
} Person;

struct _AmiaTwins
{
  GPtrArray  *people;    /* (element-type Person), by case */
  GHashTable *by_number; /* digits → Person */
  GHashTable *by_birth;  /* first digits → GPtrArray of Person */
  GHashTable *by_name;   /* normal name → GPtrArray of Person */
};

static void
clear_twin (AmiaTwin *twin)
{
  g_free (twin->name);
  g_free (twin->personnummer);
  g_free (twin->status);
}

void
amia_twin_free (AmiaTwin *twin)
{
  if (twin == NULL)
    return;

  clear_twin (twin);
  g_free (twin);
}

static void
person_free (gpointer data)
{
  Person *person = data;

  clear_twin (&person->twin);
  g_free (person->normal);
  g_free (person);
}

static void
read_digits (const char *number,
             char        digits[DIGITS_MAX + 1])
{
  gsize n = 0;

  for (const char *p = number; p != NULL && *p != '\0' && n < DIGITS_MAX; p++)
    {
      if (g_ascii_isdigit (*p))
        digits[n++] = *p;
    }
  /* Only a whole number says who somebody is. */
  digits[n == DIGITS_MAX ? n : 0] = '\0';
}

static void
add_to_bucket (GHashTable *buckets,
               const char *key,
               gsize       length,
               Person     *person)
{
  g_autofree char *name = g_strndup (key, length);
  GPtrArray       *bucket = g_hash_table_lookup (buckets, name);

  if (bucket == NULL)
    {
      bucket = g_ptr_array_new ();
      g_hash_table_insert (buckets, g_steal_pointer (&name), bucket);
    }
  g_ptr_array_add (bucket, person);
}

static void
take_person (AmiaTwins *twins,
             Person    *person)
{
  g_ptr_array_add (twins->people, person);
  if (*person->digits != '\0')
    {
      add_to_bucket (twins->by_number, person->digits, DIGITS_MAX, person);
      add_to_bucket (twins->by_birth, person->digits, BIRTH_LENGTH, person);
    }
  if (*person->normal != '\0')
    add_to_bucket (twins->by_name, person->normal, strlen (person->normal), person);
}

static Person *
read_person (AmiaStatement *statement)
{
  Person     *person = g_new0 (Person, 1);
  const char *name = amia_statement_get_text (statement, 2);

  person->twin.case_id = _amia_statement_get_uuid (statement, 0);
  person->twin.participant = _amia_statement_get_uuid (statement, 1);
  person->twin.is_protected = amia_statement_get_int (statement, 4) != 0;
  person->twin.status = g_strdup (amia_statement_get_text (statement, 5));
  read_digits (amia_statement_get_text (statement, 3), person->digits);
  if (person->twin.is_protected)
    {
      person->normal = g_strdup ("");
      return person;
    }

  person->twin.name = g_strdup (name);
  person->twin.personnummer = g_strdup (amia_statement_get_text (statement, 3));
  person->normal = amia_name_normalize (name != NULL ? name : "");
  return person;
}

static GHashTable *
new_buckets (void)
{
  return g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

AmiaTwins *
amia_twins_new (AmiaStore *store,
                GError   **error)
{
  static const char sql[] = "SELECT id, participant, name, personnummer, is_protected, status "
                            "FROM case_row ORDER BY id";
  g_autoptr (AmiaTwins) twins = NULL;
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaStep step;

  g_return_val_if_fail (store != NULL, NULL);

  statement = amia_db_prepare (store->db, sql, "read who is here", &local_error);
  twins = g_new0 (AmiaTwins, 1);
  twins->people = g_ptr_array_new_with_free_func (person_free);
  twins->by_number = new_buckets ();
  twins->by_birth = new_buckets ();
  twins->by_name = new_buckets ();
  while (statement != NULL && (step = amia_statement_step (statement, &local_error)) == AMIA_ROW)
    take_person (twins, read_person (statement));

  if (local_error == NULL)
    return g_steal_pointer (&twins);

  _amia_store_report (error, local_error);
  return NULL;
}

void
amia_twins_free (AmiaTwins *twins)
{
  if (twins == NULL)
    return;

  g_hash_table_unref (twins->by_number);
  g_hash_table_unref (twins->by_birth);
  g_hash_table_unref (twins->by_name);
  g_ptr_array_unref (twins->people);
  g_free (twins);
}

/* --- One person ------------------------------------------------------------------------------ */

static AmiaTwin *
dup_twin (const Person *person,
          AmiaTwinSign  sign)
{
  AmiaTwin *twin = g_new (AmiaTwin, 1);

  *twin = person->twin;
  twin->name = g_strdup (person->twin.name);
  twin->personnummer = g_strdup (person->twin.personnummer);
  twin->status = g_strdup (person->twin.status);
  twin->sign = sign;
  return twin;
}

/* The first of a bucket whose name is alike. */
static const Person *
find_alike (GPtrArray  *bucket,
            const char *normal)
{
  for (guint i = 0; bucket != NULL && i < bucket->len; i++)
    {
      const Person *person = g_ptr_array_index (bucket, i);

      if (amia_names_are_alike (person->normal, normal))
        return person;
    }

  return NULL;
}

/* Two with the same name and two numbers are two people. */
static const Person *
find_namesake (GPtrArray  *bucket,
               const char *digits)
{
  for (guint i = 0; bucket != NULL && i < bucket->len; i++)
    {
      const Person *person = g_ptr_array_index (bucket, i);

      if (*digits == '\0' || *person->digits == '\0')
        return person;
    }

  return NULL;
}

AmiaTwin *
amia_twins_find (const AmiaTwins *twins,
                 const char      *name,
                 const char      *personnummer)
{
  g_autofree char *normal = NULL;
  char             digits[DIGITS_MAX + 1];
  char             birth[BIRTH_LENGTH + 1];
  const Person    *found = NULL;
  GPtrArray       *same = NULL;

  g_return_val_if_fail (twins != NULL, NULL);

  normal = amia_name_normalize (name != NULL ? name : "");
  read_digits (personnummer, digits);
  g_strlcpy (birth, digits, sizeof birth);
  same = *digits != '\0' ? g_hash_table_lookup (twins->by_number, digits) : NULL;
  if (same != NULL)
    return dup_twin (g_ptr_array_index (same, 0), AMIA_TWIN_NUMBER);

  found = *birth != '\0' ? find_alike (g_hash_table_lookup (twins->by_birth, birth), normal) : NULL;
  if (found != NULL)
    return dup_twin (found, AMIA_TWIN_BIRTH);

  found = find_namesake (g_hash_table_lookup (twins->by_name, normal), digits);
  return found != NULL ? dup_twin (found, AMIA_TWIN_NAME) : NULL;
}

/* --- Everybody ------------------------------------------------------------------------------- */

static void
pair_free (gpointer data)
{
  AmiaTwinPair *pair = data;

  amia_twin_free (pair->a);
  amia_twin_free (pair->b);
  g_free (pair);
}

static gboolean
find_sign (const Person *a,
           const Person *b,
           AmiaTwinSign *sign)
{
  gboolean have_numbers = *a->digits != '\0' && *b->digits != '\0';

  if (amia_uuid_equal (&a->twin.participant, &b->twin.participant))
    return FALSE;

  *sign = have_numbers && strcmp (a->digits, b->digits) == 0 ? AMIA_TWIN_NUMBER
          : have_numbers                                     ? AMIA_TWIN_BIRTH
                                                             : AMIA_TWIN_NAME;
  switch (*sign)
    {
    case AMIA_TWIN_NUMBER:
      return TRUE;
    case AMIA_TWIN_BIRTH:
      return strncmp (a->digits, b->digits, BIRTH_LENGTH) == 0 &&
             amia_names_are_alike (a->normal, b->normal);
    case AMIA_TWIN_NAME:
    default:
      return *a->normal != '\0' && strcmp (a->normal, b->normal) == 0;
    }
}

static gboolean
are_said_different (AmiaStore      *store,
                    const AmiaUuid *a,
                    const AmiaUuid *b)
{
  /* Ignored: who can't be read has said nothing. */
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, a, NULL);
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  return record != NULL && amia_record_get_value (record, "not-same-as") != NULL &&
         strstr (amia_record_get_value (record, "not-same-as"), amia_uuid_print (b, id)) != NULL;
}

static void
compare_bucket (AmiaStore  *store,
                GPtrArray  *bucket,
                GHashTable *seen,
                GPtrArray  *pairs)
{
  for (guint i = 0; i + 1 < bucket->len; i++)
    {
      const Person *a = g_ptr_array_index (bucket, i);

      for (guint k = i + 1; k < bucket->len; k++)
        {
          const Person *b = g_ptr_array_index (bucket, k);
          AmiaTwinSign  sign;
          AmiaTwinPair *pair = NULL;
          char          first[AMIA_UUID_TEXT_LENGTH + 1];
          char          second[AMIA_UUID_TEXT_LENGTH + 1];

          if (!find_sign (a, b, &sign) ||
              !g_hash_table_add (seen, g_strconcat (amia_uuid_print (&a->twin.case_id, first),
                                                    amia_uuid_print (&b->twin.case_id, second),
                                                    NULL)) ||
              are_said_different (store, &a->twin.participant, &b->twin.participant) ||
              are_said_different (store, &b->twin.participant, &a->twin.participant))
            continue;

          pair = g_new0 (AmiaTwinPair, 1);
          pair->a = dup_twin (a, sign);
          pair->b = dup_twin (b, sign);
          g_ptr_array_add (pairs, pair);
        }
    }
}

static void
compare_buckets (AmiaStore  *store,
                 GHashTable *buckets,
                 GHashTable *seen,
                 GPtrArray  *pairs)
{
  GHashTableIter iter;
  gpointer       bucket;

  g_hash_table_iter_init (&iter, buckets);
  while (g_hash_table_iter_next (&iter, NULL, &bucket))
    compare_bucket (store, bucket, seen, pairs);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const AmiaTwinPair *first = *(const AmiaTwinPair *const *) a;
  const AmiaTwinPair *second = *(const AmiaTwinPair *const *) b;
  int                 order = (int) first->a->sign - (int) second->a->sign;

  if (order == 0)
    order = amia_uuid_compare (&first->a->case_id, &second->a->case_id);
  return order != 0 ? order : amia_uuid_compare (&first->b->case_id, &second->b->case_id);
}

GPtrArray *
amia_store_list_twins (AmiaStore *store,
                       GError   **error)
{
  g_autoptr (AmiaTwins) twins = amia_twins_new (store, error);
  g_autoptr (GHashTable) seen = NULL;
  GPtrArray *pairs = NULL;

  if (twins == NULL)
    return NULL;

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pairs = g_ptr_array_new_with_free_func (pair_free);
  compare_buckets (store, twins->by_birth, seen, pairs);
  compare_buckets (store, twins->by_name, seen, pairs);
  g_ptr_array_sort (pairs, compare_pairs);
  return pairs;
}

void
amia_twins_set_different (AmiaEdits        *edits,
                          const AmiaRecord *record,
                          const AmiaUuid   *other)
{
  const char *value = amia_record_get_value (record, "not-same-as");
  g_autoptr (JsonNode) node = value != NULL ? json_from_string (value, NULL) : NULL;
  g_autofree char *text = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_clear_pointer (&node, json_node_unref);
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
    }

  json_array_add_string_element (json_node_get_array (node), amia_uuid_print (other, id));
  text = json_to_string (node, FALSE);
  amia_edits_set (edits, "participant", &record->id, NULL, "not-same-as", NULL, text);
}
