/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-rights.h"
#include "amia-sync-response-private.h"

/* The part of an answer that is about rights and people: what the reader may see from now on, who
 * has opened what, how long a laptop may go without contact, what goes back to its author. Rights
 * are passed on as the text they came in; what they mean is known to data/record. Those that mean
 * nothing are refused here: taken for none at all, they would make a laptop forget. */

static void
append_scopes (GString *out,
               GArray  *scopes)
{
  for (guint i = 0; i < scopes->len; i++)
    {
      const AmiaWireScope *entry = &g_array_index (scopes, AmiaWireScope, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_scope (out, &entry->scope);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->generation);
      g_string_append_c (out, ',');
      g_string_append (out, entry->rights != NULL ? entry->rights : "null");
      g_string_append_c (out, ']');
    }
}

void
_amia_sync_response_append_access (GString                *out,
                                   const AmiaSyncResponse *response)
{
  if (response->shown->len > 0)
    g_string_append (out, ",\"shown\":[");
  for (guint i = 0; i < response->shown->len; i++)
    {
      const AmiaWireShown *shown = &g_array_index (response->shown, AmiaWireShown, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_int (out, shown->n);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, shown->shown_ms);
      g_string_append_c (out, ']');
    }
  if (response->shown->len > 0)
    g_string_append_c (out, ']');

  if (response->scopes->len == 0)
    return;
  g_string_append (out, ",\"scopes\":[");
  append_scopes (out, response->scopes);
  g_string_append_c (out, ']');
}

static void
append_opened (GString *out,
               GArray  *opened)
{
  for (guint i = 0; i < opened->len; i++)
    {
      const AmiaWireOpened *entry = &g_array_index (opened, AmiaWireOpened, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_scope (out, &entry->case_id);
      g_string_append_c (out, ',');
      _amia_wire_append_text (out, entry->user);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->position);
      g_string_append_c (out, ']');
    }
}

