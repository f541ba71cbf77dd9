/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-process"

#include "config.h"

#include "amia-process-map.h"

#include <glib/gi18n.h>

#include "amia-process-way.h"
#include "amia-process-words.h"
#include "amia-process.h"
#include "amia-words.h"

/* The columns are ordinary buttons in a grid, so that focus, keys and screen readers work by
 * themselves; only the ways above them are drawn, for a grid of the same width. */

#define N_STEPS     7
#define WAYS_HEIGHT 76
#define SPACING     4
#define ARC_LOW     22.0
#define ARC_STEP    8.0
#define BACK_SHIFT  7.0 /* ways back leave and arrive beside those forward */
#define HEAD        4.5

typedef struct
{
  GtkWidget *button;
  GtkWidget *mark;
  GtkWidget *visits;
  GtkWidget *missing;
  GtkWidget *parts; /* a box of labels, one a sub-step */
} Column;

struct _AmiaProcessMap
{
  GtkWidget parent_instance;

  GtkWidget *ways;
  GtkWidget *grid;
  Column     columns[N_STEPS];
  GArray    *arcs;
  guint      selected;
};

G_DEFINE_FINAL_TYPE (AmiaProcessMap, amia_process_map, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SELECTED,
  SIGNAL_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The ways --------------------------------------------------------------------------------- */

static void
set_color (GtkWidget *widget,
           cairo_t   *cr,
           gboolean   is_back)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA          color;

  if (!is_back || !gtk_style_context_lookup_color (style, "accent_color", &color))
    {
      gtk_style_context_get_color (style, &color);
      color.alpha *= 0.55f;
    }
  gdk_cairo_set_source_rgba (cr, &color);
}

static void
draw_arc (GtkWidget            *widget,
          cairo_t              *cr,
          const AmiaProcessArc *arc,
          double                column,
          double                bottom)
{
  const double shift = arc->is_back ? BACK_SHIFT : -BACK_SHIFT;
  const double from = (column + SPACING) * arc->from + column / 2 - shift;
  const double to = (column + SPACING) * arc->to + column / 2 + shift;
  const double span = ABS ((double) arc->to - (double) arc->from);
  const double top = bottom - (ARC_LOW + ARC_STEP * (span - 1)) * 4 / 3;
  const double dashes[] = { 6, 4 };

  set_color (widget, cr, arc->is_back);
  cairo_set_line_width (cr, MIN (1.5 + 0.75 * (arc->count - 1), 4.5));
  cairo_set_dash (cr, dashes, arc->is_back ? 2 : 0, 0);
  cairo_move_to (cr, from, bottom);
  cairo_curve_to (cr, from, top, to, top, to, bottom - HEAD);
  cairo_stroke (cr);

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, to - HEAD, bottom - HEAD * 1.6);
  cairo_line_to (cr, to + HEAD, bottom - HEAD * 1.6);
  cairo_line_to (cr, to, bottom);
  cairo_fill (cr);
}

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        data)
{
  AmiaProcessMap *self = data;
  const double    column = (width - SPACING * (N_STEPS - 1)) / (double) N_STEPS;

  for (guint i = 0; i < self->arcs->len; i++)
    draw_arc (GTK_WIDGET (area), cr, &g_array_index (self->arcs, AmiaProcessArc, i), column,
              height - 2);
}

static void
update_ways (AmiaProcessMap        *self,
             const AmiaCaseProcess *process)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();

  for (guint i = 0; i < process->visits->len; i++)
    g_ptr_array_add (steps, ((AmiaVisit *) g_ptr_array_index (process->visits, i))->step);

  g_array_unref (self->arcs);
  self->arcs = amia_process_list_arcs ((const char *const *) steps->pdata, steps->len);
  gtk_widget_set_visible (self->ways, self->arcs->len > 0);
  gtk_widget_queue_draw (self->ways);
}

