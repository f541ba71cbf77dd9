/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-approval.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-form-agreements.h"
#include "amia-pill.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-words.h"

/*
 * What is said here follows from three things alone: the approvals, what the form says now and
 * whether anything is missing in it. It is worked out anew whenever one of them may have changed,
 * once for many changes that come together.
 */

static const char *const agencies[] = { "FK", "AF" };

struct _AmiaFormApproval
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  GtkWidget     *rows[G_N_ELEMENTS (agencies)];
  GtkWidget     *icons[G_N_ELEMENTS (agencies)];
  GtkWidget     *words;
  GtkWidget     *approve;
  GtkWidget     *go_on;
  GtkWidget     *older;
  guint          update_id;
};

G_DEFINE_FINAL_TYPE (AmiaFormApproval, amia_form_approval, GTK_TYPE_BOX)

/* --- What each agency has said -------------------------------------------------------------- */

static char *
describe_void (AmiaFormApproval    *self,
               const AmiaAgreement *approval,
               const char          *date)
{
  g_autofree char *changes = amia_form_model_describe_changes (self->model, approval);

  if (changes == NULL)
    /* Translators: date, who. */
    return g_strdup_printf (
        _ ("Approved %s by %s, but no longer valid: the content has been changed since."), date,
        approval->name);

  /* Translators: date, who, which questions. */
  return g_strdup_printf (_ ("Approved %s by %s, but no longer valid. Changed since: %s"), date,
                          approval->name, changes);
}

static char *
describe_word (AmiaFormApproval *self,
               const char       *agency,
               const char      **icon_name)
{
  GPtrArray           *approvals = amia_form_model_get_approvals (self->model);
  const char          *hash = amia_form_model_get_content_hash (self->model);
  const AmiaAgreement *approval = amia_agreements_find_last (approvals, agency, hash);
  g_autofree char     *date = NULL;

  if (approval == NULL)
    {
      *icon_name = "content-loading-symbolic";
      return g_strdup (_ ("Has not approved yet"));
    }

  date = approval->date != NULL ? amia_words_date (approval->date)
                                : amia_words_day (approval->at_ms, amia_words_now_ms ());
  if (amia_agreements_get_state (approvals, agency, hash) == AMIA_APPROVAL_STANDS)
    {
      *icon_name = "emblem-ok-symbolic";
      /* Translators: date, who. */
      return g_strdup_printf (_ ("Approved %s by %s"), date, approval->name);
    }

  *icon_name = "dialog-warning-symbolic";
  return describe_void (self, approval, date);
}

static void
update_rows (AmiaFormApproval *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      const char      *icon_name = NULL;
      g_autofree char *words = describe_word (self, agencies[i], &icon_name);

      amia_row_set (self->rows[i], amia_words_agency (agencies[i]), words);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icons[i]), icon_name);
    }
}

/* --- What can be done ----------------------------------------------------------------------- */

static const char *
get_agency (AmiaFormApproval *self)
{
  return amia_replica_get_identity (amia_form_model_get_replica (self->model))->agency;
}

static gboolean
is_own_business (AmiaFormApproval *self)
{
  return g_strv_contains ((const char *const[]){ "FK", "AF", NULL }, get_agency (self));
}

static guint
count_errors (AmiaFormApproval *self)
{
  g_autoptr (GPtrArray) messages =
      amia_response_validate (amia_form_model_get_response (self->model), NULL);
  guint n_errors = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      if (((const AmiaMessage *) g_ptr_array_index (messages, i))->severity == AMIA_SEVERITY_ERROR)
        n_errors++;
    }

  return n_errors;
}

/* Why the own agency can't approve now; %NULL if it can. */
static char *
describe_hindrance (AmiaFormApproval *self)
{
  guint n_errors = count_errors (self);

  if (*amia_form_model_get_content_hash (self->model) == '\0')
    return g_strdup (_ ("A question has two versions. Choose one first: nobody can approve both."));
  if (n_errors > 0)
    return g_strdup_printf (ngettext ("%u answer is missing or needs a look before anybody can approve.",
                                      "%u answers are missing or need a look before anybody can approve.",
                                      n_errors),
                            n_errors);
  return NULL;
}

