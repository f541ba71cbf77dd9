/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-swedish.h"

#include <string.h>

/* Swedish order without a locale. A small table of our own instead of g_utf8_collate_key (): what
 * is stored in an index must mean the same tomorrow, after an upgrade of the C library and on a
 * machine where only the C locale is installed.
 *
 * The three last letters of the alphabet become the three ASCII characters after z. */

#define KEY_AA "{"
#define KEY_AE "|"
#define KEY_OE "}"

static const struct
{
  gunichar    letter;
  const char *key;
} letters[] = {
  { 0x00e5, KEY_AA }, /* å */
  { 0x00e4, KEY_AE }, /* ä */
  { 0x00e6, KEY_AE }, /* æ */
  { 0x00f6, KEY_OE }, /* ö */
  { 0x00f8, KEY_OE }, /* ø */
  { 0x0151, KEY_OE }, /* ő */
  { 0x0153, KEY_OE }, /* œ */
  { 0x00fc, "y" },    /* ü */
  { 0x0171, "y" },    /* ű */
  { 0x00df, "ss" },   /* ß */
  { 0x00f0, "d" },    /* ð */
  { 0x0111, "d" },    /* đ */
  { 0x00fe, "th" },   /* þ */
  { 0x0142, "l" },    /* ł */
};

static void
append_letter (GString *key,
               gunichar letter)
{
  gunichar base[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      if (letters[i].letter == letter)
        {
          g_string_append (key, letters[i].key);
          return;
        }
    }

  /* An accent over a letter that is not in the table does not count: é is e. */
  g_unichar_fully_decompose (letter, FALSE, base, G_N_ELEMENTS (base));
  if (!g_unichar_ismark (base[0]))
    g_string_append_unichar (key, base[0]);
}

static char *
make_key (const char *composed)
{
  g_autoptr (GString) key = g_string_sized_new (strlen (composed));

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((guchar) *p < 0x80)
        g_string_append_c (key, g_ascii_tolower (*p));
      else
        append_letter (key, g_unichar_tolower (g_utf8_get_char (p)));
    }

  return g_string_free (g_steal_pointer (&key), FALSE);
}

char *
amia_swedish_key (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  return make_key (composed);
}

int
amia_swedish_compare (const char *a,
                      const char *b)
{
  g_autofree char *key_a = NULL;
  g_autofree char *key_b = NULL;
  int              order;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  key_a = amia_swedish_key (a);
  key_b = amia_swedish_key (b);
  order = strcmp (key_a, key_b);
  return order != 0 ? order : strcmp (a, b);
}
