/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-umbrella"

#include "config.h"

#include "amia-umbrella-page.h"

#include <glib/gi18n.h>

#include "amia-case-reader.h"
#include "amia-case-row-view.h"
#include "amia-income-editor.h"
#include "amia-record-form.h"
#include "amia-record-remove.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-umbrella-paper.h"
#include "amia-umbrella-picture.h"
#include "amia-umbrella-words.h"
#include "amia-words.h"

/* The picture is a function of what was read. The two days and each income are forms of their own
 * record, made once and kept, so that nothing moves under somebody's fingers. */

typedef struct
{
  AmiaCaseUmbrella *umbrella;
  char             *name;
} Contents;

struct _AmiaUmbrellaPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *as_list;
  GtkWidget *stack;
  GtkWidget *views;
  GtkWidget *picture;
  GtkWidget *list;
  GtkWidget *days;
  GtkWidget *incomes;
  GtkWidget *no_incomes;

  AmiaCaseReader *reader;
  GtkWidget      *benefit; /* the forms of the two days, once they are made */
  GtkWidget      *ali;
  GPtrArray      *rows; /* GtkWidget, an expander row an income, with its id */
};

G_DEFINE_FINAL_TYPE (AmiaUmbrellaPage, amia_umbrella_page, GTK_TYPE_WIDGET)

static const AmiaRecordField benefit_fields[] = {
  { "benefit-end", N_ ("Last day of the benefit"), N_ ("For example 2014-03-14, 14/3 or +2v."),
    AMIA_RECORD_FIELD_DAY },
};

static const AmiaRecordField ali_fields[] = {
  { "ali-from", N_ ("First day of ALI"), N_ ("Leave it empty until it is decided."),
    AMIA_RECORD_FIELD_DAY },
};

/* --- Reading ---------------------------------------------------------------------------------- */

static void
free_contents (gpointer data)
{
  Contents *contents = data;

  g_clear_pointer (&contents->umbrella, amia_case_umbrella_free);
  g_free (contents->name);
  g_free (contents);
}

static gpointer
read_contents (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  AmiaCaseUmbrella *umbrella = amia_store_load_umbrella (store, data, error);
  Contents         *contents = NULL;

  if (umbrella == NULL)
    return NULL;

  contents = g_new0 (Contents, 1);
  contents->umbrella = umbrella;
  contents->name = amia_case_row_load_name (store, data);
  return contents;
}

static const AmiaCaseUmbrella *
get_umbrella (AmiaUmbrellaPage *self)
{
  const Contents *contents = amia_case_reader_get (self->reader);

  return contents != NULL ? contents->umbrella : NULL;
}

/* --- Showing -----------------------------------------------------------------------------------
 */

static void
update_list (AmiaUmbrellaPage *self)
{
  g_autoptr (GPtrArray) lines = amia_umbrella_words_list (get_umbrella (self));

  amia_list_clear (self->list);
  for (guint i = 0; i < lines->len; i++)
    {
      const AmiaUmbrellaLine *line = g_ptr_array_index (lines, i);

      gtk_list_box_append (GTK_LIST_BOX (self->list), amia_row_new (line->title, line->words));
    }
}

/* --- What it is made of ----------------------------------------------------------------------- */

static void
make_days (AmiaUmbrellaPage *self)
{
  const AmiaCaseUmbrella *umbrella = get_umbrella (self);
  AmiaReplica            *replica = amia_case_reader_get_replica (self->reader);
  const AmiaUuid         *case_id = amia_case_reader_get_case (self->reader);

  if (!amia_uuid_is_nil (&umbrella->participant))
    {
      self->benefit = amia_record_form_new (replica, "participant", &umbrella->participant, NULL,
                                            benefit_fields, G_N_ELEMENTS (benefit_fields));
      gtk_box_append (GTK_BOX (self->days), self->benefit);
    }
  self->ali = amia_record_form_new (
      replica, "case", case_id, case_id, ali_fields, G_N_ELEMENTS (ali_fields));
  gtk_box_append (GTK_BOX (self->days), self->ali);
}

static AmiaUuid *
get_row_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "amia-income");
}

static GtkWidget *
find_row (AmiaUmbrellaPage *self,
          const AmiaUuid   *id)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (amia_uuid_equal (get_row_id (g_ptr_array_index (self->rows, i)), id))
        return g_ptr_array_index (self->rows, i);
    }

  return NULL;
}

