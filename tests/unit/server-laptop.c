/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-laptop.h"

#include <string.h>

#include "amia-ledger-accounts.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

void
office_open (Office *office)
{
  g_autoptr (GError) error = NULL;

  office->ledger = amia_sql_ledger_open (office->path, &error);
  g_assert_no_error (error);
  office->rounds = amia_rounds_new (office->ledger);
  if (office->safeguard != NULL)
    {
      AmiaSafeguard *safeguard =
          amia_safeguard_open (office->safeguard, office->ledger, NULL, &error);

      gboolean is_set_back;

      g_assert_no_error (error);
      g_assert_true (amia_safeguard_check (
          safeguard, office->ledger, office->now_ms, &is_set_back, &error));
      amia_rounds_take_safeguard (office->rounds, safeguard);
    }
}

void
office_close (Office *office)
{
  g_clear_pointer (&office->rounds, amia_rounds_free);
  g_assert_finalize_object (office->ledger);
}

Office *
office_new (void)
{
  Office          *office = g_new0 (Office, 1);
  g_autofree char *nothing = NULL;

  office->path = ledger_place_new (NULL);
  office->now_ms = G_GINT64_CONSTANT (1795312345678);
  office_open (office);

  /* A new ledger's life begins by the machine's clock, which is not the office's: a story must end
   * in the same way on whatever day it is told. */
  nothing = ledger_place_exec (office->path, "UPDATE epoch SET began_ms = 0");

  return office;
}

void
office_free (Office *office)
{
  office_close (office);
  ledger_place_free (office->path);
  g_free (office->safeguard);
  g_free (office);
}

void
office_restart (Office *office)
{
  office_close (office);
  office_open (office);
}

void
office_add_user (Office     *office,
                 const char *name,
                 const char *agency)
{
  office_add_user_with_role (office, name, agency, "caseworker");
}

void
office_add_user_with_role (Office     *office,
                           const char *name,
                           const char *agency,
                           const char *role)
{
  g_autoptr (GError) error = NULL;
  const AmiaAccount account = { (char *) name,
                                (char *) agency,
                                (char *) role,
                                (char *) "-" };

  g_assert_true (amia_ledger_begin (office->ledger, &error));
  g_assert_true (amia_ledger_add_account (office->ledger, &account, &error));
  g_assert_true (amia_ledger_commit (office->ledger, &error));
}

Laptop *
laptop_new (Office     *office,
            const char *user,
            guint8      number)
{
  g_autoptr (GError) error = NULL;
  Laptop    *laptop = g_new0 (Laptop, 1);
  AmiaDevice device = { 0 };

  laptop->office = office;
  laptop->user = g_strdup (user);
  memset (laptop->device.bytes, number, sizeof laptop->device.bytes);
  memset (laptop->token, number, sizeof laptop->token);
  laptop->lanes = g_array_new (FALSE, FALSE, sizeof (AmiaWireLane));
  laptop->page_max = AMIA_PAGE_CHANGES_MAX;
  laptop->outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  laptop->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  laptop->ops = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  device.id = laptop->device;
  device.user = laptop->user;
  device.expires_ms = office->now_ms + 1000ll * 60 * 60 * 24 * 60; /* longer than any story */
  memcpy (device.token, laptop->token, sizeof device.token);
  g_assert_true (amia_ledger_begin (office->ledger, &error));
  g_assert_true (amia_ledger_put_device (office->ledger, &device, &error));
  g_assert_true (amia_ledger_commit (office->ledger, &error));

  return laptop;
}

void
laptop_free (Laptop *laptop)
{
  g_free (laptop->user);
  g_free (laptop->epoch);
  g_free (laptop->readers_hash);
  g_array_unref (laptop->lanes);
  g_ptr_array_unref (laptop->outbox);
  g_ptr_array_unref (laptop->sent);
  g_hash_table_unref (laptop->ops);
  g_free (laptop);
}

