/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-response.h"
#include "amia-templates.h"
#include "bench-times.h"

/* What the longest form costs, the mapping with its 120 questions: reading it, an empty response,
 * loading one that is filled in, and answering a question with all that follows from it. The
 * baseline is what json-glib takes to read the same bytes. And the same for a form of 300 questions
 * in which everything hangs together: conditions in chains, sums of a section and of it all. */

#define N_ROUNDS  40
#define N_LARGE   300
#define N_SECTION 10

typedef struct
{
  GBytes    *data;
  GPtrArray *edits; /* (element-type AmiaEdit): an answer to each question that takes text */
} Bench;

static AmiaQuestionnaire *
parse (Bench *bench)
{
  gsize       length;
  const char *text = g_bytes_get_data (bench->data, &length);
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form = amia_questionnaire_new_from_data (text, (gssize) length, &error);

  if (form == NULL)
    g_error ("%s", error->message);
  return form;
}

static void
parse_bare (Bench *bench)
{
  gsize       length;
  const char *text = g_bytes_get_data (bench->data, &length);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_data (parser, text, (gssize) length, &error))
    g_error ("%s", error->message);
}

static AmiaResponse *
load (Bench             *bench,
      AmiaQuestionnaire *form)
{
  AmiaResponse *response = amia_response_new (form, "sv");

  for (guint i = 0; i < bench->edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (bench->edits, i);
      g_autoptr (GError) error = NULL;

      if (!amia_response_load (response, edit->path, edit->value, &error))
        g_error ("%s", error->message);
    }

  return response;
}

/* Whatever text fits, so that answering is measured in a form that is full. */
static void
fill (Bench *bench)
{
  g_autoptr (AmiaQuestionnaire) form = parse (bench);
  g_autoptr (AmiaResponse) response = amia_response_new (form, "sv");
  AmiaNode *root = amia_response_get_root (response);

  bench->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edit_free);
  for (AmiaNode *node = root; node != NULL; node = amia_node_next (node, root, AMIA_WALK_ALL))
    {
      const AmiaItem  *item = amia_node_get_item (node);
      g_autofree char *path = NULL;
      g_autoptr (GPtrArray) edits = NULL;

      if (item == NULL || item->type != AMIA_ITEM_TEXT)
        continue;

      path = g_strdup (amia_node_get_value_path (node));
      edits = amia_response_set (response, path, "\"Vill arbeta med djur, gärna halvtid.\"", NULL);
      if (edits != NULL)
        g_ptr_array_extend_and_steal (bench->edits, g_steal_pointer (&edits));
    }

  if (bench->edits->len < 20)
    g_error ("The form hardly asks for text");
}

/* As the form page does: the answer, what changed, how far the form has come, what is wrong. */
static void
answer (Bench        *bench,
        AmiaResponse *response,
        guint         round)
{
  const AmiaEdit  *edit = g_ptr_array_index (bench->edits, round % bench->edits->len);
  g_autofree char *value = g_strdup_printf ("\"Svar %u\"", round);
  g_autoptr (GPtrArray) edits = amia_response_set (response, edit->path, value, NULL);
  g_autoptr (GPtrArray) changes = amia_response_take_changes (response);
  g_autoptr (GPtrArray) messages = NULL;
  guint n_answered = 0;

  if (edits == NULL || changes->len == 0)
    g_error ("The answer was not taken");
  messages = amia_response_validate_node (response, g_ptr_array_index (changes, 0));
  amia_response_get_progress (response, NULL, &n_answered, NULL);
}

static void
measure (Bench *bench)
{
  g_autoptr (BenchTimes) bare = bench_times_new ();
  g_autoptr (BenchTimes) parsing = bench_times_new ();
  g_autoptr (BenchTimes) loading = bench_times_new ();
  g_autoptr (BenchTimes) answering = bench_times_new ();

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AmiaQuestionnaire) form = NULL;
      g_autoptr (AmiaResponse) response = NULL;
      double times_ms[5];

      times_ms[0] = bench_processor_ms ();
      parse_bare (bench);
      times_ms[1] = bench_processor_ms ();
      form = parse (bench);
      times_ms[2] = bench_processor_ms ();
      response = load (bench, form);
      times_ms[3] = bench_processor_ms ();
      g_ptr_array_unref (amia_response_take_changes (response));
      for (guint k = 0; k < N_ROUNDS; k++)
        {
          double start_ms = bench_processor_ms ();

          answer (bench, response, i + k);
          bench_times_add (answering, bench_processor_ms () - start_ms);
        }

      bench_times_add (bare, times_ms[1] - times_ms[0]);
      bench_times_add (parsing, times_ms[2] - times_ms[1]);
      bench_times_add (loading, times_ms[3] - times_ms[2]);
    }

  bench_print ("forms-parse", bench_times_get (parsing, 0.5), "ms");
  bench_print ("forms-load", bench_times_get (loading, 0.5), "ms");
  bench_print ("forms-answer", bench_times_get (answering, 0.5), "ms");
  bench_print ("forms-answer-p95", bench_times_get (answering, 0.95), "ms");
  bench_print ("forms-parse-to-bare-json",
               bench_times_get (parsing, 0.5) / bench_times_get (bare, 0.5),
               "ratio");
  bench_print ("forms-parse-load-and-answer-to-bare-json",
               (bench_times_get (parsing, 0.5) + bench_times_get (loading, 0.5) +
                bench_times_get (answering, 0.5)) /
                   bench_times_get (bare, 0.5),
               "ratio");
}

