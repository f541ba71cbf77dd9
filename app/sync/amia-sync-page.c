/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-sync-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-blob-row.h"
#include "amia-kinds.h"
#include "amia-login-fields.h"
#include "amia-outbox.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-sync.h"
#include "amia-sync-words.h"
#include "amia-template.h"
#include "amia-words.h"

/* Two sources: the session for the state, which is at hand, and the outbox for the lists, which is
 * read on the store's thread while the page is to be seen and something has changed. */

#define WAITING_SHOWN_MAX 20

struct _AmiaSyncPage
{
  GtkWidget parent_instance;

  GtkWidget *sync_button;
  GtkWidget *trouble;
  GtkWidget *trouble_label;
  GtkWidget *remedy_label;
  GtkWidget *here_row;
  GtkWidget *server_row;
  GtkWidget *server_icon;
  GtkWidget *server_spinner;
  GtkWidget *colleagues_row;
  GtkWidget *blob_row;
  GtkWidget *hidden;
  GtkWidget *hidden_label;
  GtkWidget *escrow_group;
  GtkWidget *escrow_label;
  GtkWidget *escrow_list;
  GtkWidget *refused_group;
  GtkWidget *refused_list;
  GtkWidget *waiting_group;
  GtkWidget *waiting_list;
  GtkWidget *sign_in_row;
  GtkWidget *sign_in;
  GtkWidget *user_row;
  GtkWidget *device_row;
  GtkWidget *path_row;

  AmiaSession  *session;
  GCancellable *cancellable;
  gboolean      is_loading;
  gboolean      is_stale;
  gboolean      is_sign_in_wanted;
};

G_DEFINE_FINAL_TYPE (AmiaSyncPage, amia_sync_page, GTK_TYPE_WIDGET)

typedef struct
{
  gint64   n;
  gboolean is_retry;
} Settle;

static void load_outbox (AmiaSyncPage *self);

static gpointer
settle_refusal (AmiaStore    *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  const Settle *settle = data;

  /* The caller looks at the error alone. */
  if (settle->is_retry)
    (void) !amia_store_retry_refusal (store, settle->n, error);
  else
    (void) !amia_store_dismiss_refusal (store, settle->n, error);

  return NULL;
}

static void
settle_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaSyncPage) self = data;
  g_autoptr (GError) error = NULL;

  /* There is no answer but the error. */
  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
  else if (self->session != NULL)
    {
      g_signal_emit_by_name (self->session, "changed");
      amia_sync_now (amia_session_get_sync (self->session));
    }
}

static void
settle (AmiaSyncPage *self,
        GtkWidget    *button,
        gboolean      is_retry)
{
  const gint64 *n = g_object_get_data (G_OBJECT (button), "amia-change");
  Settle       *work = g_new0 (Settle, 1);

  work->n = *n;
  work->is_retry = is_retry;
  amia_replica_call_async (amia_session_get_replica (self->session),
                           settle_refusal,
                           work,
                           g_free,
                           NULL,
                           NULL,
                           settle_cb,
                           g_object_ref (self));
}

static void
retry_cb (AmiaSyncPage *self,
          GtkWidget    *button)
{
  settle (self, button, TRUE);
}

static void
dismiss_cb (AmiaSyncPage *self,
            GtkWidget    *button)
{
  settle (self, button, FALSE);
}

static void
add_settle_button (AmiaSyncPage          *self,
                   GtkWidget             *box,
                   const AmiaOutboxEntry *entry,
                   const char            *label,
                   GCallback              callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (button),
                          "amia-change",
                          g_memdup2 (&entry->n, sizeof entry->n),
                          g_free);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
new_wrapped_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

