/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-team"

#include "config.h"

#include "amia-worker-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-due-words.h"
#include "amia-input.h"
#include "amia-line-view.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-agenda.h"
#include "amia-store-handover.h"
#include "amia-store-lists.h"
#include "amia-store-workload.h"
#include "amia-template.h"
#include "amia-words.h"

/* What is listed is what the next absence leaves behind; without one, all that the person has. */

struct _AmiaWorkerPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *absences;
  GtkWidget *absence_row;
  GtkWidget *from;
  GtkWidget *to;
  GtkWidget *deputy;
  GtkWidget *all_row;
  GtkWidget *receiver;
  GtkWidget *lines;

  AmiaSession  *session;
  GCancellable *cancellable;
  char         *user;
  AmiaOrphans  *orphans;
};

G_DEFINE_FINAL_TYPE (AmiaWorkerPage, amia_worker_page, GTK_TYPE_WIDGET)

static gpointer
read_orphans (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (AmiaOrphans) orphans = amia_store_list_orphans (store, data, NULL, NULL, error);
  const AmiaAbsence *next = NULL;

  if (orphans == NULL || orphans->absences->len == 0)
    return g_steal_pointer (&orphans);

  next = g_ptr_array_index (orphans->absences, 0);
  return amia_store_list_orphans (store, data, next->from, next->to, error);
}

/* --- What is shown -------------------------------------------------------------------------- */

static void
remove_absence_cb (AmiaWorkerPage *self,
                   GtkWidget      *button)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set (edits, "absence", g_object_get_data (G_OBJECT (button), "amia-id"), NULL,
                  "removed", NULL, "true");
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
}

