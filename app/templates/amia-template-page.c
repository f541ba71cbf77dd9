/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-templates"

#include "config.h"

#include "amia-template-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-drop-down.h"
#include "amia-export.h"
#include "amia-form-cell.h"
#include "amia-kinds.h"
#include "amia-questionnaires.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template-facts.h"
#include "amia-template-notes.h"
#include "amia-template.h"
#include "amia-words.h"

/* What the page shows is a function of AmiaTemplateFacts. The preview is the form page's own cells
 * over an answer sheet that nobody keeps. */

struct _AmiaTemplatePage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *heading;
  GtkWidget *description;
  GtkWidget *standing;
  GtkWidget *facts_list;
  GtkWidget *use;
  GtkWidget *area_row;
  GtkWidget *area;
  GtkWidget *ost;
  GtkWidget *vast;
  GtkWidget *syd;
  GtkWidget *nord;
  GtkWidget *action;
  GtkWidget *table;
  GtkWidget *notes_title;
  GtkWidget *notes;
  GtkWidget *changes_title;
  GtkWidget *changes;
  GtkWidget *cells;

  AmiaSession       *session;
  AmiaQuestionnaire *file; /* what is to be brought in; NULL for a form that is here */
  char              *canonical;
  AmiaTemplateFacts *facts;
  AmiaFormModel     *model;
  GCancellable      *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaTemplatePage, amia_template_page, GTK_TYPE_WIDGET)

static const char *const subproject_names[] = { "Öst", "Väst", "Syd", "Nord" };

#define N_SUBPROJECTS G_N_ELEMENTS (subproject_names)

static void
list_checks (AmiaTemplatePage *self,
             GtkWidget        *checks[N_SUBPROJECTS])
{
  checks[0] = self->ost;
  checks[1] = self->vast;
  checks[2] = self->syd;
  checks[3] = self->nord;
}

static gboolean
is_own_agencys (AmiaTemplatePage *self)
{
  const AmiaIdentity *identity =
      amia_replica_get_identity (amia_session_get_replica (self->session));

  return self->facts->own != NULL &&
         g_strcmp0 (self->facts->own->agency, identity->agency) == 0;
}

/* --- What it is ----------------------------------------------------------------------------- */

static void
add_fact (AmiaTemplatePage *self,
          const char       *name,
          const char       *value)
{
  GtkWidget *row = NULL;

  if (value == NULL || *value == '\0')
    return;
  row = amia_row_new (name, value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (GTK_LIST_BOX (self->facts_list), row);
}

static guint
count_questions (AmiaQuestionnaire *form,
                 gboolean           without_area)
{
  GPtrArray *items = amia_questionnaire_get_all_items (form);
  guint      n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);

      if (amia_item_is_question (item) && (!without_area || item->area == NULL))
        n++;
    }
  return n;
}

static char *
describe_area (AmiaTemplatePage *self)
{
  guint       n = count_questions (self->facts->form, TRUE);
  const char *area = self->facts->own != NULL ? self->facts->own->area : NULL;

  if (n == 0)
    return g_strdup (_ ("Each question says which consent it needs."));
  if (area != NULL)
    return g_strdup_printf (
        /* Translators: a number of questions, and an area of consents. */
        ngettext ("%u question without an area of its own is shared by the consent for %s.",
                  "%u questions without an area of their own are shared by the consent for %s.", n),
        n, amia_words_area (area));
  return g_strdup_printf (
      ngettext ("%u question has no area of consent: its answers stay with the agency that writes "
                "them.",
                "%u questions have no area of consent: their answers stay with the agency "
                "that writes them.",
                n),
      n);
}

