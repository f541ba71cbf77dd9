/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-attachments"

#include "config.h"

#include "amia-page-chooser.h"

#include <glib/gi18n.h>

#include "amia-attachment-words.h"
#include "amia-kinds.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-words.h"

/* A popover with a button for each form. The one that is chosen has a mark, and a word for it among
 * the button's own, since a mark alone is not read out.
 *
 * The popover is there only while it is open: with one in each row, the accessibility tree of GTK
 * 4.8 no longer tells of what comes into the window after the rows are made anew: toasts. */

#define LIST_HEIGHT_MAX 360 /* a case has dozens of forms after a year */
#define TITLE_CHARS     18  /* the rest has three dots */

typedef struct
{
  AmiaUuid id;
  char    *title;
  gint64   changed_ms;
} Form;

struct _AmiaPageChooser
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *label;   /* on it */
  GtkWidget *popover; /* NULL while it is closed */
  GtkWidget *list;    /* in it */

  AmiaReplica  *replica;
  GCancellable *cancellable;
  AmiaUuid      record;
  AmiaUuid      case_id;
  AmiaUuid      form; /* nil for none */
  char         *area;
  char         *name; /* of the button, without the form */
};

G_DEFINE_FINAL_TYPE (AmiaPageChooser, amia_page_chooser, GTK_TYPE_WIDGET)

static void
form_free (gpointer data)
{
  Form *form = data;

  g_free (form->title);
  g_free (form);
}

/* --- Reading ---------------------------------------------------------------------------------- */

typedef struct
{
  AmiaStore *store;
  GPtrArray *forms;
} Reading;

static gint64
find_last_change (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  gint64 last_ms = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL)
        last_ms = MAX (last_ms, amia_stamp_get_ms (head->stamp));
    }

  return last_ms;
}

static char *
dup_form_title (AmiaStore        *store,
                const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  char            *title = amia_record_dup_string (record, "title");

  return title != NULL ? title : amia_questionnaires_dup_title (store, canonical);
}

static gboolean
read_form (const AmiaRecord *record,
           gpointer          data)
{
  Reading         *reading = data;
  const AmiaKind  *kind = amia_kind_find (record->kind);
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  Form            *form = NULL;

  if (kind == NULL || !amia_kind_has_answers (kind) || canonical == NULL ||
      amia_record_is_removed (record))
    return TRUE;

  form = g_new0 (Form, 1);
  form->id = record->id;
  form->title = dup_form_title (reading->store, record);
  form->changed_ms = find_last_change (record);
  g_ptr_array_add (reading->forms, form);
  return TRUE;
}

static int
compare_forms (gconstpointer a,
               gconstpointer b)
{
  const Form *first = *(Form *const *) a;
  const Form *second = *(Form *const *) b;

  return (first->changed_ms < second->changed_ms) - (first->changed_ms > second->changed_ms);
}

static gpointer
read_forms (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const AmiaRecordQuery query = { .case_id = data };
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (form_free);
  Reading reading = { store, forms };

  if (!amia_store_foreach_record (store, &query, read_form, &reading, error))
    return NULL;

  g_ptr_array_sort (forms, compare_forms);
  return g_steal_pointer (&forms);
}

static gpointer
read_title (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  AmiaRecord *record = amia_store_load_record (store, data, error);
  char       *title = record != NULL ? dup_form_title (store, record) : NULL;

  g_clear_pointer (&record, amia_record_free);
  return title;
}

/* --- Choosing --------------------------------------------------------------------------------- */

static void
chosen_cb (AmiaPageChooser *self,
           GtkWidget       *button)
{
  const AmiaUuid  *form = g_object_get_data (G_OBJECT (button), "form");
  AmiaEdits       *edits = NULL;
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *value = amia_uuid_is_nil (form)
                               ? g_strdup ("null")
                               : g_strdup_printf ("\"%s\"", amia_uuid_print (form, text));

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (amia_uuid_equal (form, &self->form))
    return;

  self->form = *form;
  edits = amia_edits_new ();
  amia_edits_set (
      edits, AMIA_ATTACHMENT_KIND, &self->record, &self->case_id, "form", self->area, value);
  amia_report_commit_saying (GTK_WIDGET (self), self->replica, edits,
                             amia_uuid_is_nil (form) ? _ ("The page no longer stands with a form.")
                                                     : _ ("The page now stands with its form."));
}

static void
add_choice (AmiaPageChooser *self,
            const AmiaUuid  *form,
            const char      *label)
{
  const gboolean is_chosen = amia_uuid_equal (form, &self->form);
  GtkWidget     *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget     *button = gtk_button_new ();
  GtkWidget     *words = gtk_label_new (label);
  /* Translators: %s is a form; it is the one that is chosen. */
  g_autofree char *name = is_chosen ? g_strdup_printf (_ ("%s, chosen"), label) : g_strdup (label);

  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  if (is_chosen)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "form", g_memdup2 (form, sizeof *form), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->list), button);
}

