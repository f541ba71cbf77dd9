/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-register-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-day-input.h"
#include "amia-input.h"
#include "amia-person-number.h"
#include "amia-report.h"
#include "amia-selection-words.h"
#include "amia-subproject-help.h"
#include "amia-template.h"
#include "amia-words.h"

/* The search for the same person runs each time name or number is left; the last answer counts.
 *
 * What is typed becomes a case by the button alone. Until then it is a draft, one setting of the
 * device, kept when the page is no longer to be seen: the program may lock itself at any moment. */

#define DRAFT_NAME "draft/register"

struct _AmiaRegisterPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *name;
  GtkWidget *number;
  GtkWidget *duplicate;
  GtkWidget *duplicate_label;
  GtkWidget *duplicate_button;
  GtkWidget *municipality;
  GtkWidget *phone;
  GtkWidget *benefit_end;
  GtkWidget *subproject;
  GtkWidget *begin_step;
  GtkWidget *button;

  AmiaSession  *session;
  GCancellable *search;
  gboolean      is_done;
  gboolean      is_for_selection;
};

G_DEFINE_FINAL_TYPE (AmiaRegisterPage, amia_register_page, GTK_TYPE_WIDGET)

typedef struct
{
  AmiaRegisterPage *self;
  AmiaUuid          case_id;
} Registration;

/* --- The draft ------------------------------------------------------------------------------ */

typedef struct
{
  const char *name;
  GtkWidget  *input;
} DraftField;

#define N_DRAFT_FIELDS 6

static void
list_fields (AmiaRegisterPage *self,
             DraftField        fields[N_DRAFT_FIELDS])
{
  fields[0] = (DraftField){ "name", self->name };
  fields[1] = (DraftField){ "number", self->number };
  fields[2] = (DraftField){ "municipality", self->municipality };
  fields[3] = (DraftField){ "phone", self->phone };
  fields[4] = (DraftField){ "benefit-end", self->benefit_end };
  fields[5] = (DraftField){ "subproject", self->subproject };
}

static char *
encode_draft (AmiaRegisterPage *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  DraftField fields[N_DRAFT_FIELDS];
  gboolean   is_blank = TRUE;

  list_fields (self, fields);
  json_builder_begin_object (builder);
  for (gsize i = 0; i < N_DRAFT_FIELDS; i++)
    {
      g_autofree char *text = amia_input_dup_text (AMIA_INPUT (fields[i].input));

      is_blank = is_blank && *text == '\0';
      json_builder_set_member_name (builder, fields[i].name);
      json_builder_add_string_value (builder, text);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return is_blank || self->is_done ? NULL : json_to_string (root, FALSE);
}

static gpointer
keep_draft (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  /* The caller looks at the error alone. */
  (void) !amia_store_set_setting (store, DRAFT_NAME, data, error);
  return NULL;
}

static void
unmapped_cb (AmiaRegisterPage *self)
{
  if (self->session != NULL)
    amia_replica_call_async (amia_session_get_replica (self->session),
                             keep_draft,
                             encode_draft (self),
                             g_free,
                             NULL,
                             NULL,
                             NULL,
                             NULL);
}

static gpointer
load_draft (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return amia_store_get_setting (store, DRAFT_NAME);
}

static void
draft_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaRegisterPage) self = data;
  g_autofree char *draft = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);
  g_autoptr (JsonNode) root = draft != NULL ? json_from_string (draft, NULL) : NULL;
  DraftField fields[N_DRAFT_FIELDS];

  if (self->session == NULL || root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  list_fields (self, fields);
  for (gsize i = 0; i < N_DRAFT_FIELDS; i++)
    {
      g_autofree char *typed = amia_input_dup_text (AMIA_INPUT (fields[i].input));
      JsonNode        *value = json_object_get_member (json_node_get_object (root), fields[i].name);

      if (*typed == '\0' && value != NULL && JSON_NODE_HOLDS_VALUE (value))
        amia_input_reset (AMIA_INPUT (fields[i].input), json_node_get_string (value));
    }
}

