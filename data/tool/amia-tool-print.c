/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-tool-print.h"

#include <string.h>

#include "amia-store-log.h"
#include "amia-store-search.h"
#include "amia-tool-json.h"

/* JSON Lines. Values are printed as they were written. */

static void
append_stamp (GString  *out,
              AmiaStamp stamp)
{
  char text[AMIA_STAMP_TEXT_LENGTH + 1];

  amia_tool_json_text (out, "at", amia_stamp_print (stamp, text));
}

/* --- Records -------------------------------------------------------------------------------- */

static void
append_heads (GString          *out,
              AmiaStore        *store,
              const AmiaRecord *record,
              const char       *field)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  amia_tool_json_key (out, field);
  g_string_append_c (out, '[');
  for (gsize i = 0; i < n_heads; i++)
    {
      const char *agency = NULL;
      const char *author = amia_store_get_author (store, &heads[i].device, &agency);

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      amia_tool_json_key (out, "value");
      amia_tool_json_value (out, heads[i].value);
      amia_tool_json_text (out, "author", author);
      amia_tool_json_text (out, "agency", agency);
      append_stamp (out, heads[i].stamp);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

void
amia_tool_print_record (GString          *out,
                        AmiaStore        *store,
                        const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  g_string_append_c (out, '{');
  amia_tool_json_text (out, "kind", record->kind);
  amia_tool_json_id (out, "id", &record->id);
  amia_tool_json_id (out, "case", &record->case_id);
  amia_tool_json_key (out, "removed");
  g_string_append (out, amia_record_is_removed (record) ? "true" : "false");

  amia_tool_json_key (out, "fields");
  g_string_append_c (out, '{');
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (strcmp (field, "removed") == 0)
        continue;
      amia_tool_json_key (out, field);
      amia_tool_json_value (out, amia_record_get_value (record, field));
    }
  g_string_append_c (out, '}');

  amia_tool_json_key (out, "conflicts");
  g_string_append_c (out, '{');
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (amia_record_has_conflict (record, field))
        append_heads (out, store, record, field);
    }
  g_string_append (out, "}}\n");
}

/* --- Changes -------------------------------------------------------------------------------- */

static void
append_refs (GString      *out,
             const char   *key,
             const GArray *refs)
{
  amia_tool_json_open (out, key, '[');
  for (guint i = 0; i < refs->len; i++)
    {
      const AmiaRef   *ref = &g_array_index (refs, AmiaRef, i);
      char             device[AMIA_UUID_HEX_LENGTH + 1];
      g_autofree char *name = NULL;

      name = g_strdup_printf ("%s:%" G_GINT64_FORMAT "%s%s",
                              amia_uuid_print_hex (&ref->device, device),
                              ref->n,
                              ref->field != NULL ? ":" : "",
                              ref->field != NULL ? ref->field : "");
      if (i > 0)
        g_string_append_c (out, ',');
      amia_scan_append_string (out, name);
    }
  g_string_append_c (out, ']');
}

static void
append_op (GString      *out,
           const AmiaOp *op)
{
  g_string_append_c (out, '{');
  amia_tool_json_text (out, "kind", op->kind);
  amia_tool_json_id (out, "id", &op->record);
  amia_tool_json_id (out, "case", &op->case_id);
  amia_tool_json_text (out, "field", op->field);
  amia_tool_json_key (out, "value");
  amia_tool_json_value (out, op->value);
  amia_tool_json_text (out, "area", op->area);
  append_refs (out, "over", op->over);
  if (op->sources != NULL && op->sources->len > 0)
    append_refs (out, "sources", op->sources);
  g_string_append_c (out, '}');
}

void
amia_tool_print_change (GString          *out,
                        const AmiaChange *change)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  g_string_append_c (out, '{');
  amia_tool_json_text (out, "device", amia_uuid_print_hex (&change->device, device));
  amia_tool_json_key (out, "n");
  g_string_append_printf (out, "%" G_GINT64_FORMAT, change->n);
  append_stamp (out, change->stamp);
  amia_tool_json_text (out, "author", change->author);
  amia_tool_json_text (out, "agency", change->agency);
  amia_tool_json_key (out, "ops");
  g_string_append_c (out, '[');
  for (guint i = 0; i < change->ops->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_op (out, g_ptr_array_index (change->ops, i));
    }
  g_string_append (out, "]}\n");
}

void
amia_tool_print_hit (GString       *out,
                     const AmiaHit *hit)
{
  g_string_append_c (out, '{');
  amia_tool_json_text (out, "kind", hit->kind);
  amia_tool_json_id (out, "id", &hit->id);
  amia_tool_json_id (out, "case", &hit->case_id);
  amia_tool_json_text (out, "snippet", hit->snippet);
  g_string_append (out, "}\n");
}

void
amia_tool_print_draft (GString    *out,
                       const char *name,
                       const char *text)
{
  g_string_append_c (out, '{');
  amia_tool_json_text (out, "draft", name);
  amia_tool_json_text (out, "text", text);
  g_string_append (out, "}\n");
}
