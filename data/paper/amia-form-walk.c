/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <string.h>

#include "amia-value.h"

/* Walks through a form as the screen does and hands each thing to who can set it. Blank and filled
 * forms take the same way; a field of a blank one has no node. */

#define ROW_CARDS_SMALL 3 /* printed copies of a repeating group that is short */
#define ROW_CARDS_LONG  2
#define ROW_CARDS_MAX   10 /* whatever a form asks for */
#define ROW_CARDS_DEPTH 2  /* further down there is one: copies of copies are a pile of paper */
#define CARD_SHORT      5  /* questions */
#define INDENT          14.0

gboolean
_amia_setter_is_blank (const AmiaFormSetter *setter)
{
  return setter->response == NULL;
}

static gboolean
is_withheld (const AmiaFormSetter *setter,
             const AmiaItem       *item)
{
  return item->area != NULL && setter->info->withheld_areas != NULL &&
         g_strv_contains (setter->info->withheld_areas, item->area);
}

gboolean
_amia_setter_shows (const AmiaFormSetter *setter,
                    const AmiaPaperField *field)
{
  const AmiaItem *item = field->item;

  if (item->is_hidden || amia_item_is_about_parent (item) || is_withheld (setter, item) ||
      !amia_item_is_for (item, setter->info->subproject))
    return FALSE;
  if (field->node == NULL)
    return TRUE;
  if (!amia_node_is_visible (field->node))
    return FALSE;
  return !setter->info->is_own_copy || item->type == AMIA_ITEM_DISPLAY ||
         amia_node_is_answered (field->node);
}

GArray *
_amia_setter_list_children (const AmiaFormSetter *setter,
                            const AmiaPaperField *parent)
{
  GArray    *fields = g_array_new (FALSE, FALSE, sizeof (AmiaPaperField));
  GPtrArray *items = parent->item != NULL ? parent->item->children
                                          : amia_questionnaire_get_items (setter->questionnaire);

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaPaperField field = {
        g_ptr_array_index (items, i),
        parent->node != NULL ? amia_node_get_child (parent->node, i) : NULL,
      };

      if (_amia_setter_shows (setter, &field))
        g_array_append_val (fields, field);
    }

  return fields;
}

char *
_amia_setter_dup_label (const AmiaFormSetter *setter,
                        const AmiaItem       *item)
{
  const char *text = amia_text_get (item->text, setter->language);
  const char *prefix = amia_text_get (item->prefix, setter->language);

  if (text == NULL)
    text = item->link_id;
  return prefix != NULL ? g_strdup_printf ("%s  %s", prefix, text) : g_strdup (text);
}

char *
_amia_setter_dup_question (const AmiaFormSetter *setter,
                           const AmiaPaperField *field)
{
  const char *prefix = amia_text_get (field->item->prefix, setter->language);
  const char *text = NULL;

  if (field->node == NULL)
    return _amia_setter_dup_label (setter, field->item);
  text = amia_node_get_text (field->node, setter->language);
  if (text == NULL)
    text = field->item->link_id;
  return prefix != NULL ? g_strdup_printf ("%s  %s", prefix, text) : g_strdup (text);
}

const char *
_amia_setter_get_help (const AmiaFormSetter *setter,
                       const AmiaItem       *item)
{
  const AmiaItem *help = amia_item_find_help (item);

  return help != NULL ? amia_text_get (help->text, setter->language) : NULL;
}

/* --- Groups and rows -------------------------------------------------------------------------- */

static void
set_group_heading (AmiaFormSetter *setter,
                   const AmiaItem *item,
                   const char     *label)
{
  const gboolean   is_section = item->parent == NULL;
  const char      *help = _amia_setter_get_help (setter, item);
  g_autofree char *condition = NULL;

  /* Above a section is another section: the question is named. */
  setter->last = NULL;
  if (_amia_setter_is_blank (setter))
    condition = _amia_setter_dup_condition (setter, item);

  amia_press_add_heading (setter->press,
                          is_section ? AMIA_FONT_HEADING : AMIA_FONT_SUBHEADING,
                          label,
                          is_section ? 24 : 16);
  if (condition != NULL)
    {
      g_autofree char *words = amia_paper_say (setter->language,
                                               AMIA_PAPER_SECTION_IF,
                                               condition,
                                               NULL);

      amia_press_add_text (setter->press, AMIA_FONT_BODY, words, 3, TRUE);
    }
  if (help != NULL)
    amia_press_add_text (setter->press, AMIA_FONT_SMALL, help, 2, TRUE);
}