/* --- The same number ------------------------------------------------------------------------ */

typedef struct
{
  char *name;
  char *number;
} Somebody;

static void
somebody_free (gpointer data)
{
  Somebody *somebody = data;

  g_free (somebody->name);
  g_free (somebody->number);
  g_free (somebody);
}

static gpointer
find_duplicate (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  const Somebody *somebody = data;
  g_autoptr (AmiaTwins) twins = amia_twins_new (store, error);

  return twins != NULL ? amia_twins_find (twins, somebody->name, somebody->number) : NULL;
}

static void
find_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaRegisterPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaTwin) twin = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  g_autofree char *words = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;

  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
  gtk_widget_set_visible (self->duplicate, twin != NULL);
  if (twin == NULL)
    return;

  words = amia_selection_words_twin (twin);
  gtk_label_set_label (GTK_LABEL (self->duplicate_label), words);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->duplicate_button),
                                    "s",
                                    amia_uuid_print (&twin->case_id, id));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->duplicate_button), "win.open-case");
}

static void
search (AmiaRegisterPage *self)
{
  Somebody *somebody = g_new (Somebody, 1);

  somebody->name = amia_input_dup_text (AMIA_INPUT (self->name));
  somebody->number = amia_input_dup_text (AMIA_INPUT (self->number));
  g_cancellable_cancel (self->search);
  g_object_unref (self->search);
  self->search = g_cancellable_new ();
  gtk_widget_set_visible (self->duplicate, FALSE);
  amia_replica_call_async (amia_session_get_replica (self->session),
                           find_duplicate,
                           somebody,
                           somebody_free,
                           (GDestroyNotify) amia_twin_free,
                           self->search,
                           find_cb,
                           g_object_ref (self));
}

static void
name_left_cb (AmiaRegisterPage *self)
{
  search (self);
}

static void
number_left_cb (AmiaRegisterPage *self)
{
  if (amia_person_number_check (AMIA_INPUT (self->number)))
    search (self);
}

/* --- Registering ---------------------------------------------------------------------------- */

static void
day_left_cb (AmiaRegisterPage *self)
{
  amia_day_input_check (AMIA_INPUT (self->benefit_end));
}

static void
set_from (AmiaEdits      *edits,
          const char     *kind,
          const AmiaUuid *id,
          const AmiaUuid *case_id,
          const char     *field,
          GtkWidget      *input)
{
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (input));

  if (*text != '\0')
    amia_edits_set_string (edits, kind, id, case_id, field, text);
}

static void
add_first_visit (AmiaEdits      *edits,
                 const AmiaUuid *case_id,
                 const char     *today)
{
  AmiaUuid visit = amia_uuid_new_v7 (amia_words_now_ms ());

  amia_edits_set_string (edits, "visit", &visit, case_id, "step", "1");
  amia_edits_set_string (edits, "visit", &visit, case_id, "from", today);
}

static AmiaEdits *
make_edits (AmiaRegisterPage *self,
            const AmiaUuid   *case_id)
{
  AmiaEdits       *edits = amia_edits_new ();
  AmiaUuid         person = amia_uuid_new_v7 (amia_words_now_ms ());
  g_autofree char *person_text = amia_uuid_to_string (&person);
  g_autofree char *today = amia_words_today ();

  set_from (edits, "participant", &person, NULL, "name", self->name);
  set_from (edits, "participant", &person, NULL, "personnummer", self->number);
  set_from (edits, "participant", &person, NULL, "municipality", self->municipality);
  set_from (edits, "participant", &person, NULL, "phone", self->phone);
  set_from (edits, "participant", &person, NULL, "benefit-end", self->benefit_end);
  set_from (edits, "case", case_id, case_id, "title", self->name);
  set_from (edits, "case", case_id, case_id, "subproject", self->subproject);
  amia_edits_set_string (edits, "case", case_id, case_id, "participant", person_text);
  amia_edits_set_string (edits, "case", case_id, case_id, "opened", today);
  if (self->is_for_selection)
    amia_edits_set_string (edits, "case", case_id, case_id, "status", "selection");
  else if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->begin_step)))
    add_first_visit (edits, case_id, today);

  return edits;
}

