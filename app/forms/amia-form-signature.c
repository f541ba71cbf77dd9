/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-signature.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-drop-down.h"
#include "amia-form-agreements.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-signature-pad.h"
#include "amia-time-report-bar.h"
#include "amia-words.h"

/*
 * A signature is never changed and never taken away; signed again is signed anew. What it was about
 * is told by the first digits of the content's hash, which also stand on the printed page.
 */

/* As whom one signs: the code in the record. */
static const char *const roles[] = { "participant", "caseworker", "other" };

struct _AmiaFormSignature
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  GtkWidget     *list;
  GtkWidget     *none;
  GtkWidget     *role;
  GtkWidget     *name;
  GtkWidget     *pad;
  GtkWidget     *pad_box;
  GtkWidget     *paper;
  GtkWidget     *papers;
  GtkWidget     *hint;
  GtkWidget     *sign;
  GPtrArray     *shown_papers; /* AmiaFormPaper of the snapshot that the drop-down was made from */
  guint          update_id;
};

G_DEFINE_FINAL_TYPE (AmiaFormSignature, amia_form_signature, GTK_TYPE_BOX)

/* --- Who has signed ------------------------------------------------------------------------- */

static const char *
get_role_words (const char *role)
{
  if (g_strcmp0 (role, "participant") == 0)
    return _ ("participant");
  if (g_strcmp0 (role, "caseworker") == 0)
    return _ ("caseworker");
  return _ ("other");
}

static char *
describe_signature (AmiaFormSignature   *self,
                    const AmiaAgreement *signature)
{
  const char      *now = amia_form_model_get_content_hash (self->model);
  const char      *bar = signature->version != NULL ? strrchr (signature->version, '|') : NULL;
  g_autofree char *date = signature->date != NULL
                              ? amia_words_date (signature->date)
                              : amia_words_day (signature->at_ms, amia_words_now_ms ());
  g_autofree char *changes = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words,
                          signature->attachment != NULL
                              /* Translators: date, form version, check digits. */
                              ? _ ("Signed on paper %s · version %s · content %.8s")
                              /* Translators: date, form version, check digits. */
                              : _ ("Signed %s · version %s · content %.8s"),
                          date, bar != NULL ? bar + 1 : "–",
                          signature->hash != NULL ? signature->hash : "–");
  if (g_strcmp0 (signature->hash, now) == 0)
    return g_string_free (g_steal_pointer (&words), FALSE);

  changes = amia_form_model_describe_changes (self->model, signature);
  g_string_append_c (words, '\n');
  if (changes != NULL)
    g_string_append_printf (words, _ ("The form has been changed after that: %s"), changes);
  else
    g_string_append (words, _ ("The form has been changed after that."));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_signature (AmiaFormSignature   *self,
               const AmiaAgreement *signature)
{
  gboolean is_current =
      g_strcmp0 (signature->hash, amia_form_model_get_content_hash (self->model)) == 0;
  g_autofree char *words = describe_signature (self, signature);
  /* Translators: name, as what: “Hulda Ek (participant)”. */
  g_autofree char *title =
      g_strdup_printf (_ ("%s (%s)"), signature->name, get_role_words (signature->role));
  GtkWidget *row = amia_row_new (title, words);

  adw_action_row_add_prefix (
      ADW_ACTION_ROW (row),
      gtk_image_new_from_icon_name (is_current ? "emblem-ok-symbolic" : "dialog-warning-symbolic"));
  if (signature->strokes != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               amia_signature_pad_new_with_strokes (signature->strokes));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* --- Signing -------------------------------------------------------------------------------- */

static gboolean
is_on_paper (AmiaFormSignature *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->paper));
}

static const AmiaFormPaper *
get_paper (AmiaFormSignature *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->papers));

  return is_on_paper (self) && self->shown_papers != NULL && selected < self->shown_papers->len
             ? g_ptr_array_index (self->shown_papers, selected)
             : NULL;
}