static void
fill_facts (AmiaTemplatePage *self)
{
  AmiaQuestionnaire *form = self->facts->form;
  const char        *language = amia_questionnaires_get_language ();
  const char        *title = amia_text_get (amia_questionnaire_get_title (form), language);
  const AmiaText    *text = amia_questionnaire_get_description (form);
  const char        *description = amia_text_get (text, language);
  guint              n_questions = count_questions (form, FALSE);
  g_autofree char   *questions = g_strdup_printf ("%u", n_questions);
  g_autofree char   *area = self->facts->is_shipped ? NULL : describe_area (self);

  title = title != NULL ? title : _ ("A form without a title");
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->heading), title);
  gtk_label_set_label (GTK_LABEL (self->description), description != NULL ? description : "");
  gtk_widget_set_visible (self->description, description != NULL);
  amia_list_clear (self->facts_list);
  add_fact (self, _ ("Version"), amia_questionnaire_get_version (form));
  add_fact (self, _ ("Address"), amia_questionnaire_get_url (form));
  add_fact (self, _ ("Questions"), questions);
  add_fact (self, _ ("Sharing"), area);
}

static void
fill_sentences (GtkWidget *title,
                GtkWidget *list,
                GPtrArray *sentences)
{
  amia_list_clear (list);
  for (guint i = 0; sentences != NULL && i < sentences->len; i++)
    {
      GtkWidget *row = amia_row_new (g_ptr_array_index (sentences, i), NULL);

      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  gtk_widget_set_visible (title, sentences != NULL && sentences->len > 0);
  gtk_widget_set_visible (list, sentences != NULL && sentences->len > 0);
}

static void
fill_notes (AmiaTemplatePage *self)
{
  g_autoptr (GPtrArray) notes = amia_template_notes_describe (self->facts->form);
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *words = NULL;

  fill_sentences (self->notes_title, self->notes, notes);
  if (self->facts->before != NULL && !self->facts->is_shipped)
    {
      changes = amia_template_notes_compare (self->facts->before, self->facts->form);
      /* Translators: the version of a form. */
      words = g_strdup_printf (_ ("Compared with version %s"),
                               amia_questionnaire_get_version (self->facts->before));
      gtk_label_set_label (GTK_LABEL (self->changes_title), words);
    }
  fill_sentences (self->changes_title, self->changes, changes);
}

/* Its cells are for looking at: nobody keeps what would be written here. */
static void
fill_preview (AmiaTemplatePage *self)
{
  AmiaNode *root = NULL;

  if (self->model != NULL)
    return;

  self->model =
      amia_form_model_new_preview (self->facts->form, amia_questionnaires_get_language ());
  root = amia_response_get_root (amia_form_model_get_response (self->model));
  for (guint i = 0; i < amia_node_get_n_children (root); i++)
    {
      GtkWidget *cell = amia_form_cell_new (self->model, amia_node_get_child (root, i));

      if (cell != NULL)
        gtk_box_append (GTK_BOX (self->cells), cell);
    }
}

/* --- What can be done ----------------------------------------------------------------------- */

static const char *
describe_standing (AmiaTemplatePage *self)
{
  if (self->file != NULL && self->facts->standing == AMIA_TEMPLATE_SAME)
    return _ ("This form is here already, in this very version.");
  if (self->file != NULL && self->facts->standing == AMIA_TEMPLATE_TAKEN)
    return _ ("There is a form here with the same address and version but other contents. Give this "
              "one a new version, so that answers to the two can be told apart.");
  if (self->file != NULL && self->facts->standing == AMIA_TEMPLATE_TOO_LARGE)
    return _ ("The form is too large to be sent to everybody: at most about 1 MB. Pictures inside "
              "it are often what takes the room.");
  if (self->file != NULL)
    return _ ("Look it through. When you bring it in, everybody in both agencies gets it.");
  if (self->facts->is_shipped)
    return _ ("Comes with the program.");
  if (self->facts->own != NULL && self->facts->own->is_retired)
    return _ ("Is not in use: no new forms are made of it. Those begun can be finished.");
  if (self->facts->own != NULL && !is_own_agencys (self))
    return _ ("In use. The agency that brought it in decides on it.");
  return _ ("In use.");
}

static void
update_action (AmiaTemplatePage *self)
{
  gboolean    may_change = amia_template_page_may_change (self->session);
  gboolean    can_bring_in = self->file != NULL && self->facts->standing == AMIA_TEMPLATE_NEW;
  gboolean    can_decide = self->file == NULL && is_own_agencys (self);
  const char *label = _ ("Take Out of Use");

  if (can_bring_in)
    label = _ ("Bring In the Form");
  else if (can_decide && self->facts->own->is_retired)
    label = _ ("Use Again");

  gtk_button_set_label (GTK_BUTTON (self->action), label);
  gtk_widget_set_visible (self->action, may_change && (can_bring_in || can_decide));
  gtk_widget_set_visible (self->use, may_change && (can_bring_in || can_decide));
  gtk_widget_set_visible (self->area_row,
                          can_bring_in && count_questions (self->facts->form, TRUE) > 0);
  if (can_bring_in)
    gtk_widget_add_css_class (self->action, "suggested-action");
  else
    gtk_widget_remove_css_class (self->action, "suggested-action");
}

static void
update_checks (AmiaTemplatePage *self)
{
  GtkWidget *checks[N_SUBPROJECTS];

  list_checks (self, checks);
  for (gsize i = 0; self->facts->own != NULL && i < N_SUBPROJECTS; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (checks[i]),
                                 g_strv_contains (
                                     (const char *const *) self->facts->own->subprojects,
                                     subproject_names[i]));
}

static void
update (AmiaTemplatePage *self)
{
  gtk_label_set_label (GTK_LABEL (self->standing), describe_standing (self));
  fill_facts (self);
  fill_notes (self);
  update_checks (self);
  update_action (self);
  gtk_widget_set_visible (
      self->table, self->file == NULL && amia_questionnaire_get_url (self->facts->form) != NULL);
  fill_preview (self);
}

static char **
dup_subprojects (AmiaTemplatePage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GtkWidget *checks[N_SUBPROJECTS];

  list_checks (self, checks);
  for (gsize i = 0; i < N_SUBPROJECTS; i++)
    {
      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (checks[i])))
        g_strv_builder_add (builder, subproject_names[i]);
    }
  return g_strv_builder_end (builder);
}

