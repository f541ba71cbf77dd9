/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-change.h"
#include "amia-record-error.h"

/* The canonical form of a change: what is written, what is read back, and everything that a hostile
 * or broken sender may put there instead. */

#define OWN    "9f000000000000000000000000000001"
#define OTHER  "77000000000000000000000000000002"
#define RECORD "018f3a5b-7c00-7000-8000-000000000002"
#define CASE   "018f3a5b-7c00-7000-8000-000000000001"

/* The example at the top of amia-change.c, in one line. */
#define EXAMPLE                                                                           \
  "{\"h\":\"018f3a5b7c000001\",\"ops\":["                                                 \
  "[\"form\",\"" RECORD "\",\"" CASE "\",\"answer/a\",\"health\",[5,[\"" OTHER "\",12]]," \
  "\"Sömnen är bättre\"],"                                                             \
  "[\"form\",\"" RECORD "\",\"" CASE "\",\"status\",\"basics\",[],\"in-progress\"]]}"

/* Its end in the short form. */
#define SHORT_EXAMPLE                                                                     \
  "{\"h\":\"018f3a5b7c000001\",\"ops\":["                                                 \
  "[\"form\",\"" RECORD "\",\"" CASE "\",\"answer/a\",\"health\",[5,[\"" OTHER "\",12]]," \
  "\"Sömnen är bättre\"],[\"status\",\"basics\",[],\"in-progress\"]]}"

static AmiaUuid
parse_id (const char *text)
{
  AmiaUuid id;

  g_assert_true (amia_uuid_parse (text, -1, &id));
  return id;
}

static AmiaChange *
decode (const char *text,
        GError    **error)
{
  AmiaUuid own = parse_id (OWN);

  return amia_change_decode (&own, 7, text, strlen (text), error);
}

static void
test_example_is_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) change = decode (EXAMPLE, &error);
  AmiaUuid       own = parse_id (OWN);
  AmiaUuid       other = parse_id (OTHER);
  const AmiaOp  *op;
  const AmiaRef *ref;

  g_assert_no_error (error);
  g_assert_cmpuint (change->stamp, ==, G_GUINT64_CONSTANT (0x018f3a5b7c000001));
  g_assert_cmpint (change->n, ==, 7);
  g_assert_null (change->author);
  g_assert_cmpuint (change->ops->len, ==, 2);

  op = g_ptr_array_index (change->ops, 0);
  g_assert_cmpstr (op->kind, ==, "form");
  g_assert_cmpstr (op->field, ==, "answer/a");
  g_assert_cmpstr (op->area, ==, "health");
  g_assert_cmpstr (op->value, ==, "\"Sömnen är bättre\"");
  g_assert_null (op->sources);
  g_assert_cmpuint (op->over->len, ==, 2);
  ref = &g_array_index (op->over, AmiaRef, 1);
  g_assert_true (amia_uuid_equal (&ref->device, &other));
  g_assert_cmpint (ref->n, ==, 12);
  g_assert_null (ref->field);

  g_assert_true (amia_op_replaces (op, &own, 5, "answer/a"));
  g_assert_true (amia_op_replaces (op, &other, 12, "answer/a"));
  g_assert_false (amia_op_replaces (op, &other, 5, "answer/a"));
  g_assert_false (amia_op_replaces (op, &own, 5, "status"));
}

static void
test_example_stands_in_the_source (void)
{
  const char      *source_dir = g_getenv ("AMIA_SOURCE_DIR");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) example = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *at;

  if (source_dir == NULL)
    {
      g_test_skip ("AMIA_SOURCE_DIR is not set");
      return;
    }

  path = g_build_filename (source_dir, "data", "record", "amia-change.c", NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  at = strstr (text, "{\"h\":\"018f");
  g_assert_nonnull (at);
  for (const char *end = strstr (at, "\n *\n"); at < end; at++)
    {
      /* The breaks of the comment are not part of the example. */
      if (*at == '\n')
        at += strspn (at, "\n *") - 1;
      else
        g_string_append_c (example, *at);
    }

  g_assert_cmpstr (example->str, ==, EXAMPLE);
}

