/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-unplaced.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-answer-path.h"
#include "amia-form-words.h"
#include "amia-store-templates.h"
#include "amia-templates.h"
#include "amia-value-words.h"

/* The words of the questions went with their version. Other versions of the form are looked through
 * for them on the store's thread; until they are found, each answer stands under its linkId. */

#define LINK_ID "amia-link-id"

/* --- On the store's thread -------------------------------------------------------------------- */

typedef struct
{
  char      *url;
  char      *language;
  GPtrArray *link_ids; /* (element-type utf8) */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->url);
  g_free (wanted->language);
  g_ptr_array_unref (wanted->link_ids);
  g_free (wanted);
}

/* What an earlier version has found words for keeps them: later ones come first. */
static void
look_through (AmiaStore    *store,
              const Wanted *wanted,
              const char   *canonical,
              GHashTable   *words)
{
  /* Ignored: a version that can't be read has no words to give. */
  g_autoptr (AmiaQuestionnaire) form = amia_store_find_questionnaire (store, canonical, NULL);

  for (guint i = 0; form != NULL && i < wanted->link_ids->len; i++)
    {
      const char     *link_id = g_ptr_array_index (wanted->link_ids, i);
      const AmiaItem *item = amia_questionnaire_find_item (form, link_id);

      if (item != NULL && !g_hash_table_contains (words, link_id))
        g_hash_table_insert (
            words, g_strdup (link_id), amia_form_words_item (item, wanted->language));
    }
}

static gpointer
read_words (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wanted       *wanted = data;
  GHashTable         *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize               n_shipped;
  const AmiaTemplate *shipped = amia_templates_get_all (&n_shipped);
  /* Ignored: without them there are still those that are shipped. */
  g_autoptr (GPtrArray) own = amia_store_list_own_templates (store, NULL);

  for (guint i = own != NULL ? own->len : 0; i-- > 0;)
    {
      const AmiaOwnTemplate *version = g_ptr_array_index (own, i);

      if (g_strcmp0 (version->url, wanted->url) == 0)
        look_through (store, wanted, version->canonical, words);
    }
  for (gsize i = 0; i < n_shipped; i++)
    {
      g_autofree char *canonical = g_strdup_printf ("%s|%s", shipped[i].url, shipped[i].version);

      if (g_strcmp0 (shipped[i].url, wanted->url) == 0)
        look_through (store, wanted, canonical, words);
    }
  return words;
}

/* --- In the window ---------------------------------------------------------------------------- */

static void
words_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GtkWidget) box = data;
  /* Ignored: the names of the questions stay. */
  g_autoptr (GHashTable) words = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (box); words != NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *link_id = g_object_get_data (G_OBJECT (child), LINK_ID);
      const char *text = link_id != NULL ? g_hash_table_lookup (words, link_id) : NULL;

      if (text != NULL)
        gtk_label_set_label (GTK_LABEL (child), text);
    }
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_answer (GtkWidget      *box,
            const AmiaEdit *answer,
            GPtrArray      *link_ids)
{
  g_autofree char *link_id = amia_answer_path_dup_link_id (answer->path);
  g_autofree char *words = amia_value_to_words (answer->value);
  GtkWidget       *question = NULL;
  GtkWidget       *label = NULL;

  if (*words == '\0')
    return;
  question = add_label (box, link_id != NULL ? link_id : answer->path);
  gtk_widget_add_css_class (question, "heading");
  gtk_widget_set_margin_top (question, 6);
  label = add_label (box, words);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (link_id == NULL)
    return;
  g_ptr_array_add (link_ids, g_strdup (link_id));
  g_object_set_data_full (
      G_OBJECT (question), LINK_ID, g_steal_pointer (&link_id), g_free);
}

static void
find_words (AmiaFormModel *model,
            GtkWidget     *box,
            GPtrArray     *link_ids)
{
  AmiaQuestionnaire *form = amia_response_get_questionnaire (amia_form_model_get_response (model));
  AmiaReplica       *replica = amia_form_model_get_replica (model);
  Wanted            *wanted = NULL;

  if (replica == NULL || link_ids->len == 0)
    return;

  wanted = g_new0 (Wanted, 1);
  wanted->url = g_strdup (amia_questionnaire_get_url (form));
  wanted->language = g_strdup (amia_form_model_get_language (model));
  wanted->link_ids = g_ptr_array_ref (link_ids);
  amia_replica_call_async (replica,
                           read_words,
                           wanted,
                           wanted_free,
                           (GDestroyNotify) g_hash_table_unref,
                           NULL,
                           words_cb,
                           g_object_ref (box));
}

GtkWidget *
amia_form_unplaced_new (AmiaFormModel *model)
{
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GPtrArray) link_ids = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *box = NULL;
  GtkWidget *heading = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  answers = amia_response_get_unplaced (amia_form_model_get_response (model));
  if (answers->len == 0)
    return NULL;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  heading = gtk_label_new (_ ("Answers from an earlier version"));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "section-heading");
  gtk_box_append (GTK_BOX (box), heading);
  for (guint i = 0; i < answers->len; i++)
    add_answer (box, g_ptr_array_index (answers, i), link_ids);
  find_words (model, box, link_ids);
  return box;
}
