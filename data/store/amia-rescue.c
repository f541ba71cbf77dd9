/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-rescue.h"

#include <string.h>

#include "amia-scan.h"
#include "amia-sealed-file.h"
#include "amia-store-log.h"
#include "amia-store-private.h"

/* Writing and reading a rescue file: a sealed file (amia-sealed-file.c) of JSON Lines. The first
 * says whose it is, the others are a change or a draft each:
 *
 *     {"rescue":1,"user":"hulda","agency":"FK","device":"9f…","at":1700000000000,"lines":2}
 *     {"n":17,"state":"refused","reason":"not_member","change":{…}}
 *     {"draft":"draft/journal/…","text":"…"}
 *
 * where `lines` is how many follow, `state` is `waiting` or `refused`, and the change is in its
 * canonical form. Members that are not known are passed over. */

#define FORMAT_VERSION 1
#define LINES_MAX      1000000
#define DRAFT_PREFIX   "draft/"

static void
rescued_free (gpointer data)
{
  AmiaRescued *rescued = data;

  g_clear_pointer (&rescued->change, amia_change_free);
  g_free (rescued->reason);
  g_free (rescued);
}

static AmiaRescue *
rescue_new (void)
{
  AmiaRescue *rescue = g_new0 (AmiaRescue, 1);

  rescue->changes = g_ptr_array_new_with_free_func (rescued_free);
  rescue->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return rescue;
}

void
amia_rescue_free (AmiaRescue *rescue)
{
  g_return_if_fail (rescue != NULL);

  g_free (rescue->user);
  g_free (rescue->agency);
  g_ptr_array_unref (rescue->changes);
  g_hash_table_unref (rescue->drafts);
  g_free (rescue);
}

/* --- Writing --------------------------------------------------------------------------------- */

typedef struct
{
  gint64 n;
  char  *line;
} Line;

typedef struct
{
  const AmiaUuid *device;
  GArray         *lines;
} Collector;

static void
line_clear (gpointer data)
{
  g_free (((Line *) data)->line);
}

static void
append_member (GString    *out,
               const char *name,
               const char *text)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_printf (out, "\"%s\":", name);
  amia_scan_append_string (out, text);
}

static gboolean
collect (const AmiaChange *change,
         AmiaChangeState   state,
         const char       *reason,
         gpointer          data)
{
  Collector       *collector = data;
  GString         *text = g_string_new (NULL);
  g_autofree char *body = NULL;
  Line             line = { .n = change->n };

  if (!amia_uuid_equal (&change->device, collector->device))
    {
      g_string_free (text, TRUE);
      return TRUE;
    }

  body = amia_change_encode (change);
  g_string_printf (text, "{\"n\":%" G_GINT64_FORMAT, change->n);
  append_member (text, "state", state == AMIA_CHANGE_REFUSED ? "refused" : "waiting");
  if (reason != NULL)
    append_member (text, "reason", reason);
  g_string_append_printf (text, ",\"change\":%s}\n", body);
  line.line = g_string_free (text, FALSE);
  g_array_append_val (collector->lines, line);
  return TRUE;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const Line *first = a;
  const Line *second = b;

  return first->n < second->n ? -1 : first->n > second->n;
}

static GArray *
collect_changes (AmiaStore *store,
                 GError   **error)
{
  static const AmiaChangeState states[] = {
    AMIA_CHANGE_HERE,
    AMIA_CHANGE_REFUSED,
    AMIA_CHANGE_KEPT,
  };
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  Collector collector = { &amia_store_get_identity (store)->device, lines };

  g_array_set_clear_func (lines, line_clear);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      AmiaLogQuery query = { .state = (int) states[i] };

      if (!amia_store_foreach_change (store, &query, collect, &collector, error))
        return NULL;
    }

  g_array_sort (lines, compare_lines);
  return g_steal_pointer (&lines);
}

