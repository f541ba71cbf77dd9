/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-selection"

#include "config.h"

#include "amia-twins-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-record-remove.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-selection-words.h"
#include "amia-template.h"
#include "amia-words.h"

/* A group for each pair. Nothing is merged by itself: two cases of one person may both hold work,
 * and then they stay two cases of one participant. */

struct _AmiaTwinsPage
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *pairs;

  AmiaSession  *session;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaTwinsPage, amia_twins_page, GTK_TYPE_WIDGET)

/* What a button is about: the case it acts on, and the other one's participant. */
typedef struct
{
  AmiaTwinsPage *self; /* borrowed: lives longer than its buttons */
  AmiaUuid       case_id;
  AmiaUuid       participant;
  AmiaUuid       other;
} Target;

static Target *
target_new (AmiaTwinsPage  *self,
            const AmiaTwin *twin,
            const AmiaTwin *other)
{
  Target *target = g_new (Target, 1);

  *target = (Target){ self, twin->case_id, twin->participant, other->participant };
  return target;
}

static void
target_free (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

/* --- What is done --------------------------------------------------------------------------- */

static void
take_away_cb (Target *target)
{
  amia_record_remove (GTK_WIDGET (target->self), amia_session_get_replica (target->self->session),
                      "case", &target->case_id, &target->case_id,
                      _ ("The entry was taken away."));
}

static void
open_cb (Target *target)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  gtk_widget_activate_action (GTK_WIDGET (target->self), "win.open-case", "s",
                              amia_uuid_print (&target->case_id, id));
}

/* Both cases stay, and are one participant's from now on. */
static void
same_cb (Target *target)
{
  AmiaEdits *edits = amia_edits_new ();
  char       id[AMIA_UUID_TEXT_LENGTH + 1];

  amia_edits_set_string (edits, "case", &target->case_id, &target->case_id, "participant",
                         amia_uuid_print (&target->other, id));
  amia_report_commit_saying (GTK_WIDGET (target->self),
                             amia_session_get_replica (target->self->session), edits,
                             _ ("The two cases are one participant's now."));
}

static gpointer
say_different (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const Target *target = data;
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, &target->participant, error);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();

  if (record != NULL)
    {
      amia_twins_set_different (edits, record, &target->other);
      /* The caller looks at the error alone. */
      (void) !amia_store_commit (store, edits, NULL, error);
    }
  return NULL;
}

static void
different_cb (Target *target)
{
  amia_replica_call_async (amia_session_get_replica (target->self->session), say_different,
                           g_memdup2 (target, sizeof *target), g_free, NULL, NULL, NULL, NULL);
}

/* --- What is shown -------------------------------------------------------------------------- */

static const char *
describe_status (const char *status)
{
  if (g_strcmp0 (status, "selection") == 0)
    return _ ("on the selection list");
  return g_strcmp0 (status, "closed") == 0 ? _ ("closed case") : _ ("case under way");
}

static void
connect (GtkWidget *button,
         GCallback  callback,
         Target    *target)
{
  g_signal_connect_data (
      button, "clicked", callback, target, target_free, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_row (AmiaTwinsPage  *self,
          const AmiaTwin *twin,
          const AmiaTwin *other)
{
  const char *name =
      amia_selection_words_name (twin->name, twin->personnummer, twin->is_protected);
  g_autofree char *subtitle =
      twin->personnummer != NULL
          ? g_strdup_printf ("%s · %s", twin->personnummer, describe_status (twin->status))
          : g_strdup (describe_status (twin->status));
  g_autofree char *look = g_strdup_printf (_ ("Open the case of %s"), name);
  g_autofree char *take = g_strdup_printf (_ ("Take away the entry of %s, %s"), name, subtitle);
  GtkWidget       *row = amia_row_new (name, subtitle);

  connect (amia_row_add_button (row, _ ("Open"), look), G_CALLBACK (open_cb),
           target_new (self, twin, other));
  connect (amia_row_add_button (row, _ ("Take Away"), take), G_CALLBACK (take_away_cb),
           target_new (self, twin, other));
  return row;
}

static GtkWidget *
make_answers (AmiaTwinsPage      *self,
              const AmiaTwinPair *pair)
{
  GtkWidget *row =
      amia_row_new (_ ("Both entries hold something?"),
                    _ ("Then they can stay two cases of one participant, or be two people."));

  connect (amia_row_add_button (row, _ ("One Person"), _ ("Both cases are one person's")),
           G_CALLBACK (same_cb), target_new (self, pair->b, pair->a));
  connect (amia_row_add_button (row, _ ("Two People"), _ ("They are two different people")),
           G_CALLBACK (different_cb), target_new (self, pair->b, pair->a));
  return row;
}

static const char *
describe_sign (AmiaTwinSign sign)
{
  switch (sign)
    {
    case AMIA_TWIN_NUMBER:
      return _ ("The same personal identity number");
    case AMIA_TWIN_BIRTH:
      return _ ("Born on the same day, nearly the same name");
    case AMIA_TWIN_NAME:
    default:
      return _ ("The same name, and one of the two has no personal identity number");
    }
}

static GtkWidget *
make_pair (AmiaTwinsPage      *self,
           const AmiaTwinPair *pair)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (describe_sign (pair->a->sign));
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, pair->a, pair->b));
  gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, pair->b, pair->a));
  gtk_list_box_append (GTK_LIST_BOX (list), make_answers (self, pair));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), list);
  return box;
}

/* More than so many pairs are shown when the first ones are settled. */
#define PAIRS_MAX 50

static void
show (AmiaTwinsPage *self,
      GPtrArray     *pairs)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->pairs)) != NULL)
    gtk_box_remove (GTK_BOX (self->pairs), child);
  for (guint i = 0; i < MIN (pairs->len, PAIRS_MAX); i++)
    gtk_box_append (GTK_BOX (self->pairs), make_pair (self, g_ptr_array_index (pairs, i)));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), pairs->len > 0 ? "pairs" : "none");
}

static gpointer
read_pairs (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return amia_store_list_twins (store, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaTwinsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pairs = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (pairs != NULL)
    show (self, pairs);
  else
    amia_report_error (GTK_WIDGET (self), error);
}

static void
load (AmiaTwinsPage *self)
{
  amia_replica_call_async (amia_session_get_replica (self->session), read_pairs, NULL, NULL,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_twins_page_dispose (GObject *object)
{
  AmiaTwinsPage *self = AMIA_TWINS_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_TWINS_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_twins_page_parent_class)->dispose (object);
}

static void
amia_twins_page_class_init (AmiaTwinsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_twins_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-twins-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaTwinsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaTwinsPage, pairs);
}

static void
amia_twins_page_init (AmiaTwinsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_twins_page_new (AmiaSession *session)
{
  AmiaTwinsPage *self = g_object_new (AMIA_TYPE_TWINS_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
