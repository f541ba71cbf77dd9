/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-saved-filters.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"

/* Filters are few and small: one setting of the device holds them all, and is written whole. */

#define SETTING_NAME "filters/cases"
#define FILTERS_MAX  20

struct _AmiaSavedFilters
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *none;
  GtkWidget *name;
  GtkWidget *keep;

  AmiaReplica    *replica;
  GCancellable   *cancellable;
  GPtrArray      *filters;
  AmiaCaseFilter *current;
  AmiaCaseFilter *renamed; /* one of filters that is to have another name */
};

G_DEFINE_FINAL_TYPE (AmiaSavedFilters, amia_saved_filters, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void update (AmiaSavedFilters *self);

/* --- Keeping ---------------------------------------------------------------------------------- */

static gpointer
keep (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  /* The caller looks at the error alone. */
  (void) !amia_store_set_setting (store, SETTING_NAME, data, error);
  return NULL;
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaSavedFilters) self = data;
  g_autoptr (GError) error = NULL;

  /* There is no answer but the error. */
  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (error != NULL && self->replica != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

static void
keep_all (AmiaSavedFilters *self)
{
  amia_replica_call_async (self->replica, keep, amia_case_filters_encode (self->filters), g_free,
                           NULL, NULL, kept_cb, g_object_ref (self));
  update (self);
}

static gpointer
load (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  g_autofree char *json = amia_store_get_setting (store, SETTING_NAME);

  return amia_case_filters_decode (json);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaSavedFilters) self = data;
  GPtrArray *filters = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  /* Ignored: the call fails only when it was cancelled, with the widget. */
  if (filters == NULL || self->replica == NULL)
    {
      g_clear_pointer (&filters, g_ptr_array_unref);
      return;
    }

  g_ptr_array_unref (self->filters);
  self->filters = filters;
  self->renamed = NULL;
  update (self);
}

/* --- Changing --------------------------------------------------------------------------------- */

static AmiaCaseFilter *
find_named (AmiaSavedFilters *self,
            const char       *name)
{
  for (guint i = 0; i < self->filters->len; i++)
    {
      AmiaCaseFilter *filter = g_ptr_array_index (self->filters, i);

      if (g_strcmp0 (filter->name, name) == 0)
        return filter;
    }

  return NULL;
}

/* The name of one that is there is taken over: there are no two of a name. */
static void
keep_cb (AmiaSavedFilters *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  AmiaCaseFilter  *there = NULL;
  AmiaCaseFilter  *filter = NULL;

  g_strstrip (name);
  if (*name == '\0' || !gtk_widget_get_sensitive (self->keep))
    return;

  there = find_named (self, name);
  filter = amia_case_filter_copy (self->renamed != NULL ? self->renamed : self->current);
  g_free (filter->name);
  filter->name = g_strdup (name);
  if (self->renamed != NULL)
    g_ptr_array_remove (self->filters, self->renamed);
  if (there != NULL && there != self->renamed)
    g_ptr_array_remove (self->filters, there);
  self->renamed = NULL;
  g_ptr_array_add (self->filters, filter);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  keep_all (self);
}

static AmiaCaseFilter *
get_filter_of (AmiaSavedFilters *self,
               GtkWidget        *widget)
{
  return find_named (self, g_object_get_data (G_OBJECT (widget), "amia-name"));
}

static void
activated_cb (AmiaSavedFilters *self,
              GtkListBoxRow    *row)
{
  AmiaCaseFilter *filter = get_filter_of (self, GTK_WIDGET (row));

  if (filter != NULL)
    g_signal_emit (self, chosen_signal, 0, filter);
}

static void
rename_cb (GtkButton        *button,
           AmiaSavedFilters *self)
{
  AmiaCaseFilter *filter = get_filter_of (self, GTK_WIDGET (button));

  if (filter == NULL)
    return;

  self->renamed = filter;
  gtk_editable_set_text (GTK_EDITABLE (self->name), filter->name);
  gtk_widget_grab_focus (self->name);
  update (self);
}

typedef struct
{
  AmiaSavedFilters *self;
  AmiaCaseFilter   *filter;
} Removal;

static void
free_removal (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->self);
  amia_case_filter_free (removal->filter);
  g_free (removal);
}

static void
undo_cb (Removal *removal)
{
  if (removal->self->replica == NULL || find_named (removal->self, removal->filter->name) != NULL)
    return;

  g_ptr_array_add (removal->self->filters, amia_case_filter_copy (removal->filter));
  keep_all (removal->self);
}

