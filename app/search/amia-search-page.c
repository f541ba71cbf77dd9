/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-search"

#include "config.h"

#include "amia-search-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-case-row-view.h"
#include "amia-found-line.h"
#include "amia-line-view.h"
#include "amia-navigator.h"
#include "amia-report.h"
#include "amia-search-keys.h"
#include "amia-store-lists.h"
#include "amia-store-search.h"
#include "amia-template.h"
#include "amia-words.h"

/* Each letter cancels the search for the letters before it; the last answer counts. */

#define HITS_MAX      100
#define RECENT_MAX    8
#define AGAIN_SECONDS 2

struct _AmiaSearchPage
{
  GtkWidget parent_instance;

  GtkWidget *search;
  GtkWidget *stack;
  GtkWidget *lines;
  GtkWidget *unread;

  AmiaSession  *session;
  GCancellable *cancellable;
  guint         again_id; /* while there are forms that are not read yet */
};

G_DEFINE_FINAL_TYPE (AmiaSearchPage, amia_search_page, GTK_TYPE_WIDGET)

static void search_cb (AmiaSearchPage *self);

/* --- Lines ---------------------------------------------------------------------------------- */

static const char *
get_language (void)
{
  const char *name = g_get_language_names ()[0];

  return g_str_equal (name, "C") || g_str_has_prefix (name, "C.") ? NULL : name;
}

/* What a search gives, and how much it could not look at. */
typedef struct
{
  GPtrArray *lines;
  guint      n_unread;
} Result;

static void
result_free (gpointer data)
{
  Result *result = data;

  g_ptr_array_unref (result->lines);
  g_free (result);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, result_free)

static Result *
result_new (GPtrArray *lines)
{
  Result *result = g_new0 (Result, 1);

  result->lines = lines;
  return result;
}

static GPtrArray *
make_lines (GPtrArray *all)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < all->len; i++)
    {
      const AmiaFound *found = g_ptr_array_index (all, i);
      const AmiaFound *before = i > 0 ? g_ptr_array_index (all, i - 1) : NULL;

      if (before == NULL || before->group != found->group)
        g_ptr_array_add (
            lines, amia_line_new_heading (amia_found_line_describe_group (found->group)));
      g_ptr_array_add (lines, amia_found_line_new (found));
    }
  return lines;
}

static gpointer
find (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GPtrArray) all = amia_store_find (store, data, HITS_MAX, get_language (), error);
  g_autoptr (Result) result = NULL;

  if (all == NULL)
    return NULL;

  result = result_new (make_lines (all));
  return amia_store_count_unread (store, &result->n_unread, error) ? g_steal_pointer (&result)
                                                                   : NULL;
}

/* While nothing is typed. */
static gpointer
list_recent (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const AmiaCaseQuery query = { .without_protected = TRUE, .sort = AMIA_CASE_SORT_CHANGED };
  g_autoptr (GArray) ids = amia_store_list_case_ids (store, &query, error);
  g_autoptr (GPtrArray) rows =
      ids != NULL ? amia_store_load_case_rows (store, (const AmiaUuid *) (gpointer) ids->data,
                                               MIN (ids->len, RECENT_MAX), error)
                  : NULL;
  GPtrArray *lines = NULL;

  if (rows == NULL)
    return NULL;

  lines = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaCaseRow *row = g_ptr_array_index (rows, i);
      g_autofree char   *name = row != NULL ? amia_case_row_dup_name (row) : NULL;
      g_autofree char   *step = row != NULL ? amia_words_step (row->step) : NULL;
      AmiaLine          *line = NULL;

      if (row == NULL)
        continue;
      if (lines->len == 0)
        g_ptr_array_add (lines, amia_line_new_heading (_ ("Last changed")));
      line = amia_line_new (name, step);
      amia_line_set_id (line, &row->id);
      g_ptr_array_add (lines, line);
    }
  return result_new (lines);
}

static void
show_unread (AmiaSearchPage *self,
             guint           n_unread)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("AMiA is still reading %u form for the search. What it says is found in a while.",
                "AMiA is still reading %u forms for the search. What they say is found in a while.",
                n_unread),
      n_unread);

  gtk_label_set_label (GTK_LABEL (self->unread), words);
  gtk_widget_set_visible (self->unread, n_unread > 0);
}

/* What is read changes no record, so that nothing else tells when it is. */
static gboolean
again_cb (gpointer data)
{
  AmiaSearchPage *self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;

  self->again_id = 0;
  search_cb (self);
  return G_SOURCE_REMOVE;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaSearchPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Result) found = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;
  if (found == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  show_unread (self, found->n_unread);
  if (found->n_unread > 0 && self->again_id == 0)
    self->again_id = g_timeout_add_seconds (AGAIN_SECONDS, again_cb, self);
  amia_line_view_set_lines (AMIA_LINE_VIEW (self->lines), found->lines);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    found->lines->len > 0 ? "list" : "no-hits");
  amia_search_keys_answered (self->search);
}

static void
search_cb (AmiaSearchPage *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (self->session == NULL)
    return;

  amia_search_keys_asked (self->search);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  amia_replica_call_async (amia_session_get_replica (self->session),
                           *words != '\0' ? find : list_recent,
                           g_strdup (words), g_free, result_free,
                           self->cancellable, found_cb, g_object_ref (self));
}

/* --- Opening -------------------------------------------------------------------------------- */

static void
open_cb (AmiaSearchPage *self,
         AmiaLine       *line)
{
  amia_found_line_open (line, GTK_WIDGET (self), self->session,
                        gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static gboolean
open_first (GtkWidget *page)
{
  AmiaSearchPage *self = AMIA_SEARCH_PAGE (page);
  AmiaLine       *first = amia_line_view_get_first (AMIA_LINE_VIEW (self->lines));

  if (first == NULL)
    return FALSE;

  open_cb (self, first);
  return TRUE;
}

static gboolean
go_to_first (GtkWidget *page)
{
  return amia_line_view_focus_first (AMIA_LINE_VIEW (AMIA_SEARCH_PAGE (page)->lines));
}

static void
stop_cb (AmiaSearchPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  gtk_widget_grab_focus (AMIA_SEARCH_PAGE (widget)->search);
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_search_page_dispose (GObject *object)
{
  AmiaSearchPage *self = AMIA_SEARCH_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_clear_object (&self->session);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SEARCH_PAGE);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_search_page_parent_class)->dispose (object);
}

static void
amia_search_page_class_init (AmiaSearchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_search_page_dispose;

  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSearchPage, search);
  gtk_widget_class_bind_template_child (widget_class, AmiaSearchPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaSearchPage, lines);
  gtk_widget_class_bind_template_child (widget_class, AmiaSearchPage, unread);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action_cb);
}

static void
amia_search_page_init (AmiaSearchPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_search_keys_capture (self->search, GTK_WIDGET (self));
  amia_search_keys_add (self->search, GTK_WIDGET (self), go_to_first, open_first);
}

GtkWidget *
amia_search_page_new (AmiaSession *session)
{
  AmiaSearchPage *self = g_object_new (AMIA_TYPE_SEARCH_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  search_cb (self);
  return GTK_WIDGET (self);
}
