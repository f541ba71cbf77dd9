/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-participant.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-input.h"
#include "amia-person-number.h"
#include "amia-report.h"
#include "amia-saved-words.h"
#include "amia-subproject-help.h"
#include "amia-template.h"
#include "amia-versions-card.h"
#include "amia-words.h"

/* A table of fields, each with a slot that holds its input or, when it has two versions, the card
 * that shows both. A field is written when it is left and only if it was changed. */

typedef enum
{
  FIELD_TEXT,
  FIELD_LINES,
  FIELD_NUMBER,
  FIELD_DAY,
} FieldKind;

typedef struct
{
  const char     *record_kind;
  const char     *name;
  FieldKind       kind;
  GtkInputPurpose purpose;
} Field;

static const Field fields[] = {
  { "participant", "name", FIELD_TEXT, GTK_INPUT_PURPOSE_NAME },
  { "participant", "personnummer", FIELD_NUMBER, GTK_INPUT_PURPOSE_FREE_FORM },
  { "participant", "phone", FIELD_TEXT, GTK_INPUT_PURPOSE_PHONE },
  { "participant", "email", FIELD_TEXT, GTK_INPUT_PURPOSE_EMAIL },
  { "participant", "address", FIELD_LINES, GTK_INPUT_PURPOSE_FREE_FORM },
  { "participant", "municipality", FIELD_TEXT, GTK_INPUT_PURPOSE_FREE_FORM },
  { "participant", "language", FIELD_TEXT, GTK_INPUT_PURPOSE_FREE_FORM },
  { "participant", "benefit-end", FIELD_DAY, GTK_INPUT_PURPOSE_FREE_FORM },
  { "case", "subproject", FIELD_TEXT, GTK_INPUT_PURPOSE_FREE_FORM },
  { "case", "number", FIELD_TEXT, GTK_INPUT_PURPOSE_FREE_FORM },
  { "participant", "note", FIELD_LINES, GTK_INPUT_PURPOSE_FREE_FORM },
};

struct _AmiaCaseParticipant
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *interpreter;
  GtkWidget *protected_identity;
  GtkWidget *saved;
  GtkWidget *saved_icon;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
  GtkWidget        *slots[G_N_ELEMENTS (fields)];
  GtkWidget        *inputs[G_N_ELEMENTS (fields)];
  gboolean          is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaCaseParticipant, amia_case_participant, GTK_TYPE_WIDGET)

static const AmiaRecord *
get_record (AmiaCaseParticipant *self,
            const char          *kind)
{
  return strcmp (kind, "case") == 0 ? self->snapshot->record : self->snapshot->participant;
}

static void
write_field (AmiaCaseParticipant *self,
             const char          *kind,
             const char          *name,
             const char          *json,
             const char          *text)
{
  const AmiaRecord *record = get_record (self, kind);
  const AmiaUuid   *case_id = strcmp (kind, "case") == 0 ? &self->snapshot->row->id : NULL;
  AmiaEdits        *edits = NULL;

  if (record == NULL)
    return;

  edits = amia_edits_new ();
  if (json != NULL)
    amia_edits_set (edits, kind, &record->id, case_id, name, NULL, json);
  else
    amia_edits_set_string (edits, kind, &record->id, case_id, name, text);

  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static gboolean
check (const Field *field,
       AmiaInput   *input)
{
  if (field->kind == FIELD_DAY)
    return amia_day_input_check (input);
  if (field->kind == FIELD_NUMBER)
    return amia_person_number_check (input);

  return TRUE;
}

/* Writes what stands in the input, if it says something else than the record. */
static void
keep (AmiaCaseParticipant *self,
      const Field         *field,
      AmiaInput           *input)
{
  const AmiaRecord *record = get_record (self, field->record_kind);
  g_autofree char  *text = NULL;
  g_autofree char  *old = NULL;

  if (record == NULL)
    return;

  text = amia_input_dup_text (input);
  old = amia_record_dup_string (record, field->name);
  if (g_strcmp0 (old != NULL ? old : "", text) == 0)
    return;

  write_field (self, field->record_kind, field->name, *text == '\0' ? "null" : NULL, text);
}

static void
left_cb (AmiaCaseParticipant *self,
         AmiaInput           *input)
{
  const Field *field = g_object_get_data (G_OBJECT (input), "amia-field");

  /* The check may put it in its canonical form. */
  if (self->snapshot != NULL && check (field, input))
    keep (self, field, input);
}

/* A number or a day that is half typed is not one yet; text always is. */
static void
paused_cb (AmiaCaseParticipant *self,
           AmiaInput           *input)
{
  const Field *field = g_object_get_data (G_OBJECT (input), "amia-field");

  if (self->snapshot != NULL && (field->kind == FIELD_TEXT || field->kind == FIELD_LINES))
    keep (self, field, input);
}

static void
switched_cb (AmiaCaseParticipant *self,
             GParamSpec          *pspec,
             GtkWidget           *check_button)
{
  gboolean is_active = gtk_check_button_get_active (GTK_CHECK_BUTTON (check_button));

  if (self->is_updating || self->snapshot == NULL)
    return;

  write_field (self,
               "participant",
               check_button == self->interpreter ? "interpreter" : "protected",
               is_active ? "true" : "false",
               NULL);
}

/* --- Showing -------------------------------------------------------------------------------- */

static void
show_in_slot (AmiaCaseParticipant *self,
              gsize                index,
              GtkWidget           *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (self->slots[index]);

  if (child == widget)
    return;

  if (child != NULL)
    gtk_box_remove (GTK_BOX (self->slots[index]), child);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_box_append (GTK_BOX (self->slots[index]), widget);
}

static GtkWidget *
make_card (AmiaCaseParticipant *self,
           const AmiaRecord    *record,
           const char          *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (amia_words_field (name));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "field-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box),
                  amia_versions_card_new (self->replica, record, name, amia_words_field (name)));
  return box;
}

