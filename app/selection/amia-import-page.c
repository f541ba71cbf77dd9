/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-selection"

#include "config.h"

#include "amia-import-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-drop-down.h"
#include "amia-import-list.h"
#include "amia-input.h"
#include "amia-line-view.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-selection-words.h"
#include "amia-subproject-help.h"
#include "amia-template.h"

/* The file is kept as it was read; each change of the mapping reads it anew. */

struct _AmiaImportPage
{
  GtkWidget parent_instance;

  GtkWidget *take;
  GtkWidget *stack;
  GtkWidget *columns_row;
  GtkWidget *subproject;
  GtkWidget *similar;
  GtkWidget *lines;

  AmiaSession          *session;
  GCancellable         *cancellable;
  GtkFileChooserNative *chooser;
  GBytes               *bytes;
  AmiaImportList       *list;
  GPtrArray            *columns; /* (element-type GtkWidget): the rows of the columns */
};

G_DEFINE_FINAL_TYPE (AmiaImportPage, amia_import_page, GTK_TYPE_WIDGET)

static void read_list (AmiaImportPage             *self,
                       const AmiaSelectionMapping *mapping);

/* --- The columns ---------------------------------------------------------------------------- */

static void
column_cb (AmiaImportPage *self,
           GParamSpec     *pspec,
           GtkWidget      *drop_down)
{
  guint column =
      GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (drop_down), "amia-column"));
  AmiaSelectionMapping mapping = self->list->mapping;

  amia_selection_map (&mapping, column, gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)));
  read_list (self, &mapping);
}

static GtkWidget *
make_column (AmiaImportPage *self,
             guint           column)
{
  const AmiaImportList *list = self->list;
  const AmiaCsvRow     *first = g_ptr_array_index (list->csv->rows, 0);
  const AmiaCsvRow     *second = list->csv->rows->len > 1 ? g_ptr_array_index (list->csv->rows, 1)
                                                          : first;
  g_autofree char      *number = g_strdup_printf (_ ("Column %u"), column + 1);
  const char           *heading = amia_csv_row_get (first, column);
  gboolean              is_named = list->mapping.has_headings && *heading != '\0';
  GtkWidget            *row = amia_row_new (is_named ? heading : number,
                                 amia_csv_row_get (is_named ? second : first, column));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *drop_down = NULL;

  for (guint i = 0; i < AMIA_SELECTION_N_FIELDS; i++)
    gtk_string_list_append (names, amia_selection_words_field (i));
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), list->mapping.fields[column]);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  amia_drop_down_set_name (drop_down, is_named ? heading : number);
  g_object_set_data (G_OBJECT (drop_down), "amia-column", GUINT_TO_POINTER (column));
  g_signal_connect_object (
      drop_down, "notify::selected", G_CALLBACK (column_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), drop_down);
  g_object_set_data (G_OBJECT (row), "amia-drop-down", drop_down);
  return row;
}

static void
describe_columns (AmiaImportPage *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < self->list->mapping.n_columns; i++)
    {
      AmiaSelectionField field = self->list->mapping.fields[i];

      if (field != AMIA_SELECTION_NONE)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "",
                                amia_selection_words_field (field));
    }

  amia_row_set (self->columns_row, _ ("What the columns hold"),
                words->len > 0 ? words->str : _ ("Nothing was recognised: choose the columns."));
}

/* The rows stay while the table does, so that no drop-down goes away under somebody's hand. */
static void
update_columns (AmiaImportPage *self)
{
  if (self->columns->len == 0)
    {
      for (guint i = 0; i < self->list->mapping.n_columns; i++)
        {
          GtkWidget *row = make_column (self, i);

          adw_expander_row_add_row (ADW_EXPANDER_ROW (self->columns_row), row);
          g_ptr_array_add (self->columns, row);
        }
    }

  for (guint i = 0; i < self->columns->len; i++)
    {
      GtkWidget *drop_down =
          g_object_get_data (g_ptr_array_index (self->columns, i), "amia-drop-down");

      g_signal_handlers_block_by_func (drop_down, column_cb, self);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), self->list->mapping.fields[i]);
      g_signal_handlers_unblock_by_func (drop_down, column_cb, self);
    }
  describe_columns (self);
}

static void
clear_columns (AmiaImportPage *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->columns_row),
                             g_ptr_array_index (self->columns, i));
  g_ptr_array_set_size (self->columns, 0);
}

/* --- The rows ------------------------------------------------------------------------------- */

