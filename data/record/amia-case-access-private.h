/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-access.h"
#include "amia-rights-private.h"

G_BEGIN_DECLS

/* The first and last day of something, both counted; %NULL is since, or for, ever. */
typedef struct
{
  char *from;
  char *to;
} AmiaPeriod;

/* @role: %NULL when not known or in conflict: then no role's rights
 * @agency: of who recorded it */
typedef struct
{
  char      *user;
  char      *role;
  char      *agency;
  AmiaPeriod period;
} AmiaMemberFact;

/* @agency: of who recorded it: whose contents it releases
 * @kind: %NULL when not said or in conflict
 * @parties, @areas: strings, as they are written
 * @period: for a spoken consent its bound included
 * @withdrawn: the day it ended, itself not included; %NULL for never
 * @is_undated: a spoken consent that does not say since when; gives nothing */
typedef struct
{
  AmiaUuid   id;
  char      *agency;
  char      *kind;
  GPtrArray *parties;
  GPtrArray *areas;
  AmiaPeriod period;
  char      *withdrawn;
  gboolean   is_undated;
} AmiaConsentFact;

/* @owner_agency: %NULL unless the person is protected
 * @named: users, whether or not the record that names them gives anything */
struct _AmiaCaseAccess
{
  GArray    *members;
  GArray    *consents;
  GPtrArray *named;
  char      *owner_agency;
};

/* Reads a record; FALSE, and nothing to clear, when it gives nothing. */
gboolean _amia_member_fact_read (AmiaMemberFact   *member,
                                 const AmiaRecord *record,
                                 const char       *agency);
gboolean _amia_consent_fact_read (AmiaConsentFact  *consent,
                                  const AmiaRecord *record,
                                  const char       *agency);

/* Adds every user whom a record of a member has among its heads to a list, each of them once. */
void _amia_member_fact_add_named (GPtrArray        *named,
                                  const AmiaRecord *record);

void _amia_member_fact_clear (gpointer member);
void _amia_consent_fact_clear (gpointer consent);

/* Whether that day is in it. */
gboolean _amia_period_includes (const AmiaPeriod *period,
                                const char       *today);

/* Whether the consent lets anything go on that day. */
gboolean _amia_consent_fact_is_valid (const AmiaConsentFact *consent,
                                      const char            *today);

/* The day so and so many days later, or earlier; %NULL beyond the year 9999. */
char *_amia_day_add (const char *day,
                     int         n_days);

/* The areas that the consent names. */
AmiaAreaSet _amia_consent_fact_get_areas (const AmiaConsentFact *consent);

G_END_DECLS
