/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-attachments.h"
#include "amia-case-forms.h"
#include "amia-case-journal.h"
#include "amia-case-overview.h"
#include "amia-case-paper.h"
#include "amia-case-participant.h"
#include "amia-case-row-view.h"
#include "amia-case-snapshot.h"
#include "amia-case-team.h"
#include "amia-checklists.h"
#include "amia-pill.h"
#include "amia-plan-view.h"
#include "amia-report.h"
#include "amia-sharing-words.h"
#include "amia-store-sync.h"
#include "amia-template.h"
#include "amia-view-steps.h"
#include "amia-words.h"

/* Reads a snapshot on the store's thread and hands it to the head and to each view. One reading at
 * a time: what changes meanwhile makes one more. */

#define NOTES_ELSEWHERE 10 /* the overview has fewer */

struct _AmiaCasePage
{
  GtkWidget parent_instance;

  GtkWidget *switcher;
  GtkWidget *stack;
  GtkWidget *views;
  GtkWidget *name;
  GtkWidget *detail;
  GtkWidget *team;
  GtkWidget *pills;
  GtkWidget *held_back;
  GtkWidget *held_back_label;
  GtkWidget *overview;
  GtkWidget *forms;
  GtkWidget *journal;
  GtkWidget *team_view;
  GtkWidget *participant;

  AmiaSession      *session;
  AmiaUuid          case_id;
  AmiaCaseSnapshot *snapshot;
  GCancellable     *cancellable;
  GActionGroup     *paper;
  GActionGroup     *checklists;
  guint             n_notes;
  gboolean          is_loading;
  gboolean          is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaCasePage, amia_case_page, GTK_TYPE_WIDGET)

static void load (AmiaCasePage *self);

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
update_pills (AmiaCasePage *self)
{
  const AmiaCaseRow *row = self->snapshot->row;
  const struct
  {
    gboolean    is_shown;
    const char *tint;
    const char *icon_name;
    const char *label;
  } pills[] = {
    { g_strcmp0 (row->status, "closed") == 0, "neutral", "object-select-symbolic", _ ("Closed") },
    { row->is_protected, "error", "security-high-symbolic", _ ("Protected identity") },
    { row->n_refused > 0, "error", "dialog-warning-symbolic", _ ("Needs you") },
    { row->n_conflicts > 0, "warning", "view-dual-symbolic", _ ("Two versions") },
    { !row->has_consent, "neutral", "dialog-information-symbolic", _ ("Consent missing") },
    { row->n_waiting > 0 && amia_session_has_server (self->session), "neutral",
      "document-send-symbolic", _ ("Waiting") },
  };

  clear_box (self->pills);
  for (gsize i = 0; i < G_N_ELEMENTS (pills); i++)
    {
      if (pills[i].is_shown)
        gtk_box_append (GTK_BOX (self->pills),
                        amia_pill_new (pills[i].tint, pills[i].icon_name, pills[i].label));
    }
  gtk_widget_set_visible (self->pills, gtk_widget_get_first_child (self->pills) != NULL);
}

static GtkWidget *
make_member (const AmiaCaseMember *member)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (member->name);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (name, member->name);
  gtk_box_append (GTK_BOX (box), name);
  if (member->agency != NULL)
    gtk_box_append (GTK_BOX (box), amia_pill_new_agency (member->agency));

  return box;
}

static void
update_team (AmiaCasePage *self)
{
  guint n_shown = 0;

  clear_box (self->team);
  for (guint i = 0; i < self->snapshot->members->len; i++)
    {
      const AmiaCaseMember *member = g_ptr_array_index (self->snapshot->members, i);

      /* The pair, and who else fits on a line; all of them are in the view of the team. */
      if (member->is_current && n_shown++ < 4)
        gtk_box_append (GTK_BOX (self->team), make_member (member));
    }
}

static char *
dup_title (AmiaCasePage *self)
{
  g_autofree char *name = amia_case_snapshot_dup_string (self->snapshot, "name");

  if (name != NULL && *name != '\0')
    return g_steal_pointer (&name);

  return amia_case_row_dup_name (self->snapshot->row);
}

