/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-journal-composer.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-note-templates.h"
#include "amia-report.h"
#include "amia-template.h"
#include "amia-words.h"

/* The draft is one setting of the device: a JSON object of strings, {"kind", "date", "headline",
 * "text"}; no setting at all when nothing is written. */

#define KEEP_DELAY_MS 500

struct _AmiaJournalComposer
{
  GtkWidget parent_instance;

  GtkWidget *kind;
  GtkWidget *date;
  GtkWidget *headline;
  GtkWidget *text;
  GtkWidget *state;
  GtkWidget *enter;
  GtkWidget *templates;
  GtkWidget *correcting;
  GtkWidget *correcting_label;

  AmiaReplica *replica;
  char        *cites; /* the note that is being corrected */
  AmiaUuid     case_id;
  gboolean     has_case;
  guint        keep_id;
};

G_DEFINE_FINAL_TYPE (AmiaJournalComposer, amia_journal_composer, GTK_TYPE_WIDGET)

static const char *const kinds[] = {
  "note",
  "phone",
  "meeting",
  "email",
  "decision",
  "care",
  "reflection",
};

typedef struct
{
  char *name;
  char *value;
} Setting;

static void
free_setting (gpointer data)
{
  Setting *setting = data;

  g_free (setting->name);
  g_free (setting->value);
  g_free (setting);
}

static gpointer
keep_setting (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  const Setting *setting = data;

  /* The caller looks at the error alone. */
  (void) !amia_store_set_setting (store, setting->name, setting->value, error);
  return NULL;
}

static const char *
get_kind (AmiaJournalComposer *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));

  return kinds[MIN (selected, G_N_ELEMENTS (kinds) - 1)];
}

static gboolean
is_blank (AmiaJournalComposer *self)
{
  g_autofree char *headline = amia_input_dup_text (AMIA_INPUT (self->headline));
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (self->text));

  return *headline == '\0' && *text == '\0';
}

static void
add_member (JsonBuilder *builder,
            const char  *name,
            GtkWidget   *input)
{
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (input));

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
show_correction (AmiaJournalComposer *self,
                 const char          *words)
{
  gtk_widget_set_visible (self->correcting, words != NULL);
  gtk_label_set_label (GTK_LABEL (self->correcting_label), words != NULL ? words : "");
}

static char *
encode_draft (AmiaJournalComposer *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, get_kind (self));
  add_member (builder, "date", self->date);
  add_member (builder, "headline", self->headline);
  add_member (builder, "text", self->text);
  if (self->cites != NULL)
    {
      json_builder_set_member_name (builder, "cites");
      json_builder_add_string_value (builder, self->cites);
      json_builder_set_member_name (builder, "corrects");
      json_builder_add_string_value (
          builder, gtk_label_get_label (GTK_LABEL (self->correcting_label)));
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
decode_draft (AmiaJournalComposer *self,
              const char          *draft)
{
  g_autoptr (JsonNode) root = json_from_string (draft, NULL);
  JsonObject *object = NULL;
  const char *kind = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  object = json_node_get_object (root);
  kind = json_object_get_string_member_with_default (object, "kind", "");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i], kind) == 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), i);
    }

  amia_input_set_text (AMIA_INPUT (self->date),
                       json_object_get_string_member_with_default (object, "date", ""));
  amia_input_set_text (AMIA_INPUT (self->headline),
                       json_object_get_string_member_with_default (object, "headline", ""));
  amia_input_set_text (AMIA_INPUT (self->text),
                       json_object_get_string_member_with_default (object, "text", ""));
  if (json_object_has_member (object, "cites"))
    {
      self->cites =
          g_strdup (json_object_get_string_member_with_default (object, "cites", ""));
      show_correction (self, json_object_get_string_member_with_default (object, "corrects", ""));
    }
  gtk_label_set_label (GTK_LABEL (self->state), _ ("Draft, kept on this laptop only"));
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaJournalComposer) self = data;
  g_autoptr (GError) error = NULL;

  /* There is no answer but the error. */
  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (self->replica == NULL)
    return;

  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
  else if (self->keep_id == 0)
    gtk_label_set_label (GTK_LABEL (self->state),
                         is_blank (self) ? "" : _ ("Draft, kept on this laptop only"));
}

