/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-access.h"

G_BEGIN_DECLS

/* Whether @user is in the team on that day with that role. */
gboolean _amia_case_access_has_role (const AmiaCaseAccess *access,
                                     const char           *user,
                                     const char           *role,
                                     const char           *today);

/* Whether a consent lets the area go from the one agency to the other on that day. */
gboolean _amia_case_access_lets_go (const AmiaCaseAccess *access,
                                    const char           *from_agency,
                                    const char           *to_agency,
                                    const char           *area,
                                    const char           *today);

G_END_DECLS