static void
show_forms (AmiaPageChooser *self,
            GPtrArray       *forms)
{
  const AmiaUuid none = { { 0 } };
  GtkWidget     *child = NULL;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < forms->len; i++)
    {
      const Form      *form = g_ptr_array_index (forms, i);
      g_autofree char *day = amia_words_day (form->changed_ms, amia_words_now_ms ());
      g_autofree char *changed = g_strdup_printf (_ ("changed %s"), day);
      g_autofree char *label = g_strdup_printf ("%s · %s", form->title, changed);

      add_choice (self, &form->id, label);
    }
  if (forms->len == 0)
    gtk_box_append (GTK_BOX (self->list), gtk_label_new (_ ("This case has no forms yet.")));
  if (!amia_uuid_is_nil (&self->form))
    add_choice (self, &none, _ ("No form"));
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaPageChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forms = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (self->popover == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (forms != NULL)
    show_forms (self, forms);
  else
    amia_report_error (GTK_WIDGET (self), error);
}

static void
remove_popover (gpointer data)
{
  g_autoptr (AmiaPageChooser) self = data;

  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

/* A popover is still needed by who tells that it was closed. */
static void
closed_cb (AmiaPageChooser *self)
{
  g_idle_add_once (remove_popover, g_object_ref (self));
}

static void
open_cb (AmiaPageChooser *self)
{
  GtkWidget *scrolled = NULL;

  if (self->popover != NULL)
    return;

  scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                           "propagate-natural-height", TRUE, "propagate-natural-width", TRUE,
                           "max-content-height", LIST_HEIGHT_MAX, NULL);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), scrolled);
  g_signal_connect_object (
      self->popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->popover, self->button);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  amia_replica_call_async (self->replica,
                           read_forms,
                           g_memdup2 (&self->case_id, sizeof self->case_id),
                           g_free,
                           (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable,
                           read_cb,
                           g_object_ref (self));
}

/* --- The chosen form -------------------------------------------------------------------------- */

/* Which form it is stands on the button, and is heard with it. */
static void
show_title (AmiaPageChooser *self,
            const char      *title)
{
  const char      *words = title != NULL ? title : _ ("Form…");
  g_autofree char *name = title != NULL ? g_strdup_printf ("%s: %s", self->name, title)
                                        : g_strdup (self->name);

  gtk_label_set_label (GTK_LABEL (self->label), words);
  gtk_label_set_width_chars (
      GTK_LABEL (self->label), (int) MIN (g_utf8_strlen (words, -1), TITLE_CHARS));
  gtk_widget_set_tooltip_text (self->button, title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
title_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaPageChooser) self = data;
  /* Ignored: a form that can't be read, or is not here, is named by nothing. */
  g_autofree char *title = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  if (title != NULL && self->button != NULL)
    show_title (self, title);
}

static void
find_title (AmiaPageChooser *self)
{
  if (!amia_uuid_is_nil (&self->form))
    amia_replica_call_async (self->replica,
                             read_title,
                             g_memdup2 (&self->form, sizeof self->form),
                             g_free,
                             g_free,
                             self->cancellable,
                             title_cb,
                             g_object_ref (self));
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
amia_page_chooser_dispose (GObject *object)
{
  AmiaPageChooser *self = AMIA_PAGE_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_page_chooser_parent_class)->dispose (object);
}

static void
amia_page_chooser_finalize (GObject *object)
{
  AmiaPageChooser *self = AMIA_PAGE_CHOOSER (object);

  g_object_unref (self->cancellable);
  g_free (self->area);
  g_free (self->name);

  G_OBJECT_CLASS (amia_page_chooser_parent_class)->finalize (object);
}

static void
amia_page_chooser_class_init (AmiaPageChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_page_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_page_chooser_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_page_chooser_init (AmiaPageChooser *self)
{
  self->cancellable = g_cancellable_new ();
  self->label = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END,
                              "max-width-chars", TITLE_CHARS, NULL);
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), self->label);
  g_signal_connect_object (
      self->button, "clicked", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
amia_page_chooser_new (AmiaReplica          *replica,
                       const AmiaAttachment *attachment)
{
  AmiaPageChooser *self = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);

  self = g_object_new (AMIA_TYPE_PAGE_CHOOSER, NULL);
  self->replica = g_object_ref (replica);
  self->record = attachment->record;
  self->case_id = attachment->case_id;
  self->form = attachment->form;
  self->area = g_strdup (attachment->area);

  title = amia_attachment_words_title (attachment);
  /* Translators: %s is a scanned page: which form it belongs to. */
  self->name = g_strdup_printf (_ ("Form of %s"), title);
  show_title (self, NULL);
  find_title (self);
  return GTK_WIDGET (self);
}
