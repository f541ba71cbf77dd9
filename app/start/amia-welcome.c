/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-welcome.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "amia-demo.h"
#include "amia-passphrase-page.h"
#include "amia-report.h"
#include "amia-start-page.h"
#include "amia-sync-words.h"

/* A stack of two pages and a spinner, and the order of the asynchronous steps: create, then fill
 * (made-up cases) or sign in (server), then ready. */

struct _AmiaWelcome
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *start_page;
  GtkWidget *passphrase_page;
  GtkWidget *wait_page;
  GtkWidget *wait_label;

  char        *base_path;
  char        *path;
  AmiaStart   *start;
  AmiaSession *session;
};

G_DEFINE_FINAL_TYPE (AmiaWelcome, amia_welcome, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define PATHS_TRIED_MAX 1000

/* A name that is free: nothing is ever made in another file's place. */
static char *
choose_path (AmiaWelcome *self)
{
  g_autofree char *folder = g_path_get_dirname (self->base_path);
  g_autofree char *first = NULL;

  if (self->start->way == AMIA_START_DEMO)
    first = g_build_filename (folder, "demo.amia", NULL);
  else
    first = g_strdup (self->base_path);

  for (guint i = 2; i < PATHS_TRIED_MAX && g_file_test (first, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *name = g_strdup_printf (self->start->way == AMIA_START_DEMO ? "demo-%u.amia"
                                                                                   : "work-%u.amia",
                                               i);

      g_free (first);
      first = g_build_filename (folder, name, NULL);
    }

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_message ("Failed to make %s: %s", folder, g_strerror (errno));

  return g_steal_pointer (&first);
}

static void
wait_with (AmiaWelcome *self,
           const char  *words)
{
  gtk_label_set_label (GTK_LABEL (self->wait_label), words);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->wait_page);
}

static void
begin_again (AmiaWelcome *self,
             const char  *words)
{
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->start_page);
  amia_start_page_set_trouble (AMIA_START_PAGE (self->start_page), words);
}

static void
finish (AmiaWelcome *self)
{
  g_autoptr (AmiaSession) session = g_steal_pointer (&self->session);

  g_signal_emit (self, signals[SIGNAL_READY], 0, session);
}

/* Only for a replica that was made a moment ago and holds nothing. */
static void
remove_replica (AmiaWelcome *self)
{
  const char *const suffixes[] = { "", "-wal", "-shm", ".keys" };

  amia_session_close (self->session);
  g_clear_object (&self->session);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (self->path, suffixes[i], NULL);

      /* Ignored: a file that is not there is what we want. */
      g_unlink (file);
    }
}

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaWelcome) self = data;
  g_autoptr (GError) error = NULL;

  if (amia_sync_login_finish (AMIA_SYNC (source), result, &error))
    {
      finish (self);
      return;
    }

  g_message ("%s", error->message);
  remove_replica (self);
  begin_again (self, amia_sync_words_login_error (error));
}

static void
fill_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaWelcome) self = data;
  g_autoptr (GError) error = NULL;

  /* There is no answer but the error. */
  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);

  finish (self);
}

static void
sign_in (AmiaWelcome *self)
{
  wait_with (self, _ ("Signing in…"));
  amia_sync_login_async (amia_session_get_sync (self->session),
                         self->start->url,
                         self->start->user,
                         self->start->password,
                         NULL,
                         login_cb,
                         g_object_ref (self));
}

static void
fill_with_demo (AmiaWelcome *self)
{
  wait_with (self, _ ("Making up cases…"));
  amia_replica_call_async (amia_session_get_replica (self->session),
                           amia_demo_fill,
                           NULL,
                           NULL,
                           NULL,
                           NULL,
                           fill_cb,
                           g_object_ref (self));
}

static void
create_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaWelcome) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaReplica) replica = amia_replica_open_finish (result, &error);

  if (replica == NULL)
    {
      g_warning ("%s", error->message);
      begin_again (self, amia_report_describe (error));
      return;
    }

  self->session = amia_session_new (replica);
  switch (self->start->way)
    {
    case AMIA_START_SERVER:
      sign_in (self);
      break;
    case AMIA_START_DEMO:
      fill_with_demo (self);
      break;
    case AMIA_START_ALONE:
    default:
      finish (self);
      break;
    }
}

static void
create (AmiaWelcome *self,
        const char  *passphrase)
{
  g_free (self->path);
  self->path = choose_path (self);
  wait_with (self,
             passphrase != NULL ? _ ("Making a key from your passphrase…")
                                : _ ("Making a place for your work…"));
  amia_replica_create_async (self->path,
                             self->start->user,
                             self->start->agency,
                             passphrase,
                             NULL,
                             create_cb,
                             g_object_ref (self));
}

static void
begin_cb (AmiaWelcome *self)
{
  g_clear_pointer (&self->start, amia_start_free);
  self->start = amia_start_page_dup_answers (AMIA_START_PAGE (self->start_page));

  if (self->start->way == AMIA_START_DEMO)
    {
      create (self, NULL);
      return;
    }

  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->passphrase_page);
  gtk_widget_child_focus (self->passphrase_page, GTK_DIR_TAB_FORWARD);
}

static void
chosen_cb (AmiaWelcome *self,
           const char  *passphrase)
{
  create (self, passphrase);
}

static void
back_cb (AmiaWelcome *self)
{
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->start_page);
}

static void
amia_welcome_dispose (GObject *object)
{
  AmiaWelcome *self = AMIA_WELCOME (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_welcome_parent_class)->dispose (object);
}

static void
amia_welcome_finalize (GObject *object)
{
  AmiaWelcome *self = AMIA_WELCOME (object);

  g_clear_pointer (&self->start, amia_start_free);
  g_free (self->base_path);
  g_free (self->path);

  G_OBJECT_CLASS (amia_welcome_parent_class)->finalize (object);
}

static void
amia_welcome_class_init (AmiaWelcomeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_welcome_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_welcome_finalize;

  signals[SIGNAL_READY] = g_signal_new ("ready",
                                        AMIA_TYPE_WELCOME,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        AMIA_TYPE_SESSION);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_wait_page (AmiaWelcome *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *spinner = gtk_spinner_new ();

  self->wait_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (header, "flat");
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_vexpand (middle, TRUE);
  gtk_widget_set_valign (middle, GTK_ALIGN_CENTER);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_box_append (GTK_BOX (middle), spinner);
  gtk_box_append (GTK_BOX (middle), self->wait_label);
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), middle);
  return page;
}

static void
amia_welcome_init (AmiaWelcome *self)
{
  self->stack = gtk_stack_new ();
  self->start_page = amia_start_page_new ();
  self->passphrase_page = amia_passphrase_page_new ();
  self->wait_page = make_wait_page (self);
  gtk_stack_set_transition_type (GTK_STACK (self->stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->start_page);
  gtk_stack_add_child (GTK_STACK (self->stack), self->passphrase_page);
  gtk_stack_add_child (GTK_STACK (self->stack), self->wait_page);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));

  g_signal_connect_object (self->start_page, "begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->passphrase_page, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->passphrase_page, "back", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
amia_welcome_new (const char *path)
{
  AmiaWelcome *self = g_object_new (AMIA_TYPE_WELCOME, NULL);

  g_return_val_if_fail (path != NULL, NULL);

  self->base_path = g_strdup (path);
  return GTK_WIDGET (self);
}
