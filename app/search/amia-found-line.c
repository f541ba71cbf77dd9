/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-search"

#include "config.h"

#include "amia-found-line.h"

#include <glib/gi18n.h>

#include "amia-case-page.h"
#include "amia-group-page.h"
#include "amia-meeting-page.h"
#include "amia-navigator.h"
#include "amia-offer-page.h"
#include "amia-words.h"

/* A line of what was found, which knows the way there. A line may outlive the answer that it came
 * with, so it keeps what it needs itself. */

#define WAY "amia-way"

typedef struct
{
  char    *kind;
  AmiaUuid id;
  AmiaUuid case_id;
  char    *field;
} Way;

static void
way_free (gpointer data)
{
  Way *way = data;

  g_free (way->kind);
  g_free (way->field);
  g_free (way);
}

const char *
amia_found_line_describe_group (AmiaFoundGroup group)
{
  switch (group)
    {
    case AMIA_FOUND_PEOPLE:
      return _ ("People and cases");
    case AMIA_FOUND_JOURNAL:
      return _ ("Journal");
    case AMIA_FOUND_FORMS:
      return _ ("Answers in forms");
    case AMIA_FOUND_PLAN:
      return _ ("Plan");
    case AMIA_FOUND_MEETINGS:
      return _ ("Meetings");
    case AMIA_FOUND_PAPERS:
      return _ ("Papers");
    case AMIA_FOUND_OFFERS:
      return _ ("What there is to do");
    case AMIA_FOUND_OTHERS:
    default:
      return _ ("Other");
    }
}

/* "Aktivitet · 14 mars 2014"; the day alone below a heading that says what stands under it. */
static char *
describe_kind (const AmiaFound *found)
{
  const char      *kind = amia_words_kind (found->kind);
  g_autofree char *day = found->day != NULL ? amia_words_date (found->day) : NULL;

  switch (found->group)
    {
    case AMIA_FOUND_JOURNAL:
    case AMIA_FOUND_FORMS:
    case AMIA_FOUND_MEETINGS:
    case AMIA_FOUND_PAPERS:
      return g_steal_pointer (&day);

    case AMIA_FOUND_PEOPLE:
    case AMIA_FOUND_PLAN:
    case AMIA_FOUND_OFFERS:
    case AMIA_FOUND_OTHERS:
    default:
      break;
    }

  return day != NULL ? g_strconcat (kind, " · ", day, NULL) : g_strdup (kind);
}

AmiaLine *
amia_found_line_new (const AmiaFound *found)
{
  g_autofree char *words = NULL;
  AmiaLine        *line = NULL;
  Way             *way = NULL;

  g_return_val_if_fail (found != NULL, NULL);

  words = found->title != NULL ? g_strconcat (found->title, " · ", found->snippet, NULL)
                               : g_strdup (found->snippet);
  line = amia_line_new (found->name != NULL ? found->name : amia_words_kind (found->kind), words);
  amia_line_set_marked (line);
  amia_line_set_id (line, &found->id);
  /* A row that opens another place is another row. */
  amia_line_set_name (line, found->field != NULL ? found->field : found->kind);
  if (found->group != AMIA_FOUND_PEOPLE && found->name != NULL)
    {
      g_autofree char *kind = describe_kind (found);

      amia_line_set_detail (line, kind);
    }

  way = g_new0 (Way, 1);
  way->kind = g_strdup (found->kind);
  way->id = found->id;
  way->case_id = found->case_id;
  way->field = g_strdup (found->field);
  g_object_set_data_full (G_OBJECT (line), WAY, way, way_free);
  return line;
}

/* --- Opening -------------------------------------------------------------------------------- */

/* The view of the case where a record of that kind stands. */
static const char *
find_view (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *view;
  } views[] = {
    { "goal", "plan" },
    { "activity", "plan" },
    { "todo", "plan" },
    { "attachment", "attachments" },
    { "referral", "team" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      if (g_strcmp0 (views[i].kind, kind) == 0)
        return views[i].view;
    }

  return "overview";
}

static void
open_form (GtkWidget *from,
           const Way *way)
{
  char             id[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *target = g_strdup_printf ("%s#%s", amia_uuid_print (&way->id, id),
                                             way->field != NULL ? way->field : "");

  gtk_widget_activate_action (from, "win.open-form", "s", target);
}

static void
open_case (GtkWidget      *from,
           AmiaSession    *session,
           const AmiaUuid *case_id,
           const char     *kind,
           const char     *words)
{
  GtkWidget *page = amia_case_page_new (session, case_id);

  amia_navigator_open (from, page);
  if (g_strcmp0 (kind, "journal") == 0)
    gtk_widget_activate_action (page, "page.find", "s", words);
  else
    gtk_widget_activate_action (page, "page.view", "s", find_view (kind));
}

void
amia_found_line_open (AmiaLine    *line,
                      GtkWidget   *from,
                      AmiaSession *session,
                      const char  *words)
{
  const Way  *way = NULL;
  const char *kind = NULL;

  g_return_if_fail (AMIA_IS_LINE (line));
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_SESSION (session));

  way = g_object_get_data (G_OBJECT (line), WAY);
  kind = way != NULL ? way->kind : NULL;
  if (way == NULL)
    open_case (from, session, amia_line_get_id (line), NULL, words);
  else if (g_strcmp0 (kind, "form") == 0)
    open_form (from, way);
  else if (g_strcmp0 (kind, "meeting") == 0)
    amia_navigator_open (
        from, amia_meeting_page_new_for (amia_session_get_replica (session), &way->id));
  else if (!amia_uuid_is_nil (&way->case_id))
    open_case (from, session, &way->case_id, kind, words);
  else if (g_strcmp0 (kind, "offer") == 0)
    amia_navigator_open (from, amia_offer_page_new (session, &way->id));
  else if (g_strcmp0 (kind, "group") == 0)
    amia_navigator_open (from, amia_group_page_new (session, &way->id));
  else
    gtk_widget_activate_action (from, "win.place", "s", "activities");
}
