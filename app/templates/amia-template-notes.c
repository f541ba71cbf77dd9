/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-templates"

#include "config.h"

#include "amia-template-notes.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-version-check.h"

/* The remarks of the engine are for authors and in English; here they become sentences for whoever
 * brings a form in. */

#define NOTES_MAX       30
#define LISTS_NAMED_MAX 5

static char *
describe_question (AmiaQuestionnaire *form,
                   const char        *link_id)
{
  const AmiaItem *item = link_id != NULL ? amia_questionnaire_find_item (form, link_id) : NULL;
  const char     *text = item != NULL ? amia_text_get (item->text, NULL) : NULL;

  if (text != NULL)
    /* Translators: a question's words, in quotation marks. */
    return g_strdup_printf (_ ("“%s”"), text);
  return g_strdup (link_id != NULL ? link_id : _ ("the form as a whole"));
}

/* --- What does not work --------------------------------------------------------------------- */

/* A form of others may have dozens of lists in value sets of its own country; what has to be known
 * is how many, and of which kind. */
static char *
describe_lists_elsewhere (AmiaQuestionnaire *form,
                          GPtrArray         *notes,
                          guint              n_lists)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_named = 0;

  for (guint i = 0; i < notes->len && n_named < LISTS_NAMED_MAX; i++)
    {
      const AmiaNote  *note = g_ptr_array_index (notes, i);
      g_autofree char *question = NULL;

      if (note->kind != AMIA_NOTE_LIST_ELSEWHERE)
        continue;
      question = describe_question (form, note->link_id);
      g_string_append_printf (names, "%s%s", n_named++ > 0 ? ", " : "", question);
    }
  if (n_lists > n_named)
    g_string_append (names, " …");
  return g_strdup_printf (
      /* Translators: a number of questions, and some of them by their words. */
      ngettext ("The list of answers to %u question is not in the file; it is answered in words: "
                "%s",
                "The lists of answers to %u questions are not in the file; they are answered in "
                "words: %s",
                n_lists),
      n_lists, names->str);
}

static char *
describe_note (AmiaQuestionnaire *form,
               const AmiaNote    *note)
{
  g_autofree char *question = describe_question (form, note->link_id);

  switch (note->kind)
    {
    case AMIA_NOTE_UNSUPPORTED:
      /* Translators: the name of a part of a FHIR form, and a question. */
      return g_strdup_printf (_ ("Does not work here: %s, in %s."), note->part, question);
    case AMIA_NOTE_WARNING:
      /* Translators: the name of a part of a FHIR form, and a question. */
      return g_strdup_printf (_ ("Unclear in the form, and read in the safest way: %s, in %s."),
                              note->part, question);
    case AMIA_NOTE_LIST_ELSEWHERE:
    case AMIA_NOTE_IGNORED:
    default:
      return NULL;
    }
}

static void
add_once (GPtrArray *sentences,
          char      *sentence)
{
  if (sentence == NULL || sentences->len > NOTES_MAX ||
      g_ptr_array_find_with_equal_func (sentences, sentence, g_str_equal, NULL))
    g_free (sentence);
  else if (sentences->len == NOTES_MAX)
    {
      g_free (sentence);
      g_ptr_array_add (sentences, g_strdup (_ ("And more of the same.")));
    }
  else
    g_ptr_array_add (sentences, sentence);
}

GPtrArray *
amia_template_notes_describe (AmiaQuestionnaire *form)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *notes = amia_questionnaire_get_notes (form);
  guint      n_lists = 0;

  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaNote *note = g_ptr_array_index (notes, i);

      n_lists += note->kind == AMIA_NOTE_LIST_ELSEWHERE;
      add_once (sentences, describe_note (form, note));
    }
  if (n_lists > 0)
    g_ptr_array_add (sentences, describe_lists_elsewhere (form, notes, n_lists));
  return sentences;
}

/* --- What is different ---------------------------------------------------------------------- */

/* Each takes one question. */
static const char *const change_words[] = {
  [AMIA_VERSION_SAME_VERSION] =
      N_ ("The content is another, though the version is the same: %s."),
  [AMIA_VERSION_TYPE] = N_ ("Answered in another way than before, and old answers may not fit: %s."),
  [AMIA_VERSION_REPEATS_NO_MORE] = N_ ("Takes one answer where it took several: %s."),
  [AMIA_VERSION_OPTION_GONE] = N_ ("Some of its answers can no longer be chosen: %s."),
  [AMIA_VERSION_NARROWER] = N_ ("Takes shorter or fewer answers than before: %s."),
  [AMIA_VERSION_REQUIRED] = N_ ("Has to be answered now: %s."),
  [AMIA_VERSION_GONE] = N_ ("Is no longer asked: %s."),
  [AMIA_VERSION_MOVED] = N_ ("Stands in another place: %s."),
  [AMIA_VERSION_WIDER] = N_ ("Takes more answers than before: %s."),
  [AMIA_VERSION_REWORDED] = N_ ("Has other words: %s."),
  [AMIA_VERSION_NEW] = N_ ("Is new: %s."),
};

static void
add_changes (GPtrArray         *sentences,
             AmiaQuestionnaire *before,
             AmiaQuestionnaire *form,
             GPtrArray         *notes,
             gboolean           is_breaking)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaVersionNote *note = g_ptr_array_index (notes, i);
      g_autofree char       *question = NULL;
      gboolean               is_gone = note->change == AMIA_VERSION_GONE;

      if (amia_version_change_is_breaking (note->change) != is_breaking)
        continue;

      question = describe_question (is_gone ? before : form, note->link_id);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      add_once (sentences, g_strdup_printf (_ (change_words[note->change]), question));
#pragma GCC diagnostic pop
    }
}

GPtrArray *
amia_template_notes_compare (AmiaQuestionnaire *before,
                             AmiaQuestionnaire *form)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notes = amia_version_check (before, form);

  add_changes (sentences, before, form, notes, TRUE);
  add_changes (sentences, before, form, notes, FALSE);
  return sentences;
}