/* --- The columns ------------------------------------------------------------------------------ */

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 4);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
update_parts (Column                *column,
              const AmiaStep        *step,
              const AmiaCaseProcess *process)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (column->parts)) != NULL)
    gtk_box_remove (GTK_BOX (column->parts), child);

  for (gsize i = 0; i < step->n_substeps; i++)
    {
      const AmiaSubstep *part = &step->substeps[i];
      g_autoptr (GArray) missing = amia_process_list_missing (&process->facts, part->code);
      g_autofree char *text = g_strdup_printf ("%s %s", part->code, part->name);
      GtkWidget       *label = new_label (text, "caption");

      gtk_widget_add_css_class (label, missing->len > 0 ? "part-missing" : "part");
      gtk_box_append (GTK_BOX (column->parts), label);
    }
}

static void
update_column (AmiaProcessMap        *self,
               guint                  index,
               const AmiaStep        *step,
               const AmiaCaseProcess *process)
{
  Column          *column = &self->columns[index];
  const AmiaVisit *current = amia_case_process_get_current (process);
  const gboolean   is_here =
      current != NULL && amia_process_find_step (current->step) == step;
  const guint n_visits = amia_case_process_count_visits (process, step->code);
  g_autoptr (GArray) missing = amia_process_list_missing (&process->facts, step->code);
  g_autofree char *visits = amia_process_words_visits (n_visits);
  g_autofree char *lacks =
      g_strdup_printf (ngettext ("%u missing", "%u missing", missing->len), missing->len);
  g_autofree char *title = amia_words_step (step->code);
  g_autofree char *name = is_here ? g_strdup_printf ("%s, %s, %s", title, _ ("Here now"), visits)
                                  : g_strdup_printf ("%s, %s", title, visits);
  g_autofree char *spoken =
      missing->len > 0 ? g_strdup_printf ("%s, %s", name, lacks) : g_strdup (name);

  gtk_label_set_label (GTK_LABEL (column->visits), is_here ? _ ("Here now") : visits);
  gtk_label_set_label (GTK_LABEL (column->missing), lacks);
  gtk_widget_set_visible (column->missing, missing->len > 0);
  gtk_widget_remove_css_class (column->mark, "current");
  gtk_widget_remove_css_class (column->mark, "visited");
  if (is_here || n_visits > 0)
    gtk_widget_add_css_class (column->mark, is_here ? "current" : "visited");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (column->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  update_parts (column, step, process);
}

static void
toggled_cb (GtkToggleButton *button,
            AmiaProcessMap  *self)
{
  const gboolean is_active = gtk_toggle_button_get_active (button);

  /* Tab comes to the selected step alone; the arrow keys lead to the others. */
  gtk_widget_set_focusable (GTK_WIDGET (button), is_active);
  if (!is_active)
    return;

  for (guint i = 0; i < N_STEPS; i++)
    {
      if (self->columns[i].button == GTK_WIDGET (button))
        self->selected = i;
    }
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        AmiaProcessMap        *self)
{
  int step = (int) self->selected;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    {
      g_signal_emit (self, signals[SIGNAL_OPENED], 0);
      return GDK_EVENT_STOP;
    }

  if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    step--;
  else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    step++;
  else if (key == GDK_KEY_Home)
    step = 0;
  else if (key == GDK_KEY_End)
    step = N_STEPS - 1;
  else
    return GDK_EVENT_PROPAGATE;

  if (step < 0 || step >= N_STEPS)
    return GDK_EVENT_STOP;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->columns[step].button), TRUE);
  gtk_widget_grab_focus (self->columns[step].button);
  return GDK_EVENT_STOP;
}

