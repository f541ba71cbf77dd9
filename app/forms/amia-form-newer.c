/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-newer.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-form-words.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-value-words.h"

/* A list for each kind of change that needs an eye; of what just comes along the number is enough.
 */

struct _AmiaFormNewer
{
  GtkWidget parent_instance;

  GtkWidget *heading;
  GtkWidget *carried;
  GtkWidget *flagged_title;
  GtkWidget *flagged;
  GtkWidget *added_title;
  GtkWidget *added;
  GtkWidget *unplaced_title;
  GtkWidget *unplaced;
  GtkWidget *switch_button;

  AmiaMigration *migration;
};

G_DEFINE_FINAL_TYPE (AmiaFormNewer, amia_form_newer, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
describe_change (const AmiaMigrationChange *change,
                 const char                *language)
{
  if (change->message != NULL)
    return amia_form_words_message (change->message, change->item, language);
  if (change->kind == AMIA_MIGRATION_UNPLACED && change->old_value != NULL)
    return amia_value_to_words (change->old_value);
  return NULL;
}

static void
fill (AmiaFormNewer    *self,
      GtkWidget        *title,
      GtkWidget        *list,
      AmiaMigrationKind kind,
      const char       *language)
{
  GPtrArray *changes = amia_migration_get_changes (self->migration);

  amia_list_clear (list);
  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaMigrationChange *change = g_ptr_array_index (changes, i);
      const AmiaItem            *item = change->item != NULL ? change->item : change->old_item;
      g_autofree char           *question = NULL;
      g_autofree char           *words = NULL;
      GtkWidget                 *row = NULL;

      if (change->kind != kind)
        continue;
      question = item != NULL ? amia_form_words_item (item, language)
                              : g_strdup (_ ("An answer without a question"));
      words = describe_change (change, language);
      row = amia_row_new (question, words);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  gtk_widget_set_visible (title, amia_migration_count (self->migration, kind) > 0);
  gtk_widget_set_visible (list, amia_migration_count (self->migration, kind) > 0);
}

static guint
count_carried (AmiaMigration *migration)
{
  return amia_migration_count (migration, AMIA_MIGRATION_CARRIED) +
         amia_migration_count (migration, AMIA_MIGRATION_CONVERTED) +
         amia_migration_count (migration, AMIA_MIGRATION_MOVED);
}

static void
choose_cb (AmiaFormNewer *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0, TRUE);
}

static void
keep_cb (AmiaFormNewer *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0, FALSE);
}

static void
amia_form_newer_dispose (GObject *object)
{
  AmiaFormNewer *self = AMIA_FORM_NEWER (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_FORM_NEWER);
  g_clear_pointer (&self->migration, amia_migration_free);

  G_OBJECT_CLASS (amia_form_newer_parent_class)->dispose (object);
}

static void
amia_form_newer_class_init (AmiaFormNewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_form_newer_dispose;

  signals[SIGNAL_DONE] = g_signal_new ("done", AMIA_TYPE_FORM_NEWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-form-newer.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, heading);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, carried);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, flagged_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, flagged);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, added_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, added);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, unplaced_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, unplaced);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormNewer, switch_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
amia_form_newer_init (AmiaFormNewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_form_newer_set (AmiaFormNewer     *self,
                     AmiaResponse      *response,
                     AmiaQuestionnaire *newer,
                     const char        *language)
{
  g_autofree char *heading = NULL;
  g_autofree char *carried = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (AMIA_IS_FORM_NEWER (self));
  g_return_if_fail (response != NULL);

  g_clear_pointer (&self->migration, amia_migration_free);
  self->migration = amia_migration_new (response, newer, &error);
  gtk_widget_set_sensitive (self->switch_button, self->migration != NULL);
  if (self->migration == NULL)
    {
      g_debug ("%s", error->message);
      return;
    }

  /* Translators: the version of a form. */
  heading = g_strdup_printf (_ ("Go on with version %s?"), amia_questionnaire_get_version (newer));
  gtk_label_set_label (GTK_LABEL (self->heading), heading);
  carried = g_strdup_printf (ngettext ("%u answer comes along as it is. Nothing is deleted.",
                                       "%u answers come along as they are. Nothing is deleted.",
                                       count_carried (self->migration)),
                             count_carried (self->migration));
  gtk_label_set_label (GTK_LABEL (self->carried), carried);
  fill (self, self->flagged_title, self->flagged, AMIA_MIGRATION_FLAGGED, language);
  fill (self, self->added_title, self->added, AMIA_MIGRATION_NEW, language);
  fill (self, self->unplaced_title, self->unplaced, AMIA_MIGRATION_UNPLACED, language);
}

AmiaMigration *
amia_form_newer_get_migration (AmiaFormNewer *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_NEWER (self), NULL);

  return self->migration;
}
