/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-sheet.h"

G_BEGIN_DECLS

/* What amia-case-book.c reads out of records and amia-case-sheet.c sets. */

typedef struct
{
  char    *order; /* what it is sorted by */
  char    *name;
  char    *headline;
  char    *text;
  AmiaUuid device; /* whose author is added to the name, if it is not nil */
} AmiaBookEntry;

typedef struct
{
  char              *order;
  AmiaUuid           id;
  AmiaQuestionnaire *form;
  AmiaResponse      *response;
  char              *title;
  gboolean           is_completed;
} AmiaBookForm;

struct _AmiaCaseBook
{
  AmiaPaperInfo    info;
  AmiaUuid         case_id;
  AmiaFindFormFunc find_form;
  gpointer         find_form_data;
  GPtrArray       *members;  /* (element-type AmiaBookEntry) */
  GPtrArray       *consents; /* (element-type AmiaBookEntry) */
  GPtrArray       *visits;   /* (element-type AmiaBookEntry) */
  GPtrArray       *notes;    /* (element-type AmiaBookEntry) */
  GPtrArray       *forms;    /* (element-type AmiaBookForm) */
};

void _amia_book_entry_free (gpointer data);

/** _amia_case_book_say_day: Returns: (transfer full) (nullable): a day in words */
char *_amia_case_book_say_day (AmiaCaseBook *book,
                               const char   *day);

G_END_DECLS
