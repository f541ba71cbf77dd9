/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-sheet.h"

G_BEGIN_DECLS

/** _amia_sheet_add_form: Adds a form to a sheet, on new pages; for a case's sheet. */
void _amia_sheet_add_form (AmiaSheet           *sheet,
                           AmiaQuestionnaire   *questionnaire,
                           AmiaResponse        *response,
                           const AmiaPaperInfo *info);

G_END_DECLS