/* What is missing before it can be signed; %NULL if nothing is. */
static const char *
get_hint (AmiaFormSignature *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*amia_form_model_get_content_hash (self->model) == '\0')
    return _ ("A question has two versions. Choose one before anybody signs.");
  if (*name == '\0')
    return _ ("Write the name of who signs.");
  if (is_on_paper (self) && get_paper (self) == NULL)
    return _ ("Add the scanned paper to the attachments of the case first.");
  if (!is_on_paper (self) && amia_signature_pad_is_empty (AMIA_SIGNATURE_PAD (self->pad)))
    return _ ("Sign in the field with a pen, a finger or the mouse, or choose the paper.");
  return NULL;
}

static void
update_signing (AmiaFormSignature *self)
{
  const char *hint = get_hint (self);
  gboolean    can_sign = hint == NULL && !amia_form_model_is_saving (self->model);

  gtk_widget_set_visible (self->pad_box, !is_on_paper (self));
  gtk_widget_set_visible (self->papers,
                          is_on_paper (self) && self->shown_papers != NULL &&
                              self->shown_papers->len > 0);
  gtk_label_set_text (GTK_LABEL (self->hint),
                      hint != NULL ? hint
                                   : _ ("What is signed is what the form says now."));
  gtk_widget_set_sensitive (self->sign, can_sign);
  if (can_sign)
    gtk_widget_add_css_class (self->sign, "suggested-action");
  else
    gtk_widget_remove_css_class (self->sign, "suggested-action");
}

static void
update_papers (AmiaFormSignature *self)
{
  GPtrArray *papers = amia_form_model_get_papers (self->model);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->papers));

  for (guint i = 0; i < papers->len; i++)
    gtk_string_list_append (titles, ((const AmiaFormPaper *) g_ptr_array_index (papers, i))->title);
  g_clear_pointer (&self->shown_papers, g_ptr_array_unref);
  self->shown_papers = g_ptr_array_ref (papers);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->papers), G_LIST_MODEL (titles));
  if (selected < papers->len)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->papers), selected);
}

static void
update (AmiaFormSignature *self)
{
  GPtrArray *signatures = amia_form_model_get_signatures (self->model);

  amia_list_clear (self->list);
  for (guint i = 0; i < signatures->len; i++)
    add_signature (self, g_ptr_array_index (signatures, i));
  gtk_widget_set_visible (self->list, signatures->len > 0);
  gtk_widget_set_visible (self->none, signatures->len == 0);
  if (self->shown_papers != amia_form_model_get_papers (self->model))
    update_papers (self);
  update_signing (self);
}

static gboolean
update_cb (gpointer user_data)
{
  AmiaFormSignature *self = user_data;

  self->update_id = 0;
  if (!amia_form_model_get_is_gone (self->model))
    update (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (AmiaFormSignature *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_cb, self);
}

/* Hours that somebody has signed are not to change by a slip of the hand: the report is finished
 * with it, and whoever opens it again does so on purpose. */
static gboolean
is_time_report (AmiaFormModel *model)
{
  AmiaNode *root = amia_response_get_root (amia_form_model_get_response (model));

  for (guint i = 0; i < amia_node_get_n_children (root); i++)
    {
      if (amia_time_report_bar_is_for (amia_node_get_item (amia_node_get_child (root, i))))
        return TRUE;
    }

  return FALSE;
}

static void
signed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaFormSignature) self = user_data;
  g_autoptr (GError) error = NULL;

  if (amia_form_model_agree_finish (AMIA_FORM_MODEL (source), result, &error))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), "");
      amia_signature_pad_clear (AMIA_SIGNATURE_PAD (self->pad));
      if (is_time_report (self->model) && !amia_form_model_get_is_completed (self->model))
        amia_form_model_set_completed (self->model, TRUE);
      return;
    }

  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    amia_report (GTK_WIDGET (self),
                 _ ("Something in the form changed just now. Read it again before anybody signs."));
  else
    amia_report_error (GTK_WIDGET (self), error);
}

