/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include <glib.h>

#include "amia-response-export.h"

/* Real forms by others, if they are at hand: every one loads, starts, exports and comes back the
 * same. */

static char *
corpus_dir (void)
{
  const char *shared = g_getenv ("AMIA_SHARED_DIR");

  return g_build_filename (shared != NULL ? shared : "../shared", "questionnaires", NULL);
}

static gboolean
print_notes (const char *name, AmiaQuestionnaire *form)
{
  GPtrArray *notes = amia_questionnaire_get_notes (form);

  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaNote          *note = g_ptr_array_index (notes, i);
      static const char *const kinds[] = { "unsupported", "list elsewhere", "warning", "ignored" };

      g_test_message ("%s: %s: %s: %s (%s)", name, kinds[note->kind], note->link_id, note->part,
                      note->detail);
    }
  return amia_questionnaire_is_fully_supported (form);
}

static void
round_trip (const char *name, AmiaQuestionnaire *form)
{
  g_autoptr (AmiaResponse) response = amia_response_new (form, "sv");
  g_autoptr (AmiaResponse) again = amia_response_new (form, "sv");
  g_autoptr (GPtrArray) edits = amia_response_start (response);
  g_autoptr (GPtrArray) imported = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  AmiaExportOptions options = { .status = "in-progress", .authored = "2026-05-04T10:15:00+02:00" };
  g_autofree char  *text = amia_response_export (response, &options, &error);
  g_autofree char  *text_again = NULL;

  g_assert_no_error (error);
  imported = amia_response_import (again, text, -1, &messages, &error);
  g_assert_no_error (error);
  text_again = amia_response_export (again, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, text_again);
  findings = amia_questionnaire_validate_response (form, text, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const AmiaMessage *message = g_ptr_array_index (findings, i);

      if (message->severity == AMIA_SEVERITY_ERROR)
        g_test_message ("%s: %s %s at %s: %s", name, amia_message_code_to_string (message->code),
                        message->link_id, message->location, message->value);
    }
  g_assert_false (amia_messages_have_errors (findings));
}

static void
test_all_load (void)
{
  g_autofree char *path = corpus_dir ();
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n_forms = 0;
  guint       n_supported = 0;

  if (dir == NULL)
    {
      g_test_skip ("no collection of questionnaires here");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      g_autoptr (AmiaQuestionnaire) form = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_assert_true (g_file_get_contents (file, &data, &length, NULL));
      form = amia_questionnaire_new_from_data (data, (gssize) length, &error);
      g_assert_no_error (error);
      n_forms++;
      n_supported += print_notes (name, form) ? 1 : 0;
      round_trip (name, form);
    }
  g_test_message ("%u forms, %u with every part supported", n_forms, n_supported);
  g_assert_cmpuint (n_forms, >, 0);
  /* The bar that we have set ourselves. */
  g_assert_cmpuint (100 * n_supported, >=, 85 * n_forms);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/questionnaire/corpus/every-form-loads-and-round-trips", test_all_load);
  return g_test_run ();
}