void
_amia_setter_set_group_heading (AmiaFormSetter *setter,
                                const AmiaItem *item)
{
  g_autofree char *label = _amia_setter_dup_label (setter, item);

  set_group_heading (setter, item, label);
}

static void
set_group (AmiaFormSetter       *setter,
           const AmiaPaperField *field)
{
  amia_press_begin_unit (setter->press);
  if (field->item->text != NULL || field->item->prefix != NULL)
    _amia_setter_set_group_heading (setter, field->item);
  _amia_setter_set_children (setter, field);
  if (g_strcmp0 (field->item->instrument, "ratings") == 0)
    _amia_setter_set_ratings (setter, field);
  amia_press_end_group (setter->press, field->item->parent == NULL);
}

/* A card with a list in it takes most of a page. */
static gboolean
has_list (const AmiaItem *item)
{
  for (guint i = 0; i < item->children->len; i++)
    {
      if (amia_item_has_rows (g_ptr_array_index (item->children, i)))
        return TRUE;
    }

  return FALSE;
}

static guint
count_cards (AmiaFormSetter *setter,
             const AmiaItem *item)
{
  guint n = item->children->len > CARD_SHORT || has_list (item) ? ROW_CARDS_LONG : ROW_CARDS_SMALL;

  if (setter->info->n_rows > 0)
    n = setter->info->n_rows;
  n = MIN (MAX (n, item->min_occurs), MAX (setter->info->n_rows, ROW_CARDS_MAX));
  if (item->depth > ROW_CARDS_DEPTH)
    n = 1;
  return item->max_occurs > 0 ? MIN (n, item->max_occurs) : n;
}

/* A row as a group of its own, numbered. */
static void
set_card (AmiaFormSetter       *setter,
          const AmiaPaperField *row,
          guint                 number)
{
  g_autofree char *label = _amia_setter_dup_label (setter, row->item);
  g_autofree char *numbered = g_strdup_printf ("%s %u", label, number);

  amia_press_begin_unit (setter->press);
  if (row->item->type == AMIA_ITEM_GROUP)
    {
      set_group_heading (setter, row->item, numbered);
      amia_press_push_bar (setter->press);
      _amia_setter_set_children (setter, row);
      amia_press_pop_bar (setter->press);
    }
  else
    {
      _amia_setter_set_question (setter, row);
      amia_press_indent (setter->press, INDENT);
      _amia_setter_set_children (setter, row);
      amia_press_indent (setter->press, -INDENT);
    }

  /* To write on, it is one piece of paper; to read, less paper is better. */
  if (row->node == NULL)
    amia_press_end_card (setter->press);
  else
    amia_press_end_unit (setter->press);
}

static void
set_rows (AmiaFormSetter       *setter,
          const AmiaPaperField *field)
{
  const gboolean is_blank = field->node == NULL;
  const guint    n = is_blank ? count_cards (setter, field->item)
                              : amia_node_get_n_children (field->node);

  for (guint i = 0; i < n; i++)
    {
      const AmiaPaperField row = { field->item,
                                   is_blank ? NULL : amia_node_get_child (field->node, i) };

      if (is_blank || _amia_setter_shows (setter, &row))
        set_card (setter, &row, i + 1);
    }
}

static void
set_list (AmiaFormSetter       *setter,
          const AmiaPaperField *field)
{
  if (field->node != NULL && amia_node_get_n_children (field->node) == 0)
    {
      /* As a question that has no answer. */
      _amia_setter_set_question (setter, field);
      return;
    }
  if (g_strcmp0 (field->item->instrument, "network") == 0)
    _amia_setter_set_network (setter, field);
  if (field->item->type != AMIA_ITEM_GROUP || !_amia_setter_set_table (setter, field))
    set_rows (setter, field);
  if (field->node == NULL && field->item->depth <= 1)
    amia_press_add_text (setter->press,
                         AMIA_FONT_SMALL,
                         amia_paper_word (setter->language, AMIA_PAPER_MORE_ROWS),
                         6,
                         FALSE);
}

/* --- Everything ------------------------------------------------------------------------------- */

