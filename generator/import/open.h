/*
 * open.h -- OpenDocument texts (.odt), as LibreOffice writes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same as word.h says of Word: paragraphs, cells by rows, the numbers of lists
 * counted, emphasis by its style; what was deleted with changes tracked, notes and
 * headers are left out.
 */
#ifndef GENERATOR_IMPORT_OPEN_H
#define GENERATOR_IMPORT_OPEN_H

#include "document.h"

/* Read BYTES; -1 with the document's reason when they cannot be read. */
int open_read(struct document *document, struct str bytes);

#endif
