/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-response.h"
#include "amia-templates.h"
#include "bench-times.h"

/* What the longest form costs, the mapping with its 120 questions: reading it, an empty response,
 * loading one that is filled in, and answering a question with all that follows from it. The
 * baseline is what json-glib takes to read the same bytes. */

#define N_ROUNDS 40

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
  g_ptr_array_unref (bench.edits);
  g_bytes_unref (bench.data);
  return 0;
}
