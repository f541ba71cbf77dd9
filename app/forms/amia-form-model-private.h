/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-model.h"
#include "amia-form-snapshot.h"
#include "amia-undo-stack.h"

/* What amia-form-model.c (following the replica) and amia-form-model-actions.c (writing) share. */

struct _AmiaFormModel
{
  GObject parent_instance;

  AmiaReplica *replica;
  AmiaUuid     case_id;
  AmiaUuid     form_id;
  char        *language;

  AmiaResponse     *response;
  AmiaFormSnapshot *snapshot;
  AmiaUndoStack    *undo;
  char             *failure;
  const char       *wanted_status; /* that could not be kept; a constant */
  char             *content_hash;  /* NULL until somebody asks; forgotten at every change */

  GHashTable   *held;    /* path -> AmiaFormSnapshot that was on screen when typing began */
  GHashTable   *pending; /* path -> number of commits under way */
  GHashTable   *unsaved; /* path -> value that could not be kept */
  guint         n_saving;
  gboolean      is_gone;    /* the record is not here any more */
  char         *typed_path; /* the field that the newest undo action is about */
  GCancellable *cancellable;
};

/* Reads the record again; `loaded` or the changed nodes follow. */
void _amia_form_model_load (AmiaFormModel *self);

/* Puts what the replica shows into the answers, where the screen is not ahead of it. */
void _amia_form_model_take_in (AmiaFormModel *self);

/* Without an answer, asked as the page asks: on this day, in this sub-project. What is agreed on is
 * read into such a one, too, or it would be another content than the one on the page. */
AmiaResponse *_amia_form_model_new_response (AmiaFormModel     *self,
                                             AmiaQuestionnaire *questionnaire);

/* Tells which nodes have changed since last time. */
void _amia_form_model_emit_changes (AmiaFormModel *self);

void _amia_form_model_emit_saved_changed (AmiaFormModel *self);
