/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-records"

#include "config.h"

#include "amia-record-fields.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-kinds.h"
#include "amia-report.h"
#include "amia-versions-card.h"

/* Each field has a slot, a box that holds its input, the card with its two versions, or the text of
 * what may only be read. */

typedef struct
{
  AmiaRecordFields      *owner;
  const AmiaRecordField *field;
  GtkWidget             *box;
  GtkWidget             *input;
} Slot;

struct _AmiaRecordFields
{
  GtkWidget parent_instance;

  GtkWidget *box;

  AmiaReplica  *replica;
  const char   *kind;
  AmiaUuid      id;
  AmiaUuid      case_id;
  AmiaRecord   *record;
  char         *agency; /* that made it; NULL where not known */
  GPtrArray    *slots;
  GHashTable   *defaults; /* name → text */
  GCancellable *cancellable;
  gboolean      is_updating;
};

G_DEFINE_FINAL_TYPE (AmiaRecordFields, amia_record_fields, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_LOADED,
  SIGNAL_GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Values --------------------------------------------------------------------------------- */

/* What stands in the input for the field's value. */
static char *
dup_shown (const AmiaRecord      *record,
           const AmiaRecordField *field)
{
  const char *value = record != NULL ? amia_record_get_value (record, field->name) : NULL;

  if (value == NULL || strcmp (value, "null") == 0)
    return g_strdup ("");
  if (field->input == AMIA_RECORD_INPUT_NUMBER)
    return g_strdelimit (g_strdup (value), ".", ',');

  return amia_record_dup_string (record, field->name);
}

/* %NULL if what was typed is no number. */
static char *
dup_number (Slot       *slot,
            const char *typed)
{
  const AmiaField *field = amia_kind_find_field (amia_kind_find (slot->owner->kind),
                                                 slot->field->name);
  g_autofree char *json = g_strdelimit (g_strdup (typed), ",", '.');
  g_autoptr (GError) error = NULL;

  return amia_field_check (field, json, &error) ? g_steal_pointer (&json) : NULL;
}

static void
add_defaults (AmiaRecordFields *self,
              AmiaEdits        *edits,
              const char       *but)
{
  const AmiaUuid *case_id = amia_uuid_is_nil (&self->case_id) ? NULL : &self->case_id;
  GHashTableIter  iter;
  gpointer        name;
  gpointer        text;

  g_hash_table_iter_init (&iter, self->defaults);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      if (strcmp (name, but) != 0)
        amia_edits_set_string (edits, self->kind, &self->id, case_id, name, text);
    }
  g_hash_table_remove_all (self->defaults);
}

