/*
 * fault.h -- why the system refused, to somebody who does not program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

/* What ERROR (an errno, of writing) means, in Spanish: "no queda espacio en el disco". A literal. */
const char *fault_text(int error);

/* What can be done about it; "" where that is not known. A literal. */
const char *fault_cure(int error);

#endif