static GtkWidget *
make_absence (AmiaWorkerPage    *self,
              const AmiaAbsence *absence)
{
  g_autofree char *from = absence->from != NULL ? amia_words_date (absence->from) : g_strdup ("–");
  g_autofree char *to = absence->to != NULL ? amia_words_date (absence->to) : NULL;
  g_autofree char *title = to != NULL ? g_strdup_printf ("%s – %s", from, to)
                                      : g_strdup_printf (_ ("Leaves on %s"), from);
  g_autofree char *subtitle =
      absence->deputy != NULL ? g_strdup_printf (_ ("Deputy: %s"), absence->deputy)
                              : g_strdup (_ ("No deputy"));
  g_autofree char *name = g_strdup_printf (_ ("Take away the absence %s"), title);
  GtkWidget       *row = amia_row_new (title, subtitle);
  GtkWidget       *button = amia_row_add_button (row, _ ("Take Away"), name);

  g_object_set_data_full (G_OBJECT (button), "amia-id",
                          g_memdup2 (&absence->id, sizeof absence->id), g_free);
  g_signal_connect_object (
      button, "clicked", G_CALLBACK (remove_absence_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
update_absences (AmiaWorkerPage *self)
{
  g_autoptr (GString) contents = g_string_new (NULL);
  GPtrArray *absences = self->orphans->absences;

  for (guint i = 0; i < absences->len; i++)
    {
      const AmiaAbsence *absence = g_ptr_array_index (absences, i);

      g_string_append_printf (contents, "%s %s %s\n", absence->from, absence->to, absence->deputy);
    }
  gtk_widget_set_visible (self->absences, absences->len > 0);
  if (!amia_list_begin (self->absences, contents->str))
    return;

  for (guint i = 0; i < absences->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->absences),
                         make_absence (self, g_ptr_array_index (absences, i)));
}

static void
add_heading (GPtrArray  *lines,
             const char *title,
             guint       n)
{
  g_autofree char *words = g_strdup_printf ("%s (%u)", title, n);

  g_ptr_array_add (lines, amia_line_new_heading (words));
}

static const char *
get_name (const char *name,
          gboolean    is_protected)
{
  if (is_protected)
    return _ ("Protected identity");
  return name != NULL ? name : _ ("Case without a name");
}

static void
add_cases (AmiaWorkerPage *self,
           GPtrArray      *lines)
{
  add_heading (lines, _ ("Cases"), self->orphans->cases->len);
  for (guint i = 0; i < self->orphans->cases->len; i++)
    {
      const AmiaOrphanCase *orphan = g_ptr_array_index (self->orphans->cases, i);
      g_autofree char      *others = g_strjoinv (", ", orphan->others);
      g_autofree char      *words = *others != '\0' ? g_strdup_printf (_ ("Also in the team: %s"), others)
                                                    : g_strdup (_ ("Nobody else is in the team"));
      const char           *name = get_name (orphan->name, orphan->is_protected);
      AmiaLine             *line = amia_line_new (name, words);

      amia_line_set_id (line, &orphan->case_id);
      if (*others == '\0')
        amia_line_add_pill (line, "error", "dialog-warning-symbolic", _ ("Would be nobody's"));
      else if (orphan->is_alone)
        amia_line_add_pill (line, "warning", "dialog-warning-symbolic", _ ("Nobody else from the agency"));
      g_ptr_array_add (lines, line);
    }
}

static char *
dup_when (AmiaLocalTime start)
{
  char text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  g_auto (GStrv) parts = g_strsplit (amia_local_time_print (start, text), "T", 2);
  g_autofree char *day = amia_words_date (parts[0]);

  return parts[1] != NULL ? g_strdup_printf ("%s %s", day, parts[1]) : g_steal_pointer (&day);
}

static void
add_meetings (AmiaWorkerPage *self,
              GPtrArray      *lines)
{
  if (self->orphans->meetings->len == 0)
    return;

  add_heading (lines, _ ("Meetings"), self->orphans->meetings->len);
  for (guint i = 0; i < self->orphans->meetings->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (self->orphans->meetings, i);
      g_autofree char      *when = dup_when (item->start);
      g_autofree char      *words = NULL;
      AmiaLine             *line = NULL;

      words = item->place != NULL ? g_strdup_printf ("%s · %s", when, item->place)
                                  : g_strdup (when);
      line = amia_line_new (get_name (item->name != NULL ? item->name : item->case_title,
                                      item->is_protected),
                            words);
      amia_line_set_id (line, &item->case_id);
      g_ptr_array_add (lines, line);
    }
}

static void
add_due (AmiaWorkerPage *self,
         GPtrArray      *lines)
{
  GPtrArray *due = self->orphans->due->lines;

  if (due->len == 0)
    return;

  add_heading (lines, _ ("Due"), due->len);
  for (guint i = 0; i < due->len; i++)
    {
      const AmiaDueLine *one = g_ptr_array_index (due, i);
      g_autofree char   *what = amia_due_words_what (one);
      g_autofree char   *day = amia_words_date (one->due.day);
      g_autofree char   *words = g_strdup_printf ("%s · %s", day, what);
      const char        *name = get_name (one->of->title, one->of->is_protected);
      AmiaLine          *line = amia_line_new (name, words);

      amia_line_set_id (line, &one->of->case_id);
      if (strcmp (one->due.day, self->orphans->due->today) < 0)
        amia_line_add_pill (line, "error", NULL, _ ("Overdue"));
      g_ptr_array_add (lines, line);
    }
}

static void
update (AmiaWorkerPage *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  const char *own = amia_replica_get_identity (amia_session_get_replica (self->session))->user;

  update_absences (self);
  add_cases (self, lines);
  add_meetings (self, lines);
  add_due (self, lines);
  amia_line_view_set_lines (AMIA_LINE_VIEW (self->lines), lines);
  gtk_widget_set_visible (gtk_widget_get_parent (self->all_row),
                          strcmp (self->user, own) == 0 && self->orphans->cases->len > 0);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaWorkerPage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaOrphans *orphans = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (orphans == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->orphans, amia_orphans_free);
  self->orphans = orphans;
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), orphans->name);
  update (self);
}

static void
load (AmiaWorkerPage *self)
{
  amia_replica_call_async (amia_session_get_replica (self->session), read_orphans,
                           g_strdup (self->user), g_free, (GDestroyNotify) amia_orphans_free,
                           self->cancellable, loaded_cb, g_object_ref (self));
}

/* --- What is done --------------------------------------------------------------------------- */

static void
open_cb (AmiaWorkerPage *self,
         AmiaLine       *line)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (!amia_uuid_is_nil (amia_line_get_id (line)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "s",
                                amia_uuid_print (amia_line_get_id (line), id));
}

static void
set_text (AmiaEdits      *edits,
          const AmiaUuid *id,
          const char     *field,
          GtkWidget      *input)
{
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (input));

  if (*text != '\0')
    amia_edits_set_string (edits, "absence", id, NULL, field, text);
  amia_input_reset (AMIA_INPUT (input), NULL);
}

