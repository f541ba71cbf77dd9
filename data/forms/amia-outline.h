/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-response.h"

G_BEGIN_DECLS

/**
 * AmiaOutline:
 *
 * How a form is divided for somebody who fills it in: the *parts* at the top, one below the other,
 * and the *pages* they stand on, of which one is shown at a time.
 *
 * The parts are the items at the top. A group that only holds all of the others (a form in one
 * wrapper, a `tab-container`) is a heading, and the parts are what is in it. A part with the
 * control `page`, `tab` or `step` begins a page; what follows stands on the same page until the
 * next one begins, and what comes before the first stands on it. Parts with the control `header` or
 * `footer` stand on every page. A form without such a control has one page.
 *
 * It is worked out once and does not change with the answers: which parts and pages are visible
 * does. One thread at a time, the response's.
 */
typedef struct _AmiaOutline AmiaOutline;

/**
 * AMIA_OUTLINE_EVERY_PAGE:
 *
 * The page of what stands on all of them.
 */
#define AMIA_OUTLINE_EVERY_PAGE G_MAXUINT

/**
 * AmiaOutlineRole:
 * @AMIA_OUTLINE_PART: something to fill in or read
 * @AMIA_OUTLINE_HEADING: a group whose children are parts themselves: only its words are meant
 * @AMIA_OUTLINE_HEADER: stands above the pages
 * @AMIA_OUTLINE_FOOTER: stands below the pages
 *
 * What a part is to the form.
 */
typedef enum
{
  AMIA_OUTLINE_PART,
  AMIA_OUTLINE_HEADING,
  AMIA_OUTLINE_HEADER,
  AMIA_OUTLINE_FOOTER
} AmiaOutlineRole;

/**
 * AmiaOutlinePart:
 * @node: the part, owned by the response
 * @role: what it is to the form
 * @page: the page it is on, from 0; AMIA_OUTLINE_EVERY_PAGE unless its role is AMIA_OUTLINE_PART
 *
 * One part.
 */
typedef struct
{
  AmiaNode       *node;
  AmiaOutlineRole role;
  guint           page;
} AmiaOutlinePart;

/**
 * amia_outline_new:
 * @response: a response, which the outline keeps
 *
 * Returns: (transfer full): how its form is divided
 */
AmiaOutline *amia_outline_new (AmiaResponse *response) G_GNUC_WARN_UNUSED_RESULT;
void         amia_outline_free (AmiaOutline *self);

/** amia_outline_get_n_parts: Returns: how many parts there are */
guint amia_outline_get_n_parts (AmiaOutline *self);

/**
 * amia_outline_get_part:
 * @self: an outline
 * @index: less than [func@amia_outline_get_n_parts]
 *
 * Returns: (transfer none): a part, in the order of the form
 */
const AmiaOutlinePart *amia_outline_get_part (AmiaOutline *self, guint index);

/**
 * amia_outline_find_part:
 * @self: an outline
 * @node: a node of the response
 *
 * Returns: (transfer none) (nullable): the part that @node is, or is in; %NULL for the root
 */
const AmiaOutlinePart *amia_outline_find_part (AmiaOutline *self, AmiaNode *node);

/** amia_outline_get_n_pages: Returns: how many pages there are, visible or not; at least 1 */
guint amia_outline_get_n_pages (AmiaOutline *self);

/**
 * amia_outline_is_page_visible:
 * @self: an outline
 * @page: a page
 *
 * Returns: %TRUE if something of its own is to be seen on it with the answers there are
 */
gboolean amia_outline_is_page_visible (AmiaOutline *self, guint page);

/**
 * amia_outline_find_page:
 * @self: an outline
 * @page: a page
 * @offset: 1 for the next one, -1 for the one before
 * @found: (out): the visible page there
 *
 * Returns: %FALSE if there is none, and @found is left as it is
 */
gboolean amia_outline_find_page (AmiaOutline *self, guint page, int offset, guint *found);

/**
 * amia_outline_get_progress:
 * @self: an outline
 * @page: a page
 * @answered: (out) (optional): how many questions on it have an answer
 * @total: (out) (optional): how many can have one
 *
 * Counts as [func@amia_response_get_progress] does.
 */
void amia_outline_get_progress (AmiaOutline *self, guint page, guint *answered, guint *total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaOutline, amia_outline_free)

G_END_DECLS
