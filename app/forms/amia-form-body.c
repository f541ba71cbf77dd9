/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-body.h"

#include <glib/gi18n.h>

#include "amia-form-agreements.h"
#include "amia-form-approval.h"
#include "amia-form-cell.h"
#include "amia-form-end.h"
#include "amia-form-group.h"
#include "amia-form-scans.h"
#include "amia-form-signature.h"
#include "amia-form-unplaced.h"
#include "amia-instrument-view.h"
#include "amia-question.h"

/* Each page is a box of its own, of which one is shown. A form without pages is one page. */

struct _AmiaFormBody
{
  AdwBin parent_instance;

  AmiaFormModel *model;   /* (nullable): while there is a form */
  AmiaOutline   *outline; /* (nullable) */
  GHashTable    *made;    /* AmiaNode of a part -> GtkWidget */
  GPtrArray     *boxes;   /* GtkWidget, one for each page */
  guint          n_made;
  guint          page;
  guint          build_id;
  guint          spy_id;

  GtkWidget *scrolled;
  GtkWidget *cells;
  GtkWidget *top;
  GtkWidget *pages;
  GtkWidget *bottom;
  GtkWidget *pager;
  GtkWidget *previous;
  GtkWidget *position;
  GtkWidget *next;
  GtkWidget *ending;
  GtkWidget *end; /* (nullable) */
};

enum
{
  REACHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

#define SPY_DELAY_MS   80
#define SPACING        48
#define SPY_LOOK_AHEAD 60 /* px: what begins just below the edge is what one reads */

G_DEFINE_FINAL_TYPE (AmiaFormBody, amia_form_body, ADW_TYPE_BIN)

/* --- Pages ----------------------------------------------------------------------------------- */

static void
count_pages (AmiaFormBody *self,
             guint        *number,
             guint        *total)
{
  *number = 0;
  *total = 0;
  for (guint i = 0; i < self->boxes->len; i++)
    if (i == self->page || amia_outline_is_page_visible (self->outline, i))
      {
        *total += 1;
        if (i <= self->page)
          *number += 1;
      }
}

static void
update_pager (AmiaFormBody *self)
{
  guint            other = self->page;
  guint            number = 0;
  guint            total = 0;
  guint            answered = 0;
  guint            questions = 0;
  gboolean         has_next = amia_outline_find_page (self->outline, self->page, 1, &other);
  g_autofree char *words = NULL;

  count_pages (self, &number, &total);
  amia_outline_get_progress (self->outline, self->page, &answered, &questions);
  /* Translators: the number of this page, of all pages; then questions on this page. */
  words = g_strdup_printf (_ ("Page %u of %u · %u of %u answered"), number, total, answered, questions);
  gtk_label_set_label (GTK_LABEL (self->position), words);
  gtk_widget_set_visible (self->pager, total > 1);
  gtk_widget_set_visible (self->previous,
                          amia_outline_find_page (self->outline, self->page, -1, &other));
  gtk_widget_set_visible (self->next, has_next);
  gtk_widget_set_visible (self->ending, !has_next);
}

static void
show_page (AmiaFormBody *self,
           guint         page)
{
  self->page = page;
  for (guint i = 0; i < self->boxes->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->boxes, i), i == page);
  update_pager (self);
}

static void
make_pages (AmiaFormBody *self)
{
  for (guint i = 0; i < amia_outline_get_n_pages (self->outline); i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

      gtk_widget_add_css_class (box, "form-parts");
      g_ptr_array_add (self->boxes, box);
      gtk_box_append (GTK_BOX (self->pages), box);
    }
}

/* --- Building -------------------------------------------------------------------------------- */

static GtkWidget *
get_box (AmiaFormBody          *self,
         const AmiaOutlinePart *part)
{
  GtkWidget *box = part->role == AMIA_OUTLINE_FOOTER ? self->bottom : self->top;

  if (part->role == AMIA_OUTLINE_PART)
    return g_ptr_array_index (self->boxes, part->page);
  gtk_widget_set_visible (box, TRUE);
  return box;
}

static void
make_ending (AmiaFormBody *self)
{
  GtkWidget *unplaced = amia_form_unplaced_new (self->model);
  GtkBox    *ending = GTK_BOX (self->ending);

  if (unplaced != NULL)
    gtk_box_append (ending, unplaced);
  gtk_box_append (ending, amia_form_scans_new (self->model));
  self->end = amia_form_end_new (self->model);
  g_signal_connect_object (self->end, "chosen", G_CALLBACK (amia_form_body_go_to), self, G_CONNECT_SWAPPED);
  gtk_box_append (ending, self->end);
  if (amia_form_model_needs_approval (self->model))
    gtk_box_append (ending, amia_form_approval_new (self->model));
  if (amia_form_model_needs_signature (self->model))
    gtk_box_append (ending, amia_form_signature_new (self->model));
}

