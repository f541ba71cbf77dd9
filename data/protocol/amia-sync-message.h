/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * `POST /v1/sync`: what a laptop says, what the server answers, and what it answers when the round
 * was not taken. All lists have bounds (amia-protocol.h). A member that one end does not know is
 * passed over, and one that is missing is an empty list or "leave it as it is", so that programs of
 * different age understand each other.
 */

#include "amia-problem.h"
#include "amia-sync-request.h"
#include "amia-sync-response.h"
