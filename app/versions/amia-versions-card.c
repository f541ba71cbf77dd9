/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-versions-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-pill.h"
#include "amia-report.h"
#include "amia-text-merge.h"
#include "amia-value-words.h"
#include "amia-version.h"
#include "amia-words.h"

/*
 * The card that stands where a control would, when two people have answered the same question
 * without having seen each other. Differences are marked by weight and underline as well as by the
 * pill's colour. Nothing here decides for the user.
 */

struct _AmiaVersionsCard
{
  GtkBox parent_instance;

  AmiaReplica  *replica;
  AmiaRecord   *record;
  char         *field;
  char         *label;
  AmiaVersions *versions;
  GPtrArray    *distinct; /* AmiaVersion, newest of each value, newest first */

  GtkWidget    *columns;
  GtkWidget    *buttons;
  GtkWidget    *merge_box;
  GtkWidget    *merge_view;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaVersionsCard, amia_versions_card, GTK_TYPE_BOX)

/* --- Settling ------------------------------------------------------------------------------ */

static gboolean
is_own_agency (AmiaVersionsCard  *self,
               const AmiaVersion *version)
{
  return g_strcmp0 (version->agency, amia_replica_get_identity (self->replica)->agency) == 0;
}

static gboolean
says (const AmiaVersion *version,
      const char        *value)
{
  return value == NULL || amia_value_equal (version->value, value);
}

/* What is taken over from another agency is released by that agency's consents, and by those only:
 * whoever may not see the source may not see the copy. @value is the version that was taken over as
 * it is, or NULL for all of them together; it needs no source if somebody here wrote the same. */
static void
add_sources (AmiaVersionsCard *self,
             AmiaEdits        *edits,
             const char       *value)
{
  const GPtrArray *versions = self->versions->versions;

  for (guint i = 0; value != NULL && i < versions->len; i++)
    {
      const AmiaVersion *version = g_ptr_array_index (versions, i);

      if (is_own_agency (self, version) && says (version, value))
        return;
    }

  for (guint i = 0; i < versions->len; i++)
    {
      const AmiaVersion *version = g_ptr_array_index (versions, i);

      if (!is_own_agency (self, version) && says (version, value))
        amia_edits_add_source (edits, &version->device, version->n, self->field);
    }
}

/* @taken: the version whose value it is, or NULL for a text made of all of them. */
static void
settle (AmiaVersionsCard  *self,
        AmiaEdits         *edits,
        const char        *value,
        const AmiaVersion *taken)
{
  const AmiaHead *shown = amia_record_get_shown (self->record, self->field);

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  amia_edits_set (edits, self->record->kind, &self->record->id,
                  amia_uuid_is_nil (&self->record->case_id) ? NULL : &self->record->case_id,
                  self->field, shown->area, value);
  add_sources (self, edits, taken != NULL ? taken->value : NULL);
  amia_edits_set_mode (edits, AMIA_OVER_ALL);
  amia_edits_set_seen (edits, self->record);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

static void
keep_clicked_cb (AmiaVersionsCard *self,
                 GtkButton        *button)
{
  const AmiaVersion *version = g_object_get_data (G_OBJECT (button), "version");

  settle (self, amia_edits_new (), version->value, version);
}

static char *
dup_merged_value (AmiaVersionsCard *self)
{
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->merge_view));
  GtkTextIter      start;
  GtkTextIter      end;
  g_autofree char *text = NULL;
  g_autoptr (GString) value = g_string_new (NULL);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  amia_scan_append_string (value, text);
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static void
use_merged_clicked_cb (AmiaVersionsCard *self)
{
  g_autofree char *value = dup_merged_value (self);

  settle (self, amia_edits_new (), value, NULL);
}

static char *
describe_version (const AmiaVersion *version)
{
  g_autofree char *moment = amia_words_moment (version->at_ms, amia_words_now_ms ());

  /* Translators: who wrote a version: name, agency, time. */
  return g_strdup_printf (_ ("%s, %s, %s"),
                          version->author != NULL ? version->author : _ ("Unknown"),
                          amia_words_agency_short (version->agency), moment);
}

