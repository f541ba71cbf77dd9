/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-application.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-places.h"
#include "amia-settings.h"
#include "amia-traces.h"
#include "amia-window.h"

/* Options, what every window shares (settings, accelerators, text scale), and the one window. */

#define RESOURCE_BASE_PATH  "/se/amia/Amia"
#define PASSPHRASE_SIZE_MAX 4096

struct _AmiaApplication
{
  AdwApplication parent_instance;

  AmiaSettings *settings;
  char         *font_name; /* As the system says it, before our scale. */
};

G_DEFINE_FINAL_TYPE (AmiaApplication, amia_application, ADW_TYPE_APPLICATION)

static const int scales_percent[] = { 100, 125, 150, 200 };

static const GOptionEntry options[] = {
  { "replica", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open this file instead of the last one"),
    N_ ("PATH") },
  { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Take the passphrase from this file's first line"), N_ ("FILE") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { NULL },
};

static const struct
{
  const char *action;
  const char *keys[4];
} accels[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.larger", { "<Control>plus", "<Control>equal", "<Control>KP_Add", NULL } },
  { "app.smaller", { "<Control>minus", "<Control>KP_Subtract", NULL } },
  { "app.normal-size", { "<Control>0", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.new", { "<Control>n", NULL } },
  { "win.note", { "<Control>j", NULL } },
  { "win.print", { "<Control>p", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.find", { "<Control>k", NULL } },
  { "win.sync", { "<Control>r", "F5", NULL } },
  { "win.next-view", { "<Control>Tab", NULL } },
  { "win.previous-view", { "<Control><Shift>Tab", NULL } },
  { "win.other-pane", { "F6", NULL } },
  { "win.help", { "F1", NULL } },
  { "win.laptop", { "<Control>comma", NULL } },
  { "win.lock", { "<Control>l", NULL } },
};

static void
apply_text_scale (AmiaApplication *self)
{
  GtkSettings          *gtk_settings = gtk_settings_get_default ();
  int                   percent = amia_settings_get_int (self->settings, "text-scale", 100);
  PangoFontDescription *font = NULL;
  g_autofree char      *name = NULL;

  if (gtk_settings == NULL)
    return;

  if (self->font_name == NULL)
    g_object_get (gtk_settings, "gtk-font-name", &self->font_name, NULL);

  /* The style sheet's sizes are relative to the font, and so are most of its lengths. */
  font = pango_font_description_from_string (self->font_name);
  pango_font_description_set_size (font, pango_font_description_get_size (font) * percent / 100);
  name = pango_font_description_to_string (font);
  g_object_set (gtk_settings, "gtk-font-name", name, NULL);
  pango_font_description_free (font);
}

static void
step_text_scale (AmiaApplication *self,
                 int              direction)
{
  int percent = amia_settings_get_int (self->settings, "text-scale", 100);
  int next = 100;

  for (gsize i = 0; direction != 0 && i < G_N_ELEMENTS (scales_percent); i++)
    {
      if (direction < 0 ? scales_percent[i] < percent : scales_percent[i] <= percent)
        next = scales_percent[i];
      if (direction > 0 && scales_percent[i] > percent)
        {
          next = scales_percent[i];
          break;
        }
    }

  amia_settings_set_int (self->settings, "text-scale", next);
  apply_text_scale (self);
}

static void
larger_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  step_text_scale (data, 1);
}

static void
smaller_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  step_text_scale (data, -1);
}

static void
normal_size_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  step_text_scale (data, 0);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  /* Closing the window lets it finish what is being written. */
  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (data);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  const char *developers[] = { "The AMiA project", NULL };

  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name",
                         "AMiA",
                         "application-icon",
                         AMIA_APP_ID,
                         "version",
                         AMIA_VERSION,
                         "developer-name",
                         developers[0],
                         "developers",
                         developers,
                         "comments",
                         _ ("For the two caseworkers who follow a participant together. "
                            "Works without a network; nothing written is ever lost."),
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one per line. */
                         "translator-credits",
                         _ ("translator-credits"),
                         NULL);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "larger", .activate = larger_cb },
  { .name = "smaller", .activate = smaller_cb },
  { .name = "normal-size", .activate = normal_size_cb },
};

/* The last line break of the file is the editor's, not the passphrase's. */
static char *
read_passphrase (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize            length = 0;

  if (path == NULL)
    return NULL;

  if (!g_file_get_contents (path, &text, &length, &error))
    {
      g_warning ("%s", error->message);
      return NULL;
    }

  if (length > PASSPHRASE_SIZE_MAX)
    return NULL;

  text[strcspn (text, "\r\n")] = '\0';
  return g_steal_pointer (&text);
}

