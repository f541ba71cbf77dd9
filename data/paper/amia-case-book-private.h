/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-sheet.h"
#include "amia-rating-source.h"

G_BEGIN_DECLS

/* What amia-case-book.c reads out of records and amia-case-sheet.c sets. */

typedef struct
{
  char    *order; /* what it is sorted by */
  char    *name;
  char    *headline;
  char    *text;
  AmiaUuid device;  /* whose author is added to the name, if it is not nil */
  char    *id;      /* of the record, where others stand beneath it */
  char    *about;   /* the record that it belongs to: a goal's or activity's goal, a form */
  char    *hash;    /* the content of the form that somebody put a name to */
  GArray  *strokes; /* (element-type AmiaStrokePoint): a drawn signature */
} AmiaBookEntry;

typedef enum
{
  AMIA_BOOK_TEAM,
  AMIA_BOOK_CONSENTS,
  AMIA_BOOK_STEPS,
  AMIA_BOOK_PLAN,
  AMIA_BOOK_MEETINGS,
  AMIA_BOOK_JOURNAL,
  AMIA_BOOK_ATTACHMENTS,
  AMIA_BOOK_AGREEMENTS,
  AMIA_N_BOOK_CHAPTERS,
} AmiaBookChapter;

typedef struct
{
  char              *order;
  AmiaUuid           id;
  AmiaQuestionnaire *form;
  AmiaResponse      *response;
  AmiaRating        *rating;
  char              *title;
  gboolean           is_completed;
} AmiaBookForm;

struct _AmiaCaseBook
{
  AmiaPaperInfo    info;
  AmiaUuid         case_id;
  AmiaFindFormFunc find_form;
  gpointer         find_form_data;
  GPtrArray       *chapters[AMIA_N_BOOK_CHAPTERS]; /* (element-type AmiaBookEntry) */
  GPtrArray       *forms;                          /* (element-type AmiaBookForm) */
};

void _amia_book_entry_free (gpointer data);

/** _amia_case_book_say_day: Returns: (transfer full) (nullable): a day in words */
char *_amia_case_book_say_day (AmiaCaseBook *book,
                               const char   *day);

/** _amia_case_book_say_span: Returns: (transfer full): “from … to …”, empty without days */
char *_amia_case_book_say_span (AmiaCaseBook     *book,
                                const AmiaRecord *record,
                                const char       *from_field,
                                const char       *to_field);

/** _amia_case_book_remember_device: Notes who wrote a field. */
void _amia_case_book_remember_device (AmiaBookEntry    *entry,
                                      const AmiaRecord *record,
                                      const char       *field);

/** _amia_case_book_add_planned: Puts in what is planned or agreed, if it is of that kind. */
void _amia_case_book_add_planned (AmiaCaseBook     *book,
                                  const AmiaRecord *record);

/** _amia_case_book_settle: Puts together what belongs together, when all records are in. */
void _amia_case_book_settle (AmiaCaseBook *book);

G_END_DECLS
