/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-audit-words.h"

#include <string.h>

#include "amia-day.h"

/* An entry of the audit for machines, for those who run the server, and for the participant. The
 * extract is a document in the language of those it is handed to, as the forms are; so its words
 * are Swedish here and go through no translation. */

static char *
print_time (gint64 time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("-");
}

static void
append_json_text (GString    *json,
                  const char *name,
                  const char *value)
{
  g_string_append_printf (json, ",\"%s\":\"", name);
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (json, '\\');
      g_string_append_c (json, *at);
    }
  g_string_append_c (json, '"');
}

static void
print_ids (const AmiaAuditEntry *entry,
           char                  device[AMIA_UUID_HEX_LENGTH + 1],
           char                  scope[AMIA_UUID_TEXT_LENGTH + 1])
{
  *device = '\0';
  *scope = '\0';
  if (!amia_uuid_is_nil (&entry->device))
    (void) amia_uuid_print_hex (&entry->device, device);
  if (!amia_uuid_is_nil (&entry->scope))
    (void) amia_uuid_print (&entry->scope, scope);
}

char *
amia_audit_print_json (const AmiaAuditEntry *entry)
{
  GString         *json = g_string_new ("{");
  g_autofree char *hash = amia_audit_print_hash (entry->hash);
  char             device[AMIA_UUID_HEX_LENGTH + 1];
  char             scope[AMIA_UUID_TEXT_LENGTH + 1];

  print_ids (entry, device, scope);
  g_string_append_printf (json,
                          "\"id\":%" G_GINT64_FORMAT ",\"entered\":%" G_GINT64_FORMAT
                          ",\"at\":%" G_GINT64_FORMAT,
                          entry->id,
                          entry->entered_ms,
                          entry->at_ms);
  append_json_text (json, "kind", entry->kind);
  append_json_text (json, "user", entry->user);
  append_json_text (json, "agency", entry->agency);
  append_json_text (json, "device", device);
  append_json_text (json, "scope", scope);
  append_json_text (json, "detail", entry->detail);
  append_json_text (json, "hash", hash);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static const char *
or_dash (const char *text)
{
  return *text != '\0' ? text : "-";
}

char *
amia_audit_print_text (const AmiaAuditEntry *entry)
{
  g_autofree char *time = print_time (entry->at_ms);
  char             device[AMIA_UUID_HEX_LENGTH + 1];
  char             scope[AMIA_UUID_TEXT_LENGTH + 1];

  print_ids (entry, device, scope);
  return g_strdup_printf ("%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\t%s\t%s\t%s",
                          entry->id,
                          time,
                          entry->kind,
                          or_dash (entry->user),
                          or_dash (entry->agency),
                          or_dash (device),
                          or_dash (scope),
                          or_dash (entry->detail));
}

static const char *
get_agency_words (const char *agency)
{
  static const char *const words[][2] = {
    { "FK", "Försäkringskassan" },
    { "AF", "Arbetsförmedlingen" },
    { "VARD", "vården" },
    { "KOMMUN", "kommunen" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (agency, words[i][0]) == 0)
        return words[i][1];
    }

  return agency;
}

static gboolean
has_word (const char *detail,
          const char *word)
{
  g_auto (GStrv) words = g_strsplit (detail, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static const char *
get_consent_words (const AmiaAuditEntry *entry)
{
  return has_word (entry->detail, "field=withdrawn") ? "registrerade att ett samtycke togs tillbaka"
                                                     : "registrerade ett samtycke";
}

static const char *
get_access_words (const AmiaAuditEntry *entry)
{
  return has_word (entry->detail, "rights=none") ? "får inte längre se uppgifter i ärendet"
                                                 : "fick ändrad rätt att se uppgifter i ärendet";
}

/* What was done, after the name of who did it; NULL for what says nothing about the participant. */
static const char *
get_deed (const AmiaAuditEntry *entry)
{
  AmiaAuditKind kind;

  if (!amia_audit_kind_parse (entry->kind, &kind))
    return NULL;

  switch (kind)
    {
    case AMIA_AUDIT_DELIVERY:
      return "fick uppgifter ur ärendet till sin dator";
    case AMIA_AUDIT_OPEN:
      return "öppnade ärendet";
    case AMIA_AUDIT_EXPORT:
      return "sparade uppgifter ur ärendet i en fil";
    case AMIA_AUDIT_PRINT:
      return "skrev ut uppgifter ur ärendet";
    case AMIA_AUDIT_VIEW_LOG:
      return "läste vilka som har tagit del av ärendet";
    case AMIA_AUDIT_CONSENT:
      return get_consent_words (entry);
    case AMIA_AUDIT_MEMBER:
      return "ändrade vilka som arbetar med ärendet";
    case AMIA_AUDIT_ACCESS:
      return get_access_words (entry);
    case AMIA_AUDIT_RECEIPT:
      return "bekräftade att uppgifter har tagits bort från datorn";
    case AMIA_AUDIT_REFUSAL:
      return "försökte ändra i ärendet men nekades";
    case AMIA_AUDIT_ESCROW:
      return "skrev i ärendet utan att längre ha rätt till det; texten är förseglad";
    case AMIA_AUDIT_RELEASE:
      return "fick tillbaka rätten och den förseglade texten fördes in";
    case AMIA_AUDIT_LOGIN:
    case AMIA_AUDIT_LOGIN_REFUSED:
    case AMIA_AUDIT_REVOKE:
    case AMIA_AUDIT_ACCOUNT:
    case AMIA_AUDIT_OFFICE:
    case AMIA_AUDIT_SETTING:
    case AMIA_AUDIT_BACKUP:
    case AMIA_AUDIT_RESTORE:
    case AMIA_AUDIT_LIFE:
    case AMIA_AUDIT_LOGOUT:
    default:
      return NULL;
    }
}

char *
amia_audit_print_swedish (const AmiaAuditEntry *entry)
{
  const char      *deed = get_deed (entry);
  g_autofree char *time = NULL;

  if (deed == NULL)
    return NULL;

  time = amia_time_in_sweden (entry->at_ms);
  if (*entry->user == '\0')
    return g_strdup_printf ("%s  Systemet: %s.", time, deed);
  if (*entry->agency == '\0')
    return g_strdup_printf ("%s  %s %s.", time, entry->user, deed);

  return g_strdup_printf ("%s  %s (%s) %s.",
                          time,
                          entry->user,
                          get_agency_words (entry->agency),
                          deed);
}