typedef enum
{
  GROUP_WRONG,
  GROUP_HERE,
  GROUP_TAKEN,
  N_GROUPS,
} Group;

static gboolean
takes_similar (AmiaImportPage *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->similar));
}

static Group
get_group (AmiaImportPage *self,
           guint           row)
{
  const AmiaCandidate *candidate = g_ptr_array_index (self->list->candidates, row);

  if (amia_import_list_is_taken (self->list, row, takes_similar (self)))
    return GROUP_TAKEN;
  return candidate->fault == AMIA_SELECTION_GOOD ? GROUP_HERE : GROUP_WRONG;
}

static AmiaLine *
make_line (AmiaImportPage *self,
           guint           row)
{
  const AmiaCandidate *candidate = g_ptr_array_index (self->list->candidates, row);
  const AmiaTwin      *twin = g_ptr_array_index (self->list->twins, row);
  const char          *name =
      amia_selection_words_name (candidate->values[AMIA_SELECTION_NAME],
                                 candidate->values[AMIA_SELECTION_PERSONNUMMER], FALSE);
  const char      *number = candidate->values[AMIA_SELECTION_PERSONNUMMER];
  const char      *day = candidate->values[AMIA_SELECTION_BENEFIT_END];
  g_autofree char *title = g_strdup_printf (_ ("Line %u: %s"), candidate->line, name);
  g_autofree char *subtitle = NULL;

  if (candidate->fault != AMIA_SELECTION_GOOD)
    subtitle = amia_selection_words_fault (candidate);
  else if (twin != NULL)
    subtitle = amia_selection_words_twin (twin);
  else
    subtitle = g_strjoin (" · ", number != NULL ? number : _ ("no personal identity number"),
                          day != NULL ? day : _ ("no last day"),
                          candidate->values[AMIA_SELECTION_MUNICIPALITY], NULL);
  return amia_line_new (title, subtitle);
}

static void
add_group (AmiaImportPage *self,
           Group           group,
           const char     *heading,
           GPtrArray      *lines)
{
  g_ptr_array_add (lines, amia_line_new_heading (heading));
  for (guint i = 0; i < self->list->candidates->len; i++)
    {
      if (get_group (self, i) == group)
        g_ptr_array_add (lines, make_line (self, i));
    }
}

static void
update_lines (AmiaImportPage *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  guint            n[N_GROUPS] = { 0 };
  g_autofree char *take = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *here = NULL;
  g_autofree char *taken = NULL;

  for (guint i = 0; i < self->list->candidates->len; i++)
    n[get_group (self, i)]++;

  wrong = g_strdup_printf (ngettext ("%u row can't be taken", "%u rows can't be taken",
                                     n[GROUP_WRONG]),
                           n[GROUP_WRONG]);
  here = g_strdup_printf (ngettext ("%u person is here already", "%u people are here already",
                                    n[GROUP_HERE]),
                          n[GROUP_HERE]);
  taken = g_strdup_printf (ngettext ("%u person will be put on the list",
                                     "%u people will be put on the list", n[GROUP_TAKEN]),
                           n[GROUP_TAKEN]);
  take = g_strdup_printf (ngettext ("Put %u Person on the List", "Put %u People on the List",
                                    n[GROUP_TAKEN]),
                          n[GROUP_TAKEN]);
  if (n[GROUP_WRONG] > 0)
    add_group (self, GROUP_WRONG, wrong, lines);
  if (n[GROUP_HERE] > 0)
    add_group (self, GROUP_HERE, here, lines);
  add_group (self, GROUP_TAKEN, taken, lines);

  amia_line_view_set_lines (AMIA_LINE_VIEW (self->lines), lines);
  gtk_button_set_label (GTK_BUTTON (self->take), take);
  gtk_widget_set_sensitive (self->take, n[GROUP_TAKEN] > 0);
  gtk_widget_set_visible (self->take, TRUE);
}

static gboolean
has_similar (AmiaImportPage *self)
{
  for (guint i = 0; i < self->list->twins->len; i++)
    {
      const AmiaTwin *twin = g_ptr_array_index (self->list->twins, i);

      if (twin != NULL && twin->sign != AMIA_TWIN_NUMBER)
        return TRUE;
    }

  return FALSE;
}

static void
similar_cb (AmiaImportPage *self)
{
  if (self->list != NULL)
    update_lines (self);
}

/* --- The file ------------------------------------------------------------------------------- */

