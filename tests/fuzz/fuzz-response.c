/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-fuzz"

#include "config.h"

#include <string.h>

#include "amia-forms-error.h"
#include "amia-migration.h"
#include "amia-response-export.h"

/* Any bytes as a response, as a file of answers and as a single answer, to a form that has one of
 * everything; and what became of them on to another version, in which everything is different. */

static const char definition[] =
    "{\"resourceType\":\"Questionnaire\",\"url\":\"https://example.org/q\",\"item\":["
    "{\"linkId\":\"s\",\"type\":\"string\",\"maxLength\":9},{\"linkId\":\"b\",\"type\":\"boolean\"}"
    ","
    "{\"linkId\":\"i\",\"type\":\"integer\",\"repeats\":true},{\"linkId\":\"d\",\"type\":\"date\"},"
    "{\"linkId\":\"c\",\"type\":\"choice\",\"answerOption\":[{\"valueCoding\":{\"code\":\"x\"}}],"
    "\"item\":[{\"linkId\":\"n\",\"type\":\"decimal\"}]},{\"linkId\":\"q\",\"type\":\"quantity\"},"
    "{\"linkId\":\"g\",\"type\":\"group\",\"repeats\":true,\"item\":[{\"linkId\":\"o\","
    "\"type\":\"open-choice\",\"repeats\":true,\"item\":[{\"linkId\":\"t\",\"type\":\"time\"}]},"
    "{\"linkId\":\"u\",\"type\":\"url\",\"enableWhen\":[{\"question\":\"b\",\"operator\":\"=\","
    "\"answerBoolean\":true}]}]},{\"linkId\":\"f\",\"type\":\"attachment\"}]}";

static const char later[] =
    "{\"resourceType\":\"Questionnaire\",\"url\":\"https://example.org/q\",\"version\":\"2\","
    "\"item\":[{\"linkId\":\"g\",\"type\":\"group\",\"item\":[{\"linkId\":\"s\",\"type\":\"text\"},"
    "{\"linkId\":\"t\",\"type\":\"string\",\"repeats\":true},{\"linkId\":\"b\",\"type\":\"string\"},"
    "{\"linkId\":\"i\",\"type\":\"decimal\"},{\"linkId\":\"q\",\"type\":\"decimal\"}]},"
    "{\"linkId\":\"h\",\"type\":\"group\",\"repeats\":true,\"item\":[{\"linkId\":\"d\","
    "\"type\":\"dateTime\"},{\"linkId\":\"c\",\"type\":\"open-choice\",\"repeats\":true,\"item\":["
    "{\"linkId\":\"n\",\"type\":\"quantity\"}]}]},{\"linkId\":\"o\",\"type\":\"text\"},"
    "{\"linkId\":\"new\",\"type\":\"string\",\"initial\":[{\"valueString\":\"x\"}]}]}";

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (AmiaResponse *response)
{
  AmiaExportOptions options = { .status = "in-progress" };
  g_autoptr (GPtrArray) messages = amia_response_validate (response, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = amia_response_export (response, &options, &error);
  g_autoptr (GPtrArray) findings = NULL;

  g_assert_no_error (error);
  findings = amia_questionnaire_validate_response (amia_response_get_questionnaire (response), text,
                                                   -1, &error);
  g_assert_no_error (error);
}

static void
migrate (AmiaResponse *response)
{
  static AmiaQuestionnaire *form;
  g_autoptr (AmiaMigration) migration = NULL;

  if (form == NULL)
    form = amia_questionnaire_new_from_data (later, -1, NULL);
  migration = amia_migration_new (response, form, NULL);
  g_assert_nonnull (migration);
  check (amia_migration_get_response (migration));
}

static void
try_value (AmiaQuestionnaire *form, const char *text)
{
  static const char *const paths[] = { "answer/s", "answer/b",
                                       "answer/i", "answer/d",
                                       "answer/c", "answer/q",
                                       "answer/g/[1]", "answer/g/[1]/o/[2]/=",
                                       "answer/f" };
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    amia_response_load (response, paths[i], text, NULL);
  /* The path comes from a colleague's device, too. */
  amia_response_load (response, text, "\"x\"", NULL);
  check (response);
  migrate (response);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static AmiaQuestionnaire *form;
  g_autofree char          *text = g_strndup ((const char *) data, size);
  g_autoptr (AmiaResponse) imported = NULL;
  g_autoptr (AmiaResponse) filled = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (GPtrArray) more_edits = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  if (form == NULL)
    form = amia_questionnaire_new_from_data (definition, -1, NULL);
  imported = amia_response_new (form, NULL);
  filled = amia_response_new (form, NULL);
  edits = amia_response_import (imported, (const char *) data, (gssize) size, NULL, NULL);
  more_edits = amia_response_fill (filled, (const char *) data, (gssize) size, NULL, NULL);
  messages = amia_questionnaire_validate_response (form, (const char *) data, (gssize) size, NULL);
  check (imported);
  check (filled);
  migrate (imported);
  migrate (filled);
  try_value (form, text);
  return 0;
}
