/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-routines-page.h"

#include <glib/gi18n.h>
#include <stddef.h>

#include "amia-due-words.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-routines.h"
#include "amia-template.h"
#include "amia-words.h"

/* One table for the parts of a routine. A change writes the whole routine as a new record with the
 * next version: what held before stays to be read. */

typedef struct
{
  const char *title;
  const char *unit;
  AmiaDueRule rule; /* whose words say it */
  gsize       offset;
  guint       min;
  guint       max;
} Part;

static const Part parts[] = {
  { N_ ("First look at the case"), N_ ("months before the benefit ends"), AMIA_DUE_LOOK,
    offsetof (AmiaRoutine, look_months), 1, 24 },
  { N_ ("First contact"), N_ ("days; 0 for no rule"), AMIA_DUE_CONTACT,
    offsetof (AmiaRoutine, contact_days), 0, 365 },
  { N_ ("First meeting of all three"), N_ ("days; 0 for no rule"), AMIA_DUE_FIRST_MEETING,
    offsetof (AmiaRoutine, first_meeting_days), 0, 365 },
  { N_ ("Mapping talk"), N_ ("days after enrolment"), AMIA_DUE_MAPPING,
    offsetof (AmiaRoutine, mapping_days), 1, 365 },
  { N_ ("Follow-up meeting"), N_ ("months; 0 for as planned"), AMIA_DUE_FOLLOW_UP,
    offsetof (AmiaRoutine, meeting_months), 0, 24 },
  { N_ ("Monthly hours"), N_ ("day of the next month; 31 for the last"), AMIA_DUE_HOURS,
    offsetof (AmiaRoutine, hours_day), 1, AMIA_ROUTINE_LAST_DAY },
  { N_ ("Surveys"), N_ ("1 to 3"), AMIA_DUE_SURVEY,
    offsetof (AmiaRoutine, n_surveys), 1, 3 },
  { N_ ("Longest time after ALI"), N_ ("months; 0 for no rule"), AMIA_DUE_AFTER_ALI,
    offsetof (AmiaRoutine, after_ali_months), 0, 24 },
};

struct _AmiaRoutinesPage
{
  GtkWidget parent_instance;

  GtkWidget *may_not;
  GtkWidget *list;

  AmiaReplica  *replica;
  GArray       *routines; /* of AmiaKeptRoutine */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaRoutinesPage, amia_routines_page, GTK_TYPE_WIDGET)

static guint *
get_part (AmiaRoutine *routine,
          const Part  *part)
{
  return (guint *) (gpointer) ((guint8 *) routine + part->offset);
}

static gboolean
may_change (AmiaRoutinesPage *self)
{
  const char *role = amia_replica_get_identity (self->replica)->role;

  return g_strcmp0 (role, "admin") == 0 || g_strcmp0 (role, "leader") == 0;
}

/* --- Changing --------------------------------------------------------------------------------- */

static void
change (AmiaRoutinesPage *self,
        guint             index,
        const Part       *part,
        guint             number)
{
  AmiaRoutine      routine = g_array_index (self->routines, AmiaKeptRoutine, index).routine;
  const AmiaUuid   id = amia_uuid_new_v7 (amia_words_now_ms ());
  AmiaEdits       *edits = NULL;
  AmiaEdits       *undo = NULL;
  g_autofree char *words = NULL;

  if (*get_part (&routine, part) == number)
    return;

  *get_part (&routine, part) = number;
  routine.version++;
  edits = amia_edits_new ();
  amia_edits_set_routine (edits, &id, &routine);
  undo = amia_edits_new ();
  amia_edits_set (undo, "routine", &id, NULL, "removed", NULL, "true");
  /* Translators: a sub-project and the number of its routine's version. */
  words = g_strdup_printf (_ ("%s works by version %u now"), routine.subproject, routine.version);
  amia_report_commit_undoable (GTK_WIDGET (self), self->replica, edits, words, undo);
}

static gboolean
read_number (GtkWidget  *entry,
             const Part *part,
             guint      *number)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (
          gtk_editable_get_text (GTK_EDITABLE (entry)), 10, part->min, part->max, &value, NULL))
    return FALSE;

  *number = (guint) value;
  return TRUE;
}

static void
apply (GtkWidget *entry)
{
  AmiaRoutinesPage *self = AMIA_ROUTINES_PAGE (
      gtk_widget_get_ancestor (entry, AMIA_TYPE_ROUTINES_PAGE));
  guint       index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "index"));
  const Part *part = g_object_get_data (G_OBJECT (entry), "part");
  guint       number = 0;

  if (self == NULL)
    return;

  if (read_number (entry, part, &number))
    {
      gtk_widget_remove_css_class (entry, "error");
      change (self, index, part, number);
    }
  else
    {
      g_autofree char *words = g_strdup_printf (_ ("Write a number from %u to %u"), part->min, part->max);

      gtk_widget_add_css_class (entry, "error");
      amia_report (entry, words);
    }
}

/* By dictation, say: the focus is elsewhere and will not leave. What is no number yet may become
 * one. */
static void
changed_cb (GtkWidget *entry)
{
  GtkWidget *text = gtk_widget_get_first_child (entry);
  guint      number = 0;

  if (text != NULL && !gtk_widget_has_focus (text) &&
      read_number (entry, g_object_get_data (G_OBJECT (entry), "part"), &number))
    apply (entry);
}

static void
left_cb (GtkEventController *controller)
{
  apply (gtk_event_controller_get_widget (controller));
}