static char *
describe_joint (AmiaFormApproval *self)
{
  GPtrArray           *approvals = amia_form_model_get_approvals (self->model);
  const char          *hash = amia_form_model_get_content_hash (self->model);
  const AmiaAgreement *fk = amia_agreements_find_last (approvals, "FK", hash);
  const AmiaAgreement *af = amia_agreements_find_last (approvals, "AF", hash);
  g_autofree char     *fk_date = fk->date != NULL ? amia_words_date (fk->date) : g_strdup ("");
  g_autofree char     *af_date = af->date != NULL ? amia_words_date (af->date) : g_strdup ("");

  /* Translators: two dates. */
  return g_strdup_printf (_ ("Approved by FK (%s) and AF (%s). The form stands as it is and can only "
                             "be read; what needs to be corrected goes into a new version."),
                          fk_date, af_date);
}

static char *
describe_state (AmiaFormApproval *self,
                gboolean         *can_approve)
{
  GPtrArray  *approvals = amia_form_model_get_approvals (self->model);
  const char *hash = amia_form_model_get_content_hash (self->model);
  char       *hindrance = NULL;

  *can_approve = FALSE;
  if (amia_form_model_is_joint (self->model))
    return describe_joint (self);

  hindrance = describe_hindrance (self);
  if (hindrance != NULL)
    return hindrance;
  if (!is_own_business (self))
    return g_strdup (_ ("FK and AF approve this form."));
  if (amia_agreements_get_state (approvals, get_agency (self), hash) == AMIA_APPROVAL_STANDS)
    return g_strdup (_ ("You have approved. The form is valid when the other agency has approved the "
                        "same content; if anything is changed, both have to approve again."));

  *can_approve = !amia_form_model_is_saving (self->model);
  return g_strdup (_ ("The form is valid when FK and AF have approved the same content. Read it "
                      "through first."));
}

static void
update (AmiaFormApproval *self)
{
  gboolean         can_approve = FALSE;
  gboolean         is_joint = amia_form_model_is_joint (self->model);
  g_autofree char *words = describe_state (self, &can_approve);
  AmiaUuid         older;

  update_rows (self);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->words)), words) != 0)
    gtk_label_set_text (GTK_LABEL (self->words), words);
  gtk_widget_set_visible (self->approve, is_own_business (self) && !is_joint);
  gtk_widget_set_sensitive (self->approve, can_approve);
  /* Forms keep their contrast when they can't be changed; what invites to a click does not. */
  if (can_approve)
    gtk_widget_add_css_class (self->approve, "suggested-action");
  else
    gtk_widget_remove_css_class (self->approve, "suggested-action");
  gtk_widget_set_visible (self->go_on, is_joint);
  gtk_button_set_label (GTK_BUTTON (self->go_on),
                        amia_form_model_get_newer (self->model) != NULL
                            ? _ ("Open the New Version")
                            : _ ("Make a New Version"));
  gtk_widget_set_visible (self->older, amia_form_model_get_older (self->model, &older));
}

static gboolean
update_cb (gpointer user_data)
{
  AmiaFormApproval *self = user_data;

  self->update_id = 0;
  if (!amia_form_model_get_is_gone (self->model))
    update (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (AmiaFormApproval *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_cb, self);
}

/* --- Doing it ------------------------------------------------------------------------------- */

static void
approved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AmiaFormApproval) self = user_data;
  g_autoptr (GError) error = NULL;

  if (amia_form_model_agree_finish (AMIA_FORM_MODEL (source), result, &error))
    return;

  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    amia_report (GTK_WIDGET (self),
                 _ ("Something in the form changed just now. Read it again before you approve."));
  else
    amia_report_error (GTK_WIDGET (self), error);
}

