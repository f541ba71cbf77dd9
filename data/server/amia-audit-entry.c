/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-audit-entry.h"

#include <string.h>

/* The chain of the audit, as the header has it. */

static const char *const names[] = {
  [AMIA_AUDIT_LOGIN] = "login",
  [AMIA_AUDIT_LOGIN_REFUSED] = "login-refused",
  [AMIA_AUDIT_DELIVERY] = "delivery",
  [AMIA_AUDIT_OPEN] = "open",
  [AMIA_AUDIT_EXPORT] = "export",
  [AMIA_AUDIT_PRINT] = "print",
  [AMIA_AUDIT_VIEW_LOG] = "view-log",
  [AMIA_AUDIT_CONSENT] = "consent",
  [AMIA_AUDIT_MEMBER] = "member",
  [AMIA_AUDIT_REFUSAL] = "refusal",
  [AMIA_AUDIT_ESCROW] = "escrow",
  [AMIA_AUDIT_RELEASE] = "release",
  [AMIA_AUDIT_ACCESS] = "access",
  [AMIA_AUDIT_RECEIPT] = "receipt",
  [AMIA_AUDIT_REVOKE] = "revoke",
  [AMIA_AUDIT_ACCOUNT] = "account",
  [AMIA_AUDIT_OFFICE] = "office",
  [AMIA_AUDIT_SETTING] = "setting",
  [AMIA_AUDIT_BACKUP] = "backup",
  [AMIA_AUDIT_RESTORE] = "restore",
  [AMIA_AUDIT_LIFE] = "life",
  [AMIA_AUDIT_LOGOUT] = "logout",
};

void
amia_audit_entry_clear (AmiaAuditEntry *entry)
{
  g_clear_pointer (&entry->kind, g_free);
  g_clear_pointer (&entry->user, g_free);
  g_clear_pointer (&entry->agency, g_free);
  g_clear_pointer (&entry->detail, g_free);
}

const char *
amia_audit_kind_get_name (AmiaAuditKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

gboolean
amia_audit_kind_parse (const char    *name,
                       AmiaAuditKind *kind)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (name, names[i]) == 0)
        {
          *kind = (AmiaAuditKind) i;
          return TRUE;
        }
    }

  return FALSE;
}

char *
amia_audit_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString         *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gsize    length = (gsize) (g_utf8_next_char (at) - at);

      if (clean->len + length > AMIA_AUDIT_DETAIL_BYTES)
        break;
      g_string_append_unichar (clean, g_unichar_iscntrl (c) ? ' ' : c);
    }

  return g_string_free (clean, FALSE);
}

/* Signed 64-bit numbers as decimal digits, ids as they are written everywhere. */
static char *
dup_canonical (const AmiaAuditEntry *entry)
{
  char device[AMIA_UUID_HEX_LENGTH + 1] = "";
  char scope[AMIA_UUID_TEXT_LENGTH + 1] = "";

  if (!amia_uuid_is_nil (&entry->device))
    (void) amia_uuid_print_hex (&entry->device, device);
  if (!amia_uuid_is_nil (&entry->scope))
    (void) amia_uuid_print (&entry->scope, scope);

  return g_strdup_printf ("amia-audit 1\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT
                          "\n%s\n%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%s\n%s\n",
                          entry->id,
                          entry->entered_ms,
                          entry->kind,
                          entry->at_ms,
                          entry->user,
                          entry->agency,
                          device,
                          scope,
                          entry->detail);
}

void
amia_audit_hash (const guint8         *previous,
                 const AmiaAuditEntry *entry,
                 guint8               *hash)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;
  gsize            length = AMIA_AUDIT_HASH_LENGTH;

  g_return_if_fail (previous != NULL);
  g_return_if_fail (entry != NULL);
  g_return_if_fail (hash != NULL);

  text = dup_canonical (entry);
  g_checksum_update (checksum, previous, AMIA_AUDIT_HASH_LENGTH);
  g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_get_digest (checksum, hash, &length);
}

char *
amia_audit_print_hash (const guint8 *hash)
{
  GString *text = g_string_sized_new (2 * AMIA_AUDIT_HASH_LENGTH);

  for (gsize i = 0; i < AMIA_AUDIT_HASH_LENGTH; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free (text, FALSE);
}

/* A line feed in a value could make two entries out of the bytes of one. */
static gboolean
is_well_formed (const AmiaAuditEntry *entry)
{
  const char *const values[] = { entry->kind, entry->user, entry->agency, entry->detail };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (values[i] == NULL || strchr (values[i], '\n') != NULL)
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_audit_check_next (AmiaAuditCheck       *check,
                       const AmiaAuditEntry *entry)
{
  guint8 hash[AMIA_AUDIT_HASH_LENGTH];

  g_return_val_if_fail (check != NULL, FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  if (entry->id != check->last_id + 1 || !is_well_formed (entry))
    return FALSE;

  amia_audit_hash (check->hash, entry, hash);
  if (memcmp (hash, entry->hash, sizeof hash) != 0)
    return FALSE;

  check->last_id = entry->id;
  memcpy (check->hash, hash, sizeof hash);
  return TRUE;
}
