/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

#include "amia-case-access.h"

/* People of several agencies and facts about a case in one line each. */

#define CASE   "018f3a5b-7c00-7000-8000-000000000001"
#define RECORD "018f3a5b-7c00-7000-8000-000000000002"
#define TODAY  "2014-03-14"

static inline AmiaUuid
parse_id (const char *text)
{
  AmiaUuid id;

  g_assert_true (amia_uuid_parse (text, -1, &id));
  return id;
}

/* Facts are written `field=value` with spaces between, values as JSON without spaces. A field that
 * stands twice was written by two people at once. */
static inline AmiaRecord *
make_record (const char *kind,
             const char *facts)
{
  AmiaUuid    id = parse_id (RECORD);
  AmiaUuid    case_id = parse_id (CASE);
  AmiaRecord *record = amia_record_new (kind, &id, &case_id);
  g_auto (GStrv) parts = g_strsplit (facts, " ", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      AmiaUuid         device = { { (guint8) i } };
      const char      *equals = strchr (parts[i], '=');
      g_autofree char *field = NULL;
      g_autoptr (AmiaChange) change = amia_change_new (&device, 1, 1, NULL, NULL);
      AmiaOp *op;

      g_assert_nonnull (equals);
      field = g_strndup (parts[i], (gsize) (equals - parts[i]));
      op = amia_op_new (kind, &id, &case_id, field, NULL, equals + 1);
      g_ptr_array_add (change->ops, op);
      amia_record_apply (record, change, op);
    }

  return record;
}

static inline void
add (AmiaCaseAccess *access,
     const char     *kind,
     const char     *agency,
     const char     *facts)
{
  g_autoptr (AmiaRecord) record = make_record (kind, facts);

  amia_case_access_add (access, record, agency);
}

/* FK's anna and AF's bo are the pair, VARD's cia goes along, dan of FK leads. */
static inline AmiaCaseAccess *
make_team (void)
{
  AmiaCaseAccess *access = amia_case_access_new ();

  add (access, "member", "FK", "user=\"anna\" role=\"caseworker\"");
  add (access, "member", "FK", "user=\"bo\" role=\"caseworker\"");
  add (access, "member", "FK", "user=\"cia\" role=\"navigator\"");
  add (access, "member", "FK", "user=\"dan\" role=\"leader\"");
  return access;
}

static inline AmiaReader
reader_of (const char *user)
{
  static const struct
  {
    const char *user;
    const char *agency;
  } accounts[] = {
    { "anna", "FK" },
    { "bo", "AF" },
    { "cia", "VARD" },
    { "dan", "FK" },
    { "eva", "FK" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      if (strcmp (accounts[i].user, user) == 0)
        return (AmiaReader){ accounts[i].user, accounts[i].agency };
    }

  g_assert_not_reached ();
}