/* --- Rows ------------------------------------------------------------------------------------- */

static void
add_entry (GtkWidget  *row,
           guint       index,
           const Part *part,
           guint       number,
           const char *name)
{
  GtkWidget          *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char    *text = g_strdup_printf ("%u", number);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (entry), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (entry), "part", (gpointer) part);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), NULL);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect (entry, "activate", G_CALLBACK (apply), NULL);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), entry);
}

/* No rule is said so, and not as “within 0 days”. */
static char *
describe_part (const Part  *part,
               AmiaRoutine *routine)
{
  if (*get_part (routine, part) > 0)
    return amia_due_words_routine (part->rule, routine);
  return g_strdup (part->rule == AMIA_DUE_FOLLOW_UP ? _ ("as planned") : _ ("no rule"));
}

static void
add_part (AmiaRoutinesPage *self,
          GtkWidget        *expander,
          guint             index,
          const Part       *part)
{
  AmiaRoutine     *routine = &g_array_index (self->routines, AmiaKeptRoutine, index).routine;
  g_autofree char *words = describe_part (part, routine);
  GtkWidget       *row = amia_row_new (_ (part->title), words);

  if (may_change (self))
    {
      /* Translators: a sub-project, a rule of its routine, and what its number is. */
      g_autofree char *name = g_strdup_printf (
          _ ("%s, %s: %s"), routine->subproject, _ (part->title), _ (part->unit));

      gtk_widget_set_tooltip_text (row, _ (part->unit));
      add_entry (row, index, part, *get_part (routine, part), name);
    }
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
}

static char *
describe_version (const AmiaKeptRoutine *kept)
{
  g_autofree char *when = NULL;

  if (amia_uuid_is_nil (&kept->id))
    return g_strdup (_ ("As it comes with the program"));

  when = amia_words_moment (kept->written_ms, amia_words_now_ms ());
  /* Translators: a version's number, who wrote it, and when. */
  return g_strdup_printf (_ ("Version %u · %s, %s"), kept->routine.version,
                          kept->author != NULL ? kept->author : "–", when);
}

static gboolean
is_expanded (AmiaRoutinesPage *self,
             guint             index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) index);

  return row != NULL && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row));
}

/* The rows are made anew where something is different, and stay unfolded. */
static void
update (AmiaRoutinesPage *self)
{
  g_autoptr (GString) contents = g_string_new (may_change (self) ? "+" : "-");
  gboolean unfolded[64] = { FALSE };

  for (guint i = 0; i < self->routines->len; i++)
    {
      const AmiaKeptRoutine *kept = &g_array_index (self->routines, AmiaKeptRoutine, i);
      char                   id[AMIA_UUID_TEXT_LENGTH + 1];

      g_string_append_printf (contents, "\n%s %u %s", kept->routine.subproject,
                              kept->routine.version, amia_uuid_print (&kept->id, id));
      if (i < G_N_ELEMENTS (unfolded))
        unfolded[i] = is_expanded (self, i);
    }

  gtk_widget_set_visible (self->may_not, !may_change (self));
  if (!amia_list_begin (self->list, contents->str))
    return;

  for (guint i = 0; i < self->routines->len; i++)
    {
      const AmiaKeptRoutine *kept = &g_array_index (self->routines, AmiaKeptRoutine, i);
      g_autofree char       *version = describe_version (kept);
      GtkWidget             *expander = adw_expander_row_new ();

      amia_row_set (expander, kept->routine.subproject, version);
      for (gsize k = 0; k < G_N_ELEMENTS (parts); k++)
        add_part (self, expander, i, &parts[k]);
      adw_expander_row_set_expanded (
          ADW_EXPANDER_ROW (expander), i < G_N_ELEMENTS (unfolded) && unfolded[i]);
      gtk_list_box_append (GTK_LIST_BOX (self->list), expander);
    }
}

/* --- Reading ---------------------------------------------------------------------------------- */

static gpointer
list_routines (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return amia_store_list_routines (store, error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaRoutinesPage) self = data;
  g_autoptr (GError) error = NULL;
  GArray *routines = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (routines == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->routines, g_array_unref);
  self->routines = routines;
  update (self);
}

static void
load (AmiaRoutinesPage *self)
{
  amia_replica_call_async (self->replica,
                           list_routines,
                           NULL,
                           NULL,
                           (GDestroyNotify) g_array_unref,
                           self->cancellable,
                           listed_cb,
                           g_object_ref (self));
}

static void
amia_routines_page_dispose (GObject *object)
{
  AmiaRoutinesPage *self = AMIA_ROUTINES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_ROUTINES_PAGE);
  g_clear_pointer (&self->routines, g_array_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_routines_page_parent_class)->dispose (object);
}

static void
amia_routines_page_finalize (GObject *object)
{
  g_object_unref (AMIA_ROUTINES_PAGE (object)->cancellable);

  G_OBJECT_CLASS (amia_routines_page_parent_class)->finalize (object);
}

static void
amia_routines_page_class_init (AmiaRoutinesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_routines_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_routines_page_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-routines-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaRoutinesPage, may_not);
  gtk_widget_class_bind_template_child (widget_class, AmiaRoutinesPage, list);
}

static void
amia_routines_page_init (AmiaRoutinesPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_routines_page_new (AmiaSession *session)
{
  AmiaRoutinesPage *self = g_object_new (AMIA_TYPE_ROUTINES_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->replica = g_object_ref (amia_session_get_replica (session));
  g_signal_connect_object (self->replica, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
