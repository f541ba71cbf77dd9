/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-diary-sheet.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "amia-case-week.h"
#include "amia-date.h"
#include "amia-diary-grid.h"
#include "amia-diary-view.h"
#include "amia-form-group.h"
#include "amia-form-words.h"
#include "amia-grid-field.h"

/* Questions are found by the day's link id and an ending: `mandag-somn`, `mandag-morgon-kraft`. */

#define FIRST_DAY "vecka-forsta"

/* For the arrow keys: sleep, three boxes for each part, pain, energy, the line. */
#define FIELDS_A_DAY (1 + 3 * AMIA_WEEK_PARTS + 3)

struct _AmiaDiarySheet
{
  AmiaInstrument parent_instance;

  GPtrArray      *fields;                                 /* AmiaGridField, day by day */
  GtkWidget      *day_marks[AMIA_WEEK_DAYS];              /* what the day gave and took */
  GtkWidget      *notes[AMIA_WEEK_DAYS][AMIA_WEEK_PARTS]; /* beneath each part */
  AmiaNode       *blocks[AMIA_WEEK_DAYS][AMIA_WEEK_PARTS];
  GtkWidget      *view;
  AmiaCaseReader *case_week;
};

G_DEFINE_FINAL_TYPE (AmiaDiarySheet, amia_diary_sheet, AMIA_TYPE_INSTRUMENT)

static AmiaFormModel *
get_model (AmiaDiarySheet *self)
{
  return amia_instrument_get_model (AMIA_INSTRUMENT (self));
}

static char *
dup_words (AmiaDiarySheet *self,
           AmiaNode       *node)
{
  return amia_form_words_item (amia_node_get_item (node),
                               amia_form_model_get_language (get_model (self)));
}

/* The question below @within whose link id is that of @within and the ending. */
static AmiaNode *
find_part (AmiaNode   *within,
           const char *ending)
{
  g_autofree char *link_id =
      g_strdup_printf ("%s-%s", amia_node_get_item (within)->link_id, ending);

  return amia_instrument_find (within, link_id);
}

static char *
dup_part (AmiaDiarySheet *self,
          AmiaNode       *within,
          const char     *ending)
{
  g_autofree char *link_id =
      g_strdup_printf ("%s-%s", amia_node_get_item (within)->link_id, ending);

  return amia_instrument_dup_text (AMIA_INSTRUMENT (self), within, link_id);
}

static double
get_part (AmiaNode   *within,
          const char *ending,
          double      otherwise)
{
  g_autofree char *link_id =
      g_strdup_printf ("%s-%s", amia_node_get_item (within)->link_id, ending);
  double number;

  return amia_instrument_get_number (within, link_id, &number) ? number : otherwise;
}

/* --- The days of the template ----------------------------------------------------------------- */

static const char *const day_ids[AMIA_WEEK_DAYS] = { "mandag", "tisdag", "onsdag", "torsdag",
                                                     "fredag", "lordag", "sondag" };
static const char *const part_ids[AMIA_WEEK_PARTS] = { "morgon", "formiddag", "eftermiddag",
                                                       "kvall" };
static const char *const day_endings[] = { "somn", "smarta", "energi", "rad" };
static const char *const block_endings[] = { "gjorde", "timmar", "kraft" };

static AmiaNode *
get_day (AmiaDiarySheet *self,
         guint           day)
{
  return amia_instrument_find (amia_instrument_get_node (AMIA_INSTRUMENT (self)), day_ids[day]);
}

