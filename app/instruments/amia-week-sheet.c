/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-week-sheet.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-week.h"
#include "amia-date.h"
#include "amia-form-words.h"
#include "amia-grid-field.h"

/* Each box is a question of the form. What stands beneath a box is worked out from the rest of the
 * case each time and kept nowhere. */

#define KIND       "schema-slag"
#define FIRST_DAY  "schema-vecka"
#define WEEKDAYS_N 5

struct _AmiaWeekSheet
{
  AmiaInstrument parent_instance;

  GtkWidget      *compare;
  GtkWidget      *status;
  GtkWidget      *activities;
  GPtrArray      *fields; /* AmiaGridField, day by day */
  AmiaCaseReader *case_week;
};

G_DEFINE_FINAL_TYPE (AmiaWeekSheet, amia_week_sheet, AMIA_TYPE_INSTRUMENT)

static AmiaFormModel *
get_model (AmiaWeekSheet *self)
{
  return amia_instrument_get_model (AMIA_INSTRUMENT (self));
}

static AmiaNode *
get_day (AmiaWeekSheet *self,
         guint          day)
{
  return amia_node_get_child (amia_instrument_get_node (AMIA_INSTRUMENT (self)), day);
}

static AmiaNode *
get_box (AmiaWeekSheet *self,
         guint          day,
         guint          part)
{
  return amia_node_get_child (get_day (self, day), part);
}

static char *
dup_words (AmiaWeekSheet *self,
           AmiaNode      *node)
{
  return amia_form_words_item (amia_node_get_item (node),
                               amia_form_model_get_language (get_model (self)));
}

static gboolean
is_editable (AmiaWeekSheet *self)
{
  return !amia_form_model_get_is_completed (get_model (self));
}

/* --- Copying a day ---------------------------------------------------------------------------- */

/* @mask has a bit for each day to copy to. */
static void
copy_day (AmiaWeekSheet *self,
          guint          from,
          guint          mask)
{
  AmiaNode   *nodes[AMIA_WEEK_DAYS * AMIA_WEEK_PARTS];
  const char *values[AMIA_WEEK_DAYS * AMIA_WEEK_PARTS];
  gsize       n = 0;

  for (guint i = 0; i < self->fields->len; i++)
    amia_control_flush (g_ptr_array_index (self->fields, i));
  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    for (guint part = 0; part < AMIA_WEEK_PARTS && day != from && (mask & 1u << day) != 0; part++)
      {
        const char *value = amia_node_get_value (get_box (self, from, part));

        nodes[n] = get_box (self, day, part);
        values[n++] = value != NULL ? value : "null";
      }

  if (is_editable (self))
    amia_form_model_answer_all (get_model (self), nodes, values, n);
}

static void
copy_activated (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  guint from;
  guint mask;

  g_variant_get (parameter, "(uu)", &from, &mask);
  copy_day (AMIA_WEEK_SHEET (widget), from, mask);
}

static void
add_copy (GMenu      *menu,
          const char *label,
          guint       from,
          guint       mask)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "week.copy", "(uu)", from, mask);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (AmiaWeekSheet *self,
           guint          day)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) days = g_menu_new ();
  g_autoptr (GMenu) several = g_menu_new ();

  for (guint other = 0; other < AMIA_WEEK_DAYS; other++)
    {
      g_autofree char *name = dup_words (self, get_day (self, other));
      g_autofree char *lower = g_utf8_strdown (name, -1);
      /* Translators: the %s is a day of the week */
      g_autofree char *label = g_strdup_printf (_ ("Copy to %s"), lower);

      if (other != day)
        add_copy (days, label, day, 1u << other);
    }
  add_copy (several, _ ("Copy to Monday–Friday"), day, (1u << WEEKDAYS_N) - 1);
  add_copy (several, _ ("Copy to the whole week"), day, (1u << AMIA_WEEK_DAYS) - 1);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (days));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (several));
  return G_MENU_MODEL (menu);
}

/* The day below takes over this one, and the keyboard goes along: pressed again and again it fills
 * the week. */
static gboolean
copy_on_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  AmiaWeekSheet *self = AMIA_WEEK_SHEET (widget);
  GtkWidget     *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  for (guint i = 0; focus != NULL && i + AMIA_WEEK_PARTS < self->fields->len; i++)
    {
      if (!gtk_widget_is_ancestor (focus, g_ptr_array_index (self->fields, i)))
        continue;

      copy_day (self, i / AMIA_WEEK_PARTS, 1u << (i / AMIA_WEEK_PARTS + 1));
      gtk_widget_child_focus (g_ptr_array_index (self->fields, i + AMIA_WEEK_PARTS),
                              GTK_DIR_TAB_FORWARD);
      return TRUE;
    }

  return FALSE;
}