static gboolean
is_built (AmiaFormBody *self)
{
  return self->end != NULL;
}

static void
build_next (AmiaFormBody *self)
{
  const AmiaOutlinePart *part = NULL;
  GtkWidget             *cell = NULL;

  if (self->n_made == amia_outline_get_n_parts (self->outline))
    {
      make_ending (self);
      return;
    }
  part = amia_outline_get_part (self->outline, self->n_made++);
  cell = part->role == AMIA_OUTLINE_HEADING ? amia_form_group_new_heading (self->model, part->node)
                                            : amia_form_cell_new (self->model, part->node);
  if (cell == NULL)
    return;
  gtk_box_append (GTK_BOX (get_box (self, part)), cell);
  g_hash_table_insert (self->made, part->node, cell);
}

static gboolean
build_idle_cb (gpointer user_data)
{
  AmiaFormBody *self = user_data;

  build_next (self);
  if (!is_built (self))
    return G_SOURCE_CONTINUE;
  self->build_id = 0;
  return G_SOURCE_REMOVE;
}

static void
build_all (AmiaFormBody *self)
{
  g_clear_handle_id (&self->build_id, g_source_remove);
  while (!is_built (self))
    build_next (self);
}

/* Something to read and the first thing to fill in. */
static void
build_first (AmiaFormBody *self)
{
  gboolean is_enough = FALSE;

  while (!is_enough && self->n_made < amia_outline_get_n_parts (self->outline))
    {
      const AmiaOutlinePart *part = amia_outline_get_part (self->outline, self->n_made);

      build_next (self);
      is_enough = part->role == AMIA_OUTLINE_PART && amia_node_is_visible (part->node);
    }
  self->build_id = g_idle_add (build_idle_cb, self);
}

/* --- Going to places ------------------------------------------------------------------------- */

static GtkAdjustment *
get_adjustment (AmiaFormBody *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
}

static void
scroll_to (AmiaFormBody *self,
           GtkWidget    *widget)
{
  graphene_point_t origin = GRAPHENE_POINT_INIT (0, 0);
  graphene_point_t place;

  if (gtk_widget_compute_point (widget, self->cells, &origin, &place))
    gtk_adjustment_set_value (get_adjustment (self), place.y);
}

static GtkWidget *
find_question (GtkWidget *parent,
               AmiaNode  *node)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found =
          AMIA_IS_QUESTION (child) && amia_question_get_node (AMIA_QUESTION (child)) == node
              ? child
              : find_question (child, node);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
amia_form_body_go_to (AmiaFormBody *self,
                      AmiaNode     *node)
{
  const AmiaOutlinePart *part = NULL;
  GtkWidget             *cell = NULL;

  g_return_if_fail (AMIA_IS_FORM_BODY (self));
  g_return_if_fail (node != NULL);

  if (self->outline == NULL)
    return;
  part = amia_outline_find_part (self->outline, node);
  if (part == NULL)
    return;
  build_all (self);
  cell = g_hash_table_lookup (self->made, part->node);
  if (cell != NULL && part->node != node)
    cell = find_question (gtk_widget_get_parent (cell), node);
  if (cell == NULL)
    return;
  if (part->page != AMIA_OUTLINE_EVERY_PAGE)
    show_page (self, part->page);
  g_signal_emit (self, signals[REACHED], 0, part->node);
  amia_instrument_view_reveal (cell);
  gtk_widget_child_focus (cell, GTK_DIR_TAB_FORWARD);
  scroll_to (self, cell);
}

void
amia_form_body_go_to_end (AmiaFormBody *self)
{
  guint page = 0;

  g_return_if_fail (AMIA_IS_FORM_BODY (self));

  if (self->outline == NULL)
    return;
  build_all (self);
  page = self->page;
  while (amia_outline_find_page (self->outline, page, 1, &page))
    continue;
  show_page (self, page);
  amia_form_end_check (AMIA_FORM_END (self->end));
  scroll_to (self, self->end);
}

/* The first part of the page that is to be seen. */
static AmiaNode *
find_first (AmiaFormBody *self,
            guint         page)
{
  for (guint i = 0; i < amia_outline_get_n_parts (self->outline); i++)
    {
      const AmiaOutlinePart *part = amia_outline_get_part (self->outline, i);

      if (part->page == page && amia_node_is_visible (part->node))
        return part->node;
    }
  return NULL;
}

static void
turn (AmiaFormBody *self,
      int           offset)
{
  guint     page = 0;
  AmiaNode *first = NULL;

  if (!amia_outline_find_page (self->outline, self->page, offset, &page))
    return;
  build_all (self);
  show_page (self, page);
  first = find_first (self, page);
  if (first != NULL)
    g_signal_emit (self, signals[REACHED], 0, first);
  gtk_widget_child_focus (g_ptr_array_index (self->boxes, page), GTK_DIR_TAB_FORWARD);
  gtk_adjustment_set_value (get_adjustment (self), 0);
}