static void
update_field (AmiaCaseParticipant *self,
              gsize                index)
{
  const Field      *field = &fields[index];
  const AmiaRecord *record = get_record (self, field->record_kind);
  g_autofree char  *text = NULL;

  gtk_widget_set_visible (self->slots[index], record != NULL);
  if (record == NULL)
    return;

  if (amia_record_has_conflict (record, field->name))
    {
      show_in_slot (self, index, make_card (self, record, field->name));
      return;
    }

  text = amia_record_dup_string (record, field->name);
  amia_input_set_text (AMIA_INPUT (self->inputs[index]), text);
  show_in_slot (self, index, self->inputs[index]);
}

static gboolean
is_true (AmiaCaseParticipant *self,
         const char          *name)
{
  const char *value = NULL;

  if (self->snapshot->participant != NULL)
    value = amia_record_get_value (self->snapshot->participant, name);

  return g_strcmp0 (value, "true") == 0;
}

static void
update_checks (AmiaCaseParticipant *self)
{
  self->is_updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->interpreter), is_true (self, "interpreter"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->protected_identity), is_true (self, "protected"));
  self->is_updating = FALSE;
}

static void
amia_case_participant_dispose (GObject *object)
{
  AmiaCaseParticipant *self = AMIA_CASE_PARTICIPANT (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_PARTICIPANT);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_clear_object (&self->inputs[i]);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_participant_parent_class)->dispose (object);
}

static void
amia_case_participant_class_init (AmiaCaseParticipantClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_participant_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-participant.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseParticipant, box);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseParticipant, interpreter);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseParticipant, protected_identity);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseParticipant, saved);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseParticipant, saved_icon);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static GtkWidget *
make_input (AmiaCaseParticipant *self,
            const Field         *field)
{
  GtkWidget *input = g_object_new (AMIA_TYPE_INPUT,
                                   "label",
                                   amia_words_field (field->name),
                                   "purpose",
                                   field->purpose,
                                   "lines",
                                   field->kind == FIELD_LINES ? 2 : 1,
                                   NULL);

  g_object_set_data (G_OBJECT (input), "amia-field", (gpointer) field);
  g_signal_connect_object (input, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (input, "paused", G_CALLBACK (paused_cb), self, G_CONNECT_SWAPPED);
  return g_object_ref_sink (input);
}

static void
amia_case_participant_init (AmiaCaseParticipant *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      self->slots[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      self->inputs[i] = make_input (self, &fields[i]);
      gtk_box_append (GTK_BOX (self->box), self->slots[i]);
    }
}

GtkWidget *
amia_case_participant_new (AmiaReplica *replica)
{
  AmiaCaseParticipant *self = g_object_new (AMIA_TYPE_CASE_PARTICIPANT, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (strcmp (fields[i].name, "subproject") == 0)
        amia_subproject_help_add (AMIA_INPUT (self->inputs[i]), replica);
    }
  return GTK_WIDGET (self);
}

void
amia_case_participant_set_snapshot (AmiaCaseParticipant *self,
                                    AmiaCaseSnapshot    *snapshot)
{
  g_autofree char *words = NULL;
  g_autofree char *saved = NULL;

  g_return_if_fail (AMIA_IS_CASE_PARTICIPANT (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    update_field (self, i);
  update_checks (self);
  words = amia_saved_words_describe (snapshot->saved, (const char *const *) snapshot->colleagues);
  /* Translators: how far it has come: “on the server”. */
  saved = g_strdup_printf (_ ("Kept here · %s"), words);
  gtk_label_set_label (GTK_LABEL (self->saved), saved);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->saved_icon),
                                amia_saved_words_get_icon (snapshot->saved));
}
