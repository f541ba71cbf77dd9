/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-navigator.h"

#include <adwaita.h>

/* A stack that slides, and the order in which its pages were opened. A page that was left stays in
 * the stack until it has slid away, so the two differ for a moment. */

struct _AmiaNavigator
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GPtrArray *pages;
  GPtrArray *focus; /* Where the keyboard focus was on each page below the top, weak. */
};

G_DEFINE_FINAL_TYPE (AmiaNavigator, amia_navigator, GTK_TYPE_WIDGET)

enum
{
  PROP_DEPTH = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
free_weak (gpointer data)
{
  GWeakRef *weak = data;

  g_weak_ref_clear (weak);
  g_free (weak);
}

static GWeakRef *
remember_focus (AmiaNavigator *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GWeakRef  *weak = g_new0 (GWeakRef, 1);

  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    focus = NULL;

  g_weak_ref_init (weak, focus);
  return weak;
}

static void
show_page (AmiaNavigator         *self,
           GtkWidget             *page,
           GtkStackTransitionType transition)
{
  gtk_stack_set_visible_child_full (GTK_STACK (self->stack),
                                    g_object_get_data (G_OBJECT (page), "amia-page-name"),
                                    transition);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEPTH]);
}

static void
add_page (AmiaNavigator *self,
          GtkWidget     *page)
{
  static guint     last_name = 0;
  g_autofree char *name = g_strdup_printf ("page-%u", ++last_name);

  gtk_stack_add_named (GTK_STACK (self->stack), page, name);
  g_object_set_data_full (G_OBJECT (page), "amia-page-name", g_steal_pointer (&name), g_free);
  g_ptr_array_add (self->pages, page);
}

/* Takes away what has slid out of sight. */
static void
sweep (AmiaNavigator *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->stack);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (!g_ptr_array_find (self->pages, child, NULL))
        gtk_stack_remove (GTK_STACK (self->stack), child);
      child = next;
    }
}

static void
transition_running_cb (AmiaNavigator *self)
{
  if (!gtk_stack_get_transition_running (GTK_STACK (self->stack)))
    sweep (self);
}

/* To where the work on a page begins, which is below its header bar: there are the ways back and
 * on. A stack that shows another page moves the focus by itself; where it has put it inside the
 * page it stays, unless that is a menu that has closed since. */
static void
focus_page (GtkWidget *page)
{
  GtkRoot   *root = gtk_widget_get_root (page);
  GtkWidget *focus = NULL;

  if (root == NULL)
    return;

  do
    {
      focus = gtk_root_get_focus (root);
      if (focus != NULL && gtk_widget_is_visible (focus) && gtk_widget_is_ancestor (focus, page) &&
          gtk_widget_get_ancestor (focus, ADW_TYPE_HEADER_BAR) == NULL)
        return;
    }
  while (gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD));

  /* Nothing there takes it: the way back, rather than nothing. */
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
restore_focus (AmiaNavigator *self,
               GWeakRef      *weak)
{
  g_autoptr (GtkWidget) focus = g_weak_ref_get (weak);

  /* It may have been in a popover that has closed since; the focus would be lost there. */
  if (focus == NULL || !gtk_widget_is_visible (focus) || !gtk_widget_grab_focus (focus))
    focus_page (amia_navigator_get_page (self));
}

static void
amia_navigator_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AmiaNavigator *self = AMIA_NAVIGATOR (object);

  switch (prop_id)
    {
    case PROP_DEPTH:
      g_value_set_uint (value, amia_navigator_get_depth (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
amia_navigator_dispose (GObject *object)
{
  AmiaNavigator *self = AMIA_NAVIGATOR (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->focus, g_ptr_array_unref);

  G_OBJECT_CLASS (amia_navigator_parent_class)->dispose (object);
}

static void
amia_navigator_class_init (AmiaNavigatorClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = amia_navigator_get_property;
  object_class->dispose = amia_navigator_dispose;

  props[PROP_DEPTH] = g_param_spec_uint ("depth",
                                         NULL,
                                         NULL,
                                         0,
                                         G_MAXUINT,
                                         0,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_navigator_init (AmiaNavigator *self)
{
  self->pages = g_ptr_array_new ();
  self->focus = g_ptr_array_new_with_free_func (free_weak);
  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  g_signal_connect_object (self->stack,
                           "notify::transition-running",
                           G_CALLBACK (transition_running_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
amia_navigator_new (GtkWidget *root)
{
  AmiaNavigator *self = g_object_new (AMIA_TYPE_NAVIGATOR, NULL);

  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  add_page (self, root);
  return GTK_WIDGET (self);
}

void
amia_navigator_focus (AmiaNavigator *self)
{
  g_return_if_fail (AMIA_IS_NAVIGATOR (self));

  focus_page (amia_navigator_get_page (self));
}

void
amia_navigator_push (AmiaNavigator *self,
                     GtkWidget     *page)
{
  g_return_if_fail (AMIA_IS_NAVIGATOR (self));
  g_return_if_fail (GTK_IS_WIDGET (page));

  g_ptr_array_add (self->focus, remember_focus (self));
  add_page (self, page);
  show_page (self, page, GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT);
  focus_page (page);
}

void
amia_navigator_open (GtkWidget *from,
                     GtkWidget *page)
{
  GtkWidget *navigator = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));

  navigator = gtk_widget_get_ancestor (from, AMIA_TYPE_NAVIGATOR);
  g_return_if_fail (navigator != NULL);

  amia_navigator_push (AMIA_NAVIGATOR (navigator), page);
}

gboolean
amia_navigator_pop (AmiaNavigator *self)
{
  g_return_val_if_fail (AMIA_IS_NAVIGATOR (self), FALSE);

  if (self->pages->len < 2)
    return FALSE;

  g_ptr_array_remove_index (self->pages, self->pages->len - 1);
  show_page (self, amia_navigator_get_page (self), GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
  restore_focus (self, g_ptr_array_index (self->focus, self->focus->len - 1));
  g_ptr_array_remove_index (self->focus, self->focus->len - 1);
  if (!gtk_stack_get_transition_running (GTK_STACK (self->stack)))
    sweep (self);

  return TRUE;
}

void
amia_navigator_pop_to_root (AmiaNavigator *self)
{
  g_return_if_fail (AMIA_IS_NAVIGATOR (self));

  while (amia_navigator_pop (self))
    ;
}

guint
amia_navigator_get_depth (AmiaNavigator *self)
{
  g_return_val_if_fail (AMIA_IS_NAVIGATOR (self), 0);

  return self->pages->len;
}

GtkWidget *
amia_navigator_get_page (AmiaNavigator *self)
{
  g_return_val_if_fail (AMIA_IS_NAVIGATOR (self), NULL);

  return g_ptr_array_index (self->pages, self->pages->len - 1);
}
