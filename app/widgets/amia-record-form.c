/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-record-form.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-field-text.h"
#include "amia-input.h"
#include "amia-kinds.h"
#include "amia-reading.h"
#include "amia-report.h"
#include "amia-versions-card.h"

/* A slot for each field, which holds its control or, where two people wrote without having seen
 * each other, the card with both versions. */

typedef struct
{
  const AmiaRecordField *field;
  AmiaRecordForm        *form;
  GtkWidget             *slot;
  GtkWidget             *control; /* owned: out of the tree while the card is in */
  GtkWidget             *drop_down;
  gboolean               is_early; /* written in before the record was read */
} Slot;

struct _AmiaRecordForm
{
  GtkWidget parent_instance;

  AmiaReplica  *replica;
  char         *kind;
  AmiaUuid      id;
  AmiaUuid      case_id;
  gboolean      has_case;
  Slot         *slots;
  gsize         n_slots;
  GHashTable   *initial; /* name to JSON */
  AmiaRecord   *record;
  char         *agency; /* that made it; NULL where not known */
  GCancellable *cancellable;
  gboolean      is_updating;
  gboolean      is_read;
};

G_DEFINE_FINAL_TYPE (AmiaRecordForm, amia_record_form, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Values ----------------------------------------------------------------------------------- */

/* What the field shows of the record. */
static char *
dup_shown (AmiaRecordForm        *self,
           const AmiaRecordField *field)
{
  const char *value =
      self->record != NULL ? amia_record_get_value (self->record, field->name) : NULL;

  if (value == NULL && self->record == NULL)
    value = g_hash_table_lookup (self->initial, field->name);
  if (value == NULL || strcmp (value, "null") == 0)
    return NULL;

  if (field->kind == AMIA_RECORD_FIELD_NUMBER || field->kind == AMIA_RECORD_FIELD_TIMES)
    return amia_field_to_typed (field->kind, value);

  return self->record != NULL ? amia_record_dup_string (self->record, field->name)
                              : g_strndup (value + 1, strlen (value) - 2);
}

/* What was typed as JSON; %NULL after the field has said what is wrong. */
static char *
dup_typed (Slot       *slot,
           const char *text)
{
  AmiaInput  *input = AMIA_INPUT (slot->control);
  char       *json = NULL;
  const char *message = NULL;

  json = amia_field_from_typed (slot->field->kind, text, &message);
  amia_input_set_message (input, json == NULL ? message : NULL);
  return json;
}

/* --- Writing ---------------------------------------------------------------------------------- */

static void
add_initial (AmiaRecordForm *self,
             AmiaEdits      *edits,
             const char     *but)
{
  GHashTableIter iter;
  gpointer       name = NULL;
  gpointer       value = NULL;

  g_hash_table_iter_init (&iter, self->initial);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (strcmp (name, but) != 0)
        amia_edits_set (edits, self->kind, &self->id, self->has_case ? &self->case_id : NULL, name,
                        NULL, value);
    }
}