static const char *
get_area (AmiaTemplatePage *self)
{
  gsize              n_areas = 0;
  const char *const *areas = amia_areas_get_all (&n_areas);
  guint              selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->area));

  /* The first is “nobody has said”. */
  return selected > 0 && selected <= n_areas ? areas[selected - 1] : NULL;
}

static void
brought_in_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (AmiaTemplatePage) self = data;
  g_autoptr (GError) error = NULL;

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    amia_report_error (GTK_WIDGET (self), error);
  else
    amia_report (GTK_WIDGET (self), _ ("The form is in use. It goes to everybody at the next sync."));
}

static void
bring_in (AmiaTemplatePage *self)
{
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = amia_uuid_new_v7 (amia_words_now_ms ());
  g_auto (GStrv) subprojects = dup_subprojects (self);

  amia_edits_add_template (edits, &id, self->file, get_area (self),
                           (const char *const *) subprojects);
  g_free (self->canonical);
  self->canonical = g_strdup (amia_questionnaire_get_canonical (self->file));
  g_clear_pointer (&self->file, amia_questionnaire_unref);
  amia_replica_commit_async (amia_session_get_replica (self->session), edits, NULL, brought_in_cb,
                             g_object_ref (self));
}

static void
action_cb (AmiaTemplatePage *self)
{
  const AmiaOwnTemplate *own = self->facts != NULL ? self->facts->own : NULL;
  AmiaEdits             *edits = NULL;

  if (self->file != NULL)
    {
      bring_in (self);
      return;
    }
  if (own == NULL)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "template", &own->id, NULL, "status",
                         own->is_retired ? "active" : "retired");
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
}

static void
subproject_cb (AmiaTemplatePage *self)
{
  const AmiaOwnTemplate *own = self->facts != NULL ? self->facts->own : NULL;
  AmiaEdits             *edits = NULL;
  g_auto (GStrv) subprojects = NULL;

  if (own == NULL || self->file != NULL)
    return;
  subprojects = dup_subprojects (self);
  if (g_strv_equal ((const char *const *) subprojects, (const char *const *) own->subprojects))
    return;

  edits = amia_edits_new ();
  amia_edits_set_strings (edits, "template", &own->id, NULL, "subprojects",
                          (const char *const *) subprojects);
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
}

