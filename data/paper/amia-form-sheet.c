/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-sheet.h"

#include "amia-date.h"
#include "amia-form-setter.h"
#include "amia-form-sheet-private.h"
#include "amia-sheet-private.h"

/* What is around the questions of a form: its title, whom it is about, what is left out, the foot
 * of its pages; and forms as parts of sheets. */

#define SHORT_DENSITY 0.5
#define FACT_WIDTH    90.0
#define WEEK          7

/* --- The head of a form ----------------------------------------------------------------------- */

static void
set_fact (AmiaFormSetter *setter,
          AmiaPaperWord   word,
          const char     *text,
          double          space)
{
  if (text != NULL)
    amia_press_add_pair (setter->press,
                         amia_paper_word (setter->language, word),
                         text,
                         amia_press_is_large (setter->press) ? FACT_WIDTH * 1.5 : FACT_WIDTH,
                         space);
}

static void
set_case_line (AmiaFormSetter *setter)
{
  const double height = _amia_setter_get_line_space (setter);
  const double left = amia_press_get_left (setter->press);
  const double start = amia_press_is_large (setter->press) ? FACT_WIDTH * 1.5 : FACT_WIDTH;
  AmiaStrip   *strip = amia_press_add_strip (setter->press, height, 4);
  g_autoptr (PangoLayout) layout =
      amia_press_make_layout (setter->press,
                              AMIA_FONT_BODY,
                              amia_paper_word (setter->language, AMIA_PAPER_CASE),
                              0);

  amia_strip_add_layout (strip,
                         layout,
                         left,
                         height - amia_press_get_line_height (setter->press, AMIA_FONT_BODY));
  amia_strip_add (strip,
                  AMIA_INK_RULE,
                  left + start + 12,
                  height - 1,
                  amia_press_get_width (setter->press) - start - 12,
                  0)
      ->shade = 0.35;
}

static void
set_withheld (AmiaFormSetter *setter)
{
  g_autofree char *areas = amia_paper_areas (setter->language, setter->info->withheld_areas);
  g_autofree char *words = NULL;

  if (areas == NULL)
    return;
  words = amia_paper_say (setter->language, AMIA_PAPER_WITHHELD, areas, NULL);
  amia_press_add_text (setter->press, AMIA_FONT_BODY, words, 8, FALSE);
}

static gboolean
is_survey (const AmiaFormSetter *setter)
{
  return amia_questionnaire_get_scope (setter->questionnaire) == AMIA_FORM_SCOPE_SURVEY;
}

static void
set_facts (AmiaFormSetter *setter)
{
  const AmiaPaperInfo *info = setter->info;
  const gboolean       is_blank = _amia_setter_is_blank (setter);

  if (!is_survey (setter))
    {
      set_fact (setter, AMIA_PAPER_CASE, info->case_words, 12);
      set_fact (setter, AMIA_PAPER_PARTICIPANT, info->participant, info->case_words ? 2 : 12);
      if (is_blank && info->case_words == NULL && info->participant == NULL)
        set_case_line (setter);
    }
  if (!is_blank)
    set_fact (setter,
              AMIA_PAPER_STATE,
              amia_paper_word (setter->language,
                               info->is_completed ? AMIA_PAPER_COMPLETED
                                                  : AMIA_PAPER_IN_PROGRESS),
              info->case_words == NULL && info->participant == NULL ? 12 : 2);
}

static void
set_head (AmiaFormSetter *setter)
{
  const AmiaText *title = amia_questionnaire_get_title (setter->questionnaire);
  const AmiaText *description = amia_questionnaire_get_description (setter->questionnaire);
  const char     *name = amia_text_get (title, setter->language);
  const char     *about = amia_text_get (description, setter->language);

  amia_press_add_heading (setter->press,
                          AMIA_FONT_TITLE,
                          name != NULL ? name : "",
                          0);
  if (about != NULL && !setter->is_short)
    amia_press_add_text (setter->press, AMIA_FONT_BODY, about, 6, FALSE);
  set_facts (setter);
  if (setter->info->is_own_copy)
    {
      amia_press_add_text (setter->press,
                           AMIA_FONT_LABEL,
                           amia_paper_word (setter->language, AMIA_PAPER_OWN_COPY),
                           10,
                           FALSE);
      amia_press_add_text (setter->press,
                           AMIA_FONT_BODY,
                           amia_paper_word (setter->language, AMIA_PAPER_OWN_COPY_LEAVES_OUT),
                           2,
                           FALSE);
    }
  set_withheld (setter);
  if (setter->info->sharing_words != NULL)
    amia_press_add_text (setter->press, AMIA_FONT_BODY, setter->info->sharing_words, 8, FALSE);
}

