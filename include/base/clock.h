/*
 * clock.h -- how long something took; never what time it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since some fixed moment; only differences mean anything. */
int64_t clock_milliseconds(void);

#endif