static void
test_is_written_as_it_was_read (void)
{
  static const char *const texts[] = {
    EXAMPLE,
    "{\"h\":\"0000000000000000\",\"ops\":[]}",
    "{\"h\":\"ffffffffffffffff\",\"ops\":[[\"x\",\"" RECORD "\",null,\"removed\",null,"
    "[6,[6,\"a\"],[\"" OTHER "\",99],[\"" OTHER "\",9223372036854775807,\"b\\\"\"]],true]]}",
    "{\"h\":\"0000000000000001\",\"ops\":[[\"x\",\"" RECORD "\",null,\"f\",null,[],"
    "{\"a\":[1.50,null,\"\\u0000\"]},[[1,\"f\"],[\"" OTHER "\",3,\"g\"]]]]}",
    SHORT_EXAMPLE,
    "{\"h\":\"0000000000000001\",\"ops\":[[\"x\",\"" RECORD "\",null,\"f\",null,[],1],"
    "[\"g\",null,[[1,\"f\"]],2,[[1,\"f\"]]],[\"x\",\"" CASE "\",null,\"f\",\"a\",[],3],"
    "[\"y\",\"" CASE "\",null,\"g\",\"a\",[],4],[\"h\",\"a\",[],5]]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaChange) change = decode (texts[i], &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = amia_change_encode (change);
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
test_is_json_to_others (void)
{
  AmiaUuid own = parse_id (OWN);
  AmiaUuid record = parse_id (RECORD);
  g_autoptr (AmiaChange) change = amia_change_new (&own, 7, 1, "anna", "FK");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AmiaOp          *op = amia_op_new ("kind\n", &record, NULL, "a\"\\\tå", NULL, "1");

  amia_op_add_over (op, &own, 3, "a\"\\\tå");
  amia_op_add_over (op, &own, 3, "\x01");
  g_ptr_array_add (change->ops, op);
  text = amia_change_encode (change);
  node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text,
                   ==,
                   "{\"h\":\"0000000000000001\",\"ops\":[[\"kind\\n\",\"" RECORD
                   "\",null,\"a\\\"\\\\\\tå\",null,[3,[3,\"\\u0001\"]],1]]}");
}

static void
test_unknown_members_are_passed_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) change =
      decode ("{\"later\":{\"h\":1},\"ops\":[],\"h\":\"0000000000000005\",\"x\":[]}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (change->stamp, ==, 5);
}

#define OP(parts)        "{\"h\":\"0000000000000001\",\"ops\":[[" parts "]]}"
#define WITH_OVER(over)  OP ("\"k\",\"" RECORD "\",null,\"f\",null," over ",1")
#define WITH_SOURCE(src) OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1," src)

static void
test_malformed_is_refused (void)
{
  static const char *const texts[] = {
    "",
    "nonsense",
    "[]",
    "{}",
    "{\"h\":\"0000000000000001\"}",
    "{\"ops\":[]}",
    "{\"h\":\"0000000000000001\",\"ops\":{}}",
    "{\"h\":\"0000000000000001\",\"ops\":[],\"ops\":[]}",
    "{\"h\":\"0000000000000001\",\"h\":\"0000000000000001\",\"ops\":[]}",
    "{\"h\":\"000000000000001\",\"ops\":[]}",
    "{\"h\":\"000000000000000g\",\"ops\":[]}",
    "{\"h\":1,\"ops\":[]}",
    "{\"h\":\"0000000000000001\",\"ops\":[]} {}",
    "{\"h\":\"0000000000000001\",\"ops\":[1]}",
    OP (""),
    OP ("\"k\""),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[]"),
    OP ("\"\",\"" RECORD "\",null,\"f\",null,[],1"),
    OP ("\"k\",\"" RECORD "\",null,\"\",null,[],1"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",\"\",[],1"),
    OP ("\"k\\u0000\",\"" RECORD "\",null,\"f\",null,[],1"),
    OP ("\"k\",\"" RECORD "\",null,\"\\ud800\",null,[],1"),
    OP ("1,\"" RECORD "\",null,\"f\",null,[],1"),
    OP ("\"k\",\"" OWN "\",null,\"f\",null,[],1"),
    OP ("\"k\",null,null,\"f\",null,[],1"),
    OP ("\"k\",\"" RECORD "\",\"case\",\"f\",null,[],1"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1,[],1"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,null,1"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1],[\"k\",\"" RECORD "\",null,\"f\",null,[],2"),
    OP ("\"f\",null,[],1"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1],[\"f\",null,[],2"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1],[\"g\",null,[]"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1],[null,\"g\",null,[],2,[]"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1],[\"g\",null,[],2,[]"),
    OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],1],[\"g\",null,[],2],"
        "[\"k\",\"" RECORD "\",null,\"h\",null,[],3"),
    WITH_OVER ("[0]"),
    WITH_OVER ("[-1]"),
    WITH_OVER ("[7]"),
    WITH_OVER ("[8]"),
    WITH_OVER ("[[\"" OWN "\",7]]"),
    WITH_OVER ("[[7,\"g\"]]"),
    WITH_OVER ("[1.0]"),
    WITH_OVER ("[9223372036854775808]"),
    WITH_OVER ("[\"1\"]"),
    WITH_OVER ("[[]]"),
    WITH_OVER ("[[\"" RECORD "\",1]]"),
    WITH_OVER ("[[\"" OTHER "\"]]"),
    WITH_OVER ("[[\"" OTHER "\",\"1\"]]"),
    WITH_OVER ("[[\"" OTHER "\",1,\"f\",1]]"),
    WITH_OVER ("[[1,2]]"),
    WITH_OVER ("[[1,\"\"]]"),
    WITH_SOURCE ("[]"),
    WITH_SOURCE ("1"),
    WITH_SOURCE ("[1]"),
    WITH_SOURCE ("[[\"" OTHER "\",1]]"),
    WITH_SOURCE ("[[\"" OTHER "\",1,\"f\"]],1"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaChange) change = decode (texts[i], &error);

      g_test_message ("%s", texts[i]);
      g_assert_null (change);
      g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_MALFORMED);
    }
}