static gboolean
append_drafts (AmiaStore *store,
               GString   *out,
               guint     *n_lines,
               GError   **error)
{
  static const char sql[] = "SELECT name, value FROM setting WHERE name GLOB '" DRAFT_PREFIX "*' "
                            "ORDER BY name";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read the drafts", error);
  AmiaStep step = AMIA_ERROR;

  while (statement != NULL && (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_string_append_c (out, '{');
      append_member (out, "draft", amia_statement_get_text (statement, 0));
      append_member (out, "text", amia_statement_get_text (statement, 1));
      g_string_append (out, "}\n");
      (*n_lines)++;
    }

  return step == AMIA_DONE;
}

static void
append_head (AmiaStore *store,
             GString   *out,
             guint      n_lines)
{
  const AmiaIdentity *identity = amia_store_get_identity (store);
  char                device[AMIA_UUID_HEX_LENGTH + 1];

  g_string_append_printf (out, "{\"rescue\":%d", FORMAT_VERSION);
  append_member (out, "user", identity->user);
  append_member (out, "agency", identity->agency);
  append_member (out, "device", amia_uuid_print_hex (&identity->device, device));
  g_string_append_printf (out,
                          ",\"at\":%" G_GINT64_FORMAT ",\"lines\":%u}\n",
                          _amia_store_get_now (store),
                          n_lines);
}

static GString *
print_rescue (AmiaStore *store,
              guint     *n_changes,
              GError   **error)
{
  g_autoptr (GArray) lines = collect_changes (store, error);
  g_autoptr (GString) body = g_string_new (NULL);
  GString *out;
  guint    n_lines;

  if (lines == NULL)
    return NULL;

  n_lines = lines->len;
  for (guint i = 0; i < lines->len; i++)
    g_string_append (body, g_array_index (lines, Line, i).line);
  if (!append_drafts (store, body, &n_lines, error))
    return NULL;

  *n_changes = lines->len;
  out = g_string_new (NULL);
  append_head (store, out, n_lines);
  g_string_append_len (out, body->str, (gssize) body->len);
  return out;
}

gboolean
amia_rescue_write (AmiaStore  *store,
                   const char *file,
                   const char *passphrase,
                   guint      *n_changes,
                   GError    **error)
{
  g_autoptr (GString) text = NULL;
  guint n = 0;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (file != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL, FALSE);

  if (*passphrase == '\0')
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_PASSPHRASE,
                             "Failed to write the rescue file: the passphrase is empty");

  text = print_rescue (store, &n, &local_error);
  if (text == NULL ||
      !amia_sealed_file_write (file, text->str, text->len, passphrase, &local_error))
    return _amia_store_report (error, local_error);

  if (n_changes != NULL)
    *n_changes = n;
  return TRUE;
}

/* --- Reading --------------------------------------------------------------------------------- */

static gboolean
refuse (GError    **error,
        const char *cause)
{
  return _amia_store_fail (error,
                           AMIA_STORE_ERROR_DAMAGED,
                           "Failed to read the rescue file: %s",
                           cause);
}

/* The member's value, an empty slice if there is none or it is of another type. */
static AmiaSlice
find_member (AmiaSlice    object,
             const char  *name,
             AmiaScanType type)
{
  AmiaScan     scan;
  AmiaSlice    found_name;
  AmiaSlice    value;
  AmiaScanType found;

  if (amia_scan_enter (&scan, object) == AMIA_SCAN_OBJECT)
    {
      while ((found = amia_scan_next_member (&scan, &found_name, &value)) != AMIA_SCAN_END &&
             found != AMIA_SCAN_ERROR)
        {
          if (amia_scan_is (found_name, name))
            return found == type ? value : (AmiaSlice){ 0 };
        }
    }

  return (AmiaSlice){ 0 };
}

static char *
dup_member (AmiaSlice   object,
            const char *name)
{
  AmiaSlice value = find_member (object, name, AMIA_SCAN_STRING);

  return value.text != NULL ? amia_scan_dup_string (value) : NULL;
}

static gboolean
get_number (AmiaSlice   object,
            const char *name,
            gint64     *number)
{
  AmiaSlice value = find_member (object, name, AMIA_SCAN_NUMBER);

  return value.text != NULL && amia_scan_get_int (value, number);
}