static void
write_field (AmiaRecordFields *self,
             const char       *name,
             const char       *json,
             const char       *text)
{
  const AmiaUuid *case_id = amia_uuid_is_nil (&self->case_id) ? NULL : &self->case_id;
  AmiaEdits      *edits = amia_edits_new ();

  if (json != NULL)
    amia_edits_set (edits, self->kind, &self->id, case_id, name, NULL, json);
  else
    amia_edits_set_string (edits, self->kind, &self->id, case_id, name, text);
  if (self->record == NULL)
    add_defaults (self, edits, name);
  else
    amia_edits_set_seen (edits, self->record);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static void
keep (Slot       *slot,
      const char *text)
{
  g_autofree char *old = dup_shown (slot->owner->record, slot->field);
  g_autofree char *number = NULL;

  if (g_strcmp0 (old, text) == 0)
    return;

  if (slot->field->input == AMIA_RECORD_INPUT_NUMBER && *text != '\0')
    {
      number = dup_number (slot, text);
      amia_input_set_message (AMIA_INPUT (slot->input),
                              number == NULL ? _ ("Write a number, such as 12 or 2,5.") : NULL);
      if (number == NULL)
        return;
    }
  write_field (slot->owner, slot->field->name, *text == '\0' ? "null" : number, text);
}

static void
left_cb (AmiaInput *input,
         gpointer   data)
{
  Slot            *slot = data;
  g_autofree char *text = NULL;

  /* The check may put it in its canonical form. */
  if (slot->field->input == AMIA_RECORD_INPUT_DAY && !amia_day_input_check (input))
    return;

  text = amia_input_dup_text (input);
  keep (slot, text);
}

/* A number or a day that is half typed is not one yet; text always is. */
static void
paused_cb (AmiaInput *input,
           gpointer   data)
{
  Slot            *slot = data;
  g_autofree char *text = amia_input_dup_text (input);

  if (slot->field->input == AMIA_RECORD_INPUT_TEXT || slot->field->input == AMIA_RECORD_INPUT_LINES)
    keep (slot, text);
}

static void
chosen_cb (GtkDropDown *drop_down,
           GParamSpec  *pspec,
           gpointer     data)
{
  Slot *slot = data;
  guint selected = gtk_drop_down_get_selected (drop_down);

  /* The first choice is none. */
  if (!slot->owner->is_updating && selected <= slot->field->n_choices)
    keep (slot, selected == 0 ? "" : slot->field->choices[selected - 1].code);
}

/* --- Showing -------------------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_labelled (const AmiaRecordField *field,
               GtkWidget             *below)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), make_label (_ (field->label), "field-label"));
  gtk_box_append (GTK_BOX (box), below);
  return box;
}

static const char *
find_words (const AmiaRecordField *field,
            const char            *code)
{
  for (gsize i = 0; i < field->n_choices; i++)
    {
      if (strcmp (field->choices[i].code, code) == 0)
        return _ (field->choices[i].words);
    }

  return code;
}

static guint
find_choice (const AmiaRecordField *field,
             const char            *code)
{
  for (gsize i = 0; i < field->n_choices; i++)
    {
      if (strcmp (field->choices[i].code, code) == 0)
        return (guint) i + 1;
    }

  return 0;
}

static void
fill_slot (Slot      *slot,
           GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (slot->box);

  if (child == widget)
    return;

  if (child != NULL)
    gtk_box_remove (GTK_BOX (slot->box), child);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_box_append (GTK_BOX (slot->box), widget);
}

static void
show_to_read (Slot       *slot,
              const char *text)
{
  GtkWidget *value = make_label (find_words (slot->field, text), NULL);

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  fill_slot (slot, make_labelled (slot->field, value));
  gtk_widget_set_visible (slot->box, *text != '\0');
}

static GtkWidget *
make_card (Slot *slot)
{
  return make_labelled (slot->field,
                        amia_versions_card_new (slot->owner->replica, slot->owner->record,
                                                slot->field->name, _ (slot->field->label)));
}

static void
update_slot (Slot *slot)
{
  AmiaRecordFields *self = slot->owner;
  g_autofree char  *text = dup_shown (self->record, slot->field);

  if (!amia_record_fields_is_own (self))
    show_to_read (slot, text);
  else if (self->record != NULL && amia_record_has_conflict (self->record, slot->field->name))
    fill_slot (slot, make_card (slot));
  else if (slot->field->input == AMIA_RECORD_INPUT_CHOICE)
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (slot->input), find_choice (slot->field, text));
      fill_slot (slot, gtk_widget_get_parent (slot->input));
    }
  else
    {
      amia_input_set_text (AMIA_INPUT (slot->input), text);
      fill_slot (slot, slot->input);
    }
}

static void
update (AmiaRecordFields *self)
{
  self->is_updating = TRUE;
  for (guint i = 0; i < self->slots->len; i++)
    update_slot (g_ptr_array_index (self->slots, i));
  self->is_updating = FALSE;
}

/* --- Reading -------------------------------------------------------------------------------- */

typedef struct
{
  AmiaRecord *record;
  char       *agency;
} Loaded;

static void
free_loaded (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->record, amia_record_free);
  g_free (loaded->agency);
  g_free (loaded);
}

/* The agency of the oldest value that still stands: the one that made it, or one of the same. */
static char *
dup_agency (AmiaStore        *store,
            const AmiaRecord *record)
{
  g_autoptr (GPtrArray) names = amia_record_get_fields (record);
  const AmiaHead *oldest = NULL;
  const char     *agency = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      gsize           n_heads;
      const AmiaHead *heads =
          amia_record_get_heads (record, g_ptr_array_index (names, i), &n_heads);

      if (n_heads > 0 && (oldest == NULL || heads[0].stamp < oldest->stamp))
        oldest = &heads[0];
    }

  if (oldest != NULL)
    amia_store_get_author (store, &oldest->device, &agency);
  return g_strdup (agency);
}

static gpointer
load_record (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  GError *local_error = NULL;

  loaded->record = amia_store_load_record (store, data, &local_error);
  if (local_error != NULL)
    {
      free_loaded (loaded);
      g_propagate_error (error, local_error);
      return NULL;
    }

  if (loaded->record != NULL)
    loaded->agency = dup_agency (store, loaded->record);
  return loaded;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaRecordFields) self = data;
  g_autoptr (GError) error = NULL;
  Loaded  *loaded = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  gboolean was_there = self->record != NULL;

  if (loaded == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->record, amia_record_free);
  g_free (self->agency);
  self->record = g_steal_pointer (&loaded->record);
  self->agency = g_steal_pointer (&loaded->agency);
  free_loaded (loaded);
  update (self);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
  if (was_there && (self->record == NULL || amia_record_is_removed (self->record)))
    g_signal_emit (self, signals[SIGNAL_GONE], 0);
}