/* All answers to it that may be seen here, of all cases. */
static void
table_cb (AmiaTemplatePage *self)
{
  const char *url =
      self->facts != NULL ? amia_questionnaire_get_url (self->facts->form) : NULL;

  if (url != NULL)
    amia_export_table (GTK_WIDGET (self), amia_session_get_replica (self->session), url,
                       gtk_label_get_label (GTK_LABEL (self->heading)));
}

/* --- Reading -------------------------------------------------------------------------------- */

typedef struct
{
  char              *canonical;
  AmiaQuestionnaire *file;
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->canonical);
  g_clear_pointer (&wanted->file, amia_questionnaire_unref);
  g_free (wanted);
}

static gpointer
load_facts (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wanted *wanted = data;

  return wanted->file != NULL ? amia_template_facts_check (store, wanted->file, error)
                              : amia_template_facts_load (store, wanted->canonical, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaTemplatePage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaTemplateFacts *facts = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (facts == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->facts, amia_template_facts_free);
  self->facts = facts;
  update (self);
}

static void
load (AmiaTemplatePage *self)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->canonical = g_strdup (self->canonical);
  wanted->file = self->file != NULL ? amia_questionnaire_ref (self->file) : NULL;
  amia_replica_call_async (amia_session_get_replica (self->session),
                           load_facts,
                           wanted,
                           free_wanted,
                           (GDestroyNotify) amia_template_facts_free,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_template_page_dispose (GObject *object)
{
  AmiaTemplatePage *self = AMIA_TEMPLATE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_TEMPLATE_PAGE);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, amia_questionnaire_unref);
  g_clear_pointer (&self->facts, amia_template_facts_free);
  g_clear_pointer (&self->canonical, g_free);

  G_OBJECT_CLASS (amia_template_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, heading);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, description);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, standing);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, facts_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, use);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, area_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, area);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, ost);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, vast);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, syd);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, nord);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, action);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, table);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, notes_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, notes);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, changes_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, changes);
  gtk_widget_class_bind_template_child (widget_class, AmiaTemplatePage, cells);
}

static void
amia_template_page_class_init (AmiaTemplatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_template_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-template-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, action_cb);
  gtk_widget_class_bind_template_callback (widget_class, subproject_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_cb);
}

static void
amia_template_page_init (AmiaTemplatePage *self)
{
  gsize              n_areas = 0;
  const char *const *areas = amia_areas_get_all (&n_areas);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *checks[N_SUBPROJECTS];

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  list_checks (self, checks);
  for (gsize i = 0; i < N_SUBPROJECTS; i++)
    gtk_check_button_set_label (GTK_CHECK_BUTTON (checks[i]), subproject_names[i]);
  gtk_string_list_append (labels, _ ("None: stays with who writes"));
  for (gsize i = 0; i < n_areas; i++)
    gtk_string_list_append (labels, amia_words_area (areas[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->area), G_LIST_MODEL (labels));
  amia_drop_down_set_name (self->area, _ ("Area of consent"));
}

static GtkWidget *
make_page (AmiaSession       *session,
           const char        *canonical,
           AmiaQuestionnaire *file)
{
  AmiaTemplatePage *self = g_object_new (AMIA_TYPE_TEMPLATE_PAGE, NULL);

  self->session = g_object_ref (session);
  self->canonical = g_strdup (canonical);
  self->file = file != NULL ? amia_questionnaire_ref (file) : NULL;
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}

GtkWidget *
amia_template_page_new (AmiaSession *session,
                        const char  *canonical)
{
  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (canonical != NULL, NULL);

  return make_page (session, canonical, NULL);
}

GtkWidget *
amia_template_page_new_for_file (AmiaSession       *session,
                                 AmiaQuestionnaire *form)
{
  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (form != NULL, NULL);

  return make_page (session, NULL, form);
}

gboolean
amia_template_page_may_change (AmiaSession *session)
{
  static const char *const roles[] = { "leader", "admin", NULL };
  const AmiaIdentity      *identity = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), FALSE);

  identity = amia_replica_get_identity (amia_session_get_replica (session));
  return !amia_session_has_server (session) ||
         (identity->role != NULL && g_strv_contains (roles, identity->role));
}
