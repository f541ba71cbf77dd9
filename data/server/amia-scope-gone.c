/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-scope-gone.h"

#include <string.h>

#include "amia-kinds.h"
#include "amia-scope.h"

/* What of a scope is plainly gone. In an old case that is most of it, and to read it op by op only
 * to throw it away was nearly all that a snapshot cost. So removals are looked for first, and the
 * other changes are held against them as they stand, cut into their parts and no more.
 *
 * A record is plainly gone when exactly one op removes it, which its reader sees, and every other
 * op of it is one that this removal names and outlasts (see amia-scope-log.c, of whose rule this is
 * the common case); and when no change that has to do with it has to do with another record.
 * Whatever is any bit more tangled is left for the rule itself. */

#define REMOVED "\"removed\""

typedef struct
{
  AmiaUuid          record;
  const AmiaLogRow *row; /* the change that removes it */
  AmiaSlice         area;
  guint             first_ref; /* what it names, among those of the search */
  guint             n_refs;
  guint             next_ref; /* the likeliest to be asked for */
  gboolean          is_tangled;
} Removal;

typedef struct
{
  const AmiaFeed *feed;
  const AmiaUuid *scope;
  GHashTable     *removals; /* of Removal, by the record */
  GArray         *refs;     /* of AmiaRefCut */
} Search;

