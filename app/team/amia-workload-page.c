/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-team"

#include "config.h"

#include "amia-workload-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-line-view.h"
#include "amia-navigator.h"
#include "amia-report.h"
#include "amia-store-workload.h"
#include "amia-template.h"
#include "amia-words.h"
#include "amia-worker-page.h"

/* A line for each caseworker; what they would leave behind is on a page of its own. */

struct _AmiaWorkloadPage
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *lines;

  AmiaSession  *session;
  GCancellable *cancellable;
  gboolean      is_loading;
  gboolean      is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaWorkloadPage, amia_workload_page, GTK_TYPE_WIDGET)

static void load (AmiaWorkloadPage *self);

static gpointer
read_workload (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return amia_store_list_workload (store, error);
}

static char *
describe (const AmiaWorkload *work)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words, ngettext ("%u case", "%u cases", work->n_cases), work->n_cases);
  if (work->n_overdue > 0)
    g_string_append_printf (words, ngettext (" · %u overdue", " · %u overdue", work->n_overdue),
                            work->n_overdue);
  if (work->n_meetings > 0)
    g_string_append_printf (
        words, ngettext (" · %u meeting within a week", " · %u meetings within a week", work->n_meetings),
        work->n_meetings);
  if (work->n_alone > 0)
    g_string_append_printf (
        words, ngettext (" · alone from the agency in %u", " · alone from the agency in %u", work->n_alone),
        work->n_alone);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_absence (AmiaLine           *line,
             const AmiaWorkload *work,
             const char         *today)
{
  const AmiaAbsence *absence = work->absence;
  g_autofree char   *day = NULL;
  g_autofree char   *words = NULL;
  gboolean           has_begun = absence->from == NULL || strcmp (absence->from, today) <= 0;

  if (!has_begun)
    {
      day = amia_words_date (absence->from);
      words = g_strdup_printf (_ ("Away from %s"), day);
    }
  else if (absence->to != NULL)
    {
      day = amia_words_date (absence->to);
      words = g_strdup_printf (_ ("Away until %s"), day);
    }
  else
    words = g_strdup (_ ("Has left"));

  amia_line_add_pill (line, has_begun ? "warning" : "neutral", "avatar-default-symbolic", words);
  if (absence->deputy == NULL && work->n_cases > 0)
    amia_line_add_pill (line, "error", "dialog-warning-symbolic", _ ("No deputy"));
}

static void
show (AmiaWorkloadPage *self,
      GPtrArray        *workloads)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *today = amia_words_today ();

  for (guint i = 0; i < workloads->len; i++)
    {
      const AmiaWorkload *work = g_ptr_array_index (workloads, i);
      g_autofree char    *words = describe (work);
      AmiaLine           *line = amia_line_new (work->name, words);

      amia_line_set_name (line, work->user);
      if (work->absence != NULL)
        add_absence (line, work, today);
      if (work->agency != NULL)
        amia_line_add_agency (line, work->agency);
      g_ptr_array_add (lines, line);
    }

  amia_line_view_set_lines (AMIA_LINE_VIEW (self->lines), lines);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), lines->len > 0 ? "list" : "empty");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaWorkloadPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loads = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_loading = FALSE;
  if (loads == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  show (self, loads);
  if (self->is_stale)
    load (self);
}

static void
load (AmiaWorkloadPage *self)
{
  self->is_stale = self->is_loading;
  if (self->is_loading || self->session == NULL)
    return;

  self->is_loading = TRUE;
  amia_replica_call_async (amia_session_get_replica (self->session), read_workload, NULL, NULL,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

static void
open_cb (AmiaWorkloadPage *self,
         AmiaLine         *line)
{
  amia_navigator_open (GTK_WIDGET (self),
                       amia_worker_page_new (self->session, amia_line_get_name (line)));
}

static void
amia_workload_page_dispose (GObject *object)
{
  AmiaWorkloadPage *self = AMIA_WORKLOAD_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_WORKLOAD_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_workload_page_parent_class)->dispose (object);
}

static void
amia_workload_page_class_init (AmiaWorkloadPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_workload_page_dispose;

  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-workload-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkloadPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkloadPage, lines);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
amia_workload_page_init (AmiaWorkloadPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_workload_page_new (AmiaSession *session)
{
  AmiaWorkloadPage *self = g_object_new (AMIA_TYPE_WORKLOAD_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