static void
write_value (AmiaRecordForm *self,
             const char     *name,
             const char     *json,
             const char     *text)
{
  AmiaEdits      *edits = amia_edits_new ();
  const AmiaUuid *case_id = self->has_case ? &self->case_id : NULL;

  if (self->record == NULL)
    add_initial (self, edits, name);
  else
    amia_edits_set_seen (edits, self->record);
  if (json != NULL)
    amia_edits_set (edits, self->kind, &self->id, case_id, name, NULL, json);
  else
    amia_edits_set_string (edits, self->kind, &self->id, case_id, name, text);

  /* Until it has been read back, the next field must not begin the record anew. */
  if (self->record == NULL)
    g_hash_table_remove_all (self->initial);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static void
keep (Slot *slot)
{
  AmiaRecordForm           *self = slot->form;
  const AmiaRecordFieldKind kind = slot->field->kind;
  g_autofree char          *text = amia_input_dup_text (AMIA_INPUT (slot->control));
  g_autofree char          *shown = dup_shown (self, slot->field);
  g_autofree char          *json = NULL;

  slot->is_early = !self->is_read;
  if (slot->is_early || strcmp (text, shown != NULL ? shown : "") == 0)
    return;

  if (kind == AMIA_RECORD_FIELD_NUMBER || kind == AMIA_RECORD_FIELD_TIMES || *text == '\0')
    {
      json = dup_typed (slot, text);
      if (json == NULL)
        return;
    }
  write_value (self, slot->field->name, json, text);
}

static void
left_cb (Slot *slot)
{
  if (slot->field->kind != AMIA_RECORD_FIELD_DAY ||
      amia_day_input_check (AMIA_INPUT (slot->control)))
    keep (slot);
}

/* A number or a day that is half typed is not one yet; text always is. */
static void
paused_cb (Slot *slot)
{
  if (slot->field->kind == AMIA_RECORD_FIELD_TEXT || slot->field->kind == AMIA_RECORD_FIELD_LINES)
    keep (slot);
}

static void
chosen_cb (Slot *slot)
{
  AmiaRecordForm  *self = slot->form;
  const char      *code = amia_drop_down_get_code (slot->drop_down);
  g_autofree char *shown = NULL;

  if (self->is_updating || !self->is_read || code == NULL)
    return;

  shown = dup_shown (self, slot->field);
  if (strcmp (code, shown != NULL ? shown : "") != 0)
    write_value (self, slot->field->name, *code == '\0' ? "null" : NULL, code);
}

/* --- Showing ---------------------------------------------------------------------------------- */

static void
put_in_slot (Slot      *slot,
             GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (slot->slot);

  if (child == widget)
    return;

  if (child != NULL)
    gtk_box_remove (GTK_BOX (slot->slot), child);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_box_append (GTK_BOX (slot->slot), widget);
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static GtkWidget *
make_labelled (const Slot *slot,
               GtkWidget  *below)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = make_label (_ (slot->field->label));

  gtk_widget_add_css_class (heading, "field-label");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), below);
  return box;
}

static GtkWidget *
make_card (Slot *slot)
{
  AmiaRecordForm *self = slot->form;

  return make_labelled (slot, amia_versions_card_new (self->replica, self->record,
                                                      slot->field->name, _ (slot->field->label)));
}

static void
show_to_read (Slot       *slot,
              const char *text)
{
  const char *words = slot->drop_down != NULL ? amia_drop_down_get_words (slot->drop_down, text)
                                              : NULL;
  GtkWidget  *value = make_label (words != NULL ? words : text);

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  put_in_slot (slot, make_labelled (slot, value));
  gtk_widget_set_visible (slot->slot, text != NULL && *text != '\0');
}

static void
update (AmiaRecordForm *self)
{
  self->is_updating = TRUE;
  for (gsize i = 0; i < self->n_slots; i++)
    {
      Slot            *slot = &self->slots[i];
      g_autofree char *text = dup_shown (self, slot->field);

      if (!amia_record_form_is_own (self))
        {
          show_to_read (slot, text);
          continue;
        }
      if (self->record != NULL && amia_record_has_conflict (self->record, slot->field->name))
        {
          put_in_slot (slot, make_card (slot));
          continue;
        }
      if (slot->drop_down != NULL)
        amia_drop_down_choose (slot->drop_down, text);
      else if (slot->is_early && text == NULL) /* what nobody has seen is not replaced */
        keep (slot);
      else
        amia_input_set_text (AMIA_INPUT (slot->control), text);
      slot->is_early = FALSE;
      put_in_slot (slot, slot->control);
    }
  self->is_updating = FALSE;
}

/* --- Reading ---------------------------------------------------------------------------------- */

static gpointer
load_reading (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_reading_load (store, data, error);
}

