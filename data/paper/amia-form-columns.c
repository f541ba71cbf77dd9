/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

/* How wide the columns of a table are. A column in which people write by hand needs room for a few
 * words of handwriting, and a printed one for its longest word, unbroken. Where there is not
 * room for all side by side, a row of the table is several tiers high, as on a form of the post
 * office: that keeps both the order and the room. */

#define TIERS_MAX   3
#define TIER_STEP   4.0
#define WORD_MAX    130.0
#define UNEVEN      1.2  /* lines of a broken text are not equally long */
#define WRITE_WORDS 84.0 /* 3 cm, two or three short words */
#define WRITE_TEXT  110.0
#define WRITE_DAY   62.0
#define WRITE_DIGIT 38.0

static double
weigh (const AmiaItem *item)
{
  switch ((int) item->type)
    {
    case AMIA_ITEM_DATE:
    case AMIA_ITEM_TIME:
    case AMIA_ITEM_INTEGER:
    case AMIA_ITEM_BOOLEAN:
    case AMIA_ITEM_DECIMAL:
    case AMIA_ITEM_QUANTITY:
      return 0.2;
    case AMIA_ITEM_CHOICE:
    case AMIA_ITEM_OPEN_CHOICE:
      return 0.4;
    case AMIA_ITEM_TEXT:
      return 3;
    default:
      return 1.6;
    }
}

char *
_amia_setter_dup_column_name (AmiaFormSetter *setter,
                              const AmiaItem *item)
{
  const AmiaOption *unit = item->units->len == 1 ? g_ptr_array_index (item->units, 0) : NULL;
  const char       *unit_words = unit != NULL ? amia_text_get (unit->label, setter->language)
                                              : NULL;
  g_autofree char  *label = _amia_setter_dup_label (setter, item);

  return unit_words != NULL ? g_strdup_printf ("%s (%s)", label, unit_words)
                            : g_steal_pointer (&label);
}

static double
measure_widest_word (AmiaFormSetter *setter,
                     const char     *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  double widest = 0;

  for (guint i = 0; words[i] != NULL; i++)
    widest = MAX (widest, amia_press_measure (setter->press, AMIA_FONT_SMALL, words[i]));
  return widest + 2 * AMIA_CELL_PAD + 1;
}

/* A name is broken into a few lines at most: a head that is higher than its rows looks odd, and
 * takes paper. */
static double
measure_head (AmiaFormSetter    *setter,
              const AmiaColumns *columns,
              const AmiaItem    *item)
{
  g_autofree char *name = _amia_setter_dup_column_name (setter, item);
  const guint      n_lines = (columns->is_one_tier ? 2 : 3) + amia_press_is_large (setter->press);
  const double     share = amia_press_measure (setter->press, AMIA_FONT_SMALL, name) / n_lines;

  return MAX (measure_widest_word (setter, name), share * UNEVEN + 2 * AMIA_CELL_PAD);
}

/* What words need, whether written by hand or printed, and digits by hand. */
static double
get_room (const AmiaItem *item,
          gboolean        is_blank)
{
  switch ((int) item->type)
    {
    case AMIA_ITEM_STRING:
    case AMIA_ITEM_OPEN_CHOICE:
      return WRITE_WORDS;
    case AMIA_ITEM_TEXT:
      return WRITE_TEXT;
    case AMIA_ITEM_DATE:
      return is_blank ? WRITE_DAY : 0;
    default:
      return is_blank ? WRITE_DIGIT : 0;
    }
}

static double
measure_options (AmiaFormSetter *setter,
                 const AmiaItem *item)
{
  double widest = 0;

  for (guint i = 0; i < item->options->len; i++)
    {
      g_autofree char *label =
          _amia_setter_dup_option (setter, g_ptr_array_index (item->options, i));

      widest = MAX (widest, measure_widest_word (setter, label));
    }

  return widest;
}