static void
sign_cb (AmiaFormSignature *self)
{
  const AmiaFormPaper *paper = get_paper (self);
  g_autofree char     *today = amia_words_today ();
  g_autofree char     *name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *strokes =
      is_on_paper (self) ? NULL : amia_signature_pad_dup_strokes (AMIA_SIGNATURE_PAD (self->pad));
  char          id[AMIA_UUID_TEXT_LENGTH + 1];
  AmiaAgreement what = { .name = name, .date = today, .strokes = strokes };

  what.role = (char *) roles[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->role))];
  if (paper != NULL)
    {
      amia_uuid_print (&paper->id, id);
      what.attachment = id;
    }
  amia_form_model_agree_async (self->model, "signature", &what, signed_cb, g_object_ref (self));
}

static void
clear_cb (AmiaFormSignature *self)
{
  amia_signature_pad_clear (AMIA_SIGNATURE_PAD (self->pad));
}

/* --- Widget --------------------------------------------------------------------------------- */

static void
amia_form_signature_dispose (GObject *object)
{
  AmiaFormSignature *self = AMIA_FORM_SIGNATURE (object);

  /* What was typed last is taken when a control goes, which is after this. */
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->shown_papers, g_ptr_array_unref);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_form_signature_parent_class)->dispose (object);
}

static void
amia_form_signature_class_init (AmiaFormSignatureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_signature_dispose;
}

static GtkWidget *
add_label (AmiaFormSignature *self,
           const char        *words,
           GtkAccessibleRole  role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", words,
                                   "xalign", 0.0,
                                   "wrap", TRUE,
                                   "accessible-role", role,
                                   NULL);

  gtk_box_append (GTK_BOX (self), label);
  return label;
}

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
add_who (AmiaFormSignature *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (titles, get_role_words (roles[i]));
  self->name = gtk_entry_new ();
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _ ("Name"));
  set_name (self->name, _ ("Name of who signs"));
  self->role = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL);
  amia_drop_down_set_name (self->role, _ ("Signs as"));
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->role);
  gtk_box_append (GTK_BOX (self), box);
}

static void
add_pad (AmiaFormSignature *self)
{
  GtkWidget *clear = gtk_button_new_with_label (_ ("Clear"));

  self->pad_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->pad = amia_signature_pad_new ();
  gtk_widget_set_valign (clear, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->pad_box), self->pad);
  gtk_box_append (GTK_BOX (self->pad_box), clear);
  gtk_box_append (GTK_BOX (self), self->pad_box);
  g_signal_connect_object (
      self->pad, "changed", G_CALLBACK (update_signing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clear, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
}

static void
add_paper (AmiaFormSignature *self)
{
  self->paper = gtk_check_button_new_with_label (_ ("Signed on paper, which is scanned"));
  self->papers = gtk_drop_down_new (NULL, NULL);
  amia_drop_down_set_name (self->papers, _ ("The scanned paper"));
  gtk_widget_set_halign (self->papers, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), self->paper);
  gtk_box_append (GTK_BOX (self), self->papers);
  g_signal_connect_object (
      self->paper, "toggled", G_CALLBACK (update_signing), self, G_CONNECT_SWAPPED);
}

static void
amia_form_signature_init (AmiaFormSignature *self)
{
  GtkWidget *title = NULL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  title = add_label (self, _ ("Signatures"), GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_widget_add_css_class (title, "title-4");
  self->none = add_label (self, _ ("Nobody has signed yet."), GTK_ACCESSIBLE_ROLE_LABEL);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  set_name (self->list, _ ("Signatures"));
  gtk_box_append (GTK_BOX (self), self->list);
  add_who (self);
  add_pad (self);
  add_paper (self);
  self->hint = add_label (self, "", GTK_ACCESSIBLE_ROLE_STATUS);
  self->sign = gtk_button_new_with_label (_ ("Sign"));
  gtk_widget_set_halign (self->sign, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), self->sign);
  g_signal_connect_object (
      self->name, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign, "clicked", G_CALLBACK (sign_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
amia_form_signature_new (AmiaFormModel *model)
{
  AmiaFormSignature *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  self = g_object_new (AMIA_TYPE_FORM_SIGNATURE, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "saved-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "node-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
