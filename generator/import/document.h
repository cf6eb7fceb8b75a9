/*
 * document.h -- a published document as one text that knows where it came from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Readers (plain text and Markdown, HTML, Word, OpenDocument, PDF) all give the
 * same thing: lines of UTF-8 that end in '\n', paragraphs, cells and list items
 * apart by an empty line, and for each line the line and page of the document
 * it was on. Tags, entities, table rules and escapes are gone; emphasis is left
 * as control characters that no reader lets through from the document.
 * Nothing here knows what a field is.
 *
 * What is hostile is bounded: DOCUMENT_MAX bytes in (DOCUMENT_TEXT_MAX of text),
 * DOCUMENT_LINES lines out, and every reader walks its bytes once.
 */
#ifndef GENERATOR_IMPORT_DOCUMENT_H
#define GENERATOR_IMPORT_DOCUMENT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/vec.h"

#define DOCUMENT_MAX (64u << 20)
#define DOCUMENT_TEXT_MAX (8u << 20)
#define DOCUMENT_LINES 100000u

#define STRONG_ON '\x01'
#define STRONG_OFF '\x02'
#define EMPHASIS_ON '\x03'
#define EMPHASIS_OFF '\x04'
#define LINK_ON '\x05'		/* " (https://...)": where the words before lead, and no word of the document */
#define LINK_OFF '\x06'

#define DOCUMENT_NEEDS_OCR "páselo por un programa que reconozca el texto (OCR), o consiga el archivo de donde salió"

enum document_format {
	FORMAT_TEXT,		/* plain text or Markdown: one reader for both */
	FORMAT_HTML,
	FORMAT_PDF,
	FORMAT_WORD,		/* .docx */
	FORMAT_OLD_WORD,	/* .doc */
	FORMAT_RTF,
	FORMAT_OPEN,		/* .odt */
	FORMAT_ARCHIVE,		/* another archive, a workbook or slides too */
	FORMAT_PICTURE,		/* a scan as it came: PNG, JPEG, TIFF */
	FORMAT_UNKNOWN,		/* bytes that are no text */
};

struct origin {
	size_t offset;		/* in the text */
	uint32_t line;		/* of the document, 1-based */
	uint32_t page;		/* 1-based; 0: the format has none */
};

struct document {
	enum document_format format;
	struct buf text;
	VEC(struct origin) origins;
	uint32_t lines;		/* of the text */
	uint32_t joined;	/* words that a hyphen had cut at the end of a line */
	uint32_t joined_line;	/* where the first one was */
	uint32_t joined_page;
	uint32_t dropped;	/* running headers and page numbers left out */
	uint32_t addresses;	/* cut by the end of a line and joined */
	uint32_t address_line, address_page;	/* where the first one was */
	uint32_t changes;	/* tracked, and read as if accepted */
	uint32_t notes;		/* at the foot of a page: left out */
	uint32_t images;	/* what they say is not read */
	uint32_t hidden;	/* pieces of text that are not shown: left out */
	bool strong, emphasis;	/* open, of document_words() */
	struct str reason;	/* why it could not be read, Spanish; absent: it could */
	struct str hint;
	bool legacy;		/* was not UTF-8 and was read as Windows-1252 */
	bool cut;		/* longer than the limits: the rest was not read */
};

void document_init(struct document *document);
void document_dispose(struct document *document);

/* What BYTES are, by their content. */
enum document_format document_format(struct str bytes);

/* "PDF", "HTML": for messages. */
const char *document_format_name(enum document_format format);

/* "línea", "párrafo": what line counts in a document of FORMAT. */
const char *document_line_word(enum document_format format);

/* Load what reads FORMAT, while files can still be opened. */
void document_prepare(enum document_format format);

/* Read BYTES. Returns -1 when their format has no reader, or, with a reason, when
   they cannot be read. */
int document_read(struct document *document, struct str bytes);

/* Where the byte at OFFSET of the text was. */
struct origin document_origin(const struct document *document, size_t offset);

/* For the readers: the characters that END a piece begin a paragraph or a line
   (never more than one empty line, none at the start); text goes on where it was. */
void document_break(struct document *document, bool paragraph);
void document_put(struct document *document, struct str text, uint32_t line, uint32_t page);

/* The same for raw words of a reader: signs are cleaned, white space becomes one
   space, and emphasis begins and ends where it changes. */
void document_words(struct document *document, struct str text, uint32_t line, uint32_t page,
		    bool strong, bool emphasis);

/* Append TEXT as document_words() cleans it, white space and line ends as they are. */
void document_clean(struct buf *out, struct str text);

/* The words from START on lead to ADDRESS: it is told behind them, when they are not it. */
void document_link(struct document *document, size_t start, struct str address, uint32_t line, uint32_t page);

/* What was put last ends a line of a page, and NEXT begins the one that goes on:
   a space between them, or nothing where a hyphen cut a word, an acronym or an address. */
void document_join(struct document *document, struct str next, uint32_t line, uint32_t page);

/* True when NEXT goes on with an address, of the web or of mail, that the text ends in. */
bool document_joins_address(const struct document *document, struct str next);

/* What the sign CODE of the font Wingdings (SECOND: of Wingdings 2) shows. */
struct str document_symbol(uint32_t code, bool second);

#endif