void
laptop_write_bytes (Laptop     *laptop,
                    const char *bytes)
{
  g_ptr_array_add (laptop->outbox, g_bytes_new (bytes, strlen (bytes)));
}

void
laptop_write (Laptop     *laptop,
              const char *ops)
{
  g_autofree char *bytes = g_strdup_printf ("{\"h\":\"%016" G_GINT64_MODIFIER "x\",\"ops\":[%s]}",
                                            (guint64) laptop->office->now_ms << 16,
                                            ops);

  laptop_write_bytes (laptop, bytes);
}

AmiaSyncRequest *
laptop_ask (const Laptop *laptop)
{
  AmiaSyncRequest *request = amia_sync_request_new ();

  request->device = laptop->device;
  request->epoch = g_strdup (laptop->epoch);
  request->from = laptop->acked + 1;
  memcpy (request->chain, laptop->chain, sizeof request->chain);
  request->since = laptop->since;
  g_array_append_vals (request->lanes, laptop->lanes->data, laptop->lanes->len);
  request->readers_hash = g_strdup (laptop->readers_hash);
  request->page_max = laptop->page_max;
  for (guint i = 0; i < laptop->outbox->len; i++)
    g_ptr_array_add (request->changes, g_bytes_ref (g_ptr_array_index (laptop->outbox, i)));

  return request;
}

AmiaRoundAnswer *
laptop_run (Laptop          *laptop,
            AmiaSyncRequest *request)
{
  AmiaRoundAsk     ask = { { 0 }, request, laptop->office->now_ms, FALSE };
  AmiaRoundAnswer *answer;

  memcpy (ask.token, laptop->token, sizeof ask.token);
  answer = amia_rounds_run (laptop->office->rounds, &ask);
  amia_sync_request_free (request);
  return answer;
}

/* The change may be one of which only the hash is left. */
static void
go_on (Laptop *laptop,
       GBytes *change)
{
  guint8      hash[AMIA_CHANGE_HASH_LENGTH];
  gsize       length;
  const char *bytes = g_bytes_get_data (change, &length);

  if (!amia_forgotten_change_read (change, hash))
    amia_change_hash (bytes, length, hash);
  amia_chain_next_hash (laptop->chain, hash, laptop->chain);
}

static void
take_acknowledgement (Laptop *laptop,
                      gint64  ack)
{
  while (laptop->acked < ack && laptop->outbox->len > 0)
    {
      go_on (laptop, g_ptr_array_index (laptop->outbox, 0));
      g_ptr_array_add (laptop->sent, g_ptr_array_steal_index (laptop->outbox, 0));
      laptop->acked++;
    }
  g_assert_cmpint (laptop->acked, ==, ack);
}

void
laptop_rewind (Laptop *laptop,
               gint64  acked)
{
  memset (laptop->chain, 0, sizeof laptop->chain);
  laptop->acked = acked;
  while (laptop->sent->len > acked)
    g_ptr_array_insert (laptop->outbox,
                        0,
                        g_ptr_array_steal_index (laptop->sent, laptop->sent->len - 1));
  for (guint i = 0; i < laptop->sent->len; i++)
    go_on (laptop, g_ptr_array_index (laptop->sent, i));
}

static void
take_change (Laptop           *laptop,
             const AmiaChange *change)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  amia_uuid_print_hex (&change->device, device);
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      char          record[AMIA_UUID_TEXT_LENGTH + 1];

      g_hash_table_add (laptop->ops,
                        g_strdup_printf ("%.2s/%" G_GINT64_FORMAT "/%s/%s",
                                         device,
                                         change->n,
                                         amia_uuid_print (&op->record, record),
                                         op->field));
    }
}