static char *
write_journal_text (AmiaVersionsCard *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = self->distinct->len; i-- > 0;)
    {
      const AmiaVersion *version = g_ptr_array_index (self->distinct, i);
      g_autofree char   *who = describe_version (version);
      g_autofree char   *words = amia_value_to_words (version->value);

      g_string_append_printf (text, "%s%s:\n%s", text->len > 0 ? "\n\n" : "", who, words);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Both texts go to the journal, where nothing is ever replaced; the field keeps the shown one. */
static void
journal_clicked_cb (AmiaVersionsCard *self)
{
  AmiaEdits         *edits = amia_edits_new ();
  const AmiaVersion *shown = g_ptr_array_index (self->distinct, 0);
  AmiaUuid           id = amia_uuid_new_v7 (amia_words_now_ms ());
  g_autofree char   *headline = g_strdup_printf (_ ("Two versions: %s"), self->label);
  g_autofree char   *text = write_journal_text (self);
  g_autofree char   *today = amia_words_today ();
  const AmiaUuid    *case_id = &self->record->case_id;

  amia_edits_set_string (edits, "journal", &id, case_id, "kind", "note");
  amia_edits_set_string (edits, "journal", &id, case_id, "date", today);
  amia_edits_set_string (edits, "journal", &id, case_id, "headline", headline);
  amia_edits_set_string (edits, "journal", &id, case_id, "text", text);
  add_sources (self, edits, NULL);
  settle (self, edits, shown->value, shown);
}

/* --- Showing ------------------------------------------------------------------------------- */

static gboolean
is_text (const AmiaVersion *version)
{
  return version->value != NULL && *version->value == '"';
}

static gboolean
are_all_texts (AmiaVersionsCard *self)
{
  for (guint i = 0; i < self->distinct->len; i++)
    if (!is_text (g_ptr_array_index (self->distinct, i)))
      return FALSE;
  return TRUE;
}

static PangoAttrList *
mark_differences (const char *words,
                  const char *other)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  g_autoptr (GArray) spans = amia_text_diff (words, other);

  for (guint i = 0; i < spans->len; i++)
    {
      const AmiaTextSpan *span = &g_array_index (spans, AmiaTextSpan, i);
      PangoAttribute     *marks[] = { pango_attr_weight_new (PANGO_WEIGHT_BOLD),
                                      pango_attr_underline_new (PANGO_UNDERLINE_SINGLE) };

      for (gsize j = 0; j < G_N_ELEMENTS (marks); j++)
        {
          marks[j]->start_index = (guint) span->start;
          marks[j]->end_index = (guint) (span->start + span->length);
          pango_attr_list_insert (attributes, marks[j]);
        }
    }
  return attributes;
}

static GtkWidget *
make_version_label (AmiaVersionsCard  *self,
                    const AmiaVersion *version)
{
  const AmiaVersion *other =
      g_ptr_array_index (self->distinct, g_ptr_array_index (self->distinct, 0) == version ? 1 : 0);
  g_autofree char *words = amia_value_to_words (version->value);
  g_autofree char *other_words = amia_value_to_words (other->value);
  g_autoptr (PangoAttrList) attributes = mark_differences (words, other_words);
  GtkWidget *label = gtk_label_new (*words != '\0' ? words : _ ("(no answer)"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (*words != '\0')
    gtk_label_set_attributes (GTK_LABEL (label), attributes);
  else
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
make_author_line (const AmiaVersion *version,
                  gboolean           is_shown)
{
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *moment = amia_words_moment (version->at_ms, amia_words_now_ms ());
  g_autofree char *who = g_strdup_printf ("%s · %s", version->author != NULL ? version->author : _ ("Unknown"), moment);
  GtkWidget       *label = gtk_label_new (who);

  gtk_box_append (GTK_BOX (line), amia_pill_new_agency (version->agency));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (line), label);
  if (is_shown)
    gtk_box_append (GTK_BOX (line), amia_pill_new ("neutral", NULL, _ ("Newest")));
  return line;
}

static GtkWidget *
make_column (AmiaVersionsCard  *self,
             const AmiaVersion *version,
             gboolean           is_shown)
{
  GtkWidget       *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget       *button = gtk_button_new_with_label (_ ("Keep this one"));
  g_autofree char *who = describe_version (version);
  /* Translators: what the button does, for screen readers; %s is who wrote the version and when. */
  g_autofree char *name = g_strdup_printf (_ ("Keep the version of %s"), who);

  gtk_box_append (GTK_BOX (column), make_author_line (version, is_shown));
  gtk_box_append (GTK_BOX (column), make_version_label (self, version));
  g_object_set_data (G_OBJECT (button), "version", (gpointer) version);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (keep_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (column), button);
  gtk_widget_add_css_class (column, "version");
  return column;
}

/* What only differs in who wrote it is shown once. */
static void
pick_distinct (AmiaVersionsCard *self)
{
  for (guint i = self->versions->versions->len; i-- > 0;)
    {
      AmiaVersion *version = g_ptr_array_index (self->versions->versions, i);
      gboolean     is_known = FALSE;

      for (guint j = 0; j < self->distinct->len; j++)
        is_known |= amia_value_equal (
            version->value, ((AmiaVersion *) g_ptr_array_index (self->distinct, j))->value);
      if (!is_known)
        g_ptr_array_add (self->distinct, version);
    }
}

static void
merge_clicked_cb (AmiaVersionsCard *self)
{
  const AmiaVersion *newer = g_ptr_array_index (self->distinct, 0);
  const AmiaVersion *older = g_ptr_array_index (self->distinct, 1);
  g_autofree char   *base = amia_value_to_words (self->versions->base);
  g_autofree char   *a = amia_value_to_words (older->value);
  g_autofree char   *b = amia_value_to_words (newer->value);
  g_autofree char   *merged = amia_text_merge (*base != '\0' ? base : NULL, a, b);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->merge_view)), merged,
                            -1);
  gtk_widget_set_visible (self->merge_box, TRUE);
  gtk_widget_grab_focus (self->merge_view);
}