static void
test_half_a_change_is_refused (void)
{
  AmiaUuid own = parse_id (OWN);

  for (gsize length = 0; length < strlen (EXAMPLE); length++)
    {
      g_autoptr (GError) error = NULL;
      /* A copy of exactly that size lets the sanitizer see a read past its end. */
      g_autofree char *part = g_memdup2 (EXAMPLE, length > 0 ? length : 1);
      g_autoptr (AmiaChange) change = amia_change_decode (&own, 7, part, length, &error);

      g_assert_null (change);
      g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_MALFORMED);
    }
}

static char *
make_op_with_name (gsize length)
{
  g_autofree char *name = g_strnfill (length, 'n');

  return g_strdup_printf (OP ("\"k\",\"" RECORD "\",null,\"%s\",null,[],1"), name);
}

static char *
make_many (const char *before,
           const char *element,
           guint       n,
           const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append (text, element);
    }
  g_string_append (text, after);

  return g_string_free (text, FALSE);
}

static void
assert_decodes (const char *text,
                gboolean    is_within)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) change = decode (text, &error);

  if (is_within)
    g_assert_no_error (error);
  else
    g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_TOO_LARGE);
  g_assert_cmpint (change != NULL, ==, is_within);
}

static char *
make_deep_value (guint depth)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (value, i % 2 == 0 ? "[\"]]\\\"[[\",null," : "{\"[[\":");
  g_string_append (value, "0");
  for (guint i = depth; i > 0; i--)
    g_string_append_c (value, i % 2 == 1 ? ']' : '}');

  return g_strdup_printf (OP ("\"k\",\"" RECORD "\",null,\"f\",null,[],%s"), value->str);
}

static void
test_bounds_are_kept (void)
{
  const char before[] =
      "{\"h\":\"0000000000000001\",\"ops\":[[\"k\",\"" RECORD "\",null,\"f\",null,[";

  for (guint past = 0; past < 2; past++)
    {
      g_autofree char *name = make_op_with_name (AMIA_OP_NAME_MAX + past);
      g_autofree char *over = make_many (before, "1", AMIA_OVER_MAX + past, "],1]]}");
      g_autofree char *large = g_strnfill (AMIA_CHANGE_BYTES_MAX + past, ' ');
      g_autofree char *deep = make_deep_value (AMIA_VALUE_DEPTH_MAX + past);

      memcpy (large, EXAMPLE, strlen (EXAMPLE));
      assert_decodes (name, past == 0);
      assert_decodes (over, past == 0);
      assert_decodes (large, past == 0);
      assert_decodes (deep, past == 0);
    }
}

static void
test_number_of_ops_is_bounded (void)
{
  for (guint past = 0; past < 2; past++)
    {
      g_autoptr (GString) text = g_string_new ("{\"h\":\"0000000000000001\",\"ops\":[");

      for (guint i = 0; i < AMIA_CHANGE_OPS_MAX + past; i++)
        g_string_append_printf (text,
                                "%s[\"k\",\"" RECORD "\",null,\"%u\",null,[],1]",
                                i > 0 ? "," : "",
                                i);
      g_string_append (text, "]}");
      assert_decodes (text->str, past == 0);
    }
}

/* Few names are told apart in another way than many. */
static void
test_names_are_there_once (void)
{
  static const guint counts[] = { 2, 13, 31, 32, 33, 34, 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      for (guint twice = 0; twice < 2; twice++)
        {
          g_autoptr (GString) text = g_string_new ("{\"h\":\"0000000000000001\",\"ops\":[");
          g_autoptr (AmiaChange) change = NULL;
          g_autoptr (GError) error = NULL;

          for (guint k = 0; k < counts[i] - 1; k++)
            g_string_append_printf (text, "[\"k\",\"" RECORD "\",null,\"%u\",null,[],1],", k);
          g_string_append_printf (text,
                                  "[\"k\",\"%s\",null,\"%u\",null,[],1]]}",
                                  twice > 0 ? RECORD : CASE,
                                  counts[i] - 2);
          change = decode (text->str, &error);
          if (twice > 0)
            g_assert_error (error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_MALFORMED);
          else
            g_assert_no_error (error);
          g_assert_cmpint (change != NULL, ==, twice == 0);
        }
    }
}