/* To where it was written: the very question of a form, or the case. */
static void
add_open_button (GtkWidget             *buttons,
                 const AmiaOutboxEntry *entry)
{
  GtkWidget       *button = NULL;
  gboolean         is_form = amia_kind_has_answers (amia_kind_find (entry->kind));
  char             id[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *target = NULL;

  if (amia_uuid_is_nil (&entry->case_id))
    return;

  amia_uuid_print (is_form ? &entry->record : &entry->case_id, id);
  if (is_form && entry->fields->len > 0)
    target = g_strdup_printf ("%s#%s", id, (const char *) g_ptr_array_index (entry->fields, 0));
  else
    target = g_strdup (id);

  button = gtk_button_new_with_label (is_form ? _ ("Open the Question") : _ ("Open the Case"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button),
                                  is_form ? "win.open-form" : "win.open-case");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_box_append (GTK_BOX (buttons), button);
}

static GtkWidget *
make_refused_row (AmiaSyncPage          *self,
                  const AmiaOutboxEntry *entry)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget       *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *title = NULL;
  g_autofree char *words = amia_outbox_entry_describe (entry);
  g_autofree char *moment = amia_words_moment (entry->at_ms, amia_words_now_ms ());
  g_autofree char *heading = g_strdup_printf ("%s · %s", words, moment);

  title = new_wrapped_label (heading);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), new_wrapped_label (amia_sync_words_refusal (entry->reason)));
  if (entry->contents != NULL && *entry->contents != '\0')
    {
      GtkWidget *contents = new_wrapped_label (entry->contents);

      gtk_widget_add_css_class (contents, "notice");
      gtk_widget_add_css_class (contents, "neutral");
      gtk_box_append (GTK_BOX (box), contents);
    }

  add_open_button (buttons, entry);
  add_settle_button (self, buttons, entry, _ ("Try Again"), G_CALLBACK (retry_cb));
  add_settle_button (self, buttons, entry, _ ("I Have Seen It"), G_CALLBACK (dismiss_cb));
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "card-body");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  return row;
}

static GtkWidget *
make_waiting_row (const AmiaOutboxEntry *entry)
{
  g_autofree char *words = amia_outbox_entry_describe (entry);
  g_autofree char *moment = amia_words_moment (entry->at_ms, amia_words_now_ms ());
  g_autofree char *subtitle = NULL;

  subtitle = g_strdup_printf (ngettext ("%u change, %s", "%u changes, last %s", entry->n_changes),
                              entry->n_changes,
                              moment);
  return amia_row_new (words, subtitle);
}

static GtkWidget *
make_more_row (guint n_more)
{
  g_autofree char *words = NULL;

  words = g_strdup_printf (ngettext ("and %u more place", "and %u more places", n_more), n_more);
  return amia_row_new (words, NULL);
}