static void
take (AmiaRecordForm *self,
      AmiaReading    *read)
{
  gboolean was_there = self->record != NULL && !amia_record_is_removed (self->record);

  g_clear_pointer (&self->record, amia_record_free);
  g_free (self->agency);
  self->record = g_steal_pointer (&read->record);
  self->agency = g_steal_pointer (&read->agency);
  self->is_read = TRUE;
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (was_there && (self->record == NULL || amia_record_is_removed (self->record)))
    g_signal_emit (self, signals[SIGNAL_GONE], 0);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaRecordForm) self = data;
  g_autoptr (GError) error = NULL;
  AmiaReading *read = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (read != NULL && !g_cancellable_is_cancelled (self->cancellable))
    take (self, read);
  else if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
  g_clear_pointer (&read, amia_reading_free);
}

static void
read_again (AmiaRecordForm *self)
{
  amia_replica_call_async (self->replica, load_reading, g_memdup2 (&self->id, sizeof self->id),
                           g_free, (GDestroyNotify) amia_reading_free, self->cancellable, read_cb,
                           g_object_ref (self));
}

static void
replica_changed_cb (AmiaRecordForm *self,
                    GArray         *cases,
                    GArray         *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (records, AmiaUuid, i), &self->id))
        {
          read_again (self);
          return;
        }
    }
}

/* --- The widget ------------------------------------------------------------------------------- */

static GtkWidget *
make_choice (Slot *slot)
{
  slot->drop_down = gtk_drop_down_new_from_strings (NULL);
  gtk_widget_set_halign (slot->drop_down, GTK_ALIGN_START);
  amia_drop_down_set_name (slot->drop_down, _ (slot->field->label));
  amia_drop_down_shorten (slot->drop_down);
  g_signal_connect_swapped (
      slot->drop_down, "notify::selected", G_CALLBACK (chosen_cb), slot);
  return make_labelled (slot, slot->drop_down);
}

static GtkWidget *
make_input (Slot *slot)
{
  const AmiaRecordFieldKind kind = slot->field->kind;
  GtkWidget                *input =
      g_object_new (AMIA_TYPE_INPUT, "label", _ (slot->field->label), "lines",
                    kind == AMIA_RECORD_FIELD_LINES ? 2 : 1, "purpose",
                    kind == AMIA_RECORD_FIELD_NUMBER ? GTK_INPUT_PURPOSE_NUMBER
                                                     : GTK_INPUT_PURPOSE_FREE_FORM,
                    NULL);

  if (slot->field->help != NULL)
    g_object_set (input, "help", _ (slot->field->help), NULL);
  g_signal_connect_swapped (input, "left", G_CALLBACK (left_cb), slot);
  g_signal_connect_swapped (input, "paused", G_CALLBACK (paused_cb), slot);
  return input;
}

static void
amia_record_form_dispose (GObject *object)
{
  AmiaRecordForm *self = AMIA_RECORD_FORM (object);
  GtkWidget      *child = NULL;

  g_cancellable_cancel (self->cancellable);
  for (gsize i = 0; i < self->n_slots; i++)
    {
      if (self->slots[i].control != NULL)
        g_signal_handlers_disconnect_by_data (self->slots[i].drop_down != NULL
                                                  ? self->slots[i].drop_down
                                                  : self->slots[i].control,
                                              &self->slots[i]);
      g_clear_object (&self->slots[i].control);
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_record_form_parent_class)->dispose (object);
}

static void
amia_record_form_finalize (GObject *object)
{
  AmiaRecordForm *self = AMIA_RECORD_FORM (object);

  g_free (self->slots);
  g_free (self->kind);
  g_hash_table_unref (self->initial);
  g_clear_pointer (&self->record, amia_record_free);
  g_free (self->agency);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_record_form_parent_class)->finalize (object);
}

