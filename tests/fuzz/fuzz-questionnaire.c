/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-fuzz"

#include "config.h"

#include "amia-forms-error.h"
#include "amia-migration.h"
#include "amia-response-export.h"
#include "amia-version-check.h"

/* Any bytes as a questionnaire: refused with an error of our domain, or a form that can be started,
 * checked and exported, whose export comes back, and that is a version of itself. The same bytes
 * are also what it may take its lists from. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
use (AmiaQuestionnaire *form)
{
  g_autoptr (AmiaResponse) response = amia_response_new (form, "en");
  g_autoptr (AmiaResponse) again = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) edits = amia_response_start (response);
  g_autoptr (GPtrArray) messages = amia_response_validate (response, NULL);
  g_autoptr (GPtrArray) imported = NULL;
  g_autoptr (GError) error = NULL;
  AmiaExportOptions options = { .status = "in-progress" };
  g_autofree char  *text = amia_response_export (response, &options, &error);
  g_autofree char  *text_again = NULL;

  g_assert_no_error (error);
  imported = amia_response_import (again, text, -1, NULL, &error);
  g_assert_no_error (error);
  text_again = amia_response_export (again, &options, &error);
  g_assert_cmpstr (text, ==, text_again);
}

static void
compare (AmiaQuestionnaire *form)
{
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) edits = amia_response_start (response);
  g_autoptr (GPtrArray) notes = amia_version_check (form, form);
  g_autoptr (AmiaMigration) migration = amia_migration_new (response, form, NULL);

  g_assert_cmpuint (notes->len, ==, 0);
  if (migration != NULL)
    g_assert_cmpuint (amia_migration_get_edits (migration)->len, ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = NULL;

  g_ptr_array_add (lists, g_bytes_new (data, size));
  form = amia_questionnaire_new_with_lists ((const char *) data, (gssize) size, lists, &error);
  if (form != NULL)
    {
      use (form);
      compare (form);
    }
  else
    g_assert_true (error->domain == AMIA_FORMS_ERROR);
  return 0;
}
