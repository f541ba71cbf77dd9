/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-audit.h"

#include <string.h>

#include "amia-day.h"
#include "amia-ledger-audit.h"

/* Makes entries of facts, and sees to it that the same is not said twice. */

/* One for each device and scope of a day; when there are more, the ledger itself is asked. */
#define REMEMBERED_MAX 100000

typedef struct
{
  AmiaUuid device;
  AmiaUuid scope;
} Delivery;

/* Whose laptop, and of an attachment whose it is. */
typedef struct
{
  char    *user;
  char    *agency;
  AmiaUuid scope;
  char    *detail;
} Reader;

typedef struct
{
  Delivery      delivery;
  const Reader *reader;
} News;

struct _AmiaDeliveries
{
  AmiaLedger *ledger;
  char       *day;
  gboolean    is_new_day; /* what was noted on another is still in the ledger */
  GHashTable *noted;      /* Delivery, as a set */
  GArray     *planned;    /* News */
  GPtrArray  *readers;    /* of what is planned */
};

static void
free_reader (gpointer data)
{
  Reader *reader = data;

  g_free (reader->user);
  g_free (reader->agency);
  g_free (reader->detail);
  g_free (reader);
}

static Reader *
new_reader (const AmiaAuditFact *fact)
{
  Reader *reader = g_new0 (Reader, 1);

  reader->user = g_strdup (fact->user);
  reader->agency = g_strdup (fact->agency);
  reader->detail = g_strdup (fact->detail);
  if (fact->scope != NULL)
    reader->scope = *fact->scope;
  return reader;
}

gboolean
amia_audit_append (AmiaLedger          *ledger,
                   const AmiaAuditFact *fact,
                   gint64               now_ms,
                   GError             **error)
{
  g_auto (AmiaAuditEntry) entry = { 0 };
  guint8 previous[AMIA_AUDIT_HASH_LENGTH];

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (fact != NULL, FALSE);

  if (!amia_ledger_take_audit_number (ledger, &entry.id, previous, error))
    return FALSE;

  entry.entered_ms = now_ms;
  entry.kind = g_strdup (amia_audit_kind_get_name (fact->kind));
  entry.at_ms = fact->at_ms > 0 ? MIN (fact->at_ms, now_ms) : now_ms;
  entry.user = amia_audit_clean (fact->user);
  entry.agency = amia_audit_clean (fact->agency);
  entry.detail = amia_audit_clean (fact->detail);
  if (fact->device != NULL)
    entry.device = *fact->device;
  if (fact->scope != NULL)
    entry.scope = *fact->scope;
  amia_audit_hash (previous, &entry, entry.hash);

  return amia_ledger_append_audit (ledger, &entry, error);
}

gboolean
amia_audit_write (AmiaLedger          *ledger,
                  const AmiaAuditFact *fact,
                  gint64               now_ms,
                  GError             **error)
{
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_audit_append (ledger, fact, now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}

gboolean
amia_audit_append_told (AmiaLedger          *ledger,
                        const AmiaAuditFact *fact,
                        gint64               id,
                        gint64               now_ms,
                        GError             **error)
{
  gboolean is_new;

  g_return_val_if_fail (fact != NULL, FALSE);
  g_return_val_if_fail (fact->device != NULL, FALSE);

  if (!amia_ledger_mark_told (ledger, fact->device, id, &is_new, error))
    return FALSE;

  return !is_new || amia_audit_append (ledger, fact, now_ms, error);
}

static guint
hash_delivery (gconstpointer key)
{
  const Delivery *delivery = key;

  return amia_uuid_hash (&delivery->device) * 31 + amia_uuid_hash (&delivery->scope);
}

static gboolean
is_same_delivery (gconstpointer a,
                  gconstpointer b)
{
  return memcmp (a, b, sizeof (Delivery)) == 0;
}

AmiaDeliveries *
amia_deliveries_new (AmiaLedger *ledger)
{
  AmiaDeliveries *deliveries;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  deliveries = g_new0 (AmiaDeliveries, 1);
  deliveries->ledger = g_object_ref (ledger);
  deliveries->noted = g_hash_table_new_full (hash_delivery, is_same_delivery, g_free, NULL);
  deliveries->planned = g_array_new (FALSE, FALSE, sizeof (News));
  deliveries->readers = g_ptr_array_new_with_free_func (free_reader);
  return deliveries;
}

void
amia_deliveries_free (AmiaDeliveries *deliveries)
{
  if (deliveries == NULL)
    return;

  g_hash_table_unref (deliveries->noted);
  g_array_unref (deliveries->planned);
  g_ptr_array_unref (deliveries->readers);
  g_object_unref (deliveries->ledger);
  g_free (deliveries->day);
  g_free (deliveries);
}

/* Those of another day are nothing to go by. */
static void
turn_day (AmiaDeliveries *deliveries,
          gint64          now_ms)
{
  g_autofree char *day = amia_day_in_sweden (now_ms);

  if (g_strcmp0 (day, deliveries->day) == 0)
    return;

  g_hash_table_remove_all (deliveries->noted);
  g_free (deliveries->day);
  deliveries->day = g_steal_pointer (&day);
  deliveries->is_new_day = TRUE;
}

/* Keeps in mind what is not known to have been noted today. @scopes are what is counted by: cases,
 * or other things of the case that @reader names. FALSE if there is nothing. */
static gboolean
plan (AmiaDeliveries      *deliveries,
      const AmiaAuditFact *reader,
      GArray              *scopes)
{
  Reader *who = NULL;

  for (guint i = 0; i < scopes->len; i++)
    {
      News news = { { *reader->device, g_array_index (scopes, AmiaUuid, i) }, NULL };

      if (amia_uuid_is_nil (&news.delivery.scope) ||
          g_hash_table_contains (deliveries->noted, &news.delivery))
        continue;

      if (who == NULL)
        {
          who = new_reader (reader);
          g_ptr_array_add (deliveries->readers, who);
        }
      news.reader = who;
      g_array_append_val (deliveries->planned, news);
    }

  return who != NULL;
}

static int
compare_news (gconstpointer a,
              gconstpointer b)
{
  return memcmp (&((const News *) a)->delivery, &((const News *) b)->delivery, sizeof (Delivery));
}

/* Leaves only those that nobody has noted. Sorted and all at once before the audit's number is
 * taken, so that two processes never wait for each other. */
static gboolean
mark_news (AmiaDeliveries *deliveries,
           GArray         *all,
           GError        **error)
{
  guint n_new = 0;

  g_array_sort (all, compare_news);
  for (guint i = 0; i < all->len; i++)
    {
      News     news = g_array_index (all, News, i);
      gboolean is_new;

      if (!amia_ledger_mark_delivery (deliveries->ledger,
                                      &news.delivery.device,
                                      &news.delivery.scope,
                                      deliveries->day,
                                      &is_new,
                                      error))
        return FALSE;
      if (is_new)
        g_array_index (all, News, n_new++) = news;
    }

  g_array_set_size (all, n_new);
  return TRUE;
}

/* In a transaction. */
static gboolean
write_news (AmiaDeliveries *deliveries,
            gint64          now_ms,
            GError        **error)
{
  g_autoptr (GArray) all = g_array_copy (deliveries->planned);

  if ((deliveries->is_new_day &&
       !amia_ledger_clear_deliveries (deliveries->ledger, deliveries->day, error)) ||
      !mark_news (deliveries, all, error))
    return FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      const News         *news = &g_array_index (all, News, i);
      const AmiaUuid     *scope = &news->reader->scope;
      const AmiaAuditFact fact = {
        .kind = AMIA_AUDIT_DELIVERY,
        .user = news->reader->user,
        .agency = news->reader->agency,
        .device = &news->delivery.device,
        .scope = amia_uuid_is_nil (scope) ? &news->delivery.scope : scope,
        .detail = news->reader->detail,
      };

      if (!amia_audit_append (deliveries->ledger, &fact, now_ms, error))
        return FALSE;
    }

  return TRUE;
}