static void
keep_draft (AmiaJournalComposer *self)
{
  Setting *setting = NULL;

  g_clear_handle_id (&self->keep_id, g_source_remove);
  if (!self->has_case)
    return;

  setting = g_new0 (Setting, 1);
  setting->name = amia_case_draft_name (&self->case_id);
  setting->value = is_blank (self) ? NULL : encode_draft (self);
  amia_replica_call_async (self->replica,
                           keep_setting,
                           setting,
                           free_setting,
                           NULL,
                           NULL,
                           kept_cb,
                           g_object_ref (self));
}

static gboolean
keep_timeout_cb (gpointer data)
{
  AmiaJournalComposer *self = data;

  self->keep_id = 0;
  keep_draft (self);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (AmiaJournalComposer *self)
{
  gtk_widget_set_sensitive (self->enter, !is_blank (self));
  if (!self->has_case)
    return;

  /* What was typed just now is not kept yet, so nothing says that it is. */
  gtk_label_set_label (GTK_LABEL (self->state), "");
  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->keep_id = g_timeout_add (KEEP_DELAY_MS, keep_timeout_cb, self);
}

/* The page is going away, or hidden: what was typed a moment ago is kept first. */
static void
unmapped_cb (AmiaJournalComposer *self)
{
  if (self->keep_id != 0)
    keep_draft (self);
}

static void
begin_anew (AmiaJournalComposer *self)
{
  g_autofree char *today = amia_words_today ();

  amia_input_reset (AMIA_INPUT (self->headline), NULL);
  amia_input_reset (AMIA_INPUT (self->text), NULL);
  amia_input_reset (AMIA_INPUT (self->date), today);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), 0);
  gtk_label_set_label (GTK_LABEL (self->state), "");
  gtk_widget_set_sensitive (self->enter, FALSE);
  g_clear_pointer (&self->cites, g_free);
  show_correction (self, NULL);
}

static void
entered_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AmiaJournalComposer) self = data;
  g_autoptr (GError) error = NULL;
  gboolean was_reflection = FALSE;

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  if (self->replica == NULL)
    return;

  was_reflection = strcmp (get_kind (self), "reflection") == 0;
  begin_anew (self);
  keep_draft (self);
  amia_report (GTK_WIDGET (self),
               was_reflection
                   ? _ ("Kept for the two of you. Choose Reflection below to read it.")
                   : _ ("Entered in the journal."));
}

static void
date_left_cb (AmiaJournalComposer *self)
{
  amia_day_input_check (AMIA_INPUT (self->date));
}

static void
enter_cb (AmiaJournalComposer *self)
{
  AmiaEdits       *edits = NULL;
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());
  g_autofree char *headline = amia_input_dup_text (AMIA_INPUT (self->headline));
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (self->text));
  g_autofree char *date = NULL;

  if (!self->has_case || is_blank (self))
    return;

  if (!amia_day_input_check (AMIA_INPUT (self->date)))
    {
      gtk_widget_grab_focus (self->date);
      return;
    }

  edits = amia_edits_new ();
  date = amia_input_dup_text (AMIA_INPUT (self->date));
  if (*date == '\0')
    {
      g_free (date);
      date = amia_words_today ();
    }

  if (strcmp (get_kind (self), "reflection") == 0)
    {
      g_autofree char *all = g_strconcat (headline, *headline != '\0' ? "\n" : "", text, NULL);

      /* What the pair says to each other is no part of the journal, which the team reads. */
      amia_edits_set_string (edits, "reflection", &id, &self->case_id, "text", all);
      amia_replica_commit_async (self->replica, edits, NULL, entered_cb, g_object_ref (self));
      return;
    }

  amia_edits_set_string (edits, "journal", &id, &self->case_id, "kind", get_kind (self));
  if (self->cites != NULL)
    amia_edits_set_string (edits, "journal", &id, &self->case_id, "cites", self->cites);
  amia_edits_set_string (edits, "journal", &id, &self->case_id, "date", date);
  amia_edits_set_string (edits, "journal", &id, &self->case_id, "headline", headline);
  amia_edits_set_string (edits, "journal", &id, &self->case_id, "text", text);
  amia_replica_commit_async (self->replica, edits, NULL, entered_cb, g_object_ref (self));
}

static void
no_correction_cb (AmiaJournalComposer *self)
{
  g_clear_pointer (&self->cites, g_free);
  show_correction (self, NULL);
  edited_cb (self);
}

static void
select_kind (AmiaJournalComposer *self,
             const char          *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kinds[i], kind) == 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), i);
    }
}