static char *
print_entries (GPtrArray *entries)
{
  g_autoptr (GString) text = g_string_new ("");

  for (guint i = 0; i < entries->len; i++)
    {
      const AmiaOutboxEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char       *words = amia_outbox_entry_describe (entry);

      g_string_append_printf (text,
                              "%" G_GINT64_FORMAT " %u %s\n",
                              entry->n,
                              entry->n_changes,
                              words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_records (GtkWidget *list,
              GPtrArray *entries)
{
  g_autofree char *contents = print_entries (entries);

  if (!amia_list_begin (list, contents))
    return;

  for (guint i = 0; i < MIN (entries->len, WAITING_SHOWN_MAX); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_waiting_row (g_ptr_array_index (entries, i)));
  if (entries->len > WAITING_SHOWN_MAX)
    gtk_list_box_append (GTK_LIST_BOX (list), make_more_row (entries->len - WAITING_SHOWN_MAX));
}

static void
show_refused (AmiaSyncPage *self,
              GPtrArray    *refused)
{
  g_autofree char *contents = print_entries (refused);

  gtk_widget_set_visible (self->refused_group, refused->len > 0);
  if (!amia_list_begin (self->refused_list, contents))
    return;

  for (guint i = 0; i < refused->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->refused_list),
                         make_refused_row (self, g_ptr_array_index (refused, i)));
}

static void
show_colleagues (AmiaSyncPage *self,
                 GPtrArray    *colleagues)
{
  g_autofree char *words = amia_colleagues_describe (colleagues);

  amia_row_set (self->colleagues_row, _ ("Your colleagues' laptops"), words);
  gtk_widget_set_visible (self->colleagues_row,
                          words != NULL && amia_session_has_server (self->session));
}

static void
show_outbox (AmiaSyncPage     *self,
             const AmiaOutbox *outbox)
{
  show_refused (self, outbox->refused);
  /* Of a case that is closed to the writer nothing is left here to be listed. */
  show_records (self->escrow_list, outbox->escrowed);
  gtk_widget_set_visible (self->escrow_list, outbox->escrowed->len > 0);
  show_records (self->waiting_list, outbox->waiting);
  gtk_widget_set_visible (self->waiting_group,
                          outbox->waiting->len > 0 && amia_session_has_server (self->session));
  show_colleagues (self, outbox->colleagues);
  amia_row_set (self->device_row, _ ("This device"), outbox->device);
}

static void
load_outbox_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (AmiaSyncPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaOutbox) outbox =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;

  if (outbox == NULL)
    amia_report_error (GTK_WIDGET (self), error);
  else
    show_outbox (self, outbox);

  if (self->is_stale)
    load_outbox (self);
}

static void
load_outbox (AmiaSyncPage *self)
{
  self->is_stale = self->is_loading || !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;

  self->is_loading = TRUE;
  amia_replica_call_async (amia_session_get_replica (self->session),
                           amia_outbox_load,
                           NULL,
                           NULL,
                           (GDestroyNotify) amia_outbox_free,
                           self->cancellable,
                           load_outbox_cb,
                           g_object_ref (self));
}

static void
update_trouble (AmiaSyncPage *self)
{
  AmiaSyncTrouble trouble = amia_sync_get_trouble (amia_session_get_sync (self->session));
  const char     *words = amia_sync_words_trouble (trouble);

  gtk_widget_set_visible (self->trouble, words != NULL);
  gtk_label_set_label (GTK_LABEL (self->trouble_label), words != NULL ? words : "");
  gtk_label_set_label (GTK_LABEL (self->remedy_label),
                       words != NULL ? amia_sync_words_remedy (trouble) : "");
}

/* What is held back here, and what is sealed there. */
static void
update_access (AmiaSyncPage *self)
{
  const AmiaStatus *status = amia_session_get_status (self->session);
  g_autofree char  *hidden = amia_sync_words_hidden (status);
  g_autofree char  *escrow = amia_sync_words_escrow (status->n_escrow);

  gtk_widget_set_visible (self->hidden, hidden != NULL);
  gtk_label_set_label (GTK_LABEL (self->hidden_label), hidden != NULL ? hidden : "");
  gtk_widget_set_visible (self->escrow_group, status->n_escrow > 0);
  gtk_label_set_label (GTK_LABEL (self->escrow_label), escrow);
  gtk_widget_set_visible (self->blob_row, amia_session_has_server (self->session));
}

static void
update_server (AmiaSyncPage *self)
{
  AmiaSync        *sync = amia_session_get_sync (self->session);
  gboolean         is_busy = amia_sync_get_phase (sync) == AMIA_SYNC_BUSY;
  g_autofree char *url = amia_sync_dup_url (sync);
  g_autofree char *line = NULL;
  g_auto (AmiaSyncWords) words = { 0 };

  amia_sync_words_describe (self->session, amia_words_now_ms (), &words);
  line = words.detail != NULL ? g_strdup_printf ("%s · %s", words.words, words.detail)
                              : g_strdup (words.words);
  amia_row_set (self->server_row, url != NULL ? url : _ ("No server yet"), line);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->server_icon), words.icon_name);
  gtk_widget_set_visible (self->server_spinner, is_busy);
  g_object_set (self->server_spinner, "spinning", is_busy, NULL);
  gtk_widget_set_sensitive (self->sync_button,
                            url != NULL && amia_sync_get_phase (sync) != AMIA_SYNC_SIGNED_OUT);
}

