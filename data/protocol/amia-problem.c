/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-problem.h"
#include "amia-wire-private.h"

/* What the server answers when a round was not taken. */

enum
{
  MEMBER_V,
  MEMBER_PROBLEM,
  MEMBER_EXPECT,
  MEMBER_EPOCH,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "problem", AMIA_WIRE_STRING, FALSE },
  { "expect", AMIA_WIRE_NUMBER, TRUE },
  { "epoch", AMIA_WIRE_STRING | AMIA_WIRE_NULL, TRUE },
};

char *
amia_problem_encode (const AmiaProblem *problem)
{
  GString *out;

  g_return_val_if_fail (problem != NULL, NULL);
  g_return_val_if_fail (problem->code != NULL, NULL);

  out = g_string_new ("{\"v\":1,\"problem\":");
  _amia_wire_append_text (out, problem->code);
  g_string_append_printf (out, ",\"expect\":%" G_GINT64_FORMAT ",\"epoch\":", problem->expect);
  _amia_wire_append_text (out, problem->epoch);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

AmiaProblem *
amia_problem_decode (const char *bytes,
                     gsize       length,
                     GError    **error)
{
  const AmiaWire wire = { "problem", error };
  g_autoptr (AmiaProblem) problem = NULL;
  AmiaWireValue values[N_MEMBERS];

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!_amia_wire_open (&wire,
                        (AmiaSlice){ bytes, length },
                        AMIA_PROBLEM_BYTES_MAX,
                        members,
                        N_MEMBERS,
                        values))
    return NULL;

  problem = g_new0 (AmiaProblem, 1);
  if (!_amia_wire_read_text (&wire,
                             "its code",
                             &values[MEMBER_PROBLEM],
                             AMIA_USER_BYTES_MAX,
                             &problem->code))
    return NULL;

  if (values[MEMBER_EXPECT].type != AMIA_SCAN_END && !_amia_wire_read_int (&wire,
                                                                           "expect",
                                                                           &values[MEMBER_EXPECT],
                                                                           0,
                                                                           G_MAXINT64,
                                                                           &problem->expect))
    return NULL;

  if (values[MEMBER_EPOCH].type == AMIA_SCAN_STRING && !_amia_wire_read_text (&wire,
                                                                              "the epoch",
                                                                              &values[MEMBER_EPOCH],
                                                                              AMIA_EPOCH_BYTES_MAX,
                                                                              &problem->epoch))
    return NULL;

  return g_steal_pointer (&problem);
}

void
amia_problem_free (AmiaProblem *problem)
{
  if (problem == NULL)
    return;

  g_free (problem->code);
  g_free (problem->epoch);
  g_free (problem);
}