/* Ids are read once as long as they stay the same, each for itself. */
static void
test_ids_are_those_of_the_op (void)
{
  static const struct
  {
    const char *record;
    const char *case_id; /* NULL: none */
  } ops[] = {
    { RECORD, NULL },
    { RECORD, NULL },
    { CASE, NULL },
    { CASE, RECORD },
    { RECORD, RECORD },
    { RECORD, NULL },
    { CASE, CASE },
    { CASE, CASE },
    { RECORD, CASE },
  };
  g_autoptr (GString) text = g_string_new ("{\"h\":\"0000000000000001\",\"ops\":[");
  g_autoptr (AmiaChange) change = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    {
      g_string_append_printf (text, "%s[\"k\",\"%s\",", i > 0 ? "," : "", ops[i].record);
      if (ops[i].case_id != NULL)
        g_string_append_printf (text, "\"%s\",\"\\u00e5%u\",\"a\\n\",[],1]", ops[i].case_id, i);
      else
        g_string_append_printf (text, "null,\"\\u00e5%u\",null,[], \"x\" ]", i);
    }
  g_string_append (text, "]}");
  change = decode (text->str, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    {
      const AmiaOp    *op = g_ptr_array_index (change->ops, i);
      const AmiaUuid   record = parse_id (ops[i].record);
      const AmiaUuid   none = { { 0 } };
      const AmiaUuid   case_id = ops[i].case_id != NULL ? parse_id (ops[i].case_id) : none;
      g_autofree char *field = g_strdup_printf ("å%u", i);

      g_assert_true (amia_uuid_equal (&op->record, &record));
      g_assert_true (amia_uuid_equal (&op->case_id, &case_id));
      g_assert_cmpstr (op->kind, ==, "k");
      g_assert_cmpstr (op->field, ==, field);
      g_assert_cmpstr (op->area, ==, ops[i].case_id != NULL ? "a\n" : NULL);
      g_assert_cmpstr (op->value, ==, ops[i].case_id != NULL ? "1" : "\"x\"");
    }
}

static char *
print_chain (const guint8 *chain)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < AMIA_CHAIN_LENGTH; i++)
    g_string_append_printf (text, "%02x", chain[i]);
  return g_string_free (text, FALSE);
}

static void
test_chain_tells_histories_apart (void)
{
  guint8           first[AMIA_CHAIN_LENGTH] = { 0 };
  guint8           second[AMIA_CHAIN_LENGTH];
  guint8           third[AMIA_CHAIN_LENGTH];
  guint8           hash[AMIA_CHANGE_HASH_LENGTH];
  g_autofree char *text = NULL;

  amia_chain_next (first, "abc", 3, second);
  text = print_chain (second);

  /* By `printf` and sha256sum: SHA-256 (16 zero bytes || SHA-256 ("abc")). */
  g_assert_cmpstr (text, ==, "b1698853e9cc44ab7cde8af4f282f9d2");

  amia_chain_next (first, "abc", 3, first);
  g_assert_cmpmem (first, sizeof first, second, sizeof second);

  /* Of a change that was forgotten only its hash is left, and that is enough. */
  amia_change_hash ("abd", 3, hash);
  amia_chain_next_hash (first, hash, third);
  amia_chain_next (first, "abd", 3, first);
  g_assert_cmpmem (first, sizeof first, third, sizeof third);

  amia_chain_next (second, "abe", 3, second);
  g_assert_true (memcmp (first, second, sizeof first) != 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/change/example-is-read", test_example_is_read);
  g_test_add_func ("/change/example-stands-in-the-source", test_example_stands_in_the_source);
  g_test_add_func ("/change/is-written-as-it-was-read", test_is_written_as_it_was_read);
  g_test_add_func ("/change/is-json-to-others", test_is_json_to_others);
  g_test_add_func ("/change/unknown-members-are-passed-over", test_unknown_members_are_passed_over);
  g_test_add_func ("/change/malformed-is-refused", test_malformed_is_refused);
  g_test_add_func ("/change/half-a-change-is-refused", test_half_a_change_is_refused);
  g_test_add_func ("/change/bounds-are-kept", test_bounds_are_kept);
  g_test_add_func ("/change/number-of-ops-is-bounded", test_number_of_ops_is_bounded);
  g_test_add_func ("/change/names-are-there-once", test_names_are_there_once);
  g_test_add_func ("/change/ids-are-those-of-the-op", test_ids_are_those_of_the_op);
  g_test_add_func ("/chain/tells-histories-apart", test_chain_tells_histories_apart);

  return g_test_run ();
}