static gboolean
read_head (AmiaRescue *rescue,
           AmiaSlice   line,
           gint64     *n_lines,
           GError    **error)
{
  g_autofree char *device = dup_member (line, "device");
  gint64           version = 0;

  if (!get_number (line, "rescue", &version))
    return refuse (error, "it is something else");
  if (version > FORMAT_VERSION)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_TOO_NEW,
                             "Failed to read the rescue file: a newer version of the program "
                             "wrote it");

  rescue->user = dup_member (line, "user");
  rescue->agency = dup_member (line, "agency");
  return (rescue->user != NULL && rescue->agency != NULL && device != NULL &&
          amia_uuid_parse (device, -1, &rescue->device) &&
          get_number (line, "at", &rescue->made_ms) && get_number (line, "lines", n_lines) &&
          *n_lines >= 0 && *n_lines <= LINES_MAX) ||
         refuse (error, "its first line is damaged");
}

static gboolean
read_change (AmiaRescue *rescue,
             AmiaSlice   line,
             GError    **error)
{
  AmiaSlice        body = find_member (line, "change", AMIA_SCAN_OBJECT);
  g_autofree char *state = dup_member (line, "state");
  gint64           n = 0;
  AmiaRescued     *rescued;
  AmiaChange      *change;
  g_autoptr (GError) local_error = NULL;

  if (!get_number (line, "n", &n) || n < 1 || body.text == NULL)
    return refuse (error, "a line says nothing");

  change = amia_change_decode (&rescue->device, n, body.text, body.length, &local_error);
  if (change == NULL)
    return refuse (error, local_error->message);

  g_free (change->author);
  g_free (change->agency);
  change->author = g_strdup (rescue->user);
  change->agency = g_strdup (rescue->agency);
  rescued = g_new0 (AmiaRescued, 1);
  rescued->change = change;
  rescued->state = g_strcmp0 (state, "refused") == 0 ? AMIA_CHANGE_REFUSED : AMIA_CHANGE_HERE;
  rescued->reason = dup_member (line, "reason");
  g_ptr_array_add (rescue->changes, rescued);
  return TRUE;
}

static gboolean
read_line (AmiaRescue *rescue,
           AmiaSlice   line,
           GError    **error)
{
  g_autofree char *draft = dup_member (line, "draft");
  g_autofree char *text = dup_member (line, "text");

  if (draft == NULL)
    return read_change (rescue, line, error);
  if (text == NULL || !g_str_has_prefix (draft, DRAFT_PREFIX))
    return refuse (error, "a draft is damaged");

  g_hash_table_insert (rescue->drafts, g_steal_pointer (&draft), g_steal_pointer (&text));
  return TRUE;
}

static gboolean
read_lines (AmiaRescue *rescue,
            const char *text,
            gsize       length,
            GError    **error)
{
  gint64      n_lines = 0;
  gint64      n_read = -1; /* The first one is the head. */
  const char *end = text + length;

  while (text < end)
    {
      const char  *stop = memchr (text, '\n', (gsize) (end - text));
      AmiaSlice    line = { text, stop != NULL ? (gsize) (stop - text) : 0 };
      AmiaScanType type;

      if (stop == NULL || !amia_scan_check (line.text, line.length, &type) ||
          type != AMIA_SCAN_OBJECT)
        return refuse (error, "a line is damaged");
      if (n_read < 0 ? !read_head (rescue, line, &n_lines, error)
                     : !read_line (rescue, line, error))
        return FALSE;
      n_read++;
      text = stop + 1;
    }

  return n_read == n_lines || refuse (error, "lines are missing");
}

AmiaRescue *
amia_rescue_load (const char *file,
                  const char *passphrase,
                  GError    **error)
{
  g_autoptr (AmiaRescue) rescue = rescue_new ();
  guint8  *contents;
  gsize    length = 0;
  gboolean is_read;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  contents = amia_sealed_file_read (file, passphrase, &length, &local_error);
  is_read = contents != NULL &&
            read_lines (rescue, (const char *) contents, length, &local_error);
  amia_sealed_file_clear (contents, length);
  if (is_read)
    return g_steal_pointer (&rescue);

  _amia_store_report (error, local_error);
  return NULL;
}
