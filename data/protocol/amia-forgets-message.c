/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-forgets-message.h"

#include "amia-wire-private.h"

/* Who has forgotten. The laptop keeps the text as it came, so that it can still be read when there
 * is no network. */

enum
{
  MEMBER_V,
  MEMBER_NOW,
  MEMBER_MORE,
  MEMBER_FORGETS,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "now", AMIA_WIRE_NUMBER, FALSE },
  { "more", AMIA_WIRE_BOOLEAN, TRUE },
  { "forgets", AMIA_WIRE_ARRAY, FALSE },
};

enum
{
  FORGET_USER,
  FORGET_ASKED,
  FORGET_CONFIRMED,
  FORGET_SEEN,
  N_FORGET,
};

static const AmiaWireMember forget_members[N_FORGET] = {
  { "user", AMIA_WIRE_STRING, FALSE },
  { "asked", AMIA_WIRE_NUMBER, FALSE },
  { "confirmed", AMIA_WIRE_NUMBER, FALSE },
  { "seen", AMIA_WIRE_NUMBER, FALSE },
};

static void
clear_forget (gpointer data)
{
  AmiaWireForget *forget = data;

  g_free (forget->user);
}

AmiaForgetsResponse *
amia_forgets_response_new (gint64 now_ms)
{
  AmiaForgetsResponse *response = g_new0 (AmiaForgetsResponse, 1);

  response->now_ms = now_ms;
  response->forgets = g_array_new (FALSE, FALSE, sizeof (AmiaWireForget));
  g_array_set_clear_func (response->forgets, clear_forget);
  return response;
}

void
amia_forgets_response_free (AmiaForgetsResponse *response)
{
  if (response == NULL)
    return;

  g_array_unref (response->forgets);
  g_free (response);
}

void
amia_forgets_response_add (AmiaForgetsResponse  *response,
                           const AmiaWireForget *forget)
{
  AmiaWireForget copy;

  g_return_if_fail (response != NULL);
  g_return_if_fail (forget != NULL && forget->user != NULL);

  if (response->forgets->len == AMIA_FORGETS_MAX)
    {
      response->has_more = TRUE;
      return;
    }

  copy = *forget;
  copy.user = g_strdup (forget->user);
  g_array_append_val (response->forgets, copy);
}

char *
amia_forgets_response_encode (const AmiaForgetsResponse *response)
{
  GString *out;

  g_return_val_if_fail (response != NULL, NULL);

  out = g_string_new (NULL);
  g_string_printf (out,
                   "{\"v\":1,\"now\":%" G_GINT64_FORMAT ",\"more\":%s,\"forgets\":[",
                   response->now_ms,
                   response->has_more ? "true" : "false");
  for (guint i = 0; i < response->forgets->len; i++)
    {
      const AmiaWireForget *forget = &g_array_index (response->forgets, AmiaWireForget, i);

      g_string_append (out, i > 0 ? ",{\"user\":" : "{\"user\":");
      _amia_wire_append_text (out, forget->user);
      g_string_append_printf (out,
                              ",\"asked\":%" G_GINT64_FORMAT ",\"confirmed\":%" G_GINT64_FORMAT
                              ",\"seen\":%" G_GINT64_FORMAT "}",
                              forget->asked_ms,
                              forget->confirmed_ms,
                              forget->seen_ms);
    }
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}

static gboolean
read_time (const AmiaWire      *wire,
           const char          *what,
           const AmiaWireValue *value,
           gint64              *ms)
{
  return _amia_wire_read_int (wire, what, value, 0, G_MAXINT64, ms);
}

static gboolean
read_forget (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  AmiaForgetsResponse *response = into;
  AmiaWireValue        values[N_FORGET];
  AmiaWireForget       forget;
  g_autofree char     *user = NULL;

  if (!_amia_wire_open_object (wire, element, forget_members, N_FORGET, values) ||
      !_amia_wire_read_text (wire, "a user", &values[FORGET_USER], AMIA_USER_BYTES_MAX, &user) ||
      !read_time (wire, "when it was asked", &values[FORGET_ASKED], &forget.asked_ms) ||
      !read_time (wire, "when it confirmed", &values[FORGET_CONFIRMED], &forget.confirmed_ms) ||
      !read_time (wire, "when it was seen", &values[FORGET_SEEN], &forget.seen_ms))
    return FALSE;

  forget.user = user;
  amia_forgets_response_add (response, &forget);
  return TRUE;
}

AmiaForgetsResponse *
amia_forgets_response_decode (const char *bytes,
                              gsize       length,
                              GError    **error)
{
  const AmiaWire wire = { "who has forgotten", error };
  g_autoptr (AmiaForgetsResponse) response = NULL;
  AmiaWireValue values[N_MEMBERS];

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!_amia_wire_open (&wire,
                        (AmiaSlice){ bytes, length },
                        AMIA_FORGETS_BYTES_MAX,
                        members,
                        N_MEMBERS,
                        values))
    return NULL;

  response = amia_forgets_response_new (0);
  if (!read_time (&wire, "the time", &values[MEMBER_NOW], &response->now_ms) ||
      !_amia_wire_read_list (&wire,
                             "the laptops",
                             &values[MEMBER_FORGETS],
                             AMIA_FORGETS_MAX,
                             read_forget,
                             response))
    return NULL;

  response->has_more = values[MEMBER_MORE].type == AMIA_SCAN_BOOLEAN &&
                       *values[MEMBER_MORE].slice.text == 't';
  return g_steal_pointer (&response);
}