static void
update_head (AmiaCasePage *self)
{
  const AmiaCaseRow *row = self->snapshot->row;
  g_autofree char   *title = dup_title (self);
  g_autofree char   *number = amia_case_snapshot_dup_string (self->snapshot, "personnummer");
  g_autofree char   *step = amia_words_step_visit (row->step, row->step_visits);
  g_autofree char   *detail = NULL;

  detail = number != NULL && *number != '\0' ? g_strdup_printf ("%s · %s", number, step)
                                             : g_strdup (step);
  gtk_label_set_label (GTK_LABEL (self->name), title);
  gtk_label_set_label (GTK_LABEL (self->detail), detail);
  adw_view_switcher_title_set_title (ADW_VIEW_SWITCHER_TITLE (self->switcher), title);
  update_team (self);
  update_pills (self);
}

/* Whoever misses something is told why, before they ask. */
static void
update_held_back (AmiaCasePage *self)
{
  const AmiaIdentity *identity =
      amia_replica_get_identity (amia_session_get_replica (self->session));
  g_autofree char *words = amia_sharing_words_held_back (self->snapshot->sharing, identity->agency);

  gtk_widget_set_visible (self->held_back, words != NULL);
  gtk_label_set_label (GTK_LABEL (self->held_back_label), words != NULL ? words : "");
}

static void
update_badges (AmiaCasePage *self)
{
  AdwViewStack *stack = ADW_VIEW_STACK (self->views);
  guint         n_conflicts = 0;

  for (guint i = 0; i < self->snapshot->forms->len; i++)
    n_conflicts += ((AmiaCaseForm *) g_ptr_array_index (self->snapshot->forms, i))->n_conflicts;

  adw_view_stack_page_set_badge_number (adw_view_stack_get_page (stack, self->forms), n_conflicts);
  adw_view_stack_page_set_needs_attention (adw_view_stack_get_page (stack, self->team_view),
                                           !self->snapshot->row->has_consent);
}

/* Access has ended: the page says so, and has nothing left to write in. */
static void
set_gone (AmiaCasePage *self,
          gboolean      is_gone)
{
  gtk_widget_set_visible (self->switcher, !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.note", !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.new", !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.print", !is_gone);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "paper", is_gone ? NULL : self->paper);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "checklist", is_gone ? NULL : self->checklists);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_gone ? "gone" : "case");
}

static void
show_snapshot (AmiaCasePage     *self,
               AmiaCaseSnapshot *snapshot)
{
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);

  update_head (self);
  update_held_back (self);
  update_badges (self);
  amia_case_overview_set_snapshot (AMIA_CASE_OVERVIEW (self->overview), snapshot);
  amia_case_forms_set_snapshot (AMIA_CASE_FORMS (self->forms), snapshot);
  amia_case_journal_set_snapshot (AMIA_CASE_JOURNAL (self->journal), snapshot);
  amia_case_team_set_snapshot (AMIA_CASE_TEAM (self->team_view), snapshot);
  amia_case_participant_set_snapshot (AMIA_CASE_PARTICIPANT (self->participant), snapshot);
  set_gone (self, FALSE);
}

/* What is to be read. */
typedef struct
{
  AmiaUuid case_id;
  guint    n_notes;
} Reading;

static gpointer
load_snapshot (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const Reading *reading = data;

  return amia_case_snapshot_load (store, &reading->case_id, reading->n_notes, error);
}

/* Of how many notes is it shown how far they have come? */
static guint
count_notes (AmiaCasePage *self)
{
  if (adw_view_stack_get_visible_child (ADW_VIEW_STACK (self->views)) == self->journal)
    return amia_case_journal_get_shown (AMIA_CASE_JOURNAL (self->journal));

  return NOTES_ELSEWHERE;
}

