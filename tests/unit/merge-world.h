/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-record.h"
#include "amia-rights.h"

/* A small world for test-merge-model.c: a server, a few laptops, one record that all write in, and
 * facts that decide who may see what of it. */

#define WORLD_REPLICAS_MAX 4
#define WORLD_AREAS        2
#define WORLD_OPS_MAX      24
#define WORLD_FACTS_MAX    20

typedef enum
{
  FIELD_TEXT,
  FIELD_OTHER,
  FIELD_REMOVED,
  N_FIELDS,
} Field;

extern const char *const world_field_names[N_FIELDS];

/* A set of ops: bit i is ops[i]. */
typedef guint32 OpSet;

static inline OpSet
bit (int i)
{
  return (OpSet) 1 << i;
}

typedef struct
{
  AmiaChange  *change; /* with one op */
  int          author; /* the replica */
  Field        field;
  int          area;
  int          value;
  AmiaOverMode mode;
  OpSet        over;      /* ops of its own field that it replaces */
  OpSet        covers;    /* for a removal: the heads of the other fields that it names */
  OpSet        seen;      /* all that its author was shown */
  OpSet        sources;   /* what was merged into it, and what into that */
  int          cursor;    /* how many ops of the server's feed its author had been past */
  int          seq;       /* its own place in the feed; -1 until then */
  gboolean     in_escrow; /* pushed by somebody who was not in the team any more */
} Op;

/* A membership (@giver is -1) or a consent. */
typedef struct
{
  int giver;
  int receiver;
  int area;      /* WORLD_AREAS for all */
  int last_day;  /* -1 for none */
  int withdrawn; /* the day from which it no longer counts; -1 for none */
} Fact;

/* Whose ops of which area somebody may see; nothing at all if not a member. */
typedef struct
{
  gboolean is_member;
  gboolean lets[WORLD_REPLICAS_MAX][WORLD_AREAS];
} Sight;

/* Each is a laptop, its one user and an agency. */
typedef struct
{
  int         number;
  AmiaUuid    device;
  gint64      n;
  gint64      skew;
  AmiaRecord *record;
  OpSet       held;   /* what is shown: what the record is merged from */
  OpSet       stored; /* what is in the log: hidden ones too */
  OpSet       ever;   /* what ever was in the log: forgotten ones too */
  int         arrivals[WORLD_OPS_MAX];
  int         n_arrivals;
  int         cursor;
  guint       version; /* of the facts it has heard of */
  AmiaRights *told;    /* what the server last allowed */
  Sight       sight;   /* that, as far as its own facts still allow it today */
} Replica;

typedef struct
{
  GRand     *rand;
  Replica    replicas[WORLD_REPLICAS_MAX];
  Sight      sights[WORLD_REPLICAS_MAX]; /* what the server allows each today */
  int        n_replicas;
  Op         ops[WORLD_OPS_MAX];
  int        n_ops;
  int        n_pushed;
  gint64     time;
  int        day;
  Fact       facts[WORLD_FACTS_MAX];
  int        n_facts;
  GPtrArray *versions; /* AmiaCaseAccess: the facts after each change of them */
} World;

World *world_new (guint32 seed);
void   world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* Lets something happen to one laptop, or to all, and says to which one mainly. */
Replica *world_do_event (World *world);

/* Everybody online until nothing is left to say; in half of the worlds with all doors open. */
void world_quiesce (World *world);

/* Which op has that name. */
int world_find_op (const World    *world,
                   const AmiaUuid *device,
                   gint64          n);

/* Whether somebody with that sight may see the op: it and all that was merged into it. */
gboolean world_is_allowed (const World   *world,
                           const Sight   *sight,
                           const Replica *replica,
                           int            op);

/* The same but for what was merged into it. */
gboolean world_is_allowed_alone (const World   *world,
                                 const Sight   *sight,
                                 const Replica *replica,
                                 int            op);