/* A template is put in where nothing stands yet; what was written is not written over. */
static void
template_cb (AmiaJournalComposer *self,
             const char          *kind,
             const char          *headline,
             const char          *text)
{
  g_autofree char *old_headline = amia_input_dup_text (AMIA_INPUT (self->headline));
  g_autofree char *old_text = amia_input_dup_text (AMIA_INPUT (self->text));
  g_autofree char *all = *old_text != '\0' && text != NULL
                             ? g_strdup_printf ("%s\n%s", old_text, text)
                             : g_strdup (text != NULL ? text : old_text);

  select_kind (self, kind);
  if (*old_headline == '\0')
    amia_input_reset (AMIA_INPUT (self->headline), headline);
  amia_input_reset (AMIA_INPUT (self->text), all);
  edited_cb (self);
  gtk_widget_child_focus (self->text, GTK_DIR_TAB_FORWARD);
}

static void
save_template_cb (AmiaJournalComposer *self)
{
  g_autofree char *headline = amia_input_dup_text (AMIA_INPUT (self->headline));
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (self->text));

  if (*headline == '\0')
    amia_report (GTK_WIDGET (self), _ ("Write a headline first: it becomes the template's name."));
  else
    amia_note_templates_save (
        AMIA_NOTE_TEMPLATES (self->templates), get_kind (self), headline, text);
}

static gboolean
key_cb (AmiaJournalComposer *self,
        guint                key,
        guint                code,
        GdkModifierType      modifiers)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || (modifiers & GDK_CONTROL_MASK) == 0)
    return FALSE;

  enter_cb (self);
  return TRUE;
}

static void
amia_journal_composer_dispose (GObject *object)
{
  AmiaJournalComposer *self = AMIA_JOURNAL_COMPOSER (object);

  g_clear_handle_id (&self->keep_id, g_source_remove);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_JOURNAL_COMPOSER);
  g_clear_object (&self->replica);
  g_clear_pointer (&self->cites, g_free);

  G_OBJECT_CLASS (amia_journal_composer_parent_class)->dispose (object);
}

static void
amia_journal_composer_class_init (AmiaJournalComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_journal_composer_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_NOTE_TEMPLATES);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-journal-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, kind);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, date);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, headline);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, text);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, state);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, enter);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, templates);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, correcting);
  gtk_widget_class_bind_template_child (widget_class, AmiaJournalComposer, correcting_label);
  gtk_widget_class_bind_template_callback (widget_class, no_correction_cb);
  gtk_widget_class_bind_template_callback (widget_class, template_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_template_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, unmapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, date_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
amia_journal_composer_init (AmiaJournalComposer *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (names, strcmp (kinds[i], "reflection") == 0
                                       ? _ ("Reflection, only for the two of you")
                                       : amia_words_journal_kind (kinds[i]));

  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (names));
  amia_drop_down_set_name (self->kind, _ ("Kind of note"));
  begin_anew (self);
}

void
amia_journal_composer_set_replica (AmiaJournalComposer *self,
                                   AmiaReplica         *replica)
{
  g_return_if_fail (AMIA_IS_JOURNAL_COMPOSER (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
  amia_note_templates_set_replica (AMIA_NOTE_TEMPLATES (self->templates), replica);
}

void
amia_journal_composer_set_snapshot (AmiaJournalComposer *self,
                                    AmiaCaseSnapshot    *snapshot)
{
  g_return_if_fail (AMIA_IS_JOURNAL_COMPOSER (self));
  g_return_if_fail (snapshot != NULL);

  if (self->has_case)
    return;

  self->case_id = snapshot->row->id;
  self->has_case = TRUE;
  if (snapshot->draft != NULL && is_blank (self))
    decode_draft (self, snapshot->draft);
  gtk_widget_set_sensitive (self->enter, !is_blank (self));
}

void
amia_journal_composer_correct (AmiaJournalComposer *self,
                               const AmiaCaseNote  *note)
{
  g_autofree char *date = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (AMIA_IS_JOURNAL_COMPOSER (self));
  g_return_if_fail (note != NULL && !note->is_pair);

  date = note->date != NULL ? amia_words_date (note->date) : g_strdup ("–");
  /* Translators: a headline, a date */
  words = g_strdup_printf (_ ("Corrects “%s”, %s"),
                           note->headline != NULL && *note->headline != '\0'
                               ? note->headline
                               : amia_words_journal_kind (note->kind),
                           date);
  g_free (self->cites);
  self->cites = amia_uuid_to_string (&note->id);
  show_correction (self, words);
  select_kind (self, note->kind);
  edited_cb (self);
  gtk_widget_child_focus (self->headline, GTK_DIR_TAB_FORWARD);
}