/* That somebody has opened a case is for the server's audit and for the colleague to know. */
static gpointer
note_opening (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  /* Ignored: a full disk must not keep a case closed; it is noted at the next opening. */
  (void) !amia_store_add_fact (store, "open", data, NULL, NULL);
  return NULL;
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaCasePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaCaseSnapshot) snapshot =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;

  if (snapshot != NULL)
    show_snapshot (self, snapshot);
  else if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    set_gone (self, TRUE);
  else
    amia_report_error (GTK_WIDGET (self), error);

  if (self->is_stale)
    load (self);
}

static void
load (AmiaCasePage *self)
{
  const Reading reading = { self->case_id, count_notes (self) };

  self->is_stale = self->is_loading;
  if (self->is_loading)
    return;

  self->is_loading = TRUE;
  self->n_notes = reading.n_notes;
  amia_replica_call_async (amia_session_get_replica (self->session),
                           load_snapshot,
                           g_memdup2 (&reading, sizeof reading),
                           g_free,
                           (GDestroyNotify) amia_case_snapshot_unref,
                           self->cancellable,
                           load_cb,
                           g_object_ref (self));
}

/* Another view is shown, or more of one. */
static void
view_changed_cb (AmiaCasePage *self)
{
  if (self->snapshot != NULL && count_notes (self) > self->n_notes)
    load (self);
}

static gboolean
holds (GArray         *ids,
       const AmiaUuid *id)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (ids, AmiaUuid, i), id))
        return TRUE;
    }

  return FALSE;
}

/* A survey is listed here and belongs to no case. */
static gboolean
holds_a_form (AmiaCasePage *self,
              GArray       *records)
{
  for (guint i = 0; i < self->snapshot->forms->len; i++)
    {
      const AmiaCaseForm *form = g_ptr_array_index (self->snapshot->forms, i);

      if (holds (records, &form->id))
        return TRUE;
    }

  return FALSE;
}

static void
changed_cb (AmiaCasePage *self,
            GArray       *cases,
            GArray       *records)
{
  if (holds (cases, &self->case_id) ||
      (self->snapshot != NULL && (holds (records, &self->snapshot->row->participant) ||
                                  holds_a_form (self, records))))
    load (self);
}

/* What has been acknowledged changes no record, but how far each has come. */
static void
session_changed_cb (AmiaCasePage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

/* --- Actions -------------------------------------------------------------------------------- */

static void
show_view (AmiaCasePage *self,
           const char   *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->views), name);
}

static void
view_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  show_view (AMIA_CASE_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
note_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AmiaCasePage *self = AMIA_CASE_PAGE (widget);

  show_view (self, "journal");
  amia_case_journal_write (AMIA_CASE_JOURNAL (self->journal));
}

/* The notes of the journal in which the words stand. */
static void
find_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  const char *words = g_variant_get_string (parameter, NULL);

  show_view (AMIA_CASE_PAGE (widget), "journal");
  amia_case_journal_find (AMIA_CASE_JOURNAL (AMIA_CASE_PAGE (widget)->journal), words);
}

/* The path of a file with answers. */
static void
import_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  amia_case_forms_import (AMIA_CASE_FORMS (AMIA_CASE_PAGE (widget)->forms), file);
}

static void
print_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "paper.print", "(ib)", AMIA_CASE_PAPER_WHOLE, FALSE);
}

static void
new_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaCasePage *self = AMIA_CASE_PAGE (widget);
  const char   *view = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->views));

  if (strcmp (view, "journal") == 0 || strcmp (view, "overview") == 0)
    note_action_cb (widget, name, NULL);
  else if (strcmp (view, "plan") == 0)
    gtk_widget_activate_action (adw_view_stack_get_visible_child (ADW_VIEW_STACK (self->views)),
                                "plan.new", NULL);
  else if (strcmp (view, "team") == 0)
    amia_case_team_add_colleague (AMIA_CASE_TEAM (self->team_view));
  else
    {
      show_view (self, "forms");
      amia_case_forms_choose (AMIA_CASE_FORMS (self->forms));
    }
}

static void
next_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  amia_view_stack_step (ADW_VIEW_STACK (AMIA_CASE_PAGE (widget)->views), 1);
}

