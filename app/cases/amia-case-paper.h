/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaCasePaper:
 * @AMIA_CASE_PAPER_WHOLE: the whole case
 * @AMIA_CASE_PAPER_OWN_COPY: the participant's own copy of it
 * @AMIA_CASE_PAPER_DIARY_WEEK: a blank diary for seven days
 * @AMIA_CASE_PAPER_DIARY_MONTH: a blank diary for four weeks
 * @AMIA_CASE_PAPER_SCHEDULE: a blank weekly schedule
 *
 * What a case's print menu offers, by the number in the menu.
 */
typedef enum
{
  AMIA_CASE_PAPER_WHOLE,
  AMIA_CASE_PAPER_OWN_COPY,
  AMIA_CASE_PAPER_DIARY_WEEK,
  AMIA_CASE_PAPER_DIARY_MONTH,
  AMIA_CASE_PAPER_SCHEDULE,
} AmiaCasePaper;

/**
 * amia_case_paper_new:
 * @page: the case's page, which must outlive its use
 * @replica: the replica that has the case
 * @case_id: the case
 *
 * The actions of a case's print menu: `print`, with an #AmiaCasePaper and whether it becomes a PDF
 * (`(ib)`), and `large`, whether it is in large print.
 *
 * Returns: (transfer full): the group, to be inserted into @page as `paper`
 */
GActionGroup *amia_case_paper_new (GtkWidget      *page,
                                   AmiaReplica    *replica,
                                   const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