void
laptop_take (Laptop                *laptop,
             const AmiaRoundAnswer *answer)
{
  const AmiaSyncResponse *response = answer->response;

  g_assert_nonnull (response);
  take_acknowledgement (laptop, response->ack);
  for (guint i = 0; i < response->feed->len; i++)
    take_change (laptop, ((AmiaWireChange *) g_ptr_array_index (response->feed, i))->change);

  g_free (laptop->epoch);
  laptop->epoch = g_strdup (response->epoch);
  laptop->since = response->next;
  g_array_set_size (laptop->lanes, 0);
  g_array_append_vals (laptop->lanes, response->lanes->data, response->lanes->len);
  if (response->readers_hash != NULL)
    {
      g_free (laptop->readers_hash);
      laptop->readers_hash = g_strdup (response->readers_hash);
    }
}

AmiaRoundAnswer *
laptop_round (Laptop *laptop,
              guint   status)
{
  AmiaRoundAnswer *answer = laptop_run (laptop, laptop_ask (laptop));

  g_assert_cmpuint (answer->status, ==, status);
  if (status == 200)
    laptop_take (laptop, answer);
  return answer;
}

void
laptop_lose_round (Laptop *laptop)
{
  g_autoptr (AmiaRoundAnswer) answer = laptop_run (laptop, laptop_ask (laptop));

  g_assert_cmpuint (answer->status, ==, 200);
}

void
laptop_sync (Laptop *laptop)
{
  gboolean has_more = TRUE;

  for (guint i = 0; has_more; i++)
    {
      g_autoptr (AmiaRoundAnswer) answer = laptop_round (laptop, 200);

      g_assert_cmpuint (i, <, 10000);
      has_more = answer->response->more;
    }
}

gboolean
laptop_has (const Laptop *laptop,
            const char   *op)
{
  return g_hash_table_contains (laptop->ops, op);
}

const char *
id_of (const char *what,
       guint       number)
{
  static char  ids[16][AMIA_UUID_TEXT_LENGTH + 1];
  static guint next = 0;
  char        *id = ids[next++ % G_N_ELEMENTS (ids)];

  g_snprintf (id,
              AMIA_UUID_TEXT_LENGTH + 1,
              "018f3a5b-7c00-7000-8%.3x-%.12x",
              g_str_hash (what) & 0xfff,
              number);
  return id;
}

void
laptop_found_case (Laptop     *laptop,
                   guint       number,
                   const char *participant)
{
  const char *id = id_of ("case", number);
  g_autoptr (GString) ops = g_string_new (NULL);

  g_string_append_printf (ops,
                          "[\"case\",\"%s\",\"%s\",\"title\",\"basics\",[],\"Case\"],"
                          "[\"member\",\"%s\",\"%s\",\"user\",\"basics\",[],\"%s\"]",
                          id,
                          id,
                          id_of ("founder", number),
                          id,
                          laptop->user);
  if (participant != NULL)
    g_string_append_printf (ops,
                            ",[\"case\",\"%s\",\"%s\",\"participant\",\"basics\",[],\"%s\"]",
                            id,
                            id,
                            participant);
  laptop_write (laptop, ops->str);
}

void
laptop_add_member (Laptop     *laptop,
                   guint       case_number,
                   const char *user,
                   const char *more)
{
  g_autofree char *what = g_strdup_printf ("member %s", user);
  const char      *member = id_of (what, case_number);
  const char      *case_id = id_of ("case", case_number);
  g_autofree char *ops =
      g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"user\",\"basics\",[],\"%s\"]",
                       member,
                       case_id,
                       user);
  g_autofree char *dated =
      more == NULL
          ? NULL
          : g_strdup_printf ("%s,[\"member\",\"%s\",\"%s\",%s]", ops, member, case_id, more);

  laptop_write (laptop, more == NULL ? ops : dated);
}

void
laptop_write_journal (Laptop *laptop,
                      guint   case_number,
                      guint   number)
{
  g_autofree char *ops =
      g_strdup_printf ("[\"journal\",\"%s\",\"%s\",\"text\",\"basics\",[],\"Entry %u\"]",
                       id_of ("journal", number),
                       id_of ("case", case_number),
                       number);

  laptop_write (laptop, ops);
}