static gboolean
wants_sign_in (AmiaSyncPage *self)
{
  AmiaSync *sync = amia_session_get_sync (self->session);

  return amia_sync_get_phase (sync) == AMIA_SYNC_SIGNED_OUT ||
         amia_sync_get_trouble (sync) == AMIA_SYNC_TROUBLE_SIGN_IN;
}

/* Unfolds when it is needed and folds when it no longer is; in between it is left alone. */
static void
update_sign_in (AmiaSyncPage *self)
{
  gboolean is_wanted = wants_sign_in (self);

  amia_row_set (self->sign_in_row,
                amia_session_has_server (self->session) ? _ ("Sign in again, or to another server")
                                                        : _ ("Sign in to a server"),
                NULL);
  amia_login_fields_update (AMIA_LOGIN_FIELDS (self->sign_in));
  if (is_wanted != self->is_sign_in_wanted)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->sign_in_row), is_wanted);
  self->is_sign_in_wanted = is_wanted;
}

static void
update (AmiaSyncPage *self)
{
  const AmiaStatus *status = amia_session_get_status (self->session);
  g_autofree char  *here = NULL;

  here = g_strdup_printf (ngettext ("%u case. Everything you write is kept here first.",
                                    "%u cases. Everything you write is kept here first.",
                                    status->n_cases),
                          status->n_cases);
  amia_row_set (self->here_row, _ ("This laptop"), here);
  update_server (self);
  update_trouble (self);
  update_access (self);
  update_sign_in (self);
  load_outbox (self);
}

static void
signed_in_cb (AmiaSyncPage *self)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->sign_in_row), FALSE);
  amia_report (GTK_WIDGET (self), _ ("Signed in."));
  amia_session_sync_now (self->session);
}

static void
mapped_cb (AmiaSyncPage *self)
{
  if (self->session != NULL && self->is_stale)
    load_outbox (self);
}

static void
amia_sync_page_dispose (GObject *object)
{
  AmiaSyncPage *self = AMIA_SYNC_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SYNC_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_sync_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, sync_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, remedy_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, here_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, server_icon);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, server_spinner);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, colleagues_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, blob_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, hidden);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, hidden_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, escrow_group);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, escrow_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, escrow_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, refused_group);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, refused_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, waiting_group);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, waiting_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, device_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaSyncPage, path_row);
}

static void
amia_sync_page_class_init (AmiaSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_sync_page_dispose;

  g_type_ensure (AMIA_TYPE_BLOB_ROW);
  g_type_ensure (AMIA_TYPE_LOGIN_FIELDS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-sync-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, signed_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, mapped_cb);
}

static void
amia_sync_page_init (AmiaSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
amia_sync_page_new (AmiaSession *session)
{
  AmiaSyncPage       *self = g_object_new (AMIA_TYPE_SYNC_PAGE, NULL);
  AmiaReplica        *replica = NULL;
  const AmiaIdentity *identity = NULL;
  g_autofree char    *user = NULL;
  g_autofree char    *path = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  replica = amia_session_get_replica (session);
  identity = amia_replica_get_identity (replica);
  user = g_strdup_printf ("%s · %s",
                          amia_words_agency (identity->agency),
                          amia_words_role (identity->role));
  path = g_filename_display_name (amia_replica_get_path (replica));
  amia_row_set (self->user_row, identity->user, user);
  amia_row_set (self->path_row, _ ("The file with your work"), path);
  amia_blob_row_set_session (AMIA_BLOB_ROW (self->blob_row), session);
  amia_login_fields_set_session (AMIA_LOGIN_FIELDS (self->sign_in), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