/* --- Building --------------------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *words,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_day_button (AmiaWeekSheet *self,
                 guint          day)
{
  g_autofree char *name = dup_words (self, get_day (self, day));
  g_autoptr (GMenuModel) menu = make_menu (self, day);
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), name);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "grid-day");
  gtk_widget_set_sensitive (button, is_editable (self));
  return button;
}

static GtkWidget *
make_field (AmiaWeekSheet *self,
            guint          day,
            guint          part)
{
  g_autofree char *day_name = dup_words (self, get_day (self, day));
  g_autofree char *part_name = dup_words (self, get_box (self, day, part));
  g_autofree char *lower = g_utf8_strdown (part_name, -1);
  g_autofree char *name = g_strdup_printf ("%s %s", day_name, lower);
  GtkWidget       *field =
      amia_grid_field_new (get_model (self), get_box (self, day, part), name, -1);

  g_ptr_array_add (self->fields, field);
  return field;
}

static GtkWidget *
make_grid (AmiaWeekSheet *self)
{
  GtkWidget    *grid = gtk_grid_new ();
  GtkSizeGroup *widths = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
    {
      g_autofree char *name = dup_words (self, get_box (self, 0, part));

      gtk_grid_attach (GTK_GRID (grid), make_label (name, "grid-head"), (int) part + 1, 0, 1, 1);
    }
  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      gtk_grid_attach (GTK_GRID (grid), make_day_button (self, day), 0, (int) day + 1, 1, 1);
      for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
        {
          GtkWidget *field = make_field (self, day, part);

          gtk_size_group_add_widget (widths, field);
          gtk_grid_attach (GTK_GRID (grid), field, (int) part + 1, (int) day + 1, 1, 1);
        }
    }
  g_object_set_data_full (G_OBJECT (grid), "amia-widths", widths, g_object_unref);
  gtk_widget_set_size_request (grid, AMIA_GRID_SHEET_WIDTH, -1);
  amia_grid_field_link (self->fields, AMIA_WEEK_PARTS);
  return grid;
}

/* A form of somebody else's that only borrows the name has nothing that could be drawn here. */
static gboolean
is_week (AmiaNode *node)
{
  if (amia_node_get_n_children (node) != AMIA_WEEK_DAYS)
    return FALSE;

  for (guint day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      AmiaNode *group = amia_node_get_child (node, day);

      if (amia_node_is_list (group) || amia_node_get_n_children (group) != AMIA_WEEK_PARTS)
        return FALSE;
      for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
        {
          AmiaNode *box = amia_node_get_child (group, part);

          if (amia_node_is_list (box) || amia_node_get_value_path (box) == NULL)
            return FALSE;
        }
    }

  return TRUE;
}

/* What kind of week it is, and which, is asked outside the group. */
static void
node_changed_cb (AmiaWeekSheet *self,
                 AmiaNode      *node,
                 AmiaFormModel *model)
{
  const AmiaItem *item = node != NULL ? amia_node_get_item (node) : NULL;

  if (item != NULL && (strcmp (item->link_id, KIND) == 0 || strcmp (item->link_id, FIRST_DAY) == 0))
    AMIA_INSTRUMENT_GET_CLASS (self)->update (AMIA_INSTRUMENT (self));
}

static void
build (AmiaInstrument *instrument)
{
  AmiaWeekSheet *self = AMIA_WEEK_SHEET (instrument);
  GtkWidget     *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_bin_set_child (ADW_BIN (self), box);
  if (!is_week (amia_instrument_get_node (instrument)))
    {
      gtk_box_append (GTK_BOX (box),
                      make_label (_ ("There is no picture of these questions."), "field-help"));
      return;
    }

  gtk_box_append (GTK_BOX (box),
                  make_label (_ ("Write straight into the boxes. The arrow keys go between them; "
                                 "Ctrl+D copies the day to the next one."),
                              "field-help"));
  self->compare = gtk_check_button_new ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->compare), TRUE);
  g_signal_connect_object (self->compare,
                           "toggled",
                           G_CALLBACK (AMIA_INSTRUMENT_GET_CLASS (self)->update),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->compare);
  gtk_box_append (GTK_BOX (box), make_grid (self));
  self->status = make_label (NULL, "grid-status");
  gtk_box_append (GTK_BOX (box), self->status);
  self->activities = make_label (NULL, "field-help");
  gtk_box_append (GTK_BOX (box), self->activities);

  g_signal_connect_object (
      get_model (self), "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
  self->case_week = amia_case_week_new (get_model (self));
  g_signal_connect_object (self->case_week,
                           "changed",
                           G_CALLBACK (AMIA_INSTRUMENT_GET_CLASS (self)->update),
                           self,
                           G_CONNECT_SWAPPED);
}