static GtkWidget *
make_row (AmiaUmbrellaPage *self,
          const AmiaUuid   *id)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *inner = gtk_list_box_row_new ();
  GtkWidget *form = amia_income_editor_new (amia_case_reader_get_replica (self->reader),
                                            amia_case_reader_get_case (self->reader), id);

  gtk_widget_set_margin_start (form, 18);
  gtk_widget_set_margin_end (form, 18);
  gtk_widget_set_margin_top (form, 12);
  gtk_widget_set_margin_bottom (form, 18);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inner), form);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inner), FALSE);
  gtk_widget_set_focusable (inner, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inner);
  g_object_set_data (G_OBJECT (row), "amia-form", form);
  g_object_set_data_full (G_OBJECT (row), "amia-income", g_memdup2 (id, sizeof *id), g_free);
  amia_row_set (row, _ ("New income"), NULL);
  gtk_list_box_append (GTK_LIST_BOX (self->incomes), row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static gboolean
has_income (const AmiaCaseUmbrella *umbrella,
            const AmiaUuid         *id)
{
  for (guint i = 0; i < umbrella->incomes->len; i++)
    {
      const AmiaUmbrellaItem *item = g_ptr_array_index (umbrella->incomes, i);

      if (amia_uuid_equal (&item->id, id))
        return TRUE;
    }

  return FALSE;
}

/* Rows stay; only what is new gets one, and what is gone loses it. A row for an income that nobody
 * has written anything of yet waits. */
static void
update_incomes (AmiaUmbrellaPage *self)
{
  const AmiaCaseUmbrella *umbrella = get_umbrella (self);

  for (guint i = 0; i < umbrella->incomes->len; i++)
    {
      const AmiaUmbrellaItem *item = g_ptr_array_index (umbrella->incomes, i);
      GtkWidget              *row = find_row (self, &item->id);
      g_autofree char        *title = amia_umbrella_words_income (item);
      g_autofree char        *span = amia_umbrella_words_span (item->from, item->to);

      if (row == NULL)
        row = make_row (self, &item->id);
      g_object_set_data (G_OBJECT (row), "amia-exists", GINT_TO_POINTER (TRUE));
      amia_row_set (row, title, span);
    }

  for (guint i = self->rows->len; i > 0; i--)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i - 1);

      if (g_object_get_data (G_OBJECT (row), "amia-exists") != NULL &&
          !has_income (umbrella, get_row_id (row)))
        {
          g_ptr_array_remove_index (self->rows, i - 1);
          gtk_list_box_remove (GTK_LIST_BOX (self->incomes), row);
        }
    }

  gtk_widget_set_visible (self->incomes, self->rows->len > 0);
  gtk_widget_set_visible (self->no_incomes, self->rows->len == 0);
}

static void
changed_cb (AmiaUmbrellaPage *self)
{
  const Contents *contents = amia_case_reader_get (self->reader);

  amia_case_reader_watch (self->reader, &contents->umbrella->participant);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title),
                                 contents->name != NULL ? contents->name : "");
  amia_umbrella_picture_set_umbrella (AMIA_UMBRELLA_PICTURE (self->picture), contents->umbrella);
  update_list (self);
  update_incomes (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "umbrella");
  if (self->ali != NULL)
    return;

  make_days (self);
  gtk_widget_child_focus (self->days, GTK_DIR_TAB_FORWARD);
}

static void
failed_cb (AmiaUmbrellaPage *self,
           GError           *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "gone");
  else if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

/* --- On the picture --------------------------------------------------------------------------- */

/* The form that has what the picture shows at @place, and the field of its edge. */
static GtkWidget *
find_form (AmiaUmbrellaPage *self,
           guint             place,
           guint             index,
           const char      **field)
{
  const AmiaCaseUmbrella *umbrella = get_umbrella (self);
  GtkWidget              *row = NULL;

  if (place == AMIA_UMBRELLA_PLACE_BENEFIT_END || place == AMIA_UMBRELLA_PLACE_ALI_FROM)
    {
      *field = place == AMIA_UMBRELLA_PLACE_ALI_FROM ? "ali-from" : "benefit-end";
      return place == AMIA_UMBRELLA_PLACE_ALI_FROM ? self->ali : self->benefit;
    }

  *field = place == AMIA_UMBRELLA_PLACE_INCOME_TO ? "to" : "from";
  if (umbrella != NULL && index < umbrella->incomes->len)
    row = find_row (self, &((AmiaUmbrellaItem *) g_ptr_array_index (umbrella->incomes, index))->id);
  return row != NULL ? g_object_get_data (G_OBJECT (row), "amia-form") : NULL;
}

