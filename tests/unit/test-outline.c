/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-outline.h"
#include "forms-fixture.h"

/* Forms as others write them, and how they fall into parts and pages. Written short: a name is a
 * question, a name with a parenthesis a group; `/code` is its control, `*` repeats, `!` is hidden,
 * and `?` is asked when the question `more` is answered. */

#define SIGNS "/*!?"
#define CODE  "'valueCodeableConcept':{'coding':[{'code':'%.*s'}]}"
#define EXTENSION(name, value) \
  "{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-" name "'," value "}"

typedef struct
{
  const char *name;
  const char *form;
  /* linkId:page, with a word for what has none. */
  const char *parts;
  guint       n_pages;
} Division;

static const Division divisions[] = {
  { "without-pages", "a g(b) c", "a:0 g:0 c:0", 1 },
  { "empty", "", "", 1 },
  { "pages", "p/page(a) q/page(b)", "p:0 q:1", 2 },
  { "steps", "p/step(a) q/step(b)", "p:0 q:1", 2 },
  { "between-pages", "a p/page(b) c q/page(d)", "a:0 p:0 c:0 q:1", 2 },
  { "header-and-footer", "h/header(a) p/page(b) q/page(c) f/footer(d)",
    "h:head p:0 q:1 f:foot", 2 },
  { "in-a-wrapper", "w(g(a) h(b))", "w:heading g:0 h:0", 1 },
  { "wrapper-of-one", "w(g(a) b)", "w:0", 1 },
  { "repeating-wrapper", "w*(g(a) h(b))", "w:0", 1 },
  { "table", "w/grid(g(a) h(b))", "w:0", 1 },
  { "tabs", "w/tab-container(g(a) x h(b))", "w:heading g:0 x:0 h:1", 2 },
  { "tabs-in-a-wrapper", "v(w/tab-container(g(a) h(b)) x!(y) z!(c))",
    "v:heading w:heading g:0 h:1 x:1 z:1", 2 },
};

static void
expand_sign (const char **at, GString *out)
{
  char  sign = *(*at)++;
  gsize length = strspn (*at, "abcdefghijklmnopqrstuvwxyz-");

  if (sign == '/')
    g_string_append_printf (out, ",'extension':[" EXTENSION ("itemControl", CODE) "]", (int) length,
                            *at);
  else if (sign == '!')
    g_string_append (out, ",'extension':[" EXTENSION ("hidden", "'valueBoolean':true") "]");
  else if (sign == '*')
    g_string_append (out, ",'repeats':true");
  else
    g_string_append (out, ",'enableWhen':[{'question':'more','operator':'exists',"
                          "'answerBoolean':true}]");
  if (sign == '/')
    *at += length;
}

static void
expand_items (const char **at, GString *out)
{
  for (gboolean is_first = TRUE; **at != '\0' && **at != ')'; is_first = FALSE)
    {
      gsize length;

      *at += strspn (*at, " ");
      length = strcspn (*at, SIGNS " ()");
      g_string_append_printf (out, "%s{'linkId':'%.*s'", is_first ? "" : ",", (int) length, *at);
      for (*at += length; **at != '\0' && strchr (SIGNS, **at) != NULL;)
        expand_sign (at, out);
      if (**at != '(')
        {
          g_string_append (out, ",'type':'string'}");
          continue;
        }
      g_string_append (out, ",'type':'group','item':[");
      (*at)++;
      expand_items (at, out);
      (*at)++;
      g_string_append (out, "]}");
    }
}

static AmiaResponse *
expand (const char *form)
{
  g_autoptr (GString) items = g_string_new (NULL);

  expand_items (&form, items);
  return fixture_response (items->str);
}

static char *
describe (AmiaOutline *outline)
{
  static const char *const names[] = { NULL, "heading", "head", "foot" };
  GString                 *out = g_string_new (NULL);

  for (guint i = 0; i < amia_outline_get_n_parts (outline); i++)
    {
      const AmiaOutlinePart *part = amia_outline_get_part (outline, i);

      g_string_append_printf (out, "%s%s:", i > 0 ? " " : "",
                              amia_node_get_item (part->node)->link_id);
      if (part->role == AMIA_OUTLINE_PART)
        g_string_append_printf (out, "%u", part->page);
      else
        {
          g_string_append (out, names[part->role]);
          g_assert_cmpuint (part->page, ==, AMIA_OUTLINE_EVERY_PAGE);
        }
    }
  return g_string_free (out, FALSE);
}

static void
test_division (gconstpointer user_data)
{
  const Division *division = user_data;
  g_autoptr (AmiaResponse) response = expand (division->form);
  g_autoptr (AmiaOutline) outline = amia_outline_new (response);
  g_autofree char *parts = describe (outline);

  g_assert_cmpstr (parts, ==, division->parts);
  g_assert_cmpuint (amia_outline_get_n_pages (outline), ==, division->n_pages);
}

/* Three pages, of which the answer on the first brings the second. */
#define TURNING "p/page(more a) q/page?(b) r/page(c) d"

static void
test_turning (void)
{
  g_autoptr (AmiaResponse) response = expand (TURNING);
  g_autoptr (AmiaOutline) outline = amia_outline_new (response);
  guint page = 0;
  guint answered, total;

  g_assert_true (amia_outline_find_page (outline, 0, 1, &page));
  g_assert_cmpuint (page, ==, 2);
  g_assert_false (amia_outline_find_page (outline, 2, 1, &page));
  fixture_set (response, "answer/p/more", "'x'");
  g_assert_true (amia_outline_find_page (outline, 2, -1, &page));
  g_assert_cmpuint (page, ==, 1);
  g_assert_false (amia_outline_find_page (outline, 0, -1, &page));
  fixture_set (response, "answer/d", "'x'");
  amia_outline_get_progress (outline, 0, &answered, &total);
  g_assert_cmpuint (answered, ==, 1);
  g_assert_cmpuint (total, ==, 2);
  amia_outline_get_progress (outline, 2, &answered, &total);
  g_assert_cmpuint (answered, ==, 1);
  g_assert_cmpuint (total, ==, 2);
}

static void
test_finding (void)
{
  g_autoptr (AmiaResponse) response = expand (TURNING);
  g_autoptr (AmiaOutline) outline = amia_outline_new (response);
  AmiaNode *question = amia_response_find (response, "answer/r/c");

  g_assert_cmpuint (amia_outline_find_part (outline, question)->page, ==, 2);
  g_assert_null (amia_outline_find_part (outline, amia_response_get_root (response)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (divisions); i++)
    {
      g_autofree char *path = g_strconcat ("/outline/divides/", divisions[i].name, NULL);

      g_test_add_data_func (path, &divisions[i], test_division);
    }
  g_test_add_func ("/outline/passes-pages-that-are-not-asked", test_turning);
  g_test_add_func ("/outline/finds-where-a-question-stands", test_finding);
  return g_test_run ();
}
