/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-item.h"
#include "amia-message.h"
#include "amia-node.h"

G_BEGIN_DECLS

/**
 * amia_form_words_message:
 * @message: what is wrong with an answer
 * @item: (nullable): the question
 * @language: (nullable): the reader's language
 *
 * A sentence that names the rule and its limit, translated; the form author's own words where there
 * are any.
 *
 * Returns: (transfer full): the sentence
 */
char *amia_form_words_message (const AmiaMessage *message,
                               const AmiaItem    *item,
                               const char        *language) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_words_node:
 * @node: a node other than the root
 * @language: (nullable): the reader's language
 *
 * Returns: (transfer full): the prefix and text of its item, worked out with the answers there are
 *   where the form asks for that; never %NULL
 */
char *amia_form_words_node (const AmiaNode *node,
                            const char     *language) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_words_item:
 * @item: an item
 * @language: (nullable): the reader's language
 *
 * Returns: (transfer full): its prefix and text, as shown; never %NULL
 */
char *amia_form_words_item (const AmiaItem *item,
                            const char     *language) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_words_help:
 * @item: an item
 * @language: (nullable): the reader's language
 *
 * Returns: (transfer none) (nullable): the help that goes with it
 */
const char *amia_form_words_help (const AmiaItem *item,
                                  const char     *language);

G_END_DECLS
