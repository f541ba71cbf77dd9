/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-templates"

#include "config.h"

#include "amia-templates-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-choose-files.h"
#include "amia-forms-error.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-templates.h"
#include "amia-template-page.h"
#include "amia-template.h"
#include "amia-templates.h"
#include "amia-words.h"

/* The list is a function of what the store says, read anew when something has changed. */

/* More than a form that can be brought in may be. */
#define FILE_BYTES_MAX (4 * 1024 * 1024)

struct _AmiaTemplatesPage
{
  GtkWidget parent_instance;

  GtkWidget *import_button;
  GtkWidget *may_not;
  GtkWidget *own;
  GtkWidget *own_empty;
  GtkWidget *retired_title;
  GtkWidget *retired;
  GtkWidget *shipped;

  AmiaSession  *session;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaTemplatesPage, amia_templates_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The list ------------------------------------------------------------------------------- */

typedef struct
{
  char *canonical;
  char *title;
  char *subtitle;
  enum
  {
    SECTION_OWN,
    SECTION_RETIRED,
    SECTION_SHIPPED,
  } section;
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->canonical);
  g_free (line->title);
  g_free (line->subtitle);
  g_free (line);
}

static char *
describe_own (const AmiaOwnTemplate *own)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *day = amia_words_day (own->added_ms, amia_words_now_ms ());
  g_autofree char *subprojects = g_strjoinv (", ", own->subprojects);

  if (own->version != NULL)
    /* Translators: the version of a form. */
    g_string_append_printf (words, _ ("Version %s"), own->version);
  if (words->len > 0)
    g_string_append (words, " · ");
  /* Translators: who brought a form in, for which agency, and when. */
  g_string_append_printf (words, _ ("brought in by %s (%s) %s"),
                          own->author != NULL ? own->author : "–",
                          own->agency != NULL ? amia_words_agency_short (own->agency) : "–",
                          day);
  if (*subprojects != '\0')
    g_string_append_printf (words, " · %s", subprojects);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static gpointer
load_lines (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  gsize               n_templates = 0;
  const AmiaTemplate *templates = amia_templates_get_all (&n_templates);
  g_autoptr (GPtrArray) own = amia_store_list_own_templates (store, error);
  GPtrArray *lines = NULL;

  if (own == NULL)
    return NULL;

  lines = g_ptr_array_new_with_free_func (free_line);
  for (guint i = 0; i < own->len; i++)
    {
      const AmiaOwnTemplate *template_ = g_ptr_array_index (own, i);
      Line                  *line = g_new0 (Line, 1);

      line->canonical = g_strdup (template_->canonical);
      line->title = amia_questionnaires_dup_title (store, template_->canonical);
      line->subtitle = describe_own (template_);
      line->section = template_->is_retired ? SECTION_RETIRED : SECTION_OWN;
      g_ptr_array_add (lines, line);
    }
  for (gsize i = 0; i < n_templates; i++)
    {
      Line *line = g_new0 (Line, 1);

      line->canonical = amia_template_dup_canonical (&templates[i]);
      line->title = amia_questionnaires_dup_title (store, line->canonical);
      line->subtitle = g_strdup_printf (templates[i].is_current ? _ ("Version %s")
                                                                : _ ("Version %s, an earlier one"),
                                        templates[i].version);
      line->section = SECTION_SHIPPED;
      g_ptr_array_add (lines, line);
    }

  return lines;
}

static void
fill (GtkWidget *list,
      GPtrArray *lines,
      guint      section)
{
  g_autoptr (GString) contents = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = g_ptr_array_index (lines, i);

      if (line->section == section)
        g_string_append_printf (contents, "%s\n%s\n%s\n", line->canonical, line->title,
                                line->subtitle);
    }
  gtk_widget_set_visible (list, contents->len > 0);
  if (!amia_list_begin (list, contents->str))
    return;

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = g_ptr_array_index (lines, i);
      GtkWidget  *row = NULL;

      if (line->section != section)
        continue;
      row = amia_row_new (line->title, line->subtitle);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data_full (G_OBJECT (row), "amia-canonical", g_strdup (line->canonical),
                              g_free);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaTemplatesPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (lines == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  fill (self->own, lines, SECTION_OWN);
  fill (self->retired, lines, SECTION_RETIRED);
  fill (self->shipped, lines, SECTION_SHIPPED);
  gtk_widget_set_visible (self->own_empty, !gtk_widget_get_visible (self->own));
  gtk_widget_set_visible (self->retired_title, gtk_widget_get_visible (self->retired));
}

