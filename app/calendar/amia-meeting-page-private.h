/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-meeting-facts.h"
#include "amia-meeting-page.h"
#include "amia-meeting-save.h"
#include "amia-meeting.h"

G_BEGIN_DECLS

/* What the page of a meeting is made of, for its two files: amia-meeting-page.c does,
 * amia-meeting-page-fields.c shows and reads. */

struct _AmiaMeetingPage
{
  GtkWidget parent_instance;

  GtkWidget *title_widget;
  GtkWidget *done_button;
  GtkWidget *whom_label;
  GtkWidget *kind;
  GtkWidget *title;
  GtkWidget *day;
  GtkWidget *from;
  GtkWidget *to;
  GtkWidget *free_button;
  GtkWidget *free_list;
  GtkWidget *clash;
  GtkWidget *clash_label;
  GtkWidget *place;
  GtkWidget *km;
  GtkWidget *people;
  GtkWidget *note;
  GtkWidget *recurs_group;
  GtkWidget *recurs;
  GtkWidget *until;
  GtkWidget *after_group;
  GtkWidget *status;
  GtkWidget *minutes_button;
  GtkWidget *reflection;
  GtkWidget *remove_button;

  AmiaReplica      *replica;
  GCancellable     *cancellable;
  AmiaMeetingFacts *facts;
  AmiaUuid          id;
  AmiaUuid          case_id;
  gboolean          is_new;
  char             *slot;
  AmiaLocalTime     slot_start;
  char             *rule; /* as it is, where it is none of those on offer */
};

void  _amia_meeting_page_fill_kinds (AmiaMeetingPage *self,
                                     const char      *code);
char *_amia_meeting_page_dup_text (GtkWidget *input) G_GNUC_WARN_UNUSED_RESULT;
void  _amia_meeting_page_print_clock (GtkWidget *input,
                                      int        minute);
/* FALSE while there is something to mend; says so beside it, of what is empty if @is_asked. */
gboolean _amia_meeting_page_read_times (AmiaMeetingPage *self,
                                        gboolean         is_asked,
                                        AmiaLocalTime   *start,
                                        AmiaLocalTime   *end);
gboolean _amia_meeting_page_read_km (AmiaMeetingPage *self,
                                     double          *km);
/* A beginning brings its end along: a meeting is as long as such meetings are. */
void _amia_meeting_page_suggest_end (AmiaMeetingPage *self);
/* Everything from the facts. */
void              _amia_meeting_page_show (AmiaMeetingPage *self);
AmiaMeetingTyped *_amia_meeting_page_read (AmiaMeetingPage *self,
                                           AmiaLocalTime    start,
                                           AmiaLocalTime    end,
                                           double           km) G_GNUC_WARN_UNUSED_RESULT;
void              _amia_meeting_page_prepare (AmiaMeetingPage *self);

G_END_DECLS