static const char *
describe_unreadable (const GError *error)
{
  if (g_error_matches (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_BINARY))
    return _ ("The file is not a table as text. Save it as CSV in the spreadsheet program first.");
  if (g_error_matches (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_LIMIT))
    return _ ("The table is larger than AMiA takes in one go. Cut it in parts.");
  if (error->domain == AMIA_STORE_ERROR)
    return amia_report_describe (error);
  return _ ("The file can't be opened. Check that it is still there, and that you may read it.");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaImportPage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaImportList *list = amia_import_list_read_finish (AMIA_REPLICA (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list == NULL)
    {
      amia_report (GTK_WIDGET (self), describe_unreadable (error));
      return;
    }

  g_clear_pointer (&self->list, amia_import_list_free);
  self->list = list;
  if (list->csv->rows->len == 0)
    {
      amia_report (GTK_WIDGET (self), _ ("There is nothing in the file."));
      return;
    }

  update_columns (self);
  gtk_widget_set_visible (self->similar, has_similar (self));
  update_lines (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "table");
}

static void
read_list (AmiaImportPage             *self,
           const AmiaSelectionMapping *mapping)
{
  amia_import_list_read_async (amia_session_get_replica (self->session), self->bytes, mapping,
                               self->cancellable, read_cb, g_object_ref (self));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaImportPage) self = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL)
    {
      amia_report (GTK_WIDGET (self), describe_unreadable (error));
      return;
    }

  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  clear_columns (self);
  read_list (self, NULL);
}

static void
import_file (AmiaImportPage *self,
             GFile          *file)
{
  g_file_load_bytes_async (file, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
chosen_cb (AmiaImportPage *self,
           int             response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    import_file (self, file);
  g_clear_object (&self->chooser);
}

static void
choose_cb (AmiaImportPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;

  gtk_file_filter_set_name (filter, _ ("Tables (CSV)"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "txt");
  gtk_file_filter_add_suffix (filter, "tsv");
  self->chooser = gtk_file_chooser_native_new (_ ("Import a List"),
                                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Look Through"),
                                               _ ("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (
      self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
dropped_cb (AmiaImportPage *self,
            const GValue   *value)
{
  GSList  *files = gdk_file_list_get_files (g_value_get_boxed (value));
  gboolean is_taken = files != NULL;

  if (is_taken)
    import_file (self, files->data);
  g_slist_free (files);
  return is_taken;
}

static void
import_path_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  import_file (AMIA_IMPORT_PAGE (widget), file);
}

/* --- Taking --------------------------------------------------------------------------------- */

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaImportPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  guint            n_taken;

  if (!amia_import_list_take_finish (AMIA_REPLICA (source), result, &n_taken, &error))
    {
      amia_report_error (GTK_WIDGET (self), error);
      read_list (self, NULL);
      return;
    }

  words = g_strdup_printf (
      ngettext ("%u person is on the list.", "%u people are on the list.", n_taken), n_taken);
  amia_report (GTK_WIDGET (self), words);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
take_cb (AmiaImportPage *self)
{
  g_autofree char *subproject = amia_input_dup_text (AMIA_INPUT (self->subproject));

  gtk_widget_set_sensitive (self->take, FALSE);
  amia_import_list_take_async (
      amia_session_get_replica (self->session), g_steal_pointer (&self->list),
      *subproject != '\0' ? subproject : NULL, takes_similar (self), taken_cb, g_object_ref (self));
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_import_page_dispose (GObject *object)
{
  AmiaImportPage *self = AMIA_IMPORT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_IMPORT_PAGE);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->list, amia_import_list_free);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_import_page_parent_class)->dispose (object);
}

static void
amia_import_page_class_init (AmiaImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_import_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaImportPage, take);
  gtk_widget_class_bind_template_child (widget_class, AmiaImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaImportPage, columns_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaImportPage, subproject);
  gtk_widget_class_bind_template_child (widget_class, AmiaImportPage, similar);
  gtk_widget_class_bind_template_child (widget_class, AmiaImportPage, lines);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, similar_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
  gtk_widget_class_install_action (widget_class, "page.import", "s", import_path_cb);
}

static void
amia_import_page_init (AmiaImportPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  self->columns = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_row_set (self->columns_row, _ ("What the columns hold"), NULL);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
amia_import_page_new (AmiaSession *session)
{
  AmiaImportPage *self = g_object_new (AMIA_TYPE_IMPORT_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  amia_subproject_help_add (AMIA_INPUT (self->subproject), amia_session_get_replica (session));
  return GTK_WIDGET (self);
}
