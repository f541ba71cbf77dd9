/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-note-templates.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-report.h"
#include "amia-row.h"
#include "amia-words.h"

/* A popover with a list. Read when it is opened: templates change seldom, and are few. */

typedef struct
{
  char *title;
  char *kind;
  char *headline;
  char *text;
} Template;

struct _AmiaNoteTemplates
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *list;
  GtkWidget *none;

  AmiaReplica  *replica;
  GCancellable *cancellable;
  GPtrArray    *templates;
};

G_DEFINE_FINAL_TYPE (AmiaNoteTemplates, amia_note_templates, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
template_free (gpointer data)
{
  Template *template = data;

  g_free (template->title);
  g_free (template->kind);
  g_free (template->headline);
  g_free (template->text);
  g_free (template);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static gboolean
read_template (const AmiaRecord *record,
               gpointer          data)
{
  Template *template = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  template = g_new0 (Template, 1);
  template->title = amia_record_dup_string (record, "title");
  template->kind = amia_record_dup_string (record, "kind");
  template->headline = amia_record_dup_string (record, "headline");
  template->text = amia_record_dup_string (record, "text");
  g_ptr_array_add (data, template);
  return TRUE;
}

static int
compare_templates (gconstpointer a,
                   gconstpointer b)
{
  const Template *first = *(Template *const *) a;
  const Template *second = *(Template *const *) b;

  return g_utf8_collate (first->title != NULL ? first->title : "",
                         second->title != NULL ? second->title : "");
}

static gpointer
read_templates (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  const AmiaRecordQuery query = { .kind = "note-template" };
  g_autoptr (GPtrArray) templates = g_ptr_array_new_with_free_func (template_free);

  if (!amia_store_foreach_record (store, &query, read_template, templates, error))
    return NULL;

  g_ptr_array_sort (templates, compare_templates);
  return g_steal_pointer (&templates);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaNoteTemplates) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *templates = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&templates, g_ptr_array_unref);
      return;
    }
  if (templates == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->templates, g_ptr_array_unref);
  self->templates = templates;
  amia_list_clear (self->list);
  for (guint i = 0; i < templates->len; i++)
    {
      const Template *template = g_ptr_array_index (templates, i);
      GtkWidget *row = amia_row_new (template->title != NULL ? template->title : "–",
                                     amia_words_journal_kind (template->kind));

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  gtk_widget_set_visible (self->list, templates->len > 0);
  gtk_widget_set_visible (self->none, templates->len == 0);
}

static void
opened_cb (AmiaNoteTemplates *self)
{
  if (self->replica != NULL)
    amia_replica_call_async (self->replica, read_templates, NULL, NULL,
                             (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb,
                             g_object_ref (self));
}

/* --- Choosing --------------------------------------------------------------------------------- */

static void
activated_cb (AmiaNoteTemplates *self,
              GtkListBoxRow     *row)
{
  const Template *template =
      g_ptr_array_index (self->templates, (guint) gtk_list_box_row_get_index (row));

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, template->kind, template->headline,
                 template->text);
}

static void
save_cb (AmiaNoteTemplates *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[SIGNAL_SAVE], 0);
}

void
amia_note_templates_save (AmiaNoteTemplates *self,
                          const char        *kind,
                          const char        *headline,
                          const char        *text)
{
  AmiaUuid   id = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaEdits *edits = NULL;

  g_return_if_fail (AMIA_IS_NOTE_TEMPLATES (self));
  g_return_if_fail (headline != NULL && text != NULL);

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "note-template", &id, NULL, "title", headline);
  amia_edits_set_string (edits, "note-template", &id, NULL, "kind", kind);
  amia_edits_set_string (edits, "note-template", &id, NULL, "headline", headline);
  amia_edits_set_string (edits, "note-template", &id, NULL, "text", text);
  amia_report (GTK_WIDGET (self), _ ("Kept as a template for the whole organisation."));
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

/* --- The widget ------------------------------------------------------------------------------- */

static GtkWidget *
make_contents (AmiaNoteTemplates *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *hint = gtk_label_new (
      _ ("Templates belong to the organisation. Write nothing of a person in them."));
  GtkWidget *save = gtk_button_new_with_label (_ ("Keep This Note as a Template"));

  self->list = gtk_list_box_new ();
  self->none = gtk_label_new (_ ("There are no templates yet."));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "menu-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Templates"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (hint), 36);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (self->none, "dim-label");
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (save_cb), self);
  gtk_box_append (GTK_BOX (box), self->none);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), save);
  gtk_box_append (GTK_BOX (box), hint);
  return box;
}

static void
amia_note_templates_dispose (GObject *object)
{
  AmiaNoteTemplates *self = AMIA_NOTE_TEMPLATES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_note_templates_parent_class)->dispose (object);
}

static void
amia_note_templates_finalize (GObject *object)
{
  AmiaNoteTemplates *self = AMIA_NOTE_TEMPLATES (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->templates, g_ptr_array_unref);

  G_OBJECT_CLASS (amia_note_templates_parent_class)->finalize (object);
}

static void
amia_note_templates_class_init (AmiaNoteTemplatesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_note_templates_dispose;
  object_class->finalize = amia_note_templates_finalize;
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", AMIA_TYPE_NOTE_TEMPLATES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_SAVE] = g_signal_new ("save", AMIA_TYPE_NOTE_TEMPLATES, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_note_templates_init (AmiaNoteTemplates *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->cancellable = g_cancellable_new ();
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), _ ("Template"));
  gtk_popover_set_child (GTK_POPOVER (popover), make_contents (self));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  g_signal_connect_swapped (popover, "map", G_CALLBACK (opened_cb), self);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

void
amia_note_templates_set_replica (AmiaNoteTemplates *self,
                                 AmiaReplica       *replica)
{
  g_return_if_fail (AMIA_IS_NOTE_TEMPLATES (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
}