static void
previous_action_cb (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  amia_view_stack_step (ADW_VIEW_STACK (AMIA_CASE_PAGE (widget)->views), -1);
}

static void
amia_case_page_dispose (GObject *object)
{
  AmiaCasePage *self = AMIA_CASE_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_PAGE);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->paper);
  g_clear_object (&self->checklists);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_case_page_parent_class)->dispose (object);
}

static void
amia_case_page_class_init (AmiaCasePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, switcher);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, views);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, name);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, detail);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, team);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, pills);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, held_back);
  gtk_widget_class_bind_template_child (widget_class, AmiaCasePage, held_back_label);

  gtk_widget_class_install_action (widget_class, "page.view", "s", view_action_cb);
  gtk_widget_class_install_action (widget_class, "page.find", "s", find_action_cb);
  gtk_widget_class_install_action (widget_class, "page.note", NULL, note_action_cb);
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_action_cb);
  gtk_widget_class_install_action (widget_class, "page.import", "s", import_action_cb);
  gtk_widget_class_install_action (widget_class, "page.print", NULL, print_action_cb);
  gtk_widget_class_install_action (widget_class, "page.next-view", NULL, next_action_cb);
  gtk_widget_class_install_action (widget_class, "page.previous-view", NULL, previous_action_cb);
}

static void
amia_case_page_init (AmiaCasePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

static void
add_view (AmiaCasePage *self,
          GtkWidget    *view,
          const char   *name,
          const char   *title,
          const char   *icon_name)
{
  AdwViewStackPage *page =
      adw_view_stack_add_titled (ADW_VIEW_STACK (self->views), view, name, title);

  adw_view_stack_page_set_icon_name (page, icon_name);
}

GtkWidget *
amia_case_page_new (AmiaSession    *session,
                    const AmiaUuid *case_id)
{
  AmiaCasePage *self = g_object_new (AMIA_TYPE_CASE_PAGE, NULL);
  AmiaReplica  *replica = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self->session = g_object_ref (session);
  self->case_id = *case_id;
  replica = amia_session_get_replica (session);
  self->paper = amia_case_paper_new (GTK_WIDGET (self), replica, case_id);
  self->checklists = amia_checklists_new_actions (GTK_WIDGET (self), replica, case_id);
  self->overview = amia_case_overview_new (replica);
  self->forms = amia_case_forms_new (replica);
  self->journal = amia_case_journal_new (replica);
  self->team_view = amia_case_team_new (session);
  self->participant = amia_case_participant_new (replica);
  add_view (self, self->overview, "overview", _ ("Overview"), "view-paged-symbolic");
  add_view (self, amia_plan_view_new (replica, case_id), "plan", _ ("Plan"), "starred-symbolic");
  add_view (self, self->forms, "forms", _ ("Forms"), "text-editor-symbolic");
  add_view (self, self->journal, "journal", _ ("Journal"), "view-list-bullet-symbolic");
  add_view (self,
            amia_case_attachments_new (session, case_id),
            "attachments",
            _ ("Attachments"),
            "mail-attachment-symbolic");
  add_view (self, self->team_view, "team", _ ("Team and consent"), "system-users-symbolic");
  add_view (self, self->participant, "participant", _ ("Participant"), "avatar-default-symbolic");
  g_signal_connect_object (replica, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views,
                           "notify::visible-child",
                           G_CALLBACK (view_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->journal,
                           "more-shown",
                           G_CALLBACK (view_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  load (self);
  amia_replica_call_async (replica,
                           note_opening,
                           g_memdup2 (case_id, sizeof *case_id),
                           g_free,
                           NULL,
                           NULL,
                           NULL,
                           NULL);
  return GTK_WIDGET (self);
}

const AmiaUuid *
amia_case_page_get_case (AmiaCasePage *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_PAGE (self), NULL);

  return &self->case_id;
}

const char *
amia_case_page_get_view (AmiaCasePage *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_PAGE (self), NULL);

  return adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->views));
}