static char *
dup_note (const AmiaFormSetter *setter)
{
  const AmiaPaperInfo *info = setter->info;
  g_autofree char     *day = info->printed_on != NULL
                                 ? amia_paper_date (setter->language, info->printed_on)
                                 : NULL;

  if (day == NULL)
    return NULL;
  return info->printed_by != NULL
             ? amia_paper_say (setter->language, AMIA_PAPER_PRINTED_BY_ON, info->printed_by, day)
             : amia_paper_say (setter->language, AMIA_PAPER_PRINTED_ON, day, NULL);
}

static void
begin_section (AmiaFormSetter *setter)
{
  const AmiaText  *title = amia_questionnaire_get_title (setter->questionnaire);
  const char      *name = amia_text_get (title, setter->language);
  const char      *version = amia_questionnaire_get_version (setter->questionnaire);
  g_autofree char *words = version == NULL || name == NULL
                               ? g_strdup (name)
                               : amia_paper_say (setter->language,
                                                 AMIA_PAPER_VERSION,
                                                 name,
                                                 version);
  g_autofree char *note = dup_note (setter);
  AmiaPageCode     code;
  AmiaSection      section = { .name = words, .note = note, .code = &code };

  section.page_words = (char *) amia_paper_word (setter->language, AMIA_PAPER_PAGE_OF);
  amia_page_code_init (&code,
                       is_survey (setter) ? NULL : setter->info->case_id,
                       setter->info->form_id,
                       amia_questionnaire_get_canonical (setter->questionnaire));
  amia_press_begin_section (setter->press, &section);
}

static void
set_form (AmiaFormSetter *setter)
{
  const AmiaPaperField top = {
    NULL,
    setter->response != NULL ? amia_response_get_root (setter->response) : NULL,
  };
  const gboolean is_kept_back =
      setter->info->is_own_copy && !_amia_setter_is_blank (setter) &&
      amia_questionnaire_get_scope (setter->questionnaire) == AMIA_FORM_SCOPE_PAIR;

  begin_section (setter);
  set_head (setter);
  if (is_kept_back)
    amia_press_add_text (setter->press,
                         AMIA_FONT_BODY,
                         amia_paper_word (setter->language, AMIA_PAPER_PAIR_ONLY),
                         12,
                         FALSE);
  else
    _amia_setter_set_children (setter, &top);
}

/* --- Sheets ----------------------------------------------------------------------------------- */

/* What a form's part needs until it is set. */
typedef struct
{
  AmiaQuestionnaire *questionnaire;
  AmiaResponse      *response;
  AmiaPaperInfo      info;
  AmiaUuid           case_id;
  AmiaUuid           form_id;
  char              *given_words;
  gboolean           is_short;
} FormPart;

static void
free_form_part (gpointer data)
{
  FormPart *part = data;

  amia_questionnaire_unref (part->questionnaire);
  g_clear_pointer (&part->response, amia_response_unref);
  g_free ((char *) part->info.language);
  g_free ((char *) part->info.case_words);
  g_free ((char *) part->info.participant);
  g_free ((char *) part->info.printed_by);
  g_free ((char *) part->info.printed_on);
  g_free ((char *) part->info.sharing_words);
  g_free ((char *) part->info.subproject);
  g_strfreev ((char **) part->info.withheld_areas);
  g_clear_pointer (&part->info.ratings, g_ptr_array_unref);
  g_free (part->given_words);
  g_free (part);
}

static FormPart *
make_form_part (AmiaQuestionnaire   *questionnaire,
                AmiaResponse        *response,
                const AmiaPaperInfo *info)
{
  FormPart   *part = g_new0 (FormPart, 1);
  const char *language = info->language != NULL ? info->language
                                                : amia_questionnaire_get_language (questionnaire);

  part->questionnaire = amia_questionnaire_ref (questionnaire);
  part->response = response != NULL ? amia_response_ref (response) : NULL;
  part->info = *info;
  part->info.language = g_strdup (language);
  part->info.case_words = g_strdup (info->case_words);
  part->info.participant = g_strdup (info->participant);
  part->info.printed_by = g_strdup (info->printed_by);
  part->info.printed_on = g_strdup (info->printed_on);
  part->info.sharing_words = g_strdup (info->sharing_words);
  part->info.subproject = g_strdup (info->subproject);
  part->info.withheld_areas = (const char *const *) g_strdupv ((char **) info->withheld_areas);
  part->info.ratings = info->ratings != NULL ? g_ptr_array_ref (info->ratings) : NULL;
  if (info->case_id != NULL)
    {
      part->case_id = *info->case_id;
      part->info.case_id = &part->case_id;
    }
  if (info->form_id != NULL)
    {
      part->form_id = *info->form_id;
      part->info.form_id = &part->form_id;
    }
  return part;
}

static const AmiaItem *
find_day (AmiaQuestionnaire *questionnaire)
{
  GPtrArray *items = amia_questionnaire_get_all_items (questionnaire);

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);

      if (item->type == AMIA_ITEM_DATE)
        return item;
    }

  return NULL;
}