/* The widest word that stands in a column, but for one that is too long for any. */
static double
measure_answers (AmiaFormSetter    *setter,
                 const AmiaColumns *columns,
                 guint              column)
{
  const guint n_rows = columns->list != NULL ? amia_node_get_n_children (columns->list) : 0;
  double      widest = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      AmiaNode            *row = amia_node_get_child (columns->list, i);
      const AmiaPaperField at = { amia_node_get_item (row), row };
      g_autoptr (GArray) fields = _amia_setter_list_children (setter, &at);
      g_autofree char *words = NULL;

      if (column >= fields->len)
        continue;
      words = _amia_setter_dup_cell (setter, &g_array_index (fields, AmiaPaperField, column));
      if (words != NULL)
        widest = MAX (widest, measure_widest_word (setter, words));
    }

  return MIN (widest, WORD_MAX);
}

/* How narrow a column may be. */
static double
measure_column (AmiaFormSetter    *setter,
                const AmiaColumns *columns,
                guint              column)
{
  const AmiaItem *item = g_array_index (columns->fields, AmiaPaperField, column).item;
  double          width = MAX (measure_head (setter, columns, item),
                               measure_answers (setter, columns, column));

  width = MAX (width, amia_press_scale (setter->press, get_room (item, columns->is_blank)));
  if (columns->has_words)
    width = MAX (width, measure_options (setter, item));
  return width;
}

/* Puts columns into tiers that are at most @width wide, from the first on. */
static guint
fill_tiers (AmiaCell *cells,
            guint     n,
            double    width)
{
  guint  tier = 0;
  double used = 0;

  for (guint i = 0; i < n; i++)
    {
      if (used > 0 && used + cells[i].width > width)
        {
          tier++;
          used = 0;
        }
      cells[i].tier = tier;
      used += cells[i].width;
    }

  return tier + 1;
}

/* As few tiers as there can be, and they about equally full. */
static guint
choose_tiers (AmiaCell *cells,
              guint     n,
              double    width)
{
  const guint n_tiers = fill_tiers (cells, n, width);
  double      limit = width;

  while (limit > TIER_STEP && fill_tiers (cells, n, limit - TIER_STEP) == n_tiers)
    limit -= TIER_STEP;
  return fill_tiers (cells, n, limit);
}

static double
sum_tier (const AmiaCell *cells,
          guint           n,
          guint           tier)
{
  double used = 0;

  for (guint i = 0; i < n; i++)
    used += cells[i].tier == tier ? cells[i].width : 0;
  return used;
}

/* What is left of a tier goes to those columns in which most is written. */
static void
spread_tier (const AmiaColumns *columns,
             AmiaCell          *cells,
             guint              tier)
{
  const double used = sum_tier (cells, columns->fields->len, tier);
  double       total = 0;
  double       x = columns->left;

  for (guint i = 0; i < columns->fields->len; i++)
    {
      if (cells[i].tier == tier)
        total += weigh (g_array_index (columns->fields, AmiaPaperField, i).item);
    }
  for (guint i = 0; i < columns->fields->len; i++)
    {
      const AmiaItem *item = g_array_index (columns->fields, AmiaPaperField, i).item;

      if (cells[i].tier != tier)
        continue;
      cells[i].x = x;
      if (used > columns->width)
        cells[i].width *= columns->width / used;
      else
        cells[i].width += (columns->width - used) * weigh (item) / total;
      x += cells[i].width;
    }
}

guint
_amia_setter_fit_columns (AmiaFormSetter    *setter,
                          const AmiaColumns *columns,
                          AmiaCell          *cells)
{
  const guint n = columns->fields->len;
  guint       n_tiers = 1;

  for (guint i = 0; i < n; i++)
    {
      cells[i] = (AmiaCell){ NULL, 0, measure_column (setter, columns, i), AMIA_FONT_SMALL, 0 };
    }
  if (!columns->is_one_tier)
    n_tiers = choose_tiers (cells, n, columns->width);
  for (guint i = 0; i < n_tiers; i++)
    {
      if (!columns->is_one_tier && sum_tier (cells, n, i) > columns->width)
        return 0;
      spread_tier (columns, cells, i);
    }

  return n_tiers <= TIERS_MAX ? n_tiers : 0;
}