static void
previous_cb (AmiaFormBody *self)
{
  turn (self, -1);
}

static void
next_cb (AmiaFormBody *self)
{
  turn (self, 1);
}

/* --- Where one is ---------------------------------------------------------------------------- */

static gboolean
is_above (AmiaFormBody *self,
          GtkWidget    *cell,
          double        edge)
{
  graphene_point_t origin = GRAPHENE_POINT_INIT (0, 0);
  graphene_point_t place;

  return cell != NULL && gtk_widget_get_visible (cell) &&
         gtk_widget_compute_point (cell, self->cells, &origin, &place) && place.y <= edge;
}

static gboolean
spy_cb (gpointer user_data)
{
  AmiaFormBody *self = user_data;
  double        edge = gtk_adjustment_get_value (get_adjustment (self)) + SPY_LOOK_AHEAD;
  AmiaNode     *current = NULL;

  self->spy_id = 0;
  for (guint i = 0; i < self->n_made; i++)
    {
      const AmiaOutlinePart *part = amia_outline_get_part (self->outline, i);

      if (part->page == self->page &&
          is_above (self, g_hash_table_lookup (self->made, part->node), edge))
        current = part->node;
    }
  if (current != NULL)
    g_signal_emit (self, signals[REACHED], 0, current);
  return G_SOURCE_REMOVE;
}

static void
scrolled_cb (AmiaFormBody *self)
{
  if (self->spy_id == 0 && self->outline != NULL)
    self->spy_id = g_timeout_add (SPY_DELAY_MS, spy_cb, self);
}

/* --- The form -------------------------------------------------------------------------------- */

static void
empty (GtkWidget *box)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

void
amia_form_body_clear (AmiaFormBody *self)
{
  g_return_if_fail (AMIA_IS_FORM_BODY (self));

  g_clear_handle_id (&self->build_id, g_source_remove);
  g_clear_handle_id (&self->spy_id, g_source_remove);
  g_hash_table_remove_all (self->made);
  g_ptr_array_set_size (self->boxes, 0);
  self->n_made = 0;
  self->page = 0;
  self->end = NULL;
  empty (self->top);
  empty (self->pages);
  empty (self->bottom);
  empty (self->ending);
  gtk_widget_set_visible (self->top, FALSE);
  gtk_widget_set_visible (self->bottom, FALSE);
  gtk_widget_set_visible (self->pager, FALSE);
  g_clear_pointer (&self->outline, amia_outline_free);
  g_clear_object (&self->model);
}

void
amia_form_body_set_model (AmiaFormBody  *self,
                          AmiaFormModel *model,
                          AmiaOutline   *outline)
{
  guint     page = 0;
  AmiaNode *first = NULL;

  g_return_if_fail (AMIA_IS_FORM_BODY (self));
  g_return_if_fail (AMIA_IS_FORM_MODEL (model));
  g_return_if_fail (outline != NULL);

  amia_form_body_clear (self);
  self->model = g_object_ref (model);
  self->outline = outline;
  make_pages (self);
  if (!amia_outline_is_page_visible (outline, page))
    amia_outline_find_page (outline, page, 1, &page);
  show_page (self, page);
  build_first (self);
  first = find_first (self, page);
  if (first != NULL)
    g_signal_emit (self, signals[REACHED], 0, first);
  gtk_widget_child_focus (self->cells, GTK_DIR_TAB_FORWARD);
}

void
amia_form_body_update (AmiaFormBody *self)
{
  g_return_if_fail (AMIA_IS_FORM_BODY (self));

  if (self->outline != NULL)
    update_pager (self);
}

static void
amia_form_body_dispose (GObject *object)
{
  AmiaFormBody *self = AMIA_FORM_BODY (object);

  g_clear_handle_id (&self->build_id, g_source_remove);
  g_clear_handle_id (&self->spy_id, g_source_remove);
  g_clear_pointer (&self->outline, amia_outline_free);
  g_clear_pointer (&self->made, g_hash_table_unref);
  g_clear_pointer (&self->boxes, g_ptr_array_unref);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_form_body_parent_class)->dispose (object);
}

static void
amia_form_body_class_init (AmiaFormBodyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_form_body_dispose;
  signals[REACHED] = g_signal_new ("reached", AMIA_TYPE_FORM_BODY, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-form-body.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, cells);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, top);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, pages);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, bottom);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, pager);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, previous);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, position);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, next);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormBody, ending);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
amia_form_body_init (AmiaFormBody *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->made = g_hash_table_new (NULL, NULL);
  self->boxes = g_ptr_array_new ();
  g_signal_connect_object (get_adjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}
