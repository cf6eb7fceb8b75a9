/*
 * pdf.h -- PDF documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * poppler gives each letter with its place and font. The rules of tables it does
 * not give: each page is drawn, in memory, and long straight edges in the picture
 * are the rules (of borders and of shaded cells alike). sheet.h makes text of both.
 * A document whose pages are pictures has no text: it is told, and not read.
 */
#ifndef GENERATOR_IMPORT_PDF_H
#define GENERATOR_IMPORT_PDF_H

#include "document.h"

/* Load the library, while files can still be opened. */
void pdf_prepare(void);

/* Read BYTES; -1 with the document's reason when they cannot be read. */
int pdf_read(struct document *document, struct str bytes);

#endif
