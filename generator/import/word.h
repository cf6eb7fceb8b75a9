/*
 * word.h -- Word documents (.docx).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is read: the body's paragraphs and tables, cell by cell in the order of
 * the rows, text boxes where they are anchored; the numbers of lists, which stand
 * nowhere in the text and are counted as Word does; check boxes of both kinds
 * and the signs of Wingdings; bold and italic of runs. What was inserted with
 * changes tracked is text, what was deleted is not, and the document counts them.
 * Headers, footers, notes and hidden text are left out and counted.
 *
 * The place of a text is the number of its paragraph among those that have text.
 */
#ifndef GENERATOR_IMPORT_WORD_H
#define GENERATOR_IMPORT_WORD_H

#include "document.h"

/* Read BYTES; -1 with the document's reason when they cannot be read. */
int word_read(struct document *document, struct str bytes);

#endif