static void
append_returned (GString *out,
                 GArray  *returned)
{
  for (guint i = 0; i < returned->len; i++)
    {
      const AmiaWireReturned *entry = &g_array_index (returned, AmiaWireReturned, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_int (out, entry->n);
      g_string_append_c (out, ',');
      g_string_append (out, entry->body);
      g_string_append_c (out, ']');
    }
}

void
_amia_sync_response_append_contact (GString                *out,
                                    const AmiaSyncResponse *response)
{
  if (response->opened->len > 0)
    {
      g_string_append (out, ",\"opened\":[");
      append_opened (out, response->opened);
      g_string_append_c (out, ']');
    }
  if (response->facts_acked >= 0)
    {
      g_string_append (out, ",\"facts\":");
      _amia_wire_append_int (out, response->facts_acked);
    }
  if (response->lease_days >= 0)
    {
      g_string_append (out, ",\"lease\":");
      _amia_wire_append_int (out, response->lease_days);
    }
  if (response->returned->len > 0)
    {
      g_string_append (out, ",\"returned\":[");
      append_returned (out, response->returned);
      g_string_append_c (out, ']');
    }
}

static gboolean
read_shown (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  AmiaWireShown shown;
  AmiaWireValue row[2];

  if (!_amia_wire_read_row (wire, "a shown time", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_int (wire, "a shown time's change", &row[0], 1, G_MAXINT64, &shown.n) ||
      !_amia_wire_read_int (wire, "a shown time", &row[1], 1, G_MAXINT64, &shown.shown_ms))
    return FALSE;

  g_array_append_val ((GArray *) into, shown);
  return TRUE;
}

static gboolean
is_rights (const char *text)
{
  g_autoptr (AmiaRights) rights = amia_rights_decode (text, NULL);

  return rights != NULL;
}

static gboolean
read_scope (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  AmiaWireScope scope = { 0 };
  AmiaWireValue row[3];

  if (!_amia_wire_read_row (wire, "a scope", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_scope (wire, &row[0], &scope.scope) ||
      !_amia_wire_read_int (wire,
                            "a scope's generation",
                            &row[1],
                            1,
                            G_MAXINT64,
                            &scope.generation))
    return FALSE;

  if (row[2].type != AMIA_SCAN_OBJECT && row[2].type != AMIA_SCAN_NULL)
    return _amia_wire_fail (wire, "rights are neither an object nor null");
  if (row[2].slice.length > AMIA_RIGHTS_BYTES_MAX)
    return _amia_wire_fail_size (wire, "rights");

  if (row[2].type == AMIA_SCAN_OBJECT)
    scope.rights = g_strndup (row[2].slice.text, row[2].slice.length);
  if (scope.rights != NULL && !is_rights (scope.rights))
    {
      g_free (scope.rights);
      return _amia_wire_fail (wire, "rights are not valid");
    }
  g_array_append_val ((GArray *) into, scope);
  return TRUE;
}

static gboolean
read_opened (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  AmiaWireOpened   opened = { 0 };
  AmiaWireValue    row[3];
  g_autofree char *user = NULL;

  if (!_amia_wire_read_row (wire, "an opening", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_scope (wire, &row[0], &opened.case_id) ||
      !_amia_wire_read_text (wire, "who opened a case", &row[1], AMIA_USER_BYTES_MAX, &user) ||
      !_amia_wire_read_int (wire,
                            "an opening's position",
                            &row[2],
                            0,
                            G_MAXINT64,
                            &opened.position))
    return FALSE;

  opened.user = g_steal_pointer (&user);
  g_array_append_val ((GArray *) into, opened);
  return TRUE;
}

/* What the change says is for whoever knows its name to find out. */
static gboolean
read_returned (const AmiaWire      *wire,
               const AmiaWireValue *element,
               gpointer             into)
{
  AmiaWireReturned returned = { 0 };
  AmiaWireValue    row[2];

  if (!_amia_wire_read_row (wire, "a returned change", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_int (wire, "a returned change", &row[0], 1, G_MAXINT64, &returned.n))
    return FALSE;
  if (row[1].type != AMIA_SCAN_OBJECT)
    return _amia_wire_fail (wire, "a returned change is not an object");

  returned.body = g_strndup (row[1].slice.text, row[1].slice.length);
  g_array_append_val ((GArray *) into, returned);
  return TRUE;
}

static gboolean
read_numbers (const AmiaWire       *wire,
              const AmiaWireAccess *access,
              AmiaSyncResponse     *response)
{
  gint64 days;

  if (access->facts.type != AMIA_SCAN_END && !_amia_wire_read_int (wire,
                                                                   "the facts' number",
                                                                   &access->facts,
                                                                   0,
                                                                   G_MAXINT64,
                                                                   &response->facts_acked))
    return FALSE;

  if (access->lease.type == AMIA_SCAN_END)
    return TRUE;
  if (!_amia_wire_read_int (wire, "the lease", &access->lease, 0, AMIA_LEASE_DAYS_MAX, &days))
    return FALSE;
  response->lease_days = (int) days;
  return TRUE;
}

gboolean
_amia_sync_response_read_access (const AmiaWire       *wire,
                                 const AmiaWireAccess *access,
                                 AmiaSyncResponse     *response)
{
  return _amia_wire_read_list (wire,
                               "the shown times",
                               &access->shown,
                               AMIA_BATCH_CHANGES_MAX,
                               read_shown,
                               response->shown) &&
         _amia_wire_read_list (wire,
                               "the scopes",
                               &access->scopes,
                               AMIA_SCOPES_MAX,
                               read_scope,
                               response->scopes) &&
         _amia_wire_read_list (wire,
                               "the openings",
                               &access->opened,
                               AMIA_OPENED_MAX,
                               read_opened,
                               response->opened) &&
         _amia_wire_read_list (wire,
                               "the returned changes",
                               &access->returned,
                               AMIA_KEPT_MAX,
                               read_returned,
                               response->returned) &&
         read_numbers (wire, access, response);
}
