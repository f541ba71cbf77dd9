/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-team"

#include "config.h"

#include "amia-own-name.h"

#include "amia-input.h"
#include "amia-report.h"
#include "amia-store-names.h"
#include "amia-template.h"
#include "amia-words.h"

/* The record is looked for when the page opens; one is made with the first name. */

struct _AmiaOwnName
{
  GtkWidget parent_instance;

  GtkWidget *input;

  AmiaReplica  *replica;
  GCancellable *cancellable;
  AmiaUuid      id;
  char         *name; /* as it is kept; NULL until it was read */
};

G_DEFINE_FINAL_TYPE (AmiaOwnName, amia_own_name, GTK_TYPE_WIDGET)

typedef struct
{
  AmiaUuid id;
  char    *name;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->name);
  g_free (found);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static gpointer
find (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (Found) found = g_new0 (Found, 1);

  return amia_store_find_own_name (store, &found->id, &found->name, error)
             ? g_steal_pointer (&found)
             : NULL;
}

static void
left_cb (AmiaOwnName *self)
{
  g_autofree char *name = amia_input_dup_text (AMIA_INPUT (self->input));
  AmiaEdits       *edits = NULL;

  if (self->name == NULL || g_strcmp0 (name, self->name) == 0)
    return;

  edits = amia_edits_new ();
  amia_edits_name_person (edits, &self->id, name);
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
  g_free (self->name);
  self->name = g_steal_pointer (&name);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaOwnName) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Found) found = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  g_autofree char *typed = NULL;

  if (self->replica == NULL)
    return;
  if (found == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  self->id = amia_uuid_is_nil (&found->id) ? amia_uuid_new_v7 (amia_words_now_ms ()) : found->id;
  self->name = g_strdup (found->name != NULL ? found->name : "");
  typed = amia_input_dup_text (AMIA_INPUT (self->input));
  /* Somebody was quicker than the reading. */
  if (typed != NULL && *typed != '\0')
    left_cb (self);
  else
    amia_input_set_text (AMIA_INPUT (self->input), self->name);
}

static void
amia_own_name_dispose (GObject *object)
{
  AmiaOwnName *self = AMIA_OWN_NAME (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_OWN_NAME);
  g_clear_object (&self->replica);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (amia_own_name_parent_class)->dispose (object);
}

static void
amia_own_name_class_init (AmiaOwnNameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_own_name_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-own-name.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaOwnName, input);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
}

static void
amia_own_name_init (AmiaOwnName *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_own_name_set_replica (AmiaOwnName *self,
                           AmiaReplica *replica)
{
  g_return_if_fail (AMIA_IS_OWN_NAME (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  g_set_object (&self->replica, replica);
  amia_replica_call_async (
      replica, find, NULL, NULL, found_free, self->cancellable, found_cb, g_object_ref (self));
}