static void
add_button (AmiaVersionsCard *self,
            const char       *label,
            GCallback         callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaVersionsCard) self = user_data;
  g_autoptr (GError) local_error = NULL;
  AmiaVersions *versions = amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);

  if (versions == NULL)
    {
      amia_report_error (GTK_WIDGET (self), local_error);
      return;
    }

  self->versions = versions;
  pick_distinct (self);
  if (self->distinct->len < 2)
    return;
  if (self->distinct->len > 2) /* Side by side there would be no room to read. */
    {
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns), GTK_ORIENTATION_VERTICAL);
      gtk_box_set_homogeneous (GTK_BOX (self->columns), FALSE);
    }
  for (guint i = 0; i < self->distinct->len; i++)
    gtk_box_append (GTK_BOX (self->columns),
                    make_column (self, g_ptr_array_index (self->distinct, i), i == 0));
  if (are_all_texts (self) && self->distinct->len == 2)
    add_button (self, _ ("_Merge…"), G_CALLBACK (merge_clicked_cb));
  if (!amia_uuid_is_nil (&self->record->case_id))
    add_button (self, _ ("Both to the _journal"), G_CALLBACK (journal_clicked_cb));
}

typedef struct
{
  AmiaRecord *record;
  char       *field;
} LoadRequest;

static void
load_request_free (gpointer data)
{
  LoadRequest *request = data;

  amia_record_free (request->record);
  g_free (request->field);
  g_free (request);
}

static gpointer
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  const LoadRequest *request = data;

  return amia_versions_load (store, request->record, request->field, error);
}

static AmiaRecord *
copy_record (const AmiaRecord *record)
{
  AmiaRecord      *copy = amia_record_new (record->kind, &record->id, &record->case_id);
  g_autofree char *text = amia_record_encode (record);

  if (!amia_record_decode (copy, text, NULL))
    g_assert_not_reached ();
  return copy;
}

/* --- Object -------------------------------------------------------------------------------- */

static void
build_merge_box (AmiaVersionsCard *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *use = gtk_button_new_with_label (_ ("Use this text"));

  self->merge_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_visible (self->merge_box, FALSE);
  self->merge_view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->merge_view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->merge_view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->merge_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestion for one text out of both; change it as you like"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->merge_view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 90);
  gtk_widget_add_css_class (scrolled, "text-input");
  gtk_box_append (GTK_BOX (self->merge_box), scrolled);
  gtk_widget_set_halign (use, GTK_ALIGN_START);
  gtk_widget_add_css_class (use, "suggested-action");
  g_signal_connect_object (use, "clicked", G_CALLBACK (use_merged_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->merge_box), use);
}

static void
amia_versions_card_dispose (GObject *object)
{
  AmiaVersionsCard *self = AMIA_VERSIONS_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->replica);
  G_OBJECT_CLASS (amia_versions_card_parent_class)->dispose (object);
}

static void
amia_versions_card_finalize (GObject *object)
{
  AmiaVersionsCard *self = AMIA_VERSIONS_CARD (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->distinct, g_ptr_array_unref);
  g_clear_pointer (&self->versions, amia_versions_free);
  g_clear_pointer (&self->record, amia_record_free);
  g_free (self->field);
  g_free (self->label);
  G_OBJECT_CLASS (amia_versions_card_parent_class)->finalize (object);
}

static void
amia_versions_card_class_init (AmiaVersionsCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_versions_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_versions_card_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_versions_card_init (AmiaVersionsCard *self)
{
  GtkWidget *title = amia_pill_new ("warning", "dialog-warning-symbolic", _ ("Two versions"));

  self->cancellable = g_cancellable_new ();
  self->distinct = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "versions");

  gtk_widget_set_halign (title, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), title);
  self->columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_set_homogeneous (GTK_BOX (self->columns), TRUE);
  gtk_box_append (GTK_BOX (self), self->columns);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self), self->buttons);
  build_merge_box (self);
  gtk_box_append (GTK_BOX (self), self->merge_box);
}

GtkWidget *
amia_versions_card_new (AmiaReplica      *replica,
                        const AmiaRecord *record,
                        const char       *field,
                        const char       *label)
{
  AmiaVersionsCard *self = NULL;
  LoadRequest      *request = NULL;
  g_autofree char  *name = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (label != NULL, NULL);

  self = g_object_new (AMIA_TYPE_VERSIONS_CARD, NULL);
  self->replica = g_object_ref (replica);
  self->record = copy_record (record);
  self->field = g_strdup (field);
  self->label = g_strdup (label);
  name = g_strdup_printf (_ ("Two versions: %s"), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  request = g_new0 (LoadRequest, 1);
  request->record = copy_record (record);
  request->field = g_strdup (field);
  amia_replica_call_async (replica, load_on_store_thread, request, load_request_free,
                           (GDestroyNotify) amia_versions_free,
                           self->cancellable, loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