static void
amia_record_form_class_init (AmiaRecordFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_record_form_dispose;
  object_class->finalize = amia_record_form_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", AMIA_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_GONE] = g_signal_new ("gone", AMIA_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
amia_record_form_init (AmiaRecordForm *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 18);
  self->cancellable = g_cancellable_new ();
  self->initial = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

GtkWidget *
amia_record_form_new (AmiaReplica           *replica,
                      const char            *kind,
                      const AmiaUuid        *id,
                      const AmiaUuid        *case_id,
                      const AmiaRecordField *fields,
                      gsize                  n_fields)
{
  AmiaRecordForm *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (AMIA_TYPE_RECORD_FORM, NULL);
  self->replica = g_object_ref (replica);
  self->kind = g_strdup (kind);
  self->id = *id;
  self->has_case = case_id != NULL;
  if (case_id != NULL)
    self->case_id = *case_id;
  self->n_slots = n_fields;
  self->slots = g_new0 (Slot, n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      Slot *slot = &self->slots[i];

      slot->field = &fields[i];
      slot->form = self;
      slot->slot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_widget_set_parent (slot->slot, GTK_WIDGET (self));
      slot->control = g_object_ref_sink (
          fields[i].kind == AMIA_RECORD_FIELD_CHOICE ? make_choice (slot) : make_input (slot));
      put_in_slot (slot, slot->control);
    }

  g_signal_connect_object (
      replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  read_again (self);
  return GTK_WIDGET (self);
}

static Slot *
find_slot (AmiaRecordForm *self,
           const char     *field)
{
  for (gsize i = 0; i < self->n_slots; i++)
    {
      if (strcmp (self->slots[i].field->name, field) == 0)
        return &self->slots[i];
    }

  return NULL;
}

void
amia_record_form_set_choices (AmiaRecordForm    *self,
                              const char        *field,
                              const char *const *codes,
                              const char *const *words)
{
  g_autofree char *shown = NULL;
  Slot            *slot = NULL;

  g_return_if_fail (AMIA_IS_RECORD_FORM (self));
  g_return_if_fail (field != NULL);
  g_return_if_fail (codes != NULL && words != NULL);

  slot = find_slot (self, field);
  g_return_if_fail (slot != NULL && slot->drop_down != NULL);

  self->is_updating = TRUE;
  shown = dup_shown (self, slot->field);
  amia_drop_down_set_choices (slot->drop_down, codes, words);
  amia_drop_down_choose (slot->drop_down, shown);
  self->is_updating = FALSE;
}

void
amia_record_form_set_initial (AmiaRecordForm *self,
                              const char     *field,
                              const char     *value)
{
  g_return_if_fail (AMIA_IS_RECORD_FORM (self));
  g_return_if_fail (field != NULL);

  if (value != NULL)
    g_hash_table_insert (self->initial, g_strdup (field), g_strdup (value));
  else
    g_hash_table_remove (self->initial, field);
}

gboolean
amia_record_form_type (AmiaRecordForm *self,
                       const char     *field,
                       const char     *text)
{
  Slot *slot = NULL;

  g_return_val_if_fail (AMIA_IS_RECORD_FORM (self), FALSE);
  g_return_val_if_fail (field != NULL && text != NULL, FALSE);

  slot = find_slot (self, field);
  g_return_val_if_fail (slot != NULL && slot->drop_down == NULL, FALSE);

  if (!self->is_read || gtk_widget_get_parent (slot->control) == NULL)
    return FALSE;

  amia_input_set_text (AMIA_INPUT (slot->control), text);
  left_cb (slot);
  return TRUE;
}

const AmiaRecord *
amia_record_form_get_record (AmiaRecordForm *self)
{
  g_return_val_if_fail (AMIA_IS_RECORD_FORM (self), NULL);

  return self->record;
}

gboolean
amia_record_form_is_own (AmiaRecordForm *self)
{
  g_return_val_if_fail (AMIA_IS_RECORD_FORM (self), FALSE);

  return amia_kind_find (self->kind)->scope != AMIA_SCOPE_ORGANISATION || self->agency == NULL ||
         strcmp (self->agency, amia_replica_get_identity (self->replica)->agency) == 0;
}