static void
approve_cb (AmiaFormApproval *self)
{
  g_autofree char    *today = amia_words_today ();
  const AmiaIdentity *identity =
      amia_replica_get_identity (amia_form_model_get_replica (self->model));
  const AmiaAgreement what = { .name = identity->user, .date = today };

  amia_form_model_agree_async (self->model, "approval", &what, approved_cb, g_object_ref (self));
}

static void
open_form (GtkWidget      *from,
           const AmiaUuid *id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  gtk_widget_activate_action (from, "win.open-form", "s", amia_uuid_print (id, text));
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  AmiaUuid id;

  if (amia_form_model_begin_version_finish (AMIA_FORM_MODEL (source), result, &id, &error))
    open_form (from, &id);
  else
    amia_report_error (from, error);
}

void
amia_form_go_on (GtkWidget     *from,
                 AmiaFormModel *model)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_FORM_MODEL (model));

  if (amia_form_model_get_newer (model) != NULL)
    open_form (from, amia_form_model_get_newer (model));
  else
    amia_form_model_begin_version_async (model, begun_cb, g_object_ref (from));
}

static void
go_on_cb (AmiaFormApproval *self)
{
  amia_form_go_on (GTK_WIDGET (self), self->model);
}

static void
older_cb (AmiaFormApproval *self)
{
  AmiaUuid id;

  if (amia_form_model_get_older (self->model, &id))
    open_form (GTK_WIDGET (self), &id);
}

/* --- Widget --------------------------------------------------------------------------------- */

static void
amia_form_approval_dispose (GObject *object)
{
  AmiaFormApproval *self = AMIA_FORM_APPROVAL (object);

  /* What was typed last is taken when a control goes, which is after this. */
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_form_approval_parent_class)->dispose (object);
}

static void
amia_form_approval_class_init (AmiaFormApprovalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_approval_dispose;
}

static void
add_rows (AmiaFormApproval *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Approval"), -1);
  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      self->rows[i] = amia_row_new (amia_words_agency (agencies[i]), NULL);
      self->icons[i] = gtk_image_new ();
      adw_action_row_add_prefix (ADW_ACTION_ROW (self->rows[i]), self->icons[i]);
      adw_action_row_add_suffix (ADW_ACTION_ROW (self->rows[i]),
                                 amia_pill_new_agency (agencies[i]));
      gtk_list_box_append (GTK_LIST_BOX (list), self->rows[i]);
    }
  gtk_box_append (GTK_BOX (self), list);
}

static GtkWidget *
add_button (AmiaFormApproval *self,
            const char       *label,
            GCallback         callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), button);
  return button;
}

static void
amia_form_approval_init (AmiaFormApproval *self)
{
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL,
                                   "label", _ ("Approval"),
                                   "xalign", 0.0,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (title, "title-4");
  gtk_box_append (GTK_BOX (self), title);
  add_rows (self);
  self->words = g_object_new (GTK_TYPE_LABEL,
                              "xalign", 0.0,
                              "wrap", TRUE,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                              NULL);
  gtk_box_append (GTK_BOX (self), self->words);
}

GtkWidget *
amia_form_approval_new (AmiaFormModel *model)
{
  AmiaFormApproval *self = NULL;
  g_autofree char  *label = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  self = g_object_new (AMIA_TYPE_FORM_APPROVAL, NULL);
  self->model = g_object_ref (model);
  /* Translators: the agency’s short name, FK or AF. */
  label = g_strdup_printf (_ ("Approve for %s"), amia_words_agency_short (get_agency (self)));
  self->approve = add_button (self, label, G_CALLBACK (approve_cb));
  self->go_on = add_button (self, _ ("Make a New Version"), G_CALLBACK (go_on_cb));
  self->older = add_button (self,
                            _ ("Open the Version That This One Corrects"),
                            G_CALLBACK (older_cb));
  g_signal_connect_object (model, "saved-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "node-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