static void
remove_cb (GtkButton        *button,
           AmiaSavedFilters *self)
{
  AmiaCaseFilter *filter = get_filter_of (self, GTK_WIDGET (button));
  Removal        *removal = NULL;

  if (filter == NULL)
    return;

  removal = g_new0 (Removal, 1);
  removal->self = g_object_ref (self);
  removal->filter = amia_case_filter_copy (filter);
  if (self->renamed == filter)
    self->renamed = NULL;
  /* The button is gone in a moment, and the focus with it. */
  gtk_widget_grab_focus (self->name);
  g_ptr_array_remove (self->filters, filter);
  keep_all (self);
  amia_report_with_button (GTK_WIDGET (self), _ ("The filter was taken away."), _ ("Undo"),
                           G_CALLBACK (undo_cb), removal, free_removal);
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
add_button (AmiaSavedFilters *self,
            GtkWidget        *row,
            const char       *icon_name,
            const char       *label,
            const char       *name,
            GCallback         callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "amia-name", g_strdup (name), g_free);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (AmiaSavedFilters     *self,
          const AmiaCaseFilter *filter)
{
  g_autofree char *words = amia_case_filter_describe (filter);
  /* Translators: the name of a filter */
  g_autofree char *rename = g_strdup_printf (_ ("Rename “%s”"), filter->name);
  g_autofree char *take = g_strdup_printf (_ ("Take Away “%s”"), filter->name);
  GtkWidget       *row = amia_row_new (filter->name, words);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "amia-name", g_strdup (filter->name), g_free);
  add_button (self, row, "document-edit-symbolic", rename, filter->name, G_CALLBACK (rename_cb));
  add_button (self, row, "user-trash-symbolic", take, filter->name, G_CALLBACK (remove_cb));
  return row;
}

static void
update_keep (AmiaSavedFilters *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  gboolean    is_worth =
      self->renamed != NULL ||
      (self->current != NULL && amia_case_filter_is_set (self->current) &&
       self->filters->len < FILTERS_MAX);

  gtk_widget_set_sensitive (self->keep, is_worth && *name != '\0');
  gtk_button_set_label (GTK_BUTTON (self->keep),
                        self->renamed != NULL ? _ ("Rename") : _ ("Keep This Filter"));
}

static void
update (AmiaSavedFilters *self)
{
  amia_list_clear (self->list);
  for (guint i = 0; i < self->filters->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_index (self->filters, i)));

  gtk_widget_set_visible (self->list, self->filters->len > 0);
  gtk_widget_set_visible (self->none, self->filters->len == 0);
  update_keep (self);
}

/* Who closes the list wants no other name after all. */
static void
unmapped_cb (AmiaSavedFilters *self)
{
  self->renamed = NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  update_keep (self);
}

static void
amia_saved_filters_dispose (GObject *object)
{
  AmiaSavedFilters *self = AMIA_SAVED_FILTERS (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SAVED_FILTERS);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_saved_filters_parent_class)->dispose (object);
}

static void
amia_saved_filters_finalize (GObject *object)
{
  AmiaSavedFilters *self = AMIA_SAVED_FILTERS (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->filters);
  amia_case_filter_free (self->current);

  G_OBJECT_CLASS (amia_saved_filters_parent_class)->finalize (object);
}

static void
amia_saved_filters_class_init (AmiaSavedFiltersClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amia_saved_filters_dispose;
  object_class->finalize = amia_saved_filters_finalize;
  chosen_signal = g_signal_new ("chosen", AMIA_TYPE_SAVED_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-saved-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSavedFilters, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaSavedFilters, none);
  gtk_widget_class_bind_template_child (widget_class, AmiaSavedFilters, name);
  gtk_widget_class_bind_template_child (widget_class, AmiaSavedFilters, keep);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_keep);
}

static void
amia_saved_filters_init (AmiaSavedFilters *self)
{
  self->cancellable = g_cancellable_new ();
  self->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_case_filter_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
  update (self);
}

void
amia_saved_filters_set_replica (AmiaSavedFilters *self,
                                AmiaReplica      *replica)
{
  g_return_if_fail (AMIA_IS_SAVED_FILTERS (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
  amia_replica_call_async (replica, load, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable, loaded_cb, g_object_ref (self));
}

void
amia_saved_filters_set_current (AmiaSavedFilters     *self,
                                const AmiaCaseFilter *current)
{
  g_return_if_fail (AMIA_IS_SAVED_FILTERS (self));
  g_return_if_fail (current != NULL);

  amia_case_filter_free (self->current);
  self->current = amia_case_filter_copy (current);
  update_keep (self);
}
