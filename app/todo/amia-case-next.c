/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-case-next.h"

#include <glib/gi18n.h>

#include "amia-due-deeds.h"
#include "amia-row.h"
#include "amia-template.h"

/* The rows say the same as those of the place where everything is, only shorter. */

#define ROWS_MAX 5

struct _AmiaCaseNext
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *more;

  AmiaReplica  *replica;
  AmiaDueList  *due;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaCaseNext, amia_case_next, GTK_TYPE_WIDGET)

/* --- Rows ------------------------------------------------------------------------------------- */

static gboolean
is_late_hours (AmiaCaseNext      *self,
               const AmiaDueLine *line)
{
  return line->due.rule == AMIA_DUE_HOURS && *line->due.was == '\0' &&
         amia_due_words_find_group (line->due.day, self->due->today) == AMIA_DUE_OVERDUE;
}

static guint
count_late_hours (AmiaCaseNext *self)
{
  guint n = 0;

  for (guint i = 0; i < self->due->lines->len; i++)
    n += is_late_hours (self, g_ptr_array_index (self->due->lines, i));

  return n;
}

static char *
describe_when (AmiaCaseNext      *self,
               const AmiaDueLine *line)
{
  g_autofree char *when = amia_due_words_when (line, self->due->today);
  g_autofree char *why = amia_due_words_why (line);

  return g_strdup_printf ("%s · %s", when, why);
}

static void
finish_cb (AmiaCaseNext *self,
           GtkWidget    *button)
{
  amia_due_finish (
      GTK_WIDGET (self), self->replica, g_object_get_data (G_OBJECT (button), "entry"));
}

static void
add_button (AmiaCaseNext      *self,
            GtkWidget         *row,
            const AmiaDueLine *line,
            const char        *what)
{
  const char      *user = amia_replica_get_identity (self->replica)->user;
  g_autofree char *name = g_strdup_printf (_ ("Done: %s"), what);
  GtkWidget       *button = NULL;
  AmiaDueEntry    *entry = NULL;

  /* Nobody says for another that they have taken over a case. */
  if (line->due.rule == AMIA_DUE_HANDOVER && g_strcmp0 (line->who, user) != 0)
    return;

  button = amia_row_add_button (row, _ ("Done"), name);
  entry = amia_due_entry_new (self->due, line, AMIA_DUE_LATER);
  g_object_set_data_full (G_OBJECT (button), "entry", entry, g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (finish_cb), self, G_CONNECT_SWAPPED);
}

static void
add_row (AmiaCaseNext      *self,
         const AmiaDueLine *line,
         guint              n_hours)
{
  gboolean         is_group = n_hours > 1 && is_late_hours (self, line);
  g_autofree char *subtitle = describe_when (self, line);
  g_autofree char *title =
      is_group ? g_strdup_printf (ngettext ("Report the hours of %u month",
                                            "Report the hours of %u months",
                                            n_hours),
                                  n_hours)
               : amia_due_words_what (line);
  GtkWidget *row = amia_row_new (title, subtitle);

  if (amia_due_words_find_group (line->due.day, self->due->today) == AMIA_DUE_OVERDUE)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               g_object_new (GTK_TYPE_IMAGE,
                                             "icon-name", "dialog-warning-symbolic",
                                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                             NULL));
  if (!is_group)
    add_button (self, row, line, title);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static char *
describe_all (AmiaCaseNext *self)
{
  g_autoptr (GString) words = g_string_new (self->due->today);

  for (guint i = 0; i < self->due->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (self->due->lines, i);
      g_autofree char   *what = amia_due_words_what (line);
      g_autofree char   *when = describe_when (self, line);

      g_string_append_printf (words, "\n%s\t%s", what, when);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
update (AmiaCaseNext *self)
{
  g_autofree char *contents = describe_all (self);
  g_autofree char *more = NULL;
  guint            n_hours = count_late_hours (self);
  guint            n_rows = 0;
  guint            n_shown = 0;
  gboolean         has_hours = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self), self->due->lines->len > 0);
  if (!amia_list_begin (self->list, contents))
    return;

  for (guint i = 0; i < self->due->lines->len && n_rows < ROWS_MAX; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (self->due->lines, i);
      gboolean           is_hours = is_late_hours (self, line);

      if (is_hours && has_hours)
        continue;

      add_row (self, line, n_hours);
      n_shown += is_hours ? n_hours : 1;
      n_rows++;
      has_hours |= is_hours;
    }

  more = g_strdup_printf (ngettext ("and %u more", "and %u more", self->due->lines->len - n_shown),
                          self->due->lines->len - n_shown);
  gtk_button_set_label (GTK_BUTTON (self->more), more);
  gtk_widget_set_visible (self->more, n_shown < self->due->lines->len);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static gpointer
list_due (AmiaStore    *store,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const AmiaDueQuery query = { .case_id = data };

  return amia_store_list_due (store, &query, error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaCaseNext) self = data;
  g_autoptr (GError) error = NULL;
  AmiaDueList *due = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  /* Ignored: what was shown before stays; whatever keeps it from being read is said elsewhere. */
  if (due == NULL)
    return;

  g_clear_pointer (&self->due, amia_due_list_unref);
  self->due = due;
  update (self);
}

static void
amia_case_next_dispose (GObject *object)
{
  AmiaCaseNext *self = AMIA_CASE_NEXT (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_NEXT);
  g_clear_pointer (&self->due, amia_due_list_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_next_parent_class)->dispose (object);
}

static void
amia_case_next_finalize (GObject *object)
{
  g_object_unref (AMIA_CASE_NEXT (object)->cancellable);

  G_OBJECT_CLASS (amia_case_next_parent_class)->finalize (object);
}

static void
amia_case_next_class_init (AmiaCaseNextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_next_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_case_next_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-next.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseNext, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseNext, more);
}

static void
amia_case_next_init (AmiaCaseNext *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_case_next_load (AmiaCaseNext   *next,
                     AmiaReplica    *replica,
                     const AmiaUuid *case_id)
{
  g_return_if_fail (AMIA_IS_CASE_NEXT (next));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);

  g_set_object (&next->replica, replica);
  amia_replica_call_async (replica,
                           list_due,
                           g_memdup2 (case_id, sizeof *case_id),
                           g_free,
                           (GDestroyNotify) amia_due_list_unref,
                           next->cancellable,
                           listed_cb,
                           g_object_ref (next));
}
