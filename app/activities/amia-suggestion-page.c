/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-suggestion-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-activity-words.h"
#include "amia-record-form.h"
#include "amia-record-remove.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaSuggestionPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *box;
  GtkWidget *not_own;
  GtkWidget *remove;
  GtkWidget *fields;

  AmiaSession *session;
  AmiaUuid     id;
};

G_DEFINE_FINAL_TYPE (AmiaSuggestionPage, amia_suggestion_page, GTK_TYPE_WIDGET)

static const AmiaRecordField fields[] = {
  { "text", N_ ("What was suggested?"), N_ ("Never who said it."), AMIA_RECORD_FIELD_LINES },
  { "date", N_ ("When?"), NULL, AMIA_RECORD_FIELD_DAY },
  { "status", N_ ("What becomes of it?"), NULL, AMIA_RECORD_FIELD_CHOICE },
  { "result", N_ ("What came of it, or why not?"), NULL, AMIA_RECORD_FIELD_LINES },
};

static void
show_title (AmiaSuggestionPage *self)
{
  const AmiaRecord *record = amia_record_form_get_record (AMIA_RECORD_FORM (self->fields));
  g_autofree char  *title = record != NULL ? amia_record_dup_string (record, "text") : NULL;

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title),
                              title != NULL && *title != '\0' ? title : _ ("A suggestion"));
}

static void
show_owner (AmiaSuggestionPage *self)
{
  AmiaRecordForm *widget = AMIA_RECORD_FORM (self->fields);
  gboolean        is_own = amia_record_form_is_own (widget);
  gboolean        is_there = amia_record_form_get_record (widget) != NULL;

  gtk_widget_set_visible (self->not_own, !is_own);
  gtk_widget_set_visible (self->remove, is_own && is_there);
}

static void
loaded_cb (AmiaSuggestionPage *self)
{
  show_title (self);
  show_owner (self);
}

/* Taken away here or by a colleague: there is nothing left to show. */
static void
gone_cb (AmiaSuggestionPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
remove_cb (AmiaSuggestionPage *self)
{
  amia_record_remove (GTK_WIDGET (self), amia_session_get_replica (self->session), "suggestion", &self->id,
                      NULL, _ ("The suggestion was taken away."));
}

static void
amia_suggestion_page_dispose (GObject *object)
{
  AmiaSuggestionPage *self = AMIA_SUGGESTION_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SUGGESTION_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_suggestion_page_parent_class)->dispose (object);
}

static void
amia_suggestion_page_class_init (AmiaSuggestionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_suggestion_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-suggestion-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSuggestionPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaSuggestionPage, box);
  gtk_widget_class_bind_template_child (widget_class, AmiaSuggestionPage, not_own);
  gtk_widget_class_bind_template_child (widget_class, AmiaSuggestionPage, remove);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
amia_suggestion_page_init (AmiaSuggestionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_suggestion_page_new (AmiaSession    *session,
                          const AmiaUuid *id)
{
  AmiaSuggestionPage *self = g_object_new (AMIA_TYPE_SUGGESTION_PAGE, NULL);
  g_autofree char    *today = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self->session = g_object_ref (session);
  self->id = *id;
  self->fields = amia_record_form_new (amia_session_get_replica (session), "suggestion", id, NULL, fields,
                                       G_N_ELEMENTS (fields));
  amia_record_form_set_table (AMIA_RECORD_FORM (self->fields), "status", amia_suggestion_states,
                              AMIA_N_SUGGESTION_STATES);
  g_signal_connect_object (self->fields, "changed", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fields, "gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);
  today = amia_words_today ();
  amia_record_form_set_initial_text (AMIA_RECORD_FORM (self->fields), "date", today);
  amia_record_form_set_initial_text (AMIA_RECORD_FORM (self->fields), "status", "new");
  gtk_box_append (GTK_BOX (self->box), self->fields);
  return GTK_WIDGET (self);
}