#define SUM_OF(items)                                              \
  "{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/"     \
  "sdc-questionnaire-calculatedExpression\",\"valueExpression\":{" \
  "\"language\":\"text/fhirpath\",\"expression\":\"" items ".answer.value.sum()\"}}"
/* A number, asked for where the one before it has an answer; each section ends with its sum. */
static void
append_question (GString *out,
                 guint    index)
{
  guint first = index - index % N_SECTION;

  g_string_append_printf (out, "{\"linkId\":\"q%u\",\"type\":\"integer\"", index);
  if (index == first + N_SECTION - 1)
    g_string_append_printf (out,
                            ",\"extension\":[" SUM_OF (
                                "%%resource.item.where(linkId='g%u').item.where(linkId!='q%u')") "]",
                            first,
                            index);
  else if (index != first)
    g_string_append_printf (out,
                            ",\"enableWhen\":[{\"question\":\"q%u\",\"operator\":\"exists\","
                            "\"answerBoolean\":true}]",
                            index - 1);
  g_string_append_c (out, '}');
}

static char *
make_large_form (void)
{
  GString *out = g_string_new ("{\"resourceType\":\"Questionnaire\",\"url\":\"urn:large\","
                               "\"item\":[");

  for (guint i = 0; i < N_LARGE; i++)
    {
      if (i % N_SECTION == 0)
        g_string_append_printf (out, "{\"linkId\":\"g%u\",\"type\":\"group\",\"item\":[", i);
      append_question (out, i);
      g_string_append (out, i % N_SECTION == N_SECTION - 1 ? "]}," : ",");
    }
  g_string_append (out,
                   "{\"linkId\":\"sum\",\"type\":\"integer\",\"extension\":[" SUM_OF (
                       "%resource.item.item") "]}]}");
  return g_string_free (out, FALSE);
}

static AmiaResponse *
open_large_form (const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaire_new_from_data (data, -1, &error);
  AmiaResponse *response;

  if (form == NULL)
    g_error ("%s", error->message);

  response = amia_response_new (form, "sv");
  amia_response_hold (response);
  for (guint i = 0; i < N_LARGE; i++)
    {
      g_autofree char *path = g_strdup_printf ("answer/g%u/q%u", i - i % N_SECTION, i);

      if (i % N_SECTION != N_SECTION - 1 && !amia_response_load (response, path, "7", &error))
        g_error ("%s", error->message);
    }
  amia_response_release (response);
  if (g_strcmp0 (amia_node_get_value (amia_response_find (response, "answer/sum")), "3780") != 0)
    g_error ("The sum is wrong");
  return response;
}

/* Now there is an answer to the first question of a section, and now there is none. */
static void
answer_large_form (AmiaResponse *response,
                   guint         round)
{
  g_autofree char *path = g_strdup_printf ("answer/g%u/q%u",
                                           round / 2 * N_SECTION % N_LARGE,
                                           round / 2 * N_SECTION % N_LARGE);
  g_autoptr (GPtrArray) edits =
      amia_response_set (response, path, round % 2 == 0 ? "null" : "7", NULL);
  g_autoptr (GPtrArray) changes = amia_response_take_changes (response);

  if (edits == NULL || changes->len < N_SECTION)
    g_error ("Nothing followed from the answer");
}

static void
measure_large (void)
{
  g_autofree char *data = make_large_form ();
  g_autoptr (BenchTimes) opening = bench_times_new ();
  g_autoptr (BenchTimes) answering = bench_times_new ();

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double start_ms = bench_processor_ms ();
      g_autoptr (AmiaResponse) response = open_large_form (data);

      bench_times_add (opening, bench_processor_ms () - start_ms);
      for (guint k = 0; k < N_ROUNDS; k++)
        {
          start_ms = bench_processor_ms ();
          answer_large_form (response, k);
          bench_times_add (answering, bench_processor_ms () - start_ms);
        }
    }

  bench_print ("forms-300-open", bench_times_get (opening, 0.5), "ms");
  bench_print ("forms-300-answer", bench_times_get (answering, 0.5), "ms");
  bench_print ("forms-300-answer-p95", bench_times_get (answering, 0.95), "ms");
}

int
main (void)
{
  Bench               bench = { 0 };
  gsize               n_templates = 0;
  const AmiaTemplate *templates = amia_templates_get_all (&n_templates);

  for (gsize i = 0; i < n_templates; i++)
    {
      if (strcmp (templates[i].name, "kartlaggning") == 0)
        bench.data = amia_template_dup_data (&templates[i]);
    }
  if (bench.data == NULL)
    g_error ("There is no mapping among the forms");

  fill (&bench);
  measure (&bench);
  measure_large ();
  g_ptr_array_unref (bench.edits);
  g_bytes_unref (bench.data);
  return 0;
}
