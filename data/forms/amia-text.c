/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-text.h"

#include <string.h>

#include "amia-questionnaire-private.h"

/* Translations are looked up in the questionnaire's own JSON: there are few of them per text, and
 * most are never asked for. */

/* 2 for the same tag, 1 for the same primary language, 0 for another. */
static int
match_language (const char *have, const char *want)
{
  gsize length_have, length_want;

  if (have == NULL || want == NULL)
    return 0;
  if (g_ascii_strcasecmp (have, want) == 0)
    return 2;
  length_have = strcspn (have, "-_");
  length_want = strcspn (want, "-_");
  return length_have == length_want && g_ascii_strncasecmp (have, want, length_have) == 0 ? 1 : 0;
}

static void
consider (const char *have, const char *words, const char *want, int *best, const char **found)
{
  int match = words != NULL ? match_language (have, want) : 0;

  if (match > *best)
    {
      *best = match;
      *found = words;
    }
}

/* extension: [{url: …/translation, extension: [{url: lang, valueCode}, {url: content,
 * valueString}]}] */
static void
consider_extension (const AmiaRaw *extension, const char *want, int *best, const char **found)
{
  const char *language = NULL;
  const char *content = NULL;

  if (!g_str_has_suffix (amia_raw_get_string (extension, "url") ?: "", "/translation"))
    return;
  for (const AmiaRaw *part = amia_raw_get_array (extension, "extension"); part; part = part->next)
    {
      const char    *name = amia_raw_get_string (part, "url");
      const AmiaRaw *value = _amia_raw_get_choice (part, "value");

      if (!amia_raw_is (value, AMIA_RAW_STRING))
        continue;
      if (g_strcmp0 (name, "lang") == 0)
        language = value->text;
      else if (g_strcmp0 (name, "content") == 0)
        content = value->text;
    }
  consider (language, content, want, best, found);
}

static const char *
find_translation (const AmiaText *self, const char *language)
{
  const char *found = NULL;
  int         best = 0;

  if (self == NULL || language == NULL)
    return NULL;
  for (const AmiaRaw *extension = self->extensions; extension != NULL; extension = extension->next)
    consider_extension (extension, language, &best, &found);
  for (const AmiaRaw *other = self->designations; other != NULL; other = other->next)
    consider (amia_raw_get_string (other, "language"), amia_raw_get_string (other, "value"),
              language, &best, &found);
  return found;
}

const char *
amia_text_get (const AmiaText *self, const char *language)
{
  const char *translation = find_translation (self, language);

  if (translation != NULL)
    return translation;
  return self != NULL ? self->base : NULL;
}