static void
remember (AmiaDeliveries *deliveries)
{
  GArray *planned = deliveries->planned;

  if (g_hash_table_size (deliveries->noted) + planned->len > REMEMBERED_MAX)
    g_hash_table_remove_all (deliveries->noted);

  for (guint i = 0; i < planned->len; i++)
    g_hash_table_add (deliveries->noted,
                      g_memdup2 (&g_array_index (planned, News, i).delivery, sizeof (Delivery)));

  g_array_set_size (planned, 0);
  g_ptr_array_set_size (deliveries->readers, 0);
}

gboolean
amia_deliveries_write (AmiaDeliveries *deliveries,
                       gint64          now_ms,
                       GError        **error)
{
  g_return_val_if_fail (deliveries != NULL, FALSE);

  if (deliveries->planned->len == 0)
    return TRUE;

  turn_day (deliveries, now_ms);
  if (!amia_ledger_begin (deliveries->ledger, error))
    return FALSE;

  if (!write_news (deliveries, now_ms, error))
    {
      amia_ledger_rollback (deliveries->ledger);
      return FALSE;
    }

  if (!amia_ledger_commit (deliveries->ledger, error))
    return FALSE;

  deliveries->is_new_day = FALSE;
  remember (deliveries);
  return TRUE;
}

gboolean
amia_deliveries_plan (AmiaDeliveries      *deliveries,
                      const AmiaAuditFact *reader,
                      GArray              *scopes,
                      gint64               now_ms,
                      gboolean            *is_news,
                      GError             **error)
{
  AmiaAuditFact plain;

  g_return_val_if_fail (deliveries != NULL, FALSE);
  g_return_val_if_fail (reader != NULL && reader->device != NULL, FALSE);
  g_return_val_if_fail (scopes != NULL, FALSE);

  plain = *reader;
  plain.scope = NULL;
  plain.detail = NULL;
  turn_day (deliveries, now_ms);
  *is_news = plan (deliveries, &plain, scopes);
  return deliveries->planned->len < REMEMBERED_MAX ||
         amia_deliveries_write (deliveries, now_ms, error);
}

gboolean
amia_deliveries_note_blob (AmiaDeliveries      *deliveries,
                           const AmiaAuditFact *reader,
                           const AmiaBlobId    *blob,
                           gint64               now_ms,
                           GError             **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autofree char *detail = NULL;
  char             name[AMIA_BLOB_HEX_LENGTH + 1];
  AmiaAuditFact    fact;
  AmiaUuid         key;

  g_return_val_if_fail (deliveries != NULL, FALSE);
  g_return_val_if_fail (reader != NULL && reader->device != NULL && reader->scope != NULL, FALSE);
  g_return_val_if_fail (blob != NULL, FALSE);

  /* Half of a SHA-256 is as good a name as a random id, and no case has it. */
  memcpy (key.bytes, blob->bytes, sizeof key.bytes);
  g_array_append_val (keys, key);
  detail = g_strconcat ("blob=", amia_blob_id_print (blob, name), NULL);
  fact = *reader;
  fact.detail = detail;
  turn_day (deliveries, now_ms);
  return !plan (deliveries, &fact, keys) || amia_deliveries_write (deliveries, now_ms, error);
}