static void
add_absence_cb (AmiaWorkerPage *self)
{
  g_autofree char *from = amia_input_dup_text (AMIA_INPUT (self->from));
  gboolean         is_good = amia_day_input_check (AMIA_INPUT (self->from)) &&
                     amia_day_input_check (AMIA_INPUT (self->to));
  AmiaEdits *edits = NULL;
  AmiaUuid   id = amia_uuid_new_v7 (amia_words_now_ms ());

  if (*from == '\0')
    amia_input_set_message (AMIA_INPUT (self->from), _ ("Write the first day."));
  if (*from == '\0' || !is_good)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (edits, "absence", &id, NULL, "user", self->user);
  set_text (edits, &id, "from", self->from);
  set_text (edits, &id, "to", self->to);
  set_text (edits, &id, "deputy", self->deputy);
  amia_report_commit (GTK_WIDGET (self), amia_session_get_replica (self->session), edits);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->absence_row), FALSE);
}

typedef struct
{
  char *from;
  char *to;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_free (offer->from);
  g_free (offer->to);
  g_free (offer);
}

static gboolean
has_member (char      **members,
            const char *user)
{
  g_autofree char *begin = g_strconcat (user, " ", NULL);

  for (gsize i = 0; members[i] != NULL; i++)
    {
      if (strcmp (members[i], user) == 0 || g_str_has_prefix (members[i], begin))
        return TRUE;
    }

  return FALSE;
}

/* Each case is an offer of its own, that the receiver confirms case by case. */
static gpointer
offer_all (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Offer *offer = data;
  g_autoptr (AmiaOrphans) orphans = amia_store_list_orphans (store, offer->from, NULL, NULL, error);
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);
  g_autofree char *today = amia_words_today ();

  for (guint i = 0; orphans != NULL && i < orphans->cases->len; i++)
    {
      const AmiaOrphanCase *orphan = g_ptr_array_index (orphans->cases, i);
      AmiaEdits            *edits = amia_edits_new ();

      amia_handover_offer (
          edits, &(AmiaHandoverOffer){ .case_id = &orphan->case_id,
                                       .from = offer->from,
                                       .to = offer->to,
                                       .is_member = has_member (orphan->others, offer->to),
                                       .today = today,
                                       .now_ms = amia_words_now_ms () });
      g_ptr_array_add (actions, edits);
    }

  /* The caller looks at the error alone. */
  if (actions->len > 0)
    (void) !amia_store_commit_all (store, actions, NULL, error);
  return NULL;
}

static void
offered_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AmiaWorkerPage) self = data;
  g_autoptr (GError) error = NULL;

  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
  else
    amia_report (GTK_WIDGET (self), _ ("The cases were offered. They stay yours until each is confirmed."));
}

static void
offer_all_cb (AmiaWorkerPage *self)
{
  g_autofree char *to = amia_input_dup_text (AMIA_INPUT (self->receiver));
  gboolean         is_bad = *to == '\0' || strcmp (to, self->user) == 0;
  Offer           *offer = NULL;

  amia_input_set_message (AMIA_INPUT (self->receiver),
                          is_bad ? _ ("Write which colleague gets the case: the name of the account.")
                                 : NULL);
  if (is_bad)
    return;

  offer = g_new (Offer, 1);
  offer->from = g_strdup (self->user);
  offer->to = g_steal_pointer (&to);
  amia_input_reset (AMIA_INPUT (self->receiver), NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->all_row), FALSE);
  amia_replica_call_async (amia_session_get_replica (self->session), offer_all, offer, offer_free,
                           NULL, NULL, offered_cb, g_object_ref (self));
}

static void
day_left_cb (AmiaWorkerPage *self,
             AmiaInput      *input)
{
  amia_day_input_check (input);
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_worker_page_dispose (GObject *object)
{
  AmiaWorkerPage *self = AMIA_WORKER_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_WORKER_PAGE);
  g_clear_pointer (&self->orphans, amia_orphans_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_worker_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, absences);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, absence_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, from);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, to);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, deputy);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, all_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, receiver);
  gtk_widget_class_bind_template_child (widget_class, AmiaWorkerPage, lines);
}

static void
amia_worker_page_class_init (AmiaWorkerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_worker_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-worker-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_absence_cb);
  gtk_widget_class_bind_template_callback (widget_class, offer_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
}

static void
amia_worker_page_init (AmiaWorkerPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_row_set (self->absence_row, _ ("Enter an absence"), _ ("Vacation, parental leave, a new job: never why"));
  amia_row_set (self->all_row, _ ("Offer all cases to a colleague"), NULL);
}

GtkWidget *
amia_worker_page_new (AmiaSession *session,
                      const char  *user)
{
  AmiaWorkerPage *self = g_object_new (AMIA_TYPE_WORKER_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);
  g_return_val_if_fail (user != NULL, NULL);

  self->session = g_object_ref (session);
  self->user = g_strdup (user);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), user);
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