static gboolean
are_alike (AmiaSlice a,
           AmiaSlice b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

static gboolean
is_text (AmiaSlice   slice,
         const char *text)
{
  return are_alike (slice, (AmiaSlice){ text, strlen (text) });
}

static gboolean
read_record (AmiaSlice slice,
             AmiaUuid *record)
{
  return slice.length == AMIA_UUID_TEXT_LENGTH + 2 &&
         amia_uuid_parse (slice.text + 1, AMIA_UUID_TEXT_LENGTH, record);
}

/* --- Removals -------------------------------------------------------------------------------- */

typedef struct
{
  AmiaOpCut op;
  guint     n_ops;
} Single;

static gboolean
keep_single (const AmiaOpCut *cut,
             gpointer         data)
{
  Single *single = data;

  single->op = *cut;
  return ++single->n_ops == 1;
}

/* Whether the change is the removal of one record and nothing else, of no other text. */
static gboolean
is_removal (const AmiaLogRow *row,
            AmiaOpCut        *op)
{
  Single    single = { .n_ops = 0 };
  AmiaStamp stamp;

  if (strstr (row->body, REMOVED) == NULL ||
      !amia_change_cut (
          (AmiaSlice){ row->body, row->body_length }, &stamp, keep_single, &single) ||
      single.n_ops != 1)
    return FALSE;

  *op = single.op;
  return op->n_parts == AMIA_OP_PARTS_LONG && is_text (op->parts[AMIA_OP_FIELD], REMOVED) &&
         is_text (op->parts[AMIA_OP_VALUE], "true");
}

/* The op without what it names: nobody's rights turn on that. NULL if it can't be read; then the
 * whole change will say why. */
static AmiaOp *
read_removal (const AmiaLogRow *row,
              const AmiaOpCut  *cut)
{
  const gboolean   has_area = cut->types[AMIA_OP_AREA] != AMIA_SCAN_NULL;
  const gboolean   has_case = cut->types[AMIA_OP_CASE] != AMIA_SCAN_NULL;
  g_autofree char *kind = amia_op_read_name ("the kind", cut->parts[AMIA_OP_KIND], NULL);
  g_autofree char *area =
      has_area ? amia_op_read_name ("the area", cut->parts[AMIA_OP_AREA], NULL) : NULL;
  AmiaOpParts parts = { .kind = kind, .field = "removed", .area = area };

  if (kind == NULL || (has_area && area == NULL) ||
      !read_record (cut->parts[AMIA_OP_RECORD], &parts.record) ||
      (has_case && !read_record (cut->parts[AMIA_OP_CASE], &parts.case_id)))
    return NULL;

  parts.over = (AmiaSlice){ "[]", strlen ("[]") };
  parts.value = cut->parts[AMIA_OP_VALUE];
  return amia_op_assemble (&row->device, row->n, &parts, NULL);
}

/* Whether the reader sees it, and will do so as long as anything it outlasts. */
static gboolean
is_lasting (Search           *search,
            const AmiaLogRow *row,
            const AmiaOp     *op,
            gboolean         *is_it,
            GError          **error)
{
  const AmiaKind  *kind = amia_kind_find (op->kind);
  const AmiaChange change = { .device = row->device,
                              .n = row->n,
                              .author = (char *) row->author,
                              .agency = (char *) row->agency };
  AmiaUuid         scope;

  amia_op_get_scope (op, &scope);
  *is_it = FALSE;
  return kind == NULL || kind->scope == AMIA_SCOPE_PAIR ||
         !amia_uuid_equal (&scope, search->scope) ||
         amia_visibility_check (search->feed->visibility, &change, op, is_it, error);
}

/* @found is the removal that the change is, and %NULL for one that removes nothing. */
static gboolean
take_removal (Search           *search,
              const AmiaLogRow *row,
              Removal         **found,
              GError          **error)
{
  AmiaOpCut cut;
  Removal  *removal;
  gboolean  is_it;
  g_autoptr (AmiaOp) op = NULL;

  if (!is_removal (row, &cut) || (op = read_removal (row, &cut)) == NULL)
    return TRUE;
  if (!is_lasting (search, row, op, &is_it, error))
    return FALSE;

  removal = *found = g_hash_table_lookup (search->removals, &op->record);
  if (removal != NULL)
    {
      removal->is_tangled = TRUE;
      return TRUE;
    }

  removal = *found = g_new0 (Removal, 1);
  removal->record = op->record;
  removal->row = row;
  removal->area = cut.parts[AMIA_OP_AREA];
  removal->first_ref = search->refs->len;
  removal->is_tangled = !is_it || !amia_refs_cut (cut.parts[AMIA_OP_OVER], search->refs);
  removal->n_refs = search->refs->len - removal->first_ref;
  g_hash_table_insert (search->removals, &removal->record, removal);
  return TRUE;
}

/* --- What they remove ------------------------------------------------------------------------ */

static gboolean
is_named (const AmiaRefCut *ref,
          const Removal    *removal,
          const AmiaLogRow *row,
          AmiaSlice         field)
{
  AmiaUuid device = removal->row->device;

  return ref->n == row->n && ref->field.text != NULL && are_alike (ref->field, field) &&
         (ref->device.text == NULL ||
          (ref->device.length == AMIA_UUID_HEX_LENGTH + 2 &&
           amia_uuid_parse (ref->device.text + 1, AMIA_UUID_HEX_LENGTH, &device))) &&
         amia_uuid_equal (&device, &row->device);
}

/* Ops are mostly named in the order in which they stand. */
static gboolean
names (const Search     *search,
       Removal          *removal,
       const AmiaLogRow *row,
       AmiaSlice         field)
{
  for (guint i = 0; i < removal->n_refs; i++)
    {
      guint place = (removal->next_ref + i) % removal->n_refs;

      if (is_named (&g_array_index (search->refs, AmiaRefCut, removal->first_ref + place),
                    removal,
                    row,
                    field))
        {
          removal->next_ref = place + 1;
          return TRUE;
        }
    }

  return FALSE;
}

/* Whether it is seen as long as an op of this change and area. */
static gboolean
outlasts (const Search     *search,
          const Removal    *removal,
          const AmiaLogRow *row,
          AmiaSlice         area)
{
  const char *agency = removal->row->agency;

  return strcmp (agency, search->feed->visibility->reader.agency) == 0 ||
         (strcmp (agency, row->agency) == 0 && are_alike (removal->area, area));
}

/* One change that is held against the removals. */
typedef struct
{
  Search           *search;
  const AmiaLogRow *row;
  AmiaSlice         record; /* of its ops so far */
  Removal          *removal;
  gboolean          has_many; /* records */
} Look;

static void
tangle (Removal *removal)
{
  if (removal != NULL)
    removal->is_tangled = TRUE;
}

/* An op begins with its address. */
static void
look_at_address (Look            *look,
                 const AmiaOpCut *cut)
{
  AmiaUuid record;

  if (look->record.text != NULL && are_alike (look->record, cut->parts[AMIA_OP_RECORD]))
    return;

  if (look->record.text != NULL)
    look->has_many = TRUE;
  tangle (look->has_many ? look->removal : NULL);
  look->record = cut->parts[AMIA_OP_RECORD];
  look->removal = read_record (look->record, &record)
                      ? g_hash_table_lookup (look->search->removals, &record)
                      : NULL;
  tangle (look->has_many ? look->removal : NULL);
}

static gboolean
look_at_op (const AmiaOpCut *cut,
            gpointer         data)
{
  Look            *look = data;
  const AmiaSlice *contents = cut->parts;

  if (cut->n_parts >= AMIA_OP_PARTS_LONG)
    {
      look_at_address (look, cut);
      contents += AMIA_OP_FIELD;
    }
  else if (cut->n_parts < AMIA_OP_PARTS_SHORT || look->record.text == NULL)
    return FALSE;

  if (look->removal != NULL && !look->removal->is_tangled &&
      (is_text (contents[0], REMOVED) ||
       !outlasts (look->search, look->removal, look->row, contents[AMIA_OP_AREA - AMIA_OP_FIELD]) ||
       !names (look->search, look->removal, look->row, contents[0])))
    tangle (look->removal);
  return TRUE;
}

/* Finds the removal of what the change is of; %NULL for none. FALSE if it can't be told. */
static gboolean
look_at_row (Search           *search,
             const AmiaLogRow *row,
             Removal         **removal)
{
  Look      look = { search, row, { NULL, 0 }, NULL, FALSE };
  AmiaStamp stamp;

  if (!amia_change_cut (
          (AmiaSlice){ row->body, row->body_length }, &stamp, look_at_op, &look))
    return FALSE;

  *removal = look.removal;
  return TRUE;
}

/* --- Together -------------------------------------------------------------------------------- */

/* Finds the one that each of the other changes goes with; FALSE if that of one can't be told. */
static gboolean
find_removals (Search   *search,
               GArray   *rows,
               Removal **found)
{
  for (guint i = 0; i < rows->len; i++)
    {
      if (found[i] == NULL &&
          !look_at_row (search, &g_array_index (rows, AmiaScopeRow, i).row, &found[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
mark (GArray   *rows,
      Removal **found)
{
  gboolean is_any = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      AmiaScopeRow *row = &g_array_index (rows, AmiaScopeRow, i);

      row->is_gone = found[i] != NULL && !found[i]->is_tangled;
      is_any = is_any || row->is_gone;
    }

  return is_any;
}

gboolean
amia_scope_gone_find (const AmiaFeed *feed,
                      const AmiaUuid *scope,
                      GArray         *rows,
                      gboolean       *is_any,
                      GError        **error)
{
  g_autoptr (GHashTable) removals =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, g_free);
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (AmiaRefCut));
  Search               search = { feed, scope, removals, refs };
  g_autofree Removal **found = NULL;

  g_return_val_if_fail (feed != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);
  g_return_val_if_fail (rows != NULL, FALSE);
  g_return_val_if_fail (is_any != NULL, FALSE);

  *is_any = FALSE;
  found = g_new0 (Removal *, rows->len + 1);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaLogRow *row = &g_array_index (rows, AmiaScopeRow, i).row;

      if (!take_removal (&search, row, &found[i], error))
        return FALSE;
    }

  if (g_hash_table_size (removals) > 0 && find_removals (&search, rows, found))
    *is_any = mark (rows, found);
  return TRUE;
}
