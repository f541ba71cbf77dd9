/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-forgets-words.h"

#include <glib/gi18n.h>

#include "amia-words.h"

/* Plain sentences with a time in each: whoever asks “is it gone?” wants to know since when. */

AmiaForgetState
amia_forgets_words_find_state (const AmiaWireForget *forget)
{
  g_return_val_if_fail (forget != NULL, AMIA_FORGET_WAITING);

  if (forget->confirmed_ms > 0)
    return AMIA_FORGET_CONFIRMED;
  return forget->seen_ms + AMIA_FORGETS_SEEN_MS < forget->asked_ms ? AMIA_FORGET_NO_CONTACT
                                                                   : AMIA_FORGET_WAITING;
}

char *
amia_forgets_words_name (const AmiaForgetsResponse *response,
                         guint                      index,
                         const char                *name)
{
  const char *user = NULL;
  guint       n_laptops = 0;
  guint       number = 0;

  g_return_val_if_fail (response != NULL && index < response->forgets->len, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  user = g_array_index (response->forgets, AmiaWireForget, index).user;
  for (guint i = 0; i < response->forgets->len; i++)
    {
      n_laptops += g_str_equal (g_array_index (response->forgets, AmiaWireForget, i).user, user);
      if (i == index)
        number = n_laptops;
    }

  /* Translators: a name, and which of their laptops: “Bertil, laptop 2”. */
  return n_laptops > 1 ? g_strdup_printf (_ ("%s, laptop %u"), name, number) : g_strdup (name);
}

char *
amia_forgets_words_laptop (const AmiaWireForget *forget,
                           gint64                offset_ms,
                           gint64                now_ms)
{
  g_autofree char *asked = NULL;
  g_autofree char *confirmed = NULL;
  g_autofree char *seen = NULL;

  g_return_val_if_fail (forget != NULL, NULL);

  asked = amia_words_moment (forget->asked_ms - offset_ms, now_ms);
  confirmed = amia_words_moment (forget->confirmed_ms - offset_ms, now_ms);
  seen = amia_words_moment (forget->seen_ms - offset_ms, now_ms);
  switch (amia_forgets_words_find_state (forget))
    {
    case AMIA_FORGET_CONFIRMED:
      /* Translators: a time. */
      return g_strdup_printf (_ ("Confirmed %s that it is removed."), confirmed);
    case AMIA_FORGET_WAITING:
      /* Translators: two times. */
      return g_strdup_printf (_ ("To be removed since %s. Not confirmed yet; last contact about %s."),
                              asked,
                              seen);
    case AMIA_FORGET_NO_CONTACT:
    default:
      if (forget->seen_ms == 0)
        return g_strdup_printf (_ ("To be removed since %s. Has not been in contact since."), asked);
      /* Translators: two times. */
      return g_strdup_printf (_ ("To be removed since %s. Not in contact since %s."), asked, seen);
    }
}

char *
amia_forgets_words_known (const AmiaForgetsResponse *response,
                          AmiaForgetsKnown           known,
                          gint64                     offset_ms,
                          gint64                     now_ms)
{
  g_autofree char *when = NULL;

  if (response == NULL)
    return g_strdup (known == AMIA_FORGETS_ASKING
                         ? _ ("The server is being asked.")
                         : _ ("The server could not be asked yet. It knows who has removed what."));

  when = amia_words_moment (response->now_ms - offset_ms, now_ms);
  if (known == AMIA_FORGETS_ASKING)
    /* Translators: a time. */
    return g_strdup_printf (_ ("As the server said %s. It is being asked again."), when);
  if (known == AMIA_FORGETS_OLD)
    /* Translators: a time. */
    return g_strdup_printf (_ ("As the server said %s. It can't be asked at the moment."), when);
  if (response->forgets->len == 0)
    /* Translators: a time. */
    return g_strdup_printf (_ ("No laptop has had anything to remove, says the server %s."), when);
  if (response->has_more)
    /* Translators: a time. */
    return g_strdup_printf (_ ("As the server says %s, for the first of many laptops."), when);

  /* Translators: a time. */
  return g_strdup_printf (_ ("As the server says %s."), when);
}
