/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-note-templates.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-record-remove.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-log.h"
#include "amia-words.h"

/* A popover with a list, and in its place, while one of them is changed, the fields of it.
 * Read when it is opened: templates change seldom, and are few. */

typedef struct
{
  AmiaUuid id;
  gboolean is_own; /* of one's own agency */
  char    *title;
  char    *kind;
  char    *headline;
  char    *text;
} Template;

struct _AmiaNoteTemplates
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *stack;
  GtkWidget *list;
  GtkWidget *none;
  GtkWidget *headline;
  GtkWidget *text;
  GtkWidget *change;

  AmiaReplica  *replica;
  GCancellable *cancellable;
  GPtrArray    *templates;
  AmiaUuid      changed; /* the template that is being changed */
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

typedef struct
{
  AmiaStore *store;
  GPtrArray *templates;
} Load;

/* Whose it is, is said by who gave it its name: nobody else may change it. */
static gboolean
is_own (AmiaStore        *store,
        const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "title");
  const char     *agency = NULL;

  return head != NULL && amia_store_get_author (store, &head->device, &agency) != NULL &&
         g_strcmp0 (agency, amia_store_get_identity (store)->agency) == 0;
}

static gboolean
read_template (const AmiaRecord *record,
               gpointer          data)
{
  const Load *load = data;
  Template *template = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  template = g_new0 (Template, 1);
  template->id = record->id;
  template->is_own = is_own (load->store, record);
  template->title = amia_record_dup_string (record, "title");
  template->kind = amia_record_dup_string (record, "kind");
  template->headline = amia_record_dup_string (record, "headline");
  template->text = amia_record_dup_string (record, "text");
  g_ptr_array_add (load->templates, template);
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
  Load load = { store, templates };

  if (!amia_store_foreach_record (store, &query, read_template, &load, error))
    return NULL;

  g_ptr_array_sort (templates, compare_templates);
  return g_steal_pointer (&templates);
}

static void
change_cb (GtkButton         *button,
           AmiaNoteTemplates *self)
{
  const Template *template = g_object_get_data (G_OBJECT (button), "amia-template");

  self->changed = template->id;
  gtk_editable_set_text (GTK_EDITABLE (self->headline),
                         template->headline != NULL ? template->headline : "");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)),
                            template->text != NULL ? template->text : "", -1);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "change");
  gtk_widget_grab_focus (self->headline);
}

static void
remove_cb (GtkButton         *button,
           AmiaNoteTemplates *self)
{
  const Template *template = g_object_get_data (G_OBJECT (button), "amia-template");

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  amia_record_remove (GTK_WIDGET (self), self->replica, "note-template", &template->id, NULL,
                      _ ("The template was taken away."));
}

static void
add_button (AmiaNoteTemplates *self,
            GtkWidget         *row,
            const Template *template,
            const char *icon_name,
            const char *words,
            GCallback   callback)
{
  GtkWidget       *button = gtk_button_new_from_icon_name (icon_name);
  g_autofree char *name =
      g_strdup_printf ("%s: %s", words, template->title != NULL ? template->title : "–");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* The rows are made anew before the templates go. */
  g_object_set_data (G_OBJECT (button), "amia-template", (gpointer) template);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (AmiaNoteTemplates *self,
          const Template *template)
{
  GtkWidget *row = amia_row_new (template->title != NULL ? template->title : "–",
                                 amia_words_journal_kind (template->kind));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (template->is_own)
    {
      add_button (self, row, template, "document-edit-symbolic", _ ("Change the template"),
                  G_CALLBACK (change_cb));
      add_button (self, row, template, "user-trash-symbolic", _ ("Take the template away"),
                  G_CALLBACK (remove_cb));
    }
  return row;
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

  amia_list_clear (self->list);
  g_clear_pointer (&self->templates, g_ptr_array_unref);
  self->templates = templates;
  for (guint i = 0; i < templates->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_index (templates, i)));
  gtk_widget_set_visible (self->list, templates->len > 0);
  gtk_widget_set_visible (self->none, templates->len == 0);
}

static void
opened_cb (AmiaNoteTemplates *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
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
  amia_report_commit_saying (GTK_WIDGET (self), self->replica, edits,
                             _ ("Kept as a template for the whole organisation."));
}

/* --- Changing --------------------------------------------------------------------------------- */

static void
headline_cb (AmiaNoteTemplates *self)
{
  gtk_widget_set_sensitive (self->change,
                            *gtk_editable_get_text (GTK_EDITABLE (self->headline)) != '\0');
}

static void
changed_cb (AmiaNoteTemplates *self)
{
  const char      *headline = gtk_editable_get_text (GTK_EDITABLE (self->headline));
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  GtkTextIter      start, end;
  g_autofree char *text = NULL;
  AmiaEdits       *edits = NULL;

  if (*headline == '\0')
    return;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  edits = amia_edits_new ();
  amia_edits_set_string (edits, "note-template", &self->changed, NULL, "title", headline);
  amia_edits_set_string (edits, "note-template", &self->changed, NULL, "headline", headline);
  amia_edits_set_string (edits, "note-template", &self->changed, NULL, "text", text);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static GtkWidget *
make_label (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static GtkWidget *
make_text (AmiaNoteTemplates *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->text), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->text), 6);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->text), 6);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->text), 6);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Text of the template"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->text);
  gtk_widget_set_size_request (scrolled, 320, 140);
  gtk_widget_add_css_class (scrolled, "frame");
  return scrolled;
}

static GtkWidget *
make_change (AmiaNoteTemplates *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->headline = gtk_entry_new ();
  self->change = gtk_button_new_with_label (_ ("Change the Template"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->headline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Headline of the template"), -1);
  gtk_widget_add_css_class (self->change, "suggested-action");
  g_signal_connect_swapped (self->headline, "changed", G_CALLBACK (headline_cb), self);
  g_signal_connect_swapped (self->headline, "activate", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->change, "clicked", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (box), make_label (_ ("Headline")));
  gtk_box_append (GTK_BOX (box), self->headline);
  gtk_box_append (GTK_BOX (box), make_label (_ ("Note")));
  gtk_box_append (GTK_BOX (box), make_text (self));
  gtk_box_append (GTK_BOX (box), self->change);
  return box;
}

/* --- The widget ------------------------------------------------------------------------------- */

static GtkWidget *
make_list (AmiaNoteTemplates *self)
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

static GtkWidget *
make_contents (AmiaNoteTemplates *self)
{
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), make_change (self), "change");
  return self->stack;
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
