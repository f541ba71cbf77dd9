/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-proposal-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-activity-words.h"
#include "amia-case-reader.h"
#include "amia-distance.h"
#include "amia-drop-down.h"
#include "amia-line-view.h"
#include "amia-report.h"
#include "amia-store-proposals.h"
#include "amia-template.h"
#include "amia-words.h"

/* The store orders what there is; the page chooses among it and says what is not known. */

struct _AmiaProposalPage
{
  GtkWidget parent_instance;

  GtkWidget *from;
  GtkWidget *category;
  GtkWidget *stack;
  GtkWidget *list;

  AmiaCaseReader *reader;
  char           *goal;
  double          order;
  AmiaUuid        last; /* offer that was planned and is not shown so yet */
  AmiaUuid        last_activity;
  gboolean        is_shown;                      /* something was read once */
  gboolean        is_lacking[AMIA_N_CATEGORIES]; /* of the plan when the page was opened */
};

/* The choices before the four categories. */
enum
{
  CHOICE_LACKING,
  CHOICE_ALL,
  N_CHOICES_BEFORE,
};

G_DEFINE_FINAL_TYPE (AmiaProposalPage, amia_proposal_page, GTK_TYPE_WIDGET)

static const AmiaProposals *
get_proposals (AmiaProposalPage *self)
{
  return amia_case_reader_get (self->reader);
}

/* --- Words ------------------------------------------------------------------------------------ */

static char *
describe_distance (const AmiaProposal *proposal)
{
  if (proposal->km < 0)
    return g_strdup (_ ("distance not known"));
  if (proposal->km < 0.5)
    return g_strdup (_ ("in the same municipality"));

  /* Translators: a distance in kilometres, not by road */
  return g_strdup_printf (_ ("about %.0f km as the crow flies"), proposal->km);
}

static char *
describe (const AmiaProposal *proposal)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *distance = describe_distance (proposal);
  const char      *parts[] = { amia_activity_words_category (proposal->category),
                               proposal->provider, proposal->municipality, distance,
                               proposal->cost, proposal->contact };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL && *parts[i] != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", parts[i]);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static const char *
get_title (const AmiaProposal *proposal)
{
  return proposal->title != NULL ? proposal->title : _ ("Without a name");
}

static AmiaLine *
make_line (const AmiaProposal *proposal)
{
  g_autofree char *subtitle = describe (proposal);
  AmiaLine        *line = amia_line_new (get_title (proposal), subtitle);

  amia_line_set_id (line, &proposal->offer);
  if (proposal->is_planned)
    amia_line_add_pill (line, "success", "object-select-symbolic", _ ("In the plan"));
  if (proposal->is_late)
    amia_line_add_pill (line, "warning", "dialog-warning-symbolic", _ ("To confirm"));
  return line;
}

static void
update_from (AmiaProposalPage *self)
{
  const char      *municipality = get_proposals (self)->municipality;
  g_autofree char *words = NULL;

  if (municipality == NULL || *municipality == '\0')
    words = g_strdup (_ ("Where the participant lives is not filled in, or may not be seen here: "
                         "the proposals have no distances."));
  else if (amia_distance_is_known (municipality))
    /* Translators: a municipality */
    words = g_strdup_printf (_ ("From %s, as the crow flies between the main towns. "
                                "The road is longer."),
                             municipality);
  else
    /* Translators: a municipality, twice */
    words = g_strdup_printf (_ ("How far it is from %s is not known here. "
                                "What there is in %s stands first."),
                             municipality, municipality);
  gtk_label_set_label (GTK_LABEL (self->from), words);
}

/* --- Choosing --------------------------------------------------------------------------------- */

static gboolean
has_lacking (AmiaProposalPage *self)
{
  for (gsize i = 0; i < AMIA_N_CATEGORIES; i++)
    {
      if (self->is_lacking[i])
        return TRUE;
    }

  return FALSE;
}

/* What the plan had nothing of at first: what is put into it stays where it was, and says so. */
static gboolean
is_wanted (AmiaProposalPage   *self,
           const AmiaProposal *proposal)
{
  guint choice = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->category));
  int   category = amia_category_find (proposal->category);

  if (choice == CHOICE_ALL)
    return TRUE;
  if (choice == CHOICE_LACKING)
    return category >= 0 && self->is_lacking[category];

  return category == (int) choice - N_CHOICES_BEFORE;
}

static void
show_cb (AmiaProposalPage *self)
{
  const AmiaProposals *all = self->reader != NULL ? get_proposals (self) : NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  if (all == NULL)
    return;

  for (guint i = 0; i < all->proposals->len; i++)
    {
      const AmiaProposal *proposal = g_ptr_array_index (all->proposals, i);

      if (is_wanted (self, proposal))
        g_ptr_array_add (lines, make_line (proposal));
    }
  amia_line_view_set_lines (AMIA_LINE_VIEW (self->list), lines);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    lines->len > 0             ? "list"
                                    : all->proposals->len == 0 ? "empty"
                                                               : "no-hits");
}