static gboolean
has_parts (AmiaNode          *within,
           const char *const *endings,
           gsize              n_endings)
{
  for (gsize i = 0; i < n_endings; i++)
    {
      AmiaNode *node = find_part (within, endings[i]);

      if (node == NULL || amia_node_get_value_path (node) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Returns %FALSE for somebody else's form that only borrows the name. */
static gboolean
find_blocks (AmiaDiarySheet *self)
{
  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      AmiaNode *group = get_day (self, day);

      if (group == NULL || !has_parts (group, day_endings, G_N_ELEMENTS (day_endings)))
        return FALSE;
      for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
        {
          AmiaNode *block = find_part (group, part_ids[part]);

          if (block == NULL || !has_parts (block, block_endings, G_N_ELEMENTS (block_endings)))
            return FALSE;
          self->blocks[day][part] = block;
        }
    }

  return TRUE;
}

/* --- Building --------------------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *words,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A day's name is not to be broken. */
static GtkWidget *
make_head (const char *words)
{
  GtkWidget *label = make_label (words, "grid-head");

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  return label;
}

static GtkWidget *
make_field (AmiaDiarySheet *self,
            AmiaNode       *node,
            const char     *name,
            int             width_chars,
            const char     *placeholder)
{
  GtkWidget *field = amia_grid_field_new (get_model (self), node, name, width_chars);

  if (placeholder != NULL)
    amia_grid_field_set_placeholder (AMIA_GRID_FIELD (field), placeholder);
  gtk_widget_set_valign (field, GTK_ALIGN_START);
  g_ptr_array_add (self->fields, field);
  return field;
}

/* The rest of a part's questions, made when they are asked for. */
static void
make_popover_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  AmiaDiarySheet *self = AMIA_DIARY_SHEET (
      gtk_widget_get_ancestor (GTK_WIDGET (button), AMIA_TYPE_DIARY_SHEET));
  AmiaNode  *block = user_data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 amia_form_group_new (get_model (self), block));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 420);
  gtk_widget_set_size_request (scrolled, 360, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
make_more_button (AmiaNode   *block,
                  const char *name)
{
  GtkWidget       *button = gtk_menu_button_new ();
  g_autofree char *lower = g_utf8_strdown (name, -1);
  /* Translators: the %s is a part of a day, such as monday morning */
  g_autofree char *words = g_strdup_printf (_ ("More about %s"), lower);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), make_popover_cb, block, NULL);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "grid-more");
  return button;
}