static void
registered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Registration *registration = data;
  g_autoptr (AmiaRegisterPage) self = registration->self;
  g_autoptr (GError) error = NULL;
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  self->is_done = amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error);
  if (self->is_done && self->is_for_selection)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
  else if (self->is_done)
    gtk_widget_activate_action (GTK_WIDGET (self),
                                "win.open-case",
                                "s",
                                amia_uuid_print (&registration->case_id, id));
  else
    {
      gtk_widget_set_sensitive (self->button, TRUE);
      amia_report_error (GTK_WIDGET (self), error);
    }

  g_free (registration);
}

static gboolean
check (AmiaRegisterPage *self)
{
  g_autofree char *name = amia_input_dup_text (AMIA_INPUT (self->name));
  GtkWidget       *first = NULL;

  amia_input_set_message (AMIA_INPUT (self->name),
                          *name == '\0' ? _ ("Write the participant's name.") : NULL);
  if (*name == '\0')
    first = self->name;
  if (!amia_person_number_check (AMIA_INPUT (self->number)) && first == NULL)
    first = self->number;
  if (!amia_day_input_check (AMIA_INPUT (self->benefit_end)) && first == NULL)
    first = self->benefit_end;
  if (first != NULL)
    gtk_widget_grab_focus (first);

  return first == NULL;
}

static void
register_cb (AmiaRegisterPage *self)
{
  Registration *registration = NULL;

  if (!check (self))
    return;

  gtk_widget_set_sensitive (self->button, FALSE);
  registration = g_new0 (Registration, 1);
  registration->self = g_object_ref (self);
  registration->case_id = amia_uuid_new_v7 (amia_words_now_ms ());
  amia_replica_commit_async (amia_session_get_replica (self->session),
                             make_edits (self, &registration->case_id),
                             NULL,
                             registered_cb,
                             registration);
}

/* Ctrl+Enter, wherever on the page: a name and a number are enough, and the button is far away. */
static gboolean
done_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   data)
{
  AmiaRegisterPage *self = AMIA_REGISTER_PAGE (widget);

  if (gtk_widget_get_sensitive (self->button))
    register_cb (self);
  return TRUE;
}

static void
amia_register_page_dispose (GObject *object)
{
  AmiaRegisterPage *self = AMIA_REGISTER_PAGE (object);

  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_REGISTER_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_register_page_parent_class)->dispose (object);
}

static void
amia_register_page_class_init (AmiaRegisterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_register_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-register-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, name);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, number);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, duplicate);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, duplicate_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, duplicate_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, municipality);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, phone);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, benefit_end);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, subproject);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, begin_step);
  gtk_widget_class_bind_template_child (widget_class, AmiaRegisterPage, button);
  gtk_widget_class_bind_template_callback (widget_class, name_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, register_cb);
  gtk_widget_class_bind_template_callback (widget_class, unmapped_cb);
  gtk_widget_class_add_binding (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, done_cb, NULL);
}

static void
amia_register_page_init (AmiaRegisterPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->search = g_cancellable_new ();
}

GtkWidget *
amia_register_page_new (AmiaSession *session)
{
  AmiaRegisterPage *self = g_object_new (AMIA_TYPE_REGISTER_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  amia_subproject_help_add (AMIA_INPUT (self->subproject), amia_session_get_replica (session));
  amia_replica_call_async (amia_session_get_replica (session),
                           load_draft,
                           NULL,
                           NULL,
                           g_free,
                           NULL,
                           draft_cb,
                           g_object_ref (self));
  return GTK_WIDGET (self);
}

GtkWidget *
amia_register_page_new_for_selection (AmiaSession *session)
{
  GtkWidget        *page = amia_register_page_new (session);
  AmiaRegisterPage *self = AMIA_REGISTER_PAGE (page);

  self->is_for_selection = TRUE;
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), _ ("Put somebody on the list"));
  gtk_widget_set_visible (self->begin_step, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->button), _ ("Put on the List"));
  return page;
}