static void
load (AmiaRecordFields *self)
{
  amia_replica_call_async (self->replica, load_record, g_memdup2 (&self->id, sizeof self->id),
                           g_free, free_loaded, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

static void
changed_cb (AmiaRecordFields *self,
            GArray           *cases,
            GArray           *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (records, AmiaUuid, i), &self->id))
        {
          load (self);
          return;
        }
    }
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
free_slot (gpointer data)
{
  Slot *slot = data;

  g_signal_handlers_disconnect_by_data (slot->input, slot);
  if (slot->field->input == AMIA_RECORD_INPUT_CHOICE)
    g_object_unref (gtk_widget_get_parent (slot->input));
  else
    g_object_unref (slot->input);
  g_free (slot);
}

static void
amia_record_fields_dispose (GObject *object)
{
  AmiaRecordFields *self = AMIA_RECORD_FIELDS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->record, amia_record_free);
  g_clear_pointer (&self->agency, g_free);
  g_clear_pointer (&self->defaults, g_hash_table_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_record_fields_parent_class)->dispose (object);
}

static void
amia_record_fields_finalize (GObject *object)
{
  g_object_unref (AMIA_RECORD_FIELDS (object)->cancellable);

  G_OBJECT_CLASS (amia_record_fields_parent_class)->finalize (object);
}

static void
amia_record_fields_class_init (AmiaRecordFieldsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType         type = AMIA_TYPE_RECORD_FIELDS;

  object_class->dispose = amia_record_fields_dispose;
  object_class->finalize = amia_record_fields_finalize;
  signals[SIGNAL_LOADED] = g_signal_new (
      "loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_GONE] = g_signal_new (
      "gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_record_fields_init (AmiaRecordFields *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->slots = g_ptr_array_new_with_free_func (free_slot);
  self->defaults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

static GtkWidget *
make_drop_down (Slot *slot)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *drop_down = NULL;

  gtk_string_list_append (names, "–");
  for (gsize i = 0; i < slot->field->n_choices; i++)
    gtk_string_list_append (names, _ (slot->field->choices[i].words));
  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_widget_set_halign (drop_down, GTK_ALIGN_START);
  amia_drop_down_set_name (drop_down, _ (slot->field->label));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (chosen_cb), slot);
  return drop_down;
}

static GtkWidget *
make_input (Slot *slot)
{
  const AmiaRecordField *field = slot->field;
  gboolean               is_number = field->input == AMIA_RECORD_INPUT_NUMBER;
  GtkWidget             *input = g_object_new (
                  AMIA_TYPE_INPUT,
                  "label", _ (field->label),
                  "help", field->help != NULL ? _ (field->help) : NULL,
                  "lines", field->input == AMIA_RECORD_INPUT_LINES ? 3 : 1,
                  "purpose", is_number ? GTK_INPUT_PURPOSE_NUMBER : GTK_INPUT_PURPOSE_FREE_FORM,
                  NULL);

  g_signal_connect (input, "left", G_CALLBACK (left_cb), slot);
  g_signal_connect (input, "paused", G_CALLBACK (paused_cb), slot);
  return input;
}

static void
add_slot (AmiaRecordFields      *self,
          const AmiaRecordField *field)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->owner = self;
  slot->field = field;
  slot->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  if (field->input == AMIA_RECORD_INPUT_CHOICE)
    {
      slot->input = make_drop_down (slot);
      g_object_ref_sink (make_labelled (field, slot->input));
    }
  else
    slot->input = g_object_ref_sink (make_input (slot));
  gtk_box_append (GTK_BOX (self->box), slot->box);
  g_ptr_array_add (self->slots, slot);
}

GtkWidget *
amia_record_fields_new (AmiaReplica           *replica,
                        const char            *kind,
                        const AmiaUuid        *id,
                        const AmiaUuid        *case_id,
                        const AmiaRecordField *fields,
                        gsize                  n_fields)
{
  AmiaRecordFields *self = g_object_new (AMIA_TYPE_RECORD_FIELDS, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (amia_kind_find (kind) != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self->replica = g_object_ref (replica);
  self->kind = amia_kind_find (kind)->name;
  self->id = *id;
  if (case_id != NULL)
    self->case_id = *case_id;
  for (gsize i = 0; i < n_fields; i++)
    add_slot (self, &fields[i]);
  update (self);
  g_signal_connect_object (replica, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}

void
amia_record_fields_add_default (AmiaRecordFields *self,
                                const char       *name,
                                const char       *text)
{
  g_return_if_fail (AMIA_IS_RECORD_FIELDS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (text != NULL);

  g_hash_table_insert (self->defaults, g_strdup (name), g_strdup (text));
}

const AmiaRecord *
amia_record_fields_get_record (AmiaRecordFields *self)
{
  g_return_val_if_fail (AMIA_IS_RECORD_FIELDS (self), NULL);

  return self->record;
}

gboolean
amia_record_fields_is_own (AmiaRecordFields *self)
{
  g_return_val_if_fail (AMIA_IS_RECORD_FIELDS (self), FALSE);

  return amia_kind_find (self->kind)->scope != AMIA_SCOPE_ORGANISATION || self->agency == NULL ||
         strcmp (self->agency, amia_replica_get_identity (self->replica)->agency) == 0;
}