static void
set_form_part (AmiaPress *press,
               gpointer   data)
{
  const FormPart *part = data;
  AmiaFormSetter  setter = {
     .press = press,
     .questionnaire = part->questionnaire,
     .response = part->response,
     .info = &part->info,
     .language = part->info.language,
     .is_short = part->is_short,
  };

  if (part->given_words != NULL)
    {
      setter.given = find_day (part->questionnaire);
      setter.given_words = part->given_words;
    }
  if (part->is_short)
    amia_press_set_density (press, amia_press_get_density (press) * SHORT_DENSITY);
  set_form (&setter);
  if (part->is_short)
    amia_press_set_density (press, amia_press_get_density (press) / SHORT_DENSITY);
}

void
_amia_sheet_add_form (AmiaSheet           *sheet,
                      AmiaQuestionnaire   *questionnaire,
                      AmiaResponse        *response,
                      const AmiaPaperInfo *info)
{
  _amia_sheet_add_part (sheet,
                        set_form_part,
                        make_form_part (questionnaire, response, info),
                        free_form_part);
}

static gboolean
has_answer_about (AmiaResponse *response,
                  const char   *area)
{
  AmiaNode *root = amia_response_get_root (response);

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
    {
      const AmiaItem *item = amia_node_get_item (node);

      if (item != NULL && g_strcmp0 (item->area, area) == 0 && amia_node_is_answered (node))
        return TRUE;
    }

  return FALSE;
}

char **
amia_form_sheet_list_withheld (AmiaResponse      *response,
                               const char *const *areas)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) withheld = NULL;

  g_return_val_if_fail (response != NULL, NULL);

  for (gsize i = 0; areas != NULL && areas[i] != NULL; i++)
    {
      if (!has_answer_about (response, areas[i]))
        g_strv_builder_add (builder, areas[i]);
    }

  withheld = g_strv_builder_end (builder);
  return withheld[0] != NULL ? g_steal_pointer (&withheld) : NULL;
}

static AmiaSheet *
new_sheet (AmiaQuestionnaire   *questionnaire,
           const AmiaPaperInfo *info)
{
  AmiaSheet      *sheet = _amia_sheet_new_empty (info->is_large);
  const AmiaText *title = amia_questionnaire_get_title (questionnaire);

  _amia_sheet_set_title (sheet, amia_text_get (title, info->language));
  return sheet;
}

AmiaSheet *
amia_form_sheet_new (AmiaQuestionnaire   *questionnaire,
                     AmiaResponse        *response,
                     const AmiaPaperInfo *info)
{
  AmiaSheet *sheet = NULL;

  g_return_val_if_fail (questionnaire != NULL, NULL);
  g_return_val_if_fail (info != NULL, NULL);

  sheet = new_sheet (questionnaire, info);
  _amia_sheet_add_form (sheet, questionnaire, response, info);
  return sheet;
}

/* Whether the groups of the item are the seven days of a week: as many of the same size. */
static gboolean
holds_week (const AmiaItem *item)
{
  guint n_days = 0;
  guint n_questions = 0;

  for (guint i = 0; item->children != NULL && i < item->children->len; i++)
    {
      const AmiaItem *child = g_ptr_array_index (item->children, i);
      const guint     n_children = child->children != NULL ? child->children->len : 0;

      if (child->type != AMIA_ITEM_GROUP)
        continue;
      if (n_days++ > 0 && n_children != n_questions)
        return FALSE;
      n_questions = n_children;
    }

  return n_days == WEEK;
}

static guint
count_days (AmiaQuestionnaire *questionnaire)
{
  GPtrArray *items = amia_questionnaire_get_all_items (questionnaire);

  for (guint i = 0; i < items->len; i++)
    {
      if (holds_week (g_ptr_array_index (items, i)))
        return WEEK;
    }

  return 1;
}

AmiaSheet *
amia_form_sheet_new_days (AmiaQuestionnaire   *questionnaire,
                          const AmiaPaperInfo *info,
                          guint                n_days,
                          const char          *first_day)
{
  AmiaSheet *sheet = NULL;
  GDate      day;
  gboolean   has_day;
  guint      n_days_each;

  g_return_val_if_fail (questionnaire != NULL, NULL);
  g_return_val_if_fail (info != NULL, NULL);

  has_day = first_day != NULL && amia_date_parse_iso (first_day, -1, &day);
  sheet = new_sheet (questionnaire, info);
  n_days_each = count_days (questionnaire);
  for (guint i = 0; i < n_days; i += n_days_each)
    {
      FormPart *part = make_form_part (questionnaire, NULL, info);

      part->is_short = n_days_each == 1;
      if (has_day)
        {
          char text[AMIA_DATE_TEXT_LENGTH + 1];

          part->given_words = amia_paper_date (part->info.language,
                                               amia_date_print_iso (&day, text));
          g_date_add_days (&day, n_days_each);
        }
      _amia_sheet_add_part (sheet, set_form_part, part, free_form_part);
    }

  return sheet;
}