static void
load (AmiaTemplatesPage *self)
{
  amia_replica_call_async (amia_session_get_replica (self->session),
                           load_lines,
                           NULL,
                           NULL,
                           (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

static void
row_activated_cb (AmiaTemplatesPage *self,
                  GtkListBoxRow     *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0,
                 amia_template_page_new (self->session,
                                         g_object_get_data (G_OBJECT (row), "amia-canonical")));
}

/* --- Bringing one in ------------------------------------------------------------------------ */

static const char *
describe_unreadable (const GError *error)
{
  if (g_error_matches (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT))
    return _ ("The form is larger or more nested than AMiA takes. Nothing was brought in.");
  if (g_error_matches (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE))
    return _ ("There is no form in the file: it has to be a FHIR Questionnaire.");
  if (error->domain == AMIA_FORMS_ERROR)
    return _ ("The file can't be read as a form: it has to be a FHIR Questionnaire in JSON.");
  return _ ("The file can't be opened. Check that it is still there, and that you may read it.");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaTemplatesPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  g_autoptr (AmiaQuestionnaire) form = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes != NULL && g_bytes_get_size (bytes) <= FILE_BYTES_MAX)
    form = amia_questionnaire_new_from_data (g_bytes_get_data (bytes, NULL),
                                             (gssize) g_bytes_get_size (bytes), &error);

  if (form != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0,
                   amia_template_page_new_for_file (self->session, form));
  else if (error != NULL)
    amia_report (GTK_WIDGET (self), describe_unreadable (error));
  else
    amia_report (GTK_WIDGET (self),
                 _ ("The form is larger or more nested than AMiA takes. Nothing was brought in."));
}

void
amia_templates_page_import (AmiaTemplatesPage *self,
                            GFile             *file)
{
  g_return_if_fail (AMIA_IS_TEMPLATES_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  g_file_load_bytes_async (file, self->cancellable, read_cb, g_object_ref (self));
}

static void
file_chosen (GtkWidget *from,
             GFile     *file)
{
  amia_templates_page_import (AMIA_TEMPLATES_PAGE (from), file);
}

static void
import_cb (AmiaTemplatesPage *self)
{
  const AmiaFileChoice choice = { .title = _ ("Bring In a Form"),
                                  .accept = _ ("Look Through"),
                                  .filter = _ ("Forms (FHIR Questionnaire in JSON)"),
                                  .suffix = "json" };

  amia_choose_files (GTK_WIDGET (self), &choice, file_chosen);
}

static gboolean
dropped_cb (AmiaTemplatesPage *self,
            const GValue      *value)
{
  GSList  *files = gdk_file_list_get_files (g_value_get_boxed (value));
  gboolean is_taken = files != NULL && gtk_widget_get_visible (self->import_button);

  /* One at a time: each is to be looked through. */
  if (is_taken)
    amia_templates_page_import (self, files->data);
  g_slist_free (files);
  return is_taken;
}

/* `page.import (s)`: the path of a file, for who has it at hand. */
static void
import_path_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  if (gtk_widget_get_visible (AMIA_TEMPLATES_PAGE (widget)->import_button))
    amia_templates_page_import (AMIA_TEMPLATES_PAGE (widget), file);
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
new_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  if (gtk_widget_get_visible (AMIA_TEMPLATES_PAGE (widget)->import_button))
    import_cb (AMIA_TEMPLATES_PAGE (widget));
}

static void
amia_templates_page_dispose (GObject *object)
{
  AmiaTemplatesPage *self = AMIA_TEMPLATES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_TEMPLATES_PAGE);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_templates_page_parent_class)->dispose (object);
}

static void
amia_templates_page_class_init (AmiaTemplatesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_templates_page_dispose;

  signals[SIGNAL_OPEN] = g_signal_new ("open", AMIA_TYPE_TEMPLATES_PAGE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, GTK_TYPE_WIDGET);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-templates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, may_not);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, own);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, own_empty);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, retired_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, retired);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatesPage, shipped);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "page.import", "s", import_path_cb);
}

static void
amia_templates_page_init (AmiaTemplatesPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
amia_templates_page_new (AmiaSession *session)
{
  AmiaTemplatesPage *self = g_object_new (AMIA_TYPE_TEMPLATES_PAGE, NULL);
  gboolean           may_change = amia_template_page_may_change (session);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  gtk_widget_set_visible (self->import_button, may_change);
  gtk_widget_set_visible (self->may_not, !may_change);
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
