/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-tool-print.h"

#include <string.h>

/* JSON Lines. Values are printed as they were written, only without the white space between their
 * parts, since a line must stay a line. */

static void
append_key (GString    *out,
            const char *key)
{
  if (out->len > 0 && strchr ("{[", out->str[out->len - 1]) == NULL)
    g_string_append_c (out, ',');
  amia_scan_append_string (out, key);
  g_string_append_c (out, ':');
}

static void
append_text (GString    *out,
             const char *key,
             const char *text)
{
  append_key (out, key);
  if (text != NULL)
    amia_scan_append_string (out, text);
  else
    g_string_append (out, "null");
}

static void
append_id (GString        *out,
           const char     *key,
           const AmiaUuid *id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  append_text (out, key, amia_uuid_is_nil (id) ? NULL : amia_uuid_print (id, text));
}

static void
append_stamp (GString  *out,
              AmiaStamp stamp)
{
  char text[AMIA_STAMP_TEXT_LENGTH + 1];

  append_text (out, "at", amia_stamp_print (stamp, text));
}

static void
append_value (GString    *out,
              const char *json)
{
  gboolean is_inside = FALSE;

  for (const char *at = json; *at != '\0'; at++)
    {
      if (!is_inside && strchr (" \t\r\n", *at) != NULL)
        continue;
      g_string_append_c (out, *at);
      if (*at == '"')
        is_inside = !is_inside;
      else if (*at == '\\' && at[1] != '\0')
        g_string_append_c (out, *++at);
    }
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

  append_key (out, field);
  g_string_append_c (out, '[');
  for (gsize i = 0; i < n_heads; i++)
    {
      const char *agency = NULL;
      const char *author = amia_store_get_author (store, &heads[i].device, &agency);

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      append_key (out, "value");
      append_value (out, heads[i].value);
      append_text (out, "author", author);
      append_text (out, "agency", agency);
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
  append_text (out, "kind", record->kind);
  append_id (out, "id", &record->id);
  append_id (out, "case", &record->case_id);
  append_key (out, "removed");
  g_string_append (out, amia_record_is_removed (record) ? "true" : "false");

  append_key (out, "fields");
  g_string_append_c (out, '{');
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (strcmp (field, "removed") == 0)
        continue;
      append_key (out, field);
      append_value (out, amia_record_get_value (record, field));
    }
  g_string_append_c (out, '}');

  append_key (out, "conflicts");
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
append_over (GString      *out,
             const AmiaOp *op)
{
  append_key (out, "over");
  g_string_append_c (out, '[');
  for (guint i = 0; i < op->over->len; i++)
    {
      const AmiaRef   *ref = &g_array_index (op->over, AmiaRef, i);
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
  append_text (out, "kind", op->kind);
  append_id (out, "id", &op->record);
  append_id (out, "case", &op->case_id);
  append_text (out, "field", op->field);
  append_key (out, "value");
  append_value (out, op->value);
  append_text (out, "area", op->area);
  append_over (out, op);
  g_string_append_c (out, '}');
}

void
amia_tool_print_change (GString          *out,
                        const AmiaChange *change)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  g_string_append_c (out, '{');
  append_text (out, "device", amia_uuid_print_hex (&change->device, device));
  append_key (out, "n");
  g_string_append_printf (out, "%" G_GINT64_FORMAT, change->n);
  append_stamp (out, change->stamp);
  append_text (out, "author", change->author);
  append_text (out, "agency", change->agency);
  append_key (out, "ops");
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
  append_text (out, "kind", hit->kind);
  append_id (out, "id", &hit->id);
  append_id (out, "case", &hit->case_id);
  append_text (out, "snippet", hit->snippet);
  g_string_append (out, "}\n");
}

void
amia_tool_print_draft (GString    *out,
                       const char *name,
                       const char *text)
{
  g_string_append_c (out, '{');
  append_text (out, "draft", name);
  append_text (out, "text", text);
  g_string_append (out, "}\n");
}