static void
picked_cb (AmiaUmbrellaPage *self,
           guint             place,
           guint             index)
{
  const char *field = NULL;
  GtkWidget  *form = find_form (self, place, index, &field);
  GtkWidget  *row = form != NULL ? gtk_widget_get_ancestor (form, ADW_TYPE_EXPANDER_ROW) : NULL;

  if (row != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  if (form != NULL)
    gtk_widget_child_focus (form, GTK_DIR_TAB_FORWARD);
}

typedef struct
{
  GtkWidget  *form;
  const char *field;
  char       *text; /* before */
} Move;

static void
free_move (gpointer  data,
           GClosure *closure)
{
  Move *move = data;

  g_object_unref (move->form);
  g_free (move->text);
  g_free (move);
}

static void
undo_move_cb (gpointer data)
{
  Move *move = data;

  amia_record_form_type (AMIA_RECORD_FORM (move->form), move->field, move->text);
}

/* The day goes through its field, as if it had been typed. */
static void
moved_cb (AmiaUmbrellaPage *self,
          guint             place,
          guint             index,
          const char       *day)
{
  const char       *field = NULL;
  GtkWidget        *form = find_form (self, place, index, &field);
  const AmiaRecord *record =
      form != NULL ? amia_record_form_get_record (AMIA_RECORD_FORM (form)) : NULL;
  g_autofree char *before = record != NULL ? amia_record_dup_string (record, field) : NULL;
  g_autofree char *date = amia_words_date (day);
  g_autofree char *words = NULL;
  Move            *move = NULL;

  if (form == NULL || !amia_record_form_type (AMIA_RECORD_FORM (form), field, day))
    {
      amia_report (GTK_WIDGET (self), _ ("This day can't be changed here."));
      return;
    }

  move = g_new0 (Move, 1);
  move->form = g_object_ref (form);
  move->field = field;
  move->text = g_strdup (before != NULL ? before : "");
  /* Translators: a day */
  words = g_strdup_printf (_ ("Moved to %s."), date);
  amia_report_with_button (GTK_WIDGET (self), words, _ ("Undo"), G_CALLBACK (undo_move_cb), move,
                           free_move);
}

/* --- Doing ------------------------------------------------------------------------------------ */

static void
new_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (widget);
  AmiaUuid          id = amia_uuid_new_v7 (amia_words_now_ms ());
  GtkWidget        *row = NULL;

  if (get_umbrella (self) == NULL)
    return;

  row = make_row (self, &id);
  gtk_widget_set_visible (self->incomes, TRUE);
  gtk_widget_set_visible (self->no_incomes, FALSE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
remove_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (widget);
  GtkRoot          *root = gtk_widget_get_root (widget);
  GtkWidget        *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget        *row = focus != NULL ? gtk_widget_get_ancestor (focus, ADW_TYPE_EXPANDER_ROW)
                                        : NULL;

  if (row != NULL && gtk_widget_is_ancestor (row, self->incomes))
    amia_record_remove (widget, amia_case_reader_get_replica (self->reader), "income",
                        get_row_id (row), amia_case_reader_get_case (self->reader),
                        _ ("The income was taken away."));
}

static void
list_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (widget);
  GtkToggleButton  *button = GTK_TOGGLE_BUTTON (self->as_list);

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
as_list_cb (AmiaUmbrellaPage *self)
{
  const gboolean is_list = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_list));

  gtk_stack_set_visible_child_name (GTK_STACK (self->views), is_list ? "list" : "picture");
}

static void
print_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (widget);
  const Contents   *contents = amia_case_reader_get (self->reader);

  if (contents != NULL)
    amia_umbrella_paper_print (widget, amia_case_reader_get_replica (self->reader),
                               contents->umbrella, contents->name,
                               parameter != NULL && g_variant_get_boolean (parameter));
}

static void
svg_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (widget);

  if (get_umbrella (self) != NULL)
    amia_umbrella_paper_save_svg (
        widget, amia_case_reader_get_replica (self->reader), get_umbrella (self));
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
amia_umbrella_page_dispose (GObject *object)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_UMBRELLA_PAGE);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (amia_umbrella_page_parent_class)->dispose (object);
}

static void
amia_umbrella_page_finalize (GObject *object)
{
  AmiaUmbrellaPage *self = AMIA_UMBRELLA_PAGE (object);

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (amia_umbrella_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_action_cb);
  gtk_widget_class_install_action (widget_class, "umbrella.remove", NULL, remove_action_cb);
  gtk_widget_class_install_action (widget_class, "umbrella.list", NULL, list_action_cb);
  gtk_widget_class_install_action (widget_class, "umbrella.print", "b", print_action_cb);
  gtk_widget_class_install_action (widget_class, "umbrella.svg", NULL, svg_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "umbrella.remove", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_l, GDK_ALT_MASK, "umbrella.list", NULL);
  gtk_widget_class_install_action (widget_class, "page.print", NULL, print_action_cb);
}

static void
amia_umbrella_page_class_init (AmiaUmbrellaPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amia_umbrella_page_dispose;
  object_class->finalize = amia_umbrella_page_finalize;
  g_type_ensure (AMIA_TYPE_UMBRELLA_PICTURE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-umbrella-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, as_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, views);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, picture);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, days);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, incomes);
  gtk_widget_class_bind_template_child (widget_class, AmiaUmbrellaPage, no_incomes);
  gtk_widget_class_bind_template_callback (widget_class, as_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  install_actions (widget_class);
}

static void
amia_umbrella_page_init (AmiaUmbrellaPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_umbrella_page_new (AmiaReplica    *replica,
                        const AmiaUuid *case_id)
{
  AmiaUmbrellaPage *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_UMBRELLA_PAGE, NULL);
  self->reader = amia_case_reader_new (replica, case_id, read_contents, free_contents);
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
