/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-page-code.h"

#include <string.h>

/* See the header for what a code is made of. */

#define CASE_BITS     25
#define FORM_BITS     30
#define TEMPLATE_BITS 15
#define PAGE_BITS     10
#define CHECK_BITS    10
#define N_DIGITS      18
#define N_CHECKED     16
#define BITS          5

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The first bits of a SHA-256; never 0, which means none. */
static guint32
hash_bits (const void *data,
           gsize       length,
           guint       n_bits)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8  digest[32];
  gsize   digest_length = sizeof digest;
  guint32 word;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, digest, &digest_length);
  word = (guint32) digest[0] << 24 | (guint32) digest[1] << 16 | (guint32) digest[2] << 8 |
         digest[3];
  return MAX (word >> (32 - n_bits), 1);
}

static guint32
hash_id (const AmiaUuid *id,
         guint           n_bits)
{
  return id != NULL && !amia_uuid_is_nil (id) ? hash_bits (id, sizeof *id, n_bits) : 0;
}

static guint32
hash_canonical (const char *canonical)
{
  return canonical != NULL ? hash_bits (canonical, strlen (canonical), TEMPLATE_BITS) : 0;
}

void
amia_page_code_init (AmiaPageCode   *code,
                     const AmiaUuid *case_id,
                     const AmiaUuid *form_id,
                     const char     *canonical)
{
  g_return_if_fail (code != NULL);

  code->case_tag = hash_id (case_id, CASE_BITS);
  code->form_tag = hash_id (form_id, FORM_BITS);
  code->template_tag = hash_canonical (canonical);
  code->page = 1;
}

static char *
append_bits (char   *out,
             guint32 value,
             guint   n_bits)
{
  for (guint left = n_bits; left > 0; left -= BITS)
    *out++ = digits[value >> (left - BITS) & 31];
  return out;
}

/* The digits alone, without hyphens. */
static void
print_digits (const AmiaPageCode *code,
              char                text[N_DIGITS + 1])
{
  char *end = text;

  end = append_bits (end, code->case_tag, CASE_BITS);
  end = append_bits (end, code->form_tag, FORM_BITS);
  end = append_bits (end, code->template_tag, TEMPLATE_BITS);
  end = append_bits (end, MIN (code->page, AMIA_PAGE_CODE_PAGE_MAX), PAGE_BITS);
  end = append_bits (end, hash_bits (text, N_CHECKED, CHECK_BITS), CHECK_BITS);
  *end = '\0';
}

const char *
amia_page_code_print (const AmiaPageCode *code,
                      char                text[AMIA_PAGE_CODE_LENGTH + 1])
{
  char all[N_DIGITS + 1];

  g_return_val_if_fail (code != NULL, NULL);

  print_digits (code, all);
  g_snprintf (text,
              AMIA_PAGE_CODE_LENGTH + 1,
              "%.5s-%.6s-%.3s-%.2s-%.2s",
              all,
              all + 5,
              all + 11,
              all + 14,
              all + 16);
  return text;
}

/* The digit that a character stands for, also as people write it by hand; NUL for none. */
static char
read_digit (char c)
{
  const char *digit = NULL;

  c = g_ascii_toupper (c);
  c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1'
                   : c == 'U'               ? 'V'
                                            : c;
  digit = c != '\0' ? strchr (digits, c) : NULL;
  return digit != NULL ? *digit : '\0';
}

static guint32
read_bits (const char **text,
           guint        n_bits)
{
  guint32 value = 0;

  for (guint i = 0; i < n_bits; i += BITS)
    value = value << BITS | (guint32) (strchr (digits, *(*text)++) - digits);
  return value;
}

gboolean
amia_page_code_parse (const char   *text,
                      AmiaPageCode *code)
{
  char         all[N_DIGITS + 1];
  char         expected[N_DIGITS + 1];
  AmiaPageCode found;
  gsize        n = 0;
  const char  *end = all;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  for (; *text != '\0'; text++)
    {
      if (*text == '-' || g_ascii_isspace (*text))
        continue;
      if (n == N_DIGITS || read_digit (*text) == '\0')
        return FALSE;
      all[n++] = read_digit (*text);
    }
  if (n != N_DIGITS)
    return FALSE;

  all[n] = '\0';
  found.case_tag = read_bits (&end, CASE_BITS);
  found.form_tag = read_bits (&end, FORM_BITS);
  found.template_tag = read_bits (&end, TEMPLATE_BITS);
  found.page = read_bits (&end, PAGE_BITS);
  print_digits (&found, expected);
  if (found.page == 0 || strcmp (all, expected) != 0)
    return FALSE;

  *code = found;
  return TRUE;
}

gboolean
amia_page_code_is_of_case (const AmiaPageCode *code,
                           const AmiaUuid     *case_id)
{
  g_return_val_if_fail (code != NULL, FALSE);

  return code->case_tag != 0 && code->case_tag == hash_id (case_id, CASE_BITS);
}

gboolean
amia_page_code_is_of_form (const AmiaPageCode *code,
                           const AmiaUuid     *form_id)
{
  g_return_val_if_fail (code != NULL, FALSE);

  return code->form_tag != 0 && code->form_tag == hash_id (form_id, FORM_BITS);
}

gboolean
amia_page_code_is_of_template (const AmiaPageCode *code,
                               const char         *canonical)
{
  g_return_val_if_fail (code != NULL, FALSE);

  return code->template_tag != 0 && code->template_tag == hash_canonical (canonical);
}
