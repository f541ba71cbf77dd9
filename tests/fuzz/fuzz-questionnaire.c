/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-fuzz"

#include "config.h"

#include "amia-forms-error.h"
#include "amia-response-export.h"

/* Any bytes as a questionnaire: refused with an error of our domain, or a form that can be started,
 * checked and exported, and whose export comes back. */

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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = NULL;

  form = amia_questionnaire_new_from_data ((const char *) data, (gssize) size, &error);
  if (form != NULL)
    use (form);
  else
    g_assert_true (error->domain == AMIA_FORMS_ERROR);
  return 0;
}
