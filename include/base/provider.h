/*
 * provider.h -- whose mail accounts anybody can open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An address there is a person's own, never an institution's, whoever uses it:
 * `import` does not copy it, `check` warns of it. One list for both.
 */
#ifndef BASE_PROVIDER_H
#define BASE_PROVIDER_H

#include "base/str.h"

/* True when the mail domain DOMAIN ("gmail.com") is of a public provider, in
   whatever country; "live.ejemplo.gob.mx" is none. */
bool provider_is_public(struct str domain);

#endif