static const AmiaProposal *
find_proposal (AmiaProposalPage *self,
               const AmiaUuid   *offer)
{
  GPtrArray *proposals = get_proposals (self)->proposals;

  for (guint i = 0; i < proposals->len; i++)
    {
      const AmiaProposal *proposal = g_ptr_array_index (proposals, i);

      if (amia_uuid_equal (&proposal->offer, offer))
        return proposal;
    }

  return NULL;
}

static void
forget_last (AmiaProposalPage *self)
{
  const AmiaProposal *last = find_proposal (self, &self->last);

  if (last == NULL || last->is_planned)
    self->last = (AmiaUuid){ 0 };
}

static void
changed_cb (AmiaProposalPage *self)
{
  const gboolean is_first = !self->is_shown;

  self->is_shown = TRUE;
  forget_last (self);
  if (is_first)
    memcpy (self->is_lacking, get_proposals (self)->is_lacking, sizeof self->is_lacking);
  gtk_widget_set_sensitive (self->category, TRUE);
  update_from (self);
  if (is_first && !has_lacking (self))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->category), CHOICE_ALL);
  show_cb (self);
  if (is_first && !amia_line_view_focus_first (AMIA_LINE_VIEW (self->list)))
    gtk_widget_child_focus (self->category, GTK_DIR_TAB_FORWARD);
}

static void
failed_cb (AmiaProposalPage *self,
           GError           *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "gone");
      gtk_widget_set_sensitive (self->category, FALSE);
    }
  else if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

/* --- Doing ------------------------------------------------------------------------------------ */

static AmiaEdits *
write_activity (AmiaProposalPage   *self,
                const AmiaUuid     *id,
                const AmiaProposal *proposal)
{
  const AmiaUuid *case_id = amia_case_reader_get_case (self->reader);
  AmiaEdits      *edits = amia_edits_new ();
  char            order[G_ASCII_DTOSTR_BUF_SIZE];

  amia_edits_plan_proposal (edits, case_id, id, proposal);
  amia_edits_set (edits, "activity", id, case_id, "order", NULL,
                  g_ascii_dtostr (order, sizeof order, self->order));
  if (self->goal != NULL)
    amia_edits_set_string (edits, "activity", id, case_id, "goal", self->goal);
  self->order += 1;
  return edits;
}

static void
open_cb (AmiaProposalPage *self,
         AmiaLine         *line)
{
  const AmiaProposal *proposal = find_proposal (self, amia_line_get_id (line));
  AmiaEdits          *undo = NULL;
  g_autofree char    *words = NULL;

  if (proposal == NULL)
    return;
  if (proposal->is_planned)
    {
      amia_report (GTK_WIDGET (self), _ ("It is in the plan already."));
      return;
    }

  /* A key that is held down comes again before what it did is read: it does the same once more. */
  if (!amia_uuid_equal (&proposal->offer, &self->last))
    self->last_activity = amia_uuid_new_v7 (amia_words_now_ms ());
  self->last = proposal->offer;
  undo = amia_edits_new ();
  amia_edits_set (undo, "activity", &self->last_activity, amia_case_reader_get_case (self->reader),
                  "removed", NULL, "true");
  /* Translators: an activity */
  words = g_strdup_printf (_ ("In the plan now: %s"), get_title (proposal));
  amia_report_commit_undoable (GTK_WIDGET (self), amia_case_reader_get_replica (self->reader),
                               write_activity (self, &self->last_activity, proposal), words, undo);
}

/* --- The widget ------------------------------------------------------------------------------- */

static gpointer
read_proposals (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autofree char *today = amia_words_today ();

  return amia_store_list_proposals (store, data, today, error);
}

static void
amia_proposal_page_dispose (GObject *object)
{
  AmiaProposalPage *self = AMIA_PROPOSAL_PAGE (object);

  if (self->reader != NULL)
    amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_PROPOSAL_PAGE);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->goal, g_free);

  G_OBJECT_CLASS (amia_proposal_page_parent_class)->dispose (object);
}

static void
amia_proposal_page_class_init (AmiaProposalPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_proposal_page_dispose;

  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-proposal-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaProposalPage, from);
  gtk_widget_class_bind_template_child (widget_class, AmiaProposalPage, category);
  gtk_widget_class_bind_template_child (widget_class, AmiaProposalPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaProposalPage, list);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
amia_proposal_page_init (AmiaProposalPage *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (choices, _ ("What the plan has nothing of"));
  gtk_string_list_append (choices, _ ("All categories"));
  for (gsize i = 0; i < AMIA_N_ACTIVITY_CATEGORIES; i++)
    gtk_string_list_append (choices, _ (amia_activity_categories[i].words));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->category), G_LIST_MODEL (choices));
  amia_drop_down_set_name (self->category, _ ("Category"));
}

GtkWidget *
amia_proposal_page_new (AmiaReplica    *replica,
                        const AmiaUuid *case_id,
                        const char     *goal,
                        double          order)
{
  AmiaProposalPage *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_PROPOSAL_PAGE, NULL);
  self->goal = g_strdup (goal);
  self->order = order;
  self->reader = amia_case_reader_new (
      replica, case_id, read_proposals, (GDestroyNotify) amia_proposals_free);
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