static void
build_column (AmiaProcessMap *self,
              guint           index,
              const AmiaStep *step)
{
  Column    *column = &self->columns[index];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  column->button = gtk_toggle_button_new ();
  column->mark = gtk_label_new (step->code);
  column->visits = new_label ("", "caption");
  column->missing = new_label ("", "caption-heading");
  column->parts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (column->mark, "step-mark");
  gtk_widget_set_halign (column->mark, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), column->mark);
  gtk_box_append (GTK_BOX (box), new_label (step->name, "heading"));
  gtk_box_append (GTK_BOX (box), column->visits);
  gtk_box_append (GTK_BOX (box), column->missing);
  gtk_box_append (GTK_BOX (box), column->parts);
  gtk_button_set_child (GTK_BUTTON (column->button), box);
  gtk_widget_add_css_class (column->button, "map-step");
  gtk_widget_set_focusable (column->button, index == 0);
  if (index > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (column->button),
                                 GTK_TOGGLE_BUTTON (self->columns[0].button));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (column->button), TRUE);
  g_signal_connect (column->button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_grid_attach (GTK_GRID (self->grid), column->button, (int) index, 0, 1, 1);
}

static gboolean
amia_process_map_grab_focus (GtkWidget *widget)
{
  AmiaProcessMap *self = AMIA_PROCESS_MAP (widget);

  return gtk_widget_grab_focus (self->columns[self->selected].button);
}

/* Through the map and out again: GTK's own way back out of it would grab the focus for the map. */
static gboolean
amia_process_map_focus (GtkWidget       *widget,
                        GtkDirectionType direction)
{
  return gtk_widget_child_focus (AMIA_PROCESS_MAP (widget)->grid, direction);
}

static void
amia_process_map_dispose (GObject *object)
{
  AmiaProcessMap *self = AMIA_PROCESS_MAP (object);
  GtkWidget      *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (amia_process_map_parent_class)->dispose (object);
}

static void
amia_process_map_finalize (GObject *object)
{
  g_array_unref (AMIA_PROCESS_MAP (object)->arcs);

  G_OBJECT_CLASS (amia_process_map_parent_class)->finalize (object);
}

static void
amia_process_map_class_init (AmiaProcessMapClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amia_process_map_dispose;
  object_class->finalize = amia_process_map_finalize;
  widget_class->grab_focus = amia_process_map_grab_focus;
  widget_class->focus = amia_process_map_focus;
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", AMIA_TYPE_PROCESS_MAP, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", AMIA_TYPE_PROCESS_MAP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_process_map_init (AmiaProcessMap *self)
{
  gsize               n_steps = 0;
  const AmiaStep     *steps = amia_process_get_steps (&n_steps);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkLayoutManager   *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  g_assert (n_steps == N_STEPS);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->arcs = g_array_new (FALSE, FALSE, sizeof (AmiaProcessArc));
  self->ways = g_object_new (
      GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->ways), WAYS_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->ways), draw_cb, self, NULL);
  gtk_widget_set_visible (self->ways, FALSE);
  gtk_widget_set_parent (self->ways, GTK_WIDGET (self));
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), SPACING);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  for (guint i = 0; i < N_STEPS; i++)
    build_column (self, i, &steps[i]);

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Process map"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->grid, keys);
}

void
amia_process_map_set_process (AmiaProcessMap        *self,
                              const AmiaCaseProcess *process)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  g_return_if_fail (AMIA_IS_PROCESS_MAP (self));
  g_return_if_fail (process != NULL);

  for (guint i = 0; i < n_steps; i++)
    update_column (self, i, &steps[i], process);
  update_ways (self, process);
}

const char *
amia_process_map_get_selected (AmiaProcessMap *self)
{
  gsize n_steps = 0;

  g_return_val_if_fail (AMIA_IS_PROCESS_MAP (self), NULL);

  return amia_process_get_steps (&n_steps)[self->selected].code;
}

void
amia_process_map_select (AmiaProcessMap *self,
                         const char     *step)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);
  const AmiaStep *found = NULL;

  g_return_if_fail (AMIA_IS_PROCESS_MAP (self));
  g_return_if_fail (step != NULL);

  found = amia_process_find_step (step);
  if (found != NULL)
    gtk_toggle_button_set_active (
        GTK_TOGGLE_BUTTON (self->columns[found - steps].button), TRUE);
}
