/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ATTACHMENT_CONTROL (amia_attachment_control_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaAttachmentControl, amia_attachment_control, AMIA, ATTACHMENT_CONTROL, AmiaControl)

/**
 * AmiaAttachmentControl:
 *
 * A question that a file answers: chosen, or dropped here. The file becomes an attachment of the
 * case, sealed and synced like all others; the answer is a FHIR Attachment that names it
 * (`url` is `urn:uuid:` and the attachment's record). Taking the answer away leaves the file in the
 * case.
 */

G_END_DECLS