/* --- What stands beneath the boxes ------------------------------------------------------------ */

typedef struct
{
  const AmiaCaseSchedule *other;
  gboolean                is_planned;
  gboolean                has_week;
  GDate                   monday;
  guint                   n_collisions;
} Look;

static AmiaNode *
get_root (AmiaWeekSheet *self)
{
  return amia_response_get_root (amia_form_model_get_response (get_model (self)));
}

static void
look_around (AmiaWeekSheet *self,
             Look          *look)
{
  g_autofree char *kind = amia_instrument_dup_code (get_root (self), KIND);
  AmiaNode        *first = amia_instrument_find (get_root (self), FIRST_DAY);
  const char      *value = first != NULL ? amia_node_get_value (first) : NULL;
  GDate            day;

  memset (look, 0, sizeof *look);
  look->is_planned = g_strcmp0 (kind, "planerad") == 0;
  /* A JSON string: the day stands between quotation marks. */
  if (look->is_planned && value != NULL && strlen (value) == AMIA_DATE_TEXT_LENGTH + 2 &&
      amia_date_parse_iso (value + 1, AMIA_DATE_TEXT_LENGTH, &day))
    {
      look->has_week = TRUE;
      amia_week_get_monday (&day, &look->monday);
    }
  if (kind != NULL)
    look->other = amia_case_week_find_schedule (self->case_week, !look->is_planned, NULL);
}

static void
add_line (GString    *words,
          const char *line)
{
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, line);
}

/* Returns whether the box collides with what is booked. */
static gboolean
describe_bookings (AmiaWeekSheet *self,
                   const Look    *look,
                   guint          day,
                   guint          part,
                   GString       *words)
{
  GPtrArray *meetings = amia_case_week_get_meetings (self->case_week);
  gboolean   is_written = amia_node_is_answered (get_box (self, day, part));
  gboolean   is_booked = FALSE;

  for (guint i = 0; look->has_week && meetings != NULL && i < meetings->len; i++)
    {
      const AmiaCaseMeeting *meeting = g_ptr_array_index (meetings, i);
      g_autofree char       *line = NULL;
      AmiaWeekSlots          slots;

      if (meeting->start == NULL ||
          !amia_week_place_meeting (&look->monday, meeting->start, meeting->end, &slots) ||
          !slots.slots[day][part])
        continue;

      is_booked = TRUE;
      line = g_strdup_printf (
          /* Translators: a time such as 10:00 and the name of a meeting */
          is_written ? _ ("Collides: %.5s %s") : _ ("Booked: %.5s %s"),
          meeting->start + 11,
          meeting->title != NULL ? meeting->title : _ ("Meeting"));
      add_line (words, line);
    }

  return is_booked && is_written;
}

static gboolean
is_about (const char *words,
          const char *title)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_autofree char *folded_title = g_utf8_casefold (title, -1);

  return strstr (folded, folded_title) != NULL;
}

/* An activity that the box names is what was meant there. Returns whether another collides. */
static gboolean
describe_activities (AmiaWeekSheet *self,
                     const Look    *look,
                     guint          day,
                     guint          part,
                     GString       *words)
{
  GPtrArray       *activities = amia_case_week_get_activities (self->case_week);
  AmiaNode        *box = get_box (self, day, part);
  g_autofree char *own = amia_instrument_dup_text (
      AMIA_INSTRUMENT (self), get_day (self, day), amia_node_get_item (box)->link_id);
  gboolean      is_collision = FALSE;
  AmiaWeekSlots slots;

  for (guint i = 0; look->has_week && activities != NULL && i < activities->len; i++)
    {
      const AmiaCaseActivity *activity = g_ptr_array_index (activities, i);

      for (guint k = 0; activity->title != NULL && k < activity->times->len; k++)
        {
          const AmiaPlanTime *time = &g_array_index (activity->times, AmiaPlanTime, k);
          g_autofree char    *line = NULL;

          if (!amia_week_place_time (&look->monday, activity->from, activity->to, time, &slots) ||
              !slots.slots[day][part] || (own != NULL && is_about (own, activity->title)))
            continue;
          line = g_strdup_printf (own != NULL ? _ ("Collides: %02u:%02u %s")
                                              : _ ("Booked: %02u:%02u %s"),
                                  time->from / 60, time->from % 60, activity->title);
          add_line (words, line);
          is_collision = is_collision || own != NULL;
        }
    }

  return is_collision;
}