static gboolean
depends_on (const AmiaItem *item,
            const AmiaItem *source)
{
  for (guint i = 0; i < item->conditions->len; i++)
    {
      const AmiaCondition *condition = g_ptr_array_index (item->conditions, i);

      if (condition->source == source)
        return TRUE;
    }

  return FALSE;
}

static void
set_question (AmiaFormSetter       *setter,
              const AmiaPaperField *field)
{
  _amia_setter_set_question (setter, field);
  if (!depends_on (field->item, setter->last))
    setter->last = field->item;
  amia_press_indent (setter->press, INDENT);
  _amia_setter_set_children (setter, field);
  amia_press_indent (setter->press, -INDENT);
}

static void
set_unknown (AmiaFormSetter       *setter,
             const AmiaPaperField *field)
{
  g_autofree char *label = _amia_setter_dup_label (setter, field->item);

  amia_press_begin_unit (setter->press);
  amia_press_add_text (setter->press, AMIA_FONT_LABEL, label, 11, TRUE);
  if (field->node == NULL)
    _amia_setter_set_lines (setter, 3);
  amia_press_end_unit (setter->press);
}

static void
set_field (AmiaFormSetter       *setter,
           const AmiaPaperField *field,
           gboolean              is_last)
{
  const AmiaItem *item = field->item;

  if (item->type == AMIA_ITEM_DISPLAY)
    {
      g_autofree char *label = _amia_setter_dup_question (setter, field);

      amia_press_add_text (setter->press, AMIA_FONT_BODY, label, 8, !is_last);
    }
  else if (amia_item_has_rows (item) &&
           (field->node == NULL || amia_node_is_list (field->node)))
    set_list (setter, field);
  else if (item->type == AMIA_ITEM_GROUP)
    set_group (setter, field);
  else if (item->type == AMIA_ITEM_UNKNOWN)
    set_unknown (setter, field);
  else
    set_question (setter, field);
}

/* What stands on a condition has a line to its left; a group says its condition itself. */
static char *
dup_bar_condition (AmiaFormSetter       *setter,
                   const AmiaPaperField *field)
{
  return field->node == NULL && field->item->type != AMIA_ITEM_GROUP
             ? _amia_setter_dup_condition (setter, field->item)
             : NULL;
}

static gboolean
are_same_conditions (const AmiaItem *a,
                     const AmiaItem *b)
{
  if (a == NULL || a->is_any != b->is_any || a->conditions->len != b->conditions->len)
    return FALSE;

  for (guint i = 0; i < a->conditions->len; i++)
    {
      const AmiaCondition *one = g_ptr_array_index (a->conditions, i);
      const AmiaCondition *other = g_ptr_array_index (b->conditions, i);
      g_autofree char     *one_words = amia_value_dup_words (one->raw);
      g_autofree char     *other_words = amia_value_dup_words (other->raw);

      if (one->source != other->source || one->op != other->op ||
          strcmp (one_words, other_words) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
open_bar (AmiaFormSetter *setter,
          const char     *condition)
{
  g_autofree char *words = amia_paper_say (setter->language, AMIA_PAPER_IF, condition, NULL);

  /* “If yes” at the top of a page is about nothing: it stays with the question above it. */
  amia_press_keep_last (setter->press);
  amia_press_push_bar (setter->press);
  amia_press_add_text (setter->press, AMIA_FONT_BODY, words, 8, TRUE);
  amia_press_tighten (setter->press, 4);
}

void
_amia_setter_set_children (AmiaFormSetter       *setter,
                           const AmiaPaperField *parent)
{
  g_autoptr (GArray) fields = _amia_setter_list_children (setter, parent);
  const AmiaItem *barred = NULL;

  for (guint i = 0; i < fields->len;)
    {
      const AmiaPaperField *field = &g_array_index (fields, AmiaPaperField, i);
      g_autofree char      *condition = dup_bar_condition (setter, field);
      guint                 n = condition == NULL ? _amia_setter_count_alike (setter, fields, i)
                                                  : 1;

      if (barred != NULL && (condition == NULL || !are_same_conditions (barred, field->item)))
        {
          amia_press_pop_bar (setter->press);
          barred = NULL;
        }
      if (condition != NULL && barred == NULL)
        {
          open_bar (setter, condition);
          barred = field->item;
        }
      if (n > 1)
        _amia_setter_set_alike (setter, fields, i, n);
      else
        set_field (setter, field, i + 1 == fields->len);
      i += n;
    }
  if (barred != NULL)
    amia_press_pop_bar (setter->press);
}
