/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-case-access.h"
#include "amia-case-shares.h"
#include "amia-kinds.h"

/* Whatever the bytes: rights are refused with a reason or come back as they were written, and
 * narrowing narrows; whatever facts a change writes, consents let go only what their own agency
 * wrote, what is explained is what is decided, and the days told beforehand are to come. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define TODAY "2014-03-14"

static const AmiaReader reader = { "bo", "AF" };

static void
check_rights (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaRights) rights = amia_rights_decode (text, &error);
  g_autoptr (AmiaRights) again = NULL;
  g_autoptr (AmiaRights) own = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert ((rights == NULL) == (error != NULL));
  if (rights == NULL)
    return;

  /* An escape may be written longer than it was read, and so be refused for its length. */
  first = amia_rights_encode (rights);
  again = amia_rights_decode (first, NULL);
  g_assert (again != NULL || strlen (first) > AMIA_RIGHTS_LENGTH_MAX);
  if (again != NULL)
    {
      second = amia_rights_encode (again);
      g_assert_cmpstr (first, ==, second);
      g_assert (amia_rights_equal (rights, again));
    }

  own = amia_rights_keep_own (rights);
  g_assert (amia_rights_contain (rights, own));
}

/* The first record of the change that says something about access, from all its ops. */
static AmiaRecord *
dup_fact (const AmiaChange *change)
{
  AmiaRecord *record = NULL;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      gboolean      is_fact = strcmp (op->kind, "member") == 0 || strcmp (op->kind, "consent") == 0;

      if (record == NULL && is_fact)
        record = amia_record_new (op->kind, &op->record, &op->case_id);
      if (record != NULL && amia_uuid_equal (&op->record, &record->id))
        amia_record_apply (record, change, op);
    }

  return record;
}

static gboolean
is_explained (const AmiaCaseAccess *access,
              const char           *area)
{
  g_autoptr (GPtrArray) shares = amia_case_access_list_shares (access, TODAY);

  for (guint i = 0; i < shares->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (shares, i);

      if (share->state == AMIA_SHARE_VALID && strcmp (share->to_agency, reader.agency) == 0 &&
          (strcmp (share->area, "*") == 0 || strcmp (share->area, area) == 0))
        return TRUE;
    }

  return FALSE;
}

static void
check_facts (const AmiaChange *change)
{
  g_autoptr (AmiaRecord) record = dup_fact (change);
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();
  g_autoptr (AmiaRights) rights = NULL;
  g_autofree char   *next = NULL;
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);

  if (record == NULL)
    return;

  amia_case_access_add (access, record, "FK");
  next = amia_case_access_get_next_day (access, TODAY);
  g_assert (next == NULL || strcmp (next, TODAY) > 0);

  /* A consent counts for those who are in the team. */
  if (strcmp (record->kind, "consent") == 0)
    {
      g_autoptr (AmiaRecord) member = amia_record_new ("member", &record->case_id, NULL);
      g_autoptr (AmiaChange) added = amia_change_new (&record->id, 1, 1, NULL, NULL);
      AmiaOp *op = amia_op_new ("member", &member->id, NULL, "user", NULL, "\"bo\"");

      g_ptr_array_add (added->ops, op);
      amia_record_apply (member, added, op);
      amia_case_access_add (access, member, "FK");
    }

  rights = amia_case_access_get_rights (access, &reader, TODAY);
  for (gsize i = 0; i < n_areas; i++)
    {
      g_assert (!amia_rights_let_come (rights, "VARD", areas[i]));
      g_assert (amia_rights_let_come (rights, "FK", areas[i]) == is_explained (access, areas[i]));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const AmiaUuid device = { { 0x9f, 1 } };
  g_autofree char      *text = g_strndup ((const char *) data, size);
  g_autoptr (AmiaChange) change = amia_change_decode (&device, 1000, text, strlen (text), NULL);

  check_rights (text);
  if (change != NULL)
    check_facts (change);

  return 0;
}