static void
describe_other (AmiaWeekSheet *self,
                const Look    *look,
                guint          day,
                guint          part,
                GString       *words)
{
  g_autofree char *own = amia_instrument_dup_text (
      AMIA_INSTRUMENT (self),
      get_day (self, day),
      amia_node_get_item (get_box (self, day, part))->link_id);
  const char      *other = look->other != NULL ? look->other->texts[day][part] : NULL;
  g_autofree char *line = NULL;

  if (other == NULL || *other == '\0' || g_strcmp0 (own, other) == 0 ||
      !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->compare)))
    return;

  line = g_strdup_printf (look->is_planned ? _ ("Ordinarily: %s") : _ ("Planned: %s"), other);
  add_line (words, line);
}

static void
update_field (AmiaWeekSheet *self,
              Look          *look,
              guint          day,
              guint          part)
{
  AmiaGridField *field = g_ptr_array_index (self->fields, day * AMIA_WEEK_PARTS + part);
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean is_collision = describe_bookings (self, look, day, part, words);

  is_collision = describe_activities (self, look, day, part, words) || is_collision;
  describe_other (self, look, day, part, words);
  look->n_collisions += is_collision;
  amia_control_update (AMIA_CONTROL (field));
  amia_grid_field_set_note (field, words->len > 0 ? words->str : NULL, is_collision);
}

static void
update_status (AmiaWeekSheet *self,
               const Look    *look)
{
  g_autofree char *words = NULL;

  if (look->is_planned && !look->has_week)
    words = g_strdup (_ ("Say above which week it is, and what is booked in it is shown here."));
  else if (look->n_collisions > 0)
    words = g_strdup_printf (ngettext ("%u box collides with something booked.",
                                       "%u boxes collide with something booked.",
                                       look->n_collisions),
                             look->n_collisions);
  gtk_label_set_label (GTK_LABEL (self->status), words != NULL ? words : "");
  gtk_widget_set_visible (self->status, words != NULL);
}

static void
update_activities (AmiaWeekSheet *self,
                   const Look    *look)
{
  GPtrArray *activities = amia_case_week_get_activities (self->case_week);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; look->has_week && activities != NULL && i < activities->len; i++)
    {
      const AmiaCaseActivity *activity = g_ptr_array_index (activities, i);
      int                     day;

      if (activity->title == NULL ||
          !amia_week_place_activity (&look->monday, activity->from, activity->to, &day))
        continue;
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", activity->title);
      if (day >= 0)
        {
          g_autofree char *name = dup_words (self, get_day (self, (guint) day));
          g_autofree char *lower = g_utf8_strdown (name, -1);

          g_string_append_printf (words, " (%s)", lower);
        }
    }
  g_string_prepend (words, _ ("Activities this week: "));
  gtk_label_set_label (GTK_LABEL (self->activities), words->str);
  gtk_widget_set_visible (self->activities, words->len > strlen (_ ("Activities this week: ")));
}

static void
update (AmiaInstrument *instrument)
{
  AmiaWeekSheet *self = AMIA_WEEK_SHEET (instrument);
  Look           look;

  if (self->case_week == NULL)
    return;

  look_around (self, &look);
  gtk_check_button_set_label (GTK_CHECK_BUTTON (self->compare),
                              look.is_planned ? _ ("Show the ordinary week beneath")
                                              : _ ("Show the planned week beneath"));
  gtk_widget_set_visible (self->compare, look.other != NULL);
  for (guint i = 0; i < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; i++)
    update_field (self, &look, i / AMIA_WEEK_PARTS, i % AMIA_WEEK_PARTS);
  update_status (self, &look);
  update_activities (self, &look);
}

static void
amia_week_sheet_dispose (GObject *object)
{
  g_clear_object (&AMIA_WEEK_SHEET (object)->case_week);

  G_OBJECT_CLASS (amia_week_sheet_parent_class)->dispose (object);
}

static void
amia_week_sheet_finalize (GObject *object)
{
  g_ptr_array_unref (AMIA_WEEK_SHEET (object)->fields);

  G_OBJECT_CLASS (amia_week_sheet_parent_class)->finalize (object);
}

static void
amia_week_sheet_class_init (AmiaWeekSheetClass *klass)
{
  AmiaInstrumentClass *instrument_class = AMIA_INSTRUMENT_CLASS (klass);
  GtkWidgetClass      *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_week_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_week_sheet_finalize;
  instrument_class->build = build;
  instrument_class->update = update;
  gtk_widget_class_install_action (widget_class, "week.copy", "(uu)", copy_activated);
  gtk_widget_class_add_binding (
      widget_class, GDK_KEY_d, GDK_CONTROL_MASK, copy_on_cb, NULL);
}

static void
amia_week_sheet_init (AmiaWeekSheet *self)
{
  self->fields = g_ptr_array_new ();
}