static char *
choose_replica (AmiaApplication *self,
                GVariantDict    *given)
{
  g_autofree char *last = NULL;
  char            *path = NULL;

  if (given != NULL && g_variant_dict_lookup (given, "replica", "^ay", &path))
    return path;

  last = amia_settings_dup_string (self->settings, "last-replica");
  if (last != NULL && g_file_test (last, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&last);

  path = amia_window_dup_default_path ();
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;

  g_free (path);
  return NULL;
}

static AmiaWindow *
make_window (AmiaApplication *self,
             GVariantDict    *given)
{
  AmiaWindow      *window = amia_window_new (self, self->settings);
  g_autofree char *path = choose_replica (self, given);
  g_autofree char *file = NULL;
  g_autofree char *passphrase = NULL;

  if (given == NULL || !g_variant_dict_lookup (given, "passphrase-file", "^ay", &file))
    file = g_strdup (g_getenv ("AMIA_PASSPHRASE_FILE"));

  passphrase = read_passphrase (file);
  if (path != NULL)
    amia_window_open (window, path, passphrase);
  else
    amia_window_welcome (window);

  if (passphrase != NULL)
    explicit_bzero (passphrase, strlen (passphrase));

  return window;
}

static void
show_window (AmiaApplication *self,
             GVariantDict    *given)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (make_window (self, given));

  gtk_window_present (window);
}

static int
amia_application_handle_local_options (GApplication *application,
                                       GVariantDict *given)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;

  g_print ("amia %s\n", AMIA_VERSION);
  return 0;
}

static int
amia_application_command_line (GApplication            *application,
                               GApplicationCommandLine *command_line)
{
  show_window (AMIA_APPLICATION (application),
               g_application_command_line_get_options_dict (command_line));
  return 0;
}

static void
amia_application_activate (GApplication *application)
{
  show_window (AMIA_APPLICATION (application), NULL);
}

static void
set_place_accels (AmiaApplication *self)
{
  gsize                n_places;
  const AmiaPlaceKind *places = amia_places_get_all (&n_places);

  for (gsize i = 0; i < MIN (n_places, 9); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.place::%s", places[i].name);
      g_autofree char *key = g_strdup_printf ("<Control>%" G_GSIZE_FORMAT, i + 1);
      const char      *keys[] = { key, NULL };

      gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, keys);
    }
}

static void
amia_application_startup (GApplication *application)
{
  AmiaApplication *self = AMIA_APPLICATION (application);

  G_APPLICATION_CLASS (amia_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].keys);
  set_place_accels (self);

  gtk_window_set_default_icon_name (AMIA_APP_ID);
  apply_text_scale (self);
  amia_traces_prevent ();
}

static void
amia_application_dispose (GObject *object)
{
  AmiaApplication *self = AMIA_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->font_name, g_free);

  G_OBJECT_CLASS (amia_application_parent_class)->dispose (object);
}

static void
amia_application_class_init (AmiaApplicationClass *klass)
{
  GObjectClass      *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = amia_application_dispose;
  application_class->startup = amia_application_startup;
  application_class->activate = amia_application_activate;
  application_class->command_line = amia_application_command_line;
  application_class->handle_local_options = amia_application_handle_local_options;
}

static void
amia_application_init (AmiaApplication *self)
{
  self->settings = amia_settings_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("AMiA follows participants from sick leave towards work, on and off the network.\n"
         "To run two beside each other, give one another id: AMIA_APP_ID_SUFFIX=af amia …"));
}

AmiaApplication *
amia_application_new (void)
{
  const char      *suffix = g_getenv ("AMIA_APP_ID_SUFFIX");
  g_autofree char *id = NULL;

  if (suffix != NULL && *suffix != '\0')
    id = g_strconcat (AMIA_APP_ID, ".", suffix, NULL);

  if (id == NULL || !g_application_id_is_valid (id))
    {
      g_free (id);
      id = g_strdup (AMIA_APP_ID);
    }

  return g_object_new (AMIA_TYPE_APPLICATION,
                       "application-id",
                       id,
                       "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path",
                       RESOURCE_BASE_PATH,
                       /* To hear when the desktop locks its screen. */
                       "register-session",
                       TRUE,
                       NULL);
}