static GtkWidget *
make_block (AmiaDiarySheet *self,
            guint           day,
            guint           part)
{
  AmiaNode        *block = self->blocks[day][part];
  g_autofree char *day_name = dup_words (self, get_day (self, day));
  g_autofree char *part_name = dup_words (self, block);
  g_autofree char *lower = g_utf8_strdown (part_name, -1);
  g_autofree char *name = g_strdup_printf ("%s %s", day_name, lower);
  g_autofree char *hours = g_strdup_printf (_ ("%s, hours"), name);
  g_autofree char *strength = g_strdup_printf (_ ("%s, strength"), name);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  gtk_box_append (GTK_BOX (box), make_field (self, find_part (block, "gjorde"), name, -1, NULL));
  gtk_box_append (GTK_BOX (line),
                  make_field (self, find_part (block, "timmar"), hours, 3, _ ("h")));
  gtk_box_append (GTK_BOX (line),
                  make_field (self, find_part (block, "kraft"), strength, 3, "±"));
  gtk_box_append (GTK_BOX (line), make_more_button (block, name));
  gtk_box_append (GTK_BOX (box), line);
  self->notes[day][part] = make_label (NULL, "grid-note");
  gtk_label_set_max_width_chars (GTK_LABEL (self->notes[day][part]), 10);
  gtk_box_append (GTK_BOX (box), self->notes[day][part]);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
add_number (AmiaDiarySheet *self,
            AmiaDiaryGrid  *grid,
            guint           day,
            AmiaDiaryColumn column,
            const char     *ending,
            const char     *what)
{
  AmiaNode        *group = get_day (self, day);
  g_autofree char *day_name = dup_words (self, group);
  g_autofree char *lower = g_utf8_strdown (what, -1);
  g_autofree char *name = g_strdup_printf ("%s, %s", day_name, lower);

  amia_diary_grid_add (
      grid, day, column, make_field (self, find_part (group, ending), name, 3, NULL));
}

static void
add_day (AmiaDiarySheet *self,
         AmiaDiaryGrid  *grid,
         guint           day)
{
  AmiaNode        *group = get_day (self, day);
  g_autofree char *name = dup_words (self, group);
  g_autofree char *line_name = g_strdup_printf (_ ("%s, a line about the day"), name);
  GtkWidget       *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget       *line = NULL;

  gtk_box_append (GTK_BOX (head), make_head (name));
  self->day_marks[day] = make_label (NULL, "grid-note");
  gtk_box_append (GTK_BOX (head), self->day_marks[day]);
  amia_diary_grid_add (grid, day, AMIA_DIARY_COLUMN_DAY, head);
  add_number (self, grid, day, AMIA_DIARY_COLUMN_SLEEP, "somn", _ ("Sleep"));
  for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
    {
      g_autofree char *part_name = dup_words (self, self->blocks[0][part]);

      amia_diary_grid_add_part (grid, day, part, part_name, make_block (self, day, part));
    }
  add_number (self, grid, day, AMIA_DIARY_COLUMN_PAIN, "smarta", _ ("Pain"));
  add_number (self, grid, day, AMIA_DIARY_COLUMN_ENERGY, "energi", _ ("Energy"));
  line = make_field (self, find_part (group, "rad"), line_name, -1, _ ("A line about the day"));
  gtk_widget_set_margin_bottom (line, 12);
  amia_diary_grid_add_line (grid, day, line);
}

static GtkWidget *
make_grid (AmiaDiarySheet *self)
{
  GtkWidget     *widget = amia_diary_grid_new ();
  AmiaDiaryGrid *grid = AMIA_DIARY_GRID (widget);

  amia_diary_grid_add_head (grid, AMIA_DIARY_COLUMN_SLEEP, make_head (_ ("Sleep")));
  amia_diary_grid_add_head (grid, AMIA_DIARY_COLUMN_PAIN, make_head (_ ("Pain")));
  amia_diary_grid_add_head (grid, AMIA_DIARY_COLUMN_ENERGY, make_head (_ ("Energy")));
  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    add_day (self, grid, day);
  g_assert (self->fields->len == AMIA_WEEK_DAYS * FIELDS_A_DAY);
  amia_grid_field_link (self->fields, FIELDS_A_DAY);
  return widget;
}

/* Which week it is, is asked outside the group. */
static void
node_changed_cb (AmiaDiarySheet *self,
                 AmiaNode       *node,
                 AmiaFormModel  *model)
{
  const AmiaItem *item = node != NULL ? amia_node_get_item (node) : NULL;

  if (item != NULL && strcmp (item->link_id, FIRST_DAY) == 0)
    AMIA_INSTRUMENT_GET_CLASS (self)->update (AMIA_INSTRUMENT (self));
}

static void
build (AmiaInstrument *instrument)
{
  AmiaDiarySheet *self = AMIA_DIARY_SHEET (instrument);
  GtkWidget      *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_bin_set_child (ADW_BIN (self), box);
  if (!find_blocks (self))
    {
      gtk_box_append (GTK_BOX (box),
                      make_label (_ ("There is no picture of these questions."), "field-help"));
      return;
    }

  gtk_box_append (
      GTK_BOX (box),
      make_label (_ ("What did you do, for how many hours (h), and did it take strength (−1 to −3) or "
                     "give it (1 to 3)? Tab goes to the next box, the arrow keys to those around."),
                  "field-help"));
  gtk_box_append (GTK_BOX (box), make_grid (self));
  self->view = amia_diary_view_new ();
  gtk_box_append (GTK_BOX (box), self->view);

  g_signal_connect_object (
      get_model (self), "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
  self->case_week = amia_case_week_new (get_model (self));
  g_signal_connect_object (self->case_week,
                           "changed",
                           G_CALLBACK (AMIA_INSTRUMENT_GET_CLASS (self)->update),
                           self,
                           G_CONNECT_SWAPPED);
}

/* --- The week as it is ------------------------------------------------------------------------ */

static const AmiaCaseSchedule *
find_plan (AmiaDiarySheet *self)
{
  AmiaNode   *root = amia_response_get_root (amia_form_model_get_response (get_model (self)));
  AmiaNode   *first = amia_instrument_find (root, FIRST_DAY);
  const char *value = first != NULL ? amia_node_get_value (first) : NULL;
  GDate       day;
  GDate       monday;

  /* A JSON string: the day stands between quotation marks. */
  if (value == NULL || strlen (value) != AMIA_DATE_TEXT_LENGTH + 2 ||
      !amia_date_parse_iso (value + 1, AMIA_DATE_TEXT_LENGTH, &day))
    return NULL;

  amia_week_get_monday (&day, &monday);
  return amia_case_week_find_schedule (self->case_week, TRUE, &monday);
}

/* @texts keeps what the blocks borrow. */
static void
read_block (AmiaDiarySheet         *self,
            const AmiaCaseSchedule *plan,
            guint                   day,
            guint                   part,
            AmiaDiaryBlock         *block,
            GPtrArray              *texts)
{
  AmiaNode *node = self->blocks[day][part];
  double    strength = get_part (node, "kraft", NAN);
  char     *what = dup_part (self, node, "gjorde");
  char     *kind = dup_part (self, node, "slag");

  g_ptr_array_add (texts, what);
  g_ptr_array_add (texts, kind);
  block->what = what;
  block->kind = kind;
  block->planned = plan != NULL ? plan->texts[day][part] : NULL;
  block->hours = get_part (node, "timmar", -1);
  block->strength = strength >= -3 && strength <= 3 ? (int) strength : AMIA_DIARY_NO_STRENGTH;
}

static void
read_week (AmiaDiarySheet *self,
           AmiaDiaryDay    days[AMIA_WEEK_DAYS],
           GPtrArray      *texts)
{
  const AmiaCaseSchedule *plan = find_plan (self);

  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      AmiaNode *group = get_day (self, day);

      days[day].sleep = get_part (group, "somn", -1);
      days[day].pain = (int) CLAMP (get_part (group, "smarta", -1), -1, 10);
      days[day].energy = (int) CLAMP (get_part (group, "energi", -1), -1, 10);
      for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
        read_block (self, plan, day, part, &days[day].blocks[part], texts);
    }
}

static void
show_words (GtkWidget  *label,
            const char *words)
{
  gtk_label_set_label (GTK_LABEL (label), words);
  gtk_widget_set_visible (label, *words != '\0');
}

static void
show_note (AmiaDiarySheet       *self,
           guint                 day,
           guint                 part,
           const AmiaDiaryBlock *block)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *marks = NULL;

  if (block->strength != AMIA_DIARY_NO_STRENGTH)
    {
      marks = amia_diary_view_dup_marks (MAX (block->strength, 0), MAX (-block->strength, 0));
      g_string_append_printf (words, "%s%s%s", marks, *marks != '\0' ? " " : "",
                              block->strength > 0   ? _ ("gave strength")
                              : block->strength < 0 ? _ ("took strength")
                                                    : _ ("neither nor"));
    }
  if (block->kind != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", block->kind);
  if (block->planned != NULL && *block->planned != '\0')
    {
      g_autofree char *planned = g_strdup_printf (_ ("Planned: %s"), block->planned);

      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", planned);
    }
  show_words (self->notes[day][part], words->str);
}

/* What a whole day gave and took. */
static char *
describe_strength (int given,
                   int taken)
{
  g_autofree char *gave = given > 0 ? g_strdup_printf (_ ("▲ %d gave"), given) : NULL;
  g_autofree char *took = taken > 0 ? g_strdup_printf (_ ("▼ %d took"), taken) : NULL;

  if (gave != NULL && took != NULL)
    return g_strdup_printf ("%s\n%s", gave, took);

  return g_strdup (gave != NULL ? gave : took != NULL ? took
                                                      : "");
}

static void
show_day (AmiaDiarySheet         *self,
          guint                   day,
          const AmiaDiaryDay     *week_day,
          const AmiaDiarySummary *summary)
{
  g_autofree char *words = describe_strength (summary->given[day], summary->taken[day]);

  show_words (self->day_marks[day], words);
  for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
    show_note (self, day, part, &week_day->blocks[part]);
}

static void
update (AmiaInstrument *instrument)
{
  AmiaDiarySheet *self = AMIA_DIARY_SHEET (instrument);
  AmiaDiaryDay    days[AMIA_WEEK_DAYS];
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AmiaDiarySummary) summary = NULL;

  if (self->case_week == NULL)
    return;

  read_week (self, days, texts);
  summary = amia_diary_sum_up (days);
  for (guint i = 0; i < self->fields->len; i++)
    {
      amia_control_update (g_ptr_array_index (self->fields, i));
      amia_grid_field_set_note (g_ptr_array_index (self->fields, i), NULL, FALSE);
    }
  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    show_day (self, day, &days[day], summary);
  amia_diary_view_show (AMIA_DIARY_VIEW (self->view), summary);
}

static void
amia_diary_sheet_dispose (GObject *object)
{
  g_clear_object (&AMIA_DIARY_SHEET (object)->case_week);

  G_OBJECT_CLASS (amia_diary_sheet_parent_class)->dispose (object);
}

static void
amia_diary_sheet_finalize (GObject *object)
{
  g_ptr_array_unref (AMIA_DIARY_SHEET (object)->fields);

  G_OBJECT_CLASS (amia_diary_sheet_parent_class)->finalize (object);
}

static void
amia_diary_sheet_class_init (AmiaDiarySheetClass *klass)
{
  AmiaInstrumentClass *instrument_class = AMIA_INSTRUMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_diary_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_diary_sheet_finalize;
  instrument_class->build = build;
  instrument_class->update = update;
}

static void
amia_diary_sheet_init (AmiaDiarySheet *self)
{
  self->fields = g_ptr_array_new ();
}
